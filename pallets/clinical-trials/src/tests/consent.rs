// SPDX-License-Identifier: Apache-2.0

//! Signatures, amendments that ask for new ones, and consent to the use of data.

use super::*;
use galen_primitives::{Basis, Denial};

fn withdraw(who: AccountId, number: SubjectNumber, choice: DataChoice) -> DispatchResult {
	ClinicalTrials::withdraw_subject(signed(who), STUDY, number, choice)
}

fn note(who: AccountId, number: SubjectNumber) -> DispatchResult {
	ClinicalTrials::note_withdrawal(signed(who), STUDY, number)
}

fn renew(number: SubjectNumber) -> DispatchResult {
	ClinicalTrials::renew_consent(signed(PI), STUDY, number)
}

fn revoke(patient: PatientId) {
	Directives::mutate(|directives| directives.remove(&patient));
}

/// Version 2 is adopted, and has to be signed from that moment on.
fn amended(from: Moment) {
	assert_ok!(ClinicalTrials::amend(signed(MANAGER), STUDY, amendment(21, true, Some(from))));
	assert_ok!(review_as(REVIEWER, 2, approval()));
	assert_ok!(ClinicalTrials::adopt_version(signed(MANAGER), STUDY, 2));
}

#[test]
fn a_signature_should_be_dated_by_the_chain() {
	build_and_execute(|| {
		opened();
		wait(HOUR);
		assert_ok!(sign(patient(1), HOSPITAL, 1));
		assert_event(Event::ConsentSigned {
			study: STUDY,
			patient: patient(1),
			version: 1,
			site: HOSPITAL,
		});
		let signed = ClinicalTrials::participation(STUDY, patient(1)).unwrap();
		assert_eq!(signed.signed, START + HOUR);
		assert_eq!((signed.version, signed.site, signed.subject), (1, HOSPITAL, None));
	});
}

#[test]
fn an_old_form_should_not_pass_for_a_new_signature() {
	build_and_execute(|| {
		opened();
		assert_ok!(sign(patient(1), HOSPITAL, 1));
		assert_noop!(sign(patient(1), HOSPITAL, 1), Error::<Test>::SameForm);
	});
}

#[test]
fn only_whoever_speaks_for_the_patient_should_sign() {
	build_and_execute(|| {
		opened();
		let by = |who, form| {
			ClinicalTrials::sign_consent(signed(who), STUDY, HOSPITAL, patient(1), 1, form)
		};
		for who in [PI, OUTSIDER, controller(patient(2))] {
			assert_noop!(by(who, digest(50)), Error::<Test>::NotThePatient);
		}
		assert_noop!(by(controller(patient(1)), digest(0)), Error::<Test>::ZeroDigest);
		assert_ok!(by(controller(patient(1)), digest(50)));
	});
}

#[test]
fn what_is_signed_should_be_approved_and_not_superseded() {
	build_and_execute(|| {
		opened();
		assert_noop!(sign(patient(1), REGISTRAR, 1), Error::<Test>::UnknownSite);
		assert_noop!(sign(patient(1), HOSPITAL, 0), Error::<Test>::VersionSuperseded);
		assert_noop!(sign(patient(1), HOSPITAL, 2), Error::<Test>::UnknownVersion);
		let next = amendment(21, true, None);
		assert_ok!(ClinicalTrials::amend(signed(MANAGER), STUDY, next));
		assert_noop!(sign(patient(1), HOSPITAL, 2), Error::<Test>::NotApproved);
		assert_ok!(review_as(REVIEWER, 2, approval()));
		// It is about to become the current one.
		assert_ok!(sign(patient(1), HOSPITAL, 2));
		assert_noop!(sign(patient(1), HOSPITAL, 1), Error::<Test>::VersionSuperseded);
		assert_ok!(ClinicalTrials::adopt_version(signed(MANAGER), STUDY, 2));
		assert_noop!(sign(patient(2), HOSPITAL, 1), Error::<Test>::VersionSuperseded);
	});
}

#[test]
fn nobody_should_sign_for_a_study_that_is_not_under_way() {
	build_and_execute(|| {
		approved();
		assert_ok!(initiate(HOSPITAL, PI));
		assert_ok!(ClinicalTrials::open_site(signed(PI), STUDY));
		assert_noop!(sign(patient(1), HOSPITAL, 1), Error::<Test>::NotUnderWay);
	});
}

#[test]
fn a_subject_should_sign_again_at_the_own_site_alone() {
	build_and_execute(|| {
		opened();
		assert_ok!(sign(patient(1), CLINIC, 1));
		// Before screening, another site may inform the patient as well.
		consented(patient(1));
		let again = ClinicalTrials::sign_consent(
			signed(controller(patient(1))),
			STUDY,
			HOSPITAL,
			patient(1),
			1,
			digest(51),
		);
		assert_ok!(again);
		assert_noop!(screen(patient(1), CLINIC), Error::<Test>::OtherSite);
		assert_ok!(screen(patient(1), HOSPITAL));
		amended(now());
		assert_noop!(sign(patient(1), CLINIC, 2), Error::<Test>::OtherSite);
		assert_ok!(sign(patient(1), HOSPITAL, 2));
		assert_eq!(subject(0).signed, 2);
	});
}

#[test]
fn a_new_signature_should_be_asked_for_from_the_very_moment_on() {
	build_and_execute(|| {
		opened();
		let (on_study, waiting) = (enrolled(1), eligible(2));
		let from = now() + 10 * DAY;
		amended(from);
		// Who has signed version 1 goes on until then.
		wait(10 * DAY - 1);
		assert_ok!(randomise_at(on_study, 0));
		assert!(!ClinicalTrials::subject(STUDY, on_study).unwrap().reconsent_due);
		wait(1);
		assert!(ClinicalTrials::subject(STUDY, on_study).unwrap().reconsent_due);
		assert_noop!(randomise_at(on_study, 1), Error::<Test>::ReconsentDue);
		assert_noop!(enrol(waiting, 2), Error::<Test>::ReconsentDue);
		assert_ok!(sign(patient(1), HOSPITAL, 2));
		assert_ok!(sign(patient(2), HOSPITAL, 2));
		assert_ok!(randomise_at(on_study, 1));
		assert_ok!(enrol(waiting, 2));
		let enrolment = subject(waiting).enrolled.unwrap();
		assert_eq!((enrolment.version, enrolment.signed), (2, 2));
	});
}

#[test]
fn consent_for_version_1_should_not_do_where_version_2_asks_for_another() {
	build_and_execute(|| {
		opened();
		consented(patient(1));
		assert_ok!(sign(patient(1), HOSPITAL, 1));
		amended(now());
		assert_noop!(screen(patient(1), HOSPITAL), Error::<Test>::ReconsentDue);
		assert_ok!(sign(patient(1), HOSPITAL, 2));
		assert_ok!(screen(patient(1), HOSPITAL));
	});
}

#[test]
fn every_refusal_of_the_consent_gate_should_have_its_error() {
	build_and_execute(|| {
		opened();
		assert_ok!(sign(patient(1), HOSPITAL, 1));
		assert_noop!(screen(patient(1), HOSPITAL), Error::<Test>::NoConsent);
		let answers = |answer| Answers::mutate(|answers| answers.insert(patient(1), answer));
		for (denial, error) in [
			(Denial::PurposeNotForRole, Error::RoleDenied),
			(Denial::OtherDepartment, Error::RoleDenied),
			(Denial::ByConsent { consent: 1, version: 1 }, Error::ForbiddenByPatient),
			(Denial::NotReleased, Error::<Test>::NotReleased),
			(Denial::NoGate, Error::NoConsent),
		] {
			answers(Err(denial));
			assert_noop!(screen(patient(1), HOSPITAL), error);
		}
		// A policy of the custodian's isn't the person's word.
		answers(Ok(Basis::Policy { policy: 1 }));
		assert_noop!(screen(patient(1), HOSPITAL), Error::<Test>::NoConsent);
		answers(Ok(Basis::Consent { consent: 4, version: 2 }));
		assert_ok!(screen(patient(1), HOSPITAL));
		assert_eq!((subject(0).consent, subject(0).consent_version), (4, 2));
		Answers::set(Default::default());
	});
}

#[test]
fn the_custodians_release_should_be_asked_for() {
	build_and_execute(|| {
		opened();
		consented(patient(1));
		assert_ok!(sign(patient(1), HOSPITAL, 1));
		Unreleased::mutate(|unreleased| unreleased.insert(HOSPITAL));
		assert_noop!(screen(patient(1), HOSPITAL), Error::<Test>::NotReleased);
	});
}

#[test]
fn a_withdrawn_consent_should_take_a_subject_off_study_at_once() {
	build_and_execute(|| {
		opened();
		let number = enrolled(1);
		revoke(patient(1));
		// Before anybody has booked it.
		let info = ClinicalTrials::subject(STUDY, number).unwrap();
		assert!(info.consent_withdrawn);
		assert_eq!(info.status, SubjectStatus::OffStudy);
		assert_eq!(info.subject.status, SubjectStatus::PendingOnStudy);
		assert_noop!(randomise_at(number, 0), Error::<Test>::NoConsent);
		let to = SubjectStatus::OnStudyIntervention;
		let moved = ClinicalTrials::move_subject(signed(PI), STUDY, number, to);
		assert_noop!(moved, Error::<Test>::NoConsent);

		assert_noop!(note(CLINICS_PI, number), Error::<Test>::NotSponsor);
		assert_noop!(note(OTHER_MANAGER, number), Error::<Test>::NotSponsor);
		assert_ok!(note(MANAGER, number));
		let departure = Departure::Withdrawn(DataChoice::KeepCollected);
		assert_event(Event::SubjectLeft { study: STUDY, subject: number, departure });
		assert_eq!(subject(number).status, SubjectStatus::OffStudy);
		assert_eq!(study().flow.off[1], 1);
		assert_eq!(study().flow.on_study(), 0);
		assert_noop!(note(MANAGER, number), Error::<Test>::NotOnStudy);
	});
}

#[test]
fn a_directive_that_has_replaced_another_should_be_taken_over() {
	build_and_execute(|| {
		opened();
		let number = enrolled(1);
		assert_noop!(note(PI, number), Error::<Test>::ConsentActive);
		Directives::mutate(|directives| directives.insert(patient(1), (1, 2)));
		// The old version isn't active, but the new one permits it: nobody has withdrawn.
		assert!(!ClinicalTrials::subject(STUDY, number).unwrap().consent_withdrawn);
		assert_noop!(note(PI, number), Error::<Test>::ConsentActive);
		assert_ok!(renew(number));
		assert_event(Event::ConsentRenewed {
			study: STUDY,
			subject: number,
			consent: 1,
			version: 2,
		});
		assert_eq!(subject(number).consent_version, 2);
		assert_ok!(take_off(number, OffStudyReason::Completed));
		assert_noop!(renew(number), Error::<Test>::NotOnStudy);
		assert!(!ClinicalTrials::subject(STUDY, number).unwrap().consent_withdrawn);
	});
}

#[test]
fn a_custodian_who_ends_its_release_should_withdraw_nobody() {
	build_and_execute(|| {
		opened();
		let number = enrolled(1);
		Directives::mutate(|directives| directives.insert(patient(1), (1, 2)));
		Unreleased::mutate(|unreleased| unreleased.insert(HOSPITAL));
		assert_noop!(note(PI, number), Error::<Test>::ConsentActive);
	});
}

#[test]
fn a_patient_should_withdraw_with_a_choice() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		assert_noop!(
			withdraw(OUTSIDER, number, DataChoice::NoFurtherUse),
			Error::<Test>::NotThePatient
		);
		assert_noop!(
			withdraw(CLINICS_PI, number, DataChoice::NoFurtherUse),
			Error::<Test>::OtherSite
		);
		assert_noop!(
			withdraw(controller(patient(1)), number + 1, DataChoice::NoFurtherUse),
			Error::<Test>::UnknownSubject
		);
		let who = controller(patient(1));
		assert_ok!(withdraw(who.clone(), number, DataChoice::NoFurtherUse));
		let departure = Departure::Withdrawn(DataChoice::NoFurtherUse);
		assert_event(Event::SubjectLeft { study: STUDY, subject: number, departure });
		assert_eq!(subject(number).left, Some((departure, now())));
		assert_noop!(withdraw(who, number, DataChoice::KeepCollected), Error::<Test>::NotOnStudy);
		assert_noop!(randomise_at(number, 1), Error::<Test>::NotOnStudy);
		// A new signature doesn't bring anybody back.
		assert_noop!(sign_again(1), Error::<Test>::NotOnStudy);
	});
}

fn sign_again(person: u32) -> DispatchResult {
	let patient = patient(person);
	let who = signed(controller(patient));
	ClinicalTrials::sign_consent(who, STUDY, HOSPITAL, patient, 1, digest(52))
}

#[test]
fn a_site_should_withdraw_on_the_patients_word_and_before_enrolment_too() {
	build_and_execute(|| {
		opened();
		let number = screened(1);
		assert_noop!(
			withdraw(NURSE, number, DataChoice::KeepCollected),
			Error::<Test>::NotDelegated
		);
		delegate(NURSE, &[Duty::Consent]);
		assert_ok!(withdraw(NURSE, number, DataChoice::KeepAndFollowUp));
		assert_eq!(subject(number).status, SubjectStatus::Withdrawn);
		let flow = study().flow;
		assert_eq!((flow.withdrawn, flow.all_off(), flow.in_screening()), (1, 0, 0));
	});
}
