// SPDX-License-Identifier: Apache-2.0

//! Appeals, and agreements across borders.

use super::chain_type;
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{Digest, InstitutionId, Moment, Period};

/// The most levels of appeal that there can be.
pub const MAX_APPEAL_LEVELS: u32 = 4;

chain_type! {
	/// Who appeals.
	#[derive(Copy)]
	pub enum Appellant<AccountId> {
		/// The patient or a representative.
		#[codec(index = 0)]
		Patient(AccountId),
		/// The provider.
		#[codec(index = 1)]
		Provider(AccountId),
	}

	/// Why somebody appeals.
	#[derive(Copy)]
	pub enum AppealGrounds {
		/// It was necessary.
		#[codec(index = 0)]
		MedicalNecessity,
		/// The rules say otherwise.
		#[codec(index = 1)]
		RulesMisapplied,
		/// Something is known now that wasn't.
		#[codec(index = 2)]
		NewEvidence,
		/// It was authorised.
		#[codec(index = 3)]
		PreAuthorised,
		/// The procedure was wrong.
		#[codec(index = 4)]
		Procedure,
	}

	/// An appeal that waits to be decided.
	#[derive(Copy)]
	pub struct OpenAppeal<AccountId> {
		/// Who appeals.
		pub by: Appellant<AccountId>,
		/// Why.
		pub grounds: AppealGrounds,
		/// The digest of what is said for it.
		pub evidence: Digest,
		/// When.
		pub filed: Moment,
	}

	/// How an appeal was decided.
	#[derive(Copy)]
	pub enum AppealOutcome {
		/// What was decided stays.
		#[codec(index = 0)]
		Upheld,
		/// More is paid than was decided.
		#[codec(index = 1)]
		Overturned,
	}

	/// A decision of an appeal.
	#[derive(Copy)]
	pub struct Review<AccountId> {
		/// Who decided it.
		pub by: AccountId,
		/// For which institution.
		pub institution: InstitutionId,
		/// How.
		pub outcome: AppealOutcome,
		/// The digest of the reasons.
		pub reasons: Digest,
		/// When.
		pub at: Moment,
	}

	/// The appeals against the decision of a claim. The level is the number of reviews, and one more
	/// while one is open.
	pub struct Appeal<AccountId> {
		/// The one that waits to be decided.
		pub open: Option<OpenAppeal<AccountId>>,
		/// What was decided, at each level.
		pub reviews: BoundedVec<Review<AccountId>, ConstU32<MAX_APPEAL_LEVELS>>,
	}

	/// An agreement that one side proposes.
	#[derive(Copy)]
	pub struct Proposal {
		/// For what is done when.
		pub period: Period,
		/// Which of the two proposes it.
		pub by: InstitutionId,
	}

	/// An agreement between a payer and a provider that are under different laws.
	#[derive(Copy)]
	pub struct Agreement {
		/// For what is done when, as both have agreed. Kept when it is over, for what was done.
		pub agreed: Option<Period>,
		/// What one side proposes instead.
		pub proposal: Option<Proposal>,
	}
}
