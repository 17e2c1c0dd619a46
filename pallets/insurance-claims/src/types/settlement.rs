// SPDX-License-Identifier: Apache-2.0

//! What becomes of the money.

use super::{chain_type, ClaimId, SettlementMode};
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{Digest, InstitutionId, Moment};
use insurance_claims_core::{Amount, ProviderAdjustment};

/// A remittance, numbered for each payer and currency in the order of paying.
pub type RemittanceId = u32;

/// A place in the queue of a payer's unfunded claims in one currency, numbered in the order of
/// joining.
pub type Ticket = u64;

/// How many claims one remittance can pay. Each is read and written.
pub const MAX_REMITTED: u32 = 64;

/// How many adjustments that belong to no claim one remittance can have: there are three reasons.
pub const MAX_PROVIDER_ADJUSTMENTS: u32 = 4;

/// How many entries of a queue, and how many claims of a coverage, one view answers.
pub const PAGE: u32 = 32;

chain_type! {
	/// What became of a claim's money. As long as the claim stands, the first four add up to what the
	/// payer bears.
	#[derive(Copy, Default)]
	pub struct Payment {
		/// What was paid to the provider.
		pub paid: Amount,
		/// What was set off against what the provider owed the payer.
		pub recovered: Amount,
		/// What is set aside for the next remittance.
		pub funded: Amount,
		/// What waits in the queue until there is money.
		pub queued: Amount,
		/// What had been paid or set off when the claim was reversed: the provider owes it.
		pub reversed: Amount,
		/// When anything was paid or set off last.
		pub at: Option<Moment>,
		/// The remittance that did, in a plan that settles in batches.
		pub remittance: Option<RemittanceId>,
	}

	/// Which of an institution's two accounts. Nobody has a key to either.
	#[derive(Copy, PartialOrd, Ord)]
	pub enum Purse {
		/// What it pays claims out of.
		#[codec(index = 0)]
		Reserve,
		/// What it was paid.
		#[codec(index = 1)]
		Receipts,
	}

	/// What a payer's reserve in one currency owes.
	#[derive(Copy, Default)]
	pub struct Reserve {
		/// What is set aside for claims that wait for a remittance.
		pub held: Amount,
		/// What claims in the queue come to.
		pub queued: Amount,
		/// The first ticket of the queue that isn't served.
		pub head: Ticket,
		/// The next ticket to be given out.
		pub tail: Ticket,
		/// The number of the next remittance.
		pub next_remittance: RemittanceId,
	}

	/// A claim's place in a queue. It is void once the claim is reversed.
	#[derive(Copy)]
	pub struct Queued {
		/// The claim.
		pub claim: ClaimId,
		/// What of it waits.
		pub amount: Amount,
		/// What is done with it once there is money.
		pub mode: SettlementMode,
	}

	/// What was done with one entry of a queue.
	#[derive(Copy)]
	pub struct Settlement {
		/// The claim.
		pub claim: ClaimId,
		/// What of it had waited.
		pub amount: Amount,
		/// How much of that was set off against what the provider owed.
		pub recovered: Amount,
		/// Whether it was paid, or set aside for a remittance.
		pub mode: SettlementMode,
	}

	/// A payment for many claims (FHIR PaymentReconciliation, X12 835). It balances.
	pub struct Remittance {
		/// Who was paid.
		pub provider: InstitutionId,
		/// The claims, in ascending order.
		pub claims: BoundedVec<ClaimId, ConstU32<MAX_REMITTED>>,
		/// What they come to.
		pub benefit: Amount,
		/// What else lowered or raised the payment.
		pub adjustments: BoundedVec<ProviderAdjustment, ConstU32<MAX_PROVIDER_ADJUSTMENTS>>,
		/// What was paid.
		pub payment: Amount,
		/// When.
		pub at: Moment,
	}

	/// What an institution asks a settlement bank to pay out.
	#[derive(Copy)]
	pub struct Redemption {
		/// The bank.
		pub bank: InstitutionId,
		/// How much.
		pub amount: Amount,
		/// The digest of the instructions that the bank has.
		pub instructions: Digest,
		/// When it was asked for.
		pub requested: Moment,
	}

	/// What a bank has issued and redeemed in one currency. It answers for the difference, and banks
	/// settle among themselves.
	#[derive(Copy, Default)]
	pub struct Issuance {
		/// What it has issued.
		pub issued: Amount,
		/// What it has redeemed.
		pub redeemed: Amount,
	}

	/// Why a payer takes back what was decided.
	#[derive(Copy)]
	pub enum ReversalReason {
		/// More was paid than is due.
		#[codec(index = 0)]
		Overpayment,
		/// Another claim was paid for the same.
		#[codec(index = 1)]
		Duplicate,
		/// Another payer comes first.
		#[codec(index = 2)]
		OtherPayerFirst,
		/// The beneficiary wasn't entitled to it.
		#[codec(index = 3)]
		NotEntitled,
		/// It isn't true.
		#[codec(index = 4)]
		Fraud,
		/// The provider asks for it, to claim anew.
		#[codec(index = 5)]
		ProviderRequest,
	}
}

/// The claims that a remittance pays.
pub type RemittedClaims = BoundedVec<ClaimId, ConstU32<MAX_REMITTED>>;

/// What else lowers or raises a payment.
pub type ProviderAdjustments = BoundedVec<ProviderAdjustment, ConstU32<MAX_PROVIDER_ADJUSTMENTS>>;

impl Payment {
	/// What of the benefit is settled, one way or the other.
	pub const fn settled(&self) -> Amount {
		self.paid.saturating_add(self.recovered)
	}

	/// What of the benefit isn't settled yet.
	pub const fn outstanding(&self) -> Amount {
		self.funded.saturating_add(self.queued)
	}

	/// What all of it comes to: the benefit, as long as the claim stands.
	pub const fn total(&self) -> Amount {
		self.settled().saturating_add(self.outstanding())
	}
}
