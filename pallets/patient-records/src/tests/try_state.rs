// SPDX-License-Identifier: Apache-2.0

//! Every invariant, broken by hand.

use super::*;
use frame_support::assert_ok;

/// Breaks something in a state that has some of everything, and expects to be told.
fn break_and_expect(expected: &'static str, break_it: impl FnOnce(&State)) {
	new_test_ext().execute_with(|| {
		let state = State::new();
		assert_ok!(PatientRecords::do_try_state());
		break_it(&state);
		assert_eq!(PatientRecords::do_try_state(), Err(expected.into()));
	});
}

struct State {
	old: RecordId,
	new: RecordId,
	amended: RecordId,
	gone: RecordId,
	batch: BatchId,
}

impl State {
	fn new() -> Self {
		let (old, new, amended, gone) = (anchored(1), anchored(2), anchored(3), anchored(4));
		superseded(old, new);
		wait(HOUR);
		assert_ok!(amend(amended, 1, 30));
		wait(HOUR);
		assert_ok!(amend(amended, 2, 31));
		erased(gone);
		assert_ok!(PatientRecords::anchor_batch(signed(PHYSICIAN), digest(5), 5, START));
		Self { old, new, amended, gone, batch: BatchId::derive(HOSPITAL, &digest(5)) }
	}
}

fn change(id: RecordId, change: impl FnOnce(&mut Record)) {
	Records::<Test>::mutate(id, |record| change(record.as_mut().unwrap()));
}

fn change_version(id: RecordId, number: u32, change: impl FnOnce(&mut Version)) {
	Versions::<Test>::mutate(id, number, |version| change(version.as_mut().unwrap()));
}

fn change_erasure(id: RecordId, change: impl FnOnce(&mut ErasureOf<Test>)) {
	Erasures::<Test>::mutate(id, |erasure| change(erasure.as_mut().unwrap()));
}

fn change_batch(id: BatchId, change: impl FnOnce(&mut Batch)) {
	Batches::<Test>::mutate(id, |batch| change(batch.as_mut().unwrap()));
}

#[test]
fn a_broken_record_should_be_noticed() {
	break_and_expect("a compartment is out of range", |state| {
		change(state.new, |record| record.compartment = 64);
	});
	break_and_expect("a digest is empty or a core record has fields", |state| {
		change(state.new, |record| record.data_class = DataClass::Core);
	});
	break_and_expect("a digest is empty or a core record has fields", |state| {
		change(state.new, |record| record.fields = Some(digest(0)));
	});
	break_and_expect("a superseded record has no successor", |state| {
		Relations::<Test>::remove(state.new);
	});
	let tombstone = "erased without a tombstone, or a tombstone of what isn't erased";
	break_and_expect(tombstone, |state| Erasures::<Test>::remove(state.gone));
	break_and_expect(tombstone, |state| {
		change(state.gone, |record| record.retention = Retention::OnHold);
	});
}

#[test]
fn a_broken_history_should_be_noticed() {
	break_and_expect("a head's number is out of range", |state| {
		change(state.new, |record| record.version = 0);
	});
	break_and_expect("versions are missing, or there are too many", |state| {
		Versions::<Test>::remove(state.amended, 1);
	});
	break_and_expect("there is a gap between versions", |state| {
		Versions::<Test>::swap(state.amended, 1, state.amended, 3);
	});
	break_and_expect("an id isn't that of the first version", |state| {
		change_version(state.amended, 1, |version| version.content = digest(9));
	});
	break_and_expect("a record isn't as old as its first version", |state| {
		change(state.amended, |record| record.anchored += 1);
	});
	break_and_expect(
		"an older version's digest is empty or it has fields in spite of its class",
		|state| change_version(state.amended, 2, |version| version.content = digest(0)),
	);
	break_and_expect("a version is older than the one before", |state| {
		change_version(state.amended, 2, |version| version.recorded = START);
	});
	break_and_expect("a version is from the future", |state| {
		change(state.amended, |record| record.recorded += HOUR);
	});
	break_and_expect("a version tells of what was still to come", |state| {
		change(state.amended, |record| record.occurred = Moment::MAX);
	});
	let amended = "a version is amended without having been final, or the reverse";
	break_and_expect(amended, |state| {
		change(state.new, |record| record.composition = CompositionStatus::Amended);
	});
	break_and_expect(amended, |state| {
		change(state.amended, |record| record.composition = CompositionStatus::Final);
	});
	break_and_expect("a version without a record", |state| {
		let version = Versions::<Test>::get(state.amended, 1).unwrap();
		Versions::<Test>::insert(NOWHERE, 1, version);
	});
}

#[test]
fn a_broken_relation_should_be_noticed() {
	let relate = |id: RecordId, relation, target| {
		let related = Related { relation, target };
		Relations::<Test>::mutate(id, |relations| relations.try_push(related).unwrap());
	};
	break_and_expect("relations of no record", |state| {
		relate(NOWHERE, Relation::Signs, state.old);
	});
	break_and_expect("an empty list of relations is stored", |state| {
		Relations::<Test>::insert(state.amended, RelationsOf::<Test>::default());
	});
	break_and_expect("a relation leads nowhere", |state| {
		relate(state.new, Relation::Signs, NOWHERE);
	});
	break_and_expect("a relation leads to another patient", |state| {
		change(state.old, |record| record.patient = OTHER_PATIENT);
	});
	break_and_expect("a relation doesn't lead back in time", |state| {
		relate(state.new, Relation::Signs, state.new);
	});
	break_and_expect("a relation is there twice", |state| {
		relate(state.new, Relation::Replaces, state.old);
	});
	break_and_expect("a replaced record isn't superseded", |state| {
		change(state.old, |record| record.status = DocumentStatus::Current);
	});
	break_and_expect("a record is replaced by another custodian's", |_| {
		let foreign = anchored_at_clinic(40);
		let own = anchored(41);
		relate(own, Relation::Replaces, foreign);
		change(foreign, |record| record.status = DocumentStatus::Superseded { by: own });
	});
}

#[test]
fn a_broken_erasure_should_be_noticed() {
	break_and_expect("an erasure of no record", |state| {
		let erasure = Erasures::<Test>::get(state.gone).unwrap();
		Erasures::<Test>::insert(NOWHERE, erasure);
	});
	break_and_expect("a stranger ordered an erasure", |state| {
		change_erasure(state.gone, |erasure| erasure.ordered_by = CLINIC);
	});
	break_and_expect("the custodian isn't the first holder", |state| {
		change_erasure(state.gone, |erasure| erasure.receipts[0].holder = CLINIC);
	});
	break_and_expect("the custodian isn't the first holder", |state| {
		change_erasure(state.gone, |erasure| erasure.receipts.clear());
	});
	break_and_expect("an erasure's times are out of order", |state| {
		change_erasure(state.gone, |erasure| erasure.due = erasure.at - 1);
	});
	break_and_expect("a holder is named twice", |state| {
		change_erasure(state.gone, |erasure| {
			let receipt = erasure.receipts[0];
			erasure.receipts.try_push(receipt).unwrap();
		});
	});
	break_and_expect("a receipt is empty or not of its time", |state| {
		change_erasure(state.gone, |erasure| {
			let confirmation = Confirmation { at: erasure.at, evidence: digest(0) };
			erasure.receipts[0].confirmed = Some(confirmation);
		});
	});
}

#[test]
fn a_broken_batch_should_be_noticed() {
	break_and_expect("a batch is empty", |state| change_batch(state.batch, |b| b.count = 0));
	break_and_expect("a batch has no root", |state| {
		change_batch(state.batch, |batch| batch.root = digest(0));
	});
	break_and_expect("an id isn't that of the batch", |state| {
		change_batch(state.batch, |batch| batch.custodian = CLINIC);
	});
	break_and_expect("a batch's times can't be", |state| {
		change_batch(state.batch, |batch| batch.recorded += HOUR);
	});
}

#[test]
fn a_source_should_be_of_a_record_and_of_its_time() {
	break_and_expect("a source of no record", |_| {
		let source = Source { device: MONITOR, from: START, until: START };
		Sources::<Test>::insert(RecordId([9; 32]), source);
	});
	for (from, until) in [(START - 1, START - 1), (START + 1, START)] {
		break_and_expect("a source measured at another time than its record says", |state| {
			Sources::<Test>::insert(state.new, Source { device: MONITOR, from, until });
		});
	}
}
