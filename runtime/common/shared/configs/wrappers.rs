// SPDX-License-Identifier: Apache-2.0

//! Accounts that act together or for each other. What is wrapped passes the same filters and weighs
//! the same.

use crate::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	parameter_types,
	traits::{ConstU32, InstanceFilter},
};
use scale_info::TypeInfo;

impl pallet_utility::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type PalletsOrigin = OriginCaller;
	type WeightInfo = weights::pallet_utility::WeightInfo<Runtime>;
}

parameter_types! {
	/// Members need no token: what they store is bounded, and drawn on their allowance.
	pub const Free: Balance = 0;
}

impl pallet_multisig::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type DepositBase = Free;
	type DepositFactor = Free;
	type MaxSignatories = ConstU32<32>;
	type WeightInfo = weights::pallet_multisig::WeightInfo<Runtime>;
	type BlockNumberProvider = System;
}

/// What a proxy may do for its principal.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Default,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum ProxyType {
	/// Everything.
	#[default]
	#[codec(index = 0)]
	Any,
	/// Votes and motions.
	#[codec(index = 1)]
	Governance,
	/// Records, and nothing else: for a hospital's gateway.
	#[codec(index = 2)]
	Records,
}

impl InstanceFilter<RuntimeCall> for ProxyType {
	fn filter(&self, call: &RuntimeCall) -> bool {
		match self {
			Self::Any => true,
			Self::Governance => matches!(
				call,
				RuntimeCall::Council(_)
					| RuntimeCall::TechnicalCommittee(_)
					| RuntimeCall::EthicsCommittee(_)
					| RuntimeCall::PatientsCouncil(_)
			),
			Self::Records => matches!(call, RuntimeCall::PatientRecords(_)),
		}
	}

	fn is_superset(&self, other: &Self) -> bool {
		self == other || *self == Self::Any
	}
}

impl pallet_proxy::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type Currency = Balances;
	type ProxyType = ProxyType;
	type ProxyDepositBase = Free;
	type ProxyDepositFactor = Free;
	type MaxProxies = ConstU32<32>;
	type WeightInfo = weights::pallet_proxy::WeightInfo<Runtime>;
	type MaxPending = ConstU32<32>;
	type CallHasher = BlakeTwo256;
	type AnnouncementDepositBase = Free;
	type AnnouncementDepositFactor = Free;
	type BlockNumberProvider = System;
}
