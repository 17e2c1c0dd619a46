// SPDX-License-Identifier: Apache-2.0

//! Weights of `pallet-patients`: reads and writes as the code has them, times estimated.

#![cfg_attr(rustfmt, rustfmt_skip)]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::{constants::RocksDbWeight, Weight}};

/// What the calls, and the questions that other pallets ask, cost.
pub trait WeightInfo {
	/// The call `open`.
	fn open() -> Weight;
	/// The call `claim`. `r`: the representatives that end.
	fn claim(r: u32) -> Weight;
	/// The call `replace_claim_key`.
	fn replace_claim_key() -> Weight;
	/// The call `issue_voucher`.
	fn issue_voucher() -> Weight;
	/// The call `revoke_voucher`.
	fn revoke_voucher() -> Weight;
	/// The call `open_with_voucher`.
	fn open_with_voucher() -> Weight;
	/// The call `rotate_controller`.
	fn rotate_controller() -> Weight;
	/// The call `appoint_representative`. `r`: the representatives who lose their place.
	fn appoint_representative(r: u32) -> Weight;
	/// The call `appoint_representative_for`. `r`: the representatives who lose their place.
	fn appoint_representative_for(r: u32) -> Weight;
	/// The call `dismiss_representative`.
	fn dismiss_representative() -> Weight;
	/// The call `set_recovery`. `k`: the keys.
	fn set_recovery(k: u32) -> Weight;
	/// The call `remove_recovery`.
	fn remove_recovery() -> Weight;
	/// The call `begin_recovery`. `s`: the signatures.
	fn begin_recovery(s: u32) -> Weight;
	/// The call `veto_recovery`.
	fn veto_recovery() -> Weight;
	/// The call `complete_recovery`.
	fn complete_recovery() -> Weight;
	/// The call `set_compartments`.
	fn set_compartments() -> Weight;
	/// The call `record_death`.
	fn record_death() -> Weight;
	/// The call `reverse_death`.
	fn reverse_death() -> Weight;
	/// The call `close`. `r`: the representatives who end.
	fn close(r: u32) -> Weight;
	/// The call `offer_sponsorship`.
	fn offer_sponsorship() -> Weight;
	/// The call `accept_sponsorship`. `r`: the representatives.
	fn accept_sponsorship(r: u32) -> Weight;
	/// The question who pays for an account.
	fn sponsor() -> Weight;
	/// The question who speaks for a patient.
	fn may() -> Weight;
	/// The question whether a patient is open.
	fn is_open() -> Weight;
}

/// For a runtime's own database.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	fn open() -> Weight {
		Weight::from_parts(22_000_000, 9600)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn claim(r: u32) -> Weight {
		Weight::from_parts(85_000_000, 15000)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes(r.into()))
	}
	fn replace_claim_key() -> Weight {
		Weight::from_parts(20_000_000, 9600)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn issue_voucher() -> Weight {
		Weight::from_parts(22_000_000, 15000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn revoke_voucher() -> Weight {
		Weight::from_parts(16_000_000, 9600)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn open_with_voucher() -> Weight {
		Weight::from_parts(24_000_000, 9600)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn rotate_controller() -> Weight {
		Weight::from_parts(36_000_000, 17700)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn appoint_representative(r: u32) -> Weight {
		Weight::from_parts(34_000_000, 17700)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(r.into()))
	}
	fn appoint_representative_for(r: u32) -> Weight {
		Weight::from_parts(36_000_000, 20400)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(r.into()))
	}
	fn dismiss_representative() -> Weight {
		Weight::from_parts(28_000_000, 15000)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_recovery(k: u32) -> Weight {
		Weight::from_parts(28_000_000, 9600)
			.saturating_add(Weight::from_parts(1_000_000, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn remove_recovery() -> Weight {
		Weight::from_parts(26_000_000, 12300)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn begin_recovery(s: u32) -> Weight {
		Weight::from_parts(38_000_000, 17700)
			.saturating_add(Weight::from_parts(52_000_000, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn veto_recovery() -> Weight {
		Weight::from_parts(26_000_000, 9600)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn complete_recovery() -> Weight {
		Weight::from_parts(32_000_000, 12300)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn set_compartments() -> Weight {
		Weight::from_parts(18_000_000, 6900)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn record_death() -> Weight {
		Weight::from_parts(26_000_000, 12300)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn reverse_death() -> Weight {
		Weight::from_parts(20_000_000, 9600)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close(r: u32) -> Weight {
		Weight::from_parts(38_000_000, 15000)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(7))
			.saturating_add(T::DbWeight::get().writes(r.into()))
	}
	fn offer_sponsorship() -> Weight {
		Weight::from_parts(20_000_000, 9600)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn accept_sponsorship(r: u32) -> Weight {
		Weight::from_parts(32_000_000, 15000)
			.saturating_add(Weight::from_parts(5_000_000, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().reads(r.into()))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes(r.into()))
			.saturating_add(Weight::from_parts(0, 2700).saturating_mul(r.into()))
	}
	fn sponsor() -> Weight {
		Weight::from_parts(10_000_000, 9600)
			.saturating_add(T::DbWeight::get().reads(3))
	}
	fn may() -> Weight {
		Weight::from_parts(5_000_000, 4200)
			.saturating_add(T::DbWeight::get().reads(1))
	}
	fn is_open() -> Weight {
		Weight::from_parts(5_000_000, 4200)
			.saturating_add(T::DbWeight::get().reads(1))
	}
}

/// For tests.
impl WeightInfo for () {
	fn open() -> Weight {
		Weight::from_parts(22_000_000, 9600)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
	fn claim(r: u32) -> Weight {
		Weight::from_parts(85_000_000, 15000)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(4))
			.saturating_add(RocksDbWeight::get().writes(r.into()))
	}
	fn replace_claim_key() -> Weight {
		Weight::from_parts(20_000_000, 9600)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
	fn issue_voucher() -> Weight {
		Weight::from_parts(22_000_000, 15000)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(2))
	}
	fn revoke_voucher() -> Weight {
		Weight::from_parts(16_000_000, 9600)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
	fn open_with_voucher() -> Weight {
		Weight::from_parts(24_000_000, 9600)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(2))
	}
	fn rotate_controller() -> Weight {
		Weight::from_parts(36_000_000, 17700)
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(6))
	}
	fn appoint_representative(r: u32) -> Weight {
		Weight::from_parts(34_000_000, 17700)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(3))
			.saturating_add(RocksDbWeight::get().writes(r.into()))
	}
	fn appoint_representative_for(r: u32) -> Weight {
		Weight::from_parts(36_000_000, 20400)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(7))
			.saturating_add(RocksDbWeight::get().writes(3))
			.saturating_add(RocksDbWeight::get().writes(r.into()))
	}
	fn dismiss_representative() -> Weight {
		Weight::from_parts(28_000_000, 15000)
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(2))
	}
	fn set_recovery(k: u32) -> Weight {
		Weight::from_parts(28_000_000, 9600)
			.saturating_add(Weight::from_parts(1_000_000, 0).saturating_mul(k.into()))
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn remove_recovery() -> Weight {
		Weight::from_parts(26_000_000, 12300)
			.saturating_add(RocksDbWeight::get().reads(4))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn begin_recovery(s: u32) -> Weight {
		Weight::from_parts(38_000_000, 17700)
			.saturating_add(Weight::from_parts(52_000_000, 0).saturating_mul(s.into()))
			.saturating_add(RocksDbWeight::get().reads(6))
			.saturating_add(RocksDbWeight::get().writes(5))
	}
	fn veto_recovery() -> Weight {
		Weight::from_parts(26_000_000, 9600)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(3))
	}
	fn complete_recovery() -> Weight {
		Weight::from_parts(32_000_000, 12300)
			.saturating_add(RocksDbWeight::get().reads(4))
			.saturating_add(RocksDbWeight::get().writes(4))
	}
	fn set_compartments() -> Weight {
		Weight::from_parts(18_000_000, 6900)
			.saturating_add(RocksDbWeight::get().reads(2))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
	fn record_death() -> Weight {
		Weight::from_parts(26_000_000, 12300)
			.saturating_add(RocksDbWeight::get().reads(4))
			.saturating_add(RocksDbWeight::get().writes(3))
	}
	fn reverse_death() -> Weight {
		Weight::from_parts(20_000_000, 9600)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
	fn close(r: u32) -> Weight {
		Weight::from_parts(38_000_000, 15000)
			.saturating_add(Weight::from_parts(4_000_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().writes(7))
			.saturating_add(RocksDbWeight::get().writes(r.into()))
	}
	fn offer_sponsorship() -> Weight {
		Weight::from_parts(20_000_000, 9600)
			.saturating_add(RocksDbWeight::get().reads(3))
			.saturating_add(RocksDbWeight::get().writes(1))
	}
	fn accept_sponsorship(r: u32) -> Weight {
		Weight::from_parts(32_000_000, 15000)
			.saturating_add(Weight::from_parts(5_000_000, 0).saturating_mul(r.into()))
			.saturating_add(RocksDbWeight::get().reads(5))
			.saturating_add(RocksDbWeight::get().reads(r.into()))
			.saturating_add(RocksDbWeight::get().writes(3))
			.saturating_add(RocksDbWeight::get().writes(r.into()))
			.saturating_add(Weight::from_parts(0, 2700).saturating_mul(r.into()))
	}
	fn sponsor() -> Weight {
		Weight::from_parts(10_000_000, 9600)
			.saturating_add(RocksDbWeight::get().reads(3))
	}
	fn may() -> Weight {
		Weight::from_parts(5_000_000, 4200)
			.saturating_add(RocksDbWeight::get().reads(1))
	}
	fn is_open() -> Weight {
		Weight::from_parts(5_000_000, 4200)
			.saturating_add(RocksDbWeight::get().reads(1))
	}
}
