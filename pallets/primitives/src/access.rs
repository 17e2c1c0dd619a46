// SPDX-License-Identifier: Apache-2.0

//! Who wants which of a patient's data for what, and what the answer can be.

use crate::{Actor, DepartmentId, InstitutionId, Moment, PatientId, PurposeOfUse, RecordId};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The highest compartment: a set of compartments fits one `u64`, a bit each.
pub const MAX_COMPARTMENT: u8 = 63;

/// A group of an institution's staff, numbered by the institution itself (FHIR Group).
pub type GroupId = u16;

/// The group of those who may break the glass, at every institution.
pub const PRIVILEGED_GROUP: GroupId = 0;

/// A clinical trial, numbered in the order of registration.
pub type StudyId = u32;

/// A consent of a patient, numbered per patient in the order of creation.
pub type ConsentId = u32;

/// A version of an overarching policy, numbered in the order of registration.
pub type PolicyId = u32;

/// A use of break-glass, numbered in the order of declaration.
pub type BreakGlassId = u64;

enum_with_set! {
	/// How far content may travel. What enforces it is consent, off chain and on.
	DataClass,
	/// A set of [`DataClass`]es.
	DataClasses(u8),
	/// Anybody may see it, unless the patient forbids it.
	Public = 0,
	/// For the custodian's own use.
	Internal = 1,
	/// For whom consent or the law allows it.
	Sensitive = 2,
	/// Never shared: the chain holds one digest of it and no root of fields.
	Core = 3,
}

enum_with_set! {
	/// A part of a document, after the sections of the International Patient Summary (HL7 IPS).
	FieldGroup,
	/// A set of [`FieldGroup`]s.
	FieldGroups(u16),
	/// Who the patient is.
	Demographics = 0,
	/// Problems and diagnoses.
	Problems = 1,
	/// Medication.
	Medications = 2,
	/// Allergies and intolerances.
	Allergies = 3,
	/// Immunisations.
	Immunizations = 4,
	/// Vital signs.
	VitalSigns = 5,
	/// Results of laboratories.
	LabResults = 6,
	/// Imaging.
	Imaging = 7,
	/// Procedures.
	Procedures = 8,
	/// Notes.
	ClinicalNotes = 9,
	/// Genomics.
	Genomics = 10,
	/// Devices and implants.
	Devices = 11,
	/// Plans of care.
	CarePlans = 12,
	/// Social history.
	SocialHistory = 13,
	/// Family history.
	FamilyHistory = 14,
	/// Coverage and bills.
	Billing = 15,
}

impl FieldGroups {
	/// No field group.
	pub const NONE: Self = Self(0);

	/// Those of either.
	pub const fn union(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}

	/// Those of both.
	pub const fn intersection(self, other: Self) -> Self {
		Self(self.0 & other.0)
	}

	/// These without the others.
	pub const fn without(self, other: Self) -> Self {
		Self(self.0 & !other.0)
	}

	/// Whether there are none.
	pub const fn is_empty(self) -> bool {
		self.0 == 0
	}
}

/// In what matters one can speak for a patient.
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
)]
pub enum Scope {
	/// Gives and withdraws consent, and closes compartments to break-glass.
	#[codec(index = 0)]
	Consent,
	/// Asks who saw what, and contests it.
	#[codec(index = 1)]
	Disclosure,
	/// Takes part in research and leaves it.
	#[codec(index = 2)]
	Research,
	/// Deals with payers.
	#[codec(index = 3)]
	Coverage,
	/// All of these and whatever comes later: stops a recovery, changes the sponsor.
	#[codec(index = 4)]
	Everything,
}

/// Who wants data.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Requester<AccountId> {
	/// A member of an institution's staff, as its role origin says.
	#[codec(index = 0)]
	Staff(Actor<AccountId>),
	/// An account that says it is the patient's or a representative's. The gate checks that.
	#[codec(index = 1)]
	Patient(AccountId),
}

/// What data, as far as the chain knows it. Labels are the custodian's to evaluate.
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
)]
pub struct DataScope {
	/// The institution that keeps it.
	pub custodian: InstitutionId,
	/// The custodian's department that wrote it.
	pub department: DepartmentId,
	/// How far it may travel.
	pub data_class: DataClass,
	/// Its compartment, up to [`MAX_COMPARTMENT`].
	pub compartment: u8,
	/// When what it tells of happened: what a directive's data period is about.
	pub collected: Moment,
	/// The parts of it that are wanted.
	pub fields: FieldGroups,
}

/// Who wants which of a patient's data for what.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct AccessRequest<AccountId> {
	/// Who wants it.
	pub requester: Requester<AccountId>,
	/// Whose data it is.
	pub patient: PatientId,
	/// What for.
	pub purpose: PurposeOfUse,
	/// The study, for research in one.
	pub study: Option<StudyId>,
	/// Which data.
	pub data: DataScope,
}

/// What a permit rests on. The version is named, so that the decision stays checkable after it
/// changed.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Basis {
	/// A directive of the patient permits it.
	#[codec(index = 0)]
	Consent {
		/// The directive; of several, that with the lowest number.
		consent: ConsentId,
		/// Its version.
		version: u32,
	},
	/// No directive says anything, and the custodian's policy permits it.
	#[codec(index = 1)]
	Policy {
		/// The policy.
		policy: PolicyId,
	},
	/// The requester has broken the glass.
	#[codec(index = 2)]
	BreakGlass {
		/// The use that is open.
		id: BreakGlassId,
	},
	/// It is the patient's own.
	#[codec(index = 3)]
	SelfAccess,
}

/// A permission.
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
)]
pub struct Permit {
	/// What is left of the parts that were wanted; at least one. IHE PCF calls it the residual.
	pub fields: FieldGroups,
	/// What it rests on.
	pub basis: Basis,
}

/// Why access is denied.
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
)]
pub enum Denial {
	/// The requester's role can't claim this purpose, or a patient's account one that isn't
	/// [`PurposeOfUse::PATRQT`] or a kind of it.
	#[codec(index = 0)]
	PurposeNotForRole,
	/// A trainee sees what the own department wrote.
	#[codec(index = 1)]
	OtherDepartment,
	/// The account doesn't speak for the patient in matters of disclosure.
	#[codec(index = 2)]
	NotThePatient,
	/// Data of this class doesn't leave the custodian, or nobody's hands.
	#[codec(index = 3)]
	NeverShared,
	/// A directive of the patient forbids it.
	#[codec(index = 4)]
	ByConsent {
		/// The directive; of several, that with the lowest number.
		consent: ConsentId,
		/// Its version.
		version: u32,
	},
	/// No directive permits it, and neither does the custodian's policy.
	#[codec(index = 5)]
	ByPolicy {
		/// The policy; nothing where the custodian chose none, which is to deny.
		policy: Option<PolicyId>,
	},
	/// The custodian hasn't released its data for the study, or no study is named.
	#[codec(index = 6)]
	NotReleased,
	/// The requester hasn't broken the glass for this patient, or no longer.
	#[codec(index = 7)]
	GlassNotBroken,
	/// The patient has closed the compartment to break-glass.
	#[codec(index = 8)]
	ClosedToBreakGlass,
	/// Nobody decides here.
	#[codec(index = 9)]
	NoGate,
}

/// What the chain knows of a record, for those who decide who may see it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RecordFacts {
	/// Whose record it is.
	pub patient: PatientId,
	/// The institution that keeps the document.
	pub custodian: InstitutionId,
	/// The custodian's department that anchored it.
	pub department: DepartmentId,
	/// The number of its newest version.
	pub version: u32,
	/// How far it may travel.
	pub data_class: DataClass,
	/// Its compartment.
	pub compartment: u8,
	/// When what the newest version tells of happened.
	pub occurred: Moment,
	/// Whether it was entered in error or erased.
	pub withdrawn: bool,
}

impl RecordFacts {
	/// What it is as data to decide over.
	pub const fn scope(&self, fields: FieldGroups) -> DataScope {
		DataScope {
			custodian: self.custodian,
			department: self.department,
			data_class: self.data_class,
			compartment: self.compartment,
			collected: self.occurred,
			fields,
		}
	}
}

/// A decision about a record, for the patient's log.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct Access<AccountId> {
	/// The record.
	pub record: RecordId,
	/// Its version.
	pub version: u32,
	/// What was asked.
	pub request: AccessRequest<AccountId>,
	/// What was answered.
	pub outcome: Result<Permit, Denial>,
}
