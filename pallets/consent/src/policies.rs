// SPDX-License-Identifier: Apache-2.0

//! What custodians permit by policy, and what they release for studies.

use crate::*;
use consent_core::{ChosenPolicy, PolicyKind};
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{seams::Studies, Digest, InstitutionId, PolicyId, StudyId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_register_policy(kind: PolicyKind, document: Digest) -> DispatchResult {
		ensure!(!document.is_zero(), Error::<T>::ZeroDigest);
		let policy = NextPolicy::<T>::get();
		let next = policy.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		NextPolicy::<T>::put(next);
		Policies::<T>::insert(policy, Policy { kind, document, registered: T::Time::now() });

		Self::deposit_event(Event::PolicyRegistered { policy, kind, document });
		Ok(())
	}

	pub(crate) fn do_choose_policy(actor: ActorOf<T>, id: PolicyId) -> DispatchResult {
		let institution = actor.institution;
		let Policy { kind, .. } = Policies::<T>::get(id).ok_or(Error::<T>::UnknownPolicy)?;
		let current = PolicyChoices::<T>::get(institution);
		ensure!(current.is_none_or(|current| current.policy.id != id), Error::<T>::AlreadyChosen);

		let choice = PolicyChoice { policy: ChosenPolicy { id, kind }, since: T::Time::now() };
		PolicyChoices::<T>::insert(institution, choice);
		PolicyHistory::<T>::mutate(institution, |history| history.remember(choice));

		let officer = actor.account;
		Self::deposit_event(Event::PolicyChosen { institution, policy: id, officer });
		Ok(())
	}

	pub(crate) fn do_release_for_study(actor: ActorOf<T>, study: StudyId) -> DispatchResult {
		let institution = actor.institution;
		ensure!(T::Studies::exists(study), Error::<T>::UnknownStudy);
		StudyReleases::<T>::try_mutate(institution, study, |releases| {
			ensure!(!releases.is_open(), Error::<T>::AlreadyReleased);
			releases.open(T::Time::now());
			Ok::<_, Error<T>>(())
		})?;

		let officer = actor.account;
		Self::deposit_event(Event::ReleasedForStudy { institution, study, officer });
		Ok(())
	}

	pub(crate) fn do_end_release(actor: ActorOf<T>, study: StudyId) -> DispatchResult {
		let institution = actor.institution;
		StudyReleases::<T>::try_mutate(institution, study, |releases| {
			ensure!(releases.is_open(), Error::<T>::NotReleased);
			releases.close(T::Time::now());
			Ok::<_, Error<T>>(())
		})?;

		let officer = actor.account;
		Self::deposit_event(Event::ReleaseEnded { institution, study, officer });
		Ok(())
	}

	pub(crate) fn release_info(institution: InstitutionId, study: StudyId) -> ReleaseInfo {
		let releases = StudyReleases::<T>::get(institution, study);
		ReleaseInfo {
			released: releases.is_open(),
			known_from: releases.known_from,
			periods: releases.periods.into_inner(),
		}
	}
}
