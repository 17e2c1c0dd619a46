// SPDX-License-Identifier: Apache-2.0

//! Adverse events, the clocks that they start, what authorities are notified of, and the monitoring
//! board.
//!
//! Nothing here asks for consent to the use of data, or whether the subject is still on study or the
//! database open: harm is reported by law, whatever the subject has withdrawn from.

use crate::*;
use clinical_trials_core::{
	clock::{deadline, is_late},
	safety::NOTIFICATION_DAYS,
	Case, CaseFlaw, Causality, Expectedness, Obligation, SeriousnessCriteria,
};
use core::mem::discriminant;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{seams::Evidence, time::DAY, Digest, Moment, StudyId};

/// How long a vote counts. A board meets, votes and is done; what somebody thought of a study at an
/// earlier meeting doesn't halt it.
pub(crate) const VOTE_TERM: Moment = 30 * DAY;

// Each member of a board has a bit in `BoardVote::votes`.
const _: () = assert!(MAX_MONITORS <= u16::BITS);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report_adverse_event(
		actor: ActorOf<T>,
		study_id: StudyId,
		number: SubjectNumber,
		facts: EventFacts,
	) -> DispatchResult {
		let now = T::Time::now();
		Self::ensure_facts(&facts, now)?;
		let subject = Self::reported_subject(&actor, study_id, number, now)?;

		let criteria = facts.case.criteria;
		let mut event = AdverseEvent {
			subject: number,
			site: subject.site,
			reporter: actor.account,
			recorded: now,
			version: 1,
			facts,
			updated: now,
			ever: SeriousnessCriteria::NONE,
			sponsor_aware: now,
			serious_aware: None,
			fatal_aware: None,
			assessment: None,
			clocks: Clocks::default(),
		};
		let mut file = SafetyFiles::<T>::get(study_id);
		let mut tally = SubjectTallies::<T>::get(study_id, number);
		let id = file.events;
		file.events = file.events.saturating_add(1);
		tally.events = tally.events.saturating_add(1);
		if criteria.is_empty() && tally.events.saturating_sub(tally.serious) == 1 {
			file.subjects_other = file.subjects_other.saturating_add(1);
		}
		Self::count_criteria(&mut event, criteria, &mut file, &mut tally);
		Self::start_clocks(&mut event, &mut file, |_| now);
		AdverseEvents::<T>::insert(study_id, id, &event);
		SafetyFiles::<T>::insert(study_id, file);
		SubjectTallies::<T>::insert(study_id, number, tally);

		Self::deposit_event(Event::AdverseEventReported {
			study: study_id,
			event: id,
			subject: number,
			version: 1,
			facts,
			due: event.clocks.next_due(),
		});
		Ok(())
	}

	pub(crate) fn do_follow_up_adverse_event(
		actor: ActorOf<T>,
		study_id: StudyId,
		id: EventNumber,
		facts: EventFacts,
	) -> DispatchResult {
		let now = T::Time::now();
		Self::ensure_facts(&facts, now)?;
		let mut event = Self::event_of(study_id, id)?;
		let number = event.subject;
		Self::reported_subject(&actor, study_id, number, now)?;

		let was_serious = event.was_serious();
		event.version = event.version.saturating_add(1);
		event.facts = facts;
		event.updated = now;
		event.sponsor_aware = now;
		let mut file = SafetyFiles::<T>::get(study_id);
		let mut tally = SubjectTallies::<T>::get(study_id, number);
		let others = tally.events.saturating_sub(tally.serious);
		Self::count_criteria(&mut event, facts.case.criteria, &mut file, &mut tally);
		// The only event of the subject's that wasn't serious is now.
		if !was_serious && event.was_serious() && others == 1 {
			file.subjects_other = file.subjects_other.saturating_sub(1);
		}
		Self::start_clocks(&mut event, &mut file, |_| now);
		let (version, due) = (event.version, event.clocks.next_due());
		AdverseEvents::<T>::insert(study_id, id, event);
		SafetyFiles::<T>::insert(study_id, file);
		SubjectTallies::<T>::insert(study_id, number, tally);

		Self::deposit_event(Event::AdverseEventReported {
			study: study_id,
			event: id,
			subject: number,
			version,
			facts,
			due,
		});
		Ok(())
	}

	pub(crate) fn do_assess_adverse_event(
		actor: ActorOf<T>,
		study_id: StudyId,
		id: EventNumber,
		opinion: Opinion,
	) -> DispatchResult {
		Self::ensure_set(&opinion.document)?;
		let study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;
		let now = T::Time::now();
		let mut event = Self::event_of(study_id, id)?;
		let Opinion { aware, expectedness, causality, document } = opinion;
		// Both opinions go with the report, and the sponsor's isn't the milder one.
		ensure!(causality >= event.facts.case.causality, Error::<T>::CausalityDowngraded);
		if let Some(aware) = aware {
			ensure!(aware >= event.facts.aware, Error::<T>::AwareBeforeInvestigator);
			ensure!(aware <= event.sponsor_aware, Error::<T>::AwarenessPostponed);
			event.bring_forward(aware);
		}
		let by = actor.account;
		let version = event.version;
		event.assessment =
			Some(Assessment { version, expectedness, causality, document, by, at: now });
		let mut file = SafetyFiles::<T>::get(study_id);
		let (serious, fatal) = (event.serious_aware, event.fatal_aware);
		let last = event.sponsor_aware;
		// What the sponsor concludes counts from when it knew what it concludes it from.
		Self::start_clocks(&mut event, &mut file, |obligation| {
			match obligation {
				Obligation::FifteenDay => serious,
				Obligation::SevenDay | Obligation::Completion => fatal,
			}
			.unwrap_or(last)
		});
		let due = event.clocks.next_due();
		AdverseEvents::<T>::insert(study_id, id, event);
		SafetyFiles::<T>::insert(study_id, file);

		Self::deposit_event(Event::AdverseEventAssessed {
			study: study_id,
			event: id,
			expectedness,
			causality,
			document,
			due,
		});
		Ok(())
	}

	pub(crate) fn do_submit_expedited_report(
		actor: ActorOf<T>,
		study_id: StudyId,
		id: EventNumber,
		obligation: Obligation,
		document: Digest,
	) -> DispatchResult {
		Self::ensure_set(&document)?;
		let study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;
		let now = T::Time::now();
		let mut event = Self::event_of(study_id, id)?;
		let clock = event.clocks.of_mut(obligation).as_mut().ok_or(Error::<T>::NothingDue)?;
		ensure!(clock.submitted.is_none(), Error::<T>::AlreadySubmitted);
		// To refuse what is late would hide it.
		let is_late = is_late(clock.due, now);
		clock.submitted = Some(Submission { at: now, document, is_late });
		AdverseEvents::<T>::insert(study_id, id, event);

		Self::deposit_event(Event::ExpeditedReportSubmitted {
			study: study_id,
			event: id,
			obligation,
			document,
			is_late,
		});
		Ok(())
	}

	pub(crate) fn do_notify_authority(
		actor: ActorOf<T>,
		study_id: StudyId,
		kind: NotificationKind,
		since: Moment,
		document: Digest,
	) -> DispatchResult {
		Self::ensure_set(&document)?;
		let now = T::Time::now();
		ensure!(since <= now, Error::<T>::AwareInFuture);
		let study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;

		let due = deadline(since, NOTIFICATION_DAYS);
		let is_late = is_late(due, now);
		let mut file = SafetyFiles::<T>::get(study_id);
		let id = file.notifications;
		file.notifications = file.notifications.saturating_add(1);
		let notification = Notification { kind, since, due, document, recorded: now, is_late };
		Notifications::<T>::insert(study_id, id, notification);
		SafetyFiles::<T>::insert(study_id, file);

		Self::deposit_event(Event::AuthorityNotified {
			study: study_id,
			notification: id,
			kind,
			document,
			is_late,
		});
		Ok(())
	}

	pub(crate) fn do_vote_to_halt(
		actor: ActorOf<T>,
		study_id: StudyId,
		reason: HaltReason,
		document: Digest,
	) -> DispatchResult {
		Self::ensure_set(&document)?;
		let mut study = Self::study_of(study_id)?;
		ensure!(study.halts.monitors.is_none(), Error::<T>::AlreadyHalted);
		ensure!(study.status.is_under_way(), Error::<T>::NotUnderWay);
		let motion = Motion::Halt(reason);
		// Of several reasons, the one named first.
		let Some(Motion::Halt(reason)) =
			Self::cast_vote(&actor, study_id, &study, motion, document)?
		else {
			return Ok(());
		};
		let halt = Halt {
			scope: HaltScope::AccrualAndIntervention,
			reason,
			by: study.sponsor,
			since: T::Time::now(),
		};
		Self::impose_halt(&mut study, HaltAuthority::Monitors, halt)?;
		Studies::<T>::insert(study_id, study);
		Ok(())
	}

	pub(crate) fn do_vote_to_resume(
		actor: ActorOf<T>,
		study_id: StudyId,
		document: Digest,
	) -> DispatchResult {
		Self::ensure_set(&document)?;
		let mut study = Self::study_of(study_id)?;
		ensure!(study.halts.monitors.is_some(), Error::<T>::NotHalted);
		if Self::cast_vote(&actor, study_id, &study, Motion::Resume, document)?.is_some() {
			Self::end_halt(&mut study, HaltAuthority::Monitors)?;
			Studies::<T>::insert(study_id, study);
		}
		Ok(())
	}

	/// Counts a member's vote. Answers the motion once it is carried.
	fn cast_vote(
		actor: &ActorOf<T>,
		study_id: StudyId,
		study: &Study,
		motion: Motion,
		document: Digest,
	) -> Result<Option<Motion>, Error<T>> {
		let terms = Self::terms_of(study_id)?;
		let place = terms
			.monitors
			.iter()
			.position(|member| *member == actor.account)
			.ok_or(Error::<T>::NotMonitor)?;
		// Asked here as well: who was independent when named may have been hired since.
		ensure!(Self::is_independent(actor.institution, study.sponsor), Error::<T>::NotIndependent);
		let bit = u32::try_from(place).ok().and_then(|place| 1u16.checked_shl(place)).unwrap_or(0);
		let now = T::Time::now();
		let pending = BoardVotes::<T>::get(study_id).filter(|vote| {
			discriminant(&vote.motion) == discriminant(&motion)
				&& now < vote.since.saturating_add(VOTE_TERM)
		});
		let mut vote = pending.unwrap_or(BoardVote { motion, votes: 0, since: now });
		ensure!(vote.votes & bit == 0, Error::<T>::AlreadyVoted);
		vote.votes |= bit;
		let carried = vote.votes.count_ones() >= u32::from(terms.quorum);
		if carried {
			BoardVotes::<T>::remove(study_id);
		} else {
			BoardVotes::<T>::insert(study_id, vote);
		}

		Self::deposit_event(Event::MonitorVoted {
			study: study_id,
			member: actor.account.clone(),
			motion,
			document,
			carried,
		});
		Ok(carried.then_some(vote.motion))
	}

	/// Somebody who was screened once, for whoever reports adverse events at the site.
	fn reported_subject(
		actor: &ActorOf<T>,
		study_id: StudyId,
		number: SubjectNumber,
		now: Moment,
	) -> Result<SubjectOf<T>, Error<T>> {
		let study = Self::study_of(study_id)?;
		ensure!(actor.institution != study.sponsor, Error::<T>::SponsorsStaff);
		let subject = Self::subject_of(study_id, number)?;
		Self::ensure_at_site(actor, study_id, &subject, Duty::AdverseEvents, now)?;
		Ok(subject)
	}

	/// Whether what is reported can be true.
	fn ensure_facts(facts: &EventFacts, now: Moment) -> Result<(), Error<T>> {
		Self::ensure_set(&facts.narrative)?;
		facts.case.check().map_err(Self::flaw)?;
		ensure!(facts.onset <= now, Error::<T>::OnsetInFuture);
		ensure!(facts.aware <= now, Error::<T>::AwareInFuture);
		ensure!(facts.onset <= facts.aware, Error::<T>::AwareBeforeOnset);
		match &facts.suspect {
			Suspect::Evidence(evidence) => {
				ensure!(T::Evidence::facts(*evidence).is_some(), Error::<T>::UnknownSuspect);
			},
			Suspect::Other(digest) => {
				ensure!(!digest.is_zero(), Error::<T>::NoSuspect);
			},
		}
		Ok(())
	}

	const fn flaw(flaw: CaseFlaw) -> Error<T> {
		match flaw {
			CaseFlaw::UnknownCriterion => Error::<T>::UnknownSeriousness,
			CaseFlaw::SeriousWithoutCriterion => Error::<T>::SeriousWithoutCriterion,
			CaseFlaw::CriterionButNotSerious => Error::<T>::CriterionButNotSerious,
			CaseFlaw::FatalWithoutDeath => Error::<T>::FatalWithoutDeath,
		}
	}

	fn event_of(study: StudyId, id: EventNumber) -> Result<AdverseEventOf<T>, Error<T>> {
		AdverseEvents::<T>::get(study, id).ok_or(Error::<T>::UnknownEvent)
	}

	/// Adds criteria to those that were ever reported of an event, and counts what is new.
	fn count_criteria(
		event: &mut AdverseEventOf<T>,
		criteria: SeriousnessCriteria,
		file: &mut SafetyFile,
		tally: &mut SubjectTally,
	) {
		if !event.was_serious() && !criteria.is_empty() {
			if tally.serious == 0 {
				file.subjects_serious = file.subjects_serious.saturating_add(1);
			}
			tally.serious = tally.serious.saturating_add(1);
			file.serious = file.serious.saturating_add(1);
			event.serious_aware = Some(event.sponsor_aware);
		}
		if criteria.is_fatal_or_life_threatening() {
			event.fatal_aware.get_or_insert(event.sponsor_aware);
		}
		if criteria.contains(SeriousnessCriteria::DEATH) && !tally.died {
			tally.died = true;
			file.deaths = file.deaths.saturating_add(1);
		}
		event.ever = event.ever.union(criteria);
	}

	/// Starts what the event obliges to by now.
	fn start_clocks(
		event: &mut AdverseEventOf<T>,
		file: &mut SafetyFile,
		since: impl Fn(Obligation) -> Moment,
	) {
		let before = event.clocks.were_started();
		event.clocks.start(&event.worst(), since);
		if !before && event.clocks.were_started() {
			file.expedited = file.expedited.saturating_add(1);
		}
	}

	pub(crate) fn event_info(study: StudyId, id: EventNumber) -> Option<EventInfo<T::AccountId>> {
		let event = AdverseEvents::<T>::get(study, id)?;
		let now = T::Time::now();
		let Case { is_serious, expectedness, causality, .. } = event.worst();
		let is_overdue = |obligation: &Obligation| {
			event.clocks.of(*obligation).is_some_and(|clock| clock.is_overdue(now))
		};
		Some(EventInfo {
			is_serious,
			is_unexpected: expectedness == Expectedness::Unexpected,
			is_suspected: causality >= Causality::Possible,
			next_due: event.clocks.next_due(),
			overdue: Obligation::ALL.iter().any(is_overdue),
			event,
		})
	}
}
