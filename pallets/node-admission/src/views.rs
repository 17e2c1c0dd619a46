// SPDX-License-Identifier: Apache-2.0

//! Answers for those who look.

use crate::*;
use galen_primitives::Moment;
use node_admission_core::tally::{outcome, tally};

impl<T: Config> Pallet<T> {
	pub(crate) fn application_info(id: ApplicationId) -> Option<ApplicationInfo<T::AccountId>> {
		let application = Applications::<T>::get(id)?;
		let now = Self::now();
		let parameters = CurrentParameters::<T>::get();
		Some(ApplicationInfo {
			required: Self::endorsements_required(application.institution, &parameters, now),
			lapsed: Self::has_lapsed(&application, now),
			application,
		})
	}

	pub(crate) fn node_info(id: NodeId) -> Option<NodeInfo<T::AccountId>> {
		let node = Nodes::<T>::get(id)?;
		let now = Self::now();
		let sets = (PlannedSet::<T>::get(), LiveSet::<T>::get());
		Some(NodeInfo {
			standing: Self::standing_of(&node, &sets, now),
			on_probation: now < node.probation,
			ballot: OpenBallots::<T>::get(Subject::Node(id)),
			node,
		})
	}

	pub(crate) fn ballot_info(id: BallotId) -> Option<BallotInfo> {
		let ballot = Ballots::<T>::get(id)?;
		let counts = tally(Self::voters(&ballot).into_iter());
		let closed = ballot.deadline <= Self::now();
		let outcome = outcome(&counts, &CurrentParameters::<T>::get().rules(), closed);
		let recused = ballot
			.roll
			.iter()
			.map(|entry| entry.institution)
			.filter(|institution| Self::is_recused(*institution, ballot.candidate))
			.collect();
		let Ballot { motion, candidate, deadline, roll } = ballot;
		let roll = roll.into_inner();
		Some(BallotInfo { motion, candidate, deadline, roll, recused, counts, outcome })
	}

	/// Where a node stands, given the planned and the live set.
	pub(crate) fn standing_of(
		node: &NodeOf<T>,
		(planned, live): &(SetOf<T>, SetOf<T>),
		now: Moment,
	) -> Standing {
		let is_validator = node.form.kind == NodeKind::Validator;
		let in_next = is_validator && planned.contains(&node.account);
		let in_set = in_next || is_validator && live.contains(&node.account);
		let in_force = T::Members::is_in_force(node.institution);
		if node.is_over(now) {
			if in_set {
				Standing::PendingRemoval
			} else {
				Standing::Over
			}
		} else if node.suspended(now).is_some() || !in_force {
			if in_set {
				Standing::PendingRemoval
			} else {
				Standing::Suspended
			}
		} else if !is_validator {
			Standing::Connected
		} else if in_next {
			if node.active {
				Standing::Validating
			} else {
				Standing::PendingRemoval
			}
		} else if node.active && T::SessionKeys::are_set(&node.account) {
			Standing::Waiting
		} else {
			Standing::Standby
		}
	}
}
