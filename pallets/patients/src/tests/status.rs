// SPDX-License-Identifier: Apache-2.0

//! `record_death`, `reverse_death` and `close`.

use super::prelude::*;

#[test]
fn a_death_should_be_recorded_without_its_day() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(Patients::record_death(physician(), id));
		let status = Status::Deceased { recorded: START };
		assert_eq!(stored(id).status, status);
		assert_eq!(
			last_event(),
			Event::DeathRecorded { patient: id, by: account("hospital/physician") }
		);
		assert!(!Patients::is_open(&id));
	});
}

#[test]
fn a_death_should_be_reversible_by_the_sponsor() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_noop!(Patients::reverse_death(registrar(), id), Error::<Test>::NotDeceased);
		deceased(id);
		assert_noop!(
			Patients::reverse_death(signed("clinic/physician"), id),
			Error::<Test>::NotSponsor
		);
		assert_noop!(
			Patients::reverse_death(registrar(), PatientId([0; 32])),
			Error::<Test>::NotFound
		);
		assert_ok!(Patients::reverse_death(physician(), id));
		assert_eq!(
			last_event(),
			Event::DeathReversed { patient: id, by: account("hospital/physician") }
		);
		assert!(Patients::is_open(&id) && speaks("ada", id));
	});
}

#[test]
fn a_death_should_be_the_sponsors_to_record_once() {
	build_and_execute(|| {
		let (id, gone) = (claimed("ada"), claimed("ben"));
		assert_ok!(Patients::close(signed("ben"), gone));
		for (by, id, error) in [
			(registrar(), PatientId([0; 32]), Error::<Test>::NotFound),
			(signed("clinic/registrar"), id, Error::NotSponsor),
			(registrar(), gone, Error::PatientClosed),
		] {
			assert_noop!(Patients::record_death(by, id), error);
		}
		assert_ok!(Patients::record_death(registrar(), id));
		assert_noop!(Patients::record_death(registrar(), id), Error::<Test>::PatientDeceased);
	});
}

#[test]
fn a_death_in_error_should_not_let_a_recovery_pass_unheard() {
	build_and_execute(|| {
		let id = claimed("ada");
		with_recovery("ada");
		begin_recovery(id, "candidate");
		deceased(id);
		advance(3 * DAY);
		assert_ok!(Patients::reverse_death(registrar(), id));
		assert_noop!(Patients::complete_recovery(signed("x"), id), Error::<Test>::NoAttempt);
		assert!(speaks("ada", id));
	});
}

#[test]
fn closing_should_end_everything_that_was_granted() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		assert_ok!(appoint("ada", "uncle", Scopes::CONSENT));
		with_recovery("ada");
		begin_recovery(id, "candidate");
		assert_ok!(Patients::offer_sponsorship(signed("clinic/registrar"), id, now() + DAY));
		advance(HOUR);
		let info = Patients::close(signed("ada"), id).unwrap();
		assert_eq!(info.actual_weight, Some(<() as WeightInfo>::close(2)));
		assert_eq!(last_event(), Event::PatientClosed { patient: id });
		assert_eq!(stored(id).status, Status::Closed { at: START + HOUR });

		assert!(!Patients::is_open(&id));
		for name in ["ada", "mother", "uncle", "candidate"] {
			assert_eq!(entry(name), Some(PatientAccount::Former { patient: id }), "{name}");
			assert!(!speaks(name, id));
			assert_eq!(payer(name), None);
			assert_eq!(System::providers(&account(name)), 1);
		}
		assert!(!Recoveries::<Test>::contains_key(id));
		assert!(!RecoveryAttempts::<Test>::contains_key(id));
		assert!(!Representatives::<Test>::contains_key(id));
		assert!(!SponsorshipOffers::<Test>::contains_key(id));
		assert_noop!(Patients::close(signed("ada"), id), Error::<Test>::NotController);
	});
}

#[test]
fn an_unclaimed_patient_should_be_closed_by_its_sponsor() {
	build_and_execute(|| {
		let (id, died, has_controller) = (open("ada"), open("ben"), claimed("cleo"));
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::EVERYTHING));
		deceased(died);
		for (by, id, error) in [
			(registrar(), PatientId([0; 32]), Error::<Test>::NotFound),
			(signed("clinic/registrar"), id, Error::NotSponsor),
			(registrar(), has_controller, Error::AlreadyClaimed),
			(registrar(), died, Error::PatientDeceased),
			(signed("mother"), id, Error::NotController),
			(signed("cleo"), id, Error::NotController),
		] {
			assert_noop!(Patients::close(by, id), error);
		}
		assert_ok!(Patients::close(registrar(), id));
		assert_eq!(entry("mother"), Some(PatientAccount::Former { patient: id }));
		assert_noop!(Patients::close(registrar(), id), Error::<Test>::PatientClosed);
	});
}

#[test]
fn a_deceased_patient_should_not_be_closed() {
	build_and_execute(|| {
		let id = claimed("ada");
		deceased(id);
		assert_noop!(Patients::close(signed("ada"), id), Error::<Test>::PatientDeceased);
	});
}
