// SPDX-License-Identifier: Apache-2.0

//! Packs and containers: where they are, who has them, and what they went through.

use super::{chain_type, LotKey, NoticeId};
use drug_provenance_core::{Decommission, Exposure, PackStatus, StorageProfile};
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{
	commitment::Salt,
	gs1::{Gtin, Sscc, Text20},
	merkle, DeviceId, Digest, InstitutionId, Moment,
};

/// The siblings that prove a leaf, from the bottom; as long as the longest possible path.
pub type MerklePath = BoundedVec<[u8; 32], ConstU32<{ merkle::MAX_PATH }>>;

/// How many holds one thing can be under. They are read with it: four reasons at once are more than
/// anybody releases one by one.
pub const MAX_HOLDS: u32 = 4;

/// How many spells of sensors one thing can carry along. Each one costs a look at its device when
/// somebody wants the thing: one for each of the usual hands on the way, and some to spare.
pub const MAX_SPELLS: u32 = 6;

/// How many steps of custody are kept with one thing. Earlier ones are in the events.
pub const MAX_STEPS: u32 = 8;

/// How many lots one container can hold. They are read when it is shipped.
pub const MAX_LOTS: u32 = 8;

chain_type! {
	/// A pack (SGTIN): a product's serial number.
	pub struct PackKey {
		/// The product.
		pub gtin: Gtin,
		/// The serial number.
		pub serial: Text20,
	}

	/// Something that can be held, released, stolen or destroyed.
	pub enum Item {
		/// A container, with everything in it.
		#[codec(index = 0)]
		Unit(Sscc),
		/// A pack.
		#[codec(index = 1)]
		Pack(PackKey),
	}

	/// What proves that a pack was commissioned with a lot, into a first case.
	pub struct PackProof {
		/// The lot.
		pub lot: Text20,
		/// The case that the pack was first put into.
		pub first_case: Sscc,
		/// The leaf's salt.
		pub salt: Salt,
		/// The leaf's place in the lot's tree.
		pub index: u32,
		/// The siblings from the bottom.
		pub path: MerklePath,
	}

	/// A pack, and the proof of it where it has no state of its own yet.
	pub struct ClaimedPack {
		/// The pack.
		pub pack: PackKey,
		/// What proves it. Not looked at for a pack that has a state of its own.
		pub proof: Option<PackProof>,
	}

	/// What goods are shipped for.
	#[derive(Copy)]
	pub enum ShipmentKind {
		/// To be sold or used: nothing may be held, expired or recalled.
		#[codec(index = 0)]
		Supply,
		/// Back to whoever answers for them.
		#[codec(index = 1)]
		Return,
		/// To be destroyed.
		#[codec(index = 2)]
		Disposal,
	}

	/// A shipment under way.
	#[derive(Copy)]
	pub struct Transit {
		/// The shipper, who has possession until it is received.
		pub from: InstitutionId,
		/// The consignee, who alone can receive it.
		pub to: InstitutionId,
		/// Who carries it, on the shipper's behalf.
		pub carrier: Option<InstitutionId>,
		/// The digest of the reference to the purchase order.
		pub order: Digest,
		/// What for.
		pub kind: ShipmentKind,
		/// Since when.
		pub shipped: Moment,
	}

	/// Where a container is. One value, so that nobody else can have it too.
	#[derive(Copy)]
	pub enum Place {
		/// At an institution.
		#[codec(index = 0)]
		Held(InstitutionId),
		/// Between two.
		#[codec(index = 1)]
		InTransit(Transit),
		/// In another container, wherever that is.
		#[codec(index = 2)]
		Inside {
			/// The other container.
			unit: Sscc,
			/// Since when.
			since: Moment,
		},
	}

	/// Where a pack is.
	#[derive(Copy)]
	pub enum PackPlace {
		/// At an institution, in no container.
		#[codec(index = 0)]
		Held(InstitutionId),
		/// In a container, wherever that is.
		#[codec(index = 1)]
		Inside {
			/// The container.
			unit: Sscc,
			/// Since when; since ever for a pack that never left its first case.
			since: Moment,
		},
	}

	/// Why something is held for review.
	#[derive(Copy)]
	pub enum HoldReason {
		/// It may be falsified, diverted or unfit.
		#[codec(index = 0)]
		Suspect,
		/// Its storage profile was breached.
		#[codec(index = 1)]
		Excursion,
		/// There was no reading for too long.
		#[codec(index = 2)]
		TelemetryGap,
		/// It arrived damaged.
		#[codec(index = 3)]
		Damaged,
		/// It didn't arrive.
		#[codec(index = 4)]
		Missing,
		/// It isn't what its papers say.
		#[codec(index = 5)]
		NoPedigree,
		/// Somebody looks into it.
		#[codec(index = 6)]
		Inspection,
	}

	/// Who raised a hold.
	pub enum Raiser<AccountId> {
		/// A sensor, or its silence.
		#[codec(index = 0)]
		Sensor,
		/// A member of staff.
		#[codec(index = 1)]
		Staff(AccountId),
		/// The regulator, who alone releases it.
		#[codec(index = 2)]
		Regulator(AccountId),
	}

	/// A hold: it can't be supplied until somebody else than who raised it releases it.
	pub struct Hold<AccountId> {
		/// Why.
		pub reason: HoldReason,
		/// By whom.
		pub raised_by: Raiser<AccountId>,
		/// The institution of theirs; for a sensor, the one that held the goods.
		pub institution: InstitutionId,
		/// Since when.
		pub at: Moment,
	}

	/// A time during which a sensor vouched for something.
	#[derive(Copy)]
	pub struct Spell {
		/// The sensor.
		pub device: DeviceId,
		/// From when on.
		pub from: Moment,
		/// Until when.
		pub until: Moment,
	}

	/// A handover between two institutions.
	#[derive(Copy)]
	pub struct CustodyStep {
		/// Who shipped.
		pub from: InstitutionId,
		/// Who received.
		pub to: InstitutionId,
		/// When it was shipped.
		pub shipped: Moment,
		/// When it was received.
		pub received: Moment,
	}

	/// What something went through, and carries along wherever it is put.
	pub struct Trail<AccountId> {
		/// The holds that it is under.
		pub holds: BoundedVec<Hold<AccountId>, ConstU32<MAX_HOLDS>>,
		/// The notice by which it was declared illegitimate.
		pub illegitimate: Option<NoticeId>,
		/// Which sensors vouched for it when, the present one left out.
		pub spells: BoundedVec<Spell, ConstU32<MAX_SPELLS>>,
		/// Its last handovers.
		pub steps: BoundedVec<CustodyStep, ConstU32<MAX_STEPS>>,
		/// How many there were before those.
		pub earlier_steps: u32,
	}

	/// What became of a container.
	#[derive(Copy)]
	pub enum UnitStatus {
		/// Nothing in particular.
		#[codec(index = 0)]
		Sound,
		/// Stolen, with everything in it. Final.
		#[codec(index = 1)]
		Stolen,
		/// Destroyed, with everything in it. Final.
		#[codec(index = 2)]
		Destroyed,
	}

	/// The sensor that watches a container.
	#[derive(Copy)]
	pub struct Sensor {
		/// The device.
		pub device: DeviceId,
		/// The institution that owned it when it was bound.
		pub owner: InstitutionId,
		/// Since when.
		pub since: Moment,
	}

	/// How many things of a lot are in a container: first cases, and packs with a state of their
	/// own.
	pub struct Content {
		/// The lot.
		pub lot: LotKey,
		/// How many.
		pub count: u32,
	}

	/// A container (EPCIS: logistic unit).
	pub struct Unit<AccountId> {
		/// Where it is.
		pub place: Place,
		/// What became of it.
		pub status: UnitStatus,
		/// The lot of which it is a first case: packs without a state of their own are in it.
		pub first_case_of: Option<LotKey>,
		/// What its contents may be exposed to, all together.
		pub profile: Option<StorageProfile>,
		/// The lots in it, at any depth.
		pub contents: BoundedVec<Content, ConstU32<MAX_LOTS>>,
		/// How many containers are directly in it.
		pub units: u32,
		/// How many packs with a state of their own are directly in it.
		pub packs: u32,
		/// How many things in it, at any depth, are held themselves or not for sale.
		pub held: u32,
		/// How many levels of containers there can be below.
		pub height: u8,
		/// The sensor that watches it. Only what is in no other container has one.
		pub sensor: Option<Sensor>,
		/// What it went through.
		pub trail: Trail<AccountId>,
	}

	/// A pack with a state of its own.
	pub struct Pack<AccountId> {
		/// Its lot.
		pub lot: Text20,
		/// What became of it.
		pub status: PackStatus,
		/// Where it is.
		pub place: PackPlace,
		/// How much of its content was supplied.
		pub supplied: u32,
		/// Who took it out of saleable stock, while it is.
		pub decommission: Option<Decommission>,
		/// What it went through.
		pub trail: Trail<AccountId>,
	}

	/// What a sensor has stated of a container.
	#[derive(Copy)]
	pub struct Telemetry {
		/// Whether it watches the container now.
		pub is_bound: bool,
		/// What the contents may be exposed to.
		pub profile: StorageProfile,
		/// The sequence of the next window or reading.
		pub next: u32,
		/// What is known of the exposure.
		pub exposure: Exposure,
		/// The chain of hashes over all windows and readings ([`Statement`](super::Statement)).
		pub head: [u8; 32],
	}
}

impl<AccountId> Default for Trail<AccountId> {
	fn default() -> Self {
		Self {
			holds: Default::default(),
			illegitimate: None,
			spells: Default::default(),
			steps: Default::default(),
			earlier_steps: 0,
		}
	}
}

impl<AccountId> Trail<AccountId> {
	/// Whether it must not be supplied for what it went through.
	pub fn is_held(&self) -> bool {
		!self.holds.is_empty() || self.illegitimate.is_some()
	}

	/// Whether it is held for that reason.
	pub fn is_held_for(&self, reason: HoldReason) -> bool {
		self.holds.iter().any(|hold| hold.reason == reason)
	}
}

impl<AccountId> Unit<AccountId> {
	/// An empty container at an institution.
	pub fn empty(holder: InstitutionId) -> Self {
		Self {
			place: Place::Held(holder),
			status: UnitStatus::Sound,
			first_case_of: None,
			profile: None,
			contents: Default::default(),
			units: 0,
			packs: 0,
			held: 0,
			height: 0,
			sensor: None,
			trail: Default::default(),
		}
	}

	/// Whether nothing is in it.
	pub const fn is_empty(&self) -> bool {
		self.first_case_of.is_none() && self.units == 0 && self.packs == 0
	}
}

impl<AccountId> Pack<AccountId> {
	/// Whether it counts among what is held in a container.
	pub fn is_held(&self) -> bool {
		self.trail.is_held() || self.status != PackStatus::Active
	}
}
