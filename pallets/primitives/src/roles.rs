// SPDX-License-Identifier: Apache-2.0

//! What an institution is, what its staff do, and who acts for whom.

use crate::InstitutionId;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A department, numbered by the institution itself.
pub type DepartmentId = u16;

enum_with_set! {
	/// What an institution does. One institution may do several things.
	InstitutionKind,
	/// A set of [`InstitutionKind`]s.
	InstitutionKinds(u16),
	/// Treats patients (FHIR Organization type `prov`).
	CareProvider = 0,
	/// Dispenses medicines.
	Pharmacy = 1,
	/// Makes medicines or holds their marketing authorisation.
	Manufacturer = 2,
	/// Trades medicines between others.
	Wholesaler = 3,
	/// Carries goods.
	Carrier = 4,
	/// Examines samples.
	Laboratory = 5,
	/// Calibrates instruments (ISO/IEC 17025).
	CalibrationProvider = 6,
	/// Insures patients and pays claims (FHIR Organization type `pay`).
	Payer = 7,
	/// Settles payments between members.
	SettlementBank = 8,
	/// Sponsors clinical trials (ICH E6).
	Sponsor = 9,
	/// Approves research (ICH E6: IRB/IEC).
	EthicsCommittee = 10,
	/// Supervises other members by law.
	Regulator = 11,
	/// Makes medical devices.
	DeviceMaker = 12,
	/// Speaks for patients.
	PatientOrganisation = 13,
	/// Runs nodes of the network.
	NodeOperator = 14,
}

enum_with_set! {
	/// What a member of an institution's staff does there (FHIR PractitionerRole).
	Role,
	/// A set of [`Role`]s.
	RoleSet(u32),
	/// Manages the institution's staff, keys and endpoints.
	Administrator = 0,
	/// Treats patients with full responsibility (attending).
	Physician = 1,
	/// Treats patients under supervision.
	Trainee = 2,
	/// Nurses patients.
	Nurse = 3,
	/// Dispenses medicines.
	Pharmacist = 4,
	/// Examines samples.
	LaboratoryScientist = 5,
	/// Keeps medical devices and sensors fit for use.
	BiomedicalEngineer = 6,
	/// Calibrates instruments.
	CalibrationTechnician = 7,
	/// Keeps records: legal holds, erasure (health information manager).
	RecordsOfficer = 8,
	/// Registers patients.
	RegistrationOfficer = 9,
	/// Answers for products (GMP Qualified Person, GDP Responsible Person).
	ResponsiblePerson = 10,
	/// Ships, receives and stores goods.
	LogisticsOperator = 11,
	/// Submits claims.
	BillingOfficer = 12,
	/// Decides claims.
	Adjudicator = 13,
	/// Settles payments.
	SettlementOfficer = 14,
	/// Acts for a trial's sponsor.
	SponsorRepresentative = 15,
	/// Conducts a trial at a site (ICH E6 investigator).
	Investigator = 16,
	/// Holds allocation lists and analyses trials.
	Statistician = 17,
	/// Reviews research.
	EthicsReviewer = 18,
	/// Supervises members of the network.
	Inspector = 19,
	/// Speaks for patients.
	PatientAdvocate = 20,
	/// Runs nodes.
	NodeOperator = 21,
}

/// The side of the consortium's table at which an institution votes. It has one, whatever else it
/// does, so that nobody counts in two quorums.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum VotingClass {
	/// Those who treat patients.
	#[codec(index = 0)]
	CareProviders,
	/// Those who make, move and calibrate things, sponsor trials or run nodes.
	#[codec(index = 1)]
	Industry,
	/// Those who pay.
	#[codec(index = 2)]
	Payers,
	/// Those who supervise by law or approve research.
	#[codec(index = 3)]
	PublicBodies,
	/// Those who speak for patients.
	#[codec(index = 4)]
	PatientOrganisations,
}

impl VotingClass {
	/// Every class, in the order of their indices.
	pub const ALL: &'static [Self] = &[
		Self::CareProviders,
		Self::Industry,
		Self::Payers,
		Self::PublicBodies,
		Self::PatientOrganisations,
	];

	/// The kinds of institution that may vote in this class. Each kind belongs to one class.
	pub const fn allowed_kinds(self) -> InstitutionKinds {
		use InstitutionKind as Kind;
		match self {
			Self::CareProviders => {
				InstitutionKinds::of(&[Kind::CareProvider, Kind::Pharmacy, Kind::Laboratory])
			},
			Self::Industry => InstitutionKinds::of(&[
				Kind::Manufacturer,
				Kind::Wholesaler,
				Kind::Carrier,
				Kind::CalibrationProvider,
				Kind::Sponsor,
				Kind::DeviceMaker,
				Kind::NodeOperator,
			]),
			Self::Payers => InstitutionKinds::of(&[Kind::Payer, Kind::SettlementBank]),
			Self::PublicBodies => InstitutionKinds::of(&[Kind::EthicsCommittee, Kind::Regulator]),
			Self::PatientOrganisations => Kind::PatientOrganisation.set(),
		}
	}
}

impl Role {
	/// The kinds of institution whose staff may have this role.
	pub const fn allowed_kinds(self) -> InstitutionKinds {
		use InstitutionKind as Kind;
		match self {
			Self::Administrator | Self::NodeOperator => InstitutionKinds::ALL,
			Self::Physician | Self::Trainee | Self::Nurse | Self::RegistrationOfficer => {
				InstitutionKinds::of(&[Kind::CareProvider])
			},
			Self::Pharmacist => InstitutionKinds::of(&[Kind::CareProvider, Kind::Pharmacy]),
			Self::LaboratoryScientist => {
				InstitutionKinds::of(&[Kind::CareProvider, Kind::Laboratory])
			},
			Self::BiomedicalEngineer => InstitutionKinds::of(&[
				Kind::CareProvider,
				Kind::Pharmacy,
				Kind::Manufacturer,
				Kind::Wholesaler,
				Kind::Carrier,
				Kind::Laboratory,
				Kind::DeviceMaker,
			]),
			Self::CalibrationTechnician => InstitutionKinds::of(&[Kind::CalibrationProvider]),
			Self::RecordsOfficer => InstitutionKinds::of(&[
				Kind::CareProvider,
				Kind::Pharmacy,
				Kind::Laboratory,
				Kind::Sponsor,
				Kind::Payer,
			]),
			Self::ResponsiblePerson => {
				InstitutionKinds::of(&[Kind::Manufacturer, Kind::Wholesaler, Kind::DeviceMaker])
			},
			Self::LogisticsOperator => InstitutionKinds::of(&[
				Kind::Manufacturer,
				Kind::Wholesaler,
				Kind::Carrier,
				Kind::Pharmacy,
				Kind::CareProvider,
			]),
			Self::BillingOfficer => {
				InstitutionKinds::of(&[Kind::CareProvider, Kind::Pharmacy, Kind::Laboratory])
			},
			Self::Adjudicator => InstitutionKinds::of(&[Kind::Payer]),
			Self::SettlementOfficer => InstitutionKinds::of(&[Kind::SettlementBank, Kind::Payer]),
			Self::SponsorRepresentative | Self::Statistician => {
				InstitutionKinds::of(&[Kind::Sponsor])
			},
			Self::Investigator => InstitutionKinds::of(&[Kind::CareProvider, Kind::Sponsor]),
			Self::EthicsReviewer => InstitutionKinds::of(&[Kind::EthicsCommittee]),
			Self::Inspector => InstitutionKinds::of(&[Kind::Regulator]),
			Self::PatientAdvocate => InstitutionKinds::of(&[Kind::PatientOrganisation]),
		}
	}
}

/// Who acts, for which institution, in which role: what a role origin yields.
///
/// A suspended institution or a credential that isn't in force has no actor.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Actor<AccountId> {
	/// The account that signed.
	pub account: AccountId,
	/// The institution on whose behalf it acts.
	pub institution: InstitutionId,
	/// What it does there.
	pub role: Role,
	/// Where it works there.
	pub department: DepartmentId,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_member_should_have_a_bit_of_its_own_that_is_its_index() {
		for (index, kind) in InstitutionKind::ALL.iter().enumerate() {
			assert_eq!(kind.set().0, 1 << index);
			assert_eq!(kind.encode(), [index as u8]);
		}
		for (index, role) in Role::ALL.iter().enumerate() {
			assert_eq!(role.set().0, 1 << index);
			assert_eq!(role.encode(), [index as u8]);
		}
	}

	#[test]
	fn empty_sets_and_unknown_bits_should_be_invalid() {
		assert!(!InstitutionKinds(0).is_valid());
		assert!(!InstitutionKinds(1 << 15).is_valid());
		assert!(InstitutionKinds::ALL.is_valid());
		assert!(!RoleSet(1 << 22).is_valid());
	}

	#[test]
	fn every_kind_should_have_an_administrator_and_every_role_an_institution() {
		for role in Role::ALL {
			assert!(role.allowed_kinds().is_valid(), "{role:?}");
		}
		for kind in InstitutionKind::ALL {
			assert!(Role::Administrator.allowed_kinds().contains(*kind));
		}
		assert!(!Role::Physician.allowed_kinds().contains(InstitutionKind::Payer));
		assert!(!Role::Adjudicator.allowed_kinds().contains(InstitutionKind::CareProvider));
	}
}
