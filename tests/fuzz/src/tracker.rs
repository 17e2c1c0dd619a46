// SPDX-License-Identifier: Apache-2.0

//! The state that calls act on, and a count of what they do to it.
//!
//! What is counted is what `frame-benchmarking` counts when it measures weights: each key that is
//! read before it is written once, each key that is written and not rolled back once.

use polkadot_sdk::sp_core::storage::{ChildInfo, StateVersion, TrackedStorageKey};
use sp_externalities::{
	set_and_run_with_externalities, Error, Extension, ExtensionStore, Externalities,
	MultiRemovalResults,
};
use sp_state_machine::BasicExternalities;
use std::{
	any::{Any, TypeId},
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
	rc::Rc,
};

/// A storage key.
pub type Key = Vec<u8>;

/// What a piece of code did to the state.
#[derive(Clone, Debug, Default)]
pub struct Access {
	/// Each key that was read before it was written, with the length of what was there.
	pub reads: BTreeMap<Key, usize>,
	/// Each key that was written, and not rolled back.
	pub writes: BTreeSet<Key>,
	/// Each key that was ever written, with what stood there before.
	pub touched: BTreeMap<Key, Option<Vec<u8>>>,
	/// What was appended to lists, and not rolled back.
	pub appended: Vec<(Key, Vec<u8>)>,
}

/// What is written within one transaction of the storage.
#[derive(Default)]
struct Layer {
	writes: BTreeSet<Key>,
	appended: Vec<(Key, Vec<u8>)>,
}

#[derive(Default)]
struct Meter {
	/// Transactions that are open.
	depth: usize,
	measured: Option<Measured>,
}

/// What was done so far.
#[derive(Default)]
struct Measured {
	reads: BTreeMap<Key, usize>,
	touched: BTreeMap<Key, Option<Vec<u8>>>,
	/// One for what is measured, and one for each transaction that is open in it.
	layers: Vec<Layer>,
}

impl Meter {
	fn read(&mut self, key: &[u8], value: Option<usize>) {
		if let Some(Measured { reads, layers, .. }) = &mut self.measured {
			if !layers.iter().any(|layer| layer.writes.contains(key)) && !reads.contains_key(key) {
				reads.insert(key.to_vec(), value.unwrap_or(0));
			}
		}
	}

	fn write(&mut self, key: &[u8], before: impl FnOnce() -> Option<Vec<u8>>) {
		if let Some(Measured { touched, layers, .. }) = &mut self.measured {
			if !touched.contains_key(key) {
				touched.insert(key.to_vec(), before());
			}
			if let Some(layer) = layers.last_mut() {
				layer.writes.insert(key.to_vec());
			}
		}
	}
}

/// A state that can be tried out and left as it was.
pub struct State {
	inner: BasicExternalities,
	meter: Meters,
}

/// A handle to the meter of a [`State`].
#[derive(Clone, Default)]
pub struct Meters(Rc<RefCell<Meter>>);

impl Meters {
	/// Begins to measure.
	pub fn start(&self) {
		let measured = Measured { layers: vec![Layer::default()], ..Measured::default() };
		self.0.borrow_mut().measured = Some(measured);
	}

	/// What was done since then. Transactions that a panic left open count as written.
	pub fn stop(&self) -> Access {
		let measured = self.0.borrow_mut().measured.take();
		let Some(Measured { reads, touched, layers }) = measured else {
			return Access::default();
		};
		let mut access = Access { reads, touched, ..Access::default() };
		for layer in layers {
			access.writes.extend(layer.writes);
			access.appended.extend(layer.appended);
		}
		access
	}
}

impl State {
	/// With these entries.
	pub fn new(entries: impl IntoIterator<Item = (Key, Vec<u8>)>) -> Self {
		Self { inner: entries.into_iter().collect(), meter: Meters::default() }
	}

	/// The meter.
	pub fn meter(&self) -> Meters {
		self.meter.clone()
	}

	/// Has `act` change the state, and takes it all back.
	pub fn in_vain<R>(&mut self, act: impl FnOnce() -> R) -> R {
		let mut tracker = Tracker { inner: &mut self.inner, meter: self.meter.clone() };
		tracker.storage_start_transaction();
		let outcome = set_and_run_with_externalities(&mut tracker, act);
		// A panic may have left transactions open.
		while tracker.storage_rollback_transaction().is_ok() {}
		outcome
	}
}

struct Tracker<'a> {
	inner: &'a mut BasicExternalities,
	meter: Meters,
}

impl Tracker<'_> {
	fn keys_under(&mut self, prefix: &[u8]) -> Vec<Key> {
		let mut keys = Vec::new();
		if self.inner.storage(prefix).is_some() {
			keys.push(prefix.to_vec());
		}
		let mut key = prefix.to_vec();
		while let Some(next) = self.inner.next_storage_key(&key) {
			if !next.starts_with(prefix) {
				break;
			}
			keys.push(next.clone());
			key = next;
		}
		keys
	}
}

impl Externalities for Tracker<'_> {
	fn set_offchain_storage(&mut self, _: &[u8], _: Option<&[u8]>) {}

	fn storage(&mut self, key: &[u8]) -> Option<Vec<u8>> {
		let value = self.inner.storage(key);
		self.meter.0.borrow_mut().read(key, value.as_ref().map(Vec::len));
		value
	}

	fn storage_hash(&mut self, key: &[u8]) -> Option<Vec<u8>> {
		let _ = self.storage(key);
		self.inner.storage_hash(key)
	}

	fn child_storage_hash(&mut self, child: &ChildInfo, key: &[u8]) -> Option<Vec<u8>> {
		self.inner.child_storage_hash(child, key)
	}

	fn child_storage(&mut self, child: &ChildInfo, key: &[u8]) -> Option<Vec<u8>> {
		self.inner.child_storage(child, key)
	}

	fn next_storage_key(&mut self, key: &[u8]) -> Option<Vec<u8>> {
		self.meter.0.borrow_mut().read(key, None);
		self.inner.next_storage_key(key)
	}

	fn next_child_storage_key(&mut self, child: &ChildInfo, key: &[u8]) -> Option<Vec<u8>> {
		self.inner.next_child_storage_key(child, key)
	}

	fn kill_child_storage(
		&mut self,
		child: &ChildInfo,
		limit: Option<u32>,
		cursor: Option<&[u8]>,
	) -> MultiRemovalResults {
		self.inner.kill_child_storage(child, limit, cursor)
	}

	fn clear_prefix(
		&mut self,
		prefix: &[u8],
		limit: Option<u32>,
		cursor: Option<&[u8]>,
	) -> MultiRemovalResults {
		for key in self.keys_under(prefix) {
			let before = self.storage(&key);
			self.meter.0.borrow_mut().write(&key, || before);
		}
		self.inner.clear_prefix(prefix, limit, cursor)
	}

	fn clear_child_prefix(
		&mut self,
		child: &ChildInfo,
		prefix: &[u8],
		limit: Option<u32>,
		cursor: Option<&[u8]>,
	) -> MultiRemovalResults {
		self.inner.clear_child_prefix(child, prefix, limit, cursor)
	}

	fn place_storage(&mut self, key: Vec<u8>, value: Option<Vec<u8>>) {
		self.meter.0.borrow_mut().write(&key, || self.inner.storage(&key));
		self.inner.place_storage(key, value);
	}

	fn place_child_storage(&mut self, child: &ChildInfo, key: Vec<u8>, value: Option<Vec<u8>>) {
		self.inner.place_child_storage(child, key, value);
	}

	// Nothing looks at it, and the whole trie would be computed in each block.
	fn storage_root(&mut self, _: StateVersion) -> Vec<u8> {
		vec![0; 32]
	}

	fn child_storage_root(&mut self, child: &ChildInfo, version: StateVersion) -> Vec<u8> {
		self.inner.child_storage_root(child, version)
	}

	fn storage_append(&mut self, key: Vec<u8>, value: Vec<u8>) {
		let mut meter = self.meter.0.borrow_mut();
		if meter.measured.is_some() {
			let before = self.inner.storage(&key);
			meter.read(&key, before.as_ref().map(Vec::len));
			meter.write(&key, || before);
			if let Some(layer) =
				meter.measured.as_mut().and_then(|measured| measured.layers.last_mut())
			{
				layer.appended.push((key.clone(), value.clone()));
			}
		}
		self.inner.storage_append(key, value);
	}

	fn storage_start_transaction(&mut self) {
		let mut meter = self.meter.0.borrow_mut();
		meter.depth += 1;
		if let Some(Measured { layers, .. }) = &mut meter.measured {
			layers.push(Layer::default());
		}
		self.inner.storage_start_transaction();
	}

	fn storage_rollback_transaction(&mut self) -> Result<(), ()> {
		let mut meter = self.meter.0.borrow_mut();
		meter.depth = meter.depth.checked_sub(1).ok_or(())?;
		if let Some(Measured { layers, .. }) = &mut meter.measured {
			layers.pop();
		}
		self.inner.storage_rollback_transaction()
	}

	fn storage_commit_transaction(&mut self) -> Result<(), ()> {
		let mut meter = self.meter.0.borrow_mut();
		meter.depth = meter.depth.checked_sub(1).ok_or(())?;
		if let Some(Measured { layers, .. }) = &mut meter.measured {
			if let Some(top) = layers.pop() {
				if let Some(below) = layers.last_mut() {
					below.writes.extend(top.writes);
					below.appended.extend(top.appended);
				}
			}
		}
		self.inner.storage_commit_transaction()
	}

	fn wipe(&mut self) {}

	fn commit(&mut self) {}

	fn read_write_count(&self) -> (u32, u32, u32, u32) {
		unreachable!("only benchmarks ask")
	}

	fn reset_read_write_count(&mut self) {
		unreachable!("only benchmarks ask")
	}

	fn get_whitelist(&self) -> Vec<TrackedStorageKey> {
		unreachable!("only benchmarks ask")
	}

	fn set_whitelist(&mut self, _: Vec<TrackedStorageKey>) {
		unreachable!("only benchmarks ask")
	}

	fn get_read_and_written_keys(&self) -> Vec<(Vec<u8>, u32, u32, bool)> {
		unreachable!("only benchmarks ask")
	}
}

impl ExtensionStore for Tracker<'_> {
	fn extension_by_type_id(&mut self, id: TypeId) -> Option<&mut dyn Any> {
		self.inner.extension_by_type_id(id)
	}

	fn register_extension_with_type_id(
		&mut self,
		id: TypeId,
		extension: Box<dyn Extension>,
	) -> Result<(), Error> {
		self.inner.register_extension_with_type_id(id, extension)
	}

	fn deregister_extension_by_type_id(&mut self, id: TypeId) -> Result<(), Error> {
		self.inner.deregister_extension_by_type_id(id)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use polkadot_sdk::sp_io::storage;

	fn measured(act: impl FnOnce()) -> Access {
		let mut state = State::new([(b"a".to_vec(), vec![1; 7]), (b"b".to_vec(), vec![2])]);
		let meter = state.meter();
		state.in_vain(|| {
			meter.start();
			act();
			meter.stop()
		})
	}

	fn keys(keys: &[&str]) -> BTreeSet<Key> {
		keys.iter().map(|key| key.as_bytes().to_vec()).collect()
	}

	#[test]
	fn each_key_should_be_counted_once() {
		let access = measured(|| {
			for _ in 0..3 {
				let _ = storage::get(b"a");
				let _ = storage::exists(b"nothing");
				storage::set(b"b", &[3]);
				// Read from what was written.
				let _ = storage::get(b"b");
			}
		});
		assert_eq!(access.reads, BTreeMap::from([(b"a".to_vec(), 7), (b"nothing".to_vec(), 0)]));
		assert_eq!(access.writes, keys(&["b"]));
		assert_eq!(access.touched[&b"b"[..]], Some(vec![2]));
	}

	#[test]
	fn what_is_rolled_back_should_not_count_as_written() {
		let access = measured(|| {
			storage::start_transaction();
			storage::set(b"a", &[1]);
			storage::append(b"list", vec![4]);
			storage::rollback_transaction();
			storage::start_transaction();
			storage::set(b"c", &[1]);
			storage::commit_transaction();
		});
		assert_eq!(access.writes, keys(&["c"]));
		assert!(access.appended.is_empty());
		assert_eq!(
			access.touched.keys().cloned().collect::<BTreeSet<_>>(),
			keys(&["a", "c", "list"])
		);
	}

	#[test]
	fn nothing_should_be_left_when_a_panic_leaves_transactions_open() {
		let mut state = State::new([(b"a".to_vec(), vec![1])]);
		for _ in 0..2 {
			state.in_vain(|| {
				assert_eq!(storage::get(b"a").map(|value| value.to_vec()), Some(vec![1]));
				storage::start_transaction();
				storage::set(b"a", &[2]);
			});
		}
	}
}
