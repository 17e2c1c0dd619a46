// SPDX-License-Identifier: Apache-2.0

//! Coverages.

use super::*;

fn create(terms: CoverageTerms) -> DispatchResult {
	Insurance::create_coverage(signed(MANAGER), 0, terms)
}

fn plan() {
	plan_of(PAYER, SettlementMode::Immediate, rules());
}

fn activate(id: CoverageId) -> DispatchResult {
	Insurance::activate_coverage(signed(MANAGER), id)
}

fn cancel(id: CoverageId, until: Moment) -> DispatchResult {
	Insurance::cancel_coverage(signed(MANAGER), id, until)
}

#[test]
fn a_coverage_should_be_drawn_up_and_put_in_force() {
	build_and_execute(|| {
		plan();
		let terms = coverage_terms(patient(1), 1);
		assert_ok!(create(terms));
		assert_event(Event::CoverageCreated { coverage: 0, plan: 0, terms });
		let draft = Insurance::coverage(0).unwrap();
		assert_eq!((draft.status, draft.payer), (CoverageStatus::Draft, PAYER));
		assert!(Insurance::coverages_of(patient(1), 1).is_empty());

		assert_ok!(activate(0));
		assert_event(Event::CoverageActivated { coverage: 0 });
		let ranked = Insurance::coverages_of(patient(1), 1);
		assert_eq!(ranked, [Ranked { coverage: 0, period: terms.period }]);
		assert_noop!(activate(0), Error::<Test>::NotADraft);
	});
}

#[test]
fn a_coverage_should_make_sense() {
	build_and_execute(|| {
		plan();
		let terms = coverage_terms(patient(1), 1);
		let empty = Period { from: START, until: Some(START) };
		let table = [
			(CoverageTerms { period: empty, ..terms }, Error::<Test>::ImproperPeriod),
			(CoverageTerms { order: 0, ..terms }, Error::InvalidOrder),
			(CoverageTerms { order: 5, ..terms }, Error::InvalidOrder),
			(CoverageTerms { subscriber: digest(0), ..terms }, Error::ZeroDigest),
			(CoverageTerms { beneficiary: patient(250), ..terms }, Error::PatientNotOpen),
		];
		for (terms, error) in table {
			assert_noop!(create(terms), error);
		}
		let stranger = signed(OTHER_MANAGER);
		assert_noop!(Insurance::create_coverage(stranger, 0, terms), Error::<Test>::OtherPayer);
	});
}

#[test]
fn a_coverage_should_be_its_payers_alone() {
	build_and_execute(|| {
		published();
		let stranger = || signed(OTHER_MANAGER);
		let other = Error::<Test>::OtherPayer;
		assert_noop!(Insurance::activate_coverage(stranger(), 0), other);
		let other = Error::<Test>::OtherPayer;
		assert_noop!(Insurance::cancel_coverage(stranger(), 0, START), other);
		let other = Error::<Test>::OtherPayer;
		assert_noop!(Insurance::enter_coverage_in_error(stranger(), 0), other);
		assert_noop!(activate(9), Error::<Test>::CoverageNotFound);
	});
}

#[test]
fn two_coverages_should_not_hold_one_place_at_one_time() {
	build_and_execute(|| {
		published();
		let other = plan_of(OTHER_PAYER, SettlementMode::Immediate, rules());
		let clerk = || signed(OTHER_MANAGER);
		assert_ok!(Insurance::create_coverage(clerk(), other, coverage_terms(patient(1), 1)));
		assert_noop!(Insurance::activate_coverage(clerk(), 1), Error::<Test>::OrderTaken);

		// The second place is free, and so is the first one after the first coverage has ended.
		assert_eq!(covered(other, patient(1), 2), 2);
		assert_ok!(cancel(0, START + DAY));
		let period = Period { from: START + DAY, until: None };
		let after = CoverageTerms { period, ..coverage_terms(patient(1), 1) };
		assert_ok!(Insurance::create_coverage(clerk(), other, after));
		assert_ok!(Insurance::activate_coverage(clerk(), 3));
		assert_noop!(Insurance::activate_coverage(clerk(), 1), Error::<Test>::OrderTaken);
	});
}

#[test]
fn what_ended_should_make_room_for_new_coverages() {
	build_and_execute(|| {
		plan();
		let day = |number: u32| {
			let from = START + Moment::from(number) * DAY;
			let period = Period { from, until: Some(from + DAY) };
			CoverageTerms { period, ..coverage_terms(patient(1), 1) }
		};
		for number in 0..=MAX_RANKED {
			assert_ok!(create(day(number)));
		}
		for number in 0..MAX_RANKED {
			assert_ok!(activate(number.into()));
		}
		assert_noop!(activate(MAX_RANKED.into()), Error::<Test>::TooManyCoverages);
		wait(2 * DAY);
		assert_ok!(activate(MAX_RANKED.into()));
	});
}

#[test]
fn a_cancelled_coverage_should_pay_for_what_was_done_under_it() {
	build_and_execute(|| {
		published();
		let before = line(1, dispense(1), 10_000);
		// Of this very moment there may be claims.
		assert_noop!(cancel(0, START), Error::<Test>::Retroactive);
		assert_ok!(cancel(0, START + DAY));
		assert_event(Event::CoverageCancelled { coverage: 0, until: START + DAY });
		assert_noop!(cancel(0, START + DAY), Error::<Test>::CoverageNotActive);

		wait(2 * DAY);
		assert_ok!(submit(PHARMACIST, claim(0, vec![before])));
		let after = line(1, dispense(2), 10_000);
		assert_noop!(submit(PHARMACIST, claim(0, vec![after])), Error::<Test>::OutsideCoverage);
	});
}

#[test]
fn a_coverage_should_not_be_prolonged_by_cancelling_it() {
	build_and_execute(|| {
		plan();
		let period = Period { from: START, until: Some(START + DAY) };
		assert_ok!(create(CoverageTerms { period, ..coverage_terms(patient(1), 1) }));
		assert_ok!(activate(0));
		assert_noop!(cancel(0, START + DAY), Error::<Test>::ImproperPeriod);
	});
}

#[test]
fn what_never_began_should_never_have_held_a_place() {
	build_and_execute(|| {
		plan();
		let period = Period { from: START + DAY, until: None };
		assert_ok!(create(CoverageTerms { period, ..coverage_terms(patient(1), 1) }));
		assert_ok!(activate(0));
		assert_ok!(cancel(0, START + 1));
		assert!(Insurance::coverages_of(patient(1), 1).is_empty());
		assert_ok!(Insurance::do_try_state());
		// A draft is dropped at once.
		assert_ok!(create(coverage_terms(patient(2), 1)));
		assert_ok!(cancel(1, START + DAY));
		wait(DAY);
		for (coverage, to) in [(0, 1), (1, 2)] {
			let evidence = dispense_by(PHARMACY, to, to as u8);
			assert_noop!(
				submit(PHARMACIST, claim(coverage, vec![line(1, evidence, 100)])),
				Error::<Test>::OutsideCoverage
			);
		}
	});
}

#[test]
fn a_coverage_should_be_in_error_only_before_it_is_used() {
	build_and_execute(|| {
		published();
		let in_error = |id| Insurance::enter_coverage_in_error(signed(MANAGER), id);
		assert_eq!(covered(0, patient(2), 1), 1);
		assert_ok!(in_error(1));
		assert_event(Event::CoverageEnteredInError { coverage: 1 });
		assert!(Insurance::coverages_of(patient(2), 1).is_empty());
		assert_noop!(in_error(1), Error::<Test>::CoverageNotActive);
		let evidence = dispense_by(PHARMACY, 5, 2);
		assert_noop!(
			submit(PHARMACIST, claim(1, vec![line(1, evidence, 100)])),
			Error::<Test>::CoverageNotActive
		);

		claimed(dispense(1), 10_000);
		assert_noop!(in_error(0), Error::<Test>::CoverageInUse);
	});
}

#[test]
fn eligibility_should_say_what_is_left_and_why_not() {
	use BenefitCategory::*;
	use EligibilityStanding as Standing;
	build_and_execute(|| {
		let mut terms = rules();
		terms.rules.deductible = 5_000;
		terms.rules.annual_max = Some(20_000);
		terms.rules.out_of_pocket_max = Some(10_000);
		terms.rules.categories[1].count_limit = Some(1);
		terms.rules.categories[4].waiting_days = 30;
		published_with(terms);
		let of = |category, at| Insurance::eligibility(0, category, at);
		let fresh = of(Pharmacy, START);
		assert_eq!((fresh.standing, fresh.currency), (Standing::InForce, EUR));
		assert_eq!((fresh.deductible_left, fresh.annual_left), (5_000, Some(20_000)));
		assert_eq!((fresh.rules, fresh.period), (Some(0), Some(0)));
		assert_eq!(fresh.rule.map(|rule| rule.copay), Some(2_000));

		// 150.00 less copay 20.00 less deductible 50.00 at 80 %: 64.00.
		claimed(dispense(1), 15_000);
		let used = of(Pharmacy, START);
		assert_eq!((used.deductible_left, used.annual_left), (0, Some(13_600)));
		assert_eq!(used.out_of_pocket_left, Some(1_400));
		assert_eq!(of(Pharmacy, START + 350 * DAY).period, Some(0));
		assert_eq!(of(Pharmacy, START + 350 * DAY).annual_left, Some(13_600));
		assert_eq!(of(Pharmacy, START + 356 * DAY).annual_left, Some(20_000));

		assert_eq!(of(DentalCare, START).standing, Standing::NotCovered);
		assert_eq!(of(ProstheticDevice, START).standing, Standing::Waiting);
		assert_eq!(of(ProstheticDevice, START + 20 * DAY).standing, Standing::InForce);
		assert_eq!(of(Pharmacy, START - 11 * DAY).standing, Standing::OutsideCoverage);
		claimed(encounter(1), 1_000);
		assert_eq!(of(Consultation, START).standing, Standing::FrequencyExceeded);
		claimed(dispense(2), 100_000);
		assert_eq!(of(Pharmacy, START).standing, Standing::LimitReached);
		assert_eq!(Insurance::eligibility(9, Pharmacy, START).standing, Standing::NotFound);
		assert_ok!(create(coverage_terms(patient(2), 1)));
		assert_eq!(Insurance::eligibility(1, Pharmacy, START).standing, Standing::NotActive);
	});
}
