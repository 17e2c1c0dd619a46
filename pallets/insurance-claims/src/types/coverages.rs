// SPDX-License-Identifier: Apache-2.0

//! Coverages, and what was used of them.

use super::{chain_type, Currency, PlanId};
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{Digest, InstitutionId, Moment, PatientId, Period};
use insurance_claims_core::Accumulators;

/// A coverage, numbered in the order of creation.
pub type CoverageId = u64;

/// A benefit period of a coverage, numbered from zero.
pub type BenefitPeriod = u32;

/// The place of a coverage among those of a patient: the first pays first (coordination of
/// benefits). From one.
pub type CoverageOrder = u8;

/// The highest place.
pub const MAX_ORDER: CoverageOrder = 4;

/// How many coverages can hold one place of a patient's, one after the other. Those that ended make
/// room for new ones.
pub const MAX_RANKED: u32 = 16;

chain_type! {
	/// What the beneficiary is to whom the policy belongs (FHIR `subscriber-relationship`).
	#[derive(Copy)]
	pub enum Relationship {
		/// The same person.
		#[codec(index = 0)]
		Oneself,
		/// Married to them.
		#[codec(index = 1)]
		Spouse,
		/// Their child.
		#[codec(index = 2)]
		Child,
		/// Their parent.
		#[codec(index = 3)]
		Parent,
		/// Their common-law spouse.
		#[codec(index = 4)]
		Common,
		/// Injured by them.
		#[codec(index = 5)]
		Injured,
		/// Something else.
		#[codec(index = 6)]
		Other,
	}

	/// Where a coverage is in its life (FHIR `fm-status`).
	#[derive(Copy)]
	pub enum CoverageStatus {
		/// Not in force yet.
		#[codec(index = 0)]
		Draft,
		/// In force, during its period.
		#[codec(index = 1)]
		Active,
		/// Ended before its time. Its period says when.
		#[codec(index = 2)]
		Cancelled,
		/// It should never have been.
		#[codec(index = 3)]
		EnteredInError,
	}

	/// What a payer states of a coverage.
	#[derive(Copy)]
	pub struct CoverageTerms {
		/// Who is insured: a pseudonym, perhaps one for this alone.
		pub beneficiary: PatientId,
		/// The commitment to whom the policy belongs.
		pub subscriber: Digest,
		/// What the beneficiary is to them.
		pub relationship: Relationship,
		/// From when until when.
		pub period: Period,
		/// The place among the patient's coverages.
		pub order: CoverageOrder,
	}

	/// A patient's coverage by a plan.
	#[derive(Copy)]
	pub struct Coverage {
		/// The plan.
		pub plan: PlanId,
		/// The payer.
		pub payer: InstitutionId,
		/// The plan's currency.
		pub currency: Currency,
		/// What the payer has stated.
		pub terms: CoverageTerms,
		/// Where it is in its life.
		pub status: CoverageStatus,
		/// When it was created.
		pub recorded: Moment,
	}

	/// A coverage that holds a place among a patient's.
	#[derive(Copy)]
	pub struct Ranked {
		/// The coverage.
		pub coverage: CoverageId,
		/// When.
		pub period: Period,
	}

	/// What was used of a coverage in one benefit period.
	#[derive(Default)]
	pub struct Ledger {
		/// How much, of what.
		pub accumulators: Accumulators,
		/// The number of the next claim or preauthorisation.
		pub next: u32,
		/// The day of the last claim, counted from 1970.
		pub day: u32,
		/// How many claims there were on that day.
		pub on_day: u32,
	}
}

/// The coverages that hold a place of a patient's, one after the other.
pub type RankedCoverages = BoundedVec<Ranked, ConstU32<MAX_RANKED>>;
