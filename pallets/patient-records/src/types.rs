// SPDX-License-Identifier: Apache-2.0

//! What a record, its versions, its relations, its erasure and a batch are.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
pub use galen_primitives::DataClass;
use galen_primitives::{
	merkle, DepartmentId, DeviceId, Digest, InstitutionId, Moment, PatientId, RecordId,
};
use scale_info::TypeInfo;

/// The siblings that prove a leaf, from the bottom; as long as the longest possible path.
pub type MerklePath = BoundedVec<[u8; 32], ConstU32<{ merkle::MAX_PATH }>>;

/// Gives every plain type below the derives that storage, calls and events ask for.
macro_rules! chain_type {
	($($(#[$meta:meta])* pub $kind:tt $name:ident $body:tt)+) => {
		$(
			$(#[$meta])*
			#[derive(
				Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking,
				MaxEncodedLen, TypeInfo,
			)]
			pub $kind $name $body
		)+
	};
}

chain_type! {
	/// What a record's first version may be.
	pub enum InitialStatus {
		/// Awaits attestation.
		#[codec(index = 0)]
		Preliminary,
		/// Attested by its author.
		#[codec(index = 1)]
		Final,
	}

	/// Whether a version can be relied on (FHIR composition-status).
	pub enum CompositionStatus {
		/// Not attested yet.
		#[codec(index = 0)]
		Preliminary,
		/// Complete and attested.
		#[codec(index = 1)]
		Final,
		/// Changed after it was final.
		#[codec(index = 2)]
		Amended,
	}

	/// Whether a record is the one to use (FHIR document-reference-status).
	pub enum DocumentStatus {
		/// It is.
		#[codec(index = 0)]
		Current,
		/// Another record replaces it.
		#[codec(index = 1)]
		Superseded {
			/// That record.
			by: RecordId,
		},
		/// It should never have been: none of its versions counts. Final.
		#[codec(index = 2)]
		EnteredInError,
	}

	/// Whether a record may be, must be or no longer is kept. One value, so that nothing can be
	/// held and erased at once.
	pub enum Retention {
		/// Kept until somebody erases it.
		#[codec(index = 0)]
		Kept,
		/// Under a legal hold: it can't be erased.
		#[codec(index = 1)]
		OnHold,
		/// Erased: what is left is a tombstone. Final.
		#[codec(index = 2)]
		Erased,
	}

	/// Why a version gave way to the next.
	pub enum AmendmentReason {
		/// Something in it was wrong.
		#[codec(index = 0)]
		Correction,
		/// Something was missing.
		#[codec(index = 1)]
		Addition,
		/// The patient asked for it (GDPR art. 16, 45 CFR 164.526).
		#[codec(index = 2)]
		PatientRequest,
		/// Something didn't belong there.
		#[codec(index = 3)]
		Redaction,
		/// The same in another form: another format, other salts.
		#[codec(index = 4)]
		Reissue,
	}

	/// Why a record is put on hold.
	pub enum LegalHoldReason {
		/// A lawsuit, pending or expected.
		#[codec(index = 0)]
		Litigation,
		/// An inquiry by an authority.
		#[codec(index = 1)]
		Investigation,
		/// An audit.
		#[codec(index = 2)]
		Audit,
		/// An inquiry into the safety of patients, medicines or devices.
		#[codec(index = 3)]
		SafetyInquiry,
	}

	/// Why a record is erased.
	pub enum ErasureReason {
		/// The patient asked for it.
		#[codec(index = 0)]
		PatientRequest,
		/// The consent that it rested on was withdrawn.
		#[codec(index = 1)]
		ConsentWithdrawn,
		/// It has been kept for as long as it had to be.
		#[codec(index = 2)]
		RetentionExpired,
		/// It should not have been collected.
		#[codec(index = 3)]
		UnlawfullyProcessed,
		/// A law or a court demands it.
		#[codec(index = 4)]
		LegalObligation,
	}

	/// What one record is to an earlier one (FHIR document-relationship-type).
	pub enum Relation {
		/// It takes the other's place. Set by superseding alone.
		#[codec(index = 0)]
		Replaces,
		/// It is a conversion or translation of the other.
		#[codec(index = 1)]
		Transforms,
		/// It is a signature of the other.
		#[codec(index = 2)]
		Signs,
		/// It adds to the other.
		#[codec(index = 3)]
		Appends,
	}

	/// A relation and the earlier record that it leads to.
	pub struct Related {
		/// What the later record is to the earlier.
		pub relation: Relation,
		/// The earlier record.
		pub target: RecordId,
	}

	/// What an author states when anchoring a record.
	pub struct Anchor {
		/// The salted commitment to the whole document.
		pub content: Digest,
		/// The root of the tree over its salted fields, if any of them shall be provable alone.
		pub fields: Option<Digest>,
		/// How far it may travel.
		pub data_class: DataClass,
		/// A number from 0 to [`MAX_COMPARTMENT`](galen_primitives::access::MAX_COMPARTMENT) whose meaning only patient and custodian know.
		pub compartment: u8,
		/// Whether it still awaits attestation.
		pub composition: InitialStatus,
		/// When what it tells of happened, as the author claims.
		pub occurred: Moment,
	}

	/// A record with its newest version, the head.
	///
	/// Who wrote it is in the events alone: no rule asks for it, and it would be a fifth of the
	/// record's size.
	pub struct Record {
		/// The institution that keeps the document.
		pub custodian: InstitutionId,
		/// Its department that anchored the record: what a trainee may ask for.
		pub department: DepartmentId,
		/// The pseudonym of the patient it is about.
		pub patient: PatientId,
		/// The head's number, counted from 1. Small, for there are many records; see
		/// [`Record::head`].
		pub version: u16,
		/// The head's commitment to the whole document.
		pub content: Digest,
		/// The head's root over salted fields.
		pub fields: Option<Digest>,
		/// How far it may travel.
		pub data_class: DataClass,
		/// Its compartment.
		pub compartment: u8,
		/// Whether it is the record to use.
		pub status: DocumentStatus,
		/// Whether the head can be relied on.
		pub composition: CompositionStatus,
		/// Whether it may be erased, or was.
		pub retention: Retention,
		/// When what the head tells of happened, as its author claims.
		pub occurred: Moment,
		/// When the head came on chain.
		pub recorded: Moment,
		/// When the first version came on chain.
		pub anchored: Moment,
	}

	/// The device that measured what a record's first version says.
	pub struct Source {
		/// The device.
		pub device: DeviceId,
		/// When the measurement began.
		pub from: Moment,
		/// When it ended: the first version's `occurred`.
		pub until: Moment,
	}

	/// A device as a record's source, as it is shown.
	pub struct SourceInfo {
		/// The device, and when it measured.
		pub source: Source,
		/// Whether the device was found out of tolerance later, so that what it measured then is in
		/// doubt (ISO 13485, 7.6).
		pub suspect: bool,
	}

	/// A version that gave way to a newer one.
	pub struct Version {
		/// The commitment to the whole document.
		pub content: Digest,
		/// The root over salted fields.
		pub fields: Option<Digest>,
		/// What it had come to when it gave way.
		pub composition: CompositionStatus,
		/// When what it tells of happened, as its author claims.
		pub occurred: Moment,
		/// When it came on chain.
		pub recorded: Moment,
		/// Why it gave way.
		pub replaced_for: AmendmentReason,
	}

	/// Any version of a record, the head included, as it is shown.
	pub struct VersionInfo {
		/// Its number, counted from 1.
		pub version: u32,
		/// The commitment to the whole document.
		pub content: Digest,
		/// The root over salted fields.
		pub fields: Option<Digest>,
		/// Whether it can be relied on, or could when it gave way.
		pub composition: CompositionStatus,
		/// When what it tells of happened, as its author claims.
		pub occurred: Moment,
		/// When it came on chain.
		pub recorded: Moment,
		/// Why it was made; nothing for the first.
		pub reason: Option<AmendmentReason>,
	}

	/// A holder's statement that it has destroyed its copies, keys and salts.
	pub struct Confirmation {
		/// When it came on chain.
		pub at: Moment,
		/// The digest of the protocol of destruction, which stays with the holder.
		pub evidence: Digest,
	}

	/// What one holder owes to an erasure.
	pub struct Receipt {
		/// An institution that holds the document or a copy.
		pub holder: InstitutionId,
		/// Its statement, once given.
		pub confirmed: Option<Confirmation>,
	}

	/// A batch of records that share one commitment.
	pub struct Batch {
		/// The institution that keeps the documents.
		pub custodian: InstitutionId,
		/// The root over their commitments.
		pub root: Digest,
		/// How many there are.
		pub count: u32,
		/// When what they tell of happened, as the author claims.
		pub occurred: Moment,
		/// When the root came on chain.
		pub recorded: Moment,
	}

	/// Why a record that a digest belongs to doesn't count.
	pub enum Withdrawal {
		/// It was entered in error.
		#[codec(index = 0)]
		EnteredInError,
		/// It was erased.
		#[codec(index = 1)]
		Erased {
			/// When that was ordered.
			at: Moment,
			/// Why.
			reason: ErasureReason,
		},
	}

	/// What the chain says to a digest or a field of a record.
	pub enum Verification {
		/// It is unchanged.
		#[codec(index = 0)]
		Matches {
			/// The version it belongs to.
			version: u32,
			/// The newest version of the record, which may be another.
			head: u32,
			/// Whether the record is the one to use.
			status: DocumentStatus,
			/// Whether that version can be relied on.
			composition: CompositionStatus,
			/// When that version came on chain.
			recorded: Moment,
			/// Whether the device that measured it was found out of tolerance later.
			suspect: bool,
		},
		/// It isn't what was anchored.
		#[codec(index = 1)]
		Differs,
		/// It is unchanged, but the record no longer counts.
		#[codec(index = 2)]
		Withdrawn {
			/// The version it belongs to.
			version: u32,
			/// Why the record doesn't count.
			because: Withdrawal,
		},
		/// There is no such record.
		#[codec(index = 3)]
		NoSuchRecord,
		/// The record has no such version.
		#[codec(index = 4)]
		NoSuchVersion,
		/// The version was anchored without a root of fields.
		#[codec(index = 5)]
		NoFields,
		/// The root was made with an algorithm that the chain can't compute.
		#[codec(index = 6)]
		Unsupported,
	}

	/// What the chain says to a member of a batch.
	pub enum Membership {
		/// It belongs to the batch, at that place.
		#[codec(index = 0)]
		Member {
			/// The institution that keeps the document.
			custodian: InstitutionId,
			/// When the batch came on chain.
			recorded: Moment,
		},
		/// It doesn't, or not at that place.
		#[codec(index = 1)]
		NotAMember,
		/// There is no such batch.
		#[codec(index = 2)]
		NoSuchBatch,
		/// The root was made with an algorithm that the chain can't compute.
		#[codec(index = 3)]
		Unsupported,
	}
}

/// A batch, from the institution that anchors it and its root: whoever copies a root from the pool
/// takes nothing from its author.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct BatchId(pub [u8; 32]);

impl BatchId {
	/// The id of the batch that `custodian` anchors with `root`.
	pub fn derive(custodian: InstitutionId, root: &Digest) -> Self {
		Self((b"galen/batch-id", custodian, root).using_encoded(sp_io::hashing::blake2_256))
	}
}

impl From<InitialStatus> for CompositionStatus {
	fn from(status: InitialStatus) -> Self {
		match status {
			InitialStatus::Preliminary => Self::Preliminary,
			InitialStatus::Final => Self::Final,
		}
	}
}

impl CompositionStatus {
	/// What it becomes when another version follows: a draft stays a draft.
	pub fn amended(self) -> Self {
		match self {
			Self::Preliminary => Self::Preliminary,
			Self::Final | Self::Amended => Self::Amended,
		}
	}
}

/// The erasure of a record: a tombstone, and what every holder has said to it.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxHolders))]
#[codec(mel_bound())]
pub struct Erasure<MaxHolders: Get<u32>> {
	/// Why.
	pub reason: ErasureReason,
	/// The institution that ordered it.
	pub ordered_by: InstitutionId,
	/// When it was ordered.
	pub at: Moment,
	/// Until when every holder has to confirm.
	pub due: Moment,
	/// One for each holder, the custodian first.
	pub receipts: BoundedVec<Receipt, MaxHolders>,
}

/// The erasure of a record, as it is shown.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ErasureInfo {
	/// Why.
	pub reason: ErasureReason,
	/// The institution that ordered it.
	pub ordered_by: InstitutionId,
	/// When it was ordered.
	pub at: Moment,
	/// Until when every holder has to confirm.
	pub due: Moment,
	/// One for each holder, the custodian first.
	pub receipts: Vec<Receipt>,
	/// The holders whose time is up and who haven't confirmed.
	pub overdue: Vec<InstitutionId>,
}
