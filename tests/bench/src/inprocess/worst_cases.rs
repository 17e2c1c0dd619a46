// SPDX-License-Identifier: Apache-2.0

//! What every call of our pallets costs in its worst cases, against what it is charged.
//!
//! The worst cases are the pallets' own benchmarks, run by the bencher (`scripts/bench` builds it):
//! each at least 200 times, at both ends of the range of each length and in between. A measurement
//! costs its own time and, for each key that it reads or writes, what the runtime charges for one.
//! What is charged at that point follows from the weight files that are compiled into the runtime.

use super::{
	extent,
	statistics::{median, quantile},
};
use crate::results::{Measure, StoredResult, Table};
use anyhow::{bail, ensure, Context, Result};
use galen_fuzz::{
	schema::repository,
	weights::{database, formulas, Cost, Formula},
};
use serde::Deserialize;
use std::{collections::BTreeMap, env, fs, path::PathBuf, process::Command};

/// How often each is measured at the least.
const MEASURED: usize = 200;

/// What one run of the bencher tells of one benchmark.
#[derive(Debug, Deserialize)]
struct Batch {
	pallet: String,
	benchmark: String,
	time_results: Vec<Outcome>,
	db_results: Vec<Outcome>,
}

/// One measurement.
#[derive(Debug, Deserialize)]
struct Outcome {
	components: Point,
	/// In nanoseconds.
	extrinsic_time: u64,
	reads: u64,
	writes: u64,
}

/// Lengths by name.
type Point = Vec<(String, u32)>;

/// What is charged at a point.
fn charge(formula: &Formula, point: &Point) -> u64 {
	let slope = |(name, length): &(String, u32)| {
		let cost = formula.slopes.get(name).copied().unwrap_or_default();
		cost.total() * u64::from(*length)
	};
	formula.base.total() + point.iter().map(slope).sum::<u64>()
}

/// The weight files of our pallets, by crate.
fn weight_files() -> Result<Vec<(String, BTreeMap<String, Formula>)>> {
	let pallets = repository().join("pallets");
	let mut files = Vec::new();
	for folder in fs::read_dir(&pallets).with_context(|| pallets.display().to_string())? {
		let folder = folder?;
		let Ok(text) = fs::read_to_string(folder.path().join("src/weights.rs")) else { continue };
		let name = folder.file_name().to_string_lossy().replace('-', "_");
		files.push((format!("pallet_{name}"), formulas(&text)));
	}
	files.sort_by(|one, other| one.0.cmp(&other.0));
	ensure!(!files.is_empty(), "no weight files under {}", pallets.display());
	Ok(files)
}

/// The bencher: `GALEN_BENCHER`, or where `scripts/bench` leaves it.
fn bencher() -> Result<PathBuf> {
	let beside = || {
		let cache = env::var_os("GALEN_CACHE").map(PathBuf::from);
		let home = || env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/galen"));
		Some(cache.or_else(home)?.join("bencher"))
	};
	let bencher = env::var_os("GALEN_BENCHER").map(PathBuf::from).or_else(beside);
	let bencher = bencher.context("none of GALEN_BENCHER, GALEN_CACHE and HOME is set")?;
	if !bencher.is_file() {
		bail!("there is no bencher at {}: scripts/bench builds it", bencher.display());
	}
	Ok(bencher)
}

/// Has some benchmarks of a pallet measured: of the bencher's own runtime, or of the blob that
/// `GALEN_BENCH_WASM` names, which was built with the feature `runtime-benchmarks`.
fn measure(pallet: &str, benchmarks: &[&str], steps: usize, repeat: usize) -> Result<Vec<Batch>> {
	if benchmarks.is_empty() {
		return Ok(Vec::new());
	}
	let file = env::temp_dir().join(format!("galen-bench-{}-{pallet}.json", std::process::id()));
	let mut command = Command::new(bencher()?);
	command.args(["benchmark", "pallet", "--wasm-execution", "compiled", "--quiet"]);
	match env::var_os("GALEN_BENCH_WASM") {
		Some(blob) => command.arg("--runtime").arg(blob).args([
			"--genesis-builder",
			"runtime",
			"--genesis-builder-preset",
			"development",
		]),
		None => command.args(["--chain", "dev"]),
	};
	let output = command
		.args(["--no-median-slopes", "--no-min-squares", "--no-verify", "--min-duration", "0"])
		.args(["--pallet", pallet, "--extrinsic", &benchmarks.join(",")])
		.args(["--steps", &steps.to_string(), "--repeat", &repeat.to_string()])
		.arg("--json-file")
		.arg(&file)
		.output()
		.context("the bencher doesn't start")?;
	if !output.status.success() {
		bail!("measuring {pallet}: {}", String::from_utf8_lossy(&output.stderr));
	}
	let text = fs::read_to_string(&file).with_context(|| file.display().to_string())?;
	fs::remove_file(&file)?;
	serde_json::from_str(&text).with_context(|| format!("what the bencher says of {pallet}"))
}

/// What a benchmark came to against its weight.
struct Verdict {
	name: String,
	/// How many measurements there are.
	measured: usize,
	/// At the point where the median of the measurements is highest against what is charged there:
	/// the point, that median and the charge, in microseconds.
	worst: (Point, f64, f64),
	/// Of all measurements, which share costs more than is charged.
	above: f64,
	/// 99 of a hundred measurements cost at most so much of what is charged.
	p99: f64,
}

fn judge(batch: &Batch, formula: &Formula) -> Result<Verdict> {
	let name = format!("{}.{}", batch.pallet, batch.benchmark);
	let mut points = BTreeMap::<&Point, Vec<u64>>::new();
	for outcome in &batch.time_results {
		points.entry(&outcome.components).or_default().push(outcome.extrinsic_time * 1_000);
	}
	let (mut worst, mut ratios) = (None::<(Point, f64, f64)>, Vec::new());
	for (point, times) in points {
		let here = || batch.db_results.iter().filter(|outcome| outcome.components == *point);
		let reads = here().map(|outcome| outcome.reads).max();
		let writes = here().map(|outcome| outcome.writes).max();
		let (Some(reads), Some(writes)) = (reads, writes) else {
			bail!("{name}: reads and writes weren't counted at {point:?}");
		};
		let charge = charge(formula, point) as f64;
		ensure!(charge > 0.0, "{name} is charged nothing at {point:?}");
		let cost = |time: &u64| Cost { time: *time, reads, writes }.total() as f64;
		let costs: Vec<f64> = times.iter().map(cost).collect();
		ratios.extend(costs.iter().map(|cost| cost / charge));
		let cost = median(&costs);
		if worst.as_ref().is_none_or(|(_, least, charged)| cost / charge > least / charged) {
			worst = Some((point.clone(), cost, charge));
		}
	}
	let (point, cost, charge) = worst.with_context(|| format!("{name} wasn't measured"))?;
	Ok(Verdict {
		name,
		measured: ratios.len(),
		worst: (point, cost / 1e6, charge / 1e6),
		above: ratios.iter().filter(|ratio| **ratio > 1.0).count() as f64 / ratios.len() as f64,
		p99: quantile(&ratios, 0.99),
	})
}

/// Measures it.
pub fn run(quick: bool) -> Result<StoredResult> {
	// Steps for those with lengths, and repetitions of each point.
	let (steps, each) = extent(quick, (10, MEASURED / 10), (3, 10), (2, 2));
	let mut verdicts = Vec::new();
	for (pallet, formulas) in weight_files()? {
		let with = |lengths: bool| -> Vec<&str> {
			let wanted = formulas.iter().filter(|(_, of)| of.lengths.is_empty() != lengths);
			wanted.map(|(name, _)| name.as_str()).collect()
		};
		eprintln!("measuring {pallet}");
		let mut batches = measure(&pallet, &with(true), steps, each)?;
		batches.extend(measure(&pallet, &with(false), 2, steps * each)?);
		for batch in &batches {
			let formula = formulas
				.get(&batch.benchmark)
				.with_context(|| format!("{pallet}.{} has no weight", batch.benchmark))?;
			verdicts.push(judge(batch, formula)?);
		}
		ensure!(batches.len() == formulas.len(), "{pallet}: not everything was measured");
	}
	Ok(report(quick, verdicts))
}

fn report(quick: bool, mut verdicts: Vec<Verdict>) -> StoredResult {
	let mut result = StoredResult::new("worst-cases", quick);
	let ratio = |verdict: &Verdict| verdict.worst.1 / verdict.worst.2;
	verdicts.sort_by(|one, other| ratio(other).total_cmp(&ratio(one)));
	let mut table = Table::new(
		"Every call in its worst case, in us; the dearest against its charge first",
		&["call", "measured", "at", "cost", "charged", "cost/charged", "p99", "above"],
	);
	for verdict in &verdicts {
		let (point, cost, charged) = &verdict.worst;
		let at: Vec<String> = point.iter().map(|(name, value)| format!("{name}={value}")).collect();
		table.row([
			verdict.name.clone(),
			verdict.measured.to_string(),
			at.join(" "),
			format!("{cost:.1}"),
			format!("{charged:.1}"),
			format!("{:.3}", ratio(verdict)),
			format!("{:.3}", verdict.p99),
			format!("{:.3}", verdict.above),
		]);
	}
	let dearer = verdicts.iter().filter(|verdict| ratio(verdict) > 1.0).count();
	let fewest = verdicts.iter().map(|verdict| verdict.measured).min().unwrap_or(0);
	let ratios: Vec<f64> = verdicts.iter().map(ratio).collect();
	let above: Vec<f64> = verdicts.iter().map(|verdict| verdict.above).collect();
	result.measures = vec![
		Measure::at_most(0.0, "calls that cost more than they are charged", dearer as f64, ""),
		Measure::at_most(
			1.0,
			"the dearest call's cost against its charge",
			ratios.first().copied().unwrap_or(f64::NAN),
			"x",
		),
		Measure::plain("the median call's", median(&ratios), "x"),
		Measure::at_least(
			if quick { 1.0 } else { MEASURED as f64 },
			"fewest measurements of a call",
			fewest as f64,
			"",
		),
		Measure::plain(
			"of all measurements, the share that is dearer (interruptions included)",
			above.iter().sum::<f64>() / above.len() as f64,
			"",
		),
	];
	result.notes = vec![
		"a call's cost is the median of its measurements at the point where that is highest against \
		 the charge; p99 and above are of single measurements at all points, which whatever else \
		 the machine did made longer"
			.into(),
		format!(
			"a read costs and is charged {} us, a write {} us, each key once; times come from the \
			 bencher, which was built with the weights that the files had then",
			database().read / 1_000_000,
			database().write / 1_000_000,
		),
	];
	result.tables.push(table);
	result
}

#[cfg(test)]
mod tests {
	use super::*;

	fn outcome(components: &[(&str, u32)], time: u64, reads: u64) -> Outcome {
		let components =
			components.iter().map(|(name, length)| (name.to_string(), *length)).collect();
		Outcome { components, extrinsic_time: time, reads, writes: 0 }
	}

	#[test]
	fn a_call_should_be_judged_where_it_is_dearest() {
		let formula = Formula {
			lengths: vec!["n".into()],
			base: Cost { time: 1_000, reads: 1, writes: 0 },
			slopes: BTreeMap::from([("n".into(), Cost { time: 1_000, reads: 1, writes: 0 })]),
		};
		let judged = |time, reads| {
			let few = [1, 1, 1].map(|time| outcome(&[("n", 0)], time, 1));
			let many = [1, time, 900].map(|time| outcome(&[("n", 9)], time, 1));
			let times = few.into_iter().chain(many).collect();
			let counts = vec![outcome(&[("n", 0)], 0, 1), outcome(&[("n", 9)], 0, reads)];
			let batch = Batch {
				pallet: "pallet".into(),
				benchmark: "call".into(),
				time_results: times,
				db_results: counts,
			};
			judge(&batch, &formula).unwrap()
		};
		let fair = judged(9, 10);
		assert_eq!((fair.measured, fair.worst.1 <= fair.worst.2), (6, true));
		assert_eq!(fair.above, 1.0 / 6.0);
		let (slow, greedy) = (judged(11, 10), judged(10, 11));
		for dear in [slow, greedy] {
			assert!(dear.worst.1 > dear.worst.2);
			assert_eq!(dear.worst.0, [("n".to_string(), 9)]);
		}
	}
}
