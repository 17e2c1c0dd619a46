// SPDX-License-Identifier: Apache-2.0

//! Whether a device may be relied on: derived, never stored.

use crate::*;
use alloc::vec::Vec;
use device_lifecycle_core::{due, suspect, NextDue};
use frame_support::{ensure, traits::Time};
use galen_primitives::{
	seams::{DeviceStatus, Evidence, Institutions, RecallStatus},
	DeviceFacts, DeviceId, DevicePurpose, DeviceRefusal, DeviceSignature, EvidenceFacts,
	EvidenceId, Moment, SignedBy,
};
use sp_runtime::DispatchError;

/// The reasons that can speak against a device, in the order in which they are given.
const REASONS: [DeviceRefusal; 11] = [
	DeviceRefusal::EnteredInError,
	DeviceRefusal::NotInService,
	DeviceRefusal::NotAvailable,
	DeviceRefusal::FieldAction,
	DeviceRefusal::OutOfCalibration,
	DeviceRefusal::MaintenanceOverdue,
	DeviceRefusal::SafetyTestOverdue,
	DeviceRefusal::Expired,
	DeviceRefusal::AlreadyUsed,
	DeviceRefusal::FirmwareNotApproved,
	DeviceRefusal::OwnerNotInForce,
];

/// Whether a reason matters for a purpose.
fn concerns(reason: DeviceRefusal, purpose: DevicePurpose) -> bool {
	use DeviceRefusal::*;
	match purpose {
		DevicePurpose::Use => true,
		DevicePurpose::Report => {
			!matches!(reason, MaintenanceOverdue | SafetyTestOverdue | AlreadyUsed)
		},
		// The use was allowed when it was recorded; the device may be worn out or gone by now.
		DevicePurpose::Bill => matches!(reason, EnteredInError | FieldAction),
	}
}

impl<T: Config> Pallet<T> {
	/// Whether a reason speaks against a device now.
	fn holds(reason: DeviceRefusal, device: &DeviceOf<T>, model: &ModelOf<T>, now: Moment) -> bool {
		let due = || due::next_due(&model.definition.plan, &device.history);
		match reason {
			DeviceRefusal::EnteredInError => device.status == ServiceStatus::EnteredInError,
			DeviceRefusal::NotInService => device.status != ServiceStatus::InService,
			DeviceRefusal::NotAvailable => device.availability != Availability::Available,
			DeviceRefusal::FieldAction => Self::is_stopped(device, model),
			DeviceRefusal::OutOfCalibration => {
				device.failed.calibration() || due().calibration_overdue(now)
			},
			DeviceRefusal::MaintenanceOverdue => {
				due().maintenance_overdue(now, device.meter.run_minutes)
			},
			DeviceRefusal::SafetyTestOverdue => due().safety_test_overdue(now),
			DeviceRefusal::Expired => due::is_overdue(device.identifiers.expiry, now),
			DeviceRefusal::AlreadyUsed => model.definition.single_use && device.uses > 0,
			DeviceRefusal::FirmwareNotApproved => {
				device.firmware.is_some_and(|firmware| !model.approves(&firmware))
			},
			DeviceRefusal::OwnerNotInForce => {
				T::Institutions::kinds_in_force(device.owner).is_none()
			},
			// These are found elsewhere.
			DeviceRefusal::Unknown | DeviceRefusal::NoKey | DeviceRefusal::InvalidSignature => {
				false
			},
		}
	}

	/// The reasons that speak against a device for a purpose.
	fn refusals<'a>(
		device: &'a DeviceOf<T>,
		model: &'a ModelOf<T>,
		purpose: DevicePurpose,
		now: Moment,
	) -> impl Iterator<Item = DeviceRefusal> + 'a {
		REASONS
			.into_iter()
			.filter(move |reason| concerns(*reason, purpose))
			.filter(move |reason| Self::holds(*reason, device, model, now))
	}

	/// The same as an error of this pallet.
	pub(crate) fn ensure_fit(
		device: &DeviceOf<T>,
		model: &ModelOf<T>,
		purpose: DevicePurpose,
		now: Moment,
	) -> Result<(), Error<T>> {
		match Self::refusals(device, model, purpose, now).next() {
			Some(reason) => Err(reason.into()),
			None => Ok(()),
		}
	}

	fn checked(
		id: DeviceId,
		purpose: DevicePurpose,
	) -> Result<(DeviceOf<T>, DeviceFacts), DeviceRefusal> {
		let device = Devices::<T>::get(id).ok_or(DeviceRefusal::Unknown)?;
		let model = Models::<T>::get(device.model).ok_or(DeviceRefusal::Unknown)?;
		if let Some(reason) = Self::refusals(&device, &model, purpose, T::Time::now()).next() {
			return Err(reason);
		}
		let facts = DeviceFacts {
			owner: device.owner,
			last_good_calibration: device.history.calibration.map(|last| last.at),
		};
		Ok((device, facts))
	}

	pub(crate) fn status_info(id: DeviceId) -> Option<DeviceStatusInfo> {
		let device = Devices::<T>::get(id)?;
		let model = Models::<T>::get(device.model)?;
		let now = T::Time::now();
		let all = |purpose| Self::refusals(&device, &model, purpose, now).collect::<Vec<_>>();
		Some(DeviceStatusInfo {
			status: device.status,
			availability: device.availability,
			report: all(DevicePurpose::Report),
			use_on_patient: all(DevicePurpose::Use),
			bill: all(DevicePurpose::Bill),
			suspect: device.suspect.to_vec(),
			suspect_since: device.doubted_since,
		})
	}

	pub(crate) fn next_due_of(id: DeviceId) -> Option<NextDue> {
		let device = Devices::<T>::get(id)?;
		let model = Models::<T>::get(device.model)?;
		Some(due::next_due(&model.definition.plan, &device.history))
	}
}

impl<T: Config> DeviceStatus for Pallet<T> {
	/// Reads the device, its model and its owner, whatever there is of field actions or devices.
	fn check(device: DeviceId, purpose: DevicePurpose) -> Result<DeviceFacts, DeviceRefusal> {
		Self::checked(device, purpose).map(|(_, facts)| facts)
	}

	fn check_signed(
		device: DeviceId,
		statement: &[u8],
		signature: &DeviceSignature,
	) -> Result<SignedBy, DeviceRefusal> {
		let (device, facts) = Self::checked(device, DevicePurpose::Report)?;
		let KeyInForce { key, .. } = device.key.ok_or(DeviceRefusal::NoKey)?;
		ensure!(key.verifies(statement, signature), DeviceRefusal::InvalidSignature);
		Ok(SignedBy { device: facts, is_p256: key.is_p256() })
	}

	fn is_suspect(device: DeviceId, from: Moment, until: Moment) -> bool {
		let Some(device) = Devices::<T>::get(device) else { return true };
		device.status == ServiceStatus::EnteredInError
			|| suspect::overlaps(&device.suspect, from, until)
			|| device.doubted_since.is_some_and(|since| since <= until)
	}

	fn error(refusal: DeviceRefusal) -> DispatchError {
		Error::<T>::from(refusal).into()
	}
}

impl<T: Config> RecallStatus<DeviceId> for Pallet<T> {
	/// Whether a field action that stops devices is outstanding on it. A device that doesn't exist
	/// counts as recalled.
	fn is_recalled(device: &DeviceId) -> bool {
		let Some(device) = Devices::<T>::get(device) else { return true };
		Models::<T>::get(device.model).is_none_or(|model| Self::is_stopped(&device, &model))
	}
}

/// Devices that were used on a patient, by the use.
impl<T: Config> RecallStatus<EvidenceId> for Pallet<T> {
	fn is_recalled(evidence: &EvidenceId) -> bool {
		let EvidenceId::DeviceUse(id) = evidence else { return true };
		DeviceUses::<T>::get(id).is_none_or(|used| Self::is_recalled(&used.device))
	}
}

impl<T: Config> Evidence for Pallet<T> {
	fn facts(evidence: EvidenceId) -> Option<EvidenceFacts> {
		let EvidenceId::DeviceUse(id) = evidence else { return None };
		let DeviceUse { institution, beneficiary, occurred, recorded, standing, .. } =
			DeviceUses::<T>::get(id)?;
		Some(EvidenceFacts { beneficiary, provider: institution, occurred, recorded, standing })
	}
}

impl<T: Config> From<DeviceRefusal> for Error<T> {
	fn from(refusal: DeviceRefusal) -> Self {
		match refusal {
			DeviceRefusal::Unknown => Self::NotFound,
			DeviceRefusal::EnteredInError => Self::InError,
			DeviceRefusal::NotInService => Self::NotInService,
			DeviceRefusal::NotAvailable => Self::NotAvailable,
			DeviceRefusal::FieldAction => Self::UnderFieldAction,
			DeviceRefusal::OutOfCalibration => Self::OutOfCalibration,
			DeviceRefusal::MaintenanceOverdue => Self::MaintenanceOverdue,
			DeviceRefusal::SafetyTestOverdue => Self::SafetyTestOverdue,
			DeviceRefusal::Expired => Self::LabelExpired,
			DeviceRefusal::AlreadyUsed => Self::AlreadyUsed,
			DeviceRefusal::FirmwareNotApproved => Self::FirmwareNotApproved,
			DeviceRefusal::OwnerNotInForce => Self::OwnerNotInForce,
			DeviceRefusal::NoKey => Self::NoKey,
			DeviceRefusal::InvalidSignature => Self::InvalidSignature,
		}
	}
}
