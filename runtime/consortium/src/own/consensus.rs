// SPDX-License-Identifier: Apache-2.0

//! How long a slot is and what fits into a block, who finalises blocks, and what happens to those
//! who make one twice.

use crate::*;
use configs::{MaxAuthorities, DAYS, SESSION_PERIOD};
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU32, Everything},
	weights::{constants::WEIGHT_REF_TIME_PER_MILLIS, RuntimeDbWeight, Weight},
};
use frame_system::limits::BlockWeights;
use galen_runtime_common::{allowance::PicosecondsOfWeight, constants};
use pallet_session::historical;
use sp_runtime::traits::Convert;

/// A slot, in milliseconds: a block every two seconds.
pub const SLOT_DURATION: u64 = 2_000;

/// Half a slot: the least time between two blocks' timestamps.
pub const MINIMUM_PERIOD: u64 = SLOT_DURATION / 2;

/// A block's weight limits: less than half of the slot. With all of that half, every third slot of a
/// node with two cores had no block when full blocks of records, each a new key in a growing state,
/// were built while the pool validated what came next (`docs/performance.md`).
pub fn block_weights() -> BlockWeights {
	let max = Weight::from_parts(850 * WEIGHT_REF_TIME_PER_MILLIS, u64::MAX);
	constants::block_weights(max, weights::base::BLOCK, weights::base::EXTRINSIC)
}

/// What weight is charged: the time it takes.
pub type WeightFee = PicosecondsOfWeight;
/// An upgrade is in force with the next block.
pub type SetCode = ();
/// Two blocks of one slot are an offence.
pub type MultipleBlocksPerSlot = ConstBool<false>;
/// Node admission, with past sessions kept in mind for reports.
pub type Sessions = historical::NoteHistoricalRoot<Runtime, NodeAdmission>;
/// Whose a key was when an offence happened.
pub type KeyOwners = Historical;
/// What is told when finality stands still.
pub type Stall = Stalled;

/// This runtime's own pallets have no call to keep from members.
pub type OwnCalls = Everything;

/// What can't be paused without stopping the chain.
pub const CONSENSUS_NEVER_PAUSED: &[(&str, &[&str])] = &[("Grandpa", &[])];

parameter_types! {
	/// What a read and a write cost: the node keeps its state in ParityDB.
	pub const DbWeight: RuntimeDbWeight = weights::base::DATABASE;
	/// For how long an equivocation can be reported: a week, in sessions and in blocks.
	pub const ReportLongevity: u64 = 7 * DAYS as u64;
	/// The sessions that [`ReportLongevity`] spans.
	pub const MaxSetIdSessionEntries: u64 = ReportLongevity::get() / SESSION_PERIOD as u64;
}

/// GRANDPA, when finality stands still.
pub struct Stalled;

impl pallet_node_admission::NoteStalled<BlockNumber> for Stalled {
	fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber) {
		let noted = Grandpa::note_stalled(RuntimeOrigin::root(), delay, best_finalized);
		frame_support::defensive_assert!(noted.is_ok(), "root notes stalls");
	}
}

/// A validator is identified by its account; there is no stake to tell about.
pub struct NoIdentification;
impl Convert<AccountId, Option<()>> for NoIdentification {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

impl historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NoIdentification;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = historical::IdentificationTuple<Self>;
	type OnOffenceHandler = NodeAdmission;
}

impl pallet_grandpa::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = ();
	type MaxAuthorities = MaxAuthorities;
	type MaxNominators = ConstU32<0>;
	type MaxSetIdSessionEntries = MaxSetIdSessionEntries;
	type KeyOwnerProof = sp_session::MembershipProof;
	type EquivocationReportSystem =
		pallet_grandpa::EquivocationReportSystem<Self, Offences, Historical, ReportLongevity>;
}

impl<LocalCall> frame_system::offchain::CreateTransactionBase<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	type Extrinsic = UncheckedExtrinsic;
	type RuntimeCall = RuntimeCall;
}

// Equivocation reports are unsigned.
impl<LocalCall> frame_system::offchain::CreateBare<LocalCall> for Runtime
where
	RuntimeCall: From<LocalCall>,
{
	fn create_bare(call: RuntimeCall) -> UncheckedExtrinsic {
		UncheckedExtrinsic::new_bare(call)
	}
}
