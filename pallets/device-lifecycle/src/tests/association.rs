// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::assert_noop;

/// A stent in service.
fn stent_in_service() -> DeviceId {
	let model = register_model(stent());
	let id = register(model, boxed("L1", 0));
	commission(id);
	id
}

fn associate(id: DeviceId) -> DispatchResult {
	DeviceLifecycle::associate(signed(PHYSICIAN), id, digest(5))
}

fn dissociate(id: DeviceId) -> DispatchResult {
	DeviceLifecycle::dissociate(signed(PHYSICIAN), id)
}

fn implant(id: DeviceId, patient: u8, occurred: Moment) -> DispatchResult {
	DeviceLifecycle::implant(signed(PHYSICIAN), id, digest(patient), occurred)
}

fn explant(id: DeviceId, occurred: Moment) -> DispatchResult {
	DeviceLifecycle::explant(signed(PHYSICIAN), id, occurred)
}

fn reverse(who: AccountId, device_use: u64) -> DispatchResult {
	DeviceLifecycle::reverse_use(signed(who), device_use, ReversalReason::DidNotOccur)
}

#[test]
fn a_device_should_be_with_one_patient_at_a_time() {
	build_and_execute(|| {
		let id = in_service();
		assert_noop!(dissociate(id), Error::<Test>::NotWithPatient);
		assert_noop!(
			DeviceLifecycle::associate(signed(PHYSICIAN), id, digest(0)),
			Error::<Test>::ZeroDigest
		);
		assert_ok!(associate(id));
		assert_event(Event::Associated { device: id, patient: digest(5), by: PHYSICIAN });
		assert_noop!(associate(id), Error::<Test>::WithPatient);
		assert_ok!(dissociate(id));
		assert_event(Event::Dissociated { device: id, by: PHYSICIAN });
		assert_ok!(associate(id));
		assert_noop!(
			DeviceLifecycle::dissociate(signed(CLINIC_PHYSICIAN), id),
			Error::<Test>::NotTheOwner
		);
		assert_ok!(dissociate(id));
		wait(180 * DAY);
		assert_noop!(associate(id), Error::<Test>::OutOfCalibration);
	});
}

#[test]
fn an_implant_should_be_used_by_being_implanted_and_never_again() {
	build_and_execute(|| {
		let id = stent_in_service();
		assert_noop!(implant(id, 0, now()), Error::<Test>::ZeroDigest);
		assert_noop!(implant(id, 5, now() + HOUR), Error::<Test>::OccurredInFuture);
		assert_noop!(implant(id, 5, now() - HOUR), Error::<Test>::Backdated);
		assert_noop!(explant(id, now()), Error::<Test>::NotWithPatient);
		assert_ok!(implant(id, 5, now()));
		assert_event(Event::Implanted {
			device: id,
			device_use: 0,
			patient: digest(5),
			occurred: now(),
			by: PHYSICIAN,
		});
		let facts = DeviceLifecycle::facts(EvidenceId::DeviceUse(0)).unwrap();
		assert_eq!(facts.beneficiary, Beneficiary::Committed(digest(5)));
		assert_noop!(implant(id, 6, now()), Error::<Test>::WithPatient);
		assert_noop!(associate(id), Error::<Test>::WithPatient);
		assert_noop!(dissociate(id), Error::<Test>::NotWithPatient);
		assert_noop!(use_on_patient(id), Error::<Test>::AlreadyUsed);

		wait(DAY);
		assert_noop!(explant(id, START - 1), Error::<Test>::Backdated);
		assert_ok!(explant(id, now()));
		assert_event(Event::Explanted { device: id, occurred: now(), by: PHYSICIAN });
		assert_eq!(device(id).status, ServiceStatus::OutOfService);
		pass(id, Service::CorrectiveMaintenance);
		assert_noop!(put_into_service(id), Error::<Test>::WasImplanted);
		assert_noop!(implant(id, 6, now()), Error::<Test>::WasImplanted);
		assert_noop!(associate(id), Error::<Test>::WasImplanted);
	});
}

#[test]
fn what_does_not_stay_in_the_body_should_not_be_implanted() {
	build_and_execute(|| {
		let id = in_service();
		assert_noop!(implant(id, 5, now()), Error::<Test>::NotImplantable);
	});
}

#[test]
fn a_use_should_be_evidence_until_it_is_taken_back() {
	build_and_execute(|| {
		let id = in_service();
		wait(HOUR);
		let beneficiary = Beneficiary::Patient(PATIENT);
		let occurred = now() - MINUTE;
		let by = |who, beneficiary, occurred| {
			DeviceLifecycle::record_use(signed(who), id, beneficiary, occurred)
		};
		assert_ok!(by(PHYSICIAN, beneficiary, occurred));
		assert_event(Event::UseRecorded {
			device_use: 0,
			device: id,
			beneficiary,
			occurred,
			by: PHYSICIAN,
		});
		let stored = DeviceLifecycle::device_use(0).unwrap();
		assert_eq!((stored.device, stored.institution), (id, HOSPITAL));
		let facts = DeviceLifecycle::facts(EvidenceId::DeviceUse(0)).unwrap();
		assert_eq!((facts.beneficiary, facts.provider), (beneficiary, HOSPITAL));
		assert_eq!((facts.occurred, facts.recorded), (occurred, now()));
		assert_eq!(facts.standing, EvidenceStanding::Confirmed);
		assert_eq!(DeviceLifecycle::facts(EvidenceId::DeviceUse(1)), None);
		assert_eq!(DeviceLifecycle::facts(EvidenceId::Dispense(0)), None);

		assert_noop!(reverse(CLINIC_PHYSICIAN, 0), Error::<Test>::NotTheUser);
		assert_noop!(reverse(PHYSICIAN, 1), Error::<Test>::UnknownUse);
		assert_ok!(reverse(PHYSICIAN, 0));
		assert_event(Event::UseReversed {
			device_use: 0,
			reason: ReversalReason::DidNotOccur,
			by: PHYSICIAN,
		});
		assert_noop!(reverse(PHYSICIAN, 0), Error::<Test>::AlreadyReversed);
		let facts = DeviceLifecycle::facts(EvidenceId::DeviceUse(0)).unwrap();
		assert_eq!(facts.standing, EvidenceStanding::Reversed);

		let nobody = Beneficiary::Patient(UNKNOWN_PATIENT);
		assert_noop!(by(PHYSICIAN, nobody, now()), Error::<Test>::PatientNotOpen);
		let empty = Beneficiary::Committed(digest(0));
		assert_noop!(by(PHYSICIAN, empty, now()), Error::<Test>::ZeroDigest);
		assert_noop!(by(PHYSICIAN, beneficiary, now() + HOUR), Error::<Test>::OccurredInFuture);
		assert_noop!(by(CLINIC_PHYSICIAN, beneficiary, now()), Error::<Test>::NotTheOwner);
	});
}

#[test]
fn a_use_should_not_be_dated_into_a_time_that_nobody_can_judge() {
	build_and_execute(|| {
		let id = in_service();
		let used = |occurred| {
			let beneficiary = Beneficiary::Patient(PATIENT);
			DeviceLifecycle::record_use(signed(PHYSICIAN), id, beneficiary, occurred)
		};
		assert_noop!(used(START - 1), Error::<Test>::Backdated);
		wait(366 * DAY);
		assert_ok!(record(id, good_calibration()));
		pass(id, Service::SafetyTest);
		// It was overdue; maintained now, it doesn't become fit yesterday.
		assert_noop!(used(now()), Error::<Test>::MaintenanceOverdue);
		pass(id, Service::PreventiveMaintenance);
		assert_noop!(used(now() - DAY), Error::<Test>::Backdated);
		assert_ok!(used(now()));
	});
}

#[test]
fn a_single_use_device_should_be_used_once_even_if_that_is_taken_back() {
	build_and_execute(|| {
		let id = stent_in_service();
		assert_ok!(use_on_patient(id));
		assert_noop!(use_on_patient(id), Error::<Test>::AlreadyUsed);
		assert_ok!(reverse(PHYSICIAN, 0));
		assert_noop!(use_on_patient(id), Error::<Test>::AlreadyUsed);
		assert_eq!(check(id, DevicePurpose::Use), Err(DeviceRefusal::AlreadyUsed));
		assert_eq!(check(id, DevicePurpose::Bill), Ok(()));
	});
}
