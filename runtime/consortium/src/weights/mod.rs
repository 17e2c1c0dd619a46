// SPDX-License-Identifier: Apache-2.0

//! Weights of upstream pallets, blocks, transactions and the database, measured on this runtime by `scripts/bench weights`.

pub mod base;
pub mod frame_system;
pub mod frame_system_extensions;
pub mod pallet_balances;
pub mod pallet_collective;
pub mod pallet_migrations;
pub mod pallet_multisig;
pub mod pallet_preimage;
pub mod pallet_safe_mode;
pub mod pallet_scheduler;
pub mod pallet_session;
pub mod pallet_timestamp;
pub mod pallet_transaction_payment;
pub mod pallet_tx_pause;
pub mod pallet_utility;
pub mod pallet_whitelist;

// What upstream measured on its reference hardware: it benchmarks deposits, which are free here.
pub mod pallet_proxy {
	pub type WeightInfo<T> = polkadot_sdk::pallet_proxy::weights::SubstrateWeight<T>;
}

// The same: what removes an asset is benchmarked with deposits. No call of it but transfers is let
// through, and what claims use is measured with them.
pub mod pallet_assets {
	pub type WeightInfo<T> = ::pallet_assets::weights::SubstrateWeight<T>;
}
