// SPDX-License-Identifier: Apache-2.0

//! When a decommissioned pack may return to saleable stock: article 13 of Delegated Regulation (EU)
//! 2016/161.

use crate::{chain_type, is_expired};
use galen_primitives::{time::DAY, DepartmentId, InstitutionId, Moment};

/// How many days after the decommissioning a reversal is possible: article 13(1)(b).
pub const REVERSAL_DAYS: u64 = 10;

chain_type! {
	/// Where somebody works: an institution's department, which is as near to an address as the
	/// chain comes.
	pub struct Premises {
		/// The institution.
		pub institution: InstitutionId,
		/// Its department.
		pub department: DepartmentId,
	}

	/// Who took a pack out of saleable stock, and when.
	pub struct Decommission {
		/// When.
		pub at: Moment,
		/// Where.
		pub by: Premises,
	}

	/// What a reversal is judged by.
	pub struct Reversal {
		/// The act that is to be taken back.
		pub decommission: Decommission,
		/// Whether it can be taken back for [`REVERSAL_DAYS`] alone. A lock can always.
		pub limited: bool,
		/// Who asks.
		pub by: Premises,
		/// When.
		pub now: Moment,
		/// When the pack expires.
		pub expiry: Moment,
		/// Whether it is registered as recalled, withdrawn, intended for destruction or stolen.
		pub flagged: bool,
		/// Whether it was supplied to the public.
		pub supplied: bool,
	}

	/// Which of the conditions isn't met.
	pub enum ReversalRefusal {
		/// (a) Others, or others' premises, have decommissioned the pack.
		#[codec(index = 0)]
		OtherPremises,
		/// (b) More than ten days have passed.
		#[codec(index = 1)]
		TooLate,
		/// (c) The pack has expired.
		#[codec(index = 2)]
		Expired,
		/// (d) The pack is registered as recalled, withdrawn, intended for destruction or stolen.
		#[codec(index = 3)]
		Flagged,
		/// (e) The pack was supplied to the public.
		#[codec(index = 4)]
		Supplied,
	}
}

/// The first moment at which something that was done at `at` can't be reverted any more.
///
/// A period of days begins with the day after the event and ends with the last hour of its last day
/// (Regulation (EEC, Euratom) No 1182/71, article 3). Days are those of UTC.
pub const fn reversal_deadline(at: Moment) -> Moment {
	let day = match at.checked_div(DAY) {
		Some(day) => day,
		None => 0,
	};
	day.saturating_add(REVERSAL_DAYS).saturating_add(1).saturating_mul(DAY)
}

/// Whether all five conditions are met; if not, the first that isn't.
pub fn may_revert(reversal: &Reversal) -> Result<(), ReversalRefusal> {
	let Reversal { decommission, limited, by, now, expiry, flagged, supplied } = *reversal;
	let demand = |condition, refusal| if condition { Ok(()) } else { Err(refusal) };
	demand(decommission.by == by, ReversalRefusal::OtherPremises)?;
	demand(!limited || now < reversal_deadline(decommission.at), ReversalRefusal::TooLate)?;
	demand(!is_expired(expiry, now), ReversalRefusal::Expired)?;
	demand(!flagged, ReversalRefusal::Flagged)?;
	demand(!supplied, ReversalRefusal::Supplied)
}

#[cfg(test)]
mod tests {
	use super::*;
	use galen_primitives::time::HOUR;

	/// A midnight.
	const DAY_0: Moment = 20_000 * DAY;

	const GOOD: Reversal = Reversal {
		decommission: Decommission {
			at: DAY_0 + 15 * HOUR,
			by: Premises { institution: 1, department: 2 },
		},
		limited: true,
		by: Premises { institution: 1, department: 2 },
		now: DAY_0 + 16 * HOUR,
		expiry: DAY_0 + 100 * DAY,
		flagged: false,
		supplied: false,
	};

	#[test]
	fn every_condition_should_hold_up_to_its_boundary_and_fail_beyond() {
		use ReversalRefusal::*;
		let last = DAY_0 + 11 * DAY - 1;
		type Row = (&'static str, fn(&mut Reversal), Result<(), ReversalRefusal>);
		let table: [Row; 15] = [
			("all met", |_| (), Ok(())),
			("a: other institution", |r| r.by.institution = 9, Err(OtherPremises)),
			("a: other department", |r| r.by.department = 9, Err(OtherPremises)),
			("b: day 10 23:59:59.999", |r| r.now = DAY_0 + 11 * DAY - 1, Ok(())),
			("b: day 11 00:00", |r| r.now = DAY_0 + 11 * DAY, Err(TooLate)),
			(
				"b: done in the last moment of a day, day 10",
				|r| (r.decommission.at, r.now) = (DAY_0 + DAY - 1, DAY_0 + 11 * DAY - 1),
				Ok(()),
			),
			(
				"b: done in the first moment of the next day, day 10",
				|r| (r.decommission.at, r.now) = (DAY_0 + DAY, DAY_0 + 12 * DAY - 1),
				Ok(()),
			),
			(
				"b: the same, day 11",
				|r| (r.decommission.at, r.now) = (DAY_0 + DAY, DAY_0 + 12 * DAY),
				Err(TooLate),
			),
			("b: a lock, on day 11", |r| (r.limited, r.now) = (false, DAY_0 + 11 * DAY), Ok(())),
			("c: the last moment", |r| r.expiry = r.now + 1, Ok(())),
			("c: expired", |r| r.expiry = r.now, Err(Expired)),
			(
				"c: a lock of what has expired",
				|r| (r.limited, r.expiry) = (false, r.now),
				Err(Expired),
			),
			("d: flagged", |r| r.flagged = true, Err(Flagged)),
			(
				"d: a lock of what is flagged",
				|r| (r.limited, r.flagged) = (false, true),
				Err(Flagged),
			),
			("e: supplied", |r| r.supplied = true, Err(Supplied)),
		];
		for (name, change, expected) in table {
			let mut reversal = GOOD;
			change(&mut reversal);
			assert_eq!(may_revert(&reversal), expected, "{name}");
		}
		assert_eq!(reversal_deadline(GOOD.decommission.at), last + 1);
	}

	#[test]
	fn the_end_of_time_should_not_overflow() {
		assert_eq!(reversal_deadline(Moment::MAX), Moment::MAX);
	}
}
