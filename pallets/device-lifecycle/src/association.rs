// SPDX-License-Identifier: Apache-2.0

//! Devices and patients: at the bedside, in the body, and uses as evidence.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{
	seams::Patients, Beneficiary, DeviceId, DevicePurpose, DeviceUseId, Digest, EvidenceStanding,
	Moment,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_associate(actor: ActorOf<T>, id: DeviceId, patient: Digest) -> DispatchResult {
		ensure!(!patient.is_zero(), Error::<T>::ZeroDigest);
		let mut device = Self::own_device(&actor, id)?;
		Self::ensure_unattached(&device)?;
		let model = Self::model_of(&device)?;
		Self::ensure_fit(&device, &model, DevicePurpose::Use, T::Time::now())?;
		device.association = Association::Attached { patient };
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::Associated { device: id, patient, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_dissociate(actor: ActorOf<T>, id: DeviceId) -> DispatchResult {
		let mut device = Self::own_device(&actor, id)?;
		ensure!(
			matches!(device.association, Association::Attached { .. }),
			Error::<T>::NotWithPatient
		);
		device.association = Association::None;
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::Dissociated { device: id, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_implant(
		actor: ActorOf<T>,
		id: DeviceId,
		patient: Digest,
		occurred: Moment,
	) -> DispatchResult {
		ensure!(!patient.is_zero(), Error::<T>::ZeroDigest);
		let now = Self::now_unless_before(occurred)?;
		let mut device = Self::own_device(&actor, id)?;
		let model = Self::model_of(&device)?;
		ensure!(model.definition.implantable, Error::<T>::NotImplantable);
		Self::ensure_unattached(&device)?;
		let beneficiary = Beneficiary::Committed(patient);
		let device_use =
			Self::note_use(&actor, id, &mut device, &model, beneficiary, occurred, now)?;
		device.association = Association::Implanted { patient, since: occurred };
		Devices::<T>::insert(id, device);

		let by = actor.account;
		Self::deposit_event(Event::Implanted { device: id, device_use, patient, occurred, by });
		Ok(())
	}

	pub(crate) fn do_explant(actor: ActorOf<T>, id: DeviceId, occurred: Moment) -> DispatchResult {
		let now = Self::now_unless_before(occurred)?;
		let mut device = Self::own_device(&actor, id)?;
		let Association::Implanted { since, .. } = device.association else {
			return Err(Error::<T>::NotWithPatient.into());
		};
		ensure!(since <= occurred, Error::<T>::Backdated);
		device.association = Association::Explanted;
		device.suspend(now);
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::Explanted { device: id, occurred, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_record_use(
		actor: ActorOf<T>,
		id: DeviceId,
		beneficiary: Beneficiary,
		occurred: Moment,
	) -> DispatchResult {
		let now = Self::now_unless_before(occurred)?;
		match beneficiary {
			Beneficiary::Patient(patient) => {
				ensure!(T::Patients::is_open(&patient), Error::<T>::PatientNotOpen);
			},
			Beneficiary::Committed(commitment) => {
				ensure!(!commitment.is_zero(), Error::<T>::ZeroDigest);
			},
		}
		let mut device = Self::own_device(&actor, id)?;
		let model = Self::model_of(&device)?;
		let device_use =
			Self::note_use(&actor, id, &mut device, &model, beneficiary, occurred, now)?;
		Devices::<T>::insert(id, device);

		Self::deposit_event(Event::UseRecorded {
			device_use,
			device: id,
			beneficiary,
			occurred,
			by: actor.account,
		});
		Ok(())
	}

	pub(crate) fn do_reverse_use(
		actor: ActorOf<T>,
		id: DeviceUseId,
		reason: ReversalReason,
	) -> DispatchResult {
		let mut device_use = DeviceUses::<T>::get(id).ok_or(Error::<T>::UnknownUse)?;
		ensure!(device_use.institution == actor.institution, Error::<T>::NotTheUser);
		ensure!(device_use.standing != EvidenceStanding::Reversed, Error::<T>::AlreadyReversed);
		device_use.standing = EvidenceStanding::Reversed;
		DeviceUses::<T>::insert(id, device_use);

		Self::deposit_event(Event::UseReversed { device_use: id, reason, by: actor.account });
		Ok(())
	}

	/// Writes the use down and counts it; the device is the caller's to write.
	fn note_use(
		actor: &ActorOf<T>,
		id: DeviceId,
		device: &mut DeviceOf<T>,
		model: &ModelOf<T>,
		beneficiary: Beneficiary,
		occurred: Moment,
		now: Moment,
	) -> Result<DeviceUseId, Error<T>> {
		Self::ensure_fit(device, model, DevicePurpose::Use, now)?;
		ensure!(device.fit_since() <= occurred, Error::<T>::Backdated);
		device.uses = device.uses.saturating_add(1);
		let device_use = DeviceUseCount::<T>::get();
		DeviceUseCount::<T>::put(device_use.saturating_add(1));
		DeviceUses::<T>::insert(
			device_use,
			DeviceUse {
				device: id,
				institution: actor.institution,
				beneficiary,
				occurred,
				recorded: now,
				// The chain has found the device fit and its user credentialed; there is nobody
				// else who could confirm it.
				standing: EvidenceStanding::Confirmed,
			},
		);
		Ok(device_use)
	}

	fn ensure_unattached(device: &DeviceOf<T>) -> Result<(), Error<T>> {
		ensure!(device.association != Association::Explanted, Error::<T>::WasImplanted);
		ensure!(!device.is_with_patient(), Error::<T>::WithPatient);
		Ok(())
	}
}
