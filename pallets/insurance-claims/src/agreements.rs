// SPDX-License-Identifier: Apache-2.0

//! Agreements between payers and providers that are under different laws.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{seams::Institutions, InstitutionId, Moment, Period};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose_agreement(
		actor: ActorOf<T>,
		payer: InstitutionId,
		provider: InstitutionId,
		period: Period,
	) -> DispatchResult {
		Self::ensure_side(&actor, payer, provider)?;
		ensure!(period.is_proper(), Error::<T>::ImproperPeriod);
		Self::ensure_payer(payer)?;
		ensure!(T::Institutions::exists(provider), Error::<T>::InvalidParties);

		let by = actor.institution;
		let agreed = Agreements::<T>::get(payer, provider).and_then(|found| found.agreed);
		let agreement = Agreement { agreed, proposal: Some(Proposal { period, by }) };
		Agreements::<T>::insert(payer, provider, agreement);

		Self::deposit_event(Event::AgreementProposed { payer, provider, by, period });
		Ok(())
	}

	pub(crate) fn do_accept_agreement(
		actor: ActorOf<T>,
		payer: InstitutionId,
		provider: InstitutionId,
		period: Period,
	) -> DispatchResult {
		Self::ensure_side(&actor, payer, provider)?;
		let agreement = Self::agreement_between(payer, provider)?;
		let proposal = agreement.proposal.ok_or(Error::<T>::NoProposal)?;
		ensure!(proposal.by != actor.institution, Error::<T>::OwnProposal);
		ensure!(proposal.period == period, Error::<T>::OtherProposal);

		let agreement = Agreement { agreed: Some(period), proposal: None };
		Agreements::<T>::insert(payer, provider, agreement);

		Self::deposit_event(Event::AgreementAccepted { payer, provider });
		Ok(())
	}

	pub(crate) fn do_end_agreement(
		actor: ActorOf<T>,
		payer: InstitutionId,
		provider: InstitutionId,
	) -> DispatchResult {
		Self::ensure_side(&actor, payer, provider)?;
		let Agreement { agreed, proposal } = Self::agreement_between(payer, provider)?;
		let now = T::Time::now();
		let runs = |period: &Period| period.until.is_none_or(|until| now < until);
		ensure!(
			proposal.is_some() || agreed.is_some_and(|period| runs(&period)),
			Error::<T>::AgreementNotFound
		);

		// What runs ends now; what hasn't begun never was.
		let agreed = agreed
			.map(
				|period| if runs(&period) { Period { until: Some(now), ..period } } else { period },
			)
			.filter(Period::is_proper);
		match agreed {
			Some(_) => {
				let agreement = Agreement { agreed, proposal: None };
				Agreements::<T>::insert(payer, provider, agreement);
			},
			None => Agreements::<T>::remove(payer, provider),
		}

		let by = actor.institution;
		Self::deposit_event(Event::AgreementEnded { payer, provider, by });
		Ok(())
	}

	/// Whether nothing between the two stands in the way of paying for what was done at `at`: they
	/// are under the same law, or have an agreement for that time.
	pub(crate) fn ensure_agreement(
		payer: InstitutionId,
		provider: InstitutionId,
		at: impl IntoIterator<Item = Moment>,
	) -> Result<(), Error<T>> {
		let law = T::Institutions::jurisdiction;
		// Two of which nothing is known aren't under the same law.
		if law(payer).is_some_and(|one| law(provider) == Some(one)) {
			return Ok(());
		}
		let agreed = Agreements::<T>::get(payer, provider).and_then(|found| found.agreed);
		let agreed = agreed.ok_or(Error::<T>::NoAgreement)?;
		ensure!(at.into_iter().all(|at| agreed.contains(at)), Error::<T>::NoAgreement);
		Ok(())
	}

	fn agreement_between(
		payer: InstitutionId,
		provider: InstitutionId,
	) -> Result<Agreement, Error<T>> {
		Agreements::<T>::get(payer, provider).ok_or(Error::<T>::AgreementNotFound)
	}

	fn ensure_side(
		actor: &ActorOf<T>,
		payer: InstitutionId,
		provider: InstitutionId,
	) -> Result<(), Error<T>> {
		let is_side = [payer, provider].contains(&actor.institution);
		ensure!(payer != provider && is_side, Error::<T>::InvalidParties);
		Ok(())
	}
}
