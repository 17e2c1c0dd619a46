// SPDX-License-Identifier: Apache-2.0

//! Evidence of care: what really happened, for those who are asked to pay for it.

use crate::{
	gs1::{Gtin, Text20},
	DeviceUseId, Digest, InstitutionId, Moment, PatientId,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// A dispense, numbered in the order of recording.
pub type DispenseId = u64;

/// An encounter of a patient with an institution, numbered in the order of opening.
pub type EncounterId = u64;

/// What a piece of evidence is.
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
pub enum EvidenceId {
	/// An encounter.
	#[codec(index = 0)]
	Encounter(EncounterId),
	/// A medicine handed out.
	#[codec(index = 1)]
	Dispense(DispenseId),
	/// A device used on a patient.
	#[codec(index = 2)]
	DeviceUse(DeviceUseId),
}

impl EvidenceId {
	/// Which of the three it is.
	pub const fn kind(self) -> EvidenceKind {
		match self {
			Self::Encounter(_) => EvidenceKind::Encounter,
			Self::Dispense(_) => EvidenceKind::Dispense,
			Self::DeviceUse(_) => EvidenceKind::DeviceUse,
		}
	}
}

/// What kind of evidence something is.
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
pub enum EvidenceKind {
	/// An encounter.
	#[codec(index = 0)]
	Encounter,
	/// A medicine handed out.
	#[codec(index = 1)]
	Dispense,
	/// A device used on a patient.
	#[codec(index = 2)]
	DeviceUse,
}

/// A pack that was dispensed, by the data in its two-dimensional code.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct DispensedPack {
	/// The product.
	pub gtin: Gtin,
	/// The lot.
	pub lot: Text20,
	/// The serial number.
	pub serial: Text20,
}

/// Whom something was done for, as far as the chain knows.
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
pub enum Beneficiary {
	/// The patient, by pseudonym.
	#[codec(index = 0)]
	Patient(PatientId),
	/// A commitment to a pseudonym ([`crate::commitment::patient`]); whoever claims opens it.
	#[codec(index = 1)]
	Committed(Digest),
}

/// Whether evidence counts.
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
pub enum EvidenceStanding {
	/// It does.
	#[codec(index = 0)]
	Confirmed,
	/// Nobody but the provider has said so yet.
	#[codec(index = 1)]
	Unconfirmed,
	/// It was taken back: reverted, cancelled or entered in error.
	#[codec(index = 2)]
	Reversed,
}

/// What evidence tells.
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
pub struct EvidenceFacts {
	/// Whom it was done for.
	pub beneficiary: Beneficiary,
	/// The institution that did it.
	pub provider: InstitutionId,
	/// When, as the provider says.
	pub occurred: Moment,
	/// When the chain heard of it.
	pub recorded: Moment,
	/// Whether it counts.
	pub standing: EvidenceStanding,
}
