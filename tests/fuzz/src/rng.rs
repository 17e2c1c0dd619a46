// SPDX-License-Identifier: Apache-2.0

//! Numbers that look random and follow from a seed.

/// SplitMix64: enough for choosing, and the same everywhere.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
	/// What follows from `seed`.
	pub fn new(seed: u64) -> Self {
		Self(seed)
	}

	/// Any number.
	pub fn any(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
		z ^ (z >> 31)
	}

	/// A number below `bound`, which isn't zero.
	pub fn below(&mut self, bound: usize) -> usize {
		(self.any() % bound as u64) as usize
	}

	/// True so many times out of a hundred.
	pub fn percent(&mut self, chance: usize) -> bool {
		self.below(100) < chance
	}

	/// One of them, if there is one.
	pub fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
		if from.is_empty() {
			None
		} else {
			Some(&from[self.below(from.len())])
		}
	}

	/// So many bytes.
	pub fn bytes(&mut self, count: usize) -> Vec<u8> {
		(0..count).map(|_| self.any() as u8).collect()
	}
}
