// SPDX-License-Identifier: Apache-2.0

use crate::{
	mock::*,
	origins::{EnsureInspector, EnsurePhysician},
	Call, EnsureRole, VotingClass,
};
use frame_support::{
	assert_noop, assert_ok, parameter_types,
	traits::{EnsureOrigin, UnfilteredDispatchable},
};
use galen_primitives::{
	keys::{KeyPurposes, PublicKey},
	standing::Reason,
	Actor, InstitutionKind, Role, RoleSet,
};
use sp_runtime::DispatchError::BadOrigin;

parameter_types! {
	pub const Clinicians: RoleSet = RoleSet::of(&[Role::Physician, Role::Nurse]);
}

/// Every call, and who may make it.
fn calls() -> Vec<(Call<Test>, &'static [Who])> {
	use Who::*;
	const WHY: Reason = Reason::Misconduct;
	let (kinds, voting_class) = (InstitutionKind::Payer.set(), VotingClass::Payers);
	let (role, account, institution, key_id) = (Role::Nurse, OUTSIDER, PAYER, 0);
	let (key, purposes) = (PublicKey::Ed25519([1; 32]), KeyPurposes::ASSERTION_METHOD);
	vec![
		(
			Call::admit {
				profile: pharmacy(),
				administrators: vec![account.clone()].try_into().unwrap(),
			},
			&[Admission],
		),
		(
			Call::amend { institution, kinds, voting_class, gln: None, jurisdiction: 276 },
			&[Admission],
		),
		(Call::suspend { institution, reason: WHY, until: None }, &[Governance]),
		(Call::suspend_provisionally { institution, reason: WHY }, &[Inspector]),
		(Call::ratify_suspension { institution }, &[Governance]),
		(Call::lift_suspension { institution }, &[Governance, Inspector]),
		(Call::retire { institution, reason: WHY }, &[Governance]),
		(Call::declare_affiliates { affiliates: Default::default() }, &[Administrator]),
		(
			Call::issue_credential {
				account: account.clone(),
				role,
				department: 0,
				validity: ALWAYS,
			},
			&[Administrator],
		),
		(
			Call::suspend_credential { account: PHYSICIAN, reason: WHY, until: None },
			&[Administrator],
		),
		(Call::reinstate_credential { account: PHYSICIAN }, &[Administrator]),
		(Call::revoke_credential { account: PHYSICIAN, reason: WHY }, &[Administrator]),
		(
			Call::renew_credential { account: PHYSICIAN, until: None, role, department: 0 },
			&[Administrator],
		),
		(Call::appoint_administrator { institution, account }, &[Governance]),
		(Call::publish_key { key, purposes }, &[Administrator]),
		(Call::rotate_key { key_id, new_key: key }, &[Administrator]),
		(Call::revoke_key { key_id, reason: WHY }, &[Administrator]),
		(Call::set_services { services: Default::default() }, &[Administrator]),
		(Call::set_allowance_class { class: 0, definition: CLASS }, &[Governance]),
		(Call::assign_allowance_class { institution, class: 0 }, &[Governance]),
		(Call::add_group_member { account: PHYSICIAN, group: 0 }, &[Administrator]),
		(Call::remove_group_member { account: PHYSICIAN, group: 0 }, &[Administrator]),
		(Call::attribute_affiliates { institution, affiliates: Default::default() }, &[Inspector]),
	]
}

/// Every kind of origin that one might try.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Who {
	Nobody,
	Governance,
	Admission,
	Outsider,
	Patient,
	Physician,
	Inspector,
	Administrator,
}

impl Who {
	const ALL: [Self; 8] = [
		Self::Nobody,
		Self::Governance,
		Self::Admission,
		Self::Outsider,
		Self::Patient,
		Self::Physician,
		Self::Inspector,
		Self::Administrator,
	];

	fn origin(self) -> RuntimeOrigin {
		match self {
			Self::Nobody => RuntimeOrigin::none(),
			Self::Governance => RuntimeOrigin::root(),
			Self::Admission => by(&COUNCIL),
			Self::Outsider => by(&OUTSIDER),
			Self::Patient => by(&PATIENT),
			Self::Physician => by(&PHYSICIAN),
			Self::Inspector => by(&INSPECTOR),
			Self::Administrator => by(&ADMINISTRATOR),
		}
	}
}

#[test]
fn every_call_should_refuse_every_wrong_origin_and_no_right_one() {
	build_and_execute(|| {
		use frame_support::traits::GetCallName;
		let calls = calls();
		assert_eq!(calls.len(), Call::<Test>::get_call_names().len());
		for (call, allowed) in calls {
			for who in Who::ALL {
				let attempt = || call.clone().dispatch_bypass_filter(who.origin());
				if allowed.contains(&who) {
					frame_support::hypothetically!({
						let refused = attempt().is_err_and(|refusal| refusal.error == BadOrigin);
						assert!(!refused, "{call:?} by {who:?}");
					});
				} else {
					assert_noop!(attempt(), BadOrigin);
				}
			}
		}
	});
}

#[test]
fn staff_that_is_not_in_force_should_have_no_origin() {
	build_and_execute(|| {
		let physician = || EnsurePhysician::<Test>::try_origin(by(&PHYSICIAN));
		let why = Reason::LicenceLapsed;
		let expected = Actor {
			account: PHYSICIAN,
			institution: HOSPITAL,
			role: Role::Physician,
			department: 7,
		};
		assert_eq!(physician().ok(), Some(expected));

		let administrator = || by(&ADMINISTRATOR);
		assert_ok!(Institutions::suspend_credential(administrator(), PHYSICIAN, why, None));
		assert!(physician().is_err());
		assert_ok!(Institutions::reinstate_credential(administrator(), PHYSICIAN));
		assert!(physician().is_ok());
		assert_ok!(Institutions::suspend(RuntimeOrigin::root(), HOSPITAL, why, None));
		assert!(physician().is_err());
	});
}

#[test]
fn a_suspended_institutions_administrator_should_be_refused_everywhere() {
	build_and_execute(|| {
		let why = Reason::Misconduct;
		assert_ok!(Institutions::suspend(RuntimeOrigin::root(), HOSPITAL, why, None));
		for (call, allowed) in calls() {
			if allowed == [Who::Administrator] {
				assert_noop!(call.dispatch_bypass_filter(by(&ADMINISTRATOR)), BadOrigin);
			}
		}
	});
}

#[test]
fn a_set_should_admit_its_roles_alone() {
	build_and_execute(|| {
		assert!(EnsureRole::<Test, Clinicians>::try_origin(by(&PHYSICIAN)).is_ok());
		assert!(EnsureRole::<Test, Clinicians>::try_origin(by(&ADMINISTRATOR)).is_err());
		assert!(EnsureInspector::<Test>::try_origin(by(&INSPECTOR)).is_ok());
		assert!(EnsureInspector::<Test>::try_origin(by(&PHYSICIAN)).is_err());
		assert!(EnsureInspector::<Test>::try_origin(RuntimeOrigin::root()).is_err());
		// The origin comes back untouched, so that another check can follow.
		let back = EnsureInspector::<Test>::try_origin(by(&PHYSICIAN)).unwrap_err();
		assert!(EnsurePhysician::<Test>::try_origin(back).is_ok());
	});
}

#[test]
fn an_actor_should_depend_on_the_credential_the_institution_and_the_clock_alone() {
	build_and_execute(|| {
		let expected = Institutions::actor_of(&PHYSICIAN);
		assert!(expected.is_ok());
		let read = [
			crate::Credentials::<Test>::hashed_key_for(PHYSICIAN),
			crate::Institutions::<Test>::hashed_key_for(HOSPITAL),
			pallet_timestamp::Now::<Test>::hashed_key().to_vec(),
		]
		.map(|key| (key.clone(), sp_io::storage::get(&key).unwrap()));
		sp_io::TestExternalities::new_empty().execute_with(|| {
			for (key, value) in &read {
				sp_io::storage::set(key, value);
			}
			assert_eq!(Institutions::actor_of(&PHYSICIAN), expected);
		});
	});
}
