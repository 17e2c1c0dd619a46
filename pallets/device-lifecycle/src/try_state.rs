// SPDX-License-Identifier: Apache-2.0

//! What must hold of the storage, whatever was called.

use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use codec::Encode;
use device_lifecycle_core::Serviced;
use frame_support::{ensure, traits::Time};
use galen_primitives::{gs1::Text20, time, DeviceId, EvidenceStanding};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::check_models()?;
		let (mut models, mut lots) = (BTreeMap::new(), BTreeMap::new());
		for (id, device) in Devices::<T>::iter() {
			Self::check_device(id, &device)?;
			let census: &mut Census = models.entry(device.model).or_default();
			census.count(&device);
			if let Some(lot) = &device.identifiers.lot {
				let census: &mut Census = lots.entry((device.model, lot.clone())).or_default();
				census.count(&device);
			}
		}
		Self::check_census(models, lots)?;
		Self::check_index()?;
		Self::check_uses()?;
		Self::check_field_actions()
	}

	fn check_models() -> Result<(), TryRuntimeError> {
		for (id, model) in Models::<T>::iter() {
			// 1. A model has a number, an identifier of its own that is well formed, and a plan that
			// is one.
			ensure!(id < ModelCount::<T>::get(), "a model has no number");
			let definition = &model.definition;
			ensure!(definition.identifier.check().is_ok(), "a model's identifier is malformed");
			ensure!(
				ModelIds::<T>::get(&definition.identifier) == Some(id),
				"a model isn't found by its identifier"
			);
			ensure!(
				definition.production.is_valid() && definition.plan.is_proper(),
				"a model's flags or plan can't be"
			);

			// 2. A model that runs no firmware approves none, and a firmware is there once.
			ensure!(
				definition.has_firmware || model.firmwares.is_empty(),
				"a model without a firmware approves one"
			);
			let firmwares: BTreeSet<_> = model
				.firmwares
				.iter()
				.map(|known| (known.digest.algorithm.encode(), known.digest.bytes))
				.collect();
			ensure!(firmwares.len() == model.firmwares.len(), "a firmware is there twice");

			// 3. What a model lists is a field action of its own that isn't lifted, listed once.
			for (place, listed) in model.actions.iter().enumerate() {
				let action = FieldActions::<T>::get(listed.id).ok_or("a model lists nothing")?;
				let scope = match &listed.lot {
					None => ActionScope::Model,
					Some(lot) => ActionScope::Lot(lot.clone()),
				};
				ensure!(
					action.model == id
						&& action.scope == scope
						&& listed.stops == action.kind.stops(action.class)
						&& !action.is_lifted()
						&& !model
							.actions
							.iter()
							.skip(place.saturating_add(1))
							.any(|other| { other.id == listed.id }),
					"a model lists a field action wrongly"
				);
			}
		}
		ensure!(
			ModelIds::<T>::iter_values().all(Models::<T>::contains_key),
			"an identifier leads to no model"
		);
		Ok(())
	}

	fn check_device(id: DeviceId, device: &DeviceOf<T>) -> Result<(), TryRuntimeError> {
		let now = T::Time::now();
		let model = Models::<T>::get(device.model).ok_or("a device has no model")?;
		let definition = &model.definition;

		// 4. A device's label says exactly what its model's labels carry, and its identification
		// leads to it.
		ensure!(id < DeviceCount::<T>::get(), "a device has no number");
		ensure!(
			device.identifiers.check(definition.production).is_ok(),
			"a label says what its model's don't, or the reverse"
		);
		ensure!(
			UdiIndex::<T>::get(UdiHash::of(device.model, &device.identifiers))
				== Some(UdiEntry::Device(id)),
			"a device isn't found by its identification"
		);
		ensure!(
			device.firmware.is_some() == definition.has_firmware,
			"a device runs a firmware that its model doesn't have, or the reverse"
		);

		// 5. A device in service was accepted, has passed what it has failed, and was looked at.
		if device.status == ServiceStatus::InService {
			ensure!(
				device.history.accepted.is_some()
					&& device.failed.is_empty()
					&& device.inspected
					&& device.association != Association::Explanted,
				"a device in service isn't fit for it"
			);
			ensure!(
				!matches!(device.availability, Availability::Damaged | Availability::Destroyed),
				"a broken device is in service"
			);
		}
		if device.status == ServiceStatus::Registered {
			ensure!(device.history.accepted.is_none(), "an accepted device isn't commissioned");
		}

		// 6. What was done lies in the past and after registration, and the next service isn't later
		// than the plan has it.
		let plan = &definition.plan;
		let history = &device.history;
		let clocks = [
			(history.maintenance, plan.maintenance),
			(history.calibration, plan.calibration),
			(history.safety_test, plan.safety_test),
		];
		for (last, interval) in clocks {
			let Some(Serviced { at, next }) = last else { continue };
			ensure!(
				(device.registered..=now).contains(&at) && at <= device.last_service,
				"a service is out of its time"
			);
			let latest = interval.map(|interval| at.saturating_add(interval));
			ensure!(
				next.is_none_or(|next| at < next && latest.is_none_or(|latest| next <= latest)),
				"a next service is later than planned"
			);
		}
		ensure!(
			device.registered <= device.status_since
				&& device.status_since <= now
				&& device.last_service <= now,
			"a device's times can't be"
		);

		// 7. Meters count from the beginning of the device's life and are never ahead of time.
		let life =
			device.prior.map_or(device.registered, |prior| prior.since.min(device.registered));
		let meter = &device.meter;
		ensure!(
			device.history.maintenance_run <= meter.run_minutes
				&& time::is_plausible(meter.until, now)
				&& life <= meter.until,
			"a meter shows what can't be"
		);
		let elapsed = meter.until.saturating_sub(life).div_ceil(time::MINUTE);
		ensure!(
			meter.run_minutes <= elapsed.saturating_add(meter.sequence),
			"a device has run for longer than there was time"
		);

		// 8. What is for single use was used once at most; what is or was in a body belongs there,
		// and was used.
		ensure!(!definition.single_use || device.uses <= 1, "a single-use device was used again");
		if matches!(device.association, Association::Implanted { .. } | Association::Explanted) {
			ensure!(definition.implantable && device.uses > 0, "an implant isn't one");
		}

		// 9. What is gone is with no patient; what kept data shows that they are gone.
		if matches!(device.status, ServiceStatus::Disposed | ServiceStatus::Decommissioned) {
			ensure!(!device.is_with_patient(), "a device that is gone is with a patient");
		}
		if device.status == ServiceStatus::Disposed {
			ensure!(
				!definition.stores_data || device.sanitised,
				"a device is disposed of with its data"
			);
		}

		// 10. Spells of doubt are in order, apart, and in the past. Doubt that goes on is that of a
		// device that was left out of tolerance.
		ensure!(
			device.doubted_since.is_some() == device.failed.calibration(),
			"a device is doubted without a cause, or not in spite of one"
		);
		ensure!(
			device.suspect.windows(2).all(|pair| matches!(
				pair,
				[one, other] if one.until.saturating_add(1) < other.from
			)) && device
				.suspect
				.iter()
				.all(|spell| spell.from <= spell.until && spell.until <= now),
			"spells of doubt are out of order"
		);

		// 11. What a device keeps of a field action is of its model, once, and fits the action.
		for (place, kept) in device.actions.iter().enumerate() {
			let action = FieldActions::<T>::get(kept.id).ok_or("a device keeps nothing")?;
			ensure!(
				action.model == device.model
					&& kept.stops == action.kind.stops(action.class)
					&& (kept.outcome != Some(Disposition::Corrected)
						|| action.kind != FieldActionKind::Removal)
					&& (kept.outcome.is_some() || matches!(action.scope, ActionScope::Serials(_)))
					&& !device
						.actions
						.iter()
						.skip(place.saturating_add(1))
						.any(|other| other.id == kept.id),
				"a device keeps a field action wrongly"
			);
		}
		Ok(())
	}

	fn check_census(
		models: BTreeMap<ModelId, Census>,
		lots: BTreeMap<(ModelId, Text20), Census>,
	) -> Result<(), TryRuntimeError> {
		// 12. Models and lots count their devices right.
		for (id, model) in Models::<T>::iter() {
			ensure!(
				models.get(&id).copied().unwrap_or_default() == model.census,
				"a model's devices are counted wrongly"
			);
		}
		let stored: BTreeMap<_, _> =
			Lots::<T>::iter().map(|(model, lot, census)| ((model, lot), census)).collect();
		ensure!(stored == lots, "a lot's devices are counted wrongly");
		Ok(())
	}

	fn check_index() -> Result<(), TryRuntimeError> {
		for (udi, entry) in UdiIndex::<T>::iter() {
			// 13. An identification leads to the device that has it, or to field actions that name
			// it.
			match entry {
				UdiEntry::Device(id) => {
					let device = Devices::<T>::get(id).ok_or("an identification leads nowhere")?;
					ensure!(
						UdiHash::of(device.model, &device.identifiers) == udi,
						"an identification leads to another device"
					);
				},
				UdiEntry::Awaited(actions) => ensure!(
					!actions.is_empty()
						&& actions.iter().all(|kept| kept.outcome.is_none()
							&& FieldActions::<T>::contains_key(kept.id)),
					"an identification awaits nothing"
				),
			}
		}
		Ok(())
	}

	fn check_uses() -> Result<(), TryRuntimeError> {
		let mut uses = BTreeMap::<DeviceId, u32>::new();
		for (id, device_use) in DeviceUses::<T>::iter() {
			// 14. A use is of a device, at a plausible time, and counted by it.
			ensure!(id < DeviceUseCount::<T>::get(), "a use has no number");
			ensure!(
				time::is_plausible(device_use.occurred, device_use.recorded)
					&& device_use.recorded <= T::Time::now()
					&& device_use.standing != EvidenceStanding::Unconfirmed,
				"a use can't be"
			);
			let count = uses.entry(device_use.device).or_default();
			*count = count.saturating_add(1);
		}
		ensure!(
			Devices::<T>::iter()
				.all(|(id, device)| device.uses == uses.remove(&id).unwrap_or_default()),
			"a device's uses are counted wrongly"
		);
		ensure!(uses.is_empty(), "a use is of no device");
		Ok(())
	}

	fn check_field_actions() -> Result<(), TryRuntimeError> {
		for (id, action) in FieldActions::<T>::iter() {
			ensure!(id < FieldActionCount::<T>::get(), "a field action has no number");
			let model = Models::<T>::get(action.model).ok_or("a field action is of no model")?;

			// 15. A field action over a model or a lot is listed by the model until it is lifted.
			let is_listed = model.actions.iter().any(|listed| listed.id == id);
			let is_serials = matches!(action.scope, ActionScope::Serials(_));
			ensure!(
				is_listed == (!is_serials && !action.is_lifted()),
				"a field action isn't listed, or still is"
			);

			// 16. What is affected is corrected, removed, disposed or outstanding. What is
			// outstanding are the devices that nothing was done about.
			let info = Self::field_action_info(action.clone());
			ensure!(
				info.affected == action.settled().saturating_add(info.outstanding),
				"a field action's counters don't add up"
			);
			let mut outstanding = 0u32;
			for (_, device) in Devices::<T>::iter().filter(|(_, device)| !device.has_ended()) {
				if device.model == action.model
					&& Self::outstanding_on(&device, &model).contains(&id)
				{
					outstanding = outstanding.saturating_add(1);
				}
			}
			if is_serials {
				// Serial numbers that nobody has registered are outstanding too.
				let awaited = UdiIndex::<T>::iter_values().filter(
					|entry| matches!(entry, UdiEntry::Awaited(kept) if kept.iter().any(|one| one.id == id)),
				);
				let awaited = u32::try_from(awaited.count()).unwrap_or(u32::MAX);
				outstanding = outstanding.saturating_add(awaited);
			}
			ensure!(
				outstanding == info.outstanding,
				"a field action's devices are counted wrongly"
			);

			// 17. What is terminated without a rest has none outstanding.
			ensure!(
				!action.is_lifted() || info.outstanding == 0,
				"a field action is lifted and outstanding"
			);
		}
		Ok(())
	}
}

impl Census {
	/// Counts a device.
	fn count<MaxActions, MaxSpells>(&mut self, device: &Device<MaxActions, MaxSpells>)
	where
		MaxActions: frame_support::traits::Get<u32>,
		MaxSpells: frame_support::traits::Get<u32>,
	{
		self.add_registered();
		if device.has_ended() {
			self.add_ended();
		}
	}
}
