// SPDX-License-Identifier: Apache-2.0

//! # Range proofs
//!
//! Shows that a committed value lies in a range, and nothing else of the value: that a subject is
//! between 18 and 65 years old, or that a laboratory value is at most 150, without saying which.
//!
//! ## Terminology
//!
//! - **Value**: a `u64`, in the unit that the criterion names (years, or tenths of a mmol/L).
//! - **Commitment**: `C = value · B + blinding · B̃`, a Pedersen commitment in ristretto255, 32
//!   bytes. It fits any value as well as any other, so it says nothing without the blinding; and
//!   nobody can open it to a second value as long as discrete logarithms are hard to compute.
//! - **Opening**: value and blinding. Whoever has it can prove, and whoever proves has to have it.
//! - **Context**: bytes that say what a proof is for. It verifies for no other.
//!
//! ## What a proof shows
//!
//! [`verify`] is `true` only if whoever made the proof could open the commitment, to a value in
//! `least..=most`, and made it for that commitment, those bounds and that context.
//!
//! ## What it doesn't show
//!
//! - **That the value is true.** Anybody can commit to anything. The commitment has to have been
//!   made by the custodian of a record, and to stand in that record's tree of fields (as its
//!   hexadecimal form in lower case, with `0x`, a JSON string). Whoever takes a proof checks that;
//!   in Galen, `pallet-clinical-trials`.
//! - **Whom it is of, or that it is new**, unless the context says so. It has to name the chain,
//!   the study, the subject and the criterion, or a proof can be used a second time.
//!
//! What it gives away is its answer: a range of one value discloses the value, and many ranges
//! close in on it, so protocols fix their criteria before anybody is asked. And a commitment that
//! is shown twice is recognised.
//!
//! ## How it works
//!
//! One [Bulletproof](https://eprint.iacr.org/2017/1066), aggregated over two values, shows that
//!
//! - `a = value - least`, to which `C - least · B` commits, and
//! - `b = most - value`, to which `most · B - C` commits,
//!
//! both lie in `0..2^64`. The verifier derives both from `C`, so that the proof is about `C`.
//!
//! No value outside gets in by wrapping around. Arithmetic is modulo the order `l` of the group, a
//! prime above `2^252`. The proof shows `a` and `b` as integers in `0..2^64` such that
//! `a ≡ value - least` and `b ≡ most - value (mod l)`, so `a + b ≡ most - least (mod l)`. As
//! integers, `a + b` lies in `0..2^65` and, since `least <= most` is required, `most - least` in
//! `0..2^64`. They differ by a multiple of `l`, and by less than `2^65`, which leaves 0:
//! `a + b = most - least`. Hence `a <= most - least`, and the committed value, `least + a`, is an
//! integer in `least..=most`.
//!
//! Challenges come from a Merlin transcript ([`DOMAIN`], commitment, bounds, context). So does the
//! factor that joins the verifier's two equations, after the whole proof: every node has to come to
//! the same answer, and has no randomness.
//!
//! ## Cost
//!
//! A proof has [`PROOF_LENGTH`] bytes. Verifying took 9.3 ms in wasm that was built as the runtime
//! is, under wasmtime 36, and 3.6 ms natively (medians of 201 runs, AMD EPYC), whatever the value
//! and the bounds. Half of it derives the 256 generators, which a runtime has nowhere to keep. The
//! 32-bit arithmetic that `curve25519-dalek` selects for wasm is the right one there: with
//! `curve25519_dalek_bits="64"` it takes 26.6 ms.
//!
//! ## Features
//!
//! - none: [`verify`] and [`Bulletproofs`], which a runtime needs.
//! - `prove`: `Opening`, without `std` too.
//! - `cli` (in the default): the tool `galen-range-proof`, for custodians and patients. See its
//!   `--help`.
//! - `runtime-benchmarks`: `benchmarking`.

#![cfg_attr(not(feature = "std"), no_std)]
#![deny(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::panic,
	clippy::indexing_slicing,
	clippy::arithmetic_side_effects,
	clippy::as_conversions
)]

extern crate alloc;

mod transcript;
mod verifier;

#[cfg(feature = "runtime-benchmarks")]
pub mod benchmarking;
#[cfg(feature = "prove")]
mod prover;

#[cfg(feature = "prove")]
pub use prover::{Opening, ProveError};
#[cfg(feature = "prove")]
pub use rand_core;
pub use verifier::verify;

use galen_primitives::seams::RangeProofs;

/// What the transcript of every proof begins with.
pub const DOMAIN: &[u8] = b"galen/range-proof";

/// How many bits each of the two values is shown to have: enough for any range within a `u64`.
pub const BITS: usize = 64;

/// The length of a proof, in bytes: 9 elements, and 2 for each halving of the 2 · 64 bits.
pub const PROOF_LENGTH: usize = 32 * (9 + 2 * 7);

/// The longest context, in bytes. It keeps the cost of verifying fixed; a few dozen are enough.
pub const MAX_CONTEXT: usize = 1_024;

/// Bulletproofs over ristretto255 as the chain's answer to [`RangeProofs`].
pub struct Bulletproofs;

impl RangeProofs for Bulletproofs {
	fn verify(commitment: &[u8; 32], least: u64, most: u64, context: &[u8], proof: &[u8]) -> bool {
		verify(commitment, least, most, context, proof)
	}
}
