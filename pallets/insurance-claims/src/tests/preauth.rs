// SPDX-License-Identifier: Apache-2.0

//! Preauthorisations.

use super::*;

pub fn asked(quantity: u32, amount: Amount) -> PreAuthTerms {
	let line = PreAuthLineTerms {
		sequence: 1,
		category: BenefitCategory::Surgical,
		code: digest(50),
		quantity,
		amount,
	};
	PreAuthTerms {
		coverage: 0,
		kind: ClaimKind::Institutional,
		currency: EUR,
		planned: now(),
		lines: vec![line].try_into().unwrap(),
	}
}

fn request(who: AccountId, terms: PreAuthTerms) -> DispatchResult {
	Insurance::request_preauth(signed(who), terms)
}

/// Asks, and says which one it is.
fn requested(quantity: u32, amount: Amount) -> PreAuthId {
	assert_ok!(request(BILLING, asked(quantity, amount)));
	last(0)
}

fn validity() -> Period {
	Period { from: START, until: Some(START + 30 * DAY) }
}

fn decide_preauth(who: AccountId, id: PreAuthId, verdicts: &[PreAuthVerdict]) -> DispatchResult {
	let verdicts = verdicts.to_vec().try_into().unwrap();
	Insurance::decide_preauth(signed(who), id, verdicts, validity())
}

fn certify(quantity: u32, amount: Amount) -> PreAuthVerdict {
	PreAuthVerdict::Certify { quantity, amount }
}

fn certified(quantity: u32, amount: Amount) -> PreAuthId {
	let id = requested(quantity, amount);
	assert_ok!(decide_preauth(ADJUDICATOR, id, &[certify(quantity, amount)]));
	id
}

fn named(id: PreAuthId) -> Option<PreAuthRef> {
	Some(PreAuthRef { period: id.period, number: id.number, line: 1 })
}

/// A line for surgery that rests on a preauthorisation.
fn surgery(number: u64, quantity: u32, unit_price: Amount, id: PreAuthId) -> LineTerms {
	LineTerms {
		category: BenefitCategory::Surgical,
		quantity,
		unit_price,
		net: Amount::from(quantity) * unit_price,
		preauth: named(id),
		..line(1, encounter(number), 0)
	}
}

fn operate(line: LineTerms) -> DispatchResult {
	submit(BILLING, claim(0, vec![line]))
}

fn allowance(id: PreAuthId) -> Allowance {
	Insurance::preauth(id).unwrap().preauth.lines[0].allowance
}

fn standing(id: PreAuthId) -> PreAuthStanding {
	Insurance::preauth(id).unwrap().standing
}

#[test]
fn what_was_authorised_should_be_allowed_and_used_up() {
	build_and_execute(|| {
		published();
		let id = requested(2, 100_000);
		assert_event(Event::PreAuthRequested { preauth: id, provider: HOSPITAL, payer: PAYER });
		assert_eq!(standing(id), PreAuthStanding::Open);
		assert_ok!(decide_preauth(ADJUDICATOR, id, &[certify(2, 100_000)]));
		assert_event(Event::PreAuthDecided {
			preauth: id,
			status: PreAuthStatus::Certified,
			validity: Some(validity()),
			by: ADJUDICATOR,
		});
		assert_eq!(standing(id), PreAuthStanding::Usable);

		assert_ok!(operate(surgery(1, 1, 60_000, id)));
		assert_eq!(line_of(last(0), 1).benefit(), 48_000);
		assert_eq!((allowance(id).used_quantity, allowance(id).used_amount), (1, 60_000));
		// 400.00 are left: what is over it is the provider's.
		assert_ok!(operate(surgery(2, 1, 60_000, id)));
		let decided = line_of(last(0), 1);
		assert_eq!((decided.eligible(), decided.benefit()), (40_000, 32_000));
		assert_eq!(decided.of(AdjustmentReason::ExceedsAuthorisation), 20_000);
		assert_eq!(standing(id), PreAuthStanding::Exhausted);
		assert_noop!(operate(surgery(3, 1, 1, id)), Error::<Test>::PreAuthExhausted);

		// What is reversed can be used again.
		let reason = ReversalReason::ProviderRequest;
		assert_ok!(Insurance::reverse_claim(signed(TREASURER), last(0), reason));
		assert_eq!((allowance(id).quantity_left(), allowance(id).amount_left()), (1, 40_000));
		assert_eq!(standing(id), PreAuthStanding::Usable);
	});
}

#[test]
fn a_category_that_asks_for_a_preauthorisation_should_not_be_claimed_without() {
	build_and_execute(|| {
		published();
		let id = certified(5, 100_000);
		let with = |change: fn(&mut LineTerms)| {
			let mut line = surgery(1, 1, 10_000, id);
			change(&mut line);
			line
		};
		let missing = with(|line| line.preauth = None);
		assert_noop!(operate(missing), Error::<Test>::PreAuthMissing);
		let unknown = with(|line| line.preauth.as_mut().unwrap().number = 99);
		assert_noop!(operate(unknown), Error::<Test>::PreAuthNotFound);
		for number in [0, 2] {
			let mut unknown = with(|_| ());
			unknown.preauth.as_mut().unwrap().line = number;
			assert_noop!(operate(unknown), Error::<Test>::PreAuthNotFound);
		}
		// For something else.
		let other = with(|line| line.code = digest(51));
		assert_noop!(operate(other), Error::<Test>::PreAuthMismatch);
		let other = with(|line| line.category = BenefitCategory::Consultation);
		assert_noop!(operate(other), Error::<Test>::PreAuthMismatch);
		// More of it.
		let more = surgery(1, 6, 1_000, id);
		assert_noop!(operate(more), Error::<Test>::PreAuthExhausted);
		// In one claim together.
		let mut second = surgery(2, 3, 1_000, id);
		second.sequence = 2;
		let both = claim(0, vec![surgery(1, 3, 1_000, id), second]);
		assert_noop!(submit(BILLING, both), Error::<Test>::PreAuthExhausted);
		assert_ok!(operate(with(|_| ())));
	});
}

#[test]
fn a_preauthorisation_should_be_of_its_provider_alone() {
	build_and_execute(|| {
		published();
		let id = certified(5, 100_000);
		let evidence = EvidenceId::Encounter(70);
		happened(evidence, AFFILIATE, Beneficiary::Patient(patient(1)));
		let line = LineTerms { evidence, ..surgery(1, 1, 10_000, id) };
		let other = staff(AFFILIATE, Role::BillingOfficer);
		assert_noop!(
			submit(other.clone(), claim(0, vec![line])),
			Error::<Test>::PreAuthOtherProvider
		);
		assert_noop!(
			Insurance::cancel_preauth(signed(other), id),
			Error::<Test>::PreAuthOtherProvider
		);
	});
}

#[test]
fn a_preauthorisation_should_hold_for_its_time_alone() {
	build_and_execute(|| {
		published();
		let id = requested(5, 100_000);
		let early = surgery(1, 1, 10_000, id);
		wait(DAY);
		let validity = Period { from: START + DAY, until: Some(START + 2 * DAY) };
		let verdicts = vec![certify(5, 100_000)].try_into().unwrap();
		assert_ok!(Insurance::decide_preauth(signed(ADJUDICATOR), id, verdicts, validity));
		assert_noop!(operate(early), Error::<Test>::PreAuthExpired);
		let in_time = surgery(2, 1, 10_000, id);
		wait(DAY);
		assert_noop!(operate(surgery(3, 1, 10_000, id)), Error::<Test>::PreAuthExpired);
		assert_eq!(standing(id), PreAuthStanding::Expired);
		// It is the day of the service that counts.
		assert_ok!(operate(in_time));

		let id = requested(5, 100_000);
		let validity = Period { from: now() + DAY, until: Some(now() + 2 * DAY) };
		let verdicts = vec![certify(5, 100_000)].try_into().unwrap();
		assert_ok!(Insurance::decide_preauth(signed(ADJUDICATOR), id, verdicts, validity));
		assert_eq!(standing(id), PreAuthStanding::NotYet);
	});
}

#[test]
fn a_denied_preauthorisation_should_stay_denied() {
	build_and_execute(|| {
		published();
		let id = requested(1, 100_000);
		let deny = PreAuthVerdict::Deny(DenialReason::NotMedicallyNecessary);
		assert_ok!(decide_preauth(ADJUDICATOR, id, &[deny]));
		assert_event(Event::PreAuthDecided {
			preauth: id,
			status: PreAuthStatus::Denied,
			validity: None,
			by: ADJUDICATOR,
		});
		assert_eq!(standing(id), PreAuthStanding::Denied);
		let closed = || Error::<Test>::PreAuthClosed;
		assert_noop!(decide_preauth(ADJUDICATOR, id, &[certify(1, 1)]), closed());
		let pend = PreAuthPend::MedicalReview;
		assert_noop!(Insurance::pend_preauth(signed(ADJUDICATOR), id, pend), closed());
		assert_noop!(Insurance::cancel_preauth(signed(BILLING), id), closed());
		let surgery = surgery(1, 1, 10_000, id);
		assert_noop!(operate(surgery), Error::<Test>::PreAuthNotCertified);
		// A new one may be asked for.
		assert_ne!(requested(1, 100_000), id);
	});
}

#[test]
fn a_preauthorisation_should_be_pended_and_then_decided() {
	build_and_execute(|| {
		published();
		let id = requested(2, 100_000);
		let pend = |who, reason| Insurance::pend_preauth(signed(who), id, reason);
		let (info, review) = (PreAuthPend::InformationMissing, PreAuthPend::MedicalReview);
		assert_noop!(pend(OTHER_ADJUDICATOR, info), Error::<Test>::OtherPayersClaim);
		assert_ok!(pend(ADJUDICATOR, info));
		assert_ok!(pend(ADJUDICATOR, review));
		assert_event(Event::PreAuthPended { preauth: id, reason: review });
		assert_noop!(operate(surgery(1, 1, 10_000, id)), Error::<Test>::PreAuthNotCertified);
		assert_ok!(decide_preauth(ADJUDICATOR, id, &[certify(1, 50_000)]));
		let decided = Insurance::preauth(id).unwrap().preauth;
		assert_eq!(decided.status, PreAuthStatus::Partial);
		assert_eq!(decided.decided_by, Some(ADJUDICATOR));
	});
}

#[test]
fn nobody_should_certify_more_than_was_asked_for_or_for_another_payer() {
	build_and_execute(|| {
		published();
		let id = requested(2, 100_000);
		for (quantity, amount) in [(3, 1), (0, 1), (1, 100_001), (1, 0)] {
			assert_noop!(
				decide_preauth(ADJUDICATOR, id, &[certify(quantity, amount)]),
				Error::<Test>::PreAuthExcessive
			);
		}
		let verdict = [certify(1, 1)];
		let other = Error::<Test>::OtherPayersClaim;
		assert_noop!(decide_preauth(OTHER_ADJUDICATOR, id, &verdict), other);
		let mismatch = Error::<Test>::VerdictsMismatch;
		assert_noop!(decide_preauth(ADJUDICATOR, id, &[]), mismatch);
		for until in [None, Some(START), Some(START - 1)] {
			let validity = Period { from: START - 2, until };
			let verdicts = verdict.to_vec().try_into().unwrap();
			assert_noop!(
				Insurance::decide_preauth(signed(ADJUDICATOR), id, verdicts, validity),
				Error::<Test>::ImproperPeriod
			);
		}
		Suspended::mutate(|all| all.insert(HOSPITAL));
		assert_noop!(decide_preauth(ADJUDICATOR, id, &verdict), Error::<Test>::ProviderNotInForce);
	});
}

#[test]
fn a_preauthorisation_should_be_taken_back_before_it_is_used() {
	build_and_execute(|| {
		published();
		let cancel = |id| Insurance::cancel_preauth(signed(BILLING), id);
		let id = certified(2, 100_000);
		assert_ok!(operate(surgery(1, 1, 10_000, id)));
		assert_noop!(cancel(id), Error::<Test>::PreAuthInUse);
		let id = certified(2, 100_000);
		assert_ok!(cancel(id));
		assert_event(Event::PreAuthCancelled { preauth: id });
		assert_eq!(standing(id), PreAuthStanding::Cancelled);
		assert_noop!(cancel(id), Error::<Test>::PreAuthClosed);
		assert_noop!(operate(surgery(2, 1, 10_000, id)), Error::<Test>::PreAuthNotCertified);
		assert_noop!(cancel(self::id(0, 99)), Error::<Test>::PreAuthNotFound);
	});
}

#[test]
fn what_rests_on_a_preauthorisation_that_is_gone_should_not_be_allowed() {
	build_and_execute(|| {
		published();
		let id = certified(1, 100_000);
		let (one, other) = (surgery(1, 1, 10_000, id), surgery(2, 1, 10_000, id));
		for evidence in [one.evidence, other.evidence] {
			set_standing(evidence, EvidenceStanding::Unconfirmed);
		}
		assert_ok!(operate(one.clone()));
		let first = last(0);
		assert_ok!(operate(other.clone()));
		let second = last(0);
		for evidence in [one.evidence, other.evidence] {
			set_standing(evidence, EvidenceStanding::Confirmed);
		}
		let process = |id| Insurance::process_claim(signed(BILLING), id);
		assert_ok!(process(first));
		assert_eq!(line_of(first, 1).benefit(), 8_000);
		// The first one has used it up.
		assert_ok!(process(second));
		assert_eq!(line_of(second, 1).benefit(), 0);
		assert_eq!(line_of(second, 1).of(AdjustmentReason::ExceedsAuthorisation), 10_000);
		assert_eq!(allowance(id).used_quantity, 1);
	});
}

#[test]
fn a_request_should_make_sense() {
	build_and_execute(|| {
		published();
		type Change = fn(&mut PreAuthTerms);
		let table: [(Change, Error<Test>); 10] = [
			(|terms| terms.lines.clear(), Error::NoLines),
			(|terms| terms.lines[0].sequence = 2, Error::SequenceBroken),
			(|terms| terms.lines[0].quantity = 0, Error::ZeroAmount),
			(|terms| terms.lines[0].amount = 0, Error::ZeroAmount),
			(|terms| terms.lines[0].code = digest(0), Error::ZeroDigest),
			(|terms| terms.coverage = 9, Error::CoverageNotFound),
			(|terms| terms.currency = USD, Error::OtherCurrency),
			(|terms| terms.planned = START - 10 * DAY - 1, Error::OutsideCoverage),
			(|terms| terms.coverage = 1, Error::CoverageNotActive),
			(|terms| terms.planned = START - 9 * DAY, Error::NoRules),
		];
		assert_ok!(Insurance::create_coverage(signed(MANAGER), 0, coverage_terms(patient(1), 2)));
		Plans::<Test>::mutate(0, |plan| plan.as_mut().unwrap().versions[0] = START - DAY);
		PlanVersions::<Test>::mutate(0, 0, |rules| {
			rules.as_mut().unwrap().terms.effective = START - DAY;
		});
		for (change, error) in table {
			let mut terms = asked(1, 100);
			change(&mut terms);
			assert_noop!(request(BILLING, terms), error);
		}
		let insider = staff(PAYER, Role::BillingOfficer);
		assert_noop!(request(insider, asked(1, 100)), Error::<Test>::OwnClaim);
		assert_noop!(request(PHARMACIST, asked(1, 100)), Error::<Test>::PharmacyOnly);
		let abroad = staff(ABROAD, Role::BillingOfficer);
		assert_noop!(request(abroad, asked(1, 100)), Error::<Test>::NoAgreement);
		let asking = codec::Encode::encode(&galen_primitives::PurposeOfUse::COVAUTH)[0];
		Refused::mutate(|all| all.insert((patient(1), asking)));
		assert_noop!(request(BILLING, asked(1, 100)), Error::<Test>::ConsentDenied);
		Refused::take();
		assert_ok!(request(BILLING, asked(1, 100)));
	});
}
