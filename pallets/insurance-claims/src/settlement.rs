// SPDX-License-Identifier: Apache-2.0

//! Where the money is: what banks issue and redeem, what a claim is paid out of, and the queue of
//! those for which there is none.
//!
//! Each institution has two accounts of the pallet's own in each currency: a payer pays claims out of
//! its reserve, a provider is paid into its receipts. They belong to no key, so nobody can move money
//! past these rules: that is the hold. What leaves them goes to a settlement bank, or between them.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	dispatch::{DispatchResult, DispatchResultWithPostInfo},
	ensure,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
		Get, Time,
	},
};
use galen_primitives::{seams::Institutions, Digest, InstitutionId, InstitutionKind};
use sp_runtime::{traits::AccountIdConversion, DispatchError};

/// The sum of two amounts.
pub(crate) fn plus<T>(one: Amount, other: Amount) -> Result<Amount, Error<T>> {
	one.checked_add(other).ok_or(Error::<T>::Overflow)
}

/// What is left of an amount that was counted.
pub(crate) fn minus<T>(one: Amount, other: Amount) -> Result<Amount, Error<T>> {
	one.checked_sub(other).ok_or(Error::<T>::Inconsistent)
}

impl<T: Config> Pallet<T> {
	/// One of an institution's accounts. Nobody has a key to it.
	pub fn account_of(purse: Purse, institution: InstitutionId) -> T::AccountId {
		T::PalletId::get().into_sub_account_truncating((purse, institution))
	}

	/// The account that a payer pays claims out of.
	pub fn reserve_account(payer: InstitutionId) -> T::AccountId {
		Self::account_of(Purse::Reserve, payer)
	}

	/// The account that a provider is paid into.
	pub fn receipts_account(provider: InstitutionId) -> T::AccountId {
		Self::account_of(Purse::Receipts, provider)
	}

	/// What is in one of an institution's accounts.
	pub(crate) fn balance_of(
		purse: Purse,
		institution: InstitutionId,
		currency: Currency,
	) -> Amount {
		T::Assets::balance(currency.into(), &Self::account_of(purse, institution))
	}

	/// What of it isn't set aside, nor owed to the queue.
	pub(crate) fn available(
		purse: Purse,
		institution: InstitutionId,
		currency: Currency,
	) -> Amount {
		let balance = Self::balance_of(purse, institution, currency);
		match purse {
			Purse::Receipts => balance,
			Purse::Reserve => {
				let Reserve { held, queued, .. } = Reserves::<T>::get(institution, currency);
				balance.saturating_sub(held).saturating_sub(queued)
			},
		}
	}

	pub(crate) fn do_issue(
		actor: ActorOf<T>,
		payer: InstitutionId,
		currency: Currency,
		amount: Amount,
	) -> DispatchResult {
		let bank = actor.institution;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(payer != bank, Error::<T>::OwnAccount);
		Self::ensure_bank(bank)?;
		let kinds = T::Institutions::kinds_in_force(payer);
		let pays = kinds.is_some_and(|kinds| kinds.contains(InstitutionKind::Payer));
		ensure!(pays, Error::<T>::NotAPayer);
		let asset = u32::from(currency);
		ensure!(T::Assets::asset_exists(asset), Error::<T>::UnknownCurrency);

		let mut issuance = Issuances::<T>::get(bank, currency);
		issuance.issued = plus::<T>(issuance.issued, amount)?;
		T::Assets::mint_into(asset, &Self::reserve_account(payer), amount)?;
		Issuances::<T>::insert(bank, currency, issuance);

		Self::deposit_event(Event::Issued { bank, payer, currency, amount });
		Ok(())
	}

	pub(crate) fn do_request_redemption(
		actor: ActorOf<T>,
		purse: Purse,
		currency: Currency,
		bank: InstitutionId,
		amount: Amount,
		instructions: Digest,
	) -> DispatchResult {
		let institution = actor.institution;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		ensure!(!instructions.is_zero(), Error::<T>::ZeroDigest);
		ensure!(bank != institution, Error::<T>::OwnAccount);
		Self::ensure_bank(bank)?;
		let key = (institution, purse, currency);
		ensure!(!Redemptions::<T>::contains_key(key), Error::<T>::RedemptionPending);
		let available = Self::available(purse, institution, currency);
		ensure!(amount <= available, Error::<T>::InsufficientFunds);

		let requested = T::Time::now();
		let redemption = Redemption { bank, amount, instructions, requested };
		Redemptions::<T>::insert(key, redemption);

		Self::deposit_event(Event::RedemptionRequested {
			institution,
			purse,
			currency,
			redemption,
		});
		Ok(())
	}

	pub(crate) fn do_cancel_redemption(
		actor: ActorOf<T>,
		purse: Purse,
		currency: Currency,
	) -> DispatchResult {
		let institution = actor.institution;
		Redemptions::<T>::take((institution, purse, currency))
			.ok_or(Error::<T>::RedemptionNotFound)?;

		Self::deposit_event(Event::RedemptionCancelled { institution, purse, currency });
		Ok(())
	}

	pub(crate) fn do_redeem(
		actor: ActorOf<T>,
		institution: InstitutionId,
		purse: Purse,
		currency: Currency,
		amount: Amount,
	) -> DispatchResult {
		let bank = actor.institution;
		Self::ensure_bank(bank)?;
		let key = (institution, purse, currency);
		let redemption = Redemptions::<T>::get(key).ok_or(Error::<T>::RedemptionNotFound)?;
		ensure!(redemption.bank == bank, Error::<T>::OtherBank);
		ensure!(redemption.amount == amount, Error::<T>::RedemptionMismatch);
		// What was available when it was asked for may be set aside now.
		let available = Self::available(purse, institution, currency);
		ensure!(amount <= available, Error::<T>::InsufficientFunds);

		let mut issuance = Issuances::<T>::get(bank, currency);
		issuance.redeemed = plus::<T>(issuance.redeemed, amount)?;
		T::Assets::burn_from(
			currency.into(),
			&Self::account_of(purse, institution),
			amount,
			Preservation::Expendable,
			Precision::Exact,
			Fortitude::Polite,
		)?;
		Issuances::<T>::insert(bank, currency, issuance);
		Redemptions::<T>::remove(key);

		Self::deposit_event(Event::Redeemed { institution, purse, currency, bank, amount });
		Ok(())
	}

	/// Pays what a decision has granted, or sets it aside for a remittance. If there is no money, or
	/// if others wait for some, it joins the queue. Whoever calls writes the claim.
	pub(crate) fn owe(
		id: ClaimId,
		claim: &mut ClaimOf<T>,
		amount: Amount,
		mode: SettlementMode,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		let (payer, currency) = (claim.payer, claim.currency);
		let mut reserve = Reserves::<T>::get(payer, currency);
		let before = reserve;
		// Nobody overtakes. Entries of claims that were reversed wait for nothing.
		let fulfilled = match reserve.queued {
			0 => Self::fulfil(&mut reserve, claim, amount, mode)?,
			_ => None,
		};
		if fulfilled.is_none() {
			let key = (payer, currency, reserve.tail);
			Queue::<T>::insert(key, Queued { claim: id, amount, mode });
			reserve.tail = reserve.tail.saturating_add(1);
			reserve.queued = plus::<T>(reserve.queued, amount)?;
			claim.payment.queued = plus::<T>(claim.payment.queued, amount)?;
		}
		// What is paid at once leaves no trace in it: that saves a write for nearly every claim.
		if reserve != before {
			Reserves::<T>::insert(payer, currency, reserve);
		}
		Ok(())
	}

	/// Pays `amount` of a claim, or sets it aside, if there is money, and says how much of it was set
	/// off. Nothing changes if there is none.
	fn fulfil(
		reserve: &mut Reserve,
		claim: &mut ClaimOf<T>,
		amount: Amount,
		mode: SettlementMode,
	) -> Result<Option<Amount>, DispatchError> {
		let (payer, provider, currency) = (claim.payer, claim.provider, claim.currency);
		let free = Self::balance_of(Purse::Reserve, payer, currency).saturating_sub(reserve.held);
		let payment = &mut claim.payment;
		match mode {
			SettlementMode::Batch => {
				if free < amount {
					return Ok(None);
				}
				reserve.held = plus::<T>(reserve.held, amount)?;
				payment.funded = plus::<T>(payment.funded, amount)?;
				Ok(Some(0))
			},
			SettlementMode::Immediate => {
				let recovery =
					recover(amount, ForwardingBalances::<T>::get((payer, provider, currency)));
				if free < recovery.payment {
					return Ok(None);
				}
				payment.paid = plus::<T>(payment.paid, recovery.payment)?;
				payment.recovered = plus::<T>(payment.recovered, recovery.recovered)?;
				payment.at = Some(T::Time::now());
				Self::pay(payer, provider, currency, recovery.payment)?;
				Self::set_off(payer, provider, currency, &recovery);
				Ok(Some(recovery.recovered))
			},
		}
	}

	/// Takes down what a provider owes a payer.
	pub(crate) fn set_off(
		payer: InstitutionId,
		provider: InstitutionId,
		currency: Currency,
		recovery: &Recovery,
	) {
		let key = (payer, provider, currency);
		match (recovery.recovered, recovery.owed) {
			(0, _) => {},
			(_, 0) => ForwardingBalances::<T>::remove(key),
			(_, owed) => ForwardingBalances::<T>::insert(key, owed),
		}
	}

	/// Moves money from a payer's reserve to a provider's receipts.
	pub(crate) fn pay(
		payer: InstitutionId,
		provider: InstitutionId,
		currency: Currency,
		amount: Amount,
	) -> DispatchResult {
		if amount > 0 {
			T::Assets::transfer(
				currency.into(),
				&Self::reserve_account(payer),
				&Self::receipts_account(provider),
				amount,
				Preservation::Expendable,
			)?;
		}
		Ok(())
	}

	pub(crate) fn do_settle(
		payer: InstitutionId,
		currency: Currency,
		up_to: u32,
	) -> DispatchResultWithPostInfo {
		ensure!(up_to <= T::MaxSettled::get(), Error::<T>::TooManyAtOnce);
		let mut reserve = Reserves::<T>::get(payer, currency);
		let first = reserve.head;
		let (mut settled, mut looked_at) = (Vec::new(), 0u32);
		while looked_at < up_to && reserve.head < reserve.tail {
			looked_at = looked_at.saturating_add(1);
			let key = (payer, currency, reserve.head);
			let Queued { claim: id, amount, mode } =
				Queue::<T>::get(key).ok_or(Error::<T>::Inconsistent)?;
			let mut claim = Claims::<T>::get(id).ok_or(Error::<T>::Inconsistent)?;
			// What was reversed while it waited is passed over.
			if claim.status == ClaimStatus::Decided {
				let Some(recovered) = Self::fulfil(&mut reserve, &mut claim, amount, mode)? else {
					break;
				};
				reserve.queued = minus::<T>(reserve.queued, amount)?;
				claim.payment.queued = minus::<T>(claim.payment.queued, amount)?;
				Claims::<T>::insert(id, claim);
				settled.push(Settlement { claim: id, amount, recovered, mode });
			}
			Queue::<T>::remove(key);
			reserve.head = reserve.head.saturating_add(1);
		}
		ensure!(reserve.head > first, Error::<T>::NothingToSettle);
		Reserves::<T>::insert(payer, currency, reserve);

		Self::deposit_event(Event::Settled { payer, currency, settled });
		Ok(Some(T::WeightInfo::settle(looked_at)).into())
	}

	pub(crate) fn do_repay(
		actor: ActorOf<T>,
		payer: InstitutionId,
		currency: Currency,
		amount: Amount,
	) -> DispatchResult {
		let provider = actor.institution;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let key = (payer, provider, currency);
		let recovery = recover(amount, ForwardingBalances::<T>::get(key));
		ensure!(recovery.payment == 0, Error::<T>::RepaysTooMuch);
		let available = Self::available(Purse::Receipts, provider, currency);
		ensure!(amount <= available, Error::<T>::InsufficientFunds);

		T::Assets::transfer(
			currency.into(),
			&Self::receipts_account(provider),
			&Self::reserve_account(payer),
			amount,
			Preservation::Expendable,
		)?;
		Self::set_off(payer, provider, currency, &recovery);

		let owed = recovery.owed;
		Self::deposit_event(Event::Repaid { payer, provider, currency, amount, owed });
		Ok(())
	}

	/// Whether the institution is a settlement bank in force. Payers have settlement officers, too.
	fn ensure_bank(bank: InstitutionId) -> Result<(), Error<T>> {
		let kinds = T::Institutions::kinds_in_force(bank);
		let is_bank = kinds.is_some_and(|kinds| kinds.contains(InstitutionKind::SettlementBank));
		ensure!(is_bank, Error::<T>::NotABank);
		Ok(())
	}

	/// Whoever may dispose of one of the own institution's accounts.
	pub(crate) fn treasurer(
		origin: T::RuntimeOrigin,
		purse: Purse,
	) -> Result<ActorOf<T>, DispatchError> {
		use frame_support::traits::EnsureOrigin;
		Ok(match purse {
			Purse::Reserve => T::SettlementOrigin::ensure_origin(origin)?,
			Purse::Receipts => T::PayeeOrigin::ensure_origin(origin)?,
		})
	}
}
