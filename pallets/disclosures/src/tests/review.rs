// SPDX-License-Identifier: Apache-2.0

//! Who reviews, until when, and what becomes of it otherwise.

use super::*;
use crate::review::candidates;
use frame_support::assert_noop;

fn dispute(who: AccountId, id: BreakGlassId) -> DispatchResult {
	Disclosures::dispute(signed(who), id)
}

fn status(id: BreakGlassId) -> ReviewStatus {
	Disclosures::break_glass(id).unwrap().review
}

fn found(finding: Finding, settled: bool) -> ReviewStatus {
	ReviewStatus::Found { finding, settled }
}

/// A use at the clinic that institution 3 reviews, and that is over.
fn over() -> BreakGlassId {
	rotate(3);
	let id = declared();
	assert_eq!(used(id).reviewer, Some(3));
	wait(BREAK_GLASS_TERM);
	id
}

#[test]
fn under_one_list_no_two_institutions_should_review_each_other() {
	let turns = 100;
	for count in 0..=16 {
		let list: Vec<InstitutionId> = (0..count).map(|number| number * 2).collect();
		let reviewers = |own| -> std::collections::BTreeSet<_> {
			(0..turns).flat_map(|turn| candidates(&list, own, turn).collect::<Vec<_>>()).collect()
		};
		for own in &list {
			let who = reviewers(*own);
			assert!(!who.contains(own));
			assert_eq!(who.len() as u32, (count.max(1) - 1) / 2, "all that may are asked");
			assert!(who.iter().all(|other| !reviewers(*other).contains(own)), "{own} of {count}");
		}
		// Who isn't in the list is anybody's to review, and nobody's reviewer.
		assert_eq!(reviewers(1).into_iter().collect::<Vec<_>>(), list);
	}
}

#[test]
fn the_rotation_should_go_around() {
	build_and_execute(|| {
		rotate(7);
		let by: Vec<_> = (0..5)
			.map(|department| used(declared_by(staff_in(CLINIC, Role::Nurse, department))).reviewer)
			.collect();
		assert_eq!(by, [Some(3), Some(4), Some(5), Some(3), Some(4)]);
	});
}

#[test]
fn whoever_has_a_conflict_or_too_much_to_do_should_be_passed_over() {
	build_and_execute(|| {
		rotate(7);
		Suspended::set(vec![3]);
		assert_eq!(used(declared_by(staff_in(CLINIC, Role::Nurse, 0))).reviewer, Some(4));
		Suspended::set(vec![]);
		Affiliated::set(vec![(4, CLINIC)]);
		assert_eq!(used(declared_by(staff_in(CLINIC, Role::Nurse, 1))).reviewer, Some(5));
		Affiliated::set(vec![]);
		// Institution 5 has three reviews to do, which is all it can have.
		for department in 0..2 {
			Rotation::<Test>::put(2);
			let id = declared_by(staff_in(CLINIC, Role::Physician, department));
			assert_eq!(used(id).reviewer, Some(5));
		}
		Rotation::<Test>::put(2);
		assert_eq!(used(declared_by(staff_in(CLINIC, Role::Physician, 2))).reviewer, Some(3));
	});
}

#[test]
fn only_so_many_candidates_should_be_tried() {
	build_and_execute(|| {
		rotate(16);
		Suspended::set(vec![3, 4, 5, 6]);
		let id = declared();
		assert_eq!(used(id).reviewer, None);
		assert_eq!(status(id), ReviewStatus::WithRegulator { disputed: false });
	});
}

#[test]
fn a_new_list_should_make_no_open_reviews_reciprocal() {
	build_and_execute(|| {
		// Under the first list 3 reviews the clinic. Under the second, the clinic would review 3.
		let list = |list: Vec<_>| {
			Disclosures::set_reviewers(RuntimeOrigin::root(), list.try_into().unwrap())
		};
		assert_ok!(list(vec![1, 2, 3]));
		assert_eq!(used(declared()).reviewer, Some(3));
		assert_ok!(list(vec![2, 3, 9]));
		assert_eq!(candidates(&[2, 3, 9], 9, 0).collect::<Vec<_>>(), [2]);
		assert_ok!(list(vec![2, 3]));
		assert_ok!(list(vec![CLINIC, 5, 6]));
		// As somebody who isn't in the list, 3 could be reviewed by the clinic.
		Rotation::<Test>::put(0);
		assert_eq!(candidates(&[CLINIC, 5, 6], 3, 0).next(), Some(CLINIC));
		let id = declared_by(staff(3, Role::Physician));
		assert_eq!(used(id).reviewer, Some(5));

		// Once 3 has decided, nothing stands against it.
		assert_ok!(review(3, 0, Finding::Unjustified));
		Rotation::<Test>::put(0);
		let id = declared_by(staff(3, Role::Nurse));
		assert_eq!(used(id).reviewer, Some(CLINIC));
	});
}

#[test]
fn governance_should_set_an_orderly_list_of_institutions_that_there_are() {
	build_and_execute(|| {
		let set = |list: Vec<InstitutionId>| {
			Disclosures::set_reviewers(RuntimeOrigin::root(), list.try_into().unwrap())
		};
		assert_noop!(set(vec![2, 1]), Error::<Test>::NotAscending);
		assert_noop!(set(vec![1, 1]), Error::<Test>::NotAscending);
		assert_noop!(set(vec![1, INSTITUTIONS + 1]), Error::<Test>::UnknownInstitution);
		assert_ok!(set(vec![1, 3, 5]));
		assert_event(Event::ReviewersSet { reviewers: vec![1, 3, 5] });
		assert_eq!(Disclosures::reviewers(), [1, 3, 5]);
		assert_ok!(set(vec![]));
		assert_eq!(used(declared()).reviewer, None);
	});
}

#[test]
fn a_review_should_be_the_reviewing_institutions_alone_and_once() {
	build_and_execute(|| {
		let id = over();
		assert_noop!(review(3, 9, Finding::Justified), Error::<Test>::UseNotFound);
		for institution in [CLINIC, 1, 4] {
			assert_noop!(review(institution, id, Finding::Justified), Error::<Test>::NotReviewer);
		}
		assert_noop!(regulate(id, Finding::Justified), Error::<Test>::NotEscalated);
		assert_ok!(review(3, id, Finding::Justified));
		let by = of_staff(&reviewer_of(3));
		assert_logged(by, Happening::Reviewed { id, finding: Finding::Justified }, None);
		assert_eq!(status(id), found(Finding::Justified, false));
		let Review::Found(decision) = used(id).review else { panic!("it is found") };
		assert_eq!(decision.by.account, reviewer_of(3));
		assert_noop!(review(3, id, Finding::Justified), Error::<Test>::AlreadyReviewed);
		assert_noop!(regulate(id, Finding::Justified), Error::<Test>::AlreadyReviewed);
		assert!(!Disclosures::right(CLINIC_PHYSICIAN).suspended);
		assert_eq!(Disclosures::reviewer(3).outstanding, []);
	});
}

#[test]
fn nobody_should_review_what_they_did_before_they_changed_over() {
	build_and_execute(|| {
		let id = over();
		Moved::set(vec![(CLINIC_PHYSICIAN, 3)]);
		assert_noop!(
			Disclosures::review(signed(CLINIC_PHYSICIAN), id, Finding::Justified),
			Error::<Test>::OwnUse
		);
	});
}

#[test]
fn an_open_use_should_only_be_found_unjustified() {
	build_and_execute(|| {
		rotate(3);
		let id = declared();
		wait(HOUR);
		assert_noop!(review(3, id, Finding::Justified), Error::<Test>::StillOpen);
		assert_ok!(review(3, id, Finding::Unjustified));
		assert_eq!(used(id).ended, Some(START + HOUR));
		assert_eq!(Disclosures::break_glass_open(CLINIC_PHYSICIAN, PATIENT), None);
	});
}

#[test]
fn an_overdue_review_should_go_to_the_regulator_and_mark_the_reviewer() {
	build_and_execute(|| {
		let id = over();
		let due = START + BREAK_GLASS_TERM + REVIEW_TERM;
		let owed = Owed { id, due, institution: CLINIC };
		wait(REVIEW_TERM - 1);
		assert_eq!(status(id), ReviewStatus::Awaited { by: 3, due });
		let info = ReviewerInfo { outstanding: vec![owed], escalated: vec![], overdue: 0 };
		assert_eq!(Disclosures::reviewer(3), info);
		wait(1);
		assert_eq!(status(id), ReviewStatus::WithRegulator { disputed: false });
		let info = ReviewerInfo { escalated: vec![id], ..info };
		assert_eq!(Disclosures::reviewer(3), info);
		assert_noop!(review(3, id, Finding::Justified), Error::<Test>::ReviewOverdue);
		assert_noop!(regulate(9, Finding::Justified), Error::<Test>::UseNotFound);
		assert_ok!(regulate(id, Finding::Justified));
		let by = of_staff(&INSPECTOR);
		assert_logged(by, Happening::Reviewed { id, finding: Finding::Justified }, None);
		let info = ReviewerInfo { outstanding: vec![], escalated: vec![], overdue: 1 };
		assert_eq!(Disclosures::reviewer(3), info);
	});
}

#[test]
fn a_regulator_should_not_review_its_own_institution() {
	build_and_execute(|| {
		let id = declared();
		let own = signed(staff(CLINIC, Role::Inspector));
		assert_noop!(
			Disclosures::review_as_regulator(own, id, Finding::Unjustified),
			Error::<Test>::OwnInstitution
		);
	});
}

#[test]
fn a_dispute_should_take_the_review_from_the_reviewer() {
	build_and_execute(|| {
		let id = over();
		assert_noop!(dispute(ALICE, 9), Error::<Test>::UseNotFound);
		for stranger in [BOB, OUTSIDER, CLINIC_PHYSICIAN] {
			assert_noop!(dispute(stranger, id), Error::<Test>::NotThePatient);
		}
		assert_ok!(dispute(ALICE, id));
		assert_logged(Requester::Patient(ALICE), Happening::Disputed { id }, None);
		assert_eq!(status(id), ReviewStatus::WithRegulator { disputed: true });
		assert_noop!(dispute(ALICE, id), Error::<Test>::AlreadyDisputed);
		assert_noop!(review(3, id, Finding::Justified), Error::<Test>::Disputed);
		// In time, so that nothing is held against the reviewer.
		let info = ReviewerInfo { outstanding: vec![], escalated: vec![], overdue: 0 };
		assert_eq!(Disclosures::reviewer(3), info);

		assert_ok!(regulate(id, Finding::Unjustified));
		assert_eq!(status(id), found(Finding::Unjustified, true));
		// That is final.
		assert_noop!(dispute(ALICE, id), Error::<Test>::AlreadyDisputed);
		assert_noop!(regulate(id, Finding::Justified), Error::<Test>::AlreadyReviewed);
		assert_noop!(review(3, id, Finding::Justified), Error::<Test>::AlreadyReviewed);
	});
}

#[test]
fn a_dispute_of_what_is_overdue_should_mark_the_reviewer_all_the_same() {
	build_and_execute(|| {
		let id = over();
		wait(REVIEW_TERM);
		assert_ok!(dispute(ALICE, id));
		assert_eq!(Disclosures::reviewer(3).overdue, 1);
	});
}

#[test]
fn a_dispute_should_come_within_its_term_of_the_last_that_happened() {
	build_and_execute(|| {
		let id = over();
		wait(DISPUTE_TERM - BREAK_GLASS_TERM);
		assert_noop!(dispute(ALICE, id), Error::<Test>::DisputeTermOver);
		// A finding can be contested for as long again.
		assert_ok!(regulate(id, Finding::Justified));
		wait(DISPUTE_TERM - 1);
		assert_ok!(dispute(ALICE, id));

		let id = declared_by(staff(CLINIC, Role::Nurse));
		wait(DISPUTE_TERM - 1);
		assert_ok!(dispute(ALICE, id));
	});
}
