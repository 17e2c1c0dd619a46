// SPDX-License-Identifier: Apache-2.0

//! What a log, a grant, an encounter and a use of break-glass are.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound,
	PartialEqNoBound,
};
pub use galen_primitives::EncounterId;
use galen_primitives::{
	keys::PublicKey, Actor, Basis, BreakGlassId, Denial, DepartmentId, Digest, FieldGroups,
	InstitutionId, Moment, PatientId, PurposeOfUse, RecordId, Requester, StudyId,
};
use scale_info::TypeInfo;

/// A grant, numbered in the order of granting.
pub type GrantId = u64;

/// Gives every plain type below the derives that storage, calls and events ask for.
macro_rules! chain_type {
	($($(#[$meta:meta])* pub $kind:tt $name:ident $body:tt)+) => {
		$(
			$(#[$meta])*
			#[derive(
				Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking,
				MaxEncodedLen, TypeInfo,
			)]
			pub $kind $name $body
		)+
	};
}

/// The same for types that name accounts.
macro_rules! account_type {
	($($(#[$meta:meta])* pub $kind:tt $name:ident<AccountId> $body:tt)+) => {
		$(
			$(#[$meta])*
			#[derive(
				Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen,
				TypeInfo,
			)]
			pub $kind $name<AccountId> $body
		)+
	};
}

chain_type! {
	/// Where a patient's log has got to: enough to tell whether a copy of it is complete.
	#[derive(Default)]
	pub struct LogHead {
		/// How many entries there are.
		pub entries: u64,
		/// The hash that the last of them led to; zeros before the first.
		pub head: [u8; 32],
	}

	/// What an entry of a log tells.
	pub enum Happening {
		/// A request was permitted. The custodian has yet to release the data.
		#[codec(index = 0)]
		Granted {
			/// The grant.
			grant: GrantId,
			/// What the permit rests on.
			basis: Basis,
			/// The key that the data is to be encrypted to.
			recipient_key: PublicKey,
			/// When the grant expires.
			expires: Moment,
		},
		/// A request was denied.
		#[codec(index = 1)]
		Denied {
			/// Why.
			denial: Denial,
		},
		/// Data was used on the spot: another pallet asked the gate and acted on its permit.
		#[codec(index = 2)]
		Accessed {
			/// What the permit rests on.
			basis: Basis,
		},
		/// The custodian has handed the encrypted data over.
		#[codec(index = 3)]
		Released {
			/// The grant.
			grant: GrantId,
			/// The digest of the ciphertext.
			payload: Digest,
			/// What the permit rested on by then.
			basis: Basis,
		},
		/// The recipient has what the custodian released. The grant is closed.
		#[codec(index = 4)]
		Received {
			/// The grant.
			grant: GrantId,
			/// The digest of the ciphertext.
			payload: Digest,
		},
		/// The custodian won't release the data. The grant is closed.
		#[codec(index = 5)]
		NotReleased {
			/// The grant.
			grant: GrantId,
			/// Why.
			reason: RefusalReason,
		},
		/// A grant expired before it was closed.
		#[codec(index = 6)]
		Lapsed {
			/// The grant.
			grant: GrantId,
			/// Whether the data was released, and only the receipt is missing.
			released: bool,
		},
		/// Somebody has broken the glass.
		#[codec(index = 7)]
		GlassBroken {
			/// The use.
			id: BreakGlassId,
			/// Why.
			reason: BreakGlassReason,
			/// When the emergency began.
			from: Moment,
			/// When access ends by itself.
			expires: Moment,
			/// Whether it was declared afterwards.
			late: bool,
			/// Who reviews it; nobody named: a regulator.
			reviewer: Option<InstitutionId>,
		},
		/// Who broke the glass needs access no longer.
		#[codec(index = 8)]
		GlassClosed {
			/// The use.
			id: BreakGlassId,
		},
		/// Who broke the glass has stated the reasons.
		#[codec(index = 9)]
		ReasonsStated {
			/// The use.
			id: BreakGlassId,
			/// The salted commitment to the statement.
			statement: Digest,
			/// Whether that was due before.
			late: bool,
		},
		/// A use of break-glass was reviewed.
		#[codec(index = 10)]
		Reviewed {
			/// The use.
			id: BreakGlassId,
			/// What was found.
			finding: Finding,
		},
		/// The patient contests a use of break-glass or what was found of it.
		#[codec(index = 11)]
		Disputed {
			/// The use.
			id: BreakGlassId,
		},
	}

	/// Why a custodian doesn't release what was granted.
	pub enum RefusalReason {
		/// It isn't permitted any more, as far as the chain knows or by labels that it doesn't.
		#[codec(index = 0)]
		NoLongerPermitted,
		/// The custodian has the data no more.
		#[codec(index = 1)]
		NotAvailable,
		/// A law or a court forbids it.
		#[codec(index = 2)]
		LegalRestriction,
		/// Encryption or transport failed, or the recipient couldn't be reached.
		#[codec(index = 3)]
		TechnicalFailure,
		/// The custodian doubts that the request is genuine.
		#[codec(index = 4)]
		Suspicious,
	}

	/// Where a grant stands.
	pub enum GrantStatus {
		/// Granted, not released.
		#[codec(index = 0)]
		NotReleased,
		/// Released, not confirmed.
		#[codec(index = 1)]
		NotConfirmed,
		/// Granted and never released: it can't be any more.
		#[codec(index = 2)]
		ExpiredUnreleased,
		/// Released and not confirmed in time. It still can be.
		#[codec(index = 3)]
		ExpiredUnconfirmed,
	}

	/// Who answers for an open grant.
	pub enum GrantHolder {
		/// An institution, for its staff.
		#[codec(index = 0)]
		Institution(InstitutionId),
		/// A patient, for whoever speaks for them.
		#[codec(index = 1)]
		Patient(PatientId),
	}

	/// The setting of an encounter, named as in HL7 v3 ActEncounterCode.
	pub enum EncounterClass {
		/// Ambulatory.
		#[codec(index = 0)]
		AMB,
		/// Emergency.
		#[codec(index = 1)]
		EMER,
		/// In the field.
		#[codec(index = 2)]
		FLD,
		/// At home.
		#[codec(index = 3)]
		HH,
		/// Inpatient.
		#[codec(index = 4)]
		IMP,
		/// Inpatient, acute.
		#[codec(index = 5)]
		ACUTE,
		/// Inpatient, not acute.
		#[codec(index = 6)]
		NONAC,
		/// Under observation.
		#[codec(index = 7)]
		OBSENC,
		/// Before admission.
		#[codec(index = 8)]
		PRENC,
		/// Short stay.
		#[codec(index = 9)]
		SS,
		/// Virtual.
		#[codec(index = 10)]
		VR,
	}

	/// Where an encounter stands (FHIR encounter-status).
	pub enum EncounterStatus {
		/// It is under way.
		#[codec(index = 0)]
		InProgress,
		/// It is over.
		#[codec(index = 1)]
		Finished,
		/// It didn't come about. Final, but for an error.
		#[codec(index = 2)]
		Cancelled,
		/// It should never have been recorded. Final.
		#[codec(index = 3)]
		EnteredInError,
	}

	/// Why somebody breaks the glass.
	pub enum BreakGlassReason {
		/// A life is in danger.
		#[codec(index = 0)]
		LifeThreatening,
		/// The patient can't be asked, and waiting would do harm.
		#[codec(index = 1)]
		Unconscious,
		/// Others are in danger (v3 ActReason THREAT).
		#[codec(index = 2)]
		PublicHealthThreat,
		/// Many are hurt at once (v3 ActReason DISASTER).
		#[codec(index = 3)]
		Disaster,
		/// Who speaks for the patient can't be reached, and waiting would do harm.
		#[codec(index = 4)]
		RepresentativeUnreachable,
	}

	/// What a review of break-glass comes to.
	pub enum Finding {
		/// It was right to break the glass.
		#[codec(index = 0)]
		Justified,
		/// It wasn't.
		#[codec(index = 1)]
		Unjustified,
	}

	/// The reasons in the words of who broke the glass.
	pub struct Statement {
		/// The salted commitment to them.
		pub content: Digest,
		/// When it came on chain.
		pub at: Moment,
	}

	/// How often rights had been restored when a finding was counted against them. What was found
	/// before a restoration no longer counts, so a finding that is reversed is taken off only where
	/// it still does.
	pub struct Counted {
		/// The right of who broke the glass.
		pub actor: u32,
		/// The right of that institution.
		pub institution: u32,
	}

	/// A statement that is still to come.
	pub struct Awaited {
		/// The use of break-glass.
		pub id: BreakGlassId,
		/// When it is due.
		pub due: Moment,
	}

	/// A review that is still to come.
	pub struct Owed {
		/// The use of break-glass.
		pub id: BreakGlassId,
		/// When the review is due.
		pub due: Moment,
		/// The institution whose staff broke the glass.
		pub institution: InstitutionId,
	}

	/// Whether the reasons of a use of break-glass were stated.
	pub enum StatementStatus {
		/// They are due.
		#[codec(index = 0)]
		Due,
		/// They were due and aren't here.
		#[codec(index = 1)]
		Missing,
		/// In time.
		#[codec(index = 2)]
		Given,
		/// After they were due.
		#[codec(index = 3)]
		GivenLate,
	}

	/// Where the review of a use of break-glass stands.
	pub enum ReviewStatus {
		/// An institution has to review it.
		#[codec(index = 0)]
		Awaited {
			/// Which.
			by: InstitutionId,
			/// Until when.
			due: Moment,
		},
		/// A regulator has to: nobody else could, or nobody did in time, or the patient disputes.
		#[codec(index = 1)]
		WithRegulator {
			/// Whether the patient disputes.
			disputed: bool,
		},
		/// It was reviewed.
		#[codec(index = 2)]
		Found {
			/// What was found.
			finding: Finding,
			/// Whether that is final.
			settled: bool,
		},
	}

	/// Why a copy of a log isn't accepted.
	pub enum LogError {
		/// There are more or fewer entries in the log.
		#[codec(index = 0)]
		CountDiffers {
			/// How many there are.
			entries: u64,
		},
		/// The entries aren't in the order of their numbers, or one is there twice.
		#[codec(index = 1)]
		OutOfOrder {
			/// The number that should have come.
			expected: u64,
		},
		/// An entry isn't as it was written.
		#[codec(index = 2)]
		Altered,
		/// The period asked for is empty.
		#[codec(index = 3)]
		EmptyPeriod,
	}
}

account_type! {
	/// Which data somebody is to have, and what for.
	pub struct DataUse<AccountId> {
		/// Who is to have it.
		pub recipient: Requester<AccountId>,
		/// Who keeps it.
		pub custodian: InstitutionId,
		/// The record.
		pub record: RecordId,
		/// Its version.
		pub version: u32,
		/// The parts of it; of a permit what is left of those that were wanted.
		pub fields: FieldGroups,
		/// What for.
		pub purpose: PurposeOfUse,
		/// The study, for research in one.
		pub study: Option<StudyId>,
	}

	/// An entry of a patient's log.
	pub struct LogEntry<AccountId> {
		/// Its number, counted from 1.
		pub number: u64,
		/// When it was written.
		pub at: Moment,
		/// Who caused it.
		pub actor: Requester<AccountId>,
		/// What happened.
		pub what: Happening,
		/// The data it is about, if any.
		pub data: Option<DataUse<AccountId>>,
		/// Whether it is a disclosure that 45 CFR 164.528 asks an account of.
		pub accountable: bool,
	}

	/// A permit that waits to be used: the recipient may have this version's fields for this
	/// purpose, encrypted to this key, until it expires.
	pub struct Grant<AccountId> {
		/// Whose data it is.
		pub patient: PatientId,
		/// Which data, for whom, what for.
		pub data: DataUse<AccountId>,
		/// The key that the data is to be encrypted to.
		pub recipient_key: PublicKey,
		/// What the permit rests on.
		pub basis: Basis,
		/// When it was granted.
		pub granted: Moment,
		/// Until when the data can be released.
		pub expires: Moment,
		/// The release, once made.
		pub released: Option<Release<AccountId>>,
	}

	/// That the custodian has handed encrypted data over.
	pub struct Release<AccountId> {
		/// When it said so.
		pub at: Moment,
		/// The digest of the ciphertext.
		pub payload: Digest,
		/// Who did it.
		pub by: AccountId,
	}

	/// A patient's contact with an institution (FHIR Encounter).
	pub struct Encounter<AccountId> {
		/// The patient.
		pub patient: PatientId,
		/// The institution.
		pub institution: InstitutionId,
		/// Its department.
		pub department: DepartmentId,
		/// The setting.
		pub class: EncounterClass,
		/// Who opened it.
		pub opened_by: AccountId,
		/// When it began, as the provider claims.
		pub started: Moment,
		/// When it came on chain.
		pub recorded: Moment,
		/// When it was over, as the provider claims.
		pub finished: Option<Moment>,
		/// Who says so besides the provider.
		pub confirmed: Option<Confirmation<AccountId>>,
		/// Where it stands.
		pub status: EncounterStatus,
	}

	/// That an encounter took place.
	pub struct Confirmation<AccountId> {
		/// Who says so.
		pub by: Confirmer<AccountId>,
		/// When.
		pub at: Moment,
	}

	/// Who can say that an encounter took place.
	pub enum Confirmer<AccountId> {
		/// The patient or who speaks for them.
		#[codec(index = 0)]
		Patient(AccountId),
		/// Staff of the same institution in another department.
		#[codec(index = 1)]
		Countersigner {
			/// Who.
			account: AccountId,
			/// The other department.
			department: DepartmentId,
		},
	}

	/// What a reviewer has decided.
	pub struct Decision<AccountId> {
		/// What was found.
		pub finding: Finding,
		/// When.
		pub at: Moment,
		/// By whom.
		pub by: Actor<AccountId>,
		/// For what is unjustified, against what it counted.
		pub counted: Option<Counted>,
	}

	/// How far the review of a use of break-glass has come.
	pub enum Review<AccountId> {
		/// Nobody has reviewed it. It is the reviewer's until it is due, then a regulator's.
		#[codec(index = 0)]
		Awaited,
		/// It was reviewed.
		#[codec(index = 1)]
		Found(Decision<AccountId>),
		/// The patient contests it: a regulator has to decide.
		#[codec(index = 2)]
		Disputed {
			/// When that was.
			at: Moment,
			/// What had been decided, which holds until then.
			before: Option<Decision<AccountId>>,
		},
		/// A regulator has decided after a dispute. Final.
		#[codec(index = 3)]
		Settled(Decision<AccountId>),
	}

	/// A use of break-glass.
	pub struct BreakGlassUse<AccountId> {
		/// Whose data was opened.
		pub patient: PatientId,
		/// Who broke the glass.
		pub actor: Actor<AccountId>,
		/// Why.
		pub reason: BreakGlassReason,
		/// When it came on chain.
		pub declared: Moment,
		/// Whether it was declared afterwards.
		pub late: bool,
		/// When the emergency began.
		pub from: Moment,
		/// When access ends by itself.
		pub expires: Moment,
		/// When it ended before.
		pub ended: Option<Moment>,
		/// When the actor's own statement is due.
		pub statement_due: Moment,
		/// That statement.
		pub statement: Option<Statement>,
		/// The institution that reviews it; without one, a regulator does.
		pub reviewer: Option<InstitutionId>,
		/// When the review is due.
		pub review_due: Moment,
		/// The review.
		pub review: Review<AccountId>,
	}
}

/// How somebody, or an institution, has lived up to what comes with breaking the glass.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	DefaultNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(Max))]
#[codec(mel_bound())]
pub struct Conduct<Max: Get<u32>> {
	/// Uses found unjustified since the right was last restored.
	pub unjustified: u32,
	/// Statements that weren't here in time since then, and are no longer awaited.
	pub missing: u32,
	/// Statements that are still to come, the earliest due first. One whose time is up counts
	/// as missing without anybody's doing.
	pub awaiting: BoundedVec<Awaited, Max>,
	/// How often the right was restored.
	pub restorations: u32,
}

/// Somebody's right to break the glass.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	DefaultNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(Max))]
#[codec(mel_bound())]
pub struct Privilege<Max: Get<u32>> {
	/// When it was used lately: what the limit on the rate counts.
	pub uses: BoundedVec<Moment, Max>,
	/// What came of the uses.
	pub conduct: Conduct<Max>,
}

/// What an institution has to review.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	DefaultNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(Max))]
#[codec(mel_bound())]
pub struct Reviewing<Max: Get<u32>> {
	/// What it has yet to review, or a regulator in its place.
	pub outstanding: BoundedVec<Owed, Max>,
	/// How many reviews it let fall due.
	pub overdue: u32,
}

/// Gives types that are only answered their derives.
macro_rules! answer_type {
	($($(#[$meta:meta])* pub struct $name:ident $(<$account:ident>)? { $($body:tt)* })+) => {
		$(
			$(#[$meta])*
			#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
			pub struct $name $(<$account>)? { $($body)* }
		)+
	};
}

answer_type! {
	/// A grant as it is shown.
	pub struct GrantInfo<AccountId> {
		/// The grant.
		pub grant: Grant<AccountId>,
		/// Where it stands now.
		pub status: GrantStatus,
		/// Whether a device measured what the record says, and was found out of tolerance later.
		pub suspect: bool,
	}

	/// A use of break-glass as it is shown.
	pub struct BreakGlassInfo<AccountId> {
		/// The use.
		pub declared: BreakGlassUse<AccountId>,
		/// Whether it gives access now.
		pub open: bool,
		/// Whether the reasons were stated.
		pub statement: StatementStatus,
		/// Where the review stands.
		pub review: ReviewStatus,
	}

	/// The right to break the glass as it is shown.
	pub struct RightInfo {
		/// Whether it is suspended now.
		pub suspended: bool,
		/// Uses found unjustified since it was last restored.
		pub unjustified: u32,
		/// Statements that weren't here in time since then.
		pub missing: u32,
		/// Statements that aren't here, due or missing.
		pub awaiting: Vec<Awaited>,
	}

	/// What an institution has to review, as it is shown.
	pub struct ReviewerInfo {
		/// What it has yet to review.
		pub outstanding: Vec<Owed>,
		/// What it hasn't reviewed in time and a regulator now has to.
		pub escalated: Vec<BreakGlassId>,
		/// How many reviews it let fall due before, that have been decided since.
		pub overdue: u32,
	}

	/// A disclosure of a patient's data (45 CFR 164.528(b)).
	pub struct Disclosure<AccountId> {
		/// The number of the entry that tells of it.
		pub entry: u64,
		/// When.
		pub at: Moment,
		/// Which data, to whom, what for.
		pub data: DataUse<AccountId>,
		/// What permitted it.
		pub basis: Basis,
		/// Whether an account of it is owed; the others are exempt.
		pub accountable: bool,
		/// When the recipient confirmed to have it.
		pub received: Option<Moment>,
	}

	/// Several disclosures to one recipient for one purpose (45 CFR 164.528(b)(3)).
	pub struct Summary<AccountId> {
		/// The recipient.
		pub recipient: Recipient<AccountId>,
		/// What for.
		pub purpose: PurposeOfUse,
		/// Whether an account of them is owed.
		pub accountable: bool,
		/// When the first was.
		pub first: Moment,
		/// When the last was.
		pub last: Moment,
		/// How many there were.
		pub count: u32,
	}

	/// Who got a patient's data within a period.
	pub struct Accounting<AccountId> {
		/// Each disclosure, in the order of time.
		pub disclosures: Vec<Disclosure<AccountId>>,
		/// The same by recipient and purpose.
		pub summaries: Vec<Summary<AccountId>>,
	}
}

/// Who got data, whichever member of staff it was.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode, TypeInfo)]
pub enum Recipient<AccountId> {
	/// An institution.
	#[codec(index = 0)]
	Institution(InstitutionId),
	/// The patient or who speaks for them.
	#[codec(index = 1)]
	Patient(AccountId),
}
