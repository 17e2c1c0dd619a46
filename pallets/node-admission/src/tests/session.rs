// SPDX-License-Identifier: Apache-2.0

use super::*;
use pallet_session::SessionManager;

#[test]
fn the_first_two_sessions_should_name_the_founders() {
	build_and_execute(|| {
		let founders: Vec<_> = FOUNDERS.iter().map(|id| operator(*id)).collect();
		assert_eq!(NodeAdmission::new_session(0), Some(founders.clone()));
		assert_eq!(NodeAdmission::new_session(1), Some(founders.clone()));
		assert_eq!(NodeAdmission::new_session(2), None);
		let with_history = <NodeAdmission as pallet_session::historical::SessionManager<
			AccountId,
			(),
		>>::new_session(1);
		let expected = founders.into_iter().map(|account| (account, ())).collect();
		assert_eq!(with_history, Some(expected));
	});
}

#[test]
fn a_set_that_stays_should_not_be_named_again() {
	build_and_execute(|| {
		System::reset_events();
		sessions(5);
		assert_eq!(System::read_events_for_pallet::<Event<Test>>(), []);
		assert_eq!(NodeAdmission::new_session(9), None);
		assert_eq!(CurrentSession::<Test>::get(), 5);
	});
}

#[test]
fn a_founders_term_should_begin_when_the_time_is_known() {
	build_and_execute(|| {
		assert_eq!(node(founder(1)).expires, None);
		rotate();
		assert_eq!(node(founder(1)).expires, Some(START + SESSION + ADMISSION_TERM));
		rotate();
		assert_eq!(node(founder(1)).expires, Some(START + SESSION + ADMISSION_TERM));
	});
}

#[test]
fn a_change_should_be_planned_one_session_ahead() {
	build_and_execute(|| {
		activated(FIFTH);
		rotate();
		assert_event(Event::SetPlanned { session: 2, joined: vec![operator(FIFTH)], left: vec![] });
		assert_eq!((planned(), live()), (vec![1, 2, 3, 4, 5], vec![1, 2, 3, 4]));
		rotate();
		assert_eq!(live(), [1, 2, 3, 4, 5]);
		assert_eq!(Running::get(), NodeAdmission::live_set());
	});
}

#[test]
fn at_most_a_third_should_join_in_one_session() {
	build_and_execute(|| {
		for institution in [FIFTH, SIXTH, PAYERS[0]] {
			activated(institution);
		}
		rotate();
		assert_eq!(planned(), [1, 2, 3, 4, 5]);
		rotate();
		assert_eq!(planned(), [1, 2, 3, 4, 5, 6]);
		rotate();
		assert_eq!(planned(), [1, 2, 3, 4, 5, 6, 7]);
	});
}

#[test]
fn at_most_a_third_should_leave_in_one_session_and_the_worst_first() {
	build_and_execute(|| {
		for institution in [FIFTH, SIXTH] {
			activated(institution);
		}
		sessions(3);
		set_parameters(|parameters| parameters.minimum_set = 1);
		assert_ok!(NodeAdmission::stand_down(signed(operator(1)), founder(1)));
		assert_ok!(NodeAdmission::exit(signed(operator(2)), founder(2)));
		assert_ok!(NodeAdmission::suspend(signed(COMMITTEE), founder(3)));
		NodeAdmission::punish(&operator(4), 1, None).unwrap();
		rotate();
		assert_eq!(planned(), [1, 2, 5, 6]);
		rotate();
		assert_eq!(planned(), [1, 5, 6]);
		rotate();
		assert_eq!(planned(), [5, 6]);
	});
}

#[test]
fn the_minimum_should_come_before_a_suspension() {
	build_and_execute(|| {
		suspend_institution(1);
		sessions(3);
		assert_eq!(live(), [1, 2, 3, 4]);
		assert_eq!(standing(founder(1)), Standing::PendingRemoval);
		activated(FIFTH);
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5]);
		reinstate_institution(1);
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5, 1]);
	});
}

#[test]
fn a_set_as_large_as_it_may_be_should_take_in_only_who_replaces_somebody() {
	build_and_execute(|| {
		set_parameters(|parameters| parameters.maximum_set = 4);
		let fifth = activated(FIFTH);
		sessions(2);
		assert_eq!(live(), [1, 2, 3, 4]);
		assert_eq!(standing(fifth), Standing::Waiting);
		assert_ok!(NodeAdmission::suspend(signed(COMMITTEE), founder(2)));
		rotate();
		assert_eq!(planned(), [1, 3, 4, 5]);
	});
}

#[test]
fn a_validator_that_loses_its_keys_should_be_replaced() {
	build_and_execute(|| {
		activated(FIFTH);
		activated(SIXTH);
		sessions(3);
		assert_eq!(live(), [1, 2, 3, 4, 5, 6]);
		purge_keys(&operator(1));
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5, 6]);
		// What the session pallet has queued is what was planned.
		assert_eq!(Queued::get(), NodeAdmission::planned_set());
	});
}

#[test]
fn who_is_in_the_set_should_keep_its_keys() {
	build_and_execute(|| {
		assert!(NodeAdmission::is_validating(&operator(1)));
		assert!(!NodeAdmission::is_validating(&operator(FIFTH)));
		activated(FIFTH);
		assert!(!NodeAdmission::is_validating(&operator(FIFTH)));
		rotate();
		assert!(NodeAdmission::is_validating(&operator(FIFTH)));
	});
}

#[test]
fn who_authors_nothing_for_too_long_should_be_suspended() {
	build_and_execute(|| {
		activated(FIFTH);
		wait(PROBATION_TERM);
		sessions(2);
		let without_1 = || rotate_with(|account| *account != operator(1));
		(0..5).for_each(|_| without_1());
		assert_eq!(node(founder(1)).missed, 5);
		// One block, and it starts anew.
		rotate();
		assert_eq!(node(founder(1)).missed, 0);
		(0..5).for_each(|_| without_1());
		assert_eq!(standing(founder(1)), Standing::Validating);
		without_1();
		assert_eq!(node(founder(1)).suspension.unwrap().cause, Cause::Absence);
		assert_eq!(planned(), [2, 3, 4, 5]);
		// Its operator brings it back.
		assert_ok!(NodeAdmission::activate(signed(operator(1)), founder(1)));
		assert_eq!(node(founder(1)).suspension, None);
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5, 1]);
	});
}

#[test]
fn absence_should_not_suspend_below_the_minimum() {
	build_and_execute(|| {
		(0..10).for_each(|_| rotate_with(|account| *account != operator(1)));
		assert_eq!(node(founder(1)).suspension, None);
		assert_eq!(node(founder(1)).missed, 10);
		activated(FIFTH);
		sessions(2);
		(0..6).for_each(|_| {
			rotate_with(|account| ![operator(1), operator(2)].contains(account));
		});
		// One of the two: without both, three good ones would be left.
		let suspended: Vec<_> =
			FOUNDERS.iter().filter(|id| node(founder(**id)).suspension.is_some()).collect();
		assert_eq!(suspended, [&1]);
	});
}

#[test]
fn probation_should_have_less_patience() {
	build_and_execute(|| {
		let fifth = activated(FIFTH);
		sessions(2);
		rotate_with(|account| *account != operator(FIFTH));
		assert_eq!(standing(fifth), Standing::Validating);
		rotate_with(|account| *account != operator(FIFTH));
		assert_eq!(node(fifth).suspension.unwrap().cause, Cause::Absence);
	});
}

#[test]
fn nobody_should_be_absent_when_the_chain_stood_still() {
	build_and_execute(|| {
		activated(FIFTH);
		sessions(2);
		(0..10).for_each(|_| rotate_with(|_| false));
		assert!((0..5).all(|id| node(id).missed == 0 && node(id).suspension.is_none()));
	});
}

#[test]
fn a_block_should_write_one_counter_that_the_session_empties() {
	build_and_execute(|| {
		use pallet_authorship::EventHandler;
		<NodeAdmission as EventHandler<_, _>>::note_author(operator(1));
		<NodeAdmission as EventHandler<_, _>>::note_author(operator(1));
		assert_eq!(Authored::<Test>::get(operator(1)), 2);
		rotate();
		assert_eq!(Authored::<Test>::iter().count(), 0);
	});
}
