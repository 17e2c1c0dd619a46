// SPDX-License-Identifier: Apache-2.0

//! Goods between two institutions: shipped by one, received by the other.

use crate::*;
use frame_support::{dispatch::DispatchResult, ensure, traits::Time};
use galen_primitives::{gs1::Sscc, Digest, InstitutionId, InstitutionKind, InstitutionKinds};

/// The kinds of institution that medicines are shipped to.
const HANDLERS: InstitutionKinds = InstitutionKinds::of(&[
	InstitutionKind::Manufacturer,
	InstitutionKind::Wholesaler,
	InstitutionKind::Carrier,
	InstitutionKind::Pharmacy,
	InstitutionKind::CareProvider,
	InstitutionKind::Laboratory,
	InstitutionKind::Sponsor,
	InstitutionKind::Regulator,
]);

impl<T: Config> Pallet<T> {
	/// One write, whatever is in the container.
	pub(crate) fn do_ship(
		actor: ActorOf<T>,
		id: Sscc,
		to: InstitutionId,
		carrier: Option<InstitutionId>,
		order: Digest,
		kind: ShipmentKind,
	) -> DispatchResult {
		let from = actor.institution;
		ensure!(to != from, Error::<T>::SameInstitution);
		Self::ensure_set(&order)?;
		ensure!(Self::kinds_of(to)?.intersects(HANDLERS), Error::<T>::NotAHandler);
		if let Some(carrier) = carrier {
			let kinds = Self::kinds_of(carrier)?;
			ensure!(kinds.contains(InstitutionKind::Carrier), Error::<T>::NotACarrier);
		}
		let mut unit = Self::root_at(from, id)?;
		let now = T::Time::now();
		if kind == ShipmentKind::Supply {
			let around = Self::nothing_around(from);
			if let Some(worst) = Self::reasons_of_unit(id, &unit, &around, now).worst() {
				return Err(Self::refusal(worst).into());
			}
			ensure!(unit.held == 0, Error::<T>::HoldsInside);
		}

		let transit = Transit { from, to, carrier, order, kind, shipped: now };
		unit.place = Place::InTransit(transit);
		Units::<T>::insert(id, unit);

		Self::deposit_event(Event::Shipped { unit: id, transit });
		Ok(())
	}

	/// One write, and two for each container that something is wrong with.
	pub(crate) fn do_receive(
		actor: ActorOf<T>,
		id: Sscc,
		discrepancies: Discrepancies,
	) -> DispatchResult {
		let by = actor.institution;
		let now = T::Time::now();
		let transit = Self::transit_of(id)?;
		ensure!(transit.to == by, Error::<T>::NotConsignee);
		Self::settle_gap(id, now)?;

		let hold = |reason| Hold {
			reason,
			raised_by: Raiser::Staff(actor.account.clone()),
			institution: by,
			at: now,
		};
		for missing in &discrepancies.missing {
			// Whoever shipped it has it, or has to say where it is.
			Self::take_out(id, *missing, Place::Held(transit.from), now)?;
			Self::add_hold(*missing, hold(HoldReason::Missing))?;
		}
		for damaged in &discrepancies.damaged {
			let child = Units::<T>::get(damaged).ok_or(Error::<T>::UnknownUnit)?;
			let is_inside = matches!(child.place, Place::Inside { unit, .. } if unit == id);
			ensure!(is_inside, Error::<T>::NotInside);
			Self::add_hold(*damaged, hold(HoldReason::Damaged))?;
		}
		let mut unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		let Transit { from, to, shipped, .. } = transit;
		unit.trail.add_step(CustodyStep { from, to, shipped, received: now });
		unit.place = Place::Held(by);
		Units::<T>::insert(id, unit);

		Self::deposit_event(Event::Received { unit: id, by, transit, discrepancies });
		Ok(())
	}

	pub(crate) fn do_void_shipping(actor: ActorOf<T>, id: Sscc) -> DispatchResult {
		let by = actor.institution;
		let transit = Self::transit_of(id)?;
		ensure!(transit.from == by, Error::<T>::NotHolder);

		Units::<T>::mutate(id, |unit| {
			if let Some(unit) = unit {
				unit.place = Place::Held(by);
			}
		});

		Self::deposit_event(Event::ShippingVoided { unit: id, by });
		Ok(())
	}

	/// The shipment that a container is the outermost one of.
	fn transit_of(id: Sscc) -> Result<Transit, Error<T>> {
		let unit = Units::<T>::get(id).ok_or(Error::<T>::UnknownUnit)?;
		match unit.place {
			Place::InTransit(transit) => Ok(transit),
			Place::Held(_) => Err(Error::<T>::NotInTransit),
			Place::Inside { .. } => Err(Error::<T>::InsideAnother),
		}
	}
}
