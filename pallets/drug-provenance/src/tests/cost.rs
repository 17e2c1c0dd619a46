// SPDX-License-Identifier: Apache-2.0

//! What must not grow with the number of packs: writes, counted in the storage itself.

use super::*;
use std::collections::BTreeMap;

/// Everything that the pallet has in storage.
fn storage() -> BTreeMap<Vec<u8>, Vec<u8>> {
	let prefix = sp_io::hashing::twox_128(b"DrugProvenance").to_vec();
	let mut all = BTreeMap::new();
	let mut key = prefix.clone();
	while let Some(next) = sp_io::storage::next_key(&key) {
		if !next.starts_with(&prefix) {
			break;
		}
		let value = sp_io::storage::get(&next).unwrap().to_vec();
		all.insert(next.clone(), value);
		key = next;
	}
	all
}

/// How many values the call writes.
fn writes(call: impl FnOnce()) -> usize {
	let before = storage();
	call();
	let after = storage();
	after.iter().filter(|(key, value)| before.get(*key) != Some(value)).count()
		+ before.keys().filter(|key| !after.contains_key(*key)).count()
}

/// A lot of so many packs, of which only the first case is really made.
fn lot_of(packs: u32) -> usize {
	assert_ok!(DrugProvenance::register_product(signed(QP), GTIN, product_terms()));
	let terms = LotTerms { quantity: packs, ..LINE.terms() };
	let wrote = writes(|| {
		assert_ok!(DrugProvenance::commission_lot(signed(QP), LINE.lot_key(), terms));
	});
	assert_ok!(DrugProvenance::commission_cases(
		signed(QP),
		LINE.lot_key(),
		list(&[LINE.case(0)]),
		Some(pallet(1))
	));
	wrote
}

#[test]
fn commissioning_recall_and_breach_should_cost_the_same_for_any_number_of_packs() {
	for packs in [12, 1_000, 1_000_000] {
		build_and_execute(|| {
			assert_eq!(lot_of(packs), 1, "a lot is one write");
			let recalled = writes(|| {
				let key = LINE.lot_key();
				assert_ok!(DrugProvenance::recall_lot(signed(QP), key, recall_notice()));
			});
			assert_eq!(recalled, 1, "a recall is one write");
			let recalled = writes(|| {
				assert_ok!(DrugProvenance::recall_product(signed(QP), GTIN, recall_notice()));
			});
			assert_eq!(recalled, 1, "a recall is one write");
		});
	}
}

#[test]
fn a_window_should_be_one_write_and_a_breach_one_more_whatever_is_on_the_pallet() {
	for cases in [1, 4, 60] {
		build_and_execute(|| {
			assert_ok!(DrugProvenance::register_product(signed(QP), GTIN, product_terms()));
			let line = Line { packs: 60, per_case: 1, ..LINE };
			line.commission();
			let on_pallet: Vec<_> = (0..cases).map(|case| line.case(case)).collect();
			assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &on_pallet));
			bound(MAKERS_OPERATOR, pallet(1), SENSOR, MAKER);
			let fine = vec![500; 1_000];
			wait(1_000 * MINUTE);
			let stated = window(pallet(1), SENSOR, &fine);
			assert_eq!(writes(|| submit(pallet(1), SENSOR, stated).unwrap()), 1);
			let warm = || measured(pallet(1), SENSOR, &[900, 900, 900]).unwrap();
			assert_eq!(writes(warm), 2);
			let back = ShipmentKind::Return;
			let ship = || ship_as(MAKERS_OPERATOR, pallet(1), HOSPITAL, back).unwrap();
			assert_eq!(writes(ship), 1);
		});
	}
}
