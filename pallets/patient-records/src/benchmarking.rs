// SPDX-License-Identifier: Apache-2.0

//! Benchmarks of the calls, each at its worst.

use crate::*;
use alloc::{vec, vec::Vec};
use codec::{Decode, Encode};
use frame_benchmarking::v2::*;
use frame_support::traits::{Get, Time, UnfilteredDispatchable};
use frame_system::{extrinsics_data_root, Pallet as System};
use galen_primitives::{
	access::MAX_COMPARTMENT, time::HOUR, DeviceId, DeviceSignature, Digest, HashAlgorithm,
	InstitutionId, Moment, PatientId, RecordId,
};
use sp_io::hashing::blake2_256;
use sp_runtime::StateVersion;

/// Sets up what other pallets know, by writing their real state.
pub trait BenchmarkHelper<RuntimeOrigin> {
	/// Admits an institution that may keep records; another one for each `seed`.
	fn admit(seed: u32) -> InstitutionId;
	/// Somebody there who passes `AuthorOrigin`.
	fn author(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `AttesterOrigin`.
	fn attester(institution: InstitutionId) -> RuntimeOrigin;
	/// Somebody there who passes `RecordsOfficerOrigin`.
	fn records_officer(institution: InstitutionId) -> RuntimeOrigin;
	/// Opens a patient's pseudonym at the institution.
	fn open_patient(institution: InstitutionId) -> PatientId;
	/// Has the patient consent to treatment by anybody, with as many directives as there can be.
	fn consent(patient: PatientId);
	/// A device of the institution, fit to report, whose status is as dear to check as can be.
	fn device(owner: InstitutionId) -> DeviceId;
	/// What the device signs, with a key of P-256 or with the dearest of the other kinds.
	fn sign(device: DeviceId, is_p256: bool, bytes: &[u8]) -> DeviceSignature;
	/// Sets the clock.
	fn set_time(now: Moment);
}

/// A custodian, its patient, and the clock.
struct Setup<T: Config> {
	custodian: InstitutionId,
	patient: PatientId,
	author: T::RuntimeOrigin,
}

fn digest(seed: u32) -> Digest {
	let bytes = seed.using_encoded(sp_io::hashing::sha2_256);
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes }
}

fn anchor_of(content: Digest, composition: InitialStatus) -> Anchor {
	Anchor {
		content,
		fields: Some(digest(u32::MAX)),
		data_class: DataClass::Sensitive,
		compartment: MAX_COMPARTMENT,
		composition,
		occurred: HOUR,
	}
}

impl<T: Config> Setup<T> {
	fn new() -> Self {
		T::BenchmarkHelper::set_time(HOUR);
		let custodian = T::BenchmarkHelper::admit(0);
		Self {
			custodian,
			patient: T::BenchmarkHelper::open_patient(custodian),
			author: T::BenchmarkHelper::author(custodian),
		}
	}

	/// Anchors a record, at an hour of its own.
	fn record(&self, seed: u32, composition: InitialStatus) -> Result<RecordId, BenchmarkError> {
		T::BenchmarkHelper::set_time(T::Time::now().saturating_add(HOUR));
		let content = digest(seed);
		let anchor = anchor_of(content, composition);
		Pallet::<T>::anchor(self.author.clone(), self.patient, anchor)?;
		Ok(RecordId::derive(self.custodian, &content))
	}

	/// What a device of the custodian's has measured and signed.
	fn measured(&self, is_p256: bool) -> (Anchor, DeviceId, DeviceSignature) {
		let stated = anchor_of(digest(0), InitialStatus::Final);
		let device = T::BenchmarkHelper::device(self.custodian);
		let bytes =
			Pallet::<T>::measurement_bytes(device, self.custodian, self.patient, &stated, 0);
		(stated, device, T::BenchmarkHelper::sign(device, is_p256, &bytes))
	}

	/// Anchors a record with all its relations but one.
	fn related_record(&self) -> Result<RecordId, BenchmarkError> {
		let others = T::MaxRelations::get().saturating_sub(1);
		let targets = (0..others)
			.map(|seed| self.record(1_000u32.saturating_add(seed), InitialStatus::Final))
			.collect::<Result<Vec<_>, _>>()?;
		let record = self.record(1, InitialStatus::Final)?;
		for target in targets {
			Pallet::<T>::relate(self.author.clone(), record, Relation::Appends, target)?;
		}
		Ok(record)
	}

	/// So many other institutions.
	fn holders(&self, count: u32) -> Vec<InstitutionId> {
		(1..=count).map(T::BenchmarkHelper::admit).collect()
	}

	fn officer(&self) -> T::RuntimeOrigin {
		T::BenchmarkHelper::records_officer(self.custodian)
	}
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn anchor() {
		let setup = Setup::<T>::new();
		let stated = anchor_of(digest(0), InitialStatus::Final);

		#[extrinsic_call]
		_(setup.author.clone() as T::RuntimeOrigin, setup.patient, stated);

		assert!(Records::<T>::contains_key(RecordId::derive(setup.custodian, &digest(0))));
	}

	#[benchmark]
	fn add_version() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let record = setup.record(0, InitialStatus::Final)?;

		#[extrinsic_call]
		_(
			setup.author.clone() as T::RuntimeOrigin,
			record,
			1,
			digest(1),
			Some(digest(2)),
			HOUR,
			AmendmentReason::Correction,
		);

		assert!(Versions::<T>::contains_key(record, 1));
		Ok(())
	}

	#[benchmark]
	fn attest() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let record = setup.record(0, InitialStatus::Preliminary)?;
		let attester = T::BenchmarkHelper::attester(setup.custodian);

		#[extrinsic_call]
		_(attester as T::RuntimeOrigin, record, 1);

		let attested = Records::<T>::get(record).map(|record| record.composition);
		assert_eq!(attested, Some(CompositionStatus::Final));
		Ok(())
	}

	#[benchmark]
	fn supersede() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let record = setup.record(0, InitialStatus::Final)?;
		let by = setup.related_record()?;

		#[extrinsic_call]
		_(setup.author.clone() as T::RuntimeOrigin, record, by);

		let status = Records::<T>::get(record).map(|record| record.status);
		assert_eq!(status, Some(DocumentStatus::Superseded { by }));
		Ok(())
	}

	#[benchmark]
	fn enter_in_error() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let record = setup.record(0, InitialStatus::Final)?;

		#[extrinsic_call]
		_(setup.author.clone() as T::RuntimeOrigin, record);

		let status = Records::<T>::get(record).map(|record| record.status);
		assert_eq!(status, Some(DocumentStatus::EnteredInError));
		Ok(())
	}

	#[benchmark]
	fn relate() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		// Another custodian's: consent is asked for, and the patient's log written.
		let other = T::BenchmarkHelper::admit(1);
		let content = digest(0);
		let stated = anchor_of(content, InitialStatus::Final);
		Pallet::<T>::anchor(T::BenchmarkHelper::author(other), setup.patient, stated)?;
		let target = RecordId::derive(other, &content);
		let record = setup.related_record()?;
		T::BenchmarkHelper::consent(setup.patient);

		#[extrinsic_call]
		_(setup.author.clone() as T::RuntimeOrigin, record, Relation::Signs, target);

		assert_eq!(count(&Relations::<T>::get(record)), T::MaxRelations::get());
		Ok(())
	}

	#[benchmark]
	fn place_hold() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let record = setup.record(0, InitialStatus::Final)?;

		let officer = setup.officer();

		#[extrinsic_call]
		_(officer as T::RuntimeOrigin, record, LegalHoldReason::Audit);

		let retention = Records::<T>::get(record).map(|record| record.retention);
		assert_eq!(retention, Some(Retention::OnHold));
		Ok(())
	}

	#[benchmark]
	fn release_hold() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let record = setup.record(0, InitialStatus::Final)?;
		Pallet::<T>::place_hold(setup.officer(), record, LegalHoldReason::Audit)?;

		let officer = setup.officer();

		#[extrinsic_call]
		_(officer as T::RuntimeOrigin, record);

		let retention = Records::<T>::get(record).map(|record| record.retention);
		assert_eq!(retention, Some(Retention::Kept));
		Ok(())
	}

	/// `n` counts the holders besides the custodian.
	#[benchmark]
	fn erase(
		n: Linear<0, { T::MaxHolders::get().saturating_sub(1) }>,
	) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let record = setup.record(0, InitialStatus::Final)?;
		let holders = HoldersOf::<T>::truncate_from(setup.holders(n));

		let officer = setup.officer();

		#[extrinsic_call]
		_(officer as T::RuntimeOrigin, record, ErasureReason::PatientRequest, holders);

		assert!(Erasures::<T>::contains_key(record));
		Ok(())
	}

	#[benchmark]
	fn confirm_erasure() -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let record = setup.record(0, InitialStatus::Final)?;
		let holders = setup.holders(T::MaxHolders::get().saturating_sub(1));
		let last = holders.last().copied().unwrap_or(setup.custodian);
		Pallet::<T>::erase(
			setup.officer(),
			record,
			ErasureReason::PatientRequest,
			HoldersOf::<T>::truncate_from(holders),
		)?;
		let officer = T::BenchmarkHelper::records_officer(last);

		#[extrinsic_call]
		_(officer as T::RuntimeOrigin, record, digest(1));

		let receipt =
			Erasures::<T>::get(record).and_then(|erasure| erasure.receipts.last().copied());
		assert!(receipt.is_some_and(|receipt| receipt.confirmed.is_some()));
		Ok(())
	}

	#[benchmark]
	fn anchor_batch() {
		let setup = Setup::<T>::new();

		#[extrinsic_call]
		_(setup.author.clone() as T::RuntimeOrigin, digest(0), u32::MAX, HOUR);

		assert!(Batches::<T>::contains_key(BatchId::derive(setup.custodian, &digest(0))));
	}

	#[benchmark]
	fn anchor_leaves(n: Linear<1, { T::MaxLeaves::get() }>) -> Result<(), BenchmarkError> {
		let setup = Setup::<T>::new();
		let leaves = LeavesOf::<T>::truncate_from((0..n).map(|seed| digest(seed).bytes).collect());
		let (algorithm, occurred) = (HashAlgorithm::Sha2_256, HOUR);
		let bytes = Call::<T>::anchor_leaves { algorithm, leaves, occurred }.encode();

		#[block]
		{
			// A long transaction costs besides what it does: it is taken apart, put together again for
			// its signature and for its block, kept until that ends, and hashed with it.
			let call = Call::<T>::decode(&mut &bytes[..]).map_err(|_| "bytes of another call")?;
			core::hint::black_box(call.using_encoded(blake2_256));
			System::<T>::note_extrinsic(call.encode());
			let root = extrinsics_data_root::<T::Hashing>(vec![bytes.clone()], StateVersion::V1);
			core::hint::black_box(root);
			call.dispatch_bypass_filter(setup.author.clone()).map_err(|failed| failed.error)?;
		}

		assert_eq!(
			Batches::<T>::iter_values().map(|batch| batch.count).collect::<Vec<_>>(),
			vec![n]
		);
		Ok(())
	}

	#[benchmark]
	fn anchor_measured() {
		let setup = Setup::<T>::new();
		let (stated, device, signature) = setup.measured(false);
		let author = setup.author.clone();

		#[extrinsic_call]
		_(author as T::RuntimeOrigin, setup.patient, stated, device, 0, signature);

		assert!(Sources::<T>::contains_key(RecordId::derive(setup.custodian, &digest(0))));
	}

	#[benchmark]
	fn anchor_measured_p256() {
		let setup = Setup::<T>::new();
		let (stated, device, signature) = setup.measured(true);
		let author = setup.author.clone();

		#[extrinsic_call]
		anchor_measured(author as T::RuntimeOrigin, setup.patient, stated, device, 0, signature);

		assert!(Sources::<T>::contains_key(RecordId::derive(setup.custodian, &digest(0))));
	}

	impl_benchmark_test_suite!(Pallet, mock::new_test_ext(), mock::Test);
}
