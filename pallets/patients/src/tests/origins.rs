// SPDX-License-Identifier: Apache-2.0

//! Every call, tried by everybody who must not make it.

use super::prelude::*;
use frame_support::storage::with_transaction;
use sp_runtime::{traits::Dispatchable, DispatchError, TransactionOutcome};

/// Who may make a call.
#[derive(Clone, Copy)]
enum Callers {
	/// Whoever registers patients.
	Registration,
	/// Whoever treats patients.
	Clinician,
	/// Either.
	CareStaff,
	/// Whoever signs, if the state says so: an outsider gets this error.
	Signed(DispatchError),
	/// Whoever signs, whoever it is: the call fails on what it says.
	Anyone(DispatchError),
}

fn calls(id: PatientId) -> Vec<(Call<Test>, Callers)> {
	use Callers::*;
	let (account, kind, scopes) = (account("fresh"), RepresentativeKind::Guardian, Scopes::ALL);
	let (until, evidence, expires) = (None, evidence(), now() + HOUR);
	let (signature, nonce, institution) = ([0; 64], nonce("fresh"), CLINIC);
	let (expired, patient) = (now(), id);
	vec![
		(Call::open { nonce, claim_key: key("x") }, Registration),
		(
			Call::claim { patient, claimant: account.clone(), expires, signature },
			Anyone(Error::<Test>::BadSignature.into()),
		),
		(Call::replace_claim_key { patient, claim_key: key("x") }, Registration),
		(Call::issue_voucher { account: account.clone(), expires }, Registration),
		(Call::revoke_voucher { account: account.clone() }, Registration),
		(Call::open_with_voucher { nonce }, Signed(Error::<Test>::NoVoucher.into())),
		(
			Call::rotate_controller { new_account: account.clone() },
			Signed(Error::<Test>::NotController.into()),
		),
		(
			Call::appoint_representative {
				account: account.clone(),
				kind,
				scopes,
				until,
				evidence,
			},
			Signed(Error::<Test>::NotController.into()),
		),
		(
			Call::appoint_representative_for {
				patient,
				account: account.clone(),
				kind,
				scopes,
				until,
				evidence,
			},
			Clinician,
		),
		(
			Call::dismiss_representative { account: self::account("mother") },
			Signed(Error::<Test>::NotAuthorized.into()),
		),
		(
			Call::set_recovery { keys: guardians(3), threshold: 2, delay: 2 * DAY },
			Signed(Error::<Test>::NotController.into()),
		),
		(Call::remove_recovery {}, Signed(Error::<Test>::NotController.into())),
		(
			Call::begin_recovery {
				patient,
				new_controller: account.clone(),
				expires: expired,
				signatures: Default::default(),
			},
			Anyone(Error::<Test>::Expired.into()),
		),
		(Call::veto_recovery {}, Signed(Error::<Test>::NotAuthorized.into())),
		(Call::complete_recovery { patient }, Anyone(Error::<Test>::NoAttempt.into())),
		(
			Call::set_compartments { closed_to_break_glass: 1 },
			Signed(Error::<Test>::NotAuthorized.into()),
		),
		(Call::record_death { patient }, CareStaff),
		(Call::reverse_death { patient }, CareStaff),
		(Call::close { patient }, Signed(Error::<Test>::NotController.into())),
		(Call::offer_sponsorship { patient, expires }, Registration),
		(Call::accept_sponsorship { institution }, Signed(Error::<Test>::NotAuthorized.into())),
	]
}

/// What comes of a call, which is rolled back.
fn outcome(call: &Call<Test>, origin: RuntimeOrigin) -> Result<(), DispatchError> {
	let call = RuntimeCall::Patients(call.clone());
	with_transaction(|| {
		let outcome = call.dispatch(origin).map(|_| ()).map_err(|error| error.error);
		TransactionOutcome::Rollback(Ok::<_, DispatchError>(outcome))
	})
	.expect("it is rolled back")
}

#[test]
fn every_call_should_be_in_the_table() {
	build_and_execute(|| {
		use frame_support::traits::GetCallName;
		let table = calls(open("ada"));
		let names: Vec<_> = table.iter().map(|(call, _)| call.get_call_name()).collect();
		assert_eq!(names, Call::<Test>::get_call_names());
		// The index of a call is part of what wallets sign.
		for (index, (call, _)) in table.iter().enumerate() {
			assert_eq!(call.encode()[0], index as u8);
		}
	});
}

#[test]
fn nobody_should_call_without_signing() {
	build_and_execute(|| {
		let id = open("ada");
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::ALL));
		for (call, _) in calls(id) {
			for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
				assert_eq!(outcome(&call, origin), Err(DispatchError::BadOrigin), "{call:?}");
			}
		}
	});
}

#[test]
fn outsiders_and_the_wrong_staff_should_be_refused() {
	build_and_execute(|| {
		let id = open("ada");
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::ALL));
		let _ben = claimed("ben");
		employ(&account("suspended/registrar"), 9, Role::RegistrationOfficer);
		employ(&account("suspended/physician"), 9, Role::Physician);
		for (call, callers) in calls(id) {
			for name in [
				"stranger",
				"hospital/administrator",
				"hospital/registrar",
				"hospital/physician",
				"suspended/registrar",
				"suspended/physician",
			] {
				let registers = name == "hospital/registrar";
				let treats = name == "hospital/physician";
				let expected = match callers {
					Callers::Registration if registers => continue,
					Callers::Clinician if treats => continue,
					Callers::CareStaff if registers || treats => continue,
					Callers::Registration | Callers::Clinician | Callers::CareStaff => {
						DispatchError::BadOrigin
					},
					// The sponsor's staff may, while nobody has claimed the patient.
					Callers::Signed(_)
						if matches!(call, Call::close { .. }) && registers
							|| matches!(call, Call::dismiss_representative { .. }) && treats =>
					{
						continue
					},
					Callers::Signed(error) | Callers::Anyone(error) => error,
				};
				assert_eq!(outcome(&call, signed(name)), Err(expected), "{name}: {call:?}");
			}
			// A patient is no staff either.
			if matches!(callers, Callers::Registration | Callers::Clinician | Callers::CareStaff) {
				for name in ["ben", "mother"] {
					assert_eq!(outcome(&call, signed(name)), Err(DispatchError::BadOrigin));
				}
			}
		}
	});
}

#[test]
fn the_right_ones_should_pass_the_origin() {
	build_and_execute(|| {
		let id = open("ada");
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::ALL));
		for (call, callers) in calls(id) {
			let by: &[RuntimeOrigin] = match callers {
				Callers::Registration => &[registrar()],
				Callers::Clinician => &[physician()],
				Callers::CareStaff => &[registrar(), physician()],
				Callers::Signed(_) | Callers::Anyone(_) => &[signed("mother")],
			};
			for origin in by {
				let outcome = outcome(&call, origin.clone());
				assert_ne!(outcome, Err(DispatchError::BadOrigin), "{call:?}");
			}
		}
	});
}
