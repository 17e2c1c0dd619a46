// SPDX-License-Identifier: Apache-2.0

//! Identifiers that the chain itself assigns.

use crate::Digest;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Fixed at genesis and kept for ever, also when the state moves to a parachain. Everything that
/// is signed off chain and every commitment binds it, so that nothing can be replayed elsewhere.
pub type ChainId = [u8; 32];

/// An institution, numbered in the order of admission.
pub type InstitutionId = u32;

/// A pseudonym of a patient towards one care relationship.
///
/// Computed by the chain from the opener and 32 random bytes, never from anything about the
/// person. A person has as many as they want, and nothing on chain links two of them.
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
	Serialize,
	Deserialize,
)]
pub struct PatientId(pub [u8; 32]);

impl PatientId {
	/// The pseudonym that `opener` opens with `nonce`, which must be fresh random bytes.
	pub fn derive(opener: &impl Encode, nonce: &[u8; 32]) -> Self {
		Self((b"galen/patient", opener, nonce).using_encoded(sp_io::hashing::blake2_256))
	}
}

/// A record of a patient, from the institution that keeps it and the digest of its first version.
///
/// Keyed by both, so that whoever copies a digest from the pool takes nothing from its author.
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
	Serialize,
	Deserialize,
)]
pub struct RecordId(pub [u8; 32]);

impl RecordId {
	/// The id of the record that `custodian` anchors with `content` as its first version.
	pub fn derive(custodian: InstitutionId, content: &Digest) -> Self {
		Self((b"galen/record-id", custodian, content).using_encoded(sp_io::hashing::blake2_256))
	}
}
