// SPDX-License-Identifier: Apache-2.0

//! What governance does when so many validators are lost that finality stands still.

use crate::*;
use frame_support::ensure;
use frame_system::pallet_prelude::BlockNumberFor;
use node_admission_core::set::recovered_set;
use sp_runtime::{traits::Saturating, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_recover(lost: SetOf<T>, stall: StalledOf<T>) -> DispatchResult {
		let block = frame_system::Pallet::<T>::block_number();
		ensure!(stall.best_finalized < block, Error::<T>::NotYetFinalized);
		let under_way =
			PendingRecovery::<T>::exists() || ArmedStall::<T>::exists() || Self::is_frozen(block);
		ensure!(!under_way, Error::<T>::RecoveryUnderWay);
		let planned = PlannedSet::<T>::get();
		let proper = lost.iter().enumerate().all(|(position, account)| {
			planned.contains(account) && !lost.iter().take(position).any(|other| other == account)
		});
		ensure!(proper && !lost.is_empty(), Error::<T>::NotInTheSet);

		let now = Self::now();
		let parameters = CurrentParameters::<T>::get();
		let candidates = Self::candidates(now);
		let standbys = candidates.waiting_or_standing_by();
		recovered_set(&candidates.members, &lost, &standbys, parameters.size())
			.ok_or(Error::<T>::NotEnoughStandbys)?;

		// They don't come back by themselves.
		for seat in Seats::<T>::get().iter().filter(|seat| lost.contains(&seat.account)) {
			let mut node = Self::node_of(seat.node)?;
			if node.suspended(now).is_none() {
				let cause = Cause::Lost;
				node.suspension = Some(Suspension { cause, until: None });
			}
			node.active = false;
			Nodes::<T>::insert(seat.node, node);
		}
		PendingRecovery::<T>::put(RecoveryOf::<T> { lost: lost.clone(), stall });
		Self::deposit_event(Event::RecoveryOrdered { lost, stall });
		Ok(())
	}

	/// Whether GRANDPA is still about to begin anew.
	pub(crate) fn is_frozen(block: BlockNumberFor<T>) -> bool {
		FrozenUntil::<T>::get().is_some_and(|until| block < until)
	}

	/// Tells GRANDPA of the stall if this is the session in which the recovered set is active.
	pub(crate) fn note_stall(session: sp_staking::SessionIndex) {
		let Some(Armed { stall, .. }) =
			ArmedStall::<T>::get().filter(|armed| armed.session <= session)
		else {
			return;
		};
		ArmedStall::<T>::kill();
		T::Stall::note_stalled(stall.delay, stall.best_finalized);
		// A change signalled before the forced one is in force would be lost on GRANDPA.
		let block = frame_system::Pallet::<T>::block_number();
		FrozenUntil::<T>::put(block.saturating_add(stall.delay));
		Self::deposit_event(Event::StallNoted { stall });
	}
}
