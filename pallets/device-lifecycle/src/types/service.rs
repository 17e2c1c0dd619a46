// SPDX-License-Identifier: Apache-2.0

//! What is done to a device to keep it fit.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::{Digest, Moment};
use scale_info::TypeInfo;

chain_type! {
	/// Whether a calibration found, or left, a device within tolerance.
	#[derive(Copy)]
	pub enum Tolerance {
		/// Within.
		#[codec(index = 0)]
		Within,
		/// Out of it.
		#[codec(index = 1)]
		Out,
	}

	/// A service, with what only it has to say.
	#[derive(Copy)]
	pub enum Service {
		/// The test before a device is first used by its owner (IEC 62353).
		#[codec(index = 0)]
		Acceptance,
		/// Maintenance that was due or is done ahead.
		#[codec(index = 1)]
		PreventiveMaintenance,
		/// Repair.
		#[codec(index = 2)]
		CorrectiveMaintenance,
		/// Calibration.
		#[codec(index = 3)]
		Calibration {
			/// How it was before anything was adjusted.
			as_found: Tolerance,
			/// How it is now.
			as_left: Tolerance,
			/// The digest of the reference standard's certificate (traceability).
			reference: Digest,
		},
		/// The recurrent test (IEC 62353).
		#[codec(index = 4)]
		SafetyTest,
		/// Another firmware.
		#[codec(index = 5)]
		SoftwareUpdate {
			/// Its digest.
			firmware: Digest,
		},
		/// Decontamination.
		#[codec(index = 6)]
		Decontamination,
	}

	/// What came of a service.
	#[derive(Copy)]
	pub enum ServiceResult {
		/// The device is as it should be.
		#[codec(index = 0)]
		Pass,
		/// It isn't.
		#[codec(index = 1)]
		Fail,
	}

	/// A service, as whoever did it reports it (FHIR Procedure on a Device).
	#[derive(Copy)]
	pub struct ServiceReport {
		/// What was done.
		pub service: Service,
		/// What came of it. A calibration passes if it leaves the device within tolerance.
		pub result: ServiceResult,
		/// When it was done.
		pub occurred: Moment,
		/// The digest of the report, which stays with whoever did it.
		pub report: Digest,
		/// When the next is due, if earlier than the model's plan has it: for maintenance,
		/// calibration and safety tests.
		pub next_due: Option<Moment>,
	}
}

/// The services that a device has failed and not passed since, a bit each.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct FailedServices(pub u8);

impl Service {
	/// Its bit among [`FailedServices`].
	pub const fn bit(&self) -> u8 {
		match self {
			Self::Acceptance => 1,
			Self::PreventiveMaintenance => 1 << 1,
			Self::CorrectiveMaintenance => 1 << 2,
			Self::Calibration { .. } => CALIBRATION,
			Self::SafetyTest => 1 << 4,
			Self::SoftwareUpdate { .. } => 1 << 5,
			Self::Decontamination => 1 << 6,
		}
	}

	/// Whether passing it shows that the device works, after it was out of service.
	pub const fn is_inspection(&self) -> bool {
		matches!(
			self,
			Self::Acceptance
				| Self::PreventiveMaintenance
				| Self::CorrectiveMaintenance
				| Self::SafetyTest
		)
	}
}

const CALIBRATION: u8 = 1 << 3;

impl FailedServices {
	/// Notes what came of a service.
	pub fn note(&mut self, service: &Service, result: ServiceResult) {
		match result {
			ServiceResult::Pass => self.0 &= !service.bit(),
			ServiceResult::Fail => self.0 |= service.bit(),
		}
	}

	/// Whether nothing is failed.
	pub const fn is_empty(&self) -> bool {
		self.0 == 0
	}

	/// Whether the last calibration left the device out of tolerance.
	pub const fn calibration(&self) -> bool {
		self.0 & CALIBRATION != 0
	}
}
