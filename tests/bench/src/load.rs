// SPDX-License-Identifier: Apache-2.0

//! Load: transactions that were signed before, sent at a rate or so that the pool never runs dry.
//! And what P3 asks of it: how many records become final per second.

use crate::{
	client::Client,
	genesis::{Author, Genesis, BOUNDLESS},
	inprocess::extent,
	ledger::{FinalBlock, Kind, Ledger, Tally, Window},
	machine,
	nodes::{Folder, Node, UNLIMITED},
	results::{number, quantile, Measure, StoredResult, Table},
	signing::{charge, in_parallel},
};
use anyhow::{bail, ensure, Context, Result};
use codec::Encode;
use futures::FutureExt;
use galen_primitives::{Digest, HashAlgorithm, Moment};
use galen_runtime::{Hash, RuntimeCall, UncheckedExtrinsic};
use galen_runtime_common::constants::UNIT;
use galen_scenarios::block_weights;
use pallet_patient_records::{Anchor, Call as RecordsCall, DataClass, InitialStatus};
use polkadot_sdk::{
	frame_support::dispatch::DispatchClass, pallet_balances, sp_io::hashing::blake2_256,
	sp_runtime::MultiAddress,
};
use std::{
	ops::Range,
	path::PathBuf,
	sync::Arc,
	time::{Duration, Instant},
};
use tokio::{runtime::Runtime as Executor, sync::Semaphore, task::JoinHandle, time::sleep};

/// Records that are anchored.
pub const ANCHORS: Kind = "anchors";
/// Tokens that are transferred.
pub const TRANSFERS: Kind = "transfers";

/// How many transactions are sent together.
const BATCH: usize = 50;
/// How many such batches may wait for their answer, for each node.
const BATCHES: usize = 4;
/// How often it is looked what there is to send.
const TICK: Duration = Duration::from_millis(20);
/// How long we wait in the end for what was sent to become final.
const PATIENCE: Duration = Duration::from_secs(60);
/// The most that we leave in a pool: none of the authors has two that wait for each other.
const DEEPEST: usize = 6_000;

/// How fast transactions are sent.
#[derive(Debug, Clone, Copy)]
pub enum Pace {
	/// So many each second.
	Rate(f64),
	/// So that so many wait at any time.
	Depth(usize),
}

/// Transactions of one kind, signed, in the order in which they are sent.
pub struct Stock {
	/// What they are.
	pub kind: Kind,
	sign: Box<dyn Fn(usize) -> Vec<u8> + Send + Sync>,
	signed: Arc<Vec<Vec<u8>>>,
	/// How many of these were sent.
	next: usize,
	/// How many there were before these.
	before: usize,
	/// How many had to be signed while others were sent.
	pub late: usize,
}

impl Stock {
	/// Signs `count` transactions. `authors` take turns; they must have signed nothing before.
	pub fn sign(
		kind: Kind,
		authors: &[Author],
		genesis: Hash,
		count: usize,
		call: impl Fn(usize, &[Author]) -> RuntimeCall + Send + Sync + 'static,
	) -> Self {
		let authors = authors.to_vec();
		let sign = move |at: usize| {
			let author = &authors[at % authors.len()];
			let nonce = u32::try_from(at / authors.len()).expect("few transactions each");
			author.key.sign(genesis, nonce, call(at, &authors)).encode()
		};
		let signed = Arc::new(in_parallel(count, &sign));
		Self { kind, sign: Box::new(sign), signed, next: 0, before: 0, late: 0 }
	}

	/// Anchors of records, each with a digest of its own.
	pub fn anchors(kind: Kind, authors: &[Author], on: &Chain, count: usize) -> Self {
		let occurred = on.began;
		Self::sign(kind, authors, on.genesis(), count, move |at, authors| {
			anchor(&authors[at % authors.len()], at, occurred)
		})
	}

	/// Transfers from author to author.
	pub fn transfers(authors: &[Author], on: &Chain, count: usize) -> Self {
		Self::sign(TRANSFERS, authors, on.genesis(), count, |at, authors| {
			let to = authors[(at + 1) % authors.len()].key.account();
			transfer(MultiAddress::Id(to))
		})
	}

	/// Begins again, for another chain that began alike.
	pub fn rewind(&mut self) {
		if self.before > 0 {
			let sign = &self.sign;
			self.signed = Arc::new(in_parallel(self.before + self.signed.len(), sign));
		}
		(self.next, self.before) = (0, 0);
	}

	/// The next ones, at most so many and at least one.
	fn take(&mut self, most: usize) -> (Arc<Vec<Vec<u8>>>, Range<usize>) {
		if self.next == self.signed.len() {
			let (before, sign) = (self.before + self.signed.len(), &self.sign);
			self.signed = Arc::new(in_parallel(20 * BATCH, |at| sign(before + at)));
			(self.before, self.next) = (before, 0);
			self.late += self.signed.len();
		}
		let range = self.next..(self.next + most.max(1)).min(self.signed.len());
		self.next = range.end;
		(self.signed.clone(), range)
	}
}

/// The call that anchors a record of the author's patient.
pub fn anchor(author: &Author, number: usize, occurred: Moment) -> RuntimeCall {
	let bytes = blake2_256(format!("galen-bench record {number}").as_bytes());
	let anchor = Anchor {
		content: Digest { algorithm: HashAlgorithm::Sha2_256, bytes },
		fields: None,
		data_class: DataClass::Sensitive,
		compartment: 0,
		composition: InitialStatus::Final,
		occurred,
	};
	RecordsCall::anchor { patient: author.patient, anchor }.into()
}

fn transfer(dest: MultiAddress<galen_runtime::AccountId, ()>) -> RuntimeCall {
	pallet_balances::Call::transfer_keep_alive { dest, value: UNIT / 1_000 }.into()
}

/// A specification that was written, from which chains can be started that begin alike.
pub struct Spec {
	path: PathBuf,
	began: Moment,
	_folder: Folder,
}

impl Spec {
	/// Writes what a genesis has come to.
	pub fn write(mut genesis: Genesis) -> Result<Arc<Self>> {
		let folder = Folder::new()?;
		let path = folder.file("chain.json");
		genesis.write(&path)?;
		Ok(Arc::new(Self { path, began: genesis.now, _folder: folder }))
	}
}

/// A chain that we have started, and who watches it.
pub struct Chain {
	/// Its nodes.
	pub nodes: Vec<Node>,
	/// A connection to each.
	pub clients: Vec<Arc<Client>>,
	/// What becomes of what we send.
	pub ledger: Arc<Ledger>,
	/// The time at which what is in its genesis happened.
	pub began: Moment,
	watch: JoinHandle<Result<()>>,
	// Last: what the nodes write in is removed when they have ended.
	_folder: Folder,
	_spec: Arc<Spec>,
}

impl Chain {
	/// Starts one node (of a genesis that began as `dev`), or four (`local`).
	pub async fn start(genesis: Genesis, count: usize, arguments: &[&str]) -> Result<Self> {
		Self::of(Spec::write(genesis)?, count, arguments).await
	}

	/// The same, of what was written before.
	pub async fn of(spec: Arc<Spec>, count: usize, arguments: &[&str]) -> Result<Self> {
		let folder = Folder::new()?;
		let nodes = match count {
			1 => vec![Node::start(&folder, &spec.path, "alice", arguments).await?],
			4 => Node::start_four(&folder, &spec.path, arguments).await?,
			_ => bail!("chains of {count} nodes aren't among our presets"),
		};
		let mut clients = Vec::new();
		for node in &nodes {
			clients.push(Arc::new(node.client().await?));
		}
		let ledger = Arc::new(Ledger::default());
		let watching = Arc::new(nodes[0].client().await?);
		let watch = tokio::spawn(ledger.clone().watch(watching));
		let (began, _folder, _spec) = (spec.began, folder, spec);
		let mut chain = Self { nodes, clients, ledger, began, watch, _folder, _spec };
		chain.ready().await?;
		Ok(chain)
	}

	/// Waits until finality is under way.
	async fn ready(&mut self) -> Result<()> {
		let start = Instant::now();
		loop {
			self.check()?;
			let whole = Window { from: 0, to: u64::MAX };
			if self.ledger.blocks(whole).len() >= 2 {
				return Ok(());
			}
			if start.elapsed() > Duration::from_secs(120) {
				bail!("nothing becomes final:\n{}", self.nodes[0].tail());
			}
			sleep(TICK).await;
		}
	}

	/// Fails if a node has ended, or we don't see any more what it does.
	pub fn check(&mut self) -> Result<()> {
		for node in &mut self.nodes {
			node.alive()?;
		}
		match (&mut self.watch).now_or_never() {
			Some(ended) => bail!("the node's blocks can't be followed any more: {ended:?}"),
			None => Ok(()),
		}
	}

	/// The hash of block zero.
	pub fn genesis(&self) -> Hash {
		self.clients[0].genesis
	}

	/// Sends what is in stock at that pace until the window is over.
	///
	/// Nodes take turns. What is refused isn't sent again.
	pub async fn drive(&mut self, stock: &mut Stock, pace: Pace, window: Window) -> Result<()> {
		let permits = Arc::new(Semaphore::new(BATCHES * self.clients.len()));
		let start = Instant::now();
		let (mut sent, mut node) = (0, 0);
		while !window.left().is_zero() {
			self.check()?;
			let due = match pace {
				// Against the clock, so that a tick that comes late is made up for.
				Pace::Rate(rate) => (start.elapsed().as_secs_f64() * rate) as usize - sent,
				Pace::Depth(depth) => depth.saturating_sub(self.ledger.outstanding()),
			};
			let end = sent + due;
			while sent < end {
				let (signed, range) = stock.take(BATCH.min(end - sent));
				sent += range.len();
				let permit = permits.clone().acquire_owned().await?;
				let client = self.clients[node % self.clients.len()].clone();
				node += 1;
				let (ledger, kind) = (self.ledger.clone(), stock.kind);
				tokio::spawn(async move {
					send(&client, &ledger, kind, &signed[range]).await;
					drop(permit);
				});
				if window.left().is_zero() {
					break;
				}
			}
			sleep(TICK).await;
		}
		// All answers are there.
		let all = u32::try_from(BATCHES * self.clients.len())?;
		let _ = permits.acquire_many(all).await?;
		Ok(())
	}

	/// Seconds of processor time that the nodes have had, and we.
	pub fn processor_time(&self) -> (f64, f64) {
		let nodes = self.nodes.iter().map(Node::processor_time).sum();
		(nodes, machine::processor_time(std::process::id()).unwrap_or(f64::NAN))
	}

	/// How often something has panicked in a node.
	pub fn panics(&self) -> Result<(usize, Option<String>)> {
		let (mut count, mut first) = (0, None);
		for node in &self.nodes {
			let (more, words) = node.panics()?;
			count += more;
			first = first.or(words);
		}
		Ok((count, first))
	}
}

impl Drop for Chain {
	fn drop(&mut self) {
		self.watch.abort();
	}
}

/// Sends a batch and notes what is refused.
pub async fn send(client: &Client, ledger: &Ledger, kind: Kind, signed: &[Vec<u8>]) {
	let tickets = ledger.send(kind, signed.iter().map(|bytes| blake2_256(bytes)));
	match client.submit_all(signed.iter().map(Vec::as_slice)).await {
		Ok(answers) => {
			for (ticket, answer) in tickets.into_iter().zip(answers) {
				if let Err(why) = answer {
					ledger.refuse(ticket, why);
				}
			}
		},
		Err(error) => {
			for ticket in tickets {
				ledger.refuse(ticket, format!("{error:#}"));
			}
		},
	}
}

/// How many transactions like this one a block can hold, by what they are charged.
pub fn block_capacity(extrinsic: &UncheckedExtrinsic) -> f64 {
	let most = block_weights().get(DispatchClass::Normal).max_total;
	let most = most.expect("normal transactions have a limit").ref_time();
	most as f64 / charge(extrinsic).total() as f64
}

/// What came of a window.
pub struct Measured {
	/// What was sent.
	pub kind: Kind,
	/// When.
	pub window: Window,
	/// What became final of it.
	pub tally: Tally,
	/// How many events of final blocks say that it was done.
	pub events: usize,
	/// How many blocks there were, over how many there should have been.
	pub blocks: (usize, f64),
	/// The share of what normal transactions may take of a block that they were charged, on
	/// average.
	pub charged: f64,
	/// How many cores the nodes used, and we.
	pub cores: (f64, f64),
}

impl Measured {
	/// How many became final each second.
	pub fn rate(&self) -> f64 {
		self.events as f64 / self.window.seconds()
	}

	/// A table for rows of these.
	pub fn table(title: &str) -> Table {
		let columns = [
			"kind",
			"s",
			"final/s",
			"failed",
			"blocks",
			"of",
			"charged",
			"p50 s",
			"p99 s",
			"node cores",
			"load cores",
		];
		Table::new(title, &columns)
	}

	/// One of its rows.
	pub fn row(&self) -> Vec<String> {
		vec![
			self.kind.into(),
			number(self.window.seconds()),
			number(self.rate()),
			self.tally.failed.to_string(),
			self.blocks.0.to_string(),
			number(self.blocks.1),
			number(self.charged),
			number(quantile(&self.tally.latencies, 0.5)),
			number(quantile(&self.tally.latencies, 0.99)),
			number(self.cores.0),
			number(self.cores.1),
		]
	}
}

impl Chain {
	/// Drives a window of so many seconds, and waits until all that was sent is final. What is sent
	/// before the window fills the pool.
	pub async fn measure(
		&mut self,
		stock: &mut Stock,
		pace: Pace,
		seconds: u64,
	) -> Result<Measured> {
		// A block's time ahead, so that the pool is full, and blocks are, when it begins.
		let lead = Window::next(4);
		self.drive(stock, pace, lead).await?;
		let window = Window::next(seconds);
		let (start, before) = (Instant::now(), self.processor_time());
		self.drive(stock, pace, window).await?;
		let (elapsed, after) = (start.elapsed().as_secs_f64(), self.processor_time());
		self.ledger.finish(window, PATIENCE).await;
		self.ledger.settle(PATIENCE).await;
		self.check()?;
		let blocks = self.ledger.blocks(window);
		let most = block_weights().get(DispatchClass::Normal).max_total;
		let most = most.context("normal transactions have a limit")?.ref_time() as f64;
		let charged: f64 = blocks.iter().map(|block| block.charged as f64 / most).sum();
		let tally = self.ledger.tally(stock.kind, window);
		let of = |block: &FinalBlock| match stock.kind {
			TRANSFERS => block.transferred,
			_ => block.anchored,
		};
		let events = blocks.iter().map(of).sum();
		// Nobody else does anything on this chain.
		ensure!(
			events == tally.finalised,
			"{events} events tell of {} {} that succeeded",
			tally.finalised,
			stock.kind
		);
		Ok(Measured {
			kind: stock.kind,
			window,
			tally,
			events,
			charged: charged / blocks.len() as f64,
			blocks: (blocks.len(), window.slots()),
			cores: ((after.0 - before.0) / elapsed, (after.1 - before.1) / elapsed),
		})
	}
}

/// What `galen-bench load` is told.
#[derive(Debug, clap::Args)]
pub struct Options {
	/// How many transactions a second; without it, as many as fit.
	#[arg(long)]
	rate: Option<f64>,
	/// For how many seconds.
	#[arg(long, default_value_t = 60)]
	seconds: u64,
	/// How many wait in the pool at any time where there is no rate.
	#[arg(long)]
	depth: Option<usize>,
	/// Transfers instead of anchors.
	#[arg(long)]
	transfers: bool,
	/// Four validators instead of one node.
	#[arg(long)]
	four: bool,
	/// At how many institutions the authors are.
	#[arg(long, default_value_t = 100)]
	institutions: usize,
	/// How many authors each has.
	#[arg(long, default_value_t = 200)]
	authors: usize,
}

/// Sends load once and says what came of it.
pub fn once(options: &Options) -> Result<()> {
	Executor::new()?.block_on(async {
		let nodes = if options.four { 4 } else { 1 };
		let mut genesis = Genesis::of(if options.four { "local" } else { "dev" })?;
		let authors =
			genesis.authors("author", options.institutions, options.authors, BOUNDLESS)?;
		let mut chain = Chain::start(genesis, nodes, &UNLIMITED).await?;
		let probe = if options.transfers { Probe::transfer } else { Probe::anchor };
		let capacity = probe(&chain, &authors).capacity;
		let (pace, count) = match options.rate {
			Some(rate) => (Pace::Rate(rate), (rate * (options.seconds + 12) as f64) as usize),
			None => {
				let depth = options.depth.unwrap_or(depth(capacity));
				(Pace::Depth(depth), enough(capacity, options.seconds, depth))
			},
		};
		let mut stock = match options.transfers {
			false => Stock::anchors(ANCHORS, &authors, &chain, count),
			true => Stock::transfers(&authors, &chain, count),
		};
		println!(
			"{count} {} signed; a block can hold {} by what they are charged",
			stock.kind,
			number(capacity)
		);
		let measured = chain.measure(&mut stock, pace, options.seconds).await?;
		let mut result = StoredResult::new("load", false);
		let mut table = Measured::table(&format!("{pace:?}"));
		table.row(measured.row());
		result.tables.push(table);
		result.note(format!(
			"{:?}; {} were signed late",
			chain.ledger.fate(stock.kind),
			stock.late
		));
		for (why, count) in chain.ledger.refusals() {
			result.note(format!("{count} were refused: {why}"));
		}
		println!("{}", result.text());
		Ok(())
	})
}

/// How much of one kind a block can hold.
struct Probe {
	capacity: f64,
	charged: f64,
}

impl Probe {
	fn anchor(chain: &Chain, authors: &[Author]) -> Self {
		Self::of(chain, authors, anchor(&authors[0], 0, chain.began))
	}

	fn transfer(chain: &Chain, authors: &[Author]) -> Self {
		Self::of(chain, authors, transfer(MultiAddress::Id(authors[1].key.account())))
	}

	fn of(chain: &Chain, authors: &[Author], call: RuntimeCall) -> Self {
		let signed = authors[0].key.sign(chain.genesis(), 0, call);
		let charged = charge(&signed).total() as f64 / 1e6;
		Self { capacity: block_capacity(&signed), charged }
	}
}

/// How many should wait so that three blocks could be filled.
fn depth(capacity: f64) -> usize {
	((3.0 * capacity) as usize).min(DEEPEST)
}

/// How many to sign for so many seconds of full blocks, what comes before and in between included.
fn enough(capacity: f64, seconds: u64, depth: usize) -> usize {
	let blocks = (seconds / 2 + 6) as f64;
	(capacity * blocks) as usize + 2 * depth
}

/// P3: how many records become final per second.
pub fn run(quick: bool) -> Result<StoredResult> {
	Executor::new()?.block_on(async {
		let mut result = StoredResult::new("P3", quick);
		one_node(&mut result, quick).await?;
		four_validators(&mut result, quick).await?;
		result.note("the load generator shared the cores with the nodes");
		Ok(result)
	})
}

async fn one_node(result: &mut StoredResult, quick: bool) -> Result<()> {
	let (seconds, windows, length) = extent(quick, (600, 3, 30), (60, 2, 12), (12, 1, 6));
	let mut genesis = Genesis::of("dev")?;
	let authors = genesis.authors("author", 100, 200, BOUNDLESS)?;
	let payers = genesis.authors("payer", 100, 200, BOUNDLESS)?;
	let mut chain = Chain::start(genesis, 1, &UNLIMITED).await?;
	let anchor = Probe::anchor(&chain, &authors);
	let transfer = Probe::transfer(&chain, &payers);
	let depth = depth(anchor.capacity.min(transfer.capacity));
	let alternating = windows * (length + 12);
	let mut anchors = {
		let count = enough(anchor.capacity, seconds + alternating, depth);
		Stock::anchors(ANCHORS, &authors, &chain, count)
	};
	let mut transfers =
		Stock::transfers(&payers, &chain, enough(transfer.capacity, alternating, depth));

	let pace = Pace::Depth(depth);
	let long = chain.measure(&mut anchors, pace, seconds).await?;
	let mut table = Measured::table("one node, the pool never empty");
	table.row(long.row());
	let mut pairs = Vec::new();
	for _ in 0..windows {
		let left = chain.measure(&mut anchors, pace, length).await?;
		let right = chain.measure(&mut transfers, pace, length).await?;
		table.row(left.row());
		table.row(right.row());
		pairs.push((left.rate(), right.rate()));
	}
	let (left, right): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
	let ratio = left.iter().sum::<f64>() / right.iter().sum::<f64>();
	let dropped: usize = [ANCHORS, TRANSFERS]
		.map(|kind| chain.ledger.fate(kind))
		.iter()
		.map(|fate| fate.refused + fate.missing + fate.unfinished)
		.sum();
	result.measures.extend([
		Measure::at_least(
			1_000.0,
			format!("one node: finalised anchors, {seconds} s"),
			long.rate(),
			"/s",
		),
		Measure::at_least(0.95, "anchors / transfers at saturation", ratio, ""),
		Measure::at_most(0.0, "one node: dropped", dropped as f64, ""),
		Measure::plain("anchors that a block can hold", anchor.capacity, ""),
		Measure::plain("an anchor is charged", anchor.charged, "us"),
		Measure::plain("a transfer is charged", transfer.charged, "us"),
		Measure::plain("one node: what of a block they were charged", long.charged, ""),
	]);
	explain(result, "one node", &long);
	refusals(result, &chain);
	late(result, &anchors);
	late(result, &transfers);
	result.tables.push(table);
	Ok(())
}

async fn four_validators(result: &mut StoredResult, quick: bool) -> Result<()> {
	let seconds = extent(quick, 300, 40, 12);
	let mut genesis = Genesis::of("local")?;
	let authors = genesis.authors("author", 100, 200, BOUNDLESS)?;
	let mut chain = Chain::start(genesis, 4, &UNLIMITED).await?;
	let probe = Probe::anchor(&chain, &authors);
	// Every transaction goes through four pools on this one machine: two blocks' worth will do.
	let depth = depth(probe.capacity).min(3_000);
	let mut stock =
		Stock::anchors(ANCHORS, &authors, &chain, enough(probe.capacity, seconds, depth));
	let measured = chain.measure(&mut stock, Pace::Depth(depth), seconds).await?;
	let fate = chain.ledger.fate(ANCHORS);
	let dropped = fate.refused + fate.missing + fate.unfinished;
	result.measures.extend([
		Measure::at_least(
			400.0,
			format!("four validators on this machine: finalised anchors, {seconds} s"),
			measured.rate(),
			"/s",
		),
		Measure::plain("four validators: dropped", dropped as f64, ""),
	]);
	explain(result, "four validators", &measured);
	refusals(result, &chain);
	late(result, &stock);
	let mut table = Measured::table("four validators, the pools never empty");
	table.row(measured.row());
	result.tables.push(table);
	Ok(())
}

/// Says what held it back.
fn explain(result: &mut StoredResult, what: &str, measured: &Measured) {
	let full = measured.charged >= 0.95;
	let (made, due) = measured.blocks;
	let missed = (made as f64) < 0.95 * due;
	result.note(match (full, missed) {
		(true, false) => format!("{what}: blocks were full by what transactions are charged"),
		(true, true) => format!("{what}: blocks were full, but only {made} of {due} were made"),
		(false, false) => format!(
			"{what}: blocks were charged {} of what they may be: not weights hold it back, but what \
			 blocks cost, the pool, or the load generator",
			number(measured.charged)
		),
		(false, true) => format!(
			"{what}: only {made} of {due} blocks were made, charged {} of what they may be: the \
			 machine is the limit",
			number(measured.charged)
		),
	});
}

fn late(result: &mut StoredResult, stock: &Stock) {
	if stock.late > 0 {
		result.note(format!(
			"{} of the {} were signed while others were sent",
			stock.late, stock.kind
		));
	}
}

fn refusals(result: &mut StoredResult, chain: &Chain) {
	for (why, count) in chain.ledger.refusals().into_iter().take(5) {
		result.note(format!("{count} were refused: {why}"));
	}
}
