// SPDX-License-Identifier: Apache-2.0

//! Every call, with every kind of origin.

use super::*;
use codec::Encode;
use frame_support::traits::{GetCallName, UnfilteredDispatchable};
use galen_primitives::{Role, RoleSet};
use sp_runtime::DispatchError;

const fn either(one: RoleSet, other: RoleSet) -> RoleSet {
	RoleSet(one.0 | other.0)
}

/// Each call, and the roles that it takes.
fn calls() -> Vec<(Call<Test>, RoleSet)> {
	let unit = Item::Unit(LINE.case(0));
	let pack = LINE.key(0);
	let lot = LINE.lot_key();
	let by_maker = either(MANUFACTURERS, REGULATORS);
	let reading = Reading { sequence: 0, at: START, value: 500 };
	let window = Window {
		sequence: 0,
		start: START,
		end: START + 1,
		min: 0,
		max: 0,
		mean: 0,
		count: 1,
		range: StorageProfile::REFRIGERATED.range,
		heat: Runs::NONE,
		cold: Runs::NONE,
		longest_gap: 1,
		readings: digest(1),
	};
	vec![
		(Call::register_product { gtin: GTIN, terms: product_terms() }, MANUFACTURERS),
		(Call::withdraw_product { gtin: GTIN }, by_maker),
		(Call::commission_lot { lot: lot.clone(), terms: LINE.terms() }, MANUFACTURERS),
		(
			Call::commission_cases { lot: lot.clone(), cases: list(&[sscc(90)]), into: None },
			MANUFACTURERS,
		),
		(Call::pack { parent: pallet(1), children: list(&[LINE.case(0)]) }, HOLDERS),
		(Call::unpack { parent: pallet(1), children: list(&[LINE.case(0)]) }, HOLDERS),
		(
			Call::pack_items { unit: pallet(1), packs: vec![LINE.claimed(0)].try_into().unwrap() },
			HOLDERS,
		),
		(Call::unpack_items { packs: vec![LINE.claimed(0)].try_into().unwrap() }, HOLDERS),
		(
			Call::ship {
				unit: LINE.case(0),
				to: HOSPITAL,
				carrier: None,
				order: digest(3),
				kind: ShipmentKind::Supply,
			},
			HOLDERS,
		),
		(Call::receive { unit: LINE.case(0), discrepancies: nothing_wrong() }, HOLDERS),
		(Call::void_shipping { unit: LINE.case(0) }, HOLDERS),
		(
			Call::quarantine { item: unit.clone(), reason: HoldReason::Suspect, proof: None },
			either(HOLDERS, REGULATORS),
		),
		(
			Call::release { item: unit.clone(), reason: HoldReason::Suspect, evidence: digest(6) },
			either(QUALITY, REGULATORS),
		),
		(Call::declare_illegitimate { item: unit.clone(), evidence: digest(6) }, QUALITY),
		(Call::notify_illegitimate { notice: 0, evidence: digest(6) }, QUALITY),
		(Call::review_spells { item: unit.clone(), until: START, evidence: digest(6) }, QUALITY),
		(Call::recall_product { gtin: GTIN, notice: recall_notice() }, by_maker),
		(Call::recall_lot { lot: lot.clone(), notice: recall_notice() }, by_maker),
		(
			Call::recall_packs {
				gtin: GTIN,
				serials: vec![LINE.serial(0)].try_into().unwrap(),
				notice: recall_notice(),
			},
			by_maker,
		),
		(
			Call::report_recall {
				scope: RecallScope::Lot(lot.clone()),
				report: Default::default(),
			},
			HOLDERS,
		),
		(Call::terminate_recall { scope: RecallScope::Lot(lot) }, REGULATORS),
		(
			Call::dispense {
				pack: pack.clone(),
				proof: Some(LINE.proof(0)),
				terms: terms(CONTENT),
			},
			DISPENSERS,
		),
		(Call::hand_over { dispense: 0 }, DISPENSERS),
		(Call::revert_dispense { dispense: 0 }, DISPENSERS),
		(
			Call::decommission {
				pack: pack.clone(),
				proof: None,
				reason: DecommissionReason::Sample,
			},
			HOLDERS,
		),
		(Call::revert_decommission { pack: pack.clone() }, HOLDERS),
		(Call::take_back { pack: pack.clone() }, DISPENSERS),
		(Call::destroy { item: unit.clone(), proof: None, evidence: digest(6) }, HOLDERS),
		(Call::report_stolen { item: unit, proof: None, evidence: digest(6) }, HOLDERS),
		(Call::scan { pack, lot: text(LINE.lot), proof: None }, HOLDERS),
		(Call::bind_sensor { unit: LINE.case(0), device: SENSOR }, HOLDERS),
		(Call::unbind_sensor { unit: LINE.case(0) }, HOLDERS),
		(
			Call::submit_window { unit: LINE.case(0), device: SENSOR, window, signature: [0; 64] },
			HOLDERS,
		),
		(
			Call::submit_reading {
				unit: LINE.case(0),
				device: SENSOR,
				reading,
				signature: [0; 64],
			},
			HOLDERS,
		),
		(
			Call::anchor_event {
				anchor: EventAnchor { hash: [1; 32], kind: EventKind::Object, occurred: START },
			},
			HOLDERS,
		),
		(
			Call::declare_error {
				hash: [1; 32],
				reason: ErrorReason::DidNotOccur,
				corrective: Default::default(),
			},
			HOLDERS,
		),
	]
}

#[test]
fn every_call_should_refuse_every_origin_but_its_own() {
	build_and_execute(|| {
		commissioned();
		let calls = calls();
		for (index, (call, allowed)) in calls.iter().enumerate() {
			assert_eq!(call.encode()[0] as usize, index, "the order is the calls' indices");
			let mut wrong = vec![RuntimeOrigin::none(), RuntimeOrigin::root(), signed(OUTSIDER)];
			wrong.extend(
				Role::ALL
					.iter()
					.filter(|role| !allowed.contains(**role))
					.map(|role| signed(staff(MAKER, *role))),
			);
			for origin in wrong {
				assert_noop!(call.clone().dispatch_bypass_filter(origin), DispatchError::BadOrigin);
			}
			for role in Role::ALL.iter().filter(|role| allowed.contains(**role)) {
				let result = frame_support::storage::with_storage_layer(|| {
					let origin = signed(staff(MAKER, *role));
					let outcome = call.clone().dispatch_bypass_filter(origin);
					// Whatever it changed is undone, so that each starts from the same state.
					Err::<(), _>(match outcome {
						Err(error) => error.error,
						Ok(_) => DispatchError::Other("passed"),
					})
				});
				assert_ne!(result, Err(DispatchError::BadOrigin), "{call:?} by {role:?}");
			}
		}
		assert_eq!(calls.len(), Call::<Test>::get_call_names().len());
	});
}
