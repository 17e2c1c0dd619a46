// SPDX-License-Identifier: Apache-2.0

//! Containers in containers (EPCIS: aggregation).

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
use galen_primitives::{gs1::Sscc, InstitutionId, Moment};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_pack(
		actor: ActorOf<T>,
		parent_id: Sscc,
		children: UnitsOf<T>,
	) -> DispatchResult {
		ensure!(!children.is_empty(), Error::<T>::EmptyList);
		let now = T::Time::now();
		let holder = actor.institution;
		let mut parent = Self::parent_at(holder, parent_id)?;
		for sscc in &children {
			ensure!(*sscc != parent_id, Error::<T>::Itself);
			// One that is named twice is inside another the second time.
			let mut child = Self::root_at(holder, *sscc)?;
			ensure!(child.sensor.is_none(), Error::<T>::SensorBound);
			Self::put_into(&mut parent, &child)?;
			child.place = Place::Inside { unit: parent_id, since: now };
			Units::<T>::insert(sscc, child);
		}
		Units::<T>::insert(parent_id, parent);

		let children = children.into_inner();
		Self::deposit_event(Event::Packed { parent: parent_id, children, holder });
		Ok(())
	}

	pub(crate) fn do_unpack(
		actor: ActorOf<T>,
		parent_id: Sscc,
		children: UnitsOf<T>,
	) -> DispatchResult {
		ensure!(!children.is_empty(), Error::<T>::EmptyList);
		let now = T::Time::now();
		let holder = actor.institution;
		let around = Self::around(parent_id, now, now)?;
		Self::ensure_at_hand(&around, holder)?;
		if let Some(root) = around.root {
			Self::settle_gap(root, now)?;
		}
		for sscc in &children {
			Self::take_out(parent_id, *sscc, Place::Held(holder), now)?;
		}

		let children = children.into_inner();
		Self::deposit_event(Event::Unpacked { parent: parent_id, children, holder });
		Ok(())
	}

	/// Takes a container out of the one that it is in, with what it takes over.
	pub(crate) fn take_out(parent: Sscc, id: Sscc, to: Place, now: Moment) -> Result<(), Error<T>> {
		let mut child = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		let Place::Inside { unit, since } = child.place else {
			return Err(Error::<T>::NotInside);
		};
		ensure!(unit == parent, Error::<T>::NotInside);
		let around = Self::around(unit, since, now)?;
		Self::reload(unit, &child.load_of(), &Load::none(), |parent| {
			parent.units = parent.units.saturating_sub(1);
		})?;
		Self::take_over(&mut child.trail, around, now)?;
		child.place = to;
		Units::<T>::insert(id, child);
		Ok(())
	}

	/// A container of the institution's into which something can be put. It comes into being where
	/// there is none.
	pub(crate) fn parent_at(institution: InstitutionId, id: Sscc) -> Result<UnitOf<T>, Error<T>> {
		if !Units::<T>::contains_key(id) {
			Self::ensure_sscc(id)?;
			return Ok(Unit::empty(institution));
		}
		let parent = Self::root_at(institution, id)?;
		// What was clean would be locked.
		ensure!(parent.trail.holds.is_empty(), Error::<T>::InQuarantine);
		ensure!(parent.trail.illegitimate.is_none(), Error::<T>::Illegitimate);
		Ok(parent)
	}

	/// Counts a container in the one that it is put into.
	pub(crate) fn put_into(parent: &mut UnitOf<T>, child: &UnitOf<T>) -> Result<(), Error<T>> {
		let height = child.height.saturating_add(1);
		// The outermost container is a level itself.
		ensure!(u32::from(height) < T::MaxDepth::get(), Error::<T>::TooDeep);
		Self::add_load(parent, &child.load_of(), child.profile)?;
		parent.height = parent.height.max(height);
		parent.units = parent.units.saturating_add(1);
		Ok(())
	}

	/// Counts something in the container that it is put into, and keeps both by what suits both.
	pub(crate) fn add_load(
		parent: &mut UnitOf<T>,
		load: &Load,
		profile: Option<StorageProfile>,
	) -> Result<(), Error<T>> {
		let joined = match (parent.profile, profile) {
			(Some(one), Some(other)) => {
				Some(one.joined(&other).ok_or(Error::<T>::ProfilesConflict)?)
			},
			(one, other) => one.or(other),
		};
		ensure!(parent.sensor.is_none() || joined == parent.profile, Error::<T>::WatchedOtherwise);
		parent.profile = joined;
		parent.load(load).map_err(|()| Error::<T>::TooManyLots)
	}

	pub(crate) fn unit_info(id: Sscc) -> Option<UnitInfo<T::AccountId>> {
		let unit = Units::<T>::get(id)?;
		let now = T::Time::now();
		let around = Self::around_unit(id, &unit, now).ok()?;
		let reasons = Self::reasons_of_unit(id, &unit, &around, now);
		let recalled: Vec<_> = unit
			.contents
			.iter()
			.filter(|content| {
				let product = Products::<T>::get(content.lot.gtin);
				let lot = Lots::<T>::get(&content.lot);
				product.is_some_and(|product| is_open(&product.recall))
					|| lot.is_some_and(|lot| is_open(&lot.recall))
			})
			.map(|content| content.lot.lot.clone())
			.collect();
		Some(UnitInfo {
			holder: around.holder,
			root: around.root.unwrap_or(id),
			transit: around.transit,
			standing: reasons.standing(),
			reasons,
			recalled,
			unit,
		})
	}

	/// All that is known of a container, its lots among it.
	pub(crate) fn reasons_of_unit(
		id: Sscc,
		unit: &UnitOf<T>,
		around: &Surroundings<T::AccountId>,
		now: Moment,
	) -> Reasons {
		let mut reasons = Self::reasons_of(&unit.trail, around)
			.with(unit.status == UnitStatus::Stolen, Reason::Stolen)
			.with(unit.status == UnitStatus::Destroyed, Reason::Destroyed);
		if let Some(Sensor { device, since, .. }) = unit.sensor {
			let silent =
				Telemetries::<T>::get(id, device).is_some_and(|telemetry| telemetry.is_gap(now));
			let suspect = <T::Devices as galen_primitives::seams::DeviceStatus>::is_suspect(
				device, since, now,
			);
			reasons =
				reasons.with(silent, Reason::TelemetryGap).with(suspect, Reason::SensorInDoubt);
		}
		for Content { lot: key, .. } in &unit.contents {
			if let (Some(product), Some(lot)) = (Products::<T>::get(key.gtin), Lots::<T>::get(key))
			{
				reasons = reasons.and(Self::reasons_of_lot(&product, &lot, now));
			}
		}
		reasons
	}
}
