// SPDX-License-Identifier: Apache-2.0

//! From a request to its closure.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{
	keys::{KeyPurposes, PublicKey},
	seams::{ConsentGate, Institutions, Patients, Records},
	AccessRequest, Digest, FieldGroups, Moment, PatientId, PurposeOfUse, RecordFacts, RecordId,
	Scope, StudyId,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_request(
		requester: RequesterOf<T>,
		record: RecordId,
		version: u32,
		fields: FieldGroups,
		purpose: PurposeOfUse,
		study: Option<StudyId>,
		recipient_key: PublicKey,
	) -> DispatchResult {
		ensure!(fields.is_valid(), Error::<T>::InvalidFields);
		ensure!(KeyPurposes::KEY_AGREEMENT.suit(&recipient_key), Error::<T>::KeyNotSuited);
		let facts = Self::facts_in_use(&record)?;
		ensure!((1..=facts.version).contains(&version), Error::<T>::NoSuchVersion);
		let patient = facts.patient;
		if let Requester::Patient(account) = &requester {
			// The gate would deny it. But no stranger is to leave a trace in the log.
			ensure!(
				T::Patients::may(account, &patient, Scope::Disclosure),
				Error::<T>::NotThePatient
			);
		}

		let recipient = requester.clone();
		let custodian = facts.custodian;
		let mut data = DataUse { recipient, custodian, record, version, fields, purpose, study };
		let what = match T::ConsentGate::decide(&Self::asked(patient, &data, &facts)) {
			Ok(permit) => {
				data.fields = fields.intersection(permit.fields);
				let granted = T::Time::now();
				let expires = granted.saturating_add(T::GrantTerm::get());
				let basis = permit.basis;
				let grant = Self::add_grant(Grant {
					patient,
					data: data.clone(),
					recipient_key,
					basis,
					granted,
					expires,
					released: None,
				})?;
				Happening::Granted { grant, basis, recipient_key, expires }
			},
			Err(denial) => Happening::Denied { denial },
		};
		Self::add_to_log(patient, requester, what, Some(data));
		Ok(())
	}

	pub(crate) fn do_release(actor: ActorOf<T>, id: GrantId, payload: Digest) -> DispatchResult {
		ensure!(!payload.is_zero(), Error::<T>::ZeroDigest);
		let mut grant = Self::unreleased(&actor, id)?;
		let now = T::Time::now();
		ensure!(now < grant.expires, Error::<T>::Expired);
		let facts = Self::facts_in_use(&grant.data.record)?;
		if let Requester::Staff(recipient) = &grant.data.recipient {
			ensure!(
				T::Institutions::kinds_in_force(recipient.institution).is_some(),
				Error::<T>::RecipientNotInForce
			);
		}
		// The payload has all that was granted in it: less is a matter for a new request.
		let permit = T::ConsentGate::decide(&Self::asked(grant.patient, &grant.data, &facts))
			.map_err(|_| Error::<T>::NoLongerPermitted)?;
		ensure!(grant.data.fields.without(permit.fields).is_empty(), Error::<T>::NoLongerPermitted);

		grant.released = Some(Release { at: now, payload, by: actor.account.clone() });
		let (patient, data, basis) = (grant.patient, grant.data.clone(), permit.basis);
		Grants::<T>::insert(id, grant);
		let what = Happening::Released { grant: id, payload, basis };
		Self::add_to_log(patient, Requester::Staff(actor), what, Some(data));
		Ok(())
	}

	pub(crate) fn do_confirm_receipt(
		who: RequesterOf<T>,
		id: GrantId,
		payload: Digest,
	) -> DispatchResult {
		let grant = Grants::<T>::get(id).ok_or(Error::<T>::GrantNotFound)?;
		match (&grant.data.recipient, &who) {
			(Requester::Staff(asked), Requester::Staff(signed)) => ensure!(
				asked.account == signed.account && asked.institution == signed.institution,
				Error::<T>::NotRecipient
			),
			(Requester::Staff(asked), Requester::Patient(signed)) => {
				ensure!(asked.account == *signed, Error::<T>::NotRecipient);
				return Err(Error::<T>::RecipientNotInForce.into());
			},
			(asked, signed) => ensure!(asked == signed, Error::<T>::NotRecipient),
		}
		let released = grant.released.as_ref().ok_or(Error::<T>::NotReleased)?;
		ensure!(released.payload == payload, Error::<T>::PayloadDiffers);

		Self::close(id, grant, who, Happening::Received { grant: id, payload });
		Ok(())
	}

	pub(crate) fn do_refuse_release(
		actor: ActorOf<T>,
		id: GrantId,
		reason: RefusalReason,
	) -> DispatchResult {
		let grant = Self::unreleased(&actor, id)?;
		let what = Happening::NotReleased { grant: id, reason };
		Self::close(id, grant, Requester::Staff(actor), what);
		Ok(())
	}

	pub(crate) fn do_expire_grant(actor: ActorOf<T>, id: GrantId) -> DispatchResult {
		let grant = Grants::<T>::get(id).ok_or(Error::<T>::GrantNotFound)?;
		ensure!(grant.expires <= T::Time::now(), Error::<T>::NotExpired);
		let what = Happening::Lapsed { grant: id, released: grant.released.is_some() };
		Self::close(id, grant, Requester::Staff(actor), what);
		Ok(())
	}

	pub(crate) fn grant_info(id: GrantId) -> Option<GrantInfo<T::AccountId>> {
		let grant = Grants::<T>::get(id)?;
		let status = grant.status(T::Time::now());
		let suspect = T::Records::is_suspect(&grant.data.record);
		Some(GrantInfo { grant, status, suspect })
	}

	/// What the chain knows of a record that counts.
	fn facts_in_use(record: &RecordId) -> Result<RecordFacts, Error<T>> {
		let facts = T::Records::facts(record).ok_or(Error::<T>::RecordNotFound)?;
		ensure!(!facts.withdrawn, Error::<T>::RecordWithdrawn);
		Ok(facts)
	}

	/// What the gate is asked.
	fn asked(
		patient: PatientId,
		data: &DataUseOf<T>,
		facts: &RecordFacts,
	) -> AccessRequest<T::AccountId> {
		AccessRequest {
			requester: data.recipient.clone(),
			patient,
			purpose: data.purpose,
			study: data.study,
			data: facts.scope(data.fields),
		}
	}

	/// A grant that the actor's institution hasn't released yet.
	fn unreleased(actor: &ActorOf<T>, id: GrantId) -> Result<GrantOf<T>, Error<T>> {
		let grant = Grants::<T>::get(id).ok_or(Error::<T>::GrantNotFound)?;
		ensure!(grant.data.custodian == actor.institution, Error::<T>::NotCustodian);
		ensure!(grant.released.is_none(), Error::<T>::AlreadyReleased);
		Ok(grant)
	}

	fn add_grant(grant: GrantOf<T>) -> Result<GrantId, Error<T>> {
		let holder = grant.holder();
		let open = OpenGrants::<T>::get(holder);
		let max = match holder {
			GrantHolder::Institution(_) => T::MaxOpenGrants::get(),
			GrantHolder::Patient(_) => T::MaxOwnGrants::get(),
		};
		ensure!(open < max, Error::<T>::TooManyOpenGrants);
		OpenGrants::<T>::insert(holder, open.saturating_add(1));
		let id = GrantCount::<T>::get();
		GrantCount::<T>::put(id.saturating_add(1));
		Grants::<T>::insert(id, grant);
		Ok(id)
	}

	/// Takes a grant out of the state, and says in the log how it ended.
	fn close(id: GrantId, grant: GrantOf<T>, by: RequesterOf<T>, how: Happening) {
		let open = OpenGrants::<T>::get(grant.holder()).saturating_sub(1);
		if open == 0 {
			OpenGrants::<T>::remove(grant.holder());
		} else {
			OpenGrants::<T>::insert(grant.holder(), open);
		}
		Grants::<T>::remove(id);
		Self::add_to_log(grant.patient, by, how, Some(grant.data));
	}
}

impl<AccountId> Grant<AccountId> {
	/// Among whose open grants it counts.
	pub const fn holder(&self) -> GrantHolder {
		match &self.data.recipient {
			Requester::Staff(actor) => GrantHolder::Institution(actor.institution),
			Requester::Patient(_) => GrantHolder::Patient(self.patient),
		}
	}

	/// Where it stands `now`.
	pub const fn status(&self, now: Moment) -> GrantStatus {
		match (self.released.is_some(), now < self.expires) {
			(false, true) => GrantStatus::NotReleased,
			(true, true) => GrantStatus::NotConfirmed,
			(false, false) => GrantStatus::ExpiredUnreleased,
			(true, false) => GrantStatus::ExpiredUnconfirmed,
		}
	}
}
