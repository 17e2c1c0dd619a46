// SPDX-License-Identifier: Apache-2.0

//! Sealed allocation: who gets which arm is fixed before anybody is enrolled, and nobody can see it
//! until it is opened (CONSORT 2010, items 8 to 10: sequence generation, concealment,
//! implementation).
//!
//! A list is the sequence of arms for one stratum at one point of randomisation. Its leaves are
//! salted, the salts come from one secret, and the chain keeps the root of the tree over the leaves
//! ([`galen_primitives::merkle`]) and their number. The root fixes every arm *at its place*: a
//! sequence with two entries exchanged has another root.

use crate::chain_type;
use alloc::vec::Vec;
use galen_primitives::{
	commitment::Salt, merkle, statement::statement, ChainId, Digest, HashAlgorithm, StudyId,
};

/// An arm of a study, from 0.
pub type Arm = u8;

/// A point of randomisation of a study, from 0: some studies randomise several times.
pub type Point = u8;

/// A stratum, numbered by the sponsor.
pub type Stratum = u16;

/// What a list, or a kit list, is derived from. It stays with the unblinded statistician until the
/// list is opened.
pub type ListSecret = [u8; 32];

chain_type! {
	/// Which list.
	#[derive(PartialOrd, Ord)]
	pub struct ListId {
		/// The study.
		pub study: StudyId,
		/// The point of randomisation.
		pub point: Point,
		/// The stratum.
		pub stratum: Stratum,
	}

	/// What comes of comparing an opened list with what was committed.
	pub enum Opening {
		/// It is the list that was committed, in its order.
		#[codec(index = 0)]
		Verified,
		/// It has more or fewer entries.
		#[codec(index = 1)]
		OtherLength,
		/// It isn't, and nobody can say where: the leaves that were shown aren't those committed.
		#[codec(index = 2)]
		OtherLeaves,
		/// It isn't, and this is the first entry that differs.
		#[codec(index = 3)]
		WrongAt {
			/// Its index.
			index: u32,
		},
		/// The chain can't compute this hash.
		#[codec(index = 4)]
		Unsupported,
	}
}

/// The salt of the entry at `index`:
/// `H("galen/allocation-salt" ‖ 0x00 ‖ chain ‖ SCALE(study, point, stratum, index, secret))`.
///
/// One salt tells nothing of another, so that a single entry can be opened in an emergency. `None`
/// for an algorithm that the chain can't compute.
pub fn salt(
	algorithm: HashAlgorithm,
	chain: &ChainId,
	list: ListId,
	index: u32,
	secret: &ListSecret,
) -> Option<Salt> {
	algorithm.hash(&statement(b"allocation-salt", chain, &(list, index, secret)))
}

/// The leaf of the entry at `index`:
/// `H("galen/allocation" ‖ 0x00 ‖ chain ‖ SCALE(study, point, stratum, index, salt, arm))`.
///
/// `None` for an algorithm that the chain can't compute.
pub fn leaf(
	algorithm: HashAlgorithm,
	chain: &ChainId,
	list: ListId,
	index: u32,
	salt: &Salt,
	arm: Arm,
) -> Option<[u8; 32]> {
	algorithm.hash(&statement(b"allocation", chain, &(list, index, salt, arm)))
}

/// The leaves of the list whose entries are `arms`, in their order.
///
/// `None` for an algorithm that the chain can't compute, or more than `u32::MAX` entries.
pub fn leaves(
	algorithm: HashAlgorithm,
	chain: &ChainId,
	list: ListId,
	secret: &ListSecret,
	arms: &[Arm],
) -> Option<Vec<[u8; 32]>> {
	arms.iter()
		.enumerate()
		.map(|(index, arm)| {
			let index = u32::try_from(index).ok()?;
			let salt = salt(algorithm, chain, list, index, secret)?;
			leaf(algorithm, chain, list, index, &salt, *arm)
		})
		.collect()
}

/// Compares an opened list with the `root` and the `length` that were committed. Where it differs
/// and `shown` are the leaves that were committed, the answer names the first wrong entry; without
/// them, pass none.
pub fn check(
	chain: &ChainId,
	list: ListId,
	root: &Digest,
	length: u32,
	secret: &ListSecret,
	arms: &[Arm],
	shown: &[[u8; 32]],
) -> Opening {
	if u32::try_from(arms.len()).ok() != Some(length) {
		return Opening::OtherLength;
	}
	let Some(opened) = leaves(root.algorithm, chain, list, secret, arms) else {
		return Opening::Unsupported;
	};
	if merkle::root(root.algorithm, &opened) == Ok(root.bytes) {
		return Opening::Verified;
	}
	if merkle::root(root.algorithm, shown) != Ok(root.bytes) {
		return Opening::OtherLeaves;
	}
	// The same root is of the same number of leaves.
	let wrong = opened.iter().zip(shown).position(|(opened, shown)| opened != shown);
	match wrong.and_then(|index| u32::try_from(index).ok()) {
		Some(index) => Opening::WrongAt { index },
		None => Opening::OtherLeaves,
	}
}

/// The leaf of a kit in a study's kit list:
/// `H("galen/kit" ‖ 0x00 ‖ chain ‖ SCALE(study, index, serial, salt, arm))`, the serial number as
/// bytes.
///
/// `None` for an algorithm that the chain can't compute.
pub fn kit_leaf(
	algorithm: HashAlgorithm,
	chain: &ChainId,
	study: StudyId,
	index: u32,
	serial: &[u8],
	salt: &Salt,
	arm: Arm,
) -> Option<[u8; 32]> {
	algorithm.hash(&statement(b"kit", chain, &(study, index, serial, salt, arm)))
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const ALG: HashAlgorithm = HashAlgorithm::Sha2_256;
	const CHAIN: ChainId = [7; 32];
	const LIST: ListId = ListId { study: 1, point: 0, stratum: 2 };
	const SECRET: ListSecret = [9; 32];

	fn committed(arms: &[Arm]) -> (Digest, Vec<[u8; 32]>) {
		let leaves = leaves(ALG, &CHAIN, LIST, &SECRET, arms).unwrap();
		(Digest { algorithm: ALG, bytes: merkle::root(ALG, &leaves).unwrap() }, leaves)
	}

	#[test]
	fn an_honest_opening_should_verify_and_any_other_be_told_apart() {
		let arms = [0, 1, 1, 0, 1, 0];
		let (root, shown) = committed(&arms);
		let check = |list, length, secret: &_, arms: &[Arm], shown: &_| {
			check(&CHAIN, list, &root, length, secret, arms, shown)
		};
		assert_eq!(check(LIST, 6, &SECRET, &arms, &[]), Opening::Verified);
		assert_eq!(check(LIST, 6, &SECRET, &arms[..5], &[]), Opening::OtherLength);
		assert_eq!(check(LIST, 5, &SECRET, &arms[..5], &shown[..5]), Opening::OtherLeaves);
		// Two entries exchanged: the same arms in another order.
		let swapped = [0, 1, 0, 1, 1, 0];
		assert_eq!(check(LIST, 6, &SECRET, &swapped, &[]), Opening::OtherLeaves);
		assert_eq!(check(LIST, 6, &SECRET, &swapped, &shown), Opening::WrongAt { index: 2 });
		// Another secret, another list.
		assert_eq!(check(LIST, 6, &[8; 32], &arms, &shown), Opening::WrongAt { index: 0 });
		let other = ListId { stratum: 3, ..LIST };
		assert_eq!(check(other, 6, &SECRET, &arms, &shown), Opening::WrongAt { index: 0 });
		// What is shown isn't what was committed.
		let mut forged = shown.clone();
		forged.swap(2, 3);
		assert_eq!(check(LIST, 6, &SECRET, &swapped, &forged), Opening::OtherLeaves);
	}

	#[test]
	fn every_part_of_a_leaf_should_count() {
		let of = |algorithm, chain, study, point, stratum, index, salt, arm| {
			let list = ListId { study, point, stratum };
			leaf(algorithm, &[chain; 32], list, index, &[salt; 32], arm)
		};
		use HashAlgorithm::*;
		let all = [
			of(Sha2_256, 1, 2, 3, 4, 5, 6, 7),
			of(Blake2b_256, 1, 2, 3, 4, 5, 6, 7),
			of(Sha2_256, 9, 2, 3, 4, 5, 6, 7),
			of(Sha2_256, 1, 9, 3, 4, 5, 6, 7),
			of(Sha2_256, 1, 2, 9, 4, 5, 6, 7),
			of(Sha2_256, 1, 2, 3, 9, 5, 6, 7),
			of(Sha2_256, 1, 2, 3, 4, 9, 6, 7),
			of(Sha2_256, 1, 2, 3, 4, 5, 9, 7),
			of(Sha2_256, 1, 2, 3, 4, 5, 6, 9),
			kit_leaf(Sha2_256, &[1; 32], 2, 3, b"S1", &[6; 32], 7),
			kit_leaf(Sha2_256, &[1; 32], 2, 3, b"S2", &[6; 32], 7),
			kit_leaf(Sha2_256, &[1; 32], 2, 3, b"S1", &[6; 32], 8),
			kit_leaf(Sha2_256, &[1; 32], 2, 4, b"S1", &[6; 32], 7),
			kit_leaf(Sha2_256, &[1; 32], 3, 3, b"S1", &[6; 32], 7),
			kit_leaf(Sha2_256, &[1; 32], 2, 3, b"S1", &[7; 32], 7),
			salt(Sha2_256, &[1; 32], LIST, 5, &[6; 32]),
			salt(Sha2_256, &[1; 32], LIST, 6, &[6; 32]),
			salt(Sha2_256, &[1; 32], LIST, 5, &[7; 32]),
		];
		for (index, leaf) in all.iter().enumerate() {
			assert!(leaf.is_some());
			assert_eq!(all.iter().filter(|other| *other == leaf).count(), 1, "{index}");
		}
	}

	#[test]
	fn what_is_hashed_should_be_the_bytes_that_are_written_down() {
		let head = |domain: &str| [b"galen/", domain.as_bytes(), &[0], &CHAIN].concat();
		// study u32, point u8, stratum u16, index u32, little endian.
		let place = [1, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0];
		let bytes = [head("allocation-salt").as_slice(), &place, &SECRET].concat();
		assert_eq!(salt(ALG, &CHAIN, LIST, 3, &SECRET), ALG.hash(&bytes));
		let bytes = [head("allocation").as_slice(), &place, &[5; 32], &[1]].concat();
		assert_eq!(leaf(ALG, &CHAIN, LIST, 3, &[5; 32], 1), ALG.hash(&bytes));
		// The serial number has its length (compact) before it.
		let bytes =
			[head("kit").as_slice(), &[1, 0, 0, 0, 3, 0, 0, 0, 8, b'S', b'1'], &[5; 32], &[1]]
				.concat();
		assert_eq!(kit_leaf(ALG, &CHAIN, 1, 3, b"S1", &[5; 32], 1), ALG.hash(&bytes));
	}

	#[test]
	fn an_algorithm_that_cannot_be_computed_should_be_refused() {
		let root = Digest { algorithm: HashAlgorithm::Sm3, bytes: [1; 32] };
		assert_eq!(check(&CHAIN, LIST, &root, 1, &SECRET, &[0], &[]), Opening::Unsupported);
		assert_eq!(salt(HashAlgorithm::Sm3, &CHAIN, LIST, 0, &SECRET), None);
		assert_eq!(leaf(HashAlgorithm::Sm3, &CHAIN, LIST, 0, &[1; 32], 0), None);
		assert_eq!(kit_leaf(HashAlgorithm::Sm3, &CHAIN, 0, 0, b"", &[1; 32], 0), None);
	}

	#[test]
	fn an_empty_list_should_never_verify() {
		let root = Digest { algorithm: ALG, bytes: [1; 32] };
		assert_eq!(check(&CHAIN, LIST, &root, 0, &SECRET, &[], &[]), Opening::OtherLeaves);
	}

	proptest! {
		#[test]
		fn one_entry_out_of_order_should_be_named(
			arms in prop::collection::vec(0u8..4, 1..80), pick: (u32, u32, u8),
		) {
			let (root, shown) = committed(&arms);
			let length = arms.len() as u32;
			let check =
				|arms: &[Arm]| check(&CHAIN, LIST, &root, length, &SECRET, arms, &shown);
			prop_assert_eq!(check(&arms), Opening::Verified);

			// Two are exchanged: the first of them is named, if that changes anything.
			let (a, b) = (pick.0 as usize % arms.len(), pick.1 as usize % arms.len());
			let mut swapped = arms.clone();
			swapped.swap(a, b);
			let expected = if arms[a] == arms[b] {
				Opening::Verified
			} else {
				Opening::WrongAt { index: a.min(b) as u32 }
			};
			prop_assert_eq!(check(&swapped), expected);

			// One is another.
			let mut other = arms.clone();
			other[a] = other[a].wrapping_add(1 + pick.2 % 255);
			prop_assert_eq!(check(&other), Opening::WrongAt { index: a as u32 });
		}

		/// What an investigator is shown of one entry proves it, and no other arm.
		#[test]
		fn one_entry_should_be_shown_without_the_others(
			arms in prop::collection::vec(0u8..4, 1..40), pick: u32,
		) {
			let (root, all) = committed(&arms);
			let index = pick % arms.len() as u32;
			let arm = arms[index as usize];
			let salt = salt(ALG, &CHAIN, LIST, index, &SECRET).unwrap();
			let path = merkle::path(ALG, &all, index).unwrap();
			let proves = |arm, index| {
				let leaf = leaf(ALG, &CHAIN, LIST, index, &salt, arm).unwrap();
				merkle::verify(ALG, &root.bytes, arms.len() as u32, index, &leaf, &path).unwrap()
			};
			prop_assert!(proves(arm, index));
			for other in (0..4).filter(|other| *other != arm) {
				prop_assert!(!proves(other, index));
			}
			prop_assert!(!proves(arm, index + 1));
		}
	}
}
