// SPDX-License-Identifier: Apache-2.0

//! Who is given a seat, and who sits on it.

use crate::*;
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{
	ensure,
	traits::{Contains, Get},
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_set_seats(body: Body, seats: AppointeesOf<T>) -> DispatchResult {
		Self::appoint(body, seats.clone())?;
		Self::deposit_event(Event::SeatsSet { body, seats });
		Ok(())
	}

	/// Gives a body these seats.
	pub(crate) fn appoint(body: Body, appointees: AppointeesOf<T>) -> DispatchResult {
		let least = if body.is_sovereign() { T::MinSeats::get() } else { 1 };
		ensure!(count(&appointees) >= least, Error::<T>::TooFewSeats);
		ensure!(
			appointees.is_sorted_by(|(one, _), (next, _)| one < next),
			Error::<T>::SeatsNotSorted
		);
		let accounts: BTreeSet<_> = appointees.iter().map(|(_, account)| account).collect();
		ensure!(accounts.len() == appointees.len(), Error::<T>::AlreadySits);
		for (institution, account) in &appointees {
			Self::ensure_may_sit(*institution, account)?;
		}
		let seats: Vec<SeatOf<T>> = appointees
			.into_iter()
			.map(|(institution, account)| Seat {
				institution,
				account,
				attendance: Attendance::Sits,
			})
			.collect();
		// As many as there were appointees, whose bound is the same.
		Self::put(body, SeatsOf::<T>::truncate_from(seats));
		Ok(())
	}

	pub(crate) fn do_name_representative(
		actor: ActorOf<T>,
		body: Body,
		account: T::AccountId,
	) -> DispatchResult {
		let institution = actor.institution;
		let mut seats = Seats::<T>::get(body);
		let seat = Self::seat_mut(&mut seats, institution).ok_or(Error::<T>::NoSeat)?;
		ensure!(
			!T::Entrenched::contains(&body) || seat.account == actor.account,
			Error::<T>::Entrenched
		);
		// A resting seat's account counts too: it may sit again.
		ensure!(!seats.iter().any(|seat| seat.account == account), Error::<T>::AlreadySits);
		ensure!(T::Members::employer(&account) == Some(institution), Error::<T>::NotStaff);
		if let Some(seat) = Self::seat_mut(&mut seats, institution) {
			seat.account = account.clone();
		}
		Self::take(body, &mut seats, institution);
		Self::put(body, seats);
		Self::deposit_event(Event::RepresentativeNamed { body, institution, account });
		Ok(())
	}
}
