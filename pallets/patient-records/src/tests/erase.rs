// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{InstitutionId, Role};

const WHY: ErasureReason = ErasureReason::ConsentWithdrawn;

fn erase(record: RecordId, holders: &[InstitutionId]) -> sp_runtime::DispatchResult {
	let holders = holders.to_vec().try_into().unwrap();
	PatientRecords::erase(signed(OFFICER), record, WHY, holders)
}

fn confirm(holder: InstitutionId, record: RecordId, number: u8) -> sp_runtime::DispatchResult {
	let officer = staff(holder, Role::RecordsOfficer);
	PatientRecords::confirm_erasure(signed(officer), record, digest(number))
}

#[test]
fn an_erased_record_should_leave_a_dated_tombstone() {
	build_and_execute(|| {
		let id = anchored(1);
		let before = record(id);
		wait(HOUR);
		let at = before.recorded + HOUR;
		assert_ok!(erase(id, &[CLINIC, 7]));
		assert_event(Event::Erased {
			record: id,
			reason: WHY,
			holders: vec![HOSPITAL, CLINIC, 7],
			due: at + ERASURE_TERM,
			officer: OFFICER,
		});
		assert_eq!(record(id), Record { retention: Retention::Erased, ..before });
		let open = |holder| Receipt { holder, confirmed: None };
		assert_eq!(
			PatientRecords::erasure(id),
			Some(ErasureInfo {
				reason: WHY,
				ordered_by: HOSPITAL,
				at,
				due: at + ERASURE_TERM,
				receipts: vec![open(HOSPITAL), open(CLINIC), open(7)],
				overdue: vec![],
			})
		);
		assert_eq!(PatientRecords::erasure(NOWHERE), None);
	});
}

#[test]
fn receipts_should_fill_up_one_by_one() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_ok!(erase(id, &[CLINIC, 7]));
		for (holder, outstanding) in [(7, 2), (HOSPITAL, 1), (CLINIC, 0)] {
			wait(HOUR);
			assert_ok!(confirm(holder, id, holder as u8));
			assert_event(Event::ErasureConfirmed {
				record: id,
				holder,
				evidence: digest(holder as u8),
				outstanding,
				officer: staff(holder, Role::RecordsOfficer),
			});
		}
		let erasure = PatientRecords::erasure(id).unwrap();
		let confirmation = Confirmation { at: erasure.at + HOUR, evidence: digest(7) };
		assert_eq!(erasure.receipts[2].confirmed, Some(confirmation));
	});
}

#[test]
fn the_overdue_should_be_visible_from_the_very_moment() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_ok!(erase(id, &[CLINIC, 7]));
		assert_ok!(confirm(CLINIC, id, 1));
		let overdue = || PatientRecords::erasure(id).unwrap().overdue;
		wait(ERASURE_TERM - 1);
		assert!(overdue().is_empty());
		wait(1);
		assert_eq!(overdue(), [HOSPITAL, 7]);
		// Late is better than never.
		assert_ok!(confirm(7, id, 1));
		assert_eq!(overdue(), [HOSPITAL]);
	});
}

#[test]
fn the_custodian_should_be_a_holder_whether_named_or_not() {
	build_and_execute(|| {
		for (number, named) in [vec![], vec![HOSPITAL], vec![7, HOSPITAL]].iter().enumerate() {
			let id = anchored(number as u8 + 1);
			assert_ok!(erase(id, named));
			assert_eq!(PatientRecords::erasure(id).unwrap().receipts[0].holder, HOSPITAL);
			assert_ok!(confirm(HOSPITAL, id, 1));
		}
	});
}

#[test]
fn holders_should_exist_and_be_named_once() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_noop!(erase(id, &[7, CLINIC, 7]), Error::<Test>::DuplicateHolder);
		for unknown in [0, INSTITUTIONS + 1] {
			assert_noop!(erase(id, &[7, unknown]), Error::<Test>::UnknownInstitution);
		}
		// Four fit, the custodian counted.
		assert_noop!(erase(id, &[7, 8, 9, 10]), Error::<Test>::TooManyHolders);
		assert_ok!(erase(id, &[7, 8, 9, HOSPITAL]));
	});
}

#[test]
fn whatever_the_record_came_to_should_be_erased_once() {
	build_and_execute(|| {
		let (wrong, old, new) = (anchored(1), anchored(2), anchored(3));
		in_error(wrong);
		superseded(old, new);
		for id in [wrong, old, new] {
			let status = record(id).status;
			assert_ok!(erase(id, &[]));
			assert_noop!(erase(id, &[]), Error::<Test>::Erased);
			assert_eq!(record(id).status, status);
		}
	});
}

#[test]
fn only_the_custodian_should_order_an_erasure() {
	build_and_execute(|| {
		let foreign = anchored_at_clinic(1);
		assert_noop!(erase(foreign, &[HOSPITAL]), Error::<Test>::NotCustodian);
		assert_noop!(erase(NOWHERE, &[]), Error::<Test>::NotFound);
	});
}

#[test]
fn only_a_holder_should_confirm_and_only_once() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_noop!(confirm(HOSPITAL, id, 1), Error::<Test>::NotErased);
		assert_noop!(confirm(HOSPITAL, NOWHERE, 1), Error::<Test>::NotErased);
		assert_ok!(erase(id, &[CLINIC]));
		assert_noop!(confirm(7, id, 1), Error::<Test>::NotAHolder);
		assert_noop!(confirm(CLINIC, id, 0), Error::<Test>::ZeroDigest);
		assert_ok!(confirm(CLINIC, id, 1));
		assert_noop!(confirm(CLINIC, id, 2), Error::<Test>::AlreadyConfirmed);
	});
}
