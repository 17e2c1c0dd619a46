// SPDX-License-Identifier: Apache-2.0

//! Why something of a charge isn't paid, and who bears it.
//!
//! The reasons are the chain's own. The numbers beside them are those of X12's lists of claim
//! adjustment reasons (CARC), for whoever writes a remittance; `sdk` has the same table.

use crate::{chain_type, Amount};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

chain_type! {
	/// Who bears what isn't paid (X12 835, CAS01).
	pub enum Group {
		/// CO: the provider, by contract. It can't ask anybody for it.
		#[codec(index = 0)]
		ContractualObligation,
		/// PR: the patient.
		#[codec(index = 1)]
		PatientResponsibility,
		/// OA: somebody else has borne it already.
		#[codec(index = 2)]
		OtherAdjustment,
		/// PI: the provider, because the payer thinks so. The patient can't be asked for it.
		#[codec(index = 3)]
		PayerInitiated,
	}

	/// A part of a charge that isn't paid.
	pub struct Adjustment {
		/// Why.
		pub reason: AdjustmentReason,
		/// How much.
		pub amount: Amount,
	}
}

/// Defines the reasons, who bears each, and its number in X12's list.
macro_rules! adjustment_reasons {
	($( $(#[$meta:meta])* $reason:ident = $index:literal => $group:ident, $carc:literal; )+) => {
		chain_type! {
			/// Why a part of a charge isn't paid.
			pub enum AdjustmentReason {
				$( $(#[$meta])* #[codec(index = $index)] $reason, )+
			}
		}

		impl AdjustmentReason {
			/// Every reason, in the order of their indices.
			pub const ALL: &'static [Self] = &[$(Self::$reason),+];

			/// Who bears it.
			pub const fn group(self) -> Group {
				match self {
					$(Self::$reason => Group::$group,)+
				}
			}

			/// Its number in X12's list of claim adjustment reasons.
			pub const fn carc(self) -> u16 {
				match self {
					$(Self::$reason => $carc,)+
				}
			}
		}
	};
}

adjustment_reasons! {
	/// The patient bears so much of a benefit period first.
	Deductible = 0 => PatientResponsibility, 1;
	/// The patient bears a share.
	Coinsurance = 1 => PatientResponsibility, 2;
	/// The patient bears so much of each line.
	Copay = 2 => PatientResponsibility, 3;
	/// It is more than the tariff or the category's price cap.
	ExceedsFeeSchedule = 3 => ContractualObligation, 45;
	/// It is more than was authorised.
	ExceedsAuthorisation = 4 => ContractualObligation, 198;
	/// Earlier payers have paid it, or settled who bears it.
	PriorPayer = 5 => OtherAdjustment, 23;
	/// The limit of the category or of the year is reached.
	BenefitMaximum = 6 => PatientResponsibility, 119;
	/// The plan doesn't cover it.
	NotCovered = 7 => PatientResponsibility, 96;
	/// The waiting period wasn't over.
	WaitingPeriod = 8 => PatientResponsibility, 179;
	/// There were as many in this benefit period as are covered.
	FrequencyExceeded = 9 => PatientResponsibility, 273;
	/// It had to be authorised before, and wasn't.
	PreauthorisationMissing = 10 => ContractualObligation, 197;
	/// The provider doesn't belong to the plan's network.
	OutOfNetwork = 11 => ContractualObligation, 242;
	/// It wasn't medically necessary.
	NotMedicallyNecessary = 12 => ContractualObligation, 50;
	/// It doesn't fit the patient.
	InconsistentWithPatient = 13 => ContractualObligation, 6;
	/// It is part of something else that was paid.
	Bundled = 14 => ContractualObligation, 97;
	/// What was submitted doesn't support it.
	Unsupported = 15 => PayerInitiated, 150;
}

/// Defines the reasons to deny, and what each leads to.
macro_rules! denial_reasons {
	($( $(#[$meta:meta])* $reason:ident = $index:literal => $adjustment:ident; )+) => {
		/// Why a line isn't paid, or not in full, as a decision says it (FHIR ClaimResponse).
		#[derive(
			Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode,
			DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
		)]
		pub enum DenialReason {
			$( $(#[$meta])* #[codec(index = $index)] $reason, )+
		}

		impl DenialReason {
			/// Every reason, in the order of their indices.
			pub const ALL: &'static [Self] = &[$(Self::$reason),+];

			/// As what it stands in an adjudication.
			pub const fn adjustment(self) -> AdjustmentReason {
				match self {
					$(Self::$reason => AdjustmentReason::$adjustment,)+
				}
			}

			/// The set of this alone.
			pub const fn set(self) -> DenialReasons {
				match self {
					$(Self::$reason => DenialReasons(1 << $index),)+
				}
			}
		}
	};
}

denial_reasons! {
	/// It wasn't medically necessary.
	NotMedicallyNecessary = 0 => NotMedicallyNecessary;
	/// It had to be authorised before, and wasn't.
	PreauthorisationMissing = 1 => PreauthorisationMissing;
	/// The provider doesn't belong to the plan's network.
	OutOfNetwork = 2 => OutOfNetwork;
	/// It doesn't fit the patient.
	InconsistentWithPatient = 3 => InconsistentWithPatient;
	/// The limit of the category or of the year is reached.
	BenefitLimitExceeded = 4 => BenefitMaximum;
	/// The plan doesn't cover it.
	NotCovered = 5 => NotCovered;
	/// The waiting period wasn't over.
	WaitingPeriod = 6 => WaitingPeriod;
	/// There were as many in this benefit period as are covered.
	FrequencyExceeded = 7 => FrequencyExceeded;
	/// It is part of something else that was paid.
	Bundled = 8 => Bundled;
	/// What was submitted doesn't support it.
	Unsupported = 9 => Unsupported;
}

/// A set of [`DenialReason`]s: those that a reviewer set aside. Bit `n` stands for the reason with
/// index `n`.
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
pub struct DenialReasons(pub u16);

impl DenialReasons {
	/// No reason.
	pub const NONE: Self = Self(0);

	/// The set of `members`.
	pub fn of(members: &[DenialReason]) -> Self {
		members.iter().fold(Self::NONE, |all, member| Self(all.0 | member.set().0))
	}

	/// Whether `member` belongs to the set.
	pub const fn contains(self, member: DenialReason) -> bool {
		self.0 & member.set().0 != 0
	}

	/// Whether every bit stands for a reason.
	pub fn is_valid(self) -> bool {
		self.0 & !Self::of(DenialReason::ALL).0 == 0
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_reason_should_have_an_index_and_a_number_of_its_own() {
		for (index, reason) in AdjustmentReason::ALL.iter().enumerate() {
			assert_eq!(reason.encode(), [index as u8]);
			let same = AdjustmentReason::ALL.iter().filter(|other| other.carc() == reason.carc());
			assert_eq!(same.count(), 1, "{reason:?}");
		}
		for (index, reason) in DenialReason::ALL.iter().enumerate() {
			assert_eq!(reason.encode(), [index as u8]);
			assert_eq!(reason.set().0, 1 << index);
			let same = |other: &&DenialReason| other.adjustment() == reason.adjustment();
			assert_eq!(DenialReason::ALL.iter().filter(same).count(), 1, "{reason:?}");
		}
	}

	#[test]
	fn cost_sharing_should_be_the_patients_and_tariffs_the_providers() {
		use AdjustmentReason::*;
		for reason in [Deductible, Coinsurance, Copay, BenefitMaximum, NotCovered] {
			assert_eq!(reason.group(), Group::PatientResponsibility);
		}
		for reason in [ExceedsFeeSchedule, ExceedsAuthorisation, OutOfNetwork] {
			assert_eq!(reason.group(), Group::ContractualObligation);
		}
		assert_eq!(PriorPayer.group(), Group::OtherAdjustment);
	}

	#[test]
	fn a_set_should_know_its_members_and_refuse_bits_that_stand_for_nothing() {
		let set = DenialReasons::of(&[DenialReason::OutOfNetwork, DenialReason::Unsupported]);
		assert!(set.contains(DenialReason::OutOfNetwork) && set.is_valid());
		assert!(!set.contains(DenialReason::NotCovered) && DenialReasons::NONE.is_valid());
		assert!(!DenialReasons(1 << 10).is_valid());
	}
}
