// SPDX-License-Identifier: Apache-2.0

//! Why claims wait. A rule about structure never denies: it asks somebody to look.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Get};
use galen_primitives::{
	seams::{Evidence, Institutions, RecallStatus},
	BenefitCategory, Digest, EvidenceFacts, EvidenceStanding, InstitutionId, InstitutionKind,
	InstitutionKinds, Moment,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_clear_flag(
		actor: ActorOf<T>,
		id: ClaimId,
		reason: PendReason,
		evidence: Digest,
	) -> DispatchResult {
		ensure!(!evidence.is_zero(), Error::<T>::ZeroDigest);
		ensure!(reason.is_suspicion(), Error::<T>::NotFlagged);
		let mut claim = Self::pended_claim_of(&actor, id)?;
		ensure!(Self::waits_for(&claim).contains(reason), Error::<T>::NotFlagged);

		claim.cleared.insert(reason);
		Claims::<T>::insert(id, claim);

		let by = actor.account;
		Self::deposit_event(Event::FlagCleared { claim: id, reason, evidence, by });
		Ok(())
	}

	/// Why a claim that isn't decided waits now. What was found when it was submitted stays; the
	/// rest is asked anew.
	pub(crate) fn waits_for(claim: &ClaimOf<T>) -> PendReasons {
		let mut reasons = claim.flags;
		for line in &claim.lines {
			let facts = T::Evidence::facts(line.evidence);
			let confirmed =
				facts.is_some_and(|facts| facts.standing == EvidenceStanding::Confirmed);
			reasons.insert_if(!confirmed, PendReason::EvidenceUnconfirmed);
			reasons = reasons.union(Self::line_flags(line, claim.provider, claim.created));
		}
		reasons.union(Self::standing_flags(claim.payer, claim.provider)).without(claim.cleared)
	}

	/// What is wrong with payer and provider now.
	pub(crate) fn standing_flags(payer: InstitutionId, provider: InstitutionId) -> PendReasons {
		let mut reasons = PendReasons::NONE;
		let in_force = |institution| T::Institutions::kinds_in_force(institution).is_some();
		reasons.insert_if(!in_force(provider), PendReason::ProviderNotInForce);
		reasons.insert_if(!in_force(payer), PendReason::PayerNotInForce);
		reasons
	}

	/// What is wrong with a service, as far as it may be found later.
	pub(crate) fn line_flags(line: &Line, provider: InstitutionId, created: Moment) -> PendReasons {
		let mut reasons = PendReasons::NONE;
		reasons.insert_if(T::Recalls::is_recalled(&line.evidence), PendReason::Recalled);
		let kinds = T::Institutions::kinds_at(provider, line.serviced.min(created));
		let licensed = kinds.is_some_and(|kinds| kinds.intersects(licensed_for(line.category)));
		reasons.insert_if(!licensed, PendReason::ProviderNotLicensed);
		reasons
	}

	/// What is wrong with a service's time.
	pub(crate) fn is_impossible_time(line: &LineTerms, facts: &EvidenceFacts) -> bool {
		let window = T::EvidenceWindow::get();
		let too_early = line.serviced.saturating_add(window) < facts.occurred;
		// A stay goes on after it has begun.
		let stays = line.category == BenefitCategory::HospitalInpatient;
		let too_late = facts.occurred.saturating_add(window) < line.serviced;
		too_early || (too_late && !stays)
	}

	/// A claim that waits, addressed to the actor's institution.
	pub(crate) fn pended_claim_of(actor: &ActorOf<T>, id: ClaimId) -> Result<ClaimOf<T>, Error<T>> {
		let claim = Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?;
		ensure!(claim.payer == actor.institution, Error::<T>::OtherPayersClaim);
		ensure!(claim.status == ClaimStatus::Pended, Error::<T>::NotPended);
		Ok(claim)
	}

	/// Counts one more claim of the ledger's coverage, and says whether there are too many today.
	pub(crate) fn count_claim(ledger: &mut Ledger, now: Moment) -> bool {
		let day = galen_primitives::time::DAY;
		let today = now.checked_div(day).and_then(|day| u32::try_from(day).ok()).unwrap_or(0);
		let before = if ledger.day == today { ledger.on_day } else { 0 };
		(ledger.day, ledger.on_day) = (today, before.saturating_add(1));
		ledger.on_day > T::MaxClaimsPerDay::get()
	}
}

/// What an institution has to be for a service of that category.
fn licensed_for(category: BenefitCategory) -> InstitutionKinds {
	use InstitutionKind::{CareProvider, Laboratory, Pharmacy};
	InstitutionKinds::of(match category {
		BenefitCategory::Pharmacy => &[Pharmacy, CareProvider],
		BenefitCategory::DiagnosticLab => &[Laboratory, CareProvider],
		BenefitCategory::DurableMedicalEquipment => &[CareProvider, Pharmacy],
		_ => &[CareProvider],
	})
}
