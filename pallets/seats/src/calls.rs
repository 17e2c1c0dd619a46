// SPDX-License-Identifier: Apache-2.0

//! The calls. Each asks its origin and hands over to the file of its subject.

use frame_support::pallet_macros::pallet_section;

/// What can be done.
#[pallet_section]
mod calls {
	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Gives a body these seats in place of those it had. All of them sit.
		///
		/// Origin: [`Config::AppointingOrigin`] of the body. Emits [`Event::SeatsSet`].
		///
		/// - `seats`: in the ascending order of the institutions, each once, none of them excluded;
		///   each with an account of its staff in force. At least one seat, and in the council and
		///   the technical committee at least [`Config::MinSeats`].
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_seats(count(seats)))]
		pub fn set_seats(
			origin: OriginFor<T>,
			body: Body,
			seats: AppointeesOf<T>,
		) -> DispatchResult {
			T::AppointingOrigin::ensure_origin(origin, &body)?;
			Self::do_set_seats(body, seats)
		}

		/// Has another account sit for the own institution from now on. The seat sits then, whether
		/// or not it rested. Votes that the former account has given in open motions don't count
		/// any more.
		///
		/// Origin: [`Config::AdministratorOrigin`]; in an entrenched body one that sits there for
		/// the institution. Emits [`Event::RepresentativeNamed`].
		///
		/// - `account`: staff in force of the own institution that doesn't sit in the body.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::name_representative(T::MaxSeats::get()))]
		pub fn name_representative(
			origin: OriginFor<T>,
			body: Body,
			account: T::AccountId,
		) -> DispatchResult {
			let actor = T::AdministratorOrigin::ensure_origin(origin)?;
			Self::do_name_representative(actor, body, account)
		}

		/// Takes a seat from who has no right to sit on it any more, where nobody was told: because
		/// the account isn't staff of the institution any more, or because the institution is
		/// excluded. It rests then, and stays the institution's to name somebody else for; that of a
		/// retired institution is removed.
		///
		/// Origin: [`Config::MemberOrigin`]. Emits [`Event::SeatRested`] or
		/// [`Event::SeatRemoved`].
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::vacate(T::MaxSeats::get()))]
		pub fn vacate(
			origin: OriginFor<T>,
			body: Body,
			institution: InstitutionId,
		) -> DispatchResult {
			T::MemberOrigin::ensure_origin(origin)?;
			Self::do_vacate(body, institution)
		}

		/// Has a seat sit again that has no reason to rest any more, where nobody was told: because
		/// a suspension has lapsed, or the account's credential is in force again.
		///
		/// Origin: [`Config::MemberOrigin`]. Emits [`Event::SeatResumed`].
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::resume(T::MaxSeats::get()))]
		pub fn resume(
			origin: OriginFor<T>,
			body: Body,
			institution: InstitutionId,
		) -> DispatchResult {
			T::MemberOrigin::ensure_origin(origin)?;
			Self::do_resume(body, institution)
		}
	}
}
