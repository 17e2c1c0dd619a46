// SPDX-License-Identifier: Apache-2.0

//! Who reviews a use of break-glass, and what comes of it.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	seams::{Institutions, Patients},
	BreakGlassId, Moment, Scope,
};

/// How many institutions are tried when a reviewer is looked for. Each costs some reads; where none
/// of so many will do, a regulator reviews.
pub(crate) const CANDIDATES: u32 = 4;

impl Owed {
	/// Whether its time is up.
	pub const fn is_overdue(&self, now: Moment) -> bool {
		self.due <= now
	}
}

impl<AccountId> BreakGlassUse<AccountId> {
	/// Whether the review is a regulator's `now`.
	pub fn is_escalated(&self, now: Moment) -> bool {
		match self.review {
			Review::Awaited => self.reviewer.is_none() || self.review_due <= now,
			Review::Disputed { .. } => true,
			Review::Found(_) | Review::Settled(_) => false,
		}
	}

	/// Where the review stands `now`.
	pub fn review_status(&self, now: Moment) -> ReviewStatus {
		match (&self.review, self.reviewer) {
			(Review::Awaited, Some(by)) if now < self.review_due => {
				ReviewStatus::Awaited { by, due: self.review_due }
			},
			(Review::Awaited, _) => ReviewStatus::WithRegulator { disputed: false },
			(Review::Disputed { .. }, _) => ReviewStatus::WithRegulator { disputed: true },
			(Review::Found(decision), _) => {
				ReviewStatus::Found { finding: decision.finding, settled: false }
			},
			(Review::Settled(decision), _) => {
				ReviewStatus::Found { finding: decision.finding, settled: true }
			},
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_review(
		actor: ActorOf<T>,
		id: BreakGlassId,
		finding: Finding,
	) -> DispatchResult {
		let used = Uses::<T>::get(id).ok_or(Error::<T>::UseNotFound)?;
		match used.review {
			Review::Awaited => {},
			Review::Found(_) | Review::Settled(_) => return Err(Error::<T>::AlreadyReviewed.into()),
			Review::Disputed { .. } => return Err(Error::<T>::Disputed.into()),
		}
		ensure!(used.reviewer == Some(actor.institution), Error::<T>::NotReviewer);
		ensure!(T::Time::now() < used.review_due, Error::<T>::ReviewOverdue);
		Self::decide(actor, id, used, finding)
	}

	pub(crate) fn do_review_as_regulator(
		actor: ActorOf<T>,
		id: BreakGlassId,
		finding: Finding,
	) -> DispatchResult {
		let used = Uses::<T>::get(id).ok_or(Error::<T>::UseNotFound)?;
		match used.review {
			Review::Awaited | Review::Disputed { .. } => {
				ensure!(used.is_escalated(T::Time::now()), Error::<T>::NotEscalated)
			},
			Review::Found(_) | Review::Settled(_) => return Err(Error::<T>::AlreadyReviewed.into()),
		}
		ensure!(used.actor.institution != actor.institution, Error::<T>::OwnInstitution);
		Self::decide(actor, id, used, finding)
	}

	/// Lays a finding down, with its consequences.
	fn decide(
		by: ActorOf<T>,
		id: BreakGlassId,
		mut used: BreakGlassUseOf<T>,
		finding: Finding,
	) -> DispatchResult {
		// Somebody may have changed over to the reviewing institution since.
		ensure!(used.actor.account != by.account, Error::<T>::OwnUse);
		let now = T::Time::now();
		if used.is_open(now) {
			// No reviewer takes away access that is justified.
			ensure!(finding == Finding::Unjustified, Error::<T>::StillOpen);
			used.ended = Some(now);
		}
		Self::forget_open(id, &used);

		let (disputed, before) = match &used.review {
			Review::Disputed { before, .. } => (true, before.as_ref()),
			Review::Awaited => {
				Self::relieve(id, &used, now);
				(false, None)
			},
			Review::Found(_) | Review::Settled(_) => (false, None),
		};
		let counted_before = before.and_then(|decision| decision.counted);
		let counted = Self::count_finding(&used.actor, counted_before, finding);
		let decision = Decision { finding, at: now, by: by.clone(), counted };
		used.review = if disputed { Review::Settled(decision) } else { Review::Found(decision) };
		let patient = used.patient;
		Uses::<T>::insert(id, used);

		Self::add_to_log(patient, Requester::Staff(by), Happening::Reviewed { id, finding }, None);
		Ok(())
	}

	pub(crate) fn do_dispute(who: T::AccountId, id: BreakGlassId) -> DispatchResult {
		let mut used = Uses::<T>::get(id).ok_or(Error::<T>::UseNotFound)?;
		ensure!(
			T::Patients::may(&who, &used.patient, Scope::Disclosure),
			Error::<T>::NotThePatient
		);
		let before = match &used.review {
			Review::Awaited => None,
			Review::Found(decision) => Some(decision.clone()),
			Review::Disputed { .. } | Review::Settled(_) => {
				return Err(Error::<T>::AlreadyDisputed.into())
			},
		};
		let since = before.as_ref().map_or(used.declared, |decision| decision.at);
		let now = T::Time::now();
		ensure!(now < since.saturating_add(T::DisputeTerm::get()), Error::<T>::DisputeTermOver);

		if before.is_none() {
			Self::relieve(id, &used, now);
		}
		used.review = Review::Disputed { at: now, before };
		let patient = used.patient;
		Uses::<T>::insert(id, used);

		Self::add_to_log(patient, Requester::Patient(who), Happening::Disputed { id }, None);
		Ok(())
	}

	pub(crate) fn do_set_reviewers(reviewers: ReviewersOf<T>) -> DispatchResult {
		let ascending =
			reviewers.iter().zip(reviewers.iter().skip(1)).all(|(this, next)| this < next);
		ensure!(ascending, Error::<T>::NotAscending);
		ensure!(
			reviewers.iter().all(|institution| T::Institutions::exists(*institution)),
			Error::<T>::UnknownInstitution
		);

		Reviewers::<T>::put(&reviewers);

		Self::deposit_event(Event::ReviewersSet { reviewers: reviewers.into_inner() });
		Ok(())
	}

	pub(crate) fn reviewer_info(institution: InstitutionId) -> ReviewerInfo {
		let Reviewing { outstanding, overdue } = Reviews::<T>::get(institution);
		let now = T::Time::now();
		let escalated =
			outstanding.iter().filter(|owed| owed.is_overdue(now)).map(|owed| owed.id).collect();
		ReviewerInfo { outstanding: outstanding.into_inner(), escalated, overdue }
	}

	/// Finds a reviewer for a use by the staff of `own`, and charges them with it.
	pub(crate) fn assign_reviewer(
		id: BreakGlassId,
		own: InstitutionId,
		due: Moment,
	) -> Option<InstitutionId> {
		let list = Reviewers::<T>::get();
		let turn = Rotation::<T>::get();
		Rotation::<T>::put(turn.wrapping_add(1));
		let owed_by_own = Reviews::<T>::get(own).outstanding;

		for candidate in candidates(&list, own, turn) {
			// Who waits for a verdict of the actor's institution isn't to give one on it.
			let reciprocal = owed_by_own.iter().any(|owed| owed.institution == candidate);
			if candidate == own
				|| reciprocal
				|| T::Institutions::kinds_in_force(candidate).is_none()
				|| T::Institutions::are_affiliated(own, candidate)
			{
				continue;
			}
			let mut reviewing = Reviews::<T>::get(candidate);
			if reviewing.outstanding.try_push(Owed { id, due, institution: own }).is_ok() {
				Reviews::<T>::insert(candidate, reviewing);
				return Some(candidate);
			}
		}
		None
	}

	/// The reviewer has nothing to do with a use any more, one way or another. If its time was up,
	/// that is remembered.
	fn relieve(id: BreakGlassId, used: &BreakGlassUseOf<T>, now: Moment) {
		let Some(reviewer) = used.reviewer else { return };
		Reviews::<T>::mutate(reviewer, |reviewing| {
			let overdue =
				reviewing.outstanding.iter().any(|owed| owed.id == id && owed.is_overdue(now));
			reviewing.outstanding.retain(|owed| owed.id != id);
			reviewing.overdue = reviewing.overdue.saturating_add(overdue.into());
		});
	}
}

/// The institutions to try in this turn.
///
/// A member of a list of `n` is reviewed by those in the first half of the circle behind it, its
/// offsets being `1..=(n - 1) / 2`. If that leads from one to another, the way back is longer than
/// half the circle: under one list no two review each other.
pub(crate) fn candidates(
	list: &[InstitutionId],
	own: InstitutionId,
	turn: u32,
) -> impl Iterator<Item = InstitutionId> + '_ {
	let all = count(list);
	let (first, span) = match list.binary_search(&own) {
		Ok(place) => {
			let behind = u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1);
			(behind, all.saturating_sub(1).checked_div(2).unwrap_or(0))
		},
		// It reviews nobody, so that anybody may review it.
		Err(_) => (0, all),
	};
	(0..span.min(CANDIDATES)).filter_map(move |step| {
		let offset = turn.checked_rem(span)?.saturating_add(step).checked_rem(span)?;
		let place = first.saturating_add(offset).checked_rem(all)?;
		list.get(usize::try_from(place).ok()?).copied()
	})
}
