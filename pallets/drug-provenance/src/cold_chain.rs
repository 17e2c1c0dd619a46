// SPDX-License-Identifier: Apache-2.0

//! Sensors at containers, and what they state.

use crate::*;
use codec::Encode;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	gs1::Sscc, merkle, seams::DeviceStatus, statement::statement, DeviceId, DevicePurpose,
	DeviceSignature, InstitutionId, Moment, SignedBy,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_bind_sensor(actor: ActorOf<T>, id: Sscc, device: DeviceId) -> DispatchResult {
		let mut unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		Self::ensure_sound(&unit)?;
		let handlers = Self::handlers_of(&unit)?;
		ensure!(handlers.contains(&Some(actor.institution)), Error::<T>::NotHolder);
		ensure!(unit.sensor.is_none(), Error::<T>::AlreadyWatched);
		let profile = unit.profile.ok_or(Error::<T>::NothingToWatch)?;
		ensure!(!SensorUnits::<T>::contains_key(device), Error::<T>::SensorInUse);
		let owner =
			T::Devices::check(device, DevicePurpose::Report).map_err(T::Devices::error)?.owner;
		ensure!(handlers.contains(&Some(owner)), Error::<T>::ForeignSensor);

		let now = T::Time::now();
		let before = Telemetries::<T>::get(id, device);
		let next = before.map_or(0, |before| before.next);
		let head = before.map_or([0; 32], |before| before.head);
		let exposure = Exposure::from(now);
		let telemetry = Telemetry { is_bound: true, profile, next, exposure, head };
		Telemetries::<T>::insert(id, device, telemetry);
		SensorUnits::<T>::insert(device, id);
		unit.sensor = Some(Sensor { device, owner, since: now });
		Units::<T>::insert(id, unit);

		Self::deposit_event(Event::SensorBound { unit: id, device, profile, next });
		Ok(())
	}

	pub(crate) fn do_unbind_sensor(actor: ActorOf<T>, id: Sscc) -> DispatchResult {
		let now = T::Time::now();
		Self::settle_gap(id, now)?;
		let mut unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		let Sensor { device, owner, since } = unit.sensor.ok_or(Error::<T>::SensorNotBound)?;
		let by = actor.institution;
		ensure!(
			owner == by || Self::handlers_of(&unit)?.contains(&Some(by)),
			Error::<T>::NotHolder
		);
		unit.trail
			.add_spell(Spell { device, from: since, until: now })
			.map_err(|()| Error::<T>::TooManySpells)?;
		Self::drop_sensor(id, &mut unit);
		// It may have been emptied meanwhile.
		if unit.is_empty() {
			(unit.profile, unit.height) = (None, 0);
		}
		Units::<T>::insert(id, unit);

		let head = Telemetries::<T>::get(id, device).map_or([0; 32], |telemetry| telemetry.head);
		Self::deposit_event(Event::SensorUnbound { unit: id, device, head });
		Ok(())
	}

	/// One write, where nothing is wrong: what the sensor has stated so far. Another one where
	/// something is: the container's, whatever is in it.
	pub(crate) fn do_submit(
		id: Sscc,
		device: DeviceId,
		stated: Statement,
		signature: DeviceSignature,
	) -> Result<SignedBy, DispatchError> {
		let mut telemetry = Telemetries::<T>::get(id, device)
			.filter(|telemetry| telemetry.is_bound)
			.ok_or(Error::<T>::SensorNotBound)?;
		let profile = telemetry.profile;
		let (sequence, start, end) = match &stated {
			Statement::Window(window) => {
				window.check(&profile).map_err(Self::flaw)?;
				Self::ensure_set(&window.readings)?;
				(window.sequence, window.start, window.end)
			},
			Statement::Reading(reading) => (reading.sequence, reading.at, reading.at),
		};
		ensure!(sequence >= telemetry.next, Error::<T>::Replayed);
		ensure!(sequence == telemetry.next, Error::<T>::StatementMissing);
		ensure!(start >= telemetry.exposure.covered_until, Error::<T>::Overlapping);
		Self::now_unless_before(end)?;
		let chain = T::ChainId::get();
		let signed = match &stated {
			Statement::Window(window) => statement(b"sensor-window", &chain, &(device, id, window)),
			Statement::Reading(reading) => {
				statement(b"sensor-reading", &chain, &(device, id, reading))
			},
		};
		let signed_by =
			T::Devices::check_signed(device, &signed, &signature).map_err(T::Devices::error)?;

		let finding = match &stated {
			Statement::Window(window) => telemetry.exposure.add_window(&profile, window),
			Statement::Reading(reading) => telemetry.exposure.add_reading(&profile, reading),
		};
		telemetry.next = telemetry.next.saturating_add(1);
		telemetry.head = stated.chained_to(&telemetry.head);
		Telemetries::<T>::insert(id, device, telemetry);
		if finding.is_breach() || finding.gap {
			let reason =
				if finding.is_breach() { HoldReason::Excursion } else { HoldReason::TelemetryGap };
			Self::lock(id, reason)?;
			let Finding { heat, cold, gap } = finding;
			Self::deposit_event(Event::ExcursionFound {
				unit: id,
				device,
				heat,
				cold,
				gap,
				sequence,
			});
		}

		let head = telemetry.head;
		Self::deposit_event(Event::TelemetryAnchored { unit: id, device, statement: stated, head });
		Ok(signed_by)
	}

	/// Reports that the sensor of a container has been silent for too long, and locks what is in
	/// it. From now on, it counts anew.
	pub(crate) fn settle_gap(id: Sscc, now: Moment) -> Result<(), Error<T>> {
		let unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		let Some(Sensor { device, .. }) = unit.sensor else { return Ok(()) };
		let Some(mut telemetry) = Telemetries::<T>::get(id, device) else { return Ok(()) };
		if telemetry.is_gap(now) {
			let since = telemetry.exposure.covered_until;
			telemetry.exposure.covered_until = now;
			Telemetries::<T>::insert(id, device, telemetry);
			Self::lock(id, HoldReason::TelemetryGap)?;
			Self::deposit_event(Event::GapFound { unit: id, device, since });
		}
		Ok(())
	}

	/// Holds a watched container for what its sensor said, or didn't say.
	fn lock(id: Sscc, reason: HoldReason) -> Result<(), Error<T>> {
		let mut unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		let holder = match unit.place {
			Place::Held(holder) => holder,
			Place::InTransit(transit) => transit.from,
			Place::Inside { .. } => return Err(Error::<T>::InsideAnother),
		};
		if !unit.trail.is_held_for(reason) {
			let hold = Self::sensors_hold(reason, holder, T::Time::now());
			// Where there is no room for one more, it is held as it is.
			let _ = unit.trail.holds.try_push(hold);
			Units::<T>::insert(id, unit);
		}
		Ok(())
	}

	/// Ends a sensor's watch.
	pub(crate) fn drop_sensor(id: Sscc, unit: &mut UnitOf<T>) {
		if let Some(Sensor { device, .. }) = unit.sensor.take() {
			SensorUnits::<T>::remove(device);
			Telemetries::<T>::mutate(id, device, |telemetry| {
				if let Some(telemetry) = telemetry {
					telemetry.is_bound = false;
				}
			});
		}
	}

	pub(crate) fn check_reading(unit: Sscc, device: DeviceId, proof: ReadingProof) -> ReadingCheck {
		let ReadingProof { before, window, later, leaf, index, path } = proof;
		let Some(telemetry) = Telemetries::<T>::get(unit, device) else {
			return ReadingCheck::NeverBound;
		};
		let first = Statement::Window(window).hash();
		let head = core::iter::once(&first)
			.chain(&later)
			.fold(before, |head, hash| Statement::chain(&head, hash));
		let last = window.sequence.saturating_add(count(&later)).saturating_add(1);
		if head != telemetry.head || last != telemetry.next {
			return ReadingCheck::OtherWindow;
		}
		let root = window.readings;
		match merkle::verify(root.algorithm, &root.bytes, window.count, index, &leaf, &path) {
			Ok(true) => ReadingCheck::Member,
			Ok(false) => ReadingCheck::NotAMember,
			Err(_) => ReadingCheck::Unsupported,
		}
	}

	/// Who has a container that is in no other, and who carries it.
	fn handlers_of(unit: &UnitOf<T>) -> Result<[Option<InstitutionId>; 2], Error<T>> {
		match unit.place {
			Place::Held(holder) => Ok([Some(holder), None]),
			Place::InTransit(Transit { from, carrier, .. }) => Ok([Some(from), carrier]),
			Place::Inside { .. } => Err(Error::<T>::InsideAnother),
		}
	}

	fn flaw(flaw: WindowFlaw) -> Error<T> {
		match flaw {
			WindowFlaw::EmptyPeriod => Error::<T>::EmptyPeriod,
			WindowFlaw::NoReadings => Error::<T>::NoReadings,
			WindowFlaw::MinAboveMax => Error::<T>::MinAboveMax,
			WindowFlaw::MeanOutOfRange => Error::<T>::MeanOutOfRange,
			WindowFlaw::OtherRange => Error::<T>::OtherRange,
			WindowFlaw::ImpossibleRuns => Error::<T>::ImpossibleRuns,
		}
	}
}

impl Statement {
	/// Its hash: `blake2_256(SCALE(statement))`.
	pub fn hash(&self) -> [u8; 32] {
		self.using_encoded(sp_io::hashing::blake2_256)
	}

	/// The head that a statement of that hash leads to from `head`:
	/// `blake2_256("galen/telemetry" ‖ head ‖ hash)`.
	pub fn chain(head: &[u8; 32], hash: &[u8; 32]) -> [u8; 32] {
		(b"galen/telemetry", head, hash).using_encoded(sp_io::hashing::blake2_256)
	}

	/// The head that this leads to from `head`.
	pub fn chained_to(&self, head: &[u8; 32]) -> [u8; 32] {
		Self::chain(head, &self.hash())
	}
}
