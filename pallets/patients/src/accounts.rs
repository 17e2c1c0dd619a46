// SPDX-License-Identifier: Apache-2.0

//! Which account serves which patient, and who pays for it.
//!
//! An account serves one patient in one way, for good: were it to serve two, it would link them.
//! So an entry never leaves [`Accounts`], and each holds one provider reference that is never
//! given back. Without that reference the account's record would be dropped, its nonce would
//! start again at zero, and everything it ever signed could be submitted once more.

use crate::{types::is_before, Accounts, Config, Error, Pallet, Patients, SponsorshipOffers};
use crate::{PatientAccount, Scope, Status};
use frame_support::{
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	seams::{self, Institutions, Staff},
	InstitutionId, InstitutionKind, Moment, PatientId,
};

impl<T: Config> Pallet<T> {
	/// The chain's time.
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	/// The patient that `who` speaks for in matters of `scope`: its controller does, and a
	/// representative in force whose scopes cover it.
	///
	/// This says who. Whether anything can still be done in the patient's name is
	/// [`seams::Patients::is_open`].
	pub(crate) fn acts_for(who: &T::AccountId, scope: Scope) -> Result<PatientId, Error<T>> {
		Accounts::<T>::get(who)
			.and_then(|account| account.speaks_for(scope, Self::now()))
			.ok_or(Error::<T>::NotAuthorized)
	}

	/// The patient that `who` controls, and its sponsor.
	pub(crate) fn controlled_by(
		who: &T::AccountId,
	) -> Result<(PatientId, InstitutionId), Error<T>> {
		match Accounts::<T>::get(who) {
			Some(PatientAccount::Controller { patient, sponsor }) => Ok((patient, sponsor)),
			_ => Err(Error::<T>::NotController),
		}
	}

	/// Refuses an account that can't begin to serve `patient` or, with `None`, one not opened yet.
	///
	/// A voucher that has lapsed binds nobody, and whoever served the patient before may again.
	pub(crate) fn ensure_unused(
		account: &T::AccountId,
		patient: Option<PatientId>,
	) -> Result<(), Error<T>> {
		let unused = match Accounts::<T>::get(account) {
			None => true,
			Some(PatientAccount::VoucherHolder { expires, .. }) => expires <= Self::now(),
			Some(PatientAccount::Former { patient: served }) => Some(served) == patient,
			Some(_) => false,
		};
		ensure!(unused, Error::<T>::AccountInUse);
		Self::ensure_not_staff(account)
	}

	/// Refuses somebody's staff: the two capacities would link a person to a patient.
	pub(crate) fn ensure_not_staff(account: &T::AccountId) -> Result<(), Error<T>> {
		ensure!(!T::Staff::is_staff(account), Error::<T>::AccountInUse);
		Ok(())
	}

	/// Makes `account` what `serves` says, with a provider reference if it is new here.
	pub(crate) fn bind(account: &T::AccountId, serves: PatientAccount) {
		let before = Accounts::<T>::mutate(account, |entry| entry.replace(serves));
		if before.is_none() {
			frame_system::Pallet::<T>::inc_providers(account);
		}
	}

	/// Ends what `account` does for `patient`. It keeps its entry and its provider reference.
	pub(crate) fn release(account: &T::AccountId, patient: PatientId) {
		Accounts::<T>::insert(account, PatientAccount::Former { patient });
	}

	/// Writes the patient's sponsor into an account that serves it.
	pub(crate) fn rebind_sponsor(account: &T::AccountId, to: InstitutionId) {
		Accounts::<T>::mutate(account, |entry| {
			if let Some(
				PatientAccount::Controller { sponsor, .. }
				| PatientAccount::Representative { sponsor, .. },
			) = entry
			{
				*sponsor = to;
			}
		});
	}

	/// Refuses an institution that isn't a care provider in force.
	pub(crate) fn ensure_care_provider(institution: InstitutionId) -> Result<(), Error<T>> {
		let kinds = T::Institutions::kinds_in_force(institution);
		ensure!(
			kinds.is_some_and(|kinds| kinds.contains(InstitutionKind::CareProvider)),
			Error::<T>::NotCareProvider
		);
		Ok(())
	}

	/// Refuses an end that has passed or lies further ahead than `Max`.
	pub(crate) fn ensure_term<Max: Get<Moment>>(expires: Moment) -> Result<(), Error<T>> {
		let now = Self::now();
		ensure!(now < expires, Error::<T>::Expired);
		ensure!(expires <= now.saturating_add(Max::get()), Error::<T>::TermTooLong);
		Ok(())
	}
}

impl<T: Config> seams::Patients<T::AccountId> for Pallet<T> {
	fn is_open(patient: &PatientId) -> bool {
		Patients::<T>::get(patient).is_some_and(|patient| patient.status == Status::Open)
	}

	fn is_claimed(patient: &PatientId) -> bool {
		Patients::<T>::get(patient).is_none_or(|patient| patient.is_claimed())
	}

	fn may(who: &T::AccountId, patient: &PatientId, scope: Scope) -> bool {
		Self::acts_for(who, scope).is_ok_and(|acts_for| acts_for == *patient)
	}

	fn closed_to_break_glass(patient: &PatientId) -> u64 {
		Patients::<T>::get(patient).map_or(u64::MAX, |patient| patient.closed_to_break_glass)
	}
}

impl<T: Config> seams::PatientSponsors<T::AccountId> for Pallet<T> {
	fn is_patients(who: &T::AccountId) -> bool {
		Accounts::<T>::contains_key(who)
	}

	/// One read, as long as the sponsor is in force.
	///
	/// If it isn't, a standing offer of another institution pays: the patient of a hospital that
	/// was closed could not send the transaction that accepts the offer otherwise.
	fn sponsor(who: &T::AccountId) -> Option<InstitutionId> {
		let (patient, sponsor) = match Accounts::<T>::get(who)? {
			PatientAccount::Controller { patient, sponsor } => (patient, sponsor),
			PatientAccount::Representative { patient, sponsor, until, .. } => {
				is_before(Self::now(), until).then_some((patient, sponsor))?
			},
			PatientAccount::VoucherHolder { sponsor, expires } => {
				return (Self::now() < expires).then_some(sponsor)
			},
			PatientAccount::Candidate { .. } | PatientAccount::Former { .. } => return None,
		};
		if T::Institutions::kinds_in_force(sponsor).is_some() {
			return Some(sponsor);
		}
		SponsorshipOffers::<T>::get(patient)
			.filter(|offer| Self::now() < offer.expires)
			.map_or(Some(sponsor), |offer| Some(offer.institution))
	}
}
