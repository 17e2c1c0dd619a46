// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The patient has no active consent of this number, or never had one.
		NotFound,
		/// The account doesn't speak for the patient in this matter.
		NotAuthorized,
		/// The patient's pseudonym doesn't exist, was closed, or is of somebody who has died.
		PatientNotOpen,
		/// Somebody has claimed the pseudonym: the patient consents without a form.
		PatientClaimed,
		/// A digest is all zeros: a field was left empty.
		ZeroDigest,
		/// A period ends before it begins.
		ImproperPeriod,
		/// The directive's period is over already.
		PeriodOver,
		/// A bit of a set stands for nothing.
		UnknownBits,
		/// A jurisdiction isn't an ISO 3166-1 numeric code.
		UnknownJurisdiction,
		/// A directive for a study names a purpose that isn't research.
		StudyNotResearch,
		/// Research is permitted without a study. Name it.
		ResearchWithoutStudy,
		/// There is no institution of a number that the directive names.
		UnknownInstitution,
		/// A form can permit no more than treatment, until a date, of what is in no compartment.
		BroaderThanTreatment,
		/// A form can be about the data of the institution that has it alone.
		NotOwnData,
		/// The institution has proposed something that the patient hasn't answered.
		AlreadyProposed,
		/// There is no such proposal.
		NoProposal,
		/// The proposal has expired.
		ProposalExpired,
		/// The proposal isn't the one that was seen. Read it again.
		ProposalChanged,
		/// The patient has as many active consents as there can be. Withdraw or replace one.
		TooManyDirectives,
		/// The consent has another version than expected. Read it again.
		StaleVersion,
		/// The consent has expired. Give a new one.
		Expired,
		/// The directive is the one that is in force.
		NoChange,
		/// The consent was given by the patient, not recorded from a form.
		NotFromForm,
		/// Another institution has recorded the consent.
		NotRecorder,
		/// The consent was annulled before.
		AlreadyAnnulled,
		/// There is no such policy.
		UnknownPolicy,
		/// The policy is the one in force.
		AlreadyChosen,
		/// The data is released for the study already.
		AlreadyReleased,
		/// The data isn't released for the study.
		NotReleased,
		/// There are no more numbers for what is to be numbered.
		NumbersExhausted,
		/// There is no study of that number, or it was withdrawn.
		UnknownStudy,
	}
}
