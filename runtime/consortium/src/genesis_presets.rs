// SPDX-License-Identifier: Apache-2.0

//! The chains that can be started: `development` (one node) and `local_testnet` (four).
//!
//! Their keys are the well-known ones of Substrate. Both begin with three institutions whose
//! administrators form the council and the technical committee: an authority (Alice), a university
//! hospital (Bob) and a payer (Charlie).

use crate::*;
use alloc::{format, string::String};
use frame_support::build_struct_json_patch;
use galen_primitives::{ChainId, InstitutionKind, InstitutionKinds};
use pallet_institutions::{AllowanceClass, GenesisInstitution, Refill, VotingClass};
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};

/// The allowance class of a member that doesn't need more.
pub const STANDARD_CLASS: u8 = 0;
/// The allowance class of a member with much traffic.
pub const LARGE_CLASS: u8 = 1;

/// One second of weight, in units of fee.
const SECOND: u64 = 1_000_000_000_000;

/// What members and patients of an institution may use: bursts of `seconds` of block time, and a
/// fiftieth of that anew with each block.
const fn class(seconds: u64) -> AllowanceClass {
	let refill = Refill { capacity: seconds * SECOND, per_block: seconds * SECOND / 50 };
	AllowanceClass { members: refill, patients: refill }
}

/// Switzerland, where ISO has its seat: the presets' institutions are nowhere in particular.
const JURISDICTION: u16 = 756;

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

/// The chain id of a preset: it differs between presets, and nobody can mistake one for a real
/// network's.
fn chain_id(preset: &str) -> ChainId {
	sp_io::hashing::blake2_256(format!("galen {preset}").as_bytes())
}

fn genesis(preset: &str, validators: &[(Sr25519Keyring, Ed25519Keyring)]) -> serde_json::Value {
	let government = [Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie]
		.map(|k| k.to_account_id());
	build_struct_json_patch!(RuntimeGenesisConfig {
		balances: BalancesConfig {
			// For the tests of transfers; nobody needs a token to take part.
			balances: [Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie]
				.map(|k| (k.to_account_id(), 1_000 * galen_runtime_common::constants::UNIT))
				.to_vec(),
		},
		institutions: InstitutionsConfig {
			chain_id: chain_id(preset),
			allowance_classes: vec![(STANDARD_CLASS, class(10)), (LARGE_CLASS, class(100))],
			institutions: vec![
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
			],
		},
		session: SessionConfig {
			keys: validators
				.iter()
				.map(|(aura, grandpa)| {
					let account = aura.to_account_id();
					let keys = SessionKeys {
						aura: aura.public().into(),
						grandpa: grandpa.public().into(),
					};
					(account.clone(), account, keys)
				})
				.collect::<Vec<_>>(),
		},
		council: CouncilConfig { members: government.to_vec() },
		technical_committee: TechnicalCommitteeConfig { members: government.to_vec() },
	})
}

/// The preset called `id`, as JSON.
pub fn get(id: &PresetId) -> Option<Vec<u8>> {
	use {Ed25519Keyring as Ed, Sr25519Keyring as Sr};
	let alice = (Sr::Alice, Ed::Alice);
	let patch = match id.as_ref() {
		DEV_RUNTIME_PRESET => genesis(DEV_RUNTIME_PRESET, &[alice]),
		LOCAL_TESTNET_RUNTIME_PRESET => genesis(
			LOCAL_TESTNET_RUNTIME_PRESET,
			&[alice, (Sr::Bob, Ed::Bob), (Sr::Charlie, Ed::Charlie), (Sr::Dave, Ed::Dave)],
		),
		_ => return None,
	};
	serde_json::to_string(&patch).map(String::into_bytes).ok()
}

/// The names of the presets.
pub fn names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
