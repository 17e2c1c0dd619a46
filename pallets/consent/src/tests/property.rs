// SPDX-License-Identifier: Apache-2.0

//! Random calls on random consents, against a model that keeps a list and knows the rules as
//! sentences; and every answer of the gate, asked for again when it is past.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::*;
use consent_core::{ActiveDirective, ChosenPolicy, Circumstances, Decision};
use frame_support::assert_ok;
use galen_primitives::{seams::Patients, PolicyId, Purposes, Scope};
use proptest::{
	collection::vec,
	prelude::*,
	sample::select,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::{DispatchError, StateVersion};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

/// Steps on one chain, before the next begins afresh.
const STEPS: u32 = 200;

/// The policies that every chain begins with.
const KINDS: [PolicyKind; 3] = [PolicyKind::Normal, PolicyKind::All, PolicyKind::Deny];

#[derive(Clone, Debug)]
enum Step {
	Pass,
	/// The patient's pseudonym is closed, or opened again.
	Toggle(PatientId),
	Claim,
	Grant(AccountId, PatientId, Said, u8, Option<ConsentId>),
	/// The version's number is off by that much.
	Amend(AccountId, PatientId, ConsentId, i8, Said),
	Withdraw(AccountId, PatientId, ConsentId),
	Propose(InstitutionId, PatientId, Said),
	Retract(InstitutionId, PatientId),
	Activate(AccountId, PatientId, InstitutionId, bool),
	Reject(AccountId, PatientId, InstitutionId),
	Record(InstitutionId, PatientId, Said),
	Void(AccountId, PatientId, ConsentId),
	InError(InstitutionId, PatientId, ConsentId),
	Choose(InstitutionId, PolicyId),
	Release(InstitutionId, StudyId),
	EndRelease(InstitutionId, StudyId),
}

#[derive(Clone, Debug)]
struct ModelVersion {
	said: Said,
	form: Option<InstitutionId>,
	recorded: Moment,
	ended: Option<Moment>,
	reason: Option<EndReason>,
	annulled: Option<Moment>,
}

/// Every reason to refuse a step. The pallet may give any of them.
#[derive(Default)]
struct Reasons(Vec<DispatchError>);

impl Reasons {
	fn and(mut self, when: bool, error: Error<Test>) -> Self {
		if when {
			self.0.push(error.into());
		}
		self
	}
	fn with(mut self, other: Self) -> Self {
		self.0.extend(other.0);
		self
	}
}

#[derive(Default)]
struct Model {
	/// The versions of each consent of each patient.
	consents: BTreeMap<PatientId, Vec<Vec<ModelVersion>>>,
	proposals: BTreeMap<(PatientId, InstitutionId), (Said, Moment)>,
	choices: BTreeMap<InstitutionId, Vec<(Moment, PolicyId)>>,
	releases: BTreeMap<(InstitutionId, StudyId), Vec<(Moment, bool)>>,
	now: Moment,
}

fn is_over(said: &Said, now: Moment) -> bool {
	matches!(said.root.period, Some(Period { until: Some(until), .. }) if until <= now)
}

/// Who speaks for whom is the mock's, not the pallet's.
fn may(who: &AccountId, patient: PatientId, scope: Scope) -> bool {
	Directory::may(who, &patient, scope)
}

impl Model {
	fn of(&self, patient: PatientId) -> &[Vec<ModelVersion>] {
		self.consents.get(&patient).map_or(&[], |consents| consents)
	}

	/// The version that hasn't ended.
	fn head(&self, patient: PatientId, consent: ConsentId) -> Option<&ModelVersion> {
		let versions = self.of(patient).get(consent as usize)?;
		versions.last().filter(|version| version.ended.is_none())
	}

	fn form(&self, patient: PatientId, consent: ConsentId) -> Option<&ModelVersion> {
		self.of(patient).get(consent as usize)?.first()
	}

	fn active(&self, patient: PatientId) -> Vec<ConsentId> {
		(0..self.of(patient).len() as u32)
			.filter(|consent| self.head(patient, *consent).is_some())
			.collect()
	}

	/// Which consent has to make room for another, if one can.
	fn makes_room(&self, patient: PatientId) -> Result<Option<ConsentId>, ()> {
		let active = self.active(patient);
		if active.len() < 32 {
			return Ok(None);
		}
		let expired = active
			.into_iter()
			.find(|consent| is_over(&self.head(patient, *consent).unwrap().said, self.now));
		expired.map(Some).ok_or(())
	}

	fn said(&self, said: &Said, source: u8) -> Reasons {
		let rule = &said.root;
		let is_improper = |period: &Option<Period>| matches!(period, Some(Period { from, until: Some(until) }) if until <= from);
		let names_research = rule.purposes.contains(PurposeOfUse::HRESCH);
		let names_other = rule.purposes.0 & !PurposeOfUse::HRESCH.set().0 != 0;
		Reasons::default()
			.and(source == 0, Error::ZeroDigest)
			.and(is_improper(&rule.period), Error::ImproperPeriod)
			.and(is_over(said, self.now), Error::PeriodOver)
			.and(
				names_research && said.study.is_none() && rule.decision == Decision::Permit,
				Error::ResearchWithoutStudy,
			)
			.and(names_other && said.study.is_some(), Error::StudyNotResearch)
			.and(
				said.custodians.iter().any(|custodian| *custodian > INSTITUTIONS),
				Error::UnknownInstitution,
			)
	}

	fn speaks(&self, who: &AccountId, patient: PatientId, said: &Said) -> Reasons {
		let scope = if said.study.is_some() { Scope::Research } else { Scope::Consent };
		Reasons::default().and(!may(who, patient, scope), Error::NotAuthorized)
	}

	fn may_end(&self, who: &AccountId, patient: PatientId, said: Option<&Said>) -> Reasons {
		let research =
			said.is_none_or(|said| said.study.is_some()) && may(who, patient, Scope::Research);
		let may = research || may(who, patient, Scope::Consent);
		Reasons::default().and(!may, Error::NotAuthorized)
	}

	fn open(&self, patient: PatientId) -> Reasons {
		Reasons::default().and(!OpenPatients::get().contains(&patient), Error::PatientNotOpen)
	}

	fn annul(&self, patient: PatientId, consent: ConsentId) -> Reasons {
		let form = self.form(patient, consent);
		Reasons::default()
			.and(form.is_none(), Error::NotFound)
			.and(form.is_some_and(|form| form.form.is_none()), Error::NotFromForm)
			.and(form.is_some_and(|form| form.annulled.is_some()), Error::AlreadyAnnulled)
	}

	/// What stands against a step.
	fn reasons(&self, step: &Step) -> Vec<DispatchError> {
		let now = self.now;
		let proposal = |patient: &PatientId, institution: &InstitutionId| {
			self.proposals.get(&(*patient, *institution))
		};
		let expired = |recorded: &Moment| recorded + PROPOSAL_TERM <= now;
		let no_room = |patient| self.makes_room(patient).is_err();
		let reasons = match step {
			Step::Pass | Step::Toggle(_) | Step::Claim => Reasons::default(),
			Step::Grant(who, patient, said, source, replaces) => {
				let old = replaces.map(|consent| self.head(*patient, consent));
				let ends = match old {
					Some(Some(old)) => self
						.may_end(who, *patient, Some(&old.said))
						.and(is_over(&old.said, now), Error::Expired),
					Some(None) => Reasons::default().and(true, Error::NotFound),
					None => Reasons::default().and(no_room(*patient), Error::TooManyDirectives),
				};
				self.said(said, *source)
					.with(self.speaks(who, *patient, said))
					.with(self.open(*patient))
					.with(ends)
			},
			Step::Amend(who, patient, consent, off, said) => {
				let head = self.head(*patient, *consent);
				let old = match head {
					Some(head) => self
						.speaks(who, *patient, &head.said)
						.and(*off != 0, Error::StaleVersion)
						.and(is_over(&head.said, now), Error::Expired)
						.and(head.said == *said, Error::NoChange),
					None => Reasons::default().and(true, Error::NotFound),
				};
				self.said(said, 1)
					.with(self.speaks(who, *patient, said))
					.with(self.open(*patient))
					.with(old)
			},
			Step::Withdraw(who, patient, consent) => {
				let head = self.head(*patient, *consent);
				self.may_end(who, *patient, head.map(|head| &head.said))
					.and(head.is_none(), Error::NotFound)
			},
			Step::Propose(institution, patient, said) => {
				let open = proposal(patient, institution);
				self.said(said, 1)
					.with(self.open(*patient))
					.and(open.is_some_and(|(_, at)| !expired(at)), Error::AlreadyProposed)
			},
			Step::Retract(institution, patient) => {
				Reasons::default().and(proposal(patient, institution).is_none(), Error::NoProposal)
			},
			Step::Activate(who, patient, institution, honest) => {
				match proposal(patient, institution) {
					Some((said, at)) => self
						.speaks(who, *patient, said)
						.with(self.open(*patient))
						.and(!honest, Error::ProposalChanged)
						.and(expired(at), Error::ProposalExpired)
						.and(is_over(said, now), Error::PeriodOver)
						.and(no_room(*patient), Error::TooManyDirectives),
					None => self.may_end(who, *patient, None).and(true, Error::NoProposal),
				}
			},
			Step::Reject(who, patient, institution) => {
				let open = proposal(patient, institution);
				self.may_end(who, *patient, open.map(|(said, _)| said))
					.and(open.is_none(), Error::NoProposal)
			},
			Step::Record(institution, patient, said) => {
				let Rule { decision, period, purposes, compartments, .. } = &said.root;
				let ends = period.is_some_and(|period| period.until.is_some());
				let treats = *purposes == PurposeOfUse::TREAT.set();
				let modest = *decision == Decision::Deny || (ends && treats && *compartments == 1);
				self.said(said, 1)
					.with(self.open(*patient))
					.and(!modest || said.study.is_some(), Error::BroaderThanTreatment)
					.and(said.custodians.to_vec() != [*institution], Error::NotOwnData)
					.and(Claimed::get().contains(patient), Error::PatientClaimed)
					.and(no_room(*patient), Error::TooManyDirectives)
			},
			Step::Void(who, patient, consent) => self
				.annul(*patient, *consent)
				.and(!may(who, *patient, Scope::Consent), Error::NotAuthorized),
			Step::InError(institution, patient, consent) => {
				let form = self.form(*patient, *consent).and_then(|form| form.form);
				self.annul(*patient, *consent)
					.and(form.is_some_and(|recorder| recorder != *institution), Error::NotRecorder)
			},
			Step::Choose(institution, policy) => {
				let last = self.choices.get(institution).and_then(|all| all.last());
				Reasons::default()
					.and(*policy as usize >= KINDS.len(), Error::UnknownPolicy)
					.and(last.is_some_and(|(_, last)| last == policy), Error::AlreadyChosen)
			},
			Step::Release(institution, study) => Reasons::default()
				.and(self.is_released(*institution, *study, now), Error::AlreadyReleased),
			Step::EndRelease(institution, study) => Reasons::default()
				.and(!self.is_released(*institution, *study, now), Error::NotReleased),
		};
		reasons.0
	}

	fn end(&mut self, patient: PatientId, consent: ConsentId, reason: EndReason) {
		let now = self.now;
		let versions = &mut self.consents.get_mut(&patient).unwrap()[consent as usize];
		let head = versions.last_mut().unwrap();
		assert!(head.ended.is_none());
		(head.ended, head.reason) = (Some(now), Some(reason));
	}

	fn begin(&mut self, patient: PatientId, said: &Said, form: Option<InstitutionId>) {
		if let Some(expired) = self.makes_room(patient).unwrap() {
			self.end(patient, expired, EndReason::Expired);
		}
		let version = self.new_version(said, form);
		self.consents.entry(patient).or_default().push(vec![version]);
	}

	fn new_version(&self, said: &Said, form: Option<InstitutionId>) -> ModelVersion {
		ModelVersion {
			said: said.clone(),
			form,
			recorded: self.now,
			ended: None,
			reason: None,
			annulled: None,
		}
	}

	/// What a step changes, where nothing stands against it.
	fn apply(&mut self, step: &Step) {
		let now = self.now;
		match step {
			Step::Pass | Step::Toggle(_) | Step::Claim => (),
			Step::Grant(_, patient, said, _, replaces) => {
				if let Some(consent) = replaces {
					let by = self.of(*patient).len() as u32;
					self.end(*patient, *consent, EndReason::Replaced { by });
				}
				self.begin(*patient, said, None);
			},
			Step::Amend(_, patient, consent, _, said) => {
				self.end(*patient, *consent, EndReason::Amended);
				let version = self.new_version(said, None);
				self.consents.get_mut(patient).unwrap()[*consent as usize].push(version);
			},
			Step::Withdraw(_, patient, consent) => {
				self.end(*patient, *consent, EndReason::Withdrawn);
			},
			Step::Propose(institution, patient, said) => {
				self.proposals.insert((*patient, *institution), (said.clone(), now));
			},
			Step::Retract(institution, patient) | Step::Reject(_, patient, institution) => {
				self.proposals.remove(&(*patient, *institution)).unwrap();
			},
			Step::Activate(_, patient, institution, _) => {
				let (said, _) = self.proposals.remove(&(*patient, *institution)).unwrap();
				self.begin(*patient, &said, None);
			},
			Step::Record(institution, patient, said) => {
				self.begin(*patient, said, Some(*institution));
			},
			Step::Void(_, patient, consent) | Step::InError(_, patient, consent) => {
				if self.form(*patient, *consent).unwrap().ended.is_none() {
					self.end(*patient, *consent, EndReason::Annulled);
				}
				let versions = &mut self.consents.get_mut(patient).unwrap()[*consent as usize];
				versions[0].annulled = Some(now);
			},
			Step::Choose(institution, policy) => {
				self.choices.entry(*institution).or_default().push((now, *policy));
			},
			Step::Release(institution, study) => {
				self.releases.entry((*institution, *study)).or_default().push((now, true));
			},
			Step::EndRelease(institution, study) => {
				self.releases.entry((*institution, *study)).or_default().push((now, false));
			},
		}
	}

	fn is_released(&self, institution: InstitutionId, study: StudyId, at: Moment) -> bool {
		let all = self.releases.get(&(institution, study)).map_or(&[][..], |all| all);
		all.iter().rev().find(|(since, _)| *since <= at).is_some_and(|(_, released)| *released)
	}

	/// What must be answered about `valid`, by what was known at `known`.
	fn answer(
		&self,
		request: &AccessRequest<AccountId>,
		valid: Moment,
		known: Moment,
	) -> Result<Permit, Denial> {
		let mut counted = Vec::new();
		for (consent, versions) in (0..).zip(self.of(request.patient)) {
			for (version, stored) in (1..).zip(versions) {
				let is_known = stored.recorded <= known;
				let has_begun = stored.recorded <= valid;
				let known_end = stored.ended.filter(|ended| *ended <= known);
				let goes_on = known_end.is_none_or(|ended| valid < ended);
				let known_wrong = stored.annulled.is_some_and(|annulled| annulled <= known);
				if is_known && has_begun && goes_on && !known_wrong {
					let directive = stored.said.clone();
					counted.push(ActiveDirective { consent, version, directive });
				}
			}
		}
		let custodian = request.data.custodian;
		let choices = self.choices.get(&custodian).map_or(&[][..], |choices| choices);
		let known_choices = choices.iter().filter(|(since, _)| *since <= known);
		let choice = known_choices.rev().find(|(since, _)| *since <= valid);
		let policy = choice.map(|(_, id)| ChosenPolicy { id: *id, kind: KINDS[*id as usize] });
		let seen = valid.min(known);
		let released = request.study.is_some_and(|study| self.is_released(custodian, study, seen));
		let circumstances = Circumstances { released, ..Circumstances::refusing(&()) };
		consent_core::decide(request, &circumstances, &counted, policy, valid)
	}

	/// Whether so much was chosen and released that the pallet has forgotten something.
	fn may_be_forgotten(&self, request: &AccessRequest<AccountId>) -> bool {
		let custodian = request.data.custodian;
		self.choices.get(&custodian).is_some_and(|choices| choices.len() > 3)
			|| request.study.is_some_and(|study| {
				self.releases.get(&(custodian, study)).is_some_and(|all| all.len() > 4)
			})
	}

	/// Whether a version of the patient's was annulled after `from`, up to `to`.
	fn was_annulled_between(&self, patient: PatientId, from: Moment, to: Moment) -> bool {
		let mut annulled = self.of(patient).iter().flatten().filter_map(|v| v.annulled);
		annulled.any(|at| from < at && at <= to)
	}

	/// The step on the chain.
	fn call(&self, step: &Step) -> DispatchResult {
		let who = |account: &AccountId| signed(account.clone());
		let recorder = |at: &InstitutionId| signed(staff(*at, Role::RegistrationOfficer));
		let officer = |at: &InstitutionId| signed(staff(*at, Role::RecordsOfficer));
		match step.clone() {
			Step::Pass => Ok(()),
			Step::Toggle(patient) => {
				OpenPatients::mutate(|open| match open.iter().position(|of| *of == patient) {
					Some(at) => {
						open.remove(at);
					},
					None => open.push(patient),
				});
				Ok(())
			},
			Step::Claim => {
				if !Claimed::get().contains(&INFANT) {
					claim();
				}
				Ok(())
			},
			Step::Grant(by, patient, said, source, replaces) => {
				Consent::grant(who(&by), patient, said, digest(source), replaces)
			},
			Step::Amend(by, patient, consent, off, said) => {
				let version = self.of(patient).get(consent as usize).map_or(1, |all| all.len());
				let expected = (version as i64 + off as i64) as u32;
				Consent::amend(who(&by), patient, consent, expected, said, digest(1))
			},
			Step::Withdraw(by, patient, consent) => Consent::withdraw(who(&by), patient, consent),
			Step::Propose(at, patient, said) => {
				Consent::propose(recorder(&at), patient, said, digest(1))
			},
			Step::Retract(at, patient) => Consent::retract(recorder(&at), patient),
			Step::Activate(by, patient, institution, honest) => {
				let seen = Consent::proposal(patient, institution).map(|info| info.digest);
				let expected = seen.filter(|_| honest).unwrap_or_default();
				Consent::activate(who(&by), patient, institution, expected)
			},
			Step::Reject(by, patient, institution) => {
				Consent::reject(who(&by), patient, institution)
			},
			Step::Record(at, patient, said) => {
				Consent::record_signed(recorder(&at), patient, said, digest(1))
			},
			Step::Void(by, patient, consent) => Consent::void(who(&by), patient, consent),
			Step::InError(at, patient, consent) => {
				Consent::enter_in_error(recorder(&at), patient, consent)
			},
			Step::Choose(at, policy) => Consent::choose_policy(officer(&at), policy),
			Step::Release(at, study) => Consent::release_for_study(officer(&at), study),
			Step::EndRelease(at, study) => Consent::end_release(officer(&at), study),
		}
	}

	/// Whether the views tell of the patient what the model does.
	fn compare(&self, patient: PatientId) {
		let told = Consent::history(patient);
		let all = self.of(patient).iter().map(Vec::len).sum::<usize>();
		assert_eq!(told.len(), all);
		for info in told {
			let version = &self.of(patient)[info.consent as usize][info.version as usize - 1];
			assert_eq!(
				(&info.directive, info.recorded, info.ended, info.annulled.map(|a| a.at)),
				(&version.said, version.recorded, version.ended, version.annulled)
			);
			match info.status {
				Status::Ended(reason) => assert_eq!(Some(reason), version.reason),
				Status::Annulled(_) => assert!(version.annulled.is_some()),
				Status::Expired => assert!(is_over(&version.said, self.now)),
				Status::Active | Status::NotYet => assert!(version.ended.is_none()),
			}
		}
		let active: Vec<_> = Consent::directives(patient).iter().map(|info| info.consent).collect();
		assert_eq!(active, self.active(patient));
	}
}

/// What is asked after every step.
fn requests() -> Vec<AccessRequest<AccountId>> {
	let fields = FieldGroups::of(&[FieldGroup::LabResults, FieldGroup::ClinicalNotes]);
	let wide = |request: AccessRequest<AccountId>| AccessRequest {
		data: DataScope { fields, ..request.data },
		..request
	};
	let mut billing = request();
	billing.requester = Requester::Staff(actor_at(HOSPITAL, Role::BillingOfficer));
	billing.purpose = PurposeOfUse::HPAYMT;
	let mut elsewhere = request();
	elsewhere.data.custodian = CLINIC;
	let mut hidden = request();
	hidden.data.compartment = 3;
	vec![
		wide(request()),
		AccessRequest { patient: INFANT, ..wide(request()) },
		wide(study_request(1)),
		study_request(2),
		billing,
		elsewhere,
		hidden,
	]
}

fn said() -> impl Strategy<Value = Said> {
	let decision = prop_oneof![3 => Just(Decision::Permit), 1 => Just(Decision::Deny)];
	let purposes = prop_oneof![
		5 => Just(PurposeOfUse::TREAT.set()),
		2 => Just(Purposes(0)),
		1 => Just(PurposeOfUse::HPAYMT.set()),
		1 => Just(PurposeOfUse::HRESCH.set()),
	];
	let fields = prop_oneof![
		Just(FieldGroups::NONE),
		Just(FieldGroup::LabResults.set()),
		Just(FieldGroup::ClinicalNotes.set()),
	];
	let period = prop_oneof![
		3 => Just(None),
		8 => (0..200 * HOUR).prop_map(|length| until(START + length)),
		4 => (0..100 * HOUR).prop_map(|from| {
			Some(Period { from: START + from, until: Some(START + 150 * HOUR) })
		}),
	];
	let custodians = prop_oneof![
		6 => Just(vec![]),
		6 => Just(vec![HOSPITAL]),
		1 => Just(vec![CLINIC]),
		1 => Just(vec![INSTITUTIONS + 1]),
	];
	let study = prop_oneof![8 => Just(None), 1 => (1u32..3).prop_map(Some)];
	(decision, purposes, fields, period, custodians, study, any::<bool>()).prop_map(
		|(decision, purposes, fields, period, custodians, study, common)| {
			let purposes = match study {
				Some(_) if purposes != PurposeOfUse::HPAYMT.set() => PurposeOfUse::HRESCH.set(),
				_ => purposes,
			};
			let compartments = u64::from(common);
			let root = Rule { decision, purposes, fields, period, compartments, ..Rule::permit() };
			Directive { custodians: custodians.try_into().unwrap(), study, ..root.into() }
		},
	)
}

/// Mostly what can be recorded from a form.
fn modest() -> impl Strategy<Value = Said> {
	let form = (1..200 * HOUR).prop_map(|length| {
		let mut said = form();
		said.root.period = until(START + length);
		said
	});
	prop_oneof![4 => form, 1 => said()]
}

fn step() -> impl Strategy<Value = Step> {
	let patient =
		|| prop_oneof![20 => Just(PATIENT), 8 => Just(INFANT), 1 => Just(UNKNOWN_PATIENT)];
	// Mostly one who speaks for the patient.
	let by = || {
		let who = prop_oneof![
			8 => Just(None),
			1 => select(vec![FRIEND, TRIALIST, READER, BEN, OUTSIDER]).prop_map(Some),
		];
		(who, patient()).prop_map(|(who, patient)| {
			let owner = if patient == INFANT { MOTHER } else { ADA };
			(who.unwrap_or(owner), patient)
		})
	};
	let at = || prop_oneof![5 => Just(HOSPITAL), 1 => Just(CLINIC)];
	let consent = || prop_oneof![3 => 0..6u32, 3 => 0..20u32];
	let replaces = prop_oneof![3 => Just(None), 1 => consent().prop_map(Some)];
	let off = prop_oneof![10 => Just(0i8), 1 => Just(-1i8), 1 => Just(1i8)];
	let source = prop_oneof![20 => Just(1u8), 1 => Just(0u8)];
	let honest = prop_oneof![10 => Just(true), 1 => Just(false)];
	let study = || 1..3u32;
	prop_oneof![
		4 => Just(Step::Pass),
		1 => select(vec![PATIENT, INFANT, INFANT]).prop_map(Step::Toggle),
		1 => prop_oneof![2 => Just(Step::Pass), 1 => Just(Step::Claim)],
		2 => (0..8u32).prop_map(|consent| Step::Void(MOTHER, INFANT, consent)),
		12 => (by(), said(), source, replaces)
			.prop_map(|((a, b), c, d, e)| Step::Grant(a, b, c, d, e)),
		6 => (by(), consent(), off, said())
			.prop_map(|((a, b), c, d, e)| Step::Amend(a, b, c, d, e)),
		5 => (by(), consent()).prop_map(|((a, b), c)| Step::Withdraw(a, b, c)),
		4 => (at(), patient(), said()).prop_map(|(a, b, c)| Step::Propose(a, b, c)),
		1 => (at(), patient()).prop_map(|(a, b)| Step::Retract(a, b)),
		4 => (by(), at(), honest).prop_map(|((a, b), c, d)| Step::Activate(a, b, c, d)),
		1 => (by(), at()).prop_map(|((a, b), c)| Step::Reject(a, b, c)),
		8 => (at(), patient(), modest()).prop_map(|(a, b, c)| Step::Record(a, b, c)),
		3 => (by(), consent()).prop_map(|((a, b), c)| Step::Void(a, b, c)),
		2 => (at(), patient(), consent()).prop_map(|(a, b, c)| Step::InError(a, b, c)),
		1 => (at(), 0..4u32).prop_map(|(a, b)| Step::Choose(a, b)),
		1 => (at(), study()).prop_map(|(a, b)| Step::Release(a, b)),
		1 => (at(), study()).prop_map(|(a, b)| Step::EndRelease(a, b)),
	]
}

/// Steps that take most of a patient's places, to begin with.
fn crowd() -> impl Strategy<Value = Vec<(Moment, Step)>> {
	let grant = (1..200 * HOUR).prop_map(|length| {
		let said = labs_until(START + HOUR + length);
		(1, Step::Grant(ADA, PATIENT, said, 1, None))
	});
	prop_oneof![2 => Just(vec![]), 1 => vec(grant, 31)]
}

/// What happened how often, so that a run that never got anywhere is noticed.
type Tally = BTreeMap<String, u32>;

/// Changes with anything in storage.
fn state() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

fn message(error: &DispatchError) -> &'static str {
	(*error).into()
}

/// What the gate has said when.
type Log = Vec<(Moment, usize, Result<Permit, Denial>)>;

fn run(steps: &[(Moment, Step)], tally: &RefCell<Tally>) {
	build_and_execute(|| {
		for kind in KINDS {
			assert_ok!(Consent::register_policy(RuntimeOrigin::root(), kind, digest(1)));
		}
		let count = |name: String| *tally.borrow_mut().entry(name).or_default() += 1;
		let requests = requests();
		let mut model = Model { now: START, ..Default::default() };
		let mut log = Log::new();
		for (pause, step) in steps {
			// Within one moment, the past is told as at its end: every step has its own.
			wait(*pause);
			model.now += pause;
			let reasons = model.reasons(step);
			let before = state();
			match model.call(step) {
				Ok(()) => {
					assert!(reasons.is_empty(), "{step:?} should fail: {reasons:?}");
					if let Step::Grant(_, patient, _, _, None) = step {
						if model.makes_room(*patient) != Ok(None) {
							count("MadeRoom".into());
						}
					}
					model.apply(step);
					count(format!("{step:?}").split('(').next().unwrap_or_default().into());
				},
				Err(error) => {
					let expected: BTreeSet<_> = reasons.iter().map(message).collect();
					assert!(
						expected.contains(message(&error)),
						"{step:?}: {error:?}, expected one of {expected:?}"
					);
					assert_eq!(state(), before, "{step:?} left a trace");
					count(message(&error).into());
				},
			}
			for (index, request) in requests.iter().enumerate() {
				let answer = ask(request);
				let expected = model.answer(request, model.now, model.now);
				assert_eq!(answer, expected, "{request:?}");
				if let Ok(Permit { basis: Basis::Consent { consent, version }, .. }) = answer {
					// An expired or withdrawn consent never permits.
					let versions = &model.of(request.patient)[consent as usize];
					assert_eq!(versions.len(), version as usize);
					let head = versions.last().unwrap();
					assert!(head.ended.is_none() && !is_over(&head.said, model.now));
					assert_eq!(head.said.root.decision, Decision::Permit);
					count(format!("permitted {index}"));
				}
				log.push((model.now, index, answer));
			}
		}
		look_back(&model, &requests, &log);
		for patient in [PATIENT, INFANT, UNKNOWN_PATIENT] {
			model.compare(patient);
		}
	});
}

/// Asks again what was asked, as it was known then and later.
fn look_back(model: &Model, requests: &[AccessRequest<AccountId>], log: &Log) {
	for (nth, (at, index, answer)) in log.iter().enumerate().step_by(13) {
		let request = &requests[*index];
		let asked = |valid, known| Consent::was_permitted(request.clone(), vec![], valid, known);
		let told = asked(*at, *at);
		if told == Verdict::Unknown {
			assert!(model.may_be_forgotten(request), "nothing was forgotten");
			continue;
		}
		assert_eq!(told, verdict(*answer), "{request:?} at {at}");
		// Any other pair of moments, taken from the log as it comes.
		let known = log[(nth * 7919) % log.len()].0;
		let valid = *at;
		match asked(valid, known) {
			Verdict::Unknown => assert!(model.may_be_forgotten(request)),
			told => assert_eq!(told, verdict(model.answer(request, valid, known))),
		}
		if known > valid && asked(valid, known) != told {
			let patient = request.patient;
			assert!(
				model.was_annulled_between(patient, valid, known),
				"the past was rewritten without an annulment"
			);
		}
	}
}

#[test]
fn the_chain_should_agree_with_the_model_whatever_is_called() {
	let total = std::env::var("GALEN_STEPS").ok().and_then(|steps| steps.parse().ok());
	let cases = total.unwrap_or(10_000u32).div_ceil(STEPS);
	let tally = RefCell::new(Tally::new());
	let config = ProptestConfig { cases, failure_persistence: None, ..Default::default() };
	let pause = || prop_oneof![100 => 1..HOUR, 1 => Just(PROPOSAL_TERM)];
	TestRunner::new(config)
		.run(&(crowd(), vec((pause(), step()), STEPS as usize)), |(crowd, steps)| {
			run(&[crowd, steps].concat(), &tally);
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));

	let tally = tally.into_inner();
	println!("{} steps: {tally:#?}", cases * STEPS);
	if cases >= 20 {
		for name in [
			"Grant",
			"Amend",
			"Withdraw",
			"Propose",
			"Retract",
			"Activate",
			"Reject",
			"Record",
			"Void",
			"InError",
			"Choose",
			"Release",
			"EndRelease",
			"MadeRoom",
			"TooManyDirectives",
			"permitted 0",
			"permitted 1",
			"permitted 2",
		] {
			assert!(tally.contains_key(name), "{name} never went through");
		}
	}
}
