// SPDX-License-Identifier: Apache-2.0

//! What benefits are about, for those who pay and those who must not be billed.

use crate::EvidenceKind;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

enum_with_set! {
	/// What a benefit is about: the coarse categories of FHIR's `benefitcategory` and of X12's
	/// service types. What exactly was done stays a commitment.
	BenefitCategory,
	/// A set of [`BenefitCategory`]s.
	BenefitCategories(u32),
	/// Medical care.
	MedicalCare = 0,
	/// Surgery.
	Surgical = 1,
	/// Consultations.
	Consultation = 2,
	/// Imaging for diagnosis.
	DiagnosticXRay = 3,
	/// Laboratory for diagnosis.
	DiagnosticLab = 4,
	/// Dental care.
	DentalCare = 5,
	/// Vision.
	Vision = 6,
	/// A stay at a hospital.
	HospitalInpatient = 7,
	/// Hospital care without a stay.
	HospitalOutpatient = 8,
	/// Emergency services.
	EmergencyServices = 9,
	/// Transport for medical reasons.
	MedicallyRelatedTransportation = 10,
	/// Maternity.
	Maternity = 11,
	/// Mental health.
	MentalHealth = 12,
	/// Dialysis.
	Dialysis = 13,
	/// Physical therapy.
	PhysicalTherapy = 14,
	/// Medicines from a pharmacy.
	Pharmacy = 15,
	/// Durable medical equipment.
	DurableMedicalEquipment = 16,
	/// Prostheses and implants.
	ProstheticDevice = 17,
}

impl BenefitCategory {
	/// What proves that such a service happened.
	pub const fn evidence(self) -> EvidenceKind {
		match self {
			Self::Pharmacy => EvidenceKind::Dispense,
			Self::DurableMedicalEquipment | Self::ProstheticDevice => EvidenceKind::DeviceUse,
			_ => EvidenceKind::Encounter,
		}
	}
}
