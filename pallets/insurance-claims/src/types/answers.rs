// SPDX-License-Identifier: Apache-2.0

//! What the view functions answer.

use super::{chain_type, BenefitPeriod, Claim, Currency, PendReasons, PreAuth, RulesVersion};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use insurance_claims_core::{Adjudication, Amount, CategoryRule, LineOutcome};
use scale_info::TypeInfo;

/// Gives every type below the derives that view functions ask for.
macro_rules! answer {
	($($(#[$meta:meta])* pub struct $name:ident $(<$account:ident>)? { $($body:tt)* })+) => {
		$(
			$(#[$meta])*
			#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
			pub struct $name $(<$account>)? { $($body)* }
		)+
	};
}
#[allow(unused_imports)]
pub(crate) use answer;

chain_type! {
	/// Whether a coverage would pay of a category at a moment.
	#[derive(Copy)]
	pub enum EligibilityStanding {
		/// It would, as the rules say.
		#[codec(index = 0)]
		InForce,
		/// There is no such coverage.
		#[codec(index = 1)]
		NotFound,
		/// It is a draft, or should never have been.
		#[codec(index = 2)]
		NotActive,
		/// The moment lies outside its period.
		#[codec(index = 3)]
		OutsideCoverage,
		/// There were no rules then.
		#[codec(index = 4)]
		NoRules,
		/// The category isn't covered.
		#[codec(index = 5)]
		NotCovered,
		/// The waiting period isn't over then.
		#[codec(index = 6)]
		Waiting,
		/// As many as are covered in the benefit period were used.
		#[codec(index = 7)]
		FrequencyExceeded,
		/// A limit is used up.
		#[codec(index = 8)]
		LimitReached,
	}

	/// Whether a preauthorisation can be used now.
	#[derive(Copy)]
	pub enum PreAuthStanding {
		/// The payer hasn't decided it.
		#[codec(index = 0)]
		Open,
		/// It can.
		#[codec(index = 1)]
		Usable,
		/// It can be later.
		#[codec(index = 2)]
		NotYet,
		/// It can't any more: its time is over.
		#[codec(index = 3)]
		Expired,
		/// All that was authorised is used.
		#[codec(index = 4)]
		Exhausted,
		/// Nothing was authorised.
		#[codec(index = 5)]
		Denied,
		/// The provider took it back.
		#[codec(index = 6)]
		Cancelled,
	}
}

answer! {
	/// What a coverage would pay of a category at a moment, and what is left of its limits.
	pub struct Eligibility {
		/// Whether it would pay.
		pub standing: EligibilityStanding,
		/// The currency of all amounts.
		pub currency: Currency,
		/// The version of the plan's rules.
		pub rules: Option<RulesVersion>,
		/// The benefit period.
		pub period: Option<BenefitPeriod>,
		/// What the rules say of the category.
		pub rule: Option<CategoryRule>,
		/// What is left of the deductible.
		pub deductible_left: Amount,
		/// What is left until the patient pays no more, if there is such a maximum.
		pub out_of_pocket_left: Option<Amount>,
		/// What is left of the year's limit, if there is one.
		pub annual_left: Option<Amount>,
		/// What is left of the category's limit, if there is one.
		pub category_left: Option<Amount>,
		/// How many are left of the category, if they are limited.
		pub count_left: Option<u32>,
	}

	/// What the rules would make of a claim.
	pub struct Predetermination {
		/// Why it would wait. The lines say what the rules would make of it all the same.
		pub waits_for: PendReasons,
		/// The version of the plan's rules.
		pub rules: RulesVersion,
		/// The benefit period.
		pub period: BenefitPeriod,
		/// What would become of each line.
		pub lines: Vec<Adjudication>,
		/// What the payer would bear in all.
		pub benefit: Amount,
	}

	/// A preauthorisation, and whether it can be used now.
	pub struct PreAuthInfo<AccountId> {
		/// The preauthorisation.
		pub preauth: PreAuth<AccountId>,
		/// Whether it can be used now.
		pub standing: PreAuthStanding,
	}

	/// A claim, and what follows from it.
	pub struct ClaimInfo<AccountId> {
		/// The claim.
		pub claim: Claim<AccountId>,
		/// Why it waits now. Nothing if it doesn't.
		pub waits_for: PendReasons,
		/// How it was answered, if it was.
		pub outcome: Option<LineOutcome>,
		/// What is claimed.
		pub total: Amount,
		/// What the payer bears.
		pub benefit: Amount,
	}
}
