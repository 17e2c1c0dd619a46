// SPDX-License-Identifier: Apache-2.0

//! Which roles may claim which purposes.

use galen_primitives::{PurposeOfUse, Purposes, Role};

use PurposeOfUse::{
	BTG, CAREMGT, CLINTRL, FRAUD, GOV, HACCRED, HOPERAT, HPAYMT, HQUALIMP, HRESCH, PATADMIN,
	PATRQT, PATSFTY, PUBHLTH, TRAIN, TREAT,
};

/// The purposes that `role` may claim, each with its kinds ([`Purposes::cover`]).
///
/// Business access control comes before consent (IHE PCF): what isn't here, no consent opens.
/// - Break-glass has to be named. It is for those who treat in an emergency, pharmacists among them
///   because of allergies and interactions; never for a trainee.
/// - Marketing is nobody's. Whoever administers, ships, calibrates, reviews protocols or runs nodes
///   needs no patient's data for it.
/// - A patient's advocate sees data as the patient's representative, not by role.
pub const fn claims(role: Role) -> Purposes {
	match role {
		Role::Physician => Purposes::of(&[TREAT, BTG, CAREMGT, HQUALIMP, PATSFTY]),
		Role::Nurse => Purposes::of(&[TREAT, BTG, CAREMGT, HQUALIMP, PATSFTY]),
		Role::Pharmacist => Purposes::of(&[TREAT, BTG, PATSFTY]),
		Role::Trainee => Purposes::of(&[TREAT, TRAIN]),
		Role::LaboratoryScientist => Purposes::of(&[TREAT, HQUALIMP]),
		Role::Investigator => Purposes::of(&[CLINTRL, HRESCH]),
		Role::SponsorRepresentative | Role::Statistician => Purposes::of(&[HRESCH]),
		Role::BillingOfficer | Role::Adjudicator | Role::SettlementOfficer => {
			Purposes::of(&[HPAYMT])
		},
		Role::RecordsOfficer => Purposes::of(&[HOPERAT, PATRQT]),
		Role::RegistrationOfficer => Purposes::of(&[PATADMIN]),
		Role::Inspector => Purposes::of(&[PUBHLTH, PATSFTY, GOV, HACCRED, FRAUD]),
		Role::Administrator
		| Role::BiomedicalEngineer
		| Role::CalibrationTechnician
		| Role::ResponsiblePerson
		| Role::LogisticsOperator
		| Role::EthicsReviewer
		| Role::PatientAdvocate
		| Role::NodeOperator => Purposes::of(&[]),
	}
}

/// Whether `role` may claim `purpose`.
pub const fn may_claim(role: Role, purpose: PurposeOfUse) -> bool {
	claims(role).cover(purpose)
}
