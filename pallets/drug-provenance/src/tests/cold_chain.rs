// SPDX-License-Identifier: Apache-2.0

use super::*;
use galen_primitives::DeviceRefusal;

fn bind(who: AccountId, unit: Sscc, device: DeviceId) -> DispatchResult {
	DrugProvenance::bind_sensor(signed(who), unit, device)
}

fn unbind(who: AccountId, unit: Sscc) -> DispatchResult {
	DrugProvenance::unbind_sensor(signed(who), unit)
}

/// A pallet with two cases and a sensor.
fn watched() -> Sscc {
	commissioned();
	assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[LINE.case(0), LINE.case(1)]));
	bound(MAKERS_OPERATOR, pallet(1), SENSOR, MAKER);
	pallet(1)
}

fn change_sensor(change: impl FnOnce(&mut MockSensor)) {
	Sensors::mutate(|sensors| change(sensors.get_mut(&SENSOR).unwrap()));
}

#[test]
fn a_sensor_should_be_bound_by_who_has_the_goods() {
	build_and_execute(|| {
		commissioned();
		let case = LINE.case(0);
		assert_noop!(bind(MAKERS_OPERATOR, pallet(9), SENSOR), Error::<Test>::UnknownUnit);
		assert_noop!(bind(MAKERS_OPERATOR, case, SENSOR), device_error(DeviceRefusal::Unknown));
		sensor(SENSOR, CARRIER);
		assert_noop!(bind(DRIVER, case, SENSOR), Error::<Test>::NotHolder);
		assert_noop!(bind(MAKERS_OPERATOR, case, SENSOR), Error::<Test>::ForeignSensor);
		for refusal in [
			DeviceRefusal::OutOfCalibration,
			DeviceRefusal::FieldAction,
			DeviceRefusal::NotInService,
		] {
			change_sensor(|sensor| sensor.refusal = Some(refusal));
			assert_noop!(bind(MAKERS_OPERATOR, case, SENSOR), device_error(refusal));
		}
		change_sensor(|sensor| sensor.refusal = None);
		// With the carrier's name on the shipment, its sensors will do.
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[case]));
		assert_noop!(bind(MAKERS_OPERATOR, case, SENSOR), Error::<Test>::InsideAnother);
		assert_ok!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL));
		assert_ok!(bind(DRIVER, pallet(1), SENSOR));
		assert_event(Event::SensorBound {
			unit: pallet(1),
			device: SENSOR,
			profile: StorageProfile::REFRIGERATED,
			next: 0,
		});
		assert_eq!(DrugProvenance::sensor_unit(SENSOR), Some(pallet(1)));
		sensor(8, CARRIER);
		assert_noop!(bind(DRIVER, pallet(1), 8), Error::<Test>::AlreadyWatched);
		sensor(SENSOR, MAKER);
		assert_noop!(bind(MAKERS_OPERATOR, LINE.case(1), SENSOR), Error::<Test>::SensorInUse);
		let tote = pallet(3);
		assert_ok!(pack_onto(MAKERS_OPERATOR, tote, &[LINE.case(2)]));
		assert_ok!(unpack_from(MAKERS_OPERATOR, tote, &[LINE.case(2)]));
		sensor(8, MAKER);
		assert_noop!(bind(MAKERS_OPERATOR, tote, 8), Error::<Test>::NothingToWatch);
	});
}

#[test]
fn a_run_across_windows_should_lock_what_is_in_it_in_one_block() {
	build_and_execute(|| {
		let pallet = watched();
		assert_ok!(measured(pallet, SENSOR, &[500, 900, 900]));
		assert_eq!(standing(pallet), Standing::Available);
		assert_ok!(measured(pallet, SENSOR, &[900]));
		assert_eq!(trace(0).standing, Standing::Quarantined);
		assert!(trace(0).reasons.contains(Reason::Excursion));
		assert_noop!(ship(MAKERS_OPERATOR, pallet, HOSPITAL), Error::<Test>::Excursion);
		let found = System::read_events_for_pallet::<Event<Test>>().into_iter().any(|event| {
			event
				== Event::ExcursionFound {
					unit: pallet,
					device: SENSOR,
					heat: Some(3),
					cold: None,
					gap: false,
					sequence: 1,
				}
		});
		assert!(found, "the regulator isn't told");
		// What leaves stays touched; the rest of the lot never was.
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet, &[LINE.case(0)]));
		assert_ok!(release(QP, Item::Unit(pallet), HoldReason::Excursion));
		assert_eq!(trace(0).standing, Standing::Quarantined);
		assert_eq!(trace(3).standing, Standing::Available);
		assert_eq!(trace(6).standing, Standing::Available);
		// Another breach locks again.
		assert_ok!(measured(pallet, SENSOR, &[100, 100, 100]));
		assert_eq!(trace(3).standing, Standing::Quarantined);
	});
}

#[test]
fn what_left_before_a_breach_should_not_be_touched() {
	build_and_execute(|| {
		let pallet = watched();
		assert_ok!(measured(pallet, SENSOR, &[500]));
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet, &[LINE.case(0)]));
		assert_ok!(measured(pallet, SENSOR, &[900, 900, 900]));
		assert_eq!(trace(0).standing, Standing::Available);
		assert_eq!(trace(3).standing, Standing::Quarantined);
	});
}

#[test]
fn a_pack_proven_from_a_case_should_take_over_what_the_case_went_through() {
	build_and_execute(|| {
		let pallet = watched();
		assert_ok!(measured(pallet, SENSOR, &[900, 900, 900]));
		assert_ok!(DrugProvenance::unpack_items(
			signed(MAKERS_OPERATOR),
			vec![LINE.claimed(0)].try_into().unwrap()
		));
		assert_ok!(release(QP, Item::Unit(pallet), HoldReason::Excursion));
		assert_eq!(trace(0).standing, Standing::Quarantined);
		assert_eq!(trace(1).standing, Standing::Available);
		assert_eq!(trace(0).spells.len(), 1);
		assert_ok!(release(QP, pack_item(0), HoldReason::Excursion));
		assert_eq!(trace(0).standing, Standing::Available);
	});
}

#[test]
fn single_readings_should_count_as_windows_do() {
	build_and_execute(|| {
		let pallet = watched();
		let read = |value, forged| {
			wait(MINUTE);
			let next = telemetry(pallet, SENSOR).next;
			let reading = Reading { sequence: next, at: now(), value };
			let body = statement(b"sensor-reading", &CHAIN, &(SENSOR, pallet, reading));
			let by = signature(if forged { 99 } else { SENSOR }, &body);
			DrugProvenance::submit_reading(signed(DRIVER), pallet, SENSOR, reading, by)
		};
		let forged = device_error(DeviceRefusal::InvalidSignature);
		frame_support::assert_err!(read(500, true), forged);
		assert_ok!(read(199, false));
		assert_ok!(read(100, false));
		assert_eq!(standing(pallet), Standing::Available);
		assert_ok!(measured(pallet, SENSOR, &[0]));
		assert_eq!(standing(pallet), Standing::Quarantined);
		assert_eq!(telemetry(pallet, SENSOR).exposure.cold_run, 3);
	});
}

#[test]
fn a_window_that_is_forged_replayed_reordered_or_foreign_should_be_refused() {
	build_and_execute(|| {
		let pallet = watched();
		let good = window(pallet, SENSOR, &[500, 600]);
		wait(HOUR / 6);
		let forged = [0; 64];
		assert_noop!(
			DrugProvenance::submit_window(signed(DRIVER), pallet, SENSOR, good, forged),
			device_error(DeviceRefusal::InvalidSignature)
		);
		// Signed for another container, or by a sensor that isn't bound here.
		let elsewhere = sign_window(LINE.case(3), SENSOR, &good);
		assert_noop!(
			DrugProvenance::submit_window(signed(DRIVER), pallet, SENSOR, good, elsewhere),
			device_error(DeviceRefusal::InvalidSignature)
		);
		assert_noop!(submit(LINE.case(3), SENSOR, good), Error::<Test>::SensorNotBound);
		sensor(8, MAKER);
		assert_noop!(submit(pallet, 8, good), Error::<Test>::SensorNotBound);
		for refusal in [DeviceRefusal::OutOfCalibration, DeviceRefusal::FieldAction] {
			change_sensor(|sensor| sensor.refusal = Some(refusal));
			assert_noop!(submit(pallet, SENSOR, good), device_error(refusal));
		}
		change_sensor(|sensor| sensor.refusal = None);
		let skipping = Window { sequence: 1, ..good };
		assert_noop!(submit(pallet, SENSOR, skipping), Error::<Test>::StatementMissing);
		assert_ok!(submit(pallet, SENSOR, good));
		assert_noop!(submit(pallet, SENSOR, good), Error::<Test>::Replayed);
		let overlapping = Window { sequence: 1, ..good };
		assert_noop!(submit(pallet, SENSOR, overlapping), Error::<Test>::Overlapping);
		let next = window(pallet, SENSOR, &[500, 600]);
		let early = Window { end: now() + HOUR, longest_gap: HOUR as u32, ..next };
		assert_noop!(submit(pallet, SENSOR, early), Error::<Test>::OccurredInFuture);
		let unset = Window { readings: digest(0), ..next };
		assert_noop!(submit(pallet, SENSOR, unset), Error::<Test>::ZeroDigest);
	});
}

#[test]
fn a_window_that_no_sensor_can_have_seen_should_be_refused() {
	build_and_execute(|| {
		let pallet = watched();
		let good = window(pallet, SENSOR, &[500, 900, 600]);
		wait(HOUR / 6);
		let refuse = |change: fn(&mut Window), error: Error<Test>| {
			let mut window = good;
			change(&mut window);
			assert_noop!(submit(pallet, SENSOR, window), error);
		};
		refuse(|window| window.end = window.start, Error::EmptyPeriod);
		refuse(|window| window.count = 0, Error::NoReadings);
		refuse(|window| window.min = 901, Error::MinAboveMax);
		refuse(|window| window.mean = 901, Error::MeanOutOfRange);
		refuse(|window| window.range.max = 1_000, Error::OtherRange);
		refuse(|window| window.heat = Runs::NONE, Error::ImpossibleRuns);
		assert_ok!(submit(pallet, SENSOR, good));
	});
}

#[test]
fn silence_should_be_unknown_at_once_and_be_reported_by_the_next_call() {
	build_and_execute(|| {
		let pallet = watched();
		let allowed = Moment::from(StorageProfile::REFRIGERATED.max_gap);
		wait(allowed);
		assert_eq!(standing(pallet), Standing::Available);
		wait(1);
		assert_eq!((standing(pallet), trace(0).standing), (Standing::Unknown, Standing::Unknown));
		assert_noop!(ship(MAKERS_OPERATOR, pallet, HOSPITAL), Error::<Test>::TelemetryGap);

		// Readings that were taken meanwhile, and come late, close it.
		assert_ok!(submit(pallet, SENSOR, {
			let minutes = (allowed / MINUTE) as usize;
			window(pallet, SENSOR, &vec![500; minutes])
		}));
		assert_eq!(standing(pallet), Standing::Available);

		wait(2 * allowed);
		let since = telemetry(pallet, SENSOR).exposure.covered_until;
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet, &[LINE.case(0)]));
		let found = System::read_events_for_pallet::<Event<Test>>().contains(&Event::GapFound {
			unit: pallet,
			device: SENSOR,
			since,
		});
		assert!(found, "the gap isn't reported");
		for pack in [0, 3] {
			assert!(trace(pack).reasons.contains(Reason::TelemetryGap));
		}
		assert_ok!(release(QP, Item::Unit(pallet), HoldReason::TelemetryGap));
		assert_eq!(standing(pallet), Standing::Available);
	});
}

#[test]
fn a_gap_between_windows_should_lock() {
	build_and_execute(|| {
		let pallet = watched();
		let allowed = Moment::from(StorageProfile::REFRIGERATED.max_gap);
		assert_ok!(measured(pallet, SENSOR, &[500]));
		wait(allowed + HOUR);
		let mut late = window(pallet, SENSOR, &[500]);
		(late.start, late.end) = (late.start + allowed + 1, late.end + allowed + 1);
		assert_ok!(submit(pallet, SENSOR, late));
		assert!(unit(pallet).unit.trail.is_held_for(HoldReason::TelemetryGap));
	});
}

#[test]
fn a_sensor_found_out_of_tolerance_should_cast_doubt_on_what_it_vouched_for_alone() {
	build_and_execute(|| {
		let pallet = watched();
		wait(MINUTE);
		let half = now();
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet, &[LINE.case(0)]));
		wait(MINUTE);
		assert_ok!(unbind(MAKERS_OPERATOR, pallet));
		assert_event(Event::SensorUnbound { unit: pallet, device: SENSOR, head: [0; 32] });
		// It was off only after the first case had left.
		change_sensor(|sensor| sensor.suspect = Some((half + 1, Moment::MAX)));
		assert_eq!(trace(0).standing, Standing::Available);
		assert_eq!(trace(3).standing, Standing::Unknown);
		assert_eq!(trace(6).standing, Standing::Available);
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet, &[LINE.case(1)]));
		assert_eq!(trace(3).standing, Standing::Unknown);
		let case = LINE.case(1);
		assert_noop!(ship(MAKERS_OPERATOR, case, HOSPITAL), Error::<Test>::SensorInDoubt);

		// Quality looks at the raw data.
		let review = |who, until, evidence| {
			DrugProvenance::review_spells(signed(who), Item::Unit(case), until, digest(evidence))
		};
		assert_noop!(review(QP, now(), 0), Error::<Test>::ZeroDigest);
		assert_noop!(review(QP, now() + 1, 6), Error::<Test>::OccurredInFuture);
		assert_noop!(review(OTHER_QP, now(), 6), Error::<Test>::NotEntitled);
		assert_ok!(review(QP, now(), 6));
		assert_event(Event::SpellsReviewed {
			item: Item::Unit(case),
			until: now(),
			evidence: digest(6),
			by: MAKER,
		});
		assert_eq!(trace(3).standing, Standing::Available);
		assert_ok!(ship(MAKERS_OPERATOR, case, HOSPITAL));
	});
}

#[test]
fn a_sensor_should_cast_no_doubt_on_what_came_after_its_watch() {
	build_and_execute(|| {
		let pallet = watched();
		wait(MINUTE);
		assert_ok!(unbind(MAKERS_OPERATOR, pallet));
		wait(MINUTE);
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet, &[LINE.case(2)]));
		change_sensor(|sensor| sensor.suspect = Some((0, Moment::MAX)));
		assert_eq!(trace(0).standing, Standing::Unknown);
		assert_eq!((trace(6).standing, trace(6).spells), (Standing::Available, vec![]));
	});
}

#[test]
fn a_watch_should_be_ended_by_those_concerned_and_go_on_where_it_stopped() {
	build_and_execute(|| {
		let pallet = watched();
		assert_ok!(measured(pallet, SENSOR, &[500]));
		assert_noop!(unbind(HOSPITALS_OPERATOR, pallet), Error::<Test>::NotHolder);
		assert_noop!(unbind(MAKERS_OPERATOR, LINE.case(3)), Error::<Test>::SensorNotBound);
		let old = window(pallet, SENSOR, &[500]);
		assert_ok!(unbind(MAKERS_OPERATOR, pallet));
		assert_noop!(unbind(MAKERS_OPERATOR, pallet), Error::<Test>::SensorNotBound);
		assert_noop!(submit(pallet, SENSOR, old), Error::<Test>::SensorNotBound);
		wait(HOUR);
		assert_ok!(bind(MAKERS_OPERATOR, pallet, SENSOR));
		assert_eq!(telemetry(pallet, SENSOR).next, 1);
		assert_noop!(submit(pallet, SENSOR, old), Error::<Test>::Overlapping);
		assert_ok!(measured(pallet, SENSOR, &[500]));
	});
}

#[test]
fn a_watched_container_should_stay_as_it_is() {
	build_and_execute(|| {
		let pallet = watched();
		let outer = sscc(77);
		assert_noop!(pack_onto(MAKERS_OPERATOR, outer, &[pallet]), Error::<Test>::SensorBound);
		let mut profile = StorageProfile::REFRIGERATED;
		profile.cold_readings = 1;
		let terms = ProductTerms { profile: Some(profile), ..product_terms() };
		assert_ok!(DrugProvenance::register_product(signed(QP), OTHER_GTIN, terms));
		let other = Line { gtin: OTHER_GTIN, lot: "V1", first_case: 100, ..LINE };
		other.commission();
		let refused = pack_onto(MAKERS_OPERATOR, pallet, &[other.case(0)]);
		assert_noop!(refused, Error::<Test>::WatchedOtherwise);
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet, &[LINE.case(2)]));
	});
}

#[test]
fn more_spells_than_one_can_carry_should_be_reviewed_first() {
	build_and_execute(|| {
		commissioned();
		let case = LINE.case(0);
		for device in 0..u64::from(MAX_SPELLS) {
			bound(MAKERS_OPERATOR, case, device, MAKER);
			wait(MINUTE);
			assert_ok!(unbind(MAKERS_OPERATOR, case));
		}
		bound(MAKERS_OPERATOR, case, 99, MAKER);
		wait(MINUTE);
		assert_noop!(unbind(MAKERS_OPERATOR, case), Error::<Test>::TooManySpells);
		let item = Item::Unit(case);
		assert_ok!(DrugProvenance::review_spells(signed(QP), item, now(), digest(6)));
		assert_ok!(unbind(MAKERS_OPERATOR, case));
	});
}

#[test]
fn one_reading_should_be_proven_against_its_window() {
	build_and_execute(|| {
		let pallet = watched();
		assert_ok!(measured(pallet, SENSOR, &[500]));
		let before = telemetry(pallet, SENSOR).head;
		let values = [510, 520, 530];
		let stated = window(pallet, SENSOR, &values);
		assert_ok!(measured(pallet, SENSOR, &values));
		let last = window(pallet, SENSOR, &[540]);
		assert_ok!(measured(pallet, SENSOR, &[540]));
		let later = vec![Statement::Window(last).hash()];
		let leaves: Vec<_> =
			(0..3).map(|index| reading_leaf(SENSOR, stated.start, index, values[index])).collect();
		let path: MerklePath = merkle::path(ALGORITHM, &leaves, 1).unwrap().try_into().unwrap();
		let check = |device, before, window, later: &Vec<_>, leaf, index| {
			let (later, path) = (later.clone(), path.clone());
			let proof = ReadingProof { before, window, later, leaf, index, path };
			DrugProvenance::verify_reading(pallet, device, proof)
		};
		use ReadingCheck::*;
		assert_eq!(check(SENSOR, before, stated, &later, leaves[1], 1), Member);
		assert_eq!(check(8, before, stated, &later, leaves[1], 1), NeverBound);
		assert_eq!(check(SENSOR, before, last, &later, leaves[1], 1), OtherWindow);
		assert_eq!(check(SENSOR, [0; 32], stated, &later, leaves[1], 1), OtherWindow);
		assert_eq!(check(SENSOR, before, stated, &vec![], leaves[1], 1), OtherWindow);
		assert_eq!(check(SENSOR, before, stated, &later, leaves[0], 1), NotAMember);
		assert_eq!(check(SENSOR, before, stated, &later, leaves[1], 2), NotAMember);
	});
}

#[test]
fn a_key_that_the_host_verifies_should_cost_less() {
	build_and_execute(|| {
		let pallet = watched();
		for (is_p256, of_window, of_reading) in [
			(
				false,
				Some(<() as WeightInfo>::submit_window()),
				Some(<() as WeightInfo>::submit_reading()),
			),
			(true, None, None),
		] {
			IsP256::set(is_p256);
			wait(MINUTE);
			let stated = window(pallet, SENSOR, &[500]);
			let by = sign_window(pallet, SENSOR, &stated);
			let end = DrugProvenance::submit_window(signed(DRIVER), pallet, SENSOR, stated, by);
			assert_eq!(end.unwrap().actual_weight, of_window);
			wait(MINUTE);
			let next = telemetry(pallet, SENSOR).next;
			let reading = Reading { sequence: next, at: now(), value: 500 };
			let body = statement(b"sensor-reading", &CHAIN, &(SENSOR, pallet, reading));
			let by = signature(SENSOR, &body);
			let end = DrugProvenance::submit_reading(signed(DRIVER), pallet, SENSOR, reading, by);
			assert_eq!(end.unwrap().actual_weight, of_reading);
		}
	});
}
