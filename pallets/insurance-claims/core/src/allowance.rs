// SPDX-License-Identifier: Apache-2.0

//! What a preauthorisation allows, and how much of it is used.

use crate::{chain_type, Amount};

chain_type! {
	/// What is authorised of a line, in pieces and money, and what of that was used.
	pub struct Allowance {
		/// How many pieces.
		pub quantity: u32,
		/// How much may be eligible.
		pub amount: Amount,
		/// How many pieces were used.
		pub used_quantity: u32,
		/// How much was eligible.
		pub used_amount: Amount,
	}
}

impl Allowance {
	/// An allowance of which nothing is used.
	pub const fn new(quantity: u32, amount: Amount) -> Self {
		Self { quantity, amount, used_quantity: 0, used_amount: 0 }
	}

	/// How many pieces are left.
	pub const fn quantity_left(&self) -> u32 {
		self.quantity.saturating_sub(self.used_quantity)
	}

	/// How much is left.
	pub const fn amount_left(&self) -> Amount {
		self.amount.saturating_sub(self.used_amount)
	}

	/// Whether nothing more can come of it: no piece or no money is left.
	pub const fn is_exhausted(&self) -> bool {
		self.quantity_left() == 0 || self.amount_left() == 0
	}

	/// The same with so much more used. Nothing if that is more than is left.
	pub fn used(self, quantity: u32, amount: Amount) -> Option<Self> {
		let used_quantity = self.used_quantity.checked_add(quantity)?;
		let used_amount = self.used_amount.checked_add(amount)?;
		let fits = used_quantity <= self.quantity && used_amount <= self.amount;
		fits.then_some(Self { used_quantity, used_amount, ..self })
	}

	/// The same with so much given back. Nothing if that is more than was used.
	pub fn given_back(self, quantity: u32, amount: Amount) -> Option<Self> {
		let used_quantity = self.used_quantity.checked_sub(quantity)?;
		let used_amount = self.used_amount.checked_sub(amount)?;
		Some(Self { used_quantity, used_amount, ..self })
	}

	/// Whether no more is used than is allowed.
	pub const fn is_sound(&self) -> bool {
		self.used_quantity <= self.quantity && self.used_amount <= self.amount
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn no_more_should_be_used_than_is_allowed_of_either() {
		let new = Allowance::new(3, 100);
		let used = new.used(2, 60).unwrap();
		assert_eq!((used.quantity_left(), used.amount_left()), (1, 40));
		assert!(used.is_sound() && !used.is_exhausted());
		assert_eq!(used.used(2, 1), None);
		assert_eq!(used.used(1, 41), None);
		assert!(used.used(1, 40).unwrap().is_exhausted());
		assert!(
			used.used(1, 0).unwrap().is_exhausted() && used.used(0, 40).unwrap().is_exhausted()
		);
		assert_eq!(used.used(u32::MAX, 0), None);
		assert_eq!(used.used(0, Amount::MAX), None);
	}

	#[test]
	fn what_is_given_back_should_be_as_if_it_had_not_been_used() {
		let new = Allowance::new(3, 100);
		assert_eq!(new.used(2, 60).unwrap().given_back(2, 60), Some(new));
		assert_eq!(new.given_back(1, 0), None);
		assert_eq!(new.given_back(0, 1), None);
	}

	#[test]
	fn an_allowance_that_is_overdrawn_should_not_be_sound() {
		assert!(!Allowance { used_quantity: 4, ..Allowance::new(3, 100) }.is_sound());
		assert!(!Allowance { used_amount: 101, ..Allowance::new(3, 100) }.is_sound());
	}
}
