// SPDX-License-Identifier: Apache-2.0

//! What must hold of the storage, whatever was called.

use crate::*;
use frame_support::{
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{access::MAX_COMPARTMENT, time, RecordId};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (id, record) in Records::<T>::iter() {
			Self::check_record(&id, &record)?;
			Self::check_versions(&id, &record)?;
		}
		Self::check_relations()?;
		Self::check_erasures()?;
		Self::check_batches()?;
		// 5. No version belongs to nothing.
		ensure!(
			Versions::<T>::iter_keys().all(|(id, _)| Records::<T>::contains_key(id)),
			"a version without a record"
		);
		// 10. A source is of a record, and measured until its first version's moment.
		for (id, source) in Sources::<T>::iter() {
			let first = Self::version_info(id, 1).ok_or("a source of no record")?;
			ensure!(
				source.from <= source.until && source.until == first.occurred,
				"a source measured at another time than its record says"
			);
		}
		Ok(())
	}

	fn check_record(id: &RecordId, record: &Record) -> Result<(), TryRuntimeError> {
		// 1. A record is as its class and its compartment allow.
		ensure!(record.compartment <= MAX_COMPARTMENT, "a compartment is out of range");
		ensure!(
			Self::ensure_proper(&record.content, record.fields.as_ref(), record.data_class).is_ok(),
			"a digest is empty or a core record has fields"
		);

		// 2. A superseded record is one that its successor replaces, and was anchored before it.
		if let DocumentStatus::Superseded { by } = record.status {
			let replaces = Related { relation: Relation::Replaces, target: *id };
			ensure!(
				Relations::<T>::get(by).contains(&replaces),
				"a superseded record has no successor"
			);
		}

		// 3. Erased and having a tombstone are the same.
		ensure!(
			(record.retention == Retention::Erased) == Erasures::<T>::contains_key(id),
			"erased without a tombstone, or a tombstone of what isn't erased"
		);
		Ok(())
	}

	fn check_versions(id: &RecordId, record: &Record) -> Result<(), TryRuntimeError> {
		// 4. The versions are exactly 1 to the head, in the order of time; the first gave the
		// record its id; only what was final is amended.
		ensure!(
			(1..=T::MaxVersions::get()).contains(&record.head()),
			"a head's number is out of range"
		);
		let older = u32::try_from(Versions::<T>::iter_prefix(id).count()).unwrap_or(u32::MAX);
		ensure!(
			older == record.head().saturating_sub(1),
			"versions are missing, or there are too many"
		);
		let (mut before, mut composition) = (record.anchored, None);
		for number in 1..=record.head() {
			let version =
				Self::version_info(*id, number).ok_or("there is a gap between versions")?;
			if number == 1 {
				ensure!(
					*id == RecordId::derive(record.custodian, &version.content),
					"an id isn't that of the first version"
				);
				ensure!(
					version.recorded == record.anchored,
					"a record isn't as old as its first version"
				);
			}
			ensure!(
				Self::ensure_proper(&version.content, version.fields.as_ref(), record.data_class)
					.is_ok(),
				"an older version's digest is empty or it has fields in spite of its class"
			);
			ensure!(before <= version.recorded, "a version is older than the one before");
			ensure!(version.recorded <= T::Time::now(), "a version is from the future");
			ensure!(
				time::is_plausible(version.occurred, version.recorded),
				"a version tells of what was still to come"
			);
			// What follows a version that was final is amended; a first version can't be.
			let amended =
				composition.is_some_and(|status| status != CompositionStatus::Preliminary);
			ensure!(
				amended == (version.composition == CompositionStatus::Amended),
				"a version is amended without having been final, or the reverse"
			);
			before = version.recorded;
			composition = Some(version.composition);
		}
		Ok(())
	}

	fn check_relations() -> Result<(), TryRuntimeError> {
		for (id, relations) in Relations::<T>::iter() {
			// 6. Relations lead from a record to others of the patient that were anchored before.
			let record = Records::<T>::get(id).ok_or("relations of no record")?;
			ensure!(!relations.is_empty(), "an empty list of relations is stored");
			for (position, related) in relations.iter().enumerate() {
				let target = Records::<T>::get(related.target).ok_or("a relation leads nowhere")?;
				ensure!(target.patient == record.patient, "a relation leads to another patient");
				ensure!(target.anchored < record.anchored, "a relation doesn't lead back in time");
				ensure!(
					!relations.iter().take(position).any(|other| other == related),
					"a relation is there twice"
				);

				// 7. What is replaced is superseded by that record, unless it turned out an error.
				if related.relation == Relation::Replaces {
					ensure!(
						target.status == DocumentStatus::Superseded { by: id }
							|| target.status == DocumentStatus::EnteredInError,
						"a replaced record isn't superseded"
					);
					ensure!(
						target.custodian == record.custodian,
						"a record is replaced by another custodian's"
					);
				}
			}
		}
		Ok(())
	}

	fn check_erasures() -> Result<(), TryRuntimeError> {
		for (id, erasure) in Erasures::<T>::iter() {
			// 8. An erasure is of a record; its custodian is the first holder, and every holder is
			// named once and answers within the erasure's time.
			let record = Records::<T>::get(id).ok_or("an erasure of no record")?;
			ensure!(erasure.ordered_by == record.custodian, "a stranger ordered an erasure");
			ensure!(
				erasure.receipts.first().is_some_and(|first| first.holder == record.custodian),
				"the custodian isn't the first holder"
			);
			let now = T::Time::now();
			ensure!(
				record.recorded <= erasure.at && erasure.at <= now && erasure.at <= erasure.due,
				"an erasure's times are out of order"
			);
			for (position, receipt) in erasure.receipts.iter().enumerate() {
				ensure!(
					!erasure
						.receipts
						.iter()
						.take(position)
						.any(|other| other.holder == receipt.holder),
					"a holder is named twice"
				);
				ensure!(
					receipt.confirmed.is_none_or(|confirmation| {
						(erasure.at..=now).contains(&confirmation.at)
							&& !confirmation.evidence.is_zero()
					}),
					"a receipt is empty or not of its time"
				);
			}
		}
		Ok(())
	}

	fn check_batches() -> Result<(), TryRuntimeError> {
		for (id, batch) in Batches::<T>::iter() {
			// 9. A batch has members, a root, the id that follows from it, and plausible times.
			ensure!(batch.count > 0, "a batch is empty");
			ensure!(!batch.root.is_zero(), "a batch has no root");
			ensure!(
				id == BatchId::derive(batch.custodian, &batch.root),
				"an id isn't that of the batch"
			);
			ensure!(
				batch.recorded <= T::Time::now()
					&& time::is_plausible(batch.occurred, batch.recorded),
				"a batch's times can't be"
			);
		}
		Ok(())
	}
}
