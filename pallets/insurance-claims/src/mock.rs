// SPDX-License-Identifier: Apache-2.0

//! A runtime in which every account says by itself who it is, and what happened is what tests state.

use crate as pallet_insurance_claims;
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{AsEnsureOriginWithArg, ConstU128, ConstU32, ConstU64, EnsureOrigin, OriginTrait},
	PalletId,
};
use frame_system::mocking::MockBlock;
use galen_primitives::{
	seams,
	time::{DAY, HOUR},
	AccessRequest, Basis, BenefitCategories, ChainId, Denial, DepartmentId, Digest, EvidenceFacts,
	EvidenceId, InstitutionId, InstitutionKind, InstitutionKinds, Moment, PatientId, Permit,
	RecordFacts, RecordId, Role, RoleSet, Scope, StudyId,
};
use sp_io::TestExternalities;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};
use std::collections::{BTreeMap, BTreeSet};

pub type AccountId = AccountId32;

pub const PAYER: InstitutionId = 1;
pub const OTHER_PAYER: InstitutionId = 2;
pub const HOSPITAL: InstitutionId = 3;
pub const PHARMACY: InstitutionId = 4;
pub const OTHER_PHARMACY: InstitutionId = 5;
pub const REGULATOR: InstitutionId = 6;
pub const BANK: InstitutionId = 7;
/// A hospital under common control with the payer.
pub const AFFILIATE: InstitutionId = 8;
/// A hospital under another law.
pub const ABROAD: InstitutionId = 9;

pub const MANAGER: AccountId = staff(PAYER, Role::Administrator);
pub const OTHER_MANAGER: AccountId = staff(OTHER_PAYER, Role::Administrator);
pub const ADJUDICATOR: AccountId = staff(PAYER, Role::Adjudicator);
pub const SECOND_ADJUDICATOR: AccountId = staff_in(PAYER, Role::Adjudicator, 1);
pub const OTHER_ADJUDICATOR: AccountId = staff(OTHER_PAYER, Role::Adjudicator);
pub const TREASURER: AccountId = staff(PAYER, Role::SettlementOfficer);
pub const BANKER: AccountId = staff(BANK, Role::SettlementOfficer);
pub const BILLING: AccountId = staff(HOSPITAL, Role::BillingOfficer);
pub const PHARMACIST: AccountId = staff(PHARMACY, Role::Pharmacist);
pub const INSPECTOR: AccountId = staff(REGULATOR, Role::Inspector);
pub const OUTSIDER: AccountId = AccountId::new([9; 32]);

pub const EUR: Currency = 978;
pub const USD: Currency = 840;

/// Noon, so that a day's claims lie in one day.
pub const START: Moment = 19_700 * DAY + 12 * HOUR;
pub const CHAIN: ChainId = [42; 32];
pub const APPEAL_TERM: Moment = 180 * DAY;
pub const APPEAL_LEVELS: u32 = 3;
pub const CLAIMS_PER_DAY: u32 = 5;
pub const MAX_SETTLED: u32 = 8;
pub const REVERSAL_TERM: Moment = 365 * DAY;

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

/// A patient's pseudonym.
pub const fn patient(number: u8) -> PatientId {
	PatientId([number; 32])
}

/// The account of the patient with that number.
pub const fn controller(number: u8) -> AccountId {
	let mut bytes = [0xCC; 32];
	bytes[0] = number;
	AccountId::new(bytes)
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
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(3)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(4)]
	pub type Insurance = pallet_insurance_claims;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId;
	type Block = MockBlock<Test>;
	type Lookup = IdentityLookup<AccountId>;
	type AccountData = pallet_balances::AccountData<u128>;
}

impl pallet_timestamp::Config for Test {
	type Moment = Moment;
	type OnTimestampSet = ();
	type MinimumPeriod = ConstU64<1>;
	type WeightInfo = ();
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = u128;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<frame_system::EnsureNever<AccountId>>;
	type ForceOrigin = frame_system::EnsureRoot<AccountId>;
	type AssetDeposit = ConstU128<1>;
	type AssetAccountDeposit = ConstU128<1>;
	type MetadataDepositBase = ConstU128<1>;
	type MetadataDepositPerByte = ConstU128<1>;
	type ApprovalDeposit = ConstU128<1>;
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

pub const MANAGERS: RoleSet = RoleSet::of(&[Role::Administrator]);
pub const ENROLMENT: RoleSet = RoleSet::of(&[Role::Administrator]);
pub const CLAIMANTS: RoleSet = RoleSet::of(&[Role::BillingOfficer, Role::Pharmacist]);
pub const ADJUDICATORS: RoleSet = RoleSet::of(&[Role::Adjudicator]);
pub const REVIEWERS: RoleSet = RoleSet::of(&[Role::Inspector]);
pub const TREASURERS: RoleSet = RoleSet::of(&[Role::SettlementOfficer]);
pub const PAYEES: RoleSet = RoleSet::of(&[Role::BillingOfficer]);
pub const BANKERS: RoleSet = RoleSet::of(&[Role::SettlementOfficer]);

parameter_types! {
	pub static Happened: BTreeMap<EvidenceId, EvidenceFacts> = BTreeMap::new();
	pub static Recalled: BTreeSet<EvidenceId> = BTreeSet::new();
	/// Institutions that aren't in force now.
	pub static Suspended: BTreeSet<InstitutionId> = BTreeSet::new();
	/// Institutions that nobody knows to have been in force before.
	pub static Unlicensed: BTreeSet<InstitutionId> = BTreeSet::new();
	/// Whom the gate refuses what.
	pub static Refused: BTreeSet<(PatientId, u8)> = BTreeSet::new();
	/// What the gate was asked last.
	pub static Asked: Vec<AccessRequest<AccountId>> = Vec::new();
	pub static Anchored: BTreeMap<RecordId, RecordFacts> = BTreeMap::new();
	/// What sponsors pay, and who is in their studies.
	pub static StudyList: BTreeMap<StudyId, (BenefitCategories, BTreeSet<PatientId>)> =
		BTreeMap::new();
	pub const Chain: ChainId = CHAIN;
	pub const ClaimsPalletId: PalletId = PalletId(*b"gln/clms");
}

pub struct World;

impl seams::Institutions for World {
	fn kinds_in_force(institution: InstitutionId) -> Option<InstitutionKinds> {
		use InstitutionKind as Kind;
		if Suspended::get().contains(&institution) {
			return None;
		}
		match institution {
			PAYER | OTHER_PAYER => Some(Kind::Payer.set()),
			HOSPITAL | AFFILIATE | ABROAD => Some(Kind::CareProvider.set()),
			PHARMACY | OTHER_PHARMACY => Some(Kind::Pharmacy.set()),
			REGULATOR => Some(Kind::Regulator.set()),
			BANK => Some(Kind::SettlementBank.set()),
			// For benchmarks: the kind is in the hundreds.
			100.. => Kind::ALL.get(institution as usize / 100 - 1).map(|kind| kind.set()),
			_ => None,
		}
	}
	fn exists(institution: InstitutionId) -> bool {
		Suspended::get().contains(&institution) || Self::kinds_in_force(institution).is_some()
	}
	fn jurisdiction(institution: InstitutionId) -> Option<u16> {
		// Benchmarks have institutions abroad, too.
		let abroad = institution == ABROAD || (institution >= 100 && institution % 100 >= 50);
		Some(if abroad { 756 } else { 276 })
	}
	fn are_affiliated(one: InstitutionId, other: InstitutionId) -> bool {
		let pair = [PAYER, AFFILIATE];
		one == other || (pair.contains(&one) && pair.contains(&other))
	}
	fn kinds_at(institution: InstitutionId, at: Moment) -> Option<InstitutionKinds> {
		use frame_support::traits::Time;
		assert!(at <= Timestamp::now(), "only the past is known");
		(!Unlicensed::get().contains(&institution))
			.then(|| Self::kinds_in_force(institution))
			.flatten()
	}
}

impl seams::Patients<AccountId> for World {
	fn is_open(patient: &PatientId) -> bool {
		patient.0[0] < 200
	}
	fn is_claimed(_: &PatientId) -> bool {
		true
	}
	fn may(who: &AccountId, patient: &PatientId, scope: Scope) -> bool {
		scope == Scope::Coverage && *who == controller(patient.0[0])
	}
	fn closed_to_break_glass(_: &PatientId) -> u64 {
		0
	}
}

impl seams::ConsentGate<AccountId> for World {
	fn decide(request: &AccessRequest<AccountId>) -> Result<Permit, Denial> {
		Asked::mutate(|asked| asked.push(request.clone()));
		let purpose = codec::Encode::encode(&request.purpose)[0];
		if Refused::get().contains(&(request.patient, purpose)) {
			return Err(Denial::ByConsent { consent: 0, version: 0 });
		}
		let basis = Basis::Policy { policy: 0 };
		Ok(Permit { fields: request.data.fields, basis })
	}
}

impl seams::Evidence for World {
	fn facts(evidence: EvidenceId) -> Option<EvidenceFacts> {
		Happened::get().get(&evidence).copied()
	}
}

impl seams::RecallStatus<EvidenceId> for World {
	fn is_recalled(evidence: &EvidenceId) -> bool {
		Recalled::get().contains(evidence)
	}
}

impl seams::Records for World {
	fn facts(record: &RecordId) -> Option<RecordFacts> {
		Anchored::get().get(record).copied()
	}
	fn is_suspect(_: &RecordId) -> bool {
		false
	}
}

impl seams::Studies for World {
	fn exists(study: StudyId) -> bool {
		StudyList::get().contains_key(&study)
	}
	fn is_on_study(study: StudyId, patient: &PatientId) -> bool {
		StudyList::get().get(&study).is_some_and(|(_, subjects)| subjects.contains(patient))
	}
	fn paid_by_sponsor(study: StudyId) -> Option<BenefitCategories> {
		StudyList::get().get(&study).map(|(paid, _)| *paid)
	}
}

impl Config for Test {
	type ManagerOrigin = EnsureRole<{ MANAGERS.0 }>;
	type EnrolmentOrigin = EnsureRole<{ ENROLMENT.0 }>;
	type ClaimantOrigin = EnsureRole<{ CLAIMANTS.0 }>;
	type AdjudicatorOrigin = EnsureRole<{ ADJUDICATORS.0 }>;
	type ReviewerOrigin = EnsureRole<{ REVIEWERS.0 }>;
	type Institutions = World;
	type Patients = World;
	type Consent = World;
	type Evidence = World;
	type Recalls = World;
	type Records = World;
	type Studies = World;
	type Assets = Assets;
	type ChainId = Chain;
	type Time = Timestamp;
	type PalletId = ClaimsPalletId;
	type EvidenceWindow = ConstU64<DAY>;
	type MaxClaimsPerDay = ConstU32<CLAIMS_PER_DAY>;
	type AppealTerm = ConstU64<APPEAL_TERM>;
	type AppealLevels = ConstU32<APPEAL_LEVELS>;
	type SettlementOrigin = EnsureRole<{ TREASURERS.0 }>;
	type PayeeOrigin = EnsureRole<{ PAYEES.0 }>;
	type BankOrigin = EnsureRole<{ BANKERS.0 }>;
	type MaxSettled = ConstU32<MAX_SETTLED>;
	type ReversalTerm = ConstU64<REVERSAL_TERM>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = World;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<RuntimeOrigin> for World {
	fn admit(kind: InstitutionKind, seed: u32) -> InstitutionId {
		let index = InstitutionKind::ALL.iter().position(|other| *other == kind).unwrap();
		(index as u32 + 1) * 100 + seed
	}
	fn staff(institution: InstitutionId, role: Role, seed: u32) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff_in(institution, role, seed as DepartmentId))
	}
	fn patient() -> (PatientId, RuntimeOrigin) {
		(patient(1), RuntimeOrigin::signed(controller(1)))
	}
	fn currency() -> Currency {
		EUR
	}
	fn encounter(provider: InstitutionId, patient: PatientId, seed: u32) -> EvidenceId {
		let id = EvidenceId::Encounter(u64::from(seed));
		happened(id, provider, galen_primitives::Beneficiary::Patient(patient));
		set_standing(id, galen_primitives::EvidenceStanding::Unconfirmed);
		id
	}
	fn confirm(evidence: EvidenceId) {
		set_standing(evidence, galen_primitives::EvidenceStanding::Confirmed);
	}
	fn record(patient: PatientId, provider: InstitutionId, seed: u32) -> RecordId {
		anchored(seed as u8, patient, provider)
	}
	fn study(patient: PatientId) -> Option<StudyId> {
		let paid = galen_primitives::BenefitCategory::Surgical.set();
		StudyList::mutate(|all| all.insert(1, (paid, [patient].into())));
		Some(1)
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

/// States that something happened now, and is confirmed.
pub fn happened(
	id: EvidenceId,
	provider: InstitutionId,
	beneficiary: galen_primitives::Beneficiary,
) {
	use frame_support::traits::Time;
	let now = Timestamp::now();
	let standing = galen_primitives::EvidenceStanding::Confirmed;
	let facts = EvidenceFacts { beneficiary, provider, occurred: now, recorded: now, standing };
	Happened::mutate(|all| all.insert(id, facts));
}

/// States whether evidence counts.
pub fn set_standing(id: EvidenceId, standing: galen_primitives::EvidenceStanding) {
	Happened::mutate(|all| all.get_mut(&id).unwrap().standing = standing);
}

/// States that there is a record.
pub fn anchored(number: u8, patient: PatientId, custodian: InstitutionId) -> RecordId {
	use frame_support::traits::Time;
	let record = RecordId([number; 32]);
	let facts = RecordFacts {
		patient,
		custodian,
		department: 0,
		version: 0,
		data_class: galen_primitives::DataClass::Sensitive,
		compartment: 0,
		occurred: Timestamp::now(),
		withdrawn: false,
	};
	Anchored::mutate(|all| all.insert(record, facts));
	record
}

/// A digest of its own for each number but zero, which is all zeros.
pub fn digest(number: u8) -> Digest {
	let algorithm = galen_primitives::HashAlgorithm::Sha2_256;
	Digest { algorithm, bytes: [number; 32] }
}

pub fn new_test_ext() -> TestExternalities {
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let asset = |currency: Currency| (u32::from(currency), OUTSIDER, true, 1);
	pallet_assets::GenesisConfig::<Test> {
		assets: vec![asset(EUR), asset(USD)],
		..Default::default()
	}
	.assimilate_storage(&mut storage)
	.unwrap();
	let mut ext = TestExternalities::from(storage);
	ext.execute_with(|| {
		// Events aren't kept in the genesis block.
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		Happened::take();
		Recalled::take();
		Suspended::take();
		Unlicensed::take();
		Refused::take();
		Asked::take();
		Anchored::take();
		StudyList::take();
	});
	ext
}

/// Runs a test and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Insurance::do_try_state().unwrap();
	});
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Lets time pass.
pub fn wait(time: Moment) {
	use frame_support::traits::Time;
	System::set_block_number(System::block_number() + 1);
	Timestamp::set_timestamp(Timestamp::now() + time);
}
