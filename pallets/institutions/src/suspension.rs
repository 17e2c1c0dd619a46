// SPDX-License-Identifier: Apache-2.0

//! When institutions are in force.

use crate::{pallet::*, ActorOf, InstitutionOf};
use frame_support::{ensure, traits::Get};
use galen_primitives::{
	seams::OnStanding,
	standing::{Authority, Reason},
	InstitutionId, Moment,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_suspend(
		id: InstitutionId,
		reason: Reason,
		until: Option<Moment>,
	) -> DispatchResult {
		let by = Authority::Governance;
		Self::mutate_institution(id, |institution, now| {
			Ok(institution.standing.suspend(now, until, reason, by)?)
		})?;
		T::OnStanding::excluded(id);
		Self::deposit_event(Event::InstitutionSuspended { institution: id, reason, until, by });
		Ok(())
	}

	pub(crate) fn do_suspend_provisionally(
		regulator: ActorOf<T>,
		id: InstitutionId,
		reason: Reason,
	) -> DispatchResult {
		ensure!(regulator.institution != id, Error::<T>::OwnInstitution);
		let by = Authority::Regulator(regulator.institution);
		let term = T::ProvisionalTerm::get();
		let until = Self::mutate_institution(id, |institution, now| {
			// A chain of provisional suspensions would be one that nobody has ratified.
			let rests = institution.standing.suspensions().iter().any(|past| {
				past.by == by
					&& past
						.period
						.until
						.is_some_and(|end| end <= now && now < end.saturating_add(term))
			});
			ensure!(!rests, Error::<T>::TooSoon);
			let until = Some(now.saturating_add(term));
			institution.standing.suspend(now, until, reason, by)?;
			Ok(until)
		})?;
		// `OnStanding` isn't told: one regulator decides nothing in governance's stead.
		Self::deposit_event(Event::InstitutionSuspended { institution: id, reason, until, by });
		Ok(())
	}

	pub(crate) fn do_ratify_suspension(id: InstitutionId) -> DispatchResult {
		Self::mutate_institution(id, |institution, now| {
			let imposed = institution.standing.suspension_at(now).map(|suspension| suspension.by);
			ensure!(
				matches!(imposed, None | Some(Authority::Regulator(_))),
				Error::<T>::NotProvisional
			);
			Ok(institution.standing.ratify(now)?)
		})?;
		T::OnStanding::excluded(id);
		Self::deposit_event(Event::SuspensionRatified { institution: id });
		Ok(())
	}

	pub(crate) fn do_lift_suspension(id: InstitutionId, by: Authority) -> DispatchResult {
		Self::mutate_institution(id, |institution, now| {
			let imposed = institution.standing.suspension_at(now).map(|suspension| suspension.by);
			// Ratification has made it governance's.
			ensure!(
				by == Authority::Governance || imposed.is_none_or(|imposed| imposed == by),
				Error::<T>::NotImposedByYou
			);
			Ok(institution.standing.lift(now)?)
		})?;
		T::OnStanding::reinstated(id);
		Self::deposit_event(Event::SuspensionLifted { institution: id, by });
		Ok(())
	}

	pub(crate) fn do_retire(id: InstitutionId, reason: Reason) -> DispatchResult {
		Self::mutate_institution(id, |institution, now| {
			Ok(institution.standing.end(now, reason)?)
		})?;
		Electorate::<T>::mutate(|electorate| electorate.retain(|(member, _)| *member != id));
		T::OnStanding::excluded(id);
		Self::deposit_event(Event::InstitutionRetired { institution: id, reason });
		Ok(())
	}

	/// Whether the institution was retired, or never admitted.
	pub fn has_left(id: InstitutionId) -> bool {
		Institutions::<T>::get(id).is_none_or(|institution| institution.standing.ended().is_some())
	}

	/// Whether governance has suspended the institution, or ratified its suspension. That of a
	/// regulator, for a term, doesn't count.
	pub fn is_suspended_by_governance(id: InstitutionId) -> bool {
		Institutions::<T>::get(id).is_some_and(|institution| {
			institution
				.standing
				.suspension_at(Self::now())
				.is_some_and(|suspension| suspension.by == Authority::Governance)
		})
	}

	/// Changes the hot part of an institution.
	fn mutate_institution<R>(
		id: InstitutionId,
		change: impl FnOnce(&mut InstitutionOf<T>, Moment) -> Result<R, Error<T>>,
	) -> Result<R, Error<T>> {
		Institutions::<T>::try_mutate(id, |slot| {
			change(slot.as_mut().ok_or(Error::<T>::UnknownInstitution)?, Self::now())
		})
	}
}
