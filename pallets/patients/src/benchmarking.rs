// SPDX-License-Identifier: Apache-2.0

//! Benchmarks: the costliest path of each call and of each question that other pallets ask.

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_system::RawOrigin;
use galen_primitives::{
	seams::{PatientSponsors, Patients as _},
	HashAlgorithm,
};
use sp_core::{crypto::KeyTypeId, sr25519};
use sp_io::crypto::{sr25519_generate, sr25519_sign};

/// Whether `who` speaks for the patient in everything.
fn speaks_for<T: Config>(who: &T::AccountId, patient: &PatientId) -> bool {
	Pallet::<T>::may(who, patient, Scope::Everything)
}

/// A care provider that a benchmark works with.
pub struct CareProvider<AccountId> {
	/// Its id.
	pub institution: InstitutionId,
	/// Passes `RegistrationOrigin` for it.
	pub registration_officer: AccountId,
	/// Passes `ClinicianOrigin` for it.
	pub clinician: AccountId,
}

/// Writes the state of other pallets that a benchmark needs.
pub trait BenchmarkHelper<AccountId> {
	/// Admits a care provider with the two members of staff. Another `index`, another one.
	fn care_provider(index: u32) -> CareProvider<AccountId>;
	/// Takes the institution out of force.
	fn suspend(institution: InstitutionId);
}

const KEYS: KeyTypeId = KeyTypeId(*b"glnb");
const NONCE: [u8; 32] = [7; 32];

// Sr25519 signatures take longer to verify than Ed25519 ones.
fn generate() -> sr25519::Public {
	sr25519_generate(KEYS, None)
}

fn sign(key: &sr25519::Public, message: &[u8]) -> Signature {
	sr25519_sign(KEYS, key, message).expect("the key was generated here").0
}

fn provider<T: Config>(index: u32) -> CareProvider<T::AccountId> {
	T::BenchmarkHelper::care_provider(index)
}

fn evidence() -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [1; 32] }
}

fn soon<T: Config>() -> Moment {
	T::Time::now().saturating_add(1)
}

/// An unclaimed patient of the provider, and its claim key.
fn unclaimed<T: Config>(at: &CareProvider<T::AccountId>) -> (PatientId, sr25519::Public) {
	let claim_key = generate();
	let origin = RawOrigin::Signed(at.registration_officer.clone()).into();
	Pallet::<T>::open(origin, NONCE, VerifyingKey::Sr25519(claim_key.0))
		.expect("the officer may open it");
	(PatientId::derive(&at.registration_officer, &NONCE), claim_key)
}

/// A patient of the provider, and its controller.
fn controlled<T: Config>(at: &CareProvider<T::AccountId>) -> (PatientId, T::AccountId) {
	let controller: T::AccountId = account("controller", 0, 0);
	let origin = RawOrigin::Signed(at.registration_officer.clone()).into();
	Pallet::<T>::issue_voucher(origin, controller.clone(), soon::<T>())
		.expect("the officer may issue it");
	Pallet::<T>::open_with_voucher(RawOrigin::Signed(controller.clone()).into(), NONCE)
		.expect("the voucher is good");
	(PatientId::derive(&controller, &NONCE), controller)
}

/// Appoints `number` representatives, by the controller or, without one, the provider's clinician.
fn appoint<T: Config>(
	at: &CareProvider<T::AccountId>,
	patient: PatientId,
	controller: Option<&T::AccountId>,
	number: u32,
) -> Vec<T::AccountId> {
	let (kind, scopes) = (RepresentativeKind::Guardian, Scopes::EVERYTHING);
	let accounts: Vec<T::AccountId> =
		(0..number).map(|n| account("representative", n, 0)).collect();
	for account in accounts.iter().cloned() {
		let until = Some(soon::<T>());
		match controller {
			Some(by) => Pallet::<T>::appoint_representative(
				RawOrigin::Signed(by.clone()).into(),
				account,
				kind,
				scopes,
				until,
				evidence(),
			),
			None => Pallet::<T>::appoint_representative_for(
				RawOrigin::Signed(at.clinician.clone()).into(),
				patient,
				account,
				kind,
				scopes,
				until,
				evidence(),
			),
		}
		.expect("there is room");
	}
	accounts
}

/// Lets the terms of the first `number` representatives end.
fn lapse<T: Config>(patient: PatientId, number: u32) {
	let ended = Some(T::Time::now());
	Representatives::<T>::mutate(patient, |list| {
		for representative in list.iter_mut().take(number as usize) {
			representative.until = ended;
			Accounts::<T>::mutate(&representative.account, |entry| {
				if let Some(PatientAccount::Representative { until, .. }) = entry {
					*until = ended;
				}
			});
		}
	});
}

/// Gives the patient as many guardians as there can be, all of whom must sign.
fn set_plan<T: Config>(controller: &T::AccountId, number: u32) -> Vec<sr25519::Public> {
	let keys: Vec<_> = (0..number).map(|_| generate()).collect();
	let verifying: Vec<_> = keys.iter().map(|key| VerifyingKey::Sr25519(key.0)).collect();
	Pallet::<T>::set_recovery(
		RawOrigin::Signed(controller.clone()).into(),
		verifying.try_into().expect("not too many"),
		number as u8,
		T::MinRecoveryDelay::get(),
	)
	.expect("the plan is sound");
	keys
}

/// What begins a recovery to `to`.
fn signatures<T: Config>(
	patient: PatientId,
	to: &T::AccountId,
	keys: &[sr25519::Public],
) -> GuardianSignaturesOf<T> {
	let message = Pallet::<T>::recovery_statement(patient, to.clone(), soon::<T>());
	let signatures: Vec<_> = keys
		.iter()
		.enumerate()
		.map(|(n, key)| GuardianSignature { guardian: n as u8, signature: sign(key, &message) })
		.collect();
	signatures.try_into().expect("not too many")
}

/// Begins a recovery of the patient.
fn begin<T: Config>(patient: PatientId, controller: &T::AccountId) -> T::AccountId {
	let to: T::AccountId = account("candidate", 0, 0);
	let keys = set_plan::<T>(controller, 1);
	let signatures = signatures::<T>(patient, &to, &keys);
	let origin = RawOrigin::Signed(controller.clone()).into();
	Pallet::<T>::begin_recovery(origin, patient, to.clone(), soon::<T>(), signatures)
		.expect("all guardians have signed");
	to
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn open() {
		let at = provider::<T>(0);
		let claim_key = VerifyingKey::Sr25519(generate().0);

		#[extrinsic_call]
		_(RawOrigin::Signed(at.registration_officer.clone()), NONCE, claim_key);

		let id = PatientId::derive(&at.registration_officer, &NONCE);
		assert!(Patients::<T>::contains_key(id));
	}

	#[benchmark]
	fn claim(r: Linear<0, { T::MaxRepresentatives::get() }>) {
		let at = provider::<T>(0);
		let (id, claim_key) = unclaimed::<T>(&at);
		appoint::<T>(&at, id, None, r);
		let claimant: T::AccountId = account("claimant", 0, 0);
		let message = Pallet::<T>::claim_statement(id, claimant.clone(), soon::<T>());
		let signature = sign(&claim_key, &message);

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id, claimant.clone(), soon::<T>(), signature);

		assert!(speaks_for::<T>(&claimant, &id));
		assert!(!Representatives::<T>::contains_key(id));
	}

	#[benchmark]
	fn replace_claim_key() {
		let at = provider::<T>(0);
		let (id, _) = unclaimed::<T>(&at);
		let claim_key = VerifyingKey::Sr25519(generate().0);

		#[extrinsic_call]
		_(RawOrigin::Signed(at.registration_officer), id, claim_key);

		let control = Patients::<T>::get(id).map(|patient| patient.control);
		assert_eq!(control, Some(Control::Unclaimed { claim_key }));
	}

	#[benchmark]
	fn issue_voucher() {
		let at = provider::<T>(0);
		let holder: T::AccountId = account("holder", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(at.registration_officer), holder.clone(), soon::<T>());

		assert_eq!(Pallet::<T>::sponsor(&holder), Some(at.institution));
	}

	#[benchmark]
	fn revoke_voucher() {
		let at = provider::<T>(0);
		let holder: T::AccountId = account("holder", 0, 0);
		let origin = RawOrigin::Signed(at.registration_officer.clone());
		Pallet::<T>::issue_voucher(origin.clone().into(), holder.clone(), soon::<T>())
			.expect("the officer may issue it");

		#[extrinsic_call]
		_(origin, holder.clone());

		assert_eq!(Pallet::<T>::sponsor(&holder), None);
	}

	#[benchmark]
	fn open_with_voucher() {
		let at = provider::<T>(0);
		let holder: T::AccountId = account("holder", 0, 0);
		let origin = RawOrigin::Signed(at.registration_officer).into();
		Pallet::<T>::issue_voucher(origin, holder.clone(), soon::<T>())
			.expect("the officer may issue it");

		#[extrinsic_call]
		_(RawOrigin::Signed(holder.clone()), NONCE);

		assert!(speaks_for::<T>(&holder, &PatientId::derive(&holder, &NONCE)));
	}

	#[benchmark]
	fn rotate_controller() {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);
		begin::<T>(id, &controller);
		let to: T::AccountId = account("next", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller.clone()), to.clone());

		assert!(speaks_for::<T>(&to, &id) && !speaks_for::<T>(&controller, &id));
	}

	#[benchmark]
	fn appoint_representative(r: Linear<0, { T::MaxRepresentatives::get() }>) {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);
		appoint::<T>(&at, id, Some(&controller), r);
		lapse::<T>(id, r);
		let account: T::AccountId = account("next", 0, 0);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(controller),
			account.clone(),
			RepresentativeKind::Guardian,
			Scopes::EVERYTHING,
			None,
			evidence(),
		);

		assert!(speaks_for::<T>(&account, &id));
		assert_eq!(Representatives::<T>::get(id).len(), 1);
	}

	#[benchmark]
	fn appoint_representative_for(r: Linear<0, { T::MaxRepresentatives::get() }>) {
		let at = provider::<T>(0);
		let (id, _) = unclaimed::<T>(&at);
		appoint::<T>(&at, id, None, r);
		lapse::<T>(id, r);
		let account: T::AccountId = account("next", 0, 0);

		#[extrinsic_call]
		_(
			RawOrigin::Signed(at.clinician),
			id,
			account.clone(),
			RepresentativeKind::Guardian,
			Scopes::EVERYTHING,
			None,
			evidence(),
		);

		assert!(speaks_for::<T>(&account, &id));
		assert_eq!(Representatives::<T>::get(id).len(), 1);
	}

	// By the sponsor, which reads the patient as well.
	#[benchmark]
	fn dismiss_representative() {
		let at = provider::<T>(0);
		let (id, _) = unclaimed::<T>(&at);
		let mut appointed = appoint::<T>(&at, id, None, T::MaxRepresentatives::get());
		let account = appointed.pop().expect("there is one");

		#[extrinsic_call]
		_(RawOrigin::Signed(at.clinician), account.clone());

		assert!(!speaks_for::<T>(&account, &id));
	}

	#[benchmark]
	fn set_recovery(k: Linear<1, { T::MaxGuardians::get() }>) {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);
		begin::<T>(id, &controller);
		let keys: Vec<_> = (0..k).map(|_| VerifyingKey::Sr25519(generate().0)).collect();
		let keys: GuardianKeysOf<T> = keys.try_into().expect("not too many");

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), keys, 1, T::MinRecoveryDelay::get());

		assert_eq!(Recoveries::<T>::get(id).map(|plan| plan.keys.len()), Some(k as usize));
	}

	#[benchmark]
	fn remove_recovery() {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);
		begin::<T>(id, &controller);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller));

		assert!(!Recoveries::<T>::contains_key(id) && !RecoveryAttempts::<T>::contains_key(id));
	}

	// In the place of one that runs.
	#[benchmark]
	fn begin_recovery(s: Linear<1, { T::MaxGuardians::get() }>) {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);
		begin::<T>(id, &controller);
		let (keys, to) = (set_plan::<T>(&controller, s), account("next", 0, 0));
		let before: T::AccountId = account("candidate", 1, 0);
		let origin = RawOrigin::Signed(controller.clone());
		let first = signatures::<T>(id, &before, &keys);
		Pallet::<T>::begin_recovery(origin.into(), id, before, soon::<T>(), first)
			.expect("all guardians have signed");
		let signatures = signatures::<T>(id, &to, &keys);

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id, to.clone(), soon::<T>(), signatures);

		assert_eq!(RecoveryAttempts::<T>::get(id).map(|attempt| attempt.new_controller), Some(to));
	}

	#[benchmark]
	fn veto_recovery() {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);
		begin::<T>(id, &controller);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller));

		assert!(!RecoveryAttempts::<T>::contains_key(id));
	}

	#[benchmark]
	fn complete_recovery() {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);
		let to = begin::<T>(id, &controller);
		RecoveryAttempts::<T>::mutate(id, |attempt| {
			if let Some(attempt) = attempt {
				attempt.ready_at = T::Time::now();
			}
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id);

		assert!(speaks_for::<T>(&to, &id));
	}

	#[benchmark]
	fn set_compartments() {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);

		#[extrinsic_call]
		_(RawOrigin::Signed(controller), u64::MAX);

		assert_eq!(Pallet::<T>::closed_to_break_glass(&id), u64::MAX);
	}

	// By a clinician, whom the registration origin refuses first.
	#[benchmark]
	fn record_death() {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);
		begin::<T>(id, &controller);

		#[extrinsic_call]
		_(RawOrigin::Signed(at.clinician), id);

		assert!(!Pallet::<T>::is_open(&id));
	}

	#[benchmark]
	fn reverse_death() {
		let at = provider::<T>(0);
		let (id, _) = controlled::<T>(&at);
		let origin = RawOrigin::Signed(at.clinician);
		Pallet::<T>::record_death(origin.clone().into(), id).expect("it was open");

		#[extrinsic_call]
		_(origin, id);

		assert!(Pallet::<T>::is_open(&id));
	}

	#[benchmark]
	fn close(r: Linear<0, { T::MaxRepresentatives::get() }>) {
		let (at, other) = (provider::<T>(0), provider::<T>(1));
		let (id, controller) = controlled::<T>(&at);
		appoint::<T>(&at, id, Some(&controller), r);
		begin::<T>(id, &controller);
		let origin = RawOrigin::Signed(other.registration_officer).into();
		Pallet::<T>::offer_sponsorship(origin, id, soon::<T>()).expect("the officer may offer");

		#[extrinsic_call]
		_(RawOrigin::Signed(controller.clone()), id);

		assert!(!speaks_for::<T>(&controller, &id));
	}

	#[benchmark]
	fn offer_sponsorship() {
		let (at, other) = (provider::<T>(0), provider::<T>(1));
		let (id, _) = controlled::<T>(&at);

		#[extrinsic_call]
		_(RawOrigin::Signed(other.registration_officer), id, soon::<T>());

		assert!(SponsorshipOffers::<T>::contains_key(id));
	}

	#[benchmark]
	fn accept_sponsorship(r: Linear<0, { T::MaxRepresentatives::get() }>) {
		let (at, other) = (provider::<T>(0), provider::<T>(1));
		let (id, controller) = controlled::<T>(&at);
		appoint::<T>(&at, id, Some(&controller), r);
		let origin = RawOrigin::Signed(other.registration_officer).into();
		Pallet::<T>::offer_sponsorship(origin, id, soon::<T>()).expect("the officer may offer");

		#[extrinsic_call]
		_(RawOrigin::Signed(controller.clone()), other.institution);

		assert_eq!(Pallet::<T>::sponsor(&controller), Some(other.institution));
	}

	// Whose own sponsor isn't in force.
	#[benchmark]
	fn sponsor() {
		let (at, other) = (provider::<T>(0), provider::<T>(1));
		let (id, controller) = controlled::<T>(&at);
		let origin = RawOrigin::Signed(other.registration_officer).into();
		Pallet::<T>::offer_sponsorship(origin, id, soon::<T>()).expect("the officer may offer");
		T::BenchmarkHelper::suspend(at.institution);
		let answer;

		#[block]
		{
			answer = Pallet::<T>::sponsor(&controller);
		}

		assert_eq!(answer, Some(other.institution));
	}

	#[benchmark]
	fn may() {
		let at = provider::<T>(0);
		let (id, controller) = controlled::<T>(&at);
		let mut appointed = appoint::<T>(&at, id, Some(&controller), T::MaxRepresentatives::get());
		let representative = appointed.pop().expect("there is one");
		let answer;

		#[block]
		{
			answer = Pallet::<T>::may(&representative, &id, Scope::Consent);
		}

		assert!(answer);
	}

	#[benchmark]
	fn is_open() {
		let at = provider::<T>(0);
		let (id, _) = unclaimed::<T>(&at);
		let answer;

		#[block]
		{
			answer = Pallet::<T>::is_open(&id);
		}

		assert!(answer);
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
