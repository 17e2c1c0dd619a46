// SPDX-License-Identifier: Apache-2.0

//! Preauthorisations.

use super::{
	chain_type, BenefitPeriod, ClaimId, ClaimKind, CoverageId, Currency, PlanId, RulesVersion,
	MAX_LINES,
};
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{BenefitCategory, Digest, InstitutionId, Moment, Period};
use insurance_claims_core::{Allowance, Amount, DenialReason};

/// A preauthorisation. It is numbered together with the claims: FHIR has it as a use of Claim.
pub type PreAuthId = ClaimId;

chain_type! {
	/// A line of a preauthorisation, of the coverage that the claim is about.
	#[derive(Copy)]
	pub struct PreAuthRef {
		/// The benefit period of the preauthorisation.
		pub period: BenefitPeriod,
		/// Its number.
		pub number: u32,
		/// The line, from one.
		pub line: u8,
	}

	/// What a provider asks for.
	#[derive(Copy)]
	pub struct PreAuthLineTerms {
		/// The line's number, from one.
		pub sequence: u8,
		/// What the benefit is about.
		pub category: BenefitCategory,
		/// The commitment to the code of what is to be done. The claim names the same one.
		pub code: Digest,
		/// How much of it.
		pub quantity: u32,
		/// What it will cost in all.
		pub amount: Amount,
	}

	/// What a provider asks for, of a coverage.
	pub struct PreAuthTerms {
		/// The coverage that is to pay.
		pub coverage: CoverageId,
		/// What kind of care it is.
		pub kind: ClaimKind,
		/// The currency of all amounts.
		pub currency: Currency,
		/// When it is to be done.
		pub planned: Moment,
		/// What.
		pub lines: BoundedVec<PreAuthLineTerms, ConstU32<MAX_LINES>>,
	}

	/// What a payer says of a line.
	#[derive(Copy)]
	pub enum PreAuthVerdict {
		/// It will allow so much of it, up to what is asked for.
		#[codec(index = 0)]
		Certify {
			/// How many.
			quantity: u32,
			/// What for, in all.
			amount: Amount,
		},
		/// It won't.
		#[codec(index = 1)]
		Deny(DenialReason),
	}

	/// A line of a preauthorisation.
	#[derive(Copy)]
	pub struct PreAuthLine {
		/// What the benefit is about.
		pub category: BenefitCategory,
		/// The commitment to the code of what is to be done.
		pub code: Digest,
		/// How many are asked for.
		pub quantity: u32,
		/// What they will cost in all.
		pub amount: Amount,
		/// What is authorised of it, and used.
		pub allowance: Allowance,
		/// Why none are authorised.
		pub denial: Option<DenialReason>,
	}

	/// Why a payer wants more time.
	#[derive(Copy)]
	pub enum PreAuthPend {
		/// The provider has to say more.
		#[codec(index = 0)]
		InformationMissing,
		/// Somebody medical looks at it.
		#[codec(index = 1)]
		MedicalReview,
		/// Another payer has to say first.
		#[codec(index = 2)]
		OtherPayer,
	}

	/// Where a preauthorisation is in its life; in brackets X12's HCR01.
	#[derive(Copy)]
	pub enum PreAuthStatus {
		/// Nobody has looked at it.
		#[codec(index = 0)]
		Submitted,
		/// The payer wants more time (A4).
		#[codec(index = 1)]
		Pended(PreAuthPend),
		/// All that is asked for is authorised (A1).
		#[codec(index = 2)]
		Certified,
		/// Something else than what is asked for is authorised (A6).
		#[codec(index = 3)]
		Partial,
		/// Nothing is (A3). Final: who wants it still asks anew.
		#[codec(index = 4)]
		Denied,
		/// The provider took it back.
		#[codec(index = 5)]
		Cancelled,
	}

	/// A preauthorisation.
	pub struct PreAuth<AccountId> {
		/// What kind of care it is.
		pub kind: ClaimKind,
		/// The plan.
		pub plan: PlanId,
		/// The version of its rules when it was asked for.
		pub rules: RulesVersion,
		/// The payer.
		pub payer: InstitutionId,
		/// The provider. Nobody else can use it.
		pub provider: InstitutionId,
		/// When it was asked for.
		pub created: Moment,
		/// When it is to be done.
		pub planned: Moment,
		/// What.
		pub lines: BoundedVec<PreAuthLine, ConstU32<MAX_LINES>>,
		/// Where it is in its life.
		pub status: PreAuthStatus,
		/// During which it can be used.
		pub validity: Option<Period>,
		/// Who has decided it.
		pub decided_by: Option<AccountId>,
	}
}

/// What a payer says of each line, in their order.
pub type PreAuthVerdicts = BoundedVec<PreAuthVerdict, ConstU32<MAX_LINES>>;
