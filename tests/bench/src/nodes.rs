// SPDX-License-Identifier: Apache-2.0

//! Nodes of our own: processes with a folder, which end with us.

use crate::{
	client::{binary, Client},
	machine,
};
use anyhow::{bail, Context, Result};
use jsonrpsee::rpc_params;
use polkadot_sdk::sp_io::hashing::sha2_256;
use std::{
	env, fs,
	fs::File,
	net::{Ipv4Addr, TcpListener},
	path::{Path, PathBuf},
	process::{Child, Command, Stdio},
	sync::atomic::{AtomicU16, AtomicUsize, Ordering},
	time::{Duration, Instant},
};
use tokio::time::sleep;

/// How long a node may take until it answers. A genesis of a million entries takes minutes.
const PATIENCE: Duration = Duration::from_secs(900);

/// The first port that is tried.
static NEXT_PORT: AtomicU16 = AtomicU16::new(9_700);
/// Tells the folders of one process apart.
static NEXT_FOLDER: AtomicUsize = AtomicUsize::new(0);

/// The validators of the presets.
pub const VALIDATORS: [&str; 4] = ["alice", "bob", "charlie", "dave"];

/// Whoever calls as much as they like: us, unless it is said otherwise.
pub const UNLIMITED: [&str; 2] = ["--rpc-rate-limit-whitelisted-ips", "127.0.0.1/32"];

/// A folder that is removed in the end.
pub struct Folder(PathBuf);

impl Folder {
	/// A new one, empty.
	pub fn new() -> Result<Self> {
		let number = NEXT_FOLDER.fetch_add(1, Ordering::Relaxed);
		let path = env::temp_dir().join(format!("galen-bench-{}-{number}", std::process::id()));
		fs::create_dir_all(&path).with_context(|| path.display().to_string())?;
		Ok(Self(path))
	}

	/// A file in it.
	pub fn file(&self, name: &str) -> PathBuf {
		self.0.join(name)
	}
}

impl Drop for Folder {
	fn drop(&mut self) {
		// `GALEN_KEEP` leaves what nodes wrote for whoever looks for a fault.
		if env::var_os("GALEN_KEEP").is_none() {
			let _ = fs::remove_dir_all(&self.0);
		}
	}
}

/// A node that runs.
pub struct Node {
	child: Child,
	/// Where it answers.
	pub url: String,
	/// Where it writes what it does.
	log: PathBuf,
	port: u16,
}

impl Node {
	/// Starts one of [`VALIDATORS`] with `arguments` and waits until it answers.
	pub async fn start(
		folder: &Folder,
		spec: &Path,
		name: &str,
		arguments: &[&str],
	) -> Result<Self> {
		let (port, rpc) = (free_port()?, free_port()?);
		let log = folder.file(&format!("{name}.log"));
		let output = File::create(&log)?;
		let child = Command::new(binary()?)
			.arg("--chain")
			.arg(spec)
			.arg("--base-path")
			.arg(folder.file(name))
			.args(["--validator", &format!("--{name}"), "--name", name])
			// Who is admitted is known by the network key that these names stand for.
			.args(["--node-key", &hex::encode(sha2_256(name.as_bytes()))])
			.args(["--rpc-port", &rpc.to_string()])
			.args(["--listen-addr", &format!("/ip4/127.0.0.1/tcp/{port}")])
			.args(["--no-prometheus", "--no-telemetry", "--no-mdns"])
			.args(arguments)
			.stdin(Stdio::null())
			.stdout(Stdio::from(output.try_clone()?))
			.stderr(Stdio::from(output))
			.spawn()?;
		let mut node = Self { child, url: format!("ws://127.0.0.1:{rpc}"), log, port };
		let start = Instant::now();
		while Client::connect(&node.url).await.is_err() {
			node.alive()?;
			if start.elapsed() > PATIENCE {
				bail!("{name} doesn't answer:\n{}", node.tail());
			}
			sleep(Duration::from_millis(200)).await;
		}
		Ok(node)
	}

	/// Starts all four [`VALIDATORS`], who know each other.
	pub async fn start_four(folder: &Folder, spec: &Path, arguments: &[&str]) -> Result<Vec<Self>> {
		let mut nodes: Vec<Self> = Vec::new();
		let mut known: Vec<String> = Vec::new();
		for name in VALIDATORS {
			let mut all = arguments.to_vec();
			for address in &known {
				all.extend(["--bootnodes", address]);
			}
			let node = Self::start(folder, spec, name, &all).await?;
			let client = node.client().await?;
			let peer: String = client.ask("system_localPeerId", rpc_params![]).await?;
			known.push(format!("/ip4/127.0.0.1/tcp/{}/p2p/{peer}", node.port));
			nodes.push(node);
		}
		Ok(nodes)
	}

	/// A connection to it.
	pub async fn client(&self) -> Result<Client> {
		Client::connect(&self.url).await
	}

	/// Its process.
	pub fn process(&self) -> u32 {
		self.child.id()
	}

	/// How much memory it has, in MiB.
	pub fn memory(&self) -> f64 {
		machine::memory(self.process(), "VmRSS").unwrap_or(f64::NAN)
	}

	/// How much processor time it has had, in seconds.
	pub fn processor_time(&self) -> f64 {
		machine::processor_time(self.process()).unwrap_or(f64::NAN)
	}

	/// Fails if it doesn't run any more.
	pub fn alive(&mut self) -> Result<()> {
		match self.child.try_wait()? {
			Some(status) => bail!("the node has ended ({status}):\n{}", self.tail()),
			None => Ok(()),
		}
	}

	/// How often something has panicked in it, and what its first words were.
	pub fn panics(&self) -> Result<(usize, Option<String>)> {
		Ok(panics_in(&fs::read_to_string(&self.log)?))
	}

	/// The last that it wrote.
	pub fn tail(&self) -> String {
		let log = fs::read_to_string(&self.log).unwrap_or_default();
		let lines: Vec<_> = log.lines().collect();
		lines[lines.len().saturating_sub(15)..].join("\n")
	}
}

impl Drop for Node {
	fn drop(&mut self) {
		let _ = self.child.kill();
		let _ = self.child.wait();
	}
}

/// The panics that a log tells of. What a function of the runtime is called with may not be its
/// arguments, or ask for more memory than there is for it: both end the call in a panic that is
/// caught, and that the caller alone is told of. They are none of the node's.
fn panics_in(log: &str) -> (usize, Option<String>) {
	const CAUGHT: [&str; 2] =
		["Bad input data provided to", "Requested allocation size is too large"];
	let lines: Vec<_> = log.lines().collect();
	let is_panic = |at: &usize| {
		let [line, next] = [*at, at + 1].map(|at| lines.get(at).copied().unwrap_or_default());
		// The words may stand below the place.
		let caught = CAUGHT.iter().any(|words| line.contains(words) || next.contains(words));
		line.contains("panicked at") && !caught
	};
	let panics: Vec<_> = (0..lines.len()).filter(is_panic).collect();
	let words = |at: usize| lines[at..(at + 2).min(lines.len())].join(" ");
	(panics.len(), panics.first().map(|at| words(*at)))
}

/// A port that nobody listens on, and that we haven't given away.
fn free_port() -> Result<u16> {
	for _ in 0..200 {
		let port = NEXT_PORT.fetch_add(1, Ordering::Relaxed);
		if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
			return Ok(port);
		}
	}
	bail!("no port is free from 9700 on")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_panic_should_be_found_in_the_log() {
		assert_eq!(panics_in("2026-01-01 12:00:00 Imported #1"), (0, None));
		let log = "Imported #1\n\nThread 'main' panicked at 'oh', lib.rs:7\n\nThis is a bug.\n\
		           ERROR runtime: panicked at lib.rs:9:\nno";
		let (count, first) = panics_in(log);
		assert_eq!(count, 2);
		assert!(first.is_some_and(|first| first.contains("'oh'")));
		let log = "ERROR runtime: panicked at apis.rs:1:\nBad input data provided to query_info";
		assert_eq!(panics_in(log), (0, None));
		let log =
			"Thread 'rpc' panicked at 'Failed to allocate memory: \"Requested allocation size is \
		           too large\"', lib.rs:1770";
		assert_eq!(panics_in(log), (0, None));
	}
}
