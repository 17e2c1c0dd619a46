// SPDX-License-Identifier: Apache-2.0

//! Plans and rules.

use super::*;
use galen_primitives::HashAlgorithm;

fn create(currency: Currency, terms: RulesTerms) -> DispatchResult {
	Insurance::create_plan(signed(MANAGER), currency, SettlementMode::Immediate, terms)
}

fn later(effective: Moment) -> RulesTerms {
	RulesTerms { effective, ..rules() }
}

#[test]
fn a_plan_should_be_published_with_its_first_rules() {
	build_and_execute(|| {
		assert_ok!(create(EUR, rules()));

		let plan = Insurance::plan(0).unwrap();
		assert_eq!((plan.payer, plan.currency, plan.closed), (PAYER, EUR, None));
		assert_eq!(plan.versions.to_vec(), [START - 30 * DAY]);
		assert_eq!(Insurance::rules(0, 0).unwrap(), Rules { terms: rules(), recorded: START });
		assert_eq!(Insurance::rules(0, 1), None);
		assert_event(Event::PlanCreated {
			plan: 0,
			payer: PAYER,
			currency: EUR,
			mode: SettlementMode::Immediate,
			effective: START - 30 * DAY,
		});
	});
}

#[test]
fn only_payers_should_publish_plans_in_currencies_that_settle() {
	build_and_execute(|| {
		let hospital = signed(staff(HOSPITAL, Role::Administrator));
		let mode = SettlementMode::Immediate;
		assert_noop!(
			Insurance::create_plan(hospital, EUR, mode, rules()),
			Error::<Test>::NotAPayer
		);
		assert_noop!(create(756, rules()), Error::<Test>::UnknownCurrency);
		assert_noop!(create(1_000, rules()), Error::<Test>::UnknownCurrency);
	});
}

#[test]
fn rules_that_make_no_sense_should_be_refused() {
	build_and_execute(|| {
		type Change = fn(&mut RulesTerms);
		let table: [(Change, Error<Test>); 8] = [
			(
				|terms| terms.rules.categories[0] = rule(BenefitCategory::Vision),
				Error::CategoriesUnordered,
			),
			(|terms| terms.rules.categories[0].coinsurance = 10_001, Error::CoinsuranceAboveWhole),
			(|terms| terms.rules.period_days = 0, Error::NoDays),
			(|terms| terms.rules.filing_days = 0, Error::NoDays),
			(
				|terms| terms.network = Network::Listed(vec![4, 3].try_into().unwrap()),
				Error::NetworkUnordered,
			),
			(
				|terms| terms.schedule = Some(FeeSchedule { root: digest(0), count: 1 }),
				Error::ZeroDigest,
			),
			(
				|terms| terms.schedule = Some(FeeSchedule { root: digest(1), count: 0 }),
				Error::ZeroDigest,
			),
			(
				|terms| {
					let mut root = digest(1);
					root.algorithm = HashAlgorithm::Sm3;
					terms.schedule = Some(FeeSchedule { root, count: 1 });
				},
				Error::UnsupportedAlgorithm,
			),
		];
		for (change, error) in table {
			let mut terms = rules();
			change(&mut terms);
			assert_noop!(create(EUR, terms), error);
		}
	});
}

#[test]
fn new_rules_should_hold_for_what_is_to_come_alone() {
	build_and_execute(|| {
		published();
		let add = |terms| Insurance::add_rules(signed(MANAGER), 0, terms);
		// Of this very moment there may be claims.
		assert_noop!(add(later(START)), Error::<Test>::Retroactive);
		assert_ok!(add(later(START + DAY)));
		assert_event(Event::RulesAdded { plan: 0, version: 1, effective: START + DAY });
		assert_noop!(add(later(START + DAY)), Error::<Test>::Retroactive);
		let mut other = later(START + 2 * DAY);
		other.rules.period_days = 30;
		assert_noop!(add(other), Error::<Test>::OtherPeriods);

		// What was there is as it was.
		assert_eq!(Insurance::rules(0, 0).unwrap().terms, rules());
		let plan = Insurance::plan(0).unwrap();
		let version = |at| Insurance::rules_at(0, &plan, at).map(|(version, _)| version);
		assert_eq!(version(START + DAY - 1).unwrap(), 0);
		assert_eq!(version(START + DAY).unwrap(), 1);
		assert!(version(START - 31 * DAY).is_err());
	});
}

#[test]
fn a_plan_should_have_a_bounded_number_of_versions() {
	build_and_execute(|| {
		published();
		for version in 1..MAX_VERSIONS {
			let effective = START + Moment::from(version);
			assert_ok!(Insurance::add_rules(signed(MANAGER), 0, later(effective)));
		}
		assert_noop!(
			Insurance::add_rules(signed(MANAGER), 0, later(START + DAY)),
			Error::<Test>::TooManyVersions
		);
	});
}

#[test]
fn a_plan_should_be_its_payers_alone() {
	build_and_execute(|| {
		published();
		let stranger = || signed(OTHER_MANAGER);
		let refused = Error::<Test>::OtherPayer;
		assert_noop!(Insurance::add_rules(stranger(), 0, later(START + 1)), refused);
		assert_noop!(Insurance::close_plan(stranger(), 0), Error::<Test>::OtherPayer);
		assert_noop!(Insurance::close_plan(signed(MANAGER), 1), Error::<Test>::PlanNotFound);
	});
}

#[test]
fn a_closed_plan_should_go_on_for_whom_it_covers() {
	build_and_execute(|| {
		published();
		assert_ok!(Insurance::close_plan(signed(MANAGER), 0));
		assert_event(Event::PlanClosed { plan: 0 });
		assert_noop!(Insurance::close_plan(signed(MANAGER), 0), Error::<Test>::PlanIsClosed);

		claimed(dispense(1), 23_540);
		assert_ok!(Insurance::add_rules(signed(MANAGER), 0, later(START + 1)));
		assert_noop!(
			Insurance::create_coverage(signed(MANAGER), 0, coverage_terms(patient(2), 1)),
			Error::<Test>::PlanIsClosed
		);
	});
}

#[test]
fn a_claim_should_be_decided_by_the_rules_of_its_day_whatever_comes_later() {
	build_and_execute(|| {
		published();
		let evidence = dispense(1);
		let of_today = line(1, evidence, 10_000);
		let mut worse = later(START + DAY);
		for rule in worse.rules.categories.iter_mut() {
			rule.coinsurance = 10_000;
		}
		assert_ok!(Insurance::add_rules(signed(MANAGER), 0, worse));
		wait(2 * DAY);

		assert_ok!(submit(PHARMACIST, claim(0, vec![of_today])));
		assert_eq!((stored(id(0, 0)).rules, line_of(id(0, 0), 1).benefit()), (0, 6_400));
		let id = claimed(dispense(2), 10_000);
		assert_eq!((stored(id).rules, line_of(id, 1).benefit()), (1, 0));
	});
}
