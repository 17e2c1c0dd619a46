// SPDX-License-Identifier: Apache-2.0

//! Random calls about safety, data and results, against a model that knows the rules as sentences.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::{
	board::{vote_to_halt, vote_to_resume},
	capture::{answer, close_query},
	results::{lock, plan},
	safety::{headache, report, susar},
	*,
};
use proptest::{
	collection::vec,
	prelude::*,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::StateVersion;
use std::{cell::RefCell, collections::BTreeMap, collections::BTreeSet};

/// Steps on one chain, before the next begins afresh.
const STEPS: u32 = 200;
const SUBJECTS: usize = 4;
const FORMS: usize = 2;
const CAUSALITIES: [Causality; 5] = [
	Causality::NotRelated,
	Causality::Unlikely,
	Causality::Possible,
	Causality::Probable,
	Causality::Certain,
];

/// An opinion: unexpected, and how likely it was caused by what is tested.
type View = (bool, usize);

#[derive(Clone, Copy, Debug)]
enum Step {
	/// Of a subject: serious or fatal, and the investigator's opinion.
	Report(usize, u8, View),
	FollowUp(usize, u8, View),
	Assess(usize, View),
	Submit(usize, usize),
	Capture(usize, usize, bool),
	Ask(usize, usize),
	Answer(usize),
	CloseQuery(usize),
	Halt(usize),
	Resume(usize),
	Activate,
	TakeOff(usize),
	Withdraw(usize),
	Permit(usize, bool),
	CloseStudy,
	Plan,
	Lock,
	Wait(u64),
}

#[derive(Clone, Copy, Default)]
struct ModelClock {
	/// The day on which the sponsor became aware, and the last on which the report is in time.
	days: (u64, u64),
	/// Whether it was submitted, and late.
	submitted: Option<bool>,
}

#[derive(Clone)]
struct ModelEvent {
	subject: usize,
	view: View,
	sponsors: Option<View>,
	/// When the sponsor came to know that it is serious, and that it is fatal.
	serious: Option<Moment>,
	fatal: Option<Moment>,
	/// By obligation: 15 days, 7 days, completion.
	clocks: [Option<ModelClock>; 3],
}

#[derive(Clone, Copy, PartialEq)]
enum Whereabouts {
	On,
	Off,
	Withdrawn,
}

#[derive(Clone, Copy)]
struct ModelSubject {
	place: Whereabouts,
	permits: bool,
	forms: [u32; FORMS],
}

struct Model {
	subjects: [ModelSubject; SUBJECTS],
	events: Vec<ModelEvent>,
	/// Subject, and whether it is answered and closed.
	queries: Vec<(usize, bool, bool)>,
	votes: BTreeSet<usize>,
	board_halt: bool,
	sponsor_halt: bool,
	/// Active, halted, or closed to accrual.
	stopped: bool,
	closed: bool,
	plan: bool,
	locked: bool,
	clock: u8,
}

impl Model {
	fn new() -> Self {
		let subject = ModelSubject { place: Whereabouts::On, permits: true, forms: [0; FORMS] };
		Self {
			subjects: [subject; SUBJECTS],
			events: Vec::new(),
			queries: Vec::new(),
			votes: BTreeSet::new(),
			board_halt: false,
			sponsor_halt: false,
			stopped: false,
			closed: false,
			plan: false,
			locked: false,
			clock: 0,
		}
	}

	/// Whether the step goes through.
	fn allows(&self, step: Step) -> bool {
		match step {
			// Harm is reported in any case.
			Step::Report(..) | Step::Permit(..) | Step::Wait(_) => true,
			Step::FollowUp(event, ..) => event < self.events.len(),
			Step::Assess(event, (_, causality)) => {
				self.events.get(event).is_some_and(|event| causality >= event.view.1)
			},
			Step::Submit(event, obligation) => self
				.events
				.get(event)
				.and_then(|event| event.clocks[obligation])
				.is_some_and(|clock| clock.submitted.is_none()),
			Step::Capture(subject, form, reason) => {
				let ModelSubject { place, permits, forms } = self.subjects[subject];
				let again = forms[form] > 0;
				!self.locked
					&& permits && reason == again
					&& (place == Whereabouts::On || (again && place == Whereabouts::Off))
			},
			Step::Ask(subject, form) => !self.locked && self.subjects[subject].forms[form] > 0,
			Step::Answer(query) => {
				!self.locked
					&& self
						.queries
						.get(query)
						.is_some_and(|(_, answered, closed)| !answered && !closed)
			},
			Step::CloseQuery(query) => self.queries.get(query).is_some_and(|query| !query.2),
			Step::Halt(member) => !self.board_halt && !self.votes.contains(&member),
			Step::Resume(member) => self.board_halt && !self.votes.contains(&member),
			Step::Activate => {
				!self.board_halt
					&& !self.locked && if self.closed { self.sponsor_halt } else { self.stopped }
			},
			Step::TakeOff(subject) | Step::Withdraw(subject) => {
				self.subjects[subject].place == Whereabouts::On
			},
			Step::CloseStudy => !self.closed && !self.stopped,
			Step::Plan => !self.locked,
			Step::Lock => {
				!self.locked
					&& self.closed && self.plan
					&& self.subjects.iter().all(|subject| subject.place != Whereabouts::On)
					&& self.queries.iter().all(|query| query.2)
			},
		}
	}

	fn start(event: &mut ModelEvent, since: impl Fn(usize) -> Moment) {
		let views = [Some(event.view), event.sponsors].into_iter().flatten();
		let (unexpected, causality) =
			views.fold((false, 0), |worst, view| (worst.0 | view.0, worst.1.max(view.1)));
		if event.serious.is_none() || !unexpected || causality < 2 {
			return;
		}
		let due: &[(usize, u64)] =
			if event.fatal.is_some() { &[(1, 7), (2, 15)] } else { &[(0, 15)] };
		for (obligation, days) in due {
			let day = since(*obligation) / DAY;
			let clock = ModelClock { days: (day, day + days), submitted: None };
			event.clocks[*obligation].get_or_insert(clock);
		}
	}

	fn learn(event: &mut ModelEvent, gravity: u8, view: View) {
		event.view = view;
		if gravity > 0 {
			event.serious.get_or_insert(now());
		}
		if gravity > 1 {
			event.fatal.get_or_insert(now());
		}
		Self::start(event, |_| now());
	}

	/// What the step changes, where it goes through.
	fn apply(&mut self, step: Step) {
		match step {
			Step::Report(subject, gravity, view) => {
				let mut event = ModelEvent {
					subject,
					view,
					sponsors: None,
					serious: None,
					fatal: None,
					clocks: [None; 3],
				};
				Self::learn(&mut event, gravity, view);
				self.events.push(event);
			},
			Step::FollowUp(event, gravity, view) => {
				Self::learn(&mut self.events[event], gravity, view);
			},
			Step::Assess(event, view) => {
				let event = &mut self.events[event];
				event.sponsors = Some(view);
				let (serious, fatal) = (event.serious, event.fatal);
				Self::start(event, |obligation| {
					if obligation == 0 { serious } else { fatal }.unwrap()
				});
			},
			Step::Submit(event, obligation) => {
				let clock = self.events[event].clocks[obligation].as_mut().unwrap();
				clock.submitted = Some(now() / DAY > clock.days.1);
			},
			Step::Capture(subject, form, _) => self.subjects[subject].forms[form] += 1,
			Step::Ask(subject, _) => self.queries.push((subject, false, false)),
			Step::Answer(query) => self.queries[query].1 = true,
			Step::CloseQuery(query) => self.queries[query].2 = true,
			Step::Halt(member) => {
				self.votes.insert(member);
				if self.votes.len() == 2 {
					self.votes.clear();
					self.board_halt = true;
					self.stopped = !self.closed;
				}
			},
			Step::Resume(member) => {
				self.votes.insert(member);
				if self.votes.len() == 2 {
					self.votes.clear();
					(self.board_halt, self.sponsor_halt) = (false, true);
				}
			},
			Step::Activate => (self.stopped, self.sponsor_halt) = (false, false),
			Step::TakeOff(subject) => self.subjects[subject].place = Whereabouts::Off,
			Step::Withdraw(subject) => self.subjects[subject].place = Whereabouts::Withdrawn,
			Step::Permit(subject, permits) => self.subjects[subject].permits = permits,
			Step::CloseStudy => self.closed = true,
			Step::Plan => self.plan = true,
			Step::Lock => self.locked = true,
			Step::Wait(_) => {},
		}
	}

	/// The step on the chain.
	fn call(&self, step: Step) -> DispatchResult {
		let number = |subject: usize| subject as SubjectNumber;
		let id = |event: usize| event as u32;
		let form = |form: usize| FormKey { visit: 1, form: form as u16 };
		match step {
			Step::Report(subject, gravity, view) => report(number(subject), facts(gravity, view)),
			Step::FollowUp(event, gravity, view) => {
				let who = signed(PI);
				let facts = facts(gravity, view);
				ClinicalTrials::follow_up_adverse_event(who, STUDY, id(event), facts)
			},
			Step::Assess(event, (unexpected, causality)) => {
				let opinion = Opinion {
					aware: None,
					expectedness: expectedness(unexpected),
					causality: CAUSALITIES[causality],
					document: digest(62),
				};
				ClinicalTrials::assess_adverse_event(signed(MANAGER), STUDY, id(event), opinion)
			},
			Step::Submit(event, obligation) => {
				let (obligation, document) = (Obligation::ALL[obligation], digest(63));
				let who = signed(MANAGER);
				ClinicalTrials::submit_expedited_report(who, STUDY, id(event), obligation, document)
			},
			Step::Capture(subject, place, reason) => {
				let values = digest(self.clock);
				let reason = reason.then_some(ChangeReason::NewInformation);
				let terms = CaptureTerms { values, source: None, reason };
				let who = signed(PI);
				ClinicalTrials::capture_data(who, STUDY, number(subject), form(place), terms)
			},
			Step::Ask(subject, place) => ClinicalTrials::raise_query(
				signed(MANAGER),
				STUDY,
				number(subject),
				form(place),
				digest(72),
			),
			Step::Answer(query) => answer(id(query)),
			Step::CloseQuery(query) => close_query(id(query)),
			Step::Halt(member) => vote_to_halt(MONITORS[member].clone()),
			Step::Resume(member) => vote_to_resume(MONITORS[member].clone()),
			Step::Activate => ClinicalTrials::activate(signed(MANAGER), STUDY),
			Step::TakeOff(subject) => take_off(number(subject), OffStudyReason::Completed),
			Step::Withdraw(subject) => {
				let (who, choice) = (controller(person(subject)), DataChoice::KeepCollected);
				ClinicalTrials::withdraw_subject(signed(who), STUDY, number(subject), choice)
			},
			Step::Permit(subject, permits) => {
				if permits {
					consented(person(subject));
				} else {
					Directives::mutate(|directives| directives.remove(&person(subject)));
				}
				Ok(())
			},
			Step::CloseStudy => ClinicalTrials::close(signed(MANAGER), STUDY, Closure::ToAccrual),
			Step::Plan => plan(self.clock),
			Step::Lock => lock(),
			Step::Wait(hours) => {
				wait(hours * HOUR);
				Ok(())
			},
		}
	}

	/// Whether the chain has counted what the model has, and marks what is late.
	fn compare(&self) {
		let count = |what: &dyn Fn(&ModelEvent) -> bool| {
			self.events.iter().filter(|event| what(event)).count() as u32
		};
		let subjects = |what: &dyn Fn(&ModelEvent) -> bool| {
			let all: BTreeSet<_> =
				self.events.iter().filter(|event| what(event)).map(|event| event.subject).collect();
			all.len() as u32
		};
		let expected = SafetyFile {
			events: self.events.len() as u32,
			serious: count(&|event| event.serious.is_some()),
			expedited: count(&|event| event.clocks.iter().any(|clock| clock.is_some())),
			subjects_serious: subjects(&|event| event.serious.is_some()),
			subjects_other: subjects(&|event| event.serious.is_none()),
			deaths: subjects(&|event| event.fatal.is_some()),
			notifications: 0,
		};
		assert_eq!(ClinicalTrials::safety(STUDY), expected);
		for (id, event) in self.events.iter().enumerate() {
			let found = ClinicalTrials::adverse_event(STUDY, id as u32).unwrap();
			let today = now() / DAY;
			let open = |clock: &ModelClock| clock.submitted.is_none() && today > clock.days.1;
			assert_eq!(found.overdue, event.clocks.iter().flatten().any(open));
			for (obligation, clock) in Obligation::ALL.iter().zip(event.clocks) {
				let stored = found.event.clocks.of(*obligation);
				let days = stored.map(|stored| (stored.since / DAY, stored.due / DAY - 1));
				assert_eq!(days, clock.map(|clock| clock.days), "{obligation:?}");
				let late = stored.and_then(|stored| stored.submitted).map(|it| it.is_late);
				assert_eq!(late, clock.and_then(|clock| clock.submitted));
			}
		}
		for (subject, model) in self.subjects.iter().enumerate() {
			for (form, version) in model.forms.iter().enumerate() {
				let key = FormKey { visit: 1, form: form as u16 };
				let found = ClinicalTrials::capture(STUDY, subject as u32, key);
				assert_eq!(found.map_or(0, |capture| capture.version), *version);
			}
		}
		let study = study();
		assert_eq!(study.locked.is_some(), self.locked);
		assert_eq!(study.halts.monitors.is_some(), self.board_halt);
		assert_eq!(study.status.accrues(), !self.stopped && !self.closed);
	}
}

fn person(subject: usize) -> PatientId {
	patient(subject as u32)
}

fn expectedness(unexpected: bool) -> Expectedness {
	if unexpected {
		Expectedness::Unexpected
	} else {
		Expectedness::Expected
	}
}

fn facts(gravity: u8, (unexpected, causality): View) -> EventFacts {
	let mut facts = match gravity {
		0 => headache(),
		1 => susar(SeriousnessCriteria::HOSPITALISATION),
		_ => susar(SeriousnessCriteria::DEATH),
	};
	facts.case.expectedness = expectedness(unexpected);
	facts.case.causality = CAUSALITIES[causality];
	facts
}

fn step() -> impl Strategy<Value = Step> {
	let subject = || 0..SUBJECTS;
	let event = || 0..8usize;
	let gravity = || prop_oneof![2 => Just(0u8), 2 => Just(1u8), 1 => Just(2u8)];
	let view = || (any::<bool>(), 0..5usize);
	prop_oneof![
		4 => (subject(), gravity(), view()).prop_map(|(a, b, c)| Step::Report(a, b, c)),
		4 => (event(), gravity(), view()).prop_map(|(a, b, c)| Step::FollowUp(a, b, c)),
		4 => (event(), view()).prop_map(|(a, b)| Step::Assess(a, b)),
		6 => (event(), 0..3usize).prop_map(|(a, b)| Step::Submit(a, b)),
		8 => (subject(), 0..FORMS, any::<bool>()).prop_map(|(a, b, c)| Step::Capture(a, b, c)),
		2 => (subject(), 0..FORMS).prop_map(|(a, b)| Step::Ask(a, b)),
		4 => (0..12usize).prop_map(Step::Answer),
		8 => (0..12usize).prop_map(Step::CloseQuery),
		2 => (0..3usize).prop_map(Step::Halt),
		4 => (0..3usize).prop_map(Step::Resume),
		3 => Just(Step::Activate),
		1 => subject().prop_map(Step::TakeOff),
		1 => subject().prop_map(Step::Withdraw),
		2 => (subject(), any::<bool>()).prop_map(|(a, b)| Step::Permit(a, b)),
		1 => Just(Step::CloseStudy),
		1 => Just(Step::Plan),
		2 => Just(Step::Lock),
		8 => (1..36u64).prop_map(Step::Wait),
	]
}

/// What happened how often, so that a run that never got anywhere is noticed.
type Tally = BTreeMap<String, u32>;

/// Changes with anything in storage.
fn state() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

fn run(steps: &[Step], tally: &RefCell<Tally>) {
	build_and_execute(|| {
		opened();
		for subject in 0..SUBJECTS {
			assert_eq!(randomised(subject as u32), subject as SubjectNumber);
		}
		let mut model = Model::new();
		let mut since: Option<Moment> = None;
		for step in steps {
			model.clock += 1;
			// Votes lapse.
			if since.is_some_and(|since| now() >= since + crate::safety::VOTE_TERM) {
				model.votes.clear();
			}
			let allowed = model.allows(*step);
			let before = (!allowed).then(state);
			// As a dispatched call has it: a failure undoes what came before.
			let outcome = frame_support::storage::with_storage_layer(|| model.call(*step));
			assert_eq!(outcome.is_ok(), allowed, "{step:?}: {outcome:?}");
			if allowed {
				let name = format!("{step:?}").split('(').next().unwrap_or_default().to_string();
				*tally.borrow_mut().entry(name).or_default() += 1;
				model.apply(*step);
				model.compare();
			} else {
				assert_eq!(Some(state()), before, "{step:?} left a trace");
			}
			since = ClinicalTrials::board_vote(STUDY).map(|vote| vote.since);
		}
	});
}

#[test]
fn safety_data_and_results_should_agree_with_the_model_whatever_is_called() {
	let total = std::env::var("GALEN_STEPS").ok().and_then(|steps| steps.parse().ok());
	let cases = total.unwrap_or(10_000u32).div_ceil(STEPS);
	let tally = RefCell::new(Tally::new());
	let config = ProptestConfig { cases, failure_persistence: None, ..Default::default() };
	TestRunner::new(config)
		.run(&vec(step(), STEPS as usize), |steps| {
			run(&steps, &tally);
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));

	let tally = tally.into_inner();
	println!("{} steps: {tally:#?}", cases * STEPS);
	if cases >= 20 {
		for name in [
			"Report",
			"FollowUp",
			"Assess",
			"Submit",
			"Capture",
			"Ask",
			"Answer",
			"CloseQuery",
			"Halt",
			"Resume",
			"Activate",
			"TakeOff",
			"Withdraw",
			"CloseStudy",
			"Plan",
			"Lock",
		] {
			assert!(tally.contains_key(name), "{name} never went through");
		}
	}
}
