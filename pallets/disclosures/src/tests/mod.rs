// SPDX-License-Identifier: Apache-2.0

//! One file for each topic. Every test ends in `do_try_state`, and in every log being proven from
//! the events.

mod break_glass;
mod conduct;
mod encounters;
mod grants;
mod log;
mod origins;
mod property;
mod review;
mod scenarios;
mod try_state;

use crate::{mock::*, *};
use frame_support::assert_ok;
use galen_primitives::{
	keys::PublicKey,
	time::{DAY, HOUR},
	Basis, BreakGlassId, Denial, Digest, FieldGroup, FieldGroups, HashAlgorithm, Moment,
	PurposeOfUse, RecordId, Role,
};
use sp_runtime::DispatchResult;

/// A key that data can be encrypted to.
const KEY: PublicKey = PublicKey::X25519([7; 32]);

const LABS: FieldGroups = FieldGroups::of(&[FieldGroup::LabResults]);
const TREAT: PurposeOfUse = PurposeOfUse::TREAT;

/// A digest of its own for each number but zero, which is all zeros.
fn digest(number: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [number; 32] }
}

/// The requester that staff are.
fn of_staff(account: &AccountId) -> Requester<AccountId> {
	Requester::Staff(actor(account).unwrap())
}

fn ask(who: AccountId, record: RecordId, fields: FieldGroups) -> DispatchResult {
	Disclosures::request(signed(who), record, 1, fields, TREAT, None, KEY)
}

fn ask_own(who: AccountId, record: RecordId) -> DispatchResult {
	let purpose = PurposeOfUse::PATRQT;
	Disclosures::request_own(signed(who), record, 3, FieldGroups::ALL, purpose, KEY)
}

/// The grant that there is of laboratory results, for the clinic.
fn granted() -> GrantId {
	let id = GrantCount::<Test>::get();
	consent(PATIENT, CLINIC, LABS);
	assert_ok!(ask(CLINIC_PHYSICIAN, RECORD, FieldGroups::ALL));
	assert!(Disclosures::grant(id).is_some());
	id
}

fn released() -> GrantId {
	let id = granted();
	assert_ok!(Disclosures::release(signed(OFFICER), id, digest(1)));
	id
}

/// What the clinic's request is about.
fn labs_for_clinic() -> DataUse<AccountId> {
	DataUse {
		recipient: of_staff(&CLINIC_PHYSICIAN),
		custodian: HOSPITAL,
		record: RECORD,
		version: 1,
		fields: LABS,
		purpose: TREAT,
		study: None,
	}
}

fn declare(who: AccountId, occurred: Moment) -> DispatchResult {
	Disclosures::declare(signed(who), PATIENT, BreakGlassReason::Unconscious, occurred)
}

/// A use by the clinic's physician, for the patient.
fn declared() -> BreakGlassId {
	declared_by(CLINIC_PHYSICIAN)
}

fn declared_by(who: AccountId) -> BreakGlassId {
	let id = UseCount::<Test>::get();
	assert_ok!(declare(who, now()));
	id
}

fn used(id: BreakGlassId) -> BreakGlassUse<AccountId> {
	Disclosures::break_glass(id).unwrap().declared
}

fn state(who: AccountId, id: BreakGlassId) -> DispatchResult {
	Disclosures::state_reasons(signed(who), id, digest(5))
}

/// The first so many institutions review.
fn rotate(count: InstitutionId) {
	let list = (1..=count).collect::<Vec<_>>().try_into().unwrap();
	assert_ok!(Disclosures::set_reviewers(RuntimeOrigin::root(), list));
}

/// Whoever reviews at that institution.
fn reviewer_of(institution: InstitutionId) -> AccountId {
	staff(institution, Role::RecordsOfficer)
}

fn review(institution: InstitutionId, id: BreakGlassId, finding: Finding) -> DispatchResult {
	Disclosures::review(signed(reviewer_of(institution)), id, finding)
}

fn regulate(id: BreakGlassId, finding: Finding) -> DispatchResult {
	Disclosures::review_as_regulator(signed(INSPECTOR), id, finding)
}

/// The one event of the last call.
fn assert_event(event: Event<Test>) {
	let events = System::read_events_for_pallet::<Event<Test>>();
	assert_eq!(events.last(), Some(&event));
}

/// That the last call has left exactly this in the patient's log.
fn assert_logged(actor: Requester<AccountId>, what: Happening, data: Option<DataUse<AccountId>>) {
	let head = Disclosures::log_head(PATIENT);
	let entry = LogEntry { number: head.entries, at: now(), actor, what, data, accountable: false };
	assert_event(Event::Logged { patient: PATIENT, entry, head: head.head });
}
