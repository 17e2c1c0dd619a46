// SPDX-License-Identifier: Apache-2.0

//! What the chain says of a pack that somebody has in hand.

use crate::{packs::Found, *};
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{
	gs1::{is_valid_text, Gtin, Text20},
	InstitutionId, Moment,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_scan(
		actor: ActorOf<T>,
		key: PackKey,
		lot: Text20,
		proof: Option<PackProof>,
	) -> DispatchResult {
		Self::ensure_pack_key(&key)?;
		ensure!(is_valid_text(&lot), Error::<T>::InvalidLot);
		let by = actor.institution;
		let trace = Self::trace_of(key.gtin, lot, key.serial.clone(), proof.as_ref());
		let alert = trace.status.and_then(|status| Self::alert_of(&status, by));
		let Some((kind, holder)) = alert else {
			let pedigree = trace.pedigree;
			Self::deposit_event(Event::Scanned { pack: key, pedigree, by });
			return Ok(());
		};

		let before = trace.alert.map_or(0, |alert| alert.count);
		let (at, count) = (T::Time::now(), before.saturating_add(1));
		let alert = Alert { kind, holder, claimant: by, at, count };
		Alerts::<T>::insert(&key, alert);

		Self::deposit_event(Event::AlertRaised { pack: key, alert });
		Ok(())
	}

	/// Why a pack can't be in that institution's hands for sale, and who has it instead.
	fn alert_of(
		pack: &PackTrace<T::AccountId>,
		by: InstitutionId,
	) -> Option<(AlertKind, InstitutionId)> {
		let expected = pack.holder == by
			|| pack.transit.is_some_and(|transit| transit.to == by || transit.carrier == Some(by));
		let gone = Reasons::of(&[Reason::Stolen, Reason::Destroyed]);
		let kind = match pack.status {
			PackStatus::Dispensed => AlertKind::AlreadyDispensed,
			PackStatus::Decommissioned(_)
			| PackStatus::Returned
			| PackStatus::Stolen
			| PackStatus::Destroyed => AlertKind::NotSaleable,
			PackStatus::Active | PackStatus::PartiallyDispensed
				if pack.reasons.intersects(gone) =>
			{
				AlertKind::NotSaleable
			},
			PackStatus::Active | PackStatus::PartiallyDispensed if expected => return None,
			PackStatus::Active | PackStatus::PartiallyDispensed => AlertKind::HeldElsewhere,
		};
		Some((kind, pack.holder))
	}

	pub(crate) fn trace_of(
		gtin: Gtin,
		lot: Text20,
		serial: Text20,
		proof: Option<&PackProof>,
	) -> Trace<T::AccountId> {
		let now = T::Time::now();
		let key = PackKey { gtin, serial };
		let lot_key = LotKey { gtin, lot };
		let alert = Alerts::<T>::get(&key);
		let (product, found_lot) = (Products::<T>::get(gtin), Lots::<T>::get(&lot_key));
		let (Some(product), Some(lot)) = (product, found_lot) else {
			let pedigree =
				if product.is_none() { Pedigree::UnknownProduct } else { Pedigree::UnknownLot };
			return Trace { pedigree, product, lot: found_lot, status: None, alert };
		};
		let (pedigree, status) = match Self::pedigree_of(&key, &lot_key, &lot, proof, now) {
			Ok(found) => (Pedigree::Proven, Some(Self::pack_trace(found, &product, &lot, now))),
			Err(pedigree) => (pedigree, None),
		};
		Trace { pedigree, product: Some(product), lot: Some(lot), status, alert }
	}

	/// The pack, if there is such a one.
	fn pedigree_of(
		key: &PackKey,
		lot_key: &LotKey,
		lot: &Lot,
		proof: Option<&PackProof>,
		now: Moment,
	) -> Result<Found<T>, Pedigree> {
		let before = Packs::<T>::get(key);
		let pack = match (&before, proof) {
			(Some(pack), _) if pack.lot == lot_key.lot => pack.clone(),
			(Some(_), _) => return Err(Pedigree::OtherLot),
			(None, None) => return Err(Pedigree::Unproven),
			(None, Some(proof)) if proof.lot != lot_key.lot => return Err(Pedigree::OtherLot),
			(None, Some(proof)) => {
				Self::check_path(key, proof, lot).map_err(|error| match error {
					Error::<T>::Unsupported => Pedigree::Unsupported,
					_ => Pedigree::NotInLot,
				})?;
				// As long as its case isn't on chain, the pack is where the lot was made.
				Self::prove(key, proof).unwrap_or_else(|_| Pack {
					lot: lot_key.lot.clone(),
					status: PackStatus::Active,
					place: PackPlace::Held(lot.holder),
					supplied: 0,
					decommission: None,
					trail: Default::default(),
				})
			},
		};
		// The containers of a pack are there, and not too deep in each other.
		let around = Self::around_pack(&pack, now).map_err(|_| Pedigree::Unproven)?;
		Ok(Found { key: key.clone(), before, pack, around })
	}

	fn pack_trace(
		found: Found<T>,
		product: &Product,
		lot: &Lot,
		now: Moment,
	) -> PackTrace<T::AccountId> {
		let reasons = Self::reasons_of_pack(&found, product, lot, now);
		let Found { before, pack, around, .. } = found;
		let (holder, root, transit) = (around.holder, around.root, around.transit);
		let Pack { status, supplied, mut trail, .. } = pack;
		let mut holds = trail.holds.to_vec();
		holds.extend(around.holds.iter().cloned());
		let mut spells = trail.spells.to_vec();
		spells.extend(around.spells);
		trail.earlier_steps = trail.earlier_steps.saturating_add(around.earlier_steps);
		for step in around.steps {
			trail.add_step(step);
		}
		PackTrace {
			status,
			standing: reasons.standing(),
			reasons,
			own_state: before.is_some(),
			holder,
			root,
			transit,
			remaining: product.terms.content.saturating_sub(supplied),
			holds,
			spells,
			steps: trail.steps.into_inner(),
			earlier_steps: trail.earlier_steps,
		}
	}
}
