// SPDX-License-Identifier: Apache-2.0

//! How control comes back when the controller's key is lost: enough guardians sign, a delay
//! passes, nobody objects.
//!
//! Against a thief who has the controller's key this is no help: the thief can object, too.

use crate::{
	types::{Attempt, GuardianSignature, PatientAccount, RecoveryPlan, Scope},
	Config, Error, Event, GuardianKeysOf, Pallet, PatientOf, Patients, Recoveries,
	RecoveryAttempts,
};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{ensure, pallet_prelude::*};
use galen_primitives::{statement::statement, Moment, PatientId};
use sp_runtime::ArithmeticError;

impl<T: Config> Pallet<T> {
	/// Ends the recovery that runs, if one does, and makes every signature that guardians gave
	/// until now worthless. The caller stores `patient`.
	pub(crate) fn void_recovery(
		id: &PatientId,
		patient: &mut PatientOf<T>,
	) -> Result<(), ArithmeticError> {
		patient.recovery_nonce =
			patient.recovery_nonce.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		if let Some(attempt) = RecoveryAttempts::<T>::take(id) {
			Self::release(&attempt.new_controller, *id);
		}
		Ok(())
	}

	pub(crate) fn do_set_recovery(
		who: &T::AccountId,
		keys: GuardianKeysOf<T>,
		threshold: u8,
		delay: Moment,
	) -> DispatchResult {
		let enough = usize::from(threshold);
		ensure!(1 <= enough && enough <= keys.len(), Error::<T>::InvalidThreshold);
		ensure!(delay >= T::MinRecoveryDelay::get(), Error::<T>::DelayTooShort);
		let distinct: BTreeSet<_> = keys.iter().collect();
		ensure!(distinct.len() == keys.len(), Error::<T>::DuplicateKey);
		let (id, _) = Self::controlled_by(who)?;
		let mut patient = Self::open_patient(&id)?;
		Self::void_recovery(&id, &mut patient)?;
		Patients::<T>::insert(id, patient);
		Recoveries::<T>::insert(id, RecoveryPlan { keys, threshold, delay });
		Self::deposit_event(Event::RecoverySet { patient: id, threshold, delay });
		Ok(())
	}

	pub(crate) fn do_remove_recovery(who: &T::AccountId) -> DispatchResult {
		let (id, _) = Self::controlled_by(who)?;
		let mut patient = Self::open_patient(&id)?;
		ensure!(Recoveries::<T>::contains_key(id), Error::<T>::NoRecoveryPlan);
		Self::void_recovery(&id, &mut patient)?;
		Patients::<T>::insert(id, patient);
		Recoveries::<T>::remove(id);
		Self::deposit_event(Event::RecoveryRemoved { patient: id });
		Ok(())
	}

	/// A recovery that runs gives way to the new one and its delay: one that guardians began in
	/// error must not block what they mean.
	pub(crate) fn do_begin_recovery(
		id: PatientId,
		new_controller: T::AccountId,
		expires: Moment,
		signatures: &[GuardianSignature],
	) -> DispatchResult {
		Self::ensure_term::<T::MaxStatementTerm>(expires)?;
		let in_order = signatures.is_sorted_by(|one, next| one.guardian < next.guardian);
		ensure!(in_order, Error::<T>::SignaturesNotInOrder);
		let mut patient = Self::open_patient(&id)?;
		let plan = Recoveries::<T>::get(id).ok_or(Error::<T>::NoRecoveryPlan)?;
		ensure!(signatures.len() >= usize::from(plan.threshold), Error::<T>::TooFewSignatures);
		Self::ensure_unused(&new_controller, Some(id))?;
		let message = Self::recovery_message(&id, &patient, &new_controller, expires);
		for GuardianSignature { guardian, signature } in signatures {
			let key = plan.keys.get(usize::from(*guardian)).ok_or(Error::<T>::NoSuchGuardian)?;
			ensure!(key.verifies(&message, signature), Error::<T>::BadSignature);
		}

		// Signatures count once: submitted again, they would set the delay back.
		Self::void_recovery(&id, &mut patient)?;
		Patients::<T>::insert(id, patient);
		Self::bind(&new_controller, PatientAccount::Candidate { patient: id });
		let ready_at = Self::now().saturating_add(plan.delay);
		let attempt = Attempt { new_controller: new_controller.clone(), ready_at };
		RecoveryAttempts::<T>::insert(id, attempt);
		Self::deposit_event(Event::RecoveryBegun { patient: id, new_controller, ready_at });
		Ok(())
	}

	pub(crate) fn do_veto_recovery(who: T::AccountId) -> DispatchResult {
		let id = Self::acts_for(&who, Scope::Everything)?;
		ensure!(RecoveryAttempts::<T>::contains_key(id), Error::<T>::NoAttempt);
		let mut patient = Self::open_patient(&id)?;
		Self::void_recovery(&id, &mut patient)?;
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::RecoveryVetoed { patient: id, by: who });
		Ok(())
	}

	pub(crate) fn do_complete_recovery(id: PatientId) -> DispatchResult {
		let Attempt { new_controller, ready_at } =
			RecoveryAttempts::<T>::get(id).ok_or(Error::<T>::NoAttempt)?;
		ensure!(ready_at <= Self::now(), Error::<T>::TooEarly);
		let mut patient = Self::open_patient(&id)?;
		Self::ensure_not_staff(&new_controller)?;
		RecoveryAttempts::<T>::remove(id);
		Self::hand_over(id, &mut patient, &new_controller);
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::RecoveryCompleted { patient: id, controller: new_controller });
		Ok(())
	}

	/// What guardians sign.
	pub(crate) fn recovery_message(
		id: &PatientId,
		patient: &PatientOf<T>,
		new_controller: &T::AccountId,
		expires: Moment,
	) -> Vec<u8> {
		let body = (id, new_controller, patient.recovery_nonce, expires);
		statement(b"patient-recovery", &T::ChainId::get(), &body)
	}
}
