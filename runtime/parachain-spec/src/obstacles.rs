// SPDX-License-Identifier: Apache-2.0

//! What has to be done on the standalone chain first.

use crate::{
	on,
	relocation::{is_carried, is_left},
	State,
};
use core::fmt;
use galen_runtime::{Runtime, System, VERSION};
use galen_runtime_common::governance::{Council, Ethics, PatientsCouncil, Technical};
use pallet_node_admission::{ArmedStall, Ballots, FrozenUntil, PendingRecovery};
use polkadot_sdk::{
	frame_system::LastRuntimeUpgrade, pallet_collective::Proposals, pallet_migrations::Cursor,
	pallet_proxy::Announcements, pallet_scheduler::Agenda, pallet_timestamp::Now,
	pallet_whitelist::DeferredDispatch,
};

/// Why a chain can't be carried over yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
	/// The state is of another runtime than the one that this tool knows.
	Version(String),
	/// The state is that of a genesis: the chain has no time yet.
	NoBlock,
	/// A body has so many motions open.
	Motions(&'static str, usize),
	/// So many ballots about nodes are open.
	Ballots(usize),
	/// So many calls are scheduled.
	Scheduled(usize),
	/// So many whitelisted calls wait to be dispatched.
	Deferred(usize),
	/// So many accounts have announced what they are going to do for another.
	Announcements(usize),
	/// A recovery of the validators is under way.
	Recovery,
	/// A migration is under way.
	Migration,
	/// Nobody knows what is stored under this key.
	Unknown(Vec<u8>),
}

impl fmt::Display for Obstacle {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Self::Version(found) => write!(
				f,
				"the state is of {found}, and this is for {} {}: upgrade, or take its tool",
				VERSION.spec_name, VERSION.spec_version
			),
			Self::NoBlock => write!(f, "the state is that of a genesis: take a finalised block's"),
			Self::Motions(body, count) => write!(f, "{body}: {count} motions are open"),
			Self::Ballots(count) => write!(f, "node admission: {count} ballots are open"),
			Self::Scheduled(count) => write!(f, "scheduler: {count} calls are scheduled"),
			Self::Deferred(count) => write!(f, "whitelist: {count} calls wait to be dispatched"),
			Self::Announcements(count) => {
				write!(f, "proxy: {count} accounts have announced calls: reject or execute them")
			},
			Self::Recovery => write!(f, "node admission: a recovery is under way"),
			Self::Migration => write!(f, "migrations: one is under way"),
			Self::Unknown(key) => write!(f, "no pallet has the key 0x{}", hex::encode(key)),
		}
	}
}

/// All that stands in the way of carrying this state over.
pub fn obstacles(standalone: &mut State) -> Vec<Obstacle> {
	let unknown = standalone.keys().find(|key| !is_carried(key) && !is_left(key)).cloned();
	let mut found: Vec<Obstacle> = unknown.map(Obstacle::Unknown).into_iter().collect();
	found.extend(on(standalone, under_way));
	found
}

fn under_way() -> Vec<Obstacle> {
	let of_another_runtime = match LastRuntimeUpgrade::<Runtime>::get() {
		Some(last)
			if last.spec_name == VERSION.spec_name
				&& last.spec_version.0 == VERSION.spec_version =>
		{
			None
		},
		Some(last) => Some(format!("{} {}", last.spec_name, last.spec_version.0)),
		None => Some("no runtime".into()),
	};
	// What else there is has another form then.
	if let Some(other) = of_another_runtime {
		return vec![Obstacle::Version(other)];
	}
	let motions = [
		("council", Proposals::<Runtime, Council>::get().len()),
		("technical committee", Proposals::<Runtime, Technical>::get().len()),
		("ethics committee", Proposals::<Runtime, Ethics>::get().len()),
		("patients' council", Proposals::<Runtime, PatientsCouncil>::get().len()),
	];
	let scheduled = Agenda::<Runtime>::iter_values().flatten().flatten().count();
	let frozen = FrozenUntil::<Runtime>::get().is_some_and(|until| System::block_number() < until);
	let recovery =
		PendingRecovery::<Runtime>::exists() || ArmedStall::<Runtime>::exists() || frozen;
	let some = |count: usize, obstacle: fn(usize) -> Obstacle| (count > 0).then(|| obstacle(count));
	let when = |it: bool, obstacle: Obstacle| it.then_some(obstacle);

	motions
		.into_iter()
		.filter(|(_, count)| *count > 0)
		.map(|(body, count)| Obstacle::Motions(body, count))
		.chain(some(Ballots::<Runtime>::iter_keys().count(), Obstacle::Ballots))
		.chain(some(scheduled, Obstacle::Scheduled))
		.chain(some(DeferredDispatch::<Runtime>::iter_keys().count(), Obstacle::Deferred))
		.chain(some(Announcements::<Runtime>::iter_keys().count(), Obstacle::Announcements))
		.chain(when(recovery, Obstacle::Recovery))
		.chain(when(Cursor::<Runtime>::exists(), Obstacle::Migration))
		.chain(when(Now::<Runtime>::get() == 0, Obstacle::NoBlock))
		.collect()
}
