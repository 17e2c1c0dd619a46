// SPDX-License-Identifier: Apache-2.0

//! Proofs for whoever measures a call that takes one, inside the runtime's wasm.

use crate::{
	transcript::{begin, Challenges},
	Opening, ProveError,
};
use alloc::vec::Vec;

/// A commitment to `value`, and a proof for it. Always the same, so nothing is hidden.
pub fn commitment_and_proof(
	value: u64,
	least: u64,
	most: u64,
	context: &[u8],
) -> Result<([u8; 32], Vec<u8>), ProveError> {
	let mut known = Challenges(begin(&[0; 32], least, most, context));
	let opening = Opening::new(value, &mut known);
	Ok((opening.commitment(), opening.prove(least, most, context, &mut known)?))
}
