// SPDX-License-Identifier: Apache-2.0

//! What must hold of safety, captured data and results.

use super::Check;
use crate::*;
use alloc::collections::{BTreeMap, BTreeSet};
use clinical_trials_core::{
	are_whole, clock::deadline, is_doi, is_late, safety::NOTIFICATION_DAYS,
};
use frame_support::ensure;
use galen_primitives::{time::is_plausible, Moment, StudyId};

impl<T: Config> Pallet<T> {
	/// The invariants of what `safety`, `capture` and `results` write.
	pub(super) fn check_conduct(now: Moment) -> Check {
		Self::check_adverse_events(now)?;
		Self::check_safety_counts()?;
		Self::check_notifications(now)?;
		Self::check_votes(now)?;
		Self::check_captures(now)?;
		Self::check_visits(now)?;
		Self::check_deviations(now)?;
		Self::check_queries(now)?;
		Self::check_results(now)
	}

	fn check_adverse_events(now: Moment) -> Check {
		for (study, id, event) in AdverseEvents::<T>::iter() {
			// 21. An event is a subject's, of the subject's site, and has a number that was given.
			ensure!(id < SafetyFiles::<T>::get(study).events, "an event has a number to come");
			let subject =
				Subjects::<T>::get(study, event.subject).ok_or("an event of no subject")?;
			ensure!(event.site == subject.site, "an event of another site");
			// 22. It began before anybody was aware of it, and that was before the chain knew.
			let facts = &event.facts;
			ensure!(
				facts.onset <= facts.aware
					&& facts.aware <= event.sponsor_aware
					&& event.sponsor_aware <= event.updated
					&& event.recorded <= event.updated
					&& event.updated <= now
					&& event.version > 0,
				"an event's times are out of order"
			);
			// 23. What is serious meets a criterion, and none is forgotten.
			ensure!(facts.case.check().is_ok(), "an event contradicts itself");
			ensure!(
				event.ever.is_known() && event.ever.contains(facts.case.criteria),
				"a criterion is forgotten"
			);
			ensure!(
				event.serious_aware.is_some() == event.was_serious()
					&& event.fatal_aware.is_some() == event.ever.is_fatal_or_life_threatening(),
				"nobody knows since when an event is serious"
			);
			// 24. The sponsor doesn't take it for less likely than the investigator that what is
			// tested caused it.
			if let Some(assessment) = &event.assessment {
				ensure!(
					assessment.version <= event.version && assessment.at <= now,
					"an assessment of what is still to come"
				);
				ensure!(
					assessment.version < event.version
						|| assessment.causality >= facts.case.causality,
					"a sponsor has downgraded causality"
				);
			}
			// 25. Every report that is due has its clock, and every clock its date.
			for obligation in event.worst().obligations() {
				ensure!(event.clocks.of(*obligation).is_some(), "a clock doesn't run");
			}
			for obligation in Obligation::ALL {
				let Some(clock) = event.clocks.of(*obligation) else { continue };
				ensure!(
					clock.due == obligation.due(clock.since) && clock.since <= now,
					"a clock has another date"
				);
				ensure!(
					clock.submitted.is_none_or(|submitted| {
						submitted.at <= now && submitted.is_late == is_late(clock.due, submitted.at)
					}),
					"a report isn't marked as it was"
				);
			}
		}
		Ok(())
	}

	fn check_safety_counts() -> Check {
		// 26. Events, and subjects by the worst of them, add up to what is counted.
		let mut files = BTreeMap::<StudyId, SafetyFile>::new();
		let mut tallies = BTreeMap::<(StudyId, SubjectNumber), SubjectTally>::new();
		for (study, _, event) in AdverseEvents::<T>::iter() {
			let file = files.entry(study).or_default();
			let tally = tallies.entry((study, event.subject)).or_default();
			let add = |count: &mut u32, one: bool| *count = count.saturating_add(u32::from(one));
			add(&mut file.events, true);
			add(&mut file.serious, event.was_serious());
			add(&mut file.expedited, event.clocks.were_started());
			add(&mut tally.events, true);
			add(&mut tally.serious, event.was_serious());
			tally.died |= event.ever.contains(SeriousnessCriteria::DEATH);
		}
		for ((study, _), tally) in &tallies {
			let file = files.entry(*study).or_default();
			let add = |count: &mut u32, one: bool| *count = count.saturating_add(u32::from(one));
			add(&mut file.subjects_serious, tally.serious > 0);
			add(&mut file.subjects_other, tally.events > tally.serious);
			add(&mut file.deaths, tally.died);
		}
		for (study, number, tally) in SubjectTallies::<T>::iter() {
			ensure!(
				tallies.remove(&(study, number)) == Some(tally),
				"a subject's events aren't counted"
			);
		}
		ensure!(tallies.is_empty(), "a subject's events are missing");
		for (study, file) in SafetyFiles::<T>::iter() {
			let counted = files.remove(&study).unwrap_or_default();
			let SafetyFile { notifications, .. } = file;
			ensure!(file == SafetyFile { notifications, ..counted }, "events aren't counted");
		}
		ensure!(files.is_empty(), "a study's events are missing");
		Ok(())
	}

	fn check_notifications(now: Moment) -> Check {
		let mut counts = BTreeMap::<StudyId, u32>::new();
		for (study, id, notification) in Notifications::<T>::iter() {
			// 27. A notification has its date, and is marked as it was.
			let count = counts.entry(study).or_default();
			*count = count.saturating_add(1);
			let Notification { since, due, recorded, is_late: marked, .. } = notification;
			ensure!(
				id < SafetyFiles::<T>::get(study).notifications,
				"a notification has a number to come"
			);
			ensure!(
				since <= recorded
					&& recorded <= now
					&& due == deadline(since, NOTIFICATION_DAYS)
					&& marked == is_late(due, recorded),
				"a notification has another date"
			);
		}
		for (study, file) in SafetyFiles::<T>::iter() {
			let counted = counts.get(&study).copied().unwrap_or(0);
			ensure!(file.notifications == counted, "notifications aren't counted");
		}
		Ok(())
	}

	fn check_votes(now: Moment) -> Check {
		for (study, vote) in BoardVotes::<T>::iter() {
			// 28. What is voted on isn't decided, and members alone vote.
			let terms = Terms::<T>::get(study).ok_or("a vote on no study")?;
			let seats = u32::try_from(terms.monitors.len()).unwrap_or(u32::MAX);
			let beyond = u16::BITS.saturating_sub(vote.votes.leading_zeros());
			ensure!(
				vote.votes != 0
					&& beyond <= seats
					&& vote.votes.count_ones() < u32::from(terms.quorum)
					&& vote.since <= now,
				"a vote is impossible"
			);
			let halted =
				Studies::<T>::get(study).is_some_and(|study| study.halts.monitors.is_some());
			ensure!(
				halted == (vote.motion == Motion::Resume),
				"a board votes on what it has decided"
			);
		}
		Ok(())
	}

	fn check_captures(now: Moment) -> Check {
		for ((study, number), _, capture) in Captures::<T>::iter() {
			// 29. Whatever changed has a reason.
			ensure!(
				capture.version > 0 && (capture.version > 1) == capture.reason.is_some(),
				"data was changed without a reason"
			);
			// 30. Nothing is captured after the lock, of nobody who wasn't enrolled, and by nobody
			// to whom it wasn't delegated then.
			let locked = Studies::<T>::get(study).ok_or("data of no study")?.locked;
			ensure!(
				capture.recorded <= now && locked.is_none_or(|locked| capture.recorded <= locked),
				"data was captured after the lock"
			);
			let subject = Subjects::<T>::get(study, number).ok_or("data of no subject")?;
			ensure!(
				subject.enrolled.is_some_and(|enrolled| enrolled.at <= capture.recorded),
				"data was captured before enrolment"
			);
			let (author, at) = (&capture.author, capture.recorded);
			ensure!(
				Self::is_delegated(study, subject.site, author, Duty::DataCapture, at),
				"data was captured by somebody to whom it wasn't delegated"
			);
		}
		Ok(())
	}

	fn check_visits(now: Moment) -> Check {
		for ((study, number), _, visit) in Visits::<T>::iter() {
			// 31. No visit is before screening, or after the lock.
			let subject = Subjects::<T>::get(study, number).ok_or("a visit of no subject")?;
			let locked = Studies::<T>::get(study).ok_or("a visit in no study")?.locked;
			ensure!(
				subject.screened <= visit.occurred
					&& is_plausible(visit.occurred, visit.recorded)
					&& visit.recorded <= now
					&& locked.is_none_or(|locked| visit.recorded <= locked),
				"a visit's times are out of order"
			);
		}
		Ok(())
	}

	fn check_deviations(now: Moment) -> Check {
		let mut counts = BTreeMap::<StudyId, (u32, u32)>::new();
		for (study, id, deviation) in Deviations::<T>::iter() {
			// 32. A deviation is of a site, and of a subject there; all are counted.
			let DeviationTerms { site, subject, is_important, occurred, .. } = deviation.terms;
			ensure!(
				id < ConductFiles::<T>::get(study).deviations,
				"a deviation has a number to come"
			);
			ensure!(Sites::<T>::contains_key(study, site), "a deviation of no site");
			ensure!(
				subject.is_none_or(|number| {
					Subjects::<T>::get(study, number).is_some_and(|subject| subject.site == site)
				}),
				"a deviation of another site's subject"
			);
			ensure!(
				is_plausible(occurred, deviation.recorded) && deviation.recorded <= now,
				"a deviation's times are out of order"
			);
			let (all, important) = counts.entry(study).or_default();
			*all = all.saturating_add(1);
			*important = important.saturating_add(u32::from(is_important));
		}
		for (study, file) in ConductFiles::<T>::iter() {
			let counted = counts.get(&study).copied().unwrap_or_default();
			ensure!((file.deviations, file.important) == counted, "deviations aren't counted");
		}
		Ok(())
	}

	fn check_queries(now: Moment) -> Check {
		let mut counts = BTreeMap::<StudyId, (u32, u32)>::new();
		for (study, id, query) in Queries::<T>::iter() {
			// 33. A query is about something that was captured; all are counted.
			ensure!(id < ConductFiles::<T>::get(study).queries, "a query has a number to come");
			let capture = Captures::<T>::get((study, query.subject), query.form)
				.ok_or("a query about nothing")?;
			ensure!(query.version <= capture.version, "a query about what is still to come");
			ensure!(
				query.raised <= query.changed && query.changed <= now,
				"a query's times are out of order"
			);
			let (all, unclosed) = counts.entry(study).or_default();
			*all = all.saturating_add(1);
			*unclosed = unclosed.saturating_add(u32::from(query.status != QueryStatus::Closed));
		}
		for (study, file) in ConductFiles::<T>::iter() {
			let counted = counts.get(&study).copied().unwrap_or_default();
			ensure!((file.queries, file.unclosed) == counted, "queries aren't counted");
		}
		Ok(())
	}

	fn check_results(now: Moment) -> Check {
		for (id, file) in Results::<T>::iter() {
			let study = Studies::<T>::get(id).ok_or("results of no study")?;
			// 34. The plan was registered before the lock, and the lock before the results.
			ensure!(
				file.lock.map(|lock| lock.at) == study.locked,
				"a study and its results don't agree on the lock"
			);
			let plan = file.plan.ok_or("results without a plan")?;
			ensure!(plan.versions > 0 && plan.newest.at <= now, "a plan is impossible");
			ensure!(
				file.lock.is_none_or(|lock| plan.newest.at <= lock.at && lock.at <= now),
				"a plan was registered after the lock"
			);
			if let Some(package) = &file.package {
				let lock = file.lock.ok_or("results before the lock")?;
				ensure!(
					lock.at <= package.report.at && package.report.at <= now,
					"results are older than the lock"
				);
				// 35. Shares add up, and each contributor has one.
				ensure!(
					are_whole(package.shares.iter().map(|share| share.points)),
					"shares aren't whole"
				);
				let names: BTreeSet<_> = package
					.shares
					.iter()
					.map(|share| codec::Encode::encode(&share.contributor))
					.collect();
				ensure!(names.len() == package.shares.len(), "a contributor has two shares");
			}
			// 36. What was published are results, each once.
			ensure!(
				file.publications.is_empty() || file.package.is_some(),
				"something was published before there were results"
			);
			ensure!(file.publications.iter().all(|doi| is_doi(doi)), "a publication has no DOI");
			// 37. Nobody is on a study whose database is locked, and no question is left.
			if study.locked.is_some() {
				ensure!(
					study.flow.on_study() == 0 && study.flow.in_screening() == 0,
					"somebody is on a study whose database is locked"
				);
				ensure!(
					!study.status.accrues() && !study.status.is_halted(),
					"a study whose database is locked may enrol"
				);
				ensure!(
					ConductFiles::<T>::get(id).unclosed == 0,
					"a question was left open at the lock"
				);
			}
		}
		for (id, study) in Studies::<T>::iter() {
			ensure!(
				study.locked.is_none() || Results::<T>::get(id).lock.is_some(),
				"a lock without a plan"
			);
		}
		for (id, rows) in Flows::<T>::iter() {
			// 38. Participant flow is conserved, arm by arm and period by period, and is what the
			// chain has counted.
			let study = Studies::<T>::get(id).ok_or("a flow of no study")?;
			ensure!(study.locked.is_some(), "a flow before the lock");
			ensure!(Self::ensure_rows(&rows, study.arms).is_ok(), "a flow isn't conserved");
			ensure!(
				Self::ensure_counted(&rows, &study).is_ok(),
				"a flow isn't what the chain has counted"
			);
		}
		Ok(())
	}
}
