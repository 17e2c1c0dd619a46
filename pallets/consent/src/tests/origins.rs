// SPDX-License-Identifier: Apache-2.0

//! Every call, with every kind of origin.

use super::*;
use frame_support::{
	assert_noop,
	dispatch::{DispatchClass, GetDispatchInfo},
	traits::{GetCallName, UnfilteredDispatchable},
};
use galen_primitives::RoleSet;
use sp_runtime::DispatchError;

/// Who may make a call.
enum Taken {
	By(RoleSet),
	/// Whoever speaks for the patient in matters of consent.
	ByPatient,
	ByRoot,
}

fn calls() -> Vec<(Call<Test>, Taken)> {
	let (patient, source) = (PATIENT, digest(9));
	let recorders = || Taken::By(RECORDERS);
	vec![
		(Call::propose { patient, directive: labs(), source }, recorders()),
		(Call::retract { patient }, recorders()),
		(Call::activate { patient, institution: HOSPITAL, expected: [0; 32] }, Taken::ByPatient),
		(Call::reject { patient, institution: HOSPITAL }, Taken::ByPatient),
		(Call::grant { patient, directive: labs(), source, replaces: None }, Taken::ByPatient),
		(Call::record_signed { patient: INFANT, directive: form(), source }, recorders()),
		(
			Call::amend { patient, consent: 0, expected_version: 1, directive: no_labs(), source },
			Taken::ByPatient,
		),
		(Call::withdraw { patient, consent: 0 }, Taken::ByPatient),
		(Call::void { patient, consent: 0 }, Taken::ByPatient),
		(Call::enter_in_error { patient: INFANT, consent: 0 }, recorders()),
		(Call::register_policy { kind: PolicyKind::All, document: source }, Taken::ByRoot),
		(Call::choose_policy { policy: 0 }, Taken::By(POLICY_MAKERS)),
		(Call::release_for_study { study: 1 }, Taken::By(RELEASERS)),
		(Call::end_release { study: 1 }, Taken::By(RELEASERS)),
	]
}

fn all_staff() -> impl Iterator<Item = (Role, RuntimeOrigin)> {
	Role::ALL.iter().map(|role| (*role, signed(staff(HOSPITAL, *role))))
}

/// Whatever it changed is undone, so that each call starts from the same state.
fn attempt(call: &Call<Test>, origin: RuntimeOrigin) -> DispatchError {
	frame_support::storage::with_storage_layer(|| {
		Err::<(), _>(match call.clone().dispatch_bypass_filter(origin) {
			Err(error) => error.error,
			Ok(_) => DispatchError::Other("passed"),
		})
	})
	.unwrap_err()
}

#[test]
fn every_call_should_refuse_every_origin_but_its_own() {
	build_and_execute(|| {
		granted(labs());
		recorded();
		proposed(labs());
		let not_authorized = DispatchError::from(Error::<Test>::NotAuthorized);
		let calls = calls();
		for (index, (call, taken)) in calls.iter().enumerate() {
			assert_eq!(call.encode()[0] as usize, index, "the order is the calls' indices");
			let mut wrong = vec![RuntimeOrigin::none()];
			match taken {
				Taken::By(roles) => {
					wrong.extend([RuntimeOrigin::root(), signed(OUTSIDER), signed(ADA)]);
					for (role, origin) in all_staff() {
						if roles.contains(role) {
							let outcome = attempt(call, origin);
							assert_ne!(outcome, DispatchError::BadOrigin, "{call:?} by {role:?}");
						} else {
							wrong.push(origin);
						}
					}
				},
				Taken::ByPatient => {
					wrong.push(RuntimeOrigin::root());
					let strangers = [OUTSIDER, BEN, READER].map(signed);
					for who in all_staff().map(|(_, origin)| origin).chain(strangers) {
						assert_noop!(
							call.clone().dispatch_bypass_filter(who),
							Error::<Test>::NotAuthorized
						);
					}
					for who in [ADA, FRIEND] {
						assert_ne!(attempt(call, signed(who)), not_authorized, "{call:?}");
					}
					assert_eq!(attempt(call, signed(TRIALIST)), not_authorized, "{call:?}");
				},
				Taken::ByRoot => {
					wrong.extend([signed(OUTSIDER), signed(ADA)]);
					wrong.extend(all_staff().map(|(_, origin)| origin));
					let outcome = attempt(call, RuntimeOrigin::root());
					assert_eq!(outcome, DispatchError::Other("passed"));
				},
			}
			for origin in wrong {
				assert_noop!(call.clone().dispatch_bypass_filter(origin), DispatchError::BadOrigin);
			}
		}
		assert_eq!(calls.len(), Call::<Test>::get_call_names().len());
	});
}

#[test]
fn what_takes_consent_back_should_be_operational() {
	for (call, _) in calls() {
		let operational = matches!(call, Call::withdraw { .. } | Call::void { .. });
		let class = call.get_dispatch_info().class;
		assert_eq!(class == DispatchClass::Operational, operational, "{call:?}");
	}
}
