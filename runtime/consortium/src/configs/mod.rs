// SPDX-License-Identifier: Apache-2.0

//! How each pallet is set up, by domain.

mod care;
mod consensus;
mod devices;
mod governance;
mod medicines;
mod system;
mod wrappers;

pub use care::*;
pub use consensus::*;
pub use devices::*;
pub use governance::*;
pub use medicines::*;
pub use system::*;
pub use wrappers::*;
