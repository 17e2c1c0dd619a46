// SPDX-License-Identifier: Apache-2.0

//! What becomes of a node after it was admitted.

use crate::*;
use frame_support::{ensure, traits::Get};
use galen_primitives::Moment;
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	pub(crate) fn node_of(id: NodeId) -> Result<NodeOf<T>, Error<T>> {
		Nodes::<T>::get(id).ok_or(Error::<T>::UnknownNode)
	}

	/// Makes a node of an application, unless something stands in its way by now.
	pub(crate) fn admit(application: ApplicationId) -> Result<NodeId, DispatchError> {
		let Application { institution, account, form, .. } = Self::application_of(application)?;
		ensure!(T::Members::is_in_force(institution), Error::<T>::Suspended);
		ensure!(Self::blacklist_of(&form.peer, institution).is_none(), Error::<T>::Blacklisted);
		let parameters = CurrentParameters::<T>::get();
		Self::ensure_room(&account, institution, form.kind, &parameters)?;
		Applications::<T>::remove(application);
		Applicants::<T>::remove(institution);

		let now = Self::now();
		let node = NodeOf::<T> {
			institution,
			account,
			form,
			admitted: now,
			probation: now.saturating_add(T::ProbationTerm::get()),
			expires: Some(now.saturating_add(T::AdmissionTerm::get())),
			active: false,
			suspension: None,
			rests: 0,
			missed: 0,
			answered: None,
			end: None,
		};
		Ok(Self::add_node(node)?)
	}

	/// Gives a node a number, and a validator a seat.
	pub(crate) fn add_node(node: NodeOf<T>) -> Result<NodeId, Error<T>> {
		let id = NextNode::<T>::get();
		NextNode::<T>::put(id.checked_add(1).ok_or(Error::<T>::TooManyNodes)?);
		NodeCount::<T>::mutate(|count| *count = count.saturating_add(1));
		if node.form.kind == NodeKind::Validator {
			let seat = SeatOf::<T> {
				node: id,
				account: node.account.clone(),
				institution: node.institution,
				jurisdiction: T::Members::jurisdiction(node.institution).unwrap_or_default(),
			};
			Seats::<T>::try_mutate(|seats| seats.try_push(seat))
				.map_err(|_| Error::<T>::TooManyNodes)?;
		}
		Peers::<T>::insert(node.form.peer, PeerUse::Node(id));
		Nodes::<T>::insert(id, node);
		Ok(id)
	}

	pub(crate) fn do_activate(actor: ActorOf<T>, id: NodeId) -> DispatchResult {
		Self::mutate_own(&actor, id, |node, now| {
			ensure!(node.form.kind == NodeKind::Validator, Error::<T>::NotAValidatorNode);
			match node.suspended(now).map(|suspension| suspension.cause) {
				Some(Cause::Equivocation | Cause::Emergency) => {
					return Err(Error::<T>::Suspended);
				},
				Some(Cause::Absence | Cause::Lost) => node.suspension = None,
				None => ensure!(!node.active, Error::<T>::AlreadyActive),
			}
			ensure!(T::SessionKeys::are_set(&node.account), Error::<T>::NoSessionKeys);
			node.active = true;
			node.missed = 0;
			Ok(())
		})?;
		Self::deposit_event(Event::Activated { node: id });
		Ok(())
	}

	pub(crate) fn do_stand_down(actor: ActorOf<T>, id: NodeId) -> DispatchResult {
		Self::mutate_own(&actor, id, |node, _| {
			ensure!(node.active, Error::<T>::NotActive);
			node.active = false;
			Ok(())
		})?;
		Self::deposit_event(Event::StoodDown { node: id });
		Ok(())
	}

	pub(crate) fn do_renew(actor: ActorOf<T>, id: NodeId, agreement: u32) -> DispatchResult {
		ensure!(
			agreement == CurrentParameters::<T>::get().agreement,
			Error::<T>::AgreementOutdated
		);
		let expires = Self::mutate_own(&actor, id, |node, now| {
			ensure!(
				node.suspended(now).is_none_or(|suspension| {
					matches!(suspension.cause, Cause::Absence | Cause::Lost)
				}),
				Error::<T>::Suspended
			);
			let expires = node
				.expires
				.filter(|expires| expires.saturating_sub(T::RenewalWindow::get()) <= now)
				.ok_or(Error::<T>::NotYetRenewable)?
				.saturating_add(T::AdmissionTerm::get());
			node.expires = Some(expires);
			node.form.agreement = agreement;
			Ok(expires)
		})?;
		Self::deposit_event(Event::Renewed { node: id, expires, agreement });
		Ok(())
	}

	pub(crate) fn do_exit(actor: ActorOf<T>, id: NodeId) -> DispatchResult {
		Self::mutate_own(&actor, id, |node, _| {
			node.end = Some(End::Exited);
			Ok(())
		})?;
		Self::deposit_event(Event::Exited { node: id });
		Ok(())
	}

	/// Ends a node's admission because a ballot wants it.
	pub(crate) fn remove_node(id: NodeId, blacklist: Option<Moment>) -> Result<(), Error<T>> {
		let mut node = Self::node_of(id)?;
		ensure!(node.end.is_none(), Error::<T>::Over);
		node.end = Some(End::Removed);
		if let Some(term) = blacklist {
			let until = Self::now().saturating_add(term);
			PeerBlacklist::<T>::insert(node.form.peer, until);
			InstitutionBlacklist::<T>::insert(node.institution, until);
		}
		Nodes::<T>::insert(id, node);
		Ok(())
	}

	pub(crate) fn do_reap(id: NodeId) -> DispatchResult {
		let node = Self::node_of(id)?;
		ensure!(node.is_over(Self::now()), Error::<T>::NotOver);
		if node.form.kind == NodeKind::Validator {
			ensure!(!Self::is_validating(&node.account), Error::<T>::InTheSet);
			Seats::<T>::mutate(|seats| seats.retain(|seat| seat.node != id));
		}
		Self::forget(id, &node);
		Ok(())
	}

	/// Forgets a node that has no seat any more.
	pub(crate) fn forget(id: NodeId, node: &NodeOf<T>) {
		let peer = node.form.peer;
		Nodes::<T>::remove(id);
		Peers::<T>::remove(peer);
		NodeCount::<T>::mutate(|count| *count = count.saturating_sub(1));
		Self::deposit_event(Event::Released { node: id, peer });
	}

	/// Whether the account validates in this session or in the next: its session keys must not be
	/// purged then.
	pub fn is_validating(account: &T::AccountId) -> bool {
		PlannedSet::<T>::get().contains(account) || LiveSet::<T>::get().contains(account)
	}

	/// Changes a node of the actor's institution that isn't over.
	fn mutate_own<R>(
		actor: &ActorOf<T>,
		id: NodeId,
		change: impl FnOnce(&mut NodeOf<T>, Moment) -> Result<R, Error<T>>,
	) -> Result<R, Error<T>> {
		let mut node = Self::node_of(id)?;
		ensure!(node.institution == actor.institution, Error::<T>::NotYours);
		let now = Self::now();
		ensure!(!node.is_over(now), Error::<T>::Over);
		let result = change(&mut node, now)?;
		Nodes::<T>::insert(id, node);
		Ok(result)
	}
}
