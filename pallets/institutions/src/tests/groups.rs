// SPDX-License-Identifier: Apache-2.0

use crate::{mock::*, Error, Event, Membership};
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{access::PRIVILEGED_GROUP, seams::Groups, Period};

fn add(group: u16) -> sp_runtime::DispatchResult {
	Institutions::add_group_member(by(&ADMINISTRATOR), PHYSICIAN, group)
}

fn remove(group: u16) -> sp_runtime::DispatchResult {
	Institutions::remove_group_member(by(&ADMINISTRATOR), PHYSICIAN, group)
}

#[test]
fn a_member_should_be_one_from_then_until_removed() {
	build_and_execute(|| {
		let start = START;
		assert_ok!(add(PRIVILEGED_GROUP));
		let (institution, account) = (HOSPITAL, PHYSICIAN);
		assert_eq!(
			last_event(),
			Event::GroupMemberAdded { institution, group: PRIVILEGED_GROUP, account }
		);
		assert_eq!(Institutions::groups_of(&PHYSICIAN), [PRIVILEGED_GROUP]);
		assert!(Institutions::groups_of(&ADMINISTRATOR).is_empty());

		at(START + 10);
		assert_ok!(remove(PRIVILEGED_GROUP));
		let account = PHYSICIAN;
		assert_eq!(
			last_event(),
			Event::GroupMemberRemoved { institution, group: PRIVILEGED_GROUP, account }
		);
		assert!(Institutions::groups_of(&PHYSICIAN).is_empty());
		let period = Period { from: start, until: Some(start + 10) };
		assert_eq!(
			Institutions::memberships(PHYSICIAN),
			[Membership { group: PRIVILEGED_GROUP, period }]
		);
	});
}

#[test]
fn a_membership_of_no_length_should_not_be_remembered() {
	build_and_execute(|| {
		assert_ok!(add(3));
		assert_ok!(remove(3));
		assert_eq!(Institutions::memberships(PHYSICIAN), []);
	});
}

#[test]
fn impossible_changes_should_be_refused() {
	build_and_execute(|| {
		assert_noop!(remove(1), Error::<Test>::NotAMember);
		assert_ok!(add(1));
		assert_noop!(add(1), Error::<Test>::AlreadyMember);
		let stranger = Institutions::add_group_member(by(&ADMINISTRATOR), OUTSIDER, 1);
		assert_noop!(stranger, Error::<Test>::NotOwnStaff);
		let foreign = Institutions::add_group_member(by(&ADMINISTRATOR), INSPECTOR, 1);
		assert_noop!(foreign, Error::<Test>::NotOwnStaff);
	});
}

#[test]
fn what_has_ended_should_make_room_and_what_is_open_should_not() {
	build_and_execute(|| {
		let max = MAX_MEMBERSHIPS as u16;
		for group in 0..max {
			assert_ok!(add(group));
		}
		assert_noop!(add(max), Error::<Test>::TooManyGroups);
		at(START + 1);
		assert_ok!(remove(2));
		assert_ok!(remove(1));
		assert_ok!(add(max));
		assert_eq!(Institutions::memberships(PHYSICIAN).len(), max as usize);
		let groups = Institutions::groups_of(&PHYSICIAN);
		assert!(groups.contains(&max) && groups.contains(&0) && !groups.contains(&1));
		// Group 2 ended first: its membership went first.
		let ended = Institutions::memberships(PHYSICIAN)
			.iter()
			.filter(|one| one.period.until.is_some())
			.map(|one| one.group)
			.collect::<Vec<_>>();
		assert_eq!(ended, [1]);
	});
}
