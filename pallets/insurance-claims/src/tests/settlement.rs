// SPDX-License-Identifier: Apache-2.0

//! Where the money is: issued, paid, queued, redeemed.

use super::*;
use galen_primitives::time::HOUR;
use sp_runtime::DispatchError;

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

pub const PHARMACY_BILLING: AccountId = staff(PHARMACY, Role::BillingOfficer);
/// Settlement banks have numbers in the nine hundreds.
const OTHER_BANK: InstitutionId = 900;

/// Rules that pay 80 % of medicines and of consultations, whatever they cost.
pub fn eighty_percent() -> RulesTerms {
	let mut terms = rules();
	let categories = [BenefitCategory::Consultation, BenefitCategory::Pharmacy].map(rule);
	terms.rules.categories = categories.to_vec().try_into().unwrap();
	terms
}

/// Claims for a medicine that was dispensed just now.
pub fn sold(coverage: CoverageId, number: u64, price: Amount) -> ClaimId {
	let patient = Coverages::<Test>::get(coverage).unwrap().terms.beneficiary.0[0];
	let evidence = dispense_by(PHARMACY, number, patient);
	assert_ok!(submit(PHARMACIST, claim(coverage, vec![line(1, evidence, price)])));
	last(coverage)
}

pub fn payment(id: ClaimId) -> Payment {
	stored(id).payment
}

/// What was paid at once.
pub fn paid(amount: Amount) -> Payment {
	Payment { paid: amount, at: Some(now()), ..Payment::default() }
}

pub fn queued(amount: Amount) -> Payment {
	Payment { queued: amount, ..Payment::default() }
}

pub fn settle(up_to: u32) -> Result<(), DispatchError> {
	Insurance::settle(signed(OUTSIDER), PAYER, EUR, up_to).map(|_| ()).map_err(|e| e.error)
}

/// A patient who is covered to 80 %, with as much in the payer's reserve.
pub fn funded_with(amount: Amount) -> CoverageId {
	funded_in(SettlementMode::Immediate, amount)
}

pub fn funded_in(mode: SettlementMode, amount: Amount) -> CoverageId {
	let plan = plan_of(PAYER, mode, eighty_percent());
	if amount > 0 {
		fund(PAYER, amount);
	}
	covered(plan, patient(1), 1)
}

#[test]
fn a_claim_should_be_paid_in_the_same_block_when_there_is_money() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		let id = sold(coverage, 1, 100);
		assert_eq!(payment(id), paid(80));
		assert_eq!((reserve(PAYER), receipts(PHARMACY)), (920, 80));
		// Nothing of it is kept beside the claim.
		assert!(!Reserves::<Test>::contains_key(PAYER, EUR));
		assert_event(Event::ClaimAdjudicated {
			claim: id,
			provider: PHARMACY,
			payer: PAYER,
			rules: 0,
			total: 100,
			benefit: 80,
			payment: paid(80),
		});
	});
}

#[test]
fn what_is_denied_should_cost_nothing() {
	build_and_execute(|| {
		let mut rules = eighty_percent();
		rules.rules.categories.pop();
		let coverage = covered(plan_of(PAYER, SettlementMode::Immediate, rules), patient(1), 1);
		let id = sold(coverage, 1, 100);
		assert_eq!((stored(id).status, payment(id)), (ClaimStatus::Decided, Payment::default()));
		assert!(!Reserves::<Test>::contains_key(PAYER, EUR));
	});
}

#[test]
fn claims_should_queue_without_overtaking_when_the_reserve_is_exhausted() {
	build_and_execute(|| {
		let coverage = funded_with(100);
		let first = sold(coverage, 1, 200);
		// There would be money for this one, and it waits all the same.
		let second = sold(coverage, 2, 100);
		let third = sold(coverage, 3, 50);
		assert_eq!(payment(first), queued(160));
		assert_eq!(payment(second), queued(80));
		let info = Insurance::reserve(PAYER, EUR);
		assert_eq!((info.balance, info.liability, info.available), (100, 280, 0));
		let entry = |claim, amount| Queued { claim, amount, mode: SettlementMode::Immediate };
		let queue = [(0, entry(first, 160)), (1, entry(second, 80)), (2, entry(third, 40))];
		assert_eq!(Insurance::queue(PAYER, EUR, 0), queue);
		assert_eq!(Insurance::queue(PAYER, EUR, 1), queue[1..]);

		assert_noop!(settle(8), Error::NothingToSettle);
		fund(PAYER, 140);
		assert_ok!(settle(8));
		assert_eq!((payment(first), payment(second)), (paid(160), paid(80)));
		assert_eq!(payment(third), queued(40));
		let done = |claim, amount| Settlement {
			claim,
			amount,
			recovered: 0,
			mode: SettlementMode::Immediate,
		};
		assert_event(Event::Settled {
			payer: PAYER,
			currency: EUR,
			settled: vec![done(first, 160), done(second, 80)],
		});
		assert_eq!((reserve(PAYER), receipts(PHARMACY)), (0, 240));

		fund(PAYER, 1_000);
		assert_ok!(settle(1));
		assert_eq!(payment(third), paid(40));
		assert_noop!(settle(1), Error::NothingToSettle);
		// The queue is empty: the next one is paid at once.
		let next = sold(coverage, 4, 10);
		assert_eq!(payment(next), paid(8));
	});
}

#[test]
fn a_settlement_should_serve_as_many_as_it_says_and_no_more_than_the_bound() {
	build_and_execute(|| {
		let coverage = funded_with(0);
		let ids: Vec<_> = (0..3).map(|number| sold(coverage, number, 100)).collect();
		fund(PAYER, 1_000);
		assert_noop!(settle(MAX_SETTLED + 1), Error::TooManyAtOnce);
		assert_noop!(settle(0), Error::NothingToSettle);
		assert_ok!(settle(2));
		let waits: Vec<_> = ids.iter().map(|id| payment(*id).queued).collect();
		assert_eq!(waits, [0, 0, 80]);
		let weight = Insurance::settle(signed(OUTSIDER), PAYER, EUR, MAX_SETTLED).unwrap();
		assert_eq!(weight.actual_weight, Some(<() as WeightInfo>::settle(1)));
	});
}

#[test]
fn one_payers_or_currencys_queue_should_not_hold_up_another() {
	build_and_execute(|| {
		let coverage = funded_with(0);
		let waits = sold(coverage, 1, 100);
		let plan = plan_of(OTHER_PAYER, SettlementMode::Immediate, eighty_percent());
		fund(OTHER_PAYER, 80);
		let other = sold(covered(plan, patient(2), 1), 2, 100);
		assert_eq!((payment(waits), payment(other)), (queued(80), paid(80)));

		let manager = signed(MANAGER);
		let plan = NextPlan::<Test>::get();
		let mode = SettlementMode::Immediate;
		assert_ok!(Insurance::create_plan(manager, USD, mode, eighty_percent()));
		assert_ok!(Insurance::issue(signed(BANKER), PAYER, USD, 80));
		let coverage = covered(plan, patient(3), 1);
		let lines = vec![line(1, dispense_by(PHARMACY, 3, 3), 100)];
		assert_ok!(submit(PHARMACIST, ClaimTerms { currency: USD, ..claim(coverage, lines) }));
		assert_eq!(payment(last(coverage)), paid(80));
		assert_eq!(Insurance::receipts(PHARMACY, USD).balance, 80);
		assert_eq!(receipts(PHARMACY), 80);
	});
}

#[test]
fn a_plan_that_settles_in_batches_should_set_money_aside() {
	build_and_execute(|| {
		let coverage = funded_in(SettlementMode::Batch, 100);
		let first = sold(coverage, 1, 100);
		let funded = |amount| Payment { funded: amount, ..Payment::default() };
		assert_eq!(payment(first), funded(80));
		// What is left doesn't suffice: what is set aside isn't there any more.
		let second = sold(coverage, 2, 100);
		assert_eq!(payment(second), queued(80));
		let info = Insurance::reserve(PAYER, EUR);
		assert_eq!((info.balance, info.liability, info.available), (100, 160, 0));
		assert_eq!((info.reserve.held, info.reserve.queued), (80, 80));
		assert_eq!(receipts(PHARMACY), 0);

		fund(PAYER, 60);
		assert_ok!(settle(8));
		assert_eq!(payment(second), funded(80));
		let info = Insurance::reserve(PAYER, EUR);
		assert_eq!((info.balance, info.reserve.held, info.reserve.queued), (160, 160, 0));
		assert_eq!(info.available, 0);
	});
}

#[test]
fn what_is_set_aside_should_pay_nobody_else() {
	build_and_execute(|| {
		let batch = funded_in(SettlementMode::Batch, 100);
		sold(batch, 1, 100);
		let plan = plan_of(PAYER, SettlementMode::Immediate, eighty_percent());
		let immediate = sold(covered(plan, patient(2), 1), 2, 50);
		assert_eq!(payment(immediate), queued(40));
	});
}

#[test]
fn money_should_come_from_banks_into_reserves_of_payers() {
	build_and_execute(|| {
		assert_ok!(Insurance::issue(signed(BANKER), PAYER, EUR, 100));
		assert_event(Event::Issued { bank: BANK, payer: PAYER, currency: EUR, amount: 100 });
		assert_eq!(reserve(PAYER), 100);
		assert_eq!(Insurance::issuance(BANK, EUR), Issuance { issued: 100, redeemed: 0 });

		let issue =
			|who, payer, currency, amount| Insurance::issue(signed(who), payer, currency, amount);
		assert_noop!(issue(BANKER, PAYER, EUR, 0), Error::ZeroAmount);
		assert_noop!(issue(BANKER, BANK, EUR, 1), Error::OwnAccount);
		// A payer has settlement officers, too.
		assert_noop!(issue(TREASURER, OTHER_PAYER, EUR, 1), Error::NotABank);
		assert_noop!(issue(BANKER, HOSPITAL, EUR, 1), Error::NotAPayer);
		assert_noop!(issue(BANKER, PAYER, 999, 1), Error::UnknownCurrency);
		Suspended::mutate(|all| all.insert(PAYER));
		assert_noop!(issue(BANKER, PAYER, EUR, 1), Error::NotAPayer);
		Suspended::mutate(|all| all.insert(BANK));
		assert_noop!(issue(BANKER, OTHER_PAYER, EUR, 1), Error::NotABank);
		Suspended::take();
		let most = Amount::MAX;
		assert_ok!(issue(BANKER, PAYER, USD, most));
		assert_noop!(issue(BANKER, PAYER, USD, 1), Error::Overflow);
	});
}

fn request(who: AccountId, purse: Purse, amount: Amount) -> DispatchResult {
	Insurance::request_redemption(signed(who), purse, EUR, BANK, amount, digest(5))
}

fn redeem(institution: InstitutionId, purse: Purse, amount: Amount) -> DispatchResult {
	Insurance::redeem(signed(BANKER), institution, purse, EUR, amount)
}

#[test]
fn a_provider_should_redeem_what_it_was_paid() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		sold(coverage, 1, 100);
		wait(HOUR);
		assert_noop!(request(PHARMACY_BILLING, Purse::Receipts, 81), Error::InsufficientFunds);
		assert_ok!(request(PHARMACY_BILLING, Purse::Receipts, 80));
		let redemption =
			Redemption { bank: BANK, amount: 80, instructions: digest(5), requested: now() };
		assert_event(Event::RedemptionRequested {
			institution: PHARMACY,
			purse: Purse::Receipts,
			currency: EUR,
			redemption,
		});
		let read = Insurance::redemption(PHARMACY, Purse::Receipts, EUR);
		assert_eq!(read, Some(redemption));
		// Nothing moves until the bank pays out.
		assert_eq!(receipts(PHARMACY), 80);

		assert_ok!(redeem(PHARMACY, Purse::Receipts, 80));
		assert_event(Event::Redeemed {
			institution: PHARMACY,
			purse: Purse::Receipts,
			currency: EUR,
			bank: BANK,
			amount: 80,
		});
		assert_eq!(receipts(PHARMACY), 0);
		assert_eq!(Insurance::issuance(BANK, EUR), Issuance { issued: 1_000, redeemed: 80 });
		assert_noop!(redeem(PHARMACY, Purse::Receipts, 80), Error::RedemptionNotFound);
	});
}

#[test]
fn a_redemption_should_be_asked_for_once_and_paid_as_asked() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		sold(coverage, 1, 100);
		let who = PHARMACY_BILLING;
		let ask = |bank, amount, instructions| {
			let who = signed(PHARMACY_BILLING);
			let purse = Purse::Receipts;
			Insurance::request_redemption(who, purse, EUR, bank, amount, instructions)
		};
		assert_noop!(ask(BANK, 0, digest(5)), Error::ZeroAmount);
		assert_noop!(ask(BANK, 1, digest(0)), Error::ZeroDigest);
		assert_noop!(ask(PHARMACY, 1, digest(5)), Error::OwnAccount);
		assert_noop!(ask(PAYER, 1, digest(5)), Error::NotABank);
		assert_ok!(ask(BANK, 50, digest(5)));
		assert_noop!(ask(BANK, 30, digest(5)), Error::RedemptionPending);

		assert_noop!(redeem(PHARMACY, Purse::Receipts, 49), Error::RedemptionMismatch);
		assert_noop!(redeem(PHARMACY, Purse::Reserve, 50), Error::RedemptionNotFound);
		let other = staff(REGULATOR, Role::SettlementOfficer);
		let by_other = |who| Insurance::redeem(signed(who), PHARMACY, Purse::Receipts, EUR, 50);
		assert_noop!(by_other(other), Error::NotABank);
		assert_noop!(by_other(TREASURER), Error::NotABank);
		let other_bank = staff(OTHER_BANK, Role::SettlementOfficer);
		assert_noop!(by_other(other_bank), Error::OtherBank);

		let cancel = |who| Insurance::cancel_redemption(signed(who), Purse::Receipts, EUR);
		assert_noop!(cancel(BILLING), Error::RedemptionNotFound);
		assert_ok!(cancel(who.clone()));
		assert_event(Event::RedemptionCancelled {
			institution: PHARMACY,
			purse: Purse::Receipts,
			currency: EUR,
		});
		assert_noop!(redeem(PHARMACY, Purse::Receipts, 50), Error::RedemptionNotFound);
		assert_ok!(ask(BANK, 30, digest(5)));
	});
}

#[test]
fn a_payer_should_redeem_nothing_that_it_owes() {
	build_and_execute(|| {
		let coverage = funded_in(SettlementMode::Batch, 1_000);
		sold(coverage, 1, 1_000);
		assert_noop!(request(TREASURER, Purse::Reserve, 201), Error::InsufficientFunds);
		assert_ok!(request(TREASURER, Purse::Reserve, 200));
		// What was asked for is owed meanwhile.
		sold(coverage, 2, 100);
		assert_noop!(redeem(PAYER, Purse::Reserve, 200), Error::InsufficientFunds);
		// What waits is owed, too.
		sold(coverage, 3, 1_000);
		let info = Insurance::reserve(PAYER, EUR);
		assert_eq!((info.liability, info.available), (1_680, 0));
		fund(PAYER, 880);
		assert_ok!(redeem(PAYER, Purse::Reserve, 200));
		assert_eq!(reserve(PAYER), 1_680);
	});
}

#[test]
fn each_purse_should_have_an_account_of_its_own_that_nobody_has_a_key_to() {
	build_and_execute(|| {
		let mut all = Vec::new();
		for institution in 0..20 {
			for purse in [Purse::Reserve, Purse::Receipts] {
				let account = Insurance::account_of(purse, institution);
				let bytes: &[u8] = account.as_ref();
				assert!(bytes.starts_with(b"modlgln/clms"));
				assert!(!all.contains(&account));
				all.push(account);
			}
		}
		assert_eq!(Insurance::reserve(PAYER, EUR).account, all[2]);
		assert_eq!(Insurance::receipts(PAYER, EUR).account, all[3]);
	});
}

#[test]
fn what_a_provider_owes_should_be_set_off_against_the_next_payments() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		let first = sold(coverage, 1, 200);
		let reason = ReversalReason::Overpayment;
		assert_ok!(Insurance::reverse_claim(signed(TREASURER), first, reason));
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 160);

		let second = sold(coverage, 2, 125);
		assert_eq!(payment(second), Payment { recovered: 100, at: Some(now()), ..paid(0) });
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 60);
		let third = sold(coverage, 3, 125);
		assert_eq!(payment(third), Payment { recovered: 60, ..paid(40) });
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 0);
		assert!(!ForwardingBalances::<Test>::contains_key((PAYER, PHARMACY, EUR)));
		assert_eq!((reserve(PAYER), receipts(PHARMACY)), (800, 200));
	});
}

#[test]
fn a_queued_claim_should_be_set_off_when_its_turn_comes() {
	build_and_execute(|| {
		let coverage = funded_with(160);
		let first = sold(coverage, 1, 200);
		let second = sold(coverage, 2, 250);
		assert_eq!(payment(second), queued(200));
		let reason = ReversalReason::Fraud;
		assert_ok!(Insurance::reverse_claim(signed(ADJUDICATOR), first, reason));
		assert_noop!(settle(1), Error::NothingToSettle);
		fund(PAYER, 40);
		assert_ok!(settle(1));
		assert_eq!(payment(second), Payment { recovered: 160, ..paid(40) });
		let settled = vec![Settlement {
			claim: second,
			amount: 200,
			recovered: 160,
			mode: SettlementMode::Immediate,
		}];
		assert_event(Event::Settled { payer: PAYER, currency: EUR, settled });
	});
}

#[test]
fn a_provider_should_be_able_to_pay_back_what_it_owes_and_no_more() {
	build_and_execute(|| {
		let coverage = funded_with(1_000);
		let first = sold(coverage, 1, 200);
		sold(coverage, 2, 100);
		let reason = ReversalReason::ProviderRequest;
		assert_ok!(Insurance::reverse_claim(signed(TREASURER), first, reason));
		let repay = |amount| Insurance::repay(signed(PHARMACY_BILLING), PAYER, EUR, amount);
		assert_noop!(repay(0), Error::ZeroAmount);
		assert_noop!(repay(161), Error::RepaysTooMuch);
		assert_ok!(repay(100));
		assert_event(Event::Repaid {
			payer: PAYER,
			provider: PHARMACY,
			currency: EUR,
			amount: 100,
			owed: 60,
		});
		assert_eq!((reserve(PAYER), receipts(PHARMACY)), (860, 140));
		assert_ok!(request(PHARMACY_BILLING, Purse::Receipts, 100));
		assert_ok!(redeem(PHARMACY, Purse::Receipts, 100));
		assert_noop!(repay(60), Error::InsufficientFunds);
		assert_ok!(repay(40));
		assert_eq!(Insurance::forwarding(PAYER, PHARMACY, EUR), 20);
	});
}

#[test]
fn the_difference_that_an_appeal_brings_should_be_paid_the_same_way() {
	build_and_execute(|| {
		let mut rules = eighty_percent();
		rules.automatic_up_to = 100;
		let coverage = covered(plan_of(PAYER, SettlementMode::Immediate, rules), patient(1), 1);
		fund(PAYER, 100);
		let id = sold(coverage, 1, 1_000);
		let cut = Verdict::AtMost { benefit: 100, reason: DenialReason::Unsupported };
		let verdicts = vec![cut].try_into().unwrap();
		assert_ok!(Insurance::decide_claim(signed(ADJUDICATOR), id, verdicts));
		assert_eq!(payment(id), paid(100));
		let (first, grounds) = (now(), AppealGrounds::MedicalNecessity);
		wait(DAY);
		assert_ok!(Insurance::appeal_claim(signed(controller(1)), id, grounds, digest(4)));
		let verdicts: Verdicts = vec![Verdict::ByRules].try_into().unwrap();
		assert_ok!(Insurance::decide_appeal(signed(SECOND_ADJUDICATOR), id, verdicts, digest(5)));
		let expected = Payment { paid: 100, queued: 700, at: Some(first), ..Payment::default() };
		assert_eq!(payment(id), expected);
		fund(PAYER, 700);
		assert_ok!(settle(1));
		assert_eq!(payment(id), paid(800));
		assert_eq!(receipts(PHARMACY), 800);
	});
}
