// SPDX-License-Identifier: Apache-2.0

//! Slots, the relay chain, and what isn't an offence here.

use crate::messages::{council, on, on_the_chain};
use codec::{Decode, Encode};
use galen_parachain_runtime::{
	apis::api,
	configs::{MaxProposalWeight, RuntimeBlockWeights, WeightFee},
	genesis_presets::{LARGE_CLASS, STANDARD_CLASS},
	own::genesis::PARA_ID,
	AccountId, Hash, Header, NodeAdmission, Runtime, RuntimeCall, RuntimeOrigin, SafeMode, Session,
	SessionKeys, System,
};
use galen_runtime_common::governance::Technical;
use galen_scenarios::{alice, bob, Signer, START};
use pallet_institutions::{AllowanceClasses, Refill};
use pallet_node_admission::Parameters;
use polkadot_sdk::{
	cumulus_pallet_parachain_system::{
		self,
		parachain_inherent::{
			BasicParachainInherentData, InboundMessagesCollection, InboundMessagesData,
		},
	},
	cumulus_primitives_core::PersistedValidationData,
	frame_support::{assert_ok, dispatch::DispatchClass, traits::Contains, weights::WeightToFee},
	frame_system, pallet_collective, pallet_timestamp,
	sp_consensus_aura::{
		digests::CompatibleDigestItem,
		sr25519::{AuthorityId, AuthoritySignature},
		Slot,
	},
	sp_core::{crypto::key_types, sr25519},
	sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET,
	sp_runtime::{traits::Header as _, Digest, DigestItem},
	sp_session::MembershipProof,
};
use sp_trie::StorageProof;

/// What the runtime answers a collator.
fn ask<R: Decode>(function: &str) -> R {
	let answer = api::dispatch(function, &[]).expect("the runtime knows the question");
	R::decode(&mut &answer[..]).expect("it answers in kind")
}

#[test]
fn collators_should_learn_how_to_build() {
	on_the_chain(|| {
		assert_eq!(ask::<u64>("AuraApi_slot_duration"), 6_000);
		assert_eq!(ask::<u32>("GetParachainInfo_parachain_id"), PARA_ID);
		assert_eq!(ask::<u32>("RelayParentOffsetApi_relay_parent_offset"), 0);
		assert_eq!(ask::<u8>("RelayParentOffsetApi_max_claim_queue_offset"), 1);
		assert_eq!(ask::<u32>("TargetBlockRate_target_block_rate"), 1);
		assert!(!ask::<bool>("SchedulingV3EnabledApi_scheduling_v3_enabled"));
		let authorities: Vec<AuthorityId> = ask("AuraApi_authorities");
		assert_eq!(authorities, [AuthorityId::from(key(&alice()))]);
	});
}

#[test]
fn a_local_testnet_should_have_two_collators() {
	on(LOCAL_TESTNET_RUNTIME_PRESET, || {
		let authorities: Vec<AuthorityId> = ask("AuraApi_authorities");
		assert_eq!(authorities, [key(&alice()).into(), key(&bob()).into()]);
		assert_eq!(NodeAdmission::live_set(), [alice().account(), bob().account()]);
	});
}

#[test]
fn a_flood_by_a_member_should_be_over_after_three_blocks() {
	on(LOCAL_TESTNET_RUNTIME_PRESET, || {
		let limits = RuntimeBlockWeights::get();
		let normal = limits.get(DispatchClass::Normal).max_total.expect("they are limited");
		let block = WeightFee::weight_to_fee(&normal);
		let class = |id| AllowanceClasses::<Runtime>::get(id).expect("presets have it");
		let in_three = |refill: Refill| u128::from(refill.capacity + 3 * refill.per_block);

		let standard = class(STANDARD_CLASS);
		assert!(in_three(standard.members) + in_three(standard.patients) <= 3 * block);
		let large = class(LARGE_CLASS);
		assert!(in_three(large.members) <= 3 * block, "without its patients");
		assert!(u128::from(large.members.per_block + large.patients.per_block) < block);

		// Whoever closes a motion is charged for the call in it first.
		let saved = standard.members.capacity - standard.members.reserve();
		assert!(WeightFee::weight_to_fee(&MaxProposalWeight::get()) < saved.into());
	});
}

fn key(of: &Signer) -> sr25519::Public {
	sr25519::Public::from_raw(of.account().into())
}

/// What is due at the end of two sessions: planned at the first, in force with the second.
fn two_sessions_later() {
	for _ in 0..2 {
		Session::rotate_session();
	}
}

/// Who may make blocks.
fn authors() -> Vec<AuthorityId> {
	ask("AuraApi_authorities")
}

#[test]
fn node_admission_should_choose_the_collators() {
	on(LOCAL_TESTNET_RUNTIME_PRESET, || {
		pallet_timestamp::Now::<Runtime>::put(START);
		let alone = Parameters { minimum_set: 1, ..NodeAdmission::parameters() };
		assert_ok!(NodeAdmission::set_parameters(council(2), alone));
		two_sessions_later();
		assert_eq!(authors(), [key(&alice()).into(), key(&bob()).into()]);

		let bobs = pallet_node_admission::Seats::<Runtime>::get()[1].node;
		let committee = pallet_collective::RawOrigin::<AccountId, Technical>::Members(2, 3);
		assert_ok!(NodeAdmission::suspend(committee.into(), bobs));
		assert_eq!(authors().len(), 2, "until the session is over");
		two_sessions_later();
		assert_eq!(authors(), [key(&alice()).into()]);

		assert_ok!(NodeAdmission::lift_suspension(council(2), bobs));
		two_sessions_later();
		assert_eq!(authors(), [key(&alice()).into(), key(&bob()).into()]);
		assert_eq!(NodeAdmission::do_try_state(), Ok(()));
	});
}

#[test]
fn a_recovery_should_replace_collators_and_nothing_else() {
	on(LOCAL_TESTNET_RUNTIME_PRESET, || {
		pallet_timestamp::Now::<Runtime>::put(START);
		let alone = Parameters { minimum_set: 1, ..NodeAdmission::parameters() };
		assert_ok!(NodeAdmission::set_parameters(council(2), alone));
		let lost = vec![bob().account()].try_into().expect("one");
		System::set_block_number(10);
		assert_ok!(NodeAdmission::recover(council(3), lost, 5, 9));
		two_sessions_later();
		assert_eq!(authors(), [key(&alice()).into()]);
	});
}

/// A block of slot 7, sealed by `collator`.
fn sealed(collator: &Signer, parent: Hash) -> Vec<u8> {
	let slot =
		<DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_pre_digest(Slot::from(7));
	let mut header =
		Header::new(1, Hash::zero(), Hash::zero(), parent, Digest { logs: vec![slot] });
	let seal: AuthoritySignature = collator.sign(header.hash().as_bytes()).into();
	header
		.digest_mut()
		.push(<DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_seal(seal));
	header.encode()
}

/// If the relay chain doesn't take a block, its collator builds another one in the same slot.
#[test]
fn two_blocks_of_one_slot_should_be_nobodys_offence() {
	on_the_chain(|| {
		let [one, other] = [[1; 32], [2; 32]]
			.map(|parent| sealed(&alice(), Hash::from(parent)).try_into().expect("short"));
		let report = NodeAdmission::report_aura_equivocation(
			RuntimeOrigin::signed(bob().account()),
			key(&alice()).into(),
			one,
			other,
			MembershipProof { session: 0, trie_nodes: vec![], validator_count: 1 },
		);
		assert_eq!(report, Err(pallet_node_admission::Error::<Runtime>::UnknownKey.into()));
		assert!(NodeAdmission::live_set().contains(&alice().account()));
	});
}

#[test]
fn session_keys_should_be_auras_alone() {
	let keys = SessionKeys { aura: key(&alice()).into() };
	let raw = SessionKeys::decode_into_raw_public_keys(&keys.encode());
	assert_eq!(raw, Some(vec![(key(&alice()).0.to_vec(), key_types::AURA)]));
}

/// Without what the relay chain says there is no block: a pause of that would be the last.
#[test]
fn blocks_should_go_on_in_safe_mode() {
	on_the_chain(|| {
		let data = BasicParachainInherentData {
			validation_data: PersistedValidationData::default(),
			relay_chain_state: StorageProof::empty(),
			relay_parent_descendants: vec![],
			collator_peer_id: None,
		};
		let inbound_messages_data = InboundMessagesData::new(
			InboundMessagesCollection::new(vec![]).into_abridged(&mut 0),
			InboundMessagesCollection::new(vec![]).into_abridged(&mut 0),
		);
		let passes =
			|call: &RuntimeCall| <Runtime as frame_system::Config>::BaseCallFilter::contains(call);
		let inherents: [RuntimeCall; 2] = [
			pallet_timestamp::Call::set { now: 1 }.into(),
			cumulus_pallet_parachain_system::Call::set_validation_data {
				data,
				inbound_messages_data,
			}
			.into(),
		];
		let remark = frame_system::Call::remark { remark: vec![] }.into();
		assert!(inherents.iter().all(passes) && passes(&remark));
		System::set_block_number(1);
		assert_ok!(SafeMode::force_enter(RuntimeOrigin::root()));
		assert!(!passes(&remark));
		assert!(inherents.iter().all(passes));
	});
}
