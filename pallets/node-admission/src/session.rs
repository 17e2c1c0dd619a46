// SPDX-License-Identifier: Apache-2.0

//! The session boundary: who validates next, and who was absent.

use crate::*;
use alloc::{vec, vec::Vec};
use frame_support::{dispatch::DispatchClass, traits::Get};
use galen_primitives::Moment;
use node_admission_core::set::{next_set, recovered_set, Member, Wish};
use sp_staking::SessionIndex;

/// The seats, as the boundary sees them.
pub(crate) struct Candidates<T: Config> {
	/// Those in the planned set, in its order.
	pub(crate) members: Vec<Member<T::AccountId>>,
	/// Those who may join it, in the order of admission.
	pub(crate) waiting: Vec<T::AccountId>,
	/// Those whom their operators hold back, and nothing else does.
	pub(crate) standing_by: Vec<T::AccountId>,
	/// Those who are over, wherever they are.
	pub(crate) over: Vec<(NodeId, NodeOf<T>)>,
}

impl<T: Config> Candidates<T> {
	/// Whom a recovery can call upon, those who wait before those who stand by.
	pub(crate) fn waiting_or_standing_by(&self) -> Vec<T::AccountId> {
		self.waiting.iter().chain(&self.standing_by).cloned().collect()
	}
}

/// Who only stands down leaves last.
const STANDING_DOWN: Wish = Wish::Leave(4);

impl<T: Config> Pallet<T> {
	/// Decides the set of session `index`. Nothing, if it stays the same.
	pub(crate) fn plan(index: SessionIndex) -> Option<Vec<T::AccountId>> {
		let before = PlannedSet::<T>::get();
		if index <= 1 {
			// The first two sessions are planned with the chain.
			return (!before.is_empty()).then(|| before.into_inner());
		}
		let now = Self::now();
		let candidates = Self::candidates(now);
		let after = Self::decide(index, &candidates);
		let changed = after.filter(|after| !after.is_empty() && *after != *before);
		if let Some(after) = &changed {
			let missing_in = |set: &[T::AccountId], from: &[T::AccountId]| {
				from.iter().filter(|account| !set.contains(account)).cloned().collect()
			};
			Self::deposit_event(Event::SetPlanned {
				session: index,
				joined: missing_in(&before, after),
				left: missing_in(after, &before),
			});
			PlannedSet::<T>::put(SetOf::<T>::truncate_from(after.clone()));
		}
		Self::forget_over(candidates.over);
		changed
	}

	/// The set of session `index`, whether it is another or not.
	fn decide(index: SessionIndex, candidates: &Candidates<T>) -> Option<Vec<T::AccountId>> {
		let Candidates { members, waiting, .. } = candidates;
		let size = CurrentParameters::<T>::get().size();
		if let Some(Recovery { lost, stall }) = PendingRecovery::<T>::take() {
			let standbys = candidates.waiting_or_standing_by();
			if let Some(recovered) = recovered_set(members, &lost, &standbys, size) {
				for account in standbys.iter().filter(|account| recovered.contains(account)) {
					Self::call_upon(account);
				}
				ArmedStall::<T>::put(Armed { session: index, stall });
				return Some(recovered);
			}
			Self::deposit_event(Event::RecoveryFailed);
		}
		if FrozenUntil::<T>::exists() {
			if Self::is_frozen(frame_system::Pallet::<T>::block_number()) {
				return None;
			}
			FrozenUntil::<T>::kill();
		}
		Some(next_set(members, waiting, size))
	}

	/// What each seat has to do with the next set. Reads the node of each.
	pub(crate) fn candidates(now: Moment) -> Candidates<T> {
		let planned = PlannedSet::<T>::get();
		let mut wishes: Vec<(T::AccountId, Wish)> = Vec::new();
		let (mut waiting, mut standing_by, mut over) = (vec![], vec![], vec![]);
		for seat in Seats::<T>::get() {
			let Some(mut node) = Nodes::<T>::get(seat.node) else { continue };
			// A founder: at genesis there was no time to count from.
			if node.expires.is_none() && now > 0 {
				node.expires = Some(now.saturating_add(T::AdmissionTerm::get()));
				Nodes::<T>::insert(seat.node, node.clone());
			}
			let wish = Self::wish_of(&seat, &node, now);
			if planned.contains(&seat.account) {
				wishes.push((seat.account, wish));
			} else if wish == Wish::Stay {
				waiting.push(seat.account);
			} else if wish == STANDING_DOWN {
				standing_by.push(seat.account);
			}
			if node.is_over(now) {
				over.push((seat.node, node));
			}
		}
		let members = planned
			.into_iter()
			.map(|id| {
				let wish = wishes.iter().find(|(account, _)| *account == id).map(|(_, wish)| *wish);
				// Who has no seat has no business here.
				Member { id, wish: wish.unwrap_or(Wish::Leave(0)) }
			})
			.collect();
		Candidates { members, waiting, standing_by, over }
	}

	/// What is to become of a validator, were it in the set.
	fn wish_of(seat: &SeatOf<T>, node: &NodeOf<T>, now: Moment) -> Wish {
		if !T::SessionKeys::are_set(&seat.account) {
			return Wish::Gone;
		}
		match node.suspended(now).map(|suspension| suspension.cause) {
			Some(Cause::Equivocation) => Wish::Leave(0),
			Some(Cause::Emergency) => Wish::Leave(1),
			_ if node.end == Some(End::Removed) => Wish::Leave(1),
			_ if !T::Members::is_in_force(seat.institution) => Wish::Leave(1),
			Some(Cause::Absence | Cause::Lost) => Wish::Leave(2),
			None if node.is_over(now) => Wish::Leave(3),
			None if !node.active => STANDING_DOWN,
			None => Wish::Stay,
		}
	}

	/// A standby is in the set now, so that it is no longer its operator who holds it back.
	fn call_upon(account: &T::AccountId) {
		if let Some(seat) = Seats::<T>::get().iter().find(|seat| seat.account == *account) {
			Nodes::<T>::mutate_extant(seat.node, |node| node.active = true);
		}
	}

	/// Forgets the validators that are over and in neither set.
	fn forget_over(over: Vec<(NodeId, NodeOf<T>)>) {
		let (planned, live) = (PlannedSet::<T>::get(), LiveSet::<T>::get());
		let gone: Vec<_> = over
			.into_iter()
			.filter(|(_, node)| !planned.contains(&node.account) && !live.contains(&node.account))
			.collect();
		if gone.is_empty() {
			return;
		}
		Seats::<T>::mutate(|seats| {
			seats.retain(|seat| gone.iter().all(|(id, _)| *id != seat.node));
		});
		for (id, node) in gone {
			Self::forget(id, &node);
		}
	}

	/// The planned set is the live one now.
	pub(crate) fn begin(index: SessionIndex) {
		CurrentSession::<T>::put(index);
		let planned = PlannedSet::<T>::get();
		if LiveSet::<T>::get() != planned {
			LiveSet::<T>::put(planned);
		}
		Self::note_stall(index);
	}

	/// Counts who was absent, and suspends who was for too long, as long as the minimum isn't.
	pub(crate) fn finish() {
		let live = LiveSet::<T>::get();
		let authored: Vec<(T::AccountId, u32)> = live
			.into_iter()
			.map(|account| {
				let blocks = Authored::<T>::take(&account);
				(account, blocks)
			})
			.collect();
		let total = authored.iter().fold(0u32, |sum, (_, blocks)| sum.saturating_add(*blocks));
		// In a session in which not everybody can have had a turn, nobody was absent.
		if total < count(&authored) {
			return;
		}
		let now = Self::now();
		let parameters = CurrentParameters::<T>::get();
		let present: Vec<(NodeId, NodeOf<T>, bool)> = Seats::<T>::get()
			.into_iter()
			.filter_map(|seat| {
				let (_, blocks) = authored.iter().find(|(account, _)| *account == seat.account)?;
				Some((seat.node, Nodes::<T>::get(seat.node)?, *blocks > 0))
			})
			.collect();
		let mut good =
			count(&present.iter().filter(|(_, node, _)| node.is_good(now)).collect::<Vec<_>>());
		for (id, mut node, was_there) in present {
			let missed = if was_there { 0 } else { node.missed.saturating_add(1) };
			let limit = if now < node.probation {
				parameters.probation_absence
			} else {
				parameters.absence
			};
			if missed >= limit && node.is_good(now) && good > parameters.minimum_set {
				good = good.saturating_sub(1);
				Self::impose(id, node, Cause::Absence, None);
			} else if missed != node.missed {
				node.missed = missed;
				Nodes::<T>::insert(id, node);
			}
		}
	}
}

impl<T: Config> pallet_session::SessionManager<T::AccountId> for Pallet<T> {
	fn new_session(index: SessionIndex) -> Option<Vec<T::AccountId>> {
		Self::plan(index)
	}
	fn start_session(index: SessionIndex) {
		Self::begin(index);
	}
	fn end_session(_: SessionIndex) {
		Self::finish();
	}
}

impl<T: Config> pallet_session::historical::SessionManager<T::AccountId, ()> for Pallet<T> {
	fn new_session(index: SessionIndex) -> Option<Vec<(T::AccountId, ())>> {
		let set = Self::plan(index)?;
		Some(set.into_iter().map(|account| (account, ())).collect())
	}
	fn start_session(index: SessionIndex) {
		Self::begin(index);
	}
	fn end_session(_: SessionIndex) {
		Self::finish();
	}
}

impl<T: Config> pallet_authorship::EventHandler<T::AccountId, BlockNumberFor<T>> for Pallet<T> {
	fn note_author(author: T::AccountId) {
		Authored::<T>::mutate(author, |blocks| *blocks = blocks.saturating_add(1));
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			T::WeightInfo::note_author(),
			DispatchClass::Mandatory,
		);
	}
}
