// SPDX-License-Identifier: Apache-2.0

//! The stories that the pallet's documentation tells.

use super::*;
use frame_support::assert_noop;

#[docify::export]
#[test]
fn a_record_should_be_shared_while_consent_lasts() {
	build_and_execute(|| {
		// The clinic asks for everything, and the patient has said nothing yet. That is denied.
		assert_ok!(ask(CLINIC_PHYSICIAN, RECORD, FieldGroups::ALL));
		assert_eq!(Disclosures::grant(0), None);

		// The patient consents to laboratory results. That is what the next request gets.
		consent(PATIENT, CLINIC, LABS);
		assert_ok!(ask(CLINIC_PHYSICIAN, RECORD, FieldGroups::ALL));
		let GrantInfo { grant, status, .. } = Disclosures::grant(0).unwrap();
		assert_eq!((grant.data.fields, status), (LABS, GrantStatus::NotReleased));

		// The hospital encrypts them, hands them over off chain and says so. What arrives is what
		// was released.
		assert_ok!(Disclosures::release(signed(OFFICER), 0, digest(1)));
		assert_ok!(Disclosures::confirm_receipt(signed(CLINIC_PHYSICIAN), 0, digest(1)));
		assert_eq!(Disclosures::grant(0), None);

		// The clinic asks once more. The patient withdraws before the hospital has released.
		assert_ok!(ask(CLINIC_PHYSICIAN, RECORD, LABS));
		consent(PATIENT, CLINIC, FieldGroups::NONE);
		assert_noop!(
			Disclosures::release(signed(OFFICER), 1, digest(2)),
			Error::<Test>::NoLongerPermitted
		);

		// What was disclosed before stays on record, and a copy of the log with a gap won't do.
		let mut log = log_of(PATIENT);
		let accounting = Disclosures::accounting(PATIENT, log.clone(), START, START + DAY).unwrap();
		let [disclosure] = &accounting.disclosures[..] else { panic!("there is one") };
		assert_eq!((disclosure.data.fields, disclosure.received), (LABS, Some(START)));
		log.remove(0);
		assert!(Disclosures::verify_log(PATIENT, log).is_err());
	});
}

#[docify::export]
#[test]
fn an_emergency_should_be_answered_for() {
	build_and_execute(|| {
		// Five institutions review each other's emergencies.
		rotate(5);
		let break_glass = || {
			Disclosures::request(
				signed(CLINIC_PHYSICIAN),
				RECORD,
				3,
				FieldGroups::ALL,
				PurposeOfUse::BTG,
				None,
				KEY,
			)
		};

		// Somebody unconscious is brought in. The physician declares the emergency, and sees.
		let id = declared();
		assert_ok!(break_glass());
		assert_eq!(Disclosures::grant(0).unwrap().grant.basis, Basis::BreakGlass { id });

		// It ends by itself.
		wait(BREAK_GLASS_TERM);
		assert_ok!(break_glass());
		assert_eq!(Disclosures::grant(1), None);

		// The physician states the reasons in time, and another institution is convinced.
		assert_ok!(state(CLINIC_PHYSICIAN, id));
		let ReviewStatus::Awaited { by, .. } = Disclosures::break_glass(id).unwrap().review else {
			panic!("somebody reviews it")
		};
		assert_ok!(review(by, id, Finding::Justified));

		// Not so the patient. A regulator looks into it, and the physician loses the right.
		assert_ok!(Disclosures::dispute(signed(ALICE), id));
		assert_ok!(regulate(id, Finding::Unjustified));
		assert_noop!(declare(CLINIC_PHYSICIAN, now()), Error::<Test>::RightSuspended);
	});
}
