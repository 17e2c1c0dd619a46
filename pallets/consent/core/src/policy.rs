// SPDX-License-Identifier: Apache-2.0

//! What a custodian permits where no directive says anything.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::{DataClass, PolicyId, PurposeOfUse};
use scale_info::TypeInfo;

/// The four overarching policies of IHE PCF.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum PolicyKind {
	/// Treatment is permitted.
	#[codec(index = 0)]
	Normal,
	/// Every purpose is permitted but research and marketing.
	#[codec(index = 1)]
	All,
	/// Nothing is permitted unless the glass is broken.
	#[codec(index = 2)]
	BreakGlassOnly,
	/// Nothing is permitted.
	#[codec(index = 3)]
	Deny,
}

/// The policy that a custodian has chosen.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct ChosenPolicy {
	/// Its number.
	pub id: PolicyId,
	/// What it permits.
	pub kind: PolicyKind,
}

impl PolicyKind {
	/// Whether the policy permits the use of such data where no directive says anything.
	///
	/// - Research, marketing and break-glass are never the policy's to permit.
	/// - A compartment other than 0 is opened by the patient's directive alone.
	/// - What the custodian itself has classed as public is permitted under each of the four: the
	///   class of a document is more specific than the policy for all.
	pub const fn permits(
		self,
		purpose: PurposeOfUse,
		data_class: DataClass,
		compartment: u8,
	) -> bool {
		let excluded = purpose.is_a(PurposeOfUse::HRESCH)
			|| purpose.is_a(PurposeOfUse::HMARKT)
			|| purpose.is_a(PurposeOfUse::BTG);
		if excluded || compartment != 0 {
			return false;
		}
		match (data_class, self) {
			(DataClass::Core, _) => false,
			(DataClass::Public, _) | (_, Self::All) => true,
			(_, Self::Normal) => purpose.is_a(PurposeOfUse::TREAT),
			(_, Self::BreakGlassOnly | Self::Deny) => false,
		}
	}

	/// Whether the glass may be broken.
	pub const fn permits_break_glass(self) -> bool {
		!matches!(self, Self::Deny)
	}
}
