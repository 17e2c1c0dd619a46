// SPDX-License-Identifier: Apache-2.0

//! Random steps against a model that knows the rules as sentences over everything that ever
//! happened, and keeps no counters, lists or pointers.
//!
//! `GALEN_STEPS` sets how many steps there are, 10,000 where it isn't set.

use super::*;
use frame_support::traits::UnfilteredDispatchable;
use galen_primitives::{time::CLOCK_DRIFT, PatientId};
use proptest::{
	collection::vec,
	prelude::*,
	sample::select,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use sp_runtime::{DispatchError, StateVersion};
use std::{cell::RefCell, collections::BTreeMap};

/// Steps on one chain, before the next begins afresh.
const STEPS: u32 = 200;

/// Four institutions with staff; two more only review.
const STAFFED: [InstitutionId; 4] = [1, 2, 3, 4];
const LISTED: InstitutionId = 6;
const IMAGING: FieldGroups = FieldGroups::of(&[FieldGroup::Imaging]);

/// Who does something.
#[derive(Clone, Debug)]
enum By {
	/// Who should.
	Right,
	/// Whoever.
	Other(AccountId),
}

#[derive(Clone, Debug)]
enum Step {
	Wait(Moment),
	/// The patient consents to that, or withdraws.
	Consent(PatientId, InstitutionId, FieldGroups),
	/// The institution is suspended, or whichever was is in force again.
	Suspend(InstitutionId),
	/// The two are affiliated, or no longer.
	Affiliate(InstitutionId, InstitutionId),
	Request(AccountId, RecordId, FieldGroups, PurposeOfUse),
	RequestOwn(AccountId, RecordId),
	Release(By, u8, u8),
	Confirm(By, u8, u8),
	Refuse(By, u8),
	Clear(By, u8),
	/// So long after it began.
	Declare(AccountId, PatientId, Moment),
	End(By, u8),
	State(By, u8),
	Review(By, u8, Finding),
	Regulate(By, u8, Finding),
	Dispute(By, u8),
	/// A bit for each institution.
	Rotate(u8),
	RestoreRight(AccountId),
	RestoreInstitution(InstitutionId),
}

#[derive(Clone, Debug)]
struct ModelGrant {
	who: AccountId,
	/// Nothing for a patient's own.
	institution: Option<InstitutionId>,
	patient: PatientId,
	fields: FieldGroups,
	purpose: PurposeOfUse,
	expires: Moment,
	released: Option<u8>,
	closed: bool,
}

/// What was found, and whose rights were restored since.
#[derive(Clone, Debug)]
struct ModelFinding {
	finding: Finding,
	at: Moment,
	forgiven_actor: bool,
	forgiven_institution: bool,
}

#[derive(Clone, Debug)]
struct ModelUse {
	who: AccountId,
	institution: InstitutionId,
	patient: PatientId,
	declared: Moment,
	expires: Moment,
	ended: bool,
	stated: Option<Moment>,
	reviewer: Option<InstitutionId>,
	found: Option<ModelFinding>,
	/// How many findings there were.
	findings: u32,
	disputed: bool,
	settled: bool,
	/// That the statement is missing was forgiven.
	forgiven_actor: bool,
	forgiven_institution: bool,
}

impl ModelUse {
	fn is_open(&self, now: Moment) -> bool {
		now < self.expires && !self.ended
	}
	fn statement_due(&self) -> Moment {
		self.declared + STATEMENT_TERM
	}
	fn review_due(&self) -> Moment {
		self.expires.max(self.declared) + REVIEW_TERM
	}
	fn missed(&self, now: Moment) -> bool {
		self.stated.unwrap_or(now) >= self.statement_due()
	}
	/// Still to be reviewed, by whom it was assigned to or by a regulator in their place.
	fn awaits_review(&self) -> bool {
		self.findings == 0 && !self.disputed
	}
}

#[derive(Default)]
struct Model {
	now: Moment,
	consents: BTreeMap<(PatientId, InstitutionId), FieldGroups>,
	suspended: Vec<InstitutionId>,
	affiliated: Vec<(InstitutionId, InstitutionId)>,
	list: Vec<InstitutionId>,
	grants: Vec<ModelGrant>,
	uses: Vec<ModelUse>,
	/// How many entries each log should have.
	entries: BTreeMap<PatientId, u64>,
}

/// A number that nothing has.
const NOTHING: u64 = 999;

fn patient_of(record: RecordId) -> Option<PatientId> {
	match record {
		RECORD | ERASED => Some(PATIENT),
		OTHER_RECORD => Some(OTHER_PATIENT),
		_ => None,
	}
}

fn speaker(patient: PatientId) -> AccountId {
	if patient == PATIENT {
		ALICE
	} else {
		BOB
	}
}

fn institution_of(who: &AccountId) -> Option<(InstitutionId, Role)> {
	(1..=LISTED).chain([AUTHORITY]).find_map(|institution| {
		Role::ALL
			.iter()
			.find(|role| staff(institution, **role) == *who)
			.map(|role| (institution, *role))
	})
}

/// What a step comes to: the call, who makes it, and whatever stands against it.
struct Plan {
	who: RuntimeOrigin,
	call: Call<Test>,
	reasons: Vec<DispatchError>,
}

impl Model {
	fn acts(&self, who: &AccountId, roles: galen_primitives::RoleSet) -> bool {
		institution_of(who).is_some_and(|(institution, role)| {
			roles.contains(role) && !self.suspended.contains(&institution)
		})
	}

	fn use_open(&self, who: &AccountId, patient: PatientId) -> bool {
		self.uses
			.iter()
			.any(|used| used.who == *who && used.patient == patient && used.is_open(self.now))
	}

	/// What the gate should permit.
	fn permitted(
		&self,
		who: &AccountId,
		institution: Option<InstitutionId>,
		patient: PatientId,
		fields: FieldGroups,
		purpose: PurposeOfUse,
	) -> FieldGroups {
		let Some(institution) = institution else { return fields };
		if purpose == PurposeOfUse::BTG {
			return if self.use_open(who, patient) { fields } else { FieldGroups::NONE };
		}
		let consent = self.consents.get(&(patient, institution)).copied();
		consent.unwrap_or(FieldGroups::NONE).intersection(fields)
	}

	/// A recent one, mostly one that isn't closed.
	fn grant(&self, pick: u8) -> Option<(GrantId, &ModelGrant)> {
		let open: Vec<_> = self.grants.iter().enumerate().filter(|(_, one)| !one.closed).collect();
		let all: Vec<_> = self.grants.iter().enumerate().collect();
		let from = if pick.is_multiple_of(8) { all } else { open };
		let index = (pick as usize / 8).checked_rem(from.len())?;
		from.get(index).map(|(id, grant)| (*id as u64, *grant))
	}

	fn used(&self, pick: u8) -> Option<(BreakGlassId, &ModelUse)> {
		let back = (pick as usize).checked_rem(self.uses.len().min(8))?;
		let index = self.uses.len() - 1 - back;
		self.uses.get(index).map(|used| (index as u64, used))
	}

	fn faults(
		&self,
		of: impl Fn(&ModelUse) -> bool,
		forgiven: impl Fn(&ModelUse) -> (bool, bool),
	) -> u32 {
		self.uses
			.iter()
			.filter(|used| of(used))
			.map(|used| {
				let (missing, unjustified) = forgiven(used);
				let found =
					used.found.as_ref().is_some_and(|one| one.finding == Finding::Unjustified);
				u32::from(used.missed(self.now) && !missing) + u32::from(found && !unjustified)
			})
			.sum()
	}

	fn actors_faults(&self, who: &AccountId) -> u32 {
		self.faults(
			|used| used.who == *who,
			|used| {
				let found = used.found.as_ref().is_some_and(|one| one.forgiven_actor);
				(used.forgiven_actor, found)
			},
		)
	}

	fn institutions_faults(&self, institution: InstitutionId) -> u32 {
		self.faults(
			|used| used.institution == institution,
			|used| {
				let found = used.found.as_ref().is_some_and(|one| one.forgiven_institution);
				(used.forgiven_institution, found)
			},
		)
	}

	fn open_grants(&self, institution: Option<InstitutionId>, patient: PatientId) -> usize {
		self.grants
			.iter()
			.filter(|one| !one.closed && one.institution == institution)
			.filter(|one| institution.is_some() || one.patient == patient)
			.count()
	}

	fn plan(&self, step: &Step) -> Option<Plan> {
		let mut reasons: Vec<DispatchError> = vec![];
		let mut refuse = |when: bool, error: Error<Test>| {
			if when {
				reasons.push(error.into());
			}
		};
		let by = |by: &By, right: AccountId| match by {
			By::Right => right,
			By::Other(who) => who.clone(),
		};
		let now = self.now;
		let (who, call, passes) = match step {
			Step::Wait(_) | Step::Consent(..) | Step::Suspend(_) | Step::Affiliate(..) => {
				return None
			},
			Step::Request(who, record, fields, purpose) => {
				refuse(patient_of(*record).is_none(), Error::RecordNotFound);
				refuse(*record == ERASED, Error::RecordWithdrawn);
				refuse(fields.is_empty(), Error::InvalidFields);
				let institution = institution_of(who).map(|(institution, _)| institution);
				if let Some(patient) = patient_of(*record) {
					let permitted = self.permitted(who, institution, patient, *fields, *purpose);
					refuse(
						!permitted.is_empty() && self.open_grants(institution, patient) >= 4,
						Error::TooManyOpenGrants,
					);
				}
				let call = Call::request {
					record: *record,
					version: 1,
					fields: *fields,
					purpose: *purpose,
					study: None,
					recipient_key: KEY,
				};
				(who.clone(), call, self.acts(who, REQUESTERS))
			},
			Step::RequestOwn(who, record) => {
				refuse(patient_of(*record).is_none(), Error::RecordNotFound);
				refuse(*record == ERASED, Error::RecordWithdrawn);
				if let Some(patient) = patient_of(*record) {
					refuse(speaker(patient) != *who, Error::NotThePatient);
					refuse(self.open_grants(None, patient) >= 2, Error::TooManyOpenGrants);
				}
				let call = Call::request_own {
					record: *record,
					version: 1,
					fields: LABS,
					purpose: PurposeOfUse::PATRQT,
					recipient_key: KEY,
				};
				(who.clone(), call, true)
			},
			Step::Release(who, pick, payload) => {
				let who = by(who, OFFICER);
				let (id, grant) = self.grant(*pick).map_or((NOTHING, None), |(a, b)| (a, Some(b)));
				refuse(*payload == 0, Error::ZeroDigest);
				match grant.filter(|grant| !grant.closed) {
					None => refuse(true, Error::GrantNotFound),
					Some(grant) => {
						let custodian =
							institution_of(&who).is_some_and(|(one, _)| one == HOSPITAL);
						refuse(!custodian, Error::NotCustodian);
						refuse(grant.released.is_some(), Error::AlreadyReleased);
						refuse(grant.expires <= now, Error::Expired);
						let suspended =
							grant.institution.is_some_and(|one| self.suspended.contains(&one));
						refuse(suspended, Error::RecipientNotInForce);
						let permitted = self.permitted(
							&grant.who,
							grant.institution,
							grant.patient,
							grant.fields,
							grant.purpose,
						);
						refuse(permitted != grant.fields, Error::NoLongerPermitted);
					},
				}
				let call = Call::release { grant: id, payload: digest(*payload) };
				let passes = self.acts(&who, RELEASERS);
				(who, call, passes)
			},
			Step::Confirm(who, pick, payload) => {
				let (id, grant) = self.grant(*pick).map_or((NOTHING, None), |(a, b)| (a, Some(b)));
				let who = by(who, grant.map_or(OUTSIDER, |grant| grant.who.clone()));
				match grant.filter(|grant| !grant.closed) {
					None => refuse(true, Error::GrantNotFound),
					Some(grant) => {
						refuse(grant.who != who, Error::NotRecipient);
						let in_force = grant.institution.is_none() || self.acts(&who, REQUESTERS);
						refuse(!in_force, Error::RecipientNotInForce);
						refuse(grant.released.is_none(), Error::NotReleased);
						let differs = grant.released.is_some_and(|released| released != *payload);
						refuse(differs, Error::PayloadDiffers);
					},
				}
				(who, Call::confirm_receipt { grant: id, payload: digest(*payload) }, true)
			},
			Step::Refuse(who, pick) => {
				let who = by(who, OFFICER);
				let (id, grant) = self.grant(*pick).map_or((NOTHING, None), |(a, b)| (a, Some(b)));
				match grant.filter(|grant| !grant.closed) {
					None => refuse(true, Error::GrantNotFound),
					Some(grant) => {
						let custodian =
							institution_of(&who).is_some_and(|(one, _)| one == HOSPITAL);
						refuse(!custodian, Error::NotCustodian);
						refuse(grant.released.is_some(), Error::AlreadyReleased);
					},
				}
				let reason = RefusalReason::TechnicalFailure;
				let passes = self.acts(&who, RELEASERS);
				(who, Call::refuse_release { grant: id, reason }, passes)
			},
			Step::Clear(who, pick) => {
				let who = by(who, OFFICER);
				let (id, grant) = self.grant(*pick).map_or((NOTHING, None), |(a, b)| (a, Some(b)));
				match grant.filter(|grant| !grant.closed) {
					None => refuse(true, Error::GrantNotFound),
					Some(grant) => refuse(now < grant.expires, Error::NotExpired),
				}
				let passes = self.acts(&who, RELEASERS) || self.acts(&who, REQUESTERS);
				(who, Call::expire_grant { grant: id }, passes)
			},
			Step::Declare(who, patient, ago) => {
				let occurred = now - ago;
				let late = *ago > CLOCK_DRIFT;
				let opens = !late || now < occurred + BREAK_GLASS_TERM;
				let institution = institution_of(who).map_or(0, |(institution, _)| institution);
				let of_late = self
					.uses
					.iter()
					.filter(|used| used.who == *who && now < used.declared + RATE_WINDOW)
					.count();
				let due = self
					.uses
					.iter()
					.filter(|used| used.institution == institution)
					.filter(|used| used.stated.is_none() && now < used.statement_due())
					.count();
				refuse(*ago > MAX_LATENESS, Error::TooLate);
				refuse(*patient == UNKNOWN_PATIENT, Error::PatientNotOpen);
				refuse(self.actors_faults(who) > 0, Error::RightSuspended);
				refuse(
					self.institutions_faults(institution) >= 3,
					Error::InstitutionRightSuspended,
				);
				refuse(of_late >= 3, Error::RateLimited);
				refuse(due >= 6, Error::TooManyStatementsDue);
				refuse(opens && self.use_open(who, *patient), Error::AlreadyOpen);
				let reason = BreakGlassReason::Unconscious;
				let call = Call::declare { patient: *patient, reason, occurred };
				(who.clone(), call, self.acts(who, BREAKERS))
			},
			Step::End(who, pick) => {
				let (id, used) = self.used(*pick).map_or((NOTHING, None), |(a, b)| (a, Some(b)));
				let who = by(who, used.map_or(OUTSIDER, |used| used.who.clone()));
				refuse(used.is_none(), Error::UseNotFound);
				refuse(used.is_some_and(|used| used.who != who), Error::NotTheActor);
				refuse(used.is_some_and(|used| !used.is_open(now)), Error::NotOpen);
				(who, Call::end_use { id }, true)
			},
			Step::State(who, pick) => {
				let (id, used) = self.used(*pick).map_or((NOTHING, None), |(a, b)| (a, Some(b)));
				let who = by(who, used.map_or(OUTSIDER, |used| used.who.clone()));
				refuse(used.is_none(), Error::UseNotFound);
				refuse(used.is_some_and(|used| used.who != who), Error::NotTheActor);
				refuse(used.is_some_and(|used| used.stated.is_some()), Error::AlreadyStated);
				(who, Call::state_reasons { id, statement: digest(5) }, true)
			},
			Step::Review(who, pick, finding) => {
				let (id, used) = self.used(*pick).map_or((NOTHING, None), |(a, b)| (a, Some(b)));
				let reviewer = used.and_then(|used| used.reviewer).unwrap_or(1);
				let who = by(who, reviewer_of(reviewer));
				refuse(used.is_none(), Error::UseNotFound);
				if let Some(used) = used {
					let own = institution_of(&who).map(|(institution, _)| institution);
					refuse(used.reviewer != own, Error::NotReviewer);
					let disputed = used.disputed && !used.settled;
					refuse(disputed, Error::Disputed);
					refuse(used.findings > 0 && !disputed, Error::AlreadyReviewed);
					refuse(used.review_due() <= now, Error::ReviewOverdue);
					refuse(used.who == who, Error::OwnUse);
					let open = used.is_open(now) && *finding == Finding::Justified;
					refuse(open, Error::StillOpen);
				}
				let passes = self.acts(&who, REVIEWERS);
				(who, Call::review { id, finding: *finding }, passes)
			},
			Step::Regulate(who, pick, finding) => {
				let (id, used) = self.used(*pick).map_or((NOTHING, None), |(a, b)| (a, Some(b)));
				let who = by(who, INSPECTOR);
				refuse(used.is_none(), Error::UseNotFound);
				if let Some(used) = used {
					let disputed = used.disputed && !used.settled;
					refuse(used.findings > 0 && !disputed, Error::AlreadyReviewed);
					let in_time = used.reviewer.is_some() && now < used.review_due();
					refuse(used.awaits_review() && in_time, Error::NotEscalated);
					let own = institution_of(&who).map(|(institution, _)| institution);
					refuse(own == Some(used.institution), Error::OwnInstitution);
					let open = used.is_open(now) && *finding == Finding::Justified;
					refuse(open, Error::StillOpen);
				}
				let passes = self.acts(&who, REGULATORS);
				(who, Call::review_as_regulator { id, finding: *finding }, passes)
			},
			Step::Dispute(who, pick) => {
				let (id, used) = self.used(*pick).map_or((NOTHING, None), |(a, b)| (a, Some(b)));
				let who = by(who, used.map_or(OUTSIDER, |used| speaker(used.patient)));
				refuse(used.is_none(), Error::UseNotFound);
				if let Some(used) = used {
					refuse(speaker(used.patient) != who, Error::NotThePatient);
					refuse(used.disputed, Error::AlreadyDisputed);
					let since = used.found.as_ref().map_or(used.declared, |found| found.at);
					refuse(since + DISPUTE_TERM <= now, Error::DisputeTermOver);
				}
				(who, Call::dispute { id }, true)
			},
			Step::Rotate(bits) => {
				let reviewers = list_of(*bits).try_into().unwrap();
				let call = Call::set_reviewers { reviewers };
				return Some(Plan { who: RuntimeOrigin::root(), call, reasons });
			},
			Step::RestoreRight(account) => {
				refuse(*account == INSPECTOR, Error::OwnRight);
				refuse(self.actors_faults(account) == 0, Error::NotSuspended);
				(INSPECTOR, Call::restore_right { account: account.clone() }, true)
			},
			Step::RestoreInstitution(institution) => {
				let institution = *institution;
				refuse(self.institutions_faults(institution) < 3, Error::NotSuspended);
				(INSPECTOR, Call::restore_institution { institution }, true)
			},
		};
		if !passes {
			reasons = vec![DispatchError::BadOrigin];
		}
		Some(Plan { who: signed(who), call, reasons })
	}

	/// What the step changes, where nothing stands against it. Whose log it should be in.
	fn apply(&mut self, step: &Step) -> Option<PatientId> {
		let now = self.now;
		let grant = |model: &Model, pick: &u8| model.grant(*pick).unwrap().0 as usize;
		let index = |model: &Model, pick: &u8| model.used(*pick).unwrap().0 as usize;
		match step {
			Step::Wait(time) => {
				wait(*time);
				self.now += time;
				None
			},
			Step::Consent(patient, institution, fields) => {
				consent(*patient, *institution, *fields);
				self.consents.insert((*patient, *institution), *fields);
				None
			},
			Step::Suspend(institution) => {
				// One at a time, so that something goes on.
				if self.suspended.is_empty() {
					self.suspended.push(*institution);
				} else {
					self.suspended.clear();
				}
				Suspended::set(self.suspended.clone());
				None
			},
			Step::Affiliate(one, other) => {
				toggle(&mut self.affiliated, (*one, *other));
				Affiliated::set(self.affiliated.clone());
				None
			},
			Step::Request(who, record, fields, purpose) => {
				let institution = institution_of(who).map(|(institution, _)| institution);
				self.granted(who, institution, *record, *fields, *purpose)
			},
			Step::RequestOwn(who, record) => {
				self.granted(who, None, *record, LABS, PurposeOfUse::PATRQT)
			},
			Step::Release(_, pick, payload) => {
				let grant = grant(self, pick);
				self.grants[grant].released = Some(*payload);
				Some(self.grants[grant].patient)
			},
			Step::Confirm(_, pick, _) | Step::Refuse(_, pick) | Step::Clear(_, pick) => {
				let grant = grant(self, pick);
				self.grants[grant].closed = true;
				Some(self.grants[grant].patient)
			},
			Step::Declare(who, patient, ago) => {
				let late = *ago > CLOCK_DRIFT;
				let (institution, _) = institution_of(who).unwrap();
				// Whose turn it is isn't for the model to say, but who can't be is.
				let reviewer = used(self.uses.len() as u64).reviewer;
				if let Some(reviewer) = reviewer {
					assert!(reviewer != institution && self.list.contains(&reviewer));
					assert!(!self.suspended.contains(&reviewer), "{reviewer} isn't in force");
					let pair = |a, b| self.affiliated.contains(&(a, b));
					assert!(!pair(reviewer, institution) && !pair(institution, reviewer));
				}
				self.uses.push(ModelUse {
					who: who.clone(),
					institution,
					patient: *patient,
					declared: now,
					expires: if late { now - ago } else { now } + BREAK_GLASS_TERM,
					ended: false,
					stated: None,
					reviewer,
					found: None,
					findings: 0,
					disputed: false,
					settled: false,
					forgiven_actor: false,
					forgiven_institution: false,
				});
				Some(*patient)
			},
			Step::End(_, pick) => {
				let index = index(self, pick);
				self.uses[index].ended = true;
				Some(self.uses[index].patient)
			},
			Step::State(_, pick) => {
				let index = index(self, pick);
				self.uses[index].stated = Some(now);
				Some(self.uses[index].patient)
			},
			Step::Review(_, pick, finding) | Step::Regulate(_, pick, finding) => {
				let index = index(self, pick);
				let used = &mut self.uses[index];
				used.settled = used.disputed;
				used.ended |= used.is_open(now);
				used.findings += 1;
				used.found = Some(ModelFinding {
					finding: *finding,
					at: now,
					forgiven_actor: false,
					forgiven_institution: false,
				});
				Some(used.patient)
			},
			Step::Dispute(_, pick) => {
				let index = index(self, pick);
				self.uses[index].disputed = true;
				Some(self.uses[index].patient)
			},
			Step::Rotate(bits) => {
				self.list = list_of(*bits);
				None
			},
			Step::RestoreRight(account) => {
				for used in self.uses.iter_mut().filter(|used| used.who == *account) {
					used.forgiven_actor |= used.missed(now);
					if let Some(found) = &mut used.found {
						found.forgiven_actor = true;
					}
				}
				None
			},
			Step::RestoreInstitution(institution) => {
				for used in self.uses.iter_mut().filter(|used| used.institution == *institution) {
					used.forgiven_institution |= used.missed(now);
					if let Some(found) = &mut used.found {
						found.forgiven_institution = true;
					}
				}
				None
			},
		}
	}

	fn granted(
		&mut self,
		who: &AccountId,
		institution: Option<InstitutionId>,
		record: RecordId,
		fields: FieldGroups,
		purpose: PurposeOfUse,
	) -> Option<PatientId> {
		let patient = patient_of(record)?;
		let fields = self.permitted(who, institution, patient, fields, purpose);
		if !fields.is_empty() {
			self.grants.push(ModelGrant {
				who: who.clone(),
				institution,
				patient,
				fields,
				purpose,
				expires: self.now + GRANT_TERM,
				released: None,
				closed: false,
			});
		}
		Some(patient)
	}

	/// What the chain answers, against what happened.
	fn compare(&self) {
		for (id, grant) in self.grants.iter().enumerate() {
			let shown = Disclosures::grant(id as u64);
			assert_eq!(shown.is_some(), !grant.closed, "grant {id}");
			if let Some(shown) = shown {
				assert_eq!(shown.grant.data.fields, grant.fields);
				let released = shown.grant.released.map(|released| released.payload);
				assert_eq!(released, grant.released.map(digest));
			}
		}
		assert_eq!(Disclosures::grant(self.grants.len() as u64), None);

		for (id, used) in self.uses.iter().enumerate() {
			let shown = Disclosures::break_glass(id as u64).unwrap();
			assert_eq!(shown.open, used.is_open(self.now), "use {id}");
			let missing =
				matches!(shown.statement, StatementStatus::Missing | StatementStatus::GivenLate);
			assert_eq!(missing, used.missed(self.now), "use {id}");
			let expected = match (&used.found, used.reviewer) {
				_ if used.disputed && !used.settled => {
					ReviewStatus::WithRegulator { disputed: true }
				},
				(Some(found), _) => {
					ReviewStatus::Found { finding: found.finding, settled: used.settled }
				},
				(None, Some(by)) if self.now < used.review_due() => {
					ReviewStatus::Awaited { by, due: used.review_due() }
				},
				(None, _) => ReviewStatus::WithRegulator { disputed: false },
			};
			assert_eq!(shown.review, expected, "use {id}");
		}
		// Every deadline has had its consequence.
		for institution in STAFFED {
			for role in [Role::Physician, Role::Nurse] {
				let who = staff(institution, role);
				let shown = Disclosures::right(who.clone());
				let faults = self.actors_faults(&who);
				assert_eq!(
					(shown.suspended, shown.unjustified + shown.missing),
					(faults > 0, faults)
				);
				for patient in [PATIENT, OTHER_PATIENT] {
					let open = Disclosures::break_glass_open(who.clone(), patient);
					assert_eq!(open.is_some(), self.use_open(&who, patient));
				}
			}
			let shown = Disclosures::institution_right(institution);
			let faults = self.institutions_faults(institution);
			assert_eq!((shown.suspended, shown.unjustified + shown.missing), (faults >= 3, faults));
		}
		// No two open reviews are reciprocal.
		let open = || self.uses.iter().filter(|used| used.awaits_review());
		for one in open() {
			let back = |other: &&ModelUse| {
				other.reviewer == Some(one.institution) && one.reviewer == Some(other.institution)
			};
			assert!(open().find(back).is_none(), "{one:?} is reciprocal");
		}
		for (patient, entries) in &self.entries {
			assert_eq!(Disclosures::log_head(*patient).entries, *entries);
		}
	}

	/// Whoever looks at the log alone finds nobody who got data that wasn't granted and released.
	fn read_logs(&self) {
		for patient in [PATIENT, OTHER_PATIENT] {
			let (mut granted, mut released) = (BTreeMap::new(), BTreeMap::new());
			for entry in log_of(patient) {
				let basis = match entry.what {
					Happening::Granted { basis, .. } => Some(basis),
					_ => entry.what.disclosure(),
				};
				if let Some(Basis::BreakGlass { id }) = basis {
					let used = used(id);
					let recipient = entry.data.as_ref().unwrap().recipient.clone();
					assert_eq!(Requester::Staff(used.actor), recipient);
					assert_eq!(used.patient, patient);
					assert!(used.from <= entry.at && entry.at < used.expires);
					assert!(used.ended.is_none_or(|ended| entry.at <= ended));
				}
				match entry.what {
					Happening::Granted { grant, .. } => {
						granted.insert(grant, entry.actor);
					},
					Happening::Released { grant, payload, .. } => {
						assert!(granted.contains_key(&grant));
						let custodian = match entry.actor {
							Requester::Staff(actor) => actor.institution,
							Requester::Patient(_) => panic!("no patient releases"),
						};
						assert_eq!(custodian, HOSPITAL);
						released.insert(grant, payload);
					},
					Happening::Received { grant, payload } => {
						assert_eq!(released.get(&grant), Some(&payload));
						assert_eq!(granted.get(&grant), Some(&entry.actor));
					},
					_ => {},
				}
			}
		}
	}
}

fn list_of(bits: u8) -> Vec<InstitutionId> {
	(1..=LISTED).filter(|institution| bits >> institution & 1 == 1).collect()
}

fn toggle<Item: PartialEq>(list: &mut Vec<Item>, item: Item) {
	match list.iter().position(|one| *one == item) {
		Some(at) => {
			list.remove(at);
		},
		None => list.push(item),
	}
}

fn step() -> impl Strategy<Value = Step> {
	let roles =
		|roles: Vec<Role>| (select(STAFFED.to_vec()), select(roles)).prop_map(|(a, b)| staff(a, b));
	let anybody = move || {
		let all = vec![Role::Physician, Role::Nurse, Role::RecordsOfficer, Role::Inspector];
		prop_oneof![4 => roles(all), 1 => select(vec![ALICE, BOB, OUTSIDER, INSPECTOR])]
	};
	let clinician = move || {
		let clinicians = roles(vec![Role::Physician, Role::Nurse]);
		prop_oneof![12 => clinicians, 1 => anybody()]
	};
	let by = move || prop_oneof![7 => Just(By::Right), 1 => anybody().prop_map(By::Other)];
	let patient = || prop_oneof![12 => Just(PATIENT), 6 => Just(OTHER_PATIENT)];
	let record = || {
		prop_oneof![
			12 => Just(RECORD), 6 => Just(OTHER_RECORD), 1 => Just(ERASED), 1 => Just(NOWHERE)
		]
	};
	let fields = || {
		let some = vec![LABS, IMAGING, LABS.union(IMAGING)];
		prop_oneof![12 => select(some), 1 => Just(FieldGroups::NONE)]
	};
	let institution = || select(STAFFED.to_vec());
	let finding = || prop_oneof![2 => Just(Finding::Justified), 1 => Just(Finding::Unjustified)];
	let purpose = prop_oneof![3 => Just(TREAT), 2 => Just(PurposeOfUse::BTG)];
	let ago = prop_oneof![
		12 => 0..=CLOCK_DRIFT, 3 => 0..2 * BREAK_GLASS_TERM, 1 => 0..MAX_LATENESS + HOUR
	];
	let broken_for = prop_oneof![12 => patient(), 1 => Just(UNKNOWN_PATIENT)];
	let time = prop_oneof![
		16 => 0..HOUR, 6 => 0..8 * HOUR, 2 => 0..3 * DAY, 1 => 0..8 * DAY, 1 => Just(DISPUTE_TERM)
	];
	let own = (patient().prop_map(speaker), record());
	let own = prop_oneof![6 => own, 1 => (anybody(), record())];
	let (pick, payload) = (any::<u8>, || prop_oneof![1 => Just(0u8), 12 => Just(1), 2 => Just(2)]);
	prop_oneof![
		16 => time.prop_map(Step::Wait),
		6 => (patient(), institution(), fields()).prop_map(|(a, b, c)| Step::Consent(a, b, c)),
		1 => (1..=LISTED).prop_map(Step::Suspend),
		1 => (1..=LISTED, 1..=LISTED).prop_map(|(a, b)| Step::Affiliate(a, b)),
		12 => (clinician(), record(), fields(), purpose)
			.prop_map(|(a, b, c, d)| Step::Request(a, b, c, d)),
		2 => own.prop_map(|(a, b)| Step::RequestOwn(a, b)),
		10 => (by(), pick(), payload()).prop_map(|(a, b, c)| Step::Release(a, b, c)),
		10 => (by(), pick(), payload()).prop_map(|(a, b, c)| Step::Confirm(a, b, c)),
		2 => (by(), pick()).prop_map(|(a, b)| Step::Refuse(a, b)),
		3 => (by(), pick()).prop_map(|(a, b)| Step::Clear(a, b)),
		12 => (clinician(), broken_for, ago).prop_map(|(a, b, c)| Step::Declare(a, b, c)),
		3 => (by(), pick()).prop_map(|(a, b)| Step::End(a, b)),
		9 => (by(), pick()).prop_map(|(a, b)| Step::State(a, b)),
		7 => (by(), pick(), finding()).prop_map(|(a, b, c)| Step::Review(a, b, c)),
		4 => (by(), pick(), finding()).prop_map(|(a, b, c)| Step::Regulate(a, b, c)),
		2 => (by(), pick()).prop_map(|(a, b)| Step::Dispute(a, b)),
		3 => any::<u8>().prop_map(Step::Rotate),
		5 => clinician().prop_map(Step::RestoreRight),
		4 => institution().prop_map(Step::RestoreInstitution),
	]
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

fn run(steps: &[Step], tally: &RefCell<Tally>) {
	build_and_execute(|| {
		let mut model = Model { now: START, ..Default::default() };
		for (number, step) in steps.iter().enumerate() {
			// Not after each, which would take most of the time.
			if number % 5 == 0 {
				model.compare();
			}
			let name = format!("{step:?}").split('(').next().unwrap_or_default().to_string();
			let Some(Plan { who, call, reasons }) = model.plan(step) else {
				model.apply(step);
				continue;
			};
			let before = state();
			match call.dispatch_bypass_filter(who) {
				Ok(_) => {
					assert!(reasons.is_empty(), "{step:?} should fail: {reasons:?}");
					*tally.borrow_mut().entry(name).or_default() += 1;
					if let Some(patient) = model.apply(step) {
						*model.entries.entry(patient).or_default() += 1;
					}
				},
				Err(error) => {
					let error = error.error;
					assert!(
						reasons.iter().any(|reason| message(reason) == message(&error)),
						"{step:?}: {error:?}, expected one of {reasons:?}"
					);
					assert_eq!(state(), before, "{step:?} left a trace");
					*tally.borrow_mut().entry(message(&error).to_string()).or_default() += 1;
				},
			}
		}
		model.compare();
		model.read_logs();
		assert_no_gap(steps.len());
	});
}

/// A copy of a log that somebody has tampered with, here or there, is refused.
fn assert_no_gap(somewhere: usize) {
	let log = log_of(PATIENT);
	let Some(at) = somewhere.wrapping_mul(31).checked_rem(log.len()) else { return };
	let refused = |copy| assert!(Disclosures::verify_log(PATIENT, copy).is_err());
	let mut copy = log.clone();
	copy.remove(at);
	refused(copy);
	let mut copy = log.clone();
	copy[at].accountable ^= true;
	refused(copy);
	let other = (at + 1) % log.len();
	if other != at {
		let mut copy = log.clone();
		copy.swap(at, other);
		refused(copy.clone());
		let numbers = (copy[at].number, copy[other].number);
		(copy[other].number, copy[at].number) = numbers;
		// Two entries that differ in their numbers alone are as good as each other.
		if copy != log {
			refused(copy);
		}
	}
}

#[test]
fn the_chain_should_agree_with_the_model_whatever_is_called() {
	let total = std::env::var("GALEN_STEPS").ok().and_then(|steps| steps.parse().ok());
	let cases = total.unwrap_or(10_000u32).div_ceil(STEPS);
	let tally = RefCell::new(Tally::new());
	let config = ProptestConfig { cases, failure_persistence: None, ..Default::default() };
	TestRunner::new(config)
		.run(&vec(step(), STEPS as usize), |steps| {
			run(&steps, &tally);
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));

	let tally = tally.into_inner();
	println!("{} steps: {tally:#?}", cases * STEPS);
	if cases >= 20 {
		for name in [
			"Request",
			"RequestOwn",
			"Release",
			"Confirm",
			"Refuse",
			"Clear",
			"Declare",
			"End",
			"State",
			"Review",
			"Regulate",
			"Dispute",
			"Rotate",
			"RestoreRight",
			"RestoreInstitution",
			"NoLongerPermitted",
			"RightSuspended",
			"InstitutionRightSuspended",
		] {
			assert!(tally.contains_key(name), "{name} never went through");
		}
	}
}
