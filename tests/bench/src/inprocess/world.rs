// SPDX-License-Identifier: Apache-2.0

//! States to begin with, and transactions.

use super::node::{Genesis, Node, State};
use anyhow::{ensure, Result};
use galen_runtime::{configs::SLOT_DURATION, opaque::Block};
use galen_scenarios::*;
use polkadot_sdk::sp_io::{hashing::blake2_256, storage};
use std::{collections::HashMap, time::Duration};

/// What a call is made by, and the call.
pub type Call = (Signer, RuntimeCall);

/// The state of the chain, as if the block that is being made ended here.
pub fn state() -> State {
	in_vain(|| {
		let _: Header = api("BlockBuilder_finalize_block", ());
		entries()
	})
}

/// Everything that is stored.
pub fn entries() -> State {
	let mut entries = State::new();
	let mut key = Vec::new();
	while let Some(next) = storage::next_key(&key) {
		if let Some(value) = storage::get(&next) {
			entries.insert(next.clone(), value.to_vec());
		}
		key = next;
	}
	entries
}

/// A node that begins where the scenario is.
pub fn genesis(chain: &Chain) -> Result<Genesis> {
	Genesis::new(state(), chain.now() / SLOT_DURATION)
}

/// What `act` adds to the storage, but for what the system notes of every transaction.
pub fn added(chain: &mut Chain, act: impl FnOnce(&mut Chain)) -> Vec<(Vec<u8>, Vec<u8>)> {
	let system = polkadot_sdk::sp_io::hashing::twox_128(b"System");
	let before = entries();
	act(chain);
	let after = entries().into_iter();
	after
		.filter(|(key, _)| !before.contains_key(key))
		.filter(|(key, _)| !key.starts_with(&system) && !key.starts_with(b":"))
		.collect()
}

/// How many bytes entries are.
pub fn bytes(entries: &[(Vec<u8>, Vec<u8>)]) -> usize {
	entries.iter().map(|(key, value)| key.len() + value.len()).sum()
}

/// The identifier of copy `number`, as random as those that the chain makes.
pub fn identifier(number: usize) -> [u8; 32] {
	blake2_256(format!("copy {number}").as_bytes())
}

/// Adds so many copies of `entries` to a state, each with an identifier of its own in the place of
/// theirs.
pub fn multiply(
	state: &mut State,
	entries: &[(Vec<u8>, Vec<u8>)],
	identifier_of: &[u8; 32],
	copies: usize,
) -> Result<()> {
	ensure!(
		!entries.is_empty() && entries.iter().all(|(key, _)| place(key, identifier_of).is_some()),
		"every entry has the identifier in its key"
	);
	for number in 0..copies {
		let other = identifier(number);
		for (key, value) in entries {
			state.insert(with(key, identifier_of, &other), with(value, identifier_of, &other));
		}
	}
	Ok(())
}

fn place(bytes: &[u8], part: &[u8]) -> Option<usize> {
	bytes.windows(part.len()).position(|window| window == part)
}

fn with(bytes: &[u8], old: &[u8; 32], new: &[u8; 32]) -> Vec<u8> {
	let mut bytes = bytes.to_vec();
	let mut from = 0;
	while let Some(found) = place(&bytes[from..], old) {
		bytes[from + found..from + found + 32].copy_from_slice(new);
		from += found + 32;
	}
	bytes
}

/// Two nodes of one chain: one builds blocks, the other has never seen what is in them.
pub struct Pair {
	author: Node,
	/// Imports them.
	pub importer: Node,
	nonces: HashMap<AccountId, Nonce>,
}

/// A block that both have.
pub struct Imported {
	/// The block.
	pub block: Block,
	/// How long the second took to import it.
	pub time: Duration,
	/// What its transactions were charged in all, in picoseconds.
	pub charged: u64,
}

impl Pair {
	/// Of a chain that begins there. The first blocks are made, so that the runtime is compiled.
	pub fn new(genesis: &Genesis) -> Result<Self> {
		let (author, importer) = (genesis.node()?, genesis.node()?);
		let mut pair = Self { author, importer, nonces: HashMap::new() };
		for _ in 0..3 {
			pair.import(&[])?;
		}
		Ok(pair)
	}

	/// Signs calls for this chain.
	pub fn sign(&mut self, chain: &mut Chain, calls: &[Call]) -> Vec<Vec<u8>> {
		let genesis = self.author.genesis();
		calls
			.iter()
			.map(|(signer, call)| {
				let nonce = self
					.nonces
					.entry(signer.account())
					.or_insert_with(|| System::account_nonce(signer.account()));
				let transaction = chain.transaction(signer, call.clone()).nonce(*nonce);
				*nonce += 1;
				transaction.for_chain(genesis).immortal().encode()
			})
			.collect()
	}

	/// Has the first build a block of these transactions, none of which may fail, and both import
	/// it.
	pub fn import(&mut self, transactions: &[Vec<u8>]) -> Result<Imported> {
		let block = self.author.build(transactions)?;
		self.author.import(&block)?;
		let time = self.importer.import(&block)?;
		let charged = self.importer.outcome()?.charged;
		Ok(Imported { block, time, charged })
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn copies_should_have_identifiers_of_their_own() {
		let (old, mut state) = ([7; 32], State::new());
		let entry =
			([&b"prefix"[..], &old, b"rest"].concat(), [&b"value"[..], &old, &old].concat());
		multiply(&mut state, std::slice::from_ref(&entry), &old, 2).unwrap();
		let expected = |number| {
			let new = identifier(number);
			([&b"prefix"[..], &new, b"rest"].concat(), [&b"value"[..], &new, &new].concat())
		};
		assert_eq!(state, State::from([expected(0), expected(1)]));
		assert!(multiply(&mut state, &[(b"key".to_vec(), Vec::new())], &old, 1).is_err());
	}

	#[test]
	fn what_a_call_adds_should_be_counted_without_what_the_system_notes() {
		Chain::development().run(|chain| {
			let physician = chain.physician();
			let ada = chain.claimed_patient(&physician, "ada");
			let added = added(chain, |chain| {
				chain.anchored(&physician, ada.id, 1);
			});
			assert_eq!(added.len(), 1);
			assert!(bytes(&added) > 64);
		});
	}
}
