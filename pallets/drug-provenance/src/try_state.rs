// SPDX-License-Identifier: Apache-2.0

//! What must hold of the storage, whatever was called.

use crate::*;
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::{
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	gs1::{is_valid_text, Sscc},
	Moment,
};
use sp_runtime::TryRuntimeError;

type Check = Result<(), TryRuntimeError>;

/// What is in a container, counted anew.
#[derive(Default)]
struct Counted {
	units: u32,
	packs: u32,
	held: u32,
	contents: BTreeMap<Vec<u8>, u32>,
}

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Check {
		let now = T::Time::now();
		Self::check_goods(now)?;
		Self::check_packs(now)?;
		Self::check_units(now)?;
		Self::check_counts()?;
		Self::check_sensors(now)?;
		Self::check_dispenses(now)?;
		Self::check_notices(now)?;
		Self::check_recalls(now)?;
		Self::check_events(now)
	}

	fn check_goods(now: Moment) -> Check {
		for (gtin, product) in Products::<T>::iter() {
			// 1. Products, lots and packs have valid keys, and belong to something.
			ensure!(gtin.is_valid(), "a product's number isn't a GTIN");
			let terms = product.terms;
			ensure!(
				terms.content > 0
					&& terms.profile.is_none_or(|profile| profile.is_valid())
					&& product.recorded <= now,
				"a product is impossible"
			);
			Self::check_recall(&product.recall, now)?;
		}
		for (key, lot) in Lots::<T>::iter() {
			ensure!(is_valid_text(&key.lot), "a lot's number isn't one");
			let product = Products::<T>::get(key.gtin).ok_or("a lot of no product")?;
			let LotTerms { production, expiry, quantity, .. } = lot.terms;
			ensure!(
				lot.holder == product.holder
					&& production < expiry
					&& lot.recorded < expiry
					&& lot.recorded <= now,
				"a lot is impossible"
			);
			Self::check_recall(&lot.recall, now)?;
			// 2. No lot has more packs than were commissioned.
			ensure!(lot.packs.total() <= quantity, "a lot has more packs than there are");
		}
		Ok(())
	}

	fn check_recall(recall: &Option<Recall>, now: Moment) -> Check {
		ensure!(
			recall.as_ref().is_none_or(|recall| {
				recall.at <= now
					&& recall.terminated.is_none_or(|end| recall.at <= end && end <= now)
			}),
			"a recall's times are out of order"
		);
		Ok(())
	}

	fn check_packs(now: Moment) -> Check {
		let mut counts = BTreeMap::<Vec<u8>, PackCounts>::new();
		for (key, pack) in Packs::<T>::iter() {
			ensure!(is_valid_text(&key.serial), "a pack's serial number isn't one");
			let lot_key = LotKey { gtin: key.gtin, lot: pack.lot.clone() };
			ensure!(Lots::<T>::contains_key(&lot_key), "a pack of no lot");
			let content = Products::<T>::get(key.gtin).map_or(0, |product| product.terms.content);
			// 3. What was supplied of a pack is what its state says.
			let supplied = match pack.status {
				PackStatus::Active | PackStatus::Decommissioned(_) => pack.supplied == 0,
				PackStatus::PartiallyDispensed => 0 < pack.supplied && pack.supplied < content,
				PackStatus::Dispensed => pack.supplied == content,
				PackStatus::Returned => 0 < pack.supplied && pack.supplied <= content,
				PackStatus::Stolen | PackStatus::Destroyed => pack.supplied <= content,
			};
			ensure!(supplied, "a pack's content isn't what its state says");
			let decommissioned = matches!(pack.status, PackStatus::Decommissioned(_));
			ensure!(
				decommissioned == pack.decommission.is_some(),
				"a decommissioned pack doesn't know by whom, or the reverse"
			);
			// 4. What was supplied, stolen or destroyed is in no container.
			let gone = matches!(
				pack.status,
				PackStatus::Dispensed | PackStatus::Stolen | PackStatus::Destroyed
			);
			if let PackPlace::Inside { unit, since } = pack.place {
				ensure!(!gone, "something that is gone is in a container");
				ensure!(since <= now, "a pack was packed in the future");
				ensure!(Units::<T>::contains_key(unit), "a pack is in no container");
			}
			Self::check_trail(&pack.trail, now)?;
			let count = counts.entry(lot_key.encode()).or_default().of(pack.status);
			*count = count.saturating_add(1);
		}
		// 5. Packs by state add up to what the lot says.
		for (key, lot) in Lots::<T>::iter() {
			let counted = counts.get(&key.encode()).copied().unwrap_or_default();
			ensure!(lot.packs == counted, "packs by state don't add up to the lot's");
		}
		Ok(())
	}

	fn check_trail(trail: &TrailOf<T>, now: Moment) -> Check {
		// 6. Nothing has gone through what is still to come; a notice belongs to what is
		// illegitimate.
		ensure!(
			trail.holds.iter().all(|hold| hold.at <= now)
				&& trail.spells.iter().all(|spell| spell.from <= spell.until && spell.until <= now)
				&& trail
					.steps
					.iter()
					.all(|step| step.shipped <= step.received && step.received <= now),
			"a trail leads into the future"
		);
		ensure!(
			trail.illegitimate.is_none_or(Notices::<T>::contains_key),
			"something is illegitimate without a notice"
		);
		Ok(())
	}

	fn check_units(now: Moment) -> Check {
		let mut cases = BTreeMap::<Vec<u8>, u32>::new();
		for (id, unit) in Units::<T>::iter() {
			ensure!(id.is_valid(), "a container's number isn't an SSCC");
			// 7. Containers lie in each other as in a forest, no deeper than allowed: everything
			// has one outermost container, and that has one possessor.
			let around = Self::around_unit(id, &unit, now)
				.map_err(|_| "a container has no outermost one")?;
			ensure!(around.root.is_some(), "a container is nowhere");
			if let Place::Inside { unit: parent, since } = unit.place {
				let parent = Units::<T>::get(parent).ok_or("a container is in none")?;
				ensure!(parent.height > unit.height, "a container is higher than what it is in");
				ensure!(since <= now, "a container was packed in the future");
				ensure!(
					unit.status == UnitStatus::Sound,
					"something that is gone is in a container"
				);
			}
			ensure!(
				u32::from(unit.height) < T::MaxDepth::get(),
				"containers lie too deep in each other"
			);
			// 8. Only what is outermost is shipped, and what is gone isn't.
			if let Place::InTransit(transit) = unit.place {
				ensure!(
					transit.from != transit.to && transit.shipped <= now,
					"a shipment is impossible"
				);
				ensure!(unit.status == UnitStatus::Sound, "something that is gone is shipped");
			}
			Self::check_trail(&unit.trail, now)?;
			if let Some(lot) = &unit.first_case_of {
				ensure!(Lots::<T>::contains_key(lot), "a first case of no lot");
				let count = cases.entry(lot.encode()).or_default();
				*count = count.saturating_add(1);
			}
		}
		// 9. Every first case is counted in its lot.
		for (key, lot) in Lots::<T>::iter() {
			let counted = cases.get(&key.encode()).copied().unwrap_or(0);
			ensure!(lot.cases == counted, "first cases don't add up to the lot's");
		}
		Ok(())
	}

	fn check_counts() -> Check {
		// 10. A container counts what is in it, at any depth.
		let mut all = BTreeMap::<Sscc, Counted>::new();
		for (id, unit) in Units::<T>::iter() {
			if let Place::Inside { unit: parent, .. } = unit.place {
				let counted = all.entry(parent).or_default();
				counted.units = counted.units.saturating_add(1);
			}
			if let Some(lot) = &unit.first_case_of {
				Self::count_outwards(&mut all, id, Some(lot), false);
			}
			if unit.trail.is_held() {
				if let Place::Inside { unit, .. } = unit.place {
					Self::count_outwards(&mut all, unit, None, true);
				}
			}
		}
		for (key, pack) in Packs::<T>::iter() {
			if let PackPlace::Inside { unit, .. } = pack.place {
				let counted = all.entry(unit).or_default();
				counted.packs = counted.packs.saturating_add(1);
				let lot = LotKey { gtin: key.gtin, lot: pack.lot.clone() };
				Self::count_outwards(&mut all, unit, Some(&lot), pack.is_held());
			}
		}
		for (id, unit) in Units::<T>::iter() {
			let Counted { units, packs, held, contents } = all.remove(&id).unwrap_or_default();
			ensure!(unit.units == units && unit.packs == packs, "a container miscounts");
			ensure!(unit.held == held, "a container miscounts what is held");
			let stored: BTreeMap<_, _> =
				unit.contents.iter().map(|content| (content.lot.encode(), content.count)).collect();
			ensure!(stored == contents, "a container doesn't know its lots");
			ensure!(stored.len() == unit.contents.len(), "a container names a lot twice");
		}
		Ok(())
	}

	fn count_outwards(
		all: &mut BTreeMap<Sscc, Counted>,
		unit: Sscc,
		lot: Option<&LotKey>,
		held: bool,
	) {
		let mut id = unit;
		for _ in 0..=T::MaxDepth::get() {
			let counted = all.entry(id).or_default();
			counted.held = counted.held.saturating_add(u32::from(held));
			if let Some(lot) = lot {
				let count = counted.contents.entry(lot.encode()).or_default();
				*count = count.saturating_add(1);
			}
			match Units::<T>::get(id).map(|unit| unit.place) {
				Some(Place::Inside { unit, .. }) => id = unit,
				_ => return,
			}
		}
	}

	fn check_sensors(now: Moment) -> Check {
		// 11. A sensor watches one container, which is outermost and knows it.
		for (device, id) in SensorUnits::<T>::iter() {
			let unit = Units::<T>::get(id).ok_or("a sensor watches nothing")?;
			ensure!(
				unit.sensor.is_some_and(|sensor| sensor.device == device),
				"a container doesn't know its sensor"
			);
			ensure!(
				!matches!(unit.place, Place::Inside { .. }) && unit.status == UnitStatus::Sound,
				"a sensor watches what is in another container, or gone"
			);
		}
		for (id, device, telemetry) in Telemetries::<T>::iter() {
			ensure!(
				telemetry.is_bound == (SensorUnits::<T>::get(device) == Some(id)),
				"a sensor is bound without knowing, or the reverse"
			);
			ensure!(
				(telemetry.next == 0) == (telemetry.head == [0; 32]),
				"a sensor's statements aren't chained"
			);
			ensure!(
				galen_primitives::time::is_plausible(telemetry.exposure.covered_until, now),
				"a sensor has seen the future"
			);
			// 12. What watches a container knows its profile.
			let unit = Units::<T>::get(id).ok_or("telemetry of nothing")?;
			if telemetry.is_bound {
				ensure!(
					unit.profile == Some(telemetry.profile),
					"a container is watched by another profile"
				);
			}
		}
		for (_, unit) in Units::<T>::iter() {
			if let Some(Sensor { device, .. }) = unit.sensor {
				ensure!(
					SensorUnits::<T>::contains_key(device),
					"a container's sensor doesn't watch it"
				);
			}
		}
		Ok(())
	}

	fn check_dispenses(now: Moment) -> Check {
		let mut supplied = BTreeMap::<Vec<u8>, u32>::new();
		for (id, dispense) in Dispenses::<T>::iter() {
			ensure!(id < NextDispense::<T>::get(), "a dispense has a number to come");
			let Dispense { pack: key, lot, terms, recorded, handed_over, reverted, .. } = dispense;
			let pack = Packs::<T>::get(&key).ok_or("a dispense of no pack")?;
			ensure!(pack.lot == lot, "a dispense of another lot's pack");
			ensure!(
				recorded <= now
					&& handed_over.is_none_or(|at| recorded <= at && at <= now)
					&& reverted.is_none_or(|at| recorded <= at && at <= now),
				"a dispense's times are out of order"
			);
			// 13. Nothing is supplied and taken back.
			ensure!(
				handed_over.is_none() || reverted.is_none(),
				"something was taken back after it was handed over"
			);
			// 14. Taken back in time, if at all.
			ensure!(
				reverted.is_none_or(|at| at < reversal::reversal_deadline(recorded)),
				"something was taken back too late"
			);
			// 15. Nothing is supplied of what has expired or is recalled.
			let lot_key = LotKey { gtin: key.gtin, lot };
			let product = Products::<T>::get(key.gtin).ok_or("a dispense of no product")?;
			let lot = Lots::<T>::get(lot_key).ok_or("a dispense of no lot")?;
			ensure!(!is_expired(lot.terms.expiry, recorded), "something expired was dispensed");
			for recall in [product.recall, lot.recall, PackRecalls::<T>::get(&key)] {
				ensure!(
					recall.is_none_or(|recall| {
						let during = |at: Moment| {
							recall.at < at && recall.terminated.is_none_or(|end| at < end)
						};
						!during(recorded) && !handed_over.is_some_and(during)
					}),
					"something recalled was dispensed"
				);
			}
			if reverted.is_none() {
				let sum = supplied.entry(key.encode()).or_default();
				*sum = sum.saturating_add(terms.quantity);
			}
		}
		// 16. What was dispensed and not taken back is what packs say was supplied.
		for (key, pack) in Packs::<T>::iter() {
			let sum = supplied.get(&key.encode()).copied().unwrap_or(0);
			ensure!(pack.supplied == sum, "dispenses don't add up to what packs say");
		}
		Ok(())
	}

	fn check_notices(now: Moment) -> Check {
		for (id, notice) in Notices::<T>::iter() {
			// 17. A notice has its time.
			ensure!(id < NextNotice::<T>::get(), "a notice has a number to come");
			ensure!(
				notice.at <= now
					&& notice.at <= notice.due
					&& notice.notified.is_none_or(|(at, _)| notice.at <= at && at <= now),
				"a notice's times are out of order"
			);
		}
		Ok(())
	}

	fn check_recalls(now: Moment) -> Check {
		for (key, recall) in PackRecalls::<T>::iter() {
			ensure!(Products::<T>::contains_key(key.gtin), "a recall of no product");
			Self::check_recall(&Some(recall), now)?;
		}
		// 18. What holders report adds up to what the recall says.
		let mut effects = BTreeMap::<Vec<u8>, (RecallScope, RecallEffect)>::new();
		for (scope, _, record) in RecallReports::<T>::iter() {
			let recall = Self::recall_of(&scope).ok_or("a report of no recall")?;
			if record.recall == recall.at {
				let (_, effect) = effects
					.entry(scope.encode())
					.or_insert_with(|| (scope.clone(), RecallEffect::default()));
				effect.plus(&record.report);
			}
		}
		for (scope, effect) in effects.values() {
			ensure!(
				Self::recall_of(scope).is_some_and(|recall| recall.effect == *effect),
				"reports don't add up to the recall's"
			);
		}
		Ok(())
	}

	fn check_events(now: Moment) -> Check {
		for (hash, event) in EpcisEvents::<T>::iter() {
			// 19. Events that correct one are there, of the same kind, and others than it.
			ensure!(event.recorded <= now, "an event is from the future");
			let Some(error) = event.error else { continue };
			for corrective in &error.corrective {
				let other = EpcisEvents::<T>::get(corrective).ok_or("a correction is missing")?;
				ensure!(
					other.kind == event.kind && *corrective != hash,
					"an event is corrected by another kind, or by itself"
				);
			}
		}
		Ok(())
	}
}
