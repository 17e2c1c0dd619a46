// SPDX-License-Identifier: Apache-2.0

//! Accounts, blocks, balances.

use polkadot_sdk::sp_runtime::{
	generic,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};

/// A signature by any of the schemes that wallets use.
pub type Signature = MultiSignature;
/// An account: the public key of a signature, or its hash.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// How a call names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// Token units, and the units of fees and allowances.
pub type Balance = u128;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// The height of a block.
pub type BlockNumber = u32;
/// A hash of the chain's.
pub type Hash = polkadot_sdk::sp_core::H256;
/// A block's header.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
