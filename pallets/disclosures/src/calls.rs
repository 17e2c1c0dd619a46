// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Asks for fields of a version of a record. The gate answers: a permit becomes a grant, a
		/// denial is logged. Neither is an error.
		///
		/// Origin: [`Config::RequesterOrigin`].
		///
		/// - `study`: for research in one.
		/// - `recipient_key`: what the data is to be encrypted to.
		#[pallet::call_index(0)]
		pub fn request(
			origin: OriginFor<T>,
			record: RecordId,
			version: u32,
			fields: FieldGroups,
			purpose: PurposeOfUse,
			study: Option<StudyId>,
			recipient_key: PublicKey,
		) -> DispatchResult {
			let actor = T::RequesterOrigin::ensure_origin(origin)?;
			let requester = Requester::Staff(actor);
			Self::do_request(requester, record, version, fields, purpose, study, recipient_key)
		}

		/// The same for the patient's own record.
		///
		/// Origin: signed by the patient or by who speaks for them in matters of disclosure.
		///
		/// - `purpose`: [`PurposeOfUse::PATRQT`] or a kind of it; the gate denies others.
		#[pallet::call_index(1)]
		pub fn request_own(
			origin: OriginFor<T>,
			record: RecordId,
			version: u32,
			fields: FieldGroups,
			purpose: PurposeOfUse,
			recipient_key: PublicKey,
		) -> DispatchResult {
			let requester = Requester::Patient(ensure_signed(origin)?);
			Self::do_request(requester, record, version, fields, purpose, None, recipient_key)
		}

		/// States that what was granted was handed over. Refused if it isn't permitted any more.
		///
		/// Origin: [`Config::ReleaseOrigin`] of the custodian.
		///
		/// - `payload`: the digest of the ciphertext.
		#[pallet::call_index(2)]
		pub fn release(
			origin: OriginFor<T>,
			#[pallet::compact] grant: GrantId,
			payload: Digest,
		) -> DispatchResult {
			let actor = T::ReleaseOrigin::ensure_origin(origin)?;
			Self::do_release(actor, grant, payload)
		}

		/// Confirms to have what was released, and closes the grant. Also once it has expired, for
		/// as long as nobody has cleared it away.
		///
		/// Origin: signed by who asked; staff by [`Config::RequesterOrigin`].
		///
		/// - `payload`: the digest of what has arrived.
		#[pallet::call_index(3)]
		pub fn confirm_receipt(
			origin: OriginFor<T>,
			#[pallet::compact] grant: GrantId,
			payload: Digest,
		) -> DispatchResult {
			let who = match T::RequesterOrigin::try_origin(origin) {
				Ok(actor) => Requester::Staff(actor),
				Err(origin) => Requester::Patient(ensure_signed(origin)?),
			};
			Self::do_confirm_receipt(who, grant, payload)
		}

		/// States that what was granted won't be released, and closes the grant.
		///
		/// Origin: [`Config::ReleaseOrigin`] of the custodian.
		#[pallet::call_index(4)]
		pub fn refuse_release(
			origin: OriginFor<T>,
			#[pallet::compact] grant: GrantId,
			reason: RefusalReason,
		) -> DispatchResult {
			let actor = T::ReleaseOrigin::ensure_origin(origin)?;
			Self::do_refuse_release(actor, grant, reason)
		}

		/// Clears a grant away that has expired. The log then says what it lacked.
		///
		/// Origin: [`Config::RequesterOrigin`] or [`Config::ReleaseOrigin`], of any institution.
		#[pallet::call_index(5)]
		pub fn expire_grant(
			origin: OriginFor<T>,
			#[pallet::compact] grant: GrantId,
		) -> DispatchResult {
			let actor = match T::RequesterOrigin::try_origin(origin) {
				Ok(actor) => actor,
				Err(origin) => T::ReleaseOrigin::ensure_origin(origin)?,
			};
			Self::do_expire_grant(actor, grant)
		}

		/// Opens an encounter with an open patient, in the provider's department.
		///
		/// Origin: [`Config::ProviderOrigin`].
		///
		/// - `started`: when it began.
		#[pallet::call_index(6)]
		pub fn open_encounter(
			origin: OriginFor<T>,
			patient: PatientId,
			class: EncounterClass,
			started: Moment,
		) -> DispatchResult {
			let actor = T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_open_encounter(actor, patient, class, started)
		}

		/// States that an encounter is over.
		///
		/// Origin: [`Config::ProviderOrigin`] of the same institution.
		///
		/// - `finished`: when it was.
		#[pallet::call_index(7)]
		pub fn finish_encounter(
			origin: OriginFor<T>,
			#[pallet::compact] encounter: EncounterId,
			finished: Moment,
		) -> DispatchResult {
			let actor = T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_finish_encounter(actor, encounter, finished)
		}

		/// Confirms, for the patient, that a finished encounter took place.
		///
		/// Origin: signed by the patient or by who speaks for them in matters of disclosure.
		#[pallet::call_index(8)]
		pub fn confirm_encounter(
			origin: OriginFor<T>,
			#[pallet::compact] encounter: EncounterId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_confirm_encounter(who, encounter)
		}

		/// Confirms, in the patient's place, that a finished encounter took place.
		///
		/// Origin: [`Config::ProviderOrigin`] of the same institution in another department, and
		/// not who opened it.
		#[pallet::call_index(9)]
		pub fn countersign_encounter(
			origin: OriginFor<T>,
			#[pallet::compact] encounter: EncounterId,
		) -> DispatchResult {
			let actor = T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_countersign_encounter(actor, encounter)
		}

		/// States that an encounter that was under way didn't come about.
		///
		/// Origin: [`Config::ProviderOrigin`] of the same institution.
		#[pallet::call_index(10)]
		pub fn cancel_encounter(
			origin: OriginFor<T>,
			#[pallet::compact] encounter: EncounterId,
		) -> DispatchResult {
			let actor = T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_cancel_encounter(actor, encounter)
		}

		/// States that an encounter should never have been recorded. Also when it was confirmed:
		/// what is wrong must stay correctable, and who relied on it sees what became of it.
		///
		/// Origin: [`Config::ProviderOrigin`] of the same institution.
		#[pallet::call_index(11)]
		pub fn enter_encounter_in_error(
			origin: OriginFor<T>,
			#[pallet::compact] encounter: EncounterId,
		) -> DispatchResult {
			let actor = T::ProviderOrigin::ensure_origin(origin)?;
			Self::do_enter_encounter_in_error(actor, encounter)
		}

		/// Breaks the glass for an open patient: for [`Config::BreakGlassTerm`] the gate permits
		/// the actor what it refuses otherwise, save what the patient has closed to that.
		///
		/// Origin: [`Config::BreakGlassOrigin`] and in the institution's privileged group.
		///
		/// - `occurred`: when the emergency began. When that was longer ago than clocks may differ,
		///   the declaration is late: the time counts from then, so that little or nothing of it
		///   may be left, and what remains is to answer for it.
		#[pallet::call_index(12)]
		#[pallet::weight((<T as Config>::WeightInfo::declare(), DispatchClass::Operational))]
		pub fn declare(
			origin: OriginFor<T>,
			patient: PatientId,
			reason: BreakGlassReason,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::BreakGlassOrigin::ensure_origin(origin)?;
			Self::do_declare(actor, patient, reason, occurred)
		}

		/// Ends the actor's access before its time.
		///
		/// Origin: signed by the actor, in force or not.
		#[pallet::call_index(13)]
		pub fn end_use(
			origin: OriginFor<T>,
			#[pallet::compact] id: BreakGlassId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_end_use(who, id)
		}

		/// States the actor's reasons. After they were due as well, which is better than never but
		/// restores nothing.
		///
		/// Origin: signed by the actor, in force or not.
		///
		/// - `statement`: the salted commitment to them.
		#[pallet::call_index(14)]
		pub fn state_reasons(
			origin: OriginFor<T>,
			#[pallet::compact] id: BreakGlassId,
			statement: Digest,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_state_reasons(who, id, statement)
		}

		/// Reviews a use of break-glass. As long as it gives access it can only be found
		/// unjustified, which ends it.
		///
		/// Origin: [`Config::ReviewOrigin`] of the institution whose turn it was, in time.
		#[pallet::call_index(15)]
		pub fn review(
			origin: OriginFor<T>,
			#[pallet::compact] id: BreakGlassId,
			finding: Finding,
		) -> DispatchResult {
			let actor = T::ReviewOrigin::ensure_origin(origin)?;
			Self::do_review(actor, id, finding)
		}

		/// Reviews a use that nobody else could review or has reviewed in time, or that the patient
		/// disputes. After a dispute that is final, and takes the place of what was found before.
		///
		/// Origin: [`Config::RegulatorOrigin`].
		#[pallet::call_index(16)]
		pub fn review_as_regulator(
			origin: OriginFor<T>,
			#[pallet::compact] id: BreakGlassId,
			finding: Finding,
		) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_review_as_regulator(actor, id, finding)
		}

		/// Contests a use of break-glass, within [`Config::DisputeTerm`] of its declaration or of
		/// what was found: a regulator has to decide.
		///
		/// Origin: signed by the patient or by who speaks for them in matters of disclosure.
		#[pallet::call_index(17)]
		pub fn dispute(
			origin: OriginFor<T>,
			#[pallet::compact] id: BreakGlassId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_dispute(who, id)
		}

		/// Says which institutions review uses of break-glass from now on. Of three there is one
		/// that can review each of them, of fewer none. What was assigned before stays.
		///
		/// Origin: [`Config::ReviewersOrigin`].
		///
		/// - `reviewers`: in ascending order.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::set_reviewers(count(reviewers)))]
		pub fn set_reviewers(origin: OriginFor<T>, reviewers: ReviewersOf<T>) -> DispatchResult {
			T::ReviewersOrigin::ensure_origin(origin)?;
			Self::do_set_reviewers(reviewers)
		}

		/// Gives somebody's suspended right to break the glass back.
		///
		/// Origin: [`Config::RegulatorOrigin`], somebody else.
		#[pallet::call_index(19)]
		pub fn restore_right(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_restore_right(actor, account)
		}

		/// Gives an institution's suspended right back.
		///
		/// Origin: [`Config::RegulatorOrigin`] of another institution.
		#[pallet::call_index(20)]
		pub fn restore_institution(
			origin: OriginFor<T>,
			institution: InstitutionId,
		) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_restore_institution(actor, institution)
		}
	}
}
