// SPDX-License-Identifier: Apache-2.0

//! A runtime in which every account says by itself who it is, and a table says who may see what.

use crate as pallet_disclosures;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, EnsureOrigin, OriginTrait, Time},
};
use frame_system::{mocking::MockBlock, EnsureRoot};
use galen_primitives::{
	access::PRIVILEGED_GROUP,
	seams,
	time::{DAY, HOUR},
	AccessRequest, Basis, DataClass, Denial, FieldGroups, GroupId, InstitutionKinds, Moment,
	PatientId, Permit, PurposeOfUse, RecordFacts, RecordId, Role, RoleSet, Scope,
};
use sp_io::TestExternalities;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

pub type AccountId = AccountId32;

/// Who keeps most records, who asks for them, and how many institutions there are.
pub const HOSPITAL: InstitutionId = 1;
pub const CLINIC: InstitutionId = 2;
pub const AUTHORITY: InstitutionId = 39;
pub const INSTITUTIONS: InstitutionId = 40;

pub const PHYSICIAN: AccountId = staff(HOSPITAL, Role::Physician);
pub const OFFICER: AccountId = staff(HOSPITAL, Role::RecordsOfficer);
pub const CLINIC_PHYSICIAN: AccountId = staff(CLINIC, Role::Physician);
pub const CLINIC_OFFICER: AccountId = staff(CLINIC, Role::RecordsOfficer);
pub const INSPECTOR: AccountId = staff(AUTHORITY, Role::Inspector);
pub const OUTSIDER: AccountId = AccountId::new([9; 32]);
/// Speaks for [`PATIENT`].
pub const ALICE: AccountId = AccountId::new([10; 32]);
/// Speaks for [`OTHER_PATIENT`].
pub const BOB: AccountId = AccountId::new([11; 32]);

pub const PATIENT: PatientId = PatientId([10; 32]);
pub const OTHER_PATIENT: PatientId = PatientId([11; 32]);
/// Nobody has opened it.
pub const UNKNOWN_PATIENT: PatientId = PatientId([12; 32]);

/// The hospital's records of the two, with 3 versions each, one that was erased, and none.
pub const RECORD: RecordId = RecordId([20; 32]);
pub const OTHER_RECORD: RecordId = RecordId([21; 32]);
pub const ERASED: RecordId = RecordId([22; 32]);
pub const NOWHERE: RecordId = RecordId([0xff; 32]);

pub const START: Moment = 1_700_000_000_000;
pub const GRANT_TERM: Moment = 7 * DAY;
pub const BREAK_GLASS_TERM: Moment = 4 * HOUR;
pub const MAX_LATENESS: Moment = 72 * HOUR;
pub const STATEMENT_TERM: Moment = 24 * HOUR;
pub const REVIEW_TERM: Moment = 72 * HOUR;
pub const DISPUTE_TERM: Moment = 30 * DAY;
pub const RATE_WINDOW: Moment = 24 * HOUR;

/// The account of whoever has that role at that institution, in its department 0.
pub const fn staff(institution: InstitutionId, role: Role) -> AccountId {
	staff_in(institution, role, 0)
}

/// The same in another department.
pub const fn staff_in(institution: InstitutionId, role: Role, department: u8) -> AccountId {
	let mut bytes = [0; 32];
	let [a, b, c, d] = institution.to_le_bytes();
	(bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]) = (b'@', a, b, c, d);
	(bytes[5], bytes[6]) = (role as u8, department);
	AccountId::new(bytes)
}

/// The reverse, unless the credential has expired or the institution is suspended.
pub fn actor(account: &AccountId) -> Option<Actor<AccountId>> {
	let bytes: &[u8; 32] = account.as_ref();
	let institution = InstitutionId::from_le_bytes(bytes[1..5].try_into().unwrap());
	let role = *Role::ALL.get(bytes[5] as usize)?;
	let in_force = bytes[0] == b'@'
		&& !Expired::get().contains(account)
		&& !Suspended::get().contains(&institution);
	let department = bytes[6].into();
	let moved = Moved::get().into_iter().find(|(who, _)| who == account);
	let institution = moved.map_or(institution, |(_, to)| to);
	in_force.then(|| Actor { account: account.clone(), institution, role, department })
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
	pub type Disclosures = pallet_disclosures;
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
		signer
			.and_then(|account| actor(&account))
			.filter(|actor| RoleSet(ROLES).contains(actor.role))
			.ok_or(origin)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		let role = Role::ALL.iter().find(|role| RoleSet(ROLES).contains(**role)).ok_or(())?;
		Ok(RuntimeOrigin::signed(staff(HOSPITAL, *role)))
	}
}

pub const REQUESTERS: RoleSet = RoleSet::of(&[Role::Physician, Role::Trainee, Role::Nurse]);
pub const RELEASERS: RoleSet = RoleSet::of(&[Role::RecordsOfficer]);
pub const PROVIDERS: RoleSet = RoleSet::of(&[Role::Physician, Role::Nurse]);
pub const BREAKERS: RoleSet = RoleSet::of(&[Role::Physician, Role::Nurse]);
pub const REVIEWERS: RoleSet = RoleSet::of(&[Role::Physician, Role::RecordsOfficer]);
pub const REGULATORS: RoleSet = RoleSet::of(&[Role::Inspector]);

parameter_types! {
	pub static OpenPatients: Vec<PatientId> = vec![PATIENT, OTHER_PATIENT];
	/// Accounts whose credential has expired.
	pub static Expired: Vec<AccountId> = vec![];
	/// Accounts that have changed over to another institution.
	pub static Moved: Vec<(AccountId, InstitutionId)> = vec![];
	/// Institutions that aren't in force.
	pub static Suspended: Vec<InstitutionId> = vec![];
	pub static Affiliated: Vec<(InstitutionId, InstitutionId)> = vec![];
	/// Physicians and nurses are privileged but for these.
	pub static Unprivileged: Vec<AccountId> = vec![];
	/// What the patients let institutions see, and in which version of their consent.
	pub static Consents: Vec<(PatientId, InstitutionId, FieldGroups, u32)> = vec![];
	/// What the gate answers where consent says nothing.
	pub static Policy: Option<FieldGroups> = None;
}

pub struct Directory;

impl seams::Patients<AccountId> for Directory {
	fn is_open(patient: &PatientId) -> bool {
		OpenPatients::get().contains(patient)
	}
	fn is_claimed(_: &PatientId) -> bool {
		true
	}
	fn may(who: &AccountId, patient: &PatientId, scope: Scope) -> bool {
		assert_eq!(scope, Scope::Disclosure);
		[(ALICE, PATIENT), (BOB, OTHER_PATIENT)].contains(&(who.clone(), *patient))
	}
	fn closed_to_break_glass(_: &PatientId) -> u64 {
		u64::MAX
	}
}

impl seams::Institutions for Directory {
	fn kinds_in_force(institution: InstitutionId) -> Option<InstitutionKinds> {
		let in_force = Self::exists(institution) && !Suspended::get().contains(&institution);
		in_force.then_some(InstitutionKinds::ALL)
	}
	fn exists(institution: InstitutionId) -> bool {
		(1..=INSTITUTIONS).contains(&institution)
	}
	fn jurisdiction(_: InstitutionId) -> Option<u16> {
		None
	}
	fn are_affiliated(one: InstitutionId, other: InstitutionId) -> bool {
		let affiliated = Affiliated::get();
		affiliated.contains(&(one, other)) || affiliated.contains(&(other, one))
	}
}

impl seams::Groups<AccountId> for Directory {
	fn groups_of(who: &AccountId) -> Vec<GroupId> {
		let privileged = actor(who).is_some_and(|actor| BREAKERS.contains(actor.role));
		if privileged && !Unprivileged::get().contains(who) {
			vec![7, PRIVILEGED_GROUP]
		} else {
			vec![7]
		}
	}
}

parameter_types! {
	/// What a device measured that was found out of tolerance.
	pub static SuspectRecords: Vec<RecordId> = vec![];
}

impl seams::Records for Directory {
	fn facts(record: &RecordId) -> Option<RecordFacts> {
		let patient = match *record {
			RECORD | ERASED => PATIENT,
			OTHER_RECORD => OTHER_PATIENT,
			_ => return None,
		};
		Some(RecordFacts {
			patient,
			custodian: HOSPITAL,
			department: 3,
			version: 3,
			data_class: DataClass::Sensitive,
			compartment: 5,
			occurred: START - DAY,
			withdrawn: *record == ERASED,
		})
	}
	fn is_suspect(record: &RecordId) -> bool {
		SuspectRecords::get().contains(record)
	}
}

/// Decides by the tables above: consent, else policy.
pub struct Gate;

impl seams::ConsentGate<AccountId> for Gate {
	fn decide(request: &AccessRequest<AccountId>) -> Result<Permit, Denial> {
		let AccessRequest { requester, patient, purpose, data, .. } = request;
		assert_eq!((data.custodian, data.department, data.compartment), (HOSPITAL, 3, 5));
		let actor = match requester {
			Requester::Patient(account) => {
				return if !purpose.is_a(PurposeOfUse::PATRQT) {
					Err(Denial::PurposeNotForRole)
				} else if <Directory as seams::Patients<_>>::may(
					account,
					patient,
					Scope::Disclosure,
				) {
					Ok(Permit { fields: data.fields, basis: Basis::SelfAccess })
				} else {
					Err(Denial::NotThePatient)
				}
			},
			Requester::Staff(actor) => actor,
		};
		if *purpose == PurposeOfUse::BTG {
			let id = <Disclosures as seams::BreakGlass<_>>::open_use(&actor.account, patient)
				.ok_or(Denial::GlassNotBroken)?;
			return Ok(Permit { fields: data.fields, basis: Basis::BreakGlass { id } });
		}
		let consents = Consents::get();
		let consent = consents.iter().find(|one| (one.0, one.1) == (*patient, actor.institution));
		let (residual, basis, denial) = match consent {
			Some((_, _, fields, version)) => {
				let version = *version;
				let denial = Denial::ByConsent { consent: 1, version };
				(*fields, Basis::Consent { consent: 1, version }, denial)
			},
			None => (
				Policy::get().unwrap_or(FieldGroups::NONE),
				Basis::Policy { policy: 4 },
				Denial::ByPolicy { policy: Some(4) },
			),
		};
		let fields = residual.intersection(data.fields);
		if fields.is_empty() {
			Err(denial)
		} else {
			Ok(Permit { fields, basis })
		}
	}
}

/// Has the patient let an institution see that; nothing, to withdraw it.
pub fn consent(patient: PatientId, institution: InstitutionId, fields: FieldGroups) {
	Consents::mutate(|consents| {
		let place = consents.iter().position(|one| (one.0, one.1) == (patient, institution));
		let version = place.map_or(0, |place| consents.remove(place).3);
		consents.push((patient, institution, fields, version + 1));
	});
}

impl Config for Test {
	type RequesterOrigin = EnsureRole<{ REQUESTERS.0 }>;
	type ReleaseOrigin = EnsureRole<{ RELEASERS.0 }>;
	type ProviderOrigin = EnsureRole<{ PROVIDERS.0 }>;
	type BreakGlassOrigin = EnsureRole<{ BREAKERS.0 }>;
	type ReviewOrigin = EnsureRole<{ REVIEWERS.0 }>;
	type RegulatorOrigin = EnsureRole<{ REGULATORS.0 }>;
	type ReviewersOrigin = EnsureRoot<AccountId>;
	type Records = Directory;
	type ConsentGate = Gate;
	type Patients = Directory;
	type Institutions = Directory;
	type Groups = Directory;
	type Time = Timestamp;
	type GrantTerm = ConstU64<GRANT_TERM>;
	type MaxOpenGrants = ConstU32<4>;
	type MaxOwnGrants = ConstU32<2>;
	type BreakGlassTerm = ConstU64<BREAK_GLASS_TERM>;
	type MaxLateness = ConstU64<MAX_LATENESS>;
	type StatementTerm = ConstU64<STATEMENT_TERM>;
	type ReviewTerm = ConstU64<REVIEW_TERM>;
	type DisputeTerm = ConstU64<DISPUTE_TERM>;
	type RateWindow = ConstU64<RATE_WINDOW>;
	type MaxUsesPerActor = ConstU32<3>;
	type MaxAwaiting = ConstU32<6>;
	type MaxOutstanding = ConstU32<3>;
	type MaxReviewers = ConstU32<16>;
	type MaxUnjustified = ConstU32<3>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Directory;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<RuntimeOrigin> for Directory {
	fn admit(seed: u32) -> InstitutionId {
		seed + 1
	}
	fn requester(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::Physician))
	}
	fn releaser(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::RecordsOfficer))
	}
	fn provider(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::Physician))
	}
	fn countersigner(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff_in(institution, Role::Physician, 1))
	}
	fn privileged(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::Physician))
	}
	fn reviewer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, Role::RecordsOfficer))
	}
	fn regulator() -> RuntimeOrigin {
		RuntimeOrigin::signed(INSPECTOR)
	}
	fn reviewers_origin() -> RuntimeOrigin {
		RuntimeOrigin::root()
	}
	fn patient(_: InstitutionId) -> (PatientId, RuntimeOrigin) {
		(PATIENT, RuntimeOrigin::signed(ALICE))
	}
	fn record(_: InstitutionId, _: PatientId) -> RecordId {
		RECORD
	}
	fn consent(_: PatientId) {
		Policy::set(Some(FieldGroups::ALL));
	}
	fn affiliate(one: InstitutionId, other: InstitutionId) {
		Affiliated::mutate(|affiliated| affiliated.push((one, other)));
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
		Expired::set(vec![]);
		Moved::set(vec![]);
		Suspended::set(vec![]);
		Affiliated::set(vec![]);
		Unprivileged::set(vec![]);
		Consents::set(vec![]);
		Policy::set(None);
	});
	ext
}

/// Runs a test and checks every invariant after it, and every log against its events.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Disclosures::do_try_state().unwrap();
		for patient in [PATIENT, OTHER_PATIENT, UNKNOWN_PATIENT] {
			assert_eq!(Disclosures::verify_log(patient, log_of(patient)), Ok(()));
		}
	});
}

/// What an indexer that has listened has of a patient's log.
pub fn log_of(patient: PatientId) -> Vec<LogEntry<AccountId>> {
	System::read_events_for_pallet::<Event<Test>>()
		.into_iter()
		.filter_map(|event| match event {
			Event::Logged { patient: whose, entry, .. } if whose == patient => Some(entry),
			_ => None,
		})
		.collect()
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
