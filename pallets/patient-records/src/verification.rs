// SPDX-License-Identifier: Apache-2.0

//! What the chain can say about a document that somebody has in hand.

use crate::*;
use galen_primitives::{merkle, seams, Digest, RecordFacts, RecordId};

impl<T: Config> Pallet<T> {
	pub(crate) fn version_info(id: RecordId, version: u32) -> Option<VersionInfo> {
		Self::version_of(&id, &Records::<T>::get(id)?, version)
	}

	pub(crate) fn check_digest(id: RecordId, version: Option<u32>, digest: Digest) -> Verification {
		Self::check(id, version, |shown| {
			if shown.content == digest {
				Ok(())
			} else {
				Err(Verification::Differs)
			}
		})
	}

	pub(crate) fn check_field(
		id: RecordId,
		version: Option<u32>,
		leaf: [u8; 32],
		index: u32,
		count: u32,
		path: MerklePath,
	) -> Verification {
		Self::check(id, version, |shown| {
			let Digest { algorithm, bytes } = shown.fields.ok_or(Verification::NoFields)?;
			match merkle::verify(algorithm, &bytes, count, index, &leaf, &path) {
				Ok(true) => Ok(()),
				Ok(false) => Err(Verification::Differs),
				Err(_) => Err(Verification::Unsupported),
			}
		})
	}

	pub(crate) fn check_batch_member(
		id: BatchId,
		leaf: [u8; 32],
		index: u32,
		path: MerklePath,
	) -> Membership {
		let Some(batch) = Batches::<T>::get(id) else { return Membership::NoSuchBatch };
		let Batch { custodian, root, count, recorded, .. } = batch;
		match merkle::verify(root.algorithm, &root.bytes, count, index, &leaf, &path) {
			Ok(true) => Membership::Member { custodian, recorded },
			Ok(false) => Membership::NotAMember,
			Err(_) => Membership::Unsupported,
		}
	}

	/// Looks up a version, lets `compare` see it, and tells what a match is worth.
	fn check(
		id: RecordId,
		version: Option<u32>,
		compare: impl FnOnce(&VersionInfo) -> Result<(), Verification>,
	) -> Verification {
		let Some(record) = Records::<T>::get(id) else { return Verification::NoSuchRecord };
		let version = version.unwrap_or(record.head());
		let Some(shown) = Self::version_of(&id, &record, version) else {
			return Verification::NoSuchVersion;
		};
		if let Err(refused) = compare(&shown) {
			return refused;
		}
		match Self::withdrawal(&id, &record) {
			Some(because) => Verification::Withdrawn { version, because },
			None => Verification::Matches {
				version,
				head: record.head(),
				status: record.status,
				composition: shown.composition,
				recorded: shown.recorded,
				suspect: Self::is_record_suspect(&id),
			},
		}
	}

	/// Why the record doesn't count, if so. Erasure is the stronger reason: nobody should have the
	/// document any more.
	fn withdrawal(id: &RecordId, record: &Record) -> Option<Withdrawal> {
		if record.retention == Retention::Erased {
			let Erasure { at, reason, .. } = Erasures::<T>::get(id)?;
			return Some(Withdrawal::Erased { at, reason });
		}
		(record.status == DocumentStatus::EnteredInError).then_some(Withdrawal::EnteredInError)
	}

	fn version_of(id: &RecordId, record: &Record, version: u32) -> Option<VersionInfo> {
		// Kept with the version that gave way: zero for the first, where there is none.
		let reason =
			Versions::<T>::get(id, version.saturating_sub(1)).map(|before| before.replaced_for);
		if version == record.head() {
			let Record { content, fields, composition, occurred, recorded, .. } = *record;
			return Some(VersionInfo {
				version,
				content,
				fields,
				composition,
				occurred,
				recorded,
				reason,
			});
		}
		let Version { content, fields, composition, occurred, recorded, .. } =
			Versions::<T>::get(id, version)?;
		Some(VersionInfo { version, content, fields, composition, occurred, recorded, reason })
	}
}

impl Record {
	/// The head's number, as everything else counts versions.
	pub fn head(&self) -> u32 {
		self.version.into()
	}

	/// What those need to know of it who decide who may see it.
	pub fn facts(&self) -> RecordFacts {
		RecordFacts {
			patient: self.patient,
			custodian: self.custodian,
			department: self.department,
			version: self.head(),
			data_class: self.data_class,
			compartment: self.compartment,
			occurred: self.occurred,
			withdrawn: self.retention == Retention::Erased
				|| self.status == DocumentStatus::EnteredInError,
		}
	}
}

impl<T: Config> seams::Records for Pallet<T> {
	fn facts(record: &RecordId) -> Option<RecordFacts> {
		Records::<T>::get(record).map(|record| record.facts())
	}
	fn is_suspect(record: &RecordId) -> bool {
		Self::is_record_suspect(record)
	}
	fn fields(record: &RecordId) -> Option<Digest> {
		Records::<T>::get(record)?.fields
	}
}
