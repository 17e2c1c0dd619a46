// SPDX-License-Identifier: Apache-2.0

//! What a coverage has used up in a benefit period.

use crate::{
	chain_type, rules::MAX_CATEGORIES, Adjudication, AdjustmentReason, Amount, MoneyError,
	PlanRules,
};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::BenefitCategory;
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

chain_type! {
	/// What was used up of one category.
	pub struct CategoryUse {
		/// The category.
		pub category: BenefitCategory,
		/// What was paid.
		pub paid: Amount,
		/// How many lines were covered.
		pub count: u32,
	}
}

/// What a coverage has used up in a benefit period. It starts empty.
///
/// There is an entry for each category of which anything was used, in the order of their indices, and
/// for no other: two that count the same are equal.
#[derive(
	Clone,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Accumulators {
	deductible: Amount,
	out_of_pocket: Amount,
	paid: Amount,
	categories: BoundedVec<CategoryUse, ConstU32<MAX_CATEGORIES>>,
}

impl Accumulators {
	/// What the patient has borne of the deductible.
	pub const fn deductible(&self) -> Amount {
		self.deductible
	}

	/// What copays, deductible and coinsurance came to.
	pub const fn out_of_pocket(&self) -> Amount {
		self.out_of_pocket
	}

	/// What was paid.
	pub const fn paid(&self) -> Amount {
		self.paid
	}

	/// What was used up of each category.
	pub fn categories(&self) -> &[CategoryUse] {
		&self.categories
	}

	/// What was paid for `category`.
	pub fn paid_for(&self, category: BenefitCategory) -> Amount {
		self.of(category).paid
	}

	/// How many lines of `category` were covered.
	pub fn count_of(&self, category: BenefitCategory) -> u32 {
		self.of(category).count
	}

	/// Whether nothing was used up.
	pub fn is_empty(&self) -> bool {
		*self == Self::default()
	}

	/// Counts a line. Nothing is counted if it fails.
	pub fn apply(&mut self, line: &Adjudication) -> Result<(), MoneyError> {
		let plus = |sum: Amount, part| sum.checked_add(part).ok_or(MoneyError::Overflow);
		let count = |sum: u32, part| sum.checked_add(part).ok_or(MoneyError::Overflow);
		self.change(line, plus, count)
	}

	/// Takes back what [`Self::apply`] has counted of a line: exactly that, whatever was counted
	/// between. Nothing is taken back if it fails.
	pub fn restore(&mut self, line: &Adjudication) -> Result<(), MoneyError> {
		let minus = |sum: Amount, part| sum.checked_sub(part).ok_or(MoneyError::Underflow);
		let count = |sum: u32, part| sum.checked_sub(part).ok_or(MoneyError::Underflow);
		self.change(line, minus, count)
	}

	/// Whether no amount is above what `rules` allow. Counts may be: a reviewer can set the frequency
	/// aside.
	pub fn is_within(&self, rules: &PlanRules) -> bool {
		let below = |used: Amount, most: Option<Amount>| most.is_none_or(|most| used <= most);
		let category = |used: &CategoryUse| {
			rules.rule(used.category).is_none_or(|rule| below(used.paid, rule.limit))
		};
		self.deductible <= rules.deductible
			&& below(self.out_of_pocket, rules.out_of_pocket_max)
			&& below(self.paid, rules.annual_max)
			&& self.categories.iter().all(category)
	}

	fn of(&self, category: BenefitCategory) -> CategoryUse {
		let found = self.categories.iter().find(|used| used.category == category);
		found.copied().unwrap_or(CategoryUse { category, paid: 0, count: 0 })
	}

	fn change(
		&mut self,
		line: &Adjudication,
		amount: impl Fn(Amount, Amount) -> Result<Amount, MoneyError>,
		count: impl Fn(u32, u32) -> Result<u32, MoneyError>,
	) -> Result<(), MoneyError> {
		let deductible = amount(self.deductible, line.of(AdjustmentReason::Deductible))?;
		let out_of_pocket = amount(self.out_of_pocket, line.out_of_pocket())?;
		let paid = amount(self.paid, line.benefit())?;
		let mut used = self.of(line.category());
		used.paid = amount(used.paid, line.benefit())?;
		used.count = count(used.count, line.counts().into())?;
		self.put(used)?;
		(self.deductible, self.out_of_pocket, self.paid) = (deductible, out_of_pocket, paid);
		Ok(())
	}

	fn put(&mut self, used: CategoryUse) -> Result<(), MoneyError> {
		let unused = used.paid == 0 && used.count == 0;
		match self.categories.binary_search_by_key(&used.category, |other| other.category) {
			Ok(at) if unused => {
				self.categories.remove(at);
			},
			Ok(at) => {
				if let Some(entry) = self.categories.get_mut(at) {
					*entry = used;
				}
			},
			Err(_) if unused => {},
			Err(at) => self.categories.try_insert(at, used).map_err(|_| MoneyError::Full)?,
		}
		Ok(())
	}
}
