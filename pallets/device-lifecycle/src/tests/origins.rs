// SPDX-License-Identifier: Apache-2.0

//! Every call, with every kind of origin.

use super::*;
use codec::Encode;
use frame_support::{assert_noop, traits::UnfilteredDispatchable};
use galen_primitives::RoleSet;
use sp_runtime::DispatchError;

fn either(one: RoleSet, other: RoleSet) -> RoleSet {
	RoleSet(one.0 | other.0)
}

/// Each call, and the roles that it takes.
fn calls(device: DeviceId) -> Vec<(Call<Test>, RoleSet)> {
	let (firmware, model) = (digest(71), 0);
	let (patient, evidence) = (digest(5), digest(9));
	let signature = [0; 64];
	vec![
		(Call::register_model { definition: stent() }, MAKERS),
		(Call::approve_firmware { model, firmware }, MAKERS),
		(Call::withdraw_firmware { model, firmware }, MAKERS),
		(
			Call::register_device {
				model,
				identifiers: serial("L1", "S9"),
				firmware: Some(firmware),
				prior: None,
			},
			REGISTRARS,
		),
		(Call::offer_transfer { device, to: CLINIC }, REGISTRARS),
		(Call::accept_transfer { device }, REGISTRARS),
		(Call::cancel_transfer { device }, REGISTRARS),
		(Call::record_service { device, report: good_calibration() }, SERVICERS),
		(Call::put_into_service { device }, ENGINEERS),
		(Call::take_out_of_service { device, reason: OutOfServiceReason::Fault }, ENGINEERS),
		(Call::report_lost { device }, STAFF),
		(Call::report_found { device }, STAFF),
		(Call::report_damaged { device }, STAFF),
		(Call::report_destroyed { device, evidence }, ENGINEERS),
		(Call::set_key { device, key: key(1), signature }, ENGINEERS),
		(Call::rotate_key { device, key: key(1), signature }, ENGINEERS),
		(Call::revoke_key { device }, ENGINEERS),
		(Call::submit_usage { device, batch: next_batch(device, 0), signature }, STAFF),
		(Call::associate { device, patient }, CLINICIANS),
		(Call::dissociate { device }, CLINICIANS),
		(Call::implant { device, patient, occurred: START }, CLINICIANS),
		(Call::explant { device, occurred: START }, CLINICIANS),
		(
			Call::record_use {
				device,
				beneficiary: Beneficiary::Patient(PATIENT),
				occurred: START,
			},
			CLINICIANS,
		),
		(Call::reverse_use { device_use: 0, reason: ReversalReason::DidNotOccur }, CLINICIANS),
		(
			Call::open_field_action {
				model,
				scope: FieldActionScope::Model,
				kind: FieldActionKind::Removal,
				class: FieldActionClass::I,
				reason: digest(80),
			},
			either(MAKERS, REGULATORS),
		),
		(
			Call::record_field_action_outcome {
				action: 0,
				device,
				outcome: Disposition::Removed,
				report: digest(81),
			},
			ENGINEERS,
		),
		(Call::complete_field_action { action: 0 }, either(MAKERS, REGULATORS)),
		(Call::terminate_field_action { action: 0, rest: None }, REGULATORS),
		(Call::decommission { device, sanitisation: None }, ENGINEERS),
		(Call::dispose { device, sanitisation: None }, ENGINEERS),
		(Call::enter_in_error { device }, REGISTRARS),
	]
}

#[test]
fn every_call_should_refuse_every_origin_but_its_own() {
	build_and_execute(|| {
		let calls = calls(in_service());
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

#[test]
fn what_a_flood_must_not_stop_should_be_operational() {
	use frame_support::dispatch::{DispatchClass, GetDispatchInfo};
	build_and_execute(|| {
		let operational: Vec<_> = calls(in_service())
			.iter()
			.enumerate()
			.filter(|(_, (call, _))| call.get_dispatch_info().class == DispatchClass::Operational)
			.map(|(index, _)| index)
			.collect();
		// Withdrawal of a firmware, taking out of service, revocation of a key, field actions.
		assert_eq!(operational, [2, 9, 16, 24]);
	});
}
