// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::{assert_noop, assert_ok};

fn enter_in_error(record: RecordId) -> sp_runtime::DispatchResult {
	PatientRecords::enter_in_error(signed(PHYSICIAN), record)
}

#[test]
fn an_error_should_stay_readable_and_be_final() {
	build_and_execute(|| {
		let id = anchored(1);
		let before = record(id);
		assert_ok!(enter_in_error(id));
		assert_eq!(record(id), Record { status: DocumentStatus::EnteredInError, ..before });
		assert_event(Event::EnteredInError { record: id, author: PHYSICIAN });
		assert_noop!(enter_in_error(id), Error::<Test>::AlreadyInError);
	});
}

#[test]
fn what_was_superseded_should_still_turn_out_an_error() {
	build_and_execute(|| {
		let (old, new) = (anchored(1), anchored(2));
		superseded(old, new);
		assert_ok!(enter_in_error(old));
		assert_eq!(record(old).status, DocumentStatus::EnteredInError);
		// The successor too; it still says what it replaced.
		assert_ok!(enter_in_error(new));
		assert_eq!(PatientRecords::relations(new).len(), 1);
	});
}

#[test]
fn a_hold_should_not_keep_an_error_from_being_declared() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_ok!(PatientRecords::place_hold(signed(OFFICER), id, LegalHoldReason::Audit));
		assert_ok!(enter_in_error(id));
		assert_eq!(record(id).retention, Retention::OnHold);
	});
}

#[test]
fn only_the_custodian_should_declare_an_error_of_what_is_kept() {
	build_and_execute(|| {
		let (foreign, gone) = (anchored_at_clinic(1), anchored(2));
		erased(gone);
		assert_noop!(enter_in_error(foreign), Error::<Test>::NotCustodian);
		assert_noop!(enter_in_error(gone), Error::<Test>::Erased);
		assert_noop!(enter_in_error(NOWHERE), Error::<Test>::NotFound);
	});
}

#[test]
fn a_trainee_should_declare_errors_of_drafts_alone() {
	build_and_execute(|| {
		let (draft, attested) = (anchored_as(preliminary(1)), anchored(2));
		assert_noop!(
			PatientRecords::enter_in_error(signed(TRAINEE), attested),
			Error::<Test>::NeedsAttestation
		);
		assert_ok!(PatientRecords::enter_in_error(signed(TRAINEE), draft));
	});
}
