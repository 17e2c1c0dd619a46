// SPDX-License-Identifier: Apache-2.0

//! What must hold in every block.

use crate::{
	Accounts, Config, Control, Pallet, PatientAccount, Patients, Recoveries, RecoveryAttempts,
	Representatives, SponsorshipOffers, Status,
};
use alloc::collections::BTreeSet;
use frame_support::ensure;
use galen_primitives::PatientId;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks the pallet's invariants.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::try_state_patients()?;
		Self::try_state_accounts()?;
		Self::try_state_representatives()?;
		Self::try_state_recoveries()?;
		Self::try_state_offers()
	}

	fn is_closed(id: &PatientId) -> bool {
		matches!(Patients::<T>::get(id).map(|p| p.status), None | Some(Status::Closed { .. }))
	}

	fn try_state_patients() -> Result<(), TryRuntimeError> {
		for (id, patient) in Patients::<T>::iter() {
			let Control::Controlled { account } = patient.control else { continue };
			let entry = Accounts::<T>::get(&account);
			if Self::is_closed(&id) {
				// 1. Who held a closed pseudonym last serves it no more.
				ensure!(
					entry == Some(PatientAccount::Former { patient: id }),
					"1: the controller of a closed pseudonym still serves"
				);
			} else {
				// 2. A controller's account says so, and names the patient's sponsor.
				let expected = PatientAccount::Controller { patient: id, sponsor: patient.sponsor };
				ensure!(entry == Some(expected), "2: a controller's account doesn't match");
			}
		}
		Ok(())
	}

	fn try_state_accounts() -> Result<(), TryRuntimeError> {
		for (account, entry) in Accounts::<T>::iter() {
			// 3. An account that serves or served a patient, or may, keeps its record.
			ensure!(
				frame_system::Pallet::<T>::providers(&account) > 0,
				"3: an account has no provider reference"
			);
			match entry {
				PatientAccount::Controller { patient, .. } => {
					// 4. Who says to control a pseudonym is its controller.
					let control = Patients::<T>::get(patient).map(|patient| patient.control);
					ensure!(
						control == Some(Control::Controlled { account })
							&& !Self::is_closed(&patient),
						"4: an account controls a patient that doesn't know of it"
					);
				},
				PatientAccount::Representative { patient, .. } => {
					// 5. Who says to represent a patient stands in its list once.
					let list = Representatives::<T>::get(patient);
					ensure!(
						list.iter().filter(|other| other.account == account).count() == 1,
						"5: an account represents a patient that doesn't know of it"
					);
				},
				PatientAccount::Candidate { patient } => {
					// 6. Who says to be about to control a pseudonym is named by a recovery.
					let attempt = RecoveryAttempts::<T>::get(patient);
					ensure!(
						attempt.is_some_and(|attempt| attempt.new_controller == account),
						"6: an account waits for a recovery that doesn't run"
					);
				},
				PatientAccount::Former { patient } => {
					// 7. Whoever served a patient served one that exists.
					ensure!(
						Patients::<T>::contains_key(patient),
						"7: an account served a patient that never was"
					);
				},
				PatientAccount::VoucherHolder { .. } => {},
			}
		}
		Ok(())
	}

	fn try_state_representatives() -> Result<(), TryRuntimeError> {
		for (id, list) in Representatives::<T>::iter() {
			// 8. Only pseudonyms that aren't closed have representatives, and none has no others.
			ensure!(
				!list.is_empty() && !Self::is_closed(&id),
				"8: a list of representatives should be gone"
			);
			let sponsor = Patients::<T>::get(id).map(|patient| patient.sponsor);
			for representative in list {
				// 9. A representative's account says so, with the same scopes and term, and names
				//    the patient's sponsor.
				let expected = sponsor.map(|sponsor| PatientAccount::Representative {
					patient: id,
					sponsor,
					scopes: representative.scopes,
					until: representative.until,
				});
				ensure!(
					Accounts::<T>::get(&representative.account) == expected,
					"9: a representative's account doesn't match"
				);
				// 10. A representative speaks for something, on grounds, for some time.
				ensure!(
					representative.scopes.is_valid()
						&& !representative.evidence.is_zero()
						&& representative.until.is_none_or(|until| representative.since < until),
					"10: an appointment is void"
				);
			}
		}
		Ok(())
	}

	fn try_state_recoveries() -> Result<(), TryRuntimeError> {
		for (id, plan) in Recoveries::<T>::iter() {
			// 11. Plans are those of claimed pseudonyms that aren't closed.
			ensure!(
				Patients::<T>::get(id).is_some_and(|patient| patient.is_claimed())
					&& !Self::is_closed(&id),
				"11: a recovery plan has no controller"
			);
			// 12. A plan can be met, by different guardians.
			let distinct: BTreeSet<_> = plan.keys.iter().collect();
			ensure!(
				distinct.len() == plan.keys.len()
					&& (1..=plan.keys.len()).contains(&usize::from(plan.threshold)),
				"12: a recovery plan can't be met"
			);
		}
		for (id, attempt) in RecoveryAttempts::<T>::iter() {
			// 13. Recoveries run where there is a plan and the patient can still object.
			ensure!(
				Recoveries::<T>::contains_key(id)
					&& Patients::<T>::get(id).is_some_and(|patient| patient.status == Status::Open),
				"13: a recovery runs that shouldn't"
			);
			// 14. The account that a recovery names waits for it.
			ensure!(
				Accounts::<T>::get(&attempt.new_controller)
					== Some(PatientAccount::Candidate { patient: id }),
				"14: a recovery's account doesn't match"
			);
		}
		Ok(())
	}

	fn try_state_offers() -> Result<(), TryRuntimeError> {
		for (id, offer) in SponsorshipOffers::<T>::iter() {
			// 15. Offers go to pseudonyms that aren't closed, from others than their sponsors.
			ensure!(
				!Self::is_closed(&id)
					&& Patients::<T>::get(id).is_some_and(|p| p.sponsor != offer.institution),
				"15: an offer can't be accepted"
			);
		}
		Ok(())
	}
}
