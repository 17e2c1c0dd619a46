// SPDX-License-Identifier: Apache-2.0

//! # The parachain runtime
//!
//! The consortium's chain under a relay chain: Aura makes a block every six seconds, by collators
//! that node admission has let in; the relay chain finalises it.
//!
//! The files of `runtime/common/shared` are the consortium runtime's as well. What differs is in
//! [`own`]. Weights are those measured on the consortium runtime; pallets that only this runtime
//! has bring what upstream measured.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]
// What the macros write out has no docs, and paths in full.
#![allow(missing_docs, unused_qualifications)]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod own;

#[path = "../../common/shared/apis.rs"]
pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
#[path = "../../common/shared/benchmarks/mod.rs"]
mod benchmarks;
#[path = "../../common/shared/configs/mod.rs"]
pub mod configs;
#[path = "../../common/shared/genesis_presets.rs"]
pub mod genesis_presets;
#[path = "../../common/shared/pallets.rs"]
mod pallets;
#[cfg(feature = "rehearsal")]
#[path = "../../common/shared/rehearsal.rs"]
mod rehearsal;
#[path = "../../common/shared/transactions.rs"]
mod transactions;
#[path = "../../consortium/src/weights/mod.rs"]
pub mod weights;

use alloc::{borrow::Cow, vec, vec::Vec};
use polkadot_sdk::{staging_parachain_info as parachain_info, *};
use sp_runtime::{generic, impl_opaque_keys, traits::BlakeTwo256};
use sp_version::RuntimeVersion;

pub use galen_runtime_common::{
	AccountId, Address, Balance, BlockNumber, Hash, Header, Nonce, Signature,
};
pub use own::VERSION;
pub use transactions::*;

impl_opaque_keys! {
	/// What a collator signs blocks with.
	pub struct SessionKeys {
		/// Authors blocks.
		pub aura: Aura,
	}
}

pallets::runtime! {
	// The relay chain: what it says comes first in every block.
	#[runtime::pallet_index(6)]
	pub type ParachainSystem = cumulus_pallet_parachain_system::Pallet<Runtime>;
	#[runtime::pallet_index(7)]
	pub type ParachainInfo = parachain_info::Pallet<Runtime>;

	// After `Aura`, whose authorities it keeps until the block is checked.
	#[runtime::pallet_index(16)]
	pub type AuraExt = cumulus_pallet_aura_ext::Pallet<Runtime>;

	// Messages.
	#[runtime::pallet_index(33)]
	pub type XcmpQueue = cumulus_pallet_xcmp_queue::Pallet<Runtime>;
	#[runtime::pallet_index(34)]
	pub type PolkadotXcm = pallet_xcm::Pallet<Runtime>;
	#[runtime::pallet_index(35)]
	pub type MessageQueue = pallet_message_queue::Pallet<Runtime>;
	#[runtime::pallet_index(36)]
	pub type Neighbours = pallet_parameters::Pallet<Runtime>;
}

cumulus_pallet_parachain_system::register_validate_block! {
	Runtime = Runtime,
	BlockExecutor = cumulus_pallet_aura_ext::BlockExecutor::<Runtime, Executive>,
}
