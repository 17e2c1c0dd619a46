// SPDX-License-Identifier: Apache-2.0

//! A runtime with a clock, a council, a hospital, a regulator and a payer.

use crate::{
	origins::{EnsureAdministrator, EnsureInspector},
	Admission, AllowanceClass, GenesisConfig, GenesisInstitution, Refill, VotingClass,
};
use frame_support::{
	assert_ok, derive_impl, ord_parameter_types, parameter_types,
	traits::{ConstU32, ConstU64},
	weights::Weight,
};
use frame_system::{mocking::MockBlock, EnsureRoot, EnsureSignedBy};
use galen_primitives::{
	gs1::Gln,
	seams::{OnStanding, PatientSponsors},
	InstitutionId, InstitutionKind, Moment, Period, Role,
};
use sp_io::TestExternalities;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

pub type AccountId = AccountId32;

/// Decides on admissions.
pub const COUNCIL: AccountId = AccountId::new([1; 32]);
/// Is nobody's staff.
pub const OUTSIDER: AccountId = AccountId::new([2; 32]);
/// Is a patient whom the hospital sponsors.
pub const PATIENT: AccountId = AccountId::new([3; 32]);

pub const HOSPITAL: InstitutionId = 0;
pub const ADMINISTRATOR: AccountId = AccountId::new([10; 32]);
pub const PHYSICIAN: AccountId = AccountId::new([11; 32]);

pub const REGULATOR: InstitutionId = 1;
pub const REGULATORS_ADMINISTRATOR: AccountId = AccountId::new([20; 32]);
pub const INSPECTOR: AccountId = AccountId::new([21; 32]);

pub const PAYER: InstitutionId = 2;
pub const PAYERS_ADMINISTRATOR: AccountId = AccountId::new([30; 32]);

/// When the tests begin.
pub const START: Moment = 1_000;
pub const TERM: Moment = 100;
pub const ALWAYS: Period = Period { from: 0, until: None };
pub const CHAIN: [u8; 32] = [0xa5; 32];

pub const HOSPITALS_GLN: Gln = Gln(4_012_345_000_009);
pub const ANOTHER_GLN: Gln = Gln(9_521_141_111_116);

pub const MAX_MEMBERSHIPS: u32 = 4;
pub const MAX_MEMBERS: u32 = 40;

pub const STANDARD: u8 = 0;
pub const CLASS: AllowanceClass = AllowanceClass {
	members: Refill { capacity: 1_000, per_block: 10 },
	patients: Refill { capacity: 200, per_block: 5 },
};

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
	pub type Institutions = crate;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

ord_parameter_types! {
	pub const Council: AccountId = COUNCIL;
}

parameter_types! {
	pub static Sponsored: Vec<(AccountId, InstitutionId)> = vec![(PATIENT, HOSPITAL)];
}

pub struct MockPatients;
impl PatientSponsors<AccountId> for MockPatients {
	fn is_patients(who: &AccountId) -> bool {
		Self::sponsor(who).is_some()
	}

	fn sponsor(who: &AccountId) -> Option<InstitutionId> {
		Sponsored::get().into_iter().find(|(patient, _)| patient == who).map(|(_, id)| id)
	}
}

/// What governance has decided of an institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
	Excluded(InstitutionId),
	Reinstated(InstitutionId),
}

parameter_types! {
	/// What was told.
	pub static Heard: Vec<Told> = vec![];
	/// What it weighs to be told.
	pub const WeightOfTelling: Weight = Weight::from_parts(1_000_003, 17);
}

pub struct Listener;
impl OnStanding for Listener {
	fn excluded(institution: InstitutionId) {
		Heard::mutate(|heard| heard.push(Told::Excluded(institution)));
	}

	fn reinstated(institution: InstitutionId) {
		Heard::mutate(|heard| heard.push(Told::Reinstated(institution)));
	}

	fn weight() -> Weight {
		WeightOfTelling::get()
	}
}

#[cfg(feature = "runtime-benchmarks")]
pub struct Clock;
#[cfg(feature = "runtime-benchmarks")]
impl crate::BenchmarkHelper for Clock {
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

impl crate::Config for Test {
	type WeightInfo = ();
	type AdmissionOrigin = EnsureSignedBy<Council, AccountId>;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type RegulatorOrigin = EnsureInspector<Test>;
	type AdministratorOrigin = EnsureAdministrator<Test>;
	type Time = Timestamp;
	type BlockNumberProvider = System;
	type Patients = MockPatients;
	type OnStanding = Listener;
	type ProvisionalTerm = ConstU64<TERM>;
	type MaxSuspensions = ConstU32<3>;
	type MaxAdministrators = ConstU32<3>;
	type MaxMembers = ConstU32<MAX_MEMBERS>;
	type MaxAffiliates = ConstU32<4>;
	type MaxMemberships = ConstU32<MAX_MEMBERSHIPS>;
	type MaxKeys = ConstU32<4>;
	type MaxServices = ConstU32<3>;
	type MaxEndpointLength = ConstU32<40>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Clock;
}

/// Something that would be admitted.
pub fn pharmacy() -> Admission {
	Admission {
		kinds: InstitutionKind::Pharmacy.set(),
		voting_class: VotingClass::CareProviders,
		gln: Some(ANOTHER_GLN),
		jurisdiction: 276,
		allowance_class: STANDARD,
	}
}

pub fn founder(
	kind: InstitutionKind,
	voting_class: VotingClass,
	gln: Option<Gln>,
	administrator: AccountId,
) -> GenesisInstitution<AccountId> {
	GenesisInstitution {
		kinds: kind.set(),
		voting_class,
		gln,
		jurisdiction: 276,
		allowance_class: STANDARD,
		administrators: vec![administrator],
	}
}

pub fn genesis() -> GenesisConfig<Test> {
	use InstitutionKind as Kind;
	let gln = Some(HOSPITALS_GLN);
	GenesisConfig {
		chain_id: CHAIN,
		allowance_classes: vec![(STANDARD, CLASS)],
		institutions: vec![
			founder(Kind::CareProvider, VotingClass::CareProviders, gln, ADMINISTRATOR),
			founder(Kind::Regulator, VotingClass::PublicBodies, None, REGULATORS_ADMINISTRATOR),
			founder(Kind::Payer, VotingClass::Payers, None, PAYERS_ADMINISTRATOR),
		],
	}
}

pub fn new_test_ext() -> TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	genesis().assimilate_storage(&mut storage).unwrap();
	let mut ext = TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		for (administrator, account, role) in [
			(ADMINISTRATOR, PHYSICIAN, Role::Physician),
			(REGULATORS_ADMINISTRATOR, INSPECTOR, Role::Inspector),
		] {
			assert_ok!(Institutions::issue_credential(
				by(&administrator),
				account,
				role,
				7,
				ALWAYS
			));
		}
		System::reset_events();
	});
	ext
}

/// Runs a test on a fresh state, and checks the state after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Institutions::do_try_state().expect("the state holds together after the test");
	});
}

pub fn by(who: &AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who.clone())
}

pub fn account(number: u8) -> AccountId {
	AccountId::new([number; 32])
}

pub fn at(moment: Moment) {
	Timestamp::set_timestamp(moment);
}

pub fn acts(who: &AccountId) -> bool {
	Institutions::actor_of(who).is_ok()
}

pub fn last_event() -> crate::Event<Test> {
	match System::events().pop().map(|record| record.event) {
		Some(RuntimeEvent::Institutions(event)) => event,
		other => panic!("not an event of this pallet: {other:?}"),
	}
}
