// SPDX-License-Identifier: Apache-2.0

//! What the benchmarks of clinical trials need of others.

use super::*;
use consent_core::{ActiveDirective, Directive, Provision, MAX_DIRECTIVES};
use galen_primitives::{
	gs1::{Gtin, Text20},
	keys::Signature,
	DispenseId, StudyId,
};
use pallet_drug_provenance::{
	Dispense, DispenseTerms, Dispenses, LotKey, LotTerms, NextDispense, PackKey, ProductTerms,
	Products,
};

/// Where the keystore of whoever measures has the registrar's key.
const REGISTRARS: sp_core::crypto::KeyTypeId = sp_core::crypto::KeyTypeId(*b"gtrl");

fn some(number: u8) -> Digest {
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [number; 32] }
}

impl Setup {
	/// A study that nobody has approved yet.
	pub(super) fn study() -> StudyId {
		let study = pallet_clinical_trials::NextStudy::<Runtime>::get();
		let (sponsor, _) = Self::admit(0);
		let (registrar, _) = Self::admit(1);
		let terms = pallet_clinical_trials::StudyTerms {
			nct: None,
			eu_ct: None,
			sponsor_number: b"S-1".to_vec().try_into().expect("three characters"),
			title: some(1),
			phase: pallet_clinical_trials::Phase::Phase3,
			purpose: pallet_clinical_trials::PrimaryPurpose::Treatment,
			masking: pallet_clinical_trials::Masking::Double,
			allocation: pallet_clinical_trials::AllocationKind::Randomized,
			arms: vec![some(2), some(3)].try_into().expect("two arms"),
			points: 1,
			registrar: pallet_clinical_trials::Registrar { institution: registrar, key: [1; 32] },
			statistics: None,
			monitors: Default::default(),
			quorum: 0,
			sponsor_pays: galen_primitives::BenefitCategories(0),
			kit: None,
			criteria: Default::default(),
		};
		let protocol = pallet_clinical_trials::Amendment {
			document: some(4),
			substantial: true,
			reconsent_from: None,
			target: 10,
		};
		let representative = Self::staff(sponsor, Role::SponsorRepresentative);
		ClinicalTrials::register_study(RuntimeOrigin::signed(representative), terms, protocol)
			.expect("a sponsor registers studies");
		study
	}
}

impl pallet_clinical_trials::BenchmarkHelper<RuntimeOrigin, AccountId> for Setup {
	fn admit(seed: u32) -> InstitutionId {
		Self::institution(seed)
	}

	fn staff(institution: InstitutionId, role: Role) -> AccountId {
		Self::staff(institution, role)
	}

	fn patient(seed: u32) -> (PatientId, AccountId) {
		let (institution, _) = Self::admit(seed);
		Self::claimed(institution)
	}

	/// As many directives as a patient can have, that of the study last.
	fn consent(patient: PatientId, custodian: InstitutionId, study: StudyId) {
		let about = |purpose: PurposeOfUse| {
			let mut root = Provision::permit();
			root.purposes = purpose.set();
			Directive::from(root)
		};
		let mut directives = vec![about(PurposeOfUse::TREAT); MAX_DIRECTIVES as usize];
		let last = directives.last_mut().expect("a patient can have directives");
		*last = Directive { study: Some(study), ..about(PurposeOfUse::HRESCH) };
		pallet_consent::Directives::<Runtime>::mutate(patient, |mine| {
			let active = (0..MAX_DIRECTIVES)
				.zip(directives)
				.map(|(consent, directive)| ActiveDirective { consent, version: 1, directive });
			mine.active = active.collect::<Vec<_>>().try_into().expect("as many as fit");
			mine.next = MAX_DIRECTIVES;
		});
		if !pallet_consent::StudyReleases::<Runtime>::get(custodian, study).is_open() {
			let officer = Self::staff(custodian, Role::RecordsOfficer);
			Consent::release_for_study(RuntimeOrigin::signed(officer), study)
				.expect("a records officer releases data");
		}
	}

	fn withdraw_consent(patient: PatientId) {
		pallet_consent::Directives::<Runtime>::mutate(patient, |mine| {
			mine.active.retain(|active| active.directive.study.is_none());
		});
	}

	fn registrar_key() -> [u8; 32] {
		sp_io::crypto::ed25519_generate(REGISTRARS, Some(b"//Registrar".to_vec())).0
	}

	fn sign(statement: &[u8]) -> Signature {
		let key = sp_core::ed25519::Public::from_raw(Self::registrar_key());
		sp_io::crypto::ed25519_sign(REGISTRARS, &key, statement).expect("the key is there").0
	}

	fn record(patient: PatientId, custodian: InstitutionId, fields: Digest) -> RecordId {
		let content = some(9);
		let anchor = pallet_patient_records::Anchor {
			content,
			fields: Some(fields),
			data_class: DataClass::Sensitive,
			compartment: 0,
			composition: pallet_patient_records::InitialStatus::Final,
			occurred: 0,
		};
		let author = RuntimeOrigin::signed(Self::staff(custodian, Role::Physician));
		PatientRecords::anchor(author, patient, anchor).expect("a physician anchors records");
		RecordId::derive(custodian, &content)
	}

	fn range_proof(value: u64, context: &[u8], least: u64, most: u64) -> ([u8; 32], Vec<u8>) {
		galen_range_proof::benchmarking::commitment_and_proof(value, least, most, context)
			.expect("the value lies in the range")
	}

	/// The product and its lot come by calls, the dispense by itself: its pack has no history here.
	fn dispense(gtin: Gtin, provider: InstitutionId, beneficiary: Digest) -> DispenseId {
		let now = pallet_timestamp::Now::<Runtime>::get();
		let lot = Text20::truncate_from(b"ABCDEFGHIJ0123456789".to_vec());
		if !Products::<Runtime>::contains_key(gtin) {
			let maker = RuntimeOrigin::signed(Self::staff(provider, Role::ResponsiblePerson));
			let product = ProductTerms { profile: None, content: 30, master_data: some(1) };
			DrugProvenance::register_product(maker.clone(), gtin, product)
				.expect("a qualified person registers products");
			let terms = LotTerms {
				production: now,
				expiry: now + 1,
				quantity: 1_000,
				quality: some(2),
				serials: some(3),
			};
			DrugProvenance::commission_lot(maker, LotKey { gtin, lot: lot.clone() }, terms)
				.expect("a qualified person commissions lots");
		}
		let id = NextDispense::<Runtime>::mutate(|next| {
			*next += 1;
			*next - 1
		});
		let serial = alloc::format!("SERIAL{id:014}").into_bytes();
		let dispense = Dispense {
			pack: PackKey { gtin, serial: Text20::truncate_from(serial) },
			lot,
			by: pallet_drug_provenance::Premises { institution: provider, department: 0 },
			terms: DispenseTerms {
				quantity: 30,
				prescription: some(4),
				patient: beneficiary,
				handed_over: true,
				occurred: now,
			},
			recorded: now,
			handed_over: Some(now),
			reverted: None,
		};
		Dispenses::<Runtime>::insert(id, dispense);
		id
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}
