// SPDX-License-Identifier: Apache-2.0

use super::*;

#[test]
fn the_third_endorsement_should_open_the_ballot() {
	build_and_execute(|| {
		let application = applied(FIFTH);
		for (institution, ballot) in [(1, None), (2, None), (4, Some(0))] {
			assert_ok!(endorse(institution, application));
			assert_event(Event::Endorsed { application, institution, ballot });
		}
		let ballot = NodeAdmission::ballot(0).unwrap();
		assert_eq!(ballot.motion, Motion::Admit(application));
		assert_eq!(ballot.candidate, FIFTH);
		assert_eq!(ballot.deadline, START + VOTING_TERM);
		assert_eq!(ballot.roll.len(), INSTITUTIONS as usize);
		assert_noop!(endorse(3, application), Error::<Test>::BallotOpen);
	});
}

#[test]
fn an_institution_should_endorse_once_and_only_what_there_is() {
	build_and_execute(|| {
		assert_noop!(endorse(1, 0), Error::<Test>::UnknownApplication);
		let application = applied(FIFTH);
		assert_ok!(endorse(1, application));
		assert_noop!(endorse(1, application), Error::<Test>::AlreadyEndorsed);
		wait(APPLICATION_TERM);
		assert_noop!(endorse(2, application), Error::<Test>::Lapsed);
	});
}

#[test]
fn neither_the_applicant_nor_an_affiliate_should_endorse() {
	build_and_execute(|| {
		let second = staff(1, Role::NodeOperator, 1);
		let application = apply_as(second, 1, 50, NodeKind::Validator).unwrap();
		assert_noop!(endorse(1, application), Error::<Test>::Recused);
		affiliate(2, 1);
		assert_noop!(endorse(2, application), Error::<Test>::Recused);
		// Two are left who can: both are enough.
		assert_eq!(NodeAdmission::application(application).unwrap().required, 2);
		assert_ok!(endorse(3, application));
		assert_eq!(NodeAdmission::ballot_about(Subject::Application(application)), None);
		assert_ok!(endorse(4, application));
		assert_eq!(NodeAdmission::ballot_about(Subject::Application(application)), Some(0));
	});
}

#[test]
fn only_who_validates_and_is_past_probation_should_endorse() {
	build_and_execute(|| {
		let not_yet: sp_runtime::DispatchError = Error::<Test>::NotAValidator.into();
		let node = activated(FIFTH);
		let application = applied(SIXTH);
		assert_noop!(endorse(PAYERS[0], application), not_yet);
		// Admitted, but not in the set; in the set, but on probation.
		assert_noop!(endorse(FIFTH, application), not_yet);
		rotate();
		assert_eq!(planned(), [1, 2, 3, 4, 5]);
		assert_noop!(endorse(FIFTH, application), not_yet);
		assert!(NodeAdmission::node(node).unwrap().on_probation);
		NodeAdmission::withdraw_application(signed(operator(SIXTH)), application).unwrap();
		wait(PROBATION_TERM);
		let application = applied(SIXTH);
		assert_ok!(endorse(FIFTH, application));
		// Suspended, it vouches for nobody.
		assert_ok!(NodeAdmission::suspend(signed(COMMITTEE), founder(1)));
		assert_noop!(endorse(1, application), not_yet);
	});
}

#[test]
fn who_has_endorsed_should_open_the_ballot_once_fewer_are_enough() {
	build_and_execute(|| {
		let application = applied(FIFTH);
		assert_ok!(endorse(1, application));
		assert_ok!(endorse(2, application));
		assert_noop!(endorse(1, application), Error::<Test>::AlreadyEndorsed);
		set_parameters(|parameters| parameters.endorsements = 2);
		assert_ok!(endorse(1, application));
		let endorsements = Applications::<Test>::get(application).unwrap().endorsements;
		assert_eq!(endorsements.to_vec(), [1, 2]);
		assert_eq!(NodeAdmission::ballot_about(Subject::Application(application)), Some(0));
	});
}

#[test]
fn a_suspended_institution_should_count_neither_as_endorser_nor_as_missing() {
	build_and_execute(|| {
		suspend_institution(3);
		suspend_institution(4);
		let application = applied(FIFTH);
		assert_eq!(NodeAdmission::application(application).unwrap().required, 2);
	});
}

#[test]
fn a_call_that_opens_no_ballot_should_be_charged_for_none() {
	build_and_execute(|| {
		let application = applied(FIFTH);
		let charged = |institution| endorse(institution, application).unwrap().actual_weight;
		assert_eq!(charged(1), Some(<() as WeightInfo>::endorse(4, 0)));
		assert_eq!(charged(2), Some(<() as WeightInfo>::endorse(4, 0)));
		assert_eq!(charged(3), Some(<() as WeightInfo>::endorse(4, INSTITUTIONS)));
		let voted = vote(1, 0, Vote::Aye).unwrap().actual_weight;
		assert_eq!(voted, Some(<() as WeightInfo>::vote(INSTITUTIONS)));
	});
}
