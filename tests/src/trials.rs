// SPDX-License-Identifier: Apache-2.0

//! What scenarios with clinical trials need: who takes part in one, sealed lists, subjects.

use crate::*;
use clinical_trials_core::{
	allocation, Case, Causality, Expectedness, Outcome, SeriousnessCriteria, Severity,
};
use consent_core::{ActorRef, Provision};
use galen_primitives::{
	commitment::{self, Salt},
	merkle, BenefitCategories, BenefitCategory, PurposeOfUse, StudyId,
};
use pallet_clinical_trials::{
	AllocationKind, Amendment, ApprovedSites, Arm, Call as TrialsCall, Criterion, Eligibility,
	EnrolmentToken, EthicsDecision, EventFacts, KitProof, ListId, Masking, NctId, NextStudy, Phase,
	Point, PrimaryPurpose, Registrar, Review, StudyTerms, SubjectNumber, Suspect, VersionNumber,
};
use polkadot_sdk::sp_core::{ed25519, Pair};

const SHA256: HashAlgorithm = HashAlgorithm::Sha2_256;
/// What the lists of scenarios are derived from.
pub const LIST_SECRET: [u8; 32] = [77; 32];
/// The arms of the lists of scenarios, in their order.
pub const ARMS: [Arm; 8] = [0, 1, 1, 0, 1, 0, 0, 1];
/// Where records have the commitment that the study's criterion is about, and its range.
pub const CRITERION: (&str, u64, u64) = ("/lab/hba1c", 48, 86);

/// A site, and who works there.
pub struct TrialSite {
	/// The institution.
	pub id: InstitutionId,
	/// The principal investigator.
	pub investigator: Signer,
	/// The records officer.
	pub officer: Signer,
}

/// A trial, and who takes part in it.
pub struct Trial {
	/// The number that the study has, or will have.
	pub study: StudyId,
	/// The sponsor.
	pub sponsor: InstitutionId,
	/// Acts for it.
	pub representative: Signer,
	/// Holds its lists.
	pub statistician: Signer,
	/// The ethics committee.
	pub committee: InstitutionId,
	/// Reviews for it.
	pub reviewer: Signer,
	/// The enrolment registrar.
	pub registrar: InstitutionId,
	/// Administrates it.
	pub keeper: Signer,
	/// The presets' hospital as a site.
	pub hospital: TrialSite,
	/// Another site.
	pub clinic: TrialSite,
	/// The monitoring board, two of whom halt the study.
	pub monitors: [Signer; 2],
}

/// The key with which the registrar signs.
fn registrar_key() -> ed25519::Pair {
	ed25519::Pair::from_string("//registrar", None).expect("a path; qed")
}

/// The registrar's token of a person: the same for each of the person's pseudonyms.
pub fn enrolment_token(person: &str) -> EnrolmentToken {
	nonce(&format!("token of {person}"))
}

/// What a sponsor states of a version of the protocol, which is document `number`.
pub fn protocol(number: u64, reconsent_from: Option<Moment>) -> Amendment {
	Amendment { document: document(number), substantial: true, reconsent_from, target: 6 }
}

/// A committee's approval of every site.
pub fn approval(from: Moment, until: Moment) -> Review {
	Review {
		decision: EthicsDecision::Approved,
		sites: ApprovedSites::All,
		from,
		until,
		document: document(1010),
	}
}

/// Permits a site's staff to use what the patient's records tell for a study.
pub fn research_at(site: InstitutionId, study: StudyId) -> RuntimeDirective {
	let mut root = Provision::permit();
	root.actors = vec![ActorRef::Institution(site)].try_into().expect("one fits; qed");
	root.purposes = PurposeOfUse::HRESCH.set();
	RuntimeDirective { study: Some(study), ..root.into() }
}

/// The commitment to a patient, as an institution makes it with the salt of `of`.
pub fn committed_patient(institution: InstitutionId, patient: PatientId, of: &str) -> Digest {
	let chain = Institutions::chain_id();
	let bytes = commitment::patient(SHA256, &chain, institution, &nonce(of), &patient)
		.expect("an algorithm that the chain has; qed");
	Digest { algorithm: SHA256, bytes }
}

/// A suspected unexpected reaction that is serious for these criteria, known now.
pub fn reaction(chain: &Chain, criteria: SeriousnessCriteria) -> EventFacts {
	EventFacts {
		onset: chain.now() - HOUR,
		aware: chain.now(),
		case: Case {
			is_serious: true,
			criteria,
			expectedness: Expectedness::Unexpected,
			causality: Causality::Possible,
			outcome: Outcome::Ongoing,
		},
		severity: Severity::Severe,
		suspect: Suspect::Other(document(1011)),
		narrative: document(1012),
	}
}

fn root_of(leaves: &[[u8; 32]]) -> Digest {
	Digest { algorithm: SHA256, bytes: merkle::root(SHA256, leaves).expect("some; qed") }
}

fn length_of(leaves: &[[u8; 32]]) -> u32 {
	u32::try_from(leaves.len()).expect("few; qed")
}

fn kit_salt(pack: u32) -> Salt {
	nonce(&format!("kit {pack}"))
}

/// The arm whose treatment a pack holds.
pub fn kit_arm(pack: u32) -> Arm {
	Arm::try_from(pack % 2).expect("small; qed")
}

impl Trial {
	/// A double-blind study of two arms that randomises twice. Its sponsor pays for the medicine.
	pub fn terms(&self) -> StudyTerms<AccountId> {
		let (field, least, most) = CRITERION;
		let field = field.as_bytes().to_vec().try_into().expect("short; qed");
		let monitors: Vec<_> = self.monitors.iter().map(Signer::account).collect();
		StudyTerms {
			nct: Some(NctId(*b"NCT00763412")),
			eu_ct: None,
			sponsor_number: b"GLN-001".to_vec().try_into().expect("short; qed"),
			title: document(1000),
			phase: Phase::Phase3,
			purpose: PrimaryPurpose::Treatment,
			masking: Masking::Double,
			allocation: AllocationKind::Randomized,
			arms: vec![document(1001), document(1002)].try_into().expect("few; qed"),
			points: 2,
			registrar: Registrar { institution: self.registrar, key: registrar_key().public().0 },
			statistics: None,
			monitors: monitors.try_into().expect("few; qed"),
			quorum: 2,
			sponsor_pays: BenefitCategories::of(&[BenefitCategory::Pharmacy]),
			kit: Some(PRODUCT),
			criteria: vec![Criterion { field, least, most }].try_into().expect("one fits; qed"),
		}
	}

	/// The list of a randomisation point.
	pub fn list(&self, point: Point) -> ListId {
		ListId { study: self.study, point, stratum: 0 }
	}

	/// Its leaves.
	pub fn leaves(&self, point: Point) -> Vec<[u8; 32]> {
		let chain = Institutions::chain_id();
		allocation::leaves(SHA256, &chain, self.list(point), &LIST_SECRET, &ARMS)
			.expect("an algorithm that the chain has; qed")
	}

	/// The call that seals it.
	pub fn commit_list(&self, point: Point) -> RuntimeCall {
		let leaves = self.leaves(point);
		let (root, length) = (root_of(&leaves), length_of(&leaves));
		TrialsCall::commit_list { list: self.list(point), root, length }.into()
	}

	/// The call that opens it, as a list of these arms.
	pub fn open_list(&self, point: Point, arms: &[Arm]) -> RuntimeCall {
		let arms = arms.to_vec().try_into().expect("few; qed");
		TrialsCall::open_list { list: self.list(point), secret: LIST_SECRET, arms }.into()
	}

	/// What whoever holds the list tells of a subject: the arm, and what opens its leaf.
	pub fn told(&self, number: SubjectNumber, point: Point) -> (Arm, Salt) {
		let allocated = Trials::allocation(self.study, number, point).expect("randomised");
		let (chain, index) = (Institutions::chain_id(), allocated.index);
		let salt = allocation::salt(SHA256, &chain, self.list(point), index, &LIST_SECRET)
			.expect("an algorithm that the chain has; qed");
		(ARMS[usize::try_from(index).expect("few; qed")], salt)
	}

	/// The leaves of the study's kits: the packs up to `count`.
	fn kit_leaves(&self, count: u32) -> Vec<[u8; 32]> {
		let chain = Institutions::chain_id();
		let leaf = |number| {
			let (serial, salt, arm) = (pack(number).serial, kit_salt(number), kit_arm(number));
			allocation::kit_leaf(SHA256, &chain, self.study, number, &serial, &salt, arm)
				.expect("an algorithm that the chain has; qed")
		};
		(0..count).map(leaf).collect()
	}

	/// The call that seals them.
	pub fn commit_kits(&self, count: u32) -> RuntimeCall {
		let leaves = self.kit_leaves(count);
		let (root, length) = (root_of(&leaves), length_of(&leaves));
		TrialsCall::commit_kits { study: self.study, root, length }.into()
	}

	/// What proves that a pack is one of `count` kits.
	pub fn kit(&self, number: u32, count: u32) -> KitProof {
		let leaves = self.kit_leaves(count);
		let path = merkle::path(SHA256, &leaves, number).expect("a pack; qed");
		let leaf = leaves[usize::try_from(number).expect("few; qed")];
		KitProof { leaf, index: number, path: path.try_into().expect("short; qed") }
	}

	/// What whoever holds the kit list tells of a pack: its arm, and what opens its leaf.
	pub fn kit_told(&self, number: u32) -> (Arm, Salt) {
		(kit_arm(number), kit_salt(number))
	}

	/// The call by which a patient signs a version.
	pub fn sign(
		&self,
		site: &TrialSite,
		patient: PatientId,
		version: VersionNumber,
	) -> RuntimeCall {
		let (study, site, form) = (self.study, site.id, document(1100 + u64::from(version)));
		TrialsCall::sign_consent { study, site, patient, version, form }.into()
	}

	/// The call that enrols a subject, who is that person.
	pub fn enrol(&self, chain: &Chain, number: SubjectNumber, person: &str) -> RuntimeCall {
		let (study, token) = (self.study, enrolment_token(person));
		let expires = chain.now() + DAY;
		let statement = Trials::token_statement(study, number, token, expires);
		let signature = registrar_key().sign(&statement).0;
		TrialsCall::enrol { study, number, token, expires, signature }.into()
	}

	/// The call that allocates the next leaf of a point's list to a subject.
	pub fn randomise(&self, number: SubjectNumber, point: Point) -> RuntimeCall {
		let next = Trials::list(self.list(point)).expect("sealed").next;
		self.randomise_with(number, point, next)
	}

	/// The same with the leaf of that index, whether it is its turn or not.
	pub fn randomise_with(&self, number: SubjectNumber, point: Point, index: u32) -> RuntimeCall {
		let leaves = self.leaves(point);
		let path = merkle::path(SHA256, &leaves, index).expect("a leaf; qed");
		TrialsCall::randomise {
			study: self.study,
			number,
			point,
			stratum: 0,
			leaf: leaves[usize::try_from(index).expect("few; qed")],
			path: path.try_into().expect("short; qed"),
		}
		.into()
	}

	/// The site of a subject.
	pub fn site_of(&self, number: SubjectNumber) -> &TrialSite {
		let site = Trials::subject(self.study, number).expect("a subject").subject.site;
		if site == HOSPITAL {
			&self.hospital
		} else {
			&self.clinic
		}
	}
}

impl Chain {
	/// Hires an investigator and a records officer of a site.
	#[track_caller]
	fn trial_site(&mut self, id: InstitutionId, administrator: &Signer, name: &str) -> TrialSite {
		let investigator = Signer::named(&format!("{name}'s investigator"));
		let officer = Signer::named(&format!("{name}'s records officer"));
		self.hire(administrator, &investigator, Role::Investigator);
		self.hire(administrator, &officer, Role::RecordsOfficer);
		TrialSite { id, investigator, officer }
	}

	/// Admits everybody that a trial needs. Nothing is registered yet.
	#[track_caller]
	pub fn trial(&mut self) -> Trial {
		let [sponsors, committees, clinics] =
			["sponsor", "committee", "trial clinic"].map(Signer::named);
		let keeper = Signer::named("registrar");
		let kinds = [InstitutionKind::Sponsor];
		let sponsor = self.admit(admission(&kinds, VotingClass::Industry), &sponsors);
		let kinds = [InstitutionKind::EthicsCommittee];
		let committee = self.admit(admission(&kinds, VotingClass::PublicBodies), &committees);
		let kinds = [InstitutionKind::PatientOrganisation];
		let class = VotingClass::PatientOrganisations;
		let registrar = self.admit(admission(&kinds, class), &keeper);
		let clinic = self.admit_clinic(&clinics);

		let [representative, statistician, reviewer] =
			["sponsor's representative", "sponsor's statistician", "reviewer"].map(Signer::named);
		self.hire(&sponsors, &representative, Role::SponsorRepresentative);
		self.hire(&sponsors, &statistician, Role::Statistician);
		self.hire(&committees, &reviewer, Role::EthicsReviewer);
		let monitors = ["monitoring physician", "monitoring advocate"].map(Signer::named);
		self.hire(&clinics, &monitors[0], Role::Physician);
		self.hire(&keeper, &monitors[1], Role::PatientAdvocate);
		let hospital = self.trial_site(HOSPITAL, &bob(), "hospital");
		let clinic = self.trial_site(clinic, &clinics, "trial clinic");
		self.next_block();
		Trial {
			study: NextStudy::<Runtime>::get(),
			sponsor,
			representative,
			statistician,
			committee,
			reviewer,
			registrar,
			keeper,
			hospital,
			clinic,
			monitors,
		}
	}

	/// Has the sponsor register a study, the committee approve it until a moment, both sites open
	/// and release their data, and the statistician seal a list for each randomisation point.
	#[track_caller]
	pub fn open_trial(&mut self, trial: &Trial, terms: StudyTerms<AccountId>, until: Moment) {
		let (study, committee) = (trial.study, trial.committee);
		let (points, from) = (terms.points, self.now());
		let register = TrialsCall::register_study { terms, protocol: protocol(1101, None) };
		self.submit(&trial.representative, register).succeeds();
		let submit = TrialsCall::submit { study, committee };
		self.submit(&trial.representative, submit).succeeds();
		let review = approval(from, until);
		let review = TrialsCall::review { study, version: 1, review };
		self.submit(&trial.reviewer, review).succeeds();
		for site in [&trial.hospital, &trial.clinic] {
			self.open_trial_site(trial, site);
		}
		for point in 0..points {
			self.submit(&trial.statistician, trial.commit_list(point)).succeeds();
		}
		self.submit(&trial.representative, TrialsCall::activate { study }).succeeds();
		self.next_block();
	}

	/// Has the sponsor name a site, its investigator open it and its records officer release what
	/// it has.
	#[track_caller]
	pub fn open_trial_site(&mut self, trial: &Trial, site: &TrialSite) {
		let (study, committee) = (trial.study, trial.committee);
		let investigator = site.investigator.account();
		let initiate = TrialsCall::initiate_site { study, site: site.id, investigator, committee };
		self.submit(&trial.representative, initiate).succeeds();
		self.submit(&site.investigator, TrialsCall::open_site { study }).succeeds();
		let release = pallet_consent::Call::release_for_study { study };
		self.submit(&site.officer, release).succeeds();
	}

	/// Has a patient consent to research at a site and sign the current version, and the site
	/// begin to screen.
	#[track_caller]
	pub fn screened(
		&mut self,
		trial: &Trial,
		site: &TrialSite,
		patient: &ClaimedPatient,
	) -> SubjectNumber {
		let (study, id) = (trial.study, patient.id);
		let found = Trials::study(study).expect("registered").study;
		let consent = grant(id, research_at(site.id, study));
		self.submit(&patient.controller, consent).succeeds();
		let sign = trial.sign(site, id, found.version);
		self.submit(&patient.controller, sign).succeeds();
		self.submit(&site.investigator, TrialsCall::screen { study, patient: id }).succeeds();
		found.flow.screened
	}

	/// The same, found eligible.
	#[track_caller]
	pub fn eligible(
		&mut self,
		trial: &Trial,
		site: &TrialSite,
		patient: &ClaimedPatient,
	) -> SubjectNumber {
		let number = self.screened(trial, site, patient);
		let outcome = Eligibility::Eligible;
		let (study, document) = (trial.study, document(1013));
		let attest = TrialsCall::attest_eligibility { study, number, outcome, document };
		self.submit(&site.investigator, attest).succeeds();
		number
	}

	/// The same, enrolled as that person and randomised at the first point, if the study randomises.
	#[track_caller]
	pub fn on_study(
		&mut self,
		trial: &Trial,
		site: &TrialSite,
		patient: &ClaimedPatient,
		person: &str,
	) -> SubjectNumber {
		let number = self.eligible(trial, site, patient);
		let enrol = trial.enrol(self, number, person);
		self.submit(&site.investigator, enrol).succeeds();
		if Trials::study(trial.study).expect("registered").study.points > 0 {
			self.submit(&site.investigator, trial.randomise(number, 0)).succeeds();
		}
		number
	}
}
