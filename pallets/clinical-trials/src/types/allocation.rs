// SPDX-License-Identifier: Apache-2.0

//! Sealed lists, what is allocated from them, and kits.

use super::{chain_type, SubjectNumber};
use clinical_trials_core::{Point, Stratum};
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{merkle::MAX_PATH, Digest, InstitutionId, Moment, StudyId};

/// A path in a sealed list, from the leaf up.
pub type AllocationPath = BoundedVec<[u8; 32], ConstU32<MAX_PATH>>;

chain_type! {
	/// A list of arms, sealed: its root is known, and nothing else until it is opened.
	#[derive(Copy)]
	pub struct AllocationList {
		/// The root of the tree over its leaves ([`clinical_trials_core::allocation`]).
		pub root: Digest,
		/// How many leaves there are.
		pub length: u32,
		/// The index of the leaf that is used next.
		pub next: u32,
		/// The institution whose statistician has committed it.
		pub by: InstitutionId,
		/// When it was committed.
		pub committed: Moment,
		/// When it was opened.
		pub opened: Option<Moment>,
	}

	/// Why an arm is made known.
	#[derive(Copy)]
	pub enum UnblindingPurpose {
		/// To treat the subject.
		#[codec(index = 0)]
		Emergency,
		/// As the protocol provides.
		#[codec(index = 1)]
		Planned,
		/// It happened.
		#[codec(index = 2)]
		Inadvertent,
	}

	/// Why it was needed.
	#[derive(Copy)]
	pub enum UnblindingReason {
		/// A serious adverse event.
		#[codec(index = 0)]
		SeriousAdverseEvent,
		/// An overdose.
		#[codec(index = 1)]
		Overdose,
		/// A pregnancy, or an exposure during one, of the subject or somebody else. Not told from
		/// other exposures, since subject numbers are public.
		#[codec(index = 2)]
		Exposure,
		/// Another treatment depends on it.
		#[codec(index = 3)]
		FurtherTreatment,
		/// Reporting to an authority asks for it.
		#[codec(index = 4)]
		RegulatoryReporting,
		/// Another reason.
		#[codec(index = 5)]
		Other,
	}

	/// That somebody learnt a subject's arm. Which arm it is stays off chain.
	#[derive(Copy)]
	pub struct Unblinding<AccountId> {
		/// Who.
		pub by: AccountId,
		/// For which institution.
		pub institution: InstitutionId,
		/// What for.
		pub purpose: UnblindingPurpose,
		/// Why.
		pub reason: UnblindingReason,
		/// When.
		pub at: Moment,
	}

	/// What was allocated to a subject at a randomisation point.
	#[derive(Copy)]
	pub struct Allocation<AccountId> {
		/// The stratum, which says which list.
		pub stratum: Stratum,
		/// The index of the leaf.
		pub index: u32,
		/// The leaf.
		pub leaf: [u8; 32],
		/// When.
		pub at: Moment,
		/// Who learnt the arm last.
		pub unblinded: Option<Unblinding<AccountId>>,
		/// How often somebody did.
		pub unblindings: u32,
	}

	/// A study's kits, sealed: which serial number holds which arm's treatment.
	#[derive(Copy)]
	pub struct KitList {
		/// The root of the tree over its leaves ([`clinical_trials_core::allocation::kit_leaf`]).
		pub root: Digest,
		/// How many leaves there are.
		pub length: u32,
		/// The institution whose statistician has committed it.
		pub by: InstitutionId,
		/// When it was committed.
		pub committed: Moment,
	}

	/// What proves that a leaf is one of a study's kits.
	pub struct KitProof {
		/// The leaf.
		pub leaf: [u8; 32],
		/// Its index.
		pub index: u32,
		/// The path from the leaf to the root.
		pub path: AllocationPath,
	}

	/// A kit that was handed to a subject.
	#[derive(Copy)]
	pub struct Handout {
		/// The study.
		pub study: StudyId,
		/// The subject.
		pub subject: SubjectNumber,
		/// The randomisation point whose treatment it is.
		pub point: Point,
		/// The leaf of the study's kit list that the kit is said to be, and its index.
		pub kit: Option<(u32, [u8; 32])>,
		/// When it was recorded.
		pub at: Moment,
	}
}
