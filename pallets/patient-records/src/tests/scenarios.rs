// SPDX-License-Identifier: Apache-2.0

//! The stories that the pallet's documentation tells.

use super::*;
use frame_support::{assert_noop, assert_ok};
use galen_primitives::time::DAY;

#[docify::export]
#[test]
fn a_corrected_report_should_keep_its_history() {
	build_and_execute(|| {
		// A resident's report awaits attestation.
		assert_ok!(PatientRecords::anchor(signed(TRAINEE), PATIENT, preliminary(1)));
		let report = PatientRecords::record_id(HOSPITAL, digest(1));
		assert_ok!(PatientRecords::attest(signed(PHYSICIAN), report, 1));

		// Two weeks later somebody finds a slip in it.
		wait(14 * DAY);
		let correct = |seen, content| {
			let (fields, reason) = (Some(digest(20)), AmendmentReason::Correction);
			let who = signed(PHYSICIAN);
			PatientRecords::add_version(who, report, seen, content, fields, START, reason)
		};
		assert_ok!(correct(1, digest(2)));

		// Whoever still works on the first version has to look again.
		assert_noop!(correct(1, digest(3)), Error::<Test>::StaleVersion);

		// A copy of either version is known for what it is; a forged one isn't known.
		let check =
			|version, number| PatientRecords::verify_digest(report, version, digest(number));
		assert!(matches!(
			check(None, 2),
			Verification::Matches { version: 2, composition: CompositionStatus::Amended, .. }
		));
		assert!(matches!(
			check(Some(1), 1),
			Verification::Matches { head: 2, composition: CompositionStatus::Final, .. }
		));
		assert_eq!(check(None, 66), Verification::Differs);
	});
}

#[docify::export]
#[test]
fn an_unconfirmed_erasure_should_become_visible() {
	build_and_execute(|| {
		let letter = anchored(1);
		let copies = vec![CLINIC].try_into().unwrap();
		let why = ErasureReason::PatientRequest;
		assert_ok!(PatientRecords::erase(signed(OFFICER), letter, why, copies));

		// The hospital shreds its copy, keeps the protocol, and says so.
		assert_ok!(PatientRecords::confirm_erasure(signed(OFFICER), letter, digest(30)));
		assert!(PatientRecords::erasure(letter).unwrap().overdue.is_empty());

		// The clinic doesn't. Everybody can see it once the time is up.
		wait(ERASURE_TERM);
		assert_eq!(PatientRecords::erasure(letter).unwrap().overdue, [CLINIC]);

		// It does so late, and the receipt says when.
		wait(HOUR);
		assert_ok!(PatientRecords::confirm_erasure(signed(CLINIC_OFFICER), letter, digest(31)));
		let erasure = PatientRecords::erasure(letter).unwrap();
		assert!(erasure.overdue.is_empty());
		assert!(erasure.receipts[1].confirmed.unwrap().at > erasure.due);
	});
}
