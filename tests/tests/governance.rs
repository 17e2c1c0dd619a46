// SPDX-License-Identifier: Apache-2.0

//! Who governs, through what, and what nobody can do alone.

use codec::Encode;
use galen_runtime::{
	configs::{SafeModeDuration, CONSENSUS_NEVER_PAUSED, HOURS, NEVER_PAUSED},
	SafeMode, TxPause,
};
use galen_scenarios::*;
use pallet_institutions::Call as InstitutionsCall;
use pallet_patients::Call as PatientsCall;
use polkadot_sdk::{
	frame_support::{dispatch::GetDispatchInfo, traits::GetCallMetadata},
	frame_system, pallet_collective, pallet_multisig, pallet_proxy, pallet_safe_mode,
	pallet_scheduler, pallet_tx_pause, pallet_utility, pallet_whitelist,
	sp_runtime::traits::{BlakeTwo256, Hash as _},
};

/// Needs the root origin.
fn upgrade() -> RuntimeCall {
	frame_system::Call::authorize_upgrade { code_hash: Hash::repeat_byte(7) }.into()
}

fn is_authorized() -> bool {
	frame_system::Pallet::<Runtime>::authorized_upgrade().is_some()
}

fn whitelist(call: &RuntimeCall) -> RuntimeCall {
	pallet_whitelist::Call::whitelist_call { call_hash: BlakeTwo256::hash_of(call) }.into()
}

fn dispatch_whitelisted(call: &RuntimeCall) -> RuntimeCall {
	pallet_whitelist::Call::dispatch_whitelisted_call_with_preimage { call: Box::new(call.clone()) }
		.into()
}

fn filtered() -> DispatchError {
	frame_system::Error::<Runtime>::CallFiltered.into()
}

#[test]
fn no_pallet_should_give_one_key_the_root_origin() {
	for pallet in RuntimeCall::get_module_names() {
		assert!(!pallet.to_lowercase().contains("sudo"), "{pallet}");
		for call in RuntimeCall::get_call_names(pallet) {
			assert!(!call.contains("sudo"), "{pallet}.{call}");
		}
	}
	// Nobody signs their way to it, in whatever capacity.
	Chain::development().run(|chain| {
		let root = || Box::new(galen_runtime::OriginCaller::system(frame_system::RawOrigin::Root));
		let attempts: Vec<RuntimeCall> = vec![
			upgrade(),
			dispatch_whitelisted(&upgrade()),
			pallet_utility::Call::dispatch_as { as_origin: root(), call: Box::new(upgrade()) }
				.into(),
			pallet_utility::Call::dispatch_as_fallible {
				as_origin: root(),
				call: Box::new(upgrade()),
			}
			.into(),
			pallet_utility::Call::with_weight {
				call: Box::new(upgrade()),
				weight: Default::default(),
			}
			.into(),
			pallet_utility::Call::batch_all { calls: vec![upgrade()] }.into(),
			pallet_utility::Call::as_derivative { index: 0, call: Box::new(upgrade()) }.into(),
			frame_system::Call::set_storage { items: vec![(vec![7], vec![7])] }.into(),
			frame_system::Call::kill_prefix { prefix: vec![], subkeys: 7 }.into(),
			frame_system::Call::set_code { code: vec![7] }.into(),
			pallet_scheduler::Call::schedule {
				when: System::block_number() + 2,
				maybe_periodic: None,
				priority: 0,
				call: Box::new(upgrade()),
			}
			.into(),
		];
		for call in attempts {
			for signer in [alice(), outsider()] {
				let origin = RuntimeOrigin::signed(signer.account());
				let outcome = dispatch_in_vain(call.clone(), origin);
				assert!(outcome.is_err(), "{call:?}");
			}
			// Nor does a body, though all its members agree.
			for body in Body::ALL {
				let outcome = dispatch_in_vain(call.clone(), body.origin(3, 3));
				let scheduled_or_deferred = match body {
					Body::Council => matches!(call, RuntimeCall::Scheduler(_)),
					Body::TechnicalCommittee => {
						matches!(call, RuntimeCall::Scheduler(_) | RuntimeCall::Whitelist(_))
					},
					_ => false,
				};
				assert_eq!(outcome.is_ok(), scheduled_or_deferred, "{body:?}: {call:?}");
			}
		}
		assert!(!is_authorized());
		chain.next_block();
	});
}

#[test]
fn the_root_origin_should_be_reached_when_council_and_committee_agree() {
	Chain::development().run(|chain| {
		assert_eq!(chain.council(whitelist(&upgrade())), Ok(()));
		assert!(!is_authorized());
		assert_eq!(chain.committee(dispatch_whitelisted(&upgrade())), Ok(()));
		assert!(is_authorized());
		// Once: for a second time both have to agree again.
		let again = chain.submit(&alice(), dispatch_whitelisted(&upgrade()));
		again.fails_with(pallet_whitelist::Error::<Runtime>::DeferredDispatchNotFound);
	});
}

#[test]
fn a_call_should_wait_for_the_council_when_the_committee_comes_first() {
	Chain::development().run(|chain| {
		assert_eq!(chain.committee(dispatch_whitelisted(&upgrade())), Ok(()));
		assert!(!is_authorized());
		let anyone = dispatch_whitelisted(&upgrade());
		chain
			.submit(&charlie(), anyone.clone())
			.fails_with(pallet_whitelist::Error::<Runtime>::CallIsNotWhitelisted);
		assert_eq!(chain.council(whitelist(&upgrade())), Ok(()));
		chain.submit(&charlie(), anyone).succeeds();
		assert!(is_authorized());
	});
}

#[test]
fn neither_body_should_reach_the_root_origin_alone() {
	Chain::development().run(|chain| {
		let all = [alice(), bob(), charlie()];
		// The council.
		assert_eq!(chain.motion(Body::Council, &all, upgrade()), Err(DispatchError::BadOrigin));
		assert_eq!(chain.motion(Body::Council, &all, whitelist(&upgrade())), Ok(()));
		assert_eq!(
			chain.motion(Body::Council, &all, dispatch_whitelisted(&upgrade())),
			Err(DispatchError::BadOrigin)
		);
		assert!(!is_authorized());
		// What it schedules runs with its own origin.
		let schedule = pallet_scheduler::Call::schedule {
			when: System::block_number() + 1,
			maybe_periodic: None,
			priority: 0,
			call: Box::new(upgrade()),
		};
		assert_eq!(chain.motion(Body::Council, &all, schedule), Ok(()));
		chain.next_block();
		let dispatched = chain.events().into_iter().find_map(|event| match event {
			RuntimeEvent::Scheduler(pallet_scheduler::Event::Dispatched { result, .. }) => {
				Some(result)
			},
			_ => None,
		});
		assert_eq!(dispatched, Some(Err(DispatchError::BadOrigin)));

		// The committee.
		let pages = frame_system::Call::set_heap_pages { pages: 7 }.into();
		for call in [upgrade(), whitelist(&pages)] {
			let origin = Body::TechnicalCommittee.origin(3, 3);
			let dispatched = dispatch_in_vain(call.clone(), origin);
			assert_eq!(dispatched, Err(DispatchError::BadOrigin));
			// It isn't even moved.
			chain
				.submit(&alice(), Body::TechnicalCommittee.propose(call, 3))
				.fails_with(filtered());
		}
		assert!(!is_authorized());
	});
}

#[test]
fn the_committee_should_be_appointed_by_both_bodies_and_by_neither_alone() {
	Chain::development().run(|chain| {
		let all = [alice(), bob(), charlie()];
		let engineer = Signer::named("engineer");
		chain.hire(&charlie(), &engineer, Role::NodeOperator);
		let appoint = Body::TechnicalCommittee.set_seats(&[
			(AUTHORITY, alice()),
			(HOSPITAL, bob()),
			(PAYER, engineer.clone()),
		]);
		let appointed = chain.motion(Body::Council, &all, appoint.clone());
		assert_eq!(appointed, Err(DispatchError::BadOrigin));
		let appointed = dispatch_in_vain(appoint.clone(), Body::TechnicalCommittee.origin(3, 3));
		assert_eq!(appointed, Err(DispatchError::BadOrigin));
		assert_eq!(chain.council(whitelist(&appoint)), Ok(()));
		assert_eq!(chain.committee(dispatch_whitelisted(&appoint)), Ok(()));
		let mut members = [alice(), bob(), engineer].map(|member| member.account());
		members.sort();
		assert_eq!(Body::TechnicalCommittee.members(), members);
	});
}

#[test]
fn a_motion_should_need_two_thirds() {
	Chain::development().run(|chain| {
		let suspend: RuntimeCall = InstitutionsCall::suspend {
			institution: PAYER,
			reason: Reason::Misconduct,
			until: None,
		}
		.into();
		// One of three, at once.
		let proposed = chain.submit(&alice(), Body::Council.propose(suspend.clone(), 1)).succeeds();
		assert_eq!(
			proposed.find(|event| match event {
				RuntimeEvent::Council(pallet_collective::Event::Executed { result, .. }) => {
					Some(*result)
				},
				_ => None,
			}),
			Err(DispatchError::BadOrigin)
		);
		// Two for it, but one of them only later: not before the second vote.
		let index = Body::Council.motions();
		chain.submit(&alice(), Body::Council.propose(suspend.clone(), 2)).succeeds();
		chain.submit(&alice(), Body::Council.vote(&suspend, index, true)).succeeds();
		let close = Body::Council.close(&suspend, index);
		let early = pallet_collective::Error::<Runtime, galen_runtime_common::governance::Council>::TooEarly;
		chain.submit(&alice(), close.clone()).fails_with(early);
		chain.submit(&bob(), Body::Council.vote(&suspend, index, true)).succeeds();
		chain.submit(&alice(), close).succeeds();
		assert_eq!(Institutions::was_in_force(PAYER, chain.now()), Some(false));

		// Another body's two thirds are none of the council's.
		let lift = InstitutionsCall::lift_suspension { institution: PAYER };
		let lifted = dispatch_in_vain(lift.into(), Body::TechnicalCommittee.origin(3, 3));
		assert_eq!(lifted, Err(DispatchError::BadOrigin));
	});
}

#[test]
fn only_members_should_move_and_vote() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let motion = Body::Council.propose(upgrade(), 2);
		let not_member = pallet_collective::Error::<
			Runtime,
			galen_runtime_common::governance::Council,
		>::NotMember;
		chain.submit(&physician, motion).fails_with(not_member);
	});
}

#[test]
fn what_protects_people_should_never_be_paused() {
	Chain::development().run(|chain| {
		let pallets = RuntimeCall::get_module_names();
		let unpausable: DispatchError = pallet_tx_pause::Error::<Runtime>::Unpausable.into();
		let refusal = |pallet: &str, call: &str| {
			dispatch_in_vain(pause(pallet, call), Body::TechnicalCommittee.origin(3, 3))
		};
		for (pallet, calls) in NEVER_PAUSED.iter().chain(CONSENSUS_NEVER_PAUSED) {
			assert!(pallets.contains(pallet), "{pallet} isn't a pallet with calls");
			let all = RuntimeCall::get_call_names(pallet);
			for call in *calls {
				assert!(all.contains(call), "{pallet}.{call} isn't a call");
			}
			let protected = if calls.is_empty() { all } else { *calls };
			assert!(!protected.is_empty());
			for call in protected {
				assert_eq!(
					refusal(pallet, call).map_err(strip),
					Err(strip(unpausable)),
					"{pallet}.{call}"
				);
			}
		}
		// A few by name, whatever the list says.
		for (pallet, call) in [
			("Institutions", "suspend"),
			("Institutions", "suspend_provisionally"),
			("Institutions", "lift_suspension"),
			("Institutions", "revoke_credential"),
			("Patients", "veto_recovery"),
			("Timestamp", "set"),
			("Council", "close"),
			("Whitelist", "dispatch_whitelisted_call"),
			("Grandpa", "report_equivocation_unsigned"),
			("TxPause", "unpause"),
			("SafeMode", "force_exit"),
		] {
			assert!(refusal(pallet, call).is_err(), "{pallet}.{call}");
		}
		chain.next_block();
	});
}

#[test]
fn every_other_call_should_be_pausable() {
	Chain::development().run(|_| {
		for pallet in RuntimeCall::get_module_names() {
			for call in RuntimeCall::get_call_names(pallet) {
				let mut lists = NEVER_PAUSED.iter().chain(CONSENSUS_NEVER_PAUSED);
				let protected = lists.any(|(name, calls)| {
					name == pallet && (calls.is_empty() || calls.contains(call))
				});
				let paused =
					dispatch_in_vain(pause(pallet, call), Body::TechnicalCommittee.origin(2, 3));
				assert_eq!(paused.is_ok(), !protected, "{pallet}.{call}");
				for (origin, who) in [
					(Body::TechnicalCommittee.origin(1, 3), "a third of the committee"),
					(Body::Council.origin(3, 3), "the council"),
					(RuntimeOrigin::signed(alice().account()), "a member"),
				] {
					let refused = dispatch_in_vain(pause(pallet, call), origin);
					assert_eq!(refused, Err(DispatchError::BadOrigin), "{who}");
				}
			}
		}
	});
}

/// `call`, in everything that it can be wrapped in.
fn wrapped(call: &RuntimeCall, real: &Signer) -> Vec<RuntimeCall> {
	let boxed = || Box::new(call.clone());
	vec![
		pallet_utility::Call::batch { calls: vec![call.clone()] }.into(),
		pallet_utility::Call::batch_all { calls: vec![call.clone()] }.into(),
		pallet_utility::Call::force_batch { calls: vec![call.clone()] }.into(),
		pallet_utility::Call::as_derivative { index: 0, call: boxed() }.into(),
		pallet_utility::Call::if_else { main: boxed(), fallback: boxed() }.into(),
		pallet_utility::Call::batch {
			calls: vec![pallet_utility::Call::batch { calls: vec![call.clone()] }.into()],
		}
		.into(),
		pallet_proxy::Call::proxy {
			real: real.account().into(),
			force_proxy_type: None,
			call: boxed(),
		}
		.into(),
		pallet_multisig::Call::as_multi_threshold_1 {
			other_signatories: vec![outsider().account()],
			call: boxed(),
		}
		.into(),
	]
}

/// Whether the block says that something was refused by the filter.
fn was_filtered(outcome: &Outcome) -> bool {
	let is_filtered = |error: &DispatchError| strip(*error) == strip(filtered());
	let by_itself = matches!(&outcome.result, Ok(Err(error)) if is_filtered(error));
	by_itself
		|| outcome.receipt.events.iter().any(|event| match event {
			RuntimeEvent::Utility(
				pallet_utility::Event::BatchInterrupted { error, .. }
				| pallet_utility::Event::ItemFailed { error },
			) => is_filtered(error),
			RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result: Err(error) })
			| RuntimeEvent::Multisig(pallet_multisig::Event::MultisigExecuted {
				result: Err(error),
				..
			}) => is_filtered(error),
			_ => false,
		})
}

#[test]
fn a_paused_call_should_be_refused_whatever_it_is_wrapped_in() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let nurse = Signer::named("nurse");
		chain.hire(&bob(), &nurse, Role::Nurse);
		let ada = chain.claimed_patient(&physician, "ada");
		let allow = pallet_proxy::Call::add_proxy {
			delegate: physician.account().into(),
			proxy_type: galen_runtime::configs::ProxyType::Any,
			delay: 0,
		};
		chain.submit(&nurse, allow).succeeds();
		let letter = chain.anchored(&physician, ada.id, 1);

		assert_eq!(chain.committee(pausing("PatientRecords", "anchor", HOURS)), Ok(()));
		chain.submit(&physician, anchor(ada.id, 2)).fails_with(filtered());
		for call in wrapped(&anchor(ada.id, 2), &nurse) {
			let outcome = chain.submit(&physician, call.clone());
			assert!(was_filtered(&outcome), "{call:?}: {outcome:#?}");
		}
		assert_eq!(Records::record(Records::record_id(HOSPITAL, document(2))), None);
		// Nor does governance get it through.
		assert_eq!(chain.council(anchor(ada.id, 2)).map_err(strip), Err(strip(filtered())));
		// Others aren't touched.
		let error = pallet_patient_records::Call::enter_in_error { record: letter };
		chain.submit(&physician, error).succeeds();

		assert_eq!(chain.committee(unpause("PatientRecords", "anchor")), Ok(()));
		chain.anchored(&physician, ada.id, 2);
		assert!(!TxPause::is_paused(&call_name("PatientRecords", "anchor")));
	});
}

#[test]
fn safe_mode_should_leave_what_protects_people() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let inspector = Signer::named("inspector");
		chain.hire(&alice(), &inspector, Role::Inspector);
		let ada = chain.claimed_patient(&physician, "ada");
		// Nobody enters it for a deposit.
		let deposit = pallet_safe_mode::Call::<Runtime>::enter {};
		chain
			.submit(&alice(), deposit)
			.fails_with(pallet_safe_mode::Error::<Runtime>::NotConfigured);

		let enter = pallet_safe_mode::Call::<Runtime>::force_enter {};
		assert_eq!(chain.council(enter.clone()), Err(DispatchError::BadOrigin));
		assert_eq!(chain.committee(enter), Ok(()));
		assert!(SafeMode::is_entered());

		chain.submit(&physician, anchor(ada.id, 1)).fails_with(filtered());
		chain
			.submit(&ada.controller, PatientsCall::set_compartments { closed_to_break_glass: 1 })
			.fails_with(filtered());
		chain
			.submit(&ada.controller, PatientsCall::veto_recovery {})
			.fails_with(PatientsError::NoAttempt);
		for call in wrapped(&anchor(ada.id, 1), &physician) {
			chain.submit(&physician, call).fails_with(filtered());
		}
		// The committee can't lock itself in, nor the regulator and the council out.
		let reason = Reason::SafetyConcern;
		let provisionally = InstitutionsCall::suspend_provisionally { institution: PAYER, reason };
		chain.submit(&inspector, provisionally).succeeds();
		let lift = |institution| InstitutionsCall::lift_suspension { institution };
		chain.submit(&inspector, lift(PAYER)).succeeds();
		let suspend = InstitutionsCall::suspend { institution: HOSPITAL, reason, until: None };
		assert_eq!(chain.council(suspend), Ok(()));
		assert_eq!(chain.motion(Body::Council, &[alice(), charlie()], lift(HOSPITAL)), Ok(()));
	});
}

#[test]
fn safe_mode_should_have_an_end_and_be_left_by_the_committee() {
	Chain::development().run(|chain| {
		let enter = pallet_safe_mode::Call::<Runtime>::force_enter {};
		assert_eq!(chain.committee(enter), Ok(()));
		let until = pallet_safe_mode::EnteredUntil::<Runtime>::get();
		assert_eq!(until, Some(System::block_number() + SafeModeDuration::get()));
		chain.submit(&charlie(), remark()).fails_with(filtered());
		let exit = pallet_safe_mode::Call::<Runtime>::force_exit {};
		assert_eq!(chain.committee(exit), Ok(()));
		assert!(!SafeMode::is_entered());
		chain.submit(&charlie(), remark()).succeeds();
	});
}

#[test]
fn what_a_motion_dispatches_should_be_within_its_bounds() {
	Chain::development().run(|chain| {
		let call = whitelist(&upgrade());
		let index = Body::Council.motions();
		chain.submit(&alice(), Body::Council.propose(call.clone(), 2)).succeeds();
		for member in [alice(), bob()] {
			chain.submit(&member, Body::Council.vote(&call, index, true)).succeeds();
		}
		type CouncilCall =
			pallet_collective::Call<Runtime, galen_runtime_common::governance::Council>;
		let weight = call.get_dispatch_info().call_weight;
		let length = u32::try_from(call.encoded_size()).unwrap();
		let close = |proposal_weight_bound, length_bound| CouncilCall::close {
			proposal_hash: BlakeTwo256::hash_of(&call),
			index,
			proposal_weight_bound,
			length_bound,
		};
		use pallet_collective::Error;
		chain.submit(&alice(), close(weight / 2, length)).fails_with(
			Error::<Runtime, galen_runtime_common::governance::Council>::WrongProposalWeight,
		);
		chain.submit(&alice(), close(weight, length - 1)).fails_with(
			Error::<Runtime, galen_runtime_common::governance::Council>::WrongProposalLength,
		);
		chain.submit(&alice(), close(weight, length)).succeeds();
	});
}
