// SPDX-License-Identifier: Apache-2.0

//! P4: records in batches, with their leaves and by their root alone.

use super::{
	extent,
	p2::{measure, Cost},
	statistics::{median, us, Line},
	suite::{boundless, transfers, Kind},
	world::{genesis, Call, Pair},
};
use crate::results::{Measure, StoredResult, Table};
use anyhow::{ensure, Context, Result};
use galen_primitives::merkle;
use galen_runtime::configs::SLOT_DURATION;
use galen_runtime_common::constants;
use galen_scenarios::*;
use pallet_patient_records::{Call as RecordsCall, Membership};
use polkadot_sdk::{frame_support::dispatch::DispatchClass, sp_io::hashing::blake2_256};
use std::{hint::black_box, time::Instant};

const ALGORITHM: HashAlgorithm = HashAlgorithm::Sha2_256;
/// The most leaves that a call can carry.
const MOST: u32 = 1_024;

/// Commitments, different for each `batch`.
fn leaves(batch: u32, count: u32) -> Vec<[u8; 32]> {
	let mut leaf = blake2_256(&batch.to_le_bytes());
	(0..count)
		.map(|place| {
			leaf[..4].copy_from_slice(&place.to_le_bytes());
			leaf
		})
		.collect()
}

fn batch(physician: &Signer, number: u32, count: u32) -> Call {
	let leaves = leaves(number, count).try_into().expect("as many as fit; qed");
	let call = RecordsCall::anchor_leaves { algorithm: ALGORITHM, leaves, occurred: START };
	(physician.clone(), call.into())
}

/// Measures it.
pub fn run(quick: bool) -> Result<StoredResult> {
	let mut result = StoredResult::new("P4", quick);
	Chain::development().run(|chain| carried(chain, quick, &mut result))?;
	client(quick, &mut result)?;
	Ok(result)
}

/// What goes over the chain: batches with their leaves, and proofs.
fn carried(chain: &mut Chain, quick: bool, result: &mut StoredResult) -> Result<()> {
	let (blocks, per_block) = extent(quick, (7, 8), (3, 4), (2, 2));
	let sizes: &[u32] = extent(
		quick,
		&[1, 128, 256, 384, 512, 640, 768, 896, MOST],
		&[1, 256, 512, 768, MOST],
		&[1, 512, MOST],
	);
	let depth = extent(quick, 20, 20, 10);
	let count = 1u32 << depth;
	boundless(chain, HOSPITAL);
	let physician = chain.physician();

	// A batch that is anchored by its root.
	let all = leaves(u32::MAX, count);
	let index = count / 3;
	let bytes = merkle::root(ALGORITHM, &all).expect("leaves; qed");
	let root = Digest { algorithm: ALGORITHM, bytes };
	let path = merkle::path(ALGORITHM, &all, index).context("a leaf")?;
	let leaf = all[usize::try_from(index)?];
	drop(all);
	let anchor = RecordsCall::anchor_batch { root, count, occurred: START };
	chain.submit(&physician, anchor).succeeds();
	chain.next_block();
	let mut pair = Pair::new(&genesis(chain)?)?;

	let transfer =
		measure(&mut pair, chain, &transfers(&[alice()], blocks * per_block * 4), per_block * 4)?;
	let mut table = Table::new(
		"Batches that carry their leaves, in us",
		&["leaves", "charged", "imported", "executed", "leaves/s charged", "leaves/s imported"],
	);
	let (mut charges, mut imports, mut number) = (Vec::new(), Vec::new(), 0);
	let mut last = None;
	for size in sizes.iter().copied() {
		let calls = (0..blocks * per_block).map(|_| {
			number += 1;
			batch(&physician, number, size)
		});
		let kind = Kind { name: "patient_records.anchor_leaves", calls: calls.collect() };
		let cost = measure(&mut pair, chain, &kind, per_block)?;
		let (x, Cost { charged, imported, executed }) = (f64::from(size), &cost);
		charges.push((x, *charged));
		imports.push((x, *imported));
		table.row([
			size.to_string(),
			format!("{charged:.0}"),
			format!("{imported:.0}"),
			format!("{executed:.0}"),
			format!("{:.0}", x / charged * 1e6),
			format!("{:.0}", x / imported * 1e6),
		]);
		last = Some(cost);
	}
	result.tables.push(table);
	let full = last.context("sizes")?;

	// What fits into a block, by weight and by length, once a slot.
	let weight = block_weights().get(DispatchClass::Normal).max_total;
	let weight = weight.context("a limit")?.ref_time() as f64 / 1e6;
	let length = *constants::block_length().max.get(DispatchClass::Normal);
	let signed = pair.sign(chain, &[batch(&physician, 0, MOST)]);
	let bytes = signed.first().map_or(0, Vec::len);
	let slots = 1_000.0 / SLOT_DURATION as f64;
	let fitting =
		|each: f64| (weight / each).floor().min((f64::from(length) / bytes as f64).floor());
	let sustained = fitting(full.charged) * f64::from(MOST) * slots;
	result.measures.extend([
		Measure::at_least(0.98, "charge against leaves, R2", Line::through(&charges).r2, ""),
		Measure::at_least(0.98, "import time against leaves, R2", Line::through(&imports).r2, ""),
		Measure::at_least(
			20_000.0,
			"commitments carried with their leaves, as many as blocks hold",
			sustained,
			"/s",
		),
		Measure::plain("leaves in a second of weight", f64::from(MOST) / full.charged * 1e6, ""),
		Measure::plain("leaves imported in a second", f64::from(MOST) / full.imported * 1e6, ""),
	]);
	result.notes.push(format!(
		"a block holds {:.0} batches of {MOST} by its weight ({weight:.0} us) and {:.0} by its length \
		 ({length} bytes), every {SLOT_DURATION} ms",
		(weight / full.charged).floor(),
		(f64::from(length) / bytes as f64).floor(),
	));

	// A proof against none: a batch that isn't there is found out before the path is looked at.
	let id = Records::batch_id(HOSPITAL, root);
	let missing = Records::batch_id(AUTHORITY, root);
	let path: pallet_patient_records::MerklePath = path.try_into().expect("short enough; qed");
	let ask = |id| -> Result<(Membership, f64)> {
		let asked = (id, leaf, index, path.clone());
		let (answer, time) = pair.importer.ask("PatientRecordsApi_verify_batch_member", asked)?;
		Ok((answer, us(time)))
	};
	let (mut proven, mut refused) = (Vec::new(), Vec::new());
	for _ in 0..extent(quick, 500, 100, 3) {
		let (answer, time) = ask(id)?;
		ensure!(matches!(answer, Membership::Member { .. }), "a member: {answer:?}");
		proven.push(time);
		let (answer, time) = ask(missing)?;
		ensure!(answer == Membership::NoSuchBatch, "no batch: {answer:?}");
		refused.push(time);
	}
	let proof = median(&proven) - median(&refused);
	result.measures.extend([
		Measure::at_most(
			0.5,
			format!("checking a proof of 2^{depth} leaves, against importing a transfer"),
			proof / transfer.imported,
			"",
		),
		Measure::plain(format!("checking a proof of 2^{depth} leaves"), proof, "us"),
		Measure::plain("importing a transfer", transfer.imported, "us"),
	]);
	Ok(())
}

/// What a member's gateway does by itself.
fn client(quick: bool, result: &mut StoredResult) -> Result<()> {
	let count = 1u32 << extent(quick, 20, 20, 14);
	for algorithm in [ALGORITHM, HashAlgorithm::Blake2b_256] {
		let mut rates = Vec::new();
		for round in 0..extent(quick, 5, 3, 1) {
			let leaves = leaves(round, count);
			let start = Instant::now();
			let root = merkle::root(algorithm, black_box(&leaves));
			let time = start.elapsed();
			ensure!(root.is_ok(), "there are leaves");
			rates.push(f64::from(count) / time.as_secs_f64());
		}
		let what = format!("records under roots of {count}, one core, {algorithm:?}");
		let rate = median(&rates);
		result.measures.push(match algorithm {
			ALGORITHM => Measure::at_least(1e6, what, rate, "/s"),
			_ => Measure::plain(what, rate, "/s"),
		});
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn batches_should_differ_and_so_should_leaves() {
		assert_ne!(leaves(1, 2), leaves(2, 2));
		let leaves = leaves(1, 1_000);
		let different: std::collections::BTreeSet<_> = leaves.iter().collect();
		assert_eq!(different.len(), leaves.len());
	}
}
