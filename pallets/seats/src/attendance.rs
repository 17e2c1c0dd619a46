// SPDX-License-Identifier: Apache-2.0

//! Which seats sit, and which rest.

use crate::*;
use alloc::vec::Vec;
use frame_support::{
	ensure,
	traits::{Contains, Get},
	weights::Weight,
};
use galen_primitives::seams::OnStanding;
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_vacate(body: Body, institution: InstitutionId) -> DispatchResult {
		ensure!(!T::Entrenched::contains(&body), Error::<T>::Entrenched);
		let mut seats = Seats::<T>::get(body);
		let seat = Self::seat_mut(&mut seats, institution).ok_or(Error::<T>::NoSeat)?;
		let rests = seat.attendance == Attendance::Rests;
		let has_left = T::Members::membership(institution) == Membership::Left;
		let should_rest = Self::ensure_may_sit(institution, &seat.account).is_err();
		ensure!(has_left || (should_rest && !rests), Error::<T>::InOrder);
		ensure!(rests || Self::others_sit(&seats, institution), Error::<T>::LastSeat);
		if has_left {
			seats.retain(|seat| seat.institution != institution);
			Self::put(body, seats);
			Self::deposit_event(Event::SeatRemoved { body, institution });
		} else {
			Self::leave(body, &mut seats, institution);
			Self::put(body, seats);
		}
		Ok(())
	}

	pub(crate) fn do_resume(body: Body, institution: InstitutionId) -> DispatchResult {
		let mut seats = Seats::<T>::get(body);
		let seat = Self::seat_mut(&mut seats, institution).ok_or(Error::<T>::NoSeat)?;
		ensure!(seat.attendance != Attendance::Sits, Error::<T>::InOrder);
		Self::ensure_may_sit(institution, &seat.account)?;
		Self::take(body, &mut seats, institution);
		Self::put(body, seats);
		Self::deposit_event(Event::SeatResumed { body, institution });
		Ok(())
	}

	/// Refuses whoever has no right to sit for an institution now.
	pub(crate) fn ensure_may_sit(
		institution: InstitutionId,
		account: &T::AccountId,
	) -> Result<(), Error<T>> {
		ensure!(
			T::Members::membership(institution) == Membership::Member,
			Error::<T>::InstitutionNotInForce
		);
		ensure!(T::Members::employer(account) == Some(institution), Error::<T>::NotStaff);
		Ok(())
	}

	/// The seat of an institution.
	pub(crate) fn seat_mut(
		seats: &mut SeatsOf<T>,
		institution: InstitutionId,
	) -> Option<&mut SeatOf<T>> {
		seats.iter_mut().find(|seat| seat.institution == institution)
	}

	fn others_sit(seats: &SeatsOf<T>, institution: InstitutionId) -> bool {
		seats
			.iter()
			.any(|seat| seat.institution != institution && seat.attendance == Attendance::Sits)
	}

	/// Has the seat of an institution sit. One that only stayed for want of others rests then.
	pub(crate) fn take(body: Body, seats: &mut SeatsOf<T>, institution: InstitutionId) {
		for seat in seats.iter_mut() {
			if seat.institution == institution {
				seat.attendance = Attendance::Sits;
			} else if seat.attendance == Attendance::Stays {
				seat.attendance = Attendance::Rests;
				Self::deposit_event(Event::SeatRested { body, institution: seat.institution });
			}
		}
	}

	/// Has the seat of an institution rest, or stay if it is the last one that sits.
	fn leave(body: Body, seats: &mut SeatsOf<T>, institution: InstitutionId) {
		let others_sit = Self::others_sit(seats, institution);
		let Some(seat) = Self::seat_mut(seats, institution) else { return };
		if others_sit {
			seat.attendance = Attendance::Rests;
			Self::deposit_event(Event::SeatRested { body, institution });
		} else {
			seat.attendance = Attendance::Stays;
			Self::deposit_event(Event::SeatKept { body, institution });
		}
	}

	/// Stores the seats of a body, and makes those who sit its members.
	pub(crate) fn put(body: Body, seats: SeatsOf<T>) {
		let members = Self::members_of(&seats);
		Seats::<T>::insert(body, seats);
		// Setting them rewrites every open motion.
		if T::Bodies::members(body) != members {
			T::Bodies::set_members(body, &members);
		}
	}

	/// The accounts that sit, in ascending order.
	pub(crate) fn members_of(seats: &SeatsOf<T>) -> Vec<T::AccountId> {
		let mut members: Vec<_> = seats
			.iter()
			.filter(|seat| seat.attendance != Attendance::Rests)
			.map(|seat| seat.account.clone())
			.collect();
		members.sort();
		members
	}

	pub(crate) fn seats_in(body: Body) -> Vec<SeatInfoOf<T>> {
		let answer = |Seat { institution, account, attendance }: SeatOf<T>| SeatInfo {
			body,
			institution,
			account,
			sits: attendance != Attendance::Rests,
			attendance,
		};
		Seats::<T>::get(body).into_iter().map(answer).collect()
	}

	/// Changes the seats of an institution in every body that follows what governance decides of
	/// it.
	fn follow(
		institution: InstitutionId,
		change: impl Fn(Body, &mut SeatsOf<T>, T::AccountId, Attendance) -> bool,
	) {
		for body in Body::ALL.into_iter().filter(|body| !T::Entrenched::contains(body)) {
			let mut seats = Seats::<T>::get(body);
			let Some(seat) = Self::seat_mut(&mut seats, institution) else { continue };
			let (account, attendance) = (seat.account.clone(), seat.attendance);
			if change(body, &mut seats, account, attendance) {
				Self::put(body, seats);
			}
		}
	}
}

impl<T: Config> OnStanding for Pallet<T> {
	fn excluded(institution: InstitutionId) {
		Self::follow(institution, |body, seats, _, attendance| {
			let sits = attendance == Attendance::Sits;
			if sits {
				Self::leave(body, seats, institution);
			}
			sits
		});
	}

	fn reinstated(institution: InstitutionId) {
		Self::follow(institution, |body, seats, account, attendance| {
			// Who has left the institution in the meantime doesn't sit for it again.
			let resumes = attendance != Attendance::Sits
				&& Self::ensure_may_sit(institution, &account).is_ok();
			if resumes {
				Self::take(body, seats, institution);
				Self::deposit_event(Event::SeatResumed { body, institution });
			}
			resumes
		});
	}

	fn weight() -> Weight {
		T::WeightInfo::follow(T::MaxSeats::get())
	}
}
