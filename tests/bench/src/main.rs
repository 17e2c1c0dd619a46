// SPDX-License-Identifier: Apache-2.0

//! # `galen-bench`
//!
//! Measures what the chain carries, and keeps what came of it: `scripts/bench` runs it.
//!
//! What needs no network runs the runtime in process ([`inprocess`]); the rest starts nodes of its
//! own (`$GALEN_BIN`) and speaks to them as any client does.

mod client;
mod finality;
mod flood;
mod genesis;
mod inprocess;
mod ledger;
mod load;
mod machine;
mod nodes;
mod results;
mod signing;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use results::StoredResult;
use std::{io, path::PathBuf};

/// Measures what the chain carries.
#[derive(Debug, Parser)]
struct Cli {
	#[command(subcommand)]
	what: What,
}

#[derive(Debug, clap::Args)]
struct Extent {
	/// The reduced set.
	#[arg(long)]
	quick: bool,
}

#[derive(Debug, Subcommand)]
enum What {
	/// Weights charged against times measured, and against the solochain template.
	#[command(name = "P2")]
	P2(Extent),
	/// Finalised anchors per second, of one node and of four.
	#[command(name = "P3")]
	P3(Extent),
	/// Batches of records.
	#[command(name = "P4")]
	P4(Extent),
	/// A million records against a thousand.
	#[command(name = "P5")]
	P5(Extent),
	/// An empty block with many consents.
	#[command(name = "P6")]
	P6(Extent),
	/// How long finality and reads take.
	#[command(name = "P7")]
	P7(Extent),
	/// A member that floods the chain, and clients that flood a node.
	#[command(name = "flood")]
	Flood(Extent),
	/// Every call's cost against its weight, over its worst cases.
	#[command(name = "worst-cases")]
	WorstCases(Extent),
	/// Sends transactions at a rate, or as many as fit, to a node of its own or to another.
	Load(load::Options),
	/// Writes the specification of a chain with many consents and packs, for `galen benchmark storage`.
	Spec {
		/// How many of each.
		#[arg(long, default_value_t = 500_000)]
		records: usize,
		/// Into what.
		#[arg(long)]
		output: PathBuf,
	},
	/// Stores a result that something else measured: its JSON, without `run`, from the input.
	Store,
	/// The last stored result of each.
	Show {
		/// As JSON.
		#[arg(long)]
		json: bool,
	},
}

fn main() -> Result<()> {
	let result = match Cli::parse().what {
		What::P2(Extent { quick }) => inprocess::p2::run(quick)?,
		What::P3(Extent { quick }) => load::run(quick)?,
		What::P4(Extent { quick }) => inprocess::p4::run(quick)?,
		What::P5(Extent { quick }) => inprocess::p5::run(quick)?,
		What::P6(Extent { quick }) => inprocess::p6::run(quick)?,
		What::P7(Extent { quick }) => finality::run(quick)?,
		What::Flood(Extent { quick }) => flood::run(quick)?,
		What::WorstCases(Extent { quick }) => inprocess::worst_cases::run(quick)?,
		What::Load(options) => return load::once(&options),
		What::Spec { records, output } => return finality::large(records)?.write(&output),
		What::Store => read_result()?,
		What::Show { json } => return results::show(json),
	};
	store(result)
}

fn read_result() -> Result<StoredResult> {
	serde_json::from_reader(io::stdin()).context("the input isn't a result")
}

/// Stores and prints it. A target that isn't met is a finding, not a failure.
fn store(mut result: StoredResult) -> Result<()> {
	let path = result.store()?;
	println!("{}\n\nstored in {}", result.text(), path.display());
	Ok(())
}
