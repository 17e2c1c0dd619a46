// SPDX-License-Identifier: Apache-2.0

//! Random calls on one study, against a model that knows the rules as sentences.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::{
	capture::{capture, change},
	results::lock,
	safety::headache,
	*,
};
use proptest::{
	collection::vec,
	prelude::*,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::StateVersion;
use std::{cell::RefCell, collections::BTreeMap, collections::BTreeSet};

/// Steps on one study, before the next begins afresh.
const STEPS: u32 = 250;
const SITES: [InstitutionId; 2] = [HOSPITAL, CLINIC];
/// Everybody has two pseudonyms: numbers `2n` and `2n + 1` are the same person.
const PSEUDONYMS: usize = 28;
/// How long the model's approvals last.
const TERM: Moment = 20 * DAY;

#[derive(Clone, Copy, Debug)]
enum Step {
	Consent(usize),
	Revoke(usize),
	Sign(usize, usize),
	Screen(usize, usize),
	Attest(usize, bool),
	Enrol(usize),
	Randomise(usize, Point),
	Move(usize, SubjectStatus),
	TakeOff(usize),
	EndScreening(usize),
	Withdraw(usize),
	Note(usize),
	Capture(usize),
	Report(usize),
	Amend(bool, Option<u64>),
	Review(bool),
	Suspend,
	Adopt,
	Halt(bool, bool),
	Lift,
	Activate,
	Close(bool),
	Complete,
	CloseSite(usize),
	Plan,
	Lock,
	Open(Point, bool),
	DestroyKey,
	Wait(u64),
}

#[derive(Clone, Copy)]
struct Signature {
	version: u32,
	site: usize,
	subject: Option<usize>,
}

#[derive(Clone)]
struct Person {
	pseudonym: usize,
	site: usize,
	status: SubjectStatus,
	points: BTreeSet<Point>,
	withdrawn: bool,
	forms: u32,
	events: u32,
}

#[derive(Clone, Copy)]
struct Version {
	basis: u32,
	signed_from: Option<Moment>,
}

#[derive(Default)]
struct Model {
	now: Moment,
	consents: BTreeSet<usize>,
	signatures: BTreeMap<usize, Signature>,
	subjects: Vec<Person>,
	tokens: BTreeSet<usize>,
	versions: Vec<Version>,
	current: u32,
	/// What adopted versions have asked to be signed, and from when on.
	asked: Vec<(u32, Moment)>,
	/// Until when a version is approved, and whether that is suspended.
	approvals: BTreeMap<u32, (Moment, bool)>,
	/// Whether a halt stops treatment as well.
	sponsors_halt: Option<bool>,
	regulators_halt: Option<bool>,
	accrual_closed: bool,
	intervention_closed: bool,
	completed: bool,
	closed_sites: BTreeSet<usize>,
	planned: bool,
	locked: bool,
	opened: BTreeSet<Point>,
	used: BTreeMap<Point, usize>,
	destroyed: bool,
	forms: u8,
}

impl Model {
	fn new() -> Self {
		Self {
			now: START,
			consents: (0..PSEUDONYMS).collect(),
			versions: vec![Version { basis: 1, signed_from: None }],
			current: 1,
			approvals: BTreeMap::from([(1, (START + TERM, false))]),
			..Default::default()
		}
	}

	/// The step, about somebody there is, most of the time: who takes part in a random trial is few
	/// of those who might.
	fn resolve(&self, step: Step) -> Step {
		let subject = |number: usize| number % (self.subjects.len() + 1);
		match step {
			Step::Screen(who, site) => {
				let mut waiting = self.signatures.iter().filter(|(who, signed)| {
					signed.subject.is_none() && self.consents.contains(who)
				});
				match waiting.nth(who % 4) {
					Some((who, signed)) if who % 8 != 7 => Step::Screen(*who, signed.site),
					_ => Step::Screen(who, site),
				}
			},
			Step::Consent(who) => {
				let mut others = (0..PSEUDONYMS).filter(|who| !self.consents.contains(who));
				Step::Consent(others.nth(who % 3).unwrap_or(who))
			},
			Step::Revoke(number) => {
				let of = |subject: &Person| Step::Revoke(subject.pseudonym);
				self.subjects.get(subject(number)).map_or(step, of)
			},
			Step::Attest(number, eligible) => Step::Attest(subject(number), eligible),
			Step::Enrol(number) => Step::Enrol(subject(number)),
			Step::Randomise(number, point) => Step::Randomise(subject(number), point),
			Step::Move(number, to) => Step::Move(subject(number), to),
			Step::TakeOff(number) => Step::TakeOff(subject(number)),
			Step::EndScreening(number) => Step::EndScreening(subject(number)),
			Step::Withdraw(number) => Step::Withdraw(subject(number)),
			Step::Note(number) => {
				let gone = |subject: &Person| {
					!self.consents.contains(&subject.pseudonym) && number % 4 > 0
				};
				Step::Note(self.subjects.iter().position(gone).unwrap_or(subject(number)))
			},
			Step::Capture(number) => Step::Capture(subject(number)),
			Step::Report(number) => Step::Report(subject(number)),
			other => other,
		}
	}

	fn basis(&self, version: u32) -> u32 {
		self.versions[version as usize - 1].basis
	}
	fn newest(&self) -> u32 {
		self.versions.len() as u32
	}
	fn approved(&self, basis: u32) -> bool {
		let approval = self.approvals.get(&basis);
		approval.is_some_and(|(until, suspended)| self.now < *until && !suspended)
	}
	fn stopped(&self) -> bool {
		self.sponsors_halt == Some(true) || self.regulators_halt == Some(true)
	}
	fn halted(&self) -> bool {
		self.sponsors_halt.is_some() || self.regulators_halt.is_some()
	}
	fn closed(&self) -> bool {
		self.accrual_closed || self.intervention_closed
	}
	fn accrues(&self) -> bool {
		!self.closed() && !self.halted()
	}
	fn treats(&self) -> bool {
		!self.intervention_closed && !self.stopped()
	}
	/// The oldest version that may be signed now.
	fn least(&self) -> u32 {
		let due = self.asked.iter().filter(|(_, from)| *from <= self.now);
		due.map(|(version, _)| *version).max().unwrap_or(1)
	}
	/// What adopting the newest version asks for: the newest of the skipped ones and itself that
	/// asked for something, at the earliest moment that any of them has named.
	fn asks(&self) -> Option<(u32, Moment)> {
		let asking: Vec<_> = (self.current + 1..=self.newest())
			.filter_map(|version| Some((version, self.versions[version as usize - 1].signed_from?)))
			.collect();
		let from = asking.iter().map(|(_, from)| *from).min()?;
		Some((asking.last()?.0, from))
	}
	fn takes_in(&self, site: usize) -> bool {
		self.accrues()
			&& !self.locked
			&& !self.closed_sites.contains(&site)
			&& self.approved(self.basis(self.current))
	}
	/// Whether both consents of a subject hold.
	fn consents(&self, subject: &Person) -> bool {
		self.signatures[&subject.pseudonym].version >= self.least()
			&& self.consents.contains(&subject.pseudonym)
	}
	fn enrolled(&self) -> usize {
		self.subjects.iter().filter(|subject| subject.status.was_enrolled()).count()
	}
	fn everybody_left(&self) -> bool {
		self.subjects.iter().all(|subject| subject.status.is_final())
	}

	/// Whether the step goes through.
	fn allows(&self, step: Step) -> bool {
		use SubjectStatus::*;
		let of = |number: usize| self.subjects.get(number);
		let with = |number, check: &dyn Fn(&Person) -> bool| of(number).is_some_and(check);
		match step {
			Step::Consent(_) | Step::Revoke(_) | Step::Wait(_) => true,
			Step::Sign(who, site) => {
				let subject = self.signatures.get(&who).and_then(|signed| signed.subject);
				!self.completed
					&& !self.locked && self.approved(self.basis(self.current))
					&& match subject {
						None => !self.closed_sites.contains(&site),
						Some(number) => {
							let subject = &self.subjects[number];
							!subject.status.is_final() && subject.site == site
						},
					}
			},
			Step::Screen(who, site) => {
				self.takes_in(site)
					&& self.consents.contains(&who)
					&& self.signatures.get(&who).is_some_and(|signed| {
						signed.subject.is_none()
							&& signed.site == site
							&& signed.version >= self.least()
					})
			},
			Step::Attest(number, eligible) => with(number, &|subject| {
				subject.status == Screening && (!eligible || self.consents(subject))
			}),
			Step::Enrol(number) => with(number, &|subject| {
				self.takes_in(subject.site)
					&& subject.status == Eligible
					&& !self.destroyed
					&& !self.tokens.contains(&(subject.pseudonym / 2))
					&& self.enrolled() < TARGET as usize
					&& self.consents(subject)
			}),
			Step::Randomise(number, point) => with(number, &|subject| {
				!self.locked
					&& subject.status.is_on_study()
					&& self.consents(subject)
					&& self.treats()
					&& !subject.points.contains(&point)
					&& self.used.get(&point).copied().unwrap_or(0) < ARMS.len()
			}),
			Step::Move(number, to) => with(number, &|subject| {
				let way = match subject.status {
					OnStudy => true,
					OnStudyIntervention => to != OnStudyIntervention,
					OnStudyObservation => to != OnStudyObservation,
					_ => false,
				};
				!self.locked
					&& way && self.consents(subject)
					&& (to != OnStudyIntervention || self.treats())
			}),
			Step::TakeOff(number) => with(number, &|subject| subject.status.is_on_study()),
			Step::EndScreening(number) => {
				with(number, &|subject| matches!(subject.status, Screening | Eligible))
			},
			Step::Withdraw(number) => with(number, &|subject| !subject.status.is_final()),
			Step::Note(number) => with(number, &|subject| {
				!subject.status.is_final() && !self.consents.contains(&subject.pseudonym)
			}),
			// The first form needs somebody on study; a correction nobody but somebody who was.
			Step::Capture(number) => with(number, &|subject| {
				let permitted = if subject.status.is_final() {
					self.consents.contains(&subject.pseudonym)
				} else {
					self.consents(subject)
				};
				let corrects = subject.forms > 0 && !subject.withdrawn;
				!self.locked && permitted && (corrects || subject.status.is_on_study())
			}),
			Step::Report(number) => of(number).is_some(),
			Step::Amend(..) => !self.completed && !self.locked,
			Step::Review(newest) => {
				let basis = self.reviewed(newest);
				!self.completed && basis >= self.basis(self.current)
			},
			Step::Suspend => {
				let basis = self.basis(self.current);
				self.approvals.get(&basis).is_some_and(|(_, suspended)| !suspended)
			},
			Step::Adopt => {
				let pending = self.asked.last().filter(|(_, from)| *from > self.now);
				!self.completed
					&& !self.locked && self.newest() > self.current
					&& self.approved(self.basis(self.newest()))
					&& match (pending, self.asks()) {
						(Some((_, pending)), Some((_, from))) => from <= *pending,
						_ => true,
					}
			},
			Step::Halt(regulator, treatment) => {
				let before = if regulator { self.regulators_halt } else { self.sponsors_halt };
				!self.intervention_closed
					&& (!self.accrual_closed || treatment)
					&& before.is_none_or(|stops| !stops && treatment)
			},
			Step::Lift => self.regulators_halt.is_some(),
			Step::Activate => {
				self.regulators_halt.is_none()
					&& self.sponsors_halt.is_some()
					&& !self.intervention_closed
					&& !self.locked && self.approved(self.basis(self.current))
			},
			Step::Close(false) => !self.closed() && !self.stopped(),
			Step::Close(true) => {
				!self.intervention_closed && (self.accrual_closed || self.stopped())
			},
			Step::Complete => self.intervention_closed && !self.completed && self.everybody_left(),
			Step::CloseSite(site) => !self.closed_sites.contains(&site),
			Step::Plan => !self.locked,
			Step::Lock => !self.locked && self.planned && self.closed() && self.everybody_left(),
			Step::Open(point, right) => self.locked && right && !self.opened.contains(&point),
			Step::DestroyKey => !self.destroyed && self.closed(),
		}
	}

	/// Which version a review is about: the newest that needs one, or the current one's.
	fn reviewed(&self, newest: bool) -> u32 {
		self.basis(if newest { self.newest() } else { self.current })
	}

	/// What the step changes, where it goes through.
	fn apply(&mut self, step: Step) {
		use SubjectStatus::*;
		match step {
			Step::Consent(who) => {
				self.consents.insert(who);
			},
			Step::Revoke(who) => {
				self.consents.remove(&who);
			},
			Step::Sign(who, site) => {
				let subject = self.signatures.get(&who).and_then(|signed| signed.subject);
				let version = self.current;
				self.signatures.insert(who, Signature { version, site, subject });
			},
			Step::Screen(who, site) => {
				let number = self.subjects.len();
				self.signatures.get_mut(&who).unwrap().subject = Some(number);
				self.subjects.push(Person {
					pseudonym: who,
					site,
					status: Screening,
					points: BTreeSet::new(),
					withdrawn: false,
					forms: 0,
					events: 0,
				});
			},
			Step::Attest(number, eligible) => {
				self.subjects[number].status = if eligible { Eligible } else { Ineligible };
			},
			Step::Enrol(number) => {
				self.subjects[number].status = PendingOnStudy;
				self.tokens.insert(self.subjects[number].pseudonym / 2);
			},
			Step::Randomise(number, point) => {
				*self.used.entry(point).or_default() += 1;
				let subject = &mut self.subjects[number];
				subject.points.insert(point);
				if subject.status == PendingOnStudy {
					subject.status = OnStudy;
				}
			},
			Step::Move(number, to) => self.subjects[number].status = to,
			Step::TakeOff(number) => self.subjects[number].status = OffStudy,
			Step::EndScreening(number) => self.subjects[number].status = NotRegistered,
			Step::Withdraw(number) | Step::Note(number) => {
				let subject = &mut self.subjects[number];
				subject.withdrawn = true;
				let enrolled = subject.status.was_enrolled();
				subject.status = if enrolled { OffStudy } else { Withdrawn };
			},
			Step::Capture(number) => self.subjects[number].forms += 1,
			Step::Report(number) => self.subjects[number].events += 1,
			Step::Amend(substantial, days) => {
				let number = self.newest() + 1;
				let basis = if substantial { number } else { self.basis(number - 1) };
				let signed_from = days.map(|days| self.now + days * DAY);
				self.versions.push(Version { basis, signed_from });
			},
			Step::Review(newest) => {
				self.approvals.insert(self.reviewed(newest), (self.now + TERM, false));
			},
			Step::Suspend => {
				let basis = self.basis(self.current);
				self.approvals.get_mut(&basis).unwrap().1 = true;
			},
			Step::Adopt => {
				self.asked.extend(self.asks());
				self.current = self.newest();
			},
			Step::Halt(true, treatment) => self.regulators_halt = Some(treatment),
			Step::Halt(false, treatment) => self.sponsors_halt = Some(treatment),
			Step::Lift => {
				let lifted = self.regulators_halt.take().unwrap();
				self.sponsors_halt = Some(self.sponsors_halt.unwrap_or(false) || lifted);
			},
			Step::Activate => self.sponsors_halt = None,
			Step::Close(false) => self.accrual_closed = true,
			Step::Close(true) => self.intervention_closed = true,
			Step::Complete => self.completed = true,
			Step::CloseSite(site) => {
				self.closed_sites.insert(site);
			},
			Step::Plan => self.planned = true,
			Step::Lock => self.locked = true,
			Step::Open(point, _) => {
				self.opened.insert(point);
			},
			Step::DestroyKey => self.destroyed = true,
			Step::Wait(_) => {},
		}
	}

	/// The step on the chain.
	fn call(&mut self, step: Step) -> DispatchResult {
		self.forms = self.forms.wrapping_add(1);
		let of = |number: usize| self.subjects.get(number);
		let site = |number| SITES[of(number).map_or(0, |subject| subject.site)];
		let who = |number| signed(investigator(site(number)));
		let id = |number: usize| number as SubjectNumber;
		let manager = || signed(MANAGER);
		// A document that was never used before.
		let document = Digest { algorithm: ALGORITHM, bytes: state_hash(self.now, self.forms) };
		match step {
			Step::Consent(who) => {
				consented(pseudonym(who));
				Ok(())
			},
			Step::Revoke(who) => {
				Directives::mutate(|directives| directives.remove(&pseudonym(who)));
				Ok(())
			},
			Step::Sign(who, site) => {
				let patient = pseudonym(who);
				ClinicalTrials::sign_consent(
					signed(controller(patient)),
					STUDY,
					SITES[site],
					patient,
					study().version,
					document,
				)
			},
			Step::Screen(who, site) => screen(pseudonym(who), SITES[site]),
			Step::Attest(number, eligible) => {
				let outcome = if eligible {
					Eligibility::Eligible
				} else {
					Eligibility::Ineligible(ExclusionReason::CriteriaNotMet)
				};
				let number_id = id(number);
				ClinicalTrials::attest_eligibility(who(number), STUDY, number_id, outcome, document)
			},
			Step::Enrol(number) => {
				let person = of(number).map_or(0, |subject| subject.pseudonym / 2) as u32;
				let (token, expires, signature) = token(person, id(number));
				ClinicalTrials::enrol(who(number), STUDY, id(number), token, expires, signature)
			},
			Step::Randomise(number, point) => {
				let list = ListId { point, ..LIST };
				let index = Lists::<Test>::get(STUDY, (point, 0)).unwrap().next;
				let leaves = leaves(list, &ARMS);
				let path = merkle::path(ALGORITHM, &leaves, index).unwrap_or_default();
				let leaf = leaves.get(index as usize).copied().unwrap_or_default();
				let path = path.try_into().unwrap();
				ClinicalTrials::randomise(who(number), STUDY, id(number), point, 0, leaf, path)
			},
			Step::Move(number, to) => {
				ClinicalTrials::move_subject(who(number), STUDY, id(number), to)
			},
			Step::TakeOff(number) => {
				let reason = OffStudyReason::Completed;
				ClinicalTrials::take_off_study(who(number), STUDY, id(number), reason)
			},
			Step::EndScreening(number) => {
				let reason = UnregisteredReason::Other;
				ClinicalTrials::end_screening(who(number), STUDY, id(number), reason)
			},
			Step::Withdraw(number) => {
				let patient = pseudonym(of(number).map_or(0, |subject| subject.pseudonym));
				let who = signed(controller(patient));
				ClinicalTrials::withdraw_subject(who, STUDY, id(number), DataChoice::KeepCollected)
			},
			Step::Note(number) => ClinicalTrials::note_withdrawal(manager(), STUDY, id(number)),
			Step::Capture(number) => match of(number) {
				None => Err(Error::<Test>::UnknownSubject.into()),
				Some(subject) if subject.forms == 0 => capture(id(number), self.forms | 1),
				// Another value than the last one, whatever that was.
				Some(subject) => change(id(number), 2 + (subject.forms % 2) as u8 * 2),
			},
			Step::Report(number) => {
				let facts = headache();
				ClinicalTrials::report_adverse_event(who(number), STUDY, id(number), facts)
			},
			Step::Amend(substantial, days) => {
				let reconsent_from = days.map(|days| self.now + days * DAY);
				let amendment = Amendment { document, substantial, reconsent_from, target: TARGET };
				ClinicalTrials::amend(manager(), STUDY, amendment)
			},
			Step::Review(newest) => {
				let review = Review { until: self.now + TERM, ..approval() };
				review_as(REVIEWER, self.reviewed(newest), review)
			},
			Step::Suspend => {
				let basis = study().basis;
				ClinicalTrials::suspend_approval(signed(REVIEWER), STUDY, basis)
			},
			Step::Adopt => ClinicalTrials::adopt_version(manager(), STUDY, study().newest),
			Step::Halt(regulator, treatment) => {
				let who = if regulator { INSPECTOR } else { MANAGER };
				let scope =
					if treatment { HaltScope::AccrualAndIntervention } else { HaltScope::Accrual };
				ClinicalTrials::halt(signed(who), STUDY, scope, HaltReason::Safety)
			},
			Step::Lift => ClinicalTrials::lift_halt(signed(INSPECTOR), STUDY),
			Step::Activate => ClinicalTrials::activate(manager(), STUDY),
			Step::Close(treatment) => {
				let closure =
					if treatment { Closure::ToAccrualAndIntervention } else { Closure::ToAccrual };
				ClinicalTrials::close(manager(), STUDY, closure)
			},
			Step::Complete => ClinicalTrials::complete(manager(), STUDY),
			Step::CloseSite(site) => ClinicalTrials::close_site(manager(), STUDY, SITES[site]),
			Step::Plan => ClinicalTrials::register_analysis_plan(manager(), STUDY, document),
			Step::Lock => lock(),
			Step::Open(point, right) => {
				let mut arms = ARMS;
				if !right {
					arms.swap(0, 1);
				}
				let list = ListId { point, ..LIST };
				let arms = arms.to_vec().try_into().unwrap();
				ClinicalTrials::open_list(signed(STATISTICIAN), list, SECRET, arms)
			},
			Step::DestroyKey => {
				ClinicalTrials::destroy_registrar_key(signed(REGISTRAR_OFFICER), STUDY)
			},
			Step::Wait(hours) => {
				wait(hours * HOUR);
				Ok(())
			},
		}
	}

	/// Whether the chain says of the study what the model does.
	fn compare(&self) {
		let info = ClinicalTrials::study(STUDY).unwrap();
		let flow = &info.study.flow;
		assert_eq!(flow.screened as usize, self.subjects.len());
		assert_eq!(flow.enrolled as usize, self.enrolled());
		let on = self.subjects.iter().filter(|subject| subject.status.is_on_study()).count();
		assert_eq!(info.on_study as usize, on);
		assert_eq!(info.in_screening == 0 && on == 0, self.everybody_left());
		assert_eq!(info.study.version, self.current);
		assert_eq!(info.least_signed, self.least());
		assert_eq!(info.approved, self.approved(self.basis(self.current)));
		assert_eq!(info.study.status.accrues(), self.accrues());
		assert_eq!(info.study.intervenes(), self.treats());
		assert_eq!(info.study.locked.is_some(), self.locked);
	}

	/// Whether the chain says of every subject what the model does.
	fn compare_subjects(&self) {
		for (number, subject) in self.subjects.iter().enumerate() {
			let found = ClinicalTrials::subject(STUDY, number as SubjectNumber).unwrap();
			assert_eq!(found.subject.status, subject.status, "{number}");
			let open = !subject.status.is_final();
			let withdrawn = open && !self.consents.contains(&subject.pseudonym);
			assert_eq!(found.consent_withdrawn, withdrawn, "{number}");
			for point in 0..2 {
				let arm = ClinicalTrials::arm(STUDY, number as SubjectNumber, point);
				let known = self.opened.contains(&point) && subject.points.contains(&point);
				assert_eq!(arm.is_some(), known, "no arm is known before its list is open");
			}
		}
	}
}

fn pseudonym(number: usize) -> PatientId {
	patient(number as u32)
}

fn state_hash(now: Moment, counter: u8) -> [u8; 32] {
	use codec::Encode;
	(now, counter).using_encoded(sp_io::hashing::blake2_256)
}

fn step() -> impl Strategy<Value = Step> {
	use SubjectStatus::{FollowUp, OnStudyIntervention, OnStudyObservation};
	let (who, site, point) = (|| 0..PSEUDONYMS, || 0..2usize, || 0..2u8);
	let status = prop::sample::select(vec![OnStudyIntervention, OnStudyObservation, FollowUp]);
	let rare = prop_oneof![
		6 => Just(Step::Adopt),
		4 => (any::<bool>(), prop::option::of(0..10u64))
			.prop_map(|(substantial, days)| Step::Amend(substantial, days)),
		5 => who().prop_map(Step::Revoke),
		1 => Just(Step::Suspend),
		2 => (any::<bool>(), any::<bool>()).prop_map(|(who, what)| Step::Halt(who, what)),
		1 => Just(Step::Plan),
		1 => site().prop_map(Step::CloseSite),
		1 => any::<bool>().prop_map(Step::Close),
		1 => prop_oneof![
			Just(Step::Complete),
			Just(Step::Lock),
			Just(Step::DestroyKey),
			(point(), any::<bool>()).prop_map(|(point, right)| Step::Open(point, right)),
		],
	];
	prop_oneof![
		3 => who().prop_map(Step::Consent),
		12 => (who(), site()).prop_map(|(who, site)| Step::Sign(who, site)),
		12 => (who(), site()).prop_map(|(who, site)| Step::Screen(who, site)),
		12 => (who(), prop::bool::weighted(0.9)).prop_map(|(who, good)| Step::Attest(who, good)),
		14 => who().prop_map(Step::Enrol),
		20 => (who(), point()).prop_map(|(who, point)| Step::Randomise(who, point)),
		8 => (who(), status).prop_map(|(who, status)| Step::Move(who, status)),
		2 => who().prop_map(Step::TakeOff),
		1 => who().prop_map(Step::EndScreening),
		1 => who().prop_map(Step::Withdraw),
		2 => who().prop_map(Step::Note),
		8 => who().prop_map(Step::Capture),
		2 => who().prop_map(Step::Report),
		8 => any::<bool>().prop_map(Step::Review),
		3 => Just(Step::Lift),
		5 => Just(Step::Activate),
		3 => (1..50u64).prop_map(Step::Wait),
		4 => rare,
	]
}

/// How a study ends: everybody leaves, and what can be closed is.
fn ending() -> Vec<Step> {
	let mut steps: Vec<_> =
		(0..PSEUDONYMS).flat_map(|who| [Step::TakeOff(who), Step::EndScreening(who)]).collect();
	steps.extend([Step::Plan, Step::Lift, Step::Review(false), Step::Activate]);
	steps.extend([Step::Close(false), Step::Close(true), Step::DestroyKey, Step::Lock]);
	for point in 0..2 {
		steps.extend([Step::Open(point, false), Step::Open(point, true)]);
	}
	steps.push(Step::Complete);
	steps
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
		let first = Review { until: START + TERM, ..approval() };
		assert_ok!(review_as(REVIEWER, 1, first));
		for who in 0..PSEUDONYMS {
			consented(pseudonym(who));
		}
		let mut model = Model::new();
		for (index, step) in steps.iter().copied().chain(ending()).enumerate() {
			wait(MINUTE);
			model.now = now();
			let step = if index < steps.len() { model.resolve(step) } else { step };
			let before = state();
			let allowed = model.allows(step);
			// As a dispatched call has it: a failure undoes what came before.
			let outcome = frame_support::storage::with_storage_layer(|| model.call(step));
			assert_eq!(outcome.is_ok(), allowed, "{step:?}: {outcome:?}");
			model.now = now();
			if allowed {
				let name = format!("{step:?}").split('(').next().unwrap_or_default().to_string();
				*tally.borrow_mut().entry(name).or_default() += 1;
				model.apply(step);
				model.compare();
			} else {
				assert_eq!(state(), before, "{step:?} left a trace");
			}
			if index % 10 == 0 {
				model.compare_subjects();
			}
			if index % 100 == 0 {
				assert_ok!(ClinicalTrials::do_try_state());
			}
		}
		model.compare_subjects();
	});
}

#[test]
fn the_chain_should_agree_with_the_model_whatever_is_called() {
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
			"Sign",
			"Screen",
			"Attest",
			"Enrol",
			"Randomise",
			"Move",
			"TakeOff",
			"EndScreening",
			"Withdraw",
			"Note",
			"Capture",
			"Report",
			"Amend",
			"Review",
			"Suspend",
			"Adopt",
			"Halt",
			"Lift",
			"Activate",
			"Close",
			"Complete",
			"CloseSite",
			"Plan",
			"Lock",
			"Open",
			"DestroyKey",
		] {
			assert!(tally.contains_key(name), "{name} never went through");
		}
	}
}
