// SPDX-License-Identifier: Apache-2.0

//! The chain and the TypeScript `sdk` compute the same bytes and use the same terms: both are held to
//! `sdk/vectors.json`.

use galen_primitives::{merkle, BenefitCategory, ChainId, Digest, EvidenceKind, HashAlgorithm};
use insurance_claims_core::{tariff_leaf, AdjustmentReason, DenialReason, Group, Tariff};
use serde_json::Value;

fn vectors() -> Value {
	// Asked when the test runs: what was built may have been built in another checkout.
	let folder = std::env::var("CARGO_MANIFEST_DIR").unwrap();
	let file = format!("{folder}/../../../sdk/vectors.json");
	serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

/// The bytes that `0x…` stands for.
fn bytes32(value: &Value) -> [u8; 32] {
	let digits = value.as_str().unwrap().strip_prefix("0x").unwrap();
	assert_eq!(digits.len(), 64);
	let bytes = (0..64).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap());
	bytes.collect::<Vec<_>>().try_into().unwrap()
}

fn list(value: &Value) -> &[Value] {
	let list = value.as_array().unwrap();
	assert!(!list.is_empty());
	list
}

fn number(value: &Value) -> u32 {
	value.as_u64().unwrap().try_into().unwrap()
}

fn digest(value: &Value) -> Digest {
	let algorithm = match value["algorithm"].as_str().unwrap() {
		"Sha2_256" => HashAlgorithm::Sha2_256,
		"Blake2b_256" => HashAlgorithm::Blake2b_256,
		other => panic!("{other}"),
	};
	Digest { algorithm, bytes: bytes32(&value["bytes"]) }
}

#[test]
fn prices_should_be_proven_as_the_sdk_proves_them() {
	let vectors = vectors();
	let chain: ChainId = bytes32(&vectors["chainId"]);
	for schedule in list(&vectors["tariffs"]) {
		let Digest { algorithm, bytes: root } = digest(&schedule["root"]);
		let count = number(&schedule["count"]);
		let mut leaves = Vec::new();
		for (index, price) in (0u32..).zip(list(&schedule["prices"])) {
			let tariff = Tariff {
				payer: number(&schedule["payer"]),
				plan: number(&schedule["plan"]),
				version: number(&schedule["version"]),
				code: digest(&price["code"]),
				category: BenefitCategory::ALL[number(&price["category"]) as usize],
				unit_price: price["unitPrice"].as_str().unwrap().parse().unwrap(),
			};
			let leaf = tariff_leaf(algorithm, &chain, &tariff).unwrap();
			assert_eq!(leaf, bytes32(&price["leaf"]), "{price}");
			assert_eq!(number(&price["index"]), index);
			// The one path that may be empty is that of a leaf that is alone.
			let path = price["path"].as_array().unwrap().iter().map(bytes32).collect::<Vec<_>>();
			assert_eq!(merkle::verify(algorithm, &root, count, index, &leaf, &path), Ok(true));
			leaves.push(leaf);
		}
		assert_eq!(leaves.len(), count as usize);
		assert_eq!(merkle::root(algorithm, &leaves), Ok(root));
	}
}

#[test]
fn reasons_should_have_the_names_groups_and_numbers_that_the_sdk_gives_them() {
	let vectors = vectors();
	let adjustments = list(&vectors["adjustmentReasons"]);
	assert_eq!(adjustments.len(), AdjustmentReason::ALL.len());
	for (vector, reason) in adjustments.iter().zip(AdjustmentReason::ALL) {
		let group = match reason.group() {
			Group::ContractualObligation => "CO",
			Group::PatientResponsibility => "PR",
			Group::OtherAdjustment => "OA",
			Group::PayerInitiated => "PI",
		};
		assert_eq!(vector["reason"], format!("{reason:?}"));
		assert_eq!(vector["group"], group, "{reason:?}");
		assert_eq!(vector["code"], reason.carc().to_string(), "{reason:?}");
	}
	let denials = list(&vectors["denialReasons"]);
	assert_eq!(denials.len(), DenialReason::ALL.len());
	for (vector, reason) in denials.iter().zip(DenialReason::ALL) {
		assert_eq!(*vector, format!("{reason:?}"));
	}
}

#[test]
fn categories_should_ask_for_the_evidence_that_the_sdk_asks_for() {
	let vectors = vectors();
	let categories = list(&vectors["benefitCategories"]);
	assert_eq!(categories.len(), BenefitCategory::ALL.len());
	for (vector, category) in categories.iter().zip(BenefitCategory::ALL) {
		let evidence = match category.evidence() {
			EvidenceKind::Encounter => "Encounter",
			EvidenceKind::Dispense => "Dispense",
			EvidenceKind::DeviceUse => "DeviceUse",
		};
		assert_eq!(vector["category"], format!("{category:?}"));
		assert_eq!(vector["evidence"], evidence);
	}
}
