// SPDX-License-Identifier: Apache-2.0

//! Medians and lines.

use std::time::Duration;

/// The value in the middle; not a number if there is none.
pub fn median(values: &[f64]) -> f64 {
	quantile(values, 0.5)
}

/// The value below which this share of them lies; not a number if there is none.
pub fn quantile(values: &[f64], share: f64) -> f64 {
	let mut sorted = values.to_vec();
	sorted.sort_by(f64::total_cmp);
	let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
	let place = share * last as f64;
	let (below, above) = (place.floor(), place.ceil());
	let at = |place: f64| sorted[place as usize];
	at(below) + (at(above) - at(below)) * (place - below)
}

/// In microseconds.
pub fn us(time: Duration) -> f64 {
	time.as_secs_f64() * 1e6
}

/// The line of least squares.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
	/// Where it begins.
	pub base: f64,
	/// How much it rises.
	pub slope: f64,
	/// How much of what differs it explains.
	pub r2: f64,
}

impl Line {
	/// Through these points, of which there are at least two beside each other.
	pub fn through(points: &[(f64, f64)]) -> Self {
		let count = points.len() as f64;
		let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
		let (x, y) = (mean(|point| point.0), mean(|point| point.1));
		let sum = |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>();
		let slope = sum(&|point| (point.0 - x) * (point.1 - y))
			/ sum(&|point| (point.0 - x) * (point.0 - x));
		let base = y - slope * x;
		let left = sum(&|point| (point.1 - base - slope * point.0).powi(2));
		let all = sum(&|point| (point.1 - y).powi(2));
		Self { base, slope, r2: 1.0 - left / all }
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_median_should_lie_in_the_middle() {
		assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
		assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
		assert_eq!(quantile(&[0.0, 10.0], 0.99), 9.9);
		assert!(median(&[]).is_nan());
		assert_eq!(us(Duration::from_millis(7)), 7_000.0);
	}

	#[test]
	fn a_line_should_explain_what_lies_on_it() {
		let on = Line::through(&[(0.0, 1.0), (1.0, 3.0), (2.0, 5.0)]);
		assert_eq!(on, Line { base: 1.0, slope: 2.0, r2: 1.0 });
		let off = Line::through(&[(0.0, 1.0), (1.0, 5.0), (2.0, 1.0)]);
		assert_eq!((off.slope, off.r2), (0.0, 0.0));
	}
}
