// SPDX-License-Identifier: Apache-2.0

//! The stories that the pallet's documentation tells.

use super::*;
use frame_support::{assert_noop, assert_ok};

#[docify::export]
#[test]
fn a_withdrawal_should_count_at_once_and_not_backwards() {
	build_and_execute(|| {
		// The clinic asks for what the hospital has; nobody has permitted anything.
		assert!(ask(&request()).is_err());

		// Ada has a psychiatric note that is nobody's business, and labs that the clinic may see.
		let only_labs = Provision {
			actors: vec![ActorRef::Institution(CLINIC)].try_into().unwrap(),
			purposes: PurposeOfUse::TREAT.set(),
			fields: FieldGroup::LabResults.set(),
			period: Some(Period { from: START, until: Some(START + 90 * DAY) }),
			..Provision::permit()
		};
		let shown = digest(1);
		assert_ok!(Consent::grant(signed(ADA), PATIENT, only_labs.into(), shown, None));
		let mut both = request();
		both.data.fields = FieldGroups::of(&[FieldGroup::LabResults, FieldGroup::ClinicalNotes]);
		assert_eq!(ask(&both).unwrap().fields, FieldGroup::LabResults.set());

		// A week later she changes her mind.
		wait(7 * DAY);
		assert_ok!(Consent::withdraw(signed(ADA), PATIENT, 0));
		assert!(ask(&both).is_err());

		// What the clinic saw in between, it was permitted to see.
		let then = |at| Consent::was_permitted(both.clone(), vec![], at, now());
		assert!(matches!(then(START + DAY), Verdict::Permitted(_)));
		assert!(matches!(then(START + 7 * DAY), Verdict::Denied(_)));
	});
}

#[docify::export]
#[test]
fn a_form_should_be_the_patients_to_void() {
	build_and_execute(|| {
		// At the desk a form is signed for an infant. The hospital records it.
		assert_ok!(Consent::record_signed(signed(RECORDER), INFANT, form(), digest(1)));
		let request = AccessRequest { patient: INFANT, ..request() };
		assert!(ask(&request).is_ok());

		// The mother claims the pseudonym. She has never signed that.
		wait(3 * DAY);
		claim();
		assert_ok!(Consent::void(signed(MOTHER), INFANT, 0));
		assert!(ask(&request).is_err());

		// Nobody could know it then; today one does.
		let was = |known| Consent::was_permitted(request.clone(), vec![], START + DAY, known);
		assert!(matches!(was(START + DAY), Verdict::Permitted(_)));
		assert!(matches!(was(now()), Verdict::Denied(_)));

		// From now on it is for her to say.
		assert_noop!(
			Consent::record_signed(signed(RECORDER), INFANT, form(), digest(2)),
			Error::<Test>::PatientClaimed
		);
	});
}
