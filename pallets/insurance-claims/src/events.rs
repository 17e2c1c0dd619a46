// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A plan was created, with the first version of its rules.
		PlanCreated {
			/// The plan.
			plan: PlanId,
			/// The payer.
			payer: InstitutionId,
			/// The currency of everything in it.
			currency: Currency,
			/// When it pays.
			mode: SettlementMode,
			/// From when on the rules hold.
			effective: Moment,
		},
		/// A plan got a new version of its rules.
		RulesAdded {
			/// The plan.
			plan: PlanId,
			/// The version.
			version: RulesVersion,
			/// From when on it holds.
			effective: Moment,
		},
		/// A plan was closed to new coverages.
		PlanClosed {
			/// The plan.
			plan: PlanId,
		},
		/// A coverage was drawn up.
		CoverageCreated {
			/// The coverage.
			coverage: CoverageId,
			/// The plan.
			plan: PlanId,
			/// What the payer states.
			terms: CoverageTerms,
		},
		/// A coverage is in force, during its period.
		CoverageActivated {
			/// The coverage.
			coverage: CoverageId,
		},
		/// A coverage ends before its time.
		CoverageCancelled {
			/// The coverage.
			coverage: CoverageId,
			/// When.
			until: Moment,
		},
		/// A coverage should never have been.
		CoverageEnteredInError {
			/// The coverage.
			coverage: CoverageId,
		},
		/// An agreement across borders is proposed.
		AgreementProposed {
			/// The payer.
			payer: InstitutionId,
			/// The provider.
			provider: InstitutionId,
			/// Which of the two proposes it.
			by: InstitutionId,
			/// For what is done when.
			period: Period,
		},
		/// An agreement across borders holds.
		AgreementAccepted {
			/// The payer.
			payer: InstitutionId,
			/// The provider.
			provider: InstitutionId,
		},
		/// An agreement across borders, or its proposal, has ended.
		AgreementEnded {
			/// The payer.
			payer: InstitutionId,
			/// The provider.
			provider: InstitutionId,
			/// Which of the two has ended it.
			by: InstitutionId,
		},
		/// A preauthorisation is asked for.
		PreAuthRequested {
			/// The preauthorisation.
			preauth: PreAuthId,
			/// The provider.
			provider: InstitutionId,
			/// The payer.
			payer: InstitutionId,
		},
		/// The payer wants more time for a preauthorisation.
		PreAuthPended {
			/// The preauthorisation.
			preauth: PreAuthId,
			/// Why.
			reason: PreAuthPend,
		},
		/// A preauthorisation was decided.
		PreAuthDecided {
			/// The preauthorisation.
			preauth: PreAuthId,
			/// What it is now.
			status: PreAuthStatus,
			/// During which it can be used.
			validity: Option<Period>,
			/// The adjudicator.
			by: T::AccountId,
		},
		/// A preauthorisation was taken back by the provider.
		PreAuthCancelled {
			/// The preauthorisation.
			preauth: PreAuthId,
		},
		/// A claim was submitted, and decided by the rules.
		ClaimAdjudicated {
			/// The claim.
			claim: ClaimId,
			/// The provider.
			provider: InstitutionId,
			/// The payer.
			payer: InstitutionId,
			/// The version of the rules.
			rules: RulesVersion,
			/// What is claimed.
			total: Amount,
			/// What the payer bears.
			benefit: Amount,
			/// What became of the money.
			payment: Payment,
		},
		/// A claim was submitted, or looked at again, and waits.
		ClaimPended {
			/// The claim.
			claim: ClaimId,
			/// The provider.
			provider: InstitutionId,
			/// The payer.
			payer: InstitutionId,
			/// Why it waits.
			reasons: PendReasons,
		},
		/// A claim was taken back by the provider.
		ClaimCancelled {
			/// The claim.
			claim: ClaimId,
			/// Why.
			reason: CancelReason,
		},
		/// The payer has looked into why a claim waits, and found nothing.
		FlagCleared {
			/// The claim.
			claim: ClaimId,
			/// Why it waited.
			reason: PendReason,
			/// The digest of the review.
			evidence: Digest,
			/// The adjudicator.
			by: T::AccountId,
		},
		/// A claim was decided by the payer's adjudicator.
		ClaimDecided {
			/// The claim.
			claim: ClaimId,
			/// What the payer bears.
			benefit: Amount,
			/// What became of the money.
			payment: Payment,
			/// The adjudicator.
			by: T::AccountId,
		},
		/// The decision of a claim is appealed.
		Appealed {
			/// The claim.
			claim: ClaimId,
			/// The level, from one.
			level: u32,
			/// Who appeals, why, and what is said for it.
			appeal: OpenAppeal<T::AccountId>,
		},
		/// An appeal was taken back.
		AppealWithdrawn {
			/// The claim.
			claim: ClaimId,
		},
		/// An appeal was decided.
		AppealDecided {
			/// The claim.
			claim: ClaimId,
			/// The level, from one.
			level: u32,
			/// By whom, and how.
			review: Review<T::AccountId>,
			/// What the payer bears now.
			benefit: Amount,
			/// What became of the money.
			payment: Payment,
		},
		/// A settlement bank has issued money into a payer's reserve.
		Issued {
			/// The bank.
			bank: InstitutionId,
			/// The payer.
			payer: InstitutionId,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
		},
		/// An institution asks a settlement bank to pay out.
		RedemptionRequested {
			/// The institution.
			institution: InstitutionId,
			/// Out of which of its accounts.
			purse: Purse,
			/// The currency.
			currency: Currency,
			/// By which bank, and how much.
			redemption: Redemption,
		},
		/// An institution doesn't ask for that any more.
		RedemptionCancelled {
			/// The institution.
			institution: InstitutionId,
			/// Which of its accounts.
			purse: Purse,
			/// The currency.
			currency: Currency,
		},
		/// A settlement bank has paid out. What it has paid is no more.
		Redeemed {
			/// The institution.
			institution: InstitutionId,
			/// Out of which of its accounts.
			purse: Purse,
			/// The currency.
			currency: Currency,
			/// The bank.
			bank: InstitutionId,
			/// How much.
			amount: Amount,
		},
		/// There was money for claims that waited, in their order.
		Settled {
			/// The payer.
			payer: InstitutionId,
			/// The currency.
			currency: Currency,
			/// What was done with each.
			settled: Vec<Settlement>,
		},
		/// Many claims were paid at once.
		Remitted {
			/// The payer.
			payer: InstitutionId,
			/// The provider.
			provider: InstitutionId,
			/// The currency.
			currency: Currency,
			/// The remittance.
			remittance: RemittanceId,
			/// What the claims come to.
			benefit: Amount,
			/// What was paid, after adjustments.
			payment: Amount,
		},
		/// A payer has taken back what was decided.
		ClaimReversed {
			/// The claim.
			claim: ClaimId,
			/// Why.
			reason: ReversalReason,
			/// The payer.
			by: InstitutionId,
			/// What the provider owes for it.
			owed: Amount,
		},
		/// What was decided is undone, since what proved it was taken back.
		ReversedForEvidence {
			/// The claim.
			claim: ClaimId,
			/// The evidence.
			evidence: EvidenceId,
			/// The institution that has seen to it.
			by: InstitutionId,
			/// What the provider owes for it.
			owed: Amount,
		},
		/// A provider has paid back what it owed a payer.
		Repaid {
			/// The payer.
			payer: InstitutionId,
			/// The provider.
			provider: InstitutionId,
			/// The currency.
			currency: Currency,
			/// How much.
			amount: Amount,
			/// What it owes still.
			owed: Amount,
		},
	}
}
