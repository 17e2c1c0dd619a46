// SPDX-License-Identifier: Apache-2.0

//! Appeals. Nobody reviews what they have decided, and the last word isn't the payer's.

use crate::{adjudication::Books, *};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{EnsureOrigin, Get, Time},
};
use frame_system::ensure_signed;
use galen_primitives::{
	seams::{Institutions, Patients},
	Digest, Scope,
};
use sp_runtime::DispatchError;

/// Who may appeal, as far as the origin tells.
pub(crate) enum Party<T: Config> {
	Provider(ActorOf<T>),
	/// Somebody who says they speak for the patient.
	Signed(T::AccountId),
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_appeal_claim(
		party: Party<T>,
		id: ClaimId,
		grounds: AppealGrounds,
		evidence: Digest,
	) -> DispatchResult {
		ensure!(!evidence.is_zero(), Error::<T>::ZeroDigest);
		let claim = Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?;
		let by = Self::appellant(party, id, &claim)?;
		let decided = Self::decided_at(&claim)?;
		ensure!(!claim.is_paid_in_full(), Error::<T>::PaidInFull);
		let mut appeal = Appeals::<T>::get(id).unwrap_or_default();
		ensure!(appeal.open.is_none(), Error::<T>::AppealOpen);
		ensure!(count(&appeal.reviews) < T::AppealLevels::get(), Error::<T>::NoFurtherAppeal);
		let last = appeal.reviews.last().map_or(decided, |review| review.at);
		let filed = T::Time::now();
		ensure!(filed < last.saturating_add(T::AppealTerm::get()), Error::<T>::AppealTermOver);
		Self::ensure_not_followed(&claim)?;

		let open = OpenAppeal { by, grounds, evidence, filed };
		appeal.open = Some(open.clone());
		let level = appeal.level();
		Appeals::<T>::insert(id, appeal);

		Self::deposit_event(Event::Appealed { claim: id, level, appeal: open });
		Ok(())
	}

	pub(crate) fn do_withdraw_appeal(party: Party<T>, id: ClaimId) -> DispatchResult {
		let claim = Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?;
		let by = Self::appellant(party, id, &claim)?;
		let mut appeal = Appeals::<T>::get(id).ok_or(Error::<T>::NoAppeal)?;
		let open = appeal.open.take().ok_or(Error::<T>::NoAppeal)?;
		let same_side = matches!(
			(open.by, by),
			(Appellant::Patient(_), Appellant::Patient(_))
				| (Appellant::Provider(_), Appellant::Provider(_))
		);
		ensure!(same_side, Error::<T>::NotAParty);

		if appeal.reviews.is_empty() {
			Appeals::<T>::remove(id);
		} else {
			Appeals::<T>::insert(id, appeal);
		}

		Self::deposit_event(Event::AppealWithdrawn { claim: id });
		Ok(())
	}

	pub(crate) fn do_decide_appeal(
		actor: ActorOf<T>,
		external: bool,
		id: ClaimId,
		verdicts: Verdicts,
		reasons: Digest,
	) -> DispatchResult {
		ensure!(!reasons.is_zero(), Error::<T>::ZeroDigest);
		Self::ensure_waivable(&verdicts)?;
		let mut claim = Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?;
		Self::decided_at(&claim)?;
		let mut appeal = Appeals::<T>::get(id).ok_or(Error::<T>::NoAppeal)?;
		ensure!(appeal.open.is_some(), Error::<T>::NoAppeal);
		let level = appeal.level();
		Self::ensure_reviewer(&actor, external, level, &claim, &appeal)?;

		let outcome = if verdicts.is_empty() {
			AppealOutcome::Upheld
		} else {
			Self::overturn(id, &mut claim, &verdicts)?;
			AppealOutcome::Overturned
		};
		let Actor { account: by, institution, .. } = actor;
		let review = Review { by, institution, outcome, reasons, at: T::Time::now() };
		appeal.open = None;
		appeal.reviews.try_push(review.clone()).map_err(|_| Error::<T>::NoFurtherAppeal)?;
		Appeals::<T>::insert(id, appeal);
		let (benefit, payment) = (claim.benefit(), claim.payment);
		if outcome == AppealOutcome::Overturned {
			Claims::<T>::insert(id, claim);
		}

		Self::deposit_event(Event::AppealDecided { claim: id, level, review, benefit, payment });
		Ok(())
	}

	/// Decides a claim again, as if it hadn't been, and has the difference paid.
	fn overturn(id: ClaimId, claim: &mut ClaimOf<T>, verdicts: &[Verdict]) -> DispatchResult {
		Self::ensure_decidable(claim, verdicts)?;
		// What was denied held neither the payer before this one nor the one after it to anything.
		Self::ensure_prior_unchanged(claim)?;
		Self::ensure_not_followed(claim)?;
		let basis = Self::basis_of(id, claim)?;
		let before = claim.benefit();
		let mut books = Books::open(id.coverage, id.period);
		books.restore_all(claim)?;
		let after = Self::decide(id, claim, &basis, &mut books, verdicts, None)?;
		ensure!(before < after, Error::<T>::OutcomeMismatch);
		books.close();
		Ok(())
	}

	/// Whether a reviewer can set that aside. What a plan doesn't cover at all stays uncovered.
	fn ensure_waivable(verdicts: &[Verdict]) -> Result<(), Error<T>> {
		let waivable = verdicts.iter().all(|verdict| match verdict {
			Verdict::Waive(reasons) => {
				*reasons != DenialReasons::NONE
					&& reasons.is_valid()
					&& !reasons.contains(DenialReason::NotCovered)
			},
			_ => true,
		});
		ensure!(waivable, Error::<T>::NotWaivable);
		Ok(())
	}

	fn ensure_reviewer(
		actor: &ActorOf<T>,
		external: bool,
		level: u32,
		claim: &ClaimOf<T>,
		appeal: &AppealOf<T>,
	) -> Result<(), Error<T>> {
		ensure!(external == (level == T::AppealLevels::get()), Error::<T>::OtherLevel);
		if external {
			let sides = [claim.payer, claim.provider];
			let independent = sides.iter().all(|side| {
				*side != actor.institution
					&& !T::Institutions::are_affiliated(*side, actor.institution)
			});
			ensure!(independent, Error::<T>::NotIndependent);
		} else {
			ensure!(claim.payer == actor.institution, Error::<T>::OtherPayersClaim);
		}
		let first = claim.decided.as_ref().and_then(|decided| decided.by.as_ref());
		let mut before = appeal.reviews.iter().map(|review| &review.by).chain(first);
		ensure!(!before.any(|account| *account == actor.account), Error::<T>::OwnDecision);
		Ok(())
	}

	/// Whom an origin stands for, of the two who may appeal.
	fn appellant(
		party: Party<T>,
		id: ClaimId,
		claim: &ClaimOf<T>,
	) -> Result<Appellant<T::AccountId>, Error<T>> {
		match party {
			Party::Provider(actor) => {
				ensure!(claim.provider == actor.institution, Error::<T>::NotAParty);
				Ok(Appellant::Provider(actor.account))
			},
			Party::Signed(account) => {
				let coverage = Coverages::<T>::get(id.coverage);
				let speaks = coverage.is_some_and(|coverage| {
					T::Patients::may(&account, &coverage.terms.beneficiary, Scope::Coverage)
				});
				ensure!(speaks, Error::<T>::NotAParty);
				Ok(Appellant::Patient(account))
			},
		}
	}

	fn decided_at(claim: &ClaimOf<T>) -> Result<galen_primitives::Moment, Error<T>> {
		ensure!(claim.status == ClaimStatus::Decided, Error::<T>::NotDecided);
		claim.decided.as_ref().map(|decided| decided.at).ok_or(Error::<T>::NotDecided)
	}

	/// Whoever claims for a provider, or anybody who has signed.
	pub(crate) fn party(origin: T::RuntimeOrigin) -> Result<Party<T>, DispatchError> {
		match T::ClaimantOrigin::try_origin(origin) {
			Ok(actor) => Ok(Party::Provider(actor)),
			Err(origin) => Ok(Party::Signed(ensure_signed(origin)?)),
		}
	}

	/// Whoever may decide an appeal, and whether from outside.
	pub(crate) fn reviewer(origin: T::RuntimeOrigin) -> Result<(ActorOf<T>, bool), DispatchError> {
		match T::ReviewerOrigin::try_origin(origin) {
			Ok(actor) => Ok((actor, true)),
			Err(origin) => Ok((T::AdjudicatorOrigin::ensure_origin(origin)?, false)),
		}
	}
}

impl<AccountId> Default for Appeal<AccountId> {
	fn default() -> Self {
		Self { open: None, reviews: Default::default() }
	}
}

impl<AccountId> Appeal<AccountId> {
	/// The level that is open, or would be next, from one.
	pub fn level(&self) -> u32 {
		count(&self.reviews).saturating_add(1)
	}
}

impl<AccountId> Claim<AccountId> {
	/// Whether payers bear all of it.
	pub fn is_paid_in_full(&self) -> bool {
		self.lines.iter().all(|line| {
			line.adjudication.as_ref().is_some_and(|decided| {
				let prior = decided.of(AdjustmentReason::PriorPayer);
				decided.benefit().saturating_add(prior) == decided.charge()
			})
		})
	}
}
