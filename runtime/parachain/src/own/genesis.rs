// SPDX-License-Identifier: Apache-2.0

//! What this runtime's presets have alone.

use crate::*;
use frame_support::{build_struct_json_patch, weights::constants::WEIGHT_REF_TIME_PER_MILLIS};
use serde_json::Value;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// The parachain's number in presets: the first that relay chains give to others than their own. A
/// founder puts the one that the relay chain has given in its place.
pub const PARA_ID: u32 = 2_000;

/// How many collate in `local_testnet`: the chain survives the loss of one.
pub(crate) const LOCAL_VALIDATORS: usize = 2;

/// What a member that doesn't need more may use of each block, in units of fee: as much of what a
/// block holds as on the standalone chain, or nearly.
pub(crate) const SHARE: u64 = 60 * WEIGHT_REF_TIME_PER_MILLIS;

/// What a member may have saved up, in units of fee. A block has 1.5 seconds for all of them, so that
/// a member that floods the chain, its patients included, is through with it after three blocks, and
/// a motion that takes half a block can still be closed.
pub(crate) const BURST: u64 = 2_000 * WEIGHT_REF_TIME_PER_MILLIS;

/// A founder's session keys. Nobody votes on finality.
pub(crate) fn session_keys(aura: Sr25519Keyring, _: Ed25519Keyring) -> SessionKeys {
	SessionKeys { aura: aura.public().into() }
}

/// Session keys that differ from collator to collator.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn benchmark_keys(aura: sp_consensus_aura::sr25519::AuthorityId, _: u8) -> SessionKeys {
	SessionKeys { aura }
}

/// The parachain's number, in a genesis.
pub fn parachain_info(id: u32) -> ParachainInfoConfig {
	ParachainInfoConfig { parachain_id: id.into(), ..Default::default() }
}

/// The version of messages, in a genesis.
pub fn polkadot_xcm() -> PolkadotXcmConfig {
	PolkadotXcmConfig {
		safe_xcm_version: Some(staging_xcm::prelude::XCM_VERSION),
		..Default::default()
	}
}

/// Adds what every preset of this runtime has.
pub(crate) fn complete(patch: &mut Value) {
	let own = build_struct_json_patch!(RuntimeGenesisConfig {
		parachain_info: parachain_info(PARA_ID),
		polkadot_xcm: polkadot_xcm(),
	});
	if let (Value::Object(patch), Value::Object(own)) = (patch, own) {
		patch.extend(own);
	}
}
