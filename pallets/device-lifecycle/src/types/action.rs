// SPDX-License-Identifier: Apache-2.0

//! Field actions: what a maker or a regulator has done about devices that are out there.

use super::ModelId;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use galen_primitives::{gs1::Text20, Digest, InstitutionId, Moment};
use scale_info::TypeInfo;

/// A field action, numbered in the order of opening.
pub type FieldActionId = u32;

chain_type! {
	/// What is to be done (21 CFR 806, 810; MDR art. 2(68)).
	#[derive(Copy)]
	pub enum FieldActionKind {
		/// Something is put right where the device is.
		#[codec(index = 0)]
		Correction,
		/// The device is taken away.
		#[codec(index = 1)]
		Removal,
		/// Users are warned; the device stays in use.
		#[codec(index = 2)]
		SafetyAlert,
	}

	/// How much harm it is about (21 CFR 7.3(m)).
	#[derive(Copy)]
	pub enum FieldActionClass {
		/// Serious harm or death is reasonably probable.
		#[codec(index = 0)]
		I,
		/// Harm is temporary or reversible, or serious harm is remote.
		#[codec(index = 1)]
		II,
		/// Harm isn't likely.
		#[codec(index = 2)]
		III,
	}

	/// Which of a model's devices a field action is about, as it is kept.
	pub enum ActionScope {
		/// All of them, those yet to be registered included.
		#[codec(index = 0)]
		Model,
		/// Those of a lot, those yet to be registered included.
		#[codec(index = 1)]
		Lot(Text20),
		/// So many serial numbers, which the event names.
		#[codec(index = 2)]
		Serials(u32),
	}

	/// A field action over all of a model or a lot, as the model keeps it.
	pub struct ScopedAction {
		/// The field action.
		pub id: FieldActionId,
		/// The lot; without one, all of the model.
		pub lot: Option<Text20>,
		/// Whether it stops devices.
		pub stops: bool,
	}

	/// What a field action has come to on one device.
	#[derive(Copy)]
	pub enum Disposition {
		/// It was put right.
		#[codec(index = 0)]
		Corrected,
		/// It was taken away.
		#[codec(index = 1)]
		Removed,
	}

	/// A field action, as a device keeps it: one that names its serial number, or one that has come
	/// to something on it.
	#[derive(Copy)]
	pub struct DeviceAction {
		/// The field action.
		pub id: FieldActionId,
		/// Whether it stops the device while nothing has come of it.
		pub stops: bool,
		/// What it has come to.
		pub outcome: Option<Disposition>,
	}

	/// Why a field action ends while devices are outstanding.
	#[derive(Copy)]
	pub enum RestReason {
		/// They can't be found, after every reasonable effort.
		#[codec(index = 0)]
		Untraceable,
		/// Their owners don't answer.
		#[codec(index = 1)]
		OwnerUnresponsive,
		/// They are out of the regulator's reach.
		#[codec(index = 2)]
		OutOfJurisdiction,
		/// They stay where they are, for taking them out would do more harm.
		#[codec(index = 3)]
		RetainedInPatient,
	}

	/// How far a field action is.
	#[derive(Copy)]
	pub enum FieldActionStatus {
		/// Under way.
		#[codec(index = 0)]
		Ongoing,
		/// Whoever opened it says that everything is done.
		#[codec(index = 1)]
		Completed {
			/// When.
			at: Moment,
		},
		/// A regulator has closed it.
		#[codec(index = 2)]
		Terminated {
			/// When.
			at: Moment,
			/// Why although devices are outstanding: they stay stopped. Without a reason, none is.
			rest: Option<RestReason>,
		},
	}

	/// A field action.
	pub struct FieldAction {
		/// The model it is about.
		pub model: ModelId,
		/// Which of its devices.
		pub scope: ActionScope,
		/// What is to be done.
		pub kind: FieldActionKind,
		/// How much harm it is about.
		pub class: FieldActionClass,
		/// The digest of the notice that says why.
		pub reason: Digest,
		/// The institution that opened it.
		pub opened_by: InstitutionId,
		/// When.
		pub opened: Moment,
		/// How far it is.
		pub status: FieldActionStatus,
		/// How many devices in its scope had come to an end before it was opened.
		pub ended_before: u32,
		/// How many were put right.
		pub corrected: u32,
		/// How many were taken away.
		pub removed: u32,
		/// How many came to an end before anything else: disposed of, destroyed, entered in error.
		pub disposed: u32,
	}

	/// A field action, as it is shown. What is affected is corrected, removed, disposed or
	/// outstanding, and only one of them.
	pub struct FieldActionInfo {
		/// As it is kept.
		pub action: FieldAction,
		/// Whether it stops devices.
		pub stops: bool,
		/// How many devices it is about. Serial numbers that nobody has registered count.
		pub affected: u32,
		/// How many of them nothing was done about yet.
		pub outstanding: u32,
	}

	/// What a field action is to a device, as it is shown.
	#[derive(Copy)]
	pub struct DeviceActionInfo {
		/// The field action.
		pub id: FieldActionId,
		/// Whether it stops the device now.
		pub stops: bool,
		/// What it has come to.
		pub outcome: Option<Disposition>,
	}
}

impl FieldActionKind {
	/// Whether devices are stopped until it is carried out on them. A warning stops none; nor does
	/// what isn't likely to harm, for stopping might.
	pub fn stops(self, class: FieldActionClass) -> bool {
		self != Self::SafetyAlert && class != FieldActionClass::III
	}
}

impl FieldAction {
	/// Whether it covers nothing any more.
	pub fn is_lifted(&self) -> bool {
		matches!(self.status, FieldActionStatus::Terminated { rest: None, .. })
	}

	/// How many devices nothing more is to be done about.
	pub fn settled(&self) -> u32 {
		self.corrected.saturating_add(self.removed).saturating_add(self.disposed)
	}
}

/// Which of a model's devices a field action is about, as it is stated.
#[derive(
	CloneNoBound,
	PartialEqNoBound,
	EqNoBound,
	DebugNoBound,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxSerials))]
#[codec(mel_bound())]
pub enum FieldActionScope<MaxSerials: Get<u32>> {
	/// All of them. One write, however many there are.
	#[codec(index = 0)]
	Model,
	/// Those of a lot. One write, however many there are.
	#[codec(index = 1)]
	Lot(Text20),
	/// Those with these serial numbers, registered or not. One write each.
	#[codec(index = 2)]
	Serials(BoundedVec<Text20, MaxSerials>),
}
