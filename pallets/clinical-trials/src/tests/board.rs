// SPDX-License-Identifier: Apache-2.0

//! The monitoring board.

use super::*;
use crate::safety::VOTE_TERM;
use galen_primitives::Role;

pub fn vote_to_halt(member: AccountId) -> DispatchResult {
	ClinicalTrials::vote_to_halt(signed(member), STUDY, HaltReason::Safety, digest(65))
}

pub fn vote_to_resume(member: AccountId) -> DispatchResult {
	ClinicalTrials::vote_to_resume(signed(member), STUDY, digest(66))
}

fn member(place: usize) -> AccountId {
	MONITORS[place].clone()
}

fn voted(place: usize, motion: Motion, document: Digest, carried: bool) {
	assert_event(Event::MonitorVoted {
		study: STUDY,
		member: member(place),
		motion,
		document,
		carried,
	});
}

#[test]
fn a_quorum_should_halt_accrual_and_treatment_at_once_and_lift_that_again() {
	build_and_execute(|| {
		opened();
		let number = enrolled(1);
		let candidate = eligible(2);
		let halt = Motion::Halt(HaltReason::Safety);
		assert_ok!(vote_to_halt(member(0)));
		voted(0, halt, digest(65), false);
		let vote = BoardVote { motion: halt, votes: 1, since: now() };
		assert_eq!(ClinicalTrials::board_vote(STUDY), Some(vote));
		assert_eq!(study().status, StudyStatus::Active);
		assert_noop!(vote_to_halt(member(0)), Error::<Test>::AlreadyVoted);
		wait(HOUR);
		// Another reason is the same motion: the first one named counts.
		let (who, reason) = (signed(member(2)), HaltReason::Futility);
		assert_ok!(ClinicalTrials::vote_to_halt(who, STUDY, reason, digest(65)));
		voted(2, Motion::Halt(reason), digest(65), true);
		assert_eq!(ClinicalTrials::board_vote(STUDY), None);
		assert_eq!(study().status, StudyStatus::TemporarilyClosedToAccrualAndIntervention);
		let imposed = study().halts.monitors.unwrap();
		assert_eq!((imposed.reason, imposed.since), (HaltReason::Safety, now()));

		assert_noop!(enrol(candidate, 2), Error::<Test>::NotRecruiting);
		assert_noop!(randomise_at(number, 0), Error::<Test>::InterventionStopped);
		assert_noop!(vote_to_halt(member(1)), Error::<Test>::AlreadyHalted);
		let activate = || ClinicalTrials::activate(signed(MANAGER), STUDY);
		assert_noop!(activate(), Error::<Test>::HaltedByMonitors);

		assert_ok!(vote_to_resume(member(1)));
		voted(1, Motion::Resume, digest(66), false);
		assert_noop!(activate(), Error::<Test>::HaltedByMonitors);
		assert_noop!(vote_to_resume(member(1)), Error::<Test>::AlreadyVoted);
		assert_ok!(vote_to_resume(member(0)));
		voted(0, Motion::Resume, digest(66), true);
		assert_noop!(vote_to_resume(member(2)), Error::<Test>::NotHalted);
		// The board doesn't oblige the sponsor to go on.
		assert_noop!(enrol(candidate, 2), Error::<Test>::NotRecruiting);
		assert_ok!(activate());
		assert_ok!(enrol(candidate, 2));
		assert_ok!(randomise_at(number, 0));
	});
}

#[test]
fn only_independent_members_should_vote_each_once_and_only_on_a_study_under_way() {
	build_and_execute(|| {
		let inside = staff(CRO, Role::Statistician);
		let board = [MONITORS.to_vec(), vec![inside.clone()]].concat();
		let terms = StudyTerms { monitors: board.try_into().unwrap(), quorum: 3, ..terms() };
		approved_with(terms);
		assert_noop!(vote_to_halt(member(0)), Error::<Test>::NotUnderWay);
		assert_noop!(vote_to_resume(member(0)), Error::<Test>::NotHalted);
		assert_ok!(ClinicalTrials::activate(signed(MANAGER), STUDY));
		assert_noop!(vote_to_halt(inside), Error::<Test>::NotIndependent);
		assert_noop!(vote_to_halt(staff(HOSPITAL, Role::Physician)), Error::<Test>::NotMonitor);
		let vote = |who: AccountId, study, document| {
			ClinicalTrials::vote_to_halt(signed(who), study, HaltReason::Safety, document)
		};
		assert_noop!(vote(member(0), 9, digest(65)), Error::<Test>::UnknownStudy);
		assert_noop!(vote(member(0), STUDY, digest(0)), Error::<Test>::ZeroDigest);
		assert_noop!(
			ClinicalTrials::vote_to_resume(signed(member(0)), STUDY, digest(0)),
			Error::<Test>::ZeroDigest
		);
		for place in 0..3 {
			assert!(study().halts.monitors.is_none());
			assert_ok!(vote_to_halt(member(place)));
		}
		assert!(study().halts.monitors.is_some());
	});
}

#[test]
fn a_vote_should_count_for_thirty_days_and_not_a_moment_longer() {
	for (waited, halted) in [(VOTE_TERM - 1, true), (VOTE_TERM, false)] {
		build_and_execute(|| {
			opened();
			assert_ok!(vote_to_halt(member(0)));
			wait(waited);
			assert_ok!(vote_to_halt(member(1)));
			assert_eq!(study().halts.monitors.is_some(), halted);
			if !halted {
				// The first one may vote again.
				assert_ok!(vote_to_halt(member(0)));
				assert!(study().halts.monitors.is_some());
			}
		});
	}
}

#[test]
fn a_board_should_stop_treatment_when_nobody_is_enrolled_any_more() {
	build_and_execute(|| {
		opened();
		let number = enrolled(1);
		assert_ok!(ClinicalTrials::close(signed(MANAGER), STUDY, Closure::ToAccrual));
		assert_ok!(vote_to_halt(member(0)));
		assert_ok!(vote_to_halt(member(1)));
		assert_eq!(study().status, StudyStatus::ClosedToAccrual);
		assert_noop!(randomise_at(number, 0), Error::<Test>::InterventionStopped);
		assert_ok!(vote_to_resume(member(0)));
		assert_ok!(vote_to_resume(member(1)));
		assert_noop!(randomise_at(number, 0), Error::<Test>::InterventionStopped);
		assert_ok!(ClinicalTrials::activate(signed(MANAGER), STUDY));
		assert_eq!(study().status, StudyStatus::ClosedToAccrual);
		assert_ok!(randomise_at(number, 0));
	});
}
