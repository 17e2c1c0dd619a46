// SPDX-License-Identifier: Apache-2.0

//! Public keys.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{ed25519, sr25519};

/// A key whose signatures the chain verifies.
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
pub enum VerifyingKey {
	/// Ed25519 (RFC 8032).
	#[codec(index = 0)]
	Ed25519([u8; 32]),
	/// Schnorr over Ristretto (schnorrkel), which Substrate wallets have.
	#[codec(index = 1)]
	Sr25519([u8; 32]),
}

/// A signature of either kind of [`VerifyingKey`].
pub type Signature = [u8; 64];

impl VerifyingKey {
	/// Whether `signature` is this key's over `message`.
	pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
		match self {
			Self::Ed25519(key) => sp_io::crypto::ed25519_verify(
				&ed25519::Signature::from_raw(*signature),
				message,
				&ed25519::Public::from_raw(*key),
			),
			Self::Sr25519(key) => sp_io::crypto::sr25519_verify(
				&sr25519::Signature::from_raw(*signature),
				message,
				&sr25519::Public::from_raw(*key),
			),
		}
	}
}

/// A public key that an institution publishes. The chain keeps it and says when it was valid; what
/// it verifies or decrypts is off chain.
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
pub enum PublicKey {
	/// Ed25519 (RFC 8032).
	#[codec(index = 0)]
	Ed25519([u8; 32]),
	/// Schnorr over Ristretto (schnorrkel).
	#[codec(index = 1)]
	Sr25519([u8; 32]),
	/// ECDSA over secp256k1, compressed point (SEC 1).
	#[codec(index = 2)]
	Secp256k1([u8; 33]),
	/// ECDSA or ECDH over NIST P-256, compressed point (SEC 1).
	#[codec(index = 3)]
	P256([u8; 33]),
	/// Diffie-Hellman over Curve25519 (RFC 7748), as HPKE uses it.
	#[codec(index = 4)]
	X25519([u8; 32]),
	/// SM2 (GB/T 32918), compressed point.
	#[codec(index = 5)]
	Sm2([u8; 33]),
}

/// What a key is for: the verification relationships of W3C DID Core section 5.3, one bit each.
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
	Serialize,
	Deserialize,
)]
pub struct KeyPurposes(pub u8);

impl KeyPurposes {
	/// Bit 0: proves to be the institution.
	pub const AUTHENTICATION: Self = Self(1);
	/// Bit 1: signs statements and credentials.
	pub const ASSERTION_METHOD: Self = Self(1 << 1);
	/// Bit 2: receives encrypted content.
	pub const KEY_AGREEMENT: Self = Self(1 << 2);
	/// Bit 3: invokes capabilities.
	pub const CAPABILITY_INVOCATION: Self = Self(1 << 3);
	/// Bit 4: delegates capabilities.
	pub const CAPABILITY_DELEGATION: Self = Self(1 << 4);
	/// Every bit that stands for something.
	pub const ALL: Self = Self(0b1_1111);

	/// Whether all of `other` are among these.
	pub fn contains(self, other: Self) -> bool {
		self.0 & other.0 == other.0
	}

	/// Whether `key` can serve these purposes: some, known ones, key agreement for a key that does
	/// Diffie-Hellman, signing for one that signs.
	pub fn suit(self, key: &PublicKey) -> bool {
		let possible = match key {
			PublicKey::X25519(_) => Self::KEY_AGREEMENT,
			PublicKey::P256(_) | PublicKey::Sm2(_) => Self::ALL,
			PublicKey::Ed25519(_) | PublicKey::Sr25519(_) | PublicKey::Secp256k1(_) => {
				Self(Self::ALL.0 & !Self::KEY_AGREEMENT.0)
			},
		};
		self.0 != 0 && possible.contains(self)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_core::Pair;

	#[test]
	fn a_signature_should_verify_for_its_key_and_message_alone() {
		let ed = ed25519::Pair::from_seed(&[1; 32]);
		let sr = sr25519::Pair::from_seed(&[1; 32]);
		let ed_key = VerifyingKey::Ed25519(ed.public().0);
		let sr_key = VerifyingKey::Sr25519(sr.public().0);
		let (by_ed, by_sr) = (ed.sign(b"m").0, sr.sign(b"m").0);
		assert!(ed_key.verifies(b"m", &by_ed) && sr_key.verifies(b"m", &by_sr));
		assert!(!ed_key.verifies(b"n", &by_ed) && !sr_key.verifies(b"n", &by_sr));
		assert!(!ed_key.verifies(b"m", &by_sr) && !sr_key.verifies(b"m", &by_ed));
	}

	#[test]
	fn purposes_should_suit_what_a_key_can_do() {
		let (x25519, ed25519) = (PublicKey::X25519([1; 32]), PublicKey::Ed25519([1; 32]));
		assert!(KeyPurposes::KEY_AGREEMENT.suit(&x25519));
		assert!(!KeyPurposes::KEY_AGREEMENT.suit(&ed25519));
		assert!(!KeyPurposes::ASSERTION_METHOD.suit(&x25519));
		assert!(KeyPurposes(0b11).suit(&ed25519));
		assert!(!KeyPurposes(0).suit(&ed25519) && !KeyPurposes(1 << 5).suit(&ed25519));
	}
}
