// SPDX-License-Identifier: Apache-2.0

//! What the pallet is for. These are in its documentation.

use super::*;

#[docify::export]
#[test]
fn a_seat_should_follow_its_institution() {
	build_and_execute(|| {
		seated(Council, &[1, 2, 3]);
		assert_eq!(members(Council), [staff(1, 1), staff(2, 1), staff(3, 1)]);

		// An inspector suspends it for a term: the council has to hear it all the same.
		Provisional::set(vec![2]);
		assert_eq!(members(Council), [staff(1, 1), staff(2, 1), staff(3, 1)]);
		// The council ratifies that.
		suspend(2);
		assert_eq!(members(Council), [staff(1, 1), staff(3, 1)]);
		assert_eq!(attendance(Council), [(1, Sits), (2, Rests), (3, Sits)]);
		// And lifts it.
		lift(2);
		assert_eq!(members(Council), [staff(1, 1), staff(2, 1), staff(3, 1)]);
	});
}

#[docify::export]
#[test]
fn a_seat_should_outlast_who_sat_on_it() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		dismiss(staff(2, 1));
		// Anybody in force may say so.
		assert_ok!(SeatsPallet::vacate(signed(staff(7, 4)), Council, 2));
		assert_eq!(members(Council), [staff(1, 1)]);
		// The institution's administrator says who sits for it now.
		assert_ok!(SeatsPallet::name_representative(signed(staff(2, 0)), Council, staff(2, 5)));
		assert_eq!(members(Council), [staff(1, 1), staff(2, 5)]);
	});
}
