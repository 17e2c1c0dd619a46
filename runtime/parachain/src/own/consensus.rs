// SPDX-License-Identifier: Apache-2.0

//! How long a slot is and what fits into a block, the relay chain that finalises it, and who makes
//! it.

use crate::*;
use cumulus_pallet_parachain_system::RelayNumberMonotonicallyIncreases;
use cumulus_primitives_core::{relay_chain::MAX_POV_SIZE, AggregateMessageOrigin};
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU32, KeyOwnerProofSystem},
	weights::{
		constants::{BlockExecutionWeight, RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND},
		Weight, WeightToFee,
	},
};
use frame_system::limits::BlockWeights;
use galen_runtime_common::constants;
use own::messages::RelayMessages;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_core::crypto::KeyTypeId;
use sp_runtime::Perbill;
use sp_session::MembershipProof;

/// A slot, in milliseconds: one block for each block of the relay chain.
pub const SLOT_DURATION: u64 = 6_000;
/// The relay chain's slot, in milliseconds.
pub const RELAY_SLOT_DURATION: u32 = 6_000;

/// Blocks for each slot of the relay chain.
pub const BLOCKS_PER_RELAY_SLOT: u32 = 1;
/// How many blocks may wait to be included: one that is being backed, one that is being made
/// available, and one that is being built.
pub const UNINCLUDED_BLOCKS: u32 = 3;
/// How many relay blocks collators stay behind the newest: none, so that messages come at once and
/// test tools that know of no relay descendants can make blocks.
pub const RELAY_PARENT_OFFSET: u32 = 0;

/// Blocks that fill up what waits to be included come within the same slot.
pub const MINIMUM_PERIOD: u64 = 0;

/// What a validator of the relay chain has for checking a block: two seconds, and the size of a
/// proof of validity. A transaction takes what it takes on the standalone chain. In every block
/// stands besides what the relay chain says, which nobody has measured here: upstream's weight of a
/// block is the larger one.
pub fn block_weights() -> BlockWeights {
	constants::block_weights(
		Weight::from_parts(BLOCK_TIME, PROOF_SIZE),
		BlockExecutionWeight::get(),
		weights::base::EXTRINSIC,
	)
}

/// Two seconds, in picoseconds.
const BLOCK_TIME: u64 = 2 * WEIGHT_REF_TIME_PER_SECOND;
/// The size of a proof of validity, in bytes.
const PROOF_SIZE: u64 = MAX_POV_SIZE as u64;

/// What weight is charged: the time it takes, or the part of a proof that it takes, whichever fills
/// a block sooner. By time alone, members could fill proofs for next to nothing.
pub struct WeightFee;

impl WeightToFee for WeightFee {
	type Balance = Balance;

	fn weight_to_fee(weight: &Weight) -> Balance {
		let proof = weight.proof_size().saturating_mul(BLOCK_TIME / PROOF_SIZE);
		weight.ref_time().max(proof).into()
	}
}

/// What reading and writing cost: collators keep their state in RocksDB.
pub type DbWeight = RocksDbWeight;
/// An upgrade waits for the relay chain's go-ahead.
pub type SetCode = cumulus_pallet_parachain_system::ParachainSetCode<Runtime>;
/// See [`MINIMUM_PERIOD`].
pub type MultipleBlocksPerSlot = ConstBool<true>;
/// Node admission. Nobody has to prove who collated in the past: see [`NoReports`].
pub type Sessions = NodeAdmission;
/// Nobody is reported.
pub type KeyOwners = NoReports;
/// There is no finality here that could stand still: a recovery replaces collators, no more.
pub type Stall = ();
/// Only root sends messages, and nobody moves assets by them.
pub type OwnCalls = own::messages::NoMessages;

/// What can't be paused without stopping the chain.
pub const CONSENSUS_NEVER_PAUSED: &[(&str, &[&str])] =
	&[("ParachainSystem", &["set_validation_data"])];

/// Two blocks of one slot are no offence here: if the relay chain doesn't take a block, its collator
/// builds another one on another relay block. So no key is ever found to be an offender's.
pub struct NoReports;

impl KeyOwnerProofSystem<(KeyTypeId, AuraId)> for NoReports {
	type Proof = MembershipProof;
	type IdentificationTuple = (AccountId, ());

	fn prove(_: (KeyTypeId, AuraId)) -> Option<MembershipProof> {
		None
	}

	fn check_proof(_: (KeyTypeId, AuraId), _: MembershipProof) -> Option<(AccountId, ())> {
		None
	}
}

impl cumulus_pallet_aura_ext::Config for Runtime {}

impl parachain_info::Config for Runtime {}

/// Keeps the chain from running ahead of the relay chain.
pub type ConsensusHook = cumulus_pallet_aura_ext::FixedVelocityConsensusHook<
	Runtime,
	RELAY_SLOT_DURATION,
	BLOCKS_PER_RELAY_SLOT,
	UNINCLUDED_BLOCKS,
>;

parameter_types! {
	/// What the relay chain's messages may take of a block, and what those of others may.
	pub MessageShare: Weight =
		Perbill::from_percent(10) * configs::RuntimeBlockWeights::get().max_block;
	/// Whose messages come down.
	pub const RelayOrigin: AggregateMessageOrigin = AggregateMessageOrigin::Parent;
}

impl cumulus_pallet_parachain_system::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnSystemEvent = ();
	type SelfParaId = ParachainInfo;
	type OutboundXcmpMessageSource = XcmpQueue;
	type DmpQueue = RelayMessages;
	type ReservedDmpWeight = MessageShare;
	type XcmpMessageHandler = XcmpQueue;
	type ReservedXcmpWeight = MessageShare;
	type CheckAssociatedRelayNumber = RelayNumberMonotonicallyIncreases;
	type WeightInfo = cumulus_pallet_parachain_system::weights::SubstrateWeight<Runtime>;
	type ConsensusHook = ConsensusHook;
	type RelayParentOffset = ConstU32<RELAY_PARENT_OFFSET>;
	// Scheduling by the third version of candidates is upstream's work in progress.
	type SchedulingSignatureVerifier = ();
}
