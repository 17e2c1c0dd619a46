// SPDX-License-Identifier: Apache-2.0

//! Products, lots, and what recalls them.

use super::chain_type;
use drug_provenance_core::{PackStatus, StorageProfile};
use galen_primitives::{
	gs1::{Gtin, Text20},
	Digest, InstitutionId, Moment,
};

chain_type! {
	/// What a marketing-authorisation holder states of a product.
	#[derive(Copy)]
	pub struct ProductTerms {
		/// What it may be exposed to. Nothing for what needs no watching.
		pub profile: Option<StorageProfile>,
		/// How many units (tablets, doses, millilitres) a pack holds: what quantities count.
		pub content: u32,
		/// The digest of its master data.
		pub master_data: Digest,
	}

	/// Whether a product is on the market.
	#[derive(Copy)]
	pub enum ProductStatus {
		/// It is.
		#[codec(index = 0)]
		Active,
		/// It isn't any more. Final.
		#[codec(index = 1)]
		Withdrawn,
	}

	/// A product (EPCIS: trade item).
	#[derive(Copy)]
	pub struct Product {
		/// The institution that holds its marketing authorisation.
		pub holder: InstitutionId,
		/// What it states.
		pub terms: ProductTerms,
		/// Whether it is on the market.
		pub status: ProductStatus,
		/// The last recall of the whole product.
		pub recall: Option<Recall>,
		/// When it was registered.
		pub recorded: Moment,
	}

	/// A lot of a product.
	pub struct LotKey {
		/// The product.
		pub gtin: Gtin,
		/// The lot's number.
		pub lot: Text20,
	}

	/// What a marketing-authorisation holder states of a lot.
	#[derive(Copy)]
	pub struct LotTerms {
		/// When it was made.
		pub production: Moment,
		/// The first moment at which it isn't usable any more.
		pub expiry: Moment,
		/// How many packs there are.
		pub quantity: u32,
		/// The digest of the report by which it was released.
		pub quality: Digest,
		/// The root of the tree over its packs ([`drug_provenance_core::leaves::pack`]), as many as
		/// `quantity`.
		pub serials: Digest,
	}

	/// A lot. Where its packs are isn't written here but follows from their first cases.
	#[derive(Copy)]
	pub struct Lot {
		/// The institution that commissioned it.
		pub holder: InstitutionId,
		/// What it states.
		pub terms: LotTerms,
		/// The last recall of the lot.
		pub recall: Option<Recall>,
		/// How many packs have a state of their own, and which. The others stand as their first
		/// cases do.
		pub packs: PackCounts,
		/// How many first cases it has on chain.
		pub cases: u32,
		/// When it was commissioned.
		pub recorded: Moment,
	}

	/// How many of a lot's packs are in which state of their own.
	#[derive(Copy, Default)]
	pub struct PackCounts {
		/// May be supplied.
		pub active: u32,
		/// Supplied in part.
		pub partially_dispensed: u32,
		/// Supplied.
		pub dispensed: u32,
		/// Taken out of saleable stock.
		pub decommissioned: u32,
		/// Handed back by the public.
		pub returned: u32,
		/// Stolen.
		pub stolen: u32,
		/// Destroyed.
		pub destroyed: u32,
	}

	/// How dangerous it is to use what is recalled (21 CFR 7.3(m), EU rapid alert classes).
	#[derive(Copy)]
	pub enum RecallClass {
		/// Life-threatening, or a serious risk to health.
		#[codec(index = 0)]
		I,
		/// Could cause illness or mistreatment.
		#[codec(index = 1)]
		II,
		/// Hardly a risk to health.
		#[codec(index = 2)]
		III,
	}

	/// Why something is recalled.
	#[derive(Copy)]
	pub enum RecallReason {
		/// Out of specification.
		#[codec(index = 0)]
		QualityDefect,
		/// Contaminated, or not sterile.
		#[codec(index = 1)]
		Contamination,
		/// Label, leaflet or pack is wrong.
		#[codec(index = 2)]
		Mislabelling,
		/// Doesn't last as long as its label says.
		#[codec(index = 3)]
		Stability,
		/// New knowledge of risks.
		#[codec(index = 4)]
		Safety,
		/// Falsified packs are about.
		#[codec(index = 5)]
		Falsification,
		/// An authority demands it for another reason.
		#[codec(index = 6)]
		Regulatory,
	}

	/// What a recall states.
	#[derive(Copy)]
	pub struct RecallNotice {
		/// How dangerous it is.
		pub class: RecallClass,
		/// Why.
		pub reason: RecallReason,
		/// The digest of the notice that goes out to everybody.
		pub notice: Digest,
	}

	/// A recall.
	#[derive(Copy)]
	pub struct Recall {
		/// What it states.
		pub notice: RecallNotice,
		/// The institution that recalled.
		pub by: InstitutionId,
		/// From when on.
		pub at: Moment,
		/// When the regulator ended it.
		pub terminated: Option<Moment>,
		/// What holders have reported so far, all together.
		pub effect: RecallEffect,
	}

	/// What was found of what is recalled, in packs.
	#[derive(Copy, Default)]
	pub struct RecallReport {
		/// Found in stock and set apart.
		pub located: u32,
		/// Sent back.
		pub returned: u32,
		/// Destroyed.
		pub destroyed: u32,
		/// Supplied before.
		pub supplied: u32,
	}

	/// What all holders together have reported.
	#[derive(Copy, Default)]
	pub struct RecallEffect {
		/// How many institutions have reported.
		pub institutions: u32,
		/// Found in stock and set apart.
		pub located: u64,
		/// Sent back.
		pub returned: u64,
		/// Destroyed.
		pub destroyed: u64,
		/// Supplied before.
		pub supplied: u64,
	}

	/// A holder's last report of one recall.
	#[derive(Copy)]
	pub struct ReportRecord {
		/// When the recall began that it is about: an earlier one's report doesn't count for it.
		pub recall: Moment,
		/// What was found.
		pub report: RecallReport,
		/// When it was reported.
		pub at: Moment,
	}
}

impl PackCounts {
	/// The number of those that stand so.
	pub fn of(&mut self, status: PackStatus) -> &mut u32 {
		match status {
			PackStatus::Active => &mut self.active,
			PackStatus::PartiallyDispensed => &mut self.partially_dispensed,
			PackStatus::Dispensed => &mut self.dispensed,
			PackStatus::Decommissioned(_) => &mut self.decommissioned,
			PackStatus::Returned => &mut self.returned,
			PackStatus::Stolen => &mut self.stolen,
			PackStatus::Destroyed => &mut self.destroyed,
		}
	}

	/// All of them.
	pub fn total(&self) -> u32 {
		[
			self.active,
			self.partially_dispensed,
			self.dispensed,
			self.decommissioned,
			self.returned,
			self.stolen,
			self.destroyed,
		]
		.iter()
		.fold(0, |sum, count| sum.saturating_add(*count))
	}
}

impl Recall {
	/// Whether it goes on.
	pub const fn is_open(&self) -> bool {
		self.terminated.is_none()
	}
}

/// Whether there is a recall that goes on.
pub const fn is_open(recall: &Option<Recall>) -> bool {
	match recall {
		Some(recall) => recall.is_open(),
		None => false,
	}
}

impl RecallEffect {
	/// The effect with one report more.
	pub fn plus(&mut self, report: &RecallReport) {
		let RecallReport { located, returned, destroyed, supplied } = report;
		self.institutions = self.institutions.saturating_add(1);
		self.located = self.located.saturating_add((*located).into());
		self.returned = self.returned.saturating_add((*returned).into());
		self.destroyed = self.destroyed.saturating_add((*destroyed).into());
		self.supplied = self.supplied.saturating_add((*supplied).into());
	}

	/// The effect with one report less.
	pub fn minus(&mut self, report: &RecallReport) {
		let RecallReport { located, returned, destroyed, supplied } = report;
		self.institutions = self.institutions.saturating_sub(1);
		self.located = self.located.saturating_sub((*located).into());
		self.returned = self.returned.saturating_sub((*returned).into());
		self.destroyed = self.destroyed.saturating_sub((*destroyed).into());
		self.supplied = self.supplied.saturating_sub((*supplied).into());
	}
}
