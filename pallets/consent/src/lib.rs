// SPDX-License-Identifier: Apache-2.0

//! # Consent
//!
//! Who may use which of a patient's data for what. Every pallet that reads, shares, bills or
//! studies data asks here, by [`galen_primitives::seams::ConsentGate`]; none has consent rules of
//! its own.
//!
//! ## Overview
//!
//! A patient gives a *directive*: what is permitted or denied, to whom, for what, over which data,
//! from when to when. Where no directive says anything, the *policy* of the institution that keeps
//! the data decides. How the two become an answer is [`consent_core`]'s; this pallet keeps them,
//! with their history, and asks.
//!
//! Nothing is overwritten. What ends moves aside with the moment and the reason, so that an auditor
//! can ask what was permitted at any moment, as far as was known at any later one.
//!
//! Nothing about a person is in storage, events or call arguments: a source is the salted digest of
//! a form that stays off chain, a compartment a number whose meaning patient and custodian know.
//!
//! ## Terminology
//!
//! - *Consent*: a directive with its versions, numbered per patient. It is active until it expires,
//!   is withdrawn or replaced; none becomes active again.
//! - *Source*: the salted digest of the form or of what the patient was shown.
//! - *Performer*: who made it count (FHIR): the patient or a representative, or a recorder with a
//!   form that the patient has signed.
//! - *Recorder*: the staff that proposes directives and records signed forms.
//! - *Policy*: one of the four kinds of IHE PCF, in a registered version that never changes.
//! - *Release*: a custodian's word that its data may serve a study. Research takes it besides the
//!   patient's directive for that study.
//! - *Withdrawn, replaced*: revoked in so many words; implied by another consent.
//! - *Voided, entered in error*: *annulled*. From then on it is known never to have been the
//!   patient's will; what was decided before that was known stands as it was decided.
//! - *Valid at, known at*: the moment that a question about the past is about, and the state of
//!   knowledge that it is to be answered from.
//!
//! ## Scenarios
//!
//! A patient lets another hospital see labs for treatment, and changes their mind:
#![doc = docify::embed!("src/tests/scenarios.rs", a_withdrawal_should_count_at_once_and_not_backwards)]
//!
//! A form was signed at a desk, before the patient had an account:
#![doc = docify::embed!("src/tests/scenarios.rs", a_form_should_be_the_patients_to_void)]
//!
//! ## Pallet API
//!
//! **Patients.** [`Pallet::grant`], [`Pallet::amend`], [`Pallet::withdraw`]; [`Pallet::activate`],
//! [`Pallet::reject`] what was proposed; [`Pallet::void`] what was recorded.
//!
//! **Institutions.** [`Pallet::propose`], [`Pallet::retract`], [`Pallet::record_signed`],
//! [`Pallet::enter_in_error`]; [`Pallet::choose_policy`], [`Pallet::release_for_study`],
//! [`Pallet::end_release`]. Governance: [`Pallet::register_policy`].
//!
//! **Reading.** The view functions: `may_use`, `was_permitted`; `directives`, `consent`, `history`,
//! `proposal`, `proposals`; `policy`, `policy_of`, `release`.
//!
//! ## Low level
//!
//! - A decision reads the patient's directives and the custodian's policy, one value each. It asks
//!   for groups, jurisdiction, release or break-glass only where something depends on them.
//! - Expiry is decided when a directive is read. An expired one is moved aside when its place is
//!   needed.
//! - Who acts for a study needs the patient's word in matters of research; whoever may withdraw
//!   consents may withdraw that one too.
//! - A recorder's form is about the recorder's own institution's data, for treatment alone, of a
//!   patient whose pseudonym nobody has claimed.
//! - What is activated is named by its digest, so that nothing can be exchanged in between.
//! - Within one moment, the past is told as it was when the moment ended.

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

mod calls;
mod directives;
mod errors;
mod events;
mod gate;
mod history;
mod policies;
mod proposals;
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
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;
use galen_primitives::Actor;

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;

/// What a patient says.
pub type DirectiveOf<T> = consent_core::Directive<<T as frame_system::Config>::AccountId>;

/// A directive that wasn't ended.
pub type ActiveOf<T> = consent_core::ActiveDirective<<T as frame_system::Config>::AccountId>;

/// The directives of a patient that weren't ended.
pub type DirectivesOf<T> = PatientDirectives<<T as frame_system::Config>::AccountId>;

/// A version of a consent.
pub type VersionOf<T> = Version<<T as frame_system::Config>::AccountId>;

/// The policies that an institution chose.
pub type ChoicesOf<T> = Choices<<T as Config>::MaxPolicyHistory>;

/// When an institution had released its data for a study.
pub type ReleasesOf<T> = Releases<<T as Config>::MaxReleaseHistory>;

/// How many institutions a directive names, as weights count them.
fn named<AccountId>(directive: &consent_core::Directive<AccountId>) -> u32 {
	u32::try_from(directive.institutions().count()).unwrap_or(u32::MAX)
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
	use consent_core::PolicyKind;
	use frame_support::{dispatch::DispatchClass, pallet_prelude::*, traits::Time};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{
		seams, AccessRequest, ConsentId, Denial, Digest, GroupId, InstitutionId, Moment, PatientId,
		Permit, PolicyId, StudyId,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who may propose directives and record signed forms.
		type RecorderOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who chooses an institution's policy.
		type PolicyOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who releases an institution's data for a study.
		type ReleaseOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who registers policies.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Knows who speaks for a patient.
		type Patients: seams::Patients<Self::AccountId>;

		/// Knows which institutions there are, and under which law.
		type Institutions: seams::Institutions;

		/// Knows which studies there are.
		type Studies: seams::Studies;

		/// Knows who belongs to which group.
		type Groups: seams::Groups<Self::AccountId>;

		/// Knows who has broken the glass.
		type BreakGlass: seams::BreakGlass<Self::AccountId>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// How long a proposal stands, in milliseconds. A month leaves time to think it over.
		#[pallet::constant]
		type ProposalTerm: Get<Moment>;

		/// How many choices of a policy are remembered for each institution. They are read and
		/// written together, at a choice alone: 64 or so.
		#[pallet::constant]
		type MaxPolicyHistory: Get<u32>;

		/// How many releases of an institution's data for one study are remembered: 8 or so.
		#[pallet::constant]
		type MaxReleaseHistory: Get<u32>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId, Self::RuntimeOrigin>;
	}

	/// The directives that weren't ended, by patient.
	// `Identity`: the chain has computed the id, and a pseudonym is known to exist before anything
	// is stored for it. All in one bounded value, so that a decision is one read.
	#[pallet::storage]
	pub type Directives<T: Config> =
		StorageMap<_, Identity, PatientId, DirectivesOf<T>, ValueQuery>;

	/// The versions of every consent, by patient, number of the consent and number of the version.
	/// What a version says stands in [`Directives`] until it ends, and here from then on.
	// `Identity` as above; `Twox64Concat`: numbers are the chain's own. Apart from `Directives`,
	// since no decision asks for forms and the past.
	#[pallet::storage]
	pub type Versions<T: Config> =
		StorageDoubleMap<_, Identity, PatientId, Twox64Concat, (ConsentId, u32), VersionOf<T>>;

	/// What the patient hasn't answered yet, by patient and institution.
	// `Identity` as above; `Twox64Concat`: the chain numbers institutions.
	#[pallet::storage]
	pub type Proposals<T: Config> = StorageDoubleMap<
		_,
		Identity,
		PatientId,
		Twox64Concat,
		InstitutionId,
		Proposal<T::AccountId>,
	>;

	/// The registered policies, by their numbers.
	// `Twox64Concat`: the chain numbers them.
	#[pallet::storage]
	pub type Policies<T: Config> = StorageMap<_, Twox64Concat, PolicyId, Policy>;

	/// The number of the next policy.
	#[pallet::storage]
	pub type NextPolicy<T: Config> = StorageValue<_, PolicyId, ValueQuery>;

	/// The policy in force, by institution; none for one that never chose.
	// `Twox64Concat`: the chain numbers institutions. The kind is inside, so that a decision needs
	// no second read.
	#[pallet::storage]
	pub type PolicyChoices<T: Config> = StorageMap<_, Twox64Concat, InstitutionId, PolicyChoice>;

	/// The policies that an institution chose, that in force included, by institution.
	// As above. Apart from `PolicyChoices`, since no decision asks for the past.
	#[pallet::storage]
	pub type PolicyHistory<T: Config> =
		StorageMap<_, Twox64Concat, InstitutionId, ChoicesOf<T>, ValueQuery>;

	/// When an institution had released its data for a study, by institution and study.
	// `Twox64Concat`: both are numbered by the chain, and a key has but four bytes to choose.
	#[pallet::storage]
	pub type StudyReleases<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		InstitutionId,
		Twox64Concat,
		StudyId,
		ReleasesOf<T>,
		ValueQuery,
	>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::ProposalTerm::get() > 0, "a proposal can be answered");
			assert!(T::MaxPolicyHistory::get() > 0, "the policy in force is remembered");
			assert!(T::MaxReleaseHistory::get() > 0, "a release in force is remembered");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Whether a request would be permitted now, and what of it.
		pub fn may_use(request: AccessRequest<T::AccountId>) -> Result<Permit, Denial> {
			<Self as seams::ConsentGate<T::AccountId>>::decide(&request)
		}

		/// Whether a request was permitted at `valid_at`, as far as was known at `known_at`.
		///
		/// Who asks is taken as stated, `groups` of the own institution included.
		pub fn was_permitted(
			request: AccessRequest<T::AccountId>,
			groups: Vec<GroupId>,
			valid_at: Moment,
			known_at: Moment,
		) -> Verdict {
			Self::verdict(&request, &groups, valid_at, known_at)
		}

		/// The consents of a patient that weren't ended, each with its status now.
		pub fn directives(patient: PatientId) -> Vec<VersionInfo<T::AccountId>> {
			Self::active_versions(patient)
		}

		/// One version of one consent.
		pub fn consent(
			patient: PatientId,
			consent: ConsentId,
			version: u32,
		) -> Option<VersionInfo<T::AccountId>> {
			Self::version_info(patient, consent, version)
		}

		/// Every version of every consent of a patient, in the order of their numbers.
		pub fn history(patient: PatientId) -> Vec<VersionInfo<T::AccountId>> {
			Self::all_versions(patient)
		}

		/// What an institution proposes to a patient.
		pub fn proposal(
			patient: PatientId,
			institution: InstitutionId,
		) -> Option<ProposalInfo<T::AccountId>> {
			Proposals::<T>::get(patient, institution)
				.map(|proposal| Self::proposal_info(institution, proposal))
		}

		/// What a patient hasn't answered, in the order of institutions.
		pub fn proposals(patient: PatientId) -> Vec<ProposalInfo<T::AccountId>> {
			Self::all_proposals(patient)
		}

		/// A registered policy.
		pub fn policy(policy: PolicyId) -> Option<Policy> {
			Policies::<T>::get(policy)
		}

		/// The policy of an institution, and since when.
		pub fn policy_of(institution: InstitutionId) -> Option<PolicyChoice> {
			PolicyChoices::<T>::get(institution)
		}

		/// Whether and when an institution has released its data for a study.
		pub fn release(institution: InstitutionId, study: StudyId) -> ReleaseInfo {
			Self::release_info(institution, study)
		}
	}
}
