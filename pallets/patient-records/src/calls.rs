// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Anchors a new record of an open patient, kept by the author's institution.
		///
		/// Origin: [`Config::AuthorOrigin`]. A trainee's record must be preliminary.
		///
		/// The record's id follows from the institution and the digest ([`RecordId::derive`]):
		/// the same digest can't be anchored twice by one institution.
		#[pallet::call_index(0)]
		pub fn anchor(origin: OriginFor<T>, patient: PatientId, anchor: Anchor) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_anchor(actor, patient, anchor)
		}

		/// Adds a version to a current record, which becomes its head. A final record becomes
		/// amended; a preliminary one stays so.
		///
		/// Origin: [`Config::AuthorOrigin`] of the custodian. The patient need not be open.
		///
		/// - `expected_version`: the head that the author has worked on.
		/// - `content`, `fields`, `occurred`: as in [`Anchor`].
		/// - `reason`: why the old version gives way.
		#[pallet::call_index(1)]
		pub fn add_version(
			origin: OriginFor<T>,
			record: RecordId,
			expected_version: u32,
			content: Digest,
			fields: Option<Digest>,
			occurred: Moment,
			reason: AmendmentReason,
		) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_add_version(actor, record, expected_version, content, fields, occurred, reason)
		}

		/// Makes a preliminary record final.
		///
		/// Origin: [`Config::AttesterOrigin`] of the custodian.
		///
		/// - `expected_version`: the head that the attester has read.
		#[pallet::call_index(2)]
		pub fn attest(
			origin: OriginFor<T>,
			record: RecordId,
			expected_version: u32,
		) -> DispatchResult {
			let actor = T::AttesterOrigin::ensure_origin(origin)?;
			Self::do_attest(actor, record, expected_version)
		}

		/// Replaces a current record by another current one of the same custodian and patient that
		/// was anchored later. A superseded record doesn't become current again.
		///
		/// Origin: [`Config::AuthorOrigin`] of the custodian.
		#[pallet::call_index(3)]
		pub fn supersede(origin: OriginFor<T>, record: RecordId, by: RecordId) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_supersede(actor, record, by)
		}

		/// Declares that a record should never have been, with all its versions. It stays readable
		/// and nothing brings it back.
		///
		/// Origin: [`Config::AuthorOrigin`] of the custodian.
		#[pallet::call_index(4)]
		pub fn enter_in_error(origin: OriginFor<T>, record: RecordId) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_enter_in_error(actor, record)
		}

		/// States what a current record is to an earlier one of the same patient, whoever keeps
		/// that. Who builds on another custodian's record has seen it: consent must permit that for
		/// treatment, and the patient's log says so.
		///
		/// Origin: [`Config::AuthorOrigin`] of the record's custodian.
		#[pallet::call_index(5)]
		pub fn relate(
			origin: OriginFor<T>,
			record: RecordId,
			relation: Relation,
			target: RecordId,
		) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_relate(actor, record, relation, target)
		}

		/// Forbids the erasure of a record until the hold is released.
		///
		/// Origin: [`Config::RecordsOfficerOrigin`] of the custodian.
		#[pallet::call_index(6)]
		pub fn place_hold(
			origin: OriginFor<T>,
			record: RecordId,
			reason: LegalHoldReason,
		) -> DispatchResult {
			let actor = T::RecordsOfficerOrigin::ensure_origin(origin)?;
			Self::do_place_hold(actor, record, reason)
		}

		/// Releases the hold on a record.
		///
		/// Origin: [`Config::RecordsOfficerOrigin`] of the custodian.
		#[pallet::call_index(7)]
		pub fn release_hold(origin: OriginFor<T>, record: RecordId) -> DispatchResult {
			let actor = T::RecordsOfficerOrigin::ensure_origin(origin)?;
			Self::do_release_hold(actor, record)
		}

		/// Orders the erasure of a record: every holder has to destroy its copies, keys and salts
		/// and to confirm it within [`Config::ErasureTerm`]. Nothing brings the record back.
		///
		/// The digests stay on chain as a dated tombstone. This mitigates what a public ledger
		/// keeps; it is no claim that any law is complied with.
		///
		/// Origin: [`Config::RecordsOfficerOrigin`] of the custodian.
		///
		/// - `holders`: the institutions that have a copy. The custodian counts as one, named or
		///   not.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::erase(count(holders)))]
		pub fn erase(
			origin: OriginFor<T>,
			record: RecordId,
			reason: ErasureReason,
			holders: HoldersOf<T>,
		) -> DispatchResult {
			let actor = T::RecordsOfficerOrigin::ensure_origin(origin)?;
			Self::do_erase(actor, record, reason, holders)
		}

		/// Confirms that a holder has destroyed what it had of an erased record. Also after the
		/// time is up: late is better than never, and the receipt says when.
		///
		/// Origin: [`Config::RecordsOfficerOrigin`] of the holder.
		///
		/// - `evidence`: the digest of the protocol of destruction.
		#[pallet::call_index(9)]
		pub fn confirm_erasure(
			origin: OriginFor<T>,
			record: RecordId,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::RecordsOfficerOrigin::ensure_origin(origin)?;
			Self::do_confirm_erasure(actor, record, evidence)
		}

		/// Anchors many records behind one root. A batch says that its records existed and who
		/// keeps them; it has no patient, no attestation and no versions.
		///
		/// Origin: [`Config::AuthorOrigin`].
		///
		/// - `root`: as [`galen_primitives::merkle::root`] computes it, over document commitments.
		/// - `count`: how many there are. With a wrong one, no member can be verified.
		/// - `occurred`: when the last of them was written.
		#[pallet::call_index(10)]
		pub fn anchor_batch(
			origin: OriginFor<T>,
			root: Digest,
			#[pallet::compact] count: u32,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_anchor_batch(actor, root, count, occurred)
		}

		/// Anchors many records behind one root that the chain computes, so that the leaves are in
		/// the block for whoever wants to prove one later.
		///
		/// Origin: [`Config::AuthorOrigin`].
		///
		/// - `algorithm`: that of the tree.
		/// - `leaves`: the document commitments, in the order of their indices.
		/// - `occurred`: when the last of them was written.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::anchor_leaves(count(leaves)))]
		pub fn anchor_leaves(
			origin: OriginFor<T>,
			algorithm: HashAlgorithm,
			leaves: LeavesOf<T>,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_anchor_leaves(actor, algorithm, leaves, occurred)
		}

		/// Anchors a record that a device of the author's institution has measured and signed. The
		/// device must be fit to report now: in service, in calibration, under no field action.
		///
		/// Origin: [`Config::AuthorOrigin`]. A trainee's record must be preliminary.
		///
		/// - `anchor`: as in [`Pallet::anchor`]; `occurred` is when the measurement ended.
		/// - `device`: the device.
		/// - `from`: when the measurement began.
		/// - `signature`: the device's over what the view `measurement_statement` answers.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::anchor_measured_p256())]
		pub fn anchor_measured(
			origin: OriginFor<T>,
			patient: PatientId,
			anchor: Anchor,
			#[pallet::compact] device: DeviceId,
			from: Moment,
			signature: DeviceSignature,
		) -> DispatchResultWithPostInfo {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			let signed =
				Self::do_anchor_measured(actor, patient, anchor, device, from, &signature)?;
			Ok((!signed.is_p256).then(T::WeightInfo::anchor_measured).into())
		}
	}
}
