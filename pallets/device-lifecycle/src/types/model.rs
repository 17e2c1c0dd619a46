// SPDX-License-Identifier: Apache-2.0

//! Models, as their makers describe them.

use super::ScopedAction;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use device_lifecycle_core::{DeviceIdentifier, ProductionFlags, ServicePlan};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use galen_primitives::{Digest, InstitutionId, Moment};
use scale_info::TypeInfo;

/// A model, numbered in the order of registration.
pub type ModelId = u32;

chain_type! {
	/// How much harm a model may do, by the law it was admitted under.
	#[derive(Copy)]
	pub enum RiskClass {
		/// 21 CFR 860, class I.
		#[codec(index = 0)]
		FdaI,
		/// 21 CFR 860, class II.
		#[codec(index = 1)]
		FdaII,
		/// 21 CFR 860, class III.
		#[codec(index = 2)]
		FdaIII,
		/// Regulation (EU) 2017/745, class I.
		#[codec(index = 3)]
		MdrI,
		/// Regulation (EU) 2017/745, class IIa.
		#[codec(index = 4)]
		MdrIIa,
		/// Regulation (EU) 2017/745, class IIb.
		#[codec(index = 5)]
		MdrIIb,
		/// Regulation (EU) 2017/745, class III.
		#[codec(index = 6)]
		MdrIII,
	}

	/// What a maker states of a model (FHIR DeviceDefinition, GUDID). It doesn't change: a model
	/// that differs has another identifier.
	pub struct ModelDefinition {
		/// The UDI-DI.
		pub identifier: DeviceIdentifier,
		/// What the labels of its devices carry besides.
		pub production: ProductionFlags,
		/// How much harm it may do.
		pub risk_class: RiskClass,
		/// Whether a device serves once.
		pub single_use: bool,
		/// Whether it stays in the body.
		pub implantable: bool,
		/// Whether it keeps data of patients, which have to be destroyed before it is disposed of.
		pub stores_data: bool,
		/// Whether it runs a firmware, which then has to be an approved one.
		pub has_firmware: bool,
		/// How often its devices have to be serviced.
		pub plan: ServicePlan,
		/// The digest of the maker's master data, which are public elsewhere.
		pub master_data: Digest,
	}

	/// A firmware that a maker approves.
	#[derive(Copy)]
	pub struct Firmware {
		/// Its digest.
		pub digest: Digest,
		/// Since when it is approved.
		pub approved: Moment,
		/// When it was withdrawn, if it was. It doesn't come back.
		pub withdrawn: Option<Moment>,
	}

	/// How many devices were registered, of a model or of a lot, and how many of them have come to
	/// an end: disposed of, destroyed, or entered in error.
	#[derive(Copy, Default)]
	pub struct Census {
		/// All that ever were.
		pub registered: u32,
		/// Those that are no more.
		pub ended: u32,
	}
}

/// A model, with everything that its devices' checks ask of it.
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
#[scale_info(skip_type_params(MaxFirmwares, MaxActions))]
#[codec(mel_bound())]
pub struct Model<MaxFirmwares: Get<u32>, MaxActions: Get<u32>> {
	/// Its maker.
	pub maker: InstitutionId,
	/// What the maker states.
	pub definition: ModelDefinition,
	/// When it came on chain.
	pub registered: Moment,
	/// The firmwares that its devices may run, and those that they may not any more.
	pub firmwares: BoundedVec<Firmware, MaxFirmwares>,
	/// The field actions that cover all its devices or a lot of them, until they are lifted. Inside,
	/// so that a check costs the same whether there are any or none.
	pub actions: BoundedVec<ScopedAction, MaxActions>,
	/// Its devices.
	pub census: Census,
}

impl<MaxFirmwares: Get<u32>, MaxActions: Get<u32>> Model<MaxFirmwares, MaxActions> {
	/// Whether a firmware is approved now.
	pub fn approves(&self, firmware: &Digest) -> bool {
		self.firmwares
			.iter()
			.any(|approved| approved.digest == *firmware && approved.withdrawn.is_none())
	}
}

impl Census {
	/// One more.
	pub fn add_registered(&mut self) {
		self.registered = self.registered.saturating_add(1);
	}

	/// One has come to an end.
	pub fn add_ended(&mut self) {
		self.ended = self.ended.saturating_add(1);
	}
}
