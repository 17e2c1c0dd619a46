// SPDX-License-Identifier: Apache-2.0

//! Payments for many claims at once, which balance or aren't made.

use super::{settlement::*, *};

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

const FORWARDING: ProviderAdjustmentReason = ProviderAdjustmentReason::ForwardingBalance;
const INTEREST: ProviderAdjustmentReason = ProviderAdjustmentReason::Interest;

fn adjusted(
	reason: ProviderAdjustmentReason,
	effect: Effect,
	amount: Amount,
) -> ProviderAdjustment {
	ProviderAdjustment { reason, effect, amount }
}

fn remit(
	claims: &[ClaimId],
	adjustments: &[ProviderAdjustment],
	expected: Amount,
) -> DispatchResult {
	let claims = claims.to_vec().try_into().unwrap();
	let adjustments = adjustments.to_vec().try_into().unwrap();
	Insurance::remit(signed(TREASURER), PHARMACY, EUR, claims, adjustments, expected)
}

/// Two funded claims of 80 and 160, in a reserve of 1,000.
fn two_funded() -> [ClaimId; 2] {
	let coverage = funded_in(SettlementMode::Batch, 1_000);
	[sold(coverage, 1, 100), sold(coverage, 2, 200)]
}

#[test]
fn a_remittance_should_pay_what_was_set_aside() {
	build_and_execute(|| {
		let claims = two_funded();
		assert_ok!(remit(&claims, &[], 240));
		assert_event(Event::Remitted {
			payer: PAYER,
			provider: PHARMACY,
			currency: EUR,
			remittance: 0,
			benefit: 240,
			payment: 240,
		});
		assert_eq!((reserve(PAYER), receipts(PHARMACY)), (760, 240));
		let info = Insurance::reserve(PAYER, EUR);
		assert_eq!((info.reserve.held, info.reserve.next_remittance), (0, 1));
		assert_eq!(payment(claims[0]), Payment { remittance: Some(0), ..paid(80) });
		assert_eq!(payment(claims[1]), Payment { remittance: Some(0), ..paid(160) });
		let expected = Remittance {
			provider: PHARMACY,
			claims: claims.to_vec().try_into().unwrap(),
			benefit: 240,
			adjustments: Default::default(),
			payment: 240,
			at: now(),
		};
		assert_eq!(Insurance::remittance(PAYER, EUR, 0), Some(expected));
		// Once.
		assert_noop!(remit(&claims, &[], 240), Error::NotFunded);
	});
}

#[test]
fn interest_should_raise_a_payment_and_come_from_what_is_free() {
	build_and_execute(|| {
		let claims = two_funded();
		let raised = [adjusted(INTEREST, Effect::Raises, 7)];
		assert_noop!(remit(&claims, &raised, 240), Error::RemittanceUnbalanced);
		let too_much = [adjusted(INTEREST, Effect::Raises, 761)];
		assert_noop!(remit(&claims, &too_much, 1_001), Error::InsufficientFunds);
		let incentive = ProviderAdjustmentReason::Incentive;
		let both = [raised[0], adjusted(incentive, Effect::Raises, 3)];
		assert_ok!(remit(&claims[..1], &both, 90));
		assert_eq!((reserve(PAYER), receipts(PHARMACY)), (910, 90));
		// What is paid of the claim is what it comes to, whatever else is paid.
		assert_eq!(payment(claims[0]), Payment { remittance: Some(0), ..paid(80) });
	});
}

#[test]
fn what_the_provider_owes_should_be_taken_off_no_less_and_no_more() {
	build_and_execute(|| {
		let [first, second] = two_funded();
		assert_ok!(remit(&[first], &[], 80));
		let reason = ReversalReason::Duplicate;
		assert_ok!(Insurance::reverse_claim(signed(TREASURER), first, reason));
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 80);

		assert_noop!(remit(&[second], &[], 160), Error::RemittanceUnbalanced);
		for (lowered, expected) in [(79, 81), (81, 79), (160, 0)] {
			let lowered = [adjusted(FORWARDING, Effect::Lowers, lowered)];
			assert_noop!(remit(&[second], &lowered, expected), Error::RemittanceUnbalanced);
		}
		let lowered = [adjusted(FORWARDING, Effect::Lowers, 80)];
		assert_noop!(remit(&[second], &lowered, 160), Error::RemittanceUnbalanced);
		assert_ok!(remit(&[second], &lowered, 80));
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 0);
		let expected = Payment { remittance: Some(1), recovered: 80, ..paid(80) };
		assert_eq!(payment(second), expected);
		assert_eq!((reserve(PAYER), receipts(PHARMACY)), (840, 160));
	});
}

#[test]
fn a_payment_should_not_be_negative_and_the_rest_be_carried() {
	build_and_execute(|| {
		let [first, second] = two_funded();
		assert_ok!(remit(&[second], &[], 160));
		let reason = ReversalReason::NotEntitled;
		assert_ok!(Insurance::reverse_claim(signed(TREASURER), second, reason));
		let whole = [adjusted(FORWARDING, Effect::Lowers, 160)];
		assert_noop!(remit(&[first], &whole, 0), Error::RemittanceUnbalanced);
		let lowered = [adjusted(FORWARDING, Effect::Lowers, 80)];
		assert_ok!(remit(&[first], &lowered, 0));
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 80);
		assert_eq!(payment(first).recovered, 80);
		assert_eq!((reserve(PAYER), receipts(PHARMACY)), (840, 160));
	});
}

#[test]
fn what_a_payer_makes_up_should_not_lower_a_payment() {
	build_and_execute(|| {
		let claims = two_funded();
		for adjustment in [
			adjusted(INTEREST, Effect::Lowers, 10),
			adjusted(ProviderAdjustmentReason::Incentive, Effect::Lowers, 10),
			adjusted(FORWARDING, Effect::Raises, 10),
		] {
			assert_noop!(remit(&claims, &[adjustment], 230), Error::AdjustmentNotAgreed);
		}
		let interest = adjusted(INTEREST, Effect::Raises, 5);
		assert_noop!(remit(&claims, &[interest; 2], 250), Error::AdjustmentNotAgreed);
		let nothing = adjusted(INTEREST, Effect::Raises, 0);
		assert_noop!(remit(&claims, &[nothing], 240), Error::ZeroAmount);
		let most = adjusted(INTEREST, Effect::Raises, Amount::MAX);
		let more = adjusted(ProviderAdjustmentReason::Incentive, Effect::Raises, 1);
		assert_noop!(remit(&claims, &[most, more], 0), Error::Overflow);
		assert_noop!(remit(&claims, &[most], 239), Error::RemittanceUnbalanced);
	});
}

#[test]
fn a_remittance_should_pay_funded_claims_of_its_own_each_once() {
	build_and_execute(|| {
		let [first, second] = two_funded();
		assert_noop!(remit(&[], &[], 0), Error::NoClaims);
		assert_noop!(remit(&[second, first], &[], 240), Error::ClaimsUnordered);
		assert_noop!(remit(&[first, first], &[], 160), Error::ClaimsUnordered);
		let missing = ClaimId { number: 9, ..first };
		assert_noop!(remit(&[missing], &[], 80), Error::ClaimNotFound);

		let by = |who, provider, currency| {
			let claims = vec![first].try_into().unwrap();
			let none = Default::default();
			Insurance::remit(signed(who), provider, currency, claims, none, 80)
		};
		let other = staff(OTHER_PAYER, Role::SettlementOfficer);
		assert_noop!(by(other, PHARMACY, EUR), Error::OtherPayersClaim);
		assert_noop!(by(TREASURER, HOSPITAL, EUR), Error::RemittanceMismatch);
		assert_noop!(by(TREASURER, PHARMACY, USD), Error::RemittanceMismatch);

		let reason = ReversalReason::ProviderRequest;
		assert_ok!(Insurance::reverse_claim(signed(TREASURER), first, reason));
		assert_noop!(remit(&[first], &[], 80), Error::NotDecided);
		// Nothing was paid: nothing is owed.
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 0);

		let plan = plan_of(PAYER, SettlementMode::Immediate, eighty_percent());
		let at_once = sold(covered(plan, patient(2), 1), 7, 100);
		assert_noop!(remit(&[at_once], &[], 80), Error::NotFunded);
	});
}

#[test]
fn numbers_should_run_for_each_payer_and_currency() {
	build_and_execute(|| {
		let [first, second] = two_funded();
		assert_ok!(remit(&[first], &[], 80));
		assert_ok!(remit(&[second], &[], 160));
		let of = |number| Insurance::remittance(PAYER, EUR, number).map(|found| found.payment);
		assert_eq!((of(0), of(1), of(2)), (Some(80), Some(160), None));
		assert_eq!(Insurance::remittance(OTHER_PAYER, EUR, 0), None);
	});
}

#[test]
fn a_remittance_should_balance_at_every_level() {
	build_and_execute(|| {
		let mut terms = eighty_percent();
		terms.rules.deductible = 30;
		terms.rules.categories[1].price_cap = Some(90);
		let plan = plan_of(PAYER, SettlementMode::Batch, terms);
		fund(PAYER, 1_000);
		let coverage = covered(plan, patient(1), 1);
		let claims = [sold(coverage, 1, 100), sold(coverage, 2, 55)];
		// (90 - 30) and 55 at 80 %.
		assert_ok!(remit(&claims, &[], 92));
		let lines = |id| -> Vec<_> {
			stored(id)
				.lines
				.iter()
				.map(|l| LineTotals::of(l.adjudication.as_ref().unwrap()))
				.collect()
		};
		let totals = |id| {
			let (charge, paid) = (stored(id).total(), stored(id).benefit());
			ClaimTotals { charge, adjusted: charge - paid, paid }
		};
		for id in claims {
			assert_eq!(balance_claim(&totals(id), &lines(id)), Ok(()));
		}
		assert_eq!(balance_payment(92, &claims.map(totals), &[]), Ok(()));
	});
}
