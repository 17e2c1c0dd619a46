// SPDX-License-Identifier: Apache-2.0

//! Registration, amendments, the status machine and halts.

use super::*;
use galen_primitives::{gs1::Gtin, seams::Studies as _};

fn amend(amendment: Amendment) -> DispatchResult {
	ClinicalTrials::amend(signed(MANAGER), STUDY, amendment)
}

fn adopt(version: VersionNumber) -> DispatchResult {
	ClinicalTrials::adopt_version(signed(MANAGER), STUDY, version)
}

fn submit() -> DispatchResult {
	ClinicalTrials::submit(signed(MANAGER), STUDY, COMMITTEE)
}

fn activate() -> DispatchResult {
	ClinicalTrials::activate(signed(MANAGER), STUDY)
}

fn halt(who: AccountId, scope: HaltScope) -> DispatchResult {
	ClinicalTrials::halt(signed(who), STUDY, scope, HaltReason::Safety)
}

fn close(closure: Closure) -> DispatchResult {
	ClinicalTrials::close(signed(MANAGER), STUDY, closure)
}

fn status() -> StudyStatus {
	study().status
}

#[test]
fn a_registered_study_should_be_a_draft_of_its_first_version() {
	build_and_execute(|| {
		registered();
		assert_event(Event::StudyRegistered {
			study: STUDY,
			sponsor: SPONSOR,
			document: digest(20),
		});
		let info = ClinicalTrials::study(STUDY).unwrap();
		assert_eq!(info.study.status, StudyStatus::Draft);
		assert_eq!((info.study.version, info.study.basis, info.study.newest), (1, 1, 1));
		assert_eq!((info.study.arms, info.study.points, info.study.target), (2, 2, TARGET));
		assert!(!info.approved);
		assert_eq!(ClinicalTrials::terms(STUDY), Some(terms()));
		let version = ClinicalTrials::version(STUDY, 1).unwrap();
		assert_eq!(version.adopted, Some(START));
		assert_eq!(ClinicalTrials::version_of(STUDY, digest(20)), Some(1));
		for number in
			[RegistryId::Nct(terms().nct.unwrap()), RegistryId::EuCt(terms().eu_ct.unwrap())]
		{
			assert_eq!(ClinicalTrials::study_by_number(number), Some(STUDY));
		}
		// Another one gets the next number.
		let other = StudyTerms { nct: None, eu_ct: None, ..terms() };
		assert_ok!(register(OTHER_MANAGER, other));
		assert_eq!(ClinicalTrials::study(1).unwrap().study.sponsor, OTHER_SPONSOR);
	});
}

#[test]
fn a_registry_number_should_belong_to_one_study() {
	build_and_execute(|| {
		registered();
		let same_nct = StudyTerms { eu_ct: None, ..terms() };
		assert_noop!(register(OTHER_MANAGER, same_nct), Error::<Test>::AlreadyRegistered);
		let nct = Some(NctId(*b"NCT00973089"));
		let same_eu = StudyTerms { nct, ..terms() };
		assert_noop!(register(OTHER_MANAGER, same_eu), Error::<Test>::AlreadyRegistered);
		let eu_ct = Some(EuCtNumber(*b"2022-500025-30-00"));
		assert_ok!(register(OTHER_MANAGER, StudyTerms { nct, eu_ct, ..terms() }));
	});
}

#[test]
fn impossible_terms_should_be_refused() {
	build_and_execute(|| {
		let refused = |error: Error<Test>, change: fn(&mut TermsOf<Test>)| {
			let mut terms = terms();
			change(&mut terms);
			assert_noop!(register(MANAGER, terms), error);
		};
		refused(Error::InvalidNct, |terms| terms.nct = Some(NctId(*b"NCT0076341X")));
		refused(Error::InvalidEuCt, |terms| {
			terms.eu_ct = Some(EuCtNumber(*b"2022-400024-30-00"));
		});
		refused(Error::InvalidSponsorNumber, |terms| terms.sponsor_number.clear());
		refused(Error::InvalidSponsorNumber, |terms| {
			terms.sponsor_number = b"GLN 001".to_vec().try_into().unwrap();
		});
		refused(Error::ZeroDigest, |terms| terms.title = digest(0));
		refused(Error::NoArms, |terms| terms.arms.clear());
		refused(Error::ZeroDigest, |terms| terms.arms[1] = digest(0));
		refused(Error::SameArm, |terms| terms.arms[1] = terms.arms[0]);
		refused(Error::PointsDontSuit, |terms| terms.points = 0);
		refused(Error::PointsDontSuit, |terms| {
			terms.arms.pop();
		});
		refused(Error::PointsDontSuit, |terms| terms.allocation = AllocationKind::NonRandomized);
		refused(Error::PointsDontSuit, |terms| {
			(terms.allocation, terms.points) = (AllocationKind::NotApplicable, 0);
		});
		refused(Error::InvalidQuorum, |terms| terms.quorum = 0);
		refused(Error::InvalidQuorum, |terms| terms.quorum = 4);
		refused(Error::InvalidQuorum, |terms| terms.monitors.clear());
		refused(Error::SameMonitor, |terms| terms.monitors[2] = terms.monitors[0].clone());
		refused(Error::InvalidCategories, |terms| {
			terms.sponsor_pays = BenefitCategories(1 << 31);
		});
		refused(Error::InvalidKit, |terms| terms.kit = Some(Gtin(1)));
		refused(Error::InvalidCriterion, |terms| terms.criteria[0].least = 101);
		refused(Error::InvalidCriterion, |terms| terms.criteria[0].field.clear());
		refused(Error::InvalidCriterion, |terms| terms.criteria[0].field[1] = 0xff);
		refused(Error::InvalidKey, |terms| terms.registrar.key = [0; 32]);
		refused(Error::RegistrarNotIndependent, |terms| terms.registrar.institution = SPONSOR);
		refused(Error::RegistrarNotIndependent, |terms| terms.registrar.institution = CRO);
		refused(Error::UnknownInstitution, |terms| terms.registrar.institution = SUSPENDED);
		refused(Error::UnknownInstitution, |terms| terms.statistics = Some(SUSPENDED));
		for (error, protocol) in [
			(Error::ZeroDigest, amendment(0, true, None)),
			(Error::NoTarget, Amendment { target: 0, ..protocol() }),
		] {
			let register = ClinicalTrials::register_study(signed(MANAGER), terms(), protocol);
			assert_noop!(register, error as Error<Test>);
		}
	});
}

#[test]
fn a_study_should_be_opened_by_review_and_sponsor() {
	build_and_execute(|| {
		registered();
		assert_noop!(activate(), Error::<Test>::ImpossibleTransition);
		assert_ok!(submit());
		assert_event(Event::StatusChanged {
			study: STUDY,
			status: StudyStatus::InReview,
			by: SPONSOR,
			reason: None,
		});
		assert_noop!(submit(), Error::<Test>::NothingNew);
		assert_noop!(activate(), Error::<Test>::ImpossibleTransition);
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_eq!(status(), StudyStatus::Approved);
		assert_ok!(activate());
		assert_eq!(status(), StudyStatus::Active);
		assert_noop!(activate(), Error::<Test>::ImpossibleTransition);
	});
}

#[test]
fn a_study_should_not_open_without_a_valid_approval() {
	build_and_execute(|| {
		approved();
		wait(365 * DAY);
		assert_noop!(activate(), Error::<Test>::ApprovalExpired);
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_ok!(activate());
	});
}

#[test]
fn a_rejected_study_should_come_back_with_a_new_version_alone() {
	build_and_execute(|| {
		registered();
		assert_ok!(submit());
		let rejection = Review { decision: EthicsDecision::Rejected, ..approval() };
		assert_ok!(review_as(REVIEWER, 1, rejection));
		assert_eq!(status(), StudyStatus::Disapproved);
		assert_noop!(submit(), Error::<Test>::NothingNew);
		assert_ok!(amend(amendment(21, false, Some(START))));
		// A version of a study that nobody has approved is the current one at once, and nobody has
		// signed an earlier one.
		assert_eq!((study().version, study().basis), (2, 2));
		assert_eq!(study().least_signed(now()), 1);
		assert_ok!(submit());
		assert_ok!(review_as(REVIEWER, 2, approval()));
		assert_ok!(activate());
	});
}

#[test]
fn only_the_sponsor_should_change_a_study() {
	build_and_execute(|| {
		registered();
		let other = || signed(OTHER_MANAGER);
		let error = Error::<Test>::NotSponsor;
		assert_noop!(ClinicalTrials::amend(other(), STUDY, amendment(21, true, None)), error);
		let error = || Error::<Test>::NotSponsor;
		assert_noop!(ClinicalTrials::adopt_version(other(), STUDY, 2), error());
		assert_noop!(ClinicalTrials::submit(other(), STUDY, COMMITTEE), error());
		assert_noop!(ClinicalTrials::activate(other(), STUDY), error());
		assert_noop!(halt(OTHER_MANAGER, HaltScope::Accrual), error());
		assert_noop!(ClinicalTrials::close(other(), STUDY, Closure::ToAccrual), error());
		assert_noop!(ClinicalTrials::complete(other(), STUDY), error());
		assert_noop!(ClinicalTrials::terminate(other(), STUDY, HaltReason::Futility), error());
		assert_noop!(ClinicalTrials::withdraw_study(other(), STUDY), error());
		let initiate = ClinicalTrials::initiate_site(other(), STUDY, HOSPITAL, PI, COMMITTEE);
		assert_noop!(initiate, error());
		let replace = ClinicalTrials::replace_investigator(other(), STUDY, HOSPITAL, PI);
		assert_noop!(replace, error());
	});
}

#[test]
fn an_unknown_study_should_be_refused() {
	build_and_execute(|| {
		let error = || Error::<Test>::UnknownStudy;
		assert_noop!(submit(), error());
		assert_noop!(amend(amendment(21, true, None)), error());
		assert_noop!(review_as(REVIEWER, 1, approval()), error());
		assert_noop!(commit(LIST, &ARMS), error());
		assert_eq!(ClinicalTrials::study(STUDY), None);
		assert!(!ClinicalTrials::exists(STUDY));
		assert_eq!(ClinicalTrials::paid_by_sponsor(STUDY), None);
	});
}

#[test]
fn an_amendment_should_hold_once_it_is_approved_and_adopted() {
	build_and_execute(|| {
		opened();
		let substantial = Amendment { target: 40, ..amendment(21, true, None) };
		assert_ok!(amend(substantial));
		assert_event(Event::ProtocolAmended { study: STUDY, version: 2, terms: substantial });
		assert_eq!((study().version, study().newest, study().target), (1, 2, TARGET));
		assert_noop!(adopt(2), Error::<Test>::NotApproved);
		assert_ok!(review_as(REVIEWER, 2, Review { from: now() + HOUR, ..approval() }));
		assert_noop!(adopt(2), Error::<Test>::ApprovalNotYetValid);
		wait(HOUR);
		assert_ok!(adopt(2));
		assert_event(Event::VersionAdopted { study: STUDY, version: 2 });
		assert_eq!((study().version, study().basis, study().target), (2, 2, 40));
		assert_eq!(ClinicalTrials::version(STUDY, 2).unwrap().adopted, Some(now()));
		assert_noop!(adopt(2), Error::<Test>::VersionNotNewer);
		assert_noop!(adopt(3), Error::<Test>::UnknownVersion);
	});
}

#[test]
fn a_version_that_is_not_substantial_should_go_with_the_approval_of_the_one_before() {
	build_and_execute(|| {
		opened();
		assert_ok!(amend(amendment(21, false, None)));
		assert_noop!(review_as(REVIEWER, 2, approval()), Error::<Test>::NotSubstantial);
		assert_ok!(adopt(2));
		assert_eq!((study().version, study().basis), (2, 1));
		let number = eligible(1);
		assert_ok!(enrol(number, 1));
		assert_eq!(subject(number).enrolled.unwrap().version, 2);
	});
}

#[test]
fn a_document_should_be_one_version() {
	build_and_execute(|| {
		opened();
		assert_noop!(amend(amendment(20, true, None)), Error::<Test>::DocumentKnown);
		assert_noop!(amend(amendment(0, true, None)), Error::<Test>::ZeroDigest);
		let empty = Amendment { target: 0, ..amendment(21, true, None) };
		assert_noop!(amend(empty), Error::<Test>::NoTarget);
	});
}

#[test]
fn fewer_than_are_enrolled_should_be_no_target() {
	build_and_execute(|| {
		opened();
		enrolled(1);
		enrolled(2);
		let fewer = Amendment { target: 1, ..amendment(21, false, None) };
		assert_noop!(amend(fewer), Error::<Test>::TargetBelowEnrolled);
		let two = Amendment { target: 2, ..amendment(21, false, None) };
		assert_ok!(amend(two));
		// Meanwhile another one is enrolled.
		enrolled(3);
		assert_noop!(adopt(2), Error::<Test>::TargetBelowEnrolled);
	});
}

#[test]
fn a_study_in_review_or_at_its_end_should_not_be_amended() {
	build_and_execute(|| {
		registered();
		assert_ok!(submit());
		let next = amendment(21, true, None);
		assert_noop!(amend(next), Error::<Test>::NotAmendable);
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_ok!(amend(next));
		assert_ok!(ClinicalTrials::withdraw_study(signed(MANAGER), STUDY));
		assert_noop!(amend(amendment(22, true, None)), Error::<Test>::NotAmendable);
		assert_noop!(adopt(2), Error::<Test>::NotAmendable);
	});
}

#[test]
fn what_a_skipped_version_asked_for_should_not_be_lost() {
	build_and_execute(|| {
		opened();
		let later = now() + 10 * DAY;
		assert_ok!(amend(amendment(21, true, Some(later))));
		assert_ok!(amend(amendment(22, false, None)));
		assert_ok!(amend(amendment(23, true, None)));
		assert_ok!(review_as(REVIEWER, 4, approval()));
		assert_ok!(adopt(4));
		assert_eq!(study().least_signed(later - 1), 1);
		assert_eq!(study().least_signed(later), 2);
	});
}

#[test]
fn what_an_adopted_version_asked_for_should_not_be_asked_again() {
	build_and_execute(|| {
		opened();
		let later = now() + 10 * DAY;
		assert_ok!(amend(amendment(21, false, Some(later))));
		assert_ok!(amend(amendment(22, false, None)));
		assert_ok!(adopt(2));
		assert_ok!(adopt(3));
		assert_eq!(study().next_reconsent, Some(Reconsent { version: 2, from: later }));
		assert_eq!(study().reconsent, None);
	});
}

#[test]
fn a_later_signature_should_wait_for_the_earlier_one() {
	build_and_execute(|| {
		opened();
		let later = now() + 10 * DAY;
		assert_ok!(amend(amendment(21, false, Some(later))));
		assert_ok!(adopt(2));
		assert_ok!(amend(amendment(22, false, Some(later + 1))));
		assert_noop!(adopt(3), Error::<Test>::ReconsentPending);
		// One asked for no later takes its place.
		assert_ok!(amend(amendment(23, false, Some(later - DAY))));
		assert_ok!(adopt(4));
		assert_eq!(study().least_signed(later - DAY - 1), 1);
		assert_eq!(study().least_signed(later - DAY), 4);
		// Once its moment has come, another may be asked for.
		wait(9 * DAY);
		assert_ok!(amend(amendment(24, false, Some(later + DAY))));
		assert_ok!(adopt(5));
		assert_eq!(study().least_signed(now()), 4);
		assert_eq!(study().least_signed(later + DAY), 5);
	});
}

#[test]
fn a_halt_should_act_at_once_and_end_with_the_sponsors_word() {
	build_and_execute(|| {
		opened();
		assert_ok!(halt(MANAGER, HaltScope::Accrual));
		assert_eq!(status(), StudyStatus::TemporarilyClosedToAccrual);
		assert!(study().intervenes());
		assert_noop!(halt(MANAGER, HaltScope::Accrual), Error::<Test>::AlreadyHalted);
		// A wider one replaces it, a narrower one doesn't.
		assert_ok!(halt(MANAGER, HaltScope::AccrualAndIntervention));
		assert_eq!(status(), StudyStatus::TemporarilyClosedToAccrualAndIntervention);
		assert!(!study().intervenes());
		assert_noop!(halt(MANAGER, HaltScope::Accrual), Error::<Test>::AlreadyHalted);
		assert_ok!(activate());
		assert_eq!((status(), study().halts), (StudyStatus::Active, Halts::default()));
	});
}

#[test]
fn a_regulators_halt_should_be_lifted_by_that_regulator() {
	build_and_execute(|| {
		opened();
		let lift = |who| ClinicalTrials::lift_halt(signed(who), STUDY);
		assert_noop!(lift(INSPECTOR), Error::<Test>::NotHalted);
		assert_ok!(halt(INSPECTOR, HaltScope::AccrualAndIntervention));
		let halted = study().halts.regulator.unwrap();
		assert_event(Event::Halted {
			study: STUDY,
			authority: HaltAuthority::Regulator,
			halt: halted,
		});
		assert_eq!((halted.by, halted.since), (REGULATOR, now()));
		assert_noop!(activate(), Error::<Test>::HaltedByRegulator);
		assert_noop!(lift(OTHER_INSPECTOR), Error::<Test>::HaltedByRegulator);
		let again = halt(OTHER_INSPECTOR, HaltScope::AccrualAndIntervention);
		assert_noop!(again, Error::<Test>::AlreadyHalted);
		// The sponsor's own halt comes on top, and isn't lifted with it.
		assert_ok!(halt(MANAGER, HaltScope::Accrual));
		assert_ok!(lift(INSPECTOR));
		assert_event(Event::HaltLifted { study: STUDY, authority: HaltAuthority::Regulator });
		// Nothing goes on by itself.
		assert_eq!(status(), StudyStatus::TemporarilyClosedToAccrualAndIntervention);
		assert!(!study().intervenes());
		assert_ok!(activate());
		assert!(study().intervenes());
	});
}

#[test]
fn treatment_should_be_stopped_after_accrual_is_closed_too() {
	build_and_execute(|| {
		opened();
		assert_ok!(close(Closure::ToAccrual));
		assert_noop!(halt(INSPECTOR, HaltScope::Accrual), Error::<Test>::AlreadyHalted);
		assert_noop!(activate(), Error::<Test>::NotHalted);
		assert_ok!(halt(INSPECTOR, HaltScope::AccrualAndIntervention));
		// R4 has no status for it: the halt itself stops treatment.
		assert_eq!(status(), StudyStatus::ClosedToAccrual);
		assert!(!study().intervenes());
		assert_noop!(activate(), Error::<Test>::HaltedByRegulator);
		assert_ok!(ClinicalTrials::lift_halt(signed(INSPECTOR), STUDY));
		assert!(!study().intervenes());
		assert_ok!(activate());
		assert_eq!(status(), StudyStatus::ClosedToAccrual);
		assert!(study().intervenes());
	});
}

#[test]
fn what_is_not_under_way_should_not_be_halted() {
	build_and_execute(|| {
		registered();
		let scope = HaltScope::AccrualAndIntervention;
		assert_noop!(halt(MANAGER, scope), Error::<Test>::NotUnderWay);
		assert_ok!(submit());
		assert_ok!(review_as(REVIEWER, 1, approval()));
		assert_noop!(halt(INSPECTOR, scope), Error::<Test>::NotUnderWay);
		assert_ok!(activate());
		assert_ok!(close(Closure::ToAccrual));
		assert_ok!(close(Closure::ToAccrualAndIntervention));
		assert_noop!(halt(INSPECTOR, scope), Error::<Test>::NotUnderWay);
	});
}

#[test]
fn a_study_should_be_closed_step_by_step_and_completed_when_nobody_is_on_it() {
	build_and_execute(|| {
		opened();
		let complete = || ClinicalTrials::complete(signed(MANAGER), STUDY);
		let number = randomised(1);
		assert_noop!(close(Closure::ToAccrualAndIntervention), Error::<Test>::ImpossibleTransition);
		assert_ok!(close(Closure::ToAccrual));
		assert_noop!(complete(), Error::<Test>::ImpossibleTransition);
		assert_ok!(close(Closure::ToAccrualAndIntervention));
		assert_noop!(complete(), Error::<Test>::SubjectsOnStudy);
		assert_ok!(take_off(number, OffStudyReason::Completed));
		assert_ok!(complete());
		assert_eq!(status(), StudyStatus::Completed);
		assert!(ClinicalTrials::exists(STUDY));
	});
}

#[test]
fn somebody_in_screening_should_keep_a_study_open() {
	build_and_execute(|| {
		opened();
		let number = screened(1);
		assert_ok!(close(Closure::ToAccrual));
		assert_ok!(close(Closure::ToAccrualAndIntervention));
		let complete = || ClinicalTrials::complete(signed(MANAGER), STUDY);
		assert_noop!(complete(), Error::<Test>::SubjectsOnStudy);
		let reason = UnregisteredReason::NoPlace;
		assert_ok!(ClinicalTrials::end_screening(signed(PI), STUDY, number, reason));
		assert_ok!(complete());
	});
}

#[test]
fn a_study_should_end_before_it_was_planned_to_with_a_reason() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		let terminate =
			|| ClinicalTrials::terminate(signed(MANAGER), STUDY, HaltReason::SlowAccrual);
		assert_ok!(terminate());
		assert_event(Event::StatusChanged {
			study: STUDY,
			status: StudyStatus::AdministrativelyCompleted,
			by: SPONSOR,
			reason: Some(HaltReason::SlowAccrual),
		});
		assert_noop!(terminate(), Error::<Test>::ImpossibleTransition);
		// Those on study are taken off one by one.
		assert_ok!(take_off(number, OffStudyReason::StudyTerminated));
		assert_eq!(study().flow.on_study(), 0);
	});
}

#[test]
fn only_a_study_that_was_never_open_should_be_withdrawn() {
	build_and_execute(|| {
		approved();
		let withdraw = || ClinicalTrials::withdraw_study(signed(MANAGER), STUDY);
		assert!(ClinicalTrials::exists(STUDY));
		assert_ok!(withdraw());
		assert_eq!(status(), StudyStatus::Withdrawn);
		assert!(!ClinicalTrials::exists(STUDY));
	});
	build_and_execute(|| {
		opened();
		let withdraw = || ClinicalTrials::withdraw_study(signed(MANAGER), STUDY);
		assert_noop!(withdraw(), Error::<Test>::ImpossibleTransition);
	});
}

#[test]
fn other_pallets_should_learn_what_they_ask_for() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		assert!(!ClinicalTrials::is_on_study(STUDY, &patient(1)));
		assert_ok!(enrol(number, 1));
		assert!(ClinicalTrials::is_on_study(STUDY, &patient(1)));
		assert!(!ClinicalTrials::is_on_study(STUDY, &patient(2)));
		assert!(!ClinicalTrials::is_on_study(STUDY + 1, &patient(1)));
		assert_ok!(take_off(number, OffStudyReason::LostToFollowUp));
		assert!(!ClinicalTrials::is_on_study(STUDY, &patient(1)));
		assert_eq!(
			ClinicalTrials::paid_by_sponsor(STUDY),
			Some(BenefitCategories::of(&[BenefitCategory::Pharmacy]))
		);
	});
}
