// SPDX-License-Identifier: Apache-2.0

//! The leaves of the trees ([`galen_primitives::merkle`]) over a lot's serials and a window's
//! readings. Each has a salt of its own, so that a path that is shown doesn't let anybody try out
//! its neighbours.

use galen_primitives::{
	commitment::Salt,
	gs1::{Gtin, Sscc, Text20},
	statement::statement,
	ChainId, DeviceId, HashAlgorithm, Moment,
};

/// The leaf of a pack in its lot's tree:
/// `H("galen/pack" ‖ 0x00 ‖ chain ‖ SCALE(gtin, lot, serial, first case, salt))`.
///
/// `None` for an algorithm that the chain can't compute.
pub fn pack(
	algorithm: HashAlgorithm,
	chain: &ChainId,
	gtin: Gtin,
	lot: &Text20,
	serial: &Text20,
	first_case: Sscc,
	salt: &Salt,
) -> Option<[u8; 32]> {
	algorithm.hash(&statement(b"pack", chain, &(gtin, lot, serial, first_case, salt)))
}

/// The leaf of a reading in its window's tree:
/// `H("galen/reading" ‖ 0x00 ‖ chain ‖ SCALE(device, at, value, salt))`, the value in hundredths of
/// a degree Celsius (`i32`).
///
/// `None` for an algorithm that the chain can't compute.
pub fn reading(
	algorithm: HashAlgorithm,
	chain: &ChainId,
	device: DeviceId,
	at: Moment,
	value: i32,
	salt: &Salt,
) -> Option<[u8; 32]> {
	algorithm.hash(&statement(b"reading", chain, &(device, at, value, salt)))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_part_of_a_leaf_should_count() {
		let text = |text: &str| Text20::try_from(text.as_bytes().to_vec()).unwrap();
		let of = |algorithm, chain, gtin, lot: &str, serial: &str, case, salt| {
			pack(
				algorithm,
				&[chain; 32],
				Gtin(gtin),
				&text(lot),
				&text(serial),
				Sscc(case),
				&[salt; 32],
			)
		};
		use HashAlgorithm::*;
		let all = [
			of(Sha2_256, 1, 2, "L", "S", 3, 4),
			of(Blake2b_256, 1, 2, "L", "S", 3, 4),
			of(Sha2_256, 9, 2, "L", "S", 3, 4),
			of(Sha2_256, 1, 9, "L", "S", 3, 4),
			of(Sha2_256, 1, 2, "LS", "S", 3, 4),
			of(Sha2_256, 1, 2, "L", "X", 3, 4),
			of(Sha2_256, 1, 2, "L", "S", 9, 4),
			of(Sha2_256, 1, 2, "L", "S", 3, 9),
			reading(Sha2_256, &[1; 32], 2, 3, 4, &[4; 32]),
			reading(Sha2_256, &[1; 32], 2, 3, -4, &[4; 32]),
		];
		for (index, leaf) in all.iter().enumerate() {
			assert!(leaf.is_some());
			assert_eq!(all.iter().filter(|other| *other == leaf).count(), 1, "{index}");
		}
		assert_eq!(of(Sm3, 1, 2, "L", "S", 3, 4), None);
		assert_eq!(reading(Sm3, &[1; 32], 2, 3, 4, &[4; 32]), None);
	}

	#[test]
	fn a_leaf_should_be_the_bytes_that_are_written_down() {
		let lot = Text20::try_from(b"L1".to_vec()).unwrap();
		let serial = Text20::try_from(b"S".to_vec()).unwrap();
		let bytes = [
			b"galen/pack\0".as_slice(),
			&[7; 32],
			&1u64.to_le_bytes(),
			&[8, b'L', b'1', 4, b'S'],
			&2u64.to_le_bytes(),
			&[5; 32],
		]
		.concat();
		assert_eq!(
			pack(HashAlgorithm::Sha2_256, &[7; 32], Gtin(1), &lot, &serial, Sscc(2), &[5; 32]),
			HashAlgorithm::Sha2_256.hash(&bytes)
		);
	}
}
