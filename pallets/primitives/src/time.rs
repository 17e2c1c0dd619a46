// SPDX-License-Identifier: Apache-2.0

//! Time: milliseconds since the Unix epoch, UTC.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Milliseconds since the Unix epoch, UTC.
pub type Moment = u64;

/// One minute in milliseconds.
pub const MINUTE: Moment = 60_000;
/// One hour in milliseconds.
pub const HOUR: Moment = 3_600_000;
/// One day in milliseconds.
pub const DAY: Moment = 86_400_000;

/// How far ahead of the chain's clock a caller's may run: an `occurred` up to this much later than
/// `recorded` is taken for clock drift, beyond that it is refused.
pub const CLOCK_DRIFT: Moment = 5 * MINUTE;

/// From a moment on (included), until another (excluded) or without an end.
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
pub struct Period {
	/// The first moment that belongs to the period.
	pub from: Moment,
	/// The first moment that doesn't any more.
	pub until: Option<Moment>,
}

impl Period {
	/// Whether `at` lies in the period.
	pub fn contains(&self, at: Moment) -> bool {
		self.from <= at && self.until.is_none_or(|until| at < until)
	}

	/// Whether there is a moment in the period at all.
	pub fn is_proper(&self) -> bool {
		self.until.is_none_or(|until| self.from < until)
	}
}

/// Whether `occurred` can be true of something that is recorded at `recorded`.
pub fn is_plausible(occurred: Moment, recorded: Moment) -> bool {
	occurred <= recorded.saturating_add(CLOCK_DRIFT)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_period_should_contain_its_start_and_not_its_end() {
		let period = Period { from: 10, until: Some(20) };
		assert!(!period.contains(9) && period.contains(10));
		assert!(period.contains(19) && !period.contains(20));
		assert!(Period { from: 10, until: None }.contains(Moment::MAX));
		assert!(period.is_proper() && !Period { from: 10, until: Some(10) }.is_proper());
	}

	#[test]
	fn the_future_should_be_implausible_beyond_drift() {
		assert!(is_plausible(0, 0) && is_plausible(CLOCK_DRIFT, 0));
		assert!(!is_plausible(CLOCK_DRIFT + 1, 0));
		assert!(is_plausible(Moment::MAX, Moment::MAX));
	}
}
