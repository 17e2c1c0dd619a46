// SPDX-License-Identifier: Apache-2.0

//! A parachain in a test. The runtime's own wasm makes its blocks, as it does for a collator; each
//! comes with the proof of validity that the relay chain's validators check.

use codec::{Decode, DecodeAll, Encode};
use cumulus_primitives_parachain_inherent::{ParachainInherentData, INHERENT_IDENTIFIER};
use cumulus_primitives_proof_size_hostfunction::storage_proof_size;
use cumulus_test_relay_sproof_builder::RelayStateSproofBuilder;
use galen_parachain_runtime::{
	configs::SLOT_DURATION, Block, Hash, Header, Nonce, ParachainInfo, RuntimeCall, SignedPayload,
	Timestamp, TxExtension, UncheckedExtrinsic, VERSION, WASM_BINARY,
};
use galen_scenarios::{merge, Signer, START};
use polkadot_sdk::{
	cumulus_primitives_core::{
		relay_chain::MAX_POV_SIZE, ParachainBlockData, PersistedValidationData,
	},
	frame_metadata_hash_extension::CheckMetadataHash,
	frame_support::inherent::ProvideInherent,
	frame_system, pallet_transaction_payment,
	polkadot_parachain_primitives::primitives::{
		BlockData, HeadData, ValidationParams, ValidationResult,
	},
	sp_consensus_aura::{digests::CompatibleDigestItem, sr25519::AuthoritySignature, Slot},
	sp_core::{
		storage::well_known_keys::CODE,
		traits::{CallContext, CodeExecutor, RuntimeCode, WrappedRuntimeCode},
	},
	sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET},
	sp_inherents::InherentData,
	sp_io,
	sp_runtime::{
		generic::Era,
		traits::{BlakeTwo256, Header as _},
		ApplyExtrinsicResult, Digest, DigestItem, ExtrinsicInclusionMode, MultiAddress,
		MultiSignature,
	},
};
use sc_executor::WasmExecutor;
use serde_json::Value;
use sp_externalities::{set_and_run_with_externalities, Extensions};
use sp_state_machine::{
	Backend, BasicExternalities, Ext, InMemoryBackend, OverlayedChanges, StateMachine,
	StorageChanges, TrieBackendBuilder,
};
use sp_trie::{recorder::Recorder, CompactProof};
use std::{cell::RefCell, sync::LazyLock};

/// What a node and a validator of the relay chain offer to the runtime.
type HostFunctions = (sp_io::SubstrateHostFunctions, storage_proof_size::HostFunctions);

/// One for all tests: it compiles the runtime once.
static EXECUTOR: LazyLock<WasmExecutor<HostFunctions>> = LazyLock::new(|| {
	log::set_logger(&LastWords).expect("the only one; qed");
	log::set_max_level(log::LevelFilter::Error);
	WasmExecutor::builder().build()
});

/// Keeps what the runtime said last, thread by thread: why it panics it tells the log, and nobody
/// else.
struct LastWords;

thread_local! {
	static LAST_WORDS: RefCell<String> = const { RefCell::new(String::new()) };
}

impl log::Log for LastWords {
	fn enabled(&self, metadata: &log::Metadata) -> bool {
		metadata.level() <= log::Level::Error
	}

	fn log(&self, record: &log::Record) {
		LAST_WORDS.set(record.args().to_string());
	}

	fn flush(&self) {}
}

/// The runtime's blob.
pub fn blob() -> &'static [u8] {
	WASM_BINARY.expect("these tests run the wasm: build without SKIP_WASM_BUILD")
}

/// What `run` does with the blob, as executors want it.
fn with_code<R>(run: impl FnOnce(&RuntimeCode) -> R) -> R {
	let code = WrappedRuntimeCode(blob().into());
	let hash = sp_io::hashing::blake2_256(blob()).to_vec();
	run(&RuntimeCode { code_fetcher: &code, heap_pages: None, hash })
}

/// Calls a function of the runtime on a state, and keeps its changes in `overlay`.
fn call<R: Decode>(
	state: &impl Backend<BlakeTwo256>,
	overlay: &mut OverlayedChanges<BlakeTwo256>,
	function: &str,
	arguments: impl Encode,
) -> R {
	let (arguments, mut extensions) = (arguments.encode(), Extensions::new());
	let answer = with_code(|code| {
		let context = CallContext::Onchain { import: false };
		let mut machine = StateMachine::new(
			state,
			overlay,
			&*EXECUTOR,
			function,
			&arguments,
			&mut extensions,
			code,
			context,
		);
		machine.execute().unwrap_or_else(|error| panic!("{function}: {error}"))
	});
	R::decode_all(&mut &answer[..]).unwrap_or_else(|error| panic!("{function}: {error}"))
}

/// A parachain of one collator.
pub struct Chain {
	state: InMemoryBackend<BlakeTwo256>,
	genesis: Hash,
	parent: Header,
	/// The relay chain's slot, and the parachain's.
	slot: u64,
}

/// What a collator hands to the relay chain's validators.
#[derive(Clone)]
pub struct Candidate {
	/// The head that the relay chain knows.
	pub parent: Header,
	/// The block on top of it, sealed.
	pub block: Block,
	/// What of the state it takes to execute it.
	pub proof: CompactProof,
	/// The relay block that it was built on.
	pub relay_block: u32,
	/// The root of that block's state.
	pub relay_root: Hash,
}

impl Candidate {
	/// What the relay chain's validators say.
	pub fn validate(&self) -> Result<ValidationResult, String> {
		let block_data =
			ParachainBlockData::new(vec![self.block.clone()], self.proof.clone(), None);
		let parameters = ValidationParams {
			parent_head: HeadData(self.parent.encode()),
			block_data: BlockData(block_data.encode()),
			relay_parent_number: self.relay_block,
			relay_parent_storage_root: self.relay_root,
		};
		let mut nothing = BasicExternalities::default();
		let (answer, _) = with_code(|code| {
			EXECUTOR.call(
				&mut nothing,
				code,
				"validate_block",
				&parameters.encode(),
				CallContext::Offchain,
			)
		});
		let answer = answer.map_err(|error| format!("{}: {error}", LAST_WORDS.take()))?;
		ValidationResult::decode_all(&mut &answer[..]).map_err(|error| error.to_string())
	}

	/// Seals the header anew.
	pub fn seal(&mut self, collator: &Signer) {
		self.block.header.digest_mut().pop();
		seal(&mut self.block.header, collator);
	}
}

fn seal(header: &mut Header, collator: &Signer) {
	let seal: AuthoritySignature = collator.sign(header.hash().as_bytes()).into();
	header
		.digest_mut()
		.push(<DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_seal(seal));
}

impl Chain {
	/// The preset with one collator: Alice.
	pub fn development() -> Self {
		let state = InMemoryBackend::default();
		let preset = |name: Option<&str>| -> Value {
			let nothing = &mut OverlayedChanges::default();
			let json: Option<Vec<u8>> =
				call(&state, nothing, "GenesisBuilder_get_preset", name.map(PresetId::from));
			serde_json::from_slice(&json.expect("the runtime has the preset"))
				.expect("presets are JSON")
		};
		let mut genesis = preset(None);
		merge(&mut genesis, preset(Some(DEV_RUNTIME_PRESET)));
		let mut overlay = OverlayedChanges::default();
		let built: Result<(), String> = call(
			&state,
			&mut overlay,
			"GenesisBuilder_build_state",
			genesis.to_string().into_bytes(),
		);
		built.expect("presets are sound");
		overlay.set_storage(CODE.to_vec(), Some(blob().to_vec()));
		let genesis = changes(&state, overlay).main_storage_changes;
		Self::with_genesis(
			genesis.into_iter().filter_map(|(key, value)| Some((key, value?))),
			START,
		)
	}

	/// A chain that begins at `now` with this state.
	pub fn with_genesis(genesis: impl IntoIterator<Item = (Vec<u8>, Vec<u8>)>, now: u64) -> Self {
		let (mut state, mut overlay) = (InMemoryBackend::default(), OverlayedChanges::default());
		for (key, value) in genesis {
			overlay.set_storage(key, Some(value));
		}
		apply(&mut state, overlay);
		let parent = Header::new(0, Hash::zero(), *state.root(), Hash::zero(), Digest::default());
		Self { state, genesis: parent.hash(), parent, slot: now / SLOT_DURATION }
	}

	/// Reads the state after the last block.
	pub fn read<R>(&self, read: impl FnOnce() -> R) -> R {
		let mut overlay = OverlayedChanges::default();
		let mut externalities = Ext::new(&mut overlay, &self.state, None);
		set_and_run_with_externalities(&mut externalities, read)
	}

	/// `call`, signed, as a wallet sends it.
	pub fn sign(&self, signer: &Signer, nonce: Nonce, call: RuntimeCall) -> UncheckedExtrinsic {
		let extension: TxExtension = (
			frame_system::AuthorizeCall::new(),
			frame_system::CheckNonZeroSender::new(),
			frame_system::CheckSpecVersion::new(),
			frame_system::CheckTxVersion::new(),
			frame_system::CheckGenesis::new(),
			frame_system::CheckEra::from(Era::Immortal),
			frame_system::CheckNonce::from(nonce),
			frame_system::CheckWeight::new(),
			pallet_transaction_payment::ChargeTransactionPayment::from(0),
			CheckMetadataHash::new(false),
			frame_system::WeightReclaim::new(),
		);
		let implicit = (
			(),
			(),
			VERSION.spec_version,
			VERSION.transaction_version,
			self.genesis,
			self.genesis,
			(),
			(),
			(),
			None,
			(),
		);
		let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
		let signature = payload.using_encoded(|payload| signer.sign(payload));
		UncheckedExtrinsic::new_signed(
			call,
			MultiAddress::Id(signer.account()),
			MultiSignature::Sr25519(signature),
			extension,
		)
	}

	/// Makes the next block, by Alice, out of these transactions, none of which may fail.
	pub fn block(&mut self, transactions: Vec<UncheckedExtrinsic>) -> Candidate {
		self.slot += 1;
		let parent = self.parent.clone();
		// The relay chain makes a block in each slot, and has included all blocks before this one.
		let relay_block = u32::try_from(self.slot - START / SLOT_DURATION).expect("few blocks");
		let relay = RelayStateSproofBuilder {
			para_id: self.read(ParachainInfo::parachain_id),
			current_slot: self.slot.into(),
			included_para_head: Some(HeadData(parent.encode())),
			..Default::default()
		};
		let (relay_root, relay_state) = relay.into_state_root_and_proof();

		let recorder = Recorder::<BlakeTwo256>::default();
		let state = TrieBackendBuilder::wrap(&self.state).with_recorder(recorder.clone()).build();
		let mut overlay = OverlayedChanges::default();

		let pre_digest = <DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_pre_digest(
			Slot::from(self.slot),
		);
		let header = Header::new(
			parent.number + 1,
			Hash::zero(),
			Hash::zero(),
			parent.hash(),
			Digest { logs: vec![pre_digest] },
		);
		let mode: ExtrinsicInclusionMode =
			call(&state, &mut overlay, "Core_initialize_block", header);
		assert_eq!(mode, ExtrinsicInclusionMode::AllExtrinsics);

		let mut inherents = InherentData::new();
		let time = self.slot * SLOT_DURATION;
		let parachain = ParachainInherentData {
			validation_data: PersistedValidationData {
				parent_head: HeadData(parent.encode()),
				relay_parent_number: relay_block,
				relay_parent_storage_root: relay_root,
				max_pov_size: MAX_POV_SIZE,
			},
			relay_chain_state: relay_state,
			downward_messages: Vec::new(),
			horizontal_messages: Default::default(),
			relay_parent_descendants: Vec::new(),
			collator_peer_id: None,
		};
		inherents
			.put_data(<Timestamp as ProvideInherent>::INHERENT_IDENTIFIER, &time)
			.expect("the only one; qed");
		inherents.put_data(INHERENT_IDENTIFIER, &parachain).expect("the only one; qed");
		let mut extrinsics: Vec<UncheckedExtrinsic> =
			call(&state, &mut overlay, "BlockBuilder_inherent_extrinsics", inherents);
		assert_eq!(extrinsics.len(), 2, "the time, and what the relay chain says");
		extrinsics.extend(transactions);
		for extrinsic in &extrinsics {
			let applied: ApplyExtrinsicResult =
				call(&state, &mut overlay, "BlockBuilder_apply_extrinsic", extrinsic);
			assert_eq!(applied, Ok(Ok(())), "{:?}", extrinsic.function);
		}
		let mut header: Header = call(&state, &mut overlay, "BlockBuilder_finalize_block", ());
		drop(state);
		let proof = recorder
			.drain_storage_proof()
			.into_compact_proof::<BlakeTwo256>(parent.state_root)
			.expect("what was read hangs together");

		apply(&mut self.state, overlay);
		assert_eq!(*self.state.root(), header.state_root);
		seal(&mut header, &galen_scenarios::alice());
		self.parent = header.clone();
		Candidate { parent, block: Block { header, extrinsics }, proof, relay_block, relay_root }
	}
}

/// What was changed, with the state's new root.
fn changes(
	state: &InMemoryBackend<BlakeTwo256>,
	mut overlay: OverlayedChanges<BlakeTwo256>,
) -> StorageChanges<BlakeTwo256> {
	overlay.drain_storage_changes(state, VERSION.state_version()).expect("no transaction is open")
}

/// Makes the changes part of the state.
fn apply(state: &mut InMemoryBackend<BlakeTwo256>, overlay: OverlayedChanges<BlakeTwo256>) {
	let changes = changes(state, overlay);
	state.apply_transaction(changes.transaction_storage_root, changes.transaction);
}
