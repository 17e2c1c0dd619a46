// SPDX-License-Identifier: Apache-2.0

//! Having a seat sit again.

use super::*;
use frame_support::assert_noop;

fn resume(body: Body, institution: InstitutionId) -> DispatchResult {
	SeatsPallet::resume(signed(staff(9, 3)), body, institution)
}

#[test]
fn a_seat_should_sit_again_when_the_suspension_has_lapsed() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		suspend(2);
		assert_noop!(resume(Council, 2), Error::<Test>::InstitutionNotInForce);
		lapse(2);
		assert_eq!(members(Council), [staff(1, 1)]);
		events();
		assert_ok!(resume(Council, 2));
		assert_eq!(events(), [Event::SeatResumed { body: Council, institution: 2 }]);
		assert_eq!(members(Council), [staff(1, 1), staff(2, 1)]);
		assert_noop!(resume(Council, 2), Error::<Test>::InOrder);
		assert_noop!(resume(Council, 3), Error::<Test>::NoSeat);
	});
}

#[test]
fn a_seat_should_sit_again_when_the_credential_is_in_force_again() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		dismiss(staff(2, 1));
		assert_ok!(SeatsPallet::vacate(signed(staff(1, 1)), Council, 2));
		assert_noop!(resume(Council, 2), Error::<Test>::NotStaff);
		Dismissed::set(vec![]);
		assert_ok!(resume(Council, 2));
		assert_eq!(members(Council), [staff(1, 1), staff(2, 1)]);
	});
}

#[test]
fn a_retired_institution_should_never_sit_again() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		retire(2);
		assert_noop!(resume(Council, 2), Error::<Test>::InstitutionNotInForce);
	});
}

#[test]
fn a_seat_that_only_stayed_should_rest_when_another_is_taken() {
	build_and_execute(|| {
		seated(EthicsCommittee, &[1, 2]);
		suspend(1);
		suspend(2);
		assert_eq!(attendance(EthicsCommittee), [(1, Rests), (2, Stays)]);
		lapse(1);
		events();
		assert_ok!(resume(EthicsCommittee, 1));
		let body = EthicsCommittee;
		assert_eq!(
			events(),
			[
				Event::SeatRested { body, institution: 2 },
				Event::SeatResumed { body, institution: 1 }
			]
		);
		assert_eq!(attendance(body), [(1, Sits), (2, Rests)]);
		assert_eq!(members(body), [staff(1, 1)]);
	});
}

#[test]
fn a_seat_that_only_stayed_should_sit_when_its_suspension_has_lapsed() {
	build_and_execute(|| {
		seated(EthicsCommittee, &[1]);
		suspend(1);
		assert_noop!(resume(EthicsCommittee, 1), Error::<Test>::InstitutionNotInForce);
		lapse(1);
		assert_ok!(resume(EthicsCommittee, 1));
		assert_eq!(attendance(EthicsCommittee), [(1, Sits)]);
	});
}
