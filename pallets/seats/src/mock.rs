// SPDX-License-Identifier: Apache-2.0

//! A runtime in which every account says by itself whose staff it is.

use crate as pallet_seats;
use crate::*;
use codec::Encode;
use frame_support::{
	derive_impl, parameter_types,
	storage::unhashed,
	traits::{ConstU32, Contains, EnsureOrigin, EnsureOriginWithArg, OriginTrait},
};
use frame_system::mocking::MockBlock;
use galen_primitives::Role;
use sp_io::TestExternalities;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

pub type AccountId = AccountId32;

/// How many institutions there are, from 0 on.
pub const INSTITUTIONS: InstitutionId = 2_000;
/// Appoints all bodies but the technical committee.
pub const COUNCIL: AccountId = AccountId::new([1; 32]);
pub const OUTSIDER: AccountId = AccountId::new([9; 32]);

pub const MAX_SEATS: u32 = 5;
pub const MIN_SEATS: u32 = 2;

/// Number `number` of an institution's staff. Number 0 is an administrator.
pub const fn staff(institution: InstitutionId, number: u8) -> AccountId {
	let mut bytes = [0; 32];
	let [a, b, c, d] = institution.to_le_bytes();
	(bytes[0], bytes[1], bytes[2], bytes[3], bytes[4]) = (b'@', a, b, c, d);
	bytes[5] = number;
	AccountId::new(bytes)
}

/// The reverse.
fn number_of(account: &AccountId) -> Option<(InstitutionId, u8)> {
	let bytes: &[u8; 32] = account.as_ref();
	let institution = InstitutionId::from_le_bytes(bytes[1..5].try_into().unwrap());
	(bytes[0] == b'@').then_some((institution, bytes[5]))
}

#[frame_support::runtime]
mod test_runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type SeatsPallet = pallet_seats;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type AccountId = AccountId;
	type Block = MockBlock<Test>;
	type Lookup = IdentityLookup<AccountId>;
}

parameter_types! {
	/// Suspended by one regulator, for a term.
	pub static Provisional: Vec<InstitutionId> = vec![];
	/// Suspended by governance.
	pub static Suspended: Vec<InstitutionId> = vec![];
	/// Retired.
	pub static Left: Vec<InstitutionId> = vec![];
	/// How often a body's members were set.
	pub static TimesSet: u32 = 0;
}

/// Whose credential isn't in force. In storage, so that a benchmark can begin afresh.
pub struct Dismissed;

impl Dismissed {
	pub fn get() -> Vec<AccountId> {
		unhashed::get_or_default(b"dismissed")
	}
	pub fn set(dismissed: Vec<AccountId>) {
		unhashed::put(b"dismissed", &dismissed);
	}
	pub fn mutate(change: impl FnOnce(&mut Vec<AccountId>)) {
		let mut dismissed = Self::get();
		change(&mut dismissed);
		Self::set(dismissed);
	}
}

/// Who belongs to the consortium, and the bodies.
pub struct Directory;

impl Members<AccountId> for Directory {
	fn membership(institution: InstitutionId) -> Membership {
		if institution >= INSTITUTIONS || Left::get().contains(&institution) {
			Membership::Left
		} else if Suspended::get().contains(&institution) {
			Membership::Suspended
		} else {
			Membership::Member
		}
	}
	fn employer(who: &AccountId) -> Option<InstitutionId> {
		let (institution, _) = number_of(who)?;
		(!Dismissed::get().contains(who)).then_some(institution)
	}
}

// In storage, so that what a failed call has done to them is undone.
fn key(body: Body) -> Vec<u8> {
	(b"members", body).encode()
}

impl Bodies<AccountId> for Directory {
	fn members(body: Body) -> Vec<AccountId> {
		unhashed::get_or_default(&key(body))
	}
	fn set_members(body: Body, members: &[AccountId]) {
		assert!(members.is_sorted_by(|one, next| one < next));
		assert!(!members.is_empty());
		TimesSet::mutate(|times| *times += 1);
		unhashed::put(&key(body), &members);
	}
}

/// Passes staff whose credential and institution are in force; where `ADMINISTRATORS`, only these.
pub struct EnsureStaff<const ADMINISTRATORS: bool>;

impl<const ADMINISTRATORS: bool> EnsureOrigin<RuntimeOrigin> for EnsureStaff<ADMINISTRATORS> {
	type Success = Actor<AccountId>;

	fn try_origin(origin: RuntimeOrigin) -> Result<Self::Success, RuntimeOrigin> {
		let actor = |account: AccountId| {
			let (institution, number) = number_of(&account)?;
			let in_force = Directory::employer(&account).is_some()
				&& Directory::membership(institution) == Membership::Member
				&& !Provisional::get().contains(&institution);
			let role = if number == 0 { Role::Administrator } else { Role::Nurse };
			(in_force && (number == 0 || !ADMINISTRATORS)).then_some(Actor {
				account,
				institution,
				role,
				department: 0,
			})
		};
		origin.clone().into_signer().and_then(actor).ok_or(origin)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::signed(staff(0, 0)))
	}
}

/// Root for the technical committee, the council for the others.
pub struct Appointing;

impl EnsureOriginWithArg<RuntimeOrigin, Body> for Appointing {
	type Success = ();

	fn try_origin(origin: RuntimeOrigin, body: &Body) -> Result<(), RuntimeOrigin> {
		let passes = match body {
			Body::TechnicalCommittee => {
				matches!(origin.clone().into(), Ok(frame_system::RawOrigin::Root))
			},
			_ => origin.as_signer() == Some(&COUNCIL),
		};
		passes.then_some(()).ok_or(origin)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(body: &Body) -> Result<RuntimeOrigin, ()> {
		Ok(match body {
			Body::TechnicalCommittee => RuntimeOrigin::root(),
			_ => RuntimeOrigin::signed(COUNCIL),
		})
	}
}

/// The technical committee: the council governs institutions, and doesn't appoint it.
pub struct Entrenched;

impl Contains<Body> for Entrenched {
	fn contains(body: &Body) -> bool {
		*body == Body::TechnicalCommittee
	}
}

impl Config for Test {
	type AppointingOrigin = Appointing;
	type AdministratorOrigin = EnsureStaff<true>;
	type MemberOrigin = EnsureStaff<false>;
	type Entrenched = Entrenched;
	type Members = Directory;
	type Bodies = Directory;
	type MaxSeats = ConstU32<MAX_SEATS>;
	type MinSeats = ConstU32<MIN_SEATS>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = Directory;
}

#[cfg(feature = "runtime-benchmarks")]
impl BenchmarkHelper<AccountId, RuntimeOrigin> for Directory {
	fn admit(seed: u32) -> InstitutionId {
		seed
	}
	fn staff(institution: InstitutionId, seed: u32) -> AccountId {
		staff(institution, 1 + u8::try_from(seed).unwrap())
	}
	fn administrator(institution: InstitutionId) -> RuntimeOrigin {
		RuntimeOrigin::signed(staff(institution, 0))
	}
	fn dismiss(_: InstitutionId, who: &AccountId) {
		Dismissed::mutate(|dismissed| dismissed.push(who.clone()));
	}
	fn open_motions(_: Body) {}
}

pub fn new_test_ext() -> TestExternalities {
	let storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
	let mut ext = TestExternalities::from(storage);
	ext.execute_with(|| {
		// Events aren't kept in the genesis block.
		System::set_block_number(1);
		Provisional::set(vec![]);
		Suspended::set(vec![]);
		Left::set(vec![]);
		TimesSet::set(0);
	});
	ext
}

/// Runs a test and checks every invariant after it.
pub fn build_and_execute(test: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		test();
		SeatsPallet::do_try_state().unwrap();
	});
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

/// Whoever appoints the body.
pub fn appointing(body: Body) -> RuntimeOrigin {
	if body == Body::TechnicalCommittee {
		RuntimeOrigin::root()
	} else {
		signed(COUNCIL)
	}
}
