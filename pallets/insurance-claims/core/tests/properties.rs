// SPDX-License-Identifier: Apache-2.0

//! What holds for whatever rules and charges.

use galen_primitives::{time::DAY, BenefitCategory};
use insurance_claims_core::*;
use proptest::{option, prelude::*};

const CATEGORIES: [BenefitCategory; 3] =
	[BenefitCategory::Surgical, BenefitCategory::Vision, BenefitCategory::Pharmacy];

prop_compose! {
	fn rule(category: BenefitCategory)(
		copay in 0u128..3_000,
		coinsurance in 0u16..=10_000,
		price_cap in option::of(0u128..8_000),
		limit in option::of(0u128..40_000),
		count_limit in option::of(0u32..5),
		waiting_days in 0u32..20,
		requires_preauth in prop::bool::weighted(0.1),
	) -> CategoryRule {
		CategoryRule {
			category, copay, coinsurance, price_cap, limit, count_limit, waiting_days,
			requires_preauth,
		}
	}
}

prop_compose! {
	fn rules()(
		deductible in 0u128..20_000,
		out_of_pocket_max in option::of(0u128..20_000),
		annual_max in option::of(0u128..60_000),
		// The third category isn't covered.
		categories in (rule(CATEGORIES[0]), rule(CATEGORIES[1])),
	) -> PlanRules {
		PlanRules {
			deductible, out_of_pocket_max, annual_max, filing_days: 90, period_days: 365,
			categories: vec![categories.0, categories.1].try_into().unwrap(),
		}
	}
}

prop_compose! {
	fn item()(
		category in prop::sample::select(vec![
			CATEGORIES[0], CATEGORIES[0], CATEGORIES[1], CATEGORIES[1], CATEGORIES[2],
		]),
		quantity in 1u32..4,
		charge in 1u128..20_000,
		tariff in option::of(0u128..8_000),
		authorised in option::of(0u128..20_000),
		in_network in prop::bool::weighted(0.9),
		serviced in 0u64..100,
		prior in option::weighted(0.2, 0u128..20_000),
		waived in prop::sample::select(vec![DenialReasons::NONE, DenialReasons::of(DenialReason::ALL)]),
	) -> Item {
		Item {
			category, quantity, charge, tariff, authorised, in_network, covered_from: 0,
			serviced: serviced * DAY, prior: prior.map(|left| Prior { left }), waived,
		}
	}
}

fn used(rules: &PlanRules, before: &[Item]) -> Accumulators {
	let mut used = Accumulators::default();
	adjudicate_all(rules, &mut used, before).unwrap();
	used
}

fn benefit(rules: &PlanRules, used: &Accumulators, items: &[Item]) -> Amount {
	let lines = adjudicate_all(rules, &mut used.clone(), items).unwrap();
	lines.iter().map(Adjudication::benefit).sum()
}

/// What every gate lets pass, so that it is amounts alone that differ.
fn admitted(mut rules: PlanRules) -> PlanRules {
	for rule in rules.categories.iter_mut() {
		rule.count_limit = None;
	}
	rules
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(2_000))]

	#[test]
	fn every_line_should_add_up_and_stay_within_rules(
		rules in rules(), before in prop::collection::vec(item(), 0..6), item in item(),
	) {
		let used = used(&rules, &before);
		prop_assert!(used.is_within(&rules));
		let line = adjudicate(&rules, &used, &item).unwrap();
		prop_assert!(line.is_balanced());
		prop_assert_eq!(balance_line(&LineTotals::of(&line)), Ok(()));
		let groups = [
			Group::ContractualObligation, Group::PatientResponsibility, Group::OtherAdjustment,
			Group::PayerInitiated,
		];
		let borne: Amount = groups.iter().map(|group| line.borne_by(*group)).sum();
		prop_assert_eq!(line.benefit() + borne, item.charge);
		// What is paid in all orders never exceeds the charge.
		let left = item.prior.map_or(item.charge, |prior| prior.left);
		prop_assert!(line.benefit() + line.prior().left <= left);
		prop_assert!(line.adjustments().iter().all(|part| part.amount > 0));
	}

	#[test]
	fn restoring_should_undo_applying_in_any_order(
		rules in rules(), items in prop::collection::vec(item(), 1..8), pick in any::<prop::sample::Index>(),
	) {
		let mut used = Accumulators::default();
		let lines = adjudicate_all(&rules, &mut used, &items).unwrap();
		let all = used.clone();
		let one = pick.get(&lines);
		used.restore(one).unwrap();
		used.apply(one).unwrap();
		prop_assert_eq!(&used, &all);
		let mut recounted = Accumulators::default();
		for line in lines.iter().rev() {
			recounted.apply(line).unwrap();
		}
		prop_assert_eq!(&recounted, &all);
		for line in &lines {
			used.restore(line).unwrap();
		}
		prop_assert!(used.is_empty());
	}

	#[test]
	fn a_higher_charge_should_never_lower_the_benefit(
		rules in rules(), before in prop::collection::vec(item(), 0..4),
		items in prop::collection::vec(item(), 1..4), more in 1u128..5_000,
	) {
		let used = used(&rules, &before);
		let mut dearer = items.clone();
		dearer[0].charge += more;
		// What an earlier payer has left is at most the charge.
		let left = items[0].prior.map(|prior| Prior { left: prior.left.min(items[0].charge) });
		let mut items = items;
		(items[0].prior, dearer[0].prior) = (left, left);
		let line = |items: &[Item]| benefit(&rules, &used, &items[..1]);
		prop_assert!(line(&dearer) >= line(&items));
	}

	#[test]
	fn a_higher_copay_should_never_raise_the_benefit(
		rules in rules(), before in prop::collection::vec(item(), 0..4), item in item(),
		more in 1u128..3_000,
	) {
		let used = used(&rules, &before);
		let mut dearer = rules.clone();
		for rule in dearer.categories.iter_mut() {
			rule.copay += more;
		}
		prop_assert!(benefit(&dearer, &used, &[item]) <= benefit(&rules, &used, &[item]));
	}

	#[test]
	fn more_of_the_coinsurance_or_less_of_a_limit_should_never_raise_the_benefit(
		rules in rules(), before in prop::collection::vec(item(), 0..4), item in item(),
		points in 1u16..3_000, less in 1u128..5_000,
	) {
		let used = used(&rules, &before);
		let paid = benefit(&rules, &used, &[item]);
		let change = |change: &dyn Fn(&mut CategoryRule)| {
			let mut worse = rules.clone();
			worse.categories.iter_mut().for_each(change);
			benefit(&worse, &used, &[item])
		};
		let more = |rule: &mut CategoryRule| {
			rule.coinsurance = rule.coinsurance.saturating_add(points).min(BASIS_POINTS);
		};
		prop_assert!(change(&more) <= paid);
		let lower = |rule: &mut CategoryRule| {
			rule.limit = rule.limit.map(|limit| limit.saturating_sub(less));
		};
		prop_assert!(change(&lower) <= paid);
	}

	#[test]
	fn splitting_a_line_should_bring_nothing(
		rules in rules(), before in prop::collection::vec(item(), 0..4), item in item(),
		pieces in 2u32..5, price in 1u128..5_000,
	) {
		// Without a copay, which each line has, the whole is its parts but for their rounding.
		let mut rules = admitted(rules);
		rules.categories.iter_mut().for_each(|rule| rule.copay = 0);
		let used = used(&rules, &before);
		let whole = Item {
			quantity: pieces, charge: price * u128::from(pieces), prior: None, authorised: None, ..item
		};
		let part = Item { quantity: 1, charge: price, ..whole };
		let once = benefit(&rules, &used, &[whole]);
		let parts = benefit(&rules, &used, &vec![part; pieces as usize]);
		prop_assert!(parts <= once + u128::from(pieces) && once <= parts + u128::from(pieces));

		// Where nothing is rounded, it is exact.
		rules.categories.iter_mut().for_each(|rule| {
			rule.coinsurance = if rule.coinsurance > 5_000 { 10_000 } else { 0 };
		});
		let used = self::used(&rules, &before);
		let once = benefit(&rules, &used, &[whole]);
		prop_assert_eq!(benefit(&rules, &used, &vec![part; pieces as usize]), once);
		// With one, splitting never pays.
		rules.categories.iter_mut().for_each(|rule| rule.copay = 700);
		let used = self::used(&rules, &before);
		let once = benefit(&rules, &used, &[whole]);
		prop_assert!(benefit(&rules, &used, &vec![part; pieces as usize]) <= once);
	}

	#[test]
	fn two_payers_should_never_pay_more_than_the_charge(
		first in rules(), second in rules(), third in rules(), item in item(),
	) {
		let item = Item { prior: None, ..item };
		let (mut paid, mut next) = (0, item);
		for rules in [first, second, third] {
			let line = adjudicate(&rules, &Accumulators::default(), &next).unwrap();
			paid += line.benefit();
			prop_assert!(paid + line.prior().left <= item.charge);
			next.prior = Some(line.prior());
		}
	}

	#[test]
	fn a_decision_should_keep_what_adds_up(
		rules in rules(), item in item(), to in 0u128..20_000,
		reason in prop::sample::select(DenialReason::ALL.to_vec()),
	) {
		let line = adjudicate(&rules, &Accumulators::default(), &item).unwrap();
		let cut = line.clone().reduced_to(to, reason).unwrap();
		prop_assert!(cut.is_balanced());
		prop_assert_eq!(cut.benefit(), line.benefit().min(to));
		prop_assert_eq!((cut.out_of_pocket(), cut.counts()), (line.out_of_pocket(), line.counts()));
		let denied = line.denied(reason).unwrap();
		prop_assert!(denied.is_balanced() && denied.benefit() == 0 && !denied.counts());
	}

	#[test]
	fn recovering_should_lose_nothing(due in 0u128..1_000, owed in 0u128..1_000) {
		let Recovery { payment, recovered, owed: left } = recover(due, owed);
		prop_assert_eq!((payment + recovered, recovered + left), (due, owed));
		prop_assert!(payment == 0 || left == 0);
	}
}
