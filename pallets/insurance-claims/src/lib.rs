// SPDX-License-Identifier: Apache-2.0

//! # Insurance claims
//!
//! Claims that are paid in a block, once, for what really happened. A claim is paid against unspent
//! evidence of care, under rules that were fixed before it, to the cent, with the patient watching.
//!
//! ## Overview
//!
//! A payer publishes a plan, whose rules never change: a new version holds for what happens after
//! it. It covers patients, by pseudonym. A provider claims for a patient's coverage; each line names
//! the one piece of evidence that shows that it happened: a dispense, an encounter, the use of a
//! device. Where the rules decide, they decide at once, and the provider is paid in the same block
//! out of the payer's reserve. Where they can't, the claim waits for the payer's adjudicator, with
//! the reasons, and is never denied in silence.
//!
//! **Evidence is spent once for each place of a coverage.** Whoever claims again for the same
//! dispense, in another claim, on another day, by another institution, finds it spent; it is free
//! again after a reversal. A second coverage pays at most what the first one has left.
//!
//! **Nobody pays more than the rules grant.** An adjudicator can grant less or deny, by a coded
//! reason. Whoever decides an appeal can set aside why something was denied, but no price, no
//! share of the patient's and no limit. There is no argument by which to grant more.
//!
//! **Nobody judges their own claim.** A payer can't claim from itself; what an affiliate claims is
//! never decided automatically; whoever has decided doesn't decide the appeal; the last level is
//! decided by somebody who belongs to neither side.
//!
//! **A payer pays out of its reserve, in the order of decisions.** When it is exhausted, claims
//! queue and nobody overtakes. What is held is what is funded and unpaid; what is owed is that and
//! what is queued.
//!
//! ## Terminology
//!
//! - *Coverage*: a patient's insurance by a plan. Its *order* is its place among the patient's:
//!   the first pays first (coordination of benefits).
//! - *Benefit period*: a plan's year. Deductible, limits and out-of-pocket maximum begin anew with
//!   each. Its *ledger* says what was used.
//! - *Line*: one service of a claim.
//! - *Adjudication*: what the rules make of a line: charge = benefit + what somebody else bears.
//!   It is a type of [`insurance_claims_core`] whose fields nobody else can write.
//! - *Preauthorisation*: the payer's word that it will allow something, before it is done.
//! - *Pended*: a claim that waits. *Flagged*: one that waits since something about it is suspect.
//! - *Reserve*: an account of the pallet's own, out of which a payer's claims are paid; *receipts*:
//!   one into which a provider is paid. Nobody has a key to either.
//! - *Funded*: a claim whose money is set aside. *Queued*: one whose money isn't there yet.
//! - *Forwarding balance*: what a provider owes since a claim was reversed.
//!
//! ## Scenarios
//!
//! A pharmacy claims for what it has dispensed:
#![doc = docify::embed!("src/tests/scenarios.rs", a_pharmacy_should_be_paid_in_the_block_of_its_claim)]
//!
//! A hospital asks before it operates, and the patient appeals afterwards:
#![doc = docify::embed!("src/tests/scenarios.rs", a_hospital_should_be_paid_what_was_authorised_and_what_an_appeal_brings)]
//!
//! ## Pallet API
//!
//! **Plans and coverages.** [`Pallet::create_plan`], [`Pallet::add_rules`], [`Pallet::close_plan`];
//! [`Pallet::create_coverage`], [`Pallet::activate_coverage`], [`Pallet::cancel_coverage`],
//! [`Pallet::enter_coverage_in_error`].
//!
//! **Across borders.** [`Pallet::propose_agreement`], [`Pallet::accept_agreement`],
//! [`Pallet::end_agreement`].
//!
//! **Preauthorisations.** [`Pallet::request_preauth`], [`Pallet::pend_preauth`],
//! [`Pallet::decide_preauth`], [`Pallet::cancel_preauth`].
//!
//! **Claims.** [`Pallet::submit_claim`], [`Pallet::process_claim`], [`Pallet::cancel_claim`];
//! [`Pallet::clear_flag`], [`Pallet::decide_claim`]; [`Pallet::reverse_claim`],
//! [`Pallet::reverse_for_evidence`].
//!
//! **Appeals.** [`Pallet::appeal_claim`], [`Pallet::withdraw_appeal`], [`Pallet::decide_appeal`].
//!
//! **Money.** [`Pallet::issue`]; [`Pallet::settle`], [`Pallet::remit`], [`Pallet::repay`];
//! [`Pallet::request_redemption`], [`Pallet::cancel_redemption`], [`Pallet::redeem`].
//!
//! **Reading.** The view functions: `plan`, `rules`, `coverage`, `coverages_of`, `ledger`,
//! `eligibility`, `agreement`; `preauth`, `predetermination`, `claim`, `claims_of`, `appeal`,
//! `spent_for`, `explanation_of_benefit`; `reserve`, `receipts`, `queue`, `forwarding`,
//! `remittance`, `redemption`, `issuance`.
//!
//! ## Low level
//!
//! - A claim's id is its coverage, its benefit period and a number that the ledger counts: the
//!   ledger is written by each claim anyway. So a patient finds all claims of a coverage without an
//!   index, and every period stays open to exact reversal.
//! - A claim that is decided and paid at once writes itself, its ledger, its evidence and three
//!   values of the asset: six in all, a preauthorisation or a balance to set off besides.
//! - What waits has spent its evidence; what is denied hasn't, nor what was cancelled. Who overturns
//!   a denial finds it spent if somebody was paid for it meanwhile.
//! - A coverage that pays after another one is told which claim the other one has decided. As long
//!   as the later claim stands, the earlier one can't be reversed, appealed or repeated: its
//!   evidence is spent at the next order, which is one lookup.
//! - Flags say what the chain can see: something recalled, a provider that wasn't licensed that
//!   day, a service too far from its evidence, too many claims in a day. It doesn't know how long a
//!   service takes.
//! - What is suspect is denied by somebody, or cleared. An unconfirmed encounter is confirmed, or
//!   its line denied. What only asks for a human, as a high amount does, is decided by one.
//! - Whether a provider or payer is in force, and whether evidence still counts, is asked whenever
//!   a claim is looked at: the claims of a suspended provider wait without a write.
//! - Who asks for consent is the payer, since it is the payer who learns what is claimed. It is
//!   named by its reserve's account, which belongs to no group of staff: a directive that lets some
//!   group of the payer's know lets nobody know here. Consent is asked for when a claim is
//!   submitted; what was told then isn't untold.
//! - A study that a line doesn't name isn't seen. Sponsors see in their own books who bills.
//! - A share is rounded once for each line: what the payer bears, to the nearest minor unit, a half
//!   up. Copay, deductible and what is left are what they are.
//! - Money is whatever settlement banks issue of an asset, one for each currency. Nobody else makes
//!   any, and nobody but the pallet moves it: its accounts have no key, hence no hold is needed. The
//!   assets' smallest balance is one minor unit, and an account needs nothing else to exist.
//! - What a payer owes comes before what it redeems. It lowers no payment but by what the provider
//!   owes, which the chain knows.
//! - What was reversed while it waited keeps its ticket, and is passed over.
//! - Encounters are claimed as one line each: whoever has done several things opens several.

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

mod adjudication;
mod agreements;
mod appeals;
mod calls;
mod claims;
mod coverages;
mod eob;
mod errors;
mod events;
mod evidence;
mod flags;
mod plans;
mod preauth;
mod remittance;
mod reversal;
mod settlement;
// For the casts in derived codecs.
#[allow(clippy::as_conversions)]
mod types;
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
pub use insurance_claims_core::{
	adjudicate, adjudicate_all, balance_claim, balance_line, balance_payment, benefit_period,
	check_response, is_filed_in_time, net_payment, outcome, price, recover, share, tariff_leaf,
	Accumulators, Adjudication, Adjustment, AdjustmentReason, Allowance, Amount, CategoryRule,
	CategoryUse, ClaimTotals, DenialReason, DenialReasons, Effect, Group, Item, LineOutcome,
	LineTotals, MoneyError, Outcome, PlanRules, Prior, ProviderAdjustment,
	ProviderAdjustmentReason, Recovery, RemittanceFlaw, Response, ResponseFlaw, ResponseLine,
	RuleFlaw, Tariff, BASIS_POINTS, MAX_ADJUSTMENTS, MAX_CATEGORIES,
};
pub use pallet::*;
pub use types::*;
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;
use galen_primitives::Actor;

/// Who acts, for which institution.
pub type ActorOf<T> = Actor<<T as frame_system::Config>::AccountId>;

/// A claim.
pub type ClaimOf<T> = Claim<<T as frame_system::Config>::AccountId>;

/// A preauthorisation.
pub type PreAuthOf<T> = PreAuth<<T as frame_system::Config>::AccountId>;

/// The appeals against a claim's decision.
pub type AppealOf<T> = Appeal<<T as frame_system::Config>::AccountId>;

/// How many `items` there are, as weights count them.
fn count<Item>(items: &[Item]) -> u32 {
	u32::try_from(items.len()).unwrap_or(u32::MAX)
}

// For what the macros write; the rules are in the other files.
#[allow(unused_qualifications, clippy::as_conversions, clippy::expect_used)]
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{fungibles, Time},
		PalletId,
	};
	use frame_system::pallet_prelude::*;
	use galen_primitives::{
		seams, BenefitCategory, ChainId, Digest, EvidenceId, InstitutionId, Moment, PatientId,
		Period,
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(0);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Who publishes a payer's plans and makes its agreements, and makes a provider's.
		type ManagerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who keeps a payer's coverages.
		type EnrolmentOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who claims for a provider: a billing officer, or a pharmacist for a pharmacy.
		type ClaimantOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who decides a payer's claims.
		type AdjudicatorOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who decides the last appeal: nobody of the payer's or the provider's.
		type ReviewerOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Knows which institutions there are.
		type Institutions: seams::Institutions;

		/// Knows who speaks for patients.
		type Patients: seams::Patients<Self::AccountId>;

		/// Knows who may use a patient's data for what.
		type Consent: seams::ConsentGate<Self::AccountId>;

		/// Knows what really happened.
		type Evidence: seams::Evidence;

		/// Knows what is recalled of what was dispensed and used.
		type Recalls: seams::RecallStatus<EvidenceId>;

		/// Knows what records there are.
		type Records: seams::Records;

		/// Knows who is in which clinical trial, and what its sponsor pays.
		type Studies: seams::Studies;

		/// The settlement assets: one for each currency, by its code.
		type Assets: fungibles::Inspect<Self::AccountId, AssetId = u32, Balance = Amount>
			+ fungibles::Mutate<Self::AccountId>;

		/// The chain's id, which every commitment binds.
		type ChainId: Get<ChainId>;

		/// The clock.
		type Time: Time<Moment = Moment>;

		/// Names the pallet's accounts.
		#[pallet::constant]
		type PalletId: Get<PalletId>;

		/// How far a service and its evidence can be apart, in milliseconds: a day, since clocks and
		/// shifts differ.
		#[pallet::constant]
		type EvidenceWindow: Get<Moment>;

		/// How many claims of one coverage in one day are believed without a look.
		#[pallet::constant]
		type MaxClaimsPerDay: Get<u32>;

		/// How long a decision can be appealed, in milliseconds: 180 days (45 CFR 147.136, 29 CFR
		/// 2560.503-1).
		#[pallet::constant]
		type AppealTerm: Get<Moment>;

		/// How many levels of appeal there are, up to [`MAX_APPEAL_LEVELS`]. The last one is decided
		/// by [`Config::ReviewerOrigin`].
		#[pallet::constant]
		type AppealLevels: Get<u32>;

		/// Who settles for a payer.
		type SettlementOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who receives for a provider.
		type PayeeOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// Who acts for a settlement bank. Whether it is one is checked besides.
		type BankOrigin: EnsureOrigin<Self::RuntimeOrigin, Success = ActorOf<Self>>;

		/// How many claims one call settles out of a queue. Each is read and written.
		#[pallet::constant]
		type MaxSettled: Get<u32>;

		/// How long a payer can reverse what was decided, in milliseconds: a year. What evidence was
		/// taken back for can be reversed for ever.
		#[pallet::constant]
		type ReversalTerm: Get<Moment>;

		/// The weights of the calls.
		type WeightInfo: WeightInfo;

		/// Sets up what other pallets know.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkHelper: BenchmarkHelper<Self::RuntimeOrigin>;
	}

	/// The plans, in the order of creation.
	// `Twox64Concat`, here and below, for ids that the chain assigns.
	#[pallet::storage]
	pub type Plans<T: Config> = StorageMap<_, Twox64Concat, PlanId, Plan>;

	/// The id of the next plan.
	#[pallet::storage]
	pub type NextPlan<T: Config> = StorageValue<_, PlanId, ValueQuery>;

	/// The rules of the plans, by version. Written once.
	// `Twox64Concat` as above. Apart from `Plans`, so that a claim reads one version.
	#[pallet::storage]
	pub type PlanVersions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, PlanId, Twox64Concat, RulesVersion, Rules>;

	/// The coverages, in the order of creation.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Coverages<T: Config> = StorageMap<_, Twox64Concat, CoverageId, Coverage>;

	/// The id of the next coverage.
	#[pallet::storage]
	pub type NextCoverage<T: Config> = StorageValue<_, CoverageId, ValueQuery>;

	/// The coverages that hold a place of a patient's. Two that do at one time would both pay first.
	// `Identity`: the pseudonym is known to exist, and a hash that the chain has computed;
	// `Twox64Concat`: a small number.
	#[pallet::storage]
	pub type Ranks<T: Config> = StorageDoubleMap<
		_,
		Identity,
		PatientId,
		Twox64Concat,
		CoverageOrder,
		RankedCoverages,
		ValueQuery,
	>;

	/// What was used of a coverage in a benefit period, and how many claims there are in it.
	// `Twox64Concat` as above. Apart from `Coverages`, so that every period is there as long as its
	// claims can be reversed.
	#[pallet::storage]
	pub type Ledgers<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		CoverageId,
		Twox64Concat,
		BenefitPeriod,
		Ledger,
		ValueQuery,
	>;

	/// The preauthorisations. Numbered together with the claims of their benefit period.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type PreAuths<T: Config> = StorageMap<_, Twox64Concat, PreAuthId, PreAuthOf<T>>;

	/// The claims.
	// `Twox64Concat` as above. No index of a provider's or a payer's: events say that.
	#[pallet::storage]
	pub type Claims<T: Config> = StorageMap<_, Twox64Concat, ClaimId, ClaimOf<T>>;

	/// The claim for which evidence is spent, by the place of the coverage that pays.
	// `Twox64Concat`: evidence is known to exist, under an id that the chain has assigned.
	#[pallet::storage]
	pub type Spent<T: Config> = StorageMap<_, Twox64Concat, (EvidenceId, CoverageOrder), ClaimId>;

	/// The appeals, by claim.
	// `Twox64Concat` as above. Apart from `Claims`: few are appealed.
	#[pallet::storage]
	pub type Appeals<T: Config> = StorageMap<_, Twox64Concat, ClaimId, AppealOf<T>>;

	/// The agreements across borders, by payer and provider.
	// `Twox64Concat`: the chain numbers institutions.
	#[pallet::storage]
	pub type Agreements<T: Config> =
		StorageDoubleMap<_, Twox64Concat, InstitutionId, Twox64Concat, InstitutionId, Agreement>;

	/// What a payer's reserve owes, by payer and currency.
	// `Twox64Concat` as above, and codes of currencies. Not the balance: the asset knows it.
	#[pallet::storage]
	pub type Reserves<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		InstitutionId,
		Twox64Concat,
		Currency,
		Reserve,
		ValueQuery,
	>;

	/// The claims that wait for money, by payer, currency and ticket.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Queue<T: Config> =
		StorageMap<_, Twox64Concat, (InstitutionId, Currency, Ticket), Queued>;

	/// What a provider owes a payer in a currency, since claims were reversed. It is set off against
	/// the next payments.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type ForwardingBalances<T: Config> =
		StorageMap<_, Twox64Concat, (InstitutionId, InstitutionId, Currency), Amount, ValueQuery>;

	/// The remittances, by payer, currency and number.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Remittances<T: Config> =
		StorageMap<_, Twox64Concat, (InstitutionId, Currency, RemittanceId), Remittance>;

	/// What institutions have asked banks to pay out.
	// `Twox64Concat` as above. One for each account: the next one waits for it.
	#[pallet::storage]
	pub type Redemptions<T: Config> =
		StorageMap<_, Twox64Concat, (InstitutionId, Purse, Currency), Redemption>;

	/// What settlement banks have issued and redeemed, by bank and currency.
	// `Twox64Concat` as above.
	#[pallet::storage]
	pub type Issuances<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		InstitutionId,
		Twox64Concat,
		Currency,
		Issuance,
		ValueQuery,
	>;

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				(1..=MAX_APPEAL_LEVELS).contains(&T::AppealLevels::get()),
				"an appeal has a last level, and there is room for all"
			);
			assert!(T::AppealTerm::get() > 0, "a decision can be appealed");
			assert!(T::EvidenceWindow::get() > 0, "a service takes time");
			assert!(T::MaxClaimsPerDay::get() > 0, "a claim a day is no fraud");
			assert!(T::MaxSettled::get() > 0, "a queue can be served");
			assert!(T::ReversalTerm::get() > 0, "a payer can correct itself");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A plan.
		pub fn plan(plan: PlanId) -> Option<Plan> {
			Plans::<T>::get(plan)
		}

		/// A version of a plan's rules.
		pub fn rules(plan: PlanId, version: RulesVersion) -> Option<Rules> {
			PlanVersions::<T>::get(plan, version)
		}

		/// A coverage.
		pub fn coverage(coverage: CoverageId) -> Option<Coverage> {
			Coverages::<T>::get(coverage)
		}

		/// The coverages of a patient's in a place, one after the other.
		pub fn coverages_of(patient: PatientId, order: CoverageOrder) -> Vec<Ranked> {
			Ranks::<T>::get(patient, order).into_inner()
		}

		/// What was used of a coverage in a benefit period. Its claims and preauthorisations are
		/// numbered from zero up to the next one.
		pub fn ledger(coverage: CoverageId, period: BenefitPeriod) -> Ledger {
			Ledgers::<T>::get(coverage, period)
		}

		/// What a coverage would pay of a category at a moment, and what is left of its limits.
		pub fn eligibility(
			coverage: CoverageId,
			category: BenefitCategory,
			serviced: Moment,
		) -> Eligibility {
			Self::eligibility_of(coverage, category, serviced)
		}

		/// What the rules would make of a claim if the provider submitted it now. Nothing is decided
		/// or spent by it (FHIR's use predetermination).
		pub fn predetermination(
			provider: InstitutionId,
			terms: ClaimTerms,
		) -> Result<Predetermination, DispatchError> {
			Self::predetermine(provider, terms)
		}

		/// A preauthorisation, and whether it can be used now.
		pub fn preauth(preauth: PreAuthId) -> Option<PreAuthInfo<T::AccountId>> {
			Self::preauth_info(preauth)
		}

		/// A claim, and why it waits now, if it does.
		pub fn claim(claim: ClaimId) -> Option<ClaimInfo<T::AccountId>> {
			Self::claim_info(claim)
		}

		/// The claim for which evidence is spent, by the place of the coverage that pays.
		pub fn spent_for(evidence: EvidenceId, order: CoverageOrder) -> Option<ClaimId> {
			Spent::<T>::get((evidence, order))
		}

		/// The appeals against a claim's decision.
		pub fn appeal(claim: ClaimId) -> Option<AppealOf<T>> {
			Appeals::<T>::get(claim)
		}

		/// The agreement between a payer and a provider under different laws.
		pub fn agreement(payer: InstitutionId, provider: InstitutionId) -> Option<Agreement> {
			Agreements::<T>::get(payer, provider)
		}

		/// What became of a claim and who bears what, as the patient reads it.
		pub fn explanation_of_benefit(claim: ClaimId) -> Option<Explanation<T::AccountId>> {
			Self::explain(claim)
		}

		/// The claims of a coverage in a benefit period, from a number on, up to [`PAGE`] numbers.
		pub fn claims_of(
			coverage: CoverageId,
			period: BenefitPeriod,
			from: u32,
		) -> Vec<ClaimSummary> {
			Self::page_of_claims(coverage, period, from)
		}

		/// What a payer has to pay claims with, and what it owes.
		pub fn reserve(payer: InstitutionId, currency: Currency) -> ReserveInfo<T::AccountId> {
			Self::reserve_info(payer, currency)
		}

		/// What a provider was paid and hasn't redeemed.
		pub fn receipts(provider: InstitutionId, currency: Currency) -> ReceiptsInfo<T::AccountId> {
			ReceiptsInfo {
				account: Self::receipts_account(provider),
				balance: Self::balance_of(Purse::Receipts, provider, currency),
			}
		}

		/// The claims that wait for a payer's money, from a ticket on, up to [`PAGE`].
		pub fn queue(
			payer: InstitutionId,
			currency: Currency,
			from: Ticket,
		) -> Vec<(Ticket, Queued)> {
			Self::page_of_queue(payer, currency, from)
		}

		/// What a provider owes a payer. It is set off against the next payments.
		pub fn forwarding(
			payer: InstitutionId,
			provider: InstitutionId,
			currency: Currency,
		) -> Amount {
			ForwardingBalances::<T>::get((payer, provider, currency))
		}

		/// A remittance.
		pub fn remittance(
			payer: InstitutionId,
			currency: Currency,
			remittance: RemittanceId,
		) -> Option<Remittance> {
			Remittances::<T>::get((payer, currency, remittance))
		}

		/// What an institution has asked a bank to pay out of one of its accounts.
		pub fn redemption(
			institution: InstitutionId,
			purse: Purse,
			currency: Currency,
		) -> Option<Redemption> {
			Redemptions::<T>::get((institution, purse, currency))
		}

		/// What a settlement bank has issued and redeemed.
		pub fn issuance(bank: InstitutionId, currency: Currency) -> Issuance {
			Issuances::<T>::get(bank, currency)
		}
	}
}
