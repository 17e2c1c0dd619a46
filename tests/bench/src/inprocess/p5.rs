// SPDX-License-Identifier: Apache-2.0

//! P5: what a million records do to the next one.
//!
//! Many records are copies of one that a call has made, each with an identifier of its own, in the
//! state that the chain begins with.

use super::{
	extent,
	node::{Genesis, State},
	statistics::{median, us},
	suite::{anchors, boundless, versions, Author, Kind},
	world::{added, bytes, identifier, multiply, state, Pair},
};
use crate::results::{Measure, StoredResult, Table};
use anyhow::{ensure, Result};
use galen_fuzz::tracker;
use galen_runtime::configs::SLOT_DURATION;
use galen_scenarios::*;
use pallet_patient_records::Call as RecordsCall;
use polkadot_sdk::{frame_support::traits::UnfilteredDispatchable, frame_system::RawOrigin};

/// With few records, and with many.
struct Growth {
	records: usize,
	state: State,
}

/// What calls of a kind took: the first time a node sees them, and again.
#[derive(Default)]
struct Times {
	cold: Vec<f64>,
	warm: Vec<f64>,
}

/// Measures it.
pub fn run(quick: bool) -> Result<StoredResult> {
	let [few, many] = extent(quick, [1_000, 1_000_000], [1_000, 100_000], [100, 1_000]);
	let (blocks, per_block) = extent(quick, (12, 32), (6, 32), (2, 4));
	let mut result = StoredResult::new("P5", quick);
	Chain::development().run(|chain| -> Result<()> {
		boundless(chain, HOSPITAL);
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		chain.next_block();

		// What one costs, by itself and in a batch.
		let mut id = RecordId([0; 32]);
		let record = added(chain, |chain| id = chain.anchored(&physician, ada.id, 1));
		let leaves: Vec<[u8; 32]> = (0..1_024).map(identifier).collect();
		let batched = added(chain, |chain| {
			let (algorithm, occurred) = (HashAlgorithm::Sha2_256, START);
			let leaves = leaves.clone().try_into().expect("as many as fit; qed");
			let call = RecordsCall::anchor_leaves { algorithm, leaves, occurred };
			chain.submit(&physician, call).succeeds();
		});
		result.measures.extend([
			Measure::at_most(200.0, "state for a record", bytes(&record) as f64, "bytes"),
			Measure::at_most(
				1.0,
				"state for a record in a batch of 1,024",
				bytes(&batched) as f64 / leaves.len() as f64,
				"bytes",
			),
		]);

		chain.next_block();
		let begin = state();
		let slot = chain.now() / SLOT_DURATION;
		let mut worlds = Vec::new();
		for records in [few, many] {
			let mut state = begin.clone();
			multiply(&mut state, &record, &id.0, records)?;
			worlds.push(Growth { records, state });
		}
		let count = blocks * per_block;
		let kinds = |records: usize| {
			// Some of them, from everywhere.
			let some =
				(0..count).map(|place| RecordId(identifier(place * (records / count).max(1))));
			let author = Author { signer: physician.clone(), patient: ada.id };
			let some = some.map(|record| (physician.clone(), record));
			[anchors(&[author], 10_000_000, count), versions(some)]
		};
		ensure!(count <= few, "each has one version added");
		reads_and_writes(&worlds, &kinds, &mut result);
		times(chain, worlds, slot, &kinds, per_block, &mut result)
	})?;
	result.notes.push(format!(
		"{blocks} blocks of {per_block} transactions of each kind, in turns with few and with many \
		 records; cold: imported by a node that hasn't touched these records; warm: executed again"
	));
	Ok(result)
}

/// Compares how many keys calls read and write.
fn reads_and_writes(
	worlds: &[Growth],
	kinds: &impl Fn(usize) -> [Kind; 2],
	result: &mut StoredResult,
) {
	const COMPARED: usize = 8;
	let mut table =
		Table::new("Keys read and written by a call", &["records", "call", "reads", "writes"]);
	let mut counts = Vec::new();
	for Growth { records, state } in worlds {
		let mut tracked = tracker::State::new(state.clone());
		let meter = tracked.meter();
		let mut of_world = Vec::new();
		for kind in kinds(*records) {
			let mut of_kind: Vec<(usize, usize)> = Vec::new();
			for (signer, call) in kind.calls.into_iter().take(COMPARED) {
				let access = tracked.in_vain(|| {
					meter.start();
					let origin = RawOrigin::Signed(signer.account()).into();
					let done = call.dispatch_bypass_filter(origin);
					let access = meter.stop();
					assert!(done.is_ok(), "{}: {done:?}", kind.name);
					access
				});
				of_kind.push((access.reads.len(), access.writes.len()));
			}
			let most = |of: fn(&(usize, usize)) -> usize| of_kind.iter().map(of).max().unwrap_or(0);
			table.row([
				records.to_string(),
				kind.name.to_string(),
				most(|counts| counts.0).to_string(),
				most(|counts| counts.1).to_string(),
			]);
			of_world.push(of_kind);
		}
		counts.push(of_world);
	}
	result.tables.push(table);
	let differing = match &counts[..] {
		[few, many] => {
			let pairs = few.iter().flatten().zip(many.iter().flatten());
			pairs.filter(|(few, many)| few != many).count() as f64
		},
		_ => f64::NAN,
	};
	result.measures.push(Measure::at_most(
		0.0,
		"calls that read or write another number of keys among many records",
		differing,
		"",
	));
}

/// Compares how long calls take, and how long the database is.
fn times(
	chain: &mut Chain,
	worlds: Vec<Growth>,
	slot: u64,
	kinds: &impl Fn(usize) -> [Kind; 2],
	per_block: usize,
	result: &mut StoredResult,
) -> Result<()> {
	let (mut pairs, mut sizes) = (Vec::new(), Vec::new());
	for Growth { records, state } in worlds {
		let genesis = Genesis::new(state, slot)?;
		sizes.push((records as f64, genesis.size()? as f64));
		let kinds = kinds(records);
		let mut pair = Pair::new(&genesis)?;
		// Signed ahead, in the order in which they are imported.
		let mut blocks = Vec::new();
		for kind in &kinds {
			for calls in kind.calls.chunks_exact(per_block) {
				blocks.push((kind.name, pair.sign(chain, calls)));
			}
		}
		pairs.push((records, pair, blocks));
	}
	let mut found: Vec<Vec<(&str, Times)>> = pairs.iter().map(|_| Vec::new()).collect();
	let count = pairs.first().map_or(0, |(_, _, blocks)| blocks.len());
	for place in 0..count {
		for ((_, pair, blocks), found) in pairs.iter_mut().zip(&mut found) {
			let (name, transactions) = &blocks[place];
			let full = pair.import(transactions)?;
			let empty = pair.import(&[])?;
			let again = |block: &_| -> Result<f64> {
				let times =
					(0..3).map(|_| pair.importer.execute(block)).collect::<Result<Vec<_>>>()?;
				Ok(times.into_iter().map(us).fold(f64::INFINITY, f64::min))
			};
			let each = |full: f64, empty: f64| (full - empty) / per_block as f64;
			if found.last().is_none_or(|(last, _)| last != name) {
				found.push((name, Times::default()));
			}
			if let Some((_, times)) = found.last_mut() {
				times.cold.push(each(us(full.time), us(empty.time)));
				times.warm.push(each(again(&full.block)?, again(&empty.block)?));
			}
		}
	}

	let mut table = Table::new("Each transaction, in us", &["records", "call", "cold", "warm"]);
	for ((records, _, _), found) in pairs.iter().zip(&found) {
		for (name, Times { cold, warm }) in found {
			table.row([
				records.to_string(),
				name.to_string(),
				format!("{:.1}", median(cold)),
				format!("{:.1}", median(warm)),
			]);
		}
	}
	result.tables.push(table);
	if let [few, many] = &found[..] {
		for ((name, few), (_, many)) in few.iter().zip(many) {
			for (how, few, many) in
				[("cold", &few.cold, &many.cold), ("warm", &few.warm, &many.warm)]
			{
				result.measures.push(Measure::at_most(
					1.5,
					format!("{name}, {how}: time among many records against few"),
					median(many) / median(few),
					"x",
				));
			}
		}
	}
	if let [(few, short), (many, long)] = sizes[..] {
		result.measures.push(Measure::plain(
			"the database, for each further record",
			(long - short) / (many - few),
			"bytes",
		));
	}
	Ok(())
}
