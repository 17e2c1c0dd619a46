// SPDX-License-Identifier: Apache-2.0

//! Devices, and those who rely on them.

use galen_primitives::{
	seams::Evidence, Beneficiary, DeviceId, DeviceRefusal, EvidenceId, EvidenceStanding,
	FieldGroups, PurposeOfUse,
};
use galen_scenarios::*;
use pallet_device_lifecycle::{
	Call as DevicesCall, Disposition, FieldActionClass, FieldActionKind, FieldActionScope,
	Tolerance,
};
use pallet_institutions::Call as InstitutionsCall;
use pallet_patient_records::Verification;

/// An engineer and a nurse of an institution.
fn hire(chain: &mut Chain, administrator: &Signer, name: &str) -> (Signer, Signer) {
	let engineer = Signer::named(&format!("{name}'s engineer"));
	let nurse = Signer::named(&format!("{name}'s nurse"));
	chain.hire(administrator, &engineer, Role::BiomedicalEngineer);
	chain.hire(administrator, &nurse, Role::Nurse);
	(engineer, nurse)
}

fn used(chain: &Chain, device: DeviceId) -> RuntimeCall {
	let beneficiary = Beneficiary::Committed(document(800));
	DevicesCall::record_use { device, beneficiary, occurred: chain.now() }.into()
}

/// Whether the record's digest still matches, and whether it is in doubt.
fn is_suspect(record: RecordId, number: u64) -> bool {
	match Records::verify_digest(record, None, document(number)) {
		Verification::Matches { suspect, .. } => suspect,
		other => panic!("it isn't readable: {other:?}"),
	}
}

#[test]
fn a_logger_out_of_tolerance_should_be_doubted_for_exactly_what_it_said_since_it_was_good() {
	Chain::development().run(|chain| {
		let maker = chain.maker();
		let physician = chain.physician();
		let (engineer, nurse) = hire(chain, &bob(), "hospital");
		let ada = chain.claimed_patient(&physician, "ada");
		let logger = chain.device_in_service(&engineer, maker.model, "A", "1");
		let other = chain.device_in_service(&engineer, maker.model, "A", "2");
		let calibrated = chain.now();

		// At its last good calibration, a millisecond later, a day later; what another device said,
		// and what a person wrote.
		chain.wait(DAY);
		let moments = [calibrated, calibrated + 1, chain.now()];
		for (number, occurred) in (1u64..).zip(moments) {
			let call = measured(logger, &device_key("1"), HOSPITAL, ada.id, number, occurred);
			chain.submit(&nurse, call).succeeds();
		}
		let call = measured(other, &device_key("2"), HOSPITAL, ada.id, 4, chain.now());
		chain.submit(&nurse, call).succeeds();
		let typed = chain.anchored(&physician, ada.id, 5);
		let record = |number| Records::record_id(HOSPITAL, document(number));
		for number in 1..=5 {
			assert!(!is_suspect(record(number), number), "nobody has found anything yet");
		}
		let asked = chain.ask(&physician, record(2), FieldGroups::ALL, PurposeOfUse::TREAT);
		let grant = asked.ok().map(|(grant, _)| grant);

		chain.wait(DAY);
		let found = chain.now();
		chain.submit(&engineer, service(chain, logger, calibration(Tolerance::Out))).succeeds();
		chain.next_block();
		let call = measured(logger, &device_key("1"), HOSPITAL, ada.id, 6, found + 1);
		chain.submit(&nurse, call).succeeds();

		let doubted: Vec<u64> =
			(1..=6).filter(|number| is_suspect(record(*number), *number)).collect();
		assert_eq!(doubted, [2, 3]);
		assert_eq!(Records::source(typed), None);
		if let Some(grant) = grant {
			assert!(Disclosures::grant(grant).unwrap().suspect, "whoever may read it is told");
		}
		assert!(Devices::is_suspect(logger, calibrated + 1, calibrated + 1));
		assert!(!Devices::is_suspect(logger, 0, calibrated));
	});
}

#[test]
fn a_field_action_should_stop_every_device_of_the_lot_until_it_is_carried_out() {
	Chain::development().run(|chain| {
		let maker = chain.maker();
		let physician = chain.physician();
		let (engineer, nurse) = hire(chain, &bob(), "hospital");
		let clinic_administrator = Signer::named("clinic");
		let clinic = chain.admit_clinic(&clinic_administrator);
		let (clinic_engineer, clinic_nurse) = hire(chain, &clinic_administrator, "clinic");
		let ada = chain.claimed_patient(&physician, "ada");
		let here = chain.device_in_service(&engineer, maker.model, "A", "1");
		let there = chain.device_in_service(&clinic_engineer, maker.model, "A", "2");
		let spared = chain.device_in_service(&engineer, maker.model, "B", "3");
		let before = measured(here, &device_key("1"), HOSPITAL, ada.id, 1, chain.now());
		chain.submit(&nurse, before).succeeds();

		let lot = b"A".to_vec().try_into().unwrap();
		let open = DevicesCall::open_field_action {
			model: maker.model,
			scope: FieldActionScope::Lot(lot),
			kind: FieldActionKind::Correction,
			class: FieldActionClass::I,
			reason: document(801),
		};
		chain.submit(&maker.responsible, open).succeeds();
		chain.next_block();

		let stopped = DevicesError::UnderFieldAction;
		chain.submit(&nurse, used(chain, here)).fails_with(stopped);
		let stopped = DevicesError::UnderFieldAction;
		chain.submit(&clinic_nurse, used(chain, there)).fails_with(stopped);
		chain.submit(&nurse, used(chain, spared)).succeeds();
		let call = measured(here, &device_key("1"), HOSPITAL, ada.id, 2, chain.now());
		chain.submit(&nurse, call).fails_with(DevicesError::UnderFieldAction);
		let call = measured(there, &device_key("2"), clinic, ada.id, 2, chain.now());
		chain.submit(&physician, call).fails_with(DevicesError::UnderFieldAction);
		// What it said before stays readable, and believed.
		assert!(!is_suspect(Records::record_id(HOSPITAL, document(1)), 1));

		let outcome = Disposition::Corrected;
		let corrected = DevicesCall::record_field_action_outcome {
			action: 0,
			device: here,
			outcome,
			report: document(802),
		};
		chain.submit(&clinic_engineer, corrected.clone()).fails_with(DevicesError::NotTheOwner);
		chain.submit(&engineer, corrected).succeeds();
		chain.submit(&nurse, used(chain, here)).succeeds();
		chain.submit(&clinic_nurse, used(chain, there)).fails_with(DevicesError::UnderFieldAction);
		let action = Devices::field_action(0).unwrap();
		assert_eq!((action.affected, action.outstanding), (2, 1));
	});
}

#[test]
fn a_device_of_a_suspended_institution_should_not_be_believed() {
	Chain::development().run(|chain| {
		let maker = chain.maker();
		let administrator = Signer::named("clinic");
		let clinic = chain.admit_clinic(&administrator);
		let (engineer, nurse) = hire(chain, &administrator, "clinic");
		let device = chain.device_in_service(&engineer, maker.model, "A", "1");
		let against = |device| Devices::status(device).unwrap().report;
		chain.submit(&nurse, used(chain, device)).succeeds();
		let evidence = EvidenceId::DeviceUse(0);
		let standing = |evidence| Devices::facts(evidence).map(|facts| facts.standing);
		assert_eq!(against(device), []);
		assert_eq!(standing(evidence), Some(EvidenceStanding::Confirmed));

		let suspension = InstitutionsCall::suspend {
			institution: clinic,
			reason: Reason::SafetyConcern,
			until: None,
		};
		assert_eq!(chain.council(suspension), Ok(()));
		assert_eq!(against(device), [DeviceRefusal::OwnerNotInForce]);
		let lift = InstitutionsCall::lift_suspension { institution: clinic };
		assert_eq!(chain.council(lift), Ok(()));
		assert_eq!(against(device), []);
		// What was done before was done.
		assert_eq!(standing(evidence), Some(EvidenceStanding::Confirmed));
	});
}

#[test]
fn a_device_should_be_overdue_from_the_millisecond_on_without_anybodys_doing() {
	Chain::development().run(|chain| {
		let maker = chain.maker();
		let (engineer, nurse) = hire(chain, &bob(), "hospital");
		let device = chain.device_in_service(&engineer, maker.model, "A", "1");
		let due = Devices::next_due(device).unwrap().calibration.unwrap();
		chain.wait(due - chain.now() - 2_000);
		assert!(chain.now() < due);
		chain.submit(&nurse, used(chain, device)).succeeds();
		chain.next_block();
		assert!(chain.now() >= due);
		chain.submit(&nurse, used(chain, device)).fails_with(DevicesError::OutOfCalibration);
		assert_eq!(Devices::status(device).unwrap().report, [DeviceRefusal::OutOfCalibration]);
	});
}
