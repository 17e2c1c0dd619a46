// SPDX-License-Identifier: Apache-2.0

//! The chain and the TypeScript `sdk` compute the same bytes: both are held to `sdk/vectors.json`.

use galen_primitives::{
	commitment, keys::VerifyingKey, merkle, statement::statement, ChainId, Digest, HashAlgorithm,
	InstitutionId, Moment, PatientId, RecordId,
};
use serde_json::Value;
use sp_core::{crypto::AccountId32, ed25519, Pair};

const ALGORITHMS: [(&str, HashAlgorithm); 2] =
	[("Sha2_256", HashAlgorithm::Sha2_256), ("Blake2b_256", HashAlgorithm::Blake2b_256)];

fn vectors() -> Value {
	// Asked when the test runs: what was built may have been built in another checkout.
	let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap();
	let file = format!("{folder}/../../sdk/vectors.json");
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

fn number(value: &Value) -> u32 {
	value.as_u64().unwrap().try_into().unwrap()
}

fn algorithm(value: &Value) -> HashAlgorithm {
	ALGORITHMS.iter().find(|(name, _)| value == name).unwrap().1
}

fn chain_and_institution(vectors: &Value) -> (ChainId, InstitutionId) {
	(bytes32(&vectors["chainId"]), number(&vectors["institution"]))
}

#[test]
fn documents_should_be_committed_to_as_the_sdk_does() {
	let vectors = vectors();
	let (chain, institution) = chain_and_institution(&vectors);
	for vector in list(&vectors["documents"]) {
		let (salt, content) = (bytes32(&vector["salt"]), bytes(&vector["document"]));
		for (name, algorithm) in ALGORITHMS {
			assert_eq!(
				commitment::document(algorithm, &chain, institution, &salt, &content),
				Some(bytes32(&vector["commitments"][name])),
				"{vector}"
			);
		}
	}
}

#[test]
fn fields_should_be_committed_to_as_the_sdk_does() {
	let vectors = vectors();
	let (chain, institution) = chain_and_institution(&vectors);
	for vector in list(&vectors["fields"]) {
		let salt = bytes32(&vector["salt"]);
		let (path, value) = (vector["path"].as_str().unwrap(), vector["value"].as_str().unwrap());
		for (name, algorithm) in ALGORITHMS {
			assert_eq!(
				commitment::field(algorithm, &chain, institution, &salt, path, value),
				Some(bytes32(&vector["commitments"][name])),
				"{vector}"
			);
		}
	}
}

#[test]
fn beneficiaries_should_be_committed_to_as_the_sdk_does() {
	let vectors = vectors();
	let (chain, institution) = chain_and_institution(&vectors);
	let vector = &vectors["beneficiary"];
	let (salt, patient) = (bytes32(&vector["salt"]), PatientId(bytes32(&vector["patient"])));
	for (name, algorithm) in ALGORITHMS {
		assert_eq!(
			commitment::patient(algorithm, &chain, institution, &salt, &patient),
			Some(bytes32(&vector["commitments"][name]))
		);
	}
}

#[test]
fn trees_should_have_the_roots_and_paths_that_the_sdk_gives_them() {
	let vectors = vectors();
	let mut counts = Vec::new();
	for vector in list(&vectors["merkle"]) {
		let count = number(&vector["count"]);
		let leaves =
			(0..count).map(|i| sp_io::hashing::sha2_256(&i.to_le_bytes())).collect::<Vec<_>>();
		for (name, algorithm) in ALGORITHMS {
			assert_eq!(merkle::root(algorithm, &leaves), Ok(bytes32(&vector["roots"][name])));
		}
		for proof in list(&vector["paths"]) {
			let (algorithm, index) = (algorithm(&proof["algorithm"]), number(&proof["index"]));
			// The one path that may be empty is that of a leaf that is alone.
			let path = proof["path"].as_array().unwrap().iter().map(bytes32).collect::<Vec<_>>();
			assert_eq!(merkle::path(algorithm, &leaves, index), Some(path.clone()));
			let root = merkle::root(algorithm, &leaves).unwrap();
			let leaf = &leaves[index as usize];
			assert_eq!(merkle::verify(algorithm, &root, count, index, leaf, &path), Ok(true));
		}
		counts.push(count);
	}
	assert_eq!(counts, [1, 2, 3, 5, 8, 1024]);
}

#[test]
fn the_fields_of_a_document_should_be_provable_as_the_sdk_discloses_them() {
	let vectors = vectors();
	let (chain, institution) = chain_and_institution(&vectors);
	let tree = &vectors["tree"];
	let count = number(&tree["count"]);
	for (name, algorithm) in ALGORITHMS {
		let root = bytes32(&tree["roots"][name]);
		let disclosures = list(&tree["disclosures"])
			.iter()
			.filter(|disclosure| disclosure["algorithm"] == name)
			.collect::<Vec<_>>();
		let leaves = disclosures
			.iter()
			.map(|disclosure| {
				let (path, value) = (&disclosure["path"], &disclosure["value"]);
				let salt = bytes32(&disclosure["salt"]);
				let (path, value) = (path.as_str().unwrap(), value.as_str().unwrap());
				commitment::field(algorithm, &chain, institution, &salt, path, value).unwrap()
			})
			.collect::<Vec<_>>();
		assert_eq!(leaves.len(), count as usize);
		assert_eq!(merkle::root(algorithm, &leaves), Ok(root));
		for (disclosure, leaf) in disclosures.iter().zip(&leaves) {
			let index = number(&disclosure["index"]);
			let proof = list(&disclosure["proof"]).iter().map(bytes32).collect::<Vec<_>>();
			assert_eq!(merkle::verify(algorithm, &root, count, index, leaf, &proof), Ok(true));
		}
	}
}

#[test]
fn records_should_have_the_ids_that_the_sdk_gives_them() {
	for vector in list(&vectors()["recordIds"]) {
		let content = Digest {
			algorithm: algorithm(&vector["algorithm"]),
			bytes: bytes32(&vector["digest"]),
		};
		let id = RecordId::derive(number(&vector["custodian"]), &content);
		assert_eq!(id, RecordId(bytes32(&vector["id"])));
	}
}

#[test]
fn patients_should_have_the_pseudonyms_that_the_sdk_foresees() {
	for vector in list(&vectors()["patientIds"]) {
		let opener = AccountId32::new(bytes32(&vector["opener"]));
		let id = PatientId::derive(&opener, &bytes32(&vector["nonce"]));
		assert_eq!(id, PatientId(bytes32(&vector["id"])));
	}
}

#[test]
fn statements_should_be_the_bytes_that_the_sdk_signs() {
	let vectors = vectors();
	let (chain, _) = chain_and_institution(&vectors);
	for vector in list(&vectors["statements"]) {
		let domain = vector["domain"].as_str().unwrap().as_bytes();
		let mut made = statement(domain, &chain, &());
		made.extend_from_slice(&bytes(&vector["body"]));
		assert_eq!(made, bytes(&vector["bytes"]), "{vector}");
	}
}

/// Whether `vector` holds this statement and its key's signature over it.
fn check_signed(vector: &Value, message: Vec<u8>) {
	assert_eq!(message, bytes(&vector["bytes"]), "{vector}");
	let public = ed25519::Pair::from_seed(&bytes32(&vector["seed"])).public();
	assert_eq!(public.0, bytes32(&vector["publicKey"]));
	let signature = bytes(&vector["signature"]).try_into().unwrap();
	assert!(VerifyingKey::Ed25519(public.0).verifies(&message, &signature));
}

#[test]
fn claims_and_recoveries_should_be_what_the_sdk_signs() {
	let vectors = vectors();
	let (chain, _) = chain_and_institution(&vectors);
	let expires = |vector: &Value| -> Moment { vector["expires"].as_u64().unwrap() };
	let patient = |vector: &Value| PatientId(bytes32(&vector["patient"]));
	for vector in list(&vectors["claims"]) {
		let claimant = AccountId32::new(bytes32(&vector["claimant"]));
		let body = (patient(vector), claimant, expires(vector));
		check_signed(vector, statement(b"patient-claim", &chain, &body));
	}
	for vector in list(&vectors["recoveries"]) {
		let controller = AccountId32::new(bytes32(&vector["newController"]));
		let body = (patient(vector), controller, number(&vector["nonce"]), expires(vector));
		check_signed(vector, statement(b"patient-recovery", &chain, &body));
	}
}
