// SPDX-License-Identifier: Apache-2.0

//! Consent, disclosures and break-glass, across institutions.

use consent_core::{Decision, PolicyKind};
use galen_primitives::{
	access::PRIVILEGED_GROUP, seams::ConsentGate, AccessRequest, Basis, Denial, FieldGroup,
	FieldGroups, PurposeOfUse, Requester,
};
use galen_runtime_common::allowance::refusal;
use galen_scenarios::*;
use pallet_consent::{Call as ConsentCall, Verdict};
use pallet_disclosures::{
	BreakGlassReason, Call as DisclosuresCall, Finding, Happening, RefusalReason, ReviewStatus,
};
use pallet_institutions::{AllowanceError, Call as InstitutionsCall};
use pallet_patients::{Call as PatientsCall, RepresentativeKind, Scopes};

const LABS: FieldGroups = FieldGroup::LabResults.set();
const TREAT: PurposeOfUse = PurposeOfUse::TREAT;
const BTG: PurposeOfUse = PurposeOfUse::BTG;

/// A clinic beside the presets' hospital, with a physician.
fn clinic(chain: &mut Chain) -> (InstitutionId, Signer, Signer) {
	let administrator = Signer::named("clinic");
	let clinic = chain.admit_clinic(&administrator);
	let physician = Signer::named("clinic's physician");
	chain.hire(&administrator, &physician, Role::Physician);
	(clinic, administrator, physician)
}

/// Makes a member of staff one of those who may break the glass.
fn privilege(chain: &mut Chain, administrator: &Signer, member: &Signer) {
	let (account, group) = (member.account(), PRIVILEGED_GROUP);
	chain.submit(administrator, InstitutionsCall::add_group_member { account, group }).succeeds();
}

fn break_glass(patient: PatientId, occurred: Moment) -> RuntimeCall {
	let reason = BreakGlassReason::Unconscious;
	DisclosuresCall::declare { patient, reason, occurred }.into()
}

/// Has the council name those who review, and hires a records officer in each.
fn reviewers(chain: &mut Chain, count: u32) -> Vec<(InstitutionId, Signer)> {
	let mut all = Vec::new();
	for number in 0..count {
		let administrator = Signer::named(&format!("reviewer {number}"));
		let institution = chain.admit_clinic(&administrator);
		let officer = Signer::named(&format!("reviewing officer {number}"));
		chain.hire(&administrator, &officer, Role::RecordsOfficer);
		all.push((institution, officer));
	}
	let reviewers = all.iter().map(|(id, _)| *id).collect::<Vec<_>>().try_into().unwrap();
	assert_eq!(chain.council(DisclosuresCall::set_reviewers { reviewers }), Ok(()));
	all
}

#[test]
fn two_hospitals_should_share_what_the_patient_permits_and_nothing_else() {
	Chain::development().run(|chain| {
		let author = chain.physician();
		let (clinic, _, asker) = clinic(chain);
		let ada = chain.claimed_patient(&author, "ada");
		let record = chain.anchored(&author, ada.id, 1);
		let by_policy = Err(Denial::ByPolicy { policy: None });
		assert_eq!(chain.ask(&asker, record, LABS, TREAT), by_policy);

		let until = chain.now() + 30 * DAY;
		chain.submit(&ada.controller, grant(ada.id, treatment_by(clinic, LABS, until))).succeeds();
		let (id, permit) = chain.ask(&asker, record, FieldGroups::ALL, TREAT).unwrap();
		assert_eq!(permit.fields, LABS, "the residual");
		assert_eq!(permit.basis, Basis::Consent { consent: 0, version: 1 });
		let notes = FieldGroup::ClinicalNotes.set();
		assert_eq!(chain.ask(&asker, record, notes, TREAT), by_policy);
		let research = chain.ask(&asker, record, LABS, PurposeOfUse::HRESCH);
		assert_eq!(research, Err(Denial::PurposeNotForRole));

		let payload = document(50);
		let release = DisclosuresCall::release { grant: id, payload };
		chain.submit(&asker, release.clone()).fails_with(DisclosuresError::NotCustodian);
		chain.submit(&author, release).succeeds();
		let receipt = DisclosuresCall::confirm_receipt { grant: id, payload };
		chain.submit(&author, receipt.clone()).fails_with(DisclosuresError::NotRecipient);
		let other = DisclosuresCall::confirm_receipt { grant: id, payload: document(51) };
		chain.submit(&asker, other).fails_with(DisclosuresError::PayloadDiffers);
		let confirmed = chain.submit(&asker, receipt).succeeds();
		assert_eq!(logged(&confirmed).what, Happening::Received { grant: id, payload });
		assert_eq!(Disclosures::grant(id), None, "closed");

		// The day it ends, it has ended, without anybody's doing.
		chain.wait(until - chain.now());
		assert_eq!(chain.ask(&asker, record, LABS, TREAT), by_policy);
	});
}

#[test]
fn a_withdrawal_between_request_and_release_should_stop_the_release() {
	Chain::development().run(|chain| {
		let author = chain.physician();
		let (clinic, _, asker) = clinic(chain);
		let ada = chain.claimed_patient(&author, "ada");
		let record = chain.anchored(&author, ada.id, 1);
		let before = chain.now();
		chain.wait(HOUR);
		let until = chain.now() + 30 * DAY;
		chain.submit(&ada.controller, grant(ada.id, treatment_by(clinic, LABS, until))).succeeds();
		let (id, _) = chain.ask(&asker, record, LABS, TREAT).unwrap();
		let asked = chain.now();
		let head = Disclosures::log_head(ada.id);

		chain.wait(HOUR);
		let known = chain.now();
		chain.submit(&ada.controller, withdraw(ada.id, 0)).succeeds();
		let release = DisclosuresCall::release { grant: id, payload: document(50) };
		chain.submit(&author, release).fails_with(DisclosuresError::NoLongerPermitted);
		assert_eq!(Disclosures::log_head(ada.id), head, "what was logged stands");
		let refuse =
			DisclosuresCall::refuse_release { grant: id, reason: RefusalReason::NoLongerPermitted };
		chain.submit(&author, refuse).succeeds();
		let denied = chain.ask(&asker, record, LABS, TREAT);
		assert_eq!(denied, Err(Denial::ByPolicy { policy: None }));

		// The past hasn't changed by that, whenever it is asked about.
		let facts = <Records as galen_primitives::seams::Records>::facts(&record).unwrap();
		let actor = Institutions::actor(asker.account()).unwrap();
		let request = AccessRequest {
			requester: Requester::Staff(actor),
			patient: ada.id,
			purpose: TREAT,
			study: None,
			data: facts.scope(LABS),
		};
		let at = |valid, known| Consent::was_permitted(request.clone(), vec![], valid, known);
		assert!(matches!(at(asked, known), Verdict::Permitted(_)));
		assert!(matches!(at(asked, chain.now()), Verdict::Permitted(_)));
		assert!(matches!(at(chain.now(), chain.now()), Verdict::Denied(_)));
		assert!(matches!(at(before, chain.now()), Verdict::Denied(_)), "before the grant");
		assert_eq!(at(chain.now() + 1, chain.now()), Verdict::Unknown, "to come");
	});
}

#[test]
fn a_withdrawal_should_get_through_when_the_patients_share_is_used_up() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let ada = chain.claimed_patient(&physician, "ada");
		let until = chain.now() + DAY;
		chain
			.submit(&ada.controller, grant(ada.id, treatment_by(HOSPITAL, LABS, until)))
			.succeeds();
		let fee = chain.transaction(&ada.controller, withdraw(ada.id, 0)).submit().succeeds().fee();
		chain
			.submit(&ada.controller, grant(ada.id, treatment_by(HOSPITAL, LABS, until)))
			.succeeds();
		chain.ration(HOSPITAL, allowance_class(20 * fee, 0));
		while chain.submit(&ada.controller, remark()).result.is_ok() {}
		let replace = grant(ada.id, treatment_by(HOSPITAL, LABS, until));
		chain.submit(&ada.controller, replace).is_refused_with(refusal(AllowanceError::Exhausted));
		chain.submit(&ada.controller, withdraw(ada.id, 1)).succeeds();
	});
}

#[test]
fn a_mother_should_decide_for_her_infant() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (clinic, _, asker) = clinic(chain);
		let infant = chain.opened_patient(&physician, "infant");
		let record = chain.anchored(&physician, infant, 1);
		let mother = Signer::named("mother");
		let until = chain.now() + 30 * DAY;
		let consent = grant(infant, treatment_by(clinic, LABS, until));
		chain.submit(&mother, consent.clone()).is_refused_with(InvalidTransaction::Payment);
		let appoint = PatientsCall::appoint_representative_for {
			patient: infant,
			account: mother.account(),
			kind: RepresentativeKind::Guardian,
			scopes: Scopes(Scopes::CONSENT.0 | Scopes::DISCLOSURE.0),
			until: None,
			evidence: document(9),
		};
		chain.submit(&physician, appoint).succeeds();
		chain.submit(&mother, consent).succeeds();
		let (_, permit) = chain.ask(&asker, record, LABS, TREAT).unwrap();
		assert_eq!(permit.basis, Basis::Consent { consent: 0, version: 1 });

		// She sees what there is of her child, and nobody else's.
		let own = |record| DisclosuresCall::request_own {
			record,
			version: 1,
			fields: FieldGroups::ALL,
			purpose: PurposeOfUse::FAMRQT,
			recipient_key: RECIPIENT_KEY,
		};
		let seen = answer(&chain.submit(&mother, own(record)).succeeds()).unwrap();
		assert_eq!(seen.1.basis, Basis::SelfAccess);
		let other = chain.opened_patient(&physician, "other infant");
		let others = chain.anchored(&physician, other, 2);
		chain.submit(&mother, own(others)).fails_with(DisclosuresError::NotThePatient);
	});
}

#[test]
fn a_recorder_should_record_a_form_until_the_pseudonym_is_claimed_and_it_can_be_voided() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (clinic, _, asker) = clinic(chain);
		let ada = chain.opened_patient(&physician, "ada");
		let record = chain.anchored(&physician, ada, 1);
		let mut directive = treatment_by(clinic, LABS, chain.now() + DAY);
		directive.custodians = vec![HOSPITAL].try_into().unwrap();
		let form = |directive: RuntimeDirective| ConsentCall::record_signed {
			patient: ada,
			directive,
			source: document(8),
		};
		// Everything, or for anything, is more than treatment.
		let mut broad = directive.clone();
		broad.root.purposes = galen_primitives::Purposes(0);
		chain.submit(&physician, form(broad)).fails_with(ConsentError::BroaderThanTreatment);
		directive.root.compartments = 1;
		chain.submit(&physician, form(directive.clone())).succeeds();
		assert!(chain.ask(&asker, record, LABS, TREAT).is_ok());
		let recorded = chain.now();

		chain.wait(HOUR);
		let person = Signer::named("ada");
		let claim = chain.claim(ada, &claim_key("ada"), &person);
		chain.submit(&physician, claim).succeeds();
		chain.submit(&physician, form(directive)).fails_with(ConsentError::PatientClaimed);
		chain.submit(&person, ConsentCall::void { patient: ada, consent: 0 }).succeeds();
		assert!(chain.ask(&asker, record, LABS, TREAT).is_err());

		// What was known then permitted it; what is known now says that it never counted.
		let facts = <Records as galen_primitives::seams::Records>::facts(&record).unwrap();
		let request = AccessRequest {
			requester: Requester::Staff(Institutions::actor(asker.account()).unwrap()),
			patient: ada,
			purpose: TREAT,
			study: None,
			data: facts.scope(LABS),
		};
		let at = |known| Consent::was_permitted(request.clone(), vec![], recorded, known);
		assert!(matches!(at(recorded), Verdict::Permitted(_)));
		assert!(matches!(at(chain.now()), Verdict::Denied(_)));
	});
}

#[test]
fn a_policy_should_decide_what_no_directive_does() {
	Chain::development().run(|chain| {
		let author = chain.physician();
		let (clinic, _, asker) = clinic(chain);
		let ada = chain.claimed_patient(&author, "ada");
		let record = chain.anchored(&author, ada.id, 1);
		let register =
			ConsentCall::register_policy { kind: PolicyKind::Normal, document: document(60) };
		assert_eq!(chain.council(register), Ok(()));
		chain.submit(&bob(), ConsentCall::choose_policy { policy: 0 }).succeeds();
		let (_, permit) = chain.ask(&asker, record, FieldGroups::ALL, TREAT).unwrap();
		assert_eq!(permit.basis, Basis::Policy { policy: 0 });

		// Who the patient keeps out stays out.
		let mut deny = treatment_by(clinic, LABS, chain.now() + DAY);
		deny.root.decision = Decision::Deny;
		chain.submit(&ada.controller, grant(ada.id, deny)).succeeds();
		let (_, permit) = chain.ask(&asker, record, FieldGroups::ALL, TREAT).unwrap();
		assert_eq!(permit.fields, FieldGroups::ALL.without(LABS));
		let denied = Err(Denial::ByConsent { consent: 0, version: 1 });
		assert_eq!(chain.ask(&asker, record, LABS, TREAT), denied);
	});
}

#[test]
fn a_relation_to_anothers_record_should_take_consent_and_be_logged() {
	Chain::development().run(|chain| {
		let physician = chain.physician();
		let (clinic, _, author) = clinic(chain);
		let ada = chain.claimed_patient(&physician, "ada");
		let earlier = chain.anchored(&physician, ada.id, 1);
		chain.wait(MINUTE);
		let later = chain.anchored(&author, ada.id, 2);
		let relate = pallet_patient_records::Call::relate {
			record: later,
			relation: pallet_patient_records::Relation::Appends,
			target: earlier,
		};
		let not_permitted = pallet_patient_records::Error::<Runtime>::NotPermitted;
		chain.submit(&author, relate.clone()).fails_with(not_permitted);
		let all = FieldGroups::ALL;
		let until = chain.now() + DAY;
		chain.submit(&ada.controller, grant(ada.id, treatment_by(clinic, all, until))).succeeds();
		let related = chain.submit(&author, relate).succeeds();
		let basis = Basis::Consent { consent: 0, version: 1 };
		assert_eq!(logged(&related).what, Happening::Accessed { basis });
		assert_eq!(Disclosures::log_head(ada.id).entries, 1);
	});
}

#[test]
fn an_unconscious_patient_should_be_treated_and_the_use_be_answered_for() {
	Chain::development().run(|chain| {
		let author = chain.physician();
		let (clinic, administrator, rescuer) = clinic(chain);
		let reviewers = reviewers(chain, 3);
		let ada = chain.claimed_patient(&author, "ada");
		let apart = PatientsCall::set_compartments { closed_to_break_glass: 1 << 5 };
		chain.submit(&ada.controller, apart).succeeds();
		let register = ConsentCall::register_policy {
			kind: PolicyKind::BreakGlassOnly,
			document: document(60),
		};
		assert_eq!(chain.council(register), Ok(()));
		chain.submit(&bob(), ConsentCall::choose_policy { policy: 0 }).succeeds();
		let open = chain.anchored(&author, ada.id, 1);
		let mut closed = statement(2);
		closed.compartment = 5;
		let anchor_closed =
			pallet_patient_records::Call::anchor { patient: ada.id, anchor: closed };
		chain.submit(&author, anchor_closed).succeeds();
		let closed = Records::record_id(HOSPITAL, document(2));
		let all = FieldGroups::ALL;

		assert_eq!(chain.ask(&rescuer, open, all, BTG), Err(Denial::GlassNotBroken));
		let now = chain.now();
		chain
			.submit(&rescuer, break_glass(ada.id, now))
			.fails_with(DisclosuresError::NotPrivileged);
		privilege(chain, &administrator, &rescuer);
		let declared = chain.submit(&rescuer, break_glass(ada.id, now)).succeeds();
		let Happening::GlassBroken { id, reviewer, expires, late, .. } = logged(&declared).what
		else {
			panic!("{:?}", logged(&declared))
		};
		assert!(!late);
		let reviewer = reviewer.expect("three can review");
		assert_ne!(reviewer, clinic);
		let (_, permit) = chain.ask(&rescuer, open, all, BTG).unwrap();
		assert_eq!(permit.basis, Basis::BreakGlass { id });
		assert_eq!(chain.ask(&rescuer, closed, all, BTG), Err(Denial::ClosedToBreakGlass));
		// Breaking the glass for one patient opens nobody else's.
		let ben = chain.claimed_patient(&author, "ben");
		let bens = chain.anchored(&author, ben.id, 3);
		assert_eq!(chain.ask(&rescuer, bens, all, BTG), Err(Denial::GlassNotBroken));
		chain.wait(expires - chain.now());
		assert_eq!(chain.ask(&rescuer, open, all, BTG), Err(Denial::GlassNotBroken));

		// Another institution reviews it; not the actor's own, nor one that has no turn.
		let review = DisclosuresCall::review { id, finding: Finding::Unjustified };
		for (institution, officer) in &reviewers {
			if *institution != reviewer {
				chain.submit(officer, review.clone()).fails_with(DisclosuresError::NotReviewer);
			}
		}
		let officer = &reviewers.iter().find(|(id, _)| *id == reviewer).unwrap().1;
		chain.submit(officer, review).succeeds();
		let now = chain.now();
		chain
			.submit(&rescuer, break_glass(ada.id, now))
			.fails_with(DisclosuresError::RightSuspended);
	});
}

#[test]
fn an_unreviewed_use_should_escalate_and_block_nobodys_next_emergency() {
	Chain::development().run(|chain| {
		let author = chain.physician();
		let (_, administrator, rescuer) = clinic(chain);
		reviewers(chain, 3);
		privilege(chain, &administrator, &rescuer);
		let inspector = Signer::named("inspector");
		chain.hire(&alice(), &inspector, Role::Inspector);
		let ada = chain.claimed_patient(&author, "ada");
		let now = chain.now();
		let declared = chain.submit(&rescuer, break_glass(ada.id, now)).succeeds();
		let Happening::GlassBroken { id, .. } = logged(&declared).what else { panic!() };
		let state = DisclosuresCall::state_reasons { id, statement: document(70) };
		chain.submit(&rescuer, state).succeeds();
		let early = DisclosuresCall::review_as_regulator { id, finding: Finding::Justified };
		chain.submit(&inspector, early.clone()).fails_with(DisclosuresError::NotEscalated);

		chain.wait(90 * HOUR);
		let use_info = Disclosures::break_glass(id).unwrap();
		assert_eq!(use_info.review, ReviewStatus::WithRegulator { disputed: false });
		let reviewer = use_info.declared.reviewer.unwrap();
		assert_eq!(Disclosures::reviewer(reviewer).escalated, [id]);
		// The rescuer may act again meanwhile.
		let now = chain.now();
		chain.submit(&rescuer, break_glass(ada.id, now)).succeeds();
		chain.submit(&inspector, early).succeeds();
		assert_eq!(Disclosures::reviewer(reviewer).overdue, 1);
	});
}

#[test]
fn a_missing_statement_should_suspend_the_right_by_itself() {
	Chain::development().run(|chain| {
		let author = chain.physician();
		let (_, administrator, rescuer) = clinic(chain);
		privilege(chain, &administrator, &rescuer);
		let ada = chain.claimed_patient(&author, "ada");
		let now = chain.now();
		chain.submit(&rescuer, break_glass(ada.id, now)).succeeds();
		chain.wait(25 * HOUR);
		assert!(Disclosures::right(rescuer.account()).suspended);
		let now = chain.now();
		chain
			.submit(&rescuer, break_glass(ada.id, now))
			.fails_with(DisclosuresError::RightSuspended);
	});
}

#[test]
fn whoever_has_no_standing_should_be_told_why() {
	Chain::development().run(|chain| {
		let author = chain.physician();
		let (clinic, administrator, asker) = clinic(chain);
		let ada = chain.claimed_patient(&author, "ada");
		let record = chain.anchored(&author, ada.id, 1);
		let call = request(record, LABS, TREAT);
		chain.submit(&outsider(), call.clone()).is_refused_with(InvalidTransaction::Payment);

		let locum = Signer::named("locum");
		let validity = Period { from: chain.now(), until: Some(chain.now() + DAY) };
		let hire = InstitutionsCall::issue_credential {
			account: locum.account(),
			role: Role::Physician,
			department: 7,
			validity,
		};
		chain.submit(&administrator, hire).succeeds();
		chain.wait(DAY);
		chain
			.submit(&locum, call.clone())
			.is_refused_with(refusal(AllowanceError::CredentialNotInForce));

		let reason = Reason::Misconduct;
		let suspend = InstitutionsCall::suspend { institution: clinic, reason, until: None };
		assert_eq!(chain.council(suspend), Ok(()));
		chain.submit(&asker, call).is_refused_with(refusal(AllowanceError::InstitutionNotInForce));
		assert_eq!(Disclosures::log_head(ada.id).entries, 0);
	});
}

#[test]
fn a_trainee_should_see_the_own_departments_records_alone() {
	Chain::development().run(|chain| {
		let author = chain.physician();
		let ada = chain.claimed_patient(&author, "ada");
		let record = chain.anchored(&author, ada.id, 1);
		let until = chain.now() + DAY;
		let all = FieldGroups::ALL;
		let consent = treatment_by(HOSPITAL, all, until);
		chain.submit(&ada.controller, grant(ada.id, consent)).succeeds();
		let (same, other) = (Signer::named("trainee"), Signer::named("another trainee"));
		chain.hire(&bob(), &same, Role::Trainee);
		let hire = InstitutionsCall::issue_credential {
			account: other.account(),
			role: Role::Trainee,
			department: 8,
			validity: Period { from: 0, until: None },
		};
		chain.submit(&bob(), hire).succeeds();
		assert!(chain.ask(&same, record, all, TREAT).is_ok());
		assert_eq!(chain.ask(&other, record, all, TREAT), Err(Denial::OtherDepartment));
		let attending = chain.ask(&author, record, all, TREAT);
		assert!(attending.is_ok());
	});
}

#[test]
fn the_gate_should_refuse_whom_nobody_knows() {
	Chain::development().run(|chain| {
		let author = chain.physician();
		let ada = chain.claimed_patient(&author, "ada");
		let record = chain.anchored(&author, ada.id, 1);
		let facts = <Records as galen_primitives::seams::Records>::facts(&record).unwrap();
		let request = AccessRequest {
			requester: Requester::Patient(author.account()),
			patient: ada.id,
			purpose: PurposeOfUse::PATRQT,
			study: None,
			data: facts.scope(FieldGroups::ALL),
		};
		assert_eq!(Consent::decide(&request), Err(Denial::NotThePatient));
	});
}
