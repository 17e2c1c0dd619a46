// SPDX-License-Identifier: Apache-2.0

//! The stories that the pallet's documentation tells.

use super::*;

#[docify::export]
#[test]
fn a_broken_cold_chain_should_lock_its_pallet_alone() {
	build_and_execute(|| {
		commissioned();
		let (warm, cool) = (pallet(1), pallet(2));
		assert_ok!(pack_onto(MAKERS_OPERATOR, warm, &[LINE.case(0), LINE.case(1)]));
		assert_ok!(pack_onto(MAKERS_OPERATOR, cool, &[LINE.case(2)]));
		assert_ok!(ship(MAKERS_OPERATOR, warm, HOSPITAL));
		bound(DRIVER, warm, SENSOR, CARRIER);
		assert_ok!(ship(MAKERS_OPERATOR, cool, HOSPITAL));

		// Two warm readings end the first window, a third one begins the next.
		assert_ok!(measured(warm, SENSOR, &[500, 900, 900]));
		assert_eq!(standing(warm), Standing::InTransit);
		assert_ok!(measured(warm, SENSOR, &[900, 500]));

		// Every pack on the pallet is locked, untouched as it is; the others aren't.
		assert_eq!(trace(0).standing, Standing::Quarantined);
		assert_eq!(trace(6).standing, Standing::InTransit);

		// One case is missing on arrival: it stays with the manufacturer.
		let missing = list(&[LINE.case(1)]).to_vec().try_into().unwrap();
		let short = Discrepancies { missing, ..nothing_wrong() };
		assert_ok!(DrugProvenance::receive(signed(HOSPITALS_OPERATOR), warm, short));
		assert_ok!(receive(HOSPITALS_OPERATOR, cool));
		assert_eq!((unit(LINE.case(0)).holder, unit(LINE.case(1)).holder), (HOSPITAL, MAKER));
		assert_ok!(dispense(6));
		assert_noop!(dispense(0), Error::<Test>::Excursion);

		// Quality reviews the excursion and releases what arrived.
		assert_ok!(release(PHARMACIST, Item::Unit(warm), HoldReason::Excursion));
		assert_ok!(dispense(0));
		assert_eq!(trace(3).standing, Standing::Quarantined);
	});
}

#[docify::export]
#[test]
fn a_recall_should_reach_every_pack_at_once() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);
		delivered(LINE.case(1), PHARMACY);
		assert_ok!(dispense(0));

		// One call, one write.
		assert_ok!(DrugProvenance::recall_lot(signed(QP), LINE.lot_key(), recall_notice()));
		assert_noop!(dispense(1), Error::<Test>::Recalled);
		assert_noop!(dispense_as(OTHER_PHARMACIST, 3, 1), Error::<Test>::Recalled);
		assert_noop!(ship(MAKERS_OPERATOR, LINE.case(2), HOSPITAL), Error::<Test>::Recalled);

		// What was supplied stays supplied, and isn't handed over if it hasn't been.
		assert_noop!(
			DrugProvenance::hand_over(signed(PHARMACIST), last_dispense()),
			Error::<Test>::Recalled
		);

		// The hospital sends back what is left, and says how much that is.
		let back = ship_as(HOSPITALS_OPERATOR, LINE.case(0), MAKER, ShipmentKind::Return);
		assert_ok!(back);
		let report = RecallReport { located: 2, returned: 2, destroyed: 0, supplied: 1 };
		let scope = RecallScope::Lot(LINE.lot_key());
		let who = signed(HOSPITALS_OPERATOR);
		assert_ok!(DrugProvenance::report_recall(who, scope.clone(), report));
		let effect = DrugProvenance::recall(scope.clone()).unwrap().effect;
		assert_eq!((effect.institutions, effect.returned), (1, 2));

		// Only the regulator ends it.
		assert_noop!(
			DrugProvenance::terminate_recall(signed(QP), scope.clone()),
			sp_runtime::DispatchError::BadOrigin
		);
		assert_ok!(DrugProvenance::terminate_recall(signed(INSPECTOR), scope));
		assert_ok!(dispense_as(OTHER_PHARMACIST, 3, 1));
	});
}

#[docify::export]
#[test]
fn a_copy_should_be_told_from_the_original() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);

		// The genuine pack, with the path that the manufacturer hands out.
		let genuine = trace_whole(0);
		assert_eq!(genuine.pedigree, Pedigree::Proven);
		assert_eq!(genuine.status.unwrap().holder, HOSPITAL);

		// Without the path nobody can say.
		let asked = |serial, proof| DrugProvenance::trace(GTIN, text("L1"), serial, proof);
		assert_eq!(asked(LINE.serial(0), None).pedigree, Pedigree::Unproven);

		// An invented serial number isn't proven by another one's path.
		let invented = text("L1S99");
		assert_eq!(asked(invented, Some(LINE.proof(0))).pedigree, Pedigree::NotInLot);

		// A copy turns up at a pharmacy, while the hospital has the original.
		let copied = || {
			let proof = Some(LINE.proof(0));
			let who = signed(OTHER_PHARMACIST);
			DrugProvenance::scan(who, LINE.key(0), text("L1"), proof)
		};
		assert_ok!(copied());
		let alert = trace_whole(0).alert.unwrap();
		assert_eq!((alert.holder, alert.claimant), (HOSPITAL, PHARMACY));
		assert_noop!(dispense_as(OTHER_PHARMACIST, 0, 1), Error::<Test>::NotHolder);

		// The original can still be supplied; after that, the copy is known for one as well.
		assert_ok!(dispense(0));
		assert_ok!(copied());
		assert_eq!(trace_whole(0).alert.unwrap().kind, AlertKind::AlreadyDispensed);
		assert_noop!(dispense(0), Error::<Test>::AlreadyDispensed);
	});
}
