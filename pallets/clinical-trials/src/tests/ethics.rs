// SPDX-License-Identifier: Apache-2.0

//! Approvals, and the last moment at which one is valid.

use super::*;

fn suspend(who: AccountId, version: VersionNumber) -> DispatchResult {
	ClinicalTrials::suspend_approval(signed(who), STUDY, version)
}

#[test]
fn an_approval_should_be_recorded_and_open_the_study() {
	build_and_execute(|| {
		registered();
		assert_ok!(ClinicalTrials::submit(signed(MANAGER), STUDY, COMMITTEE));
		let review = approval();
		assert_ok!(review_as(REVIEWER, 1, review.clone()));
		assert_event(Event::Reviewed {
			study: STUDY,
			version: 1,
			committee: COMMITTEE,
			review: review.clone(),
		});
		let info = ClinicalTrials::approval(STUDY, 1, COMMITTEE).unwrap();
		assert!(info.valid);
		assert_eq!(info.approval, Approval { review, recorded: START, suspended: None });
		assert!(ClinicalTrials::study(STUDY).unwrap().approved);
	});
}

#[test]
fn a_committee_of_the_sponsors_house_should_decide_nothing() {
	build_and_execute(|| {
		registered();
		let submit = |to| ClinicalTrials::submit(signed(MANAGER), STUDY, to);
		assert_noop!(submit(HOUSE_COMMITTEE), Error::<Test>::NotIndependent);
		assert_noop!(submit(HOSPITAL), Error::<Test>::NotACommittee);
		assert_noop!(submit(SUSPENDED), Error::<Test>::UnknownInstitution);
		assert_ok!(submit(COMMITTEE));
		assert_noop!(review_as(HOUSE_REVIEWER, 1, approval()), Error::<Test>::NotIndependent);
		// Nor one that sits at the sponsor itself.
		let own = staff(SPONSOR, galen_primitives::Role::EthicsReviewer);
		assert_noop!(review_as(own, 1, approval()), Error::<Test>::NotIndependent);
	});
}

#[test]
fn another_committee_should_neither_open_nor_reject_a_study() {
	build_and_execute(|| {
		registered();
		assert_ok!(ClinicalTrials::submit(signed(MANAGER), STUDY, COMMITTEE));
		let rejection = Review { decision: EthicsDecision::Rejected, ..approval() };
		assert_ok!(review_as(OTHER_REVIEWER, 1, rejection));
		assert_eq!(study().status, StudyStatus::InReview);
		assert_ok!(review_as(OTHER_REVIEWER, 1, approval()));
		assert_eq!(study().status, StudyStatus::InReview);
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_eq!(study().status, StudyStatus::Approved);
	});
}

#[test]
fn only_what_is_under_review_should_be_decided() {
	build_and_execute(|| {
		registered();
		assert_noop!(review_as(REVIEWER, 1, approval()), Error::<Test>::NotUnderReview);
		assert_ok!(ClinicalTrials::submit(signed(MANAGER), STUDY, COMMITTEE));
		assert_noop!(review_as(REVIEWER, 2, approval()), Error::<Test>::UnknownVersion);
		let rejection = Review { decision: EthicsDecision::Rejected, ..approval() };
		assert_ok!(review_as(REVIEWER, 1, rejection));
		assert_noop!(review_as(REVIEWER, 1, approval()), Error::<Test>::NotUnderReview);
		assert_ok!(ClinicalTrials::withdraw_study(signed(MANAGER), STUDY));
		assert_noop!(review_as(REVIEWER, 1, approval()), Error::<Test>::NotUnderReview);
	});
}

#[test]
fn a_superseded_version_should_not_be_decided() {
	build_and_execute(|| {
		opened();
		let next = amendment(21, true, None);
		assert_ok!(ClinicalTrials::amend(signed(MANAGER), STUDY, next));
		assert_ok!(review_as(REVIEWER, 2, approval()));
		// The old one is still the current one.
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_ok!(ClinicalTrials::adopt_version(signed(MANAGER), STUDY, 2));
		assert_noop!(review_as(REVIEWER, 1, approval()), Error::<Test>::VersionSuperseded);
	});
}

#[test]
fn an_impossible_approval_should_be_refused() {
	build_and_execute(|| {
		registered();
		assert_ok!(ClinicalTrials::submit(signed(MANAGER), STUDY, COMMITTEE));
		let term = |from, until| Review { from, until, ..approval() };
		for (from, until) in [(now(), now()), (now() + 2, now() + 1), (now() - 2, now())] {
			let review = review_as(REVIEWER, 1, term(from, until));
			assert_noop!(review, Error::<Test>::InvalidTerm);
		}
		let no_letter = Review { document: digest(0), ..approval() };
		assert_noop!(review_as(REVIEWER, 1, no_letter), Error::<Test>::ZeroDigest);
		let nowhere = Review { sites: ApprovedSites::These(Default::default()), ..approval() };
		assert_noop!(review_as(REVIEWER, 1, nowhere), Error::<Test>::NoSites);
		assert_ok!(review_as(REVIEWER, 1, term(now() - 2, now() + 1)));
	});
}

#[test]
fn an_approval_should_hold_until_its_last_millisecond() {
	build_and_execute(|| {
		opened();
		let (first, second) = (eligible(1), eligible(2));
		let until = now() + 10 * DAY;
		assert_ok!(review_as(REVIEWER, 1, Review { until, ..approval() }));
		wait(10 * DAY - 1);
		assert_eq!(now(), until - 1);
		assert_ok!(enrol(first, 1));
		wait(1);
		assert_noop!(enrol(second, 2), Error::<Test>::ApprovalExpired);
		assert!(!ClinicalTrials::study(STUDY).unwrap().approved);
		assert!(!ClinicalTrials::approval(STUDY, 1, COMMITTEE).unwrap().valid);
		// Nothing else had to happen, and a new decision is enough.
		assert_eq!(study().status, StudyStatus::Active);
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_ok!(enrol(second, 2));
	});
}

#[test]
fn an_approval_should_begin_with_its_first_millisecond() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		assert_ok!(review_as(REVIEWER, 1, Review { from: now() + HOUR, ..approval() }));
		wait(HOUR - 1);
		assert_noop!(enrol(number, 1), Error::<Test>::ApprovalNotYetValid);
		wait(1);
		assert_ok!(enrol(number, 1));
	});
}

#[test]
fn a_committee_should_suspend_its_approval_at_once() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		assert_noop!(suspend(OTHER_REVIEWER, 1), Error::<Test>::NotApproved);
		assert_ok!(suspend(REVIEWER, 1));
		assert_event(Event::ApprovalSuspended { study: STUDY, version: 1, committee: COMMITTEE });
		assert_noop!(suspend(REVIEWER, 1), Error::<Test>::ApprovalIsSuspended);
		assert_noop!(enrol(number, 1), Error::<Test>::ApprovalIsSuspended);
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_ok!(enrol(number, 1));
	});
}

#[test]
fn a_rejected_version_should_not_be_relied_on() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		let rejection = Review { decision: EthicsDecision::Rejected, ..approval() };
		assert_ok!(review_as(REVIEWER, 1, rejection));
		// It isn't closed by that: nothing new is begun.
		assert_eq!(study().status, StudyStatus::Active);
		assert_noop!(enrol(number, 1), Error::<Test>::Rejected);
		assert_noop!(suspend(REVIEWER, 1), Error::<Test>::Rejected);
	});
}

#[test]
fn an_approval_under_conditions_should_be_one() {
	build_and_execute(|| {
		registered();
		assert_ok!(ClinicalTrials::submit(signed(MANAGER), STUDY, COMMITTEE));
		let decision = EthicsDecision::ApprovedWithConditions;
		assert_ok!(review_as(REVIEWER, 1, Review { decision, ..approval() }));
		assert_ok!(ClinicalTrials::activate(signed(MANAGER), STUDY));
	});
}

#[test]
fn an_approval_should_be_for_the_sites_it_names() {
	build_and_execute(|| {
		registered();
		assert_ok!(ClinicalTrials::submit(signed(MANAGER), STUDY, COMMITTEE));
		let sites = ApprovedSites::These(vec![HOSPITAL].try_into().unwrap());
		assert_ok!(review_as(REVIEWER, 1, Review { sites, ..approval() }));
		assert_ok!(initiate(HOSPITAL, PI));
		assert_ok!(initiate(CLINIC, CLINICS_PI));
		assert_ok!(ClinicalTrials::open_site(signed(PI), STUDY));
		let open = || ClinicalTrials::open_site(signed(CLINICS_PI), STUDY);
		assert_noop!(open(), Error::<Test>::SiteNotApproved);
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_ok!(open());
	});
}

#[test]
fn a_site_should_need_the_approval_of_its_own_committee() {
	build_and_execute(|| {
		approved();
		let site = ClinicalTrials::initiate_site(
			signed(MANAGER),
			STUDY,
			CLINIC,
			CLINICS_PI,
			OTHER_COMMITTEE,
		);
		assert_ok!(site);
		let open = || ClinicalTrials::open_site(signed(CLINICS_PI), STUDY);
		assert_noop!(open(), Error::<Test>::NotApproved);
		assert_ok!(review_as(OTHER_REVIEWER, 1, approval()));
		assert_ok!(open());
	});
}
