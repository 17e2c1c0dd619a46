// SPDX-License-Identifier: Apache-2.0

//! Making commitments and proofs, off chain.

use crate::{transcript::begin, BITS, MAX_CONTEXT};
use alloc::vec::Vec;
use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
use core::fmt;
use curve25519_dalek::scalar::Scalar;
use rand_core::{CryptoRng, RngCore};

/// Why there is no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProveError {
	/// The value lies outside the range.
	OutOfRange,
	/// The context has more than [`MAX_CONTEXT`] bytes.
	ContextTooLong,
	/// Two values of 64 bits can't be proven: never, as far as anybody knows.
	Unprovable,
}

impl fmt::Display for ProveError {
	fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
		formatter.write_str(match self {
			Self::OutOfRange => "the value lies outside the range",
			Self::ContextTooLong => "the context is too long",
			Self::Unprovable => "no proof could be made",
		})
	}
}

impl core::error::Error for ProveError {}

/// What a commitment hides. Secret: whoever has it knows the value, and can prove.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
	value: u64,
	blinding: Scalar,
}

/// Shows neither the value nor the blinding.
impl fmt::Debug for Opening {
	fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
		formatter.write_str("Opening")
	}
}

impl Opening {
	/// Hides `value` behind a new blinding.
	///
	/// The same value gets another commitment each time. `rng` is a cryptographic one with secret
	/// state; what it gives is all that hides the value.
	pub fn new(value: u64, rng: &mut (impl RngCore + CryptoRng)) -> Self {
		Self { value, blinding: Scalar::random(rng) }
	}

	/// The opening that was kept. `None` if the blinding isn't one: not a scalar in canonical form.
	pub fn from_parts(value: u64, blinding: [u8; 32]) -> Option<Self> {
		let blinding = Option::from(Scalar::from_canonical_bytes(blinding))?;
		Some(Self { value, blinding })
	}

	/// The value.
	pub fn value(&self) -> u64 {
		self.value
	}

	/// The blinding, a scalar in canonical form, little-endian.
	pub fn blinding(&self) -> [u8; 32] {
		self.blinding.to_bytes()
	}

	/// The commitment, a compressed Ristretto point. Public.
	pub fn commitment(&self) -> [u8; 32] {
		PedersenGens::default().commit(self.value.into(), self.blinding).compress().to_bytes()
	}

	/// A proof, of [`crate::PROOF_LENGTH`] bytes, that the value lies in `least..=most`, made for
	/// `context`. Public.
	///
	/// Opening and statement go into what is random in the proof, besides what `rng` gives: an `rng`
	/// that repeats itself makes the same proof again, and no two that together tell the value.
	// Neither difference is negative, and the other arithmetic is of a group.
	#[allow(clippy::arithmetic_side_effects)]
	pub fn prove(
		&self,
		least: u64,
		most: u64,
		context: &[u8],
		rng: &mut (impl RngCore + CryptoRng),
	) -> Result<Vec<u8>, ProveError> {
		if context.len() > MAX_CONTEXT {
			return Err(ProveError::ContextTooLong);
		}
		let above = self.value.checked_sub(least).ok_or(ProveError::OutOfRange)?;
		let below = most.checked_sub(self.value).ok_or(ProveError::OutOfRange)?;
		let mut transcript = begin(&self.commitment(), least, most, context);
		let mut nonces = transcript
			.build_rng()
			.rekey_with_witness_bytes(b"value", &self.value.to_le_bytes())
			.rekey_with_witness_bytes(b"blinding", self.blinding.as_bytes())
			.finalize(rng);
		let (proof, _) = RangeProof::prove_multiple_with_rng(
			&BulletproofGens::new(BITS, 2),
			&PedersenGens::default(),
			&mut transcript,
			&[above, below],
			&[self.blinding, -self.blinding],
			BITS,
			&mut nonces,
		)
		.map_err(|_| ProveError::Unprovable)?;
		Ok(proof.to_bytes())
	}
}
