// SPDX-License-Identifier: Apache-2.0

//! `rotate_controller` and `set_compartments`.

use super::prelude::*;
use galen_primitives::seams::PatientSponsors;

#[test]
fn a_rotation_should_hand_everything_to_the_new_account() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(Patients::rotate_controller(signed("ada"), account("new")));
		assert_eq!(
			last_event(),
			Event::ControllerRotated { patient: id, from: account("ada"), to: account("new") }
		);
		assert!(speaks("new", id) && !speaks("ada", id));
		assert_eq!((payer("new"), payer("ada")), (Some(HOSPITAL), None));
		assert_eq!(entry("ada"), Some(PatientAccount::Former { patient: id }));
		assert!(Patients::is_patients(&account("ada")), "no institution may hire it");
		assert!(!Patients::is_patients(&account("x")));
		assert_eq!(System::providers(&account("ada")), 1, "its nonce must not start again");
		assert_eq!(System::providers(&account("new")), 1);
		assert_noop!(
			Patients::rotate_controller(signed("ada"), account("newer")),
			Error::<Test>::NotController
		);
	});
}

#[test]
fn a_former_controller_should_serve_the_same_patient_alone() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(Patients::rotate_controller(signed("ada"), account("new")));
		let _ben = claimed("ben");
		assert_noop!(
			Patients::rotate_controller(signed("ben"), account("ada")),
			Error::<Test>::AccountInUse
		);
		assert_ok!(Patients::rotate_controller(signed("new"), account("ada")));
		assert!(speaks("ada", id));
		assert_eq!(System::providers(&account("ada")), 1);
	});
}

#[test]
fn a_rotation_should_end_a_recovery_and_spoil_its_signatures() {
	build_and_execute(|| {
		let id = claimed("ada");
		with_recovery("ada");
		let (expires, unused) = recovery_signatures(id, "another", &[0, 1]);
		begin_recovery(id, "candidate");
		assert_ok!(Patients::rotate_controller(signed("ada"), account("new")));
		assert_eq!(RecoveryAttempts::<Test>::get(id), None);
		assert_eq!(entry("candidate"), Some(PatientAccount::Former { patient: id }));
		assert!(Recoveries::<Test>::contains_key(id), "the plan stays");
		assert_noop!(
			Patients::begin_recovery(signed("x"), id, account("another"), expires, unused),
			Error::<Test>::BadSignature
		);
	});
}

#[test]
fn control_should_not_go_to_an_account_in_use() {
	build_and_execute(|| {
		let id = claimed("ada");
		let _ben = claimed("ben");
		assert_ok!(appoint("ada", "representative", Scopes::ALL));
		with_recovery("ada");
		begin_recovery(id, "candidate");
		assert_ok!(Patients::issue_voucher(registrar(), account("holder"), now() + DAY));
		for name in
			["ada", "ben", "representative", "candidate", "holder", "hospital/administrator"]
		{
			assert_noop!(
				Patients::rotate_controller(signed("ada"), account(name)),
				Error::<Test>::AccountInUse
			);
		}
	});
}

#[test]
fn control_of_a_deceased_patient_should_stay_where_it_is() {
	build_and_execute(|| {
		let id = claimed("ada");
		deceased(id);
		assert_noop!(
			Patients::rotate_controller(signed("ada"), account("new")),
			Error::<Test>::PatientDeceased
		);
		assert!(speaks("ada", id), "whether anything may be done is another question");
		assert!(!Patients::is_open(&id));
	});
}

#[test]
fn compartments_should_be_closed_one_by_one() {
	build_and_execute(|| {
		let id = claimed("ada");
		assert_ok!(Patients::set_compartments(signed("ada"), 1 | 1 << 63));
		assert_eq!(
			last_event(),
			Event::CompartmentsSet {
				patient: id,
				closed_to_break_glass: 1 | 1 << 63,
				by: account("ada"),
			}
		);
		assert_eq!(Patients::closed_to_break_glass(&id), 1 | 1 << 63);
		assert_eq!(Patients::closed_to_break_glass(&PatientId([0; 32])), u64::MAX, "nobody's");
	});
}

#[test]
fn compartments_should_be_a_matter_of_consent() {
	build_and_execute(|| {
		let id = open("ada");
		assert_ok!(appoint_for(physician(), id, "mother", Scopes::CONSENT));
		assert_ok!(appoint_for(physician(), id, "uncle", Scopes::DISCLOSURE));
		assert_ok!(Patients::set_compartments(signed("mother"), 2));
		assert_eq!(stored(id).closed_to_break_glass, 2);
		for name in ["uncle", "ada", "hospital/physician"] {
			assert_noop!(Patients::set_compartments(signed(name), 0), Error::<Test>::NotAuthorized);
		}
		deceased(id);
		assert_noop!(
			Patients::set_compartments(signed("mother"), 0),
			Error::<Test>::PatientDeceased
		);
	});
}
