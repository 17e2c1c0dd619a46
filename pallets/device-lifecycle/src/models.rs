// SPDX-License-Identifier: Apache-2.0

//! What makers state of their models.

use crate::*;
use device_lifecycle_core::DiFlaw;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time, BoundedVec};
use galen_primitives::{seams::Institutions, Digest, InstitutionKind};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_model(
		actor: ActorOf<T>,
		definition: ModelDefinition,
	) -> DispatchResult {
		definition.identifier.check().map_err(Error::<T>::from)?;
		ensure!(definition.production.is_valid(), Error::<T>::UnknownFlag);
		ensure!(definition.plan.is_proper(), Error::<T>::InvalidPlan);
		ensure!(!definition.master_data.is_zero(), Error::<T>::ZeroDigest);
		let maker = actor.institution;
		ensure!(
			T::Institutions::kinds_in_force(maker)
				.is_some_and(|kinds| kinds.contains(InstitutionKind::DeviceMaker)),
			Error::<T>::NotADeviceMaker
		);
		ensure!(!ModelIds::<T>::contains_key(&definition.identifier), Error::<T>::ModelExists);

		let model = ModelCount::<T>::get();
		ModelCount::<T>::put(model.saturating_add(1));
		ModelIds::<T>::insert(&definition.identifier, model);
		Models::<T>::insert(
			model,
			Model {
				maker,
				definition: definition.clone(),
				registered: T::Time::now(),
				firmwares: BoundedVec::new(),
				actions: BoundedVec::new(),
				census: Census::default(),
			},
		);

		Self::deposit_event(Event::ModelRegistered { model, maker, definition, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_approve_firmware(
		actor: ActorOf<T>,
		id: ModelId,
		firmware: Digest,
	) -> DispatchResult {
		ensure!(!firmware.is_zero(), Error::<T>::ZeroDigest);
		let mut model = Self::own_model(&actor, id)?;
		ensure!(model.definition.has_firmware, Error::<T>::NoFirmware);
		if let Some(known) = model.firmwares.iter().find(|known| known.digest == firmware) {
			return Err(match known.withdrawn {
				Some(_) => Error::<T>::FirmwareWithdrawn,
				None => Error::<T>::AlreadyApproved,
			}
			.into());
		}
		if model.firmwares.is_full() {
			// What isn't there isn't approved: forgetting one that was withdrawn loses nothing.
			let oldest = model
				.firmwares
				.iter()
				.filter(|known| known.withdrawn.is_some())
				.min_by_key(|known| known.withdrawn)
				.map(|known| known.digest)
				.ok_or(Error::<T>::TooManyFirmwares)?;
			model.firmwares.retain(|known| known.digest != oldest);
		}
		model
			.firmwares
			.try_push(Firmware { digest: firmware, approved: T::Time::now(), withdrawn: None })
			.map_err(|_| Error::<T>::TooManyFirmwares)?;
		Models::<T>::insert(id, model);

		Self::deposit_event(Event::FirmwareApproved { model: id, firmware, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_withdraw_firmware(
		actor: ActorOf<T>,
		id: ModelId,
		firmware: Digest,
	) -> DispatchResult {
		let mut model = Self::own_model(&actor, id)?;
		let known = model
			.firmwares
			.iter_mut()
			.find(|known| known.digest == firmware)
			.ok_or(Error::<T>::FirmwareNotApproved)?;
		ensure!(known.withdrawn.is_none(), Error::<T>::FirmwareWithdrawn);
		known.withdrawn = Some(T::Time::now());
		Models::<T>::insert(id, model);

		Self::deposit_event(Event::FirmwareWithdrawn { model: id, firmware, by: actor.account });
		Ok(())
	}

	/// A model that the actor's institution makes.
	fn own_model(actor: &ActorOf<T>, id: ModelId) -> Result<ModelOf<T>, Error<T>> {
		let model = Models::<T>::get(id).ok_or(Error::<T>::UnknownModel)?;
		ensure!(model.maker == actor.institution, Error::<T>::NotTheMaker);
		Ok(model)
	}
}

impl<T: Config> From<DiFlaw> for Error<T> {
	fn from(flaw: DiFlaw) -> Self {
		match flaw {
			DiFlaw::WrongLength => Self::IdentifierLength,
			DiFlaw::WrongCheckDigit => Self::IdentifierCheckDigit,
			DiFlaw::WrongCharacter => Self::IdentifierCharacter,
			DiFlaw::WrongLabeler => Self::IdentifierLabeler,
			DiFlaw::WrongUnit => Self::IdentifierUnit,
			DiFlaw::WrongProductCode => Self::IdentifierProductCode,
		}
	}
}
