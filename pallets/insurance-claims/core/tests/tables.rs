// SPDX-License-Identifier: Apache-2.0

//! What was computed by hand.

use galen_primitives::{time::DAY, BenefitCategory};
use insurance_claims_core::*;
use AdjustmentReason::*;
use BenefitCategory::{DentalCare, Pharmacy, Surgical, Vision};

const RULE: CategoryRule = CategoryRule {
	category: Pharmacy,
	copay: 0,
	coinsurance: 2_000,
	price_cap: None,
	limit: None,
	count_limit: None,
	waiting_days: 0,
	requires_preauth: false,
};

/// Rules that pay 80 % of medicines and nothing else.
fn rules(change: impl FnOnce(&mut PlanRules, &mut CategoryRule)) -> PlanRules {
	let mut rule = RULE;
	let mut rules = PlanRules {
		deductible: 0,
		out_of_pocket_max: None,
		annual_max: None,
		filing_days: 90,
		period_days: 365,
		categories: Default::default(),
	};
	change(&mut rules, &mut rule);
	rules.categories.try_push(rule).unwrap();
	assert_eq!(rules.check(), Ok(()));
	rules
}

fn item(charge: Amount) -> Item {
	Item {
		category: Pharmacy,
		quantity: 1,
		charge,
		tariff: None,
		authorised: None,
		in_network: true,
		covered_from: 0,
		serviced: 100 * DAY,
		prior: None,
		waived: DenialReasons::NONE,
	}
}

fn of(rules: &PlanRules, item: &Item) -> Adjudication {
	let line = adjudicate(rules, &Accumulators::default(), item).unwrap();
	assert!(line.is_balanced());
	assert_eq!(balance_line(&LineTotals::of(&line)), Ok(()));
	line
}

#[test]
fn amounts_should_match_what_was_computed_by_hand() {
	type Change = fn(&mut PlanRules, &mut CategoryRule);
	type Row<'a> =
		(&'a str, Change, fn(&mut Item), Amount, Amount, &'a [(AdjustmentReason, Amount)]);
	let table: [Row; 21] = [
		("80 % of 100.00", |_, _| (), |_| (), 10_000, 8_000, &[(Coinsurance, 2_000)]),
		(
			"HL7 R3502: 235.40 less 20.00 at 80 % is 172.32",
			|_, rule| rule.copay = 2_000,
			|_| (),
			23_540,
			17_232,
			&[(Copay, 2_000), (Coinsurance, 4_308)],
		),
		(
			"Synthea: 140.52 at 80 % is 112.416",
			|_, _| (),
			|_| (),
			14_052,
			11_242,
			&[(Coinsurance, 2_810)],
		),
		(
			"HL7 R3500: 135.57 less 10.00 at 80 % is 100.456",
			|_, rule| rule.copay = 1_000,
			|_| (),
			13_557,
			10_046,
			&[(Copay, 1_000), (Coinsurance, 2_511)],
		),
		("350.00 at 80 % is 280.00", |_, _| (), |_| (), 35_000, 28_000, &[(Coinsurance, 7_000)]),
		("a copay above the charge", |_, rule| rule.copay = 500, |_| (), 300, 0, &[(Copay, 300)]),
		(
			"copay, deductible, coinsurance, in that order",
			|rules, rule| (rules.deductible, rule.copay) = (5_000, 2_000),
			|_| (),
			10_000,
			2_400,
			&[(Copay, 2_000), (Deductible, 5_000), (Coinsurance, 600)],
		),
		(
			"a deductible above what is left",
			|rules, rule| (rules.deductible, rule.copay) = (9_000, 2_000),
			|_| (),
			10_000,
			0,
			&[(Copay, 2_000), (Deductible, 8_000)],
		),
		(
			"a price cap for each piece",
			|_, rule| rule.price_cap = Some(2_500),
			|item| item.quantity = 3,
			10_000,
			6_000,
			&[(Coinsurance, 1_500), (ExceedsFeeSchedule, 2_500)],
		),
		(
			"the lower of tariff and cap",
			|_, rule| rule.price_cap = Some(9_000),
			|item| item.tariff = Some(5_000),
			10_000,
			4_000,
			&[(Coinsurance, 1_000), (ExceedsFeeSchedule, 5_000)],
		),
		(
			"a tariff above the charge",
			|_, _| (),
			|item| item.tariff = Some(20_000),
			10_000,
			8_000,
			&[(Coinsurance, 2_000)],
		),
		(
			"no more than is authorised",
			|_, rule| rule.requires_preauth = true,
			|item| item.authorised = Some(6_000),
			10_000,
			4_800,
			&[(Coinsurance, 1_200), (ExceedsAuthorisation, 4_000)],
		),
		(
			"the limit of the category",
			|_, rule| rule.limit = Some(5_000),
			|_| (),
			10_000,
			5_000,
			&[(Coinsurance, 2_000), (BenefitMaximum, 3_000)],
		),
		(
			"the limit of the year, which is lower",
			|rules, rule| (rules.annual_max, rule.limit) = (Some(4_000), Some(5_000)),
			|_| (),
			10_000,
			4_000,
			&[(Coinsurance, 2_000), (BenefitMaximum, 4_000)],
		),
		(
			"the out-of-pocket maximum lets off the coinsurance first",
			|rules, rule| {
				(rules.deductible, rules.out_of_pocket_max) = (3_000, Some(4_000));
				rule.copay = 500;
			},
			|_| (),
			20_000,
			16_000,
			&[(Copay, 500), (Deductible, 3_000), (Coinsurance, 500)],
		),
		(
			"and then the deductible",
			|rules, rule| {
				(rules.deductible, rules.out_of_pocket_max) = (3_000, Some(2_000));
				rule.copay = 500;
			},
			|_| (),
			20_000,
			18_000,
			&[(Copay, 500), (Deductible, 1_500)],
		),
		(
			"but pays nothing above the limits",
			|rules, rule| (rules.out_of_pocket_max, rule.limit) = (Some(1_000), Some(8_500)),
			|_| (),
			10_000,
			8_500,
			&[(Coinsurance, 1_000), (BenefitMaximum, 500)],
		),
		(
			"a second payer pays the rest",
			|_, _| (),
			|item| item.prior = Some(Prior { left: 2_000 }),
			10_000,
			2_000,
			&[(PriorPayer, 8_000)],
		),
		(
			"a second payer pays what it would alone",
			|_, rule| rule.coinsurance = 9_000,
			|item| item.prior = Some(Prior { left: 3_000 }),
			10_000,
			1_000,
			&[(PriorPayer, 7_000), (Coinsurance, 2_000)],
		),
		(
			"a second payer with a lower tariff: the patient bears at most its share of that",
			|_, rule| rule.price_cap = Some(4_000),
			|item| item.prior = Some(Prior { left: 5_000 }),
			10_000,
			3_200,
			&[(PriorPayer, 5_000), (Coinsurance, 800), (ExceedsFeeSchedule, 1_000)],
		),
		(
			"nothing left",
			|_, _| (),
			|item| item.prior = Some(Prior { left: 0 }),
			10_000,
			0,
			&[(PriorPayer, 10_000)],
		),
	];
	for (name, change, on, charge, benefit, adjustments) in table {
		let mut item = item(charge);
		on(&mut item);
		let line = of(&rules(change), &item);
		assert_eq!(line.benefit(), benefit, "{name}");
		let found: Vec<_> =
			line.adjustments().iter().map(|part| (part.reason, part.amount)).collect();
		let mut expected = adjustments.to_vec();
		// What earlier payers have borne comes first.
		expected.sort_by_key(|(reason, _)| *reason != PriorPayer);
		assert_eq!(found, expected, "{name}");
	}
}

#[test]
fn every_gate_should_deny_until_a_reviewer_sets_it_aside() {
	type Row =
		(DenialReason, fn(&mut PlanRules, &mut CategoryRule), fn(&mut Item), AdjustmentReason);
	let table: [Row; 5] = [
		(DenialReason::NotCovered, |_, rule| rule.category = Surgical, |_| (), NotCovered),
		(DenialReason::OutOfNetwork, |_, _| (), |item| item.in_network = false, OutOfNetwork),
		(
			DenialReason::PreauthorisationMissing,
			|_, rule| rule.requires_preauth = true,
			|_| (),
			PreauthorisationMissing,
		),
		(DenialReason::WaitingPeriod, |_, rule| rule.waiting_days = 101, |_| (), WaitingPeriod),
		(
			DenialReason::FrequencyExceeded,
			|_, rule| rule.count_limit = Some(0),
			|_| (),
			FrequencyExceeded,
		),
	];
	for (reason, change, on, adjustment) in table {
		let mut item = item(10_000);
		on(&mut item);
		let rules = rules(change);
		let line = of(&rules, &item);
		assert_eq!((line.benefit(), line.denial()), (0, Some(reason)));
		assert_eq!(line.adjustments(), [Adjustment { reason: adjustment, amount: 10_000 }]);
		assert_eq!((line.outcome(), line.counts()), (LineOutcome::Denied, false));

		// What earlier payers have borne stays theirs.
		item.prior = Some(Prior { left: 4_000 });
		let line = of(&rules, &item);
		assert_eq!((line.of(PriorPayer), line.of(adjustment)), (6_000, 4_000));

		item.prior = None;
		item.waived = reason.set();
		let line = of(&rules, &item);
		let all = if reason == DenialReason::NotCovered { 10_000 } else { 8_000 };
		assert_eq!((line.benefit(), line.outcome()), (all, LineOutcome::Approved));
	}
}

#[test]
fn the_last_day_of_a_waiting_period_should_count_and_the_next_should_pay() {
	let rules = rules(|_, rule| rule.waiting_days = 100);
	assert_eq!(of(&rules, &item(100)).benefit(), 80);
	let early = Item { serviced: 100 * DAY - 1, ..item(100) };
	assert_eq!(of(&rules, &early).denial(), Some(DenialReason::WaitingPeriod));
}

#[test]
fn lines_should_use_up_what_there_is_one_after_the_other() {
	let rules = rules(|rules, rule| {
		rules.deductible = 10_000;
		rules.out_of_pocket_max = Some(14_000);
		rule.copay = 1_000;
		rule.count_limit = Some(4);
		rule.limit = Some(30_000);
	});
	let mut used = Accumulators::default();
	let lines = adjudicate_all(&rules, &mut used, &[item(8_000); 6]).unwrap();
	let benefits: Vec<_> = lines.iter().map(Adjudication::benefit).collect();
	// 1: copay 10, deductible 70. 2: copay 10, deductible 30, 20 % of 40 are 8. 3: 10, and 2 of 14
	// up to the maximum of 140. 4: no more out of pocket.
	assert_eq!(benefits, [0, 3_200, 6_800, 8_000, 0, 0]);
	assert_eq!(lines[4].denial(), Some(DenialReason::FrequencyExceeded));
	assert_eq!((used.deductible(), used.out_of_pocket(), used.paid()), (10_000, 14_000, 18_000));
	assert_eq!((used.paid_for(Pharmacy), used.count_of(Pharmacy)), (18_000, 4));
	assert_eq!((used.paid_for(Vision), used.count_of(Vision)), (0, 0));
	assert!(used.is_within(&rules));
	assert_eq!(outcome(&lines), Outcome::Partial);

	// In whatever order they are taken back.
	for at in [2, 0, 5, 3, 1, 4] {
		used.restore(&lines[at]).unwrap();
	}
	assert!(used.is_empty());
	assert_eq!(used.restore(&lines[1]), Err(MoneyError::Underflow));
	assert!(used.is_empty());
}

#[test]
fn nothing_should_be_counted_when_a_line_can_not_be() {
	let rules = rules(|_, rule| rule.coinsurance = 0);
	let mut used = Accumulators::default();
	let items = [item(1), item(Amount::MAX)];
	assert_eq!(adjudicate_all(&rules, &mut used, &items), Err(MoneyError::Overflow));
	assert!(used.is_empty());
}

#[test]
fn a_price_that_no_amount_can_hold_should_cut_nothing() {
	let huge = Item { quantity: u32::MAX, tariff: Some(Amount::MAX), ..item(10_000) };
	assert_eq!(of(&rules(|_, _| ()), &huge).benefit(), 8_000);
}

#[test]
fn a_decision_should_lower_and_never_raise() {
	let rules = rules(|_, _| ());
	let line = of(&rules, &item(10_000));
	let cut = line.clone().reduced_to(3_000, DenialReason::Unsupported).unwrap();
	assert!(cut.is_balanced());
	assert_eq!((cut.benefit(), cut.of(Unsupported)), (3_000, 5_000));
	assert_eq!((cut.outcome(), cut.out_of_pocket()), (LineOutcome::Partial, 2_000));
	let more = line.clone().reduced_to(9_000, DenialReason::Unsupported).unwrap();
	assert_eq!(more, line);
	let nothing = line.clone().reduced_to(0, DenialReason::Bundled).unwrap();
	assert_eq!((nothing.outcome(), nothing.counts()), (LineOutcome::Denied, true));

	let denied = line.denied(DenialReason::NotMedicallyNecessary).unwrap();
	assert!(denied.is_balanced());
	assert_eq!((denied.benefit(), denied.eligible(), denied.out_of_pocket()), (0, 0, 0));
	assert_eq!(denied.borne_by(Group::ContractualObligation), 10_000);
	assert_eq!((denied.counts(), denied.prior()), (false, Prior { left: 0 }));
}

#[test]
fn there_should_be_room_for_every_reason_at_once() {
	// Prior payer, tariff, authorisation, copay, deductible, coinsurance, maximum, and a decision.
	let rules = rules(|rules, rule| {
		rules.deductible = 100;
		(rule.copay, rule.price_cap, rule.limit) = (100, Some(9_000), Some(1_000));
	});
	let item = Item { authorised: Some(8_000), prior: Some(Prior { left: 9_950 }), ..item(10_000) };
	let line = of(&rules, &item).reduced_to(500, DenialReason::Unsupported).unwrap();
	assert_eq!(line.adjustments().len(), MAX_ADJUSTMENTS as usize);
	assert!(line.is_balanced());
	let more = line.reduced_to(1, DenialReason::Bundled);
	assert_eq!(more, Err(MoneyError::Full));
}

#[test]
fn a_claim_should_be_answered_as_its_lines_are() {
	let rules = rules(|_, _| ());
	let good = of(&rules, &item(100));
	let denied = of(&rules, &Item { category: DentalCare, ..item(100) });
	let cut = good.clone().reduced_to(1, DenialReason::Bundled).unwrap();
	for (lines, expected) in [
		(vec![&good, &good], Outcome::Approved),
		(vec![&good, &denied], Outcome::Partial),
		(vec![&denied, &denied], Outcome::Denied),
		(vec![&good, &cut], Outcome::Partial),
		(vec![&cut, &cut], Outcome::Partial),
		(vec![], Outcome::Denied),
	] {
		assert_eq!(outcome(lines), expected);
	}
}
