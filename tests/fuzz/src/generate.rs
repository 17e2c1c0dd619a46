// SPDX-License-Identifier: Apache-2.0

//! Makes up arguments by their types, from what there is on the chain.

use crate::{
	rng::Rng,
	schema::{Node, Schema, Slot, TypeId, Value},
};
use codec::{Compact, Encode};
use scale_info::{form::PortableForm, Field, TypeDef, TypeDefPrimitive};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Values of more bytes aren't kept.
const MAX_KEPT: usize = 256;
/// So many values of a type are kept.
const MAX_VALUES: usize = 256;
/// So many records are kept.
const MAX_RECORDS: usize = 512;
/// Calls are wrapped in calls so deeply.
const MAX_WRAPPED: usize = 2;
/// Beyond that depth the smallest of all values is taken.
const MAX_DEPTH: usize = 14;
const HOUR: u64 = 3_600_000;
/// How many numbers of identifiers are tried.
const SMALL: usize = 8;

/// Values of a type, in the order in which they came, and again to be looked up.
type Values = (Vec<Vec<u8>>, BTreeSet<Vec<u8>>);

/// What there is: values by type, and numbers by what the source calls their type.
#[derive(Clone, Default)]
pub struct Pool {
	values: BTreeMap<(TypeId, String), Values>,
	/// What belongs together: what a call took, an event told, a place in the storage holds.
	records: VecDeque<Vec<Slot>>,
}

impl Pool {
	/// Keeps what is in `node`.
	pub fn keep(&mut self, schema: &Schema, node: &Node, hint: Option<&str>) {
		let size = self.keep_inner(schema, node, hint);
		debug_assert_eq!(size, node.encode().len());
	}

	fn keep_inner(&mut self, schema: &Schema, node: &Node, hint: Option<&str>) -> usize {
		let hints = schema.hints(node);
		let mut size = match &node.value {
			Value::Leaf(leaf) => leaf.len(),
			Value::Variant(..) => 1,
			Value::Fields(_) => 0,
			Value::List(list) => Compact(list.len() as u32).encoded_size(),
		};
		for (index, child) in node.children().iter().enumerate() {
			let hint = hints.get(index).copied().flatten().or(hint);
			size += self.keep_inner(schema, child, hint);
		}
		// Numbers mean nothing without the name of their type, single bytes never do.
		let key = match (&node.value, schema.definition(node.ty)) {
			(Value::Leaf(_), TypeDef::Primitive(_) | TypeDef::Compact(_))
				if (4..=16).contains(&size) =>
			{
				hint.map(|hint| (node.ty, inner_hint(hint).to_string()))
			},
			(Value::Leaf(leaf), _) => (leaf.len() >= 4).then(|| (node.ty, String::new())),
			_ => (size >= 4 && schema.is_named(node.ty)).then(|| (node.ty, String::new())),
		};
		if let Some(key) = key.filter(|_| size <= MAX_KEPT) {
			let bytes = node.encode();
			let (list, known) = self.values.entry(key).or_default();
			if known.insert(bytes.clone()) {
				if list.len() >= MAX_VALUES {
					known.remove(&list.remove(0));
				}
				list.push(bytes);
			}
		}
		size
	}

	/// Keeps a key of the storage and what is under it.
	pub fn keep_stored(&mut self, schema: &Schema, key: &[u8], value: &[u8]) {
		let nodes = schema.stored(key, value);
		for node in &nodes {
			self.keep(schema, node, None);
		}
		self.relate(nodes.iter().flat_map(|node| schema.slots(node)));
	}

	/// One of the latest values of a type.
	pub fn latest(&self, rng: &mut Rng, ty: TypeId) -> Option<Vec<u8>> {
		self.pick(rng, ty, "")
	}

	/// Keeps what belongs together.
	pub fn relate(&mut self, slots: impl IntoIterator<Item = Slot>) {
		let record: Vec<Slot> =
			slots.into_iter().filter(|slot| (1..=MAX_KEPT).contains(&slot.value.len())).collect();
		if record.is_empty() {
			return;
		}
		if self.records.len() >= MAX_RECORDS {
			self.records.pop_front();
		}
		self.records.push_back(record);
	}

	/// Something that belongs together.
	fn record(&self, rng: &mut Rng) -> Option<&[Slot]> {
		let count = self.records.len();
		let from = if rng.percent(40) { count.saturating_sub(12) } else { 0 };
		let place = from + rng.below((count - from).max(1));
		self.records.get(place).map(|record| &record[..])
	}

	fn pick(&self, rng: &mut Rng, ty: TypeId, hint: &str) -> Option<Vec<u8>> {
		let (list, _) = self.values.get(&(ty, hint.to_string()))?;
		// The latest more often than the others.
		let from = if rng.percent(50) { list.len().saturating_sub(6) } else { 0 };
		rng.pick(&list[from..]).cloned()
	}
}

/// `Moment` of `Option<Moment>`.
fn inner_hint(hint: &str) -> &str {
	let inner = hint.rsplit('<').next().unwrap_or(hint);
	inner.split([',', '>']).next().unwrap_or(inner).trim()
}

/// Makes up values.
pub struct Generator<'a> {
	/// Of these types.
	pub schema: &'a Schema,
	/// By chance.
	pub rng: &'a mut Rng,
	/// What there was from the start.
	pub old: &'a Pool,
	/// What has come since.
	pub new: &'a Pool,
	/// The time.
	pub now: u64,
}

impl Generator<'_> {
	/// A call of this pallet and index.
	pub fn call(&mut self, pallet: u8, call: u8) -> Option<Node> {
		self.call_at(pallet, call, 0)
	}

	fn call_at(&mut self, pallet: u8, call: u8, wrapped: usize) -> Option<Node> {
		let TypeDef::Variant(outer) = self.schema.definition(self.schema.call) else { return None };
		let variant = outer.variants.iter().find(|variant| variant.index == pallet)?;
		let ty = variant.fields.first()?.ty.id;
		let TypeDef::Variant(calls) = self.schema.definition(ty) else { return None };
		let fields = &calls.variants.iter().find(|variant| variant.index == call)?.fields;
		let related = self.related();
		let mut arguments = Vec::new();
		for field in fields {
			let fits = |slot: &&Slot| {
				slot.ty == field.ty.id
					&& (self.schema.is_named(slot.ty) || field.name.as_ref() == Some(&slot.name))
			};
			let known = related.iter().find(fits).filter(|_| self.rng.percent(80));
			let known = known.and_then(|slot| self.schema.parse(slot.ty, &mut &slot.value[..]));
			arguments.push(match known {
				Some(known) => known,
				None => self.value(field.ty.id, field.type_name.as_deref(), 0, wrapped),
			});
		}
		let inner = Node { ty, value: Value::Variant(call, arguments) };
		Some(Node { ty: self.schema.call, value: Value::Variant(pallet, vec![inner]) })
	}

	/// What belongs together, nothing now and then.
	fn related(&mut self) -> Vec<Slot> {
		let from = match self.rng.below(10) {
			0..=5 => self.new.record(self.rng).or_else(|| self.old.record(self.rng)),
			6..=7 => self.old.record(self.rng),
			_ => None,
		};
		from.map(<[Slot]>::to_vec).unwrap_or_default()
	}

	/// Makes up one of the values in `node` anew.
	pub fn mutate(&mut self, node: &mut Node) {
		// Not the call itself.
		let size = node.size();
		let mut target = 2 + self.rng.below(size.saturating_sub(2).max(1));
		self.mutate_at(node, None, &mut target);
	}

	fn mutate_at(&mut self, node: &mut Node, hint: Option<&str>, target: &mut usize) {
		if *target == 0 {
			let fresh = match &mut node.value {
				Value::List(list) if !list.is_empty() && self.rng.percent(60) => {
					let index = self.rng.below(list.len());
					match self.rng.below(3) {
						0 => drop(list.remove(index)),
						1 => list.insert(index, list[index].clone()),
						_ => list.reverse(),
					}
					None
				},
				Value::Leaf(leaf) if !leaf.is_empty() && self.rng.percent(30) => {
					nudge(leaf, self.rng);
					None
				},
				_ => Some(self.value(node.ty, hint, 0, 0)),
			};
			if let Some(fresh) = fresh {
				*node = fresh;
			}
			return;
		}
		*target -= 1;
		let hints = self.schema.hints(node);
		for (index, child) in node.children_mut().iter_mut().enumerate() {
			let size = child.size();
			if *target < size {
				let hint = hints.get(index).copied().flatten().or(hint);
				return self.mutate_at(child, hint, target);
			}
			*target -= size;
		}
	}

	fn fields(
		&mut self,
		fields: &[Field<PortableForm>],
		depth: usize,
		wrapped: usize,
	) -> Vec<Node> {
		fields
			.iter()
			.map(|field| self.value(field.ty.id, field.type_name.as_deref(), depth, wrapped))
			.collect()
	}

	fn known(&mut self, ty: TypeId, hint: &str) -> Option<Node> {
		let bytes = match self.rng.percent(75) {
			true => self.new.pick(self.rng, ty, hint).or_else(|| self.old.pick(self.rng, ty, hint)),
			false => self.old.pick(self.rng, ty, hint),
		}?;
		self.schema.parse(ty, &mut &bytes[..])
	}

	/// A value of this type.
	pub fn value(&mut self, ty: TypeId, hint: Option<&str>, depth: usize, wrapped: usize) -> Node {
		if ty == self.schema.call {
			return self.wrapped_call(wrapped + 1);
		}
		let definition = self.schema.definition(ty);
		let primitive = matches!(definition, TypeDef::Primitive(_) | TypeDef::Compact(_));
		if !primitive && self.rng.percent(if depth > MAX_DEPTH { 95 } else { 65 }) {
			if let Some(known) = self.known(ty, "") {
				return known;
			}
		}
		let (below, last) = (depth + 1, depth > MAX_DEPTH);
		let value = match definition {
			TypeDef::Composite(of) => {
				// A wrapper's content is what the wrapper is called.
				Value::Fields(match &of.fields[..] {
					[field] => vec![self.value(
						field.ty.id,
						field.type_name.as_deref().or(hint),
						below,
						wrapped,
					)],
					fields => self.fields(fields, below, wrapped),
				})
			},
			TypeDef::Variant(of) => {
				let variant = match last {
					true => of.variants.iter().min_by_key(|variant| variant.fields.len()),
					false => self.rng.pick(&of.variants),
				};
				match variant {
					Some(variant) => {
						// What an option holds is what the option is said to hold.
						let fields = match &variant.fields[..] {
							[field] => {
								vec![self.value(field.ty.id, hint_of(field, hint), below, wrapped)]
							},
							fields => self.fields(fields, below, wrapped),
						};
						Value::Variant(variant.index, fields)
					},
					None => Value::Leaf(Vec::new()),
				}
			},
			TypeDef::Tuple(of) => Value::Fields(
				of.fields.iter().map(|field| self.value(field.id, hint, below, wrapped)).collect(),
			),
			TypeDef::Array(of) if self.schema.is_byte(of.type_param.id) => {
				let length = of.len as usize;
				Value::Leaf(match self.rng.below(3) {
					0 => vec![self.rng.below(4) as u8; length],
					_ => self.rng.bytes(length),
				})
			},
			TypeDef::Array(of) => Value::Fields(
				(0..of.len).map(|_| self.value(of.type_param.id, hint, below, wrapped)).collect(),
			),
			TypeDef::Sequence(of) => {
				let length = if last { 0 } else { self.length() };
				if self.schema.is_byte(of.type_param.id) {
					Value::Leaf(self.text(length).encode())
				} else {
					let length = if wrapped > 0 { length.min(3) } else { length };
					let list =
						(0..length).map(|_| self.value(of.type_param.id, hint, below, wrapped));
					Value::List(list.collect())
				}
			},
			TypeDef::Primitive(TypeDefPrimitive::Str) => {
				let length = self.length();
				Value::Leaf(self.text(length).encode())
			},
			TypeDef::Primitive(TypeDefPrimitive::Bool) => {
				Value::Leaf(vec![self.rng.below(2) as u8])
			},
			TypeDef::Primitive(of) => {
				let width = Schema::width(of);
				match self.number(ty, hint, width) {
					Ok(number) => Value::Leaf(number.to_le_bytes()[..width.min(16)].to_vec()),
					Err(known) => return known,
				}
			},
			TypeDef::Compact(of) => {
				match self.number(ty, hint, self.compact_width(of.type_param.id)) {
					Ok(number) => Value::Leaf(Compact(number).encode()),
					Err(known) => return known,
				}
			},
			TypeDef::BitSequence(_) => Value::Leaf(vec![0]),
		};
		Node { ty, value }
	}

	fn compact_width(&self, ty: TypeId) -> usize {
		match self.schema.definition(ty) {
			TypeDef::Primitive(of) => Schema::width(of),
			TypeDef::Composite(of) => {
				of.fields.first().map_or(1, |field| self.compact_width(field.ty.id))
			},
			_ => 1,
		}
	}

	/// A number of so many bytes, or one that is known.
	fn number(&mut self, ty: TypeId, hint: Option<&str>, width: usize) -> Result<u128, Node> {
		let hint = hint.map_or("", inner_hint);
		if width >= 4 && self.rng.percent(30) {
			if let Some(known) = self.known(ty, hint) {
				return Err(known);
			}
		}
		let max = if width >= 16 { u128::MAX } else { (1 << (8 * width)) - 1 };
		let small = self.rng.below(SMALL) as u128;
		// Eight bytes are a moment as often as not, and more often if they are called so.
		if width == 8 && self.rng.percent(if hint == "Moment" { 80 } else { 40 }) {
			let hours = [0, 0, 1, 2, 24, 72, 24 * 30, 24 * 365, 24 * 3_650];
			let distance = HOUR * hours[self.rng.below(hours.len())];
			let jitter = self.rng.below(3) as u64;
			let moment = match self.rng.percent(50) {
				true => self.now.saturating_add(distance).saturating_add(jitter),
				false => self.now.saturating_sub(distance).saturating_sub(jitter),
			};
			return Ok(moment.into());
		}
		Ok(match self.rng.below(10) {
			0..=5 => small,
			6 => max,
			7 => max - small.min(max),
			8 => 1 << self.rng.below(8 * width.min(15)),
			_ => u128::from(self.rng.any()) & max,
		} & max)
	}

	fn length(&mut self) -> usize {
		match self.rng.below(20) {
			0..=3 => 0,
			4..=10 => 1,
			11..=14 => 2,
			15..=17 => 3 + self.rng.below(5),
			18 => 1 << self.rng.below(7),
			_ => self.rng.below(200),
		}
	}

	fn text(&mut self, length: usize) -> Vec<u8> {
		match self.rng.percent(70) {
			true => (0..length).map(|_| b"AB01ab"[self.rng.below(6)]).collect(),
			false => self.rng.bytes(length),
		}
	}

	fn wrapped_call(&mut self, wrapped: usize) -> Node {
		let depth = wrapped;
		let pallets: Vec<&crate::schema::Pallet> = self
			.schema
			.pallets
			.iter()
			.filter(|pallet| !pallet.calls.is_empty() && (depth <= MAX_WRAPPED || pallet.ours))
			.filter(|pallet| pallet.ours || self.rng.percent(15))
			.collect();
		let pallet = pallets[self.rng.below(pallets.len())];
		let (_, call) = pallet.calls[self.rng.below(pallet.calls.len())];
		self.call_at(pallet.index, call, wrapped).expect("the pallet has it; qed")
	}
}

fn hint_of<'a>(field: &'a Field<PortableForm>, hint: Option<&'a str>) -> Option<&'a str> {
	// A type parameter's name says less than where it is used.
	match field.type_name.as_deref() {
		Some(name) if name.len() > 1 => Some(name),
		_ => hint,
	}
}

/// Changes bytes a little.
pub fn nudge(bytes: &mut [u8], rng: &mut Rng) {
	let index = rng.below(bytes.len());
	bytes[index] = match rng.below(4) {
		0 => bytes[index] ^ (1 << rng.below(8)),
		1 => bytes[index].wrapping_add(1),
		2 => bytes[index].wrapping_sub(1),
		_ => rng.any() as u8,
	};
}

#[cfg(test)]
mod tests {
	use super::*;
	use codec::DecodeAll;
	use galen_runtime::RuntimeCall;

	#[test]
	fn every_call_of_ours_should_be_made_up_in_a_form_that_decodes() {
		let schema = Schema::new();
		let (mut rng, pool) = (Rng::new(1), Pool::default());
		for pallet in schema.pallets.iter().filter(|pallet| pallet.ours) {
			for (name, call) in &pallet.calls {
				let decodes = (0..200).any(|_| {
					let mut generator = Generator {
						schema: &schema,
						rng: &mut rng,
						old: &pool,
						new: &pool,
						now: 0,
					};
					let mut node = generator.call(pallet.index, *call).unwrap();
					generator.mutate(&mut node);
					RuntimeCall::decode_all(&mut &node.encode()[..]).is_ok()
				});
				assert!(decodes, "{}.{name}", pallet.name);
			}
		}
	}

	#[test]
	fn what_was_seen_should_be_used_again() {
		let schema = Schema::new();
		let patient = galen_scenarios::PatientId([7; 32]);
		let bytes = galen_scenarios::anchor(patient, 1).encode();
		let node = schema.parse(schema.call, &mut &bytes[..]).unwrap();
		let (mut pool, mut calls) = (Pool::default(), Vec::new());
		pool.keep(&schema, &node, None);
		node.calls(&schema, &mut calls);
		let mut rng = Rng::new(1);
		let used = (0..50).any(|_| {
			let mut generator =
				Generator { schema: &schema, rng: &mut rng, old: &pool, new: &pool, now: 0 };
			let made = generator.call(calls[0].0, calls[0].1).unwrap().encode();
			made.windows(32).any(|window| window == patient.0)
		});
		assert!(used);
	}

	#[test]
	fn the_name_of_a_type_should_be_found_in_what_wraps_it() {
		for (hint, inner) in [
			("Moment", "Moment"),
			("Option<Moment>", "Moment"),
			("BoundedVec<InstitutionId, T::Max>", "InstitutionId"),
		] {
			assert_eq!(inner_hint(hint), inner);
		}
	}
}
