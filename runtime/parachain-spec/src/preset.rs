// SPDX-License-Identifier: Apache-2.0

//! A genesis as one of the runtime's presets says.

use crate::{on, State};
use galen_parachain_runtime::{genesis_presets, Runtime, RuntimeGenesisConfig};
use polkadot_sdk::{
	frame_support::genesis_builder_helper::{build_state, get_preset},
	pallet_timestamp::Now,
	sp_core::storage::well_known_keys,
};
use serde_json::Value;

/// The genesis of the preset called `name`, with this code, as parachain `para_id`. Its clock stands
/// at `clock`, in milliseconds since 1970, or isn't set before the first block.
pub fn genesis(
	name: &str,
	para_id: u32,
	clock: Option<u64>,
	code: Vec<u8>,
) -> Result<State, String> {
	let json = |name: Option<&str>| -> Option<Value> {
		let preset =
			get_preset::<RuntimeGenesisConfig>(&name.map(Into::into), genesis_presets::get);
		serde_json::from_slice(&preset?).ok()
	};
	let mut genesis = json(None).ok_or("the runtime has no genesis")?;
	let preset = json(Some(name)).ok_or_else(|| format!("there is no preset {name:?}"))?;
	merge(&mut genesis, preset);
	let own = serde_json::json!({ "parachainInfo": { "parachainId": para_id } });
	merge(&mut genesis, own);
	let mut state = State::new();
	on(&mut state, || {
		build_state::<RuntimeGenesisConfig>(genesis.to_string().into_bytes())?;
		if let Some(clock) = clock {
			Now::<Runtime>::put(clock);
		}
		Ok::<_, String>(())
	})?;
	state.insert(well_known_keys::CODE.to_vec(), code);
	Ok(state)
}

/// Puts what `patch` says in its place in `base`.
fn merge(base: &mut Value, patch: Value) {
	match (base, patch) {
		(Value::Object(base), Value::Object(patch)) => {
			for (key, value) in patch {
				merge(base.entry(key).or_insert(Value::Null), value);
			}
		},
		(base, patch) => *base = patch,
	}
}
