// SPDX-License-Identifier: Apache-2.0

//! What devices measure and sign.

use super::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use galen_primitives::{DeviceId, DeviceRefusal, DeviceSignature, PatientId};
use sp_runtime::DispatchError;

fn sign(device: DeviceId, patient: PatientId, anchor: Anchor, from: Moment) -> DeviceSignature {
	let bytes = PatientRecords::measurement_statement(device, HOSPITAL, patient, anchor, from);
	Devices::sign(device, &bytes)
}

fn submit(anchor: Anchor, from: Moment, signature: DeviceSignature) -> DispatchResult {
	let origin = signed(PHYSICIAN);
	PatientRecords::anchor_measured(origin, PATIENT, anchor, MONITOR, from, signature)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

fn measured(anchor: Anchor, from: Moment) -> DispatchResult {
	submit(anchor, from, sign(MONITOR, PATIENT, anchor, from))
}

#[test]
fn what_a_device_signed_should_name_its_source() {
	build_and_execute(|| {
		let from = START - HOUR;
		assert_ok!(measured(anchor(1), from));
		let record = RecordId::derive(HOSPITAL, &digest(1));
		let source = Source { device: MONITOR, from, until: START };
		assert_eq!(PatientRecords::source(record), Some(SourceInfo { source, suspect: false }));
		System::assert_last_event(
			Event::AnchoredFromDevice {
				record,
				patient: PATIENT,
				custodian: HOSPITAL,
				author: PHYSICIAN,
				anchor: anchor(1),
				device: MONITOR,
				from,
			}
			.into(),
		);
		// What people write has none.
		assert_eq!(PatientRecords::source(anchored(2)), None);
	});
}

#[test]
fn a_device_found_out_of_tolerance_should_cast_doubt_on_what_it_measured_then() {
	build_and_execute(|| {
		assert_ok!(measured(anchor(1), START - HOUR));
		let (record, typed) = (RecordId::derive(HOSPITAL, &digest(1)), anchored(2));
		let suspect =
			|record| <PatientRecords as galen_primitives::seams::Records>::is_suspect(&record);
		let verified = |number| match PatientRecords::verify_digest(
			RecordId::derive(HOSPITAL, &digest(number)),
			None,
			digest(number),
		) {
			Verification::Matches { suspect, .. } => suspect,
			other => panic!("{other:?}"),
		};
		assert!(!suspect(record) && !verified(1));

		// Before and after it, and another device's.
		Doubts::set(vec![
			(MONITOR, START - 2 * HOUR, START - HOUR - 1),
			(MONITOR, START + 1, START + HOUR),
			(CLINIC_MONITOR, 0, START + HOUR),
		]);
		assert!(!suspect(record) && !verified(1));
		// From its first moment on, and at its last one.
		for spell in [(MONITOR, 0, START - HOUR), (MONITOR, START, START + HOUR)] {
			Doubts::set(vec![spell]);
			assert!(suspect(record) && verified(1));
			assert!(PatientRecords::source(record).unwrap().suspect);
		}
		Doubts::set(vec![(MONITOR, 0, Moment::MAX)]);
		assert!(!suspect(typed) && !verified(2), "people wrote it");
	});
}

#[test]
fn a_correction_should_not_take_the_doubt_away() {
	build_and_execute(|| {
		assert_ok!(measured(anchor(1), START));
		let record = RecordId::derive(HOSPITAL, &digest(1));
		assert_ok!(amend(record, 1, 2));
		Doubts::set(vec![(MONITOR, START, START)]);
		let head = PatientRecords::verify_digest(record, None, digest(2));
		assert!(matches!(head, Verification::Matches { version: 2, suspect: true, .. }));
	});
}

#[test]
fn only_the_fit_device_of_the_own_institution_should_be_believed() {
	build_and_execute(|| {
		let by = |device, signature| {
			let origin = signed(PHYSICIAN);
			PatientRecords::anchor_measured(origin, PATIENT, anchor(1), device, START, signature)
		};
		assert_noop!(
			by(CLINIC_MONITOR, sign(CLINIC_MONITOR, PATIENT, anchor(1), START)),
			Error::<Test>::DeviceOfAnother
		);
		assert_noop!(by(9, [0; 64]), DispatchError::CannotLookup);
		Unfit::set(Some(DeviceRefusal::OutOfCalibration));
		assert_noop!(measured(anchor(1), START), DispatchError::Unavailable);
	});
}

#[test]
fn a_signature_should_count_for_what_was_signed_alone() {
	build_and_execute(|| {
		let good = anchor(1);
		let forged = DispatchError::Other("forged");
		assert_noop!(submit(good, START, [0; 64]), forged);
		assert_noop!(submit(good, START, sign(MONITOR, OTHER_PATIENT, good, START)), forged);
		assert_noop!(submit(good, START, sign(MONITOR, PATIENT, good, START - 1)), forged);
		assert_noop!(submit(good, START, sign(CLINIC_MONITOR, PATIENT, good, START)), forged);
		for other in
			[anchor(2), Anchor { occurred: START + 1, ..good }, Anchor { fields: None, ..good }]
		{
			assert_noop!(submit(good, START, sign(MONITOR, PATIENT, other, START)), forged);
		}
		// Somebody else's record.
		let elsewhere =
			PatientRecords::measurement_statement(MONITOR, CLINIC, PATIENT, good, START);
		assert_noop!(submit(good, START, Devices::sign(MONITOR, &elsewhere)), forged);
		assert_ok!(measured(good, START));
		// And once.
		assert_noop!(measured(good, START), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn a_measurement_should_end_after_it_began_and_be_a_proper_record() {
	build_and_execute(|| {
		assert_noop!(measured(anchor(1), START + 1), Error::<Test>::EndsBeforeStart);
		let core = Anchor { data_class: DataClass::Core, ..anchor(1) };
		assert_noop!(measured(core, START), Error::<Test>::CoreHasNoFields);
		OpenPatients::set(vec![]);
		assert_noop!(measured(anchor(1), START), Error::<Test>::PatientNotOpen);
	});
}

#[test]
fn a_key_that_the_host_verifies_should_cost_less() {
	build_and_execute(|| {
		let charged = |number, is_p256| {
			IsP256::set(is_p256);
			let (anchor, origin) = (anchor(number), signed(PHYSICIAN));
			let signature = sign(MONITOR, PATIENT, anchor, START);
			PatientRecords::anchor_measured(origin, PATIENT, anchor, MONITOR, START, signature)
				.unwrap()
				.actual_weight
		};
		assert_eq!(charged(1, false), Some(<() as WeightInfo>::anchor_measured()));
		assert_eq!(charged(2, true), None);
	});
}
