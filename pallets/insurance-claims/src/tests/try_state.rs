// SPDX-License-Identifier: Apache-2.0

//! What breaks the invariants is found.

use super::*;

/// A claim that was paid, one that waits, a preauthorisation that was used, an appeal that was
/// upheld, a claim to a second payer, and an agreement.
fn scene() {
	published();
	claimed(dispense(1), 10_000);
	pended(2, 10_000);
	assert_ok!(Insurance::request_preauth(signed(BILLING), preauth::asked(2, 50_000)));
	let certify = PreAuthVerdict::Certify { quantity: 2, amount: 50_000 };
	let validity = Period { from: START, until: Some(START + DAY) };
	let verdicts = vec![certify].try_into().unwrap();
	assert_ok!(Insurance::decide_preauth(signed(ADJUDICATOR), PREAUTH, verdicts, validity));
	let operation = LineTerms {
		category: BenefitCategory::Surgical,
		preauth: Some(PreAuthRef { period: 0, number: PREAUTH.number, line: 1 }),
		..line(1, encounter(3), 10_000)
	};
	assert_ok!(submit(BILLING, claim(0, vec![operation])));
	let refused = denied(4, 10_000);
	let grounds = AppealGrounds::NewEvidence;
	assert_ok!(Insurance::appeal_claim(signed(BILLING), refused, grounds, digest(1)));
	let upheld = Verdicts::default();
	assert_ok!(Insurance::decide_appeal(signed(SECOND_ADJUDICATOR), refused, upheld, digest(2)));
	let plan = plan_of(OTHER_PAYER, SettlementMode::Immediate, rules());
	fund(OTHER_PAYER, 100_000_000);
	assert_eq!(covered(plan, patient(1), 2), SECOND.coverage);
	let again = claim(SECOND.coverage, vec![line(1, EvidenceId::Dispense(1), 10_000)]);
	assert_ok!(submit(PHARMACIST, ClaimTerms { prior: Some(PAID), ..again }));
	let period = Period { from: START, until: None };
	assert_ok!(Insurance::propose_agreement(signed(MANAGER), PAYER, ABROAD, period));
}

const PAID: ClaimId = ClaimId { coverage: 0, period: 0, number: 0 };
const WAITING: ClaimId = ClaimId { coverage: 0, period: 0, number: 1 };
const PREAUTH: PreAuthId = ClaimId { coverage: 0, period: 0, number: 2 };
const REFUSED: ClaimId = ClaimId { coverage: 0, period: 0, number: 4 };
const SECOND: ClaimId = ClaimId { coverage: 1, period: 0, number: 0 };

fn plan(change: impl FnOnce(&mut Plan)) {
	Plans::<Test>::mutate(0, |plan| change(plan.as_mut().unwrap()));
}

fn rules_of(change: impl FnOnce(&mut Rules)) {
	PlanVersions::<Test>::mutate(0, 0, |rules| change(rules.as_mut().unwrap()));
}

fn coverage(change: impl FnOnce(&mut Coverage)) {
	Coverages::<Test>::mutate(0, |coverage| change(coverage.as_mut().unwrap()));
}

fn of(id: ClaimId, change: impl FnOnce(&mut ClaimOf<Test>)) {
	Claims::<Test>::mutate(id, |claim| change(claim.as_mut().unwrap()));
}

fn preauth(change: impl FnOnce(&mut PreAuthOf<Test>)) {
	PreAuths::<Test>::mutate(PREAUTH, |preauth| change(preauth.as_mut().unwrap()));
}

fn ledger(change: impl FnOnce(&mut Ledger)) {
	Ledgers::<Test>::mutate(0, 0, change);
}

fn appeal(change: impl FnOnce(&mut AppealOf<Test>)) {
	Appeals::<Test>::mutate(REFUSED, |appeal| change(appeal.as_mut().unwrap()));
}

fn agreement(change: impl FnOnce(&mut Agreement)) {
	Agreements::<Test>::mutate(PAYER, ABROAD, |found| change(found.as_mut().unwrap()));
}

#[test]
fn every_broken_invariant_should_be_found() {
	type Row = (&'static str, fn());
	let table: [Row; 58] = [
		("a plan has a number to come", || NextPlan::<Test>::put(0)),
		("a plan's times are out of order", || plan(|plan| plan.recorded = now() + 1)),
		("a plan's times are out of order", || plan(|plan| plan.closed = Some(0))),
		("a plan's versions are out of order", || plan(|plan| plan.versions.clear())),
		("a plan has no rules", || PlanVersions::<Test>::remove(0, 0)),
		("a plan's rules aren't what it says", || {
			rules_of(|rules| rules.terms.effective += 1);
		}),
		("a plan's rules aren't what it says", || plan(|plan| plan.period_days = 1)),
		("a plan's rules aren't what it says", || {
			rules_of(|rules| rules.terms.rules.filing_days = 0);
		}),
		("rules hold for what was before them", || {
			rules_of(|rules| rules.recorded = now() + 1);
		}),
		("there are rules of no plan", || {
			let rules = PlanVersions::<Test>::get(0, 0).unwrap();
			PlanVersions::<Test>::insert(0, 9, rules);
		}),
		("a coverage has a number to come", || NextCoverage::<Test>::put(0)),
		("a coverage of no plan", || coverage(|coverage| coverage.plan = 9)),
		("a coverage of another payer's plan", || coverage(|coverage| coverage.payer = 9)),
		("a coverage of another payer's plan", || coverage(|coverage| coverage.currency = USD)),
		("a coverage has no place", || coverage(|coverage| coverage.terms.order = 0)),
		("a coverage in force holds no place", || Ranks::<Test>::remove(patient(1), 1)),
		("a coverage holds a place that it doesn't have", || {
			coverage(|coverage| coverage.status = CoverageStatus::Draft);
		}),
		("a coverage holds a place that it doesn't have", || {
			coverage(|coverage| coverage.terms.period.from += 1);
		}),
		("a place is held by nobody", || {
			Ranks::<Test>::insert(patient(9), 1, RankedCoverages::default());
		}),
		("a place is held by another's coverage", || {
			Ranks::<Test>::insert(patient(9), 1, Ranks::<Test>::get(patient(1), 1));
		}),
		("a place is held twice", || {
			Ranks::<Test>::mutate(patient(1), 1, |held| held.try_push(held[0]).unwrap());
		}),
		("a claim has a number to come", || ledger(|ledger| ledger.next = 0)),
		("a claim to no coverage", || {
			let id = ClaimId { coverage: 9, ..PAID };
			Claims::<Test>::insert(id, stored(PAID));
			Ledgers::<Test>::mutate(9, 0, |ledger| ledger.next = 1);
		}),
		("a claim isn't to its coverage", || of(PAID, |claim| claim.payer = OTHER_PAYER)),
		("a claim isn't to its coverage", || of(PAID, |claim| claim.order = 3)),
		("somebody claims from themselves", || of(PAID, |claim| claim.provider = PAYER)),
		("a claim for nothing", || of(PAID, |claim| claim.lines.clear())),
		("a claim is decided by rules of another day", || of(PAID, |claim| claim.rules = 1)),
		("a claim is for another time", || of(PAID, |claim| claim.created -= 1)),
		("a claim is for another time", || {
			of(PAID, |claim| claim.created += 1);
		}),
		("a claim names evidence twice", || {
			of(PAID, |claim| {
				let line = claim.lines[0].clone();
				claim.lines.try_push(line).unwrap();
			});
		}),
		("a line is of nothing, or proven by something else", || {
			of(PAID, |claim| claim.lines[0].evidence = EvidenceId::Encounter(1));
		}),
		("a line is of nothing, or proven by something else", || {
			of(PAID, |claim| claim.lines[0].quantity = 0);
		}),
		("a claim is decided by nobody, or isn't and somebody has", || {
			of(PAID, |claim| claim.decided = None);
		}),
		("a claim is decided by nobody, or isn't and somebody has", || {
			of(PAID, |claim| claim.status = ClaimStatus::Pended);
		}),
		("a line is left out", || of(PAID, |claim| claim.lines[0].adjudication = None)),
		("a line doesn't add up", || of(PAID, |claim| claim.lines[0].charge += 1)),
		("a claim is decided at an impossible time", || {
			of(PAID, |claim| claim.decided.as_mut().unwrap().at += 1);
		}),
		("a flagged claim was decided by nobody", || {
			of(PAID, |claim| claim.flags.insert(PendReason::Velocity));
		}),
		("a claim and a preauthorisation share a number", || {
			PreAuths::<Test>::insert(PAID, PreAuths::<Test>::get(PREAUTH).unwrap());
		}),
		("a preauthorisation isn't of its coverage", || {
			preauth(|preauth| preauth.provider = PAYER);
		}),
		("what is used of a preauthorisation isn't what was claimed", || {
			preauth(|preauth| preauth.lines[0].allowance.used_quantity = 0);
		}),
		("more is authorised than was asked for, or used than was authorised", || {
			preauth(|preauth| preauth.lines[0].quantity = 1);
		}),
		("something is authorised and denied", || {
			preauth(|preauth| preauth.lines[0].denial = Some(DenialReason::Bundled));
		}),
		("a preauthorisation has no end", || preauth(|preauth| preauth.validity = None)),
		("something is authorised without a decision", || {
			preauth(|preauth| preauth.status = PreAuthStatus::Submitted);
		}),
		("a preauthorisation is decided by nobody", || {
			preauth(|preauth| preauth.decided_by = None);
		}),
		("a claim rests on no preauthorisation", || {
			preauth(|preauth| preauth.lines.clear());
		}),
		("a ledger isn't what was claimed", || {
			ledger(|ledger| ledger.accumulators = Default::default());
		}),
		("a ledger has a gap", || ledger(|ledger| ledger.next += 1)),
		("more was claimed on one day than ever", || ledger(|ledger| ledger.on_day = 99)),
		("a limit is passed", || rules_of(|rules| rules.terms.rules.annual_max = Some(1))),
		("what is spent isn't what was claimed", || {
			Spent::<Test>::remove((EvidenceId::Dispense(1), 1));
		}),
		("what is spent isn't what was claimed", || {
			Spent::<Test>::insert((EvidenceId::Encounter(4), 1), REFUSED);
		}),
		("a claim has no order", || of(SECOND, |claim| claim.prior = None)),
		("a prior claim doesn't stand", || of(SECOND, |claim| claim.prior = Some(WAITING))),
		("a prior claim leaves something else", || {
			of(SECOND, |claim| claim.lines[0].prior = Some(Prior { left: 10_000 }));
		}),
		("there are too many levels", || {
			appeal(|appeal| {
				for number in 1..=3 {
					let mut review = appeal.reviews[0].clone();
					review.by = controller(number);
					appeal.reviews.try_push(review).unwrap();
				}
			});
		}),
	];
	for (expected, breach) in table {
		new_test_ext().execute_with(|| {
			scene();
			assert_ok!(Insurance::do_try_state());
			breach();
			assert_eq!(Insurance::do_try_state(), Err(expected.into()));
		});
	}
}

#[test]
fn broken_appeals_and_agreements_should_be_found() {
	type Row = (&'static str, fn());
	let table: [Row; 8] = [
		("an appeal of no claim", || {
			let found = Appeals::<Test>::get(REFUSED).unwrap();
			Appeals::<Test>::insert(id(0, 99), found);
		}),
		("an appeal of what isn't decided", || {
			let found = Appeals::<Test>::get(REFUSED).unwrap();
			Appeals::<Test>::insert(WAITING, found);
		}),
		("an appeal that nobody has filed", || appeal(|appeal| appeal.reviews.clear())),
		("somebody has decided twice", || {
			appeal(|appeal| appeal.reviews[0].by = ADJUDICATOR);
		}),
		("an appeal was decided by the wrong side", || {
			appeal(|appeal| appeal.reviews[0].institution = REGULATOR);
		}),
		("an appeal's times are out of order", || {
			appeal(|appeal| appeal.reviews[0].at = now() + 1);
		}),
		("an agreement about nothing, or of nobody", || {
			agreement(|agreement| agreement.proposal = None);
		}),
		("an agreement about nothing, or of nobody", || {
			agreement(|agreement| agreement.proposal.as_mut().unwrap().by = HOSPITAL);
		}),
	];
	for (expected, breach) in table {
		new_test_ext().execute_with(|| {
			scene();
			breach();
			assert_eq!(Insurance::do_try_state(), Err(expected.into()));
		});
	}
}
