// SPDX-License-Identifier: Apache-2.0

//! Who speaks for a patient besides the controller.
//!
//! A claimed patient's representatives were appointed by its controller, an unclaimed one's by its
//! sponsor: the claim ends the latter, so that nothing needs to say who appointed whom.

use crate::{
	types::{is_before, PatientAccount, Representative},
	Accounts, Config, Error, Event, Pallet, RepresentativeOf, Representatives,
};
use alloc::vec::Vec;
use frame_support::{ensure, pallet_prelude::*};
use galen_primitives::{InstitutionId, Moment, PatientId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_appoint_by_controller(
		who: &T::AccountId,
		representative: RepresentativeOf<T>,
	) -> Result<usize, DispatchError> {
		Self::ensure_sound(&representative)?;
		let (id, sponsor) = Self::controlled_by(who)?;
		Self::open_patient(&id)?;
		Self::do_appoint(id, sponsor, representative)
	}

	pub(crate) fn do_appoint_by_sponsor(
		by: InstitutionId,
		id: PatientId,
		representative: RepresentativeOf<T>,
	) -> Result<usize, DispatchError> {
		Self::ensure_sound(&representative)?;
		Self::unclaimed_patient(&id, by)?;
		Self::do_appoint(id, by, representative)
	}

	fn ensure_sound(representative: &RepresentativeOf<T>) -> DispatchResult {
		let Representative { scopes, until, evidence, since, .. } = representative;
		ensure!(scopes.is_valid(), Error::<T>::InvalidScopes);
		ensure!(is_before(*since, *until), Error::<T>::Expired);
		ensure!(!evidence.is_zero(), Error::<T>::NoEvidence);
		Ok(())
	}

	/// Makes room by removing those whose term has ended. Returns how many those were.
	fn do_appoint(
		id: PatientId,
		sponsor: InstitutionId,
		representative: RepresentativeOf<T>,
	) -> Result<usize, DispatchError> {
		let Representative { account, kind, scopes, until, evidence, since: now } =
			representative.clone();
		let mut list = Representatives::<T>::get(id);
		let lapsed: Vec<T::AccountId> = list
			.iter()
			.filter(|other| !is_before(now, other.until))
			.map(|other| other.account.clone())
			.collect();
		list.retain(|other| is_before(now, other.until));
		list.try_push(representative).map_err(|_| Error::<T>::TooManyRepresentatives)?;
		if lapsed.contains(&account) {
			Self::ensure_not_staff(&account)?;
		} else {
			Self::ensure_unused(&account, Some(id))?;
		}

		lapsed.iter().for_each(|lapsed| Self::release(lapsed, id));
		Self::bind(
			&account,
			PatientAccount::Representative { patient: id, sponsor, scopes, until },
		);
		Representatives::<T>::insert(id, list);
		Self::deposit_event(Event::RepresentativeAppointed {
			patient: id,
			account,
			kind,
			scopes,
			until,
			evidence,
		});
		Ok(lapsed.len())
	}

	/// The patient that `account` represents, in force or not.
	fn represented_by(account: &T::AccountId) -> Result<PatientId, Error<T>> {
		match Accounts::<T>::get(account) {
			Some(PatientAccount::Representative { patient, .. }) => Ok(patient),
			_ => Err(Error::<T>::NotRepresentative),
		}
	}

	pub(crate) fn do_dismiss_by_sponsor(
		by: InstitutionId,
		who: T::AccountId,
		account: T::AccountId,
	) -> DispatchResult {
		let id = Self::represented_by(&account)?;
		let patient = Self::sponsored_patient(&id, by)?;
		ensure!(!patient.is_claimed(), Error::<T>::AlreadyClaimed);
		Self::do_dismiss(id, who, account);
		Ok(())
	}

	pub(crate) fn do_dismiss_by_patient(
		who: T::AccountId,
		account: T::AccountId,
	) -> DispatchResult {
		let id = Self::represented_by(&account)?;
		let resigns = who == account;
		let controls = || Self::controlled_by(&who).is_ok_and(|(controlled, _)| controlled == id);
		ensure!(resigns || controls(), Error::<T>::NotAuthorized);
		Self::do_dismiss(id, who, account);
		Ok(())
	}

	fn do_dismiss(id: PatientId, by: T::AccountId, account: T::AccountId) {
		Representatives::<T>::mutate_exists(id, |entry| {
			let mut list = entry.take().unwrap_or_default();
			list.retain(|representative| representative.account != account);
			*entry = (!list.is_empty()).then_some(list);
		});
		Self::release(&account, id);
		Self::deposit_event(Event::RepresentativeDismissed { patient: id, account, by });
	}

	/// Those who represent the patient at `now`.
	pub(crate) fn representatives_at(id: &PatientId, now: Moment) -> Vec<RepresentativeOf<T>> {
		let mut list = Representatives::<T>::get(id).into_inner();
		list.retain(|representative| is_before(now, representative.until));
		list
	}
}
