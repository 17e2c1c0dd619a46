// SPDX-License-Identifier: Apache-2.0

//! # From a standalone chain to a parachain
//!
//! [`relocate`] makes the genesis of a parachain of the last state of a standalone chain. Accounts
//! and all pallets that both runtimes have go along, [`ChainId`](galen_runtime_common) and all, so
//! that what was committed to or signed for the one chain can be checked against the other.
//!
//! Block numbers begin anew. So nothing that waits for a block may be under way: motions, ballots
//! and scheduled calls are closed first, and [`obstacles`] tells which aren't. What is counted in
//! blocks besides, the allowances, is settled at the old chain's last block and flows at the same
//! pace in time. Everything else in the pallets is in milliseconds.
//!
//! What begins anew: the finality of the old chain, offences that are reported but not dealt with,
//! the safe mode, in which the old chain best ends, events, and the hashes of old blocks.

use crate::{obstacles, on, Obstacle, State};
use galen_parachain_runtime::{
	configs::SLOT_DURATION, own::genesis, AuraExtConfig, Runtime, RuntimeGenesisConfig, SessionKeys,
};
use galen_runtime::{configs::SLOT_DURATION as OLD_SLOT_DURATION, SessionKeys as OldSessionKeys};
use galen_runtime_common::{AccountId, BlockNumber};
use pallet_institutions::{Allowance, AllowanceClass, AllowanceClasses, Allowances, Refill};
use pallet_session::{KeyOwner, NextKeys, QueuedKeys};
use polkadot_sdk::{
	frame_support::{
		storage::StoragePrefixedMap,
		traits::{BuildGenesisConfig, PalletsInfoAccess},
	},
	frame_system::Account,
	pallet_aura::CurrentSlot,
	pallet_timestamp::Now,
	sp_consensus_aura::Slot,
	sp_core::{crypto::key_types::AURA, storage::well_known_keys},
	sp_io::hashing::twox_128,
};
use std::{collections::BTreeSet, sync::LazyLock};

/// Pallets of both runtimes that begin anew, because what they keep is about the blocks of one
/// chain.
pub const ANEW: &[&str] = &["System", "Scheduler", "SafeMode"];

/// The genesis of parachain `para_id` with this code, which goes on from where a standalone chain
/// stands; or everything that stands in its way.
pub fn relocate(standalone: State, para_id: u32, code: Vec<u8>) -> Result<State, Vec<Obstacle>> {
	let mut old = standalone;
	let found = obstacles(&mut old);
	if !found.is_empty() {
		return Err(found);
	}
	let last = on(&mut old, galen_runtime::System::block_number);

	let mut new = State::new();
	on(&mut new, || {
		RuntimeGenesisConfig {
			parachain_info: genesis::parachain_info(para_id),
			polkadot_xcm: genesis::polkadot_xcm(),
			..Default::default()
		}
		.build()
	});
	new.retain(|key, _| !is_carried(key));
	new.extend(old.into_iter().filter(|(key, _)| is_carried(key)));
	on(&mut new, || convert(last));
	new.insert(well_known_keys::CODE.to_vec(), code);
	Ok(new)
}

/// What is told by blocks, or differs in form.
fn convert(last: BlockNumber) {
	// Whoever collates has no vote on finality.
	let keys = |old: OldSessionKeys| SessionKeys { aura: old.aura };
	NextKeys::<Runtime>::translate(|_, old| Some(keys(old)));
	KeyOwner::<Runtime>::translate(|(kind, _), owner: AccountId| (kind == AURA).then_some(owner));
	// The same type, but for the keys.
	let _ = QueuedKeys::<Runtime>::translate(|old: Option<Vec<(AccountId, OldSessionKeys)>>| {
		Some(old?.into_iter().map(|(account, old)| (account, keys(old))).collect())
	});

	Allowances::<Runtime>::translate_values(|old: Allowance<BlockNumber>| {
		// An allowance without a class can't be drawn on.
		let settled =
			AllowanceClasses::<Runtime>::get(old.class).map_or(old, |class| old.at(&class, last));
		Some(Allowance { updated: 0, ..settled })
	});
	AllowanceClasses::<Runtime>::translate_values(|class: AllowanceClass| {
		let AllowanceClass { members, patients } = class;
		Some(AllowanceClass {
			members: at_the_same_pace(members),
			patients: at_the_same_pace(patients),
		})
	});

	// Slots are counted since 1970, and may not go backwards.
	let slot = Now::<Runtime>::get().checked_div(SLOT_DURATION).unwrap_or(0);
	CurrentSlot::<Runtime>::put(Slot::from(slot));
	// It keeps a copy of Aura's authorities.
	AuraExtConfig::default().build();
}

/// As much in time, in blocks of another length.
fn at_the_same_pace(Refill { capacity, per_block }: Refill) -> Refill {
	let scaled = u128::from(per_block)
		.saturating_mul(SLOT_DURATION.into())
		.checked_div(OLD_SLOT_DURATION.into())
		.unwrap_or(0);
	Refill { capacity, per_block: u64::try_from(scaled).unwrap_or(u64::MAX) }
}

/// The prefixes of keys that go along: accounts, and the pallets that both runtimes have.
static CARRIED: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
	let here = names::<galen_runtime::AllPalletsWithSystem>();
	let there = names::<galen_parachain_runtime::AllPalletsWithSystem>();
	let both = here.intersection(&there).filter(|name| !ANEW.contains(name));
	both.map(prefix).chain([Account::<Runtime>::final_prefix().to_vec()]).collect()
});

/// The prefixes of keys that stay behind, and may: what is of the old chain's blocks, code and
/// finality.
static LEFT: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
	let here = names::<galen_runtime::AllPalletsWithSystem>();
	let there = names::<galen_parachain_runtime::AllPalletsWithSystem>();
	let left = here.iter().filter(|name| ANEW.contains(name) || !there.contains(*name));
	let period = galen_runtime::configs::SessionPeriod::key().to_vec();
	left.map(prefix).chain([b":".to_vec(), period]).collect()
});

pub(crate) fn is_carried(key: &[u8]) -> bool {
	CARRIED.iter().any(|prefix| key.starts_with(prefix))
}

pub(crate) fn is_left(key: &[u8]) -> bool {
	LEFT.iter().any(|prefix| key.starts_with(prefix))
}

/// The names of a runtime's pallets.
fn names<Pallets: PalletsInfoAccess>() -> BTreeSet<&'static str> {
	Pallets::infos().into_iter().map(|pallet| pallet.name).collect()
}

fn prefix(pallet: &&str) -> Vec<u8> {
	twox_128(pallet.as_bytes()).to_vec()
}
