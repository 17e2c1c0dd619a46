// SPDX-License-Identifier: Apache-2.0

use super::*;

fn pack_items(who: AccountId, unit: Sscc, packs: &[u32]) -> DispatchResult {
	let packs: Vec<_> = packs.iter().map(|pack| LINE.claimed(*pack)).collect();
	DrugProvenance::pack_items(signed(who), unit, packs.try_into().unwrap())
}

fn unpack_items(who: AccountId, packs: &[u32]) -> DispatchResult {
	let packs: Vec<_> = packs.iter().map(|pack| LINE.claimed(*pack)).collect();
	DrugProvenance::unpack_items(signed(who), packs.try_into().unwrap())
}

#[test]
fn containers_should_go_into_each_other_and_out_again() {
	build_and_execute(|| {
		commissioned();
		let (one, two) = (LINE.case(0), LINE.case(1));
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[one, two]));
		assert_event(Event::Packed { parent: pallet(1), children: vec![one, two], holder: MAKER });
		wait(HOUR);
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet(1), &[one]));
		assert_event(Event::Unpacked { parent: pallet(1), children: vec![one], holder: MAKER });
		assert_eq!((unit(one).root, unit(two).root), (one, pallet(1)));
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet(1), &[two]));
		// What is empty can be filled with anything.
		assert_eq!(unit(pallet(1)).unit, Unit::empty(MAKER));
	});
}

#[test]
fn what_cannot_be_packed_should_be_refused() {
	build_and_execute(|| {
		commissioned();
		let (one, two) = (LINE.case(0), LINE.case(1));
		assert_noop!(pack_onto(MAKERS_OPERATOR, pallet(1), &[]), Error::<Test>::EmptyList);
		assert_noop!(pack_onto(MAKERS_OPERATOR, one, &[one]), Error::<Test>::Itself);
		assert_noop!(pack_onto(MAKERS_OPERATOR, Sscc(1), &[one]), Error::<Test>::InvalidSscc);
		assert_noop!(
			pack_onto(MAKERS_OPERATOR, pallet(1), &[pallet(9)]),
			Error::<Test>::UnknownUnit
		);
		assert_noop!(pack_onto(WHOLESALERS_OPERATOR, pallet(1), &[one]), Error::<Test>::NotHolder);
		assert_noop!(pack_onto(WHOLESALERS_OPERATOR, one, &[two]), Error::<Test>::NotHolder);
		assert_noop!(
			pack_onto(MAKERS_OPERATOR, pallet(1), &[one, one]),
			Error::<Test>::InsideAnother
		);

		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[one]));
		// Not twice, not in a circle, not below what is in something.
		assert_noop!(pack_onto(MAKERS_OPERATOR, pallet(2), &[one]), Error::<Test>::InsideAnother);
		assert_noop!(pack_onto(MAKERS_OPERATOR, one, &[pallet(1)]), Error::<Test>::InsideAnother);
		assert_noop!(pack_onto(MAKERS_OPERATOR, one, &[two]), Error::<Test>::InsideAnother);

		// Three deep is as deep as it gets here.
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(2), &[pallet(1)]));
		assert_noop!(pack_onto(MAKERS_OPERATOR, pallet(3), &[pallet(2)]), Error::<Test>::TooDeep);

		assert_ok!(ship(MAKERS_OPERATOR, two, HOSPITAL));
		assert_noop!(pack_onto(MAKERS_OPERATOR, pallet(4), &[two]), Error::<Test>::InTransit);
		assert_noop!(pack_onto(MAKERS_OPERATOR, two, &[LINE.case(2)]), Error::<Test>::InTransit);
	});
}

#[test]
fn what_cannot_be_unpacked_should_be_refused() {
	build_and_execute(|| {
		commissioned();
		let one = LINE.case(0);
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[one]));
		let from = |who, parent, child| unpack_from(who, parent, &[child]);
		assert_noop!(unpack_from(MAKERS_OPERATOR, pallet(1), &[]), Error::<Test>::EmptyList);
		assert_noop!(from(WHOLESALERS_OPERATOR, pallet(1), one), Error::<Test>::NotHolder);
		assert_noop!(from(MAKERS_OPERATOR, pallet(2), one), Error::<Test>::UnknownUnit);
		assert_noop!(from(MAKERS_OPERATOR, pallet(1), pallet(2)), Error::<Test>::UnknownUnit);
		assert_noop!(from(MAKERS_OPERATOR, pallet(1), LINE.case(1)), Error::<Test>::NotInside);
		assert_noop!(from(MAKERS_OPERATOR, LINE.case(1), one), Error::<Test>::NotInside);
		assert_ok!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL));
		assert_noop!(from(MAKERS_OPERATOR, pallet(1), one), Error::<Test>::InTransit);
	});
}

#[test]
fn lots_that_suit_no_common_temperature_should_be_kept_apart() {
	build_and_execute(|| {
		commissioned();
		let mut profile = StorageProfile::REFRIGERATED;
		(profile.range.min, profile.range.max) = (1_500, 2_500);
		let terms = ProductTerms { profile: Some(profile), ..product_terms() };
		assert_ok!(DrugProvenance::register_product(signed(QP), OTHER_GTIN, terms));
		let other = Line { gtin: OTHER_GTIN, lot: "W1", first_case: 100, ..LINE };
		other.commission();
		let together = [LINE.case(0), other.case(0)];
		let refused = pack_onto(MAKERS_OPERATOR, pallet(1), &together);
		assert_noop!(refused, Error::<Test>::ProfilesConflict);
	});
}

#[test]
fn more_lots_than_a_container_can_hold_should_be_refused() {
	build_and_execute(|| {
		commissioned();
		let names = ["A", "B", "C", "D", "E", "F", "G", "H"];
		let mut all = vec![];
		for (number, lot) in names.into_iter().enumerate() {
			let first_case = 100 * (number as u64 + 1);
			let line = Line { lot, first_case, packs: 1, ..LINE };
			line.commission();
			all.push(line.case(0));
		}
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &all));
		assert_noop!(
			pack_onto(MAKERS_OPERATOR, pallet(1), &[LINE.case(0)]),
			Error::<Test>::TooManyLots
		);
		// Others of a lot that is in it already find room.
		assert_ok!(unpack_from(MAKERS_OPERATOR, pallet(1), &all[..1]));
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[LINE.case(0), LINE.case(1)]));
	});
}

#[test]
fn packs_should_be_repacked_with_a_state_of_their_own() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), WHOLESALER);
		assert_ok!(pack_items(WHOLESALERS_OPERATOR, pallet(5), &[0, 1]));
		assert_event(Event::ItemsPacked {
			unit: pallet(5),
			packs: vec![LINE.key(0), LINE.key(1)],
			holder: WHOLESALER,
		});
		let tote = unit(pallet(5)).unit;
		assert_eq!((tote.packs, tote.contents[0].count), (2, 2));
		assert!(trace(0).own_state && !trace(2).own_state);
		// They have come the same way as their case.
		assert_eq!(trace(0).steps, trace(2).steps);
		assert_eq!(trace(0).steps.len(), 1);

		// The tote goes on to a pharmacy, the case stays.
		assert_ok!(ship(WHOLESALERS_OPERATOR, pallet(5), PHARMACY));
		wait(HOUR);
		assert_ok!(receive(OTHER_PHARMACIST, pallet(5)));
		assert_eq!((trace(0).holder, trace(2).holder), (PHARMACY, WHOLESALER));
		assert_eq!((trace(0).steps.len(), trace(2).steps.len()), (2, 1));
		assert_ok!(unpack_items(OTHER_PHARMACIST, &[0]));
		assert_event(Event::ItemsUnpacked { packs: vec![LINE.key(0)], holder: PHARMACY });
		assert_eq!((trace(0).root, trace(1).root), (None, Some(pallet(5))));
		assert_eq!(unit(pallet(5)).unit.packs, 1);
		assert_eq!(DrugProvenance::lot(LINE.lot_key()).unwrap().packs.active, 2);
	});
}

#[test]
fn packs_that_cannot_be_repacked_should_be_refused() {
	build_and_execute(|| {
		commissioned();
		assert_noop!(pack_items(MAKERS_OPERATOR, pallet(5), &[]), Error::<Test>::EmptyList);
		assert_noop!(unpack_items(MAKERS_OPERATOR, &[]), Error::<Test>::EmptyList);
		assert_noop!(pack_items(WHOLESALERS_OPERATOR, pallet(5), &[0]), Error::<Test>::NotHolder);
		assert_noop!(unpack_items(WHOLESALERS_OPERATOR, &[0]), Error::<Test>::NotHolder);
		assert_ok!(pack_items(MAKERS_OPERATOR, pallet(5), &[0]));
		assert_noop!(pack_items(MAKERS_OPERATOR, pallet(6), &[0]), Error::<Test>::InsideAnother);
		assert_noop!(pack_items(MAKERS_OPERATOR, pallet(6), &[1, 1]), Error::<Test>::InsideAnother);
		assert_ok!(unpack_items(MAKERS_OPERATOR, &[0]));
		assert_noop!(unpack_items(MAKERS_OPERATOR, &[0]), Error::<Test>::NotPacked);
	});
}

#[test]
fn what_proves_no_pack_should_be_refused() {
	build_and_execute(|| {
		commissioned();
		let pack = |claimed| {
			let packs = vec![claimed].try_into().unwrap();
			DrugProvenance::pack_items(signed(MAKERS_OPERATOR), pallet(5), packs)
		};
		let changed = |change: fn(&mut PackProof)| {
			let mut proof = LINE.proof(0);
			change(&mut proof);
			pack(ClaimedPack { pack: LINE.key(0), proof: Some(proof) })
		};
		let alone = ClaimedPack { pack: LINE.key(0), proof: None };
		assert_noop!(pack(alone), Error::<Test>::Unproven);
		assert_noop!(changed(|proof| proof.index = 1), Error::<Test>::InvalidPath);
		assert_noop!(changed(|proof| proof.salt = [9; 32]), Error::<Test>::InvalidPath);
		assert_noop!(changed(|proof| proof.first_case = LINE.case(1)), Error::<Test>::InvalidPath);
		assert_noop!(changed(|proof| proof.path[0] = [9; 32]), Error::<Test>::InvalidPath);
		assert_noop!(changed(|proof| proof.lot = text("L9")), Error::<Test>::UnknownLot);
		assert_noop!(changed(|proof| proof.lot = text("")), Error::<Test>::InvalidLot);
		for serial in ["", "a b"] {
			let key = PackKey { gtin: GTIN, serial: text(serial) };
			let claimed = ClaimedPack { pack: key, proof: Some(LINE.proof(0)) };
			assert_noop!(pack(claimed), Error::<Test>::InvalidSerial);
		}
		let key = PackKey { gtin: Gtin(1), serial: LINE.serial(0) };
		let claimed = ClaimedPack { pack: key, proof: Some(LINE.proof(0)) };
		assert_noop!(pack(claimed), Error::<Test>::InvalidGtin);
	});
}

#[test]
fn a_case_of_that_number_that_is_no_first_case_should_prove_nothing() {
	build_and_execute(|| {
		assert_ok!(DrugProvenance::register_product(signed(QP), GTIN, product_terms()));
		let key = LINE.lot_key();
		assert_ok!(DrugProvenance::commission_lot(signed(QP), key.clone(), LINE.terms()));
		assert_noop!(pack_items(MAKERS_OPERATOR, pallet(5), &[0]), Error::<Test>::UnknownUnit);
		// The pack is in the lot: as long as its case isn't on chain, it is at the manufacturer.
		assert_eq!(trace(0).holder, MAKER);

		// A wholesaler has used the number for a tote of its own.
		let others = Line { lot: "L2", first_case: 500, ..LINE };
		others.commission();
		delivered(others.case(0), WHOLESALER);
		assert_ok!(pack_onto(WHOLESALERS_OPERATOR, LINE.case(0), &[others.case(0)]));
		assert_noop!(
			pack_items(WHOLESALERS_OPERATOR, pallet(5), &[0]),
			Error::<Test>::NotAFirstCase
		);
		assert_eq!(trace(0).holder, MAKER);
	});
}

#[test]
fn one_serial_number_should_be_one_pack() {
	build_and_execute(|| {
		commissioned();
		assert_ok!(unpack_items(MAKERS_OPERATOR, &[0]));
		// Another lot's tree names the same serial number.
		let mut proof = LINE.proof(0);
		proof.lot = text("L2");
		let claimed = ClaimedPack { pack: LINE.key(0), proof: Some(proof) };
		assert_noop!(
			DrugProvenance::unpack_items(
				signed(MAKERS_OPERATOR),
				vec![claimed].try_into().unwrap()
			),
			Error::<Test>::DuplicateSerial
		);
	});
}
