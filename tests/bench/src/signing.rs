// SPDX-License-Identifier: Apache-2.0

//! Accounts, and transactions signed ahead of time.

use galen_runtime::{AccountId, Balance, Hash, Nonce, RuntimeCall, UncheckedExtrinsic};
use galen_scenarios::Terms;
use polkadot_sdk::{
	frame_support::dispatch::GetDispatchInfo,
	sp_core::{sr25519, Pair},
	sp_io::hashing::blake2_256,
	sp_runtime::generic::Era,
};
use std::thread;

/// Somebody with a key.
#[derive(Clone)]
pub struct Key(sr25519::Pair);

impl Key {
	/// The key that stands behind a name. Nobody else has used it on a chain that we make.
	pub fn of(name: &str, number: usize) -> Self {
		let seed = blake2_256(format!("galen-bench {name} {number}").as_bytes());
		Self(sr25519::Pair::from_seed(&seed))
	}

	/// Its account.
	pub fn account(&self) -> AccountId {
		AccountId::from(self.0.public().0)
	}

	/// The public key.
	pub fn public(&self) -> [u8; 32] {
		self.0.public().0
	}

	/// The transaction `call`, valid for ever.
	///
	/// What is signed for ever costs the chain what a mortal transaction costs: one read of the
	/// hash of the block that it counts from.
	pub fn sign(&self, genesis: Hash, nonce: Nonce, call: RuntimeCall) -> UncheckedExtrinsic {
		self.sign_with(genesis, nonce, 0, call)
	}

	/// The same, with a tip.
	pub fn sign_with(
		&self,
		genesis: Hash,
		nonce: Nonce,
		tip: Balance,
		call: RuntimeCall,
	) -> UncheckedExtrinsic {
		let terms = Terms { nonce, tip, era: Era::Immortal, birth: genesis, genesis };
		terms.sign(call, self.account(), |payload| self.0.sign(payload))
	}
}

/// What a transaction is charged of a block's compute, in picoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charge {
	/// For each transaction, whatever it is.
	pub base: u64,
	/// By its extensions.
	pub extensions: u64,
	/// By the call.
	pub call: u64,
}

impl Charge {
	/// In all.
	pub fn total(&self) -> u64 {
		self.base + self.extensions + self.call
	}
}

/// What a transaction of ours is charged.
pub fn charge(extrinsic: &UncheckedExtrinsic) -> Charge {
	let info = extrinsic.get_dispatch_info();
	let base = galen_scenarios::block_weights().get(info.class).base_extrinsic;
	Charge {
		base: base.ref_time(),
		extensions: info.extension_weight.ref_time(),
		call: info.call_weight.ref_time(),
	}
}

/// Has all cores make `count` of what `make` makes of a number, in the order of numbers.
pub fn in_parallel<Made: Send>(count: usize, make: impl Fn(usize) -> Made + Sync) -> Vec<Made> {
	let cores = thread::available_parallelism().map_or(1, usize::from);
	let share = count.div_ceil(cores).max(1);
	let make = &make;
	thread::scope(|scope| {
		let workers: Vec<_> = (0..count)
			.step_by(share)
			.map(|from| {
				let to = (from + share).min(count);
				scope.spawn(move || (from..to).map(make).collect::<Vec<_>>())
			})
			.collect();
		workers.into_iter().flat_map(|worker| worker.join().expect("it doesn't panic")).collect()
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::{DecodeAll, Encode};
	use galen_runtime::VERSION;
	use polkadot_sdk::{
		frame_system,
		sp_runtime::{generic::Preamble, traits::Verify, MultiAddress},
	};

	#[test]
	fn a_signed_transaction_should_be_its_signers_for_that_chain_alone() {
		let (key, genesis) = (Key::of("somebody", 7), Hash::repeat_byte(3));
		let call: RuntimeCall = frame_system::Call::remark { remark: vec![1, 2, 3] }.into();
		let encoded = key.sign(genesis, 5, call.clone()).encode();
		let decoded = UncheckedExtrinsic::decode_all(&mut &encoded[..]).expect("it is one; qed");
		assert_eq!(decoded.function, call);
		let Preamble::Signed(MultiAddress::Id(signer), signature, extension) = decoded.preamble
		else {
			panic!("not signed")
		};
		assert_eq!(signer, key.account());
		let signed = |genesis: Hash| {
			let implicit = (
				VERSION.spec_version,
				VERSION.transaction_version,
				genesis,
				genesis,
				None::<[u8; 32]>,
			);
			(&call, &extension, implicit)
				.using_encoded(|payload| signature.verify(payload, &signer))
		};
		assert!(signed(genesis));
		assert!(!signed(Hash::zero()));
	}

	#[test]
	fn what_is_made_in_parallel_should_be_in_order() {
		assert_eq!(in_parallel(1_001, |number| number * 2)[1_000], 2_000);
		assert_eq!(in_parallel(3, |number| number), [0, 1, 2]);
		assert!(in_parallel(0, |number| number).is_empty());
	}
}
