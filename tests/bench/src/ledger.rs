// SPDX-License-Identifier: Apache-2.0

//! What became of the transactions that were sent, and of the chain meanwhile: told from the blocks
//! that a node says are the best, and from the events of those that it says are final.

use crate::client::{Body, Client};
use anyhow::{Context, Result};
use galen_runtime::{configs::SLOT_DURATION, Hash};
use std::{
	collections::HashMap,
	sync::{Arc, Mutex, MutexGuard},
	time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};
use tokio::time::sleep;

/// What was sent: an index into the ledger.
pub type Ticket = usize;

/// One kind of transactions, told apart in what is counted.
pub type Kind = &'static str;

/// A transaction that was sent.
#[derive(Debug, Clone)]
struct Sent {
	kind: Kind,
	at: Instant,
	/// The best block then.
	best: u32,
	refused: bool,
	/// When it was first seen in a block, and in which.
	included: Option<(Instant, u32)>,
	finalised: Option<Final>,
}

#[derive(Debug, Clone, Copy)]
struct Final {
	at: Instant,
	/// The slot of its block.
	slot: u64,
	succeeded: bool,
}

/// A block that is final.
#[derive(Debug, Clone)]
pub struct FinalBlock {
	/// When its slot began, in milliseconds since 1970.
	pub slot: u64,
	/// How many milliseconds after that it was known to be final.
	pub lag: u64,
	/// How many records it anchored.
	pub anchored: usize,
	/// How many transfers it made.
	pub transferred: usize,
	/// What its normal transactions were charged, in picoseconds.
	pub charged: u64,
}

#[derive(Debug, Default)]
struct State {
	tickets: HashMap<[u8; 32], Ticket>,
	sent: Vec<Sent>,
	/// What was sent and neither refused nor seen in a block.
	outstanding: usize,
	bodies: HashMap<Hash, Arc<Body>>,
	best: u32,
	last_final: Option<Hash>,
	finals: Vec<FinalBlock>,
	refusals: HashMap<String, usize>,
}

/// What became of what was sent.
#[derive(Debug, Default)]
pub struct Ledger(Mutex<State>);

/// A time in which something was done: slots in which blocks count.
#[derive(Debug, Clone, Copy)]
pub struct Window {
	/// The first slot, in milliseconds since 1970.
	pub from: u64,
	/// The first slot after it.
	pub to: u64,
}

/// What is known of one kind of transactions in a window.
#[derive(Debug, Clone, Default)]
pub struct Tally {
	/// How many became final, and did what they should.
	pub finalised: usize,
	/// How many became final and had failed.
	pub failed: usize,
	/// From sending until it was known to be final, in seconds.
	pub latencies: Vec<f64>,
	/// How many blocks it took until they were in one: 1 is the next block.
	pub delays: Vec<f64>,
}

/// What has become of all of one kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fate {
	/// How many were sent.
	pub offered: usize,
	/// How many the node didn't take.
	pub refused: usize,
	/// How many it took that weren't seen in a block.
	pub missing: usize,
	/// How many were seen in a block, but not in a final one.
	pub unfinished: usize,
}

impl Window {
	/// From the next slot on, for at least so many seconds.
	pub fn next(seconds: u64) -> Self {
		let from = (now() / SLOT_DURATION + 1) * SLOT_DURATION;
		Self { from, to: from + (seconds * 1_000).next_multiple_of(SLOT_DURATION) }
	}

	/// How long it is, in seconds.
	pub fn seconds(self) -> f64 {
		(self.to - self.from) as f64 / 1_000.0
	}

	/// How many slots it has.
	pub fn slots(self) -> f64 {
		(self.to - self.from) as f64 / SLOT_DURATION as f64
	}

	/// How long it is until its end.
	pub fn left(self) -> Duration {
		Duration::from_millis(self.to.saturating_sub(now()))
	}

	fn has(self, slot: u64) -> bool {
		slot >= self.from && slot < self.to
	}
}

impl Ledger {
	/// Watches the chain that the client knows, until the client is closed.
	pub async fn watch(self: Arc<Self>, client: Arc<Client>) -> Result<()> {
		let (mut best, mut last) = (client.best_heads().await?, client.final_heads().await?);
		let following = async {
			while let Some(head) = best.next().await {
				self.note_best(&client, head?.hash()).await?;
			}
			Ok::<_, anyhow::Error>(())
		};
		let finalising = async {
			while let Some(head) = last.next().await {
				let (at, time) = (Instant::now(), now());
				self.note_final(&client, head?.hash(), at, time).await?;
			}
			Ok::<_, anyhow::Error>(())
		};
		futures::try_join!(following, finalising)?;
		Ok(())
	}

	/// Notes that these transactions are sent now, by their hashes.
	pub fn send(&self, kind: Kind, hashes: impl IntoIterator<Item = [u8; 32]>) -> Vec<Ticket> {
		let mut state = self.state();
		let (at, best) = (Instant::now(), state.best);
		hashes
			.into_iter()
			.map(|hash| {
				let ticket = state.sent.len();
				state.tickets.insert(hash, ticket);
				let (refused, included, finalised) = (false, None, None);
				state.sent.push(Sent { kind, at, best, refused, included, finalised });
				state.outstanding += 1;
				ticket
			})
			.collect()
	}

	/// Notes that the node didn't take one.
	pub fn refuse(&self, ticket: Ticket, why: String) {
		let mut state = self.state();
		*state.refusals.entry(why).or_default() += 1;
		let Some(sent) = state.sent.get_mut(ticket) else { return };
		sent.refused = true;
		if sent.included.is_none() {
			state.outstanding = state.outstanding.saturating_sub(1);
		}
	}

	/// How many were sent and are neither refused nor in a block.
	pub fn outstanding(&self) -> usize {
		self.state().outstanding
	}

	/// Why transactions were refused, and how many, most first.
	pub fn refusals(&self) -> Vec<(String, usize)> {
		let mut refusals: Vec<_> = self.state().refusals.clone().into_iter().collect();
		refusals.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
		refusals
	}

	/// Waits until all that were taken are final, but not for ever.
	pub async fn settle(&self, patience: Duration) {
		let start = Instant::now();
		while start.elapsed() < patience {
			let settled = {
				let state = self.state();
				state.sent.iter().all(|sent| sent.refused || sent.finalised.is_some())
			};
			if settled {
				return;
			}
			sleep(Duration::from_millis(250)).await;
		}
	}

	/// Waits until all slots of the window are final, but not for ever.
	pub async fn finish(&self, window: Window, patience: Duration) {
		sleep(window.left()).await;
		let start = Instant::now();
		let is_over = |block: &FinalBlock| block.slot + SLOT_DURATION >= window.to;
		while start.elapsed() < patience && !self.state().finals.last().is_some_and(is_over) {
			sleep(Duration::from_millis(250)).await;
		}
	}

	/// The final blocks of a window.
	pub fn blocks(&self, window: Window) -> Vec<FinalBlock> {
		let state = self.state();
		state.finals.iter().filter(|block| window.has(block.slot)).cloned().collect()
	}

	/// What became final of a kind in a window.
	pub fn tally(&self, kind: Kind, window: Window) -> Tally {
		let mut tally = Tally::default();
		for sent in self.state().sent.iter().filter(|sent| sent.kind == kind) {
			let Some(last) = sent.finalised.filter(|last| window.has(last.slot)) else { continue };
			match last.succeeded {
				true => tally.finalised += 1,
				false => tally.failed += 1,
			}
			tally.latencies.push((last.at - sent.at).as_secs_f64());
			if let Some((_, number)) = sent.included {
				tally.delays.push(f64::from(number.saturating_sub(sent.best)));
			}
		}
		tally
	}

	/// How many blocks it took until each of a kind was in one: 1 is the next block. Infinitely many for what was refused, or is in none.
	pub fn delays(&self, kind: Kind) -> Vec<f64> {
		let delay = |sent: &Sent| {
			let number = sent.included.map(|(_, number)| number)?;
			Some(f64::from(number.saturating_sub(sent.best)))
		};
		let state = self.state();
		let ours = state.sent.iter().filter(|sent| sent.kind == kind);
		ours.map(|sent| delay(sent).unwrap_or(f64::INFINITY)).collect()
	}

	/// What has become of a kind so far.
	pub fn fate(&self, kind: Kind) -> Fate {
		let mut fate = Fate::default();
		for sent in self.state().sent.iter().filter(|sent| sent.kind == kind) {
			fate.offered += 1;
			match (sent.finalised, sent.refused, sent.included) {
				(Some(_), ..) => (),
				(None, true, _) => fate.refused += 1,
				(None, false, None) => fate.missing += 1,
				(None, false, Some(_)) => fate.unfinished += 1,
			}
		}
		fate
	}

	async fn note_best(&self, client: &Client, hash: Hash) -> Result<()> {
		let mut hash = hash;
		// Those between two announcements, down to what is known.
		loop {
			if self.state().bodies.contains_key(&hash) {
				return Ok(());
			}
			let is_first = self.state().bodies.is_empty();
			let body = self.body(client, hash).await?;
			if is_first || body.number <= 1 {
				return Ok(());
			}
			hash = body.parent;
		}
	}

	async fn body(&self, client: &Client, hash: Hash) -> Result<Arc<Body>> {
		if let Some(body) = self.state().bodies.get(&hash) {
			return Ok(body.clone());
		}
		let body = Arc::new(client.body(hash).await?);
		let at = Instant::now();
		let mut guard = self.state();
		let state = &mut *guard;
		state.best = state.best.max(body.number);
		for extrinsic in &body.extrinsics {
			let ticket = state.tickets.get(extrinsic);
			let Some(sent) = ticket.and_then(|ticket| state.sent.get_mut(*ticket)) else {
				continue;
			};
			if sent.included.is_none() {
				sent.included = Some((at, body.number));
				if !sent.refused {
					state.outstanding = state.outstanding.saturating_sub(1);
				}
			}
		}
		state.bodies.insert(hash, body.clone());
		Ok(body)
	}

	async fn note_final(&self, client: &Client, hash: Hash, at: Instant, time: u64) -> Result<()> {
		let Some(last) = self.state().last_final else {
			self.state().last_final = Some(hash);
			return Ok(());
		};
		let (mut path, mut next) = (Vec::new(), hash);
		while next != last {
			let body = self.body(client, next).await?;
			path.push((next, body.clone()));
			if body.number <= 1 {
				break;
			}
			next = body.parent;
		}
		for (hash, body) in path.into_iter().rev() {
			let outcome = client.outcome(hash).await.context("a final block's events")?;
			let slot = body.moment / SLOT_DURATION * SLOT_DURATION;
			let mut guard = self.state();
			let state = &mut *guard;
			for (index, extrinsic) in body.extrinsics.iter().enumerate() {
				let ticket = state.tickets.get(extrinsic);
				let Some(sent) = ticket.and_then(|ticket| state.sent.get_mut(*ticket)) else {
					continue;
				};
				let succeeded = outcome.succeeded.get(index).copied().unwrap_or(false);
				sent.finalised = Some(Final { at, slot, succeeded });
			}
			state.finals.push(FinalBlock {
				slot,
				lag: time.saturating_sub(slot),
				anchored: outcome.anchored,
				transferred: outcome.transferred,
				charged: outcome.charged,
			});
		}
		let mut state = self.state();
		state.last_final = Some(hash);
		// What lies far behind is asked for no more.
		let horizon = state.best.saturating_sub(64);
		state.bodies.retain(|_, body| body.number >= horizon);
		Ok(())
	}

	fn state(&self) -> MutexGuard<'_, State> {
		self.0.lock().expect("nothing panics while it holds it")
	}
}

/// Milliseconds since 1970.
pub fn now() -> u64 {
	let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
	u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_refused_should_not_be_outstanding() {
		let ledger = Ledger::default();
		let tickets = ledger.send("anchor", [[1; 32], [2; 32], [3; 32]]);
		assert_eq!(ledger.outstanding(), 3);
		ledger.refuse(tickets[1], "pool is full".into());
		assert_eq!(ledger.outstanding(), 2);
		assert_eq!(ledger.refusals(), [("pool is full".into(), 1)]);
		let fate = ledger.fate("anchor");
		assert_eq!(fate, Fate { offered: 3, refused: 1, missing: 2, unfinished: 0 });
		assert_eq!(ledger.fate("transfer"), Fate::default());
	}

	#[test]
	fn what_is_final_should_count_in_the_window_of_its_block() {
		let ledger = Ledger::default();
		let tickets = ledger.send("anchor", [[1; 32], [2; 32], [3; 32]]);
		for (ticket, slot, succeeded) in [(0, 2_000, true), (1, 2_000, false), (2, 4_000, true)] {
			let at = Instant::now();
			let mut state = ledger.state();
			let sent = &mut state.sent[tickets[ticket]];
			sent.included = Some((at, 7));
			sent.finalised = Some(Final { at, slot, succeeded });
		}
		let tally = ledger.tally("anchor", Window { from: 2_000, to: 4_000 });
		assert_eq!((tally.finalised, tally.failed), (1, 1));
		assert_eq!(tally.delays, [7.0, 7.0]);
		let tally = ledger.tally("anchor", Window { from: 0, to: 6_000 });
		assert_eq!((tally.finalised, tally.failed), (2, 1));
		assert_eq!(ledger.fate("anchor").missing, 0);
	}

	#[test]
	fn a_window_should_have_whole_slots() {
		let window = Window::next(5);
		assert_eq!(window.from % SLOT_DURATION, 0);
		assert!(window.from > now() - 1 && window.from <= now() + SLOT_DURATION);
		assert_eq!((window.seconds(), window.slots()), (6.0, 3.0));
	}
}
