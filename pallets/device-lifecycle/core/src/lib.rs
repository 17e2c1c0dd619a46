// SPDX-License-Identifier: Apache-2.0

//! # Device lifecycle core
//!
//! What of a medical device's life can be computed without a chain: whether its identifier is one,
//! when it is due for service, which of its words are in doubt, and whether a report of its use
//! follows on the last. Pure, without FRAME; the chain runs it in `pallet-device-lifecycle`, gateways
//! and dApps run the same code before they send anything.
//!
//! - [`udi`]: the Unique Device Identification, by issuing agency: the fixed part (UDI-DI) and the
//!   production identifiers (UDI-PI).
//! - [`due`]: when maintenance, calibration and safety tests are due.
//! - [`suspect`]: the times of which a device's word is in doubt.
//! - [`usage`]: how batches of usage follow on each other.

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

// What derives codecs casts an enum's index.
#[allow(clippy::as_conversions)]
pub mod due;
#[allow(clippy::as_conversions)]
pub mod suspect;
#[allow(clippy::as_conversions)]
pub mod udi;
#[allow(clippy::as_conversions)]
pub mod usage;

pub use due::{NextDue, ServiceHistory, ServicePlan, Serviced};
pub use suspect::Spell;
pub use udi::{
	DeviceIdentifier, DiFlaw, IssuingAgency, PiField, PiFlaw, ProductionFlags,
	ProductionIdentifiers,
};
pub use usage::{Meter, Reading, UsageFlaw};
