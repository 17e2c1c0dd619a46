// SPDX-License-Identifier: Apache-2.0


//! Weights of `pallet_seats`: estimates, in the form in which `scripts/bench weights` writes them.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]

use frame_support::{traits::Get, weights::{Weight, constants::ParityDbWeight}};
use core::marker::PhantomData;

/// What each call of the pallet weighs.
pub trait WeightInfo {
	fn set_seats(n: u32, ) -> Weight;
	fn name_representative(n: u32, ) -> Weight;
	fn vacate(n: u32, ) -> Weight;
	fn resume(n: u32, ) -> Weight;
	fn follow(n: u32, ) -> Weight;
}

/// Estimated, with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn set_seats(n: u32, ) -> Weight {
		Weight::from_parts(400_000_000, 90_000)
			.saturating_add(Weight::from_parts(12_000_000, 5_500).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(36_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(35_u64))
	}
	fn name_representative(n: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 90_000)
			.saturating_add(Weight::from_parts(5_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(39_u64))
			.saturating_add(T::DbWeight::get().writes(35_u64))
	}
	fn vacate(n: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 90_000)
			.saturating_add(Weight::from_parts(5_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(35_u64))
	}
	fn resume(n: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 90_000)
			.saturating_add(Weight::from_parts(5_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(35_u64))
	}
	fn follow(n: u32, ) -> Weight {
		Weight::from_parts(480_000_000, 360_000)
			.saturating_add(Weight::from_parts(20_000_000, 12_000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(142_u64))
			.saturating_add(T::DbWeight::get().writes(140_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn set_seats(n: u32, ) -> Weight {
		Weight::from_parts(400_000_000, 90_000)
			.saturating_add(Weight::from_parts(12_000_000, 5_500).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(36_u64))
			.saturating_add(ParityDbWeight::get().reads((2_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(35_u64))
	}
	fn name_representative(n: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 90_000)
			.saturating_add(Weight::from_parts(5_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(39_u64))
			.saturating_add(ParityDbWeight::get().writes(35_u64))
	}
	fn vacate(n: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 90_000)
			.saturating_add(Weight::from_parts(5_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(40_u64))
			.saturating_add(ParityDbWeight::get().writes(35_u64))
	}
	fn resume(n: u32, ) -> Weight {
		Weight::from_parts(120_000_000, 90_000)
			.saturating_add(Weight::from_parts(5_000_000, 3_000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(40_u64))
			.saturating_add(ParityDbWeight::get().writes(35_u64))
	}
	fn follow(n: u32, ) -> Weight {
		Weight::from_parts(480_000_000, 360_000)
			.saturating_add(Weight::from_parts(20_000_000, 12_000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(142_u64))
			.saturating_add(ParityDbWeight::get().writes(140_u64))
	}
}
