// SPDX-License-Identifier: Apache-2.0

//! Dispenses, notices, alerts, recalls' scopes, and anchored events.

use super::{chain_type, Item, LotKey, PackKey};
use drug_provenance_core::{Premises, Reading, Window};
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{
	gs1::{Gtin, Sscc, Text20},
	Digest, InstitutionId, Moment,
};

/// A notice of something illegitimate, numbered in the order of declaration.
pub type NoticeId = u64;

/// The hash of an EPCIS event by the rules of CBV 2.0 (`ni:///sha-256;…?ver=CBV2.0`).
pub type EventHash = [u8; 32];

/// How many events can correct one. They are written with it.
pub const MAX_CORRECTIVE: u32 = 4;

/// How many containers one receipt can report missing, and how many damaged. Each is written: who
/// has more to say refuses the delivery.
pub const MAX_DISCREPANCIES: u32 = 16;

chain_type! {
	/// What a pharmacist states when dispensing.
	#[derive(Copy)]
	pub struct DispenseTerms {
		/// How much of the pack's content.
		pub quantity: u32,
		/// The commitment to the prescription.
		pub prescription: Digest,
		/// The commitment to the patient's pseudonym
		/// ([`commitment::patient`](galen_primitives::commitment::patient)).
		pub patient: Digest,
		/// Whether it was handed over already. If not, it can still be taken back.
		pub handed_over: bool,
		/// When, as the pharmacist claims.
		pub occurred: Moment,
	}

	/// A medicine dispensed (FHIR MedicationDispense).
	pub struct Dispense {
		/// The pack.
		pub pack: PackKey,
		/// Its lot.
		pub lot: Text20,
		/// Who dispensed it.
		pub by: Premises,
		/// What was stated.
		pub terms: DispenseTerms,
		/// When the chain heard of it.
		pub recorded: Moment,
		/// When it was handed over.
		pub handed_over: Option<Moment>,
		/// When it was taken back.
		pub reverted: Option<Moment>,
	}

	/// A notice that something is illegitimate.
	pub struct Notice {
		/// What is.
		pub item: Item,
		/// Who has declared it, and owes the notice to the authority and to trading partners.
		pub declared_by: InstitutionId,
		/// The digest of the inquiry.
		pub evidence: Digest,
		/// When it was declared.
		pub at: Moment,
		/// Until when notice is due.
		pub due: Moment,
		/// When notice was given, and the digest of it.
		pub notified: Option<(Moment, Digest)>,
	}

	/// Why a scan raised an alert.
	#[derive(Copy)]
	pub enum AlertKind {
		/// The pack was supplied already.
		#[codec(index = 0)]
		AlreadyDispensed,
		/// The pack was taken out of saleable stock, handed back, stolen or destroyed.
		#[codec(index = 1)]
		NotSaleable,
		/// Somebody else holds the pack.
		#[codec(index = 2)]
		HeldElsewhere,
	}

	/// One serial number seen in two places.
	#[derive(Copy)]
	pub struct Alert {
		/// Why.
		pub kind: AlertKind,
		/// Who holds the pack, or held it last.
		pub holder: InstitutionId,
		/// Who has scanned it.
		pub claimant: InstitutionId,
		/// When.
		pub at: Moment,
		/// How many alerts there were for this pack.
		pub count: u32,
	}

	/// What a recall covers.
	pub enum RecallScope {
		/// A product.
		#[codec(index = 0)]
		Product(Gtin),
		/// A lot.
		#[codec(index = 1)]
		Lot(LotKey),
		/// One pack.
		#[codec(index = 2)]
		Pack(PackKey),
	}

	/// What a consignee found wrong on receipt.
	pub struct Discrepancies {
		/// Containers that should be directly in the one received, and weren't.
		pub missing: BoundedVec<Sscc, ConstU32<MAX_DISCREPANCIES>>,
		/// Containers directly in it that are damaged.
		pub damaged: BoundedVec<Sscc, ConstU32<MAX_DISCREPANCIES>>,
		/// How many packs or containers there were too many.
		pub overage: u32,
	}

	/// What a sensor has signed.
	#[derive(Copy)]
	pub enum Statement {
		/// The summary of a window.
		#[codec(index = 0)]
		Window(Window),
		/// A single reading.
		#[codec(index = 1)]
		Reading(Reading),
	}

	/// The kind of an EPCIS event.
	#[derive(Copy)]
	pub enum EventKind {
		/// ObjectEvent.
		#[codec(index = 0)]
		Object,
		/// AggregationEvent.
		#[codec(index = 1)]
		Aggregation,
		/// TransactionEvent.
		#[codec(index = 2)]
		Transaction,
		/// TransformationEvent.
		#[codec(index = 3)]
		Transformation,
		/// AssociationEvent.
		#[codec(index = 4)]
		Association,
	}

	/// An EPCIS event to anchor.
	#[derive(Copy)]
	pub struct EventAnchor {
		/// Its hash.
		pub hash: EventHash,
		/// Its kind.
		pub kind: EventKind,
		/// When it occurred.
		pub occurred: Moment,
	}

	/// Why an event is declared wrong (CBV error reasons).
	#[derive(Copy)]
	pub enum ErrorReason {
		/// It didn't occur.
		#[codec(index = 0)]
		DidNotOccur,
		/// It says something wrong.
		#[codec(index = 1)]
		IncorrectData,
	}

	/// The declaration that an event was wrong. The event keeps its hash, for the declaration isn't
	/// part of what is hashed.
	pub struct ErrorDeclaration {
		/// Why.
		pub reason: ErrorReason,
		/// When.
		pub at: Moment,
		/// The events that correct it.
		pub corrective: BoundedVec<EventHash, ConstU32<MAX_CORRECTIVE>>,
	}

	/// An anchored EPCIS event.
	pub struct AnchoredEvent {
		/// The institution that anchored it.
		pub by: InstitutionId,
		/// Its kind.
		pub kind: EventKind,
		/// When it occurred, as the institution claims.
		pub occurred: Moment,
		/// When it was anchored.
		pub recorded: Moment,
		/// The declaration that it was wrong.
		pub error: Option<ErrorDeclaration>,
	}
}
