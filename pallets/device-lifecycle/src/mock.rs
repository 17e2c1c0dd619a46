// SPDX-License-Identifier: Apache-2.0

//! A runtime in which every account says by itself who it is.

use crate as pallet_device_lifecycle;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, EnsureOrigin, OriginTrait, Time},
};
use frame_system::mocking::MockBlock;
use galen_primitives::{
	seams, ChainId, InstitutionId, InstitutionKind, InstitutionKinds, Moment, PatientId, Role,
	RoleSet, Scope,
};
use sp_io::TestExternalities;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

pub type AccountId = AccountId32;

pub const MAKER: InstitutionId = 1;
/// The owner in most tests, and another one.
pub const HOSPITAL: InstitutionId = 2;
pub const CLINIC: InstitutionId = 3;
pub const CALIBRATOR: InstitutionId = 4;
pub const REGULATOR: InstitutionId = 5;
/// Another maker.
pub const RIVAL: InstitutionId = 6;
pub const INSTITUTIONS: InstitutionId = 6;

pub const PRODUCT_OFFICER: AccountId = staff(MAKER, Role::ResponsiblePerson);
pub const RIVAL_OFFICER: AccountId = staff(RIVAL, Role::ResponsiblePerson);
pub const MAKER_ENGINEER: AccountId = staff(MAKER, Role::BiomedicalEngineer);
pub const ENGINEER: AccountId = staff(HOSPITAL, Role::BiomedicalEngineer);
pub const NURSE: AccountId = staff(HOSPITAL, Role::Nurse);
pub const PHYSICIAN: AccountId = staff(HOSPITAL, Role::Physician);
pub const CLINIC_ENGINEER: AccountId = staff(CLINIC, Role::BiomedicalEngineer);
pub const CLINIC_PHYSICIAN: AccountId = staff(CLINIC, Role::Physician);
pub const TECHNICIAN: AccountId = staff(CALIBRATOR, Role::CalibrationTechnician);
pub const INSPECTOR: AccountId = staff(REGULATOR, Role::Inspector);
pub const OUTSIDER: AccountId = AccountId::new([9; 32]);

pub const PATIENT: PatientId = PatientId([10; 32]);
/// Nobody has opened it.
pub const UNKNOWN_PATIENT: PatientId = PatientId([12; 32]);

pub const START: Moment = 1_700_000_000_000;
pub const CHAIN: ChainId = [42; 32];

/// The account of whoever has that role at that institution.
pub const fn staff(institution: InstitutionId, role: Role) -> AccountId {
	let mut bytes = [0; 32];
	let [a, b, c, d] = institution.to_le_bytes();
	(bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]) = (b'@', a, b, c, d);
	bytes[5] = role as u8;
	AccountId::new(bytes)
}

/// The reverse.
fn actor(account: AccountId) -> Option<Actor<AccountId>> {
	let bytes: &[u8; 32] = account.as_ref();
	let institution = InstitutionId::from_le_bytes(bytes[1..5].try_into().unwrap());
	let role = *Role::ALL.get(bytes[5] as usize)?;
	(bytes[0] == b'@').then_some(Actor { account, institution, role, department: 0 })
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
	pub type DeviceLifecycle = pallet_device_lifecycle;
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

pub const MAKERS: RoleSet = RoleSet::of(&[Role::ResponsiblePerson]);
pub const REGISTRARS: RoleSet = RoleSet::of(&[Role::ResponsiblePerson, Role::BiomedicalEngineer]);
pub const ENGINEERS: RoleSet = RoleSet::of(&[Role::BiomedicalEngineer]);
pub const SERVICERS: RoleSet =
	RoleSet::of(&[Role::BiomedicalEngineer, Role::CalibrationTechnician]);
pub const CLINICIANS: RoleSet = RoleSet::of(&[Role::Physician, Role::Nurse]);
pub const STAFF: RoleSet = RoleSet::of(&[Role::Physician, Role::Nurse, Role::BiomedicalEngineer]);
pub const REGULATORS: RoleSet = RoleSet::of(&[Role::Inspector]);

parameter_types! {
	/// Those that are suspended.
	pub static Suspended: Vec<InstitutionId> = vec![];
	pub const Chain: ChainId = CHAIN;
}

pub struct Directory;

impl seams::Patients<AccountId> for Directory {
	fn is_open(patient: &PatientId) -> bool {
		*patient == PATIENT
	}
	fn is_claimed(_: &PatientId) -> bool {
		true
	}
	fn may(_: &AccountId, _: &PatientId, _: Scope) -> bool {
		false
	}
	fn closed_to_break_glass(_: &PatientId) -> u64 {
		u64::MAX
	}
}

impl seams::Institutions for Directory {
	fn kinds_in_force(institution: InstitutionId) -> Option<InstitutionKinds> {
		let kind = match institution {
			MAKER | RIVAL => InstitutionKind::DeviceMaker,
			HOSPITAL | CLINIC => InstitutionKind::CareProvider,
			CALIBRATOR => InstitutionKind::CalibrationProvider,
			REGULATOR => InstitutionKind::Regulator,
			_ => return None,
		};
		(!Suspended::get().contains(&institution)).then_some(kind.set())
	}
	fn exists(institution: InstitutionId) -> bool {
		(1..=INSTITUTIONS).contains(&institution)
	}
	fn jurisdiction(_: InstitutionId) -> Option<u16> {
		None
	}
	fn are_affiliated(_: InstitutionId, _: InstitutionId) -> bool {
		true
	}
}

impl Config for Test {
	type MakerOrigin = EnsureRole<{ MAKERS.0 }>;
	type RegistrarOrigin = EnsureRole<{ REGISTRARS.0 }>;
	type EngineerOrigin = EnsureRole<{ ENGINEERS.0 }>;
	type ServiceOrigin = EnsureRole<{ SERVICERS.0 }>;
	type ClinicianOrigin = EnsureRole<{ CLINICIANS.0 }>;
	type StaffOrigin = EnsureRole<{ STAFF.0 }>;
	type RegulatorOrigin = EnsureRole<{ REGULATORS.0 }>;
	type Institutions = Directory;
	type Patients = Directory;
	type ChainId = Chain;
	type Time = Timestamp;
	type MaxFirmwares = ConstU32<3>;
	type MaxModelActions = ConstU32<3>;
	type MaxDeviceActions = ConstU32<3>;
	type MaxSerials = ConstU32<8>;
	type MaxFaults = ConstU32<4>;
	type MaxSuspectSpells = ConstU32<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Directory;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<RuntimeOrigin> for Directory {
	fn maker() -> (InstitutionId, RuntimeOrigin) {
		(MAKER, RuntimeOrigin::signed(PRODUCT_OFFICER))
	}
	fn owner(seed: u32) -> InstitutionId {
		if seed == 0 {
			HOSPITAL
		} else {
			CLINIC
		}
	}
	fn engineer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::BiomedicalEngineer))
	}
	fn clinician(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::Physician))
	}
	fn regulator() -> RuntimeOrigin {
		RuntimeOrigin::signed(INSPECTOR)
	}
	fn open_patient(_: InstitutionId) -> PatientId {
		PATIENT
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

pub fn new_test_ext() -> TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut ext = TestExternalities::from(storage);
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext.execute_with(|| {
		// Events aren't kept in the genesis block.
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		Suspended::set(vec![]);
	});
	ext
}

/// Runs a test and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Suspended::set(vec![]);
		DeviceLifecycle::do_try_state().unwrap();
	});
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn now() -> Moment {
	Timestamp::now()
}

/// Lets time pass.
pub fn wait(time: Moment) {
	System::set_block_number(System::block_number() + 1);
	Timestamp::set_timestamp(Timestamp::now() + time);
}
