// SPDX-License-Identifier: Apache-2.0

use super::*;
use frame_support::{assert_noop, assert_ok};

#[test]
fn an_attested_record_should_be_final() {
	build_and_execute(|| {
		let id = anchored_as(preliminary(1));
		let before = record(id);
		wait(HOUR);
		assert_ok!(PatientRecords::attest(signed(PHYSICIAN), id, 1));
		assert_eq!(record(id), Record { composition: CompositionStatus::Final, ..before });
		assert_event(Event::Attested { record: id, version: 1, attester: PHYSICIAN });
	});
}

#[test]
fn nobody_should_attest_a_version_that_they_have_not_read() {
	build_and_execute(|| {
		let id = anchored_as(preliminary(1));
		assert_ok!(amend(id, 1, 2));
		for expected in [0, 1, 3] {
			assert_noop!(
				PatientRecords::attest(signed(PHYSICIAN), id, expected),
				Error::<Test>::StaleVersion
			);
		}
		assert_ok!(PatientRecords::attest(signed(PHYSICIAN), id, 2));
	});
}

#[test]
fn what_is_final_or_amended_should_not_be_attested_again() {
	build_and_execute(|| {
		let id = anchored(1);
		assert_noop!(
			PatientRecords::attest(signed(PHYSICIAN), id, 1),
			Error::<Test>::AlreadyAttested
		);
		assert_ok!(amend(id, 1, 2));
		assert_noop!(
			PatientRecords::attest(signed(PHYSICIAN), id, 2),
			Error::<Test>::AlreadyAttested
		);
	});
}

#[test]
fn only_the_custodian_should_attest_what_counts() {
	build_and_execute(|| {
		let id = anchored_as(preliminary(1));
		assert_noop!(
			PatientRecords::attest(signed(CLINIC_PHYSICIAN), id, 1),
			Error::<Test>::NotCustodian
		);
		assert_noop!(
			PatientRecords::attest(signed(PHYSICIAN), NOWHERE, 1),
			Error::<Test>::NotFound
		);
		in_error(id);
		assert_noop!(PatientRecords::attest(signed(PHYSICIAN), id, 1), Error::<Test>::NotCurrent);
		erased(id);
		assert_noop!(PatientRecords::attest(signed(PHYSICIAN), id, 1), Error::<Test>::Erased);
	});
}
