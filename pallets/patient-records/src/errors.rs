// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// There is no record with this id.
		NotFound,
		/// The institution has anchored this digest already.
		AlreadyExists,
		/// A digest is all zeros: a field was left empty.
		ZeroDigest,
		/// The compartment is above [`MAX_COMPARTMENT`].
		InvalidCompartment,
		/// What the document tells of would happen in the future. Check the clock.
		OccurredInFuture,
		/// The patient's pseudonym doesn't exist, was closed, or is of somebody who has died.
		PatientNotOpen,
		/// A record of class core is one digest: it has no root of fields.
		CoreHasNoFields,
		/// A trainee's record is preliminary, and what was attested isn't a trainee's to change.
		NeedsAttestation,
		/// Another institution keeps the record.
		NotCustodian,
		/// The record was superseded or entered in error.
		NotCurrent,
		/// The record was erased.
		Erased,
		/// The head is another version than expected. Read the record again.
		StaleVersion,
		/// The digest is the head's.
		NoChange,
		/// The record has as many versions as it can. Anchor a new one that supersedes it.
		TooManyVersions,
		/// The record isn't preliminary any more.
		AlreadyAttested,
		/// The record was entered in error before.
		AlreadyInError,
		/// A record can't be related to itself.
		Itself,
		/// The two records are of different patients.
		OtherPatient,
		/// A record can be related only to one that was anchored in an earlier block.
		NotEarlier,
		/// The other record was entered in error or erased.
		TargetWithdrawn,
		/// A record replaces another by superseding it.
		UseSupersede,
		/// The records have this relation already.
		AlreadyRelated,
		/// The record has as many relations as it can.
		TooManyRelations,
		/// The record is under a legal hold already.
		AlreadyOnHold,
		/// The record is under no legal hold.
		NotOnHold,
		/// A legal hold forbids the erasure.
		OnHold,
		/// A holder is named twice.
		DuplicateHolder,
		/// There is no such institution.
		UnknownInstitution,
		/// There are too many holders, the custodian counted.
		TooManyHolders,
		/// The record isn't erased.
		NotErased,
		/// The institution isn't among the holders that the erasure names.
		NotAHolder,
		/// The holder has confirmed before.
		AlreadyConfirmed,
		/// A batch has at least one record.
		EmptyBatch,
		/// The chain can't compute this hash.
		Unsupported,
		/// The patient's consent or the custodian's policy doesn't let the author see the other
		/// record.
		NotPermitted,
		/// Another institution owns the device.
		DeviceOfAnother,
		/// The measurement would have ended before it began.
		EndsBeforeStart,
	}
}
