// SPDX-License-Identifier: Apache-2.0

//! What happened, as indexers and wallets read it.

use frame_support::pallet_macros::pallet_section;

/// What is told.
#[pallet_section]
mod events {
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A body was given these seats in place of those it had. All of them sit.
		SeatsSet {
			/// Which body.
			body: Body,
			/// The institutions, and who sits for each.
			seats: AppointeesOf<T>,
		},
		/// Somebody else sits for an institution.
		RepresentativeNamed {
			/// In which body.
			body: Body,
			/// For which institution.
			institution: InstitutionId,
			/// Who sits from now on.
			account: T::AccountId,
		},
		/// A seat rests: its account has no vote any more.
		SeatRested {
			/// In which body.
			body: Body,
			/// Whose.
			institution: InstitutionId,
		},
		/// A seat should rest, but is the last one that sits in its body: its account stays a
		/// member until another seat is taken.
		SeatKept {
			/// In which body.
			body: Body,
			/// Whose.
			institution: InstitutionId,
		},
		/// A seat that rested, or only stayed, sits again.
		SeatResumed {
			/// In which body.
			body: Body,
			/// Whose.
			institution: InstitutionId,
		},
		/// The seat of an institution that was retired is gone.
		SeatRemoved {
			/// In which body.
			body: Body,
			/// Whose it was.
			institution: InstitutionId,
		},
	}
}
