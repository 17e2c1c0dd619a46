// SPDX-License-Identifier: Apache-2.0


//! Weights of `pallet_disclosures`. Estimates, in the form of what `scripts/bench weights` writes
//! in their place.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]

use frame_support::{traits::Get, weights::{Weight, constants::ParityDbWeight}};
use core::marker::PhantomData;

/// What each call of the pallet weighs.
pub trait WeightInfo {
	fn request() -> Weight;
	fn request_own() -> Weight;
	fn release() -> Weight;
	fn confirm_receipt() -> Weight;
	fn refuse_release() -> Weight;
	fn expire_grant() -> Weight;
	fn open_encounter() -> Weight;
	fn finish_encounter() -> Weight;
	fn confirm_encounter() -> Weight;
	fn countersign_encounter() -> Weight;
	fn cancel_encounter() -> Weight;
	fn enter_encounter_in_error() -> Weight;
	fn declare() -> Weight;
	fn end_use() -> Weight;
	fn state_reasons() -> Weight;
	fn review() -> Weight;
	fn review_as_regulator() -> Weight;
	fn dispute() -> Weight;
	fn set_reviewers(n: u32, ) -> Weight;
	fn restore_right() -> Weight;
	fn restore_institution() -> Weight;
}

/// Measured on the consortium runtime, with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn request() -> Weight {
		Weight::from_parts(60_000_000, 4100)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn request_own() -> Weight {
		Weight::from_parts(55_000_000, 4100)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	fn release() -> Weight {
		Weight::from_parts(50_000_000, 4100)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn confirm_receipt() -> Weight {
		Weight::from_parts(45_000_000, 4100)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn refuse_release() -> Weight {
		Weight::from_parts(42_000_000, 4100)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn expire_grant() -> Weight {
		Weight::from_parts(42_000_000, 4100)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn open_encounter() -> Weight {
		Weight::from_parts(32_000_000, 3732)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn finish_encounter() -> Weight {
		Weight::from_parts(30_000_000, 3732)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn confirm_encounter() -> Weight {
		Weight::from_parts(32_000_000, 3732)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn countersign_encounter() -> Weight {
		Weight::from_parts(32_000_000, 3732)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn cancel_encounter() -> Weight {
		Weight::from_parts(28_000_000, 3732)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn enter_encounter_in_error() -> Weight {
		Weight::from_parts(28_000_000, 3732)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn declare() -> Weight {
		Weight::from_parts(120_000_000, 14000)
			.saturating_add(T::DbWeight::get().reads(30_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn end_use() -> Weight {
		Weight::from_parts(42_000_000, 4500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn state_reasons() -> Weight {
		Weight::from_parts(55_000_000, 6200)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn review() -> Weight {
		Weight::from_parts(65_000_000, 8500)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn review_as_regulator() -> Weight {
		Weight::from_parts(65_000_000, 8500)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn dispute() -> Weight {
		Weight::from_parts(50_000_000, 5500)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	/// The range of component `n` is `[0, 64]`.
	fn set_reviewers(n: u32, ) -> Weight {
		Weight::from_parts(10_000_000, 1500)
			.saturating_add(Weight::from_parts(4_300_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 2701).saturating_mul(n.into()))
	}
	fn restore_right() -> Weight {
		Weight::from_parts(30_000_000, 4000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn restore_institution() -> Weight {
		Weight::from_parts(32_000_000, 6200)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

/// The same for tests, with ParityDB's weights.
impl WeightInfo for () {
	fn request() -> Weight {
		Weight::from_parts(60_000_000, 4100)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn request_own() -> Weight {
		Weight::from_parts(55_000_000, 4100)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
	}
	fn release() -> Weight {
		Weight::from_parts(50_000_000, 4100)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn confirm_receipt() -> Weight {
		Weight::from_parts(45_000_000, 4100)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn refuse_release() -> Weight {
		Weight::from_parts(42_000_000, 4100)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn expire_grant() -> Weight {
		Weight::from_parts(42_000_000, 4100)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn open_encounter() -> Weight {
		Weight::from_parts(32_000_000, 3732)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn finish_encounter() -> Weight {
		Weight::from_parts(30_000_000, 3732)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn confirm_encounter() -> Weight {
		Weight::from_parts(32_000_000, 3732)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn countersign_encounter() -> Weight {
		Weight::from_parts(32_000_000, 3732)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn cancel_encounter() -> Weight {
		Weight::from_parts(28_000_000, 3732)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn enter_encounter_in_error() -> Weight {
		Weight::from_parts(28_000_000, 3732)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn declare() -> Weight {
		Weight::from_parts(120_000_000, 14000)
			.saturating_add(ParityDbWeight::get().reads(30_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn end_use() -> Weight {
		Weight::from_parts(42_000_000, 4500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn state_reasons() -> Weight {
		Weight::from_parts(55_000_000, 6200)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn review() -> Weight {
		Weight::from_parts(65_000_000, 8500)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn review_as_regulator() -> Weight {
		Weight::from_parts(65_000_000, 8500)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn dispute() -> Weight {
		Weight::from_parts(50_000_000, 5500)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn set_reviewers(n: u32, ) -> Weight {
		Weight::from_parts(10_000_000, 1500)
			.saturating_add(Weight::from_parts(4_300_000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 2701).saturating_mul(n.into()))
	}
	fn restore_right() -> Weight {
		Weight::from_parts(30_000_000, 4000)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn restore_institution() -> Weight {
		Weight::from_parts(32_000_000, 6200)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
