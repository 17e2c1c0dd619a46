// SPDX-License-Identifier: Apache-2.0

//! Adverse events and their clocks, notifications, and the monitoring board's votes.

use super::{chain_type, HaltReason, SubjectNumber};
use clinical_trials_core::{
	is_late, Case, Causality, Expectedness, Obligation, SeriousnessCriteria, Severity,
};
use codec::{Decode, Encode};
use galen_primitives::{Digest, EvidenceId, InstitutionId, Moment};
use scale_info::TypeInfo;

/// An adverse event, numbered per study in the order of reporting.
pub type EventNumber = u32;

/// A notification to an authority, numbered per study.
pub type NotificationNumber = u32;

chain_type! {
	/// What may have caused an event.
	#[derive(Copy)]
	pub enum Suspect {
		/// A medicine that was handed out, or a device that was used: the chain knows which.
		#[codec(index = 0)]
		Evidence(EvidenceId),
		/// Something that isn't on chain, such as a procedure: the commitment to what.
		#[codec(index = 1)]
		Other(Digest),
	}

	/// What an investigator reports of an event: the coded facts that the clock needs, and
	/// commitments to the rest.
	#[derive(Copy)]
	pub struct EventFacts {
		/// When it began.
		pub onset: Moment,
		/// When the investigator became aware of what is reported here.
		pub aware: Moment,
		/// What the clock needs to know.
		pub case: Case,
		/// How severe it is.
		pub severity: Severity,
		/// What may have caused it.
		pub suspect: Suspect,
		/// The commitment to the report.
		pub narrative: Digest,
	}

	/// What a sponsor states of an event.
	#[derive(Copy)]
	pub struct Opinion {
		/// When the sponsor became aware of what was reported last, if that was before the chain
		/// heard of it.
		pub aware: Option<Moment>,
		/// Whether the reference safety information lists it.
		pub expectedness: Expectedness,
		/// Whether what is tested caused it.
		pub causality: Causality,
		/// The digest of the assessment.
		pub document: Digest,
	}

	/// What the sponsor thinks of an event. It doesn't replace what the investigator thinks: both go
	/// with every report (Regulation (EU) 536/2014, annex III, 2.4).
	#[derive(Copy)]
	pub struct Assessment<AccountId> {
		/// Which version of the investigator's report it is of.
		pub version: u32,
		/// Whether the reference safety information lists it.
		pub expectedness: Expectedness,
		/// Whether what is tested caused it.
		pub causality: Causality,
		/// The digest of the assessment.
		pub document: Digest,
		/// Who has made it.
		pub by: AccountId,
		/// When.
		pub at: Moment,
	}

	/// A report to the authority.
	#[derive(Copy)]
	pub struct Submission {
		/// When.
		pub at: Moment,
		/// The digest of the report.
		pub document: Digest,
		/// Whether it was too late.
		pub is_late: bool,
	}

	/// A clock that runs until something is reported.
	#[derive(Copy)]
	pub struct Clock {
		/// When the sponsor became aware of what has started it.
		pub since: Moment,
		/// The first moment that is too late.
		pub due: Moment,
		/// What stopped it.
		pub submitted: Option<Submission>,
	}

	/// The clocks of an event, one for each [`Obligation`].
	#[derive(Copy, Default)]
	pub struct Clocks {
		/// The report within 15 days.
		pub fifteen_day: Option<Clock>,
		/// The report within 7 days.
		pub seven_day: Option<Clock>,
		/// What completes the seven-day report, 8 days later.
		pub completion: Option<Clock>,
	}

	/// An adverse event (FHIR AdverseEvent).
	#[derive(Copy)]
	pub struct AdverseEvent<AccountId> {
		/// The subject.
		pub subject: SubjectNumber,
		/// The site that reports it.
		pub site: InstitutionId,
		/// Who has reported it first.
		pub reporter: AccountId,
		/// When the chain first heard of it.
		pub recorded: Moment,
		/// How often the investigator has reported it, 1 for the first time.
		pub version: u32,
		/// What was reported last.
		pub facts: EventFacts,
		/// When that was recorded.
		pub updated: Moment,
		/// Every criterion that was ever reported. One that was taken back keeps the clock running.
		pub ever: SeriousnessCriteria,
		/// When the sponsor became aware of what was reported last: when the chain heard of it, unless
		/// the sponsor admits that it was earlier.
		pub sponsor_aware: Moment,
		/// When the sponsor became aware that it is serious.
		pub serious_aware: Option<Moment>,
		/// When the sponsor became aware that it is fatal or life-threatening.
		pub fatal_aware: Option<Moment>,
		/// What the sponsor thinks of it.
		pub assessment: Option<Assessment<AccountId>>,
		/// What has to be reported by when.
		pub clocks: Clocks,
	}

	/// What a sponsor has to notify the authority of, besides events.
	#[derive(Copy)]
	pub enum NotificationKind {
		/// A serious breach of the rules or the protocol (Regulation (EU) 536/2014, article 52).
		#[codec(index = 0)]
		SeriousBreach,
		/// An urgent safety measure (article 54).
		#[codec(index = 1)]
		UrgentSafetyMeasure,
	}

	/// A notification.
	#[derive(Copy)]
	pub struct Notification {
		/// Of what.
		pub kind: NotificationKind,
		/// When the sponsor became aware of the breach, or took the measure.
		pub since: Moment,
		/// The first moment that was too late.
		pub due: Moment,
		/// The digest of the notification.
		pub document: Digest,
		/// When the chain heard of it.
		pub recorded: Moment,
		/// Whether that was too late.
		pub is_late: bool,
	}

	/// What is counted of a study's safety.
	#[derive(Copy, Default)]
	pub struct SafetyFile {
		/// Adverse events.
		pub events: u32,
		/// Those that were ever serious.
		pub serious: u32,
		/// Those that ever had to be reported within 7 or 15 days.
		pub expedited: u32,
		/// Subjects with at least one event that is serious.
		pub subjects_serious: u32,
		/// Subjects with at least one event that isn't.
		pub subjects_other: u32,
		/// Subjects of whom a death was reported.
		pub deaths: u32,
		/// Notifications of breaches and urgent measures.
		pub notifications: u32,
	}

	/// What is counted of a subject's safety: registries count subjects, not events.
	#[derive(Copy, Default)]
	pub struct SubjectTally {
		/// Adverse events.
		pub events: u32,
		/// Those that were ever serious.
		pub serious: u32,
		/// Whether a death was reported.
		pub died: bool,
	}

	/// What a monitoring board votes on.
	#[derive(Copy)]
	pub enum Motion {
		/// Nobody is enrolled or treated for now.
		#[codec(index = 0)]
		Halt(HaltReason),
		/// The study goes on.
		#[codec(index = 1)]
		Resume,
	}

	/// The votes for a motion so far.
	#[derive(Copy)]
	pub struct BoardVote {
		/// The motion.
		pub motion: Motion,
		/// Who has voted for it: a bit each, by the place in the study's list of members.
		pub votes: u16,
		/// When the first vote was cast.
		pub since: Moment,
	}
}

impl Clock {
	/// Whether nothing was reported in time, as of `now`.
	pub fn is_overdue(&self, now: Moment) -> bool {
		self.submitted.is_none() && is_late(self.due, now)
	}
}

impl Clocks {
	/// The clock of an obligation.
	pub const fn of(&self, obligation: Obligation) -> &Option<Clock> {
		match obligation {
			Obligation::FifteenDay => &self.fifteen_day,
			Obligation::SevenDay => &self.seven_day,
			Obligation::Completion => &self.completion,
		}
	}

	/// The same, to change it.
	pub(crate) fn of_mut(&mut self, obligation: Obligation) -> &mut Option<Clock> {
		match obligation {
			Obligation::FifteenDay => &mut self.fifteen_day,
			Obligation::SevenDay => &mut self.seven_day,
			Obligation::Completion => &mut self.completion,
		}
	}

	/// Whether one was ever started.
	pub fn were_started(&self) -> bool {
		Obligation::ALL.iter().any(|obligation| self.of(*obligation).is_some())
	}

	/// The first moment that is too late for the most urgent report that is still due.
	pub fn next_due(&self) -> Option<Moment> {
		Obligation::ALL
			.iter()
			.filter_map(|obligation| self.of(*obligation).as_ref())
			.filter(|clock| clock.submitted.is_none())
			.map(|clock| clock.due)
			.min()
	}

	/// Starts what `case` obliges to and isn't running yet. A clock never stops by a change of mind.
	pub(crate) fn start(&mut self, case: &Case, since: impl Fn(Obligation) -> Moment) {
		for obligation in case.obligations() {
			let since = since(*obligation);
			let due = obligation.due(since);
			self.of_mut(*obligation).get_or_insert(Clock { since, due, submitted: None });
		}
	}
}

impl<AccountId> AdverseEvent<AccountId> {
	/// The worst of what investigator and sponsor say, and of the criteria that were ever reported.
	pub fn worst(&self) -> Case {
		let Case { expectedness, causality, .. } = self.facts.case;
		let (expected, caused) =
			self.assessment.as_ref().map_or((expectedness, causality), |assessment| {
				(assessment.expectedness, assessment.causality)
			});
		Case {
			is_serious: !self.ever.is_empty(),
			criteria: self.ever,
			..self.facts.case.worst_with(expected, caused)
		}
	}

	/// The sponsor was aware of what was reported last at `aware` already: what has counted from when
	/// the chain heard of it counts from then.
	pub(crate) fn bring_forward(&mut self, aware: Moment) {
		let before = self.sponsor_aware;
		self.sponsor_aware = aware;
		for moment in [&mut self.serious_aware, &mut self.fatal_aware].into_iter().flatten() {
			if *moment == before {
				*moment = aware;
			}
		}
		for obligation in Obligation::ALL {
			let Some(clock) = self.clocks.of_mut(*obligation).as_mut() else { continue };
			if clock.since == before {
				clock.since = aware;
				clock.due = obligation.due(aware);
				// What was in time by the other reckoning may have been late.
				if let Some(submitted) = clock.submitted.as_mut() {
					submitted.is_late = is_late(clock.due, submitted.at);
				}
			}
		}
	}

	/// Whether it was ever reported as serious.
	pub const fn was_serious(&self) -> bool {
		!self.ever.is_empty()
	}
}

/// An adverse event, with what follows from it and from the clock.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct EventInfo<AccountId> {
	/// What is stored.
	pub event: AdverseEvent<AccountId>,
	/// Whether it was ever reported as serious.
	pub is_serious: bool,
	/// Whether either of the two takes it for unexpected.
	pub is_unexpected: bool,
	/// Whether either of the two sees a reasonable possibility that what is tested caused it.
	pub is_suspected: bool,
	/// The first moment that is too late for the most urgent report that is still due.
	pub next_due: Option<Moment>,
	/// Whether a report is due and late.
	pub overdue: bool,
}
