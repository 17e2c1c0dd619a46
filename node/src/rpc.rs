// SPDX-License-Identifier: Apache-2.0

//! What the node answers beside the standard methods: nonces, fees and finality proofs. Everything
//! else a dApp asks the runtime itself.

use galen_runtime::opaque::Block;
use galen_runtime_common::{AccountId, Balance, Hash, Nonce};
use jsonrpsee::RpcModule;
use polkadot_sdk::*;
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_rpc::SubscriptionTaskExecutor;
use sc_transaction_pool_api::TransactionPool;
use std::sync::Arc;

/// What the methods need of GRANDPA.
pub struct Grandpa<Backend> {
	pub shared_voter_state: SharedVoterState,
	pub shared_authority_set: SharedAuthoritySet<Hash, u32>,
	pub justification_stream: GrandpaJustificationStream<Block>,
	pub finality_provider: Arc<FinalityProofProvider<Backend, Block>>,
}

/// The methods.
pub fn create<Client, Pool, Backend>(
	client: Arc<Client>,
	pool: Arc<Pool>,
	executor: SubscriptionTaskExecutor,
	grandpa: Grandpa<Backend>,
) -> Result<RpcModule<()>, Box<dyn std::error::Error + Send + Sync>>
where
	Client: sp_api::ProvideRuntimeApi<Block>
		+ sp_blockchain::HeaderBackend<Block>
		+ sp_blockchain::HeaderMetadata<Block, Error = sp_blockchain::Error>
		+ Send
		+ Sync
		+ 'static,
	Client::Api: substrate_frame_rpc_system::AccountNonceApi<Block, AccountId, Nonce>,
	Client::Api: pallet_transaction_payment_rpc::TransactionPaymentRuntimeApi<Block, Balance>,
	Client::Api: sp_block_builder::BlockBuilder<Block>,
	Pool: TransactionPool + 'static,
	Backend: sc_client_api::Backend<Block> + Send + Sync + 'static,
{
	use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
	use sc_consensus_grandpa_rpc::GrandpaApiServer;
	use substrate_frame_rpc_system::{System, SystemApiServer};

	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), pool).into_rpc())?;
	module.merge(TransactionPayment::new(client).into_rpc())?;
	module.merge(
		sc_consensus_grandpa_rpc::Grandpa::new(
			executor,
			grandpa.shared_authority_set,
			grandpa.shared_voter_state,
			grandpa.justification_stream,
			grandpa.finality_provider,
		)
		.into_rpc(),
	)?;
	Ok(module)
}
