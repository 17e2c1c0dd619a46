// SPDX-License-Identifier: Apache-2.0

//! Devices.

use super::{DeviceAction, FailedServices, FieldActionId, KeyInForce, ModelId};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use device_lifecycle_core::{Meter, ProductionIdentifiers, ServiceHistory, Spell};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use galen_primitives::{DeviceId, DeviceRefusal, Digest, InstitutionId, Moment};
use scale_info::TypeInfo;

chain_type! {
	/// Where a device is in its life.
	#[derive(Copy)]
	pub enum ServiceStatus {
		/// Known, and not accepted by its owner.
		#[codec(index = 0)]
		Registered,
		/// Accepted, and not in service yet.
		#[codec(index = 1)]
		Commissioned,
		/// In service.
		#[codec(index = 2)]
		InService,
		/// Out of service for a while.
		#[codec(index = 3)]
		OutOfService,
		/// Out of service for good.
		#[codec(index = 4)]
		Decommissioned,
		/// Disposed of. Final: its identification never comes back.
		#[codec(index = 5)]
		Disposed,
		/// Registered in error. Final.
		#[codec(index = 6)]
		EnteredInError,
	}

	/// Whether a device is there to be used (FHIR R5 availabilityStatus).
	#[derive(Copy)]
	pub enum Availability {
		/// It is.
		#[codec(index = 0)]
		Available,
		/// It is lost.
		#[codec(index = 1)]
		Lost,
		/// It is damaged and awaits repair.
		#[codec(index = 2)]
		Damaged,
		/// It is destroyed. Final.
		#[codec(index = 3)]
		Destroyed,
	}

	/// Whether a device is with a patient (FHIR R5 DeviceAssociation). Commitments only.
	#[derive(Copy)]
	pub enum Association {
		/// It isn't.
		#[codec(index = 0)]
		None,
		/// At the patient's, or on the body.
		#[codec(index = 1)]
		Attached {
			/// A commitment to the patient.
			patient: Digest,
		},
		/// In the body.
		#[codec(index = 2)]
		Implanted {
			/// A commitment to the patient.
			patient: Digest,
			/// When it was implanted.
			since: Moment,
		},
		/// It was in a body. It won't be in another.
		#[codec(index = 3)]
		Explanted,
	}

	/// Why a device is taken out of service.
	#[derive(Copy)]
	pub enum OutOfServiceReason {
		/// Something is due or overdue.
		#[codec(index = 0)]
		ServiceDue,
		/// It has a fault.
		#[codec(index = 1)]
		Fault,
		/// A field action covers it.
		#[codec(index = 2)]
		FieldAction,
		/// It isn't needed: nothing has to be looked at before it returns.
		#[codec(index = 3)]
		Standby,
	}

	/// The life of a device before it came on chain.
	#[derive(Copy)]
	pub struct PriorService {
		/// Since when it was in service. Its meters count from then.
		pub since: Moment,
		/// The digest of what shows it.
		pub evidence: Digest,
	}
}

/// A device, with everything that a check asks of it, in one value.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxActions, MaxSpells))]
#[codec(mel_bound())]
pub struct Device<MaxActions: Get<u32>, MaxSpells: Get<u32>> {
	/// Its model.
	pub model: ModelId,
	/// What its label says beside the model.
	pub identifiers: ProductionIdentifiers,
	/// Its owner.
	pub owner: InstitutionId,
	/// To whom the owner offers it.
	pub offered_to: Option<InstitutionId>,
	/// When it came on chain.
	pub registered: Moment,
	/// Its life before that.
	pub prior: Option<PriorService>,
	/// Where it is in its life.
	pub status: ServiceStatus,
	/// Since when.
	pub status_since: Moment,
	/// Whether it is there.
	pub availability: Availability,
	/// Whether it is with a patient.
	pub association: Association,
	/// What it has passed last.
	pub history: ServiceHistory,
	/// When it was last serviced, whatever came of it.
	pub last_service: Moment,
	/// What it has failed and not passed since.
	pub failed: FailedServices,
	/// Whether nothing has to be looked at before it goes into service.
	pub inspected: bool,
	/// The firmware it runs, for a model that has one.
	pub firmware: Option<Digest>,
	/// What its last batch of usage has told.
	pub meter: Meter,
	/// How often it was used on a patient. A use that is taken back has still opened the package.
	pub uses: u32,
	/// Its key in force.
	pub key: Option<KeyInForce>,
	/// Counts its keys, so that no proof of possession serves twice.
	pub key_nonce: u32,
	/// Whether there is evidence that its data were destroyed.
	pub sanitised: bool,
	/// The field actions that name it, and those that have come to something on it.
	pub actions: BoundedVec<DeviceAction, MaxActions>,
	/// Since when its word is in doubt, if the last calibration left it out of tolerance.
	pub doubted_since: Option<Moment>,
	/// The times of which its word is in doubt, in order and apart.
	pub suspect: BoundedVec<Spell, MaxSpells>,
}

impl<MaxActions: Get<u32>, MaxSpells: Get<u32>> Device<MaxActions, MaxSpells> {
	/// Whether it has come to an end: nothing can happen to it any more.
	pub fn has_ended(&self) -> bool {
		matches!(self.status, ServiceStatus::Disposed | ServiceStatus::EnteredInError)
			|| self.availability == Availability::Destroyed
	}

	/// Whether it is at a patient's or in a body.
	pub fn is_with_patient(&self) -> bool {
		matches!(self.association, Association::Attached { .. } | Association::Implanted { .. })
	}

	/// Since when it can be told to have been fit: it went into service, or a clock began again.
	pub fn fit_since(&self) -> Moment {
		let history = &self.history;
		[history.maintenance, history.calibration, history.safety_test]
			.iter()
			.flatten()
			.map(|serviced| serviced.at)
			.fold(self.status_since, Moment::max)
	}

	/// Moves it to another place in its life.
	pub fn enter(&mut self, status: ServiceStatus, now: Moment) {
		self.status = status;
		self.status_since = now;
	}

	/// Takes it out of service, if it is in.
	pub fn suspend(&mut self, now: Moment) {
		if self.status == ServiceStatus::InService {
			self.enter(ServiceStatus::OutOfService, now);
		}
		self.inspected = false;
	}

	/// What a field action has come to on it, if it keeps that.
	pub fn action(&self, id: FieldActionId) -> Option<&DeviceAction> {
		self.actions.iter().find(|action| action.id == id)
	}
}

/// What an identification leads to. It never becomes free again.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxActions))]
#[codec(mel_bound())]
pub enum UdiEntry<MaxActions: Get<u32>> {
	/// A device.
	#[codec(index = 0)]
	Device(DeviceId),
	/// No device yet: the field actions that name the serial number, which the device takes over.
	#[codec(index = 1)]
	Awaited(BoundedVec<DeviceAction, MaxActions>),
}

/// A whole identification, by which a device is found.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct UdiHash(pub [u8; 32]);

impl UdiHash {
	/// That of the device with such a serial number, whatever else its label says.
	pub fn of_serial(model: ModelId, serial: &[u8]) -> Self {
		Self((b"galen/udi", model, 0u8, serial).using_encoded(sp_io::hashing::blake2_256))
	}

	/// That of the device with these identifiers: its serial number if it has one, otherwise
	/// everything that its label says and which of those with the same label it is.
	pub fn of(model: ModelId, identifiers: &ProductionIdentifiers) -> Self {
		match &identifiers.serial {
			Some(serial) => Self::of_serial(model, serial),
			None => Self(
				(b"galen/udi", model, 1u8, identifiers).using_encoded(sp_io::hashing::blake2_256),
			),
		}
	}
}

/// What an identification leads to.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum UdiEntryView {
	/// A device.
	#[codec(index = 0)]
	Device(DeviceId),
	/// Field actions that await its registration.
	#[codec(index = 1)]
	Awaited(Vec<FieldActionId>),
}

/// Whether a device may be relied on, and every reason why not.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DeviceStatusInfo {
	/// Where it is in its life.
	pub status: ServiceStatus,
	/// Whether it is there.
	pub availability: Availability,
	/// Why what it measures isn't believed.
	pub report: Vec<DeviceRefusal>,
	/// Why it may not be used on a patient.
	pub use_on_patient: Vec<DeviceRefusal>,
	/// Why a use of it isn't billed.
	pub bill: Vec<DeviceRefusal>,
	/// The times of which its word is in doubt.
	pub suspect: Vec<Spell>,
	/// Since when it is, if it still is: it was left out of tolerance.
	pub suspect_since: Option<Moment>,
}
