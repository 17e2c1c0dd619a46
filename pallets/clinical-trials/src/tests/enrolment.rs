// SPDX-License-Identifier: Apache-2.0

//! Screening, eligibility, enrolment, and how subjects leave.

use super::*;

fn end_screening(number: SubjectNumber, reason: UnregisteredReason) -> DispatchResult {
	ClinicalTrials::end_screening(signed(PI), STUDY, number, reason)
}

fn move_to(number: SubjectNumber, to: SubjectStatus) -> DispatchResult {
	ClinicalTrials::move_subject(signed(PI), STUDY, number, to)
}

fn halt(scope: HaltScope) {
	assert_ok!(ClinicalTrials::halt(signed(MANAGER), STUDY, scope, HaltReason::Supply));
}

#[test]
fn nobody_should_be_screened_before_signing() {
	build_and_execute(|| {
		opened();
		consented(patient(1));
		assert_noop!(screen(patient(1), HOSPITAL), Error::<Test>::NotSigned);
		assert_ok!(sign(patient(1), HOSPITAL, 1));
		assert_ok!(screen(patient(1), HOSPITAL));
		assert_event(Event::Screened { study: STUDY, subject: 0, site: HOSPITAL });
		assert_noop!(screen(patient(1), HOSPITAL), Error::<Test>::AlreadyInStudy);
		assert_eq!(ClinicalTrials::participation(STUDY, patient(1)).unwrap().subject, Some(0));
		// Numbers are dense, whatever the site.
		assert_eq!(screened_at(CLINIC, 2), 1);
	});
}

#[test]
fn nobody_should_be_screened_where_nobody_may_be_enrolled() {
	build_and_execute(|| {
		approved();
		assert_noop!(screen(patient(1), HOSPITAL), Error::<Test>::NotRecruiting);
	});
	build_and_execute(|| {
		opened();
		let screens = |who| ClinicalTrials::screen(signed(who), STUDY, patient(1));
		consented(patient(1));
		assert_ok!(sign(patient(1), HOSPITAL, 1));
		assert_noop!(screens(NURSE), Error::<Test>::NotDelegated);
		assert_noop!(screens(SPONSORS_INVESTIGATOR), Error::<Test>::UnknownSite);
		assert_noop!(screens(investigator(REGISTRAR)), Error::<Test>::UnknownSite);
		wait(365 * DAY);
		assert_noop!(screens(PI), Error::<Test>::ApprovalExpired);
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_ok!(screens(PI));
	});
}

#[test]
fn somebody_ineligible_should_stay_so_with_a_reason() {
	build_and_execute(|| {
		opened();
		for (person, reason) in
			[ExclusionReason::CriteriaNotMet, ExclusionReason::Declined, ExclusionReason::Other]
				.into_iter()
				.enumerate()
		{
			let number = screened(person as u32);
			let outcome = Eligibility::Ineligible(reason);
			assert_ok!(attest(number, outcome));
			assert_event(Event::EligibilityAttested {
				study: STUDY,
				subject: number,
				outcome,
				document: digest(40),
			});
			assert_eq!(subject(number).left, Some((Departure::Excluded(reason), now())));
			assert_eq!(study().flow.excluded[person], 1);
			assert_noop!(attest(number, Eligibility::Eligible), Error::<Test>::NotInScreening);
			assert_noop!(enrol(number, 1), Error::<Test>::NotEligible);
		}
		assert_eq!(study().flow.in_screening(), 0);
	});
}

#[test]
fn eligibility_should_be_attested_by_somebody_delegated() {
	build_and_execute(|| {
		opened();
		let number = screened(1);
		let by = |who, document| {
			let outcome = Eligibility::Eligible;
			ClinicalTrials::attest_eligibility(signed(who), STUDY, number, outcome, document)
		};
		assert_noop!(by(NURSE, digest(40)), Error::<Test>::NotDelegated);
		assert_noop!(by(CLINICS_PI, digest(40)), Error::<Test>::OtherSite);
		assert_noop!(by(PI, digest(0)), Error::<Test>::ZeroDigest);
		delegate(NURSE, &[Duty::EligibilityAttestation]);
		assert_ok!(by(NURSE, digest(40)));
		assert_eq!(
			subject(number).attested,
			Some(Attestation { document: digest(40), by: NURSE, at: now() })
		);
		// The next one comes too late.
		let until = Some(now() + HOUR);
		let duties = Duty::EligibilityAttestation.set();
		wait(1);
		assert_ok!(ClinicalTrials::delegate(signed(PI), STUDY, NURSE, duties, until));
		let number = screened(2);
		wait(HOUR - 1);
		let by = |who| {
			let outcome = Eligibility::Eligible;
			ClinicalTrials::attest_eligibility(signed(who), STUDY, number, outcome, digest(41))
		};
		assert_noop!(by(NURSE), Error::<Test>::NotDelegated);
	});
}

#[test]
fn an_eligible_subject_should_be_enrolled() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		assert_ok!(enrol(number, 1));
		let (token, ..) = token(1, number);
		assert_event(Event::Enrolled { study: STUDY, subject: number, token, version: 1 });
		let info = ClinicalTrials::subject(STUDY, number).unwrap();
		assert_eq!(info.status, SubjectStatus::PendingOnStudy);
		assert_eq!(info.subject.enrolled, Some(Enrolment { at: now(), version: 1, signed: 1 }));
		assert_eq!(ClinicalTrials::token_user(STUDY, token), Some(number));
		assert_eq!(study().flow.enrolled, 1);
		assert_noop!(enrol(number, 1), Error::<Test>::AlreadyEnrolled);
	});
	// Where nobody is randomised, there is nothing to wait for.
	build_and_execute(|| {
		opened_with(single_arm());
		assert_eq!(subject(enrolled(1)).status, SubjectStatus::OnStudy);
	});
}

#[test]
fn enrolment_should_need_everything_at_once() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		let unattested = screened(2);
		assert_noop!(enrol(unattested, 2), Error::<Test>::NotEligible);

		halt(HaltScope::Accrual);
		assert_noop!(enrol(number, 1), Error::<Test>::NotRecruiting);
		assert_ok!(ClinicalTrials::activate(signed(MANAGER), STUDY));

		let (token, expires, signature) = token(1, number);
		let by = |who, study| {
			ClinicalTrials::enrol(signed(who), study, number, token, expires, signature)
		};
		assert_noop!(by(NURSE, STUDY), Error::<Test>::NotDelegated);
		assert_noop!(by(CLINICS_PI, STUDY), Error::<Test>::OtherSite);
		assert_noop!(by(SPONSORS_INVESTIGATOR, STUDY), Error::<Test>::UnknownSite);
		assert_noop!(by(PI, STUDY + 1), Error::<Test>::UnknownStudy);
		let unknown = ClinicalTrials::enrol(signed(PI), STUDY, 99, token, expires, signature);
		assert_noop!(unknown, Error::<Test>::UnknownSubject);

		Directives::mutate(|directives| directives.remove(&patient(1)));
		assert_noop!(enrol(number, 1), Error::<Test>::NoConsent);
		consented(patient(1));
		assert_ok!(enrol(number, 1));
	});
}

#[test]
fn a_protocol_version_without_approval_should_enrol_nobody() {
	build_and_execute(|| {
		approved();
		let clinic = ClinicalTrials::initiate_site(
			signed(MANAGER),
			STUDY,
			CLINIC,
			CLINICS_PI,
			OTHER_COMMITTEE,
		);
		assert_ok!(clinic);
		assert_ok!(review_as(OTHER_REVIEWER, 1, approval()));
		assert_ok!(ClinicalTrials::open_site(signed(CLINICS_PI), STUDY));
		assert_ok!(ClinicalTrials::activate(signed(MANAGER), STUDY));
		let number = eligible_at(CLINIC, 1);
		// The study goes on with version 2, which the clinic's committee hasn't approved.
		let next = amendment(21, true, None);
		assert_ok!(ClinicalTrials::amend(signed(MANAGER), STUDY, next));
		assert_ok!(review_as(REVIEWER, 2, approval()));
		assert_ok!(ClinicalTrials::adopt_version(signed(MANAGER), STUDY, 2));
		assert_noop!(enrol(number, 1), Error::<Test>::NotApproved);
		assert_ok!(review_as(OTHER_REVIEWER, 2, approval()));
		assert_ok!(enrol(number, 1));
	});
}

#[test]
fn no_more_should_be_enrolled_than_were_to_be() {
	build_and_execute(|| {
		opened();
		for person in 0..TARGET {
			enrolled(person);
		}
		let number = eligible(TARGET);
		assert_noop!(enrol(number, TARGET), Error::<Test>::TargetReached);
		let more = Amendment { target: TARGET + 1, ..amendment(21, false, None) };
		assert_ok!(ClinicalTrials::amend(signed(MANAGER), STUDY, more));
		assert_ok!(ClinicalTrials::adopt_version(signed(MANAGER), STUDY, 2));
		assert_ok!(enrol(number, TARGET));
	});
}

#[test]
fn one_person_should_take_part_once_whatever_the_pseudonym() {
	build_and_execute(|| {
		opened();
		enrolled(1);
		// The same person comes to the other site with another pseudonym.
		let number = eligible_at(CLINIC, 2);
		assert_noop!(enrol(number, 1), Error::<Test>::TokenUsed);
		assert_ok!(enrol(number, 2));
	});
}

#[test]
fn a_token_should_be_the_registrars_for_this_very_subject() {
	build_and_execute(|| {
		opened();
		let (number, other) = (eligible(1), eligible(2));
		let enrols = |number, token, expires, signature| {
			ClinicalTrials::enrol(signed(PI), STUDY, number, token, expires, signature)
		};
		let (value, expires, signature) = token(1, number);
		for (number, value, expires, signature) in [
			(other, value, expires, signature),
			(number, [9; 32], expires, signature),
			(number, value, expires + 1, signature),
			(number, value, expires, [0; 64]),
		] {
			let enrols = enrols(number, value, expires, signature);
			assert_noop!(enrols, Error::<Test>::InvalidToken);
		}
		// Nor one of another study.
		let statement = ClinicalTrials::token_statement(STUDY + 1, number, value, expires);
		let foreign = token_signature(&statement);
		assert_noop!(enrols(number, value, expires, foreign), Error::<Test>::InvalidToken);
		wait(DAY - 1);
		assert_ok!(enrols(number, value, expires, signature));
		wait(DAY);
		let (value, expires, signature) = token(2, other);
		wait(DAY);
		let late = enrols(other, value, expires, signature);
		assert_noop!(late, Error::<Test>::TokenExpired);
	});
}

#[test]
fn a_registrar_that_is_not_in_force_should_not_be_relied_on() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		OutOfForce::mutate(|gone| gone.insert(REGISTRAR));
		assert_noop!(enrol(number, 1), Error::<Test>::UnknownInstitution);
	});
}

#[test]
fn a_destroyed_key_should_end_the_registrars_part() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		let destroy = |who| ClinicalTrials::destroy_registrar_key(signed(who), STUDY);
		let other = staff(HOSPITAL, galen_primitives::Role::RegistrationOfficer);
		assert_noop!(destroy(other.clone()), Error::<Test>::NotRegistrar);
		assert_noop!(destroy(REGISTRAR_OFFICER), Error::<Test>::NotClosed);
		halt(HaltScope::Accrual);
		assert_noop!(destroy(REGISTRAR_OFFICER), Error::<Test>::NotClosed);
		let close = ClinicalTrials::close(signed(MANAGER), STUDY, Closure::ToAccrual);
		assert_ok!(close);
		assert_ok!(destroy(REGISTRAR_OFFICER));
		assert_event(Event::RegistrarKeyDestroyed { study: STUDY, registrar: REGISTRAR });
		assert_eq!(study().key_destroyed, Some(now()));
		assert_noop!(destroy(REGISTRAR_OFFICER), Error::<Test>::KeyDestroyed);
		assert_noop!(enrol(number, 1), Error::<Test>::NotRecruiting);
		// Even if the study were open again.
		Studies::<Test>::mutate(STUDY, |study| {
			study.as_mut().unwrap().status = StudyStatus::Active;
		});
		assert_noop!(enrol(number, 1), Error::<Test>::KeyDestroyed);
		Studies::<Test>::mutate(STUDY, |study| {
			study.as_mut().unwrap().status = StudyStatus::ClosedToAccrual;
		});
	});
	build_and_execute(|| {
		registered();
		let destroy = ClinicalTrials::destroy_registrar_key(signed(REGISTRAR_OFFICER), STUDY);
		assert_noop!(destroy, Error::<Test>::NotClosed);
	});
}

#[test]
fn a_subject_should_move_through_the_study() {
	build_and_execute(|| {
		opened();
		let number = enrolled(1);
		use SubjectStatus::*;
		// Who waits to be randomised isn't treated.
		assert_noop!(move_to(number, OnStudyIntervention), Error::<Test>::ImpossibleTransition);
		assert_ok!(randomise_at(number, 0));
		for to in [OnStudy, PendingOnStudy, OffStudy, Screening, Eligible, Withdrawn] {
			assert_noop!(move_to(number, to), Error::<Test>::ImpossibleTransition);
		}
		assert_ok!(move_to(number, OnStudyIntervention));
		assert_event(Event::SubjectMoved {
			study: STUDY,
			subject: number,
			status: OnStudyIntervention,
		});
		assert_ok!(move_to(number, OnStudyObservation));
		halt(HaltScope::AccrualAndIntervention);
		let treated = move_to(number, OnStudyIntervention);
		assert_noop!(treated, Error::<Test>::InterventionStopped);
		assert_ok!(move_to(number, FollowUp));
		assert_noop!(move_to(number, OnStudyObservation), Error::<Test>::ImpossibleTransition);
	});
}

#[test]
fn subjects_should_leave_for_every_reason_and_be_counted() {
	build_and_execute(|| {
		opened_with(StudyTerms { nct: None, ..single_arm() });
		for (place, reason) in OffStudyReason::ALL.iter().enumerate() {
			let number = enrolled(place as u32);
			if *reason == OffStudyReason::WithdrawalBySubject {
				let withdrawn = take_off(number, *reason);
				assert_noop!(withdrawn, Error::<Test>::ImpossibleTransition);
				continue;
			}
			assert_ok!(take_off(number, *reason));
			let departure = Departure::OffStudy(*reason);
			assert_event(Event::SubjectLeft { study: STUDY, subject: number, departure });
			assert_eq!(study().flow.off[place], 1);
			assert_noop!(take_off(number, *reason), Error::<Test>::NotOnStudy);
		}
		assert_eq!(study().flow.on_study(), 1);
	});
}

#[test]
fn screening_should_end_without_enrolment() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		let reason = UnregisteredReason::NoPlace;
		let by_nurse = ClinicalTrials::end_screening(signed(NURSE), STUDY, number, reason);
		assert_noop!(by_nurse, Error::<Test>::NotDelegated);
		assert_ok!(end_screening(number, reason));
		let departure = Departure::NotRegistered(reason);
		assert_event(Event::SubjectLeft { study: STUDY, subject: number, departure });
		assert_eq!(study().flow.not_registered, 1);
		assert_noop!(end_screening(number, reason), Error::<Test>::NotInScreening);
		assert_noop!(take_off(number, OffStudyReason::Other), Error::<Test>::NotOnStudy);
		let number = enrolled(2);
		assert_noop!(end_screening(number, reason), Error::<Test>::AlreadyEnrolled);
	});
}
