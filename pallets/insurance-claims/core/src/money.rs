// SPDX-License-Identifier: Apache-2.0

//! Amounts in minor units of one currency: no fractions, no floats, no signs.

/// An amount in minor units (ISO 4217): cents, fils, or yen.
pub type Amount = u128;

/// The whole, in basis points.
pub const BASIS_POINTS: u16 = 10_000;

/// Why amounts can't be computed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MoneyError {
	/// A result is larger than any amount.
	Overflow,
	/// More is taken away than there is.
	Underflow,
	/// There is no room for one more entry.
	Full,
}

/// The share of `amount` that `basis_points` stand for, at most all of it.
///
/// **The rounding rule**, the only one: to the nearest minor unit, and a half up. It is applied to
/// what the *payer* bears of a line, so a half falls to the patient's favour. The rest is what is
/// left, so that parts add up.
pub fn share(amount: Amount, basis_points: u16) -> Amount {
	const HALF: Amount = 5_000;
	// Whole parts and rest apart: neither product can overflow.
	let whole = Amount::from(BASIS_POINTS);
	let points = Amount::from(basis_points.min(BASIS_POINTS));
	let parts = amount.checked_div(whole).unwrap_or_default().saturating_mul(points);
	let rest = amount.checked_rem(whole).unwrap_or_default().saturating_mul(points);
	parts.saturating_add(rest.saturating_add(HALF).checked_div(whole).unwrap_or_default())
}

/// What `quantity` pieces cost at `unit_price`.
pub fn price(quantity: u32, unit_price: Amount) -> Result<Amount, MoneyError> {
	unit_price.checked_mul(quantity.into()).ok_or(MoneyError::Overflow)
}

/// The sum of `amounts`.
pub fn sum(amounts: impl IntoIterator<Item = Amount>) -> Result<Amount, MoneyError> {
	amounts
		.into_iter()
		.try_fold(0, |sum: Amount, amount| sum.checked_add(amount))
		.ok_or(MoneyError::Overflow)
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn a_share_should_be_rounded_to_the_nearest_unit_and_a_half_up() {
		for (amount, points, expected) in [
			// HL7's R3502: (235.40 - 20.00) at 80 %.
			(21_540, 8_000, 17_232),
			// Synthea: 140.52 at 80 % is 112.416.
			(14_052, 8_000, 11_242),
			(14_051, 8_000, 11_241),
			(1, 5_000, 1),
			(1, 4_999, 0),
			(3, 5_000, 2),
			(0, 8_000, 0),
			(7, 0, 0),
			(7, 10_000, 7),
			(7, u16::MAX, 7),
			(Amount::MAX, 10_000, Amount::MAX),
			(Amount::MAX, 1, 34_028_236_692_093_846_346_337_460_743_176_821),
		] {
			assert_eq!(share(amount, points), expected, "{points} of {amount}");
		}
	}

	#[test]
	fn what_is_too_large_should_be_refused() {
		assert_eq!(price(2, Amount::MAX / 2), Ok(Amount::MAX - 1));
		assert_eq!(price(2, Amount::MAX / 2 + 1), Err(MoneyError::Overflow));
		assert_eq!(sum([Amount::MAX, 0]), Ok(Amount::MAX));
		assert_eq!(sum([Amount::MAX, 1]), Err(MoneyError::Overflow));
	}

	proptest! {
		#[test]
		fn a_share_should_be_exact_to_half_a_unit_and_never_fall(
			amount in 0..Amount::MAX / 20_000, more in 0u128..1_000_000, points in 0u16..=10_000,
		) {
			let exact = amount * u128::from(points);
			let rounded = share(amount, points) * 10_000;
			prop_assert!(exact <= rounded + 5_000 && rounded <= exact + 5_000);
			prop_assert!(share(amount + more, points) >= share(amount, points));
			prop_assert!(points == 10_000 || share(amount, points + 1) >= share(amount, points));
			prop_assert!(share(amount, points) <= amount);
		}
	}
}
