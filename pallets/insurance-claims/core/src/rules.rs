// SPDX-License-Identifier: Apache-2.0

//! What a plan promises, as a payer publishes it.

use crate::{chain_type, Amount, BASIS_POINTS};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::{
	statement::statement, time::DAY, BenefitCategory, ChainId, Digest, HashAlgorithm,
	InstitutionId, Moment,
};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// How many categories of benefits there are ([`BenefitCategory`]).
pub const MAX_CATEGORIES: u32 = 18;

chain_type! {
	/// What a plan pays of one category. What it has no rule for isn't covered.
	pub struct CategoryRule {
		/// The category.
		pub category: BenefitCategory,
		/// What the patient pays of each line first.
		pub copay: Amount,
		/// What the patient pays of the rest, in basis points.
		pub coinsurance: u16,
		/// The most that one piece can cost.
		pub price_cap: Option<Amount>,
		/// The most that is paid in a benefit period.
		pub limit: Option<Amount>,
		/// The most lines in a benefit period.
		pub count_limit: Option<u32>,
		/// How many days have to pass from the coverage's start.
		pub waiting_days: u32,
		/// Whether it has to be authorised before.
		pub requires_preauth: bool,
	}

	/// Why rules make no sense.
	pub enum RuleFlaw {
		/// Categories aren't in the order of their indices, each at most once.
		#[codec(index = 0)]
		Unordered,
		/// The coinsurance is more than the whole.
		#[codec(index = 1)]
		CoinsuranceAboveWhole,
		/// A benefit period has no day.
		#[codec(index = 2)]
		EmptyPeriod,
		/// There is no day on which a claim could be filed.
		#[codec(index = 3)]
		NoFilingDays,
	}
}

/// What a plan pays, and when. All amounts are of one currency.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PlanRules {
	/// What the patient bears of a benefit period before the plan pays.
	pub deductible: Amount,
	/// The most that copays, deductible and coinsurance can come to in a benefit period.
	pub out_of_pocket_max: Option<Amount>,
	/// The most that is paid in a benefit period.
	pub annual_max: Option<Amount>,
	/// Within how many days of the service a claim has to be filed.
	pub filing_days: u32,
	/// How many days a benefit period has. The first begins with the coverage.
	pub period_days: u32,
	/// The categories that are covered, in the order of their indices.
	pub categories: BoundedVec<CategoryRule, ConstU32<MAX_CATEGORIES>>,
}

impl PlanRules {
	/// Whether the rules make sense; if not, the first reason why not.
	pub fn check(&self) -> Result<(), RuleFlaw> {
		let demand = |condition, flaw| if condition { Ok(()) } else { Err(flaw) };
		let ordered = self.categories.iter().is_sorted_by(|one, next| one.category < next.category);
		demand(ordered, RuleFlaw::Unordered)?;
		let whole = self.categories.iter().all(|rule| rule.coinsurance <= BASIS_POINTS);
		demand(whole, RuleFlaw::CoinsuranceAboveWhole)?;
		demand(self.period_days > 0, RuleFlaw::EmptyPeriod)?;
		demand(self.filing_days > 0, RuleFlaw::NoFilingDays)
	}

	/// The rule for `category`, if it is covered.
	pub fn rule(&self, category: BenefitCategory) -> Option<&CategoryRule> {
		self.categories.iter().find(|rule| rule.category == category)
	}
}

/// Which benefit period of a coverage that began at `start` the moment `at` lies in, counted from 0.
/// Nothing before the start, or if periods have no days.
pub fn benefit_period(start: Moment, at: Moment, period_days: u32) -> Option<u32> {
	let length = DAY.saturating_mul(period_days.into());
	u32::try_from(at.checked_sub(start)?.checked_div(length)?).ok()
}

/// Whether what was done at `serviced` can still be claimed at `now`. The last moment of the last
/// day counts.
pub fn is_filed_in_time(serviced: Moment, now: Moment, filing_days: u32) -> bool {
	now < serviced.saturating_add(DAY.saturating_mul(filing_days.into()))
}

/// Whether `serviced` lies after the waiting period of a coverage that began at `start`.
pub(crate) fn is_waited(start: Moment, serviced: Moment, waiting_days: u32) -> bool {
	start.saturating_add(DAY.saturating_mul(waiting_days.into())) <= serviced
}

/// A line of a payer's fee schedule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode)]
pub struct Tariff {
	/// Who pays it.
	pub payer: InstitutionId,
	/// The plan.
	pub plan: u32,
	/// The version of the plan's rules.
	pub version: u32,
	/// What is paid for: the digest of a code, with its list and version, salted for the schedule.
	pub code: Digest,
	/// Its category.
	pub category: BenefitCategory,
	/// What one piece costs at most.
	pub unit_price: Amount,
}

/// The leaf of a tariff in a fee schedule's tree ([`galen_primitives::merkle`]):
/// `H("galen/tariff" ‖ 0x00 ‖ chain ‖ SCALE(payer, plan, version, code, category, unit price))`.
///
/// `None` for an algorithm that the chain can't compute.
pub fn tariff_leaf(algorithm: HashAlgorithm, chain: &ChainId, tariff: &Tariff) -> Option<[u8; 32]> {
	algorithm.hash(&statement(b"tariff", chain, tariff))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn rule(category: BenefitCategory) -> CategoryRule {
		CategoryRule {
			category,
			copay: 0,
			coinsurance: 2_000,
			price_cap: None,
			limit: None,
			count_limit: None,
			waiting_days: 0,
			requires_preauth: false,
		}
	}

	fn rules(categories: &[BenefitCategory]) -> PlanRules {
		PlanRules {
			deductible: 0,
			out_of_pocket_max: None,
			annual_max: None,
			filing_days: 90,
			period_days: 365,
			categories: categories
				.iter()
				.copied()
				.map(rule)
				.collect::<Vec<_>>()
				.try_into()
				.unwrap(),
		}
	}

	#[test]
	fn there_should_be_room_for_a_rule_for_each_category() {
		assert_eq!(BenefitCategory::ALL.len(), MAX_CATEGORIES as usize);
		assert_eq!(rules(BenefitCategory::ALL).check(), Ok(()));
	}

	#[test]
	fn rules_that_make_no_sense_should_be_told_why() {
		use BenefitCategory::*;
		type Row = (&'static str, PlanRules, fn(&mut PlanRules), Result<(), RuleFlaw>);
		let good = rules(&[Surgical, Pharmacy]);
		let table: [Row; 8] = [
			("good", good.clone(), |_| (), Ok(())),
			("nothing covered", rules(&[]), |_| (), Ok(())),
			("out of order", rules(&[Pharmacy, Surgical]), |_| (), Err(RuleFlaw::Unordered)),
			("twice", rules(&[Pharmacy, Pharmacy]), |_| (), Err(RuleFlaw::Unordered)),
			("all", good.clone(), |r| r.categories[0].coinsurance = 10_000, Ok(())),
			(
				"more than all",
				good.clone(),
				|r| r.categories[1].coinsurance = 10_001,
				Err(RuleFlaw::CoinsuranceAboveWhole),
			),
			("no period", good.clone(), |r| r.period_days = 0, Err(RuleFlaw::EmptyPeriod)),
			("no filing", good, |r| r.filing_days = 0, Err(RuleFlaw::NoFilingDays)),
		];
		for (name, mut rules, change, expected) in table {
			change(&mut rules);
			assert_eq!(rules.check(), expected, "{name}");
		}
	}

	#[test]
	fn a_rule_should_be_found_by_its_category_alone() {
		let rules = rules(&[BenefitCategory::Surgical]);
		assert!(rules.rule(BenefitCategory::Surgical).is_some());
		assert!(rules.rule(BenefitCategory::Pharmacy).is_none());
	}

	#[test]
	fn periods_should_be_counted_from_the_coverages_start() {
		let start = 1_000 * DAY + 7;
		for (at, expected) in [
			(start - 1, None),
			(start, Some(0)),
			(start + 365 * DAY - 1, Some(0)),
			(start + 365 * DAY, Some(1)),
			(start + 730 * DAY, Some(2)),
		] {
			assert_eq!(benefit_period(start, at, 365), expected);
		}
		assert_eq!(benefit_period(start, start, 0), None);
		assert_eq!(benefit_period(0, Moment::MAX, u32::MAX), Some(49));
	}

	#[test]
	fn a_filing_limit_should_end_with_its_last_day() {
		assert!(is_filed_in_time(5, 5, 1));
		assert!(is_filed_in_time(5, DAY + 4, 1));
		assert!(!is_filed_in_time(5, DAY + 5, 1));
		assert!(!is_filed_in_time(Moment::MAX, Moment::MAX, 1));
	}

	#[test]
	fn a_waiting_period_should_be_over_after_its_last_day() {
		assert!(is_waited(5, 5, 0));
		assert!(!is_waited(5, DAY + 4, 1));
		assert!(is_waited(5, DAY + 5, 1));
	}

	#[test]
	fn every_part_of_a_tariff_should_count() {
		use HashAlgorithm::*;
		let good = Tariff {
			payer: 1,
			plan: 2,
			version: 3,
			code: Digest { algorithm: Sha2_256, bytes: [4; 32] },
			category: BenefitCategory::Pharmacy,
			unit_price: 5,
		};
		let changes: [fn(&mut Tariff); 7] = [
			|_| (),
			|tariff| tariff.payer = 9,
			|tariff| tariff.plan = 9,
			|tariff| tariff.version = 9,
			|tariff| tariff.code.bytes = [9; 32],
			|tariff| tariff.category = BenefitCategory::Vision,
			|tariff| tariff.unit_price = 9,
		];
		let mut all: Vec<_> = changes
			.iter()
			.map(|change| {
				let mut tariff = good;
				change(&mut tariff);
				tariff_leaf(Sha2_256, &[1; 32], &tariff).unwrap()
			})
			.collect();
		all.push(tariff_leaf(Sha2_256, &[2; 32], &good).unwrap());
		all.push(tariff_leaf(Blake2b_256, &[1; 32], &good).unwrap());
		for leaf in &all {
			assert_eq!(all.iter().filter(|other| *other == leaf).count(), 1);
		}
		assert_eq!(tariff_leaf(Sm3, &[1; 32], &good), None);
	}

	#[test]
	fn a_tariff_should_be_the_bytes_that_are_written_down() {
		let bytes = [
			b"galen/tariff\0".as_slice(),
			&[7; 32],
			&1u32.to_le_bytes(),
			&2u32.to_le_bytes(),
			&3u32.to_le_bytes(),
			&[1],
			&[4; 32],
			&[15],
			&5u128.to_le_bytes(),
		]
		.concat();
		let tariff = Tariff {
			payer: 1,
			plan: 2,
			version: 3,
			code: Digest { algorithm: HashAlgorithm::Blake2b_256, bytes: [4; 32] },
			category: BenefitCategory::Pharmacy,
			unit_price: 5,
		};
		let algorithm = HashAlgorithm::Sha2_256;
		assert_eq!(tariff_leaf(algorithm, &[7; 32], &tariff), algorithm.hash(&bytes));
	}
}
