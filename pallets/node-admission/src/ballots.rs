// SPDX-License-Identifier: Apache-2.0

//! Votes: one for each institution, by class.

use crate::*;
use alloc::vec::Vec;
use frame_support::{ensure, storage::with_storage_layer, traits::Get};
use galen_primitives::{InstitutionId, Moment};
use node_admission_core::tally::{outcome, tally, Voter};
use sp_runtime::DispatchError;

/// A ballot that was just opened.
pub(crate) struct Opened {
	pub(crate) ballot: BallotId,
	pub(crate) deadline: Moment,
	/// How many institutions could have been put on its roll.
	pub(crate) electorate: u32,
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose(
		actor: ActorOf<T>,
		proposal: Proposal,
	) -> Result<Extent, DispatchError> {
		if let Proposal::Remove { blacklist, .. } = proposal {
			ensure!(blacklist != Some(0), Error::<T>::InvalidTerm);
		}
		let now = Self::now();
		let node = Self::node_of(proposal.node())?;
		match proposal {
			Proposal::Remove { .. } => ensure!(node.end.is_none(), Error::<T>::Over),
			Proposal::Ratify { .. } => {
				Self::provisional(&node, now)?;
			},
		}
		let institution = actor.institution;
		let validators = Self::ensure_may_vouch(institution, node.institution, now)?;
		let Opened { ballot, deadline, electorate } =
			Self::open_ballot(Motion::Proposed(proposal), node.institution)?;
		Self::deposit_event(Event::Proposed { ballot, proposal, institution, deadline });
		Ok(Extent { validators, electorate })
	}

	/// Answers how many institutions are on the roll.
	pub(crate) fn do_vote(
		actor: ActorOf<T>,
		id: BallotId,
		vote: Vote,
	) -> Result<u32, DispatchError> {
		let mut ballot = Self::ballot_of(id)?;
		ensure!(Self::now() < ballot.deadline, Error::<T>::VotingOver);
		let ActorOf::<T> { account, institution, .. } = actor;
		let entry = ballot
			.roll
			.binary_search_by_key(&institution, |entry| entry.institution)
			.ok()
			.and_then(|position| ballot.roll.get_mut(position))
			.ok_or(Error::<T>::NotOnTheRoll)?;
		ensure!(!Self::is_recused(institution, ballot.candidate), Error::<T>::Recused);
		let before = entry.vote.replace(vote);
		let members = count(&ballot.roll);
		Ballots::<T>::insert(id, ballot);
		Self::deposit_event(Event::Voted { ballot: id, institution, account, vote, before });
		Ok(members)
	}

	/// Answers how many institutions are on the roll.
	pub(crate) fn do_close(id: BallotId) -> Result<u32, DispatchError> {
		let ballot = Self::ballot_of(id)?;
		let closed = ballot.deadline <= Self::now();
		let counts = tally(Self::voters(&ballot).into_iter());
		let approved = match outcome(&counts, &CurrentParameters::<T>::get().rules(), closed) {
			Outcome::Approved => true,
			Outcome::Rejected => false,
			Outcome::Undecided => return Err(Error::<T>::Undecided.into()),
		};

		let motion = ballot.motion;
		Ballots::<T>::remove(id);
		OpenBallots::<T>::remove(motion.subject());
		let (decision, admitted) = if !approved {
			(Decision::Rejected, None)
		} else {
			// What can't happen any more leaves nothing behind, and doesn't keep the ballot open.
			match with_storage_layer(|| Self::carry_out(motion)) {
				Ok(admitted) => (Decision::Approved, admitted),
				Err(_) => (Decision::Moot, None),
			}
		};
		if let (Motion::Admit(application), None) = (motion, admitted) {
			if let Some(dropped) = Applications::<T>::get(application) {
				Self::drop_application(application, &dropped);
			}
		}
		Self::deposit_event(Event::BallotClosed { ballot: id, motion, decision, counts, admitted });
		Ok(count(&ballot.roll))
	}

	/// Opens a ballot about a node of `candidate`, for whoever is a member now.
	pub(crate) fn open_ballot(
		motion: Motion,
		candidate: InstitutionId,
	) -> Result<Opened, Error<T>> {
		let subject = motion.subject();
		ensure!(!OpenBallots::<T>::contains_key(subject), Error::<T>::BallotOpen);
		let roll = T::Members::electorate()
			.into_iter()
			.map(|(institution, class)| RollEntry { institution, class, vote: None })
			.collect::<Vec<_>>()
			.try_into()
			.map_err(|_| Error::<T>::ElectorateTooLarge)?;
		let ballot = NextBallot::<T>::get();
		NextBallot::<T>::put(ballot.checked_add(1).ok_or(Error::<T>::ElectorateTooLarge)?);
		let deadline = Self::now().saturating_add(T::VotingTerm::get());
		Ballots::<T>::insert(ballot, BallotOf::<T> { motion, candidate, deadline, roll });
		OpenBallots::<T>::insert(subject, ballot);
		Ok(Opened { ballot, deadline, electorate: T::Members::electorate_size() })
	}

	pub(crate) fn ballot_of(id: BallotId) -> Result<BallotOf<T>, Error<T>> {
		Ballots::<T>::get(id).ok_or(Error::<T>::UnknownBallot)
	}

	/// Who of the roll is a member still, as far as counting is concerned.
	pub(crate) fn voters(ballot: &BallotOf<T>) -> Vec<Voter> {
		ballot
			.roll
			.iter()
			.filter(|entry| T::Members::is_in_force(entry.institution))
			.map(|entry| Voter {
				class: entry.class,
				recused: Self::is_recused(entry.institution, ballot.candidate),
				vote: entry.vote,
			})
			.collect()
	}

	/// Does what was approved. Answers the node that was admitted.
	fn carry_out(motion: Motion) -> Result<Option<NodeId>, DispatchError> {
		match motion {
			Motion::Admit(application) => Ok(Some(Self::admit(application)?)),
			Motion::Proposed(Proposal::Remove { node, blacklist }) => {
				Self::remove_node(node, blacklist)?;
				Ok(None)
			},
			Motion::Proposed(Proposal::Ratify { node }) => {
				Self::do_ratify_suspension(node)?;
				Ok(None)
			},
		}
	}
}
