// SPDX-License-Identifier: Apache-2.0

use super::*;
use galen_primitives::{
	seams::{self, RecallStatus},
	DispensedPack, EvidenceId,
};

fn lot_scope() -> RecallScope {
	RecallScope::Lot(LINE.lot_key())
}

#[test]
fn a_lot_should_be_recalled_by_its_holder_or_the_regulator() {
	build_and_execute(|| {
		commissioned();
		let recall = |who| DrugProvenance::recall_lot(signed(who), LINE.lot_key(), recall_notice());
		assert!(!DrugProvenance::is_recalled(&(GTIN, text("L1"))));
		assert_noop!(recall(OTHER_QP), Error::<Test>::NotMarketingHolder);
		assert_ok!(recall(INSPECTOR));
		assert_event(Event::Recalled {
			scope: lot_scope(),
			notice: recall_notice(),
			by: REGULATOR,
		});
		assert_noop!(recall(QP), Error::<Test>::AlreadyRecalled);
		assert!(DrugProvenance::is_recalled(&(GTIN, text("L1"))));
		// What isn't on chain can't be relied on.
		assert!(DrugProvenance::is_recalled(&(GTIN, text("L9"))));
		assert_eq!(unit(LINE.case(0)).recalled, [text("L1")]);
		let unset = RecallNotice { notice: digest(0), ..recall_notice() };
		assert_noop!(
			DrugProvenance::recall_lot(signed(QP), LINE.lot_key(), unset),
			Error::<Test>::ZeroDigest
		);
		let unknown = LotKey { gtin: GTIN, lot: text("L9") };
		assert_noop!(
			DrugProvenance::recall_lot(signed(QP), unknown, recall_notice()),
			Error::<Test>::UnknownLot
		);
	});
}

#[test]
fn a_product_should_be_recalled_with_all_its_lots() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);
		let recall = |gtin| DrugProvenance::recall_product(signed(QP), gtin, recall_notice());
		assert_noop!(recall(OTHER_GTIN), Error::<Test>::UnknownProduct);
		assert_ok!(recall(GTIN));
		assert_noop!(dispense(0), Error::<Test>::Recalled);
		assert!(trace(0).reasons.contains(Reason::ProductRecalled));
		assert!(DrugProvenance::is_recalled(&(GTIN, text("L1"))));
	});
}

#[test]
fn packs_should_be_recalled_one_by_one_without_a_proof() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);
		let recall = |who, gtin, serials: &[Text20]| {
			let serials = serials.to_vec().try_into().unwrap();
			DrugProvenance::recall_packs(signed(who), gtin, serials, recall_notice())
		};
		let two = [LINE.serial(0), LINE.serial(1)];
		assert_noop!(recall(QP, GTIN, &[]), Error::<Test>::EmptyList);
		assert_noop!(recall(QP, GTIN, &[text("")]), Error::<Test>::InvalidSerial);
		assert_noop!(recall(QP, OTHER_GTIN, &two), Error::<Test>::UnknownProduct);
		assert_noop!(recall(OTHER_QP, GTIN, &two), Error::<Test>::NotMarketingHolder);
		let twice = [two[0].clone(), two[0].clone()];
		assert_noop!(recall(QP, GTIN, &twice), Error::<Test>::AlreadyRecalled);
		assert_ok!(recall(QP, GTIN, &two));
		assert_event(Event::PacksRecalled {
			gtin: GTIN,
			serials: two.to_vec(),
			notice: recall_notice(),
			by: MAKER,
		});
		assert_noop!(dispense(0), Error::<Test>::Recalled);
		assert_ok!(dispense(2));
		assert_ok!(DrugProvenance::terminate_recall(
			signed(INSPECTOR),
			RecallScope::Pack(LINE.key(0))
		));
		assert_ok!(dispense(0));
	});
}

#[test]
fn a_recall_should_reach_what_was_dispensed_before() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);
		assert_ok!(dispense(0));
		assert_ok!(dispense(1));
		let recalled = |evidence| <DrugProvenance as RecallStatus<_>>::is_recalled(&evidence);
		let both = || [0, 1].map(|id| recalled(EvidenceId::Dispense(id)));
		assert_eq!(both(), [false; 2]);
		let pack = |id| <DrugProvenance as seams::Dispenses>::pack(id);
		let expected = DispensedPack { gtin: GTIN, lot: text("L1"), serial: LINE.serial(1) };
		assert_eq!((pack(1), pack(2)), (Some(expected), None));

		let one = vec![LINE.serial(1)].try_into().unwrap();
		assert_ok!(DrugProvenance::recall_packs(signed(QP), GTIN, one, recall_notice()));
		assert_eq!(both(), [false, true]);
		assert_ok!(DrugProvenance::recall_lot(signed(QP), LINE.lot_key(), recall_notice()));
		assert_eq!(both(), [true; 2]);
		// What isn't on chain, or isn't a dispense, can't be relied on.
		assert!(recalled(EvidenceId::Dispense(2)) && recalled(EvidenceId::DeviceUse(0)));
	});
}

#[test]
fn reports_should_add_up_and_a_later_one_replace_an_earlier() {
	build_and_execute(|| {
		commissioned();
		let report = |who, located| {
			let report = RecallReport { located, ..Default::default() };
			DrugProvenance::report_recall(signed(who), lot_scope(), report)
		};
		let effect = || DrugProvenance::recall(lot_scope()).unwrap().effect;
		assert_noop!(report(PHARMACIST, 1), Error::<Test>::NotRecalled);
		assert_ok!(DrugProvenance::recall_lot(signed(QP), LINE.lot_key(), recall_notice()));
		assert_ok!(report(PHARMACIST, 2));
		assert_ok!(report(OTHER_PHARMACIST, 3));
		assert_eq!((effect().institutions, effect().located), (2, 5));
		assert_ok!(report(PHARMACIST, 4));
		assert_eq!((effect().institutions, effect().located), (2, 7));
		let record = DrugProvenance::recall_report(lot_scope(), HOSPITAL).unwrap();
		assert_eq!(record.report.located, 4);

		// Another recall counts anew.
		wait(HOUR);
		assert_ok!(DrugProvenance::terminate_recall(signed(INSPECTOR), lot_scope()));
		assert_event(Event::RecallTerminated { scope: lot_scope(), by: REGULATOR });
		assert_noop!(report(PHARMACIST, 1), Error::<Test>::NotRecalled);
		assert_noop!(
			DrugProvenance::terminate_recall(signed(INSPECTOR), lot_scope()),
			Error::<Test>::NotRecalled
		);
		assert_ok!(DrugProvenance::recall_lot(signed(QP), LINE.lot_key(), recall_notice()));
		assert_eq!(effect().institutions, 0);
		assert_ok!(report(PHARMACIST, 1));
		assert_eq!((effect().institutions, effect().located), (1, 1));
	});
}

#[test]
fn a_recall_should_follow_one_that_has_ended_and_not_in_its_block() {
	build_and_execute(|| {
		commissioned();
		let recall = || DrugProvenance::recall_lot(signed(QP), LINE.lot_key(), recall_notice());
		let pack = RecallScope::Pack(LINE.key(0));
		let recall_pack = || {
			let serials = vec![LINE.serial(0)].try_into().unwrap();
			DrugProvenance::recall_packs(signed(QP), GTIN, serials, recall_notice())
		};
		let report = RecallReport { located: 2, ..Default::default() };
		assert_ok!(recall());
		assert_ok!(recall_pack());
		for scope in [lot_scope(), pack.clone()] {
			assert_ok!(DrugProvenance::report_recall(signed(PHARMACIST), scope.clone(), report));
			assert_ok!(DrugProvenance::terminate_recall(signed(INSPECTOR), scope));
		}
		// Whoever has reported has reported of the first.
		assert_noop!(recall(), Error::<Test>::AlreadyRecalled);
		assert_noop!(recall_pack(), Error::<Test>::AlreadyRecalled);
		wait(1);
		assert_ok!(recall());
		assert_ok!(recall_pack());
		for scope in [lot_scope(), pack] {
			let recall = DrugProvenance::recall(scope.clone()).unwrap();
			assert_eq!((recall.at, recall.effect.institutions), (now(), 0));
			assert_ok!(DrugProvenance::report_recall(signed(PHARMACIST), scope, report));
		}
		// Nor one that goes on, however long.
		wait(1);
		assert_noop!(recall(), Error::<Test>::AlreadyRecalled);
		assert_noop!(recall_pack(), Error::<Test>::AlreadyRecalled);
	});
}
