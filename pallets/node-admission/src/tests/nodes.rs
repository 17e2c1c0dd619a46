// SPDX-License-Identifier: Apache-2.0

use super::*;

fn activate(institution: InstitutionId, node: NodeId) -> sp_runtime::DispatchResult {
	NodeAdmission::activate(signed(operator(institution)), node)
}

#[test]
fn a_validator_should_be_activated_by_its_operator_once_its_keys_are_set() {
	build_and_execute(|| {
		let node = admitted(FIFTH, NodeKind::Validator);
		assert_noop!(activate(FIFTH, node), Error::<Test>::NoSessionKeys);
		set_keys(&operator(FIFTH));
		assert_noop!(activate(SIXTH, node), Error::<Test>::NotYours);
		assert_noop!(activate(FIFTH, 99), Error::<Test>::UnknownNode);
		rotate();
		assert_eq!(planned(), [1, 2, 3, 4]);
		assert_eq!(standing(node), Standing::Standby);
		assert_ok!(activate(FIFTH, node));
		assert_event(Event::Activated { node });
		assert_eq!(standing(node), Standing::Waiting);
		assert_noop!(activate(FIFTH, node), Error::<Test>::AlreadyActive);
		rotate();
		assert_eq!(planned(), [1, 2, 3, 4, 5]);
		assert_eq!(standing(node), Standing::Validating);
	});
}

#[test]
fn a_full_node_should_have_nothing_to_activate() {
	build_and_execute(|| {
		let node = admitted(FIFTH, NodeKind::Archive);
		assert_noop!(activate(FIFTH, node), Error::<Test>::NotAValidatorNode);
		assert_eq!(standing(node), Standing::Connected);
	});
}

#[test]
fn a_validator_should_stand_down_when_the_set_can_do_without_it() {
	build_and_execute(|| {
		let stand_down =
			|institution, node| NodeAdmission::stand_down(signed(operator(institution)), node);
		assert_ok!(stand_down(1, founder(1)));
		assert_event(Event::StoodDown { node: founder(1) });
		assert_noop!(stand_down(1, founder(1)), Error::<Test>::NotActive);
		rotate();
		assert_eq!(planned(), [1, 2, 3, 4]);
		assert_eq!(standing(founder(1)), Standing::PendingRemoval);
		activated(FIFTH);
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5]);
		rotate();
		assert_eq!(standing(founder(1)), Standing::Standby);
		assert_ok!(activate(1, founder(1)));
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5, 1]);
	});
}

#[test]
fn an_admission_should_be_renewed_before_its_end() {
	build_and_execute(|| {
		let node = admitted(FIFTH, NodeKind::Full);
		let renew = |agreement| NodeAdmission::renew(signed(operator(FIFTH)), node, agreement);
		assert_noop!(renew(1), Error::<Test>::NotYetRenewable);
		wait(ADMISSION_TERM - RENEWAL_WINDOW - 1);
		assert_noop!(renew(1), Error::<Test>::NotYetRenewable);
		wait(1);
		set_parameters(|parameters| parameters.agreement = 2);
		assert_noop!(renew(1), Error::<Test>::AgreementOutdated);
		assert_ok!(NodeAdmission::suspend(signed(COMMITTEE), node));
		assert_noop!(renew(2), Error::<Test>::Suspended);
		wait(EMERGENCY_TERM);
		assert_ok!(renew(2));
		let expires = START + 2 * ADMISSION_TERM;
		assert_event(Event::Renewed { node, expires, agreement: 2 });
		assert_noop!(renew(2), Error::<Test>::NotYetRenewable);
		let stored = Nodes::<Test>::get(node).unwrap();
		assert_eq!((stored.expires, stored.form.agreement), (Some(expires), 2));
	});
}

#[test]
fn an_expired_admission_should_be_over_without_anybody_calling() {
	build_and_execute(|| {
		let node = admitted(FIFTH, NodeKind::Full);
		wait(ADMISSION_TERM - 1);
		assert_eq!(standing(node), Standing::Connected);
		assert_noop!(NodeAdmission::reap(signed(OUTSIDER), node), Error::<Test>::NotOver);
		wait(1);
		assert_eq!(standing(node), Standing::Over);
		let operator = || signed(operator(FIFTH));
		assert_noop!(NodeAdmission::renew(operator(), node, 1), Error::<Test>::Over);
		assert_noop!(NodeAdmission::exit(operator(), node), Error::<Test>::Over);
		assert_ok!(NodeAdmission::reap(signed(OUTSIDER), node));
		assert_event(Event::Released { node, peer: peer(5) });
		assert_noop!(NodeAdmission::reap(signed(OUTSIDER), node), Error::<Test>::UnknownNode);
		assert_ok!(apply(FIFTH, NodeKind::Full));
	});
}

#[test]
fn an_expired_validator_should_leave_and_be_forgotten_at_the_boundary() {
	build_and_execute(|| {
		let fifth = activated(FIFTH);
		rotate();
		rotate();
		assert_eq!(live(), [1, 2, 3, 4, 5]);
		// The founders renew. The fifth doesn't.
		wait(ADMISSION_TERM - 2 * SESSION);
		for institution in FOUNDERS {
			let origin = signed(operator(institution));
			assert_ok!(NodeAdmission::renew(origin, founder(institution), 1));
		}
		rotate();
		assert_eq!(standing(fifth), Standing::PendingRemoval);
		assert_eq!(planned(), [1, 2, 3, 4]);
		assert_noop!(NodeAdmission::reap(signed(OUTSIDER), fifth), Error::<Test>::InTheSet);
		rotate();
		assert_eq!(NodeAdmission::node(fifth), None);
		assert_eq!(NodeAdmission::seats().len(), 4);
	});
}

#[test]
fn an_exit_should_take_effect_when_the_set_can_do_without() {
	build_and_execute(|| {
		assert_noop!(NodeAdmission::exit(signed(operator(2)), founder(1)), Error::<Test>::NotYours);
		assert_ok!(NodeAdmission::exit(signed(operator(1)), founder(1)));
		assert_event(Event::Exited { node: founder(1) });
		assert_noop!(NodeAdmission::exit(signed(operator(1)), founder(1)), Error::<Test>::Over);
		assert_noop!(
			NodeAdmission::stand_down(signed(operator(1)), founder(1)),
			Error::<Test>::Over
		);
		sessions(3);
		assert_eq!(live(), [1, 2, 3, 4]);
		activated(FIFTH);
		sessions(2);
		assert_eq!(live(), [2, 3, 4, 5]);
		assert_eq!(NodeAdmission::node(founder(1)), None);
	});
}

#[test]
fn a_full_node_should_exit_at_once_and_free_its_key() {
	build_and_execute(|| {
		let node = admitted(FIFTH, NodeKind::Full);
		assert_ok!(NodeAdmission::exit(signed(operator(FIFTH)), node));
		assert_eq!(standing(node), Standing::Over);
		assert_noop!(apply(FIFTH, NodeKind::Full), Error::<Test>::PeerInUse);
		assert_ok!(NodeAdmission::reap(signed(operator(FIFTH)), node));
		assert_ok!(apply(FIFTH, NodeKind::Full));
	});
}

#[test]
fn a_standby_that_is_over_should_be_reaped_by_anybody() {
	build_and_execute(|| {
		let node = admitted(FIFTH, NodeKind::Validator);
		assert_ok!(NodeAdmission::exit(signed(operator(FIFTH)), node));
		assert_ok!(NodeAdmission::reap(signed(OUTSIDER), node));
		assert_eq!(NodeAdmission::seats().len(), 4);
	});
}
