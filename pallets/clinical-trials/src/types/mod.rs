// SPDX-License-Identifier: Apache-2.0

//! What is stored, taken and answered.

mod allocation;
mod answers;
mod capture;
mod results;
mod safety;
mod sites;
mod studies;
mod subjects;

pub use allocation::*;
pub use answers::*;
pub use capture::*;
pub use results::*;
pub use safety::*;
pub use sites::*;
pub use studies::*;
pub use subjects::*;

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
