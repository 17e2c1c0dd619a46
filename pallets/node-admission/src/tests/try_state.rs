// SPDX-License-Identifier: Apache-2.0

//! Every invariant, broken by hand.

use super::*;

/// Breaks something in a state that has some of everything, and expects to be told.
fn break_and_expect(expected: &'static str, break_it: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		// Nodes 0 to 3 found the chain, 4 stands by, 5 is a full node; the sixth has a ballot, the
		// first payer endorsements.
		admitted(FIFTH, NodeKind::Validator);
		admitted(REGULATOR, NodeKind::Full);
		endorsed(applied(SIXTH));
		let application = applied(PAYERS[0]);
		assert_ok!(endorse(1, application));
		proposed(Proposal::Remove { node: 0, blacklist: None });
		set_keys(&operator(FIFTH));
		let lost = vec![operator(1)].try_into().unwrap();
		assert_ok!(NodeAdmission::recover(signed(RECOVERERS), lost, 0, 0));
		assert_ok!(NodeAdmission::do_try_state());
		break_it();
		assert_eq!(NodeAdmission::do_try_state(), Err(expected.into()));
	});
}

fn application(id: ApplicationId, change: impl FnOnce(&mut ApplicationOf<Test>)) {
	Applications::<Test>::mutate(id, |found| change(found.as_mut().unwrap()));
}

fn change(id: NodeId, change: impl FnOnce(&mut NodeOf<Test>)) {
	Nodes::<Test>::mutate(id, |found| change(found.as_mut().unwrap()));
}

fn seats(change: impl FnOnce(&mut Vec<SeatOf<Test>>)) {
	let mut seats = Seats::<Test>::get().into_inner();
	change(&mut seats);
	Seats::<Test>::put(SeatsOf::<Test>::truncate_from(seats));
}

fn plan(institutions: &[InstitutionId]) {
	let set = institutions.iter().map(|institution| operator(*institution)).collect();
	PlannedSet::<Test>::put(SetOf::<Test>::truncate_from(set));
}

#[test]
fn broken_parameters_should_be_noticed() {
	break_and_expect("1: parameters that can't be", || {
		CurrentParameters::<Test>::mutate(|parameters| parameters.minimum_set = 0);
	});
}

#[test]
fn a_broken_application_should_be_noticed() {
	break_and_expect("2: an application's number is to come", || {
		NextApplication::<Test>::put(2);
	});
	break_and_expect("2: an application isn't its institution's", || {
		Applicants::<Test>::remove(SIXTH);
	});
	break_and_expect("2: an application without its key", || {
		Peers::<Test>::remove(peer(6));
	});
	break_and_expect("2: endorsed twice, or by the applicant", || {
		application(3, |found| found.endorsements.try_push(1).unwrap());
	});
	break_and_expect("2: endorsed twice, or by the applicant", || {
		application(3, |found| found.endorsements.try_push(PAYERS[0]).unwrap());
	});
	break_and_expect("2: an application's ballot isn't the one about it", || {
		application(2, |found| found.ballot = None);
	});
	break_and_expect("2: an applicant without application", || {
		Applicants::<Test>::insert(1, 99);
	});
}

#[test]
fn a_broken_node_should_be_noticed() {
	break_and_expect("3: a node's number is to come", || NextNode::<Test>::put(5));
	break_and_expect("3: a node without its key", || Peers::<Test>::remove(peer(1)));
	break_and_expect("3: a suspended node is active", || {
		change(1, |node| {
			node.suspension = Some(Suspension { cause: Cause::Equivocation, until: None });
		});
	});
	break_and_expect("3: nodes are miscounted, or too many", || NodeCount::<Test>::put(5));
}

#[test]
fn a_key_of_nobody_should_be_noticed() {
	break_and_expect("4: a key is in use by nobody", || {
		Peers::<Test>::insert(peer(99), PeerUse::Node(1));
	});
	break_and_expect("4: a key is in use by nobody", || {
		Peers::<Test>::insert(peer(99), PeerUse::Application(99));
	});
}

#[test]
fn a_broken_seat_should_be_noticed() {
	break_and_expect("5: seats out of order", || seats(|seats| seats.swap(0, 1)));
	break_and_expect("5: a seat without a node", || {
		seats(|seats| seats[4].node = 99);
	});
	break_and_expect("5: a seat of another node", || {
		seats(|seats| seats[4].institution = 1);
	});
	break_and_expect("5: a validator without a seat", || {
		seats(|seats| seats.truncate(4));
	});
	break_and_expect("5: two seats of one account", || {
		seats(|seats| seats[4].account = operator(1));
		change(4, |node| node.account = operator(1));
	});
}

#[test]
fn a_broken_set_should_be_noticed() {
	break_and_expect("6: somebody without a seat validates", || plan(&[1, 2, 3, 9]));
	break_and_expect("6: somebody validates twice", || plan(&[1, 2, 3, 4, 4]));
	break_and_expect("6: the set is below its minimum", || plan(&[1, 2, 3]));
}

#[test]
fn a_broken_ballot_should_be_noticed() {
	break_and_expect("7: a ballot's number is to come", || NextBallot::<Test>::put(3));
	break_and_expect("7: a ballot isn't the one about its subject", || {
		OpenBallots::<Test>::remove(Subject::Node(0));
	});
	break_and_expect("7: a roll out of order", || {
		Ballots::<Test>::mutate(3, |ballot| ballot.as_mut().unwrap().roll[0].institution = 99);
	});
	break_and_expect("7: a ballot about nobody", || {
		Ballots::<Test>::mutate(2, |ballot| ballot.as_mut().unwrap().candidate = 1);
	});
	break_and_expect("7: an open ballot that isn't there", || {
		OpenBallots::<Test>::insert(Subject::Node(3), 99);
	});
}

#[test]
fn a_broken_recovery_should_be_noticed() {
	break_and_expect("8: a recovery gives up who isn't in the set", || {
		PendingRecovery::<Test>::mutate(|recovery| {
			recovery.as_mut().unwrap().lost[0] = operator(FIFTH);
		});
	});
	let stall = Stalled { delay: 0, best_finalized: 0 };
	break_and_expect("8: two recoveries at once", || {
		ArmedStall::<Test>::put(Armed { session: 9, stall });
	});
	break_and_expect("8: a stall that should have been noted", || {
		PendingRecovery::<Test>::kill();
		ArmedStall::<Test>::put(Armed { session: 0, stall });
	});
}
