// SPDX-License-Identifier: Apache-2.0

//! # Consent core
//!
//! Decides who may use which of a patient's data for what: the algorithm of IHE PCF over FHIR
//! Consent, pure, without FRAME. The chain runs it in `pallet-consent`; custodians run the same
//! code before they hand anything over, with the security labels that only they can read.
//!
//! ## Terminology
//!
//! - [`Provision`]: what is permitted or denied, to whom, for what, from when to when, over what.
//! - [`Directive`]: a root provision and the exceptions to it: what a patient consents to.
//! - *Axis*: one of a provision's restrictions. An empty one doesn't restrict. Axes are joined by
//!   AND, the values of one axis by OR.
//! - [`PolicyKind`]: what a custodian permits where no directive says anything.
//! - [`Labels`]: the axis that is evaluated off chain. On chain it is `()`, which always matches.
//!
//! ## The decision
//!
//! [`decide`] looks, in this order, at
//!
//! 0. the requester's role: [`may_claim`]. What somebody may ask for at all isn't consent's matter,
//!    and comes first. A trainee sees what the own department wrote;
//! 1. the patient, who sees whatever isn't of class core;
//! 2. the data's class: core is for nobody, internal for the custodian's own staff;
//! 3. for [`PurposeOfUse::BTG`](galen_primitives::PurposeOfUse::BTG): whether the glass is broken,
//!    the compartment open, the policy other than deny. What a directive denies *by that name*
//!    stays denied;
//! 4. otherwise every directive in force, part by part of the document. What any of them denies is
//!    denied; what any permits is permitted; of the rest the custodian's policy decides, but never
//!    for research, which takes a directive for the very study and the custodian's release.
//!
//! What is left is the permit's residual. Nothing depends on the order of directives, and time
//! enters only as `now`.

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

mod claims;
mod decision;
// What derives codecs casts an enum's index.
#[allow(clippy::as_conversions)]
mod labels;
#[allow(clippy::as_conversions)]
mod policy;
#[allow(clippy::as_conversions)]
mod provision;

pub use claims::{claims, may_claim};
pub use decision::{admissible, decide, Circumstances};
pub use labels::{
	Confidentiality, DataReference, LabelAxis, LabelFacts, Labels, Sensitivities, Sensitivity,
	MAX_REFERENCES,
};
pub use policy::{ChosenPolicy, PolicyKind};
pub use provision::{
	ActiveDirective, ActorRef, Decision, Directive, Flaw, Provision, MAX_ACTORS, MAX_CUSTODIANS,
	MAX_DIRECTIVES, MAX_EXCEPTIONS, MAX_JURISDICTIONS, MAX_NAMED,
};
