// SPDX-License-Identifier: Apache-2.0

//! The calls that are measured: what care does all day, beside a transfer.

use super::world::{identifier, Call};
use galen_primitives::{FieldGroups, PurposeOfUse};
use galen_runtime_common::constants::UNIT;
use galen_scenarios::*;
use pallet_clinical_trials::{Amendment, Call as TrialsCall, StudyTerms};
use pallet_disclosures::{Call as DisclosuresCall, EncounterClass};
use pallet_insurance_claims::SettlementMode;
use pallet_patient_records::{AmendmentReason, Call as RecordsCall};
use pallet_patients::Call as PatientsCall;

/// The most calls of a kind that there can be: packs in a lot of as many cases as one call can
/// commission.
pub const MOST: usize = 256;
/// An allowance that nothing uses up: how long it lasts isn't what is measured.
const BOUNDLESS: u64 = 1_000_000_000_000_000;
/// So many calls go into a block of the setup.
const BLOCK: usize = 16;

/// Calls of one kind, each of which is valid when those before it were carried out.
pub struct Kind {
	/// What it is.
	pub name: &'static str,
	/// The calls.
	pub calls: Vec<Call>,
}

/// The transfer that others are compared with, and whatever comes without any setup.
pub const TRANSFER: &str = "balances.transfer_keep_alive";
/// What anchors a record.
pub const ANCHOR: &str = "patient_records.anchor";

/// Gives an institution an allowance that nothing uses up.
pub fn boundless(chain: &mut Chain, institution: InstitutionId) {
	chain.ration(institution, allowance_class(BOUNDLESS, BOUNDLESS));
	// It fills up between blocks.
	chain.next_block();
}

/// Makes `make` of each number, in as many blocks as it takes.
fn each<Made>(
	chain: &mut Chain,
	count: usize,
	mut make: impl FnMut(&mut Chain, usize) -> Made,
) -> Vec<Made> {
	let made = (0..count).map(|number| {
		if number % BLOCK == 0 {
			chain.next_block();
		}
		make(chain, number)
	});
	made.collect()
}

fn number(number: usize) -> u64 {
	number.try_into().expect("few; qed")
}

/// A physician with a patient of the own institution.
#[derive(Clone)]
pub struct Author {
	/// Who signs.
	pub signer: Signer,
	/// Whom the records are about.
	pub patient: PatientId,
}

/// So many authors with some tokens, each at an institution of its own: they have no key in common.
pub fn authors(chain: &mut Chain, count: usize) -> Vec<Author> {
	each(chain, count, |chain, place| {
		let administrator = Signer::named(&format!("clinic {place}"));
		chain.admit_clinic(&administrator);
		let signer = Signer::named(&format!("physician {place}"));
		chain.hire(&administrator, &signer, Role::Physician);
		let patient = chain.opened_patient(&signer, &format!("clinic's patient {place}"));
		chain.submit(&alice(), transfer(signer.account(), UNIT)).succeeds();
		Author { signer, patient }
	})
}

fn transfer(to: AccountId, value: Balance) -> RuntimeCall {
	polkadot_sdk::pallet_balances::Call::transfer_keep_alive { dest: to.into(), value }.into()
}

/// Transfers to accounts that are new, by these in turn.
pub fn transfers(signers: &[Signer], count: usize) -> Kind {
	let calls = signers.iter().cycle().take(count).enumerate().map(|(place, signer)| {
		(signer.clone(), transfer(AccountId::from(identifier(place)), UNIT / 100))
	});
	Kind { name: TRANSFER, calls: calls.collect() }
}

/// Records of the authors' patients, in turn, from document number `from` on.
pub fn anchors(authors: &[Author], from: u64, count: usize) -> Kind {
	let calls = authors.iter().cycle().take(count).enumerate().map(|(place, author)| {
		(author.signer.clone(), anchor(author.patient, from + number(place)))
	});
	Kind { name: ANCHOR, calls: calls.collect() }
}

/// New versions of records, one of each.
pub fn versions(records: impl IntoIterator<Item = (Signer, RecordId)>) -> Kind {
	let add = |(place, (signer, record))| {
		let call = RecordsCall::add_version {
			record,
			expected_version: 1,
			content: document(20_000_000 + number(place)),
			fields: None,
			occurred: START,
			reason: AmendmentReason::Correction,
		};
		(signer, call.into())
	};
	let calls = records.into_iter().enumerate().map(add).collect();
	Kind { name: "patient_records.add_version", calls }
}

/// Brings about what the suite needs, and makes `count` calls of each kind.
pub fn suite(chain: &mut Chain, count: usize) -> Vec<Kind> {
	assert!(count <= MOST, "a lot has so many packs");
	boundless(chain, HOSPITAL);
	let physician = chain.physician();
	let administrator = Signer::named("clinic");
	let clinic = chain.admit_clinic(&administrator);
	boundless(chain, clinic);
	let asker = Signer::named("clinic's physician");
	chain.hire(&administrator, &asker, Role::Physician);
	let ada = chain.claimed_patient(&physician, "ada");
	let records =
		each(chain, count, |chain, document| chain.anchored(&physician, ada.id, number(document)));
	let mut by_the_hospital = vec![claimed(chain, &physician, count)];
	by_the_hospital.extend(shared(chain, &physician, &asker, clinic, &ada, &records));
	by_the_hospital.extend([
		granted(chain, &physician, clinic, count),
		measured_by_a_device(chain, &physician, ada.id, count),
		dispensed(chain, count),
		enrolled(chain, &physician, count),
		billed(chain, &physician, &ada, count),
	]);
	let mut kinds = by_many(chain, count);
	kinds.extend(by_the_hospital);
	chain.next_block();
	kinds
}

/// What authors do who have nothing in common.
fn by_many(chain: &mut Chain, count: usize) -> Vec<Kind> {
	let authors = authors(chain, count);
	let signers: Vec<_> = authors.iter().map(|author| author.signer.clone()).collect();
	let records = each(chain, count, |chain, place| {
		let Author { signer, patient } = authors[place].clone();
		let record = chain.anchored(&signer, patient, 50_000_000 + number(place));
		(signer, record)
	});
	let opening = |author: &Author| (author.signer.clone(), encounter(chain, author.patient));
	vec![
		transfers(&signers, count),
		anchors(&authors, 10_000_000, count),
		versions(records),
		opened(&signers),
		Kind { name: "disclosures.open_encounter", calls: authors.iter().map(opening).collect() },
	]
}

fn opened(registrars: &[Signer]) -> Kind {
	let open = |(place, registrar): (usize, &Signer)| {
		let (nonce, claim_key) = (identifier(place), claim_key(&format!("new {place}")).key());
		(registrar.clone(), PatientsCall::open { nonce, claim_key }.into())
	};
	Kind { name: "patients.open", calls: registrars.iter().enumerate().map(open).collect() }
}

fn claimed(chain: &mut Chain, registrar: &Signer, count: usize) -> Kind {
	let calls = each(chain, count, |chain, place| {
		let name = format!("claimant {place}");
		let patient = chain.opened_patient(registrar, &name);
		(registrar.clone(), chain.claim(patient, &claim_key(&name), &Signer::named(&name)))
	});
	Kind { name: "patients.claim", calls }
}

fn granted(chain: &mut Chain, registrar: &Signer, clinic: InstitutionId, count: usize) -> Kind {
	let calls = each(chain, count, |chain, place| {
		let patient = chain.claimed_patient(registrar, &format!("patient {place}"));
		let until = chain.now() + 30 * DAY;
		let directive = treatment_by(clinic, FieldGroups::ALL, until);
		(patient.controller, grant(patient.id, directive))
	});
	Kind { name: "consent.grant", calls }
}

/// What another institution asks for, and what it is given.
fn shared(
	chain: &mut Chain,
	author: &Signer,
	asker: &Signer,
	clinic: InstitutionId,
	patient: &ClaimedPatient,
	records: &[RecordId],
) -> [Kind; 2] {
	let (until, purpose) = (chain.now() + 30 * DAY, PurposeOfUse::TREAT);
	let directive = treatment_by(clinic, FieldGroups::ALL, until);
	chain.submit(&patient.controller, grant(patient.id, directive)).succeeds();
	let requests =
		records.iter().map(|record| (asker.clone(), request(*record, FieldGroups::ALL, purpose)));
	let requests = Kind { name: "disclosures.request", calls: requests.collect() };
	let releases = each(chain, records.len(), |chain, place| {
		let record = records[place];
		let (grant, _) = chain.ask(asker, record, FieldGroups::ALL, purpose).expect("permitted");
		let payload = document(30_000_000 + number(place));
		(author.clone(), DisclosuresCall::release { grant, payload }.into())
	});
	[requests, Kind { name: "disclosures.release", calls: releases }]
}

fn encounter(chain: &Chain, patient: PatientId) -> RuntimeCall {
	let (class, started) = (EncounterClass::AMB, chain.now());
	DisclosuresCall::open_encounter { patient, class, started }.into()
}

fn measured_by_a_device(
	chain: &mut Chain,
	physician: &Signer,
	patient: PatientId,
	count: usize,
) -> Kind {
	let maker = chain.maker();
	let engineer = Signer::named("engineer");
	chain.hire(&bob(), &engineer, Role::BiomedicalEngineer);
	let device = chain.device_in_service(&engineer, maker.model, "A", "1");
	let (key, occurred) = (device_key("1"), chain.now());
	let call = |place| {
		let document = 40_000_000 + number(place);
		(physician.clone(), measured(device, &key, HOSPITAL, patient, document, occurred))
	};
	Kind { name: "patient_records.anchor_measured", calls: (0..count).map(call).collect() }
}

fn dispensed(chain: &mut Chain, count: usize) -> Kind {
	let packs = u32::try_from(count).expect("few; qed");
	let cases = packs.div_ceil(PACKS_A_CASE);
	let pharmacist = chain.pharmacist();
	let line = chain.line(cases);
	boundless(chain, line.id);
	each(chain, usize::try_from(cases).expect("few; qed"), |chain, case| {
		chain.delivered(&line, sscc(number(case)), HOSPITAL, &pharmacist);
	});
	let occurred = chain.now();
	let call = |pack| (pharmacist.clone(), line.dispense(pack, occurred));
	Kind { name: "drug_provenance.dispense", calls: (0..packs).map(call).collect() }
}

/// Opens the hospital as a site of a study, which has no criteria that are proven in numbers.
fn study(chain: &mut Chain, trial: &Trial, target: usize) {
	let (study, committee) = (trial.study, trial.committee);
	let terms = StudyTerms { kit: None, criteria: Default::default(), ..trial.terms() };
	let (points, from, until) = (terms.points, chain.now(), chain.now() + 365 * DAY);
	let target = u32::try_from(target).expect("few; qed");
	let protocol = Amendment { target, ..protocol(1101, None) };
	let register = TrialsCall::register_study { terms, protocol };
	chain.submit(&trial.representative, register).succeeds();
	chain.submit(&trial.representative, TrialsCall::submit { study, committee }).succeeds();
	let review = TrialsCall::review { study, version: 1, review: approval(from, until) };
	chain.submit(&trial.reviewer, review).succeeds();
	chain.open_trial_site(trial, &trial.hospital);
	for point in 0..points {
		chain.submit(&trial.statistician, trial.commit_list(point)).succeeds();
	}
	chain.submit(&trial.representative, TrialsCall::activate { study }).succeeds();
}

fn enrolled(chain: &mut Chain, registrar: &Signer, count: usize) -> Kind {
	let trial = chain.trial();
	study(chain, &trial, count);
	let calls = each(chain, count, |chain, place| {
		let person = format!("subject {place}");
		let patient = chain.claimed_patient(registrar, &person);
		let subject = chain.eligible(&trial, &trial.hospital, &patient);
		(trial.hospital.investigator.clone(), trial.enrol(chain, subject, &person))
	});
	Kind { name: "clinical_trials.enrol", calls }
}

/// Claims of one line, paid at once.
fn billed(chain: &mut Chain, physician: &Signer, patient: &ClaimedPatient, count: usize) -> Kind {
	let insurance = chain.insurance(SettlementMode::Immediate);
	let coverage = chain.covered(&insurance, patient);
	chain.fund(&insurance, 1_000_000_000);
	let biller = Signer::named("biller");
	chain.hire(&bob(), &biller, Role::BillingOfficer);
	let calls = each(chain, count, |chain, _| {
		let seen = chain.seen(physician, patient, true);
		(biller.clone(), bill_for(chain, coverage, seen, 1_000))
	});
	Kind { name: "insurance_claims.submit_claim, one line", calls }
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn every_call_of_the_suite_should_be_carried_out() {
		const COUNT: usize = 5;
		Chain::development().run(|chain| {
			let kinds = suite(chain, COUNT);
			assert!(kinds.len() > 10);
			for Kind { name, calls } in kinds {
				assert_eq!(calls.len(), COUNT, "{name}");
				for (signer, call) in calls {
					let outcome = chain.submit(&signer, call);
					assert_eq!(outcome.result, Ok(Ok(())), "{name}");
				}
				chain.next_block();
			}
		});
	}
}
