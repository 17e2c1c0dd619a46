// SPDX-License-Identifier: Apache-2.0

//! EPCIS events, anchored by their hashes.

use crate::*;
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{ConstU32, Time},
	BoundedVec,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_anchor_event(actor: ActorOf<T>, anchor: EventAnchor) -> DispatchResult {
		let EventAnchor { hash, kind, occurred } = anchor;
		ensure!(hash != [0; 32], Error::<T>::ZeroDigest);
		let recorded = Self::now_unless_before(occurred)?;
		ensure!(!EpcisEvents::<T>::contains_key(hash), Error::<T>::AlreadyExists);

		let by = actor.institution;
		let event = AnchoredEvent { by, kind, occurred, recorded, error: None };
		EpcisEvents::<T>::insert(hash, event);

		Self::deposit_event(Event::EventAnchored { anchor, by });
		Ok(())
	}

	pub(crate) fn do_declare_error(
		actor: ActorOf<T>,
		hash: EventHash,
		reason: ErrorReason,
		corrective: BoundedVec<EventHash, ConstU32<MAX_CORRECTIVE>>,
	) -> DispatchResult {
		let by = actor.institution;
		let mut event = EpcisEvents::<T>::get(hash).ok_or(Error::<T>::UnknownEvent)?;
		ensure!(event.by == by, Error::<T>::NotAuthor);
		ensure!(event.error.is_none(), Error::<T>::AlreadyDeclared);
		for other in &corrective {
			ensure!(*other != hash, Error::<T>::CorrectsItself);
			let other = EpcisEvents::<T>::get(other).ok_or(Error::<T>::UnknownEvent)?;
			ensure!(other.kind == event.kind, Error::<T>::OtherKind);
			ensure!(other.error.is_none(), Error::<T>::CorrectiveInError);
		}
		let list = corrective.to_vec();
		event.error = Some(ErrorDeclaration { reason, at: T::Time::now(), corrective });
		EpcisEvents::<T>::insert(hash, event);

		Self::deposit_event(Event::ErrorDeclared { hash, reason, corrective: list, by });
		Ok(())
	}
}
