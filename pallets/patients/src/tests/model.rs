// SPDX-License-Identifier: Apache-2.0

//! Random calls by random callers, against a model that keeps what each account is and nothing
//! twice.
//!
//! `GALEN_STEPS` says how many steps a run takes, 10,000 by default.

use super::prelude::*;
use galen_primitives::InstitutionKind;
use proptest::{collection::vec, prelude::*, test_runner::TestRunner};
use std::collections::{BTreeMap, BTreeSet};

const STEPS_PER_CASE: usize = 100;
const ACCOUNTS: u8 = 24;
const HOSPITALS: [(InstitutionId, &str); 2] = [(HOSPITAL, "hospital"), (CLINIC, "clinic")];

/// What happens, as numbers that are read as far as the step needs them.
#[derive(Clone, Copy, Debug)]
struct Step {
	what: What,
	/// Mostly the patient concerned.
	patient: u8,
	/// Mostly the account concerned.
	account: u8,
	/// Mostly who calls.
	caller: u8,
	/// Variations.
	how: u8,
	/// Whether the step aims at what it may do, as most do, or at anything.
	aims: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
	Wait,
	Open,
	Claim,
	ReplaceClaimKey,
	IssueVoucher,
	RevokeVoucher,
	OpenWithVoucher,
	Rotate,
	Appoint,
	AppointFor,
	Dismiss,
	SetRecovery,
	RemoveRecovery,
	BeginRecovery,
	VetoRecovery,
	CompleteRecovery,
	SetCompartments,
	RecordDeath,
	ReverseDeath,
	Close,
	Offer,
	Accept,
	Suspend,
	Restore,
}

fn step() -> impl Strategy<Value = Step> {
	use What::*;
	// What creates and what lets time pass is more frequent than what ends.
	let what = prop_oneof![
		3 => Just(Wait),
		2 => Just(Open),
		4 => Just(Claim),
		1 => Just(ReplaceClaimKey),
		3 => Just(IssueVoucher),
		1 => Just(RevokeVoucher),
		3 => Just(OpenWithVoucher),
		2 => Just(Rotate),
		4 => Just(Appoint),
		3 => Just(AppointFor),
		3 => Just(Dismiss),
		3 => Just(SetRecovery),
		1 => Just(RemoveRecovery),
		6 => Just(BeginRecovery),
		2 => Just(VetoRecovery),
		4 => Just(CompleteRecovery),
		2 => Just(SetCompartments),
		1 => Just(RecordDeath),
		2 => Just(ReverseDeath),
		1 => Just(Close),
		2 => Just(Offer),
		2 => Just(Accept),
		1 => Just(Suspend),
		3 => Just(Restore),
	];
	(what, any::<[u8; 4]>(), prop::bool::weighted(0.8)).prop_map(
		|(what, [patient, account, caller, how], aims)| Step {
			what,
			patient,
			account,
			caller,
			how,
			aims,
		},
	)
}

/// What an account is to a patient.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Use {
	Controller(PatientId),
	Representative(PatientId, Scopes, Option<Moment>),
	Voucher(InstitutionId, Moment),
	Candidate(PatientId),
	Former(PatientId),
}

#[derive(Clone, Debug)]
struct Pseudonym {
	sponsor: InstitutionId,
	/// The name of the key that claims it.
	claim_key: Option<String>,
	open: bool,
	closed: bool,
	compartments: u64,
	threshold: Option<u8>,
	ready_at: Option<Moment>,
	offer: Option<(InstitutionId, Moment)>,
}

#[derive(Default)]
struct Model {
	ids: Vec<PatientId>,
	patients: BTreeMap<PatientId, Pseudonym>,
	accounts: BTreeMap<u8, Use>,
	suspended: BTreeSet<InstitutionId>,
	/// Makes names that weren't used before.
	fresh: u32,
}

fn name(account: u8) -> String {
	format!("account/{account}")
}

impl Model {
	/// The patient that the step concerns.
	fn id(&self, step: &Step) -> PatientId {
		let suits = |patient: &Pseudonym| match step.what {
			What::Claim | What::AppointFor | What::ReplaceClaimKey => {
				patient.open && patient.claim_key.is_some()
			},
			What::Rotate | What::Appoint | What::SetRecovery => {
				patient.open && patient.claim_key.is_none()
			},
			What::BeginRecovery | What::RemoveRecovery => {
				patient.open && patient.threshold.is_some()
			},
			What::VetoRecovery | What::CompleteRecovery => patient.ready_at.is_some(),
			What::ReverseDeath => !patient.open && !patient.closed,
			What::Accept => patient.offer.is_some(),
			_ => true,
		};
		let suits = |id: &&PatientId| !step.aims || suits(&self.patients[*id]);
		let suitable: Vec<_> = self.ids.iter().filter(suits).collect();
		let index = usize::from(step.patient).checked_rem(suitable.len());
		index.map_or(PatientId([0; 32]), |index| *suitable[index])
	}

	/// The account that the step concerns.
	fn account(&self, step: &Step) -> u8 {
		let suits = |account: &u8| match (step.what, self.accounts.get(account)) {
			(What::RevokeVoucher | What::OpenWithVoucher, used) => {
				matches!(used, Some(Use::Voucher(_, expires)) if now() < *expires)
			},
			(What::Dismiss, used) => matches!(used, Some(Use::Representative(..))),
			(_, used) => used.is_none(),
		};
		let suitable: Vec<_> = (0..ACCOUNTS).filter(suits).collect();
		let index = usize::from(step.account).checked_rem(suitable.len());
		let suitable = index.map(|index| suitable[index]);
		suitable.filter(|_| step.aims).unwrap_or(step.account % ACCOUNTS)
	}

	/// The institution that the step concerns, as a position among [`HOSPITALS`].
	fn institution(&self, step: &Step) -> usize {
		let patient = self.patients.get(&self.id(step));
		let voucher = match self.accounts.get(&self.account(step)) {
			Some(Use::Voucher(institution, _)) => Some(*institution),
			_ => None,
		};
		let suitable = match step.what {
			What::RevokeVoucher => voucher,
			What::Offer => None,
			What::Accept => patient.and_then(|patient| patient.offer).map(|offer| offer.0),
			_ => patient.map(|patient| patient.sponsor),
		};
		let suitable = suitable.filter(|_| step.aims && step.what != What::Suspend);
		let any = usize::from(step.how & 1);
		suitable.map_or(any, |institution| usize::from(institution == CLINIC))
	}

	fn is_open(&self, id: &PatientId) -> bool {
		self.patients.get(id).is_some_and(|patient| patient.open)
	}

	fn is_unclaimed(&self, id: &PatientId) -> bool {
		self.patients.get(id).is_some_and(|patient| patient.claim_key.is_some())
	}

	/// Whoever controls the patient that the step concerns, or anyone.
	fn caller(&self, step: &Step) -> u8 {
		let id = self.id(step);
		let controls =
			|(account, used): (&u8, &Use)| (*used == Use::Controller(id)).then_some(*account);
		let controller = self.accounts.iter().find_map(controls);
		controller.filter(|_| step.aims).unwrap_or(step.caller % ACCOUNTS)
	}

	fn controlled_by(&self, account: u8) -> Option<PatientId> {
		match self.accounts.get(&account) {
			Some(Use::Controller(id)) => Some(*id),
			_ => None,
		}
	}

	fn serves(&self, account: u8) -> Option<(PatientId, Scopes)> {
		match self.accounts.get(&account) {
			Some(Use::Controller(id)) => Some((*id, Scopes::ALL)),
			Some(Use::Representative(id, scopes, until))
				if until.is_none_or(|until| now() < until) =>
			{
				Some((*id, *scopes))
			},
			_ => None,
		}
	}

	fn speaks(&self, account: u8, scope: Scope) -> Option<PatientId> {
		self.serves(account).filter(|(_, scopes)| scopes.cover(scope)).map(|(id, _)| id)
	}

	fn is_free(&self, account: u8, id: Option<PatientId>) -> bool {
		match self.accounts.get(&account) {
			None => true,
			Some(Use::Voucher(_, expires)) => *expires <= now(),
			Some(Use::Former(served)) => Some(*served) == id,
			Some(_) => false,
		}
	}

	/// Ends what accounts do for the patient, as far as `ends` says so.
	fn end(&mut self, id: PatientId, ends: impl Fn(&Use) -> bool) {
		for used in self.accounts.values_mut() {
			let serves = match used {
				Use::Controller(of) | Use::Candidate(of) | Use::Representative(of, ..) => *of == id,
				_ => false,
			};
			if serves && ends(used) {
				*used = Use::Former(id);
			}
		}
	}

	fn end_recovery(&mut self, id: PatientId) {
		self.end(id, |used| matches!(used, Use::Candidate(_)));
		self.patient(id).ready_at = None;
	}

	fn patient(&mut self, id: PatientId) -> &mut Pseudonym {
		self.patients.get_mut(&id).expect("the model knows it")
	}

	fn add(&mut self, id: PatientId, sponsor: InstitutionId, claim_key: Option<String>) {
		self.ids.push(id);
		let (open, closed, compartments) = (true, false, 0);
		let (threshold, ready_at, offer) = (None, None, None);
		self.patients.insert(
			id,
			Pseudonym {
				sponsor,
				claim_key,
				open,
				closed,
				compartments,
				threshold,
				ready_at,
				offer,
			},
		);
	}

	/// Appoints in the model, if that is possible.
	fn appoint(
		&mut self,
		id: PatientId,
		account: u8,
		scopes: Scopes,
		until: Option<Moment>,
	) -> bool {
		let of_patient = |used: &Use| match used {
			Use::Representative(of, _, until) if *of == id => Some(*until),
			_ => None,
		};
		let lapsed = |used: &Use| {
			of_patient(used).is_some_and(|until| until.is_some_and(|until| until <= now()))
		};
		let in_force = self
			.accounts
			.values()
			.filter(|used| of_patient(used).is_some() && !lapsed(used))
			.count();
		let renews = self.accounts.get(&account).is_some_and(lapsed);
		if in_force >= 3 || !(renews || self.is_free(account, Some(id))) {
			return false;
		}
		self.end(id, lapsed);
		self.accounts.insert(account, Use::Representative(id, scopes, until));
		true
	}

	/// Who pays, as the documentation has it.
	fn payer(&self, account: u8) -> Option<InstitutionId> {
		if let Some(Use::Voucher(institution, expires)) = self.accounts.get(&account) {
			return (now() < *expires).then_some(*institution);
		}
		let patient = &self.patients[&self.serves(account)?.0];
		match patient.offer {
			Some((institution, expires))
				if self.suspended.contains(&patient.sponsor) && now() < expires =>
			{
				Some(institution)
			},
			_ => Some(patient.sponsor),
		}
	}

	/// Makes the call, and says whether it went as it should have.
	fn take(&mut self, step: &Step) -> (bool, bool) {
		let (on, how) = (self.account(step), step.how);
		let id = self.id(step);
		let by = self.caller(step);
		let signer = signed(&name(by));
		let target = account(&name(on));
		let (institution, place) = HOSPITALS[self.institution(step)];
		let registrar = signed(&format!("{place}/registrar"));
		let clinician = signed(&format!("{place}/physician"));
		let works = !self.suspended.contains(&institution);
		let sponsors = works && self.patients.get(&id).is_some_and(|p| p.sponsor == institution);
		let scopes =
			[Scopes::EVERYTHING, Scopes::CONSENT, Scopes::DISCLOSURE][usize::from(how >> 1) % 3];
		let until = (how & 64 == 0).then(|| now() + Moment::from(how) * HOUR + 1);
		let open = self.is_open(&id);

		match step.what {
			What::Wait => {
				advance(Moment::from(how) * HOUR / 2);
				(true, true)
			},
			What::Open => {
				self.fresh += 1;
				// Now and then with a nonce that was used before.
				let fresh = self.fresh - u32::from(how > 220);
				let (nonce, claim_key) = (nonce(&format!("{fresh}")), format!("claim/{fresh}"));
				let opener = account(&format!("{place}/registrar"));
				let id = PatientId::derive(&opener, &nonce);
				let expected = works && !self.patients.contains_key(&id);
				if expected {
					self.add(id, institution, Some(claim_key.clone()));
				}
				(expected, Patients::open(registrar, nonce, key(&claim_key)).is_ok())
			},
			What::Claim => {
				let right = self.patients.get(&id).and_then(|patient| patient.claim_key.clone());
				let wrong = how > 200;
				let signs = right.clone().filter(|_| !wrong).unwrap_or("another".into());
				let (expires, signature) = claim_signature(&signs, id, &target);
				let expected = open && right.is_some() && !wrong && self.is_free(on, Some(id));
				if expected {
					self.end(id, |_| true);
					self.accounts.insert(on, Use::Controller(id));
					self.patient(id).claim_key = None;
				}
				let claimed = Patients::claim(signer, id, target, expires, signature);
				(expected, claimed.is_ok())
			},
			What::ReplaceClaimKey => {
				self.fresh += 1;
				let another = format!("replaced/{}", self.fresh);
				let expected = sponsors && open && self.is_unclaimed(&id);
				if expected {
					self.patient(id).claim_key = Some(another.clone());
				}
				(expected, Patients::replace_claim_key(registrar, id, key(&another)).is_ok())
			},
			What::IssueVoucher => {
				let expires = now() + Moment::from(how) * HOUR;
				let expected = works && expires > now() && self.is_free(on, None);
				if expected {
					self.accounts.insert(on, Use::Voucher(institution, expires));
				}
				(expected, Patients::issue_voucher(registrar, target, expires).is_ok())
			},
			What::RevokeVoucher => {
				let holds = matches!(
					self.accounts.get(&on),
					Some(Use::Voucher(by, expires)) if *by == institution && now() < *expires
				);
				if works && holds {
					self.accounts.insert(on, Use::Voucher(institution, now()));
				}
				(works && holds, Patients::revoke_voucher(registrar, target).is_ok())
			},
			What::OpenWithVoucher => {
				self.fresh += 1;
				let nonce = nonce(&format!("{}", self.fresh));
				let voucher = match self.accounts.get(&on) {
					Some(Use::Voucher(by, expires)) if now() < *expires => Some(*by),
					_ => None,
				};
				let sponsor = voucher.filter(|by| !self.suspended.contains(by));
				if let Some(sponsor) = sponsor {
					let id = PatientId::derive(&target, &nonce);
					self.add(id, sponsor, None);
					self.accounts.insert(on, Use::Controller(id));
				}
				let opened = Patients::open_with_voucher(RuntimeOrigin::signed(target), nonce);
				(sponsor.is_some(), opened.is_ok())
			},
			What::Rotate => {
				let id = self.controlled_by(by).filter(|id| self.is_open(id));
				let id = id.filter(|id| self.is_free(on, Some(*id)));
				if let Some(id) = id {
					self.end_recovery(id);
					self.accounts.insert(by, Use::Former(id));
					self.accounts.insert(on, Use::Controller(id));
				}
				(id.is_some(), Patients::rotate_controller(signer, target).is_ok())
			},
			What::Appoint => {
				let id = self.controlled_by(by).filter(|id| self.is_open(id));
				let expected = id.is_some_and(|id| self.appoint(id, on, scopes, until));
				let appointed = Patients::appoint_representative(
					signer,
					target,
					RepresentativeKind::HealthcareProxy,
					scopes,
					until,
					evidence(),
				);
				(expected, appointed.is_ok())
			},
			What::AppointFor => {
				let expected = sponsors
					&& open && self.is_unclaimed(&id)
					&& self.appoint(id, on, scopes, until);
				let appointed = Patients::appoint_representative_for(
					clinician,
					id,
					target,
					RepresentativeKind::Guardian,
					scopes,
					until,
					evidence(),
				);
				(expected, appointed.is_ok())
			},
			What::Dismiss => {
				let represented = match self.accounts.get(&on) {
					Some(Use::Representative(id, ..)) => Some(*id),
					_ => None,
				};
				let (caller, expected) = if how > 128 {
					let expected = represented.is_some_and(|id| {
						works && self.is_unclaimed(&id) && self.patients[&id].sponsor == institution
					});
					(clinician, expected)
				} else if how > 64 {
					(RuntimeOrigin::signed(target.clone()), represented.is_some())
				} else {
					let controls = self.controlled_by(by);
					(signer, represented.is_some() && (controls == represented || by == on))
				};
				if expected {
					self.accounts.extend(represented.map(|id| (on, Use::Former(id))));
				}
				(expected, Patients::dismiss_representative(caller, target).is_ok())
			},
			What::SetRecovery => {
				let threshold = how % 5;
				let id = self.controlled_by(by).filter(|id| self.is_open(id));
				let id = id.filter(|_| (1..=3).contains(&threshold));
				if let Some(id) = id {
					self.end_recovery(id);
					self.patient(id).threshold = Some(threshold);
				}
				let set = Patients::set_recovery(signer, guardians(3), threshold, 2 * DAY);
				(id.is_some(), set.is_ok())
			},
			What::RemoveRecovery => {
				let id = self.controlled_by(by).filter(|id| self.is_open(id));
				let id = id.filter(|id| self.patients[id].threshold.is_some());
				if let Some(id) = id {
					self.end_recovery(id);
					self.patient(id).threshold = None;
				}
				(id.is_some(), Patients::remove_recovery(signer).is_ok())
			},
			What::BeginRecovery => {
				let signing: &[u8] = match how % 16 {
					0 => &[],
					1 => &[1],
					2 => &[2, 0],
					3..6 => &[0, 2],
					_ => &[0, 1, 2],
				};
				let enough = |threshold: u8| signing.len() >= threshold.into();
				let expected = open
					&& signing.is_sorted()
					&& self.patients[&id].threshold.is_some_and(enough)
					&& self.is_free(on, Some(id));
				let known = self.patients.contains_key(&id);
				let (expires, signatures) = match known {
					true => recovery_signatures(id, &name(on), signing),
					false => (now() + HOUR, Default::default()),
				};
				if expected {
					self.end_recovery(id);
					self.accounts.insert(on, Use::Candidate(id));
					self.patient(id).ready_at = Some(now() + 2 * DAY);
				}
				let begun = Patients::begin_recovery(signer, id, target, expires, signatures);
				(expected, begun.is_ok())
			},
			What::VetoRecovery => {
				let id = self.speaks(by, Scope::Everything);
				let id = id.filter(|id| self.patients[id].ready_at.is_some());
				if let Some(id) = id {
					self.end_recovery(id);
				}
				(id.is_some(), Patients::veto_recovery(signer).is_ok())
			},
			What::CompleteRecovery => {
				if step.aims {
					advance(Moment::from(how & 3) * DAY);
				}
				let ready = self.patients.get(&id).and_then(|patient| patient.ready_at);
				let expected = open && ready.is_some_and(|ready_at| ready_at <= now());
				if expected {
					self.end(id, |used| matches!(used, Use::Controller(_)));
					for used in self.accounts.values_mut() {
						if *used == Use::Candidate(id) {
							*used = Use::Controller(id);
						}
					}
					self.patient(id).ready_at = None;
				}
				(expected, Patients::complete_recovery(signer, id).is_ok())
			},
			What::SetCompartments => {
				let by = if how & 1 == 0 { by } else { on };
				let id = self.speaks(by, Scope::Consent).filter(|id| self.is_open(id));
				if let Some(id) = id {
					self.patient(id).compartments = how.into();
				}
				let set = Patients::set_compartments(signed(&name(by)), how.into());
				(id.is_some(), set.is_ok())
			},
			What::RecordDeath => {
				let expected = sponsors && open;
				if expected {
					self.end_recovery(id);
					self.patient(id).open = false;
				}
				(expected, Patients::record_death(clinician, id).is_ok())
			},
			What::ReverseDeath => {
				let expected = sponsors && !open && !self.patients[&id].closed;
				if expected {
					self.patient(id).open = true;
				}
				(expected, Patients::reverse_death(registrar, id).is_ok())
			},
			What::Close => {
				let by_sponsor = how > 128;
				let expected = open
					&& match by_sponsor {
						true => sponsors && self.is_unclaimed(&id),
						false => self.controlled_by(by) == Some(id),
					};
				if expected {
					self.end(id, |_| true);
					let patient = self.patient(id);
					(patient.open, patient.closed) = (false, true);
					(patient.threshold, patient.ready_at, patient.offer) = (None, None, None);
				}
				let origin = if by_sponsor { registrar } else { signer };
				(expected, Patients::close(origin, id).is_ok())
			},
			What::Offer => {
				let expires = now() + Moment::from(how) * HOUR + 1;
				let expected = works
					&& self.patients.get(&id).is_some_and(|patient| !patient.closed)
					&& !sponsors;
				if expected {
					self.patient(id).offer = Some((institution, expires));
				}
				(expected, Patients::offer_sponsorship(registrar, id, expires).is_ok())
			},
			What::Accept => {
				let id = self.speaks(by, Scope::Everything).filter(|id| {
					let offer = self.patients[id].offer;
					works
						&& offer
							.is_some_and(|(from, expires)| from == institution && now() < expires)
				});
				if let Some(id) = id {
					let patient = self.patient(id);
					(patient.sponsor, patient.offer) = (institution, None);
				}
				(id.is_some(), Patients::accept_sponsorship(signer, institution).is_ok())
			},
			What::Suspend => {
				suspend(institution);
				self.suspended.insert(institution);
				(true, true)
			},
			What::Restore => {
				admit(institution, InstitutionKind::CareProvider);
				self.suspended.remove(&institution);
				(true, true)
			},
		}
	}

	/// Whether the chain says of every account and patient what the model says.
	fn check(&self) -> Result<(), TestCaseError> {
		for n in 0..ACCOUNTS {
			let account = account(&name(n));
			let serves = self.serves(n).map(|(id, _)| id);
			prop_assert_eq!(Patients::patient_of(account.clone()), serves, "{}", n);
			prop_assert_eq!(Patients::sponsor(&account), self.payer(n), "{}", n);
			if let Some(id) = serves {
				for scope in [Scope::Everything, Scope::Consent] {
					let may = self.speaks(n, scope) == Some(id);
					prop_assert_eq!(Patients::may(&account, &id, scope), may, "{} {:?}", n, scope);
				}
			}
		}
		for (id, expected) in &self.patients {
			let info = Patients::patient(*id).expect("the model knows it");
			let controller = self
				.accounts
				.iter()
				.find_map(|(n, used)| (*used == Use::Controller(*id)).then(|| account(&name(*n))));
			prop_assert_eq!(info.controller, controller);
			prop_assert_eq!(info.claimed, expected.claim_key.is_none());
			prop_assert_eq!(info.sponsor, expected.sponsor);
			prop_assert_eq!(info.closed_to_break_glass, expected.compartments);
			prop_assert_eq!(info.status == Status::Open, expected.open);
			prop_assert_eq!(matches!(info.status, Status::Closed { .. }), expected.closed);
		}
		Ok(())
	}
}

#[test]
fn random_calls_should_do_what_the_model_does() {
	let steps =
		std::env::var("GALEN_STEPS").map_or(10_000, |steps| steps.parse().expect("a number"));
	let cases = u32::try_from(usize::div_ceil(steps, STEPS_PER_CASE)).expect("not that many");
	let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) };
	// Whether the run has seen each kind of step succeed.
	let seen = core::cell::RefCell::new(BTreeMap::<String, (u32, u32)>::new());
	TestRunner::new(config)
		.run(&vec(step(), STEPS_PER_CASE), |steps| {
			new_test_ext().execute_with(|| {
				let mut model = Model::default();
				for step in &steps {
					let (expected, happened) = model.take(step);
					prop_assert_eq!(happened, expected, "{:?}", step);
					let mut seen = seen.borrow_mut();
					let counts = seen.entry(format!("{:?}", step.what)).or_default();
					if happened {
						counts.0 += 1;
					} else {
						counts.1 += 1;
					}
					model.check()?;
				}
				prop_assert_eq!(Patients::do_try_state(), Ok(()));
				Ok(())
			})
		})
		.unwrap();
	let seen = seen.into_inner();
	println!("succeeded and refused: {seen:?}");
	for (what, (succeeded, _)) in &seen {
		assert!(steps < 10_000 || *succeeded > 0, "{what} never succeeded");
	}
}
