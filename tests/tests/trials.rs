// SPDX-License-Identifier: Apache-2.0

//! Clinical trials, from the protocol to the results.

use clinical_trials_core::{
	allocation::Opening, ArmFlow, Causality, DataChoice, Expectedness, Obligation, OffStudyReason,
	ReasonCount, SeriousnessCriteria, StudyStatus, SubjectStatus,
};
use galen_primitives::{commitment, merkle, EvidenceId, RecordId, StudyId};
use galen_range_proof::{rand_core::OsRng, Opening as RangeOpening};
use galen_scenarios::*;
use pallet_clinical_trials::{Call as TrialsCall, Event as TrialsEvent};
use pallet_clinical_trials::{
	CaptureTerms, ChangeReason, Closure, CommittedField, Contributor, Duties, Duty, Eligibility,
	FormKey, HaltReason, KitCheck, LeafCheck, Opinion, QueryNumber, Share, SubjectNumber,
	UnblindingPurpose, UnblindingReason, VersionNumber,
};
use pallet_drug_provenance::{Call as MedicinesCall, RecallClass, RecallNotice, RecallReason};
use pallet_patient_records::{Anchor, Call as RecordsCall};

/// The smallest step of the chain's clock.
const SLOT: Moment = 2_000;
/// How many packs the kits of scenarios are.
const KITS: u32 = 8;
/// The form of the first visit.
const FORM: FormKey = FormKey { visit: 1, form: 1 };

fn capture(
	study: StudyId,
	number: SubjectNumber,
	values: u64,
	reason: Option<ChangeReason>,
) -> RuntimeCall {
	let terms = CaptureTerms { values: document(values), source: None, reason };
	TrialsCall::capture_data { study, number, form: FORM, terms }.into()
}

fn screen(study: StudyId, patient: &ClaimedPatient) -> RuntimeCall {
	TrialsCall::screen { study, patient: patient.id }.into()
}

fn attest(study: StudyId, number: SubjectNumber) -> RuntimeCall {
	let (outcome, document) = (Eligibility::Eligible, document(1013));
	TrialsCall::attest_eligibility { study, number, outcome, document }.into()
}

fn status(study: StudyId, number: SubjectNumber) -> SubjectStatus {
	Trials::subject(study, number).unwrap().status
}

/// The call that hands a pack, which was dispensed so, to a subject.
fn hand_out(
	trial: &Trial,
	number: SubjectNumber,
	evidence: EvidenceId,
	kit: Option<u32>,
) -> RuntimeCall {
	let EvidenceId::Dispense(dispense) = evidence else { panic!("{evidence:?}") };
	let (study, salt) = (trial.study, nonce(DISPENSED));
	let kit = kit.map(|pack| trial.kit(pack, KITS));
	TrialsCall::hand_out_kit { study, number, point: 0, dispense, salt, kit }.into()
}

/// Registers a version, has the committee approve it, and adopts it.
fn amended(chain: &mut Chain, trial: &Trial, version: VersionNumber, from: Option<Moment>) {
	let (study, now) = (trial.study, chain.now());
	let amend = TrialsCall::amend { study, amendment: protocol(1100 + u64::from(version), from) };
	chain.submit(&trial.representative, amend).succeeds();
	let adopt = TrialsCall::adopt_version { study, version };
	chain.submit(&trial.representative, adopt.clone()).fails_with(TrialsError::NotApproved);
	let review = approval(now, now + 365 * DAY);
	chain.submit(&trial.reviewer, TrialsCall::review { study, version, review }).succeeds();
	chain.submit(&trial.representative, adopt).succeeds();
}

#[test]
fn a_double_blind_trial_should_be_what_was_promised_from_protocol_to_results() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let pharmacist = chain.pharmacist();
		let line = chain.line(2);
		for case in 0..2 {
			chain.delivered(&line, sscc(case), HOSPITAL, &pharmacist);
		}
		let trial = chain.trial();
		let Trial { study, committee, .. } = trial;
		let (sponsor, statistician) = (&trial.representative, &trial.statistician);
		let (hospital, clinic) = (&trial.hospital, &trial.clinic);
		let [ada, ben, cleo, dora] =
			["ada", "ben", "cleo", "dora"].map(|name| chain.claimed_patient(&physician, name));

		// Protocol before approval, approval before sites, sites before signatures.
		let register =
			TrialsCall::register_study { terms: trial.terms(), protocol: protocol(1101, None) };
		chain.submit(&hospital.investigator, register.clone()).fails_with(DispatchError::BadOrigin);
		chain.submit(sponsor, register.clone()).succeeds();
		chain.submit(sponsor, register).fails_with(TrialsError::AlreadyRegistered);
		let activate = TrialsCall::activate { study };
		chain.submit(sponsor, activate.clone()).fails_with(TrialsError::ImpossibleTransition);
		let review = approval(chain.now(), chain.now() + 365 * DAY);
		let review = TrialsCall::review { study, version: 1, review };
		chain.submit(&trial.reviewer, review.clone()).fails_with(TrialsError::NotUnderReview);
		let to = |committee| TrialsCall::submit { study, committee };
		chain.submit(sponsor, to(HOSPITAL)).fails_with(TrialsError::NotACommittee);
		chain.submit(sponsor, to(committee)).succeeds();
		let investigator = hospital.investigator.account();
		let initiate = TrialsCall::initiate_site { study, site: HOSPITAL, investigator, committee };
		chain.submit(sponsor, initiate).succeeds();
		let open = TrialsCall::open_site { study };
		let not_approved = TrialsError::NotApproved;
		chain.submit(&hospital.investigator, open.clone()).fails_with(not_approved);
		chain.submit(&trial.reviewer, review).succeeds();
		chain.submit(&hospital.investigator, open).succeeds();
		chain.open_trial_site(&trial, clinic);
		let early = trial.sign(hospital, ada.id, 1);
		chain.submit(&ada.controller, early.clone()).fails_with(TrialsError::NotUnderWay);
		chain.submit(sponsor, activate).succeeds();
		chain.next_block();

		// Whoever is screened has signed the form and permits research, and the site has released
		// what it has.
		let begin = screen(study, &ada);
		chain.submit(&hospital.investigator, begin.clone()).fails_with(TrialsError::NotSigned);
		chain.submit(&ben.controller, early.clone()).fails_with(TrialsError::NotThePatient);
		chain.submit(&ada.controller, early.clone()).succeeds();
		chain.submit(&ada.controller, early).fails_with(TrialsError::SameForm);
		chain.submit(&clinic.investigator, begin.clone()).fails_with(TrialsError::OtherSite);
		chain.submit(&hospital.investigator, begin.clone()).fails_with(TrialsError::NotReleased);
		let release = pallet_consent::Call::release_for_study { study };
		chain.submit(&hospital.officer, release).succeeds();
		chain.submit(&hospital.investigator, begin.clone()).fails_with(TrialsError::NoConsent);
		let directive = grant(ada.id, research_at(HOSPITAL, study));
		chain.submit(&ada.controller, directive).succeeds();
		chain.submit(&pharmacist, begin.clone()).fails_with(TrialsError::NotDelegated);
		chain.submit(&hospital.investigator, begin).succeeds();

		// Lists and kits are sealed before the first enrolment, and not after it.
		for point in 0..2 {
			chain.submit(statistician, trial.commit_list(point)).succeeds();
		}
		chain.submit(statistician, trial.commit_kits(KITS)).succeeds();
		let enrol = trial.enrol(chain, 0, "ada");
		chain.submit(&hospital.investigator, enrol.clone()).fails_with(TrialsError::NotEligible);
		chain.submit(&hospital.investigator, attest(study, 0)).succeeds();
		let other_subjects = trial.enrol(chain, 1, "ada");
		let RuntimeCall::ClinicalTrials(TrialsCall::enrol { token, expires, signature, .. }) =
			other_subjects
		else {
			unreachable!("it enrols")
		};
		let forged = TrialsCall::enrol { study, number: 0, token, expires, signature };
		chain.submit(&hospital.investigator, forged).fails_with(TrialsError::InvalidToken);
		chain.submit(&hospital.investigator, enrol).succeeds();
		let late = pallet_clinical_trials::ListId { stratum: 1, ..trial.list(0) };
		let late = TrialsCall::commit_list { list: late, root: document(1), length: 8 };
		chain.submit(statistician, late).fails_with(TrialsError::EnrolmentBegun);
		chain.next_block();

		// Each randomisation takes the next leaf, and nobody can read the arm.
		let skipped = trial.randomise_with(0, 0, 1);
		chain.submit(&hospital.investigator, skipped).fails_with(TrialsError::InvalidPath);
		let randomise = trial.randomise(0, 0);
		chain.submit(&hospital.investigator, randomise.clone()).succeeds();
		chain.submit(&hospital.investigator, randomise).fails_with(TrialsError::AlreadyRandomised);
		assert_eq!(chain.on_study(&trial, clinic, &cleo, "cleo"), 1);
		assert_eq!(chain.on_study(&trial, hospital, &ben, "ben"), 2);
		assert_eq!(chain.on_study(&trial, clinic, &dora, "dora"), 3);
		assert_eq!(Trials::arm(study, 0, 0), None);
		chain.next_block();

		// A kit is a pack that the site has really dispensed to the subject, and one of the sealed.
		let (arm, salt) = trial.told(0, 0);
		let pack = (0..KITS).find(|pack| kit_arm(*pack) == arm).unwrap();
		let dispensed = chain.dispensed(&line, &pharmacist, pack, ada.id);
		let unproven = hand_out(&trial, 0, dispensed, None);
		chain.submit(&hospital.investigator, unproven).fails_with(TrialsError::KitUnproven);
		let others = hand_out(&trial, 2, dispensed, Some(pack));
		chain.submit(&hospital.investigator, others).fails_with(TrialsError::OtherBeneficiary);
		let handed = hand_out(&trial, 0, dispensed, Some(pack));
		chain.submit(&hospital.investigator, handed.clone()).succeeds();
		chain.submit(&hospital.investigator, handed).fails_with(TrialsError::AlreadyHandedOut);
		let EvidenceId::Dispense(kit) = dispensed else { unreachable!("it was dispensed") };
		let (_, kit_salt) = trial.kit_told(pack);
		assert_eq!(Trials::check_kit(kit, arm, kit_salt), KitCheck::Genuine);
		assert_eq!(Trials::check_kit(kit, 1 - arm, kit_salt), KitCheck::Refuted);

		// In an emergency one leaf is told, by whom and why is known, and the arm stays off chain.
		let emergency = TrialsCall::unblind {
			study,
			number: 0,
			point: 0,
			purpose: UnblindingPurpose::Emergency,
			reason: UnblindingReason::SeriousAdverseEvent,
		};
		let not_delegated = TrialsError::NotDelegated;
		chain.submit(&hospital.investigator, emergency.clone()).fails_with(not_delegated);
		let account = pharmacist.account();
		let duties = Duties::of(&[Duty::Unblinding]);
		let delegate = TrialsCall::delegate { study, account, duties, until: None };
		chain.submit(&hospital.investigator, delegate).succeeds();
		chain.submit(&pharmacist, emergency).succeeds();
		let unblinded = Trials::allocation(study, 0, 0).unwrap().unblinded.unwrap();
		assert_eq!((unblinded.by, unblinded.at), (pharmacist.account(), chain.now()));
		assert_eq!(Trials::check_leaf(study, 0, 0, arm, salt), LeafCheck::Genuine);
		assert_eq!(Trials::check_leaf(study, 0, 0, 1 - arm, salt), LeafCheck::Refuted);

		// The clock of what was life-threatening, in calendar days of UTC.
		let aware = chain.now();
		let facts = reaction(chain, SeriousnessCriteria::LIFE_THREATENING);
		let report = TrialsCall::report_adverse_event { study, number: 0, facts };
		chain.submit(&clinic.investigator, report.clone()).fails_with(TrialsError::OtherSite);
		chain.submit(&hospital.investigator, report).succeeds();
		let seven = (aware / DAY + 8) * DAY;
		let fifteen = (aware / DAY + 16) * DAY;
		let event = || Trials::adverse_event(study, 0).unwrap();
		assert_eq!((event().next_due, event().overdue), (Some(seven), false));
		let assess = |causality| TrialsCall::assess_adverse_event {
			study,
			event: 0,
			opinion: Opinion {
				aware: None,
				expectedness: Expectedness::Expected,
				causality,
				document: document(1014),
			},
		};
		let downgraded = TrialsError::CausalityDowngraded;
		chain.submit(sponsor, assess(Causality::Unlikely)).fails_with(downgraded);
		chain.submit(sponsor, assess(Causality::Possible)).succeeds();
		assert_eq!(event().next_due, Some(seven), "no opinion stops a clock");
		let submit = |obligation| TrialsCall::submit_expedited_report {
			study,
			event: 0,
			obligation,
			document: document(1015),
		};
		let nothing = TrialsError::NothingDue;
		chain.submit(sponsor, submit(Obligation::FifteenDay)).fails_with(nothing);
		chain.wait(seven - SLOT - chain.now());
		chain.submit(sponsor, submit(Obligation::SevenDay)).succeeds();
		assert_eq!(event().next_due, Some(fifteen));
		chain.wait(fifteen - SLOT - chain.now());
		assert!(!event().overdue);
		chain.next_block();
		assert!(event().overdue, "at midnight, by nobody's doing");
		let late = chain.submit(sponsor, submit(Obligation::Completion)).succeeds();
		assert!(late.has(TrialsEvent::<Runtime>::ExpeditedReportSubmitted {
			study,
			event: 0,
			obligation: Obligation::Completion,
			document: document(1015),
			is_late: true,
		}));

		// Data is the sites', never the sponsor's, and a change has a reason.
		let first = capture(study, 2, 1020, None);
		chain.submit(sponsor, first.clone()).fails_with(DispatchError::BadOrigin);
		chain.submit(&hospital.investigator, first).succeeds();
		let unreasoned = capture(study, 2, 1021, None);
		chain.submit(&hospital.investigator, unreasoned).fails_with(TrialsError::NoReason);
		let query =
			TrialsCall::raise_query { study, number: 2, form: FORM, document: document(1022) };
		chain.submit(sponsor, query).succeeds();
		let corrected = capture(study, 2, 1021, Some(ChangeReason::QueryResolution));
		chain.submit(&hospital.investigator, corrected).succeeds();
		assert_eq!(Trials::capture(study, 2, FORM).unwrap().version, 2);

		// Ben ends the directive where directives are kept. No call to the trial, and it is over.
		assert_eq!(status(study, 2), SubjectStatus::OnStudy);
		let before = chain.events().len();
		chain.submit(&ben.controller, withdraw(ben.id, 0)).succeeds();
		let trials = |event: &RuntimeEvent| matches!(event, RuntimeEvent::ClinicalTrials(_));
		assert!(!chain.events()[before..].iter().any(trials));
		assert_eq!(status(study, 2), SubjectStatus::OffStudy);
		let more = capture(study, 2, 1023, Some(ChangeReason::NewInformation));
		chain.submit(&hospital.investigator, more).fails_with(TrialsError::NoConsent);
		let again = trial.randomise(2, 1);
		chain.submit(&hospital.investigator, again).fails_with(TrialsError::NoConsent);
		let note = |number| TrialsCall::note_withdrawal { study, number };
		chain.submit(sponsor, note(0)).fails_with(TrialsError::ConsentActive);

		// A second version has to be signed within a day.
		amended(chain, &trial, 2, Some(chain.now() + DAY));
		chain.submit(&ada.controller, trial.sign(hospital, ada.id, 2)).succeeds();
		chain.wait(DAY - SLOT);
		let visit = |visit| TrialsCall::record_visit {
			study,
			number: 3,
			visit,
			outcome: pallet_clinical_trials::VisitOutcome::Done,
			occurred: START + DAY,
		};
		chain.submit(&clinic.investigator, visit(1)).succeeds();
		chain.next_block();
		chain.submit(&clinic.investigator, visit(2)).fails_with(TrialsError::ReconsentDue);
		assert!(Trials::subject(study, 3).unwrap().reconsent_due);
		chain.submit(&hospital.investigator, trial.randomise(0, 1)).succeeds();
		for (patient, site) in [(&cleo, clinic), (&dora, clinic)] {
			chain.submit(&patient.controller, trial.sign(site, patient.id, 2)).succeeds();
		}
		chain.submit(&clinic.investigator, visit(2)).succeeds();

		// Everybody leaves, one by one, and for a reason.
		for number in [0, 1, 3] {
			let reason = OffStudyReason::Completed;
			let leave = TrialsCall::take_off_study { study, number, reason };
			let site = trial.site_of(number);
			chain.submit(&site.investigator, leave).succeeds();
		}
		let destroy = TrialsCall::destroy_registrar_key { study };
		chain.submit(&trial.keeper, destroy.clone()).fails_with(TrialsError::NotClosed);
		let close = TrialsCall::close { study, closure: Closure::ToAccrual };
		chain.submit(sponsor, close).succeeds();
		chain.submit(&trial.keeper, destroy).succeeds();

		// The plan before the lock, the lock before the list is opened.
		let lock = TrialsCall::lock_database { study, dataset: document(1030) };
		chain.submit(sponsor, lock.clone()).fails_with(TrialsError::SubjectsOnStudy);
		chain.submit(sponsor, note(2)).succeeds();
		chain.submit(sponsor, lock.clone()).fails_with(TrialsError::QueriesUnclosed);
		let query: QueryNumber = 0;
		let answer = TrialsCall::answer_query { study, query, document: document(1031) };
		chain.submit(&hospital.investigator, answer).succeeds();
		chain.submit(sponsor, TrialsCall::close_query { study, query }).succeeds();
		chain.submit(sponsor, lock.clone()).fails_with(TrialsError::NoPlan);
		let plan = TrialsCall::register_analysis_plan { study, document: document(1032) };
		chain.submit(sponsor, plan.clone()).succeeds();
		let open = trial.open_list(0, &ARMS);
		chain.submit(statistician, open.clone()).fails_with(TrialsError::NotLocked);
		chain.submit(sponsor, lock).succeeds();
		chain.submit(sponsor, plan).fails_with(TrialsError::DatabaseLocked);
		chain.next_block();

		// Two entries exchanged: the same arms in another order, and the chain says so.
		let mut bent = ARMS;
		bent.swap(2, 3);
		let wrong = TrialsError::WrongOpening;
		chain.submit(statistician, trial.open_list(0, &bent)).fails_with(wrong);
		let compare = |arms: &[u8]| {
			Trials::check_opening(trial.list(0), trial.leaves(0), LIST_SECRET, arms.to_vec())
		};
		assert_eq!(compare(&bent), Some(Opening::WrongAt { index: 2 }));
		assert_eq!(compare(&ARMS), Some(Opening::Verified));
		chain.submit(&hospital.investigator, open.clone()).fails_with(DispatchError::BadOrigin);
		chain.submit(statistician, open).succeeds();
		for number in 0u32..4 {
			let expected = ARMS[usize::try_from(number).unwrap()];
			assert_eq!(Trials::arm(study, number, 0).unwrap().arm, expected);
		}
		assert_eq!(Trials::check_kit(kit, arm, kit_salt), KitCheck::Right);

		// Nobody got lost, and the sponsor can't say otherwise.
		let row = |arm, completed, withdrawn: u32| {
			let reason = OffStudyReason::WithdrawalBySubject;
			let reasons = (withdrawn > 0).then_some(ReasonCount { reason, count: withdrawn });
			ArmFlow {
				period: 0,
				arm,
				started: completed + withdrawn,
				completed,
				not_completed: withdrawn,
				reasons: reasons.into_iter().collect::<Vec<_>>().try_into().unwrap(),
			}
		};
		// Subjects 0 and 3 are in arm 0; 1 and 2, who withdrew, in arm 1.
		let flow = |rows: [ArmFlow; 2]| TrialsCall::submit_participant_flow {
			study,
			rows: rows.to_vec().try_into().unwrap(),
		};
		let differs = TrialsError::FlowDiffers;
		chain.submit(sponsor, flow([row(0, 2, 0), row(1, 2, 0)])).fails_with(differs);
		chain.submit(sponsor, flow([row(0, 2, 0), row(1, 1, 1)])).succeeds();
		let share = |contributor, points| Share { contributor, points };
		let results = |sponsors: u16| {
			let (institution, person) = (
				Contributor::Institution(HOSPITAL),
				Contributor::Person(clinic.investigator.account()),
			);
			let shares = vec![share(institution, 10_000 - sponsors), share(person, 2_000)];
			let shares = shares.try_into().unwrap();
			TrialsCall::register_results { study, document: document(1033), shares }
		};
		chain.submit(sponsor, results(1_999)).fails_with(TrialsError::SharesNotWhole);
		chain.submit(sponsor, results(2_000)).succeeds();
		let doi = b"10.1000/galen.1".to_vec().try_into().unwrap();
		chain.submit(sponsor, TrialsCall::link_publication { study, doi }).succeeds();
		let end = TrialsCall::close { study, closure: Closure::ToAccrualAndIntervention };
		chain.submit(sponsor, end).succeeds();
		chain.submit(sponsor, TrialsCall::complete { study }).succeeds();
		assert_eq!(Trials::study(study).unwrap().study.status, StudyStatus::Completed);
	});
}

#[test]
fn an_approval_should_expire_on_its_day_to_the_millisecond() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let trial = chain.trial();
		let (study, site) = (trial.study, &trial.hospital);
		// Its last millisecond is the time of a block.
		let until = chain.now() + DAY + 1;
		chain.open_trial(&trial, trial.terms(), until);
		let [ada, ben, cleo] =
			["ada", "ben", "cleo"].map(|name| chain.claimed_patient(&physician, name));
		let (first, second) =
			(chain.eligible(&trial, site, &ada), chain.eligible(&trial, site, &ben));
		let directive = grant(cleo.id, research_at(HOSPITAL, study));
		chain.submit(&cleo.controller, directive).succeeds();
		let valid = || Trials::approval(study, 1, trial.committee).unwrap().valid;

		chain.wait(until - 1 - chain.now());
		assert_eq!(chain.now(), until - 1);
		assert!(valid());
		let enrol = trial.enrol(chain, first, "ada");
		chain.submit(&site.investigator, enrol).succeeds();
		chain.next_block();
		assert!(!valid(), "by nobody's doing");
		let expired = || TrialsError::ApprovalExpired;
		let enrol = trial.enrol(chain, second, "ben");
		chain.submit(&site.investigator, enrol).fails_with(expired());
		let sign = trial.sign(site, cleo.id, 1);
		chain.submit(&cleo.controller, sign.clone()).fails_with(expired());
		assert!(!Trials::study(study).unwrap().approved);

		// Who is enrolled is looked after, and a renewed approval lets others in.
		chain.submit(&site.investigator, trial.randomise(first, 0)).succeeds();
		let review = approval(chain.now(), chain.now() + DAY);
		chain.submit(&trial.reviewer, TrialsCall::review { study, version: 1, review }).succeeds();
		let enrol = trial.enrol(chain, second, "ben");
		chain.submit(&site.investigator, enrol).succeeds();
		chain.submit(&cleo.controller, sign).succeeds();
		// And suspends what it has approved, at once.
		let suspend = TrialsCall::suspend_approval { study, version: 1 };
		chain.submit(&trial.reviewer, suspend).succeeds();
		let suspended = TrialsError::ApprovalIsSuspended;
		chain.submit(&site.investigator, screen(study, &cleo)).fails_with(suspended);
	});
}

#[test]
fn a_kit_of_a_recalled_lot_should_not_be_handed_out() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let pharmacist = chain.pharmacist();
		let line = chain.line(1);
		chain.delivered(&line, sscc(0), HOSPITAL, &pharmacist);
		let trial = chain.trial();
		let until = chain.now() + 365 * DAY;
		chain.open_trial(&trial, trial.terms(), until);
		let site = &trial.hospital;
		let ada = chain.claimed_patient(&physician, "ada");
		let number = chain.on_study(&trial, site, &ada, "ada");
		let [first, second] = [0, 1].map(|pack| chain.dispensed(&line, &pharmacist, pack, ada.id));
		chain.submit(&site.investigator, hand_out(&trial, number, first, None)).succeeds();

		let notice = RecallNotice {
			class: RecallClass::I,
			reason: RecallReason::Contamination,
			notice: document(710),
		};
		let recall = MedicinesCall::recall_lot { lot: lot(), notice };
		chain.submit(&line.responsible, recall).succeeds();
		let handed = hand_out(&trial, number, second, None);
		chain.submit(&site.investigator, handed).fails_with(TrialsError::Recalled);
		let dispense = line.dispense(2, chain.now());
		chain.submit(&pharmacist, dispense).fails_with(MedicinesError::Recalled);
	});
}

/// A record of a patient with a tree over three fields, the second of which is the commitment.
fn laboratory_record(
	chain: &mut Chain,
	author: &Signer,
	patient: PatientId,
	commitment: [u8; 32],
) -> CommittedField {
	let algorithm = HashAlgorithm::Sha2_256;
	let id = Institutions::chain_id();
	let hex: String = commitment.iter().map(|byte| format!("{byte:02x}")).collect();
	let field = |path: &str, value: &str| {
		commitment::field(algorithm, &id, HOSPITAL, &nonce(path), path, value).unwrap()
	};
	let (pointer, _, _) = CRITERION;
	let leaves = [
		field("/resourceType", "\"Observation\""),
		field(pointer, &format!("\"0x{hex}\"")),
		field("/status", "\"final\""),
	];
	let root = Digest { algorithm, bytes: merkle::root(algorithm, &leaves).unwrap() };
	let anchor = Anchor { fields: Some(root), ..statement(1040) };
	chain.submit(author, RecordsCall::anchor { patient, anchor }).succeeds();
	let record: RecordId = Records::record_id(HOSPITAL, document(1040));
	CommittedField {
		record,
		commitment,
		salt: nonce(pointer),
		count: 3,
		index: 1,
		path: merkle::path(algorithm, &leaves, 1).unwrap().try_into().unwrap(),
	}
}

#[test]
fn a_value_in_a_record_should_be_shown_to_meet_a_criterion_and_nothing_else_of_it() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let trial = chain.trial();
		let until = chain.now() + 365 * DAY;
		chain.open_trial(&trial, trial.terms(), until);
		let (study, site) = (trial.study, &trial.hospital);
		let [ada, ben] = ["ada", "ben"].map(|name| chain.claimed_patient(&physician, name));
		let (adas, bens) = (chain.screened(&trial, site, &ada), chain.screened(&trial, site, &ben));
		let (_, least, most) = CRITERION;
		let opening = RangeOpening::new(65, &mut OsRng);
		let field = laboratory_record(chain, &physician, ada.id, opening.commitment());

		let proof = |number, least| {
			let context = Trials::proof_context(study, number, 0);
			opening.prove(least, most, &context, &mut OsRng).unwrap().try_into().unwrap()
		};
		let prove = |number, field: &CommittedField, proof| TrialsCall::prove_eligibility {
			study,
			number,
			criterion: 0,
			field: field.clone(),
			proof,
		};
		let investigator = &site.investigator;
		// Another range, another subject, another field, another commitment.
		let narrower = prove(adas, &field, proof(adas, least + 1));
		chain.submit(investigator, narrower).fails_with(TrialsError::InvalidProof);
		let others = prove(adas, &field, proof(bens, least));
		chain.submit(investigator, others).fails_with(TrialsError::InvalidProof);
		let borrowed = prove(bens, &field, proof(bens, least));
		chain.submit(investigator, borrowed).fails_with(TrialsError::OtherPatient);
		let misplaced = CommittedField { index: 2, ..field.clone() };
		let misplaced = prove(adas, &misplaced, proof(adas, least));
		chain.submit(investigator, misplaced).fails_with(TrialsError::InvalidFieldPath);
		let own = RangeOpening::new(65, &mut OsRng);
		let made_up = CommittedField { commitment: own.commitment(), ..field.clone() };
		let made_up = prove(adas, &made_up, proof(adas, least));
		chain.submit(investigator, made_up).fails_with(TrialsError::InvalidFieldPath);
		// A value out of range can't be proven, and a proof of what lies in it is as good as any.
		assert!(RangeOpening::new(most + 1, &mut OsRng)
			.prove(least, most, b"", &mut OsRng)
			.is_err());

		let shown = prove(adas, &field, proof(adas, least));
		chain.submit(investigator, shown.clone()).succeeds();
		assert_eq!(Trials::subject(study, adas).unwrap().subject.shown, 1);
		chain.submit(investigator, shown).fails_with(TrialsError::AlreadyShown);
		chain.submit(investigator, attest(study, adas)).succeeds();
	});
}

#[test]
fn a_person_with_two_pseudonyms_should_take_part_once() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let trial = chain.trial();
		let until = chain.now() + 365 * DAY;
		chain.open_trial(&trial, trial.terms(), until);
		let (study, clinic) = (trial.study, &trial.clinic);
		let [ada, again] =
			["ada", "ada, elsewhere"].map(|name| chain.claimed_patient(&physician, name));
		chain.on_study(&trial, &trial.hospital, &ada, "ada");
		let number = chain.eligible(&trial, clinic, &again);
		assert_ne!(ada.id, again.id);

		let enrol = trial.enrol(chain, number, "ada");
		chain.submit(&clinic.investigator, enrol).fails_with(TrialsError::TokenUsed);
		assert_eq!(Trials::token_user(study, enrolment_token("ada")), Some(0));
		// Nobody but the registrar can say that it is somebody else.
		let RuntimeCall::ClinicalTrials(TrialsCall::enrol { expires, signature, .. }) =
			trial.enrol(chain, number, "ada")
		else {
			unreachable!("it enrols")
		};
		let token = enrolment_token("eve");
		let forged = TrialsCall::enrol { study, number, token, expires, signature };
		chain.submit(&clinic.investigator, forged).fails_with(TrialsError::InvalidToken);
		// Nor is what it has said once good for ever.
		let real = trial.enrol(chain, number, "somebody else");
		chain.wait(DAY);
		chain.submit(&clinic.investigator, real).fails_with(TrialsError::TokenExpired);
	});
}

#[test]
fn the_monitoring_board_should_halt_a_trial_at_once_and_the_sponsor_not_resume_it() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let trial = chain.trial();
		let until = chain.now() + 365 * DAY;
		chain.open_trial(&trial, trial.terms(), until);
		let (study, site) = (trial.study, &trial.hospital);
		let ada = chain.claimed_patient(&physician, "ada");
		let number = chain.eligible(&trial, site, &ada);

		let reason = HaltReason::Safety;
		let vote = TrialsCall::vote_to_halt { study, reason, document: document(1050) };
		chain.submit(&physician, vote.clone()).fails_with(TrialsError::NotMonitor);
		let [first, second] = &trial.monitors;
		chain.submit(first, vote.clone()).succeeds();
		chain.submit(first, vote.clone()).fails_with(TrialsError::AlreadyVoted);
		chain.submit(second, vote).succeeds();
		let enrol = trial.enrol(chain, number, "ada");
		chain.submit(&site.investigator, enrol.clone()).fails_with(TrialsError::NotRecruiting);
		let activate = TrialsCall::activate { study };
		let halted = TrialsError::HaltedByMonitors;
		chain.submit(&trial.representative, activate.clone()).fails_with(halted);

		let vote = TrialsCall::vote_to_resume { study, document: document(1051) };
		for monitor in &trial.monitors {
			chain.submit(monitor, vote.clone()).succeeds();
		}
		chain.submit(&site.investigator, enrol.clone()).fails_with(TrialsError::NotRecruiting);
		chain.submit(&trial.representative, activate).succeeds();
		chain.submit(&site.investigator, enrol).succeeds();
		// Ada may leave whenever she likes, and say what becomes of what was collected.
		let choice = DataChoice::NoFurtherUse;
		let leave = TrialsCall::withdraw_subject { study, number, choice };
		chain.submit(&outsider(), leave.clone()).is_refused_with(InvalidTransaction::Payment);
		chain.submit(&ada.controller, leave).succeeds();
		assert_eq!(status(study, number), SubjectStatus::OffStudy);
	});
}
