// SPDX-License-Identifier: Apache-2.0

//! How devices come on chain, and how they change hands.

use crate::*;
use device_lifecycle_core::{
	DeviceIdentifier, Meter, PiFlaw, ProductionIdentifiers, ServiceHistory,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
	BoundedVec,
};
use galen_primitives::{seams::Institutions, time, DeviceId, Digest, InstitutionId, Moment, Role};

impl<T: Config> Pallet<T> {
	/// Five writes at most: the device, its identification, its model, its lot, and the count.
	pub(crate) fn do_register_device(
		actor: ActorOf<T>,
		model_id: ModelId,
		identifiers: ProductionIdentifiers,
		firmware: Option<Digest>,
		prior: Option<PriorService>,
	) -> DispatchResult {
		let now = T::Time::now();
		let mut model = Models::<T>::get(model_id).ok_or(Error::<T>::UnknownModel)?;
		let owner = actor.institution;
		ensure!(
			actor.role != Role::ResponsiblePerson || model.maker == owner,
			Error::<T>::NotTheMaker
		);
		identifiers.check(model.definition.production).map_err(Error::<T>::from)?;
		Self::ensure_plausible(&identifiers, prior.as_ref(), now)?;
		match firmware {
			Some(firmware) => {
				ensure!(model.definition.has_firmware, Error::<T>::NoFirmware);
				ensure!(!firmware.is_zero(), Error::<T>::ZeroDigest);
			},
			None => ensure!(!model.definition.has_firmware, Error::<T>::FirmwareMissing),
		}

		let udi = UdiHash::of(model_id, &identifiers);
		let actions = match UdiIndex::<T>::get(udi) {
			None => BoundedVec::new(),
			Some(UdiEntry::Awaited(actions)) => actions,
			Some(UdiEntry::Device(_)) => return Err(Error::<T>::AlreadyRegistered.into()),
		};
		let id = DeviceCount::<T>::get();
		DeviceCount::<T>::put(id.saturating_add(1));
		UdiIndex::<T>::insert(udi, UdiEntryOf::<T>::Device(id));
		if let Some(lot) = &identifiers.lot {
			Lots::<T>::mutate(model_id, lot, Census::add_registered);
		}
		model.census.add_registered();
		Models::<T>::insert(model_id, model);
		Devices::<T>::insert(
			id,
			Device {
				model: model_id,
				identifiers: identifiers.clone(),
				owner,
				offered_to: None,
				registered: now,
				prior,
				status: ServiceStatus::Registered,
				status_since: now,
				availability: Availability::Available,
				association: Association::None,
				history: ServiceHistory::default(),
				last_service: now,
				failed: FailedServices::default(),
				inspected: false,
				firmware,
				meter: Meter {
					until: prior.map_or(now, |prior| prior.since.min(now)),
					..Meter::default()
				},
				uses: 0,
				key: None,
				key_nonce: 0,
				sanitised: false,
				actions,
				doubted_since: None,
				suspect: BoundedVec::new(),
			},
		);

		Self::deposit_event(Event::DeviceRegistered {
			device: id,
			model: model_id,
			owner,
			identifiers,
			prior,
			by: actor.account,
		});
		Ok(())
	}

	/// Whether the dates on a label, and those of an earlier life, can be.
	fn ensure_plausible(
		identifiers: &ProductionIdentifiers,
		prior: Option<&PriorService>,
		now: Moment,
	) -> Result<(), Error<T>> {
		let made = identifiers.manufactured.unwrap_or(0);
		ensure!(time::is_plausible(made, now), Error::<T>::OccurredInFuture);
		if let Some(prior) = prior {
			ensure!(time::is_plausible(prior.since, now), Error::<T>::OccurredInFuture);
			ensure!(!prior.evidence.is_zero(), Error::<T>::ZeroDigest);
			ensure!(made <= prior.since, Error::<T>::InServiceBeforeManufacture);
		}
		Ok(())
	}

	pub(crate) fn do_offer_transfer(
		actor: ActorOf<T>,
		id: DeviceId,
		to: InstitutionId,
	) -> DispatchResult {
		let mut device = Self::own_device(&actor, id)?;
		ensure!(to != device.owner, Error::<T>::OwnInstitution);
		ensure!(device.offered_to.is_none(), Error::<T>::AlreadyOffered);
		Self::ensure_transferable(&device)?;
		ensure!(T::Institutions::kinds_in_force(to).is_some(), Error::<T>::UnknownInstitution);
		device.offered_to = Some(to);
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::TransferOffered { device: id, to, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_accept_transfer(actor: ActorOf<T>, id: DeviceId) -> DispatchResult {
		let mut device = Self::live_device(id)?;
		let to = actor.institution;
		ensure!(device.offered_to == Some(to), Error::<T>::NotOffered);
		// Much may have happened since it was offered.
		Self::ensure_transferable(&device)?;
		let from = device.owner;
		device.owner = to;
		device.offered_to = None;
		device.enter(ServiceStatus::Registered, T::Time::now());
		device.history.accepted = None;
		device.inspected = false;
		device.key = None;
		device.key_nonce = device.key_nonce.saturating_add(1);
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::Transferred { device: id, from, to, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_cancel_transfer(actor: ActorOf<T>, id: DeviceId) -> DispatchResult {
		let mut device = Self::own_device(&actor, id)?;
		ensure!(device.offered_to.is_some(), Error::<T>::NotOffered);
		device.offered_to = None;
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::TransferCancelled { device: id, by: actor.account });
		Ok(())
	}

	/// Whether a device may change hands.
	fn ensure_transferable(device: &DeviceOf<T>) -> Result<(), Error<T>> {
		ensure!(device.status != ServiceStatus::InService, Error::<T>::InService);
		ensure!(device.status != ServiceStatus::Decommissioned, Error::<T>::Decommissioned);
		ensure!(device.availability != Availability::Lost, Error::<T>::NotAvailable);
		ensure!(!device.is_with_patient(), Error::<T>::WithPatient);
		let model = Self::model_of(device)?;
		ensure!(!Self::is_stopped(device, &model), Error::<T>::UnderFieldAction);
		Ok(())
	}

	/// A device to which something can still happen.
	pub(crate) fn live_device(id: DeviceId) -> Result<DeviceOf<T>, Error<T>> {
		let device = Devices::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		match device.status {
			ServiceStatus::EnteredInError => Err(Error::<T>::InError),
			ServiceStatus::Disposed => Err(Error::<T>::Disposed),
			_ if device.availability == Availability::Destroyed => Err(Error::<T>::Destroyed),
			_ => Ok(device),
		}
	}

	/// Such a device that the actor's institution owns.
	pub(crate) fn own_device(actor: &ActorOf<T>, id: DeviceId) -> Result<DeviceOf<T>, Error<T>> {
		let device = Self::live_device(id)?;
		ensure!(device.owner == actor.institution, Error::<T>::NotTheOwner);
		Ok(device)
	}

	/// A device's model.
	pub(crate) fn model_of(device: &DeviceOf<T>) -> Result<ModelOf<T>, Error<T>> {
		Models::<T>::get(device.model).ok_or(Error::<T>::UnknownModel)
	}

	/// The time, unless what is told of would still be to come.
	pub(crate) fn now_unless_before(occurred: Moment) -> Result<Moment, Error<T>> {
		let now = T::Time::now();
		ensure!(time::is_plausible(occurred, now), Error::<T>::OccurredInFuture);
		Ok(now)
	}

	pub(crate) fn find_by_udi(
		identifier: DeviceIdentifier,
		production: ProductionIdentifiers,
	) -> Option<UdiEntryView> {
		let model = ModelIds::<T>::get(identifier)?;
		UdiIndex::<T>::get(UdiHash::of(model, &production)).map(|entry| match entry {
			UdiEntry::Device(id) => UdiEntryView::Device(id),
			UdiEntry::Awaited(actions) => {
				UdiEntryView::Awaited(actions.iter().map(|action| action.id).collect())
			},
		})
	}

	/// How many field actions a device can be under: what its end may have to settle.
	pub(crate) fn max_actions() -> u32 {
		T::MaxModelActions::get().saturating_add(T::MaxDeviceActions::get())
	}
}

impl<T: Config> From<PiFlaw> for Error<T> {
	fn from(flaw: PiFlaw) -> Self {
		match flaw {
			PiFlaw::Missing(_) => Self::ProductionIdentifierMissing,
			PiFlaw::Extra(_) => Self::ProductionIdentifierExtra,
			PiFlaw::Malformed(_) => Self::ProductionIdentifierMalformed,
			PiFlaw::ExpiresTooEarly => Self::ExpiresBeforeManufacture,
		}
	}
}
