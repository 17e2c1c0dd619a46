// SPDX-License-Identifier: Apache-2.0

//! How batches of usage follow on each other: no gap in their sequence, no overlap in their time, no
//! meter that turns back.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::{time::MINUTE, Moment};
use scale_info::TypeInfo;

/// Where a device stands: what its last batch has told.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Meter {
	/// The number of the last message of the last batch; the first message is number 1.
	pub sequence: u64,
	/// When that batch ended; before the first one, when the device's life began.
	pub until: Moment,
	/// What the meter of running time shows, in minutes.
	pub run_minutes: u64,
	/// What the meter of cycles shows.
	pub cycles: u64,
}

/// What a batch says of a device's use.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Reading {
	/// The number of its first message.
	pub from_sequence: u64,
	/// The number of its last one.
	pub to_sequence: u64,
	/// When it begins.
	pub start: Moment,
	/// When it ends.
	pub end: Moment,
	/// What the meter of running time shows at its end, in minutes.
	pub run_minutes: u64,
	/// What the meter of cycles shows at its end.
	pub cycles: u64,
}

/// Why a batch doesn't follow on the last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UsageFlaw {
	/// It has no message.
	Empty,
	/// Its first message isn't the one after the last of the batch before.
	NotContiguous,
	/// It begins before the last one ended, or before the device's life.
	Overlap,
	/// It ends before it begins.
	EndBeforeStart,
	/// A meter shows less than before.
	MeterTurnedBack,
	/// The device would have run for longer than there was time.
	MoreThanElapsed,
}

/// Where the device stands after a batch, if the batch follows on the last.
pub fn follow(meter: &Meter, reading: &Reading) -> Result<Meter, UsageFlaw> {
	if reading.to_sequence < reading.from_sequence {
		return Err(UsageFlaw::Empty);
	}
	if meter.sequence.checked_add(1) != Some(reading.from_sequence) {
		return Err(UsageFlaw::NotContiguous);
	}
	if reading.start < meter.until {
		return Err(UsageFlaw::Overlap);
	}
	if reading.end < reading.start {
		return Err(UsageFlaw::EndBeforeStart);
	}
	if reading.run_minutes < meter.run_minutes || reading.cycles < meter.cycles {
		return Err(UsageFlaw::MeterTurnedBack);
	}
	// A minute that has begun may count as one.
	let elapsed = reading.end.saturating_sub(meter.until).div_ceil(MINUTE);
	if reading.run_minutes.saturating_sub(meter.run_minutes) > elapsed {
		return Err(UsageFlaw::MoreThanElapsed);
	}
	Ok(Meter {
		sequence: reading.to_sequence,
		until: reading.end,
		run_minutes: reading.run_minutes,
		cycles: reading.cycles,
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const METER: Meter = Meter { sequence: 10, until: 1_000, run_minutes: 5, cycles: 7 };
	const NEXT: Reading = Reading {
		from_sequence: 11,
		to_sequence: 20,
		start: 1_000,
		end: 1_000 + 2 * MINUTE,
		run_minutes: 7,
		cycles: 7,
	};

	#[test]
	fn a_batch_that_follows_should_move_the_meter() {
		let after = Meter { sequence: 20, until: 1_000 + 2 * MINUTE, run_minutes: 7, cycles: 7 };
		assert_eq!(follow(&METER, &NEXT), Ok(after));
		assert_eq!(follow(&after, &NEXT), Err(UsageFlaw::NotContiguous));
	}

	#[test]
	fn a_batch_that_does_not_follow_should_be_refused_with_its_cause() {
		use UsageFlaw::*;
		let cases = [
			(Reading { to_sequence: 10, ..NEXT }, Empty),
			(Reading { from_sequence: 12, ..NEXT }, NotContiguous),
			(Reading { from_sequence: 10, ..NEXT }, NotContiguous),
			(Reading { start: 999, ..NEXT }, Overlap),
			(Reading { start: 2_000, end: 1_999, ..NEXT }, EndBeforeStart),
			(Reading { run_minutes: 4, ..NEXT }, MeterTurnedBack),
			(Reading { cycles: 6, ..NEXT }, MeterTurnedBack),
			(Reading { run_minutes: 8, ..NEXT }, MoreThanElapsed),
		];
		for (reading, flaw) in cases {
			assert_eq!(follow(&METER, &reading), Err(flaw), "{reading:?}");
		}
		let last = Meter { sequence: u64::MAX, ..METER };
		assert_eq!(follow(&last, &NEXT), Err(NotContiguous));
	}

	proptest! {
		#[test]
		fn sequences_should_have_no_gap_and_meters_never_turn_back(
			readings in proptest::collection::vec(
				(0u64..4, 0u64..4, 0u64..200_000, 0u64..200_000, 0u64..5, 0u64..5), 0..40,
			),
		) {
			let (mut meter, mut told) = (Meter::default(), 0);
			for (skip, length, wait, lasts, run, cycles) in readings {
				let from_sequence = meter.sequence + skip;
				let start = (meter.until + wait).saturating_sub(50_000);
				let reading = Reading {
					from_sequence,
					to_sequence: (from_sequence + length).saturating_sub(1),
					start,
					end: (start + lasts).saturating_sub(10_000),
					run_minutes: (meter.run_minutes + run).saturating_sub(1),
					cycles: (meter.cycles + cycles).saturating_sub(1),
				};
				if let Ok(after) = follow(&meter, &reading) {
					told += reading.to_sequence + 1 - reading.from_sequence;
					prop_assert_eq!(told, after.sequence);
					prop_assert!(after.until >= meter.until && after.run_minutes >= meter.run_minutes);
					prop_assert!(after.cycles >= meter.cycles);
					prop_assert!(after.run_minutes <= after.until.div_ceil(MINUTE) + told);
					meter = after;
				}
			}
		}
	}
}
