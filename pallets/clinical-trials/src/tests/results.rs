// SPDX-License-Identifier: Apache-2.0

//! Analysis plan, lock, results, participant flow and publications.

use super::*;

pub fn plan(document: u8) -> DispatchResult {
	ClinicalTrials::register_analysis_plan(signed(MANAGER), STUDY, digest(document))
}

pub fn lock() -> DispatchResult {
	ClinicalTrials::lock_database(signed(MANAGER), STUDY, digest(81))
}

fn close() {
	assert_ok!(ClinicalTrials::close(signed(MANAGER), STUDY, Closure::ToAccrual));
}

/// Registers a plan, closes the study to accrual and locks its database.
pub fn close_and_lock() {
	assert_ok!(plan(80));
	close();
	assert_ok!(lock());
}

fn shares(shares: &[(InstitutionId, u16)]) -> SharesOf<Test> {
	let share = |(institution, points): &(InstitutionId, u16)| Share {
		contributor: Contributor::Institution(*institution),
		points: *points,
	};
	shares.iter().map(share).collect::<Vec<_>>().try_into().unwrap()
}

pub fn results(all: &[(InstitutionId, u16)]) -> DispatchResult {
	ClinicalTrials::register_results(signed(MANAGER), STUDY, digest(82), shares(all))
}

fn doi(text: &str) -> Doi {
	text.as_bytes().to_vec().try_into().unwrap()
}

fn link(text: &str) -> DispatchResult {
	ClinicalTrials::link_publication(signed(MANAGER), STUDY, doi(text))
}

fn row(period: u8, arm: u8, (started, completed, not_completed): (u32, u32, u32)) -> ArmFlow {
	let reasons = Default::default();
	ArmFlow { period, arm, started, completed, not_completed, reasons }
}

fn because(row: ArmFlow, reasons: &[(OffStudyReason, u32)]) -> ArmFlow {
	let count =
		|(reason, count): &(OffStudyReason, u32)| ReasonCount { reason: *reason, count: *count };
	let reasons = reasons.iter().map(count).collect::<Vec<_>>().try_into().unwrap();
	ArmFlow { reasons, ..row }
}

fn submit(rows: &[ArmFlow]) -> DispatchResult {
	let rows = rows.to_vec().try_into().unwrap();
	ClinicalTrials::submit_participant_flow(signed(MANAGER), STUDY, rows)
}

/// Five are enrolled and four randomised, two to each arm; three complete, one is lost, and the one
/// who wasn't randomised dies.
fn played() {
	opened();
	for person in 1..5 {
		let number = randomised(person);
		let reason =
			if person == 4 { OffStudyReason::LostToFollowUp } else { OffStudyReason::Completed };
		assert_ok!(take_off(number, reason));
	}
	let fifth = enrolled(5);
	assert_ok!(take_off(fifth, OffStudyReason::Death));
	assert_eq!(study().flow.not_started, 1);
}

#[test]
fn a_plan_should_be_registered_in_versions_and_not_after_the_lock() {
	build_and_execute(|| {
		opened();
		assert!(!ClinicalTrials::has_plan(STUDY));
		let register = |who: AccountId, study, document| {
			ClinicalTrials::register_analysis_plan(signed(who), study, document)
		};
		assert_noop!(register(OTHER_MANAGER, STUDY, digest(80)), Error::<Test>::NotSponsor);
		assert_noop!(register(MANAGER, 9, digest(80)), Error::<Test>::UnknownStudy);
		assert_noop!(plan(0), Error::<Test>::ZeroDigest);
		assert_ok!(plan(80));
		assert!(ClinicalTrials::has_plan(STUDY));
		assert_noop!(plan(80), Error::<Test>::SamePlan);
		wait(HOUR);
		assert_ok!(plan(79));
		assert_event(Event::AnalysisPlanRegistered {
			study: STUDY,
			version: 2,
			document: digest(79),
		});
		close();
		assert_ok!(lock());
		assert_noop!(plan(78), Error::<Test>::DatabaseLocked);
	});
	build_and_execute(|| {
		registered();
		assert_ok!(ClinicalTrials::withdraw_study(signed(MANAGER), STUDY));
		assert_noop!(plan(80), Error::<Test>::NotUnderWay);
		assert_noop!(lock(), Error::<Test>::NotUnderWay);
	});
}

#[test]
fn a_database_should_be_locked_once_when_everybody_has_left_and_every_question_is_closed() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		let candidate = screened(2);
		assert_ok!(capture::capture(number, 1));
		assert_ok!(capture::query(number));
		let lock_as =
			|who: AccountId, dataset| ClinicalTrials::lock_database(signed(who), STUDY, dataset);
		assert_noop!(lock_as(OTHER_MANAGER, digest(81)), Error::<Test>::NotSponsor);
		assert_noop!(lock_as(MANAGER, digest(0)), Error::<Test>::ZeroDigest);
		assert_noop!(lock(), Error::<Test>::NotClosed);
		let (who, scope) = (signed(MANAGER), HaltScope::Accrual);
		assert_ok!(ClinicalTrials::halt(who, STUDY, scope, HaltReason::Supply));
		assert_noop!(lock(), Error::<Test>::NotClosed);
		close();
		assert_noop!(lock(), Error::<Test>::SubjectsOnStudy);
		assert_ok!(take_off(number, OffStudyReason::Completed));
		assert_noop!(lock(), Error::<Test>::SubjectsOnStudy);
		let reason = UnregisteredReason::NoPlace;
		assert_ok!(ClinicalTrials::end_screening(signed(PI), STUDY, candidate, reason));
		assert_noop!(lock(), Error::<Test>::QueriesUnclosed);
		assert_ok!(capture::answer(0));
		assert_noop!(lock(), Error::<Test>::QueriesUnclosed);
		assert_ok!(capture::close_query(0));
		assert_noop!(lock(), Error::<Test>::NoPlan);
		assert_ok!(plan(80));
		assert_ok!(lock());
		assert_event(Event::LockedDatabase { study: STUDY, dataset: digest(81) });
		assert_eq!(study().locked, Some(now()));
		let locked = DatabaseLock { dataset: digest(81), at: now() };
		assert_eq!(ClinicalTrials::results(STUDY).lock, Some(locked));
		assert_noop!(lock(), Error::<Test>::DatabaseLocked);
	});
}

#[test]
fn results_should_be_registered_once_after_the_lock_with_shares_that_are_whole() {
	build_and_execute(|| {
		played();
		assert_noop!(results(&[(SPONSOR, 10_000)]), Error::<Test>::NotLocked);
		close_and_lock();
		for wrong in [
			&[][..],
			&[(SPONSOR, 9_999)],
			&[(SPONSOR, 10_001)],
			&[(SPONSOR, 10_000), (HOSPITAL, 0)],
			&[(SPONSOR, u16::MAX), (HOSPITAL, 10_001)],
		] {
			assert_noop!(results(wrong), Error::<Test>::SharesNotWhole);
		}
		assert_noop!(
			results(&[(SPONSOR, 5_000), (SPONSOR, 5_000)]),
			Error::<Test>::SameContributor
		);
		assert_noop!(
			results(&[(SPONSOR, 5_000), (1_000_000, 5_000)]),
			Error::<Test>::UnknownInstitution
		);
		let register = |who: AccountId, document| {
			let all = shares(&[(SPONSOR, 10_000)]);
			ClinicalTrials::register_results(signed(who), STUDY, document, all)
		};
		assert_noop!(register(OTHER_MANAGER, digest(82)), Error::<Test>::NotSponsor);
		assert_noop!(register(MANAGER, digest(0)), Error::<Test>::ZeroDigest);
		assert_noop!(link("10.1056/NEJMoa1"), Error::<Test>::NoResults);
		let mut all = shares(&[(SPONSOR, 6_000), (HOSPITAL, 3_000)]).into_inner();
		all.push(Share { contributor: Contributor::Person(PI), points: 1_000 });
		let (who, given) = (signed(MANAGER), all.clone().try_into().unwrap());
		assert_ok!(ClinicalTrials::register_results(who, STUDY, digest(82), given));
		assert_event(Event::ResultsRegistered { study: STUDY, document: digest(82), shares: all });
		assert_noop!(results(&[(SPONSOR, 10_000)]), Error::<Test>::ResultsAlreadyRegistered);
		let package = ClinicalTrials::results(STUDY).package.unwrap();
		assert_eq!(package.report, Registered { document: digest(82), at: now() });
	});
}

#[test]
fn participant_flow_should_be_conserved_in_order_and_what_the_chain_has_counted() {
	build_and_execute(|| {
		played();
		let good = [row(0, 0, (2, 2, 0)), row(0, 1, (2, 1, 1))];
		assert_noop!(submit(&good), Error::<Test>::NotLocked);
		close_and_lock();
		use OffStudyReason::*;
		let lost = |reasons| because(row(0, 1, (2, 1, 1)), reasons);
		let table = [
			(vec![], Error::<Test>::NoRows),
			(vec![row(0, 0, (2, 2, 1)), row(0, 1, (2, 1, 1))], Error::FlowNotConserved),
			(vec![row(0, 0, (2, 1, 0)), row(0, 1, (2, 1, 1))], Error::FlowNotConserved),
			(vec![row(0, 1, (2, 1, 1)), row(0, 0, (2, 2, 0))], Error::RowsOutOfOrder),
			(vec![row(0, 0, (2, 2, 0)), row(0, 0, (2, 1, 1))], Error::RowsOutOfOrder),
			(vec![row(1, 0, (4, 3, 1))], Error::RowsOutOfOrder),
			(vec![row(0, 0, (4, 4, 0)), row(2, 0, (4, 3, 1))], Error::RowsOutOfOrder),
			(vec![row(0, 0, (2, 2, 0)), row(0, 2, (2, 1, 1))], Error::UnknownArm),
			(vec![row(0, 0, (2, 2, 0)), lost(&[(LostToFollowUp, 2)])], Error::ReasonsDontAddUp),
			(vec![row(0, 0, (2, 2, 0)), lost(&[(Other, 0), (Other, 1)])], Error::SameReason),
			(vec![row(0, 0, (2, 2, 0)), lost(&[(Completed, 1)])], Error::CompletionAsReason),
			// Five were enrolled, and four of them started.
			(vec![row(0, 0, (3, 3, 0)), row(0, 1, (2, 1, 1))], Error::FlowDiffers),
			(vec![row(0, 0, (2, 2, 0)), row(0, 1, (1, 1, 0))], Error::FlowDiffers),
			// Three completed.
			(vec![row(0, 0, (2, 2, 0)), row(0, 1, (2, 2, 0))], Error::FlowDiffers),
			(vec![row(0, 0, (4, 3, 1)), row(1, 0, (3, 2, 1))], Error::FlowDiffers),
			// In two periods as well, four started the first.
			(vec![row(0, 0, (5, 4, 1)), row(1, 0, (4, 3, 1))], Error::FlowDiffers),
			// Nobody left for that reason.
			(vec![row(0, 0, (2, 2, 0)), lost(&[(AdverseEvent, 1)])], Error::FlowDiffers),
		];
		for (rows, error) in table {
			assert_noop!(submit(&rows), error);
		}
		assert_ok!(submit(&good));
		let better = [row(0, 0, (2, 2, 0)), lost(&[(LostToFollowUp, 1)])];
		assert_ok!(submit(&better));
		assert_event(Event::ParticipantFlowSubmitted { study: STUDY, flow: better.to_vec() });
		assert_eq!(ClinicalTrials::participant_flow(STUDY).into_inner(), better);
		let rows = good.to_vec().try_into().unwrap();
		assert_noop!(
			ClinicalTrials::submit_participant_flow(signed(OTHER_MANAGER), STUDY, rows),
			Error::<Test>::NotSponsor
		);
		// Two periods: who completed the first is who started the second.
		assert_ok!(submit(&[row(0, 0, (4, 4, 0)), row(1, 0, (2, 2, 0)), row(1, 1, (2, 1, 1))]));
	});
}

#[test]
fn publications_should_be_linked_by_doi_each_once_and_so_many() {
	build_and_execute(|| {
		played();
		close_and_lock();
		assert_ok!(results(&[(SPONSOR, 10_000)]));
		for wrong in ["10.1056", "doi:10.1056/x", "10.1056/a b", ""] {
			assert_noop!(link(wrong), Error::<Test>::InvalidDoi);
		}
		assert_noop!(
			ClinicalTrials::link_publication(signed(OTHER_MANAGER), STUDY, doi("10.1056/NEJMoa1")),
			Error::<Test>::NotSponsor
		);
		assert_ok!(link("10.1056/NEJMoa1"));
		assert_event(Event::PublicationLinked { study: STUDY, doi: doi("10.1056/NEJMoa1") });
		assert_noop!(link("10.1056/nejmOA1"), Error::<Test>::AlreadyLinked);
		for number in 1..MAX_PUBLICATIONS {
			assert_ok!(link(&format!("10.1056/other-{number}")));
		}
		assert_noop!(link("10.1056/last"), Error::<Test>::TooManyPublications);
	});
}

#[test]
fn nobody_should_be_taken_in_once_the_database_is_locked() {
	build_and_execute(|| {
		played();
		close_and_lock();
		let patient = patient(9);
		consented(patient);
		assert_noop!(sign(patient, HOSPITAL, 1), Error::<Test>::DatabaseLocked);
		assert_noop!(screen(patient, HOSPITAL), Error::<Test>::NotRecruiting);
	});
}
