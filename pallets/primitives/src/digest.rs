// SPDX-License-Identifier: Apache-2.0

//! Digests that name their algorithm.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A hash function with 32 bytes of output.
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
#[allow(non_camel_case_types)]
pub enum HashAlgorithm {
	/// SHA-256 (FIPS 180-4).
	#[codec(index = 0)]
	Sha2_256,
	/// BLAKE2b with 32 bytes of output (RFC 7693).
	#[codec(index = 1)]
	Blake2b_256,
	/// SM3 (GB/T 32905). Stored and compared; the chain can't compute it.
	#[codec(index = 2)]
	Sm3,
}

impl HashAlgorithm {
	/// The digest of `data`, or `None` for an algorithm that the chain can't compute.
	pub fn hash(&self, data: &[u8]) -> Option<[u8; 32]> {
		match self {
			Self::Sha2_256 => Some(sp_io::hashing::sha2_256(data)),
			Self::Blake2b_256 => Some(sp_io::hashing::blake2_256(data)),
			Self::Sm3 => None,
		}
	}
}

/// A digest and the algorithm it was made with.
///
/// Whatever is personal or of low entropy is committed with a 32-byte salt, which stays off chain.
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
pub struct Digest {
	/// The algorithm.
	pub algorithm: HashAlgorithm,
	/// Its output.
	pub bytes: [u8; 32],
}

impl Digest {
	/// Whether all bytes are zero, which no hash function puts out for an input that anyone knows:
	/// a field that was left empty.
	pub fn is_zero(&self) -> bool {
		self.bytes == [0u8; 32]
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use hex_literal::hex;

	#[test]
	fn digests_should_match_published_vectors() {
		// FIPS 180-4 and RFC 7693 examples for "abc".
		assert_eq!(
			HashAlgorithm::Sha2_256.hash(b"abc"),
			Some(hex!("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"))
		);
		assert_eq!(
			HashAlgorithm::Blake2b_256.hash(b"abc"),
			Some(hex!("bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319"))
		);
		assert_eq!(HashAlgorithm::Sm3.hash(b"abc"), None);
	}
}
