// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Publishes a plan, with the first version of its rules.
		///
		/// Origin: [`Config::ManagerOrigin`] of a payer.
		///
		/// - `currency`: by its numeric code in ISO 4217. There is a settlement asset of that id.
		#[pallet::call_index(0)]
		pub fn create_plan(
			origin: OriginFor<T>,
			currency: Currency,
			mode: SettlementMode,
			rules: RulesTerms,
		) -> DispatchResult {
			let actor = T::ManagerOrigin::ensure_origin(origin)?;
			Self::do_create_plan(actor, currency, mode, rules)
		}

		/// Adds a version to a plan's rules, for what happens from a moment on that is to come.
		///
		/// Origin: [`Config::ManagerOrigin`] of the plan's payer.
		#[pallet::call_index(1)]
		pub fn add_rules(origin: OriginFor<T>, plan: PlanId, rules: RulesTerms) -> DispatchResult {
			let actor = T::ManagerOrigin::ensure_origin(origin)?;
			Self::do_add_rules(actor, plan, rules)
		}

		/// Closes a plan to new coverages. Those that there are go on.
		///
		/// Origin: [`Config::ManagerOrigin`] of the plan's payer.
		#[pallet::call_index(2)]
		pub fn close_plan(origin: OriginFor<T>, plan: PlanId) -> DispatchResult {
			let actor = T::ManagerOrigin::ensure_origin(origin)?;
			Self::do_close_plan(actor, plan)
		}

		/// Draws up a coverage for a patient. It isn't in force yet.
		///
		/// Origin: [`Config::EnrolmentOrigin`] of the plan's payer.
		#[pallet::call_index(3)]
		pub fn create_coverage(
			origin: OriginFor<T>,
			plan: PlanId,
			terms: CoverageTerms,
		) -> DispatchResult {
			let actor = T::EnrolmentOrigin::ensure_origin(origin)?;
			Self::do_create_coverage(actor, plan, terms)
		}

		/// Puts a coverage in force, during its period, if its place among the patient's is free.
		///
		/// Origin: [`Config::EnrolmentOrigin`] of the coverage's payer.
		#[pallet::call_index(4)]
		pub fn activate_coverage(origin: OriginFor<T>, coverage: CoverageId) -> DispatchResult {
			let actor = T::EnrolmentOrigin::ensure_origin(origin)?;
			Self::do_activate_coverage(actor, coverage)
		}

		/// Ends a coverage before its time, now or later, never in the past: what was done under it
		/// is covered. A draft is ended at once.
		///
		/// Origin: [`Config::EnrolmentOrigin`] of the coverage's payer.
		#[pallet::call_index(5)]
		pub fn cancel_coverage(
			origin: OriginFor<T>,
			coverage: CoverageId,
			until: Moment,
		) -> DispatchResult {
			let actor = T::EnrolmentOrigin::ensure_origin(origin)?;
			Self::do_cancel_coverage(actor, coverage, until)
		}

		/// Declares that a coverage should never have been. Not after anything was claimed of it in
		/// its first benefit period.
		///
		/// Origin: [`Config::EnrolmentOrigin`] of the coverage's payer.
		#[pallet::call_index(6)]
		pub fn enter_coverage_in_error(
			origin: OriginFor<T>,
			coverage: CoverageId,
		) -> DispatchResult {
			let actor = T::EnrolmentOrigin::ensure_origin(origin)?;
			Self::do_enter_coverage_in_error(actor, coverage)
		}

		/// Proposes an agreement with an institution under another law, or another period for one
		/// that there is. What was agreed holds until the other side accepts.
		///
		/// Origin: [`Config::ManagerOrigin`] of either side.
		#[pallet::call_index(7)]
		pub fn propose_agreement(
			origin: OriginFor<T>,
			payer: InstitutionId,
			provider: InstitutionId,
			period: Period,
		) -> DispatchResult {
			let actor = T::ManagerOrigin::ensure_origin(origin)?;
			Self::do_propose_agreement(actor, payer, provider, period)
		}

		/// Accepts an agreement that the other side has proposed.
		///
		/// Origin: [`Config::ManagerOrigin`] of the side that hasn't proposed it.
		///
		/// - `period`: what is accepted, so that it can't be another one meanwhile.
		#[pallet::call_index(8)]
		pub fn accept_agreement(
			origin: OriginFor<T>,
			payer: InstitutionId,
			provider: InstitutionId,
			period: Period,
		) -> DispatchResult {
			let actor = T::ManagerOrigin::ensure_origin(origin)?;
			Self::do_accept_agreement(actor, payer, provider, period)
		}

		/// Ends an agreement now, and drops what is proposed. What was done under it can be claimed.
		///
		/// Origin: [`Config::ManagerOrigin`] of either side.
		#[pallet::call_index(9)]
		pub fn end_agreement(
			origin: OriginFor<T>,
			payer: InstitutionId,
			provider: InstitutionId,
		) -> DispatchResult {
			let actor = T::ManagerOrigin::ensure_origin(origin)?;
			Self::do_end_agreement(actor, payer, provider)
		}

		/// Asks whether the payer will allow what is to be done (FHIR's use preauthorization).
		///
		/// Origin: [`Config::ClaimantOrigin`]; its institution is the provider.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::request_preauth(count(&terms.lines)))]
		pub fn request_preauth(origin: OriginFor<T>, terms: PreAuthTerms) -> DispatchResult {
			let actor = T::ClaimantOrigin::ensure_origin(origin)?;
			Self::do_request_preauth(actor, terms)
		}

		/// Says that the payer wants more time.
		///
		/// Origin: [`Config::AdjudicatorOrigin`] of the payer.
		#[pallet::call_index(11)]
		pub fn pend_preauth(
			origin: OriginFor<T>,
			preauth: PreAuthId,
			reason: PreAuthPend,
		) -> DispatchResult {
			let actor = T::AdjudicatorOrigin::ensure_origin(origin)?;
			Self::do_pend_preauth(actor, preauth, reason)
		}

		/// Decides a preauthorisation. A denial is final: who wants it still asks anew.
		///
		/// Origin: [`Config::AdjudicatorOrigin`] of the payer.
		///
		/// - `verdicts`: one for each line.
		/// - `validity`: during which it can be used. It has an end.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::decide_preauth(count(verdicts)))]
		pub fn decide_preauth(
			origin: OriginFor<T>,
			preauth: PreAuthId,
			verdicts: PreAuthVerdicts,
			validity: Period,
		) -> DispatchResult {
			let actor = T::AdjudicatorOrigin::ensure_origin(origin)?;
			Self::do_decide_preauth(actor, preauth, verdicts, validity)
		}

		/// Takes back a preauthorisation of which nothing was used.
		///
		/// Origin: [`Config::ClaimantOrigin`] of the provider.
		#[pallet::call_index(13)]
		pub fn cancel_preauth(origin: OriginFor<T>, preauth: PreAuthId) -> DispatchResult {
			let actor = T::ClaimantOrigin::ensure_origin(origin)?;
			Self::do_cancel_preauth(actor, preauth)
		}

		/// Claims. Where the rules decide, they decide at once, and what they grant is paid.
		///
		/// Origin: [`Config::ClaimantOrigin`]; its institution is the provider.
		#[pallet::call_index(14)]
		#[pallet::weight(T::WeightInfo::submit_claim(
			count(&terms.lines),
			count(&terms.supporting)
		))]
		pub fn submit_claim(origin: OriginFor<T>, terms: ClaimTerms) -> DispatchResult {
			let actor = T::ClaimantOrigin::ensure_origin(origin)?;
			Self::do_submit_claim(actor, terms)
		}

		/// Has the rules look again at a claim that waits, if less keeps it waiting: what happened
		/// is confirmed now, a flag was cleared.
		///
		/// Origin: [`Config::ClaimantOrigin`] of the provider, or [`Config::AdjudicatorOrigin`] of
		/// the payer.
		#[pallet::call_index(15)]
		pub fn process_claim(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let actor = Self::claimant_or_adjudicator(origin)?;
			Self::do_process_claim(actor, claim)
		}

		/// Takes back a claim that isn't decided. What it would have spent is free again.
		///
		/// Origin: [`Config::ClaimantOrigin`] of the provider.
		#[pallet::call_index(16)]
		pub fn cancel_claim(
			origin: OriginFor<T>,
			claim: ClaimId,
			reason: CancelReason,
		) -> DispatchResult {
			let actor = T::ClaimantOrigin::ensure_origin(origin)?;
			Self::do_cancel_claim(actor, claim, reason)
		}

		/// Says that the payer has looked into why a claim is flagged, and found nothing.
		///
		/// Origin: [`Config::AdjudicatorOrigin`] of the payer.
		///
		/// - `evidence`: the digest of the review.
		#[pallet::call_index(17)]
		pub fn clear_flag(
			origin: OriginFor<T>,
			claim: ClaimId,
			reason: PendReason,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::AdjudicatorOrigin::ensure_origin(origin)?;
			Self::do_clear_flag(actor, claim, reason, evidence)
		}

		/// Decides a claim that waits. Nobody can grant more than the rules do; what is flagged can
		/// only be denied.
		///
		/// Origin: [`Config::AdjudicatorOrigin`] of the payer.
		///
		/// - `verdicts`: one for each line.
		#[pallet::call_index(18)]
		#[pallet::weight(T::WeightInfo::decide_claim(count(verdicts)))]
		pub fn decide_claim(
			origin: OriginFor<T>,
			claim: ClaimId,
			verdicts: Verdicts,
		) -> DispatchResult {
			let actor = T::AdjudicatorOrigin::ensure_origin(origin)?;
			Self::do_decide_claim(actor, claim, verdicts)
		}

		/// Appeals against the decision of a claim that isn't paid in full.
		///
		/// Origin: [`Config::ClaimantOrigin`] of the provider; or the patient, or whoever represents
		/// them in matters of coverage.
		///
		/// - `evidence`: the digest of what is said for it.
		#[pallet::call_index(19)]
		pub fn appeal_claim(
			origin: OriginFor<T>,
			claim: ClaimId,
			grounds: AppealGrounds,
			evidence: Digest,
		) -> DispatchResult {
			let appellant = Self::party(origin)?;
			Self::do_appeal_claim(appellant, claim, grounds, evidence)
		}

		/// Takes back an appeal that isn't decided.
		///
		/// Origin: the side that has appealed, as for [`Pallet::appeal_claim`].
		#[pallet::call_index(20)]
		pub fn withdraw_appeal(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let appellant = Self::party(origin)?;
			Self::do_withdraw_appeal(appellant, claim)
		}

		/// Decides an appeal.
		///
		/// Origin: before the last level, [`Config::AdjudicatorOrigin`] of the payer, who hasn't
		/// decided before; at the last one, [`Config::ReviewerOrigin`] of an institution that
		/// belongs to neither side.
		///
		/// - `verdicts`: one for each line; none to uphold what was decided.
		/// - `reasons`: the digest of them.
		#[pallet::call_index(21)]
		#[pallet::weight(T::WeightInfo::decide_appeal(count(verdicts)))]
		pub fn decide_appeal(
			origin: OriginFor<T>,
			claim: ClaimId,
			verdicts: Verdicts,
			reasons: Digest,
		) -> DispatchResult {
			let (actor, external) = Self::reviewer(origin)?;
			Self::do_decide_appeal(actor, external, claim, verdicts, reasons)
		}

		/// Issues money into a payer's reserve, for money that the bank was given.
		///
		/// Origin: [`Config::BankOrigin`] of a settlement bank other than the payer.
		#[pallet::call_index(22)]
		pub fn issue(
			origin: OriginFor<T>,
			payer: InstitutionId,
			currency: Currency,
			amount: Amount,
		) -> DispatchResult {
			let actor = T::BankOrigin::ensure_origin(origin)?;
			Self::do_issue(actor, payer, currency, amount)
		}

		/// Asks a settlement bank to pay out of one of the own institution's accounts. Nothing moves
		/// until it does.
		///
		/// Origin: [`Config::SettlementOrigin`] for a reserve, [`Config::PayeeOrigin`] for receipts.
		///
		/// - `amount`: up to what isn't set aside or owed to those that wait.
		/// - `instructions`: the digest of those that the bank has.
		#[pallet::call_index(23)]
		pub fn request_redemption(
			origin: OriginFor<T>,
			purse: Purse,
			currency: Currency,
			bank: InstitutionId,
			amount: Amount,
			instructions: Digest,
		) -> DispatchResult {
			let actor = Self::treasurer(origin, purse)?;
			Self::do_request_redemption(actor, purse, currency, bank, amount, instructions)
		}

		/// Doesn't ask for that any more.
		///
		/// Origin: as for [`Pallet::request_redemption`].
		#[pallet::call_index(24)]
		pub fn cancel_redemption(
			origin: OriginFor<T>,
			purse: Purse,
			currency: Currency,
		) -> DispatchResult {
			let actor = Self::treasurer(origin, purse)?;
			Self::do_cancel_redemption(actor, purse, currency)
		}

		/// Redeems what an institution has asked for: the bank pays it out, and it is no more.
		///
		/// Origin: [`Config::BankOrigin`] of the bank that was asked.
		///
		/// - `amount`: what was asked for, so that it can't be another one meanwhile.
		#[pallet::call_index(25)]
		pub fn redeem(
			origin: OriginFor<T>,
			institution: InstitutionId,
			purse: Purse,
			currency: Currency,
			amount: Amount,
		) -> DispatchResult {
			let actor = T::BankOrigin::ensure_origin(origin)?;
			Self::do_redeem(actor, institution, purse, currency, amount)
		}

		/// Pays those that wait for a payer's money, the first one first, as far as there is some. It
		/// sets aside what waits for a remittance. Nobody overtakes: a first one that is too large
		/// keeps all others waiting.
		///
		/// Origin: anybody who signs. It can do nothing but what is due.
		///
		/// - `up_to`: how many, at most [`Config::MaxSettled`].
		#[pallet::call_index(26)]
		#[pallet::weight(T::WeightInfo::settle(*up_to))]
		pub fn settle(
			origin: OriginFor<T>,
			payer: InstitutionId,
			currency: Currency,
			up_to: u32,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			Self::do_settle(payer, currency, up_to)
		}

		/// Pays a provider for many claims at once, in a plan that settles in batches. What doesn't
		/// balance is refused.
		///
		/// Origin: [`Config::SettlementOrigin`] of the payer.
		///
		/// - `claims`: in ascending order.
		/// - `adjustments`: what the provider owes is taken off, as far as the payment goes; interest
		///   and incentives raise it, each reason once.
		/// - `expected`: what is paid then.
		#[pallet::call_index(27)]
		#[pallet::weight(T::WeightInfo::remit(count(claims)))]
		pub fn remit(
			origin: OriginFor<T>,
			provider: InstitutionId,
			currency: Currency,
			claims: RemittedClaims,
			adjustments: ProviderAdjustments,
			expected: Amount,
		) -> DispatchResult {
			let actor = T::SettlementOrigin::ensure_origin(origin)?;
			Self::do_remit(actor, provider, currency, claims, adjustments, expected)
		}

		/// Takes back what was decided of a claim, within [`Config::ReversalTerm`] and not while it
		/// is appealed. What it had used is free again, the evidence can be claimed once more, and
		/// what was paid is owed. Claims to later payers are reversed first.
		///
		/// Origin: [`Config::SettlementOrigin`] or [`Config::AdjudicatorOrigin`] of the payer.
		#[pallet::call_index(28)]
		pub fn reverse_claim(
			origin: OriginFor<T>,
			claim: ClaimId,
			reason: ReversalReason,
		) -> DispatchResult {
			let actor = Self::reverser(origin)?;
			Self::do_reverse_claim(actor, claim, reason)
		}

		/// Undoes what was decided of a claim since its evidence was taken back, whenever that was.
		///
		/// Origin: [`Config::ClaimantOrigin`] of the provider; [`Config::SettlementOrigin`] or
		/// [`Config::AdjudicatorOrigin`] of the payer.
		#[pallet::call_index(29)]
		pub fn reverse_for_evidence(origin: OriginFor<T>, claim: ClaimId) -> DispatchResult {
			let actor = Self::reverser_or_claimant(origin)?;
			Self::do_reverse_for_evidence(actor, claim)
		}

		/// Pays back what the own institution owes a payer, out of its receipts.
		///
		/// Origin: [`Config::PayeeOrigin`].
		#[pallet::call_index(30)]
		pub fn repay(
			origin: OriginFor<T>,
			payer: InstitutionId,
			currency: Currency,
			amount: Amount,
		) -> DispatchResult {
			let actor = T::PayeeOrigin::ensure_origin(origin)?;
			Self::do_repay(actor, payer, currency, amount)
		}
	}
}
