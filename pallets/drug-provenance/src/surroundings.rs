// SPDX-License-Identifier: Apache-2.0

//! What is around a thing: the containers that it lies in, who has them, and what it takes over
//! from them when it leaves.

use crate::*;
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use galen_primitives::{
	gs1::Sscc,
	seams::{DeviceStatus, Institutions},
	InstitutionId, Moment,
};

/// What the containers around a thing are to it, since it got into them.
pub(crate) struct Surroundings<AccountId> {
	/// The outermost container, if it is in any.
	pub root: Option<Sscc>,
	/// Who has it.
	pub holder: InstitutionId,
	/// The shipment that it is part of.
	pub transit: Option<Transit>,
	/// What holds the containers hold, these very moments.
	pub holds: Vec<Hold<AccountId>>,
	/// Whether one of them was found illegitimate.
	pub illegitimate: Option<NoticeId>,
	/// The sensors that watched them meanwhile, the present one up to now.
	pub spells: Vec<Spell>,
	/// The handovers of theirs meanwhile.
	pub steps: Vec<CustodyStep>,
	/// How many handovers there were before those.
	pub earlier_steps: u32,
	/// Whether the present sensor has been silent for too long.
	pub gap: bool,
	/// What became of them, and where they are, as reasons.
	pub reasons: Reasons,
}

/// What a thing counts for in the containers around it.
pub(crate) struct Load {
	/// Things by lot.
	pub contents: Vec<Content>,
	/// Things that are held.
	pub held: u32,
}

impl<T: Config> Pallet<T> {
	/// What is around something that is in no container.
	pub(crate) fn nothing_around(holder: InstitutionId) -> Surroundings<T::AccountId> {
		Surroundings {
			root: None,
			holder,
			transit: None,
			holds: Vec::new(),
			illegitimate: None,
			spells: Vec::new(),
			steps: Vec::new(),
			earlier_steps: 0,
			gap: false,
			reasons: Reasons::NONE,
		}
	}

	/// What is around something that has been in `unit` since then. At most [`Config::MaxDepth`]
	/// containers are read, and what the sensor of the outermost one has stated.
	pub(crate) fn around(
		unit: Sscc,
		since: Moment,
		now: Moment,
	) -> Result<Surroundings<T::AccountId>, Error<T>> {
		let mut all = Self::nothing_around(0);
		let (mut id, mut since) = (unit, since);
		for _ in 0..=T::MaxDepth::get() {
			let unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
			all.reasons = all
				.reasons
				.with(unit.status == UnitStatus::Stolen, Reason::Stolen)
				.with(unit.status == UnitStatus::Destroyed, Reason::Destroyed);
			let Trail { holds, illegitimate, spells, steps, earlier_steps } = unit.trail;
			all.holds.extend(holds);
			all.illegitimate = all.illegitimate.or(illegitimate);
			all.spells.extend(
				spells
					.iter()
					.filter(|spell| spell.until > since)
					.map(|spell| Spell { from: spell.from.max(since), ..*spell }),
			);
			all.steps.extend(steps.iter().filter(|step| step.shipped >= since));
			// Those that were dropped came before all of these.
			if since == 0 {
				all.earlier_steps = all.earlier_steps.saturating_add(earlier_steps);
			}
			if let Some(Sensor { device, since: bound, .. }) = unit.sensor {
				all.spells.push(Spell { device, from: bound.max(since), until: now });
				all.gap |= Telemetries::<T>::get(id, device)
					.is_some_and(|telemetry| telemetry.is_gap(now));
			}
			match unit.place {
				Place::Held(holder) => {
					all.root = Some(id);
					all.holder = holder;
					return Ok(all);
				},
				Place::InTransit(transit) => {
					all.root = Some(id);
					all.holder = transit.from;
					all.transit = Some(transit);
					all.reasons = all.reasons.and(Reason::InTransit.set());
					return Ok(all);
				},
				Place::Inside { unit, since: entered } => {
					id = unit;
					since = since.max(entered);
				},
			}
		}
		Err(Error::<T>::TooDeep)
	}

	/// What is around a container.
	pub(crate) fn around_unit(
		id: Sscc,
		unit: &UnitOf<T>,
		now: Moment,
	) -> Result<Surroundings<T::AccountId>, Error<T>> {
		match unit.place {
			Place::Held(holder) => {
				Ok(Surroundings { root: Some(id), ..Self::nothing_around(holder) })
			},
			Place::InTransit(transit) => Ok(Surroundings {
				root: Some(id),
				transit: Some(transit),
				reasons: Reason::InTransit.set(),
				..Self::nothing_around(transit.from)
			}),
			Place::Inside { unit, since } => Self::around(unit, since, now),
		}
	}

	/// What is around a pack.
	pub(crate) fn around_pack(
		pack: &PackOf<T>,
		now: Moment,
	) -> Result<Surroundings<T::AccountId>, Error<T>> {
		match pack.place {
			PackPlace::Held(holder) => Ok(Self::nothing_around(holder)),
			PackPlace::Inside { unit, since } => Self::around(unit, since, now),
		}
	}

	/// Lets a thing that leaves its containers carry along what they went through.
	pub(crate) fn take_over(
		trail: &mut TrailOf<T>,
		around: Surroundings<T::AccountId>,
		now: Moment,
	) -> Result<(), Error<T>> {
		let Surroundings { holder, holds, illegitimate, spells, steps, earlier_steps, gap, .. } =
			around;
		for hold in holds {
			if !trail.holds.contains(&hold) {
				trail.holds.try_push(hold).map_err(|_| Error::<T>::TooManyHolds)?;
			}
		}
		if gap && !trail.is_held_for(HoldReason::TelemetryGap) {
			trail
				.holds
				.try_push(Self::sensors_hold(HoldReason::TelemetryGap, holder, now))
				.map_err(|_| Error::<T>::TooManyHolds)?;
		}
		trail.illegitimate = trail.illegitimate.or(illegitimate);
		for spell in spells {
			trail.add_spell(spell).map_err(|()| Error::<T>::TooManySpells)?;
		}
		trail.earlier_steps = trail.earlier_steps.saturating_add(earlier_steps);
		for step in steps {
			trail.add_step(step);
		}
		Ok(())
	}

	/// A hold that a sensor raises, or its silence.
	pub(crate) fn sensors_hold(
		reason: HoldReason,
		institution: InstitutionId,
		at: Moment,
	) -> HoldOf<T> {
		Hold { reason, raised_by: Raiser::Sensor, institution, at }
	}

	/// What a thing's own trail, and that of what is around it, say of it.
	pub(crate) fn reasons_of(trail: &TrailOf<T>, around: &Surroundings<T::AccountId>) -> Reasons {
		let held = |excursion: bool| {
			trail
				.holds
				.iter()
				.chain(&around.holds)
				.any(|hold| (hold.reason == HoldReason::Excursion) == excursion)
		};
		let silent = around.gap
			|| trail.is_held_for(HoldReason::TelemetryGap)
			|| around.holds.iter().any(|hold| hold.reason == HoldReason::TelemetryGap);
		let in_doubt = trail
			.spells
			.iter()
			.chain(&around.spells)
			.any(|spell| T::Devices::is_suspect(spell.device, spell.from, spell.until));
		around
			.reasons
			.with(held(false), Reason::InQuarantine)
			.with(held(true), Reason::Excursion)
			.with(silent, Reason::TelemetryGap)
			.with(in_doubt, Reason::SensorInDoubt)
			.with(trail.illegitimate.or(around.illegitimate).is_some(), Reason::Illegitimate)
	}

	/// What a product and a lot say of whatever belongs to them.
	pub(crate) fn reasons_of_lot(product: &Product, lot: &Lot, now: Moment) -> Reasons {
		Reasons::NONE
			.with(product.status == ProductStatus::Withdrawn, Reason::ProductWithdrawn)
			.with(is_open(&product.recall), Reason::ProductRecalled)
			.with(is_open(&lot.recall), Reason::LotRecalled)
			.with(is_expired(lot.terms.expiry, now), Reason::Expired)
	}

	/// Why that keeps something from being supplied.
	pub(crate) const fn refusal(reason: Reason) -> Error<T> {
		match reason {
			Reason::PartiallyDispensed => Error::<T>::PartiallyDispensed,
			Reason::InTransit => Error::<T>::InTransit,
			Reason::TelemetryGap => Error::<T>::TelemetryGap,
			Reason::SensorInDoubt => Error::<T>::SensorInDoubt,
			Reason::InQuarantine => Error::<T>::InQuarantine,
			Reason::Excursion => Error::<T>::Excursion,
			Reason::Illegitimate => Error::<T>::Illegitimate,
			Reason::Expired => Error::<T>::Expired,
			Reason::ProductWithdrawn => Error::<T>::Withdrawn,
			Reason::PackRecalled | Reason::LotRecalled | Reason::ProductRecalled => {
				Error::<T>::Recalled
			},
			Reason::Decommissioned => Error::<T>::Decommissioned,
			Reason::Returned => Error::<T>::Returned,
			Reason::Dispensed => Error::<T>::AlreadyDispensed,
			Reason::Stolen => Error::<T>::Stolen,
			Reason::Destroyed => Error::<T>::Destroyed,
		}
	}

	/// Changes what the containers from `unit` outwards count: less of one load, more of another.
	/// `direct` is done to the innermost alone.
	pub(crate) fn reload(
		unit: Sscc,
		less: &Load,
		more: &Load,
		direct: impl FnOnce(&mut UnitOf<T>),
	) -> Result<(), Error<T>> {
		let mut direct = Some(direct);
		let mut id = unit;
		for _ in 0..=T::MaxDepth::get() {
			let mut unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
			if let Some(direct) = direct.take() {
				direct(&mut unit);
			}
			unit.unload(less);
			unit.load(more).map_err(|()| Error::<T>::TooManyLots)?;
			let place = unit.place;
			Units::<T>::insert(id, unit);
			match place {
				Place::Inside { unit, .. } => id = unit,
				Place::Held(_) | Place::InTransit(_) => return Ok(()),
			}
		}
		Err(Error::<T>::TooDeep)
	}

	/// Writes a container of which a hold was added or taken. Where that changes whether it is
	/// held, those around it count it.
	pub(crate) fn store_held(id: Sscc, was_held: bool, unit: UnitOf<T>) -> Result<(), Error<T>> {
		let (is_held, place) = (unit.trail.is_held(), unit.place);
		Units::<T>::insert(id, unit);
		match place {
			Place::Inside { unit, .. } if was_held != is_held => Self::reload(
				unit,
				&Load { contents: Vec::new(), held: u32::from(was_held) },
				&Load { contents: Vec::new(), held: u32::from(is_held) },
				|_| (),
			),
			_ => Ok(()),
		}
	}

	/// Whether the institution holds the marketing authorisation of something in the container.
	pub(crate) fn answers_for_some(institution: InstitutionId, unit: &UnitOf<T>) -> bool {
		unit.contents.iter().any(|content| {
			Products::<T>::get(content.lot.gtin)
				.is_some_and(|product| product.holder == institution)
		})
	}

	/// A container that the institution has, and that is in no other.
	pub(crate) fn root_at(institution: InstitutionId, id: Sscc) -> Result<UnitOf<T>, Error<T>> {
		let unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		Self::ensure_sound(&unit)?;
		match unit.place {
			Place::Held(holder) => ensure!(holder == institution, Error::<T>::NotHolder),
			Place::InTransit(_) => return Err(Error::<T>::InTransit),
			Place::Inside { .. } => return Err(Error::<T>::InsideAnother),
		}
		Ok(unit)
	}

	/// Nothing happens to what was stolen or destroyed.
	pub(crate) fn ensure_sound(unit: &UnitOf<T>) -> Result<(), Error<T>> {
		match unit.status {
			UnitStatus::Sound => Ok(()),
			UnitStatus::Stolen => Err(Error::<T>::Stolen),
			UnitStatus::Destroyed => Err(Error::<T>::Destroyed),
		}
	}

	/// Nothing happens in containers that were stolen or destroyed, and nothing moves in those that
	/// are on their way or that another institution has.
	pub(crate) fn ensure_at_hand(
		around: &Surroundings<T::AccountId>,
		institution: InstitutionId,
	) -> Result<(), Error<T>> {
		ensure!(!around.reasons.contains(Reason::Destroyed), Error::<T>::Destroyed);
		ensure!(!around.reasons.contains(Reason::Stolen), Error::<T>::Stolen);
		ensure!(around.holder == institution, Error::<T>::NotHolder);
		ensure!(around.transit.is_none(), Error::<T>::InTransit);
		Ok(())
	}

	/// An institution that is in force.
	pub(crate) fn kinds_of(
		institution: InstitutionId,
	) -> Result<galen_primitives::InstitutionKinds, Error<T>> {
		T::Institutions::kinds_in_force(institution).ok_or(Error::<T>::UnknownInstitution)
	}
}

impl<AccountId> Trail<AccountId> {
	/// Adds a spell, or extends the one that it goes on from.
	pub(crate) fn add_spell(&mut self, spell: Spell) -> Result<(), ()> {
		if spell.from > spell.until {
			return Ok(());
		}
		let touching = self.spells.iter_mut().find(|other| {
			other.device == spell.device && other.from <= spell.until && spell.from <= other.until
		});
		match touching {
			Some(other) => {
				other.from = other.from.min(spell.from);
				other.until = other.until.max(spell.until);
				Ok(())
			},
			None => self.spells.try_push(spell).map_err(|_| ()),
		}
	}

	/// Adds a handover. The earliest one gives way, and is counted.
	pub(crate) fn add_step(&mut self, step: CustodyStep) {
		if self.steps.is_full() {
			self.steps.remove(0);
			self.earlier_steps = self.earlier_steps.saturating_add(1);
		}
		// There is room now.
		let _ = self.steps.try_push(step);
	}
}

impl<AccountId> Unit<AccountId> {
	/// What it counts for in the container around it.
	pub(crate) fn load_of(&self) -> Load {
		Load {
			contents: self.contents.to_vec(),
			held: self.held.saturating_add(u32::from(self.trail.is_held())),
		}
	}

	pub(crate) fn load(&mut self, load: &Load) -> Result<(), ()> {
		for Content { lot, count } in &load.contents {
			match self.contents.iter_mut().find(|content| content.lot == *lot) {
				Some(content) => content.count = content.count.saturating_add(*count),
				None => {
					let content = Content { lot: lot.clone(), count: *count };
					self.contents.try_push(content).map_err(|_| ())?;
				},
			}
		}
		self.held = self.held.saturating_add(load.held);
		Ok(())
	}

	fn unload(&mut self, load: &Load) {
		for Content { lot, count } in &load.contents {
			if let Some(content) = self.contents.iter_mut().find(|content| content.lot == *lot) {
				content.count = content.count.saturating_sub(*count);
			}
		}
		self.contents.retain(|content| content.count > 0);
		self.held = self.held.saturating_sub(load.held);
		// What is empty can be filled with anything.
		if self.is_empty() && self.sensor.is_none() {
			self.profile = None;
			self.height = 0;
		}
	}
}

impl<AccountId> Pack<AccountId> {
	/// What it counts for in the container around it.
	pub(crate) fn load_of(&self, pack: &PackKey) -> Load {
		let lot = LotKey { gtin: pack.gtin, lot: self.lot.clone() };
		Load { contents: alloc::vec![Content { lot, count: 1 }], held: u32::from(self.is_held()) }
	}
}

impl Load {
	/// Nothing.
	pub(crate) const fn none() -> Self {
		Self { contents: Vec::new(), held: 0 }
	}
}

impl Telemetry {
	/// Whether the sensor has been silent for longer than the profile allows.
	pub fn is_gap(&self, now: Moment) -> bool {
		self.is_bound && self.exposure.is_gap(&self.profile, now)
	}
}
