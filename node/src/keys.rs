// SPDX-License-Identifier: Apache-2.0

//! `galen key`: what sc-cli has, and what a validator's operator needs besides.

use galen_runtime::SessionKeys;
use galen_runtime_common::AccountId;
use polkadot_sdk::*;
use sc_cli::{
	CliConfiguration, Error, KeySubcommand, KeystoreParams, Result, SharedParams, SubstrateCli,
};
use sc_network::PeerId;
use sc_service::{config::KeystoreConfig, BasePath, KeystoreContainer};
use serde::Serialize;
use sp_core::{bytes, ed25519, Pair};
use sp_keystore::{KeystoreExt, KeystorePtr};
use sp_runtime::codec::Encode;
use std::{fs, path::PathBuf};

/// What statements about admission begin with. The network key signs nothing else for us: what
/// peers have it sign when they connect must not be had from here.
const STATEMENT: &[u8] = b"galen/node-admission\0";

/// The subcommands of `galen key`.
#[derive(Debug, clap::Subcommand)]
pub enum KeyCommand {
	/// Those that every node has.
	#[command(flatten)]
	Sdk(KeySubcommand),

	/// Generate session keys in the keystore, and print them with the proof that an account owns
	/// them, as author_rotateKeysWithOwner does. The node needn't run.
	GenerateSessionKeys(GenerateSessionKeys),

	/// Tell the peer id and the public key of a network key, and sign a statement about admission
	/// with it.
	NodeKey(NodeKey),
}

impl KeyCommand {
	/// Runs it.
	pub fn run<C: SubstrateCli>(&self, cli: &C) -> Result<()> {
		match self {
			Self::Sdk(command) => command.run(cli),
			Self::GenerateSessionKeys(command) => print(&command.run(cli)?),
			Self::NodeKey(command) => print(&command.run()?),
		}
	}
}

fn print(answer: &impl Serialize) -> Result<()> {
	let text =
		serde_json::to_string_pretty(answer).map_err(|error| Error::Input(error.to_string()))?;
	println!("{text}");
	Ok(())
}

/// `galen key generate-session-keys`
#[derive(Debug, clap::Args)]
pub struct GenerateSessionKeys {
	/// The account that validates: its address, or its 32 bytes in hexadecimal.
	#[arg(long)]
	owner: AccountId,

	#[allow(missing_docs)]
	#[clap(flatten)]
	shared_params: SharedParams,

	#[allow(missing_docs)]
	#[clap(flatten)]
	keystore_params: KeystoreParams,
}

/// Session keys, as `author_rotateKeysWithOwner` answers them.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct OwnedKeys {
	/// The public keys, encoded.
	keys: String,
	/// The proof that the owner has them, encoded.
	proof: String,
}

impl CliConfiguration for GenerateSessionKeys {
	fn shared_params(&self) -> &SharedParams {
		&self.shared_params
	}

	fn keystore_params(&self) -> Option<&KeystoreParams> {
		Some(&self.keystore_params)
	}
}

impl GenerateSessionKeys {
	fn run<C: SubstrateCli>(&self, cli: &C) -> Result<OwnedKeys> {
		let base_path = self
			.base_path()?
			.unwrap_or_else(|| BasePath::from_project("", "", &C::executable_name()));
		let chain = cli.load_spec(&self.chain_id(self.is_dev()?)?)?;
		let keystore: KeystoreConfig =
			self.keystore_params.keystore_config(&base_path.config_dir(chain.id()))?;
		Ok(generate(KeystoreContainer::new(&keystore)?.keystore(), &self.owner))
	}
}

/// Has the runtime's own code make keys for `owner` in the keystore.
fn generate(keystore: KeystorePtr, owner: &AccountId) -> OwnedKeys {
	let mut externalities = sp_io::TestExternalities::default();
	externalities.register_extension(KeystoreExt(keystore));
	let made = externalities.execute_with(|| SessionKeys::generate(&owner.encode(), None));
	OwnedKeys { keys: hex(&made.keys.encode()), proof: hex(&made.proof.encode()) }
}

/// `galen key node-key`
#[derive(Debug, clap::Args)]
pub struct NodeKey {
	/// The file with the network key.
	#[arg(long)]
	file: PathBuf,

	/// What nodeAdmissionApi.admissionStatement answers, in hexadecimal.
	#[arg(long, value_name = "STATEMENT")]
	sign: Option<String>,
}

/// A network key, and what it has signed.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NodeIdentity {
	/// As peers write it.
	peer_id: String,
	/// The public key, as the chain writes it.
	peer: String,
	/// The signature over the statement.
	#[serde(skip_serializing_if = "Option::is_none")]
	proof: Option<String>,
}

impl NodeKey {
	fn run(&self) -> Result<NodeIdentity> {
		let content = fs::read(&self.file)
			.map_err(|error| Error::Input(format!("{}: {error}", self.file.display())))?;
		identify(&content, self.sign.as_deref())
			.map_err(|error| Error::Input(format!("{}: {error}", self.file.display())))
	}
}

/// What there is to say of the key in a file with this `content`.
fn identify(content: &[u8], message: Option<&str>) -> std::result::Result<NodeIdentity, String> {
	// As the node reads it: 32 bytes, or those in hexadecimal.
	let secret = match <[u8; 32]>::try_from(content) {
		Ok(secret) => secret,
		Err(_) => std::str::from_utf8(content)
			.ok()
			.and_then(|text| bytes::from_hex(text.trim()).ok())
			.and_then(|secret| secret.try_into().ok())
			.ok_or("not a network key, which is 32 bytes, in hexadecimal or as they are")?,
	};
	let pair = ed25519::Pair::from_seed(&secret);
	let peer_id = PeerId::from_ed25519(&pair.public().0).ok_or("no key of Ed25519")?;
	let proof = message
		.map(|message| {
			let message =
				bytes::from_hex(message).map_err(|_| "the statement isn't in hexadecimal")?;
			let statement = statement_in(&message).ok_or("that is no statement about admission")?;
			Ok::<_, String>(hex(&pair.sign(statement).0))
		})
		.transpose()?;
	Ok(NodeIdentity { peer_id: peer_id.to_base58(), peer: hex(&pair.public().0), proof })
}

/// The statement in what was read from the chain: polkadot.js leaves the length in front of bytes
/// that a runtime API answers, which takes one, two or four.
fn statement_in(message: &[u8]) -> Option<&[u8]> {
	[0, 1, 2, 4]
		.into_iter()
		.filter_map(|length| message.get(length..))
		.find(|rest| rest.starts_with(STATEMENT))
}

fn hex(bytes: &[u8]) -> String {
	bytes::to_hex(bytes, false)
}

#[cfg(test)]
mod tests {
	use super::*;
	use galen_primitives::statement::statement;
	use sp_keystore::{testing::MemoryKeystore, Keystore};
	use sp_runtime::{codec::Decode, traits::OpaqueKeys};
	use std::sync::Arc;

	// The key that zombienet gives to alice, whose public key the preset has.
	const SECRET: &str = "2bd806c97f0e00af1a1fc3328fa763a9269723c8db8fac4f93af71db186d6e90";
	const PUBLIC: &str = "0xd5bf4a3fcce717b0388bcc2749ebc148ad9969b23f45ee1b605fd58778576ac4";

	fn verifies(signed: &NodeIdentity, message: &[u8]) -> bool {
		let proof = bytes::from_hex(signed.proof.as_deref().expect("a signature")).expect("hex");
		let signature = ed25519::Signature::try_from(proof.as_slice()).expect("64 bytes");
		let public = bytes::from_hex(&signed.peer).expect("hex");
		let public = ed25519::Public::try_from(public.as_slice()).expect("32 bytes");
		ed25519::Pair::verify(&signature, message, &public)
	}

	#[test]
	fn a_network_key_should_be_told_in_either_form_of_file() {
		let told = identify(format!("{SECRET}\n").as_bytes(), None).expect("a key");
		assert_eq!(told.peer, PUBLIC);
		assert_eq!(told.proof, None);
		assert!(told.peer_id.starts_with("12D3KooW"), "{}", told.peer_id);
		let raw = bytes::from_hex(SECRET).expect("hex");
		assert_eq!(identify(&raw, None), Ok(told));
	}

	#[test]
	fn a_statement_should_be_signed_with_and_without_its_length() {
		let plain = statement(b"node-admission", &[7; 32], &[1u8; 80]);
		let read = plain.encode();
		assert_ne!(plain, read);
		for message in [&plain, &read] {
			let signed = identify(SECRET.as_bytes(), Some(&hex(message))).expect("a statement");
			assert!(verifies(&signed, &plain));
		}
	}

	#[test]
	fn anything_but_a_statement_about_admission_should_not_be_signed() {
		let other = statement(b"claim", &[7; 32], &0u8);
		for message in [other.as_slice(), b"noise-libp2p-static-key:", b"", &[0, 0, 0]] {
			let refused = identify(SECRET.as_bytes(), Some(&hex(message)));
			assert_eq!(refused, Err("that is no statement about admission".into()));
		}
		let refused = identify(SECRET.as_bytes(), Some("statement"));
		assert_eq!(refused, Err("the statement isn't in hexadecimal".into()));
	}

	#[test]
	fn a_file_without_a_key_should_be_refused() {
		for content in ["", "0x12", "not a key", &SECRET[2..]] {
			let refused = identify(content.as_bytes(), None).expect_err("no key");
			assert!(refused.starts_with("not a network key"), "{refused}");
		}
	}

	#[test]
	fn session_keys_should_be_in_the_keystore_and_their_owners() {
		let keystore = Arc::new(MemoryKeystore::new());
		let owner = AccountId::new([1; 32]);
		let made = generate(keystore.clone(), &owner);
		let raw = bytes::from_hex(&made.keys).expect("hex");
		let keys = SessionKeys::decode(&mut raw.as_slice()).expect("both keys");
		assert!(keystore.has_keys(&keys.clone().into_raw_public_keys()));
		let proof = bytes::from_hex(&made.proof).expect("hex");
		assert!(keys.ownership_proof_is_valid(owner.as_ref(), &proof));
		assert!(!keys.ownership_proof_is_valid(&[2; 32], &proof));
		assert_ne!(generate(keystore, &owner), made);
	}
}
