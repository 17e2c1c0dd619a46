// SPDX-License-Identifier: Apache-2.0

//! Excursions of temperature: what a product may be exposed to, and what a sensor saw.
//!
//! Heat and cold are counted apart, since freezing may ruin what an hour of warmth doesn't. A *run*
//! is a number of consecutive readings out of range on one side. A sensor states its runs window by
//! window; [`Exposure`] joins a run that ends one window with one that begins the next, so that it
//! makes no difference where a window was cut. Time without readings is unknown, not good.

use crate::chain_type;
use galen_primitives::{time::MINUTE, Digest, Moment};

/// The lowest temperature there is, in hundredths of a degree Celsius.
pub const ABSOLUTE_ZERO: i32 = -27_315;

chain_type! {
	/// Temperatures in hundredths of a degree Celsius, both ends included.
	pub struct TemperatureRange {
		/// The lowest.
		pub min: i32,
		/// The highest.
		pub max: i32,
	}

	/// What a product may be exposed to.
	pub struct StorageProfile {
		/// The temperatures at which it may be kept.
		pub range: TemperatureRange,
		/// How many consecutive readings above the range breach it.
		pub heat_readings: u8,
		/// How many consecutive readings below the range breach it. One, for what must not freeze.
		pub cold_readings: u8,
		/// How long there may be no reading, in milliseconds.
		pub max_gap: u32,
	}

	/// The runs of readings out of range, on one side, among some readings.
	pub struct Runs {
		/// How many readings from the first on are out of range.
		pub leading: u32,
		/// How many readings up to the last are out of range.
		pub trailing: u32,
		/// The longest run.
		pub longest: u32,
	}

	/// What a sensor states of the readings in a period.
	pub struct Window {
		/// Counts the windows and readings of one sensor at one container, from 0.
		pub sequence: u32,
		/// When the period begins.
		pub start: Moment,
		/// When it ends.
		pub end: Moment,
		/// The lowest reading, in hundredths of a degree Celsius.
		pub min: i32,
		/// The highest reading.
		pub max: i32,
		/// The mean of the readings.
		pub mean: i32,
		/// How many readings there are.
		pub count: u32,
		/// The range by which the runs were counted.
		pub range: TemperatureRange,
		/// Runs above the range.
		pub heat: Runs,
		/// Runs below the range.
		pub cold: Runs,
		/// The longest time in the period without a reading, in milliseconds.
		pub longest_gap: u32,
		/// The root of the tree over the salted readings, in the order of time
		/// ([`crate::leaves::reading`]).
		pub readings: Digest,
	}

	/// A single reading of a sensor's.
	pub struct Reading {
		/// Counts the windows and readings of one sensor at one container, from 0.
		pub sequence: u32,
		/// When it was taken.
		pub at: Moment,
		/// The temperature, in hundredths of a degree Celsius.
		pub value: i32,
	}

	/// Why a window can't be what a sensor saw.
	pub enum WindowFlaw {
		/// The period ends before or when it begins.
		#[codec(index = 0)]
		EmptyPeriod,
		/// There is no reading.
		#[codec(index = 1)]
		NoReadings,
		/// The lowest reading is above the highest.
		#[codec(index = 2)]
		MinAboveMax,
		/// The mean isn't between the lowest and the highest reading.
		#[codec(index = 3)]
		MeanOutOfRange,
		/// The runs were counted by another range than the product's.
		#[codec(index = 4)]
		OtherRange,
		/// The runs or the gap can't be those of so many readings between these extremes.
		#[codec(index = 5)]
		ImpossibleRuns,
	}

	/// What is known of a container's exposure so far, by one sensor.
	pub struct Exposure {
		/// The run above the range that goes on.
		pub heat_run: u32,
		/// The run below the range that goes on.
		pub cold_run: u32,
		/// Until when there are readings.
		pub covered_until: Moment,
	}

	/// What a window or a reading brings to light.
	pub struct Finding {
		/// The longest run above the range that was seen, where it breaches the profile.
		pub heat: Option<u32>,
		/// The longest run below the range that was seen, where it breaches the profile.
		pub cold: Option<u32>,
		/// Whether there was no reading for longer than the profile allows.
		pub gap: bool,
	}
}

impl StorageProfile {
	/// 2 to 8 degrees Celsius, three consecutive readings, half an hour.
	pub const REFRIGERATED: Self = Self {
		range: TemperatureRange { min: 200, max: 800 },
		heat_readings: 3,
		cold_readings: 3,
		max_gap: 1_800_000,
	};

	/// Whether something can be kept like this.
	pub fn is_valid(&self) -> bool {
		self.range.min >= ABSOLUTE_ZERO
			&& self.range.min < self.range.max
			&& self.heat_readings > 0
			&& self.cold_readings > 0
			// Shorter ones would turn every late reading into an excursion.
			&& Moment::from(self.max_gap) >= MINUTE
	}

	/// What two things may be exposed to together, if they can be kept together at all.
	pub fn joined(&self, other: &Self) -> Option<Self> {
		let range = TemperatureRange {
			min: self.range.min.max(other.range.min),
			max: self.range.max.min(other.range.max),
		};
		(range.min < range.max).then_some(Self {
			range,
			heat_readings: self.heat_readings.min(other.heat_readings),
			cold_readings: self.cold_readings.min(other.cold_readings),
			max_gap: self.max_gap.min(other.max_gap),
		})
	}
}

impl Default for StorageProfile {
	fn default() -> Self {
		Self::REFRIGERATED
	}
}

impl Runs {
	/// No reading out of range.
	pub const NONE: Self = Self { leading: 0, trailing: 0, longest: 0 };

	/// The runs among readings, each of which is out of range or isn't.
	pub fn of(readings: impl IntoIterator<Item = bool>) -> Self {
		let mut runs = Self::NONE;
		let mut all_out = true;
		for out in readings {
			if out {
				runs.trailing = runs.trailing.saturating_add(1);
				runs.longest = runs.longest.max(runs.trailing);
				if all_out {
					runs.leading = runs.trailing;
				}
			} else {
				runs.trailing = 0;
				all_out = false;
			}
		}
		runs
	}

	/// Whether there can be such runs among `count` readings.
	pub fn fit(&self, count: u32) -> bool {
		let Self { leading, trailing, longest } = *self;
		if longest == count {
			return leading == count && trailing == count;
		}
		longest < count
			&& leading <= longest
			&& trailing <= longest
			// At least one reading in range lies between.
			&& leading.saturating_add(trailing) < count
			// What isn't at either end lies between two readings in range.
			&& (longest == leading
				|| longest == trailing
				|| count.saturating_sub(longest)
					>= u32::from(leading > 0)
						.saturating_add(leading)
						.max(1)
						.saturating_add(u32::from(trailing > 0).saturating_add(trailing).max(1)))
	}

	/// The longest run, where a run of `before` goes on into these `count` readings, and the run
	/// that goes on after them.
	fn continuing(&self, before: u32, count: u32) -> (u32, u32) {
		let entering = before.saturating_add(self.leading);
		let leaving = if self.leading == count { entering } else { self.trailing };
		let entering = if self.leading > 0 { entering } else { 0 };
		(self.longest.max(entering), leaving)
	}
}

impl Window {
	/// Whether a sensor can have seen this of goods with that profile.
	pub fn check(&self, profile: &StorageProfile) -> Result<(), WindowFlaw> {
		let demand = |condition, flaw| if condition { Ok(()) } else { Err(flaw) };
		let Self { start, end, min, max, mean, count, range, heat, cold, longest_gap, .. } = *self;
		demand(start < end, WindowFlaw::EmptyPeriod)?;
		demand(count > 0, WindowFlaw::NoReadings)?;
		demand(min <= max, WindowFlaw::MinAboveMax)?;
		demand(min <= mean && mean <= max, WindowFlaw::MeanOutOfRange)?;
		demand(range == profile.range, WindowFlaw::OtherRange)?;
		// So many readings cut the period into one piece more, of which one has at least the mean
		// length.
		let pieces = Moment::from(count).saturating_add(1);
		let possible_gap = Moment::from(longest_gap).saturating_mul(pieces)
			>= end.saturating_sub(start)
			&& Moment::from(longest_gap) <= end.saturating_sub(start);
		demand(
			min >= ABSOLUTE_ZERO
				&& possible_gap
				&& heat.fit(count)
				&& cold.fit(count)
				&& (heat.longest > 0) == (max > range.max)
				&& (cold.longest > 0) == (min < range.min)
				&& heat.longest.saturating_add(cold.longest) <= count
				&& (heat.leading == 0 || cold.leading == 0)
				&& (heat.trailing == 0 || cold.trailing == 0),
			WindowFlaw::ImpossibleRuns,
		)
	}
}

impl Exposure {
	/// Nothing known yet.
	pub const fn from(start: Moment) -> Self {
		Self { heat_run: 0, cold_run: 0, covered_until: start }
	}

	/// Adds a window. It was checked, and doesn't begin before the last one ended.
	pub fn add_window(&mut self, profile: &StorageProfile, window: &Window) -> Finding {
		let Window { start, end, count, heat, cold, longest_gap, .. } = window;
		let gap = *longest_gap > profile.max_gap || self.is_gap(profile, *start);
		self.add(profile, *count, heat, cold, *end, gap)
	}

	/// Adds a reading. It wasn't taken before the last one.
	pub fn add_reading(&mut self, profile: &StorageProfile, reading: &Reading) -> Finding {
		let gap = self.is_gap(profile, reading.at);
		let heat = Runs::of([reading.value > profile.range.max]);
		let cold = Runs::of([reading.value < profile.range.min]);
		self.add(profile, 1, &heat, &cold, reading.at, gap)
	}

	/// Whether by `now` there was no reading for longer than the profile allows.
	pub fn is_gap(&self, profile: &StorageProfile, now: Moment) -> bool {
		now.saturating_sub(self.covered_until) > Moment::from(profile.max_gap)
	}

	fn add(
		&mut self,
		profile: &StorageProfile,
		count: u32,
		heat: &Runs,
		cold: &Runs,
		until: Moment,
		gap: bool,
	) -> Finding {
		let (heat_peak, heat_run) = heat.continuing(self.heat_run, count);
		let (cold_peak, cold_run) = cold.continuing(self.cold_run, count);
		*self = Self { heat_run, cold_run, covered_until: self.covered_until.max(until) };
		Finding {
			heat: (heat_peak >= u32::from(profile.heat_readings)).then_some(heat_peak),
			cold: (cold_peak >= u32::from(profile.cold_readings)).then_some(cold_peak),
			gap,
		}
	}
}

impl Finding {
	/// Whether the profile was breached, by heat or cold.
	pub const fn is_breach(&self) -> bool {
		self.heat.is_some() || self.cold.is_some()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use galen_primitives::HashAlgorithm;
	use proptest::{collection::vec, prelude::*};

	const P: StorageProfile = StorageProfile::REFRIGERATED;

	/// The window of readings a minute apart, the first of them at `first`.
	fn window(first: Moment, values: &[i32]) -> Window {
		let count = values.len() as u32;
		Window {
			sequence: 0,
			start: first,
			end: first + Moment::from(count) * MINUTE,
			min: *values.iter().min().unwrap(),
			max: *values.iter().max().unwrap(),
			mean: values.iter().sum::<i32>() / count as i32,
			count,
			range: P.range,
			heat: Runs::of(values.iter().map(|value| *value > P.range.max)),
			cold: Runs::of(values.iter().map(|value| *value < P.range.min)),
			longest_gap: MINUTE as u32,
			readings: Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [1; 32] },
		}
	}

	#[test]
	fn the_default_should_be_2_to_8_degrees_and_three_readings() {
		let profile = StorageProfile::default();
		assert_eq!((profile.range.min, profile.range.max), (200, 800));
		assert_eq!((profile.heat_readings, profile.cold_readings), (3, 3));
		assert!(profile.is_valid());
	}

	#[test]
	fn profiles_that_nothing_can_be_kept_by_should_be_invalid() {
		for change in [
			|p: &mut StorageProfile| p.range.min = 800,
			|p: &mut StorageProfile| p.range.min = ABSOLUTE_ZERO - 1,
			|p: &mut StorageProfile| p.heat_readings = 0,
			|p: &mut StorageProfile| p.cold_readings = 0,
			|p: &mut StorageProfile| p.max_gap = MINUTE as u32 - 1,
		] {
			let mut profile = P;
			change(&mut profile);
			assert!(!profile.is_valid(), "{profile:?}");
		}
	}

	#[test]
	fn joined_profiles_should_be_as_strict_as_both() {
		let mut other = P;
		other.range = TemperatureRange { min: 300, max: 2_500 };
		other.cold_readings = 1;
		let joined = P.joined(&other).unwrap();
		assert_eq!(joined.range, TemperatureRange { min: 300, max: 800 });
		assert_eq!((joined.heat_readings, joined.cold_readings), (3, 1));
		assert_eq!(P.joined(&joined), Some(joined));
		other.range = TemperatureRange { min: 800, max: 2_500 };
		assert_eq!(P.joined(&other), None);
	}

	#[test]
	fn each_flaw_of_a_window_should_be_found() {
		use WindowFlaw::*;
		let good = window(0, &[500, 900, 400, 100]);
		assert_eq!(good.check(&P), Ok(()));
		type Row = (WindowFlaw, fn(&mut Window));
		let cases: [Row; 17] = [
			(EmptyPeriod, |w| w.end = w.start),
			(EmptyPeriod, |w| w.start = w.end + 1),
			(NoReadings, |w| w.count = 0),
			(MinAboveMax, |w| w.min = 901),
			(MeanOutOfRange, |w| w.mean = 901),
			(MeanOutOfRange, |w| w.mean = 99),
			(OtherRange, |w| w.range.max = 801),
			(ImpossibleRuns, |w| w.heat = Runs::NONE),
			(ImpossibleRuns, |w| w.cold = Runs::NONE),
			(ImpossibleRuns, |w| w.heat.longest = 5),
			(ImpossibleRuns, |w| w.heat.leading = 2),
			(ImpossibleRuns, |w| w.heat.longest = 4),
			(ImpossibleRuns, |w| w.heat = Runs { leading: 1, trailing: 1, longest: 1 }),
			(ImpossibleRuns, |w| (w.max, w.mean) = (800, 500)),
			(ImpossibleRuns, |w| w.longest_gap = 0),
			(ImpossibleRuns, |w| w.longest_gap = u32::MAX),
			(ImpossibleRuns, |w| w.min = ABSOLUTE_ZERO - 1),
		];
		for (index, (flaw, change)) in cases.into_iter().enumerate() {
			let mut window = good;
			change(&mut window);
			assert_eq!(window.check(&P), Err(flaw), "{index}");
		}
	}

	#[test]
	fn three_readings_in_two_windows_should_breach_and_two_should_not() {
		let mut exposure = Exposure::from(0);
		assert!(!exposure.add_window(&P, &window(0, &[500, 900])).is_breach());
		assert_eq!(exposure.heat_run, 1);
		let found = exposure.add_window(&P, &window(2 * MINUTE, &[900, 900, 500]));
		assert_eq!((found.heat, found.cold, found.gap), (Some(3), None, false));
		assert_eq!(exposure.heat_run, 0);
		assert!(!exposure.add_window(&P, &window(5 * MINUTE, &[900, 900, 500])).is_breach());
	}

	#[test]
	fn heat_should_not_make_up_for_cold() {
		let mut exposure = Exposure::from(0);
		let found = exposure.add_window(&P, &window(0, &[900, 900, 100, 100, 900, 900]));
		assert!(!found.is_breach());
		let mut sensitive = P;
		sensitive.cold_readings = 1;
		let found = exposure.add_window(&sensitive, &window(6 * MINUTE, &[500, 199]));
		assert_eq!((found.heat, found.cold), (None, Some(1)));
	}

	#[test]
	fn a_gap_should_be_longer_than_allowed_and_seen_wherever_it_is() {
		let mut exposure = Exposure::from(0);
		let latest = Moment::from(P.max_gap);
		assert!(!exposure.is_gap(&P, latest) && exposure.is_gap(&P, latest + 1));
		assert!(!exposure.add_window(&P, &window(latest, &[500])).gap);
		let again = exposure.covered_until + latest + 1;
		assert!(exposure.add_window(&P, &window(again, &[500])).gap);
		let mut inside = window(exposure.covered_until, &[500]);
		(inside.end, inside.longest_gap) = (inside.start + 2 * latest, P.max_gap + 1);
		assert_eq!(inside.check(&P), Ok(()));
		assert!(exposure.add_window(&P, &inside).gap);
		let late = Reading { sequence: 9, at: exposure.covered_until + latest + 1, value: 500 };
		assert!(exposure.add_reading(&P, &late).gap);
	}

	/// The longest run in all of the readings, counted by hand.
	fn longest(values: &[i32], out: impl Fn(i32) -> bool) -> u32 {
		values.split(|value| !out(*value)).map(|run| run.len() as u32).max().unwrap_or(0)
	}

	fn values() -> impl Strategy<Value = Vec<i32>> {
		vec(prop_oneof![Just(500), Just(900), Just(100), 0i32..1_000], 1..60)
	}

	proptest! {
		#[test]
		fn it_should_make_no_difference_where_windows_are_cut(
			values in values(), cuts in vec(any::<bool>(), 60), single in vec(any::<bool>(), 60),
			heat_readings in 1u8..6, cold_readings in 1u8..6,
		) {
			let profile = StorageProfile { heat_readings, cold_readings, ..P };
			let mut exposure = Exposure::from(0);
			let (mut heat, mut cold) = (None, None);
			let mut first = 0;
			while first < values.len() {
				let mut last = first + 1;
				while last < values.len() && !cuts[last] {
					last += 1;
				}
				let start = first as Moment * MINUTE;
				let found = if last == first + 1 && single[first] {
					let reading = Reading { sequence: 0, at: start, value: values[first] };
					exposure.add_reading(&profile, &reading)
				} else {
					let window = window(start, &values[first..last]);
					prop_assert_eq!(window.check(&profile), Ok(()));
					exposure.add_window(&profile, &window)
				};
				heat = heat.max(found.heat);
				cold = cold.max(found.cold);
				prop_assert!(!found.gap);
				first = last;
			}
			let hot = longest(&values, |value| value > 800);
			let frozen = longest(&values, |value| value < 200);
			prop_assert_eq!(heat, (hot >= u32::from(heat_readings)).then_some(hot));
			prop_assert_eq!(cold, (frozen >= u32::from(cold_readings)).then_some(frozen));
			let whole = window(0, &values);
			prop_assert_eq!(exposure.heat_run, whole.heat.trailing);
			prop_assert_eq!(exposure.cold_run, whole.cold.trailing);
		}

		#[test]
		fn runs_should_fit_their_readings_and_counts_that_do_not_should_be_refused(
			values in vec(any::<bool>(), 0..8), leading in 0u32..8, trailing in 0u32..8, longest in 0u32..8,
		) {
			let count = values.len() as u32;
			prop_assert!(Runs::of(values).fit(count));
			// Every claim that fits is that of some readings.
			let claim = Runs { leading, trailing, longest };
			let possible = (0u32..1 << count)
				.any(|bits| Runs::of((0..count).map(|at| bits >> at & 1 == 1)) == claim);
			prop_assert_eq!(claim.fit(count), possible, "{:?} of {}", claim, count);
		}
	}
}
