// SPDX-License-Identifier: Apache-2.0

use super::*;
use codec::{Decode, Encode};
use frame_support::{
	assert_ok,
	view_functions::{DispatchViewFunction, ViewFunction, ViewFunctionId},
};
use galen_primitives::merkle;

const ALGORITHM: HashAlgorithm = HashAlgorithm::Sha2_256;

#[test]
fn a_digest_should_match_its_own_version_alone() {
	build_and_execute(|| {
		let id = anchored(1);
		let recorded = record(id).recorded;
		wait(HOUR);
		assert_ok!(amend(id, 1, 2));
		let check = |version, number| PatientRecords::verify_digest(id, version, digest(number));

		let head = Verification::Matches {
			version: 2,
			head: 2,
			status: DocumentStatus::Current,
			composition: CompositionStatus::Amended,
			recorded: recorded + HOUR,
			suspect: false,
		};
		assert_eq!((check(None, 2), check(Some(2), 2)), (head, head));
		assert_eq!(
			check(Some(1), 1),
			Verification::Matches {
				version: 1,
				head: 2,
				status: DocumentStatus::Current,
				composition: CompositionStatus::Final,
				recorded,
				suspect: false,
			}
		);
		for (version, number) in [(None, 1), (None, 9), (Some(1), 2), (Some(2), 1)] {
			assert_eq!(check(version, number), Verification::Differs);
		}
		for version in [0, 3, u32::MAX] {
			assert_eq!(check(Some(version), 1), Verification::NoSuchVersion);
		}
		assert_eq!(
			PatientRecords::verify_digest(NOWHERE, None, digest(1)),
			Verification::NoSuchRecord
		);
		// Another algorithm's output is another digest.
		let other = Digest { algorithm: HashAlgorithm::Blake2b_256, ..digest(2) };
		assert_eq!(PatientRecords::verify_digest(id, None, other), Verification::Differs);
	});
}

#[test]
fn a_match_should_say_what_became_of_the_record() {
	build_and_execute(|| {
		let (old, new) = (anchored(1), anchored(2));
		superseded(old, new);
		let check = |id| PatientRecords::verify_digest(id, None, digest(1));
		assert!(matches!(
			check(old),
			Verification::Matches { status: DocumentStatus::Superseded { by }, .. } if by == new
		));

		in_error(old);
		let because = Withdrawal::EnteredInError;
		assert_eq!(check(old), Verification::Withdrawn { version: 1, because });

		erased(old);
		let (at, reason) = (record(new).recorded, ErasureReason::PatientRequest);
		let because = Withdrawal::Erased { at, reason };
		assert_eq!(check(old), Verification::Withdrawn { version: 1, because });
		// A forgery of what was erased is a forgery.
		assert_eq!(PatientRecords::verify_digest(old, None, digest(9)), Verification::Differs);
	});
}

/// A record with so many salted fields, and its leaves.
fn with_fields(count: u8) -> (RecordId, Vec<[u8; 32]>) {
	let leaves: Vec<_> = (1..=count).map(|number| [number; 32]).collect();
	let bytes = merkle::root(ALGORITHM, &leaves).unwrap();
	let fields = Some(Digest { algorithm: ALGORITHM, bytes });
	(anchored_as(Anchor { fields, ..anchor(1) }), leaves)
}

fn path(leaves: &[[u8; 32]], index: u32) -> MerklePath {
	MerklePath::truncate_from(merkle::path(ALGORITHM, leaves, index).unwrap())
}

#[test]
fn one_field_should_be_proven_without_the_rest() {
	build_and_execute(|| {
		let (id, leaves) = with_fields(5);
		let check = |version, leaf, index, count, path| {
			PatientRecords::verify_field(id, version, leaf, index, count, path)
		};
		for index in 0..5u32 {
			let leaf = leaves[index as usize];
			assert!(matches!(
				check(None, leaf, index, 5, path(&leaves, index)),
				Verification::Matches { version: 1, .. }
			));
			let differs = Verification::Differs;
			assert_eq!(check(None, [9; 32], index, 5, path(&leaves, index)), differs);
			assert_eq!(check(None, leaf, index, 6, path(&leaves, index)), differs);
			assert_eq!(check(None, leaf, index, 0, path(&leaves, index)), differs);
			assert_eq!(check(None, leaf, (index + 1) % 5, 5, path(&leaves, index)), differs);
			assert_eq!(check(None, leaf, index, 5, Default::default()), differs);
		}

		// A version without fields proves none; the one before still does.
		let root = || <PatientRecords as galen_primitives::seams::Records>::fields(&id);
		assert_eq!(root().map(|root| root.bytes), merkle::root(ALGORITHM, &leaves).ok());
		assert_ok!(amend(id, 1, 2));
		assert_eq!(root(), None);
		let proof = || path(&leaves, 3);
		assert_eq!(check(None, leaves[3], 3, 5, proof()), Verification::NoFields);
		assert_eq!(check(Some(3), leaves[3], 3, 5, proof()), Verification::NoSuchVersion);
		assert!(matches!(
			check(Some(1), leaves[3], 3, 5, proof()),
			Verification::Matches { version: 1, head: 2, .. }
		));

		in_error(id);
		assert_eq!(
			check(Some(1), leaves[3], 3, 5, proof()),
			Verification::Withdrawn { version: 1, because: Withdrawal::EnteredInError }
		);
		assert_eq!(
			PatientRecords::verify_field(NOWHERE, None, leaves[3], 3, 5, proof()),
			Verification::NoSuchRecord
		);
	});
}

#[test]
fn fields_that_the_chain_cannot_hash_should_not_be_called_different() {
	build_and_execute(|| {
		let fields = Some(Digest { algorithm: HashAlgorithm::Sm3, ..digest(5) });
		let id = anchored_as(Anchor { fields, ..anchor(1) });
		assert_eq!(
			PatientRecords::verify_field(id, None, [1; 32], 0, 1, Default::default()),
			Verification::Unsupported
		);
	});
}

/// As a wallet asks: by the view function's id, with encoded arguments.
#[test]
fn views_should_answer_by_their_ids() {
	build_and_execute(|| {
		let id = anchored(1);
		let ask = |view: ViewFunctionId, input: Vec<u8>| {
			let mut output = Vec::new();
			RuntimeViewFunction::dispatch_view_function(&view, &mut &input[..], &mut output)
				.map(|_| output)
		};
		let view = RecordViewFunction::<Test>::id();
		assert_eq!(ask(view, id.encode()).ok(), Some(Some(record(id)).encode()));

		let view = VerifyDigestViewFunction::<Test>::id();
		let answer = ask(view, (id, None::<u32>, digest(1)).encode()).unwrap();
		let answer = Verification::decode(&mut &answer[..]).unwrap();
		assert!(matches!(answer, Verification::Matches { version: 1, .. }));

		// A path longer than any tree is deep isn't even decoded.
		let view = VerifyFieldViewFunction::<Test>::id();
		let arguments =
			|path: Vec<[u8; 32]>| (id, None::<u32>, [1u8; 32], 0u32, 1u32, path).encode();
		let answer = ask(view.clone(), arguments(vec![[1; 32]; 32])).unwrap();
		assert_eq!(Verification::decode(&mut &answer[..]), Ok(Verification::Differs));
		assert!(ask(view, arguments(vec![[1; 32]; 33])).is_err());
	});
}
