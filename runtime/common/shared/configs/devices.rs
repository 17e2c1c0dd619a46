// SPDX-License-Identifier: Apache-2.0

//! Devices and sensors.

use crate::*;
use frame_support::{parameter_types, traits::ConstU32};
use galen_primitives::{Role, RoleSet};
use pallet_institutions::{origins::EnsureInspector, EnsureRole};

parameter_types! {
	/// Who answers for a maker's models. The pallet asks that the institution makes devices.
	pub const Makers: RoleSet = RoleSet::of(&[Role::ResponsiblePerson]);
	/// Who registers devices: for the maker, or for whoever acquired them.
	pub const DeviceRegistrars: RoleSet =
		RoleSet::of(&[Role::ResponsiblePerson, Role::BiomedicalEngineer]);
	/// Who keeps them fit.
	pub const Engineers: RoleSet = RoleSet::of(&[Role::BiomedicalEngineer]);
	/// Who services them.
	pub const Servicers: RoleSet =
		RoleSet::of(&[Role::BiomedicalEngineer, Role::CalibrationTechnician]);
	/// Who uses them on patients.
	pub const Users: RoleSet = RoleSet::of(&[Role::Physician, Role::Nurse]);
	/// Who has them at hand.
	pub const Holders: RoleSet = RoleSet::of(&[
		Role::Physician,
		Role::Trainee,
		Role::Nurse,
		Role::Pharmacist,
		Role::LaboratoryScientist,
		Role::BiomedicalEngineer,
		Role::ResponsiblePerson,
		Role::LogisticsOperator,
	]);
}

impl pallet_device_lifecycle::Config for Runtime {
	type MakerOrigin = EnsureRole<Runtime, Makers>;
	type RegistrarOrigin = EnsureRole<Runtime, DeviceRegistrars>;
	type EngineerOrigin = EnsureRole<Runtime, Engineers>;
	type ServiceOrigin = EnsureRole<Runtime, Servicers>;
	type ClinicianOrigin = EnsureRole<Runtime, Users>;
	type StaffOrigin = EnsureRole<Runtime, Holders>;
	type RegulatorOrigin = EnsureInspector<Runtime>;
	type Institutions = Institutions;
	type Patients = Patients;
	type ChainId = Institutions;
	type Time = Timestamp;
	type MaxFirmwares = ConstU32<16>;
	type MaxModelActions = ConstU32<32>;
	type MaxDeviceActions = ConstU32<16>;
	type MaxSerials = ConstU32<256>;
	type MaxFaults = ConstU32<32>;
	type MaxSuspectSpells = ConstU32<8>;
	type WeightInfo = pallet_device_lifecycle::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = crate::benchmarks::Setup;
}
