// SPDX-License-Identifier: Apache-2.0

//! Both runtimes have the same pallets at the same indices with the same calls, but for those that
//! are listed here: wallets sign the same on both, and the state of one fits the other.

use polkadot_sdk::frame_support::traits::{GetCallMetadata, PalletInfoData, PalletsInfoAccess};
use std::collections::{BTreeMap, BTreeSet};

/// Pallets by name: their indices.
fn indices(pallets: Vec<PalletInfoData>) -> BTreeMap<&'static str, usize> {
	pallets.into_iter().map(|pallet| (pallet.name, pallet.index)).collect()
}

fn consortium() -> BTreeMap<&'static str, usize> {
	indices(galen_runtime::AllPalletsWithSystem::infos())
}

fn parachain() -> BTreeMap<&'static str, usize> {
	indices(galen_parachain_runtime::AllPalletsWithSystem::infos())
}

#[test]
fn the_runtimes_should_differ_in_consensus_and_messages_alone() {
	let (one, other) = (consortium(), parachain());
	let only = |these: &BTreeMap<&'static str, usize>, those: &BTreeMap<&'static str, usize>| {
		these
			.iter()
			.filter(|(name, _)| !those.contains_key(*name))
			.map(|(name, index)| (*name, *index))
			.collect::<Vec<_>>()
	};
	assert_eq!(only(&one, &other), [("Grandpa", 15), ("Historical", 12), ("Offences", 11)]);
	assert_eq!(
		only(&other, &one),
		[
			("AuraExt", 16),
			("MessageQueue", 35),
			("Neighbours", 36),
			("ParachainInfo", 7),
			("ParachainSystem", 6),
			("PolkadotXcm", 34),
			("XcmpQueue", 33),
		]
	);
	// An index never means two pallets.
	let both: BTreeMap<_, _> = one.iter().chain(&other).collect();
	let used: BTreeSet<_> = both.values().collect();
	assert_eq!(used.len(), both.len());
	for (name, index) in &one {
		assert!(other.get(name).is_none_or(|there| there == index), "{name}");
	}
}

#[test]
fn shared_pallets_should_have_the_same_calls() {
	use galen_parachain_runtime::RuntimeCall as There;
	use galen_runtime::RuntimeCall as Here;
	let shared: Vec<_> = Here::get_module_names()
		.iter()
		.filter(|name| There::get_module_names().contains(name))
		.collect();
	assert!(shared.len() > 25);
	for name in shared {
		assert_eq!(Here::get_call_names(name), There::get_call_names(name), "{name}");
	}
}
