// SPDX-License-Identifier: Apache-2.0

//! What a run came to: how it is stored, printed and read again.
//!
//! A run is one file, `$GALEN_CACHE/bench/<name>/<date>.json`. Nothing is overwritten, so that the
//! numbers of two commits can be compared; the last one is what [`show`] prints.

use crate::machine;
use anyhow::{bail, Context, Result};
use serde::{Deserialize, Deserializer, Serialize};
use std::{
	env, fs,
	path::{Path, PathBuf},
	process::Command,
	time::{SystemTime, UNIX_EPOCH},
};

/// What can be measured, in the order of quality.md.
pub const NAMES: [&str; 9] = ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "flood", "worst-cases"];

/// What a run came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredResult {
	/// One of [`NAMES`].
	pub name: String,
	/// Whether it was the reduced set.
	pub quick: bool,
	/// What was measured, each against its target.
	pub measures: Vec<Measure>,
	/// What stands behind it.
	#[serde(default)]
	pub tables: Vec<Table>,
	/// What a reader has to know: who shared the cores, what was left out.
	#[serde(default)]
	pub notes: Vec<String>,
	/// On what, of what and when.
	#[serde(default)]
	pub run: Option<Run>,
}

/// A number and what it should be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Measure {
	/// What was measured.
	pub what: String,
	/// The number. In JSON, `null` stands for one that isn't finite.
	#[serde(deserialize_with = "finite_or_not")]
	pub value: f64,
	/// In what.
	pub unit: String,
	/// What it should be, where there is a target for it.
	pub target: Option<Target>,
	/// Whether it is.
	pub met: Option<bool>,
}

/// What a number should be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
	/// This or more.
	AtLeast(f64),
	/// This or less.
	AtMost(f64),
	/// From the first to the second.
	Between(f64, f64),
}

/// Rows behind a measure.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
	/// What it shows.
	pub title: String,
	/// What stands above the columns.
	pub columns: Vec<String>,
	/// As many cells each as there are columns.
	pub rows: Vec<Vec<String>>,
}

/// On what, of what and when something was measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Run {
	/// When it ended: RFC 3339, UTC.
	pub date: String,
	/// The commit, with `+` if there were changes that weren't committed.
	pub commit: String,
	/// Whether the code was optimised. What wasn't says nothing about the targets.
	pub optimised: bool,
	/// The machine.
	pub machine: machine::Machine,
}

impl Target {
	/// Whether `value` is as it should be.
	pub fn is_met(self, value: f64) -> bool {
		match self {
			Self::AtLeast(least) => value >= least,
			Self::AtMost(most) => value <= most,
			Self::Between(least, most) => value >= least && value <= most,
		}
	}

	fn text(self) -> String {
		match self {
			Self::AtLeast(least) => format!(">= {}", number(least)),
			Self::AtMost(most) => format!("<= {}", number(most)),
			Self::Between(least, most) => format!("{} to {}", number(least), number(most)),
		}
	}
}

impl Measure {
	/// A number with a target.
	pub fn against(
		target: Target,
		what: impl Into<String>,
		value: f64,
		unit: impl Into<String>,
	) -> Self {
		let met = Some(value.is_finite() && target.is_met(value));
		Self { what: what.into(), value, unit: unit.into(), target: Some(target), met }
	}

	/// A number that should be at least `least`.
	pub fn at_least(
		least: f64,
		what: impl Into<String>,
		value: f64,
		unit: impl Into<String>,
	) -> Self {
		Self::against(Target::AtLeast(least), what, value, unit)
	}

	/// A number that should be at most `most`.
	pub fn at_most(
		most: f64,
		what: impl Into<String>,
		value: f64,
		unit: impl Into<String>,
	) -> Self {
		Self::against(Target::AtMost(most), what, value, unit)
	}

	/// A number without a target.
	pub fn plain(what: impl Into<String>, value: f64, unit: impl Into<String>) -> Self {
		Self { what: what.into(), value, unit: unit.into(), target: None, met: None }
	}
}

impl Table {
	/// A table without rows yet.
	pub fn new(title: impl Into<String>, columns: &[&str]) -> Self {
		let columns = columns.iter().map(|column| (*column).into()).collect();
		Self { title: title.into(), columns, rows: Vec::new() }
	}

	/// Adds a row.
	pub fn row<Cell: Into<String>>(&mut self, cells: impl IntoIterator<Item = Cell>) {
		self.rows.push(cells.into_iter().map(Into::into).collect());
	}
}

impl StoredResult {
	/// Nothing measured yet.
	pub fn new(name: &str, quick: bool) -> Self {
		Self {
			name: name.into(),
			quick,
			measures: Vec::new(),
			tables: Vec::new(),
			notes: Vec::new(),
			run: None,
		}
	}

	/// Notes what a reader has to know.
	pub fn note(&mut self, note: impl Into<String>) {
		self.notes.push(note.into());
	}

	/// Whether every target is met, and there was one.
	pub fn met(&self) -> bool {
		let mut verdicts = self.measures.iter().filter_map(|measure| measure.met).peekable();
		verdicts.peek().is_some() && verdicts.all(|met| met)
	}

	/// Adds where, of what and when it was measured, and writes it.
	pub fn store(&mut self) -> Result<PathBuf> {
		if !NAMES.contains(&self.name.as_str()) {
			bail!("there is no measurement {}, only {}", self.name, NAMES.join(", "));
		}
		let date = now();
		self.run = Some(Run {
			date: date.clone(),
			commit: commit(),
			optimised: !cfg!(debug_assertions),
			machine: machine::Machine::measure(),
		});
		let folder = folder()?.join(&self.name);
		fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
		// Colons aren't allowed in names everywhere.
		let path = folder.join(format!("{}.json", date.replace(':', "-")));
		fs::write(&path, serde_json::to_string_pretty(self)? + "\n")
			.with_context(|| path.display().to_string())?;
		Ok(path)
	}

	/// The last stored result of a name.
	pub fn last(name: &str) -> Result<Option<Self>> {
		let folder = folder()?.join(name);
		let Ok(entries) = fs::read_dir(&folder) else { return Ok(None) };
		let newest = entries
			.filter_map(|entry| Some(entry.ok()?.path()))
			.filter(|path| path.extension().is_some_and(|extension| extension == "json"))
			// Dates of one form sort as text.
			.max();
		newest.as_deref().map(Self::read).transpose()
	}

	fn read(path: &Path) -> Result<Self> {
		let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
		serde_json::from_str(&text).with_context(|| path.display().to_string())
	}

	/// As people read it.
	pub fn text(&self) -> String {
		let mut lines = Vec::new();
		let quick = if self.quick { " (quick)" } else { "" };
		lines.push(match &self.run {
			Some(run) => format!(
				"{}{quick}: {}; {} on {}, commit {}{}",
				self.name,
				if self.met() { "met" } else { "NOT MET" },
				run.date,
				run.machine.text(),
				run.commit,
				if run.optimised { "" } else { "; NOT OPTIMISED" },
			),
			None => format!("{}{quick}", self.name),
		});
		let mut measures = Table::new("", &["", "", "", "target", ""]);
		for measure in &self.measures {
			measures.row([
				measure.what.clone(),
				number(measure.value),
				measure.unit.clone(),
				measure.target.map_or(String::new(), Target::text),
				match measure.met {
					Some(true) => "met".into(),
					Some(false) => "NOT MET".into(),
					None => String::new(),
				},
			]);
		}
		lines.extend(layout(&measures));
		for table in &self.tables {
			lines.push(String::new());
			lines.push(format!("  {}", table.title));
			lines.extend(layout(table));
		}
		lines.extend(self.notes.iter().map(|note| format!("  note: {note}")));
		lines.join("\n")
	}
}

fn finite_or_not<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
	Ok(Option::<f64>::deserialize(deserializer)?.unwrap_or(f64::NAN))
}

/// Prints the last stored result of each name, for people or as a list of
/// `{name, met, quick, measures: [{what, value, unit, target, met}], …}`.
pub fn show(json: bool) -> Result<()> {
	let mut last = Vec::new();
	for name in NAMES {
		last.extend(StoredResult::last(name)?);
	}
	if json {
		let with_verdict = |result: &StoredResult| {
			let mut value = serde_json::to_value(result)?;
			value["met"] = result.met().into();
			Ok(value)
		};
		let all: Vec<_> = last.iter().map(with_verdict).collect::<Result<_>>()?;
		println!("{}", serde_json::to_string_pretty(&all)?);
	} else if last.is_empty() {
		println!("nothing was measured yet");
	}
	for result in last.iter().filter(|_| !json) {
		println!("{}\n", result.text());
	}
	Ok(())
}

/// Where results are kept: beside what the scripts keep (`scripts/lib.sh`).
fn folder() -> Result<PathBuf> {
	let cache = match env::var_os("GALEN_CACHE") {
		Some(cache) => PathBuf::from(cache),
		None => {
			let home = env::var_os("HOME").context("neither GALEN_CACHE nor HOME is set")?;
			PathBuf::from(home).join(".cache/galen")
		},
	};
	Ok(cache.join("bench"))
}

/// Columns under each other; the second and what looks like a number to the right.
fn layout(table: &Table) -> Vec<String> {
	let all = || std::iter::once(&table.columns).chain(&table.rows);
	let width = |at: usize| {
		all().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0)
	};
	let widths: Vec<_> = (0..table.columns.len()).map(width).collect();
	let numeric: Vec<_> = (0..table.columns.len())
		.map(|at| {
			let mut cells = table.rows.iter().filter_map(|row| row.get(at)).peekable();
			cells.peek().is_some() && cells.all(|cell| cell.parse::<f64>().is_ok())
		})
		.collect();
	all()
		.filter(|row| row.iter().any(|cell| !cell.is_empty()))
		.map(|row| {
			let cells = row.iter().zip(&widths).zip(&numeric).map(|((cell, width), numeric)| {
				if *numeric {
					format!("{cell:>width$}")
				} else {
					format!("{cell:<width$}")
				}
			});
			format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_string()
		})
		.collect()
}

/// With as many decimals as say something.
pub fn number(value: f64) -> String {
	let decimals = match value.abs() {
		size if size >= 100.0 || value.fract() == 0.0 => 0,
		size if size >= 10.0 => 1,
		size if size >= 0.1 => 2,
		_ => 4,
	};
	format!("{value:.decimals$}")
}

/// The `share` (0 to 1) quantile by nearest rank. `values` may be in any order; none of none.
pub fn quantile(values: &[f64], share: f64) -> f64 {
	let mut sorted = values.to_vec();
	sorted.sort_by(f64::total_cmp);
	let rank = (share * sorted.len() as f64).ceil() as usize;
	sorted.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
}

/// The commit of the working directory.
fn commit() -> String {
	let git = |arguments: &[&str]| {
		let output = Command::new("git").args(arguments).output().ok()?;
		output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_string())
	};
	match git(&["rev-parse", "--short=12", "HEAD"]) {
		Some(commit) => match git(&["status", "--porcelain"]) {
			Some(changes) if changes.is_empty() => commit,
			_ => format!("{commit}+"),
		},
		None => "unknown".into(),
	}
}

/// The time: RFC 3339, UTC, to the second.
fn now() -> String {
	let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
	rfc3339(since)
}

/// Seconds since 1970 as RFC 3339.
fn rfc3339(seconds: u64) -> String {
	let (days, rest) = (seconds / 86_400, seconds % 86_400);
	// Years begin in March, so that the day that leap years add is their last. 719,468 days lie
	// between the first of March of the year 0 and 1970.
	let days = days + 719_468;
	let (era, day_of_era) = (days / 146_097, days % 146_097);
	let year_of_era =
		(day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
	let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	let month = (5 * day_of_year + 2) / 153;
	let day = day_of_year - (153 * month + 2) / 5 + 1;
	let (year, month) = match month {
		0..=9 => (400 * era + year_of_era, month + 3),
		_ => (400 * era + year_of_era + 1, month - 9),
	};
	let (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60);
	format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn dates_should_be_those_of_the_calendar() {
		assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
		assert_eq!(rfc3339(951_782_399), "2000-02-28T23:59:59Z");
		assert_eq!(rfc3339(951_782_400), "2000-02-29T00:00:00Z");
		assert_eq!(rfc3339(1_767_225_599), "2025-12-31T23:59:59Z");
		assert_eq!(rfc3339(1_767_225_600), "2026-01-01T00:00:00Z");
	}

	#[test]
	fn quantiles_should_be_values_that_were_measured() {
		let hundred: Vec<_> = (1..=100).rev().map(f64::from).collect();
		assert_eq!(quantile(&hundred, 0.5), 50.0);
		assert_eq!(quantile(&hundred, 0.99), 99.0);
		assert_eq!(quantile(&hundred, 1.0), 100.0);
		assert_eq!(quantile(&[7.0], 0.0), 7.0);
		assert!(quantile(&[], 0.5).is_nan());
	}

	#[test]
	fn a_result_should_be_met_only_if_all_its_targets_are() {
		let mut result = StoredResult::new("P3", true);
		assert!(!result.met(), "nothing was measured");
		result.measures.push(Measure::at_least(10.0, "anchors", 10.0, "/s"));
		result.measures.push(Measure::plain("transfers", 3.0, "/s"));
		assert!(result.met());
		result.measures.push(Measure::at_most(1.0, "dropped", 2.0, ""));
		assert!(!result.met());
		let nothing = Measure::at_most(1.0, "latency of none", f64::NAN, "s");
		assert_eq!(nothing.met, Some(false));
	}

	#[test]
	fn a_number_that_is_none_should_be_read_again() {
		let measure = Measure::at_most(3.0, "blocks", f64::INFINITY, "");
		assert_eq!(measure.met, Some(false));
		let text = serde_json::to_string(&measure).expect("JSON; qed");
		let read: Measure = serde_json::from_str(&text).expect("JSON; qed");
		assert!(read.value.is_nan() && read.met == Some(false), "{text}");
	}

	#[test]
	fn a_result_should_be_read_as_it_was_written() {
		let mut result = StoredResult::new("P2", false);
		result.measures.push(Measure::against(Target::Between(1.0, 2.0), "ratio", 1.5, ""));
		let mut table = Table::new("calls", &["call", "us"]);
		table.row(["anchor", "120.5"]);
		result.tables.push(table);
		result.note("the load generator shared the cores");
		let text = serde_json::to_string(&result).expect("JSON; qed");
		assert_eq!(serde_json::from_str::<StoredResult>(&text).expect("JSON; qed"), result);
		assert!(result.text().contains("1.50"), "{}", result.text());
		assert!(result.text().contains("1 to 2  met"), "{}", result.text());
	}
}
