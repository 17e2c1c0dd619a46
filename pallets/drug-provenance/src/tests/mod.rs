// SPDX-License-Identifier: Apache-2.0

//! One file for each topic. Every test ends in `do_try_state`.

mod cold_chain;
mod commission;
mod cost;
mod custody;
mod dispense;
mod epcis;
mod origins;
mod property;
mod quarantine;
mod recall;
mod scenarios;
mod trace;
mod try_state;
mod units;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use galen_primitives::{
	gs1::{Gtin, Sscc, Text20},
	merkle,
	statement::statement,
	time::{DAY, HOUR, MINUTE},
	DeviceId, DeviceSignature, Digest, DispenseId, HashAlgorithm, InstitutionId, Moment,
};
use sp_runtime::DispatchResult;
use std::{collections::BTreeMap, sync::Mutex};

pub const GTIN: Gtin = Gtin(9506000134352);
pub const OTHER_GTIN: Gtin = Gtin(844588003288);
pub const ALGORITHM: HashAlgorithm = HashAlgorithm::Sha2_256;
/// How many tablets there are in a pack.
pub const CONTENT: u32 = 30;
pub const SENSOR: DeviceId = 7;

/// A digest of its own for each number but zero, which is all zeros.
pub fn digest(number: u8) -> Digest {
	Digest { algorithm: ALGORITHM, bytes: [number; 32] }
}

pub fn text(text: &str) -> Text20 {
	text.as_bytes().to_vec().try_into().unwrap()
}

/// A container's number, with the right check digit.
pub fn sscc(number: u64) -> Sscc {
	(0..10).map(|check| Sscc(number * 10 + check)).find(Sscc::is_valid).unwrap()
}

pub fn pallet(number: u64) -> Sscc {
	sscc(1_000_000 + number)
}

pub fn now() -> Moment {
	use frame_support::traits::Time;
	Timestamp::now()
}

/// A lot, as the line has made it: so many packs, so many in each case.
#[derive(Clone)]
pub struct Line {
	pub gtin: Gtin,
	pub lot: &'static str,
	pub packs: u32,
	pub per_case: u32,
	pub first_case: u64,
}

pub const LINE: Line = Line { gtin: GTIN, lot: "L1", packs: 12, per_case: 3, first_case: 1 };

impl Line {
	pub fn lot_key(&self) -> LotKey {
		LotKey { gtin: self.gtin, lot: text(self.lot) }
	}
	pub fn serial(&self, pack: u32) -> Text20 {
		text(&format!("{}S{pack}", self.lot))
	}
	pub fn key(&self, pack: u32) -> PackKey {
		PackKey { gtin: self.gtin, serial: self.serial(pack) }
	}
	pub fn case(&self, case: u32) -> Sscc {
		sscc(self.first_case + u64::from(case))
	}
	pub fn case_of(&self, pack: u32) -> Sscc {
		self.case(pack / self.per_case)
	}
	pub fn cases(&self) -> u32 {
		self.packs.div_ceil(self.per_case)
	}
	pub fn leaves(&self) -> Vec<[u8; 32]> {
		let leaf = |pack| {
			let (lot, serial) = (text(self.lot), self.serial(pack));
			let salt = [pack as u8; 32];
			leaves::pack(ALGORITHM, &CHAIN, self.gtin, &lot, &serial, self.case_of(pack), &salt)
		};
		(0..self.packs).map(|pack| leaf(pack).unwrap()).collect()
	}
	pub fn terms(&self) -> LotTerms {
		LotTerms {
			production: START - DAY,
			expiry: EXPIRY,
			quantity: self.packs,
			quality: digest(2),
			serials: Digest {
				algorithm: ALGORITHM,
				bytes: merkle::root(ALGORITHM, &self.leaves()).unwrap(),
			},
		}
	}
	pub fn proof(&self, pack: u32) -> PackProof {
		PackProof {
			lot: text(self.lot),
			first_case: self.case_of(pack),
			salt: [pack as u8; 32],
			index: pack,
			path: self.path(pack),
		}
	}
	/// Computed once for each pack: random tests ask for them all the time.
	fn path(&self, pack: u32) -> MerklePath {
		static PATHS: Mutex<BTreeMap<(&str, u32, u32), MerklePath>> = Mutex::new(BTreeMap::new());
		let compute = || {
			let path = merkle::path(ALGORITHM, &self.leaves(), pack).unwrap();
			MerklePath::try_from(path).unwrap()
		};
		let key = (self.lot, self.packs, pack);
		PATHS.lock().unwrap().entry(key).or_insert_with(compute).clone()
	}
	pub fn claimed(&self, pack: u32) -> ClaimedPack {
		ClaimedPack { pack: self.key(pack), proof: Some(self.proof(pack)) }
	}
	/// Commissions the lot, and its cases with it.
	pub fn commission(&self) {
		assert_ok!(DrugProvenance::commission_lot(signed(QP), self.lot_key(), self.terms()));
		let cases: Vec<_> = (0..self.cases()).map(|case| self.case(case)).collect();
		assert_ok!(DrugProvenance::commission_cases(
			signed(QP),
			self.lot_key(),
			cases.try_into().unwrap(),
			None
		));
	}
}

pub fn product_terms() -> ProductTerms {
	ProductTerms {
		profile: Some(StorageProfile::REFRIGERATED),
		content: CONTENT,
		master_data: digest(1),
	}
}

/// A product and a lot of it, with all its cases at the manufacturer.
pub fn commissioned() {
	assert_ok!(DrugProvenance::register_product(signed(QP), GTIN, product_terms()));
	LINE.commission();
}

pub fn list(units: &[Sscc]) -> UnitsOf<Test> {
	units.to_vec().try_into().unwrap()
}

pub fn pack_onto(who: AccountId, parent: Sscc, children: &[Sscc]) -> DispatchResult {
	DrugProvenance::pack(signed(who), parent, list(children))
}

pub fn unpack_from(who: AccountId, parent: Sscc, children: &[Sscc]) -> DispatchResult {
	DrugProvenance::unpack(signed(who), parent, list(children))
}

pub fn ship_as(
	who: AccountId,
	unit: Sscc,
	to: InstitutionId,
	kind: ShipmentKind,
) -> DispatchResult {
	DrugProvenance::ship(signed(who), unit, to, Some(CARRIER), digest(3), kind)
}

pub fn ship(who: AccountId, unit: Sscc, to: InstitutionId) -> DispatchResult {
	ship_as(who, unit, to, ShipmentKind::Supply)
}

pub fn nothing_wrong() -> Discrepancies {
	Discrepancies { missing: Default::default(), damaged: Default::default(), overage: 0 }
}

pub fn receive(who: AccountId, unit: Sscc) -> DispatchResult {
	DrugProvenance::receive(signed(who), unit, nothing_wrong())
}

/// Brings a container from the manufacturer to another institution.
pub fn delivered(unit: Sscc, to: InstitutionId) {
	assert_ok!(ship(MAKERS_OPERATOR, unit, to));
	wait(HOUR);
	assert_ok!(receive(staff(to, galen_primitives::Role::LogisticsOperator), unit));
}

pub fn terms(quantity: u32) -> DispenseTerms {
	DispenseTerms {
		quantity,
		prescription: digest(4),
		patient: digest(5),
		handed_over: false,
		occurred: now(),
	}
}

pub fn dispense_as(who: AccountId, pack: u32, quantity: u32) -> DispatchResult {
	let proof = Some(LINE.proof(pack));
	DrugProvenance::dispense(signed(who), LINE.key(pack), proof, terms(quantity))
}

pub fn dispense(pack: u32) -> DispatchResult {
	dispense_as(PHARMACIST, pack, CONTENT)
}

pub fn quarantine(who: AccountId, item: Item) -> DispatchResult {
	DrugProvenance::quarantine(signed(who), item, HoldReason::Suspect, None)
}

pub fn release(who: AccountId, item: Item, reason: HoldReason) -> DispatchResult {
	DrugProvenance::release(signed(who), item, reason, digest(6))
}

pub fn recall_notice() -> RecallNotice {
	RecallNotice { class: RecallClass::I, reason: RecallReason::Contamination, notice: digest(8) }
}

/// A watched container, from now on.
pub fn bound(who: AccountId, unit: Sscc, device: DeviceId, owner: InstitutionId) {
	sensor(device, owner);
	assert_ok!(DrugProvenance::bind_sensor(signed(who), unit, device));
}

pub fn telemetry(unit: Sscc, device: DeviceId) -> Telemetry {
	DrugProvenance::telemetry(unit, device).unwrap()
}

/// The window of readings a minute apart, from where the last one ended, and the next number.
pub fn window(unit: Sscc, device: DeviceId, values: &[i32]) -> Window {
	let Telemetry { next, exposure, profile, .. } = telemetry(unit, device);
	let count = values.len() as u32;
	let start = exposure.covered_until;
	let leaves: Vec<_> = values
		.iter()
		.enumerate()
		.map(|(index, value)| reading_leaf(device, start, index, *value))
		.collect();
	Window {
		sequence: next,
		start,
		end: start + Moment::from(count) * MINUTE,
		min: *values.iter().min().unwrap(),
		max: *values.iter().max().unwrap(),
		mean: values.iter().sum::<i32>() / count as i32,
		count,
		range: profile.range,
		heat: Runs::of(values.iter().map(|value| *value > profile.range.max)),
		cold: Runs::of(values.iter().map(|value| *value < profile.range.min)),
		longest_gap: MINUTE as u32,
		readings: Digest { algorithm: ALGORITHM, bytes: merkle::root(ALGORITHM, &leaves).unwrap() },
	}
}

pub fn reading_leaf(device: DeviceId, start: Moment, index: usize, value: i32) -> [u8; 32] {
	let at = start + index as Moment * MINUTE;
	leaves::reading(ALGORITHM, &CHAIN, device, at, value, &[index as u8; 32]).unwrap()
}

pub fn sign_window(unit: Sscc, device: DeviceId, window: &Window) -> DeviceSignature {
	signature(device, &statement(b"sensor-window", &CHAIN, &(device, unit, window)))
}

pub fn submit(unit: Sscc, device: DeviceId, window: Window) -> DispatchResult {
	let signed_by = sign_window(unit, device, &window);
	DrugProvenance::submit_window(signed(DRIVER), unit, device, window, signed_by)
		.map(|_| ())
		.map_err(|failed| failed.error)
}

/// Lets as many minutes pass as there are readings, and submits them.
pub fn measured(unit: Sscc, device: DeviceId, values: &[i32]) -> DispatchResult {
	wait(values.len() as Moment * MINUTE);
	submit(unit, device, window(unit, device, values))
}

pub fn unit(sscc: Sscc) -> UnitInfo<AccountId> {
	DrugProvenance::unit(sscc).unwrap()
}

pub fn standing(unit: Sscc) -> Standing {
	self::unit(unit).standing
}

/// What is known of a pack, with its path.
pub fn trace(pack: u32) -> PackTrace<AccountId> {
	let found = trace_whole(pack);
	assert_eq!(found.pedigree, Pedigree::Proven);
	found.status.unwrap()
}

pub fn trace_whole(pack: u32) -> Trace<AccountId> {
	DrugProvenance::trace(GTIN, text(LINE.lot), LINE.serial(pack), Some(LINE.proof(pack)))
}

pub fn pack_item(pack: u32) -> Item {
	Item::Pack(LINE.key(pack))
}

/// The last event.
pub fn assert_event(event: Event<Test>) {
	let events = System::read_events_for_pallet::<Event<Test>>();
	assert_eq!(events.last(), Some(&event));
}

/// The dispense that was recorded last.
pub fn last_dispense() -> DispenseId {
	NextDispense::<Test>::get() - 1
}
