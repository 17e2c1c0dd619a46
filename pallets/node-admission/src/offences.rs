// SPDX-License-Identifier: Apache-2.0

//! What happens to a validator that is proven to have signed twice.

use crate::*;
use frame_support::{dispatch::DispatchClass, ensure, weights::Weight};
use sp_runtime::Perbill;
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	SessionIndex,
};

impl<T: Config> Pallet<T> {
	/// Suspends whoever has equivocated in `session`, unless it has answered for that. Its node
	/// answers for everything up to the present, so that old evidence doesn't come back after a
	/// suspension was lifted.
	pub(crate) fn punish(offender: &T::AccountId, session: SessionIndex) -> Result<(), Error<T>> {
		let seat = Seats::<T>::get()
			.into_iter()
			.find(|seat| seat.account == *offender)
			.ok_or(Error::<T>::UnknownNode)?;
		let mut node = Self::node_of(seat.node)?;
		ensure!(
			node.answered.is_none_or(|answered| answered < session),
			Error::<T>::AlreadyReported
		);
		node.answered = Some(session.max(CurrentSession::<T>::get()));
		Self::impose(seat.node, node, Cause::Equivocation, None);
		Ok(())
	}
}

/// For `pallet-offences`, to which `pallet-grandpa` reports.
impl<T: Config, Identification>
	OnOffenceHandler<T::AccountId, (T::AccountId, Identification), Weight> for Pallet<T>
{
	fn on_offence(
		offenders: &[OffenceDetails<T::AccountId, (T::AccountId, Identification)>],
		_: &[Perbill],
		session: SessionIndex,
	) -> Weight {
		for OffenceDetails { offender: (account, _), .. } in offenders {
			// Who has left, or has answered for it, has nothing more to lose.
			let _ = Self::punish(account, session);
		}
		let weight = T::WeightInfo::on_offence(count(offenders));
		// The offences pallet doesn't pass it on.
		frame_system::Pallet::<T>::register_extra_weight_unchecked(
			weight,
			DispatchClass::Operational,
		);
		weight
	}
}
