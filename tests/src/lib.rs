// SPDX-License-Identifier: Apache-2.0

//! # Scenarios on the real runtime
//!
//! What a node does to make a chain, without the node: a [`Chain`] is built from one of the
//! runtime's genesis presets, makes blocks with the consensus digest and the timestamp that they
//! must have, and takes signed transactions as bytes, as wallets send them. Nothing pokes storage:
//! who is to be admitted is admitted by a motion of the council.
//!
//! ```
//! use galen_scenarios::*;
//!
//! Chain::development().run(|chain| {
//!     let physician = Signer::named("physician");
//!     chain.hire(&bob(), &physician, Role::Physician);
//!     let ada = chain.claimed_patient(&physician, "ada");
//!     let letter = chain.anchored(&physician, ada.id, 1);
//!     chain.wait(DAY);
//!     assert_eq!(Records::record(letter).unwrap().custodian, HOSPITAL);
//! });
//! ```
//!
//! - [`chain`]: blocks, time, and the checks that every scenario ends with.
//! - [`claims`]: a payer with a plan, a bank, evidence of care, claims.
//! - [`devices`]: a maker, devices in service, what they sign.
//! - [`medicines`]: a manufacturer with a lot, its packs' proofs, windows of sensors.
//! - [`transaction`]: what a wallet builds, and what becomes of it.
//! - [`motion`]: the bodies that govern.
//! - [`people`]: who signs.
//! - [`sharing`]: consents, requests and logs.
//! - [`trials`]: who takes part in a clinical trial, sealed lists, subjects.
//! - [`world`]: what nearly every scenario needs: staff, patients, documents.

pub mod chain;
pub mod claims;
pub mod devices;
pub mod medicines;
pub mod motion;
pub mod people;
pub mod sharing;
pub mod transaction;
pub mod trials;
pub mod world;

pub use chain::*;
pub use claims::*;
pub use devices::*;
pub use medicines::*;
pub use motion::*;
pub use people::*;
pub use sharing::*;
pub use transaction::*;
pub use trials::*;
pub use world::*;

// What scenarios speak of.
pub use galen_primitives::{
	standing::Reason,
	time::{DAY, HOUR, MINUTE},
	Digest, HashAlgorithm, InstitutionId, InstitutionKind, InstitutionKinds, Moment, PatientId,
	Period, RecordId, Role,
};
pub use galen_runtime::{
	AccountId, Assets, Balance, BlockNumber, ClinicalTrials as Trials, Consent,
	DeviceLifecycle as Devices, Disclosures, DrugProvenance as Medicines, Hash, Header,
	Institutions, InsuranceClaims as Claims, Nonce, PatientRecords as Records, Patients, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeOrigin, Seats, System, UncheckedExtrinsic,
};
pub use polkadot_sdk::sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	DispatchError, DispatchResult,
};

/// Errors of the pallet that knows institutions.
pub type InstitutionsError = pallet_institutions::Error<Runtime>;
/// Errors of the pallet that knows devices.
pub type DevicesError = pallet_device_lifecycle::Error<Runtime>;
/// Errors of the pallet that knows medicines.
pub type MedicinesError = pallet_drug_provenance::Error<Runtime>;
/// Errors of the pallet that knows clinical trials.
pub type TrialsError = pallet_clinical_trials::Error<Runtime>;
/// Errors of the pallet that pays claims.
pub type ClaimsError = pallet_insurance_claims::Error<Runtime>;
/// Errors of the pallet that knows what patients consent to.
pub type ConsentError = pallet_consent::Error<Runtime>;
/// Errors of the pallet that logs who saw what.
pub type DisclosuresError = pallet_disclosures::Error<Runtime>;
/// Errors of the pallet that knows patients.
pub type PatientsError = pallet_patients::Error<Runtime>;
/// Errors of the pallet that keeps anchors of records.
pub type RecordsError = pallet_patient_records::Error<Runtime>;
/// Errors of the pallet that knows who sits in the bodies that govern.
pub type SeatsError = pallet_seats::Error<Runtime>;
