// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no such patient.
		NotFound,
		/// The opener has used this nonce before. Draw another 32 random bytes.
		AlreadyExists,
		/// The patient has, or had, a controller: what the sponsor could do is the patient's now.
		AlreadyClaimed,
		/// The pseudonym was given up.
		PatientClosed,
		/// The patient has died.
		PatientDeceased,
		/// No death is on record.
		NotDeceased,
		/// The institution isn't a care provider in force.
		NotCareProvider,
		/// Another institution sponsors the patient or issued the voucher.
		NotSponsor,
		/// The signer doesn't control the patient.
		NotController,
		/// The signer doesn't speak for the patient in this.
		NotAuthorized,
		/// The account serves, or served, a patient already, or is somebody's staff. Make a fresh
		/// one.
		AccountInUse,
		/// The moment has passed.
		Expired,
		/// The term is longer than the chain allows.
		TermTooLong,
		/// The signature isn't the key's over this statement. The views tell the exact bytes.
		BadSignature,
		/// The account holds no voucher.
		NoVoucher,
		/// The voucher has expired or was revoked.
		VoucherExpired,
		/// There is no scope, or a bit that stands for none.
		InvalidScopes,
		/// The digest is empty.
		NoEvidence,
		/// The patient has as many representatives in force as there can be. Dismiss one.
		TooManyRepresentatives,
		/// The account doesn't represent a patient.
		NotRepresentative,
		/// The threshold is zero or more than there are guardians.
		InvalidThreshold,
		/// A guardian's key appears twice.
		DuplicateKey,
		/// The controller would have too little time to object.
		DelayTooShort,
		/// The patient has no recovery plan.
		NoRecoveryPlan,
		/// No recovery runs.
		NoAttempt,
		/// The controller can still object.
		TooEarly,
		/// Fewer guardians have signed than must.
		TooFewSignatures,
		/// The signatures aren't in ascending order of their guardians, each once.
		SignaturesNotInOrder,
		/// The plan has no guardian at this position.
		NoSuchGuardian,
		/// The institution sponsors the patient already.
		AlreadySponsor,
		/// The institution's isn't the last offer to the patient.
		NoOffer,
	}
}
