// SPDX-License-Identifier: Apache-2.0

//! Payments for many claims at once. One that doesn't balance at every level is refused.

use crate::{
	settlement::{minus, plus},
	*,
};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::InstitutionId;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_remit(
		actor: ActorOf<T>,
		provider: InstitutionId,
		currency: Currency,
		claims: RemittedClaims,
		adjustments: ProviderAdjustments,
		expected: Amount,
	) -> DispatchResult {
		let payer = actor.institution;
		ensure!(!claims.is_empty(), Error::<T>::NoClaims);
		ensure!(claims.iter().is_sorted_by(|one, next| one < next), Error::<T>::ClaimsUnordered);
		let (lowered, raised) = Self::agreed_adjustments(&adjustments)?;

		let now = T::Time::now();
		let mut reserve = Reserves::<T>::get(payer, currency);
		let number = reserve.next_remittance;
		let (mut benefit, mut left) = (0, lowered);
		let mut paid = Vec::new();
		for id in &claims {
			let mut claim = Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?;
			ensure!(claim.payer == payer, Error::<T>::OtherPayersClaim);
			let addressed = claim.provider == provider && claim.currency == currency;
			ensure!(addressed, Error::<T>::RemittanceMismatch);
			ensure!(claim.status == ClaimStatus::Decided, Error::<T>::NotDecided);
			let payment = &mut claim.payment;
			ensure!(payment.funded > 0, Error::<T>::NotFunded);
			let recovery = recover(payment.funded, left);
			left = recovery.owed;
			benefit = plus::<T>(benefit, payment.funded)?;
			payment.funded = 0;
			payment.paid = plus::<T>(payment.paid, recovery.payment)?;
			payment.recovered = plus::<T>(payment.recovered, recovery.recovered)?;
			(payment.at, payment.remittance) = (Some(now), Some(number));
			paid.push((*id, claim));
		}
		// What the provider owes is taken off as far as it goes, no less and no more.
		let recovery = recover(benefit, ForwardingBalances::<T>::get((payer, provider, currency)));
		ensure!(recovery.recovered == lowered, Error::<T>::RemittanceUnbalanced);
		let payment =
			net_payment(benefit, &adjustments).map_err(|_| Error::<T>::RemittanceUnbalanced)?;
		ensure!(payment == expected, Error::<T>::RemittanceUnbalanced);
		let available = Self::available(Purse::Reserve, payer, currency);
		ensure!(raised <= available, Error::<T>::InsufficientFunds);
		reserve.held = minus::<T>(reserve.held, benefit)?;
		reserve.next_remittance = number.checked_add(1).ok_or(Error::<T>::Overflow)?;

		Self::pay(payer, provider, currency, payment)?;
		Self::set_off(payer, provider, currency, &recovery);
		Reserves::<T>::insert(payer, currency, reserve);
		for (id, claim) in paid {
			Claims::<T>::insert(id, claim);
		}
		let remittance = Remittance { provider, claims, benefit, adjustments, payment, at: now };
		Remittances::<T>::insert((payer, currency, number), remittance);

		Self::deposit_event(Event::Remitted {
			payer,
			provider,
			currency,
			remittance: number,
			benefit,
			payment,
		});
		Ok(())
	}

	/// By how much adjustments lower and raise a payment. A payer can lower it by what the provider
	/// owes, which the chain knows, and by nothing else.
	fn agreed_adjustments(adjustments: &ProviderAdjustments) -> Result<(Amount, Amount), Error<T>> {
		use ProviderAdjustmentReason::{ForwardingBalance, Incentive, Interest};
		let (mut lowered, mut raised) = (0, 0);
		let mut reasons = Vec::new();
		for ProviderAdjustment { reason, effect, amount } in adjustments {
			ensure!(*amount > 0, Error::<T>::ZeroAmount);
			ensure!(!reasons.contains(reason), Error::<T>::AdjustmentNotAgreed);
			reasons.push(*reason);
			match (reason, effect) {
				(ForwardingBalance, Effect::Lowers) => lowered = *amount,
				(Interest | Incentive, Effect::Raises) => raised = plus::<T>(raised, *amount)?,
				_ => return Err(Error::<T>::AdjustmentNotAgreed),
			}
		}
		Ok((lowered, raised))
	}
}
