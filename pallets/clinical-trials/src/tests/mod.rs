// SPDX-License-Identifier: Apache-2.0

//! One file for each topic. Every test ends in `do_try_state`.

mod allocation;
mod board;
mod broken_conduct;
mod capture;
mod consent;
mod cost;
mod eligibility;
mod enrolment;
mod ethics;
mod kits;
mod origins;
mod property;
mod property_conduct;
mod results;
mod safety;
mod scenarios;
mod sites;
mod studies;
mod try_state;

use crate::{mock::*, *};
use clinical_trials_core::allocation as sealed;
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{
	gs1::Gtin,
	keys::Signature,
	merkle,
	time::{DAY, HOUR, MINUTE},
	BenefitCategories, BenefitCategory, Digest, HashAlgorithm, InstitutionId, Moment, PatientId,
	StudyId,
};
use sp_core::Pair;
use sp_runtime::DispatchResult;

pub const ALGORITHM: HashAlgorithm = HashAlgorithm::Sha2_256;
/// The study that `registered` registers.
pub const STUDY: StudyId = 0;
/// How many are to be enrolled.
pub const TARGET: u32 = 12;
pub const KIT: Gtin = Gtin(9506000134352);
/// What the lists of `opened` are derived from.
pub const SECRET: [u8; 32] = [77; 32];
/// The arms of the lists of `opened`, in their order.
pub const ARMS: [Arm; 8] = [0, 1, 1, 0, 1, 0, 0, 1];
/// The list of the first randomisation point and stratum.
pub const LIST: ListId = ListId { study: STUDY, point: 0, stratum: 0 };

/// A digest of its own for each number but zero, which is all zeros.
pub fn digest(number: u8) -> Digest {
	Digest { algorithm: ALGORITHM, bytes: [number; 32] }
}

pub fn now() -> Moment {
	use frame_support::traits::Time;
	Timestamp::now()
}

/// A double-blind study of two arms that randomises twice.
pub fn terms() -> TermsOf<Test> {
	StudyTerms {
		nct: Some(NctId(*b"NCT00763412")),
		eu_ct: Some(EuCtNumber(*b"2022-500024-30-00")),
		sponsor_number: b"GLN-001".to_vec().try_into().unwrap(),
		title: digest(1),
		phase: Phase::Phase3,
		purpose: PrimaryPurpose::Treatment,
		masking: Masking::Double,
		allocation: AllocationKind::Randomized,
		arms: vec![digest(11), digest(12)].try_into().unwrap(),
		points: 2,
		registrar: Registrar { institution: REGISTRAR, key: registrar_pair().public().0 },
		statistics: Some(CRO),
		monitors: MONITORS.to_vec().try_into().unwrap(),
		quorum: 2,
		sponsor_pays: BenefitCategories::of(&[BenefitCategory::Pharmacy]),
		kit: Some(KIT),
		criteria: vec![Criterion {
			field: b"/lab/hba1c".to_vec().try_into().unwrap(),
			least: 65,
			most: 100,
		}]
		.try_into()
		.unwrap(),
	}
}

pub fn protocol() -> Amendment {
	amendment(20, true, None)
}

/// A version whose document is that digest.
pub fn amendment(document: u8, substantial: bool, reconsent_from: Option<Moment>) -> Amendment {
	Amendment { document: digest(document), substantial, reconsent_from, target: TARGET }
}

/// An approval of every site for a year from now on.
pub fn approval() -> Review {
	Review {
		decision: EthicsDecision::Approved,
		sites: ApprovedSites::All,
		from: now(),
		until: now() + 365 * DAY,
		document: digest(30),
	}
}

pub fn register(who: AccountId, terms: TermsOf<Test>) -> DispatchResult {
	ClinicalTrials::register_study(signed(who), terms, protocol())
}

pub fn review_as(who: AccountId, version: VersionNumber, review: Review) -> DispatchResult {
	ClinicalTrials::review(signed(who), STUDY, version, review)
}

/// A draft.
pub fn registered() {
	assert_ok!(register(MANAGER, terms()));
}

/// A study that `terms` describes, approved by the committee.
pub fn approved_with(terms: TermsOf<Test>) {
	assert_ok!(register(MANAGER, terms));
	assert_ok!(ClinicalTrials::submit(signed(MANAGER), STUDY, COMMITTEE));
	assert_ok!(review_as(REVIEWER, 1, approval()));
}

pub fn approved() {
	approved_with(terms());
}

pub fn initiate(site: InstitutionId, investigator: AccountId) -> DispatchResult {
	ClinicalTrials::initiate_site(signed(MANAGER), STUDY, site, investigator, COMMITTEE)
}

/// Lets an account of the hospital do that.
pub fn delegate(account: AccountId, duties: &[Duty]) {
	let duties = Duties::of(duties);
	assert_ok!(ClinicalTrials::delegate(signed(PI), STUDY, account, duties, None));
}

/// The leaves of a list whose arms are `arms`.
pub fn leaves(list: ListId, arms: &[Arm]) -> Vec<[u8; 32]> {
	sealed::leaves(ALGORITHM, &CHAIN, list, &SECRET, arms).unwrap()
}

pub fn root_of(leaves: &[[u8; 32]]) -> Digest {
	Digest { algorithm: ALGORITHM, bytes: merkle::root(ALGORITHM, leaves).unwrap() }
}

pub fn commit(list: ListId, arms: &[Arm]) -> DispatchResult {
	let root = root_of(&leaves(list, arms));
	ClinicalTrials::commit_list(signed(STATISTICIAN), list, root, arms.len() as u32)
}

/// An active study with two open sites. Where it randomises, a list of `ARMS` is sealed for the
/// first stratum of both points.
pub fn opened_with(terms: TermsOf<Test>) {
	let points = terms.points;
	approved_with(terms);
	assert_ok!(initiate(HOSPITAL, PI));
	assert_ok!(initiate(CLINIC, CLINICS_PI));
	assert_ok!(ClinicalTrials::open_site(signed(PI), STUDY));
	assert_ok!(ClinicalTrials::open_site(signed(CLINICS_PI), STUDY));
	for point in 0..points {
		assert_ok!(commit(ListId { point, ..LIST }, &ARMS));
	}
	assert_ok!(ClinicalTrials::activate(signed(MANAGER), STUDY));
}

pub fn opened() {
	opened_with(terms());
}

/// An open study that neither randomises nor hides arms.
pub fn single_arm() -> TermsOf<Test> {
	StudyTerms {
		masking: Masking::Open,
		allocation: AllocationKind::NotApplicable,
		arms: vec![digest(11)].try_into().unwrap(),
		points: 0,
		..terms()
	}
}

/// The principal investigator of a site.
pub fn investigator(site: InstitutionId) -> AccountId {
	staff(site, galen_primitives::Role::Investigator)
}

/// The form that a patient signs for a version.
pub fn form(patient: PatientId, version: VersionNumber) -> Digest {
	use codec::Encode;
	let bytes = ("form", patient, version).using_encoded(sp_io::hashing::sha2_256);
	Digest { algorithm: ALGORITHM, bytes }
}

pub fn sign(patient: PatientId, site: InstitutionId, version: VersionNumber) -> DispatchResult {
	let form = form(patient, version);
	ClinicalTrials::sign_consent(signed(controller(patient)), STUDY, site, patient, version, form)
}

pub fn screen(patient: PatientId, site: InstitutionId) -> DispatchResult {
	ClinicalTrials::screen(signed(investigator(site)), STUDY, patient)
}

pub fn study() -> Study {
	Studies::<Test>::get(STUDY).unwrap()
}

pub fn subject(number: SubjectNumber) -> SubjectOf<Test> {
	Subjects::<Test>::get(STUDY, number).unwrap()
}

/// A patient who has consented, signed and is being screened.
pub fn screened_at(site: InstitutionId, person: u32) -> SubjectNumber {
	let patient = patient(person);
	consented(patient);
	assert_ok!(sign(patient, site, study().version));
	assert_ok!(screen(patient, site));
	study().flow.screened - 1
}

pub fn screened(person: u32) -> SubjectNumber {
	screened_at(HOSPITAL, person)
}

pub fn attest(number: SubjectNumber, outcome: Eligibility) -> DispatchResult {
	let who = signed(investigator(subject(number).site));
	ClinicalTrials::attest_eligibility(who, STUDY, number, outcome, digest(40))
}

/// A subject found eligible.
pub fn eligible_at(site: InstitutionId, person: u32) -> SubjectNumber {
	let number = screened_at(site, person);
	assert_ok!(attest(number, Eligibility::Eligible));
	number
}

pub fn eligible(person: u32) -> SubjectNumber {
	eligible_at(HOSPITAL, person)
}

/// The registrar's token of a person, and its statement that a subject is that person.
pub fn token(person: u32, number: SubjectNumber) -> (EnrolmentToken, Moment, Signature) {
	use codec::Encode;
	let token = ("person", person).using_encoded(sp_io::hashing::sha2_256);
	let expires = now() + DAY;
	let statement = ClinicalTrials::token_statement(STUDY, number, token, expires);
	(token, expires, token_signature(&statement))
}

/// Enrols a subject, who is that person.
pub fn enrol(number: SubjectNumber, person: u32) -> DispatchResult {
	let who = signed(investigator(subject(number).site));
	let (token, expires, signature) = token(person, number);
	ClinicalTrials::enrol(who, STUDY, number, token, expires, signature)
}

pub fn enrolled_at(site: InstitutionId, person: u32) -> SubjectNumber {
	let number = eligible_at(site, person);
	assert_ok!(enrol(number, person));
	number
}

/// An enrolled subject.
pub fn enrolled(person: u32) -> SubjectNumber {
	enrolled_at(HOSPITAL, person)
}

/// Allocates the next leaf of the first stratum's list, whose arms are `ARMS`.
pub fn randomise_at(number: SubjectNumber, point: Point) -> DispatchResult {
	let list = ListId { point, ..LIST };
	let index = Lists::<Test>::get(STUDY, (point, 0)).unwrap().next;
	let leaves = leaves(list, &ARMS);
	// Past the end of the list there is no path, and the call is to say so.
	let path = merkle::path(ALGORITHM, &leaves, index).unwrap_or_default();
	let leaf = leaves.get(index as usize).copied().unwrap_or_default();
	let who = signed(investigator(subject(number).site));
	ClinicalTrials::randomise(who, STUDY, number, point, 0, leaf, path.try_into().unwrap())
}

/// A subject randomised at the first point.
pub fn randomised(person: u32) -> SubjectNumber {
	let number = enrolled(person);
	assert_ok!(randomise_at(number, 0));
	number
}

pub fn take_off(number: SubjectNumber, reason: OffStudyReason) -> DispatchResult {
	let who = signed(investigator(subject(number).site));
	ClinicalTrials::take_off_study(who, STUDY, number, reason)
}

/// The last event.
pub fn assert_event(event: Event<Test>) {
	let events = System::read_events_for_pallet::<Event<Test>>();
	assert_eq!(events.last(), Some(&event));
}
