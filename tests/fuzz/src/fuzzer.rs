// SPDX-License-Identifier: Apache-2.0

//! Sequences of steps, kept when they reach something new.

use crate::{
	generate::{nudge, Generator, Pool},
	machine::{
		hex, is_forbidden, read_steps, Effect, Finding, Machine, Origin, Outcome, Session, Step,
	},
	rng::Rng,
	schema::{Pallet, Schema, Slot},
	tracker::Key,
	world::{self, Walk},
};
use codec::{DecodeAll, Encode};
use galen_scenarios::{Body, RuntimeCall, DAY, HOUR};
use polkadot_sdk::sp_io::{hashing::blake2_256, storage};
use std::{
	collections::{hash_map::DefaultHasher, BTreeMap, BTreeSet},
	fmt::Write as _,
	fs,
	hash::{Hash, Hasher},
	io::Write as _,
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

type CallIndex = (u8, u8);

/// After so many calls of a sequence the state is checked, besides at its end.
const CHECK_EVERY: usize = 50;
/// A sequence has at most so many steps.
const MAX_STEPS: usize = 160;
/// So many steps are added to a sequence, at most.
const MAX_FRESH: usize = 12;
/// So many examples of each call are kept.
const MAX_EXAMPLES: usize = 24;
/// So many times a sequence is run to make it smaller.
const MAX_RUNS: usize = 600;

/// For how long.
#[derive(Clone, Copy, Debug)]
pub enum Until {
	/// So many sequences.
	Executions(u64),
	/// So much time.
	Elapsed(Duration),
}

/// What is to become of a step.
enum Plan {
	/// It is taken as it is.
	Take(Step),
	/// It is taken with another argument, origin or time.
	Change(Step),
	/// It is taken with other bytes.
	Corrupt(Step),
	/// One is made up.
	Fresh,
}

#[derive(Default)]
struct Tally {
	done: u64,
	failed: u64,
	outcomes: BTreeMap<Outcome, u64>,
	/// What the database takes and what is charged in all, where that was closest.
	closest: Option<(u64, u64)>,
	exact: u64,
}

struct Found {
	finding: Finding,
	steps: Vec<Step>,
	times: u64,
	file: Option<PathBuf>,
}

/// What a sequence came to.
struct Run {
	steps: Vec<Step>,
	/// How many of the steps it takes to reach what wasn't reached before.
	reached: usize,
	/// Whether the last of them was done.
	deep: bool,
	findings: Vec<(Finding, usize)>,
}

/// What is known, and what was found.
pub struct Fuzzer {
	machine: Machine,
	brain: Brain,
	corpus: Vec<Vec<Step>>,
	/// Those of them that end with something new that was done, not with a new refusal.
	deep: Vec<usize>,
	folder: Option<PathBuf>,
	found: BTreeMap<String, Found>,
	/// What the SDK's pallets charge too little for.
	notes: BTreeMap<String, (Finding, u64)>,
	executions: u64,
}

/// What guides the choice.
struct Brain {
	rng: Rng,
	pool: Pool,
	origins: Vec<Origin>,
	seen: BTreeSet<u64>,
	tally: BTreeMap<CallIndex, Tally>,
	undecodable: u64,
	blocks: u64,
	checks: u64,
	/// Who has done a call.
	able: BTreeMap<CallIndex, Vec<Origin>>,
	/// Who has at least been let in.
	let_in: BTreeMap<CallIndex, Vec<Origin>>,
	examples: BTreeMap<CallIndex, Vec<Vec<u8>>>,
	/// The pallet that what is added is mostly about.
	focus: Option<u8>,
}

impl Fuzzer {
	/// That starts with these walks.
	pub fn new(seed: u64, walks: &[(&str, Walk)]) -> Self {
		let (base, walks) = world::prepare(walks);
		let mut origins = vec![Origin::None, Origin::Root];
		for body in (0u8..).take(Body::ALL.len()) {
			for (ayes, seats) in [(1, 3), (2, 3), (3, 3)] {
				origins.push(Origin::Body { body, ayes, seats });
			}
		}
		origins.extend(base.people.iter().map(|(_, account)| Origin::Signed(*account)));
		let machine = Machine::new(base);
		let mut pool = Pool::default();
		for (key, value) in &machine.base.state {
			pool.keep_stored(&machine.schema, key, value);
		}
		let brain = Brain {
			rng: Rng::new(seed),
			pool,
			origins,
			seen: BTreeSet::new(),
			tally: BTreeMap::new(),
			undecodable: 0,
			blocks: 0,
			checks: 0,
			able: BTreeMap::new(),
			let_in: BTreeMap::new(),
			examples: BTreeMap::new(),
			focus: None,
		};
		let mut fuzzer = Self {
			machine,
			brain,
			corpus: Vec::new(),
			deep: Vec::new(),
			folder: None,
			found: BTreeMap::new(),
			notes: BTreeMap::new(),
			executions: 0,
		};
		for steps in walks {
			fuzzer.execute(steps.into_iter().map(Plan::Take).collect());
		}
		fuzzer
	}

	/// Keeps sequences and findings in this folder, and begins with those that are there.
	pub fn keep_in(&mut self, folder: &Path) -> std::io::Result<()> {
		for part in ["corpus", "findings"] {
			fs::create_dir_all(folder.join(part))?;
		}
		let mut files: Vec<PathBuf> = fs::read_dir(folder.join("corpus"))?
			.filter_map(|entry| entry.ok().map(|entry| entry.path()))
			.collect();
		files.sort();
		for file in files {
			// Those of another runtime may not even be read.
			let steps = fs::read(&file).ok().and_then(|bytes| read_steps(&bytes));
			let plans = steps.unwrap_or_default().into_iter().map(Plan::Take).collect();
			if !self.execute(plans) {
				fs::remove_file(&file)?;
			}
		}
		self.folder = Some(folder.to_path_buf());
		// What was known before is written too.
		for steps in &self.corpus {
			self.save(steps);
		}
		Ok(())
	}

	/// Runs sequences.
	pub fn run(&mut self, until: Until) {
		let (begun, mut told) = (Instant::now(), Instant::now());
		let first = self.executions;
		loop {
			match until {
				Until::Executions(count) if self.executions - first >= count => break,
				Until::Elapsed(time) if begun.elapsed() >= time => break,
				_ => {},
			}
			let plans = self.plan();
			self.execute(plans);
			if told.elapsed() > Duration::from_secs(30) {
				told = Instant::now();
				println!("{}", self.summary(begun.elapsed()));
			}
		}
	}

	/// What was found.
	pub fn findings(&self) -> impl Iterator<Item = &Finding> {
		self.found.values().map(|found| &found.finding)
	}

	/// How many calls were dispatched.
	pub fn dispatched(&self) -> u64 {
		self.brain.tally.values().map(|tally| tally.done + tally.failed).sum()
	}

	/// How many calls have succeeded at least once.
	pub fn calls_done(&self) -> usize {
		self.brain.tally.values().filter(|tally| tally.done > 0).count()
	}

	/// One line.
	pub fn summary(&self, elapsed: Duration) -> String {
		let pairs: usize = self.brain.tally.values().map(|tally| tally.outcomes.len()).sum();
		format!(
			"{:>5} s: {} sequences, {} calls, {} blocks, {} of outcomes, {} reached, {} kept, {} found",
			elapsed.as_secs(),
			self.executions,
			self.dispatched(),
			self.brain.blocks,
			pairs,
			self.brain.seen.len(),
			self.corpus.len(),
			self.found.len()
		)
	}

	fn plan(&mut self) -> Vec<Plan> {
		let rng = &mut self.brain.rng;
		let mut plans: Vec<Plan> = Vec::new();
		self.brain.focus = None;
		if !self.corpus.is_empty() && rng.percent(90) {
			// The latest more often.
			let latest = |rng: &mut Rng, count: usize| rng.below(count).max(rng.below(count));
			let place = match rng.percent(75) && !self.deep.is_empty() {
				true => self.deep[latest(rng, self.deep.len())],
				false => latest(rng, self.corpus.len()),
			};
			let parent = &self.corpus[place];
			let length = if rng.percent(40) { 1 + rng.below(parent.len()) } else { parent.len() };
			// What comes next goes on with what was last.
			let last = parent[..length].iter().rev().find_map(|step| match step {
				Step::Call { call, .. } => call.first().copied(),
				Step::Wait { .. } => None,
			});
			self.brain.focus = last.filter(|_| rng.percent(60));
			let calm = rng.percent(50);
			for step in &parent[..length] {
				match rng.below(if calm { 400 } else { 60 }) {
					0 => {},
					1 => plans.extend([Plan::Take(step.clone()), Plan::Take(step.clone())]),
					2 | 3 => plans.push(Plan::Change(step.clone())),
					4 => plans.push(Plan::Corrupt(step.clone())),
					5 => plans.extend([Plan::Fresh, Plan::Take(step.clone())]),
					_ => plans.push(Plan::Take(step.clone())),
				}
			}
			// And what another does after it.
			if rng.percent(15) {
				let other = &self.corpus[rng.below(self.corpus.len())];
				let from = rng.below(other.len());
				plans.extend(other[from..].iter().cloned().map(Plan::Take));
			}
		}
		for _ in 0..=rng.below(MAX_FRESH) {
			let place = if rng.percent(25) { rng.below(plans.len() + 1) } else { plans.len() };
			plans.insert(place, Plan::Fresh);
		}
		plans.truncate(MAX_STEPS);
		plans
	}

	/// Takes the steps, and keeps them if they reach something new.
	fn execute(&mut self, plans: Vec<Plan>) -> bool {
		let brain = &mut self.brain;
		let run = self.machine.session(|session| {
			let mut fresh = Pool::default();
			let mut run = Run { steps: Vec::new(), reached: 0, deep: false, findings: Vec::new() };
			let mut calls = 0;
			for plan in plans {
				let step = brain.step(session, plan, &fresh);
				let effect = session.take(&step);
				run.steps.push(step.clone());
				if brain.learn(session.schema(), &step, &effect, &mut fresh) {
					run.reached = run.steps.len();
					run.deep = effect.outcome == Outcome::Done;
				}
				let last = effect.outcome == Outcome::Panicked;
				run.findings
					.extend(effect.findings.into_iter().map(|finding| (finding, run.steps.len())));
				if last {
					return run;
				}
				calls += 1;
				if calls % CHECK_EVERY == 0 && brain.check(session, &mut run) {
					return run;
				}
			}
			brain.check(session, &mut run);
			run
		});
		self.executions += 1;
		let Run { steps, reached, deep, findings } = run;
		for (finding, length) in findings {
			self.report(finding, &steps[..length]);
		}
		if reached > 0 {
			let kept = steps[..reached].to_vec();
			self.save(&kept);
			if deep {
				self.deep.push(self.corpus.len());
			}
			self.corpus.push(kept);
		}
		reached > 0
	}

	fn save(&self, steps: &[Step]) {
		let Some(folder) = &self.folder else { return };
		let bytes = steps.encode();
		let file = folder.join("corpus").join(hex(&blake2_256(&bytes)[..8]));
		if let Err(error) = fs::write(&file, bytes) {
			println!("can't write {}: {error}", file.display());
		}
	}

	fn report(&mut self, finding: Finding, steps: &[Step]) {
		if finding.foreign {
			let note = self.notes.entry(finding.class.clone()).or_insert((finding, 0));
			note.1 += 1;
			return;
		}
		if let Some(found) = self.found.get_mut(&finding.class) {
			found.times += 1;
			return;
		}
		println!("found: {}\n  {}", finding.class, finding.detail);
		let (steps, finding) = self.machine.minimise(steps, finding);
		let file = self.folder.as_ref().map(|folder| {
			let name = hex(&blake2_256(finding.class.as_bytes())[..6]);
			folder.join("findings").join(format!("{name}.steps"))
		});
		if let Some(file) = &file {
			let text = format!(
				"{}\n{}\n\n{}",
				finding.class,
				finding.detail,
				self.machine.listing(&steps)
			);
			let written = fs::write(file, steps.encode())
				.and_then(|()| fs::write(file.with_extension("txt"), text));
			match written {
				Ok(()) => {
					println!(
						"  {} steps: scripts/fuzz --reproduce {}",
						steps.len(),
						file.display()
					);
				},
				Err(error) => println!("  can't write {}: {error}", file.display()),
			}
		} else {
			println!("{}", self.machine.listing(&steps));
		}
		let found = Found { finding: finding.clone(), steps, times: 1, file };
		self.found.insert(finding.class, found);
	}

	/// All that is to be told.
	pub fn conclusion(&self, elapsed: Duration) -> String {
		let schema = &self.machine.schema;
		let mut text = self.summary(elapsed);
		let _ = writeln!(
			text,
			"\n        {} checks of the state, {} calls that don't decode",
			self.brain.checks, self.brain.undecodable
		);
		let _ = writeln!(text, "\n== calls: done, failed, errors reached");
		let (mut exact, mut all) = (0, 0);
		for pallet in schema.pallets.iter().filter(|pallet| pallet.ours) {
			let mut errors = BTreeSet::new();
			for (name, call) in &pallet.calls {
				let Some(tally) = self.brain.tally.get(&(pallet.index, *call)) else {
					let _ = writeln!(text, "{:>9} {:>9}  {}.{name}", 0, 0, pallet.name);
					continue;
				};
				exact += tally.exact;
				all += tally.done + tally.failed;
				let reached: Vec<String> =
					tally.outcomes.keys().filter_map(|outcome| told(schema, outcome)).collect();
				errors.extend(reached.iter().cloned());
				let _ = writeln!(
					text,
					"{:>9} {:>9}  {}.{name}: {}",
					tally.done,
					tally.failed,
					pallet.name,
					reached.len()
				);
			}
			let missing: Vec<&str> = schema
				.errors_of(pallet.index)
				.filter(|name| !errors.contains(*name))
				.filter_map(|name| name.split('.').nth(1))
				.collect();
			let total = schema.errors_of(pallet.index).count();
			let _ = writeln!(
				text,
				"{:>19}  {} of {total} errors; not {missing:?}\n",
				pallet.name,
				total - missing.len()
			);
		}
		let others: Vec<(&Pallet, u64)> = schema
			.pallets
			.iter()
			.filter(|pallet| !pallet.ours)
			.map(|pallet| {
				let of = |entry: &(&CallIndex, &Tally)| entry.0 .0 == pallet.index;
				let calls = self.brain.tally.iter().filter(of);
				(pallet, calls.map(|(_, tally)| tally.done + tally.failed).sum())
			})
			.collect();
		for (pallet, count) in others {
			let _ = writeln!(text, "{count:>19}  {}", pallet.name);
		}

		let never: Vec<String> = schema
			.pallets
			.iter()
			.filter(|pallet| pallet.ours)
			.flat_map(|pallet| pallet.calls.iter().map(|(_, call)| (pallet.index, *call)))
			.filter(|call| self.brain.tally.get(call).is_none_or(|tally| tally.done == 0))
			.map(|(pallet, call)| schema.call_name(pallet, call))
			.collect();
		let _ = writeln!(text, "\n== never done: {}\n{}", never.len(), never.join("\n"));

		let percent = (exact * 100).checked_div(all).unwrap_or(0);
		let _ = writeln!(
			text,
			"\n== closest to what is charged (the database's part is known for {percent} % of the calls)"
		);
		let mut closest: Vec<(f64, CallIndex, u64, u64)> = self
			.brain
			.tally
			.iter()
			.filter_map(|(call, tally)| {
				let (time, charged) = tally.closest?;
				Some((time as f64 / charged.max(1) as f64, *call, time, charged))
			})
			.collect();
		closest.sort_by(|one, other| other.0.total_cmp(&one.0));
		for (ratio, (pallet, call), time, charged) in closest.into_iter().take(12) {
			let name = schema.call_name(pallet, call);
			let _ = writeln!(
				text,
				"{:>5.1} %  {name}: {} of {} ns",
				ratio * 100.0,
				time / 1_000,
				charged / 1_000
			);
		}

		let _ =
			writeln!(text, "\n== charged too little by pallets of the SDK: {}", self.notes.len());
		for (note, times) in self.notes.values() {
			let _ = writeln!(text, "{} ({times} times)\n  {}", note.class, note.detail);
		}

		let _ = writeln!(text, "\n== found: {}", self.found.len());
		for found in self.found.values() {
			let _ = writeln!(
				text,
				"{} ({} times, {} steps)\n  {}",
				found.finding.class,
				found.times,
				found.steps.len(),
				found.finding.detail
			);
			if let Some(file) = &found.file {
				let _ = writeln!(text, "  scripts/fuzz --reproduce {}", file.display());
			}
		}
		text
	}
}

fn told(schema: &Schema, outcome: &Outcome) -> Option<String> {
	match outcome {
		Outcome::Failed(pallet, error) => Some(schema.error_name(*pallet, *error)),
		Outcome::Refused(why) => Some(why.clone()),
		_ => None,
	}
}

fn hash(of: impl Hash) -> u64 {
	let mut hasher = DefaultHasher::new();
	of.hash(&mut hasher);
	hasher.finish()
}

impl Brain {
	/// Checks the state. Whether that ends the sequence.
	fn check(&mut self, session: &Session, run: &mut Run) -> bool {
		self.checks += 1;
		let finding = session.check();
		let unsound = finding.is_some();
		run.findings.extend(finding.map(|finding| (finding, run.steps.len())));
		unsound
	}

	fn step(&mut self, session: &Session, plan: Plan, fresh: &Pool) -> Step {
		match plan {
			Plan::Take(step) => step,
			Plan::Fresh if self.rng.percent(8) => self.wait(),
			Plan::Fresh => self.fresh(session, fresh),
			Plan::Change(Step::Wait { .. }) => self.wait(),
			Plan::Corrupt(Step::Wait { .. }) => Step::Wait { time: self.rng.any() % (40 * DAY) },
			Plan::Change(Step::Call { origin, call }) => {
				let schema = session.schema();
				let parsed = schema.parse(schema.call, &mut &call[..]);
				let Some(mut node) = parsed else { return self.fresh(session, fresh) };
				if self.rng.percent(25) {
					let index = index_of(&call);
					return Step::Call { origin: self.origin(index), call };
				}
				self.generator(session, fresh).mutate(&mut node);
				Step::Call { origin, call: node.encode() }
			},
			Plan::Corrupt(Step::Call { origin, mut call }) => {
				for _ in 0..=self.rng.below(3) {
					if call.is_empty() {
						break;
					}
					match self.rng.below(6) {
						0 => call.truncate(self.rng.below(call.len())),
						1 => call.insert(self.rng.below(call.len()), self.rng.any() as u8),
						2 => drop(call.remove(self.rng.below(call.len()))),
						_ => nudge(&mut call, &mut self.rng),
					}
				}
				Step::Call { origin, call }
			},
		}
	}

	fn generator<'a>(&'a mut self, session: &'a Session, fresh: &'a Pool) -> Generator<'a> {
		Generator {
			schema: session.schema(),
			rng: &mut self.rng,
			old: &self.pool,
			new: fresh,
			now: session.now(),
		}
	}

	fn wait(&mut self) -> Step {
		let times = [0, 0, 0, HOUR, HOUR, DAY, DAY, 4 * DAY, 31 * DAY, 400 * DAY];
		Step::Wait { time: times[self.rng.below(times.len())] }
	}

	fn fresh(&mut self, session: &Session, fresh: &Pool) -> Step {
		let schema = session.schema();
		let focus = self.focus.filter(|_| self.rng.percent(75));
		let ours = focus.is_some() || self.rng.percent(92);
		let calls: Vec<CallIndex> = schema
			.pallets
			.iter()
			.filter(|pallet| pallet.ours == ours)
			.filter(|pallet| focus.is_none_or(|focus| pallet.index == focus))
			.flat_map(|pallet| pallet.calls.iter().map(|(_, call)| (pallet.index, *call)))
			.filter(|(pallet, call)| !is_forbidden(schema, *pallet, *call))
			.collect();
		if calls.is_empty() {
			return self.wait();
		}
		// Of three, the one that has succeeded least.
		let tries: Vec<CallIndex> = (0..3).map(|_| calls[self.rng.below(calls.len())]).collect();
		let least = |call: &&CallIndex| self.tally.get(call).map_or(0, |tally| tally.done);
		let index = *tries.iter().min_by_key(least).expect("three; qed");
		let example = match self.examples.get(&index) {
			Some(examples) if self.rng.percent(40) => self.rng.pick(examples).cloned(),
			_ => None,
		};
		let example = example.and_then(|bytes| schema.parse(schema.call, &mut &bytes[..]));
		let call = match example {
			Some(mut node) => {
				for _ in 0..=self.rng.below(2) {
					self.generator(session, fresh).mutate(&mut node);
				}
				node.encode()
			},
			None => {
				let mut generator = self.generator(session, fresh);
				generator.call(index.0, index.1).map(|node| node.encode()).unwrap_or_default()
			},
		};
		// Somebody whom it is about, or somebody who has done such.
		let about = schema.account.and_then(|ty| fresh.latest(&mut self.rng, ty));
		let origin = match about.and_then(|account| account.try_into().ok()) {
			Some(account) if self.rng.percent(15) => Origin::Signed(account),
			_ => self.origin(Some(index)),
		};
		Step::Call { origin, call }
	}

	/// Somebody who might well make the call.
	fn origin(&mut self, index: Option<CallIndex>) -> Origin {
		let likely = index.and_then(|index| {
			let known = if self.rng.percent(60) { &self.able } else { &self.let_in };
			known.get(&index).or_else(|| self.let_in.get(&index))
		});
		let chosen = match likely {
			Some(origins) if self.rng.percent(80) => self.rng.pick(origins).cloned(),
			_ => None,
		};
		chosen.unwrap_or_else(|| self.origins[self.rng.below(self.origins.len())].clone())
	}

	/// Whether something is new in what came of a step.
	fn learn(&mut self, schema: &Schema, step: &Step, effect: &Effect, fresh: &mut Pool) -> bool {
		let (Step::Call { origin, call: bytes }, Some(call)) = (step, effect.call) else {
			match step {
				Step::Wait { .. } => self.blocks += 1,
				Step::Call { .. } => {
					self.undecodable += u64::from(effect.outcome == Outcome::Undecodable);
				},
			}
			return false;
		};
		let tally = self.tally.entry(call).or_default();
		*tally.outcomes.entry(effect.outcome.clone()).or_default() += 1;
		tally.exact += u64::from(effect.exact);
		if let Some((time, charged)) = effect.cost {
			let ratio = |(time, charged): (u64, u64)| time as f64 / charged.max(1) as f64;
			if tally.closest.is_none_or(|closest| ratio(closest) < ratio((time, charged))) {
				tally.closest = Some((time, charged));
			}
		}
		let mut new = self.seen.insert(hash((call, &effect.outcome)));
		if effect.outcome != Outcome::Refused("BadOrigin".into()) {
			remember(self.let_in.entry(call).or_default(), origin.clone(), &mut self.rng);
		}
		if effect.outcome != Outcome::Done {
			tally.failed += 1;
			return new;
		}
		tally.done += 1;
		remember(self.able.entry(call).or_default(), origin.clone(), &mut self.rng);
		if let Some(node) = schema.parse(schema.call, &mut &bytes[..]) {
			fresh.keep(schema, &node, None);
			let call = node.children().first().map(|call| schema.slots(call));
			let who = match origin {
				Origin::Signed(account) => schema.account.map(|ty| Slot {
					name: String::new(),
					ty,
					value: account.to_vec(),
				}),
				_ => None,
			};
			fresh.relate(call.into_iter().flatten().chain(who));
		}
		// Which events, without what they hold.
		let mut events = Vec::new();
		for (_, record) in &effect.access.appended {
			// The phase is first: a byte, and the number of the extrinsic.
			events.extend(record.get(5..7).map(<[u8]>::to_vec));
			let parsed = schema.record.and_then(|ty| schema.parse(ty, &mut &record[..]));
			if let Some(node) = parsed {
				fresh.keep(schema, &node, None);
				// The record's second field, the pallet, the event.
				let event = node.children().get(1).and_then(|pallet| pallet.children().first());
				fresh.relate(event.into_iter().flat_map(|event| schema.slots(event)));
			}
		}
		new |= self.seen.insert(hash((call, "events", events)));
		// Which items, and about how many entries.
		let mut items = BTreeMap::<&[u8], u32>::new();
		for key in &effect.access.writes {
			*items.entry(&key[..key.len().min(32)]).or_default() += 1;
			if let Some(value) = stored(key) {
				fresh.keep_stored(schema, key, &value);
			}
		}
		let items: Vec<_> = items.into_iter().map(|(item, count)| (item, count.ilog2())).collect();
		new |= self.seen.insert(hash((call, "writes", items)));
		new |= self.seen.insert(hash((call, "reads", effect.access.reads.len().max(1).ilog2())));
		if new || self.rng.percent(2) {
			remember(self.examples.entry(call).or_default(), bytes.clone(), &mut self.rng);
		}
		new
	}
}

/// Short values alone: what is long isn't an id.
fn stored(key: &Key) -> Option<Vec<u8>> {
	storage::get(key).map(|value| value.to_vec()).filter(|value| value.len() <= 2_048)
}

fn remember<T: PartialEq>(list: &mut Vec<T>, item: T, rng: &mut Rng) {
	if list.contains(&item) {
		return;
	}
	if list.len() >= MAX_EXAMPLES {
		let place = rng.below(list.len());
		list[place] = item;
	} else {
		list.push(item);
	}
}

fn index_of(call: &[u8]) -> Option<CallIndex> {
	Some((*call.first()?, *call.get(1)?))
}

impl Machine {
	/// What these steps come to, each finding with the number of steps that it takes.
	fn replay(&mut self, steps: &[Step], check_always: bool) -> Vec<(Finding, usize)> {
		self.session(|session| {
			let mut findings = Vec::new();
			for (count, step) in (1..).zip(steps) {
				let effect = session.take(step);
				findings.extend(effect.findings.into_iter().map(|finding| (finding, count)));
				if effect.outcome == Outcome::Panicked {
					return findings;
				}
				if check_always || count == steps.len() {
					if let Some(finding) = session.check() {
						findings.push((finding, count));
						return findings;
					}
				}
			}
			findings
		})
	}

	/// The fewest steps that still come to a finding of the same class.
	pub fn minimise(&mut self, steps: &[Step], finding: Finding) -> (Vec<Step>, Finding) {
		let unsound = finding.class.starts_with("try_state");
		let mut last = finding.clone();
		let fewest = shrink(steps.to_vec(), |steps| {
			let found = self.replay(steps, unsound);
			let (found, count) =
				found.into_iter().find(|(found, _)| found.class == finding.class)?;
			last = found;
			Some(count)
		});
		(fewest, last)
	}

	/// Steps, for people.
	pub fn listing(&self, steps: &[Step]) -> String {
		let mut text = String::new();
		for (number, step) in (1..).zip(steps) {
			let _ = match step {
				Step::Wait { time } => writeln!(text, "{number:>4}. {time} ms pass"),
				Step::Call { origin, call } => {
					let call = match RuntimeCall::decode_all(&mut &call[..]) {
						Ok(call) => format!("{call:?}"),
						Err(_) => format!("0x{}", hex(call)),
					};
					writeln!(text, "{number:>4}. {}: {call}", self.name(origin))
				},
			};
		}
		text
	}

	fn name(&self, origin: &Origin) -> String {
		match origin {
			Origin::Signed(account) => {
				let found = self.base.people.iter().find(|(_, known)| known == account);
				found.map_or_else(|| format!("0x{}", hex(account)), |(name, _)| name.clone())
			},
			Origin::Body { body, ayes, seats } => {
				let body = Body::ALL[usize::from(*body) % Body::ALL.len()];
				format!("{ayes} of {seats} of {body:?}")
			},
			other => format!("{other:?}"),
		}
	}

	/// Takes the steps again, tells what comes of each, and whether something is found.
	pub fn reproduce(&mut self, steps: &[Step]) -> bool {
		let lines: Vec<String> = self.listing(steps).lines().map(String::from).collect();
		let tell = |outcome: &Outcome, schema: &Schema| match told(schema, outcome) {
			Some(error) => error,
			None => format!("{outcome:?}"),
		};
		self.session(|session| {
			let mut found = false;
			for (step, line) in steps.iter().zip(lines) {
				println!("{line}");
				let effect = session.take(step);
				println!("      {}", tell(&effect.outcome, session.schema()));
				let unsound = session.check();
				let ends = unsound.is_some() || effect.outcome == Outcome::Panicked;
				for finding in effect.findings.into_iter().chain(unsound) {
					found = true;
					println!("      FOUND {}\n      {}", finding.class, finding.detail);
				}
				if ends {
					break;
				}
				let _ = std::io::stdout().flush();
			}
			found
		})
	}
}

/// As few of `steps` as `needed` still finds something in. It says how many it took.
fn shrink<T: Clone>(steps: Vec<T>, mut needed: impl FnMut(&[T]) -> Option<usize>) -> Vec<T> {
	let mut runs = 0;
	let mut attempt = |steps: &[T]| {
		runs += 1;
		if runs > MAX_RUNS {
			None
		} else {
			needed(steps)
		}
	};
	let mut steps = steps;
	match attempt(&steps) {
		Some(count) => steps.truncate(count),
		None => return steps,
	}
	let mut size = steps.len().div_ceil(2);
	while size > 0 {
		let (mut from, mut smaller) = (0, false);
		while from < steps.len() {
			let mut fewer = steps.clone();
			fewer.drain(from..(from + size).min(fewer.len()));
			match attempt(&fewer) {
				Some(count) => {
					fewer.truncate(count);
					(steps, smaller) = (fewer, true);
				},
				None => from += size,
			}
		}
		size = if smaller && size == 1 { 1 } else { size / 2 };
	}
	steps
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn steps_should_be_read_as_they_were_written() {
		let steps = vec![
			Step::Wait { time: 7 },
			Step::Call { origin: Origin::Body { body: 1, ayes: 2, seats: 3 }, call: vec![1] },
		];
		assert_eq!(read_steps(&steps.encode()), Some(steps));
		assert_eq!(read_steps(b"nothing"), None);
	}

	#[test]
	fn steps_that_a_finding_does_not_need_should_be_left_out() {
		let needed = |steps: &[u8]| {
			let first = steps.iter().position(|step| *step == 30)?;
			let second = steps[first..].iter().position(|step| *step == 70)?;
			Some(first + second + 1)
		};
		assert_eq!(shrink((0..100).collect(), needed), [30, 70]);
		assert_eq!(shrink(vec![1, 2, 3], needed), [1, 2, 3], "it isn't found again");
	}
}
