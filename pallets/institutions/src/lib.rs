// SPDX-License-Identifier: Apache-2.0

//! # Institutions pallet
//!
//! Who belongs to the consortium, and who acts for whom.
//!
//! ## Overview
//!
//! Governance admits institutions. Their administrators give staff credentials. From both follows
//! the [`Actor`] that every other pallet asks for through its role
//! origins: [`EnsureRole`] yields it where the signer's credential and institution are in force
//! and the role belongs to both. Membership also pays: an institution's [`Allowance`] refills with
//! every block, staff and patients draw on it, and nobody needs a token.
//!
//! ## Terminology
//!
//! - **Institution**: a member of the consortium. It has one or more kinds, votes in one class and
//!   is in force unless suspended or retired.
//! - **Credential**: what makes an account staff: a role in a department, with a validity. An
//!   account has one credential, for ever; a person with two posts has two accounts.
//! - **Administrator**: staff with the role of that name, who manages the other staff, the keys
//!   and the services.
//! - **Provisional suspension**: imposed by a regulator at once. It lapses by itself unless
//!   governance ratifies it.
//! - **Standing**: when something was in force, kept as intervals; the past has an answer.
//! - **Share**: an allowance has one for the staff and one for the patients whom the institution
//!   sponsors. Neither can take from the other.
//!
//! ## Scenario
//!
//! A hospital is admitted, hires a physician, is suspended by a regulator and is back when the
//! term is over:
#![doc = docify::embed!("src/tests/scenario.rs", a_provisional_suspension_lapses_by_itself)]
//!
//! A stolen key is rotated, and what it signed before can still be checked:
#![doc = docify::embed!("src/tests/scenario.rs", old_signatures_remain_checkable)]
//!
//! ## Pallet API
//!
//! **Reading.** The view functions answer who is in force now and was then, why an account acts
//! for nobody ([`ActorError`]), what is left of an allowance, and give an institution as a W3C DID
//! document. Don't read storage for that: expiry is decided when one asks.
//!
//! **Writing.** Governance admits, amends, suspends, retires and sets allowances; a regulator
//! suspends for a term; administrators declare affiliates, issue and revoke credentials, publish
//! and rotate keys, and list services.
//!
//! **For other pallets.** [`EnsureRole`] and its aliases, one a role; the seams
//! [`Institutions`](galen_primitives::seams::Institutions) and
//! [`Staff`](galen_primitives::seams::Staff); `Get<ChainId>`; [`Pallet::has_left`],
//! [`Pallet::is_suspended_by_governance`] and [`Pallet::employer_of`]. What governance decides of an
//! institution is told to [`Config::OnStanding`].
//!
//! **For the runtime.** [`Pallet::can_draw`], [`Pallet::draw`] and [`Pallet::restore`] are what an
//! `OnChargeTransaction` needs.
//!
//! ## Low level
//!
//! What a check of an actor reads (the credential, the institution's kinds and standing) is kept
//! apart from what it doesn't (the profile), so that the check costs two small reads.

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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

mod allowance;
mod calls;
mod credentials;
mod did;
mod errors;
mod events;
mod groups;
mod keys;
mod membership;
pub mod origins;
mod suspension;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;
// What the codec derives for enums casts their indices.
#[allow(clippy::as_conversions)]
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use origins::EnsureRole;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;
use frame_support::BoundedVec;
use galen_primitives::{Actor, GroupId, InstitutionId};
use sp_runtime::traits::BlockNumberProvider;

/// The [`Actor`] that role origins yield.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;
/// The hot part of an institution.
pub type InstitutionOf<T> = Institution<<T as Config>::MaxSuspensions>;
/// The cold part of an institution.
pub type ProfileOf<T> = Profile<
	<T as Config>::MaxAffiliates,
	<T as Config>::MaxServices,
	<T as Config>::MaxEndpointLength,
>;
/// A staff credential.
pub type CredentialOf<T> = Credential<<T as Config>::MaxSuspensions>;
/// The administrators with whom an institution is admitted.
pub type AdministratorsOf<T> =
	BoundedVec<<T as frame_system::Config>::AccountId, <T as Config>::MaxAdministrators>;
/// The institutions that weren't retired, with their voting classes.
pub type ElectorateOf<T> = BoundedVec<(InstitutionId, VotingClass), <T as Config>::MaxMembers>;

/// The memberships in groups that are remembered of an account.
pub type MembershipsOf<T> = BoundedVec<Membership, <T as Config>::MaxMemberships>;

/// The affiliates that an institution declares.
pub type AffiliatesOf<T> = BoundedVec<InstitutionId, <T as Config>::MaxAffiliates>;
/// The services that an institution lists.
pub type ServicesOf<T> =
	BoundedVec<ServiceEndpoint<<T as Config>::MaxEndpointLength>, <T as Config>::MaxServices>;
/// The number of a block, as allowances count them.
pub type ProvidedBlockNumberOf<T> =
	<<T as Config>::BlockNumberProvider as BlockNumberProvider>::BlockNumber;
/// What is left of an institution's allowance.
pub type AllowanceOf<T> = Allowance<ProvidedBlockNumberOf<T>>;

/// How many items a call carries, for its weight.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

// The macro writes out paths in full, casts indices and expects what it has checked.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{EnsureOrigin, Time},
	};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{
		gs1::Gln,
		keys::{KeyPurposes, PublicKey},
		seams::{OnStanding, PatientSponsors},
		standing::{Authority, Reason},
		ChainId, DepartmentId, InstitutionKinds, Moment, Period, Role,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// The weights of the calls, of the actor check and of the allowance.
		type WeightInfo: WeightInfo;

		/// Who admits institutions and amends what was said of them.
		type AdmissionOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who suspends, retires, sets allowances and appoints an administrator where there is none
		/// left.
		///
		/// Through an appointment it can put staff into any institution, in public: ask for a
		/// larger majority than for admission.
		type GovernanceOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who suspends for a term. Suggested: [`origins::EnsureInspector`].
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who manages an institution. Suggested: [`origins::EnsureAdministrator`].
		type AdministratorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// What allowances count as blocks. On a parachain its own blocks, not the relay chain's:
		/// what is rationed is the space in them.
		type BlockNumberProvider: BlockNumberProvider;

		/// Who knows which accounts are patients'.
		type Patients: PatientSponsors<Self::AccountId>;

		/// Who is told when governance suspends, reinstates or retires an institution.
		type OnStanding: OnStanding;

		/// How long a provisional suspension lasts, in milliseconds, and how long after its end the
		/// same regulator must leave the same institution alone. Suggested: 30 days.
		#[pallet::constant]
		type ProvisionalTerm: Get<Moment>;

		/// How many suspensions of one institution or credential are remembered. Don't reduce it
		/// without a migration.
		#[pallet::constant]
		type MaxSuspensions: Get<u32>;

		/// With how many administrators an institution can be admitted. It may appoint more.
		#[pallet::constant]
		type MaxAdministrators: Get<u32>;

		/// How many institutions there can be that weren't retired. Ballots read all of them: 500.
		/// Don't reduce it without a migration.
		#[pallet::constant]
		type MaxMembers: Get<u32>;

		/// How many affiliates an institution can declare. Don't reduce it without a migration.
		#[pallet::constant]
		type MaxAffiliates: Get<u32>;

		/// How many memberships of groups are remembered of one account, and of how many groups it
		/// can be a member at a time. Don't reduce it without a migration. Suggested: 16.
		#[pallet::constant]
		type MaxMemberships: Get<u32>;

		/// How many keys an institution can publish over its whole life: ended ones stay, so that
		/// old signatures remain checkable.
		#[pallet::constant]
		type MaxKeys: Get<u32>;

		/// How many services an institution can list. Don't reduce it without a migration.
		#[pallet::constant]
		type MaxServices: Get<u32>;

		/// How many bytes the URL of a service has at most. Don't reduce it without a migration.
		#[pallet::constant]
		type MaxEndpointLength: Get<u32>;

		/// What the benchmarks need of other pallets.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper;
	}

	/// The identity of the chain: set at genesis, the same for ever.
	#[pallet::storage]
	pub type ChainIdentity<T> = StorageValue<_, ChainId, ValueQuery>;

	/// The number of the institution that is admitted next.
	#[pallet::storage]
	pub type NextInstitutionId<T> = StorageValue<_, InstitutionId, ValueQuery>;

	/// What every check of an actor reads of an institution.
	// Twox64Concat: the chain assigns the key. Apart from `Profiles`, which is larger and which no
	// check of an actor needs.
	#[pallet::storage]
	pub type Institutions<T: Config> =
		StorageMap<_, Twox64Concat, InstitutionId, InstitutionOf<T>, OptionQuery>;

	/// The rest of an institution.
	// Twox64Concat: the chain assigns the key.
	#[pallet::storage]
	pub type Profiles<T: Config> =
		StorageMap<_, Twox64Concat, InstitutionId, ProfileOf<T>, OptionQuery>;

	/// The institutions that weren't retired, with the class in which each votes; in the order of
	/// their numbers.
	// One value, since who counts votes needs all. Whether one is suspended, `Institutions` knows.
	#[pallet::storage]
	pub type Electorate<T: Config> = StorageValue<_, ElectorateOf<T>, ValueQuery>;

	/// Whose a Global Location Number is. Retirement doesn't free it: GS1 never lets one be used
	/// again by somebody else.
	// Blake2_128Concat: whoever applies chooses the key.
	#[pallet::storage]
	pub type GlnHolders<T> = StorageMap<_, Blake2_128Concat, Gln, InstitutionId, OptionQuery>;

	/// The staff, by account.
	///
	/// A credential is never removed, and an account never gets a second one. So what an account
	/// did can always be told from what it was, and the provider reference that came with the
	/// credential stays: if the account were reaped, its nonce would start again and everything it
	/// ever signed could be replayed.
	// Blake2_128Concat: people choose their accounts.
	#[pallet::storage]
	pub type Credentials<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, CredentialOf<T>, OptionQuery>;

	/// Which groups of the own institution each member of staff belongs to and, as far as there was
	/// room, belonged to: first what has ended, in that order, then what is open.
	// Blake2_128Concat: as `Credentials`, and apart from it: few actors' groups are ever asked for.
	#[pallet::storage]
	pub type Memberships<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, MembershipsOf<T>, ValueQuery>;

	/// The keys that institutions have published. None is ever removed.
	// Twox64Concat twice: the chain assigns both keys.
	#[pallet::storage]
	pub type Keys<T> = StorageDoubleMap<
		_,
		Twox64Concat,
		InstitutionId,
		Twox64Concat,
		KeyId,
		InstitutionKey,
		OptionQuery,
	>;

	/// What institutions have left to transact.
	// Twox64Concat: the chain assigns the key. Apart from `Institutions`, because every transaction
	// writes this and only reads that.
	#[pallet::storage]
	pub type Allowances<T: Config> =
		StorageMap<_, Twox64Concat, InstitutionId, AllowanceOf<T>, OptionQuery>;

	/// How allowances fill up, by class.
	// Twox64Concat: governance assigns the key.
	#[pallet::storage]
	pub type AllowanceClasses<T> =
		StorageMap<_, Twox64Concat, AllowanceClassId, AllowanceClass, OptionQuery>;

	/// What the chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The identity of the chain. Everything signed off chain binds it: take random bytes.
		pub chain_id: ChainId,
		/// The classes of allowances.
		pub allowance_classes: Vec<(AllowanceClassId, AllowanceClass)>,
		/// The founding members, numbered in this order.
		pub institutions: Vec<GenesisInstitution<T::AccountId>>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			ChainIdentity::<T>::put(self.chain_id);
			for (id, class) in &self.allowance_classes {
				AllowanceClasses::<T>::insert(id, class);
			}
			for (index, institution) in self.institutions.iter().enumerate() {
				assert!(self.chain_id != ChainId::default(), "genesis: members, but no chain id");
				let outcome = AdministratorsOf::<T>::try_from(institution.administrators.clone())
					.map_err(|_| DispatchError::Exhausted)
					.and_then(|administrators| {
						Pallet::<T>::do_admit(institution.admission(), administrators)
					});
				assert!(outcome.is_ok(), "genesis: institution {index}: {outcome:?}");
			}
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The identity of the chain, which everything signed off chain binds.
		pub fn chain_id() -> ChainId {
			ChainIdentity::<T>::get()
		}

		/// The institution with this number.
		pub fn institution(id: InstitutionId) -> Option<InstitutionInfo> {
			Self::institution_info(id)
		}

		/// Whether the institution was in force at a moment; `None` where nobody knows (any more).
		pub fn was_in_force(id: InstitutionId, at: Moment) -> Option<bool> {
			Institutions::<T>::get(id)?.standing.was_in_force(at)
		}

		/// The credential of an account.
		pub fn credential(account: T::AccountId) -> Option<CredentialInfo> {
			Self::credential_info(&account)
		}

		/// For whom an account acts now, or why for nobody.
		pub fn actor(account: T::AccountId) -> Result<ActorOf<T>, ActorError> {
			Self::actor_of(&account)
		}

		/// Which groups of the own institution an account belongs to, and which it belonged to as
		/// far as that is remembered.
		pub fn memberships(account: T::AccountId) -> Vec<Membership> {
			Memberships::<T>::get(account).into_inner()
		}

		/// What is left of an institution's allowance now.
		pub fn allowance(id: InstitutionId) -> Option<AllowanceInfo> {
			Self::allowance_info(id)
		}

		/// Whether a key of an institution was valid at a moment; `None` for an unknown key.
		pub fn key_was_valid(id: InstitutionId, key_id: KeyId, at: Moment) -> Option<bool> {
			Some(Keys::<T>::get(id, key_id)?.period.contains(at))
		}

		/// The institution as a W3C DID document.
		pub fn did_document(id: InstitutionId) -> Option<DidDocument> {
			Self::did_document_of(id)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxSuspensions::get() > 0, "a suspension must fit");
			assert!(T::MaxAdministrators::get() > 0, "an administrator must fit");
			assert!(T::MaxMembers::get() > 0, "an institution must fit");
			assert!(T::MaxKeys::get() > 0, "a key must fit");
			assert!(T::ProvisionalTerm::get() > 0, "a provisional suspension must last");
			assert!(
				T::MaxEndpointLength::get() > count(SCHEME),
				"an endpoint must hold more than its scheme"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
