// SPDX-License-Identifier: Apache-2.0

//! How many reads and writes a weight pays for.
//!
//! A weight is one number, in which the time of the processor and that of the database are added up.
//! What was added up stands in the weight files. Where a call's weight is that of one of its pallet's
//! benchmarks for some lengths (or the sum of two), this finds which, and thereby how much of it is
//! for the database.

use crate::{
	schema::{repository, Pallet},
	weights::{formulas, Cost, Formula},
};
use std::collections::BTreeMap;

/// Longer lists than that aren't looked for.
const MAX_LENGTH: u64 = 1_024;
/// What costs less, in picoseconds, has no database in it.
const SMALL: u64 = 1_000_000;

impl Formula {
	/// What of `time` is for the database, if it can be what this comes to.
	fn paid(&self, time: u64) -> Option<u64> {
		let rest = time.checked_sub(self.base.total())?;
		let lengths: Vec<Cost> =
			self.slopes.values().copied().filter(|cost| cost.total() > 0).collect();
		// Two lists of small entries come to any weight.
		if lengths.len() > 1 && lengths.iter().any(|cost| cost.total() < SMALL) {
			return None;
		}
		let exactly = |rest: u64, cost: Cost| {
			let length = rest / cost.total();
			(rest.is_multiple_of(cost.total()) && length <= MAX_LENGTH)
				.then(|| length * cost.database())
		};
		let paid = match lengths[..] {
			[] => (rest == 0).then_some(0)?,
			[one] => exactly(rest, one)?,
			[one, other] => (0..=MAX_LENGTH).find_map(|length| {
				let rest = rest.checked_sub(length * one.total())?;
				Some(length * one.database() + exactly(rest, other)?)
			})?,
			_ => return None,
		};
		Some(self.base.database() + paid)
	}
}

/// The weight files, by crate and benchmark.
#[derive(Default)]
pub struct Weights(BTreeMap<String, BTreeMap<String, Formula>>);

impl Weights {
	/// Of these pallets.
	pub fn of(pallets: &[Pallet]) -> Self {
		let read = |pallet: &Pallet| {
			let folder = pallet.krate.strip_prefix("pallet_").unwrap_or_default().replace('_', "-");
			let file = match pallet.ours {
				true => format!("pallets/{folder}/src/weights.rs"),
				false => format!("runtime/consortium/src/weights/{}.rs", pallet.krate),
			};
			let text = std::fs::read_to_string(repository().join(file)).unwrap_or_default();
			(pallet.krate.clone(), formulas(&text))
		};
		Self(pallets.iter().map(read).collect())
	}

	/// What of a weight of `time` is for the database, if it can be told.
	pub fn paid(&self, krate: &str, call: &str, time: u64) -> Option<u64> {
		let formulas = self.0.get(krate)?;
		// Benchmarks are called as calls are, or begin like that if a call has several.
		let begins = format!("{call}_");
		let own = || {
			let named = |name: &String| name == call || name.starts_with(&begins);
			formulas.iter().filter(move |(name, _)| named(name)).map(|(_, formula)| formula)
		};
		// With short steps and long lists, another's would come to any weight.
		let fixed = || formulas.values().filter(|formula| formula.slopes.is_empty());
		own().chain(fixed()).find_map(|formula| formula.paid(time)).or_else(|| {
			own().find_map(|own| {
				fixed().find_map(|other| {
					let rest = time.checked_sub(other.base.total())?;
					Some(own.paid(rest)? + other.base.database())
				})
			})
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::weights::database;

	const FILE: &str = "
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn plain() -> Weight {
		Weight::from_parts(26_420_000, 3732)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn listed(n: u32, ) -> Weight {
		Weight::from_parts(10_000_000, 3997)
			// Standard Error: 2_062
			.saturating_add(Weight::from_parts(2_952_317, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 2701).saturating_mul(n.into()))
	}
}
impl WeightInfo for () {
	fn plain() -> Weight {
		Weight::from_parts(1, 1)
	}
}";

	fn weights() -> Weights {
		Weights(BTreeMap::from([("pallet".to_string(), formulas(FILE))]))
	}

	#[test]
	fn what_is_paid_should_be_told_for_any_length() {
		let (read, write) = (database().read, database().write);
		let paid = |call, time| weights().paid("pallet", call, time);
		let plain = 26_420_000 + 3 * read + write;
		assert_eq!(paid("plain", plain), Some(3 * read + write));
		assert_eq!(paid("plain", plain + 1), None);
		for length in [0, 1, 7] {
			let listed = 10_000_000 + 2 * read + length * (2_952_317 + read);
			assert_eq!(paid("listed", listed), Some((2 + length) * read));
			assert_eq!(paid("listed", listed + plain), Some((5 + length) * read + write));
		}
	}
}
