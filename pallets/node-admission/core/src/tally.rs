// SPDX-License-Identifier: Apache-2.0

//! What a ballot says.
//!
//! Each institution has one vote, in the class it declares. A ballot is carried when every class
//! that has somebody to vote reaches its quorum and enough of the votes are in favour. A class with
//! fewer than [`SMALLEST_CLASS`] members is counted among the public bodies. Whoever is recused
//! belongs to its class, but neither to its quorum nor to the votes.

pub use galen_primitives::VotingClass;

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A share, in ten-thousandths.
pub type BasisPoints = u16;

/// All of something.
pub const WHOLE: BasisPoints = 10_000;

/// A class with fewer members votes among the public bodies: of two, one would be half a quorum.
pub const SMALLEST_CLASS: u32 = 3;

/// Something for each class.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ByClass<Value> {
	/// For [`VotingClass::CareProviders`].
	pub care_providers: Value,
	/// For [`VotingClass::Industry`].
	pub industry: Value,
	/// For [`VotingClass::Payers`].
	pub payers: Value,
	/// For [`VotingClass::PublicBodies`].
	pub public_bodies: Value,
	/// For [`VotingClass::PatientOrganisations`].
	pub patient_organisations: Value,
}

impl<Value: Copy> ByClass<Value> {
	/// The same for all.
	pub const fn all(value: Value) -> Self {
		Self {
			care_providers: value,
			industry: value,
			payers: value,
			public_bodies: value,
			patient_organisations: value,
		}
	}
}

impl<Value> ByClass<Value> {
	/// What is there for one.
	pub const fn get(&self, class: VotingClass) -> &Value {
		match class {
			VotingClass::CareProviders => &self.care_providers,
			VotingClass::Industry => &self.industry,
			VotingClass::Payers => &self.payers,
			VotingClass::PublicBodies => &self.public_bodies,
			VotingClass::PatientOrganisations => &self.patient_organisations,
		}
	}

	/// The same, to change it.
	pub fn get_mut(&mut self, class: VotingClass) -> &mut Value {
		match class {
			VotingClass::CareProviders => &mut self.care_providers,
			VotingClass::Industry => &mut self.industry,
			VotingClass::Payers => &mut self.payers,
			VotingClass::PublicBodies => &mut self.public_bodies,
			VotingClass::PatientOrganisations => &mut self.patient_organisations,
		}
	}
}

/// What an institution says.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Vote {
	/// In favour.
	#[codec(index = 0)]
	Aye,
	/// Against.
	#[codec(index = 1)]
	Nay,
}

/// An institution that belongs to the electorate.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Voter {
	/// Where it votes.
	pub class: VotingClass,
	/// Whether it has to keep out of this ballot.
	pub recused: bool,
	/// What it says, if it has said anything.
	pub vote: Option<Vote>,
}

/// What a ballot asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
	/// What share of a class has to vote at all.
	pub quorums: ByClass<BasisPoints>,
	/// What share of the votes has to be in favour.
	pub approval: BasisPoints,
}

/// How a class has voted.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ClassCount {
	/// How many belong to it.
	pub members: u32,
	/// How many of them may vote: the rest is recused.
	pub eligible: u32,
	/// Votes in favour.
	pub ayes: u32,
	/// Votes against.
	pub nays: u32,
}

impl ClassCount {
	fn add(&mut self, other: Self) {
		self.members = self.members.saturating_add(other.members);
		self.eligible = self.eligible.saturating_add(other.eligible);
		self.ayes = self.ayes.saturating_add(other.ayes);
		self.nays = self.nays.saturating_add(other.nays);
	}

	/// Whether so large a share of those who may vote has voted. A class that nobody may vote for
	/// is in nobody's way.
	pub fn reaches(&self, quorum: BasisPoints) -> bool {
		is_share(self.ayes.saturating_add(self.nays), self.eligible, quorum)
	}
}

/// What can be said of a ballot.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Outcome {
	/// It is carried.
	#[codec(index = 0)]
	Approved,
	/// It isn't.
	#[codec(index = 1)]
	Rejected,
	/// What is still missing can change it.
	#[codec(index = 2)]
	Undecided,
}

/// Whether `part` is at least `share` of `whole`.
fn is_share(part: u32, whole: u32, share: BasisPoints) -> bool {
	// Both products fit: 32 bits times 14.
	u64::from(part).saturating_mul(u64::from(WHOLE))
		>= u64::from(whole).saturating_mul(u64::from(share))
}

/// Counts by class, small classes merged into the public bodies.
pub fn tally(voters: impl Iterator<Item = Voter>) -> ByClass<ClassCount> {
	let mut counts = ByClass::<ClassCount>::default();
	for Voter { class, recused, vote } in voters {
		let vote = vote.filter(|_| !recused);
		counts.get_mut(class).add(ClassCount {
			members: 1,
			eligible: u32::from(!recused),
			ayes: u32::from(vote == Some(Vote::Aye)),
			nays: u32::from(vote == Some(Vote::Nay)),
		});
	}
	for class in VotingClass::ALL.iter().copied() {
		if class != VotingClass::PublicBodies && counts.get(class).members < SMALLEST_CLASS {
			let small = core::mem::take(counts.get_mut(class));
			counts.public_bodies.add(small);
		}
	}
	counts
}

/// What the counts say: while the ballot is open, only what no further vote can change.
pub fn outcome(counts: &ByClass<ClassCount>, rules: &Rules, closed: bool) -> Outcome {
	let mut all = ClassCount::default();
	let mut quorate = true;
	for class in VotingClass::ALL.iter().copied() {
		let count = counts.get(class);
		quorate &= count.reaches(*rules.quorums.get(class));
		all.add(*count);
	}
	let cast = all.ayes.saturating_add(all.nays);
	let carried = |of| quorate && all.ayes > 0 && is_share(all.ayes, of, rules.approval);
	// If everybody who hasn't voted were against it, or for it.
	if carried(all.eligible) {
		Outcome::Approved
	} else if !is_share(all.eligible.saturating_sub(all.nays), all.eligible, rules.approval) {
		Outcome::Rejected
	} else if !closed {
		Outcome::Undecided
	} else if carried(cast) {
		Outcome::Approved
	} else {
		Outcome::Rejected
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::{collection::vec, option, prelude::*, sample::select};
	use VotingClass::*;

	const RULES: Rules = Rules { quorums: ByClass::all(5_000), approval: 6_666 };

	fn voters(class: VotingClass, ayes: usize, nays: usize, silent: usize) -> Vec<Voter> {
		let voter = |vote| Voter { class, recused: false, vote };
		let mut all = vec![voter(Some(Vote::Aye)); ayes];
		all.extend(vec![voter(Some(Vote::Nay)); nays]);
		all.extend(vec![voter(None); silent]);
		all
	}

	fn result(all: &[Vec<Voter>], closed: bool) -> Outcome {
		outcome(&tally(all.concat().into_iter()), &RULES, closed)
	}

	#[test]
	fn a_ballot_should_be_carried_by_quorums_and_two_thirds() {
		let all = [voters(CareProviders, 3, 1, 2)];
		assert_eq!(result(&all, true), Outcome::Approved);
		assert_eq!(result(&all, false), Outcome::Undecided);
		assert_eq!(result(&[voters(CareProviders, 2, 2, 2)], true), Outcome::Rejected);
	}

	#[test]
	fn a_class_without_quorum_should_block() {
		let care = voters(CareProviders, 9, 0, 0);
		let absent = voters(Payers, 1, 0, 2);
		assert_eq!(result(&[care.clone(), absent], true), Outcome::Rejected);
		assert_eq!(result(&[care, voters(Payers, 2, 0, 1)], true), Outcome::Approved);
	}

	#[test]
	fn a_small_class_should_count_among_the_public_bodies() {
		// Two silent payers are two of five there: the other three make the quorum.
		let all = [
			voters(CareProviders, 3, 0, 0),
			voters(Payers, 0, 0, 2),
			voters(PublicBodies, 3, 0, 0),
		];
		assert_eq!(result(&all, true), Outcome::Approved);
		let counts = tally(all.concat().into_iter());
		assert_eq!(counts.payers, ClassCount::default());
		assert_eq!(counts.public_bodies.members, 5);
	}

	#[test]
	fn the_recused_should_count_as_members_and_not_as_voters() {
		let mut payers = voters(Payers, 3, 0, 0);
		payers[0].recused = true;
		let count = tally(payers.into_iter()).payers;
		assert_eq!(count, ClassCount { members: 3, eligible: 2, ayes: 2, nays: 0 });
		// All recused: they are in nobody's way.
		let mut silent = voters(Payers, 0, 0, 3);
		silent.iter_mut().for_each(|voter| voter.recused = true);
		assert_eq!(result(&[silent, voters(CareProviders, 3, 0, 0)], true), Outcome::Approved);
	}

	#[test]
	fn a_ballot_without_votes_should_be_rejected() {
		let rules = Rules { quorums: ByClass::all(0), approval: 5_000 };
		let none = tally(voters(Industry, 0, 0, 4).into_iter());
		assert_eq!(outcome(&none, &rules, true), Outcome::Rejected);
		assert_eq!(outcome(&tally([].into_iter()), &rules, true), Outcome::Rejected);
	}

	#[test]
	fn what_no_vote_can_change_should_be_known_early() {
		assert_eq!(result(&[voters(CareProviders, 4, 0, 2)], false), Outcome::Approved);
		assert_eq!(result(&[voters(CareProviders, 0, 3, 3)], false), Outcome::Rejected);
		// Enough ayes, but payers are below their quorum.
		let all = [voters(CareProviders, 9, 0, 0), voters(Payers, 1, 0, 2)];
		assert_eq!(result(&all, false), Outcome::Undecided);
	}

	fn voter() -> impl Strategy<Value = Voter> {
		let vote = option::of(select(vec![Vote::Aye, Vote::Nay]));
		(select(VotingClass::ALL.to_vec()), any::<bool>(), vote)
			.prop_map(|(class, recused, vote)| Voter { class, recused, vote })
	}

	proptest! {
		#![proptest_config(ProptestConfig {
			cases: 5_000, failure_persistence: None, ..Default::default()
		})]

		#[test]
		fn an_early_outcome_should_stand_whatever_is_voted_later(
			voters in vec(voter(), 0..24), later in vec(option::of(any::<bool>()), 24),
			quorum in 0..=WHOLE, approval in 5_000..=WHOLE,
		) {
			let rules = Rules { quorums: ByClass::all(quorum), approval };
			let early = outcome(&tally(voters.iter().copied()), &rules, false);
			let mut all = voters;
			for (voter, vote) in all.iter_mut().zip(later) {
				let vote = vote.map(|aye| if aye { Vote::Aye } else { Vote::Nay });
				voter.vote = voter.vote.or(vote);
			}
			let closed = outcome(&tally(all.into_iter()), &rules, true);
			prop_assert!(closed != Outcome::Undecided);
			prop_assert!(early == Outcome::Undecided || early == closed);
		}

		#[test]
		fn one_aye_more_should_never_turn_an_approval(
			voters in vec(voter(), 1..24), which in any::<prop::sample::Index>(),
			quorum in 0..=WHOLE, approval in 5_000..=WHOLE,
		) {
			let rules = Rules { quorums: ByClass::all(quorum), approval };
			let before = outcome(&tally(voters.iter().copied()), &rules, true);
			let mut all = voters;
			let index = which.index(all.len());
			all[index].vote = Some(Vote::Aye);
			let after = outcome(&tally(all.into_iter()), &rules, true);
			prop_assert!(before != Outcome::Approved || after == Outcome::Approved);
		}

		#[test]
		fn the_recused_should_change_nothing_by_what_they_say(
			voters in vec(voter(), 0..24),
		) {
			let mute: Vec<_> = voters
				.iter()
				.map(|voter| Voter { vote: voter.vote.filter(|_| !voter.recused), ..*voter })
				.collect();
			prop_assert_eq!(tally(voters.into_iter()), tally(mute.into_iter()));
		}
	}
}
