// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A study was registered, with the first version of its protocol.
		StudyRegistered {
			/// The study.
			study: StudyId,
			/// The sponsor.
			sponsor: InstitutionId,
			/// The digest of the protocol.
			document: Digest,
		},
		/// A version of a protocol was registered.
		ProtocolAmended {
			/// The study.
			study: StudyId,
			/// The version.
			version: VersionNumber,
			/// What was stated.
			terms: Amendment,
		},
		/// A version became the current one.
		VersionAdopted {
			/// The study.
			study: StudyId,
			/// The version.
			version: VersionNumber,
		},
		/// A study's status has changed.
		StatusChanged {
			/// The study.
			study: StudyId,
			/// The new status.
			status: StudyStatus,
			/// By whose staff.
			by: InstitutionId,
			/// Why, where it ended before it was planned to.
			reason: Option<HaltReason>,
		},
		/// A committee has decided.
		Reviewed {
			/// The study.
			study: StudyId,
			/// The version.
			version: VersionNumber,
			/// The committee.
			committee: InstitutionId,
			/// What was decided.
			review: Review,
		},
		/// A committee has suspended its approval.
		ApprovalSuspended {
			/// The study.
			study: StudyId,
			/// The version.
			version: VersionNumber,
			/// The committee.
			committee: InstitutionId,
		},
		/// A study was halted.
		Halted {
			/// The study.
			study: StudyId,
			/// By whom.
			authority: HaltAuthority,
			/// What and why.
			halt: Halt,
		},
		/// A halt was lifted. The sponsor may resume once none is left.
		HaltLifted {
			/// The study.
			study: StudyId,
			/// Whose it was.
			authority: HaltAuthority,
		},
		/// A sponsor has named a site and its investigator.
		SiteInitiated {
			/// The study.
			study: StudyId,
			/// The site.
			site: SiteId,
			/// The principal investigator.
			investigator: T::AccountId,
			/// The committee whose approvals it needs.
			committee: InstitutionId,
		},
		/// A site was opened by its investigator.
		SiteOpened {
			/// The study.
			study: StudyId,
			/// The site.
			site: SiteId,
		},
		/// Another principal investigator was named for a site.
		InvestigatorReplaced {
			/// The study.
			study: StudyId,
			/// The site.
			site: SiteId,
			/// The new one.
			investigator: T::AccountId,
		},
		/// A site enrols nobody any more.
		SiteClosed {
			/// The study.
			study: StudyId,
			/// The site.
			site: SiteId,
		},
		/// What somebody may do at a site has changed.
		Delegated {
			/// The study.
			study: StudyId,
			/// The site.
			site: SiteId,
			/// Who.
			account: T::AccountId,
			/// What.
			duties: Duties,
			/// Until when.
			until: Option<Moment>,
		},
		/// A patient has signed.
		ConsentSigned {
			/// The study.
			study: StudyId,
			/// The patient.
			patient: PatientId,
			/// The version.
			version: VersionNumber,
			/// The site that informed the patient.
			site: SiteId,
		},
		/// Screening has begun.
		Screened {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// The site.
			site: SiteId,
		},
		/// An investigator has attested what was found.
		EligibilityAttested {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// What was found.
			outcome: Eligibility,
			/// The commitment to what was attested.
			document: Digest,
		},
		/// A criterion was shown to be met.
		CriterionShown {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// The criterion, by its place in the terms.
			criterion: u8,
		},
		/// A subject was enrolled.
		Enrolled {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// The token.
			token: EnrolmentToken,
			/// The version of the protocol.
			version: VersionNumber,
		},
		/// A directive that has replaced another was taken over.
		ConsentRenewed {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// The directive.
			consent: ConsentId,
			/// Its version.
			version: u32,
		},
		/// A subject is in another part of the study.
		SubjectMoved {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// The new status.
			status: SubjectStatus,
		},
		/// A subject isn't in the study any more.
		SubjectLeft {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// Why.
			departure: Departure,
		},
		/// A list was sealed.
		ListCommitted {
			/// The list.
			list: ListId,
			/// Its root.
			root: Digest,
			/// How many leaves it has.
			length: u32,
		},
		/// A subject was randomised. Nobody learns the arm by it.
		Randomised {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// At which randomisation point.
			point: Point,
			/// The stratum.
			stratum: Stratum,
			/// The index of the leaf.
			index: u32,
		},
		/// Somebody learnt a subject's arm.
		Unblinded {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// At which randomisation point.
			point: Point,
			/// Who, when and why.
			unblinding: Unblinding<T::AccountId>,
		},
		/// A list was opened, and is the one that was sealed.
		ListOpened {
			/// The list.
			list: ListId,
			/// By whose statistician.
			by: InstitutionId,
		},
		/// A study's kits were sealed.
		KitsCommitted {
			/// The study.
			study: StudyId,
			/// The root.
			root: Digest,
			/// How many leaves it has.
			length: u32,
		},
		/// A kit was handed to a subject.
		KitHandedOut {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// The randomisation point whose treatment it is.
			point: Point,
			/// The dispense that it was.
			dispense: DispenseId,
		},
		/// A registrar has stated that its key for a study is destroyed.
		RegistrarKeyDestroyed {
			/// The study.
			study: StudyId,
			/// The registrar.
			registrar: InstitutionId,
		},
		/// An investigator has reported an adverse event, for the first time or again.
		AdverseEventReported {
			/// The study.
			study: StudyId,
			/// The event.
			event: EventNumber,
			/// The subject.
			subject: SubjectNumber,
			/// How often it was reported by now.
			version: u32,
			/// What was reported.
			facts: EventFacts,
			/// The first moment that is too late for the most urgent report that is due.
			due: Option<Moment>,
		},
		/// A sponsor has assessed an adverse event.
		AdverseEventAssessed {
			/// The study.
			study: StudyId,
			/// The event.
			event: EventNumber,
			/// Whether the reference safety information lists it.
			expectedness: Expectedness,
			/// Whether what is tested caused it, as the sponsor sees it.
			causality: Causality,
			/// The digest of the assessment.
			document: Digest,
			/// The first moment that is too late for the most urgent report that is due.
			due: Option<Moment>,
		},
		/// A sponsor has reported an adverse event to the authority.
		ExpeditedReportSubmitted {
			/// The study.
			study: StudyId,
			/// The event.
			event: EventNumber,
			/// Which report it is.
			obligation: Obligation,
			/// Its digest.
			document: Digest,
			/// Whether it was too late.
			is_late: bool,
		},
		/// A sponsor has notified the authority of something else.
		AuthorityNotified {
			/// The study.
			study: StudyId,
			/// The notification.
			notification: NotificationNumber,
			/// Of what.
			kind: NotificationKind,
			/// Its digest.
			document: Digest,
			/// Whether it was too late.
			is_late: bool,
		},
		/// A member of a monitoring board has voted.
		MonitorVoted {
			/// The study.
			study: StudyId,
			/// The member.
			member: T::AccountId,
			/// The motion.
			motion: Motion,
			/// The digest of the recommendation.
			document: Digest,
			/// Whether that was the quorum: the study is halted, or the board's halt is lifted.
			carried: bool,
		},
		/// An investigator has captured data, for the first time or again.
		DataCaptured {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// The form.
			form: FormKey,
			/// What was captured.
			capture: CaptureOf<T>,
		},
		/// A visit took place, or didn't.
		VisitRecorded {
			/// The study.
			study: StudyId,
			/// The subject.
			subject: SubjectNumber,
			/// The visit.
			visit: VisitNumber,
			/// How it went.
			outcome: VisitOutcome,
			/// When, as the site claims.
			occurred: Moment,
		},
		/// Something wasn't done as the protocol has it.
		DeviationReported {
			/// The study.
			study: StudyId,
			/// The deviation.
			deviation: DeviationNumber,
			/// What was reported.
			terms: DeviationTerms,
			/// By which institution.
			by: InstitutionId,
		},
		/// A sponsor asks about what was captured.
		QueryRaised {
			/// The study.
			study: StudyId,
			/// The query.
			query: QueryNumber,
			/// The subject.
			subject: SubjectNumber,
			/// The form.
			form: FormKey,
			/// The digest of the question.
			document: Digest,
		},
		/// A site has answered a query.
		QueryAnswered {
			/// The study.
			study: StudyId,
			/// The query.
			query: QueryNumber,
			/// The digest of the answer.
			document: Digest,
		},
		/// A sponsor is content with what was answered.
		QueryClosed {
			/// The study.
			study: StudyId,
			/// The query.
			query: QueryNumber,
		},
		/// A version of the analysis plan was registered.
		AnalysisPlanRegistered {
			/// The study.
			study: StudyId,
			/// The version, from 1.
			version: u32,
			/// Its digest.
			document: Digest,
		},
		/// The database was locked: nothing is captured any more.
		LockedDatabase {
			/// The study.
			study: StudyId,
			/// The digest of the dataset.
			dataset: Digest,
		},
		/// The results were registered.
		ResultsRegistered {
			/// The study.
			study: StudyId,
			/// The digest of the report.
			document: Digest,
			/// Who has contributed what part.
			shares: Vec<Share<T::AccountId>>,
		},
		/// How many started, completed and left was submitted, and is what the chain has counted.
		ParticipantFlowSubmitted {
			/// The study.
			study: StudyId,
			/// By period and arm.
			flow: Vec<ArmFlow>,
		},
		/// Results were published.
		PublicationLinked {
			/// The study.
			study: StudyId,
			/// Where.
			doi: Doi,
		},
	}
}
