// SPDX-License-Identifier: Apache-2.0

use super::*;

fn refused(form: NodeForm, expires: Moment, error: Error<Test>) {
	let proof = proof(5, operator(FIFTH), FIFTH, form, expires);
	assert_noop!(NodeAdmission::apply(signed(operator(FIFTH)), form, expires, proof), error);
}

#[test]
fn an_application_should_be_kept_with_what_was_said() {
	build_and_execute(|| {
		let application = applied(FIFTH);
		assert_event(Event::Applied {
			application,
			institution: FIFTH,
			account: operator(FIFTH),
			form: form(5, NodeKind::Validator),
			ballot: None,
		});
		let info = NodeAdmission::application(application).unwrap();
		assert_eq!((info.required, info.lapsed), (3, false));
		assert_eq!(info.application.lapses, START + APPLICATION_TERM);
		assert_eq!(Peers::<Test>::get(peer(5)), Some(PeerUse::Application(application)));
	});
}

#[test]
fn an_application_should_be_refused_when_something_said_cant_be() {
	build_and_execute(|| {
		let right = form(5, NodeKind::Validator);
		let zero = galen_primitives::Digest { bytes: [0; 32], ..certificate() };
		refused(NodeForm { certificate: zero, ..right }, soon(), Error::ZeroDigest);
		refused(NodeForm { region: 999, ..right }, soon(), Error::UnknownRegion);
		refused(NodeForm { agreement: 2, ..right }, soon(), Error::AgreementOutdated);
		refused(NodeForm { agreement: 0, ..right }, soon(), Error::AgreementOutdated);
		refused(right, START, Error::InvalidExpiry);
		refused(right, soon() + 1, Error::InvalidExpiry);
	});
}

#[test]
fn a_stolen_key_should_be_refused() {
	build_and_execute(|| {
		let (form, account) = (form(5, NodeKind::Validator), operator(FIFTH));
		let right = proof(5, account.clone(), FIFTH, form, soon());
		let apply = |who: AccountId, form, expires, proof| {
			assert_noop!(
				NodeAdmission::apply(signed(who), form, expires, proof),
				Error::<Test>::InvalidProof
			);
		};
		// Signed by another key, for another account, institution, node or time.
		apply(account.clone(), form, soon(), proof(6, account.clone(), FIFTH, form, soon()));
		apply(staff(FIFTH, Role::NodeOperator, 1), form, soon(), right);
		apply(operator(SIXTH), form, soon(), right);
		apply(account.clone(), NodeForm { kind: NodeKind::Full, ..form }, soon(), right);
		apply(account.clone(), NodeForm { region: 156, ..form }, soon(), right);
		apply(account.clone(), form, soon() - 1, right);
		assert_ok!(NodeAdmission::apply(signed(account), form, soon(), right));
	});
}

#[test]
fn a_key_should_belong_to_one_application_or_node() {
	build_and_execute(|| {
		let application = applied(FIFTH);
		let in_use: sp_runtime::DispatchError = Error::<Test>::PeerInUse.into();
		assert_noop!(apply_as(operator(SIXTH), SIXTH, 5, NodeKind::Full), in_use);
		assert_noop!(apply_as(operator(SIXTH), SIXTH, 1, NodeKind::Full), in_use);
		carried(endorsed(application));
		assert_noop!(apply_as(operator(SIXTH), SIXTH, 5, NodeKind::Full), in_use);
	});
}

#[test]
fn an_institution_should_have_one_application_at_a_time() {
	build_and_execute(|| {
		applied(FIFTH);
		assert_noop!(
			apply_as(operator(FIFTH), FIFTH, 50, NodeKind::Full),
			Error::<Test>::AlreadyApplied
		);
	});
}

#[test]
fn a_lapsed_application_should_give_way_to_its_own_institution_and_to_others() {
	build_and_execute(|| {
		applied(FIFTH);
		apply(SIXTH, NodeKind::Full).unwrap();
		wait(APPLICATION_TERM - 1);
		assert_noop!(apply(FIFTH, NodeKind::Full), Error::<Test>::AlreadyApplied);
		assert!(!NodeAdmission::application(0).unwrap().lapsed);
		wait(1);
		assert!(NodeAdmission::application(0).unwrap().lapsed);
		// With the same key, and with a key from somebody else's lapsed application.
		assert_eq!(apply(FIFTH, NodeKind::Full), Ok(2));
		assert_eq!(apply_as(operator(PAYERS[0]), PAYERS[0], 6, NodeKind::Full), Ok(3));
		assert_eq!(Applicants::<Test>::get(SIXTH), None);
	});
}

#[test]
fn an_account_should_validate_once() {
	build_and_execute(|| {
		assert_noop!(
			apply_as(operator(1), 1, 50, NodeKind::Validator),
			Error::<Test>::AccountInUse
		);
		assert_ok!(apply_as(operator(1), 1, 50, NodeKind::Full));
	});
}

#[test]
fn caps_should_hold_when_an_institution_applies_and_when_it_is_admitted() {
	build_and_execute(|| {
		set_parameters(|parameters| parameters.institution_cap = 1);
		let second = staff(1, Role::NodeOperator, 1);
		assert_noop!(
			apply_as(second.clone(), 1, 50, NodeKind::Validator),
			Error::<Test>::InstitutionCapReached
		);
		set_parameters(|parameters| parameters.institution_cap = 2);
		let application = apply_as(second, 1, 50, NodeKind::Validator).unwrap();
		for institution in [2, 3, 4] {
			assert_ok!(endorse(institution, application));
		}
		set_parameters(|parameters| parameters.institution_cap = 1);
		carried(0);
		assert_eq!(NodeAdmission::node_of_peer(peer(50)), None);
		assert_eq!(Peers::<Test>::get(peer(50)), None);
	});
}

#[test]
fn the_cap_on_a_jurisdiction_should_hold_once_it_is_on() {
	build_and_execute(|| {
		// 1, 3 and 5 are under the same law.
		set_parameters(|parameters| parameters.jurisdiction_cap = 2);
		assert_noop!(apply(FIFTH, NodeKind::Validator), Error::<Test>::JurisdictionCapReached);
		assert_ok!(apply(FIFTH, NodeKind::Full));
		set_parameters(|parameters| parameters.jurisdiction_cap = 3);
		assert_ok!(apply(PAYERS[0], NodeKind::Validator));
	});
}

#[test]
fn there_should_be_no_more_nodes_than_can_be() {
	build_and_execute(|| {
		NodeCount::<Test>::put(27);
		assert_noop!(apply(FIFTH, NodeKind::Full), Error::<Test>::TooManyNodes);
		NodeCount::<Test>::put(4);
	});
}

#[test]
fn an_application_should_be_withdrawn_by_its_institution_before_the_ballot() {
	build_and_execute(|| {
		let application = applied(FIFTH);
		let withdraw = |who| NodeAdmission::withdraw_application(signed(who), application);
		assert_noop!(withdraw(operator(SIXTH)), Error::<Test>::NotYours);
		assert_ok!(withdraw(representative(FIFTH)));
		assert_event(Event::ApplicationWithdrawn { application, by: representative(FIFTH) });
		assert_noop!(withdraw(operator(FIFTH)), Error::<Test>::UnknownApplication);

		let again = applied(FIFTH);
		endorsed(again);
		assert_noop!(
			NodeAdmission::withdraw_application(signed(operator(FIFTH)), again),
			Error::<Test>::BallotOpen
		);
	});
}

#[test]
fn the_ballot_should_be_opened_at_once_where_nobody_can_endorse() {
	build_and_execute(|| {
		for founder in FOUNDERS {
			affiliate(founder, FIFTH);
		}
		let application = applied(FIFTH);
		assert_eq!(NodeAdmission::ballot_about(Subject::Application(application)), Some(0));
	});
}

#[test]
fn who_is_blacklisted_should_be_refused_until_the_term_ends() {
	build_and_execute(|| {
		let node = admitted(FIFTH, NodeKind::Full);
		carried(proposed(Proposal::Remove { node, blacklist: Some(VOTING_TERM) }));
		let until = NodeAdmission::now() + VOTING_TERM;
		assert_ok!(NodeAdmission::reap(signed(OUTSIDER), node));
		// The institution with another key, the key at another institution.
		let refused: sp_runtime::DispatchError = Error::<Test>::Blacklisted.into();
		assert_noop!(apply_as(operator(FIFTH), FIFTH, 50, NodeKind::Full), refused);
		assert_noop!(apply_as(operator(SIXTH), SIXTH, 5, NodeKind::Full), refused);
		assert_eq!(NodeAdmission::blacklisted_until(peer(5), SIXTH), Some(until));
		assert_eq!(NodeAdmission::blacklisted_until(peer(50), FIFTH), Some(until));
		assert_eq!(NodeAdmission::blacklisted_until(peer(50), SIXTH), None);
		wait(VOTING_TERM - 1);
		assert_noop!(apply(FIFTH, NodeKind::Full), refused);
		wait(1);
		assert_ok!(apply(FIFTH, NodeKind::Full));
	});
}
