// SPDX-License-Identifier: Apache-2.0

//! Into service and out of it; lost, found, damaged, destroyed.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{DeviceId, DevicePurpose, Digest};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_put_into_service(actor: ActorOf<T>, id: DeviceId) -> DispatchResult {
		let mut device = Self::own_device(&actor, id)?;
		match device.status {
			ServiceStatus::InService => return Err(Error::<T>::InService.into()),
			ServiceStatus::Decommissioned => return Err(Error::<T>::Decommissioned.into()),
			_ => {},
		}
		ensure!(device.association != Association::Explanted, Error::<T>::WasImplanted);
		ensure!(device.failed.is_empty(), Error::<T>::ServiceFailed);
		ensure!(device.history.accepted.is_some(), Error::<T>::NotAccepted);
		ensure!(device.inspected, Error::<T>::NotInspected);
		let now = T::Time::now();
		device.enter(ServiceStatus::InService, now);
		// As it would be, it has to be fit for use.
		let model = Self::model_of(&device)?;
		Self::ensure_fit(&device, &model, DevicePurpose::Use, now)?;
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::PutIntoService { device: id, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_take_out_of_service(
		actor: ActorOf<T>,
		id: DeviceId,
		reason: OutOfServiceReason,
	) -> DispatchResult {
		let mut device = Self::own_device(&actor, id)?;
		ensure!(device.status == ServiceStatus::InService, Error::<T>::NotInService);
		device.suspend(T::Time::now());
		device.inspected = reason == OutOfServiceReason::Standby;
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::TakenOutOfService { device: id, reason, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_report_lost(actor: ActorOf<T>, id: DeviceId) -> DispatchResult {
		let device = Self::own_device(&actor, id)?;
		ensure!(device.availability != Availability::Lost, Error::<T>::AlreadyLost);
		Self::change_availability(actor, id, device, Availability::Lost, None);
		Ok(())
	}

	pub(crate) fn do_report_found(actor: ActorOf<T>, id: DeviceId) -> DispatchResult {
		let mut device = Self::own_device(&actor, id)?;
		ensure!(device.availability == Availability::Lost, Error::<T>::NotLost);
		device.suspend(T::Time::now());
		Self::change_availability(actor, id, device, Availability::Available, None);
		Ok(())
	}

	pub(crate) fn do_report_damaged(actor: ActorOf<T>, id: DeviceId) -> DispatchResult {
		let mut device = Self::own_device(&actor, id)?;
		match device.availability {
			Availability::Available => {},
			Availability::Damaged => return Err(Error::<T>::AlreadyDamaged.into()),
			Availability::Lost | Availability::Destroyed => {
				return Err(Error::<T>::NotAvailable.into())
			},
		}
		device.suspend(T::Time::now());
		Self::change_availability(actor, id, device, Availability::Damaged, None);
		Ok(())
	}

	/// Answers how many field actions that has settled.
	pub(crate) fn do_report_destroyed(
		actor: ActorOf<T>,
		id: DeviceId,
		evidence: Digest,
	) -> Result<u32, DispatchError> {
		ensure!(!evidence.is_zero(), Error::<T>::ZeroDigest);
		let mut device = Self::own_device(&actor, id)?;
		let actions = Self::end_of(&device)?;
		device.suspend(T::Time::now());
		Self::change_availability(actor, id, device, Availability::Destroyed, Some(evidence));
		Ok(actions)
	}

	fn change_availability(
		actor: ActorOf<T>,
		id: DeviceId,
		mut device: DeviceOf<T>,
		availability: Availability,
		evidence: Option<Digest>,
	) {
		device.availability = availability;
		Devices::<T>::insert(id, device);
		Self::deposit_event(Event::AvailabilityChanged {
			device: id,
			availability,
			evidence,
			by: actor.account,
		});
	}
}
