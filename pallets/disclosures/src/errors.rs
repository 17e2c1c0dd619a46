// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such record.
		RecordNotFound,
		/// The record was erased or entered in error.
		RecordWithdrawn,
		/// The record has no such version.
		NoSuchVersion,
		/// No fields are named, or some that there aren't.
		InvalidFields,
		/// Nothing can be encrypted to a key of this kind.
		KeyNotSuited,
		/// Others have to be closed or to expire first.
		TooManyOpenGrants,
		/// There is no such grant, or it is closed.
		GrantNotFound,
		/// Another institution keeps the record.
		NotCustodian,
		/// Somebody else asked.
		NotRecipient,
		/// Who asked isn't in force any more, or their institution isn't.
		RecipientNotInForce,
		/// The grant has expired.
		Expired,
		/// The grant hasn't expired yet.
		NotExpired,
		/// The data was released before.
		AlreadyReleased,
		/// The data hasn't been released.
		NotReleased,
		/// What was permitted when it was asked for isn't any more.
		NoLongerPermitted,
		/// All bytes of a digest are zero.
		ZeroDigest,
		/// That isn't what the custodian released.
		PayloadDiffers,
		/// The account doesn't speak for the patient in matters of disclosure.
		NotThePatient,
		/// The patient's pseudonym isn't open.
		PatientNotOpen,
		/// What is told of would still be to come.
		OccurredInFuture,
		/// There is no such encounter.
		EncounterNotFound,
		/// It is another institution's.
		OtherInstitution,
		/// The encounter isn't under way.
		NotInProgress,
		/// The encounter isn't over, or didn't take place.
		NotFinished,
		/// It can't be over before it began.
		FinishedBeforeStart,
		/// The encounter was confirmed before.
		AlreadyConfirmed,
		/// The encounter was entered in error before.
		AlreadyInError,
		/// A countersigner works in another department.
		SameDepartment,
		/// Nobody countersigns what they opened themselves.
		OwnEncounter,
		/// The institution hasn't put the account into its privileged group.
		NotPrivileged,
		/// The emergency began too long ago.
		TooLate,
		/// The actor has an open use for this patient.
		AlreadyOpen,
		/// The actor has broken the glass too often of late.
		RateLimited,
		/// Too many of the institution's staff have yet to state their reasons.
		TooManyStatementsDue,
		/// The actor's right to break the glass is suspended.
		RightSuspended,
		/// The right of the actor's institution is.
		InstitutionRightSuspended,
		/// There is no such use of break-glass.
		UseNotFound,
		/// Somebody else broke the glass.
		NotTheActor,
		/// The use gives no access any more.
		NotOpen,
		/// The use still gives access.
		StillOpen,
		/// The reasons were stated before.
		AlreadyStated,
		/// Another institution reviews this, or a regulator.
		NotReviewer,
		/// Nobody reviews what they did themselves.
		OwnUse,
		/// Nobody reviews what happened at their own institution.
		OwnInstitution,
		/// The time is up: the review is a regulator's now.
		ReviewOverdue,
		/// The reviewing institution still has time.
		NotEscalated,
		/// It was reviewed before.
		AlreadyReviewed,
		/// The patient disputes it: the review is a regulator's.
		Disputed,
		/// It was disputed before.
		AlreadyDisputed,
		/// It is too late to dispute it.
		DisputeTermOver,
		/// The institutions aren't in ascending order, or one is there twice.
		NotAscending,
		/// There is no such institution.
		UnknownInstitution,
		/// The right isn't suspended.
		NotSuspended,
		/// Nobody gives the own right back.
		OwnRight,
	}
}
