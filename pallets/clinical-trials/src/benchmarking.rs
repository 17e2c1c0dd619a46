// SPDX-License-Identifier: Apache-2.0

//! Benchmarks of the calls, each at its worst: with terms and logs that are full. None has a
//! component for how many subjects there are, for no call looks at them.

use crate::*;
use alloc::{vec, vec::Vec};
use clinical_trials_core::{allocation, registry::MAX_DOI};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{ConstU32, Get, Time},
	BoundedVec,
};
use frame_system::RawOrigin;
use galen_primitives::{
	commitment::{self, Salt},
	gs1::Gtin,
	keys::Signature,
	merkle::MAX_PATH,
	time::{DAY, HOUR},
	BenefitCategories, BenefitCategory, Digest, DispenseId, EvidenceId, HashAlgorithm,
	InstitutionId, Moment, PatientId, RecordId, Role, StudyId,
};

/// Sets up what other pallets know, by writing their real state.
pub trait BenchmarkHelper<RuntimeOrigin, AccountId> {
	/// Admits an institution that may do everything that a trial needs; another one for each `seed`.
	/// None is affiliated with another.
	fn admit(seed: u32) -> InstitutionId;
	/// Somebody there with that role.
	fn staff(institution: InstitutionId, role: Role) -> AccountId;
	/// A patient's pseudonym and the account that controls it; another one for each `seed`.
	fn patient(seed: u32) -> (PatientId, AccountId);
	/// The patient permits research in the study, and the custodian has released its data for it.
	fn consent(patient: PatientId, custodian: InstitutionId, study: StudyId);
	/// The patient takes that back.
	fn withdraw_consent(patient: PatientId);
	/// The registrar's Ed25519 key.
	fn registrar_key() -> [u8; 32];
	/// That key's signature.
	fn sign(statement: &[u8]) -> Signature;
	/// A record of the patient, at that custodian, with that root over its fields.
	fn record(patient: PatientId, custodian: InstitutionId, fields: Digest) -> RecordId;
	/// A commitment to a value, and the proof that it lies in the range.
	fn range_proof(value: u64, context: &[u8], least: u64, most: u64) -> ([u8; 32], Vec<u8>);
	/// A pack of the product, dispensed by the institution for whoever is committed to.
	fn dispense(gtin: Gtin, provider: InstitutionId, beneficiary: Digest) -> DispenseId;
	/// Sets the clock.
	fn set_time(now: Moment);
}

const START: Moment = 20_000 * DAY;
const ALGORITHM: HashAlgorithm = HashAlgorithm::Sha2_256;
const KIT: Gtin = Gtin(9506000134352);
const SALT: Salt = [7; 32];
const SECRET: [u8; 32] = [8; 32];
/// The study of every benchmark.
const STUDY: StudyId = 0;
/// The subject of every benchmark.
const NUMBER: SubjectNumber = 0;
/// The list that subjects are randomised from.
const LIST: ListId = ListId { study: STUDY, point: 0, stratum: 0 };
const FORM: FormKey = FormKey { visit: 1, form: 1 };
/// Where a record has what the last criterion is about.
const POINTER: [u8; 64] = [b'/'; 64];
/// The value that the last criterion is met by.
const VALUE: u64 = 50;

fn digest(seed: u32) -> Digest {
	let bytes = seed.using_encoded(sp_io::hashing::sha2_256);
	Digest { algorithm: ALGORITHM, bytes }
}

/// The longest path that a tree of so many leaves has, and its root over a leaf at index 0.
fn tree(leaf: &[u8; 32], count: u32) -> (AllocationPath, Digest) {
	let siblings = u32::BITS.saturating_sub(count.saturating_sub(1).leading_zeros());
	let mut path = AllocationPath::default();
	let mut node = sp_io::hashing::sha2_256(&[&[0], leaf.as_slice()].concat());
	for level in 0..siblings.min(MAX_PATH) {
		let sibling = digest(level).bytes;
		node = sp_io::hashing::sha2_256(&[&[1], node.as_slice(), &sibling].concat());
		let _ = path.try_push(sibling);
	}
	let bytes = sp_io::hashing::sha2_256(&[&[2], count.to_le_bytes().as_slice(), &node].concat());
	(path, Digest { algorithm: ALGORITHM, bytes })
}

/// The leaf that the subject is randomised to, its path, and the list's root.
fn next_leaf<T: Config>() -> ([u8; 32], AllocationPath, Digest) {
	let leaf = allocation::leaf(ALGORITHM, &T::ChainId::get(), LIST, 0, &SALT, 0);
	let leaf = leaf.unwrap_or_default();
	let (path, root) = tree(&leaf, T::MaxListLength::get());
	(leaf, path, root)
}

fn full<Item: Clone, const MAX: u32>(item: Item) -> BoundedVec<Item, ConstU32<MAX>> {
	BoundedVec::truncate_from(vec![item; usize::try_from(MAX).unwrap_or(0)])
}

fn amendment(document: u32, reconsent_from: Option<Moment>) -> Amendment {
	Amendment { document: digest(document), substantial: true, reconsent_from, target: 1_000 }
}

fn susar(suspect: Suspect, criteria: SeriousnessCriteria) -> EventFacts {
	EventFacts {
		onset: START,
		aware: START,
		case: Case {
			is_serious: true,
			criteria,
			expectedness: Expectedness::Unexpected,
			causality: Causality::Possible,
			outcome: Outcome::Ongoing,
		},
		severity: Severity::Severe,
		suspect,
		narrative: digest(61),
	}
}

/// Who takes part in a benchmark.
struct Setup<T: Config> {
	sponsor: InstitutionId,
	site: InstitutionId,
	committee: InstitutionId,
	registrar: InstitutionId,
	patient: PatientId,
	controller: T::AccountId,
}

impl<T: Config> Setup<T> {
	/// A draft whose terms are as large as they can be.
	fn new() -> Result<Self, BenchmarkError> {
		let (setup, terms) = Self::unregistered();
		Pallet::<T>::register_study(setup.sponsor(), terms, amendment(20, None))?;
		Ok(setup)
	}

	fn unregistered() -> (Self, TermsOf<T>) {
		T::BenchmarkHelper::set_time(START);
		let (patient, controller) = T::BenchmarkHelper::patient(0);
		let [sponsor, site, committee, registrar, monitors] =
			[0, 1, 2, 3, 4].map(T::BenchmarkHelper::admit);
		let mut board: Vec<T::AccountId> =
			(1..MAX_MONITORS).map(|seat| account("monitor", seat, 0)).collect();
		board.push(T::BenchmarkHelper::staff(monitors, Role::Physician));
		let criterion = Criterion { field: full(b'/'), least: 0, most: 100 };
		let terms = StudyTerms {
			nct: Some(NctId(*b"NCT00763412")),
			eu_ct: Some(EuCtNumber(*b"2022-500024-30-00")),
			sponsor_number: full(b'1'),
			title: digest(1),
			phase: Phase::Phase3,
			purpose: PrimaryPurpose::Treatment,
			masking: Masking::Quadruple,
			allocation: AllocationKind::Randomized,
			arms: BoundedVec::truncate_from(
				(0..MAX_ARMS).map(|arm| digest(arm.saturating_add(100))).collect(),
			),
			points: 4,
			registrar: Registrar {
				institution: registrar,
				key: T::BenchmarkHelper::registrar_key(),
			},
			statistics: Some(registrar),
			monitors: BoundedVec::truncate_from(board),
			quorum: 2,
			sponsor_pays: BenefitCategories::of(&[BenefitCategory::Pharmacy]),
			kit: Some(KIT),
			criteria: full(criterion),
		};
		(Self { sponsor, site, committee, registrar, patient, controller }, terms)
	}

	fn origin(institution: InstitutionId, role: Role) -> T::RuntimeOrigin {
		RawOrigin::Signed(T::BenchmarkHelper::staff(institution, role)).into()
	}
	fn sponsor(&self) -> T::RuntimeOrigin {
		Self::origin(self.sponsor, Role::SponsorRepresentative)
	}
	fn statistician(&self) -> T::RuntimeOrigin {
		Self::origin(self.sponsor, Role::Statistician)
	}
	fn reviewer(&self) -> T::RuntimeOrigin {
		Self::origin(self.committee, Role::EthicsReviewer)
	}
	fn regulator(&self) -> T::RuntimeOrigin {
		Self::origin(self.committee, Role::Inspector)
	}
	fn monitor(&self) -> T::RuntimeOrigin {
		Self::origin(T::BenchmarkHelper::admit(4), Role::Physician)
	}
	fn investigator(&self) -> T::RuntimeOrigin {
		Self::origin(self.site, Role::Investigator)
	}
	fn investigators_account(&self) -> T::AccountId {
		T::BenchmarkHelper::staff(self.site, Role::Investigator)
	}

	/// An approval that names as many sites as it can, this one last.
	fn review(&self) -> Review {
		let mut sites = full::<_, MAX_APPROVED_SITES>(u32::MAX);
		if let Some(last) = sites.last_mut() {
			*last = self.site;
		}
		Review {
			decision: EthicsDecision::Approved,
			sites: ApprovedSites::These(sites),
			from: START,
			until: START.saturating_add(1_000 * DAY),
			document: digest(30),
		}
	}

	fn submitted() -> Result<Self, BenchmarkError> {
		let setup = Self::new()?;
		Pallet::<T>::submit(setup.sponsor(), STUDY, setup.committee)?;
		Ok(setup)
	}

	fn approved() -> Result<Self, BenchmarkError> {
		let setup = Self::submitted()?;
		Pallet::<T>::review(setup.reviewer(), STUDY, 1, setup.review())?;
		Ok(setup)
	}

	fn initiated() -> Result<Self, BenchmarkError> {
		let setup = Self::approved()?;
		Pallet::<T>::initiate_site(
			setup.sponsor(),
			STUDY,
			setup.site,
			setup.investigators_account(),
			setup.committee,
		)?;
		Ok(setup)
	}

	/// An active study with an open site, whose investigator may do everything by a log that is
	/// full, and the kits and one list sealed.
	fn active() -> Result<Self, BenchmarkError> {
		let setup = Self::initiated()?;
		let investigator = setup.investigators_account();
		setup.remember(&investigator, 2);
		Pallet::<T>::open_site(setup.investigator(), STUDY)?;
		T::BenchmarkHelper::set_time(START.saturating_add(HOUR));
		let duties = Duties::ALL;
		Pallet::<T>::delegate(setup.investigator(), STUDY, investigator, duties, None)?;
		let (_, _, root) = next_leaf::<T>();
		let length = T::MaxListLength::get();
		Pallet::<T>::commit_list(setup.statistician(), LIST, root, length)?;
		let (_, root) = tree(&[9; 32], u32::MAX);
		Pallet::<T>::commit_kits(setup.statistician(), STUDY, root, u32::MAX)?;
		Pallet::<T>::activate(setup.sponsor(), STUDY)?;
		Ok(setup)
	}

	/// Fills an account's log, but for so many changes.
	fn remember(&self, account: &T::AccountId, less: u32) {
		Delegations::<T>::mutate((STUDY, self.site), account, |log| {
			for past in 0..MAX_DELEGATIONS.saturating_sub(less) {
				let from = Moment::from(past);
				let until = Some(from.saturating_add(1));
				let _ = log.try_push(Delegation { duties: Duties::ALL, from, until });
			}
		});
	}

	fn sign(&self) -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::consent(self.patient, self.site, STUDY);
		Pallet::<T>::sign_consent(
			RawOrigin::Signed(self.controller.clone()).into(),
			STUDY,
			self.site,
			self.patient,
			1,
			digest(50),
		)?;
		Ok(())
	}

	fn screened() -> Result<Self, BenchmarkError> {
		let setup = Self::active()?;
		setup.sign()?;
		Pallet::<T>::screen(setup.investigator(), STUDY, setup.patient)?;
		Ok(setup)
	}

	fn eligible() -> Result<Self, BenchmarkError> {
		let setup = Self::screened()?;
		Pallet::<T>::attest_eligibility(
			setup.investigator(),
			STUDY,
			NUMBER,
			Eligibility::Eligible,
			digest(40),
		)?;
		Ok(setup)
	}

	/// A person's token, until when it is good, and the registrar's signature.
	fn token() -> (EnrolmentToken, Moment, Signature) {
		let (token, expires) = ([1; 32], START.saturating_add(900 * DAY));
		let statement = Pallet::<T>::statement_of_token(STUDY, NUMBER, &token, expires);
		(token, expires, T::BenchmarkHelper::sign(&statement))
	}

	fn enrolled() -> Result<Self, BenchmarkError> {
		let setup = Self::eligible()?;
		let (token, expires, signature) = Self::token();
		let who = setup.investigator();
		Pallet::<T>::enrol(who, STUDY, NUMBER, token, expires, signature)?;
		Ok(setup)
	}

	fn randomised() -> Result<Self, BenchmarkError> {
		let setup = Self::enrolled()?;
		let (leaf, path, _) = next_leaf::<T>();
		Pallet::<T>::randomise(setup.investigator(), STUDY, NUMBER, 0, 0, leaf, path)?;
		Ok(setup)
	}

	/// A pack that the site has dispensed for the subject.
	fn dispensed(&self) -> DispenseId {
		let (chain, site) = (T::ChainId::get(), self.site);
		let bytes = commitment::patient(ALGORITHM, &chain, site, &SALT, &self.patient);
		let beneficiary = Digest { algorithm: ALGORITHM, bytes: bytes.unwrap_or_default() };
		T::BenchmarkHelper::dispense(KIT, site, beneficiary)
	}

	/// An event that has started every clock there is.
	fn harmed() -> Result<Self, BenchmarkError> {
		let setup = Self::randomised()?;
		let suspect = Suspect::Other(digest(60));
		let who = setup.investigator();
		let facts = susar(suspect, SeriousnessCriteria::HOSPITALISATION);
		Pallet::<T>::report_adverse_event(who.clone(), STUDY, NUMBER, facts)?;
		let facts = susar(suspect, SeriousnessCriteria::LIFE_THREATENING);
		Pallet::<T>::follow_up_adverse_event(who, STUDY, 0, facts)?;
		Ok(setup)
	}

	fn captured() -> Result<Self, BenchmarkError> {
		let setup = Self::randomised()?;
		let terms = CaptureTerms { values: digest(70), source: None, reason: None };
		let who = setup.investigator();
		Pallet::<T>::capture_data(who, STUDY, NUMBER, FORM, terms)?;
		Ok(setup)
	}

	fn queried() -> Result<Self, BenchmarkError> {
		let setup = Self::captured()?;
		let who = setup.sponsor();
		Pallet::<T>::raise_query(who, STUDY, NUMBER, FORM, digest(72))?;
		Ok(setup)
	}

	/// A study that is closed to accrual, with a plan.
	fn closed() -> Result<Self, BenchmarkError> {
		let setup = Self::active()?;
		Pallet::<T>::close(setup.sponsor(), STUDY, Closure::ToAccrual)?;
		Pallet::<T>::register_analysis_plan(setup.sponsor(), STUDY, digest(80))?;
		Ok(setup)
	}

	fn locked() -> Result<Self, BenchmarkError> {
		let setup = Self::closed()?;
		Pallet::<T>::lock_database(setup.sponsor(), STUDY, digest(81))?;
		Ok(setup)
	}
}

/// So many institutions that have contributed.
fn contributors<T: Config>(count: u32) -> SharesOf<T> {
	let share = |place: u32| Share {
		contributor: Contributor::Institution(T::BenchmarkHelper::admit(place.saturating_add(10))),
		points: match place {
			0 => u16::try_from(10_001u32.saturating_sub(count)).unwrap_or(0),
			_ => 1,
		},
	};
	SharesOf::<T>::truncate_from((0..count).map(share).collect())
}

/// A participant flow of so many rows, of nobody, for every reason.
fn rows(count: u32) -> ParticipantFlow {
	let reasons: Vec<_> = OffStudyReason::ALL
		.iter()
		.filter(|reason| **reason != OffStudyReason::Completed)
		.map(|reason| ReasonCount { reason: *reason, count: 0 })
		.collect();
	let row = |place: u32| ArmFlow {
		period: u8::try_from(place.checked_div(MAX_ARMS).unwrap_or(0)).unwrap_or(0),
		arm: u8::try_from(place.checked_rem(MAX_ARMS).unwrap_or(0)).unwrap_or(0),
		started: 0,
		completed: 0,
		not_completed: 0,
		reasons: BoundedVec::truncate_from(reasons.clone()),
	};
	ParticipantFlow::truncate_from((0..count).map(row).collect())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_study() {
		let (setup, terms) = Setup::<T>::unregistered();
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, terms, amendment(20, None));

		assert!(Studies::<T>::contains_key(STUDY));
	}

	#[benchmark]
	fn amend() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let mut terms = amendment(21, None);
		// The basis is that of the version before.
		terms.substantial = false;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, terms);

		assert!(Versions::<T>::contains_key(STUDY, 2));
		Ok(())
	}

	#[benchmark]
	fn adopt_version() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let terms = amendment(21, Some(START));
		Pallet::<T>::amend(setup.sponsor(), STUDY, terms)?;
		Pallet::<T>::review(setup.reviewer(), STUDY, 2, setup.review())?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, 2);

		assert_eq!(Studies::<T>::get(STUDY).map(|study| study.version), Some(2));
		Ok(())
	}

	#[benchmark]
	fn submit() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, setup.committee);

		assert_eq!(Studies::<T>::get(STUDY).map(|study| study.status), Some(StudyStatus::InReview));
		Ok(())
	}

	#[benchmark]
	fn review() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::submitted()?;
		let who = setup.reviewer();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, 1, setup.review());

		assert_eq!(Studies::<T>::get(STUDY).map(|study| study.status), Some(StudyStatus::Approved));
		Ok(())
	}

	#[benchmark]
	fn suspend_approval() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::approved()?;
		let who = setup.reviewer();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, 1);

		let approval = Approvals::<T>::get(STUDY, (1, setup.committee));
		assert!(approval.is_some_and(|approval| approval.suspended.is_some()));
		Ok(())
	}

	#[benchmark]
	fn activate() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let (scope, reason) = (HaltScope::AccrualAndIntervention, HaltReason::Safety);
		Pallet::<T>::halt(setup.sponsor(), STUDY, scope, reason)?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY);

		assert_eq!(Studies::<T>::get(STUDY).map(|study| study.status), Some(StudyStatus::Active));
		Ok(())
	}

	#[benchmark]
	fn halt() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let (scope, reason) = (HaltScope::AccrualAndIntervention, HaltReason::Safety);
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, scope, reason);

		assert_eq!(
			Studies::<T>::get(STUDY).map(|study| study.status),
			Some(StudyStatus::TemporarilyClosedToAccrualAndIntervention)
		);
		Ok(())
	}

	#[benchmark]
	fn lift_halt() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let (scope, reason) = (HaltScope::AccrualAndIntervention, HaltReason::Safety);
		Pallet::<T>::halt(setup.regulator(), STUDY, scope, reason)?;
		let who = setup.regulator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY);

		assert!(Studies::<T>::get(STUDY).is_some_and(|study| study.halts.regulator.is_none()));
		Ok(())
	}

	#[benchmark]
	fn close() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, Closure::ToAccrual);

		assert_eq!(
			Studies::<T>::get(STUDY).map(|study| study.status),
			Some(StudyStatus::ClosedToAccrual)
		);
		Ok(())
	}

	#[benchmark]
	fn complete() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::closed()?;
		let closure = Closure::ToAccrualAndIntervention;
		Pallet::<T>::close(setup.sponsor(), STUDY, closure)?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY);

		assert_eq!(
			Studies::<T>::get(STUDY).map(|study| study.status),
			Some(StudyStatus::Completed)
		);
		Ok(())
	}

	#[benchmark]
	fn terminate() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, HaltReason::Futility);

		assert_eq!(
			Studies::<T>::get(STUDY).map(|study| study.status),
			Some(StudyStatus::AdministrativelyCompleted)
		);
		Ok(())
	}

	#[benchmark]
	fn withdraw_study() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::approved()?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY);

		assert_eq!(
			Studies::<T>::get(STUDY).map(|study| study.status),
			Some(StudyStatus::Withdrawn)
		);
		Ok(())
	}

	#[benchmark]
	fn initiate_site() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::approved()?;
		let investigator = setup.investigators_account();
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, setup.site, investigator, setup.committee);

		assert!(Sites::<T>::contains_key(STUDY, setup.site));
		Ok(())
	}

	#[benchmark]
	fn open_site() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::initiated()?;
		setup.remember(&setup.investigators_account(), 1);
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY);

		assert_eq!(
			Sites::<T>::get(STUDY, setup.site).map(|site| site.status),
			Some(SiteStatus::Open)
		);
		Ok(())
	}

	#[benchmark]
	fn replace_investigator() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let investigator = setup.investigators_account();
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, setup.site, investigator);

		assert_eq!(
			Sites::<T>::get(STUDY, setup.site).map(|site| site.status),
			Some(SiteStatus::Initiated)
		);
		Ok(())
	}

	#[benchmark]
	fn close_site() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, setup.site);

		assert_eq!(
			Sites::<T>::get(STUDY, setup.site).map(|site| site.status),
			Some(SiteStatus::Closed)
		);
		Ok(())
	}

	#[benchmark]
	fn delegate() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let (account, duties) = (account("nurse", 0, 0), Duty::Screening.set());
		setup.remember(&account, 1);
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, account, duties, None);

		Ok(())
	}

	#[benchmark]
	fn sign_consent() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::screened()?;
		// Again, by somebody who is a subject: that is written as well.
		let terms = amendment(21, None);
		Pallet::<T>::amend(setup.sponsor(), STUDY, terms)?;
		Pallet::<T>::review(setup.reviewer(), STUDY, 2, setup.review())?;
		let (site, patient) = (setup.site, setup.patient);
		let who: T::RuntimeOrigin = RawOrigin::Signed(setup.controller.clone()).into();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, site, patient, 2, digest(51));

		assert_eq!(Subjects::<T>::get(STUDY, NUMBER).map(|it| it.signed), Some(2));
		Ok(())
	}

	#[benchmark]
	fn screen() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		setup.sign()?;
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, setup.patient);

		assert_eq!(
			Subjects::<T>::get(STUDY, NUMBER).map(|it| it.status),
			Some(SubjectStatus::Screening)
		);
		Ok(())
	}

	/// Somebody ineligible: the study counts that.
	#[benchmark]
	fn attest_eligibility() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::screened()?;
		let excluded = Eligibility::Ineligible(ExclusionReason::CriteriaNotMet);
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, excluded, digest(40));

		assert_eq!(
			Subjects::<T>::get(STUDY, NUMBER).map(|it| it.status),
			Some(SubjectStatus::Ineligible)
		);
		Ok(())
	}

	#[benchmark]
	fn prove_eligibility() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::screened()?;
		let criterion = 7;
		let context = Pallet::<T>::context_of(STUDY, NUMBER, criterion);
		let (commitment, proof) = T::BenchmarkHelper::range_proof(VALUE, &context, 0, 100);
		let leaf = commitment::field(
			ALGORITHM,
			&T::ChainId::get(),
			setup.site,
			&SALT,
			core::str::from_utf8(&POINTER).unwrap_or_default(),
			&eligibility::in_json(&commitment),
		)
		.unwrap_or_default();
		let (path, root) = tree(&leaf, u32::MAX);
		let record = T::BenchmarkHelper::record(setup.patient, setup.site, root);
		let field =
			CommittedField { record, commitment, salt: SALT, count: u32::MAX, index: 0, path };
		let proof = ProofOf::<T>::truncate_from(proof);
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, criterion, field, proof);

		assert_eq!(Subjects::<T>::get(STUDY, NUMBER).map(|it| it.shown), Some(1 << criterion));
		Ok(())
	}

	#[benchmark]
	fn enrol() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::eligible()?;
		let (token, expires, signature) = Setup::<T>::token();
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, token, expires, signature);

		assert_eq!(
			Subjects::<T>::get(STUDY, NUMBER).map(|it| it.status),
			Some(SubjectStatus::PendingOnStudy)
		);
		Ok(())
	}

	#[benchmark]
	fn renew_consent() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::enrolled()?;
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER);

		Ok(())
	}

	#[benchmark]
	fn move_subject() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::randomised()?;
		let to = SubjectStatus::OnStudyIntervention;
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, to);

		assert_eq!(
			Subjects::<T>::get(STUDY, NUMBER).map(|it| it.status),
			Some(SubjectStatus::OnStudyIntervention)
		);
		Ok(())
	}

	#[benchmark]
	fn take_off_study() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::randomised()?;
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, OffStudyReason::Completed);

		assert_eq!(
			Subjects::<T>::get(STUDY, NUMBER).map(|it| it.status),
			Some(SubjectStatus::OffStudy)
		);
		Ok(())
	}

	#[benchmark]
	fn end_screening() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::eligible()?;
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, UnregisteredReason::NoPlace);

		assert_eq!(
			Subjects::<T>::get(STUDY, NUMBER).map(|it| it.status),
			Some(SubjectStatus::NotRegistered)
		);
		Ok(())
	}

	/// By the site, whose log is full.
	#[benchmark]
	fn withdraw_subject() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::randomised()?;
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, DataChoice::KeepCollected);

		assert_eq!(
			Subjects::<T>::get(STUDY, NUMBER).map(|it| it.status),
			Some(SubjectStatus::OffStudy)
		);
		Ok(())
	}

	/// By the sponsor: the study is read as well.
	#[benchmark]
	fn note_withdrawal() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::randomised()?;
		T::BenchmarkHelper::withdraw_consent(setup.patient);
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER);

		assert_eq!(
			Subjects::<T>::get(STUDY, NUMBER).map(|it| it.status),
			Some(SubjectStatus::OffStudy)
		);
		Ok(())
	}

	#[benchmark]
	fn commit_list() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let (list, root) = (ListId { stratum: 1, ..LIST }, digest(2));
		let length = T::MaxListLength::get();
		let who = setup.statistician();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, list, root, length);

		assert!(Lists::<T>::contains_key(STUDY, (0, 1)));
		Ok(())
	}

	#[benchmark]
	fn randomise() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::enrolled()?;
		let (leaf, path, _) = next_leaf::<T>();
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, 0, 0, leaf, path);

		assert_eq!(
			Subjects::<T>::get(STUDY, NUMBER).map(|it| it.status),
			Some(SubjectStatus::OnStudy)
		);
		Ok(())
	}

	#[benchmark]
	fn unblind() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::randomised()?;
		let (purpose, reason) = (UnblindingPurpose::Planned, UnblindingReason::Other);
		Pallet::<T>::register_analysis_plan(setup.sponsor(), STUDY, digest(80))?;
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, 0, purpose, reason);

		let allocation = Allocations::<T>::get(STUDY, (0, NUMBER));
		assert_eq!(allocation.map(|allocation| allocation.unblindings), Some(1));
		Ok(())
	}

	#[benchmark]
	fn open_list(n: Linear<1, { T::MaxListLength::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::locked()?;
		let arms = vec![0; usize::try_from(n).unwrap_or(0)];
		let list = ListId { stratum: 1, ..LIST };
		let chain = T::ChainId::get();
		let leaves =
			allocation::leaves(ALGORITHM, &chain, list, &SECRET, &arms).unwrap_or_default();
		let bytes = galen_primitives::merkle::root(ALGORITHM, &leaves).unwrap_or_default();
		let sealed = AllocationList {
			root: Digest { algorithm: ALGORITHM, bytes },
			length: n,
			next: 0,
			by: setup.sponsor,
			committed: START,
			opened: None,
		};
		// Sealed before the lock, as if.
		Lists::<T>::insert(STUDY, (0, 1), sealed);
		let arms = ArmsOf::<T>::truncate_from(arms);
		let who = setup.statistician();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, list, SECRET, arms);

		assert!(OpenedLists::<T>::contains_key(STUDY, (0, 1)));
		Ok(())
	}

	#[benchmark]
	fn hand_out_kit() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::randomised()?;
		let dispense = setup.dispensed();
		let (path, _) = tree(&[9; 32], u32::MAX);
		let kit = Some(KitProof { leaf: [9; 32], index: 0, path });
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, 0, dispense, SALT, kit);

		assert!(Handouts::<T>::contains_key(dispense));
		Ok(())
	}

	#[benchmark]
	fn destroy_registrar_key() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::closed()?;
		let who = Setup::<T>::origin(setup.registrar, Role::Administrator);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY);

		assert!(Studies::<T>::get(STUDY).is_some_and(|study| study.key_destroyed.is_some()));
		Ok(())
	}

	#[benchmark]
	fn report_adverse_event() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::randomised()?;
		let suspect = Suspect::Evidence(EvidenceId::Dispense(setup.dispensed()));
		let facts = susar(suspect, SeriousnessCriteria::DEATH);
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, facts);

		assert!(AdverseEvents::<T>::contains_key(STUDY, 0));
		Ok(())
	}

	#[benchmark]
	fn follow_up_adverse_event() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::harmed()?;
		let suspect = Suspect::Evidence(EvidenceId::Dispense(setup.dispensed()));
		let facts = susar(suspect, SeriousnessCriteria::DEATH);
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, 0, facts);

		assert_eq!(AdverseEvents::<T>::get(STUDY, 0).map(|event| event.version), Some(3));
		Ok(())
	}

	#[benchmark]
	fn assess_adverse_event() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::harmed()?;
		let opinion = Opinion {
			aware: Some(START),
			expectedness: Expectedness::Unexpected,
			causality: Causality::Certain,
			document: digest(62),
		};
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, 0, opinion);

		let event = AdverseEvents::<T>::get(STUDY, 0);
		assert!(event.is_some_and(|event| event.assessment.is_some()));
		Ok(())
	}

	#[benchmark]
	fn submit_expedited_report() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::harmed()?;
		let obligation = Obligation::Completion;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, 0, obligation, digest(63));

		let clocks = AdverseEvents::<T>::get(STUDY, 0).map(|event| event.clocks);
		let clock = clocks.and_then(|clocks| clocks.completion);
		assert!(clock.is_some_and(|clock| clock.submitted.is_some()));
		Ok(())
	}

	#[benchmark]
	fn notify_authority() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let kind = NotificationKind::SeriousBreach;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, kind, START, digest(64));

		assert!(Notifications::<T>::contains_key(STUDY, 0));
		Ok(())
	}

	/// With the quorum: the study is halted.
	#[benchmark]
	fn vote_to_halt() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let motion = Motion::Halt(HaltReason::Safety);
		BoardVotes::<T>::insert(STUDY, BoardVote { motion, votes: 1, since: T::Time::now() });
		let who = setup.monitor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, HaltReason::Safety, digest(65));

		assert_eq!(
			Studies::<T>::get(STUDY).map(|study| study.status),
			Some(StudyStatus::TemporarilyClosedToAccrualAndIntervention)
		);
		Ok(())
	}

	#[benchmark]
	fn vote_to_resume() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::active()?;
		let mut vote =
			BoardVote { motion: Motion::Halt(HaltReason::Safety), votes: 1, since: T::Time::now() };
		BoardVotes::<T>::insert(STUDY, vote);
		let reason = HaltReason::Safety;
		Pallet::<T>::vote_to_halt(setup.monitor(), STUDY, reason, digest(65))?;
		vote.motion = Motion::Resume;
		BoardVotes::<T>::insert(STUDY, vote);
		let who = setup.monitor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, digest(66));

		assert!(Studies::<T>::get(STUDY).is_some_and(|study| study.halts.monitors.is_none()));
		Ok(())
	}

	/// A change, with values from a record.
	#[benchmark]
	fn capture_data() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::captured()?;
		let record = T::BenchmarkHelper::record(setup.patient, setup.site, digest(3));
		let terms = CaptureTerms {
			values: digest(71),
			source: Some(record),
			reason: Some(ChangeReason::SourceCorrected),
		};
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, FORM, terms);

		let capture = Captures::<T>::get((STUDY, NUMBER), FORM);
		assert_eq!(capture.map(|capture| capture.version), Some(2));
		Ok(())
	}

	#[benchmark]
	fn record_visit() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::randomised()?;
		let (outcome, occurred) = (VisitOutcome::Done, T::Time::now());
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, 1, outcome, occurred);

		assert!(Visits::<T>::contains_key((STUDY, NUMBER), 1));
		Ok(())
	}

	#[benchmark]
	fn report_deviation() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::randomised()?;
		let terms = DeviationTerms {
			site: setup.site,
			subject: Some(NUMBER),
			kind: DeviationKind::Eligibility,
			is_important: true,
			document: digest(71),
			occurred: T::Time::now(),
		};
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, terms);

		assert!(Deviations::<T>::contains_key(STUDY, 0));
		Ok(())
	}

	#[benchmark]
	fn raise_query() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::captured()?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, NUMBER, FORM, digest(72));

		assert!(Queries::<T>::contains_key(STUDY, 0));
		Ok(())
	}

	#[benchmark]
	fn answer_query() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::queried()?;
		let who = setup.investigator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, 0, digest(73));

		let query = Queries::<T>::get(STUDY, 0);
		assert_eq!(query.map(|query| query.status), Some(QueryStatus::Answered));
		Ok(())
	}

	#[benchmark]
	fn close_query() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::queried()?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, 0);

		let query = Queries::<T>::get(STUDY, 0);
		assert_eq!(query.map(|query| query.status), Some(QueryStatus::Closed));
		Ok(())
	}

	#[benchmark]
	fn register_analysis_plan() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::closed()?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, digest(79));

		let plan = Results::<T>::get(STUDY).plan;
		assert_eq!(plan.map(|plan| plan.versions), Some(2));
		Ok(())
	}

	#[benchmark]
	fn lock_database() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::closed()?;
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, digest(81));

		assert!(Studies::<T>::get(STUDY).is_some_and(|study| study.locked.is_some()));
		Ok(())
	}

	#[benchmark]
	fn register_results(n: Linear<1, MAX_CONTRIBUTORS>) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::locked()?;
		let shares = contributors::<T>(n);
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, digest(82), shares);

		assert!(Results::<T>::get(STUDY).package.is_some());
		Ok(())
	}

	#[benchmark]
	fn submit_participant_flow(n: Linear<1, MAX_FLOWS>) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::locked()?;
		let rows = rows(n);
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, rows);

		assert_eq!(count(&Flows::<T>::get(STUDY)), n);
		Ok(())
	}

	/// As many publications are linked already as can be, but for this one.
	#[benchmark]
	fn link_publication() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::locked()?;
		let shares = contributors::<T>(MAX_CONTRIBUTORS);
		Pallet::<T>::register_results(setup.sponsor(), STUDY, digest(82), shares)?;
		let doi = |number: u32| {
			let mut text = b"10.1000/".to_vec();
			text.resize(usize::try_from(MAX_DOI).unwrap_or(0), b'a');
			if let Some(last) = text.last_mut() {
				*last = b'a'.saturating_add(u8::try_from(number).unwrap_or(0));
			}
			Doi::truncate_from(text)
		};
		Results::<T>::mutate(STUDY, |file| {
			for number in 1..MAX_PUBLICATIONS {
				let _ = file.publications.try_push(doi(number));
			}
		});
		let who = setup.sponsor();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, doi(0));

		assert_eq!(count(&Results::<T>::get(STUDY).publications), MAX_PUBLICATIONS);
		Ok(())
	}

	#[benchmark]
	fn commit_kits() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::initiated()?;
		let who = setup.statistician();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, STUDY, digest(2), u32::MAX);

		assert!(KitLists::<T>::contains_key(STUDY));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
