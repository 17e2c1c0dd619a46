// SPDX-License-Identifier: Apache-2.0

//! # The consortium runtime
//!
//! A standalone proof-of-authority chain: Aura makes a block every two seconds, GRANDPA finalises
//! it. This file is the table of contents; [`configs`] holds how each pallet is set up, by domain,
//! [`apis`] what nodes and dApps may ask, [`genesis_presets`] the chains that can be started.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]
// What the macros write out has no docs, and paths in full.
#![allow(missing_docs, unused_qualifications)]

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod genesis_presets;
#[cfg(feature = "rehearsal")]
mod rehearsal;
pub mod weights;

use alloc::{borrow::Cow, vec, vec::Vec};
use polkadot_sdk::*;
use sp_runtime::{generic, impl_opaque_keys, traits::BlakeTwo256};
use sp_version::RuntimeVersion;

pub use galen_runtime_common::{
	AccountId, Address, Balance, BlockNumber, Hash, Header, Nonce, Signature,
};

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

/// The version of this runtime. `spec_version` is `major * 1_000_000 + minor * 1_000 + patch`.
#[cfg(not(feature = "rehearsal"))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("galen"),
	impl_name: Cow::Borrowed("galen"),
	authoring_version: 1,
	spec_version: 1_000,
	impl_version: 0,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

#[cfg(feature = "rehearsal")]
pub use rehearsal::VERSION;

/// What is checked of every transaction, in the order that wallets know. A change here changes what
/// they sign.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckEra<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// A transaction, as it comes from outside.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What a transaction's signature is over.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// The pallets. Their indices are part of what wallets sign: never change one, never use one again.
#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Runtime;

	// The system.
	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Runtime>;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp::Pallet<Runtime>;
	#[runtime::pallet_index(2)]
	pub type Balances = pallet_balances::Pallet<Runtime>;
	#[runtime::pallet_index(3)]
	pub type TransactionPayment = pallet_transaction_payment::Pallet<Runtime>;
	#[runtime::pallet_index(4)]
	pub type Migrations = pallet_migrations::Pallet<Runtime>;
	#[runtime::pallet_index(5)]
	pub type Assets = pallet_assets::Pallet<Runtime>;

	// Who belongs.
	#[runtime::pallet_index(40)]
	pub type Institutions = pallet_institutions::Pallet<Runtime>;

	// Consensus. Genesis and hooks follow the indices: whom the session asks for validators has a
	// lower one than the session.
	#[runtime::pallet_index(9)]
	pub type NodeAdmission = pallet_node_admission::Pallet<Runtime>;
	#[runtime::pallet_index(10)]
	pub type Authorship = pallet_authorship::Pallet<Runtime>;
	#[runtime::pallet_index(11)]
	pub type Offences = pallet_offences::Pallet<Runtime>;
	#[runtime::pallet_index(12)]
	pub type Historical = pallet_session::historical::Pallet<Runtime>;
	#[runtime::pallet_index(13)]
	pub type Session = pallet_session::Pallet<Runtime>;
	#[runtime::pallet_index(14)]
	pub type Aura = pallet_aura::Pallet<Runtime>;
	#[runtime::pallet_index(15)]
	pub type Grandpa = pallet_grandpa::Pallet<Runtime>;

	// Governance.
	#[runtime::pallet_index(20)]
	pub type Council = pallet_collective::Pallet<Runtime, Instance1>;
	#[runtime::pallet_index(21)]
	pub type TechnicalCommittee = pallet_collective::Pallet<Runtime, Instance2>;
	#[runtime::pallet_index(22)]
	pub type EthicsCommittee = pallet_collective::Pallet<Runtime, Instance3>;
	#[runtime::pallet_index(23)]
	pub type PatientsCouncil = pallet_collective::Pallet<Runtime, Instance4>;
	#[runtime::pallet_index(24)]
	pub type Scheduler = pallet_scheduler::Pallet<Runtime>;
	#[runtime::pallet_index(25)]
	pub type Preimage = pallet_preimage::Pallet<Runtime>;
	#[runtime::pallet_index(26)]
	pub type Whitelist = pallet_whitelist::Pallet<Runtime>;
	#[runtime::pallet_index(27)]
	pub type TxPause = pallet_tx_pause::Pallet<Runtime>;
	#[runtime::pallet_index(28)]
	pub type SafeMode = pallet_safe_mode::Pallet<Runtime>;

	// Accounts that act together or for each other.
	#[runtime::pallet_index(30)]
	pub type Utility = pallet_utility::Pallet<Runtime>;
	#[runtime::pallet_index(31)]
	pub type Multisig = pallet_multisig::Pallet<Runtime>;
	#[runtime::pallet_index(32)]
	pub type Proxy = pallet_proxy::Pallet<Runtime>;

	// Care. `Institutions` is 40, above.
	#[runtime::pallet_index(41)]
	pub type Patients = pallet_patients::Pallet<Runtime>;
	#[runtime::pallet_index(42)]
	pub type PatientRecords = pallet_patient_records::Pallet<Runtime>;
	#[runtime::pallet_index(43)]
	pub type Consent = pallet_consent::Pallet<Runtime>;
	#[runtime::pallet_index(44)]
	pub type Disclosures = pallet_disclosures::Pallet<Runtime>;

	// Who sits in the bodies that govern. After `Institutions`, whose staff they are, and after the
	// bodies: genesis follows the indices.
	#[runtime::pallet_index(45)]
	pub type Seats = pallet_seats::Pallet<Runtime>;

	// Things.
	#[runtime::pallet_index(50)]
	pub type DeviceLifecycle = pallet_device_lifecycle::Pallet<Runtime>;
	#[runtime::pallet_index(51)]
	pub type DrugProvenance = pallet_drug_provenance::Pallet<Runtime>;

	// Trials and claims, which rely on what is above.
	#[runtime::pallet_index(60)]
	pub type ClinicalTrials = pallet_clinical_trials::Pallet<Runtime>;
	#[runtime::pallet_index(61)]
	pub type InsuranceClaims = pallet_insurance_claims::Pallet<Runtime>;
}
