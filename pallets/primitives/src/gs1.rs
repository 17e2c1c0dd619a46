// SPDX-License-Identifier: Apache-2.0

//! Identification keys of the GS1 General Specifications.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Whether the last of `digits` is the check digit of those before it (GS1 General Specifications,
/// section 7.9): weights 3, 1, 3, … from the right.
pub fn check_digit_is_valid(digits: &[u8]) -> bool {
	let Some((check, rest)) = digits.split_last() else { return false };
	let mut sum: u32 = 0;
	for (position, digit) in rest.iter().rev().enumerate() {
		if *digit > 9 {
			return false;
		}
		let weight: u32 = if position & 1 == 0 { 3 } else { 1 };
		sum = sum.saturating_add(weight.saturating_mul(u32::from(*digit)));
	}
	let expected = 10u32.saturating_sub(sum.checked_rem(10).unwrap_or(0));
	u32::from(*check) == expected.checked_rem(10).unwrap_or(0)
}

/// A Global Location Number (AI 414, 417): 13 decimal digits, the last of which checks the others.
///
/// Kept as a number; leading zeros are implied. Made by [`Gln::new`] alone where it is checked.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct Gln(pub u64);

impl Gln {
	/// Whether this has at most 13 digits, isn't zero and carries the right check digit.
	pub fn is_valid(&self) -> bool {
		let mut rest = self.0;
		let mut digits = [0u8; 13];
		for digit in digits.iter_mut().rev() {
			*digit = u8::try_from(rest.checked_rem(10).unwrap_or(0)).unwrap_or(u8::MAX);
			rest = rest.checked_div(10).unwrap_or(0);
		}
		rest == 0 && self.0 != 0 && check_digit_is_valid(&digits)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn numbers_with_the_right_check_digit_should_be_valid() {
		// One with a leading zero, which isn't kept.
		for gln in [4012345000009, 614141000005, 9521141111116, 9506000111117] {
			assert!(Gln(gln).is_valid(), "{gln}");
		}
	}

	#[test]
	fn malformed_numbers_should_be_invalid() {
		assert!(!Gln(0).is_valid());
		assert!(!Gln(4012345000008).is_valid());
		assert!(!Gln(14012345000009).is_valid());
		assert!(!Gln(u64::MAX).is_valid());
		assert!(!check_digit_is_valid(&[]));
		assert!(!check_digit_is_valid(&[10, 0]));
	}

	proptest! {
		#[test]
		fn any_single_wrong_digit_should_be_noticed(body in 1u64..1_000_000_000_000, at in 0u32..13, by in 1u64..10) {
			let valid = (0..10).map(|check| body * 10 + check).find(|gln| Gln(*gln).is_valid()).unwrap();
			let place = 10u64.pow(at);
			let digit = valid / place % 10;
			let wrong = valid - digit * place + (digit + by) % 10 * place;
			prop_assert!(!Gln(wrong).is_valid());
		}
	}
}
