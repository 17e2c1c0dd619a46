// SPDX-License-Identifier: Apache-2.0

//! What must hold of the storage, whatever was called.

use crate::*;
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_parameters()?;
		Self::check_applications()?;
		Self::check_nodes()?;
		Self::check_peers()?;
		Self::check_seats()?;
		Self::check_sets()?;
		Self::check_ballots()?;
		Self::check_recovery()
	}

	/// 1. The parameters don't contradict each other.
	fn check_parameters() -> Result<(), TryRuntimeError> {
		ensure!(
			CurrentParameters::<T>::get().are_plausible(T::MaxValidators::get()),
			"1: parameters that can't be"
		);
		Ok(())
	}

	/// 2. An application is its institution's only one, has the key it names, is endorsed by others
	///    and by each once, and has a ballot that is about it, if it has one.
	fn check_applications() -> Result<(), TryRuntimeError> {
		for (id, application) in Applications::<T>::iter() {
			ensure!(id < NextApplication::<T>::get(), "2: an application's number is to come");
			ensure!(
				Applicants::<T>::get(application.institution) == Some(id),
				"2: an application isn't its institution's"
			);
			ensure!(
				Peers::<T>::get(application.form.peer) == Some(PeerUse::Application(id)),
				"2: an application without its key"
			);
			let mut vouching = application.endorsements.to_vec();
			vouching.push(application.institution);
			ensure!(are_distinct(vouching), "2: endorsed twice, or by the applicant");
			ensure!(
				application.ballot == OpenBallots::<T>::get(Subject::Application(id)),
				"2: an application's ballot isn't the one about it"
			);
		}
		ensure!(
			Applicants::<T>::iter_values().all(Applications::<T>::contains_key),
			"2: an applicant without application"
		);
		Ok(())
	}

	/// 3. There are as many nodes as are counted, within the bound; none is numbered ahead, has the
	///    key of another, or is active when it would first have to be activated.
	fn check_nodes() -> Result<(), TryRuntimeError> {
		let mut nodes = 0u32;
		for (id, node) in Nodes::<T>::iter() {
			nodes = nodes.saturating_add(1);
			ensure!(id < NextNode::<T>::get(), "3: a node's number is to come");
			ensure!(
				Peers::<T>::get(node.form.peer) == Some(PeerUse::Node(id)),
				"3: a node without its key"
			);
			let may_be_active =
				node.suspension.is_none_or(|suspension| suspension.cause == Cause::Emergency);
			ensure!(may_be_active || !node.active, "3: a suspended node is active");
		}
		ensure!(
			nodes == NodeCount::<T>::get() && nodes <= T::MaxNodes::get(),
			"3: nodes are miscounted, or too many"
		);
		Ok(())
	}

	/// 4. A key in use is an application's or a node's.
	fn check_peers() -> Result<(), TryRuntimeError> {
		for (peer, used) in Peers::<T>::iter() {
			let form = match used {
				PeerUse::Application(id) => Applications::<T>::get(id).map(|found| found.form),
				PeerUse::Node(id) => Nodes::<T>::get(id).map(|found| found.form),
			};
			ensure!(form.is_some_and(|form| form.peer == peer), "4: a key is in use by nobody");
		}
		Ok(())
	}

	/// 5. Every validator has one seat, in the order of admission, which agrees with its node; no
	///    two have one account.
	fn check_seats() -> Result<(), TryRuntimeError> {
		let seats = Seats::<T>::get();
		ensure!(seats.is_sorted_by(|one, next| one.node < next.node), "5: seats out of order");
		for seat in &seats {
			let node = Nodes::<T>::get(seat.node).ok_or("5: a seat without a node")?;
			ensure!(
				node.form.kind == NodeKind::Validator
					&& node.account == seat.account
					&& node.institution == seat.institution,
				"5: a seat of another node"
			);
		}
		let validators =
			Nodes::<T>::iter_values().filter(|node| node.form.kind == NodeKind::Validator).count();
		ensure!(validators == seats.len(), "5: a validator without a seat");
		ensure!(
			are_distinct(seats.iter().map(|seat| seat.account.clone()).collect()),
			"5: two seats of one account"
		);
		Ok(())
	}

	/// 6. The sets are of different validators that have seats, and the planned one isn't smaller
	///    than the minimum. Only a chain without validators has none.
	fn check_sets() -> Result<(), TryRuntimeError> {
		let seats = Seats::<T>::get();
		for set in [PlannedSet::<T>::get(), LiveSet::<T>::get()] {
			ensure!(
				set.iter().all(|account| seats.iter().any(|seat| seat.account == *account)),
				"6: somebody without a seat validates"
			);
			ensure!(are_distinct(set.into_inner()), "6: somebody validates twice");
		}
		let planned = count(&PlannedSet::<T>::get());
		let minimum = CurrentParameters::<T>::get().minimum_set;
		ensure!(planned >= minimum || NextNode::<T>::get() == 0, "6: the set is below its minimum");
		Ok(())
	}

	/// 7. Every ballot is the one about its subject, and its roll names each institution once, in
	///    ascending order.
	fn check_ballots() -> Result<(), TryRuntimeError> {
		for (id, ballot) in Ballots::<T>::iter() {
			ensure!(id < NextBallot::<T>::get(), "7: a ballot's number is to come");
			ensure!(
				OpenBallots::<T>::get(ballot.motion.subject()) == Some(id),
				"7: a ballot isn't the one about its subject"
			);
			ensure!(
				ballot.roll.is_sorted_by(|one, next| one.institution < next.institution),
				"7: a roll out of order"
			);
			if let Motion::Admit(application) = ballot.motion {
				let candidate = Applications::<T>::get(application).map(|found| found.institution);
				ensure!(candidate == Some(ballot.candidate), "7: a ballot about nobody");
			}
		}
		ensure!(
			OpenBallots::<T>::iter_values().all(Ballots::<T>::contains_key),
			"7: an open ballot that isn't there"
		);
		Ok(())
	}

	/// 8. A recovery gives up members of the set, and one follows another.
	fn check_recovery() -> Result<(), TryRuntimeError> {
		let planned = PlannedSet::<T>::get();
		if let Some(recovery) = PendingRecovery::<T>::get() {
			ensure!(
				!recovery.lost.is_empty()
					&& recovery.lost.iter().all(|account| planned.contains(account)),
				"8: a recovery gives up who isn't in the set"
			);
			ensure!(!ArmedStall::<T>::exists(), "8: two recoveries at once");
		}
		if let Some(armed) = ArmedStall::<T>::get() {
			ensure!(
				armed.session > CurrentSession::<T>::get(),
				"8: a stall that should have been noted"
			);
		}
		Ok(())
	}
}

/// Whether no two are the same.
fn are_distinct<Item: Ord>(mut items: Vec<Item>) -> bool {
	items.sort();
	items.is_sorted_by(|one, next| one < next)
}
