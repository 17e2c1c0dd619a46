// SPDX-License-Identifier: Apache-2.0

//! What scenarios with devices need: a maker and its model, devices in service, what they sign.

use crate::*;
use galen_primitives::{gs1::Gtin, DeviceId};
use pallet_device_lifecycle::{
	rules::{DeviceIdentifier, ProductionFlags, ProductionIdentifiers, ServicePlan},
	Call as DevicesCall, DeviceKey, ModelDefinition, ModelId, RiskClass, Service, ServiceReport,
	ServiceResult, Tolerance,
};
use pallet_patient_records::{Anchor, Call as RecordsCall};

/// A maker of devices, and who answers for its models.
pub struct Maker {
	/// The institution.
	pub id: InstitutionId,
	/// Its responsible person.
	pub responsible: Signer,
	/// Its one model: a monitor with lot and serial number, calibrated once a year, maintained
	/// after a thousand hours.
	pub model: ModelId,
}

/// A calibration that found the device like this, and left it within tolerance.
pub fn calibration(as_found: Tolerance) -> Service {
	Service::Calibration { as_found, as_left: Tolerance::Within, reference: document(900) }
}

/// The call that records a service that was passed now.
pub fn service(chain: &Chain, device: DeviceId, service: Service) -> RuntimeCall {
	let report = ServiceReport {
		service,
		result: ServiceResult::Pass,
		occurred: chain.now(),
		report: document(901),
		next_due: None,
	};
	DevicesCall::record_service { device, report }.into()
}

/// The call that anchors document `number` as a device of the hospital measured it, signed by the
/// device.
pub fn measured(
	device: DeviceId,
	key: &Signer,
	custodian: InstitutionId,
	patient: PatientId,
	number: u64,
	occurred: Moment,
) -> RuntimeCall {
	let anchor = Anchor { occurred, ..statement(number) };
	let bytes = Records::measurement_statement(device, custodian, patient, anchor, occurred);
	let signature = key.sign(&bytes).0;
	RecordsCall::anchor_measured { patient, anchor, device, from: occurred, signature }.into()
}

/// The key of the device that has that serial number.
pub fn device_key(serial: &str) -> Signer {
	Signer::named(&format!("device {serial}"))
}

impl Chain {
	/// Admits a maker, which describes a model.
	#[track_caller]
	pub fn maker(&mut self) -> Maker {
		let administrator = Signer::named("maker");
		let kinds = [InstitutionKind::DeviceMaker];
		let id = self.admit(admission(&kinds, VotingClass::Industry), &administrator);
		let responsible = Signer::named("maker's responsible person");
		self.hire(&administrator, &responsible, Role::ResponsiblePerson);
		let model = pallet_device_lifecycle::ModelCount::<Runtime>::get();
		let definition = ModelDefinition {
			identifier: DeviceIdentifier::Gs1(Gtin(9_506_000_134_352)),
			production: ProductionFlags::LOT.and(ProductionFlags::SERIAL),
			risk_class: RiskClass::MdrIIb,
			single_use: false,
			implantable: false,
			stores_data: false,
			has_firmware: false,
			plan: ServicePlan {
				maintenance: None,
				maintenance_run: Some(60_000),
				calibration: Some(365 * DAY),
				safety_test: None,
			},
			master_data: document(902),
		};
		self.submit(&responsible, DevicesCall::register_model { definition }).succeeds();
		Maker { id, responsible, model }
	}

	/// Has `engineer` register a device of that lot and serial number, calibrate and accept it, give
	/// it the key of [`device_key`], and put it into service.
	#[track_caller]
	pub fn device_in_service(
		&mut self,
		engineer: &Signer,
		model: ModelId,
		lot: &str,
		serial: &str,
	) -> DeviceId {
		let text = |text: &str| text.as_bytes().to_vec().try_into().ok();
		let device = pallet_device_lifecycle::DeviceCount::<Runtime>::get();
		let identifiers = ProductionIdentifiers {
			lot: text(lot),
			serial: text(serial),
			..ProductionIdentifiers::default()
		};
		let registration =
			DevicesCall::register_device { model, identifiers, firmware: None, prior: None };
		self.submit(engineer, registration).succeeds();
		self.submit(engineer, service(self, device, calibration(Tolerance::Within))).succeeds();
		self.submit(engineer, service(self, device, Service::Acceptance)).succeeds();
		let signer = device_key(serial);
		let key = DeviceKey::Sr25519(signer.account().into());
		let bytes = Devices::key_statement(device, key);
		let signature = signer.sign(&bytes).0;
		self.submit(engineer, DevicesCall::set_key { device, key, signature }).succeeds();
		self.submit(engineer, DevicesCall::put_into_service { device }).succeeds();
		device
	}
}
