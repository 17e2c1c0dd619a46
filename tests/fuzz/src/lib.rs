// SPDX-License-Identifier: Apache-2.0

//! # Random calls on the real runtime, guided by what they reach
//!
//! The runtime runs natively and in process, on a state that is forgotten after each sequence of
//! steps. A step is a call by somebody, or time that passes. What calls there are and what they take
//! is read from the metadata, so that a new pallet is tried without a change here. What must hold:
//!
//! - Nothing panics, in calls or between blocks.
//! - A call that fails leaves the state as it was.
//! - A call doesn't say that it took more than it was charged for, and what it does to the database
//!   isn't more than what is charged for the database (see [`paid`]).
//! - The state of each of our pallets is sound.
//!
//! Sequences begin with walks that are known to work, and are changed by chance: arguments by their
//! type, from what is on the chain; origins; order; bytes. Those that reach something new (an
//! outcome of a call, an event, a place that a call writes to) are kept and changed again.
//!
//! - [`schema`] is what the metadata says, and values of its types.
//! - [`generate`] makes up arguments.
//! - [`world`] has the beginning, and the walks.
//! - [`tracker`] holds the state, and counts reads and writes.
//! - [`weights`] reads what was measured; [`paid`] tells what of a charge is for the database.
//! - [`machine`] takes steps, and judges them.
//! - [`fuzzer`] makes the sequences.

pub mod fuzzer;
pub mod generate;
pub mod machine;
pub mod paid;
pub mod rng;
pub mod schema;
pub mod tracker;
pub mod weights;
pub mod world;

pub use fuzzer::{Fuzzer, Until};
