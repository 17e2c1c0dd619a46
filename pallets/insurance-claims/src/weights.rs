// SPDX-License-Identifier: Apache-2.0


//! Weights of `pallet_insurance_claims`, not measured yet.
//!
//! Written by hand in the form of what `scripts/bench weights` generates, until it does.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]

use frame_support::{traits::Get, weights::{Weight, constants::ParityDbWeight}};
use core::marker::PhantomData;

/// What each call of the pallet weighs.
pub trait WeightInfo {
	fn create_plan() -> Weight;
	fn add_rules() -> Weight;
	fn close_plan() -> Weight;
	fn create_coverage() -> Weight;
	fn activate_coverage() -> Weight;
	fn cancel_coverage() -> Weight;
	fn enter_coverage_in_error() -> Weight;
	fn propose_agreement() -> Weight;
	fn accept_agreement() -> Weight;
	fn end_agreement() -> Weight;
	fn request_preauth(n: u32, ) -> Weight;
	fn pend_preauth() -> Weight;
	fn decide_preauth(n: u32, ) -> Weight;
	fn cancel_preauth() -> Weight;
	fn submit_claim(n: u32, r: u32, ) -> Weight;
	fn process_claim() -> Weight;
	fn cancel_claim() -> Weight;
	fn clear_flag() -> Weight;
	fn decide_claim(n: u32, ) -> Weight;
	fn appeal_claim() -> Weight;
	fn withdraw_appeal() -> Weight;
	fn decide_appeal(n: u32, ) -> Weight;
	fn issue() -> Weight;
	fn request_redemption() -> Weight;
	fn cancel_redemption() -> Weight;
	fn redeem() -> Weight;
	fn settle(n: u32, ) -> Weight;
	fn remit(n: u32, ) -> Weight;
	fn reverse_claim() -> Weight;
	fn reverse_for_evidence() -> Weight;
	fn repay() -> Weight;
}

/// Measured on the consortium runtime, with the runtime's own database weights.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn create_plan() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn add_rules() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn close_plan() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn create_coverage() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn activate_coverage() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn cancel_coverage() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn enter_coverage_in_error() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	fn propose_agreement() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn accept_agreement() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn end_agreement() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn request_preauth(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(16_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn pend_preauth() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn decide_preauth(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn cancel_preauth() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn submit_claim(n: u32, r: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn process_claim() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(60_u64))
			.saturating_add(T::DbWeight::get().writes(24_u64))
	}
	fn cancel_claim() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(12_u64))
			.saturating_add(T::DbWeight::get().writes(9_u64))
	}
	fn clear_flag() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn decide_claim(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(24_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(8_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn appeal_claim() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(14_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn withdraw_appeal() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn decide_appeal(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(26_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(9_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn issue() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(8_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	fn request_redemption() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn cancel_redemption() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	fn redeem() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
	fn settle(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(5_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn remit(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(10_u64))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(7_u64))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn reverse_claim() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(20_u64))
	}
	fn reverse_for_evidence() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(40_u64))
			.saturating_add(T::DbWeight::get().writes(20_u64))
	}
	fn repay() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
}

// For tests.
impl WeightInfo for () {
	fn create_plan() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn add_rules() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn close_plan() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn create_coverage() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn activate_coverage() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn cancel_coverage() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn enter_coverage_in_error() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	fn propose_agreement() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn accept_agreement() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn end_agreement() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn request_preauth(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(16_u64))
			.saturating_add(ParityDbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn pend_preauth() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(4_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn decide_preauth(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(5_u64))
			.saturating_add(ParityDbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn cancel_preauth() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn submit_claim(n: u32, r: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(r.into()))
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().reads((4_u64).saturating_mul(r.into())))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn process_claim() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(60_u64))
			.saturating_add(ParityDbWeight::get().writes(24_u64))
	}
	fn cancel_claim() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(12_u64))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
	}
	fn clear_flag() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(40_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn decide_claim(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(24_u64))
			.saturating_add(ParityDbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(8_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn appeal_claim() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(14_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn withdraw_appeal() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn decide_appeal(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(26_u64))
			.saturating_add(ParityDbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(9_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn issue() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(8_u64))
			.saturating_add(ParityDbWeight::get().writes(3_u64))
	}
	fn request_redemption() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn cancel_redemption() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	fn redeem() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(9_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
	fn settle(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(5_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn remit(n: u32, ) -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(Weight::from_parts(30_000_000, 8000).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(10_u64))
			.saturating_add(ParityDbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(7_u64))
			.saturating_add(ParityDbWeight::get().writes((3_u64).saturating_mul(n.into())))
	}
	fn reverse_claim() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(40_u64))
			.saturating_add(ParityDbWeight::get().writes(20_u64))
	}
	fn reverse_for_evidence() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(40_u64))
			.saturating_add(ParityDbWeight::get().writes(20_u64))
	}
	fn repay() -> Weight {
		Weight::from_parts(40_000_000, 20000)
			.saturating_add(ParityDbWeight::get().reads(6_u64))
			.saturating_add(ParityDbWeight::get().writes(4_u64))
	}
}
