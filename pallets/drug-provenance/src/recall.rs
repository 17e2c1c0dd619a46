// SPDX-License-Identifier: Apache-2.0

//! Recalls: one write each, derived by whoever looks at a pack.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{
	gs1::{is_valid_text, Gtin},
	InstitutionId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_recall(
		actor: ActorOf<T>,
		regulator: bool,
		scope: RecallScope,
		notice: RecallNotice,
	) -> DispatchResult {
		Self::ensure_set(&notice.notice)?;
		let by = actor.institution;
		let recall = Self::new_recall(by, notice);
		Self::change_recall(&scope, |holder, place| {
			ensure!(regulator || holder == by, Error::<T>::NotMarketingHolder);
			Self::ensure_may_begin(place, &recall)?;
			*place = Some(recall);
			Ok(())
		})?;

		Self::deposit_event(Event::Recalled { scope, notice, by });
		Ok(())
	}

	pub(crate) fn do_recall_packs(
		actor: ActorOf<T>,
		regulator: bool,
		gtin: Gtin,
		serials: SerialsOf<T>,
		notice: RecallNotice,
	) -> DispatchResult {
		ensure!(!serials.is_empty(), Error::<T>::EmptyList);
		Self::ensure_set(&notice.notice)?;
		let by = actor.institution;
		let product = Products::<T>::get(gtin).ok_or(Error::<T>::UnknownProduct)?;
		ensure!(regulator || product.holder == by, Error::<T>::NotMarketingHolder);
		let recall = Self::new_recall(by, notice);
		for serial in &serials {
			ensure!(is_valid_text(serial), Error::<T>::InvalidSerial);
			PackRecalls::<T>::try_mutate(PackKey { gtin, serial: serial.clone() }, |place| {
				Self::ensure_may_begin(place, &recall)?;
				*place = Some(recall);
				Ok::<_, Error<T>>(())
			})?;
		}

		let serials = serials.into_inner();
		Self::deposit_event(Event::PacksRecalled { gtin, serials, notice, by });
		Ok(())
	}

	pub(crate) fn do_report_recall(
		actor: ActorOf<T>,
		scope: RecallScope,
		report: RecallReport,
	) -> DispatchResult {
		let by = actor.institution;
		let before = RecallReports::<T>::get(&scope, by);
		let recall = Self::change_recall(&scope, |_, place| {
			let recall =
				place.as_mut().filter(|recall| recall.is_open()).ok_or(Error::<T>::NotRecalled)?;
			if let Some(before) = before.filter(|before| before.recall == recall.at) {
				recall.effect.minus(&before.report);
			}
			recall.effect.plus(&report);
			Ok(recall.at)
		})?;
		let record = ReportRecord { recall, report, at: T::Time::now() };
		RecallReports::<T>::insert(&scope, by, record);

		Self::deposit_event(Event::RecallReported { scope, by, report });
		Ok(())
	}

	pub(crate) fn do_terminate_recall(actor: ActorOf<T>, scope: RecallScope) -> DispatchResult {
		Self::change_recall(&scope, |_, place| {
			let recall =
				place.as_mut().filter(|recall| recall.is_open()).ok_or(Error::<T>::NotRecalled)?;
			recall.terminated = Some(T::Time::now());
			Ok(())
		})?;

		Self::deposit_event(Event::RecallTerminated { scope, by: actor.institution });
		Ok(())
	}

	pub(crate) fn recall_of(scope: &RecallScope) -> Option<Recall> {
		match scope {
			RecallScope::Product(gtin) => Products::<T>::get(gtin)?.recall,
			RecallScope::Lot(key) => Lots::<T>::get(key)?.recall,
			RecallScope::Pack(key) => PackRecalls::<T>::get(key),
		}
	}

	fn new_recall(by: InstitutionId, notice: RecallNotice) -> Recall {
		let at = T::Time::now();
		Recall { notice, by, at, terminated: None, effect: Default::default() }
	}

	/// Whether a recall may follow the last one. Reports name theirs by when it began: two that begin
	/// in one block would count each other's.
	fn ensure_may_begin(last: &Option<Recall>, next: &Recall) -> Result<(), Error<T>> {
		let follows =
			last.as_ref().is_none_or(|last| last.terminated.is_some() && last.at < next.at);
		ensure!(follows, Error::<T>::AlreadyRecalled);
		Ok(())
	}

	/// Changes the place where a recall is written; `change` learns who answers for what it covers.
	fn change_recall<R>(
		scope: &RecallScope,
		change: impl FnOnce(InstitutionId, &mut Option<Recall>) -> Result<R, Error<T>>,
	) -> Result<R, Error<T>> {
		match scope {
			RecallScope::Product(gtin) => Products::<T>::try_mutate(gtin, |product| {
				let product = product.as_mut().ok_or(Error::<T>::UnknownProduct)?;
				change(product.holder, &mut product.recall)
			}),
			RecallScope::Lot(key) => Lots::<T>::try_mutate(key, |lot| {
				let lot = lot.as_mut().ok_or(Error::<T>::UnknownLot)?;
				change(lot.holder, &mut lot.recall)
			}),
			RecallScope::Pack(key) => {
				let product = Products::<T>::get(key.gtin).ok_or(Error::<T>::UnknownProduct)?;
				PackRecalls::<T>::try_mutate(key, |recall| change(product.holder, recall))
			},
		}
	}
}
