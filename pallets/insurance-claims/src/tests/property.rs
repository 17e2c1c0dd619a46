// SPDX-License-Identifier: Apache-2.0

//! Random calls on claims and money, against a model that knows the rules as sentences.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::{settlement::*, *};
use galen_primitives::time::HOUR;
use proptest::{
	collection::vec,
	prelude::*,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::StateVersion;
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet, VecDeque},
};

/// Steps on one chain, before the next begins afresh.
const STEPS: u32 = 200;

/// The first one pays at once, the second one by remittance.
const PAYERS: [InstitutionId; 2] = [PAYER, OTHER_PAYER];
const PROVIDERS: [InstitutionId; 2] = [PHARMACY, OTHER_PHARMACY];
/// Which payer's, whose, and in which place. The third one comes after the first one.
const COVERAGES: [(usize, u8, CoverageOrder); 4] = [(0, 1, 1), (0, 2, 1), (1, 1, 2), (1, 3, 1)];
/// Deductible, what the plan pays in basis points, and its limit in a year.
const PLANS: [(Amount, Amount, Amount); 2] = [(300, 8_000, 5_000), (0, 9_000, 4_000)];
/// How many claims anybody does something with.
const RECENT: usize = 10;
/// What is left to a human.
const HIGH: Amount = 900;

#[derive(Clone, Copy, Debug)]
enum Step {
	Issue(usize, Amount),
	Sell(usize, usize, Amount, bool),
	Again(usize),
	Second(usize),
	Confirm(usize),
	TakeBack(usize),
	Recall(usize),
	Process(usize),
	Clear(usize),
	Decide(usize, Word),
	Cancel(usize),
	Appeal(usize),
	Review(usize, bool),
	Reverse(usize),
	ReverseForEvidence(usize),
	Settle(usize, u32),
	Remit(usize, usize, usize),
	Ask(usize, Purse, Amount),
	Redeem(usize, Purse),
	Repay(usize, usize, Amount),
}

/// What an adjudicator says.
#[derive(Clone, Copy, Debug)]
enum Word {
	ByRules,
	AtMost(Amount),
	Deny,
}

impl Word {
	fn verdict(self) -> Verdict {
		match self {
			Self::ByRules => Verdict::ByRules,
			Self::AtMost(benefit) => Verdict::AtMost { benefit, reason: DenialReason::Unsupported },
			Self::Deny => Verdict::Deny(DenialReason::NotMedicallyNecessary),
		}
	}
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum State {
	Pended,
	Decided,
	Cancelled,
	Reversed,
}

#[derive(Clone, Debug)]
struct Entry {
	id: ClaimId,
	coverage: usize,
	provider: usize,
	price: Amount,
	/// What earlier payers have left.
	left: Amount,
	evidence: u64,
	serviced: Moment,
	/// Whether a human looks at it.
	high: bool,
	/// Whether the payer has looked into a recall.
	cleared: bool,
	state: State,
	denied: bool,
	deductible: Amount,
	benefit: Amount,
	/// What is left to the patient.
	patient: Amount,
	payment: Payment,
	appealed: bool,
	reviews: u32,
}

impl Entry {
	fn payer(&self) -> usize {
		COVERAGES[self.coverage].0
	}
	fn order(&self) -> CoverageOrder {
		COVERAGES[self.coverage].2
	}
	/// Whether nobody else can claim for the same in that place.
	fn spends(&self) -> bool {
		match self.state {
			State::Pended => true,
			State::Decided => !self.denied,
			State::Cancelled | State::Reversed => false,
		}
	}
}

#[derive(Clone, Default)]
struct ModelReserve {
	balance: Amount,
	held: Amount,
	queue: VecDeque<(usize, Amount)>,
}

#[derive(Default)]
struct Model {
	claims: Vec<Entry>,
	/// What became of each dispense.
	standing: Vec<EvidenceStanding>,
	recalled: BTreeSet<u64>,
	reserves: [ModelReserve; 2],
	receipts: [Amount; 2],
	owed: BTreeMap<(usize, usize), Amount>,
	asked: BTreeMap<(usize, Purse), Amount>,
}

/// Deductible, benefit, and what is left to the patient.
type Share = (Amount, Amount, Amount);

impl Model {
	/// One of the last few claims.
	fn pick(&self, number: usize) -> Option<usize> {
		let among = self.claims.len().min(RECENT);
		(among > 0).then(|| self.claims.len() - 1 - number % among)
	}
	fn claim(&self, number: usize) -> Option<&Entry> {
		self.pick(number).map(|at| &self.claims[at])
	}
	fn is_spent(&self, evidence: u64, order: CoverageOrder) -> bool {
		let same = |claim: &&Entry| claim.evidence == evidence && claim.order() == order;
		self.claims.iter().filter(same).any(Entry::spends)
	}
	fn is_followed(&self, claim: &Entry) -> bool {
		self.is_spent(claim.evidence, claim.order() + 1)
	}
	fn standing_of(&self, claim: &Entry) -> EvidenceStanding {
		self.standing[claim.evidence as usize]
	}
	fn waits(&self, reserve: usize) -> Amount {
		let queue = self.reserves[reserve].queue.iter();
		queue.filter(|(at, _)| self.claims[*at].state == State::Decided).map(|(_, sum)| sum).sum()
	}
	fn owes(&self, payer: usize, provider: usize) -> Amount {
		self.owed.get(&(payer, provider)).copied().unwrap_or(0)
	}
	fn available(&self, institution: usize, purse: Purse) -> Amount {
		match purse {
			Purse::Receipts => self.receipts[institution],
			Purse::Reserve => {
				let reserve = &self.reserves[institution];
				reserve.balance.saturating_sub(reserve.held + self.waits(institution))
			},
		}
	}

	/// What the rules make of a charge, beside what all claims but one have used.
	fn share(&self, coverage: usize, price: Amount, left: Amount, but: Option<usize>) -> Share {
		let (deductible, points, limit) = PLANS[COVERAGES[coverage].0];
		let counts = |(at, claim): &(usize, &Entry)| {
			Some(*at) != but && claim.coverage == coverage && claim.state == State::Decided
		};
		let counted: Vec<_> = self.claims.iter().enumerate().filter(counts).collect();
		let borne: Amount = counted.iter().map(|(_, claim)| claim.deductible).sum();
		let paid: Amount = counted.iter().map(|(_, claim)| claim.benefit).sum();
		let first = price.min(deductible - borne);
		let promised = ((price - first) * points + 5_000) / 10_000;
		let coinsurance = price - first - promised;
		let granted = promised.min(limit - paid);
		let above = promised - granted;
		let benefit = granted.min(left);
		let patient = (first + coinsurance + above).min(left - benefit);
		(first.min(left - benefit), benefit, patient)
	}
	fn decided(&self, at: usize, word: Word) -> Share {
		let claim = &self.claims[at];
		let (first, benefit, patient) =
			self.share(claim.coverage, claim.price, claim.left, Some(at));
		match word {
			Word::ByRules => (first, benefit, patient),
			Word::AtMost(most) => (first, benefit.min(most), patient),
			Word::Deny => (0, 0, 0),
		}
	}

	fn is_suspect(&self, claim: &Entry) -> bool {
		self.recalled.contains(&claim.evidence) && !claim.cleared
	}
	/// Whether a claim can be decided that way.
	fn decidable(&self, at: usize, word: Word) -> bool {
		let claim = &self.claims[at];
		let confirmed = self.standing_of(claim) == EvidenceStanding::Confirmed;
		matches!(word, Word::Deny) || confirmed && !self.is_suspect(claim)
	}
	/// Whether the rules decide it.
	fn is_automatic(&self, at: usize) -> bool {
		self.decidable(at, Word::ByRules) && !self.claims[at].high
	}

	fn can_pay(&self, payer: usize, provider: usize, amount: Amount) -> bool {
		let reserve = &self.reserves[payer];
		let off = if payer == 0 { amount.min(self.owes(payer, provider)) } else { 0 };
		reserve.balance - reserve.held >= amount - off
	}
	fn set_off(&mut self, payer: usize, provider: usize, amount: Amount) -> Amount {
		let off = amount.min(self.owes(payer, provider));
		*self.owed.entry((payer, provider)).or_default() -= off;
		off
	}
	fn pay(&mut self, at: usize, amount: Amount) {
		let (payer, provider) = (self.claims[at].payer(), self.claims[at].provider);
		if payer == 1 {
			self.reserves[payer].held += amount;
			self.claims[at].payment.funded += amount;
			return;
		}
		let off = self.set_off(payer, provider, amount);
		self.reserves[payer].balance -= amount - off;
		self.receipts[provider] += amount - off;
		self.claims[at].payment.paid += amount - off;
		self.claims[at].payment.recovered += off;
	}
	fn owe(&mut self, at: usize, amount: Amount) {
		if amount == 0 {
			return;
		}
		let (payer, provider) = (self.claims[at].payer(), self.claims[at].provider);
		if self.waits(payer) == 0 && self.can_pay(payer, provider, amount) {
			self.pay(at, amount);
		} else {
			self.reserves[payer].queue.push_back((at, amount));
			self.claims[at].payment.queued += amount;
		}
	}

	fn decide(&mut self, at: usize, word: Word) {
		let (deductible, benefit, patient) = self.decided(at, word);
		let claim = &mut self.claims[at];
		let before = if claim.state == State::Decided { claim.benefit } else { 0 };
		(claim.deductible, claim.benefit, claim.patient) = (deductible, benefit, patient);
		claim.state = State::Decided;
		claim.denied = matches!(word, Word::Deny);
		self.owe(at, benefit - before);
	}

	fn submit(
		&mut self,
		coverage: usize,
		provider: usize,
		price: Amount,
		left: Amount,
		evidence: u64,
	) {
		let at = self.claims.len();
		let first = self.claims.iter().find(|claim| claim.evidence == evidence);
		let serviced = first.map_or(now(), |claim| claim.serviced);
		self.claims.push(Entry {
			serviced,
			id: last(coverage as CoverageId),
			coverage,
			provider,
			price,
			left,
			evidence,
			high: price > HIGH,
			cleared: false,
			state: State::Pended,
			denied: false,
			deductible: 0,
			benefit: 0,
			patient: 0,
			payment: Payment::default(),
			appealed: false,
			reviews: 0,
		});
		if self.is_automatic(at) {
			self.decide(at, Word::ByRules);
		}
	}

	fn undo(&mut self, at: usize) {
		let claim = &mut self.claims[at];
		let payer = claim.payer();
		claim.state = State::Reversed;
		let payment = &mut claim.payment;
		payment.reversed = payment.paid + payment.recovered;
		let (funded, provider, reversed) = (payment.funded, claim.provider, payment.reversed);
		(payment.funded, payment.queued) = (0, 0);
		self.reserves[payer].held -= funded;
		*self.owed.entry((payer, provider)).or_default() += reversed;
	}

	/// The first few claims that wait for a remittance, in the order of their ids.
	fn funded(&self, payer: usize, provider: usize, most: usize) -> Vec<usize> {
		let mut all: Vec<_> = (0..self.claims.len())
			.filter(|at| {
				let claim = &self.claims[*at];
				let (ours, funded) = (claim.payer() == payer, claim.payment.funded > 0);
				ours && funded && claim.provider == provider
			})
			.collect();
		all.sort_by_key(|at| self.claims[*at].id);
		all.truncate(most);
		all
	}

	fn allows(&self, step: Step) -> bool {
		let decided = |claim: &Entry| claim.state == State::Decided;
		let pended = |claim: &Entry| claim.state == State::Pended;
		let good = |claim: &Entry| self.standing_of(claim) != EvidenceStanding::Reversed;
		match step {
			Step::Issue(..) | Step::Sell(..) => true,
			Step::Again(n) => self.claim(n).is_some_and(|claim| {
				let free = !self.is_spent(claim.evidence, claim.order());
				free && claim.order() == 1 && !self.is_followed(claim) && good(claim)
			}),
			Step::Second(n) => self.claim(n).is_some_and(|claim| {
				let free = !self.is_spent(claim.evidence, 2);
				let current = claim.spends() || !self.is_spent(claim.evidence, 1);
				let first = claim.coverage == 0 && decided(claim) && !claim.appealed;
				first && free && current && good(claim)
			}),
			Step::Confirm(n) | Step::TakeBack(n) | Step::Recall(n) => self.claim(n).is_some(),
			Step::Process(n) => {
				self.pick(n).is_some_and(|at| pended(&self.claims[at]) && self.is_automatic(at))
			},
			Step::Clear(n) => {
				self.claim(n).is_some_and(|claim| pended(claim) && self.is_suspect(claim))
			},
			Step::Decide(n, word) => {
				self.pick(n).is_some_and(|at| pended(&self.claims[at]) && self.decidable(at, word))
			},
			Step::Cancel(n) => self.claim(n).is_some_and(pended),
			Step::Appeal(n) => self.claim(n).is_some_and(|claim| {
				let open = !claim.appealed && claim.reviews < APPEAL_LEVELS;
				decided(claim) && claim.benefit < claim.left && open && !self.is_followed(claim)
			}),
			Step::Review(n, uphold) => self.pick(n).is_some_and(|at| {
				let claim = &self.claims[at];
				let more = self.decided(at, Word::ByRules).1 > claim.benefit;
				let free = !claim.denied || !self.is_spent(claim.evidence, claim.order());
				let overturns = more && free && self.decidable(at, Word::ByRules);
				claim.appealed && decided(claim) && (uphold || overturns)
			}),
			Step::Reverse(n) => self
				.claim(n)
				.is_some_and(|claim| decided(claim) && !claim.appealed && !self.is_followed(claim)),
			Step::ReverseForEvidence(n) => self.claim(n).is_some_and(|claim| {
				decided(claim) && !claim.denied && !good(claim) && !self.is_followed(claim)
			}),
			Step::Settle(payer, n) => {
				(1..=MAX_SETTLED).contains(&n)
					&& self.reserves[payer].queue.front().is_some_and(|(at, amount)| {
						let claim = &self.claims[*at];
						!decided(claim) || self.can_pay(payer, claim.provider, *amount)
					})
			},
			Step::Remit(payer, provider, most) => !self.funded(payer, provider, most).is_empty(),
			Step::Ask(institution, purse, amount) => {
				!self.asked.contains_key(&(institution, purse))
					&& amount > 0 && amount <= self.available(institution, purse)
			},
			Step::Redeem(institution, purse) => self
				.asked
				.get(&(institution, purse))
				.is_some_and(|amount| *amount <= self.available(institution, purse)),
			Step::Repay(payer, provider, amount) => {
				let owed = self.owes(payer, provider);
				amount > 0 && amount <= owed && amount <= self.receipts[provider]
			},
		}
	}

	fn call(&self, step: Step) -> DispatchResult {
		let none = DispatchResult::Err("no such claim".into());
		let of =
			|n: usize, call: &dyn Fn(&Entry) -> DispatchResult| self.claim(n).map_or(none, call);
		let claims_for =
			|provider: usize, terms| submit(staff(PROVIDERS[provider], Role::Pharmacist), terms);
		let same = |claim: &Entry| {
			let again = line(1, EvidenceId::Dispense(claim.evidence), claim.price);
			vec![LineTerms { serviced: claim.serviced, ..again }]
		};
		let clerk = |claim: &Entry, role| staff(PAYERS[claim.payer()], role);
		match step {
			Step::Issue(payer, amount) => {
				Insurance::issue(signed(BANKER), PAYERS[payer], EUR, amount)
			},
			Step::Sell(coverage, provider, price, confirmed) => {
				let number = self.standing.len() as u64;
				let to = COVERAGES[coverage].1;
				let evidence = dispense_by(PROVIDERS[provider], number, to);
				if !confirmed {
					set_standing(evidence, EvidenceStanding::Unconfirmed);
				}
				let lines = vec![line(1, evidence, price)];
				claims_for(provider, claim(coverage as CoverageId, lines))
			},
			Step::Again(n) => of(n, &|again| {
				claims_for(again.provider, claim(again.coverage as CoverageId, same(again)))
			}),
			Step::Second(n) => of(n, &|first| {
				let terms = ClaimTerms { prior: Some(first.id), ..claim(2, same(first)) };
				claims_for(first.provider, terms)
			}),
			Step::Confirm(n) => of(n, &|claim| {
				set_standing(EvidenceId::Dispense(claim.evidence), EvidenceStanding::Confirmed);
				Ok(())
			}),
			Step::TakeBack(n) => of(n, &|claim| {
				set_standing(EvidenceId::Dispense(claim.evidence), EvidenceStanding::Reversed);
				Ok(())
			}),
			Step::Recall(n) => of(n, &|claim| {
				Recalled::mutate(|all| all.insert(EvidenceId::Dispense(claim.evidence)));
				Ok(())
			}),
			Step::Process(n) => of(n, &|claim| {
				Insurance::process_claim(signed(clerk(claim, Role::Adjudicator)), claim.id)
			}),
			Step::Clear(n) => of(n, &|claim| {
				let who = signed(clerk(claim, Role::Adjudicator));
				Insurance::clear_flag(who, claim.id, PendReason::Recalled, digest(3))
			}),
			Step::Decide(n, word) => {
				of(n, &|claim| decide(clerk(claim, Role::Adjudicator), claim.id, &[word.verdict()]))
			},
			Step::Cancel(n) => of(n, &|claim| {
				let who = staff(PROVIDERS[claim.provider], Role::Pharmacist);
				Insurance::cancel_claim(signed(who), claim.id, CancelReason::Withdrawn)
			}),
			Step::Appeal(n) => of(n, &|claim| {
				let who = signed(controller(COVERAGES[claim.coverage].1));
				Insurance::appeal_claim(who, claim.id, AppealGrounds::NewEvidence, digest(4))
			}),
			Step::Review(n, uphold) => of(n, &|claim| {
				let level = claim.reviews + 1;
				let (at, role) = match level {
					APPEAL_LEVELS => (REGULATOR, Role::Inspector),
					_ => (PAYERS[claim.payer()], Role::Adjudicator),
				};
				let who = signed(staff_in(at, role, level as u16));
				let verdicts = if uphold { vec![] } else { vec![Verdict::ByRules] };
				let verdicts = verdicts.try_into().unwrap();
				Insurance::decide_appeal(who, claim.id, verdicts, digest(5))
			}),
			Step::Reverse(n) => of(n, &|claim| {
				let who = signed(clerk(claim, Role::SettlementOfficer));
				Insurance::reverse_claim(who, claim.id, ReversalReason::Overpayment)
			}),
			Step::ReverseForEvidence(n) => of(n, &|claim| {
				let who = staff(PROVIDERS[claim.provider], Role::Pharmacist);
				Insurance::reverse_for_evidence(signed(who), claim.id)
			}),
			Step::Settle(payer, n) => Insurance::settle(signed(OUTSIDER), PAYERS[payer], EUR, n)
				.map(|_| ())
				.map_err(|failure| failure.error),
			Step::Remit(payer, provider, most) => {
				let funded = self.funded(payer, provider, most);
				let due = funded.iter().map(|at| self.claims[*at].payment.funded).sum();
				let recovery = recover(due, self.owes(payer, provider));
				let lowered = ProviderAdjustment {
					reason: ProviderAdjustmentReason::ForwardingBalance,
					effect: Effect::Lowers,
					amount: recovery.recovered,
				};
				let adjustments = if lowered.amount > 0 { vec![lowered] } else { vec![] };
				let ids: Vec<_> = funded.iter().map(|at| self.claims[*at].id).collect();
				Insurance::remit(
					signed(staff(PAYERS[payer], Role::SettlementOfficer)),
					PROVIDERS[provider],
					EUR,
					ids.try_into().unwrap(),
					adjustments.try_into().unwrap(),
					recovery.payment,
				)
			},
			Step::Ask(institution, purse, amount) => {
				let (_, who) = treasurer(institution, purse);
				let (who, terms) = (signed(who), digest(6));
				Insurance::request_redemption(who, purse, EUR, BANK, amount, terms)
			},
			Step::Redeem(institution, purse) => {
				let amount = self.asked.get(&(institution, purse)).copied().unwrap_or(1);
				let (at, _) = treasurer(institution, purse);
				Insurance::redeem(signed(BANKER), at, purse, EUR, amount)
			},
			Step::Repay(payer, provider, amount) => {
				let who = signed(treasurer(provider, Purse::Receipts).1);
				Insurance::repay(who, PAYERS[payer], EUR, amount)
			},
		}
	}

	fn apply(&mut self, step: Step) {
		match step {
			Step::Issue(payer, amount) => self.reserves[payer].balance += amount,
			Step::Sell(coverage, provider, price, confirmed) => {
				let evidence = self.standing.len() as u64;
				self.standing.push(match confirmed {
					true => EvidenceStanding::Confirmed,
					false => EvidenceStanding::Unconfirmed,
				});
				self.submit(coverage, provider, price, price, evidence);
			},
			Step::Again(n) => {
				let Entry { coverage, provider, price, evidence, .. } = *self.claim(n).unwrap();
				self.submit(coverage, provider, price, price, evidence);
			},
			Step::Second(n) => {
				let Entry { provider, price, patient, evidence, .. } = *self.claim(n).unwrap();
				self.submit(2, provider, price, patient, evidence);
			},
			Step::Confirm(n) => {
				let evidence = self.claim(n).unwrap().evidence as usize;
				self.standing[evidence] = EvidenceStanding::Confirmed;
			},
			Step::TakeBack(n) => {
				let evidence = self.claim(n).unwrap().evidence as usize;
				self.standing[evidence] = EvidenceStanding::Reversed;
			},
			Step::Recall(n) => {
				let evidence = self.claim(n).unwrap().evidence;
				self.recalled.insert(evidence);
			},
			Step::Process(n) => self.decide(self.pick(n).unwrap(), Word::ByRules),
			Step::Clear(n) => {
				let at = self.pick(n).unwrap();
				self.claims[at].cleared = true;
			},
			Step::Decide(n, word) => self.decide(self.pick(n).unwrap(), word),
			Step::Cancel(n) => {
				let at = self.pick(n).unwrap();
				self.claims[at].state = State::Cancelled;
			},
			Step::Appeal(n) => {
				let at = self.pick(n).unwrap();
				self.claims[at].appealed = true;
			},
			Step::Review(n, uphold) => {
				let at = self.pick(n).unwrap();
				self.claims[at].appealed = false;
				self.claims[at].reviews += 1;
				if !uphold {
					self.decide(at, Word::ByRules);
				}
			},
			Step::Reverse(n) | Step::ReverseForEvidence(n) => self.undo(self.pick(n).unwrap()),
			Step::Settle(payer, n) => {
				for _ in 0..n {
					let Some((at, amount)) = self.reserves[payer].queue.front().copied() else {
						break;
					};
					let claim = &self.claims[at];
					if claim.state == State::Decided {
						if !self.can_pay(payer, claim.provider, amount) {
							break;
						}
						self.claims[at].payment.queued -= amount;
						self.pay(at, amount);
					}
					self.reserves[payer].queue.pop_front();
				}
			},
			Step::Remit(payer, provider, most) => {
				for at in self.funded(payer, provider, most) {
					let amount = std::mem::take(&mut self.claims[at].payment.funded);
					let off = self.set_off(payer, provider, amount);
					self.reserves[payer].held -= amount;
					self.reserves[payer].balance -= amount - off;
					self.receipts[provider] += amount - off;
					self.claims[at].payment.paid += amount - off;
					self.claims[at].payment.recovered += off;
				}
			},
			Step::Ask(institution, purse, amount) => {
				self.asked.insert((institution, purse), amount);
			},
			Step::Redeem(institution, purse) => {
				let amount = self.asked.remove(&(institution, purse)).unwrap();
				match purse {
					Purse::Reserve => self.reserves[institution].balance -= amount,
					Purse::Receipts => self.receipts[institution] -= amount,
				}
			},
			Step::Repay(payer, provider, amount) => {
				self.set_off(payer, provider, amount);
				self.receipts[provider] -= amount;
				self.reserves[payer].balance += amount;
			},
		}
	}

	fn compare(&self, claims: usize) {
		let mut money = 0;
		for (payer, expected) in self.reserves.iter().enumerate() {
			let found = Insurance::reserve(PAYERS[payer], EUR);
			let sums = (found.balance, found.reserve.held, found.reserve.queued);
			assert_eq!(sums, (expected.balance, expected.held, self.waits(payer)));
			// What is set aside is there.
			assert!(found.reserve.held <= found.balance);
			let length = found.reserve.tail - found.reserve.head;
			assert_eq!(length, expected.queue.len() as u64);
			money += found.balance;
		}
		for (provider, expected) in self.receipts.iter().enumerate() {
			assert_eq!(receipts(PROVIDERS[provider]), *expected);
			money += expected;
			for (payer, id) in PAYERS.into_iter().enumerate() {
				let found = Insurance::forwarding(id, PROVIDERS[provider], EUR);
				assert_eq!(found, self.owes(payer, provider));
			}
		}
		let Issuance { issued, redeemed } = Insurance::issuance(BANK, EUR);
		assert_eq!(money, issued - redeemed);
		for claim in self.claims.iter().rev().take(claims) {
			let found = stored(claim.id);
			let status = match claim.state {
				State::Pended => ClaimStatus::Pended,
				State::Decided => ClaimStatus::Decided,
				State::Cancelled => ClaimStatus::Cancelled,
				State::Reversed => ClaimStatus::Reversed,
			};
			assert_eq!(found.status, status, "{claim:?} {:?}", waits_for(claim.id));
			let payment = Payment { at: None, remittance: None, ..found.payment };
			assert_eq!(payment, claim.payment, "{claim:?}");
			assert_eq!(found.benefit(), claim.benefit, "{claim:?}");
			let patient = found.lines[0].adjudication.as_ref().map_or(0, |a| a.prior().left);
			assert_eq!(patient, claim.patient, "{claim:?}");
		}
		for coverage in 0..COVERAGES.len() {
			let used = Insurance::ledger(coverage as CoverageId, 0).accumulators;
			let counts =
				|claim: &&Entry| claim.coverage == coverage && claim.state == State::Decided;
			let sum = |of: fn(&Entry) -> Amount| -> Amount {
				self.claims.iter().filter(counts).map(of).sum()
			};
			assert_eq!(used.deductible(), sum(|claim| claim.deductible));
			assert_eq!(used.paid(), sum(|claim| claim.benefit));
		}
	}
}

/// Whose purse it is, and who may ask for what is in it.
fn treasurer(institution: usize, purse: Purse) -> (InstitutionId, AccountId) {
	let (at, role) = match purse {
		Purse::Reserve => (PAYERS[institution], Role::SettlementOfficer),
		Purse::Receipts => (PROVIDERS[institution], Role::BillingOfficer),
	};
	(at, staff(at, role))
}

fn step() -> impl Strategy<Value = Step> {
	let (one, claim) = (|| 0..2usize, || 0..100usize);
	let purse = || prop_oneof![Just(Purse::Reserve), Just(Purse::Receipts)];
	let word =
		prop_oneof![Just(Word::ByRules), (0..500u128).prop_map(Word::AtMost), Just(Word::Deny)];
	let coverage = prop::sample::select(vec![0, 0, 1, 3]);
	prop_oneof![
		4 => (one(), 1..1_500u128).prop_map(|(a, b)| Step::Issue(a, b)),
		12 => (coverage, one(), 1..1_200u128, prop::bool::weighted(0.7))
			.prop_map(|(a, b, c, d)| Step::Sell(a, b, c, d)),
		3 => claim().prop_map(Step::Again),
		6 => claim().prop_map(Step::Second),
		4 => claim().prop_map(Step::Confirm),
		1 => claim().prop_map(Step::TakeBack),
		1 => claim().prop_map(Step::Recall),
		4 => claim().prop_map(Step::Process),
		5 => claim().prop_map(Step::Clear),
		4 => (claim(), word).prop_map(|(a, b)| Step::Decide(a, b)),
		1 => claim().prop_map(Step::Cancel),
		6 => claim().prop_map(Step::Appeal),
		5 => (claim(), any::<bool>()).prop_map(|(a, b)| Step::Review(a, b)),
		2 => claim().prop_map(Step::Reverse),
		3 => claim().prop_map(Step::ReverseForEvidence),
		4 => (one(), 0..10u32).prop_map(|(a, b)| Step::Settle(a, b)),
		3 => (one(), one(), 1..5usize).prop_map(|(a, b, c)| Step::Remit(a, b, c)),
		2 => (one(), purse(), 0..1_000u128).prop_map(|(a, b, c)| Step::Ask(a, b, c)),
		2 => (one(), purse()).prop_map(|(a, b)| Step::Redeem(a, b)),
		2 => (one(), one(), 0..300u128).prop_map(|(a, b, c)| Step::Repay(a, b, c)),
	]
}

/// What happened how often, so that a run that never got anywhere is noticed.
type Tally = BTreeMap<String, u32>;

/// Changes with anything in storage.
fn state() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

/// The plans and coverages of the model.
fn set_up() {
	let modes = [SettlementMode::Immediate, SettlementMode::Batch];
	for (payer, (deductible, points, limit)) in PLANS.into_iter().enumerate() {
		let mut terms = eighty_percent();
		terms.rules.deductible = deductible;
		terms.rules.categories[1].coinsurance = BASIS_POINTS - points as u16;
		match payer {
			0 => terms.rules.annual_max = Some(limit),
			_ => terms.rules.categories[1].limit = Some(limit),
		}
		terms.automatic_up_to = HIGH;
		plan_of(PAYERS[payer], modes[payer], terms);
	}
	for (number, (plan, who, order)) in COVERAGES.into_iter().enumerate() {
		let coverage = covered(plan as PlanId, patient(who), order);
		assert_eq!(coverage, number as CoverageId);
	}
}

fn run(steps: &[Step], tally: &RefCell<Tally>) {
	build_and_execute(|| {
		set_up();
		let mut model = Model::default();
		for (number, step) in steps.iter().enumerate() {
			// No more than four claims a day.
			wait(6 * HOUR);
			let allowed = model.allows(*step);
			let before = if allowed { vec![] } else { state() };
			// As a dispatched call has it: a failure undoes what came before.
			let outcome = frame_support::storage::with_storage_layer(|| model.call(*step));
			assert_eq!(outcome.is_ok(), allowed, "{step:?}: {outcome:?}");
			if allowed {
				let name = format!("{step:?}").split('(').next().unwrap_or_default().to_string();
				*tally.borrow_mut().entry(name).or_default() += 1;
				model.apply(*step);
				// All claims now and then: it takes long.
				model.compare(if number % 20 == 0 { usize::MAX } else { RECENT });
			} else {
				assert_eq!(state(), before, "{step:?} left a trace");
			}
		}
		model.compare(usize::MAX);
	});
}

#[test]
fn the_chain_should_agree_with_the_model_whatever_is_called() {
	let total = std::env::var("GALEN_STEPS").ok().and_then(|steps| steps.parse().ok());
	let cases = total.unwrap_or(10_000u32).div_ceil(STEPS);
	let tally = RefCell::new(Tally::new());
	let config = ProptestConfig { cases, failure_persistence: None, ..Default::default() };
	TestRunner::new(config)
		.run(&vec(step(), STEPS as usize), |steps| {
			run(&steps, &tally);
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));

	let tally = tally.into_inner();
	println!("{} steps: {tally:#?}", cases * STEPS);
	if cases >= 20 {
		for name in [
			"Issue",
			"Sell",
			"Again",
			"Second",
			"Confirm",
			"TakeBack",
			"Recall",
			"Process",
			"Clear",
			"Decide",
			"Cancel",
			"Appeal",
			"Review",
			"Reverse",
			"ReverseForEvidence",
			"Settle",
			"Remit",
			"Ask",
			"Redeem",
			"Repay",
		] {
			assert!(tally.contains_key(name), "{name} never went through");
		}
	}
}
