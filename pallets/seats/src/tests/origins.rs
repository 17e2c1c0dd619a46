// SPDX-License-Identifier: Apache-2.0

//! Every call, with every kind of origin.

use super::*;
use codec::Encode;
use frame_support::{
	assert_noop, storage::with_storage_layer, traits::GetCallName, traits::UnfilteredDispatchable,
};
use sp_runtime::DispatchError;

/// Who tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
	None,
	Root,
	Council,
	Administrator,
	Staff,
	/// Staff, but not in force: dismissed, of an institution that was suspended by a regulator or
	/// by the council, or that was retired.
	Former,
	Outsider,
}

fn origins() -> Vec<(Kind, RuntimeOrigin)> {
	let mut origins = vec![
		(Kind::None, RuntimeOrigin::none()),
		(Kind::Root, RuntimeOrigin::root()),
		(Kind::Council, signed(COUNCIL)),
		(Kind::Administrator, signed(staff(1, 0))),
		(Kind::Staff, signed(staff(1, 2))),
		(Kind::Former, signed(staff(1, 6))),
		(Kind::Outsider, signed(OUTSIDER)),
	];
	for institution in [3, 4, 5] {
		for number in [0, 1] {
			origins.push((Kind::Former, signed(staff(institution, number))));
		}
	}
	origins
}

fn calls() -> Vec<(Call<Test>, Vec<Kind>)> {
	let both = vec![Kind::Administrator, Kind::Staff];
	vec![
		(Call::set_seats { body: Council, seats: seats_of(&[1, 2]) }, vec![Kind::Council]),
		(
			Call::name_representative { body: Council, account: staff(1, 3) },
			vec![Kind::Administrator],
		),
		(Call::vacate { body: Council, institution: 1 }, both.clone()),
		(Call::resume { body: Council, institution: 1 }, both),
	]
}

fn check(call: &Call<Test>, allowed: &[Kind]) {
	for (kind, origin) in origins() {
		let call = call.clone();
		if allowed.contains(&kind) {
			let result = with_storage_layer(|| {
				// Whatever it changed is undone, so that each starts from the same state.
				Err::<(), _>(match call.dispatch_bypass_filter(origin) {
					Err(error) => error.error,
					Ok(_) => DispatchError::Other("passed"),
				})
			});
			assert_ne!(result, Err(DispatchError::BadOrigin), "{kind:?}");
		} else {
			assert_noop!(call.dispatch_bypass_filter(origin), DispatchError::BadOrigin);
		}
	}
}

#[test]
fn every_call_should_refuse_every_origin_but_its_own() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		dismiss(staff(1, 6));
		Provisional::set(vec![3]);
		suspend(4);
		retire(5);
		let calls = calls();
		for (index, (call, allowed)) in calls.iter().enumerate() {
			assert_eq!(call.encode()[0] as usize, index, "the order is the calls' indices");
			check(call, allowed);
		}
		assert_eq!(calls.len(), Call::<Test>::get_call_names().len());
	});
}

#[test]
fn each_body_should_be_appointed_by_its_own_origin() {
	build_and_execute(|| {
		for body in Body::ALL {
			let call = Call::set_seats { body, seats: seats_of(&[1, 2]) };
			let allowed = if body == TechnicalCommittee { Kind::Root } else { Kind::Council };
			check(&call, &[allowed]);
		}
	});
}
