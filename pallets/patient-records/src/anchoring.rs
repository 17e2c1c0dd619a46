// SPDX-License-Identifier: Apache-2.0

//! New records, alone and in batches.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{
	access::MAX_COMPARTMENT,
	merkle::{self, MerkleError},
	seams::Patients,
	time, Digest, HashAlgorithm, Moment, PatientId, RecordId, Role,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_anchor(
		actor: ActorOf<T>,
		patient: PatientId,
		anchor: Anchor,
	) -> DispatchResult {
		let (custodian, author) = (actor.institution, actor.account.clone());
		let record = Self::add_record(actor, patient, anchor)?;
		Self::deposit_event(Event::Anchored { record, patient, custodian, author, anchor });
		Ok(())
	}

	/// One read of this pallet, to find the digest new, and one write.
	pub(crate) fn add_record(
		actor: ActorOf<T>,
		patient: PatientId,
		anchor: Anchor,
	) -> Result<RecordId, DispatchError> {
		let Anchor { content, fields, data_class, compartment, composition, occurred } = anchor;
		Self::ensure_proper(&content, fields.as_ref(), data_class)?;
		ensure!(compartment <= MAX_COMPARTMENT, Error::<T>::InvalidCompartment);
		ensure!(
			actor.role != Role::Trainee || composition == InitialStatus::Preliminary,
			Error::<T>::NeedsAttestation
		);
		let now = Self::now_unless_before(occurred)?;
		ensure!(T::Patients::is_open(&patient), Error::<T>::PatientNotOpen);

		let custodian = actor.institution;
		let record = RecordId::derive(custodian, &content);
		ensure!(!Records::<T>::contains_key(record), Error::<T>::AlreadyExists);
		Records::<T>::insert(
			record,
			Record {
				custodian,
				department: actor.department,
				patient,
				version: 1,
				content,
				fields,
				data_class,
				compartment,
				status: DocumentStatus::Current,
				composition: composition.into(),
				retention: Retention::Kept,
				occurred,
				recorded: now,
				anchored: now,
			},
		);
		Ok(record)
	}

	pub(crate) fn do_anchor_batch(
		actor: ActorOf<T>,
		root: Digest,
		count: u32,
		occurred: Moment,
	) -> DispatchResult {
		ensure!(count > 0, Error::<T>::EmptyBatch);
		ensure!(!root.is_zero(), Error::<T>::ZeroDigest);
		let recorded = Self::now_unless_before(occurred)?;

		let custodian = actor.institution;
		let batch = BatchId::derive(custodian, &root);
		ensure!(!Batches::<T>::contains_key(batch), Error::<T>::AlreadyExists);
		Batches::<T>::insert(batch, Batch { custodian, root, count, occurred, recorded });

		let author = actor.account;
		Self::deposit_event(Event::BatchAnchored {
			batch,
			custodian,
			author,
			root,
			count,
			occurred,
		});
		Ok(())
	}

	pub(crate) fn do_anchor_leaves(
		actor: ActorOf<T>,
		algorithm: HashAlgorithm,
		leaves: LeavesOf<T>,
		occurred: Moment,
	) -> DispatchResult {
		// The hashes come last, for they cost the most.
		ensure!(!leaves.is_empty(), Error::<T>::EmptyBatch);
		Self::now_unless_before(occurred)?;
		let bytes = merkle::root(algorithm, &leaves).map_err(|error| match error {
			MerkleError::Unsupported => Error::<T>::Unsupported,
			MerkleError::Empty | MerkleError::TooManyLeaves => Error::<T>::EmptyBatch,
		})?;
		Self::do_anchor_batch(actor, Digest { algorithm, bytes }, count(&leaves), occurred)
	}

	/// What digests must be for a document of that class.
	pub(crate) fn ensure_proper(
		content: &Digest,
		fields: Option<&Digest>,
		data_class: DataClass,
	) -> Result<(), Error<T>> {
		ensure!(!content.is_zero(), Error::<T>::ZeroDigest);
		if let Some(fields) = fields {
			ensure!(!fields.is_zero(), Error::<T>::ZeroDigest);
			ensure!(data_class != DataClass::Core, Error::<T>::CoreHasNoFields);
		}
		Ok(())
	}

	/// The time, unless what is told of would still be to come.
	pub(crate) fn now_unless_before(occurred: Moment) -> Result<Moment, Error<T>> {
		let now = T::Time::now();
		ensure!(time::is_plausible(occurred, now), Error::<T>::OccurredInFuture);
		Ok(now)
	}
}
