// SPDX-License-Identifier: Apache-2.0

//! What is signed off chain.

use crate::ChainId;
use alloc::vec::Vec;
use codec::Encode;

/// The bytes to sign: `"galen/" ‖ domain ‖ 0x00 ‖ chain ‖ SCALE(body)`.
///
/// `domain` says what is stated and has no zero byte, so that no statement reads as another. The
/// body names the object, whom the statement is for, and an expiry or a sequence number.
pub fn statement(domain: &[u8], chain: &ChainId, body: &impl Encode) -> Vec<u8> {
	let mut bytes = Vec::with_capacity(
		body.size_hint().saturating_add(domain.len()).saturating_add(chain.len()).saturating_add(7),
	);
	bytes.extend_from_slice(b"galen/");
	bytes.extend_from_slice(domain);
	bytes.push(0);
	bytes.extend_from_slice(chain);
	body.encode_to(&mut bytes);
	bytes
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_statement_should_be_its_parts_in_order() {
		let bytes = statement(b"claim", &[7; 32], &(1u8, 2u16));
		let expected = [b"galen/claim\0".as_slice(), &[7; 32], &[1, 2, 0]].concat();
		assert_eq!(bytes, expected);
	}
}
