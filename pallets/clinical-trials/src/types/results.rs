// SPDX-License-Identifier: Apache-2.0

//! Analysis plan, lock, results, and what was published of them.

use super::chain_type;
use clinical_trials_core::{registry::MAX_DOI, ArmFlow};
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{Digest, InstitutionId, Moment};

/// How many have contributed to a study's results at most.
pub const MAX_CONTRIBUTORS: u32 = 32;

/// How many rows a participant flow can have: 16 arms in 4 periods, or 4 arms in 16. The largest
/// that ClinicalTrials.gov has in the tests of AACT takes 20.
pub const MAX_FLOWS: u32 = 64;

/// How many publications one study can link.
pub const MAX_PUBLICATIONS: u32 = 16;

/// A digital object identifier.
pub type Doi = BoundedVec<u8, ConstU32<MAX_DOI>>;

/// A participant flow, by period and arm.
pub type ParticipantFlow = BoundedVec<ArmFlow, ConstU32<MAX_FLOWS>>;

chain_type! {
	/// A document that was registered.
	#[derive(Copy)]
	pub struct Registered {
		/// Its digest.
		pub document: Digest,
		/// When.
		pub at: Moment,
	}

	/// The plan by which the data is analysed.
	#[derive(Copy)]
	pub struct AnalysisPlan {
		/// The newest version, and when it was registered.
		pub newest: Registered,
		/// How many versions there were.
		pub versions: u32,
	}

	/// The lock: what was captured until then is what is analysed.
	#[derive(Copy)]
	pub struct DatabaseLock {
		/// The digest of the dataset.
		pub dataset: Digest,
		/// When.
		pub at: Moment,
	}

	/// Who has contributed.
	#[derive(Copy)]
	pub enum Contributor<AccountId> {
		/// An institution.
		#[codec(index = 0)]
		Institution(InstitutionId),
		/// A person, by account.
		#[codec(index = 1)]
		Person(AccountId),
	}

	/// A contributor's part in what comes of the results.
	#[derive(Copy)]
	pub struct Share<AccountId> {
		/// Who.
		pub contributor: Contributor<AccountId>,
		/// The part, in basis points.
		pub points: u16,
	}

	/// The results.
	pub struct ResultPackage<AccountId> {
		/// The digest of the report, and when it was registered.
		pub report: Registered,
		/// Who has contributed, and what each has in it: 10,000 basis points in all.
		pub shares: Shares<AccountId>,
	}

	/// What comes of a study.
	pub struct ResultFile<AccountId> {
		/// The plan by which the data is analysed.
		pub plan: Option<AnalysisPlan>,
		/// The lock.
		pub lock: Option<DatabaseLock>,
		/// The results.
		pub package: Option<ResultPackage<AccountId>>,
		/// Where they were published.
		pub publications: BoundedVec<Doi, ConstU32<MAX_PUBLICATIONS>>,
	}
}

/// Contributors and their parts.
pub type Shares<AccountId> = BoundedVec<Share<AccountId>, ConstU32<MAX_CONTRIBUTORS>>;

impl<AccountId> Default for ResultFile<AccountId> {
	fn default() -> Self {
		Self { plan: None, lock: None, package: None, publications: BoundedVec::new() }
	}
}
