// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::{assert_noop, assert_ok};
use galen_primitives::Denial;

fn relate(record: RecordId, relation: Relation, target: RecordId) -> sp_runtime::DispatchResult {
	PatientRecords::relate(signed(PHYSICIAN), record, relation, target)
}

#[test]
fn a_record_should_say_what_it_is_to_an_earlier_one() {
	build_and_execute(|| {
		let (earlier, later) = (anchored(1), anchored(2));
		for relation in [Relation::Transforms, Relation::Signs, Relation::Appends] {
			assert_ok!(relate(later, relation, earlier));
			assert_event(Event::Related {
				record: later,
				relation,
				target: earlier,
				author: PHYSICIAN,
			});
			assert_eq!(
				PatientRecords::relations(later).last(),
				Some(&Related { relation, target: earlier })
			);
		}
		// One more, to anything.
		let last = anchored(3);
		assert_noop!(relate(later, Relation::Signs, earlier), Error::<Test>::AlreadyRelated);
		assert_ok!(relate(last, Relation::Appends, later));
	});
}

#[test]
fn a_record_should_have_so_many_relations_and_no_more() {
	build_and_execute(|| {
		let earlier = [1, 2, 3, 4].map(anchored);
		let later = anchored(5);
		for target in &earlier[..3] {
			assert_ok!(relate(later, Relation::Appends, *target));
		}
		assert_noop!(relate(later, Relation::Appends, earlier[3]), Error::<Test>::TooManyRelations);
	});
}

#[test]
fn another_custodians_record_should_do_as_a_target() {
	build_and_execute(|| {
		let foreign = anchored_at_clinic(1);
		let own = anchored(2);
		assert_ok!(relate(own, Relation::Appends, foreign));
		let logged = Logged::get();
		assert_eq!(logged.len(), 1);
		assert_eq!((logged[0].record, logged[0].version), (foreign, 1));
		assert_eq!(logged[0].outcome, Ok(PERMIT));
		assert_eq!(logged[0].request.patient, PATIENT);
		assert_eq!(logged[0].request.data.custodian, CLINIC);
		let later = anchored_at_clinic(3);
		assert_noop!(relate(later, Relation::Appends, own), Error::<Test>::NotCustodian);
	});
}

#[test]
fn what_consent_keeps_from_the_author_should_not_be_built_on() {
	build_and_execute(|| {
		let foreign = anchored_at_clinic(1);
		let (own, earlier) = (anchored(3), anchored(2));
		let later = anchored(4);
		Answer::set(Err(Denial::ByPolicy { policy: None }));
		assert_noop!(relate(own, Relation::Appends, foreign), Error::<Test>::NotPermitted);
		assert_eq!(Logged::get(), []);
		// The own institution's records are its own.
		assert_ok!(relate(later, Relation::Appends, earlier));
		assert_eq!(Logged::get(), []);
	});
}

#[test]
fn circles_should_be_impossible() {
	build_and_execute(|| {
		let (earlier, later) = (anchored(1), anchored(2));
		// HL7's own example of a DocumentReference appends itself.
		assert_noop!(relate(later, Relation::Appends, later), Error::<Test>::Itself);
		assert_noop!(relate(earlier, Relation::Appends, later), Error::<Test>::NotEarlier);
		assert_ok!(PatientRecords::anchor(signed(PHYSICIAN), PATIENT, anchor(3)));
		let twin = RecordId::derive(HOSPITAL, &digest(3));
		assert_noop!(relate(twin, Relation::Signs, later), Error::<Test>::NotEarlier);
		assert_noop!(relate(later, Relation::Signs, twin), Error::<Test>::NotEarlier);
	});
}

#[test]
fn replacing_should_be_left_to_superseding() {
	build_and_execute(|| {
		let (earlier, later) = (anchored(1), anchored(2));
		assert_noop!(relate(later, Relation::Replaces, earlier), Error::<Test>::UseSupersede);
	});
}

#[test]
fn records_of_different_patients_should_not_be_related() {
	build_and_execute(|| {
		let earlier = anchored(1);
		wait(MINUTE);
		assert_ok!(PatientRecords::anchor(signed(PHYSICIAN), OTHER_PATIENT, anchor(2)));
		let later = RecordId::derive(HOSPITAL, &digest(2));
		assert_noop!(relate(later, Relation::Appends, earlier), Error::<Test>::OtherPatient);
	});
}

#[test]
fn nothing_should_build_on_what_was_withdrawn() {
	build_and_execute(|| {
		let (wrong, gone, old) = (anchored(1), anchored(2), anchored(3));
		let (new, later) = (anchored(4), anchored(5));
		in_error(wrong);
		erased(gone);
		superseded(old, new);
		assert_noop!(relate(later, Relation::Signs, wrong), Error::<Test>::TargetWithdrawn);
		assert_noop!(relate(later, Relation::Signs, gone), Error::<Test>::TargetWithdrawn);
		assert_noop!(relate(later, Relation::Signs, NOWHERE), Error::<Test>::NotFound);
		// What was superseded was good in its time.
		assert_ok!(relate(later, Relation::Signs, old));
	});
}

#[test]
fn what_no_longer_counts_should_get_no_relation() {
	build_and_execute(|| {
		let target = anchored(1);
		let (wrong, gone, old, new) = (anchored(2), anchored(3), anchored(4), anchored(5));
		in_error(wrong);
		erased(gone);
		superseded(old, new);
		assert_noop!(relate(wrong, Relation::Signs, target), Error::<Test>::NotCurrent);
		assert_noop!(relate(old, Relation::Signs, target), Error::<Test>::NotCurrent);
		assert_noop!(relate(gone, Relation::Signs, target), Error::<Test>::Erased);
		assert_noop!(relate(NOWHERE, Relation::Signs, target), Error::<Test>::NotFound);
	});
}

#[test]
fn a_trainee_should_relate_drafts_alone() {
	build_and_execute(|| {
		let (target, draft, attested) = (anchored(1), anchored_as(preliminary(2)), anchored(3));
		let relate = |id| PatientRecords::relate(signed(TRAINEE), id, Relation::Appends, target);
		assert_noop!(relate(attested), Error::<Test>::NeedsAttestation);
		assert_ok!(relate(draft));
	});
}
