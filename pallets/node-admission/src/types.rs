// SPDX-License-Identifier: Apache-2.0

//! What the pallet stores, takes and answers.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use galen_primitives::{Digest, InstitutionId, Moment};
use node_admission_core::tally::{
	BasisPoints, ByClass, ClassCount, Outcome, Rules, Vote, VotingClass, WHOLE,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_staking::SessionIndex;

/// A node, numbered in the order of admission. A number is never used again.
pub type NodeId = u32;

/// An application, numbered in the order of filing.
pub type ApplicationId = u32;

/// A ballot, numbered in the order of opening.
pub type BallotId = u32;

/// How many endorsements parameters can ask for at most. Governance will ask for three or so.
pub const MAX_ENDORSEMENTS: u32 = 16;

/// The public key of a node's network key (Ed25519), from which its libp2p peer id follows.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct PeerId(pub [u8; 32]);

impl PeerId {
	/// What libp2p calls the peer id: the identity multihash (code 0, 36 bytes) of the key as a
	/// protobuf message (type 1 is Ed25519; 32 bytes).
	pub fn to_multihash(&self) -> Vec<u8> {
		let mut bytes = Vec::from([0x00, 0x24, 0x08, 0x01, 0x12, 0x20]);
		bytes.extend_from_slice(&self.0);
		bytes
	}
}

/// What a node does.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum NodeKind {
	/// Makes and finalises blocks.
	#[codec(index = 0)]
	Validator,
	/// Follows the chain.
	#[codec(index = 1)]
	Full,
	/// Follows the chain and keeps every state.
	#[codec(index = 2)]
	Archive,
}

/// What an institution says of a node that it wants to run.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct NodeForm {
	/// What it does.
	pub kind: NodeKind,
	/// Its network key.
	pub peer: PeerId,
	/// The digest of the certificate under which its operator works.
	pub certificate: Digest,
	/// The version of the consortium agreement that the institution has signed.
	pub agreement: u32,
	/// The country it stands in, ISO 3166-1 numeric.
	pub region: u16,
}

/// An application that hasn't been decided.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Application<AccountId> {
	/// Who applies.
	pub institution: InstitutionId,
	/// The account that signed: a validator's account.
	pub account: AccountId,
	/// What is said of the node.
	pub form: NodeForm,
	/// When it lapses, unless there is a ballot by then.
	pub lapses: Moment,
	/// Who vouches for it, in the order in which they did.
	pub endorsements: BoundedVec<InstitutionId, ConstU32<MAX_ENDORSEMENTS>>,
	/// The ballot about it, once it is open.
	pub ballot: Option<BallotId>,
}

/// What a network key belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub enum PeerUse {
	/// An application.
	#[codec(index = 0)]
	Application(ApplicationId),
	/// A node.
	#[codec(index = 1)]
	Node(NodeId),
}

/// Why a node is suspended.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Cause {
	/// It has signed two blocks of one slot, or two votes of one round. Governance lifts it.
	#[codec(index = 0)]
	Equivocation,
	/// An emergency motion wants it out. Lapses by itself unless it is ratified.
	#[codec(index = 1)]
	Emergency,
	/// It has authored nothing for too many sessions. Its operator ends that by activating it.
	#[codec(index = 2)]
	Absence,
	/// It was given up in a recovery. Its operator ends that by activating it.
	#[codec(index = 3)]
	Lost,
}

/// A suspension.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Suspension {
	/// Why.
	pub cause: Cause,
	/// When it lapses by itself, if it does.
	pub until: Option<Moment>,
}

impl Suspension {
	/// Whether it hasn't lapsed.
	pub fn is_in_force(&self, now: Moment) -> bool {
		self.until.is_none_or(|until| now < until)
	}
}

/// How a node's admission ended.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum End {
	/// Its operator wanted it.
	#[codec(index = 0)]
	Exited,
	/// A ballot removed it.
	#[codec(index = 1)]
	Removed,
}

/// What a node has answered for: whatever it signed up to this session and this slot.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Answered {
	/// The session.
	pub session: SessionIndex,
	/// The Aura slot of the block in which it was suspended. A header says its slot, and not its
	/// session: whoever proves the key for a later session could report old headers again.
	pub slot: u64,
}

/// A node that was admitted. It is forgotten when it has ended and is no validator any more.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Node<AccountId> {
	/// Who runs it.
	pub institution: InstitutionId,
	/// The account under which it validates, if it does.
	pub account: AccountId,
	/// What is said of it.
	pub form: NodeForm,
	/// When it was admitted.
	pub admitted: Moment,
	/// Until when it is on probation.
	pub probation: Moment,
	/// When its admission expires. A founder's is set at the first session boundary that knows the
	/// time.
	pub expires: Option<Moment>,
	/// Whether its operator wants it in the set and says that it is live.
	pub active: bool,
	/// Its last suspension, in force or not.
	pub suspension: Option<Suspension>,
	/// Until when no emergency motion may suspend it again.
	pub rests: Moment,
	/// For how many sessions in a row it has authored nothing.
	pub missed: u32,
	/// Up to when equivocations have been answered for.
	pub answered: Option<Answered>,
	/// How it has ended, if it has.
	pub end: Option<End>,
}

impl<AccountId> Node<AccountId> {
	/// Its suspension, if it is in force.
	pub fn suspended(&self, now: Moment) -> Option<Suspension> {
		self.suspension.filter(|suspension| suspension.is_in_force(now))
	}

	/// Whether its admission has ended or expired.
	pub fn is_over(&self, now: Moment) -> bool {
		self.end.is_some() || self.is_expired(now)
	}

	/// Whether its admission has expired.
	pub fn is_expired(&self, now: Moment) -> bool {
		self.expires.is_some_and(|expires| expires <= now)
	}

	/// Whether nothing is held against it. Its institution may still be suspended.
	pub fn is_good(&self, now: Moment) -> bool {
		!self.is_over(now) && self.suspended(now).is_none()
	}
}

/// A place among the validators that were admitted, in the order of admission.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Seat<AccountId> {
	/// The node.
	pub node: NodeId,
	/// Its account.
	pub account: AccountId,
	/// Whose it is.
	pub institution: InstitutionId,
	/// The country whose law that is under, when it was admitted.
	pub jurisdiction: u16,
}

/// What a ballot is about. There is at most one for each.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Subject {
	/// An application.
	#[codec(index = 0)]
	Application(ApplicationId),
	/// A node.
	#[codec(index = 1)]
	Node(NodeId),
}

/// What institutions can put to the vote. Admissions come to it by themselves.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Proposal {
	/// To end a node's admission.
	#[codec(index = 0)]
	Remove {
		/// The node.
		node: NodeId,
		/// For how long neither its key nor its institution may come back, if they may not.
		blacklist: Option<Moment>,
	},
	/// To let an emergency suspension last.
	#[codec(index = 1)]
	Ratify {
		/// The node.
		node: NodeId,
	},
}

impl Proposal {
	/// The node it is about.
	pub const fn node(&self) -> NodeId {
		match self {
			Self::Remove { node, .. } | Self::Ratify { node } => *node,
		}
	}
}

/// What is voted on.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Motion {
	/// Whether to admit a node.
	#[codec(index = 0)]
	Admit(ApplicationId),
	/// What an institution has proposed.
	#[codec(index = 1)]
	Proposed(Proposal),
}

impl Motion {
	/// What it is about.
	pub const fn subject(&self) -> Subject {
		match self {
			Self::Admit(application) => Subject::Application(*application),
			Self::Proposed(proposal) => Subject::Node(proposal.node()),
		}
	}
}

/// An institution that may vote, and what it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct RollEntry {
	/// The institution.
	pub institution: InstitutionId,
	/// Its class, when the ballot was opened.
	pub class: VotingClass,
	/// What it says, if it has said anything.
	pub vote: Option<Vote>,
}

/// A ballot that is open.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxMembers))]
#[codec(mel_bound())]
pub struct Ballot<MaxMembers: Get<u32>> {
	/// What is voted on.
	pub motion: Motion,
	/// Whose node it is about: it and its affiliates are recused.
	pub candidate: InstitutionId,
	/// Until when one can vote.
	pub deadline: Moment,
	/// Who was a member when it was opened, in ascending order. Nobody is admitted into a ballot
	/// that is open, and nobody changes its class in one.
	pub roll: BoundedVec<RollEntry, MaxMembers>,
}

/// What became of a ballot.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Decision {
	/// It was carried, and has happened.
	#[codec(index = 0)]
	Approved,
	/// It wasn't carried.
	#[codec(index = 1)]
	Rejected,
	/// It was carried, but can't happen any more: a cap is reached, the institution was suspended,
	/// the node has ended.
	#[codec(index = 2)]
	Moot,
}

/// What governance decides about admission.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Parameters {
	/// The version of the consortium agreement that is in force.
	pub agreement: u32,
	/// How many endorsements an application needs; those of all who may give one, if that is
	/// fewer.
	pub endorsements: u32,
	/// What share of each class has to vote.
	pub quorums: ByClass<BasisPoints>,
	/// What share of the votes has to be in favour.
	pub approval: BasisPoints,
	/// The set never becomes smaller than this.
	pub minimum_set: u32,
	/// The set never becomes larger than this: whoever comes later stands by.
	pub maximum_set: u32,
	/// How many validators an institution can have.
	pub institution_cap: u32,
	/// How many validators can be under the law of one country. 0: as many as there are.
	pub jurisdiction_cap: u32,
	/// After how many sessions in a row without a block of its own a validator is suspended.
	pub absence: u32,
	/// The same for one on probation.
	pub probation_absence: u32,
}

impl Default for Parameters {
	/// What a chain starts with, unless its genesis says something else.
	fn default() -> Self {
		Self {
			agreement: 1,
			// A single friend isn't enough, nor are two.
			endorsements: 3,
			quorums: ByClass::all(5_000),
			// Two thirds. One more would ask for more than two of three.
			approval: 6_666,
			// The smallest set that survives the loss of one.
			minimum_set: 4,
			maximum_set: 25,
			institution_cap: 2,
			jurisdiction_cap: 0,
			// An hour of sessions of ten minutes.
			absence: 6,
			probation_absence: 2,
		}
	}
}

impl Parameters {
	/// Whether they make sense, whatever the set is.
	pub fn are_plausible(&self, max_validators: u32) -> bool {
		let quorums = VotingClass::ALL.iter().all(|class| *self.quorums.get(*class) <= WHOLE);
		quorums
			// A minority doesn't admit.
			&& (5_000..=WHOLE).contains(&self.approval)
			&& self.endorsements <= MAX_ENDORSEMENTS
			&& (1..=self.maximum_set).contains(&self.minimum_set)
			&& self.maximum_set <= max_validators
			&& self.institution_cap > 0
			&& self.absence > 0
			&& self.probation_absence > 0
	}

	/// What a ballot asks for.
	pub(crate) const fn rules(&self) -> Rules {
		Rules { quorums: self.quorums, approval: self.approval }
	}
}

/// A recovery that was ordered.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxValidators))]
#[codec(mel_bound(AccountId: MaxEncodedLen, BlockNumber: MaxEncodedLen))]
pub struct Recovery<
	AccountId: Clone + PartialEq + Eq + core::fmt::Debug,
	BlockNumber: Clone + PartialEq + Eq + core::fmt::Debug,
	MaxValidators: Get<u32>,
> {
	/// Who is given up.
	pub lost: BoundedVec<AccountId, MaxValidators>,
	/// What GRANDPA is told once the new set is active.
	pub stall: Stalled<BlockNumber>,
}

/// What GRANDPA has to know to start anew.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Stalled<BlockNumber> {
	/// How many blocks after the change is signalled it comes into force.
	pub delay: BlockNumber,
	/// The highest block that the new set's validators have all finalised.
	pub best_finalized: BlockNumber,
}

/// A stall that is noted when a session starts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Armed<BlockNumber> {
	/// The session, in which the recovered set becomes active.
	pub session: SessionIndex,
	/// What GRANDPA is told then.
	pub stall: Stalled<BlockNumber>,
}

/// A validator that is there from the first block on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisValidator<AccountId> {
	/// Under which account it validates.
	pub account: AccountId,
	/// Who runs it.
	pub institution: InstitutionId,
	/// Its network key.
	pub peer: PeerId,
	/// The digest of the certificate under which its operator works.
	pub certificate: Digest,
	/// The country it stands in, ISO 3166-1 numeric.
	pub region: u16,
}

/// Where a node stands now.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum Standing {
	/// A full or archive node that may connect.
	#[codec(index = 0)]
	Connected,
	/// Validates, or does from the next session on.
	#[codec(index = 1)]
	Validating,
	/// Wants to validate, has keys, and waits for a place.
	#[codec(index = 2)]
	Waiting,
	/// Doesn't want to, or has no keys. One that has keys can be called upon in a recovery.
	#[codec(index = 3)]
	Standby,
	/// Must leave the set, and does as soon as the minimum and the third allow it.
	#[codec(index = 4)]
	PendingRemoval,
	/// Suspended, or its institution is, and not in the set.
	#[codec(index = 5)]
	Suspended,
	/// Its admission has ended or expired, and it isn't in the set.
	#[codec(index = 6)]
	Over,
}

/// The answer to "which node is this?".
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct NodeInfo<AccountId> {
	/// What the chain knows of it.
	pub node: Node<AccountId>,
	/// Where it stands now.
	pub standing: Standing,
	/// Whether it is on probation now.
	pub on_probation: bool,
	/// The ballot about it that is open.
	pub ballot: Option<BallotId>,
}

/// The answer to "what has become of the application?".
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ApplicationInfo<AccountId> {
	/// The application.
	pub application: Application<AccountId>,
	/// How many endorsements it needs now.
	pub required: u32,
	/// Whether it has lapsed.
	pub lapsed: bool,
}

/// The answer to "how does the vote stand?".
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct BallotInfo {
	/// What is voted on.
	pub motion: Motion,
	/// Whose node it is about.
	pub candidate: InstitutionId,
	/// Until when one can vote.
	pub deadline: Moment,
	/// How each institution votes.
	pub roll: Vec<RollEntry>,
	/// Who is recused as things stand.
	pub recused: Vec<InstitutionId>,
	/// The counts, small classes merged.
	pub counts: ByClass<ClassCount>,
	/// What they say now.
	pub outcome: Outcome,
}

/// A node that may connect.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AdmittedPeer {
	/// Its number.
	pub node: NodeId,
	/// Whose it is.
	pub institution: InstitutionId,
	/// What it does.
	pub kind: NodeKind,
	/// Its network key.
	pub peer: PeerId,
	/// Its peer id as libp2p writes it, in bytes.
	pub multihash: Vec<u8>,
}
