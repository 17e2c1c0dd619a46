// SPDX-License-Identifier: Apache-2.0

//! # Node admission, the rules
//!
//! Two decisions, each a pure function, without storage and without a clock:
//!
//! - [`tally`]: what a ballot says. One vote for each institution, quorums by class, classes that
//!   are too small merged.
//! - [`set`]: who validates next. The minimum first, then at most a third changed, then whoever
//!   has to leave.

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

pub mod set;
// What derives codecs casts an enum's index.
#[allow(clippy::as_conversions)]
pub mod tally;
