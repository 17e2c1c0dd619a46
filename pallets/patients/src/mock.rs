// SPDX-License-Identifier: Apache-2.0

//! A chain with this pallet, a clock, two hospitals, a pharmacy and their staff.

use crate::{self as pallet_patients, *};
use core::marker::PhantomData;
use frame_support::{derive_impl, parameter_types};
use frame_system::{mocking::MockBlock, RawOrigin};
use galen_primitives::{
	seams::{Institutions, Staff},
	time::{DAY, HOUR},
	HashAlgorithm, InstitutionKind, InstitutionKinds, Role,
};
use sp_core::{sr25519, Pair};
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};
use std::collections::BTreeMap;

pub type AccountId = AccountId32;

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
	pub type Patients = pallet_patients;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<Self::AccountId>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

pub const HOSPITAL: InstitutionId = 1;
pub const CLINIC: InstitutionId = 2;
pub const PHARMACY: InstitutionId = 3;

/// Where the clock stands when a test begins.
pub const START: Moment = 1_750_000_000_000;

parameter_types! {
	pub const Chain: ChainId = *b"galen-test-chain-0123456789abcde";
	pub const MaxRepresentatives: u32 = 3;
	pub const MaxGuardians: u32 = 5;
	pub const MinRecoveryDelay: Moment = 2 * DAY;
	pub const MaxStatementTerm: Moment = 7 * DAY;
	pub const MaxVoucherTerm: Moment = 30 * DAY;
	pub const MaxOfferTerm: Moment = 90 * DAY;
	/// The institutions in force.
	pub static InForce: BTreeMap<InstitutionId, InstitutionKinds> = BTreeMap::new();
	/// Who works where, and as what.
	pub static Credentials: BTreeMap<AccountId, (InstitutionId, Role)> = BTreeMap::new();
}

pub struct Registry;

impl Institutions for Registry {
	fn kinds_in_force(institution: InstitutionId) -> Option<InstitutionKinds> {
		InForce::get().get(&institution).copied()
	}
	fn exists(institution: InstitutionId) -> bool {
		InForce::get().contains_key(&institution)
	}
	fn jurisdiction(_: InstitutionId) -> Option<u16> {
		None
	}
	fn are_affiliated(_: InstitutionId, _: InstitutionId) -> bool {
		true
	}
}

impl Staff<AccountId> for Registry {
	fn is_staff(who: &AccountId) -> bool {
		Credentials::get().contains_key(who)
	}
}

/// The signed origin of somebody whose role is among `Roles`, at an institution in force.
pub struct EnsureRole<Roles>(PhantomData<Roles>);

parameter_types! {
	pub const Registration: &'static [Role] = &[Role::RegistrationOfficer];
	pub const Clinician: &'static [Role] = &[Role::Physician, Role::Nurse];
}

impl<Roles: Get<&'static [Role]>> EnsureOrigin<RuntimeOrigin> for EnsureRole<Roles> {
	type Success = Actor<AccountId>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
		let Ok(RawOrigin::Signed(account)) = origin.clone().into() else { return Err(origin) };
		let Some((institution, role)) = Credentials::get().get(&account).copied() else {
			return Err(origin);
		};
		if !InForce::get().contains_key(&institution) || !Roles::get().contains(&role) {
			return Err(origin);
		}
		Ok(Actor { account, institution, role, department: 0 })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Err(())
	}
}

impl Config for Test {
	type ChainId = Chain;
	type Time = Timestamp;
	type RegistrationOrigin = EnsureRole<Registration>;
	type ClinicianOrigin = EnsureRole<Clinician>;
	type Institutions = Registry;
	type Staff = Registry;
	type MaxRepresentatives = MaxRepresentatives;
	type MaxGuardians = MaxGuardians;
	type MinRecoveryDelay = MinRecoveryDelay;
	type MaxStatementTerm = MaxStatementTerm;
	type MaxVoucherTerm = MaxVoucherTerm;
	type MaxOfferTerm = MaxOfferTerm;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Registry;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<AccountId> for Registry {
	fn care_provider(index: u32) -> CareProvider<AccountId> {
		let institution = 100 + index;
		let registration_officer = frame_benchmarking::account("registration", index, 0);
		let clinician = frame_benchmarking::account("clinician", index, 0);
		admit(institution, InstitutionKind::CareProvider);
		employ(&registration_officer, institution, Role::RegistrationOfficer);
		employ(&clinician, institution, Role::Physician);
		CareProvider { institution, registration_officer, clinician }
	}
	fn suspend(institution: InstitutionId) {
		suspend(institution);
	}
}

/// Admits an institution.
pub fn admit(institution: InstitutionId, kind: InstitutionKind) {
	InForce::mutate(|institutions| {
		institutions.insert(institution, kind.set());
	});
}

/// Takes an institution out of force.
pub fn suspend(institution: InstitutionId) {
	InForce::mutate(|institutions| {
		institutions.remove(&institution);
	});
}

/// Gives `who` a credential.
pub fn employ(who: &AccountId, institution: InstitutionId, role: Role) {
	Credentials::mutate(|credentials| {
		credentials.insert(who.clone(), (institution, role));
	});
}

/// An account with a name.
pub fn account(name: &str) -> AccountId {
	AccountId::new(sp_io::hashing::blake2_256(name.as_bytes()))
}

/// The origin that an account with this name signs.
pub fn signed(name: &str) -> RuntimeOrigin {
	RuntimeOrigin::signed(account(name))
}

/// Registers patients for the hospital.
pub fn registrar() -> RuntimeOrigin {
	signed("hospital/registrar")
}

/// Treats patients at the hospital.
pub fn physician() -> RuntimeOrigin {
	signed("hospital/physician")
}

/// A key pair with a name.
pub fn pair(name: &str) -> sr25519::Pair {
	sr25519::Pair::from_seed(&sp_io::hashing::blake2_256(name.as_bytes()))
}

/// The public half of a key pair with this name.
pub fn key(name: &str) -> VerifyingKey {
	VerifyingKey::Sr25519(pair(name).public().0)
}

/// What the key pair with this name signs.
pub fn sign(name: &str, message: &[u8]) -> Signature {
	pair(name).sign(message).0
}

/// 32 bytes that are as good as random to a test.
pub fn nonce(name: &str) -> [u8; 32] {
	sp_io::hashing::blake2_256(name.as_bytes())
}

/// A digest of something.
pub fn evidence() -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [7; 32] }
}

pub fn now() -> Moment {
	Timestamp::get()
}

/// Lets time pass.
pub fn advance(by: Moment) {
	Timestamp::set_timestamp(now() + by);
}

/// Opens a pseudonym at the hospital, claimable with the key of the same name.
pub fn open(name: &str) -> PatientId {
	Patients::open(registrar(), nonce(name), key(name)).expect("the registrar may open it");
	PatientId::derive(&account("hospital/registrar"), &nonce(name))
}

/// The claim key's signature with this name, and an hour in which it holds.
pub fn claim_signature(name: &str, id: PatientId, claimant: &AccountId) -> (Moment, Signature) {
	let expires = now() + HOUR;
	let message = Patients::claim_statement(id, claimant.clone(), expires);
	(expires, sign(name, &message))
}

/// Opens a pseudonym at the hospital and claims it with the account of the same name.
pub fn claimed(name: &str) -> PatientId {
	let id = open(name);
	let (expires, signature) = claim_signature(name, id, &account(name));
	Patients::claim(signed("anyone"), id, account(name), expires, signature)
		.expect("the signature is good");
	id
}

/// Appoints the account `name` for the patient that `by` controls, without a term.
pub fn appoint(by: &str, name: &str, scopes: Scopes) -> DispatchResultWithPostInfo {
	Patients::appoint_representative(
		signed(by),
		account(name),
		RepresentativeKind::PowerOfAttorney,
		scopes,
		None,
		evidence(),
	)
}

/// Appoints the account `name` for an unclaimed patient, without a term.
pub fn appoint_for(
	by: RuntimeOrigin,
	id: PatientId,
	name: &str,
	scopes: Scopes,
) -> DispatchResultWithPostInfo {
	Patients::appoint_representative_for(
		by,
		id,
		account(name),
		RepresentativeKind::Guardian,
		scopes,
		None,
		evidence(),
	)
}

/// The keys "guardian/0", "guardian/1" and so on.
pub fn guardians(number: usize) -> GuardianKeysOf<Test> {
	let keys: Vec<_> = (0..number).map(|n| key(&format!("guardian/{n}"))).collect();
	keys.try_into().expect("not too many")
}

/// Gives the patient that `name` controls three guardians, two of whom must sign.
pub fn with_recovery(name: &str) {
	Patients::set_recovery(signed(name), guardians(3), 2, 2 * DAY).expect("the plan is sound");
}

/// An hour's time, and signatures of these guardians for `to`.
pub fn recovery_signatures(
	id: PatientId,
	to: &str,
	by: &[u8],
) -> (Moment, GuardianSignaturesOf<Test>) {
	let expires = now() + HOUR;
	let message = Patients::recovery_statement(id, account(to), expires);
	let signatures: Vec<_> = by
		.iter()
		.map(|guardian| GuardianSignature {
			guardian: *guardian,
			signature: sign(&format!("guardian/{guardian}"), &message),
		})
		.collect();
	(expires, signatures.try_into().expect("not too many"))
}

/// Begins a recovery of a patient to the account `to` with guardians 0 and 2.
pub fn begin_recovery(id: PatientId, to: &str) {
	let (expires, signatures) = recovery_signatures(id, to, &[0, 2]);
	Patients::begin_recovery(signed("anyone"), id, account(to), expires, signatures)
		.expect("two of three have signed");
}

/// The last event of this pallet.
pub fn last_event() -> Event<Test> {
	System::read_events_for_pallet::<Event<Test>>().pop().expect("there is an event")
}

pub fn new_test_ext() -> sp_io::TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default()
		.build_storage()
		.expect("the genesis is sound");
	let mut ext = sp_io::TestExternalities::new(storage);
	ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
	ext.execute_with(|| {
		InForce::set(BTreeMap::new());
		Credentials::set(BTreeMap::new());
		System::set_block_number(1);
		Timestamp::set_timestamp(START);
		for (institution, name, kind) in [
			(HOSPITAL, "hospital", InstitutionKind::CareProvider),
			(CLINIC, "clinic", InstitutionKind::CareProvider),
			(PHARMACY, "pharmacy", InstitutionKind::Pharmacy),
		] {
			admit(institution, kind);
			// The pharmacy's would not be credentialed; they are here to be refused.
			employ(&account(&format!("{name}/registrar")), institution, Role::RegistrationOfficer);
			employ(&account(&format!("{name}/physician")), institution, Role::Physician);
			employ(&account(&format!("{name}/administrator")), institution, Role::Administrator);
		}
	});
	ext
}

/// Runs a test and checks the invariants after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		Patients::do_try_state().expect("the invariants hold");
	});
}
