// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Opens a pseudonym for somebody without a key. The origin registers patients for a care
		/// provider, which becomes the sponsor.
		///
		/// - `nonce`: 32 fresh random bytes. The pseudonym is `PatientId::derive(signer, nonce)`.
		/// - `claim_key`: its secret half goes to the patient and is kept nowhere else.
		#[pallet::call_index(0)]
		pub fn open(
			origin: OriginFor<T>,
			nonce: [u8; 32],
			claim_key: VerifyingKey,
		) -> DispatchResult {
			let by = T::RegistrationOrigin::ensure_origin(origin)?;
			Self::do_open(&by.account, by.institution, &nonce, Control::Unclaimed { claim_key })
		}

		/// Gives an unclaimed pseudonym to `claimant`. Anyone may submit it.
		///
		/// The representatives that the sponsor appointed end; the claimant can appoint them again.
		///
		/// - `signature`: the claim key's over what the view `claim_statement` answers. It names
		///   the claimant, so that copying it gains nothing.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::claim(T::MaxRepresentatives::get()))]
		pub fn claim(
			origin: OriginFor<T>,
			patient: PatientId,
			claimant: T::AccountId,
			expires: Moment,
			signature: Signature,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let ended = Self::do_claim(patient, claimant, expires, &signature)?;
			Ok(Some(T::WeightInfo::claim(count(ended))).into())
		}

		/// Lets another key claim an unclaimed pseudonym: the QR code was lost or seen. The origin
		/// registers patients for the sponsor.
		#[pallet::call_index(2)]
		pub fn replace_claim_key(
			origin: OriginFor<T>,
			patient: PatientId,
			claim_key: VerifyingKey,
		) -> DispatchResult {
			let by = T::RegistrationOrigin::ensure_origin(origin)?;
			Self::do_replace_claim_key(by.institution, patient, claim_key)
		}

		/// Lets `account` open one pseudonym by itself, and transact on the institution's patients'
		/// share until it has or the voucher expires. The origin registers patients for a care
		/// provider.
		#[pallet::call_index(3)]
		pub fn issue_voucher(
			origin: OriginFor<T>,
			account: T::AccountId,
			expires: Moment,
		) -> DispatchResult {
			let by = T::RegistrationOrigin::ensure_origin(origin)?;
			Self::do_issue_voucher(by, account, expires)
		}

		/// Makes a voucher worthless that wasn't used. The origin registers patients for the
		/// institution that issued it.
		#[pallet::call_index(4)]
		pub fn revoke_voucher(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			let by = T::RegistrationOrigin::ensure_origin(origin)?;
			Self::do_revoke_voucher(by.institution, account)
		}

		/// Opens a pseudonym that the signer, who holds a voucher, controls.
		///
		/// - `nonce`: 32 fresh random bytes. The pseudonym is `PatientId::derive(signer, nonce)`.
		#[pallet::call_index(5)]
		pub fn open_with_voucher(origin: OriginFor<T>, nonce: [u8; 32]) -> DispatchResult {
			let holder = ensure_signed(origin)?;
			Self::do_open_with_voucher(holder, &nonce)
		}

		/// Gives the signer's pseudonym to `new_account`. A recovery that runs ends.
		///
		/// The signer's account is of no use afterwards, except to the same patient.
		#[pallet::call_index(6)]
		pub fn rotate_controller(
			origin: OriginFor<T>,
			new_account: T::AccountId,
		) -> DispatchResult {
			let from = ensure_signed(origin)?;
			Self::do_rotate_controller(from, new_account)
		}

		/// Lets `account` speak for the patient that the signer controls.
		///
		/// To change an appointment, dismiss the representative first.
		///
		/// - `evidence`: a salted commitment to what the appointment rests on.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::appoint_representative(T::MaxRepresentatives::get()))]
		pub fn appoint_representative(
			origin: OriginFor<T>,
			account: T::AccountId,
			kind: RepresentativeKind,
			scopes: Scopes,
			until: Option<Moment>,
			evidence: Digest,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let since = T::Time::now();
			let representative = Representative { account, kind, scopes, until, evidence, since };
			let lapsed = Self::do_appoint_by_controller(&who, representative)?;
			Ok(Some(T::WeightInfo::appoint_representative(count(lapsed))).into())
		}

		/// Lets `account` speak for a patient who can't hold a key, until somebody claims the
		/// pseudonym. The origin treats patients at the sponsor.
		///
		/// - `evidence`: a salted commitment to what the appointment rests on.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::appoint_representative_for(T::MaxRepresentatives::get()))]
		pub fn appoint_representative_for(
			origin: OriginFor<T>,
			patient: PatientId,
			account: T::AccountId,
			kind: RepresentativeKind,
			scopes: Scopes,
			until: Option<Moment>,
			evidence: Digest,
		) -> DispatchResultWithPostInfo {
			let by = T::ClinicianOrigin::ensure_origin(origin)?;
			let since = T::Time::now();
			let representative = Representative { account, kind, scopes, until, evidence, since };
			let lapsed = Self::do_appoint_by_sponsor(by.institution, patient, representative)?;
			Ok(Some(T::WeightInfo::appoint_representative_for(count(lapsed))).into())
		}

		/// Ends what `account` may do as a representative. The signer is the patient's controller or
		/// the representative; or the origin treats patients at the sponsor of an unclaimed patient.
		// Operational: a flood must not stop it.
		#[pallet::call_index(9)]
		#[pallet::weight((T::WeightInfo::dismiss_representative(), DispatchClass::Operational))]
		pub fn dismiss_representative(
			origin: OriginFor<T>,
			account: T::AccountId,
		) -> DispatchResult {
			match T::ClinicianOrigin::try_origin(origin) {
				Ok(by) => Self::do_dismiss_by_sponsor(by.institution, by.account, account),
				Err(origin) => Self::do_dismiss_by_patient(ensure_signed(origin)?, account),
			}
		}

		/// Says how control of the signer's pseudonym comes back if its key is lost. A recovery that
		/// runs ends.
		///
		/// - `keys`: public keys of guardians, made for this and nothing else.
		/// - `threshold`: how many of them must sign.
		/// - `delay`: how long the controller can object.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::set_recovery(count(keys.len())))]
		pub fn set_recovery(
			origin: OriginFor<T>,
			keys: GuardianKeysOf<T>,
			threshold: u8,
			delay: Moment,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_recovery(&who, keys, threshold, delay)
		}

		/// Ends the signer's recovery plan, and a recovery that runs.
		#[pallet::call_index(11)]
		pub fn remove_recovery(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_remove_recovery(&who)
		}

		/// Begins to give the patient to `new_controller`. Anyone may submit it.
		///
		/// - `signatures`: guardians' over what the view `recovery_statement` answers, in ascending
		///   order.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::begin_recovery(count(signatures.len())))]
		pub fn begin_recovery(
			origin: OriginFor<T>,
			patient: PatientId,
			new_controller: T::AccountId,
			expires: Moment,
			signatures: GuardianSignaturesOf<T>,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_begin_recovery(patient, new_controller, expires, &signatures)
		}

		/// Stops the recovery that runs. The signer is the controller, or represents the patient in
		/// everything.
		// Operational: a flood must not stop it.
		#[pallet::call_index(13)]
		#[pallet::weight((T::WeightInfo::veto_recovery(), DispatchClass::Operational))]
		pub fn veto_recovery(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_veto_recovery(who)
		}

		/// Gives the patient to the account that guardians named, once the delay has passed. Anyone
		/// may submit it.
		#[pallet::call_index(14)]
		pub fn complete_recovery(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_complete_recovery(patient)
		}

		/// Says which compartments stay closed in an emergency. The signer is the controller, or
		/// represents the patient in matters of consent.
		///
		/// - `closed_to_break_glass`: bit `n` stands for compartment `n`.
		#[pallet::call_index(15)]
		pub fn set_compartments(
			origin: OriginFor<T>,
			closed_to_break_glass: u64,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_compartments(who, closed_to_break_glass)
		}

		/// Records that the patient has died. The origin registers or treats patients at the
		/// sponsor. The day stays off chain: registers of deaths are public, and would name the
		/// patient.
		#[pallet::call_index(16)]
		pub fn record_death(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let by = Self::ensure_care_staff(origin)?;
			Self::do_record_death(by, patient)
		}

		/// Takes a record of death back that was entered in error. The origin registers or treats
		/// patients at the sponsor.
		#[pallet::call_index(17)]
		pub fn reverse_death(origin: OriginFor<T>, patient: PatientId) -> DispatchResult {
			let by = Self::ensure_care_staff(origin)?;
			Self::do_reverse_death(by, patient)
		}

		/// Gives the pseudonym up, for ever. Everything that was granted over it ends, and its
		/// accounts transact no more. The signer controls it; or the origin registers patients for
		/// the sponsor, and nobody has claimed it.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::close(T::MaxRepresentatives::get()))]
		pub fn close(origin: OriginFor<T>, patient: PatientId) -> DispatchResultWithPostInfo {
			let ended = match T::RegistrationOrigin::try_origin(origin) {
				Ok(by) => Self::do_close_by_sponsor(by.institution, patient)?,
				Err(origin) => Self::do_close_by_controller(&ensure_signed(origin)?, patient)?,
			};
			Ok(Some(T::WeightInfo::close(count(ended))).into())
		}

		/// Offers to sponsor the patient. The origin registers patients for a care provider.
		///
		/// Should the present sponsor not be in force, the institution pays for the patient's
		/// transactions from now on until the offer expires.
		#[pallet::call_index(19)]
		pub fn offer_sponsorship(
			origin: OriginFor<T>,
			patient: PatientId,
			expires: Moment,
		) -> DispatchResult {
			let by = T::RegistrationOrigin::ensure_origin(origin)?;
			Self::do_offer_sponsorship(by.institution, patient, expires)
		}

		/// Makes `institution`, which has offered it, the patient's sponsor. The signer is the
		/// controller, or represents the patient in everything.
		#[pallet::call_index(20)]
		#[pallet::weight(T::WeightInfo::accept_sponsorship(T::MaxRepresentatives::get()))]
		pub fn accept_sponsorship(
			origin: OriginFor<T>,
			institution: InstitutionId,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			let representatives = Self::do_accept_sponsorship(&who, institution)?;
			Ok(Some(T::WeightInfo::accept_sponsorship(count(representatives))).into())
		}
	}
}
