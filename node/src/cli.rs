// SPDX-License-Identifier: Apache-2.0

//! The command line.

use crate::{consortium::ConsortiumSpec, keys::KeyCommand};
use polkadot_sdk::{sc_cli, sc_storage_monitor};

/// The arguments.
// The pool is larger than upstream's (8,192 transactions, 20 MB): a member that sends more than it may
// shouldn't crowd out others until its allowance is used up, and three full blocks have to fit.
#[derive(Debug, clap::Parser)]
#[command(
	mut_arg("pool_limit", |arg| arg.default_value("65536")),
	mut_arg("pool_kbytes", |arg| arg.default_value("102400")),
)]
pub struct Cli {
	/// A command other than running the node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// How to run the node.
	#[clap(flatten)]
	pub run: sc_cli::RunCmd,

	/// When to stop for want of disk space.
	#[clap(flatten)]
	pub storage_monitor: sc_storage_monitor::StorageMonitorParams,
}

/// What else the binary does.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant)]
pub enum Subcommand {
	/// Make, inspect and insert keys.
	#[command(subcommand)]
	Key(KeyCommand),

	/// Write the chain specification of a new network from what its founders say of themselves.
	ConsortiumSpec(ConsortiumSpec),

	/// Write a chain specification.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Check blocks again.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Write the state of a block as a chain specification.
	ExportState(sc_cli::ExportStateCmd),

	/// Read blocks from a file.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Delete the whole chain.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Go back by some blocks that aren't final.
	Revert(sc_cli::RevertCmd),

	/// Tell about the database.
	ChainInfo(sc_cli::ChainInfoCmd),

	/// Measure weights and the machine.
	#[cfg(feature = "runtime-benchmarks")]
	#[command(subcommand)]
	Benchmark(polkadot_sdk::frame_benchmarking_cli::BenchmarkCmd),
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::{CommandFactory, Parser};

	#[test]
	fn the_pool_should_be_large_unless_it_is_said_otherwise() {
		Cli::command().debug_assert();
		let pool = |arguments: &[&str]| {
			let pool = Cli::parse_from(arguments).run.pool_config;
			(pool.pool_limit, pool.pool_kbytes)
		};
		assert_eq!(pool(&["galen"]), (65_536, 102_400));
		assert_eq!(pool(&["galen", "--pool-limit", "10"]), (10, 102_400));
	}
}
