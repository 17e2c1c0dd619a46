// SPDX-License-Identifier: Apache-2.0

//! Evidence of care: what really happened, for those who are asked to pay for it.

use crate::{DeviceUseId, Digest, InstitutionId, Moment, PatientId};
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
