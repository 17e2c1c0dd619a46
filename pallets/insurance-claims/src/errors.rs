// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The institution isn't a payer.
		NotAPayer,
		/// There is no such plan.
		PlanNotFound,
		/// The plan belongs to another payer.
		OtherPayer,
		/// The plan was closed.
		PlanIsClosed,
		/// It isn't the code of a currency in which there is a settlement asset.
		UnknownCurrency,
		/// Rules of categories aren't in ascending order, each at most once.
		CategoriesUnordered,
		/// A coinsurance is more than the whole.
		CoinsuranceAboveWhole,
		/// There is no day in a benefit period, or none on which to file a claim.
		NoDays,
		/// All versions of a plan's rules have the same benefit periods.
		OtherPeriods,
		/// Rules hold, and a coverage ends, later than in the block that says so, and rules after the
		/// version before.
		Retroactive,
		/// A plan has no room for more versions.
		TooManyVersions,
		/// A network isn't in ascending order.
		NetworkUnordered,
		/// A digest is all zeros: a field was left empty.
		ZeroDigest,
		/// The chain can't compute that algorithm.
		UnsupportedAlgorithm,
		/// The pseudonym isn't open.
		PatientNotOpen,
		/// A period has no moment in it, or has no end where it needs one.
		ImproperPeriod,
		/// Places of coverages are numbered from one to four.
		InvalidOrder,
		/// There is no such coverage.
		CoverageNotFound,
		/// The coverage isn't a draft.
		NotADraft,
		/// The coverage isn't in force.
		CoverageNotActive,
		/// Another coverage of the patient's has that place at the time.
		OrderTaken,
		/// The patient has had too many coverages in that place.
		TooManyCoverages,
		/// The coverage has claims, or ends before one of them.
		CoverageInUse,
		/// The service lies outside the coverage's period.
		OutsideCoverage,
		/// Both sides are the same institution, or neither is a payer and the other one not.
		InvalidParties,
		/// There is no such agreement.
		AgreementNotFound,
		/// Nothing is proposed.
		NoProposal,
		/// Something else is proposed.
		OtherProposal,
		/// The other side has to accept it.
		OwnProposal,
		/// Payer and provider are under different laws, and there is no agreement for that time.
		NoAgreement,
		/// There are no lines.
		NoLines,
		/// Lines aren't numbered from one on.
		SequenceBroken,
		/// A quantity or a price is zero.
		ZeroAmount,
		/// A sum or product is larger than any amount.
		Overflow,
		/// A line's net isn't its quantity times its price.
		NetMismatch,
		/// The total isn't the sum of the lines.
		TotalMismatch,
		/// The claim is in another currency than the plan.
		OtherCurrency,
		/// What is claimed for lies in the future. Check the clock.
		ServicedInFuture,
		/// The claim is too late.
		FilingLimitPassed,
		/// Lines lie in different benefit periods. Claim for each.
		SpansPeriods,
		/// There were no rules yet.
		NoRules,
		/// A pharmacist claims for what a pharmacy has dispensed, and nothing else.
		PharmacyOnly,
		/// A provider can't claim from itself.
		OwnClaim,
		/// The evidence isn't of the kind that the category asks for.
		WrongEvidence,
		/// There is no such evidence.
		EvidenceNotFound,
		/// The evidence was taken back.
		EvidenceReversed,
		/// The evidence is of something that was done for somebody else.
		OtherBeneficiary,
		/// The evidence is of something that another provider did.
		OtherProvider,
		/// The evidence is spent.
		AlreadySpent,
		/// A later payer has paid for it already.
		FollowedByNextPayer,
		/// The claim has to name the one to the coverage that pays before this one.
		PriorMissing,
		/// There is no coverage before the first one.
		PriorNotExpected,
		/// The claim to the coverage before this one isn't for the same.
		PriorMismatch,
		/// The claim to the coverage before this one isn't decided, or is appealed.
		PriorNotDecided,
		/// The category asks for a preauthorisation.
		PreAuthMissing,
		/// There is no such preauthorisation, or no such line of it.
		PreAuthNotFound,
		/// The preauthorisation was given to another provider.
		PreAuthOtherProvider,
		/// The preauthorisation is of something else.
		PreAuthMismatch,
		/// Nothing is authorised.
		PreAuthNotCertified,
		/// The preauthorisation doesn't hold at that time.
		PreAuthExpired,
		/// What was authorised is used up.
		PreAuthExhausted,
		/// The preauthorisation is decided, or was taken back.
		PreAuthClosed,
		/// The preauthorisation is in use.
		PreAuthInUse,
		/// More is certified than was asked for, or a line of nothing.
		PreAuthExcessive,
		/// There is no such study.
		StudyNotFound,
		/// The patient isn't in that study.
		NotOnStudy,
		/// The study's sponsor pays for it.
		SponsorPays,
		/// There is no such record.
		RecordNotFound,
		/// The record is of another patient.
		OtherPatientsRecord,
		/// The record was withdrawn.
		RecordWithdrawn,
		/// The patient doesn't let the payer know.
		ConsentDenied,
		/// The price isn't in the plan's schedule.
		TariffNotProven,
		/// There is no such claim.
		ClaimNotFound,
		/// The claim is of another provider.
		OtherProvidersClaim,
		/// The claim is addressed to another payer.
		OtherPayersClaim,
		/// The claim doesn't wait.
		NotPended,
		/// The claim still waits, for the same reasons.
		StillPended,
		/// The claim isn't decided, or no longer.
		NotDecided,
		/// The provider isn't in force.
		ProviderNotInForce,
		/// There is a verdict too many or too few.
		VerdictsMismatch,
		/// Evidence isn't confirmed. Its line can only be denied.
		EvidenceUnconfirmed,
		/// The claim is flagged. It can only be denied, or the flags cleared.
		Flagged,
		/// The claim isn't flagged for that.
		NotFlagged,
		/// The account speaks for neither the patient nor the provider.
		NotAParty,
		/// The claim is paid in full.
		PaidInFull,
		/// It is too late to appeal.
		AppealTermOver,
		/// There is no further level.
		NoFurtherAppeal,
		/// There is an appeal already.
		AppealOpen,
		/// There is no appeal to be decided.
		NoAppeal,
		/// Whoever has decided before doesn't decide again.
		OwnDecision,
		/// The last level is decided by somebody who belongs to neither side.
		NotIndependent,
		/// This level is decided by somebody else.
		OtherLevel,
		/// What is decided on appeal doesn't grant more. Uphold the decision instead.
		OutcomeMismatch,
		/// That can't be set aside: not at all, or only on appeal.
		NotWaivable,
		/// Something doesn't add up that always does. Tell the developers.
		Inconsistent,
		/// The institution isn't a settlement bank in force.
		NotABank,
		/// A bank serves others, not itself.
		OwnAccount,
		/// The account has less, or it is set aside or owed to those that wait.
		InsufficientFunds,
		/// The institution has asked for a redemption already.
		RedemptionPending,
		/// The institution hasn't asked for it.
		RedemptionNotFound,
		/// Another bank was asked.
		OtherBank,
		/// The institution has asked for another amount.
		RedemptionMismatch,
		/// One call doesn't settle so many.
		TooManyAtOnce,
		/// Nobody waits, or there is no money for the first one.
		NothingToSettle,
		/// More than is owed can't be paid back.
		RepaysTooMuch,
		/// There are no claims.
		NoClaims,
		/// Claims aren't in ascending order, each once.
		ClaimsUnordered,
		/// A claim is of another provider or in another currency.
		RemittanceMismatch,
		/// Nothing is set aside for a claim.
		NotFunded,
		/// A payment can be lowered by what the provider owes and raised by interest and incentives,
		/// each once.
		AdjustmentNotAgreed,
		/// The payment isn't what its claims and adjustments come to, or doesn't take off what the
		/// provider owes.
		RemittanceUnbalanced,
		/// It is too late to reverse it.
		ReversalTermOver,
		/// No evidence of what was granted was taken back.
		EvidenceInForce,
	}
}
