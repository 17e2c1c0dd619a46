// SPDX-License-Identifier: Apache-2.0

//! What a model, a device, a service, a use and a field action are.

/// Gives every plain type the derives that storage, calls and events ask for.
macro_rules! chain_type {
	($($(#[$meta:meta])* pub $kind:tt $name:ident $body:tt)+) => {
		$(
			$(#[$meta])*
			#[derive(
				Clone, PartialEq, Eq, Debug, codec::Encode, codec::Decode,
				codec::DecodeWithMemTracking, codec::MaxEncodedLen, scale_info::TypeInfo,
			)]
			pub $kind $name $body
		)+
	};
}

mod action;
mod device;
mod model;
mod service;
mod usage;

pub use action::*;
pub use device::*;
pub use model::*;
pub use service::*;
pub use usage::*;
