// SPDX-License-Identifier: Apache-2.0

//! Which nodes are admitted, and which of them validate.

use codec::Encode;
use galen_runtime::{NodeAdmission, Session, SessionKeys};
use galen_scenarios::*;
use pallet_node_admission::{
	ApplicationId, BallotId, Call as AdmissionCall, Cause, Decision, Event, NodeForm, NodeId,
	NodeKind, PeerId, Proposal, Standing, Subject, Vote,
};
use polkadot_sdk::{
	frame_system, pallet_session, sp_consensus_aura,
	sp_core::{ed25519, proof_of_possession::statement_of_ownership, sr25519, Pair},
	sp_runtime::{
		generic::{Digest as BlockDigest, DigestItem},
		traits::Header as _,
	},
};

type AdmissionError = pallet_node_admission::Error<Runtime>;

/// The founders' institutions, with their administrators.
fn founders() -> [(InstitutionId, Signer); 4] {
	[(0, alice()), (1, bob()), (2, charlie()), (3, Signer::named("Dave"))]
}

/// The network key of a node of that name.
fn node_key(name: &str) -> ed25519::Pair {
	ed25519::Pair::from_string(&format!("//{name}//node"), None).expect("a path; qed")
}

fn form(peer: &ed25519::Pair) -> NodeForm {
	NodeForm {
		kind: NodeKind::Validator,
		peer: PeerId(peer.public().0),
		certificate: document(1),
		agreement: 1,
		region: 756,
	}
}

/// The call that applies for the node of `form`, with a proof that `key` has signed.
fn apply(
	chain: &Chain,
	signer: &Signer,
	institution: InstitutionId,
	form: NodeForm,
	key: &ed25519::Pair,
) -> RuntimeCall {
	let expires = chain.now() + HOUR;
	let statement =
		NodeAdmission::admission_statement(signer.account(), institution, form, expires);
	AdmissionCall::apply { form, expires, proof: key.sign(&statement).0 }.into()
}

/// The call by which `owner` sets the session keys `//name`.
fn set_keys(owner: &Signer, name: &str) -> RuntimeCall {
	let aura = sr25519::Pair::from_string(&format!("//{name}"), None).expect("a path; qed");
	let grandpa = ed25519::Pair::from_string(&format!("//{name}"), None).expect("a path; qed");
	let statement = statement_of_ownership(&owner.account().encode());
	let proof = (aura.sign(&statement), grandpa.sign(&statement)).encode();
	let keys = SessionKeys { aura: aura.public().into(), grandpa: grandpa.public().into() };
	pallet_session::Call::set_keys { keys, proof }.into()
}

fn next_session(chain: &mut Chain) {
	let session = Session::current_index();
	while Session::current_index() == session {
		chain.next_block();
	}
	// The block that changes the session takes nothing else.
	chain.next_block();
}

/// Admits a fifth institution, and has it apply.
fn applicant(chain: &mut Chain) -> (InstitutionId, Signer, ApplicationId) {
	let signer = Signer::named("fifth");
	let kinds = [InstitutionKind::CareProvider, InstitutionKind::NodeOperator];
	let institution = chain.admit(admission(&kinds, VotingClass::CareProviders), &signer);
	let key = node_key("fifth");
	let call = apply(chain, &signer, institution, form(&key), &key);
	let receipt = chain.submit(&signer, call).succeeds();
	let application = receipt.find(|event| match event {
		RuntimeEvent::NodeAdmission(Event::Applied { application, .. }) => Some(*application),
		_ => None,
	});
	(institution, signer, application)
}

/// Has three founders endorse it, which opens the ballot.
fn endorsed(chain: &mut Chain, application: ApplicationId) -> BallotId {
	for (_, founder) in &founders()[..3] {
		chain.submit(founder, AdmissionCall::endorse { application }).succeeds();
	}
	NodeAdmission::ballot_about(Subject::Application(application)).expect("three endorse")
}

/// Has the fifth institution voted in, keyed and activated.
fn fifth_validator(chain: &mut Chain) -> (NodeId, Signer) {
	let (_, signer, application) = applicant(chain);
	let ballot = endorsed(chain, application);
	for (_, founder) in &founders() {
		chain.submit(founder, AdmissionCall::vote { ballot, vote: Vote::Aye }).succeeds();
	}
	let closed = chain.submit(&alice(), AdmissionCall::close { ballot }).succeeds();
	let node = closed.find(|event| match event {
		RuntimeEvent::NodeAdmission(Event::BallotClosed { decision, admitted, .. }) => {
			assert_eq!(*decision, Decision::Approved);
			*admitted
		},
		_ => None,
	});
	let early = AdmissionCall::activate { node };
	chain.submit(&signer, early.clone()).fails_with(AdmissionError::NoSessionKeys);
	chain.submit(&signer, set_keys(&signer, "fifth session")).succeeds();
	chain.submit(&signer, early).succeeds();
	(node, signer)
}

fn standing(node: NodeId) -> Standing {
	NodeAdmission::node(node).expect("it was admitted").standing
}

#[test]
fn a_fifth_institution_should_be_voted_in_and_validate() {
	Chain::local_testnet().run(|chain| {
		let (node, signer) = fifth_validator(chain);
		assert_eq!(standing(node), Standing::Waiting);
		next_session(chain);
		assert_eq!(standing(node), Standing::Validating);
		assert!(!Session::validators().contains(&signer.account()), "planned for the next");
		next_session(chain);
		assert!(Session::validators().contains(&signer.account()));
		let authors: Vec<[u8; 32]> = api("AuraApi_authorities", ());
		assert_eq!(authors.len(), 5);
		let peer = PeerId(node_key("fifth").public().0);
		assert!(NodeAdmission::admitted_peers().iter().any(|admitted| admitted.peer == peer));

		// Removed by a ballot, it leaves, and its peer isn't admitted any more.
		let propose = Proposal::Remove { node, blacklist: None };
		chain.submit(&bob(), AdmissionCall::propose { proposal: propose }).succeeds();
		let ballot = NodeAdmission::ballot_about(Subject::Node(node)).unwrap();
		chain
			.submit(&signer, AdmissionCall::vote { ballot, vote: Vote::Nay })
			.fails_with(AdmissionError::Recused);
		for (_, founder) in &founders() {
			chain.submit(founder, AdmissionCall::vote { ballot, vote: Vote::Aye }).succeeds();
		}
		chain.submit(&alice(), AdmissionCall::close { ballot }).succeeds();
		assert_eq!(standing(node), Standing::PendingRemoval);
		next_session(chain);
		next_session(chain);
		assert!(!Session::validators().contains(&signer.account()));
		assert!(NodeAdmission::admitted_peers().iter().all(|admitted| admitted.peer != peer));
	});
}

#[test]
fn an_application_should_be_refused_when_the_network_key_is_anothers() {
	Chain::local_testnet().run(|chain| {
		let signer = Signer::named("fifth");
		let kinds = [InstitutionKind::CareProvider];
		let institution = chain.admit(admission(&kinds, VotingClass::CareProviders), &signer);
		let (own, stolen) = (node_key("fifth"), node_key("somebody else's"));
		let theft = apply(chain, &signer, institution, form(&stolen), &own);
		chain.submit(&signer, theft).fails_with(AdmissionError::InvalidProof);
		// The proof is for this account: who copies it from the pool gets nothing.
		let copied = apply(chain, &signer, institution, form(&own), &own);
		let other = Signer::named("sixth");
		chain.admit(admission(&kinds, VotingClass::CareProviders), &other);
		chain.submit(&other, copied).fails_with(AdmissionError::InvalidProof);
	});
}

#[test]
fn an_institution_should_have_one_vote_and_affiliates_none() {
	Chain::local_testnet().run(|chain| {
		let (institution, _, application) = applicant(chain);
		let ballot = endorsed(chain, application);
		let vote = |vote| AdmissionCall::vote { ballot, vote };
		chain.submit(&bob(), vote(Vote::Aye)).succeeds();
		// Another administrator of the same hospital has the same vote.
		let colleague = Signer::named("bob's colleague");
		chain.hire(&bob(), &colleague, Role::Administrator);
		chain.submit(&colleague, vote(Vote::Nay)).succeeds();
		let ayes = |chain: &Chain| {
			chain.check();
			let info = NodeAdmission::ballot(ballot).unwrap();
			info.counts.public_bodies
		};
		let counts = ayes(chain);
		assert_eq!((counts.ayes, counts.nays), (0, 1));
		// Who turns out to be under common control with the applicant isn't counted.
		chain.submit(&charlie(), vote(Vote::Aye)).succeeds();
		assert_eq!(ayes(chain).ayes, 1);
		let inspector = Signer::named("inspector");
		chain.hire(&alice(), &inspector, Role::Inspector);
		let found = pallet_institutions::Call::attribute_affiliates {
			institution,
			affiliates: vec![PAYER].try_into().unwrap(),
		};
		chain.submit(&inspector, found).succeeds();
		assert_eq!(ayes(chain).ayes, 0);
		chain.submit(&charlie(), vote(Vote::Aye)).fails_with(AdmissionError::Recused);
	});
}

#[test]
fn two_sealed_headers_of_one_slot_should_suspend_their_author() {
	Chain::local_testnet().run(|chain| {
		let dave = sr25519::Pair::from_string("//Dave", None).unwrap();
		let sealed = |root: u8| {
			let slot = sp_consensus_aura::Slot::from(START / 2_000 + 5);
			let pre = DigestItem::PreRuntime(sp_consensus_aura::AURA_ENGINE_ID, slot.encode());
			let mut header = Header::new(
				7,
				Hash::repeat_byte(root),
				Hash::zero(),
				Hash::zero(),
				BlockDigest { logs: vec![pre] },
			);
			let signature = dave.sign(header.hash().as_ref());
			let seal = DigestItem::Seal(sp_consensus_aura::AURA_ENGINE_ID, signature.encode());
			header.digest_mut().push(seal);
			header.encode()
		};
		let key: [u8; 32] = dave.public().0;
		let proof: Option<polkadot_sdk::sp_session::MembershipProof> =
			api("AuraOffencesApi_key_ownership_proof", key);
		let report = |first: Vec<u8>, second: Vec<u8>| AdmissionCall::report_aura_equivocation {
			authority: dave.public().into(),
			first: first.try_into().unwrap(),
			second: second.try_into().unwrap(),
			owner_proof: proof.clone().expect("Dave validates"),
		};
		let one = sealed(1);
		chain
			.submit(&alice(), report(one.clone(), one.clone()))
			.fails_with(AdmissionError::NoEquivocation);
		chain.submit(&alice(), report(one.clone(), sealed(2))).succeeds();
		let node = NodeAdmission::node(3).unwrap();
		let suspension = node.node.suspended(chain.now()).expect("it is");
		assert_eq!(suspension.cause, Cause::Equivocation);
		// The set is as small as it may be: it leaves when somebody can take its place.
		assert_eq!(node.standing, Standing::PendingRemoval);
		chain.submit(&alice(), report(one, sealed(3))).fails_with(AdmissionError::AlreadyReported);
		next_session(chain);
		next_session(chain);
		let account = Signer::named("Dave").account();
		assert!(Session::validators().contains(&account));
		fifth_validator(chain);
		next_session(chain);
		next_session(chain);
		assert!(!Session::validators().contains(&account));
		assert_eq!(Session::validators().len(), 4);
	});
}

#[test]
fn session_keys_should_not_be_given_up_behind_the_sets_back() {
	Chain::local_testnet().run(|chain| {
		let purge = pallet_session::Call::<Runtime>::purge_keys {};
		let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
		chain.submit(&alice(), purge.clone()).fails_with(filtered);
		let wrapped = polkadot_sdk::pallet_utility::Call::batch_all { calls: vec![purge.into()] };
		chain.submit(&alice(), wrapped).fails_with(filtered);
		assert_eq!(Session::validators().len(), 4);
	});
}

#[test]
fn the_presets_should_name_the_peers_that_zombienet_starts() {
	Chain::local_testnet().run(|_| {
		let expected = ["alice", "bob", "charlie", "dave"].map(|name| {
			let seed = polkadot_sdk::sp_io::hashing::sha2_256(name.as_bytes());
			PeerId(ed25519::Pair::from_seed(&seed).public().0)
		});
		let peers: Vec<PeerId> =
			NodeAdmission::admitted_peers().iter().map(|admitted| admitted.peer).collect();
		assert_eq!(peers, expected);
	});
}
