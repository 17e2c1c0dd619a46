// SPDX-License-Identifier: Apache-2.0

//! Plans, and the rules that never change.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{fungibles::Inspect, Time},
};
use galen_primitives::{
	seams::Institutions, HashAlgorithm, InstitutionId, InstitutionKind, Moment,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create_plan(
		actor: ActorOf<T>,
		currency: Currency,
		mode: SettlementMode,
		terms: RulesTerms,
	) -> DispatchResult {
		Self::check_rules(&terms)?;
		let payer = actor.institution;
		Self::ensure_payer(payer)?;
		ensure!(
			currency <= MAX_CURRENCY && T::Assets::asset_exists(currency.into()),
			Error::<T>::UnknownCurrency
		);

		let recorded = T::Time::now();
		let (effective, period_days) = (terms.effective, terms.rules.period_days);
		let plan = NextPlan::<T>::get();
		NextPlan::<T>::put(plan.checked_add(1).ok_or(Error::<T>::Overflow)?);
		let mut versions = frame_support::BoundedVec::new();
		versions.try_push(effective).map_err(|_| Error::<T>::TooManyVersions)?;
		Plans::<T>::insert(
			plan,
			Plan { payer, currency, mode, period_days, versions, recorded, closed: None },
		);
		PlanVersions::<T>::insert(plan, 0, Rules { terms, recorded });

		Self::deposit_event(Event::PlanCreated { plan, payer, currency, mode, effective });
		Ok(())
	}

	pub(crate) fn do_add_rules(actor: ActorOf<T>, id: PlanId, terms: RulesTerms) -> DispatchResult {
		Self::check_rules(&terms)?;
		let mut plan = Self::own_plan(&actor, id)?;
		ensure!(terms.rules.period_days == plan.period_days, Error::<T>::OtherPeriods);
		let (effective, recorded) = (terms.effective, T::Time::now());
		let last = plan.versions.last().copied().unwrap_or(0);
		// What was claimed earlier in this block was decided by the rules before.
		ensure!(recorded < effective && last < effective, Error::<T>::Retroactive);

		let version = count(&plan.versions);
		plan.versions.try_push(effective).map_err(|_| Error::<T>::TooManyVersions)?;
		Plans::<T>::insert(id, plan);
		PlanVersions::<T>::insert(id, version, Rules { terms, recorded });

		Self::deposit_event(Event::RulesAdded { plan: id, version, effective });
		Ok(())
	}

	pub(crate) fn do_close_plan(actor: ActorOf<T>, id: PlanId) -> DispatchResult {
		let mut plan = Self::own_plan(&actor, id)?;
		ensure!(plan.closed.is_none(), Error::<T>::PlanIsClosed);

		plan.closed = Some(T::Time::now());
		Plans::<T>::insert(id, plan);

		Self::deposit_event(Event::PlanClosed { plan: id });
		Ok(())
	}

	pub(crate) fn ensure_payer(institution: InstitutionId) -> Result<(), Error<T>> {
		let kinds = T::Institutions::kinds_in_force(institution);
		let payer = kinds.is_some_and(|kinds| kinds.contains(InstitutionKind::Payer));
		ensure!(payer, Error::<T>::NotAPayer);
		Ok(())
	}

	/// A plan of the actor's institution.
	pub(crate) fn own_plan(actor: &ActorOf<T>, id: PlanId) -> Result<Plan, Error<T>> {
		let plan = Plans::<T>::get(id).ok_or(Error::<T>::PlanNotFound)?;
		ensure!(plan.payer == actor.institution, Error::<T>::OtherPayer);
		Ok(plan)
	}

	/// The rules that held at `at`, and their version.
	pub(crate) fn rules_at(
		id: PlanId,
		plan: &Plan,
		at: Moment,
	) -> Result<(RulesVersion, Rules), Error<T>> {
		let begun = plan.versions.iter().filter(|effective| **effective <= at).count();
		let version = u32::try_from(begun).ok().and_then(|begun| begun.checked_sub(1));
		let version = version.ok_or(Error::<T>::NoRules)?;
		let rules = PlanVersions::<T>::get(id, version).ok_or(Error::<T>::NoRules)?;
		Ok((version, rules))
	}

	fn check_rules(terms: &RulesTerms) -> Result<(), Error<T>> {
		terms.rules.check()?;
		if let Network::Listed(members) = &terms.network {
			ensure!(
				members.iter().is_sorted_by(|one, next| one < next),
				Error::<T>::NetworkUnordered
			);
		}
		if let Some(FeeSchedule { root, count }) = &terms.schedule {
			ensure!(!root.is_zero() && *count > 0, Error::<T>::ZeroDigest);
			ensure!(root.algorithm != HashAlgorithm::Sm3, Error::<T>::UnsupportedAlgorithm);
		}
		Ok(())
	}
}

impl<T> From<RuleFlaw> for Error<T> {
	fn from(flaw: RuleFlaw) -> Self {
		match flaw {
			RuleFlaw::Unordered => Self::CategoriesUnordered,
			RuleFlaw::CoinsuranceAboveWhole => Self::CoinsuranceAboveWhole,
			RuleFlaw::EmptyPeriod | RuleFlaw::NoFilingDays => Self::NoDays,
		}
	}
}

impl<T> From<MoneyError> for Error<T> {
	fn from(error: MoneyError) -> Self {
		match error {
			MoneyError::Overflow => Self::Overflow,
			// What is restored was applied, and there is room for every reason.
			MoneyError::Underflow | MoneyError::Full => Self::Inconsistent,
		}
	}
}
