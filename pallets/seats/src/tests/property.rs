// SPDX-License-Identifier: Apache-2.0

//! Random calls on random seats, against a model that knows the rules as sentences.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::*;
use proptest::{
	collection::vec,
	prelude::*,
	sample::select,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::{DispatchError, StateVersion};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

/// Steps on one chain, before the next begins afresh.
const STEPS: u32 = 200;

/// Institutions from 0 on, and one that there isn't.
const HOUSES: [InstitutionId; 7] = [0, 1, 2, 3, 4, 5, INSTITUTIONS];

/// Whose staff, and which number.
type Who = (InstitutionId, u8);

fn account(who: Who) -> AccountId {
	staff(who.0, who.1)
}

#[derive(Clone, Debug)]
enum Step {
	/// By whoever appoints the first body, of seats in the second.
	Set(Body, Body, Vec<(InstitutionId, Who)>),
	Name(Who, Body, Who),
	Vacate(Who, Body, InstitutionId),
	Resume(Who, Body, InstitutionId),
	/// By one regulator, or not any more.
	Provisional(InstitutionId, bool),
	Suspend(InstitutionId),
	Lift(InstitutionId),
	Lapse(InstitutionId),
	Retire(InstitutionId),
	/// The credential is out of force, or in force again.
	Dismiss(Who, bool),
}

/// A body: who has a seat, who of them was put out, and who holds the fort.
#[derive(Clone, Default, Debug)]
struct Chamber {
	seats: BTreeMap<InstitutionId, Who>,
	out: BTreeSet<InstitutionId>,
	/// Who was put out last of all, when nobody else was left.
	keeper: Option<InstitutionId>,
}

impl Chamber {
	fn in_session(&self) -> usize {
		self.seats.keys().filter(|id| !self.out.contains(id)).count()
	}

	fn sits(&self, id: InstitutionId) -> bool {
		self.seats.contains_key(&id) && !self.out.contains(&id)
	}

	fn put_out(&mut self, id: InstitutionId) {
		if self.sits(id) {
			self.out.insert(id);
			if self.in_session() == 0 {
				self.keeper = Some(id);
			}
		}
	}

	fn bring_in(&mut self, id: InstitutionId) {
		self.out.remove(&id);
		self.keeper = None;
	}

	fn members(&self) -> Vec<AccountId> {
		let present = |id: &InstitutionId| self.sits(*id) || self.keeper == Some(*id);
		let mut members: Vec<_> =
			self.seats.iter().filter(|(id, _)| present(id)).map(|(_, who)| account(*who)).collect();
		members.sort();
		members
	}
}

#[derive(Default)]
struct Model {
	chambers: BTreeMap<Body, Chamber>,
	provisional: BTreeSet<InstitutionId>,
	suspended: BTreeSet<InstitutionId>,
	retired: BTreeSet<InstitutionId>,
	dismissed: BTreeSet<Who>,
}

/// Every reason to refuse a step. The pallet may give any of them.
#[derive(Default)]
struct Reasons(Vec<DispatchError>);

impl Reasons {
	fn and(mut self, when: bool, error: Error<Test>) -> Self {
		if when {
			self.0.push(error.into());
		}
		self
	}
}

impl Model {
	fn chamber(&self, body: Body) -> Chamber {
		self.chambers.get(&body).cloned().unwrap_or_default()
	}

	fn chamber_mut(&mut self, body: Body) -> &mut Chamber {
		self.chambers.entry(body).or_default()
	}

	fn is_member(&self, id: InstitutionId) -> bool {
		id < INSTITUTIONS && !self.suspended.contains(&id) && !self.retired.contains(&id)
	}

	fn acts(&self, who: Who) -> bool {
		self.is_member(who.0)
			&& !self.provisional.contains(&who.0)
			&& !self.dismissed.contains(&who)
	}

	fn works_for(&self, who: Who, id: InstitutionId) -> bool {
		who.0 == id && !self.dismissed.contains(&who)
	}

	fn reasons(&self, step: &Step) -> Vec<DispatchError> {
		let bad_origin = vec![DispatchError::BadOrigin];
		match step {
			Step::Set(by, body, seats) => {
				let own = |body: &Body| *body == TechnicalCommittee;
				if own(by) != own(body) {
					return bad_origin;
				}
				let least = if matches!(body, Council | TechnicalCommittee) { 2 } else { 1 };
				let accounts: BTreeSet<_> = seats.iter().map(|(_, who)| who).collect();
				Reasons::default()
					.and(seats.len() < least, Error::TooFewSeats)
					.and(!seats.windows(2).all(|two| two[0].0 < two[1].0), Error::SeatsNotSorted)
					.and(accounts.len() < seats.len(), Error::AlreadySits)
					.and(
						seats.iter().any(|(id, _)| !self.is_member(*id)),
						Error::InstitutionNotInForce,
					)
					.and(seats.iter().any(|(id, who)| !self.works_for(*who, *id)), Error::NotStaff)
					.0
			},
			Step::Name(by, body, who) => {
				if !self.acts(*by) || by.1 != 0 {
					return bad_origin;
				}
				let chamber = self.chamber(*body);
				let Some(holder) = chamber.seats.get(&by.0) else {
					return vec![Error::<Test>::NoSeat.into()];
				};
				Reasons::default()
					.and(*body == TechnicalCommittee && holder != by, Error::Entrenched)
					.and(chamber.seats.values().any(|other| other == who), Error::AlreadySits)
					.and(!self.works_for(*who, by.0), Error::NotStaff)
					.0
			},
			Step::Vacate(by, body, id) => {
				if !self.acts(*by) {
					return bad_origin;
				}
				let chamber = self.chamber(*body);
				let reasons =
					Reasons::default().and(*body == TechnicalCommittee, Error::Entrenched);
				let Some(who) = chamber.seats.get(id) else {
					return reasons.and(true, Error::NoSeat).0;
				};
				let rests = chamber.out.contains(id) && chamber.keeper != Some(*id);
				let entitled = self.is_member(*id) && self.works_for(*who, *id);
				let gone = self.retired.contains(id);
				let others = chamber.in_session() > usize::from(chamber.sits(*id));
				reasons
					.and(!gone && (entitled || rests), Error::InOrder)
					.and(!rests && !others, Error::LastSeat)
					.0
			},
			Step::Resume(by, body, id) => {
				if !self.acts(*by) {
					return bad_origin;
				}
				let chamber = self.chamber(*body);
				let Some(who) = chamber.seats.get(id) else {
					return vec![Error::<Test>::NoSeat.into()];
				};
				Reasons::default()
					.and(chamber.sits(*id), Error::InOrder)
					.and(!self.is_member(*id), Error::InstitutionNotInForce)
					.and(!self.works_for(*who, *id), Error::NotStaff)
					.0
			},
			_ => vec![],
		}
	}

	fn apply(&mut self, step: &Step) {
		match step {
			Step::Set(_, body, seats) => {
				*self.chamber_mut(*body) =
					Chamber { seats: seats.iter().copied().collect(), ..Default::default() };
			},
			Step::Name(by, body, who) => {
				let chamber = self.chamber_mut(*body);
				chamber.seats.insert(by.0, *who);
				chamber.bring_in(by.0);
			},
			Step::Vacate(_, body, id) => {
				let gone = self.retired.contains(id);
				let chamber = self.chamber_mut(*body);
				chamber.out.insert(*id);
				if gone {
					chamber.seats.remove(id);
					chamber.out.remove(id);
				}
			},
			Step::Resume(_, body, id) => self.chamber_mut(*body).bring_in(*id),
			Step::Provisional(id, true) => {
				self.provisional.insert(*id);
			},
			Step::Provisional(id, false) => {
				self.provisional.remove(id);
			},
			Step::Suspend(id) | Step::Retire(id) => {
				if matches!(step, Step::Retire(_)) {
					self.retired.insert(*id);
				} else {
					self.suspended.insert(*id);
				}
				for body in [Council, EthicsCommittee, PatientsCouncil] {
					self.chamber_mut(body).put_out(*id);
				}
			},
			Step::Lift(id) => {
				self.suspended.remove(id);
				for body in [Council, EthicsCommittee, PatientsCouncil] {
					let Some(who) = self.chamber(body).seats.get(id).copied() else { continue };
					if self.is_member(*id) && self.works_for(who, *id) {
						let chamber = self.chamber_mut(body);
						if !chamber.sits(*id) {
							chamber.bring_in(*id);
						}
					}
				}
			},
			Step::Lapse(id) => {
				self.suspended.remove(id);
			},
			Step::Dismiss(who, true) => {
				self.dismissed.insert(*who);
			},
			Step::Dismiss(who, false) => {
				self.dismissed.remove(who);
			},
		}
	}

	/// The step on the chain.
	fn call(step: &Step) -> DispatchResult {
		fn change<Item: PartialEq>(list: &mut Vec<Item>, item: Item, put: bool) {
			list.retain(|other| *other != item);
			if put {
				list.push(item);
			}
		}
		let by = |who: &Who| signed(account(*who));
		match step {
			Step::Set(as_for, body, seats) => {
				let seats: Vec<_> = seats.iter().map(|(id, who)| (*id, account(*who))).collect();
				SeatsPallet::set_seats(appointing(*as_for), *body, seats.try_into().unwrap())?;
			},
			Step::Name(who, body, other) => {
				SeatsPallet::name_representative(by(who), *body, account(*other))?;
			},
			Step::Vacate(who, body, id) => SeatsPallet::vacate(by(who), *body, *id)?,
			Step::Resume(who, body, id) => SeatsPallet::resume(by(who), *body, *id)?,
			Step::Provisional(id, put) => Provisional::mutate(|list| change(list, *id, *put)),
			Step::Suspend(id) => suspend(*id),
			Step::Lift(id) => lift(*id),
			Step::Lapse(id) => lapse(*id),
			Step::Retire(id) => retire(*id),
			Step::Dismiss(who, put) => {
				Dismissed::mutate(|list| change(list, account(*who), *put));
			},
		}
		Ok(())
	}

	/// Whether the chain says of every body what the model does.
	fn compare(&self) {
		for body in Body::ALL {
			let chamber = self.chamber(body);
			assert_eq!(members(body), chamber.members(), "{body:?}");
			let seats: Vec<_> = chamber
				.seats
				.iter()
				.map(|(id, who)| {
					let attendance = match (chamber.sits(*id), chamber.keeper == Some(*id)) {
						(true, _) => Sits,
						(false, true) => Stays,
						(false, false) => Rests,
					};
					(*id, account(*who), attendance)
				})
				.collect();
			let answered: Vec<_> = SeatsPallet::seats(body)
				.into_iter()
				.map(|seat| (seat.institution, seat.account, seat.attendance))
				.collect();
			assert_eq!(answered, seats, "{body:?}");
			assert!(chamber.seats.is_empty() || !members(body).is_empty());
		}
	}
}

/// Mostly one that there is, and that isn't soon retired.
fn house() -> impl Strategy<Value = InstitutionId> {
	prop_oneof![20 => 0..6u32, 1 => select(HOUSES.to_vec())]
}

fn who() -> impl Strategy<Value = Who> {
	(house(), 0..3u8)
}

fn body() -> impl Strategy<Value = Body> {
	prop_oneof![3 => Just(Council), 1 => Just(TechnicalCommittee), 3 => Just(EthicsCommittee), 1 => Just(PatientsCouncil)]
}

/// Mostly as they should be.
fn appointees() -> impl Strategy<Value = Vec<(InstitutionId, Who)>> {
	let good = vec((0..6u32, 0..3u8), 1..=MAX_SEATS as usize).prop_map(|seats| {
		let seats: BTreeMap<_, _> = seats.into_iter().collect();
		seats.into_iter().map(|(id, number)| (id, (id, number))).collect()
	});
	let any = vec((house(), who()), 0..=MAX_SEATS as usize);
	prop_oneof![9 => good, 1 => any]
}

fn step() -> impl Strategy<Value = Step> {
	let by = || prop_oneof![3 => (house(), Just(0u8)), 1 => who()];
	let own = (house(), 0..3u8, 0..3u8, 0..12u8).prop_map(|(id, by, number, other)| {
		let by = if by == 2 { 1 } else { 0 };
		((id, by), if other == 0 { ((id + 1) % 6, number) } else { (id, number) })
	});
	let appointment =
		(body(), body(), appointees(), 0..8u8).prop_map(|(by, body, seats, other)| {
			Step::Set(if other == 0 { by } else { body }, body, seats)
		});
	// More is mended than broken: else everybody is soon out of force, and nothing goes through.
	let mostly_not = || prop_oneof![1 => Just(true), 3 => Just(false)];
	prop_oneof![
		3 => appointment,
		6 => (own, body()).prop_map(|((by, who), body)| Step::Name(by, body, who)),
		8 => (by(), body(), house()).prop_map(|(a, b, c)| Step::Vacate(a, b, c)),
		8 => (by(), body(), house()).prop_map(|(a, b, c)| Step::Resume(a, b, c)),
		2 => (house(), mostly_not()).prop_map(|(a, b)| Step::Provisional(a, b)),
		3 => house().prop_map(Step::Suspend),
		3 => house().prop_map(Step::Lift),
		4 => house().prop_map(Step::Lapse),
		8 => (who(), mostly_not()).prop_map(|(a, b)| Step::Dismiss(a, b)),
		// Nothing brings them back: one in a few hundred.
		1 => (house(), 0..8u8).prop_map(|(id, luck)| {
			if luck == 0 { Step::Retire(id) } else { Step::Lapse(id) }
		}),
	]
}

/// What happened how often, so that a run that never got anywhere is noticed.
type Tally = BTreeMap<String, u32>;

/// Changes with anything in storage.
fn state() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

fn message(error: &DispatchError) -> &'static str {
	(*error).into()
}

fn run(steps: &[Step], tally: &RefCell<Tally>) {
	build_and_execute(|| {
		let mut model = Model::default();
		let first = Body::ALL.map(|body| {
			let seats = (0..MAX_SEATS).map(|id| (id, (id, 0))).collect();
			Step::Set(body, body, seats)
		});
		for step in first.iter().chain(steps) {
			let reasons = model.reasons(step);
			let before = state();
			let outcome = frame_support::storage::with_storage_layer(|| Model::call(step));
			let name = format!("{step:?}").split('(').next().unwrap_or_default().to_string();
			match outcome {
				Ok(()) => {
					assert!(reasons.is_empty(), "{step:?} should fail: {reasons:?}");
					*tally.borrow_mut().entry(name).or_default() += 1;
					model.apply(step);
					model.compare();
				},
				Err(error) => {
					assert!(
						reasons.iter().any(|reason| message(reason) == message(&error)),
						"{step:?}: {error:?}, expected one of {reasons:?}"
					);
					assert_eq!(state(), before, "{step:?} left a trace");
					let name = format!("{name}: {}", message(&error));
					*tally.borrow_mut().entry(name).or_default() += 1;
				},
			}
			if Body::ALL.iter().any(|body| model.chamber(*body).keeper.is_some()) {
				*tally.borrow_mut().entry("a seat stays".into()).or_default() += 1;
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
		for name in ["Set", "Name", "Vacate", "Resume", "Suspend", "Lift", "Retire", "a seat stays"]
		{
			assert!(tally.contains_key(name), "{name} never happened");
		}
	}
}
