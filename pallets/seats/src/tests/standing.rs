// SPDX-License-Identifier: Apache-2.0

//! What governance decides of institutions, and what becomes of their seats.

use super::*;
use frame_support::weights::Weight;

#[test]
fn a_seat_should_follow_in_every_body_that_is_not_entrenched() {
	build_and_execute(|| {
		for body in Body::ALL {
			seated(body, &[1, 2, 3]);
		}
		events();
		suspend(2);
		let following = [Council, EthicsCommittee, PatientsCouncil];
		assert_eq!(events(), following.map(|body| Event::SeatRested { body, institution: 2 }));
		for body in following {
			assert_eq!(members(body), [staff(1, 1), staff(3, 1)]);
		}
		assert_eq!(members(TechnicalCommittee), [1, 2, 3].map(|id| staff(id, 1)));

		lift(2);
		assert_eq!(events(), following.map(|body| Event::SeatResumed { body, institution: 2 }));
		for body in Body::ALL {
			assert_eq!(attendance(body), [(1, Sits), (2, Sits), (3, Sits)]);
		}
	});
}

#[test]
fn nothing_should_happen_where_an_institution_has_no_seat() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		let set = TimesSet::get();
		events();
		suspend(3);
		lift(3);
		// Lifted what never took the seat away: the suspension was provisional.
		SeatsPallet::reinstated(2);
		assert_eq!((TimesSet::get(), events()), (set, vec![]));
	});
}

#[test]
fn the_last_seat_should_stay_until_another_is_taken() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		suspend(1);
		events();
		retire(2);
		assert_eq!(events(), [Event::SeatKept { body: Council, institution: 2 }]);
		assert_eq!(attendance(Council), [(1, Rests), (2, Stays)]);
		assert_eq!(members(Council), [staff(2, 1)]);
		// Told once more, it still stays.
		SeatsPallet::excluded(2);
		SeatsPallet::excluded(1);
		assert_eq!(attendance(Council), [(1, Rests), (2, Stays)]);

		lift(1);
		assert_eq!(attendance(Council), [(1, Sits), (2, Rests)]);
		assert_eq!(members(Council), [staff(1, 1)]);
	});
}

#[test]
fn the_seat_that_stays_should_sit_when_it_is_reinstated() {
	build_and_execute(|| {
		seated(EthicsCommittee, &[1]);
		suspend(1);
		assert_eq!(attendance(EthicsCommittee), [(1, Stays)]);
		lift(1);
		assert_eq!(attendance(EthicsCommittee), [(1, Sits)]);
	});
}

#[test]
fn who_has_left_meanwhile_should_not_sit_again() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		suspend(2);
		dismiss(staff(2, 1));
		lift(2);
		assert_eq!(attendance(Council), [(1, Sits), (2, Rests)]);
		// And a retired institution's neither, whatever is told.
		seated(Council, &[1, 3]);
		retire(3);
		SeatsPallet::reinstated(3);
		assert_eq!(attendance(Council), [(1, Sits), (3, Rests)]);
	});
}

#[test]
fn whoever_tells_should_know_what_it_weighs() {
	let least = <() as WeightInfo>::follow(MAX_SEATS);
	assert_eq!(<SeatsPallet as OnStanding>::weight(), least);
	assert!(least.all_gt(Weight::zero()));
	assert_eq!(<() as OnStanding>::weight(), Weight::zero());
}
