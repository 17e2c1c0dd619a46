// SPDX-License-Identifier: Apache-2.0

//! One file for each topic. Every test ends in `do_try_state`.

mod add_version;
mod anchor;
mod attest;
mod batch;
mod enter_in_error;
mod erase;
mod hold;
mod origins;
mod property;
mod relate;
mod scenarios;
mod sources;
mod supersede;
mod try_state;
mod verification;

use crate::{mock::*, *};
use galen_primitives::{
	time::{HOUR, MINUTE},
	Digest, HashAlgorithm, Moment, RecordId,
};

/// A digest of its own for each number but zero, which is all zeros.
fn digest(number: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [number; 32] }
}

/// A final record with that content and some fields.
fn anchor(number: u8) -> Anchor {
	Anchor {
		content: digest(number),
		fields: Some(digest(100)),
		data_class: DataClass::Sensitive,
		compartment: 3,
		composition: InitialStatus::Final,
		occurred: START,
	}
}

fn preliminary(number: u8) -> Anchor {
	Anchor { composition: InitialStatus::Preliminary, ..anchor(number) }
}

/// Anchors that at the hospital, a minute after whatever came before.
fn anchored_as(anchor: Anchor) -> RecordId {
	wait(MINUTE);
	PatientRecords::anchor(signed(PHYSICIAN), PATIENT, anchor).unwrap();
	RecordId::derive(HOSPITAL, &anchor.content)
}

fn anchored(number: u8) -> RecordId {
	anchored_as(anchor(number))
}

/// The same at the clinic.
fn anchored_at_clinic(number: u8) -> RecordId {
	wait(MINUTE);
	PatientRecords::anchor(signed(CLINIC_PHYSICIAN), PATIENT, anchor(number)).unwrap();
	RecordId::derive(CLINIC, &digest(number))
}

/// Adds a version to what is expected to be at `expected`.
fn amend(record: RecordId, expected: u32, number: u8) -> sp_runtime::DispatchResult {
	PatientRecords::add_version(
		signed(PHYSICIAN),
		record,
		expected,
		digest(number),
		None,
		START,
		AmendmentReason::Correction,
	)
}

fn erased(record: RecordId) {
	PatientRecords::erase(
		signed(OFFICER),
		record,
		ErasureReason::PatientRequest,
		Default::default(),
	)
	.unwrap();
}

fn in_error(record: RecordId) {
	PatientRecords::enter_in_error(signed(PHYSICIAN), record).unwrap();
}

fn superseded(record: RecordId, by: RecordId) {
	PatientRecords::supersede(signed(PHYSICIAN), record, by).unwrap();
}

fn record(id: RecordId) -> Record {
	PatientRecords::record(id).unwrap()
}

/// The one event of the last call.
fn assert_event(event: Event<Test>) {
	let events = System::read_events_for_pallet::<Event<Test>>();
	assert_eq!(events.last(), Some(&event));
}

/// An id that nothing has.
const NOWHERE: RecordId = RecordId([0xff; 32]);
