// SPDX-License-Identifier: Apache-2.0

//! The past: what was said when, and what followed from it.

use crate::*;
use alloc::vec::Vec;
use consent_core::{admissible, decide, ActiveDirective, Circumstances};
use frame_support::traits::Time;
use galen_primitives::{
	AccessRequest, ConsentId, GroupId, Moment, PatientId, PurposeOfUse, Requester,
};

impl<T: Config> Pallet<T> {
	/// Reads every version of the patient's: for views, not for calls.
	pub(crate) fn verdict(
		request: &AccessRequest<T::AccountId>,
		groups: &[GroupId],
		valid_at: Moment,
		known_at: Moment,
	) -> Verdict {
		let now = T::Time::now();
		if now < valid_at || now < known_at {
			return Verdict::Unknown;
		}
		if let Err(denial) = admissible(request) {
			return Verdict::Denied(denial);
		}
		if request.purpose == PurposeOfUse::BTG {
			return Verdict::Unknown;
		}
		// Nothing that custodians do works backwards either.
		let seen = valid_at.min(known_at);
		let custodian = request.data.custodian;
		let Some(policy) = PolicyHistory::<T>::get(custodian).at(seen) else {
			return Verdict::Unknown;
		};
		let released = match request.study {
			Some(study) if Self::is_research(request) => {
				StudyReleases::<T>::get(custodian, study).at(seen)
			},
			_ => Some(false),
		};
		let Some(released) = released else { return Verdict::Unknown };

		let directives = Self::directives_then(request.patient, valid_at, known_at);
		let jurisdiction = match &request.requester {
			Requester::Staff(actor) => Self::jurisdiction_if_named(&directives, actor),
			Requester::Patient(_) => None,
		};
		let circumstances = Circumstances {
			speaks_for_patient: true,
			groups,
			jurisdiction,
			released,
			..Circumstances::refusing(&())
		};
		match decide(request, &circumstances, &directives, policy, valid_at) {
			Ok(permit) => Verdict::Permitted(permit),
			Err(denial) => Verdict::Denied(denial),
		}
	}

	fn directives_then(patient: PatientId, valid_at: Moment, known_at: Moment) -> Vec<ActiveOf<T>> {
		let mine = Directives::<T>::get(patient);
		Versions::<T>::iter_prefix(patient)
			.filter(|(_, version)| version.counted(valid_at, known_at))
			.filter_map(|((consent, version), stored)| {
				let directive = match stored.ended {
					Some(ended) => ended.directive,
					None => mine.find(consent)?.directive.clone(),
				};
				Some(ActiveDirective { consent, version, directive })
			})
			.collect()
	}

	pub(crate) fn version_info(
		patient: PatientId,
		consent: ConsentId,
		version: u32,
	) -> Option<VersionInfo<T::AccountId>> {
		let stored = Versions::<T>::get(patient, (consent, version))?;
		Self::info(&Directives::<T>::get(patient), consent, version, stored)
	}

	pub(crate) fn active_versions(patient: PatientId) -> Vec<VersionInfo<T::AccountId>> {
		let mine = Directives::<T>::get(patient);
		mine.active
			.iter()
			.filter_map(|ActiveDirective { consent, version, .. }| {
				let stored = Versions::<T>::get(patient, (*consent, *version))?;
				Self::info(&mine, *consent, *version, stored)
			})
			.collect()
	}

	pub(crate) fn all_versions(patient: PatientId) -> Vec<VersionInfo<T::AccountId>> {
		let mine = Directives::<T>::get(patient);
		let mut all: Vec<_> = Versions::<T>::iter_prefix(patient)
			.filter_map(|((consent, version), stored)| Self::info(&mine, consent, version, stored))
			.collect();
		all.sort_by_key(|info| (info.consent, info.version));
		all
	}

	fn info(
		mine: &DirectivesOf<T>,
		consent: ConsentId,
		version: u32,
		stored: VersionOf<T>,
	) -> Option<VersionInfo<T::AccountId>> {
		let Version { source, performer, predecessor, recorded, ended, annulled } = stored;
		let (directive, ended, reason) = match ended {
			Some(Ended { at, reason, directive }) => (directive, Some(at), Some(reason)),
			None => (mine.find(consent)?.directive.clone(), None, None),
		};
		let now = T::Time::now();
		let status = match (annulled, reason) {
			(Some(annulment), _) => Status::Annulled(annulment.reason),
			(None, Some(reason)) => Status::Ended(reason),
			(None, None) if directive.is_over(now) => Status::Expired,
			(None, None) => match directive.root.period {
				Some(period) if now < period.from => Status::NotYet,
				_ => Status::Active,
			},
		};
		Some(VersionInfo {
			consent,
			version,
			directive,
			source,
			performer,
			predecessor,
			recorded,
			ended,
			annulled,
			status,
		})
	}
}
