// SPDX-License-Identifier: Apache-2.0

//! Floods: a member that sends all that it can, and clients that want to bring a node down.
//!
//! Meanwhile a few authors of other institutions go on with their work. What is looked at is how
//! long they wait, whether blocks keep their time, how much memory the node takes and whether
//! anything panics in it. (That an institution is limited to its allowance, and a client to its
//! rate, is what the end-to-end tests `flood` and `rpc-limit` prove.)

use crate::{
	client::{connect, system, Client},
	genesis::{Author, Genesis, BOUNDLESS, STANDARD},
	inprocess::extent,
	ledger::{Ledger, Window},
	load::{anchor, Chain, Pace, Spec, Stock},
	machine::memory,
	results::{number, quantile, Measure, StoredResult, Table},
	signing::in_parallel,
};
use anyhow::{Context, Result};
use codec::{Compact, Encode};
use futures::{future::join_all, stream::FuturesUnordered, StreamExt};
use galen_runtime::{RuntimeCall, UncheckedExtrinsic};
use jsonrpsee::{
	core::client::{Client as Connection, ClientT},
	rpc_params,
};
use polkadot_sdk::{frame_system, pallet_utility, sp_io::hashing::blake2_256};
use serde_json::Value;
use std::{
	collections::BTreeMap,
	future::Future,
	io::{ErrorKind, Read, Write},
	net::TcpStream,
	sync::{
		atomic::{AtomicBool, AtomicUsize, Ordering},
		Arc,
	},
	time::Duration,
};
use tokio::{runtime::Runtime as Executor, task::spawn_blocking, time::sleep};

/// What the others do each second.
const OTHERS_RATE: f64 = 10.0;
/// The calls a second that a connection may make (`RPC_CALLS_PER_MINUTE` of the node).
const CALLS_A_SECOND: usize = 100;
/// What whoever tips adds to a fee, in picoseconds.
const TIP: u128 = 1_000_000;
/// Connections of whoever floods. A node takes a hundred.
const CONNECTIONS: usize = 20;
/// What a node may need, in MiB. One that does nothing in particular takes a quarter of it.
const MEMORY: f64 = 2_048.0;
/// How deep a call is nested that no decoder may follow: each level costs three bytes.
const DEEP: usize = 200_000;

/// One thing after the other, each on a node of its own that begins alike.
pub fn run(quick: bool) -> Result<StoredResult> {
	Executor::new()?.block_on(async {
		let (seconds, each) = extent(quick, (60, 40), (30, 20), (12, 5));
		let mut genesis = Genesis::of("dev")?;
		let others = genesis.authors("other", 20, 25, STANDARD)?;
		let member = genesis.authors("member", 1, 1_000, STANDARD)?;
		let crowd = genesis.authors("crowd", 100, 20, BOUNDLESS)?;
		let spec = Spec::write(genesis)?;
		let chain = Chain::of(spec.clone(), 1, &[]).await?;
		let count = (OTHERS_RATE * (seconds + 10) as f64) as usize;
		let others = Stock::anchors("others", &others, &chain, count);
		let signed = example(&crowd[0], &chain);
		let flood = sign(&member, &chain, each, 0);
		let tipping = sign(&member, &chain, each, TIP);
		let many = sign(&crowd, &chain, each, 0);
		drop(chain);

		let mut site = Site { spec, others, seconds, phases: Vec::new() };
		site.phase("nothing in particular", |_| async { Ok(Vec::new()) }).await?;
		site.phase("a member floods", |target| flood_with(target, flood)).await?;
		site.phase("a member floods, and tips", |target| flood_with(target, tipping)).await?;
		site.phase("ten times as many calls as allowed", calls).await?;
		site.phase("malformed and deeply nested", |target| malformed(target, signed)).await?;
		site.phase("bodies of 15 MB", bodies).await?;
		site.phase("a full pool", |target| flood_with(target, many)).await?;
		site.report(quick)
	})
}

/// What is hit.
struct Site {
	spec: Arc<Spec>,
	/// What the others do.
	others: Stock,
	seconds: u64,
	phases: Vec<Phase>,
}

/// Where attackers send what they send, until they are told to stop.
struct Target {
	url: String,
	ledger: Arc<Ledger>,
	stop: Arc<AtomicBool>,
}

/// What was seen in one phase.
struct Phase {
	name: &'static str,
	/// The mean time between blocks, in seconds.
	interval: f64,
	/// The most memory that the node had, in MiB.
	memory: f64,
	/// How many blocks the others waited.
	delays: Vec<f64>,
	/// How many cores the node used.
	cores: f64,
	/// How often something panicked, and the first time.
	panics: (usize, Option<String>),
	/// Why transactions were refused.
	refusals: Vec<(String, usize)>,
	/// What the attackers say.
	said: Vec<String>,
}

impl Target {
	fn is_over(&self) -> bool {
		self.stop.load(Ordering::Relaxed)
	}
}

impl Site {
	/// Lets the others work while `attack` goes on.
	async fn phase<Attack, Attacking>(&mut self, name: &'static str, attack: Attack) -> Result<()>
	where
		Attack: FnOnce(Arc<Target>) -> Attacking,
		Attacking: Future<Output = Result<Vec<String>>> + Send + 'static,
	{
		eprintln!("{name}");
		let mut chain = Chain::of(self.spec.clone(), 1, &[]).await?;
		self.others.rewind();
		let (process, stop) = (chain.nodes[0].process(), Arc::new(AtomicBool::new(false)));
		let watching = {
			let stop = stop.clone();
			tokio::spawn(async move {
				let mut most = 0.0_f64;
				while !stop.load(Ordering::Relaxed) {
					most = most.max(memory(process, "VmRSS").unwrap_or(f64::NAN));
					sleep(Duration::from_millis(250)).await;
				}
				most
			})
		};
		let (url, ledger) = (chain.nodes[0].url.clone(), chain.ledger.clone());
		let target = Arc::new(Target { url, ledger, stop: stop.clone() });
		let attacking = tokio::spawn(attack(target));
		// What floods is under way when it counts.
		sleep(Duration::from_secs(2)).await;
		let window = Window::next(self.seconds);
		let before = chain.processor_time().0;
		let driven = chain.drive(&mut self.others, Pace::Rate(OTHERS_RATE), window).await;
		let cores = (chain.processor_time().0 - before) / window.seconds();
		stop.store(true, Ordering::Relaxed);
		driven.with_context(|| name.to_string())?;
		let said = attacking.await?.with_context(|| name.to_string())?;
		let memory = watching.await?;
		chain.ledger.finish(window, Duration::from_secs(60)).await;
		// Until what the others have sent at the end would be late, too.
		sleep(Duration::from_secs(8)).await;
		chain.check().with_context(|| name.to_string())?;
		let blocks = chain.ledger.blocks(window).len();
		self.phases.push(Phase {
			name,
			interval: window.seconds() / blocks as f64,
			memory,
			delays: chain.ledger.delays(self.others.kind),
			cores,
			panics: chain.panics()?,
			refusals: chain.ledger.refusals(),
			said,
		});
		Ok(())
	}

	fn report(self, quick: bool) -> Result<StoredResult> {
		let mut result = StoredResult::new("flood", quick);
		let columns =
			["", "s/block", "of normal", "MiB", "others", "not in", "p50", "p99 blocks", "cores"];
		let mut table = Table::new("a node, and others at ten anchors a second", &columns);
		let normal = self.phases.first().context("no phase")?.interval;
		for phase in &self.phases {
			let missing = phase.delays.iter().filter(|delay| delay.is_infinite()).count();
			table.row([
				phase.name.to_string(),
				number(phase.interval),
				number(phase.interval / normal),
				number(phase.memory),
				phase.delays.len().to_string(),
				missing.to_string(),
				number(quantile(&phase.delays, 0.5)),
				number(quantile(&phase.delays, 0.99)),
				number(phase.cores),
			]);
			for said in &phase.said {
				result.note(format!("{}: {said}", phase.name));
			}
			for (why, count) in phase.refusals.iter().take(4) {
				result.note(format!("{}: {count} transactions were refused: {why}", phase.name));
			}
			if let Some(first) = &phase.panics.1 {
				result.note(format!("{}: a panic: {first}", phase.name));
			}
		}
		for phase in self.phases.iter().filter(|phase| phase.name.starts_with("a member")) {
			result.measures.push(Measure::at_most(
				3.0,
				format!("{}: others are included, p99", phase.name),
				quantile(&phase.delays, 0.99),
				"blocks",
			));
		}
		let slowest = self.phases.iter().map(|phase| phase.interval / normal).fold(0.0, f64::max);
		let most = self.phases.iter().map(|phase| phase.memory).fold(0.0, f64::max);
		let panics: usize = self.phases.iter().map(|phase| phase.panics.0).sum();
		result.measures.extend([
			Measure::at_most(1.1, "block time against normal, worst", slowest, ""),
			Measure::at_most(MEMORY, "the node's memory, worst", most, "MiB"),
			Measure::at_most(0.0, "panics", panics as f64, ""),
		]);
		result.note("who floods shares the cores with the node");
		result.tables.push(table);
		Ok(result)
	}
}

/// Signs so many anchors for each author.
fn sign(authors: &[Author], chain: &Chain, each: u32, tip: u128) -> Vec<Vec<Vec<u8>>> {
	let (genesis, began) = (chain.genesis(), chain.began);
	in_parallel(authors.len(), |at| {
		let author = &authors[at];
		let number = |nonce: u32| 1_000_000 + at * 1_000 + usize::try_from(nonce).unwrap_or(0);
		(0..each)
			.map(|nonce| {
				let call = anchor(author, number(nonce), began);
				author.key.sign_with(genesis, nonce, tip, call).encode()
			})
			.collect()
	})
}

/// Sends all that was signed: each account its next transaction, again and again until it is taken.
async fn flood_with(target: Arc<Target>, signed: Vec<Vec<Vec<u8>>>) -> Result<Vec<String>> {
	let share = signed.len().div_ceil(CONNECTIONS).max(1);
	let parts = signed.chunks(share).map(|accounts| flood_from(&target, accounts));
	let (mut taken, mut refused) = (0, 0);
	for part in join_all(parts).await {
		let (more, less) = part?;
		(taken, refused) = (taken + more, refused + less);
	}
	Ok(vec![format!("{taken} of the flood were taken, {refused} refused")])
}

async fn flood_from(target: &Target, accounts: &[Vec<Vec<u8>>]) -> Result<(usize, usize)> {
	let client = Client::connect(&target.url).await?;
	let mut next = vec![0; accounts.len()];
	let (mut taken, mut refused) = (0, 0);
	while !target.is_over() {
		let taken_before = taken;
		for (account, next) in accounts.iter().zip(&mut next) {
			if target.is_over() {
				break;
			}
			let Some(signed) = account.get(*next) else { continue };
			let tickets = target.ledger.send("flood", [blake2_256(signed)]);
			match client.submit(signed).await {
				Ok(()) => {
					taken += 1;
					*next += 1;
				},
				Err(error) => {
					refused += 1;
					for ticket in tickets {
						target.ledger.refuse(ticket, explain(&error));
					}
				},
			}
		}
		// Nothing was taken, or all is gone: no need to turn in circles.
		if taken == taken_before {
			sleep(Duration::from_millis(50)).await;
		}
	}
	Ok((taken, refused))
}

/// Why something was refused, without what differs each time.
fn explain(error: &jsonrpsee::core::client::Error) -> String {
	match error {
		jsonrpsee::core::client::Error::Call(error) => match error.data() {
			Some(data) => format!("{}: {}", error.message(), data.get()),
			None => error.message().to_string(),
		},
		other => other.to_string(),
	}
}

/// How often each answer came.
#[derive(Default)]
struct Answers(BTreeMap<String, usize>);

impl Answers {
	fn note(&mut self, answer: impl Into<String>) {
		let mut answer: String = answer.into();
		if let Some((end, _)) = answer.char_indices().nth(100) {
			answer.truncate(end);
		}
		*self.0.entry(answer).or_default() += 1;
	}

	fn text(&self) -> String {
		let mut all: Vec<_> = self.0.iter().collect();
		all.sort_by(|left, right| right.1.cmp(left.1));
		let first: Vec<_> =
			all.iter().take(6).map(|(answer, count)| format!("{count} x {answer}")).collect();
		first.join("; ")
	}
}

/// Calls of many kinds, on each connection ten times as many as it may make.
async fn calls(target: Arc<Target>) -> Result<Vec<String>> {
	const TICKS: u64 = 100;
	let answered = Arc::new(AtomicUsize::new(0));
	let refused = Arc::new(AtomicUsize::new(0));
	let lost = Arc::new(AtomicUsize::new(0));
	let parts = (0..CONNECTIONS).map(|_| {
		let target = target.clone();
		let (answered, refused, lost) = (answered.clone(), refused.clone(), lost.clone());
		tokio::spawn(async move {
			let mut connection = connect(&target.url).await?;
			let each = 10 * CALLS_A_SECOND / usize::try_from(TICKS)?;
			let mut tick = tokio::time::interval(Duration::from_millis(1_000 / TICKS));
			let mut number = 0_usize;
			while !target.is_over() {
				tick.tick().await;
				if !connection.is_connected() {
					lost.fetch_add(1, Ordering::Relaxed);
					connection = connect(&target.url).await?;
				}
				let mut waiting = FuturesUnordered::new();
				for _ in 0..each {
					waiting.push(call(&connection, number));
					number += 1;
				}
				while let Some(was_answered) = waiting.next().await {
					let count = if was_answered { &answered } else { &refused };
					count.fetch_add(1, Ordering::Relaxed);
				}
			}
			Ok::<_, anyhow::Error>(())
		})
	});
	for part in join_all(parts).await {
		part??;
	}
	let text = |count: &AtomicUsize| count.load(Ordering::Relaxed);
	Ok(vec![format!(
		"{CONNECTIONS} connections: {} answered, {} refused, {} connections lost",
		text(&answered),
		text(&refused),
		text(&lost)
	)])
}

/// Makes a call of one kind or another, and says whether it was answered.
async fn call(connection: &Connection, number: usize) -> bool {
	let (method, params) = match number % 50 {
		0 => ("state_getMetadata", rpc_params![]),
		1..=4 => ("author_pendingExtrinsics", rpc_params![]),
		5..=14 => ("state_call", rpc_params!["Core_version", "0x"]),
		15..=24 => ("chain_getBlock", rpc_params![]),
		25..=34 => {
			("state_getStorage", rpc_params![format!("0x{}", hex::encode(system("Events")))])
		},
		_ => ("system_health", rpc_params![]),
	};
	connection.request::<Value, _>(method, params).await.is_ok()
}

/// A transaction that would be valid.
fn example(author: &Author, chain: &Chain) -> Vec<u8> {
	author.key.sign(chain.genesis(), 0, anchor(author, 0, chain.began)).encode()
}

/// A transaction without its length before it.
fn unwrapped(extrinsic: &[u8]) -> &[u8] {
	let length = Compact(u32::try_from(extrinsic.len()).unwrap_or(u32::MAX)).encode().len();
	extrinsic.get(length..).unwrap_or_default()
}

fn wrapped(bytes: &[u8]) -> Vec<u8> {
	bytes.to_vec().encode()
}

/// The bytes of `utility.batch`es of one call each, in each other.
fn nested(depth: usize) -> Vec<u8> {
	let empty: RuntimeCall = pallet_utility::Call::batch { calls: Vec::new() }.into();
	let mut level = empty.encode();
	level.pop();
	level.extend(Compact(1_u32).encode());
	let remark: RuntimeCall = frame_system::Call::remark { remark: Vec::new() }.into();
	let mut bytes = level.repeat(depth);
	bytes.extend(remark.encode());
	bytes
}

/// What isn't a transaction, one way or another. `signed` is one.
fn monsters(signed: &[u8], number: u64) -> Vec<Vec<u8>> {
	let noise: Vec<u8> = (0..8_u64)
		.flat_map(|at| (number, at).using_encoded(blake2_256))
		.take(1 + usize::try_from(number % 256).unwrap_or(0))
		.collect();
	let cut = 1 + usize::try_from(number).unwrap_or(0) % (signed.len() - 1);
	let mut flipped = signed.to_vec();
	flipped[cut] ^= 1 << (number % 8);
	let remark: RuntimeCall = frame_system::Call::remark { remark: Vec::new() }.into();
	let bare = UncheckedExtrinsic::new_bare(remark.clone()).encode();
	let preamble = unwrapped(&bare).strip_suffix(&remark.encode()[..]).unwrap_or_default();
	// The call of a signed transaction is its end.
	let body = unwrapped(signed);
	let head = &body[..body.len() / 2];
	let mut all = vec![
		noise.clone(),
		wrapped(&noise),
		signed[..cut].to_vec(),
		flipped,
		// Says that it has four gigabytes, or more.
		[Compact(u32::MAX).encode(), signed.to_vec()].concat(),
		vec![0xff; 64],
		wrapped(&[head, &noise].concat()),
		// A remark that says that it has a gigabyte.
		wrapped(&[preamble, &remark.encode()[..2], &Compact(1_u32 << 30).encode()].concat()),
	];
	for depth in [10, 254, 255, 256, 257, 300, 10_000] {
		all.push(wrapped(&[preamble, &nested(depth)].concat()));
	}
	all
}

/// Malformed and deeply nested transactions, sent, priced and validated, and malformed requests.
async fn malformed(target: Arc<Target>, signed: Vec<u8>) -> Result<Vec<String>> {
	let parts = (0..CONNECTIONS / 2).map(|part| {
		let (target, signed) = (target.clone(), signed.clone());
		tokio::spawn(async move {
			let (client, mut answers) = (Client::connect(&target.url).await?, Answers::default());
			let mut number = u64::try_from(part)? * 1_000_000;
			while !target.is_over() {
				for monster in monsters(&signed, number) {
					match client.submit(&monster).await {
						Ok(()) => answers.note("TAKEN"),
						Err(error) => answers.note(explain(&error)),
					}
					// The runtime, asked what it would cost. Traps are answered, too.
					let arguments =
						[&monster[..], &u32::try_from(monster.len())?.to_le_bytes()].concat();
					let function = "TransactionPaymentApi_query_info";
					match client.raw_api(function, &arguments).await {
						Ok(_) => answers.note("priced"),
						Err(_) => answers.note("not priced"),
					}
				}
				if number % 64 == 0 {
					let deep = wrapped(&nested(DEEP));
					answers.note(match client.submit(&deep).await {
						Ok(()) => "TAKEN".into(),
						Err(error) => explain(&error),
					});
				}
				number += 1;
			}
			Ok::<_, anyhow::Error>(answers)
		})
	});
	let address = address(&target.url)?;
	let asked = target.clone();
	let requests =
		spawn_blocking(move || {
			let mut answers = Answers::default();
			while !asked.is_over() {
				for body in [
				"[".repeat(1_000_000),
				"{\"a\":".repeat(500_000),
				format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system_health\",\"params\":{}{}}}",
					"[".repeat(100_000), "]".repeat(100_000)),
				"[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"system_health\",\"params\":[]},".repeat(50_000),
				"\u{0}\u{1}\u{2}".repeat(1_000),
				String::new(),
			] {
				answers.note(post(&address, body.as_bytes()));
				std::thread::sleep(Duration::from_millis(20));
			}
			}
			answers
		});
	let mut all = Answers::default();
	for part in join_all(parts).await {
		for (answer, count) in part??.0 {
			*all.0.entry(answer).or_default() += count;
		}
	}
	let requests = requests.await?;
	Ok(vec![format!("transactions: {}", all.text()), format!("requests: {}", requests.text())])
}

/// Bodies as large as a node takes, and larger.
async fn bodies(target: Arc<Target>) -> Result<Vec<String>> {
	const MEBIBYTE: usize = 1 << 20;
	let address = address(&target.url)?;
	let parts = (0..4_usize).map(|part| {
		let (address, target) = (address.clone(), target.clone());
		spawn_blocking(move || {
			let mut answers = Answers::default();
			let request = |method: &str, length: usize| {
				let frame = format!(
					"{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"{method}\",\"params\":[\"0x"
				);
				let digits = length.saturating_sub(frame.len() + 3) / 2;
				format!("{frame}{}\"]}}", "a4".repeat(digits))
			};
			let largest = 15 * MEBIBYTE;
			let all = [
				request("author_submitExtrinsic", largest),
				request("state_getStorage", largest),
				request("no_such_method", largest),
				request("author_submitExtrinsic", largest + MEBIBYTE),
				format!("[{}1]", "1,".repeat(largest / 2 - 2)),
			];
			while !target.is_over() {
				for body in all.iter().cycle().skip(part).take(all.len()) {
					if !target.is_over() {
						answers.note(post(&address, body.as_bytes()));
					}
				}
			}
			answers
		})
	});
	let mut all = Answers::default();
	for part in join_all(parts).await {
		for (answer, count) in part?.0 {
			*all.0.entry(answer).or_default() += count;
		}
	}
	Ok(vec![all.text()])
}

fn address(url: &str) -> Result<String> {
	Ok(url.strip_prefix("ws://").context("an address")?.to_string())
}

/// Posts a body as it is, and returns the beginning of what comes back.
fn post(address: &str, body: &[u8]) -> String {
	let exchange = || {
		let mut stream = TcpStream::connect(address)?;
		stream.set_read_timeout(Some(Duration::from_secs(30)))?;
		stream.set_write_timeout(Some(Duration::from_secs(30)))?;
		write!(
			stream,
			"POST / HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
			 Content-Length: {}\r\nConnection: close\r\n\r\n",
			body.len()
		)?;
		// A node that refuses a body needn't read it.
		let _ = stream.write_all(body);
		let mut answer = Vec::new();
		match stream.take(2_000).read_to_end(&mut answer) {
			Err(error) if answer.is_empty() => return Err(error),
			_ => (),
		}
		let answer = String::from_utf8_lossy(&answer).into_owned();
		let (head, rest) = answer.split_once("\r\n").unwrap_or((&answer, ""));
		let rest = rest.split_once("\r\n\r\n").map_or("", |(_, body)| body);
		Ok(format!("{head} {}", rest.trim()))
	};
	exchange().unwrap_or_else(|error: std::io::Error| match error.kind() {
		ErrorKind::ConnectionReset | ErrorKind::BrokenPipe => "connection closed".into(),
		_ => format!("error: {error}"),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::{DecodeAll, DecodeLimit};

	#[test]
	fn nested_calls_should_be_as_deep_as_they_say() {
		let mut call = RuntimeCall::decode_all(&mut &nested(3)[..]).expect("a call; qed");
		let mut depth = 0;
		while let RuntimeCall::Utility(pallet_utility::Call::batch { mut calls }) = call {
			(call, depth) = (calls.pop().expect("one; qed"), depth + 1);
		}
		assert_eq!(depth, 3);
		assert!(matches!(call, RuntimeCall::System(frame_system::Call::remark { .. })));
	}

	#[test]
	fn none_of_the_monsters_should_be_a_signed_transaction() {
		use crate::signing::Key;
		let remark: RuntimeCall = frame_system::Call::remark { remark: vec![7; 99] }.into();
		let signed = Key::of("monsters", 0).sign(Default::default(), 0, remark).encode();
		for number in 0..300 {
			for monster in monsters(&signed, number) {
				assert_ne!(monster, signed);
			}
		}
		let deep = monsters(&signed, 0).pop().expect("some; qed");
		assert!(UncheckedExtrinsic::decode_all_with_depth_limit(256, &mut &deep[..]).is_err());
	}
}
