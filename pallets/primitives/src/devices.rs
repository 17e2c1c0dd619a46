// SPDX-License-Identifier: Apache-2.0

//! Medical devices and sensors, as the pallets that rely on them see them.

use crate::{InstitutionId, Moment};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A device, numbered in the order of registration.
pub type DeviceId = u64;

/// A use of a device on a patient, numbered in the order of recording.
pub type DeviceUseId = u64;

/// What somebody wants of a device.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum DevicePurpose {
	/// Believe what it measures.
	#[codec(index = 0)]
	Report,
	/// Use it on a patient.
	#[codec(index = 1)]
	Use,
	/// Bill a use of it.
	#[codec(index = 2)]
	Bill,
}

/// Why a device may not be relied on.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum DeviceRefusal {
	/// There is no such device.
	#[codec(index = 0)]
	Unknown,
	/// It was registered in error.
	#[codec(index = 1)]
	EnteredInError,
	/// It isn't in service: not accepted yet, taken out of service, decommissioned or disposed of.
	#[codec(index = 2)]
	NotInService,
	/// It is lost, damaged or destroyed.
	#[codec(index = 3)]
	NotAvailable,
	/// A field action covers it and hasn't been carried out on it.
	#[codec(index = 4)]
	FieldAction,
	/// Its calibration is overdue, or found it out of tolerance.
	#[codec(index = 5)]
	OutOfCalibration,
	/// Its maintenance is overdue, by time or by its counters.
	#[codec(index = 6)]
	MaintenanceOverdue,
	/// Its recurrent safety test is overdue.
	#[codec(index = 7)]
	SafetyTestOverdue,
	/// Its label says that it has expired.
	#[codec(index = 8)]
	Expired,
	/// It is for single use, and was used.
	#[codec(index = 9)]
	AlreadyUsed,
	/// It runs a firmware that isn't approved.
	#[codec(index = 10)]
	FirmwareNotApproved,
	/// It belongs to an institution that isn't in force.
	#[codec(index = 11)]
	OwnerNotInForce,
	/// It has no key in force.
	#[codec(index = 12)]
	NoKey,
	/// The signature isn't its key's over the statement.
	#[codec(index = 13)]
	InvalidSignature,
}

/// What the chain knows of a device, for those who rely on it.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct DeviceFacts {
	/// The institution that owns it.
	pub owner: InstitutionId,
	/// When it was last found within tolerance, if it ever was.
	pub last_good_calibration: Option<Moment>,
}

/// What is known of a device that has signed something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SignedBy {
	/// The device.
	pub device: DeviceFacts,
	/// Whether its key is one of P-256, which the runtime verifies itself: dearer by far than the
	/// kinds that the host verifies.
	pub is_p256: bool,
}

/// A signature of a device's: 64 bytes, whichever kind of key made it.
pub type DeviceSignature = [u8; 64];
