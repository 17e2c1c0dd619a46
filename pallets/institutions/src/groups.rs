// SPDX-License-Identifier: Apache-2.0

//! Groups of an institution's own staff (FHIR Group), such as those who may break the glass.

use crate::{pallet::*, ActorOf, Membership, MembershipsOf};
use alloc::vec::Vec;
use frame_support::ensure;
use galen_primitives::{seams, GroupId, Period};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_group_member(
		actor: ActorOf<T>,
		account: T::AccountId,
		group: GroupId,
	) -> DispatchResult {
		Self::change_memberships(&actor, &account, |memberships| {
			ensure!(Self::open_membership(memberships, group).is_none(), Error::<T>::AlreadyMember);
			if memberships.is_full() {
				// What has ended longest ago is forgotten first; what is open never is.
				let ended = memberships.iter().position(|one| one.period.until.is_some());
				memberships.remove(ended.ok_or(Error::<T>::TooManyGroups)?);
			}
			let period = Period { from: Self::now(), until: None };
			memberships
				.try_push(Membership { group, period })
				.map_err(|_| Error::<T>::TooManyGroups)
		})?;
		let institution = actor.institution;
		Self::deposit_event(Event::GroupMemberAdded { institution, group, account });
		Ok(())
	}

	pub(crate) fn do_remove_group_member(
		actor: ActorOf<T>,
		account: T::AccountId,
		group: GroupId,
	) -> DispatchResult {
		Self::change_memberships(&actor, &account, |memberships| {
			let index = Self::open_membership(memberships, group).ok_or(Error::<T>::NotAMember)?;
			if let Some(mut ended) = memberships.get(index).copied() {
				memberships.remove(index);
				ended.period.until = Some(Self::now());
				// Added and removed in one block: it never was.
				if ended.period.is_proper() {
					// Behind those that ended before, ahead of those that are open.
					let behind =
						memberships.iter().filter(|one| one.period.until.is_some()).count();
					memberships.try_insert(behind, ended).map_err(|_| Error::<T>::TooManyGroups)?;
				}
			}
			Ok(())
		})?;
		let institution = actor.institution;
		Self::deposit_event(Event::GroupMemberRemoved { institution, group, account });
		Ok(())
	}

	/// Where among an account's memberships the open one in `group` is.
	fn open_membership(memberships: &[Membership], group: GroupId) -> Option<usize> {
		memberships.iter().position(|one| one.group == group && one.period.until.is_none())
	}

	fn change_memberships(
		actor: &ActorOf<T>,
		account: &T::AccountId,
		change: impl FnOnce(&mut MembershipsOf<T>) -> Result<(), Error<T>>,
	) -> Result<(), Error<T>> {
		let own = Credentials::<T>::get(account)
			.is_some_and(|credential| credential.institution == actor.institution);
		ensure!(own, Error::<T>::NotOwnStaff);
		Memberships::<T>::try_mutate(account, |memberships| change(memberships))
	}
}

impl<T: Config> seams::Groups<T::AccountId> for Pallet<T> {
	fn groups_of(who: &T::AccountId) -> Vec<GroupId> {
		let now = Self::now();
		Memberships::<T>::get(who)
			.iter()
			.filter(|membership| membership.period.contains(now))
			.map(|membership| membership.group)
			.collect()
	}
}
