// SPDX-License-Identifier: Apache-2.0

//! Legal holds and erasure.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
	BoundedVec,
};
use galen_primitives::{seams::Institutions, Digest, InstitutionId, RecordId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_place_hold(
		actor: ActorOf<T>,
		id: RecordId,
		reason: LegalHoldReason,
	) -> DispatchResult {
		let mut record = Self::record_in_custody(&id, &actor)?;
		ensure!(record.retention != Retention::OnHold, Error::<T>::AlreadyOnHold);

		record.retention = Retention::OnHold;
		Records::<T>::insert(id, record);

		Self::deposit_event(Event::HoldPlaced { record: id, reason, officer: actor.account });
		Ok(())
	}

	pub(crate) fn do_release_hold(actor: ActorOf<T>, id: RecordId) -> DispatchResult {
		let mut record = Self::record_in_custody(&id, &actor)?;
		ensure!(record.retention == Retention::OnHold, Error::<T>::NotOnHold);

		record.retention = Retention::Kept;
		Records::<T>::insert(id, record);

		Self::deposit_event(Event::HoldReleased { record: id, officer: actor.account });
		Ok(())
	}

	pub(crate) fn do_erase(
		actor: ActorOf<T>,
		id: RecordId,
		reason: ErasureReason,
		holders: HoldersOf<T>,
	) -> DispatchResult {
		let mut record = Self::record_in_custody(&id, &actor)?;
		ensure!(record.retention != Retention::OnHold, Error::<T>::OnHold);
		let receipts = Self::receipts_due(record.custodian, &holders)?;

		let at = T::Time::now();
		let due = at.saturating_add(T::ErasureTerm::get());
		let holders = receipts.iter().map(|receipt| receipt.holder).collect();
		record.retention = Retention::Erased;
		Records::<T>::insert(id, record);
		Erasures::<T>::insert(
			id,
			Erasure { reason, ordered_by: actor.institution, at, due, receipts },
		);

		let officer = actor.account;
		Self::deposit_event(Event::Erased { record: id, reason, holders, due, officer });
		Ok(())
	}

	pub(crate) fn do_confirm_erasure(
		actor: ActorOf<T>,
		id: RecordId,
		evidence: Digest,
	) -> DispatchResult {
		ensure!(!evidence.is_zero(), Error::<T>::ZeroDigest);
		let holder = actor.institution;
		let outstanding = Erasures::<T>::try_mutate(id, |erasure| {
			let erasure = erasure.as_mut().ok_or(Error::<T>::NotErased)?;
			let receipt = erasure
				.receipts
				.iter_mut()
				.find(|receipt| receipt.holder == holder)
				.ok_or(Error::<T>::NotAHolder)?;
			ensure!(receipt.confirmed.is_none(), Error::<T>::AlreadyConfirmed);
			receipt.confirmed = Some(Confirmation { at: T::Time::now(), evidence });
			Ok::<_, Error<T>>(count(&erasure.outstanding()))
		})?;

		Self::deposit_event(Event::ErasureConfirmed {
			record: id,
			holder,
			evidence,
			outstanding,
			officer: actor.account,
		});
		Ok(())
	}

	pub(crate) fn erasure_info(id: RecordId) -> Option<ErasureInfo> {
		let erasure = Erasures::<T>::get(id)?;
		let overdue = if T::Time::now() < erasure.due { Vec::new() } else { erasure.outstanding() };
		let Erasure { reason, ordered_by, at, due, receipts } = erasure;
		Some(ErasureInfo { reason, ordered_by, at, due, receipts: receipts.into_inner(), overdue })
	}

	/// An open receipt for the custodian and for each other holder.
	fn receipts_due(
		custodian: InstitutionId,
		holders: &[InstitutionId],
	) -> Result<BoundedVec<Receipt, T::MaxHolders>, Error<T>> {
		let mut receipts = BoundedVec::new();
		let others = holders.iter().filter(|holder| **holder != custodian);
		for holder in core::iter::once(&custodian).chain(others) {
			ensure!(
				!receipts.iter().any(|receipt: &Receipt| receipt.holder == *holder),
				Error::<T>::DuplicateHolder
			);
			ensure!(T::Institutions::exists(*holder), Error::<T>::UnknownInstitution);
			receipts
				.try_push(Receipt { holder: *holder, confirmed: None })
				.map_err(|_| Error::<T>::TooManyHolders)?;
		}
		Ok(receipts)
	}
}

impl<MaxHolders: Get<u32>> Erasure<MaxHolders> {
	/// Who hasn't confirmed.
	pub fn outstanding(&self) -> Vec<InstitutionId> {
		self.receipts
			.iter()
			.filter(|receipt| receipt.confirmed.is_none())
			.map(|receipt| receipt.holder)
			.collect()
	}
}
