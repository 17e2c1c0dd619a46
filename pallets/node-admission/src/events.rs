// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
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
}
