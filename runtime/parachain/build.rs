// SPDX-License-Identifier: Apache-2.0

//! Builds the runtime's wasm blob.

#[cfg(all(feature = "std", feature = "metadata-hash"))]
fn main() {
	// The symbol and the decimals are those of the chain specification's properties.
	substrate_wasm_builder::WasmBuilder::init_with_defaults()
		.enable_metadata_hash("GALEN", 12)
		.build()
}

#[cfg(all(feature = "std", not(feature = "metadata-hash")))]
fn main() {
	substrate_wasm_builder::WasmBuilder::build_using_defaults()
}

#[cfg(not(feature = "std"))]
fn main() {}
