// SPDX-License-Identifier: Apache-2.0

//! What makes a claim suspect: it waits, and is never denied in silence.

use super::*;

fn clear(who: AccountId, id: ClaimId, reason: PendReason) -> DispatchResult {
	Insurance::clear_flag(signed(who), id, reason, digest(1))
}

fn reasons(of: &[PendReason]) -> PendReasons {
	PendReasons::of(of)
}

/// The claim waits for that alone. It can't be granted as long as it does, and is paid once it was
/// looked into.
fn should_be_flagged(id: ClaimId, reason: PendReason) {
	assert_eq!(waits_for(id), reasons(&[reason]));
	let verdict = [Verdict::ByRules];
	assert_noop!(decide(ADJUDICATOR, id, &verdict), Error::<Test>::Flagged);
	assert_noop!(Insurance::process_claim(signed(ADJUDICATOR), id), Error::<Test>::StillPended);
	assert_ok!(clear(ADJUDICATOR, id, reason));
	let (by, evidence) = (ADJUDICATOR, digest(1));
	assert_event(Event::FlagCleared { claim: id, reason, evidence, by });
	assert_noop!(clear(ADJUDICATOR, id, reason), Error::<Test>::NotFlagged);
	assert_ok!(decide(ADJUDICATOR, id, &verdict));
	assert!(stored(id).benefit() > 0);
}

#[test]
fn what_is_recalled_should_be_flagged_whenever_that_happens() {
	build_and_execute(|| {
		published();
		Recalled::mutate(|all| all.insert(EvidenceId::Dispense(1)));
		should_be_flagged(claimed(dispense(1), 10_000), PendReason::Recalled);
		// While it waits for something else.
		let waiting = pended(2, 10_000);
		set_standing(EvidenceId::Encounter(2), EvidenceStanding::Confirmed);
		Recalled::mutate(|all| all.insert(EvidenceId::Encounter(2)));
		should_be_flagged(waiting, PendReason::Recalled);
		// And when the recall is over, there is nothing to clear.
		Recalled::mutate(|all| all.insert(EvidenceId::Dispense(3)));
		let id = claimed(dispense(3), 10_000);
		Recalled::take();
		assert!(waits_for(id).is_empty());
		assert_ok!(Insurance::process_claim(signed(PHARMACIST), id));
	});
}

#[test]
fn a_provider_that_was_not_licensed_should_be_flagged() {
	build_and_execute(|| {
		published();
		Unlicensed::mutate(|all| all.insert(PHARMACY));
		should_be_flagged(claimed(dispense(1), 10_000), PendReason::ProviderNotLicensed);
		// Licensed for something else: a pharmacy's consultation.
		Unlicensed::take();
		let evidence = EvidenceId::Encounter(5);
		happened(evidence, PHARMACY, Beneficiary::Patient(patient(1)));
		let officer = staff(PHARMACY, Role::BillingOfficer);
		assert_ok!(submit(officer, claim(0, vec![line(1, evidence, 10_000)])));
		should_be_flagged(last(0), PendReason::ProviderNotLicensed);
	});
}

#[test]
fn impossible_times_should_be_flagged() {
	build_and_execute(|| {
		published();
		let evidence = dispense(1);
		wait(3 * DAY);
		let at = |evidence, serviced| {
			let line = LineTerms { serviced, ..line(1, evidence, 10_000) };
			assert_ok!(submit(PHARMACIST, claim(0, vec![line])));
			last(0)
		};
		should_be_flagged(at(evidence, START + DAY + 1), PendReason::ImpossibleTime);
		should_be_flagged(at(dispense(2), now() - DAY - 1), PendReason::ImpossibleTime);
		// A day apart is nothing.
		assert_eq!(stored(at(dispense(3), now() - DAY)).status, ClaimStatus::Decided);

		// Who stays at a hospital is served after the beginning.
		let stay = encounter(1);
		wait(20 * DAY);
		let mut last_day = line(1, stay, 10_000);
		last_day.category = BenefitCategory::HospitalInpatient;
		assert_ok!(submit(BILLING, claim(0, vec![last_day])));
		assert_eq!(stored(last(0)).status, ClaimStatus::Decided);
	});
}

#[test]
fn too_many_claims_in_one_day_should_be_flagged() {
	build_and_execute(|| {
		published();
		for number in 0..CLAIMS_PER_DAY {
			let id = claimed(dispense(number.into()), 10_000);
			assert_eq!(stored(id).status, ClaimStatus::Decided);
		}
		should_be_flagged(claimed(dispense(90), 10_000), PendReason::Velocity);
		wait(DAY);
		let id = claimed(dispense(91), 10_000);
		assert_eq!(stored(id).status, ClaimStatus::Decided);
	});
}

#[test]
fn a_flagged_claim_should_be_denied_by_somebody_who_says_why() {
	build_and_execute(|| {
		published();
		Recalled::mutate(|all| all.insert(EvidenceId::Dispense(1)));
		let id = claimed(dispense(1), 10_000);
		assert_ok!(decide(ADJUDICATOR, id, &[Verdict::Deny(DenialReason::Unsupported)]));
		assert_eq!(line_of(id, 1).denial(), Some(DenialReason::Unsupported));
		assert_eq!(stored(id).decided.unwrap().by, Some(ADJUDICATOR));
	});
}

#[test]
fn flags_should_be_cleared_by_the_payer_alone_and_only_those_there_are() {
	build_and_execute(|| {
		published();
		Recalled::mutate(|all| all.insert(EvidenceId::Dispense(1)));
		let id = claimed(dispense(1), 10_000);
		let recalled = PendReason::Recalled;
		assert_noop!(clear(OTHER_ADJUDICATOR, id, recalled), Error::<Test>::OtherPayersClaim);
		assert_noop!(clear(ADJUDICATOR, id, PendReason::Velocity), Error::<Test>::NotFlagged);
		let zero = Insurance::clear_flag(signed(ADJUDICATOR), id, recalled, digest(0));
		assert_eq!(zero, Err(Error::<Test>::ZeroDigest.into()));
		let unknown = self::id(0, 9);
		assert_noop!(clear(ADJUDICATOR, unknown, recalled), Error::<Test>::ClaimNotFound);
		// What isn't a suspicion goes away otherwise.
		let waiting = pended(2, 10_000);
		assert_noop!(
			clear(ADJUDICATOR, waiting, PendReason::EvidenceUnconfirmed),
			Error::<Test>::NotFlagged
		);
		let paid = claimed(dispense(3), 10_000);
		assert_noop!(clear(ADJUDICATOR, paid, recalled), Error::<Test>::NotPended);
	});
}

#[test]
fn what_asks_for_a_human_should_be_decided_by_one() {
	build_and_execute(|| {
		published_with(RulesTerms { automatic_up_to: 10_000, ..rules() });
		claimed(dispense(1), 10_000);
		let high = claimed(dispense(2), 10_001);
		assert_eq!(waits_for(high), reasons(&[PendReason::HighAmount]));
		assert_noop!(
			Insurance::process_claim(signed(ADJUDICATOR), high),
			Error::<Test>::StillPended
		);
		assert_noop!(clear(ADJUDICATOR, high, PendReason::HighAmount), Error::<Test>::NotFlagged);
		assert_ok!(decide(ADJUDICATOR, high, &[Verdict::ByRules]));

		// A hospital of the payer's own.
		let evidence = EvidenceId::Encounter(1);
		happened(evidence, AFFILIATE, Beneficiary::Patient(patient(1)));
		let officer = staff(AFFILIATE, Role::BillingOfficer);
		assert_ok!(submit(officer, claim(0, vec![line(1, evidence, 10_000)])));
		assert_eq!(waits_for(last(0)), reasons(&[PendReason::Affiliated]));
		assert_ok!(decide(ADJUDICATOR, last(0), &[Verdict::ByRules]));
	});
}

#[test]
fn a_claim_for_somebody_who_has_died_should_be_looked_at() {
	build_and_execute(|| {
		published();
		let plan = 0;
		// The mock closes pseudonyms from 200 on; a coverage of one is put there by hand.
		let coverage = covered(plan, patient(2), 1);
		let evidence = dispense_by(PHARMACY, 1, 250);
		Coverages::<Test>::mutate(coverage, |coverage| {
			coverage.as_mut().unwrap().terms.beneficiary = patient(250);
		});
		Ranks::<Test>::remove(patient(2), 1);
		Ranks::<Test>::insert(
			patient(250),
			1,
			RankedCoverages::truncate_from(vec![Ranked {
				coverage,
				period: coverage_terms(patient(2), 1).period,
			}]),
		);
		assert_ok!(submit(PHARMACIST, claim(coverage, vec![line(1, evidence, 10_000)])));
		assert_eq!(waits_for(last(coverage)), reasons(&[PendReason::PatientNotOpen]));
		assert_ok!(decide(ADJUDICATOR, last(coverage), &[Verdict::ByRules]));
	});
}

#[test]
fn every_reason_should_have_a_bit_of_its_own_that_is_its_index() {
	use codec::Encode;
	for (index, reason) in PendReason::ALL.into_iter().enumerate() {
		assert_eq!(reason.encode(), [index as u8]);
		assert_eq!(reasons(&[reason]).bits, 1 << index);
	}
	let all = PendReasons::of(&PendReason::ALL);
	assert_eq!(all.suspicions().union(all.without(all.suspicions())), all);
}
