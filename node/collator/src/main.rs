// SPDX-License-Identifier: Apache-2.0

//! # `galen-collator`
//!
//! The node of a Galen parachain. All of it is upstream's omni node: what the chain is comes from
//! its specification (`galen-parachain-spec` writes one), and what it does from the runtime.

use polkadot_omni_node_lib::{
	chain_spec::DiskChainSpecLoader, run, runtime::DefaultRuntimeResolver, CliConfig, RunConfig,
};
use sp_core::crypto::set_default_ss58_version;

/// How Galen's addresses begin, as the runtime says: it isn't a prefix that everybody knows.
const SS58_PREFIX: u16 = 2609;

/// What the command line says about itself.
struct Galen;

impl CliConfig for Galen {
	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		"docs/parachain.md".into()
	}

	fn copyright_start_year() -> u16 {
		2026
	}
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
	// Before anything reads an address.
	set_default_ss58_version(SS58_PREFIX.into());
	let config = RunConfig::new(Box::new(DefaultRuntimeResolver), Box::new(DiskChainSpecLoader));
	Ok(run::<Galen>(config)?)
}
