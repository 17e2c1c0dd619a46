// SPDX-License-Identifier: Apache-2.0

use super::*;
use galen_primitives::{
	seams::Evidence, Beneficiary, EvidenceFacts, EvidenceId, EvidenceStanding, Role,
};

/// A case at the hospital.
fn at_hospital() {
	commissioned();
	delivered(LINE.case(0), HOSPITAL);
}

fn revert(who: AccountId, id: DispenseId) -> DispatchResult {
	DrugProvenance::revert_dispense(signed(who), id)
}

fn decommission(who: AccountId, pack: u32, reason: DecommissionReason) -> DispatchResult {
	let proof = Some(LINE.proof(pack));
	DrugProvenance::decommission(signed(who), LINE.key(pack), proof, reason)
}

fn revert_decommission(who: AccountId, pack: u32) -> DispatchResult {
	DrugProvenance::revert_decommission(signed(who), LINE.key(pack))
}

fn destroy(who: AccountId, item: Item) -> DispatchResult {
	let proof = match &item {
		Item::Pack(key) => {
			(0..LINE.packs).find(|pack| LINE.key(*pack) == *key).map(|p| LINE.proof(p))
		},
		Item::Unit(_) => None,
	};
	DrugProvenance::destroy(signed(who), item, proof, digest(6))
}

fn stolen(who: AccountId, item: Item) -> DispatchResult {
	let proof = match &item {
		Item::Pack(key) => {
			(0..LINE.packs).find(|pack| LINE.key(*pack) == *key).map(|p| LINE.proof(p))
		},
		Item::Unit(_) => None,
	};
	DrugProvenance::report_stolen(signed(who), item, proof, digest(6))
}

#[test]
fn a_pack_should_be_dispensed_once_from_its_case() {
	build_and_execute(|| {
		at_hospital();
		assert_ok!(dispense(0));
		assert_event(Event::Dispensed {
			dispense: 0,
			pack: LINE.key(0),
			by: HOSPITAL,
			pharmacist: PHARMACIST,
			terms: terms(CONTENT),
			remaining: 0,
		});
		assert_noop!(dispense(0), Error::<Test>::AlreadyDispensed);
		assert_eq!(trace(0).standing, Standing::Dispensed);
		assert_eq!((trace(0).holder, trace(0).root), (HOSPITAL, None));
		let packs = DrugProvenance::lot(LINE.lot_key()).unwrap().packs;
		assert_eq!((packs.dispensed, packs.total()), (1, 1));
	});
}

#[test]
fn a_pack_should_be_dispensed_in_parts_until_nothing_is_left() {
	build_and_execute(|| {
		at_hospital();
		assert_noop!(dispense_as(PHARMACIST, 0, 0), Error::<Test>::ZeroQuantity);
		assert_noop!(dispense_as(PHARMACIST, 0, CONTENT + 1), Error::<Test>::QuantityExceeded);
		assert_ok!(dispense_as(PHARMACIST, 0, 10));
		assert_eq!((trace(0).standing, trace(0).remaining), (Standing::PartiallyDispensed, 20));
		assert_noop!(dispense_as(PHARMACIST, 0, 21), Error::<Test>::QuantityExceeded);
		assert_ok!(dispense_as(PHARMACIST, 0, 20));
		assert_eq!(trace(0).standing, Standing::Dispensed);
		assert_ok!(revert(PHARMACIST, 1));
		assert_eq!((trace(0).standing, trace(0).remaining), (Standing::PartiallyDispensed, 20));
		assert_noop!(
			decommission(PHARMACIST, 0, DecommissionReason::Sample),
			Error::<Test>::PartiallyDispensed
		);
		assert_ok!(revert(PHARMACIST, 0));
		assert_eq!((trace(0).standing, trace(0).remaining), (Standing::Available, 30));
	});
}

#[test]
fn two_institutions_that_claim_one_untouched_pack_should_not_both_succeed() {
	build_and_execute(|| {
		at_hospital();
		assert_noop!(dispense_as(OTHER_PHARMACIST, 0, 1), Error::<Test>::NotHolder);
		assert_ok!(dispense(0));
		assert_noop!(dispense_as(OTHER_PHARMACIST, 0, 1), Error::<Test>::AlreadyDispensed);
	});
}

#[test]
fn what_is_not_available_should_not_be_dispensed() {
	build_and_execute(|| {
		at_hospital();
		assert_noop!(dispense(3), Error::<Test>::NotHolder);
		let with = |change: fn(&mut DispenseTerms)| {
			let mut terms = terms(1);
			change(&mut terms);
			let proof = Some(LINE.proof(0));
			DrugProvenance::dispense(signed(PHARMACIST), LINE.key(0), proof, terms)
		};
		assert_noop!(with(|terms| terms.prescription = digest(0)), Error::<Test>::ZeroDigest);
		assert_noop!(with(|terms| terms.patient = digest(0)), Error::<Test>::ZeroDigest);
		assert_noop!(with(|terms| terms.occurred += HOUR), Error::<Test>::OccurredInFuture);
		let unproven = DrugProvenance::dispense(signed(PHARMACIST), LINE.key(0), None, terms(1));
		assert_noop!(unproven, Error::<Test>::Unproven);
		assert_ok!(quarantine(HOSPITALS_OPERATOR, Item::Unit(LINE.case(0))));
		assert_noop!(dispense(0), Error::<Test>::InQuarantine);
		assert_ok!(release(PHARMACIST, Item::Unit(LINE.case(0)), HoldReason::Suspect));
		assert_ok!(decommission(PHARMACIST, 1, DecommissionReason::Sample));
		assert_noop!(dispense(1), Error::<Test>::Decommissioned);
		assert_ok!(ship(HOSPITALS_OPERATOR, LINE.case(0), PHARMACY));
		assert_noop!(dispense(0), Error::<Test>::InTransit);
		assert_ok!(DrugProvenance::void_shipping(signed(HOSPITALS_OPERATOR), LINE.case(0)));
		wait(EXPIRY - now() - 1);
		assert_ok!(dispense(0));
		wait(1);
		assert_noop!(dispense(2), Error::<Test>::Expired);
	});
}

#[test]
fn what_was_handed_over_should_be_evidence_and_not_be_taken_back() {
	build_and_execute(|| {
		at_hospital();
		let facts = |id| <DrugProvenance as Evidence>::facts(EvidenceId::Dispense(id));
		assert_eq!(facts(0), None);
		assert_eq!(<DrugProvenance as Evidence>::facts(EvidenceId::Encounter(0)), None);
		assert_ok!(dispense(0));
		assert_ok!(dispense(1));
		let expected = |standing| {
			Some(EvidenceFacts {
				beneficiary: Beneficiary::Committed(digest(5)),
				provider: HOSPITAL,
				occurred: now(),
				recorded: now(),
				standing,
			})
		};
		assert_eq!(facts(0), expected(EvidenceStanding::Unconfirmed));
		let hand_over = |who, id| DrugProvenance::hand_over(signed(who), id);
		assert_noop!(hand_over(PHARMACIST, 9), Error::<Test>::UnknownDispense);
		assert_noop!(hand_over(OTHER_PHARMACIST, 0), Error::<Test>::NotAuthor);
		assert_ok!(hand_over(PHARMACIST, 0));
		assert_event(Event::HandedOver { dispense: 0, pharmacist: PHARMACIST });
		assert_noop!(hand_over(PHARMACIST, 0), Error::<Test>::AlreadyHandedOver);
		assert_eq!(facts(0), expected(EvidenceStanding::Confirmed));
		assert_noop!(revert(PHARMACIST, 0), Error::<Test>::SuppliedToPublic);

		assert_noop!(revert(PHARMACIST, 9), Error::<Test>::UnknownDispense);
		assert_ok!(revert(PHARMACIST, 1));
		assert_event(Event::DispenseReverted { dispense: 1, pharmacist: PHARMACIST });
		assert_eq!(facts(1), expected(EvidenceStanding::Reversed));
		assert_noop!(revert(PHARMACIST, 1), Error::<Test>::AlreadyReverted);
		assert_noop!(hand_over(PHARMACIST, 1), Error::<Test>::AlreadyReverted);
		assert_eq!(DrugProvenance::dispense_record(1).unwrap().reverted, Some(now()));
	});
}

#[test]
fn a_dispense_should_be_taken_back_under_the_five_conditions_alone() {
	build_and_execute(|| {
		at_hospital();
		// To a midnight.
		wait(DAY - now() % DAY);
		let dispensed_at = now();
		for pack in 0..3 {
			assert_ok!(dispense(pack));
		}
		// (a)
		let elsewhere = staff_in(HOSPITAL, Role::Pharmacist, 1);
		assert_noop!(revert(elsewhere, 0), Error::<Test>::OtherPremises);
		assert_noop!(revert(OTHER_PHARMACIST, 0), Error::<Test>::OtherPremises);
		// (d)
		assert_ok!(DrugProvenance::recall_lot(signed(QP), LINE.lot_key(), recall_notice()));
		assert_noop!(revert(PHARMACIST, 0), Error::<Test>::Flagged);
		let scope = RecallScope::Lot(LINE.lot_key());
		assert_ok!(DrugProvenance::terminate_recall(signed(INSPECTOR), scope));
		// (b): day 10 at 23:59:59.999, day 11.
		wait(dispensed_at + 11 * DAY - 1 - now());
		assert_ok!(revert(PHARMACIST, 0));
		wait(1);
		assert_noop!(revert(PHARMACIST, 1), Error::<Test>::ReversalTooLate);
		// (c): a lock has no term, but an expiry.
		assert_ok!(revert_from_lock());
		wait(EXPIRY - now());
		assert_noop!(revert_decommission(PHARMACIST, 0), Error::<Test>::Expired);
	});
}

/// Locks a pack, and takes the lock back long after; then locks it again.
fn revert_from_lock() -> DispatchResult {
	decommission(PHARMACIST, 0, DecommissionReason::Locked)?;
	wait(20 * DAY);
	revert_decommission(PHARMACIST, 0)?;
	decommission(PHARMACIST, 0, DecommissionReason::Locked)
}

#[test]
fn a_pack_should_be_decommissioned_and_come_back() {
	build_and_execute(|| {
		at_hospital();
		assert_noop!(
			decommission(OTHER_PHARMACIST, 0, DecommissionReason::Sample),
			Error::<Test>::NotHolder
		);
		assert_ok!(decommission(PHARMACIST, 0, DecommissionReason::Sample));
		assert_event(Event::Decommissioned {
			pack: LINE.key(0),
			reason: DecommissionReason::Sample,
			by: HOSPITAL,
		});
		assert_eq!(trace(0).standing, Standing::Inactive);
		assert_noop!(revert_decommission(HOSPITALS_OPERATOR, 1), Error::<Test>::Unproven);
		// The manufacturer any of its own, wherever they are.
		assert_ok!(decommission(QP, 1, DecommissionReason::Exported));
		assert_eq!(trace(1).holder, HOSPITAL);
		assert_noop!(revert_decommission(PHARMACIST, 1), Error::<Test>::OtherPremises);
		assert_ok!(revert_decommission(QP, 1));
		assert_ok!(revert_decommission(PHARMACIST, 0));
		assert_event(Event::DecommissionReverted { pack: LINE.key(0), by: HOSPITAL });
		assert_noop!(revert_decommission(PHARMACIST, 0), Error::<Test>::NotDecommissioned);
		assert_ok!(dispense(0));
	});
}

#[test]
fn what_the_public_hands_back_should_be_good_for_destruction_alone() {
	build_and_execute(|| {
		at_hospital();
		let take_back = |who, pack| DrugProvenance::take_back(signed(who), LINE.key(pack));
		assert_noop!(take_back(OTHER_PHARMACIST, 0), Error::<Test>::Unproven);
		assert_ok!(decommission(PHARMACIST, 1, DecommissionReason::Sample));
		assert_noop!(take_back(OTHER_PHARMACIST, 1), Error::<Test>::NotDispensed);
		assert_ok!(dispense(0));
		assert_ok!(take_back(OTHER_PHARMACIST, 0));
		assert_event(Event::TakenBack { pack: LINE.key(0), by: PHARMACY });
		assert_noop!(take_back(OTHER_PHARMACIST, 0), Error::<Test>::Returned);
		assert_noop!(dispense_as(OTHER_PHARMACIST, 0, 1), Error::<Test>::Returned);
		assert_noop!(revert(PHARMACIST, 0), Error::<Test>::NotDispensed);
		assert_noop!(destroy(PHARMACIST, pack_item(0)), Error::<Test>::NotHolder);
		assert_ok!(destroy(OTHER_PHARMACIST, pack_item(0)));
		assert_event(Event::Destroyed { item: pack_item(0), evidence: digest(6), by: PHARMACY });
		assert_noop!(destroy(OTHER_PHARMACIST, pack_item(0)), Error::<Test>::Destroyed);
		assert_noop!(dispense_as(OTHER_PHARMACIST, 0, 1), Error::<Test>::Destroyed);
	});
}

#[test]
fn what_is_destroyed_or_stolen_should_be_so_with_everything_in_it() {
	build_and_execute(|| {
		at_hospital();
		assert_ok!(pack_onto(MAKERS_OPERATOR, pallet(1), &[LINE.case(1)]));
		let on_pallet = Item::Unit(pallet(1));
		let case = Item::Unit(LINE.case(1));
		assert_noop!(destroy(MAKERS_OPERATOR, case), Error::<Test>::InsideAnother);
		assert_noop!(destroy(DRIVER, on_pallet.clone()), Error::<Test>::NotHolder);
		let unset =
			DrugProvenance::destroy(signed(MAKERS_OPERATOR), on_pallet.clone(), None, digest(0));
		assert_noop!(unset, Error::<Test>::ZeroDigest);
		assert_ok!(ship(MAKERS_OPERATOR, pallet(1), HOSPITAL));
		assert_noop!(destroy(MAKERS_OPERATOR, on_pallet.clone()), Error::<Test>::InTransit);
		assert_noop!(stolen(DRIVER, on_pallet.clone()), Error::<Test>::NotHolder);
		assert_ok!(stolen(MAKERS_OPERATOR, on_pallet.clone()));
		assert_event(Event::Stolen { item: on_pallet.clone(), evidence: digest(6), by: MAKER });
		assert_eq!(trace(3).standing, Standing::Stolen);
		assert_noop!(receive(HOSPITALS_OPERATOR, pallet(1)), Error::<Test>::NotInTransit);
		assert_noop!(
			unpack_from(MAKERS_OPERATOR, pallet(1), &[LINE.case(1)]),
			Error::<Test>::Stolen
		);
		assert_noop!(stolen(MAKERS_OPERATOR, on_pallet), Error::<Test>::Stolen);
		assert_noop!(stolen(MAKERS_OPERATOR, pack_item(3)), Error::<Test>::Stolen);
		assert_noop!(decommission(QP, 3, DecommissionReason::Sample), Error::<Test>::Stolen);

		assert_ok!(stolen(HOSPITALS_OPERATOR, pack_item(0)));
		assert_noop!(dispense(0), Error::<Test>::Stolen);
		assert_ok!(destroy(HOSPITALS_OPERATOR, Item::Unit(LINE.case(0))));
		assert_noop!(dispense(1), Error::<Test>::Destroyed);
		assert_eq!(trace(1).standing, Standing::Destroyed);
		assert_eq!(trace(0).standing, Standing::Stolen);
	});
}
