// SPDX-License-Identifier: Apache-2.0

//! Policies and releases.

use super::*;
use consent_core::ChosenPolicy;
use frame_support::{assert_noop, assert_ok};

fn choose(policy: u32) -> DispatchResult {
	Consent::choose_policy(signed(OFFICER), policy)
}

#[test]
fn a_registered_policy_should_be_chosen_and_decide() {
	build_and_execute(|| {
		let register =
			|kind, text| Consent::register_policy(RuntimeOrigin::root(), kind, digest(text));
		assert_noop!(register(PolicyKind::Normal, 0), Error::<Test>::ZeroDigest);
		assert_ok!(register(PolicyKind::Deny, 1));
		let kind = PolicyKind::Normal;
		assert_ok!(register(kind, 2));
		assert_event(Event::PolicyRegistered { policy: 1, kind, document: digest(2) });
		let registered = START;
		assert_eq!(Consent::policy(1), Some(Policy { kind, document: digest(2), registered }));
		assert_eq!(Consent::policy(2), None);

		assert_noop!(choose(2), Error::<Test>::UnknownPolicy);
		assert_eq!(ask(&request()), nobody());
		assert_ok!(choose(1));
		assert_event(Event::PolicyChosen { institution: HOSPITAL, policy: 1, officer: OFFICER });
		assert_noop!(choose(1), Error::<Test>::AlreadyChosen);
		let policy = ChosenPolicy { id: 1, kind };
		assert_eq!(Consent::policy_of(HOSPITAL), Some(PolicyChoice { policy, since: START }));
		assert_eq!(Consent::policy_of(CLINIC), None);
		let fields = FieldGroup::LabResults.set();
		let basis = Basis::Policy { policy: 1 };
		assert_eq!(ask(&request()), Ok(Permit { fields, basis }));
		wait(HOUR);
		assert_ok!(choose(0));
		assert_eq!(ask(&request()), Err(Denial::ByPolicy { policy: Some(0) }));
	});
}

#[test]
fn a_forgotten_policy_should_be_unknown_rather_than_wrong() {
	build_and_execute(|| {
		let asked = |at| then(at, now());
		wait(HOUR);
		let first = chosen(PolicyKind::Normal);
		let second = chosen(PolicyKind::Deny);
		// The first was in force for no moment.
		assert_eq!(asked(now()), Verdict::Denied(Denial::ByPolicy { policy: Some(second) }));
		assert_eq!(asked(START), Verdict::Denied(Denial::ByPolicy { policy: None }));
		for policy in [first, second] {
			wait(HOUR);
			assert_ok!(choose(policy));
		}
		assert_eq!(asked(START), Verdict::Denied(Denial::ByPolicy { policy: None }));
		wait(HOUR);
		assert_ok!(choose(first));
		// Three are remembered: since two hours after the start.
		assert_eq!(asked(START + 2 * HOUR - 1), Verdict::Unknown);
		let permitted = |at| matches!(asked(at), Verdict::Permitted(_));
		assert!(permitted(START + 2 * HOUR) && permitted(START + 3 * HOUR - 1));
		assert!(!permitted(START + 3 * HOUR) && permitted(START + 4 * HOUR));
	});
}

#[test]
fn research_should_take_consent_and_release() {
	build_and_execute(|| {
		let release = |study| Consent::release_for_study(signed(OFFICER), study);
		let end = |study| Consent::end_release(signed(OFFICER), study);
		assert_noop!(release(STUDIES), Error::<Test>::UnknownStudy);
		assert_noop!(end(3), Error::<Test>::NotReleased);
		granted(research(3));
		assert_eq!(ask(&study_request(3)), Err(Denial::NotReleased));
		assert_ok!(release(3));
		let (institution, study, officer) = (HOSPITAL, 3, OFFICER);
		assert_event(Event::ReleasedForStudy { institution, study, officer });
		assert_eq!(ask(&study_request(3)), by_consent(0, 1));
		assert_noop!(release(3), Error::<Test>::AlreadyReleased);
		assert_ok!(release(4));
		assert_eq!(ask(&study_request(4)), nobody());
		wait(HOUR);
		assert_ok!(end(3));
		assert_event(Event::ReleaseEnded { institution, study, officer: OFFICER });
		assert_eq!(ask(&study_request(3)), Err(Denial::NotReleased));
		assert_noop!(end(3), Error::<Test>::NotReleased);
		let info = Consent::release(HOSPITAL, 3);
		assert_eq!((info.released, info.known_from), (false, 0));
		assert_eq!(info.periods, [Period { from: START, until: Some(now()) }]);
		assert!(Consent::release(HOSPITAL, 4).released);
		assert!(!Consent::release(CLINIC, 3).released);
	});
}

#[test]
fn a_forgotten_release_should_be_unknown_rather_than_wrong() {
	build_and_execute(|| {
		let consent = granted(research(3));
		let asked = |at| Consent::was_permitted(study_request(3), vec![], at, now());
		let released = verdict(by_consent(consent, 1));
		let not = Verdict::Denied(Denial::NotReleased);
		for round in 0..3 {
			assert_ok!(Consent::release_for_study(signed(OFFICER), 3));
			wait(HOUR);
			assert_ok!(Consent::end_release(signed(OFFICER), 3));
			if round == 0 {
				// Ended and released in one moment: it never ended, and the reverse.
				assert_ok!(Consent::release_for_study(signed(OFFICER), 3));
				assert_ok!(Consent::end_release(signed(OFFICER), 3));
				assert_eq!(asked(START), released);
			}
			wait(HOUR);
		}
		assert_eq!(asked(START), Verdict::Unknown);
		assert_eq!(asked(START + HOUR), not);
		assert_eq!(asked(START + 2 * HOUR), released);
		assert_eq!(asked(START + 3 * HOUR), not);
		assert_eq!(asked(START + 5 * HOUR - 1), released);
		assert_ok!(Consent::release_for_study(signed(OFFICER), 9));
		assert_ok!(Consent::end_release(signed(OFFICER), 9));
		assert_eq!(Consent::release(HOSPITAL, 9).periods, []);
	});
}
