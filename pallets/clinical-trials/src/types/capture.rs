// SPDX-License-Identifier: Apache-2.0

//! What is collected of subjects, and how the collecting went.

use super::{chain_type, SubjectNumber};
use galen_primitives::{Digest, InstitutionId, Moment, RecordId};

/// A visit, numbered by the protocol.
pub type VisitNumber = u16;

/// A form, numbered by the protocol.
pub type FormNumber = u16;

/// A deviation from the protocol, numbered per study in the order of reporting.
pub type DeviationNumber = u32;

/// A query about data, numbered per study in the order of raising.
pub type QueryNumber = u32;

chain_type! {
	/// A form that was filled in at a visit.
	#[derive(Copy)]
	pub struct FormKey {
		/// The visit.
		pub visit: VisitNumber,
		/// The form.
		pub form: FormNumber,
	}

	/// Why data is changed (ICH E6(R3) 4.2.2: changes are attributable, and the reason is known).
	#[derive(Copy)]
	pub enum ChangeReason {
		/// It was copied wrongly.
		#[codec(index = 0)]
		TranscriptionError,
		/// There is something new.
		#[codec(index = 1)]
		NewInformation,
		/// The sponsor has asked.
		#[codec(index = 2)]
		QueryResolution,
		/// The source was corrected.
		#[codec(index = 3)]
		SourceCorrected,
		/// It belongs to another subject or visit.
		#[codec(index = 4)]
		WrongSubjectOrVisit,
		/// Another reason.
		#[codec(index = 5)]
		Other,
	}

	/// What an investigator captures on a form.
	#[derive(Copy)]
	pub struct CaptureTerms {
		/// The commitment to the values.
		pub values: Digest,
		/// The record that the values were taken from, if it is one of the patient's on chain.
		pub source: Option<RecordId>,
		/// Why they are changed. Nothing for the first version.
		pub reason: Option<ChangeReason>,
	}

	/// What was captured on a form, in its newest version.
	#[derive(Copy)]
	pub struct Capture<AccountId> {
		/// The version, from 1.
		pub version: u32,
		/// The commitment to the values.
		pub values: Digest,
		/// The record that the values were taken from, if it is one of the patient's on chain.
		pub source: Option<RecordId>,
		/// Why it was changed. Nothing for version 1.
		pub reason: Option<ChangeReason>,
		/// Who has captured it.
		pub author: AccountId,
		/// When.
		pub recorded: Moment,
		/// The hash over all versions: `blake2("galen/capture" ‖ hash before ‖ SCALE(version,
		/// values, source, reason, author, recorded))`. Whoever holds the versions proves by it that
		/// none is missing.
		pub head: [u8; 32],
	}

	/// How a visit went.
	#[derive(Copy)]
	pub enum VisitOutcome {
		/// As planned.
		#[codec(index = 0)]
		Done,
		/// Before or after the days on which it was to be.
		#[codec(index = 1)]
		OutOfWindow,
		/// The subject didn't come.
		#[codec(index = 2)]
		Missed,
	}

	/// A visit.
	#[derive(Copy)]
	pub struct Visit {
		/// How it went.
		pub outcome: VisitOutcome,
		/// When, as the site claims.
		pub occurred: Moment,
		/// When the chain heard of it.
		pub recorded: Moment,
	}

	/// What wasn't done as the protocol has it (ICH E3).
	#[derive(Copy)]
	pub enum DeviationKind {
		/// Informed consent.
		#[codec(index = 0)]
		Consent,
		/// Who may take part.
		#[codec(index = 1)]
		Eligibility,
		/// What is given, and how much of it.
		#[codec(index = 2)]
		Intervention,
		/// What must not be given.
		#[codec(index = 3)]
		ProhibitedMedication,
		/// Visits and their days.
		#[codec(index = 4)]
		VisitSchedule,
		/// Procedures and samples.
		#[codec(index = 5)]
		Procedures,
		/// Reporting of adverse events.
		#[codec(index = 6)]
		SafetyReporting,
		/// Blinding.
		#[codec(index = 7)]
		Blinding,
		/// Something else.
		#[codec(index = 8)]
		Other,
	}

	/// What is reported of a deviation.
	#[derive(Copy)]
	pub struct DeviationTerms {
		/// The site.
		pub site: InstitutionId,
		/// The subject, if it is about one.
		pub subject: Option<SubjectNumber>,
		/// What wasn't done.
		pub kind: DeviationKind,
		/// Whether it may affect somebody's rights or safety, or what the study shows (ICH E3:
		/// important protocol deviation).
		pub is_important: bool,
		/// The digest of the report.
		pub document: Digest,
		/// When it happened, as the reporter claims.
		pub occurred: Moment,
	}

	/// A deviation from the protocol.
	#[derive(Copy)]
	pub struct Deviation {
		/// What was reported.
		pub terms: DeviationTerms,
		/// By which institution: the site or the sponsor.
		pub by: InstitutionId,
		/// When the chain heard of it.
		pub recorded: Moment,
	}

	/// How far a query is.
	#[derive(Copy)]
	pub enum QueryStatus {
		/// Raised, and not answered.
		#[codec(index = 0)]
		Open,
		/// The site has answered.
		#[codec(index = 1)]
		Answered,
		/// The sponsor is content. Final.
		#[codec(index = 2)]
		Closed,
	}

	/// A question of the sponsor's about what was captured.
	#[derive(Copy)]
	pub struct Query {
		/// The subject.
		pub subject: SubjectNumber,
		/// The form.
		pub form: FormKey,
		/// The version that it is about.
		pub version: u32,
		/// How far it is.
		pub status: QueryStatus,
		/// The digest of what was said last.
		pub document: Digest,
		/// When it was raised.
		pub raised: Moment,
		/// When its status changed last.
		pub changed: Moment,
	}

	/// What is counted of how a study is carried out.
	#[derive(Copy, Default)]
	pub struct ConductFile {
		/// Deviations.
		pub deviations: u32,
		/// Those that are important.
		pub important: u32,
		/// Queries.
		pub queries: u32,
		/// Those that aren't closed.
		pub unclosed: u32,
	}
}
