// SPDX-License-Identifier: Apache-2.0

//! What patients consent to by themselves.

use super::*;
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{DataClasses, Purposes};

fn grant(directive: Said) -> DispatchResult {
	Consent::grant(signed(ADA), PATIENT, directive, digest(1), None)
}

#[test]
fn a_consent_should_count_at_once_and_be_kept_with_its_source() {
	build_and_execute(|| {
		assert_eq!(ask(&request()), nobody());
		assert_ok!(Consent::grant(signed(FRIEND), PATIENT, labs(), digest(5), None));
		assert_event(Event::Granted {
			patient: PATIENT,
			consent: 0,
			performer: FRIEND,
			replaced: None,
			expired: None,
		});
		assert_eq!(ask(&request()), by_consent(0, 1));
		let expected = VersionInfo {
			consent: 0,
			version: 1,
			directive: labs(),
			source: digest(5),
			performer: Performer::Patient { account: FRIEND, proposed_by: None },
			predecessor: None,
			recorded: START,
			ended: None,
			annulled: None,
			status: Status::Active,
		};
		assert_eq!(Consent::consent(PATIENT, 0, 1), Some(expected.clone()));
		assert_eq!(Consent::directives(PATIENT), vec![expected.clone()]);
		assert_eq!(Consent::history(PATIENT), [expected]);
		assert_eq!(Consent::consent(PATIENT, 0, 2), None);
		assert_eq!(Consent::directives(OTHER_PATIENT), []);
	});
}

#[test]
fn what_cant_be_meant_should_be_refused() {
	build_and_execute(|| {
		let changed = |change: fn(&mut Said)| {
			let mut directive = labs();
			change(&mut directive);
			grant(directive)
		};
		assert_noop!(
			Consent::grant(signed(ADA), PATIENT, labs(), digest(0), None),
			Error::<Test>::ZeroDigest
		);
		assert_noop!(
			changed(|said| said.root.data_period = Some(Period { from: 2, until: Some(1) })),
			Error::<Test>::ImproperPeriod
		);
		assert_noop!(
			changed(|said| said.root.period = Some(Period { from: 0, until: Some(START) })),
			Error::<Test>::PeriodOver
		);
		assert_noop!(
			changed(|said| said.root.data_classes = DataClasses(0x10)),
			Error::<Test>::UnknownBits
		);
		assert_noop!(
			changed(|said| said.root.jurisdictions = vec![999].try_into().unwrap()),
			Error::<Test>::UnknownJurisdiction
		);
		assert_noop!(
			changed(|said| said.root.purposes = Purposes::of(&[PurposeOfUse::DSRCH])),
			Error::<Test>::ResearchWithoutStudy
		);
		assert_noop!(changed(|said| said.study = Some(1)), Error::<Test>::StudyNotResearch);
		assert_noop!(
			changed(|said| said.custodians = vec![INSTITUTIONS + 1].try_into().unwrap()),
			Error::<Test>::UnknownInstitution
		);
		assert_noop!(
			changed(|said| {
				let nobody = ActorRef::Group(0, 1);
				said.root.actors = vec![nobody].try_into().unwrap();
			}),
			Error::<Test>::UnknownInstitution
		);
		assert_noop!(grant(research(STUDIES)), Error::<Test>::UnknownStudy);
		assert_ok!(grant(research(STUDIES - 1)));
		assert_ok!(changed(|said| said.root.period = until(START + 1)));
	});
}

#[test]
fn a_closed_pseudonym_should_take_no_new_consent() {
	build_and_execute(|| {
		let old = granted(labs());
		OpenPatients::set(vec![]);
		assert_noop!(grant(labs()), Error::<Test>::PatientNotOpen);
		assert_noop!(amend(old, 1, no_labs()), Error::<Test>::PatientNotOpen);
		// What was said before still counts, and can be taken back.
		assert_eq!(ask(&request()), by_consent(old, 1));
		assert_ok!(withdraw(old));
	});
}

#[test]
fn a_consent_should_replace_another() {
	build_and_execute(|| {
		let old = granted(labs());
		wait(HOUR);
		let replace =
			|consent| Consent::grant(signed(ADA), PATIENT, no_labs(), digest(2), Some(consent));
		assert_noop!(replace(7), Error::<Test>::NotFound);
		assert_ok!(replace(old));
		assert_event(Event::Granted {
			patient: PATIENT,
			consent: 1,
			performer: ADA,
			replaced: Some(old),
			expired: None,
		});
		assert_eq!(version(old, 1).status, Status::Ended(EndReason::Replaced { by: 1 }));
		assert_eq!(version(old, 1).ended, Some(now()));
		assert_eq!(ask(&request()), Err(Denial::ByConsent { consent: 1, version: 1 }));

		let short = granted(labs_until(now() + HOUR));
		wait(HOUR);
		assert_noop!(replace(short), Error::<Test>::Expired);
	});
}

#[test]
fn research_should_be_the_matter_of_who_speaks_in_it() {
	build_and_execute(|| {
		let join = |who| Consent::grant(signed(who), PATIENT, research(3), digest(1), None);
		assert_noop!(join(FRIEND), Error::<Test>::NotAuthorized);
		assert_noop!(join(READER), Error::<Test>::NotAuthorized);
		assert_ok!(join(TRIALIST));
		assert_ok!(join(ADA));
		// Who speaks in matters of research can't thereby replace another consent.
		let consent = granted(labs());
		let replaces = Some(consent);
		assert_noop!(
			Consent::grant(signed(TRIALIST), PATIENT, research(4), digest(1), replaces),
			Error::<Test>::NotAuthorized
		);
		assert_noop!(
			Consent::amend(signed(TRIALIST), PATIENT, consent, 1, research(4), digest(1)),
			Error::<Test>::NotAuthorized
		);
	});
}

#[test]
fn an_expired_consent_should_make_room_when_there_is_none() {
	build_and_execute(|| {
		for _ in 0..31 {
			granted(labs());
		}
		let short = granted(labs_until(START + HOUR));
		assert_noop!(grant(labs()), Error::<Test>::TooManyDirectives);
		// Replacing one takes no more room.
		assert_ok!(Consent::grant(signed(ADA), PATIENT, no_labs(), digest(1), Some(5)));
		wait(HOUR);
		assert_eq!(version(short, 1).status, Status::Expired);
		assert_ok!(grant(labs()));
		assert_event(Event::Granted {
			patient: PATIENT,
			consent: 33,
			performer: ADA,
			replaced: None,
			expired: Some(short),
		});
		assert_eq!(version(short, 1).status, Status::Ended(EndReason::Expired));
		assert_eq!(Consent::directives(PATIENT).len(), 32);
		assert_noop!(grant(labs()), Error::<Test>::TooManyDirectives);
	});
}

#[test]
fn numbers_should_not_wrap() {
	new_test_ext().execute_with(|| {
		Directives::<Test>::mutate(PATIENT, |mine| mine.next = u32::MAX);
		assert_noop!(grant(labs()), Error::<Test>::NumbersExhausted);
		NextPolicy::<Test>::put(u32::MAX);
		assert_noop!(
			Consent::register_policy(RuntimeOrigin::root(), PolicyKind::All, digest(1)),
			Error::<Test>::NumbersExhausted
		);
	});
}
