// SPDX-License-Identifier: Apache-2.0

//! How devices come to an end.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{DeviceId, Digest};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_decommission(
		actor: ActorOf<T>,
		id: DeviceId,
		sanitisation: Option<Digest>,
	) -> DispatchResult {
		let mut device = Self::own_device(&actor, id)?;
		ensure!(device.status != ServiceStatus::Decommissioned, Error::<T>::Decommissioned);
		ensure!(!device.is_with_patient(), Error::<T>::WithPatient);
		Self::ensure_sanitised(&mut device, sanitisation)?;
		device.enter(ServiceStatus::Decommissioned, T::Time::now());
		device.offered_to = None;
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::Decommissioned { device: id, sanitisation, by: actor.account });
		Ok(())
	}

	/// Answers how many field actions that has settled.
	pub(crate) fn do_dispose(
		actor: ActorOf<T>,
		id: DeviceId,
		sanitisation: Option<Digest>,
	) -> Result<u32, DispatchError> {
		let mut device = Self::own_device(&actor, id)?;
		ensure!(device.status == ServiceStatus::Decommissioned, Error::<T>::NotDecommissioned);
		Self::ensure_sanitised(&mut device, sanitisation)?;
		let actions = Self::end_of(&device)?;
		device.enter(ServiceStatus::Disposed, T::Time::now());
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::Disposed { device: id, sanitisation, by: actor.account });
		Ok(actions)
	}

	/// Answers how many field actions that has settled.
	pub(crate) fn do_enter_in_error(actor: ActorOf<T>, id: DeviceId) -> Result<u32, DispatchError> {
		let mut device = Self::own_device(&actor, id)?;
		ensure!(!device.is_with_patient(), Error::<T>::WithPatient);
		let actions = Self::end_of(&device)?;
		device.enter(ServiceStatus::EnteredInError, T::Time::now());
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::EnteredInError { device: id, by: actor.account });
		Ok(actions)
	}

	/// Whether there is evidence that the device's data were destroyed, if it keeps any. Notes it.
	fn ensure_sanitised(
		device: &mut DeviceOf<T>,
		sanitisation: Option<Digest>,
	) -> Result<(), Error<T>> {
		if let Some(evidence) = sanitisation {
			ensure!(!evidence.is_zero(), Error::<T>::ZeroDigest);
			device.sanitised = true;
		}
		let keeps_data = Self::model_of(device)?.definition.stores_data;
		ensure!(!keeps_data || device.sanitised, Error::<T>::SanitisationMissing);
		Ok(())
	}

	/// Counts the device, as it was, among those that have come to an end, for its model, its lot and
	/// every field action that is outstanding on it. Answers how many those are.
	pub(crate) fn end_of(device: &DeviceOf<T>) -> Result<u32, Error<T>> {
		let mut model = Self::model_of(device)?;
		let mut settled = 0u32;
		for action in Self::outstanding_on(device, &model) {
			FieldActions::<T>::mutate(action, |slot| {
				if let Some(action) = slot {
					action.disposed = action.disposed.saturating_add(1);
				}
			});
			settled = settled.saturating_add(1);
		}
		if let Some(lot) = &device.identifiers.lot {
			Lots::<T>::mutate(device.model, lot, Census::add_ended);
		}
		model.census.add_ended();
		Models::<T>::insert(device.model, model);
		Ok(settled)
	}
}
