// SPDX-License-Identifier: Apache-2.0

//! What devices report of their usage.

use crate::*;
use device_lifecycle_core::{usage, UsageFlaw};
use frame_support::ensure;
use galen_primitives::{DeviceId, DevicePurpose, DeviceSignature};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Answers whether the key was one of the dear ones. The signature comes last.
	pub(crate) fn do_submit_usage(
		actor: ActorOf<T>,
		id: DeviceId,
		batch: UsageBatchOf<T>,
		signature: DeviceSignature,
	) -> Result<bool, DispatchError> {
		ensure!(!batch.root.is_zero(), Error::<T>::ZeroDigest);
		let now = Self::now_unless_before(batch.reading.end)?;
		let mut device = Self::own_device(&actor, id)?;
		let KeyInForce { key, .. } = device.key.ok_or(Error::<T>::NoKey)?;
		ensure!(batch.firmware == device.firmware, Error::<T>::WrongFirmware);
		let meter = usage::follow(&device.meter, &batch.reading).map_err(Error::<T>::from)?;
		let model = Self::model_of(&device)?;
		Self::ensure_fit(&device, &model, DevicePurpose::Report, now)?;
		let stated = Self::statement_of_usage(id, &batch);
		ensure!(key.verifies(&stated, &signature), Error::<T>::InvalidSignature);
		device.meter = meter;
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::UsageSubmitted { device: id, batch, by: actor.account });
		Ok(key.is_p256())
	}
}

impl<T: Config> From<UsageFlaw> for Error<T> {
	fn from(flaw: UsageFlaw) -> Self {
		match flaw {
			UsageFlaw::Empty => Self::EmptyBatch,
			UsageFlaw::NotContiguous => Self::NotContiguous,
			UsageFlaw::Overlap => Self::BatchOverlaps,
			UsageFlaw::EndBeforeStart => Self::EndBeforeStart,
			UsageFlaw::MeterTurnedBack => Self::MeterTurnedBack,
			UsageFlaw::MoreThanElapsed => Self::MoreThanElapsed,
		}
	}
}
