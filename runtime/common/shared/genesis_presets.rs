// SPDX-License-Identifier: Apache-2.0

//! What chains begin with: `development` (one node), `local_testnet` (several) and `consortium`.
//!
//! The first two can be started, and their keys are the well-known ones of Substrate. Both begin
//! with three institutions whose administrators form the council and the technical committee: an
//! authority (Alice), a university hospital (Bob) and a payer (Charlie). Where four validate, there
//! is a manufacturer (Dave) besides.
//!
//! `consortium` is the part that networks have in common: allowances and the parameters of node
//! admission. It has no chain id and no members. `galen consortium-spec` adds them.

use crate::{own::genesis, *};
use alloc::{format, string::String};
use frame_support::build_struct_json_patch;
use galen_primitives::{ChainId, Digest, HashAlgorithm, InstitutionKind, InstitutionKinds};
use pallet_institutions::{AllowanceClass, GenesisInstitution, Refill, VotingClass};
use pallet_node_admission::{GenesisValidator, Parameters, PeerId};
use pallet_seats::{Body, GenesisSeats};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// The preset that a network's founders complete.
pub const CONSORTIUM_PRESET: &str = "consortium";

/// The allowance class of a member that doesn't need more.
pub const STANDARD_CLASS: u8 = 0;
/// The allowance class of a member with much traffic.
pub const LARGE_CLASS: u8 = 1;

/// What members of an institution may use, and its patients besides: so much of each block, and
/// bursts.
const fn class(per_block: u64) -> AllowanceClass {
	let refill = Refill { capacity: genesis::BURST, per_block };
	AllowanceClass { members: refill, patients: refill }
}

fn allowance_classes() -> Vec<(u8, AllowanceClass)> {
	vec![(STANDARD_CLASS, class(genesis::SHARE)), (LARGE_CLASS, class(10 * genesis::SHARE))]
}

/// Switzerland, where ISO has its seat: the presets' institutions are nowhere in particular.
const JURISDICTION: u16 = 756;

/// Its currency, the Swiss franc (ISO 4217 numeric).
const CHF: u32 = 756;

/// The owner of the settlement assets, to whom nobody has a key: governance alone changes them.
fn settlement() -> AccountId {
	use sp_runtime::traits::AccountIdConversion;
	configs::ClaimsPalletId::get().into_account_truncating()
}

fn institution(
	kinds: &[InstitutionKind],
	voting_class: VotingClass,
	administrator: Sr25519Keyring,
) -> GenesisInstitution<AccountId> {
	GenesisInstitution {
		kinds: InstitutionKinds::of(kinds),
		voting_class,
		gln: None,
		jurisdiction: JURISDICTION,
		allowance_class: STANDARD_CLASS,
		administrators: vec![administrator.to_account_id()],
	}
}

/// The chain id of a preset: it differs between runtimes and presets, and nobody can mistake one for
/// a real network's.
fn chain_id(preset: &str) -> ChainId {
	sp_io::hashing::blake2_256(format!("{} {preset}", VERSION.spec_name).as_bytes())
}

/// A validator: whose, its vote's key, and the network key of the node that zombienet starts under
/// its name (the SHA-256 of the name in small letters is the secret).
type Founder = (Sr25519Keyring, Ed25519Keyring, [u8; 32]);

/// Who can validate in presets, in the order in which they join.
const FOUNDERS: [Founder; 4] = [
	(
		Sr25519Keyring::Alice,
		Ed25519Keyring::Alice,
		hex("d5bf4a3fcce717b0388bcc2749ebc148ad9969b23f45ee1b605fd58778576ac4"),
	),
	(
		Sr25519Keyring::Bob,
		Ed25519Keyring::Bob,
		hex("ecc1b58727f3f12b3194881a9ecb9de0b28ce7b207230d8e930fe1bce75e256c"),
	),
	(
		Sr25519Keyring::Charlie,
		Ed25519Keyring::Charlie,
		hex("c8bf2959a96bd99ffde4e7277b41e57331dba7f7918186c359cf7dce149bb567"),
	),
	(
		Sr25519Keyring::Dave,
		Ed25519Keyring::Dave,
		hex("8d9293c327662be3c0faeb579b2aedd3b2cec33d74dadedceea76b7a94dc90c0"),
	),
];

/// The bytes that 64 hexadecimal digits in small letters stand for.
const fn hex(digits: &str) -> [u8; 32] {
	const fn value(digit: u8) -> u8 {
		match digit {
			b'0'..=b'9' => digit - b'0',
			_ => digit - b'a' + 10,
		}
	}
	let (mut bytes, mut at) = ([0; 32], 0);
	while at < 32 {
		let (high, low) = (digits.as_bytes()[2 * at], digits.as_bytes()[2 * at + 1]);
		bytes[at] = 16 * value(high) + value(low);
		at += 1;
	}
	bytes
}

fn network(preset: &str, validators: usize) -> serde_json::Value {
	let validators = FOUNDERS.get(..validators).expect("no preset has more");
	let minimum_set = u32::try_from(validators.len()).expect("few");
	let government = [Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie]
		.map(|k| k.to_account_id());
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			// For the tests of transfers; nobody needs a token to take part.
			balances: [Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie]
				.map(|k| (k.to_account_id(), 1_000 * galen_runtime_common::constants::UNIT))
				.to_vec(),
		},
		// The currency in which claims are settled.
		assets: AssetsConfig {
			assets: [(CHF, settlement(), true, 1)].to_vec(),
			metadata: [(CHF, b"Swiss franc".to_vec(), b"CHF".to_vec(), 2)].to_vec(),
		},
		institutions: InstitutionsConfig {
			chain_id: chain_id(preset),
			allowance_classes: allowance_classes(),
			institutions: [
				institution(
					&[InstitutionKind::Regulator, InstitutionKind::NodeOperator],
					VotingClass::PublicBodies,
					Sr25519Keyring::Alice,
				),
				institution(
					&[
						InstitutionKind::CareProvider,
						InstitutionKind::Laboratory,
						InstitutionKind::Pharmacy,
						InstitutionKind::NodeOperator,
					],
					VotingClass::CareProviders,
					Sr25519Keyring::Bob,
				),
				institution(
					&[InstitutionKind::Payer, InstitutionKind::NodeOperator],
					VotingClass::Payers,
					Sr25519Keyring::Charlie,
				),
				institution(
					&[InstitutionKind::Manufacturer, InstitutionKind::NodeOperator],
					VotingClass::Industry,
					Sr25519Keyring::Dave,
				),
			]
			// Three make a council; more only where they validate.
			.into_iter()
			.take(validators.len().max(3))
			.collect::<Vec<_>>(),
		},
		node_admission: NodeAdmissionConfig {
			parameters: Parameters { minimum_set, ..Default::default() },
			validators: (0..)
				.zip(validators)
				.map(|(institution, (aura, _, peer))| GenesisValidator {
					account: aura.to_account_id(),
					institution,
					peer: PeerId(*peer),
					certificate: Digest {
						algorithm: HashAlgorithm::Blake2b_256,
						bytes: sp_io::hashing::blake2_256(b"no certificate"),
					},
					region: JURISDICTION,
				})
				.collect::<Vec<_>>(),
		},
		session: SessionConfig {
			keys: validators
				.iter()
				.map(|(aura, grandpa, _)| {
					let account = aura.to_account_id();
					(account.clone(), account, genesis::session_keys(*aura, *grandpa))
				})
				.collect::<Vec<_>>(),
		},
		seats: SeatsConfig {
			bodies: [Body::Council, Body::TechnicalCommittee]
				.map(|body| (body, (0..).zip(government.clone()).collect()))
				.to_vec(),
		},
	})
}

/// What every network begins with, and empty places for what its founders have to say.
fn consortium() -> serde_json::Value {
	build_struct_json_patch!(RuntimeGenesisConfig {
		institutions: InstitutionsConfig {
			chain_id: ChainId::default(),
			allowance_classes: allowance_classes(),
			institutions: Vec::<GenesisInstitution<AccountId>>::new(),
		},
		node_admission: NodeAdmissionConfig {
			parameters: Parameters::default(),
			validators: Vec::<GenesisValidator<AccountId>>::new(),
		},
		session: SessionConfig { keys: Vec::<(AccountId, AccountId, SessionKeys)>::new() },
		seats: SeatsConfig { bodies: Vec::<(Body, GenesisSeats<AccountId>)>::new() },
	})
}

/// The preset called `id`, as JSON.
pub fn get(id: &PresetId) -> Option<Vec<u8>> {
	let mut patch = match id.as_ref() {
		DEV_RUNTIME_PRESET => network(DEV_RUNTIME_PRESET, 1),
		LOCAL_TESTNET_RUNTIME_PRESET => {
			network(LOCAL_TESTNET_RUNTIME_PRESET, genesis::LOCAL_VALIDATORS)
		},
		CONSORTIUM_PRESET => consortium(),
		_ => return None,
	};
	genesis::complete(&mut patch);
	serde_json::to_string(&patch).map(String::into_bytes).ok()
}

/// The names of the presets.
pub fn names() -> Vec<PresetId> {
	[DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET, CONSORTIUM_PRESET]
		.map(PresetId::from)
		.to_vec()
}
