// SPDX-License-Identifier: Apache-2.0

//! The tool of custodians and patients: makes commitments and proofs, and checks them.

use clap::{Parser, Subcommand};
use galen_range_proof::{
	rand_core::{OsRng, RngCore},
	verify, Opening, MAX_CONTEXT, PROOF_LENGTH,
};
use serde_json::{json, Value};
use std::{
	error::Error,
	io::{IsTerminal, Read},
	process::ExitCode,
};

/// Shows that a committed value lies in a range, and nothing else of it.
///
/// What is secret (the value and its opening) is read from standard input, never from arguments,
/// which other users of the machine and the shell's history see. Bytes are hexadecimal, with or
/// without 0x.
///
///   galen-range-proof commit < value.txt > opening.json
///
///   galen-range-proof prove --least 18 --most 65 --context 0x… < opening.json > proof.hex
///
///   galen-range-proof verify --commitment 0x… --least 18 --most 65 --context 0x… < proof.hex
///
/// Exit codes: 0 done, or the proof holds; 1 the proof doesn't hold; 2 anything else.
#[derive(Parser)]
#[command(name = "galen-range-proof", version)]
struct Cli {
	#[command(subcommand)]
	command: Command,
}

#[derive(Subcommand)]
enum Command {
	/// Commit to a value.
	///
	/// Reads the value from standard input: a whole number of at most 64 bits, in the unit that the
	/// criterion names. Prints the opening as JSON: commitment, value (as text) and blinding. The
	/// commitment goes into the record, the rest stays with the custodian and the patient: without
	/// the blinding nothing can be proven, and with it anybody knows the value.
	Commit,
	/// Prove that the value lies in a range.
	///
	/// Reads the opening, as `commit` printed it, from standard input. Prints the proof.
	Prove {
		/// What is asked, and for what.
		#[command(flatten)]
		statement: Statement,
	},
	/// Check a proof.
	///
	/// Reads the proof from standard input. Prints `valid` or `not valid`.
	Verify {
		/// The commitment, 32 bytes.
		#[arg(long, value_name = "HEX", value_parser = bytes_of)]
		commitment: Bytes,
		/// What is asked, and for what.
		#[command(flatten)]
		statement: Statement,
	},
}

#[derive(clap::Args)]
struct Statement {
	/// The smallest value of the range.
	#[arg(long, value_name = "N")]
	least: u64,
	/// The largest value of the range.
	#[arg(long, value_name = "N")]
	most: u64,
	/// What the proof is for, as whoever takes it computes it. It holds for nothing else.
	#[arg(long, value_name = "HEX", value_parser = bytes_of)]
	context: Bytes,
}

/// Bytes of an argument. A type of its own, since clap takes a vector for a repeated argument.
#[derive(Clone)]
struct Bytes(Vec<u8>);

fn bytes_of(text: &str) -> Result<Bytes, hex::FromHexError> {
	hex::decode(text.strip_prefix("0x").unwrap_or(text)).map(Bytes)
}

fn hex_of(bytes: &[u8]) -> String {
	format!("0x{}", hex::encode(bytes))
}

fn array_of(bytes: Vec<u8>, what: &str) -> Result<[u8; 32], String> {
	bytes.try_into().map_err(|_| format!("{what}: not 32 bytes"))
}

/// What is on standard input, without space around it.
fn read(what: &str) -> Result<String, Box<dyn Error>> {
	let mut input = std::io::stdin();
	if input.is_terminal() {
		eprintln!("{what} (ends with ctrl-D):");
	}
	let mut text = String::new();
	input.read_to_string(&mut text)?;
	Ok(text.trim().into())
}

/// The opening as `commit` prints it. No error shows any of it.
fn read_opening() -> Result<Opening, Box<dyn Error>> {
	let json: Value = serde_json::from_str(&read("opening")?).map_err(|_| "opening: not JSON")?;
	let member = |name: &str| {
		json.get(name).and_then(Value::as_str).ok_or_else(|| format!("opening: no text `{name}`"))
	};
	let value =
		member("value")?.parse().map_err(|_| "opening: `value` isn't a number of 64 bits")?;
	let bytes = |name: &str| {
		let Bytes(bytes) =
			bytes_of(member(name)?).map_err(|_| format!("opening: `{name}` isn't hexadecimal"))?;
		array_of(bytes, name)
	};
	let opening =
		Opening::from_parts(value, bytes("blinding")?).ok_or("opening: no such blinding")?;
	if opening.commitment() != bytes("commitment")? {
		return Err("opening: value and blinding aren't the commitment's".into());
	}
	Ok(opening)
}

/// The operating system's randomness, if it has any.
fn randomness() -> Result<OsRng, String> {
	OsRng.try_fill_bytes(&mut [0; 32]).map_err(|error| format!("no randomness: {error}"))?;
	Ok(OsRng)
}

fn run(command: Command) -> Result<ExitCode, Box<dyn Error>> {
	match command {
		Command::Commit => {
			let value = read("value")?
				.parse()
				.map_err(|_| "value: not a whole number of at most 64 bits")?;
			let opening = Opening::new(value, &mut randomness()?);
			let json = json!({
				"commitment": hex_of(&opening.commitment()),
				"value": opening.value().to_string(),
				"blinding": hex_of(&opening.blinding()),
			});
			println!("{json:#}");
		},
		Command::Prove { statement: Statement { least, most, context: Bytes(context) } } => {
			let proof = read_opening()?.prove(least, most, &context, &mut randomness()?)?;
			println!("{}", hex_of(&proof));
		},
		Command::Verify {
			commitment: Bytes(commitment),
			statement: Statement { least, most, context: Bytes(context) },
		} => {
			let commitment = array_of(commitment, "--commitment")?;
			if context.len() > MAX_CONTEXT {
				return Err(format!("--context: more than {MAX_CONTEXT} bytes").into());
			}
			let Bytes(proof) = bytes_of(&read("proof")?).map_err(|_| "proof: not hexadecimal")?;
			if proof.len() != PROOF_LENGTH {
				return Err(format!("proof: not {PROOF_LENGTH} bytes").into());
			}
			if !verify(&commitment, least, most, &context, &proof) {
				println!("not valid");
				return Ok(ExitCode::from(1));
			}
			println!("valid");
		},
	}
	Ok(ExitCode::SUCCESS)
}

fn main() -> ExitCode {
	run(Cli::parse().command).unwrap_or_else(|error| {
		eprintln!("error: {error}");
		ExitCode::from(2)
	})
}
