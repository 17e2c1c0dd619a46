// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet_drug_provenance`. Written by hand in the generated form until
//! `scripts/bench weights pallet_drug_provenance` measures them.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]

use frame_support::{traits::Get, weights::{Weight, constants::ParityDbWeight}};
use core::marker::PhantomData;

/// What each call of the pallet weighs.
pub trait WeightInfo {
	fn register_product() -> Weight;
	fn withdraw_product() -> Weight;
	fn commission_lot() -> Weight;
	fn commission_cases(n: u32, ) -> Weight;
	fn pack(n: u32, ) -> Weight;
	fn unpack(n: u32, ) -> Weight;
	fn pack_items(n: u32, ) -> Weight;
	fn unpack_items(n: u32, ) -> Weight;
	fn ship() -> Weight;
	fn receive(n: u32, ) -> Weight;
	fn void_shipping() -> Weight;
	fn quarantine() -> Weight;
	fn release() -> Weight;
	fn declare_illegitimate() -> Weight;
	fn notify_illegitimate() -> Weight;
	fn review_spells() -> Weight;
	fn recall_product() -> Weight;
	fn recall_lot() -> Weight;
	fn recall_packs(n: u32, ) -> Weight;
	fn report_recall() -> Weight;
	fn terminate_recall() -> Weight;
	fn dispense() -> Weight;
	fn hand_over() -> Weight;
	fn revert_dispense() -> Weight;
	fn decommission() -> Weight;
	fn revert_decommission() -> Weight;
	fn take_back() -> Weight;
	fn destroy() -> Weight;
	fn report_stolen() -> Weight;
	fn scan() -> Weight;
	fn bind_sensor() -> Weight;
	fn unbind_sensor() -> Weight;
	fn submit_window() -> Weight;
	fn submit_reading() -> Weight;
	fn anchor_event() -> Weight;
	fn declare_error(n: u32, ) -> Weight;
}

/// Estimated, with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn register_product() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn withdraw_product() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn commission_lot() -> Weight {
		Weight::from_parts(64000000, 18000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn commission_cases(n: u32, ) -> Weight {
		Weight::from_parts(66000000, 25000)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn pack(n: u32, ) -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn unpack(n: u32, ) -> Weight {
		Weight::from_parts(82000000, 81000)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(22_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(6_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn pack_items(n: u32, ) -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(Weight::from_parts(35800000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((26_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((6_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 91000).saturating_mul(n.into()))
	}
	fn unpack_items(n: u32, ) -> Weight {
		Weight::from_parts(62000000, 11000)
			.saturating_add(Weight::from_parts(37400000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads((28_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((7_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 98000).saturating_mul(n.into()))
	}
	fn ship() -> Weight {
		Weight::from_parts(86000000, 95000)
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn receive(n: u32, ) -> Weight {
		Weight::from_parts(65000000, 21500)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn void_shipping() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn quarantine() -> Weight {
		Weight::from_parts(72000000, 46000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn release() -> Weight {
		Weight::from_parts(74000000, 53000)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn declare_illegitimate() -> Weight {
		Weight::from_parts(72000000, 46000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn notify_illegitimate() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn review_spells() -> Weight {
		Weight::from_parts(72000000, 46000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn recall_product() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn recall_lot() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn recall_packs(n: u32, ) -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn report_recall() -> Weight {
		Weight::from_parts(64000000, 18000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn terminate_recall() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn dispense() -> Weight {
		Weight::from_parts(100000000, 144000)
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(6_u64))
	}
	fn hand_over() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn revert_dispense() -> Weight {
		Weight::from_parts(68000000, 32000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn decommission() -> Weight {
		Weight::from_parts(90000000, 109000)
			.saturating_add(T::DbWeight::get().reads(30_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn revert_decommission() -> Weight {
		Weight::from_parts(67000000, 28500)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn take_back() -> Weight {
		Weight::from_parts(64000000, 18000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn destroy() -> Weight {
		Weight::from_parts(90000000, 109000)
			.saturating_add(T::DbWeight::get().reads(30_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn report_stolen() -> Weight {
		Weight::from_parts(90000000, 109000)
			.saturating_add(T::DbWeight::get().reads(30_u64))
			.saturating_add(T::DbWeight::get().writes(7_u64))
	}
	fn scan() -> Weight {
		Weight::from_parts(72000000, 46000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn bind_sensor() -> Weight {
		Weight::from_parts(68000000, 32000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn unbind_sensor() -> Weight {
		Weight::from_parts(67000000, 28500)
			.saturating_add(T::DbWeight::get().reads(7_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn submit_window() -> Weight {
		Weight::from_parts(66000000, 25000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn submit_reading() -> Weight {
		Weight::from_parts(66000000, 25000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn anchor_event() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn declare_error(n: u32, ) -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
}

// For tests.
impl WeightInfo for () {
	fn register_product() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn withdraw_product() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn commission_lot() -> Weight {
		Weight::from_parts(64000000, 18000)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn commission_cases(n: u32, ) -> Weight {
		Weight::from_parts(66000000, 25000)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn pack(n: u32, ) -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn unpack(n: u32, ) -> Weight {
		Weight::from_parts(82000000, 81000)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(22_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn pack_items(n: u32, ) -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(Weight::from_parts(35800000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().reads((26_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes((6_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 91000).saturating_mul(n.into()))
	}
	fn unpack_items(n: u32, ) -> Weight {
		Weight::from_parts(62000000, 11000)
			.saturating_add(Weight::from_parts(37400000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().reads((28_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes((7_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 98000).saturating_mul(n.into()))
	}
	fn ship() -> Weight {
		Weight::from_parts(86000000, 95000)
			.saturating_add(ParityDbWeight::get().reads(26_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn receive(n: u32, ) -> Weight {
		Weight::from_parts(65000000, 21500)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn void_shipping() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn quarantine() -> Weight {
		Weight::from_parts(72000000, 46000)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn release() -> Weight {
		Weight::from_parts(74000000, 53000)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn declare_illegitimate() -> Weight {
		Weight::from_parts(72000000, 46000)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn notify_illegitimate() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn review_spells() -> Weight {
		Weight::from_parts(72000000, 46000)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn recall_product() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn recall_lot() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn recall_packs(n: u32, ) -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
	fn report_recall() -> Weight {
		Weight::from_parts(64000000, 18000)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn terminate_recall() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn dispense() -> Weight {
		Weight::from_parts(100000000, 144000)
			.saturating_add(ParityDbWeight::get().reads(40_u64))
			.saturating_add(ParityDbWeight::get().writes(6_u64))
	}
	fn hand_over() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn revert_dispense() -> Weight {
		Weight::from_parts(68000000, 32000)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn decommission() -> Weight {
		Weight::from_parts(90000000, 109000)
			.saturating_add(ParityDbWeight::get().reads(30_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn revert_decommission() -> Weight {
		Weight::from_parts(67000000, 28500)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn take_back() -> Weight {
		Weight::from_parts(64000000, 18000)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn destroy() -> Weight {
		Weight::from_parts(90000000, 109000)
			.saturating_add(ParityDbWeight::get().reads(30_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn report_stolen() -> Weight {
		Weight::from_parts(90000000, 109000)
			.saturating_add(ParityDbWeight::get().reads(30_u64))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
	}
	fn scan() -> Weight {
		Weight::from_parts(72000000, 46000)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn bind_sensor() -> Weight {
		Weight::from_parts(68000000, 32000)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn unbind_sensor() -> Weight {
		Weight::from_parts(67000000, 28500)
			.saturating_add(ParityDbWeight::get().reads(7_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn submit_window() -> Weight {
		Weight::from_parts(66000000, 25000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn submit_reading() -> Weight {
		Weight::from_parts(66000000, 25000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn anchor_event() -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn declare_error(n: u32, ) -> Weight {
		Weight::from_parts(63000000, 14500)
			.saturating_add(Weight::from_parts(15800000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(Weight::from_parts(0, 3500).saturating_mul(n.into()))
	}
}
