// SPDX-License-Identifier: Apache-2.0

//! The pallets that all runtimes have.

/// The runtime: these pallets and, in braces, those that it has alone.
///
/// Their indices are part of what wallets sign: never change one, never use one again, in any
/// runtime. Genesis and hooks follow the indices, whatever the order of declaration.
macro_rules! runtime {
	($($own:tt)*) => {
		#[frame_support::runtime]
		mod runtime {
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
			pub struct Runtime;

			// The system.
			#[runtime::pallet_index(0)]
			pub type System = frame_system::Pallet<Runtime>;
			#[runtime::pallet_index(1)]
			pub type Timestamp = pallet_timestamp::Pallet<Runtime>;
			#[runtime::pallet_index(2)]
			pub type Balances = pallet_balances::Pallet<Runtime>;
			#[runtime::pallet_index(3)]
			pub type TransactionPayment = pallet_transaction_payment::Pallet<Runtime>;
			#[runtime::pallet_index(4)]
			pub type Migrations = pallet_migrations::Pallet<Runtime>;
			#[runtime::pallet_index(5)]
			pub type Assets = pallet_assets::Pallet<Runtime>;

			// Who belongs.
			#[runtime::pallet_index(40)]
			pub type Institutions = pallet_institutions::Pallet<Runtime>;

			// Consensus. Whom the session asks for validators has a lower index than the session.
			#[runtime::pallet_index(9)]
			pub type NodeAdmission = pallet_node_admission::Pallet<Runtime>;
			#[runtime::pallet_index(10)]
			pub type Authorship = pallet_authorship::Pallet<Runtime>;
			#[runtime::pallet_index(13)]
			pub type Session = pallet_session::Pallet<Runtime>;
			#[runtime::pallet_index(14)]
			pub type Aura = pallet_aura::Pallet<Runtime>;

			// Governance.
			#[runtime::pallet_index(20)]
			pub type Council = pallet_collective::Pallet<Runtime, Instance1>;
			#[runtime::pallet_index(21)]
			pub type TechnicalCommittee = pallet_collective::Pallet<Runtime, Instance2>;
			#[runtime::pallet_index(22)]
			pub type EthicsCommittee = pallet_collective::Pallet<Runtime, Instance3>;
			#[runtime::pallet_index(23)]
			pub type PatientsCouncil = pallet_collective::Pallet<Runtime, Instance4>;
			#[runtime::pallet_index(24)]
			pub type Scheduler = pallet_scheduler::Pallet<Runtime>;
			#[runtime::pallet_index(25)]
			pub type Preimage = pallet_preimage::Pallet<Runtime>;
			#[runtime::pallet_index(26)]
			pub type Whitelist = pallet_whitelist::Pallet<Runtime>;
			#[runtime::pallet_index(27)]
			pub type TxPause = pallet_tx_pause::Pallet<Runtime>;
			#[runtime::pallet_index(28)]
			pub type SafeMode = pallet_safe_mode::Pallet<Runtime>;

			// Accounts that act together or for each other.
			#[runtime::pallet_index(30)]
			pub type Utility = pallet_utility::Pallet<Runtime>;
			#[runtime::pallet_index(31)]
			pub type Multisig = pallet_multisig::Pallet<Runtime>;
			#[runtime::pallet_index(32)]
			pub type Proxy = pallet_proxy::Pallet<Runtime>;

			// Care. `Institutions` is 40, above.
			#[runtime::pallet_index(41)]
			pub type Patients = pallet_patients::Pallet<Runtime>;
			#[runtime::pallet_index(42)]
			pub type PatientRecords = pallet_patient_records::Pallet<Runtime>;
			#[runtime::pallet_index(43)]
			pub type Consent = pallet_consent::Pallet<Runtime>;
			#[runtime::pallet_index(44)]
			pub type Disclosures = pallet_disclosures::Pallet<Runtime>;

			// Who sits in the bodies that govern. After `Institutions`, whose staff they are, and
			// after the bodies.
			#[runtime::pallet_index(45)]
			pub type Seats = pallet_seats::Pallet<Runtime>;

			// Things.
			#[runtime::pallet_index(50)]
			pub type DeviceLifecycle = pallet_device_lifecycle::Pallet<Runtime>;
			#[runtime::pallet_index(51)]
			pub type DrugProvenance = pallet_drug_provenance::Pallet<Runtime>;

			// Trials and claims, which rely on what is above.
			#[runtime::pallet_index(60)]
			pub type ClinicalTrials = pallet_clinical_trials::Pallet<Runtime>;
			#[runtime::pallet_index(61)]
			pub type InsuranceClaims = pallet_insurance_claims::Pallet<Runtime>;

			// Of this runtime alone.
			$($own)*
		}
	};
}
pub(crate) use runtime;
