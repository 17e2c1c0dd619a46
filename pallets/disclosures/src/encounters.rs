// SPDX-License-Identifier: Apache-2.0

//! Contacts between patients and providers, and who vouches for them.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{
	seams::{self, Patients},
	time, Beneficiary, EvidenceFacts, EvidenceId, EvidenceStanding, Moment, PatientId, Scope,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_open_encounter(
		actor: ActorOf<T>,
		patient: PatientId,
		class: EncounterClass,
		started: Moment,
	) -> DispatchResult {
		let recorded = Self::now_unless_before(started)?;
		ensure!(T::Patients::is_open(&patient), Error::<T>::PatientNotOpen);

		let Actor { account: provider, institution, department, .. } = actor;
		let encounter = EncounterCount::<T>::get();
		EncounterCount::<T>::put(encounter.saturating_add(1));
		Encounters::<T>::insert(
			encounter,
			Encounter {
				patient,
				institution,
				department,
				class,
				opened_by: provider.clone(),
				started,
				recorded,
				finished: None,
				confirmed: None,
				status: EncounterStatus::InProgress,
			},
		);

		Self::deposit_event(Event::EncounterOpened {
			encounter,
			patient,
			institution,
			department,
			class,
			started,
			provider,
		});
		Ok(())
	}

	pub(crate) fn do_finish_encounter(
		actor: ActorOf<T>,
		id: EncounterId,
		finished: Moment,
	) -> DispatchResult {
		Self::now_unless_before(finished)?;
		let mut encounter = Self::own_encounter(&actor, id)?;
		ensure!(encounter.status == EncounterStatus::InProgress, Error::<T>::NotInProgress);
		ensure!(encounter.started <= finished, Error::<T>::FinishedBeforeStart);

		encounter.status = EncounterStatus::Finished;
		encounter.finished = Some(finished);
		Encounters::<T>::insert(id, encounter);

		let provider = actor.account;
		Self::deposit_event(Event::EncounterFinished { encounter: id, finished, provider });
		Ok(())
	}

	pub(crate) fn do_confirm_encounter(who: T::AccountId, id: EncounterId) -> DispatchResult {
		let encounter = Encounters::<T>::get(id).ok_or(Error::<T>::EncounterNotFound)?;
		ensure!(
			T::Patients::may(&who, &encounter.patient, Scope::Disclosure),
			Error::<T>::NotThePatient
		);
		Self::confirm(id, encounter, Confirmer::Patient(who))
	}

	pub(crate) fn do_countersign_encounter(actor: ActorOf<T>, id: EncounterId) -> DispatchResult {
		let encounter = Self::own_encounter(&actor, id)?;
		let Actor { account, department, .. } = actor;
		ensure!(encounter.opened_by != account, Error::<T>::OwnEncounter);
		ensure!(encounter.department != department, Error::<T>::SameDepartment);
		Self::confirm(id, encounter, Confirmer::Countersigner { account, department })
	}

	pub(crate) fn do_cancel_encounter(actor: ActorOf<T>, id: EncounterId) -> DispatchResult {
		let mut encounter = Self::own_encounter(&actor, id)?;
		ensure!(encounter.status == EncounterStatus::InProgress, Error::<T>::NotInProgress);

		encounter.status = EncounterStatus::Cancelled;
		Encounters::<T>::insert(id, encounter);

		let provider = actor.account;
		Self::deposit_event(Event::EncounterCancelled { encounter: id, provider });
		Ok(())
	}

	pub(crate) fn do_enter_encounter_in_error(
		actor: ActorOf<T>,
		id: EncounterId,
	) -> DispatchResult {
		let mut encounter = Self::own_encounter(&actor, id)?;
		ensure!(encounter.status != EncounterStatus::EnteredInError, Error::<T>::AlreadyInError);

		encounter.status = EncounterStatus::EnteredInError;
		Encounters::<T>::insert(id, encounter);

		let provider = actor.account;
		Self::deposit_event(Event::EncounterEnteredInError { encounter: id, provider });
		Ok(())
	}

	/// The time, unless what is told of would still be to come.
	pub(crate) fn now_unless_before(occurred: Moment) -> Result<Moment, Error<T>> {
		let now = T::Time::now();
		ensure!(time::is_plausible(occurred, now), Error::<T>::OccurredInFuture);
		Ok(now)
	}

	/// An encounter of the actor's institution.
	fn own_encounter(actor: &ActorOf<T>, id: EncounterId) -> Result<EncounterOf<T>, Error<T>> {
		let encounter = Encounters::<T>::get(id).ok_or(Error::<T>::EncounterNotFound)?;
		ensure!(encounter.institution == actor.institution, Error::<T>::OtherInstitution);
		Ok(encounter)
	}

	/// Confirms what is over and what nobody has confirmed.
	fn confirm(
		id: EncounterId,
		mut encounter: EncounterOf<T>,
		by: Confirmer<T::AccountId>,
	) -> DispatchResult {
		ensure!(encounter.status == EncounterStatus::Finished, Error::<T>::NotFinished);
		ensure!(encounter.confirmed.is_none(), Error::<T>::AlreadyConfirmed);

		encounter.confirmed = Some(Confirmation { by: by.clone(), at: T::Time::now() });
		Encounters::<T>::insert(id, encounter);

		Self::deposit_event(Event::EncounterConfirmed { encounter: id, by });
		Ok(())
	}
}

/// An encounter is evidence once it is over: confirmed, or still the provider's word alone.
impl<T: Config> seams::Evidence for Pallet<T> {
	fn facts(evidence: EvidenceId) -> Option<EvidenceFacts> {
		let EvidenceId::Encounter(id) = evidence else { return None };
		let encounter = Encounters::<T>::get(id)?;
		let standing = match (encounter.status, encounter.confirmed.is_some()) {
			(EncounterStatus::InProgress, _) | (EncounterStatus::Finished, false) => {
				EvidenceStanding::Unconfirmed
			},
			(EncounterStatus::Finished, true) => EvidenceStanding::Confirmed,
			(EncounterStatus::Cancelled | EncounterStatus::EnteredInError, _) => {
				EvidenceStanding::Reversed
			},
		};
		Some(EvidenceFacts {
			beneficiary: Beneficiary::Patient(encounter.patient),
			provider: encounter.institution,
			occurred: encounter.started,
			recorded: encounter.recorded,
			standing,
		})
	}
}
