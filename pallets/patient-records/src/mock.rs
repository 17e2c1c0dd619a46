// SPDX-License-Identifier: Apache-2.0

//! A runtime in which every account says by itself who it is.

use crate as pallet_patient_records;
use crate::*;
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, EnsureOrigin, OriginTrait, Time},
};
use frame_system::mocking::MockBlock;
use galen_primitives::{
	seams, time::DAY, Access, AccessRequest, Basis, ChainId, Denial, DeviceFacts, DeviceId,
	DevicePurpose, DeviceRefusal, DeviceSignature, FieldGroups, InstitutionId, InstitutionKinds,
	Moment, PatientId, Permit, PurposeOfUse, Role, RoleSet, Scope, SignedBy,
};
use sp_io::TestExternalities;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage, DispatchError};

pub type AccountId = AccountId32;

/// The custodian of most tests, another one, and how many institutions there are.
pub const HOSPITAL: InstitutionId = 1;
pub const CLINIC: InstitutionId = 2;
pub const INSTITUTIONS: InstitutionId = 40;

pub const PHYSICIAN: AccountId = staff(HOSPITAL, Role::Physician);
pub const TRAINEE: AccountId = staff(HOSPITAL, Role::Trainee);
pub const OFFICER: AccountId = staff(HOSPITAL, Role::RecordsOfficer);
pub const CLINIC_PHYSICIAN: AccountId = staff(CLINIC, Role::Physician);
pub const CLINIC_OFFICER: AccountId = staff(CLINIC, Role::RecordsOfficer);
pub const OUTSIDER: AccountId = AccountId::new([9; 32]);

pub const PATIENT: PatientId = PatientId([10; 32]);
pub const OTHER_PATIENT: PatientId = PatientId([11; 32]);
/// Nobody has opened it.
pub const UNKNOWN_PATIENT: PatientId = PatientId([12; 32]);

pub const START: Moment = 1_700_000_000_000;
pub const ERASURE_TERM: Moment = 30 * DAY;

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
	pub type PatientRecords = pallet_patient_records;
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

pub const AUTHORS: RoleSet =
	RoleSet::of(&[Role::Physician, Role::Trainee, Role::Nurse, Role::LaboratoryScientist]);
pub const ATTESTERS: RoleSet = RoleSet::of(&[Role::Physician]);
pub const RECORDS_OFFICERS: RoleSet = RoleSet::of(&[Role::RecordsOfficer]);

parameter_types! {
	pub static OpenPatients: Vec<PatientId> = vec![PATIENT, OTHER_PATIENT];
}

pub struct Directory;

impl seams::Patients<AccountId> for Directory {
	fn is_open(patient: &PatientId) -> bool {
		OpenPatients::get().contains(patient)
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
		Self::exists(institution).then_some(InstitutionKinds::ALL)
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

parameter_types! {
	/// What the gate answers to whoever asks for treatment.
	pub static Answer: Result<Permit, Denial> = Ok(PERMIT);
	/// What was logged.
	pub static Logged: Vec<Access<AccountId>> = vec![];
}

pub const PERMIT: Permit =
	Permit { fields: FieldGroups::ALL, basis: Basis::Consent { consent: 3, version: 1 } };

pub struct Gate;

impl seams::ConsentGate<AccountId> for Gate {
	fn decide(request: &AccessRequest<AccountId>) -> Result<Permit, Denial> {
		assert_eq!(request.purpose, PurposeOfUse::TREAT);
		Answer::get()
	}
}

impl seams::AccessAudit<AccountId> for Gate {
	fn log(access: Access<AccountId>) -> sp_runtime::DispatchResult {
		Logged::mutate(|logged| logged.push(access));
		Ok(())
	}
}

/// The hospital's device of most tests, and one of the clinic.
pub const MONITOR: DeviceId = 1;
pub const CLINIC_MONITOR: DeviceId = 2;

parameter_types! {
	pub const Chain: ChainId = [7; 32];
	/// Why no device is fit, if so.
	/// Whether devices have keys of P-256.
	pub static IsP256: bool = false;
	pub static Unfit: Option<DeviceRefusal> = None;
	/// Which devices said what is in doubt, from when to when.
	pub static Doubts: Vec<(DeviceId, Moment, Moment)> = vec![];
}

/// Devices sign by hashing.
pub struct Devices;

impl Devices {
	pub fn sign(device: DeviceId, bytes: &[u8]) -> DeviceSignature {
		let half = sp_io::hashing::blake2_256(&(device, bytes).encode());
		[half, half].concat().try_into().unwrap()
	}
}

impl seams::DeviceStatus for Devices {
	fn check(device: DeviceId, _: DevicePurpose) -> Result<DeviceFacts, DeviceRefusal> {
		let owner = match device {
			MONITOR => HOSPITAL,
			CLINIC_MONITOR => CLINIC,
			_ => return Err(DeviceRefusal::Unknown),
		};
		Unfit::get().map_or(Ok(DeviceFacts { owner, last_good_calibration: None }), Err)
	}
	fn check_signed(
		device: DeviceId,
		bytes: &[u8],
		signature: &DeviceSignature,
	) -> Result<SignedBy, DeviceRefusal> {
		let facts = Self::check(device, DevicePurpose::Report)?;
		let signed = SignedBy { device: facts, is_p256: IsP256::get() };
		let genuine = Self::sign(device, bytes) == *signature;
		genuine.then_some(signed).ok_or(DeviceRefusal::InvalidSignature)
	}
	fn is_suspect(device: DeviceId, from: Moment, until: Moment) -> bool {
		Doubts::get()
			.iter()
			.any(|(other, since, to)| *other == device && *since <= until && from <= *to)
	}
	fn error(refusal: DeviceRefusal) -> DispatchError {
		match refusal {
			DeviceRefusal::InvalidSignature => DispatchError::Other("forged"),
			DeviceRefusal::Unknown => DispatchError::CannotLookup,
			_ => DispatchError::Unavailable,
		}
	}
}

impl Config for Test {
	type AuthorOrigin = EnsureRole<{ AUTHORS.0 }>;
	type AttesterOrigin = EnsureRole<{ ATTESTERS.0 }>;
	type RecordsOfficerOrigin = EnsureRole<{ RECORDS_OFFICERS.0 }>;
	type Patients = Directory;
	type ConsentGate = Gate;
	type AccessAudit = Gate;
	type Institutions = Directory;
	type Devices = Devices;
	type ChainId = Chain;
	type Time = Timestamp;
	type MaxVersions = ConstU32<4>;
	type MaxRelations = ConstU32<3>;
	type MaxHolders = ConstU32<4>;
	type MaxLeaves = ConstU32<1024>;
	type ErasureTerm = ConstU64<ERASURE_TERM>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Directory;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<RuntimeOrigin> for Directory {
	fn admit(seed: u32) -> InstitutionId {
		seed + 1
	}
	fn author(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::Physician))
	}
	fn attester(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::Physician))
	}
	fn records_officer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::RecordsOfficer))
	}
	fn open_patient(_: InstitutionId) -> PatientId {
		PATIENT
	}
	fn consent(_: PatientId) {}
	fn device(_: InstitutionId) -> DeviceId {
		MONITOR
	}
	fn sign(device: DeviceId, _: bool, bytes: &[u8]) -> DeviceSignature {
		Devices::sign(device, bytes)
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

pub fn new_test_ext() -> TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut ext = TestExternalities::from(storage);
	ext.execute_with(|| {
		// Events aren't kept in the genesis block.
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		OpenPatients::set(vec![PATIENT, OTHER_PATIENT]);
		Answer::set(Ok(PERMIT));
		Logged::set(vec![]);
		Unfit::set(None);
		Doubts::set(vec![]);
	});
	ext
}

/// Runs a test and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		PatientRecords::do_try_state().unwrap();
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
