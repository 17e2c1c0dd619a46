// SPDX-License-Identifier: Apache-2.0

//! What must hold of the storage, whatever was called.

use crate::*;
use alloc::collections::BTreeSet;
use frame_support::{ensure, traits::Contains};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Checks every invariant of the pallet.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		for (body, seats) in Seats::<T>::iter() {
			// 1. A body that was appointed has seats, one for each institution, in their order.
			ensure!(!seats.is_empty(), "a body has lost all its seats");
			ensure!(
				seats.is_sorted_by(|one, next| one.institution < next.institution),
				"seats are out of order, or an institution has two"
			);

			// 2. An account has one seat in a body.
			let accounts: BTreeSet<_> = seats.iter().map(|seat| &seat.account).collect();
			ensure!(accounts.len() == seats.len(), "an account has two seats in a body");

			// 3. Somebody sits; where nobody does, one stays, and nowhere else.
			let with =
				|attendance| seats.iter().filter(move |s| s.attendance == attendance).count();
			let sit = with(Attendance::Sits);
			let stay = with(Attendance::Stays);
			ensure!(sit > 0 || stay == 1, "nobody sits in a body");
			ensure!(sit == 0 || stay == 0, "a seat stays though others sit");

			// 4. In an entrenched body, nobody rests.
			ensure!(
				!T::Entrenched::contains(&body) || sit == seats.len(),
				"a seat of an entrenched body rests"
			);
		}

		// 5. Those who sit are the members, and nobody else is.
		for body in Body::ALL {
			ensure!(
				T::Bodies::members(body) == Self::members_of(&Seats::<T>::get(body)),
				"the members of a body aren't those who sit"
			);
		}
		Ok(())
	}
}
