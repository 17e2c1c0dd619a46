// SPDX-License-Identifier: Apache-2.0

//! Walks through clinical trials.

use super::*;
use clinical_trials_core::{
	ArmFlow, Causality, DataChoice, Expectedness, Obligation, OffStudyReason, SeriousnessCriteria,
	SubjectStatus, UnregisteredReason,
};
use galen_primitives::{commitment, merkle, EvidenceId};
use galen_range_proof::{rand_core::OsRng, Opening as RangeOpening};
use pallet_clinical_trials::{
	Call, CaptureTerms, ChangeReason, Closure, CommittedField, Contributor, DeviationKind,
	DeviationTerms, Duties, Duty, EthicsDecision, FormKey, HaltReason, HaltScope, NctId, NextStudy,
	NotificationKind, Opinion, Review, Share, StudyTerms, UnblindingPurpose, UnblindingReason,
	VisitOutcome,
};
use pallet_patient_records::Anchor;

/// The form of the first visit.
const FORM: FormKey = FormKey { visit: 1, form: 1 };

/// Another trial of those who take part in the world's.
fn another(trial: &Trial) -> Trial {
	let site = |site: &TrialSite| TrialSite {
		id: site.id,
		investigator: site.investigator.clone(),
		officer: site.officer.clone(),
	};
	Trial {
		study: NextStudy::<Runtime>::get(),
		sponsor: trial.sponsor,
		representative: trial.representative.clone(),
		statistician: trial.statistician.clone(),
		committee: trial.committee,
		reviewer: trial.reviewer.clone(),
		registrar: trial.registrar,
		keeper: trial.keeper.clone(),
		hospital: site(&trial.hospital),
		clinic: site(&trial.clinic),
		monitors: trial.monitors.clone(),
	}
}

/// The same terms under another number.
fn numbered(trial: &Trial, number: [u8; 11]) -> StudyTerms<AccountId> {
	StudyTerms { nct: Some(NctId(number)), ..trial.terms() }
}

/// From the protocol to the end, without subjects.
pub fn studies(chain: &mut Chain, world: &World) {
	let sponsor = &world.trial.representative;
	let (committee, reviewer) = (world.trial.committee, &world.trial.reviewer);
	let until = chain.now() + 365 * DAY;
	let review = |chain: &Chain| approval(chain.now(), until);

	// One that never opens.
	let dropped = another(&world.trial);
	let study = dropped.study;
	let terms = numbered(&dropped, *b"NCT00763413");
	let register = Call::register_study { terms, protocol: protocol(1101, None) };
	chain.submit(sponsor, register).succeeds();
	let amend = Call::amend { study, amendment: protocol(1102, None) };
	chain.submit(sponsor, amend).succeeds();
	chain.submit(sponsor, Call::submit { study, committee }).succeeds();
	let no = Review { decision: EthicsDecision::Rejected, ..review(chain) };
	chain.submit(reviewer, Call::review { study, version: 2, review: no }).succeeds();
	chain.submit(sponsor, Call::withdraw_study { study }).succeeds();

	let trial = another(&world.trial);
	let study = trial.study;
	let terms = numbered(&trial, *b"NCT00763414");
	let register = Call::register_study { terms, protocol: protocol(1101, None) };
	chain.submit(sponsor, register).succeeds();
	chain.submit(sponsor, Call::submit { study, committee }).succeeds();
	let first = Call::review { study, version: 1, review: review(chain) };
	chain.submit(reviewer, first.clone()).succeeds();
	chain.submit(reviewer, Call::suspend_approval { study, version: 1 }).succeeds();
	chain.submit(reviewer, first).succeeds();
	chain.open_trial_site(&trial, &trial.hospital);
	chain.open_trial_site(&trial, &trial.clinic);
	chain.submit(&trial.statistician, trial.commit_list(0)).succeeds();
	chain.submit(&trial.statistician, trial.commit_kits(8)).succeeds();
	chain.submit(sponsor, Call::activate { study }).succeeds();
	chain.next_block();

	let amend = Call::amend { study, amendment: protocol(1102, Some(chain.now() + DAY)) };
	chain.submit(sponsor, amend).succeeds();
	let second = Call::review { study, version: 2, review: review(chain) };
	chain.submit(reviewer, second).succeeds();
	chain.submit(sponsor, Call::adopt_version { study, version: 2 }).succeeds();
	let inspector = world.at("preset", Role::Inspector);
	let (scope, reason) = (HaltScope::Accrual, HaltReason::Safety);
	chain.submit(sponsor, Call::halt { study, scope, reason }).succeeds();
	chain.submit(&inspector, Call::halt { study, scope, reason }).succeeds();
	chain.submit(&inspector, Call::lift_halt { study }).succeeds();
	chain.submit(sponsor, Call::activate { study }).succeeds();
	let (site, investigator) = (HOSPITAL, world.first(Role::Investigator).account());
	let replace = Call::replace_investigator { study, site, investigator };
	chain.submit(sponsor, replace).succeeds();
	let close = Call::close_site { study, site: trial.clinic.id };
	chain.submit(&trial.clinic.investigator, close).succeeds();
	chain.submit(sponsor, Call::terminate { study, reason }).succeeds();
}

/// What becomes of those who take part.
pub fn subjects(chain: &mut Chain, world: &World) {
	let (trial, ada) = (&world.trial, &world.ada);
	let (study, sponsor) = (trial.study, &trial.representative);
	let investigator = &trial.hospital.investigator;
	let to = SubjectStatus::OnStudyIntervention;
	chain.submit(investigator, Call::move_subject { study, number: 0, to }).succeeds();
	let visit = Call::record_visit {
		study,
		number: 0,
		visit: 1,
		outcome: VisitOutcome::Done,
		occurred: chain.now(),
	};
	chain.submit(investigator, visit).succeeds();
	for (values, reason) in [(1020, None), (1021, Some(ChangeReason::QueryResolution))] {
		let terms = CaptureTerms { values: document(values), source: None, reason };
		let capture = Call::capture_data { study, number: 0, form: FORM, terms };
		chain.submit(investigator, capture).succeeds();
	}
	let ask = Call::raise_query { study, number: 0, form: FORM, document: document(1022) };
	chain.submit(sponsor, ask).succeeds();
	let answer = Call::answer_query { study, query: 0, document: document(1023) };
	chain.submit(investigator, answer).succeeds();
	chain.submit(sponsor, Call::close_query { study, query: 0 }).succeeds();
	let deviation = DeviationTerms {
		site: HOSPITAL,
		subject: Some(0),
		kind: DeviationKind::VisitSchedule,
		is_important: true,
		document: document(1024),
		occurred: chain.now(),
	};
	let report = Call::report_deviation { study, terms: deviation };
	chain.submit(investigator, report).succeeds();
	let delegate = Call::delegate {
		study,
		account: world.pharmacist.account(),
		duties: Duties::of(&[Duty::Unblinding]),
		until: None,
	};
	chain.submit(investigator, delegate).succeeds();
	let unblind = Call::unblind {
		study,
		number: 0,
		point: 0,
		purpose: UnblindingPurpose::Emergency,
		reason: UnblindingReason::SeriousAdverseEvent,
	};
	chain.submit(&world.pharmacist, unblind).succeeds();
	chain.submit(investigator, trial.randomise(0, 1)).succeeds();

	// Another directive in the place of the first.
	let directive = grant(ada.id, research_at(HOSPITAL, study));
	chain.submit(&ada.controller, directive).succeeds();
	let _ = chain.submit(investigator, Call::renew_consent { study, number: 0 });

	// Three more, who leave each in their own way.
	let people = ["cleo", "dora", "emil"];
	let [cleo, dora, emil] = people.map(|name| chain.claimed_patient(&world.physician, name));
	let number = chain.screened(trial, &trial.hospital, &cleo);
	let reason = UnregisteredReason::NoPlace;
	chain.submit(investigator, Call::end_screening { study, number, reason }).succeeds();
	let number = chain.on_study(trial, &trial.clinic, &dora, "dora");
	let choice = DataChoice::NoFurtherUse;
	let leave = Call::withdraw_subject { study, number, choice };
	chain.submit(&dora.controller, leave).succeeds();
	let number = chain.on_study(trial, &trial.clinic, &emil, "emil");
	chain.submit(&emil.controller, withdraw(emil.id, 0)).succeeds();
	chain.submit(sponsor, Call::note_withdrawal { study, number }).succeeds();
}

/// What goes wrong.
pub fn safety(chain: &mut Chain, world: &World) {
	let trial = &world.trial;
	let (study, sponsor) = (trial.study, &trial.representative);
	let investigator = &trial.hospital.investigator;
	let facts = reaction(chain, SeriousnessCriteria::LIFE_THREATENING);
	let report = Call::report_adverse_event { study, number: 0, facts };
	chain.submit(investigator, report).succeeds();
	chain.wait(DAY);
	let facts = reaction(chain, SeriousnessCriteria::DEATH);
	let follow = Call::follow_up_adverse_event { study, event: 0, facts };
	let _ = chain.submit(investigator, follow);
	let opinion = Opinion {
		aware: None,
		expectedness: Expectedness::Expected,
		causality: Causality::Possible,
		document: document(1014),
	};
	chain.submit(sponsor, Call::assess_adverse_event { study, event: 0, opinion }).succeeds();
	for obligation in [Obligation::SevenDay, Obligation::FifteenDay, Obligation::Completion] {
		let document = document(1015);
		let submit = Call::submit_expedited_report { study, event: 0, obligation, document };
		let _ = chain.submit(sponsor, submit);
		chain.wait(10 * DAY);
	}
	let notify = Call::notify_authority {
		study,
		kind: NotificationKind::SeriousBreach,
		since: chain.now() - DAY,
		document: document(1016),
	};
	chain.submit(sponsor, notify).succeeds();
	for monitor in &trial.monitors {
		let (reason, document) = (HaltReason::Safety, document(1050));
		chain.submit(monitor, Call::vote_to_halt { study, reason, document }).succeeds();
	}
	for monitor in &trial.monitors {
		let document = document(1051);
		chain.submit(monitor, Call::vote_to_resume { study, document }).succeeds();
	}
	chain.submit(sponsor, Call::activate { study }).succeeds();
}

/// From the last subject to the publication.
pub fn results(chain: &mut Chain, world: &World) {
	let trial = &world.trial;
	let (study, sponsor) = (trial.study, &trial.representative);
	let reason = OffStudyReason::Completed;
	let leave = Call::take_off_study { study, number: 0, reason };
	chain.submit(&trial.hospital.investigator, leave).succeeds();
	let closure = Closure::ToAccrual;
	chain.submit(sponsor, Call::close { study, closure }).succeeds();
	chain.submit(&trial.keeper, Call::destroy_registrar_key { study }).succeeds();
	let plan = Call::register_analysis_plan { study, document: document(1032) };
	chain.submit(sponsor, plan).succeeds();
	let lock = Call::lock_database { study, dataset: document(1030) };
	chain.submit(sponsor, lock).succeeds();
	chain.submit(&trial.statistician, trial.open_list(0, &ARMS)).succeeds();
	let (arm, _) = trial.told(0, 0);
	let completed = ArmFlow {
		period: 0,
		arm,
		started: 1,
		completed: 1,
		not_completed: 0,
		reasons: Default::default(),
	};
	let rows = vec![completed].try_into().expect("one fits; qed");
	chain.submit(sponsor, Call::submit_participant_flow { study, rows }).succeeds();
	let shares = [
		Share { contributor: Contributor::Institution(HOSPITAL), points: 8_000 },
		Share {
			contributor: Contributor::Person(trial.clinic.investigator.account()),
			points: 2_000,
		},
	];
	let shares = shares.to_vec().try_into().expect("few; qed");
	let register = Call::register_results { study, document: document(1033), shares };
	chain.submit(sponsor, register).succeeds();
	let doi = b"10.1000/galen.1".to_vec().try_into().expect("short; qed");
	chain.submit(sponsor, Call::link_publication { study, doi }).succeeds();
	let closure = Closure::ToAccrualAndIntervention;
	chain.submit(sponsor, Call::close { study, closure }).succeeds();
	chain.submit(sponsor, Call::complete { study }).succeeds();
}

/// Kits that were dispensed.
pub fn kits(chain: &mut Chain, world: &World) {
	let trial = &world.trial;
	let line = chain.line(1);
	chain.delivered(&line, sscc(0), HOSPITAL, &world.pharmacist);
	for pack in 0..2 {
		let dispensed = chain.dispensed(&line, &world.pharmacist, pack, world.ada.id);
		let EvidenceId::Dispense(dispense) = dispensed else { unreachable!("it was dispensed") };
		let hand_out = Call::hand_out_kit {
			study: trial.study,
			number: 0,
			point: 0,
			dispense,
			salt: nonce(DISPENSED),
			kit: None,
		};
		chain.submit(&trial.hospital.investigator, hand_out).succeeds();
	}
}

/// A value in a record that is shown to meet a criterion.
pub fn criteria(chain: &mut Chain, world: &World) {
	let (trial, algorithm) = (&world.trial, HashAlgorithm::Sha2_256);
	let (pointer, least, most) = CRITERION;
	let investigator = &trial.hospital.investigator;
	let patient = chain.claimed_patient(&world.physician, "frida");
	let number = chain.screened(trial, &trial.hospital, &patient);
	let opening = RangeOpening::new(65, &mut OsRng);
	let commitment = opening.commitment();
	let hex: String = commitment.iter().map(|byte| format!("{byte:02x}")).collect();
	let id = Institutions::chain_id();
	let field = |path: &str, value: &str| {
		commitment::field(algorithm, &id, HOSPITAL, &nonce(path), path, value)
			.expect("an algorithm that the chain has; qed")
	};
	let leaves = [
		field("/resourceType", "\"Observation\""),
		field(pointer, &format!("\"0x{hex}\"")),
		field("/status", "\"final\""),
	];
	let bytes = merkle::root(algorithm, &leaves).expect("some; qed");
	let anchor = Anchor { fields: Some(Digest { algorithm, bytes }), ..statement(1040) };
	let anchor = RecordsCall::anchor { patient: patient.id, anchor };
	chain.submit(&world.physician, anchor).succeeds();
	let path = merkle::path(algorithm, &leaves, 1).expect("a leaf; qed");
	let field = CommittedField {
		record: Records::record_id(HOSPITAL, document(1040)),
		commitment,
		salt: nonce(pointer),
		count: 3,
		index: 1,
		path: path.try_into().expect("short; qed"),
	};
	let context = Trials::proof_context(trial.study, number, 0);
	let proof = opening.prove(least, most, &context, &mut OsRng).expect("it is in range; qed");
	let proof = proof.try_into().expect("short; qed");
	let prove = Call::prove_eligibility { study: trial.study, number, criterion: 0, field, proof };
	chain.submit(investigator, prove).succeeds();
}
