// SPDX-License-Identifier: Apache-2.0

//! Merkle trees in the shape of RFC 6962 section 2.1, over leaves that are digests already.
//!
//! - leaf: `H(0x00 ‖ leaf)`, node: `H(0x01 ‖ left ‖ right)`. A node without a sibling moves up as
//!   it is.
//! - root: `H(0x02 ‖ count ‖ top)` with the number of leaves as `u32` little endian, so that the
//!   root alone fixes how many leaves there are and a path can't be read for another size.
//!
//! One tree serves batches of records, the salted fields of one record and whatever else comes in
//! numbers.

use crate::HashAlgorithm;
use alloc::vec::Vec;

const LEAF: u8 = 0;
const NODE: u8 = 1;
const ROOT: u8 = 2;

/// The longest path that a tree of `u32::MAX` leaves can have.
pub const MAX_PATH: u32 = 32;

/// Why a tree can't be built or a path can't be checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MerkleError {
	/// The algorithm is one that the chain can't compute.
	Unsupported,
	/// There is no leaf at all.
	Empty,
	/// There are more than `u32::MAX` leaves.
	TooManyLeaves,
}

fn leaf_hash(algorithm: HashAlgorithm, leaf: &[u8; 32]) -> Option<[u8; 32]> {
	let mut data = [LEAF; 33];
	data.get_mut(1..)?.copy_from_slice(leaf);
	algorithm.hash(&data)
}

fn node_hash(algorithm: HashAlgorithm, left: &[u8; 32], right: &[u8; 32]) -> Option<[u8; 32]> {
	let mut data = [NODE; 65];
	data.get_mut(1..33)?.copy_from_slice(left);
	data.get_mut(33..)?.copy_from_slice(right);
	algorithm.hash(&data)
}

fn root_hash(algorithm: HashAlgorithm, count: u32, top: &[u8; 32]) -> Option<[u8; 32]> {
	let mut data = [ROOT; 37];
	data.get_mut(1..5)?.copy_from_slice(&count.to_le_bytes());
	data.get_mut(5..)?.copy_from_slice(top);
	algorithm.hash(&data)
}

/// The root over `leaves`, in their order.
pub fn root(algorithm: HashAlgorithm, leaves: &[[u8; 32]]) -> Result<[u8; 32], MerkleError> {
	let count = u32::try_from(leaves.len()).map_err(|_| MerkleError::TooManyLeaves)?;
	let mut level = leaves
		.iter()
		.map(|leaf| leaf_hash(algorithm, leaf))
		.collect::<Option<Vec<_>>>()
		.ok_or(MerkleError::Unsupported)?;
	while level.len() > 1 {
		level = level
			.chunks(2)
			.map(|pair| match pair {
				[left, right] => node_hash(algorithm, left, right),
				odd => odd.first().copied(),
			})
			.collect::<Option<Vec<_>>>()
			.ok_or(MerkleError::Unsupported)?;
	}
	let top = level.first().ok_or(MerkleError::Empty)?;
	root_hash(algorithm, count, top).ok_or(MerkleError::Unsupported)
}

/// The path of the leaf at `index`, from the bottom: the siblings it is hashed with. `None` where
/// there is no such leaf or the algorithm can't be computed.
pub fn path(algorithm: HashAlgorithm, leaves: &[[u8; 32]], index: u32) -> Option<Vec<[u8; 32]>> {
	let mut position = usize::try_from(index).ok()?;
	leaves.get(position)?;
	let mut level =
		leaves.iter().map(|leaf| leaf_hash(algorithm, leaf)).collect::<Option<Vec<_>>>()?;
	let mut siblings = Vec::new();
	while level.len() > 1 {
		if let Some(sibling) = level.get(position ^ 1) {
			siblings.push(*sibling);
		}
		position >>= 1;
		level = level
			.chunks(2)
			.map(|pair| match pair {
				[left, right] => node_hash(algorithm, left, right),
				odd => odd.first().copied(),
			})
			.collect::<Option<Vec<_>>>()?;
	}
	Some(siblings)
}

/// Whether `leaf` is the one at `index` of the `count` leaves under `root`.
///
/// `Ok(false)` for anything that doesn't fit, a path of the wrong length included.
pub fn verify(
	algorithm: HashAlgorithm,
	root: &[u8; 32],
	count: u32,
	index: u32,
	leaf: &[u8; 32],
	path: &[[u8; 32]],
) -> Result<bool, MerkleError> {
	let unsupported = MerkleError::Unsupported;
	let mut node = leaf_hash(algorithm, leaf).ok_or(unsupported)?;
	if index >= count {
		return Ok(false);
	}
	let (mut position, mut last) = (index, count.saturating_sub(1));
	let mut siblings = path.iter();
	while last > 0 {
		// The last node of a level has no sibling where its position is even.
		if position & 1 == 1 || position < last {
			let Some(sibling) = siblings.next() else { return Ok(false) };
			let (left, right) = if position & 1 == 1 { (sibling, &node) } else { (&node, sibling) };
			node = node_hash(algorithm, left, right).ok_or(unsupported)?;
		}
		position >>= 1;
		last >>= 1;
	}
	Ok(siblings.next().is_none() && root_hash(algorithm, count, &node).ok_or(unsupported)? == *root)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	const ALG: HashAlgorithm = HashAlgorithm::Sha2_256;

	fn leaves(count: u32) -> Vec<[u8; 32]> {
		(0..count).map(|i| sp_io::hashing::sha2_256(&i.to_le_bytes())).collect()
	}

	#[test]
	fn every_leaf_of_every_small_tree_should_verify_at_its_place_alone() {
		for count in 1..=33u32 {
			let leaves = leaves(count);
			let root = root(ALG, &leaves).unwrap();
			for index in 0..count {
				let path = path(ALG, &leaves, index).unwrap();
				assert!(path.len() <= 6);
				for at in 0..count {
					let leaf = &leaves[index as usize];
					assert_eq!(verify(ALG, &root, count, at, leaf, &path), Ok(at == index));
				}
			}
		}
	}

	#[test]
	fn an_empty_tree_should_be_refused() {
		assert_eq!(root(ALG, &[]), Err(MerkleError::Empty));
		assert_eq!(verify(ALG, &[0; 32], 0, 0, &[0; 32], &[]), Ok(false));
	}

	#[test]
	fn an_algorithm_that_cannot_be_computed_should_be_refused() {
		assert_eq!(root(HashAlgorithm::Sm3, &leaves(2)), Err(MerkleError::Unsupported));
		assert_eq!(path(HashAlgorithm::Sm3, &leaves(2), 0), None);
		assert_eq!(
			verify(HashAlgorithm::Sm3, &[0; 32], 1, 0, &[0; 32], &[]),
			Err(MerkleError::Unsupported)
		);
	}

	#[test]
	fn a_node_should_not_pass_for_a_leaf() {
		// The attack of RFC 6962 section 2.1: an inner node presented as a leaf of a smaller tree.
		let four = leaves(4);
		let root = root(ALG, &four).unwrap();
		let inner =
			node_hash(ALG, &leaf_hash(ALG, &four[0]).unwrap(), &leaf_hash(ALG, &four[1]).unwrap())
				.unwrap();
		let sibling = path(ALG, &four, 0).unwrap()[1];
		assert_eq!(verify(ALG, &root, 2, 0, &inner, &[sibling]), Ok(false));
	}

	proptest! {
		#[test]
		fn a_path_should_prove_nothing_else(
			count in 1u32..200, pick in any::<u32>(), flip in any::<(u32, u8)>(), other in any::<[u8; 32]>(),
		) {
			let leaves = leaves(count);
			let root = root(ALG, &leaves).unwrap();
			let index = pick % count;
			let leaf = leaves[index as usize];
			let mut path = path(ALG, &leaves, index).unwrap();
			prop_assert_eq!(verify(ALG, &root, count, index, &leaf, &path), Ok(true));
			prop_assert_eq!(verify(ALG, &root, count, index, &other, &path), Ok(false));
			prop_assert_eq!(verify(ALG, &root, count + 1, index, &leaf, &path), Ok(false));
			path.push(other);
			prop_assert_eq!(verify(ALG, &root, count, index, &leaf, &path), Ok(false));
			path.pop();
			if !path.is_empty() {
				let at = flip.0 as usize % path.len();
				path[at][flip.1 as usize % 32] ^= 1;
				prop_assert_eq!(verify(ALG, &root, count, index, &leaf, &path), Ok(false));
				path.pop();
				prop_assert_eq!(verify(ALG, &root, count, index, &leaf, &path), Ok(false));
			}
		}
	}
}
