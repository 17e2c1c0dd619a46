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
mod disposal;
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

/// How many serial numbers a scope names.
fn serials<Max: frame_support::traits::Get<u32>>(scope: &FieldActionScope<Max>) -> u32 {
	match scope {
		FieldActionScope::Serials(serials) => count(serials),
		FieldActionScope::Model | FieldActionScope::Lot(_) => 0,
	}
}

// For what the macros write; the rules are in the other files.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
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

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A maker has described a model.
		ModelRegistered {
			/// The model.
			model: ModelId,
			/// Its maker.
			maker: InstitutionId,
			/// What the maker states.
			definition: ModelDefinition,
			/// Who stated it.
			by: T::AccountId,
		},
		/// A model's devices may run a firmware.
		FirmwareApproved {
			/// The model.
			model: ModelId,
			/// The firmware.
			firmware: Digest,
			/// Who approved it.
			by: T::AccountId,
		},
		/// A model's devices may not run a firmware any more: those that do are stopped.
		FirmwareWithdrawn {
			/// The model.
			model: ModelId,
			/// The firmware.
			firmware: Digest,
			/// Who withdrew it.
			by: T::AccountId,
		},
		/// A device came on chain.
		DeviceRegistered {
			/// The device.
			device: DeviceId,
			/// Its model.
			model: ModelId,
			/// Its owner.
			owner: InstitutionId,
			/// What its label says.
			identifiers: ProductionIdentifiers,
			/// Its life before.
			prior: Option<PriorService>,
			/// Who registered it.
			by: T::AccountId,
		},
		/// A device was offered to another institution.
		TransferOffered {
			/// The device.
			device: DeviceId,
			/// To whom.
			to: InstitutionId,
			/// Who offered it.
			by: T::AccountId,
		},
		/// A device has another owner, who has to accept it anew. Its key has ended.
		Transferred {
			/// The device.
			device: DeviceId,
			/// The owner before.
			from: InstitutionId,
			/// The owner now.
			to: InstitutionId,
			/// Who took it.
			by: T::AccountId,
		},
		/// A device isn't offered any more.
		TransferCancelled {
			/// The device.
			device: DeviceId,
			/// Who took the offer back.
			by: T::AccountId,
		},
		/// A device was serviced.
		ServiceRecorded {
			/// The device.
			device: DeviceId,
			/// For whom it was done.
			institution: InstitutionId,
			/// What whoever did it reports.
			report: ServiceReport,
			/// Where the device is in its life now.
			status: ServiceStatus,
			/// The time of which its word is in doubt because of this.
			suspect: Option<device_lifecycle_core::Spell>,
			/// Who did it.
			by: T::AccountId,
		},
		/// A device is in service.
		PutIntoService {
			/// The device.
			device: DeviceId,
			/// Who put it there.
			by: T::AccountId,
		},
		/// A device is out of service.
		TakenOutOfService {
			/// The device.
			device: DeviceId,
			/// Why.
			reason: OutOfServiceReason,
			/// Who took it out.
			by: T::AccountId,
		},
		/// A device is lost, found, damaged or destroyed.
		AvailabilityChanged {
			/// The device.
			device: DeviceId,
			/// Whether it is there.
			availability: Availability,
			/// The digest of what shows that it is destroyed.
			evidence: Option<Digest>,
			/// Who reported it.
			by: T::AccountId,
		},
		/// A device has a key, or another one.
		KeySet {
			/// The device.
			device: DeviceId,
			/// The key.
			key: DeviceKey,
			/// The one that it replaces.
			replaced: Option<DeviceKey>,
			/// Who set it.
			by: T::AccountId,
		},
		/// A device has no key any more.
		KeyRevoked {
			/// The device.
			device: DeviceId,
			/// The key.
			key: DeviceKey,
			/// Who revoked it.
			by: T::AccountId,
		},
		/// A device has reported its usage.
		UsageSubmitted {
			/// The device.
			device: DeviceId,
			/// What it has signed.
			batch: UsageBatchOf<T>,
			/// Who carried it.
			by: T::AccountId,
		},
		/// A device is at a patient's.
		Associated {
			/// The device.
			device: DeviceId,
			/// A commitment to the patient.
			patient: Digest,
			/// Who says so.
			by: T::AccountId,
		},
		/// A device is with no patient any more.
		Dissociated {
			/// The device.
			device: DeviceId,
			/// Who says so.
			by: T::AccountId,
		},
		/// A device was implanted, which is its use.
		Implanted {
			/// The device.
			device: DeviceId,
			/// The use.
			device_use: DeviceUseId,
			/// A commitment to the patient.
			patient: Digest,
			/// When.
			occurred: Moment,
			/// Who says so.
			by: T::AccountId,
		},
		/// A device was taken out of a body.
		Explanted {
			/// The device.
			device: DeviceId,
			/// When.
			occurred: Moment,
			/// Who says so.
			by: T::AccountId,
		},
		/// A device was used on a patient.
		UseRecorded {
			/// The use.
			device_use: DeviceUseId,
			/// The device.
			device: DeviceId,
			/// Whom it was used on.
			beneficiary: Beneficiary,
			/// When.
			occurred: Moment,
			/// Who says so.
			by: T::AccountId,
		},
		/// A use doesn't count any more.
		UseReversed {
			/// The use.
			device_use: DeviceUseId,
			/// Why.
			reason: ReversalReason,
			/// Who took it back.
			by: T::AccountId,
		},
		/// Something is to be done about devices that are out there.
		FieldActionOpened {
			/// The field action.
			action: FieldActionId,
			/// The model.
			model: ModelId,
			/// Which of its devices.
			scope: ActionScope,
			/// The serial numbers, where the scope is of serial numbers.
			serials: Vec<Text20>,
			/// What is to be done.
			kind: FieldActionKind,
			/// How much harm it is about.
			class: FieldActionClass,
			/// The digest of the notice.
			reason: Digest,
			/// The institution that opened it.
			institution: InstitutionId,
			/// Who opened it.
			by: T::AccountId,
		},
		/// A field action has come to something on a device.
		FieldActionOutcomeRecorded {
			/// The field action.
			action: FieldActionId,
			/// The device.
			device: DeviceId,
			/// What it has come to.
			outcome: Disposition,
			/// The digest of the report.
			report: Digest,
			/// Who says so.
			by: T::AccountId,
		},
		/// Whoever opened a field action says that everything is done.
		FieldActionCompleted {
			/// The field action.
			action: FieldActionId,
			/// Who says so.
			by: T::AccountId,
		},
		/// A regulator has closed a field action.
		FieldActionTerminated {
			/// The field action.
			action: FieldActionId,
			/// How many devices are outstanding, and go on being stopped.
			outstanding: u32,
			/// Why it was closed all the same.
			rest: Option<RestReason>,
			/// Who closed it.
			by: T::AccountId,
		},
		/// A device is out of service for good.
		Decommissioned {
			/// The device.
			device: DeviceId,
			/// The digest of what shows that its data were destroyed.
			sanitisation: Option<Digest>,
			/// Who decided it.
			by: T::AccountId,
		},
		/// A device was disposed of.
		Disposed {
			/// The device.
			device: DeviceId,
			/// The digest of what shows that its data were destroyed, if that came last.
			sanitisation: Option<Digest>,
			/// Who says so.
			by: T::AccountId,
		},
		/// A device should never have been registered.
		EnteredInError {
			/// The device.
			device: DeviceId,
			/// Who says so.
			by: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no device with this number.
		NotFound,
		/// There is no model with this number.
		UnknownModel,
		/// There is no such institution in force.
		UnknownInstitution,
		/// A digest is all zeros: a field was left empty.
		ZeroDigest,
		/// What is told of would happen in the future. Check the clock.
		OccurredInFuture,
		/// The institution makes no medical devices.
		NotADeviceMaker,
		/// The institution isn't the model's maker.
		NotTheMaker,
		/// The institution doesn't own the device.
		NotTheOwner,

		/// A device identifier has too few characters or too many.
		IdentifierLength,
		/// A device identifier's check digit isn't that of the others.
		IdentifierCheckDigit,
		/// A device identifier has a character that its agency doesn't allow.
		IdentifierCharacter,
		/// A device identifier doesn't name its labeler or processor the way its agency does.
		IdentifierLabeler,
		/// A HIBCC identifier's unit of measure isn't a digit.
		IdentifierUnit,
		/// An ISBT 128 identifier's product description code doesn't begin with a letter.
		IdentifierProductCode,
		/// The identifier is another model's.
		ModelExists,
		/// A flag of production identifiers stands for nothing.
		UnknownFlag,
		/// An interval of the service plan is zero.
		InvalidPlan,
		/// A model that runs no firmware has none to approve, and its devices state none.
		NoFirmware,
		/// The model's devices run a firmware, and none is stated.
		FirmwareMissing,
		/// The firmware is approved already.
		AlreadyApproved,
		/// The firmware was withdrawn, which is for good.
		FirmwareWithdrawn,
		/// The firmware isn't approved, or isn't any more.
		FirmwareNotApproved,
		/// The model has as many firmwares as it can, none of them withdrawn.
		TooManyFirmwares,

		/// The model's labels carry a production identifier that isn't stated.
		ProductionIdentifierMissing,
		/// A production identifier is stated that the model's labels don't carry.
		ProductionIdentifierExtra,
		/// A production identifier is empty or has characters that labels don't.
		ProductionIdentifierMalformed,
		/// The device would expire before it was made.
		ExpiresBeforeManufacture,
		/// The identification is another device's, or was one's.
		AlreadyRegistered,
		/// The device would have been in service before it was made.
		InServiceBeforeManufacture,

		/// The device was entered in error.
		InError,
		/// The device was disposed of.
		Disposed,
		/// The device is destroyed.
		Destroyed,
		/// The device is out of service for good.
		Decommissioned,
		/// The device is in service.
		InService,
		/// The device isn't in service.
		NotInService,
		/// The device is lost, damaged or destroyed.
		NotAvailable,
		/// The device's present owner hasn't accepted it.
		NotAccepted,
		/// The device has failed a service that it hasn't passed since.
		ServiceFailed,
		/// Nobody has looked at the device since it went out of service.
		NotInspected,
		/// A field action covers the device, and nothing has come of it yet.
		UnderFieldAction,
		/// Calibration is overdue, never was, or has left the device out of tolerance.
		OutOfCalibration,
		/// Maintenance is overdue, by time or by running time.
		MaintenanceOverdue,
		/// The safety test is overdue.
		SafetyTestOverdue,
		/// The device's label says that it has expired.
		LabelExpired,
		/// The device is for single use, and was used.
		AlreadyUsed,
		/// The device's owner isn't in force.
		OwnerNotInForce,

		/// The device is offered to somebody.
		AlreadyOffered,
		/// The device isn't offered to the institution, or to anybody.
		NotOffered,
		/// The institution owns the device already.
		OwnInstitution,
		/// The device is with a patient.
		WithPatient,
		/// The device is with no patient, or not in that way.
		NotWithPatient,

		/// Who services the device is neither its owner's or its maker's engineer nor a calibration
		/// technician.
		NotCredentialed,
		/// Calibration technicians calibrate.
		NotACalibration,
		/// A service is dated before the device came on chain.
		BeforeRegistration,
		/// A service is dated before the last one.
		BeforeLastService,
		/// A calibration passes if, and only if, it leaves the device within tolerance.
		ResultContradictsTolerance,
		/// The next service would be due in the past.
		NextDuePast,
		/// The next service would be due later than the model's plan has it.
		NextDueTooLate,
		/// A service of this kind, or one that was failed, has no next one.
		NoNextDue,

		/// The device isn't lost.
		NotLost,
		/// The device is lost already.
		AlreadyLost,
		/// The device is damaged already.
		AlreadyDamaged,

		/// The device has a key: rotate it.
		KeyExists,
		/// The device has no key in force.
		NoKey,
		/// The key is the one in force.
		SameKey,
		/// The signature isn't the key's over the statement.
		InvalidSignature,

		/// A batch has no message.
		EmptyBatch,
		/// A batch doesn't begin with the message after the last one.
		NotContiguous,
		/// A batch begins before the last one ended, or before the device's life.
		BatchOverlaps,
		/// A batch ends before it begins.
		EndBeforeStart,
		/// A meter shows less than before.
		MeterTurnedBack,
		/// The device would have run for longer than there was time.
		MoreThanElapsed,
		/// The device runs another firmware than the chain knows. Record the update.
		WrongFirmware,

		/// The patient's pseudonym doesn't exist, was closed, or is of somebody who has died.
		PatientNotOpen,
		/// The device isn't one that stays in the body.
		NotImplantable,
		/// The device was in a body before.
		WasImplanted,
		/// A use or an implantation is dated before the device last went into service or was last
		/// serviced, or an explantation before the implantation was recorded: the chain can't tell
		/// any more.
		Backdated,
		/// There is no use with this number.
		UnknownUse,
		/// Another institution has recorded the use.
		NotTheUser,
		/// The use was taken back before.
		AlreadyReversed,

		/// There is no field action with this number.
		UnknownFieldAction,
		/// A lot or serial number is empty or has characters that labels don't.
		InvalidText,
		/// The model's labels carry no lot, or no serial number.
		ScopeNotLabelled,
		/// A field action names no serial number.
		NoSerials,
		/// A serial number is named twice.
		DuplicateSerial,
		/// The model is under as many field actions as it can be. Terminate one.
		TooManyModelActions,
		/// A device keeps as many field actions as it can.
		TooManyDeviceActions,
		/// The field action doesn't cover the device, or not any more.
		NotCovered,
		/// The field action has come to something on the device already.
		AlreadySettled,
		/// A removal isn't settled by a correction.
		NeedsRemoval,
		/// The institution hasn't opened the field action, and isn't the model's maker.
		NotTheInitiator,
		/// The field action isn't under way.
		NotOngoing,
		/// The field action was closed.
		Terminated,
		/// There are devices that nothing was done about.
		Outstanding,

		/// The model keeps data, and there is no evidence that they were destroyed.
		SanitisationMissing,
		/// The device isn't decommissioned.
		NotDecommissioned,
	}

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

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Describes a model. It doesn't change afterwards: what differs has another identifier.
		///
		/// Origin: [`Config::MakerOrigin`] of an institution that makes devices.
		#[pallet::call_index(0)]
		pub fn register_model(origin: OriginFor<T>, definition: ModelDefinition) -> DispatchResult {
			let actor = T::MakerOrigin::ensure_origin(origin)?;
			Self::do_register_model(actor, definition)
		}

		/// Lets a model's devices run a firmware.
		///
		/// Origin: [`Config::MakerOrigin`] of the maker.
		///
		/// Where there is no room, the firmware that was withdrawn first is forgotten.
		#[pallet::call_index(1)]
		pub fn approve_firmware(
			origin: OriginFor<T>,
			model: ModelId,
			firmware: Digest,
		) -> DispatchResult {
			let actor = T::MakerOrigin::ensure_origin(origin)?;
			Self::do_approve_firmware(actor, model, firmware)
		}

		/// Stops every device that runs a firmware, from the next block on.
		///
		/// Origin: [`Config::MakerOrigin`] of the maker.
		// Operational: a flood must not stop it.
		#[pallet::call_index(2)]
		#[pallet::weight((T::WeightInfo::withdraw_firmware(), DispatchClass::Operational))]
		pub fn withdraw_firmware(
			origin: OriginFor<T>,
			model: ModelId,
			firmware: Digest,
		) -> DispatchResult {
			let actor = T::MakerOrigin::ensure_origin(origin)?;
			Self::do_withdraw_firmware(actor, model, firmware)
		}

		/// Registers a device, owned by the registrar's institution.
		///
		/// Origin: [`Config::RegistrarOrigin`]; a responsible person registers the own models'.
		///
		/// - `identifiers`: exactly what the model's labels carry.
		/// - `firmware`: what it runs, for a model that has a firmware.
		/// - `prior`: its life before, if it had one.
		#[pallet::call_index(3)]
		pub fn register_device(
			origin: OriginFor<T>,
			model: ModelId,
			identifiers: ProductionIdentifiers,
			firmware: Option<Digest>,
			prior: Option<PriorService>,
		) -> DispatchResult {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_register_device(actor, model, identifiers, firmware, prior)
		}

		/// Offers a device to another institution. It is out of service, with no patient, and under no
		/// field action.
		///
		/// Origin: [`Config::RegistrarOrigin`] of the owner.
		#[pallet::call_index(4)]
		pub fn offer_transfer(
			origin: OriginFor<T>,
			device: DeviceId,
			to: InstitutionId,
		) -> DispatchResult {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_offer_transfer(actor, device, to)
		}

		/// Takes over a device that is offered. The new owner has to accept it anew and to set a key.
		///
		/// Origin: [`Config::RegistrarOrigin`] of the institution that it is offered to.
		#[pallet::call_index(5)]
		pub fn accept_transfer(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_accept_transfer(actor, device)
		}

		/// Takes an offer back.
		///
		/// Origin: [`Config::RegistrarOrigin`] of the owner.
		#[pallet::call_index(6)]
		pub fn cancel_transfer(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_cancel_transfer(actor, device)
		}

		/// Records a service. Whatever is failed takes the device out of service; what is passed
		/// starts its clock again. A calibration that finds the device out of tolerance casts doubt
		/// on what it has said since the last good one.
		///
		/// Origin: [`Config::ServiceOrigin`]: engineers of the owner or the maker, and calibration
		/// technicians of any provider for calibrations. Acceptance is the owner's.
		#[pallet::call_index(7)]
		pub fn record_service(
			origin: OriginFor<T>,
			device: DeviceId,
			report: ServiceReport,
		) -> DispatchResult {
			let actor = T::ServiceOrigin::ensure_origin(origin)?;
			Self::do_record_service(actor, device, report)
		}

		/// Puts a device into service that nothing speaks against.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		#[pallet::call_index(8)]
		pub fn put_into_service(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_put_into_service(actor, device)
		}

		/// Takes a device out of service.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		// Operational: a flood must not stop it.
		#[pallet::call_index(9)]
		#[pallet::weight((T::WeightInfo::take_out_of_service(), DispatchClass::Operational))]
		pub fn take_out_of_service(
			origin: OriginFor<T>,
			device: DeviceId,
			reason: OutOfServiceReason,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_take_out_of_service(actor, device, reason)
		}

		/// Reports that a device is lost.
		///
		/// Origin: [`Config::StaffOrigin`] of the owner.
		#[pallet::call_index(10)]
		pub fn report_lost(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::StaffOrigin::ensure_origin(origin)?;
			Self::do_report_lost(actor, device)
		}

		/// Reports that a lost device was found. It is out of service until somebody has looked at
		/// it.
		///
		/// Origin: [`Config::StaffOrigin`] of the owner.
		#[pallet::call_index(11)]
		pub fn report_found(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::StaffOrigin::ensure_origin(origin)?;
			Self::do_report_found(actor, device)
		}

		/// Reports that a device is damaged. It is out of service until it is repaired.
		///
		/// Origin: [`Config::StaffOrigin`] of the owner.
		#[pallet::call_index(12)]
		pub fn report_damaged(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::StaffOrigin::ensure_origin(origin)?;
			Self::do_report_damaged(actor, device)
		}

		/// Reports that a device is destroyed. That is its end, and no field action waits for it.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `evidence`: the digest of what shows it.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::report_destroyed(Pallet::<T>::max_actions()))]
		pub fn report_destroyed(
			origin: OriginFor<T>,
			device: DeviceId,
			evidence: Digest,
		) -> DispatchResultWithPostInfo {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			let actions = Self::do_report_destroyed(actor, device, evidence)?;
			Ok(Some(T::WeightInfo::report_destroyed(actions)).into())
		}

		/// Gives a device its key.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `signature`: the new key's, over what `key_statement` answers.
		#[pallet::call_index(14)]
		#[pallet::weight(if key.is_p256() {
			T::WeightInfo::set_key_p256()
		} else {
			T::WeightInfo::set_key()
		})]
		pub fn set_key(
			origin: OriginFor<T>,
			device: DeviceId,
			key: DeviceKey,
			signature: DeviceSignature,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_set_key(actor, device, key, signature)
		}

		/// Gives a device another key; the old one ends.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `signature`: the new key's, over what `key_statement` answers.
		#[pallet::call_index(15)]
		#[pallet::weight(if key.is_p256() {
			T::WeightInfo::rotate_key_p256()
		} else {
			T::WeightInfo::rotate_key()
		})]
		pub fn rotate_key(
			origin: OriginFor<T>,
			device: DeviceId,
			key: DeviceKey,
			signature: DeviceSignature,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_rotate_key(actor, device, key, signature)
		}

		/// Ends a device's key: what it signs isn't believed any more.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		// Operational: a flood must not stop it.
		#[pallet::call_index(16)]
		#[pallet::weight((T::WeightInfo::revoke_key(), DispatchClass::Operational))]
		pub fn revoke_key(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_revoke_key(actor, device)
		}

		/// Submits what a device has signed of its usage. The device may report; overdue maintenance
		/// doesn't keep it from that.
		///
		/// Origin: [`Config::StaffOrigin`] of the owner, who only carries it.
		///
		/// - `signature`: the device's, over what `usage_statement` answers.
		#[pallet::call_index(17)]
		#[pallet::weight(T::WeightInfo::submit_usage_p256(count(&batch.faults)))]
		pub fn submit_usage(
			origin: OriginFor<T>,
			device: DeviceId,
			batch: UsageBatchOf<T>,
			signature: DeviceSignature,
		) -> DispatchResultWithPostInfo {
			let actor = T::StaffOrigin::ensure_origin(origin)?;
			let faults = count(&batch.faults);
			let is_p256 = Self::do_submit_usage(actor, device, batch, signature)?;
			Ok((!is_p256).then(|| T::WeightInfo::submit_usage(faults)).into())
		}

		/// Notes that a device is at a patient's.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		///
		/// - `patient`: a commitment ([`galen_primitives::commitment::patient`]).
		#[pallet::call_index(18)]
		pub fn associate(
			origin: OriginFor<T>,
			device: DeviceId,
			patient: Digest,
		) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_associate(actor, device, patient)
		}

		/// Notes that a device is at no patient's any more.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		#[pallet::call_index(19)]
		pub fn dissociate(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_dissociate(actor, device)
		}

		/// Notes that a device was implanted. This is its use, and evidence of it.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		///
		/// - `patient`: a commitment ([`galen_primitives::commitment::patient`]).
		/// - `occurred`: when.
		#[pallet::call_index(20)]
		pub fn implant(
			origin: OriginFor<T>,
			device: DeviceId,
			patient: Digest,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_implant(actor, device, patient, occurred)
		}

		/// Notes that a device was taken out of the body. It is out of service, and won't be
		/// implanted again.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		#[pallet::call_index(21)]
		pub fn explant(origin: OriginFor<T>, device: DeviceId, occurred: Moment) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_explant(actor, device, occurred)
		}

		/// Records that a device that is fit for it was used on a patient: evidence for whoever pays.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the owner.
		#[pallet::call_index(22)]
		pub fn record_use(
			origin: OriginFor<T>,
			device: DeviceId,
			beneficiary: Beneficiary,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_record_use(actor, device, beneficiary, occurred)
		}

		/// Takes a use back. It stays readable; what is for single use stays used.
		///
		/// Origin: [`Config::ClinicianOrigin`] of the institution that recorded it.
		#[pallet::call_index(23)]
		pub fn reverse_use(
			origin: OriginFor<T>,
			device_use: DeviceUseId,
			reason: ReversalReason,
		) -> DispatchResult {
			let actor = T::ClinicianOrigin::ensure_origin(origin)?;
			Self::do_reverse_use(actor, device_use, reason)
		}

		/// Opens a field action. A correction or removal of class I or II stops the devices that it
		/// covers from the next block on, until something has come of it on them.
		///
		/// Origin: [`Config::MakerOrigin`] of the model's maker, or [`Config::RegulatorOrigin`].
		///
		/// - `scope`: a model or a lot is one write; serial numbers are one each.
		/// - `reason`: the digest of the notice.
		// Operational: a flood must not stop it.
		#[pallet::call_index(24)]
		#[pallet::weight((
			T::WeightInfo::open_field_action(serials(scope)),
			DispatchClass::Operational
		))]
		pub fn open_field_action(
			origin: OriginFor<T>,
			model: ModelId,
			scope: ScopeOf<T>,
			kind: FieldActionKind,
			class: FieldActionClass,
			reason: Digest,
		) -> DispatchResult {
			let (actor, is_regulator) = Self::ensure_maker_or_regulator(origin)?;
			Self::do_open_field_action(actor, is_regulator, model, scope, kind, class, reason)
		}

		/// Records what a field action has come to on a device. Removal decommissions it.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		#[pallet::call_index(25)]
		pub fn record_field_action_outcome(
			origin: OriginFor<T>,
			action: FieldActionId,
			device: DeviceId,
			outcome: Disposition,
			report: Digest,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_record_outcome(actor, action, device, outcome, report)
		}

		/// States that everything that a field action asks for is done.
		///
		/// Origin: [`Config::MakerOrigin`] of the model's maker, or [`Config::RegulatorOrigin`] of
		/// whoever opened it.
		#[pallet::call_index(26)]
		pub fn complete_field_action(
			origin: OriginFor<T>,
			action: FieldActionId,
		) -> DispatchResult {
			let (actor, _) = Self::ensure_maker_or_regulator(origin)?;
			Self::do_complete_field_action(actor, action)
		}

		/// Closes a field action.
		///
		/// Origin: [`Config::RegulatorOrigin`].
		///
		/// - `rest`: why, although devices are outstanding. They go on being stopped, and so is what
		///   is registered in its scope later. Without a reason, none may be outstanding.
		#[pallet::call_index(27)]
		pub fn terminate_field_action(
			origin: OriginFor<T>,
			action: FieldActionId,
			rest: Option<RestReason>,
		) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_terminate_field_action(actor, action, rest)
		}

		/// Takes a device out of service for good.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `sanitisation`: the digest of what shows that its data were destroyed; required where
		///   the model keeps some.
		#[pallet::call_index(28)]
		pub fn decommission(
			origin: OriginFor<T>,
			device: DeviceId,
			sanitisation: Option<Digest>,
		) -> DispatchResult {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			Self::do_decommission(actor, device, sanitisation)
		}

		/// Disposes of a decommissioned device. Its identification never comes back, and no field
		/// action waits for it.
		///
		/// Origin: [`Config::EngineerOrigin`] of the owner.
		///
		/// - `sanitisation`: as in [`Pallet::decommission`], for what a removal has decommissioned.
		#[pallet::call_index(29)]
		#[pallet::weight(T::WeightInfo::dispose(Pallet::<T>::max_actions()))]
		pub fn dispose(
			origin: OriginFor<T>,
			device: DeviceId,
			sanitisation: Option<Digest>,
		) -> DispatchResultWithPostInfo {
			let actor = T::EngineerOrigin::ensure_origin(origin)?;
			let actions = Self::do_dispose(actor, device, sanitisation)?;
			Ok(Some(T::WeightInfo::dispose(actions)).into())
		}

		/// Declares that a device should never have been registered. It stays readable, and its
		/// identification stays taken: what belongs to another is transferred, not registered anew.
		///
		/// Origin: [`Config::RegistrarOrigin`] of the owner.
		#[pallet::call_index(30)]
		#[pallet::weight(T::WeightInfo::enter_in_error(Pallet::<T>::max_actions()))]
		pub fn enter_in_error(
			origin: OriginFor<T>,
			device: DeviceId,
		) -> DispatchResultWithPostInfo {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			let actions = Self::do_enter_in_error(actor, device)?;
			Ok(Some(T::WeightInfo::enter_in_error(actions)).into())
		}
	}
}
