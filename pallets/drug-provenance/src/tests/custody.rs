// SPDX-License-Identifier: Apache-2.0

use super::*;

#[test]
fn goods_should_be_handed_over_by_two() {
	build_and_execute(|| {
		commissioned();
		let case = LINE.case(0);
		assert_ok!(ship(MAKERS_OPERATOR, case, HOSPITAL));
		let transit = Transit {
			from: MAKER,
			to: HOSPITAL,
			carrier: Some(CARRIER),
			order: digest(3),
			kind: ShipmentKind::Supply,
			shipped: START,
		};
		assert_event(Event::Shipped { unit: case, transit });
		assert_eq!(unit(case).holder, MAKER);
		assert_eq!(trace(0).transit, Some(transit));
		assert_noop!(dispense(0), Error::<Test>::NotHolder);
		wait(HOUR);
		assert_ok!(receive(HOSPITALS_OPERATOR, case));
		assert_event(Event::Received {
			unit: case,
			by: HOSPITAL,
			transit,
			discrepancies: nothing_wrong(),
		});
		let step =
			CustodyStep { from: MAKER, to: HOSPITAL, shipped: START, received: START + HOUR };
		assert_eq!((trace(0).holder, trace(0).steps), (HOSPITAL, vec![step]));
	});
}

#[test]
fn what_cannot_be_shipped_should_be_refused() {
	build_and_execute(|| {
		commissioned();
		let case = LINE.case(0);
		assert_noop!(ship(MAKERS_OPERATOR, case, MAKER), Error::<Test>::SameInstitution);
		assert_noop!(ship(MAKERS_OPERATOR, case, SUSPENDED), Error::<Test>::UnknownInstitution);
		assert_noop!(ship(MAKERS_OPERATOR, case, PAYER), Error::<Test>::NotAHandler);
		assert_noop!(ship(MAKERS_OPERATOR, pallet(9), HOSPITAL), Error::<Test>::UnknownUnit);
		assert_noop!(ship(WHOLESALERS_OPERATOR, case, HOSPITAL), Error::<Test>::NotHolder);
		let with = |carrier, order| {
			let kind = ShipmentKind::Supply;
			DrugProvenance::ship(
				signed(MAKERS_OPERATOR),
				case,
				HOSPITAL,
				carrier,
				digest(order),
				kind,
			)
		};
		assert_noop!(with(Some(WHOLESALER), 3), Error::<Test>::NotACarrier);
		assert_noop!(with(Some(SUSPENDED), 3), Error::<Test>::UnknownInstitution);
		assert_noop!(with(None, 0), Error::<Test>::ZeroDigest);
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[case]));
		assert_noop!(ship(MAKERS_OPERATOR, case, HOSPITAL), Error::<Test>::InsideAnother);
		assert_ok!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL));
		assert_noop!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL), Error::<Test>::InTransit);
	});
}

#[test]
fn what_is_not_for_sale_should_be_shipped_back_or_to_destruction_alone() {
	build_and_execute(|| {
		commissioned();
		let case = LINE.case(0);
		assert_ok!(quarantine(QP, Item::Unit(case)));
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[case, LINE.case(1)]));
		assert_noop!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL), Error::<Test>::HoldsInside);
		assert_ok!(ship_as(MAKERS_OPERATOR, pallet(1), WHOLESALER, ShipmentKind::Return));
		assert_ok!(receive(WHOLESALERS_OPERATOR, pallet(1)));
		assert_ok!(unpack_from(WHOLESALERS_OPERATOR, pallet(1), &[case]));
		// Without the case that is held, the pallet may go on.
		assert_ok!(ship(WHOLESALERS_OPERATOR, pallet(1), HOSPITAL));
		assert_noop!(ship(WHOLESALERS_OPERATOR, case, HOSPITAL), Error::<Test>::InQuarantine);
		wait(EXPIRY - START);
		let case = LINE.case(2);
		assert_noop!(ship(MAKERS_OPERATOR, case, HOSPITAL), Error::<Test>::Expired);
		assert_ok!(ship_as(MAKERS_OPERATOR, case, WHOLESALER, ShipmentKind::Disposal));
	});
}

#[test]
fn only_the_consignee_should_receive_and_only_once() {
	build_and_execute(|| {
		commissioned();
		let case = LINE.case(0);
		assert_noop!(receive(HOSPITALS_OPERATOR, pallet(9)), Error::<Test>::UnknownUnit);
		assert_noop!(receive(HOSPITALS_OPERATOR, case), Error::<Test>::NotInTransit);
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[case]));
		assert_ok!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL));
		assert_noop!(receive(HOSPITALS_OPERATOR, case), Error::<Test>::InsideAnother);
		assert_noop!(receive(WHOLESALERS_OPERATOR, pallet(1)), Error::<Test>::NotConsignee);
		assert_noop!(receive(DRIVER, pallet(1)), Error::<Test>::NotConsignee);
		assert_ok!(receive(HOSPITALS_OPERATOR, pallet(1)));
		assert_noop!(receive(HOSPITALS_OPERATOR, pallet(1)), Error::<Test>::NotInTransit);
	});
}

#[test]
fn a_shipment_should_be_voided_by_the_shipper_before_it_is_received() {
	build_and_execute(|| {
		commissioned();
		let case = LINE.case(0);
		let void = |who| DrugProvenance::void_shipping(signed(who), case);
		assert_noop!(void(MAKERS_OPERATOR), Error::<Test>::NotInTransit);
		assert_ok!(ship(MAKERS_OPERATOR, case, HOSPITAL));
		assert_noop!(void(HOSPITALS_OPERATOR), Error::<Test>::NotHolder);
		assert_ok!(void(MAKERS_OPERATOR));
		assert_event(Event::ShippingVoided { unit: case, by: MAKER });
		assert_eq!((unit(case).holder, unit(case).transit), (MAKER, None));
		delivered(case, HOSPITAL);
		assert_noop!(void(MAKERS_OPERATOR), Error::<Test>::NotInTransit);
	});
}

#[test]
fn what_is_missing_should_stay_with_the_shipper_and_what_is_damaged_be_held() {
	build_and_execute(|| {
		commissioned();
		let cases = [LINE.case(0), LINE.case(1), LINE.case(2)];
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &cases));
		assert_ok!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL));
		let found = |missing: &[Sscc], damaged: &[Sscc]| {
			let found = Discrepancies {
				missing: missing.to_vec().try_into().unwrap(),
				damaged: damaged.to_vec().try_into().unwrap(),
				overage: 1,
			};
			DrugProvenance::receive(signed(HOSPITALS_OPERATOR), pallet(1), found)
		};
		assert_noop!(found(&[LINE.case(3)], &[]), Error::<Test>::NotInside);
		assert_noop!(found(&[], &[LINE.case(3)]), Error::<Test>::NotInside);
		assert_noop!(found(&[], &[pallet(9)]), Error::<Test>::UnknownUnit);
		assert_noop!(found(&[cases[0]], &[cases[0]]), Error::<Test>::NotInside);
		assert_noop!(found(&[], &[cases[0], cases[0]]), Error::<Test>::AlreadyHeld);
		assert_ok!(found(&[cases[0]], &[cases[1]]));

		assert_eq!((unit(cases[0]).holder, unit(cases[1]).holder), (MAKER, HOSPITAL));
		assert_eq!(trace(0).holds[0].reason, HoldReason::Missing);
		assert_eq!(trace(3).holds[0].reason, HoldReason::Damaged);
		assert_eq!(trace(6).standing, Standing::Available);
		assert_eq!((trace(0).steps.len(), trace(6).steps.len()), (0, 1));
		// It turns up at the manufacturer's.
		assert_ok!(release(QP, Item::Unit(cases[0]), HoldReason::Missing));
		assert_ok!(ship(MAKERS_OPERATOR, cases[0], HOSPITAL));
	});
}

#[test]
fn the_last_handovers_should_be_kept_and_the_others_counted() {
	build_and_execute(|| {
		commissioned();
		let case = LINE.case(0);
		let hands = [
			(MAKERS_OPERATOR, WHOLESALER, WHOLESALERS_OPERATOR),
			(WHOLESALERS_OPERATOR, MAKER, MAKERS_OPERATOR),
		];
		for round in 0..MAX_STEPS + 2 {
			let (from, to, by) = &hands[round as usize % 2];
			assert_ok!(ship(from.clone(), case, *to));
			wait(HOUR);
			assert_ok!(receive(by.clone(), case));
		}
		let whole = trace(0);
		assert_eq!((whole.steps.len() as u32, whole.earlier_steps), (MAX_STEPS, 2));
		// A pack that leaves takes them along.
		assert_ok!(DrugProvenance::unpack_items(
			signed(MAKERS_OPERATOR),
			vec![LINE.claimed(0)].try_into().unwrap()
		));
		let alone = trace(0);
		assert_eq!((alone.steps, alone.earlier_steps), (whole.steps, 2));
	});
}
