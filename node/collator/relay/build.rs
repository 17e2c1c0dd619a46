// SPDX-License-Identifier: Apache-2.0

//! Tells the binaries the version and commit that they were built from.

fn main() {
	substrate_build_script_utils::generate_cargo_keys();
}
