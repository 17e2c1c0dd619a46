// SPDX-License-Identifier: Apache-2.0

//! What patients, providers and payers are told.

use crate::*;
use alloc::vec::Vec;
use frame_support::traits::Get;
use galen_primitives::{InstitutionId, Moment};

/// The sum of what lines say.
fn total(lines: &[ExplanationLine], of: impl Fn(&ExplanationLine) -> Amount) -> Amount {
	lines.iter().fold(0, |sum, line| sum.saturating_add(of(line)))
}

/// What became of each line.
fn explained(lines: &[Line]) -> Vec<ExplanationLine> {
	(1u8..).zip(lines).map(|(sequence, line)| explained_line(sequence, line)).collect()
}

fn explained_line(sequence: u8, line: &Line) -> ExplanationLine {
	let Line { category, serviced, quantity, evidence, charge, .. } = *line;
	let decided = line.adjudication.as_ref();
	let borne = |group| decided.map_or(0, |decided| decided.borne_by(group));
	ExplanationLine {
		sequence,
		category,
		serviced,
		quantity,
		evidence,
		charge,
		outcome: decided.map(Adjudication::outcome),
		eligible: decided.map_or(0, Adjudication::eligible),
		benefit: decided.map_or(0, Adjudication::benefit),
		patient: borne(Group::PatientResponsibility),
		provider: borne(Group::ContractualObligation).saturating_add(borne(Group::PayerInitiated)),
		prior: borne(Group::OtherAdjustment),
		denial: decided.and_then(Adjudication::denial),
		adjustments: decided.map_or_else(Vec::new, |decided| decided.adjustments().to_vec()),
	}
}

/// How a claim was answered, if every line was.
fn answered(lines: &[Line]) -> Option<Outcome> {
	let decided = lines.iter().map(|line| line.adjudication.as_ref());
	decided.collect::<Option<Vec<_>>>().map(outcome)
}

impl<T: Config> Pallet<T> {
	/// What became of a claim.
	pub(crate) fn explain(id: ClaimId) -> Option<Explanation<T::AccountId>> {
		let claim = Claims::<T>::get(id)?;
		let coverage = Coverages::<T>::get(id.coverage)?;
		let appeal = Appeals::<T>::get(id);
		let lines = explained(&claim.lines);
		let outcome = answered(&claim.lines);
		let stands = claim.status == ClaimStatus::Decided;
		let waits = claim.status == ClaimStatus::Pended;
		Some(Explanation {
			claim: id,
			patient: coverage.terms.beneficiary,
			kind: claim.kind,
			provider: claim.provider,
			payer: claim.payer,
			plan: claim.plan,
			rules: claim.rules,
			order: claim.order,
			currency: claim.currency,
			created: claim.created,
			status: claim.status,
			waits_for: if waits { Self::waits_for(&claim) } else { PendReasons::NONE },
			outcome,
			charge: total(&lines, |line| line.charge),
			benefit: total(&lines, |line| line.benefit),
			patient_pays: total(&lines, |line| line.patient),
			lines,
			payment: claim.payment,
			appeal_until: Self::appeal_until(&claim, appeal.as_ref()),
			reviews: appeal.as_ref().map_or(0, |appeal| count(&appeal.reviews)),
			under_appeal: stands && appeal.is_some_and(|appeal| appeal.open.is_some()),
			reversed_evidence: Self::reversed_evidence(&claim).filter(|_| stands),
			decided: claim.decided,
		})
	}

	/// Until when the decision of a claim can be appealed, if there is anything to appeal against.
	fn appeal_until(claim: &ClaimOf<T>, appeal: Option<&AppealOf<T>>) -> Option<Moment> {
		let levels = appeal.map_or(0, |appeal| count(&appeal.reviews));
		let possible = claim.status == ClaimStatus::Decided
			&& !claim.is_paid_in_full()
			&& levels < T::AppealLevels::get()
			&& appeal.is_none_or(|appeal| appeal.open.is_none());
		let last = appeal.and_then(|appeal| appeal.reviews.last()).map(|review| review.at);
		let decided = claim.decided.as_ref().map(|decided| decided.at);
		let term = T::AppealTerm::get();
		last.or(decided).filter(|_| possible).map(|at| at.saturating_add(term))
	}

	/// The claims of a coverage in a benefit period, from a number on.
	pub(crate) fn page_of_claims(
		coverage: CoverageId,
		period: BenefitPeriod,
		from: u32,
	) -> Vec<ClaimSummary> {
		let next = Ledgers::<T>::get(coverage, period).next;
		let summary = |number| {
			let id = ClaimId { coverage, period, number };
			let claim = Claims::<T>::get(id)?;
			let lines = explained(&claim.lines);
			Some(ClaimSummary {
				claim: id,
				provider: claim.provider,
				created: claim.created,
				status: claim.status,
				outcome: answered(&claim.lines),
				charge: total(&lines, |line| line.charge),
				benefit: total(&lines, |line| line.benefit),
				payment: claim.payment,
			})
		};
		(from..next.min(from.saturating_add(PAGE))).filter_map(summary).collect()
	}

	/// What a payer has, and owes.
	pub(crate) fn reserve_info(
		payer: InstitutionId,
		currency: Currency,
	) -> ReserveInfo<T::AccountId> {
		let reserve = Reserves::<T>::get(payer, currency);
		ReserveInfo {
			account: Self::reserve_account(payer),
			balance: Self::balance_of(Purse::Reserve, payer, currency),
			reserve,
			liability: reserve.held.saturating_add(reserve.queued),
			available: Self::available(Purse::Reserve, payer, currency),
		}
	}

	/// The entries of a payer's queue, from a ticket on.
	pub(crate) fn page_of_queue(
		payer: InstitutionId,
		currency: Currency,
		from: Ticket,
	) -> Vec<(Ticket, Queued)> {
		let Reserve { head, tail, .. } = Reserves::<T>::get(payer, currency);
		let from = from.max(head);
		let entry = |ticket| Some((ticket, Queue::<T>::get((payer, currency, ticket))?));
		(from..tail.min(from.saturating_add(PAGE.into()))).filter_map(entry).collect()
	}
}
