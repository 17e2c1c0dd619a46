// SPDX-License-Identifier: Apache-2.0

//! What was decided is undone.

use super::{settlement::*, *};

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

fn reverse(id: ClaimId) -> DispatchResult {
	Insurance::reverse_claim(signed(TREASURER), id, ReversalReason::Overpayment)
}

fn reverse_for_evidence(who: AccountId, id: ClaimId) -> DispatchResult {
	Insurance::reverse_for_evidence(signed(who), id)
}

fn used(coverage: CoverageId) -> Accumulators {
	Insurance::ledger(coverage, 0).accumulators
}

#[test]
fn a_reversal_should_leave_the_accumulators_as_if_the_claim_had_never_been() {
	build_and_execute(|| {
		let mut terms = eighty_percent();
		terms.rules.deductible = 150;
		let coverage = covered(plan_of(PAYER, SettlementMode::Immediate, terms), patient(1), 1);
		fund(PAYER, 1_000);
		let first = sold(coverage, 1, 100);
		let before = used(coverage);
		let second = sold(coverage, 2, 100);
		let after = used(coverage);
		assert_ok!(reverse(second));
		assert_event(Event::ClaimReversed {
			claim: second,
			reason: ReversalReason::Overpayment,
			by: PAYER,
			owed: 40,
		});
		assert_eq!(used(coverage), before);
		// What is claimed for the same again comes to the same.
		sold(coverage, 3, 100);
		assert_eq!(used(coverage), after);
		assert_ok!(reverse(first));
		assert_eq!((used(coverage).deductible(), used(coverage).paid()), (50, 40));
	});
}

#[test]
fn what_was_paid_should_be_owed_and_the_claim_stay_as_it_was() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		let id = sold(coverage, 1, 100);
		let lines = stored(id).lines;
		wait(DAY);
		assert_ok!(reverse(id));
		assert_eq!(stored(id).status, ClaimStatus::Reversed);
		assert_eq!(stored(id).lines, lines);
		let expected = Payment { paid: 80, reversed: 80, at: Some(START), ..Payment::default() };
		assert_eq!(payment(id), expected);
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 80);
		// The money is the provider's until something is set off.
		assert_eq!(receipts(PHARMACY), 80);
		assert_noop!(reverse(id), Error::NotDecided);
	});
}

#[test]
fn evidence_should_be_free_once_more_after_a_reversal() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		let id = sold(coverage, 1, 100);
		let evidence = EvidenceId::Dispense(1);
		let again = || submit(PHARMACIST, claim(coverage, vec![line(1, evidence, 100)]));
		assert_noop!(again(), Error::AlreadySpent);
		assert_ok!(reverse(id));
		assert_eq!(Insurance::spent_for(evidence, 1), None);
		assert_ok!(again());
		assert_eq!(Insurance::spent_for(evidence, 1), Some(last(coverage)));
		assert_noop!(again(), Error::AlreadySpent);
	});
}

#[test]
fn a_claim_that_waits_for_money_should_be_passed_over_once_it_is_reversed() {
	build_and_execute(|| {
		let coverage = funded_with(0);
		let ids = [sold(coverage, 1, 100), sold(coverage, 2, 50), sold(coverage, 3, 25)];
		assert_ok!(reverse(ids[0]));
		assert_eq!(payment(ids[0]), Payment::default());
		let info = Insurance::reserve(PAYER, EUR);
		assert_eq!((info.reserve.queued, info.reserve.head, info.reserve.tail), (60, 0, 3));
		fund(PAYER, 40);
		assert_ok!(settle(8));
		assert_eq!((payment(ids[1]), payment(ids[2])), (paid(40), queued(20)));
		// Nobody waits any more but in name: the next one is paid at once.
		assert_ok!(reverse(ids[2]));
		fund(PAYER, 8);
		assert_eq!(payment(sold(coverage, 4, 10)), paid(8));
		assert_ok!(settle(8));
		assert_eq!(Insurance::queue(PAYER, EUR, 0), []);
		assert_event(Event::Settled { payer: PAYER, currency: EUR, settled: vec![] });
	});
}

#[test]
fn what_was_set_aside_should_be_free_after_a_reversal() {
	build_and_execute(|| {
		let coverage = funded_in(SettlementMode::Batch, 100);
		let id = sold(coverage, 1, 100);
		assert_eq!(Insurance::reserve(PAYER, EUR).available, 20);
		assert_ok!(reverse(id));
		assert_eq!(Insurance::reserve(PAYER, EUR).available, 100);
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 0);
	});
}

#[test]
fn a_payer_should_reverse_its_own_claims_in_time_and_not_while_they_are_appealed() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		let (first, second) = (sold(coverage, 1, 100), sold(coverage, 2, 100));
		let by = |who, id| Insurance::reverse_claim(signed(who), id, ReversalReason::Overpayment);
		assert_noop!(by(TREASURER, id(coverage, 9)), Error::ClaimNotFound);
		let other = staff(OTHER_PAYER, Role::SettlementOfficer);
		assert_noop!(by(other, first), Error::OtherPayersClaim);
		assert_noop!(by(OTHER_ADJUDICATOR, first), Error::OtherPayersClaim);
		let grounds = AppealGrounds::RulesMisapplied;
		assert_ok!(Insurance::appeal_claim(signed(controller(1)), first, grounds, digest(2)));
		assert_noop!(by(TREASURER, first), Error::AppealOpen);
		assert_ok!(Insurance::withdraw_appeal(signed(controller(1)), first));

		wait(REVERSAL_TERM - 1);
		assert_ok!(by(ADJUDICATOR, first));
		wait(1);
		assert_noop!(by(ADJUDICATOR, second), Error::ReversalTermOver);
		// For what didn't happen, there is no term.
		set_standing(EvidenceId::Dispense(2), EvidenceStanding::Reversed);
		assert_ok!(reverse_for_evidence(ADJUDICATOR, second));
	});
}

#[test]
fn a_claim_that_waits_should_be_cancelled_and_not_reversed() {
	build_and_execute(|| {
		published();
		let id = pended(1, 100);
		assert_noop!(reverse(id), Error::NotDecided);
		set_standing(EvidenceId::Encounter(1), EvidenceStanding::Reversed);
		assert_noop!(reverse_for_evidence(ADJUDICATOR, id), Error::NotDecided);
	});
}

#[test]
fn a_dispense_that_is_taken_back_should_take_its_claim_along() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		let id = sold(coverage, 1, 100);
		let evidence = EvidenceId::Dispense(1);
		assert_noop!(reverse_for_evidence(PHARMACIST, id), Error::EvidenceInForce);
		assert_eq!(Insurance::explanation_of_benefit(id).unwrap().reversed_evidence, None);
		set_standing(evidence, EvidenceStanding::Reversed);
		let explained = Insurance::explanation_of_benefit(id).unwrap();
		assert_eq!(explained.reversed_evidence, Some(evidence));
		// A stranger doesn't, whatever the role.
		assert_noop!(reverse_for_evidence(BILLING, id), Error::NotAParty);
		assert_noop!(reverse_for_evidence(OTHER_ADJUDICATOR, id), Error::NotAParty);
		assert_ok!(reverse_for_evidence(PHARMACIST, id));
		assert_event(Event::ReversedForEvidence { claim: id, evidence, by: PHARMACY, owed: 80 });
		assert!(used(coverage).is_empty());

		// It can't be claimed as long as it isn't there, and once when it is dispensed anew.
		let again = || submit(PHARMACIST, claim(coverage, vec![line(1, evidence, 100)]));
		assert_noop!(again(), Error::EvidenceReversed);
		assert_eq!(payment(sold(coverage, 2, 100)).recovered, 80);
	});
}

#[test]
fn a_line_that_was_denied_should_not_have_its_claim_reversed() {
	build_and_execute(|| {
		published();
		let id = pended(1, 100);
		set_standing(EvidenceId::Encounter(1), EvidenceStanding::Confirmed);
		assert_ok!(decide(ADJUDICATOR, id, &[Verdict::Deny(DenialReason::Bundled)]));
		set_standing(EvidenceId::Encounter(1), EvidenceStanding::Reversed);
		assert_noop!(reverse_for_evidence(ADJUDICATOR, id), Error::EvidenceInForce);
		// What the chain has forgotten isn't there, either.
		let paid = claimed(encounter(2), 100);
		Happened::mutate(|all| all.remove(&EvidenceId::Encounter(2)));
		assert_ok!(reverse_for_evidence(ADJUDICATOR, paid));
	});
}

#[test]
fn an_appeal_should_not_keep_what_never_happened() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		let id = sold(coverage, 1, 100);
		let grounds = AppealGrounds::RulesMisapplied;
		assert_ok!(Insurance::appeal_claim(signed(controller(1)), id, grounds, digest(2)));
		set_standing(EvidenceId::Dispense(1), EvidenceStanding::Reversed);
		assert_ok!(reverse_for_evidence(TREASURER, id));
		let none = Verdicts::default();
		assert_noop!(
			Insurance::decide_appeal(signed(SECOND_ADJUDICATOR), id, none, digest(3)),
			Error::NotDecided
		);
	});
}

#[test]
fn later_payers_should_be_reversed_before_earlier_ones() {
	build_and_execute(|| {
		let first = sold(funded_with(1_000), 1, 100);
		let plan = plan_of(OTHER_PAYER, SettlementMode::Immediate, eighty_percent());
		fund(OTHER_PAYER, 1_000);
		let coverage = covered(plan, patient(1), 2);
		let terms = claim(coverage, vec![line(1, EvidenceId::Dispense(1), 100)]);
		assert_ok!(submit(PHARMACIST, ClaimTerms { prior: Some(first), ..terms }));
		let second = last(coverage);
		assert_eq!(payment(second), paid(20));
		assert_eq!(receipts(PHARMACY), 100);

		assert_noop!(reverse(first), Error::FollowedByNextPayer);
		set_standing(EvidenceId::Dispense(1), EvidenceStanding::Reversed);
		assert_noop!(reverse_for_evidence(PHARMACIST, first), Error::FollowedByNextPayer);
		assert_ok!(reverse_for_evidence(PHARMACIST, second));
		assert_ok!(reverse_for_evidence(PHARMACIST, first));
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 80);
		assert_eq!(Insurance::forwarding(OTHER_PAYER, PHARMACY, EUR), 20);
	});
}
