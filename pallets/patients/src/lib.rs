// SPDX-License-Identifier: Apache-2.0

//! # Patients
//!
//! Patients as pseudonyms: who controls one, who else speaks for it, how control comes back when
//! a key is lost. There is nothing personal in storage, events or call arguments, and no token
//! that a patient would have to own.
//!
//! ## Terminology
//!
//! - **Patient**: a pseudonym ([`PatientId`]) for one care relationship. A person has as many as
//!   they like; nothing on chain links two of them.
//! - **Sponsor**: the care provider on whose patients' share of the allowance a patient's accounts
//!   transact.
//! - **Controller**: the one account that holds the pseudonym. Each pseudonym has its own.
//! - **Claim key**: verifies the one claim by which an *unclaimed* patient gets a controller. Its
//!   secret half is handed over as a QR code.
//! - **Voucher**: lets an account open one pseudonym by itself before it expires.
//! - **Representative**: an account that speaks for the patient within [`Scopes`].
//! - **Guardian**: a public key that takes part in a recovery and serves nothing else. Not an
//!   account, so that no social graph shows.
//! - **Compartment**: a number from 0 to 63 whose meaning only the patient and their custodians
//!   know. One that is closed to break-glass stays closed in an emergency.
//!
//! ## Scenarios
//!
//! **Ada** comes to a hospital without a phone. Its registration officer opens a pseudonym and
//! hands her a printed QR code. At home her wallet makes an account that never held a token, signs
//! the claim, and a kiosk that has an allowance submits it:
#![doc = docify::embed!("src/tests/scenarios.rs", a_patient_without_a_token_should_take_control)]
//!
//! **Ben** loses his phone. Two of the three keys that he gave to people he trusts sign, a delay
//! passes in which whoever still had the phone could object, and he has control again:
#![doc = docify::embed!("src/tests/scenarios.rs", a_patient_who_lost_the_key_should_regain_control)]
//!
//! **Cleo's** hospital closes. Another one offers to sponsor her, and pays for the transaction by
//! which she accepts:
#![doc = docify::embed!("src/tests/scenarios.rs", a_patient_should_outlast_the_hospital)]
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for calls, storage, events and errors. Other pallets ask through
//! [`seams::Patients`] and [`seams::PatientSponsors`], which [`Pallet`] implements. Everybody else
//! reads the view functions.
//!
//! ## Low level
//!
//! - An account serves one patient in one way, for good (module `accounts`). A patient can name
//!   any account that is free; so wallets make a fresh one for each pseudonym and show it to
//!   nobody before.
//! - Status and expiry are decided when they are read. There are no hooks.
//! - What was signed off chain counts once: the claim key goes with the claim, a recovery's nonce
//!   grows whenever one begins or ends, and outlives the plan.
//! - A death ends nothing but what runs. Other pallets must ask `is_open` before they act in a
//!   patient's name, besides who speaks for it.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::as_conversions
	)
)]

extern crate alloc;

mod accounts;
#[cfg(feature = "runtime-benchmarks")]
// Setup may fail loudly: it never runs in a block.
#[allow(clippy::expect_used, clippy::as_conversions)]
mod benchmarking;
mod control;
#[cfg(test)]
mod mock;
mod opening;
mod recovery;
mod representatives;
mod sponsorship;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;
// What the codec derives for enums casts their indices.
#[allow(clippy::as_conversions)]
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::{BenchmarkHelper, CareProvider};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use alloc::vec::Vec;
use frame_support::{
	pallet_prelude::*,
	traits::{EnsureOrigin, Time},
};
use frame_system::pallet_prelude::*;
use galen_primitives::{
	keys::{Signature, VerifyingKey},
	seams, Actor, ChainId, Digest, InstitutionId, Moment, PatientId,
};

/// A patient of the runtime.
pub type PatientOf<T> = Patient<<T as frame_system::Config>::AccountId>;

/// A representative of the runtime.
pub type RepresentativeOf<T> = Representative<<T as frame_system::Config>::AccountId>;

/// A patient's representatives.
pub type RepresentativesOf<T> = BoundedVec<RepresentativeOf<T>, <T as Config>::MaxRepresentatives>;

/// The keys of a patient's guardians.
pub type GuardianKeysOf<T> = BoundedVec<VerifyingKey, <T as Config>::MaxGuardians>;

/// The signatures that begin a recovery.
pub type GuardianSignaturesOf<T> = BoundedVec<GuardianSignature, <T as Config>::MaxGuardians>;

/// The weight component that a length stands for.
pub(crate) fn count(length: usize) -> u32 {
	u32::try_from(length).unwrap_or(u32::MAX)
}

// The macro writes out paths in full, casts indices and expects what it has checked.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The chain that everything signed off chain binds.
		type ChainId: Get<ChainId>;

		/// The chain's clock.
		type Time: Time<Moment = Moment>;

		/// Registers patients for a care provider.
		type RegistrationOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// Treats patients at a care provider.
		type ClinicianOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = Actor<Self::AccountId>>;

		/// Which institutions are in force, and as what.
		type Institutions: seams::Institutions;

		/// Which accounts are somebody's staff. They can't serve a patient.
		type Staff: seams::Staff<Self::AccountId>;

		/// DO NOT REDUCE THIS VALUE: stored lists must still decode.
		///
		/// The most representatives that a patient has at a time. Suggested: 8.
		#[pallet::constant]
		type MaxRepresentatives: Get<u32>;

		/// DO NOT REDUCE THIS VALUE: stored lists must still decode.
		///
		/// The most guardians that a recovery plan has. Suggested: 8; at most 256.
		#[pallet::constant]
		type MaxGuardians: Get<u32>;

		/// The shortest time in which a controller can veto a recovery. Suggested: two days.
		#[pallet::constant]
		type MinRecoveryDelay: Get<Moment>;

		/// How far ahead a claim or the start of a recovery may expire. Suggested: a week.
		#[pallet::constant]
		type MaxStatementTerm: Get<Moment>;

		/// How long a voucher can be used. Suggested: 30 days.
		#[pallet::constant]
		type MaxVoucherTerm: Get<Moment>;

		/// How long an offer of sponsorship stands. Suggested: 90 days.
		#[pallet::constant]
		type MaxOfferTerm: Get<Moment>;

		/// Weights of the calls and of the questions that other pallets ask.
		type WeightInfo: WeightInfo;

		/// Writes what benchmarks need of other pallets.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId>;
	}

	/// Every pseudonym that was ever opened.
	// Identity: the key is a hash that the runtime computes.
	#[pallet::storage]
	pub type Patients<T: Config> = StorageMap<_, Identity, PatientId, PatientOf<T>>;

	/// What each account is, or was, to a patient. Entries never go, and each holds a provider
	/// reference.
	// Apart from `Patients`, and with copies of the sponsor and the scopes, so that a transaction's
	// fee and the question who speaks for whom cost one read. Blake2: callers choose accounts.
	#[pallet::storage]
	pub type Accounts<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, PatientAccount>;

	/// Who represents each patient, those included whose term has ended and whose place nobody
	/// took yet. An empty list isn't stored.
	// Identity, here and below: as `Patients`.
	#[pallet::storage]
	pub type Representatives<T: Config> =
		StorageMap<_, Identity, PatientId, RepresentativesOf<T>, ValueQuery>;

	/// How each patient's control can be recovered.
	#[pallet::storage]
	pub type Recoveries<T: Config> =
		StorageMap<_, Identity, PatientId, RecoveryPlan<T::MaxGuardians>>;

	/// The recoveries that run.
	#[pallet::storage]
	pub type RecoveryAttempts<T: Config> =
		StorageMap<_, Identity, PatientId, Attempt<T::AccountId>>;

	/// The last offer that an institution made to each patient.
	#[pallet::storage]
	pub type SponsorshipOffers<T: Config> = StorageMap<_, Identity, PatientId, SponsorshipOffer>;

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

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such patient.
		NotFound,
		/// The opener has used this nonce before. Draw another 32 random bytes.
		AlreadyExists,
		/// The patient has, or had, a controller: what the sponsor could do is the patient's now.
		AlreadyClaimed,
		/// The pseudonym was given up.
		PatientClosed,
		/// The patient has died.
		PatientDeceased,
		/// No death is on record.
		NotDeceased,
		/// The institution isn't a care provider in force.
		NotCareProvider,
		/// Another institution sponsors the patient or issued the voucher.
		NotSponsor,
		/// The signer doesn't control the patient.
		NotController,
		/// The signer doesn't speak for the patient in this.
		NotAuthorized,
		/// The account serves, or served, a patient already, or is somebody's staff. Make a fresh
		/// one.
		AccountInUse,
		/// The moment has passed.
		Expired,
		/// The term is longer than the chain allows.
		TermTooLong,
		/// The signature isn't the key's over this statement. The views tell the exact bytes.
		BadSignature,
		/// The account holds no voucher.
		NoVoucher,
		/// The voucher has expired or was revoked.
		VoucherExpired,
		/// There is no scope, or a bit that stands for none.
		InvalidScopes,
		/// The digest is empty.
		NoEvidence,
		/// The patient has as many representatives in force as there can be. Dismiss one.
		TooManyRepresentatives,
		/// The account doesn't represent a patient.
		NotRepresentative,
		/// The threshold is zero or more than there are guardians.
		InvalidThreshold,
		/// A guardian's key appears twice.
		DuplicateKey,
		/// The controller would have too little time to object.
		DelayTooShort,
		/// The patient has no recovery plan.
		NoRecoveryPlan,
		/// No recovery runs.
		NoAttempt,
		/// The controller can still object.
		TooEarly,
		/// Fewer guardians have signed than must.
		TooFewSignatures,
		/// The signatures aren't in ascending order of their guardians, each once.
		SignaturesNotInOrder,
		/// The plan has no guardian at this position.
		NoSuchGuardian,
		/// The institution sponsors the patient already.
		AlreadySponsor,
		/// The institution's isn't the last offer to the patient.
		NoOffer,
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What anyone may know of the patient.
		pub fn patient(id: PatientId) -> Option<PatientInfo<T::AccountId>> {
			Patients::<T>::get(id).map(PatientInfo::from)
		}

		/// Who represents the patient now.
		pub fn representatives(id: PatientId) -> Vec<RepresentativeOf<T>> {
			Self::representatives_at(&id, T::Time::now())
		}

		/// How the patient's control can be recovered, and the recovery that runs.
		pub fn recovery(id: PatientId) -> Option<RecoveryInfo<T::AccountId>> {
			let nonce = Patients::<T>::get(id)?.recovery_nonce;
			let RecoveryPlan { keys, threshold, delay } = Recoveries::<T>::get(id)?;
			let attempt = RecoveryAttempts::<T>::get(id);
			Some(RecoveryInfo { keys: keys.into_inner(), threshold, delay, nonce, attempt })
		}

		/// The patient that the account controls, or represents in anything, now.
		pub fn patient_of(account: T::AccountId) -> Option<PatientId> {
			Accounts::<T>::get(account)?.serves(T::Time::now())
		}

		/// What the account is, or was, to a patient. A term may have ended.
		pub fn patient_account(account: T::AccountId) -> Option<PatientAccount> {
			Accounts::<T>::get(account)
		}

		/// The offer of sponsorship that the patient can accept now.
		pub fn sponsorship_offer(id: PatientId) -> Option<SponsorshipOffer> {
			SponsorshipOffers::<T>::get(id).filter(|offer| T::Time::now() < offer.expires)
		}

		/// The bytes that the claim key signs.
		pub fn claim_statement(
			patient: PatientId,
			claimant: T::AccountId,
			expires: Moment,
		) -> Vec<u8> {
			Self::claim_message(&patient, &claimant, expires)
		}

		/// The bytes that guardians sign next, if there is such a patient.
		pub fn recovery_statement(
			patient: PatientId,
			new_controller: T::AccountId,
			expires: Moment,
		) -> Option<Vec<u8>> {
			let known = Patients::<T>::get(patient)?;
			Some(Self::recovery_message(&patient, &known, &new_controller, expires))
		}
	}

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

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxRepresentatives::get() > 0, "a patient can have a representative");
			assert!(
				(1..=256).contains(&T::MaxGuardians::get()),
				"a guardian's position fits into a byte"
			);
			assert!(T::MinRecoveryDelay::get() > 0, "a controller can object");
			for term in
				[T::MaxStatementTerm::get(), T::MaxVoucherTerm::get(), T::MaxOfferTerm::get()]
			{
				assert!(term > 0, "a term can be met");
			}
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Registers or treats patients.
	fn ensure_care_staff(origin: OriginFor<T>) -> Result<Actor<T::AccountId>, DispatchError> {
		T::RegistrationOrigin::try_origin(origin)
			.or_else(T::ClinicianOrigin::try_origin)
			.map_err(|_| DispatchError::BadOrigin)
	}
}
