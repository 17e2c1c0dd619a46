// SPDX-License-Identifier: Apache-2.0

//! How each pallet is set up, by domain. What only one runtime has is in its `own`.

mod care;
mod claims;
mod devices;
mod governance;
mod medicines;
mod settlement;
mod system;
mod trials;
mod validators;
mod wrappers;

pub use crate::own::consensus::*;
pub use care::*;
pub use claims::*;
pub use devices::*;
pub use governance::*;
pub use medicines::*;
pub use settlement::*;
pub use system::*;
pub use trials::*;
pub use validators::*;
pub use wrappers::*;
