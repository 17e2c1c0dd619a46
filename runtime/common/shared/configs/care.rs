// SPDX-License-Identifier: Apache-2.0

//! Institutions, patients and their records.

use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use galen_primitives::{
	time::{DAY, HOUR},
	Role, RoleSet,
};
use galen_runtime_common::governance::EnsureCouncil;
use pallet_institutions::{
	origins::{EnsureAdministrator, EnsureInspector, EnsureRecordsOfficer},
	EnsureRole,
};

parameter_types! {
	/// Who registers patients: the desk, or whoever treats them when there is none.
	pub const Registrars: RoleSet = RoleSet::of(&[Role::RegistrationOfficer, Role::Physician]);
	/// Who decides for a patient that can't.
	pub const Clinicians: RoleSet = RoleSet::of(&[Role::Physician]);
	/// Who writes records.
	pub const Authors: RoleSet = RoleSet::of(&[
		Role::Physician,
		Role::Trainee,
		Role::Nurse,
		Role::Pharmacist,
		Role::LaboratoryScientist,
		Role::Investigator,
	]);
	/// Who records what patients consent to.
	pub const ConsentRecorders: RoleSet =
		RoleSet::of(&[Role::RegistrationOfficer, Role::Physician, Role::RecordsOfficer]);
	/// Who chooses an institution's privacy policy.
	pub const PolicyMakers: RoleSet = RoleSet::of(&[Role::RecordsOfficer, Role::Administrator]);
	/// Who asks for other people's data: whoever can claim a purpose.
	pub const Requesters: RoleSet = RoleSet::of(&[
		Role::Physician,
		Role::Trainee,
		Role::Nurse,
		Role::Pharmacist,
		Role::LaboratoryScientist,
		Role::RecordsOfficer,
		Role::RegistrationOfficer,
		Role::BillingOfficer,
		Role::Adjudicator,
		Role::SettlementOfficer,
		Role::SponsorRepresentative,
		Role::Investigator,
		Role::Statistician,
		Role::Inspector,
	]);
	/// Who hands data over, in person or as a gateway.
	pub const Releasers: RoleSet = RoleSet::of(&[Role::RecordsOfficer, Role::Physician]);
	/// Who sees patients.
	pub const Providers: RoleSet = RoleSet::of(&[
		Role::Physician,
		Role::Trainee,
		Role::Nurse,
		Role::Pharmacist,
		Role::LaboratoryScientist,
		Role::RegistrationOfficer,
	]);
	/// Who may belong to those who break the glass.
	pub const Rescuers: RoleSet = RoleSet::of(&[Role::Physician, Role::Nurse, Role::Pharmacist]);
	/// Who reviews what others' rescuers did.
	pub const Reviewers: RoleSet = RoleSet::of(&[Role::RecordsOfficer, Role::Physician]);
	/// Who answers for what others wrote.
	pub const Attesters: RoleSet =
		RoleSet::of(&[Role::Physician, Role::Pharmacist, Role::LaboratoryScientist]);
}

impl pallet_institutions::Config for Runtime {
	type WeightInfo = pallet_institutions::weights::SubstrateWeight<Runtime>;
	type AdmissionOrigin = EnsureCouncil;
	type GovernanceOrigin = EnsureCouncil;
	type RegulatorOrigin = EnsureInspector<Runtime>;
	type AdministratorOrigin = EnsureAdministrator<Runtime>;
	type Time = Timestamp;
	type BlockNumberProvider = System;
	type Patients = Patients;
	type OnStanding = Seats;
	type ProvisionalTerm = ConstU64<{ 14 * DAY }>;
	type MaxSuspensions = ConstU32<8>;
	type MaxAdministrators = ConstU32<16>;
	type MaxMembers = ConstU32<500>;
	type MaxAffiliates = ConstU32<32>;
	type MaxMemberships = ConstU32<16>;
	type MaxKeys = ConstU32<32>;
	type MaxServices = ConstU32<8>;
	type MaxEndpointLength = ConstU32<128>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}

impl pallet_patients::Config for Runtime {
	type ChainId = Institutions;
	type Time = Timestamp;
	type RegistrationOrigin = EnsureRole<Runtime, Registrars>;
	type ClinicianOrigin = EnsureRole<Runtime, Clinicians>;
	type Institutions = Institutions;
	type Staff = Institutions;
	type MaxRepresentatives = ConstU32<8>;
	type MaxGuardians = ConstU32<8>;
	type MinRecoveryDelay = ConstU64<{ 72 * HOUR }>;
	type MaxStatementTerm = ConstU64<{ 90 * DAY }>;
	type MaxVoucherTerm = ConstU64<{ 30 * DAY }>;
	type MaxOfferTerm = ConstU64<{ 30 * DAY }>;
	type WeightInfo = pallet_patients::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}

impl pallet_patient_records::Config for Runtime {
	type AuthorOrigin = EnsureRole<Runtime, Authors>;
	type AttesterOrigin = EnsureRole<Runtime, Attesters>;
	type RecordsOfficerOrigin = EnsureRecordsOfficer<Runtime>;
	type Patients = Patients;
	type ConsentGate = Consent;
	type AccessAudit = Disclosures;
	type Institutions = Institutions;
	type Devices = DeviceLifecycle;
	type ChainId = Institutions;
	type Time = Timestamp;
	type MaxVersions = ConstU32<1_024>;
	type MaxRelations = ConstU32<16>;
	type MaxHolders = ConstU32<16>;
	type MaxLeaves = ConstU32<1_024>;
	type ErasureTerm = ConstU64<{ 30 * DAY }>;
	type WeightInfo = pallet_patient_records::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}

impl pallet_consent::Config for Runtime {
	type RecorderOrigin = EnsureRole<Runtime, ConsentRecorders>;
	type PolicyOrigin = EnsureRole<Runtime, PolicyMakers>;
	type ReleaseOrigin = EnsureRecordsOfficer<Runtime>;
	type GovernanceOrigin = EnsureCouncil;
	type Patients = Patients;
	type Institutions = Institutions;
	type Studies = ClinicalTrials;
	type Groups = Institutions;
	type BreakGlass = Disclosures;
	type Time = Timestamp;
	type ProposalTerm = ConstU64<{ 30 * DAY }>;
	type MaxPolicyHistory = ConstU32<64>;
	type MaxReleaseHistory = ConstU32<8>;
	type WeightInfo = pallet_consent::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}

impl pallet_disclosures::Config for Runtime {
	type RequesterOrigin = EnsureRole<Runtime, Requesters>;
	type ReleaseOrigin = EnsureRole<Runtime, Releasers>;
	type ProviderOrigin = EnsureRole<Runtime, Providers>;
	type BreakGlassOrigin = EnsureRole<Runtime, Rescuers>;
	type ReviewOrigin = EnsureRole<Runtime, Reviewers>;
	type RegulatorOrigin = EnsureInspector<Runtime>;
	type ReviewersOrigin = EnsureCouncil;
	type Records = PatientRecords;
	type ConsentGate = Consent;
	type Patients = Patients;
	type Institutions = Institutions;
	type Groups = Institutions;
	type Time = Timestamp;
	type GrantTerm = ConstU64<{ 7 * DAY }>;
	type MaxOpenGrants = ConstU32<10_000>;
	type MaxOwnGrants = ConstU32<64>;
	type BreakGlassTerm = ConstU64<{ 4 * HOUR }>;
	type MaxLateness = ConstU64<{ 72 * HOUR }>;
	type StatementTerm = ConstU64<{ 24 * HOUR }>;
	type ReviewTerm = ConstU64<{ 72 * HOUR }>;
	type DisputeTerm = ConstU64<{ 365 * DAY }>;
	type RateWindow = ConstU64<{ 24 * HOUR }>;
	type MaxUsesPerActor = ConstU32<8>;
	type MaxAwaiting = ConstU32<64>;
	type MaxOutstanding = ConstU32<64>;
	type MaxReviewers = ConstU32<64>;
	type MaxUnjustified = ConstU32<3>;
	type WeightInfo = pallet_disclosures::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}
