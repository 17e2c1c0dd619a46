// SPDX-License-Identifier: Apache-2.0

use super::*;

fn scan(who: AccountId, pack: u32, proof: Option<PackProof>) -> DispatchResult {
	DrugProvenance::scan(signed(who), LINE.key(pack), text(LINE.lot), proof)
}

fn alert(pack: u32) -> Option<Alert> {
	DrugProvenance::alert(LINE.key(pack))
}

#[test]
fn every_pedigree_should_be_told_apart() {
	build_and_execute(|| {
		commissioned();
		let ask = |gtin, lot: &str, serial: &str, proof| {
			DrugProvenance::trace(gtin, text(lot), text(serial), proof).pedigree
		};
		let proof = || Some(LINE.proof(0));
		assert_eq!(ask(GTIN, "L1", "L1S0", proof()), Pedigree::Proven);
		assert_eq!(ask(GTIN, "L1", "L1S0", None), Pedigree::Unproven);
		assert_eq!(ask(GTIN, "L1", "L1S1", proof()), Pedigree::NotInLot);
		assert_eq!(ask(OTHER_GTIN, "L1", "L1S0", proof()), Pedigree::UnknownProduct);
		assert_eq!(ask(GTIN, "L9", "L1S0", proof()), Pedigree::UnknownLot);
		Line { lot: "L2", first_case: 500, ..LINE }.commission();
		assert_eq!(ask(GTIN, "L2", "L1S0", proof()), Pedigree::OtherLot);
		assert_ok!(DrugProvenance::unpack_items(
			signed(MAKERS_OPERATOR),
			vec![LINE.claimed(0)].try_into().unwrap()
		));
		// With a state of its own, it needs no path.
		assert_eq!(ask(GTIN, "L1", "L1S0", None), Pedigree::Proven);
		assert_eq!(ask(GTIN, "L2", "L1S0", None), Pedigree::OtherLot);
		Lots::<Test>::mutate(LINE.lot_key(), |lot| {
			lot.as_mut().unwrap().terms.serials.algorithm = HashAlgorithm::Sm3;
		});
		assert_eq!(ask(GTIN, "L1", "L1S1", Some(LINE.proof(1))), Pedigree::Unsupported);
	});
}

#[test]
fn a_scan_that_fits_should_raise_no_alert() {
	build_and_execute(|| {
		commissioned();
		let scanned = |pedigree, by| Event::Scanned { pack: LINE.key(0), pedigree, by };
		assert_ok!(scan(MAKERS_OPERATOR, 0, Some(LINE.proof(0))));
		assert_event(scanned(Pedigree::Proven, MAKER));
		assert_ok!(scan(DRIVER, 0, None));
		assert_event(scanned(Pedigree::Unproven, CARRIER));
		assert_ok!(scan(DRIVER, 0, Some(LINE.proof(1))));
		assert_event(scanned(Pedigree::NotInLot, CARRIER));
		// On its way, the carrier and the consignee have it in hand rightly.
		assert_ok!(ship(MAKERS_OPERATOR, LINE.case(0), HOSPITAL));
		assert_ok!(scan(DRIVER, 0, Some(LINE.proof(0))));
		assert_ok!(scan(PHARMACIST, 0, Some(LINE.proof(0))));
		assert_eq!(alert(0), None);
		let invalid = PackKey { gtin: GTIN, serial: text("") };
		assert_noop!(
			DrugProvenance::scan(signed(DRIVER), invalid, text("L1"), None),
			Error::<Test>::InvalidSerial
		);
		assert_noop!(
			DrugProvenance::scan(signed(DRIVER), LINE.key(0), text(""), None),
			Error::<Test>::InvalidLot
		);
	});
}

#[test]
fn a_scan_that_cannot_be_should_raise_an_alert_that_names_both() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);
		let expected = |kind, holder, claimant, count| {
			let alert = Alert { kind, holder, claimant, at: now(), count };
			assert_event(Event::AlertRaised { pack: LINE.key(0), alert });
		};
		let proof = || Some(LINE.proof(0));
		assert_ok!(scan(OTHER_PHARMACIST, 0, proof()));
		expected(AlertKind::HeldElsewhere, HOSPITAL, PHARMACY, 1);
		assert_ok!(dispense(0));
		assert_ok!(scan(OTHER_PHARMACIST, 0, None));
		expected(AlertKind::AlreadyDispensed, HOSPITAL, PHARMACY, 2);
		// A second scan at home as well.
		assert_ok!(scan(PHARMACIST, 0, None));
		expected(AlertKind::AlreadyDispensed, HOSPITAL, HOSPITAL, 3);
		assert_ok!(DrugProvenance::take_back(signed(PHARMACIST), LINE.key(0)));
		assert_ok!(scan(PHARMACIST, 0, None));
		expected(AlertKind::NotSaleable, HOSPITAL, HOSPITAL, 4);
		assert_ok!(DrugProvenance::report_stolen(
			signed(HOSPITALS_OPERATOR),
			Item::Unit(LINE.case(0)),
			None,
			digest(6)
		));
		assert_ok!(scan(OTHER_PHARMACIST, 1, Some(LINE.proof(1))));
		assert_eq!(alert(1).unwrap().kind, AlertKind::NotSaleable);
	});
}
