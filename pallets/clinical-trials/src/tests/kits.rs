// SPDX-License-Identifier: Apache-2.0

//! Kits: packs that were really dispensed, sealed by serial number and arm.

use super::{results::close_and_lock, *};
use galen_primitives::{commitment, commitment::Salt, Beneficiary, DispenseId, EvidenceStanding};

const DISPENSE: DispenseId = 5;
const SALT: Salt = [6; 32];

/// The commitment to a patient, as the site has dispensed it.
fn committed(person: u32) -> Beneficiary {
	let patient = patient(person);
	let bytes = commitment::patient(ALGORITHM, &CHAIN, HOSPITAL, &SALT, &patient).unwrap();
	Beneficiary::Committed(Digest { algorithm: ALGORITHM, bytes })
}

fn hand_out_as(
	who: AccountId,
	number: SubjectNumber,
	dispense: DispenseId,
	kit: Option<KitProof>,
) -> DispatchResult {
	ClinicalTrials::hand_out_kit(signed(who), STUDY, number, 0, dispense, SALT, kit)
}

fn hand_out(number: SubjectNumber) -> DispatchResult {
	hand_out_as(PI, number, DISPENSE, None)
}

fn change(change: impl FnOnce(&mut MockDispense)) {
	Dispensed::mutate(|dispensed| change(dispensed.get_mut(&DISPENSE).unwrap()));
}

/// The leaves of the kits with these serial numbers, of these arms.
fn kits(serials: &[(&[u8], Arm)]) -> Vec<[u8; 32]> {
	let leaf = |(index, (serial, arm)): (usize, &(&[u8], Arm))| {
		let salt = [index as u8; 32];
		sealed::kit_leaf(ALGORITHM, &CHAIN, STUDY, index as u32, serial, &salt, *arm).unwrap()
	};
	serials.iter().enumerate().map(leaf).collect()
}

fn kit(leaves: &[[u8; 32]], index: u32) -> Option<KitProof> {
	let path = merkle::path(ALGORITHM, leaves, index).unwrap().try_into().unwrap();
	Some(KitProof { leaf: leaves[index as usize], index, path })
}

#[test]
fn a_kit_should_be_handed_out_once() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		assert_noop!(hand_out(number), Error::<Test>::UnknownDispense);
		dispensed(DISPENSE, KIT, HOSPITAL, committed(1));
		assert_ok!(hand_out(number));
		assert_event(Event::KitHandedOut {
			study: STUDY,
			subject: number,
			point: 0,
			dispense: DISPENSE,
		});
		let handout = Handout { study: STUDY, subject: number, point: 0, kit: None, at: now() };
		assert_eq!(ClinicalTrials::handout(DISPENSE), Some(handout));
		assert_noop!(hand_out(number), Error::<Test>::AlreadyHandedOut);
		// A dispense may also name the patient.
		dispensed(DISPENSE + 1, KIT, HOSPITAL, Beneficiary::Patient(patient(1)));
		assert_ok!(hand_out_as(PI, number, DISPENSE + 1, None));
	});
}

#[test]
fn a_kit_should_be_what_it_is_said_to_be() {
	build_and_execute(|| {
		opened();
		let number = randomised(1);
		dispensed(DISPENSE, Gtin(844588003288), HOSPITAL, committed(1));
		assert_noop!(hand_out(number), Error::<Test>::OtherProduct);
		dispensed(DISPENSE, KIT, CLINIC, committed(1));
		assert_noop!(hand_out(number), Error::<Test>::OtherProvider);
		dispensed(DISPENSE, KIT, HOSPITAL, committed(2));
		assert_noop!(hand_out(number), Error::<Test>::OtherBeneficiary);
		dispensed(DISPENSE, KIT, HOSPITAL, Beneficiary::Patient(patient(2)));
		assert_noop!(hand_out(number), Error::<Test>::OtherBeneficiary);
		dispensed(DISPENSE, KIT, HOSPITAL, committed(1));
		change(|dispense| dispense.facts.standing = EvidenceStanding::Reversed);
		assert_noop!(hand_out(number), Error::<Test>::DispenseReversed);
		// One that nobody has confirmed counts: it is being handed over.
		change(|dispense| dispense.facts.standing = EvidenceStanding::Unconfirmed);
		change(|dispense| dispense.recalled = true);
		assert_noop!(hand_out(number), Error::<Test>::Recalled);
		change(|dispense| dispense.recalled = false);
		assert_ok!(hand_out(number));
	});
}

#[test]
fn a_kit_should_go_to_somebody_treated() {
	build_and_execute(|| {
		opened();
		let number = enrolled(1);
		dispensed(DISPENSE, KIT, HOSPITAL, committed(1));
		assert_noop!(hand_out(number), Error::<Test>::NotRandomised);
		assert_ok!(randomise_at(number, 0));
		let point =
			ClinicalTrials::hand_out_kit(signed(PI), STUDY, number, 2, DISPENSE, SALT, None);
		assert_noop!(point, Error::<Test>::PointOutOfRange);
		assert_noop!(hand_out_as(NURSE, number, DISPENSE, None), Error::<Test>::NotDelegated);
		let scope = HaltScope::AccrualAndIntervention;
		let halt = ClinicalTrials::halt(signed(MANAGER), STUDY, scope, HaltReason::Supply);
		assert_ok!(halt);
		assert_noop!(hand_out(number), Error::<Test>::InterventionStopped);
		assert_ok!(ClinicalTrials::activate(signed(MANAGER), STUDY));
		Directives::set(Default::default());
		assert_noop!(hand_out(number), Error::<Test>::NoConsent);
		consented(patient(1));
		assert_ok!(hand_out(number));
	});
	// Where nobody is randomised, there is one point.
	build_and_execute(|| {
		opened_with(single_arm());
		let number = enrolled(1);
		dispensed(DISPENSE, KIT, HOSPITAL, committed(1));
		let at = |point| {
			let who = signed(PI);
			ClinicalTrials::hand_out_kit(who, STUDY, number, point, DISPENSE, SALT, None)
		};
		assert_noop!(at(1), Error::<Test>::PointOutOfRange);
		assert_ok!(at(0));
	});
	build_and_execute(|| {
		opened_with(StudyTerms { kit: None, ..terms() });
		let number = randomised(1);
		dispensed(DISPENSE, KIT, HOSPITAL, committed(1));
		assert_noop!(hand_out(number), Error::<Test>::NoKits);
		let commits = ClinicalTrials::commit_kits(signed(STATISTICIAN), STUDY, digest(1), 1);
		assert_noop!(commits, Error::<Test>::NoKits);
	});
}

#[test]
fn kits_should_be_sealed_before_anybody_is_enrolled() {
	build_and_execute(|| {
		opened();
		let commits =
			|who, root, length| ClinicalTrials::commit_kits(signed(who), STUDY, root, length);
		assert_noop!(commits(STATISTICIAN, digest(0), 2), Error::<Test>::ZeroDigest);
		assert_noop!(commits(STATISTICIAN, digest(1), 0), Error::<Test>::InvalidLength);
		let sm3 = Digest { algorithm: HashAlgorithm::Sm3, bytes: [1; 32] };
		assert_noop!(commits(STATISTICIAN, sm3, 2), Error::<Test>::Unsupported);
		assert_noop!(commits(OTHER_STATISTICIAN, digest(1), 2), Error::<Test>::NotStatistician);
		assert_ok!(commits(CROS_STATISTICIAN, digest(1), 2));
		assert_event(Event::KitsCommitted { study: STUDY, root: digest(1), length: 2 });
		assert_noop!(commits(STATISTICIAN, digest(1), 2), Error::<Test>::ListExists);
		assert_eq!(ClinicalTrials::kit_list(STUDY).unwrap().by, CRO);
	});
	build_and_execute(|| {
		opened();
		enrolled(1);
		let late = ClinicalTrials::commit_kits(signed(STATISTICIAN), STUDY, digest(1), 2);
		assert_noop!(late, Error::<Test>::EnrolmentBegun);
	});
	build_and_execute(|| {
		approved();
		assert_ok!(ClinicalTrials::withdraw_study(signed(MANAGER), STUDY));
		let late = ClinicalTrials::commit_kits(signed(STATISTICIAN), STUDY, digest(1), 2);
		assert_noop!(late, Error::<Test>::NotUnderWay);
	});
}

#[test]
fn a_sealed_kit_should_show_later_whether_it_held_the_right_arm() {
	build_and_execute(|| {
		opened();
		// The mock's packs are all `S1`: the first kit, which holds arm 0.
		let leaves = kits(&[(b"S1", 0), (b"S2", 1)]);
		let commits = ClinicalTrials::commit_kits(signed(STATISTICIAN), STUDY, root_of(&leaves), 2);
		assert_ok!(commits);
		// The list gives arm 0 to the first subject, arm 1 to the second.
		let (right, wrong) = (randomised(1), randomised(2));
		for (id, person) in [(1, 1), (2, 2), (3, 1)] {
			dispensed(id, KIT, HOSPITAL, committed(person));
		}
		assert_noop!(hand_out_as(PI, right, 1, None), Error::<Test>::KitUnproven);
		let mut invented = kit(&leaves, 0);
		invented.as_mut().unwrap().leaf = [1; 32];
		assert_noop!(hand_out_as(PI, right, 1, invented), Error::<Test>::InvalidPath);
		assert_ok!(hand_out_as(PI, right, 1, kit(&leaves, 0)));
		assert_ok!(hand_out_as(PI, wrong, 2, kit(&leaves, 0)));
		// Another kit's leaf is shown for this one.
		assert_ok!(hand_out_as(PI, right, 3, kit(&leaves, 1)));

		let check =
			|dispense, arm, index: u8| ClinicalTrials::check_kit(dispense, arm, [index; 32]);
		assert_eq!(check(1, 0, 0), KitCheck::Genuine);
		assert_eq!(check(1, 1, 0), KitCheck::Refuted);
		assert_eq!(check(3, 1, 1), KitCheck::Refuted);
		assert_eq!(check(4, 0, 0), KitCheck::Unknown);

		// Once the lists are open, the arms are compared.
		assert_ok!(take_off(right, OffStudyReason::Completed));
		assert_ok!(take_off(wrong, OffStudyReason::Completed));
		close_and_lock();
		assert_ok!(allocation::open(LIST, &ARMS));
		assert_eq!(check(1, 0, 0), KitCheck::Right);
		assert_eq!(check(2, 0, 0), KitCheck::WrongArm);
	});
}
