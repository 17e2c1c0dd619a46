// SPDX-License-Identifier: Apache-2.0

//! Weights for `pallet_patient_records`
//!
//! Reads and writes are counted, times estimated with 25 us a read and 100 us a write in mind;
//! the seams' own reads (patients, institutions, credentials) come with the runtime's measurement,
//! which takes this file's place there.

#![cfg_attr(rustfmt, rustfmt_skip)]
#![allow(unused_parens)]
#![allow(unused_imports)]
#![allow(missing_docs)]

use frame_support::{traits::Get, weights::{Weight, constants::ParityDbWeight}};
use core::marker::PhantomData;

/// Weight functions needed for `pallet_patient_records`.
pub trait WeightInfo {
	fn anchor() -> Weight;
	fn add_version() -> Weight;
	fn attest() -> Weight;
	fn supersede() -> Weight;
	fn enter_in_error() -> Weight;
	fn relate() -> Weight;
	fn place_hold() -> Weight;
	fn release_hold() -> Weight;
	fn erase(n: u32, ) -> Weight;
	fn confirm_erasure() -> Weight;
	fn anchor_batch() -> Weight;
	fn anchor_leaves(n: u32, ) -> Weight;
}

/// Weights for `pallet_patient_records` using the Substrate node and recommended hardware.
pub struct SubstrateWeight<T>(PhantomData<T>);
impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Besides, what `Config::Patients` reads (r:1 w:0)
	fn anchor() -> Weight {
		Weight::from_parts(18_000_000, 3665)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Storage: `PatientRecords::Versions` (r:0 w:1)
	/// Proof: `PatientRecords::Versions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
	fn add_version() -> Weight {
		Weight::from_parts(20_000_000, 3665)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	fn attest() -> Weight {
		Weight::from_parts(16_000_000, 3665)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:2 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Storage: `PatientRecords::Relations` (r:1 w:1)
	/// Proof: `PatientRecords::Relations` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
	fn supersede() -> Weight {
		Weight::from_parts(26_000_000, 6340)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	fn enter_in_error() -> Weight {
		Weight::from_parts(15_000_000, 3665)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:2 w:0)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Storage: `PatientRecords::Relations` (r:1 w:1)
	/// Proof: `PatientRecords::Relations` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
	fn relate() -> Weight {
		Weight::from_parts(25_000_000, 6340)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	fn place_hold() -> Weight {
		Weight::from_parts(15_000_000, 3665)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	fn release_hold() -> Weight {
		Weight::from_parts(15_000_000, 3665)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Storage: `PatientRecords::Erasures` (r:0 w:1)
	/// Proof: `PatientRecords::Erasures` (`max_values`: None, `max_size`: Some(1526), added: 4001, mode: `MaxEncodedLen`)
	/// Besides, what `Config::Institutions` reads for each holder and the custodian (r:1 w:0)
	/// The range of component `n` is `[0, 31]`.
	fn erase(n: u32, ) -> Weight {
		Weight::from_parts(20_000_000, 3665)
			.saturating_add(Weight::from_parts(500_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 2700).saturating_mul(n.into()))
	}
	/// Storage: `PatientRecords::Erasures` (r:1 w:1)
	/// Proof: `PatientRecords::Erasures` (`max_values`: None, `max_size`: Some(1526), added: 4001, mode: `MaxEncodedLen`)
	fn confirm_erasure() -> Weight {
		Weight::from_parts(22_000_000, 4991)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Batches` (r:1 w:1)
	/// Proof: `PatientRecords::Batches` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	fn anchor_batch() -> Weight {
		Weight::from_parts(14_000_000, 3554)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Batches` (r:1 w:1)
	/// Proof: `PatientRecords::Batches` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[1, 1024]`.
	fn anchor_leaves(n: u32, ) -> Weight {
		Weight::from_parts(15_000_000, 3554)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
}

// For backwards compatibility and tests.
impl WeightInfo for () {
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Besides, what `Config::Patients` reads (r:1 w:0)
	fn anchor() -> Weight {
		Weight::from_parts(18_000_000, 3665)
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Storage: `PatientRecords::Versions` (r:0 w:1)
	/// Proof: `PatientRecords::Versions` (`max_values`: None, `max_size`: Some(129), added: 2604, mode: `MaxEncodedLen`)
	fn add_version() -> Weight {
		Weight::from_parts(20_000_000, 3665)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	fn attest() -> Weight {
		Weight::from_parts(16_000_000, 3665)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:2 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Storage: `PatientRecords::Relations` (r:1 w:1)
	/// Proof: `PatientRecords::Relations` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
	fn supersede() -> Weight {
		Weight::from_parts(26_000_000, 6340)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	fn enter_in_error() -> Weight {
		Weight::from_parts(15_000_000, 3665)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:2 w:0)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Storage: `PatientRecords::Relations` (r:1 w:1)
	/// Proof: `PatientRecords::Relations` (`max_values`: None, `max_size`: Some(561), added: 3036, mode: `MaxEncodedLen`)
	fn relate() -> Weight {
		Weight::from_parts(25_000_000, 6340)
			.saturating_add(ParityDbWeight::get().reads(3_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	fn place_hold() -> Weight {
		Weight::from_parts(15_000_000, 3665)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	fn release_hold() -> Weight {
		Weight::from_parts(15_000_000, 3665)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Records` (r:1 w:1)
	/// Proof: `PatientRecords::Records` (`max_values`: None, `max_size`: Some(200), added: 2675, mode: `MaxEncodedLen`)
	/// Storage: `PatientRecords::Erasures` (r:0 w:1)
	/// Proof: `PatientRecords::Erasures` (`max_values`: None, `max_size`: Some(1526), added: 4001, mode: `MaxEncodedLen`)
	/// Besides, what `Config::Institutions` reads for each holder and the custodian (r:1 w:0)
	/// The range of component `n` is `[0, 31]`.
	fn erase(n: u32, ) -> Weight {
		Weight::from_parts(20_000_000, 3665)
			.saturating_add(Weight::from_parts(500_000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(2_u64))
			.saturating_add(ParityDbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(ParityDbWeight::get().writes(2_u64))
			.saturating_add(Weight::from_parts(0, 2700).saturating_mul(n.into()))
	}
	/// Storage: `PatientRecords::Erasures` (r:1 w:1)
	/// Proof: `PatientRecords::Erasures` (`max_values`: None, `max_size`: Some(1526), added: 4001, mode: `MaxEncodedLen`)
	fn confirm_erasure() -> Weight {
		Weight::from_parts(22_000_000, 4991)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Batches` (r:1 w:1)
	/// Proof: `PatientRecords::Batches` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	fn anchor_batch() -> Weight {
		Weight::from_parts(14_000_000, 3554)
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
	/// Storage: `PatientRecords::Batches` (r:1 w:1)
	/// Proof: `PatientRecords::Batches` (`max_values`: None, `max_size`: Some(89), added: 2564, mode: `MaxEncodedLen`)
	/// The range of component `n` is `[1, 1024]`.
	fn anchor_leaves(n: u32, ) -> Weight {
		Weight::from_parts(15_000_000, 3554)
			.saturating_add(Weight::from_parts(2_000_000, 0).saturating_mul(n.into()))
			.saturating_add(ParityDbWeight::get().reads(1_u64))
			.saturating_add(ParityDbWeight::get().writes(1_u64))
	}
}
