// SPDX-License-Identifier: Apache-2.0

//! Who belongs to the consortium, and what is said of them.

use crate::{
	pallet::*, ActorOf, AdministratorsOf, Admission, AffiliatesOf, Institution, InstitutionInfo,
	InstitutionOf, ProfileOf, VotingClass,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{Get, Time},
	BoundedVec,
};
use galen_primitives::{
	gs1::Gln, iso3166, seams, standing::Standing, ChainId, InstitutionId, InstitutionKinds, Moment,
	Period, Role,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	pub(crate) fn institution_of(id: InstitutionId) -> Result<InstitutionOf<T>, Error<T>> {
		Institutions::<T>::get(id).ok_or(Error::<T>::UnknownInstitution)
	}

	/// Changes the cold part of an institution.
	pub(crate) fn mutate_profile<R>(
		id: InstitutionId,
		change: impl FnOnce(&mut ProfileOf<T>) -> Result<R, Error<T>>,
	) -> Result<R, Error<T>> {
		Profiles::<T>::try_mutate(id, |slot| {
			change(slot.as_mut().ok_or(Error::<T>::UnknownInstitution)?)
		})
	}

	pub(crate) fn do_admit(
		profile: Admission,
		administrators: AdministratorsOf<T>,
	) -> Result<InstitutionId, DispatchError> {
		let Admission { kinds, voting_class, gln, jurisdiction, allowance_class } = profile;
		ensure!(!administrators.is_empty(), Error::<T>::NoAdministrator);
		Self::ensure_plausible(kinds, voting_class, gln, jurisdiction)?;
		let id = NextInstitutionId::<T>::get();
		let next = id.checked_add(1).ok_or(Error::<T>::TooManyInstitutions)?;
		let full = Self::full_allowance(allowance_class)?;
		Self::change_gln(id, None, gln)?;
		Electorate::<T>::try_append((id, voting_class))
			.map_err(|()| Error::<T>::TooManyInstitutions)?;

		let validity = Period { from: Self::now(), until: None };
		NextInstitutionId::<T>::put(next);
		Institutions::<T>::insert(id, Institution { kinds, standing: Standing::new(validity) });
		Profiles::<T>::insert(
			id,
			ProfileOf::<T> {
				voting_class,
				gln,
				jurisdiction,
				affiliates: BoundedVec::new(),
				attributed_affiliates: BoundedVec::new(),
				administrators: 0,
				services: BoundedVec::new(),
				keys: 0,
			},
		);
		Allowances::<T>::insert(id, full);
		for account in administrators {
			Self::add_staff(id, account, Role::Administrator, 0, validity)?;
		}
		Ok(id)
	}

	pub(crate) fn do_amend(
		id: InstitutionId,
		kinds: InstitutionKinds,
		voting_class: VotingClass,
		gln: Option<Gln>,
		jurisdiction: u16,
	) -> DispatchResult {
		Self::ensure_plausible(kinds, voting_class, gln, jurisdiction)?;
		Institutions::<T>::try_mutate(id, |slot| {
			slot.as_mut()
				.map(|institution| institution.kinds = kinds)
				.ok_or(Error::<T>::UnknownInstitution)
		})?;
		Self::mutate_profile(id, |profile| {
			Self::change_gln(id, profile.gln, gln)?;
			profile.voting_class = voting_class;
			profile.gln = gln;
			profile.jurisdiction = jurisdiction;
			Ok(())
		})?;
		Electorate::<T>::mutate(|electorate| {
			if let Some((_, class)) = electorate.iter_mut().find(|(member, _)| *member == id) {
				*class = voting_class;
			}
		});
		Self::deposit_event(Event::InstitutionAmended {
			institution: id,
			kinds,
			voting_class,
			gln,
			jurisdiction,
		});
		Ok(())
	}

	pub(crate) fn do_declare_affiliates(
		actor: ActorOf<T>,
		affiliates: AffiliatesOf<T>,
	) -> DispatchResult {
		Self::ensure_affiliates(actor.institution, &affiliates)?;
		Self::mutate_profile(actor.institution, |profile| {
			profile.affiliates = affiliates.clone();
			Ok(())
		})?;
		Self::deposit_event(Event::AffiliatesDeclared {
			institution: actor.institution,
			affiliates,
		});
		Ok(())
	}

	pub(crate) fn do_attribute_affiliates(
		actor: ActorOf<T>,
		institution: InstitutionId,
		affiliates: AffiliatesOf<T>,
	) -> DispatchResult {
		ensure!(institution != actor.institution, Error::<T>::OwnInstitution);
		Self::ensure_affiliates(institution, &affiliates)?;
		Self::mutate_profile(institution, |profile| {
			profile.attributed_affiliates = affiliates.clone();
			Ok(())
		})?;
		let regulator = actor.institution;
		Self::deposit_event(Event::AffiliatesAttributed { institution, affiliates, regulator });
		Ok(())
	}

	/// Refuses what can't be the affiliates of `institution`.
	fn ensure_affiliates(
		institution: InstitutionId,
		affiliates: &AffiliatesOf<T>,
	) -> Result<(), Error<T>> {
		ensure!(affiliates.is_sorted_by(|one, next| one < next), Error::<T>::AffiliatesNotSorted);
		ensure!(!affiliates.contains(&institution), Error::<T>::OwnInstitution);
		// Numbers are assigned without gaps and never given up.
		let next = NextInstitutionId::<T>::get();
		ensure!(affiliates.iter().all(|id| *id < next), Error::<T>::UnknownInstitution);
		Ok(())
	}

	pub(crate) fn institution_info(id: InstitutionId) -> Option<InstitutionInfo> {
		let Institution { kinds, standing } = Institutions::<T>::get(id)?;
		let profile = Profiles::<T>::get(id)?;
		Some(InstitutionInfo {
			kinds,
			voting_class: profile.voting_class,
			gln: profile.gln,
			jurisdiction: profile.jurisdiction,
			affiliates: profile.affiliates.into_inner(),
			attributed_affiliates: profile.attributed_affiliates.into_inner(),
			administrators: profile.administrators,
			validity: standing.validity(),
			ended: standing.ended(),
			suspensions: standing.suspensions().into(),
			in_force: standing.is_in_force(Self::now()),
		})
	}

	/// What can be told of an application without asking storage.
	fn ensure_plausible(
		kinds: InstitutionKinds,
		voting_class: VotingClass,
		gln: Option<Gln>,
		jurisdiction: u16,
	) -> Result<(), Error<T>> {
		ensure!(kinds.is_valid(), Error::<T>::InvalidKinds);
		ensure!(voting_class.allowed_kinds().intersects(kinds), Error::<T>::VotingClassNotAllowed);
		ensure!(gln.is_none_or(|gln| gln.is_valid()), Error::<T>::InvalidGln);
		ensure!(iso3166::is_assigned(jurisdiction), Error::<T>::UnknownJurisdiction);
		Ok(())
	}

	/// Keeps [`GlnHolders`] the inverse of the profiles.
	fn change_gln(
		id: InstitutionId,
		before: Option<Gln>,
		after: Option<Gln>,
	) -> Result<(), Error<T>> {
		if before == after {
			return Ok(());
		}
		if let Some(gln) = after {
			GlnHolders::<T>::try_mutate(gln, |holder| match holder {
				Some(_) => Err(Error::<T>::GlnInUse),
				None => {
					*holder = Some(id);
					Ok(())
				},
			})?;
		}
		if let Some(gln) = before {
			GlnHolders::<T>::remove(gln);
		}
		Ok(())
	}
}

impl<T: Config> Pallet<T> {
	/// Every institution in force, in the order of their numbers, with the class in which it votes.
	/// Reads as many institutions as weren't retired.
	pub fn electorate_in_force() -> Vec<(InstitutionId, VotingClass)> {
		Electorate::<T>::get()
			.into_iter()
			.filter(|(id, _)| <Self as seams::Institutions>::kinds_in_force(*id).is_some())
			.collect()
	}
}

impl<T: Config> seams::Institutions for Pallet<T> {
	fn kinds_in_force(id: InstitutionId) -> Option<InstitutionKinds> {
		let institution = Institutions::<T>::get(id)?;
		institution.standing.is_in_force(Self::now()).then_some(institution.kinds)
	}

	fn exists(id: InstitutionId) -> bool {
		Institutions::<T>::contains_key(id)
	}

	fn jurisdiction(id: InstitutionId) -> Option<u16> {
		Profiles::<T>::get(id).map(|profile| profile.jurisdiction)
	}

	fn are_affiliated(one: InstitutionId, other: InstitutionId) -> bool {
		let declares = |this, that: &InstitutionId| {
			Profiles::<T>::get(this).is_some_and(|profile| {
				profile.affiliates.binary_search(that).is_ok()
					|| profile.attributed_affiliates.binary_search(that).is_ok()
			})
		};
		declares(one, &other) || declares(other, &one)
	}

	fn kinds_at(id: InstitutionId, at: Moment) -> Option<InstitutionKinds> {
		let institution = Institutions::<T>::get(id)?;
		(institution.standing.was_in_force(at) == Some(true)).then_some(institution.kinds)
	}
}

impl<T: Config> Get<ChainId> for Pallet<T> {
	fn get() -> ChainId {
		ChainIdentity::<T>::get()
	}
}
