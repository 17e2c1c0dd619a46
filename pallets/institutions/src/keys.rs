// SPDX-License-Identifier: Apache-2.0

//! The keys that institutions publish.

use crate::{pallet::*, ActorOf, InstitutionKey, KeyId};
use frame_support::{ensure, traits::Get};
use galen_primitives::{
	keys::{KeyPurposes, PublicKey},
	standing::Reason,
	InstitutionId, Period,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_publish_key(
		actor: ActorOf<T>,
		key: PublicKey,
		purposes: KeyPurposes,
	) -> DispatchResult {
		ensure!(purposes.suit(&key), Error::<T>::PurposesDontSuit);
		let institution = actor.institution;
		let key_id = Self::add_key(institution, key, purposes)?;
		Self::deposit_event(Event::KeyPublished { institution, key_id, key, purposes });
		Ok(())
	}

	pub(crate) fn do_rotate_key(actor: ActorOf<T>, old: KeyId, key: PublicKey) -> DispatchResult {
		let institution = actor.institution;
		let purposes = Self::end_key(institution, old, None)?;
		ensure!(purposes.suit(&key), Error::<T>::PurposesDontSuit);
		let key_id = Self::add_key(institution, key, purposes)?;
		Self::deposit_event(Event::KeyRotated { institution, ended: old, key_id, key });
		Ok(())
	}

	pub(crate) fn do_revoke_key(
		actor: ActorOf<T>,
		key_id: KeyId,
		reason: Reason,
	) -> DispatchResult {
		let institution = actor.institution;
		Self::end_key(institution, key_id, Some(reason))?;
		Self::deposit_event(Event::KeyRevoked { institution, key_id, reason });
		Ok(())
	}

	fn add_key(
		id: InstitutionId,
		key: PublicKey,
		purposes: KeyPurposes,
	) -> Result<KeyId, Error<T>> {
		let key_id = Self::mutate_profile(id, |profile| {
			let key_id = profile.keys;
			ensure!(key_id < T::MaxKeys::get(), Error::<T>::TooManyKeys);
			profile.keys = key_id.saturating_add(1);
			Ok(key_id)
		})?;
		// At most `MaxKeys`, which the weight counts in full. An ended key doesn't come back: what
		// it may have signed while it was out would seem to be valid.
		let is_new = Keys::<T>::iter_prefix_values(id).all(|published| published.key != key);
		ensure!(is_new, Error::<T>::KeyInUse);
		let period = Period { from: Self::now(), until: None };
		Keys::<T>::insert(id, key_id, InstitutionKey { key, purposes, period, revoked: None });
		Ok(key_id)
	}

	fn end_key(
		id: InstitutionId,
		key_id: KeyId,
		revoked: Option<Reason>,
	) -> Result<KeyPurposes, Error<T>> {
		Keys::<T>::try_mutate(id, key_id, |slot| {
			let key = slot.as_mut().ok_or(Error::<T>::UnknownKey)?;
			ensure!(key.period.until.is_none(), Error::<T>::KeyEnded);
			key.period.until = Some(Self::now());
			key.revoked = revoked;
			Ok(key.purposes)
		})
	}
}
