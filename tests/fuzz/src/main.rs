// SPDX-License-Identifier: Apache-2.0

//! Runs sequences for a while, or takes the steps of a finding again: see `scripts/fuzz`.

use clap::Parser;
use galen_fuzz::{
	machine::{read_steps, Machine},
	world, Fuzzer, Until,
};
use std::{
	path::PathBuf,
	process::ExitCode,
	time::{Duration, Instant},
};

/// Calls may be nested deeply; what overflows this stack would overflow a node's.
const STACK: usize = 64 * 1024 * 1024;

#[derive(Parser)]
#[command(about = "Random calls on the real runtime, guided by what they reach")]
struct Options {
	/// For so many minutes.
	#[arg(long, default_value_t = 10)]
	minutes: u64,
	/// What the choices follow from.
	#[arg(long, default_value_t = 1)]
	seed: u64,
	/// Where sequences and findings are kept.
	#[arg(long)]
	folder: Option<PathBuf>,
	/// Takes the steps in this file again, and nothing else.
	#[arg(long)]
	reproduce: Option<PathBuf>,
}

fn main() -> ExitCode {
	let options = Options::parse();
	let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || run(options));
	match worker.map(std::thread::JoinHandle::join) {
		Ok(Ok(true)) => ExitCode::SUCCESS,
		Ok(Ok(false)) => ExitCode::from(1),
		_ => ExitCode::from(2),
	}
}

/// Whether nothing was found.
fn run(options: Options) -> bool {
	if let Some(file) = options.reproduce {
		let bytes = std::fs::read(&file)
			.unwrap_or_else(|error| panic!("can't read {}: {error}", file.display()));
		let steps = read_steps(&bytes).expect("the file holds no steps");
		let found = Machine::new(world::base()).reproduce(&steps);
		println!("{}", if found { "it is found again" } else { "nothing is found" });
		return !found;
	}
	let begun = Instant::now();
	let mut fuzzer = Fuzzer::new(options.seed, world::WALKS);
	println!("{} calls in {} walks", fuzzer.dispatched(), world::WALKS.len());
	if let Some(folder) = &options.folder {
		fuzzer
			.keep_in(folder)
			.unwrap_or_else(|error| panic!("can't use {}: {error}", folder.display()));
	}
	println!("{}", fuzzer.summary(begun.elapsed()));
	fuzzer.run(Until::Elapsed(Duration::from_secs(60 * options.minutes)));
	println!("\n{}", fuzzer.conclusion(begun.elapsed()));
	let found = fuzzer.findings().count();
	found == 0
}
