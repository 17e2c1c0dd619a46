// SPDX-License-Identifier: Apache-2.0

//! What members may transact. An `OnChargeTransaction` draws the fee before a call, and restores
//! what the call didn't use after it.

use crate::{
	pallet::*, ActorError, Allowance, AllowanceClass, AllowanceClassId, AllowanceError,
	AllowanceInfo, AllowanceOf, Credential, Drawn, ProvidedBlockNumberOf, Refill, Share,
};
use frame_support::dispatch::DispatchClass;
use galen_primitives::{seams::PatientSponsors, InstitutionId, Role};
use sp_runtime::{
	traits::{BlockNumberProvider, SaturatedConversion, Saturating, UniqueSaturatedInto},
	DispatchResult,
};

impl<BlockNumber: Copy + Saturating + UniqueSaturatedInto<u64>> Allowance<BlockNumber> {
	/// What it has become by block `now`.
	pub fn at(self, class: &AllowanceClass, now: BlockNumber) -> Self {
		let blocks = now.saturating_sub(self.updated).saturated_into::<u64>();
		Self {
			class: self.class,
			members: class.members.level_after(self.members, blocks),
			patients: class.patients.level_after(self.patients, blocks),
			updated: now,
		}
	}
}

impl<BlockNumber> Allowance<BlockNumber> {
	fn share_mut(&mut self, share: Share) -> &mut u64 {
		match share {
			Share::Members => &mut self.members,
			Share::Patients => &mut self.patients,
		}
	}
}

impl AllowanceClass {
	fn refill(&self, share: Share) -> &Refill {
		match share {
			Share::Members => &self.members,
			Share::Patients => &self.patients,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// Whether `who` could draw `amount` now, for a call of the class.
	pub fn can_draw(
		who: &T::AccountId,
		amount: u64,
		class: DispatchClass,
	) -> Result<(), AllowanceError> {
		Self::after_draw(who, amount, class).map(|_| ())
	}

	/// Takes `amount` out of the allowance that `who` draws on: staff on the members' share of
	/// their institution, a patient on the patients' share of the sponsor. A suspended sponsor is
	/// no reason to silence its patients. A call of the normal class leaves [`Refill::reserve`].
	pub fn draw(
		who: &T::AccountId,
		amount: u64,
		class: DispatchClass,
	) -> Result<Drawn, AllowanceError> {
		let (drawn, left) = Self::after_draw(who, amount, class)?;
		Allowances::<T>::insert(drawn.institution, left);
		Ok(drawn)
	}

	/// Gives back what of `drawn` wasn't used. Never more than was drawn, never above capacity.
	pub fn restore(drawn: &Drawn, unused: u64) {
		Allowances::<T>::mutate_extant(drawn.institution, |allowance| {
			let Some(class) = AllowanceClasses::<T>::get(allowance.class) else { return };
			let mut now = allowance.at(&class, Self::block());
			let level = now.share_mut(drawn.share);
			*level = level.saturating_add(unused.min(drawn.amount));
			// Blocks that haven't passed add nothing, and cut off what exceeds the capacity.
			*allowance = now.at(&class, now.updated);
		});
	}

	pub(crate) fn do_assign_allowance_class(
		id: InstitutionId,
		class: AllowanceClassId,
	) -> DispatchResult {
		let definition = Self::allowance_class_of(class)?;
		Allowances::<T>::try_mutate(id, |slot| {
			let allowance = slot.as_mut().ok_or(Error::<T>::UnknownInstitution)?;
			let before = Self::allowance_class_of(allowance.class)?;
			let settled = allowance.at(&before, Self::block());
			*allowance = Allowance { class, ..settled }.at(&definition, settled.updated);
			Ok::<_, Error<T>>(())
		})?;
		Self::deposit_event(Event::AllowanceClassAssigned { institution: id, class });
		Ok(())
	}

	/// What an institution starts with.
	pub(crate) fn full_allowance(class: AllowanceClassId) -> Result<AllowanceOf<T>, Error<T>> {
		let definition = Self::allowance_class_of(class)?;
		Ok(Allowance {
			class,
			members: definition.members.capacity,
			patients: definition.patients.capacity,
			updated: Self::block(),
		})
	}

	pub(crate) fn allowance_info(id: InstitutionId) -> Option<AllowanceInfo> {
		let allowance = Allowances::<T>::get(id)?;
		let refill = AllowanceClasses::<T>::get(allowance.class)?;
		let Allowance { class, members, patients, .. } = allowance.at(&refill, Self::block());
		Some(AllowanceInfo { class, refill, members, patients })
	}

	pub(crate) fn block() -> ProvidedBlockNumberOf<T> {
		T::BlockNumberProvider::current_block_number()
	}

	fn allowance_class_of(class: AllowanceClassId) -> Result<AllowanceClass, Error<T>> {
		AllowanceClasses::<T>::get(class).ok_or(Error::<T>::UnknownAllowanceClass)
	}

	/// Whose allowance `who` draws on, and whether down to the last unit for an operational call.
	///
	/// Of staff only administrators and inspectors may: what is operational is theirs to do, and
	/// whoever floods with calls that fail on a stolen key must not use up what revokes it.
	fn share_of(who: &T::AccountId) -> Result<(InstitutionId, Share, bool), AllowanceError> {
		match Self::actor_of(who) {
			Ok(actor) => {
				let urgent = matches!(actor.role, Role::Administrator | Role::Inspector);
				Ok((actor.institution, Share::Members, urgent))
			},
			Err(ActorError::NotStaff) => T::Patients::sponsor(who)
				.map(|sponsor| (sponsor, Share::Patients, true))
				.ok_or(AllowanceError::NotAMember),
			Err(ActorError::InstitutionNotInForce) => Self::suspended_administrator(who)
				.map(|institution| (institution, Share::Members, true))
				.ok_or(AllowanceError::InstitutionNotInForce),
			Err(error) => Err(error.into()),
		}
	}

	/// The institution that `who` administrates, if it is suspended and can come back.
	///
	/// Such an administrator has no role, but is heard: were it silenced, one inspector could
	/// suspend the houses of a whole council, and nobody would be left to lift it.
	fn suspended_administrator(who: &T::AccountId) -> Option<InstitutionId> {
		let Credential { institution, role, .. } = Credentials::<T>::get(who)?;
		let ended = Institutions::<T>::get(institution)?.standing.ended();
		(role == Role::Administrator && ended.is_none()).then_some(institution)
	}

	fn after_draw(
		who: &T::AccountId,
		amount: u64,
		dispatch_class: DispatchClass,
	) -> Result<(Drawn, AllowanceOf<T>), AllowanceError> {
		let (institution, share, urgent) = Self::share_of(who)?;
		let allowance = Allowances::<T>::get(institution).ok_or(AllowanceError::NotAMember)?;
		let class =
			AllowanceClasses::<T>::get(allowance.class).ok_or(AllowanceError::NotAMember)?;
		let mut left = allowance.at(&class, Self::block());
		let floor = match dispatch_class {
			DispatchClass::Operational | DispatchClass::Mandatory if urgent => 0,
			_ => class.refill(share).reserve(),
		};
		let level = left.share_mut(share);
		*level = level
			.checked_sub(amount)
			.filter(|left| *left >= floor)
			.ok_or(AllowanceError::Exhausted)?;
		Ok((Drawn { institution, share, amount }, left))
	}
}
