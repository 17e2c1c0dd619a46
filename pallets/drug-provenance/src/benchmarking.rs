// SPDX-License-Identifier: Apache-2.0

//! Benchmarks of the calls, each at its worst.

use crate::*;
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::traits::{Get, Time};
use galen_primitives::{
	gs1::{Gtin, Sscc, Text20},
	statement::statement,
	time::{DAY, HOUR, MINUTE},
	DeviceId, DeviceSignature, Digest, HashAlgorithm, InstitutionId, Moment,
};

/// Sets up what other pallets know, by writing their real state.
pub trait BenchmarkHelper<RuntimeOrigin> {
	/// Admits an institution that may make, carry, trade and dispense medicines; another one for
	/// each `seed`.
	fn admit(seed: u32) -> InstitutionId;
	/// Somebody there who passes `ManufacturerOrigin`.
	fn manufacturer(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `HolderOrigin`, and isn't who passes `QualityOrigin`.
	fn holder(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `QualityOrigin`.
	fn quality(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `DispenserOrigin` and `HolderOrigin`.
	fn dispenser(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody who passes `RegulatorOrigin`.
	fn regulator() -> RuntimeOrigin;
	/// Puts a sensor of the institution's into service, calibrated for years; another one for each
	/// `seed`.
	fn sensor(owner: InstitutionId, seed: u32) -> DeviceId;
	/// That sensor's signature, with a key of P-256 or with the dearest of the other kinds.
	fn sign(device: DeviceId, is_p256: bool, statement: &[u8]) -> DeviceSignature;
	/// Sets the clock.
	fn set_time(now: Moment);
}

const START: Moment = 20_000 * DAY;
const ALGORITHM: HashAlgorithm = HashAlgorithm::Sha2_256;
const GTIN: Gtin = Gtin(9506000134352);
/// The first number of packs that aren't [`pack_key`].
const PACKS: u32 = 20;

fn digest(seed: u32) -> Digest {
	let bytes = seed.using_encoded(sp_io::hashing::sha2_256);
	Digest { algorithm: ALGORITHM, bytes }
}

/// A container's number, with the right check digit.
fn sscc(number: u64) -> Sscc {
	let tens = number.saturating_add(1_000_000).saturating_mul(10);
	(0..10)
		.map(|check| Sscc(tens.saturating_add(check)))
		.find(|sscc| sscc.is_valid())
		.unwrap_or(Sscc(0))
}

/// A product's number, with the right check digit: another product for each `number`.
fn gtin_of(number: u32) -> Gtin {
	if number == 1 {
		return GTIN;
	}
	let tens = u64::from(number).saturating_add(950_600_200_000).saturating_mul(10);
	(0..10)
		.map(|check| Gtin(tens.saturating_add(check)))
		.find(|gtin| gtin.is_valid())
		.unwrap_or(Gtin(0))
}

/// Twenty characters.
fn text(seed: u32) -> Text20 {
	let mut text = vec![b'A'; 10];
	text.extend((0..10u32).rev().map(|place| {
		let digit = seed.checked_div(10u32.saturating_pow(place)).unwrap_or(0).checked_rem(10);
		b'0'.saturating_add(digit.and_then(|digit| u8::try_from(digit).ok()).unwrap_or(0))
	}));
	Text20::truncate_from(text)
}

fn serial() -> Text20 {
	text(1)
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
	sp_io::hashing::sha2_256(&parts.concat())
}

/// The longest path there is, of the first leaf of as many as there can be, and the root over them.
fn tallest_tree(leaf: [u8; 32]) -> (MerklePath, [u8; 32]) {
	let path: Vec<[u8; 32]> = (0..32u32).map(|level| digest(level).bytes).collect();
	let mut node = hash(&[&[0], &leaf]);
	for sibling in &path {
		node = hash(&[&[1], &node, sibling]);
	}
	(MerklePath::truncate_from(path), hash(&[&[2], &u32::MAX.to_le_bytes(), &node]))
}

/// A manufacturer with a product and a lot, whose first pack has the longest path.
struct Setup {
	maker: InstitutionId,
	other: InstitutionId,
	case: Sscc,
}

fn lot_key(number: u32) -> LotKey {
	LotKey { gtin: gtin_of(number), lot: text(number) }
}

fn pack_key() -> PackKey {
	PackKey { gtin: GTIN, serial: serial() }
}

fn recall_notice() -> RecallNotice {
	RecallNotice { class: RecallClass::I, reason: RecallReason::Contamination, notice: digest(8) }
}

fn product_terms() -> ProductTerms {
	ProductTerms {
		profile: Some(StorageProfile::REFRIGERATED),
		content: 30,
		master_data: digest(1),
	}
}

/// What proves a pack of the lot of that number, and that lot's terms.
fn proof_and_terms<T: Config>(number: u32, first_case: Sscc) -> (PackProof, LotTerms) {
	let (lot, salt) = (text(number), [7; 32]);
	let chain = T::ChainId::get();
	let (gtin, serial) = (gtin_of(number), serial_of(number));
	let leaf =
		leaves::pack(ALGORITHM, &chain, gtin, &lot, &serial, first_case, &salt).unwrap_or_default();
	let (path, bytes) = tallest_tree(leaf);
	let terms = LotTerms {
		production: START.saturating_sub(DAY),
		expiry: START.saturating_add(1_000 * DAY),
		quantity: u32::MAX,
		quality: digest(2),
		serials: Digest { algorithm: ALGORITHM, bytes },
	};
	(PackProof { lot, first_case, salt, index: 0, path }, terms)
}

/// The serial number of the provable pack of a lot.
fn serial_of(number: u32) -> Text20 {
	if number == 1 {
		serial()
	} else {
		text(number)
	}
}

impl Setup {
	fn new<T: Config>() -> Result<Self, BenchmarkError> {
		T::BenchmarkHelper::set_time(START);
		let setup = Self {
			maker: T::BenchmarkHelper::admit(0),
			other: T::BenchmarkHelper::admit(1),
			case: sscc(1),
		};
		setup.lot::<T>(1, setup.case)?;
		Ok(setup)
	}

	/// The product of the lot of that number.
	fn product<T: Config>(&self, number: u32) -> Result<(), BenchmarkError> {
		let who = T::BenchmarkHelper::manufacturer(self.maker);
		Pallet::<T>::register_product(who, gtin_of(number), product_terms())?;
		Ok(())
	}

	/// Another lot of another product, with a first case.
	fn lot<T: Config>(&self, number: u32, case: Sscc) -> Result<(), BenchmarkError> {
		self.product::<T>(number)?;
		let (_, terms) = proof_and_terms::<T>(number, case);
		let who = T::BenchmarkHelper::manufacturer(self.maker);
		Pallet::<T>::commission_lot(who.clone(), lot_key(number), terms)?;
		let cases = UnitsOf::<T>::truncate_from(vec![case]);
		Pallet::<T>::commission_cases(who, lot_key(number), cases, None)?;
		Ok(())
	}

	fn proof<T: Config>(&self) -> Option<PackProof> {
		Some(proof_and_terms::<T>(1, self.case).0)
	}

	/// Puts the case into as many containers as there can be, the outermost of which is watched,
	/// and lets sensors have vouched for it as often as it can remember. The outermost one.
	fn bury<T: Config>(&self) -> Result<Sscc, BenchmarkError> {
		self.remember::<T>(self.case, MAX_SPELLS.saturating_sub(1));
		self.wrap::<T>(self.case, 1, 1)
	}

	/// Puts a container, the one of that level, into others up to the last level, and has a sensor
	/// watch the outermost one. Other containers and another sensor for each `seed`.
	fn wrap<T: Config>(&self, unit: Sscc, level: u32, seed: u32) -> Result<Sscc, BenchmarkError> {
		let mut inner = unit;
		for level in level..T::MaxDepth::get() {
			let number = seed.saturating_mul(10).saturating_add(level).saturating_add(100);
			let outer = sscc(u64::from(number));
			let children = UnitsOf::<T>::truncate_from(vec![inner]);
			Pallet::<T>::pack(T::BenchmarkHelper::holder(self.maker), outer, children)?;
			inner = outer;
		}
		self.watch_by::<T>(inner, seed)?;
		Ok(inner)
	}

	/// Spells and handovers, as if there had been so many.
	fn remember<T: Config>(&self, unit: Sscc, spells: u32) {
		let devices: Vec<_> = (0..spells)
			.map(|seed| T::BenchmarkHelper::sensor(self.maker, seed.saturating_add(10)))
			.collect();
		Units::<T>::mutate(unit, |unit| {
			let Some(unit) = unit else { return };
			for device in devices {
				let spell = Spell { device, from: START.saturating_sub(DAY), until: START };
				let _ = unit.trail.spells.try_push(spell);
			}
			for at in 0..MAX_STEPS {
				let at = Moment::from(at);
				let step = CustodyStep { from: 0, to: 1, shipped: at, received: at };
				let _ = unit.trail.steps.try_push(step);
			}
		});
	}

	fn watch<T: Config>(&self, unit: Sscc) -> Result<DeviceId, BenchmarkError> {
		self.watch_by::<T>(unit, 1)
	}

	fn watch_by<T: Config>(&self, unit: Sscc, seed: u32) -> Result<DeviceId, BenchmarkError> {
		let device = T::BenchmarkHelper::sensor(self.maker, seed);
		Pallet::<T>::bind_sensor(T::BenchmarkHelper::holder(self.maker), unit, device)?;
		Ok(device)
	}

	/// A container that holds as many lots as it can, the first of them in the first case.
	fn mix<T: Config>(&self) -> Result<Sscc, BenchmarkError> {
		let mut cases = vec![self.case];
		for number in 2..=MAX_LOTS {
			let case = sscc(u64::from(number));
			self.lot::<T>(number, case)?;
			cases.push(case);
		}
		let (unit, cases) = (sscc(99), UnitsOf::<T>::truncate_from(cases));
		Pallet::<T>::pack(T::BenchmarkHelper::holder(self.maker), unit, cases)?;
		self.remember::<T>(unit, MAX_SPELLS);
		Ok(unit)
	}

	/// So many first cases more.
	fn cases<T: Config>(
		&self,
		count: u32,
		into: Option<Sscc>,
	) -> Result<Vec<Sscc>, BenchmarkError> {
		let cases: Vec<_> =
			(0..count).map(|number| sscc(u64::from(number).saturating_add(1_000))).collect();
		if !cases.is_empty() {
			Pallet::<T>::commission_cases(
				T::BenchmarkHelper::manufacturer(self.maker),
				lot_key(1),
				UnitsOf::<T>::truncate_from(cases.clone()),
				into,
			)?;
		}
		Ok(cases)
	}

	/// A pack of a product and a lot of its own, whose first case has gone through as much as it can
	/// remember, but for one sensor.
	fn pack_of<T: Config>(&self, number: u32, case: Sscc) -> Result<ClaimedPack, BenchmarkError> {
		self.lot::<T>(number, case)?;
		self.remember::<T>(case, MAX_SPELLS.saturating_sub(1));
		let (proof, _) = proof_and_terms::<T>(number, case);
		let pack = PackKey { gtin: gtin_of(number), serial: serial_of(number) };
		Ok(ClaimedPack { pack, proof: Some(proof) })
	}

	/// So many packs, the first case of each in as many containers as there can be, whose sensor
	/// has been silent.
	fn buried_packs<T: Config>(&self, count: u32) -> Result<PacksOf<T>, BenchmarkError> {
		let mut packs = Vec::new();
		for number in PACKS..PACKS.saturating_add(count) {
			let case = sscc(u64::from(number).saturating_add(5_000));
			packs.push(self.pack_of::<T>(number, case)?);
			self.wrap::<T>(case, 1, number)?;
		}
		T::BenchmarkHelper::set_time(START.saturating_add(HOUR));
		Ok(PacksOf::<T>::truncate_from(packs))
	}

	/// So many packs that were packed after they had left their first cases, otherwise the same:
	/// the containers count them by their state.
	fn repacked<T: Config>(&self, count: u32) -> Result<PacksOf<T>, BenchmarkError> {
		let who = || T::BenchmarkHelper::holder(self.maker);
		let mut packs = Vec::new();
		for number in PACKS..PACKS.saturating_add(count) {
			let case = sscc(u64::from(number).saturating_add(5_000));
			let claimed = self.pack_of::<T>(number, case)?;
			let one =
				|proof| PacksOf::<T>::truncate_from(vec![ClaimedPack { proof, ..claimed.clone() }]);
			Pallet::<T>::unpack_items(who(), one(claimed.proof.clone()))?;
			let inner = sscc(u64::from(number).saturating_add(6_000));
			Pallet::<T>::pack_items(who(), inner, one(None))?;
			self.wrap::<T>(inner, 1, number)?;
			packs.push(ClaimedPack { proof: None, ..claimed });
		}
		T::BenchmarkHelper::set_time(START.saturating_add(HOUR));
		Ok(PacksOf::<T>::truncate_from(packs))
	}

	fn dispensed<T: Config>(&self) -> Result<(), BenchmarkError> {
		Pallet::<T>::dispense(
			T::BenchmarkHelper::dispenser(self.maker),
			pack_key(),
			self.proof::<T>(),
			self.terms::<T>(),
		)?;
		Ok(())
	}

	fn terms<T: Config>(&self) -> DispenseTerms {
		DispenseTerms {
			quantity: 30,
			prescription: digest(4),
			patient: digest(5),
			handed_over: false,
			occurred: T::Time::now(),
		}
	}

	/// A container with all the lots that it can hold, its sensor, and a window that is a breach.
	fn breach<T: Config>(
		&self,
		is_p256: bool,
	) -> Result<(Sscc, DeviceId, Window, DeviceSignature), BenchmarkError> {
		let unit = self.mix::<T>()?;
		let device = self.watch::<T>(unit)?;
		T::BenchmarkHelper::set_time(START.saturating_add(10 * MINUTE));
		let all = Runs { leading: 3, trailing: 3, longest: 3 };
		let window = Window {
			sequence: 0,
			start: START,
			end: START.saturating_add(MINUTE),
			min: 900,
			max: 900,
			mean: 900,
			count: 3,
			range: StorageProfile::REFRIGERATED.range,
			heat: all,
			cold: Runs::NONE,
			longest_gap: 20_000,
			readings: digest(9),
		};
		let chain = T::ChainId::get();
		let signed = statement(b"sensor-window", &chain, &(device, unit, window));
		Ok((unit, device, window, T::BenchmarkHelper::sign(device, is_p256, &signed)))
	}

	/// Such a container and its sensor, and a reading after a gap.
	fn late<T: Config>(
		&self,
		is_p256: bool,
	) -> Result<(Sscc, DeviceId, Reading, DeviceSignature), BenchmarkError> {
		let unit = self.mix::<T>()?;
		let device = self.watch::<T>(unit)?;
		T::BenchmarkHelper::set_time(START.saturating_add(HOUR));
		let reading = Reading { sequence: 0, at: START.saturating_add(HOUR), value: 900 };
		let chain = T::ChainId::get();
		let signed = statement(b"sensor-reading", &chain, &(device, unit, reading));
		Ok((unit, device, reading, T::BenchmarkHelper::sign(device, is_p256, &signed)))
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register_product() {
		let maker = T::BenchmarkHelper::admit(0);
		let who = T::BenchmarkHelper::manufacturer(maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, GTIN, product_terms());

		assert!(Products::<T>::contains_key(GTIN));
	}

	#[benchmark]
	fn withdraw_product() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = T::BenchmarkHelper::manufacturer(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, GTIN);

		let status = Products::<T>::get(GTIN).map(|product| product.status);
		assert_eq!(status, Some(ProductStatus::Withdrawn));
		Ok(())
	}

	/// A million packs and more: the quantity is no component, since nothing depends on it.
	#[benchmark]
	fn commission_lot() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = T::BenchmarkHelper::manufacturer(setup.maker);
		setup.product::<T>(2)?;
		let (_, terms) = proof_and_terms::<T>(2, setup.case);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, lot_key(2), terms);

		assert!(Lots::<T>::contains_key(lot_key(2)));
		Ok(())
	}

	#[benchmark]
	fn commission_cases(n: Linear<1, { T::MaxUnits::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let cases: Vec<_> =
			(0..n).map(|number| sscc(u64::from(number).saturating_add(1_000))).collect();
		let who = T::BenchmarkHelper::manufacturer(setup.maker);
		let cases = UnitsOf::<T>::truncate_from(cases);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, lot_key(1), cases, Some(sscc(99)));

		assert_eq!(Units::<T>::get(sscc(99)).map(|unit| unit.units), Some(n));
		Ok(())
	}

	#[benchmark]
	fn pack(n: Linear<1, { T::MaxUnits::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let cases = UnitsOf::<T>::truncate_from(setup.cases::<T>(n, None)?);
		let who = T::BenchmarkHelper::holder(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, sscc(99), cases);

		assert_eq!(Units::<T>::get(sscc(99)).map(|unit| unit.units), Some(n));
		Ok(())
	}

	#[benchmark]
	fn unpack(n: Linear<1, { T::MaxUnits::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let cases = UnitsOf::<T>::truncate_from(setup.cases::<T>(n, Some(sscc(99)))?);
		setup.remember::<T>(sscc(99), MAX_SPELLS.saturating_sub(1));
		let mut inner = sscc(99);
		for level in 2..T::MaxDepth::get() {
			let outer = sscc(u64::from(level).saturating_add(100));
			let children = UnitsOf::<T>::truncate_from(vec![inner]);
			Pallet::<T>::pack(T::BenchmarkHelper::holder(setup.maker), outer, children)?;
			inner = outer;
		}
		setup.watch::<T>(inner)?;
		// The sensor has been silent since.
		T::BenchmarkHelper::set_time(START.saturating_add(HOUR));
		let who = T::BenchmarkHelper::holder(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, sscc(99), cases);

		assert_eq!(Units::<T>::get(sscc(99)).map(|unit| unit.units), Some(0));
		Ok(())
	}

	#[benchmark]
	fn pack_items(
		n: Linear<1, { T::MaxPacks::get().min(MAX_LOTS) }>,
	) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let packs = setup.buried_packs::<T>(n)?;
		let who = T::BenchmarkHelper::holder(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, sscc(99), packs);

		assert_eq!(Units::<T>::get(sscc(99)).map(|unit| unit.packs), Some(n));
		Ok(())
	}

	#[benchmark]
	fn unpack_items(n: Linear<1, { T::MaxPacks::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let packs = setup.repacked::<T>(n)?;
		let who = T::BenchmarkHelper::holder(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, packs);

		let mut packs = Packs::<T>::iter_values();
		assert!(packs.all(|found| matches!(found.place, PackPlace::Held(_))));
		Ok(())
	}

	#[benchmark]
	fn ship() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let unit = setup.mix::<T>()?;
		setup.watch::<T>(unit)?;
		let who = T::BenchmarkHelper::holder(setup.maker);

		#[extrinsic_call]
		_(
			who as T::RuntimeOrigin,
			unit,
			setup.other,
			Some(setup.other),
			digest(3),
			ShipmentKind::Supply,
		);

		let place = Units::<T>::get(unit).map(|unit| unit.place);
		assert!(matches!(place, Some(Place::InTransit(_))));
		Ok(())
	}

	/// `n` counts what is missing or damaged.
	#[benchmark]
	fn receive(n: Linear<0, 32>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let unit = sscc(99);
		let cases = setup.cases::<T>(n.max(1), Some(unit))?;
		setup.remember::<T>(unit, MAX_SPELLS.saturating_sub(1));
		setup.watch::<T>(unit)?;
		Pallet::<T>::ship(
			T::BenchmarkHelper::holder(setup.maker),
			unit,
			setup.other,
			None,
			digest(3),
			ShipmentKind::Return,
		)?;
		T::BenchmarkHelper::set_time(START.saturating_add(HOUR));
		let of = |skip: u32| {
			let count = n.saturating_sub(skip).min(MAX_DISCREPANCIES);
			let (skip, count) = (usize::try_from(skip), usize::try_from(count));
			let listed = cases.iter().skip(skip.unwrap_or(0)).take(count.unwrap_or(0));
			BoundedVec::truncate_from(listed.copied().collect())
		};
		let discrepancies =
			Discrepancies { missing: of(0), damaged: of(MAX_DISCREPANCIES), overage: 1 };
		let who = T::BenchmarkHelper::holder(setup.other);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, unit, discrepancies);

		let place = Units::<T>::get(unit).map(|unit| unit.place);
		assert_eq!(place, Some(Place::Held(setup.other)));
		Ok(())
	}

	#[benchmark]
	fn void_shipping() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = T::BenchmarkHelper::holder(setup.maker);
		Pallet::<T>::ship(
			who.clone(),
			setup.case,
			setup.other,
			None,
			digest(3),
			ShipmentKind::Supply,
		)?;

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, setup.case);

		let place = Units::<T>::get(setup.case).map(|unit| unit.place);
		assert_eq!(place, Some(Place::Held(setup.maker)));
		Ok(())
	}

	/// A pack proven from the innermost container: those around it count it.
	#[benchmark]
	fn quarantine() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let who = T::BenchmarkHelper::regulator();
		let proof = setup.proof::<T>();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, Item::Pack(pack_key()), HoldReason::Suspect, proof);

		assert!(Packs::<T>::contains_key(pack_key()));
		Ok(())
	}

	#[benchmark]
	fn release() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let item = Item::Pack(pack_key());
		Pallet::<T>::quarantine(
			T::BenchmarkHelper::holder(setup.maker),
			item.clone(),
			HoldReason::Suspect,
			setup.proof::<T>(),
		)?;
		let who = T::BenchmarkHelper::quality(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, item, HoldReason::Suspect, digest(6));

		assert!(Packs::<T>::get(pack_key()).is_some_and(|found| !found.is_held()));
		Ok(())
	}

	#[benchmark]
	fn declare_illegitimate() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let item = Item::Pack(pack_key());
		Pallet::<T>::quarantine(
			T::BenchmarkHelper::holder(setup.maker),
			item.clone(),
			HoldReason::Suspect,
			setup.proof::<T>(),
		)?;
		let who = T::BenchmarkHelper::quality(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, item, digest(6));

		assert!(Notices::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn notify_illegitimate() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let item = Item::Unit(setup.case);
		let who = T::BenchmarkHelper::quality(setup.maker);
		let holder = T::BenchmarkHelper::holder(setup.maker);
		Pallet::<T>::quarantine(holder, item.clone(), HoldReason::Suspect, None)?;
		Pallet::<T>::declare_illegitimate(who.clone(), item, digest(6))?;

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, 0, digest(7));

		assert!(Notices::<T>::get(0).is_some_and(|notice| notice.notified.is_some()));
		Ok(())
	}

	#[benchmark]
	fn review_spells() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let who = T::BenchmarkHelper::quality(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, Item::Unit(setup.case), START, digest(6));

		assert!(Units::<T>::get(setup.case).is_some_and(|unit| unit.trail.spells.is_empty()));
		Ok(())
	}

	#[benchmark]
	fn recall_product() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = T::BenchmarkHelper::manufacturer(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, GTIN, recall_notice());

		assert!(Products::<T>::get(GTIN).is_some_and(|product| is_open(&product.recall)));
		Ok(())
	}

	#[benchmark]
	fn recall_lot() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = T::BenchmarkHelper::manufacturer(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, lot_key(1), recall_notice());

		assert!(Lots::<T>::get(lot_key(1)).is_some_and(|lot| is_open(&lot.recall)));
		Ok(())
	}

	#[benchmark]
	fn recall_packs(n: Linear<1, { T::MaxPacks::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = T::BenchmarkHelper::manufacturer(setup.maker);
		let serials = SerialsOf::<T>::truncate_from((0..n).map(text).collect());

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, GTIN, serials, recall_notice());

		assert_eq!(PackRecalls::<T>::iter().count(), usize::try_from(n).unwrap_or(0));
		Ok(())
	}

	#[benchmark]
	fn report_recall() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let scope = RecallScope::Pack(pack_key());
		let maker = T::BenchmarkHelper::manufacturer(setup.maker);
		let serials = SerialsOf::<T>::truncate_from(vec![serial()]);
		Pallet::<T>::recall_packs(maker, GTIN, serials, recall_notice())?;
		let who = T::BenchmarkHelper::holder(setup.other);
		Pallet::<T>::report_recall(who.clone(), scope.clone(), RecallReport::default())?;
		let report = RecallReport { located: 1, returned: 1, destroyed: 1, supplied: 1 };

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, scope, report);

		let effect = PackRecalls::<T>::get(pack_key()).map(|recall| recall.effect);
		assert!(effect.is_some_and(|effect| effect.located == 1));
		Ok(())
	}

	#[benchmark]
	fn terminate_recall() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let maker = T::BenchmarkHelper::manufacturer(setup.maker);
		let serials = SerialsOf::<T>::truncate_from(vec![serial()]);
		Pallet::<T>::recall_packs(maker, GTIN, serials, recall_notice())?;
		let who = T::BenchmarkHelper::regulator();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, RecallScope::Pack(pack_key()));

		assert!(PackRecalls::<T>::get(pack_key()).is_some_and(|recall| !recall.is_open()));
		Ok(())
	}

	#[benchmark]
	fn dispense() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let who = T::BenchmarkHelper::dispenser(setup.maker);
		let (proof, terms) = (setup.proof::<T>(), setup.terms::<T>());

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, pack_key(), proof, terms);

		assert!(Dispenses::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn hand_over() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		setup.dispensed::<T>()?;
		let who = T::BenchmarkHelper::dispenser(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, 0);

		assert!(Dispenses::<T>::get(0).is_some_and(|found| found.handed_over.is_some()));
		Ok(())
	}

	#[benchmark]
	fn revert_dispense() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		setup.dispensed::<T>()?;
		let who = T::BenchmarkHelper::dispenser(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, 0);

		assert!(Dispenses::<T>::get(0).is_some_and(|found| found.reverted.is_some()));
		Ok(())
	}

	#[benchmark]
	fn decommission() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let who = T::BenchmarkHelper::holder(setup.maker);
		let proof = setup.proof::<T>();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, pack_key(), proof, DecommissionReason::Sample);

		assert!(Packs::<T>::contains_key(pack_key()));
		Ok(())
	}

	#[benchmark]
	fn revert_decommission() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let who = T::BenchmarkHelper::holder(setup.maker);
		Pallet::<T>::decommission(
			who.clone(),
			pack_key(),
			setup.proof::<T>(),
			DecommissionReason::Sample,
		)?;

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, pack_key());

		let status = Packs::<T>::get(pack_key()).map(|found| found.status);
		assert_eq!(status, Some(PackStatus::Active));
		Ok(())
	}

	#[benchmark]
	fn take_back() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		setup.dispensed::<T>()?;
		let who = T::BenchmarkHelper::dispenser(setup.other);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, pack_key());

		let status = Packs::<T>::get(pack_key()).map(|found| found.status);
		assert_eq!(status, Some(PackStatus::Returned));
		Ok(())
	}

	/// A pack that is counted in all the containers around it.
	#[benchmark]
	fn destroy() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let who = T::BenchmarkHelper::holder(setup.maker);
		let (item, proof) = (Item::Pack(pack_key()), setup.proof::<T>());
		Pallet::<T>::quarantine(who.clone(), item.clone(), HoldReason::Suspect, proof)?;
		let proof = setup.proof::<T>();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, item, proof, digest(6));

		let status = Packs::<T>::get(pack_key()).map(|found| found.status);
		assert_eq!(status, Some(PackStatus::Destroyed));
		Ok(())
	}

	#[benchmark]
	fn report_stolen() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let who = T::BenchmarkHelper::holder(setup.maker);
		let (item, proof) = (Item::Pack(pack_key()), setup.proof::<T>());
		Pallet::<T>::quarantine(who.clone(), item.clone(), HoldReason::Suspect, proof)?;
		let proof = setup.proof::<T>();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, item, proof, digest(6));

		let status = Packs::<T>::get(pack_key()).map(|found| found.status);
		assert_eq!(status, Some(PackStatus::Stolen));
		Ok(())
	}

	#[benchmark]
	fn scan() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		setup.bury::<T>()?;
		let who = T::BenchmarkHelper::holder(setup.other);
		let proof = setup.proof::<T>();

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, pack_key(), text(1), proof);

		assert!(Alerts::<T>::contains_key(pack_key()));
		Ok(())
	}

	#[benchmark]
	fn bind_sensor() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let who = T::BenchmarkHelper::holder(setup.maker);
		let device = T::BenchmarkHelper::sensor(setup.maker, 1);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, setup.case, device);

		assert!(SensorUnits::<T>::contains_key(device));
		Ok(())
	}

	#[benchmark]
	fn unbind_sensor() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let device = setup.watch::<T>(setup.case)?;
		T::BenchmarkHelper::set_time(START.saturating_add(HOUR));
		let who = T::BenchmarkHelper::holder(setup.maker);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, setup.case);

		assert!(!SensorUnits::<T>::contains_key(device));
		Ok(())
	}

	/// What is in the container is no component, since nothing depends on it.
	#[benchmark]
	fn submit_window() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (unit, device, window, signature) = setup.breach::<T>(false)?;
		let who = T::BenchmarkHelper::holder(setup.other);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, unit, device, window, signature);

		assert!(Units::<T>::get(unit).is_some_and(|unit| unit.trail.is_held()));
		Ok(())
	}

	#[benchmark]
	fn submit_window_p256() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (unit, device, window, signature) = setup.breach::<T>(true)?;
		let who = T::BenchmarkHelper::holder(setup.other);

		#[extrinsic_call]
		submit_window(who as T::RuntimeOrigin, unit, device, window, signature);

		assert!(Units::<T>::get(unit).is_some_and(|unit| unit.trail.is_held()));
		Ok(())
	}

	#[benchmark]
	fn submit_reading() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (unit, device, reading, signature) = setup.late::<T>(false)?;
		let who = T::BenchmarkHelper::holder(setup.other);

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, unit, device, reading, signature);

		assert!(Units::<T>::get(unit).is_some_and(|unit| unit.trail.is_held()));
		Ok(())
	}

	#[benchmark]
	fn submit_reading_p256() -> Result<(), BenchmarkError> {
		let setup = Setup::new::<T>()?;
		let (unit, device, reading, signature) = setup.late::<T>(true)?;
		let who = T::BenchmarkHelper::holder(setup.other);

		#[extrinsic_call]
		submit_reading(who as T::RuntimeOrigin, unit, device, reading, signature);

		assert!(Units::<T>::get(unit).is_some_and(|unit| unit.trail.is_held()));
		Ok(())
	}

	#[benchmark]
	fn anchor_event() {
		T::BenchmarkHelper::set_time(START);
		let maker = T::BenchmarkHelper::admit(0);
		let who = T::BenchmarkHelper::holder(maker);
		let anchor = EventAnchor { hash: [1; 32], kind: EventKind::Object, occurred: START };

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, anchor);

		assert!(EpcisEvents::<T>::contains_key([1; 32]));
	}

	#[benchmark]
	fn declare_error(n: Linear<0, { MAX_CORRECTIVE }>) -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(START);
		let maker = T::BenchmarkHelper::admit(0);
		let who = T::BenchmarkHelper::holder(maker);
		let hashes: Vec<_> = (0..=n).map(|seed| digest(seed).bytes).collect();
		for hash in &hashes {
			let anchor = EventAnchor { hash: *hash, kind: EventKind::Object, occurred: START };
			Pallet::<T>::anchor_event(who.clone(), anchor)?;
		}
		let first = digest(0).bytes;
		let corrective = BoundedVec::truncate_from(hashes.into_iter().skip(1).collect());

		#[extrinsic_call]
		_(who as T::RuntimeOrigin, first, ErrorReason::IncorrectData, corrective);

		assert!(EpcisEvents::<T>::get(first).is_some_and(|event| event.error.is_some()));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
