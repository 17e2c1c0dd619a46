// SPDX-License-Identifier: Apache-2.0

//! What has to be done on the old chain first.

use crate::passage::{everything, state_of, PARA};
use galen_parachain_spec::{obstacles, on, relocate, Obstacle, State};
use galen_scenarios::*;
use polkadot_sdk::{
	frame_support::BoundedVec, frame_system, pallet_migrations, pallet_proxy, pallet_timestamp,
};

/// What stands in the way of this state, which `change` has changed.
fn after(state: &State, change: impl FnOnce()) -> Vec<Obstacle> {
	let mut state = state.clone();
	on(&mut state, change);
	let found = obstacles(&mut state);
	assert_eq!(relocate(state, PARA, vec![]).err().unwrap_or_default(), found);
	found
}

#[test]
fn nothing_should_stand_in_the_way_of_an_idle_chain() {
	Chain::development().run(|chain| {
		let state = state_of(chain);
		assert_eq!(after(&state, || ()), []);
	});
}

#[test]
fn what_is_open_should_stand_in_the_way_until_it_is_closed() {
	Chain::development().run(|chain| {
		let motion = Body::Council.propose(remark(), 2);
		chain.submit(&alice(), motion).succeeds();
		let state = state_of(chain);
		assert_eq!(after(&state, || ()), [Obstacle::Motions("council", 1)]);

		for member in [alice(), bob()] {
			let index = Body::Council.motions() - 1;
			chain.submit(&member, Body::Council.vote(&remark(), index, true)).succeeds();
		}
		let index = Body::Council.motions() - 1;
		chain.submit(&alice(), Body::Council.close(&remark(), index)).succeeds();
		assert_eq!(after(&state_of(chain), || ()), []);

		// The technical committee's pause ends by itself, in a day, by a scheduled call.
		let a_day = 24 * 60 * 30;
		assert_eq!(chain.committee(pausing("PatientRecords", "anchor", a_day)), Ok(()));
		assert_eq!(after(&state_of(chain), || ()), [Obstacle::Scheduled(1)]);
		chain.blocks(2);
		assert_eq!(chain.committee(unpause("PatientRecords", "anchor")), Ok(()));
		// The call is still scheduled.
		assert_eq!(after(&state_of(chain), || ()), [Obstacle::Scheduled(1)]);
	});
}

#[test]
fn what_waits_for_a_block_should_stand_in_the_way() {
	Chain::development().run(|chain| {
		let state = state_of(chain);
		let last = chain.between_blocks(System::block_number);

		let ballot = || {
			let raw = pallet_node_admission::Ballots::<Runtime>::hashed_key_for(7);
			polkadot_sdk::sp_io::storage::set(&raw, &[0]);
		};
		assert_eq!(after(&state, ballot), [Obstacle::Ballots(1)]);

		let freeze = |until| move || pallet_node_admission::FrozenUntil::<Runtime>::put(until);
		assert_eq!(after(&state, freeze(last + 1)), [Obstacle::Recovery]);
		assert_eq!(after(&state, freeze(last)), []);

		let announce = || {
			let who = alice().account();
			pallet_proxy::Announcements::<Runtime>::insert(&who, (BoundedVec::new(), 0));
		};
		assert_eq!(after(&state, announce), [Obstacle::Announcements(1)]);

		let defer = || {
			let call = polkadot_sdk::sp_core::H256::repeat_byte(1);
			polkadot_sdk::pallet_whitelist::DeferredDispatch::<Runtime>::insert(call, last + 1);
		};
		assert_eq!(after(&state, defer), [Obstacle::Deferred(1)]);

		let migrate =
			|| pallet_migrations::Cursor::<Runtime>::put(pallet_migrations::MigrationCursor::Stuck);
		assert_eq!(after(&state, migrate), [Obstacle::Migration]);

		let genesis = || pallet_timestamp::Now::<Runtime>::kill();
		assert_eq!(after(&state, genesis), [Obstacle::NoBlock]);
	});
}

#[test]
fn the_state_of_another_runtime_should_be_refused() {
	Chain::development().run(|chain| {
		let state = state_of(chain);
		let another = |name: &'static str, version: u32| {
			move || {
				frame_system::LastRuntimeUpgrade::<Runtime>::put(
					frame_system::LastRuntimeUpgradeInfo {
						spec_name: name.into(),
						spec_version: version.into(),
					},
				);
			}
		};
		assert_eq!(after(&state, another("galen", 2)), [Obstacle::Version("galen 2".into())]);
		assert_eq!(
			after(&state, another("other", 1_000)),
			[Obstacle::Version("other 1000".into())]
		);
		assert_eq!(
			obstacles(&mut State::new()),
			[Obstacle::Version("no runtime".into())],
			"an empty state"
		);
	});
}

#[test]
fn a_key_that_nobody_knows_should_stand_in_the_way() {
	Chain::development().run(|chain| {
		chain.next_block();
		let mut state = chain.between_blocks(everything);
		state.insert(vec![7; 40], vec![]);
		assert_eq!(obstacles(&mut state), [Obstacle::Unknown(vec![7; 40])]);
	});
}
