// SPDX-License-Identifier: Apache-2.0

//! Who works where, as what, and when.

use crate::{pallet::*, ActorError, ActorOf, Credential, CredentialInfo, CredentialOf};
use frame_support::ensure;
use galen_primitives::{
	seams::{PatientSponsors, Staff},
	standing::{Authority, Reason, Standing},
	Actor, DepartmentId, InstitutionId, Moment, Period, Role,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// For whom `who` acts now. Reads the credential and the hot part of its institution, nothing
	/// else.
	pub fn actor_of(who: &T::AccountId) -> Result<ActorOf<T>, ActorError> {
		let Credential { institution: id, role, department, standing } =
			Credentials::<T>::get(who).ok_or(ActorError::NotStaff)?;
		let now = Self::now();
		ensure!(standing.is_in_force(now), ActorError::CredentialNotInForce);
		let institution = Institutions::<T>::get(id).ok_or(ActorError::InstitutionNotInForce)?;
		ensure!(institution.standing.is_in_force(now), ActorError::InstitutionNotInForce);
		ensure!(
			role.allowed_kinds().intersects(institution.kinds),
			ActorError::RoleNotAllowedAnyMore
		);
		Ok(Actor { account: who.clone(), institution: id, role, department })
	}

	/// The institution whose staff `who` is now, in whatever role, whether the institution is in
	/// force or not.
	pub fn employer_of(who: &T::AccountId) -> Option<InstitutionId> {
		let credential = Credentials::<T>::get(who)?;
		credential.standing.is_in_force(Self::now()).then_some(credential.institution)
	}

	pub(crate) fn do_issue_credential(
		actor: ActorOf<T>,
		account: T::AccountId,
		role: Role,
		department: DepartmentId,
		validity: Period,
	) -> DispatchResult {
		// Whatever happened before now happened without the credential.
		let validity = Period { from: validity.from.max(Self::now()), until: validity.until };
		ensure!(validity.is_proper(), Error::<T>::InvalidPeriod);
		Self::ensure_role_allowed(actor.institution, role)?;
		Self::add_staff(actor.institution, account.clone(), role, department, validity)?;
		Self::deposit_event(Event::CredentialIssued {
			institution: actor.institution,
			account,
			role,
			department,
			validity,
		});
		Ok(())
	}

	pub(crate) fn do_suspend_credential(
		actor: ActorOf<T>,
		account: T::AccountId,
		reason: Reason,
		until: Option<Moment>,
	) -> DispatchResult {
		// Else the last administrator could lock the institution out.
		ensure!(actor.account != account, Error::<T>::OwnCredential);
		Self::mutate_credential(&actor, &account, |credential, now| {
			Ok(credential.standing.suspend(now, until, reason, Authority::Issuer)?)
		})?;
		let institution = actor.institution;
		Self::deposit_event(Event::CredentialSuspended { institution, account, reason, until });
		Ok(())
	}

	pub(crate) fn do_reinstate_credential(
		actor: ActorOf<T>,
		account: T::AccountId,
	) -> DispatchResult {
		Self::mutate_credential(&actor, &account, |credential, now| {
			Ok(credential.standing.lift(now)?)
		})?;
		let institution = actor.institution;
		Self::deposit_event(Event::CredentialReinstated { institution, account });
		Ok(())
	}

	pub(crate) fn do_revoke_credential(
		actor: ActorOf<T>,
		account: T::AccountId,
		reason: Reason,
	) -> DispatchResult {
		let role = Self::mutate_credential(&actor, &account, |credential, now| {
			credential.standing.end(now, reason)?;
			Ok(credential.role)
		})?;
		if role == Role::Administrator {
			Self::remove_administrator(actor.institution)?;
		}
		let institution = actor.institution;
		Self::deposit_event(Event::CredentialRevoked { institution, account, reason });
		Ok(())
	}

	pub(crate) fn do_renew_credential(
		actor: ActorOf<T>,
		account: T::AccountId,
		until: Option<Moment>,
		role: Role,
		department: DepartmentId,
	) -> DispatchResult {
		let before = Self::mutate_credential(&actor, &account, |credential, now| {
			Self::ensure_role_allowed(actor.institution, role)?;
			credential.standing.renew(now, until, Authority::Issuer)?;
			credential.department = department;
			Ok(core::mem::replace(&mut credential.role, role))
		})?;
		match (before, role) {
			(Role::Administrator, Role::Administrator) => {},
			(Role::Administrator, _) => Self::remove_administrator(actor.institution)?,
			(_, Role::Administrator) => Self::add_administrator(actor.institution)?,
			_ => {},
		}
		Self::deposit_event(Event::CredentialRenewed {
			institution: actor.institution,
			account,
			role,
			department,
			until,
		});
		Ok(())
	}

	pub(crate) fn do_appoint_administrator(
		id: InstitutionId,
		account: T::AccountId,
	) -> DispatchResult {
		let institution = Self::institution_of(id)?;
		ensure!(institution.standing.ended().is_none(), Error::<T>::AlreadyEnded);
		let validity = Period { from: Self::now(), until: None };
		Self::add_staff(id, account.clone(), Role::Administrator, 0, validity)?;
		Self::deposit_event(Event::AdministratorAppointed { institution: id, account });
		Ok(())
	}

	/// Gives `account` its credential, and the provider reference without which it couldn't
	/// transact.
	pub(crate) fn add_staff(
		institution: InstitutionId,
		account: T::AccountId,
		role: Role,
		department: DepartmentId,
		validity: Period,
	) -> Result<(), Error<T>> {
		ensure!(!T::Patients::is_patients(&account), Error::<T>::AccountInUse);
		Credentials::<T>::try_mutate(&account, |slot| {
			ensure!(slot.is_none(), Error::<T>::AccountInUse);
			let standing = Standing::new(validity);
			*slot = Some(Credential { institution, role, department, standing });
			Ok::<_, Error<T>>(())
		})?;
		if role == Role::Administrator {
			Self::add_administrator(institution)?;
		}
		frame_system::Pallet::<T>::inc_providers(&account);
		Ok(())
	}

	pub(crate) fn credential_info(who: &T::AccountId) -> Option<CredentialInfo> {
		let Credential { institution, role, department, standing } = Credentials::<T>::get(who)?;
		Some(CredentialInfo {
			institution,
			role,
			department,
			validity: standing.validity(),
			ended: standing.ended(),
			suspensions: standing.suspensions().into(),
			in_force: standing.is_in_force(Self::now()),
		})
	}

	fn ensure_role_allowed(id: InstitutionId, role: Role) -> Result<(), Error<T>> {
		let kinds = Self::institution_of(id)?.kinds;
		ensure!(role.allowed_kinds().intersects(kinds), Error::<T>::RoleNotAllowed);
		Ok(())
	}

	fn add_administrator(id: InstitutionId) -> Result<(), Error<T>> {
		Self::mutate_profile(id, |profile| {
			profile.administrators = profile.administrators.saturating_add(1);
			Ok(())
		})
	}

	fn remove_administrator(id: InstitutionId) -> Result<(), Error<T>> {
		Self::mutate_profile(id, |profile| {
			ensure!(profile.administrators > 1, Error::<T>::LastAdministrator);
			profile.administrators = profile.administrators.saturating_sub(1);
			Ok(())
		})
	}

	/// Changes a credential of the actor's own staff.
	fn mutate_credential<R>(
		actor: &ActorOf<T>,
		account: &T::AccountId,
		change: impl FnOnce(&mut CredentialOf<T>, Moment) -> Result<R, Error<T>>,
	) -> Result<R, Error<T>> {
		Credentials::<T>::try_mutate(account, |slot| {
			let credential = slot
				.as_mut()
				.filter(|credential| credential.institution == actor.institution)
				.ok_or(Error::<T>::NotOwnStaff)?;
			change(credential, Self::now())
		})
	}
}

impl<T: Config> Staff<T::AccountId> for Pallet<T> {
	fn is_staff(who: &T::AccountId) -> bool {
		Credentials::<T>::contains_key(who)
	}
}
