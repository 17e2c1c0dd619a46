// SPDX-License-Identifier: Apache-2.0

//! Records whose first version a device has measured and signed.

use crate::*;
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use galen_primitives::{
	seams::DeviceStatus, statement::statement, DeviceId, DeviceSignature, InstitutionId, Moment,
	PatientId, RecordId, SignedBy,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_anchor_measured(
		actor: ActorOf<T>,
		patient: PatientId,
		anchor: Anchor,
		device: DeviceId,
		from: Moment,
		signature: &DeviceSignature,
	) -> Result<SignedBy, DispatchError> {
		ensure!(from <= anchor.occurred, Error::<T>::EndsBeforeStart);
		let custodian = actor.institution;
		let bytes = Self::measurement_bytes(device, custodian, patient, &anchor, from);
		let signed =
			T::Devices::check_signed(device, &bytes, signature).map_err(T::Devices::error)?;
		ensure!(signed.device.owner == custodian, Error::<T>::DeviceOfAnother);

		let record = Self::add_record(actor.clone(), patient, anchor)?;
		Sources::<T>::insert(record, Source { device, from, until: anchor.occurred });
		Self::deposit_event(Event::AnchoredFromDevice {
			record,
			patient,
			custodian,
			author: actor.account,
			anchor,
			device,
			from,
		});
		Ok(signed)
	}

	/// What the device signs. The record's id follows from it, and no record is anchored twice: that
	/// is what refuses a replay.
	pub(crate) fn measurement_bytes(
		device: DeviceId,
		custodian: InstitutionId,
		patient: PatientId,
		anchor: &Anchor,
		from: Moment,
	) -> Vec<u8> {
		let Anchor { content, fields, occurred, .. } = anchor;
		let body = (device, custodian, patient, content, fields, from, occurred);
		statement(b"device-record", &T::ChainId::get(), &body)
	}

	pub(crate) fn source_info(id: RecordId) -> Option<SourceInfo> {
		let source = Sources::<T>::get(id)?;
		Some(SourceInfo { source, suspect: Self::is_in_doubt(&source) })
	}

	/// Whether a device measured what the record says, and was found out of tolerance later.
	pub(crate) fn is_record_suspect(id: &RecordId) -> bool {
		Sources::<T>::get(id).is_some_and(|source| Self::is_in_doubt(&source))
	}

	fn is_in_doubt(Source { device, from, until }: &Source) -> bool {
		T::Devices::is_suspect(*device, *from, *until)
	}
}
