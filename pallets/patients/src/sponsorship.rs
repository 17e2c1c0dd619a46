// SPDX-License-Identifier: Apache-2.0

//! How a patient comes under another care provider: that one offers, the patient accepts.

use crate::{
	types::{Control, Scope, SponsorshipOffer, Status},
	Config, Error, Event, Pallet, Patients, Representatives, SponsorshipOffers,
};
use frame_support::{ensure, pallet_prelude::*};
use galen_primitives::{InstitutionId, Moment, PatientId};

impl<T: Config> Pallet<T> {
	/// An offer takes the place of an earlier one, whoever made that: it commits nobody but the
	/// institution itself, and a patient accepts by naming it.
	pub(crate) fn do_offer_sponsorship(
		institution: InstitutionId,
		id: PatientId,
		expires: Moment,
	) -> DispatchResult {
		Self::ensure_term::<T::MaxOfferTerm>(expires)?;
		Self::ensure_care_provider(institution)?;
		let patient = Self::known_patient(&id)?;
		ensure!(!matches!(patient.status, Status::Closed { .. }), Error::<T>::PatientClosed);
		ensure!(patient.sponsor != institution, Error::<T>::AlreadySponsor);
		SponsorshipOffers::<T>::insert(id, SponsorshipOffer { institution, expires });
		Self::deposit_event(Event::SponsorshipOffered { patient: id, institution, expires });
		Ok(())
	}

	/// Also for a patient that was recorded as deceased: if that was an error, and the sponsor is
	/// gone, the next sponsor is the only one that can say so.
	///
	/// Returns how many representatives the patient has.
	pub(crate) fn do_accept_sponsorship(
		who: &T::AccountId,
		institution: InstitutionId,
	) -> Result<usize, DispatchError> {
		let id = Self::acts_for(who, Scope::Everything)?;
		let offer = SponsorshipOffers::<T>::get(id)
			.filter(|offer| offer.institution == institution)
			.ok_or(Error::<T>::NoOffer)?;
		ensure!(Self::now() < offer.expires, Error::<T>::Expired);
		Self::ensure_care_provider(institution)?;
		let mut patient = Self::known_patient(&id)?;

		SponsorshipOffers::<T>::remove(id);
		if let Control::Controlled { account } = &patient.control {
			Self::rebind_sponsor(account, institution);
		}
		let representatives = Representatives::<T>::get(id);
		for representative in &representatives {
			Self::rebind_sponsor(&representative.account, institution);
		}
		let from = core::mem::replace(&mut patient.sponsor, institution);
		Patients::<T>::insert(id, patient);
		Self::deposit_event(Event::SponsorshipAccepted { patient: id, from, to: institution });
		Ok(representatives.len())
	}
}
