// SPDX-License-Identifier: Apache-2.0

//! Sites, and who does what there.

use super::chain_type;
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{DepartmentId, InstitutionId, Moment};

/// How often what one account may do at a site can change. One value holds all of it, since the
/// past has to have an answer; after that the work goes to another account.
pub const MAX_DELEGATIONS: u32 = 16;

chain_type! {
	/// What an investigator may delegate, a bit each in [`Duties`].
	#[derive(Copy)]
	pub enum Duty {
		/// Informs and takes signed consents.
		#[codec(index = 0)]
		Consent,
		/// Screens.
		#[codec(index = 1)]
		Screening,
		/// Attests eligibility.
		#[codec(index = 2)]
		EligibilityAttestation,
		/// Enrols, and takes subjects off study.
		#[codec(index = 3)]
		Enrolment,
		/// Randomises.
		#[codec(index = 4)]
		Randomisation,
		/// Captures data.
		#[codec(index = 5)]
		DataCapture,
		/// Reports adverse events.
		#[codec(index = 6)]
		AdverseEvents,
		/// Hands out kits.
		#[codec(index = 7)]
		Kits,
		/// Learns arms before the others: the unblinded pharmacy, and who unblinds in an emergency.
		#[codec(index = 8)]
		Unblinding,
	}

	/// A set of [`Duty`]s. Bit `n` stands for the duty with index `n`.
	#[derive(Copy, Default)]
	pub struct Duties {
		/// The bits.
		pub bits: u16,
	}

	/// What somebody may do at a site, from when until when.
	#[derive(Copy)]
	pub struct Delegation {
		/// What.
		pub duties: Duties,
		/// From when on.
		pub from: Moment,
		/// Until when; the first moment at which it isn't so any more.
		pub until: Option<Moment>,
	}

	/// How far a site is.
	#[derive(Copy)]
	pub enum SiteStatus {
		/// The sponsor has named it and its investigator, who hasn't accepted yet.
		#[codec(index = 0)]
		Initiated,
		/// It enrols.
		#[codec(index = 1)]
		Open,
		/// It enrols nobody any more. Those enrolled are looked after.
		#[codec(index = 2)]
		Closed,
	}

	/// A site.
	#[derive(Copy)]
	pub struct Site<AccountId> {
		/// The principal investigator.
		pub investigator: AccountId,
		/// The investigator's department, known since the site was opened.
		pub department: DepartmentId,
		/// The committee whose approvals it needs.
		pub committee: InstitutionId,
		/// How far it is.
		pub status: SiteStatus,
		/// When it was initiated.
		pub initiated: Moment,
	}
}

/// What somebody may do at a site, in the order of time. Only the last may be without an end.
pub type DelegationLog = BoundedVec<Delegation, ConstU32<MAX_DELEGATIONS>>;

/// A site of a study, by its institution.
pub type SiteId = InstitutionId;

impl Duty {
	/// Every duty, in the order of their indices.
	pub const ALL: &'static [Self] = &[
		Self::Consent,
		Self::Screening,
		Self::EligibilityAttestation,
		Self::Enrolment,
		Self::Randomisation,
		Self::DataCapture,
		Self::AdverseEvents,
		Self::Kits,
		Self::Unblinding,
	];

	/// The set of this alone.
	pub const fn set(self) -> Duties {
		let bits = match self {
			Self::Consent => 1,
			Self::Screening => 1 << 1,
			Self::EligibilityAttestation => 1 << 2,
			Self::Enrolment => 1 << 3,
			Self::Randomisation => 1 << 4,
			Self::DataCapture => 1 << 5,
			Self::AdverseEvents => 1 << 6,
			Self::Kits => 1 << 7,
			Self::Unblinding => 1 << 8,
		};
		Duties { bits }
	}
}

impl Duties {
	/// None.
	pub const NONE: Self = Self { bits: 0 };

	/// All.
	pub const ALL: Self = Self::of(Duty::ALL);

	/// The set of `duties`.
	pub const fn of(duties: &[Duty]) -> Self {
		let (mut bits, mut rest) = (0, duties);
		while let [first, others @ ..] = rest {
			bits |= first.set().bits;
			rest = others;
		}
		Self { bits }
	}

	/// Whether `duty` belongs to the set.
	pub const fn contains(self, duty: Duty) -> bool {
		self.bits & duty.set().bits != 0
	}

	/// Whether there is none.
	pub const fn is_empty(self) -> bool {
		self.bits == 0
	}

	/// Whether no bit stands for nothing.
	pub const fn is_known(self) -> bool {
		self.bits & Self::ALL.bits == self.bits
	}
}

impl Delegation {
	/// Whether it is in force `now`, if nothing was written after it.
	pub fn is_in_force(&self, now: Moment) -> bool {
		self.from <= now && self.until.is_none_or(|until| now < until)
	}

	/// Whether it was in force at `at`, the moment of its end included: a block is one moment, and
	/// somebody may have acted on it before it was ended.
	pub fn was_in_force(&self, at: Moment) -> bool {
		self.from <= at && self.until.is_none_or(|until| at <= until)
	}
}
