// SPDX-License-Identifier: Apache-2.0

//! The invariants of safety, captured data and results, broken by hand.

use super::{
	board::vote_to_halt,
	capture::{answer, capture, change, close_query, query, FORM},
	results::{close_and_lock, results},
	safety::{headache, report, susar},
	*,
};

/// Everybody has reported something of a subject who is on study.
fn busy() {
	opened();
	let number = randomised(1);
	let _ = enrolled_at(CLINIC, 2);
	wait(HOUR);
	let mut facts = susar(SeriousnessCriteria::DEATH);
	facts.case.causality = Causality::Probable;
	assert_ok!(report(number, facts));
	assert_ok!(report(number, headache()));
	let opinion = Opinion {
		aware: None,
		expectedness: Expectedness::Expected,
		causality: Causality::Probable,
		document: digest(62),
	};
	assert_ok!(ClinicalTrials::assess_adverse_event(signed(MANAGER), STUDY, 0, opinion));
	let (obligation, document) = (Obligation::SevenDay, digest(63));
	assert_ok!(ClinicalTrials::submit_expedited_report(
		signed(MANAGER),
		STUDY,
		0,
		obligation,
		document
	));
	let kind = NotificationKind::SeriousBreach;
	assert_ok!(ClinicalTrials::notify_authority(signed(MANAGER), STUDY, kind, START, document));
	assert_ok!(vote_to_halt(MONITORS[2].clone()));
	assert_ok!(capture(number, 1));
	assert_ok!(change(number, 2));
	let outcome = VisitOutcome::Done;
	assert_ok!(ClinicalTrials::record_visit(signed(PI), STUDY, number, 1, outcome, now()));
	let deviation = DeviationTerms {
		site: HOSPITAL,
		subject: Some(number),
		kind: DeviationKind::VisitSchedule,
		is_important: true,
		document: digest(71),
		occurred: now(),
	};
	assert_ok!(ClinicalTrials::report_deviation(signed(PI), STUDY, deviation));
	assert_ok!(query(number));
	wait(HOUR);
}

/// Everything is over and published.
fn finished() {
	opened();
	let number = randomised(1);
	wait(HOUR);
	assert_ok!(capture(number, 1));
	assert_ok!(query(number));
	assert_ok!(answer(0));
	assert_ok!(close_query(0));
	let outcome = VisitOutcome::Done;
	assert_ok!(ClinicalTrials::record_visit(signed(PI), STUDY, number, 1, outcome, now()));
	assert_ok!(take_off(number, OffStudyReason::Completed));
	wait(HOUR);
	close_and_lock();
	wait(HOUR);
	assert_ok!(results(&[(SPONSOR, 9_000), (HOSPITAL, 1_000)]));
	let doi = b"10.1056/NEJMoa1".to_vec().try_into().unwrap();
	assert_ok!(ClinicalTrials::link_publication(signed(MANAGER), STUDY, doi));
	let (started, completed, not_completed) = (1, 1, 0);
	let reasons = Default::default();
	let row = ArmFlow { period: 0, arm: 1, started, completed, not_completed, reasons };
	let rows = vec![row].try_into().unwrap();
	assert_ok!(ClinicalTrials::submit_participant_flow(signed(MANAGER), STUDY, rows));
}

/// Breaks something, and expects to be told.
fn break_and_expect(state: fn(), expected: &'static str, break_it: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		state();
		assert_ok!(ClinicalTrials::do_try_state());
		break_it();
		assert_eq!(ClinicalTrials::do_try_state(), Err(expected.into()));
	});
}

fn busy_until(expected: &'static str, break_it: impl FnOnce()) {
	break_and_expect(busy, expected, break_it);
}

fn finished_until(expected: &'static str, break_it: impl FnOnce()) {
	break_and_expect(finished, expected, break_it);
}

fn event(change: impl FnOnce(&mut AdverseEventOf<Test>)) {
	AdverseEvents::<Test>::mutate(STUDY, 0, |event| change(event.as_mut().unwrap()));
}

fn file(change: impl FnOnce(&mut SafetyFile)) {
	SafetyFiles::<Test>::mutate(STUDY, change);
}

fn captured(change: impl FnOnce(&mut CaptureOf<Test>)) {
	Captures::<Test>::mutate((STUDY, 0), FORM, |capture| change(capture.as_mut().unwrap()));
}

fn visit(change: impl FnOnce(&mut Visit)) {
	Visits::<Test>::mutate((STUDY, 0), 1, |visit| change(visit.as_mut().unwrap()));
}

fn asked(change: impl FnOnce(&mut Query)) {
	Queries::<Test>::mutate(STUDY, 0, |query| change(query.as_mut().unwrap()));
}

fn conduct(change: impl FnOnce(&mut ConductFile)) {
	ConductFiles::<Test>::mutate(STUDY, change);
}

fn outcome(change: impl FnOnce(&mut ResultsOf<Test>)) {
	Results::<Test>::mutate(STUDY, change);
}

#[test]
fn broken_events_should_be_noticed() {
	busy_until("an event has a number to come", || file(|file| file.events = 0));
	busy_until("an event of no subject", || event(|event| event.subject = 9));
	busy_until("an event of another site", || event(|event| event.site = CLINIC));
	busy_until("an event's times are out of order", || {
		event(|event| event.facts.onset = event.facts.aware + 1);
	});
	busy_until("an event's times are out of order", || {
		event(|event| event.sponsor_aware = event.facts.aware - 1);
	});
	busy_until("an event's times are out of order", || event(|event| event.updated = now() + 1));
	busy_until("an event contradicts itself", || {
		event(|event| event.facts.case.is_serious = false);
	});
	busy_until("a criterion is forgotten", || {
		event(|event| event.ever = SeriousnessCriteria::NONE);
	});
	busy_until("nobody knows since when an event is serious", || {
		event(|event| event.fatal_aware = None);
	});
	busy_until("an assessment of what is still to come", || {
		event(|event| event.assessment.as_mut().unwrap().version = 2);
	});
	busy_until("a sponsor has downgraded causality", || {
		event(|event| event.assessment.as_mut().unwrap().causality = Causality::Possible);
	});
	busy_until("a clock doesn't run", || event(|event| event.clocks.completion = None));
	busy_until("a clock has another date", || {
		event(|event| event.clocks.completion.as_mut().unwrap().due += DAY);
	});
	busy_until("a report isn't marked as it was", || {
		event(|event| {
			let clock = event.clocks.seven_day.as_mut().unwrap();
			clock.submitted.as_mut().unwrap().is_late = true;
		});
	});
}

#[test]
fn broken_counts_of_events_should_be_noticed() {
	let missing = "a subject's events aren't counted";
	let tally = |change: fn(&mut SubjectTally)| SubjectTallies::<Test>::mutate(STUDY, 0, change);
	busy_until(missing, || tally(|tally| tally.events = 3));
	busy_until(missing, || tally(|tally| tally.died = false));
	busy_until("a subject's events are missing", || SubjectTallies::<Test>::remove(STUDY, 0));
	let changes: [fn(&mut SafetyFile); 6] = [
		|file| file.events += 1,
		|file| file.serious = 2,
		|file| file.expedited = 0,
		|file| file.subjects_serious = 2,
		|file| file.subjects_other = 0,
		|file| file.deaths = 0,
	];
	for change in changes {
		busy_until("events aren't counted", || file(change));
	}
}

#[test]
fn broken_notifications_should_be_noticed() {
	let notified = |change: fn(&mut Notification)| {
		Notifications::<Test>::mutate(STUDY, 0, |notification| {
			change(notification.as_mut().unwrap());
		});
	};
	busy_until("a notification has a number to come", || file(|file| file.notifications = 0));
	busy_until("notifications aren't counted", || file(|file| file.notifications = 2));
	let wrong = "a notification has another date";
	busy_until(wrong, || notified(|notification| notification.due += DAY));
	busy_until(wrong, || notified(|notification| notification.is_late = true));
	busy_until(wrong, || notified(|notification| notification.since = now()));
}

#[test]
fn broken_votes_should_be_noticed() {
	let vote = |change: fn(&mut BoardVote)| {
		BoardVotes::<Test>::mutate(STUDY, |vote| change(vote.as_mut().unwrap()));
	};
	let wrong = "a vote is impossible";
	busy_until(wrong, || vote(|vote| vote.votes = 0));
	busy_until(wrong, || vote(|vote| vote.votes = 0b1000));
	busy_until(wrong, || vote(|vote| vote.votes = 0b11));
	busy_until(wrong, || vote(|vote| vote.since = now() + 1));
	busy_until("a board votes on what it has decided", || {
		vote(|vote| vote.motion = Motion::Resume);
	});
	busy_until("a vote on no study", || {
		let vote = BoardVotes::<Test>::get(STUDY).unwrap();
		BoardVotes::<Test>::insert(9, vote);
	});
}

#[test]
fn broken_data_should_be_noticed() {
	busy_until("data was changed without a reason", || captured(|capture| capture.reason = None));
	finished_until("data was changed without a reason", || {
		captured(|capture| capture.reason = Some(ChangeReason::Other));
	});
	finished_until("data was captured after the lock", || {
		captured(|capture| capture.recorded = now());
	});
	busy_until("data was captured after the lock", || {
		captured(|capture| capture.recorded = now() + 1);
	});
	busy_until("data was captured before enrolment", || {
		captured(|capture| capture.recorded = START - 1);
	});
	busy_until("data was captured by somebody to whom it wasn't delegated", || {
		captured(|capture| capture.author = NURSE);
	});
	let elsewhere = |study, number| {
		let capture = Captures::<Test>::get((STUDY, 0), FORM).unwrap();
		Captures::<Test>::insert((study, number), FORM, capture);
	};
	busy_until("data of no subject", || elsewhere(STUDY, 9));
	busy_until("data of no study", || elsewhere(9, 0));
}

#[test]
fn broken_visits_deviations_and_queries_should_be_noticed() {
	let wrong = "a visit's times are out of order";
	busy_until(wrong, || visit(|visit| visit.occurred = START - 1));
	busy_until(wrong, || visit(|visit| visit.recorded = now() + 1));
	finished_until(wrong, || visit(|visit| visit.recorded = now()));
	let deviation = |change: fn(&mut Deviation)| {
		Deviations::<Test>::mutate(STUDY, 0, |deviation| change(deviation.as_mut().unwrap()));
	};
	busy_until("a deviation has a number to come", || conduct(|file| file.deviations = 0));
	busy_until("deviations aren't counted", || conduct(|file| file.important = 0));
	busy_until("a deviation of no site", || deviation(|it| it.terms.site = COMMITTEE));
	busy_until("a deviation of another site's subject", || deviation(|it| it.terms.site = CLINIC));
	busy_until("a deviation's times are out of order", || deviation(|it| it.recorded = now() + 1));
	busy_until("a query has a number to come", || conduct(|file| file.queries = 0));
	busy_until("queries aren't counted", || conduct(|file| file.unclosed = 0));
	busy_until("a query about nothing", || asked(|query| query.subject = 1));
	busy_until("a query about what is still to come", || asked(|query| query.version = 3));
	busy_until("a query's times are out of order", || asked(|query| query.raised = now()));
}

#[test]
fn broken_results_should_be_noticed() {
	finished_until("a study and its results don't agree on the lock", || {
		outcome(|file| file.lock.as_mut().unwrap().at += 1);
	});
	finished_until("results without a plan", || outcome(|file| file.plan = None));
	finished_until("a plan is impossible", || {
		outcome(|file| file.plan.as_mut().unwrap().versions = 0);
	});
	finished_until("a plan was registered after the lock", || {
		outcome(|file| file.plan.as_mut().unwrap().newest.at = now());
	});
	finished_until("results are older than the lock", || {
		outcome(|file| file.package.as_mut().unwrap().report.at = START);
	});
	finished_until("shares aren't whole", || {
		outcome(|file| file.package.as_mut().unwrap().shares[0].points += 1);
	});
	finished_until("a contributor has two shares", || {
		outcome(|file| {
			let shares = &mut file.package.as_mut().unwrap().shares;
			shares[1].contributor = shares[0].contributor.clone();
		});
	});
	finished_until("something was published before there were results", || {
		outcome(|file| file.package = None);
	});
	finished_until("a publication has no DOI", || {
		outcome(|file| file.publications[0] = b"10".to_vec().try_into().unwrap());
	});
	finished_until("queries aren't counted", || conduct(|file| file.unclosed = 1));
	finished_until("a question was left open at the lock", || {
		conduct(|file| file.unclosed = 1);
		asked(|query| query.status = QueryStatus::Open);
	});
	finished_until("results of no study", || Results::<Test>::insert(9, ResultFile::default()));
	let rows = |change: fn(&mut ArmFlow)| Flows::<Test>::mutate(STUDY, |rows| change(&mut rows[0]));
	finished_until("a flow isn't conserved", || rows(|row| row.started += 1));
	finished_until("a flow isn't what the chain has counted", || {
		rows(|row| (row.started, row.completed) = (2, 2));
	});
	busy_until("a flow before the lock", || {
		Flows::<Test>::insert(STUDY, ParticipantFlow::default());
	});
}
