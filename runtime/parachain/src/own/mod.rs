// SPDX-License-Identifier: Apache-2.0

//! What this runtime has alone, and what the shared files ask of every runtime by name.
//!
//! - [`consensus`]: slots, limits of a block, the relay chain, who collates.
//! - [`messages`]: whose messages are let in, and that they move nothing.
//! - [`apis`]: what collators ask.
//! - [`genesis`]: what presets have besides.

pub mod apis;
pub mod consensus;
pub mod genesis;
pub mod messages;

use crate::*;

/// The version of this runtime. `spec_version` is `major * 1_000_000 + minor * 1_000 + patch`.
#[cfg(not(feature = "rehearsal"))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("galen-parachain"),
	impl_name: Cow::Borrowed("galen-parachain"),
	authoring_version: 1,
	spec_version: 1_000,
	impl_version: 0,
	apis: crate::apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// The rehearsal's version: higher than any release's.
#[cfg(feature = "rehearsal")]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("galen-parachain"),
	impl_name: Cow::Borrowed("galen-parachain"),
	authoring_version: 1,
	spec_version: 999_000_000,
	impl_version: 0,
	apis: crate::apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};
