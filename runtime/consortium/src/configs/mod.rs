// SPDX-License-Identifier: Apache-2.0

//! How each pallet is set up, by domain.

mod care;
mod claims;
mod consensus;
mod devices;
mod governance;
mod medicines;
mod settlement;
mod system;
mod trials;
mod wrappers;

pub use care::*;
pub use claims::*;
pub use consensus::*;
pub use devices::*;
pub use governance::*;
pub use medicines::*;
pub use settlement::*;
pub use system::*;
pub use trials::*;
pub use wrappers::*;
