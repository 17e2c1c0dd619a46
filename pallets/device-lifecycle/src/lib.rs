// SPDX-License-Identifier: Apache-2.0

//! # Device lifecycle
//!
//! Medical devices and sensors from their maker's model to disposal. Only a fit device may be used
//! on a patient, and what a device says is believed only while it is calibrated.
//!
//! ## Overview
//!
//! A maker registers a *model* with its device identifier (UDI-DI) and says how often its devices
//! have to be serviced. A maker or an owner registers a *device* with what its label says (UDI-PI);
//! the two together never come back, not even after disposal and under another owner. Engineers
//! accept it, put it into service, maintain it and take it out; the device reports its usage in
//! batches that it signs itself.
//!
//! Whether a device may report, be used or be billed is never stored. It is derived when somebody
//! asks: from the device, its model and its owner, three reads. Hence what is overdue is so from that
//! very moment, and a field action over a model or a lot, which is one entry of the model, stops
//! every device in the next block in every hospital.
//!
//! A calibration that finds a device out of tolerance casts doubt on what it has said since it was
//! last found good. The device keeps these times as few *spells*; whoever relies on a measurement
//! compares its moment with them.
//!
//! ## Terminology
//!
//! - *UDI-DI, UDI-PI*: the fixed part of a device's identification and what its label adds; see
//!   [`device_lifecycle_core::udi`].
//! - *Service status, availability, association*: where a device is in its life, whether it is
//!   there, whether it is with a patient. Three things that don't depend on each other.
//! - *Acceptance*: the test before an owner first uses a device. A new owner accepts it anew.
//! - *As found, as left*: before and after a calibration has adjusted anything.
//! - *Field action*: a correction, a removal or a warning, by the maker or a regulator. It is
//!   *outstanding* on a device until something has come of it.
//! - *End*: a device is disposed of, destroyed or entered in error. Nothing can happen to it then.
//!
//! ## Scenarios
//!
//! A ventilator that has run for 1,000 hours is stopped until it is maintained:
#![doc = docify::embed!("src/tests/scenarios.rs", a_ventilator_should_be_stopped_by_its_hours)]
//!
//! A logger is found out of tolerance:
#![doc = docify::embed!("src/tests/scenarios.rs", a_logger_should_be_doubted_since_it_was_last_good)]
//!
//! A lot is recalled while one of it is in use:
#![doc = docify::embed!("src/tests/scenarios.rs", a_recalled_lot_should_stop_everywhere_at_once)]
//!
//! ## Pallet API
//!
//! **Models.** [`Pallet::register_model`], [`Pallet::approve_firmware`],
//! [`Pallet::withdraw_firmware`]. **Owners.** [`Pallet::register_device`],
//! [`Pallet::offer_transfer`], [`Pallet::accept_transfer`], [`Pallet::cancel_transfer`].
//! **Service.** [`Pallet::record_service`], [`Pallet::put_into_service`],
//! [`Pallet::take_out_of_service`], [`Pallet::report_lost`], [`Pallet::report_found`],
//! [`Pallet::report_damaged`], [`Pallet::report_destroyed`]. **Keys and usage.**
//! [`Pallet::set_key`], [`Pallet::rotate_key`], [`Pallet::revoke_key`], [`Pallet::submit_usage`].
//! **Patients.** [`Pallet::associate`], [`Pallet::dissociate`], [`Pallet::implant`],
//! [`Pallet::explant`], [`Pallet::record_use`], [`Pallet::reverse_use`]. **Field actions.**
//! [`Pallet::open_field_action`], [`Pallet::record_field_action_outcome`],
//! [`Pallet::complete_field_action`], [`Pallet::terminate_field_action`]. **The end.**
//! [`Pallet::decommission`], [`Pallet::dispose`], [`Pallet::enter_in_error`].
//!
//! **Reading.** The view functions: `device`, `status`, `device_by_udi`, `model`, `model_by_di`,
//! `field_action`, `field_actions_of`, `is_suspect`, `next_due`, `device_use`, and `key_statement`
//! and `usage_statement` for the bytes that a device signs.
//!
//! **Answers.** [`DeviceStatus`](galen_primitives::seams::DeviceStatus),
//! [`RecallStatus`](galen_primitives::seams::RecallStatus) for devices,
//! [`Evidence`](galen_primitives::seams::Evidence) for their uses.
//!
//! ## Low level
//!
//! - What concerns whom: a *report* isn't believed of a device that isn't in service or available,
//!   under a field action, out of calibration, expired, with a firmware that isn't approved, or
//!   whose owner isn't in force. A *use* needs besides that neither maintenance nor a safety test is
//!   overdue and that what is for single use is unused. A *bill* is about a use that was allowed when
//!   it was recorded; it is stopped by a field action that is outstanding, and by an error.
//! - A use can't be recorded as of before the device last went into service or was last serviced:
//!   the chain couldn't tell any more whether it was fit.
//! - A key is bound to the owner that has set it, and ends with the ownership. A proof of possession
//!   bears a nonce; a batch bears the numbers of its messages. Neither can be replayed.
//! - A field action that a regulator closes although devices are outstanding goes on stopping them.
//!   So does one whose model's list is long: there is no list of devices to go through.

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

mod association;
mod calls;
mod disposal;
mod errors;
mod events;
mod field_actions;
mod keys;
mod models;
mod operation;
mod registration;
mod service;
mod status;
mod usage;
// For the casts in derived codecs.
#[allow(clippy::as_conversions)]
mod types;
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
pub use device_lifecycle_core as rules;
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::{pallet_macros::import_section, weights::Weight};
use galen_primitives::Actor;

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;

/// A model, as it is kept.
pub type ModelOf<T> = Model<<T as Config>::MaxFirmwares, <T as Config>::MaxModelActions>;

/// A device, as it is kept.
pub type DeviceOf<T> = Device<<T as Config>::MaxDeviceActions, <T as Config>::MaxSuspectSpells>;

/// What an identification leads to.
pub type UdiEntryOf<T> = UdiEntry<<T as Config>::MaxDeviceActions>;

/// A batch of usage.
pub type UsageBatchOf<T> = UsageBatch<<T as Config>::MaxFaults>;

/// Which devices a field action is about.
pub type ScopeOf<T> = FieldActionScope<<T as Config>::MaxSerials>;

/// How many `items` there are, as weights count them.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

/// What it takes to open a field action of that scope.
fn opening<T: Config>(scope: &ScopeOf<T>) -> Weight {
	match scope {
		FieldActionScope::Model => T::WeightInfo::open_field_action_of_model(),
		FieldActionScope::Lot(_) => T::WeightInfo::open_field_action_of_lot(),
		FieldActionScope::Serials(serials) => {
			T::WeightInfo::open_field_action_of_serials(count(serials))
		},
	}
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
	use device_lifecycle_core::{DeviceIdentifier, NextDue, ProductionIdentifiers};
	use frame_support::{
		dispatch::{DispatchClass, DispatchResultWithPostInfo},
		pallet_prelude::*,
		traits::Time,
	};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{
		gs1::Text20, seams, Beneficiary, ChainId, DeviceId, DeviceSignature, DeviceUseId, Digest,
		InstitutionId, Moment,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who answers for a maker's models: its responsible person.
		type MakerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who registers devices: a maker's responsible person its own, engineers whatever their
		/// institution has acquired.
		type RegistrarOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who keeps an owner's devices fit: biomedical engineers.
		type EngineerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who services devices: engineers, and technicians of calibration providers (ISO/IEC
		/// 17025), who calibrate anybody's.
		type ServiceOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who uses devices on patients.
		type ClinicianOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who has an owner's devices at hand: reports what is lost, found or damaged, and carries
		/// what a device has signed.
		type StaffOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who imposes field actions and closes them.
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Knows which institutions there are.
		type Institutions: seams::Institutions;

		/// Knows whether a patient's pseudonym is open.
		type Patients: seams::Patients<Self::AccountId>;

		/// The chain, which whatever a device signs binds.
		type ChainId: Get<ChainId>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// How many firmwares a model keeps, withdrawn ones included; they are read with every
		/// check. 16 or so.
		#[pallet::constant]
		type MaxFirmwares: Get<u32>;

		/// How many field actions over all of it or over lots a model can be under at once; they
		/// are read with every check. 32 or so.
		#[pallet::constant]
		type MaxModelActions: Get<u32>;

		/// How many field actions a device keeps. 16 or so; what is settled makes room.
		#[pallet::constant]
		type MaxDeviceActions: Get<u32>;

		/// How many serial numbers one field action names. Each costs a write: 256 or so.
		#[pallet::constant]
		type MaxSerials: Get<u32>;

		/// How many fault codes a batch of usage carries. 32 or so.
		#[pallet::constant]
		type MaxFaults: Get<u32>;

		/// How many spells of doubt a device keeps apart; beyond that, neighbours become one. 8 or
		/// so: a device that is found out of tolerance more often has another problem.
		#[pallet::constant]
		type MaxSuspectSpells: Get<u32>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::RuntimeOrigin>;
	}

	/// How many models there are: the next one's number.
	#[pallet::storage]
	pub type ModelCount<T> = StorageValue<_, ModelId, ValueQuery>;

	/// The models, by number.
	// `Twox64Concat`: the chain numbers them. Field actions and firmwares are inside, so that a check
	// is one read of the model, and an action over all of it or over a lot one write.
	#[pallet::storage]
	pub type Models<T: Config> = StorageMap<_, Twox64Concat, ModelId, ModelOf<T>>;

	/// Which model has a device identifier.
	// `Blake2_128Concat`: makers choose their item numbers.
	#[pallet::storage]
	pub type ModelIds<T: Config> = StorageMap<_, Blake2_128Concat, DeviceIdentifier, ModelId>;

	/// How many devices of a lot there are, by model and lot.
	// `Twox64Concat`: the chain numbers models; `Blake2_128Concat`: makers choose lots.
	#[pallet::storage]
	pub type Lots<T: Config> =
		StorageDoubleMap<_, Twox64Concat, ModelId, Blake2_128Concat, Text20, Census, ValueQuery>;

	/// How many devices there are: the next one's number.
	#[pallet::storage]
	pub type DeviceCount<T> = StorageValue<_, DeviceId, ValueQuery>;

	/// The devices, by number.
	// `Twox64Concat`: the chain numbers them. All that a check asks of a device is one value.
	#[pallet::storage]
	pub type Devices<T: Config> = StorageMap<_, Twox64Concat, DeviceId, DeviceOf<T>>;

	/// What a whole identification leads to. An entry is never removed.
	// `Identity`: the key is a hash that the chain has computed.
	#[pallet::storage]
	pub type UdiIndex<T: Config> = StorageMap<_, Identity, UdiHash, UdiEntryOf<T>>;

	/// How many uses there are: the next one's number.
	#[pallet::storage]
	pub type DeviceUseCount<T> = StorageValue<_, DeviceUseId, ValueQuery>;

	/// The uses of devices on patients, by number.
	// `Twox64Concat`: the chain numbers them.
	#[pallet::storage]
	pub type DeviceUses<T: Config> = StorageMap<_, Twox64Concat, DeviceUseId, DeviceUse>;

	/// How many field actions there are: the next one's number.
	#[pallet::storage]
	pub type FieldActionCount<T> = StorageValue<_, FieldActionId, ValueQuery>;

	/// The field actions, by number.
	// `Twox64Concat`: the chain numbers them. No check reads them.
	#[pallet::storage]
	pub type FieldActions<T: Config> = StorageMap<_, Twox64Concat, FieldActionId, FieldAction>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxFirmwares::get() > 0, "a model may have a firmware");
			assert!(T::MaxModelActions::get() > 0, "a field action covers a model");
			assert!(T::MaxDeviceActions::get() > 0, "a field action covers a device");
			assert!(T::MaxSerials::get() > 0, "a field action names a serial number");
			assert!(T::MaxSuspectSpells::get() > 0, "doubt is kept");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The device with this number.
		pub fn device(id: DeviceId) -> Option<DeviceOf<T>> {
			Devices::<T>::get(id)
		}

		/// Whether a device may report, be used and be billed now, and every reason why not.
		pub fn status(id: DeviceId) -> Option<DeviceStatusInfo> {
			Self::status_info(id)
		}

		/// What the identification leads to: a device, or field actions that await it. Where there is
		/// a serial number, the rest of the label doesn't matter.
		pub fn device_by_udi(
			identifier: DeviceIdentifier,
			production: ProductionIdentifiers,
		) -> Option<UdiEntryView> {
			Self::find_by_udi(identifier, production)
		}

		/// The model with this number.
		pub fn model(id: ModelId) -> Option<ModelOf<T>> {
			Models::<T>::get(id)
		}

		/// The number of the model with this identifier.
		pub fn model_by_di(identifier: DeviceIdentifier) -> Option<ModelId> {
			ModelIds::<T>::get(identifier)
		}

		/// The field action with this number, and how far it is.
		pub fn field_action(id: FieldActionId) -> Option<FieldActionInfo> {
			FieldActions::<T>::get(id).map(Self::field_action_info)
		}

		/// The field actions that cover a device, and those that have come to something on it.
		pub fn field_actions_of(id: DeviceId) -> Vec<DeviceActionInfo> {
			Self::actions_of(id)
		}

		/// Whether what a device said of any moment in `from..=until` is in doubt. True for a device
		/// that doesn't exist.
		pub fn is_suspect(id: DeviceId, from: Moment, until: Moment) -> bool {
			<Self as seams::DeviceStatus>::is_suspect(id, from, until)
		}

		/// When a device is due for what.
		pub fn next_due(id: DeviceId) -> Option<NextDue> {
			Self::next_due_of(id)
		}

		/// The use with this number.
		pub fn device_use(id: DeviceUseId) -> Option<DeviceUse> {
			DeviceUses::<T>::get(id)
		}

		/// The bytes that a new key signs to become the device's; none for a device that doesn't exist.
		// No option: polkadot.js can't take one of bytes apart.
		pub fn key_statement(id: DeviceId, key: DeviceKey) -> Vec<u8> {
			Devices::<T>::get(id)
				.map(|device| Self::statement_of_key(id, &device, &key))
				.unwrap_or_default()
		}

		/// The bytes that a device signs to report its usage.
		pub fn usage_statement(id: DeviceId, batch: UsageBatchOf<T>) -> Vec<u8> {
			Self::statement_of_usage(id, &batch)
		}
	}
}
