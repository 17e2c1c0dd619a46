// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::{assert_noop, assert_ok};

fn supersede(record: RecordId, by: RecordId) -> sp_runtime::DispatchResult {
	PatientRecords::supersede(signed(PHYSICIAN), record, by)
}

#[test]
fn a_superseded_record_should_lead_to_its_successor_and_back() {
	build_and_execute(|| {
		let (old, new) = (anchored(1), anchored(2));
		assert_ok!(supersede(old, new));
		assert_eq!(record(old).status, DocumentStatus::Superseded { by: new });
		assert_eq!(record(new).status, DocumentStatus::Current);
		assert_eq!(
			PatientRecords::relations(new),
			[Related { relation: Relation::Replaces, target: old }]
		);
		assert!(PatientRecords::relations(old).is_empty());
		assert_event(Event::Superseded { record: old, by: new, author: PHYSICIAN });
	});
}

#[test]
fn one_record_should_replace_several_and_be_replaced_itself() {
	build_and_execute(|| {
		let (a, b, both, last) = (anchored(1), anchored(2), anchored(3), anchored(4));
		assert_ok!(supersede(a, both));
		assert_ok!(supersede(b, both));
		assert_ok!(supersede(both, last));
		assert_eq!(PatientRecords::relations(both).len(), 2);
	});
}

#[test]
fn a_record_should_be_superseded_once() {
	build_and_execute(|| {
		let (old, new, other) = (anchored(1), anchored(2), anchored(3));
		assert_ok!(supersede(old, new));
		assert_noop!(supersede(old, new), Error::<Test>::NotCurrent);
		assert_noop!(supersede(old, other), Error::<Test>::NotCurrent);
		// What is superseded supersedes nothing either.
		assert_ok!(supersede(new, other));
		let older = anchored(4);
		assert_noop!(supersede(older, new), Error::<Test>::NotCurrent);
	});
}

#[test]
fn a_record_should_not_supersede_itself_nor_a_later_one() {
	build_and_execute(|| {
		let (old, new) = (anchored(1), anchored(2));
		assert_noop!(supersede(old, old), Error::<Test>::Itself);
		assert_noop!(supersede(new, old), Error::<Test>::NotEarlier);
		// Nor one that is exactly as old.
		assert_ok!(PatientRecords::anchor(signed(PHYSICIAN), PATIENT, anchor(3)));
		let twin = RecordId::derive(HOSPITAL, &digest(3));
		assert_noop!(supersede(new, twin), Error::<Test>::NotEarlier);
		// A later version makes it no younger.
		wait(HOUR);
		assert_ok!(amend(twin, 1, 4));
		assert_noop!(supersede(new, twin), Error::<Test>::NotEarlier);
	});
}

#[test]
fn records_of_others_should_not_be_superseded_nor_supersede() {
	build_and_execute(|| {
		let (foreign, own, later) = (anchored_at_clinic(1), anchored(2), anchored_at_clinic(3));
		assert_noop!(supersede(foreign, own), Error::<Test>::NotCustodian);
		assert_noop!(supersede(own, later), Error::<Test>::NotCustodian);
		assert_noop!(supersede(own, NOWHERE), Error::<Test>::NotFound);
		assert_noop!(supersede(NOWHERE, own), Error::<Test>::NotFound);

		wait(MINUTE);
		assert_ok!(PatientRecords::anchor(signed(PHYSICIAN), OTHER_PATIENT, anchor(4)));
		let of_other = RecordId::derive(HOSPITAL, &digest(4));
		assert_noop!(supersede(own, of_other), Error::<Test>::OtherPatient);
	});
}

#[test]
fn what_no_longer_counts_should_supersede_nothing() {
	build_and_execute(|| {
		let (old, wrong, gone) = (anchored(1), anchored(2), anchored(3));
		in_error(wrong);
		erased(gone);
		assert_noop!(supersede(old, wrong), Error::<Test>::NotCurrent);
		assert_noop!(supersede(old, gone), Error::<Test>::Erased);
		let last = anchored(4);
		assert_noop!(supersede(wrong, last), Error::<Test>::NotCurrent);
		assert_noop!(supersede(gone, last), Error::<Test>::Erased);
	});
}

#[test]
fn a_trainee_should_supersede_drafts_alone() {
	build_and_execute(|| {
		let (draft, attested, new) =
			(anchored_as(preliminary(1)), anchored(2), anchored_as(preliminary(3)));
		assert_noop!(
			PatientRecords::supersede(signed(TRAINEE), attested, new),
			Error::<Test>::NeedsAttestation
		);
		assert_ok!(PatientRecords::supersede(signed(TRAINEE), draft, new));
	});
}

#[test]
fn a_successor_without_room_for_relations_should_be_refused() {
	build_and_execute(|| {
		let olds = [1, 2, 3, 4].map(anchored);
		let new = anchored(5);
		for old in &olds[..3] {
			assert_ok!(supersede(*old, new));
		}
		assert_noop!(supersede(olds[3], new), Error::<Test>::TooManyRelations);
	});
}
