// SPDX-License-Identifier: Apache-2.0

//! Data capture, visits, deviations and queries.

use super::*;
use codec::Encode;
use galen_primitives::{time::CLOCK_DRIFT, RecordId};

pub const FORM: FormKey = FormKey { visit: 1, form: 2 };
const RECORD: RecordId = RecordId([8; 32]);

fn values(number: u8) -> CaptureTerms {
	CaptureTerms { values: digest(number), source: None, reason: None }
}

fn changed(number: u8) -> CaptureTerms {
	CaptureTerms { reason: Some(ChangeReason::TranscriptionError), ..values(number) }
}

fn capture_as(who: AccountId, number: SubjectNumber, terms: CaptureTerms) -> DispatchResult {
	ClinicalTrials::capture_data(signed(who), STUDY, number, FORM, terms)
}

pub fn capture(number: SubjectNumber, document: u8) -> DispatchResult {
	capture_as(investigator(subject(number).site), number, values(document))
}

pub fn change(number: SubjectNumber, document: u8) -> DispatchResult {
	capture_as(investigator(subject(number).site), number, changed(document))
}

fn visit(number: SubjectNumber, visit: VisitNumber, occurred: Moment) -> DispatchResult {
	let outcome = VisitOutcome::Done;
	ClinicalTrials::record_visit(signed(PI), STUDY, number, visit, outcome, occurred)
}

fn deviation(subject: Option<SubjectNumber>) -> DeviationTerms {
	DeviationTerms {
		site: HOSPITAL,
		subject,
		kind: DeviationKind::VisitSchedule,
		is_important: false,
		document: digest(71),
		occurred: now(),
	}
}

fn deviate(who: AccountId, terms: DeviationTerms) -> DispatchResult {
	ClinicalTrials::report_deviation(signed(who), STUDY, terms)
}

pub fn query(number: SubjectNumber) -> DispatchResult {
	ClinicalTrials::raise_query(signed(MANAGER), STUDY, number, FORM, digest(72))
}

pub fn answer(query: QueryNumber) -> DispatchResult {
	ClinicalTrials::answer_query(signed(PI), STUDY, query, digest(73))
}

pub fn close_query(query: QueryNumber) -> DispatchResult {
	ClinicalTrials::close_query(signed(MANAGER), STUDY, query)
}

fn captured(number: SubjectNumber) -> CaptureOf<Test> {
	ClinicalTrials::capture(STUDY, number, FORM).unwrap()
}

#[test]
fn a_form_should_be_captured_and_changed_with_a_reason_and_no_version_be_lost() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		assert_noop!(change(number, 1), Error::<Test>::NothingToChange);
		assert_noop!(capture(number, 0), Error::<Test>::ZeroDigest);
		assert_ok!(capture(number, 1));
		let first = captured(number);
		assert_eq!((first.version, first.author.clone(), first.recorded), (1, PI, now()));
		assert_event(Event::DataCaptured {
			study: STUDY,
			subject: number,
			form: FORM,
			capture: first.clone(),
		});
		wait(HOUR);
		assert_noop!(capture(number, 2), Error::<Test>::NoReason);
		assert_noop!(change(number, 1), Error::<Test>::SameValues);
		assert_ok!(change(number, 2));
		let second = captured(number);
		assert_eq!((second.version, second.values), (2, digest(2)));
		assert_eq!(second.reason, Some(ChangeReason::TranscriptionError));

		// Whoever holds both versions computes the hash over them.
		let entry = |capture: &CaptureOf<Test>| {
			let Capture { version, values, source, reason, author, recorded, .. } = capture;
			(*version, *values, *source, *reason, author.clone(), *recorded)
		};
		let link = |head: [u8; 32], capture| {
			(b"galen/capture", head, entry(capture)).using_encoded(sp_io::hashing::blake2_256)
		};
		assert_eq!(first.head, link([0; 32], &first));
		assert_eq!(second.head, link(first.head, &second));
	});
}

#[test]
fn data_should_be_captured_by_whom_the_site_has_charged_with_it_alone() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		assert_noop!(capture_as(NURSE, number, values(1)), Error::<Test>::NotDelegated);
		assert_noop!(capture_as(CLINICS_PI, number, values(1)), Error::<Test>::OtherSite);
		assert_noop!(
			capture_as(SPONSORS_INVESTIGATOR, number, values(1)),
			Error::<Test>::SponsorsStaff
		);
		assert_noop!(capture_as(PI, 99, values(1)), Error::<Test>::UnknownSubject);
		delegate(NURSE, &[Duty::DataCapture]);
		assert_ok!(capture_as(NURSE, number, values(1)));
		assert_noop!(
			capture_as(SPONSORS_INVESTIGATOR, number, changed(2)),
			Error::<Test>::SponsorsStaff
		);
		assert_noop!(capture_as(CLINICS_PI, number, changed(2)), Error::<Test>::OtherSite);
		delegate(NURSE, &[]);
		assert_noop!(capture_as(NURSE, number, changed(2)), Error::<Test>::NotDelegated);
	});
}

#[test]
fn no_data_should_be_added_to_somebody_who_is_not_on_study_or_does_not_consent() {
	build_and_execute(|| {
		opened();
		let candidate = eligible(1);
		assert_noop!(capture(candidate, 1), Error::<Test>::NotOnStudy);
		let number = randomised(2);
		assert_ok!(capture(number, 1));
		// The directive is withdrawn: at once, whether it is booked or not.
		let directives = Directives::get();
		Directives::set(Default::default());
		let other = FormKey { form: 3, ..FORM };
		let add = || ClinicalTrials::capture_data(signed(PI), STUDY, number, other, values(1));
		assert_noop!(add(), Error::<Test>::NoConsent);
		assert_noop!(change(number, 2), Error::<Test>::NoConsent);
		assert_noop!(visit(number, 1, now()), Error::<Test>::NoConsent);
		Directives::set(directives);
		Unreleased::mutate(|unreleased| unreleased.insert(HOSPITAL));
		assert_noop!(add(), Error::<Test>::NotReleased);
		Unreleased::set(Default::default());

		// An amendment asks for another signature from tomorrow on.
		let from = now() + DAY;
		assert_ok!(ClinicalTrials::amend(signed(MANAGER), STUDY, amendment(21, false, Some(from))));
		assert_ok!(ClinicalTrials::adopt_version(signed(MANAGER), STUDY, 2));
		wait(DAY - 1);
		assert_ok!(add());
		wait(1);
		assert_noop!(change(number, 2), Error::<Test>::ReconsentDue);
		assert_noop!(visit(number, 1, now()), Error::<Test>::ReconsentDue);
		assert_ok!(sign(patient(2), HOSPITAL, 2));
		assert_ok!(change(number, 2));
	});
}

#[test]
fn a_form_should_be_corrected_after_the_subject_has_left_unless_it_has_withdrawn() {
	build_and_execute(|| {
		opened();
		let (one, two) = (randomised(1), randomised(2));
		assert_ok!(capture(one, 1));
		assert_ok!(capture(two, 1));
		assert_ok!(take_off(one, OffStudyReason::Completed));
		let choice = DataChoice::KeepCollected;
		let who = signed(controller(patient(2)));
		assert_ok!(ClinicalTrials::withdraw_subject(who, STUDY, two, choice));
		assert_ok!(change(one, 2));
		assert_noop!(change(two, 2), Error::<Test>::NotOnStudy);
		// Nothing new, though.
		let other = FormKey { form: 3, ..FORM };
		let who = signed(PI);
		assert_noop!(
			ClinicalTrials::capture_data(who, STUDY, one, other, values(1)),
			Error::<Test>::NotOnStudy
		);
		// And not once the use of data is permitted no more.
		Directives::set(Default::default());
		assert_noop!(change(one, 3), Error::<Test>::NoConsent);
	});
}

#[test]
fn nothing_should_be_captured_after_the_lock() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		assert_ok!(capture(number, 1));
		assert_ok!(take_off(number, OffStudyReason::Completed));
		results::close_and_lock();
		assert_noop!(change(number, 2), Error::<Test>::DatabaseLocked);
		assert_noop!(visit(number, 1, now()), Error::<Test>::DatabaseLocked);
		assert_noop!(query(number), Error::<Test>::DatabaseLocked);
		let other = FormKey { form: 3, ..FORM };
		let who = signed(PI);
		assert_noop!(
			ClinicalTrials::capture_data(who, STUDY, number, other, values(1)),
			Error::<Test>::DatabaseLocked
		);
	});
}

#[test]
fn values_from_a_record_should_be_the_patients_own_and_sound() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		let from = CaptureTerms { source: Some(RECORD), ..values(1) };
		let capture = || capture_as(PI, number, from);
		assert_noop!(capture(), Error::<Test>::UnknownRecord);
		anchored(RECORD, patient(2), HOSPITAL, digest(5));
		assert_noop!(capture(), Error::<Test>::OtherPatient);
		anchored(RECORD, patient(1), CLINIC, digest(5));
		Unreleased::mutate(|unreleased| unreleased.insert(CLINIC));
		assert_noop!(capture(), Error::<Test>::NotReleased);
		anchored(RECORD, patient(1), HOSPITAL, digest(5));
		let change = |change: fn(&mut MockRecord)| {
			Anchored::mutate(|records| change(records.get_mut(&RECORD).unwrap()))
		};
		change(|record| record.facts.withdrawn = true);
		assert_noop!(capture(), Error::<Test>::RecordWithdrawn);
		change(|record| (record.facts.withdrawn, record.suspect) = (false, true));
		assert_noop!(capture(), Error::<Test>::RecordInDoubt);
		change(|record| record.suspect = false);
		assert_ok!(capture());
		assert_eq!(captured(number).source, Some(RECORD));
		// The same values without the source are another version.
		assert_ok!(capture_as(PI, number, changed(1)));
	});
}

#[test]
fn a_visit_should_be_recorded_once_and_neither_before_screening_nor_in_the_future() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		wait(DAY);
		let screened = subject(number).screened;
		assert_noop!(visit(number, 1, screened - 1), Error::<Test>::BeforeScreening);
		assert_noop!(visit(number, 1, now() + CLOCK_DRIFT + 1), Error::<Test>::OccurredInFuture);
		assert_ok!(visit(number, 1, screened));
		assert_event(Event::VisitRecorded {
			study: STUDY,
			subject: number,
			visit: 1,
			outcome: VisitOutcome::Done,
			occurred: screened,
		});
		let expected = Visit { outcome: VisitOutcome::Done, occurred: screened, recorded: now() };
		assert_eq!(ClinicalTrials::visit(STUDY, number, 1), Some(expected));
		assert_noop!(visit(number, 1, now()), Error::<Test>::VisitAlreadyRecorded);
		assert_ok!(visit(number, 2, now() + CLOCK_DRIFT));
	});
}

#[test]
fn a_deviation_should_be_reported_by_site_or_sponsor_of_an_own_subject() {
	build_and_execute(|| {
		opened();
		let (ours, theirs) = (randomised(1), enrolled_at(CLINIC, 2));
		assert_noop!(deviate(CLINICS_PI, deviation(None)), Error::<Test>::NotInvolved);
		assert_noop!(deviate(OTHER_MANAGER, deviation(None)), Error::<Test>::NotInvolved);
		assert_noop!(deviate(PI, deviation(Some(theirs))), Error::<Test>::OtherSite);
		assert_noop!(deviate(PI, deviation(Some(99))), Error::<Test>::UnknownSubject);
		let nowhere = DeviationTerms { site: COMMITTEE, ..deviation(None) };
		assert_noop!(deviate(MANAGER, nowhere), Error::<Test>::UnknownSite);
		let empty = DeviationTerms { document: digest(0), ..deviation(None) };
		assert_noop!(deviate(PI, empty), Error::<Test>::ZeroDigest);
		let future = DeviationTerms { occurred: now() + CLOCK_DRIFT + 1, ..deviation(None) };
		assert_noop!(deviate(PI, future), Error::<Test>::OccurredInFuture);
		assert_ok!(deviate(PI, deviation(Some(ours))));
		let important = DeviationTerms { is_important: true, ..deviation(None) };
		assert_ok!(deviate(MANAGER, important));
		assert_event(Event::DeviationReported {
			study: STUDY,
			deviation: 1,
			terms: important,
			by: SPONSOR,
		});
		let expected = Deviation { terms: important, by: SPONSOR, recorded: now() };
		assert_eq!(ClinicalTrials::deviation(STUDY, 1), Some(expected));
		let file = ClinicalTrials::conduct(STUDY);
		assert_eq!((file.deviations, file.important), (2, 1));
	});
}

#[test]
fn a_query_should_be_raised_by_the_sponsor_answered_by_the_site_and_closed() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		assert_noop!(query(number), Error::<Test>::UnknownForm);
		assert_ok!(capture(number, 1));
		let raise = |who: AccountId, document| {
			ClinicalTrials::raise_query(signed(who), STUDY, number, FORM, document)
		};
		assert_noop!(raise(OTHER_MANAGER, digest(72)), Error::<Test>::NotSponsor);
		assert_noop!(raise(MANAGER, digest(0)), Error::<Test>::ZeroDigest);
		assert_ok!(query(number));
		assert_event(Event::QueryRaised {
			study: STUDY,
			query: 0,
			subject: number,
			form: FORM,
			document: digest(72),
		});
		assert_eq!(ClinicalTrials::conduct(STUDY).unclosed, 1);
		assert_noop!(answer(1), Error::<Test>::UnknownQuery);
		assert_noop!(close_query(1), Error::<Test>::UnknownQuery);
		let answer_as = |who: AccountId, document| {
			ClinicalTrials::answer_query(signed(who), STUDY, 0, document)
		};
		assert_noop!(answer_as(NURSE, digest(73)), Error::<Test>::NotDelegated);
		assert_noop!(answer_as(CLINICS_PI, digest(73)), Error::<Test>::OtherSite);
		assert_noop!(answer_as(PI, digest(0)), Error::<Test>::ZeroDigest);
		assert_ok!(answer(0));
		assert_event(Event::QueryAnswered { study: STUDY, query: 0, document: digest(73) });
		assert_noop!(answer(0), Error::<Test>::QueryNotOpen);
		assert_noop!(
			ClinicalTrials::close_query(signed(OTHER_MANAGER), STUDY, 0),
			Error::<Test>::NotSponsor
		);
		assert_ok!(close_query(0));
		assert_event(Event::QueryClosed { study: STUDY, query: 0 });
		let closed = ClinicalTrials::query(STUDY, 0).unwrap();
		assert_eq!((closed.status, closed.version), (QueryStatus::Closed, 1));
		assert_noop!(close_query(0), Error::<Test>::QueryAlreadyClosed);
		assert_noop!(answer(0), Error::<Test>::QueryNotOpen);
		// The sponsor may be content without an answer.
		assert_ok!(query(number));
		assert_ok!(close_query(1));
		assert_eq!(ClinicalTrials::conduct(STUDY).unclosed, 0);
	});
}
