// SPDX-License-Identifier: Apache-2.0

//! Every call, with every kind of origin.

use super::*;
use codec::Encode;
use frame_support::{
	assert_noop,
	traits::{GetCallName, UnfilteredDispatchable},
};
use galen_primitives::RoleSet;
use sp_runtime::DispatchError;

/// Whom a call takes.
#[derive(Clone, Copy)]
enum Takes {
	/// Staff with one of these roles.
	Staff(RoleSet),
	/// Anybody who has signed.
	Signed,
	/// Governance.
	Root,
}

/// Each call, and whom it takes.
fn calls() -> Vec<(Call<Test>, Takes)> {
	let (requesters, releasers) = (Takes::Staff(REQUESTERS), Takes::Staff(RELEASERS));
	let (providers, regulators) = (Takes::Staff(PROVIDERS), Takes::Staff(REGULATORS));
	let either = Takes::Staff(RoleSet(REQUESTERS.0 | RELEASERS.0));
	let class = EncounterClass::AMB;
	let (finding, reason) = (Finding::Justified, BreakGlassReason::Disaster);
	vec![
		(
			Call::request {
				record: RECORD,
				version: 1,
				fields: LABS,
				purpose: TREAT,
				study: None,
				recipient_key: KEY,
			},
			requesters,
		),
		(
			Call::request_own {
				record: RECORD,
				version: 1,
				fields: LABS,
				purpose: TREAT,
				recipient_key: KEY,
			},
			Takes::Signed,
		),
		(Call::release { grant: 0, payload: digest(1) }, releasers),
		(Call::confirm_receipt { grant: 0, payload: digest(1) }, Takes::Signed),
		(Call::refuse_release { grant: 0, reason: RefusalReason::Suspicious }, releasers),
		(Call::expire_grant { grant: 0 }, either),
		(Call::open_encounter { patient: PATIENT, class, started: START }, providers),
		(Call::finish_encounter { encounter: 0, finished: START }, providers),
		(Call::confirm_encounter { encounter: 0 }, Takes::Signed),
		(Call::countersign_encounter { encounter: 0 }, providers),
		(Call::cancel_encounter { encounter: 0 }, providers),
		(Call::enter_encounter_in_error { encounter: 0 }, providers),
		(Call::declare { patient: PATIENT, reason, occurred: START }, Takes::Staff(BREAKERS)),
		(Call::end_use { id: 0 }, Takes::Signed),
		(Call::state_reasons { id: 0, statement: digest(1) }, Takes::Signed),
		(Call::review { id: 0, finding }, Takes::Staff(REVIEWERS)),
		(Call::review_as_regulator { id: 0, finding }, regulators),
		(Call::dispute { id: 0 }, Takes::Signed),
		(Call::set_reviewers { reviewers: Default::default() }, Takes::Root),
		(Call::restore_right { account: PHYSICIAN }, regulators),
		(Call::restore_institution { institution: HOSPITAL }, regulators),
	]
}

#[test]
fn every_call_should_refuse_every_origin_but_its_own() {
	build_and_execute(|| {
		granted();
		declared();
		let calls = calls();
		assert_eq!(calls.len(), Call::<Test>::get_call_names().len());
		let expired = staff(5, Role::Physician);
		Expired::set(vec![expired.clone()]);
		Suspended::set(vec![6]);

		for (index, (call, takes)) in calls.iter().enumerate() {
			assert_eq!(call.encode()[0] as usize, index, "the order is the calls' indices");
			let mut origins: Vec<(RuntimeOrigin, bool)> = vec![
				(RuntimeOrigin::none(), false),
				(RuntimeOrigin::root(), matches!(takes, Takes::Root)),
			];
			let nobody = [OUTSIDER, ALICE, expired.clone(), staff(6, Role::Physician)];
			for account in nobody {
				origins.push((signed(account), matches!(takes, Takes::Signed)));
			}
			for role in Role::ALL {
				let passes = match takes {
					Takes::Staff(roles) => roles.contains(*role),
					Takes::Signed => true,
					Takes::Root => false,
				};
				origins.push((signed(staff(HOSPITAL, *role)), passes));
			}
			for (origin, passes) in origins {
				let call = call.clone();
				if !passes {
					assert_noop!(call.dispatch_bypass_filter(origin), DispatchError::BadOrigin);
					continue;
				}
				let result = frame_support::storage::with_storage_layer(|| {
					let outcome = call.clone().dispatch_bypass_filter(origin.clone());
					// Whatever it changed is undone, so that each starts from the same state.
					Err::<(), _>(match outcome {
						Err(error) => error.error,
						Ok(_) => DispatchError::Other("passed"),
					})
				});
				assert_ne!(result, Err(DispatchError::BadOrigin), "{call:?} by {origin:?}");
			}
		}
	});
}

#[test]
fn a_flood_should_not_stop_an_emergency() {
	use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
	for (call, _) in calls() {
		let class = match call {
			Call::declare { .. } => DispatchClass::Operational,
			_ => DispatchClass::Normal,
		};
		assert_eq!(call.get_dispatch_info().class, class, "{call:?}");
	}
}
