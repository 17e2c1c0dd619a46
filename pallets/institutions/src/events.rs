// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An institution was admitted.
		InstitutionAdmitted {
			/// Its number.
			institution: InstitutionId,
			/// What was said of it.
			profile: Admission,
			/// Who administrates it.
			administrators: AdministratorsOf<T>,
		},
		/// What is said of an institution was amended.
		InstitutionAmended {
			/// Which one.
			institution: InstitutionId,
			/// What it does.
			kinds: InstitutionKinds,
			/// Where it votes.
			voting_class: VotingClass,
			/// Its Global Location Number, if it has one.
			gln: Option<Gln>,
			/// The country whose law it is under.
			jurisdiction: u16,
		},
		/// An institution was suspended.
		InstitutionSuspended {
			/// Which one.
			institution: InstitutionId,
			/// Why.
			reason: Reason,
			/// When the suspension lapses by itself, if it does.
			until: Option<Moment>,
			/// By whom.
			by: Authority,
		},
		/// A provisional suspension was made to last until it is lifted.
		SuspensionRatified {
			/// Whose.
			institution: InstitutionId,
		},
		/// The suspension of an institution was lifted.
		SuspensionLifted {
			/// Whose.
			institution: InstitutionId,
			/// By whom.
			by: Authority,
		},
		/// An institution has left for good.
		InstitutionRetired {
			/// Which one.
			institution: InstitutionId,
			/// Why.
			reason: Reason,
		},
		/// An institution has declared its affiliates, in place of those it declared before.
		AffiliatesDeclared {
			/// Which one.
			institution: InstitutionId,
			/// All of them.
			affiliates: AffiliatesOf<T>,
		},
		/// An account has become staff.
		CredentialIssued {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account.
			account: T::AccountId,
			/// What it does there.
			role: Role,
			/// Where it works there.
			department: DepartmentId,
			/// From when until when.
			validity: Period,
		},
		/// A credential was suspended.
		CredentialSuspended {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account's.
			account: T::AccountId,
			/// Why.
			reason: Reason,
			/// When the suspension lapses by itself, if it does.
			until: Option<Moment>,
		},
		/// The suspension of a credential was lifted.
		CredentialReinstated {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account's.
			account: T::AccountId,
		},
		/// A credential was ended for good.
		CredentialRevoked {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account's.
			account: T::AccountId,
			/// Why.
			reason: Reason,
		},
		/// A credential was given another end, and perhaps another role or department.
		CredentialRenewed {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account's.
			account: T::AccountId,
			/// What it does there.
			role: Role,
			/// Where it works there.
			department: DepartmentId,
			/// The new end, if there is one.
			until: Option<Moment>,
		},
		/// Governance has given an institution an administrator.
		AdministratorAppointed {
			/// Whose.
			institution: InstitutionId,
			/// Which account.
			account: T::AccountId,
		},
		/// An institution has published a key.
		KeyPublished {
			/// Whose.
			institution: InstitutionId,
			/// Its number.
			key_id: KeyId,
			/// The key.
			key: PublicKey,
			/// What it is for.
			purposes: KeyPurposes,
		},
		/// A key was replaced by another for the same purposes.
		KeyRotated {
			/// Whose.
			institution: InstitutionId,
			/// The number of the one that has ended.
			ended: KeyId,
			/// The number of the one that follows it.
			key_id: KeyId,
			/// The key that follows.
			key: PublicKey,
		},
		/// A key was ended without a successor.
		KeyRevoked {
			/// Whose.
			institution: InstitutionId,
			/// Its number.
			key_id: KeyId,
			/// Why.
			reason: Reason,
		},
		/// An institution has listed its services, in place of those it listed before.
		ServicesSet {
			/// Which one.
			institution: InstitutionId,
			/// All of them.
			services: ServicesOf<T>,
		},
		/// A class of allowances was defined, perhaps anew.
		AllowanceClassSet {
			/// Which one.
			class: AllowanceClassId,
			/// How it fills up.
			definition: AllowanceClass,
		},
		/// An institution was given a class of allowances.
		AllowanceClassAssigned {
			/// Which one.
			institution: InstitutionId,
			/// The class.
			class: AllowanceClassId,
		},
		/// A regulator has found institutions to be under common control with another, in place of
		/// those found before.
		AffiliatesAttributed {
			/// That other.
			institution: InstitutionId,
			/// All of them.
			affiliates: AffiliatesOf<T>,
			/// The regulator.
			regulator: InstitutionId,
		},
		/// A member of staff belongs to a group.
		GroupMemberAdded {
			/// Whose staff and group.
			institution: InstitutionId,
			/// Which group.
			group: GroupId,
			/// Who.
			account: T::AccountId,
		},
		/// A member of staff belongs to a group no more.
		GroupMemberRemoved {
			/// Whose staff and group.
			institution: InstitutionId,
			/// Which group.
			group: GroupId,
			/// Who.
			account: T::AccountId,
		},
	}
}
