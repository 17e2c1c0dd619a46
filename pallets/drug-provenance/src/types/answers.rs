// SPDX-License-Identifier: Apache-2.0

//! What the view functions answer.

use super::{
	chain_type, Alert, CustodyStep, Hold, Lot, MerklePath, Notice, Product, Spell, Transit, Unit,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use drug_provenance_core::{PackStatus, Reasons, Standing, Window};
use galen_primitives::{
	gs1::{Sscc, Text20},
	InstitutionId,
};
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

chain_type! {
	/// What the chain knows of a pack that somebody asks about.
	#[derive(Copy)]
	pub enum Pedigree {
		/// The pack was commissioned with this lot.
		#[codec(index = 0)]
		Proven,
		/// Nobody has shown that there is such a pack. It may be genuine or not: ask for its path.
		#[codec(index = 1)]
		Unproven,
		/// What was shown doesn't prove it: there is no such pack in the lot, at that place.
		#[codec(index = 2)]
		NotInLot,
		/// The serial number belongs to another lot of the product.
		#[codec(index = 3)]
		OtherLot,
		/// There is no such product.
		#[codec(index = 4)]
		UnknownProduct,
		/// There is no such lot.
		#[codec(index = 5)]
		UnknownLot,
		/// The lot's tree was made with an algorithm that the chain can't compute.
		#[codec(index = 6)]
		Unsupported,
	}

	/// Whether a reading is among those that a sensor vouched for.
	#[derive(Copy)]
	pub enum ReadingCheck {
		/// It is.
		#[codec(index = 0)]
		Member,
		/// The sensor has never watched the container.
		#[codec(index = 1)]
		NeverBound,
		/// The window isn't one that the sensor has signed for the container, at that place.
		#[codec(index = 2)]
		OtherWindow,
		/// The reading isn't one of the window's, at that place.
		#[codec(index = 3)]
		NotAMember,
		/// The window's tree was made with an algorithm that the chain can't compute.
		#[codec(index = 4)]
		Unsupported,
	}
}

answer! {
	/// What proves that a reading is one of a window that a sensor has stated.
	pub struct ReadingProof {
		/// The head of the chain of hashes before the window, from the last event.
		pub before: [u8; 32],
		/// The window.
		pub window: Window,
		/// The hashes of the statements after the window ([`Statement::hash`](super::Statement)).
		pub later: Vec<[u8; 32]>,
		/// The reading's leaf ([`drug_provenance_core::leaves::reading`]).
		pub leaf: [u8; 32],
		/// The leaf's place in the window's tree.
		pub index: u32,
		/// The leaf's siblings, from the bottom.
		pub path: MerklePath,
	}

	/// A pack's answer to whoever has it in hand.
	pub struct Trace<AccountId> {
		/// Whether there is such a pack.
		pub pedigree: Pedigree,
		/// Its product.
		pub product: Option<Product>,
		/// Its lot.
		pub lot: Option<Lot>,
		/// Where it stands: nothing for a pack that isn't proven.
		pub status: Option<PackTrace<AccountId>>,
		/// The last alert about this serial number.
		pub alert: Option<Alert>,
	}

	/// Where a proven pack stands.
	pub struct PackTrace<AccountId> {
		/// What became of it.
		pub status: PackStatus,
		/// The worst of all that is known.
		pub standing: Standing,
		/// All that is known.
		pub reasons: Reasons,
		/// Whether it has a state of its own.
		pub own_state: bool,
		/// Who has it.
		pub holder: InstitutionId,
		/// The outermost container that it is in.
		pub root: Option<Sscc>,
		/// The shipment that it is part of.
		pub transit: Option<Transit>,
		/// How much of its content is left.
		pub remaining: u32,
		/// The holds that it is under, its containers' among them.
		pub holds: Vec<Hold<AccountId>>,
		/// The sensors that vouched for it, the last ones.
		pub spells: Vec<Spell>,
		/// The handovers that it went through, the last ones.
		pub steps: Vec<CustodyStep>,
		/// How many there were before those.
		pub earlier_steps: u32,
	}

	/// Where a container stands.
	pub struct UnitInfo<AccountId> {
		/// The container itself.
		pub unit: Unit<AccountId>,
		/// Who has it.
		pub holder: InstitutionId,
		/// The outermost container that it is in; itself, if it is in none.
		pub root: Sscc,
		/// The shipment that it is part of.
		pub transit: Option<Transit>,
		/// The worst of all that is known.
		pub standing: Standing,
		/// All that is known.
		pub reasons: Reasons,
		/// The lots in it that are recalled now.
		pub recalled: Vec<Text20>,
	}

	/// A notice, and whether it is late.
	pub struct NoticeInfo {
		/// The notice.
		pub notice: Notice,
		/// Whether it wasn't, or isn't, given in time.
		pub is_late: bool,
	}
}
