// SPDX-License-Identifier: Apache-2.0

//! The chains that this node knows by name. Their genesis comes from the runtime's presets.

use galen_runtime::WASM_BINARY;
use galen_runtime_common::constants::{SS58_PREFIX, TOKEN_DECIMALS, TOKEN_SYMBOL};
use polkadot_sdk::{
	sc_chain_spec::{ChainType, GenericChainSpec, Properties},
	sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET},
};

/// A chain specification.
pub type ChainSpec = GenericChainSpec;

/// The chain called `id`: `dev` (one node), `local_testnet` (four), or the file of that name.
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
		"" => Err("name a chain: --dev, --chain local_testnet, or --chain FILE".into()),
		path => ChainSpec::from_json_file(path.into()),
	}
}

fn preset(name: &str, id: &str, chain_type: ChainType, preset: &str) -> Result<ChainSpec, String> {
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
		.with_genesis_config_preset_name(preset)
		.with_properties(properties)
		.build())
}
