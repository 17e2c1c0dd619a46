// SPDX-License-Identifier: Apache-2.0

//! `appoint_representative`, `appoint_representative_for` and `dismiss_representative`.

use super::prelude::*;
use galen_primitives::HashAlgorithm;

fn appoint_until(name: &str, until: Moment) -> DispatchResultWithPostInfo {
	Patients::appoint_representative(
		signed("ada"),
		account(name),
		RepresentativeKind::HealthcareProxy,
		Scopes::EVERYTHING,
		Some(until),
		evidence(),
	)
}

fn may(name: &str, id: PatientId, scope: Scope) -> bool {
	Patients::may(&account(name), &id, scope)
}

#[test]
fn a_representative_should_speak_within_its_scopes() {
	build_and_execute(|| {
		let (id, other) = (claimed("ada"), claimed("ben"));
		let scopes = Scopes(Scopes::CONSENT.0 | Scopes::RESEARCH.0);
		assert_ok!(appoint("ada", "sister", scopes));
		assert_eq!(
			last_event(),
			Event::RepresentativeAppointed {
				patient: id,
				account: account("sister"),
				kind: RepresentativeKind::PowerOfAttorney,
				scopes,
				until: None,
				evidence: evidence(),
			}
		);
		assert!(may("sister", id, Scope::Consent) && may("sister", id, Scope::Research));
		assert!(!may("sister", id, Scope::Disclosure) && !may("sister", id, Scope::Coverage));
		assert!(!may("sister", id, Scope::Everything) && !speaks("sister", id));
		assert!(!may("sister", other, Scope::Consent));
		assert_eq!(payer("sister"), Some(HOSPITAL));
		assert_eq!(System::providers(&account("sister")), 1);

		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		for scope in
			[Scope::Consent, Scope::Disclosure, Scope::Research, Scope::Coverage, Scope::Everything]
		{
			assert!(may("mother", id, scope) && may("ada", id, scope), "{scope:?}");
			assert!(!may("stranger", id, scope) && !may("ben", id, scope));
		}
		assert!(speaks("mother", id));
	});
}

#[test]
fn a_term_should_end_by_itself() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint_until("mother", START + DAY));
		advance(DAY - 1);
		assert!(speaks("mother", id));
		advance(1);
		assert!(!speaks("mother", id));
		assert_eq!(payer("mother"), None);
		assert_eq!(Patients::representatives(id), vec![]);
		assert_noop!(Patients::veto_recovery(signed("mother")), Error::<Test>::NotAuthorized);
	});
}

#[test]
fn those_whose_term_has_ended_should_make_room() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint_until("one", START + DAY));
		assert_ok!(appoint_until("two", START + DAY));
		assert_ok!(appoint("ada", "three", Scopes::CONSENT));
		assert_noop!(
			appoint("ada", "four", Scopes::CONSENT),
			Error::<Test>::TooManyRepresentatives
		);
		advance(DAY);
		let info = appoint("ada", "four", Scopes::CONSENT).unwrap();
		let weight = <() as WeightInfo>::appoint_representative(2);
		assert_eq!(info.actual_weight, Some(weight));
		assert_eq!(entry("one"), Some(PatientAccount::Former { patient: id }));
		let names: Vec<_> = Patients::representatives(id).into_iter().map(|r| r.account).collect();
		assert_eq!(names, [account("three"), account("four")]);
	});
}

#[test]
fn an_appointment_should_be_renewable() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint_until("mother", START + DAY));
		assert_noop!(appoint_until("mother", START + 2 * DAY), Error::<Test>::AccountInUse);
		// After its term, and after a dismissal.
		advance(DAY);
		assert_ok!(appoint_until("mother", START + 2 * DAY));
		assert!(speaks("mother", id));
		assert_ok!(Patients::dismiss_representative(signed("ada"), account("mother")));
		assert_ok!(appoint_until("mother", START + 3 * DAY));
		assert_eq!(System::providers(&account("mother")), 1);

		// Not if the account became somebody's staff meanwhile.
		advance(3 * DAY);
		employ(&account("mother"), CLINIC, Role::Nurse);
		assert_noop!(appoint_until("mother", now() + DAY), Error::<Test>::AccountInUse);
	});
}

#[test]
fn an_appointment_should_have_grounds_a_scope_and_a_future() {
	build_and_execute(|| {
		let _id = claimed("ada");
		let nothing = Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [0; 32] };
		for (scopes, until, evidence, error) in [
			(Scopes(0), None, evidence(), Error::<Test>::InvalidScopes),
			(Scopes(1 << 5), None, evidence(), Error::InvalidScopes),
			(Scopes::ALL, Some(now()), evidence(), Error::Expired),
			(Scopes::ALL, None, nothing, Error::NoEvidence),
		] {
			assert_noop!(
				Patients::appoint_representative(
					signed("ada"),
					account("mother"),
					RepresentativeKind::Guardian,
					scopes,
					until,
					evidence,
				),
				error
			);
		}
	});
}

#[test]
fn a_representative_should_not_serve_in_two_ways() {
	build_and_execute(|| {
		let id = claimed("ada");
		let _ben = claimed("ben");
		assert_ok!(appoint("ben", "shared", Scopes::ALL));
		with_recovery("ada");
		begin_recovery(id, "candidate");
		for name in ["ada", "ben", "shared", "candidate", "hospital/physician"] {
			assert_noop!(appoint("ada", name, Scopes::ALL), Error::<Test>::AccountInUse);
		}
	});
}

#[test]
fn only_the_controller_should_appoint() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		for name in ["mother", "stranger"] {
			assert_noop!(appoint(name, "friend", Scopes::ALL), Error::<Test>::NotController);
		}
		deceased(id);
		assert_noop!(appoint("ada", "friend", Scopes::ALL), Error::<Test>::PatientDeceased);
	});
}

#[test]
fn the_sponsor_should_appoint_for_the_unclaimed_alone() {
	build_and_execute(|| {
		let (id, has_controller, died) = (open("ada"), claimed("ben"), open("cleo"));
		deceased(died);
		for (by, id, error) in [
			(physician(), PatientId([0; 32]), Error::<Test>::NotFound),
			(signed("clinic/physician"), id, Error::NotSponsor),
			(physician(), has_controller, Error::AlreadyClaimed),
			(physician(), died, Error::PatientDeceased),
		] {
			assert_noop!(appoint_for(by, id, "mother", Scopes::ALL), error);
		}
		let nothing = Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [0; 32] };
		assert_noop!(
			Patients::appoint_representative_for(
				physician(),
				id,
				account("mother"),
				RepresentativeKind::Guardian,
				Scopes::ALL,
				None,
				nothing,
			),
			Error::<Test>::NoEvidence
		);
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::ALL));
		assert!(speaks("mother", id));
		assert_eq!(payer("mother"), Some(HOSPITAL));
	});
}

#[test]
fn a_representative_should_be_dismissed_by_the_controller_or_itself() {
	build_and_execute(|| {
		let id = claimed("ada");
		let _ben = claimed("ben");
		assert_ok!(appoint("ada", "mother", Scopes::EVERYTHING));
		assert_ok!(appoint("ada", "sister", Scopes::EVERYTHING));
		for name in ["sister", "ben", "stranger", "hospital/registrar"] {
			assert_noop!(
				Patients::dismiss_representative(signed(name), account("mother")),
				Error::<Test>::NotAuthorized
			);
		}
		assert_noop!(
			Patients::dismiss_representative(physician(), account("mother")),
			Error::<Test>::AlreadyClaimed
		);
		assert_ok!(Patients::dismiss_representative(signed("ada"), account("mother")));
		assert_eq!(
			last_event(),
			Event::RepresentativeDismissed {
				patient: id,
				account: account("mother"),
				by: account("ada"),
			}
		);
		assert!(!speaks("mother", id) && speaks("sister", id));
		assert_eq!(payer("mother"), None);
		assert_ok!(Patients::dismiss_representative(signed("sister"), account("sister")));
		assert!(!Representatives::<Test>::contains_key(id));
		for name in ["mother", "ada", "stranger"] {
			assert_noop!(
				Patients::dismiss_representative(signed("ada"), account(name)),
				Error::<Test>::NotRepresentative
			);
		}
	});
}

#[test]
fn the_sponsor_should_dismiss_whom_it_appointed() {
	build_and_execute(|| {
		let id = open("ada");
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::ALL));
		assert_noop!(
			Patients::dismiss_representative(signed("clinic/physician"), account("mother")),
			Error::<Test>::NotSponsor
		);
		assert_ok!(Patients::dismiss_representative(physician(), account("mother")));
		assert_eq!(
			last_event(),
			Event::RepresentativeDismissed {
				patient: id,
				account: account("mother"),
				by: account("hospital/physician"),
			}
		);
		assert!(!speaks("mother", id));
	});
}

#[test]
fn scopes_should_be_bits_of_their_own() {
	let all = [
		(Scope::Consent, Scopes::CONSENT),
		(Scope::Disclosure, Scopes::DISCLOSURE),
		(Scope::Research, Scopes::RESEARCH),
		(Scope::Coverage, Scopes::COVERAGE),
		(Scope::Everything, Scopes::EVERYTHING),
	];
	for (index, (scope, set)) in all.into_iter().enumerate() {
		assert_eq!(scope.encode(), [index as u8]);
		assert_eq!(set.0, 1 << index);
		for (other, _) in all {
			assert_eq!(set.cover(other), other == scope || scope == Scope::Everything);
		}
	}
	assert_eq!(Scopes::ALL.0, all.iter().map(|(_, set)| set.0).sum::<u8>());
}
