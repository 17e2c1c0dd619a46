// SPDX-License-Identifier: Apache-2.0

//! A node without a network: a client that executes the wasm blob over ParityDB, set up as the node
//! sets up its own.

use anyhow::{ensure, Context, Result};
use codec::{Decode, DecodeAll, Encode};
use futures::executor::block_on;
use galen_runtime::{
	apis::RuntimeApi,
	configs::SLOT_DURATION,
	opaque::{Block, UncheckedExtrinsic},
	BlockNumber, Hash, Runtime, RuntimeEvent,
};
use polkadot_sdk::{
	frame_support::{dispatch::PerDispatchClass, storage::storage_prefix, weights::Weight},
	frame_system::{self, EventRecord},
	sc_block_builder::BlockBuilderBuilder,
	sc_chain_spec::GenesisBlockBuilder,
	sc_client_api::{
		execution_extensions::ExecutionExtensions, CallExecutor, ExecutorProvider, StorageProvider,
	},
	sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode},
	sc_consensus::{BlockImport, BlockImportParams, ForkChoiceStrategy, ImportResult, StateAction},
	sc_executor::WasmExecutor,
	sc_service::{self, config::ExecutorConfiguration, ClientConfig, TFullBackend, TFullClient},
	sp_api::{Core, ProvideRuntimeApi},
	sp_blockchain::HeaderBackend,
	sp_consensus::BlockOrigin,
	sp_consensus_aura::{digests::CompatibleDigestItem, sr25519::AuthoritySignature, Slot},
	sp_core::{
		storage::{well_known_keys::CODE, Storage, StorageKey},
		testing::TaskExecutor,
		traits::CallContext,
	},
	sp_inherents::InherentData,
	sp_io::SubstrateHostFunctions,
	sp_runtime::{traits::Block as _, Digest, DigestItem},
	sp_timestamp,
};
use std::{
	collections::BTreeMap,
	env, fs,
	path::{Path, PathBuf},
	sync::{
		atomic::{AtomicU32, Ordering},
		Arc, OnceLock,
	},
	thread,
	time::{Duration, Instant},
};

type Executor = WasmExecutor<SubstrateHostFunctions>;
type Client = TFullClient<Block, RuntimeApi, Executor>;
type Backend = TFullBackend<Block>;

/// As much of the trie is kept in memory, in bytes, as a node keeps unless it is told otherwise.
const TRIE_CACHE: usize = 1 << 30;
/// So many blocks' states are kept, as a node does.
const KEPT_STATES: u32 = 256;

/// The wasm blob that is measured: the file that `GALEN_WASM` names, or what was built with this.
pub fn wasm() -> Result<Vec<u8>> {
	match (env::var_os("GALEN_WASM"), galen_runtime::WASM_BINARY) {
		(Some(file), _) => {
			fs::read(&file).with_context(|| PathBuf::from(file).display().to_string())
		},
		(None, Some(built)) => Ok(built.to_vec()),
		(None, None) => anyhow::bail!(
			"the runtime was built without its wasm blob (SKIP_WASM_BUILD): set GALEN_WASM to a file"
		),
	}
}

/// The executor of all nodes: the blob is compiled once.
fn executor() -> Executor {
	static EXECUTOR: OnceLock<Executor> = OnceLock::new();
	let new = || sc_service::new_wasm_executor(&ExecutorConfiguration::default());
	EXECUTOR.get_or_init(new).clone()
}

/// A folder of its own, which is gone when nobody needs it.
pub struct Folder(PathBuf);

impl Folder {
	fn new() -> Result<Self> {
		static NEXT: AtomicU32 = AtomicU32::new(0);
		let number = NEXT.fetch_add(1, Ordering::Relaxed);
		let path = env::temp_dir().join(format!("galen-bench-{}-{number}", std::process::id()));
		fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
		Ok(Self(path))
	}

	/// How many bytes are in it.
	pub fn size(&self) -> Result<u64> {
		fn size(path: &Path) -> std::io::Result<u64> {
			fs::read_dir(path)?.try_fold(0, |sum, entry| {
				let entry = entry?;
				let about = entry.metadata()?;
				Ok(sum + if about.is_dir() { size(&entry.path())? } else { about.len() })
			})
		}
		Ok(size(&self.0)?)
	}

	/// Another one with the same in it.
	pub fn copy(&self) -> Result<Self> {
		fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
			fs::create_dir_all(to)?;
			for entry in fs::read_dir(from)? {
				let entry = entry?;
				let to = to.join(entry.file_name());
				match entry.metadata()?.is_dir() {
					true => copy(&entry.path(), &to)?,
					false => drop(fs::copy(entry.path(), to)?),
				}
			}
			Ok(())
		}
		let other = Self::new()?;
		copy(&self.0, &other.0)?;
		Ok(other)
	}
}

impl Drop for Folder {
	fn drop(&mut self) {
		// What is left of it is in the way of nobody.
		let _ = fs::remove_dir_all(&self.0);
	}
}

/// Keys and values.
pub type State = BTreeMap<Vec<u8>, Vec<u8>>;

/// Where a chain begins: a state, in a database, and its slot.
pub struct Genesis {
	folder: Folder,
	slot: u64,
}

impl Genesis {
	/// With this state, which lacks the code, and was left in this slot. Blocks count anew from it.
	pub fn new(mut state: State, slot: u64) -> Result<Self> {
		state.insert(CODE.to_vec(), wasm()?);
		let number = storage_prefix(b"System", b"Number");
		state.insert(number.to_vec(), BlockNumber::default().encode());
		let folder = Folder::new()?;
		let storage = Storage { top: state, children_default: Default::default() };
		Node::at(&folder, storage)?.close();
		Ok(Self { folder, slot })
	}

	/// A node of its own that begins here.
	pub fn node(&self) -> Result<Node> {
		let folder = self.folder.copy()?;
		let mut node = Node::at(&folder, Storage::default())?;
		(node.folder, node.slot) = (Some(folder), self.slot);
		Ok(node)
	}

	/// How long the database is.
	pub fn size(&self) -> Result<u64> {
		self.folder.size()
	}
}

/// A node without a network.
pub struct Node {
	client: Arc<Client>,
	backend: Arc<Backend>,
	slot: u64,
	// Last, so that it goes after the database that is in it.
	folder: Option<Folder>,
}

impl Node {
	/// Opens the database in the folder, which begins with `storage` if there is none.
	fn at(folder: &Folder, storage: Storage) -> Result<Self> {
		let backend = sc_service::new_db_backend::<Block>(DatabaseSettings {
			trie_cache_maximum_size: Some(TRIE_CACHE),
			state_pruning: Some(PruningMode::blocks_pruning(KEPT_STATES)),
			source: DatabaseSource::ParityDb { path: folder.0.clone() },
			blocks_pruning: BlocksPruning::KeepFinalized,
			pruning_filters: Vec::new(),
			metrics_registry: None,
		})?;
		let executor = executor();
		let genesis = GenesisBlockBuilder::new_with_storage(
			storage,
			true,
			backend.clone(),
			executor.clone(),
		)?;
		let client = sc_service::new_client(
			backend.clone(),
			executor.clone(),
			genesis,
			Default::default(),
			Default::default(),
			ExecutionExtensions::new(None, Arc::new(executor)),
			Box::new(TaskExecutor::new()),
			None,
			None,
			ClientConfig::default(),
		)?;
		Ok(Self { client: Arc::new(client), backend, slot: 0, folder: None })
	}

	/// Closes the database.
	fn close(self) {
		let Self { client, backend, folder, .. } = self;
		drop(client);
		// Tasks of the client's end after it, and hold the database until then.
		for _ in 0..1_000 {
			if Arc::strong_count(&backend) == 1 {
				break;
			}
			thread::sleep(Duration::from_millis(10));
		}
		drop(backend);
		drop(folder);
	}

	/// The hash of block zero, which transactions are signed for.
	pub fn genesis(&self) -> Hash {
		self.client.info().genesis_hash
	}

	/// Builds the next block, with these transactions in it.
	pub fn build(&mut self, transactions: &[Vec<u8>]) -> Result<Block> {
		self.slot += 1;
		let pre_digest = <DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_pre_digest(
			Slot::from(self.slot),
		);
		let best = self.client.info();
		let mut builder = BlockBuilderBuilder::new(&*self.client)
			.on_parent_block(best.best_hash)
			.with_parent_block_number(best.best_number)
			.with_inherent_digests(Digest { logs: vec![pre_digest] })
			.build()?;
		let mut inherents = InherentData::new();
		let time = sp_timestamp::Timestamp::new(self.slot * SLOT_DURATION);
		inherents.put_data(sp_timestamp::INHERENT_IDENTIFIER, &time)?;
		for inherent in builder.create_inherents(inherents)? {
			builder.push(inherent)?;
		}
		for (number, transaction) in transactions.iter().enumerate() {
			let transaction = UncheckedExtrinsic::decode_all(&mut &transaction[..])?;
			builder.push(transaction).with_context(|| format!("transaction {number}"))?;
		}
		Ok(builder.build()?.block)
	}

	/// Imports a block as one of the network's: executes it, writes it and its state, finalises it.
	pub fn import(&self, block: &Block) -> Result<Duration> {
		let (header, body) = block.clone().deconstruct();
		let mut params = BlockImportParams::new(BlockOrigin::NetworkBroadcast, header);
		params.body = Some(body);
		params.state_action = StateAction::Execute;
		params.fork_choice = Some(ForkChoiceStrategy::LongestChain);
		params.finalized = true;
		let start = Instant::now();
		let imported = block_on(self.client.import_block(params))?;
		let time = start.elapsed();
		ensure!(matches!(imported, ImportResult::Imported(_)), "not imported: {imported:?}");
		Ok(time)
	}

	/// Executes a block and forgets it.
	pub fn execute(&self, block: &Block) -> Result<Duration> {
		let parent = block.header.parent_hash;
		let block = block.clone();
		let api = self.client.runtime_api();
		let start = Instant::now();
		api.execute_block(parent, block.into())?;
		Ok(start.elapsed())
	}

	/// Asks the runtime.
	pub fn ask<Answer: Decode>(
		&self,
		function: &str,
		arguments: impl Encode,
	) -> Result<(Answer, Duration)> {
		let arguments = arguments.encode();
		let best = self.client.info().best_hash;
		let context = CallContext::Offchain;
		let start = Instant::now();
		let answer = self.client.executor().call(best, function, &arguments, context)?;
		let time = start.elapsed();
		Ok((Answer::decode_all(&mut &answer[..])?, time))
	}

	/// What stands under a key now.
	fn stored<Value: Decode>(&self, key: impl AsRef<[u8]>) -> Result<Option<Value>> {
		let best = self.client.info().best_hash;
		let value = self.client.storage(best, &StorageKey(key.as_ref().to_vec()))?;
		Ok(value.map(|value| Value::decode_all(&mut &value.0[..])).transpose()?)
	}

	/// What the transactions of the last block were charged in all, and how many of them failed.
	pub fn outcome(&self) -> Result<Outcome> {
		let weights: PerDispatchClass<Weight> = self
			.stored(frame_system::BlockWeight::<Runtime>::hashed_key())?
			.context("the block's weight is gone")?;
		let events: Vec<EventRecord<RuntimeEvent, Hash>> =
			self.stored(storage_prefix(b"System", b"Events"))?.unwrap_or_default();
		let failed = events.into_iter().find_map(|record| match record.event {
			RuntimeEvent::System(frame_system::Event::ExtrinsicFailed {
				dispatch_error, ..
			}) => Some(dispatch_error),
			_ => None,
		});
		let charged = |class| weights.get(class).ref_time();
		use polkadot_sdk::frame_support::dispatch::DispatchClass::{Normal, Operational};
		if let Some(error) = failed {
			anyhow::bail!("a transaction failed: {error:?}");
		}
		Ok(Outcome { charged: charged(Normal) + charged(Operational) })
	}
}

/// What became of a block's transactions, none of which failed.
pub struct Outcome {
	/// What they were charged in all, in picoseconds.
	pub charged: u64,
}
