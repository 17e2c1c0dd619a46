// SPDX-License-Identifier: Apache-2.0

//! Benchmarks of the calls, each at its worst: in every open motion of the body, of which there are
//! as many as can be, all members have voted.

use crate::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOriginWithArg, Get};
use galen_primitives::seams::OnStanding;

/// Sets up what other pallets know, by writing their real state.
pub trait BenchmarkHelper<AccountId, RuntimeOrigin> {
	/// Admits an institution; another one for each `seed`.
	fn admit(seed: u32) -> InstitutionId;
	/// Staff of the institution; another account for each of the seeds 0 and 1.
	fn staff(institution: InstitutionId, seed: u32) -> AccountId;
	/// Somebody there who passes `AdministratorOrigin` and `MemberOrigin`.
	fn administrator(institution: InstitutionId) -> RuntimeOrigin;
	/// Ends the credential of an account.
	fn dismiss(institution: InstitutionId, who: &AccountId);
	/// Opens as many motions in the body as there can be, in which all its members have voted.
	fn open_motions(body: Body);
}

/// The body that most calls are measured in.
const BODY: Body = Body::EthicsCommittee;

fn admitted<T: Config>(seed: u32, number: u32) -> Vec<InstitutionId> {
	let mut institutions: Vec<_> =
		(seed..seed.saturating_add(number)).map(T::BenchmarkHelper::admit).collect();
	institutions.sort();
	institutions
}

fn appointees<T: Config>(institutions: &[InstitutionId]) -> AppointeesOf<T> {
	let seats = institutions
		.iter()
		.map(|institution| (*institution, T::BenchmarkHelper::staff(*institution, 0)))
		.collect();
	AppointeesOf::<T>::truncate_from(seats)
}

/// Gives `bodies` so many seats, of the same institutions, and answers the last of these.
fn filled<T: Config>(bodies: &[Body], number: u32) -> Result<InstitutionId, BenchmarkError> {
	let institutions = admitted::<T>(0, number);
	let seats = appointees::<T>(&institutions);
	for body in bodies {
		Pallet::<T>::appoint(*body, seats.clone())?;
		T::BenchmarkHelper::open_motions(*body);
	}
	institutions.last().copied().ok_or(BenchmarkError::Stop("no seats"))
}

fn attendance<T: Config>(body: Body, institution: InstitutionId) -> Option<Attendance> {
	let mut seats = Seats::<T>::get(body);
	Pallet::<T>::seat_mut(&mut seats, institution).map(|seat| seat.attendance)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `n` counts the new seats. The body had as many others as there can be.
	#[benchmark]
	fn set_seats(
		n: Linear<{ T::MinSeats::get() }, { T::MaxSeats::get() }>,
	) -> Result<(), BenchmarkError> {
		filled::<T>(&[BODY], T::MaxSeats::get())?;
		let seats = appointees::<T>(&admitted::<T>(1_000, n));
		let origin = T::AppointingOrigin::try_successful_origin(&BODY)
			.map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, BODY, seats);

		assert_eq!(count(&T::Bodies::members(BODY)), n);
		Ok(())
	}

	/// `n` counts the seats of the body.
	#[benchmark]
	fn name_representative(
		n: Linear<{ T::MinSeats::get() }, { T::MaxSeats::get() }>,
	) -> Result<(), BenchmarkError> {
		let institution = filled::<T>(&[BODY], n)?;
		let account = T::BenchmarkHelper::staff(institution, 1);
		let administrator = T::BenchmarkHelper::administrator(institution);

		#[extrinsic_call]
		_(administrator as T::RuntimeOrigin, BODY, account.clone());

		assert!(T::Bodies::members(BODY).contains(&account));
		Ok(())
	}

	/// `n` counts the seats of the body.
	#[benchmark]
	fn vacate(
		n: Linear<{ T::MinSeats::get().max(2) }, { T::MaxSeats::get() }>,
	) -> Result<(), BenchmarkError> {
		let institution = filled::<T>(&[BODY], n)?;
		T::BenchmarkHelper::dismiss(institution, &T::BenchmarkHelper::staff(institution, 0));
		let somebody = T::BenchmarkHelper::administrator(institution);

		#[extrinsic_call]
		_(somebody as T::RuntimeOrigin, BODY, institution);

		assert_eq!(attendance::<T>(BODY, institution), Some(Attendance::Rests));
		Ok(())
	}

	/// `n` counts the seats of the body.
	#[benchmark]
	fn resume(
		n: Linear<{ T::MinSeats::get().max(2) }, { T::MaxSeats::get() }>,
	) -> Result<(), BenchmarkError> {
		let institution = filled::<T>(&[BODY], n)?;
		<Pallet<T> as OnStanding>::excluded(institution);
		let somebody = T::BenchmarkHelper::administrator(institution);

		#[extrinsic_call]
		_(somebody as T::RuntimeOrigin, BODY, institution);

		assert_eq!(attendance::<T>(BODY, institution), Some(Attendance::Sits));
		Ok(())
	}

	/// What is added to a call that decides of an institution's standing. `n` counts the seats of
	/// each body; the institution has one in each.
	#[benchmark]
	fn follow(
		n: Linear<{ T::MinSeats::get().max(2) }, { T::MaxSeats::get() }>,
	) -> Result<(), BenchmarkError> {
		let institution = filled::<T>(&Body::ALL, n)?;
		// To sit again takes more than to rest: the account is looked at.
		<Pallet<T> as OnStanding>::excluded(institution);

		#[block]
		{
			<Pallet<T> as OnStanding>::reinstated(institution);
		}

		assert!(Body::ALL
			.iter()
			.all(|body| attendance::<T>(*body, institution) == Some(Attendance::Sits)));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
