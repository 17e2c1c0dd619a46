// SPDX-License-Identifier: Apache-2.0

//! What nearly every scenario needs: staff, patients, documents.

use crate::*;
use pallet_institutions::{Admission, AllowanceClass, Call as InstitutionsCall, Refill};
use pallet_patient_records::{Anchor, Call as RecordsCall, DataClass, InitialStatus};
use pallet_patients::Call as PatientsCall;

pub use galen_runtime::genesis_presets::{LARGE_CLASS, STANDARD_CLASS};
pub use pallet_institutions::VotingClass;

/// The presets' regulator, which Alice administrates.
pub const AUTHORITY: InstitutionId = 0;
/// The presets' hospital, which Bob administrates.
pub const HOSPITAL: InstitutionId = 1;
/// The presets' payer, which Charlie administrates.
pub const PAYER: InstitutionId = 2;

/// A patient whom somebody controls.
#[derive(Clone)]
pub struct ClaimedPatient {
	/// The pseudonym.
	pub id: PatientId,
	/// Who controls it.
	pub controller: Signer,
}

/// The digest of document `number`.
pub fn document(number: u64) -> Digest {
	let bytes = polkadot_sdk::sp_io::hashing::sha2_256(&number.to_le_bytes());
	Digest { algorithm: HashAlgorithm::Sha2_256, bytes }
}

/// 32 bytes that stand for random ones.
pub fn nonce(of: &str) -> [u8; 32] {
	polkadot_sdk::sp_io::hashing::blake2_256(of.as_bytes())
}

/// What an author states of document `number`.
pub fn statement(number: u64) -> Anchor {
	Anchor {
		content: document(number),
		fields: None,
		data_class: DataClass::Sensitive,
		compartment: 0,
		composition: InitialStatus::Final,
		occurred: START,
	}
}

/// The call that anchors document `number` of `patient`.
pub fn anchor(patient: PatientId, number: u64) -> RuntimeCall {
	RecordsCall::anchor { patient, anchor: statement(number) }.into()
}

/// A call that does nothing.
pub fn remark() -> RuntimeCall {
	polkadot_sdk::frame_system::Call::remark { remark: Vec::new() }.into()
}

/// What governance says of an institution of these kinds.
pub fn admission(kinds: &[InstitutionKind], voting_class: VotingClass) -> Admission {
	Admission {
		kinds: InstitutionKinds::of(kinds),
		voting_class,
		gln: None,
		jurisdiction: 756,
		allowance_class: STANDARD_CLASS,
	}
}

/// A class of allowances whose shares are both filled up like this.
pub fn allowance_class(capacity: u64, per_block: u64) -> AllowanceClass {
	let refill = Refill { capacity, per_block };
	AllowanceClass { members: refill, patients: refill }
}

impl Chain {
	/// Admits an institution by a motion of the council.
	#[track_caller]
	pub fn admit(&mut self, profile: Admission, administrator: &Signer) -> InstitutionId {
		let id = pallet_institutions::NextInstitutionId::<Runtime>::get();
		let administrators = vec![administrator.account()].try_into().expect("one fits; qed");
		let admitted = self.council(InstitutionsCall::admit { profile, administrators });
		assert_eq!(admitted, Ok(()));
		id
	}

	/// Admits a second care provider.
	#[track_caller]
	pub fn admit_clinic(&mut self, administrator: &Signer) -> InstitutionId {
		let kinds = [InstitutionKind::CareProvider];
		self.admit(admission(&kinds, VotingClass::CareProviders), administrator)
	}

	/// Has `administrator` make `account` staff, without an end.
	#[track_caller]
	pub fn hire(&mut self, administrator: &Signer, account: &Signer, role: Role) -> Receipt {
		let validity = Period { from: self.now(), until: None };
		self.submit(
			administrator,
			InstitutionsCall::issue_credential {
				account: account.account(),
				role,
				department: 7,
				validity,
			},
		)
		.succeeds()
	}

	/// A physician of the hospital.
	#[track_caller]
	pub fn physician(&mut self) -> Signer {
		let physician = Signer::named("physician");
		self.hire(&bob(), &physician, Role::Physician);
		physician
	}

	/// Has `registrar` open a patient for somebody who is handed the key `//name//claim`.
	#[track_caller]
	pub fn opened_patient(&mut self, registrar: &Signer, name: &str) -> PatientId {
		let (nonce, claim_key) = (nonce(name), claim_key(name).key());
		self.submit(registrar, PatientsCall::open { nonce, claim_key }).succeeds();
		PatientId::derive(&registrar.account(), &nonce)
	}

	/// Has `registrar` open a patient, and submit the claim of `//name`, an account that never held
	/// a token.
	#[track_caller]
	pub fn claimed_patient(&mut self, registrar: &Signer, name: &str) -> ClaimedPatient {
		let id = self.opened_patient(registrar, name);
		let controller = Signer::named(name);
		let claim = self.claim(id, &claim_key(name), &controller);
		self.submit(registrar, claim).succeeds();
		ClaimedPatient { id, controller }
	}

	/// The call that claims `patient` for `claimant` with a signature of `key`.
	pub fn claim(&self, patient: PatientId, key: &Signer, claimant: &Signer) -> RuntimeCall {
		let (claimant, expires) = (claimant.account(), self.now() + DAY);
		let statement = Patients::claim_statement(patient, claimant.clone(), expires);
		let signature = key.sign(&statement).0;
		PatientsCall::claim { patient, claimant, expires, signature }.into()
	}

	/// Has `author` anchor document `number` of `patient`.
	#[track_caller]
	pub fn anchored(&mut self, author: &Signer, patient: PatientId, number: u64) -> RecordId {
		let custodian = Institutions::actor(author.account()).expect("staff").institution;
		self.submit(author, anchor(patient, number)).succeeds();
		Records::record_id(custodian, document(number))
	}

	/// What the staff and the patients of an institution have left.
	#[track_caller]
	pub fn allowance(&self, institution: InstitutionId) -> (u64, u64) {
		let allowance = Institutions::allowance(institution).expect("an institution");
		(allowance.members, allowance.patients)
	}

	/// Gives an institution a class of allowances of its own, by two motions of the council.
	#[track_caller]
	pub fn ration(&mut self, institution: InstitutionId, definition: AllowanceClass) {
		let class = 100 + u8::try_from(institution).expect("few institutions; qed");
		let defined = self.council(InstitutionsCall::set_allowance_class { class, definition });
		assert_eq!(defined, Ok(()));
		let assigned =
			self.council(InstitutionsCall::assign_allowance_class { institution, class });
		assert_eq!(assigned, Ok(()));
	}
}

/// The claim key that a person of this name is handed.
pub fn claim_key(name: &str) -> Signer {
	Signer::named(&format!("{name}//claim"))
}

/// The fee for the length of a transaction.
pub fn length_fee(length: usize) -> u64 {
	u64::try_from(length).expect("transactions are short; qed")
		* galen_runtime_common::allowance::FEE_PER_BYTE
}

/// The block's limits.
pub fn block_weights() -> polkadot_sdk::frame_system::limits::BlockWeights {
	galen_runtime::configs::block_weights()
}
