// SPDX-License-Identifier: Apache-2.0

//! What must not grow with the number of subjects: writes, counted in the storage itself, and how
//! much of it is looked at.

use super::{capture::capture, safety::headache, *};
use std::collections::BTreeMap;

/// Everything that the pallet has in storage.
fn storage() -> BTreeMap<Vec<u8>, Vec<u8>> {
	let prefix = sp_io::hashing::twox_128(b"ClinicalTrials").to_vec();
	let mut all = BTreeMap::new();
	let mut key = prefix.clone();
	while let Some(next) = sp_io::storage::next_key(&key) {
		if !next.starts_with(&prefix) {
			break;
		}
		let value = sp_io::storage::get(&next).unwrap().to_vec();
		all.insert(next.clone(), value);
		key = next;
	}
	all
}

/// How many values the call writes.
fn writes(call: impl FnOnce() -> DispatchResult) -> usize {
	let before = storage();
	assert_ok!(call());
	let after = storage();
	after.iter().filter(|(key, value)| before.get(*key) != Some(value)).count()
		+ before.keys().filter(|key| !after.contains_key(*key)).count()
}

/// A study of a size that no list limits.
fn large() -> TermsOf<Test> {
	StudyTerms { monitors: Default::default(), quorum: 0, ..terms() }
}

fn large_target() -> Amendment {
	Amendment { target: 1_000, ..amendment(21, false, None) }
}

#[test]
fn enrolment_should_be_three_writes_and_everything_else_no_more_than_four() {
	for others in [0, 1, 40] {
		build_and_execute(|| {
			opened_with(large());
			assert_ok!(ClinicalTrials::amend(signed(MANAGER), STUDY, large_target()));
			assert_ok!(ClinicalTrials::adopt_version(signed(MANAGER), STUDY, 2));
			for person in 0..others {
				enrolled(1_000 + person);
			}
			let patient = patient(1);
			consented(patient);
			let number = others;
			let counted = [
				("sign", 1, writes(|| sign(patient, HOSPITAL, 2))),
				("screen", 3, writes(|| screen(patient, HOSPITAL))),
				("attest", 1, writes(|| attest(number, Eligibility::Eligible))),
				// The study with its counts, the subject, the token.
				("enrol", 3, writes(|| enrol(number, 1))),
				// The list, the allocation, the subject.
				("randomise", 3, writes(|| randomise_at(number, 0))),
				("again", 2, writes(|| randomise_at(number, 1))),
				("capture", 1, writes(|| capture(number, 70))),
				(
					"event",
					3,
					writes(|| {
						let (who, facts) = (signed(PI), headache());
						ClinicalTrials::report_adverse_event(who, STUDY, number, facts)
					}),
				),
				("off", 2, writes(|| take_off(number, OffStudyReason::Completed))),
				(
					"halt",
					1,
					writes(|| {
						let scope = HaltScope::AccrualAndIntervention;
						let who = signed(INSPECTOR);
						ClinicalTrials::halt(who, STUDY, scope, HaltReason::Safety)
					}),
				),
			];
			for (name, expected, found) in counted {
				assert_eq!(found, expected, "{name} with {others} others");
			}
		});
	}
}

#[test]
fn no_call_should_depend_on_subjects_that_it_does_not_name() {
	// A call that looked at other subjects would stumble over one that can't be decoded.
	build_and_execute(|| {
		opened();
		let other = enrolled(1);
		let key = Subjects::<Test>::hashed_key_for(STUDY, other);
		let sound = sp_io::storage::get(&key).unwrap();
		sp_io::storage::set(&key, &[0xff; 4]);

		let number = eligible(2);
		assert_ok!(enrol(number, 2));
		assert_ok!(randomise_at(number, 0));
		assert_ok!(capture(number, 70));
		assert_ok!(take_off(number, OffStudyReason::Completed));
		let close = |closure| ClinicalTrials::close(signed(MANAGER), STUDY, closure);
		assert_ok!(close(Closure::ToAccrual));
		// Counters alone say that somebody is left.
		let lock = ClinicalTrials::lock_database(signed(MANAGER), STUDY, digest(81));
		assert_noop!(lock, Error::<Test>::SubjectsOnStudy);
		sp_io::storage::set(&key, &sound);
	});
}
