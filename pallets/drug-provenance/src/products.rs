// SPDX-License-Identifier: Apache-2.0

//! Products, and what callers state of things.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{EnsureOrigin, Time},
};
use galen_primitives::{
	gs1::{is_valid_text, Gtin, Sscc},
	seams::Institutions,
	time, Digest, InstitutionKind, Moment,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_product(
		actor: ActorOf<T>,
		gtin: Gtin,
		terms: ProductTerms,
	) -> DispatchResult {
		ensure!(gtin.is_valid(), Error::<T>::InvalidGtin);
		ensure!(terms.content > 0, Error::<T>::NoContent);
		ensure!(terms.profile.is_none_or(|profile| profile.is_valid()), Error::<T>::InvalidProfile);
		Self::ensure_set(&terms.master_data)?;
		let holder = actor.institution;
		ensure!(
			T::Institutions::kinds_in_force(holder)
				.is_some_and(|kinds| kinds.contains(InstitutionKind::Manufacturer)),
			Error::<T>::NotAManufacturer
		);
		ensure!(!Products::<T>::contains_key(gtin), Error::<T>::AlreadyExists);

		Products::<T>::insert(
			gtin,
			Product {
				holder,
				terms,
				status: ProductStatus::Active,
				recall: None,
				recorded: T::Time::now(),
			},
		);

		Self::deposit_event(Event::ProductRegistered { gtin, holder, terms });
		Ok(())
	}

	pub(crate) fn do_withdraw_product(
		actor: ActorOf<T>,
		regulator: bool,
		gtin: Gtin,
	) -> DispatchResult {
		let by = actor.institution;
		Products::<T>::try_mutate(gtin, |product| {
			let product = product.as_mut().ok_or(Error::<T>::UnknownProduct)?;
			ensure!(regulator || product.holder == by, Error::<T>::NotMarketingHolder);
			ensure!(product.status == ProductStatus::Active, Error::<T>::Withdrawn);
			product.status = ProductStatus::Withdrawn;
			Ok::<_, Error<T>>(())
		})?;

		Self::deposit_event(Event::ProductWithdrawn { gtin, by });
		Ok(())
	}

	/// Who acts, and whether it is the regulator.
	pub(crate) fn regulator_or<Other>(
		origin: T::RuntimeOrigin,
	) -> Result<(ActorOf<T>, bool), DispatchError>
	where
		Other: EnsureOrigin<T::RuntimeOrigin, Success = ActorOf<T>>,
	{
		match T::RegulatorOrigin::try_origin(origin) {
			Ok(actor) => Ok((actor, true)),
			Err(origin) => Ok((Other::ensure_origin(origin)?, false)),
		}
	}

	/// The time, unless what is told of would still be to come.
	pub(crate) fn now_unless_before(occurred: Moment) -> Result<Moment, Error<T>> {
		let now = T::Time::now();
		ensure!(time::is_plausible(occurred, now), Error::<T>::OccurredInFuture);
		Ok(now)
	}

	pub(crate) fn ensure_set(digest: &Digest) -> Result<(), Error<T>> {
		ensure!(!digest.is_zero(), Error::<T>::ZeroDigest);
		Ok(())
	}

	pub(crate) fn ensure_sscc(sscc: Sscc) -> Result<(), Error<T>> {
		ensure!(sscc.is_valid(), Error::<T>::InvalidSscc);
		Ok(())
	}

	pub(crate) fn ensure_lot_key(key: &LotKey) -> Result<(), Error<T>> {
		ensure!(key.gtin.is_valid(), Error::<T>::InvalidGtin);
		ensure!(is_valid_text(&key.lot), Error::<T>::InvalidLot);
		Ok(())
	}

	pub(crate) fn ensure_pack_key(key: &PackKey) -> Result<(), Error<T>> {
		ensure!(key.gtin.is_valid(), Error::<T>::InvalidGtin);
		ensure!(is_valid_text(&key.serial), Error::<T>::InvalidSerial);
		Ok(())
	}
}
