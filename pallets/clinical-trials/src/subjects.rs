// SPDX-License-Identifier: Apache-2.0

//! Subjects: from the signature to the day they leave.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{EnsureOrigin, Time},
};
use frame_system::ensure_signed;
use galen_primitives::{
	keys::Signature,
	seams::{ConsentGate, Patients},
	AccessRequest, Actor, Basis, ConsentId, DataClass, DataScope, Denial, Digest, FieldGroup,
	FieldGroups, Moment, PatientId, PurposeOfUse, Requester, Role, Scope, StudyId,
};
use sp_runtime::DispatchError;

/// What a trial collects: everything but bills. One part that the patient permits is enough; which
/// ones those are is for whoever collects to ask the gate in each case.
pub(crate) const RESEARCH_FIELDS: FieldGroups =
	FieldGroups(FieldGroups::ALL.0 & !FieldGroup::Billing.set().0);

/// A directive, and which version of it.
pub(crate) type ConsentBasis = (ConsentId, u32);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_sign_consent(
		who: T::AccountId,
		id: StudyId,
		at: SiteId,
		patient: PatientId,
		number: VersionNumber,
		form: Digest,
	) -> DispatchResult {
		Self::ensure_set(&form)?;
		ensure!(T::Patients::may(&who, &patient, Scope::Research), Error::<T>::NotThePatient);
		let study = Self::study_of(id)?;
		ensure!(study.status.is_under_way(), Error::<T>::NotUnderWay);
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		// The current version, or one that was approved and is about to become it.
		ensure!(number >= study.version, Error::<T>::VersionSuperseded);
		let basis = if number == study.version {
			study.basis
		} else {
			Versions::<T>::get(id, number).ok_or(Error::<T>::UnknownVersion)?.basis
		};
		let site = Self::site_of(id, at)?;
		let now = T::Time::now();
		Self::ensure_site_approved(id, basis, at, &site, now)?;

		let before = Participations::<T>::get(id, patient);
		let subject = before.and_then(|before| before.subject);
		if let Some(before) = before {
			ensure!(before.form != form, Error::<T>::SameForm);
			ensure!(before.version <= number, Error::<T>::VersionSuperseded);
			ensure!(subject.is_none() || before.site == at, Error::<T>::OtherSite);
		}
		// Nobody new signs at a site that takes nobody in.
		ensure!(subject.is_some() || site.status == SiteStatus::Open, Error::<T>::SiteNotOpen);
		if let Some(subject) = subject {
			Self::change_subject(id, subject, |subject| {
				ensure!(!subject.status.is_final(), Error::<T>::NotOnStudy);
				subject.signed = number;
				Ok(())
			})?;
		}
		let participation = Participation { version: number, form, site: at, signed: now, subject };
		Participations::<T>::insert(id, patient, participation);

		Self::deposit_event(Event::ConsentSigned { study: id, patient, version: number, site: at });
		Ok(())
	}

	pub(crate) fn do_screen(actor: ActorOf<T>, id: StudyId, patient: PatientId) -> DispatchResult {
		let at = actor.institution;
		let mut study = Self::study_of(id)?;
		let (_, now) = Self::ensure_recruiting(&actor, id, &study, Duty::Screening)?;
		let number = study.flow.screened;
		let mut participation =
			Participations::<T>::get(id, patient).ok_or(Error::<T>::NotSigned)?;
		ensure!(participation.subject.is_none(), Error::<T>::AlreadyInStudy);
		ensure!(participation.site == at, Error::<T>::OtherSite);
		ensure!(participation.version >= study.least_signed(now), Error::<T>::ReconsentDue);
		let (consent, consent_version) = Self::ensure_permitted(&actor, id, &patient, now)?;

		participation.subject = Some(number);
		Participations::<T>::insert(id, patient, participation);
		let subject = Subject {
			patient,
			site: at,
			status: SubjectStatus::Screening,
			consent,
			consent_version,
			signed: participation.version,
			shown: 0,
			attested: None,
			enrolled: None,
			left: None,
			screened: now,
		};
		Subjects::<T>::insert(id, number, subject);
		study.flow.screened = number.saturating_add(1);
		Studies::<T>::insert(id, study);

		Self::deposit_event(Event::Screened { study: id, subject: number, site: at });
		Ok(())
	}

	pub(crate) fn do_attest_eligibility(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		outcome: Eligibility,
		document: Digest,
	) -> DispatchResult {
		Self::ensure_set(&document)?;
		let mut subject = Self::subject_of(id, number)?;
		ensure!(subject.status == SubjectStatus::Screening, Error::<T>::NotInScreening);
		let now = T::Time::now();
		Self::ensure_at_site(&actor, id, &subject, Duty::EligibilityAttestation, now)?;
		subject.attested = Some(Attestation { document, by: actor.account.clone(), at: now });
		match outcome {
			Eligibility::Eligible => {
				let study = Self::study_of(id)?;
				Self::ensure_consented(&actor, id, &study, &subject, now)?;
				Self::step(&mut subject, SubjectStatus::Eligible)?;
			},
			// Whoever turns out ineligible does so whatever became of the consents.
			Eligibility::Ineligible(reason) => {
				Self::leave(&mut subject, Departure::Excluded(reason), now)?;
				Self::change_study(id, |study| {
					study.flow.count_excluded(reason);
					Ok(())
				})?;
			},
		}
		Subjects::<T>::insert(id, number, subject);

		Self::deposit_event(Event::EligibilityAttested {
			study: id,
			subject: number,
			outcome,
			document,
		});
		Ok(())
	}

	/// Three writes: the study, whose counts say how many are on it; the subject; and the token, so
	/// that nobody takes part twice.
	pub(crate) fn do_enrol(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		token: EnrolmentToken,
		expires: Moment,
		signature: Signature,
	) -> DispatchResult {
		let mut study = Self::study_of(id)?;
		let (_, now) = Self::ensure_recruiting(&actor, id, &study, Duty::Enrolment)?;
		ensure!(study.flow.enrolled < study.target, Error::<T>::TargetReached);
		let mut subject = Self::subject_of(id, number)?;
		ensure!(subject.site == actor.institution, Error::<T>::OtherSite);
		ensure!(!subject.status.was_enrolled(), Error::<T>::AlreadyEnrolled);
		ensure!(subject.status == SubjectStatus::Eligible, Error::<T>::NotEligible);
		Self::ensure_token(&study, id, number, &token, expires, &signature, now)?;
		let (consent, version) = Self::ensure_consented(&actor, id, &study, &subject, now)?;

		let to =
			if study.randomises() { SubjectStatus::PendingOnStudy } else { SubjectStatus::OnStudy };
		Self::step(&mut subject, to)?;
		(subject.consent, subject.consent_version) = (consent, version);
		subject.enrolled =
			Some(Enrolment { at: now, version: study.version, signed: subject.signed });
		Subjects::<T>::insert(id, number, subject);
		Tokens::<T>::insert(id, token, number);
		study.flow.enrolled = study.flow.enrolled.saturating_add(1);
		Studies::<T>::insert(id, study);

		let version = study.version;
		Self::deposit_event(Event::Enrolled { study: id, subject: number, token, version });
		Ok(())
	}

	pub(crate) fn do_renew_consent(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
	) -> DispatchResult {
		let mut subject = Self::subject_of(id, number)?;
		ensure!(!subject.status.is_final(), Error::<T>::NotOnStudy);
		let now = T::Time::now();
		Self::ensure_at_site(&actor, id, &subject, Duty::Consent, now)?;
		let (consent, version) = Self::ensure_permitted(&actor, id, &subject.patient, now)?;
		(subject.consent, subject.consent_version) = (consent, version);
		Subjects::<T>::insert(id, number, subject);

		Self::deposit_event(Event::ConsentRenewed { study: id, subject: number, consent, version });
		Ok(())
	}

	pub(crate) fn do_move_subject(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		to: SubjectStatus,
	) -> DispatchResult {
		let (study, mut subject, _) =
			Self::subject_for_new_data(&actor, id, number, Duty::DataCapture)?;
		// By these calls alone one is enrolled, randomised and taken off.
		let between = !matches!(to, SubjectStatus::PendingOnStudy | SubjectStatus::OnStudy);
		ensure!(between && to.is_on_study(), Error::<T>::ImpossibleTransition);
		ensure!(
			to != SubjectStatus::OnStudyIntervention || study.intervenes(),
			Error::<T>::InterventionStopped
		);
		Self::step(&mut subject, to)?;
		Subjects::<T>::insert(id, number, subject);

		Self::deposit_event(Event::SubjectMoved { study: id, subject: number, status: to });
		Ok(())
	}

	pub(crate) fn do_take_off_study(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		reason: OffStudyReason,
	) -> DispatchResult {
		// Whoever withdraws says what is to become of the data.
		ensure!(reason != OffStudyReason::WithdrawalBySubject, Error::<T>::ImpossibleTransition);
		let mut subject = Self::subject_on_study(id, number)?;
		let now = T::Time::now();
		Self::ensure_at_site(&actor, id, &subject, Duty::Enrolment, now)?;
		let departure = Departure::OffStudy(reason);
		let pending = subject.status == SubjectStatus::PendingOnStudy;
		Self::leave(&mut subject, departure, now)?;
		Subjects::<T>::insert(id, number, subject);
		Self::change_study(id, |study| {
			study.flow.count_off(reason, pending);
			Ok(())
		})?;

		Self::deposit_event(Event::SubjectLeft { study: id, subject: number, departure });
		Ok(())
	}

	pub(crate) fn do_end_screening(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		reason: UnregisteredReason,
	) -> DispatchResult {
		let mut subject = Self::subject_of(id, number)?;
		ensure!(!subject.status.was_enrolled(), Error::<T>::AlreadyEnrolled);
		ensure!(!subject.status.is_final(), Error::<T>::NotInScreening);
		let now = T::Time::now();
		Self::ensure_at_site(&actor, id, &subject, Duty::Enrolment, now)?;
		let departure = Departure::NotRegistered(reason);
		Self::leave(&mut subject, departure, now)?;
		Subjects::<T>::insert(id, number, subject);
		Self::change_study(id, |study| {
			study.flow.not_registered = study.flow.not_registered.saturating_add(1);
			Ok(())
		})?;

		Self::deposit_event(Event::SubjectLeft { study: id, subject: number, departure });
		Ok(())
	}

	pub(crate) fn do_withdraw_subject(
		origin: T::RuntimeOrigin,
		id: StudyId,
		number: SubjectNumber,
		choice: DataChoice,
	) -> DispatchResult {
		match T::InvestigatorOrigin::try_origin(origin) {
			Ok(actor) => {
				let subject = Self::subject_of(id, number)?;
				Self::ensure_at_site(&actor, id, &subject, Duty::Consent, T::Time::now())?;
				Self::withdraw(id, number, subject, choice)
			},
			Err(origin) => {
				let who = ensure_signed(origin)?;
				let subject = Self::subject_of(id, number)?;
				let may = T::Patients::may(&who, &subject.patient, Scope::Research);
				ensure!(may, Error::<T>::NotThePatient);
				Self::withdraw(id, number, subject, choice)
			},
		}
	}

	pub(crate) fn do_note_withdrawal(
		actor: ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
	) -> DispatchResult {
		let subject = Self::subject_of(id, number)?;
		if actor.institution != subject.site {
			Self::ensure_sponsor(&actor, &Self::study_of(id)?)?;
		}
		ensure!(!subject.status.is_final(), Error::<T>::NotOnStudy);
		ensure!(Self::is_consent_withdrawn(id, &subject), Error::<T>::ConsentActive);
		// Nothing was said of the data that was collected, so the law decides: it is kept.
		Self::withdraw(id, number, subject, DataChoice::KeepCollected)
	}

	fn withdraw(
		id: StudyId,
		number: SubjectNumber,
		mut subject: SubjectOf<T>,
		choice: DataChoice,
	) -> DispatchResult {
		let enrolled = subject.status.is_on_study();
		let pending = subject.status == SubjectStatus::PendingOnStudy;
		ensure!(!subject.status.is_final(), Error::<T>::NotOnStudy);
		let departure = Departure::Withdrawn(choice);
		Self::leave(&mut subject, departure, T::Time::now())?;
		Subjects::<T>::insert(id, number, subject);
		Self::change_study(id, |study| {
			if enrolled {
				study.flow.count_off(OffStudyReason::WithdrawalBySubject, pending);
			} else {
				study.flow.withdrawn = study.flow.withdrawn.saturating_add(1);
			}
			Ok(())
		})?;

		Self::deposit_event(Event::SubjectLeft { study: id, subject: number, departure });
		Ok(())
	}

	/// A subject.
	pub(crate) fn subject_of(id: StudyId, number: SubjectNumber) -> Result<SubjectOf<T>, Error<T>> {
		Subjects::<T>::get(id, number).ok_or(Error::<T>::UnknownSubject)
	}

	/// A subject who is enrolled and hasn't left.
	pub(crate) fn subject_on_study(
		id: StudyId,
		number: SubjectNumber,
	) -> Result<SubjectOf<T>, Error<T>> {
		let subject = Self::subject_of(id, number)?;
		ensure!(subject.status.is_on_study(), Error::<T>::NotOnStudy);
		Ok(subject)
	}

	/// A subject of whom somebody may write something new: on study, by somebody of its site with
	/// that duty who isn't the sponsor's, before the database is locked, and while both consents
	/// hold.
	pub(crate) fn subject_for_new_data(
		actor: &ActorOf<T>,
		id: StudyId,
		number: SubjectNumber,
		duty: Duty,
	) -> Result<(Study, SubjectOf<T>, Moment), DispatchError> {
		let study = Self::study_of(id)?;
		ensure!(actor.institution != study.sponsor, Error::<T>::SponsorsStaff);
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		let subject = Self::subject_on_study(id, number)?;
		let now = T::Time::now();
		Self::ensure_at_site(actor, id, &subject, duty, now)?;
		Self::ensure_consented(actor, id, &study, &subject, now)?;
		Ok((study, subject, now))
	}

	/// Whether somebody is of the subject's site and has the duty there.
	pub(crate) fn ensure_at_site(
		actor: &ActorOf<T>,
		id: StudyId,
		subject: &SubjectOf<T>,
		duty: Duty,
		now: Moment,
	) -> Result<(), Error<T>> {
		ensure!(actor.institution == subject.site, Error::<T>::OtherSite);
		Self::ensure_delegated(id, subject.site, &actor.account, duty, now)
	}

	/// Whether somebody may take people in at the own site now: the study accrues, the site is open
	/// and approved for what the study does now, and the duty is delegated.
	fn ensure_recruiting(
		actor: &ActorOf<T>,
		id: StudyId,
		study: &Study,
		duty: Duty,
	) -> Result<(SiteOf<T>, Moment), Error<T>> {
		let at = actor.institution;
		ensure!(study.status.accrues(), Error::<T>::NotRecruiting);
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		let site = Self::site_of(id, at)?;
		ensure!(site.status == SiteStatus::Open, Error::<T>::SiteNotOpen);
		let now = T::Time::now();
		Self::ensure_delegated(id, at, &actor.account, duty, now)?;
		Self::ensure_site_approved(id, study.basis, at, &site, now)?;
		Ok((site, now))
	}

	/// Whether both consents hold: what was signed is new enough, and the patient's directives
	/// permit research in this study now. Answers which directive does.
	pub(crate) fn ensure_consented(
		actor: &ActorOf<T>,
		id: StudyId,
		study: &Study,
		subject: &SubjectOf<T>,
		now: Moment,
	) -> Result<ConsentBasis, Error<T>> {
		ensure!(subject.signed >= study.least_signed(now), Error::<T>::ReconsentDue);
		Self::ensure_permitted(actor, id, &subject.patient, now)
	}

	/// Which of the patient's directives permits somebody to use data of the own site for the study.
	/// A custodian's policy isn't enough: research rests on the person's word.
	pub(crate) fn ensure_permitted(
		actor: &ActorOf<T>,
		id: StudyId,
		patient: &PatientId,
		now: Moment,
	) -> Result<ConsentBasis, Error<T>> {
		let data = DataScope {
			custodian: actor.institution,
			department: actor.department,
			data_class: DataClass::Sensitive,
			compartment: 0,
			collected: now,
			fields: RESEARCH_FIELDS,
		};
		Self::ask_gate(actor, id, patient, data)
	}

	/// Asks the consent gate whether somebody may use that data for the study.
	pub(crate) fn ask_gate(
		actor: &ActorOf<T>,
		id: StudyId,
		patient: &PatientId,
		data: DataScope,
	) -> Result<ConsentBasis, Error<T>> {
		let request = AccessRequest {
			requester: Requester::Staff(actor.clone()),
			patient: *patient,
			purpose: PurposeOfUse::CLINTRCH,
			study: Some(id),
			data,
		};
		match T::ConsentGate::decide(&request)?.basis {
			Basis::Consent { consent, version } => Ok((consent, version)),
			_ => Err(Error::<T>::NoConsent),
		}
	}

	/// Whether the patient has withdrawn the consent to the use of data: the directive isn't active
	/// any more, and none has taken its place, as the site's principal investigator would find.
	pub(crate) fn is_consent_withdrawn(id: StudyId, subject: &SubjectOf<T>) -> bool {
		let Subject { patient, consent, consent_version, site, .. } = subject;
		if T::ConsentGate::is_active(patient, *consent, *consent_version) {
			return false;
		}
		let Some(Site { investigator, department, .. }) = Sites::<T>::get(id, site) else {
			return true;
		};
		let investigator = Actor {
			account: investigator,
			institution: *site,
			role: Role::Investigator,
			department,
		};
		let answer = Self::ensure_permitted(&investigator, id, patient, T::Time::now());
		matches!(answer, Err(Error::<T>::ForbiddenByPatient | Error::<T>::NoConsent))
	}

	/// Takes a subject to another status, if its state machine has that step.
	pub(crate) fn step(subject: &mut SubjectOf<T>, to: SubjectStatus) -> Result<(), Error<T>> {
		ensure!(subject.status.may_become(to), Error::<T>::ImpossibleTransition);
		subject.status = to;
		Ok(())
	}

	/// Ends a subject's part in the study.
	fn leave(
		subject: &mut SubjectOf<T>,
		departure: Departure,
		now: Moment,
	) -> Result<(), Error<T>> {
		let enrolled = subject.status.was_enrolled();
		let to = match departure {
			Departure::Excluded(_) => SubjectStatus::Ineligible,
			Departure::NotRegistered(_) => SubjectStatus::NotRegistered,
			Departure::Withdrawn(_) if !enrolled => SubjectStatus::Withdrawn,
			Departure::Withdrawn(_) | Departure::OffStudy(_) => SubjectStatus::OffStudy,
		};
		Self::step(subject, to)?;
		subject.left = Some((departure, now));
		Ok(())
	}

	/// Changes a subject: one read and one write.
	fn change_subject(
		id: StudyId,
		number: SubjectNumber,
		change: impl FnOnce(&mut SubjectOf<T>) -> Result<(), Error<T>>,
	) -> Result<(), Error<T>> {
		Subjects::<T>::try_mutate(id, number, |subject| {
			change(subject.as_mut().ok_or(Error::<T>::UnknownSubject)?)
		})
	}

	pub(crate) fn subject_info(
		id: StudyId,
		number: SubjectNumber,
	) -> Option<SubjectInfo<T::AccountId>> {
		let study = Studies::<T>::get(id)?;
		let subject = Subjects::<T>::get(id, number)?;
		let open = !subject.status.is_final();
		let consent_withdrawn = open && Self::is_consent_withdrawn(id, &subject);
		let status = match (consent_withdrawn, subject.status.is_on_study()) {
			(true, true) => SubjectStatus::OffStudy,
			(true, false) => SubjectStatus::Withdrawn,
			(false, _) => subject.status,
		};
		let reconsent_due = open && subject.signed < study.least_signed(T::Time::now());
		Some(SubjectInfo { subject, status, consent_withdrawn, reconsent_due })
	}
}

impl<T> From<Denial> for Error<T> {
	fn from(denial: Denial) -> Self {
		match denial {
			Denial::PurposeNotForRole | Denial::OtherDepartment | Denial::NotThePatient => {
				Self::RoleDenied
			},
			Denial::NotReleased => Self::NotReleased,
			Denial::ByConsent { .. } => Self::ForbiddenByPatient,
			Denial::ByPolicy { .. }
			| Denial::NeverShared
			| Denial::GlassNotBroken
			| Denial::ClosedToBreakGlass
			| Denial::NoGate => Self::NoConsent,
		}
	}
}
