// SPDX-License-Identifier: Apache-2.0

//! Benchmarks of the calls, each at its worst, and of a decision.

use crate::*;
use alloc::{vec, vec::Vec};
use codec::Encode;
use consent_core::{
	ActiveDirective, ActorRef, Decision, Directive, PolicyKind, Provision, MAX_ACTORS,
	MAX_CUSTODIANS, MAX_DIRECTIVES, MAX_EXCEPTIONS, MAX_NAMED,
};
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get, Time};
use frame_system::RawOrigin;
use galen_primitives::{
	seams::ConsentGate,
	time::{DAY, HOUR},
	AccessRequest, ConsentId, DataClass, DataScope, Digest, FieldGroups, HashAlgorithm,
	InstitutionId, Moment, PatientId, Period, PurposeOfUse, Requester, StudyId,
};

/// Sets up what other pallets know, by writing their real state.
pub trait BenchmarkHelper<AccountId, RuntimeOrigin> {
	/// Admits an institution under German law; another one for each `seed`.
	fn admit(seed: u32) -> InstitutionId;
	/// Somebody there who passes `RecorderOrigin`.
	fn recorder(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `PolicyOrigin`.
	fn policy_officer(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `ReleaseOrigin`.
	fn release_officer(institution: InstitutionId) -> RuntimeOrigin;
	/// A physician there, who belongs to as many groups as anybody can.
	fn physician(institution: InstitutionId) -> Actor<AccountId>;
	/// Opens a pseudonym at the institution that nobody has claimed.
	fn unclaimed_patient(institution: InstitutionId) -> PatientId;
	/// Opens a pseudonym at the institution, with the account that controls it.
	fn claimed_patient(institution: InstitutionId) -> (PatientId, AccountId);
	/// Lets the account speak for the patient by representation, if that costs more than control.
	fn representative(patient: PatientId, controller: AccountId) -> AccountId;
	/// Registers a study.
	fn study() -> StudyId;
	/// Sets the clock.
	fn set_time(now: Moment);
}

fn digest(seed: u32) -> Digest {
	let bytes = seed.using_encoded(sp_io::hashing::sha2_256);
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes }
}

/// An institution, a patient who is known there, and who speaks for the patient.
struct Setup<T: Config> {
	institution: InstitutionId,
	patient: PatientId,
	who: T::AccountId,
}

/// A provision that has to be looked at whole: of its actors the last is meant.
fn long_provision<AccountId: Clone>(
	decision: Decision,
	actor: &Actor<AccountId>,
) -> Provision<AccountId> {
	let mut provision = Provision::new(decision);
	let whole = Period { from: 0, until: Some(Moment::MAX) };
	(provision.period, provision.data_period) = (Some(whole), Some(whole));
	let others = (1..MAX_ACTORS)
		.map(|_| ActorRef::Department(actor.institution, actor.department.wrapping_add(1)));
	let actors: Vec<_> = others.chain([ActorRef::Person(actor.account.clone())]).collect();
	provision.actors = actors.try_into().unwrap_or_default();
	provision.purposes = PurposeOfUse::TREAT.set();
	provision.compartments = u64::MAX;
	provision.data_classes = DataClass::Sensitive.set();
	provision.fields = FieldGroups::ALL;
	provision
}

/// A directive of the longest kind. `group` is one of the actor's institution.
fn long_directive<AccountId: Clone>(actor: &Actor<AccountId>) -> Directive<AccountId> {
	let root = long_provision(Decision::Permit, actor);
	let mut exception = long_provision(Decision::Deny, actor);
	exception.jurisdictions = vec![4, 8, 10, 276].try_into().unwrap_or_default();
	exception.actors = (0..MAX_ACTORS)
		.map(|_| ActorRef::Group(actor.institution, u16::MAX))
		.collect::<Vec<_>>()
		.try_into()
		.unwrap_or_default();
	let exceptions: Vec<_> = (0..MAX_EXCEPTIONS).map(|_| exception.clone()).collect();
	Directive {
		exceptions: exceptions.try_into().unwrap_or_default(),
		custodians: vec![actor.institution; 4].try_into().unwrap_or_default(),
		..root.into()
	}
}

/// A directive that is as long as any, until tomorrow, and names `n` institutions.
fn naming<T: Config>(setup: &Setup<T>, n: u32) -> DirectiveOf<T> {
	let mut left = (0..n).map(|seed| T::BenchmarkHelper::admit(seed.saturating_add(1)));
	let until = T::Time::now().saturating_add(DAY);
	let account = setup.who.clone();
	let custodians: Vec<_> = left.by_ref().take(bound(MAX_CUSTODIANS)).collect();
	let mut provision = |decision| {
		let mut actors: Vec<_> =
			left.by_ref().take(bound(MAX_ACTORS)).map(ActorRef::Institution).collect();
		actors.resize(bound(MAX_ACTORS), ActorRef::Person(account.clone()));
		let mut provision = Provision::new(decision);
		provision.period = Some(Period { from: 0, until: Some(until) });
		provision.data_period = provision.period;
		provision.actors = actors.try_into().unwrap_or_default();
		provision.purposes = PurposeOfUse::TREAT.set();
		provision.compartments = 1;
		provision.jurisdictions = vec![4, 8, 10, 276].try_into().unwrap_or_default();
		provision
	};
	let root = provision(Decision::Permit);
	let exceptions: Vec<_> = (0..MAX_EXCEPTIONS).map(|_| provision(Decision::Deny)).collect();
	Directive {
		exceptions: exceptions.try_into().unwrap_or_default(),
		custodians: custodians.try_into().unwrap_or_default(),
		..root.into()
	}
}

/// The same for a study, which has to be looked up.
fn for_study<T: Config>(mut directive: DirectiveOf<T>) -> DirectiveOf<T> {
	directive.study = Some(T::BenchmarkHelper::study());
	directive.root.purposes = PurposeOfUse::HRESCH.set();
	for exception in directive.exceptions.iter_mut() {
		exception.purposes = PurposeOfUse::HRESCH.set();
	}
	directive
}

fn bound(most: u32) -> usize {
	usize::try_from(most).unwrap_or(usize::MAX)
}

impl<T: Config> Setup<T> {
	fn new() -> Self {
		T::BenchmarkHelper::set_time(HOUR);
		let institution = T::BenchmarkHelper::admit(0);
		let (patient, controller) = T::BenchmarkHelper::claimed_patient(institution);
		let who = T::BenchmarkHelper::representative(patient, controller);
		Self { institution, patient, who }
	}

	fn unclaimed() -> Self {
		let setup = Self::new();
		let patient = T::BenchmarkHelper::unclaimed_patient(setup.institution);
		Self { patient, ..setup }
	}

	/// As many consents as that, each as long as can be; recorded from forms if nobody has claimed
	/// the pseudonym.
	fn consents(&self, count: u32) {
		let directive = naming::<T>(self, 0);
		let version = Version {
			source: digest(0),
			performer: Performer::Patient { account: self.who.clone(), proposed_by: None },
			predecessor: None,
			recorded: T::Time::now(),
			ended: None,
			annulled: None,
		};
		Directives::<T>::mutate(self.patient, |mine| {
			for _ in 0..count {
				let consent = mine.next;
				let active = ActiveDirective { consent, version: 1, directive: directive.clone() };
				mine.next = consent.saturating_add(1);
				assert!(mine.active.try_push(active).is_ok());
				Versions::<T>::insert(self.patient, (consent, 1), version.clone());
			}
		});
	}

	/// All the patient's places taken, by what has expired; and the directive that needs one.
	fn full(&self, n: u32) -> DirectiveOf<T> {
		self.consents(MAX_DIRECTIVES);
		T::BenchmarkHelper::set_time(T::Time::now().saturating_add(DAY));
		naming::<T>(self, n)
	}

	fn record(&self) -> Result<ConsentId, BenchmarkError> {
		let mut directive = naming::<T>(self, 0);
		directive.custodians = vec![self.institution].try_into().unwrap_or_default();
		let origin = T::BenchmarkHelper::recorder(self.institution);
		let consent = Directives::<T>::get(self.patient).next;
		Pallet::<T>::record_signed(origin, self.patient, directive, digest(1))?;
		Ok(consent)
	}

	fn policy(&self) -> Result<galen_primitives::PolicyId, BenchmarkError> {
		let policy = NextPolicy::<T>::get();
		Pallet::<T>::register_policy(governance::<T>()?, PolicyKind::Normal, digest(2))?;
		Ok(policy)
	}
}

fn governance<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::GovernanceOrigin::try_successful_origin().map_err(|()| BenchmarkError::Weightless)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `n` counts the institutions that the directive names.
	#[benchmark]
	fn propose(n: Linear<0, MAX_NAMED>) {
		let setup = Setup::<T>::new();
		let directive = for_study::<T>(naming::<T>(&setup, n));
		let recorder = T::BenchmarkHelper::recorder(setup.institution);

		#[extrinsic_call]
		_(recorder as T::RuntimeOrigin, setup.patient, directive, digest(1));

		assert!(Proposals::<T>::contains_key(setup.patient, setup.institution));
	}

	#[benchmark]
	fn retract() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let recorder = T::BenchmarkHelper::recorder(setup.institution);
		let directive = naming::<T>(&setup, 0);
		Pallet::<T>::propose(recorder.clone(), setup.patient, directive, digest(1))?;

		#[extrinsic_call]
		_(recorder as T::RuntimeOrigin, setup.patient);

		assert!(!Proposals::<T>::contains_key(setup.patient, setup.institution));
		Ok(())
	}

	#[benchmark]
	fn activate() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let recorder = T::BenchmarkHelper::recorder(setup.institution);
		let directive = for_study::<T>(setup.full(0));
		Pallet::<T>::propose(recorder, setup.patient, directive, digest(1))?;
		let expected = Proposals::<T>::get(setup.patient, setup.institution)
			.map(|proposal| proposal.digest())
			.unwrap_or_default();

		#[extrinsic_call]
		_(RawOrigin::Signed(setup.who.clone()), setup.patient, setup.institution, expected);

		assert!(Versions::<T>::contains_key(setup.patient, (MAX_DIRECTIVES, 1)));
		Ok(())
	}

	#[benchmark]
	fn reject() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let recorder = T::BenchmarkHelper::recorder(setup.institution);
		let directive = naming::<T>(&setup, 0);
		Pallet::<T>::propose(recorder, setup.patient, directive, digest(1))?;

		#[extrinsic_call]
		_(RawOrigin::Signed(setup.who.clone()), setup.patient, setup.institution);

		assert!(!Proposals::<T>::contains_key(setup.patient, setup.institution));
		Ok(())
	}

	/// `n` counts the institutions that the directive names.
	#[benchmark]
	fn grant(n: Linear<0, MAX_NAMED>) {
		let setup = Setup::<T>::new();
		let directive = for_study::<T>(setup.full(n));

		#[extrinsic_call]
		_(RawOrigin::Signed(setup.who.clone()), setup.patient, directive, digest(1), None);

		assert!(Versions::<T>::contains_key(setup.patient, (MAX_DIRECTIVES, 1)));
	}

	/// `n` counts the institutions that the directive names, the custodian among them.
	#[benchmark]
	fn record_signed(n: Linear<1, { MAX_NAMED.saturating_sub(MAX_CUSTODIANS).saturating_add(1) }>) {
		let setup = Setup::<T>::unclaimed();
		let mut directive = setup.full(n.saturating_add(MAX_CUSTODIANS).saturating_sub(1));
		directive.custodians = vec![setup.institution].try_into().unwrap_or_default();
		let recorder = T::BenchmarkHelper::recorder(setup.institution);

		#[extrinsic_call]
		_(recorder as T::RuntimeOrigin, setup.patient, directive, digest(1));

		assert!(Versions::<T>::contains_key(setup.patient, (MAX_DIRECTIVES, 1)));
	}

	/// `n` counts the institutions that the directive names.
	#[benchmark]
	fn amend(n: Linear<0, MAX_NAMED>) {
		let setup = Setup::<T>::new();
		setup.consents(MAX_DIRECTIVES);
		let mut directive = for_study::<T>(naming::<T>(&setup, n));
		directive.root.compartments = 2;
		let last = MAX_DIRECTIVES.saturating_sub(1);

		#[extrinsic_call]
		_(RawOrigin::Signed(setup.who.clone()), setup.patient, last, 1, directive, digest(1));

		assert!(Versions::<T>::contains_key(setup.patient, (last, 2)));
	}

	#[benchmark]
	fn withdraw() {
		let setup = Setup::<T>::new();
		setup.consents(MAX_DIRECTIVES);

		#[extrinsic_call]
		_(RawOrigin::Signed(setup.who.clone()), setup.patient, 0);

		assert!(Directives::<T>::get(setup.patient).find(0).is_none());
	}

	#[benchmark]
	fn void() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let form = Setup::<T>::unclaimed();
		let consent = form.record()?;
		// As if the pseudonym had been claimed since.
		let source = Versions::<T>::get(form.patient, (consent, 1)).ok_or("recorded")?;
		let directives = Directives::<T>::get(form.patient);
		Versions::<T>::insert(setup.patient, (consent, 1), source);
		Directives::<T>::insert(setup.patient, directives);
		setup.consents(MAX_DIRECTIVES.saturating_sub(1));

		#[extrinsic_call]
		_(RawOrigin::Signed(setup.who.clone()), setup.patient, consent);

		assert!(Directives::<T>::get(setup.patient).find(consent).is_none());
		Ok(())
	}

	#[benchmark]
	fn enter_in_error() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::unclaimed();
		let consent = setup.record()?;
		setup.consents(MAX_DIRECTIVES.saturating_sub(1));
		let recorder = T::BenchmarkHelper::recorder(setup.institution);

		#[extrinsic_call]
		_(recorder as T::RuntimeOrigin, setup.patient, consent);

		assert!(Directives::<T>::get(setup.patient).find(consent).is_none());
		Ok(())
	}

	#[benchmark]
	fn register_policy() -> Result<(), BenchmarkError> {
		let origin = governance::<T>()?;
		let policy = NextPolicy::<T>::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, PolicyKind::Normal, digest(1));

		assert!(Policies::<T>::contains_key(policy));
		Ok(())
	}

	#[benchmark]
	fn choose_policy() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let policies = [setup.policy()?, setup.policy()?];
		let officer = T::BenchmarkHelper::policy_officer(setup.institution);
		// Enough choices that the oldest has to be forgotten.
		for (_, policy) in (0..T::MaxPolicyHistory::get()).zip(policies.iter().cycle()) {
			T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));
			Pallet::<T>::choose_policy(officer.clone(), *policy)?;
		}
		T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));
		let another = setup.policy()?;

		#[extrinsic_call]
		_(officer as T::RuntimeOrigin, another);

		let chosen = PolicyChoices::<T>::get(setup.institution).map(|choice| choice.policy.id);
		assert_eq!(chosen, Some(another));
		Ok(())
	}

	#[benchmark]
	fn release_for_study() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let officer = T::BenchmarkHelper::release_officer(setup.institution);
		let study = T::BenchmarkHelper::study();
		for _ in 0..T::MaxReleaseHistory::get() {
			T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));
			Pallet::<T>::release_for_study(officer.clone(), study)?;
			T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));
			Pallet::<T>::end_release(officer.clone(), study)?;
		}
		T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));

		#[extrinsic_call]
		_(officer as T::RuntimeOrigin, study);

		assert!(StudyReleases::<T>::get(setup.institution, study).is_open());
		Ok(())
	}

	#[benchmark]
	fn end_release() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let officer = T::BenchmarkHelper::release_officer(setup.institution);
		let study = T::BenchmarkHelper::study();
		for _ in 1..T::MaxReleaseHistory::get() {
			T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));
			Pallet::<T>::release_for_study(officer.clone(), study)?;
			T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));
			Pallet::<T>::end_release(officer.clone(), study)?;
		}
		T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));
		Pallet::<T>::release_for_study(officer.clone(), study)?;
		T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));

		#[extrinsic_call]
		_(officer as T::RuntimeOrigin, study);

		assert!(!StudyReleases::<T>::get(setup.institution, study).is_open());
		Ok(())
	}

	/// `d` counts the patient's directives, each of the longest kind and looked at whole.
	#[benchmark]
	fn decide(d: Linear<0, MAX_DIRECTIVES>) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let policy = setup.policy()?;
		let officer = T::BenchmarkHelper::policy_officer(setup.institution);
		Pallet::<T>::choose_policy(officer, policy)?;
		let actor = T::BenchmarkHelper::physician(setup.institution);
		let directive = long_directive(&actor);
		let active: Vec<_> = (0..d)
			.map(|consent| ActiveDirective { consent, version: 1, directive: directive.clone() })
			.collect();
		let active = active.try_into().unwrap_or_default();
		Directives::<T>::insert(setup.patient, DirectivesOf::<T> { next: d, active });
		let request = AccessRequest {
			requester: Requester::Staff(actor),
			patient: setup.patient,
			purpose: PurposeOfUse::ERTREAT,
			study: None,
			data: DataScope {
				custodian: setup.institution,
				department: 0,
				data_class: DataClass::Sensitive,
				compartment: 0,
				collected: HOUR,
				fields: FieldGroups::ALL,
			},
		};
		let outcome;

		#[block]
		{
			outcome = <Pallet<T> as ConsentGate<T::AccountId>>::decide(&request);
		}

		assert!(outcome.is_ok());
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
