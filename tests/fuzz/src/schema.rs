// SPDX-License-Identifier: Apache-2.0

//! What the runtime's metadata says of calls, events and storage, and values of its types.

use codec::{Compact, Decode, Encode};
use frame_metadata::{
	v14::{StorageEntryType, StorageHasher},
	v15::RuntimeMetadataV15,
	RuntimeMetadata, RuntimeMetadataPrefixed,
};
use galen_runtime::Runtime;
use polkadot_sdk::{sp_core::OpaqueMetadata, sp_io::hashing::twox_128};
use scale_info::{form::PortableForm, Field, PortableRegistry, TypeDef, TypeDefPrimitive};
use std::{collections::BTreeMap, path::PathBuf};

/// The number of a type in the metadata.
pub type TypeId = u32;

/// Lists longer than this are left alone.
const MAX_LIST: usize = 4_096;

/// What the metadata says.
pub struct Schema {
	types: PortableRegistry,
	/// The type of any call.
	pub call: TypeId,
	/// The type of an entry in the list of a block's events.
	pub record: Option<TypeId>,
	/// The type of an account.
	pub account: Option<TypeId>,
	/// The pallets that have calls.
	pub pallets: Vec<Pallet>,
	/// By the first 32 bytes of its key.
	storage: BTreeMap<[u8; 32], Entry>,
	errors: BTreeMap<(u8, u8), String>,
}

/// A pallet that has calls.
pub struct Pallet {
	/// Its name.
	pub name: String,
	/// Its index.
	pub index: u8,
	/// Its crate.
	pub krate: String,
	/// Whether it is in this repository.
	pub ours: bool,
	/// Its calls, by name and index.
	pub calls: Vec<(String, u8)>,
}

struct Entry {
	name: String,
	keys: Vec<(StorageHasher, TypeId)>,
	value: TypeId,
}

/// A value, and what it is called where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Slot {
	/// Its name, if it has one.
	pub name: String,
	/// Its type.
	pub ty: TypeId,
	/// The value, encoded.
	pub value: Vec<u8>,
}

/// A value whose type is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
	/// The type.
	pub ty: TypeId,
	/// The value.
	pub value: Value,
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
	/// As it is encoded: numbers, bytes, text.
	Leaf(Vec<u8>),
	/// One of an enumeration's variants.
	Variant(u8, Vec<Node>),
	/// What a structure, a tuple or an array holds.
	Fields(Vec<Node>),
	/// As many as there are.
	List(Vec<Node>),
}

/// The tree of this repository: cargo says where it is, and the scripts start programs in it.
/// Whoever built them may have done so elsewhere.
pub fn repository() -> PathBuf {
	let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
	package.map_or_else(PathBuf::new, |package| package.join("../.."))
}

impl Schema {
	/// Of the runtime.
	pub fn new() -> Self {
		let opaque: OpaqueMetadata =
			Runtime::metadata_at_version(15).expect("the runtime has this version");
		let RuntimeMetadataPrefixed(_, metadata) =
			Decode::decode(&mut &opaque[..]).expect("metadata is sound");
		let RuntimeMetadata::V15(metadata) = metadata else { unreachable!("asked for 15") };
		Self::of(metadata)
	}

	fn of(metadata: RuntimeMetadataV15) -> Self {
		let types = metadata.types;
		let resolve = |id: TypeId| types.resolve(id).expect("metadata is complete");
		let variants = |id: TypeId| match &resolve(id).type_def {
			TypeDef::Variant(of) => of.variants.clone(),
			_ => Vec::new(),
		};
		let (mut pallets, mut storage, mut errors) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
		let mut record = None;
		for pallet in metadata.pallets {
			if let Some(calls) = &pallet.calls {
				let krate = resolve(calls.ty.id).path.segments.first().cloned().unwrap_or_default();
				let folder = krate.strip_prefix("pallet_").unwrap_or_default().replace('_', "-");
				let ours = !folder.is_empty() && repository().join("pallets").join(folder).is_dir();
				let calls = variants(calls.ty.id).into_iter().map(|call| (call.name, call.index));
				pallets.push(Pallet {
					name: pallet.name.clone(),
					index: pallet.index,
					krate,
					ours,
					calls: calls.collect(),
				});
			}
			if let Some(error) = &pallet.error {
				for variant in variants(error.ty.id) {
					let name = format!("{}.{}", pallet.name, variant.name);
					errors.insert((pallet.index, variant.index), name);
				}
			}
			for entry in pallet.storage.iter().flat_map(|storage| &storage.entries) {
				let prefix = pallet.storage.as_ref().expect("it has entries").prefix.as_bytes();
				let mut key = [0; 32];
				key[..16].copy_from_slice(&twox_128(prefix));
				key[16..].copy_from_slice(&twox_128(entry.name.as_bytes()));
				let (keys, value) = match &entry.ty {
					StorageEntryType::Plain(value) => (Vec::new(), value.id),
					StorageEntryType::Map { hashers, key, value } => {
						let keys = match (&hashers[..], &resolve(key.id).type_def) {
							([_, _, ..], TypeDef::Tuple(tuple)) => {
								tuple.fields.iter().map(|field| field.id).collect()
							},
							_ => vec![key.id],
						};
						(hashers.iter().cloned().zip(keys).collect(), value.id)
					},
				};
				if pallet.name == "System" && entry.name == "Events" {
					record = match &resolve(value).type_def {
						TypeDef::Sequence(list) => Some(list.type_param.id),
						_ => None,
					};
				}
				let name = format!("{}.{}", pallet.name, entry.name);
				storage.insert(key, Entry { name, keys, value });
			}
		}
		let found = pallets.iter().any(|pallet| pallet.ours);
		assert!(found, "our pallets are told by their folders: start this in the repository");
		let call = metadata.outer_enums.call_enum_ty.id;
		let named = |name: &str| {
			let last = |ty: &scale_info::PortableType| {
				ty.ty.path.segments.last().is_some_and(|last| last == name)
			};
			types.types.iter().find(|ty| last(ty)).map(|ty| ty.id)
		};
		let account = named("AccountId32");
		Self { types, call, record, account, pallets, storage, errors }
	}

	/// What a type is.
	pub fn definition(&self, ty: TypeId) -> &TypeDef<PortableForm> {
		&self.types.resolve(ty).expect("metadata is complete").type_def
	}

	/// Whether a type has a name of its own.
	pub fn is_named(&self, ty: TypeId) -> bool {
		self.types.resolve(ty).is_some_and(|ty| !ty.path.segments.is_empty())
	}

	/// The pallet with this index.
	pub fn pallet(&self, index: u8) -> Option<&Pallet> {
		self.pallets.iter().find(|pallet| pallet.index == index)
	}

	/// `Pallet.call`.
	pub fn call_name(&self, pallet: u8, call: u8) -> String {
		let Some(found) = self.pallet(pallet) else { return format!("{pallet}.{call}") };
		let name = found.calls.iter().find(|(_, index)| *index == call);
		format!("{}.{}", found.name, name.map_or("?", |(name, _)| name))
	}

	/// `Pallet.Error`.
	pub fn error_name(&self, pallet: u8, error: u8) -> String {
		let name = self.errors.get(&(pallet, error)).cloned();
		name.unwrap_or_else(|| format!("{pallet}.{error}"))
	}

	/// How many errors a pallet has.
	pub fn errors_of(&self, pallet: u8) -> impl Iterator<Item = &String> {
		let of = move |entry: &(&(u8, u8), &String)| entry.0 .0 == pallet;
		self.errors.iter().filter(of).map(|(_, name)| name)
	}

	/// `Pallet.Item`, of which this is a key.
	pub fn item_name(&self, key: &[u8]) -> String {
		match self.entry(key) {
			Some(entry) => entry.name.clone(),
			None => String::from_utf8_lossy(&key[..key.len().min(24)]).into_owned(),
		}
	}

	fn entry(&self, key: &[u8]) -> Option<&Entry> {
		self.storage.get(key.get(..32)?)
	}

	/// What a key and the value under it hold, as far as it can be told.
	pub fn stored(&self, key: &[u8], value: &[u8]) -> Vec<Node> {
		let Some(entry) = self.entry(key) else { return Vec::new() };
		let (mut found, mut rest) = (Vec::new(), &key[32..]);
		for (hasher, ty) in &entry.keys {
			let skipped = match hasher {
				StorageHasher::Blake2_128Concat => 16,
				StorageHasher::Twox64Concat => 8,
				StorageHasher::Identity => 0,
				_ => break,
			};
			let Some(mut concat) = rest.get(skipped..) else { break };
			let Some(node) = self.parse(*ty, &mut concat) else { break };
			found.push(node);
			rest = concat;
		}
		found.extend(self.parse(entry.value, &mut &value[..]));
		found
	}

	/// Whether these are bytes in a row.
	pub fn is_byte(&self, ty: TypeId) -> bool {
		matches!(self.definition(ty), TypeDef::Primitive(TypeDefPrimitive::U8))
	}

	/// How long a number is.
	pub fn width(primitive: &TypeDefPrimitive) -> usize {
		use TypeDefPrimitive as P;
		match primitive {
			P::Bool | P::U8 | P::I8 => 1,
			P::U16 | P::I16 => 2,
			P::U32 | P::I32 | P::Char => 4,
			P::U64 | P::I64 => 8,
			P::U128 | P::I128 => 16,
			P::U256 | P::I256 => 32,
			// Its length first.
			P::Str => 0,
		}
	}

	/// Reads a value off the front of `bytes`.
	pub fn parse(&self, ty: TypeId, bytes: &mut &[u8]) -> Option<Node> {
		let value = match self.definition(ty) {
			TypeDef::Composite(of) => Value::Fields(self.parse_fields(&of.fields, bytes)?),
			TypeDef::Variant(of) => {
				let index = take(bytes, 1)?[0];
				let variant = of.variants.iter().find(|variant| variant.index == index)?;
				Value::Variant(index, self.parse_fields(&variant.fields, bytes)?)
			},
			TypeDef::Tuple(of) => {
				let fields: Option<_> =
					of.fields.iter().map(|field| self.parse(field.id, bytes)).collect();
				Value::Fields(fields?)
			},
			TypeDef::Array(of) if self.is_byte(of.type_param.id) => {
				Value::Leaf(take(bytes, of.len as usize)?.to_vec())
			},
			TypeDef::Array(of) => {
				let fields: Option<_> =
					(0..of.len).map(|_| self.parse(of.type_param.id, bytes)).collect();
				Value::Fields(fields?)
			},
			TypeDef::Sequence(of) => {
				let length = Compact::<u32>::decode(bytes).ok()?.0 as usize;
				if self.is_byte(of.type_param.id) {
					Value::Leaf(take(bytes, length)?.to_vec().encode())
				} else if length > MAX_LIST {
					return None;
				} else {
					let list: Option<_> =
						(0..length).map(|_| self.parse(of.type_param.id, bytes)).collect();
					Value::List(list?)
				}
			},
			TypeDef::Primitive(TypeDefPrimitive::Str) => {
				let length = Compact::<u32>::decode(bytes).ok()?.0 as usize;
				Value::Leaf(take(bytes, length)?.to_vec().encode())
			},
			TypeDef::Primitive(of) => Value::Leaf(take(bytes, Self::width(of))?.to_vec()),
			TypeDef::Compact(_) => {
				let number = Compact::<u128>::decode(bytes).ok()?;
				Value::Leaf(number.encode())
			},
			TypeDef::BitSequence(_) => return None,
		};
		Some(Node { ty, value })
	}

	fn parse_fields(&self, fields: &[Field<PortableForm>], bytes: &mut &[u8]) -> Option<Vec<Node>> {
		fields.iter().map(|field| self.parse(field.ty.id, bytes)).collect()
	}

	/// The fields of a structure or a variant.
	fn fields_of(&self, node: &Node) -> &[Field<PortableForm>] {
		match (self.definition(node.ty), &node.value) {
			(TypeDef::Composite(of), _) => &of.fields,
			(TypeDef::Variant(of), Value::Variant(index, _)) => {
				let found = of.variants.iter().find(|variant| variant.index == *index);
				found.map_or(&[], |variant| &variant.fields)
			},
			_ => &[],
		}
	}

	/// What stands in the source for the type of each of a node's fields.
	pub fn hints(&self, node: &Node) -> Vec<Option<&str>> {
		self.fields_of(node).iter().map(|field| field.type_name.as_deref()).collect()
	}

	/// What a node's fields are called, and what they hold; the node itself if it has none.
	pub fn slots(&self, node: &Node) -> Vec<Slot> {
		let fields = self.fields_of(node);
		if fields.is_empty() || fields.iter().any(|field| field.name.is_none()) {
			return vec![Slot { name: String::new(), ty: node.ty, value: node.encode() }];
		}
		let slot = |(field, child): (&Field<PortableForm>, &Node)| Slot {
			name: field.name.clone().unwrap_or_default(),
			ty: child.ty,
			value: child.encode(),
		};
		fields.iter().zip(node.children()).map(slot).collect()
	}
}

impl Default for Schema {
	fn default() -> Self {
		Self::new()
	}
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
	let (front, rest) = bytes.split_at_checked(count)?;
	*bytes = rest;
	Some(front)
}

impl Node {
	/// As the chain has it.
	pub fn encode(&self) -> Vec<u8> {
		let mut bytes = Vec::new();
		self.encode_to(&mut bytes);
		bytes
	}

	fn encode_to(&self, bytes: &mut Vec<u8>) {
		match &self.value {
			Value::Leaf(leaf) => bytes.extend(leaf),
			Value::Variant(index, _) => bytes.push(*index),
			Value::Fields(_) => {},
			Value::List(list) => bytes.extend(Compact(list.len() as u32).encode()),
		}
		for child in self.children() {
			child.encode_to(bytes);
		}
	}

	/// What it holds.
	pub fn children(&self) -> &[Node] {
		match &self.value {
			Value::Leaf(_) => &[],
			Value::Variant(_, nodes) | Value::Fields(nodes) | Value::List(nodes) => nodes,
		}
	}

	/// The same, to be changed.
	pub fn children_mut(&mut self) -> &mut [Node] {
		match &mut self.value {
			Value::Leaf(_) => &mut [],
			Value::Variant(_, nodes) | Value::Fields(nodes) | Value::List(nodes) => nodes,
		}
	}

	/// How many values there are in it, itself included.
	pub fn size(&self) -> usize {
		1 + self.children().iter().map(Self::size).sum::<usize>()
	}

	/// Every call in it, itself included, as indices of pallet and call.
	pub fn calls(&self, schema: &Schema, found: &mut Vec<(u8, u8)>) {
		if self.ty == schema.call {
			if let Value::Variant(pallet, inner) = &self.value {
				if let Some(Value::Variant(call, _)) = inner.first().map(|node| &node.value) {
					found.push((*pallet, *call));
				}
			}
		}
		for child in self.children() {
			child.calls(schema, found);
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use galen_scenarios::*;

	#[test]
	fn calls_should_be_parsed_as_they_are_encoded() {
		let schema = Schema::new();
		let patient = PatientId([7; 32]);
		let batch =
			polkadot_sdk::pallet_utility::Call::batch { calls: vec![anchor(patient, 1), remark()] };
		for call in [anchor(patient, 1), pause("Patients", "open"), batch.into()] {
			let bytes = call.encode();
			let mut rest = &bytes[..];
			let node = schema.parse(schema.call, &mut rest).unwrap();
			assert!(rest.is_empty());
			assert_eq!(node.encode(), bytes, "{call:?}");
		}
	}

	#[test]
	fn every_pallet_in_the_repository_should_be_known_as_ours() {
		let ours: Vec<String> = Schema::new()
			.pallets
			.into_iter()
			.filter(|pallet| pallet.ours)
			.map(|pallet| pallet.name)
			.collect();
		for pallet in ["Institutions", "NodeAdmission", "DrugProvenance", "Seats"] {
			assert!(ours.iter().any(|name| name == pallet), "{pallet}");
		}
		assert!(!ours.iter().any(|name| name == "Balances" || name == "System"));
	}
}
