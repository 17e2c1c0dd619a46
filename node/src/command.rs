// SPDX-License-Identifier: Apache-2.0

//! Carries out what the command line asks for.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	service,
};
use galen_runtime::opaque::Block;
use galen_runtime_common::constants::SS58_PREFIX;
use polkadot_sdk::*;
use sc_cli::{Result, SubstrateCli};
use sc_network::config::NetworkBackendType;
use sc_service::{Configuration, DatabaseSource, PartialComponents};
use std::num::NonZeroU32;

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Galen".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		"docs/operators.md".into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> std::result::Result<Box<dyn sc_service::ChainSpec>, String> {
		Ok(Box::new(chain_spec::load(id)?))
	}
}

/// How many calls a minute one connection may make unless `--rpc-rate-limit` says otherwise. A dApp
/// makes a few a second; whoever loads the node on purpose is told to slow down. Loopback is no
/// exception: a proxy in front of the node comes from there.
const RPC_CALLS_PER_MINUTE: Option<NonZeroU32> = NonZeroU32::new(6_000);

fn limit_rpc(config: &mut Configuration) {
	let rpc = &mut config.rpc;
	rpc.rate_limit = rpc.rate_limit.or(RPC_CALLS_PER_MINUTE);
	for endpoint in rpc.addr.iter_mut().flatten() {
		endpoint.rate_limit = endpoint.rate_limit.or(RPC_CALLS_PER_MINUTE);
	}
}

/// Runs the command line.
pub fn run() -> Result<()> {
	// Else the RPC takes the network's own addresses for another's.
	sp_core::crypto::set_default_ss58_version(SS58_PREFIX.into());
	let cli = Cli::from_args();

	match &cli.subcommand {
		Some(Subcommand::Key(cmd)) => cmd.run(&cli),
		Some(Subcommand::ConsortiumSpec(cmd)) => cmd.run(),
		Some(Subcommand::ExportChainSpec(cmd)) => {
			let spec = cli.load_spec(&cmd.chain)?;
			if cmd.raw {
				chain_spec::ensure_complete(spec.as_ref())?;
			}
			cmd.run(spec)
		},
		Some(Subcommand::CheckBlock(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, task_manager, import_queue, .. } =
				service::new_partial(&config)?;
			Ok((cmd.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::ExportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
			Ok((cmd.run(client, config.database), task_manager))
		}),
		Some(Subcommand::ExportState(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, task_manager, .. } = service::new_partial(&config)?;
			Ok((cmd.run(client, config.chain_spec), task_manager))
		}),
		Some(Subcommand::ImportBlocks(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, task_manager, import_queue, .. } =
				service::new_partial(&config)?;
			Ok((cmd.run(client, import_queue), task_manager))
		}),
		Some(Subcommand::PurgeChain(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.database))
		},
		Some(Subcommand::Revert(cmd)) => cli.create_runner(cmd)?.async_run(|config| {
			let PartialComponents { client, task_manager, backend, .. } =
				service::new_partial(&config)?;
			let revert_votes = Box::new(|client, _, blocks| {
				sc_consensus_grandpa::revert(client, blocks)?;
				Ok(())
			});
			Ok((cmd.run(client, backend, Some(revert_votes)), task_manager))
		}),
		Some(Subcommand::ChainInfo(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run::<Block>(&config))
		},
		#[cfg(feature = "runtime-benchmarks")]
		Some(Subcommand::Benchmark(cmd)) => {
			cli.create_runner(cmd)?.sync_run(|config| benchmark(cmd, config))
		},
		None => cli.create_runner(&cli.run)?.run_node_until_exit(|mut config| async move {
			chain_spec::ensure_complete(config.chain_spec.as_ref())?;
			limit_rpc(&mut config);
			let database = match &config.database {
				DatabaseSource::ParityDb { path } => Some(path.clone()),
				_ => None,
			};
			let task_manager = match config.network.network_backend {
				NetworkBackendType::Libp2p => {
					service::new_full::<sc_network::NetworkWorker<_, _>>(config)
				},
				NetworkBackendType::Litep2p => {
					service::new_full::<sc_network::Litep2pNetworkBackend>(config)
				},
			}?;
			if let Some(path) = database {
				sc_storage_monitor::StorageMonitorService::try_spawn(
					cli.storage_monitor,
					path,
					&task_manager.spawn_essential_handle(),
				)
				.map_err(|error| sc_cli::Error::Application(error.into()))?;
			}
			Ok(task_manager)
		}),
	}
}

#[cfg(feature = "runtime-benchmarks")]
fn benchmark(cmd: &frame_benchmarking_cli::BenchmarkCmd, config: Configuration) -> Result<()> {
	use frame_benchmarking_cli::{BenchmarkCmd, SUBSTRATE_REFERENCE_HARDWARE};

	match cmd {
		BenchmarkCmd::Pallet(cmd) => {
			cmd.run_with_spec::<sp_runtime::traits::HashingFor<Block>, ()>(Some(config.chain_spec))
		},
		BenchmarkCmd::Overhead(cmd) => {
			cmd.run_with_default_builder_and_spec::<Block, ()>(Some(config.chain_spec))
		},
		BenchmarkCmd::Block(cmd) => cmd.run(service::new_partial(&config)?.client),
		BenchmarkCmd::Storage(cmd) => {
			let PartialComponents { client, backend, .. } = service::new_partial(&config)?;
			let db = backend.expose_db();
			let storage = backend.expose_storage();
			let cache = backend.expose_shared_trie_cache();
			cmd.run(config, client, db, storage, cache)
		},
		BenchmarkCmd::Machine(cmd) => cmd.run(&config, SUBSTRATE_REFERENCE_HARDWARE.clone()),
		BenchmarkCmd::Extrinsic(_) => Err("use `benchmark overhead` and `benchmark pallet`".into()),
	}
}
