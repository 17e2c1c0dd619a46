// SPDX-License-Identifier: Apache-2.0

//! Identification keys of the GS1 General Specifications.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_core::{bounded::BoundedVec, ConstU32};

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

/// Whether `number`, written with `digits` decimal digits and leading zeros, ends in the right check
/// digit. Zero isn't a key.
fn is_valid_key(number: u64, digits: u32) -> bool {
	let mut rest = number;
	let mut written = Vec::new();
	for _ in 0..digits {
		written.push(u8::try_from(rest.checked_rem(10).unwrap_or(0)).unwrap_or(u8::MAX));
		rest = rest.checked_div(10).unwrap_or(0);
	}
	written.reverse();
	rest == 0 && number != 0 && check_digit_is_valid(&written)
}

/// Defines keys of decimal digits, the last of which checks the others.
macro_rules! numeric_key {
	($($(#[$meta:meta])* $name:ident($digits:literal))+) => {
		$(
			$(#[$meta])*
			///
			/// Kept as a number; leading zeros are implied. Whoever takes one in asks `is_valid`.
			#[derive(
				Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode,
				DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
			)]
			pub struct $name(pub u64);

			impl $name {
				/// Whether it has no more digits than it may, isn't zero and carries the right
				/// check digit.
				pub fn is_valid(&self) -> bool {
					is_valid_key(self.0, $digits)
				}
			}
		)+
	};
}

numeric_key! {
	/// A Global Location Number (AI 410 to 417): 13 digits.
	Gln(13)
	/// A Global Trade Item Number (AI 01): 14 digits; shorter ones are filled with zeros from the
	/// left.
	Gtin(14)
	/// A Serial Shipping Container Code (AI 00): 18 digits.
	Sscc(18)
}

/// The longest lot or serial number (AI 10 and 21), in bytes.
pub const MAX_TEXT: u32 = 20;

/// A lot (AI 10) or a serial number (AI 21): 1 to [`MAX_TEXT`] characters of [`is_cset82`].
///
/// Whoever takes one in asks [`is_valid_text`].
pub type Text20 = BoundedVec<u8, ConstU32<MAX_TEXT>>;

/// Whether a byte is one of GS1's character set 82 (General Specifications, figure 7.11-1).
pub const fn is_cset82(byte: u8) -> bool {
	matches!(
		byte,
		b'!' | b'"' | b'%'..=b'/' | b'0'..=b'9' | b':'..=b'?' | b'A'..=b'Z' | b'_' | b'a'..=b'z'
	)
}

/// Whether this is a lot or a serial number as GS1 allows it.
pub fn is_valid_text(text: &[u8]) -> bool {
	!text.is_empty() && text.iter().all(|byte| is_cset82(*byte))
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

	#[test]
	fn keys_of_other_lengths_should_be_checked_alike() {
		// From the GS1 General Specifications' own examples.
		assert!(Gtin(9506000134352).is_valid() && Gtin(844588003288).is_valid());
		assert!(!Gtin(9506000134353).is_valid() && !Gtin(0).is_valid());
		assert!(Sscc(106141412345678908).is_valid() && !Sscc(106141412345678907).is_valid());
		assert!(!Sscc(1106141412345678908).is_valid());
	}

	#[test]
	fn character_set_82_should_have_82_characters() {
		assert_eq!((0..=u8::MAX).filter(|byte| is_cset82(*byte)).count(), 82);
		for byte in *b" #$@[]^`{|}~" {
			assert!(!is_cset82(byte), "{byte}");
		}
		assert!(is_valid_text(b"AB-12/3") && !is_valid_text(b"") && !is_valid_text(b"a b"));
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
