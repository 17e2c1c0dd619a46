// SPDX-License-Identifier: Apache-2.0

//! Who makes blocks, who finalises them, and what happens to those who do it twice.

use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU32, ConstU64},
};
use pallet_session::historical;
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::traits::{Convert, ConvertInto, OpaqueKeys};
use sp_staking::SessionIndex;

/// A slot, in milliseconds: a block every two seconds.
pub const SLOT_DURATION: u64 = 2_000;
/// Blocks in a minute.
pub const MINUTES: BlockNumber = 30;
/// Blocks in an hour.
pub const HOURS: BlockNumber = 60 * MINUTES;
/// Blocks in a day.
pub const DAYS: BlockNumber = 24 * HOURS;

/// The most validators there can be.
pub type MaxAuthorities = ConstU32<100>;

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type MaxAuthorities = MaxAuthorities;
	// A disabled authority that authors all the same would halt the chain; who misbehaves is
	// removed from the set instead.
	type DisabledValidators = ();
	type AllowMultipleBlocksPerSlot = ConstBool<false>;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
	type EventHandler = ();
}

parameter_types! {
	/// A session: ten minutes.
	pub const Period: BlockNumber = 10 * MINUTES;
	/// The first session begins with the chain.
	pub const Offset: BlockNumber = 0;
	/// Session keys are free: validators are admitted, not bonded.
	pub const KeyDeposit: Balance = 0;
	/// For how long an equivocation can be reported: a week, in sessions and in blocks.
	pub const ReportLongevity: u64 = 7 * DAYS as u64;
	/// The sessions that [`ReportLongevity`] spans.
	pub const MaxSetIdSessionEntries: u64 = ReportLongevity::get() / Period::get() as u64;
}

/// The validators of genesis, for every session.
///
/// Named for the first sessions, so that what proves a key's owner in a session is kept from the
/// start; then left as they are.
pub struct GenesisValidators;

impl pallet_session::SessionManager<AccountId> for GenesisValidators {
	fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
		if index > 1 {
			return None;
		}
		let mut validators = pallet_session::NextKeys::<Runtime>::iter_keys().collect::<Vec<_>>();
		validators.sort();
		Some(validators)
	}
	fn start_session(_: SessionIndex) {}
	fn end_session(_: SessionIndex) {}
}

impl historical::SessionManager<AccountId, ()> for GenesisValidators {
	fn new_session(index: SessionIndex) -> Option<Vec<(AccountId, ())>> {
		<Self as pallet_session::SessionManager<_>>::new_session(index)
			.map(|validators| validators.into_iter().map(|validator| (validator, ())).collect())
	}
	fn start_session(_: SessionIndex) {}
	fn end_session(_: SessionIndex) {}
}

/// A validator is identified by its account; there is no stake to tell about.
pub struct NoIdentification;
impl Convert<AccountId, Option<()>> for NoIdentification {
	fn convert(_: AccountId) -> Option<()> {
		Some(())
	}
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = pallet_session::PeriodicSessions<Period, Offset>;
	type NextSessionRotation = pallet_session::PeriodicSessions<Period, Offset>;
	type SessionManager = historical::NoteHistoricalRoot<Self, GenesisValidators>;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = weights::pallet_session::WeightInfo<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}

impl historical::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type FullIdentification = ();
	type FullIdentificationOf = NoIdentification;
}

impl pallet_offences::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type IdentificationTuple = historical::IdentificationTuple<Self>;
	// The offence is recorded and stands in an event; acting on it is node admission's.
	type OnOffenceHandler = ();
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
