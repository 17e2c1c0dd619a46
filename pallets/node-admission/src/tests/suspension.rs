// SPDX-License-Identifier: Apache-2.0

use super::*;

fn suspend(node: NodeId) -> sp_runtime::DispatchResult {
	NodeAdmission::suspend(signed(COMMITTEE), node)
}

fn ratify(node: NodeId) -> sp_runtime::DispatchResult {
	NodeAdmission::ratify_suspension(RuntimeOrigin::root(), node)
}

fn lift(node: NodeId) -> sp_runtime::DispatchResult {
	NodeAdmission::lift_suspension(RuntimeOrigin::root(), node)
}

#[test]
fn an_emergency_suspension_should_lapse_by_itself() {
	build_and_execute(|| {
		activated(FIFTH);
		rotate();
		assert_ok!(suspend(founder(1)));
		let until = Some(NodeAdmission::now() + EMERGENCY_TERM);
		let cause = Cause::Emergency;
		assert_event(Event::Suspended { node: founder(1), cause, until });
		assert_noop!(suspend(founder(1)), Error::<Test>::AlreadySuspended);
		sessions(2);
		assert_eq!(live(), [2, 3, 4, 5]);
		assert_eq!(standing(founder(1)), Standing::Suspended);
		assert_noop!(
			NodeAdmission::activate(signed(operator(1)), founder(1)),
			Error::<Test>::Suspended
		);
		wait(EMERGENCY_TERM);
		// Nobody has to do anything for it to come back.
		assert_eq!(standing(founder(1)), Standing::Waiting);
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5, 1]);
	});
}

#[test]
fn a_lapsed_emergency_should_not_be_declared_again_at_once() {
	build_and_execute(|| {
		assert_ok!(suspend(founder(1)));
		wait(EMERGENCY_TERM);
		assert_noop!(suspend(founder(1)), Error::<Test>::TooSoon);
		wait(EMERGENCY_TERM - 1);
		assert_noop!(suspend(founder(1)), Error::<Test>::TooSoon);
		wait(1);
		assert_ok!(suspend(founder(1)));
	});
}

#[test]
fn a_ratified_suspension_should_last_until_it_is_lifted() {
	build_and_execute(|| {
		let node = founder(1);
		assert_noop!(ratify(node), Error::<Test>::NotSuspended);
		assert_ok!(suspend(node));
		assert_ok!(ratify(node));
		assert_event(Event::SuspensionRatified { node });
		assert_noop!(ratify(node), Error::<Test>::NotProvisional);
		wait(2 * EMERGENCY_TERM);
		assert_eq!(standing(node), Standing::PendingRemoval);
		assert_ok!(lift(node));
		assert_event(Event::SuspensionLifted { node });
		assert_noop!(lift(node), Error::<Test>::NotSuspended);
		assert_eq!(standing(node), Standing::Validating);
		assert_noop!(ratify(99), Error::<Test>::UnknownNode);
		assert_noop!(lift(99), Error::<Test>::UnknownNode);
		assert_noop!(suspend(99), Error::<Test>::UnknownNode);
	});
}

#[test]
fn a_ballot_should_ratify_a_suspension() {
	build_and_execute(|| {
		let node = founder(1);
		assert_ok!(suspend(node));
		let ballot = proposed(Proposal::Ratify { node });
		carried(ballot);
		let lasting = Suspension { cause: Cause::Emergency, until: None };
		assert_eq!(super::node(node).suspension, Some(lasting));
		assert_noop!(
			NodeAdmission::propose(signed(representative(2)), Proposal::Ratify { node }),
			Error::<Test>::NotProvisional
		);
	});
}

#[test]
fn what_is_over_should_not_be_suspended() {
	build_and_execute(|| {
		assert_ok!(NodeAdmission::exit(signed(operator(1)), founder(1)));
		assert_noop!(suspend(founder(1)), Error::<Test>::Over);
	});
}

#[test]
fn an_emergency_should_override_what_the_operator_could_end() {
	build_and_execute(|| {
		activated(FIFTH);
		sessions(2);
		(0..6).for_each(|_| rotate_with(|account| *account != operator(1)));
		assert_eq!(node(founder(1)).suspension.unwrap().cause, Cause::Absence);
		assert_ok!(suspend(founder(1)));
		assert_eq!(node(founder(1)).suspension.unwrap().cause, Cause::Emergency);
	});
}

#[test]
fn a_suspended_full_node_should_not_connect() {
	build_and_execute(|| {
		let node = admitted(FIFTH, NodeKind::Full);
		let connects =
			|| NodeAdmission::admitted_peers().iter().any(|admitted| admitted.node == node);
		assert!(connects());
		assert_ok!(suspend(node));
		assert!(!connects());
		wait(EMERGENCY_TERM);
		assert!(connects());
	});
}
