// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{merkle, time::CLOCK_DRIFT};

const ALGORITHM: HashAlgorithm = HashAlgorithm::Blake2b_256;

fn leaves(count: u32) -> Vec<[u8; 32]> {
	(0..count).map(|number| sp_io::hashing::sha2_256(&number.to_le_bytes())).collect()
}

fn root(leaves: &[[u8; 32]]) -> Digest {
	Digest { algorithm: ALGORITHM, bytes: merkle::root(ALGORITHM, leaves).unwrap() }
}

fn anchor_batch(root: Digest, count: u32) -> sp_runtime::DispatchResult {
	PatientRecords::anchor_batch(signed(PHYSICIAN), root, count, START)
}

fn anchor_leaves(leaves: Vec<[u8; 32]>) -> sp_runtime::DispatchResult {
	let leaves = leaves.try_into().unwrap();
	PatientRecords::anchor_leaves(signed(PHYSICIAN), ALGORITHM, leaves, START)
}

#[test]
fn a_batch_should_prove_its_members_at_their_places() {
	build_and_execute(|| {
		let leaves = leaves(1_000);
		let root = root(&leaves);
		assert_ok!(anchor_batch(root, 1_000));
		let id = PatientRecords::batch_id(HOSPITAL, root);
		let batch =
			Batch { custodian: HOSPITAL, root, count: 1_000, occurred: START, recorded: START };
		assert_eq!(PatientRecords::batch(id), Some(batch));
		assert_event(Event::BatchAnchored {
			batch: id,
			custodian: HOSPITAL,
			author: PHYSICIAN,
			root,
			count: 1_000,
			occurred: START,
		});

		let path =
			|index| MerklePath::truncate_from(merkle::path(ALGORITHM, &leaves, index).unwrap());
		let check = |leaf: [u8; 32], index, path| {
			PatientRecords::verify_batch_member(id, leaf, index, path)
		};
		for index in [0, 1, 511, 998, 999] {
			assert_eq!(
				check(leaves[index as usize], index, path(index)),
				Membership::Member { custodian: HOSPITAL, recorded: START }
			);
		}
		assert_eq!(check(leaves[7], 8, path(7)), Membership::NotAMember);
		assert_eq!(check(leaves[7], 7, path(8)), Membership::NotAMember);
		assert_eq!(check([1; 32], 7, path(7)), Membership::NotAMember);
		assert_eq!(check(leaves[7], 1_000, path(7)), Membership::NotAMember);
		assert_eq!(
			PatientRecords::verify_batch_member(BatchId([1; 32]), leaves[7], 7, path(7)),
			Membership::NoSuchBatch
		);
	});
}

#[test]
fn carrying_the_leaves_should_come_to_the_same_batch() {
	build_and_execute(|| {
		for count in [1, 2, 3, 1_024] {
			let leaves = leaves(count);
			let root = root(&leaves);
			assert_ok!(anchor_leaves(leaves));
			let batch = PatientRecords::batch(PatientRecords::batch_id(HOSPITAL, root)).unwrap();
			assert_eq!((batch.root, batch.count), (root, count));
			assert_noop!(anchor_batch(root, count), Error::<Test>::AlreadyExists);
		}
	});
}

#[test]
fn a_wrong_count_should_prove_nothing() {
	build_and_execute(|| {
		let leaves = leaves(8);
		let root = root(&leaves);
		assert_ok!(anchor_batch(root, 9));
		let path = MerklePath::truncate_from(merkle::path(ALGORITHM, &leaves, 0).unwrap());
		assert_eq!(
			PatientRecords::verify_batch_member(
				PatientRecords::batch_id(HOSPITAL, root),
				leaves[0],
				0,
				path
			),
			Membership::NotAMember
		);
	});
}

#[test]
fn a_copied_root_should_be_another_batch() {
	build_and_execute(|| {
		assert_ok!(PatientRecords::anchor_batch(signed(CLINIC_PHYSICIAN), digest(1), 5, START));
		assert_ok!(anchor_batch(digest(1), 5));
		assert_noop!(anchor_batch(digest(1), 5), Error::<Test>::AlreadyExists);
	});
}

#[test]
fn empty_batches_should_be_refused() {
	build_and_execute(|| {
		assert_noop!(anchor_batch(digest(1), 0), Error::<Test>::EmptyBatch);
		assert_noop!(anchor_leaves(vec![]), Error::<Test>::EmptyBatch);
		assert_noop!(anchor_batch(digest(0), 1), Error::<Test>::ZeroDigest);
	});
}

#[test]
fn batches_of_what_is_still_to_come_should_be_refused() {
	build_and_execute(|| {
		let occurred = START + CLOCK_DRIFT + 1;
		let who = || signed(PHYSICIAN);
		assert_noop!(
			PatientRecords::anchor_batch(who(), digest(1), 1, occurred),
			Error::<Test>::OccurredInFuture
		);
		let leaves = || leaves(1).try_into().unwrap();
		assert_noop!(
			PatientRecords::anchor_leaves(who(), ALGORITHM, leaves(), occurred),
			Error::<Test>::OccurredInFuture
		);
	});
}

#[test]
fn a_root_that_the_chain_cannot_compute_should_be_kept_but_not_checked() {
	build_and_execute(|| {
		let sm3 = HashAlgorithm::Sm3;
		assert_noop!(
			PatientRecords::anchor_leaves(
				signed(PHYSICIAN),
				sm3,
				leaves(2).try_into().unwrap(),
				START
			),
			Error::<Test>::Unsupported
		);
		let root = Digest { algorithm: sm3, ..digest(1) };
		assert_ok!(anchor_batch(root, 1));
		assert_eq!(
			PatientRecords::verify_batch_member(
				PatientRecords::batch_id(HOSPITAL, root),
				[1; 32],
				0,
				Default::default()
			),
			Membership::Unsupported
		);
	});
}

#[test]
fn a_leaf_should_weigh_as_much_as_any_other() {
	use frame_support::dispatch::GetDispatchInfo;
	let weight = |count: u32| {
		let call = RuntimeCall::PatientRecords(Call::anchor_leaves {
			algorithm: ALGORITHM,
			leaves: leaves(count).try_into().unwrap(),
			occurred: START,
		});
		call.get_dispatch_info().call_weight.ref_time()
	};
	let each = weight(2) - weight(1);
	assert!(each > 0);
	assert_eq!(weight(1_024) - weight(1), 1_023 * each);
}
