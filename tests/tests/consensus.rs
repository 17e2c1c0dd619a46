// SPDX-License-Identifier: Apache-2.0

//! Who makes blocks and finalises them; and whoever votes twice is found out.

use codec::{Decode, Encode};
use galen_runtime::{configs::SessionPeriod as SessionLength, Grandpa, Session};
use galen_scenarios::*;
use polkadot_sdk::{
	pallet_grandpa, pallet_offences,
	sp_consensus_grandpa::{
		self as grandpa, AuthorityId, Equivocation, EquivocationProof, OpaqueKeyOwnershipProof,
		RoundNumber, SetId,
	},
	sp_core::{ed25519, Pair},
	sp_keyring::Ed25519Keyring,
	sp_runtime::transaction_validity::TransactionSource,
};

type Proof = EquivocationProof<Hash, BlockNumber>;

/// Proves that `voter` has voted for two blocks in one round.
fn equivocation(voter: Ed25519Keyring, set: SetId, round: RoundNumber, targets: [u8; 2]) -> Proof {
	let pair: ed25519::Pair = voter.pair();
	let vote = |target: u8| {
		let prevote = finality_grandpa::Prevote {
			target_hash: Hash::repeat_byte(target),
			target_number: BlockNumber::from(target),
		};
		let message = finality_grandpa::Message::Prevote(prevote.clone());
		let signature = pair.sign(&grandpa::localized_payload(round, set, &message));
		(prevote, signature.into())
	};
	let [first, second] = targets.map(vote);
	EquivocationProof::new(
		set,
		Equivocation::Prevote(finality_grandpa::Equivocation {
			round_number: round,
			identity: pair.public().into(),
			first,
			second,
		}),
	)
}

/// That the key is a validator's in the present session, as the runtime tells the node.
fn ownership(voter: Ed25519Keyring) -> OpaqueKeyOwnershipProof {
	let key: AuthorityId = voter.public().into();
	let set: SetId = api("GrandpaApi_current_set_id", ());
	let proof: Option<OpaqueKeyOwnershipProof> =
		api("GrandpaApi_generate_key_ownership_proof", (set, key));
	proof.expect("the key is a validator's")
}

/// Has the runtime report it, and takes the report out of the node's pool.
fn report(chain: &Chain, proof: Proof, ownership: OpaqueKeyOwnershipProof) -> Vec<u8> {
	let function = "GrandpaApi_submit_report_equivocation_unsigned_extrinsic";
	let submitted: Option<()> = api(function, (proof, ownership));
	assert_eq!(submitted, Some(()));
	let mut pooled = chain.pooled();
	assert_eq!(pooled.len(), 1);
	pooled.remove(0)
}

fn offences(receipt: &Receipt) -> usize {
	let is_offence = |event: &&RuntimeEvent| {
		matches!(event, RuntimeEvent::Offences(pallet_offences::Event::Offence { .. }))
	};
	receipt.events.iter().filter(is_offence).count()
}

/// To the first block of the next session.
fn next_session(chain: &mut Chain) {
	let session = Session::current_index();
	while Session::current_index() == session {
		chain.next_block();
	}
}

#[test]
fn an_equivocation_should_be_recorded_once_when_a_validator_votes_twice() {
	Chain::local_testnet().run(|chain| {
		chain.next_block();
		let set: SetId = api("GrandpaApi_current_set_id", ());
		let proof = equivocation(Ed25519Keyring::Dave, set, 3, [1, 2]);
		let first = report(chain, proof.clone(), ownership(Ed25519Keyring::Dave));

		// Only the node that has seen it brings it in.
		assert!(chain.validate(TransactionSource::Local, &first).is_ok());
		assert_eq!(
			chain.validate(TransactionSource::External, &first),
			Err(InvalidTransaction::Call.into())
		);
		let receipt = chain.submit_bytes(&first).succeeds();
		assert_eq!(offences(&receipt), 1);

		// Twice is once.
		let second = report(chain, proof, ownership(Ed25519Keyring::Dave));
		chain.submit_bytes(&second).is_refused_with(InvalidTransaction::Stale);
		// So is the same round with other votes; another round is another offence.
		let same_round = equivocation(Ed25519Keyring::Dave, set, 3, [1, 3]);
		let same_round = report(chain, same_round, ownership(Ed25519Keyring::Dave));
		chain.submit_bytes(&same_round).is_refused_with(InvalidTransaction::Stale);
		let other_round = equivocation(Ed25519Keyring::Dave, set, 4, [1, 2]);
		let other_round = report(chain, other_round, ownership(Ed25519Keyring::Dave));
		assert_eq!(offences(&chain.submit_bytes(&other_round).succeeds()), 1);

		// It stays readable who it was.
		let reports = pallet_offences::Reports::<Runtime>::iter_values();
		let offenders: Vec<AccountId> = reports.map(|details| details.offender.0).collect();
		assert_eq!(offenders, [Signer::named("Dave").account(), Signer::named("Dave").account()]);
	});
}

#[test]
fn a_report_should_be_refused_when_it_proves_nothing() {
	Chain::local_testnet().run(|chain| {
		let set: SetId = api("GrandpaApi_current_set_id", ());
		let dave = || ownership(Ed25519Keyring::Dave);
		let refused = || -> DispatchError {
			pallet_grandpa::Error::<Runtime>::InvalidEquivocationProof.into()
		};

		// Twice for the same block.
		let proof = equivocation(Ed25519Keyring::Dave, set, 3, [1, 1]);
		let bytes = report(chain, proof, dave());
		chain.submit_bytes(&bytes).fails_with(refused());

		// Somebody else's key.
		let proof = equivocation(Ed25519Keyring::Charlie, set, 3, [1, 2]);
		let bytes = report(chain, proof, dave());
		chain.submit_bytes(&bytes).is_refused_with(InvalidTransaction::BadProof);

		// Nobody's key.
		let proof = equivocation(Ed25519Keyring::Ferdie, set, 3, [1, 2]);
		let bytes = report(chain, proof, dave());
		chain.submit_bytes(&bytes).is_refused_with(InvalidTransaction::BadProof);

		// A set of validators that never was.
		let proof = equivocation(Ed25519Keyring::Dave, set + 7, 3, [1, 2]);
		let bytes = report(chain, proof, dave());
		chain.submit_bytes(&bytes).fails_with(refused());

		assert_eq!(pallet_offences::Reports::<Runtime>::iter().count(), 0);
	});
}

#[test]
fn validators_should_stay_when_sessions_rotate() {
	Chain::local_testnet().run(|chain| {
		let names = ["Alice", "Bob", "Charlie", "Dave"];
		let expected = names.map(|name| Signer::named(name).account());
		let voters: grandpa::AuthorityList = api("GrandpaApi_grandpa_authorities", ());
		assert_eq!(voters.len(), 4);
		let authors: Vec<[u8; 32]> = api("AuraApi_authorities", ());
		let old_set: SetId = api("GrandpaApi_current_set_id", ());
		let old_proof = ownership(Ed25519Keyring::Bob);

		let mut makers = std::collections::BTreeSet::new();
		for session in 1..=3 {
			next_session(chain);
			assert_eq!(Session::current_index(), session);
			assert_eq!(Session::validators(), expected);
			assert_eq!(api::<grandpa::AuthorityList>("GrandpaApi_grandpa_authorities", ()), voters);
			assert_eq!(api::<Vec<[u8; 32]>>("AuraApi_authorities", ()), authors);
			for _ in 0..4 {
				makers.extend(galen_runtime::Authorship::author());
				chain.next_block();
			}
		}
		assert_eq!(makers.len(), 4, "all of them make blocks");
		assert!(chain.parent().number >= 3 * SessionLength::get());

		// What somebody did two sessions ago can still be reported, and what they do now.
		let proof = equivocation(Ed25519Keyring::Bob, old_set, 9, [4, 5]);
		let late = report(chain, proof, old_proof);
		assert_eq!(offences(&chain.submit_bytes(&late).succeeds()), 1);
		let set: SetId = api("GrandpaApi_current_set_id", ());
		let proof = equivocation(Ed25519Keyring::Bob, set, 10, [4, 5]);
		let present = report(chain, proof, ownership(Ed25519Keyring::Bob));
		assert_eq!(offences(&chain.submit_bytes(&present).succeeds()), 1);
	});
}

#[test]
fn an_equivocation_should_be_reportable_by_a_member_who_holds_the_proof() {
	Chain::local_testnet().run(|chain| {
		let set: SetId = api("GrandpaApi_current_set_id", ());
		let proof = equivocation(Ed25519Keyring::Dave, set, 3, [1, 2]);
		let ownership = ownership(Ed25519Keyring::Dave);
		let call = pallet_grandpa::Call::report_equivocation {
			equivocation_proof: Box::new(proof),
			key_owner_proof: ownership.decode().unwrap(),
		};
		let receipt = chain.submit(&alice(), call.clone()).succeeds();
		assert_eq!(offences(&receipt), 1);
		chain
			.submit(&alice(), call)
			.fails_with(pallet_grandpa::Error::<Runtime>::DuplicateOffenceReport);
	});
}

#[test]
fn session_keys_should_be_decodable_by_the_node() {
	Chain::development().run(|_| {
		let key = Ed25519Keyring::Alice.public();
		let keys = galen_runtime::SessionKeys {
			aura: polkadot_sdk::sp_keyring::Sr25519Keyring::Alice.public().into(),
			grandpa: key.into(),
		};
		let decoded: Option<Vec<(Vec<u8>, [u8; 4])>> =
			api("SessionKeys_decode_session_keys", keys.encode());
		let decoded = decoded.unwrap();
		assert_eq!(decoded.len(), 2);
		assert_eq!(decoded[1], (key.0.to_vec(), *b"gran"));
		assert_eq!(AuthorityId::decode(&mut &decoded[1].0[..]), Ok(key.into()));
		assert_eq!(Grandpa::grandpa_authorities().len(), 1);
	});
}
