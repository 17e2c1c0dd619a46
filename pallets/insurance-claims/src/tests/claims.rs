// SPDX-License-Identifier: Apache-2.0

//! Claims: submitted, refused, taken back.

use super::*;
use galen_primitives::{
	merkle, DataClass, FieldGroup, FieldGroups, HashAlgorithm, PurposeOfUse, Requester, Role,
};

fn one() -> ClaimTerms {
	claim(0, vec![line(1, dispense(1), 10_000)])
}

fn refused(terms: ClaimTerms, error: Error<Test>) {
	assert_noop!(submit(PHARMACIST, terms), error);
}

#[test]
fn a_claim_that_rules_decide_should_be_paid_at_once() {
	build_and_execute(|| {
		published();
		// 235.40 less 20.00 at 80 %, as HL7's R3502 has it.
		let id = claimed(dispense(1), 23_540);

		assert_eq!(line_of(id, 1).benefit(), 17_232);
		assert_eq!(line_of(id, 1).of(AdjustmentReason::Copay), 2_000);
		assert_eq!(line_of(id, 1).of(AdjustmentReason::Coinsurance), 4_308);
		assert_eq!(receipts(PHARMACY), 17_232);
		let payment = Payment { paid: 17_232, at: Some(START), ..Default::default() };
		let info = Insurance::claim(id).unwrap();
		assert_eq!(info.claim.payment, payment);
		assert_eq!(info.claim.status, ClaimStatus::Decided);
		assert_eq!(info.outcome, Some(LineOutcome::Approved));
		assert_eq!((info.total, info.benefit), (23_540, 17_232));
		assert_eq!(info.claim.decided, Some(Decided { by: None, at: START }));
		assert_event(Event::ClaimAdjudicated {
			claim: id,
			provider: PHARMACY,
			payer: PAYER,
			rules: 0,
			total: 23_540,
			benefit: 17_232,
			payment,
		});
	});
}

#[test]
fn half_a_minor_unit_should_be_rounded_in_favour_of_the_patient() {
	build_and_execute(|| {
		let mut terms = rules();
		terms.rules.categories[3].copay = 0;
		published_with(terms);
		// 140.52 at 80 % are 112.416.
		assert_eq!(line_of(claimed(dispense(1), 14_052), 1).benefit(), 11_242);
		// 100.05 at 50 % would be 50.025: see the core's tables.
		assert_eq!(line_of(claimed(dispense(2), 10_003), 1).benefit(), 8_002);
	});
}

#[test]
fn amounts_that_do_not_add_up_should_be_refused() {
	build_and_execute(|| {
		published();
		type Change = fn(&mut ClaimTerms);
		let table: [(Change, Error<Test>); 14] = [
			(|terms| terms.lines.clear(), Error::NoLines),
			(|terms| terms.lines[0].sequence = 0, Error::SequenceBroken),
			(|terms| terms.lines[0].sequence = 2, Error::SequenceBroken),
			(|terms| terms.lines[0].quantity = 0, Error::ZeroAmount),
			(|terms| terms.lines[0].unit_price = 0, Error::ZeroAmount),
			(|terms| terms.lines[0].code = digest(0), Error::ZeroDigest),
			(|terms| terms.lines[0].quantity = 2, Error::NetMismatch),
			(|terms| terms.lines[0].net += 1, Error::NetMismatch),
			(|terms| terms.total += 1, Error::TotalMismatch),
			(|terms| terms.total -= 1, Error::TotalMismatch),
			(
				|terms| {
					(terms.lines[0].quantity, terms.lines[0].unit_price) = (2, Amount::MAX);
				},
				Error::Overflow,
			),
			(
				|terms| {
					let mut huge = line(2, dispense(9), Amount::MAX);
					huge.sequence = 2;
					terms.lines.try_push(huge).unwrap();
				},
				Error::Overflow,
			),
			(|terms| terms.currency = USD, Error::OtherCurrency),
			(|terms| terms.lines[0].serviced += 1, Error::ServicedInFuture),
		];
		for (change, error) in table {
			let mut terms = one();
			change(&mut terms);
			refused(terms, error);
		}
		// Numbered from one on, without a gap.
		let mut gap = claim(0, vec![line(1, dispense(1), 1), line(3, dispense(2), 1)]);
		refused(gap.clone(), Error::SequenceBroken);
		gap.lines[1].sequence = 1;
		refused(gap, Error::SequenceBroken);
	});
}

#[test]
fn a_claim_should_name_a_coverage_in_force() {
	build_and_execute(|| {
		published();
		refused(ClaimTerms { coverage: 9, ..one() }, Error::CoverageNotFound);
		assert_ok!(Insurance::create_coverage(signed(MANAGER), 0, coverage_terms(patient(1), 2)));
		refused(ClaimTerms { coverage: 1, ..one() }, Error::CoverageNotActive);
		let mut early = one();
		early.lines[0].serviced = START - 10 * DAY - 1;
		refused(early, Error::OutsideCoverage);
	});
}

#[test]
fn a_claim_should_be_filed_in_time() {
	build_and_execute(|| {
		published();
		let terms = one();
		wait(90 * DAY);
		refused(terms.clone(), Error::FilingLimitPassed);
		let mut later = terms;
		later.lines[0].serviced += 1;
		assert_ok!(submit(PHARMACIST, later));
	});
}

#[test]
fn a_claim_should_lie_in_one_benefit_period() {
	build_and_execute(|| {
		let mut terms = rules();
		terms.rules.period_days = 11;
		published_with(terms);
		let first = line(1, dispense(1), 10_000);
		wait(2 * DAY);
		let second = line(2, dispense(2), 10_000);
		refused(claim(0, vec![first.clone(), second.clone()]), Error::SpansPeriods);
		assert_ok!(submit(PHARMACIST, claim(0, vec![first])));
		assert_ok!(submit(PHARMACIST, claim(0, vec![LineTerms { sequence: 1, ..second }])));
		for period in [0, 1] {
			assert!(Insurance::claim(ClaimId { coverage: 0, period, number: 0 }).is_some());
			assert_eq!(Insurance::ledger(0, period).accumulators.paid(), 6_400);
		}
	});
}

#[test]
fn a_claim_should_need_rules_of_its_day() {
	build_and_execute(|| {
		published_with(RulesTerms { effective: START - DAY, ..rules() });
		let mut early = one();
		early.lines[0].serviced = START - DAY - 1;
		refused(early, Error::NoRules);
	});
}

#[test]
fn nobody_should_claim_from_themselves() {
	build_and_execute(|| {
		published();
		// An account that should be impossible: a payer with a billing officer.
		let insider = staff(PAYER, Role::BillingOfficer);
		assert_noop!(submit(insider, one()), Error::<Test>::OwnClaim);
	});
}

#[test]
fn a_pharmacist_should_claim_for_medicines_alone() {
	build_and_execute(|| {
		published();
		let kind = ClaimKind::Institutional;
		refused(ClaimTerms { kind, ..one() }, Error::PharmacyOnly);
		let mixed = claim(0, vec![line(1, dispense(1), 1), line(2, encounter(1), 1)]);
		refused(ClaimTerms { kind: ClaimKind::Pharmacy, ..mixed }, Error::PharmacyOnly);
		// A billing officer of the pharmacy may.
		let officer = staff(PHARMACY, Role::BillingOfficer);
		assert_ok!(submit(officer, ClaimTerms { kind, ..one() }));
	});
}

#[test]
fn consent_should_be_asked_for_the_payer_and_obeyed() {
	build_and_execute(|| {
		published();
		let purpose = |purpose: PurposeOfUse| codec::Encode::encode(&purpose)[0];
		Refused::mutate(|all| all.insert((patient(1), purpose(PurposeOfUse::HPAYMT))));
		refused(one(), Error::ConsentDenied);
		Refused::take();
		Asked::take();
		assert_ok!(submit(PHARMACIST, one()));
		let [request] = Asked::take().try_into().unwrap();
		let Requester::Staff(actor) = request.requester else { panic!("staff asks") };
		assert_eq!((actor.institution, actor.role), (PAYER, Role::Adjudicator));
		assert_eq!(actor.account, Insurance::reserve_account(PAYER));
		assert_eq!((request.patient, request.purpose), (patient(1), PurposeOfUse::HPAYMT));
		assert_eq!((request.data.custodian, request.data.collected), (PHARMACY, START));
		assert_eq!(request.data.data_class, DataClass::Sensitive);
		assert_eq!(request.data.fields, FieldGroups::of(&[FieldGroup::Billing]));
	});
}

#[test]
fn records_should_support_a_claim_if_they_are_the_patients_and_may_be_attached() {
	build_and_execute(|| {
		published();
		let with = |record| {
			let mut terms = one();
			terms.supporting.try_push(record).unwrap();
			terms
		};
		let record = anchored(1, patient(1), HOSPITAL);
		refused(with(galen_primitives::RecordId([9; 32])), Error::RecordNotFound);
		refused(with(anchored(2, patient(2), HOSPITAL)), Error::OtherPatientsRecord);
		Anchored::mutate(|all| all.get_mut(&record).unwrap().withdrawn = true);
		refused(with(record), Error::RecordWithdrawn);
		Anchored::mutate(|all| all.get_mut(&record).unwrap().withdrawn = false);
		let attaching = codec::Encode::encode(&PurposeOfUse::CLMATTCH)[0];
		Refused::mutate(|all| all.insert((patient(1), attaching)));
		refused(with(record), Error::ConsentDenied);
		assert_ok!(submit(PHARMACIST, one()));
		Refused::take();
		let mut terms = with(record);
		terms.lines[0].evidence = dispense(2);
		assert_ok!(submit(PHARMACIST, terms));
		assert_eq!(stored(last(0)).supporting.to_vec(), [record]);
	});
}

#[test]
fn what_a_sponsor_pays_should_not_be_billed_to_anybody_else() {
	build_and_execute(|| {
		published();
		let with = |study| {
			let mut terms = one();
			terms.lines[0].study = Some(study);
			terms
		};
		refused(with(5), Error::StudyNotFound);
		let paid = BenefitCategory::Pharmacy.set();
		StudyList::mutate(|all| all.insert(5, (paid, Default::default())));
		refused(with(5), Error::NotOnStudy);
		StudyList::mutate(|all| all.insert(5, (paid, [patient(1)].into())));
		refused(with(5), Error::SponsorPays);
		// Standard care of a trial's subject is the payer's.
		let paid = BenefitCategory::DiagnosticLab.set();
		StudyList::mutate(|all| all.insert(5, (paid, [patient(1)].into())));
		assert_ok!(submit(PHARMACIST, with(5)));
		assert_eq!(stored(last(0)).lines[0].study, Some(5));
	});
}

#[test]
fn a_schedule_should_cap_prices_that_are_shown_to_be_in_it() {
	build_and_execute(|| {
		let algorithm = HashAlgorithm::Sha2_256;
		let tariff = |version, unit_price| Tariff {
			payer: PAYER,
			plan: 0,
			version,
			code: digest(50),
			category: BenefitCategory::Pharmacy,
			unit_price,
		};
		let leaf = |tariff| tariff_leaf(algorithm, &CHAIN, &tariff).unwrap();
		let leaves = [leaf(tariff(0, 4_000)), leaf(tariff(0, 5_000)), leaf(tariff(1, 6_000))];
		let root = merkle::root(algorithm, &leaves).unwrap();
		let root = galen_primitives::Digest { algorithm, bytes: root };
		let schedule = Some(FeeSchedule { root, count: 3 });
		published_with(RulesTerms { schedule, ..rules() });
		let with = |unit_price, index| {
			let path = merkle::path(algorithm, &leaves, index).unwrap().try_into().unwrap();
			let mut terms = one();
			let line = &mut terms.lines[0];
			(line.quantity, line.net, terms.total) = (2, 20_000, 20_000);
			line.tariff = Some(TariffProof { unit_price, index, path });
			terms
		};
		refused(with(4_000, 1), Error::TariffNotProven);
		refused(with(9_000, 0), Error::TariffNotProven);
		// Another version's.
		refused(with(6_000, 2), Error::TariffNotProven);
		// 2 x 50.00 less 20.00 at 80 %.
		assert_ok!(submit(PHARMACIST, with(5_000, 1)));
		let decided = line_of(last(0), 1);
		assert_eq!((decided.benefit(), decided.eligible()), (6_400, 10_000));
		assert_eq!(decided.of(AdjustmentReason::ExceedsFeeSchedule), 10_000);
		// Who doesn't show a price is looked at.
		let mut silent = one();
		silent.lines[0].evidence = dispense(2);
		assert_ok!(submit(PHARMACIST, silent));
		assert_eq!(waits_for(last(0)), PendReasons::of(&[PendReason::NoTariff]));
	});
}

#[test]
fn a_price_should_not_be_shown_where_there_is_no_schedule() {
	build_and_execute(|| {
		published();
		let mut terms = one();
		let path = Default::default();
		terms.lines[0].tariff = Some(TariffProof { unit_price: 1, index: 0, path });
		refused(terms, Error::TariffNotProven);
	});
}

#[test]
fn a_claim_should_be_taken_back_before_it_is_decided_alone() {
	build_and_execute(|| {
		published();
		let cancel = |who, id, reason| Insurance::cancel_claim(signed(who), id, reason);
		let (withdrawn, in_error) = (CancelReason::Withdrawn, CancelReason::EnteredInError);
		assert_noop!(cancel(BILLING, id(0, 0), withdrawn), Error::<Test>::ClaimNotFound);
		let waiting = pended(1, 10_000);
		let other = Error::<Test>::OtherProvidersClaim;
		assert_noop!(cancel(PHARMACIST, waiting, withdrawn), other);
		assert_ok!(cancel(BILLING, waiting, withdrawn));
		assert_event(Event::ClaimCancelled { claim: waiting, reason: withdrawn });
		assert_eq!(stored(waiting).status, ClaimStatus::Cancelled);
		assert_noop!(cancel(BILLING, waiting, withdrawn), Error::<Test>::NotPended);
		let waiting = pended(2, 10_000);
		assert_ok!(cancel(BILLING, waiting, in_error));
		assert_eq!(stored(waiting).status, ClaimStatus::EnteredInError);

		let paid = claimed(encounter(3), 10_000);
		assert_noop!(cancel(BILLING, paid, withdrawn), Error::<Test>::NotPended);
	});
}

#[test]
fn a_predetermination_should_say_what_a_claim_would_bring_and_change_nothing() {
	build_and_execute(|| {
		published();
		let terms = claim(0, vec![line(1, dispense(1), 23_540), line(2, dispense(2), 10_000)]);
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		let said = Insurance::predetermination(PHARMACY, terms.clone()).unwrap();
		assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
		assert_eq!((said.benefit, said.rules, said.period), (17_232 + 6_400, 0, 0));
		assert!(said.waits_for.is_empty());
		assert_ok!(submit(PHARMACIST, terms.clone()));
		assert_eq!(said.lines, [line_of(last(0), 1), line_of(last(0), 2)]);
		assert_eq!(
			Insurance::predetermination(PHARMACY, terms),
			Err(Error::<Test>::AlreadySpent.into())
		);
	});
}
