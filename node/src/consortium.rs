// SPDX-License-Identifier: Apache-2.0

//! `galen consortium-spec`: the chain specification of a new network.
//!
//! Each founding institution describes itself and its validators in a file; the preset
//! `consortium` has the rest. What is wrong in a file is named by its field. Network keys are
//! written as peer ids and everything else that has a shorter form in that form: the specification
//! has bytes as lists of numbers, which nobody should have to type.

use crate::chain_spec::{self, ChainSpec};
use galen_primitives::{
	gs1::Gln, Digest, HashAlgorithm, InstitutionId, InstitutionKind, InstitutionKinds, VotingClass,
};
use galen_runtime::SessionKeys;
use galen_runtime_common::AccountId;
use pallet_institutions::GenesisInstitution;
use pallet_node_admission::{GenesisValidator, Parameters, PeerId};
use pallet_seats::Body;
use polkadot_sdk::*;
use sc_cli::{Error, Result};
use sc_network::config::MultiaddrWithPeerId;
use serde::Deserialize;
use serde_json::{json, Value};
use sp_core::{
	bytes,
	crypto::{set_default_ss58_version, Ss58AddressFormatRegistry},
};
use sp_runtime::{codec::DecodeAll, traits::OpaqueKeys, BuildStorage};
use std::{
	collections::BTreeSet,
	fs,
	path::{Path, PathBuf},
};

/// `galen consortium-spec`
#[derive(Debug, clap::Args)]
pub struct ConsortiumSpec {
	/// What the network is called.
	#[arg(long)]
	name: String,

	/// The chain's identity, 32 bytes in hexadecimal. Random unless given.
	#[arg(long)]
	chain_id: Option<String>,

	/// Where to write it. Printed unless given.
	#[arg(long)]
	output: Option<PathBuf>,

	/// What each founding institution says of itself (see packaging/founder.json). They are numbered
	/// in this order. Each has a seat in the council and in the technical committee, on which its
	/// first administrator sits.
	#[arg(required = true, value_name = "FOUNDER")]
	founders: Vec<PathBuf>,
}

/// What a founding institution says of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Founder {
	administrators: Vec<String>,
	kinds: Vec<InstitutionKind>,
	voting_class: VotingClass,
	/// The country whose law it is under, ISO 3166-1 numeric.
	jurisdiction: u16,
	#[serde(default)]
	gln: Option<Gln>,
	#[serde(default)]
	allowance_class: u8,
	validators: Vec<Validator>,
}

/// One of its validators.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Validator {
	account: String,
	/// The peer id.
	peer: String,
	/// Where nodes that know nobody reach it: /dns/HOST/tcp/30333.
	#[serde(default)]
	address: Option<String>,
	/// The SHA-256 of the certificate under which its operator works.
	certificate: String,
	/// As `galen key generate-session-keys` prints them.
	keys: String,
	proof: String,
	/// The country it stands in, if that is another.
	#[serde(default)]
	region: Option<u16>,
}

/// What a chain begins with.
#[derive(Debug, Default)]
struct Genesis {
	institutions: Vec<GenesisInstitution<AccountId>>,
	validators: Vec<GenesisValidator<AccountId>>,
	keys: Vec<(AccountId, AccountId, SessionKeys)>,
	bootnodes: Vec<MultiaddrWithPeerId>,
	seats: Vec<(InstitutionId, AccountId)>,
}

impl ConsortiumSpec {
	/// Reads the founders' files and writes the specification.
	pub fn run(&self) -> Result<()> {
		let spec = match self.build() {
			Ok(spec) => spec,
			Err(faults) => {
				faults.iter().for_each(|fault| eprintln!("{fault}"));
				return Err(Error::Input("there is something to put right first".into()));
			},
		};
		let text = spec.as_json(false)?;
		match &self.output {
			Some(path) => {
				fs::write(path, text)?;
				println!("The specification of {} is in {}", self.name, path.display());
			},
			None => println!("{text}"),
		}
		Ok(())
	}

	fn build(&self) -> std::result::Result<ChainSpec, Vec<String>> {
		let founders = self.founders.iter().map(|path| read(path)).collect::<Vec<_>>();
		let mut faults = Vec::new();
		if self.name.trim().is_empty() {
			faults.push("--name: is empty".into());
		}
		let chain_id = match &self.chain_id {
			Some(text) => thirty_two(text).unwrap_or_else(|| {
				faults.push("--chain-id: isn't 32 bytes in hexadecimal, other than zeros".into());
				Default::default()
			}),
			None => sp_core::H256::random().0,
		};
		let mut genesis = Genesis::default();
		for founder in founders {
			match founder {
				Ok((name, founder)) => genesis.add(&name, founder, &mut faults),
				Err(fault) => faults.push(fault),
			}
		}
		if faults.is_empty() {
			genesis.check(&mut faults);
		}
		if !faults.is_empty() {
			return Err(faults);
		}
		// Genesis is built in wasm, which knows no form of address but the generic one.
		set_default_ss58_version(Ss58AddressFormatRegistry::SubstrateAccount.into());
		let patch = genesis.patch(chain_id);
		chain_spec::consortium(&self.name, patch, &genesis.bootnodes)
			.and_then(|spec| {
				// The runtime has the last word.
				spec.build_storage().map_err(|error| format!("the runtime refuses it: {error}"))?;
				Ok(spec)
			})
			.map_err(|error| vec![error])
	}
}

/// A founder's file, by its name.
fn read(path: &Path) -> std::result::Result<(String, Founder), String> {
	let name = path.display().to_string();
	let text = fs::read_to_string(path).map_err(|error| format!("{name}: {error}"))?;
	let founder = serde_json::from_str(&text).map_err(|error| format!("{name}: {error}"))?;
	Ok((name, founder))
}

impl Genesis {
	/// Takes in what a founder says, and notes what is wrong with it.
	fn add(&mut self, file: &str, founder: Founder, faults: &mut Vec<String>) {
		let mut fault = |field: &str, what: &str| faults.push(format!("{file}: {field}: {what}"));
		let institution = u32::try_from(self.institutions.len()).unwrap_or(u32::MAX);
		let mut administrators = Vec::new();
		for (at, text) in founder.administrators.iter().enumerate() {
			match text.parse::<AccountId>() {
				Ok(account) => administrators.push(account),
				Err(_) => fault(&format!("administrators[{at}]"), NO_ACCOUNT),
			}
		}
		if founder.administrators.is_empty() {
			fault("administrators", "there is none");
		}
		let kinds = InstitutionKinds::of(&founder.kinds);
		if !founder.voting_class.allowed_kinds().intersects(kinds) {
			fault("votingClass", "isn't one for these kinds of institution");
		}
		if !is_country(founder.jurisdiction) {
			fault("jurisdiction", NO_COUNTRY);
		}
		if founder.gln.is_some_and(|gln| !gln.is_valid()) {
			fault("gln", "its check digit is wrong");
		}
		for (at, validator) in founder.validators.iter().enumerate() {
			let mut fault =
				|field: &str, what: &str| fault(&format!("validators[{at}].{field}"), what);
			let account = validator.account.parse::<AccountId>().ok();
			if account.is_none() {
				fault("account", NO_ACCOUNT);
			}
			let peer = peer(&validator.peer);
			if peer.is_none() {
				fault("peer", "isn't the peer id of an Ed25519 key (12D3KooW…)");
			}
			if let (Some(address), Some(_)) = (&validator.address, &peer) {
				match format!("{address}/p2p/{}", validator.peer).parse() {
					Ok(bootnode) => self.bootnodes.push(bootnode),
					Err(_) => fault("address", "isn't an address such as /dns/HOST/tcp/30333"),
				}
			}
			let certificate = thirty_two(&validator.certificate);
			if certificate.is_none() {
				fault("certificate", "isn't a SHA-256 in hexadecimal");
			}
			if validator.region.is_some_and(|region| !is_country(region)) {
				fault("region", NO_COUNTRY);
			}
			let region = validator.region.unwrap_or(founder.jurisdiction);
			let keys = session_keys(&validator.keys);
			if keys.is_none() {
				fault("keys", "aren't those that galen key generate-session-keys prints");
			}
			let (Some(account), Some(peer), Some(certificate), Some(keys)) =
				(account, peer, certificate, keys)
			else {
				continue;
			};
			let proof = bytes::from_hex(&validator.proof).unwrap_or_default();
			if !keys.ownership_proof_is_valid(account.as_ref(), &proof) {
				fault("proof", "doesn't show that the account owns the keys");
			}
			self.keys.push((account.clone(), account.clone(), keys));
			self.validators.push(GenesisValidator {
				account,
				institution,
				peer,
				certificate: Digest { algorithm: HashAlgorithm::Sha2_256, bytes: certificate },
				region,
			});
		}
		self.seats.extend(administrators.first().map(|first| (institution, first.clone())));
		self.institutions.push(GenesisInstitution {
			kinds,
			voting_class: founder.voting_class,
			gln: founder.gln,
			jurisdiction: founder.jurisdiction,
			allowance_class: founder.allowance_class,
			administrators,
		});
	}

	/// What no founder alone can get right.
	fn check(&self, faults: &mut Vec<String>) {
		let minimum = Parameters::default().minimum_set;
		let count = self.validators.len();
		if u32::try_from(count).is_ok_and(|count| count < minimum) {
			faults.push(format!("validators: there are {count}, and a network needs {minimum}"));
		}
		let (mut accounts, mut peers, mut keys) =
			(BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
		for (validator, (_, _, session)) in self.validators.iter().zip(&self.keys) {
			let account = &validator.account;
			if !accounts.insert(account.clone()) {
				faults.push(format!("validators: {account} is named twice"));
			}
			if !peers.insert(validator.peer.0) {
				faults.push(format!("validators: {account} has another's network key"));
			}
			if session.clone().into_raw_public_keys().into_iter().any(|(key, _)| !keys.insert(key))
			{
				faults.push(format!("validators: {account} has another's session keys"));
			}
		}
		let mut administrators = BTreeSet::new();
		for account in self.institutions.iter().flat_map(|member| &member.administrators) {
			if !administrators.insert(account.clone()) {
				faults.push(format!("administrators: {account} is named twice"));
			}
		}
	}

	/// What it adds to the preset.
	fn patch(&self, chain_id: [u8; 32]) -> Value {
		let bodies = [Body::Council, Body::TechnicalCommittee].map(|body| (body, &self.seats));
		json!({
			"institutions": { "chainId": chain_id, "institutions": self.institutions },
			"nodeAdmission": { "validators": self.validators },
			"session": { "keys": self.keys },
			"seats": { "bodies": bodies },
		})
	}
}

const NO_ACCOUNT: &str = "isn't an account: an address, or 32 bytes in hexadecimal";
const NO_COUNTRY: &str = "isn't a country: a number of ISO 3166-1";

const fn is_country(number: u16) -> bool {
	matches!(number, 1..=999)
}

/// 32 bytes in hexadecimal that aren't all zero.
fn thirty_two(text: &str) -> Option<[u8; 32]> {
	let bytes = bytes::from_hex(text).ok()?.try_into().ok()?;
	(bytes != [0; 32]).then_some(bytes)
}

/// The network key that a peer id holds.
fn peer(text: &str) -> Option<PeerId> {
	let bytes = text.parse::<sc_network::PeerId>().ok()?.to_bytes();
	let key = PeerId(bytes.get(bytes.len().checked_sub(32)?..)?.try_into().ok()?);
	(key.to_multihash() == bytes).then_some(key)
}

fn session_keys(text: &str) -> Option<SessionKeys> {
	SessionKeys::decode_all(&mut bytes::from_hex(text).ok()?.as_slice()).ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
	use sp_runtime::codec::Encode;

	/// The file of the founder with this number, from 1 on.
	fn founder(number: u8) -> Founder {
		let account = AccountId::new([number; 32]);
		let mut externalities = sp_io::TestExternalities::default();
		externalities.register_extension(KeystoreExt::new(MemoryKeystore::new()));
		let made = externalities.execute_with(|| SessionKeys::generate(account.as_ref(), None));
		let public = sp_core::Pair::public(&<sp_core::ed25519::Pair as sp_core::Pair>::from_seed(
			&[number; 32],
		));
		Founder {
			administrators: vec![account.to_string()],
			kinds: vec![InstitutionKind::CareProvider, InstitutionKind::NodeOperator],
			voting_class: VotingClass::CareProviders,
			jurisdiction: 756,
			gln: None,
			allowance_class: 0,
			validators: vec![Validator {
				account: account.to_string(),
				peer: sc_network::PeerId::from_ed25519(&public.0).expect("a key").to_base58(),
				address: Some("/ip4/10.0.0.1/tcp/30333".into()),
				certificate: bytes::to_hex(&[number; 32], false),
				keys: bytes::to_hex(&made.keys.encode(), false),
				proof: bytes::to_hex(&made.proof.encode(), false),
				region: None,
			}],
		}
	}

	/// What is wrong with four founders, the second of whom was changed.
	fn faults(change: impl FnOnce(&mut Founder)) -> Vec<String> {
		let mut founders = [1, 2, 3, 4].map(founder);
		change(&mut founders[1]);
		let (mut genesis, mut faults) = (Genesis::default(), Vec::new());
		for (at, founder) in founders.into_iter().enumerate() {
			genesis.add(&format!("{at}.json"), founder, &mut faults);
		}
		if faults.is_empty() {
			genesis.check(&mut faults);
		}
		faults
	}

	fn validator(change: impl FnOnce(&mut Validator)) -> Vec<String> {
		faults(|founder| change(&mut founder.validators[0]))
	}

	#[test]
	fn four_founders_should_make_a_genesis() {
		assert_eq!(faults(|_| ()), [""; 0]);
	}

	#[test]
	fn the_template_should_be_refused_field_by_field() {
		let template = include_str!("../../packaging/founder.json");
		let template: Founder = serde_json::from_str(template).expect("its form is right");
		let mut noted = Vec::new();
		Genesis::default().add("founder.json", template, &mut noted);
		let fields: Vec<_> = noted.iter().filter_map(|fault| fault.split(": ").nth(1)).collect();
		let expected = [
			"administrators[0]",
			"jurisdiction",
			"validators[0].account",
			"validators[0].peer",
			"validators[0].certificate",
			"validators[0].keys",
		];
		assert_eq!(fields, expected);
	}

	#[test]
	fn what_is_wrong_should_be_named_by_its_field() {
		let other = founder(9);
		let one = |found: Vec<String>| match found.as_slice() {
			[fault] => fault.clone(),
			other => panic!("not one fault but {other:?}"),
		};
		let field = |found| one(found).split(": ").nth(1).map(String::from).expect("a field");
		assert_eq!(field(faults(|f| f.administrators.clear())), "administrators");
		assert_eq!(field(faults(|f| f.voting_class = VotingClass::Payers)), "votingClass");
		assert_eq!(field(faults(|f| f.jurisdiction = 1_000)), "jurisdiction");
		assert_eq!(field(faults(|f| f.gln = Some(Gln(1)))), "gln");
		assert_eq!(field(validator(|v| v.account = "5F".into())), "validators[0].account");
		assert_eq!(field(validator(|v| v.peer = "12D3".into())), "validators[0].peer");
		// The peer id of another kind of key.
		let rsa = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";
		assert_eq!(field(validator(|v| v.peer = rsa.into())), "validators[0].peer");
		assert_eq!(field(validator(|v| v.address = Some("host".into()))), "validators[0].address");
		let zeros = "00".repeat(32);
		assert_eq!(field(validator(|v| v.certificate = zeros)), "validators[0].certificate");
		assert_eq!(field(validator(|v| v.region = Some(0))), "validators[0].region");
		assert_eq!(field(validator(|v| v.keys.truncate(10))), "validators[0].keys");
		assert_eq!(field(validator(|v| v.proof = "0x".into())), "validators[0].proof");
		// Another's keys, with the other's proof.
		let stolen = other.validators[0].clone();
		let found = validator(|v| (v.keys, v.proof) = (stolen.keys, stolen.proof));
		assert_eq!(field(found), "validators[0].proof");
	}

	#[test]
	fn what_two_founders_share_should_be_refused() {
		let first = founder(1);
		let twin = first.validators[0].clone();
		let found = faults(|f| f.administrators = first.administrators.clone());
		assert!(found[0].starts_with("administrators: "), "{found:?}");
		let found = validator(|v| v.peer = twin.peer.clone());
		assert!(found[0].ends_with("another's network key"), "{found:?}");
		let found = faults(|f| f.validators.clear());
		assert_eq!(found, ["validators: there are 3, and a network needs 4"]);
	}
}
