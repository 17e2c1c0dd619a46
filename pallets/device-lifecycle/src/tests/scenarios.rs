// SPDX-License-Identifier: Apache-2.0

//! What the pallet is for. Shown in its documentation.

use super::*;
use frame_support::assert_noop;

#[test]
#[docify::export]
fn a_ventilator_should_be_stopped_by_its_hours() {
	build_and_execute(|| {
		// It was in use for half a year before its hospital joined.
		let model = register_model(ventilator());
		let prior = PriorService { since: START - 180 * DAY, evidence: digest(3) };
		let ventilator = DeviceCount::<Test>::get();
		assert_ok!(DeviceLifecycle::register_device(
			signed(ENGINEER),
			model,
			ProductionIdentifiers { manufactured: Some(START - 900 * DAY), ..serial("L1", "S1") },
			Some(digest(70)),
			Some(prior)
		));
		commission(ventilator);
		set_key(ventilator, 1);

		// Its past hours arrive, signed by itself: 999 and one more.
		assert_ok!(submit(ventilator, next_batch(ventilator, 999 * 60), 1));
		assert_ok!(use_on_patient(ventilator));
		assert_ok!(submit(ventilator, next_batch(ventilator, 60), 1));

		// From here on nobody may use it, though it still reports.
		assert_noop!(use_on_patient(ventilator), Error::<Test>::MaintenanceOverdue);
		assert_eq!(check(ventilator, DevicePurpose::Report), Ok(()));

		pass(ventilator, Service::PreventiveMaintenance);
		assert_ok!(use_on_patient(ventilator));

		// Years later it is disposed of, and can't come back under another owner.
		wait(900 * DAY);
		disposed(ventilator);
		assert_noop!(
			DeviceLifecycle::register_device(
				signed(CLINIC_ENGINEER),
				model,
				serial("L1", "S1"),
				Some(digest(70)),
				None
			),
			Error::<Test>::AlreadyRegistered
		);
	});
}

#[test]
#[docify::export]
fn a_logger_should_be_doubted_since_it_was_last_good() {
	build_and_execute(|| {
		let logger = in_service();
		let last_good = now();

		// A technician of a calibration provider finds it out of tolerance, and adjusts it.
		wait(100 * DAY);
		let found_out = calibration(Tolerance::Out, Tolerance::Within);
		assert_ok!(DeviceLifecycle::record_service(signed(TECHNICIAN), logger, found_out));

		// In doubt is exactly what it has said in between.
		assert!(!is_suspect(logger, last_good));
		assert!(is_suspect(logger, last_good + 1) && is_suspect(logger, now()));
		assert!(!is_suspect(logger, now() + 1));
		// From now on it is believed again.
		assert_eq!(check(logger, DevicePurpose::Report), Ok(()));
	});
}

#[test]
#[docify::export]
fn a_recalled_lot_should_stop_everywhere_at_once() {
	build_and_execute(|| {
		let first = in_service();
		let model = device(first).model;
		let (second, other) =
			(register(model, serial("L1", "S2")), register(model, serial("L2", "S3")));
		commission(second);
		commission(other);

		// One write, and every device of the lot is stopped; those of others aren't.
		let lot = FieldActionScope::Lot(text("L1"));
		let action = open(model, lot, FieldActionKind::Correction);
		assert_noop!(use_on_patient(first), Error::<Test>::UnderFieldAction);
		assert!(is_recalled(second) && !is_recalled(other));

		// Each returns when it is put right. A regulator closes the action when none is left.
		assert_ok!(settle(action, first, Disposition::Corrected));
		assert_ok!(use_on_patient(first));
		assert_eq!(counters(action), [2, 1, 0, 0, 1]);
		assert_noop!(terminate(action, None), Error::<Test>::Outstanding);
		assert_ok!(settle(action, second, Disposition::Removed));
		assert_ok!(terminate(action, None));
	});
}
