// SPDX-License-Identifier: Apache-2.0

//! Who may connect.

use crate::*;
use alloc::vec::Vec;
use galen_primitives::{InstitutionId, Moment};

impl<T: Config> Pallet<T> {
	/// Until when the network key or the institution can't come back, if either can't now.
	pub(crate) fn blacklist_of(peer: &PeerId, institution: InstitutionId) -> Option<Moment> {
		let now = Self::now();
		PeerBlacklist::<T>::get(peer)
			.max(InstitutionBlacklist::<T>::get(institution))
			.filter(|until| now < *until)
	}

	/// Every node that may connect. Who is in the set may, whatever is held against it: the set
	/// couldn't do without it yet.
	pub(crate) fn connectable() -> Vec<AdmittedPeer> {
		let now = Self::now();
		let sets = (PlannedSet::<T>::get(), LiveSet::<T>::get());
		let mut peers: Vec<_> = Nodes::<T>::iter()
			.filter(|(_, node)| {
				!matches!(Self::standing_of(node, &sets, now), Standing::Suspended | Standing::Over)
			})
			.map(|(id, node)| AdmittedPeer {
				node: id,
				institution: node.institution,
				kind: node.form.kind,
				peer: node.form.peer,
				multihash: node.form.peer.to_multihash(),
			})
			.collect();
		peers.sort_by_key(|peer| peer.node);
		peers
	}
}
