// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// No institution has this number.
		UnknownInstitution,
		/// No kind is set, or a bit that stands for none.
		InvalidKinds,
		/// None of the kinds votes in this class.
		VotingClassNotAllowed,
		/// The Global Location Number is too long or its check digit is wrong.
		InvalidGln,
		/// The Global Location Number is another institution's.
		GlnInUse,
		/// ISO 3166-1 assigns no such numeric code.
		UnknownJurisdiction,
		/// No class of allowances has this number.
		UnknownAllowanceClass,
		/// An institution needs an administrator.
		NoAdministrator,
		/// There are as many institutions as there can be.
		TooManyInstitutions,
		/// The account holds a credential already, perhaps a revoked one, or is a patient's.
		AccountInUse,
		/// It was retired or revoked, or its validity is over.
		AlreadyEnded,
		/// A suspension is in force already.
		AlreadySuspended,
		/// No suspension is in force.
		NotSuspended,
		/// The end lies in the past.
		InvalidTerm,
		/// The suspension isn't provisional: there is nothing to ratify.
		NotProvisional,
		/// A regulator can lift only its own suspension, and only while it is provisional.
		NotImposedByYou,
		/// The same regulator's last provisional suspension ended too short a while ago.
		TooSoon,
		/// An institution can't do this to itself.
		OwnInstitution,
		/// The affiliates aren't in ascending order, or one is named twice.
		AffiliatesNotSorted,
		/// The institution is of no kind whose staff may have this role.
		RoleNotAllowed,
		/// The validity is empty or over already.
		InvalidPeriod,
		/// The account isn't staff of your institution.
		NotOwnStaff,
		/// Administrators can't suspend themselves: ask another, or resign.
		OwnCredential,
		/// The institution would be left without an administrator.
		LastAdministrator,
		/// The key can't serve these purposes.
		PurposesDontSuit,
		/// The institution has published this very key before. An ended key doesn't come back.
		KeyInUse,
		/// The institution has published as many keys as it can.
		TooManyKeys,
		/// The institution has no key of this number.
		UnknownKey,
		/// The key was rotated out or revoked already.
		KeyEnded,
		/// The endpoint isn't an https URL in printable ASCII.
		InvalidEndpoint,
		/// The account belongs to the group already.
		AlreadyMember,
		/// The account doesn't belong to the group.
		NotAMember,
		/// The account belongs to as many groups as it can.
		TooManyGroups,
	}
}
