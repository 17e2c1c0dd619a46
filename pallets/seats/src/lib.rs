// SPDX-License-Identifier: Apache-2.0

//! # Seats
//!
//! Who sits in the governing bodies. Seats belong to institutions, not to accounts, and follow what
//! becomes of their institutions.
//!
//! ## Overview
//!
//! A body (the council, the technical committee, the ethics committee, the patients' council) has
//! seats, at most one for each institution. A seat names the account that sits on it, which is staff
//! of the institution. When governance suspends or retires an institution, its seat rests: the
//! account has no vote any more, neither in new nor in open motions. When the suspension is lifted,
//! it sits again. The collective that counts the votes has exactly the accounts as members that sit.
//!
//! ## Terminology
//!
//! - *Body*: a collective that decides by motions.
//! - *Seat*: an institution's right to a vote in a body.
//! - *Representative*: the account that sits for the institution.
//! - *Excluded*: suspended by a decision of governance, or retired. An institution that **one
//!   regulator** has suspended for a term isn't: its seat stays where it is until governance
//!   ratifies the suspension. Else one inspector could take over a body by suspending the others.
//! - *Resting*: of a seat whose account has no vote: the institution is excluded, or the account
//!   isn't its staff any more.
//! - *Staying*: of the last seat of a body, which should rest, and whose account is a member all the
//!   same. A body without members could never decide to get some.
//! - *Entrenched*: of a body whose seats only the origin that appoints it changes.
//!
//! ## Scenarios
//!
//! An institution is suspended by the council and loses its vote, until it is reinstated:
#![doc = docify::embed!("src/tests/scenarios.rs", a_seat_should_follow_its_institution)]
//!
//! An employee leaves:
#![doc = docify::embed!("src/tests/scenarios.rs", a_seat_should_outlast_who_sat_on_it)]
//!
//! ## Pallet API
//!
//! **Writing.** [`Pallet::set_seats`] by whoever appoints the body;
//! [`Pallet::name_representative`] by the institution's administrator; [`Pallet::vacate`] and
//! [`Pallet::resume`] by any staff in force, where a seat is out of step with the facts.
//!
//! **Reading.** The view functions `seats` and `seats_of`.
//!
//! **For other pallets.** [`seams::OnStanding`](galen_primitives::seams::OnStanding), which whoever
//! keeps the institutions' standing tells what governance decides of them.
//!
//! **For the runtime.** [`Members`] says who belongs to the consortium, [`Bodies`] sets the members
//! of the collectives. Nothing else may set them.
//!
//! ## Low level
//!
//! - **Why some bodies are entrenched.** Whoever governs institutions can suspend them, retire them,
//!   and appoint their administrators, who name representatives and dismiss staff. In a body that it
//!   appoints anyhow, that gives it nothing new. In another, it could push aside whoever is in its
//!   way and keep or put in whom it likes: a council could take over the committee without which it
//!   can't reach the root origin. So in a body that [`Config::Entrenched`] contains a seat neither
//!   rests nor is vacated, and only who sits on it hands it over; for the rest, it is up to the
//!   origin that appoints the body.
//! - What time does by itself, nobody is told: a suspension that lapses, a credential that expires.
//!   So the seat remembers whether it sits, and anybody in force may put it right. Until then
//!   nothing is lost: an account without a credential has no allowance to vote with, and the
//!   institution whose suspension is over needs one call.
//! - A body can have no seats at all: before it is first appointed.
//! - Majorities are counted among those who sit. Whoever suspends a member of the council changes
//!   what two thirds of it are; and who is left after all others were excluded decides alone. Give
//!   the council new seats before it comes to that.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::as_conversions
	)
)]

extern crate alloc;

mod appointment;
mod attendance;
mod calls;
mod errors;
mod events;
mod seams;
// For the casts in derived codecs.
#[allow(clippy::as_conversions)]
mod types;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
// `origin as T::RuntimeOrigin` is how a benchmark names its origin's type.
#[allow(clippy::as_conversions)]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use pallet::*;
pub use seams::*;
pub use types::*;
pub use weights::WeightInfo;

use alloc::vec::Vec;
use frame_support::pallet_macros::import_section;
use frame_support::BoundedVec;
use galen_primitives::{Actor, InstitutionId};

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;

/// A seat.
pub type SeatOf<T> = Seat<<T as frame_system::Config>::AccountId>;

/// The seats of a body.
pub type SeatsOf<T> = BoundedVec<SeatOf<T>, <T as Config>::MaxSeats>;

/// Institutions that are given a seat, and who is to sit for each.
pub type AppointeesOf<T> =
	BoundedVec<(InstitutionId, <T as frame_system::Config>::AccountId), <T as Config>::MaxSeats>;

/// The same at genesis.
pub type GenesisSeats<AccountId> = Vec<(InstitutionId, AccountId)>;

/// A seat, as it is answered.
pub type SeatInfoOf<T> = SeatInfo<<T as frame_system::Config>::AccountId>;

/// How many `items` there are, as weights count them.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

// For what the macros write; the rules are in the other files.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::collections::BTreeSet;
	use frame_support::{
		pallet_prelude::*,
		traits::{Contains, EnsureOriginWithArg},
	};
	use frame_system::pallet_prelude::*;

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who says which institutions have a seat in a body.
		///
		/// Not a body itself, where it takes that and another one to reach the root origin: it could
		/// appoint itself to both.
		type AppointingOrigin: EnsureOriginWithArg<Self::RuntimeOrigin, Body>;

		/// Who says who sits for the own institution: its administrators.
		type AdministratorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who may put a seat right: all staff in force.
		type MemberOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// The bodies whose seats only [`Config::AppointingOrigin`] and who sits on them change:
		/// those that another origin appoints than the one that governs institutions.
		type Entrenched: Contains<Body>;

		/// Knows who belongs to the consortium.
		type Members: Members<Self::AccountId>;

		/// The bodies.
		type Bodies: Bodies<Self::AccountId>;

		/// How many seats a body can have: as many as the collectives can have members. Don't reduce
		/// it without a migration.
		#[pallet::constant]
		type MaxSeats: Get<u32>;

		/// How many seats a body that it takes to reach the root origin is given at least. Among
		/// three, two thirds are two.
		#[pallet::constant]
		type MinSeats: Get<u32>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::AccountId, Self::RuntimeOrigin>;
	}

	/// The seats of each body, in the order of the institutions' numbers.
	// Twox64Concat: there are four keys, and nobody chooses one. One value for each body, since who
	// sits is decided among all of them.
	#[pallet::storage]
	pub type Seats<T: Config> = StorageMap<_, Twox64Concat, Body, SeatsOf<T>, ValueQuery>;

	/// What the chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The bodies that have seats: institutions in ascending order, each with who sits for it. A
		/// body that isn't named has none. The collectives' own lists of members stay empty.
		pub bodies: Vec<(Body, GenesisSeats<T::AccountId>)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let named: BTreeSet<Body> = self.bodies.iter().map(|(body, _)| *body).collect();
			assert!(named.len() == self.bodies.len(), "genesis: a body is named twice");
			for (body, seats) in &self.bodies {
				let outcome = AppointeesOf::<T>::try_from(seats.clone())
					.map_err(|_| DispatchError::Exhausted)
					.and_then(|seats| Pallet::<T>::appoint(*body, seats));
				assert!(outcome.is_ok(), "genesis: {body:?}: {outcome:?}");
			}
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MinSeats::get() > 0, "a body that was appointed has a seat");
			assert!(T::MaxSeats::get() >= T::MinSeats::get(), "the least seats must fit");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The seats of a body, in the order of the institutions' numbers.
		pub fn seats(body: Body) -> Vec<SeatInfoOf<T>> {
			Self::seats_in(body)
		}

		/// The seats of an institution, in the order of the bodies.
		pub fn seats_of(institution: InstitutionId) -> Vec<SeatInfoOf<T>> {
			Body::ALL
				.into_iter()
				.flat_map(Self::seats_in)
				.filter(|seat| seat.institution == institution)
				.collect()
		}
	}
}
