// SPDX-License-Identifier: Apache-2.0

//! How each pallet is set up, by domain.

mod care;
mod consensus;
mod governance;
mod system;
mod wrappers;

pub use care::*;
pub use consensus::*;
pub use governance::*;
pub use system::*;
pub use wrappers::*;
