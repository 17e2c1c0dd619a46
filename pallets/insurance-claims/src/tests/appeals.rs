// SPDX-License-Identifier: Apache-2.0

//! Appeals.

use super::*;

const THIRD_ADJUDICATOR: AccountId = staff_in(PAYER, Role::Adjudicator, 2);
const NOT_NECESSARY: Verdict = Verdict::Deny(DenialReason::NotMedicallyNecessary);

fn appeal(who: AccountId, id: ClaimId) -> DispatchResult {
	let grounds = AppealGrounds::MedicalNecessity;
	Insurance::appeal_claim(signed(who), id, grounds, digest(1))
}

fn decide_appeal(who: AccountId, id: ClaimId, verdicts: &[Verdict]) -> DispatchResult {
	let verdicts = verdicts.to_vec().try_into().unwrap();
	Insurance::decide_appeal(signed(who), id, verdicts, digest(2))
}

fn uphold(who: AccountId, id: ClaimId) -> DispatchResult {
	decide_appeal(who, id, &[])
}

#[test]
fn an_appeal_should_bring_what_the_rules_grant() {
	build_and_execute(|| {
		published();
		let id = denied(1, 10_000);
		assert_ok!(appeal(controller(1), id));
		let open = OpenAppeal {
			by: Appellant::Patient(controller(1)),
			grounds: AppealGrounds::MedicalNecessity,
			evidence: digest(1),
			filed: START,
		};
		assert_event(Event::Appealed { claim: id, level: 1, appeal: open });
		assert_ok!(decide_appeal(SECOND_ADJUDICATOR, id, &[Verdict::ByRules]));
		let review = Review {
			by: SECOND_ADJUDICATOR,
			institution: PAYER,
			outcome: AppealOutcome::Overturned,
			reasons: digest(2),
			at: START,
		};
		let payment = Payment { paid: 8_000, at: Some(START), ..Default::default() };
		assert_event(Event::AppealDecided {
			claim: id,
			level: 1,
			review: review.clone(),
			benefit: 8_000,
			payment,
		});
		assert_eq!(receipts(HOSPITAL), 8_000);
		assert_eq!(Insurance::appeal(id).unwrap().reviews.to_vec(), [review]);
		assert_eq!(Insurance::spent_for(EvidenceId::Encounter(1), 1), Some(id));
		assert_eq!(stored(id).decided.unwrap().by, Some(ADJUDICATOR));
	});
}

#[test]
fn the_difference_should_be_paid_and_no_more() {
	build_and_execute(|| {
		published();
		let id = pended(1, 10_000);
		set_standing(EvidenceId::Encounter(1), EvidenceStanding::Confirmed);
		let most = |benefit| {
			let reason = DenialReason::NotMedicallyNecessary;
			[Verdict::AtMost { benefit, reason }]
		};
		assert_ok!(decide(ADJUDICATOR, id, &most(3_000)));
		assert_eq!(receipts(HOSPITAL), 3_000);
		assert_ok!(appeal(BILLING, id));
		assert_ok!(decide_appeal(SECOND_ADJUDICATOR, id, &most(5_000)));
		assert_eq!((receipts(HOSPITAL), stored(id).benefit()), (5_000, 5_000));
		assert_ok!(appeal(BILLING, id));
		assert_ok!(decide_appeal(THIRD_ADJUDICATOR, id, &most(Amount::MAX)));
		assert_eq!((receipts(HOSPITAL), stored(id).payment.paid), (8_000, 8_000));
		assert_eq!(Insurance::ledger(0, 0).accumulators.paid(), 8_000);
	});
}

#[test]
fn an_overturned_decision_should_grant_more() {
	build_and_execute(|| {
		published();
		let id = denied(1, 10_000);
		assert_ok!(appeal(BILLING, id));
		assert_noop!(
			decide_appeal(SECOND_ADJUDICATOR, id, &[NOT_NECESSARY]),
			Error::<Test>::OutcomeMismatch
		);
		assert_noop!(
			decide_appeal(SECOND_ADJUDICATOR, id, &[Verdict::ByRules; 2]),
			Error::<Test>::VerdictsMismatch
		);
	});
}

#[test]
fn nobody_should_review_what_they_have_decided() {
	build_and_execute(|| {
		published();
		let id = denied(1, 10_000);
		assert_ok!(appeal(BILLING, id));
		let own = || Error::<Test>::OwnDecision;
		assert_noop!(uphold(ADJUDICATOR, id), own());
		assert_noop!(decide_appeal(ADJUDICATOR, id, &[Verdict::ByRules]), own());
		assert_noop!(uphold(OTHER_ADJUDICATOR, id), Error::<Test>::OtherPayersClaim);
		// Nor does the regulator before the last level.
		assert_noop!(uphold(INSPECTOR, id), Error::<Test>::OtherLevel);
		assert_ok!(uphold(SECOND_ADJUDICATOR, id));
		assert_ok!(appeal(BILLING, id));
		assert_noop!(uphold(SECOND_ADJUDICATOR, id), own());
		assert_noop!(uphold(ADJUDICATOR, id), own());
		assert_ok!(uphold(THIRD_ADJUDICATOR, id));
	});
}

#[test]
fn the_last_word_should_be_neither_sides() {
	build_and_execute(|| {
		published();
		let id = denied(1, 10_000);
		for reviewer in [SECOND_ADJUDICATOR, THIRD_ADJUDICATOR] {
			assert_ok!(appeal(BILLING, id));
			assert_ok!(uphold(reviewer, id));
		}
		assert_ok!(appeal(BILLING, id));
		let fourth = staff_in(PAYER, Role::Adjudicator, 3);
		assert_noop!(uphold(fourth, id), Error::<Test>::OtherLevel);
		for side in [PAYER, HOSPITAL, AFFILIATE] {
			let partial = staff(side, Role::Inspector);
			assert_noop!(uphold(partial, id), Error::<Test>::NotIndependent);
		}
		assert_ok!(decide_appeal(INSPECTOR, id, &[Verdict::ByRules]));
		assert_eq!(receipts(HOSPITAL), 8_000);
		// There is no further level.
		assert_noop!(appeal(BILLING, id), Error::<Test>::NoFurtherAppeal);
		let levels = Insurance::appeal(id).unwrap().reviews;
		assert_eq!(levels.len() as u32, APPEAL_LEVELS);
	});
}

#[test]
fn strangers_should_not_appeal() {
	build_and_execute(|| {
		published();
		let id = denied(1, 10_000);
		for stranger in [controller(2), OUTSIDER, ADJUDICATOR, PHARMACIST] {
			assert_noop!(appeal(stranger, id), Error::<Test>::NotAParty);
		}
		assert_ok!(appeal(controller(1), id));
		// Nor take back what another side has filed.
		for stranger in [controller(2), PHARMACIST, BILLING] {
			assert_noop!(
				Insurance::withdraw_appeal(signed(stranger), id),
				Error::<Test>::NotAParty
			);
		}
		assert_ok!(Insurance::withdraw_appeal(signed(controller(1)), id));
		assert_event(Event::AppealWithdrawn { claim: id });
		assert_eq!(Insurance::appeal(id), None);
		assert_noop!(
			Insurance::withdraw_appeal(signed(controller(1)), id),
			Error::<Test>::NoAppeal
		);
	});
}

#[test]
fn what_is_paid_in_full_or_not_decided_should_not_be_appealed() {
	build_and_execute(|| {
		let mut terms = rules();
		terms.rules.categories[1].coinsurance = 0;
		published_with(terms);
		let full = claimed(encounter(1), 10_000);
		assert_noop!(appeal(BILLING, full), Error::<Test>::PaidInFull);
		let waiting = pended(2, 10_000);
		assert_noop!(appeal(BILLING, waiting), Error::<Test>::NotDecided);
		assert_noop!(appeal(BILLING, id(0, 9)), Error::<Test>::ClaimNotFound);
		let paid = claimed(dispense(3), 10_000);
		let reason = ReversalReason::ProviderRequest;
		assert_ok!(Insurance::reverse_claim(signed(TREASURER), paid, reason));
		assert_noop!(appeal(PHARMACIST, paid), Error::<Test>::NotDecided);
	});
}

#[test]
fn an_appeal_should_come_in_time_one_at_a_time() {
	build_and_execute(|| {
		published();
		let (one, other) = (denied(1, 10_000), denied(2, 10_000));
		let zero =
			Insurance::appeal_claim(signed(BILLING), one, AppealGrounds::Procedure, digest(0));
		assert_eq!(zero, Err(Error::<Test>::ZeroDigest.into()));
		wait(APPEAL_TERM - 1);
		assert_ok!(appeal(BILLING, one));
		assert_noop!(appeal(controller(1), one), Error::<Test>::AppealOpen);
		wait(1);
		assert_noop!(appeal(BILLING, other), Error::<Test>::AppealTermOver);
		// The time for the next level begins with the decision.
		assert_ok!(uphold(SECOND_ADJUDICATOR, one));
		wait(APPEAL_TERM - 1);
		assert_ok!(appeal(BILLING, one));
		assert_ok!(uphold(THIRD_ADJUDICATOR, one));
		wait(APPEAL_TERM);
		assert_noop!(appeal(BILLING, one), Error::<Test>::AppealTermOver);
	});
}

#[test]
fn there_should_be_an_appeal_to_decide() {
	build_and_execute(|| {
		published();
		let id = denied(1, 10_000);
		assert_noop!(uphold(SECOND_ADJUDICATOR, id), Error::<Test>::NoAppeal);
		assert_ok!(appeal(BILLING, id));
		let verdicts = Verdicts::default();
		assert_noop!(
			Insurance::decide_appeal(signed(SECOND_ADJUDICATOR), id, verdicts, digest(0)),
			Error::<Test>::ZeroDigest
		);
		assert_ok!(uphold(SECOND_ADJUDICATOR, id));
		assert_noop!(uphold(THIRD_ADJUDICATOR, id), Error::<Test>::NoAppeal);
		let unknown = self::id(0, 99);
		assert_noop!(uphold(ADJUDICATOR, unknown), Error::<Test>::ClaimNotFound);
	});
}

#[test]
fn a_reviewer_should_set_aside_what_may_be_and_leave_the_limits() {
	build_and_execute(|| {
		let mut terms = rules();
		terms.network = Network::Listed(vec![PHARMACY].try_into().unwrap());
		terms.rules.annual_max = Some(5_000);
		published_with(terms);
		let id = claimed(encounter(1), 10_000);
		assert_eq!(line_of(id, 1).denial(), Some(DenialReason::OutOfNetwork));
		assert_ok!(appeal(controller(1), id));
		let waive = |reasons| decide_appeal(ADJUDICATOR, id, &[Verdict::Waive(reasons)]);
		let refused = || Error::<Test>::NotWaivable;
		assert_noop!(waive(DenialReasons::NONE), refused());
		assert_noop!(waive(DenialReasons(1 << 15)), refused());
		assert_noop!(waive(DenialReason::NotCovered.set()), refused());
		// By the rules alone, nothing would change.
		assert_noop!(
			decide_appeal(ADJUDICATOR, id, &[Verdict::ByRules]),
			Error::<Test>::OutcomeMismatch
		);
		assert_ok!(waive(DenialReason::OutOfNetwork.set()));
		assert_eq!(stored(id).benefit(), 5_000);
	});
}

#[test]
fn what_somebody_else_was_paid_for_meanwhile_should_stay_theirs() {
	build_and_execute(|| {
		published();
		let id = denied(1, 10_000);
		claimed(EvidenceId::Encounter(1), 9_000);
		assert_ok!(appeal(BILLING, id));
		assert_noop!(
			decide_appeal(SECOND_ADJUDICATOR, id, &[Verdict::ByRules]),
			Error::<Test>::AlreadySpent
		);
	});
}

#[test]
fn an_appeal_should_not_bring_what_is_in_doubt() {
	build_and_execute(|| {
		published();
		let id = denied(1, 10_000);
		assert_ok!(appeal(BILLING, id));
		let overturn = || decide_appeal(SECOND_ADJUDICATOR, id, &[Verdict::ByRules]);
		let evidence = EvidenceId::Encounter(1);
		set_standing(evidence, EvidenceStanding::Reversed);
		assert_noop!(overturn(), Error::<Test>::EvidenceReversed);
		set_standing(evidence, EvidenceStanding::Confirmed);
		Recalled::mutate(|all| all.insert(evidence));
		assert_noop!(overturn(), Error::<Test>::Flagged);
		Recalled::take();
		Suspended::mutate(|all| all.insert(HOSPITAL));
		assert_noop!(overturn(), Error::<Test>::ProviderNotInForce);
		Suspended::take();
		assert_ok!(overturn());
	});
}

/// The patient has a second payer.
fn second() -> CoverageId {
	let plan = plan_of(OTHER_PAYER, SettlementMode::Immediate, rules());
	fund(OTHER_PAYER, 100_000_000);
	covered(plan, patient(1), 2)
}

fn to_second(coverage: CoverageId, prior: ClaimId) -> ClaimTerms {
	let evidence = stored(prior).lines[0].evidence;
	let line = LineTerms { serviced: START, ..line(1, evidence, 10_000) };
	ClaimTerms { prior: Some(prior), ..claim(coverage, vec![line]) }
}

#[test]
fn an_appeal_should_not_be_overturned_for_what_a_later_payer_has_paid_meanwhile() {
	build_and_execute(|| {
		published();
		let second = second();
		// Denied by the payer for two claims, each of which the next payer could be told of.
		let reason = DenialReason::NotCovered;
		let deny = |number| {
			let id = pended(number, 10_000);
			set_standing(EvidenceId::Encounter(1), EvidenceStanding::Confirmed);
			assert_ok!(decide(ADJUDICATOR, id, &[Verdict::Deny(reason)]));
			id
		};
		let (one, other) = (deny(1), deny(1));
		assert_ok!(appeal(BILLING, one));
		assert_noop!(submit(BILLING, to_second(second, one)), Error::<Test>::PriorNotDecided);
		assert_ok!(submit(BILLING, to_second(second, other)));
		assert_noop!(
			decide_appeal(SECOND_ADJUDICATOR, one, &[Verdict::ByRules]),
			Error::<Test>::FollowedByNextPayer
		);
		assert_eq!(receipts(HOSPITAL), 8_000);
	});
}

#[test]
fn an_appeal_should_not_rest_on_what_the_payer_before_left_once() {
	build_and_execute(|| {
		published();
		let second = second();
		let first = pended(1, 10_000);
		let evidence = EvidenceId::Encounter(1);
		set_standing(evidence, EvidenceStanding::Confirmed);
		let not_covered = Verdict::Deny(DenialReason::NotCovered);
		assert_ok!(decide(ADJUDICATOR, first, &[not_covered]));
		// The second one denies it as well, so that it holds the first one to nothing.
		set_standing(evidence, EvidenceStanding::Unconfirmed);
		assert_ok!(submit(BILLING, to_second(second, first)));
		set_standing(evidence, EvidenceStanding::Confirmed);
		let later = last(second);
		assert_ok!(decide(OTHER_ADJUDICATOR, later, &[not_covered]));
		assert_ok!(appeal(BILLING, later));
		assert_ok!(appeal(BILLING, first));
		let reviewer = staff_in(OTHER_PAYER, Role::Adjudicator, 1);
		let by_rules = [Verdict::ByRules];
		assert_noop!(
			decide_appeal(reviewer.clone(), later, &by_rules),
			Error::<Test>::PriorNotDecided
		);
		// Now the first one pays 80.00 after all: the second one was told that it leaves 100.00.
		assert_ok!(decide_appeal(SECOND_ADJUDICATOR, first, &by_rules));
		assert_noop!(decide_appeal(reviewer, later, &by_rules), Error::<Test>::PriorMismatch);
		assert_eq!(receipts(HOSPITAL), 8_000);
	});
}
