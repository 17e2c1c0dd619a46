// SPDX-License-Identifier: Apache-2.0

//! Writes chain specifications of the parachain: see the library, and `docs/parachain.md`.

use clap::{Args, Parser, Subcommand};
use galen_parachain_runtime::{own::genesis::PARA_ID, WASM_BINARY};
use galen_parachain_spec::{
	preset, relocate,
	specification::{parachain, state, Names},
	State,
};
use serde_json::Value;
use std::{
	fs,
	path::{Path, PathBuf},
	process::ExitCode,
};

/// Write the raw chain specification of a parachain.
#[derive(Debug, Parser)]
#[command(name = "galen-parachain-spec", version)]
struct Cli {
	#[command(subcommand)]
	command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
	/// Of a chain for tests, which begins as a preset says: `development` or `local_testnet`.
	Preset {
		/// The preset's name.
		name: String,

		#[command(flatten)]
		to: To,

		/// The parachain's number.
		#[arg(long, default_value_t = PARA_ID)]
		para_id: u32,

		/// The relay chain, as collators know it.
		#[arg(long, default_value = "rococo-local")]
		relay_chain: String,

		/// What the chain's clock says before the first block, in milliseconds since 1970.
		///
		/// For chopsticks, which else reads the computer's clock for each part of the first block,
		/// and can't make it when a slot ends in between.
		#[arg(long)]
		clock: Option<u64>,
	},

	/// Of a chain that goes on from where a standalone chain stands.
	///
	/// Refuses while motions, ballots or scheduled calls are open, and says which.
	Relocate {
		/// The state of a finalised block, as `galen export-state BLOCK` writes it.
		state: PathBuf,

		#[command(flatten)]
		to: To,

		/// The parachain's number, which the relay chain has given.
		#[arg(long)]
		para_id: u32,

		/// The relay chain: `polkadot`, or the file of its specification.
		#[arg(long)]
		relay_chain: String,

		/// The chain's name for people.
		#[arg(long, default_value = "Galen")]
		name: String,

		/// The chain's name for nodes: the folder of their data.
		#[arg(long, default_value = "galen_parachain")]
		id: String,
	},
}

#[derive(Debug, Args)]
struct To {
	/// Where to write the specification. Without it, it is only tried.
	#[arg(long)]
	output: Option<PathBuf>,

	/// Another blob of this version of the parachain runtime than the one that is built in.
	#[arg(long)]
	code: Option<PathBuf>,
}

fn main() -> ExitCode {
	match run(Cli::parse().command) {
		Ok(told) => {
			println!("{told}");
			ExitCode::SUCCESS
		},
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		},
	}
}

fn run(command: Command) -> Result<String, String> {
	match command {
		Command::Preset { name, to, para_id, relay_chain, clock } => {
			let genesis = preset::genesis(&name, para_id, clock, to.code()?)?;
			let id = format!("galen_parachain_{name}");
			let chain_type = if name == "development" { "Development" } else { "Local" };
			let (name, relay_chain) = (format!("Galen Parachain ({name})"), &relay_chain);
			to.write(&Names { name: &name, id: &id, relay_chain, chain_type }, para_id, &genesis)
		},
		Command::Relocate { state: path, to, para_id, relay_chain, name, id } => {
			let json: Value = serde_json::from_slice(&read(&path)?)
				.map_err(|error| format!("{}: {error}", path.display()))?;
			let genesis = relocate(state(&json)?, para_id, to.code()?).map_err(|obstacles| {
				let lines: Vec<String> = obstacles.iter().map(|one| format!("\n  {one}")).collect();
				format!("this chain can't be carried over yet:{}", lines.concat())
			})?;
			let names =
				Names { name: &name, id: &id, relay_chain: &relay_chain, chain_type: "Live" };
			to.write(&names, para_id, &genesis)
		},
	}
}

impl To {
	fn code(&self) -> Result<Vec<u8>, String> {
		match &self.code {
			Some(path) => read(path),
			None => WASM_BINARY
				.map(<[u8]>::to_vec)
				.ok_or_else(|| "built without the runtime's blob: name one by --code".into()),
		}
	}

	fn write(&self, names: &Names<'_>, para_id: u32, genesis: &State) -> Result<String, String> {
		let Some(output) = &self.output else {
			return Ok(format!("nothing stands in the way of {} values", genesis.len()));
		};
		let json = parachain(names, para_id, genesis);
		fs::write(output, format!("{json:#}\n"))
			.map_err(|error| format!("{}: {error}", output.display()))?;
		Ok(format!("{} values written to {}", genesis.len(), output.display()))
	}
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
	fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}
