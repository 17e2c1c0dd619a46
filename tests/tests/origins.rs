// SPDX-License-Identifier: Apache-2.0

//! Who may call what: every call of our pallets, tried from every kind of origin.
//!
//! The calls come from the runtime itself, so that a new one without an entry here fails.

use consent_core::PolicyKind;
use galen_primitives::{
	gs1::{Gtin, Sscc, Text20},
	keys::{KeyPurposes, PublicKey, VerifyingKey},
	Beneficiary, FieldGroups, PurposeOfUse, RoleSet,
};
use galen_runtime::configs::{CONSENSUS_NEVER_PAUSED, NEVER_PAUSED};
use galen_scenarios::*;
use pallet_clinical_trials::{
	AllocationKind, Amendment, ApprovedSites, Call as TrialsCall, CaptureTerms, Case as TrialCase,
	Causality, Closure, CommittedField, DataChoice, DeviationKind, DeviationTerms, Duties,
	Eligibility, EthicsDecision, EventFacts, Expectedness, FormKey, HaltReason, HaltScope, ListId,
	Masking, NotificationKind, Obligation, OffStudyReason, Opinion, Outcome, Phase, PrimaryPurpose,
	Registrar, Review, SeriousnessCriteria, Severity, StudyTerms, SubjectStatus, Suspect,
	UnblindingPurpose, UnblindingReason, UnregisteredReason, VisitOutcome,
};
use pallet_consent::Call as ConsentCall;
use pallet_device_lifecycle::{
	rules::DeviceIdentifier, Call as DevicesCall, DeviceKey, Disposition, FieldActionClass,
	FieldActionKind, FieldActionScope, ModelDefinition, OutOfServiceReason, ReversalReason,
	RiskClass, Service, ServiceReport, ServiceResult, UsageBatch,
};
use pallet_disclosures::{
	BreakGlassReason, Call as DisclosuresCall, EncounterClass, Finding, RefusalReason,
};
use pallet_drug_provenance::{
	Call as MedicinesCall, DecommissionReason, Discrepancies, DispenseTerms, ErrorReason,
	EventAnchor, EventKind, HoldReason, Item, LotKey, LotTerms, PackKey, ProductTerms, Reading,
	RecallClass, RecallNotice, RecallReason, RecallScope, Runs, ShipmentKind, TemperatureRange,
	Window,
};
use pallet_institutions::Call as InstitutionsCall;
use pallet_insurance_claims::{
	AppealGrounds, Call as ClaimsCall, CancelReason, ClaimId, ClaimKind, CoverageTerms, PendReason,
	PreAuthPend, PreAuthTerms, Purse, Relationship, ReversalReason as ClaimReversalReason,
	SettlementMode,
};
use pallet_node_admission::{Call as AdmissionCall, NodeForm, NodeKind, PeerId, Proposal, Vote};
use pallet_patient_records::{
	AmendmentReason, Call as RecordsCall, ErasureReason, LegalHoldReason, Relation,
};
use pallet_patients::{Call as PatientsCall, RepresentativeKind, Scopes};
use polkadot_sdk::{
	frame_support::traits::{Contains, GetCallMetadata, UnfilteredDispatchable},
	frame_system::RawOrigin,
};
use std::collections::BTreeMap;

/// Who tries.
struct Caller {
	name: String,
	origin: RuntimeOrigin,
	kind: Kind,
}

/// In what capacity.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
	/// Root.
	Root,
	/// Two thirds of the council.
	Council,
	/// Two thirds of the technical committee.
	Committee,
	/// Staff in this role, credential and institution in force.
	Staff(Role),
	/// The controller of the patient that calls are about.
	Controller,
	/// Represents that patient in everything.
	Representative,
	/// Signed, and nothing of the above.
	Other,
	/// Not signed, and not the council.
	Nobody,
}

/// Who passes, and how the others are refused.
enum Gate {
	/// The technical committee.
	Committee,
	/// The council, and staff in these roles.
	Council(RoleSet),
	/// Staff in these roles.
	Staff(RoleSet),
	/// Whoever signs: what is signed off chain counts.
	Anyone,
	/// The patient's controller, its representatives where it is said so, and staff in these roles.
	/// Whoever else signs is refused with this error.
	Patient { representatives: bool, staff: RoleSet, refusal: DispatchError },
}

const NONE: RoleSet = RoleSet(0);
const ADMINISTRATORS: RoleSet = RoleSet::of(&[Role::Administrator]);
const INSPECTORS: RoleSet = RoleSet::of(&[Role::Inspector]);
const REGISTRARS: RoleSet = RoleSet::of(&[Role::RegistrationOfficer, Role::Physician]);
const CLINICIANS: RoleSet = RoleSet::of(&[Role::Physician]);
const CARE_STAFF: RoleSet = REGISTRARS;
const AUTHORS: RoleSet = RoleSet::of(&[
	Role::Physician,
	Role::Trainee,
	Role::Nurse,
	Role::Pharmacist,
	Role::LaboratoryScientist,
	Role::Investigator,
]);
const ATTESTERS: RoleSet =
	RoleSet::of(&[Role::Physician, Role::Pharmacist, Role::LaboratoryScientist]);
const RECORDS_OFFICERS: RoleSet = RoleSet::of(&[Role::RecordsOfficer]);
const CONSENT_RECORDERS: RoleSet =
	RoleSet::of(&[Role::RegistrationOfficer, Role::Physician, Role::RecordsOfficer]);
const POLICY_MAKERS: RoleSet = RoleSet::of(&[Role::RecordsOfficer, Role::Administrator]);
const REQUESTERS: RoleSet = RoleSet::of(&[
	Role::Physician,
	Role::Trainee,
	Role::Nurse,
	Role::Pharmacist,
	Role::LaboratoryScientist,
	Role::RecordsOfficer,
	Role::RegistrationOfficer,
	Role::BillingOfficer,
	Role::Adjudicator,
	Role::SettlementOfficer,
	Role::SponsorRepresentative,
	Role::Investigator,
	Role::Statistician,
	Role::Inspector,
]);
const RELEASERS: RoleSet = RoleSet::of(&[Role::RecordsOfficer, Role::Physician]);
const PROVIDERS: RoleSet = RoleSet::of(&[
	Role::Physician,
	Role::Trainee,
	Role::Nurse,
	Role::Pharmacist,
	Role::LaboratoryScientist,
	Role::RegistrationOfficer,
]);
const SPONSORS: RoleSet = RoleSet::of(&[Role::SponsorRepresentative]);
const TRIAL_STAFF: RoleSet = RoleSet::of(&[Role::Investigator, Role::Nurse, Role::Pharmacist]);
const SPONSORS_AND_TRIAL_STAFF: RoleSet =
	RoleSet::of(&[Role::SponsorRepresentative, Role::Investigator, Role::Nurse, Role::Pharmacist]);
const STATISTICIANS: RoleSet = RoleSet::of(&[Role::Statistician]);
const ETHICS_REVIEWERS: RoleSet = RoleSet::of(&[Role::EthicsReviewer]);
const ENROLMENT_REGISTRARS: RoleSet =
	RoleSet::of(&[Role::RecordsOfficer, Role::RegistrationOfficer, Role::Administrator]);
const SAFETY_MONITORS: RoleSet = RoleSet::of(&[
	Role::Physician,
	Role::Statistician,
	Role::Investigator,
	Role::EthicsReviewer,
	Role::PatientAdvocate,
]);
const COVERAGE_KEEPERS: RoleSet = RoleSet::of(&[Role::RecordsOfficer, Role::Administrator]);
const CLAIMANTS: RoleSet = RoleSet::of(&[Role::BillingOfficer, Role::Pharmacist]);
const ADJUDICATORS: RoleSet = RoleSet::of(&[Role::Adjudicator]);
const SETTLEMENT_OFFICERS: RoleSet = RoleSet::of(&[Role::SettlementOfficer]);
const PAYEES: RoleSet = RoleSet::of(&[Role::BillingOfficer, Role::Administrator]);
const OPERATORS: RoleSet = RoleSet::of(&[Role::NodeOperator, Role::Administrator]);
const RESCUERS: RoleSet = RoleSet::of(&[Role::Physician, Role::Nurse, Role::Pharmacist]);

impl Gate {
	/// `None` for those who pass; what comes of the call then is its pallet's matter.
	fn refusal(&self, kind: Kind) -> Option<DispatchError> {
		let bad_origin = Some(DispatchError::BadOrigin);
		match (self, kind) {
			(Self::Council(_), Kind::Council | Kind::Root) => None,
			(Self::Committee, Kind::Committee | Kind::Root) => None,
			(Self::Council(roles) | Self::Staff(roles), Kind::Staff(role)) => {
				if roles.contains(role) {
					None
				} else {
					bad_origin
				}
			},
			(Self::Council(_) | Self::Committee | Self::Staff(_), _) => bad_origin,
			(_, Kind::Root | Kind::Council | Kind::Committee | Kind::Nobody) => bad_origin,
			(Self::Anyone, _) | (Self::Patient { .. }, Kind::Controller) => None,
			(Self::Patient { staff, .. }, Kind::Staff(role)) if staff.contains(role) => None,
			(Self::Patient { representatives: true, .. }, Kind::Representative) => None,
			(Self::Patient { refusal, .. }, _) => Some(*refusal),
		}
	}
}

/// The patient that calls are about, and who speaks for it.
struct Case {
	patient: ClaimedPatient,
	representative: Signer,
	record: RecordId,
}

/// Staff in every role at an institution that does everything, and a patient with a record.
fn set_up(chain: &mut Chain) -> (Case, Vec<Caller>) {
	let administrator = Signer::named("everything");
	let everything =
		chain.admit(admission(InstitutionKind::ALL, VotingClass::CareProviders), &administrator);
	let mut callers = vec![
		Caller { name: "none".into(), origin: RawOrigin::None.into(), kind: Kind::Nobody },
		Caller { name: "root".into(), origin: RawOrigin::Root.into(), kind: Kind::Root },
	];
	let mut signed = |name: &str, signer: &Signer, kind| {
		let origin = RuntimeOrigin::signed(signer.account());
		callers.push(Caller { name: name.into(), origin, kind });
	};

	let staff: BTreeMap<Role, Signer> =
		Role::ALL.iter().map(|role| (*role, Signer::named(&format!("{role:?}")))).collect();
	for (role, member) in &staff {
		chain.hire(&administrator, member, *role);
		signed(&format!("{role:?}"), member, Kind::Staff(*role));
	}

	let physician = &staff[&Role::Physician];
	let patient = chain.claimed_patient(physician, "ada");
	let record = chain.anchored(physician, patient.id, 1);
	let representative = Signer::named("representative");
	let appoint = PatientsCall::appoint_representative {
		account: representative.account(),
		kind: RepresentativeKind::PowerOfAttorney,
		scopes: Scopes::EVERYTHING,
		until: None,
		evidence: document(9),
	};
	chain.submit(&patient.controller, appoint).succeeds();
	signed("the controller", &patient.controller, Kind::Controller);
	signed("a representative", &representative, Kind::Representative);

	// Those who are, were or might become something.
	let (researcher, proxy) = (chain.claimed_patient(physician, "ben"), Signer::named("proxy"));
	let narrow = PatientsCall::appoint_representative {
		account: proxy.account(),
		kind: RepresentativeKind::HealthcareProxy,
		scopes: Scopes::RESEARCH,
		until: None,
		evidence: document(9),
	};
	chain.submit(&researcher.controller, narrow).succeeds();
	signed("represents another in research alone", &proxy, Kind::Other);
	signed("an outsider", &outsider(), Kind::Other);

	// Staff that isn't in force: suspended, revoked, expired, and of a suspended institution.
	let reason = Reason::Misconduct;
	let ghost = |name: &str| Signer::named(name);
	for role in [Role::Administrator, Role::Physician, Role::RecordsOfficer, Role::Inspector] {
		let (suspended, revoked, expired) = (
			ghost(&format!("suspended {role:?}")),
			ghost(&format!("revoked {role:?}")),
			ghost(&format!("expired {role:?}")),
		);
		chain.hire(&administrator, &suspended, role);
		chain.hire(&administrator, &revoked, role);
		let account = suspended.account();
		let suspend = InstitutionsCall::suspend_credential { account, reason, until: None };
		chain.submit(&administrator, suspend).succeeds();
		let revoke = InstitutionsCall::revoke_credential { account: revoked.account(), reason };
		chain.submit(&administrator, revoke).succeeds();
		let validity = Period { from: chain.now(), until: Some(chain.now() + HOUR) };
		let hire = InstitutionsCall::issue_credential {
			account: expired.account(),
			role,
			department: 7,
			validity,
		};
		chain.submit(&administrator, hire).succeeds();
		for (name, member) in [("suspended", suspended), ("revoked", revoked), ("expired", expired)]
		{
			signed(&format!("{name} {role:?}"), &member, Kind::Other);
		}
	}
	let fallen = Signer::named("fallen");
	let fallen_institution =
		chain.admit(admission(InstitutionKind::ALL, VotingClass::CareProviders), &fallen);
	for role in [Role::Physician, Role::RecordsOfficer, Role::Inspector, Role::RegistrationOfficer]
	{
		let member = ghost(&format!("fallen {role:?}"));
		chain.hire(&fallen, &member, role);
		signed(&format!("{role:?} of a suspended institution"), &member, Kind::Other);
	}
	signed("administrator of a suspended institution", &fallen, Kind::Other);
	let suspend =
		InstitutionsCall::suspend { institution: fallen_institution, reason, until: None };
	assert_eq!(chain.council(suspend), Ok(()));

	// A member of the council, though not of the staff that its calls are for.
	let councillor = Signer::named("councillor");
	chain.hire(&administrator, &councillor, Role::NodeOperator);
	let seats = [
		(AUTHORITY, alice()),
		(HOSPITAL, bob()),
		(PAYER, charlie()),
		(everything, councillor.clone()),
	];
	assert_eq!(chain.council(Body::Council.set_seats(&seats)), Ok(()));
	signed("a councillor's own signature", &councillor, Kind::Staff(Role::NodeOperator));

	chain.wait(HOUR);

	for (name, origin, kind) in [
		("two thirds of the council", Body::Council.origin(2, 3), Kind::Council),
		("the council", Body::Council.origin(4, 4), Kind::Council),
		("half of the council", Body::Council.origin(2, 4), Kind::Nobody),
		("a third of the council", Body::Council.origin(1, 3), Kind::Nobody),
		("the technical committee", Body::TechnicalCommittee.origin(3, 3), Kind::Committee),
		("a third of the committee", Body::TechnicalCommittee.origin(1, 3), Kind::Nobody),
		("the ethics committee", Body::EthicsCommittee.origin(3, 3), Kind::Nobody),
		("the patients' council", Body::PatientsCouncil.origin(3, 3), Kind::Nobody),
	] {
		callers.push(Caller { name: name.into(), origin, kind });
	}
	(Case { patient, representative, record }, callers)
}

fn institutions(_: &Case) -> Vec<(RuntimeCall, Gate)> {
	use InstitutionsCall as Call;
	let reason = Reason::Misconduct;
	let account = Signer::named("somebody").account();
	let account2 = account.clone();
	let profile = admission(&[InstitutionKind::Payer], VotingClass::Payers);
	let kinds = profile.kinds;
	let key = PublicKey::Ed25519([7; 32]);
	let definition = allowance_class(7, 7);
	let council = || Gate::Council(NONE);
	let administrators = || Gate::Staff(ADMINISTRATORS);
	vec![
		(
			Call::admit { profile, administrators: vec![account.clone()].try_into().unwrap() },
			council(),
		),
		(
			Call::amend {
				institution: PAYER,
				kinds,
				voting_class: VotingClass::Payers,
				gln: None,
				jurisdiction: 276,
			},
			council(),
		),
		(Call::suspend { institution: PAYER, reason, until: None }, council()),
		(Call::suspend_provisionally { institution: PAYER, reason }, Gate::Staff(INSPECTORS)),
		(Call::ratify_suspension { institution: PAYER }, council()),
		(Call::lift_suspension { institution: PAYER }, Gate::Council(INSPECTORS)),
		(Call::retire { institution: PAYER, reason }, council()),
		(
			Call::declare_affiliates { affiliates: vec![PAYER].try_into().unwrap() },
			administrators(),
		),
		(
			Call::issue_credential {
				account: account.clone(),
				role: Role::Nurse,
				department: 7,
				validity: Period { from: START, until: None },
			},
			administrators(),
		),
		(
			Call::suspend_credential { account: account.clone(), reason, until: None },
			administrators(),
		),
		(Call::reinstate_credential { account: account.clone() }, administrators()),
		(Call::revoke_credential { account: account.clone(), reason }, administrators()),
		(
			Call::renew_credential {
				account: account.clone(),
				until: None,
				role: Role::Nurse,
				department: 7,
			},
			administrators(),
		),
		(Call::appoint_administrator { institution: PAYER, account }, council()),
		(Call::publish_key { key, purposes: KeyPurposes::ASSERTION_METHOD }, administrators()),
		(Call::rotate_key { key_id: 0, new_key: key }, administrators()),
		(Call::revoke_key { key_id: 0, reason }, administrators()),
		(Call::set_services { services: Default::default() }, administrators()),
		(Call::set_allowance_class { class: 7, definition }, council()),
		(Call::assign_allowance_class { institution: PAYER, class: STANDARD_CLASS }, council()),
		(Call::add_group_member { account: account2.clone(), group: 0 }, administrators()),
		(Call::remove_group_member { account: account2, group: 0 }, administrators()),
		(
			Call::attribute_affiliates { institution: PAYER, affiliates: Default::default() },
			Gate::Staff(INSPECTORS),
		),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn patients(case: &Case) -> Vec<(RuntimeCall, Gate)> {
	use PatientsCall as Call;
	let patient = case.patient.id;
	let account = Signer::named("somebody").account();
	let key = VerifyingKey::Ed25519([7; 32]);
	let (nonce, evidence) = ([7; 32], document(9));
	let (kind, scopes) = (RepresentativeKind::Guardian, Scopes::ALL);
	let expires = START + 3 * HOUR;
	let registrars = || Gate::Staff(REGISTRARS);
	let controller = |refusal: PatientsError| Gate::Patient {
		representatives: false,
		staff: NONE,
		refusal: refusal.into(),
	};
	let speaker = |refusal: PatientsError| Gate::Patient {
		representatives: true,
		staff: NONE,
		refusal: refusal.into(),
	};
	use PatientsError as Error;
	vec![
		(Call::open { nonce, claim_key: key }, registrars()),
		(
			Call::claim { patient, claimant: account.clone(), expires, signature: [7; 64] },
			Gate::Anyone,
		),
		(Call::replace_claim_key { patient, claim_key: key }, registrars()),
		(Call::issue_voucher { account: account.clone(), expires }, registrars()),
		(Call::revoke_voucher { account: account.clone() }, registrars()),
		// Nobody here holds a voucher, the controller included.
		(Call::open_with_voucher { nonce }, controller(Error::NoVoucher)),
		(
			Call::rotate_controller { new_account: account.clone() },
			controller(Error::NotController),
		),
		(
			Call::appoint_representative {
				account: account.clone(),
				kind,
				scopes,
				until: None,
				evidence,
			},
			controller(Error::NotController),
		),
		(
			Call::appoint_representative_for {
				patient,
				account: account.clone(),
				kind,
				scopes,
				until: None,
				evidence,
			},
			Gate::Staff(CLINICIANS),
		),
		(
			Call::dismiss_representative { account: case.representative.account() },
			Gate::Patient {
				representatives: true,
				staff: CLINICIANS,
				refusal: Error::NotAuthorized.into(),
			},
		),
		(
			Call::set_recovery {
				keys: vec![key].try_into().unwrap(),
				threshold: 1,
				delay: 30 * DAY,
			},
			controller(Error::NotController),
		),
		(Call::remove_recovery {}, controller(Error::NotController)),
		(
			Call::begin_recovery {
				patient,
				new_controller: account.clone(),
				expires,
				signatures: Default::default(),
			},
			Gate::Anyone,
		),
		(Call::veto_recovery {}, speaker(Error::NotAuthorized)),
		(Call::complete_recovery { patient }, Gate::Anyone),
		(Call::set_compartments { closed_to_break_glass: 7 }, speaker(Error::NotAuthorized)),
		(Call::record_death { patient }, Gate::Staff(CARE_STAFF)),
		(Call::reverse_death { patient }, Gate::Staff(CARE_STAFF)),
		(
			Call::close { patient },
			Gate::Patient {
				representatives: false,
				staff: REGISTRARS,
				refusal: Error::NotController.into(),
			},
		),
		(Call::offer_sponsorship { patient, expires }, registrars()),
		(Call::accept_sponsorship { institution: HOSPITAL }, speaker(Error::NotAuthorized)),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn consent(case: &Case) -> Vec<(RuntimeCall, Gate)> {
	use ConsentCall as Call;
	let patient = case.patient.id;
	let directive = || treatment_by(HOSPITAL, FieldGroups::ALL, u64::MAX);
	let source = document(10);
	let recorders = || Gate::Staff(CONSENT_RECORDERS);
	let speaker = || Gate::Patient {
		representatives: true,
		staff: NONE,
		refusal: ConsentError::NotAuthorized.into(),
	};
	vec![
		(Call::propose { patient, directive: directive(), source }, recorders()),
		(Call::retract { patient }, recorders()),
		(Call::activate { patient, institution: HOSPITAL, expected: [0; 32] }, speaker()),
		(Call::reject { patient, institution: HOSPITAL }, speaker()),
		(Call::grant { patient, directive: directive(), source, replaces: None }, speaker()),
		(Call::record_signed { patient, directive: directive(), source }, recorders()),
		(
			Call::amend {
				patient,
				consent: 0,
				expected_version: 1,
				directive: directive(),
				source,
			},
			speaker(),
		),
		(Call::withdraw { patient, consent: 0 }, speaker()),
		(Call::void { patient, consent: 0 }, speaker()),
		(Call::enter_in_error { patient, consent: 0 }, recorders()),
		(
			Call::register_policy { kind: PolicyKind::Normal, document: document(11) },
			Gate::Council(NONE),
		),
		(Call::choose_policy { policy: 0 }, Gate::Staff(POLICY_MAKERS)),
		(Call::release_for_study { study: 0 }, Gate::Staff(RECORDS_OFFICERS)),
		(Call::end_release { study: 0 }, Gate::Staff(RECORDS_OFFICERS)),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn disclosures(case: &Case) -> Vec<(RuntimeCall, Gate)> {
	use DisclosuresCall as Call;
	let (patient, record) = (case.patient.id, case.record);
	let payload = document(10);
	let (fields, recipient_key) = (FieldGroups::ALL, RECIPIENT_KEY);
	let requesters = || Gate::Staff(REQUESTERS);
	let releasers = || Gate::Staff(RELEASERS);
	let providers = || Gate::Staff(PROVIDERS);
	let rescuers = || Gate::Staff(RESCUERS);
	let reviewers = || Gate::Staff(RELEASERS);
	let inspectors = || Gate::Staff(INSPECTORS);
	let (id, grant, encounter) = (0, 0, 0);
	vec![
		(
			Call::request {
				record,
				version: 1,
				fields,
				purpose: PurposeOfUse::TREAT,
				study: None,
				recipient_key,
			},
			requesters(),
		),
		(
			Call::request_own {
				record,
				version: 1,
				fields,
				purpose: PurposeOfUse::PATRQT,
				recipient_key,
			},
			Gate::Patient {
				representatives: true,
				staff: NONE,
				refusal: DisclosuresError::NotThePatient.into(),
			},
		),
		(Call::release { grant, payload }, releasers()),
		(Call::confirm_receipt { grant, payload }, Gate::Anyone),
		(Call::refuse_release { grant, reason: RefusalReason::NotAvailable }, releasers()),
		(Call::expire_grant { grant }, requesters()),
		(Call::open_encounter { patient, class: EncounterClass::AMB, started: START }, providers()),
		(Call::finish_encounter { encounter, finished: START }, providers()),
		(Call::confirm_encounter { encounter }, Gate::Anyone),
		(Call::countersign_encounter { encounter }, providers()),
		(Call::cancel_encounter { encounter }, providers()),
		(Call::enter_encounter_in_error { encounter }, providers()),
		(
			Call::declare { patient, reason: BreakGlassReason::Unconscious, occurred: START },
			rescuers(),
		),
		(Call::end_use { id }, Gate::Anyone),
		(Call::state_reasons { id, statement: payload }, Gate::Anyone),
		(Call::review { id, finding: Finding::Justified }, reviewers()),
		(Call::review_as_regulator { id, finding: Finding::Justified }, inspectors()),
		(Call::dispute { id }, Gate::Anyone),
		(Call::set_reviewers { reviewers: Default::default() }, Gate::Council(NONE)),
		(Call::restore_right { account: outsider().account() }, inspectors()),
		(Call::restore_institution { institution: HOSPITAL }, inspectors()),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn node_admission(_: &Case) -> Vec<(RuntimeCall, Gate)> {
	use AdmissionCall as Call;
	let operators = || Gate::Staff(OPERATORS);
	let administrators = || Gate::Staff(ADMINISTRATORS);
	let council = || Gate::Council(NONE);
	let (application, node, ballot) = (0, 0, 0);
	let form = NodeForm {
		kind: NodeKind::Full,
		peer: PeerId([1; 32]),
		certificate: document(1),
		agreement: 1,
		region: 756,
	};
	let authority = polkadot_sdk::sp_core::sr25519::Public::from_raw([1; 32]).into();
	let owner_proof = polkadot_sdk::sp_session::MembershipProof {
		session: 0,
		trie_nodes: vec![],
		validator_count: 1,
	};
	vec![
		(Call::apply { form, expires: 0, proof: [0; 64] }, operators()),
		(Call::withdraw_application { application }, operators()),
		(Call::endorse { application }, administrators()),
		(Call::propose { proposal: Proposal::Remove { node, blacklist: None } }, administrators()),
		(Call::vote { ballot, vote: Vote::Aye }, administrators()),
		(Call::close { ballot }, Gate::Anyone),
		(Call::activate { node }, operators()),
		(Call::stand_down { node }, operators()),
		(Call::renew { node, agreement: 1 }, operators()),
		(Call::exit { node }, operators()),
		(Call::reap { node }, Gate::Anyone),
		(Call::suspend { node }, Gate::Committee),
		(Call::ratify_suspension { node }, council()),
		(Call::lift_suspension { node }, council()),
		(Call::recover { lost: Default::default(), delay: 1, best_finalized: 0 }, council()),
		(
			Call::report_aura_equivocation {
				authority,
				first: Default::default(),
				second: Default::default(),
				owner_proof,
			},
			operators(),
		),
		(Call::set_parameters { parameters: Default::default() }, council()),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn seats(_: &Case) -> Vec<(RuntimeCall, Gate)> {
	use pallet_seats::{Body, Call};
	let (body, institution) = (Body::Council, HOSPITAL);
	let staff = || Gate::Staff(RoleSet::of(Role::ALL));
	let account = outsider().account();
	vec![
		(Call::set_seats { body, seats: Default::default() }, Gate::Council(NONE)),
		(Call::name_representative { body, account }, Gate::Staff(ADMINISTRATORS)),
		(Call::vacate { body, institution }, staff()),
		(Call::resume { body, institution }, staff()),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn device_lifecycle(case: &Case) -> Vec<(RuntimeCall, Gate)> {
	use DevicesCall as Call;
	let makers = || Gate::Staff(RoleSet::of(&[Role::ResponsiblePerson]));
	let registrars =
		|| Gate::Staff(RoleSet::of(&[Role::ResponsiblePerson, Role::BiomedicalEngineer]));
	let engineers = || Gate::Staff(RoleSet::of(&[Role::BiomedicalEngineer]));
	let servicers =
		|| Gate::Staff(RoleSet::of(&[Role::BiomedicalEngineer, Role::CalibrationTechnician]));
	let users = || Gate::Staff(RoleSet::of(&[Role::Physician, Role::Nurse]));
	let holders = || {
		Gate::Staff(RoleSet::of(&[
			Role::Physician,
			Role::Trainee,
			Role::Nurse,
			Role::Pharmacist,
			Role::LaboratoryScientist,
			Role::BiomedicalEngineer,
			Role::ResponsiblePerson,
			Role::LogisticsOperator,
		]))
	};
	let makers_and_inspectors =
		|| Gate::Staff(RoleSet::of(&[Role::ResponsiblePerson, Role::Inspector]));
	let (model, device, action, some) = (0, 0, 0, document(1));
	let key = DeviceKey::Ed25519([1; 32]);
	let signature = [0; 64];
	let report = ServiceReport {
		service: Service::Acceptance,
		result: ServiceResult::Pass,
		occurred: START,
		report: some,
		next_due: None,
	};
	let definition = ModelDefinition {
		identifier: DeviceIdentifier::Gs1(Gtin(9_506_000_134_352)),
		production: Default::default(),
		risk_class: RiskClass::MdrI,
		single_use: false,
		implantable: false,
		stores_data: false,
		has_firmware: false,
		plan: Default::default(),
		master_data: some,
	};
	let batch = UsageBatch {
		reading: Default::default(),
		faults: Default::default(),
		root: some,
		firmware: None,
	};
	let beneficiary = Beneficiary::Patient(case.patient.id);
	vec![
		(Call::register_model { definition }, makers()),
		(Call::approve_firmware { model, firmware: some }, makers()),
		(Call::withdraw_firmware { model, firmware: some }, makers()),
		(
			Call::register_device {
				model,
				identifiers: Default::default(),
				firmware: None,
				prior: None,
			},
			registrars(),
		),
		(Call::offer_transfer { device, to: HOSPITAL }, registrars()),
		(Call::accept_transfer { device }, registrars()),
		(Call::cancel_transfer { device }, registrars()),
		(Call::record_service { device, report }, servicers()),
		(Call::put_into_service { device }, engineers()),
		(Call::take_out_of_service { device, reason: OutOfServiceReason::Fault }, engineers()),
		(Call::report_lost { device }, holders()),
		(Call::report_found { device }, holders()),
		(Call::report_damaged { device }, holders()),
		(Call::report_destroyed { device, evidence: some }, engineers()),
		(Call::set_key { device, key, signature }, engineers()),
		(Call::rotate_key { device, key, signature }, engineers()),
		(Call::revoke_key { device }, engineers()),
		(Call::submit_usage { device, batch, signature }, holders()),
		(Call::associate { device, patient: some }, users()),
		(Call::dissociate { device }, users()),
		(Call::implant { device, patient: some, occurred: START }, users()),
		(Call::explant { device, occurred: START }, users()),
		(Call::record_use { device, beneficiary, occurred: START }, users()),
		(Call::reverse_use { device_use: 0, reason: ReversalReason::DidNotOccur }, users()),
		(
			Call::open_field_action {
				model,
				scope: FieldActionScope::Model,
				kind: FieldActionKind::Removal,
				class: FieldActionClass::I,
				reason: some,
			},
			makers_and_inspectors(),
		),
		(
			Call::record_field_action_outcome {
				action,
				device,
				outcome: Disposition::Removed,
				report: some,
			},
			engineers(),
		),
		(Call::complete_field_action { action }, makers_and_inspectors()),
		(Call::terminate_field_action { action, rest: None }, Gate::Staff(INSPECTORS)),
		(Call::decommission { device, sanitisation: None }, engineers()),
		(Call::dispose { device, sanitisation: None }, engineers()),
		(Call::enter_in_error { device }, registrars()),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn drug_provenance(_: &Case) -> Vec<(RuntimeCall, Gate)> {
	use MedicinesCall as Call;
	let set = RoleSet::of;
	let manufacturers = || Gate::Staff(set(&[Role::ResponsiblePerson]));
	let supervised = || Gate::Staff(set(&[Role::ResponsiblePerson, Role::Inspector]));
	let holders =
		|| Gate::Staff(set(&[Role::LogisticsOperator, Role::Pharmacist, Role::ResponsiblePerson]));
	let quality = || Gate::Staff(set(&[Role::ResponsiblePerson, Role::Pharmacist]));
	let dispensers = || Gate::Staff(set(&[Role::Pharmacist]));
	let (gtin, unit, some, proof) = (Gtin(9_506_000_134_352), Sscc(1), document(1), None);
	let text: Text20 = b"A".to_vec().try_into().unwrap();
	let lot = LotKey { gtin, lot: text.clone() };
	let pack = PackKey { gtin, serial: text.clone() };
	let item = || Item::Unit(unit);
	let notice = RecallNotice { class: RecallClass::I, reason: RecallReason::Safety, notice: some };
	let none_missing =
		Discrepancies { missing: Default::default(), damaged: Default::default(), overage: 0 };
	let range = TemperatureRange { min: 200, max: 800 };
	let runs = Runs { leading: 0, trailing: 0, longest: 0 };
	let window = Window {
		sequence: 0,
		start: START,
		end: START + 1,
		min: 500,
		max: 500,
		mean: 500,
		count: 1,
		range,
		heat: runs,
		cold: runs,
		longest_gap: 0,
		readings: some,
	};
	let reading = Reading { sequence: 0, at: START, value: 500 };
	let anchor = EventAnchor { hash: [1; 32], kind: EventKind::Object, occurred: START };
	let scope = RecallScope::Product(gtin);
	let (device, signature, dispense) = (0, [0; 64], 0);
	vec![
		(
			Call::register_product {
				gtin,
				terms: ProductTerms { profile: None, content: 1, master_data: some },
			},
			manufacturers(),
		),
		(Call::withdraw_product { gtin }, supervised()),
		(
			Call::commission_lot {
				lot: lot.clone(),
				terms: LotTerms {
					production: START,
					expiry: START + DAY,
					quantity: 1,
					quality: some,
					serials: some,
				},
			},
			manufacturers(),
		),
		(
			Call::commission_cases { lot: lot.clone(), cases: Default::default(), into: None },
			manufacturers(),
		),
		(Call::pack { parent: unit, children: Default::default() }, holders()),
		(Call::unpack { parent: unit, children: Default::default() }, holders()),
		(Call::pack_items { unit, packs: Default::default() }, holders()),
		(Call::unpack_items { packs: Default::default() }, holders()),
		(
			Call::ship {
				unit,
				to: HOSPITAL,
				carrier: None,
				order: some,
				kind: ShipmentKind::Supply,
			},
			holders(),
		),
		(Call::receive { unit, discrepancies: none_missing }, holders()),
		(Call::void_shipping { unit }, holders()),
		(
			Call::quarantine { item: item(), reason: HoldReason::Suspect, proof: None },
			Gate::Staff(set(&[
				Role::LogisticsOperator,
				Role::Pharmacist,
				Role::ResponsiblePerson,
				Role::Inspector,
			])),
		),
		(
			Call::release { item: item(), reason: HoldReason::Suspect, evidence: some },
			Gate::Staff(set(&[Role::Pharmacist, Role::ResponsiblePerson, Role::Inspector])),
		),
		(Call::declare_illegitimate { item: item(), evidence: some }, quality()),
		(Call::notify_illegitimate { notice: 0, evidence: some }, quality()),
		(Call::review_spells { item: item(), until: START, evidence: some }, quality()),
		(Call::recall_product { gtin, notice }, supervised()),
		(Call::recall_lot { lot: lot.clone(), notice }, supervised()),
		(Call::recall_packs { gtin, serials: Default::default(), notice }, supervised()),
		(Call::report_recall { scope: scope.clone(), report: Default::default() }, holders()),
		(Call::terminate_recall { scope }, Gate::Staff(INSPECTORS)),
		(
			Call::dispense {
				pack: pack.clone(),
				proof: proof.clone(),
				terms: DispenseTerms {
					quantity: 1,
					prescription: some,
					patient: some,
					handed_over: true,
					occurred: START,
				},
			},
			dispensers(),
		),
		(Call::hand_over { dispense }, dispensers()),
		(Call::revert_dispense { dispense }, dispensers()),
		(
			Call::decommission {
				pack: pack.clone(),
				proof: proof.clone(),
				reason: DecommissionReason::Locked,
			},
			holders(),
		),
		(Call::revert_decommission { pack: pack.clone() }, holders()),
		(Call::take_back { pack: pack.clone() }, dispensers()),
		(Call::destroy { item: item(), proof: proof.clone(), evidence: some }, holders()),
		(Call::report_stolen { item: item(), proof: proof.clone(), evidence: some }, holders()),
		(Call::scan { pack, lot: text, proof }, holders()),
		(Call::bind_sensor { unit, device }, holders()),
		(Call::unbind_sensor { unit }, holders()),
		(Call::submit_window { unit, device, window, signature }, holders()),
		(Call::submit_reading { unit, device, reading, signature }, holders()),
		(Call::anchor_event { anchor }, holders()),
		(
			Call::declare_error {
				hash: [1; 32],
				reason: ErrorReason::DidNotOccur,
				corrective: Default::default(),
			},
			holders(),
		),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn clinical_trials(case: &Case) -> Vec<(RuntimeCall, Gate)> {
	use TrialsCall as Call;
	let staff = |roles| move || Gate::Staff(roles);
	let sponsors = staff(SPONSORS);
	let trial_staff = staff(TRIAL_STAFF);
	let sponsors_and_trial_staff = staff(SPONSORS_AND_TRIAL_STAFF);
	let statisticians = staff(STATISTICIANS);
	let reviewers = staff(ETHICS_REVIEWERS);
	let monitors = staff(SAFETY_MONITORS);
	let inspectors_and_sponsors =
		staff(RoleSet::of(&[Role::Inspector, Role::SponsorRepresentative]));
	let (study, number, point, version, event, query) = (0, 0, 0, 1, 0, 0);
	let (patient, some, account) = (case.patient.id, document(1), outsider().account());
	let (site, committee) = (HOSPITAL, HOSPITAL);
	let list = ListId { study, point, stratum: 0 };
	let form = FormKey { visit: 1, form: 1 };
	let reason = HaltReason::Safety;
	let amendment =
		Amendment { document: some, substantial: true, reconsent_from: None, target: 1 };
	let terms = StudyTerms {
		nct: None,
		eu_ct: None,
		sponsor_number: b"1".to_vec().try_into().unwrap(),
		title: some,
		phase: Phase::Phase3,
		purpose: PrimaryPurpose::Treatment,
		masking: Masking::Open,
		allocation: AllocationKind::NotApplicable,
		arms: vec![some].try_into().unwrap(),
		points: 0,
		registrar: Registrar { institution: AUTHORITY, key: [1; 32] },
		statistics: None,
		monitors: Default::default(),
		quorum: 0,
		sponsor_pays: Default::default(),
		kit: None,
		criteria: Default::default(),
	};
	let review = Review {
		decision: EthicsDecision::Approved,
		sites: ApprovedSites::All,
		from: START,
		until: START + DAY,
		document: some,
	};
	let field = CommittedField {
		record: case.record,
		commitment: [1; 32],
		salt: [1; 32],
		count: 1,
		index: 0,
		path: Default::default(),
	};
	let facts = EventFacts {
		onset: START,
		aware: START,
		case: TrialCase {
			is_serious: false,
			criteria: SeriousnessCriteria::NONE,
			expectedness: Expectedness::Expected,
			causality: Causality::Possible,
			outcome: Outcome::Ongoing,
		},
		severity: Severity::Mild,
		suspect: Suspect::Other(some),
		narrative: some,
	};
	let opinion = Opinion {
		aware: None,
		expectedness: Expectedness::Expected,
		causality: Causality::Possible,
		document: some,
	};
	let deviation = DeviationTerms {
		site,
		subject: None,
		kind: DeviationKind::Other,
		is_important: false,
		document: some,
		occurred: START,
	};
	let speaker = || Gate::Patient {
		representatives: true,
		staff: NONE,
		refusal: TrialsError::NotThePatient.into(),
	};
	vec![
		(Call::register_study { terms, protocol: amendment }, sponsors()),
		(Call::amend { study, amendment }, sponsors()),
		(Call::adopt_version { study, version }, sponsors()),
		(Call::submit { study, committee }, sponsors()),
		(Call::review { study, version, review }, reviewers()),
		(Call::suspend_approval { study, version }, reviewers()),
		(Call::activate { study }, sponsors()),
		(Call::halt { study, scope: HaltScope::Accrual, reason }, inspectors_and_sponsors()),
		(Call::lift_halt { study }, Gate::Staff(INSPECTORS)),
		(Call::close { study, closure: Closure::ToAccrual }, sponsors()),
		(Call::complete { study }, sponsors()),
		(Call::terminate { study, reason }, sponsors()),
		(Call::withdraw_study { study }, sponsors()),
		(Call::initiate_site { study, site, investigator: account.clone(), committee }, sponsors()),
		(Call::open_site { study }, trial_staff()),
		(Call::replace_investigator { study, site, investigator: account.clone() }, sponsors()),
		(Call::close_site { study, site }, sponsors_and_trial_staff()),
		(Call::delegate { study, account, duties: Duties::ALL, until: None }, trial_staff()),
		(Call::sign_consent { study, site, patient, version, form: some }, speaker()),
		(Call::screen { study, patient }, trial_staff()),
		(
			Call::attest_eligibility {
				study,
				number,
				outcome: Eligibility::Eligible,
				document: some,
			},
			trial_staff(),
		),
		(
			Call::prove_eligibility {
				study,
				number,
				criterion: 0,
				field,
				proof: Default::default(),
			},
			trial_staff(),
		),
		(
			Call::enrol { study, number, token: [1; 32], expires: START, signature: [0; 64] },
			trial_staff(),
		),
		(Call::renew_consent { study, number }, trial_staff()),
		(Call::move_subject { study, number, to: SubjectStatus::FollowUp }, trial_staff()),
		(Call::take_off_study { study, number, reason: OffStudyReason::Completed }, trial_staff()),
		(Call::end_screening { study, number, reason: UnregisteredReason::Other }, trial_staff()),
		// Whoever signs may speak for the subject, if there is one.
		(Call::withdraw_subject { study, number, choice: DataChoice::KeepCollected }, Gate::Anyone),
		(Call::note_withdrawal { study, number }, sponsors_and_trial_staff()),
		(Call::commit_list { list, root: some, length: 1 }, statisticians()),
		(
			Call::randomise {
				study,
				number,
				point,
				stratum: 0,
				leaf: [1; 32],
				path: Default::default(),
			},
			trial_staff(),
		),
		(
			Call::unblind {
				study,
				number,
				point,
				purpose: UnblindingPurpose::Emergency,
				reason: UnblindingReason::Overdose,
			},
			trial_staff(),
		),
		(Call::open_list { list, secret: [1; 32], arms: Default::default() }, statisticians()),
		(
			Call::hand_out_kit { study, number, point, dispense: 0, salt: [1; 32], kit: None },
			trial_staff(),
		),
		(Call::destroy_registrar_key { study }, Gate::Staff(ENROLMENT_REGISTRARS)),
		(Call::report_adverse_event { study, number, facts }, trial_staff()),
		(Call::follow_up_adverse_event { study, event, facts }, trial_staff()),
		(Call::assess_adverse_event { study, event, opinion }, sponsors()),
		(
			Call::submit_expedited_report {
				study,
				event,
				obligation: Obligation::SevenDay,
				document: some,
			},
			sponsors(),
		),
		(
			Call::notify_authority {
				study,
				kind: NotificationKind::SeriousBreach,
				since: START,
				document: some,
			},
			sponsors(),
		),
		(Call::vote_to_halt { study, reason, document: some }, monitors()),
		(Call::vote_to_resume { study, document: some }, monitors()),
		(
			Call::capture_data {
				study,
				number,
				form,
				terms: CaptureTerms { values: some, source: None, reason: None },
			},
			trial_staff(),
		),
		(
			Call::record_visit {
				study,
				number,
				visit: 1,
				outcome: VisitOutcome::Done,
				occurred: START,
			},
			trial_staff(),
		),
		(Call::report_deviation { study, terms: deviation }, sponsors_and_trial_staff()),
		(Call::raise_query { study, number, form, document: some }, sponsors()),
		(Call::answer_query { study, query, document: some }, trial_staff()),
		(Call::close_query { study, query }, sponsors()),
		(Call::register_analysis_plan { study, document: some }, sponsors()),
		(Call::lock_database { study, dataset: some }, sponsors()),
		(Call::register_results { study, document: some, shares: Default::default() }, sponsors()),
		(Call::submit_participant_flow { study, rows: Default::default() }, sponsors()),
		(Call::link_publication { study, doi: Default::default() }, sponsors()),
		(Call::commit_kits { study, root: some, length: 1 }, statisticians()),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn insurance_claims(case: &Case) -> Vec<(RuntimeCall, Gate)> {
	use ClaimsCall as Call;
	let staff = |roles| move || Gate::Staff(roles);
	let managers = staff(ADMINISTRATORS);
	let keepers = staff(COVERAGE_KEEPERS);
	let claimants = staff(CLAIMANTS);
	let adjudicators = staff(ADJUDICATORS);
	let settlers = staff(SETTLEMENT_OFFICERS);
	let payees = staff(PAYEES);
	let roles = |roles: &[Role]| Gate::Staff(RoleSet::of(roles));
	let (payer, provider, bank, plan, coverage) = (PAYER, HOSPITAL, HOSPITAL, 0, 0);
	let (currency, amount, some) = (FRANC, 1, document(1));
	let period = Period { from: START, until: Some(START + DAY) };
	let claim = ClaimId { coverage, period: 0, number: 0 };
	let preauth = claim;
	let terms = CoverageTerms {
		beneficiary: case.patient.id,
		subscriber: some,
		relationship: Relationship::Oneself,
		period,
		order: 1,
	};
	let planned = PreAuthTerms {
		coverage,
		kind: ClaimKind::Institutional,
		currency,
		planned: START,
		lines: Default::default(),
	};
	let redemption =
		|purse| Call::request_redemption { purse, currency, bank, amount, instructions: some };
	let mode = SettlementMode::Immediate;
	vec![
		(Call::create_plan { currency, mode, rules: rules() }, managers()),
		(Call::add_rules { plan, rules: rules() }, managers()),
		(Call::close_plan { plan }, managers()),
		(Call::create_coverage { plan, terms }, keepers()),
		(Call::activate_coverage { coverage }, keepers()),
		(Call::cancel_coverage { coverage, until: START }, keepers()),
		(Call::enter_coverage_in_error { coverage }, keepers()),
		(Call::propose_agreement { payer, provider, period }, managers()),
		(Call::accept_agreement { payer, provider, period }, managers()),
		(Call::end_agreement { payer, provider }, managers()),
		(Call::request_preauth { terms: planned }, claimants()),
		(Call::pend_preauth { preauth, reason: PreAuthPend::MedicalReview }, adjudicators()),
		(
			Call::decide_preauth { preauth, verdicts: Default::default(), validity: period },
			adjudicators(),
		),
		(Call::cancel_preauth { preauth }, claimants()),
		(Call::submit_claim { terms: bill(coverage, vec![]) }, claimants()),
		(
			Call::process_claim { claim },
			roles(&[Role::BillingOfficer, Role::Pharmacist, Role::Adjudicator]),
		),
		(Call::cancel_claim { claim, reason: CancelReason::Withdrawn }, claimants()),
		(Call::clear_flag { claim, reason: PendReason::Recalled, evidence: some }, adjudicators()),
		(Call::decide_claim { claim, verdicts: Default::default() }, adjudicators()),
		// Whoever signs may speak for the patient, if there is such a claim.
		(
			Call::appeal_claim { claim, grounds: AppealGrounds::NewEvidence, evidence: some },
			Gate::Anyone,
		),
		(Call::withdraw_appeal { claim }, Gate::Anyone),
		(
			Call::decide_appeal { claim, verdicts: Default::default(), reasons: some },
			roles(&[Role::Adjudicator, Role::Inspector]),
		),
		(Call::issue { payer, currency, amount }, settlers()),
		(redemption(Purse::Reserve), settlers()),
		(redemption(Purse::Receipts), payees()),
		(Call::cancel_redemption { purse: Purse::Reserve, currency }, settlers()),
		(Call::cancel_redemption { purse: Purse::Receipts, currency }, payees()),
		(Call::redeem { institution: payer, purse: Purse::Reserve, currency, amount }, settlers()),
		(Call::settle { payer, currency, up_to: 1 }, Gate::Anyone),
		(
			Call::remit {
				provider,
				currency,
				claims: Default::default(),
				adjustments: Default::default(),
				expected: 0,
			},
			settlers(),
		),
		(
			Call::reverse_claim { claim, reason: ClaimReversalReason::Overpayment },
			roles(&[Role::SettlementOfficer, Role::Adjudicator]),
		),
		(
			Call::reverse_for_evidence { claim },
			roles(&[
				Role::BillingOfficer,
				Role::Pharmacist,
				Role::SettlementOfficer,
				Role::Adjudicator,
			]),
		),
		(Call::repay { payer, currency, amount }, payees()),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

fn records(case: &Case) -> Vec<(RuntimeCall, Gate)> {
	use RecordsCall as Call;
	let record = case.record;
	let other = Records::record_id(HOSPITAL, document(2));
	let authors = || Gate::Staff(AUTHORS);
	let officers = || Gate::Staff(RECORDS_OFFICERS);
	vec![
		(Call::anchor { patient: case.patient.id, anchor: statement(3) }, authors()),
		(
			Call::add_version {
				record,
				expected_version: 1,
				content: document(4),
				fields: None,
				occurred: START,
				reason: AmendmentReason::Correction,
			},
			authors(),
		),
		(Call::attest { record, expected_version: 1 }, Gate::Staff(ATTESTERS)),
		(Call::supersede { record, by: other }, authors()),
		(Call::enter_in_error { record }, authors()),
		(Call::relate { record, relation: Relation::Appends, target: other }, authors()),
		(Call::place_hold { record, reason: LegalHoldReason::Audit }, officers()),
		(Call::release_hold { record }, officers()),
		(
			Call::erase {
				record,
				reason: ErasureReason::PatientRequest,
				holders: Default::default(),
			},
			officers(),
		),
		(Call::confirm_erasure { record, evidence: document(5) }, officers()),
		(Call::anchor_batch { root: document(6), count: 7, occurred: START }, authors()),
		(
			Call::anchor_leaves {
				algorithm: HashAlgorithm::Sha2_256,
				leaves: vec![[7; 32]].try_into().unwrap(),
				occurred: START,
			},
			authors(),
		),
		(
			Call::anchor_measured {
				patient: case.patient.id,
				anchor: statement(4),
				device: 0,
				from: START,
				signature: [0; 64],
			},
			authors(),
		),
	]
	.into_iter()
	.map(|(call, gate): (Call<Runtime>, Gate)| (call.into(), gate))
	.collect()
}

/// What comes of `call`, without the filter, which isn't what is tried here.
fn outcome(call: &RuntimeCall, origin: &RuntimeOrigin) -> DispatchResult {
	in_vain(|| {
		let dispatched = call.clone().dispatch_bypass_filter(origin.clone());
		dispatched.map(|_| ()).map_err(|failed| strip(failed.error))
	})
}

fn check(pallet: &str, table: impl Fn(&Case) -> Vec<(RuntimeCall, Gate)>) {
	Chain::development().run(|chain| {
		let (case, callers) = set_up(chain);
		let table = table(&case);
		let mut tried: Vec<&str> = table
			.iter()
			.map(|(call, _)| {
				let name = call.get_call_metadata();
				assert_eq!(name.pallet_name, pallet);
				name.function_name
			})
			.collect();
		// Some are tried with several arguments that tell who may call.
		tried.dedup();
		assert_eq!(tried, RuntimeCall::get_call_names(pallet), "every call, in order");

		for (call, gate) in &table {
			let call_name = call.get_call_metadata().function_name;
			let mut passed = 0;
			for Caller { name, origin, kind } in &callers {
				let outcome = outcome(call, origin);
				match gate.refusal(*kind) {
					Some(refusal) => {
						assert_eq!(outcome, Err(strip(refusal)), "{pallet}.{call_name}, {name}");
					},
					None => {
						passed += 1;
						let refused = outcome == Err(DispatchError::BadOrigin);
						assert!(!refused, "{pallet}.{call_name} refuses {name}");
					},
				}
			}
			assert!(passed > 0, "{pallet}.{call_name} is for nobody");
		}
		chain.next_block();
	});
}

#[test]
fn calls_of_institutions_should_be_refused_to_whom_they_are_not_for() {
	check("Institutions", institutions);
}

#[test]
fn calls_of_patients_should_be_refused_to_whom_they_are_not_for() {
	check("Patients", patients);
}

#[test]
fn calls_of_patient_records_should_be_refused_to_whom_they_are_not_for() {
	check("PatientRecords", records);
}

#[test]
fn calls_of_consent_should_be_refused_to_whom_they_are_not_for() {
	check("Consent", consent);
}

#[test]
fn calls_of_disclosures_should_be_refused_to_whom_they_are_not_for() {
	check("Disclosures", disclosures);
}

#[test]
fn calls_of_device_lifecycle_should_be_refused_to_whom_they_are_not_for() {
	check("DeviceLifecycle", device_lifecycle);
}

#[test]
fn calls_of_drug_provenance_should_be_refused_to_whom_they_are_not_for() {
	check("DrugProvenance", drug_provenance);
}

#[test]
fn calls_of_clinical_trials_should_be_refused_to_whom_they_are_not_for() {
	check("ClinicalTrials", clinical_trials);
}

#[test]
fn calls_of_insurance_claims_should_be_refused_to_whom_they_are_not_for() {
	check("InsuranceClaims", insurance_claims);
}

#[test]
fn calls_of_node_admission_should_be_refused_to_whom_they_are_not_for() {
	check("NodeAdmission", node_admission);
}

#[test]
fn calls_of_seats_should_be_refused_to_whom_they_are_not_for() {
	check("Seats", seats);
}

#[test]
fn safe_mode_should_stop_every_call_but_those_that_are_never_paused() {
	Chain::development().run(|chain| {
		let (case, _) = set_up(chain);
		let tables = [
			institutions(&case),
			patients(&case),
			records(&case),
			consent(&case),
			disclosures(&case),
			node_admission(&case),
			seats(&case),
			device_lifecycle(&case),
			drug_provenance(&case),
			clinical_trials(&case),
			insurance_claims(&case),
		];
		let calls: Vec<RuntimeCall> = tables.into_iter().flatten().map(|(call, _)| call).collect();
		let passes = |call: &RuntimeCall| {
			<Runtime as polkadot_sdk::frame_system::Config>::BaseCallFilter::contains(call)
		};
		assert!(calls.iter().all(passes));
		let enter = polkadot_sdk::pallet_safe_mode::Call::<Runtime>::force_enter {};
		assert_eq!(chain.committee(enter), Ok(()));
		for call in &calls {
			let name = call.get_call_metadata();
			let protected =
				NEVER_PAUSED.iter().chain(CONSENSUS_NEVER_PAUSED).any(|(pallet, calls)| {
					*pallet == name.pallet_name
						&& (calls.is_empty() || calls.contains(&name.function_name))
				});
			assert_eq!(passes(call), protected, "{name:?}");
		}
	});
}
