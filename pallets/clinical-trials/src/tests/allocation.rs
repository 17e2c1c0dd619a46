// SPDX-License-Identifier: Apache-2.0

//! Sealed lists: committed, used up in their order, and opened.

use super::{results::close_and_lock, *};

fn randomise_with(
	number: SubjectNumber,
	list: ListId,
	leaf: [u8; 32],
	path: Vec<[u8; 32]>,
) -> DispatchResult {
	let ListId { study, point, stratum } = list;
	let path = path.try_into().unwrap();
	ClinicalTrials::randomise(signed(PI), study, number, point, stratum, leaf, path)
}

fn unblind(
	who: AccountId,
	number: SubjectNumber,
	point: Point,
	purpose: UnblindingPurpose,
) -> DispatchResult {
	let reason = UnblindingReason::SeriousAdverseEvent;
	ClinicalTrials::unblind(signed(who), STUDY, number, point, purpose, reason)
}

pub fn open(list: ListId, arms: &[Arm]) -> DispatchResult {
	let arms = arms.to_vec().try_into().unwrap();
	ClinicalTrials::open_list(signed(STATISTICIAN), list, SECRET, arms)
}

#[test]
fn a_list_should_be_sealed_before_anybody_is_enrolled() {
	build_and_execute(|| {
		opened();
		let other = ListId { stratum: 1, ..LIST };
		assert_noop!(commit(LIST, &ARMS), Error::<Test>::ListExists);
		assert_ok!(commit(other, &ARMS));
		let root = root_of(&leaves(other, &ARMS));
		assert_event(Event::ListCommitted { list: other, root, length: 8 });
		let sealed = ClinicalTrials::list(other).unwrap();
		assert_eq!((sealed.root, sealed.next, sealed.opened), (root, 0, None));
		enrolled(1);
		let late = ListId { stratum: 2, ..LIST };
		assert_noop!(commit(late, &ARMS), Error::<Test>::EnrolmentBegun);
	});
}

#[test]
fn an_impossible_list_should_be_refused() {
	build_and_execute(|| {
		approved();
		let commits =
			|who, list, root, length| ClinicalTrials::commit_list(signed(who), list, root, length);
		let root = root_of(&leaves(LIST, &ARMS));
		assert_noop!(commits(OTHER_STATISTICIAN, LIST, root, 8), Error::<Test>::NotStatistician);
		assert_noop!(commits(STATISTICIAN, LIST, digest(0), 8), Error::<Test>::ZeroDigest);
		let sm3 = Digest { algorithm: HashAlgorithm::Sm3, ..root };
		assert_noop!(commits(STATISTICIAN, LIST, sm3, 8), Error::<Test>::Unsupported);
		for length in [0, 65] {
			let commits = commits(STATISTICIAN, LIST, root, length);
			assert_noop!(commits, Error::<Test>::InvalidLength);
		}
		let point = ListId { point: 2, ..LIST };
		assert_noop!(commits(STATISTICIAN, point, root, 8), Error::<Test>::PointOutOfRange);
		let study = ListId { study: 1, ..LIST };
		assert_noop!(commits(STATISTICIAN, study, root, 8), Error::<Test>::UnknownStudy);
		// Whom the sponsor has named holds lists as well.
		assert_ok!(commits(CROS_STATISTICIAN, LIST, root, 64));
		assert_ok!(ClinicalTrials::withdraw_study(signed(MANAGER), STUDY));
		let late = commits(STATISTICIAN, ListId { stratum: 1, ..LIST }, root, 8);
		assert_noop!(late, Error::<Test>::NotUnderWay);
	});
	build_and_execute(|| {
		approved_with(single_arm());
		assert_noop!(commit(LIST, &[0]), Error::<Test>::DoesNotRandomise);
	});
}

#[test]
fn subjects_should_get_the_leaves_in_their_order() {
	build_and_execute(|| {
		opened();
		let all = leaves(LIST, &ARMS);
		for (index, leaf) in all.iter().enumerate().take(3) {
			let number = enrolled(index as u32);
			assert_ok!(randomise_at(number, 0));
			assert_event(Event::Randomised {
				study: STUDY,
				subject: number,
				point: 0,
				stratum: 0,
				index: index as u32,
			});
			let allocation = ClinicalTrials::allocation(STUDY, number, 0).unwrap();
			assert_eq!((allocation.index, allocation.leaf), (index as u32, *leaf));
			assert_eq!(subject(number).status, SubjectStatus::OnStudy);
			assert_eq!(ClinicalTrials::arm(STUDY, number, 0), None);
		}
		assert_eq!(ClinicalTrials::list(LIST).unwrap().next, 3);
	});
}

#[test]
fn a_leaf_should_not_be_skipped_or_used_again() {
	build_and_execute(|| {
		opened();
		let (first, second) = (enrolled(1), enrolled(2));
		let all = leaves(LIST, &ARMS);
		let path = |index| merkle::path(ALGORITHM, &all, index).unwrap();
		// Somebody who knows the list would like the next but one.
		let skipped = randomise_with(first, LIST, all[1], path(1));
		assert_noop!(skipped, Error::<Test>::InvalidPath);
		let invented = randomise_with(first, LIST, [1; 32], path(0));
		assert_noop!(invented, Error::<Test>::InvalidPath);
		assert_ok!(randomise_with(first, LIST, all[0], path(0)));
		let again = randomise_with(second, LIST, all[0], path(0));
		assert_noop!(again, Error::<Test>::InvalidPath);
		assert_ok!(randomise_with(second, LIST, all[1], path(1)));
	});
}

#[test]
fn a_subject_should_be_randomised_once_at_each_point() {
	build_and_execute(|| {
		opened();
		let number = eligible(1);
		assert_noop!(randomise_at(number, 0), Error::<Test>::NotOnStudy);
		assert_ok!(enrol(number, 1));
		assert_ok!(randomise_at(number, 0));
		assert_noop!(randomise_at(number, 0), Error::<Test>::AlreadyRandomised);
		assert_ok!(randomise_at(number, 1));
		assert_noop!(randomise_at(number, 1), Error::<Test>::AlreadyRandomised);
		let nowhere = ListId { point: 2, ..LIST };
		assert_noop!(
			randomise_with(number, nowhere, [1; 32], vec![]),
			Error::<Test>::PointOutOfRange
		);
		let number = enrolled(2);
		let other = ListId { stratum: 9, ..LIST };
		let unknown = randomise_with(number, other, [1; 32], vec![]);
		assert_noop!(unknown, Error::<Test>::UnknownList);
	});
	build_and_execute(|| {
		opened_with(single_arm());
		let number = enrolled(1);
		let randomise = randomise_with(number, LIST, [1; 32], vec![]);
		assert_noop!(randomise, Error::<Test>::DoesNotRandomise);
	});
}

#[test]
fn nobody_should_be_randomised_while_treatment_is_stopped() {
	build_and_execute(|| {
		opened();
		let number = enrolled(1);
		let halt =
			|scope| ClinicalTrials::halt(signed(INSPECTOR), STUDY, scope, HaltReason::Safety);
		assert_ok!(halt(HaltScope::AccrualAndIntervention));
		assert_noop!(randomise_at(number, 0), Error::<Test>::InterventionStopped);
		assert_ok!(ClinicalTrials::lift_halt(signed(INSPECTOR), STUDY));
		assert_noop!(randomise_at(number, 0), Error::<Test>::InterventionStopped);
		assert_ok!(ClinicalTrials::activate(signed(MANAGER), STUDY));
		// A halt of accrual is none for those who are enrolled.
		assert_ok!(halt(HaltScope::Accrual));
		assert_ok!(randomise_at(number, 0));
	});
}

#[test]
fn a_list_should_have_an_end() {
	build_and_execute(|| {
		opened();
		for person in 0..8 {
			randomised(person);
		}
		let number = enrolled(8);
		assert_noop!(randomise_at(number, 0), Error::<Test>::ListExhausted);
	});
}

#[test]
fn randomisation_should_be_delegated() {
	build_and_execute(|| {
		opened();
		let number = enrolled(1);
		let all = leaves(LIST, &ARMS);
		let path: AllocationPath = merkle::path(ALGORITHM, &all, 0).unwrap().try_into().unwrap();
		let by = |who| {
			let path = path.clone();
			ClinicalTrials::randomise(signed(who), STUDY, number, 0, 0, all[0], path)
		};
		assert_noop!(by(NURSE), Error::<Test>::NotDelegated);
		assert_noop!(by(CLINICS_PI), Error::<Test>::OtherSite);
		assert_noop!(by(SPONSORS_INVESTIGATOR), Error::<Test>::SponsorsStaff);
		delegate(NURSE, &[Duty::Randomisation]);
		assert_ok!(by(NURSE));
	});
}

#[test]
fn an_emergency_should_be_recorded_and_publish_no_arm() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		let emergency = UnblindingPurpose::Emergency;
		// The investigator doesn't have that duty unless it is delegated by name.
		assert_noop!(unblind(PI, number, 0, emergency), Error::<Test>::NotDelegated);
		delegate(PHARMACIST, &[Duty::Unblinding]);
		assert_noop!(unblind(CLINICS_PI, number, 0, emergency), Error::<Test>::OtherSite);
		assert_noop!(unblind(PHARMACIST, number, 1, emergency), Error::<Test>::NotRandomised);
		assert_ok!(unblind(PHARMACIST, number, 0, emergency));
		let unblinding = Unblinding {
			by: PHARMACIST,
			institution: HOSPITAL,
			purpose: emergency,
			reason: UnblindingReason::SeriousAdverseEvent,
			at: now(),
		};
		assert_event(Event::Unblinded {
			study: STUDY,
			subject: number,
			point: 0,
			unblinding: unblinding.clone(),
		});
		let allocation = ClinicalTrials::allocation(STUDY, number, 0).unwrap();
		assert_eq!((allocation.unblinded, allocation.unblindings), (Some(unblinding), 1));
		// Also of somebody who has left, whatever became of the consent.
		Directives::set(Default::default());
		assert_ok!(take_off(number, OffStudyReason::AdverseEvent));
		assert_ok!(unblind(PHARMACIST, number, 0, emergency));
		assert_eq!(ClinicalTrials::allocation(STUDY, number, 0).unwrap().unblindings, 2);

		// Whoever was told the arm can check it.
		let salt = |index| sealed::salt(ALGORITHM, &CHAIN, LIST, index, &SECRET).unwrap();
		let check = |point, arm, salt| ClinicalTrials::check_leaf(STUDY, number, point, arm, salt);
		assert_eq!(check(0, ARMS[0], salt(0)), LeafCheck::Genuine);
		assert_eq!(check(0, 1 - ARMS[0], salt(0)), LeafCheck::Refuted);
		assert_eq!(check(0, ARMS[0], salt(1)), LeafCheck::Refuted);
		assert_eq!(check(1, ARMS[0], salt(0)), LeafCheck::NotRandomised);
	});
	build_and_execute(|| {
		opened_with(StudyTerms { masking: Masking::Open, ..terms() });
		let number = randomised(1);
		delegate(PHARMACIST, &[Duty::Unblinding]);
		let unblind = unblind(PHARMACIST, number, 0, UnblindingPurpose::Emergency);
		assert_noop!(unblind, Error::<Test>::NotMasked);
	});
}

#[test]
fn nobody_should_look_as_planned_before_there_is_a_plan() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		delegate(PHARMACIST, &[Duty::Unblinding]);
		let planned = || unblind(PHARMACIST, number, 0, UnblindingPurpose::Planned);
		assert_noop!(planned(), Error::<Test>::NoPlan);
	});
}

#[test]
fn an_opened_list_should_be_the_one_that_was_sealed() {
	build_and_execute(|| {
		opened();
		for person in 0..4 {
			assert_ok!(take_off(randomised(person), OffStudyReason::Completed));
		}
		assert_noop!(open(LIST, &ARMS), Error::<Test>::NotLocked);
		close_and_lock();
		let by_another = ClinicalTrials::open_list(
			signed(OTHER_STATISTICIAN),
			LIST,
			SECRET,
			ARMS.to_vec().try_into().unwrap(),
		);
		assert_noop!(by_another, Error::<Test>::NotStatistician);
		assert_noop!(open(ListId { stratum: 5, ..LIST }, &ARMS), Error::<Test>::UnknownList);
		assert_noop!(open(LIST, &ARMS[1..]), Error::<Test>::WrongLength);
		let mut unknown = ARMS;
		unknown[7] = 2;
		assert_noop!(open(LIST, &unknown), Error::<Test>::UnknownArm);
		assert_ok!(open(LIST, &ARMS));
		assert_event(Event::ListOpened { list: LIST, by: SPONSOR });
		assert_noop!(open(LIST, &ARMS), Error::<Test>::AlreadyOpened);
		for (number, arm) in ARMS.iter().enumerate().take(4) {
			let number = number as u32;
			let info = ArmInfo { subject: number, arm: *arm, opened: now() };
			assert_eq!(ClinicalTrials::arm(STUDY, number, 0), Some(info));
			assert_eq!(ClinicalTrials::arm(STUDY, number, 1), None);
		}
	});
}

#[test]
fn one_leaf_out_of_order_should_be_noticed_and_named() {
	build_and_execute(|| {
		opened();
		close_and_lock();
		let sealed = leaves(LIST, &ARMS);
		// Two neighbours who got different arms are exchanged.
		for at in 0..ARMS.len() - 1 {
			let mut swapped = ARMS;
			swapped.swap(at, at + 1);
			let check =
				|| ClinicalTrials::check_opening(LIST, sealed.clone(), SECRET, swapped.to_vec());
			if swapped == ARMS {
				assert_eq!(check(), Some(Opening::Verified));
				continue;
			}
			assert_noop!(open(LIST, &swapped), Error::<Test>::WrongOpening);
			assert_eq!(check(), Some(Opening::WrongAt { index: at as u32 }));
		}
		// Another secret is another list.
		let arms = ARMS.to_vec().try_into().unwrap();
		let other = ClinicalTrials::open_list(signed(STATISTICIAN), LIST, [1; 32], arms);
		assert_noop!(other, Error::<Test>::WrongOpening);
		let check = |leaves, arms: &[Arm]| {
			ClinicalTrials::check_opening(LIST, leaves, SECRET, arms.to_vec())
		};
		let mut wrong = sealed.clone();
		wrong.swap(0, 1);
		let mut swapped = ARMS;
		swapped.swap(0, 1);
		assert_eq!(check(wrong, &swapped), Some(Opening::OtherLeaves));
		assert_eq!(check(sealed.clone(), &ARMS[1..]), Some(Opening::OtherLength));
		let unknown = ListId { stratum: 4, ..LIST };
		assert_eq!(ClinicalTrials::check_opening(unknown, sealed, SECRET, vec![]), None);
	});
}
