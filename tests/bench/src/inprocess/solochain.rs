// SPDX-License-Identifier: Apache-2.0

//! What a transfer is charged on the solochain template of the same release of polkadot-sdk, with
//! nothing changed: its extensions, upstream's weights, RocksDB's costs.
//!
//! How much fits into a block follows from the charge alone, so that no such chain has to run. The
//! template's other pallets don't change what a transfer is charged.

#![allow(missing_docs, unexpected_cfgs, unused_qualifications)]

use crate::signing::Charge;
use polkadot_sdk::*;

use frame_support::{
	derive_impl,
	dispatch::GetDispatchInfo,
	parameter_types,
	traits::{ConstU128, ConstU32, ConstU8, VariantCountOf},
	weights::{
		constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND},
		IdentityFee, Weight,
	},
};
use frame_system::limits::BlockWeights;
use sp_runtime::{
	generic::{Era, Header, UncheckedExtrinsic as GenericExtrinsic},
	traits::{BlakeTwo256, One},
	AccountId32, FixedU128, MultiAddress, MultiSignature, Perbill,
};

type Extension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckEra<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);
type UncheckedExtrinsic =
	GenericExtrinsic<MultiAddress<AccountId32, ()>, RuntimeCall, MultiSignature, Extension>;
type Block = sp_runtime::generic::Block<Header<u32, BlakeTwo256>, UncheckedExtrinsic>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask
	)]
	pub struct Runtime;

	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Runtime>;
	#[runtime::pallet_index(4)]
	pub type Balances = pallet_balances::Pallet<Runtime>;
	#[runtime::pallet_index(5)]
	pub type TransactionPayment = pallet_transaction_payment::Pallet<Runtime>;
}

parameter_types! {
	pub TemplateBlockWeights: BlockWeights = BlockWeights::with_sensible_defaults(
		Weight::from_parts(2 * WEIGHT_REF_TIME_PER_SECOND, u64::MAX),
		Perbill::from_percent(75),
	);
	pub FeeMultiplier: FixedU128 = FixedU128::one();
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type Block = Block;
	type BlockWeights = TemplateBlockWeights;
	type AccountId = AccountId32;
	type Nonce = u32;
	type Hash = sp_core::H256;
	type DbWeight = RocksDbWeight;
	type AccountData = pallet_balances::AccountData<u128>;
	type MaxConsumers = ConstU32<16>;
}

impl pallet_balances::Config for Runtime {
	type MaxLocks = ConstU32<50>;
	type MaxReserves = ();
	type ReserveIdentifier = [u8; 8];
	type Balance = u128;
	type RuntimeEvent = RuntimeEvent;
	type DustRemoval = ();
	type ExistentialDeposit = ConstU128<500>;
	type AccountStore = System;
	type WeightInfo = pallet_balances::weights::SubstrateWeight<Runtime>;
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type DoneSlashHandler = ();
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = pallet_transaction_payment::FungibleAdapter<Balances, ()>;
	type OperationalFeeMultiplier = ConstU8<5>;
	type WeightToFee = IdentityFee<u128>;
	type LengthToFee = IdentityFee<u128>;
	type FeeMultiplierUpdate = pallet_transaction_payment::ConstFeeMultiplier<FeeMultiplier>;
	type WeightInfo = pallet_transaction_payment::weights::SubstrateWeight<Runtime>;
}

/// What `balances.transfer_keep_alive` is charged there.
pub fn transfer() -> Charge {
	let to = AccountId32::new([7; 32]);
	let call = pallet_balances::Call::transfer_keep_alive { dest: to.clone().into(), value: 1 };
	let extension: Extension = (
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckEra::from(Era::Immortal),
		frame_system::CheckNonce::from(0),
		frame_system::CheckWeight::new(),
		pallet_transaction_payment::ChargeTransactionPayment::from(0),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	);
	let signature = MultiSignature::Sr25519(sp_core::sr25519::Signature::from_raw([0; 64]));
	let transaction =
		UncheckedExtrinsic::new_signed(call.into(), MultiAddress::Id(to), signature, extension);
	let info = transaction.get_dispatch_info();
	let base = TemplateBlockWeights::get().get(info.class).base_extrinsic;
	Charge {
		base: base.ref_time(),
		extensions: info.extension_weight.ref_time(),
		call: info.call_weight.ref_time(),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_template_should_charge_what_the_design_takes_it_to_charge() {
		let transfer = transfer();
		let us = |time: u64| (time + 500_000) / 1_000_000;
		assert_eq!(us(transfer.base), 108);
		assert_eq!((us(transfer.extensions), us(transfer.call)), (488, 164));
	}
}
