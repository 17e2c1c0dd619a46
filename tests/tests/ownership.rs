// SPDX-License-Identifier: Apache-2.0

//! What is somebody's stays theirs: pseudonyms and records.

use galen_runtime::configs::ProxyType;
use galen_scenarios::*;
use pallet_patients::{Call as PatientsCall, PatientAccount};
use polkadot_sdk::{frame_system, pallet_proxy, pallet_utility};

#[test]
fn a_claim_should_be_refused_when_another_key_has_signed_it() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let patient = chain.opened_patient(&physician, "ada");
		let (ada, thief) = (Signer::named("ada"), Signer::named("thief"));
		for key in [Signer::named("thief's own"), claim_key("ben"), physician.clone(), ada.clone()]
		{
			let claim = chain.claim(patient, &key, &thief);
			chain.submit(&physician, claim).fails_with(PatientsError::BadSignature);
		}
		assert!(!Patients::patient(patient).unwrap().claimed);
		let claim = chain.claim(patient, &claim_key("ada"), &ada);
		chain.submit(&physician, claim).succeeds();
	});
}

#[test]
fn a_claim_should_go_to_the_claimant_when_someone_copies_it_from_the_pool() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let clinic_desk = {
			let administrator = Signer::named("clinic");
			chain.admit_clinic(&administrator);
			let desk = Signer::named("clinic desk");
			chain.hire(&administrator, &desk, Role::RegistrationOfficer);
			desk
		};
		let patient = chain.opened_patient(&physician, "ada");
		let (ada, thief) = (Signer::named("ada"), Signer::named("thief"));
		let RuntimeCall::Patients(PatientsCall::claim { expires, signature, .. }) =
			chain.claim(patient, &claim_key("ada"), &ada)
		else {
			unreachable!()
		};
		let with = |claimant: &Signer, patient, expires| PatientsCall::claim {
			patient,
			claimant: claimant.account(),
			expires,
			signature,
		};
		// Copied for somebody else, for another patient, or for a longer time, it is worth nothing.
		let other = chain.opened_patient(&physician, "ben");
		for stolen in [
			with(&thief, patient, expires),
			with(&ada, other, expires),
			with(&ada, patient, expires + 1),
		] {
			chain.submit(&clinic_desk, stolen).fails_with(PatientsError::BadSignature);
		}
		// Copied as it is, it does what it was meant to do.
		chain.submit(&clinic_desk, with(&ada, patient, expires)).succeeds();
		assert_eq!(Patients::patient(patient).unwrap().controller, Some(ada.account()));
		// And the original, coming too late, takes nothing away.
		chain
			.submit(&physician, with(&ada, patient, expires))
			.fails_with(PatientsError::AlreadyClaimed);
	});
}

#[test]
fn a_claim_should_be_refused_when_it_was_signed_for_another_chain() {
	let elsewhere = Chain::local_testnet().run(|chain| {
		let physician = chain.physician();
		let patient = chain.opened_patient(&physician, "ada");
		chain.claim(patient, &claim_key("ada"), &Signer::named("ada"))
	});
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let patient = chain.opened_patient(&physician, "ada");
		// The same opener, the same nonce: the same pseudonym, on another chain.
		let RuntimeCall::Patients(PatientsCall::claim { patient: same, .. }) = &elsewhere else {
			unreachable!()
		};
		assert_eq!(*same, patient);
		chain.submit(&physician, elsewhere).fails_with(PatientsError::BadSignature);
	});
}

#[test]
fn an_anchor_should_succeed_when_a_front_runner_has_copied_its_digest() {
	Chain::development().run(|chain| {
		let administrator = Signer::named("clinic");
		let clinic = chain.admit_clinic(&administrator);
		let copyist = Signer::named("copyist");
		chain.hire(&administrator, &copyist, Role::Physician);
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");

		// The author's transaction is in the pool; the copyist sees it and is in the block first.
		let pending = chain.transaction(&physician, anchor(ada.id, 1)).encode();
		let copy = chain.anchored(&copyist, ada.id, 1);
		chain.submit_bytes(&pending).succeeds();

		let original = Records::record_id(HOSPITAL, document(1));
		assert_ne!(original, copy);
		assert_eq!(Records::record(original).unwrap().custodian, HOSPITAL);
		assert_eq!(Records::record(copy).unwrap().custodian, clinic);
		// Nor can the copyist change the original afterwards.
		let error = pallet_patient_records::Call::enter_in_error { record: original };
		chain.submit(&copyist, error).fails_with(RecordsError::NotCustodian);
	});
}

#[test]
fn a_patient_id_should_belong_to_its_opener_when_someone_copies_the_nonce() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let administrator = Signer::named("clinic");
		chain.admit_clinic(&administrator);
		let copyist = Signer::named("copyist");
		chain.hire(&administrator, &copyist, Role::Physician);
		let open = PatientsCall::open { nonce: nonce("ada"), claim_key: claim_key("ada").key() };
		let pending = chain.transaction(&physician, open).encode();
		let copied = chain.opened_patient(&copyist, "ada");
		chain.submit_bytes(&pending).succeeds();
		let original = PatientId::derive(&physician.account(), &nonce("ada"));
		assert_ne!(original, copied);
		assert_eq!(Patients::patient(original).unwrap().sponsor, HOSPITAL);
	});
}

#[test]
fn staff_and_patients_should_be_different_accounts() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let patient = chain.opened_patient(&physician, "ben");

		// A member of the staff can't take a pseudonym with the staff account.
		let claim = chain.claim(patient, &claim_key("ben"), &physician);
		chain.submit(&physician, claim).fails_with(PatientsError::AccountInUse);
		// A patient's account can't become staff's.
		let validity = Period { from: chain.now(), until: None };
		let hire = pallet_institutions::Call::issue_credential {
			account: ada.controller.account(),
			role: Role::Nurse,
			department: 7,
			validity,
		};
		chain.submit(&bob(), hire).fails_with(InstitutionsError::AccountInUse);
		// Nor can it take a second pseudonym, which would link the two.
		let claim = chain.claim(patient, &claim_key("ben"), &ada.controller);
		chain.submit(&physician, claim).fails_with(PatientsError::AccountInUse);
	});
}

#[test]
fn a_pseudonym_should_stay_with_the_patient_when_the_sponsor_would_have_it_back() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let key = claim_key("another").key();
		for (call, error) in [
			(
				PatientsCall::replace_claim_key { patient: ada.id, claim_key: key },
				PatientsError::AlreadyClaimed,
			),
			(PatientsCall::close { patient: ada.id }, PatientsError::AlreadyClaimed),
		] {
			chain.submit(&physician, call).fails_with(error);
		}
		assert!(matches!(
			Patients::patient_account(ada.controller.account()),
			Some(PatientAccount::Controller { sponsor: HOSPITAL, .. })
		));
	});
}

#[test]
fn a_gateway_should_write_records_and_nothing_else_when_it_is_a_proxy_for_records() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let nurse = Signer::named("nurse");
		chain.hire(&bob(), &nurse, Role::Nurse);
		let ada = chain.claimed_patient(&physician, "ada");
		// The nurse's account stands for the gateway's here: it can pay for itself.
		for principal in [&physician, &bob()] {
			let allow = pallet_proxy::Call::add_proxy {
				delegate: nurse.account().into(),
				proxy_type: ProxyType::Records,
				delay: 0,
			};
			chain.submit(principal, allow).succeeds();
		}
		let mut through = |principal: &Signer, call: RuntimeCall| {
			let call = pallet_proxy::Call::proxy {
				real: principal.account().into(),
				force_proxy_type: None,
				call: Box::new(call),
			};
			chain.submit(&nurse, call).succeeds().find(|event| match event {
				RuntimeEvent::Proxy(pallet_proxy::Event::ProxyExecuted { result }) => {
					Some(result.map_err(strip))
				},
				_ => None,
			})
		};
		assert_eq!(through(&physician, anchor(ada.id, 1)), Ok(()));
		let filtered: DispatchError = frame_system::Error::<Runtime>::CallFiltered.into();
		let batch = pallet_utility::Call::batch { calls: vec![anchor(ada.id, 2)] };
		let open = PatientsCall::open { nonce: nonce("ben"), claim_key: claim_key("ben").key() };
		let more = pallet_proxy::Call::add_proxy {
			delegate: outsider().account().into(),
			proxy_type: ProxyType::Any,
			delay: 0,
		};
		for call in [batch.into(), open.into(), more.into(), remark()] {
			assert_eq!(through(&physician, call), Err(strip(filtered)));
		}
		let reason = Reason::Ceased;
		let revoke =
			pallet_institutions::Call::revoke_credential { account: physician.account(), reason };
		assert_eq!(through(&bob(), revoke.into()), Err(strip(filtered)));
	});
}
