// SPDX-License-Identifier: Apache-2.0

//! What ethics committees decide. Whether an approval is valid is decided when somebody relies on
//! it: nothing has to happen for it to expire.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{seams::Institutions, InstitutionId, InstitutionKind, Moment, StudyId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_review(
		actor: ActorOf<T>,
		id: StudyId,
		number: VersionNumber,
		review: Review,
	) -> DispatchResult {
		Self::ensure_set(&review.document)?;
		let now = T::Time::now();
		ensure!(review.period().is_proper() && now < review.until, Error::<T>::InvalidTerm);
		if let ApprovedSites::These(sites) = &review.sites {
			ensure!(!sites.is_empty(), Error::<T>::NoSites);
		}
		let committee = actor.institution;
		let mut study = Self::study_of(id)?;
		ensure!(Self::is_independent(committee, study.sponsor), Error::<T>::NotIndependent);
		let version = Versions::<T>::get(id, number).ok_or(Error::<T>::UnknownVersion)?;
		ensure!(version.basis == number, Error::<T>::NotSubstantial);
		ensure!(number >= study.basis, Error::<T>::VersionSuperseded);

		let rejects = review.decision == EthicsDecision::Rejected;
		match study.status {
			StudyStatus::Draft | StudyStatus::Disapproved => {
				return Err(Error::<T>::NotUnderReview.into());
			},
			status if status.is_final() => return Err(Error::<T>::NotUnderReview.into()),
			// Others approve for the sites that name them.
			StudyStatus::InReview if study.committee == Some(committee) => {
				let to = if rejects { StudyStatus::Disapproved } else { StudyStatus::Approved };
				Self::advance(&mut study, to)?;
				Studies::<T>::insert(id, study);
			},
			_ => {},
		}
		let approval = Approval { review: review.clone(), recorded: now, suspended: None };
		Approvals::<T>::insert(id, (number, committee), approval);

		Self::deposit_event(Event::Reviewed { study: id, version: number, committee, review });
		Ok(())
	}

	pub(crate) fn do_suspend_approval(
		actor: ActorOf<T>,
		id: StudyId,
		number: VersionNumber,
	) -> DispatchResult {
		let committee = actor.institution;
		Approvals::<T>::try_mutate(id, (number, committee), |approval| {
			let approval = approval.as_mut().ok_or(Error::<T>::NotApproved)?;
			ensure!(approval.review.decision != EthicsDecision::Rejected, Error::<T>::Rejected);
			ensure!(approval.suspended.is_none(), Error::<T>::ApprovalIsSuspended);
			approval.suspended = Some(T::Time::now());
			Ok::<_, Error<T>>(())
		})?;

		Self::deposit_event(Event::ApprovalSuspended { study: id, version: number, committee });
		Ok(())
	}

	/// Whether an institution can review a study: an ethics committee in force that has nothing to
	/// do with the sponsor.
	pub(crate) fn ensure_committee(
		study: &Study,
		committee: InstitutionId,
	) -> Result<(), Error<T>> {
		let kinds =
			T::Institutions::kinds_in_force(committee).ok_or(Error::<T>::UnknownInstitution)?;
		ensure!(kinds.contains(InstitutionKind::EthicsCommittee), Error::<T>::NotACommittee);
		ensure!(Self::is_independent(committee, study.sponsor), Error::<T>::NotIndependent);
		Ok(())
	}

	/// Whether a committee approves of a version now, whatever the site.
	pub(crate) fn ensure_version_approved(
		id: StudyId,
		version: VersionNumber,
		committee: Option<InstitutionId>,
		now: Moment,
	) -> Result<Approval, Error<T>> {
		let committee = committee.ok_or(Error::<T>::NotApproved)?;
		let approval =
			Approvals::<T>::get(id, (version, committee)).ok_or(Error::<T>::NotApproved)?;
		Self::ensure_valid(&approval, now)?;
		Ok(approval)
	}

	/// Whether a site's committee approves now of what the study does now, and of that site.
	pub(crate) fn ensure_site_approved(
		id: StudyId,
		basis: VersionNumber,
		at: SiteId,
		site: &SiteOf<T>,
		now: Moment,
	) -> Result<(), Error<T>> {
		let approval = Self::ensure_version_approved(id, basis, Some(site.committee), now)?;
		ensure!(approval.review.sites.contain(at), Error::<T>::SiteNotApproved);
		Ok(())
	}

	fn ensure_valid(approval: &Approval, now: Moment) -> Result<(), Error<T>> {
		let review = &approval.review;
		ensure!(review.decision != EthicsDecision::Rejected, Error::<T>::Rejected);
		ensure!(approval.suspended.is_none(), Error::<T>::ApprovalIsSuspended);
		ensure!(review.from <= now, Error::<T>::ApprovalNotYetValid);
		ensure!(now < review.until, Error::<T>::ApprovalExpired);
		Ok(())
	}

	pub(crate) fn approval_info(
		id: StudyId,
		version: VersionNumber,
		committee: InstitutionId,
	) -> Option<ApprovalInfo> {
		let approval = Approvals::<T>::get(id, (version, committee))?;
		let valid = Self::ensure_valid(&approval, T::Time::now()).is_ok();
		Some(ApprovalInfo { approval, valid })
	}
}
