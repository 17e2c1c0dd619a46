// SPDX-License-Identifier: Apache-2.0

//! Members pay nothing, within bounds.
//!
//! A transaction's fee (its weight and its length) is drawn on the allowance of the institution
//! that its signer belongs to, or on the share of it that is reserved for patients. What it didn't
//! use is given back. A tenth is left to operational transactions. Over the allowance, and for
//! outsiders, a transaction isn't valid: the pool refuses it and says why ([`refusal`]). Wrapped
//! calls can't dodge it, since a wrapper weighs what it wraps.

use crate::Balance;
use core::marker::PhantomData;
use pallet_institutions::{AllowanceError, Drawn, Pallet as Institutions};
use polkadot_sdk::{
	frame_support::{
		dispatch::DispatchInfo,
		unsigned::TransactionValidityError,
		weights::{Weight, WeightToFee},
	},
	pallet_transaction_payment::{Config as PaymentConfig, OnChargeTransaction, TxCreditHold},
	sp_runtime::{
		traits::{DispatchInfoOf, Dispatchable, PostDispatchInfoOf},
		transaction_validity::InvalidTransaction,
	},
};

/// The fee for each byte of a transaction, in picoseconds of weight: what hashing, storing and
/// sending it to every node costs beside executing it.
pub const FEE_PER_BYTE: u64 = 10_000;

/// One unit of fee for each picosecond of weight.
pub struct PicosecondsOfWeight;
impl WeightToFee for PicosecondsOfWeight {
	type Balance = Balance;
	fn weight_to_fee(weight: &Weight) -> Balance {
		weight.ref_time().into()
	}
}

/// [`FEE_PER_BYTE`] for each byte; transaction-payment puts the length in the weight's first part.
pub struct PicosecondsOfLength;
impl WeightToFee for PicosecondsOfLength {
	type Balance = Balance;
	fn weight_to_fee(length: &Weight) -> Balance {
		length.ref_time().saturating_mul(FEE_PER_BYTE).into()
	}
}

/// Draws transaction fees on allowances.
pub struct ChargeAllowance<T>(PhantomData<T>);

impl<T: PaymentConfig> TxCreditHold<T> for ChargeAllowance<T> {
	type Credit = ();
}

impl<T> OnChargeTransaction<T> for ChargeAllowance<T>
where
	T: PaymentConfig + pallet_institutions::Config,
	T::RuntimeCall: Dispatchable<Info = DispatchInfo>,
	T::OnChargeTransaction: TxCreditHold<T, Credit = ()>,
{
	type Balance = Balance;
	type LiquidityInfo = Option<Drawn>;

	fn withdraw_fee(
		who: &T::AccountId,
		_call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		fee_with_tip: Balance,
		_tip: Balance,
	) -> Result<Self::LiquidityInfo, TransactionValidityError> {
		Institutions::<T>::draw(who, amount(fee_with_tip), info.class)
			.map(Some)
			.map_err(|error| refusal(error).into())
	}

	fn can_withdraw_fee(
		who: &T::AccountId,
		_call: &T::RuntimeCall,
		info: &DispatchInfoOf<T::RuntimeCall>,
		fee_with_tip: Balance,
		_tip: Balance,
	) -> Result<(), TransactionValidityError> {
		Institutions::<T>::can_draw(who, amount(fee_with_tip), info.class)
			.map_err(|error| refusal(error).into())
	}

	fn correct_and_deposit_fee(
		_who: &T::AccountId,
		_info: &DispatchInfoOf<T::RuntimeCall>,
		_post_info: &PostDispatchInfoOf<T::RuntimeCall>,
		corrected_fee_with_tip: Balance,
		_tip: Balance,
		drawn: Self::LiquidityInfo,
	) -> Result<(), TransactionValidityError> {
		if let Some(drawn) = drawn {
			let unused = drawn.amount.saturating_sub(amount(corrected_fee_with_tip));
			Institutions::<T>::restore(&drawn, unused);
		}
		Ok(())
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn endow_account(who: &T::AccountId, _amount: Balance) {
		Institutions::<T>::endow_for_benchmark(who);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn minimum_balance() -> Balance {
		1
	}
}

/// Allowances count in `u64`; a fee beyond that is beyond any allowance.
fn amount(fee: Balance) -> u64 {
	fee.try_into().unwrap_or(u64::MAX)
}

/// What the pool says to whoever can't draw on an allowance. Wallets show the code of a custom
/// refusal; the SDK names it.
pub const fn refusal(error: AllowanceError) -> InvalidTransaction {
	match error {
		AllowanceError::Exhausted => InvalidTransaction::Payment,
		AllowanceError::NotAMember => InvalidTransaction::Custom(1),
		AllowanceError::CredentialNotInForce => InvalidTransaction::Custom(2),
		AllowanceError::InstitutionNotInForce => InvalidTransaction::Custom(3),
		AllowanceError::RoleNotAllowedAnyMore => InvalidTransaction::Custom(4),
	}
}
