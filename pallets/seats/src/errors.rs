// SPDX-License-Identifier: Apache-2.0

//! Why a call is refused: an error for each cause.

use frame_support::pallet_macros::pallet_section;

/// What is refused.
#[pallet_section]
mod errors {
	#[pallet::error]
	pub enum Error<T> {
		/// The institutions aren't in ascending order, each once.
		SeatsNotSorted,
		/// The body would have fewer seats than it must have.
		TooFewSeats,
		/// There is no such institution, or governance has suspended or retired it.
		InstitutionNotInForce,
		/// The account isn't staff of the institution, or its credential isn't in force.
		NotStaff,
		/// The account sits in this body already.
		AlreadySits,
		/// The institution has no seat in this body.
		NoSeat,
		/// The body is entrenched: the seat is for who sits on it to hand over, and for whoever
		/// appoints the body to give and take.
		Entrenched,
		/// The seat is as it should be.
		InOrder,
		/// Nobody else sits in the body. Give it other seats first.
		LastSeat,
	}
}
