// SPDX-License-Identifier: Apache-2.0

//! Every list that a call takes is bounded, and the call's weight grows with it.
//!
//! What calls there are and what they take is read from the metadata, so that a new call is held to
//! this without a change here.

use codec::{Compact, DecodeAll, Encode};
use frame_metadata::{v15::RuntimeMetadataV15, RuntimeMetadata};
use galen_scenarios::*;
use polkadot_sdk::frame_support::dispatch::GetDispatchInfo;
use scale_info::{form::PortableForm, Field, PortableRegistry, TypeDef, TypeDefPrimitive, Variant};
use std::{collections::BTreeSet, path::PathBuf};

/// Bytes in a row of which no more than so many fit are like a number: a lot's number, a serial.
const SHORT: usize = 64;
/// A list that can have so many entries has no bound. The longest that has one is `anchor_leaves`'s,
/// of 1,024.
const UNBOUNDED: usize = 1 << 14;
/// What bounds a list, as the metadata calls it.
const BOUNDED: &[&str] =
	&["BoundedVec", "WeakBoundedVec", "BoundedBTreeSet", "BoundedBTreeMap", "BoundedSlice"];

/// Lists of upstream's types, which have no bound of their own, with what bounds them.
const UPSTREAM: &[Exception] = &[(
	"NodeAdmission.report_aura_equivocation",
	&["owner_proof.trie_nodes", "owner_proof.trie_nodes[]"],
	"the call refuses a proof of more than MAX_OWNER_PROOF_NODES nodes or MaxOwnerProofLength bytes \
	 before it looks at the first, and is measured with the longest that a hundred validators need",
)];

const PATH: &str = "a path of at most 32 siblings, each hashed once: measured with as many";
const TEXT: &str = "bytes that are stored and never looked at: measured at their longest";
const FULL: &str = "few, stored or compared in memory as one value: measured with as many as fit";

/// Lists that a call's weight doesn't count, with the reason. Each is bounded all the same.
const UNCOUNTED: &[Exception] = &[
	("Institutions.set_services", &["services[].endpoint"], TEXT),
	("Consent.propose", DIRECTIVE, FULL),
	("Consent.grant", DIRECTIVE, FULL),
	("Consent.record_signed", DIRECTIVE, FULL),
	("Consent.amend", DIRECTIVE, FULL),
	("DrugProvenance.pack_items", &["packs[].proof.path"], PATH),
	("DrugProvenance.unpack_items", &["packs[].proof.path"], PATH),
	("DrugProvenance.quarantine", &["proof.path"], PATH),
	("DrugProvenance.dispense", &["proof.path"], PATH),
	("DrugProvenance.decommission", &["proof.path"], PATH),
	("DrugProvenance.destroy", &["proof.path"], PATH),
	("DrugProvenance.report_stolen", &["proof.path"], PATH),
	("DrugProvenance.scan", &["proof.path"], PATH),
	("ClinicalTrials.register_study", &["terms.arms", "terms.monitors", "terms.criteria"], FULL),
	("ClinicalTrials.review", &["review.sites.These"], FULL),
	("ClinicalTrials.prove_eligibility", &["field.path"], PATH),
	(
		"ClinicalTrials.prove_eligibility",
		&["proof"],
		"a range proof is verified if it has its one length, and refused before that otherwise",
	),
	("ClinicalTrials.randomise", &["path"], PATH),
	("ClinicalTrials.hand_out_kit", &["kit.path"], PATH),
	("ClinicalTrials.submit_participant_flow", &["rows[].reasons"], FULL),
	("ClinicalTrials.link_publication", &["doi"], TEXT),
	("InsuranceClaims.create_plan", &["rules.rules.categories", "rules.network.Listed"], FULL),
	("InsuranceClaims.add_rules", &["rules.rules.categories", "rules.network.Listed"], FULL),
	("InsuranceClaims.submit_claim", &["terms.lines[].tariff.path"], PATH),
	(
		"InsuranceClaims.remit",
		&["adjustments"],
		"three reasons at most, of which one lowers the payment: measured with the others",
	),
];

/// What a directive holds beside the institutions that it names, which are counted.
const DIRECTIVE: &[&str] = &[
	"directive.root.jurisdictions",
	"directive.exceptions",
	"directive.exceptions[].jurisdictions",
];

/// A call, lists that it takes, and why they aren't held to the rule.
type Exception = (&'static str, &'static [&'static str], &'static str);

/// What leads to a list among a call's arguments.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
	/// The field at this place of a structure or a tuple.
	Field(usize),
	/// The field at that place of the variant at this.
	Variant(usize, usize),
	/// The first entry of another list.
	Entry,
}

/// A list among a call's arguments.
struct List {
	/// `terms.lines[].codes`.
	name: String,
	way: Vec<Step>,
	/// Whether its type has a bound.
	bounded: bool,
	/// Whether its entries are single bytes.
	bytes: bool,
	/// How many variants its entries have.
	choices: usize,
}

/// What a list is filled with.
#[derive(Clone, Copy, Default)]
struct Entries {
	/// How many.
	count: usize,
	/// The place of the variant that each of them is, if they are variants.
	choice: usize,
}

/// A call of one of our pallets.
struct Call {
	/// `Pallet.call`.
	name: String,
	pallet: u8,
	index: u8,
	fields: Vec<Field<PortableForm>>,
}

struct Schema(PortableRegistry);

impl Schema {
	fn definition(&self, ty: u32) -> &TypeDef<PortableForm> {
		&self.0.resolve(ty).expect("metadata is complete").type_def
	}

	fn is_bound(&self, ty: u32) -> bool {
		let path = &self.0.resolve(ty).expect("metadata is complete").path;
		path.segments.last().is_some_and(|name| BOUNDED.contains(&name.as_str()))
	}

	/// Every list in a value of this type.
	fn lists(&self, ty: u32, name: &str, way: &[Step], within: &[u32], found: &mut Vec<List>) {
		// A type that holds itself has the same lists again.
		if within.contains(&ty) {
			return;
		}
		let inside: Vec<u32> = within.iter().copied().chain([ty]).collect();
		let further = |step| -> Vec<Step> { way.iter().copied().chain([step]).collect() };
		match self.definition(ty) {
			TypeDef::Composite(of) => {
				for (place, field) in of.fields.iter().enumerate() {
					let name = joined(name, field);
					self.lists(field.ty.id, &name, &further(Step::Field(place)), &inside, found);
				}
			},
			TypeDef::Tuple(of) => {
				for (place, field) in of.fields.iter().enumerate() {
					self.lists(field.id, name, &further(Step::Field(place)), &inside, found);
				}
			},
			TypeDef::Variant(of) => {
				for (choice, variant) in of.variants.iter().enumerate() {
					let name = match variant.name.as_str() {
						"Some" => name.to_string(),
						other => format!("{name}.{other}"),
					};
					for (place, field) in variant.fields.iter().enumerate() {
						let way = further(Step::Variant(choice, place));
						self.lists(field.ty.id, &joined(&name, field), &way, &inside, found);
					}
				}
			},
			TypeDef::Array(of) if of.len > 0 => {
				self.lists(of.type_param.id, name, &further(Step::Entry), &inside, found);
			},
			TypeDef::Sequence(of) => {
				let entry = of.type_param.id;
				found.push(List {
					name: name.to_string(),
					way: way.to_vec(),
					bounded: within.last().is_some_and(|outer| self.is_bound(*outer)),
					bytes: matches!(
						self.definition(entry),
						TypeDef::Primitive(TypeDefPrimitive::U8)
					),
					choices: match self.definition(entry) {
						TypeDef::Variant(of) => of.variants.len(),
						_ => 1,
					},
				});
				let name = format!("{name}[]");
				self.lists(entry, &name, &further(Step::Entry), &inside, found);
			},
			TypeDef::Primitive(TypeDefPrimitive::Str) | TypeDef::BitSequence(_) => {
				found.push(List {
					name: name.to_string(),
					way: way.to_vec(),
					bounded: false,
					bytes: true,
					choices: 1,
				});
			},
			TypeDef::Array(_) | TypeDef::Primitive(_) | TypeDef::Compact(_) => {},
		}
	}

	/// The smallest value of this type, but for the list at the end of the way.
	fn encode(&self, ty: u32, way: Option<&[Step]>, entries: Entries, bytes: &mut Vec<u8>) {
		let (step, rest) = match way {
			Some([step, rest @ ..]) => (Some(*step), Some(rest)),
			Some([]) => (None, Some(&[][..])),
			None => (None, None),
		};
		let at = |place: usize, step: Option<usize>| match step {
			Some(step) if step == place => rest,
			_ => None,
		};
		match self.definition(ty) {
			TypeDef::Composite(of) => {
				let taken = taken(step);
				for (place, field) in of.fields.iter().enumerate() {
					self.encode(field.ty.id, at(place, taken), entries, bytes);
				}
			},
			TypeDef::Tuple(of) => {
				let taken = taken(step);
				for (place, field) in of.fields.iter().enumerate() {
					self.encode(field.id, at(place, taken), entries, bytes);
				}
			},
			TypeDef::Variant(of) => {
				let (choice, taken) = match step {
					Some(Step::Variant(choice, place)) => (&of.variants[choice], Some(place)),
					_ => (self.smallest(&of.variants), None),
				};
				bytes.push(choice.index);
				for (place, field) in choice.fields.iter().enumerate() {
					self.encode(field.ty.id, at(place, taken), entries, bytes);
				}
			},
			TypeDef::Array(of) => {
				for place in 0..of.len {
					let way = if place == 0 && step.is_some() { rest } else { None };
					self.encode(of.type_param.id, way, entries, bytes);
				}
			},
			TypeDef::Sequence(of) => {
				let (count, way) = match (step, rest) {
					// On the way to a list in an entry.
					(Some(_), rest) => (1, rest),
					// The list itself.
					(None, Some(_)) => (entries.count, None),
					(None, None) => (0, None),
				};
				Compact(u32::try_from(count).expect("short")).encode_to(bytes);
				let entry = of.type_param.id;
				for _ in 0..count {
					match (self.definition(entry), step) {
						(TypeDef::Variant(of), None) => {
							self.encode_variant(&of.variants[entries.choice], bytes);
						},
						_ => self.encode(entry, way, entries, bytes),
					}
				}
			},
			TypeDef::Primitive(TypeDefPrimitive::Str) | TypeDef::BitSequence(_) => {
				vec![b'0'; if way.is_some() { entries.count } else { 0 }].encode_to(bytes);
			},
			TypeDef::Primitive(of) => bytes.extend(vec![0; width(of)]),
			TypeDef::Compact(_) => bytes.push(0),
		}
	}

	fn encode_variant(&self, variant: &Variant<PortableForm>, bytes: &mut Vec<u8>) {
		bytes.push(variant.index);
		for field in &variant.fields {
			self.encode(field.ty.id, None, Entries::default(), bytes);
		}
	}

	fn smallest<'a>(&self, variants: &'a [Variant<PortableForm>]) -> &'a Variant<PortableForm> {
		variants.iter().min_by_key(|variant| variant.fields.len()).expect("a variant")
	}

	/// The call whose list has these entries, if it may have them.
	fn call(&self, call: &Call, list: &List, entries: Entries) -> Option<RuntimeCall> {
		let (first, rest) = list.way.split_first().expect("a list is in an argument");
		let mut bytes = vec![call.pallet, call.index];
		for (place, field) in call.fields.iter().enumerate() {
			let way = (*first == Step::Field(place)).then_some(rest);
			self.encode(field.ty.id, way, entries, &mut bytes);
		}
		RuntimeCall::decode_all(&mut &bytes[..]).ok()
	}

	/// How many entries the list of a call can have.
	fn longest(&self, call: &Call, list: &List) -> Option<usize> {
		let fits = |count: usize| self.call(call, list, Entries { count, choice: 0 }).is_some();
		// One may be the least.
		if !fits(0) && !fits(1) {
			return None;
		}
		let (mut fitting, mut not) = (usize::from(fits(1)), 2);
		while not <= UNBOUNDED && fits(not) {
			(fitting, not) = (not, not * 2);
		}
		while not - fitting > 1 && fitting < UNBOUNDED {
			let middle = fitting + (not - fitting) / 2;
			match fits(middle) {
				true => fitting = middle,
				false => not = middle,
			}
		}
		Some(fitting)
	}
}

fn taken(step: Option<Step>) -> Option<usize> {
	match step {
		Some(Step::Field(place)) => Some(place),
		_ => None,
	}
}

fn joined(name: &str, field: &Field<PortableForm>) -> String {
	match &field.name {
		Some(field) if name.is_empty() => field.clone(),
		Some(field) => format!("{name}.{field}"),
		None => name.to_string(),
	}
}

fn width(primitive: &TypeDefPrimitive) -> usize {
	use TypeDefPrimitive as P;
	match primitive {
		P::Bool | P::U8 | P::I8 => 1,
		P::U16 | P::I16 => 2,
		P::U32 | P::I32 | P::Char => 4,
		P::U64 | P::I64 => 8,
		P::U128 | P::I128 => 16,
		P::U256 | P::I256 => 32,
		P::Str => unreachable!("it is a list"),
	}
}

/// The calls of the pallets in this repository.
fn calls() -> (Schema, Vec<Call>) {
	let RuntimeMetadata::V15(RuntimeMetadataV15 { types, pallets, .. }) =
		super::runtime::metadata(15)
	else {
		unreachable!("asked for 15")
	};
	let folders = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../pallets");
	let mut calls = Vec::new();
	for pallet in pallets {
		let Some(ty) = pallet.calls.map(|calls| calls.ty.id) else { continue };
		let found = types.resolve(ty).expect("metadata is complete");
		let krate = found.path.segments.first().expect("calls are an enumeration of a pallet");
		let folder = krate.trim_start_matches("pallet_").replace('_', "-");
		let TypeDef::Variant(variants) = &found.type_def else { unreachable!("an enumeration") };
		if !folders.join(folder).is_dir() {
			continue;
		}
		calls.extend(variants.variants.iter().map(|call| Call {
			name: format!("{}.{}", pallet.name, call.name),
			pallet: pallet.index,
			index: call.index,
			fields: call.fields.clone(),
		}));
	}
	(Schema(types), calls)
}

/// Every list that a call takes.
fn lists(schema: &Schema, call: &Call) -> Vec<List> {
	let mut found = Vec::new();
	for (place, field) in call.fields.iter().enumerate() {
		let name = joined("", field);
		schema.lists(field.ty.id, &name, &[Step::Field(place)], &[], &mut found);
	}
	found
}

/// Those exceptions that nothing has needed yet.
struct Exceptions(Vec<(&'static str, &'static str)>, &'static [Exception]);

impl Exceptions {
	fn of(table: &'static [Exception]) -> Self {
		let each = |(call, lists, _): &Exception| -> Vec<_> {
			let call: &'static str = call;
			lists.iter().map(|list| (call, *list)).collect()
		};
		Self(table.iter().flat_map(each).collect(), table)
	}

	/// Whether it is one.
	fn has(&mut self, call: &Call, list: &List) -> bool {
		self.0.retain(|(name, of)| *name != call.name || *of != list.name);
		let is = |(name, lists, _): &Exception| {
			*name == call.name && lists.contains(&list.name.as_str())
		};
		self.1.iter().any(is)
	}
}

#[track_caller]
fn check(findings: Vec<String>, exceptions: Exceptions) {
	assert!(findings.is_empty(), "{findings:#?}");
	assert!(exceptions.0.is_empty(), "exceptions that nothing needs: {:#?}", exceptions.0);
}

#[test]
fn every_list_that_a_call_takes_should_be_bounded() {
	Chain::development().run(|_| {
		let (schema, calls) = calls();
		let (mut findings, mut upstream) = (Vec::new(), Exceptions::of(UPSTREAM));
		let mut seen = 0;
		for call in &calls {
			for list in lists(&schema, call) {
				seen += 1;
				let name = format!("{}, {}", call.name, list.name);
				if upstream.has(call, &list) {
					continue;
				}
				if !list.bounded {
					findings.push(format!("{name}: its type has no bound"));
				}
				match schema.longest(call, &list) {
					None => findings.push(format!("{name}: no such call can be built")),
					Some(longest) if longest >= UNBOUNDED => {
						findings.push(format!("{name}: {longest} entries are decoded"));
					},
					Some(_) => {},
				}
			}
		}
		// What finds no list finds nothing wrong.
		assert!(seen > 50, "only {seen} lists");
		check(findings, upstream);
	});
}

#[test]
fn the_weight_of_a_call_should_grow_with_each_of_its_lists() {
	Chain::development().run(|_| {
		let (schema, calls) = calls();
		let (mut findings, mut uncounted) = (Vec::new(), Exceptions::of(UNCOUNTED));
		let mut counted = 0;
		for call in &calls {
			for list in lists(&schema, call) {
				let Some(longest) = schema.longest(call, &list).filter(|most| *most < UNBOUNDED)
				else {
					continue;
				};
				let time = |count, choice| {
					let call = schema.call(call, &list, Entries { count, choice })?;
					Some(call.get_dispatch_info().call_weight.ref_time())
				};
				let times = |choice| -> Vec<u64> {
					let counts = BTreeSet::from([0, longest / 2, longest]);
					counts.into_iter().filter_map(|count| time(count, choice)).collect()
				};
				// Of some entries only some kinds are counted.
				let grows = |times: &Vec<u64>| {
					times.len() > 1 && times.is_sorted_by(|one, next| one < next)
				};
				if (0..list.choices).any(|choice| grows(&times(choice))) {
					counted += 1;
				} else if !(list.bytes && longest <= SHORT || uncounted.has(call, &list)) {
					findings.push(format!(
						"{}, {} (up to {longest}): {:?}",
						call.name,
						list.name,
						times(0)
					));
				}
			}
		}
		assert!(counted > 20, "only {counted} lists count");
		check(findings, uncounted);
	});
}
