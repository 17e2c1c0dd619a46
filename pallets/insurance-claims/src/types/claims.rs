// SPDX-License-Identifier: Apache-2.0

//! Claims.

use super::{
	chain_type, BenefitPeriod, CoverageId, CoverageOrder, Currency, Payment, PlanId, PreAuthRef,
	RulesVersion,
};
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{
	commitment::Salt, merkle, BenefitCategory, Digest, EvidenceId, InstitutionId, Moment, RecordId,
	StudyId,
};
use insurance_claims_core::{Adjudication, Amount, DenialReason, DenialReasons, Prior};

/// How many lines a claim can have. Each reads what the chain knows of its evidence, and writes that
/// it is spent. Whoever has more to claim claims twice.
pub const MAX_LINES: u32 = 8;

/// How many records can support a claim. Each is asked for at the consent gate.
pub const MAX_SUPPORTING: u32 = 4;

chain_type! {
	/// A claim or preauthorisation: the coverage that it is about, the benefit period that it falls
	/// into, and its number there. So nothing has to be written to number it, and whoever may read
	/// a ledger finds all its claims.
	#[derive(Copy, PartialOrd, Ord)]
	pub struct ClaimId {
		/// The coverage: the focal one, and there is no other.
		pub coverage: CoverageId,
		/// The benefit period.
		pub period: BenefitPeriod,
		/// The number.
		pub number: u32,
	}

	/// What kind of care is claimed for (FHIR `claim-type`).
	#[derive(Copy)]
	pub enum ClaimKind {
		/// Hospital and the like.
		#[codec(index = 0)]
		Institutional,
		/// Dental.
		#[codec(index = 1)]
		Oral,
		/// Pharmacy.
		#[codec(index = 2)]
		Pharmacy,
		/// Physicians and others in their own name.
		#[codec(index = 3)]
		Professional,
		/// Vision.
		#[codec(index = 4)]
		Vision,
	}

	/// What shows that a line's service has a price in the plan's schedule.
	pub struct TariffProof {
		/// The price of one unit.
		pub unit_price: Amount,
		/// The place in the schedule.
		pub index: u32,
		/// The leaf's siblings, from the bottom.
		pub path: BoundedVec<[u8; 32], ConstU32<{ merkle::MAX_PATH }>>,
	}

	/// What a provider states of one service.
	pub struct LineTerms {
		/// The line's number, from one.
		pub sequence: u8,
		/// What the benefit is about.
		pub category: BenefitCategory,
		/// The commitment to the code of what was done.
		pub code: Digest,
		/// When it was done.
		pub serviced: Moment,
		/// How much of it.
		pub quantity: u32,
		/// The price of one.
		pub unit_price: Amount,
		/// The price of all.
		pub net: Amount,
		/// What proves that it happened.
		pub evidence: EvidenceId,
		/// Opens the evidence's commitment to the beneficiary, where it is one. It becomes public.
		pub salt: Option<Salt>,
		/// The preauthorisation, of the same coverage.
		pub preauth: Option<PreAuthRef>,
		/// The study that it was done for.
		pub study: Option<StudyId>,
		/// The price in the plan's schedule.
		pub tariff: Option<TariffProof>,
	}

	/// What a provider states of a claim.
	pub struct ClaimTerms {
		/// The coverage that is to pay.
		pub coverage: CoverageId,
		/// What kind of care it was.
		pub kind: ClaimKind,
		/// The currency of all amounts.
		pub currency: Currency,
		/// The sum of the lines.
		pub total: Amount,
		/// The claim for the same to the coverage that pays before this one.
		pub prior: Option<ClaimId>,
		/// What was done.
		pub lines: BoundedVec<LineTerms, ConstU32<MAX_LINES>>,
		/// Records that support it. They never carry a payment.
		pub supporting: BoundedVec<RecordId, ConstU32<MAX_SUPPORTING>>,
	}

	/// A line of a claim.
	pub struct Line {
		/// What the benefit is about.
		pub category: BenefitCategory,
		/// The commitment to the code of what was done.
		pub code: Digest,
		/// When it was done.
		pub serviced: Moment,
		/// How much of it.
		pub quantity: u32,
		/// The price of all.
		pub charge: Amount,
		/// The price of one by the plan's schedule.
		pub tariff: Option<Amount>,
		/// What proves that it happened.
		pub evidence: EvidenceId,
		/// The preauthorisation, of the same coverage.
		pub preauth: Option<PreAuthRef>,
		/// The study that it was done for.
		pub study: Option<StudyId>,
		/// What payers before this one leave of it.
		pub prior: Option<Prior>,
		/// What was decided.
		pub adjudication: Option<Adjudication>,
	}

	/// Where a claim is in its life. What was decided and what was paid is told by its lines and its
	/// payment.
	#[derive(Copy)]
	pub enum ClaimStatus {
		/// It waits for somebody, or for evidence.
		#[codec(index = 0)]
		Pended,
		/// It is decided.
		#[codec(index = 1)]
		Decided,
		/// The provider took it back before it was decided.
		#[codec(index = 2)]
		Cancelled,
		/// It should never have been, as the provider said before it was decided.
		#[codec(index = 3)]
		EnteredInError,
		/// What was decided is undone.
		#[codec(index = 4)]
		Reversed,
	}

	/// Why the provider takes back a claim.
	#[derive(Copy)]
	pub enum CancelReason {
		/// It isn't wanted any more.
		#[codec(index = 0)]
		Withdrawn,
		/// It should never have been.
		#[codec(index = 1)]
		EnteredInError,
	}

	/// Why a claim waits.
	#[derive(Copy, PartialOrd, Ord)]
	pub enum PendReason {
		/// Nobody but the provider has confirmed what happened.
		#[codec(index = 0)]
		EvidenceUnconfirmed,
		/// What was dispensed or used is recalled.
		#[codec(index = 1)]
		Recalled,
		/// The provider wasn't licensed for it that day, as far as the chain knows.
		#[codec(index = 2)]
		ProviderNotLicensed,
		/// The service and its evidence are too far apart in time.
		#[codec(index = 3)]
		ImpossibleTime,
		/// There are too many claims of one coverage in one day.
		#[codec(index = 4)]
		Velocity,
		/// Payer and provider are under common control.
		#[codec(index = 5)]
		Affiliated,
		/// The plan leaves an amount as high as this to a human.
		#[codec(index = 6)]
		HighAmount,
		/// The plan has a schedule of prices, and a line doesn't show its own.
		#[codec(index = 7)]
		NoTariff,
		/// The provider isn't in force now.
		#[codec(index = 8)]
		ProviderNotInForce,
		/// The payer isn't in force now.
		#[codec(index = 9)]
		PayerNotInForce,
		/// The patient has died, or has given up the pseudonym.
		#[codec(index = 10)]
		PatientNotOpen,
	}

	/// A set of [`PendReason`]s: bit `n` stands for the one with index `n`.
	#[derive(Copy, Default)]
	pub struct PendReasons {
		/// The bits.
		pub bits: u16,
	}

	/// What an adjudicator or reviewer says of a line. Nobody can grant more than the rules do.
	#[derive(Copy)]
	pub enum Verdict {
		/// As much as the rules grant.
		#[codec(index = 0)]
		ByRules,
		/// As much as the rules grant, up to an amount.
		#[codec(index = 1)]
		AtMost {
			/// The amount.
			benefit: Amount,
			/// Why not more.
			reason: DenialReason,
		},
		/// Nothing.
		#[codec(index = 2)]
		Deny(DenialReason),
		/// As much as the rules grant if these reasons to deny are set aside. Only on appeal. Prices,
		/// the patient's share and limits stand.
		#[codec(index = 3)]
		Waive(DenialReasons),
	}

	/// Who has decided a claim.
	#[derive(Copy)]
	pub struct Decided<AccountId> {
		/// The adjudicator; nobody where the rules decided.
		pub by: Option<AccountId>,
		/// When.
		pub at: Moment,
	}

	/// A claim.
	pub struct Claim<AccountId> {
		/// What kind of care it was.
		pub kind: ClaimKind,
		/// The plan.
		pub plan: PlanId,
		/// The version of its rules under which the claim is decided, whatever comes later.
		pub rules: RulesVersion,
		/// The payer.
		pub payer: InstitutionId,
		/// The currency of all amounts.
		pub currency: Currency,
		/// The coverage's place among the patient's.
		pub order: CoverageOrder,
		/// The provider.
		pub provider: InstitutionId,
		/// When it was submitted.
		pub created: Moment,
		/// The claim for the same to the coverage that pays before this one.
		pub prior: Option<ClaimId>,
		/// What was done.
		pub lines: BoundedVec<Line, ConstU32<MAX_LINES>>,
		/// Records that support it.
		pub supporting: BoundedVec<RecordId, ConstU32<MAX_SUPPORTING>>,
		/// Where it is in its life.
		pub status: ClaimStatus,
		/// Why it had to wait.
		pub flags: PendReasons,
		/// Which of them the payer has looked into, and found nothing.
		pub cleared: PendReasons,
		/// Who has decided it first.
		pub decided: Option<Decided<AccountId>>,
		/// What became of the money.
		pub payment: Payment,
	}
}

/// What an adjudicator says of each line, in their order.
pub type Verdicts = BoundedVec<Verdict, ConstU32<MAX_LINES>>;

impl PendReason {
	/// Every reason, in the order of their indices.
	pub const ALL: [Self; 11] = [
		Self::EvidenceUnconfirmed,
		Self::Recalled,
		Self::ProviderNotLicensed,
		Self::ImpossibleTime,
		Self::Velocity,
		Self::Affiliated,
		Self::HighAmount,
		Self::NoTariff,
		Self::ProviderNotInForce,
		Self::PayerNotInForce,
		Self::PatientNotOpen,
	];

	const fn bit(self) -> u16 {
		match self {
			Self::EvidenceUnconfirmed => 1,
			Self::Recalled => 1 << 1,
			Self::ProviderNotLicensed => 1 << 2,
			Self::ImpossibleTime => 1 << 3,
			Self::Velocity => 1 << 4,
			Self::Affiliated => 1 << 5,
			Self::HighAmount => 1 << 6,
			Self::NoTariff => 1 << 7,
			Self::ProviderNotInForce => 1 << 8,
			Self::PayerNotInForce => 1 << 9,
			Self::PatientNotOpen => 1 << 10,
		}
	}

	/// Whether it makes the claim suspect: it is denied, or the payer has looked into it and cleared
	/// it. Others ask for a human, or go away when the world changes.
	pub const fn is_suspicion(self) -> bool {
		matches!(
			self,
			Self::Recalled | Self::ProviderNotLicensed | Self::ImpossibleTime | Self::Velocity
		)
	}
}

impl PendReasons {
	/// No reason.
	pub const NONE: Self = Self { bits: 0 };

	/// Those of `reasons`.
	pub fn of(reasons: &[PendReason]) -> Self {
		let mut set = Self::NONE;
		for reason in reasons {
			set.insert(*reason);
		}
		set
	}

	/// Adds one.
	pub fn insert(&mut self, reason: PendReason) {
		self.bits |= reason.bit();
	}

	/// Adds one if that holds.
	pub fn insert_if(&mut self, holds: bool, reason: PendReason) {
		if holds {
			self.insert(reason);
		}
	}

	/// Those that make the claim suspect.
	pub fn suspicions(self) -> Self {
		let suspicions = PendReason::ALL.into_iter().filter(|reason| reason.is_suspicion());
		let mut set = Self::NONE;
		for reason in suspicions.filter(|reason| self.contains(*reason)) {
			set.insert(reason);
		}
		set
	}

	/// Whether it is among them.
	pub const fn contains(self, reason: PendReason) -> bool {
		self.bits & reason.bit() != 0
	}

	/// Whether there is none.
	pub const fn is_empty(self) -> bool {
		self.bits == 0
	}

	/// Those that aren't among the others.
	pub const fn without(self, others: Self) -> Self {
		Self { bits: self.bits & !others.bits }
	}

	/// Those of either.
	pub const fn union(self, others: Self) -> Self {
		Self { bits: self.bits | others.bits }
	}
}
