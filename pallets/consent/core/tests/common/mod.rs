// SPDX-License-Identifier: Apache-2.0

//! What the tests share: one request that a plain permit would grant.

// Each test crate uses its part.
#![allow(dead_code)]

use consent_core::*;
use galen_primitives::*;

pub type Account = u8;
pub type Labelled = Directive<Account, Labels>;
pub type Rule = Provision<Account, Labels>;

pub const NOW: Moment = 1_000;
pub const COLLECTED: Moment = 500;
pub const HOME: InstitutionId = 1;
pub const AWAY: InstitutionId = 2;
pub const WARD: DepartmentId = 7;
pub const GROUP: GroupId = 3;
pub const LAW: u16 = 276;
pub const DOCUMENT: [u8; 32] = [1; 32];
pub const AUTHOR: [u8; 32] = [2; 32];

pub const DENY: Option<ChosenPolicy> = Some(ChosenPolicy { id: 9, kind: PolicyKind::Deny });
pub const NORMAL: Option<ChosenPolicy> = Some(ChosenPolicy { id: 8, kind: PolicyKind::Normal });
pub const ALL: Option<ChosenPolicy> = Some(ChosenPolicy { id: 7, kind: PolicyKind::All });
pub const EMERGENCY: Option<ChosenPolicy> =
	Some(ChosenPolicy { id: 6, kind: PolicyKind::BreakGlassOnly });

/// A physician away asks for labs and notes from home, for treatment.
pub fn request() -> AccessRequest<Account> {
	AccessRequest {
		requester: Requester::Staff(Actor {
			account: 5,
			institution: AWAY,
			role: Role::Physician,
			department: WARD,
		}),
		patient: PatientId([0; 32]),
		purpose: PurposeOfUse::TREAT,
		study: None,
		data: DataScope {
			custodian: HOME,
			department: 1,
			data_class: DataClass::Sensitive,
			compartment: 0,
			collected: COLLECTED,
			fields: wanted(),
		},
	}
}

pub fn wanted() -> FieldGroups {
	FieldGroups::of(&[FieldGroup::LabResults, FieldGroup::ClinicalNotes])
}

pub fn labs() -> FieldGroups {
	FieldGroup::LabResults.set()
}

pub fn notes() -> FieldGroups {
	FieldGroup::ClinicalNotes.set()
}

pub fn by(role: Role) -> AccessRequest<Account> {
	let mut request = request();
	if let Requester::Staff(actor) = &mut request.requester {
		actor.role = role;
	}
	request
}

pub fn facts() -> LabelFacts {
	LabelFacts {
		confidentiality: Confidentiality::R,
		sensitivities: Sensitivity::ETHUD.set(),
		instance: DOCUMENT,
		referrers: vec![[3; 32]],
		references: vec![[4; 32]],
		authors: vec![AUTHOR],
	}
}

pub fn circumstances(facts: &LabelFacts) -> Circumstances<'_, LabelFacts> {
	Circumstances {
		speaks_for_patient: false,
		groups: &[GROUP],
		jurisdiction: Some(LAW),
		released: true,
		open_use: Some(77),
		closed_to_break_glass: 0,
		labels: facts,
	}
}

/// Numbered from 1.
pub fn numbered(directives: &[Labelled]) -> Vec<ActiveDirective<Account, Labels>> {
	(1..)
		.zip(directives)
		.map(|(consent, directive)| ActiveDirective {
			consent,
			version: 1,
			directive: directive.clone(),
		})
		.collect()
}

pub fn ask(
	request: &AccessRequest<Account>,
	directives: &[Labelled],
	policy: Option<ChosenPolicy>,
) -> Result<Permit, Denial> {
	let facts = facts();
	decide(request, &circumstances(&facts), &numbered(directives), policy, NOW)
}

pub fn consent(consent: ConsentId) -> Basis {
	Basis::Consent { consent, version: 1 }
}

pub fn denied(consent: ConsentId) -> Result<Permit, Denial> {
	Err(Denial::ByConsent { consent, version: 1 })
}

pub fn with(root: Rule, exceptions: Vec<Rule>) -> Labelled {
	Directive { exceptions: exceptions.try_into().unwrap(), ..root.into() }
}
