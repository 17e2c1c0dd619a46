// SPDX-License-Identifier: Apache-2.0

//! What the pallet stores, takes and answers.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
pub use galen_primitives::VotingClass;
use galen_primitives::{
	gs1::Gln,
	keys::{KeyPurposes, PublicKey},
	standing::{Reason, Standing, StandingError, Suspension},
	DepartmentId, GroupId, InstitutionId, InstitutionKinds, Period, Role,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A key of an institution, numbered in the order of publication.
pub type KeyId = u32;

/// A class of allowances, numbered by governance.
pub type AllowanceClassId = u8;

/// What every check of an actor reads of an institution. Kept small; the rest is in [`Profile`].
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxSuspensions))]
#[codec(mel_bound())]
pub struct Institution<MaxSuspensions: Get<u32>> {
	/// What it does.
	pub kinds: InstitutionKinds,
	/// When it was and is in force.
	pub standing: Standing<MaxSuspensions>,
}

/// What is known of an institution and no call of another pallet needs.
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxAffiliates, MaxServices, MaxEndpointLength))]
#[codec(mel_bound())]
pub struct Profile<MaxAffiliates: Get<u32>, MaxServices: Get<u32>, MaxEndpointLength: Get<u32>> {
	/// Where it votes.
	pub voting_class: VotingClass,
	/// Its Global Location Number, if it has one.
	pub gln: Option<Gln>,
	/// The country whose law it is under, ISO 3166-1 numeric.
	pub jurisdiction: u16,
	/// Institutions under common control, as it declares them; ascending.
	pub affiliates: BoundedVec<InstitutionId, MaxAffiliates>,
	/// Institutions under common control, as a regulator has found; ascending.
	pub attributed_affiliates: BoundedVec<InstitutionId, MaxAffiliates>,
	/// How many credentials of administrators aren't revoked.
	pub administrators: u32,
	/// Where its systems can be reached.
	pub services: BoundedVec<ServiceEndpoint<MaxEndpointLength>, MaxServices>,
	/// How many keys it has published, and so the number of the next.
	pub keys: KeyId,
}

/// What an account may do, and for whom. One account has one, for ever: see
/// [`Credentials`](crate::Credentials).
#[derive(
	CloneNoBound, PartialEqNoBound, EqNoBound, DebugNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxSuspensions))]
#[codec(mel_bound())]
pub struct Credential<MaxSuspensions: Get<u32>> {
	/// Whose staff it is.
	pub institution: InstitutionId,
	/// What it does there.
	pub role: Role,
	/// Where it works there.
	pub department: DepartmentId,
	/// When it was and is in force.
	pub standing: Standing<MaxSuspensions>,
}

/// That a member of staff belongs, or belonged, to a group of the own institution.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Membership {
	/// The group.
	pub group: GroupId,
	/// From when until when.
	pub period: Period,
}

/// A key that an institution has published.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct InstitutionKey {
	/// The key.
	pub key: PublicKey,
	/// What it is for.
	pub purposes: KeyPurposes,
	/// From its publication until it was rotated out or revoked.
	pub period: Period,
	/// Why it was revoked, if it was.
	pub revoked: Option<Reason>,
}

/// What a service does.
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
pub enum ServiceKind {
	/// The base of a FHIR RESTful API.
	#[codec(index = 0)]
	FhirRest,
	/// Releases records to those the chain has permitted.
	#[codec(index = 1)]
	RecordExchange,
	/// Lists the encryption keys of staff and devices.
	#[codec(index = 2)]
	KeyDirectory,
	/// A page that says whom to talk to.
	#[codec(index = 3)]
	Contact,
}

/// Where a service of an institution can be reached.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxLength))]
#[codec(mel_bound())]
pub struct ServiceEndpoint<MaxLength: Get<u32>> {
	/// What it does.
	pub kind: ServiceKind,
	/// An https URL in printable ASCII.
	pub endpoint: BoundedVec<u8, MaxLength>,
}

/// What every service endpoint starts with.
pub(crate) const SCHEME: &[u8] = b"https://";

impl<MaxLength: Get<u32>> ServiceEndpoint<MaxLength> {
	/// Whether the endpoint is an https URL that names a host, in printable ASCII.
	pub fn is_valid(&self) -> bool {
		self.endpoint.strip_prefix(SCHEME).is_some_and(|rest| {
			rest.first().is_some_and(u8::is_ascii_alphanumeric)
				&& rest.iter().all(u8::is_ascii_graphic)
		})
	}
}

/// What governance says about an institution that it admits.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Admission {
	/// What it does.
	pub kinds: InstitutionKinds,
	/// Where it votes.
	pub voting_class: VotingClass,
	/// Its Global Location Number, if it has one.
	pub gln: Option<Gln>,
	/// The country whose law it is under, ISO 3166-1 numeric.
	pub jurisdiction: u16,
	/// How much its members may transact.
	pub allowance_class: AllowanceClassId,
}

/// An institution that is a member from the first block on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisInstitution<AccountId> {
	/// What it does.
	pub kinds: InstitutionKinds,
	/// Where it votes.
	pub voting_class: VotingClass,
	/// Its Global Location Number, if it has one.
	pub gln: Option<Gln>,
	/// The country whose law it is under, ISO 3166-1 numeric.
	pub jurisdiction: u16,
	/// How much its members may transact.
	pub allowance_class: AllowanceClassId,
	/// Who administrates it.
	pub administrators: Vec<AccountId>,
}

impl<AccountId> GenesisInstitution<AccountId> {
	/// What governance would say about it.
	pub(crate) fn admission(&self) -> Admission {
		Admission {
			kinds: self.kinds,
			voting_class: self.voting_class,
			gln: self.gln,
			jurisdiction: self.jurisdiction,
			allowance_class: self.allowance_class,
		}
	}
}

/// How one share of an allowance fills up. The unit is that of transaction fees: 1 for 1 ps of
/// weight.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Refill {
	/// How much there can be at most.
	pub capacity: u64,
	/// How much comes with each block.
	pub per_block: u64,
}

impl Refill {
	/// What only operational calls may draw, and of staff only those of administrators and
	/// inspectors: a tenth of the capacity, so that whoever floods on a member's key can't keep the
	/// administrator from revoking it, nor a patient's flood the patient from withdrawing a
	/// consent.
	pub fn reserve(&self) -> u64 {
		self.capacity.checked_div(10).unwrap_or(0)
	}

	/// What has become of `level` after so many blocks.
	pub fn level_after(&self, level: u64, blocks: u64) -> u64 {
		level.saturating_add(self.per_block.saturating_mul(blocks)).min(self.capacity)
	}
}

/// How much the members of an institution and its patients may transact.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AllowanceClass {
	/// What the institution's staff draws on.
	pub members: Refill,
	/// What the patients whom the institution sponsors draw on.
	pub patients: Refill,
}

/// What is left of an institution's allowance.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Allowance<BlockNumber> {
	/// How it fills up.
	pub class: AllowanceClassId,
	/// What staff had left at `updated`.
	pub members: u64,
	/// What patients had left at `updated`.
	pub patients: u64,
	/// The block of the last change.
	pub updated: BlockNumber,
}

/// One of the two parts of an allowance. Neither can be drawn on by those of the other.
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
pub enum Share {
	/// For staff.
	#[codec(index = 0)]
	Members,
	/// For patients, so that their institution's staff can't crowd them out.
	#[codec(index = 1)]
	Patients,
}

/// What was taken out of an allowance, and of which.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Drawn {
	/// Whose allowance.
	pub institution: InstitutionId,
	/// Which part of it.
	pub share: Share,
	/// How much.
	pub amount: u64,
}

/// Why an account can't draw on an allowance.
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
pub enum AllowanceError {
	/// It is neither staff of an institution nor a patient's.
	#[codec(index = 0)]
	NotAMember,
	/// Its credential isn't valid yet, has expired, or is suspended or revoked.
	#[codec(index = 1)]
	CredentialNotInForce,
	/// Too little is left. It refills with every block.
	#[codec(index = 2)]
	Exhausted,
	/// Its institution is suspended or retired.
	#[codec(index = 3)]
	InstitutionNotInForce,
	/// Its institution no longer does what its role is for.
	#[codec(index = 4)]
	RoleNotAllowedAnyMore,
}

impl From<ActorError> for AllowanceError {
	fn from(error: ActorError) -> Self {
		match error {
			ActorError::NotStaff => Self::NotAMember,
			ActorError::CredentialNotInForce => Self::CredentialNotInForce,
			ActorError::InstitutionNotInForce => Self::InstitutionNotInForce,
			ActorError::RoleNotAllowedAnyMore => Self::RoleNotAllowedAnyMore,
		}
	}
}

/// Why an account acts for nobody.
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
pub enum ActorError {
	/// It never had a credential.
	#[codec(index = 0)]
	NotStaff,
	/// Its credential isn't valid yet, has expired, or is suspended or revoked.
	#[codec(index = 1)]
	CredentialNotInForce,
	/// The institution is suspended or retired.
	#[codec(index = 2)]
	InstitutionNotInForce,
	/// The institution no longer does what the role is for.
	#[codec(index = 3)]
	RoleNotAllowedAnyMore,
}

/// The answer to "which institution is this?".
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct InstitutionInfo {
	/// What it does.
	pub kinds: InstitutionKinds,
	/// Where it votes.
	pub voting_class: VotingClass,
	/// Its Global Location Number, if it has one.
	pub gln: Option<Gln>,
	/// The country whose law it is under, ISO 3166-1 numeric.
	pub jurisdiction: u16,
	/// Institutions under common control, as it declares them.
	pub affiliates: Vec<InstitutionId>,
	/// Institutions under common control, as a regulator has found.
	pub attributed_affiliates: Vec<InstitutionId>,
	/// How many credentials of administrators aren't revoked.
	pub administrators: u32,
	/// Since when it is a member, and until when it was.
	pub validity: Period,
	/// Why it was retired, if it was.
	pub ended: Option<Reason>,
	/// Its suspensions, as far as they are remembered.
	pub suspensions: Vec<Suspension>,
	/// Whether it is in force now.
	pub in_force: bool,
}

/// The answer to "whose account is this?".
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct CredentialInfo {
	/// Whose staff it is.
	pub institution: InstitutionId,
	/// What it does there.
	pub role: Role,
	/// Where it works there.
	pub department: DepartmentId,
	/// From when until when it is valid.
	pub validity: Period,
	/// Why it was revoked, if it was.
	pub ended: Option<Reason>,
	/// Its suspensions, as far as they are remembered.
	pub suspensions: Vec<Suspension>,
	/// Whether the credential is in force now. Its institution may not be.
	pub in_force: bool,
}

/// The answer to "how much may still be transacted?".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct AllowanceInfo {
	/// The class.
	pub class: AllowanceClassId,
	/// How the class fills up.
	pub refill: AllowanceClass,
	/// What staff has left now.
	pub members: u64,
	/// What patients have left now.
	pub patients: u64,
}

/// An institution as a W3C DID document (DID Core 1.0, section 5); texts are ASCII.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DidDocument {
	/// `did:galen:<chain id in hex>:<number of the institution>`.
	pub id: Vec<u8>,
	/// Who may change the document: the institution itself.
	pub controller: Vec<u8>,
	/// Whether the institution was retired.
	pub deactivated: bool,
	/// Every key that was ever published, in that order, so that old signatures can be checked.
	pub verification_methods: Vec<VerificationMethod>,
	/// Where the institution's systems can be reached.
	pub services: Vec<DidService>,
}

/// A key in a DID document.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct VerificationMethod {
	/// `<did>#key-<number of the key>`.
	pub id: Vec<u8>,
	/// The key.
	pub key: PublicKey,
	/// The verification relationships it stands in while it is valid.
	pub purposes: KeyPurposes,
	/// When it was valid.
	pub period: Period,
	/// Why it was revoked, if it was.
	pub revoked: Option<Reason>,
}

/// A service in a DID document.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct DidService {
	/// `<did>#service-<position>`.
	pub id: Vec<u8>,
	/// What it does.
	pub kind: ServiceKind,
	/// An https URL.
	pub endpoint: Vec<u8>,
}

impl<T> From<StandingError> for crate::Error<T> {
	fn from(error: StandingError) -> Self {
		match error {
			StandingError::Ended => Self::AlreadyEnded,
			StandingError::Suspended => Self::AlreadySuspended,
			StandingError::NotSuspended => Self::NotSuspended,
			StandingError::InvalidTerm => Self::InvalidTerm,
		}
	}
}
