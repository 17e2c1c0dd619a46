// SPDX-License-Identifier: Apache-2.0

//! Signed forms, and how they are annulled.

use super::*;
use frame_support::{assert_noop, assert_ok};

fn record(directive: Said) -> DispatchResult {
	Consent::record_signed(signed(RECORDER), INFANT, directive, digest(1))
}

fn void(consent: ConsentId) -> DispatchResult {
	Consent::void(signed(MOTHER), INFANT, consent)
}

fn in_error(consent: ConsentId) -> DispatchResult {
	Consent::enter_in_error(signed(RECORDER), INFANT, consent)
}

fn infants() -> AccessRequest<AccountId> {
	AccessRequest { patient: INFANT, ..request() }
}

fn status(consent: ConsentId) -> Status {
	Consent::consent(INFANT, consent, 1).unwrap().status
}

#[test]
fn a_form_should_count_until_the_patient_speaks() {
	build_and_execute(|| {
		assert_ok!(record(form()));
		assert_event(Event::SignedRecorded {
			patient: INFANT,
			consent: 0,
			institution: HOSPITAL,
			recorder: RECORDER,
			expired: None,
		});
		let performer = Performer::Form { institution: HOSPITAL, recorder: RECORDER };
		assert_eq!(Consent::consent(INFANT, 0, 1).unwrap().performer, performer);
		assert_eq!(ask(&infants()), by_consent(0, 1));
		claim();
		assert_eq!(ask(&infants()), by_consent(0, 1));
		assert_noop!(record(form()), Error::<Test>::PatientClaimed);
	});
}

#[test]
fn a_form_should_say_no_more_than_it_can() {
	build_and_execute(|| {
		assert_noop!(record(labs()), Error::<Test>::BroaderThanTreatment);
		let mut everywhere = form();
		everywhere.root.compartments = 0;
		assert_noop!(record(everywhere), Error::<Test>::BroaderThanTreatment);
		let mut others = form();
		others.custodians = vec![HOSPITAL, CLINIC].try_into().unwrap();
		assert_noop!(record(others), Error::<Test>::NotOwnData);
		let mut everybodys = form();
		everybodys.custodians = Default::default();
		assert_noop!(record(everybodys), Error::<Test>::NotOwnData);
		let record = |patient, directive, source| {
			Consent::record_signed(signed(RECORDER), patient, directive, digest(source))
		};
		assert_noop!(record(INFANT, form(), 0), Error::<Test>::ZeroDigest);
		assert_noop!(record(PATIENT, form(), 1), Error::<Test>::PatientClaimed);
		assert_noop!(record(UNKNOWN_PATIENT, form(), 1), Error::<Test>::PatientNotOpen);
		let mut stranger = form();
		stranger.root.actors = vec![ActorRef::Institution(0)].try_into().unwrap();
		assert_noop!(record(INFANT, stranger, 1), Error::<Test>::UnknownInstitution);
		wait(30 * DAY);
		assert_noop!(record(INFANT, form(), 1), Error::<Test>::PeriodOver);
	});
}

#[test]
fn what_a_form_says_should_be_the_patients_to_void() {
	build_and_execute(|| {
		let consent = recorded();
		assert_noop!(void(consent), Error::<Test>::NotAuthorized);
		claim();
		wait(HOUR);
		assert_noop!(void(consent + 1), Error::<Test>::NotFound);
		assert_ok!(void(consent));
		assert_event(Event::Voided { patient: INFANT, consent, performer: MOTHER });
		assert_eq!(ask(&infants()), nobody());
		assert_eq!(status(consent), Status::Annulled(AnnulmentReason::Voided));
		assert_noop!(void(consent), Error::<Test>::AlreadyAnnulled);
		assert_noop!(in_error(consent), Error::<Test>::AlreadyAnnulled);
		// What the patient has said isn't a form's.
		let own = granted(labs());
		assert_noop!(Consent::void(signed(ADA), PATIENT, own), Error::<Test>::NotFromForm);
	});
}

#[test]
fn what_was_entered_in_error_should_be_the_recorders_to_say() {
	build_and_execute(|| {
		let consent = recorded();
		wait(HOUR);
		assert_noop!(
			Consent::enter_in_error(signed(CLINIC_RECORDER), INFANT, consent),
			Error::<Test>::NotRecorder
		);
		let own = granted(labs());
		assert_noop!(
			Consent::enter_in_error(signed(RECORDER), PATIENT, own),
			Error::<Test>::NotFromForm
		);
		assert_noop!(in_error(consent + 1), Error::<Test>::NotFound);
		assert_ok!(in_error(consent));
		assert_event(Event::EnteredInError {
			patient: INFANT,
			consent,
			institution: HOSPITAL,
			recorder: RECORDER,
		});
		assert_eq!(ask(&infants()), nobody());
		assert_eq!(status(consent), Status::Annulled(AnnulmentReason::EnteredInError));
	});
}

#[test]
fn what_the_patient_made_of_a_form_should_outlast_it() {
	build_and_execute(|| {
		let consent = recorded();
		claim();
		wait(HOUR);
		let amend =
			|directive| Consent::amend(signed(MOTHER), INFANT, consent, 1, directive, digest(2));
		assert_ok!(amend(labs()));
		wait(HOUR);
		assert_ok!(void(consent));
		assert_eq!(status(consent), Status::Annulled(AnnulmentReason::Voided));
		let form = Consent::consent(INFANT, consent, 1).unwrap();
		assert_eq!((form.ended, form.annulled.unwrap().at), (Some(START + HOUR), now()));
		assert_eq!(ask(&infants()), by_consent(consent, 2));
	});
}
