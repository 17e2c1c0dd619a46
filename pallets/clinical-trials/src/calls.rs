// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers a study, with the first version of its protocol.
		///
		/// Origin: [`Config::SponsorOrigin`]: the own institution is the sponsor.
		#[pallet::call_index(0)]
		pub fn register_study(
			origin: OriginFor<T>,
			terms: TermsOf<T>,
			protocol: Amendment,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_register_study(actor, terms, protocol)
		}

		/// Registers another version of the protocol. Until it is adopted, the current one holds;
		/// that of a draft or of a rejected study is the current one at once.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(1)]
		pub fn amend(origin: OriginFor<T>, study: StudyId, amendment: Amendment) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_amend(actor, study, amendment)
		}

		/// Makes a version the current one. A substantial one needs the approval of the committee
		/// that it was submitted to; a site goes on enrolling once its own committee has approved too.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(2)]
		pub fn adopt_version(
			origin: OriginFor<T>,
			study: StudyId,
			version: VersionNumber,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_adopt_version(actor, study, version)
		}

		/// Submits the current version to a committee, whose decision opens the study or doesn't.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(3)]
		pub fn submit(
			origin: OriginFor<T>,
			study: StudyId,
			committee: InstitutionId,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_submit(actor, study, committee)
		}

		/// Decides about a version, for the first time or again: the newest decision counts, and
		/// ends a suspension. That of the committee which the study was submitted to approves it;
		/// others decide for the sites that name them.
		///
		/// Origin: [`Config::EthicsOrigin`] of an institution that is neither the sponsor nor
		/// affiliated with it.
		#[pallet::call_index(4)]
		pub fn review(
			origin: OriginFor<T>,
			study: StudyId,
			version: VersionNumber,
			review: Review,
		) -> DispatchResult {
			let actor = T::EthicsOrigin::ensure_origin(origin)?;
			Self::do_review(actor, study, version, review)
		}

		/// Suspends the own approval: nobody is enrolled under it any more. Deciding again ends it.
		///
		/// Origin: [`Config::EthicsOrigin`] of the committee.
		// Operational: a flood must not stop it.
		#[pallet::call_index(5)]
		#[pallet::weight((T::WeightInfo::suspend_approval(), DispatchClass::Operational))]
		pub fn suspend_approval(
			origin: OriginFor<T>,
			study: StudyId,
			version: VersionNumber,
		) -> DispatchResult {
			let actor = T::EthicsOrigin::ensure_origin(origin)?;
			Self::do_suspend_approval(actor, study, version)
		}

		/// Opens an approved study for accrual, or resumes one that is halted.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(6)]
		pub fn activate(origin: OriginFor<T>, study: StudyId) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_activate(actor, study)
		}

		/// Halts a study at once.
		///
		/// Origin: [`Config::RegulatorOrigin`], or [`Config::SponsorOrigin`] of the sponsor.
		// Operational: a flood must not stop it.
		#[pallet::call_index(7)]
		#[pallet::weight((T::WeightInfo::halt(), DispatchClass::Operational))]
		pub fn halt(
			origin: OriginFor<T>,
			study: StudyId,
			scope: HaltScope,
			reason: HaltReason,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::SponsorOrigin>(origin)?;
			Self::do_halt(actor, regulator, study, scope, reason)
		}

		/// Lifts a regulator's halt. The sponsor resumes.
		///
		/// Origin: [`Config::RegulatorOrigin`] of the institution that imposed it.
		#[pallet::call_index(8)]
		pub fn lift_halt(origin: OriginFor<T>, study: StudyId) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_lift_halt(actor, study)
		}

		/// Closes a study to accrual, or to treatment as well. Final.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(9)]
		pub fn close(origin: OriginFor<T>, study: StudyId, closure: Closure) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_close(actor, study, closure)
		}

		/// Completes a study that nobody is on any more. Final.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(10)]
		pub fn complete(origin: OriginFor<T>, study: StudyId) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_complete(actor, study)
		}

		/// Ends a study before it was planned to. Final. Those on study are taken off one by one.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(11)]
		pub fn terminate(
			origin: OriginFor<T>,
			study: StudyId,
			reason: HaltReason,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_terminate(actor, study, reason)
		}

		/// Gives up a study that was never open. Final.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(12)]
		pub fn withdraw_study(origin: OriginFor<T>, study: StudyId) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_withdraw_study(actor, study)
		}

		/// Names an institution as a site, its principal investigator, and the committee whose
		/// approvals it needs.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(13)]
		pub fn initiate_site(
			origin: OriginFor<T>,
			study: StudyId,
			site: SiteId,
			investigator: T::AccountId,
			committee: InstitutionId,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_initiate_site(actor, study, site, investigator, committee)
		}

		/// Opens the own site, which has to be approved. Every duty but unblinding is the
		/// investigator's own from then on.
		///
		/// Origin: [`Config::InvestigatorOrigin`], the site's principal investigator.
		#[pallet::call_index(14)]
		pub fn open_site(origin: OriginFor<T>, study: StudyId) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_open_site(actor, study)
		}

		/// Names another principal investigator, who has to open the site again.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(15)]
		pub fn replace_investigator(
			origin: OriginFor<T>,
			study: StudyId,
			site: SiteId,
			investigator: T::AccountId,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_replace_investigator(actor, study, site, investigator)
		}

		/// Closes a site: it enrols nobody any more. Final.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor, or [`Config::InvestigatorOrigin`], the
		/// site's principal investigator.
		#[pallet::call_index(16)]
		pub fn close_site(origin: OriginFor<T>, study: StudyId, site: SiteId) -> DispatchResult {
			let actor = Self::sponsor_or_investigator(origin)?;
			Self::do_close_site(actor, study, site)
		}

		/// Writes the delegation log: what an account of the own site may do from now on. No duty
		/// ends what was delegated.
		///
		/// Origin: [`Config::InvestigatorOrigin`], the site's principal investigator.
		#[pallet::call_index(17)]
		pub fn delegate(
			origin: OriginFor<T>,
			study: StudyId,
			account: T::AccountId,
			duties: Duties,
			until: Option<Moment>,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_delegate(actor, study, account, duties, until)
		}

		/// Signs the informed consent to a version of the protocol, for the first time or again.
		/// When it was signed is the chain's own time: there is no argument for it.
		///
		/// Origin: signed by the patient's account or a representative's.
		///
		/// - `site`: who informed the patient.
		/// - `form`: the commitment to the signed form.
		#[pallet::call_index(18)]
		pub fn sign_consent(
			origin: OriginFor<T>,
			study: StudyId,
			site: SiteId,
			patient: PatientId,
			version: VersionNumber,
			form: Digest,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_sign_consent(who, study, site, patient, version, form)
		}

		/// Begins to screen a patient who has signed at the own site. From then on a number stands
		/// for the patient.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::Screening`].
		#[pallet::call_index(19)]
		pub fn screen(origin: OriginFor<T>, study: StudyId, patient: PatientId) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_screen(actor, study, patient)
		}

		/// Attests whether a subject is eligible.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::EligibilityAttestation`].
		///
		/// - `document`: the commitment to what was found.
		#[pallet::call_index(20)]
		pub fn attest_eligibility(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			outcome: Eligibility,
			document: Digest,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_attest_eligibility(actor, study, number, outcome, document)
		}

		/// Shows that a value in a record meets a criterion, and nothing else of it.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::Screening`].
		#[pallet::call_index(21)]
		pub fn prove_eligibility(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			criterion: u8,
			field: CommittedField,
			proof: ProofOf<T>,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_prove_eligibility(actor, study, number, criterion, field, proof)
		}

		/// Enrols an eligible subject. Everything is checked here again: that study and site are
		/// open, that the site's committee approves of the current version now, that the consents
		/// hold, and that the person doesn't take part already.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::Enrolment`].
		///
		/// - `token`, `expires`: what the registrar has computed of the person, and until when its
		///   statement is good.
		/// - `signature`: the registrar's, over the statement of domain `enrolment-token` and body
		///   `(study, number, token, expires)`.
		#[pallet::call_index(22)]
		pub fn enrol(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			token: EnrolmentToken,
			expires: Moment,
			signature: Signature,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_enrol(actor, study, number, token, expires, signature)
		}

		/// Takes over the directive that permits research now, where it has replaced the one that
		/// was taken at screening or enrolment.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::Consent`].
		#[pallet::call_index(23)]
		pub fn renew_consent(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_renew_consent(actor, study, number)
		}

		/// Says that a subject on study is treated, observed or followed up from now on.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::DataCapture`].
		#[pallet::call_index(24)]
		pub fn move_subject(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			to: SubjectStatus,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_move_subject(actor, study, number, to)
		}

		/// Takes a subject off study. Final. Who withdraws is taken off by
		/// [`Pallet::withdraw_subject`].
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::Enrolment`].
		#[pallet::call_index(25)]
		pub fn take_off_study(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			reason: OffStudyReason,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_take_off_study(actor, study, number, reason)
		}

		/// Ends the screening of somebody who is neither found ineligible nor enrolled. Final.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::Enrolment`].
		#[pallet::call_index(26)]
		pub fn end_screening(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			reason: UnregisteredReason,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_end_screening(actor, study, number, reason)
		}

		/// Withdraws a subject, before enrolment or after. Final.
		///
		/// Origin: signed by the patient's account or a representative's; or
		/// [`Config::InvestigatorOrigin`] with [`Duty::Consent`], on the patient's word.
		///
		/// - `choice`: what is to become of the data collected already.
		// Operational: a flood must not stop it.
		#[pallet::call_index(27)]
		#[pallet::weight((T::WeightInfo::withdraw_subject(), DispatchClass::Operational))]
		pub fn withdraw_subject(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			choice: DataChoice,
		) -> DispatchResult {
			Self::do_withdraw_subject(origin, study, number, choice)
		}

		/// Books that a patient has withdrawn the consent to the use of data. The subject is off
		/// study since that was done, whether it is booked or not.
		///
		/// Origin: [`Config::InvestigatorOrigin`] of the site, or [`Config::SponsorOrigin`] of the
		/// sponsor.
		#[pallet::call_index(28)]
		pub fn note_withdrawal(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
		) -> DispatchResult {
			let actor = Self::sponsor_or_investigator(origin)?;
			Self::do_note_withdrawal(actor, study, number)
		}

		/// Seals a list, before the first subject is enrolled.
		///
		/// Origin: [`Config::StatisticianOrigin`] of the sponsor or of the institution that the
		/// study names.
		///
		/// - `root`, `length`: of the tree over its leaves ([`clinical_trials_core::allocation`]).
		#[pallet::call_index(29)]
		pub fn commit_list(
			origin: OriginFor<T>,
			list: ListId,
			root: Digest,
			length: u32,
		) -> DispatchResult {
			let actor = T::StatisticianOrigin::ensure_origin(origin)?;
			Self::do_commit_list(actor, list, root, length)
		}

		/// Allocates the next leaf of a list to a subject.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::Randomisation`].
		///
		/// - `leaf`, `path`: as whoever holds the list has given them.
		#[pallet::call_index(30)]
		pub fn randomise(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			point: Point,
			stratum: Stratum,
			leaf: [u8; 32],
			path: AllocationPath,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_randomise(actor, study, number, (point, stratum), leaf, path)
		}

		/// States that the own institution learns a subject's arm. The arm itself stays off chain:
		/// whoever holds the list gives it with its salt, and [`Pallet::check_leaf`] says whether it
		/// is genuine.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::Unblinding`].
		// Operational: a flood must not stop it.
		#[pallet::call_index(31)]
		#[pallet::weight((T::WeightInfo::unblind(), DispatchClass::Operational))]
		pub fn unblind(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			point: Point,
			purpose: UnblindingPurpose,
			reason: UnblindingReason,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_unblind(actor, study, number, point, purpose, reason)
		}

		/// Opens a list once the database is locked. The chain computes every leaf and the root
		/// anew: it is the list that was sealed, in its order, or the call fails.
		///
		/// Origin: [`Config::StatisticianOrigin`] of the sponsor or of the institution that the
		/// study names.
		#[pallet::call_index(32)]
		#[pallet::weight(T::WeightInfo::open_list(count(arms)))]
		pub fn open_list(
			origin: OriginFor<T>,
			list: ListId,
			secret: [u8; 32],
			arms: ArmsOf<T>,
		) -> DispatchResult {
			let actor = T::StatisticianOrigin::ensure_origin(origin)?;
			Self::do_open_list(actor, list, secret, arms)
		}

		/// Records that a subject was handed a kit, which the site has dispensed.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::Kits`].
		///
		/// - `salt`: opens the dispense's commitment to the patient.
		/// - `kit`: which leaf of the study's kit list it is, where there is one.
		#[pallet::call_index(33)]
		pub fn hand_out_kit(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			point: Point,
			dispense: DispenseId,
			salt: Salt,
			kit: Option<KitProof>,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_hand_out_kit(actor, study, number, point, (dispense, salt), kit)
		}

		/// States that the key with which tokens were computed and signed is destroyed: from then on
		/// nobody can compute a token of a person again.
		///
		/// Origin: [`Config::RegistrarOrigin`] of the study's registrar, once the study is closed to
		/// accrual.
		#[pallet::call_index(34)]
		pub fn destroy_registrar_key(origin: OriginFor<T>, study: StudyId) -> DispatchResult {
			let actor = T::RegistrarOrigin::ensure_origin(origin)?;
			Self::do_destroy_registrar_key(actor, study)
		}

		/// Reports an adverse event of a subject. If it has to be reported on, the clock runs from
		/// now on: the sponsor is aware of what the chain says.
		///
		/// Neither consent to the use of data nor the lock of the database stands against it.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::AdverseEvents`].
		// Operational: a flood must not stop it.
		#[pallet::call_index(35)]
		#[pallet::weight((T::WeightInfo::report_adverse_event(), DispatchClass::Operational))]
		pub fn report_adverse_event(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			facts: EventFacts,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_report_adverse_event(actor, study, number, facts)
		}

		/// Reports what is known by now of an adverse event. Clocks that run aren't stopped by it,
		/// and new ones may start.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::AdverseEvents`].
		// Operational: a flood must not stop it.
		#[pallet::call_index(36)]
		#[pallet::weight((T::WeightInfo::follow_up_adverse_event(), DispatchClass::Operational))]
		pub fn follow_up_adverse_event(
			origin: OriginFor<T>,
			study: StudyId,
			event: EventNumber,
			facts: EventFacts,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_follow_up_adverse_event(actor, study, event, facts)
		}

		/// Assesses an adverse event for the sponsor. Causality can't be taken for less likely than
		/// the investigator takes it; whatever is expected, no clock is stopped.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		// Operational: a flood must not stop it.
		#[pallet::call_index(37)]
		#[pallet::weight((T::WeightInfo::assess_adverse_event(), DispatchClass::Operational))]
		pub fn assess_adverse_event(
			origin: OriginFor<T>,
			study: StudyId,
			event: EventNumber,
			opinion: Opinion,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_assess_adverse_event(actor, study, event, opinion)
		}

		/// States that an adverse event was reported to the authority. Also when it is too late,
		/// which is marked. One document may answer several obligations; each is stated.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		// Operational: a flood must not stop it.
		#[pallet::call_index(38)]
		#[pallet::weight((T::WeightInfo::submit_expedited_report(), DispatchClass::Operational))]
		pub fn submit_expedited_report(
			origin: OriginFor<T>,
			study: StudyId,
			event: EventNumber,
			obligation: Obligation,
			document: Digest,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_submit_expedited_report(actor, study, event, obligation, document)
		}

		/// States that the authority was notified of a serious breach or an urgent safety measure.
		/// Also when it is too late, which is marked.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		///
		/// - `since`: when the sponsor became aware of the breach, or took the measure.
		// Operational: a flood must not stop it.
		#[pallet::call_index(39)]
		#[pallet::weight((T::WeightInfo::notify_authority(), DispatchClass::Operational))]
		pub fn notify_authority(
			origin: OriginFor<T>,
			study: StudyId,
			kind: NotificationKind,
			since: Moment,
			document: Digest,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_notify_authority(actor, study, kind, since, document)
		}

		/// Votes to halt a study. With the quorum nobody is enrolled, randomised or treated any more,
		/// at once.
		///
		/// Origin: [`Config::MonitorOrigin`], a member of the study's board, of an institution that
		/// isn't affiliated with the sponsor.
		///
		/// - `document`: the digest of the recommendation.
		// Operational: a flood must not stop it.
		#[pallet::call_index(40)]
		#[pallet::weight((T::WeightInfo::vote_to_halt(), DispatchClass::Operational))]
		pub fn vote_to_halt(
			origin: OriginFor<T>,
			study: StudyId,
			reason: HaltReason,
			document: Digest,
		) -> DispatchResult {
			let actor = T::MonitorOrigin::ensure_origin(origin)?;
			Self::do_vote_to_halt(actor, study, reason, document)
		}

		/// Votes to lift the board's halt. With the quorum the sponsor may resume.
		///
		/// Origin: [`Config::MonitorOrigin`], a member of the study's board, of an institution that
		/// isn't affiliated with the sponsor.
		///
		/// - `document`: the digest of the recommendation.
		#[pallet::call_index(41)]
		pub fn vote_to_resume(
			origin: OriginFor<T>,
			study: StudyId,
			document: Digest,
		) -> DispatchResult {
			let actor = T::MonitorOrigin::ensure_origin(origin)?;
			Self::do_vote_to_resume(actor, study, document)
		}

		/// Captures data of a subject on a form, for the first time or again. A change needs a
		/// reason; none is made after the lock. Corrections are possible when the subject has left,
		/// unless it has withdrawn.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::DataCapture`].
		#[pallet::call_index(42)]
		pub fn capture_data(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			form: FormKey,
			terms: CaptureTerms,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_capture(actor, study, number, form, terms)
		}

		/// Records that a visit took place, or didn't.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::DataCapture`].
		#[pallet::call_index(43)]
		pub fn record_visit(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			visit: VisitNumber,
			outcome: VisitOutcome,
			occurred: Moment,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_record_visit(actor, study, number, visit, outcome, occurred)
		}

		/// Reports that something wasn't done as the protocol has it.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor, or [`Config::InvestigatorOrigin`] of the
		/// site.
		#[pallet::call_index(44)]
		pub fn report_deviation(
			origin: OriginFor<T>,
			study: StudyId,
			terms: DeviationTerms,
		) -> DispatchResult {
			let actor = Self::sponsor_or_investigator(origin)?;
			Self::do_report_deviation(actor, study, terms)
		}

		/// Asks about what was captured. The database isn't locked before every query is closed.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		///
		/// - `document`: the digest of the question.
		#[pallet::call_index(45)]
		pub fn raise_query(
			origin: OriginFor<T>,
			study: StudyId,
			number: SubjectNumber,
			form: FormKey,
			document: Digest,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_raise_query(actor, study, number, form, document)
		}

		/// Answers a query.
		///
		/// Origin: [`Config::InvestigatorOrigin`] with [`Duty::DataCapture`] at the subject's site.
		///
		/// - `document`: the digest of the answer.
		#[pallet::call_index(46)]
		pub fn answer_query(
			origin: OriginFor<T>,
			study: StudyId,
			query: QueryNumber,
			document: Digest,
		) -> DispatchResult {
			let actor = T::InvestigatorOrigin::ensure_origin(origin)?;
			Self::do_answer_query(actor, study, query, document)
		}

		/// Closes a query, answered or not.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(47)]
		pub fn close_query(
			origin: OriginFor<T>,
			study: StudyId,
			query: QueryNumber,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_close_query(actor, study, query)
		}

		/// Registers the plan by which the data will be analysed, or another version of it, before
		/// the database is locked.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(48)]
		pub fn register_analysis_plan(
			origin: OriginFor<T>,
			study: StudyId,
			document: Digest,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_register_analysis_plan(actor, study, document)
		}

		/// Locks the database of a study that is closed to accrual and that nobody is on any more.
		/// Final.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		///
		/// - `dataset`: the digest of what is analysed.
		#[pallet::call_index(49)]
		pub fn lock_database(
			origin: OriginFor<T>,
			study: StudyId,
			dataset: Digest,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_lock_database(actor, study, dataset)
		}

		/// Registers the results, and who has what part in them.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		///
		/// - `document`: the digest of the report.
		/// - `shares`: 10,000 basis points in all.
		#[pallet::call_index(50)]
		#[pallet::weight(T::WeightInfo::register_results(count(shares)))]
		pub fn register_results(
			origin: OriginFor<T>,
			study: StudyId,
			document: Digest,
			shares: SharesOf<T>,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_register_results(actor, study, document, shares)
		}

		/// Submits how many started, completed and left, by period and arm. It has to be what the
		/// chain has counted. A later submission replaces an earlier one.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(51)]
		#[pallet::weight(T::WeightInfo::submit_participant_flow(count(rows)))]
		pub fn submit_participant_flow(
			origin: OriginFor<T>,
			study: StudyId,
			rows: ParticipantFlow,
		) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_submit_participant_flow(actor, study, rows)
		}

		/// Says where results were published.
		///
		/// Origin: [`Config::SponsorOrigin`] of the sponsor.
		#[pallet::call_index(52)]
		pub fn link_publication(origin: OriginFor<T>, study: StudyId, doi: Doi) -> DispatchResult {
			let actor = T::SponsorOrigin::ensure_origin(origin)?;
			Self::do_link_publication(actor, study, doi)
		}

		/// Seals a study's kits, before the first subject is enrolled: which serial number holds
		/// which arm's treatment. Whoever has another kit in hand afterwards can be shown so.
		///
		/// Origin: [`Config::StatisticianOrigin`] of the sponsor or of the institution that the
		/// study names.
		///
		/// - `root`, `length`: of the tree over its leaves
		///   ([`clinical_trials_core::allocation::kit_leaf`]).
		#[pallet::call_index(53)]
		pub fn commit_kits(
			origin: OriginFor<T>,
			study: StudyId,
			root: Digest,
			length: u32,
		) -> DispatchResult {
			let actor = T::StatisticianOrigin::ensure_origin(origin)?;
			Self::do_commit_kits(actor, study, root, length)
		}
	}
}
