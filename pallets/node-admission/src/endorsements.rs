// SPDX-License-Identifier: Apache-2.0

//! Who vouches for whom.

use crate::*;
use alloc::vec::Vec;
use frame_support::ensure;
use galen_primitives::{InstitutionId, Moment};
use sp_runtime::{traits::SaturatedConversion, DispatchError};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_endorse(
		actor: ActorOf<T>,
		id: ApplicationId,
	) -> Result<Extent, DispatchError> {
		let mut application = Self::application_of(id)?;
		let now = Self::now();
		ensure!(application.ballot.is_none(), Error::<T>::BallotOpen);
		ensure!(!Self::has_lapsed(&application, now), Error::<T>::Lapsed);
		let institution = actor.institution;
		Self::ensure_may_vouch(institution, application.institution, now)?;

		let parameters = CurrentParameters::<T>::get();
		let required = Self::endorsements_required(application.institution, &parameters, now);
		let again = application.endorsements.contains(&institution);
		if !again {
			application
				.endorsements
				.try_push(institution)
				.map_err(|_| Error::<T>::AlreadyEndorsed)?;
		}
		let enough = count(&application.endorsements) >= required;
		// Where fewer have become enough, whoever has endorsed may say so.
		ensure!(!again || enough, Error::<T>::AlreadyEndorsed);

		let mut electorate = 0;
		if enough {
			let opened = Self::open_ballot(Motion::Admit(id), application.institution)?;
			(application.ballot, electorate) = (Some(opened.ballot), opened.electorate);
		}
		let ballot = application.ballot;
		Applications::<T>::insert(id, application);
		Self::deposit_event(Event::Endorsed { application: id, institution, ballot });
		Ok(Extent { validators: Self::seat_count(), electorate })
	}

	/// Whether `institution` validates well enough to speak about a node of `candidate`. Answers how
	/// many validators it has.
	pub(crate) fn ensure_may_vouch(
		institution: InstitutionId,
		candidate: InstitutionId,
		now: Moment,
	) -> Result<u32, Error<T>> {
		ensure!(!Self::is_recused(institution, candidate), Error::<T>::Recused);
		let planned = PlannedSet::<T>::get();
		let mut seats = Seats::<T>::get().into_inner();
		seats.retain(|seat| seat.institution == institution);
		let validates = seats.iter().any(|seat| Self::is_proven(seat, &planned, now));
		ensure!(validates, Error::<T>::NotAValidator);
		Ok(count(&seats))
	}

	/// How many validators were admitted.
	pub(crate) fn seat_count() -> u32 {
		Seats::<T>::decode_len().unwrap_or_default().saturated_into()
	}

	/// How many endorsements an application needs now: those of all who may give one, if that is
	/// fewer than asked for.
	pub(crate) fn endorsements_required(
		applicant: InstitutionId,
		parameters: &Parameters,
		now: Moment,
	) -> u32 {
		let planned = PlannedSet::<T>::get();
		let mut able: Vec<InstitutionId> = Vec::new();
		for seat in Seats::<T>::get() {
			if count(&able) >= parameters.endorsements {
				break;
			}
			if !able.contains(&seat.institution)
				&& Self::is_proven(&seat, &planned, now)
				&& T::Members::is_in_force(seat.institution)
				&& !Self::is_recused(seat.institution, applicant)
			{
				able.push(seat.institution);
			}
		}
		count(&able)
	}

	/// Whether `institution` has to keep out of what is about a node of `candidate`.
	pub(crate) fn is_recused(institution: InstitutionId, candidate: InstitutionId) -> bool {
		institution == candidate || T::Members::are_affiliated(institution, candidate)
	}

	/// Whether the validator is in the set, past its probation, and nothing is held against it.
	fn is_proven(seat: &SeatOf<T>, planned: &SetOf<T>, now: Moment) -> bool {
		planned.contains(&seat.account)
			&& Nodes::<T>::get(seat.node)
				.is_some_and(|node| node.is_good(now) && node.probation <= now)
	}
}
