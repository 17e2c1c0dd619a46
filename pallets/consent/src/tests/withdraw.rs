// SPDX-License-Identifier: Apache-2.0

//! Explicit revocation.

use super::*;
use frame_support::{assert_noop, assert_ok};

#[test]
fn a_withdrawal_should_count_at_once_and_be_told_from_others() {
	build_and_execute(|| {
		let consent = granted(labs());
		wait(HOUR);
		assert_ok!(withdraw(consent));
		assert_event(Event::Withdrawn { patient: PATIENT, consent, version: 1, performer: ADA });
		assert_eq!(ask(&request()), nobody());
		assert_eq!(version(consent, 1).status, Status::Ended(EndReason::Withdrawn));
		assert_eq!(Consent::directives(PATIENT), []);
		assert_noop!(withdraw(consent), Error::<Test>::NotFound);
		// The next is another consent.
		assert_eq!(granted(labs()), consent + 1);
	});
}

#[test]
fn a_withdrawal_should_know_no_condition() {
	build_and_execute(|| {
		let (expired, closed) = (granted(labs_until(START + 1)), granted(labs()));
		wait(HOUR);
		assert_ok!(withdraw(expired));
		OpenPatients::set(vec![]);
		assert_ok!(withdraw(closed));
	});
}

#[test]
fn who_speaks_in_research_should_withdraw_that_alone() {
	build_and_execute(|| {
		let (study, care) = (granted(research(1)), granted(labs()));
		let withdraw = |who, consent| Consent::withdraw(signed(who), PATIENT, consent);
		assert_noop!(withdraw(TRIALIST, care), Error::<Test>::NotAuthorized);
		assert_noop!(withdraw(READER, study), Error::<Test>::NotAuthorized);
		assert_noop!(withdraw(BEN, study), Error::<Test>::NotAuthorized);
		assert_ok!(withdraw(TRIALIST, study));
		let again = granted(research(1));
		assert_ok!(withdraw(FRIEND, again));
		assert_ok!(withdraw(FRIEND, care));
	});
}
