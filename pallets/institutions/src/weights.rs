// SPDX-License-Identifier: Apache-2.0

//! Weights for `pallet_institutions`, estimated from its reads and writes.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]

use frame_support::{traits::Get, weights::{Weight, constants::RocksDbWeight}};
use core::marker::PhantomData;

/// Weight functions needed for `pallet_institutions`.
pub trait WeightInfo {
	fn admit(a: u32, ) -> Weight;
	fn amend() -> Weight;
	fn suspend() -> Weight;
	fn suspend_provisionally() -> Weight;
	fn ratify_suspension() -> Weight;
	fn lift_suspension() -> Weight;
	fn retire() -> Weight;
	fn declare_affiliates(a: u32, ) -> Weight;
	fn issue_credential() -> Weight;
	fn suspend_credential() -> Weight;
	fn reinstate_credential() -> Weight;
	fn revoke_credential() -> Weight;
	fn renew_credential() -> Weight;
	fn appoint_administrator() -> Weight;
	fn publish_key() -> Weight;
	fn rotate_key() -> Weight;
	fn revoke_key() -> Weight;
	fn set_services(s: u32, ) -> Weight;
	fn set_allowance_class() -> Weight;
	fn assign_allowance_class() -> Weight;
	fn ensure_role() -> Weight;
	fn draw() -> Weight;
	fn restore() -> Weight;
}

/// Weights for `pallet_institutions`, with the database of the runtime.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// The range of component `a` is `[1, 8]`.
	fn admit(a: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 10400)
			.saturating_add(Weight::from_parts(12000000, 5200).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(a.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(a.into())))
	}
	fn amend() -> Weight {
		Weight::from_parts(20_000_000, 7800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn suspend() -> Weight {
		Weight::from_parts(15_000_000, 2600)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn suspend_provisionally() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn ratify_suspension() -> Weight {
		Weight::from_parts(15_000_000, 2600)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn lift_suspension() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn retire() -> Weight {
		Weight::from_parts(15_000_000, 2600)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// The range of component `a` is `[0, 16]`.
	fn declare_affiliates(a: u32, ) -> Weight {
		Weight::from_parts(25_000_000, 10400)
			.saturating_add(Weight::from_parts(100000, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn issue_credential() -> Weight {
		Weight::from_parts(35_000_000, 15600)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn suspend_credential() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn reinstate_credential() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn revoke_credential() -> Weight {
		Weight::from_parts(30_000_000, 10400)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn renew_credential() -> Weight {
		Weight::from_parts(30_000_000, 10400)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn appoint_administrator() -> Weight {
		Weight::from_parts(30_000_000, 13000)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn publish_key() -> Weight {
		Weight::from_parts(90_000_000, 91000)
			.saturating_add(T::DbWeight::get().reads(35_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn rotate_key() -> Weight {
		Weight::from_parts(95_000_000, 91000)
			.saturating_add(T::DbWeight::get().reads(35_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn revoke_key() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// The range of component `s` is `[0, 8]`.
	fn set_services(s: u32, ) -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(Weight::from_parts(500000, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn set_allowance_class() -> Weight {
		Weight::from_parts(10_000_000, 2600)
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn assign_allowance_class() -> Weight {
		Weight::from_parts(18_000_000, 7800)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn ensure_role() -> Weight {
		Weight::from_parts(12_000_000, 5200)
			.saturating_add(T::DbWeight::get().reads(2_u64))
	}
	fn draw() -> Weight {
		Weight::from_parts(18_000_000, 10400)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn restore() -> Weight {
		Weight::from_parts(12_000_000, 5200)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

// For tests.
impl WeightInfo for () {
	/// The range of component `a` is `[1, 8]`.
	fn admit(a: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 10400)
			.saturating_add(Weight::from_parts(12000000, 5200).saturating_mul(a.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().reads((2_u64).saturating_mul(a.into())))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
			.saturating_add(RocksDbWeight::get().writes((2_u64).saturating_mul(a.into())))
	}
	fn amend() -> Weight {
		Weight::from_parts(20_000_000, 7800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
	fn suspend() -> Weight {
		Weight::from_parts(15_000_000, 2600)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn suspend_provisionally() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn ratify_suspension() -> Weight {
		Weight::from_parts(15_000_000, 2600)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn lift_suspension() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn retire() -> Weight {
		Weight::from_parts(15_000_000, 2600)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	/// The range of component `a` is `[0, 16]`.
	fn declare_affiliates(a: u32, ) -> Weight {
		Weight::from_parts(25_000_000, 10400)
			.saturating_add(Weight::from_parts(100000, 0).saturating_mul(a.into()))
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn issue_credential() -> Weight {
		Weight::from_parts(35_000_000, 15600)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn suspend_credential() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn reinstate_credential() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn revoke_credential() -> Weight {
		Weight::from_parts(30_000_000, 10400)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn renew_credential() -> Weight {
		Weight::from_parts(30_000_000, 10400)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn appoint_administrator() -> Weight {
		Weight::from_parts(30_000_000, 13000)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn publish_key() -> Weight {
		Weight::from_parts(90_000_000, 91000)
			.saturating_add(RocksDbWeight::get().reads(35_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn rotate_key() -> Weight {
		Weight::from_parts(95_000_000, 91000)
			.saturating_add(RocksDbWeight::get().reads(35_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn revoke_key() -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	/// The range of component `s` is `[0, 8]`.
	fn set_services(s: u32, ) -> Weight {
		Weight::from_parts(25_000_000, 7800)
			.saturating_add(Weight::from_parts(500000, 0).saturating_mul(s.into()))
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn set_allowance_class() -> Weight {
		Weight::from_parts(10_000_000, 2600)
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn assign_allowance_class() -> Weight {
		Weight::from_parts(18_000_000, 7800)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn ensure_role() -> Weight {
		Weight::from_parts(12_000_000, 5200)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
	}
	fn draw() -> Weight {
		Weight::from_parts(18_000_000, 10400)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn restore() -> Weight {
		Weight::from_parts(12_000_000, 5200)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
}
