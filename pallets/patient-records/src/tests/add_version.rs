// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::{assert_noop, assert_ok};

#[test]
fn a_new_version_should_become_the_head_and_keep_the_old_one() {
	build_and_execute(|| {
		let id = anchored(1);
		let first = record(id);
		wait(HOUR);
		assert_ok!(PatientRecords::add_version(
			signed(PHYSICIAN),
			id,
			1,
			digest(2),
			None,
			START + MINUTE,
			AmendmentReason::Addition
		));
		assert_event(Event::VersionAdded {
			record: id,
			version: 2,
			author: PHYSICIAN,
			content: digest(2),
			fields: None,
			occurred: START + MINUTE,
			reason: AmendmentReason::Addition,
		});
		assert_eq!(
			record(id),
			Record {
				version: 2,
				content: digest(2),
				fields: None,
				composition: CompositionStatus::Amended,
				occurred: START + MINUTE,
				recorded: first.recorded + HOUR,
				..first
			}
		);

		let version = |number| PatientRecords::version(id, number);
		let old = VersionInfo {
			version: 1,
			content: digest(1),
			fields: first.fields,
			composition: CompositionStatus::Final,
			occurred: START,
			recorded: first.recorded,
			reason: None,
		};
		assert_eq!(version(1), Some(old));
		assert_eq!(
			version(2),
			Some(VersionInfo {
				version: 2,
				content: digest(2),
				fields: None,
				composition: CompositionStatus::Amended,
				occurred: START + MINUTE,
				recorded: first.recorded + HOUR,
				reason: Some(AmendmentReason::Addition),
			})
		);
		assert_eq!((version(0), version(3)), (None, None));
		assert_eq!(PatientRecords::version(NOWHERE, 1), None);
	});
}

#[test]
fn a_draft_should_stay_a_draft() {
	build_and_execute(|| {
		let id = anchored_as(preliminary(1));
		assert_ok!(amend(id, 1, 2));
		assert_eq!(record(id).composition, CompositionStatus::Preliminary);
		assert_ok!(PatientRecords::attest(signed(PHYSICIAN), id, 2));
		assert_ok!(amend(id, 2, 3));
		assert_ok!(amend(id, 3, 4));
		let composition =
			|number| PatientRecords::version(id, number).map(|version| version.composition);
		assert_eq!(composition(1), Some(CompositionStatus::Preliminary));
		assert_eq!(composition(2), Some(CompositionStatus::Final));
		assert_eq!(composition(3), Some(CompositionStatus::Amended));
		assert_eq!(composition(4), Some(CompositionStatus::Amended));
	});
}

#[test]
fn of_two_writers_who_saw_the_same_version_one_should_be_refused() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_ok!(amend(id, 1, 2));
		for expected in [0, 1, 3, u32::MAX] {
			assert_noop!(amend(id, expected, 3), Error::<Test>::StaleVersion);
		}
		assert_ok!(amend(id, 2, 3));
	});
}

#[test]
fn the_heads_digest_should_be_refused_and_an_older_one_accepted() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_noop!(amend(id, 1, 1), Error::<Test>::NoChange);
		assert_ok!(amend(id, 1, 2));
		assert_noop!(amend(id, 2, 2), Error::<Test>::NoChange);
		// A change that is taken back is a change.
		assert_ok!(amend(id, 2, 1));
	});
}

#[test]
fn a_record_should_have_so_many_versions_and_no_more() {
	build_and_execute(|| {
		let id = anchored(1);
		for version in 1..4 {
			assert_ok!(amend(id, version, 10 + version as u8));
		}
		assert_noop!(amend(id, 4, 20), Error::<Test>::TooManyVersions);
	});
}

#[test]
fn a_version_should_be_as_proper_as_a_record() {
	build_and_execute(|| {
		let add = |id, content, fields, occurred| {
			PatientRecords::add_version(
				signed(PHYSICIAN),
				id,
				1,
				content,
				fields,
				occurred,
				AmendmentReason::Reissue,
			)
		};
		let id = anchored(1);
		assert_noop!(add(id, digest(0), None, START), Error::<Test>::ZeroDigest);
		assert_noop!(add(id, digest(2), Some(digest(0)), START), Error::<Test>::ZeroDigest);
		assert_noop!(add(id, digest(2), None, START + HOUR), Error::<Test>::OccurredInFuture);
		let core = anchored_as(Anchor { data_class: DataClass::Core, fields: None, ..anchor(3) });
		assert_noop!(add(core, digest(4), Some(digest(5)), START), Error::<Test>::CoreHasNoFields);
	});
}

#[test]
fn only_the_custodian_should_add_a_version() {
	build_and_execute(|| {
		let id = anchored_at_clinic(1);
		assert_noop!(amend(id, 1, 2), Error::<Test>::NotCustodian);
		assert_noop!(amend(NOWHERE, 1, 2), Error::<Test>::NotFound);
	});
}

#[test]
fn what_no_longer_counts_should_get_no_version() {
	build_and_execute(|| {
		let (old, new, wrong, gone) = (anchored(1), anchored(2), anchored(3), anchored(4));
		superseded(old, new);
		in_error(wrong);
		erased(gone);
		assert_noop!(amend(old, 1, 5), Error::<Test>::NotCurrent);
		assert_noop!(amend(wrong, 1, 5), Error::<Test>::NotCurrent);
		assert_noop!(amend(gone, 1, 5), Error::<Test>::Erased);
	});
}

#[test]
fn a_trainee_should_change_drafts_alone() {
	build_and_execute(|| {
		let (draft, attested) = (anchored_as(preliminary(1)), anchored(2));
		let amend = |id| {
			PatientRecords::add_version(
				signed(TRAINEE),
				id,
				1,
				digest(3),
				None,
				START,
				AmendmentReason::Addition,
			)
		};
		assert_noop!(amend(attested), Error::<Test>::NeedsAttestation);
		assert_ok!(amend(draft));
	});
}

#[test]
fn the_record_of_a_patient_who_has_left_should_still_be_corrected() {
	build_and_execute(|| {
		let id = anchored(1);
		OpenPatients::set(vec![]);
		assert_noop!(
			PatientRecords::anchor(signed(PHYSICIAN), PATIENT, anchor(2)),
			Error::<Test>::PatientNotOpen
		);
		assert_ok!(amend(id, 1, 2));
	});
}
