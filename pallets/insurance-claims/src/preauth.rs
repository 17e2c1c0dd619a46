// SPDX-License-Identifier: Apache-2.0

//! Preauthorisations: the payer's word before it is done.

use crate::*;
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{seams::Institutions, Period, PurposeOfUse, Role};
use sp_runtime::BoundedVec;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_request_preauth(actor: ActorOf<T>, terms: PreAuthTerms) -> DispatchResult {
		ensure!(!terms.lines.is_empty(), Error::<T>::NoLines);
		for (line, sequence) in terms.lines.iter().zip(1u8..) {
			ensure!(line.sequence == sequence, Error::<T>::SequenceBroken);
			ensure!(line.quantity > 0 && line.amount > 0, Error::<T>::ZeroAmount);
			ensure!(!line.code.is_zero(), Error::<T>::ZeroDigest);
		}
		let pharmacy = terms.lines.iter().all(|line| is_pharmacy(terms.kind, line.category));
		ensure!(actor.role != Role::Pharmacist || pharmacy, Error::<T>::PharmacyOnly);
		let coverage = Coverages::<T>::get(terms.coverage).ok_or(Error::<T>::CoverageNotFound)?;
		let (payer, provider, planned) = (coverage.payer, actor.institution, terms.planned);
		ensure!(payer != provider, Error::<T>::OwnClaim);
		ensure!(terms.currency == coverage.currency, Error::<T>::OtherCurrency);
		ensure!(coverage.is_in_force(), Error::<T>::CoverageNotActive);
		ensure!(coverage.terms.period.contains(planned), Error::<T>::OutsideCoverage);
		let plan = Plans::<T>::get(coverage.plan).ok_or(Error::<T>::PlanNotFound)?;
		let (rules, _) = Self::rules_at(coverage.plan, &plan, planned)?;
		let period = benefit_period(coverage.terms.period.from, planned, plan.period_days)
			.ok_or(Error::<T>::OutsideCoverage)?;
		Self::ensure_agreement(payer, provider, [planned])?;
		let patient = &coverage.terms.beneficiary;
		let purpose = PurposeOfUse::COVAUTH;
		let now = T::Time::now();
		Self::ensure_consent(payer, &actor, patient, purpose, now)?;

		let mut ledger = Ledgers::<T>::get(terms.coverage, period);
		let id = next_id::<T>(terms.coverage, period, &mut ledger)?;
		let lines = terms.lines.iter().map(|line| PreAuthLine {
			category: line.category,
			code: line.code,
			quantity: line.quantity,
			amount: line.amount,
			allowance: Allowance::new(0, 0),
			denial: None,
		});
		let preauth = PreAuth {
			kind: terms.kind,
			plan: coverage.plan,
			rules,
			payer,
			provider,
			created: now,
			planned,
			lines: BoundedVec::truncate_from(lines.collect::<Vec<_>>()),
			status: PreAuthStatus::Submitted,
			validity: None,
			decided_by: None,
		};
		Ledgers::<T>::insert(terms.coverage, period, ledger);
		PreAuths::<T>::insert(id, preauth);

		Self::deposit_event(Event::PreAuthRequested { preauth: id, provider, payer });
		Ok(())
	}

	pub(crate) fn do_pend_preauth(
		actor: ActorOf<T>,
		id: PreAuthId,
		reason: PreAuthPend,
	) -> DispatchResult {
		let mut preauth = Self::open_preauth_of(&actor, id)?;

		preauth.status = PreAuthStatus::Pended(reason);
		PreAuths::<T>::insert(id, preauth);

		Self::deposit_event(Event::PreAuthPended { preauth: id, reason });
		Ok(())
	}

	pub(crate) fn do_decide_preauth(
		actor: ActorOf<T>,
		id: PreAuthId,
		verdicts: PreAuthVerdicts,
		validity: Period,
	) -> DispatchResult {
		let now = T::Time::now();
		let ends = validity.until.is_some_and(|until| now < until);
		ensure!(ends && validity.is_proper(), Error::<T>::ImproperPeriod);
		let mut preauth = Self::open_preauth_of(&actor, id)?;
		ensure!(verdicts.len() == preauth.lines.len(), Error::<T>::VerdictsMismatch);
		let in_force = T::Institutions::kinds_in_force(preauth.provider).is_some();
		ensure!(in_force, Error::<T>::ProviderNotInForce);

		for (line, verdict) in preauth.lines.iter_mut().zip(verdicts) {
			match verdict {
				PreAuthVerdict::Certify { quantity, amount } => {
					ensure!(
						(1..=line.quantity).contains(&quantity)
							&& (1..=line.amount).contains(&amount),
						Error::<T>::PreAuthExcessive
					);
					line.allowance = Allowance::new(quantity, amount);
				},
				PreAuthVerdict::Deny(reason) => line.denial = Some(reason),
			}
		}
		let in_full = |line: &PreAuthLine| {
			(line.allowance.quantity, line.allowance.amount) == (line.quantity, line.amount)
		};
		let status = if preauth.lines.iter().all(|line| line.denial.is_some()) {
			PreAuthStatus::Denied
		} else if preauth.lines.iter().all(in_full) {
			PreAuthStatus::Certified
		} else {
			PreAuthStatus::Partial
		};
		let validity = (status != PreAuthStatus::Denied).then_some(validity);
		let by = actor.account;
		(preauth.status, preauth.validity) = (status, validity);
		preauth.decided_by = Some(by.clone());
		PreAuths::<T>::insert(id, preauth);

		Self::deposit_event(Event::PreAuthDecided { preauth: id, status, validity, by });
		Ok(())
	}

	pub(crate) fn do_cancel_preauth(actor: ActorOf<T>, id: PreAuthId) -> DispatchResult {
		let mut preauth = PreAuths::<T>::get(id).ok_or(Error::<T>::PreAuthNotFound)?;
		let own = preauth.provider == actor.institution;
		ensure!(own, Error::<T>::PreAuthOtherProvider);
		let closed = matches!(preauth.status, PreAuthStatus::Denied | PreAuthStatus::Cancelled);
		ensure!(!closed, Error::<T>::PreAuthClosed);
		let used = preauth.lines.iter().any(|line| line.allowance.used_quantity > 0);
		ensure!(!used, Error::<T>::PreAuthInUse);

		preauth.status = PreAuthStatus::Cancelled;
		PreAuths::<T>::insert(id, preauth);

		Self::deposit_event(Event::PreAuthCancelled { preauth: id });
		Ok(())
	}

	/// A preauthorisation that the actor's institution hasn't decided.
	fn open_preauth_of(actor: &ActorOf<T>, id: PreAuthId) -> Result<PreAuthOf<T>, Error<T>> {
		let preauth = PreAuths::<T>::get(id).ok_or(Error::<T>::PreAuthNotFound)?;
		ensure!(preauth.payer == actor.institution, Error::<T>::OtherPayersClaim);
		ensure!(preauth.status.is_open(), Error::<T>::PreAuthClosed);
		Ok(preauth)
	}

	/// Whether a line may rest on the preauthorisation that it names, after the lines before it.
	pub(crate) fn check_preauth(
		coverage: CoverageId,
		provider: galen_primitives::InstitutionId,
		line: &LineTerms,
		before: &[LineTerms],
	) -> Result<(), Error<T>> {
		let Some(named) = line.preauth else { return Ok(()) };
		let preauth = PreAuths::<T>::get(named.of(coverage)).ok_or(Error::<T>::PreAuthNotFound)?;
		ensure!(preauth.provider == provider, Error::<T>::PreAuthOtherProvider);
		let found = preauth.line(named.line).ok_or(Error::<T>::PreAuthNotFound)?;
		let same = found.category == line.category && found.code == line.code;
		ensure!(same, Error::<T>::PreAuthMismatch);
		let certified = preauth.status.is_certified() && found.denial.is_none();
		ensure!(certified, Error::<T>::PreAuthNotCertified);
		let holds = preauth.validity.is_some_and(|validity| validity.contains(line.serviced));
		ensure!(holds, Error::<T>::PreAuthExpired);
		let earlier = before.iter().filter(|other| other.preauth == Some(named));
		let claimed = earlier.fold(line.quantity, |sum, other| sum.saturating_add(other.quantity));
		let left = found.allowance;
		let enough = claimed <= left.quantity_left() && !left.is_exhausted();
		ensure!(enough, Error::<T>::PreAuthExhausted);
		Ok(())
	}

	pub(crate) fn preauth_info(id: PreAuthId) -> Option<PreAuthInfo<T::AccountId>> {
		let preauth = PreAuths::<T>::get(id)?;
		let now = T::Time::now();
		let exhausted =
			preauth.lines.iter().all(|line| line.denial.is_some() || line.allowance.is_exhausted());
		let standing = match (preauth.status, preauth.validity) {
			(PreAuthStatus::Submitted | PreAuthStatus::Pended(_), _) => PreAuthStanding::Open,
			(PreAuthStatus::Denied, _) => PreAuthStanding::Denied,
			(PreAuthStatus::Cancelled, _) => PreAuthStanding::Cancelled,
			(_, Some(validity)) if now < validity.from => PreAuthStanding::NotYet,
			(_, Some(validity)) if !validity.contains(now) => PreAuthStanding::Expired,
			_ if exhausted => PreAuthStanding::Exhausted,
			_ => PreAuthStanding::Usable,
		};
		Some(PreAuthInfo { preauth, standing })
	}
}

impl PreAuthRef {
	/// The preauthorisation that is meant, where a claim is about that coverage.
	pub const fn of(&self, coverage: CoverageId) -> PreAuthId {
		PreAuthId { coverage, period: self.period, number: self.number }
	}
}

impl PreAuthStatus {
	/// Whether the payer hasn't decided.
	pub const fn is_open(&self) -> bool {
		matches!(self, Self::Submitted | Self::Pended(_))
	}

	/// Whether something is authorised.
	pub const fn is_certified(&self) -> bool {
		matches!(self, Self::Certified | Self::Partial)
	}
}

impl<AccountId> PreAuth<AccountId> {
	/// The line with that number, from one.
	pub fn line(&self, sequence: u8) -> Option<&PreAuthLine> {
		self.lines.get(usize::from(sequence.checked_sub(1)?))
	}

	/// The same, to change it.
	pub(crate) fn line_mut(&mut self, sequence: u8) -> Option<&mut PreAuthLine> {
		self.lines.get_mut(usize::from(sequence.checked_sub(1)?))
	}
}

/// Whether it is a pharmacy's to claim.
pub(crate) fn is_pharmacy(kind: ClaimKind, category: galen_primitives::BenefitCategory) -> bool {
	kind == ClaimKind::Pharmacy && category == galen_primitives::BenefitCategory::Pharmacy
}

/// The id of the next claim or preauthorisation of a ledger.
pub(crate) fn next_id<T: Config>(
	coverage: CoverageId,
	period: BenefitPeriod,
	ledger: &mut Ledger,
) -> Result<ClaimId, Error<T>> {
	let number = ledger.next;
	ledger.next = number.checked_add(1).ok_or(Error::<T>::Overflow)?;
	Ok(ClaimId { coverage, period, number })
}
