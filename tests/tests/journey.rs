// SPDX-License-Identifier: Apache-2.0

//! The way that a newcomer walks: from the admission of a hospital to the proof that a copy of a
//! document is unchanged.

use codec::Encode;
use galen_primitives::{
	commitment::{self, Salt},
	merkle, ChainId,
};
use galen_runtime_common::allowance::refusal;
use galen_scenarios::*;
use pallet_institutions::{AllowanceError, CredentialInfo, Event as InstitutionsEvent};
use pallet_patient_records::{
	AmendmentReason, Anchor, Call as RecordsCall, CompositionStatus, DataClass, DocumentStatus,
	InitialStatus, MerklePath, Verification,
};
use pallet_patients::{Call as PatientsCall, PatientInfo};
use polkadot_sdk::frame_system;

/// A real document, as hospitals emit it.
const REPORT: &[u8] = include_bytes!("../data/fhir/DiagnosticReport.json");
const SHA256: HashAlgorithm = HashAlgorithm::Sha2_256;

/// The commitment of `custodian` to `content`.
fn committed(custodian: InstitutionId, salt: &Salt, content: &[u8]) -> Digest {
	let chain: ChainId = api("InstitutionsApi_chain_id", ());
	let bytes = commitment::document(SHA256, &chain, custodian, salt, content);
	Digest { algorithm: SHA256, bytes: bytes.unwrap() }
}

fn verify(record: RecordId, version: Option<u32>, digest: Digest) -> Verification {
	api("PatientRecordsApi_verify_digest", (record, version, digest))
}

#[test]
fn a_record_should_be_provable_when_a_newcomer_has_anchored_it() {
	Chain::development().run(|chain| {
		// The council admits a hospital, whose administrator hires.
		let administrator = Signer::named("administrator");
		let hospital = chain.admit_clinic(&administrator);
		let (desk, physician) = (Signer::named("desk"), Signer::named("physician"));
		chain.hire(&administrator, &desk, Role::RegistrationOfficer);
		let hired = chain.hire(&administrator, &physician, Role::Physician);
		assert!(hired.events.iter().any(|event| matches!(
			event,
			RuntimeEvent::Institutions(InstitutionsEvent::CredentialIssued {
				institution,
				role: Role::Physician,
				..
			}) if *institution == hospital
		)));
		chain.next_block();
		let credential: Option<CredentialInfo> =
			api("InstitutionsApi_credential", physician.account());
		assert!(credential.unwrap().in_force);

		// Ada has made an account that nobody knows and that holds nothing.
		let ada = Signer::named("ada");
		assert_eq!(System::account(ada.account()), Default::default());
		let patient = chain.opened_patient(&desk, "ada");
		let claim = chain.claim(patient, &claim_key("ada"), &ada);
		chain.submit(&desk, claim).succeeds();
		let info: Option<PatientInfo<AccountId>> = api("PatientsApi_patient", patient);
		assert_eq!(info.unwrap().controller, Some(ada.account()));

		// She transacts, and still holds nothing.
		chain.next_block();
		let closed_to_break_glass = 0b10;
		chain.submit(&ada, PatientsCall::set_compartments { closed_to_break_glass }).succeeds();
		let account = System::account(ada.account());
		assert_eq!((account.nonce, account.data), (1, Default::default()));

		// A report of hers is anchored, with the root over two of its fields.
		let salt = nonce("salt of the report");
		let content = committed(hospital, &salt, REPORT);
		let chain_id: ChainId = api("InstitutionsApi_chain_id", ());
		let field = |path: &str, value: &str| {
			commitment::field(SHA256, &chain_id, hospital, &nonce(path), path, value).unwrap()
		};
		let fields = [
			field("/resourceType", "\"DiagnosticReport\""),
			field("/status", "\"final\""),
			field("/conclusion", "\"unremarkable\""),
		];
		let root = Digest { algorithm: SHA256, bytes: merkle::root(SHA256, &fields).unwrap() };
		let anchor = Anchor {
			content,
			fields: Some(root),
			data_class: DataClass::Sensitive,
			compartment: 1,
			composition: InitialStatus::Final,
			occurred: START,
		};
		chain.submit(&physician, RecordsCall::anchor { patient, anchor }).succeeds();
		let recorded = chain.now();
		chain.next_block();

		// Whoever is given the document and its salt can prove it, whole and by the field.
		let record: RecordId = api("PatientRecordsApi_record_id", (hospital, content));
		let unchanged = Verification::Matches {
			suspect: false,
			version: 1,
			head: 1,
			status: DocumentStatus::Current,
			composition: CompositionStatus::Final,
			recorded,
		};
		assert_eq!(verify(record, None, committed(hospital, &salt, REPORT)), unchanged);
		let path = MerklePath::try_from(merkle::path(SHA256, &fields, 1).unwrap()).unwrap();
		let verify_field = |leaf: [u8; 32]| -> Verification {
			api("PatientRecordsApi_verify_field", (record, None::<u32>, leaf, 1u32, 3u32, &path))
		};
		assert_eq!(verify_field(fields[1]), unchanged);

		// A copy in which one byte differs is none, and neither is another field.
		let mut tampered = REPORT.to_vec();
		tampered[10] ^= 1;
		let forged = committed(hospital, &salt, &tampered);
		assert_eq!(verify(record, None, forged), Verification::Differs);
		let other = field("/status", "\"amended\"");
		assert_eq!(verify_field(other), Verification::Differs);

		// Two correct it at the same time: the second has to look again.
		let correct = |number: u64| RecordsCall::add_version {
			record,
			expected_version: 1,
			content: document(number),
			fields: None,
			occurred: START,
			reason: AmendmentReason::Correction,
		};
		chain.submit(&physician, correct(1)).succeeds();
		chain.submit(&physician, correct(2)).fails_with(RecordsError::StaleVersion);
		assert!(matches!(
			verify(record, Some(1), content),
			Verification::Matches { version: 1, head: 2, .. }
		));
	});
}

#[test]
fn an_anchor_should_be_refused_when_its_author_is_not_licensed() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");

		// Staff, but nobody who writes records.
		let desk = Signer::named("desk");
		chain.hire(&bob(), &desk, Role::RegistrationOfficer);
		chain.submit(&desk, anchor(ada.id, 1)).fails_with(DispatchError::BadOrigin);

		// The patient herself.
		chain.submit(&ada.controller, anchor(ada.id, 1)).fails_with(DispatchError::BadOrigin);

		// A physician whose licence has run out doesn't get past the pool.
		let locum = Signer::named("locum");
		let validity = Period { from: chain.now(), until: Some(chain.now() + DAY) };
		let hire = pallet_institutions::Call::issue_credential {
			account: locum.account(),
			role: Role::Physician,
			department: 7,
			validity,
		};
		chain.submit(&bob(), hire).succeeds();
		chain.submit(&locum, anchor(ada.id, 2)).succeeds();
		chain.wait(DAY);
		chain
			.submit(&locum, anchor(ada.id, 3))
			.is_refused_with(refusal(AllowanceError::CredentialNotInForce));
	});
}

#[test]
fn an_outsider_should_be_refused_by_the_pool_and_by_the_block() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		// It doesn't even exist on chain, so that it can have no nonce.
		let refused = Err(InvalidTransaction::Payment.into());
		for call in [anchor(ada.id, 1), remark()] {
			assert_eq!(chain.transaction(&outsider(), call.clone()).validate(), refused);
			chain.submit(&outsider(), call).is_refused_with(InvalidTransaction::Payment);
		}
		assert_eq!(System::account(outsider().account()), Default::default());

		// A token doesn't help: what buys space in a block is membership.
		let gift = polkadot_sdk::pallet_balances::Call::transfer_keep_alive {
			dest: outsider().account().into(),
			value: galen_runtime_common::constants::UNIT,
		};
		chain.submit(&alice(), gift).succeeds();
		let stranger = refusal(AllowanceError::NotAMember);
		let anchored = chain.transaction(&outsider(), anchor(ada.id, 1));
		assert_eq!(anchored.validate(), Err(stranger.into()));
		chain.submit(&outsider(), anchor(ada.id, 1)).is_refused_with(stranger);
	});
}

#[test]
fn a_record_should_be_there_when_the_event_says_so() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let receipt = chain.submit(&physician, anchor(ada.id, 1)).succeeds();
		let (record, author) = receipt.find(|event| match event {
			RuntimeEvent::PatientRecords(pallet_patient_records::Event::Anchored {
				record,
				author,
				..
			}) => Some((*record, author.clone())),
			_ => None,
		});
		assert_eq!(author, physician.account());
		assert_eq!(Records::record(record).unwrap().patient, ada.id);
		// One event of ours, and those of the fee and of the block.
		let ours = receipt.events.iter().filter(|event| {
			!matches!(event, RuntimeEvent::System(_) | RuntimeEvent::TransactionPayment(_))
		});
		assert_eq!(ours.count(), 1);
		assert!(matches!(
			receipt.events.last(),
			Some(RuntimeEvent::System(frame_system::Event::ExtrinsicSuccess { .. }))
		));
		// What wallets decode.
		assert!(!receipt.events.encode().is_empty());
	});
}
