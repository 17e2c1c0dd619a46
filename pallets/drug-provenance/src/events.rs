// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A product was registered.
		ProductRegistered {
			/// The product.
			gtin: Gtin,
			/// The institution that holds its marketing authorisation.
			holder: InstitutionId,
			/// What it states.
			terms: ProductTerms,
		},
		/// A product was withdrawn from the market.
		ProductWithdrawn {
			/// The product.
			gtin: Gtin,
			/// By which institution.
			by: InstitutionId,
		},
		/// A lot was commissioned, with all its packs.
		LotCommissioned {
			/// The lot.
			lot: LotKey,
			/// The institution that answers for it.
			holder: InstitutionId,
			/// What it states.
			terms: LotTerms,
		},
		/// First cases of a lot came on chain.
		CasesCommissioned {
			/// The lot.
			lot: LotKey,
			/// The cases.
			cases: Vec<Sscc>,
			/// The container that they were put into.
			into: Option<Sscc>,
		},
		/// Containers were put into another (EPCIS: packing, ADD).
		Packed {
			/// The outer one.
			parent: Sscc,
			/// The inner ones.
			children: Vec<Sscc>,
			/// Who has them.
			holder: InstitutionId,
		},
		/// Containers were taken out of another (EPCIS: unpacking, DELETE).
		Unpacked {
			/// The outer one.
			parent: Sscc,
			/// The inner ones.
			children: Vec<Sscc>,
			/// Who has them.
			holder: InstitutionId,
		},
		/// Packs were put into a container.
		ItemsPacked {
			/// The container.
			unit: Sscc,
			/// The packs.
			packs: Vec<PackKey>,
			/// Who has them.
			holder: InstitutionId,
		},
		/// Packs were taken out of the containers that they were in.
		ItemsUnpacked {
			/// The packs.
			packs: Vec<PackKey>,
			/// Who has them.
			holder: InstitutionId,
		},
		/// A container was shipped with everything in it.
		Shipped {
			/// The container.
			unit: Sscc,
			/// From whom to whom, by whom, for what.
			transit: Transit,
		},
		/// A shipment was received.
		Received {
			/// The container.
			unit: Sscc,
			/// Who has it now.
			by: InstitutionId,
			/// The shipment that is over.
			transit: Transit,
			/// What was wrong with it.
			discrepancies: Discrepancies,
		},
		/// A shipment never took place.
		ShippingVoided {
			/// The container.
			unit: Sscc,
			/// Who has it, and always had.
			by: InstitutionId,
		},
		/// Something is held for review.
		Quarantined {
			/// What.
			item: Item,
			/// Why.
			reason: HoldReason,
			/// The institution that raised it.
			by: InstitutionId,
			/// Who raised it.
			who: T::AccountId,
		},
		/// A storage profile was breached: everything in the container is locked. To the regulator.
		ExcursionFound {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// The longest run above the range, where it is a breach.
			heat: Option<u32>,
			/// The longest run below the range, where it is a breach.
			cold: Option<u32>,
			/// Whether there was no reading for too long.
			gap: bool,
			/// The statement's number.
			sequence: u32,
		},
		/// There was no reading for too long: everything in the container is locked.
		GapFound {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// Since when there is none.
			since: Moment,
		},
		/// Something isn't held for that reason any more.
		Released {
			/// What.
			item: Item,
			/// Why it was held.
			reason: HoldReason,
			/// The digest of the review.
			evidence: Digest,
			/// The institution that released it.
			by: InstitutionId,
			/// Who released it.
			who: T::AccountId,
		},
		/// Something was found illegitimate. Notice is due.
		FoundIllegitimate {
			/// The notice.
			notice: NoticeId,
			/// What.
			item: Item,
			/// The institution that found it so.
			by: InstitutionId,
			/// The digest of the inquiry.
			evidence: Digest,
			/// Until when the authority and trading partners have to know.
			due: Moment,
		},
		/// Notice was given of something illegitimate.
		IllegitimateNotified {
			/// The notice.
			notice: NoticeId,
			/// The digest of what was sent.
			evidence: Digest,
			/// Whether it was too late.
			is_late: bool,
		},
		/// What sensors said was reviewed, and is believed whatever becomes of them.
		SpellsReviewed {
			/// Of what.
			item: Item,
			/// Until when.
			until: Moment,
			/// The digest of the review.
			evidence: Digest,
			/// The institution that reviewed it.
			by: InstitutionId,
		},
		/// Something is recalled.
		Recalled {
			/// What.
			scope: RecallScope,
			/// Why.
			notice: RecallNotice,
			/// By which institution.
			by: InstitutionId,
		},
		/// Packs are recalled.
		PacksRecalled {
			/// The product.
			gtin: Gtin,
			/// Their serial numbers.
			serials: Vec<Text20>,
			/// Why.
			notice: RecallNotice,
			/// By which institution.
			by: InstitutionId,
		},
		/// A holder has reported what it found of what is recalled.
		RecallReported {
			/// What is recalled.
			scope: RecallScope,
			/// The holder.
			by: InstitutionId,
			/// What it found.
			report: RecallReport,
		},
		/// A recall is over.
		RecallTerminated {
			/// What was recalled.
			scope: RecallScope,
			/// The regulator.
			by: InstitutionId,
		},
		/// A medicine was dispensed.
		Dispensed {
			/// The dispense.
			dispense: DispenseId,
			/// The pack.
			pack: PackKey,
			/// The institution that dispensed it.
			by: InstitutionId,
			/// Who dispensed it.
			pharmacist: T::AccountId,
			/// What they stated.
			terms: DispenseTerms,
			/// How much of the pack is left.
			remaining: u32,
		},
		/// What was dispensed was handed over.
		HandedOver {
			/// The dispense.
			dispense: DispenseId,
			/// Who handed it over.
			pharmacist: T::AccountId,
		},
		/// A dispense was taken back before it was handed over.
		DispenseReverted {
			/// The dispense.
			dispense: DispenseId,
			/// Who took it back.
			pharmacist: T::AccountId,
		},
		/// A pack was taken out of saleable stock.
		Decommissioned {
			/// The pack.
			pack: PackKey,
			/// Why.
			reason: DecommissionReason,
			/// By which institution.
			by: InstitutionId,
		},
		/// A pack is back in saleable stock.
		DecommissionReverted {
			/// The pack.
			pack: PackKey,
			/// By which institution.
			by: InstitutionId,
		},
		/// The public handed a pack back.
		TakenBack {
			/// The pack.
			pack: PackKey,
			/// Who has it now.
			by: InstitutionId,
		},
		/// Something was destroyed.
		Destroyed {
			/// What.
			item: Item,
			/// The digest of the protocol.
			evidence: Digest,
			/// By which institution.
			by: InstitutionId,
		},
		/// Something was stolen.
		Stolen {
			/// What.
			item: Item,
			/// The digest of the report.
			evidence: Digest,
			/// From which institution.
			by: InstitutionId,
		},
		/// A pack was scanned.
		Scanned {
			/// The pack.
			pack: PackKey,
			/// Whether there is such a pack.
			pedigree: Pedigree,
			/// The institution that has it in hand.
			by: InstitutionId,
		},
		/// A serial number was seen where it can't be.
		AlertRaised {
			/// The pack.
			pack: PackKey,
			/// Why, who holds it, and who claims it.
			alert: Alert,
		},
		/// A sensor watches a container.
		SensorBound {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// What the contents may be exposed to.
			profile: StorageProfile,
			/// The number of its next statement.
			next: u32,
		},
		/// A sensor doesn't watch a container any more.
		SensorUnbound {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// The chain of hashes over what it stated.
			head: [u8; 32],
		},
		/// A sensor has stated what it saw.
		TelemetryAnchored {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// What it saw.
			statement: Statement,
			/// The chain of hashes with it.
			head: [u8; 32],
		},
		/// An EPCIS event was anchored.
		EventAnchored {
			/// The event.
			anchor: EventAnchor,
			/// By which institution.
			by: InstitutionId,
		},
		/// An EPCIS event was declared wrong.
		ErrorDeclared {
			/// The event.
			hash: EventHash,
			/// Why.
			reason: ErrorReason,
			/// The events that correct it.
			corrective: Vec<EventHash>,
			/// By which institution.
			by: InstitutionId,
		},
	}
}
