// SPDX-License-Identifier: Apache-2.0

use super::*;
use device_lifecycle_core::Meter;
use frame_support::assert_noop;
use galen_primitives::statement::statement;

/// A ventilator in service, with a key, after a hundred days.
fn reporting() -> DeviceId {
	let id = in_service();
	set_key(id, 1);
	wait(100 * DAY);
	id
}

/// Signed, after that change.
fn changed(id: DeviceId, change: impl FnOnce(&mut UsageBatchOf<Test>)) -> DispatchResult {
	let mut batch = next_batch(id, 60);
	change(&mut batch);
	submit(id, batch, 1)
}

#[test]
fn batches_should_move_the_meters() {
	build_and_execute(|| {
		let id = reporting();
		let mut batch = next_batch(id, 60);
		batch.faults = vec![7, 8].try_into().unwrap();
		let stated = DeviceLifecycle::usage_statement(id, batch.clone());
		assert_eq!(stated, statement(b"device-usage", &CHAIN, &(id, batch.clone())));
		assert_ok!(submit(id, batch.clone(), 1));
		assert_event(Event::UsageSubmitted { device: id, batch: batch.clone(), by: NURSE });
		let meter = Meter { sequence: 10, until: START + HOUR, run_minutes: 60, cycles: 1 };
		assert_eq!(device(id).meter, meter);
		// Another does so from there; the same again doesn't.
		assert_noop!(submit(id, batch, 1), Error::<Test>::NotContiguous);
		assert_ok!(submit(id, next_batch(id, 60), 1));
		assert_eq!(device(id).meter.sequence, 20);
		// Hosted keys get back what they didn't cost.
		let batch = next_batch(id, 60);
		let stated = DeviceLifecycle::usage_statement(id, batch.clone());
		let signature = pair(1).sign(&stated).0;
		let post = DeviceLifecycle::submit_usage(signed(NURSE), id, batch, signature).unwrap();
		assert_eq!(post.actual_weight, Some(<() as WeightInfo>::submit_usage(0)));
	});
}

#[test]
fn what_does_not_follow_should_be_refused_with_its_cause() {
	build_and_execute(|| {
		let id = reporting();
		assert_ok!(submit(id, next_batch(id, 60), 1));
		assert_noop!(changed(id, |b| b.reading.to_sequence = 10), Error::<Test>::EmptyBatch);
		assert_noop!(changed(id, |b| b.reading.from_sequence = 12), Error::<Test>::NotContiguous);
		assert_noop!(changed(id, |b| b.reading.start -= 1), Error::<Test>::BatchOverlaps);
		assert_noop!(
			changed(id, |b| b.reading.start = b.reading.end + 1),
			Error::<Test>::EndBeforeStart
		);
		assert_noop!(changed(id, |b| b.reading.run_minutes = 59), Error::<Test>::MeterTurnedBack);
		assert_noop!(changed(id, |b| b.reading.cycles = 0), Error::<Test>::MeterTurnedBack);
		assert_noop!(changed(id, |b| b.reading.run_minutes = 121), Error::<Test>::MoreThanElapsed);
		assert_noop!(changed(id, |b| b.reading.end = now() + DAY), Error::<Test>::OccurredInFuture);
		assert_noop!(changed(id, |b| b.root = digest(0)), Error::<Test>::ZeroDigest);
		assert_noop!(changed(id, |b| b.firmware = Some(digest(71))), Error::<Test>::WrongFirmware);
	});
}

#[test]
fn a_batch_should_be_signed_by_the_device_and_carried_by_its_owner() {
	build_and_execute(|| {
		let id = in_service();
		assert_noop!(submit(id, next_batch(id, 0), 1), Error::<Test>::NoKey);
		set_key(id, 1);
		assert_noop!(submit(id, next_batch(id, 0), 2), Error::<Test>::InvalidSignature);
		let batch = next_batch(id, 0);
		let stated = DeviceLifecycle::usage_statement(id, batch.clone());
		let signature = pair(1).sign(&stated).0;
		let by = |who| DeviceLifecycle::submit_usage(signed(who), id, batch.clone(), signature);
		assert_noop!(by(CLINIC_PHYSICIAN), Error::<Test>::NotTheOwner);
		assert_ok!(by(NURSE));
		// A signature of another device's is worth nothing.
		let other = register(0, serial("L1", "S2"));
		commission(other);
		set_key(other, 1);
		assert_noop!(
			DeviceLifecycle::submit_usage(signed(NURSE), other, batch, signature),
			Error::<Test>::InvalidSignature
		);
	});
}

#[test]
fn what_may_not_report_should_not() {
	build_and_execute(|| {
		let id = reporting();
		let refused = |error: Error<Test>| {
			assert_noop!(changed(id, |_| ()), error);
		};
		assert_ok!(DeviceLifecycle::report_lost(signed(NURSE), id));
		refused(Error::NotAvailable);
		assert_ok!(DeviceLifecycle::report_found(signed(NURSE), id));
		refused(Error::NotInService);
		pass(id, Service::SafetyTest);
		assert_ok!(put_into_service(id));
		let action = open(0, FieldActionScope::Model, FieldActionKind::Correction);
		refused(Error::UnderFieldAction);
		assert_ok!(settle(action, id, Disposition::Corrected));
		Suspended::set(vec![HOSPITAL]);
		refused(Error::OwnerNotInForce);
		Suspended::set(vec![]);
		let withdraw = DeviceLifecycle::withdraw_firmware(signed(PRODUCT_OFFICER), 0, digest(70));
		assert_ok!(withdraw);
		refused(Error::FirmwareNotApproved);
		wait(80 * DAY);
		refused(Error::OutOfCalibration);
	});
}
