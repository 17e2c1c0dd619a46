// SPDX-License-Identifier: Apache-2.0

//! `set_recovery`, `remove_recovery`, `begin_recovery`, `veto_recovery` and `complete_recovery`.

use super::prelude::*;
use sp_runtime::ArithmeticError;

fn begin(id: PatientId, to: &str, by: &[u8]) -> DispatchResult {
	let (expires, signatures) = recovery_signatures(id, to, by);
	Patients::begin_recovery(signed("anyone"), id, account(to), expires, signatures)
}

#[test]
fn a_plan_should_be_one_that_can_be_met() {
	build_and_execute(|| {
		let id = claimed("ada");
		let twice = GuardianKeysOf::<Test>::try_from(vec![key("one"), key("one")]).unwrap();
		for (keys, threshold, delay, error) in [
			(guardians(3), 0, 2 * DAY, Error::<Test>::InvalidThreshold),
			(guardians(3), 4, 2 * DAY, Error::InvalidThreshold),
			(guardians(0), 1, 2 * DAY, Error::InvalidThreshold),
			(guardians(3), 2, 2 * DAY - 1, Error::DelayTooShort),
			(twice, 2, 2 * DAY, Error::DuplicateKey),
		] {
			assert_noop!(Patients::set_recovery(signed("ada"), keys, threshold, delay), error);
		}
		assert_ok!(Patients::set_recovery(signed("ada"), guardians(5), 5, 3 * DAY));
		assert_eq!(last_event(), Event::RecoverySet { patient: id, threshold: 5, delay: 3 * DAY });
		let plan = Recoveries::<Test>::get(id).unwrap();
		assert_eq!((plan.keys, plan.threshold, plan.delay), (guardians(5), 5, 3 * DAY));
	});
}

#[test]
fn a_plan_should_be_the_controllers() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		assert_noop!(Patients::remove_recovery(signed("ada")), Error::<Test>::NoRecoveryPlan);
		with_recovery("ada");
		for name in ["mother", "stranger"] {
			assert_noop!(
				Patients::set_recovery(signed(name), guardians(3), 2, 2 * DAY),
				Error::<Test>::NotController
			);
			assert_noop!(Patients::remove_recovery(signed(name)), Error::<Test>::NotController);
		}
		deceased(id);
		assert_noop!(
			Patients::set_recovery(signed("ada"), guardians(3), 2, 2 * DAY),
			Error::<Test>::PatientDeceased
		);
		assert_noop!(Patients::remove_recovery(signed("ada")), Error::<Test>::PatientDeceased);
	});
}

#[test]
fn enough_guardians_should_begin_a_recovery() {
	build_and_execute(|| {
		let id = claimed("ada");
		with_recovery("ada");
		assert_ok!(begin(id, "new", &[1, 2]));
		let ready_at = START + 2 * DAY;
		assert_eq!(
			last_event(),
			Event::RecoveryBegun { patient: id, new_controller: account("new"), ready_at }
		);
		let attempt = Attempt { new_controller: account("new"), ready_at };
		assert_eq!(RecoveryAttempts::<Test>::get(id), Some(attempt));
		assert_eq!(entry("new"), Some(PatientAccount::Candidate { patient: id }));
		assert!(!speaks("new", id) && speaks("ada", id));
		assert_eq!(payer("new"), None);
	});
}

#[test]
fn a_recovery_should_be_refused_without_enough_good_signatures() {
	build_and_execute(|| {
		let id = claimed("ada");
		let new = account("new");
		with_recovery("ada");
		assert_noop!(begin(id, "new", &[]), Error::<Test>::TooFewSignatures);
		assert_noop!(begin(id, "new", &[1]), Error::<Test>::TooFewSignatures);
		assert_noop!(begin(id, "new", &[1, 1]), Error::<Test>::SignaturesNotInOrder);
		assert_noop!(begin(id, "new", &[2, 1]), Error::<Test>::SignaturesNotInOrder);
		assert_noop!(begin(id, "new", &[1, 3]), Error::<Test>::NoSuchGuardian);
		assert_noop!(begin(id, "new", &[1, 255]), Error::<Test>::NoSuchGuardian);

		let (expires, good) = recovery_signatures(id, "new", &[0, 1, 2]);
		let mut bad = good.clone();
		bad[2].signature = bad[1].signature;
		for (to, expires, signatures) in [
			(new.clone(), expires, bad),
			(account("thief"), expires, good.clone()),
			(new.clone(), expires + 1, good.clone()),
		] {
			assert_noop!(
				Patients::begin_recovery(signed("thief"), id, to, expires, signatures),
				Error::<Test>::BadSignature
			);
		}
		assert_ok!(Patients::begin_recovery(signed("thief"), id, new, expires, good));
	});
}

#[test]
fn a_recovery_should_be_refused_outside_its_term_or_without_a_plan() {
	build_and_execute(|| {
		let (id, unclaimed, gone) = (claimed("ada"), open("ben"), claimed("cleo"));
		let new = account("new");
		assert_noop!(begin(id, "new", &[0, 1]), Error::<Test>::NoRecoveryPlan);
		assert_noop!(begin(unclaimed, "new", &[0, 1]), Error::<Test>::NoRecoveryPlan);
		assert_ok!(Patients::close(signed("cleo"), gone));
		assert_noop!(begin(gone, "new", &[0, 1]), Error::<Test>::PatientClosed);

		with_recovery("ada");
		let (expires, signatures) = recovery_signatures(id, "new", &[0, 1]);
		for (patient, expires, error) in [
			(PatientId([0; 32]), expires, Error::<Test>::NotFound),
			(id, now(), Error::Expired),
			(id, now() + MaxStatementTerm::get() + 1, Error::TermTooLong),
		] {
			assert_noop!(
				Patients::begin_recovery(
					signed("x"),
					patient,
					new.clone(),
					expires,
					signatures.clone()
				),
				error
			);
		}
		deceased(id);
		assert_noop!(begin(id, "new", &[0, 1]), Error::<Test>::PatientDeceased);
	});
}

#[test]
fn a_recovery_should_not_go_to_an_account_in_use() {
	build_and_execute(|| {
		let id = claimed("ada");
		let _ben = claimed("ben");
		assert_ok!(appoint("ada", "mother", Scopes::CONSENT));
		with_recovery("ada");
		for name in ["ada", "ben", "mother", "clinic/physician"] {
			assert_noop!(begin(id, name, &[0, 1]), Error::<Test>::AccountInUse);
		}
		assert_ok!(begin(id, "new", &[0, 1]));
		assert_noop!(begin(id, "new", &[0, 1]), Error::<Test>::AccountInUse);
	});
}

#[test]
fn nobody_should_stop_a_recovery_by_taking_its_account_into_service() {
	build_and_execute(|| {
		let id = claimed("ada");
		let _eve = claimed("eve");
		with_recovery("ada");
		begin_recovery(id, "new");
		assert_noop!(appoint("eve", "new", Scopes::CONSENT), Error::<Test>::AccountInUse);
		assert_noop!(
			Patients::issue_voucher(signed("clinic/registrar"), account("new"), now() + DAY),
			Error::<Test>::AccountInUse
		);
		// An institution that made it a credential meanwhile does stop it, in the open.
		advance(2 * DAY);
		employ(&account("new"), CLINIC, Role::Nurse);
		assert_noop!(Patients::complete_recovery(signed("x"), id), Error::<Test>::AccountInUse);
		assert_ok!(begin(id, "newer", &[0, 1]));
	});
}

#[test]
fn a_new_recovery_should_take_the_place_of_one_that_runs() {
	build_and_execute(|| {
		let id = claimed("ada");
		with_recovery("ada");
		assert_ok!(begin(id, "wrong", &[0, 1]));
		advance(DAY);
		assert_ok!(begin(id, "right", &[0, 1]));
		assert_eq!(entry("wrong"), Some(PatientAccount::Former { patient: id }));
		advance(DAY);
		assert_noop!(Patients::complete_recovery(signed("x"), id), Error::<Test>::TooEarly);
		advance(DAY);
		assert_ok!(Patients::complete_recovery(signed("x"), id));
		assert!(speaks("right", id) && !speaks("wrong", id));
	});
}

#[test]
fn signatures_should_count_once() {
	build_and_execute(|| {
		let id = claimed("ada");
		with_recovery("ada");
		let (expires, signatures) = recovery_signatures(id, "new", &[0, 1]);
		let submit = || {
			Patients::begin_recovery(signed("x"), id, account("new"), expires, signatures.clone())
		};
		assert_ok!(submit());
		// Not to set the delay back, nor after a veto, nor under another plan with the same keys.
		assert_noop!(submit(), Error::<Test>::AccountInUse);
		assert_ok!(Patients::veto_recovery(signed("ada")));
		assert_noop!(submit(), Error::<Test>::BadSignature);
		assert_ok!(Patients::remove_recovery(signed("ada")));
		with_recovery("ada");
		assert_noop!(submit(), Error::<Test>::BadSignature);
	});
}

#[test]
fn signatures_that_were_kept_back_should_be_void_after_a_new_plan() {
	build_and_execute(|| {
		let id = claimed("ada");
		with_recovery("ada");
		let (expires, signatures) = recovery_signatures(id, "new", &[0, 1]);
		with_recovery("ada");
		assert_noop!(
			Patients::begin_recovery(signed("x"), id, account("new"), expires, signatures),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn the_controller_or_a_full_representative_should_veto() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		assert_ok!(appoint("ada", "sister", Scopes::CONSENT));
		with_recovery("ada");
		assert_noop!(Patients::veto_recovery(signed("ada")), Error::<Test>::NoAttempt);
		for by in ["ada", "mother"] {
			begin_recovery(id, "new");
			for name in ["sister", "new", "stranger"] {
				assert_noop!(Patients::veto_recovery(signed(name)), Error::<Test>::NotAuthorized);
			}
			let nonce = stored(id).recovery_nonce;
			assert_ok!(Patients::veto_recovery(signed(by)));
			assert_eq!(last_event(), Event::RecoveryVetoed { patient: id, by: account(by) });
			assert_eq!(stored(id).recovery_nonce, nonce + 1);
			assert_eq!(entry("new"), Some(PatientAccount::Former { patient: id }));
		}
		advance(2 * DAY);
		assert_noop!(Patients::complete_recovery(signed("x"), id), Error::<Test>::NoAttempt);
	});
}

#[test]
fn a_recovery_should_be_completed_after_its_delay() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		with_recovery("ada");
		begin_recovery(id, "new");
		advance(2 * DAY - 1);
		assert_noop!(Patients::complete_recovery(signed("x"), id), Error::<Test>::TooEarly);
		advance(1);
		assert_ok!(Patients::complete_recovery(signed("x"), id));
		assert_eq!(
			last_event(),
			Event::RecoveryCompleted { patient: id, controller: account("new") }
		);
		assert!(speaks("new", id) && !speaks("ada", id));
		assert_eq!((payer("new"), payer("ada")), (Some(HOSPITAL), None));
		assert_eq!(entry("ada"), Some(PatientAccount::Former { patient: id }));
		assert!(speaks("mother", id), "representatives stay");
		assert!(Recoveries::<Test>::contains_key(id), "and so does the plan");
		assert_noop!(Patients::complete_recovery(signed("x"), id), Error::<Test>::NoAttempt);
	});
}

#[test]
fn changing_the_plan_should_end_a_recovery() {
	build_and_execute(|| {
		let id = claimed("ada");
		with_recovery("ada");
		begin_recovery(id, "one");
		with_recovery("ada");
		assert!(!RecoveryAttempts::<Test>::contains_key(id));
		begin_recovery(id, "two");
		assert_ok!(Patients::remove_recovery(signed("ada")));
		assert_eq!(last_event(), Event::RecoveryRemoved { patient: id });
		assert!(!RecoveryAttempts::<Test>::contains_key(id));
		assert!(!Recoveries::<Test>::contains_key(id));
	});
}

#[test]
fn an_exhausted_nonce_should_refuse_rather_than_start_again() {
	build_and_execute(|| {
		let id = claimed("ada");
		with_recovery("ada");
		crate::Patients::<Test>::mutate(id, |patient| {
			patient.as_mut().unwrap().recovery_nonce = u32::MAX;
		});
		assert_noop!(begin(id, "new", &[0, 1]), ArithmeticError::Overflow);
	});
}
