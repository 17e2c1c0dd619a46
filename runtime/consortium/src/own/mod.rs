// SPDX-License-Identifier: Apache-2.0

//! What this runtime has alone, and what the shared files ask of every runtime by name.

pub mod apis;
pub mod consensus;
pub mod genesis;

use crate::*;

/// The version of this runtime. `spec_version` is `major * 1_000_000 + minor * 1_000 + patch`.
#[cfg(not(feature = "rehearsal"))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("galen"),
	impl_name: Cow::Borrowed("galen"),
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
	spec_name: Cow::Borrowed("galen"),
	impl_name: Cow::Borrowed("galen"),
	authoring_version: 1,
	spec_version: 999_000_000,
	impl_version: 0,
	apis: crate::apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};
