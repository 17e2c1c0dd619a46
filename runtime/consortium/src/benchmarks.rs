// SPDX-License-Identifier: Apache-2.0

//! What is measured on this runtime: every pallet whose weights it uses.

use crate::*;
use cumulus_pallet_session_benchmarking::Pallet as SessionBench;
use frame_benchmarking::account;
use frame_benchmarking::{
	baseline::Pallet as Baseline, BenchmarkBatch, BenchmarkConfig, BenchmarkList,
};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::{extensions::Pallet as SystemExtensions, Pallet as SystemBench};
use galen_primitives::{
	keys::VerifyingKey, standing::Reason, InstitutionId, InstitutionKinds, Moment, PatientId,
	Period, Role,
};
use pallet_institutions::{Admission, AllowanceClass, Refill, VotingClass};

polkadot_sdk::frame_benchmarking::define_benchmarks!(
	[frame_benchmarking, Baseline::<Runtime>]
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensions::<Runtime>]
	[pallet_timestamp, Timestamp]
	[pallet_balances, Balances]
	[pallet_transaction_payment, TransactionPayment]
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
);

impl frame_benchmarking::baseline::Config for Runtime {}
impl frame_system_benchmarking::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {}
impl cumulus_pallet_session_benchmarking::Config for Runtime {
	fn generate_session_keys_and_proof(owner: AccountId) -> (SessionKeys, Vec<u8>) {
		use codec::Encode;
		let generated = SessionKeys::generate(&owner.encode(), None);
		(generated.keys, generated.proof.encode())
	}
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

	/// A member of staff in `role`, the same for the same institution and role.
	fn staff(institution: InstitutionId, role: Role) -> AccountId {
		let member: AccountId = account("staff", institution, role.set().0);
		if pallet_institutions::Credentials::<Runtime>::contains_key(&member) {
			return member;
		}
		let administrator = pallet_institutions::Credentials::<Runtime>::iter()
			.find(|(_, held)| held.institution == institution && held.role == Role::Administrator)
			.map(|(account, _)| account)
			.expect("every institution has an administrator");
		Institutions::issue_credential(
			RuntimeOrigin::signed(administrator),
			member.clone(),
			role,
			0,
			Period { from: 0, until: None },
		)
		.expect("an institution of every kind has every role");
		member
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
		let registrar = Self::staff(institution, Role::RegistrationOfficer);
		let nonce = [7; 32];
		Patients::open(
			RuntimeOrigin::signed(registrar.clone()),
			nonce,
			VerifyingKey::Sr25519([1; 32]),
		)
		.expect("a registration officer opens patients");
		PatientId::derive(&registrar, &nonce)
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}
