// SPDX-License-Identifier: Apache-2.0

//! What happens in the end.

use super::*;

#[docify::export]
#[test]
fn a_fifth_hospital_should_be_voted_in_and_validate() {
	build_and_execute(|| {
		// The fifth hospital proves that the network key is its node's own.
		let application = apply(FIFTH, NodeKind::Validator).unwrap();
		// Three hospitals that validate vouch for it, and the classes vote.
		for institution in [1, 2, 3] {
			assert_ok!(endorse(institution, application));
		}
		let ballot = NodeAdmission::ballot_about(Subject::Application(application)).unwrap();
		for institution in [1, 2, 3, PAYERS[0], PAYERS[1], REGULATOR] {
			assert_ok!(vote(institution, ballot, Vote::Aye));
		}
		assert_noop!(vote(FIFTH, ballot, Vote::Aye), Error::<Test>::Recused);
		wait(VOTING_TERM);
		assert_ok!(close(ballot));

		// It may connect. It sets its session keys and says that it is live.
		let node = NodeAdmission::node_of_peer(peer(5)).unwrap();
		assert_eq!(standing(node), Standing::Standby);
		set_keys(&operator(FIFTH));
		assert_ok!(NodeAdmission::activate(signed(operator(FIFTH)), node));

		// Planned at the next boundary, it validates from the one after.
		rotate();
		assert_eq!(planned(), [1, 2, 3, 4, FIFTH]);
		rotate();
		assert_eq!(live(), [1, 2, 3, 4, FIFTH]);
	});
}

#[docify::export]
#[test]
fn a_suspended_validator_should_leave_once_replaced() {
	build_and_execute(|| {
		// Four are the minimum. The committee suspends one of them.
		assert_ok!(NodeAdmission::suspend(signed(COMMITTEE), founder(1)));
		sessions(2);
		assert_eq!(live(), [1, 2, 3, 4]);
		assert_eq!(standing(founder(1)), Standing::PendingRemoval);

		// A fifth is there: at the same boundary the first goes.
		activated(FIFTH);
		rotate();
		assert_eq!(planned(), [2, 3, 4, FIFTH]);
		rotate();
		assert_eq!(standing(founder(1)), Standing::Suspended);

		// Nobody ratifies it. It lapses, and the validator is back.
		wait(EMERGENCY_TERM);
		rotate();
		assert_eq!(planned(), [2, 3, 4, FIFTH, 1]);
	});
}

#[docify::export]
#[test]
fn a_stall_should_be_recovered_with_standbys() {
	build_and_execute(|| {
		// Two standbys: admitted and keyed, but not in the set.
		for institution in [FIFTH, SIXTH] {
			admitted(institution, NodeKind::Validator);
			set_keys(&operator(institution));
		}
		rotate();

		// Two of four are lost, and with them finality. Half of the set changes at once.
		let lost = vec![operator(3), operator(4)].try_into().unwrap();
		let (delay, best_finalized) = (100, 250);
		assert_ok!(NodeAdmission::recover(signed(RECOVERERS), lost, delay, best_finalized));
		rotate();
		assert_eq!(planned(), [1, 2, FIFTH, SIXTH]);
		assert_eq!(Stalls::get(), []);

		// With the session of the new set, GRANDPA begins anew.
		rotate();
		assert_eq!(live(), [1, 2, FIFTH, SIXTH]);
		assert_eq!(Stalls::get(), [(CurrentSession::<Test>::get(), delay, best_finalized)]);
	});
}
