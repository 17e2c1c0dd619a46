// SPDX-License-Identifier: Apache-2.0

//! Messages of other chains, at the safe minimum.
//!
//! The relay chain and the siblings that the council has listed may send messages; nobody else's is
//! looked at. No message can move anything or call anything: there is nothing that holds assets for
//! it, no chain is a reserve or a teleporter, no location is an account or an origin here. What is
//! left are versions, answers, and notices about channels. Only root sends messages of its own, to
//! open a channel, say.

use crate::*;
use configs::RelayOrigin;
use cumulus_primitives_core::{AggregateMessageOrigin, ParaId};
use cumulus_primitives_utility::ParentAsUmp;
use frame_support::{
	dynamic_params::{dynamic_pallet_params, dynamic_params},
	parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU32, Contains, Disabled, EnqueueWithOrigin, Get, Nothing,
		ProcessMessageError, QueueFootprint, QueuePausedQuery, TransformOrigin,
	},
	weights::Weight,
	BoundedVec,
};
use frame_system::{EnsureNever, EnsureRoot, EnsureRootWithSuccess};
use galen_runtime_common::governance::{EnsureCouncil, EnsureTechnical};
use polkadot_runtime_common::xcm_sender::NoPriceForMessageDelivery;
use sp_runtime::{traits::Convert, Perbill};
use staging_xcm::prelude::*;
use staging_xcm_builder::{
	AllowExplicitUnpaidExecutionFrom, AllowHrmpNotificationsFromRelayChain,
	AllowKnownQueryResponses, AllowSubscriptionsFrom, DenyThenTry, FixedWeightBounds,
	FrameTransactionalProcessor, ProcessXcmMessage, TrailingSetTopicAsId, WithUniqueTopic,
};
use staging_xcm_executor::{
	traits::{DenyExecution, Properties},
	XcmExecutor,
};

/// The most siblings that can be listed.
pub type MaxSiblings = ConstU32<16>;

/// What the council sets.
#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
pub mod parameters {
	use super::*;

	/// Whose messages are let in.
	#[dynamic_pallet_params]
	#[codec(index = 0)]
	pub mod messages {
		/// The numbers of the parachains that may send messages, beside the relay chain.
		#[codec(index = 0)]
		pub static Siblings: BoundedVec<u32, MaxSiblings> = BoundedVec::new();
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
	fn default() -> Self {
		Self::Messages(parameters::messages::Parameters::Siblings(
			parameters::messages::Siblings,
			Some(BoundedVec::new()),
		))
	}
}

impl pallet_parameters::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeParameters = RuntimeParameters;
	type AdminOrigin = AsEnsureOriginWithArg<EnsureCouncil>;
	type WeightInfo = ();
}

/// The relay chain, and the siblings that the council has listed.
pub struct Known;

impl Contains<Location> for Known {
	fn contains(location: &Location) -> bool {
		match location.unpack() {
			(1, []) => true,
			(1, [Parachain(id)]) => parameters::messages::Siblings::get().contains(id),
			_ => false,
		}
	}
}

/// Refuses everybody else, whatever the message.
pub struct DenyStrangers;

impl DenyExecution for DenyStrangers {
	fn deny_execution<Call>(
		origin: &Location,
		_: &mut [Instruction<Call>],
		_: Weight,
		_: &mut Properties,
	) -> Result<(), ProcessMessageError> {
		if Known::contains(origin) {
			Ok(())
		} else {
			Err(ProcessMessageError::Unsupported)
		}
	}
}

/// Whose messages are executed, and which.
pub type Barrier = TrailingSetTopicAsId<
	DenyThenTry<
		DenyStrangers,
		(
			AllowKnownQueryResponses<PolkadotXcm>,
			AllowExplicitUnpaidExecutionFrom<Known>,
			AllowSubscriptionsFrom<Known>,
			AllowHrmpNotificationsFromRelayChain,
		),
	>,
>;

parameter_types! {
	/// What an instruction weighs. None does more than to write a value or to send a message; nothing
	/// here is measured.
	pub const InstructionWeight: Weight = Weight::from_parts(1_000_000_000, 64 * 1024);
	/// The longest message, in instructions.
	pub const MaxInstructions: u32 = 16;
	/// Nobody puts assets anywhere.
	pub const MaxAssetsIntoHolding: u32 = 1;
	/// Where this chain is, seen from the relay chain. Which relay chain that is doesn't matter to
	/// anything that is let in.
	pub UniversalLocation: InteriorLocation = Parachain(ParachainInfo::parachain_id().into()).into();
	/// Root is this chain itself.
	pub Chain: Location = Location::here();
	/// What messages may take of a block when it begins, and of what is left when it ends.
	pub MessageQueueWeight: Option<Weight> =
		Some(Perbill::from_percent(20) * configs::RuntimeBlockWeights::get().max_block);
}

/// How messages are executed.
pub struct XcmConfig;

impl staging_xcm_executor::Config for XcmConfig {
	type RuntimeCall = RuntimeCall;
	type XcmSender = Router;
	type XcmEventEmitter = PolkadotXcm;
	type AssetTransactor = ();
	type OriginConverter = ();
	type IsReserve = ();
	type IsTeleporter = ();
	type Aliasers = Nothing;
	type UniversalLocation = UniversalLocation;
	type Barrier = Barrier;
	type Weigher = Weigher;
	type Trader = ();
	type ResponseHandler = PolkadotXcm;
	type AssetTrap = ();
	type AssetLocker = ();
	type AssetExchanger = ();
	type SubscriptionService = PolkadotXcm;
	type PalletInstancesInfo = ();
	type MaxAssetsIntoHolding = MaxAssetsIntoHolding;
	type FeeManager = ();
	type MessageExporter = ();
	type UniversalAliases = Nothing;
	type CallDispatcher = RuntimeCall;
	type SafeCallFilter = Nothing;
	type TransactionalProcessor = FrameTransactionalProcessor;
	type HrmpNewChannelOpenRequestHandler = ();
	type HrmpChannelAcceptedHandler = ();
	type HrmpChannelClosingHandler = ();
	type XcmRecorder = ();
}

/// What messages weigh.
pub type Weigher = FixedWeightBounds<InstructionWeight, RuntimeCall, MaxInstructions>;

/// How messages leave: up to the relay chain, or to a sibling.
pub type Router = WithUniqueTopic<(ParentAsUmp<ParachainSystem, PolkadotXcm, ()>, XcmpQueue)>;

impl pallet_xcm::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type CurrencyMatcher = ();
	type AuthorizedAliasConsideration = Disabled;
	type SendXcmOrigin = EnsureRootWithSuccess<AccountId, Chain>;
	type XcmRouter = Router;
	type ExecuteXcmOrigin = EnsureNever<Location>;
	type XcmExecuteFilter = Nothing;
	type XcmExecutor = XcmExecutor<XcmConfig>;
	type XcmTeleportFilter = Nothing;
	type XcmReserveTransferFilter = Nothing;
	type Weigher = Weigher;
	type UniversalLocation = UniversalLocation;
	type RuntimeOrigin = RuntimeOrigin;
	type RuntimeCall = RuntimeCall;
	const VERSION_DISCOVERY_QUEUE_SIZE: u32 = 16;
	type AdvertisedXcmVersion = pallet_xcm::CurrentXcmVersion;
	type AdminOrigin = EnsureRoot<AccountId>;
	type TrustedLockers = ();
	type SovereignAccountOf = ();
	type MaxLockers = ConstU32<0>;
	type MaxRemoteLockConsumers = ConstU32<0>;
	type RemoteLockConsumerIdentifier = ();
	// Not measured; root alone gets by `NoMessages`.
	type WeightInfo = pallet_xcm::TestWeightInfo;
}

/// Members have no use for the calls of the messages' pallet: it would refuse each of them, for
/// weights that nobody has measured.
pub struct NoMessages;

impl Contains<RuntimeCall> for NoMessages {
	fn contains(call: &RuntimeCall) -> bool {
		!matches!(call, RuntimeCall::PolkadotXcm(_))
	}
}

/// The relay chain's messages, put into the queue.
pub type RelayMessages = EnqueueWithOrigin<MessageQueue, RelayOrigin>;

/// Siblings, as the queue of all messages and the queue of siblings name them.
pub struct Sibling;

impl Convert<ParaId, AggregateMessageOrigin> for Sibling {
	fn convert(id: ParaId) -> AggregateMessageOrigin {
		AggregateMessageOrigin::Sibling(id)
	}
}

impl QueuePausedQuery<AggregateMessageOrigin> for Sibling {
	fn is_paused(origin: &AggregateMessageOrigin) -> bool {
		matches!(origin, AggregateMessageOrigin::Sibling(id) if XcmpQueue::is_paused(id))
	}
}

impl pallet_message_queue::OnQueueChanged<AggregateMessageOrigin> for Sibling {
	fn on_queue_changed(origin: AggregateMessageOrigin, footprint: QueueFootprint) {
		if let AggregateMessageOrigin::Sibling(id) = origin {
			XcmpQueue::on_queue_changed(id, footprint);
		}
	}
}

impl cumulus_pallet_xcmp_queue::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type ChannelInfo = ParachainSystem;
	type VersionWrapper = PolkadotXcm;
	type XcmpQueue = TransformOrigin<MessageQueue, AggregateMessageOrigin, ParaId, Sibling>;
	type MaxInboundSuspended = MaxSiblings;
	type MaxActiveOutboundChannels = MaxSiblings;
	// What relay chains let through, and no more.
	type MaxPageSize = ConstU32<{ 103 * 1024 }>;
	type ControllerOrigin = EnsureTechnical;
	type ControllerOriginConverter = ();
	type PriceForSiblingDelivery = NoPriceForMessageDelivery<ParaId>;
	type WeightInfo = cumulus_pallet_xcmp_queue::weights::SubstrateWeight<Runtime>;
}

impl pallet_message_queue::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_message_queue::weights::SubstrateWeight<Runtime>;
	type MessageProcessor =
		ProcessXcmMessage<AggregateMessageOrigin, XcmExecutor<XcmConfig>, RuntimeCall>;
	type Size = u32;
	type QueueChangeHandler = Sibling;
	type QueuePausedQuery = Sibling;
	type HeapSize = ConstU32<{ 103 * 1024 }>;
	type MaxStale = ConstU32<8>;
	type ServiceWeight = MessageQueueWeight;
	type IdleMaxServiceWeight = MessageQueueWeight;
}
