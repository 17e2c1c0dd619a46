// SPDX-License-Identifier: Apache-2.0

//! P2: what each signed transaction is charged against the time that it takes, and how many fit into
//! a second of a block beside those of the solochain template.

use super::{
	extent,
	node::Node,
	solochain,
	statistics::{median, us},
	suite::{self, Kind, ANCHOR, TRANSFER},
	world::{genesis, Pair},
};
use crate::results::{Measure, StoredResult, Table};
use anyhow::Result;
use codec::DecodeAll;
use galen_runtime::UncheckedExtrinsic;
use galen_scenarios::{alice, Chain};
use std::time::Duration;

/// What one transaction of a kind comes to, in microseconds.
pub struct Cost {
	/// What it is charged.
	pub charged: f64,
	/// What a block with it takes longer to import, of a node that hasn't seen it.
	pub imported: f64,
	/// The same, executed again and not written.
	pub executed: f64,
}

/// How often a block is executed again.
const AGAIN: usize = 3;

/// Imports blocks of `per_block` of these calls, and empty ones in between.
pub fn measure(pair: &mut Pair, chain: &mut Chain, kind: &Kind, per_block: usize) -> Result<Cost> {
	let (mut full, mut empty, mut again, mut empty_again, mut charged) =
		(Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
	let fastest = |node: &Node, block: &_| -> Result<f64> {
		let times = (0..AGAIN).map(|_| node.execute(block)).collect::<Result<Vec<_>>>()?;
		Ok(us(times.into_iter().min().unwrap_or(Duration::MAX)))
	};
	for calls in kind.calls.chunks_exact(per_block) {
		let transactions = pair.sign(chain, calls);
		let block = pair.import(&transactions)?;
		full.push(us(block.time));
		charged.push(block.charged as f64 / 1e6);
		again.push(fastest(&pair.importer, &block.block)?);
		let block = pair.import(&[])?;
		empty.push(us(block.time));
		empty_again.push(fastest(&pair.importer, &block.block)?);
	}
	let each = |full: &[f64], empty: &[f64]| (median(full) - median(empty)) / per_block as f64;
	Ok(Cost {
		charged: median(&charged) / per_block as f64,
		imported: each(&full, &empty),
		executed: each(&again, &empty_again),
	})
}

/// Measures it.
pub fn run(quick: bool) -> Result<StoredResult> {
	let (blocks, per_block) = extent(quick, (8, 32), (5, 16), (2, 4));
	let (costs, transfer) = Chain::development().run(|chain| -> Result<_> {
		let kinds = suite::suite(chain, blocks * per_block);
		let transfer = chain
			.transaction(&alice(), suite::transfers(&[alice()], 1).calls[0].1.clone())
			.encode();
		let transfer = UncheckedExtrinsic::decode_all(&mut &transfer[..])?;
		let mut pair = Pair::new(&genesis(chain)?)?;
		let mut costs = Vec::new();
		for kind in kinds {
			costs.push((kind.name, measure(&mut pair, chain, &kind, per_block)?));
		}
		Ok((costs, transfer))
	})?;

	let mut result = StoredResult::new("P2", quick);
	let mut table = Table::new(
		"Each transaction, in us: charged, and what importing and executing it takes",
		&["call", "charged", "imported", "executed", "charged/imported"],
	);
	for (name, Cost { charged, imported, executed }) in &costs {
		let ratio = charged / imported;
		table.row([
			name.to_string(),
			format!("{charged:.1}"),
			format!("{imported:.1}"),
			format!("{executed:.1}"),
			format!("{ratio:.2}"),
		]);
		result.measures.push(Measure::against(
			crate::results::Target::Between(1.0, 2.0),
			format!("{name}: charged/imported"),
			ratio,
			"",
		));
	}
	result.tables.push(table);

	// How many fit into a second of weight.
	let template = solochain::transfer();
	let ours = crate::signing::charge(&transfer);
	let theirs = 1e12 / template.total() as f64;
	let fitting = |name: &str| {
		let found = costs.iter().find(|(kind, _)| *kind == name);
		found.map_or(f64::NAN, |(_, cost)| 1e6 / cost.charged)
	};
	let of_suite = median(&costs.iter().map(|(_, cost)| 1e6 / cost.charged).collect::<Vec<_>>());
	let mut table = Table::new(
		"Transactions in a second of weight",
		&["what", "transactions", "of the template's transfers"],
	);
	for (what, ours) in [
		("the template's transfers", theirs),
		("our transfers", fitting(TRANSFER)),
		("our anchors", fitting(ANCHOR)),
		("the median of the suite", of_suite),
	] {
		table.row([what.to_string(), format!("{ours:.0}"), format!("{:.2}", ours / theirs)]);
	}
	result.tables.push(table);
	for (what, ours) in [("transfers", fitting(TRANSFER)), ("anchors", fitting(ANCHOR))] {
		result.measures.push(Measure::at_least(
			2.5,
			format!("{what} in a second of weight, against the template's transfers"),
			ours / theirs,
			"x",
		));
	}
	result.notes = vec![
		format!(
			"we charge a transfer {:.0} us: {:.0} for each transaction, {:.0} for extensions, {:.0} for \
			 the call",
			ours.total() as f64 / 1e6,
			ours.base as f64 / 1e6,
			ours.extensions as f64 / 1e6,
			ours.call as f64 / 1e6,
		),
		format!(
			"the template charges a transfer {:.0} us: {:.0} for each transaction, {:.0} for \
			 extensions, {:.0} for the call",
			template.total() as f64 / 1e6,
			template.base as f64 / 1e6,
			template.extensions as f64 / 1e6,
			template.call as f64 / 1e6,
		),
		format!(
			"{blocks} blocks of {per_block} transactions of each kind, less empty ones beside them; \
			 imported by a node that didn't build them, over ParityDB, which writes in threads of \
			 its own"
		),
		"transfers, anchors, versions, new patients and encounters are by authors who have neither \
		 institution nor patient in common; the others by one hospital's staff"
			.into(),
		"nothing else was running: no pool, no network, no finality votes".into(),
	];
	Ok(result)
}
