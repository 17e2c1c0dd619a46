// SPDX-License-Identifier: Apache-2.0

//! Random calls on containers and packs, against a model that knows the rules as sentences.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::*;
use galen_primitives::Role;
use proptest::{
	collection::vec,
	prelude::*,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::StateVersion;
use std::{cell::RefCell, collections::BTreeMap, collections::BTreeSet};

/// Steps on one chain, before the next begins afresh.
const STEPS: u32 = 200;

const HANDS: [InstitutionId; 3] = [MAKER, WHOLESALER, HOSPITAL];
/// The first four are first cases, the others come into being when something is put into them.
const UNITS: usize = 7;
const CASES: usize = 4;
const PACKS: usize = 12;

#[derive(Clone, Copy, Debug)]
enum Step {
	Pack(InstitutionId, usize, usize),
	Unpack(InstitutionId, usize, usize),
	PackItem(InstitutionId, usize, usize),
	UnpackItem(InstitutionId, usize),
	Ship(InstitutionId, usize, InstitutionId),
	Receive(InstitutionId, usize),
	Void(InstitutionId, usize),
	Quarantine(InstitutionId, usize),
	Release(InstitutionId, usize),
	Recall,
	Terminate,
	Dispense(InstitutionId, usize),
	Revert(usize),
}

/// Holds, each by a number of its own: no two are raised at the same moment.
type Holds = BTreeSet<u32>;

#[derive(Clone, Default)]
struct ModelUnit {
	exists: bool,
	holder: InstitutionId,
	transit: Option<InstitutionId>,
	parent: Option<usize>,
	/// As high as it ever was since it was empty.
	height: usize,
	holds: Holds,
}

#[derive(Clone)]
struct ModelPack {
	own: bool,
	inside: Option<usize>,
	holder: InstitutionId,
	holds: Holds,
	dispense: Option<DispenseId>,
}

struct Model {
	units: Vec<ModelUnit>,
	packs: Vec<ModelPack>,
	recalled: bool,
	dispenses: DispenseId,
	clock: u32,
}

impl Model {
	fn new() -> Self {
		let mut units = vec![ModelUnit::default(); UNITS];
		for case in units.iter_mut().take(CASES) {
			(case.exists, case.holder) = (true, MAKER);
		}
		let pack = |number| ModelPack {
			own: false,
			inside: Some(number / 3),
			holder: 0,
			holds: Holds::new(),
			dispense: None,
		};
		let packs = (0..PACKS).map(pack).collect();
		Self { units, packs, recalled: false, dispenses: 0, clock: 0 }
	}

	/// The containers from that one outwards.
	fn chain(&self, unit: usize) -> Vec<usize> {
		let mut chain = vec![unit];
		while let Some(parent) = self.units[*chain.last().unwrap()].parent {
			chain.push(parent);
		}
		chain
	}
	fn root(&self, unit: usize) -> &ModelUnit {
		&self.units[*self.chain(unit).last().unwrap()]
	}
	fn holds_around(&self, inside: Option<usize>) -> Holds {
		let chain = inside.map(|unit| self.chain(unit)).unwrap_or_default();
		chain.iter().flat_map(|unit| self.units[*unit].holds.clone()).collect()
	}
	fn is_in(&self, unit: usize, outer: usize) -> bool {
		self.chain(unit).contains(&outer)
	}
	/// Whether somebody has that at hand: not on its way, and nobody else's.
	fn at_hand(&self, who: InstitutionId, unit: usize) -> bool {
		let root = self.root(unit);
		root.holder == who && root.transit.is_none()
	}
	fn is_root_of(&self, who: InstitutionId, unit: usize) -> bool {
		let unit = &self.units[unit];
		unit.exists && unit.parent.is_none() && unit.transit.is_none() && unit.holder == who
	}
	fn takes(&self, who: InstitutionId, unit: usize) -> bool {
		let target = &self.units[unit];
		!target.exists || (self.is_root_of(who, unit) && target.holds.is_empty())
	}
	fn has_goods(&self, unit: usize) -> bool {
		(0..CASES).any(|case| self.is_in(case, unit))
			|| self
				.packs
				.iter()
				.any(|pack| pack.own && pack.inside.is_some_and(|inside| self.is_in(inside, unit)))
	}
	fn is_empty(&self, unit: usize) -> bool {
		unit >= CASES
			&& self.units.iter().all(|other| other.parent != Some(unit))
			&& !self.packs.iter().any(|pack| pack.own && pack.inside == Some(unit))
	}
	/// Whether something in it keeps it from being sold.
	fn held_inside(&self, unit: usize) -> bool {
		(0..UNITS).any(|other| self.is_in(other, unit) && !self.units[other].holds.is_empty())
			|| self.packs.iter().any(|pack| {
				pack.own
					&& !pack.holds.is_empty()
					&& pack.inside.is_some_and(|inside| self.is_in(inside, unit))
			})
	}
	fn decides(&self, who: InstitutionId, unit: usize) -> bool {
		self.root(unit).holder == who || (who == MAKER && self.has_goods(unit))
	}
	fn pack_at(&self, who: InstitutionId, pack: usize) -> bool {
		match self.packs[pack].inside {
			Some(unit) => self.at_hand(who, unit),
			None => self.packs[pack].holder == who,
		}
	}
	fn pack_holds(&self, pack: usize) -> Holds {
		let ModelPack { inside, holds, .. } = &self.packs[pack];
		holds.union(&self.holds_around(*inside)).copied().collect()
	}

	/// Whether the step goes through.
	fn allows(&self, step: Step) -> bool {
		match step {
			Step::Pack(who, parent, child) => {
				parent != child
					&& self.takes(who, parent)
					&& self.is_root_of(who, child)
					&& self.units[child].height + 1 < 3
			},
			Step::Unpack(who, parent, child) => {
				let held = self.units[child].holds.union(&self.holds_around(Some(parent))).count();
				self.units[parent].exists
					&& self.units[child].parent == Some(parent)
					&& self.at_hand(who, parent)
					&& held <= MAX_HOLDS as usize
			},
			Step::PackItem(who, unit, pack) => {
				let found = &self.packs[pack];
				self.takes(who, unit)
					&& found.dispense.is_none()
					&& !(found.own && found.inside.is_some())
					&& self.pack_at(who, pack)
					&& self.pack_holds(pack).len() <= MAX_HOLDS as usize
			},
			Step::UnpackItem(who, pack) => {
				self.packs[pack].inside.is_some()
					&& self.pack_at(who, pack)
					&& self.pack_holds(pack).len() <= MAX_HOLDS as usize
			},
			Step::Ship(who, unit, to) => {
				who != to
					&& self.is_root_of(who, unit)
					&& !self.held_inside(unit)
					&& !(self.recalled && self.has_goods(unit))
			},
			Step::Receive(who, unit) => self.units[unit].transit == Some(who),
			Step::Void(who, unit) => {
				self.units[unit].transit.is_some() && self.units[unit].holder == who
			},
			Step::Quarantine(who, unit) => {
				self.units[unit].exists
					&& self.units[unit].holds.is_empty()
					&& self.decides(who, unit)
			},
			Step::Release(who, unit) => {
				self.units[unit].exists
					&& !self.units[unit].holds.is_empty()
					&& self.decides(who, unit)
			},
			Step::Recall => !self.recalled,
			Step::Terminate => self.recalled,
			Step::Dispense(who, pack) => {
				self.packs[pack].dispense.is_none()
					&& self.pack_at(who, pack)
					&& !self.recalled
					&& self.pack_holds(pack).is_empty()
			},
			Step::Revert(pack) => self.packs[pack].dispense.is_some() && !self.recalled,
		}
	}

	fn shrink(&mut self) {
		for unit in 0..UNITS {
			if self.is_empty(unit) {
				self.units[unit].height = 0;
			}
		}
	}

	/// What the step changes, where it goes through.
	fn apply(&mut self, step: Step) {
		match step {
			Step::Pack(who, parent, child) => {
				let height = self.units[child].height + 1;
				let target = &mut self.units[parent];
				if !target.exists {
					(target.exists, target.holder) = (true, who);
				}
				target.height = target.height.max(height);
				self.units[child].parent = Some(parent);
			},
			Step::Unpack(who, parent, child) => {
				let around = self.holds_around(Some(parent));
				let child = &mut self.units[child];
				child.holds.extend(around);
				(child.parent, child.holder) = (None, who);
			},
			Step::PackItem(who, unit, pack) => {
				let holds = self.pack_holds(pack);
				let target = &mut self.units[unit];
				if !target.exists {
					(target.exists, target.holder) = (true, who);
				}
				let pack = &mut self.packs[pack];
				(pack.own, pack.inside, pack.holds) = (true, Some(unit), holds);
			},
			Step::UnpackItem(who, pack) => {
				let holds = self.pack_holds(pack);
				let pack = &mut self.packs[pack];
				(pack.own, pack.inside, pack.holder, pack.holds) = (true, None, who, holds);
			},
			Step::Ship(_, unit, to) => self.units[unit].transit = Some(to),
			Step::Receive(who, unit) => {
				let unit = &mut self.units[unit];
				(unit.holder, unit.transit) = (who, None);
			},
			Step::Void(_, unit) => self.units[unit].transit = None,
			Step::Quarantine(_, unit) => {
				self.units[unit].holds.insert(self.clock);
			},
			Step::Release(_, unit) => self.units[unit].holds.clear(),
			Step::Recall => self.recalled = true,
			Step::Terminate => self.recalled = false,
			Step::Dispense(who, pack) => {
				let pack = &mut self.packs[pack];
				(pack.own, pack.inside, pack.holder) = (true, None, who);
				pack.dispense = Some(self.dispenses);
				self.dispenses += 1;
			},
			Step::Revert(pack) => self.packs[pack].dispense = None,
		}
		self.shrink();
	}

	/// The step on the chain.
	fn call(&self, step: Step) -> DispatchResult {
		let operator = |who| staff(who, Role::LogisticsOperator);
		match step {
			Step::Pack(who, parent, child) => pack_onto(operator(who), id(parent), &[id(child)]),
			Step::Unpack(who, parent, child) => {
				unpack_from(operator(who), id(parent), &[id(child)])
			},
			Step::PackItem(who, unit, pack) => {
				let packs = vec![LINE.claimed(pack as u32)].try_into().unwrap();
				DrugProvenance::pack_items(signed(operator(who)), id(unit), packs)
			},
			Step::UnpackItem(who, pack) => {
				let packs = vec![LINE.claimed(pack as u32)].try_into().unwrap();
				DrugProvenance::unpack_items(signed(operator(who)), packs)
			},
			Step::Ship(who, unit, to) => ship(operator(who), id(unit), to),
			Step::Receive(who, unit) => receive(operator(who), id(unit)),
			Step::Void(who, unit) => DrugProvenance::void_shipping(signed(operator(who)), id(unit)),
			Step::Quarantine(who, unit) => quarantine(operator(who), Item::Unit(id(unit))),
			Step::Release(who, unit) => {
				let quality = staff(who, Role::ResponsiblePerson);
				release(quality, Item::Unit(id(unit)), HoldReason::Suspect)
			},
			Step::Recall => DrugProvenance::recall_lot(signed(QP), LINE.lot_key(), recall_notice()),
			Step::Terminate => {
				let scope = RecallScope::Lot(LINE.lot_key());
				DrugProvenance::terminate_recall(signed(INSPECTOR), scope)
			},
			Step::Dispense(who, pack) => {
				dispense_as(staff(who, Role::Pharmacist), pack as u32, CONTENT)
			},
			Step::Revert(pack) => {
				let (id, holder) = (self.packs[pack].dispense, self.packs[pack].holder);
				let who = signed(staff(holder, Role::Pharmacist));
				DrugProvenance::revert_dispense(who, id.unwrap_or(DispenseId::MAX))
			},
		}
	}

	/// Whether the chain says of every pack what the model does.
	fn compare(&self) {
		for (number, pack) in self.packs.iter().enumerate() {
			let found = trace(number as u32);
			let root = pack.inside.map(|unit| self.root(unit));
			assert_eq!(found.own_state, pack.own, "{number}");
			assert_eq!(found.holder, root.map_or(pack.holder, |root| root.holder), "{number}");
			let transit = root.and_then(|root| root.transit);
			assert_eq!(found.transit.map(|transit| transit.to), transit, "{number}");
			let available = pack.dispense.is_none()
				&& transit.is_none()
				&& !self.recalled
				&& self.pack_holds(number).is_empty();
			assert_eq!(found.standing == Standing::Available, available, "{number}");
			assert_eq!(found.status == PackStatus::Dispensed, pack.dispense.is_some());
		}
		let counts = DrugProvenance::lot(LINE.lot_key()).unwrap().packs;
		let own = self.packs.iter().filter(|pack| pack.own).count() as u32;
		let gone = self.packs.iter().filter(|pack| pack.dispense.is_some()).count() as u32;
		assert_eq!((counts.total(), counts.dispensed), (own, gone));
	}
}

fn id(unit: usize) -> Sscc {
	if unit < CASES {
		LINE.case(unit as u32)
	} else {
		pallet(unit as u64)
	}
}

fn step() -> impl Strategy<Value = Step> {
	let who = || prop_oneof![5 => Just(HANDS[0]), 1 => Just(HANDS[1]), 1 => Just(HANDS[2])];
	let any_hand = || prop::sample::select(HANDS.to_vec());
	let (unit, pack) = (|| 0..UNITS, || 0..PACKS);
	prop_oneof![
		6 => (who(), unit(), unit()).prop_map(|(a, b, c)| Step::Pack(a, b, c)),
		6 => (who(), unit(), unit()).prop_map(|(a, b, c)| Step::Unpack(a, b, c)),
		3 => (who(), unit(), pack()).prop_map(|(a, b, c)| Step::PackItem(a, b, c)),
		2 => (who(), pack()).prop_map(|(a, b)| Step::UnpackItem(a, b)),
		4 => (who(), unit(), any_hand()).prop_map(|(a, b, c)| Step::Ship(a, b, c)),
		8 => (any_hand(), unit()).prop_map(|(a, b)| Step::Receive(a, b)),
		1 => (any_hand(), unit()).prop_map(|(a, b)| Step::Void(a, b)),
		1 => (who(), unit()).prop_map(|(a, b)| Step::Quarantine(a, b)),
		4 => (who(), unit()).prop_map(|(a, b)| Step::Release(a, b)),
		1 => Just(Step::Recall),
		3 => Just(Step::Terminate),
		2 => (any_hand(), pack()).prop_map(|(a, b)| Step::Dispense(a, b)),
		2 => pack().prop_map(Step::Revert),
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
		commissioned();
		let mut model = Model::new();
		for step in steps {
			wait(MINUTE);
			model.clock += 1;
			let before = state();
			let allowed = model.allows(*step);
			// As a dispatched call has it: a failure undoes what came before.
			let outcome = frame_support::storage::with_storage_layer(|| model.call(*step));
			assert_eq!(outcome.is_ok(), allowed, "{step:?}: {outcome:?}");
			if allowed {
				let name = format!("{step:?}").split('(').next().unwrap_or_default().to_string();
				*tally.borrow_mut().entry(name).or_default() += 1;
				model.apply(*step);
				model.compare();
			} else {
				assert_eq!(state(), before, "{step:?} left a trace");
			}
		}
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
			"Pack",
			"Unpack",
			"PackItem",
			"UnpackItem",
			"Ship",
			"Receive",
			"Void",
			"Quarantine",
			"Release",
			"Recall",
			"Terminate",
			"Dispense",
			"Revert",
		] {
			assert!(tally.contains_key(name), "{name} never went through");
		}
	}
}
