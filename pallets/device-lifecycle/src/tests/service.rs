// SPDX-License-Identifier: Apache-2.0

use super::*;
use device_lifecycle_core::{NextDue, Spell};
use frame_support::assert_noop;

const SAFETY: Service = Service::SafetyTest;

fn by(who: AccountId, id: DeviceId, report: ServiceReport) -> DispatchResult {
	DeviceLifecycle::record_service(signed(who), id, report)
}

#[test]
fn acceptance_should_commission_and_its_failure_undo_it() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let id = register(model, serial("L1", "S1"));
		assert_noop!(put_into_service(id), Error::<Test>::NotAccepted);
		assert_ok!(record(id, report(Service::Acceptance, ServiceResult::Pass)));
		assert_event(Event::ServiceRecorded {
			device: id,
			institution: HOSPITAL,
			report: report(Service::Acceptance, ServiceResult::Pass),
			status: ServiceStatus::Commissioned,
			suspect: None,
			by: ENGINEER,
		});
		assert_noop!(put_into_service(id), Error::<Test>::OutOfCalibration);
		assert_ok!(record(id, report(Service::Acceptance, ServiceResult::Fail)));
		assert_eq!(device(id).status, ServiceStatus::Registered);
		assert_noop!(put_into_service(id), Error::<Test>::ServiceFailed);
	});
}

#[test]
fn a_service_should_be_by_whoever_may() {
	build_and_execute(|| {
		let id = in_service();
		let test = report(SAFETY, ServiceResult::Pass);
		assert_noop!(by(CLINIC_ENGINEER, id, test), Error::<Test>::NotCredentialed);
		assert_noop!(by(TECHNICIAN, id, test), Error::<Test>::NotACalibration);
		let acceptance = report(Service::Acceptance, ServiceResult::Pass);
		assert_noop!(by(MAKER_ENGINEER, id, acceptance), Error::<Test>::NotCredentialed);
		assert_ok!(by(MAKER_ENGINEER, id, test));
		assert_ok!(by(TECHNICIAN, id, good_calibration()));
		assert_ok!(by(ENGINEER, id, good_calibration()));
		assert_noop!(by(ENGINEER, NOWHERE, test), Error::<Test>::NotFound);
	});
}

#[test]
fn a_service_should_be_dated_in_order() {
	build_and_execute(|| {
		let id = in_service();
		let dated = |occurred| ServiceReport { occurred, ..report(SAFETY, ServiceResult::Pass) };
		assert_noop!(record(id, dated(START - 1)), Error::<Test>::BeforeRegistration);
		assert_noop!(record(id, dated(now() + HOUR)), Error::<Test>::OccurredInFuture);
		wait(DAY);
		assert_ok!(record(id, dated(now() - HOUR)));
		assert_noop!(record(id, dated(now() - 2 * HOUR)), Error::<Test>::BeforeLastService);
		// A clock that is a little ahead is taken for now.
		assert_ok!(record(id, dated(now() + MINUTE)));
		assert_eq!(device(id).last_service, now());
	});
}

#[test]
fn a_report_should_not_contradict_itself() {
	build_and_execute(|| {
		let id = in_service();
		let empty = ServiceReport { report: digest(0), ..good_calibration() };
		assert_noop!(record(id, empty), Error::<Test>::ZeroDigest);
		let service = Service::Calibration {
			as_found: Tolerance::Within,
			as_left: Tolerance::Within,
			reference: digest(0),
		};
		assert_noop!(record(id, report(service, ServiceResult::Pass)), Error::<Test>::ZeroDigest);
		let firmware = Service::SoftwareUpdate { firmware: digest(0) };
		assert_noop!(record(id, report(firmware, ServiceResult::Pass)), Error::<Test>::ZeroDigest);
		for (report, result) in [
			(good_calibration(), ServiceResult::Fail),
			(calibration(Tolerance::Out, Tolerance::Out), ServiceResult::Pass),
		] {
			assert_noop!(
				record(id, ServiceReport { result, ..report }),
				Error::<Test>::ResultContradictsTolerance
			);
		}
	});
}

#[test]
fn the_next_service_should_be_stated_within_the_plan() {
	build_and_execute(|| {
		let id = in_service();
		let next = |service, result, next| ServiceReport {
			next_due: Some(next),
			..report(service, result)
		};
		let pass = ServiceResult::Pass;
		assert_noop!(record(id, next(SAFETY, pass, now())), Error::<Test>::NextDuePast);
		assert_noop!(
			record(id, next(SAFETY, pass, now() + 365 * DAY + 1)),
			Error::<Test>::NextDueTooLate
		);
		assert_noop!(
			record(id, next(Service::Decontamination, pass, now() + DAY)),
			Error::<Test>::NoNextDue
		);
		assert_noop!(
			record(id, next(SAFETY, ServiceResult::Fail, now() + DAY)),
			Error::<Test>::NoNextDue
		);
		assert_ok!(record(id, next(SAFETY, pass, now() + 100 * DAY)));
		assert_eq!(
			DeviceLifecycle::next_due(id),
			Some(NextDue {
				maintenance: Some(START + 365 * DAY),
				maintenance_run: Some(60_000),
				calibration: Some(START + 180 * DAY),
				safety_test: Some(START + 100 * DAY),
			})
		);
		wait(100 * DAY);
		assert_noop!(use_on_patient(id), Error::<Test>::SafetyTestOverdue);
	});
}

#[test]
fn overdue_should_be_derived_and_refused_each_by_its_name() {
	build_and_execute(|| {
		let id = in_service();
		wait(180 * DAY - 1);
		assert_ok!(use_on_patient(id));
		wait(1);
		assert_noop!(use_on_patient(id), Error::<Test>::OutOfCalibration);
		assert_ok!(record(id, good_calibration()));
		wait(179 * DAY);
		assert_ok!(record(id, good_calibration()));
		wait(6 * DAY);
		assert_noop!(use_on_patient(id), Error::<Test>::MaintenanceOverdue);
		pass(id, Service::PreventiveMaintenance);
		assert_noop!(use_on_patient(id), Error::<Test>::SafetyTestOverdue);
		pass(id, SAFETY);
		assert_ok!(use_on_patient(id));
	});
}

#[test]
fn what_is_failed_should_have_to_be_passed() {
	build_and_execute(|| {
		let id = in_service();
		assert_ok!(record(id, report(SAFETY, ServiceResult::Fail)));
		assert_eq!(device(id).status, ServiceStatus::OutOfService);
		pass(id, Service::CorrectiveMaintenance);
		assert_noop!(put_into_service(id), Error::<Test>::ServiceFailed);
		pass(id, SAFETY);
		assert_ok!(put_into_service(id));
		// Likewise with everything that can be failed.
		for service in [
			Service::PreventiveMaintenance,
			Service::CorrectiveMaintenance,
			Service::SoftwareUpdate { firmware: digest(70) },
			Service::Decontamination,
			Service::Acceptance,
		] {
			assert_ok!(record(id, report(service, ServiceResult::Fail)));
			assert_noop!(use_on_patient(id), Error::<Test>::NotInService);
			assert_noop!(put_into_service(id), Error::<Test>::ServiceFailed);
			pass(id, service);
			pass(id, SAFETY);
			assert_ok!(put_into_service(id));
		}
	});
}

#[test]
fn a_firmware_should_be_an_approved_one_of_the_model() {
	build_and_execute(|| {
		let id = in_service();
		let update = |firmware| {
			report(Service::SoftwareUpdate { firmware: digest(firmware) }, ServiceResult::Pass)
		};
		assert_noop!(record(id, update(71)), Error::<Test>::FirmwareNotApproved);
		let boxes = register_model(stent());
		let boxed = register(boxes, boxed("L1", 0));
		assert_noop!(record(boxed, update(70)), Error::<Test>::NoFirmware);
	});
}

#[test]
fn a_calibration_that_fails_should_cast_doubt_until_the_next_good_one() {
	build_and_execute(|| {
		let id = in_service();
		wait(10 * DAY);
		let found = now();
		assert_ok!(record(id, calibration(Tolerance::Out, Tolerance::Out)));
		assert_event(Event::ServiceRecorded {
			device: id,
			institution: HOSPITAL,
			report: calibration(Tolerance::Out, Tolerance::Out),
			status: ServiceStatus::OutOfService,
			suspect: Some(Spell { from: START + 1, until: found }),
			by: ENGINEER,
		});
		assert_eq!(device(id).history.calibration.unwrap().at, START);
		// Whatever it says from here on is doubted too.
		assert!(!is_suspect(id, START) && is_suspect(id, START + 1));
		assert!(is_suspect(id, found) && is_suspect(id, found + DAY));
		let status = DeviceLifecycle::status(id).unwrap();
		assert_eq!(status.suspect_since, Some(found + 1));
		pass(id, SAFETY);
		assert_noop!(put_into_service(id), Error::<Test>::ServiceFailed);

		// Repaired, it is found good; until now it wasn't.
		wait(5 * DAY);
		assert_ok!(record(id, good_calibration()));
		assert_ok!(put_into_service(id));
		let status = DeviceLifecycle::status(id).unwrap();
		assert_eq!(status.suspect, [Spell { from: START + 1, until: found + 5 * DAY }]);
		assert_eq!(status.suspect_since, None);
		assert!(!is_suspect(id, now() + 1));
		assert!(DeviceLifecycle::is_suspect(id, 0, START + 1));
		assert!(!DeviceLifecycle::is_suspect(id, 0, START));
	});
}

#[test]
fn what_was_found_good_and_left_bad_should_be_doubted_from_then_on() {
	build_and_execute(|| {
		let id = in_service();
		wait(10 * DAY);
		assert_ok!(record(id, calibration(Tolerance::Within, Tolerance::Out)));
		let left = now();
		assert!(!is_suspect(id, left) && is_suspect(id, left + 1));
		wait(DAY);
		assert_ok!(record(id, good_calibration()));
		assert!(!is_suspect(id, left) && is_suspect(id, left + 1) && is_suspect(id, now()));
		assert!(!is_suspect(id, now() + 1));
	});
}

#[test]
fn a_device_that_never_was_good_should_be_doubted_from_the_beginning() {
	build_and_execute(|| {
		let model = register_model(ventilator());
		let id = register(model, serial("L1", "S1"));
		pass(id, Service::Acceptance);
		assert_ok!(record(id, calibration(Tolerance::Out, Tolerance::Within)));
		assert!(is_suspect(id, 0) && is_suspect(id, now()) && !is_suspect(id, now() + 1));
		assert_ok!(put_into_service(id));
		// Nobody answers for a device that doesn't exist.
		assert!(is_suspect(NOWHERE, 0));
	});
}

#[test]
fn doubt_should_be_joined_where_there_is_no_room_and_never_lost() {
	build_and_execute(|| {
		let id = in_service();
		let mut doubted = vec![];
		for days in [10, 30, 3] {
			wait(10 * DAY);
			assert_ok!(record(id, good_calibration()));
			let good = now();
			wait(days * DAY);
			assert_ok!(record(id, calibration(Tolerance::Out, Tolerance::Within)));
			doubted.extend([good + 1, now()]);
		}
		assert_eq!(device(id).suspect.len(), 2);
		assert!(doubted.into_iter().all(|at| is_suspect(id, at)));
		assert!(!is_suspect(id, START) && !is_suspect(id, now() + 1));
	});
}

#[test]
fn what_is_lost_or_gone_should_not_be_serviced() {
	build_and_execute(|| {
		let id = in_service();
		let test = || record(id, report(SAFETY, ServiceResult::Pass));
		assert_ok!(DeviceLifecycle::report_lost(signed(NURSE), id));
		assert_noop!(test(), Error::<Test>::NotAvailable);
		assert_ok!(DeviceLifecycle::report_found(signed(NURSE), id));
		decommissioned(id);
		assert_noop!(test(), Error::<Test>::Decommissioned);
		pass(id, Service::Decontamination);
		assert_ok!(DeviceLifecycle::dispose(signed(ENGINEER), id, None));
		assert_noop!(test(), Error::<Test>::Disposed);
	});
}
