// SPDX-License-Identifier: Apache-2.0

//! Bytes from anybody: refused, without a panic.

#![cfg(feature = "prove")]

use curve25519_dalek::{
	constants::{RISTRETTO_BASEPOINT_COMPRESSED, RISTRETTO_BASEPOINT_POINT},
	scalar::Scalar,
};
use galen_range_proof::{rand_core::OsRng, verify, Opening, PROOF_LENGTH};
use proptest::{collection::vec, prelude::*, sample::Index};
use std::sync::LazyLock;

const CONTEXT: &[u8] = b"study 7, subject 3, criterion 1";

/// A commitment to 42 and a proof that it lies in 18..=65.
static PROVEN: LazyLock<([u8; 32], Vec<u8>)> = LazyLock::new(|| {
	let opening = Opening::new(42, &mut OsRng);
	(opening.commitment(), opening.prove(18, 65, CONTEXT, &mut OsRng).unwrap())
});

fn holds(commitment: &[u8; 32], proof: &[u8]) -> bool {
	verify(commitment, 18, 65, CONTEXT, proof)
}

/// The proof with `element` in the place of its own, counted in elements of 32 bytes.
fn with_element(place: usize, element: [u8; 32]) -> Vec<u8> {
	let mut proof = PROVEN.1.clone();
	proof[place * 32..][..32].copy_from_slice(&element);
	proof
}

/// Where the scalars of a proof are: after four points, and at the end.
const SCALARS: [usize; 5] = [4, 5, 6, 21, 22];

/// The order of the group, the smallest number that is no scalar in canonical form.
fn order() -> [u8; 32] {
	let mut order = (-Scalar::ONE).to_bytes();
	order[0] += 1;
	order
}

/// Bytes that no point is encoded as.
fn no_points() -> Vec<[u8; 32]> {
	// 2^255 - 19, the prime: zero in a second form, and what lies above it.
	let mut prime = [0xff; 32];
	(prime[0], prime[31]) = (0xed, 0x7f);
	let mut above = prime;
	above[0] += 1;
	// The base point with the sign bit, with the unused bit, and negated.
	let base = RISTRETTO_BASEPOINT_COMPRESSED.to_bytes();
	let mut unused = base;
	unused[31] |= 0x80;
	let mut odd = base;
	odd[0] ^= 1;
	let mut one = [0; 32];
	one[0] = 1;
	vec![[0xff; 32], prime, above, unused, odd, one]
}

#[test]
fn the_proof_of_these_tests_should_hold() {
	assert!(holds(&PROVEN.0, &PROVEN.1));
}

#[test]
fn a_commitment_should_be_refused_when_it_is_no_point() {
	for bytes in no_points() {
		assert!(!holds(&bytes, &PROVEN.1), "{bytes:?}");
	}
	// Points, and not this one.
	assert!(!holds(&[0; 32], &PROVEN.1));
	assert!(!holds(&RISTRETTO_BASEPOINT_COMPRESSED.to_bytes(), &PROVEN.1));
}

#[test]
fn a_proof_should_be_refused_when_any_element_is_another() {
	let zero = [0; 32];
	let point = (RISTRETTO_BASEPOINT_POINT * Scalar::from(3u8)).compress().to_bytes();
	let mut elements = no_points();
	elements.extend([zero, point, order(), Scalar::from(3u8).to_bytes()]);
	for place in 0..PROOF_LENGTH / 32 {
		for element in &elements {
			assert!(!holds(&PROVEN.0, &with_element(place, *element)), "{element:?} at {place}");
		}
	}
}

#[test]
fn a_proof_should_be_refused_when_a_scalar_has_a_second_form() {
	// The same number, with the order added: whoever passes a proof on can't change its bytes.
	for place in SCALARS {
		let mut element = [0; 32];
		let mut carry = 0;
		for (sum, (one, other)) in
			element.iter_mut().zip(PROVEN.1[place * 32..].iter().zip(order()))
		{
			carry += u16::from(*one) + u16::from(other);
			*sum = carry as u8;
			carry >>= 8;
		}
		assert!(!holds(&PROVEN.0, &with_element(place, element)), "at {place}");
	}
}

#[test]
fn a_proof_should_be_refused_when_its_length_is_another() {
	for length in 0..PROOF_LENGTH {
		assert!(!holds(&PROVEN.0, &PROVEN.1[..length]), "{length} bytes");
	}
	for more in [1, 31, 32, 64, 128, 4_096] {
		let mut proof = PROVEN.1.clone();
		proof.resize(PROOF_LENGTH + more, 0);
		assert!(!holds(&PROVEN.0, &proof), "{more} more bytes");
	}
}

#[test]
fn a_proof_should_be_refused_when_its_elements_are_in_another_order() {
	for place in 1..PROOF_LENGTH / 32 {
		let mut proof = PROVEN.1.clone();
		let (before, after) = proof.split_at_mut(place * 32);
		before[(place - 1) * 32..].swap_with_slice(&mut after[..32]);
		assert!(!holds(&PROVEN.0, &proof), "{place}");
	}
}

fn points() -> impl Strategy<Value = [u8; 32]> {
	any::<[u8; 32]>().prop_map(|bytes| {
		(RISTRETTO_BASEPOINT_POINT * Scalar::from_bytes_mod_order(bytes)).compress().to_bytes()
	})
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(48))]

	#[test]
	fn any_bytes_should_be_refused(
		commitment: [u8; 32],
		least: u64,
		most: u64,
		context in vec(any::<u8>(), 0..1_200),
		proof in vec(any::<u8>(), 0..1_600),
	) {
		prop_assert!(!verify(&commitment, least, most, &context, &proof));
		prop_assert!(!verify(&PROVEN.0, least, most, &context, &proof));
	}

	/// Well formed, so that they get as far as the equation.
	#[test]
	fn any_points_and_scalars_should_be_refused(
		commitment in points(),
		elements in vec(points(), PROOF_LENGTH / 32),
		scalars: [[u8; 32]; 5],
		least: u64,
		most: u64,
	) {
		let mut elements = elements;
		for (place, scalar) in SCALARS.iter().zip(scalars) {
			elements[*place] = Scalar::from_bytes_mod_order(scalar).to_bytes();
		}
		let proof = elements.concat();
		prop_assert!(!verify(&commitment, least.min(most), least.max(most), CONTEXT, &proof));
		prop_assert!(!holds(&PROVEN.0, &proof));
	}

	#[test]
	fn a_changed_bit_should_be_noticed(bit in 0..PROOF_LENGTH * 8, other in 0..256usize) {
		let mut proof = PROVEN.1.clone();
		proof[bit / 8] ^= 1 << (bit % 8);
		prop_assert!(!holds(&PROVEN.0, &proof));
		let mut commitment = PROVEN.0;
		commitment[other / 8] ^= 1 << (other % 8);
		prop_assert!(!holds(&commitment, &PROVEN.1));
	}

	#[test]
	fn a_changed_part_should_be_noticed(
		part in vec(any::<u8>(), 1..64),
		at: Index,
	) {
		let mut proof = PROVEN.1.clone();
		let at = at.index(PROOF_LENGTH - part.len());
		proof[at..][..part.len()].copy_from_slice(&part);
		prop_assume!(proof != PROVEN.1);
		prop_assert!(!holds(&PROVEN.0, &proof));
	}
}
