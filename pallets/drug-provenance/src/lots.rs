// SPDX-License-Identifier: Apache-2.0

//! Lots and their first cases.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	commitment::Salt,
	gs1::{Sscc, Text20},
	seams::RecallStatus,
	EvidenceId, HashAlgorithm,
};

impl<T: Config> Pallet<T> {
	/// Two reads of this pallet and one write, whatever the quantity.
	pub(crate) fn do_commission_lot(
		actor: ActorOf<T>,
		key: LotKey,
		terms: LotTerms,
	) -> DispatchResult {
		Self::ensure_lot_key(&key)?;
		ensure!(terms.quantity > 0, Error::<T>::EmptyLot);
		ensure!(terms.production < terms.expiry, Error::<T>::ExpiryNotAfterProduction);
		Self::ensure_set(&terms.quality)?;
		Self::ensure_set(&terms.serials)?;
		// A tree that the chain can't climb would prove nothing for ever.
		ensure!(terms.serials.algorithm != HashAlgorithm::Sm3, Error::<T>::Unsupported);
		let now = Self::now_unless_before(terms.production)?;
		ensure!(!is_expired(terms.expiry, now), Error::<T>::Expired);
		let product = Products::<T>::get(key.gtin).ok_or(Error::<T>::UnknownProduct)?;
		let holder = actor.institution;
		ensure!(product.holder == holder, Error::<T>::NotMarketingHolder);
		ensure!(product.status == ProductStatus::Active, Error::<T>::Withdrawn);
		ensure!(!Lots::<T>::contains_key(&key), Error::<T>::AlreadyExists);

		Lots::<T>::insert(
			&key,
			Lot { holder, terms, recall: None, packs: Default::default(), cases: 0, recorded: now },
		);

		Self::deposit_event(Event::LotCommissioned { lot: key, holder, terms });
		Ok(())
	}

	/// A write for each case, one for the lot and one for the container.
	pub(crate) fn do_commission_cases(
		actor: ActorOf<T>,
		key: LotKey,
		cases: UnitsOf<T>,
		into: Option<Sscc>,
	) -> DispatchResult {
		ensure!(!cases.is_empty(), Error::<T>::EmptyList);
		let now = T::Time::now();
		let mut lot = Lots::<T>::get(&key).ok_or(Error::<T>::UnknownLot)?;
		let institution = actor.institution;
		ensure!(lot.holder == institution, Error::<T>::NotMarketingHolder);
		ensure!(!is_open(&lot.recall), Error::<T>::Recalled);
		ensure!(!is_expired(lot.terms.expiry, now), Error::<T>::Expired);
		let product = Products::<T>::get(key.gtin).ok_or(Error::<T>::UnknownProduct)?;
		ensure!(product.status == ProductStatus::Active, Error::<T>::Withdrawn);
		ensure!(!is_open(&product.recall), Error::<T>::Recalled);

		let mut case: UnitOf<T> = Unit::empty(institution);
		case.first_case_of = Some(key.clone());
		case.profile = product.terms.profile;
		let content = Content { lot: key.clone(), count: 1 };
		case.contents.try_push(content).map_err(|_| Error::<T>::TooManyLots)?;

		let mut parent = into.map(|parent| Self::parent_at(institution, parent)).transpose()?;
		for sscc in &cases {
			Self::ensure_sscc(*sscc)?;
			ensure!(into != Some(*sscc), Error::<T>::Itself);
			ensure!(!Units::<T>::contains_key(sscc), Error::<T>::AlreadyExists);
			let mut case = case.clone();
			if let (Some(parent), Some(unit)) = (parent.as_mut(), into) {
				Self::put_into(parent, &case)?;
				case.place = Place::Inside { unit, since: now };
			}
			Units::<T>::insert(sscc, case);
		}
		if let (Some(parent), Some(unit)) = (parent, into) {
			Units::<T>::insert(unit, parent);
		}
		lot.cases = lot.cases.saturating_add(count(&cases));
		Lots::<T>::insert(&key, lot);

		let cases = cases.into_inner();
		Self::deposit_event(Event::CasesCommissioned { lot: key, cases, into });
		Ok(())
	}

	/// The leaf of a pack in its lot's tree.
	pub(crate) fn leaf_of(
		key: &LotKey,
		serial: &Text20,
		first_case: Sscc,
		salt: &Salt,
	) -> Option<[u8; 32]> {
		let algorithm = Lots::<T>::get(key)?.terms.serials.algorithm;
		let chain = T::ChainId::get();
		leaves::pack(algorithm, &chain, key.gtin, &key.lot, serial, first_case, salt)
	}
}

/// Lots, by GTIN and lot number. What isn't on chain can't be relied on.
impl<T: Config> RecallStatus<(galen_primitives::gs1::Gtin, Text20)> for Pallet<T> {
	fn is_recalled((gtin, lot): &(galen_primitives::gs1::Gtin, Text20)) -> bool {
		let key = LotKey { gtin: *gtin, lot: lot.clone() };
		let (Some(product), Some(lot)) = (Products::<T>::get(gtin), Lots::<T>::get(key)) else {
			return true;
		};
		product.status == ProductStatus::Withdrawn
			|| is_open(&product.recall)
			|| is_open(&lot.recall)
	}
}

/// Packs that were dispensed, by the dispense: also those that were recalled one by one.
impl<T: Config> RecallStatus<EvidenceId> for Pallet<T> {
	fn is_recalled(evidence: &EvidenceId) -> bool {
		let EvidenceId::Dispense(id) = evidence else { return true };
		let Some(Dispense { pack, lot, .. }) = Dispenses::<T>::get(id) else { return true };
		PackRecalls::<T>::get(&pack).is_some_and(|recall| recall.is_open())
			|| Self::is_recalled(&(pack.gtin, lot))
	}
}
