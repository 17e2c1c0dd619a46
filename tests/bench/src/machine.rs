// SPDX-License-Identifier: Apache-2.0

//! The machine: how fast it is, and how much memory a process of it uses.

use polkadot_sdk::{
	sp_core::{sr25519, Pair},
	sp_io::hashing::blake2_256,
};
use serde::{Deserialize, Serialize};
use std::{
	fs,
	hint::black_box,
	thread,
	time::{Duration, Instant},
};

/// What upstream's reference hardware for validators does on one core: `benchmark machine`'s
/// BLAKE2-256 in MiB/s, and its SR25519-Verify (637.619 KiB/s in messages of 32 bytes).
const REFERENCE: (f64, f64) = (1_000.0, 20_404.0);

/// How long each part of the score is measured.
const MEASURED: Duration = Duration::from_millis(400);

/// A machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Machine {
	/// How fast one core is: the geometric mean of the two below, against those of upstream's
	/// reference hardware.
	pub reference_score: f64,
	/// BLAKE2-256, in MiB/s.
	pub blake2: f64,
	/// Sr25519 signatures verified per second.
	pub sr25519: f64,
	/// How many cores there are for us.
	pub cores: usize,
	/// What the processor calls itself.
	pub processor: String,
}

impl Machine {
	/// Measures this one, for about a second.
	pub fn measure() -> Self {
		let mebibyte = vec![0xa5; 1 << 20];
		let blake2 = rate(|| {
			black_box(blake2_256(black_box(&mebibyte)));
		});
		let pair = sr25519::Pair::from_seed(&[7; 32]);
		let (message, public) = ([3; 32], pair.public());
		let signature = pair.sign(&message);
		let sr25519 = rate(|| {
			black_box(sr25519::Pair::verify(black_box(&signature), message, &public));
		});
		Self {
			reference_score: (blake2 / REFERENCE.0 * sr25519 / REFERENCE.1).sqrt(),
			blake2,
			sr25519,
			cores: thread::available_parallelism().map_or(1, Into::into),
			processor: processor(),
		}
	}

	/// In one line.
	pub fn text(&self) -> String {
		format!("{} ({} cores, score {:.2})", self.processor, self.cores, self.reference_score)
	}
}

/// How often `act` can be done in a second.
fn rate(mut act: impl FnMut()) -> f64 {
	let (start, mut times) = (Instant::now(), 0u32);
	while start.elapsed() < MEASURED {
		act();
		times += 1;
	}
	f64::from(times) / start.elapsed().as_secs_f64()
}

fn processor() -> String {
	let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
	info.lines()
		.find_map(|line| line.strip_prefix("model name")?.split_once(':'))
		.map_or_else(|| std::env::consts::ARCH.into(), |(_, name)| name.trim().into())
}

/// What a process is known to use: `VmRSS` (now) or `VmHWM` (at most so far), in MiB.
pub fn memory(process: u32, field: &str) -> Option<f64> {
	let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
	let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'))?;
	let kibibytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
	Some(kibibytes / 1024.0)
}

/// How much processor time a process has had, in seconds.
pub fn processor_time(process: u32) -> Option<f64> {
	let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
	// The name, in brackets, may hold anything.
	let (_, fields) = stat.rsplit_once(')')?;
	let mut fields = fields.split_whitespace().skip(11);
	let (user, system): (f64, f64) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
	// Linux counts in hundredths on every machine that we run on.
	Some((user + system) / 100.0)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_process_should_have_memory_and_time() {
		let us = std::process::id();
		let (now, most) = (memory(us, "VmRSS"), memory(us, "VmHWM"));
		assert!(now.is_some_and(|now| now > 1.0) && most >= now, "{now:?}, {most:?}");
		let before = processor_time(us).expect("a process; qed");
		let start = Instant::now();
		while start.elapsed() < Duration::from_millis(50) {
			black_box(blake2_256(&[0; 1024]));
		}
		assert!(processor_time(us).is_some_and(|after| after > before));
		assert_eq!(memory(u32::MAX, "VmRSS"), None);
	}
}
