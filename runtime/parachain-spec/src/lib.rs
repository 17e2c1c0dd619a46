// SPDX-License-Identifier: Apache-2.0

//! # Chain specifications of the parachain
//!
//! - [`preset`]: a chain that begins as one of the runtime's presets says.
//! - [`relocation`]: a chain that goes on from where a standalone chain stands.
//! - [`specification`]: both, as JSON that collators read.

mod obstacles;
pub mod preset;
pub mod relocation;
pub mod specification;

pub use obstacles::{obstacles, Obstacle};
pub use relocation::relocate;

use polkadot_sdk::sp_core::storage::Storage;
use sp_state_machine::BasicExternalities;
use std::collections::BTreeMap;

/// The state of a chain, without child tries: keys and values.
pub type State = BTreeMap<Vec<u8>, Vec<u8>>;

/// What `act` comes to on this state.
pub fn on<R>(state: &mut State, act: impl FnOnce() -> R) -> R {
	let top = std::mem::take(state);
	let mut externalities = BasicExternalities::new(Storage { top, ..Default::default() });
	let outcome = externalities.execute_with(act);
	*state = externalities.into_storages().top;
	outcome
}
