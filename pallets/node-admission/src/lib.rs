// SPDX-License-Identifier: Apache-2.0

//! # Node admission
//!
//! Which nodes the consortium admits, and which of them validate.
//!
//! ## Overview
//!
//! An institution applies for a node and proves that the node's network key is its own. Validators
//! of other institutions vouch for it, the classes of institutions vote, and then its peer may
//! connect. A validator makes blocks once it has proven its session keys and its operator says that
//! it is live. Its admission has a term. It is suspended for signing twice, for being absent, or by
//! an emergency motion that lapses by itself; it leaves when its operator wants it or a ballot says
//! so.
//!
//! No path may leave the chain without a quorum. Whatever has been decided about a validator, it is
//! the session boundary that acts on it, and there the minimum set comes first, then that at most a
//! third of the set changes, and only then whoever has to leave
//! ([`next_set`](node_admission_core::set::next_set)).
//!
//! ## Terminology
//!
//! - *Peer*: a node as others see it on the network, by its network key. A key belongs to one
//!   application or node at a time.
//! - *Endorsement*: an institution that validates, is past its probation and isn't affiliated with
//!   the applicant vouches for it.
//! - *Roll*: the institutions that were members when a ballot was opened, in their classes. Each
//!   has one vote, whoever of its staff casts it, and may change it until the ballot is closed.
//! - *Recused*: the institution that a ballot is about, and whoever is affiliated with it when the
//!   votes are counted.
//! - *Seat*: the place of an admitted validator, whether it is in the set or not.
//! - *Set*: those who validate. *Planned* is the set of the next session, *live* that of this one.
//! - *Active*: its operator says that the validator is live and wants it in the set. Without a
//!   place there it waits.
//! - *Standby*: admitted, and not in the set.
//! - *Pending removal*: has to leave the set and can't yet.
//! - *Stall*: finality stands still, because more than a third of the set is lost.
//!
//! ## Scenarios
//!
//! A fifth hospital joins:
#![doc = docify::embed!("src/tests/scenarios.rs", a_fifth_hospital_should_be_voted_in_and_validate)]
//!
//! A validator is suspended while the set is as small as it may be:
#![doc = docify::embed!("src/tests/scenarios.rs", a_suspended_validator_should_leave_once_replaced)]
//!
//! Two of four validators are lost for good:
#![doc = docify::embed!("src/tests/scenarios.rs", a_stall_should_be_recovered_with_standbys)]
//!
//! ## Pallet API
//!
//! **Getting in.** [`Pallet::apply`], [`Pallet::withdraw_application`], [`Pallet::endorse`].
//!
//! **Voting.** [`Pallet::propose`], [`Pallet::vote`], [`Pallet::close`].
//!
//! **Operating.** [`Pallet::activate`], [`Pallet::stand_down`], [`Pallet::renew`],
//! [`Pallet::exit`], [`Pallet::reap`].
//!
//! **Keeping order.** [`Pallet::suspend`], [`Pallet::ratify_suspension`],
//! [`Pallet::lift_suspension`], [`Pallet::recover`], [`Pallet::report_aura_equivocation`],
//! [`Pallet::set_parameters`].
//!
//! **Reading.** The view functions: `application`, `node`, `node_of_peer`, `seats`, `planned_set`,
//! `live_set`, `admitted_peers`, `peer_multihash`, `admission_statement`, `ballot`, `ballot_about`,
//! `blacklisted_until`, `parameters`.
//!
//! **For the runtime.** The pallet is a `SessionManager`, with and without history, an
//! `EventHandler` of authorship, and an `OnOffenceHandler`. It asks through [`Members`],
//! [`SessionKeys`] and [`NoteStalled`]. [`Pallet::is_validating`] says whose session keys must not
//! be purged: the session pallet drops who has none, and asks nobody.
//!
//! ## Low level
//!
//! - A decision about a validator is one write to its node. The boundary reads the nodes of all
//!   seats (at most [`Config::MaxValidators`]) and decides; nothing else is ever iterated over.
//! - Terms end when they are read. An ended validator is forgotten at the first boundary at which
//!   it is in neither set, a full node by whoever calls [`Pallet::reap`].
//! - A vote counts as things stand when the ballot is closed: whoever is suspended or turns out to
//!   be affiliated by then isn't counted.
//! - GRANDPA is told of a stall when the session starts in which the recovered set is active, so
//!   that it is that set which begins anew. Until it has, the set doesn't change again.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::as_conversions
	)
)]

extern crate alloc;

mod applications;
mod ballots;
mod endorsements;
mod equivocation;
mod nodes;
mod offences;
mod parameters;
mod peers;
mod recovery;
mod seams;
mod session;
mod suspension;
// For the casts in derived codecs.
#[allow(clippy::as_conversions)]
mod types;
mod views;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
// `origin as T::RuntimeOrigin` is how a benchmark names its origin's type.
#[allow(clippy::as_conversions)]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{BenchmarkHelper, Operator};
pub use node_admission_core::tally::{
	BasisPoints, ByClass, ClassCount, Outcome, Vote, VotingClass,
};
pub use pallet::*;
pub use seams::{Members, NoteStalled, SessionKeys};
pub use types::*;
pub use weights::WeightInfo;

use frame_support::BoundedVec;
use frame_system::pallet_prelude::BlockNumberFor;
use galen_primitives::Actor;

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;
/// An application.
pub type ApplicationOf<T> = Application<<T as frame_system::Config>::AccountId>;
/// A node that was admitted.
pub type NodeOf<T> = Node<<T as frame_system::Config>::AccountId>;
/// The place of a validator that was admitted.
pub type SeatOf<T> = Seat<<T as frame_system::Config>::AccountId>;
/// The places of all of them.
pub type SeatsOf<T> = BoundedVec<SeatOf<T>, <T as Config>::MaxValidators>;
/// Those who validate, in a stable order.
pub type SetOf<T> =
	BoundedVec<<T as frame_system::Config>::AccountId, <T as Config>::MaxValidators>;
/// A ballot that is open.
pub type BallotOf<T> = Ballot<<T as Config>::MaxMembers>;
/// What GRANDPA has to know to start anew.
pub type StalledOf<T> = Stalled<BlockNumberFor<T>>;
/// A recovery that was ordered.
pub type RecoveryOf<T> = Recovery<
	<T as frame_system::Config>::AccountId,
	BlockNumberFor<T>,
	<T as Config>::MaxValidators,
>;
/// A sealed header, encoded.
pub type HeaderBytesOf<T> = BoundedVec<u8, <T as Config>::MaxHeaderLength>;

/// How many `items` there are, as weights count them.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

// For what the macros write; the rules are in the other files.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{KeyOwnerProofSystem, Time},
	};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{keys::Signature, ChainId, InstitutionId, Moment};
	use sp_consensus_aura::sr25519::AuthorityId;
	use sp_runtime::KeyTypeId;
	use sp_session::MembershipProof;
	use sp_staking::SessionIndex;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who runs an institution's nodes.
		type OperatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who speaks for an institution: endorses, proposes and votes.
		type RepresentativeOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who decides about parameters and suspensions.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Whose motion suspends a node for a term: the technical committee.
		type EmergencyOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Whose motion replaces lost validators when finality stands still. It can change the
		/// whole set: ask for a large majority.
		type RecoveryOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Knows the institutions.
		type Members: Members;

		/// Knows whose session keys are set.
		type SessionKeys: SessionKeys<Self::AccountId>;

		/// Tells GRANDPA to begin anew.
		type Stall: NoteStalled<BlockNumberFor<Self>>;

		/// Knows whose an authority key was in a past session.
		type KeyOwners: KeyOwnerProofSystem<
			(KeyTypeId, AuthorityId),
			Proof = MembershipProof,
			IdentificationTuple = (Self::AccountId, ()),
		>;

		/// The identity of the chain, which statements name.
		type ChainId: Get<ChainId>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// How many validators can be admitted, in the set or not. One value holds their seats, and
		/// each session boundary reads their nodes: 100.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// How many nodes can be admitted. The runtime API lists them all: 1,000.
		#[pallet::constant]
		type MaxNodes: Get<u32>;

		/// How many institutions can be on the roll of a ballot. At least as many as there can be
		/// in force; with more, no ballot can be opened. Opening and closing read each.
		#[pallet::constant]
		type MaxMembers: Get<u32>;

		/// How long an application waits for endorsements, in milliseconds. 30 days.
		#[pallet::constant]
		type ApplicationTerm: Get<Moment>;

		/// How long one can vote, in milliseconds. 14 days.
		#[pallet::constant]
		type VotingTerm: Get<Moment>;

		/// How long an admission lasts, in milliseconds. A year.
		#[pallet::constant]
		type AdmissionTerm: Get<Moment>;

		/// How long before its end an admission can be renewed, in milliseconds. 60 days.
		#[pallet::constant]
		type RenewalWindow: Get<Moment>;

		/// How long a node is on probation, in milliseconds. 30 days.
		#[pallet::constant]
		type ProbationTerm: Get<Moment>;

		/// How long an emergency suspension lasts unless it is ratified, in milliseconds, and how
		/// long after its end there can't be another. Longer than [`Config::VotingTerm`], so that a
		/// ballot can ratify it: 21 days.
		#[pallet::constant]
		type EmergencyTerm: Get<Moment>;

		/// How long a proof of possession is valid at most, in milliseconds. A day.
		#[pallet::constant]
		type MaxProofTerm: Get<Moment>;

		/// How many bytes a header has at most that is taken as evidence. An authority set change
		/// of 100 validators is 4 KB: 8,192.
		#[pallet::constant]
		type MaxHeaderLength: Get<u32>;

		/// How many bytes a proof of a key's owner has at most. 16,384 is plenty for 100
		/// validators. It has at most 32 nodes.
		#[pallet::constant]
		type MaxOwnerProofLength: Get<u32>;

		/// The weights of the calls and of the hooks.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// What governance has decided about admission.
	#[pallet::storage]
	pub type CurrentParameters<T> = StorageValue<_, Parameters, ValueQuery>;

	/// The number of the next application.
	#[pallet::storage]
	pub type NextApplication<T> = StorageValue<_, ApplicationId, ValueQuery>;

	/// The applications that haven't been decided.
	// Twox64Concat: the chain assigns the key.
	#[pallet::storage]
	pub type Applications<T: Config> =
		StorageMap<_, Twox64Concat, ApplicationId, ApplicationOf<T>, OptionQuery>;

	/// The application of an institution. It has one at a time.
	// Twox64Concat: the chain assigns the key.
	#[pallet::storage]
	pub type Applicants<T> = StorageMap<_, Twox64Concat, InstitutionId, ApplicationId, OptionQuery>;

	/// What a network key belongs to.
	// Blake2_128Concat: whoever applies chooses the key.
	#[pallet::storage]
	pub type Peers<T> = StorageMap<_, Blake2_128Concat, PeerId, PeerUse, OptionQuery>;

	/// The number of the next node.
	#[pallet::storage]
	pub type NextNode<T> = StorageValue<_, NodeId, ValueQuery>;

	/// How many nodes there are.
	#[pallet::storage]
	pub type NodeCount<T> = StorageValue<_, u32, ValueQuery>;

	/// The nodes that were admitted.
	// Twox64Concat: the chain assigns the key.
	#[pallet::storage]
	pub type Nodes<T: Config> = StorageMap<_, Twox64Concat, NodeId, NodeOf<T>, OptionQuery>;

	/// The validators among them, in the order of admission.
	// One value: the session boundary needs them all, and caps are counted over them.
	#[pallet::storage]
	pub type Seats<T: Config> = StorageValue<_, SeatsOf<T>, ValueQuery>;

	/// Who validates in the next session.
	#[pallet::storage]
	pub type PlannedSet<T: Config> = StorageValue<_, SetOf<T>, ValueQuery>;

	/// Who validates in this session.
	#[pallet::storage]
	pub type LiveSet<T: Config> = StorageValue<_, SetOf<T>, ValueQuery>;

	/// The session that is running.
	#[pallet::storage]
	pub type CurrentSession<T> = StorageValue<_, SessionIndex, ValueQuery>;

	/// How many blocks who has authored in this session. Emptied at its end.
	// Blake2_128Concat: people choose their accounts. A map, so that a block writes one counter.
	#[pallet::storage]
	pub type Authored<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u32, ValueQuery>;

	/// The number of the next ballot.
	#[pallet::storage]
	pub type NextBallot<T> = StorageValue<_, BallotId, ValueQuery>;

	/// The ballots that are open.
	// Twox64Concat: the chain assigns the key.
	#[pallet::storage]
	pub type Ballots<T: Config> = StorageMap<_, Twox64Concat, BallotId, BallotOf<T>, OptionQuery>;

	/// The open ballot about something.
	// Twox64Concat: the chain assigns the numbers.
	#[pallet::storage]
	pub type OpenBallots<T> = StorageMap<_, Twox64Concat, Subject, BallotId, OptionQuery>;

	/// Until when a network key can't come back.
	// Blake2_128Concat: whoever applied chose the key.
	#[pallet::storage]
	pub type PeerBlacklist<T> = StorageMap<_, Blake2_128Concat, PeerId, Moment, OptionQuery>;

	/// Until when an institution can't apply.
	// Twox64Concat: the chain assigns the key.
	#[pallet::storage]
	pub type InstitutionBlacklist<T> =
		StorageMap<_, Twox64Concat, InstitutionId, Moment, OptionQuery>;

	/// The recovery that the next session boundary carries out.
	#[pallet::storage]
	pub type PendingRecovery<T: Config> = StorageValue<_, RecoveryOf<T>, OptionQuery>;

	/// The stall that is noted when a session starts.
	#[pallet::storage]
	pub type ArmedStall<T: Config> = StorageValue<_, Armed<BlockNumberFor<T>>, OptionQuery>;

	/// Until which block the set doesn't change, so that GRANDPA can begin anew.
	#[pallet::storage]
	pub type FrozenUntil<T: Config> = StorageValue<_, BlockNumberFor<T>, OptionQuery>;

	/// What the chain starts with. The institutions have to be there before.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What is decided about admission.
		pub parameters: Parameters,
		/// Who validates from the first block on, in that order.
		pub validators: Vec<GenesisValidator<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let built = Pallet::<T>::build_genesis(self.parameters, &self.validators);
			assert!(built.is_ok(), "genesis: validators: {built:?}");
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An institution has applied for a node.
		Applied {
			/// The application.
			application: ApplicationId,
			/// Who applies.
			institution: InstitutionId,
			/// The account that signed.
			account: T::AccountId,
			/// What is said of the node.
			form: NodeForm,
			/// The ballot, where nobody's endorsement is needed.
			ballot: Option<BallotId>,
		},
		/// An application was withdrawn.
		ApplicationWithdrawn {
			/// The application.
			application: ApplicationId,
			/// Who withdrew it.
			by: T::AccountId,
		},
		/// An institution vouches for an applicant.
		Endorsed {
			/// The application.
			application: ApplicationId,
			/// Who vouches.
			institution: InstitutionId,
			/// The ballot, once there are enough.
			ballot: Option<BallotId>,
		},
		/// An institution has put something to the vote.
		Proposed {
			/// The ballot.
			ballot: BallotId,
			/// What.
			proposal: Proposal,
			/// Who.
			institution: InstitutionId,
			/// Until when one can vote.
			deadline: Moment,
		},
		/// An institution has voted.
		Voted {
			/// The ballot.
			ballot: BallotId,
			/// The institution.
			institution: InstitutionId,
			/// Who voted on its behalf.
			account: T::AccountId,
			/// What it says.
			vote: Vote,
			/// What it said before, if it did.
			before: Option<Vote>,
		},
		/// A ballot was closed.
		BallotClosed {
			/// The ballot.
			ballot: BallotId,
			/// What was voted on.
			motion: Motion,
			/// What became of it.
			decision: Decision,
			/// How the classes have voted.
			counts: ByClass<ClassCount>,
			/// The node that was admitted by it.
			admitted: Option<NodeId>,
		},
		/// A validator's operator says that it is live and wants it in the set.
		Activated {
			/// The node.
			node: NodeId,
		},
		/// A validator's operator doesn't want it in the set any more.
		StoodDown {
			/// The node.
			node: NodeId,
		},
		/// An admission was renewed.
		Renewed {
			/// The node.
			node: NodeId,
			/// When it expires now.
			expires: Moment,
			/// The version of the agreement that the institution has signed.
			agreement: u32,
		},
		/// A node's operator has ended its admission.
		Exited {
			/// The node.
			node: NodeId,
		},
		/// A node that was over has been forgotten, and its network key is free.
		Released {
			/// The node.
			node: NodeId,
			/// Its network key.
			peer: PeerId,
		},
		/// A node was suspended.
		Suspended {
			/// The node.
			node: NodeId,
			/// Why.
			cause: Cause,
			/// When that lapses by itself, if it does.
			until: Option<Moment>,
		},
		/// An emergency suspension lasts until it is lifted.
		SuspensionRatified {
			/// The node.
			node: NodeId,
		},
		/// A suspension was lifted.
		SuspensionLifted {
			/// The node.
			node: NodeId,
		},
		/// Lost validators are replaced at the next session boundary.
		RecoveryOrdered {
			/// The lost ones.
			lost: SetOf<T>,
			/// What GRANDPA is told once the new set is active.
			stall: StalledOf<T>,
		},
		/// There weren't enough standbys any more when the session boundary came.
		RecoveryFailed,
		/// GRANDPA was told to begin anew with the set that is active now.
		StallNoted {
			/// What it was told.
			stall: StalledOf<T>,
		},
		/// The set changes.
		SetPlanned {
			/// From which session on.
			session: SessionIndex,
			/// Who joins.
			joined: Vec<T::AccountId>,
			/// Who leaves.
			left: Vec<T::AccountId>,
		},
		/// What is decided about admission has changed.
		ParametersSet {
			/// All of it.
			parameters: Parameters,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such application: it was never filed, or it was decided or withdrawn.
		UnknownApplication,
		/// There is no such node: it was never admitted, or it was forgotten.
		UnknownNode,
		/// There is no such ballot: it was never opened, or it was closed.
		UnknownBallot,
		/// A digest is all zeros: a field was left empty.
		ZeroDigest,
		/// No country has this number.
		UnknownRegion,
		/// Another version of the agreement is in force.
		AgreementOutdated,
		/// The proof of possession has expired, or is valid for longer than it may be.
		InvalidExpiry,
		/// The signature isn't the network key's over `admission_statement`.
		InvalidProof,
		/// The institution has an application already.
		AlreadyApplied,
		/// The network key belongs to another application or to a node.
		PeerInUse,
		/// The account validates already, with another node.
		AccountInUse,
		/// The network key or the institution is blacklisted.
		Blacklisted,
		/// The institution has as many validators as it may.
		InstitutionCapReached,
		/// There are as many validators under the law of its country as there may be.
		JurisdictionCapReached,
		/// There are as many nodes, or as many validators, as there can be.
		TooManyNodes,
		/// The application, or the node, is another institution's.
		NotYours,
		/// A ballot is open about it.
		BallotOpen,
		/// The application has lapsed.
		Lapsed,
		/// The institution has no validator in the set that is past its probation and that nothing
		/// is held against.
		NotAValidator,
		/// The institution is the one it is about, or is affiliated with it.
		Recused,
		/// The institution has endorsed it before.
		AlreadyEndorsed,
		/// There are more institutions than a ballot's roll can hold.
		ElectorateTooLarge,
		/// The institution wasn't a member when the ballot was opened.
		NotOnTheRoll,
		/// The deadline has passed.
		VotingOver,
		/// The ballot can still go either way.
		Undecided,
		/// The term isn't in the future.
		InvalidTerm,
		/// Only validators have that.
		NotAValidatorNode,
		/// The node's admission has ended or expired.
		Over,
		/// The node's admission goes on.
		NotOver,
		/// The validator is in the set.
		InTheSet,
		/// No session keys are set.
		NoSessionKeys,
		/// The validator is active already.
		AlreadyActive,
		/// The validator isn't active.
		NotActive,
		/// The node is suspended, and not its operator's to activate.
		Suspended,
		/// The node is suspended already.
		AlreadySuspended,
		/// The node isn't suspended.
		NotSuspended,
		/// The suspension doesn't lapse by itself: there is nothing to ratify.
		NotProvisional,
		/// The last emergency suspension ended less than its own term ago.
		TooSoon,
		/// The admission can't be renewed yet.
		NotYetRenewable,
		/// An account that isn't in the set, or is named twice, is said to be lost; or none is.
		NotInTheSet,
		/// The block that is said to be finalised isn't one yet.
		NotYetFinalized,
		/// With the standbys there are, the set would be smaller than its minimum.
		NotEnoughStandbys,
		/// A recovery is under way.
		RecoveryUnderWay,
		/// The proof of the key's owner is too long.
		ProofTooLong,
		/// A header can't be decoded, has no slot, or isn't sealed by the key.
		InvalidHeader,
		/// The headers are of different slots, or are the same.
		NoEquivocation,
		/// The key wasn't a validator's in the session that the proof names.
		UnknownKey,
		/// It has been answered for.
		AlreadyReported,
		/// The parameters contradict each other or ask for the impossible.
		InvalidParameters,
		/// The set is smaller than that.
		MinimumAboveSet,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxValidators::get() > 0, "somebody validates");
			assert!(T::MaxNodes::get() >= T::MaxValidators::get(), "validators are nodes");
			assert!(T::MaxMembers::get() > 0, "somebody votes");
			assert!(T::ApplicationTerm::get() > 0, "an application doesn't lapse when it is filed");
			assert!(T::VotingTerm::get() > 0, "there is time to vote");
			assert!(
				T::EmergencyTerm::get() > T::VotingTerm::get(),
				"a ballot can ratify an emergency suspension"
			);
			assert!(
				T::AdmissionTerm::get() > T::RenewalWindow::get(),
				"an admission isn't renewed as soon as it begins"
			);
			assert!(
				T::AdmissionTerm::get() > T::ProbationTerm::get(),
				"there is more than probation"
			);
			assert!(T::RenewalWindow::get() > 0, "an admission can be renewed");
			assert!(T::MaxProofTerm::get() > 0, "a proof can be valid");
			assert!(
				Parameters::default().maximum_set <= T::MaxValidators::get(),
				"the set of the default parameters has seats"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// An application that hasn't been decided.
		pub fn application(id: ApplicationId) -> Option<ApplicationInfo<T::AccountId>> {
			Self::application_info(id)
		}

		/// A node that was admitted, and where it stands now.
		pub fn node(id: NodeId) -> Option<NodeInfo<T::AccountId>> {
			Self::node_info(id)
		}

		/// What a network key belongs to.
		pub fn node_of_peer(peer: PeerId) -> Option<NodeId> {
			match Peers::<T>::get(peer)? {
				PeerUse::Node(node) => Some(node),
				PeerUse::Application(_) => None,
			}
		}

		/// The validators that were admitted.
		pub fn seats() -> Vec<SeatOf<T>> {
			Seats::<T>::get().into_inner()
		}

		/// Who validates in the next session.
		pub fn planned_set() -> Vec<T::AccountId> {
			PlannedSet::<T>::get().into_inner()
		}

		/// Who validates in this session.
		pub fn live_set() -> Vec<T::AccountId> {
			LiveSet::<T>::get().into_inner()
		}

		/// Every node that may connect now, at most [`Config::MaxNodes`].
		///
		/// Reads all nodes: for the node and whoever looks, not for calls.
		pub fn admitted_peers() -> Vec<AdmittedPeer> {
			Self::connectable()
		}

		/// The libp2p peer id of a network key, in bytes.
		pub fn peer_multihash(peer: PeerId) -> Vec<u8> {
			peer.to_multihash()
		}

		/// What the network key signs when `account` applies for `institution`.
		pub fn admission_statement(
			account: T::AccountId,
			institution: InstitutionId,
			form: NodeForm,
			expires: Moment,
		) -> Vec<u8> {
			Self::statement_of(&account, institution, &form, expires)
		}

		/// A ballot that is open, and how it stands.
		pub fn ballot(id: BallotId) -> Option<BallotInfo> {
			Self::ballot_info(id)
		}

		/// The open ballot about something.
		pub fn ballot_about(subject: Subject) -> Option<BallotId> {
			OpenBallots::<T>::get(subject)
		}

		/// Until when the network key and the institution are blacklisted, if they are.
		pub fn blacklisted_until(peer: PeerId, institution: InstitutionId) -> Option<Moment> {
			Self::blacklist_of(&peer, institution)
		}

		/// What is decided about admission.
		pub fn parameters() -> Parameters {
			CurrentParameters::<T>::get()
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Applies for a node. An institution has one application at a time; a lapsed one gives
		/// way. Where nobody may endorse it, the ballot is opened at once.
		///
		/// Origin: [`Config::OperatorOrigin`]. A validator validates under the account that signs.
		///
		/// - `expires`: until when the proof is valid, at most [`Config::MaxProofTerm`] from now.
		/// - `proof`: the network key's signature over the view `admission_statement`, so that
		///   nobody applies with a key that isn't its own.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::apply(T::MaxMembers::get()))]
		pub fn apply(
			origin: OriginFor<T>,
			form: NodeForm,
			expires: Moment,
			proof: Signature,
		) -> DispatchResultWithPostInfo {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			let members = Self::do_apply(actor, form, expires, &proof)?;
			Ok(Some(T::WeightInfo::apply(members)).into())
		}

		/// Withdraws an application before there is a ballot.
		///
		/// Origin: [`Config::OperatorOrigin`] of the applicant.
		#[pallet::call_index(1)]
		pub fn withdraw_application(
			origin: OriginFor<T>,
			application: ApplicationId,
		) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_withdraw_application(actor, application)
		}

		/// Vouches for an applicant. With enough endorsements the ballot is opened.
		///
		/// Origin: [`Config::RepresentativeOrigin`] of an institution with a validator in the set
		/// that is past its probation; neither the applicant nor affiliated with it.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::endorse(T::MaxMembers::get()))]
		pub fn endorse(
			origin: OriginFor<T>,
			application: ApplicationId,
		) -> DispatchResultWithPostInfo {
			let actor = T::RepresentativeOrigin::ensure_origin(origin)?;
			let members = Self::do_endorse(actor, application)?;
			Ok(Some(T::WeightInfo::endorse(members)).into())
		}

		/// Puts the removal of a node, or the ratification of its suspension, to the vote.
		///
		/// Origin: [`Config::RepresentativeOrigin`] of an institution with a validator in the set
		/// that is past its probation; neither the node's nor affiliated with it.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::propose(T::MaxMembers::get()))]
		pub fn propose(origin: OriginFor<T>, proposal: Proposal) -> DispatchResultWithPostInfo {
			let actor = T::RepresentativeOrigin::ensure_origin(origin)?;
			let members = Self::do_propose(actor, proposal)?;
			Ok(Some(T::WeightInfo::propose(members)).into())
		}

		/// Votes. An institution has one vote: a second, whoever casts it, replaces the first.
		///
		/// Origin: [`Config::RepresentativeOrigin`] of an institution on the roll that isn't
		/// recused.
		#[pallet::call_index(4)]
		#[pallet::weight((T::WeightInfo::vote(T::MaxMembers::get()), DispatchClass::Operational))]
		pub fn vote(
			origin: OriginFor<T>,
			ballot: BallotId,
			vote: Vote,
		) -> DispatchResultWithPostInfo {
			let actor = T::RepresentativeOrigin::ensure_origin(origin)?;
			let members = Self::do_vote(actor, ballot, vote)?;
			Ok(Some(T::WeightInfo::vote(members)).into())
		}

		/// Closes a ballot whose deadline has passed, or that no further vote can change, and does
		/// what it says.
		///
		/// Origin: anybody signed.
		#[pallet::call_index(5)]
		#[pallet::weight((T::WeightInfo::close(T::MaxMembers::get()), DispatchClass::Operational))]
		pub fn close(origin: OriginFor<T>, ballot: BallotId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let members = Self::do_close(ballot)?;
			Ok(Some(T::WeightInfo::close(members)).into())
		}

		/// Says that a validator is live and wants it in the set. It joins at a session boundary
		/// that has a place for it. Ends a suspension for absence or after a recovery.
		///
		/// Origin: [`Config::OperatorOrigin`] of the node's institution. The session keys must be
		/// set.
		#[pallet::call_index(6)]
		pub fn activate(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_activate(actor, node)
		}

		/// Wants a validator out of the set, for maintenance say. It stays admitted, leaves at the
		/// first session boundary that allows it, and can be called upon in a recovery.
		///
		/// Origin: [`Config::OperatorOrigin`] of the node's institution.
		#[pallet::call_index(7)]
		pub fn stand_down(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_stand_down(actor, node)
		}

		/// Renews an admission for another term, which begins when this one ends. Nobody votes:
		/// whoever is against it proposes the removal.
		///
		/// Origin: [`Config::OperatorOrigin`] of the node's institution, within
		/// [`Config::RenewalWindow`] of the end.
		///
		/// - `agreement`: the version of the agreement that the institution has signed.
		#[pallet::call_index(8)]
		pub fn renew(origin: OriginFor<T>, node: NodeId, agreement: u32) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_renew(actor, node, agreement)
		}

		/// Ends a node's admission. A validator leaves the set at the first session boundary that
		/// allows it, and has to keep running until then.
		///
		/// Origin: [`Config::OperatorOrigin`] of the node's institution.
		#[pallet::call_index(9)]
		pub fn exit(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			let actor = T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_exit(actor, node)
		}

		/// Forgets a node that is over and isn't in the set. Its network key is free then.
		///
		/// Origin: anybody signed.
		#[pallet::call_index(10)]
		pub fn reap(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_reap(node)
		}

		/// Suspends a node for [`Config::EmergencyTerm`]. That lapses by itself unless a ballot or
		/// governance ratifies it.
		///
		/// Origin: [`Config::EmergencyOrigin`].
		#[pallet::call_index(11)]
		#[pallet::weight((T::WeightInfo::suspend(), DispatchClass::Operational))]
		pub fn suspend(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			T::EmergencyOrigin::ensure_origin(origin)?;
			Self::do_suspend(node)
		}

		/// Lets an emergency suspension last until it is lifted.
		///
		/// Origin: [`Config::GovernanceOrigin`].
		#[pallet::call_index(12)]
		#[pallet::weight((T::WeightInfo::ratify_suspension(), DispatchClass::Operational))]
		pub fn ratify_suspension(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_ratify_suspension(node)?;
			Self::deposit_event(Event::SuspensionRatified { node });
			Ok(())
		}

		/// Lifts a suspension, whatever its cause.
		///
		/// Origin: [`Config::GovernanceOrigin`].
		#[pallet::call_index(13)]
		#[pallet::weight((T::WeightInfo::lift_suspension(), DispatchClass::Operational))]
		pub fn lift_suspension(origin: OriginFor<T>, node: NodeId) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_lift_suspension(node)
		}

		/// Replaces validators that are lost for good by standbys, however many, and lets GRANDPA
		/// begin anew with them. The new set is planned at the next session boundary and active
		/// from the one after.
		///
		/// Origin: [`Config::RecoveryOrigin`].
		///
		/// - `lost`: their accounts. Each is suspended until its operator activates it.
		/// - `delay`: how many blocks after its session has started the new set finalises. Long
		///   enough that the block that says so won't be reorganised away.
		/// - `best_finalized`: the highest block that all of the new set have finalised.
		#[pallet::call_index(14)]
		#[pallet::weight((T::WeightInfo::recover(count(lost)), DispatchClass::Operational))]
		pub fn recover(
			origin: OriginFor<T>,
			lost: SetOf<T>,
			delay: BlockNumberFor<T>,
			best_finalized: BlockNumberFor<T>,
		) -> DispatchResult {
			T::RecoveryOrigin::ensure_origin(origin)?;
			Self::do_recover(lost, Stalled { delay, best_finalized })
		}

		/// Reports that an authority has sealed two blocks of one slot, and so suspends its node.
		///
		/// Origin: [`Config::OperatorOrigin`] of any institution.
		///
		/// - `authority`: the Aura key.
		/// - `first`, `second`: the sealed headers, encoded.
		/// - `owner_proof`: that the key was a validator's in some session that is still known.
		#[pallet::call_index(15)]
		#[pallet::weight((
			T::WeightInfo::report_aura_equivocation(count(first).saturating_add(count(second))),
			DispatchClass::Operational,
		))]
		pub fn report_aura_equivocation(
			origin: OriginFor<T>,
			authority: AuthorityId,
			first: HeaderBytesOf<T>,
			second: HeaderBytesOf<T>,
			owner_proof: MembershipProof,
		) -> DispatchResult {
			T::OperatorOrigin::ensure_origin(origin)?;
			Self::do_report_aura_equivocation(authority, &first, &second, owner_proof)
		}

		/// Decides about admission from now on, open ballots included.
		///
		/// Origin: [`Config::GovernanceOrigin`].
		#[pallet::call_index(16)]
		pub fn set_parameters(origin: OriginFor<T>, parameters: Parameters) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_set_parameters(parameters)
		}
	}
}
