// SPDX-License-Identifier: Apache-2.0

//! Each invariant is broken once, and noticed.

use super::prelude::*;

/// Runs `break_it` on a chain where everything occurs, and expects the invariant to be named.
fn broken(number: u8, break_it: impl FnOnce(PatientId)) {
	new_test_ext().execute_with(|| {
		let id = claimed("ada");
		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		with_recovery("ada");
		begin_recovery(id, "candidate");
		assert_ok!(Patients::offer_sponsorship(signed("clinic/registrar"), id, now() + DAY));
		let gone = claimed("gone");
		assert_ok!(Patients::close(signed("gone"), gone));
		assert_ok!(Patients::issue_voucher(registrar(), account("holder"), now() + DAY));
		assert_eq!(Patients::do_try_state(), Ok(()));

		break_it(id);
		let error = Patients::do_try_state().expect_err("it is broken");
		let message: &str = error.into();
		assert!(message.starts_with(&format!("{number}: ")), "{message}");
	});
}

fn set(name: &str, entry: PatientAccount) {
	Accounts::<Test>::insert(account(name), entry);
}

fn change(id: PatientId, change: impl FnOnce(&mut PatientOf<Test>)) {
	crate::Patients::<Test>::mutate(id, |patient| change(patient.as_mut().unwrap()));
}

#[test]
fn every_invariant_should_be_checked() {
	let gone = PatientId::derive(&AccountId::new(nonce("hospital/registrar")), &nonce("gone"));
	let controller = |patient| PatientAccount::Controller { patient, sponsor: HOSPITAL };

	broken(1, |_| set("gone", controller(gone)));
	broken(2, |_| set("ada", controller(gone)));
	broken(2, |id| change(id, |patient| patient.sponsor = CLINIC));
	broken(3, |_| drop(System::dec_providers(&account("ada"))));
	broken(4, |id| set("holder", controller(id)));
	broken(5, Representatives::<Test>::remove);
	broken(6, RecoveryAttempts::<Test>::remove);
	broken(7, |_| set("holder", PatientAccount::Former { patient: PatientId([0; 32]) }));
	broken(8, |id| Representatives::<Test>::insert(gone, Representatives::<Test>::get(id)));
	broken(9, |id| {
		Representatives::<Test>::mutate(id, |list| list[0].scopes = Scopes::CONSENT);
	});
	broken(10, |id| {
		Representatives::<Test>::mutate(id, |list| list[0].evidence.bytes = [0; 32]);
	});
	broken(11, |id| Recoveries::<Test>::insert(gone, Recoveries::<Test>::get(id).unwrap()));
	broken(12, |id| {
		Recoveries::<Test>::mutate(id, |plan| plan.as_mut().unwrap().threshold = 0);
	});
	broken(13, |id| {
		change(id, |patient| patient.status = Status::Deceased { recorded: 0 });
	});
	broken(14, |id| set("candidate", PatientAccount::Former { patient: id }));
	broken(15, |id| {
		SponsorshipOffers::<Test>::mutate(id, |offer| {
			offer.as_mut().unwrap().institution = HOSPITAL;
		});
	});
}
