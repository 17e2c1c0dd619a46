// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::*, ActorError, AllowanceClass, AllowanceError, AllowanceInfo, Drawn, Error, Event,
	Refill, Share,
};
use frame_support::{assert_noop, assert_ok, assert_storage_noop, dispatch::DispatchClass};
use galen_primitives::{standing::Reason, InstitutionId};

const SMALL: u8 = 1;
const SMALL_CLASS: AllowanceClass = AllowanceClass {
	members: Refill { capacity: 100, per_block: 1 },
	patients: Refill { capacity: 50, per_block: 0 },
};

/// What staff and patients of the institution have left.
fn left(id: InstitutionId) -> (u64, u64) {
	let AllowanceInfo { members, patients, .. } = Institutions::allowance(id).unwrap();
	(members, patients)
}

fn set_small() {
	assert_ok!(Institutions::set_allowance_class(RuntimeOrigin::root(), SMALL, SMALL_CLASS));
}

#[test]
fn staff_and_patients_should_draw_on_their_own_share() {
	build_and_execute(|| {
		let drawn = Institutions::draw(&PHYSICIAN, 900, DispatchClass::Operational).unwrap();
		assert_eq!(drawn, Drawn { institution: HOSPITAL, share: Share::Members, amount: 900 });
		let drawn = Institutions::draw(&PATIENT, 150, DispatchClass::Operational).unwrap();
		assert_eq!(drawn, Drawn { institution: HOSPITAL, share: Share::Patients, amount: 150 });
		assert_eq!(left(HOSPITAL), (100, 50));
		assert_eq!(left(PAYER), (1_000, 200));
	});
}

#[test]
fn one_share_should_not_pay_for_the_other() {
	build_and_execute(|| {
		assert_ok!(Institutions::draw(&ADMINISTRATOR, 1_000, DispatchClass::Operational));
		assert_storage_noop!(assert_eq!(
			Institutions::draw(&ADMINISTRATOR, 1, DispatchClass::Operational),
			Err(AllowanceError::Exhausted)
		));
		assert_eq!(
			Institutions::can_draw(&ADMINISTRATOR, 1, DispatchClass::Operational),
			Err(AllowanceError::Exhausted)
		);
		assert_eq!(Institutions::can_draw(&ADMINISTRATOR, 0, DispatchClass::Operational), Ok(()));
		assert_eq!(Institutions::can_draw(&PATIENT, 200, DispatchClass::Operational), Ok(()));
		assert_eq!(
			Institutions::can_draw(&PATIENT, 201, DispatchClass::Operational),
			Err(AllowanceError::Exhausted)
		);
		assert_eq!(Institutions::can_draw(&INSPECTOR, 1_000, DispatchClass::Operational), Ok(()));
	});
}

#[test]
fn a_reserve_should_stay_for_the_operational_calls_of_administrators() {
	build_and_execute(|| {
		let flood = DispatchClass::Normal;
		assert_ok!(Institutions::draw(&PHYSICIAN, 900, flood));
		assert_storage_noop!(assert_eq!(
			Institutions::draw(&PHYSICIAN, 1, flood),
			Err(AllowanceError::Exhausted)
		));
		// Nor with calls that only look urgent: revoking isn't a physician's.
		assert_eq!(
			Institutions::can_draw(&PHYSICIAN, 1, DispatchClass::Operational),
			Err(AllowanceError::Exhausted)
		);
		assert_eq!(Institutions::can_draw(&ADMINISTRATOR, 1, DispatchClass::Operational), Ok(()));
		assert_ok!(Institutions::draw(&ADMINISTRATOR, 100, DispatchClass::Operational));
		assert_eq!(left(HOSPITAL), (0, 200));
		// What refills goes to the reserve first.
		System::set_block_number(5);
		assert_eq!(Institutions::can_draw(&PHYSICIAN, 0, flood), Err(AllowanceError::Exhausted));
		assert_ok!(Institutions::draw(&PATIENT, 180, flood));
		assert_eq!(Institutions::can_draw(&PATIENT, 21, flood), Err(AllowanceError::Exhausted));
	});
}

#[test]
fn asking_should_change_nothing() {
	build_and_execute(|| {
		assert_storage_noop!(assert_ok!(Institutions::can_draw(
			&PHYSICIAN,
			10,
			DispatchClass::Operational
		)));
	});
}

#[test]
fn shares_should_refill_with_every_block_up_to_capacity() {
	build_and_execute(|| {
		assert_ok!(Institutions::draw(&ADMINISTRATOR, 1_000, DispatchClass::Operational));
		assert_ok!(Institutions::draw(&PATIENT, 200, DispatchClass::Operational));
		System::set_block_number(4);
		assert_eq!(left(HOSPITAL), (30, 15));
		assert_ok!(Institutions::draw(&ADMINISTRATOR, 30, DispatchClass::Operational));
		System::set_block_number(5);
		assert_eq!(left(HOSPITAL), (10, 20));
		System::set_block_number(1_000);
		assert_eq!(left(HOSPITAL), (1_000, 200));
		System::set_block_number(u64::MAX);
		assert_eq!(left(HOSPITAL), (1_000, 200));
	});
}

#[test]
fn what_was_not_used_should_come_back_and_no_more() {
	build_and_execute(|| {
		let drawn = Institutions::draw(&PHYSICIAN, 400, DispatchClass::Operational).unwrap();
		Institutions::restore(&drawn, 150);
		assert_eq!(left(HOSPITAL), (750, 200));
		// Not more than was drawn.
		let drawn = Institutions::draw(&PATIENT, 100, DispatchClass::Operational).unwrap();
		assert_ok!(Institutions::draw(&PATIENT, 50, DispatchClass::Operational));
		Institutions::restore(&drawn, 1_000);
		assert_eq!(left(HOSPITAL), (750, 150));
		// Not above capacity.
		System::set_block_number(1_000);
		Institutions::restore(&drawn, 100);
		assert_eq!(left(HOSPITAL), (1_000, 200));
		let stray = Drawn { institution: 9, ..drawn };
		assert_storage_noop!(Institutions::restore(&stray, 1));
	});
}

#[test]
fn outsiders_should_have_nothing_to_draw_on() {
	build_and_execute(|| {
		assert_eq!(
			Institutions::can_draw(&OUTSIDER, 0, DispatchClass::Operational),
			Err(AllowanceError::NotAMember)
		);
		assert_eq!(
			Institutions::draw(&COUNCIL, 0, DispatchClass::Operational),
			Err(AllowanceError::NotAMember)
		);
		// Whoever answers for patients may name an institution that isn't one.
		Sponsored::set(vec![(PATIENT, 9)]);
		assert_eq!(
			Institutions::draw(&PATIENT, 0, DispatchClass::Operational),
			Err(AllowanceError::NotAMember)
		);
	});
}

#[test]
fn staff_that_is_not_in_force_should_not_draw() {
	build_and_execute(|| {
		let administrator = by(&ADMINISTRATOR);
		let why = Reason::Misconduct;
		assert_ok!(Institutions::suspend_credential(administrator, PHYSICIAN, why, None));
		assert_eq!(
			Institutions::can_draw(&PHYSICIAN, 1, DispatchClass::Operational),
			Err(AllowanceError::CredentialNotInForce)
		);
		assert_eq!(Institutions::can_draw(&ADMINISTRATOR, 1, DispatchClass::Operational), Ok(()));
	});
}

#[test]
fn patients_should_draw_on_a_suspended_sponsor_while_its_staff_should_not() {
	build_and_execute(|| {
		let why = Reason::Misconduct;
		assert_ok!(Institutions::suspend(RuntimeOrigin::root(), HOSPITAL, why, None));
		assert_eq!(
			Institutions::can_draw(&PHYSICIAN, 1, DispatchClass::Operational),
			Err(AllowanceError::InstitutionNotInForce)
		);
		// Its administrator has no role, and is heard all the same until it is over for good.
		assert_eq!(Institutions::actor_of(&ADMINISTRATOR), Err(ActorError::InstitutionNotInForce));
		assert_eq!(Institutions::can_draw(&ADMINISTRATOR, 900, DispatchClass::Normal), Ok(()));
		assert_ok!(Institutions::draw(&PATIENT, 10, DispatchClass::Operational));
		assert_ok!(Institutions::retire(RuntimeOrigin::root(), HOSPITAL, why));
		assert_eq!(
			Institutions::can_draw(&ADMINISTRATOR, 1, DispatchClass::Operational),
			Err(AllowanceError::InstitutionNotInForce)
		);
		assert_ok!(Institutions::draw(&PATIENT, 10, DispatchClass::Operational));
		assert_eq!(left(HOSPITAL), (1_000, 180));
	});
}

#[test]
fn a_class_should_be_definable_anew() {
	build_and_execute(|| {
		set_small();
		assert_eq!(
			last_event(),
			Event::AllowanceClassSet { class: SMALL, definition: SMALL_CLASS }
		);
		let (standard, root) = (STANDARD, RuntimeOrigin::root());
		assert_ok!(Institutions::set_allowance_class(root, standard, SMALL_CLASS));
		assert_eq!(left(HOSPITAL), (100, 50));
		assert_eq!(Institutions::allowance(HOSPITAL).unwrap().refill, SMALL_CLASS);
		assert_eq!(
			Institutions::can_draw(&PHYSICIAN, 101, DispatchClass::Operational),
			Err(AllowanceError::Exhausted)
		);
	});
}

#[test]
fn another_class_should_not_refill_what_was_used() {
	build_and_execute(|| {
		let assign =
			|id, class| Institutions::assign_allowance_class(RuntimeOrigin::root(), id, class);
		assert_noop!(assign(HOSPITAL, SMALL), Error::<Test>::UnknownAllowanceClass);
		set_small();
		assert_noop!(assign(9, SMALL), Error::<Test>::UnknownInstitution);
		assert_ok!(Institutions::draw(&ADMINISTRATOR, 970, DispatchClass::Operational));
		System::set_block_number(2);
		assert_ok!(assign(HOSPITAL, SMALL));
		assert_eq!(
			last_event(),
			Event::AllowanceClassAssigned { institution: HOSPITAL, class: SMALL }
		);
		assert_eq!(left(HOSPITAL), (40, 50));
		System::set_block_number(3);
		assert_eq!(left(HOSPITAL), (41, 50));
		assert_ok!(assign(HOSPITAL, STANDARD));
		assert_eq!(left(HOSPITAL), (41, 50));
		assert_eq!(Institutions::allowance(9), None);
	});
}
