// SPDX-License-Identifier: Apache-2.0

//! The stories that the pallet's header tells.

use super::*;

#[docify::export]
#[test]
fn a_pharmacy_should_be_paid_in_the_block_of_its_claim() {
	build_and_execute(|| {
		// The payer publishes a plan and covers a patient; a bank fills its reserve.
		let plan = plan_of(PAYER, SettlementMode::Immediate, rules());
		let coverage = covered(plan, patient(1), 1);
		fund(PAYER, 1_000_000);

		// The pharmacy has dispensed something, and claims 235.40 for it.
		let dispensed = dispense(1);
		let terms = claim(coverage, vec![line(1, dispensed, 23_540)]);
		assert_ok!(Insurance::submit_claim(signed(PHARMACIST), terms.clone()));

		// 235.40 less 20.00 at 80 %: it is decided and paid, and the patient sees why.
		let seen = Insurance::claim(id(coverage, 0)).unwrap();
		assert_eq!((seen.benefit, seen.claim.payment.paid), (17_232, 17_232));
		assert_eq!(line_of(id(coverage, 0), 1).of(AdjustmentReason::Copay), 2_000);
		assert_eq!(receipts(PHARMACY), 17_232);

		// Nobody is paid for that again.
		assert_noop!(
			Insurance::submit_claim(signed(PHARMACIST), terms),
			Error::<Test>::AlreadySpent
		);
	});
}

#[docify::export]
#[test]
fn a_hospital_should_be_paid_what_was_authorised_and_what_an_appeal_brings() {
	build_and_execute(|| {
		published();

		// The hospital asks before it operates. The payer allows 9,000.00 of 10,000.00.
		let planned = PreAuthLineTerms {
			sequence: 1,
			category: BenefitCategory::Surgical,
			code: digest(50),
			quantity: 1,
			amount: 1_000_000,
		};
		let terms = PreAuthTerms {
			coverage: 0,
			kind: ClaimKind::Institutional,
			currency: EUR,
			planned: now() + DAY,
			lines: vec![planned].try_into().unwrap(),
		};
		assert_ok!(Insurance::request_preauth(signed(BILLING), terms));
		let (preauth, allowed) =
			(last(0), PreAuthVerdict::Certify { quantity: 1, amount: 900_000 });
		let validity = Period { from: now(), until: Some(now() + 30 * DAY) };
		let verdicts = vec![allowed].try_into().unwrap();
		assert_ok!(Insurance::decide_preauth(signed(ADJUDICATOR), preauth, verdicts, validity));

		// It operates, and claims that and a consultation, which nobody has confirmed yet.
		wait(DAY);
		let named = PreAuthRef { period: 0, number: preauth.number, line: 1 };
		let operation = LineTerms {
			category: BenefitCategory::Surgical,
			preauth: Some(named),
			..line(1, encounter(1), 1_000_000)
		};
		let consultation = line(2, encounter(2), 20_000);
		set_standing(EvidenceId::Encounter(2), EvidenceStanding::Unconfirmed);
		let terms = claim(0, vec![operation, consultation]);
		assert_ok!(Insurance::submit_claim(signed(BILLING), terms));
		let id = last(0);
		assert!(waits_for(id).contains(PendReason::EvidenceUnconfirmed));

		// The patient confirms it. The adjudicator finds it part of the operation: 80 % of what was
		// authorised is paid, and nothing for the consultation.
		set_standing(EvidenceId::Encounter(2), EvidenceStanding::Confirmed);
		let bundled = Verdict::Deny(DenialReason::Bundled);
		assert_ok!(decide(ADJUDICATOR, id, &[Verdict::ByRules, bundled]));
		assert_eq!(receipts(HOSPITAL), 720_000);
		assert_eq!(Insurance::claim(id).unwrap().outcome, Some(LineOutcome::Partial));

		// The patient appeals, and another adjudicator agrees.
		let patients = controller(1);
		let grounds = AppealGrounds::RulesMisapplied;
		assert_ok!(Insurance::appeal_claim(signed(patients), id, grounds, digest(8)));
		let verdicts: Verdicts = vec![Verdict::ByRules; 2].try_into().unwrap();
		assert_noop!(
			Insurance::decide_appeal(signed(ADJUDICATOR), id, verdicts.clone(), digest(9)),
			Error::<Test>::OwnDecision
		);
		let reviewer = signed(SECOND_ADJUDICATOR);
		assert_ok!(Insurance::decide_appeal(reviewer, id, verdicts, digest(9)));
		assert_eq!(receipts(HOSPITAL), 720_000 + 16_000);
	});
}
