// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A directive awaits the patient's answer.
		Proposed {
			/// The patient.
			patient: PatientId,
			/// The institution that proposes it.
			institution: InstitutionId,
			/// Who recorded it.
			recorder: T::AccountId,
			/// The proposal's digest.
			proposal: [u8; 32],
			/// Until when it can be answered.
			expires: Moment,
		},
		/// An institution has taken its proposal back.
		Retracted {
			/// The patient.
			patient: PatientId,
			/// The institution.
			institution: InstitutionId,
			/// Who did it.
			recorder: T::AccountId,
		},
		/// A proposal has become a consent.
		Activated {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The institution that proposed it.
			institution: InstitutionId,
			/// Who activated it.
			performer: T::AccountId,
			/// The expired consent that made room, if one had to.
			expired: Option<ConsentId>,
		},
		/// A proposal was rejected.
		Rejected {
			/// The patient.
			patient: PatientId,
			/// The institution that proposed it.
			institution: InstitutionId,
			/// Who rejected it.
			performer: T::AccountId,
		},
		/// A patient has consented, or forbidden something.
		Granted {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// Who gave it.
			performer: T::AccountId,
			/// The consent that it replaces, if any.
			replaced: Option<ConsentId>,
			/// The expired consent that made room, if one had to.
			expired: Option<ConsentId>,
		},
		/// A signed form was recorded as a consent.
		SignedRecorded {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The institution that has the form.
			institution: InstitutionId,
			/// Who recorded it.
			recorder: T::AccountId,
			/// The expired consent that made room, if one had to.
			expired: Option<ConsentId>,
		},
		/// A consent has a new version.
		Amended {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The new version's number.
			version: u32,
			/// Who amended it.
			performer: T::AccountId,
		},
		/// A consent was withdrawn.
		Withdrawn {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// Its last version.
			version: u32,
			/// Who withdrew it.
			performer: T::AccountId,
		},
		/// What was recorded from a form isn't the patient's will and never was.
		Voided {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// Who says so.
			performer: T::AccountId,
		},
		/// What was recorded from a form should never have been.
		EnteredInError {
			/// The patient.
			patient: PatientId,
			/// The consent.
			consent: ConsentId,
			/// The institution that has recorded it.
			institution: InstitutionId,
			/// Who says so.
			recorder: T::AccountId,
		},
		/// A policy can be chosen.
		PolicyRegistered {
			/// The policy.
			policy: PolicyId,
			/// What it permits.
			kind: PolicyKind,
			/// The digest of its text.
			document: Digest,
		},
		/// An institution has another policy.
		PolicyChosen {
			/// The institution.
			institution: InstitutionId,
			/// The policy.
			policy: PolicyId,
			/// Who chose it.
			officer: T::AccountId,
		},
		/// An institution's data may serve a study.
		ReleasedForStudy {
			/// The institution.
			institution: InstitutionId,
			/// The study.
			study: StudyId,
			/// Who released it.
			officer: T::AccountId,
		},
		/// An institution's data may serve a study no longer.
		ReleaseEnded {
			/// The institution.
			institution: InstitutionId,
			/// The study.
			study: StudyId,
			/// Who ended it.
			officer: T::AccountId,
		},
	}
}
