// SPDX-License-Identifier: Apache-2.0

//! The relay chain's validators execute a block again from its proof of validity, by the
//! `validate_block` of the runtime's wasm, and refuse it if anything was tampered with.

use crate::chain::{Candidate, Chain};
use codec::Encode;
use galen_parachain_runtime::{
	own::genesis::PARA_ID, Consent, NodeAdmission, Nonce, ParachainInfo, RuntimeCall, Timestamp,
	UncheckedExtrinsic,
};
use galen_primitives::{FieldGroups, PatientId, Period, Role};
use galen_scenarios::{bob, document, nonce, outsider, treatment_by, Signer, DAY, HOSPITAL, START};
use pallet_consent::Call as ConsentCall;
use pallet_institutions::Call as InstitutionsCall;
use pallet_patients::Call as PatientsCall;
use polkadot_sdk::{cumulus_primitives_core::relay_chain::MAX_POV_SIZE, frame_system};
use sp_trie::CompactProof;

/// Bob's desk officer gives a patient a voucher, the patient opens a pseudonym and consents to
/// treatment at the hospital: a block for each step.
fn care(chain: &mut Chain) -> (PatientId, Vec<Candidate>) {
	let (bob, desk, patient) = (bob(), Signer::named("desk"), Signer::named("patient"));
	let opener = nonce("a patient's");
	let id = PatientId::derive(&patient.account(), &opener);
	let hire = InstitutionsCall::issue_credential {
		account: desk.account(),
		role: Role::RegistrationOfficer,
		department: 0,
		validity: Period { from: 0, until: None },
	};
	let invite = PatientsCall::issue_voucher { account: patient.account(), expires: START + DAY };
	let open = PatientsCall::open_with_voucher { nonce: opener };
	let directive = treatment_by(HOSPITAL, FieldGroups::ALL, START + 30 * DAY);
	let grant = ConsentCall::grant { patient: id, directive, source: document(1), replaces: None };
	let steps: [(&Signer, Nonce, RuntimeCall); 4] = [
		(&bob, 0, hire.into()),
		(&desk, 0, invite.into()),
		(&patient, 0, open.into()),
		(&patient, 1, grant.into()),
	];
	let candidates = steps.map(|(signer, nonce, call)| {
		let transaction = chain.sign(signer, nonce, call);
		chain.block(vec![transaction])
	});
	(id, candidates.into())
}

#[test]
fn blocks_of_a_care_journey_should_be_valid_to_the_relay_chain() {
	let mut chain = Chain::development();
	let (patient, mut candidates) = care(&mut chain);
	candidates.push(chain.block(vec![]));
	for (number, candidate) in (1..).zip(&candidates) {
		let accepted = candidate.validate().unwrap_or_else(|error| panic!("{number}: {error}"));
		assert_eq!(candidate.block.header.number, number);
		assert_eq!(accepted.head_data.0, candidate.block.header.encode());
		assert!(accepted.new_validation_code.is_none());
		assert!(accepted.upward_messages.is_empty());
		assert!(accepted.horizontal_messages.is_empty());
		let size = candidate.proof.encode().len() + candidate.block.encode().len();
		assert!(size < MAX_POV_SIZE as usize / 10, "block {number} takes {size} bytes");
	}
	chain.read(|| {
		assert_eq!(Consent::directives(patient).len(), 1);
		assert_eq!(u32::from(ParachainInfo::parachain_id()), PARA_ID);
		assert_eq!(Timestamp::get(), START + 5 * 6_000);
		assert_eq!(NodeAdmission::live_set(), vec![galen_scenarios::alice().account()]);
	});
}

/// What `tamper` makes of a candidate.
fn tampered(candidate: &Candidate, tamper: impl FnOnce(&mut Candidate)) -> Result<(), String> {
	let mut candidate = candidate.clone();
	tamper(&mut candidate);
	candidate.validate().map(|_| ())
}

#[test]
fn a_tampered_candidate_should_be_refused() {
	let mut chain = Chain::development();
	let (_, mut candidates) = care(&mut chain);
	let candidate = candidates.pop().expect("four");
	let before = candidates.pop().expect("three");
	let alice = galen_scenarios::alice();
	assert_eq!(tampered(&candidate, |_| {}), Ok(()));
	// Alice may seal again what she has sealed before.
	assert_eq!(tampered(&candidate, |it| it.seal(&alice)), Ok(()));

	let refused = |what: &str, reason: &str, tamper: &dyn Fn(&mut Candidate)| {
		let error = tampered(&candidate, tamper).expect_err(what);
		assert!(error.contains(reason), "{what}: {error}");
	};
	refused("a seal of somebody else's", "Invalid AuRa seal", &|it| it.seal(&outsider()));
	refused("no seal", "Could not find an AuRa seal", &|it| {
		it.block.header.digest.pop();
	});
	refused("another state", "Storage root must match", &|it| {
		it.block.header.state_root = before.block.header.state_root;
		it.seal(&alice);
	});
	refused("a transaction left out", "Storage root must match", &|it| {
		it.block.extrinsics.pop();
		it.seal(&alice);
	});
	refused("another root of transactions", "Transaction trie root must be valid", &|it| {
		it.block.header.extrinsics_root = before.block.header.extrinsics_root;
		it.seal(&alice);
	});
	refused("a transaction of the day before", "Transaction is outdated", &|it| {
		it.block.extrinsics.extend(before.block.extrinsics.last().cloned());
		it.seal(&alice);
	});
	refused("a changed transaction", "Transaction has a bad signature", &|it| {
		let last = it.block.extrinsics.last_mut().expect("the consent");
		let remark = frame_system::Call::remark { remark: vec![] }.into();
		*last = UncheckedExtrinsic::from_parts(remark, last.preamble.clone());
		it.seal(&alice);
	});
	refused("a proof with a node changed", "Compact proof decoding failure", &|it| {
		let node = it.proof.encoded_nodes.iter_mut().max_by_key(|node| node.len());
		if let Some(byte) = node.and_then(|node| node.last_mut()) {
			*byte ^= 1;
		}
	});
	refused("a proof with a node missing", "Compact proof decoding failure", &|it| {
		it.proof.encoded_nodes.pop();
	});
	refused("no proof", "Compact proof decoding failure", &|it| {
		it.proof = CompactProof { encoded_nodes: vec![] }
	});
	refused("the proof of another block", "Compact proof decoding failure", &|it| {
		it.proof = before.proof.clone()
	});
	refused("another parent", "Parachain head needs to be the parent", &|it| {
		it.parent = before.parent.clone()
	});
	refused("another relay block", "Relay parent number", &|it| it.relay_block += 1);
	refused("another state of the relay chain", "Relay parent storage root", &|it| {
		it.relay_root = before.relay_root;
	});
}
