// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A pseudonym was opened.
		PatientOpened {
			/// The pseudonym.
			patient: PatientId,
			/// The care provider that sponsors it.
			sponsor: InstitutionId,
			/// Who holds it, or the key that claims it.
			control: Control<T::AccountId>,
		},
		/// A pseudonym got its first controller. Its sponsor's representatives ended.
		PatientClaimed {
			/// The pseudonym.
			patient: PatientId,
			/// Who holds it now.
			controller: T::AccountId,
		},
		/// Another key claims the pseudonym.
		ClaimKeyReplaced {
			/// The pseudonym.
			patient: PatientId,
			/// The key.
			claim_key: VerifyingKey,
		},
		/// An account may open one pseudonym.
		VoucherIssued {
			/// The account.
			account: T::AccountId,
			/// The institution that will sponsor the pseudonym.
			institution: InstitutionId,
			/// The first moment at which the voucher is worth nothing.
			expires: Moment,
		},
		/// A voucher lapsed before its time.
		VoucherRevoked {
			/// The account that held it.
			account: T::AccountId,
		},
		/// A controller gave the pseudonym to another account.
		ControllerRotated {
			/// The pseudonym.
			patient: PatientId,
			/// Who held it.
			from: T::AccountId,
			/// Who holds it now.
			to: T::AccountId,
		},
		/// An account represents the patient. Representatives whose term has ended may have lost
		/// their place.
		RepresentativeAppointed {
			/// The pseudonym.
			patient: PatientId,
			/// The account.
			account: T::AccountId,
			/// In what capacity.
			kind: RepresentativeKind,
			/// What for.
			scopes: Scopes,
			/// Until when.
			until: Option<Moment>,
			/// A commitment to what it rests on.
			evidence: Digest,
		},
		/// An account represents the patient no more.
		RepresentativeDismissed {
			/// The pseudonym.
			patient: PatientId,
			/// The account.
			account: T::AccountId,
			/// Who ended it: the controller, the sponsor's staff or the account itself.
			by: T::AccountId,
		},
		/// A recovery plan was made or replaced. A recovery that ran ended.
		RecoverySet {
			/// The pseudonym.
			patient: PatientId,
			/// How many guardians must sign.
			threshold: u8,
			/// How long the controller can object.
			delay: Moment,
		},
		/// There is no recovery plan any more. A recovery that ran ended.
		RecoveryRemoved {
			/// The pseudonym.
			patient: PatientId,
		},
		/// Enough guardians have signed. A recovery that ran before ended.
		RecoveryBegun {
			/// The pseudonym.
			patient: PatientId,
			/// Who will hold it.
			new_controller: T::AccountId,
			/// From when on.
			ready_at: Moment,
		},
		/// A recovery was stopped.
		RecoveryVetoed {
			/// The pseudonym.
			patient: PatientId,
			/// Who stopped it.
			by: T::AccountId,
		},
		/// A recovery gave the pseudonym to another account.
		RecoveryCompleted {
			/// The pseudonym.
			patient: PatientId,
			/// Who holds it now.
			controller: T::AccountId,
		},
		/// Compartments were closed or opened to break-glass.
		CompartmentsSet {
			/// The pseudonym.
			patient: PatientId,
			/// Those that are closed now, one bit each.
			closed_to_break_glass: u64,
			/// Who decided it.
			by: T::AccountId,
		},
		/// The patient died. A recovery that ran ended.
		DeathRecorded {
			/// The pseudonym.
			patient: PatientId,
			/// The member of the sponsor's staff who recorded it.
			by: T::AccountId,
		},
		/// The record of the patient's death was an error.
		DeathReversed {
			/// The pseudonym.
			patient: PatientId,
			/// The member of the sponsor's staff who says so.
			by: T::AccountId,
		},
		/// A pseudonym was given up. All that was granted over it ended.
		PatientClosed {
			/// The pseudonym.
			patient: PatientId,
		},
		/// An institution would sponsor the patient.
		SponsorshipOffered {
			/// The pseudonym.
			patient: PatientId,
			/// The institution.
			institution: InstitutionId,
			/// The first moment at which the offer can't be accepted any more.
			expires: Moment,
		},
		/// The patient has another sponsor.
		SponsorshipAccepted {
			/// The pseudonym.
			patient: PatientId,
			/// Who sponsored it.
			from: InstitutionId,
			/// Who sponsors it now.
			to: InstitutionId,
		},
	}
}
