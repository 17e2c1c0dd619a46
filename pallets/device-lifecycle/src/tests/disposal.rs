// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::assert_noop;

fn decommission(id: DeviceId, evidence: Option<u8>) -> DispatchResult {
	DeviceLifecycle::decommission(signed(ENGINEER), id, evidence.map(digest))
}

fn dispose(id: DeviceId, evidence: Option<u8>) -> DispatchResult {
	DeviceLifecycle::dispose(signed(ENGINEER), id, evidence.map(digest))
		.map(|_| ())
		.map_err(|error| error.error)
}

fn in_error(id: DeviceId) -> DispatchResult {
	DeviceLifecycle::enter_in_error(signed(ENGINEER), id).map(|_| ()).map_err(|error| error.error)
}

#[test]
fn data_should_be_destroyed_before_a_device_goes() {
	build_and_execute(|| {
		let id = in_service();
		assert_noop!(dispose(id, Some(9)), Error::<Test>::NotDecommissioned);
		assert_noop!(decommission(id, None), Error::<Test>::SanitisationMissing);
		assert_noop!(decommission(id, Some(0)), Error::<Test>::ZeroDigest);
		assert_ok!(decommission(id, Some(9)));
		assert_event(Event::Decommissioned {
			device: id,
			sanitisation: Some(digest(9)),
			by: ENGINEER,
		});
		assert_noop!(decommission(id, Some(9)), Error::<Test>::Decommissioned);
		assert_noop!(put_into_service(id), Error::<Test>::Decommissioned);
		assert_ok!(dispose(id, None));
		assert_event(Event::Disposed { device: id, sanitisation: None, by: ENGINEER });
		assert_noop!(dispose(id, None), Error::<Test>::Disposed);
		assert_noop!(in_error(id), Error::<Test>::Disposed);
		assert_eq!(check(id, DevicePurpose::Use), Err(DeviceRefusal::NotInService));

		// What keeps no data needs no evidence.
		let stents = register_model(stent());
		let stent = register(stents, boxed("L1", 0));
		assert_ok!(decommission(stent, None));
		assert_ok!(dispose(stent, None));
	});
}

#[test]
fn what_a_removal_has_taken_away_should_still_show_that_its_data_are_gone() {
	build_and_execute(|| {
		let id = in_service();
		let action = open(0, FieldActionScope::Model, FieldActionKind::Removal);
		assert_ok!(settle(action, id, Disposition::Removed));
		assert_noop!(dispose(id, None), Error::<Test>::SanitisationMissing);
		assert_ok!(dispose(id, Some(9)));
	});
}

#[test]
fn what_is_with_a_patient_should_not_go() {
	build_and_execute(|| {
		let id = in_service();
		assert_ok!(DeviceLifecycle::associate(signed(PHYSICIAN), id, digest(5)));
		assert_noop!(decommission(id, Some(9)), Error::<Test>::WithPatient);
		assert_noop!(in_error(id), Error::<Test>::WithPatient);
		let action = open(0, FieldActionScope::Model, FieldActionKind::Removal);
		assert_noop!(settle(action, id, Disposition::Removed), Error::<Test>::WithPatient);
	});
}

#[test]
fn an_error_should_stop_everything() {
	build_and_execute(|| {
		let id = in_service();
		assert_ok!(in_error(id));
		assert_event(Event::EnteredInError { device: id, by: ENGINEER });
		assert_noop!(in_error(id), Error::<Test>::InError);
		for purpose in [DevicePurpose::Report, DevicePurpose::Use, DevicePurpose::Bill] {
			assert_eq!(check(id, purpose), Err(DeviceRefusal::EnteredInError));
		}
		assert!(is_suspect(id, START));
	});
}

/// What brings a device to its end.
type End = fn(DeviceId);

/// Each call about a device that has come to an end, whichever it came to.
#[test]
fn nothing_should_happen_after_the_end() {
	build_and_execute(|| {
		let ends: [(End, Error<Test>); 3] = [
			(disposed, Error::Disposed),
			(|id| in_error(id).unwrap(), Error::InError),
			(
				|id| {
					assert_ok!(DeviceLifecycle::report_destroyed(signed(ENGINEER), id, digest(9)));
				},
				Error::Destroyed,
			),
		];
		let model = register_model(ventilator());
		for (number, (end, error)) in ends.into_iter().enumerate() {
			let id = register(model, serial("L1", &format!("S{number}")));
			commission(id);
			set_key(id, 1);
			let batch = next_batch(id, 0);
			end(id);
			let engineer = || signed(ENGINEER);
			let outcomes = [
				DeviceLifecycle::offer_transfer(engineer(), id, CLINIC),
				DeviceLifecycle::accept_transfer(signed(CLINIC_ENGINEER), id),
				DeviceLifecycle::cancel_transfer(engineer(), id),
				record(id, good_calibration()),
				put_into_service(id),
				DeviceLifecycle::take_out_of_service(engineer(), id, OutOfServiceReason::Fault),
				DeviceLifecycle::report_lost(signed(NURSE), id),
				DeviceLifecycle::report_found(signed(NURSE), id),
				DeviceLifecycle::report_damaged(signed(NURSE), id),
				DeviceLifecycle::set_key(engineer(), id, key(2), [0; 64]),
				DeviceLifecycle::rotate_key(engineer(), id, key(2), [0; 64]),
				DeviceLifecycle::revoke_key(engineer(), id),
				submit(id, batch, 1),
				DeviceLifecycle::associate(signed(PHYSICIAN), id, digest(5)),
				DeviceLifecycle::dissociate(signed(PHYSICIAN), id),
				DeviceLifecycle::implant(signed(PHYSICIAN), id, digest(5), now()),
				DeviceLifecycle::explant(signed(PHYSICIAN), id, now()),
				use_on_patient(id),
				settle(0, id, Disposition::Corrected),
				decommission(id, Some(9)),
				dispose(id, Some(9)),
				in_error(id),
			];
			for (place, outcome) in outcomes.into_iter().enumerate() {
				let expected: sp_runtime::DispatchError = error_again(&error).into();
				assert_eq!(outcome, Err(expected), "{place}");
			}
		}
	});
}

fn error_again(error: &Error<Test>) -> Error<Test> {
	match error {
		Error::Disposed => Error::Disposed,
		Error::InError => Error::InError,
		_ => Error::Destroyed,
	}
}
