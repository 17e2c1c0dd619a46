// SPDX-License-Identifier: Apache-2.0

//! # Primitives
//!
//! The nouns that two or more Galen pallets share, and the traits through which they ask each
//! other questions. No storage, no rules of one pallet alone, no FRAME: whoever checks off chain
//! uses them too.
//!
//! - [`identifiers`]: [`ChainId`], [`InstitutionId`], [`PatientId`], [`RecordId`].
//! - [`commitment`]: salted commitments to content that stays off chain.
//! - [`digest`]: [`Digest`], a digest that names its algorithm.
//! - [`merkle`]: trees over digests, and the paths that prove a leaf.
//! - [`gs1`], [`iso3166`]: identifiers that others assign, checked on entry.
//! - [`time`]: milliseconds, periods.
//! - [`standing`]: whether something is in force, kept as intervals so that the past has an answer.
//! - [`roles`]: what an institution is, what its staff do, and [`Actor`], who acts for whom.
//! - [`purpose`], [`access`]: what data is used for, who wants which, and what the answer can be.
//! - [`devices`], [`evidence`]: devices as others rely on them, and what proves that care happened.
//! - [`coverage`]: what benefits are about.
//! - [`keys`], [`statement`]: public keys, and what they sign off chain.
//! - [`seams`]: the traits between pallets. Their `()` refuses.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::as_conversions
	)
)]

extern crate alloc;

#[macro_use]
mod sets;

pub mod commitment;
pub mod iso3166;
pub mod merkle;
pub mod seams;
pub mod statement;

// What derives codecs casts an enum's index.
#[allow(clippy::as_conversions)]
pub mod access;
#[allow(clippy::as_conversions)]
pub mod coverage;
#[allow(clippy::as_conversions)]
pub mod devices;
#[allow(clippy::as_conversions)]
pub mod digest;
#[allow(clippy::as_conversions)]
pub mod evidence;
#[allow(clippy::as_conversions)]
pub mod gs1;
#[allow(clippy::as_conversions)]
pub mod identifiers;
#[allow(clippy::as_conversions)]
pub mod keys;
#[allow(clippy::as_conversions)]
pub mod purpose;
#[allow(clippy::as_conversions)]
pub mod roles;
#[allow(clippy::as_conversions)]
pub mod standing;
#[allow(clippy::as_conversions)]
pub mod time;

pub use access::{
	Access, AccessRequest, Basis, BreakGlassId, ConsentId, DataClass, DataClasses, DataScope,
	Denial, FieldGroup, FieldGroups, GroupId, Permit, PolicyId, RecordFacts, Requester, Scope,
	StudyId,
};
pub use coverage::{BenefitCategories, BenefitCategory};
pub use devices::{
	DeviceFacts, DeviceId, DevicePurpose, DeviceRefusal, DeviceSignature, DeviceUseId, SignedBy,
};
pub use digest::{Digest, HashAlgorithm};
pub use evidence::{
	Beneficiary, DispenseId, DispensedPack, EncounterId, EvidenceFacts, EvidenceId, EvidenceKind,
	EvidenceStanding,
};
pub use identifiers::{ChainId, InstitutionId, PatientId, RecordId};
pub use purpose::{PurposeOfUse, Purposes};
pub use roles::{
	Actor, DepartmentId, InstitutionKind, InstitutionKinds, Role, RoleSet, VotingClass,
};
pub use time::{Moment, Period};
