// SPDX-License-Identifier: Apache-2.0

//! Coverages: drawn up, in force, ended.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{seams::Patients, time::DAY, BenefitCategory, Moment, PatientId, Period};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_create_coverage(
		actor: ActorOf<T>,
		plan_id: PlanId,
		terms: CoverageTerms,
	) -> DispatchResult {
		ensure!(terms.period.is_proper(), Error::<T>::ImproperPeriod);
		ensure!((1..=MAX_ORDER).contains(&terms.order), Error::<T>::InvalidOrder);
		ensure!(!terms.subscriber.is_zero(), Error::<T>::ZeroDigest);
		let plan = Self::own_plan(&actor, plan_id)?;
		ensure!(plan.closed.is_none(), Error::<T>::PlanIsClosed);
		ensure!(T::Patients::is_open(&terms.beneficiary), Error::<T>::PatientNotOpen);

		let coverage = NextCoverage::<T>::get();
		NextCoverage::<T>::put(coverage.checked_add(1).ok_or(Error::<T>::Overflow)?);
		Coverages::<T>::insert(
			coverage,
			Coverage {
				plan: plan_id,
				payer: plan.payer,
				currency: plan.currency,
				terms,
				status: CoverageStatus::Draft,
				recorded: T::Time::now(),
			},
		);

		Self::deposit_event(Event::CoverageCreated { coverage, plan: plan_id, terms });
		Ok(())
	}

	pub(crate) fn do_activate_coverage(actor: ActorOf<T>, id: CoverageId) -> DispatchResult {
		let mut coverage = Self::own_coverage(&actor, id)?;
		ensure!(coverage.status == CoverageStatus::Draft, Error::<T>::NotADraft);
		let CoverageTerms { beneficiary, period, order, .. } = coverage.terms;
		ensure!(T::Patients::is_open(&beneficiary), Error::<T>::PatientNotOpen);
		let mut ranked = Ranks::<T>::get(beneficiary, order);
		ensure!(
			!ranked.iter().any(|other| overlap(&other.period, &period)),
			Error::<T>::OrderTaken
		);
		if ranked.is_full() {
			let now = T::Time::now();
			ranked.retain(|other| other.period.until.is_none_or(|until| now < until));
		}

		ranked
			.try_push(Ranked { coverage: id, period })
			.map_err(|_| Error::<T>::TooManyCoverages)?;
		Ranks::<T>::insert(beneficiary, order, ranked);
		coverage.status = CoverageStatus::Active;
		Coverages::<T>::insert(id, coverage);

		Self::deposit_event(Event::CoverageActivated { coverage: id });
		Ok(())
	}

	pub(crate) fn do_cancel_coverage(
		actor: ActorOf<T>,
		id: CoverageId,
		until: Moment,
	) -> DispatchResult {
		let mut coverage = Self::own_coverage(&actor, id)?;
		let period = coverage.terms.period;
		let until = match coverage.status {
			CoverageStatus::Draft => period.from,
			CoverageStatus::Active => {
				// Something may have been claimed for earlier in this block.
				ensure!(T::Time::now() < until, Error::<T>::Retroactive);
				ensure!(period.until.is_none_or(|end| until < end), Error::<T>::ImproperPeriod);
				until.max(period.from)
			},
			_ => return Err(Error::<T>::CoverageNotActive.into()),
		};

		coverage.terms.period.until = Some(until);
		coverage.status = CoverageStatus::Cancelled;
		let CoverageTerms { beneficiary, period, order, .. } = coverage.terms;
		Coverages::<T>::insert(id, coverage);
		Self::rerank(&beneficiary, order, id, period.is_proper().then_some(period));

		Self::deposit_event(Event::CoverageCancelled { coverage: id, until });
		Ok(())
	}

	pub(crate) fn do_enter_coverage_in_error(actor: ActorOf<T>, id: CoverageId) -> DispatchResult {
		let mut coverage = Self::own_coverage(&actor, id)?;
		ensure!(
			matches!(coverage.status, CoverageStatus::Draft | CoverageStatus::Active),
			Error::<T>::CoverageNotActive
		);
		// One read: a ledger is there as soon as anything was claimed or asked for.
		let in_use = Ledgers::<T>::iter_key_prefix(id).next().is_some();
		ensure!(!in_use, Error::<T>::CoverageInUse);

		coverage.status = CoverageStatus::EnteredInError;
		let CoverageTerms { beneficiary, order, .. } = coverage.terms;
		Coverages::<T>::insert(id, coverage);
		Self::rerank(&beneficiary, order, id, None);

		Self::deposit_event(Event::CoverageEnteredInError { coverage: id });
		Ok(())
	}

	/// A coverage of the actor's institution.
	fn own_coverage(actor: &ActorOf<T>, id: CoverageId) -> Result<Coverage, Error<T>> {
		let coverage = Coverages::<T>::get(id).ok_or(Error::<T>::CoverageNotFound)?;
		ensure!(coverage.payer == actor.institution, Error::<T>::OtherPayer);
		Ok(coverage)
	}

	/// Changes the time for which a coverage holds its place, or has it give it up. A draft holds
	/// none.
	fn rerank(patient: &PatientId, order: CoverageOrder, id: CoverageId, period: Option<Period>) {
		Ranks::<T>::mutate_exists(patient, order, |stored| {
			let mut ranked = stored.take().unwrap_or_default();
			match period {
				Some(period) => {
					for entry in ranked.iter_mut().filter(|entry| entry.coverage == id) {
						entry.period = period;
					}
				},
				None => ranked.retain(|entry| entry.coverage != id),
			}
			*stored = (!ranked.is_empty()).then_some(ranked);
		});
	}

	pub(crate) fn eligibility_of(
		id: CoverageId,
		category: BenefitCategory,
		serviced: Moment,
	) -> Eligibility {
		let mut answer = Eligibility {
			standing: EligibilityStanding::NotFound,
			currency: 0,
			rules: None,
			period: None,
			rule: None,
			deductible_left: 0,
			out_of_pocket_left: None,
			annual_left: None,
			category_left: None,
			count_left: None,
		};
		answer.standing = Self::fill_eligibility(&mut answer, id, category, serviced)
			.unwrap_or_else(|standing| standing);
		answer
	}

	/// The standing is an error where nothing more can be said.
	fn fill_eligibility(
		answer: &mut Eligibility,
		id: CoverageId,
		category: BenefitCategory,
		serviced: Moment,
	) -> Result<EligibilityStanding, EligibilityStanding> {
		use EligibilityStanding as Standing;
		let coverage = Coverages::<T>::get(id).ok_or(Standing::NotFound)?;
		answer.currency = coverage.currency;
		let from = coverage.terms.period.from;
		ensure!(coverage.is_in_force(), Standing::NotActive);
		ensure!(coverage.terms.period.contains(serviced), Standing::OutsideCoverage);
		let plan = Plans::<T>::get(coverage.plan).ok_or(Standing::NoRules)?;
		let (version, Rules { terms: RulesTerms { rules, .. }, .. }) =
			Self::rules_at(coverage.plan, &plan, serviced).map_err(|_| Standing::NoRules)?;
		let period =
			benefit_period(from, serviced, plan.period_days).ok_or(Standing::OutsideCoverage)?;
		(answer.rules, answer.period) = (Some(version), Some(period));

		let used = Ledgers::<T>::get(id, period).accumulators;
		let left = |most: Amount, used: Amount| most.saturating_sub(used);
		answer.deductible_left = left(rules.deductible, used.deductible());
		answer.out_of_pocket_left =
			rules.out_of_pocket_max.map(|most| left(most, used.out_of_pocket()));
		answer.annual_left = rules.annual_max.map(|most| left(most, used.paid()));
		let rule = *rules.rule(category).ok_or(Standing::NotCovered)?;
		answer.rule = Some(rule);
		answer.category_left = rule.limit.map(|most| left(most, used.paid_for(category)));
		answer.count_left =
			rule.count_limit.map(|most| most.saturating_sub(used.count_of(category)));

		let waits = DAY.saturating_mul(rule.waiting_days.into());
		ensure!(from.saturating_add(waits) <= serviced, Standing::Waiting);
		ensure!(answer.count_left != Some(0), Standing::FrequencyExceeded);
		ensure!(
			answer.annual_left != Some(0) && answer.category_left != Some(0),
			Standing::LimitReached
		);
		Ok(Standing::InForce)
	}
}

impl Coverage {
	/// Whether it is in force during its period. What was cancelled is, until it ended.
	pub fn is_in_force(&self) -> bool {
		matches!(self.status, CoverageStatus::Active | CoverageStatus::Cancelled)
	}
}

/// Whether two periods share a moment.
pub(crate) fn overlap(one: &Period, other: &Period) -> bool {
	let starts_in_time =
		|one: &Period, other: &Period| other.until.is_none_or(|until| one.from < until);
	starts_in_time(one, other) && starts_in_time(other, one)
}
