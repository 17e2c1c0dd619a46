// SPDX-License-Identifier: Apache-2.0

//! What always holds of money.

use super::Check;
use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
	ensure,
	traits::{fungibles::Inspect, Time},
};
use galen_primitives::InstitutionId;

/// What a payer owes in a currency, counted anew.
#[derive(Default)]
struct Owed {
	held: Amount,
	queued: Amount,
}

impl<T: Config> Pallet<T> {
	/// Checks what holds of money.
	pub(super) fn check_money() -> Check {
		let owed = Self::check_payments()?;
		Self::check_reserves(&owed)?;
		Self::check_queue()?;
		Self::check_remittances()?;
		Self::check_issuance()
	}

	fn check_payments() -> Result<BTreeMap<(InstitutionId, Currency), Owed>, &'static str> {
		let now = T::Time::now();
		let mut owed = BTreeMap::<_, Owed>::new();
		let mut reversed = BTreeMap::<_, Amount>::new();
		for (id, claim) in Claims::<T>::iter() {
			let payment = claim.payment;
			// 22. What was paid, set off, set aside and queued of a claim is what the payer bears; of
			// one that is reversed, what was paid is owed; of any other, there is nothing.
			let sound = match claim.status {
				ClaimStatus::Decided => payment.total() == claim.benefit() && payment.reversed == 0,
				ClaimStatus::Reversed => {
					payment.outstanding() == 0 && payment.reversed == payment.settled()
				},
				_ => payment == Payment::default(),
			};
			ensure!(sound, "a claim's payment isn't what it comes to");
			ensure!(
				(payment.settled() > 0) == payment.at.is_some()
					&& payment.at.is_none_or(|at| claim.created <= at && at <= now),
				"a claim was paid at no time, or at an impossible one"
			);
			let entry = owed.entry((claim.payer, claim.currency)).or_default();
			entry.held = entry.held.saturating_add(payment.funded);
			entry.queued = entry.queued.saturating_add(payment.queued);
			let entry = reversed.entry((claim.payer, claim.provider, claim.currency)).or_default();
			*entry = entry.saturating_add(payment.reversed);
			// 23. What a remittance is said to have paid, it has.
			if let Some(number) = payment.remittance {
				let key = (claim.payer, claim.currency, number);
				ensure!(
					Remittances::<T>::get(key).is_some_and(|found| found.claims.contains(&id)),
					"a claim was paid by no remittance"
				);
			}
		}
		// 24. Nobody owes more than was reversed, and no entry says that nothing is owed.
		for (key, amount) in ForwardingBalances::<T>::iter() {
			let most = reversed.get(&key).copied().unwrap_or_default();
			ensure!(0 < amount && amount <= most, "a provider owes what nobody has reversed");
		}
		Ok(owed)
	}

	fn check_reserves(owed: &BTreeMap<(InstitutionId, Currency), Owed>) -> Check {
		// 25. What is set aside is what claims wait to be paid by remittance; what is queued, what they
		// wait for. The liability is both.
		for ((payer, currency), owed) in owed {
			let reserve = Reserves::<T>::get(payer, currency);
			ensure!(reserve.held == owed.held, "what is held isn't what is funded and unpaid");
			ensure!(reserve.queued == owed.queued, "what is queued isn't what waits");
		}
		for (payer, currency, reserve) in Reserves::<T>::iter() {
			ensure!(
				owed.contains_key(&(payer, currency)) || reserve.held == 0 && reserve.queued == 0,
				"a reserve owes something to nobody"
			);
			// 26. What is set aside is there.
			let balance = Self::balance_of(Purse::Reserve, payer, currency);
			ensure!(reserve.held <= balance, "a reserve holds less than it has set aside");
		}
		Ok(())
	}

	fn check_queue() -> Check {
		let mut waiting = BTreeMap::<_, Amount>::new();
		let mut entries = 0u64;
		for ((payer, currency, ticket), entry) in Queue::<T>::iter() {
			let Reserve { head, tail, .. } = Reserves::<T>::get(payer, currency);
			ensure!(head <= ticket && ticket < tail, "a ticket that nobody gave out, or served");
			let claim = Claims::<T>::get(entry.claim).ok_or("a ticket of no claim")?;
			ensure!(
				claim.payer == payer && claim.currency == currency && entry.amount > 0,
				"a ticket of another payer's, or for nothing"
			);
			ensure!(
				matches!(claim.status, ClaimStatus::Decided | ClaimStatus::Reversed),
				"a ticket of a claim that isn't decided"
			);
			entries = entries.saturating_add(1);
			if claim.status == ClaimStatus::Decided {
				let sum = waiting.entry(entry.claim).or_default();
				*sum = sum.saturating_add(entry.amount);
			}
		}
		// 27. A queue has an entry for each ticket from its head to its tail.
		let tickets = Reserves::<T>::iter_values().try_fold(0u64, |sum, reserve| {
			sum.checked_add(reserve.tail.checked_sub(reserve.head)?)
		});
		ensure!(tickets == Some(entries), "a queue has a gap");
		// 28. What waits of a claim is what its tickets are for.
		for (id, claim) in Claims::<T>::iter() {
			let amount = waiting.get(&id).copied().unwrap_or_default();
			ensure!(claim.payment.queued == amount, "a claim waits for what no ticket is for");
		}
		Ok(())
	}

	fn check_remittances() -> Check {
		let mut counts = BTreeMap::<_, RemittanceId>::new();
		for ((payer, currency, number), remittance) in Remittances::<T>::iter() {
			// 29. Every remittance balances, pays claims of its payer and provider, each once, and has
			// a number that was given out.
			let claims: BTreeSet<_> = remittance.claims.iter().collect();
			ensure!(
				!claims.is_empty() && claims.len() == remittance.claims.len(),
				"a remittance of nothing, or of something twice"
			);
			for id in claims {
				let claim = Claims::<T>::get(id).ok_or("a remittance of no claim")?;
				ensure!(
					(claim.payer, claim.provider, claim.currency)
						== (payer, remittance.provider, currency),
					"a remittance of another's claim"
				);
			}
			let net = net_payment(remittance.benefit, &remittance.adjustments);
			ensure!(net == Ok(remittance.payment), "a remittance doesn't balance");
			let next = Reserves::<T>::get(payer, currency).next_remittance;
			ensure!(number < next, "a remittance that nobody has numbered");
			let count = counts.entry((payer, currency)).or_default();
			*count = count.saturating_add(1);
		}
		for (payer, currency, reserve) in Reserves::<T>::iter() {
			let count = counts.get(&(payer, currency)).copied().unwrap_or_default();
			ensure!(reserve.next_remittance == count, "a remittance is missing");
		}
		Ok(())
	}

	fn check_issuance() -> Check {
		let now = T::Time::now();
		for ((_, _, _), redemption) in Redemptions::<T>::iter() {
			ensure!(
				redemption.amount > 0 && redemption.requested <= now,
				"a redemption of nothing, or asked for in the future"
			);
		}
		// 30. There is as much money as banks have issued and not redeemed.
		let mut issued = BTreeMap::<Currency, (Amount, Amount)>::new();
		for (_, currency, issuance) in Issuances::<T>::iter() {
			let sums = issued.entry(currency).or_default();
			sums.0 = sums.0.saturating_add(issuance.issued);
			sums.1 = sums.1.saturating_add(issuance.redeemed);
		}
		for (currency, (issued, redeemed)) in issued {
			ensure!(
				issued.checked_sub(redeemed) == Some(T::Assets::total_issuance(currency.into())),
				"there is more or less money than was issued"
			);
		}
		Ok(())
	}
}
