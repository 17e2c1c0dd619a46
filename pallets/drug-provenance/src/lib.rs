// SPDX-License-Identifier: Apache-2.0

//! # Drug provenance
//!
//! Medicines on their way from the line to the patient. Every pack has one history: it is
//! commissioned with its lot, moves in containers, is handed over by two parties, watched by
//! sensors, locked when the cold chain breaks, recalled in one call, and dispensed once.
//!
//! ## Overview
//!
//! A marketing-authorisation holder registers a product and commissions its lots. A lot is one
//! value with the root of a tree over its packs: each leaf says which serial number went into which
//! *first case*. A million packs cost as much as one.
//!
//! **A pack without own state stands as its first case stands.** It gets a state of its own by the
//! first event that is its own (it is dispensed, quarantined, repacked, …), and whoever causes that
//! shows the path that proves it. From then on the state is kept by product and serial number,
//! whatever the path.
//!
//! Containers lie in each other. Where the outermost one is, everything in it is: it alone is
//! shipped, received, watched by a sensor. What keeps a pack from being supplied is *derived* when
//! somebody wants it: from its product, its lot, the containers around it, itself, and the clock.
//! Hence a recall and a breach of the cold chain are one write each, however many packs they reach.
//!
//! ## Terminology
//!
//! - *Holder* of a product: the institution that has its marketing authorisation. *Holder* of
//!   goods: who has possession. The shipper has it until the consignee receives.
//! - *Unit*: a container with an SSCC: a case, a pallet, a refrigerator.
//! - *First case*: the unit into which a pack was put on the line, as its leaf says.
//! - *Trail*: what a thing went through and carries along: holds, spells, custody steps.
//! - *Hold*: it is kept for review. Somebody other than who raised it releases it.
//! - *Spell*: a time during which a sensor vouched for a thing. If the sensor is found out of
//!   tolerance later, the thing is in doubt.
//! - *Exposure*: the runs of readings out of range, joined across what a sensor signed.
//! - *Reasons* and *standing*: all that is known of a thing, and the worst of it.
//!
//! ## Scenarios
//!
//! A pallet gets warm on its way; another one doesn't:
#![doc = docify::embed!("src/tests/scenarios.rs", a_broken_cold_chain_should_lock_its_pallet_alone)]
//!
//! A lot is recalled while its packs are in three hands:
#![doc = docify::embed!("src/tests/scenarios.rs", a_recall_should_reach_every_pack_at_once)]
//!
//! A genuine pack, an invented one and a copy:
#![doc = docify::embed!("src/tests/scenarios.rs", a_copy_should_be_told_from_the_original)]
//!
//! ## Pallet API
//!
//! **Commissioning.** [`Pallet::register_product`], [`Pallet::withdraw_product`];
//! [`Pallet::commission_lot`], [`Pallet::commission_cases`].
//!
//! **Containers and custody.** [`Pallet::pack`], [`Pallet::unpack`], [`Pallet::pack_items`],
//! [`Pallet::unpack_items`]; [`Pallet::ship`], [`Pallet::receive`], [`Pallet::void_shipping`].
//!
//! **Quarantine.** [`Pallet::quarantine`], [`Pallet::release`], [`Pallet::declare_illegitimate`],
//! [`Pallet::notify_illegitimate`], [`Pallet::review_spells`].
//!
//! **Recall.** [`Pallet::recall_product`], [`Pallet::recall_lot`], [`Pallet::recall_packs`];
//! [`Pallet::report_recall`]; [`Pallet::terminate_recall`].
//!
//! **Packs.** [`Pallet::dispense`], [`Pallet::hand_over`], [`Pallet::revert_dispense`];
//! [`Pallet::decommission`], [`Pallet::revert_decommission`]; [`Pallet::take_back`],
//! [`Pallet::destroy`], [`Pallet::report_stolen`]; [`Pallet::scan`].
//!
//! **Cold chain.** [`Pallet::bind_sensor`], [`Pallet::unbind_sensor`], [`Pallet::submit_window`],
//! [`Pallet::submit_reading`].
//!
//! **Event log.** [`Pallet::anchor_event`], [`Pallet::declare_error`].
//!
//! **Reading.** The view functions: `trace`, `product`, `lot`, `pack_state`, `unit`; `recall`,
//! `recall_report`, `dispense_record`, `notice`, `telemetry`, `sensor_unit`, `alert`, `epcis_event`;
//! `verify_reading`, `pack_leaf`.
//!
//! For other pallets: [`RecallStatus`](galen_primitives::seams::RecallStatus) of a lot,
//! [`Evidence`](galen_primitives::seams::Evidence) of a dispense.
//!
//! ## Low level
//!
//! - Only what is in no other container is packed, shipped and watched, and only into something
//!   that is in none: so there are no circles, and a chain of containers is at most
//!   [`Config::MaxDepth`] long.
//! - What leaves a container takes over the trail of all containers around it since it got in: it
//!   can't be cleaned by being taken out, and isn't touched by what happens there afterwards.
//! - Why a sensor can't be relied on is for the pallet that knows devices to say: its errors are
//!   passed on.
//! - A sensor's statement is for one container and has a number. It can't be repeated, skipped or
//!   moved. Statements are chained by hash, so that one value proves all of them: anchoring a
//!   window is one write.
//! - Readings ought to be sent before goods are taken out of a watched container. What is not
//!   covered for longer than the profile allows goes along as a gap.
//! - A sensor in doubt is seen on whatever it vouched for, when somebody wants to supply, ship or
//!   read that very thing; a pallet doesn't show the doubts that its cases brought along.
//! - An untouched pack can be claimed only by whoever has its first case. A second claim finds the
//!   state that the first one made.
//! - A refused call changes nothing, so it can't raise an alert. That is what a scan is for: it
//!   never fails for what it finds. An alert blocks nobody: it would let strangers block others.
//! - Recalls, reports and quarantine are of class Operational: a flood can't stop them.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(test),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects,
		clippy::as_conversions
	)
)]

extern crate alloc;

mod cold_chain;
mod custody;
mod dispense;
mod epcis;
mod lots;
mod packs;
mod products;
mod quarantine;
mod recall;
mod surroundings;
mod trace;
// For the casts in derived codecs.
#[allow(clippy::as_conversions)]
mod types;
mod units;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
// `origin as T::RuntimeOrigin` is how a benchmark names its origin's type.
#[allow(clippy::as_conversions)]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod try_state;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkHelper;
pub use drug_provenance_core::{
	is_expired, leaves, may_revert, reversal, Decommission, DecommissionReason, Exposure, Finding,
	PackAction, PackRefusal, PackStatus, Premises, Reading, Reason, Reasons, Reversal,
	ReversalRefusal, Runs, Standing, StorageProfile, TemperatureRange, Window, WindowFlaw,
};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::BoundedVec;
use galen_primitives::{gs1::Sscc, Actor};

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;

/// A container.
pub type UnitOf<T> = Unit<<T as frame_system::Config>::AccountId>;

/// A pack with a state of its own.
pub type PackOf<T> = Pack<<T as frame_system::Config>::AccountId>;

/// What something went through.
pub type TrailOf<T> = Trail<<T as frame_system::Config>::AccountId>;

/// A hold.
pub type HoldOf<T> = Hold<<T as frame_system::Config>::AccountId>;

/// Containers that one call names.
pub type UnitsOf<T> = BoundedVec<Sscc, <T as Config>::MaxUnits>;

/// Packs that one call names.
pub type PacksOf<T> = BoundedVec<ClaimedPack, <T as Config>::MaxPacks>;

/// Serial numbers that one call names.
pub type SerialsOf<T> = BoundedVec<galen_primitives::gs1::Text20, <T as Config>::MaxPacks>;

/// How many `items` there are, as weights count them.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

// For what the macros write; the rules are in the other files.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::Time};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{
		commitment::Salt,
		gs1::{Gtin, Text20},
		seams, ChainId, DeviceId, DeviceSignature, Digest, DispenseId, InstitutionId, Moment,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who answers for a manufacturer's products (GMP Qualified Person).
		type ManufacturerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who moves, stores and watches goods.
		type HolderOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who decides about the quality of goods: a Responsible Person, or a pharmacist where
		/// there is none.
		type QualityOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who dispenses.
		type DispenserOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who supervises.
		type RegulatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Knows which institutions there are.
		type Institutions: seams::Institutions;

		/// Knows which sensors can be relied on.
		type Devices: seams::DeviceStatus;

		/// The chain's id, which every leaf and every statement of a sensor binds.
		type ChainId: Get<ChainId>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// How many containers can lie in each other. Each is a read whenever a pack is asked for,
		/// and so are the sensors that watched it: 4 is a case, a pallet, a container, and one.
		#[pallet::constant]
		type MaxDepth: Get<u32>;

		/// How many containers one call can name: 64 cases are a pallet.
		#[pallet::constant]
		type MaxUnits: Get<u32>;

		/// How many packs one call can name. Each may bring a path of 1 KiB: 32 or so.
		#[pallet::constant]
		type MaxPacks: Get<u32>;

		/// How long whoever finds something illegitimate has to give notice, in milliseconds: 24
		/// hours (21 USC 360eee-1).
		#[pallet::constant]
		type NoticeTerm: Get<Moment>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::RuntimeOrigin>;
	}

	/// The products, by GTIN.
	// `Blake2_128Concat`, here and below, for keys that callers choose.
	#[pallet::storage]
	pub type Products<T: Config> = StorageMap<_, Blake2_128Concat, Gtin, Product>;

	/// The lots, by product and number.
	// `Blake2_128Concat` as above.
	#[pallet::storage]
	pub type Lots<T: Config> = StorageMap<_, Blake2_128Concat, LotKey, Lot>;

	/// The packs that have a state of their own, by product and serial number.
	// `Blake2_128Concat` as above. Not by leaf: one serial number, one state.
	#[pallet::storage]
	pub type Packs<T: Config> = StorageMap<_, Blake2_128Concat, PackKey, PackOf<T>>;

	/// The containers, by SSCC.
	// `Blake2_128Concat` as above. No index of what is in which: events say that.
	#[pallet::storage]
	pub type Units<T: Config> = StorageMap<_, Blake2_128Concat, Sscc, UnitOf<T>>;

	/// The packs that are recalled one by one, whether they have a state of their own or not.
	// `Blake2_128Concat` as above. Apart from `Packs`, so that no proof is needed to recall.
	#[pallet::storage]
	pub type PackRecalls<T: Config> = StorageMap<_, Blake2_128Concat, PackKey, Recall>;

	/// What holders have reported of recalls, by scope and institution.
	// `Blake2_128Concat` as above; `Twox64Concat`: the institution is the caller's own.
	#[pallet::storage]
	pub type RecallReports<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		RecallScope,
		Twox64Concat,
		InstitutionId,
		ReportRecord,
	>;

	/// The dispenses, in the order of recording.
	// `Twox64Concat`: ids are assigned by the chain.
	#[pallet::storage]
	pub type Dispenses<T: Config> = StorageMap<_, Twox64Concat, DispenseId, Dispense>;

	/// The id of the next dispense.
	#[pallet::storage]
	pub type NextDispense<T: Config> = StorageValue<_, DispenseId, ValueQuery>;

	/// The notices of what is illegitimate, in the order of declaration.
	// `Twox64Concat`: ids are assigned by the chain.
	#[pallet::storage]
	pub type Notices<T: Config> = StorageMap<_, Twox64Concat, NoticeId, Notice>;

	/// The id of the next notice.
	#[pallet::storage]
	pub type NextNotice<T: Config> = StorageValue<_, NoticeId, ValueQuery>;

	/// The last alert for each serial number that was seen in two places.
	// `Blake2_128Concat` as above.
	#[pallet::storage]
	pub type Alerts<T: Config> = StorageMap<_, Blake2_128Concat, PackKey, Alert>;

	/// What a sensor has stated of a container. Kept when it is unbound: the numbers go on if it
	/// comes back.
	// `Blake2_128Concat` as above; `Twox64Concat`: there is a device of that number. By both, so
	// that a window is one write.
	#[pallet::storage]
	pub type Telemetries<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, Sscc, Twox64Concat, DeviceId, Telemetry>;

	/// The container that a sensor watches now.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type SensorUnits<T: Config> = StorageMap<_, Twox64Concat, DeviceId, Sscc>;

	/// The EPCIS events that were anchored, by their hashes.
	// `Blake2_128Concat`: the hash is whatever the caller says.
	#[pallet::storage]
	pub type EpcisEvents<T: Config> = StorageMap<_, Blake2_128Concat, EventHash, AnchoredEvent>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A product was registered.
		ProductRegistered {
			/// The product.
			gtin: Gtin,
			/// The institution that holds its marketing authorisation.
			holder: InstitutionId,
			/// What it states.
			terms: ProductTerms,
		},
		/// A product was withdrawn from the market.
		ProductWithdrawn {
			/// The product.
			gtin: Gtin,
			/// By which institution.
			by: InstitutionId,
		},
		/// A lot was commissioned, with all its packs.
		LotCommissioned {
			/// The lot.
			lot: LotKey,
			/// The institution that answers for it.
			holder: InstitutionId,
			/// What it states.
			terms: LotTerms,
		},
		/// First cases of a lot came on chain.
		CasesCommissioned {
			/// The lot.
			lot: LotKey,
			/// The cases.
			cases: Vec<Sscc>,
			/// The container that they were put into.
			into: Option<Sscc>,
		},
		/// Containers were put into another (EPCIS: packing, ADD).
		Packed {
			/// The outer one.
			parent: Sscc,
			/// The inner ones.
			children: Vec<Sscc>,
			/// Who has them.
			holder: InstitutionId,
		},
		/// Containers were taken out of another (EPCIS: unpacking, DELETE).
		Unpacked {
			/// The outer one.
			parent: Sscc,
			/// The inner ones.
			children: Vec<Sscc>,
			/// Who has them.
			holder: InstitutionId,
		},
		/// Packs were put into a container.
		ItemsPacked {
			/// The container.
			unit: Sscc,
			/// The packs.
			packs: Vec<PackKey>,
			/// Who has them.
			holder: InstitutionId,
		},
		/// Packs were taken out of the containers that they were in.
		ItemsUnpacked {
			/// The packs.
			packs: Vec<PackKey>,
			/// Who has them.
			holder: InstitutionId,
		},
		/// A container was shipped with everything in it.
		Shipped {
			/// The container.
			unit: Sscc,
			/// From whom to whom, by whom, for what.
			transit: Transit,
		},
		/// A shipment was received.
		Received {
			/// The container.
			unit: Sscc,
			/// Who has it now.
			by: InstitutionId,
			/// The shipment that is over.
			transit: Transit,
			/// What was wrong with it.
			discrepancies: Discrepancies,
		},
		/// A shipment never took place.
		ShippingVoided {
			/// The container.
			unit: Sscc,
			/// Who has it, and always had.
			by: InstitutionId,
		},
		/// Something is held for review.
		Quarantined {
			/// What.
			item: Item,
			/// Why.
			reason: HoldReason,
			/// The institution that raised it.
			by: InstitutionId,
			/// Who raised it.
			who: T::AccountId,
		},
		/// A storage profile was breached: everything in the container is locked. To the regulator.
		ExcursionFound {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// The longest run above the range, where it is a breach.
			heat: Option<u32>,
			/// The longest run below the range, where it is a breach.
			cold: Option<u32>,
			/// Whether there was no reading for too long.
			gap: bool,
			/// The statement's number.
			sequence: u32,
		},
		/// There was no reading for too long: everything in the container is locked.
		GapFound {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// Since when there is none.
			since: Moment,
		},
		/// Something isn't held for that reason any more.
		Released {
			/// What.
			item: Item,
			/// Why it was held.
			reason: HoldReason,
			/// The digest of the review.
			evidence: Digest,
			/// The institution that released it.
			by: InstitutionId,
			/// Who released it.
			who: T::AccountId,
		},
		/// Something was found illegitimate. Notice is due.
		FoundIllegitimate {
			/// The notice.
			notice: NoticeId,
			/// What.
			item: Item,
			/// The institution that found it so.
			by: InstitutionId,
			/// The digest of the inquiry.
			evidence: Digest,
			/// Until when the authority and trading partners have to know.
			due: Moment,
		},
		/// Notice was given of something illegitimate.
		IllegitimateNotified {
			/// The notice.
			notice: NoticeId,
			/// The digest of what was sent.
			evidence: Digest,
			/// Whether it was too late.
			is_late: bool,
		},
		/// What sensors said was reviewed, and is believed whatever becomes of them.
		SpellsReviewed {
			/// Of what.
			item: Item,
			/// Until when.
			until: Moment,
			/// The digest of the review.
			evidence: Digest,
			/// The institution that reviewed it.
			by: InstitutionId,
		},
		/// Something is recalled.
		Recalled {
			/// What.
			scope: RecallScope,
			/// Why.
			notice: RecallNotice,
			/// By which institution.
			by: InstitutionId,
		},
		/// Packs are recalled.
		PacksRecalled {
			/// The product.
			gtin: Gtin,
			/// Their serial numbers.
			serials: Vec<Text20>,
			/// Why.
			notice: RecallNotice,
			/// By which institution.
			by: InstitutionId,
		},
		/// A holder has reported what it found of what is recalled.
		RecallReported {
			/// What is recalled.
			scope: RecallScope,
			/// The holder.
			by: InstitutionId,
			/// What it found.
			report: RecallReport,
		},
		/// A recall is over.
		RecallTerminated {
			/// What was recalled.
			scope: RecallScope,
			/// The regulator.
			by: InstitutionId,
		},
		/// A medicine was dispensed.
		Dispensed {
			/// The dispense.
			dispense: DispenseId,
			/// The pack.
			pack: PackKey,
			/// The institution that dispensed it.
			by: InstitutionId,
			/// Who dispensed it.
			pharmacist: T::AccountId,
			/// What they stated.
			terms: DispenseTerms,
			/// How much of the pack is left.
			remaining: u32,
		},
		/// What was dispensed was handed over.
		HandedOver {
			/// The dispense.
			dispense: DispenseId,
			/// Who handed it over.
			pharmacist: T::AccountId,
		},
		/// A dispense was taken back before it was handed over.
		DispenseReverted {
			/// The dispense.
			dispense: DispenseId,
			/// Who took it back.
			pharmacist: T::AccountId,
		},
		/// A pack was taken out of saleable stock.
		Decommissioned {
			/// The pack.
			pack: PackKey,
			/// Why.
			reason: DecommissionReason,
			/// By which institution.
			by: InstitutionId,
		},
		/// A pack is back in saleable stock.
		DecommissionReverted {
			/// The pack.
			pack: PackKey,
			/// By which institution.
			by: InstitutionId,
		},
		/// The public handed a pack back.
		TakenBack {
			/// The pack.
			pack: PackKey,
			/// Who has it now.
			by: InstitutionId,
		},
		/// Something was destroyed.
		Destroyed {
			/// What.
			item: Item,
			/// The digest of the protocol.
			evidence: Digest,
			/// By which institution.
			by: InstitutionId,
		},
		/// Something was stolen.
		Stolen {
			/// What.
			item: Item,
			/// The digest of the report.
			evidence: Digest,
			/// From which institution.
			by: InstitutionId,
		},
		/// A pack was scanned.
		Scanned {
			/// The pack.
			pack: PackKey,
			/// Whether there is such a pack.
			pedigree: Pedigree,
			/// The institution that has it in hand.
			by: InstitutionId,
		},
		/// A serial number was seen where it can't be.
		AlertRaised {
			/// The pack.
			pack: PackKey,
			/// Why, who holds it, and who claims it.
			alert: Alert,
		},
		/// A sensor watches a container.
		SensorBound {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// What the contents may be exposed to.
			profile: StorageProfile,
			/// The number of its next statement.
			next: u32,
		},
		/// A sensor doesn't watch a container any more.
		SensorUnbound {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// The chain of hashes over what it stated.
			head: [u8; 32],
		},
		/// A sensor has stated what it saw.
		TelemetryAnchored {
			/// The container.
			unit: Sscc,
			/// The sensor.
			device: DeviceId,
			/// What it saw.
			statement: Statement,
			/// The chain of hashes with it.
			head: [u8; 32],
		},
		/// An EPCIS event was anchored.
		EventAnchored {
			/// The event.
			anchor: EventAnchor,
			/// By which institution.
			by: InstitutionId,
		},
		/// An EPCIS event was declared wrong.
		ErrorDeclared {
			/// The event.
			hash: EventHash,
			/// Why.
			reason: ErrorReason,
			/// The events that correct it.
			corrective: Vec<EventHash>,
			/// By which institution.
			by: InstitutionId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The GTIN isn't one: too long, or its check digit is wrong.
		InvalidGtin,
		/// The SSCC isn't one: too long, or its check digit is wrong.
		InvalidSscc,
		/// The lot number is empty or has characters that GS1 doesn't allow.
		InvalidLot,
		/// The serial number is empty or has characters that GS1 doesn't allow.
		InvalidSerial,
		/// A digest is all zeros: a field was left empty.
		ZeroDigest,
		/// What is told of would happen in the future. Check the clock.
		OccurredInFuture,
		/// A list has nothing in it.
		EmptyList,
		/// Nothing can be kept by this storage profile.
		InvalidProfile,
		/// A pack has no content.
		NoContent,
		/// There is no such product.
		UnknownProduct,
		/// There is no such lot.
		UnknownLot,
		/// There is no such container.
		UnknownUnit,
		/// There is no such institution, or it isn't in force.
		UnknownInstitution,
		/// There is no such dispense.
		UnknownDispense,
		/// There is no such notice.
		UnknownNotice,
		/// There is no such event.
		UnknownEvent,
		/// The product, lot, container or event is on chain already.
		AlreadyExists,
		/// Another institution holds the product's marketing authorisation.
		NotMarketingHolder,
		/// The lot would expire before or when it is made.
		ExpiryNotAfterProduction,
		/// A lot has at least one pack.
		EmptyLot,
		/// The chain can't compute this hash.
		Unsupported,
		/// The product was withdrawn from the market.
		Withdrawn,
		/// The lot has expired.
		Expired,
		/// The product, the lot or the pack is recalled.
		Recalled,
		/// Another institution has the goods.
		NotHolder,
		/// The institution has nothing to do with the goods.
		NotEntitled,
		/// The goods are on their way.
		InTransit,
		/// The goods aren't on their way: never shipped, received already, or voided.
		NotInTransit,
		/// Another institution is the consignee.
		NotConsignee,
		/// The consignee is the shipper.
		SameInstitution,
		/// The consignee doesn't deal with medicines.
		NotAHandler,
		/// The carrier isn't one.
		NotACarrier,
		/// It is in another container, from which it has to be taken first.
		InsideAnother,
		/// It isn't in that container.
		NotInside,
		/// The pack is in no container.
		NotPacked,
		/// A container can't be put into itself.
		Itself,
		/// The containers would lie too deep in each other.
		TooDeep,
		/// There would be too many lots in one container.
		TooManyLots,
		/// What is in the container and what is put in can't be kept at the same temperatures.
		ProfilesConflict,
		/// A sensor watches the container by a profile that wouldn't suit what is put in.
		WatchedOtherwise,
		/// A sensor watches the container. Unbind it first.
		SensorBound,
		/// There is something in the container that is held, or not for sale.
		HoldsInside,
		/// It is held for review.
		InQuarantine,
		/// Its storage profile was breached, and nobody has released it.
		Excursion,
		/// It was found illegitimate.
		Illegitimate,
		/// Its sensor has been silent for too long.
		TelemetryGap,
		/// A sensor that vouched for it was found out of tolerance.
		SensorInDoubt,
		/// It was stolen.
		Stolen,
		/// It was destroyed.
		Destroyed,
		/// Nothing proves that there is such a pack.
		Unproven,
		/// The path doesn't prove that there is such a pack in the lot, at that place.
		InvalidPath,
		/// The case isn't a first case of the lot.
		NotAFirstCase,
		/// The serial number belongs to another lot.
		DuplicateSerial,
		/// It is held for that reason already.
		AlreadyHeld,
		/// It isn't held for that reason.
		NotHeld,
		/// It is held for as many reasons as it can be.
		TooManyHolds,
		/// Too many sensors have vouched for it. Have their spells reviewed.
		TooManySpells,
		/// Whoever raised a hold doesn't release it.
		RaisedBySelf,
		/// The regulator raised the hold, and releases it.
		HeldByRegulator,
		/// Notice was given already.
		AlreadyNotified,
		/// It is recalled already.
		AlreadyRecalled,
		/// It isn't recalled.
		NotRecalled,
		/// The pack was supplied.
		AlreadyDispensed,
		/// Some of the pack was supplied.
		PartiallyDispensed,
		/// The pack was taken out of saleable stock.
		Decommissioned,
		/// The public handed the pack back.
		Returned,
		/// The pack wasn't supplied.
		NotDispensed,
		/// The pack wasn't taken out of saleable stock.
		NotDecommissioned,
		/// Nothing would be supplied.
		ZeroQuantity,
		/// There isn't so much left in the pack.
		QuantityExceeded,
		/// It was handed over already.
		AlreadyHandedOver,
		/// The dispense was taken back already.
		AlreadyReverted,
		/// Others, or others' premises, have decommissioned the pack (art. 13(1)(a)).
		OtherPremises,
		/// More than ten days have passed (art. 13(1)(b)).
		ReversalTooLate,
		/// The pack is recalled, withdrawn, illegitimate or stolen (art. 13(1)(d)).
		Flagged,
		/// The pack was supplied to the public (art. 13(1)(e)).
		SuppliedToPublic,
		/// The sensor belongs neither to who has the goods nor to who carries them.
		ForeignSensor,
		/// The sensor watches something already.
		SensorInUse,
		/// The sensor doesn't watch this container.
		SensorNotBound,
		/// A sensor watches the container already.
		AlreadyWatched,
		/// What is in the container needs no watching, or nothing is in it.
		NothingToWatch,
		/// The statement was made already.
		Replayed,
		/// An earlier statement is missing.
		StatementMissing,
		/// The window ends before or when it begins.
		EmptyPeriod,
		/// The window has no reading.
		NoReadings,
		/// The lowest reading is above the highest.
		MinAboveMax,
		/// The mean isn't between the lowest and the highest reading.
		MeanOutOfRange,
		/// The runs were counted by another range than the product's.
		OtherRange,
		/// The runs can't be those of so many readings between these extremes.
		ImpossibleRuns,
		/// The window or reading begins before the last one ended.
		Overlapping,
		/// Another institution has anchored the event, declared the item illegitimate, or dispensed.
		NotAuthor,
		/// The event was declared wrong already.
		AlreadyDeclared,
		/// An event can't correct itself.
		CorrectsItself,
		/// An event is corrected by one of the same kind.
		OtherKind,
		/// An event that was wrong itself corrects nothing.
		CorrectiveInError,
		/// The institution neither makes medicines nor holds marketing authorisations.
		NotAManufacturer,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!((1..=16).contains(&T::MaxDepth::get()), "a chain of containers is short");
			assert!(T::MaxUnits::get() > 0, "a call names a container");
			assert!(T::MaxPacks::get() > 0, "a call names a pack");
			assert!(T::NoticeTerm::get() > 0, "a notice isn't late when it is declared");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What is known of a pack that somebody has in hand. Without a proof and without a state
		/// of its own, a pack is `Unproven`: that is no statement that it is genuine.
		pub fn trace(
			gtin: Gtin,
			lot: Text20,
			serial: Text20,
			proof: Option<PackProof>,
		) -> Trace<T::AccountId> {
			Self::trace_of(gtin, lot, serial, proof.as_ref())
		}

		/// The product with this GTIN.
		pub fn product(gtin: Gtin) -> Option<Product> {
			Products::<T>::get(gtin)
		}

		/// A lot, with its counts and its recall.
		pub fn lot(lot: LotKey) -> Option<Lot> {
			Lots::<T>::get(lot)
		}

		/// A pack's own state, if it has one.
		pub fn pack_state(pack: PackKey) -> Option<PackOf<T>> {
			Packs::<T>::get(pack)
		}

		/// A container, who has it, and how it stands.
		pub fn unit(sscc: Sscc) -> Option<UnitInfo<T::AccountId>> {
			Self::unit_info(sscc)
		}

		/// The last recall of a product, a lot or a pack, and what became of it.
		pub fn recall(scope: RecallScope) -> Option<Recall> {
			Self::recall_of(&scope)
		}

		/// What an institution has reported of a recall.
		pub fn recall_report(scope: RecallScope, by: InstitutionId) -> Option<ReportRecord> {
			RecallReports::<T>::get(scope, by)
		}

		/// A dispense.
		pub fn dispense_record(id: DispenseId) -> Option<Dispense> {
			Dispenses::<T>::get(id)
		}

		/// A notice of something illegitimate, and whether it is late.
		pub fn notice(id: NoticeId) -> Option<NoticeInfo> {
			Self::notice_info(id)
		}

		/// What a sensor has stated of a container so far.
		pub fn telemetry(unit: Sscc, device: DeviceId) -> Option<Telemetry> {
			Telemetries::<T>::get(unit, device)
		}

		/// The container that a sensor watches now.
		pub fn sensor_unit(device: DeviceId) -> Option<Sscc> {
			SensorUnits::<T>::get(device)
		}

		/// The last alert about a serial number.
		pub fn alert(pack: PackKey) -> Option<Alert> {
			Alerts::<T>::get(pack)
		}

		/// An anchored EPCIS event.
		pub fn epcis_event(hash: EventHash) -> Option<AnchoredEvent> {
			EpcisEvents::<T>::get(hash)
		}

		/// Whether a reading is one of a window that a sensor has stated of a container.
		pub fn verify_reading(unit: Sscc, device: DeviceId, proof: ReadingProof) -> ReadingCheck {
			Self::check_reading(unit, device, proof)
		}

		/// The leaf of a pack in its lot's tree, as the chain computes it.
		pub fn pack_leaf(
			lot: LotKey,
			serial: Text20,
			first_case: Sscc,
			salt: Salt,
		) -> Option<[u8; 32]> {
			Self::leaf_of(&lot, &serial, first_case, &salt)
		}
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers a product, whose marketing authorisation the own institution holds.
		///
		/// Origin: [`Config::ManufacturerOrigin`] of a manufacturer.
		#[pallet::call_index(0)]
		pub fn register_product(
			origin: OriginFor<T>,
			gtin: Gtin,
			terms: ProductTerms,
		) -> DispatchResult {
			let actor = T::ManufacturerOrigin::ensure_origin(origin)?;
			Self::do_register_product(actor, gtin, terms)
		}

		/// Withdraws a product from the market: nothing of it is supplied any more. Final.
		///
		/// Origin: [`Config::RegulatorOrigin`], or [`Config::ManufacturerOrigin`] of the holder.
		// Operational: a flood must not stop it.
		#[pallet::call_index(1)]
		#[pallet::weight((T::WeightInfo::withdraw_product(), DispatchClass::Operational))]
		pub fn withdraw_product(origin: OriginFor<T>, gtin: Gtin) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::ManufacturerOrigin>(origin)?;
			Self::do_withdraw_product(actor, regulator, gtin)
		}

		/// Commissions a lot with all its packs: one value, however many there are.
		///
		/// Origin: [`Config::ManufacturerOrigin`] of the product's holder.
		#[pallet::call_index(2)]
		pub fn commission_lot(
			origin: OriginFor<T>,
			lot: LotKey,
			terms: LotTerms,
		) -> DispatchResult {
			let actor = T::ManufacturerOrigin::ensure_origin(origin)?;
			Self::do_commission_lot(actor, lot, terms)
		}

		/// Brings first cases of a lot on chain, as its leaves name them, and puts them into a
		/// container if one is named; that comes on chain as well if it isn't yet.
		///
		/// Origin: [`Config::ManufacturerOrigin`] of the lot's holder.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::commission_cases(count(cases)))]
		pub fn commission_cases(
			origin: OriginFor<T>,
			lot: LotKey,
			cases: UnitsOf<T>,
			into: Option<Sscc>,
		) -> DispatchResult {
			let actor = T::ManufacturerOrigin::ensure_origin(origin)?;
			Self::do_commission_cases(actor, lot, cases, into)
		}

		/// Puts containers into another one, which comes on chain with that if it isn't yet. None
		/// of them may be in a container.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has all of them.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::pack(count(children)))]
		pub fn pack(origin: OriginFor<T>, parent: Sscc, children: UnitsOf<T>) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_pack(actor, parent, children)
		}

		/// Takes containers out of the one that they are in. They carry along what the containers
		/// around them went through meanwhile.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has them.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::unpack(count(children)))]
		pub fn unpack(origin: OriginFor<T>, parent: Sscc, children: UnitsOf<T>) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_unpack(actor, parent, children)
		}

		/// Puts packs into a container: loose ones, or ones that still are in their first cases,
		/// which they leave. They get a state of their own.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has all of them.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::pack_items(count(packs)))]
		pub fn pack_items(origin: OriginFor<T>, unit: Sscc, packs: PacksOf<T>) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_pack_items(actor, unit, packs)
		}

		/// Takes packs out of the containers that they are in. They get a state of their own, and
		/// carry along what the containers around them went through meanwhile.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has them.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::unpack_items(count(packs)))]
		pub fn unpack_items(origin: OriginFor<T>, packs: PacksOf<T>) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_unpack_items(actor, packs)
		}

		/// Ships a container with everything in it. The shipper has it until it is received.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that has it.
		///
		/// - `to`: the consignee.
		/// - `carrier`: who carries it, may watch it and may quarantine it.
		/// - `order`: the digest of the reference to the purchase order.
		/// - `kind`: what for. What is held, expired or recalled goes back or to destruction.
		#[pallet::call_index(8)]
		pub fn ship(
			origin: OriginFor<T>,
			unit: Sscc,
			to: InstitutionId,
			carrier: Option<InstitutionId>,
			order: Digest,
			kind: ShipmentKind,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_ship(actor, unit, to, carrier, order, kind)
		}

		/// Receives a shipment. What is reported missing stays with the shipper, held for review;
		/// what is damaged comes along, held as well.
		///
		/// Origin: [`Config::HolderOrigin`] of the consignee.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::receive(
			count(&discrepancies.missing).saturating_add(count(&discrepancies.damaged))
		))]
		pub fn receive(
			origin: OriginFor<T>,
			unit: Sscc,
			discrepancies: Discrepancies,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_receive(actor, unit, discrepancies)
		}

		/// Declares that a shipment never took place.
		///
		/// Origin: [`Config::HolderOrigin`] of the shipper, before it is received.
		#[pallet::call_index(10)]
		pub fn void_shipping(origin: OriginFor<T>, unit: Sscc) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_void_shipping(actor, unit)
		}

		/// Holds a pack, or a container with everything in it, for review.
		///
		/// Origin: [`Config::RegulatorOrigin`]; or [`Config::HolderOrigin`] of whoever has it,
		/// carries it, or holds the marketing authorisation of something in it.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		// Operational: a flood must not stop it.
		#[pallet::call_index(11)]
		#[pallet::weight((T::WeightInfo::quarantine(), DispatchClass::Operational))]
		pub fn quarantine(
			origin: OriginFor<T>,
			item: Item,
			reason: HoldReason,
			proof: Option<PackProof>,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::HolderOrigin>(origin)?;
			Self::do_quarantine(actor, regulator, item, reason, proof)
		}

		/// Releases what is held for that reason.
		///
		/// Origin: [`Config::QualityOrigin`] of whoever has it or holds the marketing authorisation
		/// of something in it; [`Config::RegulatorOrigin`] for what the regulator holds. Never who
		/// raised it.
		///
		/// - `evidence`: the digest of the review.
		#[pallet::call_index(12)]
		pub fn release(
			origin: OriginFor<T>,
			item: Item,
			reason: HoldReason,
			evidence: Digest,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::QualityOrigin>(origin)?;
			Self::do_release(actor, regulator, item, reason, evidence)
		}

		/// Declares what is held illegitimate: it will never be supplied. The institution owes
		/// notice within [`Config::NoticeTerm`].
		///
		/// Origin: [`Config::QualityOrigin`] of whoever has it or holds the marketing authorisation
		/// of something in it.
		#[pallet::call_index(13)]
		pub fn declare_illegitimate(
			origin: OriginFor<T>,
			item: Item,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::QualityOrigin::ensure_origin(origin)?;
			Self::do_declare_illegitimate(actor, item, evidence)
		}

		/// States that the authority and trading partners were given notice. Also when it is too
		/// late, which is marked.
		///
		/// Origin: [`Config::QualityOrigin`] of the institution that owes it.
		#[pallet::call_index(14)]
		pub fn notify_illegitimate(
			origin: OriginFor<T>,
			notice: NoticeId,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::QualityOrigin::ensure_origin(origin)?;
			Self::do_notify_illegitimate(actor, notice, evidence)
		}

		/// States that what sensors said of a thing until then was reviewed. It isn't in doubt for
		/// that any more, whatever is found of the sensors. One that still watches is unbound first.
		///
		/// Origin: [`Config::QualityOrigin`] of whoever has it or holds the marketing authorisation
		/// of something in it.
		#[pallet::call_index(15)]
		pub fn review_spells(
			origin: OriginFor<T>,
			item: Item,
			until: Moment,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::QualityOrigin::ensure_origin(origin)?;
			Self::do_review_spells(actor, item, until, evidence)
		}

		/// Recalls a product: one write, whatever there is of it.
		///
		/// Origin: [`Config::RegulatorOrigin`], or [`Config::ManufacturerOrigin`] of the holder.
		// Operational: a flood must not stop it.
		#[pallet::call_index(16)]
		#[pallet::weight((T::WeightInfo::recall_product(), DispatchClass::Operational))]
		pub fn recall_product(
			origin: OriginFor<T>,
			gtin: Gtin,
			notice: RecallNotice,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::ManufacturerOrigin>(origin)?;
			Self::do_recall(actor, regulator, RecallScope::Product(gtin), notice)
		}

		/// Recalls a lot: one write, however many packs it has and wherever they are.
		///
		/// Origin: [`Config::RegulatorOrigin`], or [`Config::ManufacturerOrigin`] of the holder.
		// Operational: a flood must not stop it.
		#[pallet::call_index(17)]
		#[pallet::weight((T::WeightInfo::recall_lot(), DispatchClass::Operational))]
		pub fn recall_lot(
			origin: OriginFor<T>,
			lot: LotKey,
			notice: RecallNotice,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::ManufacturerOrigin>(origin)?;
			Self::do_recall(actor, regulator, RecallScope::Lot(lot), notice)
		}

		/// Recalls some packs of a product, one write each. Nobody has to prove them.
		///
		/// Origin: [`Config::RegulatorOrigin`], or [`Config::ManufacturerOrigin`] of the holder.
		// Operational: a flood must not stop it.
		#[pallet::call_index(18)]
		#[pallet::weight((T::WeightInfo::recall_packs(count(serials)), DispatchClass::Operational))]
		pub fn recall_packs(
			origin: OriginFor<T>,
			gtin: Gtin,
			serials: SerialsOf<T>,
			notice: RecallNotice,
		) -> DispatchResult {
			let (actor, regulator) = Self::regulator_or::<T::ManufacturerOrigin>(origin)?;
			Self::do_recall_packs(actor, regulator, gtin, serials, notice)
		}

		/// Reports what the own institution found of what is recalled. A later report replaces an
		/// earlier one.
		///
		/// Origin: [`Config::HolderOrigin`].
		#[pallet::call_index(19)]
		pub fn report_recall(
			origin: OriginFor<T>,
			scope: RecallScope,
			report: RecallReport,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_report_recall(actor, scope, report)
		}

		/// Ends a recall.
		///
		/// Origin: [`Config::RegulatorOrigin`].
		#[pallet::call_index(20)]
		pub fn terminate_recall(origin: OriginFor<T>, scope: RecallScope) -> DispatchResult {
			let actor = T::RegulatorOrigin::ensure_origin(origin)?;
			Self::do_terminate_recall(actor, scope)
		}

		/// Dispenses a pack, or some of its content.
		///
		/// Origin: [`Config::DispenserOrigin`] of the institution that has the pack.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		#[pallet::call_index(21)]
		pub fn dispense(
			origin: OriginFor<T>,
			pack: PackKey,
			proof: Option<PackProof>,
			terms: DispenseTerms,
		) -> DispatchResult {
			let actor = T::DispenserOrigin::ensure_origin(origin)?;
			Self::do_dispense(actor, pack, proof, terms)
		}

		/// States that what was dispensed was handed over. It can't be taken back any more.
		///
		/// Origin: [`Config::DispenserOrigin`] of the institution that dispensed it.
		#[pallet::call_index(22)]
		pub fn hand_over(origin: OriginFor<T>, dispense: DispenseId) -> DispatchResult {
			let actor = T::DispenserOrigin::ensure_origin(origin)?;
			Self::do_hand_over(actor, dispense)
		}

		/// Takes back a dispense, under the five conditions of article 13
		/// ([`drug_provenance_core::may_revert`]).
		///
		/// Origin: [`Config::DispenserOrigin`] of the same premises.
		#[pallet::call_index(23)]
		pub fn revert_dispense(origin: OriginFor<T>, dispense: DispenseId) -> DispatchResult {
			let actor = T::DispenserOrigin::ensure_origin(origin)?;
			Self::do_revert_dispense(actor, dispense)
		}

		/// Takes a pack out of saleable stock.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has it or holds its marketing authorisation.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		#[pallet::call_index(24)]
		pub fn decommission(
			origin: OriginFor<T>,
			pack: PackKey,
			proof: Option<PackProof>,
			reason: DecommissionReason,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_decommission(actor, pack, proof, reason)
		}

		/// Puts a pack back into saleable stock, under the five conditions of article 13
		/// ([`drug_provenance_core::may_revert`]).
		///
		/// Origin: [`Config::HolderOrigin`] of the same premises.
		#[pallet::call_index(25)]
		pub fn revert_decommission(origin: OriginFor<T>, pack: PackKey) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_revert_decommission(actor, pack)
		}

		/// Takes back a pack that was supplied, from the public. It is good for destruction alone.
		///
		/// Origin: [`Config::DispenserOrigin`], of any institution.
		#[pallet::call_index(26)]
		pub fn take_back(origin: OriginFor<T>, pack: PackKey) -> DispatchResult {
			let actor = T::DispenserOrigin::ensure_origin(origin)?;
			Self::do_take_back(actor, pack)
		}

		/// Destroys a pack, or a container with everything in it. Final.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has it.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		/// - `evidence`: the digest of the protocol.
		#[pallet::call_index(27)]
		pub fn destroy(
			origin: OriginFor<T>,
			item: Item,
			proof: Option<PackProof>,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_end(actor, item, proof, evidence, UnitStatus::Destroyed)
		}

		/// Reports that a pack, or a container with everything in it, was stolen. Final.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has it; on its way, that is the shipper.
		///
		/// - `proof`: for a pack that has no state of its own yet.
		/// - `evidence`: the digest of the report.
		#[pallet::call_index(28)]
		pub fn report_stolen(
			origin: OriginFor<T>,
			item: Item,
			proof: Option<PackProof>,
			evidence: Digest,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_end(actor, item, proof, evidence, UnitStatus::Stolen)
		}

		/// Says that the own institution has a pack with this serial number in hand. If it can't,
		/// an alert names both holders. The call goes through whatever it finds.
		///
		/// Origin: [`Config::HolderOrigin`].
		#[pallet::call_index(29)]
		pub fn scan(
			origin: OriginFor<T>,
			pack: PackKey,
			lot: Text20,
			proof: Option<PackProof>,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_scan(actor, pack, lot, proof)
		}

		/// Has a sensor watch a container that is in no other.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has it or carries it. The sensor belongs to
		/// one of them and may report.
		#[pallet::call_index(30)]
		pub fn bind_sensor(origin: OriginFor<T>, unit: Sscc, device: DeviceId) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_bind_sensor(actor, unit, device)
		}

		/// Ends a sensor's spell. Send its readings first: what isn't covered for longer than the
		/// profile allows is a gap.
		///
		/// Origin: [`Config::HolderOrigin`] of whoever has the container, carries it, or owns the
		/// sensor.
		#[pallet::call_index(31)]
		pub fn unbind_sensor(origin: OriginFor<T>, unit: Sscc) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_unbind_sensor(actor, unit)
		}

		/// Anchors what a sensor has signed of a period. A breach of the profile, or a gap, locks
		/// everything in the container at once.
		///
		/// Origin: [`Config::HolderOrigin`] of anybody: the signature is the sensor's.
		///
		/// - `signature`: over the [`statement`](galen_primitives::statement::statement) of domain
		///   `sensor-window` and body `(device, unit, window)`.
		#[pallet::call_index(32)]
		pub fn submit_window(
			origin: OriginFor<T>,
			unit: Sscc,
			device: DeviceId,
			window: Window,
			signature: DeviceSignature,
		) -> DispatchResult {
			T::HolderOrigin::ensure_origin(origin)?;
			Self::do_submit(unit, device, Statement::Window(window), signature)
		}

		/// Anchors a single reading that a sensor has signed, as [`Pallet::submit_window`] does.
		///
		/// Origin: [`Config::HolderOrigin`] of anybody: the signature is the sensor's.
		///
		/// - `signature`: over the statement of domain `sensor-reading` and body
		///   `(device, unit, reading)`.
		#[pallet::call_index(33)]
		pub fn submit_reading(
			origin: OriginFor<T>,
			unit: Sscc,
			device: DeviceId,
			reading: Reading,
			signature: DeviceSignature,
		) -> DispatchResult {
			T::HolderOrigin::ensure_origin(origin)?;
			Self::do_submit(unit, device, Statement::Reading(reading), signature)
		}

		/// Anchors an EPCIS event by its hash.
		///
		/// Origin: [`Config::HolderOrigin`].
		#[pallet::call_index(34)]
		pub fn anchor_event(origin: OriginFor<T>, anchor: EventAnchor) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_anchor_event(actor, anchor)
		}

		/// Declares an anchored event wrong. It keeps its hash and stays readable.
		///
		/// Origin: [`Config::HolderOrigin`] of the institution that anchored it.
		///
		/// - `corrective`: anchored events of the same kind that say it right.
		#[pallet::call_index(35)]
		#[pallet::weight(T::WeightInfo::declare_error(count(corrective)))]
		pub fn declare_error(
			origin: OriginFor<T>,
			hash: EventHash,
			reason: ErrorReason,
			corrective: BoundedVec<EventHash, ConstU32<MAX_CORRECTIVE>>,
		) -> DispatchResult {
			let actor = T::HolderOrigin::ensure_origin(origin)?;
			Self::do_declare_error(actor, hash, reason, corrective)
		}
	}
}
