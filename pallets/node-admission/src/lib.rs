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
mod calls;
mod endorsements;
mod equivocation;
mod errors;
mod events;
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

use frame_support::pallet_macros::import_section;
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

/// How much a call has looked at, as its weight counts it.
pub(crate) struct Extent {
	/// Validators that were admitted.
	pub(crate) validators: u32,
	/// Institutions that could have been put on a roll.
	pub(crate) electorate: u32,
}

/// How many `items` there are, as weights count them.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

// For what the macros write; the rules are in the other files.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
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
		/// in force or suspended: opening reads each of them, and with more in force, no ballot can
		/// be opened. Closing reads each on the roll.
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
}
