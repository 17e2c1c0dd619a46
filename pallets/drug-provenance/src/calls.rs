// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers a product, whose marketing authorisation the own institution holds.
		///
		/// Origin: [`Config::ManufacturerOrigin`] of a manufacturer.
		#[pallet::call_index(0)]
		pub fn register_product(
			origin: OriginFor<T>,
			gtin: Gtin,
			terms: ProductTerms,
		) -> DispatchResult {
			let actor = T::ManufacturerOrigin::ensure_origin(origin)?;
			Self::do_register_product(actor, gtin, terms)
		}

		/// Withdraws a product from the market: nothing of it is supplied any more. Final.
		///
		/// Origin: [`Config::RegulatorOrigin`], or [`Config::ManufacturerOrigin`] of the holder.
		// Operational: a flood must not stop it.
		#[pallet::call_index(1)]
		#[pallet::weight((T::WeightInfo::withdraw_product(), DispatchClass::Operational))]
		pub fn withdraw_product(origin: OriginFor<T>, gtin: Gtin) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::ManufacturerOrigin>(origin)?;
			Self::do_withdraw_product(actor, regulator, gtin)
		}

		/// Commissions a lot with all its packs: one value, however many there are.
		///
		/// Origin: [`Config::ManufacturerOrigin`] of the product's holder.
		#[pallet::call_index(2)]
		pub fn commission_lot(
			origin: OriginFor<T>,
			lot: LotKey,
			terms: LotTerms,
		) -> DispatchResult {
			let actor = T::ManufacturerOrigin::ensure_origin(origin)?;
			Self::do_commission_lot(actor, lot, terms)
		}

		/// Brings first cases of a lot on chain, as its leaves name them, and puts them into a
		/// container if one is named; that comes on chain as well if it isn't yet.
		///
		/// Origin: [`Config::ManufacturerOrigin`] of the lot's holder.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::commission_cases(count(cases)))]
		pub fn commission_cases(
			origin: OriginFor<T>,
			lot: LotKey,
			cases: UnitsOf<T>,
			into: Option<Sscc>,
		) -> DispatchResult {
			let actor = T::ManufacturerOrigin::ensure_origin(origin)?;
			Self::do_commission_cases(actor, lot, cases, into)
		}

		/// Puts containers into another one, which comes on chain with that if it isn't yet. None
		/// of them may be in a container.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has all of them.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::pack(count(children)))]
		pub fn pack(origin: OriginFor<T>, parent: Sscc, children: UnitsOf<T>) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_pack(actor, parent, children)
		}

		/// Takes containers out of the one that they are in. They carry along what the containers
		/// around them went through meanwhile.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has them.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::unpack(count(children)))]
		pub fn unpack(origin: OriginFor<T>, parent: Sscc, children: UnitsOf<T>) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_unpack(actor, parent, children)
		}

		/// Puts packs into a container: loose ones, or ones that still are in their first cases,
		/// which they leave. They get a state of their own.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has all of them.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::pack_items(count(packs)))]
		pub fn pack_items(origin: OriginFor<T>, unit: Sscc, packs: PacksOf<T>) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_pack_items(actor, unit, packs)
		}

		/// Takes packs out of the containers that they are in. They get a state of their own, and
		/// carry along what the containers around them went through meanwhile.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has them.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::unpack_items(count(packs)))]
		pub fn unpack_items(origin: OriginFor<T>, packs: PacksOf<T>) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_unpack_items(actor, packs)
		}

		/// Ships a container with everything in it. The shipper has it until it is received.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has it.
		///
		/// - `to`: the consignee.
		/// - `carrier`: who carries it, may watch it and may quarantine it.
		/// - `order`: the digest of the reference to the purchase order.
		/// - `kind`: what for. What is held, expired or recalled goes back or to destruction.
		#[pallet::call_index(8)]
		pub fn ship(
			origin: OriginFor<T>,
			unit: Sscc,
			to: InstitutionId,
			carrier: Option<InstitutionId>,
			order: Digest,
			kind: ShipmentKind,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_ship(actor, unit, to, carrier, order, kind)
		}

		/// Receives a shipment. What is reported missing stays with the shipper, held for review;
		/// what is damaged comes along, held as well.
		///
		/// Origin: [`Config::HolderOrigin`] of the consignee.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::receive(
			count(&discrepancies.missing).saturating_add(count(&discrepancies.damaged))
		))]
		pub fn receive(
			origin: OriginFor<T>,
			unit: Sscc,
			discrepancies: Discrepancies,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_receive(actor, unit, discrepancies)
		}

		/// Declares that a shipment never took place.
		///
		/// Origin: [`Config::HolderOrigin`] of the shipper, before it is received.
		#[pallet::call_index(10)]
		pub fn void_shipping(origin: OriginFor<T>, unit: Sscc) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_void_shipping(actor, unit)
		}

		/// Holds a pack, or a container with everything in it, for review.
		///
		/// Origin: [`Config::RegulatorOrigin`]; or [`Config::HolderOrigin`] of whoever has it,
		/// carries it, or holds the marketing authorisation of something in it.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		// Operational: a flood must not stop it.
		#[pallet::call_index(11)]
		#[pallet::weight((T::WeightInfo::quarantine(), DispatchClass::Operational))]
		pub fn quarantine(
			origin: OriginFor<T>,
			item: Item,
			reason: HoldReason,
			proof: Option<PackProof>,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::HolderOrigin>(origin)?;
			Self::do_quarantine(actor, regulator, item, reason, proof)
		}

		/// Releases what is held for that reason.
		///
		/// Origin: [`Config::QualityOrigin`] of whoever has it or holds the marketing authorisation
		/// of something in it; [`Config::RegulatorOrigin`] for what the regulator holds. Never who
		/// raised it.
		///
		/// - `evidence`: the digest of the review.
		#[pallet::call_index(12)]
		pub fn release(
			origin: OriginFor<T>,
			item: Item,
			reason: HoldReason,
			evidence: Digest,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::QualityOrigin>(origin)?;
			Self::do_release(actor, regulator, item, reason, evidence)
		}

		/// Declares what is held illegitimate: it will never be supplied. The institution owes
		/// notice within [`Config::NoticeTerm`].
		///
		/// Origin: [`Config::QualityOrigin`] of whoever has it or holds the marketing authorisation
		/// of something in it.
		#[pallet::call_index(13)]
		pub fn declare_illegitimate(
			origin: OriginFor<T>,
			item: Item,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::QualityOrigin::ensure_origin(origin)?;
			Self::do_declare_illegitimate(actor, item, evidence)
		}

		/// States that the authority and trading partners were given notice. Also when it is too
		/// late, which is marked.
		///
		/// Origin: [`Config::QualityOrigin`] of the institution that owes it.
		#[pallet::call_index(14)]
		pub fn notify_illegitimate(
			origin: OriginFor<T>,
			notice: NoticeId,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::QualityOrigin::ensure_origin(origin)?;
			Self::do_notify_illegitimate(actor, notice, evidence)
		}

		/// States that what sensors said of a thing until then was reviewed. It isn't in doubt for
		/// that any more, whatever is found of the sensors. One that still watches is unbound first.
		///
		/// Origin: [`Config::QualityOrigin`] of whoever has it or holds the marketing authorisation
		/// of something in it.
		#[pallet::call_index(15)]
		pub fn review_spells(
			origin: OriginFor<T>,
			item: Item,
			until: Moment,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::QualityOrigin::ensure_origin(origin)?;
			Self::do_review_spells(actor, item, until, evidence)
		}

		/// Recalls a product: one write, whatever there is of it.
		///
		/// Origin: [`Config::RegulatorOrigin`], or [`Config::ManufacturerOrigin`] of the holder.
		// Operational: a flood must not stop it.
		#[pallet::call_index(16)]
		#[pallet::weight((T::WeightInfo::recall_product(), DispatchClass::Operational))]
		pub fn recall_product(
			origin: OriginFor<T>,
			gtin: Gtin,
			notice: RecallNotice,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::ManufacturerOrigin>(origin)?;
			Self::do_recall(actor, regulator, RecallScope::Product(gtin), notice)
		}

		/// Recalls a lot: one write, however many packs it has and wherever they are.
		///
		/// Origin: [`Config::RegulatorOrigin`], or [`Config::ManufacturerOrigin`] of the holder.
		// Operational: a flood must not stop it.
		#[pallet::call_index(17)]
		#[pallet::weight((T::WeightInfo::recall_lot(), DispatchClass::Operational))]
		pub fn recall_lot(
			origin: OriginFor<T>,
			lot: LotKey,
			notice: RecallNotice,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::ManufacturerOrigin>(origin)?;
			Self::do_recall(actor, regulator, RecallScope::Lot(lot), notice)
		}

		/// Recalls some packs of a product, one write each. Nobody has to prove them.
		///
		/// Origin: [`Config::RegulatorOrigin`], or [`Config::ManufacturerOrigin`] of the holder.
		// Operational: a flood must not stop it.
		#[pallet::call_index(18)]
		#[pallet::weight((T::WeightInfo::recall_packs(count(serials)), DispatchClass::Operational))]
		pub fn recall_packs(
			origin: OriginFor<T>,
			gtin: Gtin,
			serials: SerialsOf<T>,
			notice: RecallNotice,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::ManufacturerOrigin>(origin)?;
			Self::do_recall_packs(actor, regulator, gtin, serials, notice)
		}

		/// Reports what the own institution found of what is recalled. A later report replaces an
		/// earlier one.
		///
		/// Origin: [`Config::HolderOrigin`].
		#[pallet::call_index(19)]
		pub fn report_recall(
			origin: OriginFor<T>,
			scope: RecallScope,
			report: RecallReport,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_report_recall(actor, scope, report)
		}

		/// Ends a recall.
		///
		/// Origin: [`Config::RegulatorOrigin`].
		#[pallet::call_index(20)]
		pub fn terminate_recall(origin: OriginFor<T>, scope: RecallScope) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_terminate_recall(actor, scope)
		}

		/// Dispenses a pack, or some of its content.
		///
		/// Origin: [`Config::DispenserOrigin`] of the institution that has the pack.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		#[pallet::call_index(21)]
		pub fn dispense(
			origin: OriginFor<T>,
			pack: PackKey,
			proof: Option<PackProof>,
			terms: DispenseTerms,
		) -> DispatchResult {
			let actor = T::DispenserOrigin::ensure_origin(origin)?;
			Self::do_dispense(actor, pack, proof, terms)
		}

		/// States that what was dispensed was handed over. It can't be taken back any more.
		///
		/// Origin: [`Config::DispenserOrigin`] of the institution that dispensed it.
		#[pallet::call_index(22)]
		pub fn hand_over(origin: OriginFor<T>, dispense: DispenseId) -> DispatchResult {
			let actor = T::DispenserOrigin::ensure_origin(origin)?;
			Self::do_hand_over(actor, dispense)
		}

		/// Takes back a dispense, under the five conditions of article 13
		/// ([`drug_provenance_core::may_revert`]).
		///
		/// Origin: [`Config::DispenserOrigin`] of the same premises.
		#[pallet::call_index(23)]
		pub fn revert_dispense(origin: OriginFor<T>, dispense: DispenseId) -> DispatchResult {
			let actor = T::DispenserOrigin::ensure_origin(origin)?;
			Self::do_revert_dispense(actor, dispense)
		}

		/// Takes a pack out of saleable stock.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has it or holds its marketing authorisation.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		#[pallet::call_index(24)]
		pub fn decommission(
			origin: OriginFor<T>,
			pack: PackKey,
			proof: Option<PackProof>,
			reason: DecommissionReason,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_decommission(actor, pack, proof, reason)
		}

		/// Puts a pack back into saleable stock, under the five conditions of article 13
		/// ([`drug_provenance_core::may_revert`]).
		///
		/// Origin: [`Config::HolderOrigin`] of the same premises.
		#[pallet::call_index(25)]
		pub fn revert_decommission(origin: OriginFor<T>, pack: PackKey) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_revert_decommission(actor, pack)
		}

		/// Takes back a pack that was supplied, from the public. It is good for destruction alone.
		///
		/// Origin: [`Config::DispenserOrigin`], of any institution.
		#[pallet::call_index(26)]
		pub fn take_back(origin: OriginFor<T>, pack: PackKey) -> DispatchResult {
			let actor = T::DispenserOrigin::ensure_origin(origin)?;
			Self::do_take_back(actor, pack)
		}

		/// Destroys a pack, or a container with everything in it. Final.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has it.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		/// - `evidence`: the digest of the protocol.
		#[pallet::call_index(27)]
		pub fn destroy(
			origin: OriginFor<T>,
			item: Item,
			proof: Option<PackProof>,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_end(actor, item, proof, evidence, UnitStatus::Destroyed)
		}

		/// Reports that a pack, or a container with everything in it, was stolen. Final.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has it; on its way, that is the shipper.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		/// - `evidence`: the digest of the report.
		#[pallet::call_index(28)]
		pub fn report_stolen(
			origin: OriginFor<T>,
			item: Item,
			proof: Option<PackProof>,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_end(actor, item, proof, evidence, UnitStatus::Stolen)
		}

		/// Says that the own institution has a pack with this serial number in hand. If it can't,
		/// an alert names both holders. The call goes through whatever it finds.
		///
		/// Origin: [`Config::HolderOrigin`].
		#[pallet::call_index(29)]
		pub fn scan(
			origin: OriginFor<T>,
			pack: PackKey,
			lot: Text20,
			proof: Option<PackProof>,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_scan(actor, pack, lot, proof)
		}

		/// Has a sensor watch a container that is in no other.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has it or carries it. The sensor belongs to
		/// one of them and may report.
		#[pallet::call_index(30)]
		pub fn bind_sensor(origin: OriginFor<T>, unit: Sscc, device: DeviceId) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_bind_sensor(actor, unit, device)
		}

		/// Ends a sensor's spell. Send its readings first: what isn't covered for longer than the
		/// profile allows is a gap.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has the container, carries it, or owns the
		/// sensor.
		#[pallet::call_index(31)]
		pub fn unbind_sensor(origin: OriginFor<T>, unit: Sscc) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_unbind_sensor(actor, unit)
		}

		/// Anchors what a sensor has signed of a period. A breach of the profile, or a gap, locks
		/// everything in the container at once.
		///
		/// Origin: [`Config::HolderOrigin`] of anybody: the signature is the sensor's.
		///
		/// - `signature`: over the [`statement`](galen_primitives::statement::statement) of domain
		///   `sensor-window` and body `(device, unit, window)`.
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::submit_window_p256())]
		pub fn submit_window(
			origin: OriginFor<T>,
			unit: Sscc,
			device: DeviceId,
			window: Window,
			signature: DeviceSignature,
		) -> DispatchResultWithPostInfo {
			T::HolderOrigin::ensure_origin(origin)?;
			let stated = Statement::Window(window);
			let signed_by = Self::do_submit(unit, device, stated, signature)?;
			Ok((!signed_by.is_p256).then(T::WeightInfo::submit_window).into())
		}

		/// Anchors a single reading that a sensor has signed, as [`Pallet::submit_window`] does.
		///
		/// Origin: [`Config::HolderOrigin`] of anybody: the signature is the sensor's.
		///
		/// - `signature`: over the statement of domain `sensor-reading` and body
		///   `(device, unit, reading)`.
		#[pallet::call_index(33)]
		#[pallet::weight(T::WeightInfo::submit_reading_p256())]
		pub fn submit_reading(
			origin: OriginFor<T>,
			unit: Sscc,
			device: DeviceId,
			reading: Reading,
			signature: DeviceSignature,
		) -> DispatchResultWithPostInfo {
			T::HolderOrigin::ensure_origin(origin)?;
			let stated = Statement::Reading(reading);
			let signed_by = Self::do_submit(unit, device, stated, signature)?;
			Ok((!signed_by.is_p256).then(T::WeightInfo::submit_reading).into())
		}

		/// Anchors an EPCIS event by its hash.
		///
		/// Origin: [`Config::HolderOrigin`].
		#[pallet::call_index(34)]
		pub fn anchor_event(origin: OriginFor<T>, anchor: EventAnchor) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_anchor_event(actor, anchor)
		}

		/// Declares an anchored event wrong. It keeps its hash and stays readable.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that anchored it.
		///
		/// - `corrective`: anchored events of the same kind that say it right.
		#[pallet::call_index(35)]
		#[pallet::weight(T::WeightInfo::declare_error(count(corrective)))]
		pub fn declare_error(
			origin: OriginFor<T>,
			hash: EventHash,
			reason: ErrorReason,
			corrective: BoundedVec<EventHash, ConstU32<MAX_CORRECTIVE>>,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_declare_error(actor, hash, reason, corrective)
		}
	}
}
