// SPDX-License-Identifier: Apache-2.0

//! What the rules make of claims, and what adjudicators may.

use super::*;

const NOT_NECESSARY: DenialReason = DenialReason::NotMedicallyNecessary;

fn process(who: AccountId, id: ClaimId) -> DispatchResult {
	Insurance::process_claim(signed(who), id)
}

fn confirm(number: u64) {
	set_standing(EvidenceId::Encounter(number), EvidenceStanding::Confirmed);
}

#[test]
fn a_claim_should_be_decided_by_the_rules_once_what_happened_is_confirmed() {
	build_and_execute(|| {
		published();
		let id = pended(1, 10_000);
		assert_event(Event::ClaimPended {
			claim: id,
			provider: HOSPITAL,
			payer: PAYER,
			reasons: PendReasons::of(&[PendReason::EvidenceUnconfirmed]),
		});
		assert_eq!(receipts(HOSPITAL), 0);
		assert!(Insurance::ledger(0, 0).accumulators.is_empty());
		assert_noop!(process(BILLING, id), Error::<Test>::StillPended);
		confirm(1);
		assert_noop!(process(PHARMACIST, id), Error::<Test>::NotAParty);
		assert_ok!(process(BILLING, id));
		assert_eq!((stored(id).benefit(), receipts(HOSPITAL)), (8_000, 8_000));
		assert_eq!(stored(id).decided.unwrap().by, None);
		assert_noop!(process(ADJUDICATOR, id), Error::<Test>::NotPended);
		assert_noop!(process(ADJUDICATOR, self::id(0, 9)), Error::<Test>::ClaimNotFound);
	});
}

#[test]
fn a_claim_should_not_be_decided_for_what_was_taken_back_meanwhile() {
	build_and_execute(|| {
		published();
		let id = pended(1, 10_000);
		set_standing(EvidenceId::Encounter(1), EvidenceStanding::Reversed);
		assert_noop!(process(BILLING, id), Error::<Test>::EvidenceReversed);
		assert_noop!(decide(ADJUDICATOR, id, &[Verdict::ByRules]), Error::<Test>::EvidenceReversed);
		assert_ok!(decide(ADJUDICATOR, id, &[Verdict::Deny(DenialReason::Unsupported)]));
		assert_eq!(stored(id).benefit(), 0);
	});
}

#[test]
fn evidence_that_nobody_has_confirmed_should_only_be_denied() {
	build_and_execute(|| {
		published();
		let id = pended(1, 10_000);
		let unconfirmed = || Error::<Test>::EvidenceUnconfirmed;
		assert_noop!(decide(ADJUDICATOR, id, &[Verdict::ByRules]), unconfirmed());
		let some = Verdict::AtMost { benefit: 1, reason: NOT_NECESSARY };
		assert_noop!(decide(ADJUDICATOR, id, &[some]), unconfirmed());
		assert_ok!(decide(ADJUDICATOR, id, &[Verdict::Deny(DenialReason::Unsupported)]));
	});
}

#[test]
fn an_adjudicator_should_grant_less_than_the_rules_and_never_more() {
	build_and_execute(|| {
		published();
		let by = |verdict| {
			let number = u64::from(Insurance::ledger(0, 0).next);
			let id = pended(number, 10_000);
			confirm(number);
			assert_ok!(decide(ADJUDICATOR, id, &[verdict]));
			line_of(id, 1)
		};
		assert_eq!(by(Verdict::ByRules).benefit(), 8_000);
		let most = |benefit| Verdict::AtMost { benefit, reason: NOT_NECESSARY };
		assert_eq!(by(most(Amount::MAX)).benefit(), 8_000);
		let reduced = by(most(5_000));
		assert_eq!(reduced.benefit(), 5_000);
		assert_eq!(reduced.of(AdjustmentReason::NotMedicallyNecessary), 3_000);
		let denied = by(Verdict::Deny(NOT_NECESSARY));
		assert_eq!((denied.benefit(), denied.denial()), (0, Some(NOT_NECESSARY)));
		assert_eq!(denied.of(AdjustmentReason::NotMedicallyNecessary), 10_000);
		assert_eq!(receipts(HOSPITAL), 8_000 + 8_000 + 5_000);
	});
}

#[test]
fn an_adjudicator_should_not_set_rules_aside() {
	build_and_execute(|| {
		published();
		let id = pended(1, 10_000);
		confirm(1);
		let waiver = Verdict::Waive(DenialReason::OutOfNetwork.set());
		assert_noop!(decide(ADJUDICATOR, id, &[waiver]), Error::<Test>::NotWaivable);
	});
}

#[test]
fn a_claim_should_be_decided_by_its_own_payer_alone() {
	build_and_execute(|| {
		published();
		let id = pended(1, 10_000);
		confirm(1);
		let other = Error::<Test>::OtherPayersClaim;
		assert_noop!(decide(OTHER_ADJUDICATOR, id, &[Verdict::ByRules]), other);
		let missing = Error::<Test>::VerdictsMismatch;
		assert_noop!(decide(ADJUDICATOR, id, &[]), missing);
		let missing = Error::<Test>::VerdictsMismatch;
		assert_noop!(decide(ADJUDICATOR, id, &[Verdict::ByRules; 2]), missing);
		assert_ok!(decide(ADJUDICATOR, id, &[Verdict::ByRules]));
		let by = ADJUDICATOR;
		let payment = stored(id).payment;
		assert_event(Event::ClaimDecided { claim: id, benefit: 8_000, payment, by });
		// Once.
		let again = Error::<Test>::NotPended;
		assert_noop!(decide(ADJUDICATOR, id, &[Verdict::ByRules]), again);
		assert_eq!(stored(id).decided.unwrap().by, Some(ADJUDICATOR));
	});
}

#[test]
fn claims_of_a_suspended_provider_should_wait() {
	build_and_execute(|| {
		published();
		let id = pended(1, 10_000);
		confirm(1);
		Suspended::mutate(|all| all.insert(HOSPITAL));
		assert!(waits_for(id).contains(PendReason::ProviderNotInForce));
		assert_noop!(process(ADJUDICATOR, id), Error::<Test>::StillPended);
		assert_noop!(
			decide(ADJUDICATOR, id, &[Verdict::ByRules]),
			Error::<Test>::ProviderNotInForce
		);
		Suspended::take();
		assert_ok!(process(ADJUDICATOR, id));
	});
}

#[test]
fn claims_should_wait_for_a_payer_that_is_not_in_force() {
	build_and_execute(|| {
		published();
		Suspended::mutate(|all| all.insert(PAYER));
		let id = claimed(dispense(1), 10_000);
		assert_eq!(waits_for(id), PendReasons::of(&[PendReason::PayerNotInForce]));
		Suspended::take();
		assert_ok!(process(PHARMACIST, id));
	});
}

#[test]
fn lines_should_be_decided_one_after_the_other() {
	build_and_execute(|| {
		let mut terms = rules();
		terms.rules.deductible = 5_000;
		terms.rules.categories[1].count_limit = Some(2);
		published_with(terms);
		let lines = (1..=3).map(|n| line(n, encounter(n.into()), 4_000)).collect();
		assert_ok!(submit(BILLING, claim(0, lines)));
		let id = last(0);
		// 40.00 of the deductible; 10.00 of it and 80 % of 30.00; one too many.
		assert_eq!((line_of(id, 1).benefit(), line_of(id, 2).benefit()), (0, 2_400));
		assert_eq!(line_of(id, 3).denial(), Some(DenialReason::FrequencyExceeded));
		assert_eq!(Insurance::claim(id).unwrap().outcome, Some(LineOutcome::Partial));
		let used = Insurance::ledger(0, 0).accumulators;
		assert_eq!((used.deductible(), used.out_of_pocket(), used.paid()), (5_000, 5_600, 2_400));
		assert_eq!(used.count_of(BenefitCategory::Consultation), 2);
		// What was denied isn't spent.
		assert_eq!(Insurance::spent_for(EvidenceId::Encounter(1), 1), Some(id));
		assert_eq!(Insurance::spent_for(EvidenceId::Encounter(3), 1), None);
	});
}

#[test]
fn providers_outside_the_network_should_be_denied_by_the_rules() {
	build_and_execute(|| {
		let network = Network::Listed(vec![PHARMACY].try_into().unwrap());
		published_with(RulesTerms { network, ..rules() });
		claimed(dispense(1), 10_000);
		let outside = claimed(encounter(1), 10_000);
		let decided = line_of(outside, 1);
		assert_eq!(decided.denial(), Some(DenialReason::OutOfNetwork));
		assert_eq!(decided.borne_by(Group::ContractualObligation), 10_000);
		assert_eq!((receipts(PHARMACY), receipts(HOSPITAL)), (6_400, 0));
	});
}

#[test]
fn what_is_not_covered_or_too_early_should_be_denied_with_the_reason() {
	build_and_execute(|| {
		let mut terms = rules();
		terms.rules.categories[4].waiting_days = 11;
		published_with(terms);
		let mut dental = line(1, encounter(1), 10_000);
		dental.category = BenefitCategory::DentalCare;
		assert_ok!(submit(BILLING, claim(0, vec![dental])));
		assert_eq!(line_of(last(0), 1).denial(), Some(DenialReason::NotCovered));
		let device = EvidenceId::DeviceUse(1);
		happened(device, HOSPITAL, Beneficiary::Patient(patient(1)));
		let early = claimed(device, 10_000);
		assert_eq!(line_of(early, 1).denial(), Some(DenialReason::WaitingPeriod));
		wait(DAY);
		let device = EvidenceId::DeviceUse(2);
		happened(device, HOSPITAL, Beneficiary::Patient(patient(1)));
		assert_eq!(line_of(claimed(device, 10_000), 1).benefit(), 8_000);
	});
}

#[test]
fn a_reversal_should_leave_the_ledger_as_if_the_claim_had_never_been() {
	build_and_execute(|| {
		let mut terms = rules();
		terms.rules.deductible = 5_000;
		published_with(terms);
		claimed(dispense(1), 4_000);
		let before = Insurance::ledger(0, 0).accumulators;
		let id = claimed(dispense(2), 15_000);
		assert_ne!(Insurance::ledger(0, 0).accumulators, before);
		let reason = ReversalReason::ProviderRequest;
		assert_ok!(Insurance::reverse_claim(signed(TREASURER), id, reason));
		assert_eq!(Insurance::ledger(0, 0).accumulators, before);
	});
}

#[test]
fn a_claim_whose_plan_is_gone_should_be_refused_and_not_believed() {
	build_and_execute(|| {
		published();
		let id = pended(1, 10_000);
		confirm(1);
		let plan = Plans::<Test>::take(0).unwrap();
		let refused = Error::<Test>::Inconsistent;
		assert_noop!(decide(ADJUDICATOR, id, &[Verdict::ByRules]), refused);
		Plans::<Test>::insert(0, plan);
	});
}
