// SPDX-License-Identifier: Apache-2.0

//! A runtime in which every account says by itself who it is, and sessions rotate on demand.

use crate as pallet_node_admission;
use crate::*;
use frame_support::{
	derive_impl, ord_parameter_types,
	pallet_prelude::ValueQuery,
	parameter_types, storage_alias,
	traits::{ConstU32, ConstU64, EnsureOrigin, KeyOwnerProofSystem, OriginTrait, Time},
};
use frame_system::{mocking::MockBlock, EnsureRoot, EnsureSignedBy};
use galen_primitives::{
	time::{DAY, MINUTE},
	ChainId, Digest, HashAlgorithm, InstitutionId, Moment, Role, RoleSet,
};
use pallet_session::SessionManager;
use sp_consensus_aura::sr25519::AuthorityId;
use sp_core::{ed25519, Pair};
use sp_io::TestExternalities;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage, KeyTypeId};
use sp_session::MembershipProof;
use sp_staking::SessionIndex;
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

pub type AccountId = AccountId32;

/// Care providers; the first four found the chain.
pub const FOUNDERS: [InstitutionId; 4] = [1, 2, 3, 4];
pub const FIFTH: InstitutionId = 5;
pub const SIXTH: InstitutionId = 6;
/// Payers are a class of three.
pub const PAYERS: [InstitutionId; 3] = [7, 8, 9];
/// A regulator and a patients' organisation are too few for classes of their own.
pub const REGULATOR: InstitutionId = 10;
pub const PATIENTS: InstitutionId = 11;
/// Everybody.
pub const INSTITUTIONS: u32 = 11;

pub const OUTSIDER: AccountId = AccountId::new([9; 32]);
pub const COMMITTEE: AccountId = AccountId::new([10; 32]);
pub const RECOVERERS: AccountId = AccountId::new([11; 32]);

pub const START: Moment = 1_700_000_000_000;
pub const CHAIN: ChainId = [0x9a; 32];
pub const SESSION: Moment = 10 * MINUTE;
pub const SESSION_BLOCKS: u64 = 300;
pub const APPLICATION_TERM: Moment = 30 * DAY;
pub const VOTING_TERM: Moment = 14 * DAY;
pub const ADMISSION_TERM: Moment = 365 * DAY;
pub const RENEWAL_WINDOW: Moment = 60 * DAY;
pub const PROBATION_TERM: Moment = 30 * DAY;
pub const EMERGENCY_TERM: Moment = 21 * DAY;
pub const PROOF_TERM: Moment = DAY;

/// The account of the `number`th member of staff with that role at that institution.
pub const fn staff(institution: InstitutionId, role: Role, number: u8) -> AccountId {
	let mut bytes = [0; 32];
	let [a, b, c, d] = institution.to_le_bytes();
	(bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]) = (b'@', a, b, c, d);
	(bytes[5], bytes[6]) = (role as u8, number);
	AccountId::new(bytes)
}

/// Runs the institution's nodes, and validates.
pub const fn operator(institution: InstitutionId) -> AccountId {
	staff(institution, Role::NodeOperator, 0)
}

/// Speaks for the institution.
pub const fn representative(institution: InstitutionId) -> AccountId {
	staff(institution, Role::Administrator, 0)
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
	pub type NodeAdmission = pallet_node_admission;
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

/// Passes staff with one of the roles in the set, at an institution in force.
pub struct EnsureRole<const ROLES: u32>;

impl<const ROLES: u32> EnsureOrigin<RuntimeOrigin> for EnsureRole<ROLES> {
	type Success = Actor<AccountId>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
		let signer = origin.clone().into_signer();
		signer
			.and_then(actor)
			.filter(|actor| RoleSet(ROLES).contains(actor.role))
			.filter(|actor| Directory::is_in_force(actor.institution))
			.ok_or(origin)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		let role = Role::ALL.iter().find(|role| RoleSet(ROLES).contains(**role)).ok_or(())?;
		Ok(RuntimeOrigin::signed(staff(1, *role, 0)))
	}
}

pub const OPERATORS: RoleSet = RoleSet::of(&[Role::NodeOperator, Role::Administrator]);
pub const REPRESENTATIVES: RoleSet = RoleSet::of(&[Role::Administrator]);

ord_parameter_types! {
	pub const Committee: AccountId = COMMITTEE;
	pub const Recoverers: AccountId = RECOVERERS;
}

parameter_types! {
	pub const Chain: ChainId = CHAIN;
	/// Who has session keys.
	pub static Keyed: BTreeSet<AccountId> = founders();
	/// What GRANDPA was told, and in which session.
	pub static Stalls: Vec<(SessionIndex, u64, u64)> = vec![];
	/// Whose a key was, by session.
	pub static Owners: Vec<(SessionIndex, AuthorityId, AccountId)> = vec![];
	/// What the session pallet would have queued and would be running.
	pub static Queued: Vec<AccountId> = vec![];
	pub static Running: Vec<AccountId> = vec![];
}

/// The institutions in force, and how they vote. In storage, so that benchmarks undo it.
#[storage_alias]
pub type InForce = StorageValue<Mock, BTreeMap<InstitutionId, VotingClass>, ValueQuery>;
/// Those of them that are suspended.
#[storage_alias]
pub type OutOfForce = StorageValue<Mock, BTreeSet<InstitutionId>, ValueQuery>;
/// Who is affiliated with whom, the lower number first.
#[storage_alias]
pub type Affiliates = StorageValue<Mock, BTreeSet<(InstitutionId, InstitutionId)>, ValueQuery>;

fn institutions() -> BTreeMap<InstitutionId, VotingClass> {
	let class = |institution| match institution {
		1..=6 => VotingClass::CareProviders,
		7..=9 => VotingClass::Payers,
		10 => VotingClass::PublicBodies,
		_ => VotingClass::PatientOrganisations,
	};
	(1..=INSTITUTIONS).map(|institution| (institution, class(institution))).collect()
}

fn founders() -> BTreeSet<AccountId> {
	FOUNDERS.iter().map(|institution| operator(*institution)).collect()
}

pub struct Directory;

impl Members for Directory {
	fn is_in_force(institution: InstitutionId) -> bool {
		InForce::get().contains_key(&institution)
	}
	fn jurisdiction(institution: InstitutionId) -> Option<u16> {
		// Every second one is German.
		Some(if institution.is_multiple_of(2) { 276 } else { 156 })
	}
	fn are_affiliated(one: InstitutionId, other: InstitutionId) -> bool {
		Affiliates::get().contains(&(one.min(other), one.max(other)))
	}
	fn electorate() -> Vec<(InstitutionId, VotingClass)> {
		InForce::get().into_iter().collect()
	}
	fn electorate_size() -> u32 {
		(InForce::get().len() + OutOfForce::get().len()) as u32
	}
}

impl SessionKeys<AccountId> for Directory {
	fn are_set(who: &AccountId) -> bool {
		Keyed::get().contains(who)
	}
}

impl NoteStalled<u64> for Directory {
	fn note_stalled(delay: u64, best_finalized: u64) {
		let session = CurrentSession::<Test>::get();
		Stalls::mutate(|stalls| stalls.push((session, delay, best_finalized)));
	}
}

impl KeyOwnerProofSystem<(KeyTypeId, AuthorityId)> for Directory {
	type Proof = MembershipProof;
	type IdentificationTuple = (AccountId, ());

	fn prove(_: (KeyTypeId, AuthorityId)) -> Option<MembershipProof> {
		None
	}
	fn check_proof(
		(id, key): (KeyTypeId, AuthorityId),
		proof: MembershipProof,
	) -> Option<(AccountId, ())> {
		assert_eq!(id, sp_core::crypto::key_types::AURA);
		Owners::get()
			.into_iter()
			.find(|(session, owned, _)| (*session, owned) == (proof.session, &key))
			.map(|(_, _, account)| (account, ()))
	}
}

impl Config for Test {
	type OperatorOrigin = EnsureRole<{ OPERATORS.0 }>;
	type RepresentativeOrigin = EnsureRole<{ REPRESENTATIVES.0 }>;
	type GovernanceOrigin = EnsureRoot<AccountId>;
	type EmergencyOrigin = EnsureSignedBy<Committee, AccountId>;
	type RecoveryOrigin = EnsureSignedBy<Recoverers, AccountId>;
	type Members = Directory;
	type SessionKeys = Directory;
	type Stall = Directory;
	type KeyOwners = Directory;
	type ChainId = Chain;
	type Time = Timestamp;
	type MaxValidators = ConstU32<25>;
	type MaxNodes = ConstU32<27>;
	type MaxMembers = ConstU32<64>;
	type ApplicationTerm = ConstU64<APPLICATION_TERM>;
	type VotingTerm = ConstU64<VOTING_TERM>;
	type AdmissionTerm = ConstU64<ADMISSION_TERM>;
	type RenewalWindow = ConstU64<RENEWAL_WINDOW>;
	type ProbationTerm = ConstU64<PROBATION_TERM>;
	type EmergencyTerm = ConstU64<EMERGENCY_TERM>;
	type MaxProofTerm = ConstU64<PROOF_TERM>;
	type MaxHeaderLength = ConstU32<1024>;
	type MaxOwnerProofLength = ConstU32<1024>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Directory;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<AccountId> for Directory {
	fn operator(seed: u32) -> Operator<AccountId> {
		let institution = 100 + seed;
		InForce::mutate(|all| all.insert(institution, VotingClass::CareProviders));
		Operator {
			institution,
			operator: operator(institution),
			representative: representative(institution),
		}
	}
	fn affiliate(one: InstitutionId, other: InstitutionId) {
		affiliate(one, other);
	}
	fn set_keys(account: &AccountId) {
		set_keys(account);
	}
	fn prove_owner(authority: &AuthorityId, account: &AccountId) -> MembershipProof {
		Owners::mutate(|all| all.push((0, authority.clone(), account.clone())));
		MembershipProof { session: 0, trie_nodes: vec![vec![0; 32]; 8], validator_count: 1 }
	}
	fn set_time(now: Moment) {
		Timestamp::set_timestamp(now);
	}
}

/// The certificate of everybody.
pub fn certificate() -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [7; 32] }
}

thread_local! {
	/// Network keys are made once: without optimisation that takes longest in a test.
	static KEYS: RefCell<BTreeMap<u8, ed25519::Pair>> = const { RefCell::new(BTreeMap::new()) };
}

/// A network key.
pub fn network_key(number: u8) -> ed25519::Pair {
	KEYS.with_borrow_mut(|keys| {
		*keys.entry(number).or_insert_with(|| ed25519::Pair::from_seed(&[number; 32]))
	})
}

pub fn peer(number: u8) -> PeerId {
	PeerId(network_key(number).public().0)
}

/// Four hospitals with a node each, whose network keys have their numbers.
pub fn genesis() -> GenesisConfig<Test> {
	GenesisConfig {
		parameters: Parameters::default(),
		validators: FOUNDERS
			.iter()
			.map(|institution| GenesisValidator {
				account: operator(*institution),
				institution: *institution,
				peer: peer(*institution as u8),
				certificate: certificate(),
				region: 276,
			})
			.collect(),
	}
}

/// As if the session pallet were built after this one.
fn start_sessions() {
	for index in [0, 1] {
		Queued::set(NodeAdmission::new_session(index).unwrap_or_default());
	}
	Running::set(Queued::get());
	NodeAdmission::start_session(0);
}

pub fn test_ext_of(genesis: GenesisConfig<Test>) -> TestExternalities {
	Keyed::set(founders());
	Stalls::set(vec![]);
	Owners::set(vec![]);
	let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	genesis.assimilate_storage(&mut storage).unwrap();
	let mut ext = TestExternalities::from(storage);
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext.execute_with(|| {
		InForce::put(institutions());
		start_sessions();
		// Events aren't kept in the genesis block.
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
	});
	ext
}

pub fn new_test_ext() -> TestExternalities {
	test_ext_of(genesis())
}

/// Runs a test and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		NodeAdmission::do_try_state().unwrap();
	});
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub fn set_keys(who: &AccountId) {
	Keyed::mutate(|keyed| keyed.insert(who.clone()));
}

pub fn purge_keys(who: &AccountId) {
	Keyed::mutate(|keyed| keyed.remove(who));
}

pub fn affiliate(one: InstitutionId, other: InstitutionId) {
	Affiliates::mutate(|all| all.insert((one.min(other), one.max(other))));
}

/// Takes an institution out of force, or back.
pub fn suspend_institution(institution: InstitutionId) {
	InForce::mutate(|all| all.remove(&institution));
	OutOfForce::mutate(|all| all.insert(institution));
}

pub fn reinstate_institution(institution: InstitutionId) {
	let class = institutions().remove(&institution).unwrap();
	InForce::mutate(|all| all.insert(institution, class));
	OutOfForce::mutate(|all| all.remove(&institution));
}

/// Lets time pass, within a session.
pub fn wait(time: Moment) {
	System::set_block_number(System::block_number() + 1);
	Timestamp::set_timestamp(Timestamp::now() + time);
}

/// Ends a session in which `present` has authored, as the session pallet would.
pub fn rotate_with(present: impl Fn(&AccountId) -> bool) {
	use pallet_authorship::EventHandler;
	for author in Running::get().into_iter().filter(present) {
		for _ in 0..10 {
			<NodeAdmission as EventHandler<_, _>>::note_author(author.clone());
		}
	}
	System::set_block_number(System::block_number() + SESSION_BLOCKS);
	Timestamp::set_timestamp(Timestamp::now() + SESSION);
	let session = CurrentSession::<Test>::get();
	NodeAdmission::end_session(session);
	Running::set(Queued::get());
	NodeAdmission::start_session(session + 1);
	let mut next = NodeAdmission::new_session(session + 2).unwrap_or_else(Running::get);
	next.retain(Directory::are_set);
	Queued::set(next);
}

/// The same with everybody there.
pub fn rotate() {
	rotate_with(|_| true);
}

/// So many sessions.
pub fn sessions(count: u32) {
	(0..count).for_each(|_| rotate());
}
