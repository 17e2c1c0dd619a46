// SPDX-License-Identifier: Apache-2.0

use super::*;
use codec::Encode;
use frame_system::pallet_prelude::HeaderFor;
use sp_consensus_aura::{
	digests::CompatibleDigestItem,
	sr25519::{AuthorityId, AuthorityPair, AuthoritySignature},
	Slot,
};
use sp_core::H256;
use sp_runtime::{traits::Header, Perbill};
use sp_session::MembershipProof;
use sp_staking::offence::{OffenceDetails, OnOffenceHandler};

fn pair(number: u8) -> AuthorityPair {
	AuthorityPair::from_seed(&[number; 32])
}

fn header(number: u64, slot: Option<u64>) -> HeaderFor<Test> {
	let logs = slot
		.map(|slot| CompatibleDigestItem::<AuthoritySignature>::aura_pre_digest(Slot::from(slot)))
		.into_iter()
		.collect();
	HeaderFor::<Test>::new(
		number,
		H256::zero(),
		H256::zero(),
		H256::zero(),
		sp_runtime::Digest { logs },
	)
}

fn sealed(pair: &AuthorityPair, mut header: HeaderFor<Test>) -> HeaderBytesOf<Test> {
	let seal = pair.sign(header.hash().as_ref());
	let item = CompatibleDigestItem::<AuthoritySignature>::aura_seal(seal);
	header.digest_mut().push(item);
	header.encode().try_into().unwrap()
}

/// Makes the key the first founder's in a session.
fn own(session: u32, pair: &AuthorityPair) {
	Owners::mutate(|owners| owners.push((session, pair.public(), operator(1))));
}

fn proof(session: u32) -> MembershipProof {
	MembershipProof { session, trie_nodes: vec![], validator_count: 4 }
}

fn report(
	authority: AuthorityId,
	first: HeaderBytesOf<Test>,
	second: HeaderBytesOf<Test>,
	proof: MembershipProof,
) -> sp_runtime::DispatchResult {
	let origin = signed(operator(FIFTH));
	NodeAdmission::report_aura_equivocation(origin, authority, first, second, proof)
}

#[test]
fn two_sealed_headers_of_one_slot_should_suspend_the_validator() {
	build_and_execute(|| {
		let pair = pair(1);
		own(0, &pair);
		let (one, two) = (sealed(&pair, header(7, Some(70))), sealed(&pair, header(8, Some(70))));
		assert_ok!(report(pair.public(), one.clone(), two.clone(), proof(0)));
		let (node, cause) = (founder(1), Cause::Equivocation);
		assert_event(Event::Suspended { node, cause, until: None });
		assert_eq!(standing(node), Standing::PendingRemoval);
		assert_noop!(report(pair.public(), two, one, proof(0)), Error::<Test>::AlreadyReported);
		assert_noop!(NodeAdmission::activate(signed(operator(1)), node), Error::<Test>::Suspended);
		activated(FIFTH);
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5]);
		// Lifted, it has to say first that it is live.
		assert_ok!(NodeAdmission::lift_suspension(RuntimeOrigin::root(), node));
		rotate();
		assert_eq!(planned(), [2, 3, 4, 5]);
	});
}

#[test]
fn old_evidence_should_not_come_back_after_a_suspension_was_lifted() {
	build_and_execute(|| {
		let pair = pair(1);
		own(0, &pair);
		own(2, &pair);
		own(4, &pair);
		sessions(3);
		let evidence =
			|slot| (sealed(&pair, header(1, Some(slot))), sealed(&pair, header(2, Some(slot))));
		let (one, two) = evidence(70);
		assert_ok!(report(pair.public(), one, two, proof(0)));
		assert_ok!(NodeAdmission::lift_suspension(RuntimeOrigin::root(), founder(1)));
		// Another slot, a later session, but before it was punished.
		let (one, two) = evidence(71);
		assert_noop!(
			report(pair.public(), one.clone(), two.clone(), proof(2)),
			Error::<Test>::AlreadyReported
		);
		assert_eq!(node(founder(1)).answered.map(|answered| answered.session), Some(3));
		rotate();
		assert_ok!(report(pair.public(), one, two, proof(4)));
	});
}

#[test]
fn old_headers_should_not_become_new_evidence_by_a_newer_proof() {
	build_and_execute(|| {
		let pair = pair(1);
		own(0, &pair);
		own(3, &pair);
		let evidence =
			|slot| (sealed(&pair, header(1, Some(slot))), sealed(&pair, header(2, Some(slot))));
		// The block that suspends it is of slot 80.
		let item = CompatibleDigestItem::<AuthoritySignature>::aura_pre_digest(Slot::from(80));
		System::deposit_log(item);
		let (one, two) = evidence(70);
		assert_ok!(report(pair.public(), one.clone(), two.clone(), proof(0)));
		assert_ok!(NodeAdmission::lift_suspension(RuntimeOrigin::root(), founder(1)));
		sessions(3);
		// The key is the validator's in session 3 as well.
		assert_noop!(report(pair.public(), one, two, proof(3)), Error::<Test>::AlreadyReported);
		let (one, two) = evidence(80);
		assert_noop!(report(pair.public(), one, two, proof(3)), Error::<Test>::AlreadyReported);
		let (one, two) = evidence(81);
		assert_ok!(report(pair.public(), one, two, proof(3)));
	});
}

#[test]
fn what_is_no_equivocation_should_be_refused() {
	build_and_execute(|| {
		let (pair, other) = (pair(1), pair(2));
		own(0, &pair);
		let one = sealed(&pair, header(7, Some(70)));
		let refused = |two: HeaderBytesOf<Test>, error: Error<Test>| {
			assert_noop!(report(pair.public(), one.clone(), two, proof(0)), error);
		};
		// The same, sealed twice; another slot; no slot; another's seal; no seal; rubbish.
		let again = sealed(&pair, header(7, Some(70)));
		assert_ne!(again, one);
		refused(again, Error::NoEquivocation);
		refused(sealed(&pair, header(8, Some(71))), Error::NoEquivocation);
		refused(sealed(&pair, header(8, None)), Error::InvalidHeader);
		refused(sealed(&other, header(8, Some(70))), Error::InvalidHeader);
		refused(header(8, Some(70)).encode().try_into().unwrap(), Error::InvalidHeader);
		refused(vec![1; 200].try_into().unwrap(), Error::InvalidHeader);
		let mut longer = sealed(&pair, header(8, Some(70))).into_inner();
		longer.push(0);
		refused(longer.try_into().unwrap(), Error::InvalidHeader);
	});
}

#[test]
fn a_key_should_have_been_a_validators() {
	build_and_execute(|| {
		let pair = pair(1);
		own(0, &pair);
		let (one, two) = (sealed(&pair, header(7, Some(70))), sealed(&pair, header(8, Some(70))));
		let report = |proof| report(pair.public(), one.clone(), two.clone(), proof);
		assert_noop!(report(proof(1)), Error::<Test>::UnknownKey);
		let long = MembershipProof { trie_nodes: vec![vec![0; 1024]], ..proof(0) };
		assert_noop!(report(long), Error::<Test>::ProofTooLong);
		let many = MembershipProof { trie_nodes: vec![vec![]; 33], ..proof(0) };
		assert_noop!(report(many), Error::<Test>::ProofTooLong);
		// Of somebody who isn't there any more.
		Owners::mutate(|owners| owners.push((5, pair.public(), operator(FIFTH))));
		assert_noop!(report(proof(5)), Error::<Test>::UnknownNode);
	});
}

#[test]
fn an_offence_should_suspend_whoever_is_still_there_and_only_once() {
	build_and_execute(|| {
		let offence = |institutions: &[InstitutionId], session| {
			let offenders: Vec<_> = institutions
				.iter()
				.map(|id| OffenceDetails { offender: (operator(*id), ()), reporters: vec![] })
				.collect();
			let fractions = vec![Perbill::zero(); offenders.len()];
			<NodeAdmission as OnOffenceHandler<_, (AccountId, ()), _>>::on_offence(
				&offenders, &fractions, session,
			);
		};
		sessions(2);
		System::reset_events();
		offence(&[1, FIFTH], 1);
		assert_eq!(
			System::read_events_for_pallet::<Event<Test>>(),
			[Event::Suspended { node: founder(1), cause: Cause::Equivocation, until: None }]
		);
		offence(&[1], 2);
		assert_eq!(System::read_events_for_pallet::<Event<Test>>().len(), 1);
		// A clone that goes on is punished for that, too.
		rotate();
		offence(&[1], 3);
		assert_eq!(node(founder(1)).answered.map(|answered| answered.session), Some(3));
	});
}
