// SPDX-License-Identifier: Apache-2.0

//! Keeps the node's connections to the nodes that the chain has admitted.
//!
//! Who may connect is what the chain says at the last finalised or at the best block, plus the
//! operator's reserved nodes. A node that was admitted a moment ago isn't turned away by those who
//! have seen less, and one that was removed is disconnected once its removal is final. A chain that
//! has admitted nobody, such as one for development, is open to all.

use futures::StreamExt;
use galen_runtime_api::NodeAdmissionApi;
use galen_runtime_common::{AccountId, Hash};
use polkadot_sdk::*;
use sc_client_api::BlockchainEvents;
use sc_network::{service::traits::NetworkService, PeerId};
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_consensus::SyncOracle;
use sp_runtime::traits::Block as BlockT;
use std::{collections::HashSet, sync::Arc};

/// What the task needs to know of the node.
pub struct AdmittedPeers<Client, Sync> {
	/// Knows the chain.
	pub client: Arc<Client>,
	/// Connects to others.
	pub network: Arc<dyn NetworkService>,
	/// Knows whether the node is still catching up.
	pub sync: Arc<Sync>,
	/// Whom the operator wants connected whatever the chain says (`--reserved-nodes`).
	pub reserved: HashSet<PeerId>,
}

impl<Client, Sync> AdmittedPeers<Client, Sync> {
	/// Follows finality for as long as the node runs.
	///
	/// A node that catches up takes blocks from whoever gives them: it would judge by a state long
	/// past. From then on the order matters to litep2p: reserved-only first, while nobody is
	/// reserved. Switched on later, it takes every peer for one that it has asked to leave, and
	/// never asks those whose admission ends.
	pub async fn run<Block>(self)
	where
		Block: BlockT<Hash = Hash>,
		Client: BlockchainEvents<Block> + HeaderBackend<Block> + ProvideRuntimeApi<Block>,
		Client::Api: NodeAdmissionApi<Block, AccountId>,
		Sync: SyncOracle,
	{
		let mut finality = self.client.finality_notification_stream();
		let mut kept: Option<HashSet<PeerId>> = None;
		while let Some(notification) = finality.next().await {
			if kept.is_none() && self.sync.is_major_syncing() {
				continue;
			}
			let best = self.client.info().best_hash;
			let wanted = match self.wanted(&[notification.hash, best]) {
				Ok(wanted) => wanted,
				Err(error) => {
					log::warn!(target: "peers", "The admitted peers are unknown: {error}");
					continue;
				},
			};
			match (&kept, &wanted) {
				(None, None) => continue,
				(None, Some(_)) => self.network.set_authorized_only(true),
				(Some(_), None) => self.network.set_authorized_only(false),
				(Some(before), Some(now)) if before == now => continue,
				(Some(_), Some(_)) => {},
			}
			if let Some(peers) = &wanted {
				log::info!(target: "peers", "Connecting to {} admitted peers alone", peers.len());
				self.network.set_authorized_peers(peers.clone());
			}
			kept = wanted;
		}
	}

	/// Who may be connected: who is admitted at any of the blocks, and the operator's own. Nothing
	/// where the chain leaves it open.
	fn wanted<Block>(&self, blocks: &[Hash]) -> Result<Option<HashSet<PeerId>>, ApiError>
	where
		Block: BlockT<Hash = Hash>,
		Client: ProvideRuntimeApi<Block>,
		Client::Api: NodeAdmissionApi<Block, AccountId>,
	{
		let mut peers = HashSet::new();
		for block in blocks {
			// An instance of the API is for one block.
			let admitted = self.client.runtime_api().admitted_peers(*block)?;
			peers.extend(admitted.iter().filter_map(|peer| PeerId::from_ed25519(&peer.peer.0)));
		}
		if peers.is_empty() {
			return Ok(None);
		}
		peers.extend(&self.reserved);
		peers.remove(&self.network.local_peer_id());
		Ok(Some(peers))
	}
}
