// SPDX-License-Identifier: Apache-2.0

//! The bodies that govern, who sits in them, what they can schedule, and what they can pause.

use crate::*;
use configs::{Consortium, RuntimeBlockWeights, CONSENSUS_NEVER_PAUSED, DAYS, HOURS};
use frame_support::{
	parameter_types,
	traits::{
		ChangeMembers, ConstU32, Contains, EitherOfDiverse, EnsureOrigin, EnsureOriginWithArg,
		EqualPrivilegeOnly, GetCallMetadata,
	},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureWithSuccess};
use galen_primitives::{InstitutionId, Role, RoleSet};
use galen_runtime_common::governance::{
	Council, EnsureCouncil, EnsureTechnical, Ethics, PatientsCouncil as Patients_, Technical,
};
use pallet_institutions::{origins::EnsureAdministrator, EnsureRole};
use pallet_seats::{Body, Membership};
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

/// Nobody sets the members of a body but `Seats`: they are those who sit.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type SetMembersOrigin = frame_system::EnsureNever<()>;
/// The collective's benchmarks set them as root.
#[cfg(feature = "runtime-benchmarks")]
pub type SetMembersOrigin = EnsureRoot<AccountId>;

/// One body.
macro_rules! body {
	($instance:ty) => {
		impl pallet_collective::Config<$instance> for Runtime {
			type RuntimeOrigin = RuntimeOrigin;
			type Proposal = RuntimeCall;
			type RuntimeEvent = RuntimeEvent;
			type MotionDuration = MotionDuration;
			type MaxProposals = ConstU32<32>;
			type MaxMembers = MaxMembers;
			type DefaultVote = pallet_collective::PrimeDefaultVote;
			type WeightInfo = weights::pallet_collective::WeightInfo<Runtime>;
			type SetMembersOrigin = SetMembersOrigin;
			type MaxProposalWeight = MaxProposalWeight;
			type DisapproveOrigin = EnsureCouncil;
			type KillOrigin = EnsureCouncil;
			type Consideration = ();
		}
	};
}
body!(Council);
body!(Technical);
body!(Ethics);
body!(Patients_);

/// Who gives the seats of a body: the council, but for the technical committee root, which is the
/// committee and the council together. Were it the council, that could appoint itself and reach the
/// root origin alone.
pub struct Appointing;

impl EnsureOriginWithArg<RuntimeOrigin, Body> for Appointing {
	type Success = ();

	fn try_origin(origin: RuntimeOrigin, body: &Body) -> Result<(), RuntimeOrigin> {
		match body {
			Body::TechnicalCommittee => {
				<EnsureRoot<AccountId> as EnsureOrigin<_>>::try_origin(origin)
			},
			Body::Council | Body::EthicsCommittee | Body::PatientsCouncil => {
				<EnsureCouncil as EnsureOrigin<_>>::try_origin(origin).map(|_| ())
			},
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(_: &Body) -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::root())
	}
}

/// The body whose seats follow nothing that the council decides, for the same reason: by suspending
/// institutions and appointing their administrators, the council could choose who sits in it.
pub struct Entrenched;

impl Contains<Body> for Entrenched {
	fn contains(body: &Body) -> bool {
		*body == Body::TechnicalCommittee
	}
}

impl pallet_seats::Members<AccountId> for Consortium {
	fn membership(institution: InstitutionId) -> Membership {
		if Institutions::has_left(institution) {
			Membership::Left
		} else if Institutions::is_suspended_by_governance(institution) {
			Membership::Suspended
		} else {
			Membership::Member
		}
	}
	fn employer(who: &AccountId) -> Option<InstitutionId> {
		Institutions::employer_of(who)
	}
}

/// The collectives that count the votes.
pub struct Collectives;

impl Collectives {
	fn members_of<I: 'static>() -> Vec<AccountId>
	where
		Runtime: pallet_collective::Config<I>,
	{
		pallet_collective::Members::<Runtime, I>::get()
	}

	fn set<I: 'static>(members: &[AccountId])
	where
		Runtime: pallet_collective::Config<I>,
	{
		let former = Self::members_of::<I>();
		pallet_collective::Pallet::<Runtime, I>::set_members_sorted(members, &former);
	}
}

impl pallet_seats::Bodies<AccountId> for Collectives {
	fn members(body: Body) -> Vec<AccountId> {
		match body {
			Body::Council => Self::members_of::<Council>(),
			Body::TechnicalCommittee => Self::members_of::<Technical>(),
			Body::EthicsCommittee => Self::members_of::<Ethics>(),
			Body::PatientsCouncil => Self::members_of::<Patients_>(),
		}
	}
	fn set_members(body: Body, members: &[AccountId]) {
		match body {
			Body::Council => Self::set::<Council>(members),
			Body::TechnicalCommittee => Self::set::<Technical>(members),
			Body::EthicsCommittee => Self::set::<Ethics>(members),
			Body::PatientsCouncil => Self::set::<Patients_>(members),
		}
	}
}

parameter_types! {
	/// All staff.
	pub const AnyRole: RoleSet = RoleSet::of(Role::ALL);
}

impl pallet_seats::Config for Runtime {
	type AppointingOrigin = Appointing;
	type AdministratorOrigin = EnsureAdministrator<Runtime>;
	type MemberOrigin = EnsureRole<Runtime, AnyRole>;
	type Entrenched = Entrenched;
	type Members = Consortium;
	type Bodies = Collectives;
	type MaxSeats = MaxMembers;
	// Two thirds of fewer are one, or all.
	type MinSeats = ConstU32<3>;
	type WeightInfo = pallet_seats::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}

/// For how long the technical committee can pause a call by one motion.
pub const MAX_PAUSE: BlockNumber = 7 * DAYS;

/// What the technical committee's motions may do: what it is there for, and nothing else. A pause
/// has to bring its own end.
///
/// It is asked of every call, in whatever that is wrapped.
pub struct TechnicalMotions;

impl Contains<RuntimeCall> for TechnicalMotions {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_collective::Call::{execute, propose};
		match call {
			RuntimeCall::TechnicalCommittee(
				propose { proposal, .. } | execute { proposal, .. },
			) => is_technical(proposal),
			_ => true,
		}
	}
}

fn is_technical(call: &RuntimeCall) -> bool {
	use pallet_safe_mode::Call::{force_enter, force_exit, force_extend};
	use pallet_whitelist::Call::{
		dispatch_whitelisted_call, dispatch_whitelisted_call_with_preimage,
	};
	match call {
		RuntimeCall::TxPause(pallet_tx_pause::Call::unpause { .. })
		// They end by themselves: see `SafeModeDuration`.
		| RuntimeCall::SafeMode(force_enter {} | force_extend {} | force_exit {})
		// It lapses by itself: see `EmergencyTerm`.
		| RuntimeCall::NodeAdmission(pallet_node_admission::Call::suspend { .. })
		// What the council has whitelisted.
		| RuntimeCall::Whitelist(
			dispatch_whitelisted_call { .. } | dispatch_whitelisted_call_with_preimage { .. },
		) => true,
		RuntimeCall::Utility(pallet_utility::Call::batch_all { calls }) => {
			!calls.is_empty()
				&& calls.chunks(2).all(|pair| match pair {
					[pause, end] => ends_in_time(pause, end),
					_ => false,
				})
		},
		_ => false,
	}
}

/// Whether the first call is a pause, and the second schedules its end within [`MAX_PAUSE`].
fn ends_in_time(pause: &RuntimeCall, end: &RuntimeCall) -> bool {
	use pallet_scheduler::Call::{schedule, schedule_after};
	let RuntimeCall::TxPause(pallet_tx_pause::Call::pause { full_name }) = pause else {
		return false;
	};
	let (in_time, call) = match end {
		RuntimeCall::Scheduler(schedule_after { after, maybe_periodic: None, call, .. }) => {
			(*after <= MAX_PAUSE, call)
		},
		// If the motion is carried so late that this is over, the pause fails with it.
		RuntimeCall::Scheduler(schedule { when, maybe_periodic: None, call, .. }) => {
			(*when <= System::block_number().saturating_add(MAX_PAUSE), call)
		},
		_ => return false,
	};
	let ends_it = matches!(
		&**call,
		RuntimeCall::TxPause(pallet_tx_pause::Call::unpause { ident }) if ident == full_name
	);
	in_time && ends_it
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = MaximumSchedulerWeight;
	// The committee schedules the end of its pauses; `TechnicalMotions` lets it schedule nothing else.
	type ScheduleOrigin = EitherOfDiverse<EnsureCouncil, EnsureTechnical>;
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

/// What can't be paused, beside [`CONSENSUS_NEVER_PAUSED`]: governance, time, and what protects
/// people. By pallet and call; no call named stands for all of the pallet's.
pub const NEVER_PAUSED: &[(&str, &[&str])] = &[
	("System", &["apply_authorized_upgrade"]),
	("Timestamp", &[]),
	("Session", &[]),
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
	("Seats", &[]),
	("Patients", &["veto_recovery", "dismiss_representative"]),
	("Consent", &["reject", "withdraw", "void", "end_release"]),
	(
		"DrugProvenance",
		&[
			"withdraw_product",
			"quarantine",
			"recall_product",
			"recall_lot",
			"recall_packs",
			"report_stolen",
			"scan",
		],
	),
	(
		"DeviceLifecycle",
		&[
			"withdraw_firmware",
			"take_out_of_service",
			"report_lost",
			"report_damaged",
			"revoke_key",
			"open_field_action",
		],
	),
	(
		"ClinicalTrials",
		&[
			"suspend_approval",
			"halt",
			"withdraw_subject",
			"note_withdrawal",
			"unblind",
			"report_adverse_event",
			"follow_up_adverse_event",
			"assess_adverse_event",
			"submit_expedited_report",
			"notify_authority",
			"vote_to_halt",
		],
	),
	(
		"Disclosures",
		&["declare", "end_use", "state_reasons", "review", "review_as_regulator", "dispute"],
	),
];

fn is_never_paused(pallet: &[u8], call: &[u8]) -> bool {
	NEVER_PAUSED.iter().chain(CONSENSUS_NEVER_PAUSED).any(|(name, calls)| {
		name.as_bytes() == pallet
			&& (calls.is_empty() || calls.iter().any(|name| name.as_bytes() == call))
	})
}

/// What can't be paused, as safe-mode and tx-pause ask for it.
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
