// SPDX-License-Identifier: Apache-2.0

//! Plans and their rules.

use super::chain_type;
use frame_support::{traits::ConstU32, BoundedVec};
use galen_primitives::{Digest, InstitutionId, Moment};
use insurance_claims_core::{Amount, PlanRules};

/// A plan, numbered in the order of creation.
pub type PlanId = u32;

/// A version of a plan's rules, numbered from zero.
pub type RulesVersion = u32;

/// A currency, by its numeric code in ISO 4217. It is the settlement asset's id, too.
pub type Currency = u16;

/// The highest code of a currency.
pub const MAX_CURRENCY: Currency = 999;

/// How many versions a plan's rules can have: four a year for sixteen years. Their beginnings are
/// read with the plan.
pub const MAX_VERSIONS: u32 = 64;

/// How many providers a network can list. They are read with the rules: 4 bytes each.
pub const MAX_NETWORK: u32 = 256;

chain_type! {
	/// When a plan pays.
	#[derive(Copy)]
	pub enum SettlementMode {
		/// Each claim, as it is decided.
		#[codec(index = 0)]
		Immediate,
		/// Many claims at once, by remittance. Until then they are funded.
		#[codec(index = 1)]
		Batch,
	}

	/// What a payer offers.
	pub struct Plan {
		/// The payer.
		pub payer: InstitutionId,
		/// The currency of everything in it.
		pub currency: Currency,
		/// When it pays.
		pub mode: SettlementMode,
		/// How many days a benefit period has, in all versions of the rules.
		pub period_days: u32,
		/// When each version of the rules takes effect, ascending.
		pub versions: BoundedVec<Moment, ConstU32<MAX_VERSIONS>>,
		/// When it was created.
		pub recorded: Moment,
		/// When it was closed to new coverages.
		pub closed: Option<Moment>,
	}

	/// Whose services a plan pays for.
	pub enum Network {
		/// Every member's.
		#[codec(index = 0)]
		Open,
		/// Those of the listed ones, in ascending order.
		#[codec(index = 1)]
		Listed(BoundedVec<InstitutionId, ConstU32<MAX_NETWORK>>),
	}

	/// A schedule of prices, by the root of a tree over [tariffs](insurance_claims_core::Tariff).
	#[derive(Copy)]
	pub struct FeeSchedule {
		/// The root.
		pub root: Digest,
		/// How many prices there are.
		pub count: u32,
	}

	/// What a payer states as a plan's rules.
	pub struct RulesTerms {
		/// From when on they hold, for what happens from then on; later than the block that adds them.
		pub effective: Moment,
		/// What is paid, of what.
		pub rules: PlanRules,
		/// Whose services are covered.
		pub network: Network,
		/// The schedule of prices, if there is one. Lines that don't show theirs are reviewed.
		pub schedule: Option<FeeSchedule>,
		/// Claims with a higher total are reviewed by a human.
		pub automatic_up_to: Amount,
	}

	/// A version of a plan's rules. It never changes.
	pub struct Rules {
		/// What the payer has stated.
		pub terms: RulesTerms,
		/// When.
		pub recorded: Moment,
	}
}
