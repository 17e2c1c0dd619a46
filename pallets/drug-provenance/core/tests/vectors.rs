// SPDX-License-Identifier: Apache-2.0

//! The chain and the TypeScript `sdk` compute the same bytes: both are held to `sdk/vectors.json`.

use codec::Encode;
use drug_provenance_core::{leaves, Exposure, Reading, Runs, StorageProfile, Window};
use galen_primitives::{
	gs1::{is_valid_text, Gtin, Sscc, Text20},
	keys::VerifyingKey,
	merkle,
	statement::statement,
	ChainId, Digest, HashAlgorithm,
};
use serde_json::{json, Value};

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

fn number(value: &Value) -> u32 {
	value.as_u64().unwrap().try_into().unwrap()
}

fn temperature(value: &Value) -> i32 {
	value.as_i64().unwrap().try_into().unwrap()
}

/// A key of GS1's, in decimal digits.
fn key(value: &Value) -> u64 {
	value.as_str().unwrap().parse().unwrap()
}

fn text(value: &Value) -> Text20 {
	let text = Text20::try_from(value.as_str().unwrap().as_bytes().to_vec()).unwrap();
	assert!(is_valid_text(&text));
	text
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
fn packs_should_be_proven_as_the_sdk_proves_them() {
	let vectors = vectors();
	let chain: ChainId = bytes32(&vectors["chainId"]);
	for vector in list(&vectors["lots"]) {
		let (gtin, lot) = (Gtin(key(&vector["gtin"])), text(&vector["lot"]));
		assert!(gtin.is_valid());
		let Digest { algorithm, bytes: root } = digest(&vector["serials"]);
		let quantity = number(&vector["quantity"]);
		let mut all = Vec::new();
		for (index, pack) in list(&vector["packs"]).iter().enumerate() {
			let (serial, case) = (text(&pack["serial"]), Sscc(key(&pack["firstCase"])));
			assert!(case.is_valid());
			let proof = &pack["proof"];
			// As the call takes them.
			assert_eq!(bytes(&proof["lot"]), lot.to_vec());
			assert_eq!(proof["firstCase"], json!(case.0.to_string()));
			assert_eq!(proof["index"], json!(index));
			let salt = bytes32(&proof["salt"]);
			let leaf = leaves::pack(algorithm, &chain, gtin, &lot, &serial, case, &salt).unwrap();
			assert_eq!(leaf, bytes32(&pack["leaf"]), "{pack}");
			// The one path that may be empty is that of a pack that is alone.
			let path: Vec<_> = proof["path"].as_array().unwrap().iter().map(bytes32).collect();
			let index = index as u32;
			assert_eq!(merkle::verify(algorithm, &root, quantity, index, &leaf, &path), Ok(true));
			all.push(leaf);
		}
		assert_eq!(all.len(), quantity as usize);
		assert_eq!(merkle::root(algorithm, &all), Ok(root));
	}
}

/// What is known of readings, summed up here once more.
fn window_of(sequence: u32, vector: &Value, profile: &StorageProfile, readings: Digest) -> Window {
	let moment = |value: &Value| value.as_u64().unwrap();
	let (start, end) = (moment(&vector["start"]), moment(&vector["end"]));
	let all = list(&vector["readings"]);
	let values: Vec<i32> = all.iter().map(|reading| temperature(&reading["value"])).collect();
	let mut times = vec![start];
	times.extend(all.iter().map(|reading| moment(&reading["at"])));
	times.push(end);
	let (sum, count) = (values.iter().map(|value| i64::from(*value)).sum::<i64>(), values.len());
	// To the nearest, half up.
	let mean = (2 * sum + count as i64).div_euclid(2 * count as i64);
	Window {
		sequence,
		start,
		end,
		min: *values.iter().min().unwrap(),
		max: *values.iter().max().unwrap(),
		mean: mean.try_into().unwrap(),
		count: count.try_into().unwrap(),
		range: profile.range,
		heat: Runs::of(values.iter().map(|value| *value > profile.range.max)),
		cold: Runs::of(values.iter().map(|value| *value < profile.range.min)),
		longest_gap: times.windows(2).map(|two| two[1] - two[0]).max().unwrap().try_into().unwrap(),
		readings,
	}
}

#[test]
fn windows_should_be_summed_up_signed_and_chained_as_the_sdk_does() {
	let vectors = vectors();
	let chain: ChainId = bytes32(&vectors["chainId"]);
	let telemetry = &vectors["telemetry"];
	let device = telemetry["device"].as_u64().unwrap();
	let unit = Sscc(key(&telemetry["unit"]));
	let profile = StorageProfile::REFRIGERATED;
	assert_eq!(
		telemetry["profile"],
		json!({
			"range": { "min": profile.range.min, "max": profile.range.max },
			"heatReadings": profile.heat_readings,
			"coldReadings": profile.cold_readings,
			"maxGap": profile.max_gap,
		})
	);
	let public = VerifyingKey::Ed25519(bytes32(&telemetry["publicKey"]));
	let mut exposure = Exposure::from(telemetry["since"].as_u64().unwrap());
	let mut head = [0; 32];
	let (mut windows, mut singles) = (0, 0);
	for (sequence, vector) in list(&telemetry["statements"]).iter().enumerate() {
		let sequence = sequence as u32;
		// The tree over the readings.
		let readings = list(&vector["readings"]);
		let algorithm = match &vector["window"] {
			Value::Null => HashAlgorithm::Sha2_256,
			window => digest(&window["readings"]).algorithm,
		};
		let leaves: Vec<_> = readings
			.iter()
			.zip(list(&vector["proofs"]))
			.map(|(reading, proof)| {
				assert_eq!(reading["at"], proof["at"]);
				assert_eq!(reading["value"], proof["value"]);
				let (at, value) = (reading["at"].as_u64().unwrap(), temperature(&reading["value"]));
				let salt = bytes32(&proof["salt"]);
				let leaf = leaves::reading(algorithm, &chain, device, at, value, &salt).unwrap();
				assert_eq!(leaf, bytes32(&proof["leaf"]), "{proof}");
				leaf
			})
			.collect();
		let root = merkle::root(algorithm, &leaves).unwrap();
		for (proof, leaf) in list(&vector["proofs"]).iter().zip(&leaves) {
			let (count, index) = (leaves.len() as u32, number(&proof["index"]));
			let path: Vec<_> = proof["path"].as_array().unwrap().iter().map(bytes32).collect();
			assert_eq!(merkle::verify(algorithm, &root, count, index, leaf, &path), Ok(true));
		}

		let (stated, signed, finding) = if vector["window"].is_null() {
			singles += 1;
			let (at, value) = (&readings[0]["at"], &readings[0]["value"]);
			let reading = Reading { sequence, at: at.as_u64().unwrap(), value: temperature(value) };
			let signed = statement(b"sensor-reading", &chain, &(device, unit, reading));
			((1u8, reading).encode(), signed, exposure.add_reading(&profile, &reading))
		} else {
			windows += 1;
			let root = Digest { algorithm, bytes: root };
			let window = window_of(sequence, vector, &profile, root);
			assert_eq!(window.check(&profile), Ok(()));
			let runs = |runs: &Runs| {
				json!({
					"leading": runs.leading, "trailing": runs.trailing, "longest": runs.longest,
				})
			};
			let said = &vector["window"];
			assert_eq!(digest(&said["readings"]), root);
			assert_eq!(
				*said,
				json!({
					"sequence": sequence, "start": window.start, "end": window.end,
					"min": window.min, "max": window.max, "mean": window.mean,
					"count": window.count,
					"range": { "min": window.range.min, "max": window.range.max },
					"heat": runs(&window.heat), "cold": runs(&window.cold),
					"longestGap": window.longest_gap, "readings": said["readings"],
				})
			);
			let signed = statement(b"sensor-window", &chain, &(device, unit, window));
			((0u8, window).encode(), signed, exposure.add_window(&profile, &window))
		};
		assert_eq!(signed, bytes(&vector["bytes"]));
		assert!(public.verifies(&signed, &bytes(&vector["signature"]).try_into().unwrap()));
		let blake2 = |bytes: &[u8]| HashAlgorithm::Blake2b_256.hash(bytes).unwrap();
		head = blake2(&[b"galen/telemetry".as_slice(), &head, &blake2(&stated)].concat());
		assert_eq!(head, bytes32(&vector["head"]));
		assert_eq!(
			vector["exposure"],
			json!({
				"heatRun": exposure.heat_run, "coldRun": exposure.cold_run,
				"coveredUntil": exposure.covered_until,
			})
		);
		assert_eq!(
			vector["finding"],
			json!({ "heat": finding.heat, "cold": finding.cold, "gap": finding.gap })
		);
	}
	assert_eq!((windows, singles), (5, 2));
}
