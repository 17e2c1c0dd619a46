// SPDX-License-Identifier: Apache-2.0

//! Subjects.

use super::{chain_type, AllocationPath, VersionNumber};
use clinical_trials_core::{
	DataChoice, ExclusionReason, OffStudyReason, SubjectStatus, UnregisteredReason,
};
use galen_primitives::{
	commitment::Salt, ConsentId, Digest, InstitutionId, Moment, PatientId, RecordId,
};

/// A subject, numbered per study in the order of screening.
pub type SubjectNumber = u32;

/// What a registrar computes of a person for one study: the same for each of a person's pseudonyms.
pub type EnrolmentToken = [u8; 32];

chain_type! {
	/// What a patient has signed, and which subject came of it.
	#[derive(Copy)]
	pub struct Participation {
		/// The version of the protocol whose form was signed.
		pub version: VersionNumber,
		/// The commitment to the form.
		pub form: Digest,
		/// The site that informed the patient.
		pub site: InstitutionId,
		/// When it was signed: the chain's own time.
		pub signed: Moment,
		/// The subject that the patient is, since screening.
		pub subject: Option<SubjectNumber>,
	}

	/// What an investigator has found at screening.
	#[derive(Copy)]
	pub enum Eligibility {
		/// Every criterion is met.
		#[codec(index = 0)]
		Eligible,
		/// One isn't, or the person doesn't take part.
		#[codec(index = 1)]
		Ineligible(ExclusionReason),
	}

	/// Who has attested eligibility, and when.
	#[derive(Copy)]
	pub struct Attestation<AccountId> {
		/// The commitment to what was attested.
		pub document: Digest,
		/// By whom.
		pub by: AccountId,
		/// When.
		pub at: Moment,
	}

	/// A commitment to a value, and what proves that a record has it in the criterion's field.
	pub struct CommittedField {
		/// The record.
		pub record: RecordId,
		/// The Pedersen commitment to the value: a compressed Ristretto point.
		pub commitment: [u8; 32],
		/// The field's salt.
		pub salt: Salt,
		/// How many fields the record's tree has.
		pub count: u32,
		/// The field's place in the tree.
		pub index: u32,
		/// The path from the field to the root.
		pub path: AllocationPath,
	}

	/// Why somebody isn't in a study any more, or never was.
	#[derive(Copy)]
	pub enum Departure {
		/// Found ineligible.
		#[codec(index = 0)]
		Excluded(ExclusionReason),
		/// Not enrolled for another reason.
		#[codec(index = 1)]
		NotRegistered(UnregisteredReason),
		/// Withdrew, and what is to become of the data.
		#[codec(index = 2)]
		Withdrawn(DataChoice),
		/// Left.
		#[codec(index = 3)]
		OffStudy(OffStudyReason),
	}

	/// When somebody was enrolled, and under which version.
	#[derive(Copy)]
	pub struct Enrolment {
		/// When.
		pub at: Moment,
		/// The version of the protocol that was current.
		pub version: VersionNumber,
		/// The version that the subject had signed.
		pub signed: VersionNumber,
	}

	/// A subject (FHIR ResearchSubject).
	#[derive(Copy)]
	pub struct Subject<AccountId> {
		/// The patient, by the pseudonym used for this study.
		pub patient: PatientId,
		/// The site.
		pub site: InstitutionId,
		/// How far the subject is.
		pub status: SubjectStatus,
		/// The directive that the patient's consent to the use of data is.
		pub consent: ConsentId,
		/// The directive's version.
		pub consent_version: u32,
		/// The version of the protocol that was signed last.
		pub signed: VersionNumber,
		/// The criteria shown to be met, a bit each.
		pub shown: u8,
		/// Who has attested eligibility.
		pub attested: Option<Attestation<AccountId>>,
		/// When the subject was enrolled.
		pub enrolled: Option<Enrolment>,
		/// Why the subject isn't in the study any more, and since when.
		pub left: Option<(Departure, Moment)>,
		/// When screening began.
		pub screened: Moment,
	}
}
