// SPDX-License-Identifier: Apache-2.0

//! What patients, providers and payers are told.

use super::{settlement::*, *};

#[test]
fn an_explanation_should_say_who_bears_what_of_each_line() {
	build_and_execute(|| {
		let mut terms = eighty_percent();
		terms.rules.deductible = 1_000;
		terms.rules.categories[1].price_cap = Some(9_000);
		let coverage = covered(plan_of(PAYER, SettlementMode::Immediate, terms), patient(1), 1);
		fund(PAYER, 100_000);
		let lines = vec![line(1, dispense(1), 10_000), line(2, dispense(2), 5_000)];
		assert_ok!(submit(PHARMACIST, claim(coverage, lines)));
		let id = last(coverage);
		let told = Insurance::explanation_of_benefit(id).unwrap();
		assert_eq!((told.patient, told.provider, told.payer), (patient(1), PHARMACY, PAYER));
		assert_eq!((told.plan, told.rules, told.order, told.currency), (0, 0, 1, EUR));
		assert_eq!((told.charge, told.benefit, told.patient_pays), (15_000, 10_400, 3_600));
		assert_eq!(told.outcome, Some(Outcome::Approved));
		assert_eq!(told.payment, paid(10_400));
		assert_eq!(told.status, ClaimStatus::Decided);
		assert_eq!(told.decided, Some(Decided { by: None, at: START }));
		assert_eq!((told.appeal_until, told.reviews), (Some(START + APPEAL_TERM), 0));

		let first = &told.lines[0];
		assert_eq!((first.sequence, first.charge, first.eligible), (1, 10_000, 9_000));
		assert_eq!((first.benefit, first.patient, first.provider), (6_400, 2_600, 1_000));
		let part = |reason, amount| Adjustment { reason, amount };
		let expected = [
			part(AdjustmentReason::Deductible, 1_000),
			part(AdjustmentReason::Coinsurance, 1_600),
			part(AdjustmentReason::ExceedsFeeSchedule, 1_000),
		];
		assert_eq!(first.adjustments, expected);
		let second = &told.lines[1];
		assert_eq!((second.sequence, second.benefit, second.patient), (2, 4_000, 1_000));
		assert_eq!((second.evidence, second.prior), (EvidenceId::Dispense(2), 0));
		for line in &told.lines {
			let parts = line.benefit + line.patient + line.provider + line.prior;
			assert_eq!(parts, line.charge);
		}
	});
}

#[test]
fn a_claim_that_waits_should_say_why_and_nothing_of_money() {
	build_and_execute(|| {
		published();
		let id = pended(1, 100);
		let told = Insurance::explanation_of_benefit(id).unwrap();
		assert_eq!(told.waits_for, PendReasons::of(&[PendReason::EvidenceUnconfirmed]));
		assert_eq!((told.outcome, told.benefit, told.patient_pays), (None, 0, 0));
		assert_eq!((told.lines[0].charge, told.lines[0].outcome), (100, None));
		assert_eq!((told.appeal_until, told.decided), (None, None));
		assert_eq!(Insurance::explanation_of_benefit(super::id(0, 9)), None);
	});
}

#[test]
fn a_denial_should_say_why_and_until_when_it_can_be_appealed() {
	build_and_execute(|| {
		published();
		let id = denied(1, 100);
		let told = || Insurance::explanation_of_benefit(id).unwrap();
		assert_eq!(told().outcome, Some(Outcome::Denied));
		assert_eq!(told().lines[0].denial, Some(DenialReason::NotMedicallyNecessary));
		// The provider bears it, not the patient.
		assert_eq!((told().patient_pays, told().lines[0].provider), (0, 100));
		assert_eq!(told().appeal_until, Some(START + APPEAL_TERM));
		assert!(!told().under_appeal);

		let grounds = AppealGrounds::MedicalNecessity;
		assert_ok!(Insurance::appeal_claim(signed(controller(1)), id, grounds, digest(2)));
		assert_eq!((told().under_appeal, told().appeal_until), (true, None));
		wait(DAY);
		let uphold =
			|who| Insurance::decide_appeal(signed(who), id, Verdicts::default(), digest(3));
		assert_ok!(uphold(SECOND_ADJUDICATOR));
		assert_eq!((told().under_appeal, told().reviews), (false, 1));
		assert_eq!(told().appeal_until, Some(START + DAY + APPEAL_TERM));
		let third = staff_in(PAYER, Role::Adjudicator, 2);
		for who in [third, INSPECTOR] {
			assert_ok!(Insurance::appeal_claim(signed(controller(1)), id, grounds, digest(2)));
			assert_ok!(uphold(who));
		}
		// That was the last level.
		assert_eq!((told().reviews, told().appeal_until), (3, None));
	});
}

#[test]
fn what_is_paid_in_full_should_leave_nothing_to_appeal() {
	build_and_execute(|| {
		let mut terms = eighty_percent();
		terms.rules.categories[1].coinsurance = 0;
		let coverage = covered(plan_of(PAYER, SettlementMode::Immediate, terms), patient(1), 1);
		let id = sold(coverage, 1, 100);
		let told = Insurance::explanation_of_benefit(id).unwrap();
		assert_eq!((told.benefit, told.patient_pays, told.appeal_until), (100, 0, None));
		assert_eq!(told.payment, queued(100));
	});
}

#[test]
fn a_second_payers_explanation_should_say_what_the_first_one_has_settled() {
	build_and_execute(|| {
		let first = sold(funded_with(1_000), 1, 100);
		let plan = plan_of(OTHER_PAYER, SettlementMode::Immediate, eighty_percent());
		let coverage = covered(plan, patient(1), 2);
		let terms = claim(coverage, vec![line(1, EvidenceId::Dispense(1), 100)]);
		assert_ok!(submit(PHARMACIST, ClaimTerms { prior: Some(first), ..terms }));
		let told = Insurance::explanation_of_benefit(last(coverage)).unwrap();
		assert_eq!((told.order, told.benefit, told.patient_pays), (2, 20, 0));
		assert_eq!((told.lines[0].prior, told.lines[0].charge), (80, 100));
	});
}

#[test]
fn the_claims_of_a_coverage_should_be_listed_page_by_page() {
	build_and_execute(|| {
		let coverage = funded_with(100_000);
		for number in 0..40u32 {
			sold(coverage, number.into(), 100 + Amount::from(number));
			wait(DAY);
		}
		let page = |from| Insurance::claims_of(coverage, 0, from);
		assert_eq!((page(0).len(), page(32).len(), page(40).len()), (PAGE as usize, 8, 0));
		let entry = &page(32)[1];
		let (status, outcome) = (entry.status, entry.outcome);
		assert_eq!((entry.claim, entry.charge, entry.benefit), (id(coverage, 33), 133, 106));
		assert_eq!((status, outcome), (ClaimStatus::Decided, Some(Outcome::Approved)));
		assert_eq!(Insurance::claims_of(coverage, 1, 0), []);
		assert_eq!(page(u32::MAX), []);
	});
}
