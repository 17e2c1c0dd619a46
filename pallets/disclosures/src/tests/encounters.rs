// SPDX-License-Identifier: Apache-2.0

//! Contacts between patients and providers.

use super::*;
use frame_support::assert_noop;
use galen_primitives::time::CLOCK_DRIFT;

const NURSE: AccountId = staff(HOSPITAL, Role::Nurse);
const WARD_PHYSICIAN: AccountId = staff_in(HOSPITAL, Role::Physician, 1);

/// An encounter that began an hour ago.
fn opened() -> EncounterId {
	let id = EncounterCount::<Test>::get();
	let class = EncounterClass::IMP;
	assert_ok!(Disclosures::open_encounter(signed(PHYSICIAN), PATIENT, class, now() - HOUR));
	id
}

fn finished() -> EncounterId {
	let id = opened();
	assert_ok!(finish(PHYSICIAN, id, now()));
	id
}

fn finish(who: AccountId, id: EncounterId, finished: Moment) -> DispatchResult {
	Disclosures::finish_encounter(signed(who), id, finished)
}

fn confirm(who: AccountId, id: EncounterId) -> DispatchResult {
	Disclosures::confirm_encounter(signed(who), id)
}

fn countersign(who: AccountId, id: EncounterId) -> DispatchResult {
	Disclosures::countersign_encounter(signed(who), id)
}

fn cancel(who: AccountId, id: EncounterId) -> DispatchResult {
	Disclosures::cancel_encounter(signed(who), id)
}

fn in_error(who: AccountId, id: EncounterId) -> DispatchResult {
	Disclosures::enter_encounter_in_error(signed(who), id)
}

fn status(id: EncounterId) -> EncounterStatus {
	Disclosures::encounter(id).unwrap().status
}

#[test]
fn an_encounter_should_be_as_its_provider_stated() {
	build_and_execute(|| {
		let id = opened();
		let started = START - HOUR;
		assert_eq!(
			Disclosures::encounter(id),
			Some(Encounter {
				patient: PATIENT,
				institution: HOSPITAL,
				department: 0,
				class: EncounterClass::IMP,
				opened_by: PHYSICIAN,
				started,
				recorded: START,
				finished: None,
				confirmed: None,
				status: EncounterStatus::InProgress,
			})
		);
		assert_event(Event::EncounterOpened {
			encounter: id,
			patient: PATIENT,
			institution: HOSPITAL,
			department: 0,
			class: EncounterClass::IMP,
			started,
			provider: PHYSICIAN,
		});
		wait(DAY);
		assert_ok!(finish(NURSE, id, START + HOUR));
		assert_event(Event::EncounterFinished {
			encounter: id,
			finished: START + HOUR,
			provider: NURSE,
		});
		assert_eq!(Disclosures::encounter(id).unwrap().finished, Some(START + HOUR));
		assert_eq!(status(id), EncounterStatus::Finished);
		// It is the patient's data, not a disclosure of it.
		assert_eq!(Disclosures::log_head(PATIENT).entries, 0);
	});
}

#[test]
fn an_encounter_should_be_with_an_open_patient_and_not_in_the_future() {
	build_and_execute(|| {
		let open = |patient, started| {
			Disclosures::open_encounter(signed(PHYSICIAN), patient, EncounterClass::AMB, started)
		};
		assert_noop!(open(UNKNOWN_PATIENT, START), Error::<Test>::PatientNotOpen);
		assert_noop!(open(PATIENT, START + CLOCK_DRIFT + 1), Error::<Test>::OccurredInFuture);
		assert_ok!(open(PATIENT, START + CLOCK_DRIFT));
	});
}

#[test]
fn an_encounter_should_be_over_once_and_after_it_began() {
	build_and_execute(|| {
		let id = opened();
		assert_noop!(finish(PHYSICIAN, 9, START), Error::<Test>::EncounterNotFound);
		assert_noop!(finish(CLINIC_PHYSICIAN, id, START), Error::<Test>::OtherInstitution);
		let future = START + CLOCK_DRIFT + 1;
		assert_noop!(finish(PHYSICIAN, id, future), Error::<Test>::OccurredInFuture);
		let before = START - HOUR - 1;
		assert_noop!(finish(PHYSICIAN, id, before), Error::<Test>::FinishedBeforeStart);
		assert_ok!(finish(PHYSICIAN, id, START - HOUR));
		assert_noop!(finish(PHYSICIAN, id, START), Error::<Test>::NotInProgress);
	});
}

#[test]
fn a_patient_should_confirm_the_own_finished_encounter_once() {
	build_and_execute(|| {
		let id = opened();
		assert_noop!(confirm(ALICE, 9), Error::<Test>::EncounterNotFound);
		assert_noop!(confirm(ALICE, id), Error::<Test>::NotFinished);
		assert_ok!(finish(PHYSICIAN, id, START));
		for stranger in [BOB, OUTSIDER, PHYSICIAN] {
			assert_noop!(confirm(stranger, id), Error::<Test>::NotThePatient);
		}
		wait(HOUR);
		assert_ok!(confirm(ALICE, id));
		let by = Confirmer::Patient(ALICE);
		assert_event(Event::EncounterConfirmed { encounter: id, by: by.clone() });
		let confirmed = Disclosures::encounter(id).unwrap().confirmed;
		assert_eq!(confirmed, Some(Confirmation { by, at: START + HOUR }));
		assert_noop!(confirm(ALICE, id), Error::<Test>::AlreadyConfirmed);
		assert_noop!(countersign(WARD_PHYSICIAN, id), Error::<Test>::AlreadyConfirmed);
	});
}

#[test]
fn a_countersigner_should_be_of_the_institution_and_of_another_department() {
	build_and_execute(|| {
		let id = opened();
		assert_noop!(countersign(WARD_PHYSICIAN, 9), Error::<Test>::EncounterNotFound);
		assert_noop!(countersign(WARD_PHYSICIAN, id), Error::<Test>::NotFinished);
		assert_ok!(finish(PHYSICIAN, id, START));
		let elsewhere = staff_in(CLINIC, Role::Physician, 1);
		assert_noop!(countersign(elsewhere, id), Error::<Test>::OtherInstitution);
		assert_noop!(countersign(NURSE, id), Error::<Test>::SameDepartment);
		assert_noop!(countersign(PHYSICIAN, id), Error::<Test>::OwnEncounter);
		assert_ok!(countersign(WARD_PHYSICIAN, id));
		let by = Confirmer::Countersigner { account: WARD_PHYSICIAN, department: 1 };
		assert_event(Event::EncounterConfirmed { encounter: id, by });
	});
}

#[test]
fn who_opened_an_encounter_should_not_countersign_it_from_a_new_department() {
	build_and_execute(|| {
		let id = finished();
		Encounters::<Test>::mutate(id, |one| one.as_mut().unwrap().department = 6);
		assert_noop!(countersign(PHYSICIAN, id), Error::<Test>::OwnEncounter);
	});
}

#[test]
fn only_what_is_under_way_should_be_cancelled() {
	build_and_execute(|| {
		let (id, over) = (opened(), finished());
		assert_noop!(cancel(PHYSICIAN, 9), Error::<Test>::EncounterNotFound);
		assert_noop!(cancel(CLINIC_PHYSICIAN, id), Error::<Test>::OtherInstitution);
		assert_noop!(cancel(PHYSICIAN, over), Error::<Test>::NotInProgress);
		assert_ok!(cancel(NURSE, id));
		assert_event(Event::EncounterCancelled { encounter: id, provider: NURSE });
		assert_eq!(status(id), EncounterStatus::Cancelled);
		assert_noop!(cancel(PHYSICIAN, id), Error::<Test>::NotInProgress);
		assert_noop!(finish(PHYSICIAN, id, START), Error::<Test>::NotInProgress);
		assert_noop!(confirm(ALICE, id), Error::<Test>::NotFinished);
	});
}

#[test]
fn whatever_is_wrong_should_be_entered_in_error_and_stay_readable() {
	build_and_execute(|| {
		let (id, over, cancelled) = (opened(), finished(), opened());
		assert_ok!(confirm(ALICE, over));
		assert_ok!(cancel(PHYSICIAN, cancelled));
		assert_noop!(in_error(PHYSICIAN, 9), Error::<Test>::EncounterNotFound);
		assert_noop!(in_error(CLINIC_PHYSICIAN, id), Error::<Test>::OtherInstitution);
		for id in [id, over, cancelled] {
			assert_ok!(in_error(NURSE, id));
			assert_event(Event::EncounterEnteredInError { encounter: id, provider: NURSE });
			assert_eq!(status(id), EncounterStatus::EnteredInError);
			assert_noop!(in_error(NURSE, id), Error::<Test>::AlreadyInError);
			assert_noop!(finish(NURSE, id, START), Error::<Test>::NotInProgress);
			assert_noop!(cancel(NURSE, id), Error::<Test>::NotInProgress);
			assert_noop!(confirm(ALICE, id), Error::<Test>::NotFinished);
		}
		// Who had relied on it sees that it was confirmed.
		assert!(Disclosures::encounter(over).unwrap().confirmed.is_some());
	});
}

#[test]
fn an_encounter_should_be_evidence_of_what_it_has_come_to() {
	build_and_execute(|| {
		use galen_primitives::{
			seams::Evidence, Beneficiary, EvidenceFacts, EvidenceId, EvidenceStanding,
		};
		let standing = |id| {
			let facts = Disclosures::facts(EvidenceId::Encounter(id)).unwrap();
			let EvidenceFacts { beneficiary, provider, occurred, recorded, standing } = facts;
			assert_eq!((beneficiary, provider), (Beneficiary::Patient(PATIENT), HOSPITAL));
			assert_eq!((occurred, recorded), (now() - HOUR, now()));
			standing
		};
		let id = opened();
		assert_eq!(standing(id), EvidenceStanding::Unconfirmed);
		assert_ok!(finish(PHYSICIAN, id, now()));
		assert_eq!(standing(id), EvidenceStanding::Unconfirmed);
		assert_ok!(confirm(ALICE, id));
		assert_eq!(standing(id), EvidenceStanding::Confirmed);
		assert_ok!(in_error(PHYSICIAN, id));
		assert_eq!(standing(id), EvidenceStanding::Reversed);
		let cancelled = opened();
		assert_ok!(cancel(PHYSICIAN, cancelled));
		assert_eq!(standing(cancelled), EvidenceStanding::Reversed);
		for other in [EvidenceId::Encounter(9), EvidenceId::Dispense(id), EvidenceId::DeviceUse(id)]
		{
			assert_eq!(Disclosures::facts(other), None);
		}
	});
}
