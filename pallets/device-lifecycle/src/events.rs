// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
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
}
