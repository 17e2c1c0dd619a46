// SPDX-License-Identifier: Apache-2.0

//! What records are to each other.
//!
//! Every relation leads from a record to one that was anchored at an earlier time. So there is an
//! order that all of them follow, and no circle without a search for one.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure};
use galen_primitives::{
	seams::{AccessAudit, ConsentGate},
	Access, AccessRequest, FieldGroups, PurposeOfUse, RecordId, Requester,
};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_supersede(actor: ActorOf<T>, id: RecordId, by: RecordId) -> DispatchResult {
		ensure!(id != by, Error::<T>::Itself);
		let mut record = Self::current_record(&id, &actor)?;
		Self::ensure_may_change(&record, &actor)?;
		let successor = Self::current_record(&by, &actor)?;

		Self::link(&by, &successor, Relation::Replaces, &id, &record)?;
		record.status = DocumentStatus::Superseded { by };
		Records::<T>::insert(id, record);

		Self::deposit_event(Event::Superseded { record: id, by, author: actor.account });
		Ok(())
	}

	pub(crate) fn do_relate(
		actor: ActorOf<T>,
		id: RecordId,
		relation: Relation,
		target: RecordId,
	) -> DispatchResult {
		ensure!(relation != Relation::Replaces, Error::<T>::UseSupersede);
		ensure!(id != target, Error::<T>::Itself);
		let record = Self::current_record(&id, &actor)?;
		Self::ensure_may_change(&record, &actor)?;
		let earlier = Records::<T>::get(target).ok_or(Error::<T>::NotFound)?;
		ensure!(
			earlier.retention != Retention::Erased
				&& earlier.status != DocumentStatus::EnteredInError,
			Error::<T>::TargetWithdrawn
		);

		Self::link(&id, &record, relation, &target, &earlier)?;
		if earlier.custodian != actor.institution {
			Self::ensure_permitted(&actor, target, &earlier)?;
		}

		Self::deposit_event(Event::Related { record: id, relation, target, author: actor.account });
		Ok(())
	}

	/// Refuses who may not see another custodian's record for treatment; logs who may.
	fn ensure_permitted(actor: &ActorOf<T>, id: RecordId, record: &Record) -> DispatchResult {
		let request = AccessRequest {
			requester: Requester::Staff(actor.clone()),
			patient: record.patient,
			purpose: PurposeOfUse::TREAT,
			study: None,
			data: record.facts().scope(FieldGroups::ALL),
		};
		let permit = T::ConsentGate::decide(&request).map_err(|_| Error::<T>::NotPermitted)?;
		T::AccessAudit::log(Access {
			record: id,
			version: record.head(),
			request,
			outcome: Ok(permit),
		})
	}

	/// Adds a relation of `later` to `earlier`, if they can have one.
	fn link(
		later_id: &RecordId,
		later: &Record,
		relation: Relation,
		earlier_id: &RecordId,
		earlier: &Record,
	) -> Result<(), Error<T>> {
		ensure!(later.patient == earlier.patient, Error::<T>::OtherPatient);
		ensure!(earlier.anchored < later.anchored, Error::<T>::NotEarlier);
		let related = Related { relation, target: *earlier_id };
		Relations::<T>::try_mutate(later_id, |relations| {
			ensure!(!relations.contains(&related), Error::<T>::AlreadyRelated);
			relations.try_push(related).map_err(|_| Error::<T>::TooManyRelations)
		})
	}
}
