// SPDX-License-Identifier: Apache-2.0

//! Data capture, visits, deviations from the protocol, and the sponsor's queries.

use crate::{subjects::RESEARCH_FIELDS, *};
use codec::Encode;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{seams::Records, time::is_plausible, Digest, Moment, RecordId, StudyId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_capture(
		actor: ActorOf<T>,
		study_id: StudyId,
		number: SubjectNumber,
		form: FormKey,
		terms: CaptureTerms,
	) -> DispatchResult {
		let CaptureTerms { values, source, reason } = terms;
		Self::ensure_set(&values)?;
		let before = Captures::<T>::get((study_id, number), form);
		let (subject, now) = match &before {
			None => {
				ensure!(reason.is_none(), Error::<T>::NothingToChange);
				let (_, subject, now) =
					Self::subject_for_new_data(&actor, study_id, number, Duty::DataCapture)?;
				(subject, now)
			},
			Some(before) => {
				ensure!(reason.is_some(), Error::<T>::NoReason);
				ensure!(before.values != values || before.source != source, Error::<T>::SameValues);
				Self::subject_for_correction(&actor, study_id, number)?
			},
		};
		if let Some(source) = source {
			Self::ensure_source(&actor, study_id, &subject, &source)?;
		}

		let (version, head) = before.map_or((0, [0; 32]), |before| (before.version, before.head));
		let version = version.saturating_add(1);
		let author = actor.account;
		let entry = (version, values, source, reason, &author, now);
		let head = (b"galen/capture", head, entry).using_encoded(sp_io::hashing::blake2_256);
		let capture = Capture { version, values, source, reason, author, recorded: now, head };
		Captures::<T>::insert((study_id, number), form, &capture);

		Self::deposit_event(Event::DataCaptured {
			study: study_id,
			subject: number,
			form,
			capture,
		});
		Ok(())
	}

	pub(crate) fn do_record_visit(
		actor: ActorOf<T>,
		study_id: StudyId,
		number: SubjectNumber,
		visit: VisitNumber,
		outcome: VisitOutcome,
		occurred: Moment,
	) -> DispatchResult {
		ensure!(
			!Visits::<T>::contains_key((study_id, number), visit),
			Error::<T>::VisitAlreadyRecorded
		);
		let (_, subject, now) =
			Self::subject_for_new_data(&actor, study_id, number, Duty::DataCapture)?;
		ensure!(is_plausible(occurred, now), Error::<T>::OccurredInFuture);
		ensure!(subject.screened <= occurred, Error::<T>::BeforeScreening);
		Visits::<T>::insert((study_id, number), visit, Visit { outcome, occurred, recorded: now });

		Self::deposit_event(Event::VisitRecorded {
			study: study_id,
			subject: number,
			visit,
			outcome,
			occurred,
		});
		Ok(())
	}

	pub(crate) fn do_report_deviation(
		actor: ActorOf<T>,
		study_id: StudyId,
		terms: DeviationTerms,
	) -> DispatchResult {
		let DeviationTerms { site, subject, is_important, document, occurred, .. } = terms;
		Self::ensure_set(&document)?;
		let now = T::Time::now();
		ensure!(is_plausible(occurred, now), Error::<T>::OccurredInFuture);
		let study = Self::study_of(study_id)?;
		ensure!(
			actor.institution == study.sponsor || actor.institution == site,
			Error::<T>::NotInvolved
		);
		Self::site_of(study_id, site)?;
		if let Some(number) = subject {
			ensure!(Self::subject_of(study_id, number)?.site == site, Error::<T>::OtherSite);
		}

		let mut file = ConductFiles::<T>::get(study_id);
		let id = file.deviations;
		file.deviations = file.deviations.saturating_add(1);
		if is_important {
			file.important = file.important.saturating_add(1);
		}
		Deviations::<T>::insert(
			study_id,
			id,
			Deviation { terms, by: actor.institution, recorded: now },
		);
		ConductFiles::<T>::insert(study_id, file);

		Self::deposit_event(Event::DeviationReported {
			study: study_id,
			deviation: id,
			terms,
			by: actor.institution,
		});
		Ok(())
	}

	pub(crate) fn do_raise_query(
		actor: ActorOf<T>,
		study_id: StudyId,
		number: SubjectNumber,
		form: FormKey,
		document: Digest,
	) -> DispatchResult {
		Self::ensure_set(&document)?;
		let study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		let capture =
			Captures::<T>::get((study_id, number), form).ok_or(Error::<T>::UnknownForm)?;

		let now = T::Time::now();
		let mut file = ConductFiles::<T>::get(study_id);
		let id = file.queries;
		file.queries = file.queries.saturating_add(1);
		file.unclosed = file.unclosed.saturating_add(1);
		Queries::<T>::insert(
			study_id,
			id,
			Query {
				subject: number,
				form,
				version: capture.version,
				status: QueryStatus::Open,
				document,
				raised: now,
				changed: now,
			},
		);
		ConductFiles::<T>::insert(study_id, file);

		Self::deposit_event(Event::QueryRaised {
			study: study_id,
			query: id,
			subject: number,
			form,
			document,
		});
		Ok(())
	}

	pub(crate) fn do_answer_query(
		actor: ActorOf<T>,
		study_id: StudyId,
		id: QueryNumber,
		document: Digest,
	) -> DispatchResult {
		Self::ensure_set(&document)?;
		let mut query = Self::query_of(study_id, id)?;
		ensure!(query.status == QueryStatus::Open, Error::<T>::QueryNotOpen);
		let (_, _, now) = Self::subject_at_site(&actor, study_id, query.subject)?;
		query.status = QueryStatus::Answered;
		query.document = document;
		query.changed = now;
		Queries::<T>::insert(study_id, id, query);

		Self::deposit_event(Event::QueryAnswered { study: study_id, query: id, document });
		Ok(())
	}

	pub(crate) fn do_close_query(
		actor: ActorOf<T>,
		study_id: StudyId,
		id: QueryNumber,
	) -> DispatchResult {
		let study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;
		let mut query = Self::query_of(study_id, id)?;
		ensure!(query.status != QueryStatus::Closed, Error::<T>::QueryAlreadyClosed);
		query.status = QueryStatus::Closed;
		query.changed = T::Time::now();
		Queries::<T>::insert(study_id, id, query);
		ConductFiles::<T>::mutate(study_id, |file| {
			file.unclosed = file.unclosed.saturating_sub(1);
		});

		Self::deposit_event(Event::QueryClosed { study: study_id, query: id });
		Ok(())
	}

	/// A subject whose data is corrected: until the lock, also after it has left, since queries are
	/// answered then. Never of somebody who has withdrawn, or whose consent doesn't permit it now.
	fn subject_for_correction(
		actor: &ActorOf<T>,
		study_id: StudyId,
		number: SubjectNumber,
	) -> Result<(SubjectOf<T>, Moment), Error<T>> {
		let (study, subject, now) = Self::subject_at_site(actor, study_id, number)?;
		let has_withdrawn = matches!(subject.left, Some((Departure::Withdrawn(_), _)));
		ensure!(!has_withdrawn, Error::<T>::NotOnStudy);
		// Who has left can't sign anything any more, and needn't.
		if subject.status.is_final() {
			Self::ensure_permitted(actor, study_id, &subject.patient, now)?;
		} else {
			Self::ensure_consented(actor, study_id, &study, &subject, now)?;
		}
		Ok((subject, now))
	}

	/// A subject, whatever became of it, for somebody of its site who captures data, until the lock.
	fn subject_at_site(
		actor: &ActorOf<T>,
		study_id: StudyId,
		number: SubjectNumber,
	) -> Result<(Study, SubjectOf<T>, Moment), Error<T>> {
		let study = Self::study_of(study_id)?;
		ensure!(actor.institution != study.sponsor, Error::<T>::SponsorsStaff);
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		let subject = Self::subject_of(study_id, number)?;
		let now = T::Time::now();
		Self::ensure_at_site(actor, study_id, &subject, Duty::DataCapture, now)?;
		Ok((study, subject, now))
	}

	/// That values are taken from a record of the subject's that may be used for the study.
	fn ensure_source(
		actor: &ActorOf<T>,
		study_id: StudyId,
		subject: &SubjectOf<T>,
		source: &RecordId,
	) -> Result<(), Error<T>> {
		let record = T::Records::facts(source).ok_or(Error::<T>::UnknownRecord)?;
		ensure!(record.patient == subject.patient, Error::<T>::OtherPatient);
		ensure!(!record.withdrawn, Error::<T>::RecordWithdrawn);
		ensure!(!T::Records::is_suspect(source), Error::<T>::RecordInDoubt);
		// The record's own custodian and the patient have to permit it for the study as well.
		Self::ask_gate(actor, study_id, &subject.patient, record.scope(RESEARCH_FIELDS))?;
		Ok(())
	}

	fn query_of(study: StudyId, id: QueryNumber) -> Result<Query, Error<T>> {
		Queries::<T>::get(study, id).ok_or(Error::<T>::UnknownQuery)
	}
}
