// SPDX-License-Identifier: Apache-2.0

//! # Patient records
//!
//! Commitments to medical documents. The documents stay with their custodians; the chain says which
//! version of which document existed when, whether it still counts, and whether a copy at hand is
//! unchanged.
//!
//! ## Overview
//!
//! A member of an institution's staff anchors the salted digest of a document: that is a *record*,
//! in the shape of a FHIR DocumentReference. Whatever happens to the document afterwards is added,
//! never overwritten: a new version, an attestation, a record that replaces it, a declaration that
//! it was entered in error, an erasure. Anybody who is given the document and its salt can check it
//! against the chain, whole or field by field, without asking the custodian.
//!
//! Nothing about a person is in storage, events or call arguments. A digest is of
//! [`galen_primitives::commitment`]'s kind, over 32 random bytes that stay off chain; a compartment
//! is a number whose meaning only the patient and the custodian know.
//!
//! ## Terminology
//!
//! - *Custodian*: the institution that keeps the document, and whose staff alone changes the record.
//! - *Head*: the newest version of a record. Older ones stay readable.
//! - *Field root*: the root of a [`galen_primitives::merkle`] tree over the document's salted
//!   fields, so that one field can be shown and checked without the rest.
//! - *Preliminary, final, amended*: whether a version was attested (FHIR composition-status).
//! - *Current, superseded, entered in error*: whether the record is the one to use (FHIR
//!   document-reference-status).
//! - *Legal hold*: forbids the erasure of a record.
//! - *Erasure*: every *holder* of a copy destroys it with its keys and salts off chain and says so
//!   with a *receipt*; on chain the digests stay as a dated tombstone that nobody can open any more.
//!   This mitigates, it doesn't undo: that there was a document remains visible.
//! - *Source*: the device that measured what a record's first version says, and signed it. If it is
//!   found out of tolerance later, the record is *suspect*: it stays, and whoever reads it is told.
//! - *Batch*: many records behind one root, for systems that produce thousands.
//!
//! ## Scenarios
//!
//! A resident writes a report, a physician attests it, and a slip is corrected later on:
#![doc = docify::embed!("src/tests/scenarios.rs", a_corrected_report_should_keep_its_history)]
//!
//! A patient wants a document erased of which another hospital has a copy:
#![doc = docify::embed!("src/tests/scenarios.rs", an_unconfirmed_erasure_should_become_visible)]
//!
//! ## Pallet API
//!
//! **Writing.** [`Pallet::anchor`], [`Pallet::anchor_measured`], [`Pallet::add_version`],
//! [`Pallet::attest`];
//! [`Pallet::supersede`], [`Pallet::relate`], [`Pallet::enter_in_error`]; [`Pallet::place_hold`],
//! [`Pallet::release_hold`], [`Pallet::erase`], [`Pallet::confirm_erasure`];
//! [`Pallet::anchor_batch`], [`Pallet::anchor_leaves`].
//!
//! **Reading.** The view functions: `record`, `version`, `relations`, `source`, `erasure`, `batch`,
//! `verify_digest`, `verify_field`, `verify_batch_member`, `measurement_statement`, `record_id`,
//! `batch_id`. They take digests and paths, never content.
//!
//! ## Low level
//!
//! - A record's id is made of its custodian and its first digest. A digest copied from the pool and
//!   anchored by another becomes another record, and the author's goes through all the same.
//! - Writers name the version that they have seen. If it isn't the head any more, they are refused
//!   and have to look again.
//! - A relation leads to a record that was anchored in an earlier block. Hence no circles.
//! - A trainee's work is preliminary, and what was attested isn't a trainee's to change.
//! - New records need a patient whose pseudonym is open. Corrections don't: the duty to keep a
//!   record right outlives the care relationship and the patient.

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

mod anchoring;
mod calls;
mod errors;
mod events;
mod relations;
mod retention;
mod sources;
// For the casts in derived codecs.
#[allow(clippy::as_conversions)]
mod types;
mod verification;
mod versions;
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
use frame_support::BoundedVec;
use galen_primitives::Actor;

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;

/// The erasure of a record.
pub type ErasureOf<T> = Erasure<<T as Config>::MaxHolders>;

/// The holders that an erasure names.
pub type HoldersOf<T> = BoundedVec<galen_primitives::InstitutionId, <T as Config>::MaxHolders>;

/// The leaves of a batch.
pub type LeavesOf<T> = BoundedVec<[u8; 32], <T as Config>::MaxLeaves>;

/// The relations of one record.
pub type RelationsOf<T> = BoundedVec<Related, <T as Config>::MaxRelations>;

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
	use frame_support::{pallet_prelude::*, traits::Time};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{
		seams, ChainId, DeviceId, DeviceSignature, Digest, HashAlgorithm, InstitutionId, Moment,
		PatientId, RecordId,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who may write records: clinical staff of an institution that keeps some.
		type AuthorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who may attest what others wrote: staff that works without supervision.
		type AttesterOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who answers for holds and erasures, at the custodian or at another holder.
		type RecordsOfficerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Knows whether a patient's pseudonym is open.
		type Patients: seams::Patients<Self::AccountId>;

		/// Decides whether an author may build on what another custodian keeps.
		type ConsentGate: seams::ConsentGate<Self::AccountId>;

		/// Where such decisions are logged.
		type AccessAudit: seams::AccessAudit<Self::AccountId>;

		/// Knows which institutions there are.
		type Institutions: seams::Institutions;

		/// Knows which devices can be believed.
		type Devices: seams::DeviceStatus;

		/// The chain that devices sign for.
		type ChainId: Get<ChainId>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// How many versions a record can have.
		///
		/// Each costs storage of its own, none makes another call dearer. 1,000 is plenty for a
		/// document; what changes daily is a document a day.
		#[pallet::constant]
		type MaxVersions: Get<u32>;

		/// How many relations lead away from one record. They are read and written together:
		/// 16 or so.
		#[pallet::constant]
		type MaxRelations: Get<u32>;

		/// How many institutions, the custodian among them, can have to confirm one erasure. They
		/// are read and written together: 32 or so.
		#[pallet::constant]
		type MaxHolders: Get<u32>;

		/// How many leaves one call can carry. They count towards the length of a block: 1,024 are
		/// 32 KiB.
		#[pallet::constant]
		type MaxLeaves: Get<u32>;

		/// How long holders have to confirm an erasure, in milliseconds. A month answers to GDPR
		/// art. 12(3).
		#[pallet::constant]
		type ErasureTerm: Get<Moment>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::RuntimeOrigin>;
	}

	/// Every record, with its head, by its id.
	// `Identity`: the id is a hash that the chain has computed. The head is inside, so that
	// anchoring is one write and verifying one read; older versions are out of the way.
	#[pallet::storage]
	pub type Records<T: Config> = StorageMap<_, Identity, RecordId, Record>;

	/// The versions before the head, by record and number.
	// `Identity` as above; `Twox64Concat`: numbers are the chain's own.
	#[pallet::storage]
	pub type Versions<T: Config> =
		StorageDoubleMap<_, Identity, RecordId, Twox64Concat, u32, Version>;

	/// What a record is to earlier ones. Nothing for a record that has no relations.
	// `Identity` as above. Apart from `Records`, since few have any and no other call asks.
	#[pallet::storage]
	pub type Relations<T: Config> = StorageMap<_, Identity, RecordId, RelationsOf<T>, ValueQuery>;

	/// The erasures, by record.
	// `Identity` as above.
	#[pallet::storage]
	pub type Erasures<T: Config> = StorageMap<_, Identity, RecordId, ErasureOf<T>>;

	/// The batches, by their ids.
	// `Identity`: the id is a hash that the chain has computed.
	#[pallet::storage]
	pub type Batches<T: Config> = StorageMap<_, Identity, BatchId, Batch>;

	/// The devices that measured what records say. Nothing for what people wrote.
	// `Identity` as above. Apart from `Records`, since few have one and it would make all longer.
	#[pallet::storage]
	pub type Sources<T: Config> = StorageMap<_, Identity, RecordId, Source>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxVersions::get() > 0, "a record has a first version");
			assert!(T::MaxVersions::get() <= u16::MAX.into(), "a version has a number");
			assert!(T::MaxRelations::get() > 0, "a record that supersedes has a relation");
			assert!(T::MaxHolders::get() > 0, "the custodian is a holder");
			assert!(T::MaxLeaves::get() > 0, "a batch has a leaf");
			assert!(T::ErasureTerm::get() > 0, "an erasure isn't overdue when it is ordered");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The record with this id.
		pub fn record(id: RecordId) -> Option<Record> {
			Records::<T>::get(id)
		}

		/// One version of a record, the head included.
		pub fn version(id: RecordId, version: u32) -> Option<VersionInfo> {
			Self::version_info(id, version)
		}

		/// What a record is to earlier ones.
		pub fn relations(id: RecordId) -> Vec<Related> {
			Relations::<T>::get(id).into_inner()
		}

		/// The erasure of a record, and who is overdue with it by now.
		pub fn erasure(id: RecordId) -> Option<ErasureInfo> {
			Self::erasure_info(id)
		}

		/// The batch with this id.
		pub fn batch(id: BatchId) -> Option<Batch> {
			Batches::<T>::get(id)
		}

		/// Whether `digest` is that of a version of a record; of the head, where none is named.
		///
		/// Compares: any algorithm will do.
		pub fn verify_digest(id: RecordId, version: Option<u32>, digest: Digest) -> Verification {
			Self::check_digest(id, version, digest)
		}

		/// Whether `leaf`, the salted commitment to one field, is the one at `index` of the `count`
		/// fields of a version; of the head, where none is named. The path begins at the bottom.
		pub fn verify_field(
			id: RecordId,
			version: Option<u32>,
			leaf: [u8; 32],
			index: u32,
			count: u32,
			path: MerklePath,
		) -> Verification {
			Self::check_field(id, version, leaf, index, count, path)
		}

		/// Whether `leaf`, the commitment to a document, is the one at `index` of a batch. The path
		/// begins at the bottom.
		pub fn verify_batch_member(
			id: BatchId,
			leaf: [u8; 32],
			index: u32,
			path: MerklePath,
		) -> Membership {
			Self::check_batch_member(id, leaf, index, path)
		}

		/// The device that measured what a record's first version says, and whether it was found out
		/// of tolerance later. Nothing for what people wrote.
		pub fn source(id: RecordId) -> Option<SourceInfo> {
			Self::source_info(id)
		}

		/// The bytes that a device signs for [`Pallet::anchor_measured`].
		pub fn measurement_statement(
			device: DeviceId,
			custodian: InstitutionId,
			patient: PatientId,
			anchor: Anchor,
			from: Moment,
		) -> Vec<u8> {
			Self::measurement_bytes(device, custodian, patient, &anchor, from)
		}

		/// The id of the record whose first version `custodian` has anchored, or would anchor, with
		/// this digest.
		pub fn record_id(custodian: InstitutionId, content: Digest) -> RecordId {
			RecordId::derive(custodian, &content)
		}

		/// The id of the batch that `custodian` has anchored, or would anchor, with this root.
		pub fn batch_id(custodian: InstitutionId, root: Digest) -> BatchId {
			BatchId::derive(custodian, &root)
		}
	}
}
