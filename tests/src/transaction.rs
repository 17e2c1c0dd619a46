// SPDX-License-Identifier: Apache-2.0

//! What a wallet builds, and what becomes of it.

use crate::*;
use codec::Encode;
use galen_runtime::{SignedPayload, TxExtension, VERSION};
use polkadot_sdk::{
	frame_metadata_hash_extension::CheckMetadataHash,
	frame_support::{dispatch::DispatchClass, weights::Weight},
	frame_system, pallet_transaction_payment,
	sp_core::sr25519,
	sp_runtime::{
		generic::Era,
		transaction_validity::{TransactionSource, TransactionValidity},
		ApplyExtrinsicResult, MultiAddress, MultiSignature,
	},
};

/// For how many blocks a transaction is valid, unless it is said otherwise: as wallets have it.
pub const MORTALITY: u64 = 64;

/// A transaction that isn't signed yet.
#[must_use = "submit it"]
pub struct Transaction<'chain> {
	chain: &'chain mut Chain,
	signer: Signer,
	call: RuntimeCall,
	terms: Terms,
}

impl Chain {
	/// What the wallet of `signer` makes of `call`.
	pub fn transaction(
		&mut self,
		signer: &Signer,
		call: impl Into<RuntimeCall>,
	) -> Transaction<'_> {
		let terms = Terms {
			nonce: System::account_nonce(signer.account()),
			tip: 0,
			era: Era::mortal(MORTALITY, self.parent().number.into()),
			birth: self.parent().hash(),
			genesis: self.genesis_hash(),
		};
		Transaction { chain: self, signer: signer.clone(), call: call.into(), terms }
	}

	/// Submits `call`, signed by `signer`.
	pub fn submit(&mut self, signer: &Signer, call: impl Into<RuntimeCall>) -> Outcome {
		self.transaction(signer, call).submit()
	}

	/// Submits the transaction that these bytes are.
	pub fn submit_bytes(&mut self, bytes: &[u8]) -> Outcome {
		let before = System::read_events_no_consensus().count();
		let result = self.apply(bytes);
		let events = self.events().split_off(before);
		Outcome { result, receipt: Receipt { events, length: bytes.len() } }
	}
}

impl Transaction<'_> {
	/// With a tip.
	pub fn tip(self, tip: Balance) -> Self {
		Self { terms: Terms { tip, ..self.terms }, ..self }
	}

	/// With this nonce.
	pub fn nonce(self, nonce: Nonce) -> Self {
		Self { terms: Terms { nonce, ..self.terms }, ..self }
	}

	/// Valid for ever.
	pub fn immortal(self) -> Self {
		let (era, birth) = (Era::Immortal, self.terms.genesis);
		Self { terms: Terms { era, birth, ..self.terms }, ..self }
	}

	/// Valid for `period` blocks, a power of two, from the last finished one on.
	pub fn mortal(self, period: u64) -> Self {
		let (number, birth) = (self.chain.parent().number.into(), self.chain.parent().hash());
		let era = Era::mortal(period, number);
		Self { terms: Terms { era, birth, ..self.terms }, ..self }
	}

	/// Signed for the chain with this genesis.
	pub fn for_chain(self, genesis: Hash) -> Self {
		Self { terms: Terms { genesis, ..self.terms }, ..self }
	}

	/// The signed transaction, as it is sent.
	pub fn encode(&self) -> Vec<u8> {
		let sign = |payload: &[u8]| self.signer.sign(payload);
		self.terms.sign(self.call.clone(), self.signer.account(), sign).encode()
	}

	/// Adds it to the block.
	pub fn submit(self) -> Outcome {
		let bytes = self.encode();
		self.chain.submit_bytes(&bytes)
	}

	/// What the pool says to it, coming from another node.
	pub fn validate(self) -> TransactionValidity {
		self.chain.validate(TransactionSource::External, &self.encode())
	}
}

/// What is signed besides the call.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
	/// How many transactions the signer has sent before.
	pub nonce: Nonce,
	/// What is added to the fee.
	pub tip: Balance,
	/// For how long it is valid.
	pub era: Era,
	/// The hash of the block from which that counts.
	pub birth: Hash,
	/// The hash of the chain's first block.
	pub genesis: Hash,
}

impl Terms {
	/// The transaction `call` of `account`.
	///
	/// What is signed is put together here from what a wallet knows, not taken from the extensions.
	pub fn sign(
		&self,
		call: RuntimeCall,
		account: AccountId,
		sign: impl FnOnce(&[u8]) -> sr25519::Signature,
	) -> UncheckedExtrinsic {
		let extension: TxExtension = (
			frame_system::AuthorizeCall::new(),
			frame_system::CheckNonZeroSender::new(),
			frame_system::CheckSpecVersion::new(),
			frame_system::CheckTxVersion::new(),
			frame_system::CheckGenesis::new(),
			frame_system::CheckEra::from(self.era),
			frame_system::CheckNonce::from(self.nonce),
			frame_system::CheckWeight::new(),
			pallet_transaction_payment::ChargeTransactionPayment::from(self.tip),
			CheckMetadataHash::new(false),
			frame_system::WeightReclaim::new(),
		);
		let implicit = (
			(),
			(),
			VERSION.spec_version,
			VERSION.transaction_version,
			self.genesis,
			self.birth,
			(),
			(),
			(),
			None,
			(),
		);
		let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
		let signature = payload.using_encoded(sign);
		UncheckedExtrinsic::new_signed(
			call,
			MultiAddress::Id(account),
			MultiSignature::Sr25519(signature),
			extension,
		)
	}
}

/// What became of a transaction.
#[must_use = "say what you expect"]
#[derive(Debug)]
pub struct Outcome {
	/// Invalid, failed or done.
	pub result: ApplyExtrinsicResult,
	/// What the block knows of it.
	pub receipt: Receipt,
}

/// What a block knows of a transaction in it.
#[derive(Debug)]
pub struct Receipt {
	/// What happened.
	pub events: Vec<RuntimeEvent>,
	/// The transaction's length, in bytes.
	pub length: usize,
}

impl Outcome {
	/// It was done.
	#[track_caller]
	pub fn succeeds(self) -> Receipt {
		assert_eq!(self.result, Ok(Ok(())), "{:#?}", self.receipt.events);
		self.receipt
	}

	/// It was in the block, and failed.
	#[track_caller]
	pub fn fails_with(self, error: impl Into<DispatchError>) -> Receipt {
		let error: DispatchError = error.into();
		match self.result {
			Ok(Err(failed)) => assert_eq!(strip(failed), strip(error)),
			other => panic!("expected {error:?}, got {other:?}"),
		}
		self.receipt
	}

	/// It didn't come into the block.
	#[track_caller]
	pub fn is_refused_with(self, invalid: InvalidTransaction) {
		assert_eq!(self.result, Err(invalid.into()));
	}
}

/// Without the error's name, which doesn't go into a block.
pub fn strip(error: DispatchError) -> DispatchError {
	error.stripped()
}

impl Receipt {
	/// The fee that was drawn in the end.
	pub fn fee(&self) -> u64 {
		let fee = self.events.iter().find_map(|event| match event {
			RuntimeEvent::TransactionPayment(
				pallet_transaction_payment::Event::TransactionFeePaid { actual_fee, .. },
			) => Some(*actual_fee),
			_ => None,
		});
		fee.map_or(0, |fee| fee.try_into().expect("fees fit; qed"))
	}

	/// What the transaction weighed in the end, the block's share per transaction included.
	pub fn weight(&self) -> Weight {
		self.dispatched().0
	}

	/// The class it was in.
	pub fn class(&self) -> DispatchClass {
		self.dispatched().1
	}

	/// Whether this happened.
	pub fn has(&self, event: impl Into<RuntimeEvent>) -> bool {
		self.events.contains(&event.into())
	}

	/// The first answer of `find` to an event.
	#[track_caller]
	pub fn find<R>(&self, find: impl Fn(&RuntimeEvent) -> Option<R>) -> R {
		self.events.iter().find_map(find).unwrap_or_else(|| panic!("no such event: {self:#?}"))
	}

	fn dispatched(&self) -> (Weight, DispatchClass) {
		self.find(|event| match event {
			RuntimeEvent::System(
				frame_system::Event::ExtrinsicSuccess { dispatch_info }
				| frame_system::Event::ExtrinsicFailed { dispatch_info, .. },
			) => Some((dispatch_info.weight, dispatch_info.class)),
			_ => None,
		})
	}
}
