// SPDX-License-Identifier: Apache-2.0

//! Medicines, from the line to the patient.

use crate::*;
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU64},
};
use galen_primitives::{time::DAY, Role, RoleSet};
use pallet_institutions::{origins::EnsureInspector, EnsureRole};

parameter_types! {
	/// Who answers for a manufacturer's products.
	pub const QualifiedPersons: RoleSet = RoleSet::of(&[Role::ResponsiblePerson]);
	/// Who moves, stores and watches goods.
	pub const GoodsHolders: RoleSet =
		RoleSet::of(&[Role::LogisticsOperator, Role::Pharmacist, Role::ResponsiblePerson]);
	/// Who decides about the quality of goods: a pharmacist, where there is no responsible person.
	pub const QualityDeciders: RoleSet =
		RoleSet::of(&[Role::ResponsiblePerson, Role::Pharmacist]);
	/// Who dispenses.
	pub const Dispensers: RoleSet = RoleSet::of(&[Role::Pharmacist]);
}

impl pallet_drug_provenance::Config for Runtime {
	type ManufacturerOrigin = EnsureRole<Runtime, QualifiedPersons>;
	type HolderOrigin = EnsureRole<Runtime, GoodsHolders>;
	type QualityOrigin = EnsureRole<Runtime, QualityDeciders>;
	type DispenserOrigin = EnsureRole<Runtime, Dispensers>;
	type RegulatorOrigin = EnsureInspector<Runtime>;
	type Institutions = Institutions;
	type Devices = DeviceLifecycle;
	type ChainId = Institutions;
	type Time = Timestamp;
	type MaxDepth = ConstU32<4>;
	type MaxUnits = ConstU32<64>;
	type MaxPacks = ConstU32<32>;
	type NoticeTerm = ConstU64<DAY>;
	type WeightInfo = pallet_drug_provenance::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}
