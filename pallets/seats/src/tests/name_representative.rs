// SPDX-License-Identifier: Apache-2.0

//! Saying who sits for the own institution.

use super::*;
use frame_support::assert_noop;

fn name(administrator: AccountId, body: Body, account: AccountId) -> DispatchResult {
	SeatsPallet::name_representative(signed(administrator), body, account)
}

#[test]
fn an_administrator_should_say_who_sits_for_the_institution() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		seated(EthicsCommittee, &[1]);
		events();
		assert_ok!(name(staff(1, 0), Council, staff(1, 7)));
		let named =
			Event::RepresentativeNamed { body: Council, institution: 1, account: staff(1, 7) };
		assert_eq!(events(), [named]);
		assert_eq!(members(Council), [staff(1, 7), staff(2, 1)]);
		// In that body, and no other.
		assert_eq!(members(EthicsCommittee), [staff(1, 1)]);
	});
}

#[test]
fn nobody_should_be_named_who_may_not_sit() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		assert_noop!(name(staff(3, 0), Council, staff(3, 1)), Error::<Test>::NoSeat);
		assert_noop!(name(staff(1, 0), EthicsCommittee, staff(1, 2)), Error::<Test>::NoSeat);
		assert_noop!(name(staff(1, 0), Council, staff(1, 1)), Error::<Test>::AlreadySits);
		assert_noop!(name(staff(1, 0), Council, staff(2, 1)), Error::<Test>::AlreadySits);
		assert_noop!(name(staff(1, 0), Council, staff(2, 2)), Error::<Test>::NotStaff);
		assert_noop!(name(staff(1, 0), Council, OUTSIDER), Error::<Test>::NotStaff);
		dismiss(staff(1, 2));
		assert_noop!(name(staff(1, 0), Council, staff(1, 2)), Error::<Test>::NotStaff);
		assert_ok!(name(staff(1, 0), Council, staff(1, 0)));
	});
}

#[test]
fn a_resting_seat_should_sit_when_somebody_is_named_for_it() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		dismiss(staff(2, 1));
		assert_ok!(SeatsPallet::vacate(signed(staff(1, 1)), Council, 2));
		assert_ok!(name(staff(2, 0), Council, staff(2, 2)));
		assert_eq!(attendance(Council), [(1, Sits), (2, Sits)]);
	});
}

#[test]
fn in_an_entrenched_body_only_who_sits_should_hand_the_seat_over() {
	build_and_execute(|| {
		let seats = vec![(1, staff(1, 1)), (2, staff(2, 0))].try_into().unwrap();
		assert_ok!(SeatsPallet::set_seats(RuntimeOrigin::root(), TechnicalCommittee, seats));
		// Whom the council might have appointed as administrator.
		assert_noop!(name(staff(1, 0), TechnicalCommittee, staff(1, 0)), Error::<Test>::Entrenched);
		assert_ok!(name(staff(2, 0), TechnicalCommittee, staff(2, 5)));
		assert_eq!(members(TechnicalCommittee), [staff(1, 1), staff(2, 5)]);
		// It is handed over for good.
		assert_noop!(name(staff(2, 0), TechnicalCommittee, staff(2, 0)), Error::<Test>::Entrenched);
	});
}
