// SPDX-License-Identifier: Apache-2.0

//! Field actions: one write for a model or a lot, one for each serial number.

use crate::*;
use alloc::{collections::BTreeSet, vec::Vec};
use device_lifecycle_core::ProductionFlags;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{EnsureOrigin, Get, Time},
	BoundedVec,
};
use frame_system::pallet_prelude::OriginFor;
use galen_primitives::{
	gs1::{is_valid_text, Text20},
	DeviceId, Digest,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// Who acts, and whether as a regulator.
	pub(crate) fn ensure_maker_or_regulator(
		origin: OriginFor<T>,
	) -> Result<(ActorOf<T>, bool), DispatchError> {
		match T::RegulatorOrigin::try_origin(origin) {
			Ok(actor) => Ok((actor, true)),
			Err(origin) => Ok((T::MakerOrigin::ensure_origin(origin)?, false)),
		}
	}

	pub(crate) fn do_open_field_action(
		actor: ActorOf<T>,
		is_regulator: bool,
		model_id: ModelId,
		scope: ScopeOf<T>,
		kind: FieldActionKind,
		class: FieldActionClass,
		reason: Digest,
	) -> DispatchResult {
		ensure!(!reason.is_zero(), Error::<T>::ZeroDigest);
		let mut model = Models::<T>::get(model_id).ok_or(Error::<T>::UnknownModel)?;
		ensure!(is_regulator || model.maker == actor.institution, Error::<T>::NotTheMaker);

		let id = FieldActionCount::<T>::get();
		let stops = kind.stops(class);
		let (mut ended_before, mut disposed, mut serials) = (0, 0, Vec::new());
		let kept = match scope {
			FieldActionScope::Model => {
				ended_before = model.census.ended;
				Self::cover(&mut model, ScopedAction { id, lot: None, stops })?;
				Models::<T>::insert(model_id, model);
				ActionScope::Model
			},
			FieldActionScope::Lot(lot) => {
				ensure!(is_valid_text(&lot), Error::<T>::InvalidText);
				Self::ensure_labelled(&model, ProductionFlags::LOT)?;
				ended_before = Lots::<T>::get(model_id, &lot).ended;
				Self::cover(&mut model, ScopedAction { id, lot: Some(lot.clone()), stops })?;
				Models::<T>::insert(model_id, model);
				ActionScope::Lot(lot)
			},
			FieldActionScope::Serials(named) => {
				Self::ensure_labelled(&model, ProductionFlags::SERIAL)?;
				Self::ensure_distinct(&named)?;
				for serial in &named {
					let is_over = Self::cover_serial(model_id, &model, serial, id, stops)?;
					disposed = u32::from(is_over).saturating_add(disposed);
				}
				let count = count(&named);
				serials = named.into_inner();
				ActionScope::Serials(count)
			},
		};
		FieldActionCount::<T>::put(id.saturating_add(1));
		FieldActions::<T>::insert(
			id,
			FieldAction {
				model: model_id,
				scope: kept.clone(),
				kind,
				class,
				reason,
				opened_by: actor.institution,
				opened: T::Time::now(),
				status: FieldActionStatus::Ongoing,
				ended_before,
				corrected: 0,
				removed: 0,
				disposed,
			},
		);

		Self::deposit_event(Event::FieldActionOpened {
			action: id,
			model: model_id,
			scope: kept,
			serials,
			kind,
			class,
			reason,
			institution: actor.institution,
			by: actor.account,
		});
		Ok(())
	}

	/// Whether the model's labels carry what the scope speaks of.
	fn ensure_labelled(model: &ModelOf<T>, flag: ProductionFlags) -> Result<(), Error<T>> {
		ensure!(model.definition.production.contains(flag), Error::<T>::ScopeNotLabelled);
		Ok(())
	}

	/// Whether there are serial numbers, well formed and each named once.
	fn ensure_distinct(serials: &BoundedVec<Text20, T::MaxSerials>) -> Result<(), Error<T>> {
		ensure!(!serials.is_empty(), Error::<T>::NoSerials);
		ensure!(serials.iter().all(|serial| is_valid_text(serial)), Error::<T>::InvalidText);
		let distinct: BTreeSet<&Text20> = serials.iter().collect();
		ensure!(distinct.len() == serials.len(), Error::<T>::DuplicateSerial);
		Ok(())
	}

	fn cover(model: &mut ModelOf<T>, action: ScopedAction) -> Result<(), Error<T>> {
		model.actions.try_push(action).map_err(|_| Error::<T>::TooManyModelActions)
	}

	/// Has a serial number covered, registered or not. Answers whether its device has come to an end
	/// already.
	fn cover_serial(
		model_id: ModelId,
		model: &ModelOf<T>,
		serial: &Text20,
		id: FieldActionId,
		stops: bool,
	) -> Result<bool, Error<T>> {
		let action = DeviceAction { id, stops, outcome: None };
		let udi = UdiHash::of_serial(model_id, serial);
		let mut awaited = match UdiIndex::<T>::get(udi) {
			Some(UdiEntry::Device(device_id)) => {
				let mut device = Devices::<T>::get(device_id).ok_or(Error::<T>::NotFound)?;
				if device.has_ended() {
					return Ok(true);
				}
				Self::keep_action(&mut device, model, action)?;
				Devices::<T>::insert(device_id, device);
				return Ok(false);
			},
			Some(UdiEntry::Awaited(actions)) => actions,
			None => BoundedVec::new(),
		};
		awaited.try_push(action).map_err(|_| Error::<T>::TooManyDeviceActions)?;
		UdiIndex::<T>::insert(udi, UdiEntryOf::<T>::Awaited(awaited));
		Ok(false)
	}

	/// Adds to what a device keeps. Where there is no room, what is settled and whose field action the
	/// model doesn't list goes: nobody asks for it any more.
	fn keep_action(
		device: &mut DeviceOf<T>,
		model: &ModelOf<T>,
		action: DeviceAction,
	) -> Result<(), Error<T>> {
		if device.actions.is_full() {
			device.actions.retain(|kept| {
				kept.outcome.is_none() || model.actions.iter().any(|listed| listed.id == kept.id)
			});
		}
		device.actions.try_push(action).map_err(|_| Error::<T>::TooManyDeviceActions)
	}

	pub(crate) fn do_record_outcome(
		actor: ActorOf<T>,
		id: FieldActionId,
		device_id: DeviceId,
		outcome: Disposition,
		report: Digest,
	) -> DispatchResult {
		ensure!(!report.is_zero(), Error::<T>::ZeroDigest);
		let mut device = Self::own_device(&actor, device_id)?;
		let mut action = FieldActions::<T>::get(id).ok_or(Error::<T>::UnknownFieldAction)?;
		ensure!(
			action.kind != FieldActionKind::Removal || outcome == Disposition::Removed,
			Error::<T>::NeedsRemoval
		);
		let model = Self::model_of(&device)?;
		match device.actions.iter_mut().find(|kept| kept.id == id) {
			Some(kept) => {
				ensure!(kept.outcome.is_none(), Error::<T>::AlreadySettled);
				kept.outcome = Some(outcome);
			},
			None => {
				let listed = model
					.actions
					.iter()
					.find(|listed| listed.id == id && device.is_in(listed))
					.ok_or(Error::<T>::NotCovered)?;
				let kept = DeviceAction { id, stops: listed.stops, outcome: Some(outcome) };
				Self::keep_action(&mut device, &model, kept)?;
			},
		}
		match outcome {
			Disposition::Corrected => action.corrected = action.corrected.saturating_add(1),
			Disposition::Removed => {
				ensure!(!device.is_with_patient(), Error::<T>::WithPatient);
				action.removed = action.removed.saturating_add(1);
				device.enter(ServiceStatus::Decommissioned, T::Time::now());
				device.offered_to = None;
			},
		}
		FieldActions::<T>::insert(id, action);
		Devices::<T>::insert(device_id, device);

		Self::deposit_event(Event::FieldActionOutcomeRecorded {
			action: id,
			device: device_id,
			outcome,
			report,
			by: actor.account,
		});
		Ok(())
	}

	pub(crate) fn do_complete_field_action(actor: ActorOf<T>, id: FieldActionId) -> DispatchResult {
		let mut action = FieldActions::<T>::get(id).ok_or(Error::<T>::UnknownFieldAction)?;
		let model = Models::<T>::get(action.model).ok_or(Error::<T>::UnknownModel)?;
		ensure!(
			[action.opened_by, model.maker].contains(&actor.institution),
			Error::<T>::NotTheInitiator
		);
		ensure!(action.status == FieldActionStatus::Ongoing, Error::<T>::NotOngoing);
		ensure!(Self::outstanding(&action, &model) == 0, Error::<T>::Outstanding);
		action.status = FieldActionStatus::Completed { at: T::Time::now() };
		FieldActions::<T>::insert(id, action);

		Self::deposit_event(Event::FieldActionCompleted { action: id, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_terminate_field_action(
		actor: ActorOf<T>,
		id: FieldActionId,
		rest: Option<RestReason>,
	) -> DispatchResult {
		let mut action = FieldActions::<T>::get(id).ok_or(Error::<T>::UnknownFieldAction)?;
		let mut model = Models::<T>::get(action.model).ok_or(Error::<T>::UnknownModel)?;
		if let FieldActionStatus::Terminated { rest: before, .. } = action.status {
			// One that was closed with a rest can be lifted once there is none.
			ensure!(before.is_some() && rest.is_none(), Error::<T>::Terminated);
		}
		let outstanding = Self::outstanding(&action, &model);
		ensure!(rest.is_some() || outstanding == 0, Error::<T>::Outstanding);
		action.status = FieldActionStatus::Terminated { at: T::Time::now(), rest };
		if rest.is_none() && !matches!(action.scope, ActionScope::Serials(_)) {
			model.actions.retain(|listed| listed.id != id);
			Models::<T>::insert(action.model, model);
		}
		FieldActions::<T>::insert(id, action);

		let by = actor.account;
		Self::deposit_event(Event::FieldActionTerminated { action: id, outstanding, rest, by });
		Ok(())
	}

	/// How many devices a field action is about.
	fn affected(action: &FieldAction, model: &ModelOf<T>) -> u32 {
		// What is lifted counts no further.
		if action.is_lifted() {
			return action.settled();
		}
		let registered = match &action.scope {
			ActionScope::Serials(count) => return *count,
			ActionScope::Model => model.census.registered,
			ActionScope::Lot(lot) => Lots::<T>::get(action.model, lot).registered,
		};
		registered.saturating_sub(action.ended_before)
	}

	/// How many of them nothing was done about yet.
	fn outstanding(action: &FieldAction, model: &ModelOf<T>) -> u32 {
		Self::affected(action, model).saturating_sub(action.settled())
	}

	pub(crate) fn field_action_info(action: FieldAction) -> FieldActionInfo {
		let affected = Models::<T>::get(action.model)
			.map_or(action.settled(), |model| Self::affected(&action, &model));
		FieldActionInfo {
			stops: action.kind.stops(action.class),
			affected,
			outstanding: affected.saturating_sub(action.settled()),
			action,
		}
	}

	/// The field actions that cover a device and that nothing has come of on it.
	pub(crate) fn outstanding_on(device: &DeviceOf<T>, model: &ModelOf<T>) -> Vec<FieldActionId> {
		let named = device.actions.iter().filter(|kept| kept.outcome.is_none());
		let listed = Self::listed_on(device, model);
		named.map(|kept| kept.id).chain(listed.map(|listed| listed.id)).collect()
	}

	/// Those over its model or its lot.
	fn listed_on<'a>(
		device: &'a DeviceOf<T>,
		model: &'a ModelOf<T>,
	) -> impl Iterator<Item = &'a ScopedAction> {
		model
			.actions
			.iter()
			.filter(|listed| device.is_in(listed) && device.action(listed.id).is_none())
	}

	/// Whether one of them stops it.
	pub(crate) fn is_stopped(device: &DeviceOf<T>, model: &ModelOf<T>) -> bool {
		device.actions.iter().any(|kept| kept.stops && kept.outcome.is_none())
			|| Self::listed_on(device, model).any(|listed| listed.stops)
	}

	pub(crate) fn actions_of(id: DeviceId) -> Vec<DeviceActionInfo> {
		let Some(device) = Devices::<T>::get(id) else { return Vec::new() };
		let Some(model) = Models::<T>::get(device.model) else { return Vec::new() };
		let is_live = !device.has_ended();
		let kept = device.actions.iter().map(|kept| DeviceActionInfo {
			id: kept.id,
			stops: is_live && kept.stops && kept.outcome.is_none(),
			outcome: kept.outcome,
		});
		let listed = Self::listed_on(&device, &model)
			.filter(|_| is_live)
			.map(|listed| DeviceActionInfo { id: listed.id, stops: listed.stops, outcome: None });
		kept.chain(listed).collect()
	}
}

impl<MaxActions: Get<u32>, MaxSpells: Get<u32>> Device<MaxActions, MaxSpells> {
	/// Whether a field action over its model or a lot covers it.
	pub fn is_in(&self, action: &ScopedAction) -> bool {
		action.lot.is_none() || action.lot == self.identifiers.lot
	}
}
