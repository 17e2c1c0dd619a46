// SPDX-License-Identifier: Apache-2.0

//! What the pallet asks others. The runtime says who answers; `()` refuses.

use crate::VotingClass;
use alloc::vec::Vec;
use galen_primitives::InstitutionId;

/// Which institutions there are, and how they vote.
pub trait Members {
	/// Whether the institution is admitted, not suspended and not retired.
	fn is_in_force(institution: InstitutionId) -> bool;
	/// The country whose law it is under, ISO 3166-1 numeric.
	fn jurisdiction(institution: InstitutionId) -> Option<u16>;
	/// Whether the two are under common control, as either of them declares or a regulator has
	/// found.
	fn are_affiliated(one: InstitutionId, other: InstitutionId) -> bool;
	/// Every institution in force, in ascending order, with its class.
	fn electorate() -> Vec<(InstitutionId, VotingClass)>;
	/// How many institutions `electorate` looks at: those in force, and those that may be again.
	fn electorate_size() -> u32;
}

impl Members for () {
	fn is_in_force(_: InstitutionId) -> bool {
		false
	}
	fn jurisdiction(_: InstitutionId) -> Option<u16> {
		None
	}
	/// Refuses: whoever asks wants to know of a conflict.
	fn are_affiliated(_: InstitutionId, _: InstitutionId) -> bool {
		true
	}
	fn electorate() -> Vec<(InstitutionId, VotingClass)> {
		Vec::new()
	}
	fn electorate_size() -> u32 {
		0
	}
}

/// Who has session keys, proven to be its own.
pub trait SessionKeys<AccountId> {
	/// Whether the account has set its keys. The session pallet takes none without a proof.
	fn are_set(who: &AccountId) -> bool;
}

impl<AccountId> SessionKeys<AccountId> for () {
	fn are_set(_: &AccountId) -> bool {
		false
	}
}

/// GRANDPA, as far as recovery needs it.
pub trait NoteStalled<BlockNumber> {
	/// Has the set of the session that starts now begin anew, `delay` blocks from now, on top of
	/// `best_finalized`.
	fn note_stalled(delay: BlockNumber, best_finalized: BlockNumber);
}

/// Refuses: finality stays where it is.
impl<BlockNumber> NoteStalled<BlockNumber> for () {
	fn note_stalled(_: BlockNumber, _: BlockNumber) {}
}
