// SPDX-License-Identifier: Apache-2.0

//! A runtime in which every account says by itself who it is, and what other pallets know is as
//! tests state it.

use crate as pallet_clinical_trials;
use crate::*;
use codec::{Decode, Encode};
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64, EnsureOrigin, OriginTrait, Time},
};
use frame_system::mocking::MockBlock;
use galen_primitives::{
	keys::Signature, seams, AccessRequest, Basis, ChainId, ConsentId, Denial, DepartmentId, Digest,
	DispenseId, DispensedPack, EvidenceFacts, EvidenceId, InstitutionId, InstitutionKind,
	InstitutionKinds, Moment, PatientId, Permit, PurposeOfUse, RecordFacts, RecordId, Requester,
	Role, RoleSet, Scope,
};
use sp_core::{ed25519, Pair};
use sp_io::TestExternalities;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};
use std::collections::{BTreeMap, BTreeSet};

pub type AccountId = AccountId32;

pub const SPONSOR: InstitutionId = 1;
pub const HOSPITAL: InstitutionId = 2;
pub const CLINIC: InstitutionId = 3;
pub const COMMITTEE: InstitutionId = 4;
pub const OTHER_COMMITTEE: InstitutionId = 5;
pub const REGISTRAR: InstitutionId = 6;
pub const REGULATOR: InstitutionId = 7;
pub const OTHER_REGULATOR: InstitutionId = 8;
/// Holds allocation lists for the sponsor, and is affiliated with it.
pub const CRO: InstitutionId = 9;
/// An ethics committee that is affiliated with the sponsor.
pub const HOUSE_COMMITTEE: InstitutionId = 10;
pub const OTHER_SPONSOR: InstitutionId = 11;
/// Not in force.
pub const SUSPENDED: InstitutionId = 12;

pub const MANAGER: AccountId = staff(SPONSOR, Role::SponsorRepresentative);
pub const OTHER_MANAGER: AccountId = staff(OTHER_SPONSOR, Role::SponsorRepresentative);
pub const STATISTICIAN: AccountId = staff(SPONSOR, Role::Statistician);
pub const CROS_STATISTICIAN: AccountId = staff(CRO, Role::Statistician);
pub const OTHER_STATISTICIAN: AccountId = staff(OTHER_SPONSOR, Role::Statistician);
/// The principal investigators of the two sites.
pub const PI: AccountId = staff(HOSPITAL, Role::Investigator);
pub const CLINICS_PI: AccountId = staff(CLINIC, Role::Investigator);
/// Others at the hospital.
pub const NURSE: AccountId = staff_in(HOSPITAL, Role::Investigator, 1);
pub const PHARMACIST: AccountId = staff_in(HOSPITAL, Role::Investigator, 2);
pub const SPONSORS_INVESTIGATOR: AccountId = staff(SPONSOR, Role::Investigator);
pub const REVIEWER: AccountId = staff(COMMITTEE, Role::EthicsReviewer);
pub const OTHER_REVIEWER: AccountId = staff(OTHER_COMMITTEE, Role::EthicsReviewer);
pub const HOUSE_REVIEWER: AccountId = staff(HOUSE_COMMITTEE, Role::EthicsReviewer);
pub const INSPECTOR: AccountId = staff(REGULATOR, Role::Inspector);
pub const OTHER_INSPECTOR: AccountId = staff(OTHER_REGULATOR, Role::Inspector);
pub const REGISTRAR_OFFICER: AccountId = staff(REGISTRAR, Role::RegistrationOfficer);
/// Who sits on the monitoring board.
pub const MONITORS: [AccountId; 3] = [
	staff(CLINIC, Role::Physician),
	staff(OTHER_SPONSOR, Role::Statistician),
	staff(OTHER_COMMITTEE, Role::EthicsReviewer),
];
pub const OUTSIDER: AccountId = AccountId::new([9; 32]);

/// A moment in the middle of a UTC day.
pub const START: Moment = 1_700_000_000_000;
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

/// A pseudonym.
pub fn patient(number: u32) -> PatientId {
	PatientId((b"patient", number).using_encoded(sp_io::hashing::blake2_256))
}

/// The account that controls a pseudonym.
pub fn controller(patient: PatientId) -> AccountId {
	AccountId::new((b"controller", patient).using_encoded(sp_io::hashing::blake2_256))
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
	pub type ClinicalTrials = pallet_clinical_trials;
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

pub const SPONSORS: RoleSet = RoleSet::of(&[Role::SponsorRepresentative]);
pub const INVESTIGATOR: RoleSet = RoleSet::of(&[Role::Investigator]);
pub const STATISTICIANS: RoleSet = RoleSet::of(&[Role::Statistician]);
pub const REVIEWERS: RoleSet = RoleSet::of(&[Role::EthicsReviewer]);
pub const REGULATORS: RoleSet = RoleSet::of(&[Role::Inspector]);
pub const REGISTRARS: RoleSet =
	RoleSet::of(&[Role::RegistrationOfficer, Role::RecordsOfficer, Role::Administrator]);
pub const BOARD: RoleSet =
	RoleSet::of(&[Role::Physician, Role::Investigator, Role::Statistician, Role::EthicsReviewer]);

/// What a test states of a dispense.
#[derive(Clone, Debug)]
pub struct MockDispense {
	pub facts: EvidenceFacts,
	pub pack: DispensedPack,
	pub recalled: bool,
}

/// What a test states of a record.
#[derive(Clone, Debug)]
pub struct MockRecord {
	pub facts: RecordFacts,
	pub fields: Option<Digest>,
	pub suspect: bool,
}

parameter_types! {
	pub const Chain: ChainId = CHAIN;
	/// The directives that permit research, and their versions.
	pub static Directives: BTreeMap<PatientId, (ConsentId, u32)> = BTreeMap::new();
	/// What the gate answers whatever there is.
	pub static Answers: BTreeMap<PatientId, Result<Basis, Denial>> = BTreeMap::new();
	/// The custodians that haven't released their data.
	pub static Unreleased: BTreeSet<InstitutionId> = BTreeSet::new();
	pub static Dispensed: BTreeMap<DispenseId, MockDispense> = BTreeMap::new();
	pub static Anchored: BTreeMap<RecordId, MockRecord> = BTreeMap::new();
	/// What the directory forgets.
	pub static OutOfForce: BTreeSet<InstitutionId> = BTreeSet::new();
}

pub struct Directory;

impl seams::Institutions for Directory {
	fn kinds_in_force(institution: InstitutionId) -> Option<InstitutionKinds> {
		if OutOfForce::get().contains(&institution) {
			return None;
		}
		match institution {
			SPONSOR | CRO | OTHER_SPONSOR => Some(InstitutionKind::Sponsor.set()),
			HOSPITAL | CLINIC => Some(InstitutionKind::CareProvider.set()),
			COMMITTEE | OTHER_COMMITTEE | HOUSE_COMMITTEE => {
				Some(InstitutionKind::EthicsCommittee.set())
			},
			REGISTRAR => Some(InstitutionKind::PatientOrganisation.set()),
			REGULATOR | OTHER_REGULATOR => Some(InstitutionKind::Regulator.set()),
			// For benchmarks.
			20..=999 => Some(InstitutionKinds::ALL),
			_ => None,
		}
	}
	fn exists(institution: InstitutionId) -> bool {
		institution == SUSPENDED || Self::kinds_in_force(institution).is_some()
	}
	fn jurisdiction(_: InstitutionId) -> Option<u16> {
		None
	}
	fn are_affiliated(one: InstitutionId, other: InstitutionId) -> bool {
		let house = [SPONSOR, CRO, HOUSE_COMMITTEE];
		house.contains(&one) && house.contains(&other)
	}
}

impl seams::Patients<AccountId> for Directory {
	fn is_open(_: &PatientId) -> bool {
		true
	}
	fn is_claimed(_: &PatientId) -> bool {
		true
	}
	fn may(who: &AccountId, patient: &PatientId, scope: Scope) -> bool {
		scope == Scope::Research && *who == controller(*patient)
	}
	fn closed_to_break_glass(_: &PatientId) -> u64 {
		0
	}
}

impl seams::ConsentGate<AccountId> for Directory {
	fn decide(request: &AccessRequest<AccountId>) -> Result<Permit, Denial> {
		assert_eq!(request.purpose, PurposeOfUse::CLINTRCH);
		assert!(request.study.is_some(), "research in no study");
		let Requester::Staff(actor) = &request.requester else { panic!("not staff") };
		assert!(!request.data.fields.is_empty());
		assert!(actor.role == Role::Investigator, "{actor:?}");
		if let Some(answer) = Answers::get().get(&request.patient) {
			return answer.map(|basis| Permit { fields: request.data.fields, basis });
		}
		if Unreleased::get().contains(&request.data.custodian) {
			return Err(Denial::NotReleased);
		}
		let directives = Directives::get();
		let (consent, version) =
			*directives.get(&request.patient).ok_or(Denial::ByPolicy { policy: None })?;
		Ok(Permit { fields: request.data.fields, basis: Basis::Consent { consent, version } })
	}
	fn is_active(patient: &PatientId, consent: ConsentId, version: u32) -> bool {
		Directives::get().get(patient) == Some(&(consent, version))
	}
}

impl seams::Records for Directory {
	fn facts(record: &RecordId) -> Option<RecordFacts> {
		Anchored::get().get(record).map(|record| record.facts)
	}
	fn is_suspect(record: &RecordId) -> bool {
		Anchored::get().get(record).is_none_or(|record| record.suspect)
	}
	fn fields(record: &RecordId) -> Option<Digest> {
		Anchored::get().get(record).and_then(|record| record.fields)
	}
}

impl seams::Evidence for Directory {
	fn facts(evidence: EvidenceId) -> Option<EvidenceFacts> {
		let EvidenceId::Dispense(id) = evidence else { return None };
		Dispensed::get().get(&id).map(|dispense| dispense.facts)
	}
}

impl seams::Dispenses for Directory {
	fn pack(dispense: DispenseId) -> Option<DispensedPack> {
		Dispensed::get().get(&dispense).map(|dispense| dispense.pack.clone())
	}
}

impl seams::RecallStatus<EvidenceId> for Directory {
	fn is_recalled(evidence: &EvidenceId) -> bool {
		let EvidenceId::Dispense(id) = evidence else { return true };
		Dispensed::get().get(id).is_none_or(|dispense| dispense.recalled)
	}
}

/// What stands for a range proof here: the value in plain, and a hash over what it is for.
pub fn range_proof(value: u64, commitment: &[u8; 32], context: &[u8]) -> Vec<u8> {
	(value, (value, commitment, context).using_encoded(sp_io::hashing::blake2_256)).encode()
}

impl seams::RangeProofs for Directory {
	fn verify(commitment: &[u8; 32], least: u64, most: u64, context: &[u8], proof: &[u8]) -> bool {
		let Ok((value, _)) = <(u64, [u8; 32])>::decode(&mut &*proof) else { return false };
		(least..=most).contains(&value) && proof == range_proof(value, commitment, context)
	}
}

impl Config for Test {
	type SponsorOrigin = EnsureRole<{ SPONSORS.0 }>;
	type InvestigatorOrigin = EnsureRole<{ INVESTIGATOR.0 }>;
	type StatisticianOrigin = EnsureRole<{ STATISTICIANS.0 }>;
	type EthicsOrigin = EnsureRole<{ REVIEWERS.0 }>;
	type RegulatorOrigin = EnsureRole<{ REGULATORS.0 }>;
	type RegistrarOrigin = EnsureRole<{ REGISTRARS.0 }>;
	type MonitorOrigin = EnsureRole<{ BOARD.0 }>;
	type Institutions = Directory;
	type Patients = Directory;
	type ConsentGate = Directory;
	type Records = Directory;
	type Evidence = Directory;
	type Dispenses = Directory;
	type Recalls = Directory;
	type RangeProofs = Directory;
	type ChainId = Chain;
	type Time = Timestamp;
	type MaxListLength = ConstU32<64>;
	type MaxProofLength = ConstU32<1024>;

	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Directory;
}

/// The registrar's key pair.
pub fn registrar_pair() -> ed25519::Pair {
	ed25519::Pair::from_seed(&[7; 32])
}

/// What the registrar signs of a subject.
pub fn token_signature(statement: &[u8]) -> Signature {
	registrar_pair().sign(statement).0
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<RuntimeOrigin, AccountId> for Directory {
	fn admit(seed: u32) -> InstitutionId {
		seed + 20
	}
	fn staff(institution: InstitutionId, role: Role) -> AccountId {
		staff(institution, role)
	}
	fn patient(seed: u32) -> (PatientId, AccountId) {
		(patient(seed), controller(patient(seed)))
	}
	fn consent(patient: PatientId, _: InstitutionId, _: galen_primitives::StudyId) {
		consented(patient);
	}
	fn withdraw_consent(patient: PatientId) {
		Directives::mutate(|directives| directives.remove(&patient));
	}
	fn registrar_key() -> [u8; 32] {
		registrar_pair().public().0
	}
	fn sign(statement: &[u8]) -> Signature {
		token_signature(statement)
	}
	fn record(patient: PatientId, custodian: InstitutionId, fields: Digest) -> RecordId {
		let record = RecordId([1; 32]);
		anchored(record, patient, custodian, fields);
		record
	}
	fn range_proof(
		commitment_of: u64,
		context: &[u8],
		_least: u64,
		_most: u64,
	) -> ([u8; 32], Vec<u8>) {
		([1; 32], range_proof(commitment_of, &[1; 32], context))
	}
	fn dispense(
		gtin: galen_primitives::gs1::Gtin,
		provider: InstitutionId,
		beneficiary: Digest,
	) -> DispenseId {
		dispensed(0, gtin, provider, galen_primitives::Beneficiary::Committed(beneficiary));
		0
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

/// States that a patient's directive permits research.
pub fn consented(patient: PatientId) {
	Directives::mutate(|directives| directives.insert(patient, (1, 1)));
}

/// States that there is a record with a tree over its fields.
pub fn anchored(record: RecordId, patient: PatientId, custodian: InstitutionId, fields: Digest) {
	let facts = RecordFacts {
		patient,
		custodian,
		department: 0,
		version: 1,
		data_class: galen_primitives::DataClass::Sensitive,
		compartment: 0,
		occurred: START,
		withdrawn: false,
	};
	let record_value = MockRecord { facts, fields: Some(fields), suspect: false };
	Anchored::mutate(|records| records.insert(record, record_value));
}

/// States that a pack was dispensed.
pub fn dispensed(
	id: DispenseId,
	gtin: galen_primitives::gs1::Gtin,
	provider: InstitutionId,
	beneficiary: galen_primitives::Beneficiary,
) {
	let text = |text: &[u8]| text.to_vec().try_into().unwrap();
	let dispense = MockDispense {
		facts: EvidenceFacts {
			beneficiary,
			provider,
			occurred: START,
			recorded: START,
			standing: galen_primitives::EvidenceStanding::Confirmed,
		},
		pack: DispensedPack { gtin, lot: text(b"L1"), serial: text(b"S1") },
		recalled: false,
	};
	Dispensed::mutate(|dispensed| dispensed.insert(id, dispense));
}

pub fn new_test_ext() -> TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut ext = TestExternalities::from(storage);
	ext.execute_with(|| {
		// Events aren't kept in the genesis block.
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		Directives::set(BTreeMap::new());
		Answers::set(BTreeMap::new());
		Unreleased::set(BTreeSet::new());
		Dispensed::set(BTreeMap::new());
		Anchored::set(BTreeMap::new());
		OutOfForce::set(BTreeSet::new());
	});
	ext
}

/// Runs a test and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		ClinicalTrials::do_try_state().unwrap();
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
