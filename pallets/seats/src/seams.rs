// SPDX-License-Identifier: Apache-2.0

//! What the pallet asks others. The runtime says who answers; `()` refuses.

use crate::Body;
use alloc::vec::Vec;
use galen_primitives::InstitutionId;

/// Where an institution stands with the consortium's governance.
///
/// A suspension that one regulator has imposed for a term doesn't count until governance ratifies
/// it: else one inspector could empty a body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Membership {
	/// It is a member.
	Member,
	/// Governance has suspended it.
	Suspended,
	/// It was retired, or never was a member.
	Left,
}

/// Who belongs to the consortium.
pub trait Members<AccountId> {
	/// Where an institution stands now.
	fn membership(institution: InstitutionId) -> Membership;
	/// The institution whose staff `who` is now: the credential is in force, whether the institution
	/// is or not.
	fn employer(who: &AccountId) -> Option<InstitutionId>;
}

/// Refuses: nobody takes a seat, and none is removed.
impl<AccountId> Members<AccountId> for () {
	fn membership(_: InstitutionId) -> Membership {
		Membership::Suspended
	}
	fn employer(_: &AccountId) -> Option<InstitutionId> {
		None
	}
}

/// The bodies themselves: who votes in them.
pub trait Bodies<AccountId> {
	/// The members of a body, in ascending order.
	fn members(body: Body) -> Vec<AccountId>;
	/// Makes these the members of a body. Whoever isn't one any more has no vote in open motions.
	///
	/// - `members`: in ascending order, each once.
	fn set_members(body: Body, members: &[AccountId]);
}

/// Refuses: nobody is a member.
impl<AccountId> Bodies<AccountId> for () {
	fn members(_: Body) -> Vec<AccountId> {
		Vec::new()
	}
	fn set_members(_: Body, _: &[AccountId]) {}
}
