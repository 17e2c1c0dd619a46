// SPDX-License-Identifier: Apache-2.0

//! What happens to one record while it is in use: versions, attestation, error.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use galen_primitives::{Digest, Moment, RecordId, Role};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_add_version(
		actor: ActorOf<T>,
		id: RecordId,
		expected_version: u32,
		content: Digest,
		fields: Option<Digest>,
		occurred: Moment,
		reason: AmendmentReason,
	) -> DispatchResult {
		let now = Self::now_unless_before(occurred)?;
		let mut record = Self::current_record(&id, &actor)?;
		Self::ensure_may_change(&record, &actor)?;
		Self::ensure_proper(&content, fields.as_ref(), record.data_class)?;
		ensure!(record.head() == expected_version, Error::<T>::StaleVersion);
		ensure!(record.content != content, Error::<T>::NoChange);
		ensure!(record.head() < T::MaxVersions::get(), Error::<T>::TooManyVersions);

		Versions::<T>::insert(
			id,
			record.head(),
			Version {
				content: record.content,
				fields: record.fields,
				composition: record.composition,
				occurred: record.occurred,
				recorded: record.recorded,
				replaced_for: reason,
			},
		);
		record.version = record.version.saturating_add(1);
		record.content = content;
		record.fields = fields;
		record.composition = record.composition.amended();
		record.occurred = occurred;
		record.recorded = now;
		Records::<T>::insert(id, record);

		Self::deposit_event(Event::VersionAdded {
			record: id,
			version: record.head(),
			author: actor.account,
			content,
			fields,
			occurred,
			reason,
		});
		Ok(())
	}

	pub(crate) fn do_attest(
		actor: ActorOf<T>,
		id: RecordId,
		expected_version: u32,
	) -> DispatchResult {
		let mut record = Self::current_record(&id, &actor)?;
		ensure!(record.head() == expected_version, Error::<T>::StaleVersion);
		ensure!(record.composition == CompositionStatus::Preliminary, Error::<T>::AlreadyAttested);

		record.composition = CompositionStatus::Final;
		Records::<T>::insert(id, record);

		Self::deposit_event(Event::Attested {
			record: id,
			version: record.head(),
			attester: actor.account,
		});
		Ok(())
	}

	pub(crate) fn do_enter_in_error(actor: ActorOf<T>, id: RecordId) -> DispatchResult {
		let mut record = Self::record_in_custody(&id, &actor)?;
		ensure!(record.status != DocumentStatus::EnteredInError, Error::<T>::AlreadyInError);
		Self::ensure_may_change(&record, &actor)?;

		record.status = DocumentStatus::EnteredInError;
		Records::<T>::insert(id, record);

		Self::deposit_event(Event::EnteredInError { record: id, author: actor.account });
		Ok(())
	}

	/// A record that the actor's institution keeps, and that isn't erased.
	pub(crate) fn record_in_custody(id: &RecordId, actor: &ActorOf<T>) -> Result<Record, Error<T>> {
		let record = Records::<T>::get(id).ok_or(Error::<T>::NotFound)?;
		ensure!(record.custodian == actor.institution, Error::<T>::NotCustodian);
		ensure!(record.retention != Retention::Erased, Error::<T>::Erased);
		Ok(record)
	}

	/// Such a record that is current.
	pub(crate) fn current_record(id: &RecordId, actor: &ActorOf<T>) -> Result<Record, Error<T>> {
		let record = Self::record_in_custody(id, actor)?;
		ensure!(record.status == DocumentStatus::Current, Error::<T>::NotCurrent);
		Ok(record)
	}

	/// What was attested is changed only by those whose work needs no attestation.
	pub(crate) fn ensure_may_change(record: &Record, actor: &ActorOf<T>) -> Result<(), Error<T>> {
		ensure!(
			actor.role != Role::Trainee || record.composition == CompositionStatus::Preliminary,
			Error::<T>::NeedsAttestation
		);
		Ok(())
	}
}
