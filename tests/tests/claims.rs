// SPDX-License-Identifier: Apache-2.0

//! Insurance claims: what is paid, once, for what really happened.

use consent_core::Decision;
use galen_primitives::{Beneficiary, BenefitCategory, EvidenceId};
use galen_scenarios::*;
use pallet_clinical_trials::{AllocationKind, Masking, StudyTerms};
use pallet_device_lifecycle::{
	Call as DevicesCall, FieldActionClass, FieldActionKind, FieldActionScope,
};
use pallet_disclosures::Call as DisclosuresCall;
use pallet_drug_provenance::Call as MedicinesCall;
use pallet_institutions::Call as InstitutionsCall;
use pallet_insurance_claims::{
	AdjustmentReason, Amount, AppealGrounds, Call as ClaimsCall, CancelReason, ClaimId, ClaimKind,
	ClaimStatus, CoverageId, DenialReason, Effect, Event as ClaimsEvent, LineOutcome, LineTerms,
	Payment, PendReason, PendReasons, PreAuthLineTerms, PreAuthRef, PreAuthTerms, PreAuthVerdict,
	ProviderAdjustment, ProviderAdjustmentReason, Purse, ReversalReason, Settlement,
	SettlementMode, Verdict,
};

/// A biller of the hospital.
fn biller(chain: &mut Chain) -> Signer {
	let biller = Signer::named("biller");
	chain.hire(&bob(), &biller, Role::BillingOfficer);
	biller
}

/// A case of the hospital's, and its pharmacist.
fn pharmacy(chain: &mut Chain, cases: u32) -> (Line, Signer) {
	let pharmacist = chain.pharmacist();
	let line = chain.line(cases);
	for case in 0..cases {
		chain.delivered(&line, sscc(case.into()), HOSPITAL, &pharmacist);
	}
	(line, pharmacist)
}

fn submit(coverage: CoverageId, lines: Vec<LineTerms>) -> RuntimeCall {
	ClaimsCall::submit_claim { terms: bill(coverage, lines) }.into()
}

fn payment(claim: ClaimId) -> Payment {
	Claims::claim(claim).unwrap().claim.payment
}

fn waits_for(claim: ClaimId) -> PendReasons {
	Claims::claim(claim).unwrap().waits_for
}

fn status(claim: ClaimId) -> ClaimStatus {
	Claims::claim(claim).unwrap().claim.status
}

fn benefit(claim: ClaimId) -> Amount {
	Claims::claim(claim).unwrap().benefit
}

#[test]
fn a_pharmacy_should_be_paid_in_the_block_of_its_claim_and_once() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (line, pharmacist) = pharmacy(chain, 2);
		let biller = biller(chain);
		let insurance = chain.insurance(SettlementMode::Immediate);
		let ada = chain.claimed_patient(&physician, "ada");
		let coverage = chain.covered(&insurance, &ada);
		chain.fund(&insurance, 1_000_000);
		chain.next_block();

		// 235.40 less 20.00 at 80 %, dispensed, claimed, decided and paid in one block.
		let number = chain.parent().number;
		let dispensed = chain.dispensed(&line, &pharmacist, 0, ada.id);
		let claim = bill_for(chain, coverage, dispensed, 23_540);
		let receipt = chain.submit(&pharmacist, claim.clone()).succeeds();
		let id = last_claim(coverage);
		assert_eq!((payment(id).paid, received(HOSPITAL)), (17_232, 17_232));
		assert_eq!(chain.parent().number, number);
		assert!(receipt.has(ClaimsEvent::<Runtime>::ClaimAdjudicated {
			claim: id,
			provider: HOSPITAL,
			payer: PAYER,
			rules: 0,
			total: 23_540,
			benefit: 17_232,
			payment: payment(id),
		}));
		let explained = Claims::explanation_of_benefit(id).unwrap();
		assert_eq!((explained.patient, explained.patient_pays), (ada.id, 23_540 - 17_232));
		assert_eq!(Claims::spent_for(dispensed, 1), Some(id));

		// The same again: in this block, by somebody else, in the next one.
		let spent = || ClaimsError::AlreadySpent;
		chain.submit(&pharmacist, claim.clone()).fails_with(spent());
		chain.submit(&biller, claim.clone()).fails_with(spent());
		chain.next_block();
		chain.submit(&pharmacist, claim).fails_with(spent());
		// With another date, price, number of pieces and code.
		let bent = LineTerms {
			serviced: chain.now() - HOUR,
			quantity: 2,
			unit_price: 500,
			net: 1_000,
			code: document(1210),
			..bill_line(chain, 1, dispensed, 1)
		};
		chain.submit(&pharmacist, submit(coverage, vec![bent])).fails_with(spent());
		// Split over two lines, before anything of it is spent.
		let fresh = chain.dispensed(&line, &pharmacist, 1, ada.id);
		let halves = [1, 2].map(|sequence| bill_line(chain, sequence, fresh, 5_000)).to_vec();
		chain.submit(&pharmacist, submit(coverage, halves)).fails_with(spent());
		// Together with something new.
		let both = vec![bill_line(chain, 1, fresh, 500), bill_line(chain, 2, dispensed, 500)];
		chain.submit(&pharmacist, submit(coverage, both)).fails_with(spent());
		// As something else.
		let disguised = LineTerms {
			category: BenefitCategory::Consultation,
			..bill_line(chain, 1, dispensed, 500)
		};
		let wrong = ClaimsError::WrongEvidence;
		chain.submit(&biller, submit(coverage, vec![disguised])).fails_with(wrong);

		// By another institution, for another patient.
		let administrator = Signer::named("clinic");
		chain.admit_clinic(&administrator);
		let elsewhere = Signer::named("clinic's pharmacist");
		chain.hire(&administrator, &elsewhere, Role::Pharmacist);
		let claim = bill_for(chain, coverage, fresh, 500);
		chain.submit(&elsewhere, claim).fails_with(ClaimsError::OtherProvider);
		let ben = chain.claimed_patient(&physician, "ben");
		let bens = chain.covered(&insurance, &ben);
		let claim = bill_for(chain, bens, fresh, 500);
		chain.submit(&pharmacist, claim).fails_with(ClaimsError::OtherBeneficiary);

		// To another payer in the same place: there is one first payer at a time. The second one
		// asks for what the first one has decided.
		let other = Signer::named("other payer");
		chain.admit(admission(&[InstitutionKind::Payer], VotingClass::Payers), &other);
		let plan = chain.plan(&other, SettlementMode::Immediate);
		let first = chain.drafted(&other, plan, ada.id, 1);
		let activate = |coverage| ClaimsCall::activate_coverage { coverage };
		chain.submit(&other, activate(first)).fails_with(ClaimsError::OrderTaken);
		let claim = bill_for(chain, first, fresh, 500);
		chain.submit(&pharmacist, claim).fails_with(ClaimsError::CoverageNotActive);
		let second = chain.drafted(&other, plan, ada.id, 2);
		chain.submit(&other, activate(second)).succeeds();
		let claim = bill_for(chain, second, fresh, 500);
		chain.submit(&pharmacist, claim).fails_with(ClaimsError::PriorMissing);

		// Two at once: whose transaction comes second in the block comes too late.
		chain.next_block();
		let claim = bill_for(chain, coverage, fresh, 5_000);
		chain.submit(&biller, claim.clone()).succeeds();
		chain.submit(&pharmacist, claim).fails_with(spent());
		assert_eq!(received(HOSPITAL), 17_232 + 2_400);
		chain.check_money(&[insurance.bank]);
	});
}

#[test]
fn what_was_reversed_should_be_claimed_once_more() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (line, pharmacist) = pharmacy(chain, 1);
		let biller = biller(chain);
		let insurance = chain.insurance(SettlementMode::Immediate);
		let ada = chain.claimed_patient(&physician, "ada");
		let coverage = chain.covered(&insurance, &ada);
		chain.fund(&insurance, 1_000_000);

		// A payer takes back what it has decided. What was paid is owed, and set off.
		let dispensed = chain.dispensed(&line, &pharmacist, 0, ada.id);
		let claim = bill_for(chain, coverage, dispensed, 23_540);
		chain.submit(&pharmacist, claim.clone()).succeeds();
		let first = last_claim(coverage);
		let reason = ReversalReason::ProviderRequest;
		let reverse = ClaimsCall::reverse_claim { claim: first, reason };
		chain.submit(&pharmacist, reverse.clone()).fails_with(DispatchError::BadOrigin);
		let reverse_for_evidence = ClaimsCall::reverse_for_evidence { claim: first };
		let in_force = ClaimsError::EvidenceInForce;
		chain.submit(&pharmacist, reverse_for_evidence).fails_with(in_force);
		chain.submit(&insurance.treasurer, reverse.clone()).succeeds();
		chain.submit(&insurance.treasurer, reverse).fails_with(ClaimsError::NotDecided);
		assert_eq!(Claims::forwarding(PAYER, HOSPITAL, FRANC), 17_232);
		assert!(Claims::ledger(coverage, 0).accumulators.is_empty());
		chain.submit(&pharmacist, claim.clone()).succeeds();
		let second = last_claim(coverage);
		assert_eq!((payment(second).recovered, payment(second).paid), (17_232, 0));
		assert_eq!(Claims::forwarding(PAYER, HOSPITAL, FRANC), 0);
		chain.submit(&pharmacist, claim).fails_with(ClaimsError::AlreadySpent);
		assert_eq!(received(HOSPITAL), 17_232, "once");
		chain.next_block();

		// Nobody has had it yet: the claim waits. It is reverted, and there is nothing to pay for.
		let kept = chain.dispensed_as(&line, &pharmacist, 1, ada.id, false);
		let claim = bill_for(chain, coverage, kept, 23_540);
		chain.submit(&pharmacist, claim.clone()).succeeds();
		let waiting = last_claim(coverage);
		assert_eq!(waits_for(waiting), PendReasons::of(&[PendReason::EvidenceUnconfirmed]));
		let adjudicator = &insurance.adjudicators[0];
		let granted = decide(waiting, &[Verdict::ByRules]);
		let unconfirmed = ClaimsError::EvidenceUnconfirmed;
		chain.submit(adjudicator, granted.clone()).fails_with(unconfirmed);
		let EvidenceId::Dispense(dispense) = kept else { unreachable!("it was dispensed") };
		let revert = MedicinesCall::revert_dispense { dispense };
		chain.submit(&pharmacist, revert).succeeds();
		let process = ClaimsCall::process_claim { claim: waiting };
		let reversed = || ClaimsError::EvidenceReversed;
		chain.submit(&pharmacist, process).fails_with(reversed());
		chain.submit(adjudicator, granted).fails_with(reversed());
		chain.submit(&pharmacist, claim).fails_with(reversed());
		let reason = CancelReason::Withdrawn;
		let cancel = ClaimsCall::cancel_claim { claim: waiting, reason };
		chain.submit(&pharmacist, cancel).succeeds();
		// The pack is dispensed anew, and that is paid, once.
		let anew = chain.dispensed(&line, &pharmacist, 1, ada.id);
		assert_ne!(anew, kept);
		let claim = bill_for(chain, coverage, anew, 23_540);
		chain.submit(&pharmacist, claim.clone()).succeeds();
		chain.submit(&pharmacist, claim).fails_with(ClaimsError::AlreadySpent);
		assert_eq!(received(HOSPITAL), 2 * 17_232);
		chain.next_block();

		// An encounter that turns out not to have been: the hospital says so itself.
		let seen = chain.seen(&physician, &ada, true);
		let claim = bill_for(chain, coverage, seen, 10_000);
		chain.submit(&biller, claim.clone()).succeeds();
		let paid = last_claim(coverage);
		let EvidenceId::Encounter(encounter) = seen else { unreachable!("it is one") };
		let error = DisclosuresCall::enter_encounter_in_error { encounter };
		chain.submit(&physician, error).succeeds();
		assert_eq!(Claims::explanation_of_benefit(paid).unwrap().reversed_evidence, Some(seen));
		let reverse = ClaimsCall::reverse_for_evidence { claim: paid };
		chain.submit(&biller, reverse).succeeds();
		assert_eq!((status(paid), payment(paid).reversed), (ClaimStatus::Reversed, 8_000));
		assert_eq!(Claims::forwarding(PAYER, HOSPITAL, FRANC), 8_000);
		chain.submit(&biller, claim).fails_with(reversed());
		let again = chain.seen(&physician, &ada, true);
		let claim = bill_for(chain, coverage, again, 10_000);
		chain.submit(&biller, claim).succeeds();
		assert_eq!(payment(last_claim(coverage)).recovered, 8_000);
		assert_eq!(received(HOSPITAL), 2 * 17_232 + 8_000);
		chain.check_money(&[insurance.bank]);
	});
}

#[test]
fn a_hospital_should_be_paid_what_an_independent_reviewer_finds_due() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let biller = biller(chain);
		let insurance = chain.insurance(SettlementMode::Immediate);
		let [first, second, third] = &insurance.adjudicators;
		let inspector = Signer::named("inspector");
		chain.hire(&alice(), &inspector, Role::Inspector);
		let ada = chain.claimed_patient(&physician, "ada");
		let coverage = chain.covered(&insurance, &ada);
		chain.fund(&insurance, 10_000_000);

		// The hospital asks before it operates. The payer allows 9,000.00 of 10,000.00.
		let planned = PreAuthLineTerms {
			sequence: 1,
			category: BenefitCategory::Surgical,
			code: document(1200),
			quantity: 1,
			amount: 1_000_000,
		};
		let terms = PreAuthTerms {
			coverage,
			kind: ClaimKind::Institutional,
			currency: FRANC,
			planned: chain.now() + DAY,
			lines: vec![planned].try_into().unwrap(),
		};
		let request = ClaimsCall::request_preauth { terms };
		chain.submit(&biller, request).succeeds();
		let preauth = last_claim(coverage);
		let validity = Period { from: chain.now(), until: Some(chain.now() + 30 * DAY) };
		let certify = |amount| {
			let verdicts = vec![PreAuthVerdict::Certify { quantity: 1, amount }];
			let verdicts = verdicts.try_into().unwrap();
			ClaimsCall::decide_preauth { preauth, verdicts, validity }
		};
		chain.submit(&biller, certify(900_000)).fails_with(DispatchError::BadOrigin);
		chain.submit(first, certify(1_000_001)).fails_with(ClaimsError::PreAuthExcessive);
		chain.submit(first, certify(900_000)).succeeds();

		// It operates, and claims that and a consultation, which nobody has confirmed yet.
		chain.wait(DAY);
		let surgery = chain.seen(&physician, &ada, true);
		let consultation = chain.seen(&physician, &ada, false);
		let number = preauth.number;
		let surgical = |preauth| LineTerms {
			category: BenefitCategory::Surgical,
			preauth,
			..bill_line(chain, 1, surgery, 1_000_000)
		};
		let (unauthorised, authorised) =
			(surgical(None), surgical(Some(PreAuthRef { period: 0, number, line: 1 })));
		let missing = ClaimsError::PreAuthMissing;
		chain.submit(&biller, submit(coverage, vec![unauthorised])).fails_with(missing);
		let other_code = LineTerms { code: document(1211), ..authorised.clone() };
		let mismatch = ClaimsError::PreAuthMismatch;
		chain.submit(&biller, submit(coverage, vec![other_code])).fails_with(mismatch);
		let lines = vec![authorised, bill_line(chain, 2, consultation, 20_000)];
		chain.submit(&biller, submit(coverage, lines)).succeeds();
		let claim = last_claim(coverage);
		assert_eq!(waits_for(claim), PendReasons::of(&[PendReason::EvidenceUnconfirmed]));
		let process = ClaimsCall::process_claim { claim };
		chain.submit(&biller, process).fails_with(ClaimsError::StillPended);

		// Nobody judges their own claim; the payer's adjudicator does, once the patient has
		// confirmed that it happened.
		let verdicts = [Verdict::ByRules, Verdict::Deny(DenialReason::Bundled)];
		chain.submit(&biller, decide(claim, &verdicts)).fails_with(DispatchError::BadOrigin);
		let treasurer = &insurance.treasurer;
		chain.submit(treasurer, decide(claim, &verdicts)).fails_with(DispatchError::BadOrigin);
		let other = Signer::named("other payer");
		chain.admit(admission(&[InstitutionKind::Payer], VotingClass::Payers), &other);
		let stranger = Signer::named("other payer's adjudicator");
		chain.hire(&other, &stranger, Role::Adjudicator);
		let others = ClaimsError::OtherPayersClaim;
		chain.submit(&stranger, decide(claim, &verdicts)).fails_with(others);
		let both = decide(claim, &[Verdict::ByRules; 2]);
		chain.submit(first, both).fails_with(ClaimsError::EvidenceUnconfirmed);
		chain.confirmed(&ada, consultation);
		let waiver = Verdict::Waive(DenialReason::Bundled.set());
		let waived = decide(claim, &[waiver, Verdict::ByRules]);
		chain.submit(first, waived).fails_with(ClaimsError::NotWaivable);
		chain.submit(first, decide(claim, &verdicts)).succeeds();
		let info = Claims::claim(claim).unwrap();
		assert_eq!((info.outcome, info.benefit), (Some(LineOutcome::Partial), 720_000));
		assert_eq!(received(HOSPITAL), 720_000);
		chain.next_block();

		// Ada appeals, level after level. Nobody reviews what they have decided.
		let appeal = || ClaimsCall::appeal_claim {
			claim,
			grounds: AppealGrounds::RulesMisapplied,
			evidence: document(1212),
		};
		let review = |verdicts: &[Verdict]| ClaimsCall::decide_appeal {
			claim,
			verdicts: verdicts.to_vec().try_into().unwrap(),
			reasons: document(1213),
		};
		let ben = chain.claimed_patient(&physician, "ben");
		chain.submit(&ben.controller, appeal()).fails_with(ClaimsError::NotAParty);
		chain.submit(&ada.controller, appeal()).succeeds();
		chain.submit(&biller, appeal()).fails_with(ClaimsError::AppealOpen);
		let own = || ClaimsError::OwnDecision;
		chain.submit(first, review(&[])).fails_with(own());
		chain.submit(&inspector, review(&[])).fails_with(ClaimsError::OtherLevel);
		chain.submit(second, review(&[])).succeeds();
		chain.submit(&ada.controller, appeal()).succeeds();
		chain.submit(second, review(&[])).fails_with(own());
		chain.submit(third, review(&[])).succeeds();
		chain.submit(&ada.controller, appeal()).succeeds();
		// The last word isn't the payer's.
		chain.submit(third, review(&[])).fails_with(ClaimsError::OtherLevel);
		let less = review(&verdicts);
		chain.submit(&inspector, less).fails_with(ClaimsError::OutcomeMismatch);
		chain.submit(&inspector, review(&[Verdict::ByRules; 2])).succeeds();
		assert_eq!(received(HOSPITAL), 720_000 + 16_000, "the difference");
		let explained = Claims::explanation_of_benefit(claim).unwrap();
		assert_eq!((explained.benefit, explained.reviews), (736_000, 3));
		let over = explained.lines[0].adjustments.iter();
		let over = over.filter(|part| part.reason == AdjustmentReason::ExceedsAuthorisation);
		assert_eq!(over.map(|part| part.amount).sum::<Amount>(), 100_000);
		chain.submit(&ada.controller, appeal()).fails_with(ClaimsError::NoFurtherAppeal);
		chain.check_money(&[insurance.bank]);
	});
}

#[test]
fn those_who_wait_for_money_should_be_paid_in_their_order() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (line, pharmacist) = pharmacy(chain, 1);
		let insurance = chain.insurance(SettlementMode::Immediate);
		let ada = chain.claimed_patient(&physician, "ada");
		let coverage = chain.covered(&insurance, &ada);
		chain.fund(&insurance, 10_000);
		let claim = |chain: &mut Chain, pack, price| {
			let dispensed = chain.dispensed(&line, &pharmacist, pack, ada.id);
			let claim = bill_for(chain, coverage, dispensed, price);
			chain.submit(&pharmacist, claim).succeeds();
			last_claim(coverage)
		};
		// The first is too large for what is left; the second would fit, and doesn't overtake.
		let large = claim(chain, 0, 23_540);
		let small = claim(chain, 1, 3_000);
		assert_eq!((payment(large).queued, payment(small).queued), (17_232, 800));
		let queue = Claims::queue(PAYER, FRANC, 0);
		assert_eq!(queue.iter().map(|(_, entry)| entry.claim).collect::<Vec<_>>(), [large, small]);
		let reserve = Claims::reserve(PAYER, FRANC);
		assert_eq!((reserve.balance, reserve.liability, reserve.available), (10_000, 18_032, 0));
		let settle = |up_to| ClaimsCall::settle { payer: PAYER, currency: FRANC, up_to };
		let nothing = || ClaimsError::NothingToSettle;
		chain.submit(&pharmacist, settle(16)).fails_with(nothing());
		chain.submit(&pharmacist, settle(17)).fails_with(ClaimsError::TooManyAtOnce);
		// The payer can't take out what others wait for.
		let redeem = ClaimsCall::request_redemption {
			purse: Purse::Reserve,
			currency: FRANC,
			bank: insurance.bank,
			amount: 1,
			instructions: document(1220),
		};
		let insufficient = ClaimsError::InsufficientFunds;
		chain.submit(&insurance.treasurer, redeem).fails_with(insufficient);
		chain.check_money(&[insurance.bank]);

		chain.next_block();
		chain.fund(&insurance, 7_232);
		let third = claim(chain, 2, 4_000);
		assert_eq!(payment(third).queued, 1_600, "others wait");
		let settled = chain.submit(&ada.controller, settle(16)).succeeds();
		let entry = |claim, amount| {
			let mode = SettlementMode::Immediate;
			Settlement { claim, amount, recovered: 0, mode }
		};
		let expected =
			|settled| ClaimsEvent::<Runtime>::Settled { payer: PAYER, currency: FRANC, settled };
		assert!(settled.has(expected(vec![entry(large, 17_232)])));
		assert_eq!((received(HOSPITAL), Claims::reserve(PAYER, FRANC).balance), (17_232, 0));
		chain.fund(&insurance, 100_000);
		// Anybody in the network may see to it: it does nothing but what is due.
		let inspector = Signer::named("inspector");
		chain.hire(&alice(), &inspector, Role::Inspector);
		let settled = chain.submit(&inspector, settle(16)).succeeds();
		assert!(settled.has(expected(vec![entry(small, 800), entry(third, 1_600)])));
		assert_eq!(received(HOSPITAL), 19_632);
		chain.submit(&pharmacist, settle(16)).fails_with(nothing());
		// Nobody waits any more, and the next one is paid at once.
		let fourth = claim(chain, 3, 4_500);
		assert_eq!(payment(fourth).paid, 2_000);
		chain.check_money(&[insurance.bank]);
	});
}

#[test]
fn claims_of_a_suspended_provider_or_to_a_suspended_payer_should_wait() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let biller = biller(chain);
		let insurance = chain.insurance(SettlementMode::Immediate);
		let adjudicator = &insurance.adjudicators[0];
		let administrator = Signer::named("clinic");
		let clinic = chain.admit_clinic(&administrator);
		let [doctor, clerk] = ["clinic's physician", "clinic's biller"].map(Signer::named);
		chain.hire(&administrator, &doctor, Role::Physician);
		chain.hire(&administrator, &clerk, Role::BillingOfficer);
		let ada = chain.claimed_patient(&physician, "ada");
		let coverage = chain.covered(&insurance, &ada);
		chain.fund(&insurance, 1_000_000);
		let seen = chain.seen(&doctor, &ada, false);
		let claim = bill_for(chain, coverage, seen, 10_000);
		chain.submit(&clerk, claim.clone()).succeeds();
		let waiting = last_claim(coverage);
		chain.confirmed(&ada, seen);
		assert!(waits_for(waiting).is_empty());
		chain.next_block();

		let suspend = |institution| InstitutionsCall::suspend {
			institution,
			reason: Reason::SafetyConcern,
			until: None,
		};
		let lift = |institution| InstitutionsCall::lift_suspension { institution };
		assert_eq!(chain.council(suspend(clinic)), Ok(()));
		chain.next_block();
		let suspended = PendReasons::of(&[PendReason::ProviderNotInForce]);
		assert_eq!(waits_for(waiting), suspended, "without a write");
		let process = ClaimsCall::process_claim { claim: waiting };
		chain.submit(adjudicator, process.clone()).fails_with(ClaimsError::StillPended);
		for verdict in [Verdict::ByRules, Verdict::Deny(DenialReason::Unsupported)] {
			let not_in_force = ClaimsError::ProviderNotInForce;
			chain.submit(adjudicator, decide(waiting, &[verdict])).fails_with(not_in_force);
		}
		assert_eq!(chain.council(lift(clinic)), Ok(()));
		chain.submit(adjudicator, process).succeeds();
		assert_eq!((payment(waiting).paid, received(clinic)), (8_000, 8_000));

		// What is claimed from a suspended payer waits as well, and isn't lost.
		assert_eq!(chain.council(suspend(PAYER)), Ok(()));
		let seen = chain.seen(&physician, &ada, true);
		let claim = bill_for(chain, coverage, seen, 10_000);
		chain.submit(&biller, claim).succeeds();
		let waiting = last_claim(coverage);
		assert_eq!(waits_for(waiting), PendReasons::of(&[PendReason::PayerNotInForce]));
		assert_eq!(chain.council(lift(PAYER)), Ok(()));
		chain.submit(&biller, ClaimsCall::process_claim { claim: waiting }).succeeds();
		assert_eq!(received(HOSPITAL), 8_000);
		chain.check_money(&[insurance.bank]);
	});
}

#[test]
fn the_use_of_a_recalled_device_should_be_looked_into_and_not_be_denied_by_itself() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let biller = biller(chain);
		let insurance = chain.insurance(SettlementMode::Immediate);
		let adjudicator = &insurance.adjudicators[0];
		let maker = chain.maker();
		let engineer = Signer::named("engineer");
		chain.hire(&bob(), &engineer, Role::BiomedicalEngineer);
		let device = chain.device_in_service(&engineer, maker.model, "A", "1");
		let ada = chain.claimed_patient(&physician, "ada");
		let coverage = chain.covered(&insurance, &ada);
		chain.fund(&insurance, 1_000_000);
		let used = |chain: &mut Chain, number| {
			let (beneficiary, occurred) = (Beneficiary::Patient(ada.id), chain.now());
			let call = DevicesCall::record_use { device, beneficiary, occurred };
			chain.submit(&physician, call).succeeds();
			EvidenceId::DeviceUse(number)
		};
		let (sound, doubted) = (used(chain, 0), used(chain, 1));
		let claim = bill_for(chain, coverage, sound, 10_000);
		chain.submit(&biller, claim).succeeds();
		assert_eq!(payment(last_claim(coverage)).paid, 8_000);

		let open = DevicesCall::open_field_action {
			model: maker.model,
			scope: FieldActionScope::Model,
			kind: FieldActionKind::Removal,
			class: FieldActionClass::I,
			reason: document(1230),
		};
		chain.submit(&maker.responsible, open).succeeds();
		let claim = bill_for(chain, coverage, doubted, 10_000);
		chain.submit(&biller, claim).succeeds();
		let flagged = last_claim(coverage);
		assert_eq!(waits_for(flagged), PendReasons::of(&[PendReason::Recalled]));
		let granted = decide(flagged, &[Verdict::ByRules]);
		chain.submit(adjudicator, granted).fails_with(ClaimsError::Flagged);
		let clear =
			|reason| ClaimsCall::clear_flag { claim: flagged, reason, evidence: document(1231) };
		chain.submit(&biller, clear(PendReason::Recalled)).fails_with(DispatchError::BadOrigin);
		let not_flagged = ClaimsError::NotFlagged;
		chain.submit(adjudicator, clear(PendReason::Velocity)).fails_with(not_flagged);
		chain.submit(adjudicator, clear(PendReason::Recalled)).succeeds();
		chain.submit(&biller, ClaimsCall::process_claim { claim: flagged }).succeeds();
		assert_eq!(received(HOSPITAL), 16_000);
		chain.check_money(&[insurance.bank]);
	});
}

#[test]
fn what_a_trials_sponsor_pays_for_should_be_billed_to_nobody() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (line, pharmacist) = pharmacy(chain, 1);
		let biller = biller(chain);
		let trial = chain.trial();
		let one_arm = StudyTerms {
			masking: Masking::Open,
			allocation: AllocationKind::NotApplicable,
			arms: vec![document(1001)].try_into().unwrap(),
			points: 0,
			..trial.terms()
		};
		let until = chain.now() + 365 * DAY;
		chain.open_trial(&trial, one_arm, until);
		let insurance = chain.insurance(SettlementMode::Immediate);
		let [ada, ben] = ["ada", "ben"].map(|name| chain.claimed_patient(&physician, name));
		let number = chain.on_study(&trial, &trial.hospital, &ada, "ada");
		let (adas, bens) = (chain.covered(&insurance, &ada), chain.covered(&insurance, &ben));
		chain.fund(&insurance, 1_000_000);
		chain.next_block();

		let study = Some(trial.study);
		let dispensed = chain.dispensed(&line, &pharmacist, 0, ada.id);
		let for_study =
			|evidence, study| LineTerms { study, ..bill_line(chain, 1, evidence, 5_000) };
		let sponsored = submit(adas, vec![for_study(dispensed, study)]);
		let unknown = submit(adas, vec![for_study(dispensed, Some(7))]);
		chain.submit(&pharmacist, sponsored).fails_with(ClaimsError::SponsorPays);
		chain.submit(&pharmacist, unknown).fails_with(ClaimsError::StudyNotFound);
		let bens_pack = chain.dispensed(&line, &pharmacist, 1, ben.id);
		let stranger = LineTerms { study, ..bill_line(chain, 1, bens_pack, 5_000) };
		let not_on_study = || ClaimsError::NotOnStudy;
		chain.submit(&pharmacist, submit(bens, vec![stranger])).fails_with(not_on_study());
		// What the sponsor doesn't pay for is ordinary care.
		let seen = chain.seen(&physician, &ada, true);
		let ordinary = LineTerms { study, ..bill_line(chain, 1, seen, 10_000) };
		chain.submit(&biller, submit(adas, vec![ordinary])).succeeds();
		assert_eq!(benefit(last_claim(adas)), 8_000);
		// Whoever has left the study isn't in it.
		let leave = pallet_clinical_trials::Call::withdraw_subject {
			study: trial.study,
			number,
			choice: clinical_trials_core::DataChoice::KeepCollected,
		};
		chain.submit(&ada.controller, leave).succeeds();
		let left = LineTerms { study, ..bill_line(chain, 1, dispensed, 5_000) };
		chain.submit(&pharmacist, submit(adas, vec![left])).fails_with(not_on_study());
		chain.check_money(&[insurance.bank]);
	});
}

#[test]
fn a_patient_should_decide_whether_the_payer_learns_of_it() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (line, pharmacist) = pharmacy(chain, 1);
		let insurance = chain.insurance(SettlementMode::Immediate);
		let ada = chain.claimed_patient(&physician, "ada");
		let administrator = &insurance.administrator;
		let coverage = chain.drafted(administrator, insurance.plan, ada.id, 1);
		chain.submit(administrator, ClaimsCall::activate_coverage { coverage }).succeeds();
		chain.fund(&insurance, 1_000_000);
		let dispensed = chain.dispensed(&line, &pharmacist, 0, ada.id);
		let claim = bill_for(chain, coverage, dispensed, 23_540);
		let denied = || ClaimsError::ConsentDenied;
		chain.submit(&pharmacist, claim.clone()).fails_with(denied());

		let consent = |decision| grant(ada.id, payment_by(PAYER, decision));
		chain.submit(&ada.controller, consent(Decision::Permit)).succeeds();
		chain.submit(&ada.controller, consent(Decision::Deny)).succeeds();
		chain.submit(&pharmacist, claim.clone()).fails_with(denied());
		let terms = bill(coverage, vec![bill_line(chain, 1, dispensed, 23_540)]);
		let predetermined = Claims::predetermination(HOSPITAL, terms);
		assert_eq!(predetermined.unwrap_err(), ClaimsError::ConsentDenied.into());
		chain.submit(&ada.controller, withdraw(ada.id, 1)).succeeds();
		chain.submit(&pharmacist, claim).succeeds();
		// What was told then isn't untold, and what is claimed next is asked anew.
		chain.submit(&ada.controller, withdraw(ada.id, 0)).succeeds();
		assert_eq!(received(HOSPITAL), 17_232);
		let dispensed = chain.dispensed(&line, &pharmacist, 1, ada.id);
		let claim = bill_for(chain, coverage, dispensed, 23_540);
		chain.submit(&pharmacist, claim).fails_with(denied());
	});
}

#[test]
fn a_provider_under_another_law_should_be_paid_by_agreement_alone() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let insurance = chain.insurance(SettlementMode::Immediate);
		let administrator = Signer::named("clinic abroad");
		let kinds = [InstitutionKind::CareProvider];
		let profile = pallet_institutions::Admission {
			jurisdiction: 276,
			..admission(&kinds, VotingClass::CareProviders)
		};
		let abroad = chain.admit(profile, &administrator);
		let [doctor, clerk] = ["doctor abroad", "biller abroad"].map(Signer::named);
		chain.hire(&administrator, &doctor, Role::Physician);
		chain.hire(&administrator, &clerk, Role::BillingOfficer);
		let ada = chain.claimed_patient(&physician, "ada");
		let coverage = chain.covered(&insurance, &ada);
		chain.fund(&insurance, 1_000_000);
		let seen = chain.seen(&doctor, &ada, true);
		let claim = bill_for(chain, coverage, seen, 10_000);
		let none = || ClaimsError::NoAgreement;
		chain.submit(&clerk, claim.clone()).fails_with(none());

		let period = Period { from: START, until: Some(chain.now() + 10 * DAY) };
		let propose = ClaimsCall::propose_agreement { payer: PAYER, provider: abroad, period };
		chain.submit(&bob(), propose.clone()).fails_with(ClaimsError::InvalidParties);
		chain.submit(&administrator, propose).succeeds();
		chain.submit(&clerk, claim.clone()).fails_with(none());
		let accept = ClaimsCall::accept_agreement { payer: PAYER, provider: abroad, period };
		chain.submit(&administrator, accept.clone()).fails_with(ClaimsError::OwnProposal);
		chain.submit(&charlie(), accept).succeeds();
		chain.submit(&clerk, claim).succeeds();
		assert_eq!(received(abroad), 8_000);

		// It ends by itself, for what is done then.
		let later = chain.seen(&doctor, &ada, true);
		let before = bill_for(chain, coverage, later, 10_000);
		chain.wait(10 * DAY);
		let after = chain.seen(&doctor, &ada, true);
		let after = bill_for(chain, coverage, after, 10_000);
		chain.submit(&clerk, after).fails_with(none());
		chain.submit(&clerk, before).succeeds();
		assert_eq!(received(abroad), 16_000);
		chain.check_money(&[insurance.bank]);
	});
}

#[test]
fn money_should_neither_come_from_nowhere_nor_get_lost() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (line, pharmacist) = pharmacy(chain, 1);
		let biller = biller(chain);
		let insurance = chain.insurance(SettlementMode::Batch);
		let (treasurer, banker) = (&insurance.treasurer, &insurance.banker);
		let ada = chain.claimed_patient(&physician, "ada");
		let coverage = chain.covered(&insurance, &ada);
		let banks = [insurance.bank];
		chain.check_money(&banks);
		// Only a bank issues, and to a payer.
		let issue = |payer| ClaimsCall::issue { payer, currency: FRANC, amount: 20_000 };
		chain.submit(&charlie(), issue(PAYER)).fails_with(DispatchError::BadOrigin);
		chain.submit(treasurer, issue(PAYER)).fails_with(ClaimsError::OwnAccount);
		chain.submit(banker, issue(HOSPITAL)).fails_with(ClaimsError::NotAPayer);
		chain.submit(banker, issue(PAYER)).succeeds();
		chain.check_money(&banks);
		chain.next_block();

		// Two claims are funded, a third one waits, and one remittance pays what is funded.
		let mut claims = Vec::new();
		for (pack, price) in [(0, 12_000), (1, 12_000), (2, 23_540)] {
			let dispensed = chain.dispensed(&line, &pharmacist, pack, ada.id);
			let claim = bill_for(chain, coverage, dispensed, price);
			chain.submit(&pharmacist, claim).succeeds();
			claims.push(last_claim(coverage));
		}
		let outstanding: Vec<_> =
			claims.iter().map(|claim| (payment(*claim).funded, payment(*claim).queued)).collect();
		assert_eq!(outstanding, [(8_000, 0), (8_000, 0), (0, 17_232)]);
		chain.check_money(&banks);
		let remit =
			|claims: &[ClaimId], adjustments: &[ProviderAdjustment], expected| ClaimsCall::remit {
				provider: HOSPITAL,
				currency: FRANC,
				claims: claims.to_vec().try_into().unwrap(),
				adjustments: adjustments.to_vec().try_into().unwrap(),
				expected,
			};
		let funded = &claims[..2];
		let adjudicator = &insurance.adjudicators[0];
		let call = remit(funded, &[], 16_000);
		chain.submit(adjudicator, call.clone()).fails_with(DispatchError::BadOrigin);
		let unbalanced = || ClaimsError::RemittanceUnbalanced;
		chain.submit(treasurer, remit(funded, &[], 16_001)).fails_with(unbalanced());
		let unfunded = remit(&claims, &[], 33_232);
		chain.submit(treasurer, unfunded).fails_with(ClaimsError::NotFunded);
		chain.submit(treasurer, call).succeeds();
		assert_eq!(received(HOSPITAL), 16_000);
		chain.check_money(&banks);

		// One is taken back: what was paid is owed, and the next remittance takes it off.
		let reason = ReversalReason::Overpayment;
		let reverse = ClaimsCall::reverse_claim { claim: claims[0], reason };
		chain.submit(adjudicator, reverse).succeeds();
		chain.check_money(&banks);
		chain.fund(&insurance, 20_000);
		let settle = ClaimsCall::settle { payer: PAYER, currency: FRANC, up_to: 1 };
		chain.submit(treasurer, settle).succeeds();
		assert_eq!(payment(claims[2]).funded, 17_232);
		let third = &claims[2..];
		chain.submit(treasurer, remit(third, &[], 17_232)).fails_with(unbalanced());
		let reason = ProviderAdjustmentReason::ForwardingBalance;
		let owed = ProviderAdjustment { reason, effect: Effect::Lowers, amount: 8_000 };
		chain.submit(treasurer, remit(third, &[owed], 9_232)).succeeds();
		assert_eq!(received(HOSPITAL), 25_232);
		assert_eq!(Claims::forwarding(PAYER, HOSPITAL, FRANC), 0);
		chain.check_money(&banks);

		// The hospital has the bank pay it out, and nothing else moves it.
		let redeem = |amount| ClaimsCall::request_redemption {
			purse: Purse::Receipts,
			currency: FRANC,
			bank: insurance.bank,
			amount,
			instructions: document(1240),
		};
		let insufficient = ClaimsError::InsufficientFunds;
		chain.submit(&biller, redeem(25_233)).fails_with(insufficient);
		chain.submit(&biller, redeem(25_000)).succeeds();
		let pay = |amount| ClaimsCall::redeem {
			institution: HOSPITAL,
			purse: Purse::Receipts,
			currency: FRANC,
			amount,
		};
		chain.submit(banker, pay(25_232)).fails_with(ClaimsError::RedemptionMismatch);
		chain.submit(banker, pay(25_000)).succeeds();
		assert_eq!(received(HOSPITAL), 232);
		let mint = pallet_assets::Call::mint {
			id: u32::from(FRANC).into(),
			beneficiary: biller.account().into(),
			amount: 1,
		};
		let filtered = polkadot_sdk::frame_system::Error::<Runtime>::CallFiltered;
		chain.submit(banker, mint).fails_with(filtered);
		chain.check_money(&banks);
	});
}
