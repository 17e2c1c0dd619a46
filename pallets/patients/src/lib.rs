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
mod calls;
mod control;
mod errors;
mod events;
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
use frame_support::pallet_macros::import_section;
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
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
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

		/// The bytes that guardians sign next; none for a patient that doesn't exist.
		// No option: polkadot.js can't take one of bytes apart.
		pub fn recovery_statement(
			patient: PatientId,
			new_controller: T::AccountId,
			expires: Moment,
		) -> Vec<u8> {
			Patients::<T>::get(patient)
				.map(|known| Self::recovery_message(&patient, &known, &new_controller, expires))
				.unwrap_or_default()
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
