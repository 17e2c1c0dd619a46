// SPDX-License-Identifier: Apache-2.0

//! P6: what a million live consents do to an empty block.
//!
//! Consents are copies of what a grant has stored, each of a patient of its own, in the state that
//! the chain begins with.

use super::{
	extent,
	node::Genesis,
	statistics::{median, quantile, us},
	suite::boundless,
	world::{added, genesis, multiply, state, Pair},
};
use crate::results::{Measure, StoredResult, Table};
use anyhow::{ensure, Result};
use galen_primitives::FieldGroups;
use galen_runtime::configs::SLOT_DURATION;
use galen_scenarios::*;

/// Measures it.
pub fn run(quick: bool) -> Result<StoredResult> {
	let consents = extent(quick, 1_000_000, 10_000, 500);
	let blocks = extent(quick, 400, 150, 6);
	let (mut without, mut with) = Chain::development().run(|chain| -> Result<_> {
		boundless(chain, HOSPITAL);
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		chain.next_block();
		let without = Pair::new(&genesis(chain)?)?;
		let consent = added(chain, |chain| {
			// It ends while blocks are made: nothing happens then.
			let until = chain.now() + 20 * SLOT_DURATION;
			let directive = treatment_by(HOSPITAL, FieldGroups::ALL, until);
			chain.submit(&ada.controller, grant(ada.id, directive)).succeeds();
		});
		let mut state = state();
		multiply(&mut state, &consent, &ada.id.0, consents)?;
		let with = Genesis::new(state, chain.now() / SLOT_DURATION)?;
		Ok((without, Pair::new(&with)?))
	})?;

	// In turns, so that whatever else the machine does meets both.
	let (mut imports, mut executions) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
	for _ in 0..blocks {
		for (which, pair) in [&mut without, &mut with].into_iter().enumerate() {
			let block = pair.import(&[])?;
			ensure!(block.charged == 0, "the block isn't empty");
			imports[which].push(us(block.time));
			executions[which].push(us(pair.importer.execute(&block.block)?));
		}
	}
	let mut result = StoredResult::new("P6", quick);
	let mut table = Table::new(
		"An empty block, in us",
		&["consents", "imported", "middle half", "executed again", "middle half"],
	);
	for (which, consents) in [0, consents].into_iter().enumerate() {
		let half =
			|times: &[f64]| format!("{:.0} to {:.0}", quantile(times, 0.25), quantile(times, 0.75));
		table.row([
			consents.to_string(),
			format!("{:.1}", median(&imports[which])),
			half(&imports[which]),
			format!("{:.1}", median(&executions[which])),
			half(&executions[which]),
		]);
	}
	result.tables.push(table);
	let ratio = |[without, with]: &[Vec<f64>; 2]| median(with) / median(without);
	result.measures = vec![
		Measure::at_most(
			1.02,
			format!("an empty block among {consents} live consents, against none"),
			ratio(&executions),
			"x",
		),
		Measure::plain("the same, imported", ratio(&imports), "x"),
	];
	result.notes.push(format!(
		"medians of {blocks} blocks each, in turns; the consents end while blocks are made"
	));
	Ok(result)
}
