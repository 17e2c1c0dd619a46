// SPDX-License-Identifier: Apache-2.0

//! # Insurance claims core
//!
//! What a plan pays of a claim, pure, without FRAME. The chain runs it in `pallet-insurance-claims`;
//! whoever wants to know what a claim will bring runs the same code.
//!
//! - [`money`]: amounts in minor units, and the one rounding rule ([`share`]).
//! - [`rules`]: a plan's rules ([`PlanRules`], one [`CategoryRule`] for each covered category), benefit
//!   periods, the filing limit, and the leaf of a tariff.
//! - [`adjustment`]: why something isn't paid, and who bears it ([`AdjustmentReason`], [`Group`],
//!   [`DenialReason`]).
//! - [`adjudication`]: an [`Item`] under rules and accumulators gives an [`Adjudication`]
//!   ([`adjudicate`], [`adjudicate_all`]), whose parts always add up to the charge. Nobody can make
//!   one that pays more than the rules: [`Adjudication::reduced_to`] and [`Adjudication::denied`] only
//!   lower it.
//! - [`accumulators`]: what a coverage has used up in a benefit period ([`Accumulators`]);
//!   [`Accumulators::restore`] takes back exactly what [`Accumulators::apply`] has counted.
//! - [`allowance`]: what a preauthorisation allows and how much of it is used ([`Allowance`]).
//! - [`remittance`]: balancing at the levels of line, claim and payment, forwarding balances
//!   ([`recover`]), and [`check_response`], which refuses answers that don't add up.
//!
//! The order for one line: the charge is cut to the tariff, the category's price cap and what is
//! preauthorised (**eligible**); then copay, deductible and coinsurance, as far as the out-of-pocket
//! maximum leaves room for them; the rest is the **benefit**, cut to the category's and the year's
//! limits, and to what prior payers left.

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

extern crate alloc;

pub mod money;

// What derives codecs casts an enum's index.
#[allow(clippy::as_conversions)]
pub mod accumulators;
#[allow(clippy::as_conversions)]
pub mod adjudication;
#[allow(clippy::as_conversions)]
pub mod adjustment;
#[allow(clippy::as_conversions)]
pub mod allowance;
#[allow(clippy::as_conversions)]
pub mod remittance;
#[allow(clippy::as_conversions)]
pub mod rules;

pub use accumulators::{Accumulators, CategoryUse};
pub use adjudication::{
	adjudicate, adjudicate_all, outcome, Adjudication, Item, LineOutcome, Outcome, Prior,
	MAX_ADJUSTMENTS,
};
pub use adjustment::{Adjustment, AdjustmentReason, DenialReason, DenialReasons, Group};
pub use allowance::Allowance;
pub use money::{price, share, Amount, MoneyError, BASIS_POINTS};
pub use remittance::{
	balance_claim, balance_line, balance_payment, check_response, net_payment, recover,
	ClaimTotals, Effect, LineTotals, ProviderAdjustment, ProviderAdjustmentReason, Recovery,
	RemittanceFlaw, Response, ResponseFlaw, ResponseLine,
};
pub use rules::{
	benefit_period, is_filed_in_time, tariff_leaf, CategoryRule, PlanRules, RuleFlaw, Tariff,
	MAX_CATEGORIES,
};

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
