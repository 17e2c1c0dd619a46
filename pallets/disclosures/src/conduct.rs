// SPDX-License-Identifier: Apache-2.0

//! The right to break the glass, and how it is lost: by uses that are found unjustified and by
//! statements that aren't here in time. One of either suspends the actor's right,
//! [`Config::MaxUnjustified`] of both together the institution's, until a regulator restores it.
//!
//! That a statement is missing is nobody's to find out: whoever reads the list of what is awaited
//! sees what is overdue.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{BreakGlassId, Moment};

impl Awaited {
	/// Whether its time is up.
	pub const fn is_overdue(&self, now: Moment) -> bool {
		self.due <= now
	}
}

impl<Max: Get<u32>> Conduct<Max> {
	/// How many statements are missing `now`.
	pub fn missing(&self, now: Moment) -> u32 {
		let overdue = self.awaiting.iter().filter(|awaited| awaited.is_overdue(now)).count();
		self.missing.saturating_add(u32::try_from(overdue).unwrap_or(u32::MAX))
	}

	/// What stands against it `now`.
	pub fn faults(&self, now: Moment) -> u32 {
		self.unjustified.saturating_add(self.missing(now))
	}

	/// As it is shown, for a right that goes with so many faults.
	pub fn info(self, now: Moment, limit: u32) -> RightInfo {
		RightInfo {
			suspended: self.faults(now) >= limit,
			unjustified: self.unjustified,
			missing: self.missing(now),
			awaiting: self.awaiting.into_inner(),
		}
	}

	/// Counts what is overdue for good, so that there is room for what is to come.
	pub(crate) fn settle(&mut self, now: Moment) {
		self.missing = self.missing(now);
		self.awaiting.retain(|awaited| !awaited.is_overdue(now));
	}

	/// Awaits no longer what has come, and remembers if it was late.
	fn arrived(&mut self, id: BreakGlassId, now: Moment) {
		let missing = self.awaiting.iter().any(|one| one.id == id && one.is_overdue(now));
		self.missing = self.missing.saturating_add(missing.into());
		self.awaiting.retain(|awaited| awaited.id != id);
	}

	/// Begins afresh. What isn't due yet still is.
	fn restore(&mut self, now: Moment) {
		self.awaiting.retain(|awaited| !awaited.is_overdue(now));
		self.unjustified = 0;
		self.missing = 0;
		self.restorations = self.restorations.saturating_add(1);
	}

	/// Takes a finding off that was counted, if it still is.
	fn forgive(&mut self, counted_at: u32) {
		if counted_at == self.restorations {
			self.unjustified = self.unjustified.saturating_sub(1);
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Awaits the statement of a use no longer, which is here.
	pub(crate) fn statement_arrived(actor: &ActorOf<T>, id: BreakGlassId, now: Moment) {
		Privileges::<T>::mutate(&actor.account, |privilege| privilege.conduct.arrived(id, now));
		Conducts::<T>::mutate(actor.institution, |conduct| conduct.arrived(id, now));
	}

	/// Counts a finding, in the place of one before. What to remember of it.
	pub(crate) fn count_finding(
		actor: &ActorOf<T>,
		before: Option<Counted>,
		finding: Finding,
	) -> Option<Counted> {
		if before.is_none() && finding == Finding::Justified {
			return None;
		}
		Privileges::<T>::mutate(&actor.account, |Privilege { conduct: own, .. }| {
			Conducts::<T>::mutate(actor.institution, |institutions| {
				if let Some(Counted { actor, institution }) = before {
					own.forgive(actor);
					institutions.forgive(institution);
				}
				(finding == Finding::Unjustified).then(|| {
					own.unjustified = own.unjustified.saturating_add(1);
					institutions.unjustified = institutions.unjustified.saturating_add(1);
					Counted { actor: own.restorations, institution: institutions.restorations }
				})
			})
		})
	}

	pub(crate) fn do_restore_right(actor: ActorOf<T>, account: T::AccountId) -> DispatchResult {
		ensure!(actor.account != account, Error::<T>::OwnRight);
		let now = T::Time::now();
		let mut privilege = Privileges::<T>::get(&account);
		ensure!(privilege.conduct.faults(now) > 0, Error::<T>::NotSuspended);

		privilege.conduct.restore(now);
		Privileges::<T>::insert(&account, privilege);

		Self::deposit_event(Event::RightRestored { account, by: actor.account });
		Ok(())
	}

	pub(crate) fn do_restore_institution(
		actor: ActorOf<T>,
		institution: InstitutionId,
	) -> DispatchResult {
		ensure!(actor.institution != institution, Error::<T>::OwnInstitution);
		let now = T::Time::now();
		let mut conduct = Conducts::<T>::get(institution);
		ensure!(conduct.faults(now) >= T::MaxUnjustified::get(), Error::<T>::NotSuspended);

		conduct.restore(now);
		Conducts::<T>::insert(institution, conduct);

		Self::deposit_event(Event::InstitutionRestored { institution, by: actor.account });
		Ok(())
	}
}
