// SPDX-License-Identifier: Apache-2.0

//! # `galen`
//!
//! The standalone node of a Galen consortium chain: Aura makes blocks, GRANDPA finalises them,
//! ParityDB keeps them. It knows nothing of the chain's business, which is the runtime's.

// The errors of sc-cli and sc-service, which come up once in a run.
#![allow(clippy::result_large_err)]

mod chain_spec;
mod cli;
mod command;
mod consortium;
mod keys;
mod peers;
mod rpc;
mod service;

// Every call of the runtime allocates anew, on several threads at once: glibc's allocator takes a
// tenth of a loaded node's time, this one a fiftieth.
#[cfg(target_os = "linux")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> polkadot_sdk::sc_cli::Result<()> {
	command::run()
}
