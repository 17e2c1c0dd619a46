// SPDX-License-Identifier: Apache-2.0

//! Consents: how they begin, change and end.

use crate::*;
use codec::Encode;
use consent_core::{ActiveDirective, Flaw};
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{
	seams::{Institutions, Patients, Studies},
	ConsentId, Digest, InstitutionId, Moment, PatientId, Scope,
};
use sp_io::hashing::blake2_256;

/// Every consent's first version, and the only one that a form can make.
const FIRST: u32 = 1;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_grant(
		who: T::AccountId,
		patient: PatientId,
		directive: DirectiveOf<T>,
		source: Digest,
		replaces: Option<ConsentId>,
	) -> DispatchResult {
		let now = T::Time::now();
		Self::ensure_meant(&directive, &source, now)?;
		Self::ensure_speaks(&who, &patient, &directive)?;
		ensure!(T::Patients::is_open(&patient), Error::<T>::PatientNotOpen);
		Self::ensure_named(&directive)?;

		let mut mine = Directives::<T>::get(patient);
		if let Some(consent) = replaces {
			let replaced = Self::take(&mut mine, consent)?;
			ensure!(!replaced.directive.is_over(now), Error::<T>::Expired);
			Self::ensure_may_end(&who, &patient, &replaced.directive)?;
			let reason = EndReason::Replaced { by: mine.next };
			Self::end(&patient, replaced, now, reason)?;
		}
		let performer = Performer::Patient { account: who.clone(), proposed_by: None };
		let (consent, expired) =
			Self::begin(&patient, &mut mine, directive, source, performer, now)?;
		Directives::<T>::insert(patient, mine);

		Self::deposit_event(Event::Granted {
			patient,
			consent,
			performer: who,
			replaced: replaces,
			expired,
		});
		Ok(())
	}

	pub(crate) fn do_record_signed(
		actor: ActorOf<T>,
		patient: PatientId,
		directive: DirectiveOf<T>,
		source: Digest,
	) -> DispatchResult {
		let (institution, recorder) = (actor.institution, actor.account);
		let now = T::Time::now();
		Self::ensure_meant(&directive, &source, now)?;
		Self::ensure_fit_for_form(&directive, institution)?;
		ensure!(T::Patients::is_open(&patient), Error::<T>::PatientNotOpen);
		ensure!(!T::Patients::is_claimed(&patient), Error::<T>::PatientClaimed);
		Self::ensure_named(&directive)?;

		let mut mine = Directives::<T>::get(patient);
		let performer = Performer::Form { institution, recorder: recorder.clone() };
		let (consent, expired) =
			Self::begin(&patient, &mut mine, directive, source, performer, now)?;
		Directives::<T>::insert(patient, mine);

		Self::deposit_event(Event::SignedRecorded {
			patient,
			consent,
			institution,
			recorder,
			expired,
		});
		Ok(())
	}

	pub(crate) fn do_amend(
		who: T::AccountId,
		patient: PatientId,
		consent: ConsentId,
		expected_version: u32,
		directive: DirectiveOf<T>,
		source: Digest,
	) -> DispatchResult {
		let now = T::Time::now();
		Self::ensure_meant(&directive, &source, now)?;
		Self::ensure_speaks(&who, &patient, &directive)?;
		ensure!(T::Patients::is_open(&patient), Error::<T>::PatientNotOpen);
		Self::ensure_named(&directive)?;

		let mut mine = Directives::<T>::get(patient);
		let active = mine
			.active
			.iter_mut()
			.find(|active| active.consent == consent)
			.ok_or(Error::<T>::NotFound)?;
		ensure!(active.version == expected_version, Error::<T>::StaleVersion);
		ensure!(!active.directive.is_over(now), Error::<T>::Expired);
		ensure!(active.directive != directive, Error::<T>::NoChange);
		Self::ensure_speaks(&who, &patient, &active.directive)?;

		let version = expected_version.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		let predecessor = Some(active.directive.using_encoded(blake2_256));
		let next = ActiveDirective { consent, version, directive };
		let before = core::mem::replace(active, next);
		Self::end(&patient, before, now, EndReason::Amended)?;
		let performer = Performer::Patient { account: who.clone(), proposed_by: None };
		let next =
			Version { source, performer, predecessor, recorded: now, ended: None, annulled: None };
		Versions::<T>::insert(patient, (consent, version), next);
		Directives::<T>::insert(patient, mine);

		Self::deposit_event(Event::Amended { patient, consent, version, performer: who });
		Ok(())
	}

	pub(crate) fn do_withdraw(
		who: T::AccountId,
		patient: PatientId,
		consent: ConsentId,
	) -> DispatchResult {
		Self::ensure_speaks_somehow(&who, &patient)?;
		let mut mine = Directives::<T>::get(patient);
		let withdrawn = Self::take(&mut mine, consent)?;
		Self::ensure_may_end(&who, &patient, &withdrawn.directive)?;

		let version = withdrawn.version;
		Self::end(&patient, withdrawn, T::Time::now(), EndReason::Withdrawn)?;
		Directives::<T>::insert(patient, mine);

		Self::deposit_event(Event::Withdrawn { patient, consent, version, performer: who });
		Ok(())
	}

	pub(crate) fn do_void(
		who: T::AccountId,
		patient: PatientId,
		consent: ConsentId,
	) -> DispatchResult {
		ensure!(T::Patients::may(&who, &patient, Scope::Consent), Error::<T>::NotAuthorized);
		Self::annul(&patient, consent, AnnulmentReason::Voided, |_| true)?;

		Self::deposit_event(Event::Voided { patient, consent, performer: who });
		Ok(())
	}

	pub(crate) fn do_enter_in_error(
		actor: ActorOf<T>,
		patient: PatientId,
		consent: ConsentId,
	) -> DispatchResult {
		let institution = actor.institution;
		let reason = AnnulmentReason::EnteredInError;
		Self::annul(&patient, consent, reason, |recorder| recorder == institution)?;

		let recorder = actor.account;
		Self::deposit_event(Event::EnteredInError { patient, consent, institution, recorder });
		Ok(())
	}

	/// Whether a directive is one that can be given now, as far as it tells itself.
	pub(crate) fn ensure_meant(
		directive: &DirectiveOf<T>,
		source: &Digest,
		now: Moment,
	) -> Result<(), Error<T>> {
		ensure!(!source.is_zero(), Error::<T>::ZeroDigest);
		directive.check().map_err(|flaw| match flaw {
			Flaw::ImproperPeriod => Error::<T>::ImproperPeriod,
			Flaw::UnknownBits => Error::<T>::UnknownBits,
			Flaw::UnknownJurisdiction => Error::<T>::UnknownJurisdiction,
			Flaw::StudyNotResearch => Error::<T>::StudyNotResearch,
			Flaw::ResearchWithoutStudy => Error::<T>::ResearchWithoutStudy,
		})?;
		ensure!(!directive.is_over(now), Error::<T>::PeriodOver);
		Ok(())
	}

	/// Whether a form can say it.
	pub(crate) fn ensure_fit_for_form(
		directive: &DirectiveOf<T>,
		institution: InstitutionId,
	) -> Result<(), Error<T>> {
		ensure!(directive.is_within_treatment(), Error::<T>::BroaderThanTreatment);
		ensure!(directive.custodians.as_slice() == [institution], Error::<T>::NotOwnData);
		Ok(())
	}

	/// Whether there is every institution and the study that the directive names. A number that
	/// isn't given away yet would be somebody's later on, whom the patient has never heard of.
	pub(crate) fn ensure_named(directive: &DirectiveOf<T>) -> Result<(), Error<T>> {
		Self::ensure_institutions(directive)?;
		ensure!(directive.study.is_none_or(T::Studies::exists), Error::<T>::UnknownStudy);
		Ok(())
	}

	/// Whether there is every institution that the directive names. (A study may be withdrawn
	/// later on.)
	pub(crate) fn ensure_institutions(directive: &DirectiveOf<T>) -> Result<(), Error<T>> {
		ensure!(
			directive.institutions().all(T::Institutions::exists),
			Error::<T>::UnknownInstitution
		);
		Ok(())
	}

	/// Whether `who` may give that directive.
	pub(crate) fn ensure_speaks(
		who: &T::AccountId,
		patient: &PatientId,
		directive: &DirectiveOf<T>,
	) -> Result<(), Error<T>> {
		let scope = if directive.study.is_some() { Scope::Research } else { Scope::Consent };
		ensure!(T::Patients::may(who, patient, scope), Error::<T>::NotAuthorized);
		Ok(())
	}

	/// Whether `who` may end that directive.
	pub(crate) fn ensure_may_end(
		who: &T::AccountId,
		patient: &PatientId,
		directive: &DirectiveOf<T>,
	) -> Result<(), Error<T>> {
		let may = T::Patients::may(who, patient, Scope::Consent)
			|| (directive.study.is_some() && T::Patients::may(who, patient, Scope::Research));
		ensure!(may, Error::<T>::NotAuthorized);
		Ok(())
	}

	/// Whether `who` may give or end any directive: asked before it is known which.
	pub(crate) fn ensure_speaks_somehow(
		who: &T::AccountId,
		patient: &PatientId,
	) -> Result<(), Error<T>> {
		let may = T::Patients::may(who, patient, Scope::Consent)
			|| T::Patients::may(who, patient, Scope::Research);
		ensure!(may, Error::<T>::NotAuthorized);
		Ok(())
	}

	/// Begins a consent, with its first version. If there is no room, an expired one makes some;
	/// its number comes back beside the new one's.
	pub(crate) fn begin(
		patient: &PatientId,
		mine: &mut DirectivesOf<T>,
		directive: DirectiveOf<T>,
		source: Digest,
		performer: Performer<T::AccountId>,
		now: Moment,
	) -> Result<(ConsentId, Option<ConsentId>), Error<T>> {
		let mut expired = None;
		if mine.active.is_full() {
			let position = mine
				.active
				.iter()
				.position(|active| active.directive.is_over(now))
				.ok_or(Error::<T>::TooManyDirectives)?;
			let old = mine.active.remove(position);
			expired = Some(old.consent);
			Self::end(patient, old, now, EndReason::Expired)?;
		}
		let consent = mine.next;
		mine.next = consent.checked_add(1).ok_or(Error::<T>::NumbersExhausted)?;
		mine.active
			.try_push(ActiveDirective { consent, version: FIRST, directive })
			.map_err(|_| Error::<T>::TooManyDirectives)?;
		let first = Version {
			source,
			performer,
			predecessor: None,
			recorded: now,
			ended: None,
			annulled: None,
		};
		Versions::<T>::insert(patient, (consent, FIRST), first);
		Ok((consent, expired))
	}

	/// Takes a consent out of those that weren't ended.
	fn take(mine: &mut DirectivesOf<T>, consent: ConsentId) -> Result<ActiveOf<T>, Error<T>> {
		let position = mine.position(consent).ok_or(Error::<T>::NotFound)?;
		Ok(mine.active.remove(position))
	}

	/// Moves what a version says to the others that have ended.
	fn end(
		patient: &PatientId,
		active: ActiveOf<T>,
		at: Moment,
		reason: EndReason,
	) -> Result<(), Error<T>> {
		let ActiveDirective { consent, version, directive } = active;
		Versions::<T>::try_mutate(patient, (consent, version), |stored| {
			let stored = stored.as_mut().ok_or(Error::<T>::NotFound)?;
			stored.ended = Some(Ended { at, reason, directive });
			Ok(())
		})
	}

	/// Declares that a version made of a form never was the patient's will, and ends it if it
	/// hasn't ended.
	fn annul(
		patient: &PatientId,
		consent: ConsentId,
		reason: AnnulmentReason,
		is_entitled: impl FnOnce(InstitutionId) -> bool,
	) -> Result<(), Error<T>> {
		let at = T::Time::now();
		let mut form = Versions::<T>::get(patient, (consent, FIRST)).ok_or(Error::<T>::NotFound)?;
		let Performer::Form { institution, .. } = form.performer else {
			return Err(Error::<T>::NotFromForm);
		};
		ensure!(is_entitled(institution), Error::<T>::NotRecorder);
		ensure!(form.annulled.is_none(), Error::<T>::AlreadyAnnulled);

		form.annulled = Some(Annulment { at, reason });
		if form.ended.is_none() {
			let mut mine = Directives::<T>::get(patient);
			let ActiveDirective { directive, .. } = Self::take(&mut mine, consent)?;
			form.ended = Some(Ended { at, reason: EndReason::Annulled, directive });
			Directives::<T>::insert(patient, mine);
		}
		Versions::<T>::insert(patient, (consent, FIRST), form);
		Ok(())
	}
}
