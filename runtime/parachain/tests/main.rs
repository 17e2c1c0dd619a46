// SPDX-License-Identifier: Apache-2.0

//! The parachain runtime: that validators of a relay chain accept its blocks and refuse what was
//! tampered with, whose messages it takes, and that it differs from the consortium runtime in what
//! it says alone.

mod candidates;
mod chain;
mod consensus;
mod messages;
mod shape;
