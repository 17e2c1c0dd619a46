// SPDX-License-Identifier: Apache-2.0

//! # What every Galen runtime uses
//!
//! - [`types`]: accounts, blocks, balances.
//! - [`constants`]: the token, the block limits, the ss58 prefix.
//! - [`governance`]: the bodies that govern, and the origins they speak through.
//! - [`allowance`]: members pay nothing, within bounds: transaction fees drawn on allowances.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod allowance;
pub mod constants;
pub mod governance;
pub mod types;

pub use types::*;
