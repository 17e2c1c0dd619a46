// SPDX-License-Identifier: Apache-2.0

//! # Drug provenance core
//!
//! The rules of medicines on their way from the line to the patient, pure, without FRAME. The chain
//! runs them in `pallet-drug-provenance`; whoever keeps stock or reads sensors runs the same code.
//!
//! - [`pack`]: what a pack may become ([`PackStatus::after`]).
//! - [`reversal`]: when a decommissioned pack may return to saleable stock ([`may_revert`]): the
//!   five conditions of article 13 of Delegated Regulation (EU) 2016/161.
//! - [`cold_chain`]: what a product may be exposed to ([`StorageProfile`]), what a sensor states
//!   ([`Window`]), and how runs of readings out of range are joined across windows ([`Exposure`]).
//! - [`standing`]: the worst of all that is known of a pack ([`Reasons::standing`]).
//! - [`leaves`]: what the trees over serials and over readings are made of.
//!
//! GTIN, SSCC and GLN with their check digits, and the characters of lots and serials, are in
//! [`galen_primitives::gs1`].

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::as_conversions
	)
)]

pub mod leaves;

// What derives codecs casts an enum's index.
#[allow(clippy::as_conversions)]
pub mod cold_chain;
#[allow(clippy::as_conversions)]
pub mod pack;
#[allow(clippy::as_conversions)]
pub mod reversal;
#[allow(clippy::as_conversions)]
pub mod standing;

pub use cold_chain::{
	Exposure, Finding, Reading, Runs, StorageProfile, TemperatureRange, Window, WindowFlaw,
};
pub use pack::{DecommissionReason, PackAction, PackRefusal, PackStatus};
pub use reversal::{may_revert, Decommission, Premises, Reversal, ReversalRefusal};
pub use standing::{Reason, Reasons, Standing};

use galen_primitives::Moment;

/// Whether what is usable before `expiry` has expired: from that very moment on.
///
/// A label that names a day stands for the moment at which the day is over, one that names a month
/// (day `00`) for the end of the month.
pub const fn is_expired(expiry: Moment, now: Moment) -> bool {
	expiry <= now
}

/// Gives every plain type below the derives that storage, calls and events ask for.
macro_rules! chain_type {
	($($(#[$meta:meta])* pub $kind:tt $name:ident $body:tt)+) => {
		$(
			$(#[$meta])*
			#[derive(
				Clone, Copy, PartialEq, Eq, Debug, codec::Encode, codec::Decode,
				codec::DecodeWithMemTracking, codec::MaxEncodedLen, scale_info::TypeInfo,
			)]
			pub $kind $name $body
		)+
	};
}
pub(crate) use chain_type;

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn an_expiry_should_be_the_first_moment_that_is_too_late() {
		assert!(!is_expired(10, 9) && is_expired(10, 10) && is_expired(10, 11));
	}
}
