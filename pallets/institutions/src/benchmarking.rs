// SPDX-License-Identifier: Apache-2.0

//! Benchmarks, each at its worst: standings with as many suspensions as are remembered, profiles
//! and lists full. What administrators do starts with the check of the administrator.

// Setup may fail loudly, and `origin as T::RuntimeOrigin` is how a benchmark names its origin's type.
#![allow(
	clippy::unwrap_used,
	clippy::expect_used,
	clippy::arithmetic_side_effects,
	clippy::as_conversions
)]

use super::*;
use alloc::{vec, vec::Vec};
use frame_benchmarking::v2::*;
use frame_support::{
	assert_ok,
	dispatch::DispatchClass,
	traits::{EnsureOrigin, Get},
};
use frame_system::RawOrigin;
use galen_primitives::{
	gs1::Gln,
	keys::{KeyPurposes, PublicKey},
	standing::{Authority, Reason},
	time::DAY,
	GroupId, InstitutionKind, InstitutionKinds, Moment, Period, Role,
};

/// What the benchmarks need of other pallets.
pub trait BenchmarkHelper {
	/// Makes [`Config::Time`] say `now`.
	fn set_time(now: Moment);
}

const CLASS: AllowanceClassId = AllowanceClassId::MAX;
const DEFINITION: AllowanceClass = AllowanceClass {
	members: Refill { capacity: u64::MAX, per_block: 1 },
	patients: Refill { capacity: u64::MAX, per_block: 1 },
};
const ALWAYS: Period = Period { from: 0, until: None };
const WHY: Reason = Reason::UnderInvestigation;
const HOST: &[u8] = b"https://a";

fn admission() -> Admission {
	Admission {
		kinds: InstitutionKinds::ALL,
		voting_class: VotingClass::Industry,
		gln: None,
		jurisdiction: 276,
		allowance_class: CLASS,
	}
}

fn administrators<T: Config>(name: &'static str, number: u32) -> AdministratorsOf<T> {
	let accounts: Vec<T::AccountId> = (0..number).map(|index| account(name, index, 0)).collect();
	accounts.try_into().expect("the caller asks for as many as fit")
}

fn member<T: Config>(name: &'static str) -> InstitutionId {
	AllowanceClasses::<T>::insert(CLASS, DEFINITION);
	Pallet::<T>::do_admit(admission(), administrators::<T>(name, 1)).expect("it is plausible")
}

/// An account that is staff in this role, of an institution that does everything: the same for
/// all roles, so that a call that needs two of one house finds them.
pub(crate) fn staff<T: Config>(role: Role) -> T::AccountId {
	let administrator: T::AccountId = account("staff", 0, 0);
	let institution = match Credentials::<T>::get(&administrator) {
		Some(credential) => credential.institution,
		None => member::<T>("staff"),
	};
	let number = role.set().0.trailing_zeros();
	let who: T::AccountId = account("staff", number, 0);
	if !Credentials::<T>::contains_key(&who) {
		let validity = Period { from: Pallet::<T>::now(), until: None };
		Pallet::<T>::add_staff(institution, who.clone(), role, 0, validity)
			.expect("the account is nobody's");
	}
	who
}

impl<T: Config> Pallet<T> {
	/// Makes `who` a physician of the institution that does everything, so that it can transact:
	/// for benchmarks of other pallets that need somebody who pays.
	pub fn endow_for_benchmark(who: &T::AccountId) {
		let institution = Credentials::<T>::get(staff::<T>(Role::Administrator))
			.map(|credential| credential.institution)
			.expect("it was just made");
		if !Credentials::<T>::contains_key(who) {
			let validity = Period { from: Self::now(), until: None };
			Self::add_staff(institution, who.clone(), Role::Physician, 0, validity)
				.expect("the account is nobody's");
		}
	}
}

/// The origin of an administrator, and its institution.
fn administrator<T: Config>() -> Result<(T::RuntimeOrigin, InstitutionId), BenchmarkError> {
	let origin = T::AdministratorOrigin::try_successful_origin()
		.map_err(|_| BenchmarkError::Stop("no administrator"))?;
	let actor = T::AdministratorOrigin::ensure_origin(origin.clone())
		.map_err(|_| BenchmarkError::Stop("no administrator"))?;
	Ok((origin, actor.institution))
}

/// As many others as there can be beside one, so that lists of all are long: before it.
fn crowd<T: Config>() {
	Electorate::<T>::mutate(|electorate| {
		let mut other = InstitutionId::MAX;
		while electorate.len() + 1 < ElectorateOf::<T>::bound() {
			electorate.try_insert(0, (other, VotingClass::Payers)).expect("there is room");
			other -= 1;
		}
	});
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// Staff of `institution` whose standing is as long as it gets.
fn longserving<T: Config>(institution: InstitutionId, role: Role) -> T::AccountId {
	let who: T::AccountId = account("longserving", 0, 0);
	assert_ok!(Pallet::<T>::add_staff(institution, who.clone(), role, 0, ALWAYS));
	Credentials::<T>::mutate_extant(&who, |credential| {
		fill::<T>(&mut credential.standing, Authority::Issuer)
	});
	who
}

/// A member of the origin's staff that belongs to as many groups as possible, from group 0 on; to
/// `ended` of them no more.
fn much_grouped<T: Config>(
	origin: &T::RuntimeOrigin,
	ended: u32,
) -> Result<T::AccountId, BenchmarkError> {
	let actor = T::AdministratorOrigin::ensure_origin(origin.clone())
		.map_err(|_| BenchmarkError::Stop("no administrator"))?;
	let who = longserving::<T>(actor.institution, Role::Physician);
	let memberships = (0..T::MaxMemberships::get()).map(|index| Membership {
		group: GroupId::try_from(index).expect("few"),
		period: Period { from: 0, until: (index < ended).then_some(1) },
	});
	let memberships: MembershipsOf<T> =
		memberships.collect::<Vec<_>>().try_into().expect("as many as fit");
	Memberships::<T>::insert(&who, memberships);
	Ok(who)
}

/// Adds suspensions until none is left to be remembered, all of them long over.
fn fill<T: Config>(
	standing: &mut galen_primitives::standing::Standing<T::MaxSuspensions>,
	by: Authority,
) {
	T::BenchmarkHelper::set_time(DAY);
	*standing = galen_primitives::standing::Standing::new(ALWAYS);
	for index in 0..u64::from(T::MaxSuspensions::get()) {
		standing.suspend(2 * index, Some(2 * index + 1), WHY, by).expect("the last one is over");
	}
}

/// An institution whose standing is as long as it gets.
fn much_suspended<T: Config>() -> InstitutionId {
	let id = member::<T>("much suspended");
	Institutions::<T>::mutate_extant(id, |institution| {
		fill::<T>(&mut institution.standing, Authority::Governance)
	});
	id
}

fn key(seed: u32) -> PublicKey {
	let mut bytes = [7; 33];
	for (byte, seed) in bytes.iter_mut().zip(seed.to_le_bytes()) {
		*byte = seed;
	}
	PublicKey::P256(bytes)
}

/// Publishes keys until `left` more fit.
fn publish<T: Config>(institution: InstitutionId, left: u32) {
	let actor = Actor {
		account: account("publisher", 0, 0),
		institution,
		role: Role::Administrator,
		department: 0,
	};
	for seed in 0..T::MaxKeys::get() - left {
		assert_ok!(Pallet::<T>::do_publish_key(actor.clone(), key(seed), KeyPurposes::ALL));
	}
}

#[benchmarks]
mod benches {
	use super::*;

	#[benchmark]
	fn admit(a: Linear<1, { T::MaxAdministrators::get() }>) -> Result<(), BenchmarkError> {
		let origin =
			T::AdmissionOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		AllowanceClasses::<T>::insert(CLASS, DEFINITION);
		let profile = Admission { gln: Some(Gln(17)), ..admission() };
		let administrators = administrators::<T>("administrator", a);
		let id = NextInstitutionId::<T>::get();
		crowd::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, profile, administrators);

		assert_eq!(Profiles::<T>::get(id).map(|profile| profile.administrators), Some(a));
		Ok(())
	}

	#[benchmark]
	fn amend() -> Result<(), BenchmarkError> {
		let origin =
			T::AdmissionOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let id = much_suspended::<T>();
		let (class, before, after) = (VotingClass::Industry, Gln(17), Gln(24));
		assert_ok!(Pallet::<T>::do_amend(id, InstitutionKinds::ALL, class, Some(before), 276));
		crowd::<T>();
		let kinds = InstitutionKind::Carrier.set();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, kinds, class, Some(after), 840);

		assert_eq!(GlnHolders::<T>::get(after), Some(id));
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let id = much_suspended::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, WHY, None);

		assert!(!Institutions::<T>::get(id).unwrap().standing.is_in_force(Pallet::<T>::now()));
		Ok(())
	}

	#[benchmark]
	fn suspend_provisionally() -> Result<(), BenchmarkError> {
		let origin =
			T::RegulatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let id = much_suspended::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, WHY);

		assert!(!Institutions::<T>::get(id).unwrap().standing.is_in_force(Pallet::<T>::now()));
		Ok(())
	}

	#[benchmark]
	fn ratify_suspension() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let id = much_suspended::<T>();
		let until = Pallet::<T>::now() + T::ProvisionalTerm::get();
		Institutions::<T>::mutate_extant(id, |institution| {
			let now = Pallet::<T>::now();
			let by = Authority::Regulator(id);
			institution.standing.suspend(now, Some(until), WHY, by).expect("none is in force");
		});

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);

		let standing = Institutions::<T>::get(id).unwrap().standing;
		assert!(!standing.is_in_force(until));
		Ok(())
	}

	/// By the regulator: that takes the check of governance and that of the actor.
	#[benchmark]
	fn lift_suspension() -> Result<(), BenchmarkError> {
		let origin =
			T::RegulatorOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let regulator = T::RegulatorOrigin::ensure_origin(origin.clone())
			.map_err(|_| BenchmarkError::Weightless)?;
		let id = much_suspended::<T>();
		assert_ok!(Pallet::<T>::do_suspend_provisionally(regulator, id, WHY));
		T::BenchmarkHelper::set_time(DAY + 1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);

		assert!(Institutions::<T>::get(id).unwrap().standing.is_in_force(Pallet::<T>::now()));
		Ok(())
	}

	#[benchmark]
	fn retire() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let id = much_suspended::<T>();
		crowd::<T>();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, WHY);

		assert!(Institutions::<T>::get(id).unwrap().standing.ended().is_some());
		Ok(())
	}

	#[benchmark]
	fn declare_affiliates(a: Linear<0, { T::MaxAffiliates::get() }>) -> Result<(), BenchmarkError> {
		let (origin, own) = administrator::<T>()?;
		let mut affiliates = Vec::new();
		for index in 0..a {
			let administrators = vec![account("affiliate", index, 0)].try_into().unwrap();
			affiliates.push(Pallet::<T>::do_admit(admission(), administrators).unwrap());
		}
		let affiliates: AffiliatesOf<T> = affiliates.try_into().unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, affiliates.clone());

		assert_eq!(Profiles::<T>::get(own).unwrap().affiliates, affiliates);
		Ok(())
	}

	#[benchmark]
	fn attribute_affiliates(
		a: Linear<0, { T::MaxAffiliates::get() }>,
	) -> Result<(), BenchmarkError> {
		let origin =
			T::RegulatorOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)?;
		let mut admitted = Vec::new();
		for index in 0..=a {
			let administrators = vec![account("affiliate", index, 0)].try_into().unwrap();
			admitted.push(Pallet::<T>::do_admit(admission(), administrators).unwrap());
		}
		let own = admitted.pop().unwrap();
		let affiliates: AffiliatesOf<T> = admitted.try_into().unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, own, affiliates.clone());

		assert_eq!(Profiles::<T>::get(own).unwrap().attributed_affiliates, affiliates);
		Ok(())
	}

	/// With as many memberships as there can be, the oldest of which is forgotten.
	#[benchmark]
	fn add_group_member() -> Result<(), BenchmarkError> {
		let (origin, _) = administrator::<T>()?;
		let who = much_grouped::<T>(&origin, 1)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), GroupId::MAX);

		assert!(Memberships::<T>::get(who).iter().any(|one| one.group == GroupId::MAX));
		Ok(())
	}

	#[benchmark]
	fn remove_group_member() -> Result<(), BenchmarkError> {
		let (origin, _) = administrator::<T>()?;
		let who = much_grouped::<T>(&origin, 0)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), 0);

		assert!(Memberships::<T>::get(who).iter().any(|one| one.period.until.is_some()));
		Ok(())
	}

	/// Another administrator: that changes the profile as well.
	#[benchmark]
	fn issue_credential() -> Result<(), BenchmarkError> {
		let (origin, _) = administrator::<T>()?;
		let who: T::AccountId = account("new", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), Role::Administrator, 1, ALWAYS);

		assert!(Credentials::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn suspend_credential() -> Result<(), BenchmarkError> {
		let (origin, own) = administrator::<T>()?;
		let who = longserving::<T>(own, Role::Administrator);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), WHY, None);

		assert!(!Credentials::<T>::get(who).unwrap().standing.is_in_force(Pallet::<T>::now()));
		Ok(())
	}

	#[benchmark]
	fn reinstate_credential() -> Result<(), BenchmarkError> {
		let (origin, own) = administrator::<T>()?;
		let who = longserving::<T>(own, Role::Administrator);
		let now = Pallet::<T>::now();
		Credentials::<T>::mutate_extant(&who, |credential| {
			credential.standing.suspend(now, None, WHY, Authority::Issuer).unwrap()
		});
		T::BenchmarkHelper::set_time(DAY + 1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone());

		assert!(Credentials::<T>::get(who).unwrap().standing.is_in_force(Pallet::<T>::now()));
		Ok(())
	}

	/// An administrator's: that changes the profile as well.
	#[benchmark]
	fn revoke_credential() -> Result<(), BenchmarkError> {
		let (origin, own) = administrator::<T>()?;
		let who = longserving::<T>(own, Role::Administrator);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), WHY);

		assert_eq!(Credentials::<T>::get(who).unwrap().standing.ended(), Some(WHY));
		Ok(())
	}

	/// An administrator's, who becomes something else: that changes the profile as well.
	#[benchmark]
	fn renew_credential() -> Result<(), BenchmarkError> {
		let (origin, own) = administrator::<T>()?;
		let who = longserving::<T>(own, Role::Administrator);
		let until = Some(Pallet::<T>::now() + 1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, who.clone(), until, Role::Nurse, 2);

		assert_eq!(Credentials::<T>::get(who).unwrap().standing.validity().until, until);
		Ok(())
	}

	#[benchmark]
	fn appoint_administrator() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let id = much_suspended::<T>();
		let who: T::AccountId = account("new", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, who.clone());

		assert!(Credentials::<T>::contains_key(who));
		Ok(())
	}

	#[benchmark]
	fn publish_key() -> Result<(), BenchmarkError> {
		let (origin, own) = administrator::<T>()?;
		publish::<T>(own, 1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, key(u32::MAX), KeyPurposes::ALL);

		assert_eq!(Profiles::<T>::get(own).unwrap().keys, T::MaxKeys::get());
		Ok(())
	}

	#[benchmark]
	fn rotate_key() -> Result<(), BenchmarkError> {
		let (origin, own) = administrator::<T>()?;
		publish::<T>(own, 1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, key(u32::MAX));

		assert_eq!(Profiles::<T>::get(own).unwrap().keys, T::MaxKeys::get());
		Ok(())
	}

	#[benchmark]
	fn revoke_key() -> Result<(), BenchmarkError> {
		let (origin, own) = administrator::<T>()?;
		publish::<T>(own, T::MaxKeys::get() - 1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, 0, WHY);

		assert_eq!(Keys::<T>::get(own, 0).unwrap().revoked, Some(WHY));
		Ok(())
	}

	#[benchmark]
	fn set_services(s: Linear<0, { T::MaxServices::get() }>) -> Result<(), BenchmarkError> {
		let (origin, own) = administrator::<T>()?;
		let mut endpoint = HOST.to_vec();
		endpoint.resize(usize::try_from(T::MaxEndpointLength::get()).unwrap(), b'a');
		let service =
			ServiceEndpoint { kind: ServiceKind::FhirRest, endpoint: endpoint.try_into().unwrap() };
		let services: Vec<_> = (0..s).map(|_| service.clone()).collect();
		let services: ServicesOf<T> = services.try_into().unwrap();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, services.clone());

		assert_eq!(Profiles::<T>::get(own).unwrap().services, services);
		Ok(())
	}

	#[benchmark]
	fn set_allowance_class() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, CLASS, DEFINITION);

		assert_eq!(AllowanceClasses::<T>::get(CLASS), Some(DEFINITION));
		Ok(())
	}

	#[benchmark]
	fn assign_allowance_class() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let id = member::<T>("member");
		AllowanceClasses::<T>::insert(CLASS - 1, DEFINITION);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, CLASS - 1);

		assert_eq!(Allowances::<T>::get(id).unwrap().class, CLASS - 1);
		Ok(())
	}

	/// The check that every call by staff starts with.
	#[benchmark]
	fn ensure_role() {
		let id = much_suspended::<T>();
		let who = longserving::<T>(id, Role::Administrator);
		let origin: T::RuntimeOrigin = RawOrigin::Signed(who).into();

		#[block]
		{
			assert!(origins::EnsureAdministrator::<T>::ensure_origin(origin).is_ok());
		}
	}

	/// By staff: a patient's account takes as many reads.
	#[benchmark]
	fn draw() {
		let id = much_suspended::<T>();
		let who = longserving::<T>(id, Role::Administrator);
		let outcome;

		#[block]
		{
			outcome = Pallet::<T>::draw(&who, 1, DispatchClass::Normal);
		}

		assert!(outcome.is_ok());
	}

	#[benchmark]
	fn restore() {
		let institution = member::<T>("member");
		let drawn = Drawn { institution, share: Share::Members, amount: 2 };
		Allowances::<T>::mutate_extant(institution, |allowance| allowance.members = 0);

		#[block]
		{
			Pallet::<T>::restore(&drawn, 1);
		}

		// Besides what came with a block, where one has passed.
		assert!(Allowances::<T>::get(institution).is_some_and(|left| left.members >= 1));
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
