// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A record came on chain, with its first version.
		Anchored {
			/// The record.
			record: RecordId,
			/// The patient it is about.
			patient: PatientId,
			/// The institution that keeps the document.
			custodian: InstitutionId,
			/// Who wrote it.
			author: T::AccountId,
			/// What the author stated.
			anchor: Anchor,
		},
		/// A record has a new head.
		VersionAdded {
			/// The record.
			record: RecordId,
			/// The head's number.
			version: u32,
			/// Who wrote it.
			author: T::AccountId,
			/// The commitment to the whole document.
			content: Digest,
			/// The root over salted fields.
			fields: Option<Digest>,
			/// When what it tells of happened, as the author claims.
			occurred: Moment,
			/// Why it was made.
			reason: AmendmentReason,
		},
		/// A preliminary record is final.
		Attested {
			/// The record.
			record: RecordId,
			/// The version that was attested.
			version: u32,
			/// Who attested it.
			attester: T::AccountId,
		},
		/// A record was replaced by another, which now has that relation to it.
		Superseded {
			/// The record.
			record: RecordId,
			/// The other.
			by: RecordId,
			/// Who did it.
			author: T::AccountId,
		},
		/// A record was declared never to have counted.
		EnteredInError {
			/// The record.
			record: RecordId,
			/// Who declared it.
			author: T::AccountId,
		},
		/// A record was related to an earlier one.
		Related {
			/// The record.
			record: RecordId,
			/// What it is to the other.
			relation: Relation,
			/// The other.
			target: RecordId,
			/// Who did it.
			author: T::AccountId,
		},
		/// A record can't be erased for now.
		HoldPlaced {
			/// The record.
			record: RecordId,
			/// Why.
			reason: LegalHoldReason,
			/// Who placed it.
			officer: T::AccountId,
		},
		/// A record can be erased again.
		HoldReleased {
			/// The record.
			record: RecordId,
			/// Who released it.
			officer: T::AccountId,
		},
		/// The erasure of a record was ordered.
		Erased {
			/// The record.
			record: RecordId,
			/// Why.
			reason: ErasureReason,
			/// Who has to confirm, the custodian first.
			holders: Vec<InstitutionId>,
			/// Until when.
			due: Moment,
			/// Who ordered it.
			officer: T::AccountId,
		},
		/// A holder has destroyed its copies of a record.
		ErasureConfirmed {
			/// The record.
			record: RecordId,
			/// The holder.
			holder: InstitutionId,
			/// The digest of its protocol.
			evidence: Digest,
			/// How many holders are still to confirm.
			outstanding: u32,
			/// Who confirmed it.
			officer: T::AccountId,
		},
		/// Records came on chain behind one root.
		BatchAnchored {
			/// The batch.
			batch: BatchId,
			/// The institution that keeps the documents.
			custodian: InstitutionId,
			/// Who anchored it.
			author: T::AccountId,
			/// The root over their commitments.
			root: Digest,
			/// How many there are.
			count: u32,
			/// When what they tell of happened, as the author claims.
			occurred: Moment,
		},
		/// A record came on chain that a device has measured and signed.
		AnchoredFromDevice {
			/// The record.
			record: RecordId,
			/// The patient it is about.
			patient: PatientId,
			/// The institution that keeps the document, and owns the device.
			custodian: InstitutionId,
			/// Who submitted it.
			author: T::AccountId,
			/// What the author stated.
			anchor: Anchor,
			/// The device.
			device: DeviceId,
			/// When the measurement began.
			from: Moment,
		},
	}
}
