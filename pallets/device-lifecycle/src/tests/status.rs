// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::assert_noop;
use sp_runtime::DispatchError;

use DevicePurpose::{Bill, Report, Use};

/// What is refused for each purpose, with the first reason.
fn all(id: DeviceId) -> [Option<DeviceRefusal>; 3] {
	[Report, Use, Bill].map(|purpose| check(id, purpose).err())
}

#[test]
fn each_reason_should_stop_what_it_concerns_and_no_more() {
	use DeviceRefusal::*;
	build_and_execute(|| {
		assert_eq!(all(NOWHERE), [Some(Unknown); 3]);
		let id = in_service();
		set_key(id, 1);
		assert_eq!(all(id), [None; 3]);

		assert_ok!(DeviceLifecycle::report_lost(signed(NURSE), id));
		assert_eq!(all(id), [Some(NotAvailable), Some(NotAvailable), None]);
		assert_ok!(DeviceLifecycle::report_found(signed(NURSE), id));
		assert_eq!(all(id), [Some(NotInService), Some(NotInService), None]);
		pass(id, Service::SafetyTest);
		assert_ok!(put_into_service(id));

		let action = open(0, FieldActionScope::Model, FieldActionKind::Correction);
		assert_eq!(all(id), [Some(FieldAction); 3]);
		assert_ok!(settle(action, id, Disposition::Corrected));

		Suspended::set(vec![HOSPITAL]);
		assert_eq!(all(id), [Some(OwnerNotInForce), Some(OwnerNotInForce), None]);
		Suspended::set(vec![]);

		wait(180 * DAY);
		assert_eq!(all(id), [Some(OutOfCalibration), Some(OutOfCalibration), None]);
		assert_ok!(record(id, good_calibration()));
		assert_ok!(submit(id, next_batch(id, 60_000), 1));
		assert_eq!(all(id), [None, Some(MaintenanceOverdue), None]);
		pass(id, Service::PreventiveMaintenance);
		wait(179 * DAY);
		assert_ok!(record(id, good_calibration()));
		wait(179 * DAY);
		assert_eq!(all(id), [None, Some(SafetyTestOverdue), None]);
	});
}

#[test]
fn a_label_should_expire_at_its_very_moment() {
	build_and_execute(|| {
		let model = register_model(stent());
		let id = register(model, boxed("L1", 0));
		commission(id);
		wait(100 * DAY - 1);
		assert_eq!(all(id), [None; 3]);
		wait(1);
		let expired = Some(DeviceRefusal::Expired);
		assert_eq!(all(id), [expired, expired, None]);
		assert_noop!(use_on_patient(id), Error::<Test>::LabelExpired);
	});
}

#[test]
fn the_status_should_give_every_reason_at_once() {
	build_and_execute(|| {
		let id = in_service();
		wait(400 * DAY);
		open(0, FieldActionScope::Model, FieldActionKind::Correction);
		assert_ok!(DeviceLifecycle::report_lost(signed(NURSE), id));
		use DeviceRefusal::*;
		assert_eq!(
			DeviceLifecycle::status(id),
			Some(DeviceStatusInfo {
				status: ServiceStatus::InService,
				availability: Availability::Lost,
				report: vec![NotAvailable, FieldAction, OutOfCalibration],
				use_on_patient: vec![
					NotAvailable,
					FieldAction,
					OutOfCalibration,
					MaintenanceOverdue,
					SafetyTestOverdue
				],
				bill: vec![FieldAction],
				suspect: vec![],
				suspect_since: None,
			})
		);
		assert_eq!(DeviceLifecycle::status(NOWHERE), None);
		assert_eq!(DeviceLifecycle::next_due(NOWHERE), None);
		assert_eq!(DeviceLifecycle::field_actions_of(NOWHERE), []);
	});
}

#[test]
fn refusals_should_be_errors_of_their_own_for_callers() {
	use DeviceRefusal::*;
	let refusals = [
		Unknown,
		EnteredInError,
		NotInService,
		NotAvailable,
		FieldAction,
		OutOfCalibration,
		MaintenanceOverdue,
		SafetyTestOverdue,
		Expired,
		AlreadyUsed,
		FirmwareNotApproved,
		OwnerNotInForce,
		NoKey,
		InvalidSignature,
	];
	let errors = refusals.map(|refusal| match <DeviceLifecycle as DeviceStatus>::error(refusal) {
		DispatchError::Module(error) => error.error,
		other => panic!("{other:?}"),
	});
	for (place, error) in errors.iter().enumerate() {
		assert!(!errors[..place].contains(error), "{:?}", refusals[place]);
	}
}
