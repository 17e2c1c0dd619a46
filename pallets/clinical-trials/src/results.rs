// SPDX-License-Identifier: Apache-2.0

//! The analysis plan, the lock, the results, and what was published of them.

use crate::*;
use clinical_trials_core::{are_whole, is_doi, total, FlowFlaw, ReasonCount};
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{seams::Institutions, Digest, StudyId};

impl<T: Config> Pallet<T> {
	/// Whether a plan is registered by which the data is analysed.
	pub(crate) fn has_plan(study: StudyId) -> bool {
		Results::<T>::get(study).plan.is_some()
	}

	pub(crate) fn do_register_analysis_plan(
		actor: ActorOf<T>,
		study_id: StudyId,
		document: Digest,
	) -> DispatchResult {
		Self::ensure_set(&document)?;
		let study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;
		ensure!(study.status != StudyStatus::Withdrawn, Error::<T>::NotUnderWay);
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		let mut file = Results::<T>::get(study_id);
		let versions = match file.plan {
			None => 1,
			Some(plan) => {
				ensure!(plan.newest.document != document, Error::<T>::SamePlan);
				plan.versions.saturating_add(1)
			},
		};
		let newest = Registered { document, at: T::Time::now() };
		file.plan = Some(AnalysisPlan { newest, versions });
		Results::<T>::insert(study_id, file);

		Self::deposit_event(Event::AnalysisPlanRegistered {
			study: study_id,
			version: versions,
			document,
		});
		Ok(())
	}

	pub(crate) fn do_lock_database(
		actor: ActorOf<T>,
		study_id: StudyId,
		dataset: Digest,
	) -> DispatchResult {
		Self::ensure_set(&dataset)?;
		let mut study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;
		ensure!(study.locked.is_none(), Error::<T>::DatabaseLocked);
		ensure!(study.status.has_begun(), Error::<T>::NotUnderWay);
		// Who could still be enrolled would be missing from what is locked.
		ensure!(!study.status.accrues() && !study.status.is_halted(), Error::<T>::NotClosed);
		let flow = &study.flow;
		ensure!(flow.on_study() == 0 && flow.in_screening() == 0, Error::<T>::SubjectsOnStudy);
		ensure!(ConductFiles::<T>::get(study_id).unclosed == 0, Error::<T>::QueriesUnclosed);
		let mut file = Results::<T>::get(study_id);
		ensure!(file.plan.is_some(), Error::<T>::NoPlan);
		let at = T::Time::now();
		file.lock = Some(DatabaseLock { dataset, at });
		study.locked = Some(at);
		Results::<T>::insert(study_id, file);
		Studies::<T>::insert(study_id, study);

		Self::deposit_event(Event::LockedDatabase { study: study_id, dataset });
		Ok(())
	}

	pub(crate) fn do_register_results(
		actor: ActorOf<T>,
		study_id: StudyId,
		document: Digest,
		shares: SharesOf<T>,
	) -> DispatchResult {
		Self::ensure_set(&document)?;
		ensure!(are_whole(shares.iter().map(|share| share.points)), Error::<T>::SharesNotWhole);
		Self::ensure_contributors(&shares)?;
		let study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;
		let mut file = Results::<T>::get(study_id);
		ensure!(file.lock.is_some(), Error::<T>::NotLocked);
		ensure!(file.package.is_none(), Error::<T>::ResultsAlreadyRegistered);
		let report = Registered { document, at: T::Time::now() };
		file.package = Some(ResultPackage { report, shares: shares.clone() });
		Results::<T>::insert(study_id, file);

		let shares = shares.into_inner();
		Self::deposit_event(Event::ResultsRegistered { study: study_id, document, shares });
		Ok(())
	}

	pub(crate) fn do_submit_participant_flow(
		actor: ActorOf<T>,
		study_id: StudyId,
		rows: ParticipantFlow,
	) -> DispatchResult {
		let study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;
		ensure!(study.locked.is_some(), Error::<T>::NotLocked);
		Self::ensure_rows(&rows, study.arms)?;
		Self::ensure_counted(&rows, &study)?;
		Flows::<T>::insert(study_id, &rows);

		let flow = rows.into_inner();
		Self::deposit_event(Event::ParticipantFlowSubmitted { study: study_id, flow });
		Ok(())
	}

	pub(crate) fn do_link_publication(
		actor: ActorOf<T>,
		study_id: StudyId,
		doi: Doi,
	) -> DispatchResult {
		ensure!(is_doi(&doi), Error::<T>::InvalidDoi);
		let study = Self::study_of(study_id)?;
		Self::ensure_sponsor(&actor, &study)?;
		let mut file = Results::<T>::get(study_id);
		ensure!(file.package.is_some(), Error::<T>::NoResults);
		// DOIs are the same whatever the case of their letters (ISO 26324).
		ensure!(
			!file.publications.iter().any(|other| other.eq_ignore_ascii_case(&doi)),
			Error::<T>::AlreadyLinked
		);
		file.publications.try_push(doi.clone()).map_err(|_| Error::<T>::TooManyPublications)?;
		Results::<T>::insert(study_id, file);

		Self::deposit_event(Event::PublicationLinked { study: study_id, doi });
		Ok(())
	}

	/// Every contributor once, and every institution one that there is.
	fn ensure_contributors(shares: &SharesOf<T>) -> Result<(), Error<T>> {
		for (place, share) in shares.iter().enumerate() {
			ensure!(
				!shares.iter().take(place).any(|other| other.contributor == share.contributor),
				Error::<T>::SameContributor
			);
			if let Contributor::Institution(institution) = &share.contributor {
				ensure!(T::Institutions::exists(*institution), Error::<T>::UnknownInstitution);
			}
		}
		Ok(())
	}

	/// That each row is conserved, and that they are in the order of periods, from 0 on without a
	/// gap, and of arms within them.
	pub(crate) fn ensure_rows(rows: &ParticipantFlow, arms: u8) -> Result<(), Error<T>> {
		ensure!(!rows.is_empty(), Error::<T>::NoRows);
		let mut last: Option<(u8, u8)> = None;
		for row in rows {
			ensure!(row.arm < arms, Error::<T>::UnknownArm);
			let follows = match last {
				None => row.period == 0,
				Some((period, arm)) => {
					(row.period == period && row.arm > arm)
						|| period.checked_add(1) == Some(row.period)
				},
			};
			ensure!(follows, Error::<T>::RowsOutOfOrder);
			last = Some((row.period, row.arm));
			row.check().map_err(|flaw| match flaw {
				FlowFlaw::NotConserved => Error::<T>::FlowNotConserved,
				FlowFlaw::ReasonsDontAddUp => Error::<T>::ReasonsDontAddUp,
				FlowFlaw::ReasonTwice => Error::<T>::SameReason,
				FlowFlaw::CompletionAsReason => Error::<T>::CompletionAsReason,
			})?;
		}
		Ok(())
	}

	/// That the rows are about as many as the chain has counted: those who started the first
	/// period and who completed the last one; in a single period, those who left as well; and of no
	/// reason more than have left for it.
	pub(crate) fn ensure_counted(rows: &ParticipantFlow, study: &Study) -> Result<(), Error<T>> {
		let Flow { enrolled, not_started, off, .. } = study.flow;
		let started = enrolled.saturating_sub(not_started);
		let completed = off.first().copied().unwrap_or(0);
		let last = rows.last().map_or(0, |row| row.period);
		let (first_period, last_period) = (total(rows, 0), total(rows, last));
		ensure!(first_period.started == started, Error::<T>::FlowDiffers);
		ensure!(last_period.completed == completed, Error::<T>::FlowDiffers);
		ensure!(
			last > 0 || first_period.not_completed == started.saturating_sub(completed),
			Error::<T>::FlowDiffers
		);
		for (reason, left) in OffStudyReason::ALL.iter().zip(off) {
			let named = rows
				.iter()
				.flat_map(|row| row.reasons.iter())
				.filter(|named| named.reason == *reason)
				.fold(0u32, |sum, ReasonCount { count, .. }| sum.saturating_add(*count));
			ensure!(named <= left, Error::<T>::FlowDiffers);
		}
		Ok(())
	}
}
