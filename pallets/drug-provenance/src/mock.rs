// SPDX-License-Identifier: Apache-2.0

//! A runtime in which every account says by itself who it is, and sensors are as tests state them.

use crate as pallet_drug_provenance;
use crate::*;
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, EnsureOrigin, OriginTrait, Time},
};
use frame_system::mocking::MockBlock;
use galen_primitives::{
	seams, time::DAY, time::HOUR, ChainId, DepartmentId, DeviceFacts, DeviceId, DevicePurpose,
	DeviceRefusal, DeviceSignature, InstitutionId, InstitutionKind, InstitutionKinds, Moment, Role,
	RoleSet, SignedBy,
};
use sp_io::TestExternalities;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage, DispatchError};
use std::collections::BTreeMap;

pub type AccountId = AccountId32;

pub const MAKER: InstitutionId = 1;
pub const WHOLESALER: InstitutionId = 2;
pub const HOSPITAL: InstitutionId = 3;
pub const PHARMACY: InstitutionId = 4;
pub const CARRIER: InstitutionId = 5;
pub const REGULATOR: InstitutionId = 6;
pub const OTHER_MAKER: InstitutionId = 7;
pub const PAYER: InstitutionId = 8;
/// Not in force.
pub const SUSPENDED: InstitutionId = 9;

pub const QP: AccountId = staff(MAKER, Role::ResponsiblePerson);
pub const OTHER_QP: AccountId = staff(OTHER_MAKER, Role::ResponsiblePerson);
pub const MAKERS_OPERATOR: AccountId = staff(MAKER, Role::LogisticsOperator);
pub const WHOLESALERS_OPERATOR: AccountId = staff(WHOLESALER, Role::LogisticsOperator);
pub const WHOLESALERS_RP: AccountId = staff(WHOLESALER, Role::ResponsiblePerson);
pub const HOSPITALS_OPERATOR: AccountId = staff(HOSPITAL, Role::LogisticsOperator);
pub const PHARMACIST: AccountId = staff(HOSPITAL, Role::Pharmacist);
pub const OTHER_PHARMACIST: AccountId = staff(PHARMACY, Role::Pharmacist);
pub const DRIVER: AccountId = staff(CARRIER, Role::LogisticsOperator);
pub const INSPECTOR: AccountId = staff(REGULATOR, Role::Inspector);
pub const OUTSIDER: AccountId = AccountId::new([9; 32]);

pub const START: Moment = 1_700_000_000_000;
pub const NOTICE_TERM: Moment = 24 * HOUR;
pub const CHAIN: ChainId = [42; 32];

/// The account of whoever has that role at that institution.
pub const fn staff(institution: InstitutionId, role: Role) -> AccountId {
	staff_in(institution, role, 0)
}

/// The same in another department.
pub const fn staff_in(
	institution: InstitutionId,
	role: Role,
	department: DepartmentId,
) -> AccountId {
	let mut bytes = [0; 32];
	let [a, b, c, d] = institution.to_le_bytes();
	(bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]) = (b'@', a, b, c, d);
	bytes[5] = role as u8;
	[bytes[6], bytes[7]] = department.to_le_bytes();
	AccountId::new(bytes)
}

/// The reverse.
fn actor(account: AccountId) -> Option<Actor<AccountId>> {
	let bytes: &[u8; 32] = account.as_ref();
	let institution = InstitutionId::from_le_bytes(bytes[1..5].try_into().unwrap());
	let role = *Role::ALL.get(bytes[5] as usize)?;
	let department = DepartmentId::from_le_bytes(bytes[6..8].try_into().unwrap());
	(bytes[0] == b'@').then_some(Actor { account, institution, role, department })
}

#[frame_support::runtime]
mod test_runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type DrugProvenance = pallet_drug_provenance;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId;
	type Block = MockBlock<Test>;
	type Lookup = IdentityLookup<AccountId>;
}

impl pallet_timestamp::Config for Test {
	type Moment = Moment;
	type OnTimestampSet = ();
	type MinimumPeriod = ConstU64<1>;
	type WeightInfo = ();
}

/// Passes staff with one of the roles in the set.
pub struct EnsureRole<const ROLES: u32>;

impl<const ROLES: u32> EnsureOrigin<RuntimeOrigin> for EnsureRole<ROLES> {
	type Success = Actor<AccountId>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
		let signer = origin.clone().into_signer();
		signer.and_then(actor).filter(|actor| RoleSet(ROLES).contains(actor.role)).ok_or(origin)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		let role = Role::ALL.iter().find(|role| RoleSet(ROLES).contains(**role)).ok_or(())?;
		Ok(RuntimeOrigin::signed(staff(HOSPITAL, *role)))
	}
}

pub const MANUFACTURERS: RoleSet = RoleSet::of(&[Role::ResponsiblePerson]);
pub const HOLDERS: RoleSet =
	RoleSet::of(&[Role::LogisticsOperator, Role::Pharmacist, Role::ResponsiblePerson]);
pub const QUALITY: RoleSet = RoleSet::of(&[Role::ResponsiblePerson, Role::Pharmacist]);
pub const DISPENSERS: RoleSet = RoleSet::of(&[Role::Pharmacist]);
pub const REGULATORS: RoleSet = RoleSet::of(&[Role::Inspector]);

/// What a test states of a sensor.
#[derive(Clone, Debug)]
pub struct MockSensor {
	pub owner: InstitutionId,
	pub refusal: Option<DeviceRefusal>,
	pub suspect: Option<(Moment, Moment)>,
}

parameter_types! {
	/// Whether sensors have keys of P-256.
	pub static IsP256: bool = false;
	pub static Sensors: BTreeMap<DeviceId, MockSensor> = BTreeMap::new();
	pub const Chain: ChainId = CHAIN;
}

pub struct Directory;

impl seams::Institutions for Directory {
	fn kinds_in_force(institution: InstitutionId) -> Option<InstitutionKinds> {
		match institution {
			MAKER | OTHER_MAKER => Some(InstitutionKind::Manufacturer.set()),
			WHOLESALER => Some(InstitutionKind::Wholesaler.set()),
			HOSPITAL => Some(InstitutionKind::CareProvider.set()),
			PHARMACY => Some(InstitutionKind::Pharmacy.set()),
			CARRIER => Some(InstitutionKind::Carrier.set()),
			REGULATOR => Some(InstitutionKind::Regulator.set()),
			PAYER => Some(InstitutionKind::Payer.set()),
			// For benchmarks.
			10..=99 => Some(InstitutionKinds::ALL),
			_ => None,
		}
	}
	fn exists(institution: InstitutionId) -> bool {
		institution == SUSPENDED || Self::kinds_in_force(institution).is_some()
	}
	fn jurisdiction(_: InstitutionId) -> Option<u16> {
		None
	}
	fn are_affiliated(_: InstitutionId, _: InstitutionId) -> bool {
		true
	}
}

/// What the pallet that knows devices would say.
pub fn device_error(refusal: DeviceRefusal) -> DispatchError {
	DispatchError::Other(match refusal {
		DeviceRefusal::Unknown => "unknown",
		DeviceRefusal::NotInService => "not in service",
		DeviceRefusal::FieldAction => "recalled",
		DeviceRefusal::OutOfCalibration => "out of calibration",
		DeviceRefusal::InvalidSignature => "invalid signature",
		_ => "unfit",
	})
}

/// What a sensor's signature is here.
pub fn signature(device: DeviceId, statement: &[u8]) -> DeviceSignature {
	let half = (device, statement).using_encoded(sp_io::hashing::blake2_256);
	[half, half].concat().try_into().unwrap()
}

impl seams::DeviceStatus for Directory {
	fn check(device: DeviceId, purpose: DevicePurpose) -> Result<DeviceFacts, DeviceRefusal> {
		assert_eq!(purpose, DevicePurpose::Report);
		let sensor = Sensors::get().get(&device).cloned().ok_or(DeviceRefusal::Unknown)?;
		let facts = DeviceFacts { owner: sensor.owner, last_good_calibration: None };
		sensor.refusal.map_or(Ok(facts), Err)
	}
	fn check_signed(
		device: DeviceId,
		statement: &[u8],
		signed: &DeviceSignature,
	) -> Result<SignedBy, DeviceRefusal> {
		let facts = Self::check(device, DevicePurpose::Report)?;
		if *signed == signature(device, statement) {
			Ok(SignedBy { device: facts, is_p256: IsP256::get() })
		} else {
			Err(DeviceRefusal::InvalidSignature)
		}
	}
	fn is_suspect(device: DeviceId, from: Moment, until: Moment) -> bool {
		let suspect = Sensors::get().get(&device).and_then(|sensor| sensor.suspect);
		suspect.is_some_and(|(first, last)| first <= until && from <= last)
	}
	fn error(refusal: DeviceRefusal) -> DispatchError {
		device_error(refusal)
	}
}

impl Config for Test {
	type ManufacturerOrigin = EnsureRole<{ MANUFACTURERS.0 }>;
	type HolderOrigin = EnsureRole<{ HOLDERS.0 }>;
	type QualityOrigin = EnsureRole<{ QUALITY.0 }>;
	type DispenserOrigin = EnsureRole<{ DISPENSERS.0 }>;
	type RegulatorOrigin = EnsureRole<{ REGULATORS.0 }>;
	type Institutions = Directory;
	type Devices = Directory;
	type ChainId = Chain;
	type Time = Timestamp;
	type MaxDepth = ConstU32<3>;
	type MaxUnits = ConstU32<64>;
	type MaxPacks = ConstU32<8>;
	type NoticeTerm = ConstU64<NOTICE_TERM>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Directory;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<RuntimeOrigin> for Directory {
	fn admit(seed: u32) -> InstitutionId {
		seed + 10
	}
	fn manufacturer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::ResponsiblePerson))
	}
	fn holder(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::LogisticsOperator))
	}
	fn quality(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::ResponsiblePerson))
	}
	fn dispenser(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::Pharmacist))
	}
	fn regulator() -> RuntimeOrigin {
		RuntimeOrigin::signed(INSPECTOR)
	}
	fn sensor(owner: InstitutionId, seed: u32) -> DeviceId {
		let device = 1_000 + DeviceId::from(seed);
		sensor(device, owner);
		device
	}
	fn sign(device: DeviceId, _: bool, statement: &[u8]) -> DeviceSignature {
		signature(device, statement)
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

/// States that there is a good sensor.
pub fn sensor(device: DeviceId, owner: InstitutionId) {
	Sensors::mutate(|sensors| {
		sensors.insert(device, MockSensor { owner, refusal: None, suspect: None });
	});
}

pub fn new_test_ext() -> TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut ext = TestExternalities::from(storage);
	ext.execute_with(|| {
		// Events aren't kept in the genesis block.
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		Sensors::set(BTreeMap::new());
	});
	ext
}

/// Runs a test and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		DrugProvenance::do_try_state().unwrap();
	});
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Lets time pass.
pub fn wait(time: Moment) {
	System::set_block_number(System::block_number() + 1);
	Timestamp::set_timestamp(Timestamp::now() + time);
}

/// When the lots of tests expire.
pub const EXPIRY: Moment = START + 700 * DAY;
