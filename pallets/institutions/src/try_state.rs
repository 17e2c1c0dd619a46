// SPDX-License-Identifier: Apache-2.0

//! What holds of the pallet's state between any two calls.

use crate::{pallet::*, AllowanceOf};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::{ensure, traits::Get};
use galen_primitives::{iso3166, InstitutionId, Role};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks the invariants below.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_institutions()?;
		Self::check_credentials()?;
		Self::check_glns()?;
		Self::check_keys()?;
		Self::check_allowances()?;
		Self::check_memberships()
	}

	/// 1. Institutions are numbered from 0 on without a gap, up to the next number.
	/// 2. Each has a hot part, a profile and an allowance, and nothing else has.
	/// 3. Its kinds are known ones, among them one of its voting class; its GLN, jurisdiction,
	///    services and affiliates are what the calls let pass.
	/// 4. Its standing is one that only its own functions have changed.
	/// 16. The electorate are those that weren't retired, in order, each in its class.
	fn check_institutions() -> Result<(), TryRuntimeError> {
		let hot: BTreeSet<InstitutionId> = Institutions::<T>::iter_keys().collect();
		let cold: BTreeSet<InstitutionId> = Profiles::<T>::iter_keys().collect();
		let allowances: BTreeSet<InstitutionId> = Allowances::<T>::iter_keys().collect();
		let next = NextInstitutionId::<T>::get();
		ensure!(hot.iter().copied().eq(0..next), "1: institutions aren't numbered without a gap");
		ensure!(hot == cold, "2: institutions and profiles don't match");
		ensure!(hot == allowances, "2: institutions and allowances don't match");
		for (id, institution) in Institutions::<T>::iter() {
			institution.standing.check()?;
			ensure!(institution.kinds.is_valid(), "3: an institution of unknown kinds");
			let profile = Profiles::<T>::get(id).ok_or("2: an institution without a profile")?;
			ensure!(
				profile.voting_class.allowed_kinds().intersects(institution.kinds),
				"3: an institution of no kind in its voting class"
			);
			ensure!(
				profile.gln.is_none_or(|gln| gln.is_valid())
					&& iso3166::is_assigned(profile.jurisdiction)
					&& profile.services.iter().all(|service| service.is_valid()),
				"3: a profile that no call lets pass"
			);
			for affiliates in [profile.affiliates, profile.attributed_affiliates] {
				ensure!(
					affiliates.is_sorted_by(|one, another| one < another)
						&& affiliates.iter().all(|other| *other != id && *other < next),
					"3: affiliates out of order, unknown or the institution itself"
				);
			}
		}
		let members: BTreeMap<_, _> = Institutions::<T>::iter()
			.filter(|(_, institution)| institution.standing.ended().is_none())
			.filter_map(|(id, _)| Some((id, Profiles::<T>::get(id)?.voting_class)))
			.collect();
		ensure!(
			Electorate::<T>::get().into_iter().eq(members),
			"16: the electorate isn't who there is"
		);
		Ok(())
	}

	/// 5. The institution of every credential exists.
	/// 6. Its standing is one that only its own functions have changed.
	/// 7. Its account has a provider reference.
	/// 8. Each profile counts its administrators that aren't revoked, and there is at least one.
	fn check_credentials() -> Result<(), TryRuntimeError> {
		let mut administrators = BTreeMap::<InstitutionId, u32>::new();
		for (account, credential) in Credentials::<T>::iter() {
			ensure!(
				Institutions::<T>::contains_key(credential.institution),
				"5: a credential without an institution"
			);
			credential.standing.check()?;
			ensure!(
				frame_system::Pallet::<T>::providers(&account) > 0,
				"7: staff without a provider reference"
			);
			if credential.role == Role::Administrator && credential.standing.ended().is_none() {
				let count = administrators.entry(credential.institution).or_default();
				*count = count.saturating_add(1);
			}
		}
		for (id, profile) in Profiles::<T>::iter() {
			let count = administrators.get(&id).copied().unwrap_or_default();
			ensure!(profile.administrators == count, "8: administrators aren't counted right");
			ensure!(count > 0, "8: an institution without an administrator");
		}
		Ok(())
	}

	/// 9. GLNs and their holders are the inverse of the profiles.
	fn check_glns() -> Result<(), TryRuntimeError> {
		let holders: BTreeMap<_, _> = GlnHolders::<T>::iter().collect();
		let profiles = Profiles::<T>::iter()
			.filter_map(|(id, profile)| profile.gln.map(|gln| (gln, id)))
			.collect::<Vec<_>>();
		ensure!(
			profiles.len() == holders.len()
				&& profiles.iter().all(|(gln, id)| holders.get(gln) == Some(id)),
			"9: GLNs and profiles don't match"
		);
		Ok(())
	}

	/// 10. Keys are numbered from 0 on without a gap, as many as the profile counts and no more
	///     than the maximum.
	/// 11. A key's purposes suit it, it was published once, and a revoked one has ended.
	fn check_keys() -> Result<(), TryRuntimeError> {
		let mut numbers = BTreeMap::<InstitutionId, BTreeSet<u32>>::new();
		for (id, key_id, key) in Keys::<T>::iter() {
			ensure!(key.purposes.suit(&key.key), "11: a key that can't serve its purposes");
			ensure!(
				key.revoked.is_none() || key.period.until.is_some(),
				"11: a revoked key that hasn't ended"
			);
			let same = Keys::<T>::iter_prefix_values(id).filter(|other| other.key == key.key);
			ensure!(same.count() == 1, "11: a key that was published twice");
			numbers.entry(id).or_default().insert(key_id);
		}
		for (id, profile) in Profiles::<T>::iter() {
			let numbers = numbers.remove(&id).unwrap_or_default();
			ensure!(numbers.into_iter().eq(0..profile.keys), "10: keys aren't counted right");
			ensure!(profile.keys <= T::MaxKeys::get(), "10: too many keys");
		}
		ensure!(numbers.is_empty(), "10: keys without an institution");
		Ok(())
	}

	/// 12. The class of every allowance is defined.
	/// 13. No allowance was changed in a block to come, and none is above capacity.
	fn check_allowances() -> Result<(), TryRuntimeError> {
		let now = Self::block();
		for (_, allowance) in Allowances::<T>::iter() {
			let allowance: AllowanceOf<T> = allowance;
			let class = AllowanceClasses::<T>::get(allowance.class)
				.ok_or("12: an allowance of an undefined class")?;
			ensure!(allowance.updated <= now, "13: an allowance from the future");
			let level = allowance.at(&class, now);
			ensure!(
				level.members <= class.members.capacity
					&& level.patients <= class.patients.capacity,
				"13: an allowance above its capacity"
			);
		}
		Ok(())
	}

	/// 14. Only staff belongs to groups.
	/// 15. Memberships have a length; what has ended comes first, and an account belongs to a group
	///     once at a time.
	fn check_memberships() -> Result<(), TryRuntimeError> {
		for (account, memberships) in Memberships::<T>::iter() {
			ensure!(Credentials::<T>::contains_key(&account), "14: a group member without a post");
			ensure!(
				memberships.iter().all(|one| one.period.is_proper())
					&& memberships.is_sorted_by_key(|one| one.period.until.is_none()),
				"15: memberships of no length or out of order"
			);
			let open = memberships.iter().filter(|one| one.period.until.is_none());
			let groups: BTreeSet<_> = open.clone().map(|one| one.group).collect();
			ensure!(groups.len() == open.count(), "15: a member of a group twice");
		}
		Ok(())
	}
}
