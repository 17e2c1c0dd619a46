// SPDX-License-Identifier: Apache-2.0

use super::*;
use codec::MaxEncodedLen;
use frame_support::{
	assert_noop, assert_ok,
	traits::{Get, StorageInfoTrait},
};
use galen_primitives::time::CLOCK_DRIFT;

#[test]
fn an_anchored_record_should_be_as_its_author_stated() {
	build_and_execute(|| {
		assert_ok!(PatientRecords::anchor(signed(PHYSICIAN), PATIENT, anchor(1)));
		let id = RecordId::derive(HOSPITAL, &digest(1));
		assert_eq!(PatientRecords::record_id(HOSPITAL, digest(1)), id);
		assert_eq!(
			PatientRecords::record(id),
			Some(Record {
				custodian: HOSPITAL,
				department: 0,
				patient: PATIENT,
				version: 1,
				content: digest(1),
				fields: Some(digest(100)),
				data_class: DataClass::Sensitive,
				compartment: 3,
				status: DocumentStatus::Current,
				composition: CompositionStatus::Final,
				retention: Retention::Kept,
				occurred: START,
				recorded: START,
				anchored: START,
			})
		);
		assert_event(Event::Anchored {
			record: id,
			patient: PATIENT,
			custodian: HOSPITAL,
			author: PHYSICIAN,
			anchor: anchor(1),
		});
	});
}

#[test]
fn a_front_runner_who_copies_the_digest_should_gain_nothing() {
	build_and_execute(|| {
		// Somebody at the clinic sees the hospital's call in the pool and is first.
		assert_ok!(PatientRecords::anchor(signed(CLINIC_PHYSICIAN), PATIENT, anchor(1)));
		let copied = RecordId::derive(CLINIC, &digest(1));

		// The hospital's goes through all the same, and is what its id stands for.
		assert_ok!(PatientRecords::anchor(signed(PHYSICIAN), PATIENT, anchor(1)));
		let genuine = RecordId::derive(HOSPITAL, &digest(1));
		assert_ne!(copied, genuine);
		assert_eq!(record(genuine).custodian, HOSPITAL);
		assert_eq!(record(copied).custodian, CLINIC);
	});
}

#[test]
fn the_same_digest_should_be_refused_a_second_time() {
	build_and_execute(|| {
		let id = anchored(1);
		for patient in [PATIENT, OTHER_PATIENT] {
			assert_noop!(
				PatientRecords::anchor(signed(PHYSICIAN), patient, anchor(1)),
				Error::<Test>::AlreadyExists
			);
		}
		// Not even once the record has another head, or is gone.
		assert_ok!(amend(id, 1, 2));
		erased(id);
		assert_noop!(
			PatientRecords::anchor(signed(TRAINEE), PATIENT, preliminary(1)),
			Error::<Test>::AlreadyExists
		);
	});
}

#[test]
fn the_algorithm_should_be_part_of_the_digest() {
	build_and_execute(|| {
		for algorithm in [HashAlgorithm::Sha2_256, HashAlgorithm::Blake2b_256, HashAlgorithm::Sm3] {
			let content = Digest { algorithm, ..digest(1) };
			let stated = Anchor { content, ..anchor(1) };
			assert_ok!(PatientRecords::anchor(signed(PHYSICIAN), PATIENT, stated));
		}
		assert_eq!(Records::<Test>::iter().count(), 3);
	});
}

#[test]
fn empty_digests_should_be_refused() {
	build_and_execute(|| {
		let fields = Some(digest(0));
		for empty in [anchor(0), Anchor { fields, ..anchor(1) }] {
			assert_noop!(
				PatientRecords::anchor(signed(PHYSICIAN), PATIENT, empty),
				Error::<Test>::ZeroDigest
			);
		}
	});
}

#[test]
fn compartments_should_end_at_63() {
	build_and_execute(|| {
		let in_compartment = |compartment| Anchor { compartment, ..anchor(1) };
		for compartment in [64, 255] {
			assert_noop!(
				PatientRecords::anchor(signed(PHYSICIAN), PATIENT, in_compartment(compartment)),
				Error::<Test>::InvalidCompartment
			);
		}
		assert_ok!(PatientRecords::anchor(signed(PHYSICIAN), PATIENT, in_compartment(63)));
	});
}

#[test]
fn what_is_still_to_come_should_be_refused() {
	build_and_execute(|| {
		let occurring = |occurred| Anchor { occurred, ..anchor(1) };
		for occurred in [START + CLOCK_DRIFT + 1, Moment::MAX] {
			assert_noop!(
				PatientRecords::anchor(signed(PHYSICIAN), PATIENT, occurring(occurred)),
				Error::<Test>::OccurredInFuture
			);
		}
		assert_ok!(PatientRecords::anchor(
			signed(PHYSICIAN),
			PATIENT,
			occurring(START + CLOCK_DRIFT)
		));
	});
}

#[test]
fn a_record_should_need_an_open_patient() {
	build_and_execute(|| {
		assert_noop!(
			PatientRecords::anchor(signed(PHYSICIAN), UNKNOWN_PATIENT, anchor(1)),
			Error::<Test>::PatientNotOpen
		);
	});
}

#[test]
fn a_core_record_should_have_no_fields() {
	build_and_execute(|| {
		let core = Anchor { data_class: DataClass::Core, ..anchor(1) };
		assert_noop!(
			PatientRecords::anchor(signed(PHYSICIAN), PATIENT, core),
			Error::<Test>::CoreHasNoFields
		);
		assert_ok!(PatientRecords::anchor(
			signed(PHYSICIAN),
			PATIENT,
			Anchor { fields: None, ..core }
		));
	});
}

#[test]
fn a_trainees_record_should_be_preliminary() {
	build_and_execute(|| {
		assert_noop!(
			PatientRecords::anchor(signed(TRAINEE), PATIENT, anchor(1)),
			Error::<Test>::NeedsAttestation
		);
		assert_ok!(PatientRecords::anchor(signed(TRAINEE), PATIENT, preliminary(1)));
		assert_eq!(
			record(RecordId::derive(HOSPITAL, &digest(1))).composition,
			CompositionStatus::Preliminary
		);
	});
}

/// What a record may cost in state is 200 bytes. A record with its 32-byte id takes at most
/// exactly that; a current one takes no more even where the 32 bytes of the map's prefix are
/// counted, for only a superseded record names its successor.
#[test]
fn a_record_should_take_at_most_200_bytes_with_its_key() {
	assert_eq!(Record::max_encoded_len(), 168);
	let info = Records::<Test>::storage_info();
	assert_eq!(info[0].max_size, Some(200));

	build_and_execute(|| {
		let current = anchored(1);
		let key = Records::<Test>::hashed_key_for(current);
		let value = frame_support::storage::unhashed::get_raw(&key).unwrap();
		assert_eq!(key.len() + value.len(), 200);
	});
}

/// At most one byte for each record of a batch of 1,024.
#[test]
fn a_batch_should_take_less_than_a_byte_for_each_record() {
	let size = Batches::<Test>::storage_info()[0].max_size.unwrap();
	assert!(size + 32 <= <Test as Config>::MaxLeaves::get(), "{size}");
}

#[test]
fn constants_should_be_checked() {
	use frame_support::traits::Hooks;
	PatientRecords::integrity_test();
}
