// SPDX-License-Identifier: Apache-2.0

//! Benchmarks of the calls, each at its worst: with a model and a device whose lists are full. None
//! has a component for how many devices there are, for no call looks at them.

use crate::*;
use alloc::{vec, vec::Vec};
use codec::Encode;
use device_lifecycle_core::{
	DeviceIdentifier, ProductionFlags, ProductionIdentifiers, Reading, ServicePlan, Spell,
};
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{Get, Time},
	BoundedVec,
};
use galen_primitives::{
	gs1::{Gtin, Text20},
	time::{DAY, HOUR, MINUTE},
	Beneficiary, DeviceId, DeviceSignature, Digest, HashAlgorithm, InstitutionId, Moment,
	PatientId,
};
use p256::ecdsa::{signature::Signer, Signature, SigningKey};
use sp_core::{crypto::KeyTypeId, sr25519};
use sp_io::crypto::{sr25519_generate, sr25519_sign};

/// Sets up what other pallets know, by writing their real state.
pub trait BenchmarkHelper<RuntimeOrigin> {
	/// Admits a maker of devices. The second passes `MakerOrigin` for it, and `RegistrarOrigin`.
	fn maker() -> (InstitutionId, RuntimeOrigin);
	/// Admits an institution that owns devices; another one for each `seed`.
	fn owner(seed: u32) -> InstitutionId;
	/// Somebody there who passes `EngineerOrigin`, `RegistrarOrigin`, `ServiceOrigin` and
	/// `StaffOrigin`.
	fn engineer(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `ClinicianOrigin`.
	fn clinician(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody who passes `RegulatorOrigin`.
	fn regulator() -> RuntimeOrigin;
	/// Opens a patient's pseudonym at the institution.
	fn open_patient(institution: InstitutionId) -> PatientId;
	/// Sets the clock.
	fn set_time(now: Moment);
}

/// Which keystore the hosted keys are in.
const KEYS: KeyTypeId = KeyTypeId(*b"devl");

fn digest(seed: u32) -> Digest {
	let bytes = seed.using_encoded(sp_io::hashing::sha2_256);
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes }
}

fn text(seed: u32) -> Text20 {
	let mut bytes = vec![b'A'; 20];
	for (place, byte) in bytes.iter_mut().enumerate().take(8) {
		let shift = u32::try_from(place).unwrap_or(0).saturating_mul(4);
		*byte = b'a'.saturating_add(u8::try_from((seed >> shift) & 15).unwrap_or(0));
	}
	Text20::truncate_from(bytes)
}

fn definition() -> ModelDefinition {
	ModelDefinition {
		identifier: DeviceIdentifier::Gs1(Gtin(844588003288)),
		production: ProductionFlags::ALL,
		risk_class: RiskClass::MdrIII,
		single_use: true,
		implantable: true,
		stores_data: true,
		has_firmware: true,
		plan: ServicePlan {
			maintenance: Some(DAY),
			maintenance_run: Some(60_000),
			calibration: Some(DAY),
			safety_test: Some(DAY),
		},
		master_data: digest(0),
	}
}

fn identifiers(seed: u32) -> ProductionIdentifiers {
	ProductionIdentifiers {
		lot: Some(text(0)),
		serial: Some(text(seed)),
		manufactured: Some(HOUR),
		expiry: Some(10_000u64.saturating_mul(DAY)),
		donation: Some(digest(1)),
		unit: 0,
	}
}

fn report(service: Service) -> ServiceReport {
	ServiceReport {
		service,
		result: ServiceResult::Pass,
		occurred: START,
		report: digest(2),
		next_due: None,
	}
}

const CALIBRATION: Service = Service::Calibration {
	as_found: Tolerance::Within,
	as_left: Tolerance::Within,
	reference: Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [3; 32] },
};

const START: Moment = 1_000 * DAY;

/// A maker with its model, whose lists are full but for one, and an owner.
struct Setup<T: Config> {
	maker: T::RuntimeOrigin,
	model: ModelId,
	owner: InstitutionId,
}

impl<T: Config> Setup<T> {
	fn new() -> Result<Self, BenchmarkError> {
		T::BenchmarkHelper::set_time(START);
		let (_, maker) = T::BenchmarkHelper::maker();
		let model = ModelCount::<T>::get();
		Pallet::<T>::register_model(maker.clone(), definition())?;
		let setup = Self { maker, model, owner: T::BenchmarkHelper::owner(0) };
		for seed in 1..T::MaxFirmwares::get() {
			Pallet::<T>::approve_firmware(setup.maker.clone(), model, digest(seed))?;
		}
		for _ in 1..T::MaxModelActions::get() {
			setup.alert(FieldActionScope::Lot(text(0)))?;
		}
		Ok(setup)
	}

	/// A warning, which stops nothing.
	fn alert(&self, scope: ScopeOf<T>) -> Result<FieldActionId, BenchmarkError> {
		let id = FieldActionCount::<T>::get();
		let (kind, class) = (FieldActionKind::SafetyAlert, FieldActionClass::III);
		Pallet::<T>::open_field_action(
			self.maker.clone(),
			self.model,
			scope,
			kind,
			class,
			digest(4),
		)?;
		Ok(id)
	}

	fn engineer(&self) -> T::RuntimeOrigin {
		T::BenchmarkHelper::engineer(self.owner)
	}

	fn clinician(&self) -> T::RuntimeOrigin {
		T::BenchmarkHelper::clinician(self.owner)
	}

	/// The digest of a firmware that is approved.
	fn firmware(&self) -> Option<Digest> {
		Models::<T>::get(self.model)
			.and_then(|model| model.firmwares.last().map(|known| known.digest))
	}

	/// A device whose lists are full, and that is registered.
	fn device(&self) -> Result<DeviceId, BenchmarkError> {
		if self.firmware().is_none() {
			Pallet::<T>::approve_firmware(self.maker.clone(), self.model, digest(1))?;
		}
		let id = DeviceCount::<T>::get();
		Pallet::<T>::register_device(
			self.engineer(),
			self.model,
			identifiers(0),
			self.firmware(),
			Some(PriorService { since: DAY, evidence: digest(5) }),
		)?;
		self.change(id, |device| {
			for place in 0..T::MaxSuspectSpells::get() {
				let from = Moment::from(place).saturating_mul(HOUR);
				let spell = Spell { from, until: from.saturating_add(MINUTE) };
				let _ = device.suspect.try_push(spell);
			}
		});
		Ok(id)
	}

	/// Such a device in service.
	fn in_service(&self) -> Result<DeviceId, BenchmarkError> {
		let id = self.device()?;
		for service in [Service::Acceptance, CALIBRATION] {
			Pallet::<T>::record_service(self.engineer(), id, report(service))?;
		}
		Pallet::<T>::put_into_service(self.engineer(), id)?;
		Ok(id)
	}

	/// Such a device with a patient's commitment.
	fn implanted(&self) -> Result<DeviceId, BenchmarkError> {
		let id = self.in_service()?;
		Pallet::<T>::implant(self.clinician(), id, digest(6), START)?;
		Ok(id)
	}

	fn change(&self, id: DeviceId, change: impl FnOnce(&mut DeviceOf<T>)) {
		Devices::<T>::mutate(id, |slot| {
			if let Some(device) = slot {
				change(device);
			}
		});
	}

	/// A decommissioned device on which so many field actions are outstanding.
	fn with_outstanding(&self, count: u32) -> Result<DeviceId, BenchmarkError> {
		Models::<T>::mutate(self.model, |slot| {
			if let Some(model) = slot {
				model.actions.retain(|_| false);
			}
		});
		let id = self.device()?;
		let named = count.min(T::MaxDeviceActions::get());
		for _ in 0..named {
			let serials = BoundedVec::truncate_from(vec![text(0)]);
			self.alert(FieldActionScope::Serials(serials))?;
		}
		for _ in named..count {
			self.alert(FieldActionScope::Lot(text(0)))?;
		}
		Ok(id)
	}
}

fn p256_key(seed: u8) -> Result<(SigningKey, DeviceKey), BenchmarkError> {
	let failed = BenchmarkError::Stop("a key can't be made");
	let key = SigningKey::from_slice(&[seed; 32]).map_err(|_| failed)?;
	let point = key.verifying_key().to_encoded_point(true);
	let bytes = point.as_bytes().try_into().map_err(|_| BenchmarkError::Stop("a point is long"))?;
	Ok((key, DeviceKey::P256(bytes)))
}

fn p256_sign(key: &SigningKey, message: &[u8]) -> DeviceSignature {
	let signature: Signature = key.sign(message);
	signature.to_bytes().into()
}

fn hosted_key() -> (sr25519::Public, DeviceKey) {
	let key = sr25519_generate(KEYS, None);
	(key, DeviceKey::Sr25519(key.0))
}

fn hosted_sign(key: &sr25519::Public, message: &[u8]) -> Result<DeviceSignature, BenchmarkError> {
	let signature = sr25519_sign(KEYS, key, message);
	signature.map(|signature| signature.0).ok_or(BenchmarkError::Stop("a key is missing"))
}

fn statement<T: Config>(id: DeviceId, key: DeviceKey) -> Vec<u8> {
	Pallet::<T>::key_statement(id, key)
}

fn batch<T: Config>(firmware: Option<Digest>, faults: u32) -> UsageBatchOf<T> {
	UsageBatch {
		reading: Reading {
			from_sequence: 1,
			to_sequence: u64::MAX,
			start: DAY,
			end: START,
			run_minutes: 59_999,
			cycles: u64::MAX,
		},
		faults: BoundedVec::truncate_from(vec![u16::MAX; usize::try_from(faults).unwrap_or(0)]),
		root: digest(7),
		firmware,
	}
}

fn status_of<T: Config>(id: DeviceId) -> Option<ServiceStatus> {
	Devices::<T>::get(id).map(|device| device.status)
}

fn availability_of<T: Config>(id: DeviceId) -> Option<Availability> {
	Devices::<T>::get(id).map(|device| device.availability)
}

fn key_of<T: Config>(id: DeviceId) -> Option<DeviceKey> {
	Devices::<T>::get(id).and_then(|device| device.key.map(|in_force| in_force.key))
}

/// The seed of the key that devices of other pallets' benchmarks have.
const ENDOWED: u8 = 9;

impl<T: Config> Pallet<T> {
	/// A device of `owner` in service, with full lists and a key that is the dearest to verify: for
	/// benchmarks of pallets that rely on devices. Sets the clock.
	pub fn device_for_benchmark(owner: InstitutionId) -> Result<DeviceId, BenchmarkError> {
		let setup = Setup::<T> { owner, ..Setup::new()? };
		let device = setup.in_service()?;
		let (pair, key) = p256_key(ENDOWED)?;
		let signature = p256_sign(&pair, &statement::<T>(device, key));
		Self::set_key(setup.engineer(), device, key, signature)?;
		Ok(device)
	}

	/// What such a device signs, with its key or, for one that isn't of P-256, with another.
	pub fn sign_for_benchmark(
		device: DeviceId,
		is_p256: bool,
		message: &[u8],
	) -> Result<DeviceSignature, BenchmarkError> {
		if is_p256 {
			return Ok(p256_sign(&p256_key(ENDOWED)?.0, message));
		}
		let (pair, hosted) = hosted_key();
		Devices::<T>::mutate_extant(device, |device| {
			device.key = device.key.map(|key| KeyInForce { key: hosted, ..key });
		});
		hosted_sign(&pair, message)
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_model() {
		T::BenchmarkHelper::set_time(START);
		let (_, maker) = T::BenchmarkHelper::maker();

		#[extrinsic_call]
		_(maker as T::RuntimeOrigin, definition());

		assert_eq!(ModelCount::<T>::get(), 1);
	}

	#[benchmark]
	fn approve_firmware() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;

		#[extrinsic_call]
		_(setup.maker.clone() as T::RuntimeOrigin, setup.model, digest(1_000));

		assert_eq!(setup.firmware(), Some(digest(1_000)));
		Ok(())
	}

	#[benchmark]
	fn withdraw_firmware() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		Pallet::<T>::approve_firmware(setup.maker.clone(), setup.model, digest(1_000))?;

		#[extrinsic_call]
		_(setup.maker.clone() as T::RuntimeOrigin, setup.model, digest(1_000));

		let withdrawn = Models::<T>::get(setup.model).is_some_and(|m| !m.approves(&digest(1_000)));
		assert!(withdrawn);
		Ok(())
	}

	#[benchmark]
	fn register_device() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		// Field actions have named it before.
		for _ in 0..T::MaxDeviceActions::get() {
			let serials = BoundedVec::truncate_from(vec![text(0)]);
			setup.alert(FieldActionScope::Serials(serials))?;
		}
		let prior = Some(PriorService { since: DAY, evidence: digest(5) });
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, setup.model, identifiers(0), Some(digest(1)), prior);

		assert_eq!(DeviceCount::<T>::get(), 1);
		Ok(())
	}

	#[benchmark]
	fn offer_transfer() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.device()?;
		let to = T::BenchmarkHelper::owner(1);
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device, to);

		assert_eq!(Devices::<T>::get(device).and_then(|device| device.offered_to), Some(to));
		Ok(())
	}

	#[benchmark]
	fn accept_transfer() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.device()?;
		let to = T::BenchmarkHelper::owner(1);
		Pallet::<T>::offer_transfer(setup.engineer(), device, to)?;
		let other = T::BenchmarkHelper::engineer(to);

		#[extrinsic_call]
		_(other as T::RuntimeOrigin, device);

		assert_eq!(Devices::<T>::get(device).map(|device| device.owner), Some(to));
		Ok(())
	}

	#[benchmark]
	fn cancel_transfer() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.device()?;
		let to = T::BenchmarkHelper::owner(1);
		Pallet::<T>::offer_transfer(setup.engineer(), device, to)?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device);

		assert_eq!(Devices::<T>::get(device).and_then(|device| device.offered_to), None);
		Ok(())
	}

	#[benchmark]
	fn record_service() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		// Another spell of doubt, for which two others have to become one.
		T::BenchmarkHelper::set_time(START.saturating_add(HOUR));
		let service = Service::Calibration {
			as_found: Tolerance::Out,
			as_left: Tolerance::Out,
			reference: digest(3),
		};
		let failed = ServiceReport { result: ServiceResult::Fail, ..report(service) };
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device, failed);

		assert_eq!(status_of::<T>(device), Some(ServiceStatus::OutOfService));
		Ok(())
	}

	#[benchmark]
	fn put_into_service() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let reason = OutOfServiceReason::Standby;
		Pallet::<T>::take_out_of_service(setup.engineer(), device, reason)?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device);

		assert_eq!(status_of::<T>(device), Some(ServiceStatus::InService));
		Ok(())
	}

	#[benchmark]
	fn take_out_of_service() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device, OutOfServiceReason::Fault);

		assert_eq!(status_of::<T>(device), Some(ServiceStatus::OutOfService));
		Ok(())
	}

	#[benchmark]
	fn report_lost() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device);

		assert_eq!(availability_of::<T>(device), Some(Availability::Lost));
		Ok(())
	}

	#[benchmark]
	fn report_found() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		Pallet::<T>::report_lost(setup.engineer(), device)?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device);

		assert_eq!(availability_of::<T>(device), Some(Availability::Available));
		Ok(())
	}

	#[benchmark]
	fn report_damaged() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device);

		assert_eq!(availability_of::<T>(device), Some(Availability::Damaged));
		Ok(())
	}

	/// `a` counts the field actions that are outstanding on the device.
	#[benchmark]
	fn report_destroyed(
		a: Linear<0, { T::MaxModelActions::get().saturating_add(T::MaxDeviceActions::get()) }>,
	) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.with_outstanding(a)?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device, digest(8));

		assert_eq!(availability_of::<T>(device), Some(Availability::Destroyed));
		Ok(())
	}

	#[benchmark]
	fn set_key() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.device()?;
		let (pair, key) = hosted_key();
		let signature = hosted_sign(&pair, &statement::<T>(device, key))?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device, key, signature);

		assert_eq!(key_of::<T>(device), Some(key));
		Ok(())
	}

	#[benchmark]
	fn set_key_p256() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.device()?;
		let (pair, key) = p256_key(1)?;
		let signature = p256_sign(&pair, &statement::<T>(device, key));
		let engineer = setup.engineer();

		#[extrinsic_call]
		set_key(engineer as T::RuntimeOrigin, device, key, signature);

		assert_eq!(key_of::<T>(device), Some(key));
		Ok(())
	}

	#[benchmark]
	fn rotate_key() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.device()?;
		let (pair, key) = p256_key(1)?;
		let signature = p256_sign(&pair, &statement::<T>(device, key));
		Pallet::<T>::set_key(setup.engineer(), device, key, signature)?;
		let (pair, key) = hosted_key();
		let signature = hosted_sign(&pair, &statement::<T>(device, key))?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device, key, signature);

		assert_eq!(key_of::<T>(device), Some(key));
		Ok(())
	}

	#[benchmark]
	fn rotate_key_p256() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.device()?;
		let (pair, key) = p256_key(1)?;
		let signature = p256_sign(&pair, &statement::<T>(device, key));
		Pallet::<T>::set_key(setup.engineer(), device, key, signature)?;
		let (pair, key) = p256_key(2)?;
		let signature = p256_sign(&pair, &statement::<T>(device, key));
		let engineer = setup.engineer();

		#[extrinsic_call]
		rotate_key(engineer as T::RuntimeOrigin, device, key, signature);

		assert_eq!(key_of::<T>(device), Some(key));
		Ok(())
	}

	#[benchmark]
	fn revoke_key() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.device()?;
		let (pair, key) = p256_key(1)?;
		let signature = p256_sign(&pair, &statement::<T>(device, key));
		Pallet::<T>::set_key(setup.engineer(), device, key, signature)?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device);

		assert_eq!(key_of::<T>(device), None);
		Ok(())
	}

	/// `f` counts the fault codes.
	#[benchmark]
	fn submit_usage(f: Linear<0, { T::MaxFaults::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let (pair, key) = hosted_key();
		let signature = hosted_sign(&pair, &statement::<T>(device, key))?;
		Pallet::<T>::set_key(setup.engineer(), device, key, signature)?;
		let batch = batch::<T>(setup.firmware(), f);
		let stated = Pallet::<T>::usage_statement(device, batch.clone());
		let signature = hosted_sign(&pair, &stated)?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device, batch, signature);

		let sequence = Devices::<T>::get(device).map(|device| device.meter.sequence);
		assert_eq!(sequence, Some(u64::MAX));
		Ok(())
	}

	/// `f` counts the fault codes.
	#[benchmark]
	fn submit_usage_p256(f: Linear<0, { T::MaxFaults::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let (pair, key) = p256_key(1)?;
		let signature = p256_sign(&pair, &statement::<T>(device, key));
		Pallet::<T>::set_key(setup.engineer(), device, key, signature)?;
		let batch = batch::<T>(setup.firmware(), f);
		let stated = Pallet::<T>::usage_statement(device, batch.clone());
		let signature = p256_sign(&pair, &stated);
		let engineer = setup.engineer();

		#[extrinsic_call]
		submit_usage(engineer as T::RuntimeOrigin, device, batch, signature);

		let sequence = Devices::<T>::get(device).map(|device| device.meter.sequence);
		assert_eq!(sequence, Some(u64::MAX));
		Ok(())
	}

	#[benchmark]
	fn associate() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let clinician = setup.clinician();

		#[extrinsic_call]
		_(clinician as T::RuntimeOrigin, device, digest(6));

		let association = Devices::<T>::get(device).map(|device| device.association);
		assert_eq!(association, Some(Association::Attached { patient: digest(6) }));
		Ok(())
	}

	#[benchmark]
	fn dissociate() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		Pallet::<T>::associate(setup.clinician(), device, digest(6))?;
		let clinician = setup.clinician();

		#[extrinsic_call]
		_(clinician as T::RuntimeOrigin, device);

		let association = Devices::<T>::get(device).map(|device| device.association);
		assert_eq!(association, Some(Association::None));
		Ok(())
	}

	#[benchmark]
	fn implant() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let clinician = setup.clinician();

		#[extrinsic_call]
		_(clinician as T::RuntimeOrigin, device, digest(6), START);

		assert_eq!(DeviceUseCount::<T>::get(), 1);
		Ok(())
	}

	#[benchmark]
	fn explant() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.implanted()?;
		let clinician = setup.clinician();

		#[extrinsic_call]
		_(clinician as T::RuntimeOrigin, device, START);

		let association = Devices::<T>::get(device).map(|device| device.association);
		assert_eq!(association, Some(Association::Explanted));
		Ok(())
	}

	#[benchmark]
	fn record_use() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let patient = T::BenchmarkHelper::open_patient(setup.owner);
		let clinician = setup.clinician();

		#[extrinsic_call]
		_(clinician as T::RuntimeOrigin, device, Beneficiary::Patient(patient), START);

		assert_eq!(DeviceUseCount::<T>::get(), 1);
		Ok(())
	}

	#[benchmark]
	fn reverse_use() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let beneficiary = Beneficiary::Committed(digest(6));
		Pallet::<T>::record_use(setup.clinician(), device, beneficiary, START)?;
		let clinician = setup.clinician();

		#[extrinsic_call]
		_(clinician as T::RuntimeOrigin, 0, ReversalReason::DidNotOccur);

		let standing = DeviceUses::<T>::get(0).map(|device_use| device_use.standing);
		assert_eq!(standing, Some(galen_primitives::EvidenceStanding::Reversed));
		Ok(())
	}

	#[benchmark]
	fn open_field_action_of_model() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let id = FieldActionCount::<T>::get();

		#[extrinsic_call]
		open_field_action(
			setup.maker.clone() as T::RuntimeOrigin,
			setup.model,
			FieldActionScope::Model,
			FieldActionKind::Removal,
			FieldActionClass::I,
			digest(4),
		);

		assert!(FieldActions::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn open_field_action_of_lot() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		setup.device()?;
		let id = FieldActionCount::<T>::get();

		#[extrinsic_call]
		open_field_action(
			setup.maker.clone() as T::RuntimeOrigin,
			setup.model,
			FieldActionScope::Lot(text(0)),
			FieldActionKind::Removal,
			FieldActionClass::I,
			digest(4),
		);

		assert!(FieldActions::<T>::contains_key(id));
		Ok(())
	}

	/// `s` counts the serial numbers. All are registered, which costs a read more than if they
	/// weren't.
	#[benchmark]
	fn open_field_action_of_serials(
		s: Linear<1, { T::MaxSerials::get() }>,
	) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		setup.device()?;
		let engineer = setup.engineer();
		for seed in 1..s {
			let (model, firmware) = (setup.model, setup.firmware());
			let label = identifiers(seed);
			Pallet::<T>::register_device(engineer.clone(), model, label, firmware, None)?;
		}
		let serials: Vec<_> = (0..s).map(text).collect();
		let id = FieldActionCount::<T>::get();

		#[extrinsic_call]
		open_field_action(
			setup.maker.clone() as T::RuntimeOrigin,
			setup.model,
			FieldActionScope::Serials(BoundedVec::truncate_from(serials)),
			FieldActionKind::Removal,
			FieldActionClass::I,
			digest(4),
		);

		assert!(FieldActions::<T>::contains_key(id));
		Ok(())
	}

	#[benchmark]
	fn record_field_action_outcome() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.device()?;
		let action = setup.alert(FieldActionScope::Lot(text(0)))?;
		// The list is full of what is settled and has to make room.
		setup.change(device, |device| {
			for id in 0..T::MaxDeviceActions::get() {
				let id = u32::MAX.saturating_sub(id);
				let outcome = Some(Disposition::Corrected);
				let _ = device.actions.try_push(DeviceAction { id, stops: false, outcome });
			}
		});
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, action, device, Disposition::Removed, digest(9));

		assert_eq!(status_of::<T>(device), Some(ServiceStatus::Decommissioned));
		Ok(())
	}

	#[benchmark]
	fn complete_field_action() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let action = setup.alert(FieldActionScope::Lot(text(0)))?;

		#[extrinsic_call]
		_(setup.maker.clone() as T::RuntimeOrigin, action);

		let status = FieldActions::<T>::get(action).map(|action| action.status);
		assert_eq!(status, Some(FieldActionStatus::Completed { at: T::Time::now() }));
		Ok(())
	}

	#[benchmark]
	fn terminate_field_action() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let action = setup.alert(FieldActionScope::Lot(text(0)))?;
		let regulator = T::BenchmarkHelper::regulator();

		#[extrinsic_call]
		_(regulator as T::RuntimeOrigin, action, None);

		assert!(FieldActions::<T>::get(action).is_some_and(|action| action.is_lifted()));
		Ok(())
	}

	#[benchmark]
	fn decommission() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.in_service()?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device, Some(digest(9)));

		assert_eq!(status_of::<T>(device), Some(ServiceStatus::Decommissioned));
		Ok(())
	}

	/// `a` counts the field actions that are outstanding on the device.
	#[benchmark]
	fn dispose(
		a: Linear<0, { T::MaxModelActions::get().saturating_add(T::MaxDeviceActions::get()) }>,
	) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.with_outstanding(a)?;
		Pallet::<T>::decommission(setup.engineer(), device, Some(digest(9)))?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device, Some(digest(9)));

		assert_eq!(status_of::<T>(device), Some(ServiceStatus::Disposed));
		Ok(())
	}

	/// `a` counts the field actions that are outstanding on the device.
	#[benchmark]
	fn enter_in_error(
		a: Linear<0, { T::MaxModelActions::get().saturating_add(T::MaxDeviceActions::get()) }>,
	) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new()?;
		let device = setup.with_outstanding(a)?;
		let engineer = setup.engineer();

		#[extrinsic_call]
		_(engineer as T::RuntimeOrigin, device);

		assert_eq!(status_of::<T>(device), Some(ServiceStatus::EnteredInError));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
