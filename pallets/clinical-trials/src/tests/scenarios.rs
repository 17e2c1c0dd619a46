// SPDX-License-Identifier: Apache-2.0

//! The stories that the pallet's documentation tells.

use super::{results::plan, *};

#[docify::export]
#[test]
fn a_sealed_list_should_be_kept_and_verified() {
	build_and_execute(|| {
		// A committee of another institution has approved, two sites are open, and the statistician
		// has sealed the list before anybody is enrolled.
		opened();
		let late = ListId { stratum: 1, ..LIST };
		for person in 0..4 {
			let number = eligible(person);
			assert_noop!(randomise_at(number, 0), Error::<Test>::NotOnStudy);
			assert_ok!(enrol(number, person));
			assert_ok!(randomise_at(number, 0));
			assert_noop!(commit(late, &ARMS), Error::<Test>::EnrolmentBegun);
			// Which arm it is, nobody can read.
			assert_eq!(ClinicalTrials::arm(STUDY, number, 0), None);
			assert_ok!(take_off(number, OffStudyReason::Completed));
		}

		// The plan comes before the lock, the lock before the list is opened.
		let open = |arms: &[Arm]| {
			let arms = arms.to_vec().try_into().unwrap();
			ClinicalTrials::open_list(signed(STATISTICIAN), LIST, SECRET, arms)
		};
		let lock = || ClinicalTrials::lock_database(signed(MANAGER), STUDY, digest(81));
		assert_noop!(open(&ARMS), Error::<Test>::NotLocked);
		assert_ok!(ClinicalTrials::close(signed(MANAGER), STUDY, Closure::ToAccrual));
		assert_noop!(lock(), Error::<Test>::NoPlan);
		assert_ok!(plan(80));
		assert_ok!(lock());

		// Somebody would like the second and third subject's arms the other way round.
		let mut bent = ARMS;
		bent.swap(2, 3);
		assert_noop!(open(&bent), Error::<Test>::WrongOpening);
		assert_ok!(open(&ARMS));
		assert_eq!(ClinicalTrials::arm(STUDY, 2, 0).map(|info| info.arm), Some(ARMS[2]));
	});
}

#[docify::export]
#[test]
fn one_person_with_two_pseudonyms_should_take_part_once() {
	build_and_execute(|| {
		opened();
		// The hospital enrols somebody. The registrar has computed a token of the person.
		enrolled_at(HOSPITAL, 1);
		// The same person goes to the clinic with another pseudonym, consents, signs, is eligible.
		let number = eligible_at(CLINIC, 2);
		assert!(subject(0).patient != subject(number).patient);
		// The registrar computes the same token.
		assert_noop!(enrol(number, 1), Error::<Test>::TokenUsed);
	});
}

#[docify::export]
#[test]
fn an_amendment_should_stop_the_data_of_whoever_has_not_signed_it() {
	build_and_execute(|| {
		opened();
		let (signs, waits) = (enrolled(1), enrolled(2));

		// Version 2 changes what subjects take upon themselves: it has to be signed within 30 days.
		let from = now() + 30 * DAY;
		let second = amendment(21, true, Some(from));
		assert_ok!(ClinicalTrials::amend(signed(MANAGER), STUDY, second));
		let adopt = || ClinicalTrials::adopt_version(signed(MANAGER), STUDY, 2);
		assert_noop!(adopt(), Error::<Test>::NotApproved);
		assert_ok!(review_as(REVIEWER, 2, approval()));
		assert_ok!(adopt());
		assert_ok!(sign(patient(1), HOSPITAL, 2));

		wait(30 * DAY - 1);
		assert_ok!(randomise_at(waits, 0));
		wait(1);
		assert_ok!(randomise_at(signs, 0));
		assert_noop!(randomise_at(waits, 1), Error::<Test>::ReconsentDue);
	});
}

#[docify::export]
#[test]
fn a_withdrawn_consent_should_end_data_at_once() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		// The patient ends the directive, at the pallet that knows directives.
		Directives::mutate(|directives| directives.remove(&patient(1)));
		// Nothing has been booked here, and nothing can be added any more.
		assert_noop!(randomise_at(number, 1), Error::<Test>::NoConsent);
		let info = ClinicalTrials::subject(STUDY, number).unwrap();
		assert_eq!(info.status, SubjectStatus::OffStudy);
		// Booking it is for the counts.
		assert_ok!(ClinicalTrials::note_withdrawal(signed(MANAGER), STUDY, number));
		assert_eq!(study().flow.on_study(), 0);
	});
}
