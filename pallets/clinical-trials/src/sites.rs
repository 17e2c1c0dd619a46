// SPDX-License-Identifier: Apache-2.0

//! Sites, their investigators, and the delegation log.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{seams::Institutions, InstitutionId, InstitutionKind, Moment, StudyId};

/// What is the principal investigator's own: everything but learning arms before the others, which
/// has to be delegated by name.
pub(crate) const INVESTIGATORS: Duties =
	Duties { bits: Duties::ALL.bits & !Duty::Unblinding.set().bits };

impl<T: Config> Pallet<T> {
	pub(crate) fn do_initiate_site(
		actor: ActorOf<T>,
		id: StudyId,
		at: SiteId,
		investigator: T::AccountId,
		committee: InstitutionId,
	) -> DispatchResult {
		let study = Self::study_of(id)?;
		Self::ensure_sponsor(&actor, &study)?;
		ensure!(!study.status.is_final(), Error::<T>::NotUnderWay);
		// Whoever writes what subjects say isn't whoever pays for it.
		ensure!(at != study.sponsor, Error::<T>::SponsorsStaff);
		ensure!(!Sites::<T>::contains_key(id, at), Error::<T>::AlreadyInitiated);
		let kinds = T::Institutions::kinds_in_force(at).ok_or(Error::<T>::UnknownInstitution)?;
		ensure!(kinds.contains(InstitutionKind::CareProvider), Error::<T>::NotACareProvider);
		Self::ensure_committee(&study, committee)?;
		let site = Site {
			investigator: investigator.clone(),
			department: 0,
			committee,
			status: SiteStatus::Initiated,
			initiated: T::Time::now(),
		};
		Sites::<T>::insert(id, at, site);

		Self::deposit_event(Event::SiteInitiated { study: id, site: at, investigator, committee });
		Ok(())
	}

	pub(crate) fn do_open_site(actor: ActorOf<T>, id: StudyId) -> DispatchResult {
		let at = actor.institution;
		let mut site = Self::site_of(id, at)?;
		ensure!(site.investigator == actor.account, Error::<T>::NotPrincipalInvestigator);
		match site.status {
			SiteStatus::Initiated => {},
			SiteStatus::Open => return Err(Error::<T>::SiteAlreadyOpen.into()),
			SiteStatus::Closed => return Err(Error::<T>::SiteIsClosed.into()),
		}
		let study = Self::study_of(id)?;
		ensure!(!study.status.is_final(), Error::<T>::NotUnderWay);
		let now = T::Time::now();
		Self::ensure_site_approved(id, study.basis, at, &site, now)?;
		Self::write_log(id, at, &actor.account, INVESTIGATORS, None, now)?;
		site.status = SiteStatus::Open;
		site.department = actor.department;
		Sites::<T>::insert(id, at, site);

		Self::deposit_event(Event::SiteOpened { study: id, site: at });
		Ok(())
	}

	pub(crate) fn do_replace_investigator(
		actor: ActorOf<T>,
		id: StudyId,
		at: SiteId,
		investigator: T::AccountId,
	) -> DispatchResult {
		let study = Self::study_of(id)?;
		Self::ensure_sponsor(&actor, &study)?;
		let mut site = Self::site_of(id, at)?;
		ensure!(site.status != SiteStatus::Closed, Error::<T>::SiteIsClosed);
		if site.status == SiteStatus::Open {
			// What the former one has delegated stays delegated; the own duties end.
			let now = T::Time::now();
			Self::write_log(id, at, &site.investigator, Duties::NONE, None, now)?;
			site.status = SiteStatus::Initiated;
		}
		site.investigator = investigator.clone();
		Sites::<T>::insert(id, at, site);

		Self::deposit_event(Event::InvestigatorReplaced { study: id, site: at, investigator });
		Ok(())
	}

	pub(crate) fn do_close_site(actor: ActorOf<T>, id: StudyId, at: SiteId) -> DispatchResult {
		let study = Self::study_of(id)?;
		let mut site = Self::site_of(id, at)?;
		ensure!(
			actor.institution == study.sponsor || actor.account == site.investigator,
			Error::<T>::NotPrincipalInvestigator
		);
		ensure!(site.status != SiteStatus::Closed, Error::<T>::SiteIsClosed);
		site.status = SiteStatus::Closed;
		Sites::<T>::insert(id, at, site);

		Self::deposit_event(Event::SiteClosed { study: id, site: at });
		Ok(())
	}

	pub(crate) fn do_delegate(
		actor: ActorOf<T>,
		id: StudyId,
		account: T::AccountId,
		duties: Duties,
		until: Option<Moment>,
	) -> DispatchResult {
		ensure!(duties.is_known(), Error::<T>::UnknownDuty);
		let now = T::Time::now();
		ensure!(until.is_none_or(|until| now < until), Error::<T>::InvalidTerm);
		let at = actor.institution;
		let site = Self::site_of(id, at)?;
		ensure!(site.investigator == actor.account, Error::<T>::NotPrincipalInvestigator);
		// A closed site still looks after its subjects, and its people change.
		ensure!(site.status != SiteStatus::Initiated, Error::<T>::SiteNotOpen);
		Self::write_log(id, at, &account, duties, until, now)?;

		Self::deposit_event(Event::Delegated { study: id, site: at, account, duties, until });
		Ok(())
	}

	/// Ends what an account may do at a site, and begins what it may do from now on. What it could
	/// do before stays written.
	fn write_log(
		id: StudyId,
		at: SiteId,
		account: &T::AccountId,
		duties: Duties,
		until: Option<Moment>,
		now: Moment,
	) -> Result<(), Error<T>> {
		Delegations::<T>::try_mutate((id, at), account, |log| {
			let mut changed = false;
			if let Some(last) = log.last_mut() {
				if last.is_in_force(now) {
					last.until = Some(now);
					changed = true;
				}
			}
			if duties.is_empty() {
				ensure!(changed, Error::<T>::NothingDelegated);
				return Ok(());
			}
			log.try_push(Delegation { duties, from: now, until })
				.map_err(|_| Error::<T>::TooManyDelegations)
		})
	}

	/// A site.
	pub(crate) fn site_of(id: StudyId, at: SiteId) -> Result<SiteOf<T>, Error<T>> {
		Sites::<T>::get(id, at).ok_or(Error::<T>::UnknownSite)
	}

	/// Whether a duty was delegated to an account at a moment.
	pub(crate) fn is_delegated(
		id: StudyId,
		at: SiteId,
		account: &T::AccountId,
		duty: Duty,
		moment: Moment,
	) -> bool {
		Delegations::<T>::get((id, at), account)
			.iter()
			.any(|line| line.duties.contains(duty) && line.was_in_force(moment))
	}

	/// Whether a duty is delegated to an account now: what was written last counts.
	pub(crate) fn ensure_delegated(
		id: StudyId,
		at: SiteId,
		account: &T::AccountId,
		duty: Duty,
		now: Moment,
	) -> Result<(), Error<T>> {
		let log = Delegations::<T>::get((id, at), account);
		let line =
			log.last().filter(|line| line.is_in_force(now)).ok_or(Error::<T>::NotDelegated)?;
		ensure!(line.duties.contains(duty), Error::<T>::NotDelegated);
		Ok(())
	}
}
