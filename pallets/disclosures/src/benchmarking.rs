// SPDX-License-Identifier: Apache-2.0

//! Benchmarks of the calls, each at its worst.

use crate::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get, Time};
use galen_primitives::{
	keys::PublicKey, time::DAY, BreakGlassId, Digest, FieldGroups, HashAlgorithm, Moment,
	PatientId, PurposeOfUse, RecordId,
};

/// Sets up what other pallets know, by writing their real state.
pub trait BenchmarkHelper<RuntimeOrigin> {
	/// Admits an institution that may keep records and treat patients; another one for each `seed`,
	/// with ascending ids.
	fn admit(seed: u32) -> InstitutionId;
	/// Somebody there who passes `RequesterOrigin`.
	fn requester(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `ReleaseOrigin`.
	fn releaser(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `ProviderOrigin`.
	fn provider(institution: InstitutionId) -> RuntimeOrigin;
	/// Another one, in another department.
	fn countersigner(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `BreakGlassOrigin` and is in the privileged group.
	fn privileged(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `ReviewOrigin`.
	fn reviewer(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody at an institution of its own who passes `RegulatorOrigin`.
	fn regulator() -> RuntimeOrigin;
	/// What passes `ReviewersOrigin`.
	fn reviewers_origin() -> RuntimeOrigin;
	/// Opens a patient's pseudonym at the institution. Who speaks for the patient.
	fn patient(institution: InstitutionId) -> (PatientId, RuntimeOrigin);
	/// Anchors a record of the patient that the institution keeps.
	fn record(custodian: InstitutionId, patient: PatientId) -> RecordId;
	/// Has the patient consent to treatment by anybody, with as many directives as there can be.
	fn consent(patient: PatientId);
	/// Has an institution declare that it is under common control with another.
	fn affiliate(one: InstitutionId, other: InstitutionId);
	/// Sets the clock. Whatever the others set up is in force from then on.
	fn set_time(now: Moment);
}

/// A custodian with a record, an institution that asks for it, and the patient.
struct Setup<T: Config> {
	custodian: InstitutionId,
	other: InstitutionId,
	patient: PatientId,
	patients: T::RuntimeOrigin,
	record: RecordId,
}

const KEY: PublicKey = PublicKey::P256([2; 33]);

fn digest(seed: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [seed; 32] }
}

/// Lets time pass.
fn wait<T: Config>(time: Moment) {
	T::BenchmarkHelper::set_time(T::Time::now().saturating_add(time));
}

impl<T: Config> Setup<T> {
	fn new() -> Self {
		T::BenchmarkHelper::set_time(DAY);
		let custodian = T::BenchmarkHelper::admit(0);
		let (patient, patients) = T::BenchmarkHelper::patient(custodian);
		let record = T::BenchmarkHelper::record(custodian, patient);
		T::BenchmarkHelper::consent(patient);
		Self { custodian, other: T::BenchmarkHelper::admit(1), patient, patients, record }
	}

	/// Has the other institution be granted the record.
	fn granted(&self) -> Result<GrantId, BenchmarkError> {
		let origin = T::BenchmarkHelper::requester(self.other);
		let (all, treat) = (FieldGroups::ALL, PurposeOfUse::TREAT);
		Pallet::<T>::request(origin, self.record, 1, all, treat, None, KEY)?;
		Grants::<T>::iter_keys().next().ok_or(BenchmarkError::Stop("it is denied"))
	}

	fn released(&self) -> Result<GrantId, BenchmarkError> {
		let grant = self.granted()?;
		Pallet::<T>::release(T::BenchmarkHelper::releaser(self.custodian), grant, digest(1))?;
		Ok(grant)
	}

	/// An encounter that is under way.
	fn encounter(&self) -> Result<EncounterId, BenchmarkError> {
		let origin = T::BenchmarkHelper::provider(self.custodian);
		Pallet::<T>::open_encounter(origin, self.patient, EncounterClass::IMP, T::Time::now())?;
		Ok(0)
	}

	fn finished_encounter(&self) -> Result<EncounterId, BenchmarkError> {
		let (encounter, now) = (self.encounter()?, T::Time::now());
		let origin = T::BenchmarkHelper::provider(self.custodian);
		Pallet::<T>::finish_encounter(origin, encounter, now)?;
		Ok(encounter)
	}

	/// Fills every list that a declaration by the custodian's staff reads, all but for one place,
	/// and lets only the last candidate be the reviewer.
	fn crowd(&self) -> Result<(), BenchmarkError> {
		let institutions: Vec<_> =
			(0..T::MaxReviewers::get().max(3)).map(T::BenchmarkHelper::admit).collect();
		let list = ReviewersOf::<T>::truncate_from(institutions);
		Reviewers::<T>::put(&list);

		let now = T::Time::now();
		let owed = Owed { id: 0, due: now.saturating_add(DAY), institution: InstitutionId::MAX };
		let owes = |count: u32| ReviewingOf::<T> {
			outstanding: (0..count)
				.map(|id| Owed { id: u64::MAX.saturating_sub(id.into()), ..owed })
				.collect::<Vec<_>>()
				.try_into()
				.unwrap_or_default(),
			overdue: 0,
		};
		Reviews::<T>::insert(self.custodian, owes(T::MaxOutstanding::get()));
		let candidates: Vec<_> = review::candidates(&list, self.custodian, 0).collect();
		let (last, others) =
			candidates.split_last().ok_or(BenchmarkError::Stop("nobody can review"))?;
		for candidate in others {
			T::BenchmarkHelper::affiliate(self.custodian, *candidate);
		}
		Reviews::<T>::insert(last, owes(T::MaxOutstanding::get().saturating_sub(1)));

		let (privileged, institutions) = (self.actor()?, self.custodian);
		let due = now.saturating_add(T::StatementTerm::get());
		let awaits = |count: u32| {
			(0..count)
				.map(|id| Awaited { id: u64::MAX.saturating_sub(id.into()), due })
				.collect::<Vec<_>>()
		};
		let uses = T::MaxUsesPerActor::get().saturating_sub(1);
		Privileges::<T>::mutate(privileged, |privilege| {
			privilege.uses =
				(0..uses).map(|_| now).collect::<Vec<_>>().try_into().unwrap_or_default();
			privilege.conduct.awaiting = awaits(uses).try_into().unwrap_or_default();
		});
		Conducts::<T>::mutate(institutions, |conduct| {
			let awaited = awaits(T::MaxAwaiting::get().saturating_sub(1));
			conduct.awaiting = awaited.try_into().unwrap_or_default();
		});
		Ok(())
	}

	/// The account that breaks the glass.
	fn actor(&self) -> Result<T::AccountId, BenchmarkError> {
		T::BreakGlassOrigin::try_origin(T::BenchmarkHelper::privileged(self.custodian))
			.map(|actor: ActorOf<T>| actor.account)
			.map_err(|_| BenchmarkError::Stop("nobody can break the glass"))
	}

	fn declare(&self) -> Result<BreakGlassId, BenchmarkError> {
		self.crowd()?;
		let origin = T::BenchmarkHelper::privileged(self.custodian);
		let reason = BreakGlassReason::LifeThreatening;
		Pallet::<T>::declare(origin, self.patient, reason, T::Time::now())?;
		Ok(0)
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn request() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let origin = T::BenchmarkHelper::requester(setup.other);

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			setup.record,
			1,
			FieldGroups::ALL,
			PurposeOfUse::TREAT,
			None,
			KEY,
		);

		assert!(Grants::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn request_own() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();

		#[extrinsic_call]
		_(
			setup.patients.clone() as T::RuntimeOrigin,
			setup.record,
			1,
			FieldGroups::ALL,
			PurposeOfUse::PATRQT,
			KEY,
		);

		assert!(Grants::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn release() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let grant = setup.granted()?;
		let origin = T::BenchmarkHelper::releaser(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, grant, digest(1));

		assert!(Grants::<T>::get(grant).is_some_and(|grant| grant.released.is_some()));
		Ok(())
	}

	#[benchmark]
	fn confirm_receipt() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let grant = setup.released()?;
		let origin = T::BenchmarkHelper::requester(setup.other);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, grant, digest(1));

		assert!(!Grants::<T>::contains_key(grant));
		Ok(())
	}

	#[benchmark]
	fn refuse_release() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let grant = setup.granted()?;
		let origin = T::BenchmarkHelper::releaser(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, grant, RefusalReason::NotAvailable);

		assert!(!Grants::<T>::contains_key(grant));
		Ok(())
	}

	#[benchmark]
	fn expire_grant() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let grant = setup.granted()?;
		wait::<T>(T::GrantTerm::get());
		let origin = T::BenchmarkHelper::releaser(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, grant);

		assert!(!Grants::<T>::contains_key(grant));
		Ok(())
	}

	#[benchmark]
	fn open_encounter() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let origin = T::BenchmarkHelper::provider(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, setup.patient, EncounterClass::IMP, T::Time::now());

		assert!(Encounters::<T>::contains_key(0));
		Ok(())
	}

	#[benchmark]
	fn finish_encounter() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let encounter = setup.encounter()?;
		let origin = T::BenchmarkHelper::provider(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, encounter, T::Time::now());

		assert!(Encounters::<T>::get(encounter).is_some_and(|one| one.finished.is_some()));
		Ok(())
	}

	#[benchmark]
	fn confirm_encounter() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let encounter = setup.finished_encounter()?;

		#[extrinsic_call]
		_(setup.patients.clone() as T::RuntimeOrigin, encounter);

		assert!(Encounters::<T>::get(encounter).is_some_and(|one| one.confirmed.is_some()));
		Ok(())
	}

	#[benchmark]
	fn countersign_encounter() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let encounter = setup.finished_encounter()?;
		let origin = T::BenchmarkHelper::countersigner(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, encounter);

		assert!(Encounters::<T>::get(encounter).is_some_and(|one| one.confirmed.is_some()));
		Ok(())
	}

	#[benchmark]
	fn cancel_encounter() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let encounter = setup.encounter()?;
		let origin = T::BenchmarkHelper::provider(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, encounter);

		let status = Encounters::<T>::get(encounter).map(|one| one.status);
		assert_eq!(status, Some(EncounterStatus::Cancelled));
		Ok(())
	}

	#[benchmark]
	fn enter_encounter_in_error() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let encounter = setup.finished_encounter()?;
		let origin = T::BenchmarkHelper::provider(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, encounter);

		let status = Encounters::<T>::get(encounter).map(|one| one.status);
		assert_eq!(status, Some(EncounterStatus::EnteredInError));
		Ok(())
	}

	#[benchmark]
	fn declare() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		setup.crowd()?;
		let origin = T::BenchmarkHelper::privileged(setup.custodian);

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			setup.patient,
			BreakGlassReason::LifeThreatening,
			T::Time::now(),
		);

		assert!(Uses::<T>::get(0).is_some_and(|used| used.reviewer.is_some()));
		Ok(())
	}

	#[benchmark]
	fn end_use() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let id = setup.declare()?;
		let origin = T::BenchmarkHelper::privileged(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id);

		assert!(Uses::<T>::get(id).is_some_and(|used| used.ended.is_some()));
		Ok(())
	}

	#[benchmark]
	fn state_reasons() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let id = setup.declare()?;
		let origin = T::BenchmarkHelper::privileged(setup.custodian);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, digest(1));

		assert!(Uses::<T>::get(id).is_some_and(|used| used.statement.is_some()));
		Ok(())
	}

	#[benchmark]
	fn review() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let id = setup.declare()?;
		let reviewer = Uses::<T>::get(id).and_then(|used| used.reviewer);
		let reviewer = reviewer.ok_or(BenchmarkError::Stop("nobody reviews"))?;
		let origin = T::BenchmarkHelper::reviewer(reviewer);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, Finding::Unjustified);

		assert!(Uses::<T>::get(id).is_some_and(|used| used.review != Review::Awaited));
		Ok(())
	}

	#[benchmark]
	fn review_as_regulator() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let id = setup.declare()?;
		wait::<T>(T::BreakGlassTerm::get().saturating_add(T::ReviewTerm::get()));
		let origin = T::BenchmarkHelper::regulator();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, Finding::Unjustified);

		assert!(Uses::<T>::get(id).is_some_and(|used| used.review != Review::Awaited));
		Ok(())
	}

	#[benchmark]
	fn dispute() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let id = setup.declare()?;

		#[extrinsic_call]
		_(setup.patients.clone() as T::RuntimeOrigin, id);

		assert!(Uses::<T>::get(id).is_some_and(|used| used.review != Review::Awaited));
		Ok(())
	}

	#[benchmark]
	fn set_reviewers(n: Linear<0, { T::MaxReviewers::get() }>) -> Result<(), BenchmarkError> {
		T::BenchmarkHelper::set_time(DAY);
		let list: Vec<_> = (0..n).map(T::BenchmarkHelper::admit).collect();
		let list = ReviewersOf::<T>::truncate_from(list);

		#[extrinsic_call]
		_(T::BenchmarkHelper::reviewers_origin() as T::RuntimeOrigin, list);

		assert_eq!(count(&Reviewers::<T>::get()), n);
		Ok(())
	}

	#[benchmark]
	fn restore_right() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		setup.declare()?;
		let account = setup.actor()?;
		wait::<T>(T::StatementTerm::get());

		#[extrinsic_call]
		_(T::BenchmarkHelper::regulator() as T::RuntimeOrigin, account.clone());

		assert_eq!(Privileges::<T>::get(account).conduct.restorations, 1);
		Ok(())
	}

	#[benchmark]
	fn restore_institution() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		setup.declare()?;
		wait::<T>(T::StatementTerm::get());

		#[extrinsic_call]
		_(T::BenchmarkHelper::regulator() as T::RuntimeOrigin, setup.custodian);

		assert_eq!(Conducts::<T>::get(setup.custodian).restorations, 1);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
