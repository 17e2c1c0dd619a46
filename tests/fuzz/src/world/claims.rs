// SPDX-License-Identifier: Apache-2.0

//! Walks through claims.

use super::*;
use galen_primitives::{BenefitCategory, EvidenceId};
use pallet_insurance_claims::{
	AppealGrounds, Call, CancelReason, ClaimKind, CoverageId, DenialReason, Effect, LineTerms,
	PendReason, PreAuthLineTerms, PreAuthPend, PreAuthRef, PreAuthTerms, PreAuthVerdict,
	ProviderAdjustment, ProviderAdjustmentReason, Purse, ReversalReason, SettlementMode, Verdict,
};

fn submit(coverage: CoverageId, lines: Vec<LineTerms>) -> Call<Runtime> {
	Call::submit_claim { terms: bill(coverage, lines) }
}

/// Plans, coverages and agreements.
pub fn plans(chain: &mut Chain, world: &World) {
	let administrator = &world.insurance.administrator;
	let plan = chain.plan(administrator, SettlementMode::Immediate);
	let effective = chain.now() + DAY;
	let rules = pallet_insurance_claims::RulesTerms { effective, ..rules() };
	chain.submit(administrator, Call::add_rules { plan, rules }).succeeds();
	let mistaken = chain.drafted(administrator, plan, world.ben.id, 1);
	let error = Call::enter_coverage_in_error { coverage: mistaken };
	chain.submit(administrator, error).succeeds();
	let coverage = chain.drafted(administrator, plan, world.ben.id, 1);
	chain.submit(administrator, Call::activate_coverage { coverage }).succeeds();
	let cancel = Call::cancel_coverage { coverage, until: chain.now() + DAY };
	chain.submit(administrator, cancel).succeeds();
	chain.submit(administrator, Call::close_plan { plan }).succeeds();

	let abroad = Signer::named("clinic abroad");
	let profile = pallet_institutions::Admission {
		jurisdiction: 276,
		..admission(&[InstitutionKind::CareProvider], VotingClass::CareProviders)
	};
	let provider = chain.admit(profile, &abroad);
	let period = Period { from: START, until: Some(chain.now() + 10 * DAY) };
	let payer = PAYER;
	chain.submit(&abroad, Call::propose_agreement { payer, provider, period }).succeeds();
	let accept = Call::accept_agreement { payer, provider, period };
	chain.submit(administrator, accept).succeeds();
	chain.submit(administrator, Call::end_agreement { payer, provider }).succeeds();
}

/// Medicines, paid in the block of their claim, and taken back.
pub fn pharmacy(chain: &mut Chain, world: &World) {
	let (coverage, pharmacist) = (world.coverage, &world.pharmacist);
	let (ada, treasurer) = (&world.ada, &world.insurance.treasurer);
	let line = chain.line(1);
	chain.delivered(&line, sscc(0), HOSPITAL, pharmacist);
	let dispensed = chain.dispensed(&line, pharmacist, 0, ada.id);
	let claim = bill_for(chain, coverage, dispensed, 23_540);
	chain.submit(pharmacist, claim.clone()).succeeds();
	let first = last_claim(coverage);
	let second = chain.dispensed(&line, pharmacist, 1, ada.id);
	let other = bill_for(chain, coverage, second, 10_000);
	chain.submit(pharmacist, other).succeeds();
	let reason = ReversalReason::ProviderRequest;
	chain.submit(treasurer, Call::reverse_claim { claim: first, reason }).succeeds();
	let repay = Call::repay { payer: PAYER, currency: FRANC, amount: 5_000 };
	chain.submit(&world.biller, repay).succeeds();
	// What is owed is set off.
	chain.submit(pharmacist, claim).succeeds();
	chain.next_block();

	// Nobody has had it yet.
	for pack in [2, 3] {
		let kept = chain.dispensed_as(&line, pharmacist, pack, ada.id, false);
		let claim = bill_for(chain, coverage, kept, 23_540);
		chain.submit(pharmacist, claim).succeeds();
		let claim = last_claim(coverage);
		if pack == 2 {
			let reason = CancelReason::Withdrawn;
			chain.submit(pharmacist, Call::cancel_claim { claim, reason }).succeeds();
		} else {
			let EvidenceId::Dispense(dispense) = kept else { unreachable!("it was dispensed") };
			let over = MedicinesCall::hand_over { dispense };
			chain.submit(pharmacist, over).succeeds();
			chain.submit(pharmacist, Call::process_claim { claim }).succeeds();
		}
	}
}

/// Surgery, allowed before, and decided and reviewed after.
pub fn hospital(chain: &mut Chain, world: &World) {
	let (coverage, ada, biller) = (world.coverage, &world.ada, &world.biller);
	let [first, second, third] = &world.insurance.adjudicators;
	let planned = PreAuthLineTerms {
		sequence: 1,
		category: BenefitCategory::Surgical,
		code: document(1200),
		quantity: 1,
		amount: 100_000,
	};
	let terms = PreAuthTerms {
		coverage,
		kind: ClaimKind::Institutional,
		currency: FRANC,
		planned: chain.now() + DAY,
		lines: vec![planned].try_into().expect("one fits; qed"),
	};
	let request = Call::request_preauth { terms };
	chain.submit(biller, request.clone()).succeeds();
	let preauth = last_claim(coverage);
	chain.submit(biller, Call::cancel_preauth { preauth }).succeeds();
	chain.submit(biller, request).succeeds();
	let preauth = last_claim(coverage);
	let reason = PreAuthPend::MedicalReview;
	chain.submit(first, Call::pend_preauth { preauth, reason }).succeeds();
	let verdicts = vec![PreAuthVerdict::Certify { quantity: 1, amount: 90_000 }];
	let decide_preauth = Call::decide_preauth {
		preauth,
		verdicts: verdicts.try_into().expect("one fits; qed"),
		validity: Period { from: chain.now(), until: Some(chain.now() + 30 * DAY) },
	};
	chain.submit(first, decide_preauth).succeeds();

	chain.wait(DAY);
	let surgery = chain.seen(&world.physician, ada, true);
	let consultation = chain.seen(&world.physician, ada, false);
	let lines = vec![
		LineTerms {
			category: BenefitCategory::Surgical,
			preauth: Some(PreAuthRef { period: 0, number: preauth.number, line: 1 }),
			..bill_line(chain, 1, surgery, 100_000)
		},
		bill_line(chain, 2, consultation, 20_000),
	];
	chain.submit(biller, submit(coverage, lines)).succeeds();
	let claim = last_claim(coverage);
	chain.confirmed(ada, consultation);
	let verdicts = [Verdict::ByRules, Verdict::Deny(DenialReason::Bundled)];
	chain.submit(first, decide(claim, &verdicts)).succeeds();
	chain.next_block();

	let appeal = || Call::appeal_claim {
		claim,
		grounds: AppealGrounds::RulesMisapplied,
		evidence: document(1212),
	};
	chain.submit(&ada.controller, appeal()).succeeds();
	chain.submit(&ada.controller, Call::withdraw_appeal { claim }).succeeds();
	for reviewer in [second, third] {
		let verdicts = Default::default();
		let review = Call::decide_appeal { claim, verdicts, reasons: document(1213) };
		let _ = chain.submit(&ada.controller, appeal());
		let _ = chain.submit(reviewer, review);
	}
	let inspector = world.at("preset", Role::Inspector);
	let _ = chain.submit(&ada.controller, appeal());
	let verdicts = vec![Verdict::ByRules; 2].try_into().expect("few; qed");
	let review = Call::decide_appeal { claim, verdicts, reasons: document(1213) };
	let _ = chain.submit(&inspector, review);
	chain.next_block();

	// What turns out not to have been.
	let seen = chain.seen(&world.physician, ada, true);
	let claim = bill_for(chain, coverage, seen, 10_000);
	chain.submit(biller, claim).succeeds();
	let claim = last_claim(coverage);
	let EvidenceId::Encounter(encounter) = seen else { unreachable!("it is one") };
	let error = DisclosuresCall::enter_encounter_in_error { encounter };
	chain.submit(&world.physician, error).succeeds();
	chain.submit(biller, Call::reverse_for_evidence { claim }).succeeds();
}

/// The use of a recalled device, which somebody has to look into.
pub fn flags(chain: &mut Chain, world: &World) {
	let (coverage, ada, biller) = (world.coverage, &world.ada, &world.biller);
	let maker = chain.maker();
	let engineer = Signer::named("hospital's engineer");
	chain.hire(&bob(), &engineer, Role::BiomedicalEngineer);
	let device = chain.device_in_service(&engineer, maker.model, "A", "1");
	let record_use = DevicesCall::record_use {
		device,
		beneficiary: Beneficiary::Patient(ada.id),
		occurred: chain.now(),
	};
	chain.submit(&world.physician, record_use).succeeds();
	let open = DevicesCall::open_field_action {
		model: maker.model,
		scope: FieldActionScope::Model,
		kind: FieldActionKind::Removal,
		class: FieldActionClass::I,
		reason: document(1230),
	};
	chain.submit(&maker.responsible, open).succeeds();
	let claim = bill_for(chain, coverage, EvidenceId::DeviceUse(0), 10_000);
	chain.submit(biller, claim).succeeds();
	let claim = last_claim(coverage);
	let (reason, evidence) = (PendReason::Recalled, document(1231));
	let clear = Call::clear_flag { claim, reason, evidence };
	chain.submit(&world.insurance.adjudicators[0], clear).succeeds();
	chain.submit(biller, Call::process_claim { claim }).succeeds();
}

/// Money that is waited for, remitted and redeemed.
pub fn money(chain: &mut Chain, world: &World) {
	let (insurance, biller) = (&world.insurance, &world.biller);
	let (treasurer, banker) = (&insurance.treasurer, &insurance.banker);
	let currency = FRANC;
	let plan = chain.plan(&insurance.administrator, SettlementMode::Batch);
	let coverage = chain.drafted(&insurance.administrator, plan, world.ben.id, 1);
	let activate = Call::activate_coverage { coverage };
	chain.submit(&insurance.administrator, activate).succeeds();
	let consent = grant(world.ben.id, payment_by(PAYER, consent_core::Decision::Permit));
	chain.submit(&world.ben.controller, consent).succeeds();
	// The first takes nearly all that there is.
	let mut claims = Vec::new();
	for price in [1_240_000, 10_000, 23_500] {
		let seen = chain.seen(&world.physician, &world.ben, true);
		let claim = bill_for(chain, coverage, seen, price);
		chain.submit(biller, claim).succeeds();
		claims.push(last_claim(coverage));
	}
	let remit = |claims: &[_], adjustments: Vec<ProviderAdjustment>, expected| Call::remit {
		provider: HOSPITAL,
		currency,
		claims: claims.to_vec().try_into().expect("few; qed"),
		adjustments: adjustments.try_into().expect("few; qed"),
		expected,
	};
	chain.submit(treasurer, remit(&claims[..2], Vec::new(), 992_000 + 8_000)).succeeds();
	chain.fund(insurance, 100_000);
	let settle = Call::settle { payer: PAYER, currency, up_to: 4 };
	chain.submit(biller, settle).succeeds();
	let reason = ReversalReason::Overpayment;
	let reverse = Call::reverse_claim { claim: claims[1], reason };
	chain.submit(&insurance.adjudicators[0], reverse).succeeds();
	let reason = ProviderAdjustmentReason::ForwardingBalance;
	let owed = ProviderAdjustment { reason, effect: Effect::Lowers, amount: 8_000 };
	chain.submit(treasurer, remit(&claims[2..], vec![owed], 18_800 - 8_000)).succeeds();

	let redeem = Call::request_redemption {
		purse: Purse::Receipts,
		currency,
		bank: insurance.bank,
		amount: 1_000,
		instructions: document(1240),
	};
	chain.submit(biller, redeem.clone()).succeeds();
	let cancel = Call::cancel_redemption { purse: Purse::Receipts, currency };
	chain.submit(biller, cancel).succeeds();
	chain.submit(biller, redeem).succeeds();
	let (institution, purse) = (HOSPITAL, Purse::Receipts);
	let pay = Call::redeem { institution, purse, currency, amount: 1_000 };
	chain.submit(banker, pay).succeeds();
}
