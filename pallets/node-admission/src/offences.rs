// SPDX-License-Identifier: Apache-2.0

//! What happens to a validator that is proven to have signed twice.

use crate::*;
use frame_support::{dispatch::DispatchClass, ensure, weights::Weight};
use sp_consensus_aura::{digests::CompatibleDigestItem, sr25519::AuthoritySignature, Slot};
use sp_runtime::Perbill;
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	SessionIndex,
};

impl<T: Config> Pallet<T> {
	/// Suspends whoever has equivocated in `session`, and in `slot` where that is known, unless it has
	/// answered for that. Its node
	/// answers for everything up to the present, so that old evidence doesn't come back after a
	/// suspension was lifted.
	pub(crate) fn punish(
		offender: &T::AccountId,
		session: SessionIndex,
		slot: Option<Slot>,
	) -> Result<(), Error<T>> {
		let seat = Seats::<T>::get()
			.into_iter()
			.find(|seat| seat.account == *offender)
			.ok_or(Error::<T>::UnknownNode)?;
		let mut node = Self::node_of(seat.node)?;
		ensure!(
			node.answered.is_none_or(|answered| {
				answered.session < session && slot.is_none_or(|slot| answered.slot < *slot)
			}),
			Error::<T>::AlreadyReported
		);
		node.answered = Some(Answered {
			session: session.max(CurrentSession::<T>::get()),
			slot: *Self::present_slot(),
		});
		Self::impose(seat.node, node, Cause::Equivocation, None);
		Ok(())
	}

	/// The slot of the block that is being made.
	fn present_slot() -> Slot {
		frame_system::Pallet::<T>::digest()
			.logs()
			.iter()
			.find_map(CompatibleDigestItem::<AuthoritySignature>::as_aura_pre_digest)
			.unwrap_or_default()
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
			let _ = Self::punish(account, session, None);
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
