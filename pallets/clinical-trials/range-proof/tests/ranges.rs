// SPDX-License-Identifier: Apache-2.0

//! What can be proven, and what can't: the bounds, and the ways around them.

#![cfg(feature = "prove")]

use bulletproofs::{BulletproofGens, PedersenGens, RangeProof};
use curve25519_dalek::scalar::Scalar;
use galen_primitives::seams::RangeProofs;
use galen_range_proof::{
	rand_core::{CryptoRng, Error, RngCore},
	verify, Bulletproofs, Opening, ProveError, BITS, DOMAIN, MAX_CONTEXT, PROOF_LENGTH,
};
use merlin::Transcript;
use proptest::prelude::*;

const CONTEXT: &[u8] = b"study 7, subject 3, criterion 1";

/// Repeats what it is seeded with, for tests that give the same result each time.
struct Repeats(u8);

impl RngCore for Repeats {
	fn next_u32(&mut self) -> u32 {
		u32::from_le_bytes([self.0; 4])
	}
	fn next_u64(&mut self) -> u64 {
		u64::from_le_bytes([self.0; 8])
	}
	fn fill_bytes(&mut self, bytes: &mut [u8]) {
		bytes.fill(self.0);
	}
	fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
		self.fill_bytes(bytes);
		Ok(())
	}
}
impl CryptoRng for Repeats {}

fn opening(value: u64) -> Opening {
	Opening::new(value, &mut Repeats(7))
}

fn is_shown(value: u64, least: u64, most: u64) -> bool {
	let opening = opening(value);
	match opening.prove(least, most, CONTEXT, &mut Repeats(9)) {
		Ok(proof) => verify(&opening.commitment(), least, most, CONTEXT, &proof),
		Err(error) => {
			assert_eq!(error, ProveError::OutOfRange);
			false
		},
	}
}

/// What a cheat can do: a proof of any two values of 64 bits under any blindings, on the transcript
/// of any statement.
fn forged(
	commitment: &[u8; 32],
	(least, most): (u64, u64),
	values: [u64; 2],
	blindings: [Scalar; 2],
	context: &[u8],
) -> Vec<u8> {
	let mut transcript = Transcript::new(DOMAIN);
	transcript.append_message(b"commitment", commitment);
	transcript.append_u64(b"least", least);
	transcript.append_u64(b"most", most);
	transcript.append_message(b"context", context);
	let (proof, _) = RangeProof::prove_multiple_with_rng(
		&BulletproofGens::new(BITS, 2),
		&PedersenGens::default(),
		&mut transcript,
		&values,
		&blindings,
		BITS,
		&mut Repeats(9),
	)
	.unwrap();
	proof.to_bytes()
}

fn commitment_to(value: Scalar, blinding: Scalar) -> [u8; 32] {
	PedersenGens::default().commit(value, blinding).compress().to_bytes()
}

#[test]
fn a_value_should_be_shown_to_lie_in_a_range_when_it_does() {
	for (value, least, most) in [
		(42, 18, 65),
		(18, 18, 65),
		(65, 18, 65),
		(42, 42, 42),
		(0, 0, 0),
		(0, 0, u64::MAX),
		(u64::MAX, 0, u64::MAX),
		(u64::MAX, u64::MAX, u64::MAX),
		(u64::MAX - 1, 1, u64::MAX - 1),
	] {
		assert!(is_shown(value, least, most), "{value} in {least}..={most}");
	}
}

#[test]
fn a_proof_should_be_refused_when_the_value_lies_outside() {
	let values =
		[(17, 18, 65), (66, 18, 65), (0, 1, u64::MAX), (u64::MAX, 0, u64::MAX - 1), (42, 65, 18)];
	for (value, least, most) in values {
		let refused = opening(value).prove(least, most, CONTEXT, &mut Repeats(9));
		assert_eq!(refused, Err(ProveError::OutOfRange), "{value} in {least}..={most}");
	}
}

#[test]
fn the_forger_of_these_tests_should_succeed_when_it_doesnt_cheat() {
	let blinding = Scalar::from(5u8);
	let commitment = commitment_to(Scalar::from(42u8), blinding);
	let proof = forged(&commitment, (18, 65), [24, 23], [blinding, -blinding], CONTEXT);
	assert!(verify(&commitment, 18, 65, CONTEXT, &proof));
}

#[test]
fn a_value_should_not_get_into_a_range_by_wrapping_around() {
	let blinding = Scalar::from(5u8);
	let two_to_64 = Scalar::from(u64::MAX) + Scalar::ONE;
	let cheats = [
		// One too small: as 64 bits, `value - least` is the largest number.
		(Scalar::from(17u8), (18, 65), [u64::MAX, 48]),
		// One too large.
		(Scalar::from(66u8), (18, 65), [48, u64::MAX]),
		// The same at the ends of what 64 bits hold.
		(Scalar::ZERO, (1, u64::MAX), [u64::MAX, u64::MAX]),
		(Scalar::from(u64::MAX), (0, u64::MAX - 1), [u64::MAX, u64::MAX]),
		// Values that no `u64` is: 2^64 and above, and negative ones, modulo the order.
		(two_to_64 + Scalar::from(5u8), (0, 10), [5, 5]),
		(two_to_64, (0, u64::MAX), [0, u64::MAX]),
		(two_to_64, (0, u64::MAX), [u64::MAX, 0]),
		(-Scalar::ONE, (0, u64::MAX), [u64::MAX, 0]),
		(-Scalar::ONE, (0, 10), [0, 11]),
		(-two_to_64, (0, u64::MAX), [0, u64::MAX]),
		// Half of the order, so that doubling it comes around.
		(Scalar::from(2u8).invert(), (0, 1), [0, 0]),
		// A range without values, both of whose differences would be of 64 bits.
		(Scalar::from(42u8), (65, 18), [23, 24]),
	];
	for (value, range, values) in cheats {
		let commitment = commitment_to(value, blinding);
		let proof = forged(&commitment, range, values, [blinding, -blinding], CONTEXT);
		assert!(!verify(&commitment, range.0, range.1, CONTEXT, &proof), "{value:?} in {range:?}");
	}
}

#[test]
fn the_two_halves_should_be_of_one_commitment() {
	// Each half is right for a value of its own, 20 and 60; the commitment is to neither's twin.
	let (one, other) = (Scalar::from(5u8), Scalar::from(6u8));
	let commitment = commitment_to(Scalar::from(20u8), one);
	for blindings in [[one, -one], [one, -other], [one, other], [other, -other]] {
		let proof = forged(&commitment, (18, 65), [2, 5], blindings, CONTEXT);
		assert!(!verify(&commitment, 18, 65, CONTEXT, &proof));
	}
	// A commitment to 42 that somebody else made: its blinding isn't known.
	let foreign = commitment_to(Scalar::from(42u8), other);
	let proof = forged(&foreign, (18, 65), [24, 23], [one, -one], CONTEXT);
	assert!(!verify(&foreign, 18, 65, CONTEXT, &proof));
}

/// The argument of the crate's documentation, for each value of a small group: order `order`, and
/// differences of `bits` bits.
fn cheat(order: i64, bits: u32) -> Option<(i64, i64, i64)> {
	let end = 1 << bits;
	let shown = |difference: i64| difference.rem_euclid(order) < end;
	for least in 0..end {
		for most in least..end {
			for value in 0..order {
				let is_inside = least <= value && value <= most;
				if (shown(value - least) && shown(most - value)) != is_inside {
					return Some((value, least, most));
				}
			}
		}
	}
	None
}

#[test]
fn wrapping_around_should_be_impossible_when_the_order_is_large_enough() {
	for bits in 1..=5 {
		// The largest sum of two differences is 2^(bits + 1) - 2: it has to stay below the order.
		let largest_sum = (2 << bits) - 2;
		for order in (largest_sum + 1)..=(5 << bits) {
			assert_eq!(cheat(order, bits), None, "order {order}, {bits} bits");
		}
		assert!(cheat(largest_sum, bits).is_some(), "{bits} bits");
	}
}

#[test]
fn a_proof_should_hold_for_nothing_else() {
	let (one, other) = (opening(42), Opening::new(42, &mut Repeats(8)));
	let proof = one.prove(18, 65, CONTEXT, &mut Repeats(9)).unwrap();
	let commitment = one.commitment();
	assert!(verify(&commitment, 18, 65, CONTEXT, &proof));
	// Wider is as true, and wasn't shown.
	for (least, most) in [(17, 65), (18, 66), (19, 65), (18, 64), (0, u64::MAX), (65, 18)] {
		assert!(!verify(&commitment, least, most, CONTEXT, &proof));
	}
	for context in [&b""[..], b"study 7, subject 3, criterion 2", &CONTEXT[1..]] {
		assert!(!verify(&commitment, 18, 65, context, &proof));
	}
	assert!(!verify(&other.commitment(), 18, 65, CONTEXT, &proof));
	assert!(!verify(&opening(43).commitment(), 18, 65, CONTEXT, &proof));
}

#[test]
fn a_context_should_be_refused_when_it_is_too_long() {
	let opening = opening(42);
	let longest = [1; MAX_CONTEXT];
	let proof = opening.prove(18, 65, &longest, &mut Repeats(9)).unwrap();
	assert!(verify(&opening.commitment(), 18, 65, &longest, &proof));
	let longer = [1; MAX_CONTEXT + 1];
	let refused = opening.prove(18, 65, &longer, &mut Repeats(9));
	assert_eq!(refused, Err(ProveError::ContextTooLong));
	// Nor is a proof that somebody made all the same.
	let blinding = Scalar::from(5u8);
	let commitment = commitment_to(Scalar::from(42u8), blinding);
	let is_taken = |context| {
		let proof = forged(&commitment, (18, 65), [24, 23], [blinding, -blinding], context);
		verify(&commitment, 18, 65, context, &proof)
	};
	assert!(is_taken(&longest));
	assert!(!is_taken(&longer));
}

#[test]
fn the_chains_answer_should_be_the_verifiers() {
	let opening = opening(42);
	let proof = opening.prove(18, 65, CONTEXT, &mut Repeats(9)).unwrap();
	let commitment = opening.commitment();
	assert!(Bulletproofs::verify(&commitment, 18, 65, CONTEXT, &proof));
	assert!(!Bulletproofs::verify(&commitment, 18, 64, CONTEXT, &proof));
	assert!(!<() as RangeProofs>::verify(&commitment, 18, 65, CONTEXT, &proof));
}

#[test]
fn proofs_should_differ_when_the_randomness_repeats_itself() {
	let prove = |value, most| opening(value).prove(18, most, CONTEXT, &mut Repeats(9)).unwrap();
	// Commitments to bits and blindings come first: equal ones in two proofs give the value away.
	for (one, other) in [((42, 65), (43, 65)), ((42, 65), (42, 66))] {
		let (one, other) = (prove(one.0, one.1), prove(other.0, other.1));
		assert_ne!(one[..32], other[..32]);
		assert_ne!(one[32..64], other[32..64]);
	}
}

#[test]
fn an_opening_should_come_back_from_its_parts() {
	let opening = opening(42);
	let again = Opening::from_parts(42, opening.blinding()).unwrap();
	assert_eq!(again.commitment(), opening.commitment());
	assert_eq!(again.value(), 42);
	assert_ne!(
		Opening::from_parts(43, opening.blinding()).unwrap().commitment(),
		again.commitment()
	);
	// Not a scalar in canonical form.
	assert!(Opening::from_parts(42, [0xff; 32]).is_none());
	assert_eq!(format!("{opening:?}"), "Opening");
}

proptest! {
	// Four proofs each. Without optimisation, one takes a second.
	#![proptest_config(ProptestConfig::with_cases(8))]

	#[test]
	fn a_value_should_be_shown_exactly_when_it_lies_inside(
		value: u64,
		least: u64,
		most: u64,
		near in 0..6u64,
	) {
		// Any three numbers, and three that are close to each other.
		for (value, least, most) in [
			(value, least, most),
			(value, value.wrapping_sub(near), value.wrapping_add(5 - near)),
			(value, value.saturating_sub(near), value.saturating_add(most % 3)),
			(value % 8, least % 8, most % 8),
		] {
			prop_assert_eq!(is_shown(value, least, most), least <= value && value <= most);
		}
	}
}

#[test]
fn a_proof_should_have_its_length() {
	let proof = opening(42).prove(18, 65, CONTEXT, &mut Repeats(9)).unwrap();
	assert_eq!(proof.len(), PROOF_LENGTH);
	assert_eq!(PROOF_LENGTH, 736);
}
