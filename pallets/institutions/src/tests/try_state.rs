// SPDX-License-Identifier: Apache-2.0

//! Each invariant notices what breaks it.

use crate::{
	mock::*, AllowanceClasses, Allowances, Credentials, GlnHolders, InstitutionKey, Keys,
	NextInstitutionId, Profiles,
};
use frame_support::{assert_ok, hypothetically};
use galen_primitives::{
	keys::{KeyPurposes, PublicKey},
	InstitutionKinds, Period,
};
use sp_runtime::TryRuntimeError;

fn breaks(number: &str, change: impl FnOnce()) {
	hypothetically!({
		assert_ok!(Institutions::do_try_state());
		change();
		match Institutions::do_try_state() {
			Err(TryRuntimeError::Other(why)) => assert!(why.starts_with(number), "{why}"),
			other => panic!("{number} went unnoticed: {other:?}"),
		}
	});
}

fn insert_key(key_id: u32, key: PublicKey, purposes: KeyPurposes) {
	let period = Period { from: START, until: None };
	let key = InstitutionKey { key, purposes, period, revoked: None };
	Keys::<Test>::insert(HOSPITAL, key_id, key);
}

fn change_profile(change: impl FnOnce(&mut crate::ProfileOf<Test>)) {
	Profiles::<Test>::mutate_extant(HOSPITAL, change);
}

#[test]
fn every_invariant_should_notice_what_breaks_it() {
	build_and_execute(|| {
		let (ed, signs) = (PublicKey::Ed25519([1; 32]), KeyPurposes::ASSERTION_METHOD);
		breaks("1", || NextInstitutionId::<Test>::put(4));
		breaks("2", || Profiles::<Test>::remove(PAYER));
		breaks("2", || Allowances::<Test>::remove(PAYER));
		breaks("3", || {
			crate::Institutions::<Test>::mutate_extant(HOSPITAL, |institution| {
				institution.kinds = InstitutionKinds(0)
			})
		});
		breaks("3", || change_profile(|profile| profile.voting_class = crate::VotingClass::Payers));
		breaks("3", || change_profile(|profile| profile.jurisdiction = 0));
		breaks("3", || {
			change_profile(|profile| profile.affiliates = vec![HOSPITAL].try_into().unwrap())
		});
		breaks("3", || {
			let own = vec![HOSPITAL].try_into().unwrap();
			change_profile(|profile| profile.attributed_affiliates = own)
		});
		let membership =
			|from, until| crate::Membership { group: 1, period: Period { from, until } };
		let join = |who: AccountId, list: Vec<crate::Membership>| {
			let list: crate::MembershipsOf<Test> = list.try_into().unwrap();
			crate::Memberships::<Test>::insert(who, list)
		};
		breaks("16", || crate::Electorate::<Test>::mutate(|all| all.truncate(1)));
		breaks("14", || join(OUTSIDER, vec![membership(1, None)]));
		breaks("15", || join(PHYSICIAN, vec![membership(1, Some(1))]));
		breaks("15", || join(PHYSICIAN, vec![membership(1, None), membership(1, Some(2))]));
		breaks("15", || join(PHYSICIAN, vec![membership(1, None), membership(2, None)]));
		breaks("5", || {
			Credentials::<Test>::mutate_extant(PHYSICIAN, |credential| credential.institution = 9)
		});
		breaks("7", || {
			let account = account(77);
			let credential = Credentials::<Test>::get(PHYSICIAN).unwrap();
			Credentials::<Test>::insert(account, credential);
		});
		breaks("8", || change_profile(|profile| profile.administrators = 2));
		breaks("8", || Credentials::<Test>::remove(ADMINISTRATOR));
		breaks("9", || GlnHolders::<Test>::insert(HOSPITALS_GLN, PAYER));
		breaks("9", || GlnHolders::<Test>::remove(HOSPITALS_GLN));
		breaks("10", || insert_key(0, ed, signs));
		breaks("10", || change_profile(|profile| profile.keys = 1));
		breaks("11", || insert_key(0, ed, KeyPurposes::KEY_AGREEMENT));
		breaks("11", || {
			insert_key(0, ed, signs);
			insert_key(1, ed, signs);
		});
		breaks("12", || AllowanceClasses::<Test>::remove(STANDARD));
		breaks("13", || {
			Allowances::<Test>::mutate_extant(HOSPITAL, |allowance| allowance.updated = 99)
		});
	});
}
