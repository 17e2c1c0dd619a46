// SPDX-License-Identifier: Apache-2.0

//! A client of a node: what it asks, and how.

use crate::genesis::bytes;
use anyhow::{bail, Context, Result};
use codec::{Decode, DecodeAll};
use galen_runtime::{Hash, Header, RuntimeCall, RuntimeEvent, UncheckedExtrinsic};
use jsonrpsee::{
	client_transport::ws::{Url, WsTransportClientBuilder},
	core::{
		client::{
			Client as Connection, ClientBuilder, ClientT, Error, Subscription, SubscriptionClientT,
		},
		params::{ArrayParams, BatchRequestBuilder},
	},
	rpc_params,
};
use polkadot_sdk::{
	frame_support::{
		dispatch::{DispatchClass, PerDispatchClass},
		weights::Weight,
	},
	frame_system::{self, EventRecord, Phase},
	pallet_timestamp,
	sp_core::storage::StorageKey,
	sp_io::hashing::{blake2_256, twox_128},
};
use serde::{de::DeserializeOwned, Deserialize};
use serde_json::{value::RawValue, Value};
use std::{env, path::PathBuf, time::Duration};

/// The largest answer that we take.
const LARGEST: u32 = 64 * 1024 * 1024;

/// The node: `$GALEN_BIN`, or where the scripts build it.
pub fn binary() -> Result<PathBuf> {
	let path = match (env::var_os("GALEN_BIN"), env::var_os("CARGO_TARGET_DIR")) {
		(Some(path), _) => PathBuf::from(path),
		(None, Some(target)) => PathBuf::from(target).join("release/galen"),
		(None, None) => {
			let home = env::var_os("HOME").context("GALEN_BIN isn't set, and HOME neither")?;
			PathBuf::from(home).join(".cache/galen/target/release/galen")
		},
	};
	if !path.exists() {
		bail!("no node at {}: build it, or name it in GALEN_BIN", path.display());
	}
	Ok(path)
}

/// A connection to a node.
pub struct Client {
	connection: Connection,
	/// What transactions are signed for.
	pub genesis: Hash,
}

/// What is in a block.
#[derive(Debug, Clone)]
pub struct Body {
	/// The hash of the block before.
	pub parent: Hash,
	/// The number.
	pub number: u32,
	/// The time that the author put into it.
	pub moment: u64,
	/// The hashes of its transactions, those of the author included.
	pub extrinsics: Vec<[u8; 32]>,
}

/// What a block has come to.
#[derive(Debug, Clone)]
pub struct Outcome {
	/// For each transaction, whether it succeeded.
	pub succeeded: Vec<bool>,
	/// How many records were anchored.
	pub anchored: usize,
	/// How many transfers there were.
	pub transferred: usize,
	/// What the normal transactions were charged of the block's compute, in picoseconds.
	pub charged: u64,
}

type Events = Vec<Box<EventRecord<RuntimeEvent, Hash>>>;

impl Client {
	/// Connects.
	pub async fn connect(url: &str) -> Result<Self> {
		let connection = connect(url).await?;
		let genesis = connection.request("chain_getBlockHash", rpc_params![0]).await?;
		Ok(Self { connection, genesis })
	}

	/// What the node answers to a request.
	pub async fn ask<R: DeserializeOwned>(
		&self,
		method: &str,
		params: ArrayParams,
	) -> Result<R, Error> {
		self.connection.request(method, params).await
	}

	/// What a function of the runtime answers to these arguments, at the newest block.
	pub async fn raw_api(&self, function: &str, arguments: &[u8]) -> Result<Vec<u8>> {
		let params = rpc_params![function, format!("0x{}", hex::encode(arguments))];
		let answer: String = self.ask("state_call", params).await?;
		bytes(&answer)
	}

	/// Sends a transaction.
	pub async fn submit(&self, extrinsic: &[u8]) -> Result<(), Error> {
		let params = rpc_params![format!("0x{}", hex::encode(extrinsic))];
		self.ask::<Value>("author_submitExtrinsic", params).await.map(|_| ())
	}

	/// Sends transactions together, and says why each was refused that was.
	pub async fn submit_all(
		&self,
		extrinsics: impl IntoIterator<Item = &[u8]>,
	) -> Result<Vec<Result<(), String>>> {
		let mut batch = BatchRequestBuilder::new();
		for extrinsic in extrinsics {
			let params = rpc_params![format!("0x{}", hex::encode(extrinsic))];
			batch.insert("author_submitExtrinsic", params)?;
		}
		let answers = self.connection.batch_request::<Value>(batch).await?;
		Ok(answers
			.into_iter()
			.map(|answer| {
				answer.map(|_| ()).map_err(|error| match error.data().map(RawValue::get) {
					Some(data) => format!("{}: {data}", error.message()),
					None => error.message().to_string(),
				})
			})
			.collect())
	}

	/// Blocks as they become the best one.
	pub async fn best_heads(&self) -> Result<Subscription<Header>> {
		self.heads("NewHeads").await
	}

	/// Blocks as they become final; those between two of them may be left out.
	pub async fn final_heads(&self) -> Result<Subscription<Header>> {
		self.heads("FinalizedHeads").await
	}

	async fn heads(&self, of: &str) -> Result<Subscription<Header>> {
		let (subscribe, unsubscribe) =
			(format!("chain_subscribe{of}"), format!("chain_unsubscribe{of}"));
		Ok(self.connection.subscribe(&subscribe, rpc_params![], &unsubscribe).await?)
	}

	/// What is in a block.
	pub async fn body(&self, hash: Hash) -> Result<Body> {
		#[derive(Deserialize)]
		struct Signed {
			block: Block,
		}
		#[derive(Deserialize)]
		struct Block {
			header: Header,
			extrinsics: Vec<String>,
		}
		let answer: Option<Signed> = self.ask("chain_getBlock", rpc_params![hash]).await?;
		let Block { header, extrinsics } =
			answer.with_context(|| format!("the node has no block {hash:?}"))?.block;
		let extrinsics: Vec<_> =
			extrinsics.iter().map(|text| bytes(text)).collect::<Result<_>>()?;
		// The first block has no transactions, and no time.
		let moment = extrinsics.first().map_or(Ok(0), |first| moment(first))?;
		Ok(Body {
			parent: header.parent_hash,
			number: header.number,
			moment,
			extrinsics: extrinsics.iter().map(|bytes| blake2_256(bytes)).collect(),
		})
	}

	/// What a block has come to.
	pub async fn outcome(&self, hash: Hash) -> Result<Outcome> {
		let (events, weight) = futures::try_join!(
			self.storage::<Events>(system("Events"), hash),
			self.storage::<PerDispatchClass<Weight>>(system("BlockWeight"), hash),
		)?;
		let mut outcome = Outcome {
			succeeded: Vec::new(),
			anchored: 0,
			transferred: 0,
			charged: weight.map_or(0, |weight| weight.get(DispatchClass::Normal).ref_time()),
		};
		for record in events.unwrap_or_default() {
			let Phase::ApplyExtrinsic(index) = record.phase else { continue };
			let index = usize::try_from(index)?;
			match record.event {
				RuntimeEvent::System(frame_system::Event::ExtrinsicSuccess { .. }) => {
					outcome.set(index, true);
				},
				RuntimeEvent::System(frame_system::Event::ExtrinsicFailed { .. }) => {
					outcome.set(index, false);
				},
				RuntimeEvent::PatientRecords(pallet_patient_records::Event::Anchored {
					..
				}) => outcome.anchored += 1,
				RuntimeEvent::Balances(polkadot_sdk::pallet_balances::Event::Transfer {
					..
				}) => outcome.transferred += 1,
				_ => (),
			}
		}
		Ok(outcome)
	}

	async fn storage<R: Decode>(&self, key: Vec<u8>, hash: Hash) -> Result<Option<R>> {
		let params = rpc_params![StorageKey(key), hash];
		let answer: Option<String> = self.ask("state_getStorage", params).await?;
		let Some(answer) = answer else { return Ok(None) };
		Ok(Some(R::decode_all(&mut &bytes(&answer)?[..]).context("what is stored")?))
	}
}

impl Outcome {
	fn set(&mut self, index: usize, succeeded: bool) {
		if self.succeeded.len() <= index {
			self.succeeded.resize(index + 1, false);
		}
		self.succeeded[index] = succeeded;
	}
}

/// The key of a value that the system pallet stores, and keeps to itself.
pub fn system(value: &str) -> Vec<u8> {
	[twox_128(b"System"), twox_128(value.as_bytes())].concat()
}

/// A bare connection.
pub async fn connect(url: &str) -> Result<Connection> {
	let (sender, receiver) = WsTransportClientBuilder::default()
		.max_request_size(LARGEST)
		.max_response_size(LARGEST)
		.build(Url::parse(url)?)
		.await
		.with_context(|| url.to_string())?;
	Ok(ClientBuilder::default()
		.request_timeout(Duration::from_secs(60))
		.max_concurrent_requests(16_384)
		.max_buffer_capacity_per_subscription(4_096)
		.build_with_tokio(sender, receiver))
}

/// The time that a block's author put into it.
fn moment(extrinsic: &[u8]) -> Result<u64> {
	let extrinsic = UncheckedExtrinsic::decode_all(&mut &extrinsic[..])?;
	match extrinsic.function {
		RuntimeCall::Timestamp(pallet_timestamp::Call::set { now }) => Ok(now),
		other => bail!("a block begins with {other:?}, not with its time"),
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::Encode;

	#[test]
	fn the_time_of_a_block_should_be_what_its_author_put_first() {
		let call: RuntimeCall = pallet_timestamp::Call::set { now: 1_767_225_600_000 }.into();
		let inherent = UncheckedExtrinsic::new_bare(call).encode();
		assert_eq!(moment(&inherent).expect("a timestamp; qed"), 1_767_225_600_000);
		let remark: RuntimeCall = frame_system::Call::remark { remark: Vec::new() }.into();
		assert!(moment(&UncheckedExtrinsic::new_bare(remark).encode()).is_err());
	}

	#[test]
	fn outcomes_should_be_by_the_number_of_the_transaction() {
		let mut outcome =
			Outcome { succeeded: Vec::new(), anchored: 0, transferred: 0, charged: 0 };
		outcome.set(2, true);
		outcome.set(0, true);
		assert_eq!(outcome.succeeded, [true, false, true]);
	}
}
