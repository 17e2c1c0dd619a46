// SPDX-License-Identifier: Apache-2.0

//! Every invariant of studies, sites, subjects and allocation, broken by hand.

use super::*;

const RANDOMISED: SubjectNumber = 0;
const OFF: SubjectNumber = 1;
const PENDING: SubjectNumber = 2;
const SCREENED: SubjectNumber = 3;

/// Breaks something in a state that has some of everything, and expects to be told.
fn break_and_expect(expected: &'static str, break_it: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		opened();
		let kits = ClinicalTrials::commit_kits(signed(STATISTICIAN), STUDY, digest(90), 3);
		assert_ok!(kits);
		wait(HOUR);
		assert_eq!(randomised(1), RANDOMISED);
		assert_eq!(randomised_at_clinic(2), OFF);
		assert_ok!(take_off(OFF, OffStudyReason::Death));
		assert_eq!(enrolled(3), PENDING);
		assert_eq!(screened(4), SCREENED);
		delegate(PHARMACIST, &[Duty::Unblinding]);
		let unblind = ClinicalTrials::unblind(
			signed(PHARMACIST),
			STUDY,
			RANDOMISED,
			0,
			UnblindingPurpose::Emergency,
			UnblindingReason::Overdose,
		);
		assert_ok!(unblind);
		let next = amendment(21, false, Some(now()));
		assert_ok!(ClinicalTrials::amend(signed(MANAGER), STUDY, next));
		assert_ok!(ClinicalTrials::adopt_version(signed(MANAGER), STUDY, 2));
		wait(HOUR);
		delegate(NURSE, &[Duty::Screening]);
		wait(HOUR);
		delegate(NURSE, &[Duty::DataCapture]);
		assert_ok!(ClinicalTrials::do_try_state());
		break_it();
		assert_eq!(ClinicalTrials::do_try_state(), Err(expected.into()));
	});
}

fn randomised_at_clinic(person: u32) -> SubjectNumber {
	let number = enrolled_at(CLINIC, person);
	assert_ok!(randomise_at(number, 0));
	number
}

fn change_study(change: impl FnOnce(&mut Study)) {
	Studies::<Test>::mutate(STUDY, |study| change(study.as_mut().unwrap()));
}

fn change_subject(number: SubjectNumber, change: impl FnOnce(&mut SubjectOf<Test>)) {
	Subjects::<Test>::mutate(STUDY, number, |subject| change(subject.as_mut().unwrap()));
}

fn change_version(number: VersionNumber, change: impl FnOnce(&mut ProtocolVersion)) {
	Versions::<Test>::mutate(STUDY, number, |version| change(version.as_mut().unwrap()));
}

fn change_list(change: impl FnOnce(&mut AllocationList)) {
	Lists::<Test>::mutate(STUDY, (0, 0), |list| change(list.as_mut().unwrap()));
}

fn change_allocation(number: SubjectNumber, change: impl FnOnce(&mut AllocationOf<Test>)) {
	Allocations::<Test>::mutate(STUDY, (0, number), |allocation| {
		change(allocation.as_mut().unwrap());
	});
}

fn change_log(change: impl FnOnce(&mut DelegationLog)) {
	Delegations::<Test>::mutate((STUDY, HOSPITAL), NURSE, change);
}

#[test]
fn a_broken_study_should_be_noticed() {
	break_and_expect("a study has a number to come", || NextStudy::<Test>::put(0));
	break_and_expect("a study without terms", || Terms::<Test>::remove(STUDY));
	break_and_expect("a registry number isn't its study's", || {
		RegistryNumbers::<Test>::remove(RegistryId::Nct(terms().nct.unwrap()));
	});
	break_and_expect("a registry number that its study hasn't", || {
		RegistryNumbers::<Test>::insert(RegistryId::Nct(NctId(*b"NCT00973089")), STUDY);
	});
	break_and_expect("a registry number of no study", || {
		RegistryNumbers::<Test>::insert(RegistryId::Nct(NctId(*b"NCT00973089")), 9);
	});
	break_and_expect("a study isn't what its terms say", || change_study(|study| study.arms = 3));
	break_and_expect("a study isn't what its terms say", || {
		change_study(|study| study.masking = Masking::Open);
	});
	break_and_expect("a study's times are out of order", || {
		change_study(|study| study.registered = now() + 1);
	});
	break_and_expect("a study's times are out of order", || {
		change_study(|study| study.key_destroyed = Some(now() + 1));
	});
	break_and_expect("terms of no study", || Terms::<Test>::insert(9, terms()));
}

#[test]
fn a_broken_version_should_be_noticed() {
	break_and_expect("no current version", || change_study(|study| study.version = 3));
	break_and_expect("the current version isn't one", || {
		change_version(2, |version| version.adopted = None);
	});
	break_and_expect("the current version isn't one", || change_study(|study| study.basis = 2));
	break_and_expect("the current version isn't one", || change_study(|study| study.newest = 1));
	break_and_expect("a version is missing", || change_study(|study| study.newest = 3));
	break_and_expect("a version's document is another's", || {
		Documents::<Test>::insert(STUDY, digest(20), 2);
	});
	break_and_expect("a version of no basis", || {
		change_version(2, |version| version.basis = 9);
		change_study(|study| study.basis = 9);
		Approvals::<Test>::swap(STUDY, (1, COMMITTEE), STUDY, (9, COMMITTEE));
	});
	break_and_expect("a version goes with none that is approved", || {
		change_version(1, |version| version.basis = 2);
	});
	break_and_expect("a version's times are out of order", || {
		change_version(2, |version| version.registered = now() + 1);
	});
	break_and_expect("a document of no version", || {
		Documents::<Test>::insert(STUDY, digest(99), 7);
	});
	break_and_expect("a version of no study", || {
		let version = Versions::<Test>::get(STUDY, 1).unwrap();
		Versions::<Test>::insert(9, 1, version);
	});
}

#[test]
fn a_broken_approval_should_be_noticed() {
	break_and_expect("an open study that nobody has approved", || {
		Approvals::<Test>::remove(STUDY, (1, COMMITTEE));
	});
	break_and_expect("an open study of no committee", || {
		change_study(|study| study.committee = None);
	});
	break_and_expect("a sponsor that approves of itself", || {
		Approvals::<Test>::swap(STUDY, (1, COMMITTEE), STUDY, (1, SPONSOR));
		change_study(|study| study.committee = Some(SPONSOR));
	});
	break_and_expect("a sponsor that approves of itself", || {
		let approval = Approvals::<Test>::get(STUDY, (1, COMMITTEE)).unwrap();
		Approvals::<Test>::insert(STUDY, (1, SPONSOR), approval);
	});
	let change = |change: fn(&mut Approval)| {
		move || {
			Approvals::<Test>::mutate(STUDY, (1, COMMITTEE), |approval| {
				change(approval.as_mut().unwrap());
			})
		}
	};
	let impossible = "an approval is impossible";
	break_and_expect(impossible, change(|approval| approval.review.until = 0));
	break_and_expect(impossible, change(|approval| approval.recorded = now() + 1));
	break_and_expect(impossible, change(|approval| approval.suspended = Some(0)));
	break_and_expect(impossible, || {
		let approval = Approvals::<Test>::get(STUDY, (1, COMMITTEE)).unwrap();
		Approvals::<Test>::insert(STUDY, (2, COMMITTEE), approval);
	});
	break_and_expect("an approval of no version", || {
		let approval = Approvals::<Test>::get(STUDY, (1, COMMITTEE)).unwrap();
		Approvals::<Test>::insert(STUDY, (7, COMMITTEE), approval);
	});
}

#[test]
fn a_halt_or_a_signature_that_is_asked_for_wrongly_should_be_noticed() {
	let halt = |scope| {
		let reason = HaltReason::Safety;
		Some(Halt { scope, reason, by: SPONSOR, since: START })
	};
	let wrong = "a study isn't halted as it says";
	break_and_expect(wrong, || {
		change_study(|study| study.halts.monitors = halt(HaltScope::Accrual));
	});
	break_and_expect(wrong, || {
		change_study(|study| study.status = StudyStatus::TemporarilyClosedToAccrual);
	});
	break_and_expect(wrong, || {
		change_study(|study| {
			study.status = StudyStatus::TemporarilyClosedToAccrual;
			study.halts.sponsor = halt(HaltScope::AccrualAndIntervention);
		});
	});
	break_and_expect(wrong, || {
		change_study(|study| {
			study.status = StudyStatus::TemporarilyClosedToAccrualAndIntervention;
			study.halts.sponsor = halt(HaltScope::Accrual);
		});
	});
	break_and_expect("a signature is asked for of another version", || {
		change_study(|study| study.next_reconsent = Some(Reconsent { version: 3, from: 0 }));
	});
	break_and_expect("a signature is asked for of another version", || {
		change_study(|study| study.next_reconsent = Some(Reconsent { version: 1, from: 0 }));
	});
	break_and_expect("signatures are asked for out of order", || {
		change_study(|study| study.reconsent = study.next_reconsent);
	});
}

#[test]
fn a_broken_site_should_be_noticed() {
	let change = |change: fn(&mut SiteOf<Test>)| {
		move || {
			Sites::<Test>::mutate(STUDY, HOSPITAL, |site| change(site.as_mut().unwrap()));
		}
	};
	break_and_expect("a sponsor is its own site", change(|site| site.committee = SPONSOR));
	break_and_expect("a site's times are out of order", change(|site| site.initiated = now() + 1));
	break_and_expect(
		"an open site whose investigator never came",
		change(|site| site.investigator = OUTSIDER),
	);
	break_and_expect("a site of no study", || {
		let site = Sites::<Test>::get(STUDY, HOSPITAL).unwrap();
		Sites::<Test>::insert(9, HOSPITAL, site);
	});
	break_and_expect("a delegation log of no site", || {
		let log = Delegations::<Test>::get((STUDY, HOSPITAL), NURSE);
		Delegations::<Test>::insert((STUDY, REGISTRAR), NURSE, log);
	});
	break_and_expect("an empty delegation log", || {
		Delegations::<Test>::insert((STUDY, HOSPITAL), OUTSIDER, DelegationLog::default());
	});
	let disorder = "a delegation log is out of order";
	break_and_expect(disorder, || change_log(|log| log[0].until = None));
	break_and_expect(disorder, || change_log(|log| log[0].until = Some(now() + 1)));
	break_and_expect(disorder, || change_log(|log| log[1].from = now() + 1));
	break_and_expect(disorder, || change_log(|log| log[1].duties = Duties::NONE));
	break_and_expect(disorder, || change_log(|log| log[1].duties.bits = 1 << 15));
}

#[test]
fn a_broken_subject_should_be_noticed() {
	break_and_expect("a patient is in a study twice", || {
		let patient = subject(RANDOMISED).patient;
		change_subject(SCREENED, |subject| subject.patient = patient);
	});
	break_and_expect("a subject who has signed nothing", || {
		change_subject(SCREENED, |subject| subject.patient = patient(99));
	});
	break_and_expect("a subject isn't what was signed", || {
		change_subject(SCREENED, |subject| subject.signed = 2);
	});
	break_and_expect("a subject isn't what was signed", || {
		change_subject(SCREENED, |subject| subject.site = CLINIC);
	});
	break_and_expect("a subject of no site", || {
		Sites::<Test>::remove(STUDY, CLINIC);
		let _ = Delegations::<Test>::clear_prefix((STUDY, CLINIC), u32::MAX, None);
	});
	break_and_expect("a subject has a number to come", || {
		change_study(|study| study.flow.screened = 3);
	});
	break_and_expect("enrolled, and nobody knows when", || {
		change_subject(PENDING, |subject| subject.enrolled = None);
	});
	break_and_expect("eligibility was attested by somebody to whom it wasn't delegated", || {
		change_subject(PENDING, |subject| {
			subject.attested.as_mut().unwrap().by = NURSE;
		});
	});
	break_and_expect("eligible, and nobody has said so", || {
		change_subject(PENDING, |subject| subject.attested = None);
	});
	break_and_expect("a subject's times are out of order", || {
		change_subject(PENDING, |subject| {
			subject.enrolled.as_mut().unwrap().at = now() + 1;
		});
	});
	let wrong = "enrolled under a version that wasn't current, or without a signature";
	break_and_expect(wrong, || {
		change_subject(PENDING, |subject| subject.enrolled.as_mut().unwrap().version = 3);
	});
	break_and_expect(wrong, || {
		change_subject(PENDING, |subject| subject.enrolled.as_mut().unwrap().signed = 2);
	});
	break_and_expect("a subject has left for another reason than it says", || {
		change_subject(OFF, |subject| subject.left = None);
	});
	break_and_expect("a subject has left for another reason than it says", || {
		let left = Some((Departure::Excluded(ExclusionReason::Other), now()));
		change_subject(OFF, |subject| subject.left = left);
	});
	break_and_expect("a subject isn't randomised as it says", || {
		change_subject(PENDING, |subject| subject.status = SubjectStatus::OnStudy);
	});
	break_and_expect("a subject isn't randomised as it says", || {
		change_subject(RANDOMISED, |subject| subject.status = SubjectStatus::PendingOnStudy);
	});
	break_and_expect("a criterion that there isn't was shown", || {
		change_subject(SCREENED, |subject| subject.shown = 2);
	});
	break_and_expect("a signature of another patient", || {
		let signed = Participations::<Test>::get(STUDY, patient(1)).unwrap();
		Participations::<Test>::insert(STUDY, patient(50), signed);
	});
	break_and_expect("a signature of no subject", || {
		let signed = Participations::<Test>::get(STUDY, patient(1)).unwrap();
		let signed = Participation { subject: Some(9), ..signed };
		Participations::<Test>::insert(STUDY, patient(50), signed);
	});
	break_and_expect("a signature under no version, or still to come", || {
		let signed = Participations::<Test>::get(STUDY, patient(1)).unwrap();
		let signed = Participation { subject: None, version: 7, ..signed };
		Participations::<Test>::insert(STUDY, patient(50), signed);
	});
}

#[test]
fn counts_that_do_not_add_up_should_be_noticed() {
	let wrong = "subjects by state don't add up to the study's";
	break_and_expect(wrong, || change_study(|study| study.flow.enrolled = 2));
	break_and_expect(wrong, || change_study(|study| study.flow.off[0] = 1));
	break_and_expect(wrong, || change_study(|study| study.flow.screened = 5));
	break_and_expect(wrong, || change_study(|study| study.flow.withdrawn = 1));
	break_and_expect(wrong, || change_study(|study| study.flow.not_started = 1));
	break_and_expect("more are enrolled than were to be", || {
		change_study(|study| study.target = 2);
	});
	break_and_expect("a list was sealed after somebody was enrolled", || {
		change_list(|list| list.committed = now());
	});
	break_and_expect("a list was sealed after somebody was enrolled", || {
		KitLists::<Test>::mutate(STUDY, |list| list.as_mut().unwrap().committed = now());
	});
	break_and_expect("somebody is in a study whose database is locked", || {
		change_study(|study| study.locked = Some(now()));
	});
}

#[test]
fn a_withdrawn_study_with_subjects_should_be_noticed() {
	break_and_expect("a study that was never open has a subject", || {
		change_study(|study| study.status = StudyStatus::Withdrawn);
	});
}

#[test]
fn broken_tokens_should_be_noticed() {
	let token = |person| token(person, 0).0;
	break_and_expect("a token of no subject", || Tokens::<Test>::insert(STUDY, [1; 32], 9));
	break_and_expect("a token of somebody who isn't enrolled", || {
		Tokens::<Test>::insert(STUDY, [1; 32], SCREENED);
	});
	break_and_expect("two tokens of one subject", || {
		Tokens::<Test>::insert(STUDY, [1; 32], PENDING);
	});
	break_and_expect("somebody was enrolled without a token", || {
		Tokens::<Test>::remove(STUDY, token(3));
	});
}

#[test]
fn broken_lists_should_be_noticed() {
	break_and_expect("an allocation to no subject", || {
		let allocation = Allocations::<Test>::get(STUDY, (0, RANDOMISED)).unwrap();
		Allocations::<Test>::insert(STUDY, (0, 9), allocation);
	});
	break_and_expect("somebody was randomised before enrolment", || {
		change_allocation(RANDOMISED, |allocation| allocation.at = START);
	});
	break_and_expect("a leaf was allocated twice", || {
		change_allocation(RANDOMISED, |allocation| allocation.index = 1);
	});
	break_and_expect("an unblinding isn't counted", || {
		change_allocation(RANDOMISED, |allocation| allocation.unblindings = 0);
	});
	break_and_expect("a list for nothing", || {
		let list = Lists::<Test>::get(STUDY, (0, 0)).unwrap();
		Lists::<Test>::insert(STUDY, (2, 0), list);
	});
	break_and_expect("a list wasn't used up in its order", || change_list(|list| list.next = 3));
	break_and_expect("a list wasn't used up in its order", || {
		change_allocation(OFF, |allocation| allocation.index = 4);
	});
	break_and_expect("arms are known of a sealed list", || {
		let arms = ARMS.to_vec().try_into().unwrap();
		OpenedLists::<Test>::insert(STUDY, (0, 0), ArmsOf::<Test>::from(arms));
	});
	let open = |arms: &[Arm]| {
		change_list(|list| list.opened = Some(now()));
		let arms: ArmsOf<Test> = arms.to_vec().try_into().unwrap();
		OpenedLists::<Test>::insert(STUDY, (0, 0), arms);
	};
	break_and_expect("an opened list has other arms", || open(&[0, 1]));
	break_and_expect("a list was opened before the lock", || open(&ARMS));
	break_and_expect("an allocation from no list", || {
		change_allocation(OFF, |allocation| (allocation.stratum, allocation.index) = (7, 0));
		change_list(|list| list.next = 1);
	});
	break_and_expect("arms of no list", || {
		OpenedLists::<Test>::insert(STUDY, (1, 9), ArmsOf::<Test>::default());
	});
}

#[test]
fn broken_kits_should_be_noticed() {
	let kit = |subject, kit, at| {
		Handouts::<Test>::insert(1, Handout { study: STUDY, subject, point: 0, kit, at });
	};
	let leaf = [1; 32];
	break_and_expect("a kit of no subject", || kit(9, Some((0, leaf)), now()));
	break_and_expect("a kit was handed out before enrolment", || {
		kit(RANDOMISED, Some((0, leaf)), START);
	});
	break_and_expect("a kit isn't one of the sealed ones", || kit(RANDOMISED, None, now()));
	break_and_expect("a kit isn't one of the sealed ones", || {
		kit(RANDOMISED, Some((3, leaf)), now());
	});
	break_and_expect("kits of a study that has none", || {
		let list = KitLists::<Test>::get(STUDY).unwrap();
		KitLists::<Test>::insert(9, list);
	});
}
