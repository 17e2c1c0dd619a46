// SPDX-License-Identifier: Apache-2.0

//! One file for each topic. Every test ends in `do_try_state`.

mod adjudication;
mod agreements;
mod appeals;
mod claims;
mod cost;
mod coverages;
mod eob;
mod evidence;
mod flags;
mod money_state;
mod origins;
mod plans;
mod preauth;
mod property;
mod remittance;
mod reversal;
mod scenarios;
mod settlement;
mod try_state;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, traits::Time};
use galen_primitives::{
	time::{DAY, HOUR},
	Beneficiary, BenefitCategory, EvidenceId, EvidenceStanding, InstitutionId, Moment, PatientId,
	Period, Role,
};
use sp_runtime::DispatchResult;

pub fn now() -> Moment {
	Timestamp::now()
}

/// 80 % of everything that is listed.
pub fn rule(category: BenefitCategory) -> CategoryRule {
	CategoryRule {
		category,
		copay: 0,
		coinsurance: 2_000,
		price_cap: None,
		limit: None,
		count_limit: None,
		waiting_days: 0,
		requires_preauth: false,
	}
}

/// 80 % of consultations, stays, prostheses and surgery, which has to be authorised; of medicines after 20.00.
pub fn rules() -> RulesTerms {
	use BenefitCategory::*;
	let categories = vec![
		CategoryRule { requires_preauth: true, ..rule(Surgical) },
		rule(Consultation),
		rule(HospitalInpatient),
		CategoryRule { copay: 2_000, ..rule(Pharmacy) },
		rule(ProstheticDevice),
	];
	RulesTerms {
		effective: START - 30 * DAY,
		rules: PlanRules {
			deductible: 0,
			out_of_pocket_max: None,
			annual_max: None,
			filing_days: 90,
			period_days: 365,
			categories: categories.try_into().unwrap(),
		},
		network: Network::Open,
		schedule: None,
		automatic_up_to: 10_000_000,
	}
}

/// Publishes a plan of the payer's.
pub fn plan_of(payer: InstitutionId, mode: SettlementMode, terms: RulesTerms) -> PlanId {
	let manager = staff(payer, Role::Administrator);
	assert_ok!(Insurance::create_plan(signed(manager), EUR, mode, terms));
	NextPlan::<Test>::get() - 1
}

pub fn coverage_terms(patient: PatientId, order: CoverageOrder) -> CoverageTerms {
	CoverageTerms {
		beneficiary: patient,
		subscriber: digest(7),
		relationship: Relationship::Oneself,
		period: Period { from: START - 10 * DAY, until: None },
		order,
	}
}

/// A coverage of the plan, in force since ten days ago.
pub fn covered(plan: PlanId, patient: PatientId, order: CoverageOrder) -> CoverageId {
	let clerk = staff(Plans::<Test>::get(plan).unwrap().payer, Role::Administrator);
	let terms = coverage_terms(patient, order);
	assert_ok!(Insurance::create_coverage(signed(clerk.clone()), plan, terms));
	let coverage = NextCoverage::<Test>::get() - 1;
	assert_ok!(Insurance::activate_coverage(signed(clerk), coverage));
	coverage
}

/// Has the bank issue money into a payer's reserve.
pub fn fund(payer: InstitutionId, amount: Amount) {
	assert_ok!(Insurance::issue(signed(BANKER), payer, EUR, amount));
}

/// The patient with the number 1 is covered by a plan of the payer's that pays at once, and has
/// money. Plan and coverage have the number 0.
pub fn published() {
	published_with(rules());
}

pub fn published_with(terms: RulesTerms) {
	let plan = plan_of(PAYER, SettlementMode::Immediate, terms);
	assert_eq!((plan, covered(plan, patient(1), 1)), (0, 0));
	fund(PAYER, 100_000_000);
}

/// A dispense by the pharmacy to the patient with the number 1, now.
pub fn dispense(number: u64) -> EvidenceId {
	dispense_by(PHARMACY, number, 1)
}

pub fn dispense_by(provider: InstitutionId, number: u64, to: u8) -> EvidenceId {
	let id = EvidenceId::Dispense(number);
	happened(id, provider, Beneficiary::Patient(patient(to)));
	id
}

/// An encounter of the patient with the number 1 with the hospital, now, confirmed.
pub fn encounter(number: u64) -> EvidenceId {
	let id = EvidenceId::Encounter(number);
	happened(id, HOSPITAL, Beneficiary::Patient(patient(1)));
	id
}

/// One piece of what was done now, for which the evidence is good.
pub fn line(sequence: u8, evidence: EvidenceId, price: Amount) -> LineTerms {
	let category = match evidence {
		EvidenceId::Dispense(_) => BenefitCategory::Pharmacy,
		EvidenceId::Encounter(_) => BenefitCategory::Consultation,
		EvidenceId::DeviceUse(_) => BenefitCategory::ProstheticDevice,
	};
	LineTerms {
		sequence,
		category,
		code: digest(50),
		serviced: now(),
		quantity: 1,
		unit_price: price,
		net: price,
		evidence,
		salt: None,
		preauth: None,
		study: None,
		tariff: None,
	}
}

/// A claim of those lines.
pub fn claim(coverage: CoverageId, lines: Vec<LineTerms>) -> ClaimTerms {
	let pharmacy = lines.iter().all(|line| line.category == BenefitCategory::Pharmacy);
	ClaimTerms {
		coverage,
		kind: if pharmacy { ClaimKind::Pharmacy } else { ClaimKind::Institutional },
		currency: EUR,
		total: lines.iter().map(|line| line.net).sum(),
		prior: None,
		lines: lines.try_into().unwrap(),
		supporting: Default::default(),
	}
}

pub fn submit(who: AccountId, terms: ClaimTerms) -> DispatchResult {
	Insurance::submit_claim(signed(who), terms)
}

/// The claim or preauthorisation of the coverage with that number, in its first benefit period.
pub fn id(coverage: CoverageId, number: u32) -> ClaimId {
	ClaimId { coverage, period: 0, number }
}

/// The last one of the coverage.
pub fn last(coverage: CoverageId) -> ClaimId {
	id(coverage, Ledgers::<Test>::get(coverage, 0).next - 1)
}

/// Submits a claim of the first coverage for one thing, and says which it is.
pub fn claimed(evidence: EvidenceId, price: Amount) -> ClaimId {
	let who = match evidence {
		EvidenceId::Dispense(_) => PHARMACIST,
		_ => BILLING,
	};
	assert_ok!(submit(who, claim(0, vec![line(1, evidence, price)])));
	last(0)
}

/// A claim that waits for its encounter to be confirmed.
pub fn pended(number: u64, price: Amount) -> ClaimId {
	let evidence = encounter(number);
	set_standing(evidence, EvidenceStanding::Unconfirmed);
	let id = claimed(evidence, price);
	assert_eq!(stored(id).status, ClaimStatus::Pended);
	id
}

pub fn decide(who: AccountId, id: ClaimId, verdicts: &[Verdict]) -> DispatchResult {
	Insurance::decide_claim(signed(who), id, verdicts.to_vec().try_into().unwrap())
}

/// A consultation that was denied as a whole by the payer's adjudicator.
pub fn denied(number: u64, price: Amount) -> ClaimId {
	let id = pended(number, price);
	set_standing(EvidenceId::Encounter(number), EvidenceStanding::Confirmed);
	assert_ok!(decide(ADJUDICATOR, id, &[Verdict::Deny(DenialReason::NotMedicallyNecessary)]));
	id
}

pub fn stored(id: ClaimId) -> ClaimOf<Test> {
	Claims::<Test>::get(id).unwrap()
}

/// What the payer has decided of a line, from one.
pub fn line_of(id: ClaimId, sequence: usize) -> Adjudication {
	stored(id).lines[sequence - 1].adjudication.clone().unwrap()
}

pub fn waits_for(id: ClaimId) -> PendReasons {
	Insurance::claim(id).unwrap().waits_for
}

/// What a provider was paid.
pub fn receipts(provider: InstitutionId) -> Amount {
	Assets::balance(u32::from(EUR), Insurance::receipts_account(provider))
}

/// What is in a payer's reserve.
pub fn reserve(payer: InstitutionId) -> Amount {
	Assets::balance(u32::from(EUR), Insurance::reserve_account(payer))
}

/// The last event.
pub fn assert_event(event: Event<Test>) {
	let events = System::read_events_for_pallet::<Event<Test>>();
	assert_eq!(events.last(), Some(&event));
}
