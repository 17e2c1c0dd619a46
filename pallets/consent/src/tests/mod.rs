// SPDX-License-Identifier: Apache-2.0

//! One file for each topic. Every test ends in `do_try_state`.

mod amend;
mod forms;
mod gate;
mod grant;
mod history;
mod origins;
mod policies;
mod property;
mod proposals;
mod scenarios;
mod try_state;
mod withdraw;

use crate::{mock::*, *};
use codec::Encode;
use consent_core::{ActorRef, Directive, PolicyKind, Provision};
use frame_support::traits::Time;
use galen_primitives::{
	seams::ConsentGate,
	time::{DAY, HOUR, MINUTE},
	AccessRequest, Basis, ConsentId, DataClass, DataScope, Denial, Digest, FieldGroup, FieldGroups,
	HashAlgorithm, InstitutionId, Moment, PatientId, Period, Permit, PurposeOfUse, Requester, Role,
	StudyId,
};
use sp_runtime::DispatchResult;

type Rule = Provision<AccountId>;
type Said = Directive<AccountId>;

/// A digest of its own for each number but zero, which is all zeros.
fn digest(number: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [number; 32] }
}

fn until(end: Moment) -> Option<Period> {
	Some(Period { from: START, until: Some(end) })
}

/// Labs, for treatment.
fn labs() -> Said {
	Rule {
		purposes: PurposeOfUse::TREAT.set(),
		fields: FieldGroup::LabResults.set(),
		..Rule::permit()
	}
	.into()
}

/// The same until a moment.
fn labs_until(end: Moment) -> Said {
	let mut directive = labs();
	directive.root.period = until(end);
	directive
}

fn no_labs() -> Said {
	let mut directive = labs();
	directive.root.decision = consent_core::Decision::Deny;
	directive
}

/// What the hospital can record from a form.
fn form() -> Said {
	let mut directive = labs_until(START + 30 * DAY);
	directive.root.compartments = 1;
	directive.custodians = vec![HOSPITAL].try_into().unwrap();
	directive
}

fn research(study: StudyId) -> Said {
	let rule = Rule { purposes: PurposeOfUse::HRESCH.set(), ..Rule::permit() };
	Directive { study: Some(study), ..rule.into() }
}

/// Grants that as `PATIENT`'s controller.
fn granted(directive: Said) -> ConsentId {
	let consent = Directives::<Test>::get(PATIENT).next;
	Consent::grant(signed(ADA), PATIENT, directive, digest(1), None).unwrap();
	consent
}

fn recorded() -> ConsentId {
	let consent = Directives::<Test>::get(INFANT).next;
	Consent::record_signed(signed(RECORDER), INFANT, form(), digest(1)).unwrap();
	consent
}

fn proposed(directive: Said) -> [u8; 32] {
	Consent::propose(signed(RECORDER), PATIENT, directive, digest(1)).unwrap();
	Consent::proposal(PATIENT, HOSPITAL).unwrap().digest
}

fn amend(consent: ConsentId, version: u32, directive: Said) -> DispatchResult {
	Consent::amend(signed(ADA), PATIENT, consent, version, directive, digest(2))
}

fn withdraw(consent: ConsentId) -> DispatchResult {
	Consent::withdraw(signed(ADA), PATIENT, consent)
}

/// Registers a policy and chooses it for the hospital.
fn chosen(kind: PolicyKind) -> galen_primitives::PolicyId {
	let policy = NextPolicy::<Test>::get();
	Consent::register_policy(RuntimeOrigin::root(), kind, digest(3)).unwrap();
	Consent::choose_policy(signed(OFFICER), policy).unwrap();
	policy
}

fn actor_at(institution: InstitutionId, role: Role) -> Actor<AccountId> {
	Actor { account: staff(institution, role), institution, role, department: 0 }
}

/// The clinic's physician asks for the hospital's labs, for treatment.
fn request() -> AccessRequest<AccountId> {
	AccessRequest {
		requester: Requester::Staff(actor_at(CLINIC, Role::Physician)),
		patient: PATIENT,
		purpose: PurposeOfUse::TREAT,
		study: None,
		data: DataScope {
			custodian: HOSPITAL,
			department: 0,
			data_class: DataClass::Sensitive,
			compartment: 0,
			collected: START - DAY,
			fields: FieldGroup::LabResults.set(),
		},
	}
}

/// A sponsor's statistician, for a study.
fn study_request(study: StudyId) -> AccessRequest<AccountId> {
	AccessRequest {
		requester: Requester::Staff(actor_at(CLINIC, Role::Statistician)),
		purpose: PurposeOfUse::CLINTRCH,
		study: Some(study),
		..request()
	}
}

fn ask(request: &AccessRequest<AccountId>) -> Result<Permit, Denial> {
	<Consent as ConsentGate<AccountId>>::decide(request)
}

fn by_consent(consent: ConsentId, version: u32) -> Result<Permit, Denial> {
	let basis = Basis::Consent { consent, version };
	Ok(Permit { fields: FieldGroup::LabResults.set(), basis })
}

fn nobody() -> Result<Permit, Denial> {
	Err(Denial::ByPolicy { policy: None })
}

fn then(valid_at: Moment, known_at: Moment) -> Verdict {
	Consent::was_permitted(request(), vec![], valid_at, known_at)
}

fn verdict(outcome: Result<Permit, Denial>) -> Verdict {
	match outcome {
		Ok(permit) => Verdict::Permitted(permit),
		Err(denial) => Verdict::Denied(denial),
	}
}

fn now() -> Moment {
	Timestamp::now()
}

fn version(consent: ConsentId, version: u32) -> VersionInfo<AccountId> {
	Consent::consent(PATIENT, consent, version).unwrap()
}

/// The one event of the last call.
fn assert_event(event: Event<Test>) {
	let events = System::read_events_for_pallet::<Event<Test>>();
	assert_eq!(events.last(), Some(&event));
}
