// SPDX-License-Identifier: Apache-2.0

//! What was decided is undone: the accumulators are as if it had never been, the evidence can be
//! claimed once more, and what was paid is owed.

use crate::{
	settlement::{minus, plus},
	*,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{EnsureOrigin, Get, Time},
};
use galen_primitives::{seams::Evidence, EvidenceId, EvidenceStanding};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_reverse_claim(
		actor: ActorOf<T>,
		id: ClaimId,
		reason: ReversalReason,
	) -> DispatchResult {
		let claim = Self::standing_claim(id)?;
		ensure!(claim.payer == actor.institution, Error::<T>::OtherPayersClaim);
		// Whoever appeals isn't to lose the reviewer that way.
		let appealed = Appeals::<T>::get(id).is_some_and(|appeal| appeal.open.is_some());
		ensure!(!appealed, Error::<T>::AppealOpen);
		let since = claim.decided.as_ref().map_or(claim.created, |decided| decided.at);
		let until = since.saturating_add(T::ReversalTerm::get());
		ensure!(T::Time::now() < until, Error::<T>::ReversalTermOver);
		let owed = Self::reverse(id, claim)?;

		let by = actor.institution;
		Self::deposit_event(Event::ClaimReversed { claim: id, reason, by, owed });
		Ok(())
	}

	pub(crate) fn do_reverse_for_evidence(actor: ActorOf<T>, id: ClaimId) -> DispatchResult {
		let claim = Self::standing_claim(id)?;
		let by = actor.institution;
		ensure!([claim.payer, claim.provider].contains(&by), Error::<T>::NotAParty);
		let evidence = Self::reversed_evidence(&claim).ok_or(Error::<T>::EvidenceInForce)?;
		let owed = Self::reverse(id, claim)?;

		Self::deposit_event(Event::ReversedForEvidence { claim: id, evidence, by, owed });
		Ok(())
	}

	/// A claim that is decided, and not reversed.
	fn standing_claim(id: ClaimId) -> Result<ClaimOf<T>, Error<T>> {
		let claim = Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?;
		ensure!(claim.status == ClaimStatus::Decided, Error::<T>::NotDecided);
		Ok(claim)
	}

	/// The first evidence of a claim that it was granted for, and that was taken back since.
	pub(crate) fn reversed_evidence(claim: &ClaimOf<T>) -> Option<EvidenceId> {
		let granted = |line: &&Line| {
			line.adjudication.as_ref().is_some_and(|decided| decided.denial().is_none())
		};
		let reversed = |evidence: &EvidenceId| {
			// What the chain has forgotten isn't there any more, either.
			T::Evidence::facts(*evidence)
				.is_none_or(|facts| facts.standing == EvidenceStanding::Reversed)
		};
		claim.lines.iter().filter(granted).map(|line| line.evidence).find(reversed)
	}

	/// Undoes what was decided of a claim, and says what the provider owes for it.
	fn reverse(id: ClaimId, mut claim: ClaimOf<T>) -> Result<Amount, DispatchError> {
		Self::ensure_not_followed(&claim)?;
		Self::undo(id, &claim)?;
		let (payer, currency) = (claim.payer, claim.currency);
		let payment = claim.payment;
		if payment.outstanding() > 0 {
			let mut reserve = Reserves::<T>::get(payer, currency);
			reserve.held = minus::<T>(reserve.held, payment.funded)?;
			// Its entries in the queue are passed over.
			reserve.queued = minus::<T>(reserve.queued, payment.queued)?;
			Reserves::<T>::insert(payer, currency, reserve);
		}
		let reversed = payment.settled();
		if reversed > 0 {
			let key = (payer, claim.provider, currency);
			let owed = plus::<T>(ForwardingBalances::<T>::get(key), reversed)?;
			ForwardingBalances::<T>::insert(key, owed);
		}
		claim.payment = Payment { funded: 0, queued: 0, reversed, ..payment };
		claim.status = ClaimStatus::Reversed;
		Claims::<T>::insert(id, claim);
		Ok(reversed)
	}

	/// Whoever may reverse for a payer: who settles or who decides.
	pub(crate) fn reverser(origin: T::RuntimeOrigin) -> Result<ActorOf<T>, DispatchError> {
		match T::SettlementOrigin::try_origin(origin) {
			Ok(actor) => Ok(actor),
			Err(origin) => Ok(T::AdjudicatorOrigin::ensure_origin(origin)?),
		}
	}

	/// The same, or whoever claims for a provider.
	pub(crate) fn reverser_or_claimant(
		origin: T::RuntimeOrigin,
	) -> Result<ActorOf<T>, DispatchError> {
		match T::ClaimantOrigin::try_origin(origin) {
			Ok(actor) => Ok(actor),
			Err(origin) => Self::reverser(origin),
		}
	}
}
