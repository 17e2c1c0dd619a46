// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::assert_noop;

fn take_out(id: DeviceId, reason: OutOfServiceReason) -> DispatchResult {
	DeviceLifecycle::take_out_of_service(signed(ENGINEER), id, reason)
}

#[test]
fn what_went_out_of_service_should_be_looked_at() {
	build_and_execute(|| {
		let id = in_service();
		assert_event(Event::PutIntoService { device: id, by: ENGINEER });
		assert_noop!(put_into_service(id), Error::<Test>::InService);
		for reason in [
			OutOfServiceReason::ServiceDue,
			OutOfServiceReason::Fault,
			OutOfServiceReason::FieldAction,
		] {
			assert_ok!(take_out(id, reason));
			assert_event(Event::TakenOutOfService { device: id, reason, by: ENGINEER });
			assert_noop!(take_out(id, reason), Error::<Test>::NotInService);
			assert_noop!(put_into_service(id), Error::<Test>::NotInspected);
			pass(id, Service::CorrectiveMaintenance);
			assert_ok!(put_into_service(id));
		}
		assert_ok!(take_out(id, OutOfServiceReason::Standby));
		assert_noop!(use_on_patient(id), Error::<Test>::NotInService);
		assert_ok!(put_into_service(id));
	});
}

#[test]
fn what_is_not_fit_should_not_go_into_service() {
	build_and_execute(|| {
		let id = in_service();
		assert_ok!(take_out(id, OutOfServiceReason::Standby));
		wait(180 * DAY);
		assert_noop!(put_into_service(id), Error::<Test>::OutOfCalibration);
		assert_ok!(record(id, good_calibration()));
		open(0, FieldActionScope::Model, FieldActionKind::Correction);
		assert_noop!(put_into_service(id), Error::<Test>::UnderFieldAction);

		let stents = register_model(stent());
		let stent = register(stents, boxed("L1", 0));
		pass(stent, Service::Acceptance);
		assert_noop!(put_into_service(stent), Error::<Test>::LabelExpired);
		decommissioned(stent);
		assert_noop!(put_into_service(stent), Error::<Test>::Decommissioned);
	});
}

#[test]
fn a_lost_device_should_come_back_through_an_inspection() {
	build_and_execute(|| {
		let id = in_service();
		let lost = || DeviceLifecycle::report_lost(signed(NURSE), id);
		let found = || DeviceLifecycle::report_found(signed(NURSE), id);
		assert_noop!(found(), Error::<Test>::NotLost);
		assert_ok!(lost());
		assert_event(Event::AvailabilityChanged {
			device: id,
			availability: Availability::Lost,
			evidence: None,
			by: NURSE,
		});
		assert_noop!(lost(), Error::<Test>::AlreadyLost);
		assert_noop!(use_on_patient(id), Error::<Test>::NotAvailable);
		assert_noop!(
			DeviceLifecycle::report_damaged(signed(NURSE), id),
			Error::<Test>::NotAvailable
		);
		assert_ok!(found());
		assert_eq!(device(id).status, ServiceStatus::OutOfService);
		assert_noop!(put_into_service(id), Error::<Test>::NotInspected);
		pass(id, Service::SafetyTest);
		assert_ok!(put_into_service(id));
	});
}

#[test]
fn a_damaged_device_should_come_back_through_a_repair() {
	build_and_execute(|| {
		let id = in_service();
		let damaged = || DeviceLifecycle::report_damaged(signed(NURSE), id);
		assert_ok!(damaged());
		assert_noop!(damaged(), Error::<Test>::AlreadyDamaged);
		pass(id, Service::SafetyTest);
		assert_noop!(put_into_service(id), Error::<Test>::NotAvailable);
		pass(id, Service::CorrectiveMaintenance);
		assert_ok!(put_into_service(id));
	});
}

#[test]
fn a_destroyed_device_should_be_at_its_end() {
	build_and_execute(|| {
		let id = in_service();
		let destroyed =
			|evidence| DeviceLifecycle::report_destroyed(signed(ENGINEER), id, digest(evidence));
		assert_noop!(destroyed(0), Error::<Test>::ZeroDigest);
		assert_ok!(destroyed(9));
		assert_event(Event::AvailabilityChanged {
			device: id,
			availability: Availability::Destroyed,
			evidence: Some(digest(9)),
			by: ENGINEER,
		});
		assert_noop!(destroyed(9), Error::<Test>::Destroyed);
		assert_noop!(
			record(id, report(Service::SafetyTest, ServiceResult::Pass)),
			Error::<Test>::Destroyed
		);
		assert_noop!(DeviceLifecycle::report_found(signed(NURSE), id), Error::<Test>::Destroyed);
		assert_eq!(check(id, DevicePurpose::Report), Err(DeviceRefusal::NotInService));
	});
}
