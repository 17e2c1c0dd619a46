// SPDX-License-Identifier: Apache-2.0

//! What needs no network: the runtime in process, as a node executes it.
//!
//! The state is made by scenarios, natively; what is measured is the wasm blob over ParityDB:
//! blocks of signed transactions, built by one node and imported by another that hasn't seen them.
//!
//! - [`node`]: a node without a network.
//! - [`world`]: states to begin with, and what becomes of transactions.
//! - [`suite`]: the calls that are measured.
//! - [`statistics`]: medians and lines.
//! - [`solochain`]: what the template that others start with charges.
//! - [`p2`], [`p4`], [`p5`], [`p6`], [`worst_cases`]: see `results::NAMES`.

pub mod node;
pub mod p2;
pub mod p4;
pub mod p5;
pub mod p6;
pub mod solochain;
pub mod statistics;
pub mod suite;
pub mod world;
pub mod worst_cases;

/// Picks by how much is to be done. What isn't optimised only shows that it works.
pub fn extent<T>(quick: bool, all: T, some: T, few: T) -> T {
	match (cfg!(debug_assertions), quick) {
		(true, _) => few,
		(false, true) => some,
		(false, false) => all,
	}
}
