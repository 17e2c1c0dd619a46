// SPDX-License-Identifier: Apache-2.0

//! What is stored, taken and answered.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use galen_primitives::InstitutionId;
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// A body that decides by motions.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum Body {
	/// The council.
	#[codec(index = 0)]
	Council,
	/// The technical committee.
	#[codec(index = 1)]
	TechnicalCommittee,
	/// The ethics committee.
	#[codec(index = 2)]
	EthicsCommittee,
	/// The patients' council.
	#[codec(index = 3)]
	PatientsCouncil,
}

impl Body {
	/// Every body.
	pub const ALL: [Self; 4] =
		[Self::Council, Self::TechnicalCommittee, Self::EthicsCommittee, Self::PatientsCouncil];

	/// Whether it takes this body to reach the root origin: fewer than
	/// [`MinSeats`](crate::Config::MinSeats) seats would put that into too few hands.
	pub fn is_sovereign(self) -> bool {
		matches!(self, Self::Council | Self::TechnicalCommittee)
	}
}

/// Whether somebody sits on a seat.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	Debug,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Attendance {
	/// Its account is a member of the body.
	#[codec(index = 0)]
	Sits,
	/// Its account isn't: the institution is excluded, or the account isn't its staff any more.
	#[codec(index = 1)]
	Rests,
	/// Its account should rest, and is a member all the same: a body is never without one. That ends
	/// when another seat is taken.
	#[codec(index = 2)]
	Stays,
}

/// An institution's seat in a body.
#[derive(
	Clone, PartialEq, Eq, Debug, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Seat<AccountId> {
	/// Whose it is.
	pub institution: InstitutionId,
	/// Who sits on it for the institution.
	pub account: AccountId,
	/// Whether it does now.
	pub attendance: Attendance,
}

/// A seat, as it is answered.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, TypeInfo)]
pub struct SeatInfo<AccountId> {
	/// The body that it is in.
	pub body: Body,
	/// Whose it is.
	pub institution: InstitutionId,
	/// Who sits on it for the institution.
	pub account: AccountId,
	/// Whether its account is a member of the body now.
	pub sits: bool,
	/// Why, or why not.
	pub attendance: Attendance,
}
