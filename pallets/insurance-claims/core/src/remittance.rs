// SPDX-License-Identifier: Apache-2.0

//! Whether what is paid adds up, at the three levels of a remittance (X12 835), and whether what a
//! payer answers does at all (FHIR ClaimResponse).

use crate::{
	chain_type,
	money::{share, sum},
	Adjudication, Amount, BASIS_POINTS,
};

chain_type! {
	/// Why a payment differs from what its claims come to (X12 835, PLB).
	pub enum ProviderAdjustmentReason {
		/// FB: what the provider owes from before is taken off, or carried to the next payment.
		#[codec(index = 0)]
		ForwardingBalance,
		/// L6: interest for what was paid late.
		#[codec(index = 1)]
		Interest,
		/// 90: an early payment, a bonus for quality, or whatever else was agreed.
		#[codec(index = 2)]
		Incentive,
	}

	/// In which direction an adjustment goes.
	pub enum Effect {
		/// Less is paid: a positive amount in X12.
		#[codec(index = 0)]
		Lowers,
		/// More is paid: a negative amount in X12.
		#[codec(index = 1)]
		Raises,
	}

	/// An adjustment of a payment that belongs to no claim.
	pub struct ProviderAdjustment {
		/// Why.
		pub reason: ProviderAdjustmentReason,
		/// Whether less or more is paid.
		pub effect: Effect,
		/// How much.
		pub amount: Amount,
	}

	/// What a line comes to.
	pub struct LineTotals {
		/// What was charged.
		pub charge: Amount,
		/// What isn't paid of it, for whatever reason.
		pub adjusted: Amount,
		/// What is paid of it.
		pub paid: Amount,
	}

	/// What a claim comes to: X12's CLP03, the sum of its CAS, CLP04.
	pub struct ClaimTotals {
		/// What was charged.
		pub charge: Amount,
		/// What isn't paid of it, for whatever reason.
		pub adjusted: Amount,
		/// What is paid of it.
		pub paid: Amount,
	}

	/// What doesn't add up.
	pub enum RemittanceFlaw {
		/// A line's charge isn't what is paid of it and what isn't.
		#[codec(index = 0)]
		LineUnbalanced,
		/// A claim's charge isn't what is paid of it and what isn't, or not what its lines come to.
		#[codec(index = 1)]
		ClaimUnbalanced,
		/// The payment isn't what its claims and adjustments come to.
		#[codec(index = 2)]
		PaymentUnbalanced,
		/// More is taken off than is paid. It has to be carried to the next payment.
		#[codec(index = 3)]
		PaymentNegative,
		/// A sum is larger than any amount.
		#[codec(index = 4)]
		Overflow,
	}

	/// How much of what a provider owes a payment takes off.
	pub struct Recovery {
		/// What is paid.
		pub payment: Amount,
		/// What is taken off.
		pub recovered: Amount,
		/// What the provider owes still.
		pub owed: Amount,
	}
}

impl LineTotals {
	/// What the line comes to.
	pub fn of(line: &Adjudication) -> Self {
		let paid = line.benefit();
		let adjusted = line.adjustments().iter().map(|part| part.amount);
		// An adjudication's parts add up to its charge, which is an amount.
		Self { charge: line.charge(), adjusted: sum(adjusted).unwrap_or(Amount::MAX), paid }
	}
}

fn plus(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, RemittanceFlaw> {
	sum(amounts).map_err(|_| RemittanceFlaw::Overflow)
}

fn demand(condition: bool, flaw: RemittanceFlaw) -> Result<(), RemittanceFlaw> {
	if condition {
		Ok(())
	} else {
		Err(flaw)
	}
}

/// The first level: what isn't paid of a line and what is are its charge.
pub fn balance_line(line: &LineTotals) -> Result<(), RemittanceFlaw> {
	let parts = plus([line.adjusted, line.paid])?;
	demand(parts == line.charge, RemittanceFlaw::LineUnbalanced)
}

/// The second level: a claim is what its lines are, each of which balances.
pub fn balance_claim(claim: &ClaimTotals, lines: &[LineTotals]) -> Result<(), RemittanceFlaw> {
	lines.iter().try_for_each(balance_line)?;
	let charge = plus(lines.iter().map(|line| line.charge))?;
	let adjusted = plus(lines.iter().map(|line| line.adjusted))?;
	let paid = plus(lines.iter().map(|line| line.paid))?;
	let totals = ClaimTotals { charge, adjusted, paid };
	demand(totals == *claim, RemittanceFlaw::ClaimUnbalanced)
}

/// What is paid for claims that come to `claims`, after `adjustments`.
pub fn net_payment(
	claims: Amount,
	adjustments: &[ProviderAdjustment],
) -> Result<Amount, RemittanceFlaw> {
	let total = |effect| {
		let those = adjustments.iter().filter(move |adjustment| adjustment.effect == effect);
		plus(those.map(|adjustment| adjustment.amount))
	};
	let raised = plus([claims, total(Effect::Raises)?])?;
	raised.checked_sub(total(Effect::Lowers)?).ok_or(RemittanceFlaw::PaymentNegative)
}

/// The third level: a payment (X12's BPR02) is what its claims come to, less what lowers it (PLB) and
/// with what raises it, and never less than nothing. Each claim's charge is what is paid of it and
/// what isn't.
pub fn balance_payment(
	payment: Amount,
	claims: &[ClaimTotals],
	adjustments: &[ProviderAdjustment],
) -> Result<(), RemittanceFlaw> {
	for claim in claims {
		let parts = plus([claim.adjusted, claim.paid])?;
		demand(parts == claim.charge, RemittanceFlaw::ClaimUnbalanced)?;
	}
	let paid = plus(claims.iter().map(|claim| claim.paid))?;
	let net = net_payment(paid, adjustments)?;
	demand(net == payment, RemittanceFlaw::PaymentUnbalanced)
}

/// Takes off what a provider owes, as far as `due` goes. The rest is carried to the next payment, so
/// that no payment is negative.
pub fn recover(due: Amount, owed: Amount) -> Recovery {
	let recovered = due.min(owed);
	Recovery {
		payment: due.saturating_sub(recovered),
		recovered,
		owed: owed.saturating_sub(recovered),
	}
}

chain_type! {
	/// A line of an answer that somebody else computed (FHIR ClaimResponse.item.adjudication).
	pub struct ResponseLine {
		/// What was charged.
		pub submitted: Amount,
		/// What rules apply to.
		pub eligible: Amount,
		/// What the patient pays first.
		pub copay: Amount,
		/// What the patient bears of the deductible.
		pub deductible: Amount,
		/// What the plan pays of the rest, in basis points (FHIR: eligpercent).
		pub eligible_share: u16,
		/// What the plan pays.
		pub benefit: Amount,
	}

	/// What is wrong with an answer.
	pub enum ResponseFlaw {
		/// More is eligible than was charged.
		#[codec(index = 0)]
		EligibleAboveCharge,
		/// A line's benefit is more than copay, deductible and share leave.
		#[codec(index = 1)]
		BenefitAboveRules,
		/// The total benefit isn't what the lines come to.
		#[codec(index = 2)]
		TotalUnbalanced,
		/// More is paid than the benefit.
		#[codec(index = 3)]
		PaymentAboveBenefit,
		/// The payment isn't the benefit less what is adjusted.
		#[codec(index = 4)]
		PaymentUnbalanced,
	}
}

/// An answer that somebody else computed (FHIR ClaimResponse).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Response<'a> {
	/// The lines, whether they were in the claim or added.
	pub lines: &'a [ResponseLine],
	/// The total of their benefits.
	pub benefit: Amount,
	/// What is paid.
	pub payment: Amount,
	/// By how much less is paid than the benefit (FHIR ClaimResponse.payment.adjustment).
	pub adjustment: Amount,
}

/// Whether an answer adds up; if not, the worst that is wrong with it: a payment above the benefit
/// comes first.
pub fn check_response(response: &Response) -> Result<(), ResponseFlaw> {
	use ResponseFlaw::*;
	let demand = |condition, flaw| if condition { Ok(()) } else { Err(flaw) };
	demand(response.payment <= response.benefit, PaymentAboveBenefit)?;
	for line in response.lines {
		demand(line.eligible <= line.submitted, EligibleAboveCharge)?;
		let base = line.eligible.saturating_sub(line.copay).saturating_sub(line.deductible);
		let most = share(base, line.eligible_share.min(BASIS_POINTS));
		demand(line.benefit <= most, BenefitAboveRules)?;
	}
	let total = sum(response.lines.iter().map(|line| line.benefit));
	demand(total == Ok(response.benefit), TotalUnbalanced)?;
	let paid = sum([response.payment, response.adjustment]);
	demand(paid == Ok(response.benefit), PaymentUnbalanced)
}

#[cfg(test)]
mod tests {
	use super::*;

	const LINE: LineTotals = LineTotals { charge: 100, adjusted: 30, paid: 70 };
	const CLAIM: ClaimTotals = ClaimTotals { charge: 200, adjusted: 60, paid: 140 };

	fn adjusted(effect: Effect, amount: Amount) -> ProviderAdjustment {
		ProviderAdjustment { reason: ProviderAdjustmentReason::ForwardingBalance, effect, amount }
	}

	#[test]
	fn each_level_should_balance_or_be_refused() {
		use RemittanceFlaw::*;
		assert_eq!(balance_line(&LINE), Ok(()));
		assert_eq!(balance_line(&LineTotals { paid: 71, ..LINE }), Err(LineUnbalanced));
		assert_eq!(balance_line(&LineTotals { paid: Amount::MAX, ..LINE }), Err(Overflow));

		assert_eq!(balance_claim(&CLAIM, &[LINE, LINE]), Ok(()));
		assert_eq!(balance_claim(&CLAIM, &[LINE]), Err(ClaimUnbalanced));
		let bent = LineTotals { adjusted: 31, ..LINE };
		assert_eq!(balance_claim(&CLAIM, &[LINE, bent]), Err(LineUnbalanced));
		let moved = ClaimTotals { adjusted: 61, paid: 139, ..CLAIM };
		assert_eq!(balance_claim(&moved, &[LINE, LINE]), Err(ClaimUnbalanced));

		assert_eq!(balance_payment(280, &[CLAIM, CLAIM], &[]), Ok(()));
		assert_eq!(balance_payment(281, &[CLAIM, CLAIM], &[]), Err(PaymentUnbalanced));
		let lowered = [adjusted(Effect::Lowers, 30), adjusted(Effect::Raises, 5)];
		assert_eq!(balance_payment(255, &[CLAIM, CLAIM], &lowered), Ok(()));
		assert_eq!(balance_payment(280, &[CLAIM, CLAIM], &lowered), Err(PaymentUnbalanced));
		let bent = ClaimTotals { paid: 141, ..CLAIM };
		assert_eq!(balance_payment(141, &[bent], &[]), Err(ClaimUnbalanced));
	}

	#[test]
	fn a_payment_should_never_be_negative() {
		let lowered = [adjusted(Effect::Lowers, 141)];
		let flaw = Err(RemittanceFlaw::PaymentNegative);
		assert_eq!(balance_payment(0, &[CLAIM], &lowered), flaw);
		assert_eq!(net_payment(140, &[adjusted(Effect::Lowers, 140)]), Ok(0));
		// What is owed beyond is carried.
		let carried = [adjusted(Effect::Lowers, 141), adjusted(Effect::Raises, 1)];
		assert_eq!(balance_payment(0, &[CLAIM], &carried), Ok(()));
	}

	#[test]
	fn what_is_owed_should_be_taken_off_as_far_as_it_goes() {
		for (due, owed, payment, recovered, left) in [
			(100, 0, 100, 0, 0),
			(100, 30, 70, 30, 0),
			(100, 100, 0, 100, 0),
			(100, 130, 0, 100, 30),
		] {
			assert_eq!(recover(due, owed), Recovery { payment, recovered, owed: left });
		}
	}

	fn line(submitted: Amount, copay: Amount, benefit: Amount) -> ResponseLine {
		let eligible = submitted;
		ResponseLine { submitted, eligible, copay, deductible: 0, eligible_share: 8_000, benefit }
	}

	#[test]
	fn an_answer_that_adds_up_should_pass() {
		let lines = [line(23_540, 2_000, 17_232), line(14_052, 0, 11_242)];
		let good = Response { lines: &lines, benefit: 28_474, payment: 28_000, adjustment: 474 };
		assert_eq!(check_response(&good), Ok(()));
		let bent = Response { adjustment: 473, ..good };
		assert_eq!(check_response(&bent), Err(ResponseFlaw::PaymentUnbalanced));
		let bent = Response { payment: 28_475, ..good };
		assert_eq!(check_response(&bent), Err(ResponseFlaw::PaymentAboveBenefit));
		let bent = [ResponseLine { eligible: 23_541, ..lines[0] }];
		let bent = Response { lines: &bent, ..good };
		assert_eq!(check_response(&bent), Err(ResponseFlaw::EligibleAboveCharge));
	}

	#[test]
	fn the_published_examples_that_do_not_add_up_should_be_refused() {
		// R3500: a benefit of 90.47 where the rules give 100.46, and a payment of 100.47.
		let lines = [line(13_557, 1_000, 9_047)];
		let r3500 = Response { lines: &lines, benefit: 9_047, payment: 10_047, adjustment: 0 };
		assert_eq!(check_response(&r3500), Err(ResponseFlaw::PaymentAboveBenefit));
		let above = [line(13_557, 1_000, 10_047)];
		let paid = Response { lines: &above, benefit: 10_047, payment: 10_047, adjustment: 0 };
		assert_eq!(check_response(&paid), Err(ResponseFlaw::BenefitAboveRules));
		// R3502: lines of 172.32 and a total of 182.00, of which 107.00 are paid.
		let lines = [line(23_540, 2_000, 17_232)];
		let r3502 = Response { lines: &lines, benefit: 18_200, payment: 10_700, adjustment: 7_500 };
		assert_eq!(check_response(&r3502), Err(ResponseFlaw::TotalUnbalanced));
		// R3503: what is paid has nothing to do with a total of 1054.47.
		let plain = |benefit| ResponseLine { eligible_share: 10_000, ..line(benefit, 0, benefit) };
		let added = line(35_000, 0, 27_000);
		let lines = [plain(8_400), plain(60_000), plain(7_200), plain(2_847), added];
		let r3503 = Response { lines: &lines, benefit: 105_447, payment: 10_047, adjustment: 0 };
		assert_eq!(check_response(&r3503), Err(ResponseFlaw::PaymentUnbalanced));
	}
}
