// SPDX-License-Identifier: Apache-2.0

//! What proves that care happened, and the claims that are paid for it.

use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
	PalletId,
};
use galen_primitives::{
	seams::{Evidence, RecallStatus},
	time::DAY,
	EvidenceFacts, EvidenceId, Role, RoleSet,
};
use pallet_institutions::{
	origins::{EnsureAdministrator, EnsureInspector},
	EnsureRole,
};

/// Each kind of evidence, as the pallet answers that recorded it.
pub struct CareEvidence;

impl Evidence for CareEvidence {
	fn facts(evidence: EvidenceId) -> Option<EvidenceFacts> {
		match evidence {
			EvidenceId::Encounter(_) => <Disclosures as Evidence>::facts(evidence),
			EvidenceId::Dispense(_) => <DrugProvenance as Evidence>::facts(evidence),
			EvidenceId::DeviceUse(_) => <DeviceLifecycle as Evidence>::facts(evidence),
		}
	}
}

impl RecallStatus<EvidenceId> for CareEvidence {
	fn is_recalled(evidence: &EvidenceId) -> bool {
		match evidence {
			// Nothing was used up in an encounter.
			EvidenceId::Encounter(_) => false,
			EvidenceId::Dispense(_) => DrugProvenance::is_recalled(evidence),
			EvidenceId::DeviceUse(_) => {
				<DeviceLifecycle as RecallStatus<EvidenceId>>::is_recalled(evidence)
			},
		}
	}
}

parameter_types! {
	/// Who keeps a payer's coverages. Nobody who decides claims.
	pub const CoverageKeepers: RoleSet =
		RoleSet::of(&[Role::RecordsOfficer, Role::Administrator]);
	/// Who claims.
	pub const Claimants: RoleSet = RoleSet::of(&[Role::BillingOfficer, Role::Pharmacist]);
	/// Who decides claims.
	pub const Adjudicators: RoleSet = RoleSet::of(&[Role::Adjudicator]);
	/// Who settles for a payer or a bank.
	pub const SettlementOfficers: RoleSet = RoleSet::of(&[Role::SettlementOfficer]);
	/// Who receives for a provider.
	pub const Payees: RoleSet = RoleSet::of(&[Role::BillingOfficer, Role::Administrator]);
	/// What the accounts are derived from that hold reserves and receipts.
	pub const ClaimsPalletId: PalletId = PalletId(*b"gln/clms");
}

impl pallet_insurance_claims::Config for Runtime {
	type ManagerOrigin = EnsureAdministrator<Runtime>;
	type EnrolmentOrigin = EnsureRole<Runtime, CoverageKeepers>;
	type ClaimantOrigin = EnsureRole<Runtime, Claimants>;
	type AdjudicatorOrigin = EnsureRole<Runtime, Adjudicators>;
	type ReviewerOrigin = EnsureInspector<Runtime>;
	type SettlementOrigin = EnsureRole<Runtime, SettlementOfficers>;
	type PayeeOrigin = EnsureRole<Runtime, Payees>;
	type BankOrigin = EnsureRole<Runtime, SettlementOfficers>;
	type Institutions = Institutions;
	type Patients = Patients;
	type Consent = Consent;
	type Evidence = CareEvidence;
	type Recalls = CareEvidence;
	type Records = PatientRecords;
	type Studies = ClinicalTrials;
	type Assets = Assets;
	type ChainId = Institutions;
	type Time = Timestamp;
	type PalletId = ClaimsPalletId;
	type EvidenceWindow = ConstU64<DAY>;
	type MaxClaimsPerDay = ConstU32<16>;
	type AppealTerm = ConstU64<{ 180 * DAY }>;
	type AppealLevels = ConstU32<3>;
	type MaxSettled = ConstU32<16>;
	type ReversalTerm = ConstU64<{ 365 * DAY }>;
	type WeightInfo = pallet_insurance_claims::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}
