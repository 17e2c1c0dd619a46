// SPDX-License-Identifier: Apache-2.0

//! Suspensions. They take effect at a session boundary, where the minimum comes first.

use crate::*;
use frame_support::{ensure, traits::Get};
use galen_primitives::Moment;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_suspend(id: NodeId) -> DispatchResult {
		let mut node = Self::node_of(id)?;
		let now = Self::now();
		ensure!(!node.is_over(now), Error::<T>::Over);
		// What its operator can end by itself gives way.
		ensure!(
			node.suspended(now).is_none_or(|suspension| {
				matches!(suspension.cause, Cause::Absence | Cause::Lost)
			}),
			Error::<T>::AlreadySuspended
		);
		// A chain of provisional suspensions would be one that nobody has ratified.
		ensure!(node.rests <= now, Error::<T>::TooSoon);
		let term = T::EmergencyTerm::get();
		let until = now.saturating_add(term);
		node.rests = until.saturating_add(term);
		Self::impose(id, node, Cause::Emergency, Some(until));
		Ok(())
	}

	/// For governance and for ballots; which of the two is in their events.
	pub(crate) fn do_ratify_suspension(id: NodeId) -> Result<(), Error<T>> {
		let mut node = Self::node_of(id)?;
		let suspension = Self::provisional(&node, Self::now())?;
		node.suspension = Some(Suspension { until: None, ..suspension });
		Nodes::<T>::insert(id, node);
		Ok(())
	}

	pub(crate) fn do_lift_suspension(id: NodeId) -> DispatchResult {
		let mut node = Self::node_of(id)?;
		ensure!(node.suspended(Self::now()).is_some(), Error::<T>::NotSuspended);
		node.suspension = None;
		Nodes::<T>::insert(id, node);
		Self::deposit_event(Event::SuspensionLifted { node: id });
		Ok(())
	}

	/// The suspension that would lapse by itself.
	pub(crate) fn provisional(node: &NodeOf<T>, now: Moment) -> Result<Suspension, Error<T>> {
		let suspension = node.suspended(now).ok_or(Error::<T>::NotSuspended)?;
		ensure!(suspension.until.is_some(), Error::<T>::NotProvisional);
		Ok(suspension)
	}

	/// Suspends a node. Only after an emergency suspension has lapsed does its operator's word of
	/// before still count that it is live.
	pub(crate) fn impose(id: NodeId, mut node: NodeOf<T>, cause: Cause, until: Option<Moment>) {
		node.suspension = Some(Suspension { cause, until });
		node.active &= cause == Cause::Emergency;
		node.missed = 0;
		Nodes::<T>::insert(id, node);
		Self::deposit_event(Event::Suspended { node: id, cause, until });
	}
}
