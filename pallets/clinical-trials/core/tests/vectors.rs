// SPDX-License-Identifier: Apache-2.0

//! The chain and the TypeScript `sdk` compute the same bytes: both are held to `sdk/vectors.json`.

use clinical_trials_core::{
	allocation::{self, Opening},
	Arm, ListId,
};
use galen_primitives::{
	keys::VerifyingKey, merkle, statement::statement, ChainId, Digest, HashAlgorithm, Moment,
	StudyId,
};
use serde_json::Value;

const ALGORITHMS: [(&str, HashAlgorithm); 2] =
	[("Sha2_256", HashAlgorithm::Sha2_256), ("Blake2b_256", HashAlgorithm::Blake2b_256)];

fn vectors() -> Value {
	// Asked when the test runs: what was built may have been built in another checkout.
	let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap();
	let file = format!("{folder}/../../../sdk/vectors.json");
	serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// The bytes that `0x…` stands for.
fn bytes(value: &Value) -> Vec<u8> {
	let digits = value.as_str().unwrap().strip_prefix("0x").unwrap();
	assert_eq!(digits.len() % 2, 0);
	(0..digits.len())
		.step_by(2)
		.map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
		.collect()
}

fn bytes32(value: &Value) -> [u8; 32] {
	bytes(value).try_into().unwrap()
}

fn list(value: &Value) -> &[Value] {
	let list = value.as_array().unwrap();
	assert!(!list.is_empty());
	list
}

fn number<Number: TryFrom<u64>>(value: &Value) -> Number {
	value.as_u64().unwrap().try_into().ok().unwrap()
}

fn digest(value: &Value) -> Digest {
	let (_, algorithm) = *ALGORITHMS.iter().find(|(name, _)| value["algorithm"] == *name).unwrap();
	Digest { algorithm, bytes: bytes32(&value["bytes"]) }
}

#[test]
fn lists_should_be_sealed_and_opened_as_the_sdk_does() {
	let vectors = vectors();
	let chain: ChainId = bytes32(&vectors["chainId"]);
	for vector in list(&vectors["allocations"]) {
		let of = ListId {
			study: number(&vector["study"]),
			point: number(&vector["point"]),
			stratum: number(&vector["stratum"]),
		};
		let root = digest(&vector["root"]);
		let secret = bytes32(&vector["secret"]);
		let arms: Vec<Arm> = list(&vector["arms"]).iter().map(number).collect();
		let length = u32::try_from(arms.len()).unwrap();
		let mut leaves = Vec::new();
		for (index, (entry, arm)) in (0..).zip(list(&vector["entries"]).iter().zip(&arms)) {
			let (salt, leaf) = (bytes32(&entry["salt"]), bytes32(&entry["leaf"]));
			assert_eq!(allocation::salt(root.algorithm, &chain, of, index, &secret), Some(salt));
			assert_eq!(
				allocation::leaf(root.algorithm, &chain, of, index, &salt, *arm),
				Some(leaf)
			);
			// The one path that may be empty is that of a leaf that is alone.
			let path: Vec<_> = entry["path"].as_array().unwrap().iter().map(bytes32).collect();
			assert_eq!(
				merkle::verify(root.algorithm, &root.bytes, length, index, &leaf, &path),
				Ok(true)
			);
			leaves.push(leaf);
		}
		assert_eq!(leaves.len(), arms.len());
		let check =
			|arms: &[Arm]| allocation::check(&chain, of, &root, length, &secret, arms, &leaves);
		assert_eq!(check(&arms), Opening::Verified);
		let mut wrong = arms.clone();
		*wrong.last_mut().unwrap() ^= 1;
		assert_eq!(check(&wrong), Opening::WrongAt { index: length - 1 });
	}
}

#[test]
fn kits_should_have_the_leaves_that_the_sdk_gives_them() {
	let vectors = vectors();
	let chain: ChainId = bytes32(&vectors["chainId"]);
	for vector in list(&vectors["kits"]) {
		for (name, algorithm) in ALGORITHMS {
			assert_eq!(
				allocation::kit_leaf(
					algorithm,
					&chain,
					number(&vector["study"]),
					number(&vector["index"]),
					vector["serial"].as_str().unwrap().as_bytes(),
					&bytes32(&vector["salt"]),
					number(&vector["arm"]),
				),
				Some(bytes32(&vector["leaves"][name])),
				"{vector}"
			);
		}
	}
}

#[test]
fn tokens_should_be_signed_as_the_sdk_signs_them() {
	let vectors = vectors();
	let chain: ChainId = bytes32(&vectors["chainId"]);
	for vector in list(&vectors["tokens"]) {
		let (study, subject): (StudyId, u32) =
			(number(&vector["study"]), number(&vector["subject"]));
		let (token, expires): ([u8; 32], Moment) =
			(bytes32(&vector["token"]), number(&vector["expires"]));
		let said = statement(b"enrolment-token", &chain, &(study, subject, token, expires));
		assert_eq!(said, bytes(&vector["bytes"]));
		let key = VerifyingKey::Ed25519(bytes32(&vector["publicKey"]));
		assert!(key.verifies(&said, &bytes(&vector["signature"]).try_into().unwrap()));
	}
}
