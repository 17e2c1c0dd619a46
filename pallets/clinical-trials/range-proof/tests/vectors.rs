// SPDX-License-Identifier: Apache-2.0

//! Commitments and proofs as they were made first. They stay valid: records hold commitments for as
//! long as records are kept, and a dependency that verifies otherwise would split the chain.

use galen_range_proof::verify;
use serde_json::Value;

fn vectors() -> Vec<Value> {
	serde_json::from_str(include_str!("vectors.json")).unwrap()
}

fn bytes(vector: &Value, name: &str) -> Vec<u8> {
	hex::decode(&vector[name].as_str().unwrap()[2..]).unwrap()
}

fn number(vector: &Value, name: &str) -> u64 {
	vector[name].as_str().unwrap().parse().unwrap()
}

#[test]
fn proofs_should_hold_as_they_did() {
	let vectors = vectors();
	assert_eq!(vectors.len(), 3);
	for vector in &vectors {
		let (least, most) = (number(vector, "least"), number(vector, "most"));
		let (context, proof) = (bytes(vector, "context"), bytes(vector, "proof"));
		let commitment = bytes(vector, "commitment").try_into().unwrap();
		assert!(verify(&commitment, least, most, &context, &proof), "{vector}");
		assert!(!verify(&commitment, least / 2, most / 2, &context, &proof), "{vector}");
	}
}

#[cfg(feature = "prove")]
#[test]
fn commitments_should_open_as_they_did() {
	use galen_range_proof::Opening;
	for vector in &vectors() {
		let blinding = bytes(vector, "blinding").try_into().unwrap();
		let opening = Opening::from_parts(number(vector, "value"), blinding).unwrap();
		assert_eq!(opening.commitment().to_vec(), bytes(vector, "commitment"), "{vector}");
	}
	// The two bases: ristretto255's own, and the one that is hashed from it.
	let mut one = [0; 32];
	one[0] = 1;
	for (value, blinding, base) in [
		(1, [0; 32], "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76"),
		(0, one, "8c9240b456a9e6dc65c377a1048d745f94a08cdb7f44cbcd7b46f34048871134"),
	] {
		let commitment = Opening::from_parts(value, blinding).unwrap().commitment();
		assert_eq!(hex::encode(commitment), base);
	}
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn what_is_measured_should_be_a_proof_that_holds() {
	use galen_range_proof::benchmarking::commitment_and_proof;
	let (commitment, proof) = commitment_and_proof(42, 18, 65, b"context").unwrap();
	assert!(verify(&commitment, 18, 65, b"context", &proof));
	assert_eq!(commitment_and_proof(42, 18, 65, b"context"), Ok((commitment, proof)));
}
