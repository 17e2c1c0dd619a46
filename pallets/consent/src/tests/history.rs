// SPDX-License-Identifier: Apache-2.0

//! The past.

use super::*;
use frame_support::assert_ok;

#[test]
fn a_change_should_not_rewrite_the_past() {
	build_and_execute(|| {
		wait(HOUR);
		let consent = granted(labs());
		let grant = now();
		wait(HOUR);
		assert_ok!(amend(consent, 1, no_labs()));
		let amendment = now();
		wait(HOUR);
		assert_ok!(withdraw(consent));
		let end = now();
		wait(HOUR);

		let (first, second) = (verdict(by_consent(consent, 1)), {
			Verdict::Denied(Denial::ByConsent { consent, version: 2 })
		});
		let before = verdict(nobody());
		for (at, expected) in [
			(grant - 1, before),
			(grant, first),
			(amendment - 1, first),
			(amendment, second),
			(end - 1, second),
			(end, before),
			(now(), before),
		] {
			for known in [at, now()] {
				assert_eq!(then(at, known), expected, "{at} as known at {known}");
			}
		}
		// What was known before something changed: it would have gone on.
		assert_eq!(then(end, grant - 1), before);
		assert_eq!(then(end, grant), first);
		assert_eq!(then(end, amendment), second);
	});
}

#[test]
fn an_annulment_should_count_from_when_it_was_known() {
	build_and_execute(|| {
		let consent = recorded();
		let asked = |at, known| {
			let request = AccessRequest { patient: INFANT, ..request() };
			Consent::was_permitted(request, vec![], at, known)
		};
		wait(HOUR);
		claim();
		assert_ok!(Consent::void(signed(MOTHER), INFANT, consent));
		let known = now();
		wait(HOUR);
		let permitted = verdict(by_consent(consent, 1));
		assert_eq!(asked(START, START), permitted);
		assert_eq!(asked(START, known - 1), permitted);
		assert_eq!(asked(START, known), verdict(nobody()));
		assert_eq!(asked(START, now()), verdict(nobody()));
		assert_eq!(asked(known, known - 1), permitted);
		assert_eq!(asked(known, known), verdict(nobody()));
	});
}

#[test]
fn a_period_should_be_that_of_the_moment_asked_about() {
	build_and_execute(|| {
		let consent = granted(labs_until(START + HOUR));
		wait(DAY);
		assert_eq!(then(START + HOUR - 1, now()), verdict(by_consent(consent, 1)));
		assert_eq!(then(START + HOUR, now()), verdict(nobody()));
		assert_eq!(then(START + HOUR, START), verdict(nobody()));
	});
}

#[test]
fn what_cant_be_known_should_be_unknown() {
	build_and_execute(|| {
		granted(labs());
		assert_eq!(then(now() + 1, now()), Verdict::Unknown);
		assert_eq!(then(now(), now() + 1), Verdict::Unknown);
		let mut emergency = request();
		emergency.purpose = PurposeOfUse::BTG;
		let asked = |request| Consent::was_permitted(request, vec![], now(), now());
		assert_eq!(asked(emergency), Verdict::Unknown);
		let mut core = request();
		core.data.data_class = DataClass::Core;
		assert_eq!(asked(core), Verdict::Denied(Denial::NeverShared));
	});
}

#[test]
fn who_asked_should_be_taken_as_stated() {
	build_and_execute(|| {
		let mut said = labs();
		said.root.actors = vec![ActorRef::Group(CLINIC, 3)].try_into().unwrap();
		said.root.jurisdictions = vec![40].try_into().unwrap();
		let consent = granted(said);
		let asked = |groups| Consent::was_permitted(request(), groups, now(), now());
		assert_eq!(asked(vec![]), verdict(nobody()));
		assert_eq!(asked(vec![1, 3]), verdict(by_consent(consent, 1)));
		let own = AccessRequest {
			requester: Requester::Patient(OUTSIDER),
			purpose: PurposeOfUse::PATRQT,
			..request()
		};
		let fields = FieldGroup::LabResults.set();
		assert_eq!(
			Consent::was_permitted(own, vec![], START, START),
			Verdict::Permitted(Permit { fields, basis: Basis::SelfAccess })
		);
	});
}

#[test]
fn the_whole_history_should_be_readable() {
	build_and_execute(|| {
		let (one, other) = (granted(labs()), granted(labs_until(START + HOUR)));
		wait(MINUTE);
		assert_ok!(amend(one, 1, no_labs()));
		assert_ok!(withdraw(other));
		let all: Vec<_> = Consent::history(PATIENT)
			.into_iter()
			.map(|info| (info.consent, info.version, info.status))
			.collect();
		assert_eq!(
			all,
			[
				(one, 1, Status::Ended(EndReason::Amended)),
				(one, 2, Status::Active),
				(other, 1, Status::Ended(EndReason::Withdrawn)),
			]
		);
		assert_eq!(
			Consent::consent(PATIENT, other, 1).unwrap().directive.root.fields,
			FieldGroups(FieldGroup::LabResults.set().0)
		);
	});
}
