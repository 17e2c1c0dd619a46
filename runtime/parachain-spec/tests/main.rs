// SPDX-License-Identifier: Apache-2.0

//! A standalone chain goes on as a parachain: what was there is there, what was signed holds,
//! blocks are made, and the relay chain's validators accept them.

// The parachain's harness has more than is used here.
#[allow(dead_code)]
#[path = "../../parachain/tests/chain.rs"]
mod chain;
mod obstacles;
mod passage;
