// SPDX-License-Identifier: Apache-2.0

//! Eligibility without disclosure. What stands for a range proof here has the value in plain; the
//! real one is checked in its own crate.

use super::*;
use galen_primitives::{commitment, commitment::Salt, RecordId};

const RECORD: RecordId = RecordId([3; 32]);
const COMMITMENT: [u8; 32] = [0xab; 32];
const SALT: Salt = [5; 32];

/// The field of a record as its custodian has written it.
fn leaf(path: &str, commitment: &[u8; 32]) -> [u8; 32] {
	let value = crate::eligibility::in_json(commitment);
	commitment::field(ALGORITHM, &CHAIN, HOSPITAL, &SALT, path, &value).unwrap()
}

/// A record of a patient, whose second field is the commitment.
fn record(person: u32) -> CommittedField {
	let leaves = [[1; 32], leaf("/lab/hba1c", &COMMITMENT), [2; 32]];
	anchored(RECORD, patient(person), HOSPITAL, root_of(&leaves));
	CommittedField {
		record: RECORD,
		commitment: COMMITMENT,
		salt: SALT,
		count: 3,
		index: 1,
		path: merkle::path(ALGORITHM, &leaves, 1).unwrap().try_into().unwrap(),
	}
}

fn proof(value: u64, number: SubjectNumber) -> ProofOf<Test> {
	let context = ClinicalTrials::proof_context(STUDY, number, 0);
	range_proof(value, &COMMITMENT, &context).try_into().unwrap()
}

fn prove(
	who: AccountId,
	number: SubjectNumber,
	field: CommittedField,
	proof: ProofOf<Test>,
) -> DispatchResult {
	ClinicalTrials::prove_eligibility(signed(who), STUDY, number, 0, field, proof)
}

fn change_record(change: impl FnOnce(&mut MockRecord)) {
	Anchored::mutate(|records| change(records.get_mut(&RECORD).unwrap()));
}

#[test]
fn a_commitment_should_be_written_as_a_json_string() {
	let text = crate::eligibility::in_json(&COMMITMENT);
	assert_eq!(text, format!("\"0x{}\"", "ab".repeat(32)));
	let mut bytes = [0; 32];
	bytes[0] = 0x0f;
	assert!(crate::eligibility::in_json(&bytes).starts_with("\"0x0f00"));
}

#[test]
fn a_value_in_the_range_should_be_shown_without_being_told() {
	build_and_execute(|| {
		opened();
		let number = screened(1);
		let field = record(1);
		assert_ok!(prove(PI, number, field.clone(), proof(70, number)));
		assert_event(Event::CriterionShown { study: STUDY, subject: number, criterion: 0 });
		assert_eq!(subject(number).shown, 1);
		let again = prove(PI, number, field, proof(70, number));
		assert_noop!(again, Error::<Test>::AlreadyShown);
		// It doesn't attest anything by itself.
		assert_eq!(subject(number).status, SubjectStatus::Screening);
	});
}

#[test]
fn a_value_out_of_the_range_should_not_be_shown() {
	build_and_execute(|| {
		opened();
		let number = screened(1);
		for value in [64, 101] {
			let prove = prove(PI, number, record(1), proof(value, number));
			assert_noop!(prove, Error::<Test>::InvalidProof);
		}
		assert_ok!(prove(PI, number, record(1), proof(65, number)));
		let number = screened(2);
		assert_ok!(prove(PI, number, record(2), proof(100, number)));
	});
}

#[test]
fn a_proof_should_be_for_this_very_subject() {
	build_and_execute(|| {
		opened();
		let (number, other) = (screened(1), screened(2));
		let foreign = prove(PI, number, record(1), proof(70, other));
		assert_noop!(foreign, Error::<Test>::InvalidProof);
		// Nor does another patient's record do.
		let field = record(2);
		let foreign = prove(PI, number, field.clone(), proof(70, number));
		assert_noop!(foreign, Error::<Test>::OtherPatient);
		assert_ok!(prove(PI, other, field, proof(70, other)));
	});
}

#[test]
fn another_field_should_not_pass_for_the_criterions() {
	build_and_execute(|| {
		opened();
		let number = screened(1);
		let field = record(1);
		let leaves = [[1; 32], leaf("/age", &COMMITMENT), [2; 32]];
		change_record(|record| record.fields = Some(root_of(&leaves)));
		let wrong = |field| prove(PI, number, field, proof(70, number));
		assert_noop!(wrong(field.clone()), Error::<Test>::InvalidFieldPath);
		let field = record(1);
		for change in [
			(|field| field.commitment = [1; 32]) as fn(&mut CommittedField),
			|field| field.salt = [1; 32],
			|field| field.index = 2,
			|field| field.count = 4,
			|field| field.path.clear(),
		] {
			let mut changed = field.clone();
			change(&mut changed);
			assert_noop!(wrong(changed), Error::<Test>::InvalidFieldPath);
		}
		assert_ok!(wrong(field));
	});
}

#[test]
fn a_record_that_cannot_be_relied_on_should_be_refused() {
	build_and_execute(|| {
		opened();
		let number = screened(1);
		let field = record(1);
		let attempt = || prove(PI, number, field.clone(), proof(70, number));
		change_record(|record| record.suspect = true);
		assert_noop!(attempt(), Error::<Test>::RecordInDoubt);
		change_record(|record| (record.suspect, record.facts.withdrawn) = (false, true));
		assert_noop!(attempt(), Error::<Test>::RecordWithdrawn);
		change_record(|record| (record.facts.withdrawn, record.fields) = (false, None));
		assert_noop!(attempt(), Error::<Test>::NoFields);
		let sm3 = Digest { algorithm: HashAlgorithm::Sm3, bytes: [1; 32] };
		change_record(|record| record.fields = Some(sm3));
		assert_noop!(attempt(), Error::<Test>::Unsupported);
		// Another custodian's data isn't released for the study.
		change_record(|record| record.facts.custodian = CLINIC);
		Unreleased::mutate(|unreleased| unreleased.insert(CLINIC));
		assert_noop!(attempt(), Error::<Test>::NotReleased);
		Anchored::set(Default::default());
		assert_noop!(attempt(), Error::<Test>::UnknownRecord);
	});
}

#[test]
fn only_the_sites_screeners_should_show_criteria_before_enrolment() {
	build_and_execute(|| {
		opened();
		let number = screened(1);
		let field = record(1);
		let by = |who| prove(who, number, field.clone(), proof(70, number));
		assert_noop!(by(NURSE), Error::<Test>::NotDelegated);
		assert_noop!(by(CLINICS_PI), Error::<Test>::OtherSite);
		let unknown = ClinicalTrials::prove_eligibility(
			signed(PI),
			STUDY,
			number,
			1,
			field.clone(),
			proof(70, number),
		);
		assert_noop!(unknown, Error::<Test>::UnknownCriterion);
		Directives::set(Default::default());
		assert_noop!(by(PI), Error::<Test>::NoConsent);
		consented(patient(1));
		assert_ok!(attest(number, Eligibility::Eligible));
		assert_ok!(enrol(number, 1));
		assert_noop!(by(PI), Error::<Test>::NotInScreening);
	});
}
