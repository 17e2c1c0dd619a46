// SPDX-License-Identifier: Apache-2.0

use super::*;

fn recover(lost: &[InstitutionId]) -> sp_runtime::DispatchResult {
	let lost: Vec<_> = lost.iter().map(|institution| operator(*institution)).collect();
	NodeAdmission::recover(signed(RECOVERERS), lost.try_into().unwrap(), 1000, 0)
}

/// A standby that is admitted and has keys, and whose operator hasn't activated it.
fn standby(institution: InstitutionId) -> NodeId {
	let node = admitted(institution, NodeKind::Validator);
	set_keys(&operator(institution));
	node
}

#[test]
fn recovery_should_replace_the_lost_and_arm_the_stall_when_the_new_set_is_active() {
	build_and_execute(|| {
		let (fifth, sixth) = (standby(FIFTH), standby(SIXTH));
		rotate();
		assert_ok!(recover(&[1, 2]));
		let lost = SetOf::<Test>::truncate_from(vec![operator(1), operator(2)]);
		let stall = Stalled { delay: 1000, best_finalized: 0 };
		assert_event(Event::RecoveryOrdered { lost, stall });
		assert_eq!(planned(), [1, 2, 3, 4]);

		rotate();
		assert_eq!((planned(), live()), (vec![3, 4, 5, 6], vec![1, 2, 3, 4]));
		assert_eq!(Stalls::get(), []);
		rotate();
		// In the same rotation in which the session pallet names the new set.
		assert_eq!(live(), [3, 4, 5, 6]);
		assert_eq!(Running::get(), NodeAdmission::live_set());
		assert_eq!(Stalls::get(), [(3, 1000, 0)]);
		assert_event(Event::StallNoted { stall });
		assert_eq!(
			(standing(fifth), standing(sixth)),
			(Standing::Validating, Standing::Validating)
		);
		assert_eq!(standing(founder(1)), Standing::Suspended);
		rotate();
		assert_eq!(Stalls::get().len(), 1);
	});
}

#[test]
fn the_set_should_not_change_until_grandpa_has_begun_anew() {
	build_and_execute(|| {
		standby(FIFTH);
		standby(SIXTH);
		assert_ok!(recover(&[1, 2]));
		sessions(2);
		assert_eq!(live(), [3, 4, 5, 6]);
		// 1,000 blocks are more than three sessions of 300.
		activated(PAYERS[0]);
		sessions(3);
		assert_eq!(planned(), [3, 4, 5, 6]);
		assert_noop!(recover(&[3]), Error::<Test>::RecoveryUnderWay);
		rotate();
		assert_eq!(planned(), [3, 4, 5, 6, 7]);
		assert_eq!(FrozenUntil::<Test>::get(), None);
	});
}

#[test]
fn the_lost_should_come_back_when_their_operator_says_so() {
	build_and_execute(|| {
		standby(FIFTH);
		assert_ok!(NodeAdmission::recover(
			signed(RECOVERERS),
			vec![operator(1)].try_into().unwrap(),
			0,
			0
		));
		sessions(2);
		assert_eq!(live(), [2, 3, 4, 5]);
		assert_eq!(node(founder(1)).suspension.unwrap().cause, Cause::Lost);
		assert_ok!(NodeAdmission::activate(signed(operator(1)), founder(1)));
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5, 1]);
	});
}

#[test]
fn recovery_should_be_refused_when_it_cant_be() {
	build_and_execute(|| {
		assert_noop!(recover(&[]), Error::<Test>::NotInTheSet);
		assert_noop!(recover(&[1, 1]), Error::<Test>::NotInTheSet);
		assert_noop!(recover(&[FIFTH]), Error::<Test>::NotInTheSet);
		standby(FIFTH);
		assert_noop!(recover(&[1, 2]), Error::<Test>::NotEnoughStandbys);
		let future = NodeAdmission::recover(
			signed(RECOVERERS),
			vec![operator(1)].try_into().unwrap(),
			0,
			System::block_number(),
		);
		assert_noop!(future, Error::<Test>::NotYetFinalized);
		assert_ok!(recover(&[1]));
		assert_noop!(recover(&[2]), Error::<Test>::RecoveryUnderWay);
		rotate();
		// Planned, and not active yet.
		assert_noop!(recover(&[2]), Error::<Test>::RecoveryUnderWay);
	});
}

#[test]
fn who_is_suspended_should_not_be_called_upon() {
	build_and_execute(|| {
		let fifth = standby(FIFTH);
		assert_ok!(NodeAdmission::suspend(signed(COMMITTEE), fifth));
		assert_noop!(recover(&[1]), Error::<Test>::NotEnoughStandbys);
	});
}

#[test]
fn a_recovery_should_fail_visibly_when_its_standbys_are_gone() {
	build_and_execute(|| {
		standby(FIFTH);
		assert_ok!(recover(&[1]));
		purge_keys(&operator(FIFTH));
		rotate();
		assert_event(Event::RecoveryFailed);
		assert_eq!(planned(), [1, 2, 3, 4]);
		assert_eq!(Stalls::get(), []);
		set_keys(&operator(FIFTH));
		assert_ok!(recover(&[1]));
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5]);
	});
}
