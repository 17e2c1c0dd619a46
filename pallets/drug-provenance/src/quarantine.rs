// SPDX-License-Identifier: Apache-2.0

//! Holds, their release, and what is found illegitimate.

use crate::{surroundings::Surroundings, *};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	traits::{Get, Time},
};
use galen_primitives::{gs1::Sscc, Digest, InstitutionId, Moment};

/// A container and what is around it.
type UnitAndAround<T> = (UnitOf<T>, Surroundings<<T as frame_system::Config>::AccountId>);

impl<T: Config> Pallet<T> {
	pub(crate) fn do_quarantine(
		actor: ActorOf<T>,
		regulator: bool,
		item: Item,
		reason: HoldReason,
		proof: Option<PackProof>,
	) -> DispatchResult {
		let now = T::Time::now();
		let Actor { account: who, institution: by, .. } = actor;
		let raised_by =
			if regulator { Raiser::Regulator(who.clone()) } else { Raiser::Staff(who.clone()) };
		let hold = Hold { reason, raised_by, institution: by, at: now };
		match &item {
			Item::Unit(id) => {
				Self::settle_gap(*id, now)?;
				let (unit, around) = Self::sound_unit(*id, now)?;
				ensure!(
					regulator || around.is_handled_by(by) || Self::answers_for_some(by, &unit),
					Error::<T>::NotEntitled
				);
				Self::add_hold(*id, hold)?;
			},
			Item::Pack(key) => {
				let mut found = Self::find(key.clone(), proof, now)?;
				// Nothing is left to hold of what was supplied, stolen or destroyed.
				found.act(PackAction::Move)?;
				ensure!(
					regulator
						|| found.around.is_handled_by(by)
						|| Self::is_marketing_holder(by, key),
					Error::<T>::NotEntitled
				);
				found.pack.trail.hold::<T>(hold)?;
				Self::store(found)?;
			},
		}

		Self::deposit_event(Event::Quarantined { item, reason, by, who });
		Ok(())
	}

	pub(crate) fn do_release(
		actor: ActorOf<T>,
		regulator: bool,
		item: Item,
		reason: HoldReason,
		evidence: Digest,
	) -> DispatchResult {
		Self::ensure_set(&evidence)?;
		let now = T::Time::now();
		let by = actor.institution;
		match &item {
			Item::Unit(id) => {
				Self::settle_gap(*id, now)?;
				let (mut unit, around) = Self::sound_unit(*id, now)?;
				ensure!(
					regulator || around.holder == by || Self::answers_for_some(by, &unit),
					Error::<T>::NotEntitled
				);
				Self::lift(&mut unit.trail, reason, &actor.account, regulator)?;
				Self::store_held(*id, true, unit)?;
			},
			Item::Pack(key) => {
				let mut found = Self::find(key.clone(), None, now)?;
				ensure!(
					regulator || found.around.holder == by || Self::is_marketing_holder(by, key),
					Error::<T>::NotEntitled
				);
				Self::lift(&mut found.pack.trail, reason, &actor.account, regulator)?;
				Self::store(found)?;
			},
		}

		let who = actor.account;
		Self::deposit_event(Event::Released { item, reason, evidence, by, who });
		Ok(())
	}

	pub(crate) fn do_declare_illegitimate(
		actor: ActorOf<T>,
		item: Item,
		evidence: Digest,
	) -> DispatchResult {
		Self::ensure_set(&evidence)?;
		let by = actor.institution;
		let notice = NextNotice::<T>::get();
		Self::change_trail(by, &item, |trail| {
			ensure!(trail.illegitimate.is_none(), Error::<T>::Illegitimate);
			ensure!(!trail.holds.is_empty(), Error::<T>::NotHeld);
			trail.illegitimate = Some(notice);
			Ok(())
		})?;

		let at = T::Time::now();
		let due = at.saturating_add(T::NoticeTerm::get());
		NextNotice::<T>::put(notice.saturating_add(1));
		Notices::<T>::insert(
			notice,
			Notice { item: item.clone(), declared_by: by, evidence, at, due, notified: None },
		);

		Self::deposit_event(Event::FoundIllegitimate { notice, item, by, evidence, due });
		Ok(())
	}

	pub(crate) fn do_notify_illegitimate(
		actor: ActorOf<T>,
		id: NoticeId,
		evidence: Digest,
	) -> DispatchResult {
		Self::ensure_set(&evidence)?;
		let now = T::Time::now();
		let is_late = Notices::<T>::try_mutate(id, |notice| {
			let notice = notice.as_mut().ok_or(Error::<T>::UnknownNotice)?;
			ensure!(notice.declared_by == actor.institution, Error::<T>::NotAuthor);
			ensure!(notice.notified.is_none(), Error::<T>::AlreadyNotified);
			notice.notified = Some((now, evidence));
			Ok::<_, Error<T>>(notice.due <= now)
		})?;

		Self::deposit_event(Event::IllegitimateNotified { notice: id, evidence, is_late });
		Ok(())
	}

	pub(crate) fn do_review_spells(
		actor: ActorOf<T>,
		item: Item,
		until: Moment,
		evidence: Digest,
	) -> DispatchResult {
		Self::ensure_set(&evidence)?;
		ensure!(until <= T::Time::now(), Error::<T>::OccurredInFuture);
		let by = actor.institution;
		Self::change_trail(by, &item, |trail| {
			trail.spells.retain(|spell| spell.until > until);
			for spell in trail.spells.iter_mut() {
				spell.from = spell.from.max(until);
			}
			Ok(())
		})?;

		Self::deposit_event(Event::SpellsReviewed { item, until, evidence, by });
		Ok(())
	}

	pub(crate) fn notice_info(id: NoticeId) -> Option<NoticeInfo> {
		let notice = Notices::<T>::get(id)?;
		let given = notice.notified.map_or_else(T::Time::now, |(at, _)| at);
		Some(NoticeInfo { is_late: notice.due <= given, notice })
	}

	/// Changes what those who decide about the quality of a thing may change of it, and that
	/// doesn't change whether it is held.
	fn change_trail(
		by: InstitutionId,
		item: &Item,
		change: impl FnOnce(&mut TrailOf<T>) -> Result<(), Error<T>>,
	) -> Result<(), Error<T>> {
		let now = T::Time::now();
		match item {
			Item::Unit(id) => {
				let (mut unit, around) = Self::sound_unit(*id, now)?;
				ensure!(
					around.holder == by || Self::answers_for_some(by, &unit),
					Error::<T>::NotEntitled
				);
				change(&mut unit.trail)?;
				Units::<T>::insert(id, unit);
			},
			Item::Pack(key) => {
				let mut found = Self::find(key.clone(), None, now)?;
				ensure!(
					found.around.holder == by || Self::is_marketing_holder(by, key),
					Error::<T>::NotEntitled
				);
				change(&mut found.pack.trail)?;
				Self::store(found)?;
			},
		}
		Ok(())
	}

	/// A container that is neither stolen nor destroyed, nor in one that is, and what is around it.
	fn sound_unit(id: Sscc, now: Moment) -> Result<UnitAndAround<T>, Error<T>> {
		let unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		Self::ensure_sound(&unit)?;
		let around = Self::around_unit(id, &unit, now)?;
		ensure!(!around.reasons.contains(Reason::Destroyed), Error::<T>::Destroyed);
		ensure!(!around.reasons.contains(Reason::Stolen), Error::<T>::Stolen);
		Ok((unit, around))
	}

	/// Adds a hold to a container.
	pub(crate) fn add_hold(id: Sscc, hold: HoldOf<T>) -> Result<(), Error<T>> {
		let mut unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		let was_held = unit.trail.is_held();
		unit.trail.hold::<T>(hold)?;
		Self::store_held(id, was_held, unit)
	}

	/// Takes away the holds for that reason, all of which somebody else has raised.
	fn lift(
		trail: &mut TrailOf<T>,
		reason: HoldReason,
		who: &T::AccountId,
		regulator: bool,
	) -> Result<(), Error<T>> {
		ensure!(trail.illegitimate.is_none(), Error::<T>::Illegitimate);
		ensure!(trail.is_held_for(reason), Error::<T>::NotHeld);
		for hold in trail.holds.iter().filter(|hold| hold.reason == reason) {
			match &hold.raised_by {
				Raiser::Regulator(raiser) => {
					ensure!(regulator, Error::<T>::HeldByRegulator);
					ensure!(raiser != who, Error::<T>::RaisedBySelf);
				},
				Raiser::Staff(raiser) => {
					ensure!(!regulator, Error::<T>::NotEntitled);
					ensure!(raiser != who, Error::<T>::RaisedBySelf);
				},
				Raiser::Sensor => ensure!(!regulator, Error::<T>::NotEntitled),
			}
		}
		trail.holds.retain(|hold| hold.reason != reason);
		Ok(())
	}

	/// Whether the institution holds the marketing authorisation of the pack's product.
	pub(crate) fn is_marketing_holder(institution: InstitutionId, key: &PackKey) -> bool {
		Products::<T>::get(key.gtin).is_some_and(|product| product.holder == institution)
	}
}

impl<AccountId> Trail<AccountId> {
	/// Adds a hold.
	pub(crate) fn hold<T: Config>(&mut self, hold: Hold<AccountId>) -> Result<(), Error<T>> {
		ensure!(!self.is_held_for(hold.reason), Error::<T>::AlreadyHeld);
		self.holds.try_push(hold).map_err(|_| Error::<T>::TooManyHolds)
	}
}

impl<AccountId> Surroundings<AccountId> {
	/// Whether the institution has the goods, or carries them.
	pub(crate) fn is_handled_by(&self, institution: InstitutionId) -> bool {
		self.holder == institution
			|| self.transit.is_some_and(|transit| transit.carrier == Some(institution))
	}
}
