// SPDX-License-Identifier: Apache-2.0

//! The token, the block limits, the ss58 prefix.

use crate::Balance;
use polkadot_sdk::{
	frame_support::{dispatch::DispatchClass, weights::Weight},
	frame_system::limits::{BlockLength, BlockWeights},
	sp_runtime::Perbill,
};

/// The network's address format: the ss58 prefix, not taken in the ss58 registry.
pub const SS58_PREFIX: u16 = 2609;
/// The token's symbol. It settles what institutions owe each other; nobody needs it to transact.
pub const TOKEN_SYMBOL: &str = "GALEN";
/// The decimals that wallets show.
pub const TOKEN_DECIMALS: u8 = 12;
/// One token.
pub const UNIT: Balance = 1_000_000_000_000;
/// The least that an account without any other reason to exist must hold.
pub const EXISTENTIAL_DEPOSIT: Balance = UNIT / 1_000;

/// What transactions of the normal class may take of a block; the rest is for operational ones, so
/// that a flood can't stop a withdrawal of consent, a recall or a suspension.
pub const NORMAL_SHARE: Perbill = Perbill::from_percent(75);

/// A block's length, in bytes.
pub const BLOCK_LENGTH: u32 = 5 * 1024 * 1024;

/// Limits for blocks that may take `max` altogether, of which every block costs `block` and every
/// transaction `transaction`, whatever is in them.
pub fn block_weights(max: Weight, block: Weight, transaction: Weight) -> BlockWeights {
	let normal = NORMAL_SHARE * max;
	BlockWeights::builder()
		.base_block(block)
		.for_class(DispatchClass::all(), |class| class.base_extrinsic = transaction)
		.for_class(DispatchClass::Normal, |class| class.max_total = Some(normal))
		.for_class(DispatchClass::Operational, |class| {
			class.max_total = Some(max);
			class.reserved = Some(max.saturating_sub(normal));
		})
		.avg_block_initialization(Perbill::from_percent(10))
		.build_or_panic()
}

/// The lengths that go with [`BLOCK_LENGTH`].
pub fn block_length() -> BlockLength {
	BlockLength::builder()
		.max_length(BLOCK_LENGTH)
		.modify_max_length_for_class(DispatchClass::Normal, |max| *max = NORMAL_SHARE * *max)
		.build()
}
