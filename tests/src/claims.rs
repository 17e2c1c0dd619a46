// SPDX-License-Identifier: Apache-2.0

//! What scenarios with insurance claims need: a payer with a plan, a bank, evidence of care, and
//! claims for it.

use crate::*;
use consent_core::{ActorRef, Decision, Provision};
use galen_primitives::{BenefitCategory, EvidenceId, PurposeOfUse};
use pallet_disclosures::{Call as DisclosuresCall, EncounterClass, EncounterCount};
use pallet_drug_provenance::NextDispense;
use pallet_insurance_claims::{
	Amount, Call as ClaimsCall, CategoryRule, ClaimId, ClaimKind, ClaimTerms, CoverageId,
	CoverageOrder, CoverageTerms, Currency, Ledgers, LineTerms, Network, NextCoverage, NextPlan,
	PlanId, PlanRules, Purse, Relationship, RulesTerms, SettlementMode, Verdict,
};
use polkadot_sdk::frame_support::traits::fungibles::Inspect;

/// The presets' currency.
pub const FRANC: Currency = 756;

/// A payer's staff, its plan, and a bank.
pub struct Insurance {
	/// The payer.
	pub payer: InstitutionId,
	/// Administrates it.
	pub administrator: Signer,
	/// The plan.
	pub plan: PlanId,
	/// Decide its claims.
	pub adjudicators: [Signer; 3],
	/// Settles for it.
	pub treasurer: Signer,
	/// A settlement bank.
	pub bank: InstitutionId,
	/// Settles for that.
	pub banker: Signer,
}

/// 80 % of a category.
fn rule(category: BenefitCategory) -> CategoryRule {
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

/// 80 % of consultations, prostheses and surgery, which has to be authorised; of medicines after
/// 20.00.
pub fn rules() -> RulesTerms {
	use BenefitCategory::{Consultation, Pharmacy, ProstheticDevice, Surgical};
	let categories = vec![
		CategoryRule { requires_preauth: true, ..rule(Surgical) },
		rule(Consultation),
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
			categories: categories.try_into().expect("few; qed"),
		},
		network: Network::Open,
		schedule: None,
		automatic_up_to: 10_000_000,
	}
}

/// Lets a payer know what is billed, or doesn't.
pub fn payment_by(payer: InstitutionId, decision: Decision) -> RuntimeDirective {
	let mut root = Provision::new(decision);
	root.actors = vec![ActorRef::Institution(payer)].try_into().expect("one fits; qed");
	root.purposes = PurposeOfUse::HPAYMT.set();
	root.into()
}

/// One piece of what was done now, for which the evidence is good.
pub fn bill_line(chain: &Chain, sequence: u8, evidence: EvidenceId, price: Amount) -> LineTerms {
	let category = match evidence {
		EvidenceId::Dispense(_) => BenefitCategory::Pharmacy,
		EvidenceId::Encounter(_) => BenefitCategory::Consultation,
		EvidenceId::DeviceUse(_) => BenefitCategory::ProstheticDevice,
	};
	LineTerms {
		sequence,
		category,
		code: document(1200),
		serviced: chain.now(),
		quantity: 1,
		unit_price: price,
		net: price,
		evidence,
		// Of packs that were dispensed to a patient.
		salt: matches!(evidence, EvidenceId::Dispense(_)).then(|| nonce(DISPENSED)),
		preauth: None,
		study: None,
		tariff: None,
	}
}

/// What a provider states of a claim of these lines.
pub fn bill(coverage: CoverageId, lines: Vec<LineTerms>) -> ClaimTerms {
	let pharmacy = lines.iter().all(|line| line.category == BenefitCategory::Pharmacy);
	ClaimTerms {
		coverage,
		kind: if pharmacy { ClaimKind::Pharmacy } else { ClaimKind::Institutional },
		currency: FRANC,
		total: lines.iter().map(|line| line.net).sum(),
		prior: None,
		lines: lines.try_into().expect("few; qed"),
		supporting: Default::default(),
	}
}

/// The call that claims for one thing.
pub fn bill_for(
	chain: &Chain,
	coverage: CoverageId,
	evidence: EvidenceId,
	price: Amount,
) -> RuntimeCall {
	let lines = vec![bill_line(chain, 1, evidence, price)];
	ClaimsCall::submit_claim { terms: bill(coverage, lines) }.into()
}

/// The last claim or preauthorisation of a coverage, in its first benefit period.
pub fn last_claim(coverage: CoverageId) -> ClaimId {
	let next = Ledgers::<Runtime>::get(coverage, 0).next;
	ClaimId { coverage, period: 0, number: next.checked_sub(1).expect("there is one") }
}

/// The call that decides a claim.
pub fn decide(claim: ClaimId, verdicts: &[Verdict]) -> RuntimeCall {
	let verdicts = verdicts.to_vec().try_into().expect("few; qed");
	ClaimsCall::decide_claim { claim, verdicts }.into()
}

/// What a provider was paid and hasn't redeemed.
pub fn received(provider: InstitutionId) -> Amount {
	Claims::receipts(provider, FRANC).balance
}

impl Chain {
	/// Has a payer's administrator publish a plan and hire, and the council admit a bank.
	#[track_caller]
	pub fn insurance(&mut self, mode: SettlementMode) -> Insurance {
		let banks = Signer::named("bank");
		let kinds = [InstitutionKind::SettlementBank];
		let bank = self.admit(admission(&kinds, VotingClass::Payers), &banks);
		let banker = Signer::named("banker");
		self.hire(&banks, &banker, Role::SettlementOfficer);
		let adjudicators =
			["first adjudicator", "second adjudicator", "third adjudicator"].map(Signer::named);
		for adjudicator in &adjudicators {
			self.hire(&charlie(), adjudicator, Role::Adjudicator);
		}
		let treasurer = Signer::named("treasurer");
		self.hire(&charlie(), &treasurer, Role::SettlementOfficer);
		let plan = self.plan(&charlie(), mode);
		let (payer, administrator) = (PAYER, charlie());
		self.next_block();
		Insurance { payer, administrator, plan, adjudicators, treasurer, bank, banker }
	}

	/// Has a payer's administrator publish a plan.
	#[track_caller]
	pub fn plan(&mut self, administrator: &Signer, mode: SettlementMode) -> PlanId {
		let plan = NextPlan::<Runtime>::get();
		let create = ClaimsCall::create_plan { currency: FRANC, mode, rules: rules() };
		self.submit(administrator, create).succeeds();
		plan
	}

	/// Draws up a coverage by a plan, since ten days ago.
	#[track_caller]
	pub fn drafted(
		&mut self,
		administrator: &Signer,
		plan: PlanId,
		patient: PatientId,
		order: CoverageOrder,
	) -> CoverageId {
		let coverage = NextCoverage::<Runtime>::get();
		let terms = CoverageTerms {
			beneficiary: patient,
			subscriber: document(1201),
			relationship: Relationship::Oneself,
			period: Period { from: START - 10 * DAY, until: None },
			order,
		};
		let create = ClaimsCall::create_coverage { plan, terms };
		self.submit(administrator, create).succeeds();
		coverage
	}

	/// Has the payer cover a patient first, and the patient let it know what is billed.
	#[track_caller]
	pub fn covered(&mut self, insurance: &Insurance, patient: &ClaimedPatient) -> CoverageId {
		let coverage = self.drafted(&insurance.administrator, insurance.plan, patient.id, 1);
		let activate = ClaimsCall::activate_coverage { coverage };
		self.submit(&insurance.administrator, activate).succeeds();
		let consent = grant(patient.id, payment_by(insurance.payer, Decision::Permit));
		self.submit(&patient.controller, consent).succeeds();
		coverage
	}

	/// Has the bank issue money into the payer's reserve.
	#[track_caller]
	pub fn fund(&mut self, insurance: &Insurance, amount: Amount) {
		let (payer, currency) = (insurance.payer, FRANC);
		let issue = ClaimsCall::issue { payer, currency, amount };
		self.submit(&insurance.banker, issue).succeeds();
	}

	/// Has a pharmacist dispense a pack to a patient, and hand it over.
	#[track_caller]
	pub fn dispensed(
		&mut self,
		line: &Line,
		pharmacist: &Signer,
		pack: u32,
		patient: PatientId,
	) -> EvidenceId {
		self.dispensed_as(line, pharmacist, pack, patient, true)
	}

	/// The same, handed over or not.
	#[track_caller]
	pub fn dispensed_as(
		&mut self,
		line: &Line,
		pharmacist: &Signer,
		pack: u32,
		patient: PatientId,
		handed_over: bool,
	) -> EvidenceId {
		let id = NextDispense::<Runtime>::get();
		let by = Institutions::actor(pharmacist.account()).expect("staff").institution;
		let patient = committed_patient(by, patient, DISPENSED);
		let dispense = line.dispense_to(pack, patient, handed_over, self.now());
		self.submit(pharmacist, dispense).succeeds();
		EvidenceId::Dispense(id)
	}

	/// Has somebody see a patient, which the patient confirms, or doesn't yet.
	#[track_caller]
	pub fn seen(
		&mut self,
		provider: &Signer,
		patient: &ClaimedPatient,
		confirmed: bool,
	) -> EvidenceId {
		let encounter = EncounterCount::<Runtime>::get();
		let (class, now) = (EncounterClass::AMB, self.now());
		let open = DisclosuresCall::open_encounter { patient: patient.id, class, started: now };
		self.submit(provider, open).succeeds();
		let finish = DisclosuresCall::finish_encounter { encounter, finished: now };
		self.submit(provider, finish).succeeds();
		let evidence = EvidenceId::Encounter(encounter);
		if confirmed {
			self.confirmed(patient, evidence);
		}
		evidence
	}

	/// Has a patient confirm an encounter.
	#[track_caller]
	pub fn confirmed(&mut self, patient: &ClaimedPatient, evidence: EvidenceId) {
		let EvidenceId::Encounter(encounter) = evidence else { panic!("{evidence:?}") };
		let confirm = DisclosuresCall::confirm_encounter { encounter };
		self.submit(&patient.controller, confirm).succeeds();
	}

	/// Checks that the money that there is is in the accounts of those that banks have issued it
	/// to, and as much as they have issued and not redeemed.
	#[track_caller]
	pub fn check_money(&self, banks: &[InstitutionId]) {
		let institutions = 0..pallet_institutions::NextInstitutionId::<Runtime>::get();
		let purses = [Purse::Reserve, Purse::Receipts];
		let in_purses: Amount = institutions
			.flat_map(|institution| purses.map(|purse| Claims::account_of(purse, institution)))
			.map(|account| Assets::balance(FRANC.into(), account))
			.sum();
		let in_accounts: Amount =
			pallet_assets::Account::<Runtime>::iter_prefix_values(u32::from(FRANC))
				.map(|account| account.balance)
				.sum();
		let issued: Amount = banks
			.iter()
			.map(|bank| Claims::issuance(*bank, FRANC))
			.map(|issuance| issuance.issued - issuance.redeemed)
			.sum();
		let total = <Assets as Inspect<AccountId>>::total_issuance(FRANC.into());
		assert_eq!((in_purses, in_accounts, issued), (total, total, total));
	}
}
