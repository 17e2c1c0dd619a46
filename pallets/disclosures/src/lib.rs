// SPDX-License-Identifier: Apache-2.0

//! # Disclosures
//!
//! Who asked for which of a patient's data, what was answered, and what came of it; who met a
//! patient; who broke the glass, and how they answer for it. The data itself never comes here: it
//! goes from the custodian to the recipient off chain, encrypted to the recipient's key.
//!
//! ## Overview
//!
//! Whoever wants a record asks the chain, and the chain asks the one gate that knows consent and
//! policy. A permit becomes a *grant*, which the custodian sees in the event and answers with a
//! release; the recipient confirms to have what was released, and the grant is closed. A denial is
//! an answer as well. Either is an entry of the patient's *log*.
//!
//! A log is a chain of hashes. The entries are in the events, the state holds the last hash and
//! their number: whoever has kept the events can prove that nothing is missing from them.
//!
//! In an emergency, privileged staff may *break the glass*: the gate then permits what it would
//! refuse. That lasts for hours and ends by itself. The patient can see it at once, the actor has
//! to state the reasons, and an institution that the actor can't pick reviews it. Who isn't
//! justified, or states no reasons in time, loses the right.
//!
//! ## Terminology
//!
//! - *Custodian*: the institution that keeps a record.
//! - *Grant*: the permit for a recipient to have certain fields of one version of a record for one
//!   purpose. Until both custodian and recipient have said that they were handed over, it shows as
//!   granted, not released, or as released, not confirmed.
//! - *Payload*: the ciphertext that is handed over. The chain knows its digest.
//! - *Accountable*: said of a disclosure that isn't exempt from the account that 45 CFR 164.528
//!   gives patients a right to.
//! - *Encounter*: a contact between patient and provider. Confirmed by somebody besides the
//!   provider, it is evidence.
//! - *Use*: one breaking of the glass, by one person for one patient.
//! - *Rotation*: the list of institutions that review uses, and whose turn it is.
//!
//! ## Scenarios
//!
//! A clinic asks a hospital for laboratory results; the patient withdraws consent later on:
#![doc = docify::embed!("src/tests/scenarios.rs", a_record_should_be_shared_while_consent_lasts)]
//!
//! An unconscious patient, and a physician who answers for having looked:
#![doc = docify::embed!("src/tests/scenarios.rs", an_emergency_should_be_answered_for)]
//!
//! ## Pallet API
//!
//! **Sharing.** [`Pallet::request`], [`Pallet::request_own`]; [`Pallet::release`],
//! [`Pallet::refuse_release`]; [`Pallet::confirm_receipt`]; [`Pallet::expire_grant`].
//!
//! **Encounters.** [`Pallet::open_encounter`], [`Pallet::finish_encounter`],
//! [`Pallet::confirm_encounter`], [`Pallet::countersign_encounter`],
//! [`Pallet::cancel_encounter`], [`Pallet::enter_encounter_in_error`].
//!
//! **Break-glass.** [`Pallet::declare`], [`Pallet::end_use`], [`Pallet::state_reasons`];
//! [`Pallet::review`], [`Pallet::review_as_regulator`], [`Pallet::dispute`];
//! [`Pallet::set_reviewers`], [`Pallet::restore_right`], [`Pallet::restore_institution`].
//!
//! **Reading.** The view functions: `log_head`, `verify_log`, `accounting`; `grant`,
//! `open_grants`; `encounter`; `break_glass`, `break_glass_open`, `right`, `institution_right`,
//! `reviewers`, `reviewer`.
//!
//! For other pallets: [`galen_primitives::seams::AccessAudit`], through which their decisions get
//! into the same log, and [`galen_primitives::seams::BreakGlass`], by which the gate knows who has
//! broken the glass.
//!
//! ## Low level
//!
//! - Whatever touches a log has one event, `Logged`, which carries the entry whole: an indexer that
//!   keeps those has everything, and can prove it.
//! - The gate is asked again when the custodian releases. What was withdrawn in between isn't
//!   released.
//! - Only the recipient can confirm a receipt, only the custodian a release. A stranger who says to
//!   be the patient is refused without a trace in the log.
//! - Every deadline is decided when something is read. Nobody has to carry out that a grant
//!   expired, that access ended, that a statement is missing or that a review went to the
//!   regulator.
//! - Under one list of reviewers an institution reviews those that stand in the first half of the
//!   circle before it, so that no two review each other. Across lists, nobody is picked who awaits
//!   a review by the actor's institution: no two open reviews are reciprocal.
//! - A suspended right stands in the way of the next use. What is open stays open, at most for
//!   [`Config::BreakGlassTerm`]; but a use that is found unjustified ends at once.

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

mod break_glass;
mod calls;
mod conduct;
mod encounters;
mod errors;
mod events;
mod grants;
mod log;
mod review;
// For the casts in derived codecs.
#[allow(clippy::as_conversions)]
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
// `origin as T::RuntimeOrigin` is how a benchmark names its origin's type.
#[allow(clippy::as_conversions)]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use log::is_accountable;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;
use frame_support::BoundedVec;
use galen_primitives::{Actor, InstitutionId, Requester};

type AccountIdOf<T> = <T as frame_system::Config>::AccountId;

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<AccountIdOf<T>>;

/// Who asks, for whom.
pub type RequesterOf<T> = Requester<AccountIdOf<T>>;

/// An entry of a log.
pub type LogEntryOf<T> = LogEntry<AccountIdOf<T>>;

/// Which data somebody is to have.
pub type DataUseOf<T> = DataUse<AccountIdOf<T>>;

/// A grant.
pub type GrantOf<T> = Grant<AccountIdOf<T>>;

/// An encounter.
pub type EncounterOf<T> = Encounter<AccountIdOf<T>>;

/// A use of break-glass.
pub type BreakGlassUseOf<T> = BreakGlassUse<AccountIdOf<T>>;

/// Somebody's right to break the glass.
pub type PrivilegeOf<T> = Privilege<<T as Config>::MaxUsesPerActor>;

/// An institution's right to break the glass.
pub type ConductOf<T> = Conduct<<T as Config>::MaxAwaiting>;

/// What an institution has to review.
pub type ReviewingOf<T> = Reviewing<<T as Config>::MaxOutstanding>;

/// The institutions that review, in ascending order.
pub type ReviewersOf<T> = BoundedVec<InstitutionId, <T as Config>::MaxReviewers>;

/// How many `items` there are, as weights count them.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

// For what the macros write; the rules are in the other files.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{dispatch::DispatchClass, pallet_prelude::*, traits::Time};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{
		keys::PublicKey, seams, BreakGlassId, DepartmentId, Digest, FieldGroups, Moment, PatientId,
		PurposeOfUse, RecordId, StudyId,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Whose staff may ask for records.
		type RequesterOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who hands records over, at the custodian.
		type ReleaseOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who meets patients.
		type ProviderOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who may break the glass, if the institution has put them into its privileged group.
		type BreakGlassOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who reviews that, at another institution.
		type ReviewOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who reviews what nobody else does, and gives suspended rights back.
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who says which institutions review: the consortium's governance.
		type ReviewersOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Knows records.
		type Records: seams::Records;

		/// Decides who may see them.
		type ConsentGate: seams::ConsentGate<Self::AccountId>;

		/// Knows patients and who speaks for them.
		type Patients: seams::Patients<Self::AccountId>;

		/// Knows which institutions are in force, and which of them belong together.
		type Institutions: seams::Institutions;

		/// Knows who is privileged.
		type Groups: seams::Groups<Self::AccountId>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// How long a custodian has to release what was granted, in milliseconds. The gate is asked
		/// again then; a week or so.
		#[pallet::constant]
		type GrantTerm: Get<Moment>;

		/// How many grants an institution can have open. Bounds what it leaves in the state; no
		/// call gets dearer.
		#[pallet::constant]
		type MaxOpenGrants: Get<u32>;

		/// The same for one patient's own requests.
		#[pallet::constant]
		type MaxOwnGrants: Get<u32>;

		/// How long a broken glass stays open: 4 hours or so.
		#[pallet::constant]
		type BreakGlassTerm: Get<Moment>;

		/// How long after an emergency began it can still be declared, for when the chain couldn't
		/// be reached: 72 hours or so.
		#[pallet::constant]
		type MaxLateness: Get<Moment>;

		/// How long the actor has to state the reasons: 24 hours or so.
		#[pallet::constant]
		type StatementTerm: Get<Moment>;

		/// How long the reviewer has once access has ended: 72 hours or so.
		#[pallet::constant]
		type ReviewTerm: Get<Moment>;

		/// How long the patient can dispute a use, or what was found of it.
		#[pallet::constant]
		type DisputeTerm: Get<Moment>;

		/// In which time the uses of one actor are limited. Not shorter than
		/// [`Config::StatementTerm`].
		#[pallet::constant]
		type RateWindow: Get<Moment>;

		/// How often one actor can break the glass within [`Config::RateWindow`]. They are read and
		/// written together: 16 or so.
		#[pallet::constant]
		type MaxUsesPerActor: Get<u32>;

		/// How many statements can be due from one institution at once. They are read and written
		/// together: 128 or so.
		#[pallet::constant]
		type MaxAwaiting: Get<u32>;

		/// How many reviews one institution can owe. They are read and written together: 64 or so.
		#[pallet::constant]
		type MaxOutstanding: Get<u32>;

		/// How many institutions can be in the rotation. They are read together: 64 or so.
		#[pallet::constant]
		type MaxReviewers: Get<u32>;

		/// With how many unjustified uses and missing statements an institution loses the right.
		#[pallet::constant]
		type MaxUnjustified: Get<u32>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::RuntimeOrigin>;
	}

	/// How far each patient's log has got, by the patient.
	// `Identity`: a patient's id is a hash that the chain has computed.
	#[pallet::storage]
	pub type Logs<T: Config> = StorageMap<_, Identity, PatientId, LogHead, ValueQuery>;

	/// How many grants there were: the next one's number.
	#[pallet::storage]
	pub type GrantCount<T: Config> = StorageValue<_, GrantId, ValueQuery>;

	/// The grants that aren't closed, by their numbers.
	// `Twox64Concat`: numbers are the chain's own.
	#[pallet::storage]
	pub type Grants<T: Config> = StorageMap<_, Twox64Concat, GrantId, GrantOf<T>>;

	/// How many of them each institution or patient has. Nothing where there are none.
	// `Twox64Concat`: the ids of both are the chain's own.
	#[pallet::storage]
	pub type OpenGrants<T: Config> = StorageMap<_, Twox64Concat, GrantHolder, u32, ValueQuery>;

	/// How many encounters there were: the next one's number.
	#[pallet::storage]
	pub type EncounterCount<T: Config> = StorageValue<_, EncounterId, ValueQuery>;

	/// The encounters, by their numbers.
	// `Twox64Concat`: numbers are the chain's own.
	#[pallet::storage]
	pub type Encounters<T: Config> = StorageMap<_, Twox64Concat, EncounterId, EncounterOf<T>>;

	/// How many uses of break-glass there were: the next one's number.
	#[pallet::storage]
	pub type UseCount<T: Config> = StorageValue<_, BreakGlassId, ValueQuery>;

	/// The uses of break-glass, by their numbers.
	// `Twox64Concat`: numbers are the chain's own.
	#[pallet::storage]
	pub type Uses<T: Config> = StorageMap<_, Twox64Concat, BreakGlassId, BreakGlassUseOf<T>>;

	/// The newest use by an account for a patient that gave access when it was declared, unless it
	/// was ended or reviewed. Whether it still gives access is for its times to say.
	// `Blake2_128Concat`: accounts are their owners' choice; `Identity`: patients' ids are hashes.
	#[pallet::storage]
	pub type OpenUses<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, PatientId, BreakGlassId>;

	/// The right of each who has broken the glass, by the account.
	// `Blake2_128Concat`: accounts are their owners' choice.
	#[pallet::storage]
	pub type Privileges<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, PrivilegeOf<T>, ValueQuery>;

	/// The right of each institution whose staff have, by the institution.
	// `Twox64Concat`: numbers are the chain's own.
	#[pallet::storage]
	pub type Conducts<T: Config> =
		StorageMap<_, Twox64Concat, InstitutionId, ConductOf<T>, ValueQuery>;

	/// The institutions that review uses of break-glass, in ascending order.
	#[pallet::storage]
	pub type Reviewers<T: Config> = StorageValue<_, ReviewersOf<T>, ValueQuery>;

	/// How often a reviewer was looked for: whose turn it is.
	#[pallet::storage]
	pub type Rotation<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// What each institution has to review, by the institution.
	// `Twox64Concat`: numbers are the chain's own.
	#[pallet::storage]
	pub type Reviews<T: Config> =
		StorageMap<_, Twox64Concat, InstitutionId, ReviewingOf<T>, ValueQuery>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::GrantTerm::get() > 0, "a grant isn't expired when it is given");
			assert!(T::MaxOpenGrants::get() > 0, "an institution can have a grant");
			assert!(T::MaxOwnGrants::get() > 0, "a patient can have a grant");
			assert!(T::BreakGlassTerm::get() > 0, "a broken glass is open");
			assert!(T::StatementTerm::get() > 0, "a statement isn't missing when it becomes due");
			assert!(T::ReviewTerm::get() > 0, "a review isn't overdue when it becomes due");
			assert!(T::MaxUsesPerActor::get() > 0, "the glass can be broken");
			assert!(T::MaxAwaiting::get() > 0, "a statement can be due");
			assert!(T::MaxOutstanding::get() > 0, "a review can be due");
			assert!(T::MaxUnjustified::get() > 0, "an institution has the right to begin with");
			assert!(
				T::RateWindow::get() >= T::StatementTerm::get(),
				"whoever still owes statements is limited by their number"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// How far a patient's log has got.
		pub fn log_head(patient: PatientId) -> LogHead {
			Logs::<T>::get(patient)
		}

		/// Whether these are all the entries of a patient's log, unaltered and in order.
		pub fn verify_log(patient: PatientId, entries: Vec<LogEntryOf<T>>) -> Result<(), LogError> {
			Self::check_log(&patient, &entries)
		}

		/// Who got which of a patient's data from one moment until before another, given all the
		/// entries of the log since its beginning. They are verified first, so that nothing can
		/// have been left out. Goes back as far as the log does; 45 CFR 164.528 asks for six years.
		pub fn accounting(
			patient: PatientId,
			entries: Vec<LogEntryOf<T>>,
			from: Moment,
			until: Moment,
		) -> Result<Accounting<T::AccountId>, LogError> {
			Self::account_for(patient, entries, from, until)
		}

		/// A grant that isn't closed, and where it stands.
		pub fn grant(id: GrantId) -> Option<GrantInfo<T::AccountId>> {
			Self::grant_info(id)
		}

		/// How many grants an institution or a patient has open.
		pub fn open_grants(holder: GrantHolder) -> u32 {
			OpenGrants::<T>::get(holder)
		}

		/// An encounter.
		pub fn encounter(id: EncounterId) -> Option<EncounterOf<T>> {
			Encounters::<T>::get(id)
		}

		/// A use of break-glass, and where it stands.
		pub fn break_glass(id: BreakGlassId) -> Option<BreakGlassInfo<T::AccountId>> {
			Self::use_info(id)
		}

		/// The use by which an account has access to a patient's data now.
		pub fn break_glass_open(account: T::AccountId, patient: PatientId) -> Option<BreakGlassId> {
			Self::open_use_of(&account, &patient)
		}

		/// Somebody's right to break the glass.
		pub fn right(account: T::AccountId) -> RightInfo {
			Privileges::<T>::get(account).conduct.info(T::Time::now(), 1)
		}

		/// An institution's right to have its staff break the glass.
		pub fn institution_right(institution: InstitutionId) -> RightInfo {
			Conducts::<T>::get(institution).info(T::Time::now(), T::MaxUnjustified::get())
		}

		/// The institutions that review uses of break-glass.
		pub fn reviewers() -> Vec<InstitutionId> {
			Reviewers::<T>::get().into_inner()
		}

		/// What an institution has to review, and what it didn't in time.
		pub fn reviewer(institution: InstitutionId) -> ReviewerInfo {
			Self::reviewer_info(institution)
		}
	}
}
