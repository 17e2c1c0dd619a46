// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
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
}
