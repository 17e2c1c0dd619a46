// SPDX-License-Identifier: Apache-2.0

//! One file for each topic. Every test ends in `do_try_state`.

mod genesis;
mod name_representative;
mod origins;
mod property;
mod resume;
mod scenarios;
mod set_seats;
mod standing;
mod try_state;
mod vacate;
mod views;

use crate::{mock::*, *};
use frame_support::assert_ok;
use galen_primitives::seams::OnStanding;
use sp_runtime::DispatchResult;
use Attendance::*;
use Body::*;

/// Staff number 1 of each of these.
fn seats_of(institutions: &[InstitutionId]) -> AppointeesOf<Test> {
	let seats: Vec<_> = institutions.iter().map(|id| (*id, staff(*id, 1))).collect();
	seats.try_into().unwrap()
}

fn set(body: Body, institutions: &[InstitutionId]) -> DispatchResult {
	SeatsPallet::set_seats(appointing(body), body, seats_of(institutions))
}

/// Gives the body these seats.
fn seated(body: Body, institutions: &[InstitutionId]) {
	assert_ok!(set(body, institutions));
}

/// The council suspends an institution.
fn suspend(institution: InstitutionId) {
	Suspended::mutate(|suspended| suspended.push(institution));
	SeatsPallet::excluded(institution);
}

/// The council retires an institution.
fn retire(institution: InstitutionId) {
	Left::mutate(|left| left.push(institution));
	SeatsPallet::excluded(institution);
}

/// The council lifts a suspension.
fn lift(institution: InstitutionId) {
	lapse(institution);
	SeatsPallet::reinstated(institution);
}

/// A suspension is over, which nobody is told.
fn lapse(institution: InstitutionId) {
	Suspended::mutate(|suspended| suspended.retain(|other| *other != institution));
}

fn dismiss(who: AccountId) {
	Dismissed::mutate(|dismissed| dismissed.push(who));
}

/// Each seat's institution and whether it sits.
fn attendance(body: Body) -> Vec<(InstitutionId, Attendance)> {
	SeatsPallet::seats(body).iter().map(|seat| (seat.institution, seat.attendance)).collect()
}

/// The members of the collective.
fn members(body: Body) -> Vec<AccountId> {
	Directory::members(body)
}

/// The events of the pallet since the last time that this was asked.
fn events() -> Vec<Event<Test>> {
	let events = System::read_events_for_pallet::<Event<Test>>();
	System::reset_events();
	events
}
