// SPDX-License-Identifier: Apache-2.0

//! A relay chain's node for tests: upstream's, with `rococo-local` as the only chain it knows, so that
//! one relay runtime is compiled and not several.

fn main() -> Result<(), Box<dyn std::error::Error>> {
	Ok(polkadot_cli::run()?)
}
