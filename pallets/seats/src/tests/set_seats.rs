// SPDX-License-Identifier: Apache-2.0

//! Giving a body seats.

use super::*;
use frame_support::assert_noop;

#[test]
fn set_seats_should_replace_what_there_was_and_say_so() {
	build_and_execute(|| {
		seated(Council, &[1, 2, 3]);
		suspend(3);
		events();
		let seats: AppointeesOf<Test> =
			vec![(0, staff(0, 9)), (2, staff(2, 2))].try_into().unwrap();
		assert_ok!(SeatsPallet::set_seats(appointing(Council), Council, seats.clone()));
		assert_eq!(events(), [Event::SeatsSet { body: Council, seats }]);
		assert_eq!(attendance(Council), [(0, Sits), (2, Sits)]);
		assert_eq!(members(Council), [staff(0, 9), staff(2, 2)]);
		assert!(members(EthicsCommittee).is_empty());
	});
}

#[test]
fn members_should_be_in_the_order_of_accounts_not_of_institutions() {
	build_and_execute(|| {
		// The number 256 is less than 1 where the lowest byte comes first.
		seated(Council, &[1, 256]);
		assert_eq!(attendance(Council), [(1, Sits), (256, Sits)]);
		assert_eq!(members(Council), [staff(256, 1), staff(1, 1)]);
	});
}

#[test]
fn each_institution_should_have_one_seat_and_each_account() {
	build_and_execute(|| {
		assert_noop!(set(Council, &[2, 1]), Error::<Test>::SeatsNotSorted);
		let twice = vec![(1, staff(1, 1)), (1, staff(1, 2))].try_into().unwrap();
		assert_noop!(
			SeatsPallet::set_seats(appointing(Council), Council, twice),
			Error::<Test>::SeatsNotSorted
		);
		let same = vec![(1, staff(1, 1)), (2, staff(1, 1))].try_into().unwrap();
		assert_noop!(
			SeatsPallet::set_seats(appointing(Council), Council, same),
			Error::<Test>::AlreadySits
		);
		// Not in two bodies: that is allowed.
		seated(Council, &[1, 2]);
		seated(EthicsCommittee, &[1]);
	});
}

#[test]
fn nobody_should_be_seated_who_may_not_sit() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		suspend(3);
		retire(4);
		for institution in [3, 4, INSTITUTIONS] {
			assert_noop!(set(Council, &[1, institution]), Error::<Test>::InstitutionNotInForce);
		}
		dismiss(staff(5, 1));
		assert_noop!(set(Council, &[1, 5]), Error::<Test>::NotStaff);
		let anothers = vec![(1, staff(1, 1)), (2, staff(6, 1))].try_into().unwrap();
		assert_noop!(
			SeatsPallet::set_seats(appointing(Council), Council, anothers),
			Error::<Test>::NotStaff
		);
		// One regulator alone doesn't keep anybody out.
		Provisional::set(vec![6]);
		seated(Council, &[1, 6]);
	});
}

#[test]
fn no_body_should_be_emptied_and_none_that_leads_to_root_be_in_one_hand() {
	build_and_execute(|| {
		for body in Body::ALL {
			assert_noop!(set(body, &[]), Error::<Test>::TooFewSeats);
		}
		for body in [Council, TechnicalCommittee] {
			assert_noop!(set(body, &[1]), Error::<Test>::TooFewSeats);
			seated(body, &[1, 2]);
		}
		for body in [EthicsCommittee, PatientsCouncil] {
			seated(body, &[1]);
		}
		seated(Council, &[1, 2, 3, 4, 5]);
	});
}

#[test]
fn the_same_members_should_not_be_set_again() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		assert_eq!(TimesSet::get(), 1);
		seated(Council, &[1, 2]);
		assert_eq!(TimesSet::get(), 1);
		// Nor when a seat is gone that had rested.
		seated(Council, &[1, 2, 3]);
		retire(3);
		assert_eq!(TimesSet::get(), 3);
		assert_ok!(SeatsPallet::vacate(signed(staff(1, 1)), Council, 3));
		assert_eq!(TimesSet::get(), 3);
	});
}
