// SPDX-License-Identifier: Apache-2.0

//! The stories of the crate's documentation.

use crate::{mock::*, ActorError};
use frame_support::assert_ok;
use galen_primitives::{
	keys::{KeyPurposes, PublicKey},
	standing::Reason,
	Actor, InstitutionKind, Role,
};

#[docify::export]
#[test]
fn a_provisional_suspension_lapses_by_itself() {
	build_and_execute(|| {
		// Governance admits a pharmacy; its administrator hires a pharmacist for a while.
		let (administrator, pharmacist) = (account(90), account(91));
		let administrators = vec![administrator.clone()].try_into().unwrap();
		assert_ok!(Institutions::admit(by(&COUNCIL), pharmacy(), administrators));
		let pharmacy = 3;
		let validity = galen_primitives::Period { from: START, until: Some(START + 1_000) };
		let (role, department) = (Role::Pharmacist, 4);
		assert_ok!(Institutions::issue_credential(
			by(&administrator),
			pharmacist.clone(),
			role,
			department,
			validity
		));
		let account = pharmacist.clone();
		assert_eq!(
			Institutions::actor(pharmacist.clone()),
			Ok(Actor { account, institution: pharmacy, role, department })
		);

		// An inspector stops it at once. Nobody acts for it, and one can ask why.
		at(START + 10);
		let reason = Reason::SafetyConcern;
		assert_ok!(Institutions::suspend_provisionally(by(&INSPECTOR), pharmacy, reason));
		assert_eq!(Institutions::actor(pharmacist.clone()), Err(ActorError::InstitutionNotInForce));

		// Governance doesn't ratify, so the term runs out and nobody has to do anything.
		at(START + 10 + TERM);
		assert!(Institutions::actor(pharmacist.clone()).is_ok());
		assert_eq!(Institutions::was_in_force(pharmacy, START + 10), Some(false));

		// The credential runs out the same way.
		at(START + 1_000);
		assert_eq!(Institutions::actor(pharmacist), Err(ActorError::CredentialNotInForce));
	});
}

#[docify::export]
#[test]
fn old_signatures_remain_checkable() {
	build_and_execute(|| {
		let (old, new) = (PublicKey::Ed25519([1; 32]), PublicKey::Ed25519([2; 32]));
		let signs = KeyPurposes::ASSERTION_METHOD;
		assert_ok!(Institutions::publish_key(by(&ADMINISTRATOR), old, signs));
		at(START + 50);
		assert_ok!(Institutions::rotate_key(by(&ADMINISTRATOR), 0, new));

		// What was signed before the rotation was signed by the hospital, what comes after isn't.
		assert_eq!(Institutions::key_was_valid(HOSPITAL, 0, START + 49), Some(true));
		assert_eq!(Institutions::key_was_valid(HOSPITAL, 0, START + 50), Some(false));
		assert_eq!(Institutions::key_was_valid(HOSPITAL, 1, START + 50), Some(true));

		// Both stand in its DID document, with the time they were valid.
		let document = Institutions::did_document(HOSPITAL).unwrap();
		let keys: Vec<_> = document.verification_methods.iter().map(|method| method.key).collect();
		assert_eq!(keys, [old, new]);
	});
}

#[test]
fn an_institution_that_changes_its_trade_loses_the_staff_of_the_old_one() {
	build_and_execute(|| {
		assert!(acts(&PHYSICIAN));
		let (laboratory, class) =
			(InstitutionKind::Laboratory.set(), crate::VotingClass::CareProviders);
		assert_ok!(Institutions::amend(by(&COUNCIL), HOSPITAL, laboratory, class, None, 276));
		assert_eq!(Institutions::actor(PHYSICIAN), Err(ActorError::RoleNotAllowedAnyMore));
		assert!(acts(&ADMINISTRATOR));
	});
}
