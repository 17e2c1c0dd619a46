// SPDX-License-Identifier: Apache-2.0

//! The one gate that every pallet asks.

use crate::*;
use alloc::vec::Vec;
use consent_core::{admissible, decide, ChosenPolicy, Circumstances};
use frame_support::traits::Time;
use galen_primitives::{
	seams::{BreakGlass, ConsentGate, Groups, Institutions, Patients},
	AccessRequest, ConsentId, Denial, GroupId, PatientId, Permit, PurposeOfUse, Requester, Scope,
};

impl<T: Config> ConsentGate<T::AccountId> for Pallet<T> {
	/// Two reads of this pallet, and of others what the request or a directive depends on.
	fn decide(request: &AccessRequest<T::AccountId>) -> Result<Permit, Denial> {
		admissible(request)?;
		let now = T::Time::now();
		let mut circumstances = Circumstances::refusing(&());
		let actor = match &request.requester {
			Requester::Staff(actor) => actor,
			Requester::Patient(account) => {
				circumstances.speaks_for_patient =
					T::Patients::may(account, &request.patient, Scope::Disclosure);
				return decide::<_, ()>(request, &circumstances, &[], None, now);
			},
		};
		if request.purpose == PurposeOfUse::BTG {
			circumstances.open_use = T::BreakGlass::open_use(&actor.account, &request.patient);
			if circumstances.open_use.is_some() {
				circumstances.closed_to_break_glass =
					T::Patients::closed_to_break_glass(&request.patient);
			}
		}
		circumstances.released = Self::is_released(request);

		let directives = Directives::<T>::get(request.patient).active;
		let groups = Self::groups_if_named(&directives, actor);
		circumstances.groups = &groups;
		circumstances.jurisdiction = Self::jurisdiction_if_named(&directives, actor);
		let policy = Self::chosen_policy(request);
		decide(request, &circumstances, &directives, policy, now)
	}

	fn is_active(patient: &PatientId, consent: ConsentId, version: u32) -> bool {
		let now = T::Time::now();
		Directives::<T>::get(patient).active.iter().any(|active| {
			active.consent == consent && active.version == version && !active.directive.is_over(now)
		})
	}
}

impl<T: Config> Pallet<T> {
	pub(crate) fn is_research(request: &AccessRequest<T::AccountId>) -> bool {
		request.purpose.is_a(PurposeOfUse::HRESCH)
	}

	/// Under which law the actor's institution is, if a directive asks for it.
	pub(crate) fn jurisdiction_if_named(
		directives: &[ActiveOf<T>],
		actor: &ActorOf<T>,
	) -> Option<u16> {
		directives
			.iter()
			.any(|active| active.directive.names_jurisdiction())
			.then(|| T::Institutions::jurisdiction(actor.institution))
			.flatten()
	}

	fn groups_if_named(directives: &[ActiveOf<T>], actor: &ActorOf<T>) -> Vec<GroupId> {
		let institution = actor.institution;
		if directives.iter().any(|active| active.directive.names_group_of(institution)) {
			T::Groups::groups_of(&actor.account)
		} else {
			Vec::new()
		}
	}

	fn chosen_policy(request: &AccessRequest<T::AccountId>) -> Option<ChosenPolicy> {
		PolicyChoices::<T>::get(request.data.custodian).map(|choice| choice.policy)
	}

	fn is_released(request: &AccessRequest<T::AccountId>) -> bool {
		Self::is_research(request)
			&& request.study.is_some_and(|study| {
				StudyReleases::<T>::get(request.data.custodian, study).is_open()
			})
	}
}
