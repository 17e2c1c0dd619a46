// SPDX-License-Identifier: Apache-2.0

//! Every axis alone and in pairs, and every step of the decision.

mod common;

use common::*;
use consent_core::*;
use galen_primitives::{PurposeOfUse as P, *};

/// Restricts one axis so that the request matches, or doesn't.
type Restrict = fn(&mut Labelled, bool);

const AXES: &[(&str, Restrict)] = &[
	("use period", |d, matches| {
		let until = if matches { NOW + 1 } else { NOW };
		d.root.period = Some(Period { from: 1, until: Some(until) });
	}),
	("use period to come", |d, matches| {
		let from = if matches { NOW } else { NOW + 1 };
		d.root.period = Some(Period { from, until: None });
	}),
	("data period", |d, matches| {
		let until = if matches { COLLECTED + 1 } else { COLLECTED };
		d.root.data_period = Some(Period { from: 1, until: Some(until) });
	}),
	("person", |d, matches| actor(d, ActorRef::Person(if matches { 5 } else { 6 }))),
	("institution", |d, matches| {
		actor(d, ActorRef::Institution(if matches { AWAY } else { HOME }))
	}),
	("department", |d, matches| {
		actor(d, ActorRef::Department(AWAY, if matches { WARD } else { WARD + 1 }))
	}),
	("department of another institution", |d, matches| {
		actor(d, ActorRef::Department(if matches { AWAY } else { HOME }, WARD))
	}),
	("role", |d, matches| {
		actor(d, ActorRef::Role(if matches { Role::Physician } else { Role::Nurse }))
	}),
	("group", |d, matches| actor(d, ActorRef::Group(AWAY, if matches { GROUP } else { 4 }))),
	("group of another institution", |d, matches| {
		actor(d, ActorRef::Group(if matches { AWAY } else { HOME }, GROUP))
	}),
	("one of several actors", |d, matches| {
		let last = if matches { ActorRef::Person(5) } else { ActorRef::Person(7) };
		let others = [ActorRef::Person(6), ActorRef::Institution(HOME)];
		d.root.actors = others.into_iter().chain([last]).collect::<Vec<_>>().try_into().unwrap();
	}),
	("purpose", |d, matches| {
		d.root.purposes = if matches { P::TREAT } else { P::HPAYMT }.set();
	}),
	("narrower purpose", |d, matches| {
		d.root.purposes = if matches { P::TREAT } else { P::ETREAT }.set();
	}),
	("compartment", |d, matches| d.root.compartments = if matches { 0b11 } else { 0b10 }),
	("data class", |d, matches| {
		d.root.data_classes = if matches { DataClass::Sensitive } else { DataClass::Public }.set();
	}),
	("fields", |d, matches| {
		d.root.fields = if matches { wanted() } else { FieldGroup::Genomics.set() };
	}),
	("jurisdiction", |d, matches| {
		d.root.jurisdictions = vec![40, if matches { LAW } else { 840 }].try_into().unwrap();
	}),
	("custodian", |d, matches| {
		d.custodians = vec![9, if matches { HOME } else { AWAY }].try_into().unwrap();
	}),
	("study", |d, matches| d.study = if matches { None } else { Some(1) }),
	("ceiling", |d, matches| {
		let ceiling = if matches { Confidentiality::R } else { Confidentiality::N };
		d.root.labels.ceiling = Some(ceiling);
	}),
	("floor", |d, matches| {
		d.root.labels.floor = Some(if matches { Confidentiality::R } else { Confidentiality::V });
	}),
	("sensitivity", |d, matches| {
		let code = if matches { Sensitivity::ETHUD } else { Sensitivity::OPIOIDUD };
		d.root.labels.sensitivities = code.set();
	}),
	("broader sensitivity", |d, matches| {
		let code = if matches { Sensitivity::ETH } else { Sensitivity::SPI };
		d.root.labels.sensitivities = code.set();
	}),
	("instance", |d, matches| {
		reference(d, DataReference::Instance(if matches { DOCUMENT } else { [3; 32] }))
	}),
	("related", |d, matches| {
		reference(d, DataReference::Related(if matches { [3; 32] } else { [4; 32] }))
	}),
	("dependents", |d, matches| {
		reference(d, DataReference::Dependents(if matches { [4; 32] } else { [3; 32] }))
	}),
	("author", |d, matches| {
		reference(d, DataReference::AuthoredBy(if matches { AUTHOR } else { DOCUMENT }))
	}),
];

fn actor(directive: &mut Labelled, actor: ActorRef<Account>) {
	directive.root.actors = vec![actor].try_into().unwrap();
}

fn reference(directive: &mut Labelled, reference: DataReference) {
	directive.root.labels.references = vec![reference].try_into().unwrap();
}

/// Whether the second restriction overwrites the first.
fn collide(one: &str, other: &str) -> bool {
	let axis = |name: &str| match name {
		"person" | "institution" | "role" => "actor",
		_ if name.contains("period to") || name == "use period" => "period",
		_ if name.contains("group") || name.contains("department") || name.contains("actors") => {
			"actor"
		},
		_ if name.contains("purpose") => "purpose",
		_ if name.contains("sensitivity") => "sensitivity",
		"instance" | "related" | "dependents" | "author" => "reference",
		_ => "",
	};
	one != other && !axis(one).is_empty() && axis(one) == axis(other)
}

fn permit() -> Labelled {
	Rule::permit().into()
}

fn deny() -> Labelled {
	Rule::deny().into()
}

#[test]
fn axes_should_restrict_alone_and_in_pairs() {
	for (one, restrict_one) in AXES {
		for (other, restrict_other) in AXES {
			if collide(one, other) {
				continue;
			}
			for (first, second) in [(true, true), (true, false), (false, true), (false, false)] {
				let restrict = |mut directive: Labelled| {
					restrict_one(&mut directive, first);
					restrict_other(&mut directive, second);
					directive
				};
				// The later of the two counts where an axis is paired with itself.
				let matches = if one == other { second } else { first && second };
				let name = format!("{one}: {first}, {other}: {second}");

				let outcome = ask(&request(), &[restrict(permit())], DENY);
				let expected = if matches {
					Ok(Permit { fields: wanted(), basis: consent(1) })
				} else {
					Err(Denial::ByPolicy { policy: Some(9) })
				};
				assert_eq!(outcome, expected, "permit, {name}");

				let outcome = ask(&request(), &[restrict(deny())], ALL);
				let by_policy = Ok(Permit { fields: wanted(), basis: Basis::Policy { policy: 7 } });
				let expected = if matches { denied(1) } else { by_policy };
				assert_eq!(outcome, expected, "deny, {name}");

				// The same restriction on an exception, of which a custodian or a study is no axis.
				let exempt = restrict(deny());
				if !exempt.custodians.is_empty() || exempt.study.is_some() {
					continue;
				}
				let directive = with(Rule::permit(), vec![exempt.root]);
				let permitted = Ok(Permit { fields: wanted(), basis: consent(1) });
				let expected = if matches { denied(1) } else { permitted };
				assert_eq!(ask(&request(), &[directive], DENY), expected, "exception, {name}");
			}
		}
	}
}

#[test]
fn a_request_should_get_what_is_left_of_the_parts_it_wants() {
	let only_labs = || Rule { fields: labs(), ..Rule::permit() };
	let no_notes = || Rule { fields: notes(), ..Rule::deny() };
	let left = Ok(Permit { fields: labs(), basis: consent(1) });
	assert_eq!(ask(&request(), &[only_labs().into()], DENY), left);
	assert_eq!(ask(&request(), &[with(Rule::permit(), vec![no_notes()])], DENY), left);
	assert_eq!(ask(&request(), &[with(Rule::deny(), vec![only_labs()])], DENY), left);
	// The policy decides of what nobody speaks.
	let by_policy = Ok(Permit { fields: labs(), basis: Basis::Policy { policy: 8 } });
	assert_eq!(ask(&request(), &[no_notes().into()], NORMAL), by_policy);
	let both = Ok(Permit { fields: wanted(), basis: consent(1) });
	assert_eq!(ask(&request(), &[only_labs().into()], NORMAL), both);
	// Of several directives, the lowest that contributes is the basis.
	let other = Rule { fields: FieldGroup::Imaging.set(), ..Rule::permit() };
	let permitted = ask(&request(), &[other.into(), permit(), permit()], DENY);
	assert_eq!(permitted, Ok(Permit { fields: wanted(), basis: consent(2) }));
}

#[test]
fn the_root_should_limit_its_exceptions() {
	let root = Rule { fields: labs(), ..Rule::deny() };
	let directive = with(root, vec![Rule::permit()]);
	let outcome = ask(&request(), &[directive], DENY);
	assert_eq!(outcome, Ok(Permit { fields: labs(), basis: consent(1) }));
	let elsewhere = Rule { purposes: P::HPAYMT.set(), ..Rule::permit() };
	let directive = with(elsewhere, vec![Rule::deny()]);
	let by_policy = Ok(Permit { fields: wanted(), basis: Basis::Policy { policy: 8 } });
	assert_eq!(ask(&request(), &[directive], NORMAL), by_policy);
}

#[test]
fn a_deny_should_override_every_permit() {
	assert_eq!(ask(&request(), &[permit(), deny(), permit()], ALL), denied(2));
	assert_eq!(ask(&request(), &[deny(), deny()], ALL), denied(1));
	let contradicting = with(Rule::deny(), vec![Rule::permit(), Rule::deny()]);
	assert_eq!(ask(&request(), &[permit(), contradicting], ALL), denied(2));
}

#[test]
fn roles_should_claim_what_is_theirs() {
	let of = |role: Role| P::ALL.iter().filter(move |purpose| may_claim(role, **purpose));
	let clinical = |purpose: &P| purpose.is_a(P::TREAT);
	for role in [Role::Physician, Role::Nurse, Role::Pharmacist] {
		assert!(may_claim(role, P::ERTREAT) && may_claim(role, P::BTG), "{role:?}");
	}
	for role in [Role::Trainee, Role::LaboratoryScientist] {
		assert!(may_claim(role, P::ETREAT) && !may_claim(role, P::BTG), "{role:?}");
	}
	for role in [Role::BillingOfficer, Role::Adjudicator, Role::SettlementOfficer] {
		assert!(of(role).all(|purpose| purpose.is_a(P::HPAYMT)) && of(role).count() == 9);
	}
	assert!(of(Role::Statistician).all(|purpose| purpose.is_a(P::HRESCH)));
	assert!(may_claim(Role::Investigator, P::CLINTRL) && !may_claim(Role::Investigator, P::TREAT));
	assert!(may_claim(Role::RecordsOfficer, P::FAMRQT) && may_claim(Role::RecordsOfficer, P::HDM));
	assert!(may_claim(Role::Inspector, P::THREAT) && !may_claim(Role::Inspector, P::HOPERAT));
	for role in Role::ALL {
		assert!(!may_claim(*role, P::HMARKT), "{role:?}");
		let outcome = ask(&by(*role), &[permit()], DENY);
		assert_eq!(outcome.is_ok(), may_claim(*role, P::TREAT) && *role != Role::Trainee);
		if !may_claim(*role, P::TREAT) {
			assert_eq!(outcome, Err(Denial::PurposeNotForRole), "{role:?}");
		}
	}
	for role in [
		Role::Administrator,
		Role::BiomedicalEngineer,
		Role::CalibrationTechnician,
		Role::ResponsiblePerson,
		Role::LogisticsOperator,
		Role::EthicsReviewer,
		Role::PatientAdvocate,
		Role::NodeOperator,
	] {
		assert_eq!(of(role).count(), 0, "{role:?}");
	}
	assert!(!of(Role::RegistrationOfficer).any(clinical));
}

#[test]
fn a_trainee_should_see_the_own_departments_data_alone() {
	let at = |institution, department| {
		let mut request = by(Role::Trainee);
		if let Requester::Staff(actor) = &mut request.requester {
			(actor.institution, actor.department) = (institution, department);
		}
		ask(&request, &[permit()], NORMAL)
	};
	assert!(at(HOME, 1).is_ok());
	assert_eq!(at(HOME, 2), Err(Denial::OtherDepartment));
	assert_eq!(at(AWAY, 1), Err(Denial::OtherDepartment));
}

#[test]
fn patients_should_see_their_own() {
	let facts = facts();
	let ask = |purpose, data_class, speaks_for_patient| {
		let mut request = request();
		request.requester = Requester::Patient(1);
		(request.purpose, request.data.data_class) = (purpose, data_class);
		let circumstances = Circumstances { speaks_for_patient, ..circumstances(&facts) };
		decide(&request, &circumstances, &numbered(&[deny()]), DENY, NOW)
	};
	let all = Ok(Permit { fields: wanted(), basis: Basis::SelfAccess });
	assert_eq!(ask(P::PATRQT, DataClass::Sensitive, true), all);
	assert_eq!(ask(P::PWATRNY, DataClass::Internal, true), all);
	assert_eq!(ask(P::PATRQT, DataClass::Sensitive, false), Err(Denial::NotThePatient));
	assert_eq!(ask(P::TREAT, DataClass::Sensitive, true), Err(Denial::PurposeNotForRole));
	assert_eq!(ask(P::PATRQT, DataClass::Core, true), Err(Denial::NeverShared));
}

#[test]
fn classes_should_bound_what_consent_can_open() {
	let of = |class, institution| {
		let mut request = request();
		request.data.data_class = class;
		if let Requester::Staff(actor) = &mut request.requester {
			actor.institution = institution;
		}
		request
	};
	let ask = |class, institution, directives: &[Labelled], policy| {
		ask(&of(class, institution), directives, policy)
	};
	let never = Err(Denial::NeverShared);
	assert_eq!(ask(DataClass::Core, HOME, &[permit()], ALL), never);
	assert_eq!(ask(DataClass::Internal, AWAY, &[permit()], ALL), never);
	assert!(ask(DataClass::Internal, HOME, &[], NORMAL).is_ok());
	// Public data is open under every policy, and the patient can close it.
	for policy in [NORMAL, ALL, EMERGENCY, DENY] {
		assert!(ask(DataClass::Public, AWAY, &[], policy).is_ok());
		assert_eq!(ask(DataClass::Public, AWAY, &[deny()], policy), denied(1));
	}
	assert_eq!(ask(DataClass::Public, AWAY, &[], None), Err(Denial::ByPolicy { policy: None }));
}

#[test]
fn policies_should_decide_where_nobody_speaks() {
	let of = |role, purpose, compartment, policy| {
		let mut request = by(role);
		(request.purpose, request.data.compartment) = (purpose, compartment);
		ask(&request, &[], policy).is_ok()
	};
	let (doctor, biller) = (Role::Physician, Role::BillingOfficer);
	assert!(of(doctor, P::TREAT, 0, NORMAL) && of(doctor, P::ERTREAT, 0, NORMAL));
	assert!(!of(biller, P::HPAYMT, 0, NORMAL) && of(biller, P::CLMATTCH, 0, ALL));
	assert!(!of(doctor, P::TREAT, 1, NORMAL) && !of(doctor, P::TREAT, 63, ALL));
	for policy in [EMERGENCY, DENY, None] {
		assert!(!of(doctor, P::TREAT, 0, policy) && !of(biller, P::HPAYMT, 0, policy));
	}
	for purpose in P::ALL.iter().filter(|p| p.is_a(P::HRESCH) || **p == P::HMARKT) {
		let permits = PolicyKind::All.permits(*purpose, DataClass::Public, 0);
		assert!(!permits, "{purpose:?}");
	}
}

#[test]
fn a_compartment_should_be_opened_by_directive() {
	let mut request = request();
	request.data.compartment = 5;
	let open = |compartments| ask(&request, &[Rule { compartments, ..Rule::permit() }.into()], ALL);
	assert!(open(1 << 5).is_ok() && open(0).is_ok());
	assert_eq!(open(1 << 4), Err(Denial::ByPolicy { policy: Some(7) }));
	// One that can't be is in no set.
	request.data.compartment = 64;
	let all = Rule { compartments: u64::MAX, ..Rule::permit() };
	assert!(ask(&request, &[all.into()], ALL).is_err());
}

#[test]
fn research_should_take_the_studys_directive_and_the_release() {
	let facts = facts();
	let ask = |study, released, directives: &[Labelled], purpose| {
		let mut request = by(Role::Statistician);
		(request.purpose, request.study) = (purpose, study);
		let circumstances = Circumstances { released, ..circumstances(&facts) };
		decide(&request, &circumstances, &numbered(directives), ALL, NOW)
	};
	let joins = || Directive { study: Some(4), ..permit() };
	let trial = P::CLINTRCHPC;
	assert!(ask(Some(4), true, &[joins()], trial).is_ok());
	assert_eq!(ask(Some(4), false, &[joins()], trial), Err(Denial::NotReleased));
	assert_eq!(ask(None, true, &[joins()], trial), Err(Denial::NotReleased));
	let nobody = Err(Denial::ByPolicy { policy: Some(7) });
	assert_eq!(ask(Some(5), true, &[joins()], trial), nobody);
	assert_eq!(ask(Some(4), true, &[], trial), nobody);
	// A directive without a study can't open research, and can close it.
	assert_eq!(ask(Some(4), true, &[permit()], trial), nobody);
	assert_eq!(ask(Some(4), true, &[joins(), deny()], trial), denied(2));
	let exempt = with(Rule::deny(), vec![Rule::permit()]);
	assert_eq!(ask(Some(4), true, std::slice::from_ref(&exempt), trial), nobody);
	assert!(ask(Some(4), true, &[joins(), exempt], trial).is_ok());
	// A study's directive speaks of nothing else.
	let leaves = Directive { study: Some(4), ..deny() };
	assert!(common::ask(&request(), &[leaves], ALL).is_ok());
}

#[test]
fn a_broken_glass_should_open_all_but_what_is_closed_to_it() {
	let facts = facts();
	let ask = |open_use, closed, directives: &[Labelled], policy, compartment| {
		let mut request = request();
		(request.purpose, request.data.compartment) = (P::BTG, compartment);
		let circumstances =
			Circumstances { open_use, closed_to_break_glass: closed, ..circumstances(&facts) };
		decide(&request, &circumstances, &numbered(directives), policy, NOW)
	};
	let of = |fields| Ok(Permit { fields, basis: Basis::BreakGlass { id: 77 } });
	let all = || of(wanted());
	for policy in [NORMAL, ALL, EMERGENCY] {
		assert_eq!(ask(Some(77), 0, &[], policy, 0), all());
		assert_eq!(ask(Some(77), 0b01, &[], policy, 1), all());
		assert_eq!(ask(None, 0, &[permit()], policy, 0), Err(Denial::GlassNotBroken));
		let closed = Err(Denial::ClosedToBreakGlass);
		assert_eq!(ask(Some(77), 0b10, &[permit()], policy, 1), closed);
		assert_eq!(ask(Some(77), 0, &[permit()], policy, 64), closed);
	}
	assert_eq!(ask(Some(77), 0, &[], DENY, 0), Err(Denial::ByPolicy { policy: Some(9) }));
	assert_eq!(ask(Some(77), 0, &[], None, 0), Err(Denial::ByPolicy { policy: None }));

	// A denial has to name it.
	let treatment = Rule { purposes: P::TREAT.set(), ..Rule::deny() };
	let named = || Rule { purposes: P::BTG.set(), ..Rule::deny() };
	for directive in [
		deny(),
		treatment.clone().into(),
		with(Rule::permit(), vec![Rule::deny()]),
		with(Rule::permit(), vec![treatment.clone()]),
		// The root limits its exceptions to what it is about.
		with(Rule { decision: Decision::Permit, ..treatment }, vec![named()]),
	] {
		assert_eq!(ask(Some(77), 0, &[directive], NORMAL, 0), all());
	}
	let and_treatment = Rule { purposes: Purposes::of(&[P::TREAT, P::BTG]), ..Rule::deny() };
	for directive in [
		named().into(),
		and_treatment.clone().into(),
		with(Rule::permit(), vec![named()]),
		with(Rule { decision: Decision::Permit, ..and_treatment.clone() }, vec![Rule::deny()]),
	] {
		assert_eq!(ask(Some(77), 0, &[directive], NORMAL, 0), denied(1));
	}
	// Of some parts, and with exceptions.
	let without_notes = Rule { fields: notes(), ..named() };
	assert_eq!(ask(Some(77), 0, &[without_notes.into()], NORMAL, 0), of(labs()));
	let but_labs = with(named(), vec![Rule { fields: labs(), ..Rule::permit() }]);
	assert_eq!(ask(Some(77), 0, &[but_labs], NORMAL, 0), of(labs()));
}

#[test]
fn a_request_for_nothing_should_be_denied() {
	let mut request = request();
	request.data.fields = FieldGroups::NONE;
	assert_eq!(ask(&request, &[permit()], ALL), Err(Denial::ByPolicy { policy: None }));
}

#[test]
fn flaws_should_be_told() {
	let period = |from, until| Some(Period { from, until: Some(until) });
	let research = Purposes::of(&[P::CLINTRCH]);
	let cases: [(Labelled, Result<(), Flaw>); 14] = [
		(permit(), Ok(())),
		(Rule { period: period(5, 5), ..Rule::permit() }.into(), Err(Flaw::ImproperPeriod)),
		(Rule { data_period: period(6, 5), ..Rule::permit() }.into(), Err(Flaw::ImproperPeriod)),
		(Rule { period: period(5, 6), ..Rule::permit() }.into(), Ok(())),
		(Rule { purposes: Purposes(1 << 59), ..Rule::permit() }.into(), Err(Flaw::UnknownBits)),
		(
			Rule { data_classes: DataClasses(1 << 4), ..Rule::permit() }.into(),
			Err(Flaw::UnknownBits),
		),
		(Rule { compartments: u64::MAX, ..Rule::permit() }.into(), Ok(())),
		(
			Rule { jurisdictions: vec![276, 999].try_into().unwrap(), ..Rule::permit() }.into(),
			Err(Flaw::UnknownJurisdiction),
		),
		(
			with(Rule::permit(), vec![Rule { period: period(5, 4), ..Rule::deny() }]),
			Err(Flaw::ImproperPeriod),
		),
		(Rule { purposes: research, ..Rule::permit() }.into(), Err(Flaw::ResearchWithoutStudy)),
		(Rule { purposes: research, ..Rule::deny() }.into(), Ok(())),
		(
			Directive {
				study: Some(1),
				..Rule { purposes: P::TREAT.set(), ..Rule::permit() }.into()
			},
			Err(Flaw::StudyNotResearch),
		),
		(
			Directive { study: Some(1), ..Rule { purposes: research, ..Rule::permit() }.into() },
			Ok(()),
		),
		(Directive { study: Some(1), ..permit() }, Ok(())),
	];
	for (directive, expected) in cases {
		assert_eq!(directive.check(), expected, "{directive:?}");
	}
}

#[test]
fn within_treatment_should_be_no_broader_than_the_normal_policy() {
	let end = Some(Period { from: 1, until: Some(5) });
	let treat =
		|| Rule { period: end, purposes: P::TREAT.set(), compartments: 1, ..Rule::permit() };
	let within = |directive: Labelled| directive.is_within_treatment();
	assert!(within(treat().into()));
	assert!(within(Rule { purposes: Purposes::of(&[P::COC, P::ERTREAT]), ..treat() }.into()));
	assert!(within(with(treat(), vec![Rule::permit(), Rule::deny()])));
	assert!(within(deny()));
	assert!(within(with(Rule { period: end, ..Rule::deny() }, vec![treat()])));

	assert!(!within(permit()));
	assert!(!within(Rule { period: None, ..treat() }.into()));
	assert!(!within(Rule { period: Some(Period { from: 1, until: None }), ..treat() }.into()));
	for purposes in [
		Purposes(0),
		P::HPAYMT.set(),
		Purposes::of(&[P::TREAT, P::HPAYMT]),
		Purposes::of(&[P::TREAT, P::BTG]),
	] {
		assert!(!within(Rule { purposes, ..treat() }.into()), "{purposes:?}");
	}
	for compartments in [0, 2, 3] {
		assert!(!within(Rule { compartments, ..treat() }.into()), "{compartments}");
	}
	let classes = DataClasses::of(&[DataClass::Core]);
	assert!(!within(Rule { data_classes: classes, ..treat() }.into()));
	assert!(!within(Directive { study: Some(1), ..treat().into() }));
	assert!(!within(Rule { purposes: P::BTG.set(), ..Rule::deny() }.into()));
	assert!(!within(with(Rule { period: end, ..Rule::deny() }, vec![Rule::permit()])));
	let broader = Rule { purposes: P::HPAYMT.set(), ..Rule::permit() };
	assert!(!within(with(treat(), vec![broader])));
}

#[test]
fn labels_should_be_well_formed_where_there_is_a_stigma() {
	use Confidentiality::{L, M, N, R, U, V};
	assert!(facts().is_well_formed());
	for (code, floor) in [(Sensitivity::HIV, true), (Sensitivity::DOB, false)] {
		let facts = LabelFacts { confidentiality: N, sensitivities: code.set(), ..facts() };
		assert_eq!(facts.is_well_formed(), !floor, "{code:?}");
	}
	let unknown = LabelFacts { sensitivities: Sensitivities(1 << 41), ..facts() };
	assert!(!unknown.is_well_formed());
	let range = |floor, ceiling| Labels { floor, ceiling, ..Default::default() }.is_proper();
	assert!(range(Some(N), Some(R)) && range(Some(R), None) && !range(Some(R), Some(N)));
	let unknown = Labels { sensitivities: Sensitivities(1 << 63), ..Default::default() };
	assert!(!unknown.is_proper());
	assert!([U, L, M, N, R, V].is_sorted());
}

#[test]
fn sensitivities_should_cover_their_kinds() {
	for (index, code) in Sensitivity::ALL.iter().enumerate() {
		assert_eq!(code.set().0, 1 << index);
		assert!(code.set().cover(*code));
	}
	let covers = |one: Sensitivity, other| one.set().cover(other);
	use Sensitivity::*;
	for code in [BH, COGN, DVD, EMOTDIS, MH, PSY, PSYTHPN, SUD] {
		assert!(covers(SPI, code) && !covers(code, SPI), "{code:?}");
	}
	assert!(covers(BH, DVD) && !covers(BH, MH));
	assert!(covers(ETH, ETHUD) && covers(ETH, OPIOIDUD) && !covers(ETH, HIV));
}

#[test]
fn a_directive_should_name_its_institutions_and_fit_its_bounds() {
	use codec::MaxEncodedLen;
	let mut directive = permit();
	directive.custodians = vec![1, 2].try_into().unwrap();
	directive.root.actors =
		vec![ActorRef::Group(3, 0), ActorRef::Role(Role::Nurse), ActorRef::Department(4, 1)]
			.try_into()
			.unwrap();
	assert_eq!(directive.institutions().collect::<Vec<_>>(), [1, 2, 3, 4]);
	assert!(directive.names_group_of(3) && !directive.names_group_of(4));
	assert!(!directive.names_jurisdiction());
	let most = MAX_CUSTODIANS + MAX_ACTORS * (1 + MAX_EXCEPTIONS);
	assert_eq!(MAX_NAMED, most);
	assert!(ActiveDirective::<[u8; 32]>::max_encoded_len() < 1_024);
}
