// SPDX-License-Identifier: Apache-2.0

//! The system, time, balances, and what a transaction is charged.

use super::{KeepSessionKeys, PaymentsAlone, TechnicalMotions};
use crate::*;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, InsideBoth, VariantCountOf},
	weights::Weight,
};
use frame_system::limits::{BlockLength, BlockWeights};
use galen_runtime_common::{
	allowance::{ChargeAllowance, PicosecondsOfLength},
	constants,
};
use sp_runtime::{
	traits::{AccountIdLookup, One},
	FixedU128, Perbill,
};

parameter_types! {
	/// How many of the last blocks a transaction may name as its birth.
	pub const BlockHashCount: BlockNumber = 4_096;
	/// The runtime's version.
	pub const Version: RuntimeVersion = VERSION;
	/// A block's weight limits.
	pub RuntimeBlockWeights: BlockWeights = configs::block_weights();
	/// A block's length limits.
	pub RuntimeBlockLength: BlockLength = constants::block_length();
	/// The address format.
	pub const SS58Prefix: u16 = constants::SS58_PREFIX;
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
	type BaseCallFilter = InsideBoth<
		InsideBoth<SafeMode, TxPause>,
		InsideBoth<
			InsideBoth<KeepSessionKeys, configs::OwnCalls>,
			InsideBoth<TechnicalMotions, PaymentsAlone>,
		>,
	>;
	type Block = Block;
	type BlockWeights = RuntimeBlockWeights;
	type BlockLength = RuntimeBlockLength;
	type AccountId = AccountId;
	type Nonce = Nonce;
	type Hash = Hash;
	type Lookup = AccountIdLookup<AccountId, ()>;
	type BlockHashCount = BlockHashCount;
	type DbWeight = configs::DbWeight;
	type OnSetCode = configs::SetCode;
	type Version = Version;
	type AccountData = pallet_balances::AccountData<Balance>;
	type SystemWeightInfo = weights::frame_system::WeightInfo<Runtime>;
	type ExtensionsWeightInfo = weights::frame_system_extensions::WeightInfo<Runtime>;
	type SS58Prefix = SS58Prefix;
	type MaxConsumers = ConstU32<16>;
	type MultiBlockMigrator = Migrations;
}

impl pallet_timestamp::Config for Runtime {
	type Moment = galen_primitives::Moment;
	type OnTimestampSet = Aura;
	type MinimumPeriod = MinimumPeriod;
	type WeightInfo = weights::pallet_timestamp::WeightInfo<Runtime>;
}

parameter_types! {
	/// The least time between two blocks' timestamps.
	pub const MinimumPeriod: u64 = configs::MINIMUM_PERIOD;
	/// What keeps an account that nothing else keeps.
	pub const ExistentialDeposit: Balance = constants::EXISTENTIAL_DEPOSIT;
}

impl pallet_balances::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeHoldReason = RuntimeHoldReason;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type Balance = Balance;
	type DustRemoval = ();
	type ExistentialDeposit = ExistentialDeposit;
	type ReserveIdentifier = [u8; 8];
	type FreezeIdentifier = RuntimeFreezeReason;
	type MaxLocks = ConstU32<16>;
	type MaxReserves = ConstU32<16>;
	type MaxFreezes = VariantCountOf<RuntimeFreezeReason>;
	type AccountStore = System;
	type WeightInfo = weights::pallet_balances::WeightInfo<Runtime>;
	type DoneSlashHandler = ();
}

parameter_types! {
	/// Fees don't float: an allowance is worth the same under load.
	pub FeeMultiplier: FixedU128 = FixedU128::one();
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = ChargeAllowance<Runtime>;
	type WeightToFee = configs::WeightFee;
	type LengthToFee = PicosecondsOfLength;
	type FeeMultiplierUpdate = pallet_transaction_payment::ConstFeeMultiplier<FeeMultiplier>;
	// An operational transaction costs what a normal one does: members who withdraw a consent in
	// need aren't to be charged for it.
	type OperationalFeeMultiplier = frame_support::traits::ConstU8<1>;
	type WeightInfo = PaymentWeight;
}

/// What drawing on an allowance weighs: measured for staff, and what it takes besides to find that
/// the signer is a patient, whose sponsor pays.
pub struct PaymentWeight;
impl pallet_transaction_payment::WeightInfo for PaymentWeight {
	fn charge_transaction_payment() -> Weight {
		use pallet_patients::WeightInfo;
		weights::pallet_transaction_payment::WeightInfo::<Runtime>::charge_transaction_payment()
			.saturating_add(pallet_patients::weights::SubstrateWeight::<Runtime>::sponsor())
	}
}

parameter_types! {
	/// What migrations may take of a block.
	pub MigrationWeight: Weight = Perbill::from_percent(80) * RuntimeBlockWeights::get().max_block;
}

/// What migrates over several blocks.
#[cfg(not(feature = "rehearsal"))]
pub type SteppedMigrations = ();
/// What the rehearsal migrates over several blocks.
#[cfg(feature = "rehearsal")]
pub type SteppedMigrations = rehearsal::RenumberDepartments;

impl pallet_migrations::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	#[cfg(not(feature = "runtime-benchmarks"))]
	type Migrations = SteppedMigrations;
	// The pallet's own benchmarks need migrations to drive.
	#[cfg(feature = "runtime-benchmarks")]
	type Migrations = pallet_migrations::mock_helpers::MockedMigrations;
	type CursorMaxLen = ConstU32<65_536>;
	type IdentifierMaxLen = ConstU32<256>;
	type MigrationStatusHandler = ();
	type FailedMigrationHandler = frame_support::migrations::FreezeChainOnFailedMigration;
	type MaxServiceWeight = MigrationWeight;
	type WeightInfo = weights::pallet_migrations::WeightInfo<Runtime>;
}
