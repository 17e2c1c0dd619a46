// SPDX-License-Identifier: Apache-2.0

//! What is there on the other side.

use crate::chain::{blob, Chain as Parachain};
use codec::{Decode, Encode};
use galen_parachain_runtime as para;
use galen_parachain_spec::{
	on, preset, relocate,
	specification::{self, Names},
	State,
};
use galen_primitives::{ChainId, FieldGroups};
use galen_scenarios::*;
use polkadot_sdk::{frame_system, pallet_aura::CurrentSlot, sp_io::storage};

/// The parachain's number.
pub const PARA: u32 = 2_345;

/// All that is stored.
pub fn everything() -> State {
	let (mut state, mut last) = (State::new(), Vec::new());
	while let Some(key) = storage::next_key(&last) {
		let value = storage::get(&key).expect("it is the next key; qed");
		state.insert(key.clone(), value.to_vec());
		last = key;
	}
	state
}

/// The state between two blocks.
pub fn state_of(chain: &mut Chain) -> State {
	chain.next_block();
	chain.between_blocks(everything)
}

/// The parachain's genesis, made of this chain's state.
fn carried(chain: &mut Chain, code: &[u8]) -> State {
	let state = state_of(chain);
	relocate(state, PARA, code.to_vec()).expect("nothing is under way")
}

/// The same call, as the other runtime knows it: wallets sign the same bytes.
fn there(call: impl Into<RuntimeCall>) -> para::RuntimeCall {
	let bytes = call.into().encode();
	para::RuntimeCall::decode(&mut &bytes[..]).expect("shared pallets have the same calls")
}

/// Checks that the state of every pallet of the parachain is sound.
fn check() {
	for (pallet, outcome) in [
		("institutions", para::Institutions::do_try_state()),
		("patients", para::Patients::do_try_state()),
		("patient records", para::PatientRecords::do_try_state()),
		("consent", para::Consent::do_try_state()),
		("disclosures", para::Disclosures::do_try_state()),
		("node admission", para::NodeAdmission::do_try_state()),
		("device lifecycle", para::DeviceLifecycle::do_try_state()),
		("drug provenance", para::DrugProvenance::do_try_state()),
		("clinical trials", para::ClinicalTrials::do_try_state()),
		("insurance claims", para::InsuranceClaims::do_try_state()),
		("seats", para::Seats::do_try_state()),
	] {
		assert_eq!(outcome, Ok(()), "{pallet}");
	}
	#[cfg(feature = "try-runtime")]
	{
		use polkadot_sdk::frame_support::traits::{TryState, TryStateSelect};
		let block = para::System::block_number();
		<para::AllPalletsWithSystem as TryState<u32>>::try_state(block, TryStateSelect::All)
			.expect("the state of every pallet is sound");
	}
}

#[test]
fn a_chain_should_go_on_as_a_parachain() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let bea = chain.opened_patient(&physician, "bea");
		let letter = chain.anchored(&physician, ada.id, 1);
		let directive = treatment_by(HOSPITAL, FieldGroups::ALL, START + 30 * DAY);
		chain.submit(&ada.controller, grant(ada.id, directive)).succeeds();
		chain.wait(HOUR);
		// Signed for the old chain, to be submitted on the new one.
		let claim = chain.claim(bea, &claim_key("bea"), &Signer::named("bea"));
		let nonce = System::account_nonce(physician.account());
		let identity: ChainId = pallet_institutions::ChainIdentity::<Runtime>::get();
		let patients: u32 = pallet_patients::Patients::<Runtime>::iter_keys().count() as u32;

		let genesis = carried(chain, blob());
		let now = chain.now();
		on(&mut genesis.clone(), check);

		let mut parachain = Parachain::with_genesis(genesis, now);
		let mut candidates = vec![parachain.block(vec![])];
		let sealed = parachain.sign(&physician, nonce, there(claim));
		candidates.push(parachain.block(vec![sealed]));
		let anchored = anchor(ada.id, 2);
		let signed = parachain.sign(&physician, nonce + 1, there(anchored));
		candidates.push(parachain.block(vec![signed]));
		for candidate in &candidates {
			candidate.validate().unwrap_or_else(|error| panic!("{error}"));
		}

		parachain.read(|| {
			check();
			assert_eq!(para::Institutions::chain_id(), identity);
			assert_eq!(u32::from(para::ParachainInfo::parachain_id()), PARA);
			assert_eq!(
				pallet_patients::Patients::<para::Runtime>::iter_keys().count() as u32,
				patients
			);
			assert!(para::PatientRecords::record(letter).is_some());
			assert_eq!(para::Consent::directives(ada.id).len(), 1);
			let controller = para::Patients::patient(bea).expect("opened before").controller;
			assert_eq!(controller, Some(Signer::named("bea").account()));
			assert_eq!(para::System::block_number(), 3);
		});
	});
}

#[test]
fn collators_should_be_those_who_validated() {
	Chain::local_testnet().run(|chain| {
		let before: Vec<_> = pallet_session::Validators::<Runtime>::get();
		assert_eq!(before.len(), 4);
		let mut genesis = carried(chain, &[]);
		let now = chain.now();
		on(&mut genesis, || {
			assert_eq!(pallet_session::Validators::<para::Runtime>::get(), before);
			let queued = pallet_session::QueuedKeys::<para::Runtime>::get();
			let authorities = polkadot_sdk::pallet_aura::Authorities::<para::Runtime>::get();
			let keys: Vec<_> = queued.iter().map(|(_, keys)| keys.aura.clone()).collect();
			assert_eq!(keys, authorities.into_inner());
			for account in &before {
				let keys = pallet_session::NextKeys::<para::Runtime>::get(account).expect("keys");
				let aura = (polkadot_sdk::sp_core::crypto::key_types::AURA, keys.aura.encode());
				let owner = pallet_session::KeyOwner::<para::Runtime>::get(aura);
				assert_eq!(owner.as_ref(), Some(account));
			}
			let owners = pallet_session::KeyOwner::<para::Runtime>::iter_keys().count();
			assert_eq!(owners, before.len(), "keys of GRANDPA are nobody's here");
			// Slots go on, and don't begin at zero.
			let slot = u64::from(CurrentSlot::<para::Runtime>::get());
			assert_eq!(slot, now / 6_000);
		});
	});
}

#[test]
fn allowances_should_flow_at_the_same_pace_in_time() {
	Chain::development().run(|chain| {
		// Members begin with what was saved up in the preset's class, less than half of this: they
		// could do nothing with a level below a tenth, and what flows in must not be cut off.
		chain.ration(HOSPITAL, allowance_class(2_000_000_000_000, 3_000_000_000));
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		chain.anchored(&physician, ada.id, 1);
		// It is settled later than the last draw.
		chain.blocks(20);
		let (before, last) = chain.between_blocks(|| {
			(Institutions::allowance(HOSPITAL).expect("it has one"), System::block_number())
		});
		let refilled = before.members + 9_000_000_000;
		assert!(refilled < before.refill.members.capacity, "there is room for it");
		assert!(last > 10);
		let mut genesis =
			relocate(chain.between_blocks(everything), PARA, vec![]).expect("nothing is under way");
		on(&mut genesis, || {
			let after = para::Institutions::allowance(HOSPITAL).expect("it has one");
			assert_eq!((after.members, after.patients), (before.members, before.patients));
			assert_eq!(after.refill.members.per_block, 3 * before.refill.members.per_block);
			assert_eq!(after.refill.members.capacity, before.refill.members.capacity);
			// Had it kept the old chain's block, nothing would flow until the new one gets there.
			para::System::set_block_number(1);
			let next = para::Institutions::allowance(HOSPITAL).expect("it has one");
			assert_eq!(next.members, refilled);
		});
	});
}

#[test]
fn what_is_of_the_old_chains_blocks_should_stay_behind() {
	Chain::development().run(|chain| {
		chain.blocks(3);
		let mut genesis = carried(chain, &[]);
		for pallet in ["Grandpa", "Historical", "Offences"] {
			let prefix = polkadot_sdk::sp_io::hashing::twox_128(pallet.as_bytes());
			assert!(!genesis.keys().any(|key| key.starts_with(&prefix)), "{pallet}");
		}
		on(&mut genesis, || {
			assert_eq!(para::System::block_number(), 0);
			let last = frame_system::LastRuntimeUpgrade::<para::Runtime>::get().expect("genesis");
			assert_eq!(last.spec_name, "galen-parachain");
		});
	});
}

#[test]
fn a_specification_should_hold_the_state() {
	let state = State::from([(vec![1], vec![]), (vec![2, 3], vec![4])]);
	let names = Names { name: "Galen", id: "galen", relay_chain: "polkadot", chain_type: "Live" };
	let json = specification::parachain(&names, PARA, &state);
	assert_eq!(specification::state(&json), Ok(state));
	assert_eq!(json["para_id"], PARA);
	assert_eq!(json["relay_chain"], "polkadot");
	let broken = |pointer: &str, value: serde_json::Value| {
		let mut json = json.clone();
		*json.pointer_mut(pointer).expect("it is there") = value;
		specification::state(&json).expect_err("it is broken")
	};
	broken("/genesis/raw/top/0x01", "1".into());
	broken("/genesis/raw/top/0x01", serde_json::Value::Null);
	broken("/genesis/raw/childrenDefault", serde_json::json!({ "0x01": {} }));
	broken("/genesis/raw", serde_json::json!({}));
}

#[test]
fn a_preset_should_be_a_genesis_too() {
	for clock in [None, Some(START)] {
		let blob = blob().to_vec();
		let mut genesis =
			preset::genesis("development", PARA, clock, blob).expect("there is that preset");
		on(&mut genesis, || {
			check();
			assert_eq!(para::Timestamp::get(), clock.unwrap_or(0));
		});
		let mut parachain = Parachain::with_genesis(genesis, START);
		let candidate = parachain.block(vec![]);
		candidate.validate().unwrap_or_else(|error| panic!("{error}"));
		parachain.read(|| assert_eq!(u32::from(para::ParachainInfo::parachain_id()), PARA));
	}
	assert!(preset::genesis("another", PARA, None, vec![]).is_err());
}
