// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{
	seams::Institutions as _,
	standing::{Authority, Reason},
	InstitutionId, Moment,
};
use sp_runtime::DispatchResult;

const WHY: Reason = Reason::SafetyConcern;

fn suspend(id: InstitutionId, until: Option<Moment>) -> DispatchResult {
	Institutions::suspend(RuntimeOrigin::root(), id, WHY, until)
}

fn provisionally(id: InstitutionId) -> DispatchResult {
	Institutions::suspend_provisionally(by(&INSPECTOR), id, WHY)
}

fn lift(id: InstitutionId) -> DispatchResult {
	Institutions::lift_suspension(RuntimeOrigin::root(), id)
}

/// A second regulator, with an inspector of its own.
fn second_regulator() -> AccountId {
	let (administrator, inspector) = (account(60), account(61));
	let profile = crate::Admission {
		kinds: galen_primitives::InstitutionKind::Regulator.set(),
		voting_class: crate::VotingClass::PublicBodies,
		gln: None,
		..pharmacy()
	};
	let administrators = vec![administrator.clone()].try_into().unwrap();
	assert_ok!(Institutions::admit(by(&COUNCIL), profile, administrators));
	let role = galen_primitives::Role::Inspector;
	let origin = by(&administrator);
	assert_ok!(Institutions::issue_credential(origin, inspector.clone(), role, 0, ALWAYS));
	inspector
}

#[test]
fn a_suspended_institution_should_have_no_actor_until_it_is_lifted() {
	build_and_execute(|| {
		assert_ok!(suspend(HOSPITAL, None));
		assert_eq!(
			last_event(),
			Event::InstitutionSuspended {
				institution: HOSPITAL,
				reason: WHY,
				until: None,
				by: Authority::Governance,
			}
		);
		assert!(!acts(&PHYSICIAN) && !acts(&ADMINISTRATOR) && acts(&INSPECTOR));
		assert_eq!(Institutions::kinds_in_force(HOSPITAL), None);
		assert_noop!(suspend(HOSPITAL, None), Error::<Test>::AlreadySuspended);

		at(START + 5);
		assert_ok!(lift(HOSPITAL));
		assert_eq!(
			last_event(),
			Event::SuspensionLifted { institution: HOSPITAL, by: Authority::Governance }
		);
		assert!(acts(&PHYSICIAN));
		assert_eq!(Institutions::was_in_force(HOSPITAL, START - 1), Some(true));
		assert_eq!(Institutions::was_in_force(HOSPITAL, START + 4), Some(false));
		assert_eq!(Institutions::was_in_force(HOSPITAL, START + 5), Some(true));
		assert_eq!(Institutions::was_in_force(9, START), None);
		assert_eq!(Institutions::kinds_at(HOSPITAL, START + 4), None);
		let kinds = Institutions::kinds_in_force(HOSPITAL);
		assert!(kinds.is_some() && Institutions::kinds_at(HOSPITAL, START - 1) == kinds);
		assert_eq!(Institutions::institution(HOSPITAL).unwrap().suspensions.len(), 1);
	});
}

#[test]
fn a_term_should_lapse_by_itself() {
	build_and_execute(|| {
		assert_noop!(suspend(HOSPITAL, Some(START)), Error::<Test>::InvalidTerm);
		assert_ok!(suspend(HOSPITAL, Some(START + 5)));
		at(START + 4);
		assert!(!acts(&PHYSICIAN));
		at(START + 5);
		assert!(acts(&PHYSICIAN));
		assert_noop!(lift(HOSPITAL), Error::<Test>::NotSuspended);
	});
}

#[test]
fn a_regulator_should_suspend_others_for_its_term() {
	build_and_execute(|| {
		assert_noop!(provisionally(REGULATOR), Error::<Test>::OwnInstitution);
		assert_noop!(provisionally(9), Error::<Test>::UnknownInstitution);
		assert_ok!(provisionally(HOSPITAL));
		assert_eq!(
			last_event(),
			Event::InstitutionSuspended {
				institution: HOSPITAL,
				reason: WHY,
				until: Some(START + TERM),
				by: Authority::Regulator(REGULATOR),
			}
		);
		assert_noop!(provisionally(HOSPITAL), Error::<Test>::AlreadySuspended);
		at(START + TERM - 1);
		assert!(!acts(&PHYSICIAN));
		at(START + TERM);
		assert!(acts(&PHYSICIAN));
	});
}

#[test]
fn a_regulator_should_not_chain_terms() {
	build_and_execute(|| {
		assert_ok!(provisionally(HOSPITAL));
		at(START + TERM);
		assert_noop!(provisionally(HOSPITAL), Error::<Test>::TooSoon);
		// It may act on another institution, and another regulator on this one.
		assert_ok!(provisionally(PAYER));
		let inspector = second_regulator();
		assert_ok!(Institutions::suspend_provisionally(by(&inspector), HOSPITAL, WHY));
		at(START + 2 * TERM - 1);
		assert_ok!(lift(HOSPITAL));
		assert_noop!(provisionally(HOSPITAL), Error::<Test>::TooSoon);
		at(START + 2 * TERM);
		assert_ok!(provisionally(HOSPITAL));
	});
}

#[test]
fn a_ratified_suspension_should_last_and_be_governances() {
	build_and_execute(|| {
		let ratify = |id| Institutions::ratify_suspension(RuntimeOrigin::root(), id);
		assert_noop!(ratify(HOSPITAL), Error::<Test>::NotSuspended);
		assert_noop!(ratify(9), Error::<Test>::UnknownInstitution);
		assert_ok!(provisionally(HOSPITAL));
		assert_ok!(ratify(HOSPITAL));
		assert_eq!(last_event(), Event::SuspensionRatified { institution: HOSPITAL });
		assert_noop!(ratify(HOSPITAL), Error::<Test>::NotProvisional);
		assert_noop!(
			Institutions::lift_suspension(by(&INSPECTOR), HOSPITAL),
			Error::<Test>::NotImposedByYou
		);
		at(START + 10 * TERM);
		assert!(!acts(&PHYSICIAN));
		assert_ok!(lift(HOSPITAL));
		assert!(acts(&PHYSICIAN));
	});
}

#[test]
fn only_the_regulator_that_imposed_it_should_lift_it() {
	build_and_execute(|| {
		let inspector = second_regulator();
		let lift = |who| Institutions::lift_suspension(by(who), HOSPITAL);
		assert_noop!(lift(&INSPECTOR), Error::<Test>::NotSuspended);
		assert_ok!(provisionally(HOSPITAL));
		at(START + 1);
		assert_noop!(lift(&inspector), Error::<Test>::NotImposedByYou);
		assert_ok!(lift(&INSPECTOR));
		assert_eq!(
			last_event(),
			Event::SuspensionLifted { institution: HOSPITAL, by: Authority::Regulator(REGULATOR) }
		);
		// What governance imposed is governance's.
		assert_ok!(suspend(HOSPITAL, None));
		assert_noop!(lift(&INSPECTOR), Error::<Test>::NotImposedByYou);
	});
}

#[test]
fn retirement_should_be_final() {
	build_and_execute(|| {
		assert_noop!(
			Institutions::retire(RuntimeOrigin::root(), 9, WHY),
			Error::<Test>::UnknownInstitution
		);
		assert_ok!(suspend(HOSPITAL, None));
		assert_ok!(Institutions::retire(RuntimeOrigin::root(), HOSPITAL, Reason::Ceased));
		assert_eq!(
			last_event(),
			Event::InstitutionRetired { institution: HOSPITAL, reason: Reason::Ceased }
		);
		at(START + 1);
		assert!(!acts(&PHYSICIAN));
		assert_noop!(suspend(HOSPITAL, None), Error::<Test>::AlreadyEnded);
		assert_noop!(lift(HOSPITAL), Error::<Test>::AlreadyEnded);
		assert_noop!(provisionally(HOSPITAL), Error::<Test>::AlreadyEnded);
		assert_noop!(
			Institutions::retire(RuntimeOrigin::root(), HOSPITAL, WHY),
			Error::<Test>::AlreadyEnded
		);
		assert_noop!(
			Institutions::appoint_administrator(RuntimeOrigin::root(), HOSPITAL, OUTSIDER),
			Error::<Test>::AlreadyEnded
		);
		let info = Institutions::institution(HOSPITAL).unwrap();
		assert_eq!((info.ended, info.in_force), (Some(Reason::Ceased), false));
		assert_eq!(Institutions::was_in_force(HOSPITAL, START - 1), Some(true));
		assert!(Institutions::did_document(HOSPITAL).unwrap().deactivated);
	});
}

#[test]
fn unknown_institutions_should_have_no_standing() {
	build_and_execute(|| {
		assert_noop!(suspend(9, None), Error::<Test>::UnknownInstitution);
		assert_noop!(lift(9), Error::<Test>::UnknownInstitution);
		assert_eq!(Institutions::institution(9), None);
	});
}

#[test]
fn what_governance_decides_should_be_told_and_what_a_regulator_does_should_not() {
	build_and_execute(|| {
		Heard::set(vec![]);
		assert_ok!(provisionally(HOSPITAL));
		assert_eq!(Heard::get(), []);
		assert!(!Institutions::is_suspended_by_governance(HOSPITAL));
		assert_ok!(Institutions::ratify_suspension(RuntimeOrigin::root(), HOSPITAL));
		assert!(Institutions::is_suspended_by_governance(HOSPITAL));
		assert_ok!(lift(HOSPITAL));
		assert!(!Institutions::is_suspended_by_governance(HOSPITAL));
		assert_ok!(suspend(HOSPITAL, Some(START + 5)));
		assert!(Institutions::is_suspended_by_governance(HOSPITAL));
		at(START + 5);
		assert!(!Institutions::is_suspended_by_governance(HOSPITAL));
		assert!(!Institutions::has_left(HOSPITAL));
		assert_ok!(Institutions::retire(RuntimeOrigin::root(), HOSPITAL, WHY));
		assert!(Institutions::has_left(HOSPITAL) && Institutions::has_left(99));
		use Told::*;
		assert_eq!(
			Heard::get(),
			[Excluded(HOSPITAL), Reinstated(HOSPITAL), Excluded(HOSPITAL), Excluded(HOSPITAL)]
		);
		// Nor what fails.
		assert_noop!(lift(HOSPITAL), Error::<Test>::AlreadyEnded);
		assert_eq!(Heard::get().len(), 4);
	});
}

#[test]
fn whoever_tells_should_pay_for_who_listens() {
	use crate::{Call, WeightInfo};
	use frame_support::{dispatch::GetDispatchInfo, weights::Weight};
	let institution = HOSPITAL;
	let weight = |call: Call<Test>| call.get_dispatch_info().call_weight;
	let telling = |own: Weight| own.saturating_add(WeightOfTelling::get());
	type Own = ();
	assert_eq!(
		weight(Call::suspend { institution, reason: WHY, until: None }),
		telling(Own::suspend())
	);
	assert_eq!(weight(Call::ratify_suspension { institution }), telling(Own::ratify_suspension()));
	assert_eq!(weight(Call::lift_suspension { institution }), telling(Own::lift_suspension()));
	assert_eq!(weight(Call::retire { institution, reason: WHY }), telling(Own::retire()));
}

#[test]
fn an_account_should_have_an_employer_while_its_credential_is_in_force() {
	build_and_execute(|| {
		assert_eq!(Institutions::employer_of(&PHYSICIAN), Some(HOSPITAL));
		assert_eq!(Institutions::employer_of(&OUTSIDER), None);
		// Whether the institution is in force or not.
		assert_ok!(suspend(HOSPITAL, None));
		assert_eq!(Institutions::employer_of(&PHYSICIAN), Some(HOSPITAL));
		assert_ok!(lift(HOSPITAL));
		let origin = by(&ADMINISTRATOR);
		assert_ok!(Institutions::suspend_credential(origin, PHYSICIAN, WHY, Some(START + 5)));
		assert_eq!(Institutions::employer_of(&PHYSICIAN), None);
		at(START + 5);
		assert_eq!(Institutions::employer_of(&PHYSICIAN), Some(HOSPITAL));
	});
}
