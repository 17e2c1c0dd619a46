// SPDX-License-Identifier: Apache-2.0

//! Enums and the sets over them.

/// Defines an enum with explicit indices and the set over it, one bit an index.
macro_rules! enum_with_set {
	(
		$(#[$enum_meta:meta])*
		$name:ident,
		$(#[$set_meta:meta])*
		$set:ident($bits:ty),
		$( $(#[$variant_meta:meta])* $variant:ident = $index:literal, )+
	) => {
		$(#[$enum_meta])*
		#[derive(
			Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Encode, Decode,
			DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Serialize, Deserialize,
		)]
		pub enum $name {
			$( $(#[$variant_meta])* #[codec(index = $index)] $variant, )+
		}

		impl $name {
			/// Every variant, in the order of their indices.
			pub const ALL: &'static [Self] = &[$(Self::$variant),+];

			/// The set of this alone.
			pub const fn set(self) -> $set {
				match self {
					$(Self::$variant => $set(1 << $index),)+
				}
			}
		}

		$(#[$set_meta])*
		///
		/// Bit `n` stands for the variant with index `n`.
		#[derive(
			Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, DecodeWithMemTracking,
			MaxEncodedLen, TypeInfo, Serialize, Deserialize,
		)]
		pub struct $set(pub $bits);

		impl $set {
			/// The bits that stand for something.
			pub const ALL: Self = Self::of($name::ALL);

			/// The set of `members`.
			pub const fn of(members: &[$name]) -> Self {
				let (mut bits, mut rest) = (0, members);
				while let [first, others @ ..] = rest {
					bits |= first.set().0;
					rest = others;
				}
				Self(bits)
			}

			/// Whether `member` belongs to the set.
			pub const fn contains(self, member: $name) -> bool {
				self.0 & member.set().0 != 0
			}

			/// Whether the two sets share a member.
			pub const fn intersects(self, other: Self) -> bool {
				self.0 & other.0 != 0
			}

			/// Whether there is a member, and no bit that stands for nothing.
			pub const fn is_valid(self) -> bool {
				let known = self.0 & Self::ALL.0;
				self.0 != 0 && known == self.0
			}
		}
	};
}
