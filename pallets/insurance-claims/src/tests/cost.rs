// SPDX-License-Identifier: Apache-2.0

//! What a claim writes, counted in the storage itself.

use super::*;
use std::collections::BTreeMap;

/// Everything that there is, but the system's own: events, which every call writes.
fn storage() -> BTreeMap<Vec<u8>, Vec<u8>> {
	let system = sp_io::hashing::twox_128(b"System");
	let mut all = BTreeMap::new();
	let mut key = Vec::new();
	while let Some(next) = sp_io::storage::next_key(&key) {
		if !next.starts_with(&system) {
			all.insert(next.clone(), sp_io::storage::get(&next).unwrap().to_vec());
		}
		key = next;
	}
	all
}

/// The pallets and storage items that the call writes, one entry for each value.
fn writes(call: impl FnOnce()) -> Vec<&'static str> {
	let names = [
		("Insurance", "Claims"),
		("Insurance", "Spent"),
		("Insurance", "Ledgers"),
		("Insurance", "PreAuths"),
		("Insurance", "Reserves"),
		("Insurance", "Queue"),
		("Insurance", "ForwardingBalances"),
		("Assets", "Asset"),
		("Assets", "Account"),
	];
	let name_of = |key: &[u8]| {
		let found = names.iter().find(|(pallet, item)| {
			let hash = |text: &str| sp_io::hashing::twox_128(text.as_bytes());
			key.starts_with(&[hash(pallet), hash(item)].concat())
		});
		found.map_or("other", |(_, item)| item)
	};
	let before = storage();
	call();
	let after = storage();
	let keys = before.keys().chain(after.keys()).collect::<std::collections::BTreeSet<_>>();
	let changed = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
	let mut names: Vec<_> = changed.map(|key| name_of(key)).collect();
	names.sort();
	names
}

/// - `Claims`: the claim, with what was decided and what became of the money.
/// - `Spent`: its evidence, so that nobody is paid for it again.
/// - `Ledgers`: deductible and limits of the benefit period, and the number of the next claim.
/// - `Account` twice and `Asset`: the money, from the payer's reserve to the provider's receipts.
///   `Asset` is the asset's own: pallet-assets keeps count of its accounts there.
///
/// The seventh, where there is one, is a preauthorisation or what the provider owes.
#[test]
fn a_pharmacy_claim_should_make_six_writes_from_evidence_to_settlement() {
	build_and_execute(|| {
		published();
		// The first payment opens the provider's account, and the asset counts it.
		claimed(dispense(1), 10_000);
		let evidence = dispense(2);
		let wrote = writes(|| {
			claimed(evidence, 10_000);
		});
		// The asset's own value changes only when an account is opened; it is written all the same.
		assert_eq!(wrote, ["Account", "Account", "Claims", "Ledgers", "Spent"]);
		let evidence = dispense_by(OTHER_PHARMACY, 3, 1);
		let other = staff(OTHER_PHARMACY, Role::Pharmacist);
		let terms = claim(0, vec![line(1, evidence, 10_000)]);
		let wrote = writes(|| submit(other, terms).unwrap());
		let expected = ["Account", "Account", "Asset", "Claims", "Ledgers", "Spent"];
		assert_eq!(wrote, expected);
	});
}

#[test]
fn each_further_line_should_write_that_its_evidence_is_spent_and_nothing_else() {
	build_and_execute(|| {
		published();
		claimed(dispense(90), 10_000);
		let lines = (1..=8).map(|n| line(n, dispense(n.into()), 10_000)).collect();
		let wrote = writes(|| submit(PHARMACIST, claim(0, lines)).unwrap());
		let mut expected = vec!["Account", "Account", "Claims", "Ledgers"];
		expected.extend(["Spent"; 8]);
		assert_eq!(wrote, expected);
	});
}

#[test]
fn a_claim_that_waits_should_write_what_it_would_spend() {
	build_and_execute(|| {
		published();
		let evidence = encounter(1);
		set_standing(evidence, EvidenceStanding::Unconfirmed);
		let wrote = writes(|| {
			claimed(evidence, 10_000);
		});
		assert_eq!(wrote, ["Claims", "Ledgers", "Spent"]);
	});
}

#[test]
fn a_claim_that_queues_should_write_its_place_instead_of_money() {
	build_and_execute(|| {
		let plan = plan_of(PAYER, SettlementMode::Immediate, rules());
		covered(plan, patient(1), 1);
		let evidence = dispense(1);
		let wrote = writes(|| {
			claimed(evidence, 10_000);
		});
		assert_eq!(wrote, ["Claims", "Ledgers", "Queue", "Reserves", "Spent"]);
	});
}
