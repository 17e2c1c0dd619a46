// SPDX-License-Identifier: Apache-2.0

//! What scenarios with medicines need: a manufacturer with a lot, its packs' proofs, and windows.

use crate::*;
use drug_provenance_core::{leaves, Runs, StorageProfile, TemperatureRange, Window};
use galen_primitives::{
	gs1::{Gtin, Sscc, Text20},
	merkle, DeviceId,
};
use pallet_drug_provenance::{
	Call as MedicinesCall, Discrepancies, DispenseTerms, LotKey, LotTerms, PackKey, PackProof,
	ProductTerms, ShipmentKind,
};

/// The product of scenarios.
pub const PRODUCT: Gtin = Gtin(9_506_000_140_445);
/// Kept at 2 to 8 degrees; three readings out of range breach it, and so does half an hour of
/// silence.
pub const PROFILE: StorageProfile = StorageProfile {
	range: TemperatureRange { min: 200, max: 800 },
	heat_readings: 3,
	cold_readings: 3,
	max_gap: 1_800_000,
};
/// How many packs are in a case.
pub const PACKS_A_CASE: u32 = 4;
/// Names the salt with which pharmacies commit to patients.
pub const DISPENSED: &str = "dispensed";

/// A manufacturer with a lot, in cases.
pub struct Line {
	/// The institution.
	pub id: InstitutionId,
	/// Its responsible person.
	pub responsible: Signer,
	leaves: Vec<[u8; 32]>,
}

/// The lot of scenarios.
pub fn lot() -> LotKey {
	LotKey { gtin: PRODUCT, lot: text("L1") }
}

/// A lot's or serial number.
pub fn text(text: &str) -> Text20 {
	text.as_bytes().to_vec().try_into().expect("short; qed")
}

/// The container with this number, whatever that is.
pub fn sscc(number: u64) -> Sscc {
	(0..10)
		.map(|check| Sscc(106_141_410_000_000_000 + number * 10 + check))
		.find(Sscc::is_valid)
		.expect("one of ten fits; qed")
}

fn serial(pack: u32) -> Text20 {
	text(&format!("S{pack}"))
}

/// The key of a pack.
pub fn pack(number: u32) -> PackKey {
	PackKey { gtin: PRODUCT, serial: serial(number) }
}

fn salt(pack: u32) -> [u8; 32] {
	nonce(&format!("pack {pack}"))
}

/// The case that a pack was first put into.
pub fn first_case(pack: u32) -> Sscc {
	sscc(u64::from(pack / PACKS_A_CASE))
}

impl Line {
	/// What proves that there is such a pack.
	pub fn proof(&self, pack: u32) -> PackProof {
		let path = merkle::path(HashAlgorithm::Sha2_256, &self.leaves, pack).expect("a pack; qed");
		PackProof {
			lot: lot().lot,
			first_case: first_case(pack),
			salt: salt(pack),
			index: pack,
			path: path.try_into().expect("short; qed"),
		}
	}

	/// The call that dispenses a pack as a whole to somebody.
	pub fn dispense(&self, number: u32, occurred: Moment) -> RuntimeCall {
		self.dispense_to(number, document(702), true, occurred)
	}

	/// The call that dispenses a pack as a whole to whom `patient` commits to.
	pub fn dispense_to(
		&self,
		number: u32,
		patient: Digest,
		handed_over: bool,
		occurred: Moment,
	) -> RuntimeCall {
		let prescription = document(701);
		let terms = DispenseTerms { quantity: 10, prescription, patient, handed_over, occurred };
		MedicinesCall::dispense { pack: pack(number), proof: Some(self.proof(number)), terms }
			.into()
	}
}

/// The call that ships a container to be used.
pub fn ship(unit: Sscc, to: InstitutionId) -> RuntimeCall {
	let (order, kind) = (document(703), ShipmentKind::Supply);
	MedicinesCall::ship { unit, to, carrier: None, order, kind }.into()
}

/// The call that receives one that is complete.
pub fn receive(unit: Sscc) -> RuntimeCall {
	let discrepancies =
		Discrepancies { missing: Default::default(), damaged: Default::default(), overage: 0 };
	MedicinesCall::receive { unit, discrepancies }.into()
}

/// The call that submits a window of a reading a minute, the last one now, signed by the sensor.
pub fn window(
	chain: &Chain,
	unit: Sscc,
	device: DeviceId,
	key: &Signer,
	sequence: u32,
	readings: &[i32],
) -> RuntimeCall {
	let count = u32::try_from(readings.len()).expect("few; qed");
	let end = chain.now();
	let window = Window {
		sequence,
		start: end - u64::from(count) * MINUTE,
		end,
		min: *readings.iter().min().expect("some; qed"),
		max: *readings.iter().max().expect("some; qed"),
		mean: readings.iter().sum::<i32>() / i32::try_from(count).expect("few; qed"),
		count,
		range: PROFILE.range,
		heat: Runs::of(readings.iter().map(|reading| *reading > PROFILE.range.max)),
		cold: Runs::of(readings.iter().map(|reading| *reading < PROFILE.range.min)),
		longest_gap: 60_000,
		readings: document(704),
	};
	let signed = galen_primitives::statement::statement(
		b"sensor-window",
		&Institutions::chain_id(),
		&(device, unit, &window),
	);
	let signature = key.sign(&signed).0;
	MedicinesCall::submit_window { unit, device, window, signature }.into()
}

impl Chain {
	/// A pharmacist of the hospital.
	#[track_caller]
	pub fn pharmacist(&mut self) -> Signer {
		let pharmacist = Signer::named("pharmacist");
		self.hire(&bob(), &pharmacist, Role::Pharmacist);
		pharmacist
	}

	/// Admits a manufacturer, which commissions a lot of so many cases.
	#[track_caller]
	pub fn line(&mut self, cases: u32) -> Line {
		let administrator = Signer::named("manufacturer");
		let kinds = [InstitutionKind::Manufacturer];
		let id = self.admit(admission(&kinds, VotingClass::Industry), &administrator);
		let responsible = Signer::named("qualified person");
		self.hire(&administrator, &responsible, Role::ResponsiblePerson);
		let terms =
			ProductTerms { profile: Some(PROFILE), content: 10, master_data: document(705) };
		let register = MedicinesCall::register_product { gtin: PRODUCT, terms };
		self.submit(&responsible, register).succeeds();

		let (algorithm, key) = (HashAlgorithm::Sha2_256, lot());
		let chain = Institutions::chain_id();
		let leaf = |number| {
			let (serial, case, salt) = (serial(number), first_case(number), salt(number));
			leaves::pack(algorithm, &chain, PRODUCT, &key.lot, &serial, case, &salt)
				.expect("an algorithm that the chain has; qed")
		};
		let quantity = cases * PACKS_A_CASE;
		let leaves: Vec<_> = (0..quantity).map(leaf).collect();
		let bytes = merkle::root(algorithm, &leaves).expect("some; qed");
		let terms = LotTerms {
			production: self.now(),
			expiry: self.now() + 365 * DAY,
			quantity,
			quality: document(706),
			serials: Digest { algorithm, bytes },
		};
		let commission = MedicinesCall::commission_lot { lot: lot(), terms };
		self.submit(&responsible, commission).succeeds();
		let cases: Vec<_> = (0..cases).map(|case| sscc(case.into())).collect();
		let cases = cases.try_into().expect("few; qed");
		let commission = MedicinesCall::commission_cases { lot: lot(), cases, into: None };
		self.submit(&responsible, commission).succeeds();
		Line { id, responsible, leaves }
	}

	/// Has the manufacturer send a case, and `receiver` receive it.
	#[track_caller]
	pub fn delivered(&mut self, line: &Line, case: Sscc, to: InstitutionId, receiver: &Signer) {
		self.submit(&line.responsible, ship(case, to)).succeeds();
		self.submit(receiver, receive(case)).succeeds();
	}
}
