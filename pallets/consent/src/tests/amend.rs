// SPDX-License-Identifier: Apache-2.0

//! New versions.

use super::*;
use frame_support::{assert_noop, assert_ok};

#[test]
fn an_amendment_should_follow_from_the_version_before() {
	build_and_execute(|| {
		let consent = granted(labs());
		wait(HOUR);
		assert_ok!(amend(consent, 1, no_labs()));
		assert_event(Event::Amended { patient: PATIENT, consent, version: 2, performer: ADA });
		let (old, new) = (version(consent, 1), version(consent, 2));
		assert_eq!(old.status, Status::Ended(EndReason::Amended));
		assert_eq!((old.ended, new.recorded), (Some(now()), now()));
		assert_eq!(new.predecessor, Some(sp_io::hashing::blake2_256(&labs().encode())));
		assert_eq!((new.directive, new.source, new.status), (no_labs(), digest(2), Status::Active));
		assert_eq!(ask(&request()), Err(Denial::ByConsent { consent, version: 2 }));
		assert_eq!(Consent::history(PATIENT).len(), 2);
		assert_eq!(Consent::directives(PATIENT).len(), 1);
	});
}

#[test]
fn others_should_be_told_whether_a_version_still_counts() {
	build_and_execute(|| {
		let consent = granted(labs_until(START + DAY));
		let counts = |version| Consent::is_active(&PATIENT, consent, version);
		assert!(counts(1) && !counts(2) && !Consent::is_active(&PATIENT, consent + 1, 1));
		assert!(!Consent::is_active(&OTHER_PATIENT, consent, 1));
		assert_ok!(amend(consent, 1, labs_until(START + 2 * DAY)));
		assert!(!counts(1) && counts(2));
		wait(2 * DAY - 1);
		assert!(counts(2));
		wait(1);
		assert!(!counts(2));
		let other = granted(labs());
		assert!(Consent::is_active(&PATIENT, other, 1));
		assert_ok!(withdraw(other));
		assert!(!Consent::is_active(&PATIENT, other, 1));
	});
}

#[test]
fn an_amendment_should_be_of_what_is_in_force() {
	build_and_execute(|| {
		let consent = granted(labs_until(START + DAY));
		assert_noop!(amend(consent, 2, no_labs()), Error::<Test>::StaleVersion);
		assert_noop!(amend(consent, 0, no_labs()), Error::<Test>::StaleVersion);
		assert_noop!(amend(consent + 1, 1, no_labs()), Error::<Test>::NotFound);
		assert_noop!(amend(consent, 1, labs_until(START + DAY)), Error::<Test>::NoChange);
		wait(DAY);
		assert_noop!(amend(consent, 1, no_labs()), Error::<Test>::Expired);
		assert_ok!(withdraw(consent));
		assert_noop!(amend(consent, 1, no_labs()), Error::<Test>::NotFound);
	});
}

#[test]
fn an_amendment_should_be_checked_as_a_grant_is() {
	build_and_execute(|| {
		let consent = granted(labs());
		assert_noop!(
			Consent::amend(signed(ADA), PATIENT, consent, 1, no_labs(), digest(0)),
			Error::<Test>::ZeroDigest
		);
		assert_noop!(amend(consent, 1, labs_until(START)), Error::<Test>::ImproperPeriod);
		let mut stranger = no_labs();
		stranger.custodians = vec![0].try_into().unwrap();
		assert_noop!(amend(consent, 1, stranger), Error::<Test>::UnknownInstitution);
		// Into research and out of it takes the word in both matters.
		assert_noop!(
			Consent::amend(signed(FRIEND), PATIENT, consent, 1, research(1), digest(1)),
			Error::<Test>::NotAuthorized
		);
		assert_ok!(amend(consent, 1, research(1)));
		assert_noop!(
			Consent::amend(signed(FRIEND), PATIENT, consent, 2, labs(), digest(1)),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn versions_should_not_wrap() {
	new_test_ext().execute_with(|| {
		let consent = granted(labs());
		Directives::<Test>::mutate(PATIENT, |mine| mine.active[0].version = u32::MAX);
		assert_noop!(amend(consent, u32::MAX, no_labs()), Error::<Test>::NumbersExhausted);
	});
}
