// SPDX-License-Identifier: Apache-2.0

//! The keys that devices sign with.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{statement::statement, DeviceId, DeviceSignature};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_key(
		actor: ActorOf<T>,
		id: DeviceId,
		key: DeviceKey,
		signature: DeviceSignature,
	) -> DispatchResult {
		let device = Self::own_device(&actor, id)?;
		ensure!(device.key.is_none(), Error::<T>::KeyExists);
		Self::replace_key(actor, id, device, key, signature)
	}

	pub(crate) fn do_rotate_key(
		actor: ActorOf<T>,
		id: DeviceId,
		key: DeviceKey,
		signature: DeviceSignature,
	) -> DispatchResult {
		let device = Self::own_device(&actor, id)?;
		let old = device.key.ok_or(Error::<T>::NoKey)?;
		ensure!(old.key != key, Error::<T>::SameKey);
		Self::replace_key(actor, id, device, key, signature)
	}

	fn replace_key(
		actor: ActorOf<T>,
		id: DeviceId,
		mut device: DeviceOf<T>,
		key: DeviceKey,
		signature: DeviceSignature,
	) -> DispatchResult {
		let stated = Self::statement_of_key(id, &device, &key);
		ensure!(key.verifies(&stated, &signature), Error::<T>::InvalidSignature);
		let replaced = device.key.map(|old| old.key);
		device.key = Some(KeyInForce { key, since: T::Time::now() });
		device.key_nonce = device.key_nonce.saturating_add(1);
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::KeySet { device: id, key, replaced, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_revoke_key(actor: ActorOf<T>, id: DeviceId) -> DispatchResult {
		let mut device = Self::own_device(&actor, id)?;
		let KeyInForce { key, .. } = device.key.take().ok_or(Error::<T>::NoKey)?;
		device.key_nonce = device.key_nonce.saturating_add(1);
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::KeyRevoked { device: id, key, by: actor.account });
		Ok(())
	}

	/// `"galen/device-key"`, over the device, its owner, the nonce and the key.
	pub(crate) fn statement_of_key(id: DeviceId, device: &DeviceOf<T>, key: &DeviceKey) -> Vec<u8> {
		statement(b"device-key", &T::ChainId::get(), &(id, device.owner, device.key_nonce, key))
	}

	/// `"galen/device-usage"`, over the device and the batch.
	pub(crate) fn statement_of_usage(id: DeviceId, batch: &UsageBatchOf<T>) -> Vec<u8> {
		statement(b"device-usage", &T::ChainId::get(), &(id, batch))
	}
}
