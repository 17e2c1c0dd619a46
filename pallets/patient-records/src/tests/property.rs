// SPDX-License-Identifier: Apache-2.0

//! Random calls on random records, against a model that knows the rules as sentences.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::*;
use galen_primitives::{time::CLOCK_DRIFT, time::DAY, InstitutionId, PatientId, Role};
use proptest::{
	collection::vec,
	prelude::*,
	sample::select,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::{DispatchError, DispatchResult, StateVersion};
use std::{cell::RefCell, collections::BTreeMap};

/// Steps on one chain, before the next begins afresh.
const STEPS: u32 = 200;

const HOSPITALS: [InstitutionId; 2] = [HOSPITAL, CLINIC];
const PATIENTS: [PatientId; 3] = [PATIENT, OTHER_PATIENT, UNKNOWN_PATIENT];

/// Who does something: the institution and the role.
type Who = (InstitutionId, Role);

/// One of the records there are, or none of them.
#[derive(Clone, Copy, Debug)]
enum Pick {
	Nth(u8),
	Nowhere,
}

/// Two records: one, and the one anchored so many before it.
#[derive(Clone, Copy, Debug)]
struct Pair(u8, i8);

#[derive(Clone, Debug)]
enum Step {
	Wait(Moment),
	/// The patient's pseudonym is closed, or opened again.
	Toggle(PatientId),
	Anchor(Who, PatientId, Anchor),
	/// The head's number is off by that much.
	AddVersion(Who, Pick, i8, u8, Option<u8>, Moment, AmendmentReason),
	Attest(Who, Pick, i8),
	/// The second by the first.
	Supersede(Who, Pair),
	EnterInError(Who, Pick),
	Relate(Who, Relation, Pair),
	PlaceHold(Who, Pick),
	ReleaseHold(Who, Pick),
	Erase(Who, Pick, Vec<InstitutionId>),
	Confirm(Who, Pick, u8),
}

#[derive(Clone, Copy, Debug)]
struct ModelVersion {
	content: Digest,
	fields: Option<Digest>,
	composition: CompositionStatus,
	occurred: Moment,
	recorded: Moment,
	reason: Option<AmendmentReason>,
}

#[derive(Clone, Debug)]
struct ModelRecord {
	custodian: InstitutionId,
	patient: PatientId,
	data_class: DataClass,
	compartment: u8,
	versions: Vec<ModelVersion>,
	superseded_by: Option<RecordId>,
	in_error: bool,
	held: bool,
	erased: Option<Moment>,
	receipts: Vec<(InstitutionId, Option<(Moment, u8)>)>,
	relations: Vec<(Relation, RecordId)>,
}

impl ModelRecord {
	fn head(&self) -> &ModelVersion {
		self.versions.last().unwrap()
	}
	fn anchored(&self) -> Moment {
		self.versions[0].recorded
	}
	fn is_draft(&self) -> bool {
		self.head().composition == CompositionStatus::Preliminary
	}
	fn is_current(&self) -> bool {
		self.superseded_by.is_none() && !self.in_error
	}
}

/// Every reason to refuse a step. The pallet may give any of them.
#[derive(Default)]
struct Reasons(Vec<DispatchError>);

impl Reasons {
	fn refuse(&mut self, when: bool, error: Error<Test>) {
		if when {
			self.0.push(error.into());
		}
	}
	fn and(mut self, when: bool, error: Error<Test>) -> Self {
		self.refuse(when, error);
		self
	}
}

struct Model {
	records: BTreeMap<RecordId, ModelRecord>,
	order: Vec<RecordId>,
	open: Vec<PatientId>,
	now: Moment,
}

impl Model {
	fn pick(&self, pick: Pick) -> RecordId {
		let Pick::Nth(number) = pick else { return NOWHERE };
		let index = (number as usize).checked_rem(self.order.len());
		index.map_or(NOWHERE, |index| self.order[index])
	}

	fn pair(&self, Pair(number, back): Pair) -> (RecordId, RecordId) {
		let Some(index) = (number as usize).checked_rem(self.order.len()) else {
			return (NOWHERE, NOWHERE);
		};
		let before = usize::try_from(index as i64 - back as i64).ok();
		let earlier = before.and_then(|before| self.order.get(before));
		(self.order[index], earlier.copied().unwrap_or(NOWHERE))
	}

	/// What is wrong with somebody changing a record; nothing if it is erased, say.
	fn custody(&self, who: Who, id: RecordId) -> Reasons {
		let Some(record) = self.records.get(&id) else {
			return Reasons::default().and(true, Error::NotFound);
		};
		Reasons::default()
			.and(record.custodian != who.0, Error::NotCustodian)
			.and(record.erased.is_some(), Error::Erased)
	}

	fn current(&self, who: Who, id: RecordId) -> Reasons {
		let record = self.records.get(&id);
		self.custody(who, id)
			.and(record.is_some_and(|record| !record.is_current()), Error::NotCurrent)
	}

	fn supervised(&self, who: Who, id: RecordId) -> bool {
		who.1 == Role::Trainee && self.records.get(&id).is_some_and(|record| !record.is_draft())
	}

	fn document(&self, content: Digest, fields: Option<Digest>, class: DataClass) -> Reasons {
		Reasons::default()
			.and(content.bytes == [0; 32], Error::ZeroDigest)
			.and(fields.is_some_and(|fields| fields.bytes == [0; 32]), Error::ZeroDigest)
			.and(fields.is_some() && class == DataClass::Core, Error::CoreHasNoFields)
	}

	fn link(&self, later: RecordId, relation: Relation, earlier: RecordId) -> Reasons {
		let mut reasons = Reasons::default().and(later == earlier, Error::Itself);
		if let (Some(a), Some(b)) = (self.records.get(&later), self.records.get(&earlier)) {
			reasons.refuse(a.patient != b.patient, Error::OtherPatient);
			reasons.refuse(a.anchored() <= b.anchored(), Error::NotEarlier);
			reasons.refuse(a.relations.contains(&(relation, earlier)), Error::AlreadyRelated);
			reasons.refuse(a.relations.len() >= 3, Error::TooManyRelations);
		}
		reasons
	}

	fn version_expected(&self, id: RecordId, off: i8) -> u32 {
		let head = self.records.get(&id).map_or(1, |record| record.versions.len());
		(head as i64 + off as i64) as u32
	}

	/// Whatever stands against the step.
	fn reasons(&self, step: &Step) -> Vec<DispatchError> {
		let (who, roles) = match step {
			Step::Wait(_) | Step::Toggle(_) => return vec![],
			Step::Anchor(who, ..)
			| Step::AddVersion(who, ..)
			| Step::Supersede(who, ..)
			| Step::EnterInError(who, _)
			| Step::Relate(who, ..) => (who, AUTHORS),
			Step::Attest(who, ..) => (who, ATTESTERS),
			Step::PlaceHold(who, _)
			| Step::ReleaseHold(who, _)
			| Step::Erase(who, ..)
			| Step::Confirm(who, ..) => (who, RECORDS_OFFICERS),
		};
		if !roles.contains(who.1) {
			return vec![DispatchError::BadOrigin];
		}
		let record = |id: RecordId| self.records.get(&id);
		let mut all = Vec::new();
		match step {
			Step::Wait(_) | Step::Toggle(_) => {},
			Step::Anchor(who, patient, anchor) => {
				let id = RecordId::derive(who.0, &anchor.content);
				let draft = anchor.composition == InitialStatus::Preliminary;
				let reasons = self
					.document(anchor.content, anchor.fields, anchor.data_class)
					.and(anchor.compartment > 63, Error::InvalidCompartment)
					.and(who.1 == Role::Trainee && !draft, Error::NeedsAttestation)
					.and(anchor.occurred > self.now + CLOCK_DRIFT, Error::OccurredInFuture)
					.and(!self.open.contains(patient), Error::PatientNotOpen)
					.and(record(id).is_some(), Error::AlreadyExists);
				all.push(reasons);
			},
			Step::AddVersion(who, pick, off, content, fields, occurred, _) => {
				let id = self.pick(*pick);
				all.push(
					self.current(*who, id)
						.and(self.supervised(*who, id), Error::NeedsAttestation)
						.and(*occurred > self.now + CLOCK_DRIFT, Error::OccurredInFuture),
				);
				if let Some(record) = record(id) {
					let content = digest(*content);
					all.push(
						self.document(content, fields.map(digest), record.data_class)
							.and(*off != 0, Error::StaleVersion)
							.and(record.head().content == content, Error::NoChange)
							.and(record.versions.len() >= 4, Error::TooManyVersions),
					);
				}
			},
			Step::Attest(who, pick, off) => {
				let id = self.pick(*pick);
				let attested = record(id).is_some_and(|record| !record.is_draft());
				all.push(
					self.current(*who, id)
						.and(*off != 0 && record(id).is_some(), Error::StaleVersion)
						.and(attested, Error::AlreadyAttested),
				);
			},
			Step::Supersede(who, pair) => {
				let (by, id) = self.pair(*pair);
				all.push(
					self.current(*who, id).and(self.supervised(*who, id), Error::NeedsAttestation),
				);
				all.push(self.current(*who, by));
				all.push(self.link(by, Relation::Replaces, id));
			},
			Step::EnterInError(who, pick) => {
				let id = self.pick(*pick);
				all.push(
					self.custody(*who, id)
						.and(self.supervised(*who, id), Error::NeedsAttestation)
						.and(
							record(id).is_some_and(|record| record.in_error),
							Error::AlreadyInError,
						),
				);
			},
			Step::Relate(who, relation, pair) => {
				let (id, target) = self.pair(*pair);
				let withdrawn =
					record(target).is_some_and(|target| target.in_error || target.erased.is_some());
				all.push(
					self.current(*who, id)
						.and(self.supervised(*who, id), Error::NeedsAttestation)
						.and(*relation == Relation::Replaces, Error::UseSupersede)
						.and(record(target).is_none(), Error::NotFound)
						.and(withdrawn, Error::TargetWithdrawn),
				);
				all.push(self.link(id, *relation, target));
			},
			Step::PlaceHold(who, pick) => {
				let id = self.pick(*pick);
				let held = record(id).is_some_and(|record| record.held);
				all.push(self.custody(*who, id).and(held, Error::AlreadyOnHold));
			},
			Step::ReleaseHold(who, pick) => {
				let id = self.pick(*pick);
				let free = record(id).is_some_and(|record| !record.held);
				all.push(self.custody(*who, id).and(free, Error::NotOnHold));
			},
			Step::Erase(who, pick, holders) => {
				let id = self.pick(*pick);
				let held = record(id).is_some_and(|record| record.held);
				let mut others = holders.clone();
				others.retain(|holder| *holder != who.0);
				let named = others.len();
				others.sort();
				others.dedup();
				all.push(
					self.custody(*who, id)
						.and(held, Error::OnHold)
						.and(named > others.len(), Error::DuplicateHolder)
						.and(named > 3, Error::TooManyHolders)
						.and(
							others.iter().any(|holder| *holder > INSTITUTIONS),
							Error::UnknownInstitution,
						),
				);
			},
			Step::Confirm(who, pick, evidence) => {
				let id = self.pick(*pick);
				let erased = record(id).filter(|record| record.erased.is_some());
				let receipt = erased
					.and_then(|record| record.receipts.iter().find(|(holder, _)| *holder == who.0));
				all.push(
					Reasons::default()
						.and(*evidence == 0, Error::ZeroDigest)
						.and(erased.is_none(), Error::NotErased)
						.and(erased.is_some() && receipt.is_none(), Error::NotAHolder)
						.and(
							receipt.is_some_and(|(_, confirmed)| confirmed.is_some()),
							Error::AlreadyConfirmed,
						),
				);
			},
		}
		all.into_iter().flat_map(|reasons| reasons.0).collect()
	}

	/// What the step changes, where nothing stands against it. The record it was about.
	fn apply(&mut self, step: &Step) -> Option<RecordId> {
		let now = self.now;
		let about = match step {
			Step::Wait(_) | Step::Toggle(_) => None,
			Step::Anchor(who, _, anchor) => Some(RecordId::derive(who.0, &anchor.content)),
			Step::AddVersion(_, pick, ..)
			| Step::Attest(_, pick, _)
			| Step::EnterInError(_, pick)
			| Step::PlaceHold(_, pick)
			| Step::ReleaseHold(_, pick)
			| Step::Erase(_, pick, _)
			| Step::Confirm(_, pick, _) => Some(self.pick(*pick)),
			Step::Supersede(_, pair) => Some(self.pair(*pair).1),
			Step::Relate(_, _, pair) => Some(self.pair(*pair).0),
		};
		let by = match step {
			Step::Supersede(_, pair) => self.pair(*pair).0,
			Step::Relate(_, _, pair) => self.pair(*pair).1,
			_ => NOWHERE,
		};
		match step {
			Step::Wait(time) => self.now += time,
			Step::Toggle(patient) => match self.open.iter().position(|open| open == patient) {
				Some(at) => {
					self.open.remove(at);
				},
				None => self.open.push(*patient),
			},
			Step::Anchor(who, patient, anchor) => {
				let id = about?;
				self.order.push(id);
				let version = ModelVersion {
					content: anchor.content,
					fields: anchor.fields,
					composition: anchor.composition.into(),
					occurred: anchor.occurred,
					recorded: now,
					reason: None,
				};
				let record = ModelRecord {
					custodian: who.0,
					patient: *patient,
					data_class: anchor.data_class,
					compartment: anchor.compartment,
					versions: vec![version],
					superseded_by: None,
					in_error: false,
					held: false,
					erased: None,
					receipts: vec![],
					relations: vec![],
				};
				assert!(self.records.insert(id, record).is_none());
			},
			_ => {
				let id = about?;
				if let Step::Supersede(..) = step {
					let successor = self.records.get_mut(&by).unwrap();
					successor.relations.push((Relation::Replaces, id));
				}
				let record = self.records.get_mut(&id).unwrap();
				match step {
					Step::AddVersion(_, _, _, content, fields, occurred, reason) => {
						let composition = if record.is_draft() {
							CompositionStatus::Preliminary
						} else {
							CompositionStatus::Amended
						};
						record.versions.push(ModelVersion {
							content: digest(*content),
							fields: fields.map(digest),
							composition,
							occurred: *occurred,
							recorded: now,
							reason: Some(*reason),
						});
					},
					Step::Attest(..) => {
						record.versions.last_mut().unwrap().composition = CompositionStatus::Final
					},
					Step::Supersede(..) => record.superseded_by = Some(by),
					Step::EnterInError(..) => record.in_error = true,
					Step::Relate(_, relation, _) => record.relations.push((*relation, by)),
					Step::PlaceHold(..) => record.held = true,
					Step::ReleaseHold(..) => record.held = false,
					Step::Erase(who, _, holders) => {
						record.erased = Some(now);
						record.receipts = std::iter::once(who.0)
							.chain(holders.iter().copied().filter(|holder| *holder != who.0))
							.map(|holder| (holder, None))
							.collect();
					},
					Step::Confirm(who, _, evidence) => {
						let receipt =
							record.receipts.iter_mut().find(|(holder, _)| *holder == who.0);
						receipt.unwrap().1 = Some((now, *evidence));
					},
					_ => unreachable!(),
				}
			},
		}
		about
	}

	/// The step on the chain.
	fn call(&self, step: &Step) -> DispatchResult {
		let origin = |who: &Who| signed(staff(who.0, who.1));
		let id = |pick: &Pick| self.pick(*pick);
		match step {
			Step::Wait(time) => {
				wait(*time);
				Ok(())
			},
			Step::Toggle(patient) => {
				OpenPatients::mutate(|open| match open.iter().position(|other| other == patient) {
					Some(at) => {
						open.remove(at);
					},
					None => open.push(*patient),
				});
				Ok(())
			},
			Step::Anchor(who, patient, anchor) => {
				PatientRecords::anchor(origin(who), *patient, *anchor)
			},
			Step::AddVersion(who, pick, off, content, fields, occurred, reason) => {
				PatientRecords::add_version(
					origin(who),
					id(pick),
					self.version_expected(id(pick), *off),
					digest(*content),
					fields.map(digest),
					*occurred,
					*reason,
				)
			},
			Step::Attest(who, pick, off) => {
				PatientRecords::attest(origin(who), id(pick), self.version_expected(id(pick), *off))
			},
			Step::Supersede(who, pair) => {
				let (by, record) = self.pair(*pair);
				PatientRecords::supersede(origin(who), record, by)
			},
			Step::EnterInError(who, pick) => PatientRecords::enter_in_error(origin(who), id(pick)),
			Step::Relate(who, relation, pair) => {
				let (record, target) = self.pair(*pair);
				PatientRecords::relate(origin(who), record, *relation, target)
			},
			Step::PlaceHold(who, pick) => {
				PatientRecords::place_hold(origin(who), id(pick), LegalHoldReason::Audit)
			},
			Step::ReleaseHold(who, pick) => PatientRecords::release_hold(origin(who), id(pick)),
			Step::Erase(who, pick, holders) => PatientRecords::erase(
				origin(who),
				id(pick),
				ErasureReason::PatientRequest,
				holders.clone().try_into().unwrap(),
			),
			Step::Confirm(who, pick, evidence) => {
				PatientRecords::confirm_erasure(origin(who), id(pick), digest(*evidence))
			},
		}
	}

	/// Whether the views say of the record what the model does.
	fn compare(&self, id: RecordId) {
		let Some(record) = self.records.get(&id) else {
			assert_eq!(PatientRecords::record(id), None);
			return;
		};
		let head = record.head();
		let status = match (record.in_error, record.superseded_by) {
			(true, _) => DocumentStatus::EnteredInError,
			(false, Some(by)) => DocumentStatus::Superseded { by },
			(false, None) => DocumentStatus::Current,
		};
		let retention = match (record.erased, record.held) {
			(Some(_), held) => {
				assert!(!held);
				Retention::Erased
			},
			(None, true) => Retention::OnHold,
			(None, false) => Retention::Kept,
		};
		assert_eq!(
			PatientRecords::record(id),
			Some(Record {
				custodian: record.custodian,
				department: 0,
				patient: record.patient,
				version: record.versions.len() as u16,
				content: head.content,
				fields: head.fields,
				data_class: record.data_class,
				compartment: record.compartment,
				status,
				composition: head.composition,
				retention,
				occurred: head.occurred,
				recorded: head.recorded,
				anchored: record.anchored(),
			})
		);

		let heads = record.versions.len() as u32;
		for (number, version) in (1..).zip(&record.versions) {
			let ModelVersion { content, fields, composition, occurred, recorded, reason } =
				*version;
			assert_eq!(
				PatientRecords::version(id, number),
				Some(VersionInfo {
					version: number,
					content,
					fields,
					composition,
					occurred,
					recorded,
					reason
				})
			);
			let expected = match (record.erased, record.in_error) {
				(Some(at), _) => {
					let reason = ErasureReason::PatientRequest;
					let because = Withdrawal::Erased { at, reason };
					Verification::Withdrawn { version: number, because }
				},
				(None, true) => {
					let because = Withdrawal::EnteredInError;
					Verification::Withdrawn { version: number, because }
				},
				(None, false) => Verification::Matches {
					version: number,
					head: heads,
					status,
					composition,
					recorded,
					suspect: false,
				},
			};
			let check = |version, digest| PatientRecords::verify_digest(id, version, digest);
			assert_eq!(check(Some(number), content), expected);
			assert_eq!(check(Some(number), digest(250)), Verification::Differs);
			if number == heads {
				assert_eq!(check(None, content), expected);
			}
		}
		assert_eq!(PatientRecords::version(id, heads + 1), None);

		let relations: Vec<_> =
			PatientRecords::relations(id).iter().map(|r| (r.relation, r.target)).collect();
		assert_eq!(relations, record.relations);

		let erasure = PatientRecords::erasure(id);
		assert_eq!(erasure.is_some(), record.erased.is_some());
		if let (Some(erasure), Some(at)) = (erasure, record.erased) {
			assert_eq!((erasure.at, erasure.due), (at, at + ERASURE_TERM));
			assert_eq!(erasure.ordered_by, record.custodian);
			let receipts: Vec<_> = erasure
				.receipts
				.iter()
				.map(|receipt| {
					let confirmed = receipt.confirmed.map(|c| (c.at, c.evidence.bytes[0]));
					(receipt.holder, confirmed)
				})
				.collect();
			assert_eq!(receipts, record.receipts);
			let overdue: Vec<_> = record
				.receipts
				.iter()
				.filter(|(_, confirmed)| confirmed.is_none() && self.now >= at + ERASURE_TERM)
				.map(|(holder, _)| *holder)
				.collect();
			assert_eq!(erasure.overdue, overdue);
		}
	}
}

fn who() -> impl Strategy<Value = Who> {
	use Role::*;
	let institution = prop_oneof![4 => Just(HOSPITALS[0]), 1 => Just(HOSPITALS[1])];
	let role = prop_oneof![
		8 => Just(Physician), 8 => Just(RecordsOfficer), 2 => Just(Trainee), 1 => Just(Pharmacist)
	];
	(institution, role)
}

/// Mostly somebody with the right role.
fn author() -> impl Strategy<Value = Who> {
	let role = prop_oneof![4 => Just(Role::Physician), 1 => Just(Role::Trainee)];
	let institution = prop_oneof![12 => Just(HOSPITAL), 1 => Just(CLINIC)];
	prop_oneof![9 => (institution, role), 1 => who()]
}

fn officer() -> impl Strategy<Value = Who> {
	let institution = prop_oneof![12 => Just(HOSPITAL), 1 => Just(CLINIC)];
	prop_oneof![9 => (institution, Just(Role::RecordsOfficer)), 1 => who()]
}

fn pick() -> impl Strategy<Value = Pick> {
	prop_oneof![15 => any::<u8>().prop_map(Pick::Nth), 1 => Just(Pick::Nowhere)]
}

/// Mostly the right way round.
fn pair() -> impl Strategy<Value = Pair> {
	let back = prop_oneof![12 => 1..4i8, 1 => Just(0i8), 1 => Just(-1i8)];
	(any::<u8>(), back).prop_map(|(number, back)| Pair(number, back))
}

fn off() -> impl Strategy<Value = i8> {
	prop_oneof![6 => Just(0i8), 1 => Just(-1i8), 1 => Just(1i8)]
}

/// Mostly in the past.
fn occurred() -> impl Strategy<Value = Moment> {
	prop_oneof![15 => START - DAY..START + CLOCK_DRIFT, 1 => Just(START + 10_000 * DAY)]
}

fn fields() -> impl Strategy<Value = Option<u8>> {
	prop_oneof![8 => Just(None), 8 => (1u8..5).prop_map(Some), 1 => Just(Some(0))]
}

fn step() -> impl Strategy<Value = Step> {
	let patient =
		|| prop_oneof![16 => Just(PATIENTS[0]), 4 => Just(PATIENTS[1]), 1 => Just(PATIENTS[2])];
	let class =
		select(vec![DataClass::Public, DataClass::Internal, DataClass::Sensitive, DataClass::Core]);
	let initial = select(vec![InitialStatus::Preliminary, InitialStatus::Final]);
	let compartment = prop_oneof![15 => 0u8..64, 1 => 64u8..];
	let anchor = (0u8..20, fields(), class, compartment, initial, occurred()).prop_map(
		|(content, fields, data_class, compartment, composition, occurred)| Anchor {
			content: digest(content),
			fields: fields.map(digest),
			data_class,
			compartment,
			composition,
			occurred,
		},
	);
	let reason = select(vec![
		AmendmentReason::Correction,
		AmendmentReason::Addition,
		AmendmentReason::PatientRequest,
	]);
	let relation = || {
		prop_oneof![
			1 => Just(Relation::Replaces),
			4 => Just(Relation::Transforms),
			4 => Just(Relation::Signs),
			4 => Just(Relation::Appends),
		]
	};
	let holder = prop_oneof![9 => 1..=4u32, 1 => Just(INSTITUTIONS + 1)];
	prop_oneof![
		6 => prop_oneof![8 => 1..HOUR, 1 => Just(ERASURE_TERM)].prop_map(Step::Wait),
		1 => select(PATIENTS[1..].to_vec()).prop_map(Step::Toggle),
		8 => (author(), patient(), anchor).prop_map(|(who, patient, anchor)| Step::Anchor(who, patient, anchor)),
		6 => (author(), pick(), off(), 0u8..20, fields(), occurred(), reason)
			.prop_map(|(a, b, c, d, e, f, g)| Step::AddVersion(a, b, c, d, e, f, g)),
		4 => (author(), pick(), off()).prop_map(|(a, b, c)| Step::Attest(a, b, c)),
		3 => (author(), pair()).prop_map(|(a, b)| Step::Supersede(a, b)),
		1 => (author(), pick()).prop_map(|(a, b)| Step::EnterInError(a, b)),
		8 => (author(), relation(), pair()).prop_map(|(a, b, c)| Step::Relate(a, b, c)),
		2 => (officer(), pick()).prop_map(|(a, b)| Step::PlaceHold(a, b)),
		2 => (officer(), pick()).prop_map(|(a, b)| Step::ReleaseHold(a, b)),
		1 => (officer(), pick(), vec(holder, 0..=4)).prop_map(|(a, b, c)| Step::Erase(a, b, c)),
		4 => (officer(), pick(), 0u8..9).prop_map(|(a, b, c)| Step::Confirm(a, b, c)),
	]
}

/// What happened how often, so that a run that never got anywhere is noticed.
type Tally = BTreeMap<String, u32>;

/// Changes with anything in storage.
fn state() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

fn run(steps: &[Step], tally: &RefCell<Tally>) {
	build_and_execute(|| {
		let mut model = Model {
			records: BTreeMap::new(),
			order: vec![],
			open: OpenPatients::get(),
			now: START,
		};
		for step in steps {
			let reasons = model.reasons(step);
			let before = state();
			let outcome = model.call(step);
			let name = format!("{step:?}").split('(').next().unwrap_or_default().to_string();
			match outcome {
				Ok(()) => {
					assert!(reasons.is_empty(), "{step:?} should fail: {reasons:?}");
					*tally.borrow_mut().entry(name).or_default() += 1;
					if let Some(about) = model.apply(step) {
						model.compare(about);
					}
				},
				Err(error) => {
					assert!(
						reasons.iter().any(|reason| same(reason, &error)),
						"{step:?}: {error:?}, expected one of {reasons:?}"
					);
					assert_eq!(state(), before, "{step:?} left a trace");
					*tally.borrow_mut().entry(format!("{:?}", message(&error))).or_default() += 1;
				},
			}
		}
		assert_eq!(Records::<Test>::iter().count(), model.records.len());
		for id in model.order.iter().copied().chain([NOWHERE]) {
			model.compare(id);
		}
	});
}

fn message(error: &DispatchError) -> &'static str {
	(*error).into()
}

fn same(one: &DispatchError, other: &DispatchError) -> bool {
	message(one) == message(other)
}

#[test]
fn the_chain_should_agree_with_the_model_whatever_is_called() {
	let total = std::env::var("GALEN_STEPS").ok().and_then(|steps| steps.parse().ok());
	let cases = total.unwrap_or(10_000u32).div_ceil(STEPS);
	let tally = RefCell::new(Tally::new());
	let config = ProptestConfig { cases, failure_persistence: None, ..Default::default() };
	TestRunner::new(config)
		.run(&vec(step(), STEPS as usize), |steps| {
			run(&steps, &tally);
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));

	let tally = tally.into_inner();
	println!("{} steps: {tally:#?}", cases * STEPS);
	if cases >= 20 {
		for name in [
			"Anchor",
			"AddVersion",
			"Attest",
			"Supersede",
			"EnterInError",
			"Relate",
			"PlaceHold",
			"ReleaseHold",
			"Erase",
			"Confirm",
		] {
			assert!(tally.contains_key(name), "{name} never went through");
		}
	}
}
