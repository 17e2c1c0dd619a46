// SPDX-License-Identifier: Apache-2.0

//! Every call, with every kind of origin.

use super::*;
use codec::Encode;
use frame_support::traits::{GetCallName, UnfilteredDispatchable};
use galen_primitives::RoleSet;
use sp_consensus_aura::sr25519::AuthorityPair;
use sp_runtime::DispatchError;
use sp_session::MembershipProof;

/// Who a call is for.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Allowed {
	Staff(RoleSet),
	Anybody,
	Root,
	Only(&'static AccountId),
}

fn calls() -> Vec<(Call<Test>, Allowed)> {
	let operators = Allowed::Staff(OPERATORS);
	let representatives = Allowed::Staff(REPRESENTATIVES);
	let header = || vec![0; 10].try_into().unwrap();
	let owner_proof = MembershipProof { session: 0, trie_nodes: vec![], validator_count: 4 };
	let authority = AuthorityPair::from_seed(&[1; 32]).public();
	let remove = Proposal::Remove { node: 1, blacklist: None };
	vec![
		(
			Call::apply { form: form(50, NodeKind::Full), expires: soon(), proof: [0; 64] },
			operators,
		),
		(Call::withdraw_application { application: 0 }, operators),
		(Call::endorse { application: 0 }, representatives),
		(Call::propose { proposal: remove }, representatives),
		(Call::vote { ballot: 0, vote: Vote::Aye }, representatives),
		(Call::close { ballot: 0 }, Allowed::Anybody),
		(Call::activate { node: 0 }, operators),
		(Call::stand_down { node: 0 }, operators),
		(Call::renew { node: 0, agreement: 1 }, operators),
		(Call::exit { node: 0 }, operators),
		(Call::reap { node: 0 }, Allowed::Anybody),
		(Call::suspend { node: 0 }, Allowed::Only(&COMMITTEE)),
		(Call::ratify_suspension { node: 0 }, Allowed::Root),
		(Call::lift_suspension { node: 0 }, Allowed::Root),
		(
			Call::recover {
				lost: vec![operator(1)].try_into().unwrap(),
				delay: 0,
				best_finalized: 0,
			},
			Allowed::Only(&RECOVERERS),
		),
		(
			Call::report_aura_equivocation {
				authority,
				first: header(),
				second: header(),
				owner_proof,
			},
			operators,
		),
		(Call::set_parameters { parameters: Parameters::default() }, Allowed::Root),
	]
}

/// What an origin passes for.
fn origins() -> Vec<(RuntimeOrigin, Vec<Allowed>)> {
	let mut origins = vec![
		(RuntimeOrigin::none(), vec![]),
		(RuntimeOrigin::root(), vec![Allowed::Root]),
		(signed(OUTSIDER), vec![Allowed::Anybody]),
		(signed(COMMITTEE), vec![Allowed::Anybody, Allowed::Only(&COMMITTEE)]),
		(signed(RECOVERERS), vec![Allowed::Anybody, Allowed::Only(&RECOVERERS)]),
		// A suspended institution has nobody to act for it.
		(signed(representative(4)), vec![Allowed::Anybody]),
	];
	for role in Role::ALL {
		let mut passes = vec![Allowed::Anybody];
		for roles in [OPERATORS, REPRESENTATIVES] {
			if roles.contains(*role) {
				passes.push(Allowed::Staff(roles));
			}
		}
		origins.push((signed(staff(1, *role, 0)), passes));
	}
	origins
}

#[test]
fn every_call_should_refuse_every_origin_but_its_own() {
	build_and_execute(|| {
		endorsed(applied(FIFTH));
		suspend_institution(4);
		let calls = calls();
		assert_eq!(calls.len(), Call::<Test>::get_call_names().len());
		for (index, (call, allowed)) in calls.iter().enumerate() {
			assert_eq!(call.encode()[0] as usize, index, "the order is the calls' indices");
			for (origin, passes) in origins() {
				let name = format!("{call:?} by {origin:?}");
				if !passes.contains(allowed) {
					assert_noop!(
						call.clone().dispatch_bypass_filter(origin),
						DispatchError::BadOrigin
					);
					continue;
				}
				let result = frame_support::storage::with_storage_layer(|| {
					let outcome = call.clone().dispatch_bypass_filter(origin);
					// Whatever it changed is undone, so that each starts from the same state.
					Err::<(), _>(match outcome {
						Err(error) => error.error,
						Ok(_) => DispatchError::Other("passed"),
					})
				});
				assert_ne!(result, Err(DispatchError::BadOrigin), "{name}");
			}
		}
	});
}
