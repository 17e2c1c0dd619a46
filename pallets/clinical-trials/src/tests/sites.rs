// SPDX-License-Identifier: Apache-2.0

//! Sites and the delegation log.

use super::*;

fn open(who: AccountId) -> DispatchResult {
	ClinicalTrials::open_site(signed(who), STUDY)
}

fn close(who: AccountId, site: InstitutionId) -> DispatchResult {
	ClinicalTrials::close_site(signed(who), STUDY, site)
}

fn delegate_until(
	who: AccountId,
	account: AccountId,
	duties: Duties,
	until: Option<Moment>,
) -> DispatchResult {
	ClinicalTrials::delegate(signed(who), STUDY, account, duties, until)
}

#[test]
fn a_site_should_take_two_to_open() {
	build_and_execute(|| {
		approved();
		assert_noop!(open(PI), Error::<Test>::UnknownSite);
		assert_ok!(initiate(HOSPITAL, PI));
		assert_event(Event::SiteInitiated {
			study: STUDY,
			site: HOSPITAL,
			investigator: PI,
			committee: COMMITTEE,
		});
		assert_noop!(initiate(HOSPITAL, PI), Error::<Test>::AlreadyInitiated);
		assert_noop!(open(NURSE), Error::<Test>::NotPrincipalInvestigator);
		assert_ok!(open(PI));
		assert_event(Event::SiteOpened { study: STUDY, site: HOSPITAL });
		assert_noop!(open(PI), Error::<Test>::SiteAlreadyOpen);
		assert_eq!(ClinicalTrials::site(STUDY, HOSPITAL).unwrap().status, SiteStatus::Open);
	});
}

#[test]
fn an_impossible_site_should_be_refused() {
	build_and_execute(|| {
		approved();
		assert_noop!(initiate(SPONSOR, PI), Error::<Test>::SponsorsStaff);
		assert_noop!(initiate(SUSPENDED, PI), Error::<Test>::UnknownInstitution);
		assert_noop!(initiate(REGISTRAR, PI), Error::<Test>::NotACareProvider);
		let by = |committee| {
			ClinicalTrials::initiate_site(signed(MANAGER), STUDY, HOSPITAL, PI, committee)
		};
		assert_noop!(by(HOUSE_COMMITTEE), Error::<Test>::NotIndependent);
		assert_noop!(by(CLINIC), Error::<Test>::NotACommittee);
		assert_noop!(by(SUSPENDED), Error::<Test>::UnknownInstitution);
		assert_ok!(initiate(HOSPITAL, PI));
		assert_ok!(ClinicalTrials::withdraw_study(signed(MANAGER), STUDY));
		assert_noop!(initiate(CLINIC, CLINICS_PI), Error::<Test>::NotUnderWay);
		assert_noop!(open(PI), Error::<Test>::NotUnderWay);
	});
}

#[test]
fn a_closed_site_should_stay_closed_and_take_nobody_in() {
	build_and_execute(|| {
		opened();
		let (first, second) = (enrolled(1), eligible(2));
		assert_noop!(close(CLINICS_PI, HOSPITAL), Error::<Test>::NotPrincipalInvestigator);
		assert_noop!(close(NURSE, HOSPITAL), Error::<Test>::NotPrincipalInvestigator);
		assert_noop!(close(OTHER_MANAGER, HOSPITAL), Error::<Test>::NotPrincipalInvestigator);
		assert_ok!(close(PI, HOSPITAL));
		assert_event(Event::SiteClosed { study: STUDY, site: HOSPITAL });
		assert_noop!(close(MANAGER, HOSPITAL), Error::<Test>::SiteIsClosed);
		assert_noop!(open(PI), Error::<Test>::SiteIsClosed);
		let replace = ClinicalTrials::replace_investigator(signed(MANAGER), STUDY, HOSPITAL, NURSE);
		assert_noop!(replace, Error::<Test>::SiteIsClosed);
		assert_noop!(enrol(second, 2), Error::<Test>::SiteNotOpen);
		consented(patient(3));
		assert_noop!(sign(patient(3), HOSPITAL, 1), Error::<Test>::SiteNotOpen);
		// Who is on study is looked after.
		assert_ok!(randomise_at(first, 0));
		assert_ok!(close(MANAGER, CLINIC));
	});
}

#[test]
fn only_the_investigator_should_delegate_at_the_own_site() {
	build_and_execute(|| {
		approved();
		let duties = Duty::Screening.set();
		assert_noop!(delegate_until(PI, NURSE, duties, None), Error::<Test>::UnknownSite);
		assert_ok!(initiate(HOSPITAL, PI));
		assert_noop!(delegate_until(PI, NURSE, duties, None), Error::<Test>::SiteNotOpen);
		assert_ok!(open(PI));
		assert_noop!(
			delegate_until(NURSE, NURSE, duties, None),
			Error::<Test>::NotPrincipalInvestigator
		);
		assert_noop!(
			delegate_until(PI, NURSE, Duties { bits: 1 << 9 }, None),
			Error::<Test>::UnknownDuty
		);
		assert_noop!(delegate_until(PI, NURSE, duties, Some(now())), Error::<Test>::InvalidTerm);
		assert_noop!(
			delegate_until(PI, NURSE, Duties::NONE, None),
			Error::<Test>::NothingDelegated
		);
		assert_ok!(delegate_until(PI, NURSE, duties, Some(now() + HOUR)));
		assert_event(Event::Delegated {
			study: STUDY,
			site: HOSPITAL,
			account: NURSE,
			duties,
			until: Some(now() + HOUR),
		});
	});
}

#[test]
fn the_log_should_answer_for_every_moment() {
	build_and_execute(|| {
		opened();
		let was = |duty, at| ClinicalTrials::was_delegated(STUDY, HOSPITAL, NURSE, duty, at);
		let start = now();
		delegate(NURSE, &[Duty::Screening]);
		wait(HOUR);
		delegate(NURSE, &[Duty::DataCapture]);
		wait(HOUR);
		assert_ok!(delegate_until(PI, NURSE, Duties::NONE, None));
		wait(HOUR);
		assert_noop!(
			delegate_until(PI, NURSE, Duties::NONE, None),
			Error::<Test>::NothingDelegated
		);
		assert_ok!(delegate_until(PI, NURSE, Duty::Kits.set(), Some(now() + HOUR)));
		for (duty, from, until) in [
			(Duty::Screening, start, start + HOUR),
			(Duty::DataCapture, start + HOUR, start + 2 * HOUR),
			(Duty::Kits, start + 3 * HOUR, start + 4 * HOUR),
		] {
			assert!(!was(duty, from - 1) && was(duty, from), "{duty:?}");
			assert!(was(duty, until) && !was(duty, until + 1), "{duty:?}");
		}
		assert_eq!(ClinicalTrials::delegations(STUDY, HOSPITAL, NURSE).len(), 3);
		// What is ended in the moment in which it began was in force in that moment.
		delegate(PHARMACIST, &[Duty::Kits]);
		delegate(PHARMACIST, &[Duty::Consent]);
		let was = |duty, at| ClinicalTrials::was_delegated(STUDY, HOSPITAL, PHARMACIST, duty, at);
		assert!(was(Duty::Kits, now()) && was(Duty::Consent, now()));
		assert!(!was(Duty::Kits, now() + 1) && was(Duty::Consent, now() + 1));
	});
}

#[test]
fn what_was_done_before_an_end_in_the_same_block_should_stay_delegated() {
	build_and_execute(|| {
		opened();
		wait(HOUR);
		eligible(1);
		assert_ok!(ClinicalTrials::replace_investigator(signed(MANAGER), STUDY, HOSPITAL, NURSE));
		let was = |at| {
			let duty = Duty::EligibilityAttestation;
			ClinicalTrials::was_delegated(STUDY, HOSPITAL, PI, duty, at)
		};
		assert!(was(now()) && !was(now() + 1));
	});
}

#[test]
fn a_log_should_have_an_end() {
	build_and_execute(|| {
		opened();
		for _ in 0..MAX_DELEGATIONS {
			delegate(NURSE, &[Duty::Screening]);
			wait(1);
		}
		let again = delegate_until(PI, NURSE, Duty::Kits.set(), None);
		assert_noop!(again, Error::<Test>::TooManyDelegations);
		// Ending what is delegated always goes.
		assert_ok!(delegate_until(PI, NURSE, Duties::NONE, None));
	});
}

#[test]
fn an_investigator_should_have_every_duty_but_unblinding() {
	build_and_execute(|| {
		opened();
		for duty in Duty::ALL {
			let has = ClinicalTrials::was_delegated(STUDY, HOSPITAL, PI, *duty, now());
			assert_eq!(has, *duty != Duty::Unblinding, "{duty:?}");
		}
	});
}

#[test]
fn another_investigator_should_open_the_site_again() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		let replace =
			|site, by| ClinicalTrials::replace_investigator(signed(MANAGER), STUDY, site, by);
		assert_noop!(replace(REGISTRAR, NURSE), Error::<Test>::UnknownSite);
		delegate(PHARMACIST, &[Duty::Enrolment]);
		wait(HOUR);
		assert_ok!(replace(HOSPITAL, NURSE));
		assert_event(Event::InvestigatorReplaced {
			study: STUDY,
			site: HOSPITAL,
			investigator: NURSE,
		});
		assert_noop!(enrol(number, 1), Error::<Test>::SiteNotOpen);
		assert_noop!(open(PI), Error::<Test>::NotPrincipalInvestigator);
		assert_ok!(open(NURSE));
		// The former one's duties have ended; what was delegated stays so.
		assert_noop!(enrol(number, 1), Error::<Test>::NotDelegated);
		let (token, expires, signature) = token(1, number);
		let by = |who| ClinicalTrials::enrol(signed(who), STUDY, number, token, expires, signature);
		assert_ok!(by(PHARMACIST));
	});
}

#[test]
fn an_investigator_who_never_accepted_should_be_replaced() {
	build_and_execute(|| {
		approved();
		assert_ok!(initiate(HOSPITAL, PI));
		let replace = ClinicalTrials::replace_investigator(signed(MANAGER), STUDY, HOSPITAL, NURSE);
		assert_ok!(replace);
		assert_ok!(open(NURSE));
	});
}
