// SPDX-License-Identifier: Apache-2.0

//! Packs: what proves them, and how they get a state of their own.

use crate::{
	surroundings::{Load, Surroundings},
	*,
};
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	gs1::{is_valid_text, Sscc},
	merkle, InstitutionId, Moment,
};

/// A pack that somebody does something to.
pub(crate) struct Found<T: Config> {
	/// Its product and serial number.
	pub key: PackKey,
	/// Its own state before, if it had one.
	pub before: Option<PackOf<T>>,
	/// Its state, to be changed and stored.
	pub pack: PackOf<T>,
	/// What is around it.
	pub around: Surroundings<T::AccountId>,
}

impl<T: Config> Pallet<T> {
	/// Every pack is one read of the product beside what [`Self::find`] and [`Self::store`] do.
	pub(crate) fn do_pack_items(
		actor: ActorOf<T>,
		unit: Sscc,
		packs: PacksOf<T>,
	) -> DispatchResult {
		ensure!(!packs.is_empty(), Error::<T>::EmptyList);
		let now = T::Time::now();
		let holder = actor.institution;
		let mut parent = Self::parent_at(holder, unit)?;
		// It may be new: a pack that is named twice has to find itself in it.
		Units::<T>::insert(unit, parent.clone());
		let mut keys = Vec::new();
		for ClaimedPack { pack: key, proof } in packs {
			let mut found = Self::find(key, proof, now)?;
			// A pack with a state of its own is taken out first; one without leaves its first case.
			ensure!(
				found.before.is_none() || matches!(found.pack.place, PackPlace::Held(_)),
				Error::<T>::InsideAnother
			);
			Self::ensure_at_hand(&found.around, holder)?;
			found.act(PackAction::Move)?;
			let product = Products::<T>::get(found.key.gtin).ok_or(Error::<T>::UnknownProduct)?;
			found.leave(now)?;
			Self::add_load(&mut parent, &found.pack.load_of(&found.key), product.terms.profile)?;
			parent.packs = parent.packs.saturating_add(1);
			found.pack.place = PackPlace::Inside { unit, since: now };
			keys.push(found.key.clone());
			// The container is written at the end, with all of them counted.
			Self::store_uncounted(found)?;
		}
		Units::<T>::insert(unit, parent);

		Self::deposit_event(Event::ItemsPacked { unit, packs: keys, holder });
		Ok(())
	}

	pub(crate) fn do_unpack_items(actor: ActorOf<T>, packs: PacksOf<T>) -> DispatchResult {
		ensure!(!packs.is_empty(), Error::<T>::EmptyList);
		let now = T::Time::now();
		let holder = actor.institution;
		let mut keys = Vec::new();
		for ClaimedPack { pack: key, proof } in packs {
			let mut found = Self::find(key, proof, now)?;
			ensure!(matches!(found.pack.place, PackPlace::Inside { .. }), Error::<T>::NotPacked);
			Self::ensure_at_hand(&found.around, holder)?;
			found.act(PackAction::Move)?;
			found.leave(now)?;
			keys.push(found.key.clone());
			Self::store(found)?;
		}

		Self::deposit_event(Event::ItemsUnpacked { packs: keys, holder });
		Ok(())
	}

	/// Finds a pack by its own state or, where it has none, by its proof.
	pub(crate) fn find(
		key: PackKey,
		proof: Option<PackProof>,
		now: Moment,
	) -> Result<Found<T>, Error<T>> {
		Self::ensure_pack_key(&key)?;
		let before = Packs::<T>::get(&key);
		let pack = match (&before, proof) {
			(Some(pack), proof) => {
				ensure!(
					proof.is_none_or(|proof| proof.lot == pack.lot),
					Error::<T>::DuplicateSerial
				);
				pack.clone()
			},
			(None, Some(proof)) => Self::prove(&key, &proof)?,
			(None, None) => return Err(Error::<T>::Unproven),
		};
		let around = Self::around_pack(&pack, now)?;
		Ok(Found { key, before, pack, around })
	}

	/// The state that a pack has as long as it has none of its own: in its first case, since ever.
	pub(crate) fn prove(key: &PackKey, proof: &PackProof) -> Result<PackOf<T>, Error<T>> {
		let lot_key = LotKey { gtin: key.gtin, lot: proof.lot.clone() };
		ensure!(is_valid_text(&proof.lot), Error::<T>::InvalidLot);
		let lot = Lots::<T>::get(&lot_key).ok_or(Error::<T>::UnknownLot)?;
		Self::check_path(key, proof, &lot)?;
		let case = Units::<T>::get(proof.first_case).ok_or(Error::<T>::UnknownUnit)?;
		// Somebody else may have used the number for a container of their own.
		ensure!(case.first_case_of.as_ref() == Some(&lot_key), Error::<T>::NotAFirstCase);
		Ok(Pack {
			lot: proof.lot.clone(),
			status: PackStatus::Active,
			place: PackPlace::Inside { unit: proof.first_case, since: 0 },
			supplied: 0,
			decommission: None,
			trail: Default::default(),
		})
	}

	/// Whether the lot has such a pack, at that place.
	pub(crate) fn check_path(key: &PackKey, proof: &PackProof, lot: &Lot) -> Result<(), Error<T>> {
		let LotTerms { serials, quantity, .. } = lot.terms;
		let PackProof { lot, first_case, salt, index, path } = proof;
		let chain = T::ChainId::get();
		let (algorithm, root) = (serials.algorithm, &serials.bytes);
		let leaf = leaves::pack(algorithm, &chain, key.gtin, lot, &key.serial, *first_case, salt)
			.ok_or(Error::<T>::Unsupported)?;
		let proven = merkle::verify(algorithm, root, quantity, *index, &leaf, path)
			.map_err(|_| Error::<T>::Unsupported)?;
		ensure!(proven, Error::<T>::InvalidPath);
		Ok(())
	}

	/// Writes a pack's state, and counts it in its lot and in the containers around it.
	pub(crate) fn store(found: Found<T>) -> Result<(), Error<T>> {
		let counted = |pack: &PackOf<T>| match pack.place {
			PackPlace::Inside { unit, .. } => Some((unit, pack.load_of(&found.key))),
			PackPlace::Held(_) => None,
		};
		match (found.before.as_ref().and_then(counted), counted(&found.pack)) {
			(Some((from, less)), Some((to, more))) if from == to => {
				if less.held != more.held {
					Self::reload(from, &less, &more, |_| ())?;
				}
			},
			(before, after) => {
				if let Some((from, less)) = before {
					Self::reload(from, &less, &Load::none(), |unit| {
						unit.packs = unit.packs.saturating_sub(1);
					})?;
				}
				if let Some((to, more)) = after {
					Self::reload(to, &Load::none(), &more, |unit| {
						unit.packs = unit.packs.saturating_add(1);
					})?;
				}
			},
		}
		Self::store_uncounted(found)
	}

	/// Writes a pack's state and counts it in its lot alone.
	fn store_uncounted(found: Found<T>) -> Result<(), Error<T>> {
		let Found { key, before, pack, .. } = found;
		let status = before.map(|before| before.status);
		if status != Some(pack.status) {
			let lot = LotKey { gtin: key.gtin, lot: pack.lot.clone() };
			Lots::<T>::try_mutate(&lot, |lot| {
				let counts = &mut lot.as_mut().ok_or(Error::<T>::UnknownLot)?.packs;
				if let Some(status) = status {
					let count = counts.of(status);
					*count = count.saturating_sub(1);
				}
				let count = counts.of(pack.status);
				*count = count.saturating_add(1);
				Ok::<_, Error<T>>(())
			})?;
		}
		Packs::<T>::insert(&key, pack);
		Ok(())
	}

	/// All that is known of a pack.
	pub(crate) fn reasons_of_pack(
		found: &Found<T>,
		product: &Product,
		lot: &Lot,
		now: Moment,
	) -> Reasons {
		let recalled = PackRecalls::<T>::get(&found.key).is_some_and(|recall| recall.is_open());
		let reasons = Self::reasons_of(&found.pack.trail, &found.around)
			.and(Self::reasons_of_lot(product, lot, now))
			.with(recalled, Reason::PackRecalled);
		match found.pack.status {
			PackStatus::Active => reasons,
			PackStatus::PartiallyDispensed => reasons.and(Reason::PartiallyDispensed.set()),
			PackStatus::Dispensed => reasons.and(Reason::Dispensed.set()),
			PackStatus::Decommissioned(_) => reasons.and(Reason::Decommissioned.set()),
			PackStatus::Returned => reasons.and(Reason::Returned.set()),
			PackStatus::Stolen => reasons.and(Reason::Stolen.set()),
			PackStatus::Destroyed => reasons.and(Reason::Destroyed.set()),
		}
	}

	/// A pack's product and lot.
	pub(crate) fn origins_of(found: &Found<T>) -> Result<(Product, Lot), Error<T>> {
		let product = Products::<T>::get(found.key.gtin).ok_or(Error::<T>::UnknownProduct)?;
		let key = LotKey { gtin: found.key.gtin, lot: found.pack.lot.clone() };
		let lot = Lots::<T>::get(key).ok_or(Error::<T>::UnknownLot)?;
		Ok((product, lot))
	}
}

impl<T: Config> Found<T> {
	/// Does that to the pack.
	pub(crate) fn act(&mut self, action: PackAction) -> Result<(), Error<T>> {
		self.pack.status = self.pack.status.after(action)?;
		Ok(())
	}

	/// Takes the pack out of whatever it is in; who has that has it.
	pub(crate) fn leave(&mut self, now: Moment) -> Result<(), Error<T>> {
		let holder: InstitutionId = self.around.holder;
		let nothing = Pallet::<T>::nothing_around(holder);
		let around = core::mem::replace(&mut self.around, nothing);
		if around.root.is_some() {
			Pallet::<T>::take_over(&mut self.pack.trail, around, now)?;
			self.pack.place = PackPlace::Held(holder);
		}
		Ok(())
	}
}

impl<T> From<PackRefusal> for Error<T> {
	fn from(refusal: PackRefusal) -> Self {
		match refusal {
			PackRefusal::AlreadyDispensed => Self::AlreadyDispensed,
			PackRefusal::Decommissioned => Self::Decommissioned,
			PackRefusal::Returned => Self::Returned,
			PackRefusal::Stolen => Self::Stolen,
			PackRefusal::Destroyed => Self::Destroyed,
			PackRefusal::ZeroQuantity => Self::ZeroQuantity,
			PackRefusal::QuantityExceeded => Self::QuantityExceeded,
			PackRefusal::PartiallyDispensed => Self::PartiallyDispensed,
			PackRefusal::NotDecommissioned => Self::NotDecommissioned,
			PackRefusal::NotDispensed => Self::NotDispensed,
		}
	}
}
