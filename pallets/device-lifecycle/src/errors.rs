// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
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
}
