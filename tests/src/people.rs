// SPDX-License-Identifier: Apache-2.0

//! Who signs.

use galen_primitives::keys::VerifyingKey;
use galen_runtime::AccountId;
use polkadot_sdk::sp_core::{sr25519, Pair};

/// Somebody with a key.
#[derive(Clone)]
pub struct Signer(sr25519::Pair);

impl Signer {
	/// The key at the derivation path `//name` of Substrate's development phrase.
	pub fn named(name: &str) -> Self {
		Self(sr25519::Pair::from_string(&format!("//{name}"), None).expect("a path; qed"))
	}

	/// The account of the key.
	pub fn account(&self) -> AccountId {
		AccountId::from(self.0.public().0)
	}

	/// The key, where the chain wants a key and not an account.
	pub fn key(&self) -> VerifyingKey {
		VerifyingKey::Sr25519(self.0.public().0)
	}

	/// The signature over `message`.
	pub fn sign(&self, message: &[u8]) -> sr25519::Signature {
		self.0.sign(message)
	}
}

/// Administrates the authority, sits in the council and the technical committee.
pub fn alice() -> Signer {
	Signer::named("Alice")
}

/// Administrates the hospital, sits in the council and the technical committee.
pub fn bob() -> Signer {
	Signer::named("Bob")
}

/// Administrates the payer, sits in the council and the technical committee.
pub fn charlie() -> Signer {
	Signer::named("Charlie")
}

/// Belongs to nobody.
pub fn outsider() -> Signer {
	Signer::named("outsider")
}
