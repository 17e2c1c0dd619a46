// SPDX-License-Identifier: Apache-2.0

//! The chains that this node knows by name. Their genesis comes from the runtime's presets.

use galen_runtime::{
	genesis_presets::{self, CONSORTIUM_PRESET},
	WASM_BINARY,
};
use galen_runtime_common::constants::{SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL};
use polkadot_sdk::{
	sc_chain_spec::{
		json_patch, ChainSpecBuilder, ChainType, GenericChainSpec, NoExtension, Properties,
	},
	sc_network::config::MultiaddrWithPeerId,
	sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET},
};
use serde_json::Value;

/// A chain specification.
pub type ChainSpec = GenericChainSpec;

/// The id of a consortium's network. It names the folder with its data and its keys, so that keys
/// can be made before there is a specification.
const CONSORTIUM: &str = "galen_consortium";

/// The chain called `id`: `dev` (one node), `local_testnet` (four), `consortium` (what a network's
/// founders complete), or the file of that name.
pub fn load(id: &str) -> Result<ChainSpec, String> {
	match id {
		"dev" | "development" => {
			preset("Galen Development", "galen_dev", ChainType::Development, DEV_RUNTIME_PRESET)
		},
		"local" | "local_testnet" => preset(
			"Galen Local Testnet",
			"galen_local_testnet",
			ChainType::Local,
			LOCAL_TESTNET_RUNTIME_PRESET,
		),
		"consortium" => preset("Galen Consortium", CONSORTIUM, ChainType::Live, CONSORTIUM_PRESET),
		"" => Err("name a chain: --dev, --chain local_testnet, or --chain FILE".into()),
		path => ChainSpec::from_json_file(path.into()),
	}
}

fn preset(name: &str, id: &str, chain_type: ChainType, preset: &str) -> Result<ChainSpec, String> {
	Ok(builder(name, id, chain_type)?.with_genesis_config_preset_name(preset).build())
}

/// The specification of a consortium's network: the preset, completed by `patch`.
pub fn consortium(
	name: &str,
	patch: Value,
	bootnodes: &[MultiaddrWithPeerId],
) -> Result<ChainSpec, String> {
	let mut genesis = genesis_presets::get(&PresetId::from(CONSORTIUM_PRESET))
		.and_then(|preset| serde_json::from_slice(&preset).ok())
		.ok_or("the runtime has no preset for a consortium")?;
	json_patch::merge(&mut genesis, patch);
	Ok(builder(name, CONSORTIUM, ChainType::Live)?
		.with_boot_nodes(bootnodes.to_vec())
		.with_genesis_config_patch(genesis)
		.build())
}

fn builder(
	name: &str,
	id: &str,
	chain_type: ChainType,
) -> Result<ChainSpecBuilder<NoExtension>, String> {
	let code = WASM_BINARY.ok_or("this node was built without the runtime's wasm blob")?;
	let mut properties = Properties::new();
	properties.insert("ss58Format".into(), SS58_PREFIX.into());
	properties.insert("tokenSymbol".into(), TOKEN_SYMBOL.into());
	properties.insert("tokenDecimals".into(), TOKEN_DECIMALS.into());
	properties.insert("isEthereum".into(), false.into());
	Ok(ChainSpec::builder(code, None)
		.with_name(name)
		.with_id(id)
		.with_protocol_id(id)
		.with_chain_type(chain_type)
		.with_properties(properties))
}

/// Refuses a network's specification in which a place is empty that its founders have to fill in.
/// Raw ones were complete when they were made.
pub fn ensure_complete(spec: &dyn polkadot_sdk::sc_chain_spec::ChainSpec) -> Result<(), String> {
	if spec.chain_type() != ChainType::Live {
		return Ok(());
	}
	let json: Value =
		serde_json::from_str(&spec.as_json(false)?).map_err(|error| error.to_string())?;
	let genesis = &json["genesis"]["runtimeGenesis"];
	let empty: Vec<_> = ["patch", "config"]
		.into_iter()
		.filter_map(|form| genesis.get(form))
		.flat_map(empty_places)
		.collect();
	if empty.is_empty() {
		return Ok(());
	}
	Err(format!(
		"the chain specification isn't complete: {}; galen consortium-spec makes a complete one",
		empty.join("; ")
	))
}

/// The fields that say nothing yet.
fn empty_places(genesis: &Value) -> Vec<&'static str> {
	let is_empty = |field: &Value| field.as_array().is_none_or(Vec::is_empty);
	let zero = |field: &Value| {
		field.as_array().is_none_or(|bytes| bytes.iter().all(|byte| byte.as_u64() == Some(0)))
	};
	[
		(zero(&genesis["institutions"]["chainId"]), "institutions.chainId is zero"),
		(is_empty(&genesis["institutions"]["institutions"]), "institutions.institutions is empty"),
		(is_empty(&genesis["nodeAdmission"]["validators"]), "nodeAdmission.validators is empty"),
		(is_empty(&genesis["session"]["keys"]), "session.keys is empty"),
		(is_empty(&genesis["seats"]["bodies"]), "seats.bodies is empty"),
	]
	.into_iter()
	.filter_map(|(empty, what)| empty.then_some(what))
	.collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn preset_of(name: &str) -> Value {
		let preset = genesis_presets::get(&PresetId::from(name)).expect("a preset");
		serde_json::from_slice(&preset).expect("JSON")
	}

	#[test]
	fn the_preset_of_a_consortium_should_have_every_place_empty() {
		let empty = empty_places(&preset_of(CONSORTIUM_PRESET));
		assert_eq!(empty.len(), 5, "{empty:?}");
		assert_eq!(empty, empty_places(&json!({})));
	}

	#[test]
	fn a_preset_that_can_be_started_should_have_none() {
		assert_eq!(empty_places(&preset_of(LOCAL_TESTNET_RUNTIME_PRESET)), [""; 0]);
	}

	#[test]
	fn each_empty_place_should_be_named() {
		let full = preset_of(LOCAL_TESTNET_RUNTIME_PRESET);
		for (pallet, field) in [
			("institutions", "chainId"),
			("institutions", "institutions"),
			("nodeAdmission", "validators"),
			("session", "keys"),
			("seats", "bodies"),
		] {
			let mut genesis = full.clone();
			genesis[pallet][field] = json!([]);
			let empty = empty_places(&genesis);
			assert_eq!(empty.len(), 1, "{empty:?}");
			assert!(empty[0].starts_with(&format!("{pallet}.{field} is ")), "{empty:?}");
		}
	}
}
