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

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A record came on chain, with its first version.
		Anchored {
			/// The record.
			record: RecordId,
			/// The patient it is about.
			patient: PatientId,
			/// The institution that keeps the document.
			custodian: InstitutionId,
			/// Who wrote it.
			author: T::AccountId,
			/// What the author stated.
			anchor: Anchor,
		},
		/// A record has a new head.
		VersionAdded {
			/// The record.
			record: RecordId,
			/// The head's number.
			version: u32,
			/// Who wrote it.
			author: T::AccountId,
			/// The commitment to the whole document.
			content: Digest,
			/// The root over salted fields.
			fields: Option<Digest>,
			/// When what it tells of happened, as the author claims.
			occurred: Moment,
			/// Why it was made.
			reason: AmendmentReason,
		},
		/// A preliminary record is final.
		Attested {
			/// The record.
			record: RecordId,
			/// The version that was attested.
			version: u32,
			/// Who attested it.
			attester: T::AccountId,
		},
		/// A record was replaced by another, which now has that relation to it.
		Superseded {
			/// The record.
			record: RecordId,
			/// The other.
			by: RecordId,
			/// Who did it.
			author: T::AccountId,
		},
		/// A record was declared never to have counted.
		EnteredInError {
			/// The record.
			record: RecordId,
			/// Who declared it.
			author: T::AccountId,
		},
		/// A record was related to an earlier one.
		Related {
			/// The record.
			record: RecordId,
			/// What it is to the other.
			relation: Relation,
			/// The other.
			target: RecordId,
			/// Who did it.
			author: T::AccountId,
		},
		/// A record can't be erased for now.
		HoldPlaced {
			/// The record.
			record: RecordId,
			/// Why.
			reason: LegalHoldReason,
			/// Who placed it.
			officer: T::AccountId,
		},
		/// A record can be erased again.
		HoldReleased {
			/// The record.
			record: RecordId,
			/// Who released it.
			officer: T::AccountId,
		},
		/// The erasure of a record was ordered.
		Erased {
			/// The record.
			record: RecordId,
			/// Why.
			reason: ErasureReason,
			/// Who has to confirm, the custodian first.
			holders: Vec<InstitutionId>,
			/// Until when.
			due: Moment,
			/// Who ordered it.
			officer: T::AccountId,
		},
		/// A holder has destroyed its copies of a record.
		ErasureConfirmed {
			/// The record.
			record: RecordId,
			/// The holder.
			holder: InstitutionId,
			/// The digest of its protocol.
			evidence: Digest,
			/// How many holders are still to confirm.
			outstanding: u32,
			/// Who confirmed it.
			officer: T::AccountId,
		},
		/// Records came on chain behind one root.
		BatchAnchored {
			/// The batch.
			batch: BatchId,
			/// The institution that keeps the documents.
			custodian: InstitutionId,
			/// Who anchored it.
			author: T::AccountId,
			/// The root over their commitments.
			root: Digest,
			/// How many there are.
			count: u32,
			/// When what they tell of happened, as the author claims.
			occurred: Moment,
		},
		/// A record came on chain that a device has measured and signed.
		AnchoredFromDevice {
			/// The record.
			record: RecordId,
			/// The patient it is about.
			patient: PatientId,
			/// The institution that keeps the document, and owns the device.
			custodian: InstitutionId,
			/// Who submitted it.
			author: T::AccountId,
			/// What the author stated.
			anchor: Anchor,
			/// The device.
			device: DeviceId,
			/// When the measurement began.
			from: Moment,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no record with this id.
		NotFound,
		/// The institution has anchored this digest already.
		AlreadyExists,
		/// A digest is all zeros: a field was left empty.
		ZeroDigest,
		/// The compartment is above [`MAX_COMPARTMENT`].
		InvalidCompartment,
		/// What the document tells of would happen in the future. Check the clock.
		OccurredInFuture,
		/// The patient's pseudonym doesn't exist, was closed, or is of somebody who has died.
		PatientNotOpen,
		/// A record of class core is one digest: it has no root of fields.
		CoreHasNoFields,
		/// A trainee's record is preliminary, and what was attested isn't a trainee's to change.
		NeedsAttestation,
		/// Another institution keeps the record.
		NotCustodian,
		/// The record was superseded or entered in error.
		NotCurrent,
		/// The record was erased.
		Erased,
		/// The head is another version than expected. Read the record again.
		StaleVersion,
		/// The digest is the head's.
		NoChange,
		/// The record has as many versions as it can. Anchor a new one that supersedes it.
		TooManyVersions,
		/// The record isn't preliminary any more.
		AlreadyAttested,
		/// The record was entered in error before.
		AlreadyInError,
		/// A record can't be related to itself.
		Itself,
		/// The two records are of different patients.
		OtherPatient,
		/// A record can be related only to one that was anchored in an earlier block.
		NotEarlier,
		/// The other record was entered in error or erased.
		TargetWithdrawn,
		/// A record replaces another by superseding it.
		UseSupersede,
		/// The records have this relation already.
		AlreadyRelated,
		/// The record has as many relations as it can.
		TooManyRelations,
		/// The record is under a legal hold already.
		AlreadyOnHold,
		/// The record is under no legal hold.
		NotOnHold,
		/// A legal hold forbids the erasure.
		OnHold,
		/// A holder is named twice.
		DuplicateHolder,
		/// There is no such institution.
		UnknownInstitution,
		/// There are too many holders, the custodian counted.
		TooManyHolders,
		/// The record isn't erased.
		NotErased,
		/// The institution isn't among the holders that the erasure names.
		NotAHolder,
		/// The holder has confirmed before.
		AlreadyConfirmed,
		/// A batch has at least one record.
		EmptyBatch,
		/// The chain can't compute this hash.
		Unsupported,
		/// The patient's consent or the custodian's policy doesn't let the author see the other
		/// record.
		NotPermitted,
		/// Another institution owns the device.
		DeviceOfAnother,
		/// The measurement would have ended before it began.
		EndsBeforeStart,
	}

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

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Anchors a new record of an open patient, kept by the author's institution.
		///
		/// Origin: [`Config::AuthorOrigin`]. A trainee's record must be preliminary.
		///
		/// The record's id follows from the institution and the digest ([`RecordId::derive`]):
		/// the same digest can't be anchored twice by one institution.
		#[pallet::call_index(0)]
		pub fn anchor(origin: OriginFor<T>, patient: PatientId, anchor: Anchor) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_anchor(actor, patient, anchor)
		}

		/// Adds a version to a current record, which becomes its head. A final record becomes
		/// amended; a preliminary one stays so.
		///
		/// Origin: [`Config::AuthorOrigin`] of the custodian. The patient need not be open.
		///
		/// - `expected_version`: the head that the author has worked on.
		/// - `content`, `fields`, `occurred`: as in [`Anchor`].
		/// - `reason`: why the old version gives way.
		#[pallet::call_index(1)]
		pub fn add_version(
			origin: OriginFor<T>,
			record: RecordId,
			expected_version: u32,
			content: Digest,
			fields: Option<Digest>,
			occurred: Moment,
			reason: AmendmentReason,
		) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_add_version(actor, record, expected_version, content, fields, occurred, reason)
		}

		/// Makes a preliminary record final.
		///
		/// Origin: [`Config::AttesterOrigin`] of the custodian.
		///
		/// - `expected_version`: the head that the attester has read.
		#[pallet::call_index(2)]
		pub fn attest(
			origin: OriginFor<T>,
			record: RecordId,
			expected_version: u32,
		) -> DispatchResult {
			let actor = T::AttesterOrigin::ensure_origin(origin)?;
			Self::do_attest(actor, record, expected_version)
		}

		/// Replaces a current record by another current one of the same custodian and patient that
		/// was anchored later. A superseded record doesn't become current again.
		///
		/// Origin: [`Config::AuthorOrigin`] of the custodian.
		#[pallet::call_index(3)]
		pub fn supersede(origin: OriginFor<T>, record: RecordId, by: RecordId) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_supersede(actor, record, by)
		}

		/// Declares that a record should never have been, with all its versions. It stays readable
		/// and nothing brings it back.
		///
		/// Origin: [`Config::AuthorOrigin`] of the custodian.
		#[pallet::call_index(4)]
		pub fn enter_in_error(origin: OriginFor<T>, record: RecordId) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_enter_in_error(actor, record)
		}

		/// States what a current record is to an earlier one of the same patient, whoever keeps
		/// that. Who builds on another custodian's record has seen it: consent must permit that for
		/// treatment, and the patient's log says so.
		///
		/// Origin: [`Config::AuthorOrigin`] of the record's custodian.
		#[pallet::call_index(5)]
		pub fn relate(
			origin: OriginFor<T>,
			record: RecordId,
			relation: Relation,
			target: RecordId,
		) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_relate(actor, record, relation, target)
		}

		/// Forbids the erasure of a record until the hold is released.
		///
		/// Origin: [`Config::RecordsOfficerOrigin`] of the custodian.
		#[pallet::call_index(6)]
		pub fn place_hold(
			origin: OriginFor<T>,
			record: RecordId,
			reason: LegalHoldReason,
		) -> DispatchResult {
			let actor = T::RecordsOfficerOrigin::ensure_origin(origin)?;
			Self::do_place_hold(actor, record, reason)
		}

		/// Releases the hold on a record.
		///
		/// Origin: [`Config::RecordsOfficerOrigin`] of the custodian.
		#[pallet::call_index(7)]
		pub fn release_hold(origin: OriginFor<T>, record: RecordId) -> DispatchResult {
			let actor = T::RecordsOfficerOrigin::ensure_origin(origin)?;
			Self::do_release_hold(actor, record)
		}

		/// Orders the erasure of a record: every holder has to destroy its copies, keys and salts
		/// and to confirm it within [`Config::ErasureTerm`]. Nothing brings the record back.
		///
		/// The digests stay on chain as a dated tombstone. This mitigates what a public ledger
		/// keeps; it is no claim that any law is complied with.
		///
		/// Origin: [`Config::RecordsOfficerOrigin`] of the custodian.
		///
		/// - `holders`: the institutions that have a copy. The custodian counts as one, named or
		///   not.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::erase(count(holders)))]
		pub fn erase(
			origin: OriginFor<T>,
			record: RecordId,
			reason: ErasureReason,
			holders: HoldersOf<T>,
		) -> DispatchResult {
			let actor = T::RecordsOfficerOrigin::ensure_origin(origin)?;
			Self::do_erase(actor, record, reason, holders)
		}

		/// Confirms that a holder has destroyed what it had of an erased record. Also after the
		/// time is up: late is better than never, and the receipt says when.
		///
		/// Origin: [`Config::RecordsOfficerOrigin`] of the holder.
		///
		/// - `evidence`: the digest of the protocol of destruction.
		#[pallet::call_index(9)]
		pub fn confirm_erasure(
			origin: OriginFor<T>,
			record: RecordId,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::RecordsOfficerOrigin::ensure_origin(origin)?;
			Self::do_confirm_erasure(actor, record, evidence)
		}

		/// Anchors many records behind one root. A batch says that its records existed and who
		/// keeps them; it has no patient, no attestation and no versions.
		///
		/// Origin: [`Config::AuthorOrigin`].
		///
		/// - `root`: as [`galen_primitives::merkle::root`] computes it, over document commitments.
		/// - `count`: how many there are. With a wrong one, no member can be verified.
		/// - `occurred`: when the last of them was written.
		#[pallet::call_index(10)]
		pub fn anchor_batch(
			origin: OriginFor<T>,
			root: Digest,
			#[pallet::compact] count: u32,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_anchor_batch(actor, root, count, occurred)
		}

		/// Anchors many records behind one root that the chain computes, so that the leaves are in
		/// the block for whoever wants to prove one later.
		///
		/// Origin: [`Config::AuthorOrigin`].
		///
		/// - `algorithm`: that of the tree.
		/// - `leaves`: the document commitments, in the order of their indices.
		/// - `occurred`: when the last of them was written.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::anchor_leaves(count(leaves)))]
		pub fn anchor_leaves(
			origin: OriginFor<T>,
			algorithm: HashAlgorithm,
			leaves: LeavesOf<T>,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_anchor_leaves(actor, algorithm, leaves, occurred)
		}

		/// Anchors a record that a device of the author's institution has measured and signed. The
		/// device must be fit to report now: in service, in calibration, under no field action.
		///
		/// Origin: [`Config::AuthorOrigin`]. A trainee's record must be preliminary.
		///
		/// - `anchor`: as in [`Pallet::anchor`]; `occurred` is when the measurement ended.
		/// - `device`: the device.
		/// - `from`: when the measurement began.
		/// - `signature`: the device's over what the view `measurement_statement` answers.
		#[pallet::call_index(12)]
		pub fn anchor_measured(
			origin: OriginFor<T>,
			patient: PatientId,
			anchor: Anchor,
			#[pallet::compact] device: DeviceId,
			from: Moment,
			signature: DeviceSignature,
		) -> DispatchResult {
			let actor = T::AuthorOrigin::ensure_origin(origin)?;
			Self::do_anchor_measured(actor, patient, anchor, device, from, &signature)
		}
	}
}
