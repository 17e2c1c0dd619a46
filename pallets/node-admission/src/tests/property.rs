// SPDX-License-Identifier: Apache-2.0

//! Random steps against a model that knows the rules as sentences: nodes as their operators see
//! them, votes as institutions remember them, and at each boundary who should have left.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::*;
use proptest::{
	collection::vec,
	prelude::*,
	sample::select,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::DispatchError;
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

/// Steps on one chain, before the next begins afresh.
const STEPS: u32 = 200;

#[derive(Clone, Debug)]
enum Step {
	Wait(Moment),
	/// A session, in which these were absent.
	Rotate(Vec<InstitutionId>),
	ToggleInstitution(InstitutionId),
	Affiliate(InstitutionId, InstitutionId),
	ToggleKeys(InstitutionId),
	Apply(InstitutionId, NodeKind),
	Withdraw(InstitutionId),
	Endorse(InstitutionId, u8),
	Propose(InstitutionId, bool, u8, bool),
	Vote(InstitutionId, bool, u8, bool),
	/// Whatever it takes for an institution to validate, or nearly.
	Join(InstitutionId, bool),
	/// Nearly everybody votes in favour.
	VoteAll(u8),
	Close(u8),
	Activate(u8),
	StandDown(u8),
	Renew(u8),
	Exit(u8),
	Reap(u8),
	Suspend(u8),
	Ratify(u8),
	Lift(u8),
	Recover(Vec<InstitutionId>, bool),
	Equivocate(InstitutionId),
	SetSize(u32, u32),
}

#[derive(Clone, Debug)]
struct ModelNode {
	institution: InstitutionId,
	validates: bool,
	active: bool,
	suspension: Option<(Cause, Option<Moment>)>,
	rests: Moment,
	ended: bool,
	expires: Moment,
	admitted: Moment,
	missed: u32,
	founder: bool,
	answered: Option<u32>,
}

impl ModelNode {
	fn suspended(&self, now: Moment) -> Option<(Cause, Option<Moment>)> {
		self.suspension.filter(|(_, until)| until.is_none_or(|until| until > now))
	}
	fn over(&self, now: Moment) -> bool {
		self.ended || self.expires <= now
	}
	fn good(&self, now: Moment) -> bool {
		!self.over(now) && self.suspended(now).is_none()
	}
	fn strongly_suspended(&self, now: Moment) -> bool {
		matches!(self.suspended(now), Some((Cause::Equivocation | Cause::Emergency, _)))
	}
}

#[derive(Clone, Debug)]
struct ModelBallot {
	motion: Motion,
	candidate: InstitutionId,
	deadline: Moment,
	roll: BTreeMap<InstitutionId, VotingClass>,
	votes: BTreeMap<InstitutionId, bool>,
}

#[derive(Default)]
struct Model {
	nodes: BTreeMap<NodeId, ModelNode>,
	ballots: BTreeMap<BallotId, ModelBallot>,
	/// The set that a recovery has planned, and the session it is for.
	recovered: Option<(u32, Vec<AccountId>)>,
}

fn now() -> Moment {
	NodeAdmission::now()
}

fn in_force(institution: InstitutionId) -> bool {
	InForce::get().contains_key(&institution)
}

fn recused(institution: InstitutionId, candidate: InstitutionId) -> bool {
	institution == candidate
		|| Affiliates::get().contains(&(institution.min(candidate), institution.max(candidate)))
}

/// What a ballot says when it is counted by hand, if everybody who may still vote did so.
fn by_hand(ballot: &ModelBallot, rest: Option<bool>) -> bool {
	let mut classes: BTreeMap<u8, Vec<(bool, Option<bool>)>> = BTreeMap::new();
	let (members, affiliates) = (InForce::get(), Affiliates::get());
	let candidate = ballot.candidate;
	for (institution, class) in &ballot.roll {
		if members.contains_key(institution) {
			let vote = ballot.votes.get(institution).copied().or(rest);
			let pair = (candidate.min(*institution), candidate.max(*institution));
			let eligible = *institution != candidate && !affiliates.contains(&pair);
			classes.entry(*class as u8).or_default().push((eligible, vote));
		}
	}
	let public = VotingClass::PublicBodies as u8;
	let small: Vec<u8> = classes
		.iter()
		.filter(|(class, members)| **class != public && members.len() < 3)
		.map(|(class, _)| *class)
		.collect();
	for class in small {
		let members = classes.remove(&class).unwrap();
		classes.entry(public).or_default().extend(members);
	}
	let parameters = NodeAdmission::parameters();
	let (mut ayes, mut cast) = (0u64, 0u64);
	for members in classes.values() {
		let eligible: Vec<_> = members.iter().filter(|(eligible, _)| *eligible).collect();
		let voted = eligible.iter().filter(|(_, vote)| vote.is_some()).count() as u64;
		// Half of the class.
		if voted * 2 < eligible.len() as u64 {
			return false;
		}
		cast += voted;
		ayes += eligible.iter().filter(|(_, vote)| *vote == Some(true)).count() as u64;
	}
	ayes > 0 && ayes * 10_000 >= cast * u64::from(parameters.approval)
}

/// Whether the ballot is carried; nothing while it can go either way.
fn verdict(ballot: &ModelBallot) -> Option<bool> {
	let as_it_is = by_hand(ballot, None);
	if ballot.deadline <= now() {
		return Some(as_it_is);
	}
	let somebody = ballot
		.roll
		.keys()
		.any(|institution| in_force(*institution) && !recused(*institution, ballot.candidate));
	let (all_for, all_against) = (by_hand(ballot, Some(true)), by_hand(ballot, Some(false)));
	(somebody && as_it_is == all_for && as_it_is == all_against).then_some(as_it_is)
}

impl Model {
	fn new() -> Self {
		let nodes = FOUNDERS
			.iter()
			.map(|institution| {
				let node = ModelNode {
					institution: *institution,
					validates: true,
					active: true,
					suspension: None,
					rests: 0,
					ended: false,
					expires: now() + ADMISSION_TERM,
					admitted: START,
					missed: 0,
					founder: true,
					answered: None,
				};
				(founder(*institution), node)
			})
			.collect();
		Self { nodes, ..Default::default() }
	}

	fn pick_node(&self, pick: u8) -> NodeId {
		let ids: Vec<_> = self.nodes.keys().copied().collect();
		ids[pick as usize % ids.len()]
	}

	fn pick_ballot(&self, pick: u8) -> BallotId {
		let ids: Vec<_> = self.ballots.keys().copied().collect();
		(pick as usize).checked_rem(ids.len()).map_or(99, |index| ids[index])
	}

	fn set(&mut self, id: NodeId) -> &mut ModelNode {
		self.nodes.get_mut(&id).unwrap()
	}

	/// Whether an institution has a validator in the set that may speak for others.
	fn vouches(&self, institution: InstitutionId) -> bool {
		let planned = NodeAdmission::planned_set();
		self.nodes.values().any(|node| {
			node.institution == institution
				&& node.validates
				&& planned.contains(&operator(institution))
				&& node.good(now())
				&& (node.founder || node.admitted + PROBATION_TERM <= now())
		})
	}

	/// Whether the call should go through, where the model knows.
	fn expected(&self, step: &Step) -> Option<bool> {
		let now = now();
		let at = |pick: &u8| &self.nodes[&self.pick_node(*pick)];
		let heard = |pick: &u8| in_force(at(pick).institution);
		Some(match step {
			Step::Activate(pick) => {
				let node = at(pick);
				let wanted = match node.suspended(now) {
					None => !node.active,
					Some((Cause::Absence | Cause::Lost, _)) => true,
					Some(_) => false,
				};
				let keyed = Keyed::get().contains(&operator(node.institution));
				heard(pick) && node.validates && !node.over(now) && wanted && keyed
			},
			Step::StandDown(pick) => heard(pick) && !at(pick).over(now) && at(pick).active,
			Step::Renew(pick) => {
				let node = at(pick);
				heard(pick)
					&& !node.over(now)
					&& !node.strongly_suspended(now)
					&& node.expires - RENEWAL_WINDOW <= now
			},
			Step::Exit(pick) => heard(pick) && !at(pick).over(now),
			Step::Reap(pick) => {
				let node = at(pick);
				let account = operator(node.institution);
				let in_set = NodeAdmission::planned_set().contains(&account)
					|| NodeAdmission::live_set().contains(&account);
				node.over(now) && !(node.validates && in_set)
			},
			Step::Suspend(pick) => {
				let node = at(pick);
				!node.over(now) && !node.strongly_suspended(now) && node.rests <= now
			},
			Step::Ratify(pick) => matches!(at(pick).suspended(now), Some((_, Some(_)))),
			Step::Lift(pick) => at(pick).suspended(now).is_some(),
			Step::Endorse(institution, _) => {
				// Whether there is something to endorse isn't the model's to know.
				if in_force(*institution) && self.vouches(*institution) {
					return None;
				}
				false
			},
			Step::Propose(institution, _, pick, _) => {
				let may = in_force(*institution)
					&& self.vouches(*institution)
					&& !recused(*institution, at(pick).institution);
				if may {
					return None;
				}
				false
			},
			Step::Vote(institution, _, pick, _) => {
				let ballot = self.ballots.get(&self.pick_ballot(*pick));
				ballot.is_some_and(|ballot| {
					in_force(*institution)
						&& ballot.roll.contains_key(institution)
						&& !recused(*institution, ballot.candidate)
						&& now < ballot.deadline
				})
			},
			Step::Close(pick) => {
				let ballot = self.ballots.get(&self.pick_ballot(*pick));
				ballot.is_some_and(|ballot| verdict(ballot).is_some())
			},
			_ => return None,
		})
	}

	/// Does it, and says what came of it.
	fn call(&self, step: &Step) -> Result<(), DispatchError> {
		let node = |pick: &u8| self.pick_node(*pick);
		let by = |pick: &u8| signed(operator(self.nodes[&node(pick)].institution));
		let plain = |outcome: frame_support::dispatch::DispatchResultWithPostInfo| {
			outcome.map(|_| ()).map_err(|error| error.error)
		};
		match step {
			Step::Apply(institution, kind) => apply(*institution, *kind).map(|_| ()),
			Step::Withdraw(institution) => NodeAdmission::withdraw_application(
				signed(operator(*institution)),
				Applicants::<Test>::get(institution).unwrap_or(u32::MAX),
			),
			Step::Endorse(institution, pick) => {
				let ids: Vec<_> = Applications::<Test>::iter_keys()
					.collect::<BTreeSet<_>>()
					.into_iter()
					.collect();
				let id = (*pick as usize).checked_rem(ids.len()).map_or(99, |index| ids[index]);
				plain(endorse(*institution, id))
			},
			Step::Propose(institution, remove, pick, blacklist) => {
				let node = node(pick);
				let proposal = if *remove {
					Proposal::Remove { node, blacklist: blacklist.then_some(VOTING_TERM) }
				} else {
					Proposal::Ratify { node }
				};
				plain(NodeAdmission::propose(signed(representative(*institution)), proposal))
			},
			Step::Vote(institution, by_deputy, pick, aye) => {
				let who =
					if *by_deputy { deputy(*institution) } else { representative(*institution) };
				let vote = if *aye { Vote::Aye } else { Vote::Nay };
				plain(NodeAdmission::vote(signed(who), self.pick_ballot(*pick), vote))
			},
			Step::Close(pick) => plain(close(self.pick_ballot(*pick))),
			Step::Activate(pick) => NodeAdmission::activate(by(pick), node(pick)),
			Step::StandDown(pick) => NodeAdmission::stand_down(by(pick), node(pick)),
			Step::Renew(pick) => NodeAdmission::renew(by(pick), node(pick), 1),
			Step::Exit(pick) => NodeAdmission::exit(by(pick), node(pick)),
			Step::Reap(pick) => NodeAdmission::reap(signed(OUTSIDER), node(pick)),
			Step::Suspend(pick) => NodeAdmission::suspend(signed(COMMITTEE), node(pick)),
			Step::Ratify(pick) => {
				NodeAdmission::ratify_suspension(RuntimeOrigin::root(), node(pick))
			},
			Step::Lift(pick) => NodeAdmission::lift_suspension(RuntimeOrigin::root(), node(pick)),
			Step::Recover(lost, at_once) => {
				let lost: Vec<_> = lost.iter().map(|institution| operator(*institution)).collect();
				let delay = if *at_once { 0 } else { 2 * SESSION_BLOCKS };
				NodeAdmission::recover(signed(RECOVERERS), lost.try_into().unwrap(), delay, 0)
			},
			Step::Equivocate(institution) => {
				let session = CurrentSession::<Test>::get();
				Ok(NodeAdmission::punish(&operator(*institution), session, None)?)
			},
			Step::SetSize(minimum_set, more) => {
				let parameters = Parameters {
					minimum_set: *minimum_set,
					maximum_set: minimum_set + more,
					..Default::default()
				};
				NodeAdmission::set_parameters(RuntimeOrigin::root(), parameters)
			},
			Step::Wait(_)
			| Step::Rotate(_)
			| Step::ToggleInstitution(_)
			| Step::Affiliate(..)
			| Step::ToggleKeys(_)
			| Step::Join(..)
			| Step::VoteAll(_) => Ok(()),
		}
	}

	/// What the model makes of a call that went through.
	fn apply(&mut self, step: &Step) {
		let now = now();
		self.learn_ballots();
		match step {
			Step::Activate(pick) => {
				let node = self.set(self.pick_node(*pick));
				if node.suspended(now).is_some() {
					node.suspension = None;
				}
				(node.active, node.missed) = (true, 0);
			},
			Step::StandDown(pick) => self.set(self.pick_node(*pick)).active = false,
			Step::Renew(pick) => self.set(self.pick_node(*pick)).expires += ADMISSION_TERM,
			Step::Exit(pick) => self.set(self.pick_node(*pick)).ended = true,
			Step::Reap(pick) => {
				self.nodes.remove(&self.pick_node(*pick));
			},
			Step::Suspend(pick) => {
				let node = self.set(self.pick_node(*pick));
				node.suspension = Some((Cause::Emergency, Some(now + EMERGENCY_TERM)));
				(node.rests, node.missed) = (now + 2 * EMERGENCY_TERM, 0);
			},
			Step::Ratify(pick) => self.ratified(self.pick_node(*pick)),
			Step::Lift(pick) => self.set(self.pick_node(*pick)).suspension = None,
			Step::Vote(institution, _, pick, aye) => {
				let ballot = self.pick_ballot(*pick);
				self.ballots.get_mut(&ballot).unwrap().votes.insert(*institution, *aye);
			},
			Step::Close(pick) => self.closed(self.pick_ballot(*pick)),
			Step::Recover(lost, _) => {
				for node in self.nodes.values_mut() {
					if node.validates && lost.contains(&node.institution) {
						if node.suspended(now).is_none() {
							node.suspension = Some((Cause::Lost, None));
						}
						node.active = false;
					}
				}
			},
			Step::Equivocate(institution) => {
				let session = CurrentSession::<Test>::get();
				let node = self
					.nodes
					.values_mut()
					.find(|node| node.validates && node.institution == *institution)
					.unwrap();
				assert!(node.answered.is_none_or(|answered| answered < session));
				node.suspension = Some((Cause::Equivocation, None));
				(node.active, node.missed, node.answered) = (false, 0, Some(session));
			},
			_ => {},
		}
	}

	fn ratified(&mut self, id: NodeId) {
		let (_, until) = self.set(id).suspension.as_mut().unwrap();
		*until = None;
	}

	/// Who votes in ballots that were opened.
	fn learn_ballots(&mut self) {
		for (id, ballot) in Ballots::<Test>::iter() {
			self.ballots.entry(id).or_insert_with(|| ModelBallot {
				motion: ballot.motion,
				candidate: ballot.candidate,
				deadline: now() + VOTING_TERM,
				roll: InForce::get(),
				votes: BTreeMap::new(),
			});
		}
	}

	fn closed(&mut self, id: BallotId) {
		let ballot = self.ballots.remove(&id).unwrap();
		let events = System::read_events_for_pallet::<Event<Test>>();
		let Some(Event::BallotClosed { decision, motion, admitted, .. }) = events.last() else {
			panic!("no event");
		};
		assert_eq!(*motion, ballot.motion);
		assert_eq!(verdict(&ballot), Some(*decision != Decision::Rejected));
		if *decision != Decision::Approved {
			assert_eq!(*admitted, None);
			return;
		}
		match ballot.motion {
			Motion::Admit(_) => {
				let id = admitted.unwrap();
				let node = node(id);
				assert!(in_force(node.institution));
				let node = ModelNode {
					institution: node.institution,
					validates: node.form.kind == NodeKind::Validator,
					active: false,
					suspension: None,
					rests: 0,
					ended: false,
					expires: now() + ADMISSION_TERM,
					admitted: now(),
					missed: 0,
					founder: false,
					answered: None,
				};
				self.nodes.insert(id, node);
			},
			Motion::Proposed(Proposal::Remove { node, .. }) => self.set(node).ended = true,
			Motion::Proposed(Proposal::Ratify { node }) => self.ratified(node),
		}
	}

	/// Who has to leave the set, and who may join it.
	fn must_leave(&self, node: &ModelNode) -> bool {
		!node.good(now()) || !in_force(node.institution) || !node.active
	}

	fn rotate(&mut self, absent: &[InstitutionId]) {
		let parameters = NodeAdmission::parameters();
		let before = NodeAdmission::planned_set();
		let live = NodeAdmission::live_set();
		let pending = PendingRecovery::<Test>::get();
		let stalls = Stalls::get().len();
		let absent: Vec<_> = absent.iter().map(|institution| operator(*institution)).collect();
		rotate_with(|account| !absent.contains(account));

		// Absence.
		let now = now();
		if live.iter().any(|account| !absent.contains(account)) {
			let there: Vec<NodeId> = self
				.nodes
				.iter()
				.filter(|(_, node)| node.validates && live.contains(&operator(node.institution)))
				.map(|(id, _)| *id)
				.collect();
			let mut good = there.iter().filter(|id| self.nodes[id].good(now)).count() as u32;
			for id in there {
				let node = self.set(id);
				let on_probation = !node.founder && now < node.admitted + PROBATION_TERM;
				node.missed =
					if absent.contains(&operator(node.institution)) { node.missed + 1 } else { 0 };
				let patience = if on_probation { 2 } else { 6 };
				if node.missed >= patience && node.good(now) && good > parameters.minimum_set {
					good -= 1;
					node.suspension = Some((Cause::Absence, None));
					(node.active, node.missed) = (false, 0);
				}
			}
		}

		// The set.
		let after = NodeAdmission::planned_set();
		let session = CurrentSession::<Test>::get();
		assert_eq!(NodeAdmission::live_set(), before, "what was planned is live");
		assert_eq!(Queued::get(), after, "the session pallet has queued what was planned");
		assert_eq!(Running::get(), before);
		assert!(after.len() >= parameters.minimum_set as usize, "the set is below its minimum");
		let left: Vec<_> = before.iter().filter(|account| !after.contains(account)).collect();
		let joined: Vec<_> = after.iter().filter(|account| !before.contains(account)).collect();
		let stayed: Vec<_> = before.iter().filter(|account| after.contains(account)).collect();
		assert_eq!(after.iter().take(stayed.len()).collect::<Vec<_>>(), stayed, "a stable order");

		if Stalls::get().len() > stalls {
			let (at, set) = self.recovered.take().unwrap();
			assert_eq!((at, &set), (session, &NodeAdmission::live_set()), "the recovered set");
		}
		let of = |account: &AccountId| {
			let found = self
				.nodes
				.iter()
				.find(|(_, node)| node.validates && operator(node.institution) == *account);
			found.map(|(id, node)| (*id, node.clone())).unwrap()
		};
		let recovered = pending.is_some() && ArmedStall::<Test>::exists();
		if recovered {
			let lost = pending.unwrap().lost;
			assert!(lost.iter().all(|account| !after.contains(account)));
			assert!(left.iter().all(|account| lost.contains(account)));
			self.recovered = Some((session + 1, after.clone()));
			for (id, _) in joined.iter().map(|account| of(account)).collect::<Vec<_>>() {
				self.set(id).active = true;
			}
		} else if NodeAdmission::is_frozen(System::block_number()) {
			assert_eq!(after, before, "the set changed before GRANDPA had begun anew");
		} else {
			let most = (before.len() / 3).max(1);
			assert!(left.len() <= most && joined.len() <= most, "more than a third changed");
			assert!(left.iter().all(|account| self.must_leave(&of(account).1)), "an innocent left");
			assert!(joined.iter().all(|account| !self.must_leave(&of(account).1)));
			assert!(
				joined.is_empty() || after.len() <= parameters.maximum_set as usize,
				"the set is above its maximum"
			);
			// Could one more have left?
			let pending: Vec<_> =
				stayed.iter().filter(|account| self.must_leave(&of(account).1)).collect();
			let waiting = self
				.nodes
				.values()
				.filter(|node| node.validates && !self.must_leave(node))
				.map(|node| operator(node.institution))
				.filter(|account| !before.contains(account) && Keyed::get().contains(account))
				.count();
			if !pending.is_empty() && left.len() < most {
				let rest = before.len() - left.len() - 1;
				let could_join =
					waiting.min(most).min((parameters.maximum_set as usize).saturating_sub(rest));
				assert!(
					rest + could_join < parameters.minimum_set as usize,
					"{pending:?} could have left"
				);
			}
		}

		// Who is over and in neither set is forgotten.
		let gone: Vec<_> =
			self.nodes
				.iter()
				.filter(|(_, node)| {
					let account = operator(node.institution);
					node.validates
						&& node.over(now) && !after.contains(&account)
						&& !before.contains(&account)
				})
				.map(|(id, _)| *id)
				.collect();
		for id in gone {
			self.nodes.remove(&id);
		}
	}

	/// Whether the chain tells the same.
	fn compare(&self) {
		let ids: Vec<_> = Nodes::<Test>::iter_keys().collect::<BTreeSet<_>>().into_iter().collect();
		assert_eq!(ids, self.nodes.keys().copied().collect::<Vec<_>>());
		let now = now();
		for (id, model) in &self.nodes {
			let node = node(*id);
			let suspended = node.suspended(now).map(|found| (found.cause, found.until));
			assert_eq!(suspended, model.suspended(now), "node {id}");
			assert_eq!(node.expires, Some(model.expires), "node {id}");
			assert_eq!(
				(node.active, node.end.is_some(), node.missed),
				(model.active, model.ended, model.missed),
				"node {id}"
			);
		}
		for (id, model) in &self.ballots {
			let ballot = NodeAdmission::ballot(*id).unwrap();
			let votes: BTreeMap<_, _> = ballot
				.roll
				.iter()
				.filter_map(|entry| Some((entry.institution, entry.vote? == Vote::Aye)))
				.collect();
			assert_eq!(votes, model.votes, "one vote for each institution");
			let expected = match verdict(model) {
				Some(true) => Outcome::Approved,
				Some(false) => Outcome::Rejected,
				None => Outcome::Undecided,
			};
			assert_eq!(ballot.outcome, expected, "ballot {id}");
		}
	}
}

fn institution() -> impl Strategy<Value = InstitutionId> {
	1..=INSTITUTIONS
}

fn step() -> impl Strategy<Value = Step> {
	let kind = prop_oneof![5 => Just(NodeKind::Validator), 1 => Just(NodeKind::Full)];
	let time = prop_oneof![
		8 => Just(SESSION),
		2 => Just(VOTING_TERM),
		1 => Just(EMERGENCY_TERM),
		1 => Just(PROBATION_TERM),
		3 => Just(ADMISSION_TERM - RENEWAL_WINDOW),
	];
	let some = || vec(institution(), 0..3);
	prop_oneof![
		3 => time.prop_map(Step::Wait),
		20 => (institution(), prop_oneof![4 => Just(true), 1 => Just(false)])
			.prop_map(|(a, b)| Step::Join(a, b)),
		12 => some().prop_map(Step::Rotate),
		// The same absent again, so that patience ends.
		6 => Just(Step::Rotate(vec![2, 5, 7])),
		1 => institution().prop_map(Step::ToggleInstitution),
		1 => (institution(), institution()).prop_map(|(a, b)| Step::Affiliate(a, b)),
		3 => institution().prop_map(Step::ToggleKeys),
		6 => (institution(), kind).prop_map(|(a, b)| Step::Apply(a, b)),
		1 => institution().prop_map(Step::Withdraw),
		6 => (institution(), any::<u8>()).prop_map(|(a, b)| Step::Endorse(a, b)),
		2 => (institution(), any::<bool>(), any::<u8>(), any::<bool>())
			.prop_map(|(a, b, c, d)| Step::Propose(a, b, c, d)),
		4 => (institution(), any::<bool>(), any::<u8>(), any::<bool>())
			.prop_map(|(a, b, c, d)| Step::Vote(a, b, c, d)),
		4 => any::<u8>().prop_map(Step::VoteAll),
		6 => any::<u8>().prop_map(Step::Close),
		8 => any::<u8>().prop_map(Step::Activate),
		1 => any::<u8>().prop_map(Step::StandDown),
		6 => any::<u8>().prop_map(Step::Renew),
		1 => any::<u8>().prop_map(Step::Exit),
		1 => any::<u8>().prop_map(Step::Reap),
		2 => any::<u8>().prop_map(Step::Suspend),
		1 => any::<u8>().prop_map(Step::Ratify),
		3 => any::<u8>().prop_map(Step::Lift),
		4 => (some(), any::<bool>()).prop_map(|(a, b)| Step::Recover(a, b)),
		1 => institution().prop_map(Step::Equivocate),
		1 => (select(vec![1u32, 2, 3, 4, 5]), 0..6u32).prop_map(|(a, b)| Step::SetSize(a, b)),
	]
}

/// What happened how often, so that a run that never got anywhere is noticed.
type Tally = BTreeMap<String, u32>;

/// What isn't a call of this pallet.
fn happens(model: &mut Model, step: &Step) -> bool {
	match step {
		Step::Wait(time) => wait(*time),
		Step::Rotate(absent) => model.rotate(absent),
		Step::ToggleInstitution(institution) => {
			if in_force(*institution) {
				suspend_institution(*institution);
			} else {
				reinstate_institution(*institution);
			}
		},
		Step::Affiliate(one, other) if one != other => affiliate(*one, *other),
		Step::Affiliate(..) => Affiliates::kill(),
		Step::ToggleKeys(institution) => {
			let account = operator(*institution);
			if !Keyed::get().contains(&account) {
				set_keys(&account);
			} else if !NodeAdmission::is_validating(&account) {
				// The runtime lets nobody purge keys who validates.
				purge_keys(&account);
			}
		},
		_ => return false,
	}
	true
}

/// The steps that a step is made of.
fn parts(model: &Model, step: &Step) -> Option<Vec<Step>> {
	match step {
		Step::VoteAll(pick) => Some(
			(1..=INSTITUTIONS)
				.filter(|institution| !(u32::from(*pick) + institution).is_multiple_of(7))
				.map(|institution| Step::Vote(institution, false, *pick, true))
				.collect(),
		),
		Step::Join(institution, activates) => {
			let position = |mut ids: Vec<u32>, id: u32| {
				ids.sort();
				ids.iter().position(|other| *other == id).map(|index| index as u8)
			};
			let stage = if let Some(id) = Applicants::<Test>::get(institution) {
				match OpenBallots::<Test>::get(Subject::Application(id)) {
					Some(ballot) => {
						let pick = position(model.ballots.keys().copied().collect(), ballot)?;
						vec![Step::VoteAll(pick), Step::Close(pick)]
					},
					None => {
						let ids = Applications::<Test>::iter_keys().collect();
						let pick = position(ids, id)?;
						(1..=9).map(|by| Step::Endorse(by, pick)).collect()
					},
				}
			} else if let Some(id) = NodeAdmission::node_of_peer(peer(*institution as u8)) {
				let pick = position(model.nodes.keys().copied().collect(), id)?;
				if !Keyed::get().contains(&operator(*institution)) {
					vec![Step::ToggleKeys(*institution)]
				} else if *activates {
					vec![Step::Activate(pick)]
				} else {
					vec![]
				}
			} else {
				vec![Step::Apply(*institution, NodeKind::Validator)]
			};
			Some(stage)
		},
		_ => None,
	}
}

fn perform(model: &mut Model, step: &Step, tally: &RefCell<Tally>) {
	let name = format!("{step:?}").split('(').next().unwrap_or_default().to_string();
	let planned = NodeAdmission::planned_set();
	if let Some(parts) = parts(model, step) {
		parts.iter().for_each(|part| perform(model, part, tally));
		return;
	}
	if happens(model, step) {
		if planned != NodeAdmission::planned_set() {
			*tally.borrow_mut().entry("SetPlanned".into()).or_default() += 1;
		}
		model.compare();
		return;
	}
	if model.nodes.is_empty() {
		return;
	}
	let expected = model.expected(step);
	match model.call(step) {
		Ok(()) => {
			assert_ne!(expected, Some(false), "{step:?} should fail");
			*tally.borrow_mut().entry(name).or_default() += 1;
			model.apply(step);
			// Of a vote, closing and every boundary will tell.
			if !matches!(step, Step::Vote(..)) {
				model.compare();
			}
		},
		Err(error) => {
			assert_ne!(expected, Some(true), "{step:?} should pass: {error:?}");
			let error: &'static str = error.into();
			*tally.borrow_mut().entry(error.into()).or_default() += 1;
		},
	}
	assert_eq!(planned, NodeAdmission::planned_set(), "only a boundary changes the set");
}

fn run(steps: &[Step], tally: &RefCell<Tally>) {
	build_and_execute(|| {
		set_parameters(|_| {});
		rotate();
		let mut model = Model::new();
		steps.iter().for_each(|step| perform(&mut model, step, tally));
	});
}

#[test]
fn the_chain_should_agree_with_the_model_whatever_happens() {
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
			"SetPlanned",
			"Apply",
			"Withdraw",
			"Endorse",
			"Propose",
			"Vote",
			"Close",
			"Activate",
			"StandDown",
			"Renew",
			"Exit",
			"Suspend",
			"Ratify",
			"Lift",
			"Recover",
			"Equivocate",
			"SetSize",
		] {
			assert!(tally.contains_key(name), "{name} never went through");
		}
	}
}
