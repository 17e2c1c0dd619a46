// SPDX-License-Identifier: Apache-2.0

//! Every invariant, broken by hand.

use super::*;

/// Breaks something in a state that has some of everything, and expects to be told.
fn break_and_expect(expected: &'static str, break_it: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);
		assert_ok!(dispense(0));
		assert_ok!(dispense(1));
		assert_ok!(DrugProvenance::revert_dispense(signed(PHARMACIST), 1));
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[LINE.case(1)]));
		assert_ok!(DrugProvenance::quarantine(
			signed(QP),
			pack_item(3),
			HoldReason::Suspect,
			Some(LINE.proof(3))
		));
		assert_ok!(DrugProvenance::declare_illegitimate(signed(QP), pack_item(3), digest(6)));
		bound(MAKERS_OPERATOR, LINE.case(2), SENSOR, MAKER);
		assert_ok!(ship(MAKERS_OPERATOR, LINE.case(3), HOSPITAL));
		let lots = RecallScope::Product(GTIN);
		wait(HOUR / 4);
		assert_ok!(DrugProvenance::recall_product(signed(QP), GTIN, recall_notice()));
		assert_ok!(DrugProvenance::report_recall(signed(QP), lots, Default::default()));
		for hash in [1, 2] {
			let anchor = EventAnchor { hash: [hash; 32], kind: EventKind::Object, occurred: START };
			assert_ok!(DrugProvenance::anchor_event(signed(QP), anchor));
		}
		let corrective = vec![[2; 32]].try_into().unwrap();
		let reason = ErrorReason::IncorrectData;
		assert_ok!(DrugProvenance::declare_error(signed(QP), [1; 32], reason, corrective));
		assert_ok!(DrugProvenance::do_try_state());
		break_it();
		assert_eq!(DrugProvenance::do_try_state(), Err(expected.into()));
	});
}

fn change_product(change: impl FnOnce(&mut Product)) {
	Products::<Test>::mutate(GTIN, |product| change(product.as_mut().unwrap()));
}

fn change_lot(change: impl FnOnce(&mut Lot)) {
	Lots::<Test>::mutate(LINE.lot_key(), |lot| change(lot.as_mut().unwrap()));
}

fn change_pack(pack: u32, change: impl FnOnce(&mut PackOf<Test>)) {
	Packs::<Test>::mutate(LINE.key(pack), |pack| change(pack.as_mut().unwrap()));
}

fn change_unit(unit: Sscc, change: impl FnOnce(&mut UnitOf<Test>)) {
	Units::<Test>::mutate(unit, |unit| change(unit.as_mut().unwrap()));
}

fn change_dispense(id: DispenseId, change: impl FnOnce(&mut Dispense)) {
	Dispenses::<Test>::mutate(id, |dispense| change(dispense.as_mut().unwrap()));
}

#[test]
fn broken_goods_should_be_noticed() {
	break_and_expect("a product is impossible", || {
		change_product(|product| product.terms.content = 0);
	});
	break_and_expect("a product's number isn't a GTIN", || {
		let product = Products::<Test>::get(GTIN).unwrap();
		Products::<Test>::insert(Gtin(1), product);
	});
	break_and_expect("a lot is impossible", || {
		change_lot(|lot| lot.terms.expiry = lot.terms.production);
	});
	break_and_expect("a lot has more packs than there are", || {
		change_lot(|lot| lot.terms.quantity = 2);
	});
	break_and_expect("a recall's times are out of order", || {
		change_product(|product| product.recall.as_mut().unwrap().terminated = Some(0));
	});
	break_and_expect("packs by state don't add up to the lot's", || {
		change_lot(|lot| lot.packs.active += 1);
	});
	break_and_expect("first cases don't add up to the lot's", || change_lot(|lot| lot.cases += 1));
	break_and_expect("reports don't add up to the recall's", || {
		change_product(|product| product.recall.as_mut().unwrap().effect.located = 9);
	});
}

#[test]
fn broken_packs_should_be_noticed() {
	break_and_expect("a pack's content isn't what its state says", || {
		change_pack(0, |pack| pack.supplied = 1);
	});
	break_and_expect("a decommissioned pack doesn't know by whom, or the reverse", || {
		let by = Premises { institution: 1, department: 0 };
		change_pack(0, |pack| pack.decommission = Some(Decommission { at: START, by }));
	});
	break_and_expect("something that is gone is in a container", || {
		change_pack(0, |pack| {
			pack.place = PackPlace::Inside { unit: LINE.case(0), since: START };
		});
	});
	break_and_expect("a trail leads into the future", || {
		change_pack(3, |pack| pack.trail.holds[0].at = now() + 1);
	});
	break_and_expect("something is illegitimate without a notice", || {
		Notices::<Test>::remove(0);
	});
	break_and_expect("a pack is in no container", || {
		change_pack(3, |pack| pack.place = PackPlace::Inside { unit: pallet(9), since: START });
	});
}

#[test]
fn broken_containers_should_be_noticed() {
	break_and_expect("a container has no outermost one", || {
		// A circle.
		let inside = |unit| Place::Inside { unit, since: START };
		change_unit(pallet(1), |unit| unit.place = inside(LINE.case(1)));
	});
	break_and_expect("a container is higher than what it is in", || {
		change_unit(LINE.case(1), |unit| unit.height = 1);
	});
	break_and_expect("containers lie too deep in each other", || {
		change_unit(pallet(1), |unit| unit.height = 3);
	});
	break_and_expect("something that is gone is in a container", || {
		change_unit(LINE.case(1), |unit| unit.status = UnitStatus::Destroyed);
	});
	break_and_expect("something that is gone is shipped", || {
		change_unit(LINE.case(3), |unit| unit.status = UnitStatus::Stolen);
	});
	break_and_expect("a shipment is impossible", || {
		change_unit(LINE.case(3), |unit| {
			if let Place::InTransit(transit) = &mut unit.place {
				transit.to = transit.from;
			}
		});
	});
	break_and_expect("a container miscounts", || change_unit(pallet(1), |unit| unit.units = 2));
	break_and_expect("a container miscounts", || change_unit(LINE.case(1), |unit| unit.packs = 0));
	break_and_expect("a container miscounts what is held", || {
		change_unit(pallet(1), |unit| unit.held = 0);
	});
	break_and_expect("a container doesn't know its lots", || {
		change_unit(pallet(1), |unit| unit.contents[0].count = 1);
	});
}

#[test]
fn broken_sensors_should_be_noticed() {
	break_and_expect("a sensor watches nothing", || {
		SensorUnits::<Test>::insert(SENSOR, pallet(9));
	});
	break_and_expect("a container doesn't know its sensor", || {
		change_unit(LINE.case(2), |unit| unit.sensor = None);
	});
	break_and_expect("a sensor is bound without knowing, or the reverse", || {
		SensorUnits::<Test>::remove(SENSOR);
	});
	break_and_expect("a sensor's statements aren't chained", || {
		Telemetries::<Test>::mutate(LINE.case(2), SENSOR, |telemetry| {
			telemetry.as_mut().unwrap().next = 1;
		});
	});
	break_and_expect("a container is watched by another profile", || {
		change_unit(LINE.case(2), |unit| unit.profile = None);
	});
}

#[test]
fn broken_acts_should_be_noticed() {
	break_and_expect("a dispense has a number to come", || NextDispense::<Test>::put(0));
	break_and_expect("a dispense's times are out of order", || {
		change_dispense(0, |dispense| dispense.handed_over = Some(now() + 1));
	});
	break_and_expect("something was taken back after it was handed over", || {
		change_dispense(1, |dispense| dispense.handed_over = dispense.reverted);
	});
	break_and_expect("something recalled was dispensed", || {
		change_dispense(0, |dispense| dispense.recorded = now());
		change_product(|product| product.recall.as_mut().unwrap().at = now() - 1);
		RecallReports::<Test>::remove(RecallScope::Product(GTIN), MAKER);
	});
	break_and_expect("something expired was dispensed", || {
		change_lot(|lot| lot.terms.expiry = lot.recorded + 1);
	});
	break_and_expect("dispenses don't add up to what packs say", || {
		change_dispense(0, |dispense| dispense.terms.quantity = 1);
	});
	break_and_expect("a notice has a number to come", || NextNotice::<Test>::put(0));
	break_and_expect("a notice's times are out of order", || {
		Notices::<Test>::mutate(0, |notice| notice.as_mut().unwrap().due = 0);
	});
	break_and_expect("a correction is missing", || EpcisEvents::<Test>::remove([2; 32]));
	break_and_expect("an event is corrected by another kind, or by itself", || {
		EpcisEvents::<Test>::mutate([2; 32], |event| {
			event.as_mut().unwrap().kind = EventKind::Aggregation;
		});
	});
}
