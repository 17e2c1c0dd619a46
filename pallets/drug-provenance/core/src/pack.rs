// SPDX-License-Identifier: Apache-2.0

//! What a pack may become: the states of the European and national verification systems.
//!
//! Expired, recalled and withdrawn aren't states of a pack's own: they follow from its lot and its
//! product, and nobody has to write them into a million packs.

use crate::chain_type;

chain_type! {
	/// Why a pack was taken out of saleable stock without being supplied.
	pub enum DecommissionReason {
		/// Exported out of the system's reach.
		#[codec(index = 0)]
		Exported,
		/// A sample for an authority.
		#[codec(index = 1)]
		Sample,
		/// A free sample.
		#[codec(index = 2)]
		FreeSample,
		/// Checked out in advance, for a hospital's own stock or for manual work.
		#[codec(index = 3)]
		CheckedOut,
		/// Locked while somebody looks into it.
		#[codec(index = 4)]
		Locked,
	}

	/// What became of a pack.
	pub enum PackStatus {
		/// It may be supplied.
		#[codec(index = 0)]
		Active,
		/// Some of its content was supplied.
		#[codec(index = 1)]
		PartiallyDispensed,
		/// Supplied.
		#[codec(index = 2)]
		Dispensed,
		/// Taken out of saleable stock.
		#[codec(index = 3)]
		Decommissioned(DecommissionReason),
		/// Handed back by the public. Good for destruction alone.
		#[codec(index = 4)]
		Returned,
		/// Stolen. Final.
		#[codec(index = 5)]
		Stolen,
		/// Destroyed. Final.
		#[codec(index = 6)]
		Destroyed,
	}

	/// What is done to a pack.
	pub enum PackAction {
		/// So much of what remains is supplied.
		#[codec(index = 0)]
		Dispense {
			/// How much.
			quantity: u32,
			/// How much there is left before.
			remaining: u32,
		},
		/// A supply is taken back before the pack was handed over.
		#[codec(index = 1)]
		RevertDispense {
			/// Whether nothing is supplied any more.
			whole: bool,
		},
		/// It is taken out of saleable stock.
		#[codec(index = 2)]
		Decommission(DecommissionReason),
		/// It is put back.
		#[codec(index = 3)]
		RevertDecommission,
		/// The public hands it back.
		#[codec(index = 4)]
		TakeBack,
		/// It is put into another container, or taken out of one.
		#[codec(index = 5)]
		Move,
		/// It is found stolen.
		#[codec(index = 6)]
		Steal,
		/// It is destroyed.
		#[codec(index = 7)]
		Destroy,
	}

	/// Why something can't be done to a pack.
	pub enum PackRefusal {
		/// All of it was supplied.
		#[codec(index = 0)]
		AlreadyDispensed,
		/// It was taken out of saleable stock.
		#[codec(index = 1)]
		Decommissioned,
		/// The public handed it back.
		#[codec(index = 2)]
		Returned,
		/// It was stolen.
		#[codec(index = 3)]
		Stolen,
		/// It was destroyed.
		#[codec(index = 4)]
		Destroyed,
		/// Nothing would be supplied.
		#[codec(index = 5)]
		ZeroQuantity,
		/// There isn't so much left.
		#[codec(index = 6)]
		QuantityExceeded,
		/// Some of it was supplied.
		#[codec(index = 7)]
		PartiallyDispensed,
		/// It wasn't taken out of saleable stock.
		#[codec(index = 8)]
		NotDecommissioned,
		/// It wasn't supplied.
		#[codec(index = 9)]
		NotDispensed,
	}
}

impl PackStatus {
	/// What the pack becomes by `action`, or why it can't be done.
	pub fn after(self, action: PackAction) -> Result<Self, PackRefusal> {
		use PackAction as Action;
		match (self, action) {
			(Self::Stolen, _) => Err(PackRefusal::Stolen),
			(Self::Destroyed, _) => Err(PackRefusal::Destroyed),
			(Self::Dispensed, Action::RevertDispense { whole })
			| (Self::PartiallyDispensed, Action::RevertDispense { whole }) => {
				Ok(if whole { Self::Active } else { Self::PartiallyDispensed })
			},
			(_, Action::RevertDispense { .. }) => Err(PackRefusal::NotDispensed),
			(Self::Decommissioned(_), Action::RevertDecommission) => Ok(Self::Active),
			(_, Action::RevertDecommission) => Err(PackRefusal::NotDecommissioned),
			(Self::Dispensed | Self::PartiallyDispensed, Action::TakeBack) => Ok(Self::Returned),
			(Self::Returned, Action::TakeBack) => Err(PackRefusal::Returned),
			(_, Action::TakeBack) => Err(PackRefusal::NotDispensed),
			(Self::Dispensed, _) => Err(PackRefusal::AlreadyDispensed),
			(_, Action::Steal) => Ok(Self::Stolen),
			(_, Action::Destroy) => Ok(Self::Destroyed),
			(_, Action::Move) => Ok(self),
			(Self::Returned, _) => Err(PackRefusal::Returned),
			(Self::Decommissioned(_), _) => Err(PackRefusal::Decommissioned),
			(_, Action::Dispense { quantity: 0, .. }) => Err(PackRefusal::ZeroQuantity),
			(_, Action::Dispense { quantity, remaining }) if quantity > remaining => {
				Err(PackRefusal::QuantityExceeded)
			},
			(_, Action::Dispense { quantity, remaining }) if quantity == remaining => {
				Ok(Self::Dispensed)
			},
			(_, Action::Dispense { .. }) => Ok(Self::PartiallyDispensed),
			(Self::PartiallyDispensed, Action::Decommission(_)) => {
				Err(PackRefusal::PartiallyDispensed)
			},
			(Self::Active, Action::Decommission(reason)) => Ok(Self::Decommissioned(reason)),
		}
	}

	/// Whether nothing can change it any more.
	pub const fn is_final(self) -> bool {
		matches!(self, Self::Stolen | Self::Destroyed)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use PackAction::*;
	use PackStatus::{Active, Decommissioned, Dispensed, PartiallyDispensed, Returned};

	const ALL: [PackStatus; 7] = [
		Active,
		PartiallyDispensed,
		Dispensed,
		Decommissioned(DecommissionReason::Sample),
		Returned,
		PackStatus::Stolen,
		PackStatus::Destroyed,
	];

	#[test]
	fn every_state_should_answer_every_action_as_the_table_says() {
		let some = Dispense { quantity: 1, remaining: 2 };
		let all = Dispense { quantity: 2, remaining: 2 };
		let sample = DecommissionReason::Sample;
		use PackRefusal as No;
		type Row = (PackAction, [Result<PackStatus, PackRefusal>; 5]);
		// Active, partially dispensed, dispensed, decommissioned, returned.
		let table: [Row; 9] = [
			(
				some,
				[
					Ok(PartiallyDispensed),
					Ok(PartiallyDispensed),
					Err(No::AlreadyDispensed),
					Err(No::Decommissioned),
					Err(No::Returned),
				],
			),
			(
				all,
				[
					Ok(Dispensed),
					Ok(Dispensed),
					Err(No::AlreadyDispensed),
					Err(No::Decommissioned),
					Err(No::Returned),
				],
			),
			(
				RevertDispense { whole: true },
				[
					Err(No::NotDispensed),
					Ok(Active),
					Ok(Active),
					Err(No::NotDispensed),
					Err(No::NotDispensed),
				],
			),
			(
				Decommission(sample),
				[
					Ok(Decommissioned(sample)),
					Err(No::PartiallyDispensed),
					Err(No::AlreadyDispensed),
					Err(No::Decommissioned),
					Err(No::Returned),
				],
			),
			(
				RevertDecommission,
				[
					Err(No::NotDecommissioned),
					Err(No::NotDecommissioned),
					Err(No::NotDecommissioned),
					Ok(Active),
					Err(No::NotDecommissioned),
				],
			),
			(
				TakeBack,
				[
					Err(No::NotDispensed),
					Ok(Returned),
					Ok(Returned),
					Err(No::NotDispensed),
					Err(No::Returned),
				],
			),
			(
				Move,
				[
					Ok(Active),
					Ok(PartiallyDispensed),
					Err(No::AlreadyDispensed),
					Ok(Decommissioned(sample)),
					Ok(Returned),
				],
			),
			(
				Steal,
				[
					Ok(PackStatus::Stolen),
					Ok(PackStatus::Stolen),
					Err(No::AlreadyDispensed),
					Ok(PackStatus::Stolen),
					Ok(PackStatus::Stolen),
				],
			),
			(
				Destroy,
				[
					Ok(PackStatus::Destroyed),
					Ok(PackStatus::Destroyed),
					Err(No::AlreadyDispensed),
					Ok(PackStatus::Destroyed),
					Ok(PackStatus::Destroyed),
				],
			),
		];
		for (action, row) in table {
			for (status, expected) in ALL.into_iter().zip(row) {
				assert_eq!(status.after(action), expected, "{status:?} {action:?}");
			}
			assert_eq!(PackStatus::Stolen.after(action), Err(No::Stolen));
			assert_eq!(PackStatus::Destroyed.after(action), Err(No::Destroyed));
		}
	}

	#[test]
	fn quantities_should_be_at_least_one_and_at_most_what_is_left() {
		let dispense = |quantity, remaining| Active.after(Dispense { quantity, remaining });
		assert_eq!(dispense(0, 3), Err(PackRefusal::ZeroQuantity));
		assert_eq!(dispense(3, 3), Ok(Dispensed));
		assert_eq!(dispense(4, 3), Err(PackRefusal::QuantityExceeded));
		assert_eq!(Dispensed.after(RevertDispense { whole: false }), Ok(PartiallyDispensed));
	}
}
