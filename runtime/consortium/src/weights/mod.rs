// SPDX-License-Identifier: Apache-2.0

//! Weights of upstream pallets, measured on this runtime by `scripts/bench weights`.

pub mod frame_system_extensions;
pub mod pallet_balances;
pub mod pallet_safe_mode;
pub mod pallet_session;
pub mod pallet_timestamp;
pub mod pallet_transaction_payment;
pub mod pallet_tx_pause;
pub mod pallet_whitelist;

// Not measured here yet: what upstream measured on the reference hardware.
pub mod frame_system {
	pub type WeightInfo<T> = polkadot_sdk::frame_system::weights::SubstrateWeight<T>;
}
pub mod pallet_collective {
	pub type WeightInfo<T> = polkadot_sdk::pallet_collective::weights::SubstrateWeight<T>;
}
pub mod pallet_migrations {
	pub type WeightInfo<T> = polkadot_sdk::pallet_migrations::weights::SubstrateWeight<T>;
}
pub mod pallet_multisig {
	pub type WeightInfo<T> = polkadot_sdk::pallet_multisig::weights::SubstrateWeight<T>;
}
pub mod pallet_preimage {
	pub type WeightInfo<T> = polkadot_sdk::pallet_preimage::weights::SubstrateWeight<T>;
}
pub mod pallet_proxy {
	pub type WeightInfo<T> = polkadot_sdk::pallet_proxy::weights::SubstrateWeight<T>;
}
pub mod pallet_scheduler {
	pub type WeightInfo<T> = polkadot_sdk::pallet_scheduler::weights::SubstrateWeight<T>;
}
pub mod pallet_utility {
	pub type WeightInfo<T> = polkadot_sdk::pallet_utility::weights::SubstrateWeight<T>;
}
