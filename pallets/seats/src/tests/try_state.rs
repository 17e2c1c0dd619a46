// SPDX-License-Identifier: Apache-2.0

//! Every invariant, broken by hand.

use super::*;

/// Breaks something in a state that has some of everything, and expects to be told.
fn break_and_expect(expected: &'static str, break_it: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		seated(Council, &[1, 2, 3]);
		seated(TechnicalCommittee, &[1, 2]);
		seated(EthicsCommittee, &[4]);
		suspend(3);
		suspend(4);
		assert_ok!(SeatsPallet::do_try_state());
		break_it();
		assert_eq!(SeatsPallet::do_try_state(), Err(expected.into()));
	});
}

/// Changes the seats of a body, and has the members follow.
fn change(body: Body, change: impl FnOnce(&mut Vec<SeatOf<Test>>)) {
	let mut seats = Seats::<Test>::get(body).into_inner();
	change(&mut seats);
	SeatsPallet::put(body, seats.try_into().unwrap());
}

#[test]
fn a_body_without_seats_should_be_noticed() {
	break_and_expect("a body has lost all its seats", || {
		Seats::<Test>::insert(PatientsCouncil, SeatsOf::<Test>::default());
	});
}

#[test]
fn seats_out_of_order_should_be_noticed() {
	let expected = "seats are out of order, or an institution has two";
	break_and_expect(expected, || change(Council, |seats| seats.swap(0, 1)));
	break_and_expect(expected, || change(Council, |seats| seats[1].institution = 1));
}

#[test]
fn an_account_on_two_seats_should_be_noticed() {
	break_and_expect("an account has two seats in a body", || {
		change(Council, |seats| seats[2].account = staff(1, 1));
	});
}

#[test]
fn a_body_that_nobody_sits_in_should_be_noticed() {
	break_and_expect("nobody sits in a body", || {
		Seats::<Test>::mutate(EthicsCommittee, |seats| seats[0].attendance = Rests);
	});
}

#[test]
fn a_seat_that_stays_beside_others_should_be_noticed() {
	break_and_expect("a seat stays though others sit", || {
		change(Council, |seats| seats[2].attendance = Stays);
	});
}

#[test]
fn two_seats_that_stay_should_be_noticed() {
	break_and_expect("nobody sits in a body", || {
		change(Council, |seats| {
			seats[0].attendance = Stays;
			seats[1].attendance = Stays;
		});
	});
}

#[test]
fn a_resting_seat_of_an_entrenched_body_should_be_noticed() {
	break_and_expect("a seat of an entrenched body rests", || {
		change(TechnicalCommittee, |seats| seats[0].attendance = Rests);
	});
}

#[test]
fn members_without_a_seat_should_be_noticed() {
	let expected = "the members of a body aren't those who sit";
	break_and_expect(expected, || Directory::set_members(Council, &[staff(1, 1)]));
	break_and_expect(expected, || Directory::set_members(PatientsCouncil, &[staff(1, 1)]));
}
