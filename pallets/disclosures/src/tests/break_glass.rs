// SPDX-License-Identifier: Apache-2.0

//! Breaking the glass and what the actor owes for it.

use super::*;
use frame_support::assert_noop;
use galen_primitives::{seams::BreakGlass, time::CLOCK_DRIFT};

fn open_use() -> Option<BreakGlassId> {
	let found = <Disclosures as BreakGlass<_>>::open_use(&CLINIC_PHYSICIAN, &PATIENT);
	assert_eq!(found, Disclosures::break_glass_open(CLINIC_PHYSICIAN, PATIENT));
	found
}

fn end(who: AccountId, id: BreakGlassId) -> DispatchResult {
	Disclosures::end_use(signed(who), id)
}

#[test]
fn a_declaration_should_open_the_glass_at_once_and_tell_the_patient() {
	build_and_execute(|| {
		rotate(5);
		assert_eq!(open_use(), None);
		let id = declared();
		assert_eq!(open_use(), Some(id));
		let expires = START + BREAK_GLASS_TERM;
		let used = BreakGlassUse {
			patient: PATIENT,
			actor: actor(&CLINIC_PHYSICIAN).unwrap(),
			reason: BreakGlassReason::Unconscious,
			declared: START,
			late: false,
			from: START,
			expires,
			ended: None,
			statement_due: START + STATEMENT_TERM,
			statement: None,
			reviewer: Some(3),
			review_due: expires + REVIEW_TERM,
			review: Review::Awaited,
		};
		assert_eq!(
			Disclosures::break_glass(id),
			Some(BreakGlassInfo {
				declared: used,
				open: true,
				statement: StatementStatus::Due,
				review: ReviewStatus::Awaited { by: 3, due: expires + REVIEW_TERM },
			})
		);
		let what = Happening::GlassBroken {
			id,
			reason: BreakGlassReason::Unconscious,
			from: START,
			expires,
			late: false,
			reviewer: Some(3),
		};
		assert_logged(of_staff(&CLINIC_PHYSICIAN), what, None);

		// For nobody else, and no other patient.
		assert_eq!(Disclosures::break_glass_open(PHYSICIAN, PATIENT), None);
		assert_eq!(Disclosures::break_glass_open(CLINIC_PHYSICIAN, OTHER_PATIENT), None);
	});
}

#[test]
fn a_broken_glass_should_close_by_itself_and_never_block_the_next_emergency() {
	build_and_execute(|| {
		let first = declared();
		wait(BREAK_GLASS_TERM - 1);
		assert_eq!(open_use(), Some(first));
		assert_noop!(declare(CLINIC_PHYSICIAN, now()), Error::<Test>::AlreadyOpen);
		wait(1);
		assert_eq!(open_use(), None);
		let second = declared();
		assert_eq!(open_use(), Some(second));
		// Another patient's emergency is another matter.
		let reason = BreakGlassReason::LifeThreatening;
		let who = signed(CLINIC_PHYSICIAN);
		assert_ok!(Disclosures::declare(who, OTHER_PATIENT, reason, now()));
	});
}

#[test]
fn only_privileged_staff_should_break_the_glass_of_open_patients() {
	build_and_execute(|| {
		Unprivileged::set(vec![CLINIC_PHYSICIAN]);
		assert_noop!(declare(CLINIC_PHYSICIAN, START), Error::<Test>::NotPrivileged);
		Unprivileged::set(vec![]);
		OpenPatients::set(vec![OTHER_PATIENT]);
		assert_noop!(declare(CLINIC_PHYSICIAN, START), Error::<Test>::PatientNotOpen);
	});
}

#[test]
fn a_late_declaration_should_be_marked_and_give_what_is_left_of_the_time() {
	build_and_execute(|| {
		assert_noop!(
			declare(CLINIC_PHYSICIAN, START + CLOCK_DRIFT + 1),
			Error::<Test>::OccurredInFuture
		);
		assert_noop!(declare(CLINIC_PHYSICIAN, START - MAX_LATENESS - 1), Error::<Test>::TooLate);

		// Within what clocks may differ it isn't late, and the time counts from now on.
		assert_ok!(declare(CLINIC_PHYSICIAN, START - CLOCK_DRIFT));
		assert_eq!((used(0).late, used(0).from), (false, START));

		// An hour late: three are left.
		let nurse = staff(CLINIC, Role::Nurse);
		assert_ok!(declare(nurse.clone(), START - HOUR));
		assert_eq!((used(1).late, used(1).from), (true, START - HOUR));
		assert_eq!(used(1).expires, START - HOUR + BREAK_GLASS_TERM);
		assert_eq!(Disclosures::break_glass_open(nurse.clone(), PATIENT), Some(1));
		wait(BREAK_GLASS_TERM - HOUR);
		assert_eq!(Disclosures::break_glass_open(nurse, PATIENT), None);
	});
}

#[test]
fn what_is_declared_when_all_is_over_should_give_no_access_and_be_answered_for_all_the_same() {
	build_and_execute(|| {
		rotate(5);
		let open = declared();
		// Three days late: it neither opens anything nor takes the place of what is open.
		assert_ok!(declare(CLINIC_PHYSICIAN, START - MAX_LATENESS));
		let info = Disclosures::break_glass(open + 1).unwrap();
		assert!(!info.open && info.declared.late);
		assert_eq!(open_use(), Some(open));
		assert_eq!(info.statement, StatementStatus::Due);
		// The reviewer has the whole time.
		assert_eq!(info.declared.review_due, START + REVIEW_TERM);
		assert!(matches!(info.review, ReviewStatus::Awaited { .. }));
		assert_noop!(end(CLINIC_PHYSICIAN, open + 1), Error::<Test>::NotOpen);
		// Found right, it isn't in the way either.
		let by = info.declared.reviewer.unwrap();
		assert_ok!(review(by, open + 1, Finding::Justified));
		assert_eq!(open_use(), Some(open));
	});
}

#[test]
fn the_actor_should_end_it_before_its_time_in_force_or_not() {
	build_and_execute(|| {
		let id = declared();
		wait(HOUR);
		assert_noop!(end(CLINIC_PHYSICIAN, 9), Error::<Test>::UseNotFound);
		assert_noop!(end(CLINIC_OFFICER, id), Error::<Test>::NotTheActor);
		let who = of_staff(&CLINIC_PHYSICIAN);
		Expired::set(vec![CLINIC_PHYSICIAN]);
		assert_ok!(end(CLINIC_PHYSICIAN, id));
		assert_logged(who, Happening::GlassClosed { id }, None);
		assert_eq!(used(id).ended, Some(START + HOUR));
		assert_eq!(open_use(), None);
		assert_noop!(end(CLINIC_PHYSICIAN, id), Error::<Test>::NotOpen);

		Expired::set(vec![]);
		let id = declared();
		wait(BREAK_GLASS_TERM);
		assert_noop!(end(CLINIC_PHYSICIAN, id), Error::<Test>::NotOpen);
	});
}

#[test]
fn one_actor_should_break_the_glass_only_so_often_within_the_window() {
	build_and_execute(|| {
		for _ in 0..3 {
			let id = declared();
			assert_ok!(end(CLINIC_PHYSICIAN, id));
			assert_ok!(state(CLINIC_PHYSICIAN, id));
			wait(HOUR);
		}
		assert_noop!(declare(CLINIC_PHYSICIAN, now()), Error::<Test>::RateLimited);
		// Another one can.
		declared_by(staff(CLINIC, Role::Nurse));
		wait(RATE_WINDOW - 3 * HOUR - 1);
		assert_noop!(declare(CLINIC_PHYSICIAN, now()), Error::<Test>::RateLimited);
		wait(1);
		declared();
		assert_noop!(declare(CLINIC_PHYSICIAN, now()), Error::<Test>::RateLimited);
	});
}

#[test]
fn an_institution_should_have_only_so_many_statements_due() {
	build_and_execute(|| {
		let nurse = |department| staff_in(CLINIC, Role::Nurse, department);
		for department in 0..6 {
			declared_by(nurse(department));
		}
		assert_noop!(declare(nurse(6), now()), Error::<Test>::TooManyStatementsDue);
		assert_ok!(state(nurse(3), 3));
		declared_by(nurse(6));
	});
}

#[test]
fn reasons_should_be_stated_by_the_actor_once() {
	build_and_execute(|| {
		let id = declared();
		assert_noop!(state(CLINIC_PHYSICIAN, 9), Error::<Test>::UseNotFound);
		assert_noop!(state(CLINIC_OFFICER, id), Error::<Test>::NotTheActor);
		assert_noop!(
			Disclosures::state_reasons(signed(CLINIC_PHYSICIAN), id, digest(0)),
			Error::<Test>::ZeroDigest
		);
		wait(STATEMENT_TERM - 1);
		let who = of_staff(&CLINIC_PHYSICIAN);
		// Who has lost the credential in the meantime still can.
		Expired::set(vec![CLINIC_PHYSICIAN]);
		assert_ok!(state(CLINIC_PHYSICIAN, id));
		let what = Happening::ReasonsStated { id, statement: digest(5), late: false };
		assert_logged(who, what, None);
		assert_eq!(Disclosures::break_glass(id).unwrap().statement, StatementStatus::Given);
		assert_noop!(state(CLINIC_PHYSICIAN, id), Error::<Test>::AlreadyStated);
		wait(1);
		assert!(!Disclosures::right(CLINIC_PHYSICIAN).suspended);
	});
}

#[test]
fn a_late_statement_should_be_kept_as_late() {
	build_and_execute(|| {
		let id = declared();
		wait(STATEMENT_TERM);
		assert_eq!(Disclosures::break_glass(id).unwrap().statement, StatementStatus::Missing);
		assert_ok!(state(CLINIC_PHYSICIAN, id));
		let what = Happening::ReasonsStated { id, statement: digest(5), late: true };
		assert_logged(of_staff(&CLINIC_PHYSICIAN), what, None);
		assert_eq!(Disclosures::break_glass(id).unwrap().statement, StatementStatus::GivenLate);
	});
}
