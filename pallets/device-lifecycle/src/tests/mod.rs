// SPDX-License-Identifier: Apache-2.0

//! One file for each topic. Every test ends in `do_try_state`.

mod association;
mod disposal;
mod field_actions;
mod keys;
mod models;
mod operation;
mod origins;
mod property;
mod registration;
mod scenarios;
mod service;
mod status;
mod try_state;
mod usage;

use crate::{mock::*, *};
use device_lifecycle_core::{
	DeviceIdentifier, ProductionFlags, ProductionIdentifiers, Reading, ServicePlan,
};
use frame_support::{assert_ok, BoundedVec};
use galen_primitives::{
	gs1::{Gtin, Text20},
	seams::{DeviceStatus, Evidence, RecallStatus},
	time::{DAY, HOUR, MINUTE},
	Beneficiary, DeviceId, DevicePurpose, DeviceRefusal, DeviceSignature, Digest, EvidenceId,
	EvidenceStanding, HashAlgorithm, InstitutionId, Moment, Role,
};
use sp_core::{ed25519, Pair};
use sp_runtime::DispatchResult;

/// A digest of its own for each number but zero, which is all zeros.
fn digest(number: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [number; 32] }
}

fn text(text: &str) -> Text20 {
	text.as_bytes().to_vec().try_into().unwrap()
}

/// A GTIN of its own for each number.
fn gtin(number: u64) -> DeviceIdentifier {
	let valid = (0..10).map(|check| Gtin((9506000 + number) * 10 + check));
	DeviceIdentifier::Gs1(valid.into_iter().find(Gtin::is_valid).unwrap())
}

const PLAN: ServicePlan = ServicePlan {
	maintenance: Some(365 * DAY),
	maintenance_run: Some(60_000),
	calibration: Some(180 * DAY),
	safety_test: Some(365 * DAY),
};

/// A ventilator: lot, serial number and date of manufacture on its label, data inside, a firmware.
fn ventilator() -> ModelDefinition {
	ModelDefinition {
		identifier: gtin(1),
		production: ProductionFlags::LOT
			.and(ProductionFlags::SERIAL)
			.and(ProductionFlags::MANUFACTURED),
		risk_class: RiskClass::FdaII,
		single_use: false,
		implantable: false,
		stores_data: true,
		has_firmware: true,
		plan: PLAN,
		master_data: digest(1),
	}
}

/// A stent: lot and expiry date, once, for good.
fn stent() -> ModelDefinition {
	ModelDefinition {
		identifier: gtin(2),
		production: ProductionFlags::LOT.and(ProductionFlags::EXPIRY),
		risk_class: RiskClass::MdrIII,
		single_use: true,
		implantable: true,
		stores_data: false,
		has_firmware: false,
		plan: ServicePlan::default(),
		master_data: digest(2),
	}
}

fn register_model(definition: ModelDefinition) -> ModelId {
	let id = ModelCount::<Test>::get();
	let has_firmware = definition.has_firmware;
	assert_ok!(DeviceLifecycle::register_model(signed(PRODUCT_OFFICER), definition));
	if has_firmware {
		assert_ok!(DeviceLifecycle::approve_firmware(signed(PRODUCT_OFFICER), id, digest(70)));
	}
	id
}

fn serial(lot: &str, serial: &str) -> ProductionIdentifiers {
	ProductionIdentifiers {
		lot: Some(text(lot)),
		serial: Some(text(serial)),
		manufactured: Some(START - 100 * DAY),
		..Default::default()
	}
}

fn boxed(lot: &str, unit: u32) -> ProductionIdentifiers {
	ProductionIdentifiers {
		lot: Some(text(lot)),
		expiry: Some(START + 100 * DAY),
		unit,
		..Default::default()
	}
}

/// Registers one with what its model's labels carry.
fn register(model: ModelId, identifiers: ProductionIdentifiers) -> DeviceId {
	let id = DeviceCount::<Test>::get();
	let has_firmware = Models::<Test>::get(model).unwrap().definition.has_firmware;
	assert_ok!(DeviceLifecycle::register_device(
		signed(ENGINEER),
		model,
		identifiers,
		has_firmware.then_some(digest(70)),
		None
	));
	id
}

fn report(service: Service, result: ServiceResult) -> ServiceReport {
	ServiceReport { service, result, occurred: now(), report: digest(50), next_due: None }
}

fn calibration(as_found: Tolerance, as_left: Tolerance) -> ServiceReport {
	let result = match as_left {
		Tolerance::Within => ServiceResult::Pass,
		Tolerance::Out => ServiceResult::Fail,
	};
	report(Service::Calibration { as_found, as_left, reference: digest(51) }, result)
}

fn good_calibration() -> ServiceReport {
	calibration(Tolerance::Within, Tolerance::Within)
}

fn record(device: DeviceId, report: ServiceReport) -> DispatchResult {
	DeviceLifecycle::record_service(signed(ENGINEER), device, report)
}

fn pass(device: DeviceId, service: Service) {
	assert_ok!(record(device, report(service, ServiceResult::Pass)));
}

fn put_into_service(device: DeviceId) -> DispatchResult {
	DeviceLifecycle::put_into_service(signed(ENGINEER), device)
}

/// Accepts it, calibrates it if it has to be, and puts it into service.
fn commission(device: DeviceId) {
	pass(device, Service::Acceptance);
	let model = Devices::<Test>::get(device).unwrap().model;
	if Models::<Test>::get(model).unwrap().definition.plan.calibration.is_some() {
		assert_ok!(record(device, good_calibration()));
	}
	assert_ok!(put_into_service(device));
}

/// A ventilator in service, the first of its model.
fn in_service() -> DeviceId {
	let model = register_model(ventilator());
	let device = register(model, serial("L1", "S1"));
	commission(device);
	device
}

fn device(id: DeviceId) -> DeviceOf<Test> {
	DeviceLifecycle::device(id).unwrap()
}

fn pair(seed: u8) -> ed25519::Pair {
	ed25519::Pair::from_seed(&[seed; 32])
}

fn key(seed: u8) -> DeviceKey {
	DeviceKey::Ed25519(pair(seed).public().0)
}

/// The new key's signature.
fn proof(device: DeviceId, seed: u8) -> DeviceSignature {
	let stated = DeviceLifecycle::key_statement(device, key(seed));
	pair(seed).sign(&stated).0
}

fn set_key(device: DeviceId, seed: u8) {
	assert_ok!(DeviceLifecycle::set_key(signed(ENGINEER), device, key(seed), proof(device, seed)));
}

/// What follows on the last batch: ten messages, so much running time.
fn next_batch(id: DeviceId, run_minutes: u64) -> UsageBatchOf<Test> {
	let meter = device(id).meter;
	UsageBatch {
		reading: Reading {
			from_sequence: meter.sequence + 1,
			to_sequence: meter.sequence + 10,
			start: meter.until,
			end: meter.until + run_minutes * MINUTE,
			run_minutes: meter.run_minutes + run_minutes,
			cycles: meter.cycles + 1,
		},
		faults: BoundedVec::new(),
		root: digest(60),
		firmware: device(id).firmware,
	}
}

/// The device's signature, made with the key of that seed.
fn submit(id: DeviceId, batch: UsageBatchOf<Test>, seed: u8) -> DispatchResult {
	let signature = pair(seed).sign(&DeviceLifecycle::usage_statement(id, batch.clone())).0;
	let outcome = DeviceLifecycle::submit_usage(signed(NURSE), id, batch, signature);
	outcome.map(|_| ()).map_err(|error| error.error)
}

fn use_on_patient(id: DeviceId) -> DispatchResult {
	DeviceLifecycle::record_use(signed(PHYSICIAN), id, Beneficiary::Patient(PATIENT), now())
}

fn check(id: DeviceId, purpose: DevicePurpose) -> Result<(), DeviceRefusal> {
	<DeviceLifecycle as DeviceStatus>::check(id, purpose).map(|_| ())
}

fn is_recalled(id: DeviceId) -> bool {
	<DeviceLifecycle as RecallStatus<DeviceId>>::is_recalled(&id)
}

fn is_suspect(id: DeviceId, at: Moment) -> bool {
	DeviceLifecycle::is_suspect(id, at, at)
}

/// Opens a field action of class I by the maker.
fn open(model: ModelId, scope: ScopeOf<Test>, kind: FieldActionKind) -> FieldActionId {
	let id = FieldActionCount::<Test>::get();
	assert_ok!(DeviceLifecycle::open_field_action(
		signed(PRODUCT_OFFICER),
		model,
		scope,
		kind,
		FieldActionClass::I,
		digest(80)
	));
	id
}

fn serials_of(serials: &[&str]) -> ScopeOf<Test> {
	let serials: Vec<_> = serials.iter().map(|serial| text(serial)).collect();
	FieldActionScope::Serials(serials.try_into().unwrap())
}

fn settle(action: FieldActionId, device: DeviceId, outcome: Disposition) -> DispatchResult {
	DeviceLifecycle::record_field_action_outcome(
		signed(ENGINEER),
		action,
		device,
		outcome,
		digest(81),
	)
}

fn terminate(action: FieldActionId, rest: Option<RestReason>) -> DispatchResult {
	DeviceLifecycle::terminate_field_action(signed(INSPECTOR), action, rest)
}

/// Affected, corrected, removed, disposed, outstanding.
fn counters(action: FieldActionId) -> [u32; 5] {
	let info = DeviceLifecycle::field_action(action).unwrap();
	let FieldAction { corrected, removed, disposed, .. } = info.action;
	[info.affected, corrected, removed, disposed, info.outstanding]
}

fn decommissioned(id: DeviceId) {
	assert_ok!(DeviceLifecycle::decommission(signed(ENGINEER), id, Some(digest(90))));
}

fn disposed(id: DeviceId) {
	decommissioned(id);
	assert_ok!(DeviceLifecycle::dispose(signed(ENGINEER), id, None));
}

/// The one event of the last call.
fn assert_event(event: Event<Test>) {
	let events = System::read_events_for_pallet::<Event<Test>>();
	assert_eq!(events.last(), Some(&event));
}

/// A number that no device has.
const NOWHERE: DeviceId = 999;
