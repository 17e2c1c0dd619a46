// SPDX-License-Identifier: Apache-2.0

//! Blocks, time, and the checks that every scenario ends with.

use crate::*;
use codec::{Decode, DecodeAll, Encode};
use galen_runtime::{
	apis::api, configs::SLOT_DURATION, genesis_presets, Block, NodeAdmission, RuntimeGenesisConfig,
	Timestamp,
};
use polkadot_sdk::{
	frame_support::{
		genesis_builder_helper::{build_state, get_preset},
		inherent::ProvideInherent,
		storage::{with_transaction, TransactionOutcome},
	},
	sp_consensus_aura::{digests::CompatibleDigestItem, sr25519::AuthoritySignature, Slot},
	sp_core::offchain::{testing::TestTransactionPoolExt, TransactionPoolExt},
	sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET},
	sp_inherents::InherentData,
	sp_io::{storage, TestExternalities},
	sp_runtime::{
		traits::{Dispatchable, Header as _},
		transaction_validity::{TransactionSource, TransactionValidity},
		ApplyExtrinsicResult, Digest as BlockDigest, DigestItem,
	},
};
use serde_json::Value;

/// When chains begin: 2026-01-01, 00:00 UTC.
pub const START: Moment = 1_767_225_600_000;

/// A chain that isn't started yet.
pub struct Scenario {
	preset: &'static str,
}

/// A chain, and the block that is being made.
///
/// Every block is made twice: as its author makes it, transaction by transaction, and then from
/// its bytes, as all other nodes import it. Both must come to the same state.
pub struct Chain {
	/// The hash of block zero, which transactions are signed for.
	genesis: Hash,
	/// The header of the last finished block.
	parent: Header,
	/// The slot of the block that is being made.
	slot: u64,
	/// What is in it so far.
	extrinsics: Vec<UncheckedExtrinsic>,
	/// The finished blocks, but for block zero.
	history: Vec<Block>,
	/// Takes what the runtime has sent to the node's transaction pool.
	pool: Box<dyn Fn() -> Vec<Vec<u8>>>,
}

impl Chain {
	/// The preset with one validator.
	pub fn development() -> Scenario {
		Scenario { preset: DEV_RUNTIME_PRESET }
	}

	/// The preset with four validators.
	pub fn local_testnet() -> Scenario {
		Scenario { preset: LOCAL_TESTNET_RUNTIME_PRESET }
	}
}

impl Scenario {
	/// Starts the chain, tells the `story`, finishes the last block and checks that the state of
	/// each of our pallets is sound.
	pub fn run<R>(self, story: impl FnOnce(&mut Chain) -> R) -> R {
		let (pool, submitted) = TestTransactionPoolExt::new();
		let mut externalities = TestExternalities::new_empty();
		externalities.register_extension(TransactionPoolExt::new(pool));
		let pool = Box::new(move || submitted.write().transactions.drain(..).collect());
		externalities.execute_with(|| {
			let mut chain = Chain::start(self.preset, pool);
			let outcome = story(&mut chain);
			chain.finish_block();
			chain.check();
			outcome
		})
	}
}

/// Calls a function of the runtime by its name, as a node does.
pub fn api<R: Decode>(function: &str, arguments: impl Encode) -> R {
	let answer = api::dispatch(function, &arguments.encode())
		.unwrap_or_else(|| panic!("the runtime has no {function}"));
	R::decode_all(&mut &answer[..]).unwrap_or_else(|error| panic!("{function}: {error}"))
}

/// What `act` comes to, without a trace.
pub fn in_vain<R>(act: impl FnOnce() -> R) -> R {
	let outcome = with_transaction(|| -> TransactionOutcome<Result<R, DispatchError>> {
		TransactionOutcome::Rollback(Ok(act()))
	});
	outcome.expect("transactions aren't nested so deeply; qed")
}

/// What would come of `call` from `origin`: no signature, no fee, no trace.
pub fn dispatch_in_vain(call: RuntimeCall, origin: impl Into<RuntimeOrigin>) -> DispatchResult {
	in_vain(|| call.dispatch(origin.into()).map(|_| ()).map_err(|failed| failed.error))
}

impl Chain {
	fn start(preset: &str, pool: Box<dyn Fn() -> Vec<Vec<u8>>>) -> Self {
		let mut genesis = preset_json(None);
		merge(&mut genesis, preset_json(Some(preset)));
		build_state::<RuntimeGenesisConfig>(genesis.to_string().into_bytes())
			.expect("presets are sound");
		let version = galen_runtime::VERSION.state_version();
		let state_root = Hash::decode_all(&mut &storage::root(version)[..]).expect("a hash; qed");
		let parent = Header {
			parent_hash: Hash::zero(),
			number: 0,
			state_root,
			extrinsics_root: Hash::zero(),
			digest: BlockDigest::default(),
		};
		let mut chain = Self {
			genesis: parent.hash(),
			parent,
			slot: START / SLOT_DURATION,
			extrinsics: Vec::new(),
			history: Vec::new(),
			pool,
		};
		chain.begin_block();
		chain
	}

	/// The hash of block zero.
	pub fn genesis_hash(&self) -> Hash {
		self.genesis
	}

	/// The last finished block.
	pub fn parent(&self) -> &Header {
		&self.parent
	}

	/// The finished blocks, but for block zero.
	pub fn history(&self) -> &[Block] {
		&self.history
	}

	/// The time of the block that is being made.
	pub fn now(&self) -> Moment {
		Timestamp::get()
	}

	/// Finishes the block and begins the next.
	pub fn next_block(&mut self) {
		self.wait(SLOT_DURATION);
	}

	/// So many times.
	pub fn blocks(&mut self, count: u32) {
		for _ in 0..count {
			self.next_block();
		}
	}

	/// Finishes the block and begins the next at least so many milliseconds later. Slots in between
	/// stay empty.
	pub fn wait(&mut self, time: Moment) {
		self.finish_block();
		self.slot += time.div_ceil(SLOT_DURATION).max(1);
		self.begin_block();
	}

	/// Adds the transaction that these bytes are to the block, if it is valid there.
	pub fn apply(&mut self, extrinsic: &[u8]) -> ApplyExtrinsicResult {
		let extrinsic = match UncheckedExtrinsic::decode_all(&mut &extrinsic[..]) {
			Ok(extrinsic) => extrinsic,
			Err(_) => return Err(InvalidTransaction::Call.into()),
		};
		let applied = with_transaction(|| {
			let result: ApplyExtrinsicResult = api("BlockBuilder_apply_extrinsic", &extrinsic);
			match result {
				Ok(applied) => TransactionOutcome::Commit(Ok(Ok(applied))),
				Err(invalid) => TransactionOutcome::Rollback(Ok::<_, DispatchError>(Err(invalid))),
			}
		})
		.expect("transactions aren't nested so deeply; qed");
		if applied.is_ok() {
			self.extrinsics.push(extrinsic);
		}
		applied
	}

	/// What the transaction pool says to a transaction, once the block is finished as it is.
	pub fn validate(&self, source: TransactionSource, extrinsic: &[u8]) -> TransactionValidity {
		let extrinsic = UncheckedExtrinsic::decode_all(&mut &extrinsic[..])
			.map_err(|_| InvalidTransaction::Call)?;
		in_vain(|| {
			let header: Header = api("BlockBuilder_finalize_block", ());
			api("TaggedTransactionQueue_validate_transaction", (source, extrinsic, header.hash()))
		})
	}

	/// Takes what the runtime has sent to the transaction pool.
	pub fn pooled(&self) -> Vec<Vec<u8>> {
		(self.pool)()
	}

	/// The events of the block so far.
	pub fn events(&self) -> Vec<RuntimeEvent> {
		System::read_events_no_consensus().map(|record| record.event).collect()
	}

	/// Checks that the state of each of our pallets is sound.
	pub fn check(&self) {
		Self::check_state();
	}

	/// The same, of whatever state is at hand.
	pub fn check_state() {
		for (pallet, outcome) in [
			("institutions", Institutions::do_try_state()),
			("patients", Patients::do_try_state()),
			("patient records", Records::do_try_state()),
			("consent", Consent::do_try_state()),
			("disclosures", Disclosures::do_try_state()),
			("node admission", NodeAdmission::do_try_state()),
			("device lifecycle", Devices::do_try_state()),
			("drug provenance", Medicines::do_try_state()),
			("clinical trials", Trials::do_try_state()),
			("insurance claims", Claims::do_try_state()),
			("seats", Seats::do_try_state()),
		] {
			assert_eq!(outcome, Ok(()), "{pallet}");
		}
	}

	/// What comes of a story that begins with this block, in which nothing has happened yet, and is
	/// forgotten afterwards.
	pub fn fork<R>(&mut self, story: impl FnOnce(&mut Self) -> R) -> R {
		assert_eq!(self.extrinsics.len(), 1, "there is more than the inherent in it");
		self.drop_block();
		let (parent, slot, height) = (self.parent.clone(), self.slot, self.history.len());
		storage::start_transaction();
		self.begin_block();
		let outcome = story(self);
		self.drop_block();
		storage::rollback_transaction();
		(self.parent, self.slot) = (parent, slot);
		self.history.truncate(height);
		self.begin_block();
		outcome
	}

	/// What `read` finds after the last finished block. In the one after it, nothing has happened yet.
	pub fn between_blocks<R>(&mut self, read: impl FnOnce() -> R) -> R {
		assert_eq!(self.extrinsics.len(), 1, "there is more than the inherent in it");
		self.drop_block();
		let outcome = read();
		self.begin_block();
		outcome
	}

	fn drop_block(&mut self) {
		storage::rollback_transaction();
		self.extrinsics.clear();
	}

	fn begin_block(&mut self) {
		storage::start_transaction();
		let pre_digest = <DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_pre_digest(
			Slot::from(self.slot),
		);
		let header = Header::new(
			self.parent.number + 1,
			Hash::zero(),
			Hash::zero(),
			self.parent.hash(),
			BlockDigest { logs: vec![pre_digest] },
		);
		let () = match api::dispatch("Core_initialize_block", &header.encode()) {
			Some(_) => (),
			None => unreachable!("every runtime begins blocks"),
		};
		let mut inherents = InherentData::new();
		let time: Moment = self.slot * SLOT_DURATION;
		inherents
			.put_data(<Timestamp as ProvideInherent>::INHERENT_IDENTIFIER, &time)
			.expect("the only one; qed");
		let extrinsics: Vec<UncheckedExtrinsic> =
			api("BlockBuilder_inherent_extrinsics", inherents);
		for inherent in extrinsics {
			assert_eq!(self.apply(&inherent.encode()), Ok(Ok(())), "an inherent");
		}
	}

	fn finish_block(&mut self) {
		let header: Header = api("BlockBuilder_finalize_block", ());
		storage::rollback_transaction();
		let extrinsics = core::mem::take(&mut self.extrinsics);
		let block = Block { header: header.clone(), extrinsics };
		let () = api("Core_execute_block", block.clone());
		self.history.push(block);
		self.parent = header;
	}
}

/// A preset, or the defaults that presets amend.
fn preset_json(name: Option<&str>) -> Value {
	let json = get_preset::<RuntimeGenesisConfig>(&name.map(PresetId::from), genesis_presets::get)
		.expect("the runtime has the preset");
	serde_json::from_slice(&json).expect("presets are JSON")
}

/// Merges `patch` into `base` as RFC 7396 says, and as chain specifications do.
pub fn merge(base: &mut Value, patch: Value) {
	match (base, patch) {
		(Value::Object(base), Value::Object(patch)) => {
			for (key, value) in patch {
				if value.is_null() {
					base.remove(&key);
				} else {
					merge(base.entry(key).or_insert(Value::Null), value);
				}
			}
		},
		(base, patch) => *base = patch,
	}
}
