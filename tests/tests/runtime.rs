// SPDX-License-Identifier: Apache-2.0

//! What wallets and dApps count on.

use codec::{Decode, Encode};
use frame_metadata::{RuntimeMetadata, RuntimeMetadataPrefixed};
use galen_primitives::{
	gs1::{Gtin, Sscc, Text20},
	AccessRequest, Actor, BenefitCategory, FieldGroups, PurposeOfUse, Requester,
};
use galen_runtime::{AllPalletsWithSystem, VERSION};
use galen_scenarios::*;
use pallet_clinical_trials::{Duty, FormKey, RegistryId, SeriousnessCriteria};
use pallet_device_lifecycle::{DeviceKey, UsageBatchOf};
use pallet_disclosures::GrantHolder;
use pallet_drug_provenance::{
	LotKey, PackKey, PackProof, ReadingProof, RecallScope, Runs, TemperatureRange, Window,
};
use pallet_insurance_claims::{Purse, SettlementMode};
use pallet_node_admission::{NodeForm, NodeKind, PeerId, Subject};
use pallet_patient_records::{Call as RecordsCall, MerklePath};
use polkadot_sdk::{
	frame_support::traits::IntegrityTest,
	frame_support::view_functions::{ViewFunctionDispatchError, ViewFunctionId},
	frame_system,
	sp_core::OpaqueMetadata,
};
use std::collections::BTreeMap;

/// The metadata that the runtime gives to whoever asks for this version.
pub fn metadata(version: u32) -> RuntimeMetadata {
	let opaque: Option<OpaqueMetadata> = api("Metadata_metadata_at_version", version);
	let bytes: &[u8] = &opaque.expect("the version is there");
	let RuntimeMetadataPrefixed(magic, metadata) =
		RuntimeMetadataPrefixed::decode(&mut &bytes[..]).expect("what was encoded decodes");
	assert_eq!(magic, frame_metadata::META_RESERVED);
	metadata
}

#[test]
fn the_constants_of_every_pallet_should_fit_together() {
	Chain::development().run(|_| AllPalletsWithSystem::integrity_test());
}

#[test]
fn the_runtime_should_be_known_by_its_name_and_address_format() {
	assert_eq!(VERSION.spec_name, "galen");
	assert_eq!(VERSION.impl_name, "galen");
	assert_eq!(<Runtime as frame_system::Config>::SS58Prefix::get(), 2609);
	assert_eq!(galen_runtime_common::constants::TOKEN_SYMBOL, "GALEN");
	assert_eq!(galen_runtime_common::constants::TOKEN_DECIMALS, 12);
	Chain::development().run(|_| {
		let version: polkadot_sdk::sp_version::RuntimeVersion = api("Core_version", ());
		assert_eq!(version, VERSION);
	});
}

#[test]
fn every_version_of_the_metadata_should_decode() {
	Chain::development().run(|_| {
		let mut versions: Vec<u32> = api("Metadata_metadata_versions", ());
		// The runtime also names the one that isn't stable yet, which has no number of its own.
		versions.retain(|version| *version != u32::MAX);
		assert_eq!(versions, [14, 15, 16]);
		for version in versions {
			assert_eq!(metadata(version).version(), version);
		}
		let latest: OpaqueMetadata = api("Metadata_metadata", ());
		let RuntimeMetadataPrefixed(_, latest) =
			RuntimeMetadataPrefixed::decode(&mut &latest[..]).unwrap();
		assert_eq!(latest.version(), 14);
		let unknown: Option<OpaqueMetadata> = api("Metadata_metadata_at_version", 17u32);
		assert!(unknown.is_none());
	});
}

/// What is signed with a call, and in which order, is part of what wallets are built on.
#[test]
fn the_extensions_should_be_in_the_order_that_wallets_know() {
	Chain::development().run(|_| {
		let documented = [
			"AuthorizeCall",
			"CheckNonZeroSender",
			"CheckSpecVersion",
			"CheckTxVersion",
			"CheckGenesis",
			"CheckMortality",
			"CheckNonce",
			"CheckWeight",
			"ChargeTransactionPayment",
			"CheckMetadataHash",
			"WeightReclaim",
		];
		let RuntimeMetadata::V14(v14) = metadata(14) else { unreachable!() };
		let names = v14.extrinsic.signed_extensions.iter().map(|extension| &extension.identifier);
		assert!(names.eq(documented.iter()));
		let RuntimeMetadata::V16(v16) = metadata(16) else { unreachable!() };
		let names =
			v16.extrinsic.transaction_extensions.iter().map(|extension| &extension.identifier);
		assert!(names.eq(documented.iter()));
	});
}

#[test]
fn pallets_should_keep_their_indices() {
	Chain::development().run(|_| {
		let RuntimeMetadata::V16(v16) = metadata(16) else { unreachable!() };
		let indices: BTreeMap<u8, &str> =
			v16.pallets.iter().map(|pallet| (pallet.index, pallet.name.as_str())).collect();
		let expected = BTreeMap::from([
			(0, "System"),
			(1, "Timestamp"),
			(2, "Balances"),
			(3, "TransactionPayment"),
			(4, "Migrations"),
			(5, "Assets"),
			(9, "NodeAdmission"),
			(10, "Authorship"),
			(11, "Offences"),
			(12, "Historical"),
			(13, "Session"),
			(14, "Aura"),
			(15, "Grandpa"),
			(20, "Council"),
			(21, "TechnicalCommittee"),
			(22, "EthicsCommittee"),
			(23, "PatientsCouncil"),
			(24, "Scheduler"),
			(25, "Preimage"),
			(26, "Whitelist"),
			(27, "TxPause"),
			(28, "SafeMode"),
			(30, "Utility"),
			(31, "Multisig"),
			(32, "Proxy"),
			(40, "Institutions"),
			(41, "Patients"),
			(42, "PatientRecords"),
			(43, "Consent"),
			(44, "Disclosures"),
			(45, "Seats"),
			(50, "DeviceLifecycle"),
			(51, "DrugProvenance"),
			(60, "ClinicalTrials"),
			(61, "InsuranceClaims"),
		]);
		assert_eq!(indices, expected);
	});
}

#[test]
fn our_calls_events_and_errors_should_be_documented_in_the_metadata() {
	Chain::development().run(|_| {
		let RuntimeMetadata::V16(v16) = metadata(16) else { unreachable!() };
		let variants = |type_id: u32| match &v16.types.resolve(type_id).unwrap().type_def {
			scale_info::TypeDef::Variant(variants) => variants.variants.clone(),
			other => panic!("{other:?}"),
		};
		for pallet in v16.pallets.iter().filter(|pallet| pallet.index >= 40 || pallet.index == 9) {
			let calls = pallet.calls.as_ref().unwrap().ty.id;
			let events = pallet.event.as_ref().unwrap().ty.id;
			let errors = pallet.error.as_ref().unwrap().ty.id;
			for type_id in [calls, events, errors] {
				for variant in variants(type_id) {
					assert!(!variant.docs.is_empty(), "{}::{}", pallet.name, variant.name);
				}
			}
			for field in variants(events).iter().flat_map(|event| event.fields.clone()) {
				assert!(field.name.is_some() && !field.docs.is_empty(), "{field:?}");
			}
		}
	});
}

/// What the reads of a pallet are asked in the test below: by name, with encoded arguments.
fn questions(chain: &mut Chain) -> BTreeMap<&'static str, Vec<(&'static str, Vec<u8>)>> {
	let physician = chain.physician();
	let ada = chain.claimed_patient(&physician, "ada");
	let record = chain.anchored(&physician, ada.id, 1);
	let leaves = vec![[1; 32], [2; 32]].try_into().unwrap();
	let algorithm = HashAlgorithm::Sha2_256;
	let anchor_leaves = RecordsCall::anchor_leaves { algorithm, leaves, occurred: START };
	let receipt = chain.submit(&physician, anchor_leaves).succeeds();
	let (batch, root) = receipt.find(|event| match event {
		RuntimeEvent::PatientRecords(pallet_patient_records::Event::BatchAnchored {
			batch,
			root,
			..
		}) => Some((*batch, *root)),
		_ => None,
	});
	let now = chain.now();
	let all = FieldGroups::ALL;
	chain.submit(&ada.controller, grant(ada.id, treatment_by(HOSPITAL, all, now + DAY))).succeeds();
	let asked = chain.submit(&physician, request(record, all, PurposeOfUse::TREAT)).succeeds();
	let entry = logged(&asked);
	let request = AccessRequest {
		requester: Requester::Staff(Institutions::actor(physician.account()).unwrap()),
		patient: ada.id,
		purpose: PurposeOfUse::TREAT,
		study: None,
		data: <Records as galen_primitives::seams::Records>::facts(&record).unwrap().scope(all),
	};
	let form = NodeForm {
		kind: NodeKind::Archive,
		peer: PeerId([1; 32]),
		certificate: document(1),
		agreement: 1,
		region: 756,
	};
	let maker = chain.maker();
	let engineer = Signer::named("engineer");
	chain.hire(&bob(), &engineer, Role::BiomedicalEngineer);
	let device = chain.device_in_service(&engineer, maker.model, "A", "1");
	let identifier = Devices::model(maker.model).unwrap().definition.identifier;
	let production = Devices::device(device).unwrap().identifiers;
	let usage = UsageBatchOf::<Runtime> {
		reading: Default::default(),
		faults: Default::default(),
		root: document(1),
		firmware: None,
	};
	let (gtin, unit) = (Gtin(9_506_000_140_445), Sscc(106_141_412_345_678_908));
	let text: Text20 = b"A".to_vec().try_into().unwrap();
	let lot = LotKey { gtin, lot: text.clone() };
	let pack = PackKey { gtin, serial: text.clone() };
	let runs = Runs { leading: 0, trailing: 0, longest: 0 };
	let window = Window {
		sequence: 0,
		start: now,
		end: now + 1,
		min: 500,
		max: 500,
		mean: 500,
		count: 1,
		range: TemperatureRange { min: 200, max: 800 },
		heat: runs,
		cold: runs,
		longest_gap: 0,
		readings: document(1),
	};
	let proof = ReadingProof {
		before: [0; 32],
		window,
		later: vec![],
		leaf: [1; 32],
		index: 0,
		path: Default::default(),
	};
	let trial = chain.trial();
	let (study, committee, site) = (trial.study, trial.committee, trial.hospital.id);
	chain.open_trial(&trial, trial.terms(), now + 365 * DAY);
	let number = chain.on_study(&trial, &trial.hospital, &ada, "ada");
	let facts = reaction(chain, SeriousnessCriteria::HOSPITALISATION);
	let report = pallet_clinical_trials::Call::report_adverse_event { study, number, facts };
	chain.submit(&trial.hospital.investigator, report).succeeds();
	let investigator = trial.hospital.investigator.account();
	let (list, point, (arm, salt)) = (trial.list(0), 0u8, trial.told(number, 0));
	let number_of_registry = RegistryId::Nct(trial.terms().nct.unwrap());
	let visit_form = FormKey { visit: 1, form: 1 };
	let insurance = chain.insurance(SettlementMode::Immediate);
	let coverage = chain.covered(&insurance, &ada);
	chain.fund(&insurance, 1_000_000);
	let biller = Signer::named("biller");
	chain.hire(&bob(), &biller, Role::BillingOfficer);
	let [billed, unbilled] = [(); 2].map(|()| chain.seen(&physician, &ada, true));
	chain.submit(&biller, bill_for(chain, coverage, billed, 10_000)).succeeds();
	let claim = last_claim(coverage);
	let next = bill(coverage, vec![bill_line(chain, 1, unbilled, 10_000)]);
	let consultation = BenefitCategory::Consultation;
	let purse = Purse::Receipts;
	let patient = ada.controller.account();
	let path = MerklePath::try_from(vec![[2; 32]]).unwrap();
	let (version, leaf) = (Some(1u32), [1u8; 32]);
	let digest = document(1);
	BTreeMap::from([
		(
			"Institutions",
			vec![
				("chain_id", vec![]),
				("institution", HOSPITAL.encode()),
				("was_in_force", (HOSPITAL, now).encode()),
				("credential", physician.account().encode()),
				("actor", physician.account().encode()),
				("actor", patient.encode()),
				("memberships", physician.account().encode()),
				("allowance", HOSPITAL.encode()),
				("key_was_valid", (HOSPITAL, 0u32, now).encode()),
				("did_document", HOSPITAL.encode()),
			],
		),
		(
			"Patients",
			vec![
				("patient", ada.id.encode()),
				("representatives", ada.id.encode()),
				("recovery", ada.id.encode()),
				("patient_of", patient.encode()),
				("patient_account", patient.encode()),
				("sponsorship_offer", ada.id.encode()),
				("claim_statement", (ada.id, &patient, now).encode()),
				("recovery_statement", (ada.id, &patient, now).encode()),
			],
		),
		(
			"NodeAdmission",
			vec![
				("application", 0u32.encode()),
				("node", 0u32.encode()),
				("node_of_peer", [1u8; 32].encode()),
				("seats", vec![]),
				("planned_set", vec![]),
				("live_set", vec![]),
				("admitted_peers", vec![]),
				("peer_multihash", [1u8; 32].encode()),
				("admission_statement", (physician.account(), HOSPITAL, &form, now).encode()),
				("ballot", 0u32.encode()),
				("ballot_about", Subject::Node(0).encode()),
				("blacklisted_until", ([1u8; 32], HOSPITAL).encode()),
				("parameters", vec![]),
			],
		),
		(
			"Seats",
			vec![("seats", pallet_seats::Body::Council.encode()), ("seats_of", HOSPITAL.encode())],
		),
		(
			"Consent",
			vec![
				("may_use", request.encode()),
				("was_permitted", (&request, vec![0u16], now, now).encode()),
				("directives", ada.id.encode()),
				("consent", (ada.id, 0u32, 1u32).encode()),
				("history", ada.id.encode()),
				("proposal", (ada.id, HOSPITAL).encode()),
				("proposals", ada.id.encode()),
				("policy", 0u32.encode()),
				("policy_of", HOSPITAL.encode()),
				("release", (HOSPITAL, 0u32).encode()),
			],
		),
		(
			"Disclosures",
			vec![
				("log_head", ada.id.encode()),
				("verify_log", (ada.id, vec![&entry]).encode()),
				("verify_log", (ada.id, vec![&entry, &entry]).encode()),
				("accounting", (ada.id, vec![&entry], 0u64, u64::MAX).encode()),
				("grant", 0u64.encode()),
				("open_grants", GrantHolder::Institution(HOSPITAL).encode()),
				("encounter", 0u64.encode()),
				("break_glass", 0u64.encode()),
				("break_glass_open", (physician.account(), ada.id).encode()),
				("right", physician.account().encode()),
				("institution_right", HOSPITAL.encode()),
				("reviewers", vec![]),
				("reviewer", HOSPITAL.encode()),
			],
		),
		(
			"DeviceLifecycle",
			vec![
				("device", device.encode()),
				("status", device.encode()),
				("device_by_udi", (&identifier, &production).encode()),
				("model", maker.model.encode()),
				("model_by_di", identifier.encode()),
				("field_action", 0u32.encode()),
				("field_actions_of", device.encode()),
				("is_suspect", (device, now, now).encode()),
				("next_due", device.encode()),
				("device_use", 0u64.encode()),
				("key_statement", (device, DeviceKey::Ed25519([1; 32])).encode()),
				("usage_statement", (device, &usage).encode()),
			],
		),
		(
			"DrugProvenance",
			vec![
				("trace", (gtin, &text, &text, None::<PackProof>).encode()),
				("product", gtin.encode()),
				("lot", lot.encode()),
				("pack_state", pack.encode()),
				("unit", unit.encode()),
				("recall", RecallScope::Product(gtin).encode()),
				("recall_report", (RecallScope::Product(gtin), HOSPITAL).encode()),
				("dispense_record", 0u64.encode()),
				("notice", 0u64.encode()),
				("telemetry", (unit, device).encode()),
				("sensor_unit", device.encode()),
				("alert", pack.encode()),
				("epcis_event", leaf.encode()),
				("verify_reading", (unit, device, proof).encode()),
				("pack_leaf", (lot, &text, unit, leaf).encode()),
			],
		),
		(
			"ClinicalTrials",
			vec![
				("study", study.encode()),
				("terms", study.encode()),
				("study_by_number", number_of_registry.encode()),
				("version", (study, 1u32).encode()),
				("version_of", (study, trial.terms().title).encode()),
				("version_of", (study, protocol(1101, None).document).encode()),
				("approval", (study, 1u32, committee).encode()),
				("site", (study, site).encode()),
				("delegations", (study, site, &investigator).encode()),
				("was_delegated", (study, site, &investigator, Duty::Enrolment, now).encode()),
				("participation", (study, ada.id).encode()),
				("subject", (study, number).encode()),
				("token_user", (study, enrolment_token("ada")).encode()),
				("token_statement", (study, number, enrolment_token("ada"), now).encode()),
				("list", list.encode()),
				("allocation", (study, number, point).encode()),
				("check_leaf", (study, number, point, arm, salt).encode()),
				("check_leaf", (study, number, point, 1 - arm, salt).encode()),
				("check_opening", (list, trial.leaves(0), LIST_SECRET, ARMS.to_vec()).encode()),
				("arm", (study, number, point).encode()),
				("handout", 0u64.encode()),
				("kit_list", study.encode()),
				("check_kit", (0u64, arm, salt).encode()),
				("proof_context", (study, number, 0u8).encode()),
				("adverse_event", (study, 0u32).encode()),
				("safety", study.encode()),
				("subject_safety", (study, number).encode()),
				("notification", (study, 0u32).encode()),
				("board_vote", study.encode()),
				("capture", (study, number, visit_form).encode()),
				("visit", (study, number, 1u16).encode()),
				("deviation", (study, 0u32).encode()),
				("query", (study, 0u32).encode()),
				("conduct", study.encode()),
				("results", study.encode()),
				("participant_flow", study.encode()),
			],
		),
		(
			"InsuranceClaims",
			vec![
				("plan", insurance.plan.encode()),
				("rules", (insurance.plan, 0u32).encode()),
				("coverage", coverage.encode()),
				("coverages_of", (ada.id, 1u8).encode()),
				("ledger", (coverage, 0u32).encode()),
				("eligibility", (coverage, consultation, now).encode()),
				("predetermination", (HOSPITAL, &next).encode()),
				("predetermination", (PAYER, &next).encode()),
				("preauth", claim.encode()),
				("claim", claim.encode()),
				("spent_for", (billed, 1u8).encode()),
				("spent_for", (unbilled, 1u8).encode()),
				("appeal", claim.encode()),
				("agreement", (PAYER, HOSPITAL).encode()),
				("explanation_of_benefit", claim.encode()),
				("claims_of", (coverage, 0u32, 0u32).encode()),
				("reserve", (PAYER, FRANC).encode()),
				("receipts", (HOSPITAL, FRANC).encode()),
				("queue", (PAYER, FRANC, 0u64).encode()),
				("forwarding", (PAYER, HOSPITAL, FRANC).encode()),
				("remittance", (PAYER, FRANC, 0u32).encode()),
				("redemption", (HOSPITAL, purse, FRANC).encode()),
				("issuance", (insurance.bank, FRANC).encode()),
			],
		),
		(
			"PatientRecords",
			vec![
				("record", record.encode()),
				("version", (record, 1u32).encode()),
				("relations", record.encode()),
				("erasure", record.encode()),
				("batch", batch.encode()),
				("verify_digest", (record, version, digest).encode()),
				("verify_digest", (record, version, document(2)).encode()),
				("verify_field", (record, version, leaf, 0u32, 2u32, &path).encode()),
				("verify_batch_member", (batch, leaf, 0u32, &path).encode()),
				("verify_batch_member", (batch, leaf, 1u32, &path).encode()),
				("source", record.encode()),
				("measurement_statement", (device, HOSPITAL, ada.id, statement(1), now).encode()),
				("record_id", (HOSPITAL, digest).encode()),
				("batch_id", (HOSPITAL, root).encode()),
			],
		),
	])
}

/// polkadot.js asks the runtime API, what is newer asks view functions.
#[test]
fn view_functions_and_the_runtime_api_should_give_the_same_answers() {
	Chain::development().run(|chain| {
		let questions = questions(chain);
		let RuntimeMetadata::V16(v16) = metadata(16) else { unreachable!() };
		for (pallet, questions) in &questions {
			let views = v16
				.pallets
				.iter()
				.find(|metadata| metadata.name == *pallet)
				.map(|metadata| &metadata.view_functions)
				.unwrap();
			let api_name = format!("{pallet}Api");
			let methods =
				&v16.apis.iter().find(|api| api.name == api_name).expect("an api").methods;
			// The same reads, with the same arguments and answers.
			let names: Vec<&str> = views.iter().map(|view| view.name.as_str()).collect();
			assert!(methods.iter().map(|method| method.name.as_str()).eq(names.iter().copied()));
			for (view, method) in views.iter().zip(methods) {
				let types =
					|parameters: &[frame_metadata::v16::FunctionParamMetadata<
						scale_info::form::PortableForm,
					>]| parameters.iter().map(|parameter| parameter.ty.id).collect::<Vec<_>>();
				assert_eq!(types(&view.inputs), types(&method.inputs), "{pallet}.{}", view.name);
				assert_eq!(view.output.id, method.output.id, "{pallet}.{}", view.name);
			}
			// Each of them asked.
			let mut asked: Vec<&str> = questions.iter().map(|(name, _)| *name).collect();
			asked.dedup();
			assert_eq!(asked, names);
			for (name, arguments) in questions {
				let id = views.iter().find(|view| view.name == *name).unwrap().id;
				let id = ViewFunctionId::decode(&mut &id[..]).unwrap();
				let through_view: Result<Vec<u8>, ViewFunctionDispatchError> =
					api("RuntimeViewFunction_execute_view_function", (id, arguments.clone()));
				let method = format!("{api_name}_{name}");
				let through_api = galen_runtime::apis::api::dispatch(&method, arguments);
				assert_eq!(through_view.ok(), through_api, "{pallet}.{name}");
			}
		}
	});
}

#[test]
fn every_runtime_api_of_ours_should_have_a_pallet() {
	Chain::development().run(|_| {
		let RuntimeMetadata::V16(v16) = metadata(16) else { unreachable!() };
		let with_views: Vec<&str> = v16
			.pallets
			.iter()
			.filter(|pallet| pallet.index >= 40)
			.map(|pallet| pallet.name.as_str())
			.collect();
		for pallet in with_views {
			let api_name = format!("{pallet}Api");
			assert!(v16.apis.iter().any(|api| api.name == api_name), "{api_name}");
		}
	});
}

#[test]
fn both_presets_should_start_with_the_same_members_and_different_chains() {
	let members = |scenario: Scenario| {
		scenario.run(|_| {
			let actors = [alice(), bob(), charlie()].map(|signer| {
				let actor: Result<Actor<AccountId>, pallet_institutions::ActorError> =
					api("InstitutionsApi_actor", signer.account());
				actor.unwrap().institution
			});
			let chain_id: galen_primitives::ChainId = api("InstitutionsApi_chain_id", ());
			(actors, Body::ALL.map(|body| body.members().len()), chain_id)
		})
	};
	let (actors, seats, development) = members(Chain::development());
	assert_eq!(actors, [AUTHORITY, HOSPITAL, PAYER]);
	assert_eq!(seats, [3, 3, 0, 0]);
	let (same_actors, same_seats, testnet) = members(Chain::local_testnet());
	assert_eq!((actors, seats), (same_actors, same_seats));
	assert_ne!(development, testnet);
}

#[test]
fn the_node_should_find_what_it_asks_for() {
	Chain::local_testnet().run(|chain| {
		let slot: u64 = api("AuraApi_slot_duration", ());
		assert_eq!(slot, 2_000);
		let names: Vec<String> = api("GenesisBuilder_preset_names", ());
		assert_eq!(names, ["development", "local_testnet", "consortium"]);
		let nonce: Nonce = api("AccountNonceApi_account_nonce", alice().account());
		assert_eq!(nonce, 0);
		chain.submit(&alice(), remark()).succeeds();
		let nonce: Nonce = api("AccountNonceApi_account_nonce", alice().account());
		assert_eq!(nonce, 1);
		// A byte costs what is documented, a picosecond one.
		let fee: Balance = api("TransactionPaymentApi_query_length_to_fee", 1u32);
		assert_eq!(fee, 10_000);
		let weight = polkadot_sdk::frame_support::weights::Weight::from_parts(7, 0);
		let fee: Balance = api("TransactionPaymentApi_query_weight_to_fee", weight);
		assert_eq!(fee, 7);
	});
}
