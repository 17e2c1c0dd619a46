// SPDX-License-Identifier: Apache-2.0

//! What every sequence begins with, and what is known to work.

mod claims;
mod goods;
mod trials;

use crate::{
	machine::{Origin, Step},
	tracker::Key,
};
use codec::Encode;
use consent_core::PolicyKind;
use galen_primitives::{
	access::PRIVILEGED_GROUP,
	gs1::Sscc,
	keys::{KeyPurposes, PublicKey},
	Beneficiary, FieldGroup, FieldGroups, PurposeOfUse,
};
use galen_runtime::configs::SLOT_DURATION;
use galen_scenarios::*;
use pallet_consent::Call as ConsentCall;
use pallet_device_lifecycle::{
	Call as DevicesCall, Disposition, FieldActionClass, FieldActionKind, FieldActionScope,
	OutOfServiceReason, Tolerance,
};
use pallet_disclosures::{
	BreakGlassReason, Call as DisclosuresCall, EncounterClass, Finding, RefusalReason,
};
use pallet_drug_provenance::{
	Call as MedicinesCall, DecommissionReason, EventAnchor, EventKind, HoldReason, Item,
	RecallClass, RecallNotice, RecallReason, RecallScope,
};
use pallet_institutions::Call as InstitutionsCall;
use pallet_insurance_claims::{CoverageId, SettlementMode};
use pallet_node_admission::{
	Call as AdmissionCall, NodeForm, NodeKind, PeerId, Proposal, Subject, Vote,
};
use pallet_patient_records::{
	AmendmentReason, Call as RecordsCall, ErasureReason, InitialStatus, LegalHoldReason, Relation,
};
use pallet_patients::{Call as PatientsCall, GuardianSignature, RepresentativeKind, Scopes};
use polkadot_sdk::{
	pallet_timestamp,
	sp_core::{ed25519, proof_of_possession::statement_of_ownership, sr25519, Pair},
	sp_io::storage,
	sp_runtime::{generic::Preamble, MultiAddress},
};
use std::collections::BTreeMap;

/// The first institution of every kind, with staff in every role.
pub const FIRST: InstitutionId = 4;
/// The second.
pub const SECOND: InstitutionId = 5;

/// The administrators of those that the base admits, besides the first and the presets'.
const OTHERS: &[&str] = &["second", "sponsor", "committee", "registrar", "trial clinic", "bank"];

/// What every sequence begins with: a block that has just begun.
#[derive(Clone)]
pub struct Base {
	/// The state.
	pub state: Vec<(Key, Vec<u8>)>,
	/// The block before.
	pub parent: Hash,
	/// The block's number.
	pub number: BlockNumber,
	/// Its slot.
	pub slot: u64,
	/// Everybody who signs, by name.
	pub people: Vec<(String, [u8; 32])>,
}

/// Who takes part.
pub struct World {
	people: BTreeMap<String, Signer>,
	/// Claimed, with a record and a representative, on study and covered.
	ada: ClaimedPatient,
	/// Claimed.
	ben: ClaimedPatient,
	record: RecordId,
	/// The presets' hospital's staff.
	physician: Signer,
	pharmacist: Signer,
	biller: Signer,
	/// Open, with both lists sealed.
	trial: Trial,
	/// With money.
	insurance: Insurance,
	coverage: CoverageId,
}

/// A walk that is known to work.
pub type Walk = fn(&mut Chain, &World);

/// The walks, by name.
pub const WALKS: &[(&str, Walk)] = &[
	("records", records),
	("patients", patients),
	("recovery", recovery),
	("consent", consent),
	("break the glass", break_glass),
	("encounters", encounters),
	("institutions", institutions),
	("governance", governance),
	("node admission", node_admission),
	("applications", applications),
	("devices", devices),
	("measurements", measurements),
	("implants", goods::implants),
	("usage", goods::usage),
	("medicines", medicines),
	("cold chain", cold_chain),
	("recall", recall),
	("packs", goods::packs),
	("readings", goods::readings),
	("studies", trials::studies),
	("subjects", trials::subjects),
	("safety", trials::safety),
	("results", trials::results),
	("kits", trials::kits),
	("criteria", trials::criteria),
	("plans", claims::plans),
	("pharmacy", claims::pharmacy),
	("hospital", claims::hospital),
	("flags", claims::flags),
	("money", claims::money),
];

impl World {
	fn new(chain: &mut Chain) -> Self {
		let mut people = BTreeMap::new();
		for (name, signer) in [("alice", alice()), ("bob", bob()), ("charlie", charlie())] {
			people.insert(name.to_string(), signer);
		}
		for name in ["Dave", "outsider", "ben", "carl", "account 0", "account 1", "account 2"] {
			people.insert(name.to_string(), Signer::named(name));
		}
		for (number, institution) in [("first", FIRST), ("second", SECOND)] {
			let administrator = Signer::named(number);
			let kinds = InstitutionKind::ALL;
			let admitted =
				chain.admit(admission(kinds, VotingClass::CareProviders), &administrator);
			assert_eq!(admitted, institution);
			for role in Role::ALL {
				let name = format!("{number} {role:?}");
				let member = Signer::named(&name);
				chain.hire(&administrator, &member, *role);
				people.insert(name, member);
			}
			people.insert(number.to_string(), administrator);
			chain.next_block();
		}
		for (administrator, role) in [
			(alice(), Role::Inspector),
			(bob(), Role::Physician),
			(charlie(), Role::Adjudicator),
			(Signer::named("Dave"), Role::ResponsiblePerson),
		] {
			let name = format!("preset {role:?}");
			let member = Signer::named(&name);
			chain.hire(&administrator, &member, role);
			people.insert(name, member);
		}
		let physician = people["first Physician"].clone();
		let ada = chain.claimed_patient(&physician, "ada");
		let ben = chain.claimed_patient(&people["second Physician"], "ben");
		chain.opened_patient(&physician, "carl");
		let record = chain.anchored(&physician, ada.id, 1);
		let representative = Signer::named("representative");
		let appoint = PatientsCall::appoint_representative {
			account: representative.account(),
			kind: RepresentativeKind::PowerOfAttorney,
			scopes: Scopes::EVERYTHING,
			until: None,
			evidence: document(9),
		};
		chain.submit(&ada.controller, appoint).succeeds();
		people.insert("ada".into(), ada.controller.clone());
		people.insert("representative".into(), representative);
		chain.next_block();

		let (physician, pharmacist) = (chain.physician(), chain.pharmacist());
		let biller = Signer::named("biller");
		chain.hire(&bob(), &biller, Role::BillingOfficer);
		let trial = chain.trial();
		let until = chain.now() + 365 * DAY;
		chain.open_trial(&trial, trial.terms(), until);
		chain.on_study(&trial, &trial.hospital, &ada, "ada");
		let insurance = chain.insurance(SettlementMode::Immediate);
		let coverage = chain.covered(&insurance, &ada);
		chain.fund(&insurance, 1_000_000);
		for (name, signer) in [
			("hospital's physician", &physician),
			("hospital's pharmacist", &pharmacist),
			("hospital's biller", &biller),
			("sponsor", &trial.representative),
			("statistician", &trial.statistician),
			("reviewer", &trial.reviewer),
			("registrar", &trial.keeper),
			("first monitor", &trial.monitors[0]),
			("second monitor", &trial.monitors[1]),
			("hospital's investigator", &trial.hospital.investigator),
			("hospital's officer", &trial.hospital.officer),
			("clinic's investigator", &trial.clinic.investigator),
			("clinic's officer", &trial.clinic.officer),
			("first adjudicator", &insurance.adjudicators[0]),
			("second adjudicator", &insurance.adjudicators[1]),
			("third adjudicator", &insurance.adjudicators[2]),
			("treasurer", &insurance.treasurer),
			("banker", &insurance.banker),
		] {
			people.insert(name.to_string(), signer.clone());
		}
		for name in &OTHERS[1..] {
			people.insert(format!("{name}'s administrator"), Signer::named(name));
		}
		chain.next_block();
		Self { people, ada, ben, record, physician, pharmacist, biller, trial, insurance, coverage }
	}

	fn at(&self, number: &str, role: Role) -> Signer {
		self.people[&format!("{number} {role:?}")].clone()
	}

	fn first(&self, role: Role) -> Signer {
		self.at("first", role)
	}

	fn second(&self, role: Role) -> Signer {
		self.at("second", role)
	}
}

/// What every sequence begins with.
pub fn base() -> Base {
	prepare(&[]).0
}

/// What every sequence begins with, and the steps of these walks from there.
pub fn prepare(walks: &[(&str, Walk)]) -> (Base, Vec<Vec<Step>>) {
	Chain::local_testnet().run(|chain| {
		let world = World::new(chain);
		let base = Base::of(chain, &world);
		(base, walks.iter().map(|(_, walk)| record(chain, &world, *walk)).collect())
	})
}

impl Base {
	fn of(chain: &Chain, world: &World) -> Self {
		let (mut state, mut key) = (Vec::new(), Vec::new());
		while let Some(next) = storage::next_key(&key) {
			let value = storage::get(&next).expect("there is a key; qed").to_vec();
			state.push((next.clone(), value));
			key = next;
		}
		Self {
			state,
			parent: chain.parent().hash(),
			number: chain.parent().number + 1,
			slot: chain.now() / SLOT_DURATION,
			people: world
				.people
				.iter()
				.map(|(name, signer)| (name.clone(), signer.account().into()))
				.collect(),
		}
	}
}

/// The steps of a walk.
fn record(chain: &mut Chain, world: &World, walk: Walk) -> Vec<Step> {
	chain.fork(|chain| {
		let (from, mut time) = (chain.history().len(), chain.now());
		walk(chain, world);
		chain.next_block();
		let mut steps = Vec::new();
		for block in &chain.history()[from..] {
			for extrinsic in &block.extrinsics {
				let call = &extrinsic.function;
				match (&extrinsic.preamble, call) {
					(_, RuntimeCall::Timestamp(pallet_timestamp::Call::set { now }))
						if *now > time =>
					{
						steps.push(Step::Wait { time: now - time });
						time = *now;
					},
					(Preamble::Signed(MultiAddress::Id(signer), ..), call) => {
						let origin = Origin::Signed(signer.clone().into());
						steps.push(Step::Call { origin, call: call.encode() });
					},
					_ => {},
				}
			}
		}
		steps
	})
}

fn records(chain: &mut Chain, world: &World) {
	let (physician, officer) = (world.first(Role::Physician), world.first(Role::RecordsOfficer));
	let patient = world.ada.id;
	let mut preliminary = statement(20);
	preliminary.composition = InitialStatus::Preliminary;
	chain.submit(&physician, RecordsCall::anchor { patient, anchor: preliminary }).succeeds();
	let record = Records::record_id(FIRST, document(20));
	chain.submit(&physician, RecordsCall::attest { record, expected_version: 1 }).succeeds();
	let amend = RecordsCall::add_version {
		record,
		expected_version: 1,
		content: document(21),
		fields: None,
		occurred: chain.now(),
		reason: AmendmentReason::Correction,
	};
	chain.submit(&physician, amend).succeeds();
	chain.wait(MINUTE);
	let newer = chain.anchored(&physician, patient, 22);
	let relate = RecordsCall::relate { record: newer, relation: Relation::Appends, target: record };
	chain.submit(&physician, relate).succeeds();
	chain.submit(&physician, RecordsCall::supersede { record, by: newer }).succeeds();
	let other = chain.anchored(&physician, patient, 23);
	chain.submit(&physician, RecordsCall::enter_in_error { record: other }).succeeds();
	let hold = RecordsCall::place_hold { record: newer, reason: LegalHoldReason::Audit };
	chain.submit(&officer, hold).succeeds();
	chain.submit(&officer, RecordsCall::release_hold { record: newer }).succeeds();
	let erase = RecordsCall::erase {
		record: newer,
		reason: ErasureReason::PatientRequest,
		holders: vec![SECOND].try_into().expect("one fits; qed"),
	};
	chain.submit(&officer, erase).succeeds();
	for officer in [officer, world.second(Role::RecordsOfficer)] {
		let confirm = RecordsCall::confirm_erasure { record: newer, evidence: document(24) };
		chain.submit(&officer, confirm).succeeds();
	}
	let batch = RecordsCall::anchor_batch { root: document(6), count: 7, occurred: START };
	chain.submit(&physician, batch).succeeds();
	let leaves = RecordsCall::anchor_leaves {
		algorithm: HashAlgorithm::Sha2_256,
		leaves: vec![[7; 32]; 5].try_into().expect("few; qed"),
		occurred: START,
	};
	chain.submit(&physician, leaves).succeeds();
}

fn patients(chain: &mut Chain, world: &World) {
	let (desk, physician) = (world.first(Role::RegistrationOfficer), world.first(Role::Physician));
	let other_desk = world.second(Role::RegistrationOfficer);
	let patient = chain.opened_patient(&desk, "dora");
	let claim_key = claim_key("dora again").key();
	chain.submit(&desk, PatientsCall::replace_claim_key { patient, claim_key }).succeeds();
	let dora = Signer::named("account 0");
	let claim = chain.claim(patient, &galen_scenarios::claim_key("dora again"), &dora);
	chain.submit(&desk, claim).succeeds();
	let expires = chain.now() + DAY;
	let account = Signer::named("account 1").account();
	chain.submit(&desk, PatientsCall::issue_voucher { account, expires }).succeeds();
	let holder = Signer::named("account 1");
	chain.submit(&holder, PatientsCall::open_with_voucher { nonce: [3; 32] }).succeeds();
	let account = Signer::named("account 2").account();
	let issue = PatientsCall::issue_voucher { account: account.clone(), expires };
	chain.submit(&desk, issue).succeeds();
	chain.submit(&desk, PatientsCall::revoke_voucher { account }).succeeds();
	let account = Signer::named("guardian").account();
	let appoint = PatientsCall::appoint_representative_for {
		patient: chain.opened_patient(&physician, "infant"),
		account: account.clone(),
		kind: RepresentativeKind::Guardian,
		scopes: Scopes(Scopes::CONSENT.0 | Scopes::DISCLOSURE.0),
		until: None,
		evidence: document(9),
	};
	chain.submit(&physician, appoint).succeeds();
	chain.submit(&physician, PatientsCall::dismiss_representative { account }).succeeds();
	chain.submit(&other_desk, PatientsCall::offer_sponsorship { patient, expires }).succeeds();
	chain.submit(&dora, PatientsCall::accept_sponsorship { institution: SECOND }).succeeds();
	chain.submit(&dora, PatientsCall::set_compartments { closed_to_break_glass: 3 }).succeeds();
	let new_account = Signer::named("dora's new").account();
	chain.submit(&dora, PatientsCall::rotate_controller { new_account }).succeeds();
	chain.submit(&other_desk, PatientsCall::record_death { patient }).succeeds();
	chain.submit(&other_desk, PatientsCall::reverse_death { patient }).succeeds();
	chain
		.submit(
			&holder,
			PatientsCall::close { patient: PatientId::derive(&holder.account(), &[3; 32]) },
		)
		.succeeds();
}

fn recovery(chain: &mut Chain, world: &World) {
	let guardians = [0, 1].map(|number| Signer::named(&format!("guardian {number}")));
	let ada = &world.ada;
	let set = PatientsCall::set_recovery {
		keys: guardians.iter().map(Signer::key).collect::<Vec<_>>().try_into().expect("two; qed"),
		threshold: 2,
		delay: 72 * HOUR,
	};
	chain.submit(&ada.controller, set).succeeds();
	for name in ["account 0", "account 1"] {
		let (account, expires) = (Signer::named(name).account(), chain.now() + DAY);
		let message = Patients::recovery_statement(ada.id, account.clone(), expires);
		let signatures: Vec<_> = (0..)
			.zip(&guardians)
			.map(|(guardian, key)| GuardianSignature { guardian, signature: key.sign(&message).0 })
			.collect();
		let begin = PatientsCall::begin_recovery {
			patient: ada.id,
			new_controller: account,
			expires,
			signatures: signatures.try_into().expect("two; qed"),
		};
		// Whoever is staff passes it on.
		chain.submit(&world.first(Role::Physician), begin).succeeds();
		if name == "account 0" {
			chain.submit(&ada.controller, PatientsCall::veto_recovery {}).succeeds();
		}
	}
	chain.wait(73 * HOUR);
	let complete = PatientsCall::complete_recovery { patient: ada.id };
	chain.submit(&world.first(Role::Physician), complete).succeeds();
	let recovered = Signer::named("account 1");
	chain.submit(&recovered, PatientsCall::remove_recovery {}).succeeds();
}

fn consent(chain: &mut Chain, world: &World) {
	let (author, asker) = (world.first(Role::Physician), world.second(Role::Physician));
	let ada = &world.ada;
	let (all, until) = (FieldGroups::ALL, chain.now() + 30 * DAY);
	let directive = || treatment_by(SECOND, all, until);
	let (patient, source) = (ada.id, document(77));
	chain
		.submit(&author, ConsentCall::propose { patient, directive: directive(), source })
		.succeeds();
	chain.submit(&author, ConsentCall::retract { patient }).succeeds();
	chain
		.submit(&author, ConsentCall::propose { patient, directive: directive(), source })
		.succeeds();
	let reject = ConsentCall::reject { patient, institution: FIRST };
	chain.submit(&ada.controller, reject).succeeds();
	chain.submit(&ada.controller, grant(patient, directive())).succeeds();
	let amend = ConsentCall::amend {
		patient,
		consent: 0,
		expected_version: 1,
		directive: treatment_by(SECOND, all, until + DAY),
		source: document(78),
	};
	chain.submit(&ada.controller, amend).succeeds();
	let purpose = PurposeOfUse::TREAT;
	for payload in [None, Some(document(50))] {
		let (grant, _) = chain.ask(&asker, world.record, all, purpose).expect("it is permitted");
		match payload {
			Some(payload) => {
				chain.submit(&author, DisclosuresCall::release { grant, payload }).succeeds();
				chain
					.submit(&asker, DisclosuresCall::confirm_receipt { grant, payload })
					.succeeds();
			},
			None => {
				let reason = RefusalReason::NotAvailable;
				let refuse = DisclosuresCall::refuse_release { grant, reason };
				chain.submit(&author, refuse).succeeds();
			},
		}
	}
	let own = DisclosuresCall::request_own {
		record: world.record,
		version: 1,
		fields: all,
		purpose: PurposeOfUse::PATRQT,
		recipient_key: RECIPIENT_KEY,
	};
	chain.submit(&ada.controller, own).succeeds();
	let (grant_id, _) = chain.ask(&asker, world.record, all, purpose).expect("it is permitted");
	chain.wait(20 * DAY);
	let expire = DisclosuresCall::expire_grant { grant: grant_id };
	let _ = chain.submit(&asker, expire);
	chain.submit(&ada.controller, withdraw(patient, 0)).succeeds();
	// A form of somebody who has claimed nothing yet.
	let carl = PatientId::derive(&author.account(), &nonce("carl"));
	let mut form = treatment_by(SECOND, FieldGroup::LabResults.set(), chain.now() + DAY);
	form.custodians = vec![FIRST].try_into().expect("one fits; qed");
	form.root.compartments = 1;
	for number in [8, 9] {
		let (directive, source) = (form.clone(), document(number));
		let record = ConsentCall::record_signed { patient: carl, directive, source };
		chain.submit(&author, record).succeeds();
	}
	let error = ConsentCall::enter_in_error { patient: carl, consent: 0 };
	chain.submit(&author, error).succeeds();
	let controller = Signer::named("carl");
	let claim = chain.claim(carl, &claim_key("carl"), &controller);
	chain.submit(&author, claim).succeeds();
	chain.submit(&controller, ConsentCall::void { patient: carl, consent: 1 }).succeeds();
	for document in [document(60), document(61)] {
		let register = ConsentCall::register_policy { kind: PolicyKind::Normal, document };
		assert_eq!(chain.council(register), Ok(()));
	}
	chain.submit(&world.people["first"], ConsentCall::choose_policy { policy: 1 }).succeeds();
}

fn break_glass(chain: &mut Chain, world: &World) {
	let reviewers = vec![HOSPITAL, FIRST, SECOND].try_into().expect("few; qed");
	assert_eq!(chain.council(DisclosuresCall::set_reviewers { reviewers }), Ok(()));
	let rescuer = world.second(Role::Physician);
	let add =
		InstitutionsCall::add_group_member { account: rescuer.account(), group: PRIVILEGED_GROUP };
	chain.submit(&world.people["second"], add).succeeds();
	let reason = BreakGlassReason::Unconscious;
	let patient = world.ada.id;
	for id in 0..2 {
		let declare = DisclosuresCall::declare { patient, reason, occurred: chain.now() };
		chain.submit(&rescuer, declare).succeeds();
		let asked = request(world.record, FieldGroups::ALL, PurposeOfUse::BTG);
		let _ = chain.submit(&rescuer, asked);
		chain.submit(&rescuer, DisclosuresCall::end_use { id }).succeeds();
		let state = DisclosuresCall::state_reasons { id, statement: document(70) };
		chain.submit(&rescuer, state).succeeds();
	}
	let finding = Finding::Justified;
	let officer = Signer::named("hospital's officer");
	chain.hire(&bob(), &officer, Role::RecordsOfficer);
	// One of them has the turn.
	for officer in [officer, world.first(Role::RecordsOfficer)] {
		let _ = chain.submit(&officer, DisclosuresCall::review { id: 0, finding });
	}
	let _ = chain.submit(&world.ada.controller, DisclosuresCall::dispute { id: 0 });
	chain.wait(90 * HOUR);
	let inspector = world.at("preset", Role::Inspector);
	let review = DisclosuresCall::review_as_regulator { id: 1, finding };
	chain.submit(&inspector, review).succeeds();
}

fn encounters(chain: &mut Chain, world: &World) {
	let (physician, colleague) = (world.first(Role::Physician), Signer::named("colleague"));
	let hire = InstitutionsCall::issue_credential {
		account: colleague.account(),
		role: Role::Nurse,
		department: 8,
		validity: Period { from: chain.now(), until: None },
	};
	chain.submit(&world.people["first"], hire).succeeds();
	let patient = world.ada.id;
	for encounter in 0..3 {
		let open = DisclosuresCall::open_encounter {
			patient,
			class: EncounterClass::AMB,
			started: chain.now(),
		};
		chain.submit(&physician, open).succeeds();
		chain.wait(MINUTE);
		let finished = chain.now();
		match encounter {
			0 => {
				let finish = DisclosuresCall::finish_encounter { encounter, finished };
				chain.submit(&physician, finish).succeeds();
				let confirm = DisclosuresCall::confirm_encounter { encounter };
				chain.submit(&world.ada.controller, confirm).succeeds();
			},
			1 => {
				let finish = DisclosuresCall::finish_encounter { encounter, finished };
				chain.submit(&physician, finish).succeeds();
				let sign = DisclosuresCall::countersign_encounter { encounter };
				chain.submit(&colleague, sign).succeeds();
				let error = DisclosuresCall::enter_encounter_in_error { encounter };
				chain.submit(&physician, error).succeeds();
			},
			_ => {
				let cancel = DisclosuresCall::cancel_encounter { encounter };
				chain.submit(&physician, cancel).succeeds();
			},
		}
	}
}

fn institutions(chain: &mut Chain, world: &World) {
	use InstitutionsCall as Call;
	let administrator = &world.people["first"];
	let reason = Reason::Misconduct;
	let (key, new_key) = (PublicKey::Ed25519([7; 32]), PublicKey::Ed25519([8; 32]));
	let publish = Call::publish_key { key, purposes: KeyPurposes::ASSERTION_METHOD };
	chain.submit(administrator, publish).succeeds();
	chain.submit(administrator, Call::rotate_key { key_id: 0, new_key }).succeeds();
	chain.submit(administrator, Call::revoke_key { key_id: 1, reason }).succeeds();
	let affiliates = vec![SECOND].try_into().expect("one fits; qed");
	chain.submit(administrator, Call::declare_affiliates { affiliates }).succeeds();
	let account = world.first(Role::Trainee).account();
	let suspend = Call::suspend_credential { account: account.clone(), reason, until: None };
	chain.submit(administrator, suspend).succeeds();
	let reinstate = Call::reinstate_credential { account: account.clone() };
	chain.submit(administrator, reinstate).succeeds();
	let (until, role) = (Some(chain.now() + 90 * DAY), Role::Trainee);
	let renew = Call::renew_credential { account: account.clone(), until, role, department: 8 };
	chain.submit(administrator, renew).succeeds();
	chain.submit(administrator, Call::revoke_credential { account, reason }).succeeds();
	let inspector = world.at("preset", Role::Inspector);
	let suspend = Call::suspend_provisionally { institution: SECOND, reason };
	chain.submit(&inspector, suspend).succeeds();
	assert_eq!(chain.council(Call::ratify_suspension { institution: SECOND }), Ok(()));
	assert_eq!(chain.council(Call::lift_suspension { institution: SECOND }), Ok(()));
	assert_eq!(chain.council(Call::retire { institution: SECOND, reason }), Ok(()));
}

fn governance(chain: &mut Chain, world: &World) {
	let administrator = Signer::named("new");
	let id = chain.admit_clinic(&administrator);
	chain.ration(id, allowance_class(1_000_000_000_000, 7));
	let seats = [
		(AUTHORITY, alice()),
		(HOSPITAL, bob()),
		(PAYER, charlie()),
		(FIRST, world.people["first"].clone()),
	];
	assert_eq!(chain.council(Body::EthicsCommittee.set_seats(&seats)), Ok(()));
	let (body, account) = (Body::EthicsCommittee.chamber(), world.first(Role::Physician).account());
	let name = pallet_seats::Call::name_representative { body, account };
	chain.submit(&world.people["first"], name).succeeds();
	assert_eq!(chain.council(Body::Council.set_seats(&seats)), Ok(()));
	assert_eq!(chain.committee(pausing("Patients", "open", 10)), Ok(()));
	chain.blocks(11);
	let enter = polkadot_sdk::pallet_safe_mode::Call::<Runtime>::force_enter {};
	assert_eq!(chain.committee(enter), Ok(()));
}

/// The call by which an institution applies for a node with that key.
fn apply(chain: &Chain, signer: &Signer, institution: InstitutionId, key: &str) -> RuntimeCall {
	let key = ed25519::Pair::from_string(key, None).expect("a path; qed");
	let form = NodeForm {
		kind: NodeKind::Validator,
		peer: PeerId(key.public().0),
		certificate: document(1),
		agreement: 1,
		region: 756,
	};
	let (account, expires) = (signer.account(), chain.now() + HOUR);
	let statement =
		galen_runtime::NodeAdmission::admission_statement(account, institution, form, expires);
	AdmissionCall::apply { form, expires, proof: key.sign(&statement).0 }.into()
}

/// Has the presets' four and the administrators of those names vote in favour, and closes.
fn carry(chain: &mut Chain, subject: Subject, others: &[&str]) {
	let ballot = galen_runtime::NodeAdmission::ballot_about(subject).expect("there is one");
	let founders = [alice(), bob(), charlie(), Signer::named("Dave")];
	let others = others.iter().map(|name| Signer::named(name));
	for voter in founders.into_iter().chain(others) {
		chain.submit(&voter, AdmissionCall::vote { ballot, vote: Vote::Aye }).succeeds();
	}
	chain.submit(&alice(), AdmissionCall::close { ballot }).succeeds();
}

fn node_admission(chain: &mut Chain, world: &World) {
	let signer = world.people["first"].clone();
	let call = apply(chain, &signer, FIRST, "//first//node");
	chain.submit(&signer, call).succeeds();
	let application = 0;
	for founder in [alice(), bob(), charlie()] {
		chain.submit(&founder, AdmissionCall::endorse { application }).succeeds();
	}
	carry(chain, Subject::Application(application), OTHERS);
	let aura = sr25519::Pair::from_string("//first session", None).expect("a path; qed");
	let grandpa = ed25519::Pair::from_string("//first session", None).expect("a path; qed");
	let owned = statement_of_ownership(&signer.account().encode());
	let keys = polkadot_sdk::pallet_session::Call::<Runtime>::set_keys {
		proof: (aura.sign(&owned), grandpa.sign(&owned)).encode(),
		keys: galen_runtime::SessionKeys {
			aura: aura.public().into(),
			grandpa: grandpa.public().into(),
		},
	};
	chain.submit(&signer, keys).succeeds();
	// The presets' four have the numbers below.
	let node = 4;
	chain.submit(&signer, AdmissionCall::activate { node }).succeeds();
	let propose = AdmissionCall::propose { proposal: Proposal::Remove { node, blacklist: None } };
	chain.submit(&bob(), propose).succeeds();
	carry(chain, Subject::Node(node), OTHERS);
}

/// Applications that lapse and give way, and a ballot from which the applicant is missing.
fn applications(chain: &mut Chain, world: &World) {
	let [first, second] = ["first", "second"].map(|name| world.people[name].clone());
	let call = apply(chain, &first, FIRST, "//first//node");
	chain.submit(&first, call).succeeds();
	let call = apply(chain, &second, SECOND, "//second//node");
	chain.submit(&second, call).succeeds();
	chain.wait(31 * DAY);
	let call = apply(chain, &first, FIRST, "//second//node");
	chain.submit(&first, call).succeeds();
	let application = 2;
	for founder in [alice(), bob()] {
		chain.submit(&founder, AdmissionCall::endorse { application }).succeeds();
	}
	let suspend = InstitutionsCall::suspend {
		institution: FIRST,
		reason: Reason::UnderInvestigation,
		until: None,
	};
	assert_eq!(chain.council(suspend), Ok(()));
	chain.submit(&charlie(), AdmissionCall::endorse { application }).succeeds();
	let lift = InstitutionsCall::lift_suspension { institution: FIRST };
	assert_eq!(chain.council(lift), Ok(()));
	carry(chain, Subject::Application(application), OTHERS);
}

fn devices(chain: &mut Chain, world: &World) {
	let maker = chain.maker();
	let engineer = world.first(Role::BiomedicalEngineer);
	let nurse = world.first(Role::Nurse);
	let device = chain.device_in_service(&engineer, maker.model, "A", "1");
	let other = chain.device_in_service(&engineer, maker.model, "A", "2");
	let record_use = |chain: &Chain, device| DevicesCall::record_use {
		device,
		beneficiary: Beneficiary::Committed(document(800)),
		occurred: chain.now(),
	};
	chain.submit(&nurse, record_use(chain, device)).succeeds();
	chain.submit(&nurse, DevicesCall::associate { device, patient: document(801) }).succeeds();
	chain.submit(&nurse, DevicesCall::dissociate { device }).succeeds();
	let open = DevicesCall::open_field_action {
		model: maker.model,
		scope: FieldActionScope::Lot(b"A".to_vec().try_into().expect("short; qed")),
		kind: FieldActionKind::Correction,
		class: FieldActionClass::I,
		reason: document(802),
	};
	chain.submit(&maker.responsible, open).succeeds();
	for device in [device, other] {
		let outcome = DevicesCall::record_field_action_outcome {
			action: 0,
			device,
			outcome: Disposition::Corrected,
			report: document(803),
		};
		chain.submit(&engineer, outcome).succeeds();
	}
	let complete = DevicesCall::complete_field_action { action: 0 };
	chain.submit(&maker.responsible, complete).succeeds();
	chain.submit(&engineer, DevicesCall::revoke_key { device: other }).succeeds();
	let reason = OutOfServiceReason::Fault;
	let stop = DevicesCall::take_out_of_service { device: other, reason };
	chain.submit(&engineer, stop).succeeds();
	let offer = DevicesCall::offer_transfer { device: other, to: SECOND };
	chain.submit(&engineer, offer).succeeds();
	let accept = DevicesCall::accept_transfer { device: other };
	chain.submit(&world.second(Role::BiomedicalEngineer), accept).succeeds();
	chain.submit(&nurse, DevicesCall::report_lost { device }).succeeds();
	chain.submit(&nurse, DevicesCall::report_found { device }).succeeds();
}

fn measurements(chain: &mut Chain, world: &World) {
	let maker = chain.maker();
	let (engineer, nurse) = (world.first(Role::BiomedicalEngineer), world.first(Role::Nurse));
	let device = chain.device_in_service(&engineer, maker.model, "A", "1");
	for number in 30..33 {
		let call = measured(device, &device_key("1"), FIRST, world.ada.id, number, chain.now());
		chain.submit(&nurse, call).succeeds();
		chain.wait(DAY);
	}
	let found = service(chain, device, calibration(Tolerance::Out));
	chain.submit(&engineer, found).succeeds();
}

/// The walk of a lot to the second institution.
fn medicines(chain: &mut Chain, world: &World) {
	let line = chain.line(3);
	let pharmacist = world.second(Role::Pharmacist);
	chain.delivered(&line, sscc(0), SECOND, &pharmacist);
	chain.submit(&pharmacist, line.dispense(0, chain.now())).succeeds();
	let scan = |number| MedicinesCall::scan {
		pack: pack(number),
		lot: lot().lot,
		proof: Some(line.proof(number)),
	};
	chain.submit(&pharmacist, scan(1)).succeeds();
	let decommission = MedicinesCall::decommission {
		pack: pack(1),
		proof: Some(line.proof(1)),
		reason: DecommissionReason::Locked,
	};
	chain.submit(&pharmacist, decommission).succeeds();
	chain.submit(&pharmacist, MedicinesCall::revert_decommission { pack: pack(1) }).succeeds();
	let parent: Sscc = sscc(100);
	let children: Vec<_> = vec![sscc(1)];
	let pack_up =
		MedicinesCall::pack { parent, children: children.clone().try_into().expect("few; qed") };
	chain.submit(&line.responsible, pack_up).succeeds();
	let unpack = MedicinesCall::unpack { parent, children: children.try_into().expect("few; qed") };
	chain.submit(&line.responsible, unpack).succeeds();
	let item = || Item::Unit(sscc(0));
	let quarantine =
		MedicinesCall::quarantine { item: item(), reason: HoldReason::Suspect, proof: None };
	chain.submit(&pharmacist, quarantine).succeeds();
	let release = MedicinesCall::release {
		item: item(),
		reason: HoldReason::Suspect,
		evidence: document(711),
	};
	chain.submit(&world.second(Role::ResponsiblePerson), release).succeeds();
	chain.submit(&line.responsible, ship(sscc(2), SECOND)).succeeds();
	let void = MedicinesCall::void_shipping { unit: sscc(2) };
	chain.submit(&line.responsible, void).succeeds();
	let anchor = EventAnchor { hash: [1; 32], kind: EventKind::Object, occurred: chain.now() };
	chain.submit(&line.responsible, MedicinesCall::anchor_event { anchor }).succeeds();
	let destroy = MedicinesCall::destroy { item: item(), proof: None, evidence: document(714) };
	chain.submit(&pharmacist, destroy).succeeds();
}

fn cold_chain(chain: &mut Chain, world: &World) {
	let line = chain.line(1);
	let maker = chain.maker();
	let engineer = Signer::named("manufacturer's engineer");
	chain.hire(&Signer::named("manufacturer"), &engineer, Role::BiomedicalEngineer);
	let logger = chain.device_in_service(&engineer, maker.model, "A", "1");
	let bind = MedicinesCall::bind_sensor { unit: sscc(0), device: logger };
	chain.submit(&line.responsible, bind).succeeds();
	chain.submit(&line.responsible, ship(sscc(0), SECOND)).succeeds();
	for (sequence, readings) in [(0, [500, 500, 900, 900]), (1, [900, 500, 500, 500])] {
		chain.wait(5 * MINUTE);
		let call = window(chain, sscc(0), logger, &device_key("1"), sequence, &readings);
		chain.submit(&line.responsible, call).succeeds();
	}
	let pharmacist = world.second(Role::Pharmacist);
	chain.submit(&pharmacist, receive(sscc(0))).succeeds();
	let release = MedicinesCall::release {
		item: Item::Unit(sscc(0)),
		reason: HoldReason::Excursion,
		evidence: document(711),
	};
	chain.submit(&pharmacist, release).succeeds();
	chain.submit(&pharmacist, MedicinesCall::unbind_sensor { unit: sscc(0) }).succeeds();
	chain.wait(HOUR);
	let found = service(chain, logger, calibration(Tolerance::Out));
	chain.submit(&engineer, found).succeeds();
	let review = MedicinesCall::review_spells {
		item: Item::Unit(sscc(0)),
		until: chain.now(),
		evidence: document(712),
	};
	chain.submit(&pharmacist, review).succeeds();
	chain.submit(&pharmacist, line.dispense(1, chain.now())).succeeds();
}

fn recall(chain: &mut Chain, world: &World) {
	let line = chain.line(2);
	let pharmacist = world.second(Role::Pharmacist);
	chain.delivered(&line, sscc(0), SECOND, &pharmacist);
	let notice = RecallNotice {
		class: RecallClass::I,
		reason: RecallReason::Contamination,
		notice: document(710),
	};
	chain.submit(&line.responsible, MedicinesCall::recall_lot { lot: lot(), notice }).succeeds();
	let scope = RecallScope::Lot(lot());
	let report = MedicinesCall::report_recall { scope: scope.clone(), report: Default::default() };
	chain.submit(&pharmacist, report).succeeds();
	let terminate = MedicinesCall::terminate_recall { scope };
	chain.submit(&world.at("preset", Role::Inspector), terminate).succeeds();
	let serials = vec![text("S4"), text("S5")].try_into().expect("few; qed");
	let recall = MedicinesCall::recall_packs { gtin: PRODUCT, serials, notice };
	chain.submit(&line.responsible, recall).succeeds();
}
