// SPDX-License-Identifier: Apache-2.0

//! What must hold of the storage, whatever was called.

mod money;

use crate::*;
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::{
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{Moment, Period};
use sp_runtime::TryRuntimeError;

type Check = Result<(), TryRuntimeError>;

/// What was used, counted anew from the claims.
#[derive(Default)]
struct Recount {
	accumulators: BTreeMap<(CoverageId, BenefitPeriod), Accumulators>,
	/// How many claims and preauthorisations a ledger has numbered.
	numbers: BTreeMap<(CoverageId, BenefitPeriod), u32>,
	/// What of a line of a preauthorisation is used: how many, and what for.
	allowances: BTreeMap<(PreAuthId, u8), (u32, Amount)>,
}

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Check {
		let now = T::Time::now();
		Self::check_plans(now)?;
		Self::check_coverages(now)?;
		let mut recount = Recount::default();
		Self::check_claims(&mut recount, now)?;
		Self::check_preauths(&mut recount, now)?;
		Self::check_ledgers(&recount)?;
		Self::check_spent()?;
		Self::check_priors()?;
		Self::check_appeals(now)?;
		Self::check_agreements()?;
		Self::check_money()
	}

	fn check_plans(now: Moment) -> Check {
		let mut versions = 0usize;
		for (id, plan) in Plans::<T>::iter() {
			// 1. A plan has a number that was given out, and versions in the order of their effect.
			ensure!(id < NextPlan::<T>::get(), "a plan has a number to come");
			ensure!(
				plan.recorded <= now && plan.closed.is_none_or(|at| plan.recorded <= at),
				"a plan's times are out of order"
			);
			ensure!(
				!plan.versions.is_empty()
					&& plan.versions.iter().is_sorted_by(|one, next| one < next),
				"a plan's versions are out of order"
			);
			// 2. Each version is there, makes sense, and begins when the plan says; benefit periods
			// never change; none but the first was published after its effect.
			for (version, effective) in (0u32..).zip(&plan.versions) {
				let rules = PlanVersions::<T>::get(id, version).ok_or("a plan has no rules")?;
				ensure!(
					rules.terms.effective == *effective
						&& rules.terms.rules.period_days == plan.period_days
						&& rules.terms.rules.check().is_ok(),
					"a plan's rules aren't what it says"
				);
				ensure!(
					rules.recorded <= now && (version == 0 || rules.recorded <= *effective),
					"rules hold for what was before them"
				);
				versions = versions.saturating_add(1);
			}
		}
		ensure!(PlanVersions::<T>::iter_keys().count() == versions, "there are rules of no plan");
		Ok(())
	}

	fn check_coverages(now: Moment) -> Check {
		for (id, coverage) in Coverages::<T>::iter() {
			// 3. A coverage is its plan's payer's, in its currency.
			ensure!(id < NextCoverage::<T>::get(), "a coverage has a number to come");
			let plan = Plans::<T>::get(coverage.plan).ok_or("a coverage of no plan")?;
			ensure!(
				(coverage.payer, coverage.currency) == (plan.payer, plan.currency),
				"a coverage of another payer's plan"
			);
			let CoverageTerms { beneficiary, period, order, .. } = coverage.terms;
			ensure!((1..=MAX_ORDER).contains(&order), "a coverage has no place");
			// 4. What is in force and not over holds its place; nothing else does but what was.
			let held = Ranks::<T>::get(beneficiary, order);
			let place = held.iter().find(|entry| entry.coverage == id);
			// What is cancelled before it begins never holds one.
			let ended = !period.is_proper() || period.until.is_some_and(|until| until <= now);
			ensure!(
				place.is_some() || !coverage.is_in_force() || ended,
				"a coverage in force holds no place"
			);
			ensure!(
				place.is_none_or(|entry| coverage.is_in_force() && entry.period == period),
				"a coverage holds a place that it doesn't have"
			);
		}
		for (patient, order, held) in Ranks::<T>::iter() {
			ensure!(!held.is_empty(), "a place is held by nobody");
			let mut periods = Vec::<Period>::new();
			for entry in held {
				let coverage = Coverages::<T>::get(entry.coverage).ok_or("no coverage")?;
				ensure!(
					(coverage.terms.beneficiary, coverage.terms.order) == (patient, order),
					"a place is held by another's coverage"
				);
				// 5. No two hold it at one time.
				ensure!(
					!periods.iter().any(|other| coverages::overlap(other, &entry.period)),
					"a place is held twice"
				);
				periods.push(entry.period);
			}
		}
		Ok(())
	}

	fn check_claims(recount: &mut Recount, now: Moment) -> Check {
		for (id, claim) in Claims::<T>::iter() {
			let key = (id.coverage, id.period);
			let count = recount.numbers.entry(key).or_default();
			*count = count.saturating_add(1);
			let ledger = Ledgers::<T>::get(id.coverage, id.period);
			ensure!(id.number < ledger.next, "a claim has a number to come");
			// 6. A claim is to its coverage's plan and payer, at its place, and not to oneself.
			let coverage = Coverages::<T>::get(id.coverage).ok_or("a claim to no coverage")?;
			ensure!(
				(claim.plan, claim.payer, claim.currency, claim.order)
					== (coverage.plan, coverage.payer, coverage.currency, coverage.terms.order),
				"a claim isn't to its coverage"
			);
			ensure!(claim.payer != claim.provider, "somebody claims from themselves");
			// 7. What it is for lies in the coverage and in one benefit period, before it; it is
			// decided by the rules of its first day.
			let plan = Plans::<T>::get(claim.plan).ok_or("a claim to no plan")?;
			let first = claim.lines.iter().map(|line| line.serviced).min();
			let first = first.ok_or("a claim for nothing")?;
			ensure!(
				Self::rules_at(claim.plan, &plan, first).ok().map(|(version, _)| version)
					== Some(claim.rules),
				"a claim is decided by rules of another day"
			);
			let from = coverage.terms.period.from;
			let in_time = |line: &Line| {
				line.serviced <= claim.created
					&& coverage.terms.period.contains(line.serviced)
					&& benefit_period(from, line.serviced, plan.period_days) == Some(id.period)
			};
			ensure!(
				claim.created <= now && claim.lines.iter().all(in_time),
				"a claim is for another time"
			);
			// 8. Each line has evidence of its own, of the kind that its category asks for.
			let evidence: BTreeSet<_> = claim.lines.iter().map(|line| line.evidence).collect();
			ensure!(evidence.len() == claim.lines.len(), "a claim names evidence twice");
			ensure!(
				claim.lines.iter().all(|line| {
					line.evidence.kind() == line.category.evidence()
						&& line.charge > 0 && line.quantity > 0
				}),
				"a line is of nothing, or proven by something else"
			);
			// 9. It is decided as a whole or not at all; every line's parts add up to the charge, and
			// benefit <= eligible <= charge.
			let is_decided = matches!(claim.status, ClaimStatus::Decided | ClaimStatus::Reversed);
			ensure!(
				claim.decided.is_some() == is_decided,
				"a claim is decided by nobody, or isn't and somebody has"
			);
			for line in &claim.lines {
				ensure!(line.adjudication.is_some() == is_decided, "a line is left out");
				let balanced = line.adjudication.as_ref().is_none_or(|decided| {
					decided.is_balanced()
						&& decided.charge() == line.charge
						&& decided.category() == line.category
				});
				ensure!(balanced, "a line doesn't add up");
			}
			if let Some(decided) = &claim.decided {
				ensure!(
					claim.created <= decided.at && decided.at <= now,
					"a claim is decided at an impossible time"
				);
				// 10. What the rules have decided by themselves, nobody had to look at.
				ensure!(
					decided.by.is_some() || claim.flags.without(claim.cleared).is_empty(),
					"a flagged claim was decided by nobody"
				);
			}
			if claim.status == ClaimStatus::Decided {
				Self::recount_claim(recount, id, &claim)?;
			}
		}
		Ok(())
	}

	fn recount_claim(recount: &mut Recount, id: ClaimId, claim: &ClaimOf<T>) -> Check {
		let used = recount.accumulators.entry((id.coverage, id.period)).or_default();
		for line in &claim.lines {
			let Some(decided) = &line.adjudication else { continue };
			used.apply(decided).map_err(|_| "a ledger overflows")?;
			if let Some(named) = line.preauth.filter(|_| decided.eligible() > 0) {
				let key = (named.of(id.coverage), named.line);
				let (quantity, amount) = recount.allowances.entry(key).or_default();
				*quantity = quantity.saturating_add(line.quantity);
				*amount = amount.saturating_add(decided.eligible());
			}
		}
		Ok(())
	}

	fn check_preauths(recount: &mut Recount, now: Moment) -> Check {
		for (id, preauth) in PreAuths::<T>::iter() {
			let count = recount.numbers.entry((id.coverage, id.period)).or_default();
			*count = count.saturating_add(1);
			let ledger = Ledgers::<T>::get(id.coverage, id.period);
			ensure!(id.number < ledger.next, "a preauthorisation has a number to come");
			ensure!(
				!Claims::<T>::contains_key(id),
				"a claim and a preauthorisation share a number"
			);
			let coverage = Coverages::<T>::get(id.coverage).ok_or("no coverage")?;
			ensure!(
				(preauth.plan, preauth.payer) == (coverage.plan, coverage.payer)
					&& preauth.payer != preauth.provider
					&& preauth.created <= now,
				"a preauthorisation isn't of its coverage"
			);
			// 11. What is authorised is no more than was asked for, and what is used no more than
			// that: what the claims say.
			for (sequence, line) in (1u8..).zip(&preauth.lines) {
				let used = recount.allowances.remove(&(id, sequence)).unwrap_or_default();
				let allowance = line.allowance;
				ensure!(
					(allowance.used_quantity, allowance.used_amount) == used,
					"what is used of a preauthorisation isn't what was claimed"
				);
				ensure!(
					allowance.is_sound()
						&& allowance.quantity <= line.quantity
						&& allowance.amount <= line.amount,
					"more is authorised than was asked for, or used than was authorised"
				);
				ensure!(
					line.denial.is_none() || allowance == Allowance::new(0, 0),
					"something is authorised and denied"
				);
			}
			// 12. What isn't decided authorises nothing; what is certified ends.
			let certified = preauth.status.is_certified();
			let ends = preauth
				.validity
				.is_some_and(|validity| validity.is_proper() && validity.until.is_some());
			ensure!(!certified || ends, "a preauthorisation has no end");
			let nothing = preauth.lines.iter().all(|line| line.allowance.quantity == 0);
			ensure!(
				!(preauth.status.is_open() || preauth.status == PreAuthStatus::Denied) || nothing,
				"something is authorised without a decision"
			);
			ensure!(
				preauth.decided_by.is_none()
					!= (certified || preauth.status == PreAuthStatus::Denied)
					|| preauth.status == PreAuthStatus::Cancelled,
				"a preauthorisation is decided by nobody"
			);
		}
		ensure!(recount.allowances.is_empty(), "a claim rests on no preauthorisation");
		Ok(())
	}

	fn check_ledgers(recount: &Recount) -> Check {
		for (coverage, period, ledger) in Ledgers::<T>::iter() {
			let key = (coverage, period);
			// 13. What was used is what the claims say, and their numbers have no gap.
			let used = recount.accumulators.get(&key).cloned().unwrap_or_default();
			ensure!(ledger.accumulators == used, "a ledger isn't what was claimed");
			let numbers = recount.numbers.get(&key).copied().unwrap_or(0);
			ensure!(ledger.next == numbers, "a ledger has a gap");
			ensure!(ledger.on_day <= ledger.next, "more was claimed on one day than ever");
			// 14. Nothing is above the limits, as long as they never changed. (A reviewer can let
			// more lines count than there should be, and no more money.)
			let found = Coverages::<T>::get(coverage).ok_or("a ledger of no coverage")?;
			let plan = Plans::<T>::get(found.plan).ok_or("a ledger of no plan")?;
			if plan.versions.len() == 1 {
				let rules = PlanVersions::<T>::get(found.plan, 0).ok_or("no rules")?;
				let mut rules = rules.terms.rules;
				for rule in rules.categories.iter_mut() {
					rule.count_limit = None;
				}
				ensure!(used.is_within(&rules), "a limit is passed");
			}
		}
		let known = |key: &(CoverageId, BenefitPeriod)| Ledgers::<T>::contains_key(key.0, key.1);
		ensure!(recount.numbers.keys().all(known), "a claim is in no ledger");
		Ok(())
	}

	fn check_spent() -> Check {
		let mut spent = BTreeMap::new();
		for (id, claim) in Claims::<T>::iter() {
			for line in &claim.lines {
				let granted =
					line.adjudication.as_ref().is_none_or(|decided| decided.denial().is_none());
				let stands = matches!(claim.status, ClaimStatus::Pended | ClaimStatus::Decided);
				// 15. Nobody is paid, or waits to be, for what somebody else is: every line of a
				// claim that stands has spent its evidence at its place, but for what is denied.
				if stands && granted {
					let before = spent.insert((line.evidence, claim.order), id);
					ensure!(before.is_none(), "evidence is spent twice");
				}
			}
		}
		// 16. And nothing else is spent.
		let stored: BTreeMap<_, _> = Spent::<T>::iter().collect();
		ensure!(stored == spent, "what is spent isn't what was claimed");
		Ok(())
	}

	fn check_priors() -> Check {
		for (_, claim) in Claims::<T>::iter() {
			// 17. A claim to a later payer names the one to the payer before it.
			ensure!(claim.prior.is_some() == (claim.order > 1), "a claim has no order");
			let stands = matches!(claim.status, ClaimStatus::Pended | ClaimStatus::Decided);
			for line in claim.lines.iter().filter(|_| stands) {
				let granted =
					line.adjudication.as_ref().is_none_or(|decided| decided.denial().is_none());
				if !granted {
					continue;
				}
				// 18. As long as it stands, so does that, and all payers together pay no more than
				// what is charged.
				let mut paid = line.adjudication.as_ref().map_or(0, |decided| decided.benefit());
				let (mut next, mut left) = (claim.prior, line.prior);
				while let Some(id) = next {
					let prior = Claims::<T>::get(id).ok_or("a prior claim is missing")?;
					ensure!(
						prior.status == ClaimStatus::Decided && prior.provider == claim.provider,
						"a prior claim doesn't stand"
					);
					let same = prior.lines.iter().find(|other| other.evidence == line.evidence);
					let same = same.ok_or("a prior claim is for something else")?;
					let decided = same.adjudication.as_ref().ok_or("a prior isn't decided")?;
					ensure!(left == Some(decided.prior()), "a prior claim leaves something else");
					paid = paid.saturating_add(decided.benefit());
					(next, left) = (prior.prior, same.prior);
				}
				ensure!(paid <= line.charge, "payers pay more than the charge");
			}
		}
		Ok(())
	}

	fn check_appeals(now: Moment) -> Check {
		for (id, appeal) in Appeals::<T>::iter() {
			let claim = Claims::<T>::get(id).ok_or("an appeal of no claim")?;
			let decided = claim.decided.as_ref().ok_or("an appeal of what isn't decided")?;
			ensure!(
				appeal.open.is_some() || !appeal.reviews.is_empty(),
				"an appeal that nobody has filed"
			);
			// 19. Levels have no gap, and the last one is the last.
			let levels = count(&appeal.reviews).saturating_add(u32::from(appeal.open.is_some()));
			ensure!(levels <= T::AppealLevels::get(), "there are too many levels");
			ensure!(
				appeal.open.is_none()
					|| claim.status != ClaimStatus::Decided
					|| !claim.is_paid_in_full(),
				"what is paid in full is appealed"
			);
			// 20. Nobody decides twice; the payer decides all levels but the last, which neither
			// side does.
			let mut before: Vec<_> = decided.by.iter().cloned().collect();
			let mut at = decided.at;
			for (level, review) in (1u32..).zip(&appeal.reviews) {
				ensure!(!before.contains(&review.by), "somebody has decided twice");
				before.push(review.by.clone());
				let is_side = [claim.payer, claim.provider].contains(&review.institution);
				let external = level == T::AppealLevels::get();
				ensure!(
					if external { !is_side } else { review.institution == claim.payer },
					"an appeal was decided by the wrong side"
				);
				ensure!(at <= review.at && review.at <= now, "an appeal's times are out of order");
				at = review.at;
			}
		}
		Ok(())
	}

	fn check_agreements() -> Check {
		// 21. An agreement is between two, about a time.
		for (payer, provider, agreement) in Agreements::<T>::iter() {
			let Agreement { agreed, proposal } = agreement;
			let sides = [payer, provider];
			ensure!(
				payer != provider
					&& (agreed.is_some() || proposal.is_some())
					&& agreed.is_none_or(|period| period.is_proper())
					&& proposal.is_none_or(|proposal| {
						proposal.period.is_proper() && sides.contains(&proposal.by)
					}),
				"an agreement about nothing, or of nobody"
			);
		}
		Ok(())
	}
}
