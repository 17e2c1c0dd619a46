// SPDX-License-Identifier: Apache-2.0

//! What a device reports of its use, and what is done with it for patients.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use device_lifecycle_core::Reading;
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use galen_primitives::{
	keys::VerifyingKey, Beneficiary, DeviceId, DeviceSignature, Digest, EvidenceStanding,
	InstitutionId, Moment,
};
use p256::ecdsa::{self, signature::Verifier};
use scale_info::TypeInfo;

chain_type! {
	/// A device's key. Its signatures are 64 bytes.
	#[derive(Copy)]
	pub enum DeviceKey {
		/// Ed25519 (RFC 8032).
		#[codec(index = 0)]
		Ed25519([u8; 32]),
		/// Schnorr over Ristretto (schnorrkel).
		#[codec(index = 1)]
		Sr25519([u8; 32]),
		/// ECDSA with SHA-256 over NIST P-256, which secure elements have; a compressed point
		/// (SEC 1). A signature is `r ‖ s`. High and low `s` are both taken: what is signed bears a
		/// sequence number or a nonce, so that a second signature of the same gains nothing.
		#[codec(index = 2)]
		P256([u8; 33]),
	}

	/// The key of a device that is in force.
	#[derive(Copy)]
	pub struct KeyInForce {
		/// The key.
		pub key: DeviceKey,
		/// Since when.
		pub since: Moment,
	}

	/// Why a use is taken back (EPCIS errorDeclaration).
	#[derive(Copy)]
	pub enum ReversalReason {
		/// It didn't happen.
		#[codec(index = 0)]
		DidNotOccur,
		/// It happened otherwise.
		#[codec(index = 1)]
		IncorrectData,
	}

	/// A use of a device on a patient (FHIR DeviceUseStatement).
	#[derive(Copy)]
	pub struct DeviceUse {
		/// The device.
		pub device: DeviceId,
		/// The institution that used it.
		pub institution: InstitutionId,
		/// Whom it was used on.
		pub beneficiary: Beneficiary,
		/// When, as the user says.
		pub occurred: Moment,
		/// When it came on chain.
		pub recorded: Moment,
		/// Whether it counts.
		pub standing: EvidenceStanding,
	}
}

impl DeviceKey {
	/// Whether `signature` is this key's over `message`.
	pub fn verifies(&self, message: &[u8], signature: &DeviceSignature) -> bool {
		match self {
			Self::Ed25519(key) => VerifyingKey::Ed25519(*key).verifies(message, signature),
			Self::Sr25519(key) => VerifyingKey::Sr25519(*key).verifies(message, signature),
			Self::P256(key) => verifies_p256(key, message, signature),
		}
	}

	/// Whether its signatures are verified in the runtime's own code, which costs more.
	pub fn is_p256(&self) -> bool {
		matches!(self, Self::P256(_))
	}
}

fn verifies_p256(key: &[u8; 33], message: &[u8], signature: &DeviceSignature) -> bool {
	let key = ecdsa::VerifyingKey::from_sec1_bytes(key);
	let signature = ecdsa::Signature::from_slice(signature);
	matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(message, &signature).is_ok())
}

/// A batch of a device's usage. The messages stay off chain, behind their root.
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
#[scale_info(skip_type_params(MaxFaults))]
#[codec(mel_bound())]
pub struct UsageBatch<MaxFaults: Get<u32>> {
	/// Its messages' numbers, its time, and what the meters show at its end.
	pub reading: Reading,
	/// The codes of the faults that the device has noticed, as its maker numbers them.
	pub faults: BoundedVec<u16, MaxFaults>,
	/// The root of a [`galen_primitives::merkle`] tree over the messages' salted commitments.
	pub root: Digest,
	/// The firmware that the device ran, for a model that has one.
	pub firmware: Option<Digest>,
}
