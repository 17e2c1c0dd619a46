// SPDX-License-Identifier: Apache-2.0

//! Adverse events, their clocks, and what authorities are notified of.

use super::*;
use galen_primitives::{Beneficiary, EvidenceId, Role};

/// What is left of the day on which tests begin, in milliseconds.
const REST_OF_DAY: Moment = DAY - START % DAY;

/// A headache: not serious, and nobody can say why.
pub fn headache() -> EventFacts {
	EventFacts {
		onset: now() - HOUR,
		aware: now(),
		case: Case {
			is_serious: false,
			criteria: SeriousnessCriteria::NONE,
			expectedness: Expectedness::Expected,
			causality: Causality::Possible,
			outcome: Outcome::Ongoing,
		},
		severity: Severity::Mild,
		suspect: Suspect::Other(digest(60)),
		narrative: digest(61),
	}
}

/// One that is serious for these criteria, unexpected and suspected.
pub fn susar(criteria: SeriousnessCriteria) -> EventFacts {
	let mut facts = headache();
	facts.case.is_serious = true;
	facts.case.criteria = criteria;
	facts.case.expectedness = Expectedness::Unexpected;
	facts
}

pub fn report(number: SubjectNumber, facts: EventFacts) -> DispatchResult {
	let who = signed(investigator(subject(number).site));
	ClinicalTrials::report_adverse_event(who, STUDY, number, facts)
}

fn follow_up(event: EventNumber, facts: EventFacts) -> DispatchResult {
	ClinicalTrials::follow_up_adverse_event(signed(PI), STUDY, event, facts)
}

fn opinion(expectedness: Expectedness, causality: Causality) -> Opinion {
	Opinion { aware: None, expectedness, causality, document: digest(62) }
}

fn assess(event: EventNumber, opinion: Opinion) -> DispatchResult {
	ClinicalTrials::assess_adverse_event(signed(MANAGER), STUDY, event, opinion)
}

fn submit(event: EventNumber, obligation: Obligation) -> DispatchResult {
	let who = signed(MANAGER);
	ClinicalTrials::submit_expedited_report(who, STUDY, event, obligation, digest(63))
}

fn event(event: EventNumber) -> AdverseEventOf<Test> {
	AdverseEvents::<Test>::get(STUDY, event).unwrap()
}

fn info(event: EventNumber) -> EventInfo<AccountId> {
	ClinicalTrials::adverse_event(STUDY, event).unwrap()
}

fn file() -> SafetyFile {
	ClinicalTrials::safety(STUDY)
}

/// An enrolled subject of an open study.
fn on_study() -> SubjectNumber {
	opened();
	randomised(1)
}

#[test]
fn an_event_should_be_recorded_with_its_facts_and_without_a_clock() {
	build_and_execute(|| {
		let number = on_study();
		wait(MINUTE);
		let facts = headache();
		assert_ok!(report(number, facts));
		assert_event(Event::AdverseEventReported {
			study: STUDY,
			event: 0,
			subject: number,
			version: 1,
			facts,
			due: None,
		});
		let stored = event(0);
		assert_eq!((stored.subject, stored.site, stored.reporter), (number, HOSPITAL, PI));
		assert_eq!((stored.recorded, stored.version, stored.facts), (now(), 1, facts));
		assert_eq!(stored.clocks, Clocks::default());
		assert_noop!(submit(0, Obligation::FifteenDay), Error::<Test>::NothingDue);
		let info = info(0);
		assert!(!info.is_serious && !info.is_unexpected && info.is_suspected && !info.overdue);
		let counted = SafetyFile { events: 1, subjects_other: 1, ..SafetyFile::default() };
		assert_eq!(file(), counted);
	});
}

#[test]
fn a_report_should_be_due_until_the_last_moment_of_its_calendar_day_and_marked_late_after() {
	use SeriousnessCriteria as Why;
	let table = [
		(Why::HOSPITALISATION, Obligation::FifteenDay, 15),
		(Why::DEATH, Obligation::SevenDay, 7),
		(Why::LIFE_THREATENING, Obligation::SevenDay, 7),
		(Why::LIFE_THREATENING, Obligation::Completion, 15),
	];
	for (criteria, obligation, days) in table {
		for late in [false, true] {
			build_and_execute(|| {
				let number = on_study();
				assert_ok!(report(number, susar(criteria)));
				// The day of awareness is day 0, however little of it is left.
				let due = START + REST_OF_DAY + days * DAY;
				assert_eq!(event(0).clocks.of(obligation).unwrap().due, due);
				assert_eq!(due % DAY, 0);
				wait(due - now() - u64::from(!late));
				assert_eq!(info(0).overdue, late || obligation == Obligation::Completion);
				assert_ok!(submit(0, obligation));
				assert_event(Event::ExpeditedReportSubmitted {
					study: STUDY,
					event: 0,
					obligation,
					document: digest(63),
					is_late: late,
				});
				let submission = Submission { at: now(), document: digest(63), is_late: late };
				let clock = event(0).clocks.of(obligation).unwrap();
				assert_eq!(clock.submitted, Some(submission));
				assert!(!clock.is_overdue(now() + 100 * DAY));
				assert_noop!(submit(0, obligation), Error::<Test>::AlreadySubmitted);
			});
		}
	}
}

#[test]
fn the_clock_should_begin_a_day_later_one_millisecond_later() {
	build_and_execute(|| {
		let number = on_study();
		wait(REST_OF_DAY - 1);
		assert_ok!(report(number, susar(SeriousnessCriteria::DEATH)));
		wait(1);
		assert_ok!(report(number, susar(SeriousnessCriteria::DEATH)));
		let due = |id| event(id).clocks.seven_day.unwrap().due;
		assert_eq!(now() % DAY, 0);
		assert_eq!(due(0), now() + 7 * DAY);
		assert_eq!(due(1), now() + 8 * DAY);
	});
}

#[test]
fn what_cannot_be_true_of_an_event_should_be_refused() {
	build_and_execute(|| {
		let number = on_study();
		type Row = (fn(&mut EventFacts), Error<Test>);
		let table: [Row; 10] = [
			(|f| f.narrative = digest(0), Error::ZeroDigest),
			(|f| f.case.criteria = SeriousnessCriteria(1 << 7), Error::UnknownSeriousness),
			(|f| f.case.criteria = SeriousnessCriteria::NONE, Error::SeriousWithoutCriterion),
			(|f| f.case.is_serious = false, Error::CriterionButNotSerious),
			(|f| f.case.outcome = Outcome::Fatal, Error::FatalWithoutDeath),
			(|f| f.onset = now() + 1, Error::OnsetInFuture),
			(|f| f.aware = now() + 1, Error::AwareInFuture),
			(|f| f.aware = f.onset - 1, Error::AwareBeforeOnset),
			(|f| f.suspect = Suspect::Other(digest(0)), Error::NoSuspect),
			(|f| f.suspect = Suspect::Evidence(EvidenceId::Dispense(9)), Error::UnknownSuspect),
		];
		for (change, error) in table {
			let mut facts = susar(SeriousnessCriteria::HOSPITALISATION);
			change(&mut facts);
			assert_noop!(report(number, facts), error);
		}
		// Up to the boundary: it begins, and somebody notices, this very moment.
		let facts = EventFacts { onset: now(), aware: now(), ..headache() };
		assert_ok!(report(number, facts));
		// What was dispensed can be suspected.
		dispensed(9, KIT, HOSPITAL, Beneficiary::Committed(digest(5)));
		let suspect = Suspect::Evidence(EvidenceId::Dispense(9));
		assert_ok!(report(number, EventFacts { suspect, ..headache() }));
	});
}

#[test]
fn only_whoever_the_site_has_charged_with_it_should_report() {
	build_and_execute(|| {
		let number = on_study();
		let report = |who: AccountId, number| {
			ClinicalTrials::report_adverse_event(signed(who), STUDY, number, headache())
		};
		assert_noop!(report(PI, 99), Error::<Test>::UnknownSubject);
		assert_noop!(report(NURSE, number), Error::<Test>::NotDelegated);
		assert_noop!(report(CLINICS_PI, number), Error::<Test>::OtherSite);
		assert_noop!(report(SPONSORS_INVESTIGATOR, number), Error::<Test>::SponsorsStaff);
		let who = signed(PI);
		assert_noop!(
			ClinicalTrials::report_adverse_event(who, 9, number, headache()),
			Error::<Test>::UnknownStudy
		);
		delegate(NURSE, &[Duty::AdverseEvents]);
		assert_ok!(report(NURSE, number));
		delegate(NURSE, &[]);
		assert_noop!(
			ClinicalTrials::follow_up_adverse_event(signed(NURSE), STUDY, 0, headache()),
			Error::<Test>::NotDelegated
		);
		assert_noop!(follow_up(1, headache()), Error::<Test>::UnknownEvent);
		let theirs = opinion(Expectedness::Expected, Causality::Certain);
		assert_noop!(assess(1, theirs), Error::<Test>::UnknownEvent);
		assert_noop!(submit(1, Obligation::SevenDay), Error::<Test>::UnknownEvent);
		assert_noop!(
			ClinicalTrials::assess_adverse_event(signed(OTHER_MANAGER), STUDY, 0, theirs),
			Error::<Test>::NotSponsor
		);
		let (obligation, document) = (Obligation::SevenDay, digest(63));
		let who = signed(OTHER_MANAGER);
		assert_noop!(
			ClinicalTrials::submit_expedited_report(who, STUDY, 0, obligation, document),
			Error::<Test>::NotSponsor
		);
		let nothing = Opinion { document: digest(0), ..theirs };
		assert_noop!(assess(0, nothing), Error::<Test>::ZeroDigest);
		assert_noop!(
			ClinicalTrials::submit_expedited_report(
				signed(MANAGER),
				STUDY,
				0,
				obligation,
				digest(0)
			),
			Error::<Test>::ZeroDigest
		);
	});
}

#[test]
fn a_follow_up_should_start_clocks_and_never_stop_one() {
	build_and_execute(|| {
		let number = on_study();
		assert_ok!(report(number, headache()));
		wait(3 * DAY);
		let worse = susar(SeriousnessCriteria::HOSPITALISATION);
		assert_ok!(follow_up(0, worse));
		let fifteen = event(0).clocks.fifteen_day.unwrap();
		// From when the sponsor knew that it is serious.
		assert_eq!(fifteen.since, now());
		assert_event(Event::AdverseEventReported {
			study: STUDY,
			event: 0,
			subject: number,
			version: 2,
			facts: worse,
			due: Some(fifteen.due),
		});
		assert_eq!(file().subjects_other, 0);
		assert_eq!((file().serious, file().subjects_serious, file().expedited), (1, 1, 1));

		// It is fatal: another report is due earlier, and that of 15 days goes on.
		wait(DAY);
		let mut fatal = susar(SeriousnessCriteria::DEATH);
		fatal.case.outcome = Outcome::Fatal;
		assert_ok!(follow_up(0, fatal));
		let clocks = event(0).clocks;
		assert_eq!(clocks.fifteen_day, Some(fifteen));
		assert_eq!(clocks.seven_day.unwrap().since, now());
		assert_eq!(clocks.next_due(), Some(clocks.seven_day.unwrap().due));
		assert_eq!(event(0).ever.0, 0b101);

		// Somebody thinks better of it: not serious, expected, not related.
		let mut nothing = headache();
		nothing.case.causality = Causality::NotRelated;
		assert_ok!(follow_up(0, nothing));
		assert_eq!(event(0).clocks, clocks);
		assert!(info(0).is_serious && !info(0).is_suspected);
		let expected = SafetyFile {
			events: 1,
			serious: 1,
			expedited: 1,
			subjects_serious: 1,
			deaths: 1,
			..SafetyFile::default()
		};
		assert_eq!(file(), expected);
	});
}

#[test]
fn a_sponsor_should_not_downgrade_causality_and_no_opinion_should_stop_a_clock() {
	build_and_execute(|| {
		let number = on_study();
		let mut facts = susar(SeriousnessCriteria::HOSPITALISATION);
		facts.case.causality = Causality::Probable;
		assert_ok!(report(number, facts));
		let due = event(0).clocks.fifteen_day.unwrap().due;
		wait(DAY);
		for causality in [Causality::NotRelated, Causality::Unlikely, Causality::Possible] {
			let milder = opinion(Expectedness::Expected, causality);
			assert_noop!(assess(0, milder), Error::<Test>::CausalityDowngraded);
		}
		let same = opinion(Expectedness::Expected, Causality::Probable);
		assert_ok!(assess(0, same));
		assert_event(Event::AdverseEventAssessed {
			study: STUDY,
			event: 0,
			expectedness: Expectedness::Expected,
			causality: Causality::Probable,
			document: digest(62),
			due: Some(due),
		});
		assert!(info(0).is_unexpected);
		let worse = opinion(Expectedness::Unexpected, Causality::Certain);
		assert_ok!(assess(0, worse));
		let assessment = event(0).assessment.unwrap();
		assert_eq!((assessment.by, assessment.version), (MANAGER, 1));
		// The investigator's opinion stands beside it.
		assert_eq!(event(0).facts.case.causality, Causality::Probable);
		assert_eq!(event(0).clocks.fifteen_day.unwrap().due, due);
	});
}

#[test]
fn what_a_sponsor_concludes_should_count_from_when_it_knew() {
	build_and_execute(|| {
		let number = on_study();
		let mut facts = susar(SeriousnessCriteria::LIFE_THREATENING);
		facts.case.expectedness = Expectedness::Expected;
		assert_ok!(report(number, facts));
		let known = now();
		assert_eq!(event(0).clocks, Clocks::default());
		wait(10 * DAY);
		// The reference information doesn't list it after all: the seven days are over.
		let worse = opinion(Expectedness::Unexpected, Causality::Possible);
		assert_ok!(assess(0, worse));
		let clock = event(0).clocks.seven_day.unwrap();
		assert_eq!(clock.since, known);
		assert!(info(0).overdue);
		assert_ok!(submit(0, Obligation::SevenDay));
		assert!(event(0).clocks.seven_day.unwrap().submitted.unwrap().is_late);
	});
}

#[test]
fn an_earlier_awareness_should_bring_the_date_forward_and_a_later_one_be_refused() {
	build_and_execute(|| {
		let number = on_study();
		let began = now();
		wait(3 * DAY);
		let mut facts = susar(SeriousnessCriteria::DEATH);
		(facts.onset, facts.aware) = (began, began + DAY);
		assert_ok!(report(number, facts));
		let known = now();
		wait(5 * DAY);
		assert_ok!(submit(0, Obligation::SevenDay));
		assert!(!event(0).clocks.seven_day.unwrap().submitted.unwrap().is_late);

		let aware = |aware| Opinion {
			aware: Some(aware),
			..opinion(Expectedness::Unexpected, Causality::Possible)
		};
		let investigators = began + DAY;
		assert_noop!(assess(0, aware(investigators - 1)), Error::<Test>::AwareBeforeInvestigator);
		assert_noop!(assess(0, aware(known + 1)), Error::<Test>::AwarenessPostponed);
		// The sponsor was told by telephone, two days before it was on chain.
		assert_ok!(assess(0, aware(investigators)));
		let clock = event(0).clocks.seven_day.unwrap();
		assert_eq!((clock.since, event(0).fatal_aware), (investigators, Some(investigators)));
		assert_eq!(clock.due, began + 9 * DAY - began % DAY);
		assert!(!clock.submitted.unwrap().is_late, "the eighth day isn't over");
		assert_noop!(assess(0, aware(known)), Error::<Test>::AwarenessPostponed);
		assert_ok!(assess(0, aware(investigators)));
	});
	// A day earlier still, and what was in time was late.
	build_and_execute(|| {
		let number = on_study();
		let began = now();
		wait(3 * DAY);
		let mut facts = susar(SeriousnessCriteria::DEATH);
		(facts.onset, facts.aware) = (began, began);
		assert_ok!(report(number, facts));
		wait(5 * DAY);
		assert_ok!(submit(0, Obligation::SevenDay));
		let theirs = Opinion {
			aware: Some(began),
			..opinion(Expectedness::Unexpected, Causality::Possible)
		};
		assert_ok!(assess(0, theirs));
		assert!(event(0).clocks.seven_day.unwrap().submitted.unwrap().is_late);
	});
}

#[test]
fn harm_should_be_reported_whatever_became_of_subject_consent_and_database() {
	build_and_execute(|| {
		let number = on_study();
		Directives::set(Default::default());
		assert_ok!(report(number, headache()));
		let (who, choice) = (signed(controller(patient(1))), DataChoice::NoFurtherUse);
		assert_ok!(ClinicalTrials::withdraw_subject(who, STUDY, number, choice));
		assert_ok!(report(number, headache()));
		results::close_and_lock();
		assert_ok!(report(number, susar(SeriousnessCriteria::DEATH)));
		assert_ok!(follow_up(2, susar(SeriousnessCriteria::LIFE_THREATENING)));
		assert_ok!(submit(2, Obligation::SevenDay));
		assert_eq!(file().events, 3);
	});
}

#[test]
fn subjects_should_be_counted_once_however_many_events_they_have() {
	build_and_execute(|| {
		let one = on_study();
		let two = randomised(2);
		assert_ok!(report(one, headache()));
		assert_ok!(report(one, headache()));
		assert_ok!(report(one, susar(SeriousnessCriteria::DISABILITY)));
		assert_ok!(report(two, susar(SeriousnessCriteria::DEATH)));
		assert_ok!(report(two, susar(SeriousnessCriteria::DEATH)));
		let expected = SafetyFile {
			events: 5,
			serious: 3,
			expedited: 3,
			subjects_serious: 2,
			subjects_other: 1,
			deaths: 1,
			notifications: 0,
		};
		assert_eq!(file(), expected);
		// One of two headaches turns out serious: the other one is left.
		assert_ok!(follow_up(0, susar(SeriousnessCriteria::HOSPITALISATION)));
		assert_eq!((file().subjects_other, file().subjects_serious), (1, 2));
		assert_ok!(follow_up(1, susar(SeriousnessCriteria::HOSPITALISATION)));
		assert_eq!((file().subjects_other, file().subjects_serious), (0, 2));
		let tally = SubjectTally { events: 3, serious: 3, died: false };
		assert_eq!(ClinicalTrials::subject_safety(STUDY, one), tally);
		let tally = SubjectTally { events: 2, serious: 2, died: true };
		assert_eq!(ClinicalTrials::subject_safety(STUDY, two), tally);
	});
}

#[test]
fn a_breach_or_an_urgent_measure_should_be_notified_within_seven_days_and_marked_late_after() {
	use NotificationKind::*;
	for (kind, late) in [(SeriousBreach, false), (SeriousBreach, true), (UrgentSafetyMeasure, true)]
	{
		build_and_execute(|| {
			opened();
			let since = now();
			let notify = |who: AccountId, since, document| {
				ClinicalTrials::notify_authority(signed(who), STUDY, kind, since, document)
			};
			let due = START + REST_OF_DAY + 7 * DAY;
			wait(due - since - u64::from(!late));
			assert_noop!(notify(MANAGER, now() + 1, digest(64)), Error::<Test>::AwareInFuture);
			assert_noop!(notify(MANAGER, since, digest(0)), Error::<Test>::ZeroDigest);
			assert_noop!(notify(OTHER_MANAGER, since, digest(64)), Error::<Test>::NotSponsor);
			assert_ok!(notify(MANAGER, since, digest(64)));
			assert_event(Event::AuthorityNotified {
				study: STUDY,
				notification: 0,
				kind,
				document: digest(64),
				is_late: late,
			});
			let recorded = now();
			let document = digest(64);
			let expected = Notification { kind, since, due, document, recorded, is_late: late };
			assert_eq!(ClinicalTrials::notification(STUDY, 0), Some(expected));
			assert_ok!(notify(MANAGER, now(), digest(64)));
			assert_eq!(file().notifications, 2);
		});
	}
}

#[test]
fn staff_that_conducts_no_trial_should_report_nothing() {
	build_and_execute(|| {
		let number = on_study();
		let who = signed(staff(HOSPITAL, Role::Nurse));
		assert_noop!(
			ClinicalTrials::report_adverse_event(who, STUDY, number, headache()),
			sp_runtime::DispatchError::BadOrigin
		);
	});
}
