// SPDX-License-Identifier: Apache-2.0

//! How the right to break the glass is lost and given back.

use super::*;
use frame_support::assert_noop;

fn restore(who: AccountId) -> DispatchResult {
	Disclosures::restore_right(signed(INSPECTOR), who)
}

fn restore_clinic() -> DispatchResult {
	Disclosures::restore_institution(signed(INSPECTOR), CLINIC)
}

fn right(who: AccountId) -> (bool, u32, u32) {
	let RightInfo { suspended, unjustified, missing, .. } = Disclosures::right(who);
	(suspended, unjustified, missing)
}

fn clinics_right() -> (bool, u32, u32) {
	let RightInfo { suspended, unjustified, missing, .. } = Disclosures::institution_right(CLINIC);
	(suspended, unjustified, missing)
}

fn nurse(department: u8) -> AccountId {
	staff_in(CLINIC, Role::Nurse, department)
}

/// A use that is stated and then found unjustified by a regulator.
fn unjustified(who: AccountId) -> BreakGlassId {
	let id = declared_by(who.clone());
	assert_ok!(state(who, id));
	assert_ok!(regulate(id, Finding::Unjustified));
	id
}

#[test]
fn a_missing_statement_should_suspend_the_right_by_itself() {
	build_and_execute(|| {
		let id = declared();
		wait(STATEMENT_TERM - 1);
		assert_eq!(right(CLINIC_PHYSICIAN), (false, 0, 0));
		let due = START + STATEMENT_TERM;
		assert_eq!(Disclosures::right(CLINIC_PHYSICIAN).awaiting, [Awaited { id, due }]);
		wait(1);
		assert_eq!(right(CLINIC_PHYSICIAN), (true, 0, 1));
		assert_noop!(declare(CLINIC_PHYSICIAN, now()), Error::<Test>::RightSuspended);

		// Late is better than never, but restores nothing.
		assert_ok!(state(CLINIC_PHYSICIAN, id));
		assert_eq!(right(CLINIC_PHYSICIAN), (true, 0, 1));
		assert_eq!(Disclosures::right(CLINIC_PHYSICIAN).awaiting, []);
		assert_eq!(clinics_right(), (false, 0, 1));
		assert_noop!(declare(CLINIC_PHYSICIAN, now()), Error::<Test>::RightSuspended);

		// A colleague isn't touched.
		declared_by(nurse(0));
	});
}

#[test]
fn an_unjustified_use_should_suspend_the_right_and_end_at_once() {
	build_and_execute(|| {
		let id = unjustified(CLINIC_PHYSICIAN);
		assert_eq!(used(id).ended, Some(START));
		assert_eq!(Disclosures::break_glass_open(CLINIC_PHYSICIAN, PATIENT), None);
		assert_eq!(right(CLINIC_PHYSICIAN), (true, 1, 0));
		assert_eq!(clinics_right(), (false, 1, 0));
		assert_noop!(declare(CLINIC_PHYSICIAN, now()), Error::<Test>::RightSuspended);
	});
}

#[test]
fn a_regulator_should_restore_a_right_that_is_suspended() {
	build_and_execute(|| {
		assert_noop!(restore(CLINIC_PHYSICIAN), Error::<Test>::NotSuspended);
		assert_noop!(restore(INSPECTOR), Error::<Test>::OwnRight);
		unjustified(CLINIC_PHYSICIAN);
		assert_ok!(restore(CLINIC_PHYSICIAN));
		let by = INSPECTOR;
		assert_event(Event::RightRestored { account: CLINIC_PHYSICIAN, by });
		assert_eq!(right(CLINIC_PHYSICIAN), (false, 0, 0));
		assert_noop!(restore(CLINIC_PHYSICIAN), Error::<Test>::NotSuspended);

		// What is overdue is forgiven, what isn't yet is still due.
		let old = declared();
		wait(STATEMENT_TERM - HOUR);
		let new = declared();
		wait(HOUR);
		assert_ok!(restore(CLINIC_PHYSICIAN));
		assert_eq!(right(CLINIC_PHYSICIAN), (false, 0, 0));
		assert_ok!(state(CLINIC_PHYSICIAN, old));
		assert_eq!(right(CLINIC_PHYSICIAN), (false, 0, 0));
		wait(STATEMENT_TERM - HOUR);
		assert_eq!(right(CLINIC_PHYSICIAN), (true, 0, 1));
		assert_ok!(state(CLINIC_PHYSICIAN, new));
	});
}

#[test]
fn an_institution_should_lose_the_right_by_faults_of_both_kinds_together() {
	build_and_execute(|| {
		unjustified(nurse(0));
		declared_by(nurse(1));
		declared_by(nurse(2));
		assert_eq!(clinics_right(), (false, 1, 0));
		assert_noop!(restore_clinic(), Error::<Test>::NotSuspended);
		wait(STATEMENT_TERM - 1);
		declared_by(nurse(3));
		wait(1);
		assert_eq!(clinics_right(), (true, 1, 2));
		assert_noop!(declare(nurse(4), now()), Error::<Test>::InstitutionRightSuspended);
		// Another institution isn't touched.
		declared_by(PHYSICIAN);

		// Late statements and restored persons don't give it back.
		assert_ok!(state(nurse(1), 1));
		assert_ok!(restore(nurse(2)));
		assert_eq!(clinics_right(), (true, 1, 2));
		assert_noop!(declare(nurse(4), now()), Error::<Test>::InstitutionRightSuspended);

		assert_noop!(
			Disclosures::restore_institution(signed(INSPECTOR), AUTHORITY),
			Error::<Test>::OwnInstitution
		);
		assert_ok!(restore_clinic());
		assert_event(Event::InstitutionRestored { institution: CLINIC, by: INSPECTOR });
		assert_eq!(clinics_right(), (false, 0, 0));
		declared_by(nurse(4));
		// The persons' rights are theirs.
		assert_noop!(declare(nurse(0), now()), Error::<Test>::RightSuspended);
		// What was still due is due.
		wait(STATEMENT_TERM);
		assert_eq!(clinics_right(), (false, 0, 2));
	});
}

#[test]
fn what_is_overdue_should_stay_counted_when_room_is_made() {
	build_and_execute(|| {
		declared_by(nurse(0));
		declared_by(nurse(1));
		wait(STATEMENT_TERM);
		// A declaration by another clears the overdue ones out of the list.
		declared_by(nurse(2));
		assert_eq!(Disclosures::institution_right(CLINIC).awaiting.len(), 1);
		assert_eq!(clinics_right(), (false, 0, 2));
		assert_ok!(state(nurse(0), 0));
		assert_eq!(clinics_right(), (false, 0, 2));
	});
}

#[test]
fn a_reversed_finding_should_be_taken_off_unless_the_right_was_restored_since() {
	build_and_execute(|| {
		let reversed = |id| {
			assert_ok!(Disclosures::dispute(signed(ALICE), id));
			assert_ok!(regulate(id, Finding::Justified));
		};
		let id = unjustified(CLINIC_PHYSICIAN);
		assert_ok!(Disclosures::dispute(signed(ALICE), id));
		// Until it is decided, what was found holds.
		assert_eq!(right(CLINIC_PHYSICIAN), (true, 1, 0));
		assert_ok!(regulate(id, Finding::Justified));
		assert_eq!((right(CLINIC_PHYSICIAN), clinics_right()), ((false, 0, 0), (false, 0, 0)));

		// One before the restoration no longer counts, one after it does.
		let before = unjustified(CLINIC_PHYSICIAN);
		assert_ok!(restore(CLINIC_PHYSICIAN));
		unjustified(CLINIC_PHYSICIAN);
		assert_eq!((right(CLINIC_PHYSICIAN), clinics_right()), ((true, 1, 0), (false, 2, 0)));
		reversed(before);
		assert_eq!((right(CLINIC_PHYSICIAN), clinics_right()), ((true, 1, 0), (false, 1, 0)));
	});
}

#[test]
fn a_confirmed_finding_should_count_once() {
	build_and_execute(|| {
		let id = unjustified(CLINIC_PHYSICIAN);
		assert_ok!(Disclosures::dispute(signed(ALICE), id));
		assert_ok!(regulate(id, Finding::Unjustified));
		assert_eq!((right(CLINIC_PHYSICIAN), clinics_right()), ((true, 1, 0), (false, 1, 0)));
	});
}
