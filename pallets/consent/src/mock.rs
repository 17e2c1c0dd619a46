// SPDX-License-Identifier: Apache-2.0

//! A runtime in which every account says by itself who it is, and patients as tests state them.

use crate as pallet_consent;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, EnsureOrigin, OriginTrait, Time},
};
use frame_system::{mocking::MockBlock, EnsureRoot};
use galen_primitives::{
	seams, time::DAY, BenefitCategories, BreakGlassId, GroupId, InstitutionId, InstitutionKinds,
	Moment, PatientId, Role, RoleSet, Scope, StudyId,
};
use sp_io::TestExternalities;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

pub type AccountId = AccountId32;

/// The custodian of most tests, another one, and how many institutions there are.
pub const HOSPITAL: InstitutionId = 1;
pub const CLINIC: InstitutionId = 2;
pub const INSTITUTIONS: InstitutionId = 40;
/// The studies that there are, from 0.
pub const STUDIES: StudyId = 16;

pub const RECORDER: AccountId = staff(HOSPITAL, Role::RegistrationOfficer);
pub const CLINIC_RECORDER: AccountId = staff(CLINIC, Role::RegistrationOfficer);
pub const OFFICER: AccountId = staff(HOSPITAL, Role::RecordsOfficer);
pub const OUTSIDER: AccountId = AccountId::new([9; 32]);

/// Each patient controls their pseudonym; `PATIENT` has representatives too.
pub const PATIENT: PatientId = PatientId([10; 32]);
pub const OTHER_PATIENT: PatientId = PatientId([11; 32]);
/// Nobody has claimed it.
pub const INFANT: PatientId = PatientId([12; 32]);
/// Nobody has opened it.
pub const UNKNOWN_PATIENT: PatientId = PatientId([13; 32]);

pub const ADA: AccountId = AccountId::new([20; 32]);
pub const BEN: AccountId = AccountId::new([21; 32]);
/// Will have claimed the infant's pseudonym.
pub const MOTHER: AccountId = AccountId::new([22; 32]);
/// Represents `PATIENT` in matters of consent, of research, of disclosure.
pub const FRIEND: AccountId = AccountId::new([23; 32]);
pub const TRIALIST: AccountId = AccountId::new([24; 32]);
pub const READER: AccountId = AccountId::new([25; 32]);

pub const START: Moment = 1_700_000_000_000;
pub const PROPOSAL_TERM: Moment = 2 * DAY;

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
	pub type Consent = pallet_consent;
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

pub const RECORDERS: RoleSet = RoleSet::of(&[Role::RegistrationOfficer, Role::Physician]);
pub const POLICY_MAKERS: RoleSet = RoleSet::of(&[Role::Administrator, Role::RecordsOfficer]);
pub const RELEASERS: RoleSet = RoleSet::of(&[Role::RecordsOfficer]);

/// Who speaks for whom in which matters; none stands for all.
pub type Voice = (AccountId, PatientId, Option<Scope>);

parameter_types! {
	pub static OpenPatients: Vec<PatientId> = vec![];
	pub static Voices: Vec<Voice> = vec![];
	pub static Claimed: Vec<PatientId> = vec![];
	pub static Closed: u64 = 0;
	pub static Memberships: Vec<(AccountId, GroupId)> = vec![];
	pub static OpenUses: Vec<(AccountId, PatientId, BreakGlassId)> = vec![];
	/// Counts the questions about groups, laws and glasses.
	pub static Asked: u32 = 0;
}

pub struct Directory;

impl seams::Patients<AccountId> for Directory {
	fn is_open(patient: &PatientId) -> bool {
		OpenPatients::get().contains(patient)
	}
	fn is_claimed(patient: &PatientId) -> bool {
		Claimed::get().contains(patient)
	}
	fn may(who: &AccountId, patient: &PatientId, scope: Scope) -> bool {
		Voices::get().iter().any(|(account, of, matters)| {
			account == who && of == patient && matters.is_none_or(|matters| matters == scope)
		})
	}
	fn closed_to_break_glass(_: &PatientId) -> u64 {
		Closed::get()
	}
}

impl seams::Institutions for Directory {
	fn kinds_in_force(institution: InstitutionId) -> Option<InstitutionKinds> {
		Self::exists(institution).then_some(InstitutionKinds::ALL)
	}
	fn exists(institution: InstitutionId) -> bool {
		(1..=INSTITUTIONS).contains(&institution)
	}
	/// Germany for the hospital, Austria for the others.
	fn jurisdiction(institution: InstitutionId) -> Option<u16> {
		Asked::mutate(|asked| *asked += 1);
		Some(if institution == HOSPITAL { 276 } else { 40 })
	}
	fn are_affiliated(_: InstitutionId, _: InstitutionId) -> bool {
		false
	}
}

impl seams::Studies for Directory {
	fn exists(study: StudyId) -> bool {
		study < STUDIES
	}
	fn is_on_study(_: StudyId, _: &PatientId) -> bool {
		false
	}
	fn paid_by_sponsor(_: StudyId) -> Option<BenefitCategories> {
		None
	}
}

impl seams::Groups<AccountId> for Directory {
	fn groups_of(who: &AccountId) -> Vec<GroupId> {
		Asked::mutate(|asked| *asked += 1);
		let all = Memberships::get();
		all.iter().filter(|(member, _)| member == who).map(|(_, group)| *group).collect()
	}
}

impl seams::BreakGlass<AccountId> for Directory {
	fn open_use(who: &AccountId, patient: &PatientId) -> Option<BreakGlassId> {
		Asked::mutate(|asked| *asked += 1);
		let all = OpenUses::get();
		all.iter().find(|(by, of, _)| by == who && of == patient).map(|(_, _, id)| *id)
	}
}

impl Config for Test {
	type RecorderOrigin = EnsureRole<{ RECORDERS.0 }>;
	type PolicyOrigin = EnsureRole<{ POLICY_MAKERS.0 }>;
	type ReleaseOrigin = EnsureRole<{ RELEASERS.0 }>;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type Patients = Directory;
	type Institutions = Directory;
	type Studies = Directory;
	type Groups = Directory;
	type BreakGlass = Directory;
	type Time = Timestamp;
	type ProposalTerm = ConstU64<PROPOSAL_TERM>;
	type MaxPolicyHistory = ConstU32<3>;
	type MaxReleaseHistory = ConstU32<2>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Directory;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<AccountId, RuntimeOrigin> for Directory {
	fn admit(seed: u32) -> InstitutionId {
		seed + 1
	}
	fn recorder(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::RegistrationOfficer))
	}
	fn policy_officer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::RecordsOfficer))
	}
	fn release_officer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::RecordsOfficer))
	}
	fn physician(institution: InstitutionId) -> Actor<AccountId> {
		actor(staff(institution, Role::Physician)).unwrap()
	}
	fn unclaimed_patient(_: InstitutionId) -> PatientId {
		INFANT
	}
	fn claimed_patient(_: InstitutionId) -> (PatientId, AccountId) {
		(PATIENT, ADA)
	}
	fn representative(_: PatientId, controller: AccountId) -> AccountId {
		controller
	}
	fn study() -> StudyId {
		0
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
		OpenPatients::set(vec![PATIENT, OTHER_PATIENT, INFANT]);
		Claimed::set(vec![PATIENT, OTHER_PATIENT]);
		Voices::set(vec![
			(ADA, PATIENT, None),
			(BEN, OTHER_PATIENT, None),
			(FRIEND, PATIENT, Some(Scope::Consent)),
			(TRIALIST, PATIENT, Some(Scope::Research)),
			(READER, PATIENT, Some(Scope::Disclosure)),
		]);
		Closed::set(0);
		Memberships::set(vec![]);
		OpenUses::set(vec![]);
		Asked::set(0);
	});
	ext
}

/// Runs a test and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Consent::do_try_state().unwrap();
	});
}

/// The infant's mother takes control of the pseudonym.
pub fn claim() {
	Claimed::mutate(|claimed| claimed.push(INFANT));
	Voices::mutate(|voices| voices.push((MOTHER, INFANT, None)));
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Lets time pass.
pub fn wait(time: Moment) {
	System::set_block_number(System::block_number() + 1);
	Timestamp::set_timestamp(Timestamp::now() + time);
}
