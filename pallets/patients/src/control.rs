// SPDX-License-Identifier: Apache-2.0

//! What a pseudonym's controller decides: who controls it next, which compartments stay closed in
//! an emergency, and when it ends. And what its sponsor records: a death.

use crate::{
	types::{Control, PatientAccount, Scope, Status},
	Config, Error, Event, Pallet, PatientOf, Patients, Recoveries, Representatives,
	SponsorshipOffers,
};
use frame_support::{ensure, pallet_prelude::*};
use galen_primitives::{Actor, InstitutionId, PatientId};

impl<T: Config> Pallet<T> {
	/// Gives control of `patient` to `to`, which [`Self::ensure_unused`] has passed.
	pub(crate) fn hand_over(id: PatientId, patient: &mut PatientOf<T>, to: &T::AccountId) {
		if let Control::Controlled { account } = &patient.control {
			Self::release(account, id);
		}
		Self::bind(to, PatientAccount::Controller { patient: id, sponsor: patient.sponsor });
		patient.control = Control::Controlled { account: to.clone() };
	}

	pub(crate) fn do_rotate_controller(from: T::AccountId, to: T::AccountId) -> DispatchResult {
		let (id, _) = Self::controlled_by(&from)?;
		let mut patient = Self::open_patient(&id)?;
		Self::ensure_unused(&to, Some(id))?;
		Self::void_recovery(&id, &mut patient)?;
		Self::hand_over(id, &mut patient, &to);
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::ControllerRotated { patient: id, from, to });
		Ok(())
	}

	pub(crate) fn do_set_compartments(who: T::AccountId, closed: u64) -> DispatchResult {
		let id = Self::acts_for(&who, Scope::Consent)?;
		let mut patient = Self::open_patient(&id)?;
		patient.closed_to_break_glass = closed;
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::CompartmentsSet {
			patient: id,
			closed_to_break_glass: closed,
			by: who,
		});
		Ok(())
	}

	/// A recovery that runs ends: were the record an error, its delay would have passed unheard.
	pub(crate) fn do_record_death(by: Actor<T::AccountId>, id: PatientId) -> DispatchResult {
		let mut patient = Self::open_patient(&id)?;
		ensure!(patient.sponsor == by.institution, Error::<T>::NotSponsor);
		Self::void_recovery(&id, &mut patient)?;
		patient.status = Status::Deceased { recorded: Self::now() };
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::DeathRecorded { patient: id, by: by.account });
		Ok(())
	}

	pub(crate) fn do_reverse_death(by: Actor<T::AccountId>, id: PatientId) -> DispatchResult {
		let mut patient = Self::sponsored_patient(&id, by.institution)?;
		ensure!(matches!(patient.status, Status::Deceased { .. }), Error::<T>::NotDeceased);
		patient.status = Status::Open;
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::DeathReversed { patient: id, by: by.account });
		Ok(())
	}

	pub(crate) fn do_close_by_sponsor(
		by: InstitutionId,
		id: PatientId,
	) -> Result<usize, DispatchError> {
		let patient = Self::unclaimed_patient(&id, by)?;
		Self::do_close(id, patient)
	}

	pub(crate) fn do_close_by_controller(
		who: &T::AccountId,
		id: PatientId,
	) -> Result<usize, DispatchError> {
		let (controlled, _) = Self::controlled_by(who)?;
		ensure!(controlled == id, Error::<T>::NotController);
		let patient = Self::open_patient(&id)?;
		Self::do_close(id, patient)
	}

	/// Ends everything that was granted over the patient. Returns how many representatives.
	fn do_close(id: PatientId, mut patient: PatientOf<T>) -> Result<usize, DispatchError> {
		Self::void_recovery(&id, &mut patient)?;
		Recoveries::<T>::remove(id);
		SponsorshipOffers::<T>::remove(id);
		let ended = Representatives::<T>::take(id);
		ended.iter().for_each(|ended| Self::release(&ended.account, id));
		if let Control::Controlled { account } = &patient.control {
			Self::release(account, id);
		}
		patient.status = Status::Closed { at: Self::now() };
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::PatientClosed { patient: id });
		Ok(ended.len())
	}
}
