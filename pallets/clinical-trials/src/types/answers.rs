// SPDX-License-Identifier: Apache-2.0

//! What view functions answer.

use super::{Approval, Study, Subject, SubjectNumber};
use clinical_trials_core::{Arm, SubjectStatus};
use codec::{Decode, Encode};
use galen_primitives::Moment;
use scale_info::TypeInfo;

/// A study, with what follows from the clock.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct StudyInfo {
	/// What is stored.
	pub study: Study,
	/// Whether the current version has an approval that is valid now, of the committee that the
	/// study was submitted to.
	pub approved: bool,
	/// The oldest version that a subject may have signed.
	pub least_signed: u32,
	/// How many are being screened, or eligible and not enrolled.
	pub in_screening: u32,
	/// How many are on study, as far as is recorded.
	pub on_study: u32,
}

/// A subject, with what follows from the consent.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SubjectInfo<AccountId> {
	/// What is stored.
	pub subject: Subject<AccountId>,
	/// How the subject stands: off study, too, if consent was withdrawn and nobody has booked it.
	pub status: SubjectStatus,
	/// Whether consent to the use of data was withdrawn.
	pub consent_withdrawn: bool,
	/// Whether an amendment asks for another signature.
	pub reconsent_due: bool,
}

/// Whether an approval is valid.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ApprovalInfo {
	/// What is stored.
	pub approval: Approval,
	/// Whether it is valid now.
	pub valid: bool,
}

/// What the chain says to a clinician who was told a subject's arm.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum LeafCheck {
	/// That is the arm.
	#[codec(index = 0)]
	Genuine,
	/// It isn't.
	#[codec(index = 1)]
	Refuted,
	/// The subject has no allocation at that point.
	#[codec(index = 2)]
	NotRandomised,
}

/// A subject's arm, once the list is open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct ArmInfo {
	/// The subject.
	pub subject: SubjectNumber,
	/// The arm.
	pub arm: Arm,
	/// When the list was opened.
	pub opened: Moment,
}

/// What the chain says of a kit whose arm somebody was told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub enum KitCheck {
	/// The kit holds that arm's treatment, and it is the arm that was allocated to the subject.
	#[codec(index = 0)]
	Right,
	/// The kit holds that arm's treatment; the list of allocations isn't open yet.
	#[codec(index = 1)]
	Genuine,
	/// The kit holds another arm's treatment than was allocated to the subject.
	#[codec(index = 2)]
	WrongArm,
	/// The kit isn't what was told.
	#[codec(index = 3)]
	Refuted,
	/// No such kit was handed out, or the study has no kit list.
	#[codec(index = 4)]
	Unknown,
}
