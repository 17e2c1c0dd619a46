// SPDX-License-Identifier: Apache-2.0

//! Whether an institution, a credential or the like is in force, kept as intervals: a question
//! about the past has an answer, and an expiry needs nobody to carry it out.

use crate::{InstitutionId, Moment, Period};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use derive_where::derive_where;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{bounded::BoundedVec, Get};

/// Why something is suspended or ended. Coded: free text has no place on chain.
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
pub enum Reason {
	/// A licence or accreditation has lapsed.
	#[codec(index = 0)]
	LicenceLapsed,
	/// Patients or products may be at risk.
	#[codec(index = 1)]
	SafetyConcern,
	/// A duty was breached.
	#[codec(index = 2)]
	Misconduct,
	/// An inquiry is under way.
	#[codec(index = 3)]
	UnderInvestigation,
	/// A key was lost or fell into other hands.
	#[codec(index = 4)]
	KeyCompromise,
	/// The post or the activity has come to an end.
	#[codec(index = 5)]
	Ceased,
	/// It was entered by mistake.
	#[codec(index = 6)]
	EnteredInError,
}

/// Who imposed a suspension.
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
pub enum Authority {
	/// The consortium's governance.
	#[codec(index = 0)]
	Governance,
	/// A regulator, for a term.
	#[codec(index = 1)]
	Regulator(InstitutionId),
	/// The institution that issued it.
	#[codec(index = 2)]
	Issuer,
}

/// A time during which something was not in force.
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
pub struct Suspension {
	/// From when until when; without an end, until it is lifted.
	pub period: Period,
	/// Why.
	pub reason: Reason,
	/// By whom.
	pub by: Authority,
}

/// Why a change of standing is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StandingError {
	/// It has ended or expired.
	Ended,
	/// A suspension is in force.
	Suspended,
	/// No suspension is in force.
	NotSuspended,
	/// The term is empty or lies in the past.
	InvalidTerm,
}

/// When something is in force: a validity, less its suspensions.
///
/// Holds at most `Max` suspensions. When one more comes, the oldest is forgotten, and with it what
/// was before its end: [`Standing::was_in_force`] then answers `None` for that time. At least one
/// must fit.
#[derive(Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
#[derive_where(Clone, PartialEq, Eq, Debug)]
#[scale_info(skip_type_params(Max))]
#[codec(mel_bound())]
pub struct Standing<Max: Get<u32>> {
	/// The validity. Its end is the planned expiry or the day of revocation, whichever is earlier.
	validity: Period,
	/// Why it was ended for good, if it was.
	ended: Option<Reason>,
	/// From when on the suspensions below are complete.
	known_from: Moment,
	/// In the order of time, disjoint; only the last may still be in force.
	suspensions: BoundedVec<Suspension, Max>,
}

impl<Max: Get<u32>> Standing<Max> {
	/// In force throughout `validity`.
	pub fn new(validity: Period) -> Self {
		Self { validity, ended: None, known_from: validity.from, suspensions: BoundedVec::new() }
	}

	/// The validity, its end moved forward when it was ended.
	pub fn validity(&self) -> Period {
		self.validity
	}

	/// Why it was ended for good, if it was.
	pub fn ended(&self) -> Option<Reason> {
		self.ended
	}

	/// The suspensions that are remembered, in the order of time.
	pub fn suspensions(&self) -> &[Suspension] {
		&self.suspensions
	}

	/// The suspension in force at `at`, if any.
	pub fn suspension_at(&self, at: Moment) -> Option<&Suspension> {
		self.suspensions.iter().rev().find(|suspension| suspension.period.contains(at))
	}

	/// Whether it is in force `now`.
	pub fn is_in_force(&self, now: Moment) -> bool {
		self.validity.contains(now) && self.suspension_at(now).is_none()
	}

	/// Whether it was in force at `at`; `None` where that is no longer known.
	pub fn was_in_force(&self, at: Moment) -> Option<bool> {
		if !self.validity.contains(at) {
			Some(false)
		} else if at < self.known_from {
			None
		} else {
			Some(self.suspension_at(at).is_none())
		}
	}

	/// Suspends from `now` on, until `until` or until lifted.
	pub fn suspend(
		&mut self,
		now: Moment,
		until: Option<Moment>,
		reason: Reason,
		by: Authority,
	) -> Result<(), StandingError> {
		self.ensure_not_ended(now)?;
		if self.suspension_at(now).is_some() {
			return Err(StandingError::Suspended);
		}
		let period = Period { from: now, until };
		if !period.is_proper() {
			return Err(StandingError::InvalidTerm);
		}
		self.remember(Suspension { period, reason, by })
	}

	/// Lifts the suspension in force.
	pub fn lift(&mut self, now: Moment) -> Result<(), StandingError> {
		self.ensure_not_ended(now)?;
		let suspension = self.current_mut(now)?;
		suspension.period.until = Some(now);
		if !suspension.period.is_proper() {
			// Lifted in the very block that imposed it: it never was.
			self.suspensions.pop();
		}
		Ok(())
	}

	/// Makes a suspension that would lapse by itself last until it is lifted.
	pub fn ratify(&mut self, now: Moment) -> Result<(), StandingError> {
		self.ensure_not_ended(now)?;
		let suspension = self.current_mut(now)?;
		suspension.period.until = None;
		suspension.by = Authority::Governance;
		Ok(())
	}

	/// Makes the validity last until `until`, or without an end. What has expired is in force again
	/// from `now` on; the time in between stays out of force, as a suspension. A suspension that is
	/// in force stays in force.
	pub fn renew(
		&mut self,
		now: Moment,
		until: Option<Moment>,
		by: Authority,
	) -> Result<(), StandingError> {
		if self.ended.is_some() {
			return Err(StandingError::Ended);
		}
		let start = self.validity.from.max(now);
		if !(Period { from: start, until }).is_proper() {
			return Err(StandingError::InvalidTerm);
		}
		// Nothing is to be added where a suspension outlasts the gap or part of it.
		let suspended_until = match self.suspensions.last() {
			Some(last) => last.period.until.unwrap_or(Moment::MAX),
			None => 0,
		};
		if let Some(expiry) = self.validity.until {
			let gap = Period { from: expiry.max(suspended_until), until: Some(now) };
			if gap.is_proper() {
				self.remember(Suspension { period: gap, reason: Reason::LicenceLapsed, by })?;
			}
		}
		self.validity.until = until;
		Ok(())
	}

	/// Ends it for good, also when it has expired, so that it can't be renewed.
	pub fn end(&mut self, now: Moment, reason: Reason) -> Result<(), StandingError> {
		if self.ended.is_some() {
			return Err(StandingError::Ended);
		}
		let until = self.validity.until.map_or(now, |until| until.min(now));
		self.validity.until = Some(until.max(self.validity.from));
		self.ended = Some(reason);
		Ok(())
	}

	/// What must hold of any value that only the functions above have changed.
	pub fn check(&self) -> Result<(), &'static str> {
		let ordered = self.suspensions.windows(2).all(|pair| match pair {
			[earlier, later] => earlier.period.until.is_some_and(|end| end <= later.period.from),
			_ => false,
		});
		if !ordered {
			return Err("suspensions overlap or are out of order");
		}
		if !self.suspensions.iter().all(|suspension| suspension.period.is_proper()) {
			return Err("a suspension has no length");
		}
		if self.known_from < self.validity.from {
			return Err("known from before it was valid");
		}
		Ok(())
	}

	/// Adds a suspension behind the others; when they are full, the oldest is forgotten.
	fn remember(&mut self, suspension: Suspension) -> Result<(), StandingError> {
		if self.suspensions.is_full() {
			let oldest = self.suspensions.remove(0);
			let known_from = oldest.period.until.unwrap_or(suspension.period.from);
			self.known_from = known_from.max(self.known_from);
		}
		self.suspensions.try_push(suspension).map_err(|_| StandingError::Suspended)
	}

	fn ensure_not_ended(&self, now: Moment) -> Result<(), StandingError> {
		let expired = self.validity.until.is_some_and(|until| until <= now);
		if self.ended.is_some() || expired {
			return Err(StandingError::Ended);
		}
		Ok(())
	}

	fn current_mut(&mut self, now: Moment) -> Result<&mut Suspension, StandingError> {
		self.suspensions
			.last_mut()
			.filter(|suspension| suspension.period.contains(now))
			.ok_or(StandingError::NotSuspended)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;
	use sp_core::ConstU32;

	type Kept = Standing<ConstU32<3>>;
	const WHY: Reason = Reason::SafetyConcern;
	const BY: Authority = Authority::Governance;

	fn from(from: Moment) -> Kept {
		Kept::new(Period { from, until: None })
	}

	#[test]
	fn a_term_should_lapse_by_itself_unless_ratified() {
		let mut standing = from(0);
		standing.suspend(10, Some(20), WHY, Authority::Regulator(1)).unwrap();
		assert!(!standing.is_in_force(19) && standing.is_in_force(20));
		standing.ratify(15).unwrap();
		assert!(!standing.is_in_force(20));
		standing.lift(30).unwrap();
		assert!(standing.is_in_force(30));
		assert_eq!(standing.was_in_force(25), Some(false));
		assert_eq!(standing.was_in_force(5), Some(true));
	}

	#[test]
	fn every_impossible_change_should_be_refused_and_change_nothing() {
		let mut standing = from(0);
		assert_eq!(standing.lift(1), Err(StandingError::NotSuspended));
		assert_eq!(standing.ratify(1), Err(StandingError::NotSuspended));
		assert_eq!(standing.suspend(5, Some(5), WHY, BY), Err(StandingError::InvalidTerm));
		assert_eq!(standing, from(0));
		standing.suspend(5, None, WHY, BY).unwrap();
		assert_eq!(standing.suspend(6, None, WHY, BY), Err(StandingError::Suspended));
		standing.end(7, Reason::Ceased).unwrap();
		let ended = standing.clone();
		assert_eq!(standing.suspend(8, None, WHY, BY), Err(StandingError::Ended));
		assert_eq!(standing.lift(8), Err(StandingError::Ended));
		assert_eq!(standing.ratify(8), Err(StandingError::Ended));
		assert_eq!(standing.end(8, WHY), Err(StandingError::Ended));
		assert_eq!(standing, ended);
		assert!(!standing.is_in_force(7) && !standing.is_in_force(Moment::MAX));
	}

	#[test]
	fn an_expiry_should_end_it_without_anybodys_help() {
		let mut standing = Kept::new(Period { from: 5, until: Some(10) });
		assert!(!standing.is_in_force(4) && standing.is_in_force(9) && !standing.is_in_force(10));
		assert_eq!(standing.suspend(10, None, WHY, BY), Err(StandingError::Ended));
		standing.end(12, WHY).unwrap();
		assert_eq!(standing.validity().until, Some(10));
		assert_eq!(standing.renew(13, None, BY), Err(StandingError::Ended));
	}

	#[test]
	fn a_renewal_should_leave_the_gap_out_of_force() {
		let mut standing = Kept::new(Period { from: 5, until: Some(10) });
		assert_eq!(standing.renew(7, Some(7), BY), Err(StandingError::InvalidTerm));
		standing.renew(7, Some(12), BY).unwrap();
		assert!(standing.suspensions().is_empty() && standing.is_in_force(11));
		standing.renew(20, Some(30), Authority::Issuer).unwrap();
		assert!(standing.is_in_force(20) && !standing.is_in_force(30));
		assert_eq!(standing.was_in_force(11), Some(true));
		assert_eq!(standing.was_in_force(12), Some(false));
		assert_eq!(standing.was_in_force(19), Some(false));
		let gap = Suspension {
			period: Period { from: 12, until: Some(20) },
			reason: Reason::LicenceLapsed,
			by: Authority::Issuer,
		};
		assert_eq!(standing.suspensions(), [gap]);
		// At the very end of the validity there is no gap.
		standing.renew(30, None, BY).unwrap();
		assert_eq!(standing.suspensions(), [gap]);
		// Before the start of one, its end can't come before it either.
		let mut later = Kept::new(Period { from: 50, until: None });
		assert_eq!(later.renew(10, Some(50), BY), Err(StandingError::InvalidTerm));
	}

	#[test]
	fn a_renewal_should_lift_no_suspension() {
		let mut standing = Kept::new(Period { from: 0, until: Some(10) });
		standing.suspend(5, None, WHY, BY).unwrap();
		standing.renew(20, None, BY).unwrap();
		assert_eq!(standing.suspensions().len(), 1);
		assert!(!standing.is_in_force(20));
		standing.lift(25).unwrap();
		assert!(standing.is_in_force(25));

		let mut standing = Kept::new(Period { from: 0, until: Some(10) });
		standing.suspend(5, Some(15), WHY, BY).unwrap();
		standing.renew(20, None, BY).unwrap();
		assert_eq!(standing.was_in_force(12), Some(false));
		assert_eq!(standing.was_in_force(19), Some(false));
		assert!(standing.is_in_force(20));
	}

	#[test]
	fn what_is_forgotten_should_be_unknown_rather_than_wrong() {
		let mut standing = from(0);
		for start in [10, 20, 30, 40] {
			standing.suspend(start, Some(start + 5), WHY, BY).unwrap();
		}
		assert_eq!(standing.suspensions().len(), 3);
		assert_eq!(standing.was_in_force(12), None);
		assert_eq!(standing.was_in_force(14), None);
		assert_eq!(standing.was_in_force(15), Some(true));
		assert_eq!(standing.was_in_force(22), Some(false));
	}

	proptest! {
		/// Against a record of every moment, kept as it went by.
		#[test]
		fn the_past_should_never_be_told_otherwise_than_it_was(
			steps in proptest::collection::vec((0u8..6, 1u64..8, 0u64..6), 1..60),
		) {
			let mut standing = from(0);
			let mut was = Vec::new();
			for (what, wait, term) in steps {
				let now = was.len() as Moment;
				let before = standing.clone();
				let outcome = match what {
					0 => standing.suspend(now, Some(now + term), WHY, BY),
					1 => standing.suspend(now, None, WHY, BY),
					2 => standing.lift(now),
					3 => standing.ratify(now),
					4 => standing.renew(now, Some(now + term), BY),
					_ => standing.renew(now, None, BY),
				};
				if outcome.is_err() {
					prop_assert_eq!(&standing, &before);
				}
				prop_assert_eq!(standing.check(), Ok(()));
				for moment in now..now + wait {
					was.push(standing.is_in_force(moment));
				}
				for (moment, was) in was.iter().enumerate() {
					let told = standing.was_in_force(moment as Moment);
					prop_assert!(told.is_none() || told == Some(*was), "{moment}: {told:?}");
				}
			}
		}
	}
}
