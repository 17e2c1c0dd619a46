// SPDX-License-Identifier: Apache-2.0

//! Deadlines in calendar days.
//!
//! The day on which somebody becomes aware is day 0, whatever the hour; day 1 is the day after (UK
//! SI 2004/1031, regulation 34; Regulation (EEC, Euratom) No 1182/71, article 3). The last day ends
//! with its last moment. Days are those of UTC, and weekends and holidays count.

use galen_primitives::{time::DAY, Moment};

/// The first moment that is too late for what is due within `days` calendar days of `awareness`.
pub const fn deadline(awareness: Moment, days: u64) -> Moment {
	let day = match awareness.checked_div(DAY) {
		Some(day) => day,
		None => 0,
	};
	day.saturating_add(days).saturating_add(1).saturating_mul(DAY)
}

/// Whether something that is due before `due` is late at `at`: from that very moment on.
pub const fn is_late(due: Moment, at: Moment) -> bool {
	due <= at
}

#[cfg(test)]
mod tests {
	use super::*;
	use galen_primitives::time::{HOUR, MINUTE};
	use proptest::prelude::*;

	/// A midnight: 2024-10-04T00:00:00Z.
	const DAY_0: Moment = 20_000 * DAY;

	#[test]
	fn a_deadline_should_be_the_end_of_its_last_day_whatever_the_hour_it_began() {
		for days in [7, 8, 15] {
			for hour in [0, 1, 12 * HOUR, DAY - MINUTE, DAY - 1] {
				let due = deadline(DAY_0 + hour, days);
				assert_eq!(due, DAY_0 + (days + 1) * DAY);
				// The last millisecond of the last day is in time, midnight isn't.
				assert!(!is_late(due, due - 1) && is_late(due, due));
			}
			// A millisecond earlier it was still the day before.
			assert_eq!(deadline(DAY_0 - 1, days), DAY_0 + days * DAY);
		}
	}

	#[test]
	fn a_deadline_should_fall_on_the_calendars_days() {
		// (aware, days, first moment too late), computed with Python's datetime.
		let table = [
			// 2024-02-22T23:59:59.999Z, over 29 February: until 2024-02-29 24:00.
			(1_708_646_399_999, 7, 1_709_251_200_000),
			// 2023-02-22T00:00Z, no 29 February: until 2023-03-01 24:00.
			(1_677_024_000_000, 7, 1_677_715_200_000),
			// 2023-12-25T10:30Z, over New Year and weekends: until 2024-01-09 24:00.
			(1_703_500_200_000, 15, 1_704_844_800_000),
			// 2024-03-30T12:00Z, over the change to summer time, which UTC doesn't know.
			(1_711_800_000_000, 7, 1_712_448_000_000),
		];
		for (aware, days, due) in table {
			assert_eq!(deadline(aware, days), due);
		}
	}

	proptest! {
		#[test]
		fn a_deadline_should_leave_the_days_it_promises(
			aware in 0..Moment::MAX / 2, days in 0u64..1_000,
		) {
			let due = deadline(aware, days);
			prop_assert_eq!(due % DAY, 0);
			prop_assert_eq!(due / DAY, aware / DAY + days + 1);
			prop_assert!(due - aware > days * DAY && due - aware <= (days + 1) * DAY);
		}
	}

	#[test]
	fn the_end_of_time_should_not_overflow() {
		assert_eq!(deadline(Moment::MAX, u64::MAX), Moment::MAX);
	}
}
