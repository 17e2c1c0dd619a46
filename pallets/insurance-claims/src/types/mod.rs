// SPDX-License-Identifier: Apache-2.0

//! What is stored, taken and answered.

mod answers;
mod claims;
mod coverages;
mod disputes;
mod explanations;
mod plans;
mod preauth;
mod settlement;

pub use answers::*;
pub use claims::*;
pub use coverages::*;
pub use disputes::*;
pub use explanations::*;
pub use plans::*;
pub use preauth::*;
pub use settlement::*;

/// Gives every type below the derives that storage, calls and events ask for.
macro_rules! chain_type {
	($($(#[$meta:meta])* pub $kind:tt $name:ident $(<$account:ident>)? { $($body:tt)* })+) => {
		$(
			$(#[$meta])*
			#[derive(
				Clone, PartialEq, Eq, Debug, codec::Encode, codec::Decode,
				codec::DecodeWithMemTracking, codec::MaxEncodedLen, scale_info::TypeInfo,
			)]
			pub $kind $name $(<$account>)? { $($body)* }
		)+
	};
}
pub(crate) use chain_type;
