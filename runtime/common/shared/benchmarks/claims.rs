// SPDX-License-Identifier: Apache-2.0

//! What the benchmarks of insurance claims need of others.

use super::*;
use consent_core::{ActiveDirective, ActorRef, Directive, Provision, MAX_DIRECTIVES};
use galen_primitives::{EvidenceId, InstitutionKind, StudyId};
use pallet_disclosures::{
	Confirmation, Confirmer, Encounter, EncounterClass, EncounterCount, EncounterStatus, Encounters,
};

/// The Swiss franc.
const CURRENCY: u16 = 756;

impl pallet_insurance_claims::BenchmarkHelper<RuntimeOrigin> for Setup {
	fn admit(kind: InstitutionKind, seed: u32) -> InstitutionId {
		const ELSEWHERE: u32 = 50;
		let institution = Self::institution(u32::from(kind.set().0) << 8 | seed);
		if seed >= ELSEWHERE {
			pallet_institutions::Profiles::<Runtime>::mutate_extant(institution, |profile| {
				profile.jurisdiction = 40;
			});
		}
		institution
	}

	fn staff(institution: InstitutionId, role: Role, seed: u32) -> RuntimeOrigin {
		if seed == 0 {
			return RuntimeOrigin::signed(Self::staff(institution, role));
		}
		let member: AccountId = account("colleague", institution, role.set().0.wrapping_add(seed));
		if !pallet_institutions::Credentials::<Runtime>::contains_key(&member) {
			let administrator = RuntimeOrigin::signed(Self::administrator(institution));
			let period = Period { from: 0, until: None };
			Institutions::issue_credential(administrator, member.clone(), role, 0, period)
				.expect("an institution of every kind has every role");
		}
		RuntimeOrigin::signed(member)
	}

	/// As many directives as a patient can have, each as long as it can be.
	fn patient() -> (PatientId, RuntimeOrigin) {
		use frame_support::storage::unhashed;
		const KEY: &[u8] = b"benchmarks' insured patient";
		if let Some((patient, controller)) = unhashed::get::<(PatientId, AccountId)>(KEY) {
			return (patient, RuntimeOrigin::signed(controller));
		}
		let (institution, _) = Self::admit(0);
		let (patient, controller) = Self::claimed(institution);
		let mut root = Provision::permit();
		root.purposes = PurposeOfUse::HPAYMT.set();
		let actors = vec![ActorRef::Role(Role::Adjudicator); 4];
		root.actors = actors.try_into().expect("a provision names four actors");
		let exceptions = vec![Provision { actors: root.actors.clone(), ..Provision::permit() }; 3];
		let mut directive = Directive::from(root);
		directive.exceptions = exceptions.try_into().expect("a directive has three exceptions");
		pallet_consent::Directives::<Runtime>::mutate(patient, |mine| {
			let active = (0..MAX_DIRECTIVES).map(|consent| ActiveDirective {
				consent,
				version: 1,
				directive: directive.clone(),
			});
			mine.active = active.collect::<Vec<_>>().try_into().expect("as many as fit");
			mine.next = MAX_DIRECTIVES;
		});
		unhashed::put(KEY, &(patient, &controller));
		(patient, RuntimeOrigin::signed(controller))
	}

	fn currency() -> u16 {
		if !pallet_assets::Asset::<Runtime>::contains_key(u32::from(CURRENCY)) {
			let owner = sp_runtime::MultiAddress::Id(Self::admit(0).1);
			Assets::force_create(
				RuntimeOrigin::root(),
				codec::Compact(CURRENCY.into()),
				owner,
				true,
				1,
			)
			.expect("root adds currencies");
		}
		CURRENCY
	}

	fn encounter(provider: InstitutionId, patient: PatientId, _: u32) -> EvidenceId {
		let now = pallet_timestamp::Now::<Runtime>::get();
		let by = Self::staff(provider, Role::Physician);
		let id = EncounterCount::<Runtime>::mutate(|next| {
			*next += 1;
			*next - 1
		});
		let encounter = Encounter {
			patient,
			institution: provider,
			department: 0,
			class: EncounterClass::AMB,
			opened_by: by,
			started: now,
			recorded: now,
			finished: Some(now),
			confirmed: None,
			status: EncounterStatus::Finished,
		};
		Encounters::<Runtime>::insert(id, encounter);
		EvidenceId::Encounter(id)
	}

	fn confirm(evidence: EvidenceId) {
		let EvidenceId::Encounter(id) = evidence else { return };
		let at = pallet_timestamp::Now::<Runtime>::get();
		Encounters::<Runtime>::mutate_extant(id, |encounter| {
			let by = Confirmer::Patient(encounter.opened_by.clone());
			encounter.confirmed = Some(Confirmation { by, at });
		});
	}

	fn record(patient: PatientId, provider: InstitutionId, seed: u32) -> RecordId {
		let bytes = sp_io::hashing::sha2_256(&seed.to_le_bytes());
		let content = Digest { algorithm: HashAlgorithm::Sha2_256, bytes };
		let anchor = pallet_patient_records::Anchor {
			content,
			fields: None,
			data_class: DataClass::Sensitive,
			compartment: 0,
			composition: pallet_patient_records::InitialStatus::Final,
			occurred: 0,
		};
		let author = RuntimeOrigin::signed(Self::staff(provider, Role::Physician));
		PatientRecords::anchor(author, patient, anchor).expect("a physician anchors records");
		RecordId::derive(provider, &content)
	}

	fn study(patient: PatientId) -> Option<StudyId> {
		use pallet_clinical_trials::{
			Participation, Participations, Subject, SubjectStatus, Subjects,
		};
		let study = Self::study();
		let site = Self::admit(0).0;
		let participation = Participation {
			version: 1,
			form: Digest { algorithm: HashAlgorithm::Sha2_256, bytes: [1; 32] },
			site,
			signed: 0,
			subject: Some(0),
		};
		Participations::<Runtime>::insert(study, patient, participation);
		let subject = Subject {
			patient,
			site,
			status: SubjectStatus::OnStudy,
			consent: 0,
			consent_version: 1,
			signed: 1,
			shown: 0,
			attested: None,
			enrolled: None,
			left: None,
			screened: 0,
		};
		Subjects::<Runtime>::insert(study, 0, subject);
		Some(study)
	}

	fn set_time(now: Moment) {
		pallet_timestamp::Now::<Runtime>::put(now);
	}
}
