// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Proposes a directive to a patient, who has [`Config::ProposalTerm`] to answer.
		///
		/// Origin: [`Config::RecorderOrigin`]. An institution has one proposal open with a patient.
		///
		/// - `source`: the salted digest of the form that the patient is shown.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::propose(named(directive)))]
		pub fn propose(
			origin: OriginFor<T>,
			patient: PatientId,
			directive: DirectiveOf<T>,
			source: Digest,
		) -> DispatchResult {
			let actor = T::RecorderOrigin::ensure_origin(origin)?;
			Self::do_propose(actor, patient, directive, source)
		}

		/// Takes a proposal back, expired or not.
		///
		/// Origin: [`Config::RecorderOrigin`] of the institution that has made it.
		#[pallet::call_index(1)]
		pub fn retract(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let actor = T::RecorderOrigin::ensure_origin(origin)?;
			Self::do_retract(actor, patient)
		}

		/// Makes a proposal a consent.
		///
		/// Origin: who speaks for the patient in matters of consent; of research, if it is for a
		/// study.
		///
		/// - `expected`: the digest of the proposal that was seen, of which the view `proposal`
		///   tells: blake2_256 of its directive and source.
		#[pallet::call_index(2)]
		pub fn activate(
			origin: OriginFor<T>,
			patient: PatientId,
			institution: InstitutionId,
			expected: [u8; 32],
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_activate(who, patient, institution, expected)
		}

		/// Rejects a proposal, expired or not.
		///
		/// Origin: who speaks for the patient in matters of consent, or of research if it is for a
		/// study.
		#[pallet::call_index(3)]
		pub fn reject(
			origin: OriginFor<T>,
			patient: PatientId,
			institution: InstitutionId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_reject(who, patient, institution)
		}

		/// Gives a consent without waiting for a proposal.
		///
		/// Origin: who speaks for the patient in matters of consent; of research, if it is for a
		/// study.
		///
		/// - `source`: the salted digest of what was shown.
		/// - `replaces`: an active consent that thereby ends.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::grant(named(directive)))]
		pub fn grant(
			origin: OriginFor<T>,
			patient: PatientId,
			directive: DirectiveOf<T>,
			source: Digest,
			replaces: Option<ConsentId>,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_grant(who, patient, directive, source, replaces)
		}

		/// Records a form that the patient has signed, as long as nobody has claimed the pseudonym.
		///
		/// It permits treatment alone, until a date, over the institution's own data outside of
		/// compartments. Whoever claims the pseudonym can void it.
		///
		/// Origin: [`Config::RecorderOrigin`] of the only custodian that the directive names.
		///
		/// - `source`: the salted digest of the signed form.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::record_signed(named(directive)))]
		pub fn record_signed(
			origin: OriginFor<T>,
			patient: PatientId,
			directive: DirectiveOf<T>,
			source: Digest,
		) -> DispatchResult {
			let actor = T::RecorderOrigin::ensure_origin(origin)?;
			Self::do_record_signed(actor, patient, directive, source)
		}

		/// Puts a new version in the place of a consent's, whole.
		///
		/// Origin: who speaks for the patient in matters of consent; of research, if one of the two
		/// is for a study.
		///
		/// - `expected_version`: the version that was seen.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::amend(named(directive)))]
		pub fn amend(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
			expected_version: u32,
			directive: DirectiveOf<T>,
			source: Digest,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_amend(who, patient, consent, expected_version, directive, source)
		}

		/// Withdraws a consent, at once and without a condition. What was done before stands.
		///
		/// Origin: who speaks for the patient in matters of consent, or of research if it is for a
		/// study.
		#[pallet::call_index(7)]
		#[pallet::weight((T::WeightInfo::withdraw(), DispatchClass::Operational))]
		pub fn withdraw(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_withdraw(who, patient, consent)
		}

		/// Declares that what was recorded from a form isn't and never was the patient's will. If
		/// it still counts, it ends; what the patient has made of it since stands.
		///
		/// Origin: who speaks for the patient in matters of consent.
		#[pallet::call_index(8)]
		#[pallet::weight((T::WeightInfo::void(), DispatchClass::Operational))]
		pub fn void(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_void(who, patient, consent)
		}

		/// Declares that what was recorded from a form should never have been: another patient's,
		/// say. If it still counts, it ends; what the patient has made of it since stands.
		///
		/// Origin: [`Config::RecorderOrigin`] of the institution that has recorded it.
		#[pallet::call_index(9)]
		pub fn enter_in_error(
			origin: OriginFor<T>,
			patient: PatientId,
			consent: ConsentId,
		) -> DispatchResult {
			let actor = T::RecorderOrigin::ensure_origin(origin)?;
			Self::do_enter_in_error(actor, patient, consent)
		}

		/// Registers a policy, which never changes. An improved one is another policy.
		///
		/// Origin: [`Config::GovernanceOrigin`].
		///
		/// - `document`: the digest of its text, which is public.
		#[pallet::call_index(10)]
		pub fn register_policy(
			origin: OriginFor<T>,
			kind: PolicyKind,
			document: Digest,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_register_policy(kind, document)
		}

		/// Chooses what the institution permits where no directive says anything.
		///
		/// Origin: [`Config::PolicyOrigin`].
		#[pallet::call_index(11)]
		pub fn choose_policy(origin: OriginFor<T>, policy: PolicyId) -> DispatchResult {
			let actor = T::PolicyOrigin::ensure_origin(origin)?;
			Self::do_choose_policy(actor, policy)
		}

		/// Releases the institution's data for a study, as far as patients consent to it.
		///
		/// Origin: [`Config::ReleaseOrigin`].
		#[pallet::call_index(12)]
		pub fn release_for_study(origin: OriginFor<T>, study: StudyId) -> DispatchResult {
			let actor = T::ReleaseOrigin::ensure_origin(origin)?;
			Self::do_release_for_study(actor, study)
		}

		/// Ends a release.
		///
		/// Origin: [`Config::ReleaseOrigin`].
		#[pallet::call_index(13)]
		pub fn end_release(origin: OriginFor<T>, study: StudyId) -> DispatchResult {
			let actor = T::ReleaseOrigin::ensure_origin(origin)?;
			Self::do_end_release(actor, study)
		}
	}
}
