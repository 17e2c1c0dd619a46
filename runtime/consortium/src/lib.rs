// SPDX-License-Identifier: Apache-2.0

//! # The consortium runtime
//!
//! A standalone proof-of-authority chain: Aura makes a block every two seconds, GRANDPA finalises
//! it. This file is the table of contents; [`configs`] holds how each pallet is set up, by domain,
//! [`apis`] what nodes and dApps may ask, [`genesis_presets`] the chains that can be started.
//!
//! The files of `runtime/common/shared` are compiled into the parachain runtime as well. What this
//! runtime has alone is in [`own`].

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]
// What the macros write out has no docs, and paths in full.
#![allow(missing_docs, unused_qualifications)]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod own;
pub mod weights;

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

use alloc::{borrow::Cow, vec, vec::Vec};
use polkadot_sdk::*;
use sp_runtime::{generic, impl_opaque_keys, traits::BlakeTwo256};
use sp_version::RuntimeVersion;

pub use galen_runtime_common::{
	AccountId, Address, Balance, BlockNumber, Hash, Header, Nonce, Signature,
};
pub use own::VERSION;
pub use transactions::*;

/// Types that the node needs, which knows no call of the runtime's.
pub mod opaque {
	use super::*;
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// A block whose transactions are bytes.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
}

impl_opaque_keys! {
	/// What a validator signs blocks and votes with.
	pub struct SessionKeys {
		/// Authors blocks.
		pub aura: Aura,
		/// Votes on finality.
		pub grandpa: Grandpa,
	}
}

pallets::runtime! {
	#[runtime::pallet_index(11)]
	pub type Offences = pallet_offences::Pallet<Runtime>;
	#[runtime::pallet_index(12)]
	pub type Historical = pallet_session::historical::Pallet<Runtime>;
	#[runtime::pallet_index(15)]
	pub type Grandpa = pallet_grandpa::Pallet<Runtime>;
}
