// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::hypothetically;
use node_admission_core::tally::tally;

fn open() -> BallotId {
	endorsed(applied(FIFTH))
}

/// Everybody but a class: care providers and the two who count as public bodies.
const OTHERS: [InstitutionId; 7] = [1, 2, 3, 4, 6, REGULATOR, PATIENTS];

fn decision() -> Decision {
	let events = System::read_events_for_pallet::<Event<Test>>();
	match events.last() {
		Some(Event::BallotClosed { decision, .. }) => *decision,
		other => panic!("{other:?}"),
	}
}

#[test]
fn an_approved_application_should_become_a_node() {
	build_and_execute(|| {
		let ballot = open();
		for institution in OTHERS.into_iter().chain(PAYERS) {
			assert_ok!(vote(institution, ballot, Vote::Aye));
		}
		let counts = NodeAdmission::ballot(ballot).unwrap().counts;
		assert_ok!(close(ballot));
		assert_event(Event::BallotClosed {
			ballot,
			motion: Motion::Admit(0),
			decision: Decision::Approved,
			counts,
			admitted: Some(4),
		});
		assert_eq!(counts.care_providers, ClassCount { members: 6, eligible: 5, ayes: 5, nays: 0 });
		assert_eq!(counts.payers, ClassCount { members: 3, eligible: 3, ayes: 3, nays: 0 });
		assert_eq!(counts.public_bodies, ClassCount { members: 2, eligible: 2, ayes: 2, nays: 0 });
		let node = node(4);
		assert_eq!((node.institution, node.admitted), (FIFTH, START));
		assert_eq!(node.expires, Some(START + ADMISSION_TERM));
		assert_eq!(node.probation, START + PROBATION_TERM);
		assert_eq!(standing(4), Standing::Standby);
		assert_eq!(NodeAdmission::application(0), None);
		assert_noop!(close(ballot), Error::<Test>::UnknownBallot);
		assert_noop!(vote(1, ballot, Vote::Aye), Error::<Test>::UnknownBallot);
		assert_ok!(apply_as(staff(FIFTH, Role::NodeOperator, 1), FIFTH, 50, NodeKind::Full));
	});
}

#[test]
fn a_rejected_application_should_leave_nothing_behind() {
	build_and_execute(|| {
		let ballot = open();
		for institution in OTHERS {
			assert_ok!(vote(institution, ballot, Vote::Nay));
		}
		assert_ok!(close(ballot));
		assert_eq!(decision(), Decision::Rejected);
		assert_eq!(Applications::<Test>::iter().count(), 0);
		assert_eq!(Peers::<Test>::get(peer(5)), None);
		assert_ok!(apply(FIFTH, NodeKind::Validator));
	});
}

#[test]
fn a_class_without_quorum_should_block() {
	build_and_execute(|| {
		let ballot = open();
		for institution in OTHERS {
			assert_ok!(vote(institution, ballot, Vote::Aye));
		}
		assert_ok!(vote(PAYERS[0], ballot, Vote::Aye));
		assert_noop!(close(ballot), Error::<Test>::Undecided);
		wait(VOTING_TERM);
		assert_ok!(close(ballot));
		assert_eq!(decision(), Decision::Rejected);
	});
}

#[test]
fn a_second_vote_of_an_institution_should_replace_the_first() {
	build_and_execute(|| {
		let ballot = open();
		assert_ok!(vote(1, ballot, Vote::Aye));
		assert_event(Event::Voted {
			ballot,
			institution: 1,
			account: representative(1),
			vote: Vote::Aye,
			before: None,
		});
		assert_ok!(NodeAdmission::vote(signed(deputy(1)), ballot, Vote::Aye));
		let count = NodeAdmission::ballot(ballot).unwrap().counts.care_providers;
		assert_eq!((count.ayes, count.nays), (1, 0));
		assert_ok!(NodeAdmission::vote(signed(deputy(1)), ballot, Vote::Nay));
		assert_event(Event::Voted {
			ballot,
			institution: 1,
			account: deputy(1),
			vote: Vote::Nay,
			before: Some(Vote::Aye),
		});
		let count = NodeAdmission::ballot(ballot).unwrap().counts.care_providers;
		assert_eq!((count.ayes, count.nays), (0, 1));
	});
}

#[test]
fn the_candidate_and_its_affiliates_should_not_vote() {
	build_and_execute(|| {
		affiliate(SIXTH, FIFTH);
		let ballot = open();
		assert_noop!(vote(FIFTH, ballot, Vote::Aye), Error::<Test>::Recused);
		assert_noop!(vote(SIXTH, ballot, Vote::Aye), Error::<Test>::Recused);
		assert_eq!(NodeAdmission::ballot(ballot).unwrap().recused, [FIFTH, SIXTH]);
	});
}

#[test]
fn the_vote_of_who_turns_out_to_be_affiliated_should_not_be_counted() {
	build_and_execute(|| {
		let ballot = open();
		for institution in [1, 2, 3, 4, 6] {
			assert_ok!(vote(institution, ballot, Vote::Aye));
		}
		affiliate(6, FIFTH);
		let count = NodeAdmission::ballot(ballot).unwrap().counts.care_providers;
		assert_eq!(count, ClassCount { members: 6, eligible: 4, ayes: 4, nays: 0 });
	});
}

#[test]
fn the_vote_of_who_was_suspended_since_should_not_be_counted() {
	build_and_execute(|| {
		let ballot = open();
		assert_ok!(vote(PAYERS[0], ballot, Vote::Aye));
		suspend_institution(PAYERS[0]);
		// Two payers are too few for a class.
		let counts = NodeAdmission::ballot(ballot).unwrap().counts;
		assert_eq!(counts.payers, ClassCount::default());
		let expected = ClassCount { members: 4, eligible: 4, ayes: 0, nays: 0 };
		assert_eq!(counts.public_bodies, expected);
	});
}

#[test]
fn nobody_should_be_admitted_into_an_open_ballot_or_change_class_in_it() {
	build_and_execute(|| {
		let newcomer = 12;
		let ballot = open();
		InForce::mutate(|all| all.insert(newcomer, VotingClass::Payers));
		assert_noop!(vote(newcomer, ballot, Vote::Aye), Error::<Test>::NotOnTheRoll);
		InForce::mutate(|all| all.insert(PAYERS[0], VotingClass::CareProviders));
		assert_ok!(vote(PAYERS[0], ballot, Vote::Aye));
		assert_eq!(NodeAdmission::ballot(ballot).unwrap().counts.payers.ayes, 1);
	});
}

#[test]
fn voting_should_end_at_the_deadline_and_closing_begin() {
	build_and_execute(|| {
		let ballot = open();
		wait(VOTING_TERM - 1);
		assert_ok!(vote(1, ballot, Vote::Aye));
		assert_noop!(close(ballot), Error::<Test>::Undecided);
		wait(1);
		assert_noop!(vote(1, ballot, Vote::Aye), Error::<Test>::VotingOver);
		assert_ok!(close(ballot));
	});
}

#[test]
fn there_should_be_one_open_ballot_about_a_node() {
	build_and_execute(|| {
		let node = founder(1);
		proposed(Proposal::Remove { node, blacklist: None });
		assert_ok!(NodeAdmission::suspend(signed(COMMITTEE), node));
		assert_noop!(
			NodeAdmission::propose(signed(representative(3)), Proposal::Ratify { node }),
			Error::<Test>::BallotOpen
		);
	});
}

#[test]
fn only_a_proven_validator_that_isnt_recused_should_propose_what_can_be() {
	build_and_execute(|| {
		let node = founder(1);
		let remove = Proposal::Remove { node, blacklist: None };
		let propose = |institution, proposal| {
			NodeAdmission::propose(signed(representative(institution)), proposal)
		};
		assert_noop!(propose(FIFTH, remove), Error::<Test>::NotAValidator);
		assert_noop!(propose(1, remove), Error::<Test>::Recused);
		affiliate(2, 1);
		assert_noop!(propose(2, remove), Error::<Test>::Recused);
		let nobody = Proposal::Remove { node: 99, blacklist: None };
		assert_noop!(propose(3, nobody), Error::<Test>::UnknownNode);
		let no_term = Proposal::Remove { node, blacklist: Some(0) };
		assert_noop!(propose(3, no_term), Error::<Test>::InvalidTerm);
		assert_noop!(propose(3, Proposal::Ratify { node }), Error::<Test>::NotSuspended);
		assert_ok!(propose(3, remove));
		assert_event(Event::Proposed {
			ballot: 0,
			proposal: remove,
			institution: 3,
			deadline: START + VOTING_TERM,
		});
		assert_ok!(NodeAdmission::exit(signed(operator(4)), founder(4)));
		let gone = Proposal::Remove { node: founder(4), blacklist: None };
		assert_noop!(propose(3, gone), Error::<Test>::Over);
	});
}

#[test]
fn a_removed_validator_should_be_pending_and_leave_when_it_can() {
	build_and_execute(|| {
		let fifth = activated(FIFTH);
		carried(proposed(Proposal::Remove { node: founder(1), blacklist: None }));
		assert_eq!(node(founder(1)).end, Some(End::Removed));
		assert_eq!(standing(founder(1)), Standing::PendingRemoval);
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5]);
		assert_eq!(live(), [1, 2, 3, 4]);
		assert_eq!(standing(founder(1)), Standing::PendingRemoval);
		rotate();
		// Forgotten, and its key is free.
		assert_eq!(NodeAdmission::node(founder(1)), None);
		assert_eq!(NodeAdmission::node_of_peer(peer(1)), None);
		assert_eq!(standing(fifth), Standing::Validating);
	});
}

#[test]
fn a_ballot_should_be_moot_when_it_can_not_happen_any_more() {
	build_and_execute(|| {
		let admit = open();
		let remove = proposed(Proposal::Remove { node: founder(1), blacklist: None });
		for institution in OTHERS.into_iter().chain(PAYERS) {
			assert_ok!(vote(institution, admit, Vote::Aye));
			let _ = vote(institution, remove, Vote::Aye);
		}
		suspend_institution(FIFTH);
		assert_ok!(close(admit));
		assert_eq!(decision(), Decision::Moot);
		assert_eq!(NodeAdmission::application(0), None);
		assert_ok!(NodeAdmission::exit(signed(operator(1)), founder(1)));
		assert_ok!(close(remove));
		assert_eq!(decision(), Decision::Moot);
		assert_eq!(node(founder(1)).end, Some(End::Exited));
	});
}

#[test]
fn a_ballot_should_not_be_opened_for_more_than_a_roll_can_hold() {
	build_and_execute(|| {
		for institution in 12..=65 {
			InForce::mutate(|all| all.insert(institution, VotingClass::Industry));
		}
		let application = applied(FIFTH);
		assert_ok!(endorse(1, application));
		assert_ok!(endorse(2, application));
		assert_noop!(endorse(3, application), Error::<Test>::ElectorateTooLarge);
		suspend_institution(12);
		assert_ok!(endorse(3, application));
	});
}

#[test]
fn what_a_view_counts_should_be_what_closing_counts() {
	build_and_execute(|| {
		let ballot = open();
		assert_ok!(vote(1, ballot, Vote::Aye));
		assert_ok!(vote(REGULATOR, ballot, Vote::Nay));
		let stored = Ballots::<Test>::get(ballot).unwrap();
		let counts = tally(NodeAdmission::voters(&stored).into_iter());
		assert_eq!(NodeAdmission::ballot(ballot).unwrap().counts, counts);
		assert_eq!(NodeAdmission::ballot(ballot).unwrap().outcome, Outcome::Undecided);
		wait(VOTING_TERM);
		assert_eq!(NodeAdmission::ballot(ballot).unwrap().outcome, Outcome::Rejected);
	});
}

#[test]
fn who_is_looked_at_should_be_charged_for_on_the_roll_or_not() {
	build_and_execute(|| {
		// One that is suspended is read like the others.
		suspend_institution(PAYERS[0]);
		let application = applied(FIFTH);
		assert_ok!(endorse(1, application));
		assert_ok!(endorse(2, application));
		let charged = endorse(3, application).unwrap().actual_weight;
		assert_eq!(charged, Some(<() as WeightInfo>::endorse(4, INSTITUTIONS)));

		let remove = Proposal::Remove { node: founder(1), blacklist: None };
		let propose = || NodeAdmission::propose(signed(representative(2)), remove);
		let charged = hypothetically!(propose().unwrap().actual_weight);
		assert_eq!(charged, Some(<() as WeightInfo>::propose(1, INSTITUTIONS)));
		// And each of its own nodes until there is one that counts.
		Seats::<Test>::mutate(|seats| seats[2].institution = 2);
		let charged = hypothetically!(propose().unwrap().actual_weight);
		assert_eq!(charged, Some(<() as WeightInfo>::propose(2, INSTITUTIONS)));
		Seats::<Test>::mutate(|seats| seats[2].institution = 3);

		// With nobody there to vouch, applying opens the ballot.
		let apply = || {
			let (form, account) = (form(6, NodeKind::Full), operator(SIXTH));
			let proof = proof(6, account.clone(), SIXTH, form, soon());
			NodeAdmission::apply(signed(account), form, soon(), proof).unwrap().actual_weight
		};
		assert_eq!(hypothetically!(apply()), Some(<() as WeightInfo>::apply(4, 1)));
		FOUNDERS.iter().for_each(|founder| affiliate(*founder, SIXTH));
		assert_eq!(apply(), Some(<() as WeightInfo>::apply(4, INSTITUTIONS)));
	});
}
