// SPDX-License-Identifier: Apache-2.0

//! What chains begin with.

use super::*;
use sp_runtime::BuildStorage;

type Appointments = Vec<(Body, Vec<(InstitutionId, AccountId)>)>;

fn begin(bodies: Appointments) -> sp_io::TestExternalities {
	// For what the mock remembers.
	new_test_ext();
	GenesisConfig::<Test> { bodies }.build_storage().unwrap().into()
}

#[test]
fn a_chain_should_begin_with_the_seats_that_it_is_given() {
	let council = vec![(1, staff(1, 0)), (2, staff(2, 0))];
	let ethics = vec![(1, staff(1, 0))];
	begin(vec![(Council, council), (EthicsCommittee, ethics)]).execute_with(|| {
		assert_eq!(attendance(Council), [(1, Sits), (2, Sits)]);
		assert_eq!(members(Council), [staff(1, 0), staff(2, 0)]);
		assert_eq!(members(EthicsCommittee), [staff(1, 0)]);
		assert!(members(TechnicalCommittee).is_empty());
		SeatsPallet::do_try_state().unwrap();
	});
}

#[test]
fn a_chain_should_begin_without_seats_when_it_is_given_none() {
	begin(vec![]).execute_with(|| {
		assert_eq!(Seats::<Test>::iter().count(), 0);
		SeatsPallet::do_try_state().unwrap();
	});
}

#[test]
#[should_panic(expected = "a body is named twice")]
fn a_chain_should_not_begin_with_a_body_named_twice() {
	let ethics = (EthicsCommittee, vec![(1, staff(1, 0))]);
	begin(vec![ethics.clone(), ethics]);
}

#[test]
#[should_panic(expected = "genesis: Council")]
fn a_chain_should_not_begin_with_a_council_of_one() {
	begin(vec![(Council, vec![(1, staff(1, 0))])]);
}

#[test]
#[should_panic(expected = "genesis: EthicsCommittee")]
fn a_chain_should_not_begin_with_a_stranger_in_a_seat() {
	begin(vec![(EthicsCommittee, vec![(1, staff(2, 0))])]);
}

#[test]
#[should_panic(expected = "genesis: EthicsCommittee")]
fn a_chain_should_not_begin_with_more_seats_than_there_can_be() {
	let seats = (0..=MAX_SEATS).map(|id| (id, staff(id, 0))).collect();
	begin(vec![(EthicsCommittee, seats)]);
}
