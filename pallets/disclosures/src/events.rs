// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A patient's log has another entry. A broken glass is told of in this way too: that is
		/// how the patient is notified.
		Logged {
			/// Whose log.
			patient: PatientId,
			/// The entry.
			entry: LogEntryOf<T>,
			/// The hash that it leads to.
			head: [u8; 32],
		},
		/// An encounter began.
		EncounterOpened {
			/// The encounter.
			encounter: EncounterId,
			/// The patient.
			patient: PatientId,
			/// The institution.
			institution: InstitutionId,
			/// Its department.
			department: DepartmentId,
			/// The setting.
			class: EncounterClass,
			/// When it began, as the provider claims.
			started: Moment,
			/// Who opened it.
			provider: T::AccountId,
		},
		/// An encounter is over.
		EncounterFinished {
			/// The encounter.
			encounter: EncounterId,
			/// When it was over, as the provider claims.
			finished: Moment,
			/// Who says so.
			provider: T::AccountId,
		},
		/// Somebody besides the provider says that an encounter took place.
		EncounterConfirmed {
			/// The encounter.
			encounter: EncounterId,
			/// Who says so.
			by: Confirmer<T::AccountId>,
		},
		/// An encounter didn't come about.
		EncounterCancelled {
			/// The encounter.
			encounter: EncounterId,
			/// Who says so.
			provider: T::AccountId,
		},
		/// An encounter should never have been recorded.
		EncounterEnteredInError {
			/// The encounter.
			encounter: EncounterId,
			/// Who says so.
			provider: T::AccountId,
		},
		/// Other institutions review uses of break-glass from now on.
		ReviewersSet {
			/// Which.
			reviewers: Vec<InstitutionId>,
		},
		/// Somebody may break the glass again.
		RightRestored {
			/// Who.
			account: T::AccountId,
			/// Who decided it.
			by: T::AccountId,
		},
		/// An institution's staff may break the glass again.
		InstitutionRestored {
			/// Which institution.
			institution: InstitutionId,
			/// Who decided it.
			by: T::AccountId,
		},
	}
}
