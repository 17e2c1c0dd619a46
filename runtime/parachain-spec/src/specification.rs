// SPDX-License-Identifier: Apache-2.0

//! Raw chain specifications, which hold a state as JSON: `galen export-state` writes one.

use crate::State;
use galen_runtime_common::constants::{SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL};
use serde_json::{json, Map, Value};

/// The state in a raw chain specification.
pub fn state(specification: &Value) -> Result<State, String> {
	let raw = &specification["genesis"]["raw"];
	let children = raw["childrenDefault"].as_object();
	if children.is_some_and(|children| !children.is_empty()) {
		return Err("the state has child tries, which no Galen chain has".into());
	}
	let top = raw["top"].as_object().ok_or("this is no raw chain specification")?;
	top.iter()
		.map(|(key, value)| Ok((bytes(key)?, bytes(value.as_str().unwrap_or_default())?)))
		.collect()
}

/// What a parachain is called, and where it belongs.
pub struct Names<'a> {
	/// For people.
	pub name: &'a str,
	/// For nodes: the folder of their data.
	pub id: &'a str,
	/// The relay chain's name, as collators know it.
	pub relay_chain: &'a str,
	/// `Live`, `Local` or `Development`.
	pub chain_type: &'a str,
}

/// The raw chain specification of parachain `para_id`, which begins with `state`.
pub fn parachain(names: &Names<'_>, para_id: u32, state: &State) -> Value {
	let top: Map<String, Value> =
		state.iter().map(|(key, value)| (hex(key), hex(value).into())).collect();
	json!({
		"name": names.name,
		"id": names.id,
		"chainType": names.chain_type,
		"bootNodes": [],
		"telemetryEndpoints": null,
		"protocolId": names.id,
		"properties": {
			"ss58Format": SS58_PREFIX,
			"tokenSymbol": TOKEN_SYMBOL,
			"tokenDecimals": TOKEN_DECIMALS,
			"isEthereum": false,
		},
		"relay_chain": names.relay_chain,
		"para_id": para_id,
		"codeSubstitutes": {},
		"genesis": { "raw": { "top": top, "childrenDefault": {} } },
	})
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
	text.strip_prefix("0x")
		.and_then(|digits| hex::decode(digits).ok())
		.ok_or_else(|| format!("{text:?} isn't hexadecimal"))
}

fn hex(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}
