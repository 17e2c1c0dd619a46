// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::{assert_noop, assert_ok};

const WHY: LegalHoldReason = LegalHoldReason::Litigation;

fn place_hold(record: RecordId) -> sp_runtime::DispatchResult {
	PatientRecords::place_hold(signed(OFFICER), record, WHY)
}

fn release_hold(record: RecordId) -> sp_runtime::DispatchResult {
	PatientRecords::release_hold(signed(OFFICER), record)
}

fn erase(record: RecordId) -> sp_runtime::DispatchResult {
	PatientRecords::erase(
		signed(OFFICER),
		record,
		ErasureReason::RetentionExpired,
		Default::default(),
	)
}

#[test]
fn a_hold_should_forbid_erasure_until_it_is_released() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_ok!(place_hold(id));
		assert_event(Event::HoldPlaced { record: id, reason: WHY, officer: OFFICER });
		assert_eq!(record(id).retention, Retention::OnHold);
		assert_noop!(erase(id), Error::<Test>::OnHold);

		assert_ok!(release_hold(id));
		assert_event(Event::HoldReleased { record: id, officer: OFFICER });
		assert_eq!(record(id).retention, Retention::Kept);
		assert_ok!(erase(id));
	});
}

#[test]
fn a_hold_should_leave_the_records_use_alone() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_ok!(place_hold(id));
		assert_ok!(amend(id, 1, 2));
		assert_eq!(record(id).retention, Retention::OnHold);
	});
}

#[test]
fn a_hold_should_be_placed_once_and_released_once() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_noop!(release_hold(id), Error::<Test>::NotOnHold);
		assert_ok!(place_hold(id));
		assert_noop!(place_hold(id), Error::<Test>::AlreadyOnHold);
		assert_ok!(release_hold(id));
		assert_noop!(release_hold(id), Error::<Test>::NotOnHold);
	});
}

#[test]
fn only_the_custodian_should_hold_what_is_kept() {
	build_and_execute(|| {
		let (foreign, gone, wrong) = (anchored_at_clinic(1), anchored(2), anchored(3));
		erased(gone);
		in_error(wrong);
		assert_noop!(place_hold(foreign), Error::<Test>::NotCustodian);
		assert_noop!(release_hold(foreign), Error::<Test>::NotCustodian);
		assert_noop!(place_hold(gone), Error::<Test>::Erased);
		assert_noop!(release_hold(gone), Error::<Test>::Erased);
		assert_noop!(place_hold(NOWHERE), Error::<Test>::NotFound);
		assert_noop!(release_hold(NOWHERE), Error::<Test>::NotFound);
		// An error may be what the lawsuit is about.
		assert_ok!(place_hold(wrong));
	});
}
