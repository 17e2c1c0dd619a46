// SPDX-License-Identifier: Apache-2.0

//! The bodies that govern, and the origins they speak through.
//!
//! Governance admits institutions and nodes and upgrades the chain. It can't read data, give
//! consent, alter a record or decide a claim. There is no sudo: what needs the root origin (an
//! upgrade, say) is whitelisted by the council and dispatched by the technical committee.

use crate::AccountId;
use polkadot_sdk::{
	frame_support::traits::EitherOfDiverse, frame_system::EnsureRoot, pallet_collective,
};

/// The council: members of every class of institution.
pub type Council = pallet_collective::Instance1;
/// The technical committee: those who can judge an upgrade or an emergency.
pub type Technical = pallet_collective::Instance2;
/// The ethics committee.
pub type Ethics = pallet_collective::Instance3;
/// The patients' council.
pub type PatientsCouncil = pallet_collective::Instance4;

/// Two thirds of the council, or root.
pub type EnsureCouncil = EitherOfDiverse<
	EnsureRoot<AccountId>,
	pallet_collective::EnsureProportionAtLeast<AccountId, Council, 2, 3>,
>;

/// Two thirds of the technical committee, or root.
pub type EnsureTechnical = EitherOfDiverse<
	EnsureRoot<AccountId>,
	pallet_collective::EnsureProportionAtLeast<AccountId, Technical, 2, 3>,
>;
