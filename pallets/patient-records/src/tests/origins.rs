// SPDX-License-Identifier: Apache-2.0

//! Every call, with every kind of origin.

use super::*;
use codec::Encode;
use frame_support::{assert_noop, traits::UnfilteredDispatchable};
use galen_primitives::{Role, RoleSet};
use sp_runtime::DispatchError;

/// Each call, and the roles that it takes.
fn calls(id: RecordId, other: RecordId) -> Vec<(Call<Test>, RoleSet)> {
	vec![
		(Call::anchor { patient: PATIENT, anchor: preliminary(9) }, AUTHORS),
		(
			Call::add_version {
				record: id,
				expected_version: 1,
				content: digest(9),
				fields: None,
				occurred: START,
				reason: AmendmentReason::Correction,
			},
			AUTHORS,
		),
		(Call::attest { record: id, expected_version: 1 }, ATTESTERS),
		(Call::supersede { record: id, by: other }, AUTHORS),
		(Call::enter_in_error { record: id }, AUTHORS),
		(Call::relate { record: other, relation: Relation::Signs, target: id }, AUTHORS),
		(Call::place_hold { record: id, reason: LegalHoldReason::Audit }, RECORDS_OFFICERS),
		(Call::release_hold { record: id }, RECORDS_OFFICERS),
		(
			Call::erase {
				record: id,
				reason: ErasureReason::PatientRequest,
				holders: Default::default(),
			},
			RECORDS_OFFICERS,
		),
		(Call::confirm_erasure { record: id, evidence: digest(9) }, RECORDS_OFFICERS),
		(Call::anchor_batch { root: digest(9), count: 1, occurred: START }, AUTHORS),
		(
			Call::anchor_leaves {
				algorithm: HashAlgorithm::Sha2_256,
				leaves: vec![[1; 32]].try_into().unwrap(),
				occurred: START,
			},
			AUTHORS,
		),
		(
			Call::anchor_measured {
				patient: PATIENT,
				anchor: preliminary(10),
				device: MONITOR,
				from: START,
				signature: [0; 64],
			},
			AUTHORS,
		),
	]
}

#[test]
fn every_call_should_refuse_every_origin_but_its_own() {
	build_and_execute(|| {
		let (id, other) = (anchored_as(preliminary(1)), anchored_as(preliminary(2)));
		let calls = calls(id, other);
		for (index, (call, allowed)) in calls.iter().enumerate() {
			assert_eq!(call.encode()[0] as usize, index, "the order is the calls' indices");
			let mut wrong = vec![RuntimeOrigin::none(), RuntimeOrigin::root(), signed(OUTSIDER)];
			wrong.extend(
				Role::ALL
					.iter()
					.filter(|role| !allowed.contains(**role))
					.map(|role| signed(staff(HOSPITAL, *role))),
			);
			for origin in wrong {
				assert_noop!(call.clone().dispatch_bypass_filter(origin), DispatchError::BadOrigin);
			}
			for role in Role::ALL.iter().filter(|role| allowed.contains(**role)) {
				let result = frame_support::storage::with_storage_layer(|| {
					let origin = signed(staff(HOSPITAL, *role));
					let outcome = call.clone().dispatch_bypass_filter(origin);
					// Whatever it changed is undone, so that each starts from the same state.
					Err::<(), _>(match outcome {
						Err(error) => error.error,
						Ok(_) => DispatchError::Other("passed"),
					})
				});
				assert_ne!(result, Err(DispatchError::BadOrigin), "{call:?} by {role:?}");
			}
		}
		use frame_support::traits::GetCallName;
		assert_eq!(calls.len(), Call::<Test>::get_call_names().len());
	});
}
