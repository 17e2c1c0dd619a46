// SPDX-License-Identifier: Apache-2.0

//! The bodies that govern, what they can schedule, and what they can pause.

use crate::*;
use configs::{RuntimeBlockWeights, DAYS, HOURS};
use frame_support::{
	parameter_types,
	traits::{ConstU32, Contains, EqualPrivilegeOnly, GetCallMetadata},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureWithSuccess};
use galen_runtime_common::governance::{
	Council, EnsureCouncil, EnsureTechnical, Ethics, PatientsCouncil as Patients_, Technical,
};
use sp_runtime::Perbill;

parameter_types! {
	/// How long a motion is open.
	pub const MotionDuration: BlockNumber = 3 * DAYS;
	/// What one motion may take of a block.
	pub MaxProposalWeight: Weight = Perbill::from_percent(50) * RuntimeBlockWeights::get().max_block;
	/// What scheduled calls may take of a block.
	pub MaximumSchedulerWeight: Weight =
		Perbill::from_percent(80) * RuntimeBlockWeights::get().max_block;
}

/// The most members a body can have.
pub type MaxMembers = ConstU32<64>;

/// One body, and who sets its members.
macro_rules! body {
	($instance:ty, $appointed_by:ty) => {
		impl pallet_collective::Config<$instance> for Runtime {
			type RuntimeOrigin = RuntimeOrigin;
			type Proposal = RuntimeCall;
			type RuntimeEvent = RuntimeEvent;
			type MotionDuration = MotionDuration;
			type MaxProposals = ConstU32<32>;
			type MaxMembers = MaxMembers;
			type DefaultVote = pallet_collective::PrimeDefaultVote;
			type WeightInfo = weights::pallet_collective::WeightInfo<Runtime>;
			type SetMembersOrigin = $appointed_by;
			type MaxProposalWeight = MaxProposalWeight;
			type DisapproveOrigin = EnsureCouncil;
			type KillOrigin = EnsureCouncil;
			type Consideration = ();
		}
	};
}
body!(Council, EnsureCouncil);
// Root: the committee and the council together. Were it the council, that could appoint itself and
// reach the root origin alone.
body!(Technical, EnsureRoot<AccountId>);
body!(Ethics, EnsureCouncil);
body!(Patients_, EnsureCouncil);

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumSchedulerWeight;
	type ScheduleOrigin = EnsureCouncil;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type MaxScheduledPerBlock = ConstU32<64>;
	type WeightInfo = weights::pallet_scheduler::WeightInfo<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = weights::pallet_preimage::WeightInfo<Runtime>;
	type Currency = Balances;
	type ManagerOrigin = EnsureCouncil;
	// What a member notes is drawn on its institution's allowance, byte by byte.
	type Consideration = ();
}

impl pallet_whitelist::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WhitelistOrigin = EnsureCouncil;
	type DispatchWhitelistedOrigin = EnsureTechnical;
	type Preimages = Preimage;
	type DeferredDispatchExpiration = MotionDuration;
	type BlockNumberProvider = System;
	type WeightInfo = weights::pallet_whitelist::WeightInfo<Runtime>;
}

/// What can't be paused: governance, consensus, time, and what protects people. By pallet and call;
/// no call named stands for all of the pallet's.
pub const NEVER_PAUSED: &[(&str, &[&str])] = &[
	("System", &["apply_authorized_upgrade"]),
	("Timestamp", &[]),
	("Session", &[]),
	("Grandpa", &[]),
	("Council", &[]),
	("TechnicalCommittee", &[]),
	("Scheduler", &[]),
	("Preimage", &[]),
	("Whitelist", &[]),
	("TxPause", &[]),
	("SafeMode", &[]),
	(
		"Institutions",
		&[
			"suspend",
			"suspend_provisionally",
			"lift_suspension",
			"ratify_suspension",
			"suspend_credential",
			"revoke_credential",
			"revoke_key",
		],
	),
	(
		"NodeAdmission",
		&[
			"propose",
			"vote",
			"close",
			"activate",
			"exit",
			"suspend",
			"ratify_suspension",
			"lift_suspension",
			"recover",
			"report_aura_equivocation",
			"set_parameters",
		],
	),
	("Patients", &["veto_recovery", "dismiss_representative"]),
	("Consent", &["reject", "withdraw", "void", "end_release"]),
	(
		"Disclosures",
		&["declare", "end_use", "state_reasons", "review", "review_as_regulator", "dispute"],
	),
];

fn is_never_paused(pallet: &[u8], call: &[u8]) -> bool {
	NEVER_PAUSED.iter().any(|(name, calls)| {
		name.as_bytes() == pallet
			&& (calls.is_empty() || calls.iter().any(|name| name.as_bytes() == call))
	})
}

/// [`NEVER_PAUSED`], as safe-mode and tx-pause ask for it.
pub struct NeverPaused;

impl Contains<RuntimeCall> for NeverPaused {
	fn contains(call: &RuntimeCall) -> bool {
		let name = call.get_call_metadata();
		is_never_paused(name.pallet_name.as_bytes(), name.function_name.as_bytes())
	}
}

impl Contains<pallet_tx_pause::RuntimeCallNameOf<Runtime>> for NeverPaused {
	fn contains((pallet, call): &pallet_tx_pause::RuntimeCallNameOf<Runtime>) -> bool {
		is_never_paused(pallet, call)
	}
}

impl pallet_tx_pause::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PauseOrigin = EnsureTechnical;
	type UnpauseOrigin = EnsureTechnical;
	type WhitelistedCalls = NeverPaused;
	type MaxNameLen = ConstU32<256>;
	type WeightInfo = weights::pallet_tx_pause::WeightInfo<Runtime>;
}

parameter_types! {
	/// How long the safe mode lasts, unless it is entered again.
	pub const SafeModeDuration: BlockNumber = 4 * HOURS;
	/// Nobody enters the safe mode for a deposit.
	pub const NoDeposit: Option<Balance> = None;
	/// No deposits, nothing to release.
	pub const NoRelease: Option<BlockNumber> = None;
}

impl pallet_safe_mode::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type WhitelistedCalls = NeverPaused;
	type EnterDuration = SafeModeDuration;
	type ExtendDuration = SafeModeDuration;
	type EnterDepositAmount = NoDeposit;
	type ExtendDepositAmount = NoDeposit;
	type ForceEnterOrigin = EnsureWithSuccess<EnsureTechnical, AccountId, SafeModeDuration>;
	type ForceExtendOrigin = EnsureWithSuccess<EnsureTechnical, AccountId, SafeModeDuration>;
	type ForceExitOrigin = EnsureTechnical;
	type ForceDepositOrigin = EnsureTechnical;
	type Notify = ();
	type ReleaseDelay = NoRelease;
	type WeightInfo = weights::pallet_safe_mode::WeightInfo<Runtime>;
}
