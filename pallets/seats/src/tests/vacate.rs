// SPDX-License-Identifier: Apache-2.0

//! Taking a seat from who has no right to it any more.

use super::*;
use frame_support::assert_noop;

fn vacate(body: Body, institution: InstitutionId) -> DispatchResult {
	SeatsPallet::vacate(signed(staff(9, 3)), body, institution)
}

#[test]
fn a_seat_should_rest_when_its_account_is_no_staff_any_more() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		dismiss(staff(2, 1));
		events();
		assert_ok!(vacate(Council, 2));
		assert_eq!(events(), [Event::SeatRested { body: Council, institution: 2 }]);
		assert_eq!(attendance(Council), [(1, Sits), (2, Rests)]);
		assert_noop!(vacate(Council, 2), Error::<Test>::InOrder);
	});
}

#[test]
fn the_seat_of_a_retired_institution_should_be_removed() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		retire(2);
		events();
		assert_ok!(vacate(Council, 2));
		assert_eq!(events(), [Event::SeatRemoved { body: Council, institution: 2 }]);
		assert_eq!(attendance(Council), [(1, Sits)]);
		assert_noop!(vacate(Council, 2), Error::<Test>::NoSeat);
	});
}

#[test]
fn a_seat_should_rest_when_nobody_was_told_of_the_suspension() {
	build_and_execute(|| {
		seated(Council, &[1, 2, 3]);
		Suspended::set(vec![2]);
		Left::set(vec![3]);
		assert_ok!(vacate(Council, 2));
		assert_eq!(attendance(Council), [(1, Sits), (2, Rests), (3, Sits)]);
		assert_ok!(vacate(Council, 3));
		assert_eq!(attendance(Council), [(1, Sits), (2, Rests)]);
		assert_eq!(members(Council), [staff(1, 1)]);
	});
}

#[test]
fn a_seat_in_order_should_be_left_alone() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		assert_noop!(vacate(Council, 2), Error::<Test>::InOrder);
		assert_noop!(vacate(Council, 3), Error::<Test>::NoSeat);
		// One regulator doesn't take a seat away, not even with somebody's help.
		Provisional::set(vec![2]);
		assert_noop!(vacate(Council, 2), Error::<Test>::InOrder);
		// A suspended institution's seat rests already, and remains.
		suspend(2);
		assert_noop!(vacate(Council, 2), Error::<Test>::InOrder);
	});
}

#[test]
fn the_last_seat_should_not_be_vacated() {
	build_and_execute(|| {
		seated(EthicsCommittee, &[1, 2]);
		for institution in [1, 2] {
			dismiss(staff(institution, 1));
		}
		assert_ok!(vacate(EthicsCommittee, 1));
		assert_noop!(vacate(EthicsCommittee, 2), Error::<Test>::LastSeat);
		// Nor when it only stays.
		retire(2);
		assert_eq!(attendance(EthicsCommittee), [(1, Rests), (2, Stays)]);
		assert_noop!(vacate(EthicsCommittee, 2), Error::<Test>::LastSeat);
		assert_eq!(members(EthicsCommittee), [staff(2, 1)]);
		// That of another that was retired meanwhile can.
		retire(1);
		assert_ok!(vacate(EthicsCommittee, 1));
		assert_eq!(attendance(EthicsCommittee), [(2, Stays)]);
	});
}

#[test]
fn no_seat_of_an_entrenched_body_should_be_vacated() {
	build_and_execute(|| {
		seated(TechnicalCommittee, &[1, 2, 3]);
		dismiss(staff(1, 1));
		retire(2);
		for institution in [1, 2, 3] {
			assert_noop!(vacate(TechnicalCommittee, institution), Error::<Test>::Entrenched);
		}
	});
}
