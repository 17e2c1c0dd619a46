// SPDX-License-Identifier: Apache-2.0

//! What dApps and auditors may ask.

use super::*;

#[test]
fn seats_should_be_found_by_body_and_by_institution() {
	build_and_execute(|| {
		seated(Council, &[1, 2]);
		seated(PatientsCouncil, &[2]);
		suspend(2);
		let seat = |body, institution, attendance| SeatInfo {
			body,
			institution,
			account: staff(institution, 1),
			sits: attendance != Rests,
			attendance,
		};
		assert_eq!(SeatsPallet::seats(Council), [seat(Council, 1, Sits), seat(Council, 2, Rests)]);
		assert_eq!(
			SeatsPallet::seats_of(2),
			[seat(Council, 2, Rests), seat(PatientsCouncil, 2, Stays)]
		);
		assert!(SeatsPallet::seats_of(2)[1].sits);
		assert_eq!(SeatsPallet::seats(EthicsCommittee), []);
		assert_eq!(SeatsPallet::seats_of(3), []);
	});
}

#[test]
fn who_knows_nobody_should_refuse() {
	assert_eq!(<() as Members<AccountId>>::membership(1), Membership::Suspended);
	assert_eq!(<() as Members<AccountId>>::employer(&OUTSIDER), None);
	<() as Bodies<AccountId>>::set_members(Council, &[OUTSIDER]);
	assert!(<() as Bodies<AccountId>>::members(Council).is_empty());
}
