// SPDX-License-Identifier: Apache-2.0

//! What becomes of a pack: supplied, taken out of saleable stock and put back, handed back,
//! destroyed, stolen.

use crate::{packs::Found, *};
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{
	seams::{Dispenses as DispensesSeam, Evidence},
	Beneficiary, Digest, DispenseId, DispensedPack, EvidenceFacts, EvidenceId, EvidenceStanding,
	Moment,
};

/// What keeps a pack from being returned to saleable stock: article 13(1)(d).
const FLAGS: &[Reason] = &[
	Reason::Illegitimate,
	Reason::ProductWithdrawn,
	Reason::PackRecalled,
	Reason::LotRecalled,
	Reason::ProductRecalled,
	Reason::Stolen,
	Reason::Destroyed,
];

impl<T: Config> Pallet<T> {
	pub(crate) fn do_dispense(
		actor: ActorOf<T>,
		key: PackKey,
		proof: Option<PackProof>,
		terms: DispenseTerms,
	) -> DispatchResult {
		Self::ensure_set(&terms.prescription)?;
		Self::ensure_set(&terms.patient)?;
		let now = Self::now_unless_before(terms.occurred)?;
		let mut found = Self::find(key, proof, now)?;
		let (product, lot) = Self::origins_of(&found)?;
		let reasons = Self::reasons_of_pack(&found, &product, &lot, now);
		let remaining = product.terms.content.saturating_sub(found.pack.supplied);
		found.act(PackAction::Dispense { quantity: terms.quantity, remaining })?;
		Self::ensure_at_hand(&found.around, actor.institution)?;
		let against = reasons.without(Reason::PartiallyDispensed.set());
		if let Some(worst) = against.worst() {
			return Err(Self::refusal(worst).into());
		}

		found.leave(now)?;
		found.pack.supplied = found.pack.supplied.saturating_add(terms.quantity);
		let (pack, lot) = (found.key.clone(), found.pack.lot.clone());
		Self::store(found)?;
		let id = NextDispense::<T>::get();
		NextDispense::<T>::put(id.saturating_add(1));
		Dispenses::<T>::insert(
			id,
			Dispense {
				pack: pack.clone(),
				lot,
				by: Self::premises_of(&actor),
				terms,
				recorded: now,
				handed_over: terms.handed_over.then_some(now),
				reverted: None,
			},
		);

		Self::deposit_event(Event::Dispensed {
			dispense: id,
			pack,
			by: actor.institution,
			pharmacist: actor.account,
			terms,
			remaining: remaining.saturating_sub(terms.quantity),
		});
		Ok(())
	}

	pub(crate) fn do_hand_over(actor: ActorOf<T>, id: DispenseId) -> DispatchResult {
		let now = T::Time::now();
		let mut dispense = Self::open_dispense(id)?;
		ensure!(dispense.by.institution == actor.institution, Error::<T>::NotAuthor);
		// What was recalled since must not leave the house.
		let found = Self::find(dispense.pack.clone(), None, now)?;
		let (product, lot) = Self::origins_of(&found)?;
		let supplied = Reasons::of(&[Reason::PartiallyDispensed, Reason::Dispensed]);
		let against = Self::reasons_of_pack(&found, &product, &lot, now).without(supplied);
		if let Some(worst) = against.worst() {
			return Err(Self::refusal(worst).into());
		}
		dispense.handed_over = Some(now);
		Dispenses::<T>::insert(id, dispense);

		Self::deposit_event(Event::HandedOver { dispense: id, pharmacist: actor.account });
		Ok(())
	}

	pub(crate) fn do_revert_dispense(actor: ActorOf<T>, id: DispenseId) -> DispatchResult {
		let now = T::Time::now();
		let mut dispense = Dispenses::<T>::get(id).ok_or(Error::<T>::UnknownDispense)?;
		ensure!(dispense.reverted.is_none(), Error::<T>::AlreadyReverted);
		let mut found = Self::find(dispense.pack.clone(), None, now)?;
		let decommission = Decommission { at: dispense.recorded, by: dispense.by };
		let supplied = dispense.handed_over.is_some();
		Self::ensure_reversible(&actor, &found, decommission, true, supplied, now)?;
		let left = found.pack.supplied.saturating_sub(dispense.terms.quantity);
		found.act(PackAction::RevertDispense { whole: left == 0 })?;

		found.pack.supplied = left;
		Self::store(found)?;
		dispense.reverted = Some(now);
		Dispenses::<T>::insert(id, dispense);

		Self::deposit_event(Event::DispenseReverted { dispense: id, pharmacist: actor.account });
		Ok(())
	}

	pub(crate) fn do_decommission(
		actor: ActorOf<T>,
		key: PackKey,
		proof: Option<PackProof>,
		reason: DecommissionReason,
	) -> DispatchResult {
		let now = T::Time::now();
		let by = actor.institution;
		let mut found = Self::find(key.clone(), proof, now)?;
		// Whoever holds the marketing authorisation needn't have the pack.
		let holder = if Self::is_marketing_holder(by, &key) { found.around.holder } else { by };
		Self::ensure_at_hand(&found.around, holder)?;
		found.act(PackAction::Decommission(reason))?;

		found.pack.decommission = Some(Decommission { at: now, by: Self::premises_of(&actor) });
		found.leave(now)?;
		Self::store(found)?;

		Self::deposit_event(Event::Decommissioned { pack: key, reason, by });
		Ok(())
	}

	pub(crate) fn do_revert_decommission(actor: ActorOf<T>, key: PackKey) -> DispatchResult {
		let now = T::Time::now();
		let mut found = Self::find(key.clone(), None, now)?;
		let limited = found.pack.status != PackStatus::Decommissioned(DecommissionReason::Locked);
		found.act(PackAction::RevertDecommission)?;
		let decommission = found.pack.decommission.take().ok_or(Error::<T>::NotDecommissioned)?;
		Self::ensure_reversible(&actor, &found, decommission, limited, false, now)?;
		Self::store(found)?;

		Self::deposit_event(Event::DecommissionReverted { pack: key, by: actor.institution });
		Ok(())
	}

	pub(crate) fn do_take_back(actor: ActorOf<T>, key: PackKey) -> DispatchResult {
		let by = actor.institution;
		let mut found = Self::find(key.clone(), None, T::Time::now())?;
		found.act(PackAction::TakeBack)?;
		found.pack.place = PackPlace::Held(by);
		Self::store(found)?;

		Self::deposit_event(Event::TakenBack { pack: key, by });
		Ok(())
	}

	/// Destroyed or stolen: nothing comes after that.
	pub(crate) fn do_end(
		actor: ActorOf<T>,
		item: Item,
		proof: Option<PackProof>,
		evidence: Digest,
		end: UnitStatus,
	) -> DispatchResult {
		Self::ensure_set(&evidence)?;
		let now = T::Time::now();
		let by = actor.institution;
		let stolen = end == UnitStatus::Stolen;
		match &item {
			Item::Unit(id) => {
				let mut unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
				Self::ensure_sound(&unit)?;
				match unit.place {
					Place::Held(holder) => ensure!(holder == by, Error::<T>::NotHolder),
					Place::InTransit(transit) => {
						ensure!(transit.from == by, Error::<T>::NotHolder);
						// What is on its way can be stolen; who destroys it has it at hand.
						ensure!(stolen, Error::<T>::InTransit);
						unit.place = Place::Held(by);
					},
					Place::Inside { .. } => return Err(Error::<T>::InsideAnother.into()),
				}
				Self::drop_sensor(*id, &mut unit);
				unit.status = end;
				Units::<T>::insert(id, unit);
			},
			Item::Pack(key) => {
				let mut found = Self::find(key.clone(), proof, now)?;
				found.act(if stolen { PackAction::Steal } else { PackAction::Destroy })?;
				if stolen {
					found.around.transit = None;
				}
				Self::ensure_at_hand(&found.around, by)?;
				found.pack.decommission = None;
				found.leave(now)?;
				Self::store(found)?;
			},
		}

		Self::deposit_event(if stolen {
			Event::Stolen { item, evidence, by }
		} else {
			Event::Destroyed { item, evidence, by }
		});
		Ok(())
	}

	/// The five conditions of article 13.
	fn ensure_reversible(
		actor: &ActorOf<T>,
		found: &Found<T>,
		decommission: Decommission,
		limited: bool,
		supplied: bool,
		now: Moment,
	) -> Result<(), Error<T>> {
		let (product, lot) = Self::origins_of(found)?;
		let reasons = Self::reasons_of_pack(found, &product, &lot, now);
		let reversal = Reversal {
			decommission,
			limited,
			by: Self::premises_of(actor),
			now,
			expiry: lot.terms.expiry,
			flagged: reasons.intersects(Reasons::of(FLAGS)),
			supplied,
		};
		Ok(may_revert(&reversal)?)
	}

	/// A dispense that was neither handed over nor taken back.
	fn open_dispense(id: DispenseId) -> Result<Dispense, Error<T>> {
		let dispense = Dispenses::<T>::get(id).ok_or(Error::<T>::UnknownDispense)?;
		ensure!(dispense.reverted.is_none(), Error::<T>::AlreadyReverted);
		ensure!(dispense.handed_over.is_none(), Error::<T>::AlreadyHandedOver);
		Ok(dispense)
	}

	/// Where somebody works.
	fn premises_of(actor: &ActorOf<T>) -> Premises {
		Premises { institution: actor.institution, department: actor.department }
	}
}

impl<T> From<ReversalRefusal> for Error<T> {
	fn from(refusal: ReversalRefusal) -> Self {
		match refusal {
			ReversalRefusal::OtherPremises => Self::OtherPremises,
			ReversalRefusal::TooLate => Self::ReversalTooLate,
			ReversalRefusal::Expired => Self::Expired,
			ReversalRefusal::Flagged => Self::Flagged,
			ReversalRefusal::Supplied => Self::SuppliedToPublic,
		}
	}
}

impl<T: Config> DispensesSeam for Pallet<T> {
	fn pack(dispense: DispenseId) -> Option<DispensedPack> {
		let Dispense { pack: PackKey { gtin, serial }, lot, .. } = Dispenses::<T>::get(dispense)?;
		Some(DispensedPack { gtin, lot, serial })
	}
}

impl<T: Config> Evidence for Pallet<T> {
	fn facts(evidence: EvidenceId) -> Option<EvidenceFacts> {
		let EvidenceId::Dispense(id) = evidence else { return None };
		let Dispense { by, terms, recorded, handed_over, reverted, .. } = Dispenses::<T>::get(id)?;
		let standing = match (reverted, handed_over) {
			(Some(_), _) => EvidenceStanding::Reversed,
			(None, Some(_)) => EvidenceStanding::Confirmed,
			// Nobody has had it yet.
			(None, None) => EvidenceStanding::Unconfirmed,
		};
		Some(EvidenceFacts {
			beneficiary: Beneficiary::Committed(terms.patient),
			provider: by.institution,
			occurred: terms.occurred,
			recorded,
			standing,
		})
	}
}
