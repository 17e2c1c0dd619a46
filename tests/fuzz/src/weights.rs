// SPDX-License-Identifier: Apache-2.0

//! Weight files, read as the runtime has them: what each benchmark came to.

use galen_runtime::Runtime;
use polkadot_sdk::{frame_support::weights::RuntimeDbWeight, frame_system};
use std::collections::BTreeMap;

/// What the runtime charges for a read and a write.
pub fn database() -> RuntimeDbWeight {
	<Runtime as frame_system::Config>::DbWeight::get()
}

/// Picoseconds, keys read, keys written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cost {
	/// Its own time.
	pub time: u64,
	/// How many keys it reads.
	pub reads: u64,
	/// How many keys it writes.
	pub writes: u64,
}

impl Cost {
	/// What of it is for the database.
	pub fn database(self) -> u64 {
		self.reads * database().read + self.writes * database().write
	}

	/// All of it.
	pub fn total(self) -> u64 {
		self.time + self.database()
	}
}

/// What one benchmark came to: for an empty call, and for each further entry of each list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Formula {
	/// The names of the lengths, whether or not they cost anything.
	pub lengths: Vec<String>,
	/// What a call costs without any entry.
	pub base: Cost,
	/// What each further one costs.
	pub slopes: BTreeMap<String, Cost>,
}

/// The benchmarks of a weight file, as `scripts/bench weights` writes it.
pub fn formulas(text: &str) -> BTreeMap<String, Formula> {
	let mut found = BTreeMap::<String, Formula>::new();
	let mut name = None;
	for line in text.lines().map(str::trim) {
		// The runtime's weights come first; what follows is for mocks.
		if line.starts_with("impl WeightInfo for ()") {
			break;
		}
		if let Some(rest) = line.strip_prefix("fn ").filter(|rest| rest.ends_with('{')) {
			let (of, arguments) = rest.split_once('(').unwrap_or((rest, ""));
			let arguments = arguments.split(')').next().unwrap_or_default();
			let lengths = arguments.split(',').filter_map(|argument| argument.split_once(':'));
			let lengths = lengths.map(|(length, _)| length.trim().trim_start_matches('_').into());
			name = Some(of.to_string());
			found.insert(of.into(), Formula { lengths: lengths.collect(), ..Formula::default() });
			continue;
		}
		let Some(formula) = name.as_ref().and_then(|name| found.get_mut(name)) else { continue };
		if !line.starts_with("Weight::from_parts(") && !line.starts_with(".saturating_add(") {
			continue;
		}
		let length = line.split("saturating_mul(").nth(1).and_then(|rest| rest.split('.').next());
		let cost = match length {
			Some(length) => formula.slopes.entry(length.into()).or_default(),
			None => &mut formula.base,
		};
		let Some(number) = first_number(line) else { continue };
		if line.contains(".reads(") {
			cost.reads += number;
		} else if line.contains(".writes(") {
			cost.writes += number;
		} else {
			cost.time += number;
		}
	}
	found
}

/// `1_234` of `from_parts(1_234, 5)`, `3` of `reads(3_u64)`.
fn first_number(line: &str) -> Option<u64> {
	let digits = line.chars().skip_while(|character| !character.is_ascii_digit());
	let digits = digits.take_while(|character| character.is_ascii_digit() || *character == '_');
	digits.filter(char::is_ascii_digit).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::schema::repository;
	use pallet_patient_records::{weights::SubstrateWeight, WeightInfo};

	#[test]
	fn a_weight_file_should_be_read_as_the_runtime_has_it() {
		let file = repository().join("pallets/patient-records/src/weights.rs");
		let records = formulas(&std::fs::read_to_string(file).expect("a weight file"));
		type Weights = SubstrateWeight<Runtime>;
		assert_eq!(records["anchor"].base.total(), Weights::anchor().ref_time());
		assert!(records["anchor"].lengths.is_empty());
		let batch = &records["anchor_leaves"];
		assert_eq!(batch.lengths, ["n"]);
		for leaves in [1, 7, 1_024] {
			let charge = batch.base.total() + u64::from(leaves) * batch.slopes["n"].total();
			assert_eq!(charge, Weights::anchor_leaves(leaves).ref_time());
		}
	}
}
