// SPDX-License-Identifier: Apache-2.0

//! What the pallet stores and answers.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
pub use galen_primitives::Scope;
use galen_primitives::{
	keys::{Signature, VerifyingKey},
	Digest, InstitutionId, Moment, PatientId,
};
use scale_info::TypeInfo;

/// Who holds a pseudonym.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Control<AccountId> {
	/// Nobody yet: whoever has the secret half of `claim_key` may say who will.
	#[codec(index = 0)]
	Unclaimed {
		/// Verifies the one claim. Gone once it was used.
		claim_key: VerifyingKey,
	},
	/// The account `account`, until the pseudonym is closed.
	#[codec(index = 1)]
	Controlled {
		/// The controller.
		account: AccountId,
	},
}

/// Whether anything can still be done in a patient's name.
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
pub enum Status {
	/// Yes.
	#[codec(index = 0)]
	Open,
	/// The sponsor has recorded that the patient died. It alone can take that back.
	#[codec(index = 1)]
	Deceased {
		/// When the chain took note. The day of the death stays off chain.
		recorded: Moment,
	},
	/// The pseudonym was given up, for ever.
	#[codec(index = 2)]
	Closed {
		/// When the chain took note.
		at: Moment,
	},
}

/// A pseudonym and what holds for it.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Patient<AccountId> {
	/// The care provider whose patients' share the patient's accounts draw on.
	pub sponsor: InstitutionId,
	/// Who holds the pseudonym. Of a closed one: who held it last.
	pub control: Control<AccountId>,
	/// Whether anything can still be done in its name.
	pub status: Status,
	/// The compartments, one bit each, that nobody sees in an emergency either.
	pub closed_to_break_glass: u64,
	/// What guardians sign next. It outlives every plan, so that no signature counts twice.
	pub recovery_nonce: u32,
	/// When it was opened.
	pub opened: Moment,
}

impl<AccountId> Patient<AccountId> {
	/// Whether somebody ever took control.
	pub fn is_claimed(&self) -> bool {
		matches!(self.control, Control::Controlled { .. })
	}
}

/// What an account is, or was, to a patient.
///
/// One read of this says who lets the account transact and in whose name it may speak.
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
pub enum PatientAccount {
	/// Controls the pseudonym.
	#[codec(index = 0)]
	Controller {
		/// The pseudonym.
		patient: PatientId,
		/// Its sponsor.
		sponsor: InstitutionId,
	},
	/// Represents the patient.
	#[codec(index = 1)]
	Representative {
		/// The pseudonym.
		patient: PatientId,
		/// Its sponsor.
		sponsor: InstitutionId,
		/// What the representative may speak for.
		scopes: Scopes,
		/// The first moment at which it may not any more.
		until: Option<Moment>,
	},
	/// May open one pseudonym.
	#[codec(index = 2)]
	VoucherHolder {
		/// The institution that issued the voucher.
		sponsor: InstitutionId,
		/// The first moment at which it is worth nothing.
		expires: Moment,
	},
	/// Will control the pseudonym when a recovery is complete, so that nobody else can take the
	/// account into service meanwhile and stop it.
	#[codec(index = 3)]
	Candidate {
		/// The pseudonym.
		patient: PatientId,
	},
	/// Served the patient once. May do so again, and will never serve another.
	#[codec(index = 4)]
	Former {
		/// The pseudonym.
		patient: PatientId,
	},
}

impl PatientAccount {
	/// The patient that the account controls, or represents in anything, at `now`.
	pub fn serves(&self, now: Moment) -> Option<PatientId> {
		match *self {
			Self::Controller { patient, .. } => Some(patient),
			Self::Representative { patient, until, .. } => is_before(now, until).then_some(patient),
			Self::VoucherHolder { .. } | Self::Candidate { .. } | Self::Former { .. } => None,
		}
	}

	/// The patient that the account speaks for at `now` in matters of `scope`.
	pub fn speaks_for(&self, scope: Scope, now: Moment) -> Option<PatientId> {
		let covered = match self {
			Self::Representative { scopes, .. } => scopes.cover(scope),
			_ => true,
		};
		self.serves(now).filter(|_| covered)
	}
}

/// Whether `now` lies before an end that may be open.
pub(crate) fn is_before(now: Moment, until: Option<Moment>) -> bool {
	until.is_none_or(|until| now < until)
}

/// A set of [`Scope`]s: bit `n` stands for the one with index `n`.
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
pub struct Scopes(pub u8);

impl Scopes {
	/// Bit 0.
	pub const CONSENT: Self = Self(1);
	/// Bit 1.
	pub const DISCLOSURE: Self = Self(1 << 1);
	/// Bit 2.
	pub const RESEARCH: Self = Self(1 << 2);
	/// Bit 3.
	pub const COVERAGE: Self = Self(1 << 3);
	/// Bit 4.
	pub const EVERYTHING: Self = Self(1 << 4);
	/// Every bit that stands for something.
	pub const ALL: Self = Self(0b1_1111);

	/// Whether `scope` is among these or goes with [`Scope::Everything`].
	pub const fn cover(self, scope: Scope) -> bool {
		let bit = match scope {
			Scope::Consent => Self::CONSENT,
			Scope::Disclosure => Self::DISCLOSURE,
			Scope::Research => Self::RESEARCH,
			Scope::Coverage => Self::COVERAGE,
			Scope::Everything => Self::EVERYTHING,
		};
		self.0 & (bit.0 | Self::EVERYTHING.0) != 0
	}

	/// Whether there is a scope, and no bit that stands for nothing.
	pub const fn is_valid(self) -> bool {
		self.0 != 0 && self.0 & !Self::ALL.0 == 0
	}
}

/// In what capacity a representative acts (HL7 v3 RoleCode, FHIR RelatedPerson.relationship).
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
pub enum RepresentativeKind {
	/// By law, as a parent for a child (`GUARD`).
	#[codec(index = 0)]
	Guardian,
	/// By a power of attorney (`POWATT`).
	#[codec(index = 1)]
	PowerOfAttorney,
	/// By a power of attorney for care alone (`HPOWATT`).
	#[codec(index = 2)]
	HealthcareProxy,
	/// By order of a court.
	#[codec(index = 3)]
	CourtAppointed,
}

/// An account that represents a patient.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Representative<AccountId> {
	/// The account.
	pub account: AccountId,
	/// In what capacity it acts.
	pub kind: RepresentativeKind,
	/// What it may speak for.
	pub scopes: Scopes,
	/// The first moment at which it may not any more.
	pub until: Option<Moment>,
	/// A salted commitment to the deed, order or declaration that makes it the representative.
	pub evidence: Digest,
	/// When it was appointed.
	pub since: Moment,
}

/// How control can be regained when the controller's key is lost.
///
/// Guardians are keys that serve nothing else, so that nothing on chain shows whom a patient
/// trusts.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxGuardians))]
pub struct RecoveryPlan<MaxGuardians: Get<u32>> {
	/// The guardians' keys.
	pub keys: BoundedVec<VerifyingKey, MaxGuardians>,
	/// How many of them must sign.
	pub threshold: u8,
	/// How long the controller can object.
	pub delay: Moment,
}

/// A recovery that enough guardians have signed and nobody has vetoed yet.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Attempt<AccountId> {
	/// Who will be the controller.
	pub new_controller: AccountId,
	/// From when on it can be completed.
	pub ready_at: Moment,
}

/// A guardian's signature over a recovery statement.
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
pub struct GuardianSignature {
	/// The position of the guardian's key in the plan.
	pub guardian: u8,
	/// The signature.
	pub signature: Signature,
}

/// An institution's offer to become a patient's sponsor.
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
pub struct SponsorshipOffer {
	/// The institution.
	pub institution: InstitutionId,
	/// The first moment at which the offer can't be accepted any more.
	pub expires: Moment,
}

/// What anyone may know of a patient: the answer of the view `patient`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct PatientInfo<AccountId> {
	/// Whether anything can still be done in its name.
	pub status: Status,
	/// The care provider that sponsors it.
	pub sponsor: InstitutionId,
	/// Whether somebody ever took control.
	pub claimed: bool,
	/// Who has control, unless it is unclaimed or closed.
	pub controller: Option<AccountId>,
	/// When it was opened.
	pub opened: Moment,
	/// The compartments, one bit each, that are closed to break-glass.
	pub closed_to_break_glass: u64,
}

impl<AccountId> From<Patient<AccountId>> for PatientInfo<AccountId> {
	fn from(patient: Patient<AccountId>) -> Self {
		let claimed = patient.is_claimed();
		let controller = match (patient.control, patient.status) {
			(_, Status::Closed { .. }) | (Control::Unclaimed { .. }, _) => None,
			(Control::Controlled { account }, _) => Some(account),
		};
		Self {
			status: patient.status,
			sponsor: patient.sponsor,
			claimed,
			controller,
			opened: patient.opened,
			closed_to_break_glass: patient.closed_to_break_glass,
		}
	}
}

/// How a patient's control can be recovered: the answer of the view `recovery`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct RecoveryInfo<AccountId> {
	/// The guardians' keys.
	pub keys: Vec<VerifyingKey>,
	/// How many of them must sign.
	pub threshold: u8,
	/// How long the controller can object.
	pub delay: Moment,
	/// What the next recovery statement must carry.
	pub nonce: u32,
	/// The recovery that runs.
	pub attempt: Option<Attempt<AccountId>>,
}
