// SPDX-License-Identifier: Apache-2.0

//! What this runtime's presets have alone.

use crate::*;
use frame_support::weights::constants::WEIGHT_REF_TIME_PER_MILLIS;
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// How many validate in `local_testnet`: finality survives the loss of one.
pub(crate) const LOCAL_VALIDATORS: usize = 4;

/// What a member that doesn't need more may use of each block, in units of fee.
pub(crate) const SHARE: u64 = 25 * WEIGHT_REF_TIME_PER_MILLIS;

/// What a member may have saved up, in units of fee. A block has 0.64 seconds for all of them, so
/// that a member that floods the chain is through with it after three blocks. So are its patients;
/// both at once take thirteen with the large class.
pub(crate) const BURST: u64 = 900 * WEIGHT_REF_TIME_PER_MILLIS;

/// A founder's session keys.
pub(crate) fn session_keys(aura: Sr25519Keyring, grandpa: Ed25519Keyring) -> SessionKeys {
	SessionKeys { aura: aura.public().into(), grandpa: grandpa.public().into() }
}

/// Nothing to add.
pub(crate) fn complete(_: &mut serde_json::Value) {}

/// Session keys that differ from validator to validator.
#[cfg(feature = "runtime-benchmarks")]
pub(crate) fn benchmark_keys(
	aura: sp_consensus_aura::sr25519::AuthorityId,
	seed: u8,
) -> SessionKeys {
	SessionKeys { aura, grandpa: sp_core::ed25519::Public::from_raw([seed; 32]).into() }
}
