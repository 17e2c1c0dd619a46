// SPDX-License-Identifier: Apache-2.0

//! Who wants to run a node.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{Get, Time},
	BoundedVec,
};
use galen_primitives::{
	iso3166,
	keys::{Signature, VerifyingKey},
	statement::statement,
	InstitutionId, Moment,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn now() -> Moment {
		T::Time::now()
	}

	pub(crate) fn do_apply(
		actor: ActorOf<T>,
		form: NodeForm,
		expires: Moment,
		proof: &Signature,
	) -> Result<Extent, DispatchError> {
		ensure!(!form.certificate.is_zero(), Error::<T>::ZeroDigest);
		ensure!(iso3166::is_assigned(form.region), Error::<T>::UnknownRegion);
		let now = Self::now();
		let latest = now.saturating_add(T::MaxProofTerm::get());
		ensure!(now < expires && expires <= latest, Error::<T>::InvalidExpiry);
		let parameters = CurrentParameters::<T>::get();
		ensure!(form.agreement == parameters.agreement, Error::<T>::AgreementOutdated);

		let ActorOf::<T> { account, institution, .. } = actor;
		ensure!(Self::blacklist_of(&form.peer, institution).is_none(), Error::<T>::Blacklisted);
		Self::ensure_room(&account, institution, form.kind, &parameters)?;
		// What has lapsed gives way, the own application and whosoever's has the key.
		if let Some(own) = Applicants::<T>::get(institution) {
			ensure!(Self::drop_lapsed(own, now), Error::<T>::AlreadyApplied);
		}
		match Peers::<T>::get(form.peer) {
			None => {},
			Some(PeerUse::Application(other)) => {
				ensure!(Self::drop_lapsed(other, now), Error::<T>::PeerInUse);
			},
			Some(PeerUse::Node(_)) => return Err(Error::<T>::PeerInUse.into()),
		}
		// Last, for it costs the most.
		let message = Self::statement_of(&account, institution, &form, expires);
		ensure!(
			VerifyingKey::Ed25519(form.peer.0).verifies(&message, proof),
			Error::<T>::InvalidProof
		);

		let id = NextApplication::<T>::get();
		NextApplication::<T>::put(id.checked_add(1).ok_or(Error::<T>::TooManyNodes)?);
		let mut application = ApplicationOf::<T> {
			institution,
			account: account.clone(),
			form,
			lapses: now.saturating_add(T::ApplicationTerm::get()),
			endorsements: BoundedVec::new(),
			ballot: None,
		};
		// With nobody there who could vouch, it is for the classes alone to say.
		let mut electorate = 0;
		if Self::endorsements_required(institution, &parameters, now) == 0 {
			let opened = Self::open_ballot(Motion::Admit(id), institution)?;
			(application.ballot, electorate) = (Some(opened.ballot), opened.electorate);
		}
		let ballot = application.ballot;
		Applications::<T>::insert(id, application);
		Applicants::<T>::insert(institution, id);
		Peers::<T>::insert(form.peer, PeerUse::Application(id));
		Self::deposit_event(Event::Applied { application: id, institution, account, form, ballot });
		Ok(Extent { validators: Self::seat_count(), electorate })
	}

	pub(crate) fn do_withdraw_application(actor: ActorOf<T>, id: ApplicationId) -> DispatchResult {
		let application = Self::application_of(id)?;
		ensure!(application.institution == actor.institution, Error::<T>::NotYours);
		ensure!(application.ballot.is_none(), Error::<T>::BallotOpen);
		Self::drop_application(id, &application);
		Self::deposit_event(Event::ApplicationWithdrawn { application: id, by: actor.account });
		Ok(())
	}

	pub(crate) fn application_of(id: ApplicationId) -> Result<ApplicationOf<T>, Error<T>> {
		Applications::<T>::get(id).ok_or(Error::<T>::UnknownApplication)
	}

	/// What the network key signs.
	pub(crate) fn statement_of(
		account: &T::AccountId,
		institution: InstitutionId,
		form: &NodeForm,
		expires: Moment,
	) -> Vec<u8> {
		let body = (account, institution, form, expires);
		statement(b"node-admission", &T::ChainId::get(), &body)
	}

	/// Whether there is room for another node, as things stand.
	pub(crate) fn ensure_room(
		account: &T::AccountId,
		institution: InstitutionId,
		kind: NodeKind,
		parameters: &Parameters,
	) -> Result<(), Error<T>> {
		ensure!(NodeCount::<T>::get() < T::MaxNodes::get(), Error::<T>::TooManyNodes);
		if kind != NodeKind::Validator {
			return Ok(());
		}
		let seats = Seats::<T>::get();
		ensure!(count(&seats) < T::MaxValidators::get(), Error::<T>::TooManyNodes);
		ensure!(seats.iter().all(|seat| seat.account != *account), Error::<T>::AccountInUse);
		let such = |is: &dyn Fn(&SeatOf<T>) -> bool| {
			count(&seats.iter().filter(|seat| is(seat)).collect::<Vec<_>>())
		};
		ensure!(
			such(&|seat| seat.institution == institution) < parameters.institution_cap,
			Error::<T>::InstitutionCapReached
		);
		if parameters.jurisdiction_cap > 0 {
			let jurisdiction = T::Members::jurisdiction(institution);
			ensure!(
				such(&|seat| Some(seat.jurisdiction) == jurisdiction) < parameters.jurisdiction_cap,
				Error::<T>::JurisdictionCapReached
			);
		}
		Ok(())
	}

	/// Drops an application if it has lapsed, and says whether it has.
	fn drop_lapsed(id: ApplicationId, now: Moment) -> bool {
		match Applications::<T>::get(id) {
			Some(application) if Self::has_lapsed(&application, now) => {
				Self::drop_application(id, &application);
				true
			},
			Some(_) => false,
			None => true,
		}
	}

	/// Whether it has waited for endorsements for too long.
	pub(crate) fn has_lapsed(application: &ApplicationOf<T>, now: Moment) -> bool {
		application.ballot.is_none() && application.lapses <= now
	}

	/// Forgets an application. Its network key is free then.
	pub(crate) fn drop_application(id: ApplicationId, application: &ApplicationOf<T>) {
		Applications::<T>::remove(id);
		Applicants::<T>::remove(application.institution);
		Peers::<T>::remove(application.form.peer);
	}
}
