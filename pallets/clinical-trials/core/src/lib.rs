// SPDX-License-Identifier: Apache-2.0

//! # Clinical trials core
//!
//! The rules of clinical trials, pure, without FRAME. The chain runs them in
//! `pallet-clinical-trials`; sponsors, sites and auditors run the same code.
//!
//! - [`registry`]: the identifiers that registries and publishers assign ([`NctId`],
//!   [`EuCtNumber`], [`is_doi`]).
//! - [`study`]: what a study may become ([`StudyStatus::may_become`]).
//! - [`subject`]: what a subject may become ([`SubjectStatus::may_become`]), and why it leaves.
//! - [`clock`]: deadlines in calendar days of UTC.
//! - [`safety`]: what an adverse event is ([`Case`]), and what has to be reported by when
//!   ([`Obligation`]).
//! - [`allocation`]: sealed lists of arms: their leaves, their salts, and how an opened list is
//!   checked against what was committed ([`allocation::check`]).
//! - [`flow`]: how many started, completed and left, arm by arm ([`ArmFlow`]).
//! - [`shares`]: parts of a whole in basis points.

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

pub mod clock;
pub mod shares;

// What derives codecs casts an enum's index.
#[allow(clippy::as_conversions)]
pub mod allocation;
#[allow(clippy::as_conversions)]
pub mod flow;
#[allow(clippy::as_conversions)]
pub mod registry;
#[allow(clippy::as_conversions)]
pub mod safety;
#[allow(clippy::as_conversions)]
pub mod study;
#[allow(clippy::as_conversions)]
pub mod subject;

pub use allocation::{Arm, ListId, Opening, Point, Stratum};
pub use clock::{deadline, is_late};
pub use flow::{total, ArmFlow, FlowFlaw, FlowTotals, ReasonCount};
pub use registry::{is_doi, EuCtNumber, NctId};
pub use safety::{
	Case, CaseFlaw, Causality, Expectedness, Obligation, Outcome, SeriousnessCriteria, Severity,
};
pub use shares::{are_whole, WHOLE};
pub use study::StudyStatus;
pub use subject::{DataChoice, ExclusionReason, OffStudyReason, SubjectStatus, UnregisteredReason};

/// Gives every plain type below the derives that storage, calls and events ask for.
macro_rules! chain_type {
	($($(#[$meta:meta])* pub $kind:tt $name:ident $body:tt)+) => {
		$(
			$(#[$meta])*
			#[derive(
				Clone, Copy, PartialEq, Eq, Debug, codec::Encode, codec::Decode,
				codec::DecodeWithMemTracking, codec::MaxEncodedLen, scale_info::TypeInfo,
			)]
			pub $kind $name $body
		)+
	};
}
pub(crate) use chain_type;
