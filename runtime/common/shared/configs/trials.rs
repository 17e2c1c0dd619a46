// SPDX-License-Identifier: Apache-2.0

//! Clinical trials.

use crate::*;
use configs::CareEvidence;
use frame_support::{parameter_types, traits::ConstU32};
use galen_primitives::{Role, RoleSet};
use pallet_institutions::{origins::EnsureInspector, EnsureRole};

parameter_types! {
	/// Who acts for a sponsor.
	pub const SponsorRepresentatives: RoleSet = RoleSet::of(&[Role::SponsorRepresentative]);
	/// Who works at a site, as far as the investigator has delegated it.
	pub const TrialStaff: RoleSet =
		RoleSet::of(&[Role::Investigator, Role::Nurse, Role::Pharmacist]);
	/// Who holds allocation lists and analyses.
	pub const Statisticians: RoleSet = RoleSet::of(&[Role::Statistician]);
	/// Who reviews research.
	pub const EthicsReviewers: RoleSet = RoleSet::of(&[Role::EthicsReviewer]);
	/// Who keeps the key of an enrolment registrar.
	pub const EnrolmentRegistrars: RoleSet =
		RoleSet::of(&[Role::RecordsOfficer, Role::RegistrationOfficer, Role::Administrator]);
	/// Who may sit on a data and safety monitoring board.
	pub const SafetyMonitors: RoleSet = RoleSet::of(&[
		Role::Physician,
		Role::Statistician,
		Role::Investigator,
		Role::EthicsReviewer,
		Role::PatientAdvocate,
	]);
}

impl pallet_clinical_trials::Config for Runtime {
	type SponsorOrigin = EnsureRole<Runtime, SponsorRepresentatives>;
	type InvestigatorOrigin = EnsureRole<Runtime, TrialStaff>;
	type StatisticianOrigin = EnsureRole<Runtime, Statisticians>;
	type EthicsOrigin = EnsureRole<Runtime, EthicsReviewers>;
	type RegulatorOrigin = EnsureInspector<Runtime>;
	type RegistrarOrigin = EnsureRole<Runtime, EnrolmentRegistrars>;
	type MonitorOrigin = EnsureRole<Runtime, SafetyMonitors>;
	type Institutions = Institutions;
	type Patients = Patients;
	type ConsentGate = Consent;
	type Records = PatientRecords;
	type Evidence = CareEvidence;
	type Dispenses = DrugProvenance;
	type Recalls = CareEvidence;
	type RangeProofs = galen_range_proof::Bulletproofs;
	type ChainId = Institutions;
	type Time = Timestamp;
	type MaxListLength = ConstU32<4_096>;
	type MaxProofLength = ConstU32<{ galen_range_proof::PROOF_LENGTH as u32 }>;
	type WeightInfo = pallet_clinical_trials::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}
