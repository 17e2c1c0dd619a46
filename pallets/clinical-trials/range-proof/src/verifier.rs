// SPDX-License-Identifier: Apache-2.0

//! Checking proofs.

use crate::{
	transcript::{begin, Challenges},
	BITS, MAX_CONTEXT, PROOF_LENGTH,
};
use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
use curve25519_dalek::{
	constants::RISTRETTO_BASEPOINT_POINT,
	ristretto::{CompressedRistretto, RistrettoPoint},
	scalar::Scalar,
};

/// Whether `proof` shows that the value that `commitment` hides lies in `least..=most`, and was
/// made for `context`.
///
/// Never panics, and gives every node the same answer. A context above [`MAX_CONTEXT`] and a range
/// without values (`least > most`) are refused.
pub fn verify(commitment: &[u8; 32], least: u64, most: u64, context: &[u8], proof: &[u8]) -> bool {
	if least > most || context.len() > MAX_CONTEXT || proof.len() != PROOF_LENGTH {
		return false;
	}
	let Some(point) = CompressedRistretto(*commitment).decompress() else { return false };
	let Ok(parsed) = RangeProof::from_bytes(proof) else { return false };

	let mut transcript = begin(commitment, least, most, context);
	// Joins two equations into one. It has to depend on all of the proof, or a wrong one could be
	// made to fit it.
	let mut joining = transcript.clone();
	joining.append_message(b"proof", proof);
	parsed
		.verify_multiple_with_rng(
			&BulletproofGens::new(BITS, 2),
			&PedersenGens::default(),
			&mut transcript,
			&differences(point, least, most),
			BITS,
			&mut Challenges(joining),
		)
		.is_ok()
}

/// The commitments to `value - least` and to `most - value`, if `commitment` is one to `value`.
// Of a group, where nothing overflows.
#[allow(clippy::arithmetic_side_effects)]
fn differences(commitment: RistrettoPoint, least: u64, most: u64) -> [CompressedRistretto; 2] {
	let times_base = |bound: u64| RISTRETTO_BASEPOINT_POINT * Scalar::from(bound);
	[(commitment - times_base(least)).compress(), (times_base(most) - commitment).compress()]
}
