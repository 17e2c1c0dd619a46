// SPDX-License-Identifier: Apache-2.0

use super::*;
use galen_primitives::seams::RecallStatus;

fn register(gtin: Gtin, terms: ProductTerms) -> DispatchResult {
	DrugProvenance::register_product(signed(QP), gtin, terms)
}

fn commission(key: LotKey, terms: LotTerms) -> DispatchResult {
	DrugProvenance::commission_lot(signed(QP), key, terms)
}

fn cases(who: AccountId, cases: &[Sscc], into: Option<Sscc>) -> DispatchResult {
	DrugProvenance::commission_cases(signed(who), LINE.lot_key(), list(cases), into)
}

#[test]
fn a_product_should_be_registered_once_by_its_holder() {
	build_and_execute(|| {
		assert_ok!(register(GTIN, product_terms()));
		assert_event(Event::ProductRegistered {
			gtin: GTIN,
			holder: MAKER,
			terms: product_terms(),
		});
		assert_eq!(
			DrugProvenance::product(GTIN),
			Some(Product {
				holder: MAKER,
				terms: product_terms(),
				status: ProductStatus::Active,
				recall: None,
				recorded: START,
			})
		);
		assert_noop!(register(GTIN, product_terms()), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn an_impossible_product_should_be_refused() {
	build_and_execute(|| {
		let wrong_digit = Gtin(GTIN.0 + 1);
		assert_noop!(register(wrong_digit, product_terms()), Error::<Test>::InvalidGtin);
		let empty = ProductTerms { content: 0, ..product_terms() };
		assert_noop!(register(GTIN, empty), Error::<Test>::NoContent);
		let mut profile = StorageProfile::REFRIGERATED;
		profile.range.max = profile.range.min;
		let unkeepable = ProductTerms { profile: Some(profile), ..product_terms() };
		assert_noop!(register(GTIN, unkeepable), Error::<Test>::InvalidProfile);
		let unset = ProductTerms { master_data: digest(0), ..product_terms() };
		assert_noop!(register(GTIN, unset), Error::<Test>::ZeroDigest);
		// A wholesaler has responsible persons as well, and no products of its own.
		let trader = signed(WHOLESALERS_RP);
		assert_noop!(
			DrugProvenance::register_product(trader, GTIN, product_terms()),
			Error::<Test>::NotAManufacturer
		);
	});
}

#[test]
fn a_lot_should_be_commissioned_whole() {
	build_and_execute(|| {
		assert_ok!(register(GTIN, product_terms()));
		assert_ok!(commission(LINE.lot_key(), LINE.terms()));
		assert_event(Event::LotCommissioned {
			lot: LINE.lot_key(),
			holder: MAKER,
			terms: LINE.terms(),
		});
		let lot = DrugProvenance::lot(LINE.lot_key()).unwrap();
		assert_eq!((lot.packs.total(), lot.cases, lot.recorded), (0, 0, START));
		assert_noop!(commission(LINE.lot_key(), LINE.terms()), Error::<Test>::AlreadyExists);
		assert_eq!(
			DrugProvenance::pack_leaf(LINE.lot_key(), LINE.serial(0), LINE.case(0), [0; 32]),
			Some(LINE.leaves()[0])
		);
	});
}

#[test]
fn an_impossible_lot_should_be_refused() {
	build_and_execute(|| {
		let key = LINE.lot_key();
		assert_noop!(commission(key.clone(), LINE.terms()), Error::<Test>::UnknownProduct);
		assert_ok!(register(GTIN, product_terms()));
		let refuse = |change: fn(&mut LotTerms), error: Error<Test>| {
			let mut terms = LINE.terms();
			change(&mut terms);
			assert_noop!(commission(LINE.lot_key(), terms), error);
		};
		refuse(|terms| terms.quantity = 0, Error::EmptyLot);
		refuse(|terms| terms.expiry = terms.production, Error::ExpiryNotAfterProduction);
		refuse(|terms| terms.expiry = terms.production - 1, Error::ExpiryNotAfterProduction);
		refuse(|terms| terms.expiry = START, Error::Expired);
		refuse(|terms| terms.quality = digest(0), Error::ZeroDigest);
		refuse(|terms| terms.serials = digest(0), Error::ZeroDigest);
		refuse(|terms| terms.serials.algorithm = HashAlgorithm::Sm3, Error::Unsupported);
		refuse(|terms| terms.production = START + HOUR, Error::OccurredInFuture);
		for lot in ["", "a b"] {
			let key = LotKey { gtin: GTIN, lot: text(lot) };
			assert_noop!(commission(key, LINE.terms()), Error::<Test>::InvalidLot);
		}
		let key = LotKey { gtin: Gtin(1), lot: text("L1") };
		assert_noop!(commission(key, LINE.terms()), Error::<Test>::InvalidGtin);
		assert_noop!(
			DrugProvenance::commission_lot(signed(OTHER_QP), LINE.lot_key(), LINE.terms()),
			Error::<Test>::NotMarketingHolder
		);
	});
}

#[test]
fn first_cases_should_come_on_chain_alone_or_on_a_pallet() {
	build_and_execute(|| {
		assert_ok!(register(GTIN, product_terms()));
		assert_ok!(commission(LINE.lot_key(), LINE.terms()));
		assert_ok!(cases(QP, &[LINE.case(0)], None));
		assert_ok!(cases(QP, &[LINE.case(1), LINE.case(2)], Some(pallet(1))));
		assert_event(Event::CasesCommissioned {
			lot: LINE.lot_key(),
			cases: vec![LINE.case(1), LINE.case(2)],
			into: Some(pallet(1)),
		});
		assert_eq!(unit(LINE.case(0)).root, LINE.case(0));
		assert_eq!(unit(LINE.case(2)).root, pallet(1));
		let loaded = unit(pallet(1)).unit;
		assert_eq!((loaded.units, loaded.contents[0].count), (2, 2));
		assert_eq!(loaded.profile, Some(StorageProfile::REFRIGERATED));

		assert_noop!(cases(QP, &[LINE.case(1)], None), Error::<Test>::AlreadyExists);
		assert_noop!(cases(QP, &[LINE.case(3), LINE.case(3)], None), Error::<Test>::AlreadyExists);
		assert_noop!(cases(QP, &[], None), Error::<Test>::EmptyList);
		assert_noop!(cases(QP, &[Sscc(1)], None), Error::<Test>::InvalidSscc);
		assert_noop!(cases(QP, &[LINE.case(3)], Some(Sscc(1))), Error::<Test>::InvalidSscc);
		assert_noop!(cases(QP, &[LINE.case(3)], Some(LINE.case(3))), Error::<Test>::Itself);
		assert_noop!(cases(OTHER_QP, &[LINE.case(3)], None), Error::<Test>::NotMarketingHolder);
		let unknown = LotKey { gtin: GTIN, lot: text("L9") };
		assert_noop!(
			DrugProvenance::commission_cases(signed(QP), unknown, list(&[LINE.case(3)]), None),
			Error::<Test>::UnknownLot
		);
	});
}

#[test]
fn nothing_should_be_commissioned_into_what_is_expired_recalled_or_withdrawn() {
	build_and_execute(|| {
		assert_ok!(register(GTIN, product_terms()));
		assert_ok!(commission(LINE.lot_key(), LINE.terms()));
		let lot = RecallScope::Lot(LINE.lot_key());
		assert_ok!(DrugProvenance::recall_lot(signed(QP), LINE.lot_key(), recall_notice()));
		assert_noop!(cases(QP, &[LINE.case(0)], None), Error::<Test>::Recalled);
		assert_ok!(DrugProvenance::terminate_recall(signed(INSPECTOR), lot));
		assert_ok!(DrugProvenance::recall_product(signed(QP), GTIN, recall_notice()));
		assert_noop!(cases(QP, &[LINE.case(0)], None), Error::<Test>::Recalled);
		let product = RecallScope::Product(GTIN);
		assert_ok!(DrugProvenance::terminate_recall(signed(INSPECTOR), product));
		wait(EXPIRY - START);
		assert_noop!(cases(QP, &[LINE.case(0)], None), Error::<Test>::Expired);
		assert_ok!(DrugProvenance::withdraw_product(signed(QP), GTIN));
		let key = LotKey { gtin: GTIN, lot: text("L2") };
		let terms = LotTerms { expiry: EXPIRY + DAY, ..LINE.terms() };
		assert_noop!(commission(key, terms), Error::<Test>::Withdrawn);
	});
}

#[test]
fn a_product_should_be_withdrawn_for_good_by_its_holder_or_the_regulator() {
	build_and_execute(|| {
		commissioned();
		delivered(LINE.case(0), HOSPITAL);
		let withdraw = |who| DrugProvenance::withdraw_product(signed(who), GTIN);
		assert_noop!(withdraw(OTHER_QP), Error::<Test>::NotMarketingHolder);
		assert_ok!(withdraw(INSPECTOR));
		assert_event(Event::ProductWithdrawn { gtin: GTIN, by: REGULATOR });
		assert_noop!(withdraw(QP), Error::<Test>::Withdrawn);
		assert_noop!(
			DrugProvenance::withdraw_product(signed(QP), OTHER_GTIN),
			Error::<Test>::UnknownProduct
		);
		assert_noop!(dispense(0), Error::<Test>::Withdrawn);
		assert_eq!(trace(0).standing, Standing::Withdrawn);
		assert!(DrugProvenance::is_recalled(&(GTIN, text("L1"))));
	});
}
