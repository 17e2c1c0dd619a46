// SPDX-License-Identifier: Apache-2.0

//! # Drug provenance
//!
//! Medicines on their way from the line to the patient. Every pack has one history: it is
//! commissioned with its lot, moves in containers, is handed over by two parties, watched by
//! sensors, locked when the cold chain breaks, recalled in one call, and dispensed once.
//!
//! ## Overview
//!
//! A marketing-authorisation holder registers a product and commissions its lots. A lot is one
//! value with the root of a tree over its packs: each leaf says which serial number went into which
//! *first case*. A million packs cost as much as one.
//!
//! **A pack without own state stands as its first case stands.** It gets a state of its own by the
//! first event that is its own (it is dispensed, quarantined, repacked, …), and whoever causes that
//! shows the path that proves it. From then on the state is kept by product and serial number,
//! whatever the path.
//!
//! Containers lie in each other. Where the outermost one is, everything in it is: it alone is
//! shipped, received, watched by a sensor. What keeps a pack from being supplied is *derived* when
//! somebody wants it: from its product, its lot, the containers around it, itself, and the clock.
//! Hence a recall and a breach of the cold chain are one write each, however many packs they reach.
//!
//! ## Terminology
//!
//! - *Holder* of a product: the institution that has its marketing authorisation. *Holder* of
//!   goods: who has possession. The shipper has it until the consignee receives.
//! - *Unit*: a container with an SSCC: a case, a pallet, a refrigerator.
//! - *First case*: the unit into which a pack was put on the line, as its leaf says.
//! - *Trail*: what a thing went through and carries along: holds, spells, custody steps.
//! - *Hold*: it is kept for review. Somebody other than who raised it releases it.
//! - *Spell*: a time during which a sensor vouched for a thing. If the sensor is found out of
//!   tolerance later, the thing is in doubt.
//! - *Exposure*: the runs of readings out of range, joined across what a sensor signed.
//! - *Reasons* and *standing*: all that is known of a thing, and the worst of it.
//!
//! ## Scenarios
//!
//! A pallet gets warm on its way; another one doesn't:
#![doc = docify::embed!("src/tests/scenarios.rs", a_broken_cold_chain_should_lock_its_pallet_alone)]
//!
//! A lot is recalled while its packs are in three hands:
#![doc = docify::embed!("src/tests/scenarios.rs", a_recall_should_reach_every_pack_at_once)]
//!
//! A genuine pack, an invented one and a copy:
#![doc = docify::embed!("src/tests/scenarios.rs", a_copy_should_be_told_from_the_original)]
//!
//! ## Pallet API
//!
//! **Commissioning.** [`Pallet::register_product`], [`Pallet::withdraw_product`];
//! [`Pallet::commission_lot`], [`Pallet::commission_cases`].
//!
//! **Containers and custody.** [`Pallet::pack`], [`Pallet::unpack`], [`Pallet::pack_items`],
//! [`Pallet::unpack_items`]; [`Pallet::ship`], [`Pallet::receive`], [`Pallet::void_shipping`].
//!
//! **Quarantine.** [`Pallet::quarantine`], [`Pallet::release`], [`Pallet::declare_illegitimate`],
//! [`Pallet::notify_illegitimate`], [`Pallet::review_spells`].
//!
//! **Recall.** [`Pallet::recall_product`], [`Pallet::recall_lot`], [`Pallet::recall_packs`];
//! [`Pallet::report_recall`]; [`Pallet::terminate_recall`].
//!
//! **Packs.** [`Pallet::dispense`], [`Pallet::hand_over`], [`Pallet::revert_dispense`];
//! [`Pallet::decommission`], [`Pallet::revert_decommission`]; [`Pallet::take_back`],
//! [`Pallet::destroy`], [`Pallet::report_stolen`]; [`Pallet::scan`].
//!
//! **Cold chain.** [`Pallet::bind_sensor`], [`Pallet::unbind_sensor`], [`Pallet::submit_window`],
//! [`Pallet::submit_reading`].
//!
//! **Event log.** [`Pallet::anchor_event`], [`Pallet::declare_error`].
//!
//! **Reading.** The view functions: `trace`, `product`, `lot`, `pack_state`, `unit`; `recall`,
//! `recall_report`, `dispense_record`, `notice`, `telemetry`, `sensor_unit`, `alert`, `epcis_event`;
//! `verify_reading`, `pack_leaf`.
//!
//! For other pallets: [`RecallStatus`](galen_primitives::seams::RecallStatus) of a lot,
//! [`Evidence`](galen_primitives::seams::Evidence) of a dispense.
//!
//! ## Low level
//!
//! - Only what is in no other container is packed, shipped and watched, and only into something
//!   that is in none: so there are no circles, and a chain of containers is at most
//!   [`Config::MaxDepth`] long.
//! - What leaves a container takes over the trail of all containers around it since it got in: it
//!   can't be cleaned by being taken out, and isn't touched by what happens there afterwards.
//! - Why a sensor can't be relied on is for the pallet that knows devices to say: its errors are
//!   passed on.
//! - A sensor's statement is for one container and has a number. It can't be repeated, skipped or
//!   moved. Statements are chained by hash, so that one value proves all of them: anchoring a
//!   window is one write.
//! - Readings ought to be sent before goods are taken out of a watched container. What is not
//!   covered for longer than the profile allows goes along as a gap.
//! - A sensor in doubt is seen on whatever it vouched for, when somebody wants to supply, ship or
//!   read that very thing; a pallet doesn't show the doubts that its cases brought along.
//! - An untouched pack can be claimed only by whoever has its first case. A second claim finds the
//!   state that the first one made.
//! - A refused call changes nothing, so it can't raise an alert. That is what a scan is for: it
//!   never fails for what it finds. An alert blocks nobody: it would let strangers block others.
//! - Recalls, reports and quarantine are of class Operational: a flood can't stop them.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::as_conversions
	)
)]

extern crate alloc;

mod calls;
mod cold_chain;
mod custody;
mod dispense;
mod epcis;
mod errors;
mod events;
mod lots;
mod packs;
mod products;
mod quarantine;
mod recall;
mod surroundings;
mod trace;
// For the casts in derived codecs.
#[allow(clippy::as_conversions)]
mod types;
mod units;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
// `origin as T::RuntimeOrigin` is how a benchmark names its origin's type.
#[allow(clippy::as_conversions)]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use drug_provenance_core::{
	is_expired, leaves, may_revert, reversal, Decommission, DecommissionReason, Exposure, Finding,
	PackAction, PackRefusal, PackStatus, Premises, Reading, Reason, Reasons, Reversal,
	ReversalRefusal, Runs, Standing, StorageProfile, TemperatureRange, Window, WindowFlaw,
};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;
use frame_support::BoundedVec;
use galen_primitives::{gs1::Sscc, Actor};

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;

/// A container.
pub type UnitOf<T> = Unit<<T as frame_system::Config>::AccountId>;

/// A pack with a state of its own.
pub type PackOf<T> = Pack<<T as frame_system::Config>::AccountId>;

/// What something went through.
pub type TrailOf<T> = Trail<<T as frame_system::Config>::AccountId>;

/// A hold.
pub type HoldOf<T> = Hold<<T as frame_system::Config>::AccountId>;

/// Containers that one call names.
pub type UnitsOf<T> = BoundedVec<Sscc, <T as Config>::MaxUnits>;

/// Packs that one call names.
pub type PacksOf<T> = BoundedVec<ClaimedPack, <T as Config>::MaxPacks>;

/// Serial numbers that one call names.
pub type SerialsOf<T> = BoundedVec<galen_primitives::gs1::Text20, <T as Config>::MaxPacks>;

/// How many `items` there are, as weights count them.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

// For what the macros write; the rules are in the other files.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::Time};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{
		commitment::Salt,
		gs1::{Gtin, Text20},
		seams, ChainId, DeviceId, DeviceSignature, Digest, DispenseId, InstitutionId, Moment,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who answers for a manufacturer's products (GMP Qualified Person).
		type ManufacturerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who moves, stores and watches goods.
		type HolderOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who decides about the quality of goods: a Responsible Person, or a pharmacist where
		/// there is none.
		type QualityOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who dispenses.
		type DispenserOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who supervises.
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Knows which institutions there are.
		type Institutions: seams::Institutions;

		/// Knows which sensors can be relied on.
		type Devices: seams::DeviceStatus;

		/// The chain's id, which every leaf and every statement of a sensor binds.
		type ChainId: Get<ChainId>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// How many containers can lie in each other. Each is a read whenever a pack is asked for,
		/// and so are the sensors that watched it: 4 is a case, a pallet, a container, and one.
		#[pallet::constant]
		type MaxDepth: Get<u32>;

		/// How many containers one call can name: 64 cases are a pallet.
		#[pallet::constant]
		type MaxUnits: Get<u32>;

		/// How many packs one call can name. Each may bring a path of 1 KiB: 32 or so.
		#[pallet::constant]
		type MaxPacks: Get<u32>;

		/// How long whoever finds something illegitimate has to give notice, in milliseconds: 24
		/// hours (21 USC 360eee-1).
		#[pallet::constant]
		type NoticeTerm: Get<Moment>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::RuntimeOrigin>;
	}

	/// The products, by GTIN.
	// `Blake2_128Concat`, here and below, for keys that callers choose.
	#[pallet::storage]
	pub type Products<T: Config> = StorageMap<_, Blake2_128Concat, Gtin, Product>;

	/// The lots, by product and number.
	// `Blake2_128Concat` as above.
	#[pallet::storage]
	pub type Lots<T: Config> = StorageMap<_, Blake2_128Concat, LotKey, Lot>;

	/// The packs that have a state of their own, by product and serial number.
	// `Blake2_128Concat` as above. Not by leaf: one serial number, one state.
	#[pallet::storage]
	pub type Packs<T: Config> = StorageMap<_, Blake2_128Concat, PackKey, PackOf<T>>;

	/// The containers, by SSCC.
	// `Blake2_128Concat` as above. No index of what is in which: events say that.
	#[pallet::storage]
	pub type Units<T: Config> = StorageMap<_, Blake2_128Concat, Sscc, UnitOf<T>>;

	/// The packs that are recalled one by one, whether they have a state of their own or not.
	// `Blake2_128Concat` as above. Apart from `Packs`, so that no proof is needed to recall.
	#[pallet::storage]
	pub type PackRecalls<T: Config> = StorageMap<_, Blake2_128Concat, PackKey, Recall>;

	/// What holders have reported of recalls, by scope and institution.
	// `Blake2_128Concat` as above; `Twox64Concat`: the institution is the caller's own.
	#[pallet::storage]
	pub type RecallReports<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		RecallScope,
		Twox64Concat,
		InstitutionId,
		ReportRecord,
	>;

	/// The dispenses, in the order of recording.
	// `Twox64Concat`: ids are assigned by the chain.
	#[pallet::storage]
	pub type Dispenses<T: Config> = StorageMap<_, Twox64Concat, DispenseId, Dispense>;

	/// The id of the next dispense.
	#[pallet::storage]
	pub type NextDispense<T: Config> = StorageValue<_, DispenseId, ValueQuery>;

	/// The notices of what is illegitimate, in the order of declaration.
	// `Twox64Concat`: ids are assigned by the chain.
	#[pallet::storage]
	pub type Notices<T: Config> = StorageMap<_, Twox64Concat, NoticeId, Notice>;

	/// The id of the next notice.
	#[pallet::storage]
	pub type NextNotice<T: Config> = StorageValue<_, NoticeId, ValueQuery>;

	/// The last alert for each serial number that was seen in two places.
	// `Blake2_128Concat` as above.
	#[pallet::storage]
	pub type Alerts<T: Config> = StorageMap<_, Blake2_128Concat, PackKey, Alert>;

	/// What a sensor has stated of a container. Kept when it is unbound: the numbers go on if it
	/// comes back.
	// `Blake2_128Concat` as above; `Twox64Concat`: there is a device of that number. By both, so
	// that a window is one write.
	#[pallet::storage]
	pub type Telemetries<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Sscc, Twox64Concat, DeviceId, Telemetry>;

	/// The container that a sensor watches now.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type SensorUnits<T: Config> = StorageMap<_, Twox64Concat, DeviceId, Sscc>;

	/// The EPCIS events that were anchored, by their hashes.
	// `Blake2_128Concat`: the hash is whatever the caller says.
	#[pallet::storage]
	pub type EpcisEvents<T: Config> = StorageMap<_, Blake2_128Concat, EventHash, AnchoredEvent>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!((1..=16).contains(&T::MaxDepth::get()), "a chain of containers is short");
			assert!(T::MaxUnits::get() > 0, "a call names a container");
			assert!(T::MaxPacks::get() > 0, "a call names a pack");
			assert!(T::NoticeTerm::get() > 0, "a notice isn't late when it is declared");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What is known of a pack that somebody has in hand. Without a proof and without a state
		/// of its own, a pack is `Unproven`: that is no statement that it is genuine.
		pub fn trace(
			gtin: Gtin,
			lot: Text20,
			serial: Text20,
			proof: Option<PackProof>,
		) -> Trace<T::AccountId> {
			Self::trace_of(gtin, lot, serial, proof.as_ref())
		}

		/// The product with this GTIN.
		pub fn product(gtin: Gtin) -> Option<Product> {
			Products::<T>::get(gtin)
		}

		/// A lot, with its counts and its recall.
		pub fn lot(lot: LotKey) -> Option<Lot> {
			Lots::<T>::get(lot)
		}

		/// A pack's own state, if it has one.
		pub fn pack_state(pack: PackKey) -> Option<PackOf<T>> {
			Packs::<T>::get(pack)
		}

		/// A container, who has it, and how it stands.
		pub fn unit(sscc: Sscc) -> Option<UnitInfo<T::AccountId>> {
			Self::unit_info(sscc)
		}

		/// The last recall of a product, a lot or a pack, and what became of it.
		pub fn recall(scope: RecallScope) -> Option<Recall> {
			Self::recall_of(&scope)
		}

		/// What an institution has reported of a recall.
		pub fn recall_report(scope: RecallScope, by: InstitutionId) -> Option<ReportRecord> {
			RecallReports::<T>::get(scope, by)
		}

		/// A dispense.
		pub fn dispense_record(id: DispenseId) -> Option<Dispense> {
			Dispenses::<T>::get(id)
		}

		/// A notice of something illegitimate, and whether it is late.
		pub fn notice(id: NoticeId) -> Option<NoticeInfo> {
			Self::notice_info(id)
		}

		/// What a sensor has stated of a container so far.
		pub fn telemetry(unit: Sscc, device: DeviceId) -> Option<Telemetry> {
			Telemetries::<T>::get(unit, device)
		}

		/// The container that a sensor watches now.
		pub fn sensor_unit(device: DeviceId) -> Option<Sscc> {
			SensorUnits::<T>::get(device)
		}

		/// The last alert about a serial number.
		pub fn alert(pack: PackKey) -> Option<Alert> {
			Alerts::<T>::get(pack)
		}

		/// An anchored EPCIS event.
		pub fn epcis_event(hash: EventHash) -> Option<AnchoredEvent> {
			EpcisEvents::<T>::get(hash)
		}

		/// Whether a reading is one of a window that a sensor has stated of a container.
		pub fn verify_reading(unit: Sscc, device: DeviceId, proof: ReadingProof) -> ReadingCheck {
			Self::check_reading(unit, device, proof)
		}

		/// The leaf of a pack in its lot's tree, as the chain computes it.
		pub fn pack_leaf(
			lot: LotKey,
			serial: Text20,
			first_case: Sscc,
			salt: Salt,
		) -> Option<[u8; 32]> {
			Self::leaf_of(&lot, &serial, first_case, &salt)
		}
	}
}
