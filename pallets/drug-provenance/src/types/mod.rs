// SPDX-License-Identifier: Apache-2.0

//! What is stored, taken and answered.

mod acts;
mod answers;
mod goods;
mod items;

pub use acts::*;
pub use answers::*;
pub use goods::*;
pub use items::*;

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
