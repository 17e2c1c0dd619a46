// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, ActorError, Error, Event};
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{
	seams::Staff, standing::Reason, Actor, InstitutionKind, Moment, Period, Role,
};
use sp_runtime::DispatchResult;

const WHY: Reason = Reason::Misconduct;
const NURSE: AccountId = AccountId::new([12; 32]);
const DEPUTY: AccountId = AccountId::new([13; 32]);

fn issue(account: AccountId, role: Role, validity: Period) -> DispatchResult {
	Institutions::issue_credential(by(&ADMINISTRATOR), account, role, 7, validity)
}

fn suspend(account: AccountId, until: Option<Moment>) -> DispatchResult {
	Institutions::suspend_credential(by(&ADMINISTRATOR), account, WHY, until)
}

fn reinstate(account: AccountId) -> DispatchResult {
	Institutions::reinstate_credential(by(&ADMINISTRATOR), account)
}

fn revoke(account: AccountId) -> DispatchResult {
	Institutions::revoke_credential(by(&ADMINISTRATOR), account, WHY)
}

fn renew(account: AccountId, until: Option<Moment>, role: Role) -> DispatchResult {
	Institutions::renew_credential(by(&ADMINISTRATOR), account, until, role, 8)
}

fn administrators() -> u32 {
	Institutions::institution(HOSPITAL).unwrap().administrators
}

#[test]
fn an_issued_credential_should_make_an_actor_for_its_validity() {
	build_and_execute(|| {
		let validity = Period { from: START + 5, until: Some(START + 10) };
		assert!(!Institutions::is_staff(&NURSE));
		assert_eq!(Institutions::actor(NURSE), Err(ActorError::NotStaff));
		assert_ok!(issue(NURSE, Role::Nurse, validity));
		assert_eq!(
			last_event(),
			Event::CredentialIssued {
				institution: HOSPITAL,
				account: NURSE,
				role: Role::Nurse,
				department: 7,
				validity,
			}
		);
		assert_eq!(System::providers(&NURSE), 1);
		assert!(Institutions::is_staff(&NURSE));
		assert_eq!(Institutions::actor(NURSE), Err(ActorError::CredentialNotInForce));
		at(START + 5);
		assert_eq!(
			Institutions::actor(NURSE),
			Ok(Actor { account: NURSE, institution: HOSPITAL, role: Role::Nurse, department: 7 })
		);
		let info = Institutions::credential(NURSE).unwrap();
		assert_eq!((info.institution, info.role, info.department), (HOSPITAL, Role::Nurse, 7));
		assert!(info.in_force && info.suspensions.is_empty());
		at(START + 10);
		assert_eq!(Institutions::actor(NURSE), Err(ActorError::CredentialNotInForce));
		assert!(!Institutions::credential(NURSE).unwrap().in_force);
		assert_eq!(Institutions::credential(OUTSIDER), None);
	});
}

#[test]
fn a_validity_should_not_reach_into_the_past() {
	build_and_execute(|| {
		assert_ok!(issue(NURSE, Role::Nurse, ALWAYS));
		assert_eq!(Institutions::credential(NURSE).unwrap().validity.from, START);
		for validity in [
			Period { from: 0, until: Some(START) },
			Period { from: START + 5, until: Some(START + 5) },
		] {
			assert_noop!(issue(DEPUTY, Role::Nurse, validity), Error::<Test>::InvalidPeriod);
		}
	});
}

#[test]
fn a_role_should_be_one_that_the_institution_has() {
	build_and_execute(|| {
		for role in Role::ALL {
			let allowed = role.allowed_kinds().contains(InstitutionKind::CareProvider);
			let account = account(100 + role.set().0.trailing_zeros() as u8);
			if allowed {
				assert_ok!(issue(account, *role, ALWAYS));
			} else {
				assert_noop!(issue(account, *role, ALWAYS), Error::<Test>::RoleNotAllowed);
			}
		}
		assert_noop!(renew(PHYSICIAN, None, Role::Adjudicator), Error::<Test>::RoleNotAllowed);
	});
}

#[test]
fn an_account_should_be_staff_once_for_ever() {
	build_and_execute(|| {
		assert_noop!(issue(PHYSICIAN, Role::Nurse, ALWAYS), Error::<Test>::AccountInUse);
		assert_noop!(issue(INSPECTOR, Role::Nurse, ALWAYS), Error::<Test>::AccountInUse);
		assert_noop!(issue(PATIENT, Role::Nurse, ALWAYS), Error::<Test>::AccountInUse);
		assert_ok!(revoke(PHYSICIAN));
		assert_noop!(issue(PHYSICIAN, Role::Physician, ALWAYS), Error::<Test>::AccountInUse);
		// The account, and with it its nonce, outlives the credential.
		assert_eq!(System::providers(&PHYSICIAN), 1);
		assert!(Institutions::is_staff(&PHYSICIAN));
	});
}

#[test]
fn a_suspended_credential_should_have_no_actor_until_it_is_reinstated() {
	build_and_execute(|| {
		assert_noop!(reinstate(PHYSICIAN), Error::<Test>::NotSuspended);
		assert_noop!(suspend(PHYSICIAN, Some(START)), Error::<Test>::InvalidTerm);
		assert_ok!(suspend(PHYSICIAN, None));
		assert_eq!(
			last_event(),
			Event::CredentialSuspended {
				institution: HOSPITAL,
				account: PHYSICIAN,
				reason: WHY,
				until: None
			}
		);
		assert_noop!(suspend(PHYSICIAN, None), Error::<Test>::AlreadySuspended);
		assert_eq!(Institutions::actor(PHYSICIAN), Err(ActorError::CredentialNotInForce));
		assert_ok!(reinstate(PHYSICIAN));
		assert_eq!(
			last_event(),
			Event::CredentialReinstated { institution: HOSPITAL, account: PHYSICIAN }
		);
		assert!(acts(&PHYSICIAN));
		assert_ok!(suspend(PHYSICIAN, Some(START + 5)));
		at(START + 5);
		assert!(acts(&PHYSICIAN));
	});
}

#[test]
fn a_revoked_credential_should_stay_revoked() {
	build_and_execute(|| {
		assert_ok!(revoke(PHYSICIAN));
		assert_eq!(
			last_event(),
			Event::CredentialRevoked { institution: HOSPITAL, account: PHYSICIAN, reason: WHY }
		);
		at(START + 1);
		assert!(!acts(&PHYSICIAN));
		assert_eq!(Institutions::credential(PHYSICIAN).unwrap().ended, Some(WHY));
		assert_noop!(suspend(PHYSICIAN, None), Error::<Test>::AlreadyEnded);
		assert_noop!(reinstate(PHYSICIAN), Error::<Test>::AlreadyEnded);
		assert_noop!(revoke(PHYSICIAN), Error::<Test>::AlreadyEnded);
		assert_noop!(renew(PHYSICIAN, None, Role::Physician), Error::<Test>::AlreadyEnded);
	});
}

#[test]
fn an_expired_credential_should_be_revocable_so_that_nobody_renews_it() {
	build_and_execute(|| {
		assert_ok!(issue(NURSE, Role::Nurse, Period { from: 0, until: Some(START + 5) }));
		at(START + 6);
		assert_noop!(suspend(NURSE, None), Error::<Test>::AlreadyEnded);
		assert_ok!(revoke(NURSE));
		assert_noop!(renew(NURSE, None, Role::Nurse), Error::<Test>::AlreadyEnded);
	});
}

#[test]
fn a_renewal_should_leave_a_gap_visible() {
	build_and_execute(|| {
		assert_ok!(issue(NURSE, Role::Nurse, Period { from: 0, until: Some(START + 5) }));
		at(START + 8);
		assert_noop!(renew(NURSE, Some(START + 8), Role::Nurse), Error::<Test>::InvalidTerm);
		assert_ok!(renew(NURSE, Some(START + 20), Role::Physician));
		assert_eq!(
			last_event(),
			Event::CredentialRenewed {
				institution: HOSPITAL,
				account: NURSE,
				role: Role::Physician,
				department: 8,
				until: Some(START + 20),
			}
		);
		let info = Institutions::credential(NURSE).unwrap();
		let gap = info.suspensions[0];
		assert_eq!(gap.period, Period { from: START + 5, until: Some(START + 8) });
		assert_eq!(gap.reason, Reason::LicenceLapsed);
		assert_eq!((info.role, info.department), (Role::Physician, 8));
		assert!(acts(&NURSE));
		at(START + 20);
		assert!(!acts(&NURSE));
	});
}

#[test]
fn only_own_staff_should_be_managed() {
	build_and_execute(|| {
		for stranger in [INSPECTOR, OUTSIDER, PAYERS_ADMINISTRATOR] {
			let error = || Error::<Test>::NotOwnStaff;
			assert_noop!(suspend(stranger.clone(), None), error());
			assert_noop!(reinstate(stranger.clone()), error());
			assert_noop!(revoke(stranger.clone()), error());
			assert_noop!(renew(stranger, None, Role::Administrator), error());
		}
	});
}

#[test]
fn the_last_administrator_should_stay() {
	build_and_execute(|| {
		assert_noop!(suspend(ADMINISTRATOR, None), Error::<Test>::OwnCredential);
		assert_noop!(revoke(ADMINISTRATOR), Error::<Test>::LastAdministrator);
		assert_noop!(renew(ADMINISTRATOR, None, Role::Physician), Error::<Test>::LastAdministrator);
		assert_ok!(renew(ADMINISTRATOR, Some(START + 50), Role::Administrator));

		// With a deputy, one may resign.
		assert_ok!(renew(PHYSICIAN, None, Role::Administrator));
		assert_ok!(issue(DEPUTY, Role::Administrator, ALWAYS));
		assert_eq!(administrators(), 3);
		assert_ok!(renew(PHYSICIAN, None, Role::Physician));
		assert_ok!(revoke(ADMINISTRATOR));
		assert_eq!(administrators(), 1);
		assert!(!acts(&ADMINISTRATOR) && acts(&DEPUTY));
		assert_noop!(
			Institutions::revoke_credential(by(&DEPUTY), DEPUTY, WHY),
			Error::<Test>::LastAdministrator
		);
	});
}

#[test]
fn an_appointed_administrator_should_get_an_institution_going_again() {
	build_and_execute(|| {
		assert_ok!(renew(ADMINISTRATOR, Some(START + 5), Role::Administrator));
		at(START + 5);
		let appoint =
			|id, account| Institutions::appoint_administrator(RuntimeOrigin::root(), id, account);
		assert_noop!(appoint(9, DEPUTY), Error::<Test>::UnknownInstitution);
		assert_noop!(appoint(HOSPITAL, PHYSICIAN), Error::<Test>::AccountInUse);
		assert_noop!(appoint(HOSPITAL, PATIENT), Error::<Test>::AccountInUse);
		assert_ok!(appoint(HOSPITAL, DEPUTY));
		assert_eq!(
			last_event(),
			Event::AdministratorAppointed { institution: HOSPITAL, account: DEPUTY }
		);
		assert_eq!(administrators(), 2);
		let role = Role::Administrator;
		assert_ok!(Institutions::renew_credential(by(&DEPUTY), ADMINISTRATOR, None, role, 0));
		assert!(acts(&ADMINISTRATOR));
	});
}
