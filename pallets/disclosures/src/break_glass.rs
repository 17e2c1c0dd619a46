// SPDX-License-Identifier: Apache-2.0

//! Breaking the glass, and what the actor owes for it.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	access::PRIVILEGED_GROUP,
	seams::{self, Groups, Patients},
	time::CLOCK_DRIFT,
	BreakGlassId, Digest, Moment, PatientId,
};

impl<AccountId> BreakGlassUse<AccountId> {
	/// Whether it gives access `now`.
	pub fn is_open(&self, now: Moment) -> bool {
		now < self.expires && self.ended.is_none()
	}

	/// Whether the reasons were stated.
	pub fn statement_status(&self, now: Moment) -> StatementStatus {
		match self.statement {
			Some(statement) if statement.at < self.statement_due => StatementStatus::Given,
			Some(_) => StatementStatus::GivenLate,
			None if now < self.statement_due => StatementStatus::Due,
			None => StatementStatus::Missing,
		}
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_declare(
		actor: ActorOf<T>,
		patient: PatientId,
		reason: BreakGlassReason,
		occurred: Moment,
	) -> DispatchResult {
		let now = Self::now_unless_before(occurred)?;
		ensure!(now.saturating_sub(occurred) <= T::MaxLateness::get(), Error::<T>::TooLate);
		ensure!(
			T::Groups::groups_of(&actor.account).contains(&PRIVILEGED_GROUP),
			Error::<T>::NotPrivileged
		);
		ensure!(T::Patients::is_open(&patient), Error::<T>::PatientNotOpen);

		let late = now.saturating_sub(occurred) > CLOCK_DRIFT;
		let from = if late { occurred } else { now };
		let expires = from.saturating_add(T::BreakGlassTerm::get());
		let statement_due = now.saturating_add(T::StatementTerm::get());
		let id = UseCount::<T>::get();

		// The rights come before what else can stand in the way: who has lost them is told so.
		let mut privilege = Privileges::<T>::get(&actor.account);
		ensure!(privilege.conduct.faults(now) == 0, Error::<T>::RightSuspended);
		let mut conduct = Conducts::<T>::get(actor.institution);
		ensure!(
			conduct.faults(now) < T::MaxUnjustified::get(),
			Error::<T>::InstitutionRightSuspended
		);
		privilege.uses.retain(|at| now < at.saturating_add(T::RateWindow::get()));
		privilege.uses.try_push(now).map_err(|_| Error::<T>::RateLimited)?;
		let awaited = Awaited { id, due: statement_due };
		// Never full where the uses aren't: what is awaited was declared within the window.
		privilege.conduct.awaiting.try_push(awaited).map_err(|_| Error::<T>::RateLimited)?;
		conduct.settle(now);
		conduct.awaiting.try_push(awaited).map_err(|_| Error::<T>::TooManyStatementsDue)?;
		// What is over by now stands in nobody's way, nor does it take an open use's place.
		let is_open = now < expires;
		ensure!(
			!is_open || Self::open_use_of(&actor.account, &patient).is_none(),
			Error::<T>::AlreadyOpen
		);

		let review_due = expires.max(now).saturating_add(T::ReviewTerm::get());
		let reviewer = Self::assign_reviewer(id, actor.institution, review_due);
		if is_open {
			OpenUses::<T>::insert(&actor.account, patient, id);
		}
		Privileges::<T>::insert(&actor.account, privilege);
		Conducts::<T>::insert(actor.institution, conduct);
		UseCount::<T>::put(id.saturating_add(1));
		Uses::<T>::insert(
			id,
			BreakGlassUse {
				patient,
				actor: actor.clone(),
				reason,
				declared: now,
				late,
				from,
				expires,
				ended: None,
				statement_due,
				statement: None,
				reviewer,
				review_due,
				review: Review::Awaited,
			},
		);

		let what = Happening::GlassBroken { id, reason, from, expires, late, reviewer };
		Self::add_to_log(patient, Requester::Staff(actor), what, None);
		Ok(())
	}

	pub(crate) fn do_end_use(who: T::AccountId, id: BreakGlassId) -> DispatchResult {
		let mut used = Self::use_by(&who, id)?;
		let now = T::Time::now();
		ensure!(used.is_open(now), Error::<T>::NotOpen);

		used.ended = Some(now);
		Self::forget_open(id, &used);
		Uses::<T>::insert(id, &used);

		let what = Happening::GlassClosed { id };
		Self::add_to_log(used.patient, Requester::Staff(used.actor), what, None);
		Ok(())
	}

	pub(crate) fn do_state_reasons(
		who: T::AccountId,
		id: BreakGlassId,
		statement: Digest,
	) -> DispatchResult {
		ensure!(!statement.is_zero(), Error::<T>::ZeroDigest);
		let mut used = Self::use_by(&who, id)?;
		ensure!(used.statement.is_none(), Error::<T>::AlreadyStated);

		let now = T::Time::now();
		used.statement = Some(Statement { content: statement, at: now });
		Self::statement_arrived(&used.actor, id, now);
		Uses::<T>::insert(id, &used);

		let late = used.statement_due <= now;
		let what = Happening::ReasonsStated { id, statement, late };
		Self::add_to_log(used.patient, Requester::Staff(used.actor), what, None);
		Ok(())
	}

	pub(crate) fn use_info(id: BreakGlassId) -> Option<BreakGlassInfo<T::AccountId>> {
		let declared = Uses::<T>::get(id)?;
		let now = T::Time::now();
		Some(BreakGlassInfo {
			open: declared.is_open(now),
			statement: declared.statement_status(now),
			review: declared.review_status(now),
			declared,
		})
	}

	/// The use that gives `who` access now: two reads.
	pub(crate) fn open_use_of(who: &T::AccountId, patient: &PatientId) -> Option<BreakGlassId> {
		let id = OpenUses::<T>::get(who, patient)?;
		Uses::<T>::get(id).filter(|used| used.is_open(T::Time::now())).map(|_| id)
	}

	/// Takes a use out of the way that gives no access any more.
	pub(crate) fn forget_open(id: BreakGlassId, used: &BreakGlassUseOf<T>) {
		if OpenUses::<T>::get(&used.actor.account, used.patient) == Some(id) {
			OpenUses::<T>::remove(&used.actor.account, used.patient);
		}
	}

	fn use_by(who: &T::AccountId, id: BreakGlassId) -> Result<BreakGlassUseOf<T>, Error<T>> {
		let used = Uses::<T>::get(id).ok_or(Error::<T>::UseNotFound)?;
		ensure!(used.actor.account == *who, Error::<T>::NotTheActor);
		Ok(used)
	}
}

impl<T: Config> seams::BreakGlass<T::AccountId> for Pallet<T> {
	fn open_use(who: &T::AccountId, patient: &PatientId) -> Option<BreakGlassId> {
		Self::open_use_of(who, patient)
	}
}
