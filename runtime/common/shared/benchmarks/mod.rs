// SPDX-License-Identifier: Apache-2.0

//! What is measured on this runtime: every pallet whose weights it uses.

mod claims;
mod trials;

use crate::*;
use codec::Encode;
use cumulus_pallet_session_benchmarking::Pallet as SessionBench;
use frame_benchmarking::account;
use frame_benchmarking::{
	baseline::Pallet as Baseline, BenchmarkBatch, BenchmarkConfig, BenchmarkList,
};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::{extensions::Pallet as SystemExtensions, Pallet as SystemBench};
use galen_primitives::{
	keys::VerifyingKey, standing::Reason, Actor, DataClass, DepartmentId, DeviceId,
	DeviceSignature, Digest, HashAlgorithm, InstitutionId, InstitutionKinds, Moment, PatientId,
	Period, PurposeOfUse, RecordId, Role,
};
use pallet_institutions::{Admission, AllowanceClass, Refill, VotingClass};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;

polkadot_sdk::frame_benchmarking::define_benchmarks!(
	[frame_benchmarking, Baseline::<Runtime>]
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensions::<Runtime>]
	[pallet_timestamp, Timestamp]
	[pallet_balances, Balances]
	[pallet_transaction_payment, TransactionPayment]
	[pallet_assets, Assets]
	[pallet_migrations, Migrations]
	[pallet_session, SessionBench::<Runtime>]
	[pallet_collective, Council]
	[pallet_scheduler, Scheduler]
	[pallet_preimage, Preimage]
	[pallet_whitelist, Whitelist]
	[pallet_tx_pause, TxPause]
	[pallet_safe_mode, SafeMode]
	[pallet_utility, Utility]
	[pallet_multisig, Multisig]
	[pallet_proxy, Proxy]
	[pallet_institutions, Institutions]
	[pallet_patients, Patients]
	[pallet_patient_records, PatientRecords]
	[pallet_consent, Consent]
	[pallet_disclosures, Disclosures]
	[pallet_node_admission, NodeAdmission]
	[pallet_seats, Seats]
	[pallet_device_lifecycle, DeviceLifecycle]
	[pallet_drug_provenance, DrugProvenance]
	[pallet_clinical_trials, ClinicalTrials]
	[pallet_insurance_claims, InsuranceClaims]
);

impl frame_benchmarking::baseline::Config for Runtime {}
impl frame_system_benchmarking::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}
impl cumulus_pallet_session_benchmarking::Config for Runtime {
	fn generate_session_keys_and_proof(owner: AccountId) -> (SessionKeys, Vec<u8>) {
		session_keys(&owner)
	}
}

/// An account's session keys, and the proof that they are its own. From a secret that is written
/// out: having a phrase made up takes longer than most of what is measured.
fn session_keys(account: &AccountId) -> (SessionKeys, Vec<u8>) {
	let secret = account.using_encoded(sp_io::hashing::blake2_256);
	let secret = alloc::format!("0x{}", sp_core::hexdisplay::HexDisplay::from(&secret));
	let generated = SessionKeys::generate(&account.encode(), Some(secret.into_bytes()));
	(generated.keys, generated.proof.encode())
}

pub(crate) fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
	let mut list = Vec::<BenchmarkList>::new();
	list_benchmarks!(list, extra);
	(list, AllPalletsWithSystem::storage_info())
}

pub(crate) fn dispatch(
	config: BenchmarkConfig,
) -> Result<Vec<BenchmarkBatch>, alloc::string::String> {
	let mut whitelist = AllPalletsWithSystem::whitelisted_storage_keys();
	// Every block's inherent has written it before the first transaction reads it.
	whitelist.push(pallet_timestamp::Now::<Runtime>::hashed_key().to_vec().into());
	let mut batches = Vec::<BenchmarkBatch>::new();
	let params = (&config, &whitelist);
	add_benchmarks!(params, batches);
	Ok(batches)
}

/// Writes the state of other pallets that a pallet's benchmarks need, through their calls.
pub struct Setup;

impl Setup {
	fn admit(index: u32) -> (InstitutionId, AccountId) {
		const CLASS: u8 = u8::MAX;
		let refill = Refill { capacity: u64::MAX, per_block: 1 };
		let class = AllowanceClass { members: refill, patients: refill };
		Institutions::set_allowance_class(RuntimeOrigin::root(), CLASS, class)
			.expect("root sets classes");
		let institution = pallet_institutions::NextInstitutionId::<Runtime>::get();
		let administrator: AccountId = account("administrator", institution, index);
		let profile = Admission {
			kinds: InstitutionKinds::ALL,
			voting_class: VotingClass::CareProviders,
			gln: None,
			jurisdiction: 276,
			allowance_class: CLASS,
		};
		let administrators =
			vec![administrator.clone()].try_into().expect("one administrator is within bounds");
		Institutions::admit(RuntimeOrigin::root(), profile, administrators)
			.expect("root admits institutions");
		(institution, administrator)
	}

	/// The institution of that number: admitted when it is named first, the same one ever after.
	fn institution(number: u32) -> InstitutionId {
		use frame_support::storage::unhashed;
		let key = ("benchmarks' institutions", number).encode();
		unhashed::get(&key).unwrap_or_else(|| {
			let (institution, _) = Self::admit(number);
			unhashed::put(&key, &institution);
			institution
		})
	}

	/// A member of staff in `role`, the same for the same institution and role.
	fn staff(institution: InstitutionId, role: Role) -> AccountId {
		Self::staff_of(institution, role, 0)
	}

	/// The same in a department.
	fn staff_of(institution: InstitutionId, role: Role, department: DepartmentId) -> AccountId {
		let member: AccountId = account("staff", institution, role.set().0);
		if pallet_institutions::Credentials::<Runtime>::contains_key(&member) {
			return member;
		}
		Institutions::issue_credential(
			RuntimeOrigin::signed(Self::administrator(institution)),
			member.clone(),
			role,
			department,
			Period { from: 0, until: None },
		)
		.expect("an institution of every kind has every role");
		member
	}

	fn administrator(institution: InstitutionId) -> AccountId {
		pallet_institutions::Credentials::<Runtime>::iter()
			.find(|(_, held)| held.institution == institution && held.role == Role::Administrator)
			.map(|(account, _)| account)
			.expect("every institution has an administrator")
	}
}

impl pallet_institutions::BenchmarkHelper for Setup {
	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_patients::BenchmarkHelper<AccountId> for Setup {
	fn care_provider(index: u32) -> pallet_patients::CareProvider<AccountId> {
		let (institution, _) = Self::admit(index);
		pallet_patients::CareProvider {
			institution,
			registration_officer: Self::staff(institution, Role::RegistrationOfficer),
			clinician: Self::staff(institution, Role::Physician),
		}
	}

	fn suspend(institution: InstitutionId) {
		Institutions::suspend(RuntimeOrigin::root(), institution, Reason::SafetyConcern, None)
			.expect("root suspends institutions");
	}
}

impl Setup {
	/// A pseudonym that nobody has claimed; another one whenever it is called.
	fn unclaimed(institution: InstitutionId) -> PatientId {
		let registrar = Self::staff(institution, Role::RegistrationOfficer);
		let nonce = Self::nonce();
		let claim_key = VerifyingKey::Sr25519([1; 32]);
		Patients::open(RuntimeOrigin::signed(registrar.clone()), nonce, claim_key)
			.expect("a registration officer opens patients");
		PatientId::derive(&registrar, &nonce)
	}

	/// A pseudonym, and the account that controls it.
	fn claimed(institution: InstitutionId) -> (PatientId, AccountId) {
		let registrar = Self::staff(institution, Role::RegistrationOfficer);
		let nonce = Self::nonce();
		let controller: AccountId = account("patient", institution, nonce[0].into());
		let expires = pallet_timestamp::Now::<Runtime>::get() + 1;
		Patients::issue_voucher(RuntimeOrigin::signed(registrar), controller.clone(), expires)
			.expect("a registration officer issues vouchers");
		Patients::open_with_voucher(RuntimeOrigin::signed(controller.clone()), nonce)
			.expect("the voucher is good");
		(PatientId::derive(&controller, &nonce), controller)
	}

	fn nonce() -> [u8; 32] {
		let patients = pallet_patients::Patients::<Runtime>::iter_keys().count();
		[u8::try_from(patients).expect("benchmarks open few"); 32]
	}

	/// Staff that belongs to as many groups of the institution as possible, the privileged one
	/// among them.
	fn grouped(institution: InstitutionId, role: Role) -> AccountId {
		use pallet_institutions::{Membership, Memberships, MembershipsOf};
		let member = Self::staff(institution, role);
		let period = Period { from: 0, until: None };
		let mut memberships = MembershipsOf::<Runtime>::new();
		let mut group = galen_primitives::access::PRIVILEGED_GROUP;
		while memberships.try_push(Membership { group, period }).is_ok() {
			group += 1;
		}
		Memberships::<Runtime>::insert(&member, memberships);
		member
	}
}

impl Setup {
	/// As many motions as there can be, with every member's vote.
	fn open_motions_of<I: 'static>()
	where
		Runtime: pallet_collective::Config<I, Proposal = RuntimeCall>,
	{
		use frame_support::traits::Get;
		use sp_runtime::traits::Hash as _;
		type Collective<I> = pallet_collective::Pallet<Runtime, I>;
		let members = pallet_collective::Members::<Runtime, I>::get();
		let first = members.first().expect("the body has members");
		let more_than_all = u32::try_from(members.len()).expect("bodies are small") + 1;
		for number in 0..<Runtime as pallet_collective::Config<I>>::MaxProposals::get() {
			let remark = number.to_le_bytes().to_vec();
			let motion: RuntimeCall = frame_system::Call::remark { remark }.into();
			let hash = BlakeTwo256::hash_of(&motion);
			let index = pallet_collective::ProposalCount::<Runtime, I>::get();
			let (motion, length) = (alloc::boxed::Box::new(motion), 1_024);
			Collective::<I>::do_propose_proposed(first.clone(), more_than_all, motion, length)
				.expect("there is room for the motion");
			for member in &members {
				Collective::<I>::do_vote(member.clone(), hash, index, true)
					.expect("it hasn't voted yet");
			}
		}
	}
}

impl pallet_seats::BenchmarkHelper<AccountId, RuntimeOrigin> for Setup {
	fn admit(seed: u32) -> InstitutionId {
		Self::admit(seed).0
	}

	fn staff(institution: InstitutionId, seed: u32) -> AccountId {
		Self::staff(institution, if seed == 0 { Role::Nurse } else { Role::Physician })
	}

	fn administrator(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::administrator(institution))
	}

	fn dismiss(institution: InstitutionId, who: &AccountId) {
		let administrator = RuntimeOrigin::signed(Self::administrator(institution));
		Institutions::revoke_credential(administrator, who.clone(), Reason::Ceased)
			.expect("it is staff");
	}

	fn open_motions(body: pallet_seats::Body) {
		use galen_runtime_common::governance;
		use pallet_seats::Body;
		match body {
			Body::Council => Self::open_motions_of::<governance::Council>(),
			Body::TechnicalCommittee => Self::open_motions_of::<governance::Technical>(),
			Body::EthicsCommittee => Self::open_motions_of::<governance::Ethics>(),
			Body::PatientsCouncil => Self::open_motions_of::<governance::PatientsCouncil>(),
		}
	}
}

impl pallet_consent::BenchmarkHelper<AccountId, RuntimeOrigin> for Setup {
	fn admit(seed: u32) -> InstitutionId {
		Self::admit(seed).0
	}

	fn recorder(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::RecordsOfficer))
	}

	fn policy_officer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::RecordsOfficer))
	}

	fn release_officer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::RecordsOfficer))
	}

	fn physician(institution: InstitutionId) -> Actor<AccountId> {
		let account = Self::grouped(institution, Role::Physician);
		Institutions::actor_of(&account).expect("it was just hired")
	}

	fn unclaimed_patient(institution: InstitutionId) -> PatientId {
		Self::unclaimed(institution)
	}

	fn claimed_patient(institution: InstitutionId) -> (PatientId, AccountId) {
		Self::claimed(institution)
	}

	fn representative(_: PatientId, controller: AccountId) -> AccountId {
		// Both are one read of the same map.
		controller
	}

	fn study() -> galen_primitives::StudyId {
		Self::study()
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_disclosures::BenchmarkHelper<RuntimeOrigin> for Setup {
	fn admit(seed: u32) -> InstitutionId {
		Self::admit(seed).0
	}

	fn requester(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::grouped(institution, Role::Physician))
	}

	fn releaser(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::RecordsOfficer))
	}

	fn provider(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::RegistrationOfficer))
	}

	fn countersigner(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff_of(institution, Role::Nurse, 1))
	}

	fn privileged(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::grouped(institution, Role::Physician))
	}

	fn reviewer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::RecordsOfficer))
	}

	fn regulator() -> RuntimeOrigin {
		let (institution, _) = Self::admit(0);
		RuntimeOrigin::signed(Self::staff(institution, Role::Inspector))
	}

	fn reviewers_origin() -> RuntimeOrigin {
		RuntimeOrigin::root()
	}

	fn patient(institution: InstitutionId) -> (PatientId, RuntimeOrigin) {
		let (patient, controller) = Self::claimed(institution);
		(patient, RuntimeOrigin::signed(controller))
	}

	fn record(custodian: InstitutionId, patient: PatientId) -> RecordId {
		let content = Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [1; 32] };
		let anchor = pallet_patient_records::Anchor {
			content,
			fields: None,
			data_class: DataClass::Sensitive,
			compartment: 0,
			composition: pallet_patient_records::InitialStatus::Final,
			occurred: 0,
		};
		let author = RuntimeOrigin::signed(Self::staff(custodian, Role::Physician));
		PatientRecords::anchor(author, patient, anchor).expect("a physician anchors records");
		RecordId::derive(custodian, &content)
	}

	fn consent(patient: PatientId) {
		<Self as pallet_patient_records::BenchmarkHelper<RuntimeOrigin>>::consent(patient);
	}

	fn affiliate(one: InstitutionId, other: InstitutionId) {
		let administrator = RuntimeOrigin::signed(Self::administrator(one));
		let mut affiliates =
			pallet_institutions::Profiles::<Runtime>::get(one).expect("it was admitted").affiliates;
		affiliates.try_insert(affiliates.partition_point(|id| *id < other), other).expect("few");
		Institutions::declare_affiliates(administrator, affiliates)
			.expect("administrators declare affiliates");
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_node_admission::BenchmarkHelper<AccountId> for Setup {
	fn operator(seed: u32) -> pallet_node_admission::Operator<AccountId> {
		let (institution, administrator) = Self::admit(seed);
		pallet_node_admission::Operator {
			institution,
			operator: Self::staff(institution, Role::NodeOperator),
			representative: administrator,
		}
	}

	fn affiliate(one: InstitutionId, other: InstitutionId) {
		<Self as pallet_disclosures::BenchmarkHelper<RuntimeOrigin>>::affiliate(one, other);
	}

	fn set_keys(account: &AccountId) {
		let (keys, proof) = session_keys(account);
		Session::set_keys(RuntimeOrigin::signed(account.clone()), keys, proof)
			.expect("the keys were just made");
	}

	fn prove_owner(authority: &AuraId, who: &AccountId) -> sp_session::MembershipProof {
		use frame_support::traits::{Get, KeyOwnerProofSystem};
		let most: u32 = configs::MaxAuthorities::get();
		let mut validators = vec![who.clone()];
		validators.extend((1..most).map(|index| account("validator", index, 0)));
		for (index, validator) in validators.iter().enumerate() {
			let seed = u8::try_from(index).expect("a hundred");
			let other: AuraId = sp_core::sr25519::Public::from_raw([seed; 32]).into();
			let aura = if index == 0 { authority.clone() } else { other };
			let keys = crate::own::genesis::benchmark_keys(aura, seed);
			pallet_session::NextKeys::<Runtime>::insert(validator, keys);
		}
		pallet_session::Validators::<Runtime>::put(&validators);
		let planned = validators.try_into().expect("as many as fit");
		pallet_node_admission::PlannedSet::<Runtime>::put::<pallet_node_admission::SetOf<Runtime>>(
			planned,
		);
		// Of the running session, for which the whole tree is built to check one branch of it.
		configs::KeyOwners::prove((sp_core::crypto::key_types::AURA, authority.clone()))
			.expect("it is a validator's, where reports are taken")
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_device_lifecycle::BenchmarkHelper<RuntimeOrigin> for Setup {
	fn maker() -> (InstitutionId, RuntimeOrigin) {
		let (maker, _) = Self::admit(0);
		(maker, RuntimeOrigin::signed(Self::staff(maker, Role::ResponsiblePerson)))
	}

	fn owner(seed: u32) -> InstitutionId {
		Self::admit(seed).0
	}

	fn engineer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::BiomedicalEngineer))
	}

	fn clinician(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::Physician))
	}

	fn regulator() -> RuntimeOrigin {
		let (regulator, _) = Self::admit(0);
		RuntimeOrigin::signed(Self::staff(regulator, Role::Inspector))
	}

	fn open_patient(institution: InstitutionId) -> PatientId {
		Self::unclaimed(institution)
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_drug_provenance::BenchmarkHelper<RuntimeOrigin> for Setup {
	fn admit(seed: u32) -> InstitutionId {
		Self::admit(seed).0
	}

	fn manufacturer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::ResponsiblePerson))
	}

	fn holder(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::LogisticsOperator))
	}

	fn quality(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::ResponsiblePerson))
	}

	fn dispenser(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::Pharmacist))
	}

	fn regulator() -> RuntimeOrigin {
		<Self as pallet_device_lifecycle::BenchmarkHelper<RuntimeOrigin>>::regulator()
	}

	/// The first one is made by calls, the others are copies of it.
	fn sensor(owner: InstitutionId, seed: u32) -> DeviceId {
		use pallet_device_lifecycle::{DeviceCount, Devices, Models};
		let now = pallet_timestamp::Now::<Runtime>::get();
		if DeviceCount::<Runtime>::get() == 0 {
			// It is made at a time of its own, before others were admitted.
			pallet_timestamp::Now::<Runtime>::put(0);
			let (first, _) = Self::admit(seed);
			DeviceLifecycle::device_for_benchmark(first).expect("an owner has engineers");
		}
		let mut device = Devices::<Runtime>::get(0).expect("the first");
		Models::<Runtime>::mutate_extant(device.model, |model| {
			model.definition.plan = Default::default();
		});
		device.owner = owner;
		device.identifiers.expiry = None;
		let id = DeviceId::from(seed) + 1;
		Devices::<Runtime>::insert(id, device);
		pallet_timestamp::Now::<Runtime>::put(now);
		id
	}

	fn sign(device: DeviceId, is_p256: bool, statement: &[u8]) -> DeviceSignature {
		DeviceLifecycle::sign_for_benchmark(device, is_p256, statement).expect("the key is good")
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}

impl pallet_patient_records::BenchmarkHelper<RuntimeOrigin> for Setup {
	fn admit(seed: u32) -> InstitutionId {
		Self::admit(seed).0
	}

	fn author(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::Physician))
	}

	fn attester(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::Physician))
	}

	fn records_officer(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(Self::staff(institution, Role::RecordsOfficer))
	}

	fn open_patient(institution: InstitutionId) -> PatientId {
		Self::unclaimed(institution)
	}

	fn consent(patient: PatientId) {
		use consent_core::{ActiveDirective, ActorRef, Directive, Provision, MAX_DIRECTIVES};
		let mut root = Provision::permit();
		root.purposes = PurposeOfUse::TREAT.set();
		let actors = vec![ActorRef::Role(Role::Physician); 4];
		root.actors = actors.try_into().expect("a provision names four actors");
		let exceptions = vec![Provision { actors: root.actors.clone(), ..Provision::permit() }; 3];
		let mut directive = Directive::from(root);
		directive.exceptions = exceptions.try_into().expect("a directive has three exceptions");
		pallet_consent::Directives::<Runtime>::mutate(patient, |mine| {
			let active = (0..MAX_DIRECTIVES).map(|consent| ActiveDirective {
				consent,
				version: 1,
				directive: directive.clone(),
			});
			mine.active = active.collect::<Vec<_>>().try_into().expect("as many as fit");
			mine.next = MAX_DIRECTIVES;
		});
	}

	fn device(owner: InstitutionId) -> DeviceId {
		DeviceLifecycle::device_for_benchmark(owner).expect("an owner has engineers")
	}

	fn sign(device: DeviceId, is_p256: bool, bytes: &[u8]) -> DeviceSignature {
		DeviceLifecycle::sign_for_benchmark(device, is_p256, bytes).expect("the key is good")
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}
