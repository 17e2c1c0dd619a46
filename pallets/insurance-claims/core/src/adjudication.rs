// SPDX-License-Identifier: Apache-2.0

//! What a plan pays of a line.

use crate::{
	chain_type,
	money::{price, share, sum},
	rules::is_waited,
	Accumulators, Adjustment, AdjustmentReason, Amount, DenialReason, DenialReasons, Group,
	MoneyError, PlanRules, BASIS_POINTS,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::{BenefitCategory, Moment};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// How many parts of a charge can remain unpaid: prior payer, tariff, authorisation, copay,
/// deductible, coinsurance, maximum, and what a decision took off.
pub const MAX_ADJUSTMENTS: u32 = 8;

/// The parts of a charge that aren't paid.
type Adjustments = BoundedVec<Adjustment, ConstU32<MAX_ADJUSTMENTS>>;

chain_type! {
	/// What payers of a lower order have left of a charge.
	pub struct Prior {
		/// What they have left to the patient, at most the charge. What they have paid, and what they
		/// say nobody can be asked for, isn't in it.
		pub left: Amount,
	}

	/// A line, as rules see it.
	pub struct Item {
		/// Its category.
		pub category: BenefitCategory,
		/// How many pieces.
		pub quantity: u32,
		/// What is charged for all of them.
		pub charge: Amount,
		/// What one costs at most by the fee schedule.
		pub tariff: Option<Amount>,
		/// What is left of what was authorised, if it was.
		pub authorised: Option<Amount>,
		/// Whether the provider belongs to the plan's network.
		pub in_network: bool,
		/// When the coverage began.
		pub covered_from: Moment,
		/// When it happened.
		pub serviced: Moment,
		/// What earlier payers have left. Nothing if there is none.
		pub prior: Option<Prior>,
		/// What a reviewer has set aside. Limits and tariffs can't be.
		pub waived: DenialReasons,
	}

	/// How a line was answered.
	pub enum LineOutcome {
		/// All of it that is eligible, less the patient's share.
		#[codec(index = 0)]
		Approved,
		/// A part.
		#[codec(index = 1)]
		Partial,
		/// Nothing.
		#[codec(index = 2)]
		Denied,
	}
}

/// How a claim was answered: as its lines, or [`LineOutcome::Partial`] where they differ.
pub type Outcome = LineOutcome;

/// What becomes of a charge: what is paid, and why the rest isn't.
///
/// The parts add up to the charge. Its fields are private, so that there is none that doesn't come
/// from rules.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Adjudication {
	category: BenefitCategory,
	charge: Amount,
	eligible: Amount,
	benefit: Amount,
	denial: Option<DenialReason>,
	adjustments: Adjustments,
}

impl Adjudication {
	/// The category.
	pub const fn category(&self) -> BenefitCategory {
		self.category
	}

	/// What was charged (FHIR: submitted).
	pub const fn charge(&self) -> Amount {
		self.charge
	}

	/// What rules apply to: what the tariff and the authorisation allow. Nothing of what is denied
	/// by the rules.
	pub const fn eligible(&self) -> Amount {
		self.eligible
	}

	/// What is paid.
	pub const fn benefit(&self) -> Amount {
		self.benefit
	}

	/// Why all of it is denied, if it is.
	pub const fn denial(&self) -> Option<DenialReason> {
		self.denial
	}

	/// Why the rest isn't paid: each reason once, none of nothing.
	pub fn adjustments(&self) -> &[Adjustment] {
		&self.adjustments
	}

	/// What isn't paid for that reason.
	pub fn of(&self, reason: AdjustmentReason) -> Amount {
		self.adjustments.iter().find(|part| part.reason == reason).map_or(0, |part| part.amount)
	}

	/// What `group` bears.
	pub fn borne_by(&self, group: Group) -> Amount {
		let parts = self.adjustments.iter().filter(|part| part.reason.group() == group);
		parts.fold(0, |sum, part| sum.saturating_add(part.amount))
	}

	/// What the patient pays as every patient does: copay, deductible and coinsurance.
	pub fn out_of_pocket(&self) -> Amount {
		self.of(AdjustmentReason::Copay)
			.saturating_add(self.of(AdjustmentReason::Deductible))
			.saturating_add(self.of(AdjustmentReason::Coinsurance))
	}

	/// Whether it uses up one of those that are covered in a benefit period: not if it is denied.
	pub const fn counts(&self) -> bool {
		self.denial.is_none()
	}

	/// What the next payer in order finds: what is left to the patient.
	pub fn prior(&self) -> Prior {
		Prior { left: self.borne_by(Group::PatientResponsibility) }
	}

	/// How the line was answered. Tariffs, prior payers and the patient's share are no denial.
	pub fn outcome(&self) -> LineOutcome {
		use AdjustmentReason::*;
		let expected = |reason| {
			matches!(reason, Deductible | Coinsurance | Copay | ExceedsFeeSchedule | PriorPayer)
		};
		let cut = self.adjustments.iter().any(|part| !expected(part.reason));
		match (self.denial, cut, self.benefit) {
			(Some(_), _, _) | (None, true, 0) => LineOutcome::Denied,
			(None, true, _) => LineOutcome::Partial,
			(None, false, _) => LineOutcome::Approved,
		}
	}

	/// Whether the parts add up and nothing is larger than what it is a part of.
	pub fn is_balanced(&self) -> bool {
		let parts = sum(self.adjustments.iter().map(|part| part.amount));
		let whole = parts.and_then(|parts| sum([parts, self.benefit]));
		whole == Ok(self.charge) && self.benefit <= self.eligible && self.eligible <= self.charge
	}

	/// The same with a benefit of at most `benefit`; what is taken off stands under `reason`.
	///
	/// What the patient pays stays as it is, and so does what counts.
	pub fn reduced_to(mut self, benefit: Amount, reason: DenialReason) -> Result<Self, MoneyError> {
		let off = self.benefit.saturating_sub(benefit);
		self.benefit = self.benefit.saturating_sub(off);
		self.add(reason.adjustment(), off)?;
		Ok(self)
	}

	/// The same, denied as a whole: nothing is paid, the patient's share isn't due, and nothing
	/// counts. What earlier payers have borne stays.
	pub fn denied(&self, reason: DenialReason) -> Result<Self, MoneyError> {
		let prior = self.of(AdjustmentReason::PriorPayer);
		let mut denied = Self::open(self.category, self.charge);
		denied.denial = Some(reason);
		denied.add(AdjustmentReason::PriorPayer, prior)?;
		denied.add(reason.adjustment(), self.charge.saturating_sub(prior))?;
		Ok(denied)
	}

	/// A line of which nothing is decided.
	fn open(category: BenefitCategory, charge: Amount) -> Self {
		let adjustments = BoundedVec::new();
		Self { category, charge, eligible: 0, benefit: 0, denial: None, adjustments }
	}

	/// Adds `amount` to what isn't paid for `reason`.
	fn add(&mut self, reason: AdjustmentReason, amount: Amount) -> Result<(), MoneyError> {
		if amount == 0 {
			return Ok(());
		}
		if let Some(part) = self.adjustments.iter_mut().find(|part| part.reason == reason) {
			part.amount = part.amount.checked_add(amount).ok_or(MoneyError::Overflow)?;
			return Ok(());
		}
		self.adjustments.try_push(Adjustment { reason, amount }).map_err(|_| MoneyError::Full)
	}
}

/// Takes up to `most` out of `from`.
fn take(from: &mut Amount, most: Amount) -> Amount {
	let taken = most.min(*from);
	*from = from.saturating_sub(taken);
	taken
}

/// What `rules` pay of `item`, after what `used` says was used up.
pub fn adjudicate(
	rules: &PlanRules,
	used: &Accumulators,
	item: &Item,
) -> Result<Adjudication, MoneyError> {
	use AdjustmentReason::*;
	let mut line = Adjudication::open(item.category, item.charge);
	let left = item.prior.map_or(item.charge, |prior| prior.left.min(item.charge));
	line.add(PriorPayer, item.charge.saturating_sub(left))?;
	let rule = match gate(rules, used, item) {
		Ok(rule) => rule,
		Err(reason) => return line.denied(reason),
	};

	// What is eligible. A price times a quantity that no amount can hold cuts nothing.
	let unit = [item.tariff, rule.price_cap].into_iter().flatten().min();
	let scheduled = unit.and_then(|unit| price(item.quantity, unit).ok());
	let mut eligible = item.charge;
	let over_schedule = take_above(&mut eligible, scheduled);
	take_above(&mut eligible, item.authorised);

	// What the patient bears of it. The out-of-pocket maximum lets off the coinsurance first.
	let mut rest = eligible;
	let copay = take(&mut rest, rule.copay);
	let deductible = take(&mut rest, rules.deductible.saturating_sub(used.deductible()));
	let payers_share = BASIS_POINTS.saturating_sub(rule.coinsurance);
	let coinsurance = rest.saturating_sub(share(rest, payers_share));
	let mut room = rules
		.out_of_pocket_max
		.map_or(Amount::MAX, |most| most.saturating_sub(used.out_of_pocket()));
	let copay = take(&mut room, copay);
	let deductible = take(&mut room, deductible);
	let coinsurance = take(&mut room, coinsurance);

	// What the plan bears of it: within the limits, and no more than earlier payers have left.
	let promised =
		eligible.saturating_sub(copay).saturating_sub(deductible).saturating_sub(coinsurance);
	let mut benefit = promised;
	let category_left = rule.limit.map(|most| most.saturating_sub(used.paid_for(item.category)));
	let annual_left = rules.annual_max.map(|most| most.saturating_sub(used.paid()));
	let above_limits =
		take_above(&mut benefit, [category_left, annual_left].into_iter().flatten().min());
	take_above(&mut benefit, Some(left));

	// The rest, in that order as far as earlier payers have left anything. Without one, that is
	// all of it: what is over the authorisation is what remains.
	let mut rest = left.saturating_sub(benefit);
	line.add(Copay, take(&mut rest, copay))?;
	line.add(Deductible, take(&mut rest, deductible))?;
	line.add(Coinsurance, take(&mut rest, coinsurance))?;
	line.add(BenefitMaximum, take(&mut rest, above_limits))?;
	line.add(ExceedsFeeSchedule, take(&mut rest, over_schedule))?;
	line.add(ExceedsAuthorisation, rest)?;
	line.eligible = eligible;
	line.benefit = benefit;
	Ok(line)
}

/// Cuts `amount` to `most`, and says by how much.
fn take_above(amount: &mut Amount, most: Option<Amount>) -> Amount {
	let above = most.map_or(0, |most| amount.saturating_sub(most));
	*amount = amount.saturating_sub(above);
	above
}

/// What a category that the plan has no rule for is paid by, if a reviewer says it is covered: at
/// most what is charged, after the deductible.
const UNRULED: crate::CategoryRule = crate::CategoryRule {
	category: BenefitCategory::MedicalCare,
	copay: 0,
	coinsurance: 0,
	price_cap: None,
	limit: None,
	count_limit: None,
	waiting_days: 0,
	requires_preauth: false,
};

/// The rule by which the line is paid, or why it isn't at all.
fn gate<'a>(
	rules: &'a PlanRules,
	used: &Accumulators,
	item: &Item,
) -> Result<&'a crate::CategoryRule, DenialReason> {
	use DenialReason::*;
	let demand = |condition, reason| {
		if condition || item.waived.contains(reason) {
			Ok(())
		} else {
			Err(reason)
		}
	};
	let rule = rules.rule(item.category);
	demand(rule.is_some(), NotCovered)?;
	let rule = rule.unwrap_or(&UNRULED);
	demand(item.in_network, OutOfNetwork)?;
	demand(!rule.requires_preauth || item.authorised.is_some(), PreauthorisationMissing)?;
	demand(is_waited(item.covered_from, item.serviced, rule.waiting_days), WaitingPeriod)?;
	let count = used.count_of(item.category);
	demand(rule.count_limit.is_none_or(|most| count < most), FrequencyExceeded)?;
	Ok(rule)
}

/// What `rules` pay of `items`, one after the other, each after what those before it use up. `used`
/// counts them then, and is as it was if something can't be computed.
pub fn adjudicate_all(
	rules: &PlanRules,
	used: &mut Accumulators,
	items: &[Item],
) -> Result<Vec<Adjudication>, MoneyError> {
	let mut counted = used.clone();
	let lines = items
		.iter()
		.map(|item| {
			let line = adjudicate(rules, &counted, item)?;
			counted.apply(&line)?;
			Ok(line)
		})
		.collect::<Result<Vec<_>, _>>()?;
	*used = counted;
	Ok(lines)
}

/// How a claim was answered. One without lines is denied.
pub fn outcome<'a>(lines: impl IntoIterator<Item = &'a Adjudication>) -> Outcome {
	let mut outcomes = lines.into_iter().map(Adjudication::outcome);
	let Some(first) = outcomes.next() else { return Outcome::Denied };
	if outcomes.all(|other| other == first) {
		first
	} else {
		Outcome::Partial
	}
}
