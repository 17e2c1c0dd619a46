// SPDX-License-Identifier: Apache-2.0

//! Payers and providers under different laws.

use super::*;

const FOREIGN_MANAGER: AccountId = staff(ABROAD, Role::Administrator);
const FOREIGN_BILLING: AccountId = staff(ABROAD, Role::BillingOfficer);

fn term() -> Period {
	Period { from: START - DAY, until: Some(START + 10 * DAY) }
}

fn propose(who: AccountId, period: Period) -> DispatchResult {
	Insurance::propose_agreement(signed(who), PAYER, ABROAD, period)
}

fn accept(who: AccountId, period: Period) -> DispatchResult {
	Insurance::accept_agreement(signed(who), PAYER, ABROAD, period)
}

fn end(who: AccountId) -> DispatchResult {
	Insurance::end_agreement(signed(who), PAYER, ABROAD)
}

fn claim_abroad(number: u64) -> DispatchResult {
	let evidence = EvidenceId::Encounter(number);
	happened(evidence, ABROAD, Beneficiary::Patient(patient(1)));
	submit(FOREIGN_BILLING, claim(0, vec![line(1, evidence, 10_000)]))
}

#[test]
fn a_claim_from_abroad_should_need_an_agreement_of_both() {
	build_and_execute(|| {
		published();
		assert_noop!(claim_abroad(1), Error::<Test>::NoAgreement);
		assert_ok!(propose(FOREIGN_MANAGER, term()));
		assert_event(Event::AgreementProposed {
			payer: PAYER,
			provider: ABROAD,
			by: ABROAD,
			period: term(),
		});
		assert_noop!(claim_abroad(1), Error::<Test>::NoAgreement);
		assert_ok!(accept(MANAGER, term()));
		assert_event(Event::AgreementAccepted { payer: PAYER, provider: ABROAD });
		assert_eq!(Insurance::agreement(PAYER, ABROAD).unwrap().agreed, Some(term()));

		assert_ok!(claim_abroad(1));
		assert_eq!(receipts(ABROAD), 8_000);
		wait(10 * DAY);
		assert_noop!(claim_abroad(2), Error::<Test>::NoAgreement);
	});
}

#[test]
fn nobody_should_agree_with_themselves_or_to_something_else() {
	build_and_execute(|| {
		published();
		assert_noop!(accept(MANAGER, term()), Error::<Test>::AgreementNotFound);
		assert_ok!(propose(MANAGER, term()));
		assert_noop!(accept(MANAGER, term()), Error::<Test>::OwnProposal);
		let other = Period { until: None, ..term() };
		assert_noop!(accept(FOREIGN_MANAGER, other), Error::<Test>::OtherProposal);
		assert_noop!(accept(OTHER_MANAGER, term()), Error::<Test>::InvalidParties);
		assert_ok!(accept(FOREIGN_MANAGER, term()));
		assert_noop!(accept(FOREIGN_MANAGER, term()), Error::<Test>::NoProposal);
	});
}

#[test]
fn an_agreement_should_be_between_a_payer_and_somebody_else() {
	build_and_execute(|| {
		let propose = |who, payer, provider, period| {
			Insurance::propose_agreement(signed(who), payer, provider, period)
		};
		let empty = Period { from: 1, until: Some(1) };
		let improper = Error::<Test>::ImproperPeriod;
		assert_noop!(propose(MANAGER, PAYER, ABROAD, empty), improper);
		let parties = || Error::<Test>::InvalidParties;
		assert_noop!(propose(MANAGER, PAYER, PAYER, term()), parties());
		assert_noop!(propose(MANAGER, OTHER_PAYER, ABROAD, term()), parties());
		assert_noop!(propose(MANAGER, PAYER, 99, term()), parties());
		let hospital = staff(HOSPITAL, Role::Administrator);
		assert_noop!(propose(hospital, HOSPITAL, ABROAD, term()), Error::<Test>::NotAPayer);
	});
}

#[test]
fn an_agreement_should_end_for_what_is_done_later_alone() {
	build_and_execute(|| {
		published();
		assert_noop!(end(MANAGER), Error::<Test>::AgreementNotFound);
		assert_ok!(propose(MANAGER, term()));
		assert_ok!(accept(FOREIGN_MANAGER, term()));
		let evidence = EvidenceId::Encounter(1);
		happened(evidence, ABROAD, Beneficiary::Patient(patient(1)));
		let before = line(1, evidence, 10_000);
		wait(HOUR);
		assert_ok!(end(FOREIGN_MANAGER));
		assert_event(Event::AgreementEnded { payer: PAYER, provider: ABROAD, by: ABROAD });
		assert_noop!(end(FOREIGN_MANAGER), Error::<Test>::AgreementNotFound);

		wait(HOUR);
		assert_noop!(claim_abroad(2), Error::<Test>::NoAgreement);
		assert_ok!(submit(FOREIGN_BILLING, claim(0, vec![before.clone()])));
		// Who wants another agreement doesn't take back the old one by proposing it.
		let next = Period { from: now(), until: None };
		assert_ok!(propose(MANAGER, next));
		assert!(Insurance::agreement(PAYER, ABROAD).unwrap().agreed.is_some());
		assert_ok!(end(MANAGER));
		assert_eq!(Insurance::agreement(PAYER, ABROAD).unwrap().proposal, None);
	});
}

#[test]
fn a_proposal_that_is_dropped_should_leave_nothing() {
	build_and_execute(|| {
		published();
		assert_ok!(propose(MANAGER, term()));
		assert_ok!(end(FOREIGN_MANAGER));
		assert_eq!(Insurance::agreement(PAYER, ABROAD), None);
	});
}
