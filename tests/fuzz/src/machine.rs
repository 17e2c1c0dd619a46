// SPDX-License-Identifier: Apache-2.0

//! Takes steps on the real runtime, and judges what comes of each.

use crate::{
	paid::Weights,
	schema::Schema,
	tracker::{Access, Key, Meters, State},
	weights::database,
	world::Base,
};
use codec::{Decode, DecodeAll, DecodeLimit, Encode};
use galen_runtime::{configs::SLOT_DURATION, AllPalletsWithSystem, Timestamp};
use galen_scenarios::*;
use polkadot_sdk::{
	frame_support::{
		dispatch::{GetDispatchInfo, PostDispatchInfo},
		inherent::ProvideInherent,
		traits::{OriginTrait, UnfilteredDispatchable, WhitelistedStorageKeys},
		weights::Weight,
	},
	frame_system::{self, RawOrigin},
	pallet_timestamp,
	sp_consensus_aura::{digests::CompatibleDigestItem, sr25519::AuthoritySignature, Slot},
	sp_inherents::InherentData,
	sp_io::storage,
	sp_runtime::{
		traits::Header as _, ApplyExtrinsicResult, Digest as BlockDigest, DigestItem, ModuleError,
	},
};
use std::{
	cell::{Cell, RefCell},
	collections::{BTreeMap, BTreeSet},
	panic::{catch_unwind, AssertUnwindSafe},
	sync::Once,
};

/// As deeply nested as transactions may be.
const MAX_NESTED: u32 = 256;
/// The longest time that passes in one step.
const MAX_WAIT: Moment = 4_000 * DAY;

/// One step.
#[derive(Clone, Debug, PartialEq, Encode, Decode)]
pub enum Step {
	/// The block ends, and the next one begins at least so many milliseconds later.
	#[codec(index = 0)]
	Wait {
		/// Milliseconds.
		time: Moment,
	},
	/// A call is dispatched.
	#[codec(index = 1)]
	Call {
		/// By whom.
		origin: Origin,
		/// The call, encoded.
		call: Vec<u8>,
	},
}

/// Who calls.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Encode, Decode)]
pub enum Origin {
	/// Nobody.
	#[codec(index = 0)]
	None,
	/// Root.
	#[codec(index = 1)]
	Root,
	/// This account.
	#[codec(index = 2)]
	Signed([u8; 32]),
	/// So many members of a body.
	#[codec(index = 3)]
	Body {
		/// Its place in `Body::ALL`.
		body: u8,
		/// How many of them.
		ayes: u32,
		/// How many there are.
		seats: u32,
	},
}

impl Origin {
	fn into_origin(self) -> RuntimeOrigin {
		match self {
			Self::None => RawOrigin::None.into(),
			Self::Root => RawOrigin::Root.into(),
			Self::Signed(account) => RuntimeOrigin::signed(account.into()),
			Self::Body { body, ayes, seats } => {
				Body::ALL[usize::from(body) % Body::ALL.len()].origin(ayes, seats)
			},
		}
	}
}

/// Something that must not be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
	/// What it is and where: one is reported of each.
	pub class: String,
	/// In particular.
	pub detail: String,
	/// What a pallet that isn't ours is charged too little for: told, and not counted as found.
	pub foreign: bool,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
	/// It was done.
	Done,
	/// It failed: an error of a pallet, by the pallet's index and its own.
	Failed(u8, u8),
	/// It failed in another way.
	Refused(String),
	/// The bytes are no call.
	Undecodable,
	/// It isn't tried: see [`FORBIDDEN`].
	Forbidden,
	/// It panicked.
	Panicked,
}

/// What came of a step.
pub struct Effect {
	/// Pallet and call, if it was one.
	pub call: Option<(u8, u8)>,
	/// What came of it.
	pub outcome: Outcome,
	/// What it did to the state.
	pub access: Access,
	/// What must not be.
	pub findings: Vec<Finding>,
	/// What the database has to do for it, and what is charged in all.
	pub cost: Option<(u64, u64)>,
	/// Whether it is known what of the charge is for the database.
	pub exact: bool,
}

/// Calls that nobody tries, wrapped or not: by pallet and call; no call named stands for all.
///
/// They put storage or code in the place of what is there, or are inherents, which no transaction
/// can be.
pub const FORBIDDEN: &[(&str, &[&str])] = &[
	(
		"System",
		&[
			"set_heap_pages",
			"set_code",
			"set_code_without_checks",
			"set_storage",
			"kill_storage",
			"kill_prefix",
			"authorize_upgrade",
			"authorize_upgrade_without_checks",
			"apply_authorized_upgrade",
		],
	),
	("Timestamp", &[]),
	("Migrations", &[]),
	// Root says what it weighs.
	("Utility", &["with_weight"]),
];

/// What was charged, and how it was found out.
struct Charge<'a> {
	name: &'a str,
	/// Whether the pallet isn't ours.
	foreign: bool,
	/// Before the call.
	before: Weight,
	/// What the call says that it took.
	post: PostDispatchInfo,
	/// What of it is for the database, if that is known.
	paid: Option<u64>,
}

/// The runtime, from the same beginning again and again.
pub struct Machine {
	/// What the metadata says.
	pub schema: Schema,
	/// What every sequence begins with.
	pub base: Base,
	state: State,
	weights: Weights,
	free: BTreeSet<Key>,
}

/// A sequence of steps being taken.
pub struct Session<'a> {
	schema: &'a Schema,
	weights: &'a Weights,
	free: &'a BTreeSet<Key>,
	meter: Meters,
	parent: Hash,
	number: BlockNumber,
	slot: u64,
}

thread_local! {
	static QUIET: Cell<bool> = const { Cell::new(false) };
	static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What `act` comes to, or what it panicked with.
fn caught<R>(act: impl FnOnce() -> R) -> Result<R, String> {
	static HOOK: Once = Once::new();
	HOOK.call_once(|| {
		let loud = std::panic::take_hook();
		std::panic::set_hook(Box::new(move |panic| {
			if QUIET.get() {
				let place = panic.location().map_or_else(String::new, |place| place.to_string());
				let message = panic.payload_as_str().unwrap_or("no message");
				LAST_PANIC.set(format!("{place}: {message}"));
			} else {
				loud(panic);
			}
		}));
	});
	let before = QUIET.replace(true);
	let outcome = catch_unwind(AssertUnwindSafe(act));
	QUIET.set(before);
	outcome.map_err(|_| LAST_PANIC.take())
}

impl Machine {
	/// That begins with `base`.
	pub fn new(base: Base) -> Self {
		let schema = Schema::new();
		let weights = Weights::of(&schema.pallets);
		let mut free: BTreeSet<Key> = AllPalletsWithSystem::whitelisted_storage_keys()
			.into_iter()
			.map(|key| key.key)
			.collect();
		// As the runtime's benchmarks have it: every block touches it.
		free.insert(pallet_timestamp::Now::<Runtime>::hashed_key().to_vec());
		let state = State::new(base.state.clone());
		Self { schema, base, state, weights, free }
	}

	/// Has `act` take steps, and takes them all back.
	pub fn session<R>(&mut self, act: impl FnOnce(&mut Session) -> R) -> R {
		let mut session = Session {
			schema: &self.schema,
			weights: &self.weights,
			free: &self.free,
			meter: self.state.meter(),
			parent: self.base.parent,
			number: self.base.number,
			slot: self.base.slot,
		};
		self.state.in_vain(|| act(&mut session))
	}
}

impl Session<'_> {
	/// What the metadata says.
	pub fn schema(&self) -> &Schema {
		self.schema
	}

	/// The time.
	pub fn now(&self) -> Moment {
		self.slot * SLOT_DURATION
	}

	/// Takes a step.
	pub fn take(&mut self, step: &Step) -> Effect {
		match step {
			Step::Wait { time } => {
				let mut effect = Effect::of(Outcome::Done);
				if let Err(panic) = caught(|| self.next_block((*time).min(MAX_WAIT))) {
					effect.outcome = Outcome::Panicked;
					effect.findings.push(Finding::panic("between blocks", panic));
				}
				effect
			},
			Step::Call { origin, call } => self.dispatch(origin, call),
		}
	}

	/// Whether the state of each of our pallets is sound.
	pub fn check(&self) -> Option<Finding> {
		let unsound = caught(Chain::check_state).err()?;
		let (_, message) = unsound.split_once(": ").unwrap_or(("", &unsound));
		let what: String =
			message.chars().filter(|character| !character.is_ascii_digit()).take(160).collect();
		Some(Finding { class: format!("try_state: {what}"), detail: unsound, foreign: false })
	}

	fn next_block(&mut self, time: Moment) {
		let header: Header = api("BlockBuilder_finalize_block", ());
		self.parent = header.hash();
		self.number = header.number + 1;
		self.slot += time.div_ceil(SLOT_DURATION).max(1);
		let digest = <DigestItem as CompatibleDigestItem<AuthoritySignature>>::aura_pre_digest(
			Slot::from(self.slot),
		);
		let header = Header::new(
			self.number,
			Hash::zero(),
			Hash::zero(),
			self.parent,
			BlockDigest { logs: vec![digest] },
		);
		galen_runtime::apis::api::dispatch("Core_initialize_block", &header.encode())
			.expect("every runtime begins blocks; qed");
		let mut inherents = InherentData::new();
		inherents
			.put_data(<Timestamp as ProvideInherent>::INHERENT_IDENTIFIER, &self.now())
			.expect("the only one; qed");
		let inherents: Vec<UncheckedExtrinsic> = api("BlockBuilder_inherent_extrinsics", inherents);
		for inherent in inherents {
			let applied: ApplyExtrinsicResult = api("BlockBuilder_apply_extrinsic", inherent);
			assert_eq!(applied, Ok(Ok(())), "an inherent");
		}
	}

	fn dispatch(&mut self, origin: &Origin, bytes: &[u8]) -> Effect {
		let Ok(call) = RuntimeCall::decode_all_with_depth_limit(MAX_NESTED, &mut &bytes[..]) else {
			return Effect::of(Outcome::Undecodable);
		};
		// As the chain itself reads it: what isn't in the shortest form is brought into it.
		let bytes = call.encode();
		let node = self.schema.parse(self.schema.call, &mut &bytes[..]);
		let mut calls = Vec::new();
		match &node {
			Some(node) => node.calls(self.schema, &mut calls),
			None => return Effect::of(Outcome::Undecodable),
		}
		if calls.iter().any(|(pallet, call)| is_forbidden(self.schema, *pallet, *call)) {
			return Effect::of(Outcome::Forbidden);
		}
		let Some(index) = calls.first().copied() else { return Effect::of(Outcome::Undecodable) };
		let (name, krate) = (
			self.schema.call_name(index.0, index.1),
			self.schema.pallet(index.0).map_or("", |pallet| &pallet.krate),
		);
		let mut effect = Effect::of(Outcome::Done);
		effect.call = Some(index);

		let info = call.get_dispatch_info();
		let runtime_origin = origin.clone().into_origin();
		// What the filter reads is paid for by every transaction's base weight.
		match caught(|| runtime_origin.filter_call(&call)) {
			Ok(true) => {},
			Ok(false) => {
				let refusal: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
				effect.outcome = Outcome::from(refusal);
				return effect;
			},
			Err(panic) => {
				effect.outcome = Outcome::Panicked;
				effect.findings.push(Finding::panic(&name, panic));
				return effect;
			},
		}
		self.meter.start();
		let dispatched = caught(|| call.dispatch_bypass_filter(runtime_origin));
		let mut access = self.meter.stop();
		let (post, failed) = match dispatched {
			Ok(Ok(post)) => (post, None),
			Ok(Err(failed)) => (failed.post_info, Some(failed.error)),
			Err(panic) => {
				effect.outcome = Outcome::Panicked;
				effect.findings.push(Finding::panic(&name, panic));
				return effect;
			},
		};

		if let Some(error) = failed {
			effect.outcome = Outcome::from(error);
			for key in residue(&access) {
				effect.findings.push(Finding {
					class: format!("residue: {name}, {}", self.schema.item_name(key)),
					detail: format!("{name} failed with {error:?} and changed 0x{}", hex(key)),
					foreign: false,
				});
			}
		}

		// What the signer's transaction has touched already, and what every block has.
		let own = match origin {
			Origin::Signed(account) => {
				frame_system::Account::<Runtime>::hashed_key_for(AccountId::from(*account))
			},
			_ => Vec::new(),
		};
		let costs = |key: &Key| !key.starts_with(b":") && !self.free.contains(key) && *key != own;
		access.reads.retain(|key, _| costs(key));
		let charged = post.actual_weight.unwrap_or(info.call_weight).min(info.call_weight);
		let writes: BTreeMap<&Key, ()> =
			access.writes.iter().filter(|key| costs(key)).map(|key| (key, ())).collect();
		let call_name = name.split('.').nth(1).unwrap_or_default();
		let charge = Charge {
			name: &name,
			foreign: !self.schema.pallet(index.0).is_some_and(|pallet| pallet.ours),
			before: info.call_weight,
			post,
			paid: self.weights.paid(krate, call_name, charged.ref_time()),
		};
		let list = |what: &str, keys: &mut dyn Iterator<Item = &Key>| {
			let mut counts = BTreeMap::<String, u32>::new();
			for key in keys {
				*counts.entry(self.schema.item_name(key)).or_default() += 1;
			}
			format!("{what} {counts:?}")
		};
		let keys = || {
			let reads = list("reads", &mut access.reads.keys());
			format!("{reads}, {}", list("writes", &mut writes.keys().copied()))
		};
		let (reads, lengths) = (access.reads.len() as u64, access.reads.values().sum::<usize>());
		effect.findings.extend(charge.judge(reads, writes.len() as u64, lengths as u64, keys));
		let time = reads * database().read + writes.len() as u64 * database().write;
		effect.cost = Some((time, charged.ref_time()));
		effect.exact = charge.paid.is_some();
		effect.access = access;
		effect
	}
}

impl Charge<'_> {
	/// What is wrong with a charge for so many reads, of so many bytes, and writes.
	///
	/// A call must not have said that it takes more than it was charged for at first. What the
	/// database takes for it must not be more than the part of the charge that is for the database;
	/// where that part isn't known, not more than all of the charge. The values that were read are a
	/// part of the proof that the charge is for.
	fn judge(
		&self,
		reads: u64,
		writes: u64,
		bytes: u64,
		keys: impl Fn() -> String,
	) -> Vec<Finding> {
		let name = self.name;
		let mut findings = Vec::new();
		let mut found = |class: &str, detail: String| {
			findings.push(Finding {
				class: format!("{class}: {name}"),
				detail,
				foreign: self.foreign,
			});
		};
		let after = self.post.actual_weight.unwrap_or(self.before);
		if after.any_gt(self.before) {
			found("refund", format!("{after:?} after the call, {:?} before", self.before));
		}
		let charged = after.min(self.before);
		let time = reads * database().read + writes * database().write;
		let limit = self.paid.unwrap_or(charged.ref_time());
		if time > limit {
			let known = if self.paid.is_some() { "for the database" } else { "in all" };
			found(
				"database",
				format!(
					"{reads} reads and {writes} writes are {time}, charged {known} {limit}: {}",
					keys()
				),
			);
		}
		if bytes > charged.proof_size() {
			found(
				"proof",
				format!(
					"{bytes} bytes were read, charged for {}: {}",
					charged.proof_size(),
					keys()
				),
			);
		}
		findings
	}
}

impl Effect {
	fn of(outcome: Outcome) -> Self {
		Self {
			call: None,
			outcome,
			access: Access::default(),
			findings: Vec::new(),
			cost: None,
			exact: false,
		}
	}
}

impl Finding {
	fn panic(what: &str, panic: String) -> Self {
		let place: String = panic.split(": ").next().unwrap_or_default().to_string();
		Self {
			class: format!("panic: {place}"),
			detail: format!("{what}: {panic}"),
			foreign: false,
		}
	}
}

impl From<DispatchError> for Outcome {
	fn from(error: DispatchError) -> Self {
		match error {
			DispatchError::Module(ModuleError { index, error, .. }) => {
				Self::Failed(index, error[0])
			},
			other => Self::Refused(format!("{other:?}")),
		}
	}
}

/// What isn't as it was before.
fn residue(access: &Access) -> impl Iterator<Item = &Key> {
	let differs = |(key, before): &(&Key, &Option<Vec<u8>>)| {
		storage::get(key).map(|value| value.to_vec()) != **before
	};
	access.touched.iter().filter(differs).map(|(key, _)| key)
}

/// Whether a call isn't tried.
pub fn is_forbidden(schema: &Schema, pallet: u8, call: u8) -> bool {
	let name = schema.call_name(pallet, call);
	let (pallet, call) = name.split_once('.').unwrap_or((&name, ""));
	FORBIDDEN
		.iter()
		.any(|(name, calls)| *name == pallet && (calls.is_empty() || calls.contains(&call)))
}

/// In digits.
pub fn hex(bytes: &[u8]) -> String {
	bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The steps that a file holds.
pub fn read_steps(bytes: &[u8]) -> Option<Vec<Step>> {
	Vec::<Step>::decode_all(&mut &bytes[..]).ok()
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::world;

	fn judge(post: Option<Weight>, paid: Option<u64>, reads: u64, bytes: u64) -> Vec<String> {
		let before = Weight::from_parts(10 * database().read, 100);
		let post = PostDispatchInfo { actual_weight: post, ..Default::default() };
		let charge = Charge { name: "call", foreign: false, before, post, paid };
		charge
			.judge(reads, 0, bytes, String::new)
			.into_iter()
			.map(|finding| finding.class)
			.collect()
	}

	#[test]
	fn a_charge_should_cover_what_is_done() {
		let read = database().read;
		assert!(judge(None, None, 10, 100).is_empty());
		assert_eq!(judge(None, None, 11, 100), ["database: call"]);
		assert_eq!(judge(None, Some(2 * read), 3, 100), ["database: call"]);
		assert!(judge(None, Some(2 * read), 2, 100).is_empty());
		assert_eq!(judge(None, None, 0, 101), ["proof: call"]);
		// Less was charged in the end.
		let refunded = |time, size| Some(Weight::from_parts(time, size));
		assert_eq!(judge(refunded(read, 100), None, 2, 0), ["database: call"]);
		assert_eq!(judge(refunded(10 * read + 1, 100), None, 0, 0), ["refund: call"]);
		assert_eq!(judge(refunded(read, 101), None, 0, 0), ["refund: call"]);
	}

	#[test]
	fn a_panic_should_be_found_and_leave_no_trace() {
		let mut machine = Machine::new(world::base());
		let inherent: RuntimeCall =
			pallet_timestamp::Call::<Runtime>::set { now: machine.base.slot * SLOT_DURATION }
				.into();
		let step = Step::Call { origin: Origin::None, call: inherent.encode() };
		let effect = machine.session(|session| session.take(&step));
		assert_eq!(effect.outcome, Outcome::Forbidden);
		// Twice in a block, that panics.
		let panicked = machine.session(|session| {
			let finding = caught(|| inherent.dispatch_bypass_filter(RawOrigin::None.into()));
			assert!(session.check().is_none());
			finding
		});
		assert!(panicked.unwrap_err().contains("updated only once"));
		let blocks = |session: &mut Session| {
			let waits = [Step::Wait { time: 0 }, Step::Wait { time: 400 * DAY }];
			waits.iter().all(|wait| session.take(wait).outcome == Outcome::Done)
				&& session.check().is_none()
		};
		assert!(machine.session(blocks));
	}

	#[test]
	fn what_a_failure_leaves_behind_should_be_found() {
		let mut machine = Machine::new(world::base());
		let left = |keep: bool| {
			move |session: &mut Session| {
				session.meter.start();
				storage::start_transaction();
				storage::set(b"new", &[1]);
				storage::clear(&pallet_timestamp::Now::<Runtime>::hashed_key());
				match keep {
					true => storage::commit_transaction(),
					false => storage::rollback_transaction(),
				}
				let access = session.meter.stop();
				residue(&access).count()
			}
		};
		assert_eq!(machine.session(left(false)), 0);
		assert_eq!(machine.session(left(true)), 2);
	}

	#[test]
	fn a_state_that_is_unsound_should_be_found() {
		let mut machine = Machine::new(world::base());
		let finding = machine.session(|session| {
			pallet_institutions::NextInstitutionId::<Runtime>::put(1);
			session.check()
		});
		assert!(finding.unwrap().class.starts_with("try_state"));
	}
}
