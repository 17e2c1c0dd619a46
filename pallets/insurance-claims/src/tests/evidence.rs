// SPDX-License-Identifier: Apache-2.0

//! Nobody is paid twice for one thing, nor for what somebody else did.

use super::*;
use galen_primitives::{commitment, Digest, HashAlgorithm};

fn one(evidence: EvidenceId) -> ClaimTerms {
	claim(0, vec![line(1, evidence, 10_000)])
}

/// Another payer, who covers the patient in the place.
fn second_payer(order: CoverageOrder) -> CoverageId {
	let plan = plan_of(OTHER_PAYER, SettlementMode::Immediate, rules());
	fund(OTHER_PAYER, 100_000_000);
	covered(plan, patient(1), order)
}

#[test]
fn a_dispense_should_be_paid_once_in_whatever_form_it_is_claimed_again() {
	build_and_execute(|| {
		published();
		let evidence = dispense(1);
		claimed(evidence, 10_000);
		assert_eq!(Insurance::spent_for(evidence, 1), Some(id(0, 0)));

		// In the same block, with another date, another price, another code, other company.
		assert_noop!(submit(PHARMACIST, one(evidence)), Error::<Test>::AlreadySpent);
		wait(HOUR);
		assert_noop!(submit(PHARMACIST, one(evidence)), Error::<Test>::AlreadySpent);
		let mut other = line(1, evidence, 500);
		other.code = digest(51);
		assert_noop!(submit(PHARMACIST, claim(0, vec![other])), Error::<Test>::AlreadySpent);
		let lines = vec![line(1, dispense(2), 100), line(2, evidence, 100)];
		assert_noop!(submit(PHARMACIST, claim(0, lines)), Error::<Test>::AlreadySpent);
		// By another institution.
		let other = staff(OTHER_PHARMACY, Role::Pharmacist);
		assert_noop!(submit(other, one(evidence)), Error::<Test>::OtherProvider);
		// To another payer that pays first, too. (It can't be in force at the same time.)
		let plan = plan_of(OTHER_PAYER, SettlementMode::Immediate, rules());
		assert_ok!(Insurance::cancel_coverage(signed(MANAGER), 0, now() + 1));
		wait(HOUR);
		let mut period = coverage_terms(patient(1), 1).period;
		period.from = now() - HOUR + 1;
		let terms = CoverageTerms { period, ..coverage_terms(patient(1), 1) };
		assert_ok!(Insurance::create_coverage(signed(OTHER_MANAGER), plan, terms));
		assert_ok!(Insurance::activate_coverage(signed(OTHER_MANAGER), 1));
		let again = claim(1, vec![line(1, evidence, 10_000)]);
		assert_noop!(submit(PHARMACIST, again), Error::<Test>::AlreadySpent);
	});
}

#[test]
fn a_service_should_not_be_split_over_lines() {
	build_and_execute(|| {
		published();
		let evidence = dispense(1);
		let lines = vec![line(1, evidence, 5_000), line(2, evidence, 5_000)];
		assert_noop!(submit(PHARMACIST, claim(0, lines)), Error::<Test>::AlreadySpent);
	});
}

#[test]
fn what_waits_should_be_spent_and_what_is_cancelled_or_denied_free() {
	build_and_execute(|| {
		published();
		let waiting = pended(1, 10_000);
		let evidence = EvidenceId::Encounter(1);
		assert_noop!(submit(BILLING, one(evidence)), Error::<Test>::AlreadySpent);
		let reason = CancelReason::Withdrawn;
		assert_ok!(Insurance::cancel_claim(signed(BILLING), waiting, reason));
		assert_eq!(Insurance::spent_for(evidence, 1), None);
		set_standing(evidence, EvidenceStanding::Confirmed);
		claimed(evidence, 10_000);

		denied(2, 10_000);
		assert_eq!(Insurance::spent_for(EvidenceId::Encounter(2), 1), None);
		claimed(EvidenceId::Encounter(2), 9_000);
	});
}

#[test]
fn evidence_should_be_what_the_line_says_it_is() {
	build_and_execute(|| {
		published();
		let (medicine, visit) = (dispense(1), encounter(1));
		// Of the kind that the category asks for.
		let mut wrong = line(1, medicine, 100);
		wrong.category = BenefitCategory::Consultation;
		assert_noop!(
			submit(staff(PHARMACY, Role::BillingOfficer), claim(0, vec![wrong])),
			Error::<Test>::WrongEvidence
		);
		// There.
		let unknown = EvidenceId::Dispense(99);
		assert_noop!(submit(PHARMACIST, one(unknown)), Error::<Test>::EvidenceNotFound);
		// Of the patient.
		let others = dispense_by(PHARMACY, 2, 2);
		assert_noop!(submit(PHARMACIST, one(others)), Error::<Test>::OtherBeneficiary);
		// Not taken back.
		set_standing(medicine, EvidenceStanding::Reversed);
		assert_noop!(submit(PHARMACIST, one(medicine)), Error::<Test>::EvidenceReversed);
		// Of the provider.
		let affiliate = staff(AFFILIATE, Role::BillingOfficer);
		assert_noop!(submit(affiliate, one(visit)), Error::<Test>::OtherProvider);
	});
}

#[test]
fn a_commitment_to_the_patient_should_be_opened() {
	build_and_execute(|| {
		published();
		let (algorithm, salt) = (HashAlgorithm::Sha2_256, [3; 32]);
		let commit = |salt, to: u8| {
			let bytes =
				commitment::patient(algorithm, &CHAIN, PHARMACY, salt, &patient(to)).unwrap();
			Beneficiary::Committed(Digest { algorithm, bytes })
		};
		let evidence = EvidenceId::Dispense(1);
		let with = |salt| {
			let line = LineTerms { salt, ..line(1, evidence, 10_000) };
			submit(PHARMACIST, claim(0, vec![line]))
		};
		happened(evidence, PHARMACY, commit(&salt, 2));
		assert_noop!(with(Some(salt)), Error::<Test>::OtherBeneficiary);
		happened(evidence, PHARMACY, commit(&salt, 1));
		assert_noop!(with(None), Error::<Test>::OtherBeneficiary);
		assert_noop!(with(Some([4; 32])), Error::<Test>::OtherBeneficiary);
		let unsupported = Digest { algorithm: HashAlgorithm::Sm3, bytes: [1; 32] };
		happened(evidence, PHARMACY, Beneficiary::Committed(unsupported));
		assert_noop!(with(Some(salt)), Error::<Test>::UnsupportedAlgorithm);
		happened(evidence, PHARMACY, commit(&salt, 1));
		assert_ok!(with(Some(salt)));
	});
}

#[test]
fn a_second_coverage_should_pay_what_the_first_one_left() {
	build_and_execute(|| {
		published();
		let second = second_payer(2);
		let evidence = dispense(1);
		let terms = |prior| ClaimTerms { prior, ..claim(second, vec![line(1, evidence, 10_000)]) };
		assert_noop!(submit(PHARMACIST, terms(None)), Error::<Test>::PriorMissing);
		assert_noop!(submit(PHARMACIST, terms(Some(id(0, 0)))), Error::<Test>::ClaimNotFound);
		// 100.00 less 20.00 at 80 %.
		let first = claimed(evidence, 10_000);
		assert_eq!(line_of(first, 1).benefit(), 6_400);

		// 36.00 are left to the patient: 80.00 less 16.00 would be 64.00.
		assert_ok!(submit(PHARMACIST, terms(Some(first))));
		let decided = line_of(id(second, 0), 1);
		assert_eq!(decided.benefit(), 3_600);
		assert_eq!(decided.of(AdjustmentReason::PriorPayer), 6_400);
		assert_eq!(receipts(PHARMACY), 10_000);
		assert_eq!(Insurance::spent_for(evidence, 2), Some(id(second, 0)));
		assert_noop!(submit(PHARMACIST, terms(Some(first))), Error::<Test>::AlreadySpent);
	});
}

#[test]
fn a_second_coverage_should_be_told_of_the_very_same_claim() {
	build_and_execute(|| {
		published();
		let second = second_payer(2);
		let evidence = dispense(1);
		let first = claimed(evidence, 10_000);
		let terms = |change: fn(&mut ClaimTerms)| {
			let mut terms = claim(second, vec![line(1, evidence, 10_000)]);
			terms.prior = Some(id(0, 0));
			change(&mut terms);
			terms
		};
		let mismatch = || Error::<Test>::PriorMismatch;
		// Another price, another service, somebody else's claim, a claim of another place.
		let other_price = terms(|terms| {
			(terms.lines[0].unit_price, terms.lines[0].net, terms.total) = (9_999, 9_999, 9_999);
		});
		assert_noop!(submit(PHARMACIST, other_price), mismatch());
		let visit =
			ClaimTerms { prior: Some(first), ..claim(second, vec![line(1, encounter(9), 10_000)]) };
		assert_noop!(submit(BILLING, visit), mismatch());
		let other = dispense(3);
		let other =
			ClaimTerms { prior: Some(first), ..claim(second, vec![line(1, other, 10_000)]) };
		assert_noop!(submit(PHARMACIST, other), mismatch());
		// The first coverage has none before it.
		let expected = ClaimTerms { prior: Some(first), ..one(dispense(4)) };
		assert_noop!(submit(PHARMACIST, expected), Error::<Test>::PriorNotExpected);
		assert_ok!(submit(PHARMACIST, terms(|_| ())));
		let third = second_payer(3);
		let skipping =
			ClaimTerms { prior: Some(first), ..claim(third, vec![line(1, evidence, 10_000)]) };
		assert_noop!(submit(PHARMACIST, skipping), mismatch());
	});
}

#[test]
fn a_second_coverage_should_wait_until_the_first_one_has_the_last_word() {
	build_and_execute(|| {
		published();
		let second = second_payer(2);
		let first = pended(1, 10_000);
		let evidence = EvidenceId::Encounter(1);
		let terms =
			ClaimTerms { prior: Some(first), ..claim(second, vec![line(1, evidence, 10_000)]) };
		let undecided = || Error::<Test>::PriorNotDecided;
		assert_noop!(submit(BILLING, terms.clone()), undecided());
		set_standing(evidence, EvidenceStanding::Confirmed);
		let reason = DenialReason::NotCovered;
		assert_ok!(decide(ADJUDICATOR, first, &[Verdict::Deny(reason)]));
		let grounds = AppealGrounds::RulesMisapplied;
		assert_ok!(Insurance::appeal_claim(signed(BILLING), first, grounds, digest(1)));
		assert_noop!(submit(BILLING, terms.clone()), undecided());
		assert_ok!(Insurance::withdraw_appeal(signed(BILLING), first));
		assert_ok!(submit(BILLING, terms));
		assert_eq!(receipts(HOSPITAL), 8_000);
	});
}

#[test]
fn what_a_later_payer_relies_on_should_not_change() {
	build_and_execute(|| {
		published();
		let second = second_payer(2);
		let first = {
			let id = pended(1, 10_000);
			set_standing(EvidenceId::Encounter(1), EvidenceStanding::Confirmed);
			assert_ok!(decide(ADJUDICATOR, id, &[Verdict::Deny(DenialReason::NotCovered)]));
			id
		};
		let evidence = EvidenceId::Encounter(1);
		let terms =
			ClaimTerms { prior: Some(first), ..claim(second, vec![line(1, evidence, 10_000)]) };
		assert_ok!(submit(BILLING, terms.clone()));
		let followed = || Error::<Test>::FollowedByNextPayer;
		// Neither claimed anew, nor appealed.
		assert_noop!(submit(BILLING, one(evidence)), followed());
		assert_noop!(
			Insurance::appeal_claim(signed(BILLING), first, AppealGrounds::NewEvidence, digest(1)),
			followed()
		);
		// Once the later one is reversed, it can be.
		let officer = signed(staff(OTHER_PAYER, Role::SettlementOfficer));
		let reason = ReversalReason::OtherPayerFirst;
		assert_ok!(Insurance::reverse_claim(officer, id(second, 0), reason));
		claimed(evidence, 10_000);
		// And then the second one has to be told of the claim that was paid.
		assert_noop!(submit(BILLING, terms.clone()), Error::<Test>::PriorMismatch);
		assert_ok!(submit(BILLING, ClaimTerms { prior: Some(last(0)), ..terms }));
		assert_eq!(Insurance::claim(last(second)).unwrap().benefit, 2_000);
	});
}

#[test]
fn a_reversed_claim_should_free_its_evidence_once() {
	build_and_execute(|| {
		published();
		let evidence = dispense(1);
		let first = claimed(evidence, 10_000);
		let reason = ReversalReason::ProviderRequest;
		assert_ok!(Insurance::reverse_claim(signed(TREASURER), first, reason));
		assert_eq!(Insurance::spent_for(evidence, 1), None);
		claimed(evidence, 10_000);
		assert_noop!(submit(PHARMACIST, one(evidence)), Error::<Test>::AlreadySpent);
	});
}
