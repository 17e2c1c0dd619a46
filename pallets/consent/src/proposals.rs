// SPDX-License-Identifier: Apache-2.0

//! What institutions propose, and what becomes of it.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{seams::Patients, Digest, InstitutionId, Moment, PatientId};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_propose(
		actor: ActorOf<T>,
		patient: PatientId,
		directive: DirectiveOf<T>,
		source: Digest,
	) -> DispatchResult {
		let now = T::Time::now();
		Self::ensure_meant(&directive, &source, now)?;
		ensure!(T::Patients::is_open(&patient), Error::<T>::PatientNotOpen);
		Self::ensure_named(&directive)?;

		let institution = actor.institution;
		let open = Proposals::<T>::get(patient, institution);
		ensure!(open.is_none_or(|open| Self::expiry(&open) <= now), Error::<T>::AlreadyProposed);
		let recorder = actor.account;
		let proposal = Proposal { directive, source, recorder: recorder.clone(), recorded: now };
		let (digest, expires) = (proposal.digest(), Self::expiry(&proposal));
		Proposals::<T>::insert(patient, institution, proposal);

		Self::deposit_event(Event::Proposed {
			patient,
			institution,
			recorder,
			proposal: digest,
			expires,
		});
		Ok(())
	}

	pub(crate) fn do_retract(actor: ActorOf<T>, patient: PatientId) -> DispatchResult {
		let institution = actor.institution;
		ensure!(Proposals::<T>::contains_key(patient, institution), Error::<T>::NoProposal);
		Proposals::<T>::remove(patient, institution);

		Self::deposit_event(Event::Retracted { patient, institution, recorder: actor.account });
		Ok(())
	}

	pub(crate) fn do_activate(
		who: T::AccountId,
		patient: PatientId,
		institution: InstitutionId,
		expected: [u8; 32],
	) -> DispatchResult {
		let now = T::Time::now();
		Self::ensure_speaks_somehow(&who, &patient)?;
		let proposal = Proposals::<T>::get(patient, institution).ok_or(Error::<T>::NoProposal)?;
		Self::ensure_speaks(&who, &patient, &proposal.directive)?;
		ensure!(proposal.digest() == expected, Error::<T>::ProposalChanged);
		ensure!(now < Self::expiry(&proposal), Error::<T>::ProposalExpired);
		let Proposal { directive, source, .. } = proposal;
		ensure!(!directive.is_over(now), Error::<T>::PeriodOver);
		ensure!(T::Patients::is_open(&patient), Error::<T>::PatientNotOpen);

		let mut mine = Directives::<T>::get(patient);
		let performer = Performer::Patient { account: who.clone(), proposed_by: Some(institution) };
		let (consent, expired) =
			Self::begin(&patient, &mut mine, directive, source, performer, now)?;
		Directives::<T>::insert(patient, mine);
		Proposals::<T>::remove(patient, institution);

		Self::deposit_event(Event::Activated {
			patient,
			consent,
			institution,
			performer: who,
			expired,
		});
		Ok(())
	}

	pub(crate) fn do_reject(
		who: T::AccountId,
		patient: PatientId,
		institution: InstitutionId,
	) -> DispatchResult {
		Self::ensure_speaks_somehow(&who, &patient)?;
		let proposal = Proposals::<T>::get(patient, institution).ok_or(Error::<T>::NoProposal)?;
		Self::ensure_may_end(&who, &patient, &proposal.directive)?;
		Proposals::<T>::remove(patient, institution);

		Self::deposit_event(Event::Rejected { patient, institution, performer: who });
		Ok(())
	}

	pub(crate) fn proposal_info(
		institution: InstitutionId,
		proposal: Proposal<T::AccountId>,
	) -> ProposalInfo<T::AccountId> {
		let (digest, expires) = (proposal.digest(), Self::expiry(&proposal));
		ProposalInfo { institution, proposal, digest, expires }
	}

	pub(crate) fn all_proposals(patient: PatientId) -> Vec<ProposalInfo<T::AccountId>> {
		let mut all: Vec<_> = Proposals::<T>::iter_prefix(patient)
			.map(|(institution, proposal)| Self::proposal_info(institution, proposal))
			.collect();
		all.sort_by_key(|info| info.institution);
		all
	}

	fn expiry(proposal: &Proposal<T::AccountId>) -> Moment {
		proposal.recorded.saturating_add(T::ProposalTerm::get())
	}
}
