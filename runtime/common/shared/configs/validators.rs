// SPDX-License-Identifier: Apache-2.0

//! Who makes blocks: whom node admission has let in.

use crate::*;
use configs::SLOT_DURATION;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64, Contains},
};
use galen_primitives::{seams, time::DAY, InstitutionId, Role, RoleSet};
use galen_runtime_common::governance::{EnsureCouncil, EnsureTechnical};
use pallet_institutions::{origins::EnsureAdministrator, EnsureRole, VotingClass};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;
use sp_runtime::traits::{ConvertInto, OpaqueKeys, SaturatedConversion};

/// Blocks in a minute.
pub const MINUTES: BlockNumber = (60_000 / SLOT_DURATION) as BlockNumber;
/// Blocks in an hour.
pub const HOURS: BlockNumber = 60 * MINUTES;
/// Blocks in a day.
pub const DAYS: BlockNumber = 24 * HOURS;

/// A session: ten minutes.
pub const SESSION_PERIOD: BlockNumber = 10 * MINUTES;

/// The most validators there can be.
pub type MaxAuthorities = ConstU32<100>;

impl pallet_aura::Config for Runtime {
	type AuthorityId = AuraId;
	type MaxAuthorities = MaxAuthorities;
	// A disabled authority that authors all the same would halt the chain; who misbehaves is
	// removed from the set instead.
	type DisabledValidators = ();
	type AllowMultipleBlocksPerSlot = configs::MultipleBlocksPerSlot;
	type SlotDuration = ConstU64<SLOT_DURATION>;
}

impl pallet_authorship::Config for Runtime {
	type FindAuthor = pallet_session::FindAccountFromAuthorIndex<Self, Aura>;
	type EventHandler = NodeAdmission;
}

parameter_types! {
	/// A session. In storage, so that a network for tests can have short ones.
	pub storage SessionPeriod: BlockNumber = SESSION_PERIOD;
	/// The first session begins with the chain.
	pub const Offset: BlockNumber = 0;
	/// Session keys are free: validators are admitted, not bonded.
	pub const KeyDeposit: Balance = 0;
}

/// Who belongs to the consortium, as node admission asks for it.
pub struct Consortium;

impl pallet_node_admission::Members for Consortium {
	fn is_in_force(institution: InstitutionId) -> bool {
		<Institutions as seams::Institutions>::kinds_in_force(institution).is_some()
	}
	fn jurisdiction(institution: InstitutionId) -> Option<u16> {
		<Institutions as seams::Institutions>::jurisdiction(institution)
	}
	fn are_affiliated(one: InstitutionId, other: InstitutionId) -> bool {
		<Institutions as seams::Institutions>::are_affiliated(one, other)
	}
	fn electorate() -> Vec<(InstitutionId, VotingClass)> {
		Institutions::electorate_in_force()
	}
	fn electorate_size() -> u32 {
		pallet_institutions::Electorate::<Runtime>::decode_len()
			.unwrap_or_default()
			.saturated_into()
	}
}

/// Whose session keys are set. The session pallet takes none without a proof.
pub struct ProvenKeys;

impl pallet_node_admission::SessionKeys<AccountId> for ProvenKeys {
	fn are_set(who: &AccountId) -> bool {
		pallet_session::NextKeys::<Runtime>::contains_key(who)
	}
}

parameter_types! {
	/// Who runs an institution's nodes.
	pub const Operators: RoleSet = RoleSet::of(&[Role::NodeOperator, Role::Administrator]);
}

impl pallet_node_admission::Config for Runtime {
	type OperatorOrigin = EnsureRole<Runtime, Operators>;
	type RepresentativeOrigin = EnsureAdministrator<Runtime>;
	type GovernanceOrigin = EnsureCouncil;
	type EmergencyOrigin = EnsureTechnical;
	type RecoveryOrigin = EnsureCouncil;
	type Members = Consortium;
	type SessionKeys = ProvenKeys;
	type Stall = configs::Stall;
	type KeyOwners = configs::KeyOwners;
	type ChainId = Institutions;
	type Time = Timestamp;
	type MaxValidators = MaxAuthorities;
	type MaxNodes = ConstU32<1_000>;
	type MaxMembers = <Self as pallet_institutions::Config>::MaxMembers;
	type ApplicationTerm = ConstU64<{ 30 * DAY }>;
	type VotingTerm = ConstU64<{ 14 * DAY }>;
	type AdmissionTerm = ConstU64<{ 365 * DAY }>;
	type RenewalWindow = ConstU64<{ 60 * DAY }>;
	type ProbationTerm = ConstU64<{ 30 * DAY }>;
	type EmergencyTerm = ConstU64<{ 21 * DAY }>;
	type MaxProofTerm = ConstU64<DAY>;
	type MaxHeaderLength = ConstU32<8_192>;
	type MaxOwnerProofLength = ConstU32<16_384>;
	type WeightInfo = pallet_node_admission::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}

/// Nobody gives up session keys: the session pallet drops whoever has none, without asking whether
/// enough validators are left. They are replaced, and end with the node's admission.
pub struct KeepSessionKeys;

impl Contains<RuntimeCall> for KeepSessionKeys {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::Session(pallet_session::Call::purge_keys { .. }))
	}
}

impl pallet_session::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;
	type ShouldEndSession = pallet_session::PeriodicSessions<SessionPeriod, Offset>;
	type NextSessionRotation = pallet_session::PeriodicSessions<SessionPeriod, Offset>;
	type SessionManager = configs::Sessions;
	type SessionHandler = <SessionKeys as OpaqueKeys>::KeyTypeIdProviders;
	type Keys = SessionKeys;
	type DisablingStrategy = ();
	type WeightInfo = weights::pallet_session::WeightInfo<Runtime>;
	type Currency = Balances;
	type KeyDeposit = KeyDeposit;
}
