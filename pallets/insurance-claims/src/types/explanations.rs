// SPDX-License-Identifier: Apache-2.0

//! What patients, providers and payers are told of claims and money.

use super::{
	answers::answer, ClaimId, ClaimKind, ClaimStatus, CoverageOrder, Currency, Decided, Payment,
	PendReasons, PlanId, Reserve, RulesVersion,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use galen_primitives::{BenefitCategory, EvidenceId, InstitutionId, Moment, PatientId};
use insurance_claims_core::{Adjustment, Amount, DenialReason, LineOutcome};
use scale_info::TypeInfo;

answer! {
	/// What became of one line, and who bears what (FHIR ExplanationOfBenefit.item).
	pub struct ExplanationLine {
		/// The line's number, from one.
		pub sequence: u8,
		/// What the benefit is about.
		pub category: BenefitCategory,
		/// When it was done.
		pub serviced: Moment,
		/// How much of it.
		pub quantity: u32,
		/// What proves that it happened.
		pub evidence: EvidenceId,
		/// What is charged.
		pub charge: Amount,
		/// How it was answered. Nothing if it wasn't.
		pub outcome: Option<LineOutcome>,
		/// What rules apply to.
		pub eligible: Amount,
		/// What the plan pays.
		pub benefit: Amount,
		/// What the patient pays.
		pub patient: Amount,
		/// What the provider bears, and can ask nobody for.
		pub provider: Amount,
		/// What payers before this one have settled.
		pub prior: Amount,
		/// Why all of it is denied, if it is.
		pub denial: Option<DenialReason>,
		/// Why what isn't paid isn't.
		pub adjustments: Vec<Adjustment>,
	}

	/// What became of a claim, for the patient (FHIR ExplanationOfBenefit).
	pub struct Explanation<AccountId> {
		/// The claim.
		pub claim: ClaimId,
		/// Whose care it was for, by the pseudonym of the coverage.
		pub patient: PatientId,
		/// What kind of care it was.
		pub kind: ClaimKind,
		/// Who gave it.
		pub provider: InstitutionId,
		/// Who pays.
		pub payer: InstitutionId,
		/// The plan.
		pub plan: PlanId,
		/// The version of its rules.
		pub rules: RulesVersion,
		/// The coverage's place among the patient's.
		pub order: CoverageOrder,
		/// The currency of all amounts.
		pub currency: Currency,
		/// When it was submitted.
		pub created: Moment,
		/// Where it is in its life.
		pub status: ClaimStatus,
		/// Why it waits now. Nothing if it doesn't.
		pub waits_for: PendReasons,
		/// How it was answered, if it was.
		pub outcome: Option<LineOutcome>,
		/// The lines. As long as nothing is decided, they say what is charged alone.
		pub lines: Vec<ExplanationLine>,
		/// What is charged.
		pub charge: Amount,
		/// What the plan pays.
		pub benefit: Amount,
		/// What the patient pays.
		pub patient_pays: Amount,
		/// What became of the money.
		pub payment: Payment,
		/// Who has decided it, and when. The rules, if nobody.
		pub decided: Option<Decided<AccountId>>,
		/// Until when it can be appealed, if anything is left to the patient or the provider.
		pub appeal_until: Option<Moment>,
		/// How many appeals were decided.
		pub reviews: u32,
		/// Whether one waits to be decided.
		pub under_appeal: bool,
		/// Evidence that was taken back since: the claim ought to be reversed.
		pub reversed_evidence: Option<EvidenceId>,
	}

	/// A claim in a list.
	pub struct ClaimSummary {
		/// The claim.
		pub claim: ClaimId,
		/// Who claims.
		pub provider: InstitutionId,
		/// When it was submitted.
		pub created: Moment,
		/// Where it is in its life.
		pub status: ClaimStatus,
		/// How it was answered, if it was.
		pub outcome: Option<LineOutcome>,
		/// What is charged.
		pub charge: Amount,
		/// What the plan pays.
		pub benefit: Amount,
		/// What became of the money.
		pub payment: Payment,
	}

	/// What a payer has, and owes.
	pub struct ReserveInfo<AccountId> {
		/// The account. Nobody has a key to it.
		pub account: AccountId,
		/// What is in it.
		pub balance: Amount,
		/// What is set aside, what waits, and who is next.
		pub reserve: Reserve,
		/// All that is owed: what is set aside, and what waits.
		pub liability: Amount,
		/// What can be redeemed.
		pub available: Amount,
	}

	/// What an institution was paid and hasn't redeemed.
	pub struct ReceiptsInfo<AccountId> {
		/// The account. Nobody has a key to it.
		pub account: AccountId,
		/// What is in it.
		pub balance: Amount,
	}
}
