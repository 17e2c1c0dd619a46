// SPDX-License-Identifier: Apache-2.0

//! What the rules make of a claim, and what that uses up.

use crate::*;
use alloc::{
	collections::{btree_map::Entry, BTreeMap},
	vec::Vec,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{EnsureOrigin, Time},
};
use galen_primitives::{
	seams::{Evidence, Institutions},
	EvidenceStanding, Moment,
};

/// What a claim is decided by.
pub(crate) struct Basis {
	pub terms: RulesTerms,
	pub covered_from: Moment,
	pub in_network: bool,
	pub mode: SettlementMode,
}

/// What is counted when a claim is decided: in the ledger of its benefit period, and in the
/// preauthorisations that it rests on. Nothing is written before it is closed.
pub(crate) struct Books<T: Config> {
	coverage: CoverageId,
	period: BenefitPeriod,
	pub ledger: Ledger,
	/// With whether they have changed.
	preauths: BTreeMap<PreAuthId, (PreAuthOf<T>, bool)>,
}

impl<T: Config> Books<T> {
	pub fn open(coverage: CoverageId, period: BenefitPeriod) -> Self {
		let ledger = Ledgers::<T>::get(coverage, period);
		Self { coverage, period, ledger, preauths: BTreeMap::new() }
	}

	pub fn close(self) {
		Ledgers::<T>::insert(self.coverage, self.period, self.ledger);
		for (id, (preauth, _)) in self.preauths.into_iter().filter(|(_, (_, changed))| *changed) {
			PreAuths::<T>::insert(id, preauth);
		}
	}

	/// What is left for a line of what was authorised. Where it doesn't suffice, nothing is.
	fn authorised(&mut self, line: &Line) -> Option<Amount> {
		let named = line.preauth?;
		let found = self.preauth(named).filter(|preauth| preauth.status.is_certified());
		let allowance =
			found.and_then(|preauth| preauth.line(named.line)).map(|line| line.allowance);
		let left = allowance.filter(|left| line.quantity <= left.quantity_left());
		Some(left.map_or(0, |left| left.amount_left()))
	}

	fn preauth(&mut self, named: PreAuthRef) -> Option<&PreAuthOf<T>> {
		let id = named.of(self.coverage);
		if let Entry::Vacant(vacant) = self.preauths.entry(id) {
			vacant.insert((PreAuths::<T>::get(id)?, false));
		}
		self.preauths.get(&id).map(|(preauth, _)| preauth)
	}

	fn count(&mut self, line: &Line, decided: &Adjudication) -> Result<(), Error<T>> {
		self.ledger.accumulators.apply(decided)?;
		self.change_allowance(line, decided, Allowance::used)
	}

	fn restore(&mut self, line: &Line, decided: &Adjudication) -> Result<(), Error<T>> {
		self.ledger.accumulators.restore(decided)?;
		self.change_allowance(line, decided, Allowance::given_back)
	}

	fn change_allowance(
		&mut self,
		line: &Line,
		decided: &Adjudication,
		change: impl Fn(Allowance, u32, Amount) -> Option<Allowance>,
	) -> Result<(), Error<T>> {
		let Some(named) = line.preauth else { return Ok(()) };
		if decided.eligible() == 0 {
			return Ok(());
		}
		self.preauth(named);
		let (preauth, changed) =
			self.preauths.get_mut(&named.of(self.coverage)).ok_or(Error::<T>::Inconsistent)?;
		let found = preauth.line_mut(named.line).ok_or(Error::<T>::Inconsistent)?;
		found.allowance = change(found.allowance, line.quantity, decided.eligible())
			.ok_or(Error::<T>::Inconsistent)?;
		*changed = true;
		Ok(())
	}

	/// Takes back what a claim has counted.
	pub fn restore_all(&mut self, claim: &ClaimOf<T>) -> Result<(), Error<T>> {
		for line in &claim.lines {
			if let Some(decided) = &line.adjudication {
				self.restore(line, decided)?;
			}
		}
		Ok(())
	}

	/// Decides lines, one after the other, and counts them.
	pub fn adjudicate(
		&mut self,
		basis: &Basis,
		lines: &[Line],
		verdicts: &[Verdict],
	) -> Result<Vec<Adjudication>, Error<T>> {
		let mut decided = Vec::new();
		for (index, line) in lines.iter().enumerate() {
			let verdict = verdicts.get(index).copied().unwrap_or(Verdict::ByRules);
			let adjudication = self.adjudicate_line(basis, line, verdict)?;
			self.count(line, &adjudication)?;
			decided.push(adjudication);
		}
		Ok(decided)
	}

	fn adjudicate_line(
		&mut self,
		basis: &Basis,
		line: &Line,
		verdict: Verdict,
	) -> Result<Adjudication, Error<T>> {
		let waived = match verdict {
			Verdict::Waive(reasons) => reasons,
			_ => DenialReasons::NONE,
		};
		let item = Item {
			category: line.category,
			quantity: line.quantity,
			charge: line.charge,
			tariff: line.tariff,
			authorised: self.authorised(line),
			in_network: basis.in_network,
			covered_from: basis.covered_from,
			serviced: line.serviced,
			prior: line.prior,
			waived,
		};
		let by_rules = adjudicate(&basis.terms.rules, &self.ledger.accumulators, &item)?;
		Ok(match verdict {
			Verdict::ByRules | Verdict::Waive(_) => by_rules,
			Verdict::AtMost { benefit, reason } => by_rules.reduced_to(benefit, reason)?,
			Verdict::Deny(reason) => by_rules.denied(reason)?,
		})
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn do_process_claim(actor: ActorOf<T>, id: ClaimId) -> DispatchResult {
		let mut claim = Claims::<T>::get(id).ok_or(Error::<T>::ClaimNotFound)?;
		let is_side = [claim.payer, claim.provider].contains(&actor.institution);
		ensure!(is_side, Error::<T>::NotAParty);
		ensure!(claim.status == ClaimStatus::Pended, Error::<T>::NotPended);
		Self::ensure_not_reversed(&claim, &[])?;
		ensure!(Self::waits_for(&claim).is_empty(), Error::<T>::StillPended);

		let basis = Self::basis_of(id, &claim)?;
		let mut books = Books::open(id.coverage, id.period);
		let benefit = Self::decide(id, &mut claim, &basis, &mut books, &[], None)?;
		books.close();
		let (provider, payer, rules) = (claim.provider, claim.payer, claim.rules);
		let (total, payment) = (claim.total(), claim.payment);
		Claims::<T>::insert(id, claim);

		Self::deposit_event(Event::ClaimAdjudicated {
			claim: id,
			provider,
			payer,
			rules,
			total,
			benefit,
			payment,
		});
		Ok(())
	}

	pub(crate) fn do_decide_claim(
		actor: ActorOf<T>,
		id: ClaimId,
		verdicts: Verdicts,
	) -> DispatchResult {
		let waives = verdicts.iter().any(|verdict| matches!(verdict, Verdict::Waive(_)));
		ensure!(!waives, Error::<T>::NotWaivable);
		let mut claim = Self::pended_claim_of(&actor, id)?;
		Self::ensure_decidable(&claim, &verdicts)?;

		let basis = Self::basis_of(id, &claim)?;
		let mut books = Books::open(id.coverage, id.period);
		let by = actor.account;
		let benefit =
			Self::decide(id, &mut claim, &basis, &mut books, &verdicts, Some(by.clone()))?;
		books.close();
		let payment = claim.payment;
		Claims::<T>::insert(id, claim);

		Self::deposit_event(Event::ClaimDecided { claim: id, benefit, payment, by });
		Ok(())
	}

	/// Decides a claim, and has it paid: what the rules make of it, or less. What the payer bears.
	/// Writes neither the claim nor the books.
	pub(crate) fn decide(
		id: ClaimId,
		claim: &mut ClaimOf<T>,
		basis: &Basis,
		books: &mut Books<T>,
		verdicts: &[Verdict],
		by: Option<T::AccountId>,
	) -> Result<Amount, sp_runtime::DispatchError> {
		let before = claim.benefit();
		let decided = books.adjudicate(basis, &claim.lines, verdicts)?;
		for (line, adjudication) in claim.lines.iter_mut().zip(decided) {
			line.adjudication = Some(adjudication);
		}
		claim.status = ClaimStatus::Decided;
		if claim.decided.is_none() {
			claim.decided = Some(Decided { by, at: T::Time::now() });
		}
		Self::spend(id, claim)?;
		let benefit = claim.benefit();
		Self::owe(id, claim, benefit.saturating_sub(before), basis.mode)?;
		Ok(benefit)
	}

	/// Undoes what a decided claim has counted and spent. Writes all of that, but not the claim.
	pub(crate) fn undo(id: ClaimId, claim: &ClaimOf<T>) -> DispatchResult {
		let mut books = Books::<T>::open(id.coverage, id.period);
		books.restore_all(claim)?;
		books.close();
		Self::free(id, claim);
		Ok(())
	}

	/// What a claim is decided by: the rules that it was submitted under.
	pub(crate) fn basis_of(id: ClaimId, claim: &ClaimOf<T>) -> Result<Basis, Error<T>> {
		let missing = || Error::<T>::Inconsistent;
		let coverage = Coverages::<T>::get(id.coverage).ok_or_else(missing)?;
		let plan = Plans::<T>::get(claim.plan).ok_or_else(missing)?;
		let rules = PlanVersions::<T>::get(claim.plan, claim.rules).ok_or_else(missing)?;
		Ok(Basis {
			in_network: rules.terms.network.has(claim.provider),
			terms: rules.terms,
			covered_from: coverage.terms.period.from,
			mode: plan.mode,
		})
	}

	/// Whether somebody can decide a claim that way: the provider is in force, there is a verdict
	/// for each line, and what is in doubt is denied.
	pub(crate) fn ensure_decidable(
		claim: &ClaimOf<T>,
		verdicts: &[Verdict],
	) -> Result<(), Error<T>> {
		ensure!(verdicts.len() == claim.lines.len(), Error::<T>::VerdictsMismatch);
		let in_force = T::Institutions::kinds_in_force(claim.provider).is_some();
		ensure!(in_force, Error::<T>::ProviderNotInForce);
		Self::ensure_not_reversed(claim, verdicts)?;
		let all_denied = verdicts.iter().all(|verdict| matches!(verdict, Verdict::Deny(_)));
		let suspect = !Self::waits_for(claim).suspicions().is_empty();
		ensure!(all_denied || !suspect, Error::<T>::Flagged);
		Ok(())
	}

	/// Whether what isn't denied still rests on evidence that was confirmed and not taken back.
	/// Without a verdict, nothing is denied.
	fn ensure_not_reversed(claim: &ClaimOf<T>, verdicts: &[Verdict]) -> Result<(), Error<T>> {
		for (index, line) in claim.lines.iter().enumerate() {
			if matches!(verdicts.get(index), Some(Verdict::Deny(_))) {
				continue;
			}
			let facts = T::Evidence::facts(line.evidence).ok_or(Error::<T>::EvidenceNotFound)?;
			ensure!(facts.standing != EvidenceStanding::Reversed, Error::<T>::EvidenceReversed);
			let confirmed = facts.standing == EvidenceStanding::Confirmed;
			ensure!(confirmed || verdicts.is_empty(), Error::<T>::EvidenceUnconfirmed);
		}
		Ok(())
	}

	/// Whoever claims for a provider or decides for a payer.
	pub(crate) fn claimant_or_adjudicator(
		origin: T::RuntimeOrigin,
	) -> Result<ActorOf<T>, sp_runtime::DispatchError> {
		match T::ClaimantOrigin::try_origin(origin) {
			Ok(actor) => Ok(actor),
			Err(origin) => Ok(T::AdjudicatorOrigin::ensure_origin(origin)?),
		}
	}
}

impl Network {
	/// Whether the provider belongs to it.
	pub fn has(&self, provider: galen_primitives::InstitutionId) -> bool {
		match self {
			Self::Open => true,
			Self::Listed(members) => members.binary_search(&provider).is_ok(),
		}
	}
}

impl<AccountId> Claim<AccountId> {
	/// What is claimed.
	pub fn total(&self) -> Amount {
		self.lines.iter().fold(0, |sum, line| sum.saturating_add(line.charge))
	}

	/// What the payer bears, as far as it is decided.
	pub fn benefit(&self) -> Amount {
		let decided = self.lines.iter().filter_map(|line| line.adjudication.as_ref());
		decided.fold(0, |sum, decided| sum.saturating_add(decided.benefit()))
	}
}
