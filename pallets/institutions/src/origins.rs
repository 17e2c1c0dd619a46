// SPDX-License-Identifier: Apache-2.0

//! The origins through which other pallets ask for staff: a role set with one role each, and an
//! origin over each of them. For several roles, define a set of your own:
//!
//! ```
//! use galen_primitives::{Role, RoleSet};
//!
//! frame_support::parameter_types! {
//!     pub const Clinicians: RoleSet = RoleSet::of(&[Role::Physician, Role::Nurse]);
//! }
//! // type ClinicianOrigin = pallet_institutions::EnsureRole<Runtime, Clinicians>;
//! ```

use crate::{pallet::*, ActorOf};
use core::marker::PhantomData;
use frame_support::{
	parameter_types,
	traits::{EnsureOrigin, Get, OriginTrait},
};
use frame_system::pallet_prelude::OriginFor;
use galen_primitives::{Role, RoleSet};

/// Signed by an account whose credential and institution are in force now, in one of `Roles`,
/// which the institution's kinds still allow. Yields the actor. Costs two reads.
pub struct EnsureRole<T, Roles>(PhantomData<(T, Roles)>);

impl<T: Config, Roles: Get<RoleSet>> EnsureOrigin<OriginFor<T>> for EnsureRole<T, Roles> {
	type Success = ActorOf<T>;

	fn try_origin(origin: OriginFor<T>) -> Result<Self::Success, OriginFor<T>> {
		origin
			.as_signer()
			.and_then(|who| Pallet::<T>::actor_of(who).ok())
			.filter(|actor| Roles::get().contains(actor.role))
			.ok_or(origin)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<OriginFor<T>, ()> {
		let role = Role::ALL.iter().find(|role| Roles::get().contains(**role)).ok_or(())?;
		let account = crate::benchmarking::staff::<T>(*role);
		Ok(frame_system::RawOrigin::Signed(account).into())
	}
}

parameter_types! {
	/// [`Role::Administrator`] alone.
	pub const Administrators: RoleSet = Role::Administrator.set();
	/// [`Role::Physician`] alone.
	pub const Physicians: RoleSet = Role::Physician.set();
	/// [`Role::Trainee`] alone.
	pub const Trainees: RoleSet = Role::Trainee.set();
	/// [`Role::Nurse`] alone.
	pub const Nurses: RoleSet = Role::Nurse.set();
	/// [`Role::Pharmacist`] alone.
	pub const Pharmacists: RoleSet = Role::Pharmacist.set();
	/// [`Role::LaboratoryScientist`] alone.
	pub const LaboratoryScientists: RoleSet = Role::LaboratoryScientist.set();
	/// [`Role::BiomedicalEngineer`] alone.
	pub const BiomedicalEngineers: RoleSet = Role::BiomedicalEngineer.set();
	/// [`Role::CalibrationTechnician`] alone.
	pub const CalibrationTechnicians: RoleSet = Role::CalibrationTechnician.set();
	/// [`Role::RecordsOfficer`] alone.
	pub const RecordsOfficers: RoleSet = Role::RecordsOfficer.set();
	/// [`Role::RegistrationOfficer`] alone.
	pub const RegistrationOfficers: RoleSet = Role::RegistrationOfficer.set();
	/// [`Role::ResponsiblePerson`] alone.
	pub const ResponsiblePersons: RoleSet = Role::ResponsiblePerson.set();
	/// [`Role::LogisticsOperator`] alone.
	pub const LogisticsOperators: RoleSet = Role::LogisticsOperator.set();
	/// [`Role::BillingOfficer`] alone.
	pub const BillingOfficers: RoleSet = Role::BillingOfficer.set();
	/// [`Role::Adjudicator`] alone.
	pub const Adjudicators: RoleSet = Role::Adjudicator.set();
	/// [`Role::SettlementOfficer`] alone.
	pub const SettlementOfficers: RoleSet = Role::SettlementOfficer.set();
	/// [`Role::SponsorRepresentative`] alone.
	pub const SponsorRepresentatives: RoleSet = Role::SponsorRepresentative.set();
	/// [`Role::Investigator`] alone.
	pub const Investigators: RoleSet = Role::Investigator.set();
	/// [`Role::Statistician`] alone.
	pub const Statisticians: RoleSet = Role::Statistician.set();
	/// [`Role::EthicsReviewer`] alone.
	pub const EthicsReviewers: RoleSet = Role::EthicsReviewer.set();
	/// [`Role::Inspector`] alone.
	pub const Inspectors: RoleSet = Role::Inspector.set();
	/// [`Role::PatientAdvocate`] alone.
	pub const PatientAdvocates: RoleSet = Role::PatientAdvocate.set();
	/// [`Role::NodeOperator`] alone.
	pub const NodeOperators: RoleSet = Role::NodeOperator.set();
}

/// Staff in the role [`Role::Administrator`].
pub type EnsureAdministrator<T> = EnsureRole<T, Administrators>;
/// Staff in the role [`Role::Physician`].
pub type EnsurePhysician<T> = EnsureRole<T, Physicians>;
/// Staff in the role [`Role::Trainee`].
pub type EnsureTrainee<T> = EnsureRole<T, Trainees>;
/// Staff in the role [`Role::Nurse`].
pub type EnsureNurse<T> = EnsureRole<T, Nurses>;
/// Staff in the role [`Role::Pharmacist`].
pub type EnsurePharmacist<T> = EnsureRole<T, Pharmacists>;
/// Staff in the role [`Role::LaboratoryScientist`].
pub type EnsureLaboratoryScientist<T> = EnsureRole<T, LaboratoryScientists>;
/// Staff in the role [`Role::BiomedicalEngineer`].
pub type EnsureBiomedicalEngineer<T> = EnsureRole<T, BiomedicalEngineers>;
/// Staff in the role [`Role::CalibrationTechnician`].
pub type EnsureCalibrationTechnician<T> = EnsureRole<T, CalibrationTechnicians>;
/// Staff in the role [`Role::RecordsOfficer`].
pub type EnsureRecordsOfficer<T> = EnsureRole<T, RecordsOfficers>;
/// Staff in the role [`Role::RegistrationOfficer`].
pub type EnsureRegistrationOfficer<T> = EnsureRole<T, RegistrationOfficers>;
/// Staff in the role [`Role::ResponsiblePerson`].
pub type EnsureResponsiblePerson<T> = EnsureRole<T, ResponsiblePersons>;
/// Staff in the role [`Role::LogisticsOperator`].
pub type EnsureLogisticsOperator<T> = EnsureRole<T, LogisticsOperators>;
/// Staff in the role [`Role::BillingOfficer`].
pub type EnsureBillingOfficer<T> = EnsureRole<T, BillingOfficers>;
/// Staff in the role [`Role::Adjudicator`].
pub type EnsureAdjudicator<T> = EnsureRole<T, Adjudicators>;
/// Staff in the role [`Role::SettlementOfficer`].
pub type EnsureSettlementOfficer<T> = EnsureRole<T, SettlementOfficers>;
/// Staff in the role [`Role::SponsorRepresentative`].
pub type EnsureSponsorRepresentative<T> = EnsureRole<T, SponsorRepresentatives>;
/// Staff in the role [`Role::Investigator`].
pub type EnsureInvestigator<T> = EnsureRole<T, Investigators>;
/// Staff in the role [`Role::Statistician`].
pub type EnsureStatistician<T> = EnsureRole<T, Statisticians>;
/// Staff in the role [`Role::EthicsReviewer`].
pub type EnsureEthicsReviewer<T> = EnsureRole<T, EthicsReviewers>;
/// Staff in the role [`Role::Inspector`].
pub type EnsureInspector<T> = EnsureRole<T, Inspectors>;
/// Staff in the role [`Role::PatientAdvocate`].
pub type EnsurePatientAdvocate<T> = EnsureRole<T, PatientAdvocates>;
/// Staff in the role [`Role::NodeOperator`].
pub type EnsureNodeOperator<T> = EnsureRole<T, NodeOperators>;
