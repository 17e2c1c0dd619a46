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
mod credentials;
mod did;
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

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An institution was admitted.
		InstitutionAdmitted {
			/// Its number.
			institution: InstitutionId,
			/// What was said of it.
			profile: Admission,
			/// Who administrates it.
			administrators: AdministratorsOf<T>,
		},
		/// What is said of an institution was amended.
		InstitutionAmended {
			/// Which one.
			institution: InstitutionId,
			/// What it does.
			kinds: InstitutionKinds,
			/// Where it votes.
			voting_class: VotingClass,
			/// Its Global Location Number, if it has one.
			gln: Option<Gln>,
			/// The country whose law it is under.
			jurisdiction: u16,
		},
		/// An institution was suspended.
		InstitutionSuspended {
			/// Which one.
			institution: InstitutionId,
			/// Why.
			reason: Reason,
			/// When the suspension lapses by itself, if it does.
			until: Option<Moment>,
			/// By whom.
			by: Authority,
		},
		/// A provisional suspension was made to last until it is lifted.
		SuspensionRatified {
			/// Whose.
			institution: InstitutionId,
		},
		/// The suspension of an institution was lifted.
		SuspensionLifted {
			/// Whose.
			institution: InstitutionId,
			/// By whom.
			by: Authority,
		},
		/// An institution has left for good.
		InstitutionRetired {
			/// Which one.
			institution: InstitutionId,
			/// Why.
			reason: Reason,
		},
		/// An institution has declared its affiliates, in place of those it declared before.
		AffiliatesDeclared {
			/// Which one.
			institution: InstitutionId,
			/// All of them.
			affiliates: AffiliatesOf<T>,
		},
		/// An account has become staff.
		CredentialIssued {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account.
			account: T::AccountId,
			/// What it does there.
			role: Role,
			/// Where it works there.
			department: DepartmentId,
			/// From when until when.
			validity: Period,
		},
		/// A credential was suspended.
		CredentialSuspended {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account's.
			account: T::AccountId,
			/// Why.
			reason: Reason,
			/// When the suspension lapses by itself, if it does.
			until: Option<Moment>,
		},
		/// The suspension of a credential was lifted.
		CredentialReinstated {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account's.
			account: T::AccountId,
		},
		/// A credential was ended for good.
		CredentialRevoked {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account's.
			account: T::AccountId,
			/// Why.
			reason: Reason,
		},
		/// A credential was given another end, and perhaps another role or department.
		CredentialRenewed {
			/// Whose staff.
			institution: InstitutionId,
			/// Which account's.
			account: T::AccountId,
			/// What it does there.
			role: Role,
			/// Where it works there.
			department: DepartmentId,
			/// The new end, if there is one.
			until: Option<Moment>,
		},
		/// Governance has given an institution an administrator.
		AdministratorAppointed {
			/// Whose.
			institution: InstitutionId,
			/// Which account.
			account: T::AccountId,
		},
		/// An institution has published a key.
		KeyPublished {
			/// Whose.
			institution: InstitutionId,
			/// Its number.
			key_id: KeyId,
			/// The key.
			key: PublicKey,
			/// What it is for.
			purposes: KeyPurposes,
		},
		/// A key was replaced by another for the same purposes.
		KeyRotated {
			/// Whose.
			institution: InstitutionId,
			/// The number of the one that has ended.
			ended: KeyId,
			/// The number of the one that follows it.
			key_id: KeyId,
			/// The key that follows.
			key: PublicKey,
		},
		/// A key was ended without a successor.
		KeyRevoked {
			/// Whose.
			institution: InstitutionId,
			/// Its number.
			key_id: KeyId,
			/// Why.
			reason: Reason,
		},
		/// An institution has listed its services, in place of those it listed before.
		ServicesSet {
			/// Which one.
			institution: InstitutionId,
			/// All of them.
			services: ServicesOf<T>,
		},
		/// A class of allowances was defined, perhaps anew.
		AllowanceClassSet {
			/// Which one.
			class: AllowanceClassId,
			/// How it fills up.
			definition: AllowanceClass,
		},
		/// An institution was given a class of allowances.
		AllowanceClassAssigned {
			/// Which one.
			institution: InstitutionId,
			/// The class.
			class: AllowanceClassId,
		},
		/// A regulator has found institutions to be under common control with another, in place of
		/// those found before.
		AffiliatesAttributed {
			/// That other.
			institution: InstitutionId,
			/// All of them.
			affiliates: AffiliatesOf<T>,
			/// The regulator.
			regulator: InstitutionId,
		},
		/// A member of staff belongs to a group.
		GroupMemberAdded {
			/// Whose staff and group.
			institution: InstitutionId,
			/// Which group.
			group: GroupId,
			/// Who.
			account: T::AccountId,
		},
		/// A member of staff belongs to a group no more.
		GroupMemberRemoved {
			/// Whose staff and group.
			institution: InstitutionId,
			/// Which group.
			group: GroupId,
			/// Who.
			account: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No institution has this number.
		UnknownInstitution,
		/// No kind is set, or a bit that stands for none.
		InvalidKinds,
		/// None of the kinds votes in this class.
		VotingClassNotAllowed,
		/// The Global Location Number is too long or its check digit is wrong.
		InvalidGln,
		/// The Global Location Number is another institution's.
		GlnInUse,
		/// ISO 3166-1 assigns no such numeric code.
		UnknownJurisdiction,
		/// No class of allowances has this number.
		UnknownAllowanceClass,
		/// An institution needs an administrator.
		NoAdministrator,
		/// There are as many institutions as there can be.
		TooManyInstitutions,
		/// The account holds a credential already, perhaps a revoked one, or is a patient's.
		AccountInUse,
		/// It was retired or revoked, or its validity is over.
		AlreadyEnded,
		/// A suspension is in force already.
		AlreadySuspended,
		/// No suspension is in force.
		NotSuspended,
		/// The end lies in the past.
		InvalidTerm,
		/// The suspension isn't provisional: there is nothing to ratify.
		NotProvisional,
		/// A regulator can lift only its own suspension, and only while it is provisional.
		NotImposedByYou,
		/// The same regulator's last provisional suspension ended too short a while ago.
		TooSoon,
		/// An institution can't do this to itself.
		OwnInstitution,
		/// The affiliates aren't in ascending order, or one is named twice.
		AffiliatesNotSorted,
		/// The institution is of no kind whose staff may have this role.
		RoleNotAllowed,
		/// The validity is empty or over already.
		InvalidPeriod,
		/// The account isn't staff of your institution.
		NotOwnStaff,
		/// Administrators can't suspend themselves: ask another, or resign.
		OwnCredential,
		/// The institution would be left without an administrator.
		LastAdministrator,
		/// The key can't serve these purposes.
		PurposesDontSuit,
		/// The institution has published this very key before. An ended key doesn't come back.
		KeyInUse,
		/// The institution has published as many keys as it can.
		TooManyKeys,
		/// The institution has no key of this number.
		UnknownKey,
		/// The key was rotated out or revoked already.
		KeyEnded,
		/// The endpoint isn't an https URL in printable ASCII.
		InvalidEndpoint,
		/// The account belongs to the group already.
		AlreadyMember,
		/// The account doesn't belong to the group.
		NotAMember,
		/// The account belongs to as many groups as it can.
		TooManyGroups,
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

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Admits an institution, with its first administrators.
		///
		/// Origin: [`Config::AdmissionOrigin`]. Emits [`Event::InstitutionAdmitted`].
		///
		/// - `profile`: what is said of it; the kinds must vote in the class, the allowance class
		///   must be defined.
		/// - `administrators`: at least one account that is neither staff nor a patient's.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::admit(count(administrators)))]
		pub fn admit(
			origin: OriginFor<T>,
			profile: Admission,
			administrators: AdministratorsOf<T>,
		) -> DispatchResult {
			T::AdmissionOrigin::ensure_origin(origin)?;
			let institution = Self::do_admit(profile.clone(), administrators.clone())?;
			Self::deposit_event(Event::InstitutionAdmitted {
				institution,
				profile,
				administrators,
			});
			Ok(())
		}

		/// Amends what is said of an institution, in force or not. Staff whose role is no longer
		/// allowed stops acting.
		///
		/// Origin: [`Config::AdmissionOrigin`]. Emits [`Event::InstitutionAmended`].
		///
		/// - `gln`: without one, the number it had becomes free, as a second admission of a retired
		///   institution may need.
		#[pallet::call_index(1)]
		pub fn amend(
			origin: OriginFor<T>,
			institution: InstitutionId,
			kinds: InstitutionKinds,
			voting_class: VotingClass,
			gln: Option<Gln>,
			jurisdiction: u16,
		) -> DispatchResult {
			T::AdmissionOrigin::ensure_origin(origin)?;
			Self::do_amend(institution, kinds, voting_class, gln, jurisdiction)
		}

		/// Suspends an institution: nobody acts for it.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::InstitutionSuspended`].
		///
		/// - `until`: when the suspension lapses by itself; without it, it lasts until lifted.
		// Operational: a flood must not stop it.
		#[pallet::call_index(2)]
		#[pallet::weight((
			T::WeightInfo::suspend().saturating_add(T::OnStanding::weight()),
			DispatchClass::Operational
		))]
		pub fn suspend(
			origin: OriginFor<T>,
			institution: InstitutionId,
			reason: Reason,
			until: Option<Moment>,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_suspend(institution, reason, until)
		}

		/// Suspends another institution for [`Config::ProvisionalTerm`], at once.
		///
		/// Origin: [`Config::RegulatorOrigin`]. Emits [`Event::InstitutionSuspended`].
		///
		/// It lapses by itself unless ratified, and the same regulator can't repeat it right
		/// afterwards ([`Error::TooSoon`]): a second opinion is governance's.
		// Operational: a flood must not stop it.
		#[pallet::call_index(3)]
		#[pallet::weight((T::WeightInfo::suspend_provisionally(), DispatchClass::Operational))]
		pub fn suspend_provisionally(
			origin: OriginFor<T>,
			institution: InstitutionId,
			reason: Reason,
		) -> DispatchResult {
			let regulator = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_suspend_provisionally(regulator, institution, reason)
		}

		/// Makes a provisional suspension last until it is lifted.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::SuspensionRatified`].
		#[pallet::call_index(4)]
		#[pallet::weight(
			T::WeightInfo::ratify_suspension().saturating_add(T::OnStanding::weight())
		)]
		pub fn ratify_suspension(
			origin: OriginFor<T>,
			institution: InstitutionId,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_ratify_suspension(institution)
		}

		/// Lifts the suspension of an institution.
		///
		/// Origin: [`Config::GovernanceOrigin`], or [`Config::RegulatorOrigin`] of the regulator
		/// that imposed it, while it is provisional. Emits [`Event::SuspensionLifted`].
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::lift_suspension().saturating_add(T::OnStanding::weight()))]
		pub fn lift_suspension(origin: OriginFor<T>, institution: InstitutionId) -> DispatchResult {
			let by = match T::GovernanceOrigin::try_origin(origin) {
				Ok(_) => Authority::Governance,
				Err(origin) => {
					Authority::Regulator(T::RegulatorOrigin::ensure_origin(origin)?.institution)
				},
			};
			Self::do_lift_suspension(institution, by)
		}

		/// Ends the membership of an institution for good.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::InstitutionRetired`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::retire().saturating_add(T::OnStanding::weight()))]
		pub fn retire(
			origin: OriginFor<T>,
			institution: InstitutionId,
			reason: Reason,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_retire(institution, reason)
		}

		/// Declares which other institutions are under common control, in place of those declared
		/// before.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::AffiliatesDeclared`].
		///
		/// - `affiliates`: in ascending order, each once.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::declare_affiliates(count(affiliates)))]
		pub fn declare_affiliates(
			origin: OriginFor<T>,
			affiliates: AffiliatesOf<T>,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_declare_affiliates(actor, affiliates)
		}

		/// Makes an account staff of the own institution.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialIssued`].
		///
		/// - `account`: neither staff nor a patient's, and never was staff before.
		/// - `role`: one that the institution's kinds allow.
		/// - `validity`: not over yet. A start in the past counts from now: the chain doesn't vouch
		///   for what it hasn't seen.
		#[pallet::call_index(8)]
		pub fn issue_credential(
			origin: OriginFor<T>,
			account: T::AccountId,
			role: Role,
			department: DepartmentId,
			validity: Period,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_issue_credential(actor, account, role, department, validity)
		}

		/// Suspends a credential of another member of the own staff.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialSuspended`].
		///
		/// - `until`: when the suspension lapses by itself; without it, it lasts until lifted.
		// Operational: a flood must not stop it.
		#[pallet::call_index(9)]
		#[pallet::weight((T::WeightInfo::suspend_credential(), DispatchClass::Operational))]
		pub fn suspend_credential(
			origin: OriginFor<T>,
			account: T::AccountId,
			reason: Reason,
			until: Option<Moment>,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_suspend_credential(actor, account, reason, until)
		}

		/// Lifts the suspension of a credential of the own staff.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialReinstated`].
		#[pallet::call_index(10)]
		pub fn reinstate_credential(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_reinstate_credential(actor, account)
		}

		/// Ends a credential of the own staff for good, also an expired one, which then can't be
		/// renewed. Administrators resign by revoking their own, unless they are the last.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialRevoked`].
		// Operational: a flood must not stop it.
		#[pallet::call_index(11)]
		#[pallet::weight((T::WeightInfo::revoke_credential(), DispatchClass::Operational))]
		pub fn revoke_credential(
			origin: OriginFor<T>,
			account: T::AccountId,
			reason: Reason,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_revoke_credential(actor, account, reason)
		}

		/// Gives a credential of the own staff another end, role and department. If it had expired,
		/// the time in between stays out of force.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::CredentialRenewed`].
		///
		/// - `until`: in the future, or none. It may also be earlier than before.
		#[pallet::call_index(12)]
		pub fn renew_credential(
			origin: OriginFor<T>,
			account: T::AccountId,
			until: Option<Moment>,
			role: Role,
			department: DepartmentId,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_renew_credential(actor, account, until, role, department)
		}

		/// Gives an institution an administrator, where those it has can't act any more: their
		/// credentials have lapsed, or their keys are lost.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::AdministratorAppointed`].
		#[pallet::call_index(13)]
		pub fn appoint_administrator(
			origin: OriginFor<T>,
			institution: InstitutionId,
			account: T::AccountId,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_appoint_administrator(institution, account)
		}

		/// Publishes a key of the own institution.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::KeyPublished`].
		///
		/// - `purposes`: some, and only such as the key can serve.
		#[pallet::call_index(14)]
		pub fn publish_key(
			origin: OriginFor<T>,
			key: PublicKey,
			purposes: KeyPurposes,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_publish_key(actor, key, purposes)
		}

		/// Replaces a key of the own institution by a new one for the same purposes. The old one
		/// ends now, and stays known for what it signed until then.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::KeyRotated`].
		#[pallet::call_index(15)]
		pub fn rotate_key(
			origin: OriginFor<T>,
			key_id: KeyId,
			new_key: PublicKey,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_rotate_key(actor, key_id, new_key)
		}

		/// Ends a key of the own institution without a successor.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::KeyRevoked`].
		// Operational: a flood must not stop it.
		#[pallet::call_index(16)]
		#[pallet::weight((T::WeightInfo::revoke_key(), DispatchClass::Operational))]
		pub fn revoke_key(origin: OriginFor<T>, key_id: KeyId, reason: Reason) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_revoke_key(actor, key_id, reason)
		}

		/// Lists where the systems of the own institution can be reached, in place of the list
		/// before.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::ServicesSet`].
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::set_services(count(services)))]
		pub fn set_services(origin: OriginFor<T>, services: ServicesOf<T>) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_set_services(actor, services)
		}

		/// Defines a class of allowances, perhaps anew. What institutions of the class have left
		/// follows the new definition from their last transaction on, up to its capacity.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::AllowanceClassSet`].
		#[pallet::call_index(18)]
		pub fn set_allowance_class(
			origin: OriginFor<T>,
			class: AllowanceClassId,
			definition: AllowanceClass,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			AllowanceClasses::<T>::insert(class, definition);
			Self::deposit_event(Event::AllowanceClassSet { class, definition });
			Ok(())
		}

		/// Gives an institution another class of allowances. It keeps what it has left, up to the
		/// new capacity.
		///
		/// Origin: [`Config::GovernanceOrigin`]. Emits [`Event::AllowanceClassAssigned`].
		#[pallet::call_index(19)]
		pub fn assign_allowance_class(
			origin: OriginFor<T>,
			institution: InstitutionId,
			class: AllowanceClassId,
		) -> DispatchResult {
			T::GovernanceOrigin::ensure_origin(origin)?;
			Self::do_assign_allowance_class(institution, class)
		}

		/// Makes a member of the own staff a member of a group, from now on. Group 0 are those who
		/// may break the glass ([`galen_primitives::access::PRIVILEGED_GROUP`]); what the others
		/// are for, the institution knows.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::GroupMemberAdded`].
		#[pallet::call_index(20)]
		pub fn add_group_member(
			origin: OriginFor<T>,
			account: T::AccountId,
			group: GroupId,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_add_group_member(actor, account, group)
		}

		/// Ends a membership in a group of the own institution.
		///
		/// Origin: [`Config::AdministratorOrigin`]. Emits [`Event::GroupMemberRemoved`].
		#[pallet::call_index(21)]
		pub fn remove_group_member(
			origin: OriginFor<T>,
			account: T::AccountId,
			group: GroupId,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_remove_group_member(actor, account, group)
		}

		/// States which institutions are under common control with another, whatever that declares
		/// itself, in place of those stated before. Who is affiliated neither votes on nor reviews
		/// the other.
		///
		/// Origin: [`Config::RegulatorOrigin`], of another institution. Emits
		/// [`Event::AffiliatesAttributed`].
		///
		/// - `affiliates`: in ascending order, each once.
		#[pallet::call_index(22)]
		#[pallet::weight(T::WeightInfo::attribute_affiliates(count(affiliates)))]
		pub fn attribute_affiliates(
			origin: OriginFor<T>,
			institution: InstitutionId,
			affiliates: AffiliatesOf<T>,
		) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_attribute_affiliates(actor, institution, affiliates)
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
