// SPDX-License-Identifier: Apache-2.0

//! What the gate looks up, and when.

use super::*;
use frame_support::assert_ok;

#[test]
fn the_view_should_answer_as_the_gate_does() {
	build_and_execute(|| {
		assert_eq!(Consent::may_use(request()), ask(&request()));
		granted(labs());
		assert_eq!(Consent::may_use(request()), by_consent(0, 1));
	});
}

#[test]
fn expiry_should_need_nobody() {
	build_and_execute(|| {
		let mut later = labs_until(START + DAY);
		later.root.period = Some(Period { from: START + HOUR, until: Some(START + DAY) });
		let consent = granted(later);
		assert_eq!(ask(&request()), nobody());
		assert_eq!(version(consent, 1).status, Status::NotYet);
		wait(HOUR);
		assert_eq!(ask(&request()), by_consent(consent, 1));
		wait(DAY - HOUR - 1);
		assert_eq!(ask(&request()), by_consent(consent, 1));
		wait(1);
		assert_eq!(ask(&request()), nobody());
		assert_eq!(version(consent, 1).status, Status::Expired);
	});
}

#[test]
fn groups_and_laws_should_be_asked_for_where_they_matter() {
	build_and_execute(|| {
		let by = |actor| -> Said {
			let mut said = labs();
			said.root.actors = vec![actor].try_into().unwrap();
			said
		};
		let consent = granted(by(ActorRef::Group(HOSPITAL, 3)));
		assert_eq!(ask(&request()), nobody());
		assert_eq!(Asked::get(), 0);
		assert_ok!(amend(consent, 1, by(ActorRef::Group(CLINIC, 3))));
		assert_eq!(ask(&request()), nobody());
		assert_eq!(Asked::get(), 1);
		Memberships::set(vec![(staff(CLINIC, Role::Physician), 3)]);
		assert_eq!(ask(&request()), by_consent(consent, 2));

		let mut austrian = labs();
		austrian.root.jurisdictions = vec![40].try_into().unwrap();
		Asked::set(0);
		assert_ok!(amend(consent, 2, austrian));
		assert_eq!(ask(&request()), by_consent(consent, 3));
		assert_eq!(Asked::get(), 1);
		let mut german = labs();
		german.root.jurisdictions = vec![276].try_into().unwrap();
		assert_ok!(amend(consent, 3, german));
		assert_eq!(ask(&request()), nobody());
	});
}

#[test]
fn a_broken_glass_should_open_for_who_broke_it() {
	build_and_execute(|| {
		let policy = chosen(PolicyKind::BreakGlassOnly);
		let mut emergency = request();
		emergency.purpose = PurposeOfUse::BTG;
		assert_eq!(ask(&emergency), Err(Denial::GlassNotBroken));
		assert_eq!(ask(&request()), Err(Denial::ByPolicy { policy: Some(policy) }));
		OpenUses::set(vec![(staff(CLINIC, Role::Physician), PATIENT, 5)]);
		let fields = FieldGroup::LabResults.set();
		let opened = Ok(Permit { fields, basis: Basis::BreakGlass { id: 5 } });
		assert_eq!(ask(&emergency), opened);
		assert_eq!(
			ask(&AccessRequest { patient: OTHER_PATIENT, ..emergency.clone() }),
			Err(Denial::GlassNotBroken)
		);
		Closed::set(0b1);
		assert_eq!(ask(&emergency), Err(Denial::ClosedToBreakGlass));
		Closed::set(0b10);
		assert_eq!(ask(&emergency), opened);
		let mut never = no_labs();
		never.root.purposes = PurposeOfUse::BTG.set();
		let consent = granted(never);
		assert_eq!(ask(&emergency), Err(Denial::ByConsent { consent, version: 1 }));
	});
}

#[test]
fn patients_and_who_reads_for_them_should_see_their_own() {
	build_and_execute(|| {
		granted(no_labs());
		let own = |who| {
			ask(&AccessRequest {
				requester: Requester::Patient(who),
				purpose: PurposeOfUse::PATRQT,
				..request()
			})
		};
		let fields = FieldGroup::LabResults.set();
		for who in [ADA, READER] {
			assert_eq!(own(who), Ok(Permit { fields, basis: Basis::SelfAccess }));
		}
		for who in [FRIEND, BEN, OUTSIDER] {
			assert_eq!(own(who), Err(Denial::NotThePatient));
		}
		let treating = AccessRequest { requester: Requester::Patient(ADA), ..request() };
		assert_eq!(ask(&treating), Err(Denial::PurposeNotForRole));
	});
}

#[test]
fn what_cant_be_permitted_should_cost_nothing() {
	build_and_execute(|| {
		granted(labs());
		let mut billing = request();
		billing.purpose = PurposeOfUse::HPAYMT;
		assert_eq!(ask(&billing), Err(Denial::PurposeNotForRole));
		let mut core = request();
		core.data.data_class = DataClass::Core;
		assert_eq!(ask(&core), Err(Denial::NeverShared));
		assert_eq!(Asked::get(), 0);
	});
}

#[test]
fn all_of_a_patients_directives_should_fit_one_small_value() {
	use codec::MaxEncodedLen;
	assert!(DirectivesOf::<Test>::max_encoded_len() < 32 * 1_024);
	build_and_execute(|| {
		for _ in 0..32 {
			granted(labs());
		}
		assert!(Directives::<Test>::get(PATIENT).encoded_size() < 1_536);
	});
}
