// SPDX-License-Identifier: Apache-2.0

//! The worst of all that is known of a pack or a container.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Defines the reasons, from the mildest to the worst, and the standing that each one leads to.
macro_rules! reasons {
	($( $(#[$meta:meta])* $reason:ident = $index:literal => $standing:ident, )+) => {
		/// What is known of a pack or a container that keeps it from being supplied, from the
		/// mildest to the worst.
		#[derive(
			Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode,
			DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		pub enum Reason {
			$( $(#[$meta])* #[codec(index = $index)] $reason, )+
		}

		impl Reason {
			/// Every reason, from the mildest to the worst.
			pub const ALL: &'static [Self] = &[$(Self::$reason),+];

			/// The set of this alone.
			pub const fn set(self) -> Reasons {
				match self {
					$(Self::$reason => Reasons(1 << $index),)+
				}
			}

			/// Where it alone leads to.
			pub const fn standing(self) -> Standing {
				match self {
					$(Self::$reason => Standing::$standing,)+
				}
			}
		}
	};
}

reasons! {
	/// Some of its content was supplied. The rest may be.
	PartiallyDispensed = 0 => PartiallyDispensed,
	/// It is on its way between two institutions.
	InTransit = 1 => InTransit,
	/// Its sensor has been silent for longer than the product allows.
	TelemetryGap = 2 => Unknown,
	/// A sensor that vouched for it was found out of tolerance.
	SensorInDoubt = 3 => Unknown,
	/// It is held for review.
	InQuarantine = 4 => Quarantined,
	/// Its storage profile was breached, and nobody has released it since.
	Excursion = 5 => Quarantined,
	/// It was found illegitimate.
	Illegitimate = 6 => NonSellable,
	/// Its lot has expired.
	Expired = 7 => Expired,
	/// The product was withdrawn from the market.
	ProductWithdrawn = 8 => Withdrawn,
	/// The pack is recalled.
	PackRecalled = 9 => Recalled,
	/// The lot is recalled.
	LotRecalled = 10 => Recalled,
	/// The product is recalled.
	ProductRecalled = 11 => Recalled,
	/// It was taken out of saleable stock.
	Decommissioned = 12 => Inactive,
	/// The public handed it back.
	Returned = 13 => Inactive,
	/// It was supplied.
	Dispensed = 14 => Dispensed,
	/// It was stolen.
	Stolen = 15 => Stolen,
	/// It was destroyed.
	Destroyed = 16 => Destroyed,
}

/// How a pack or a container stands, from the best to the worst.
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
)]
pub enum Standing {
	/// It may be supplied by whoever holds it.
	#[codec(index = 0)]
	Available,
	/// The rest of it may be supplied.
	#[codec(index = 1)]
	PartiallyDispensed,
	/// On its way.
	#[codec(index = 2)]
	InTransit,
	/// Nobody knows what it was exposed to.
	#[codec(index = 3)]
	Unknown,
	/// Held until somebody releases it.
	#[codec(index = 4)]
	Quarantined,
	/// It will never be sold.
	#[codec(index = 5)]
	NonSellable,
	/// Expired.
	#[codec(index = 6)]
	Expired,
	/// Withdrawn from the market.
	#[codec(index = 7)]
	Withdrawn,
	/// Recalled.
	#[codec(index = 8)]
	Recalled,
	/// Out of saleable stock.
	#[codec(index = 9)]
	Inactive,
	/// Supplied.
	#[codec(index = 10)]
	Dispensed,
	/// Stolen.
	#[codec(index = 11)]
	Stolen,
	/// Destroyed.
	#[codec(index = 12)]
	Destroyed,
}

/// A set of [`Reason`]s. Bit `n` stands for the reason with index `n`.
#[derive(
	Clone,
	Copy,
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
pub struct Reasons(pub u32);

impl Reasons {
	/// No reason.
	pub const NONE: Self = Self(0);

	/// The set of `reasons`.
	pub fn of(reasons: &[Reason]) -> Self {
		reasons.iter().fold(Self::NONE, |all, reason| all.and(reason.set()))
	}

	/// Those of either.
	pub const fn and(self, other: Self) -> Self {
		Self(self.0 | other.0)
	}

	/// These, and `reason` where `condition` is met.
	pub const fn with(self, condition: bool, reason: Reason) -> Self {
		if condition {
			self.and(reason.set())
		} else {
			self
		}
	}

	/// These without the others.
	pub const fn without(self, others: Self) -> Self {
		Self(self.0 & !others.0)
	}

	/// Whether `reason` is among them.
	pub const fn contains(self, reason: Reason) -> bool {
		self.0 & reason.set().0 != 0
	}

	/// Whether one of `others` is among them.
	pub const fn intersects(self, others: Self) -> bool {
		self.0 & others.0 != 0
	}

	/// The worst of them.
	pub fn worst(self) -> Option<Reason> {
		Reason::ALL.iter().rev().find(|reason| self.contains(**reason)).copied()
	}

	/// How something stands of which these are true: as the worst of them.
	pub fn standing(self) -> Standing {
		self.worst().map_or(Standing::Available, Reason::standing)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn reasons_should_have_a_bit_each_and_never_get_better() {
		let mut before = Standing::Available;
		for (index, reason) in Reason::ALL.iter().enumerate() {
			assert_eq!(reason.set().0, 1 << index);
			assert_eq!(reason.encode(), [index as u8]);
			assert!(before <= reason.standing(), "{reason:?}");
			before = reason.standing();
		}
		assert_eq!(Reasons::NONE.standing(), Standing::Available);
	}

	proptest! {
		#[test]
		fn the_standing_should_be_the_worst_of_all_in_any_order(one in 0u32..1 << 17, other in 0u32..1 << 17) {
			let (one, other) = (Reasons(one), Reasons(other));
			let both = one.and(other);
			prop_assert_eq!(both, other.and(one));
			prop_assert_eq!(both.standing(), one.standing().max(other.standing()));
			let worst = Reason::ALL.iter().filter(|reason| both.contains(**reason)).map(|reason| reason.standing()).max();
			prop_assert_eq!(both.standing(), worst.unwrap_or(Standing::Available));
		}
	}
}
