// SPDX-License-Identifier: Apache-2.0

//! Further walks of devices and medicines.

use super::*;
use galen_primitives::{gs1::Gtin, statement::statement, EvidenceId};
use pallet_device_lifecycle::{
	rules::{
		DeviceIdentifier, ProductionFlags, ProductionIdentifiers, Reading as MeterReading,
		ServicePlan,
	},
	DeviceCount, DeviceKey, ModelDefinition, RiskClass, Service, UsageBatch,
};
use pallet_drug_provenance::{ClaimedPack, ErrorReason, Reading};

/// An implant with firmware, until it is disposed of.
pub fn implants(chain: &mut Chain, world: &World) {
	let maker = chain.maker();
	let (model, firmware) = (maker.model + 1, document(904));
	let definition = ModelDefinition {
		identifier: DeviceIdentifier::Gs1(Gtin(9_506_000_134_369)),
		production: ProductionFlags::LOT,
		risk_class: RiskClass::MdrIII,
		single_use: true,
		implantable: true,
		stores_data: true,
		has_firmware: true,
		plan: ServicePlan::default(),
		master_data: document(903),
	};
	chain.submit(&maker.responsible, DevicesCall::register_model { definition }).succeeds();
	for firmware in [firmware, document(905)] {
		let approve = DevicesCall::approve_firmware { model, firmware };
		chain.submit(&maker.responsible, approve).succeeds();
	}
	let withdraw = DevicesCall::withdraw_firmware { model, firmware: document(905) };
	chain.submit(&maker.responsible, withdraw).succeeds();

	let (engineer, surgeon) = (world.first(Role::BiomedicalEngineer), world.first(Role::Physician));
	let device = DeviceCount::<Runtime>::get();
	for unit in 0..2 {
		let lot = b"B".to_vec().try_into().ok();
		let identifiers = ProductionIdentifiers { lot, unit, ..Default::default() };
		let firmware = Some(firmware);
		let register = DevicesCall::register_device { model, identifiers, firmware, prior: None };
		chain.submit(&engineer, register).succeeds();
	}
	let mistaken = DevicesCall::enter_in_error { device: device + 1 };
	chain.submit(&engineer, mistaken).succeeds();
	let accept = service(chain, device, Service::Acceptance);
	chain.submit(&engineer, accept).succeeds();
	chain.submit(&engineer, DevicesCall::put_into_service { device }).succeeds();
	let (patient, occurred) = (document(805), chain.now());
	chain.submit(&surgeon, DevicesCall::implant { device, patient, occurred }).succeeds();
	chain.wait(DAY);
	let occurred = chain.now();
	chain.submit(&surgeon, DevicesCall::explant { device, occurred }).succeeds();
	let sanitisation = Some(document(906));
	chain.submit(&engineer, DevicesCall::decommission { device, sanitisation }).succeeds();
	chain.submit(&engineer, DevicesCall::dispose { device, sanitisation }).succeeds();
}

/// What a device signs of its usage, with one key and another.
pub fn usage(chain: &mut Chain, world: &World) {
	let maker = chain.maker();
	let (engineer, nurse) = (world.first(Role::BiomedicalEngineer), world.first(Role::Nurse));
	let device = chain.device_in_service(&engineer, maker.model, "A", "1");
	let signer = device_key("another");
	let key = DeviceKey::Sr25519(signer.account().into());
	let signature = signer.sign(&Devices::key_statement(device, key)).0;
	let rotate = DevicesCall::rotate_key { device, key, signature };
	chain.submit(&engineer, rotate).succeeds();
	let begun = chain.now();
	for hour in 0..2 {
		chain.wait(HOUR);
		let batch = UsageBatch {
			reading: MeterReading {
				from_sequence: hour * 10 + 1,
				to_sequence: hour * 10 + 10,
				start: begun + hour * HOUR,
				end: begun + (hour + 1) * HOUR,
				run_minutes: (hour + 1) * 60,
				cycles: hour + 1,
			},
			faults: Default::default(),
			root: document(907),
			firmware: None,
		};
		let signature = signer.sign(&Devices::usage_statement(device, batch.clone())).0;
		let submit = DevicesCall::submit_usage { device, batch, signature };
		chain.submit(&nurse, submit).succeeds();
	}
	let reason = OutOfServiceReason::Fault;
	let stop = DevicesCall::take_out_of_service { device, reason };
	chain.submit(&engineer, stop).succeeds();
	let offer = DevicesCall::offer_transfer { device, to: SECOND };
	chain.submit(&engineer, offer).succeeds();
	chain.submit(&engineer, DevicesCall::cancel_transfer { device }).succeeds();
}

/// Single packs, what is falsified, and what is taken back.
pub fn packs(chain: &mut Chain, world: &World) {
	let line = chain.line(2);
	let pharmacist = world.second(Role::Pharmacist);
	chain.delivered(&line, sscc(0), SECOND, &pharmacist);
	let claimed = |number| ClaimedPack { pack: pack(number), proof: Some(line.proof(number)) };
	let packs = vec![claimed(0), claimed(1)].try_into().expect("few; qed");
	let pack_up = MedicinesCall::pack_items { unit: sscc(200), packs };
	chain.submit(&pharmacist, pack_up).succeeds();
	let packs = vec![claimed(0), claimed(2)].try_into().expect("few; qed");
	chain.submit(&pharmacist, MedicinesCall::unpack_items { packs }).succeeds();
	let kept = chain.dispensed_as(&line, &pharmacist, 2, world.ada.id, false);
	let EvidenceId::Dispense(dispense) = kept else { unreachable!("it was dispensed") };
	chain.submit(&pharmacist, MedicinesCall::revert_dispense { dispense }).succeeds();

	let quality = &world.second(Role::ResponsiblePerson);
	let item = || Item::Unit(sscc(0));
	let hold = MedicinesCall::quarantine { item: item(), reason: HoldReason::Suspect, proof: None };
	chain.submit(&pharmacist, hold).succeeds();
	let declare = MedicinesCall::declare_illegitimate { item: item(), evidence: document(715) };
	chain.submit(quality, declare).succeeds();
	let notify = MedicinesCall::notify_illegitimate { notice: 0, evidence: document(716) };
	chain.submit(quality, notify).succeeds();

	for hash in [[1; 32], [2; 32]] {
		let anchor = EventAnchor { hash, kind: EventKind::Object, occurred: chain.now() };
		chain.submit(&pharmacist, MedicinesCall::anchor_event { anchor }).succeeds();
	}
	let corrective = vec![[2; 32]].try_into().expect("few; qed");
	let reason = ErrorReason::IncorrectData;
	let error = MedicinesCall::declare_error { hash: [1; 32], reason, corrective };
	chain.submit(&pharmacist, error).succeeds();
}

/// Single readings of a sensor.
pub fn readings(chain: &mut Chain, _: &World) {
	let (line, maker) = (chain.line(1), chain.maker());
	let engineer = Signer::named("manufacturer's engineer");
	chain.hire(&Signer::named("manufacturer"), &engineer, Role::BiomedicalEngineer);
	let device = chain.device_in_service(&engineer, maker.model, "A", "1");
	let unit = sscc(0);
	let bind = MedicinesCall::bind_sensor { unit, device };
	chain.submit(&line.responsible, bind).succeeds();
	for (sequence, value) in [(0, 500), (1, 1_200)] {
		chain.wait(MINUTE);
		let reading = Reading { sequence, at: chain.now(), value };
		let id = Institutions::chain_id();
		let signed = statement(b"sensor-reading", &id, &(device, unit, &reading));
		let signature = device_key("1").sign(&signed).0;
		let submit = MedicinesCall::submit_reading { unit, device, reading, signature };
		chain.submit(&line.responsible, submit).succeeds();
	}
}
