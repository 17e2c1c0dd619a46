// SPDX-License-Identifier: Apache-2.0

//! Random transactions by random people on the real runtime: what holds of all our pallets
//! together, whatever is called.
//!
//! The rules of each pallet are checked against a model in its own tests. Here it is what none of
//! them sees alone. `GALEN_STEPS` says how many transactions a run takes, 4,000 by default.

use galen_primitives::keys::{KeyPurposes, PublicKey};
use galen_runtime_common::allowance::refusal;
use galen_scenarios::*;
use pallet_institutions::Call as InstitutionsCall;
use pallet_patient_records::{
	AmendmentReason, Call as RecordsCall, CompositionStatus, ErasureReason, InitialStatus,
	LegalHoldReason, Relation, Retention,
};
use pallet_patients::{
	Call as PatientsCall, GuardianSignature, PatientAccount, RepresentativeKind, Scopes, Status,
};
use polkadot_sdk::{
	frame_support::{dispatch::GetDispatchInfo, traits::GetCallMetadata},
	pallet_utility,
	sp_io::{hashing::twox_128, storage},
};
use proptest::{
	collection::vec,
	prelude::*,
	test_runner::{Config as ProptestConfig, TestRunner},
};
use std::{
	cell::RefCell,
	collections::{BTreeMap, BTreeSet},
};

const STEPS_PER_CASE: usize = 100;
/// The pallets whose state is compared.
const OURS: [&str; 3] = ["Institutions", "Patients", "PatientRecords"];
/// The clinic is admitted first.
const CLINIC: InstitutionId = 3;

/// One transaction: who signs, what, and four numbers that become its arguments.
type Step = (u8, u8, [u8; 4]);

/// Who takes part, and what there is.
struct World {
	/// Everybody who signs.
	people: Vec<Signer>,
	/// Those of them who are staff of a care provider.
	staff: BTreeMap<(InstitutionId, Role), Signer>,
	/// Keys that sign for patients.
	guardians: [Signer; 3],
	/// Accounts that may come to serve a patient or to be staff's.
	fresh: Vec<Signer>,
	/// What every account's nonce was.
	nonces: BTreeMap<AccountId, Nonce>,
}

/// What a transaction is about.
#[derive(Clone)]
struct Subject {
	patient: PatientId,
	record: RecordId,
	other: RecordId,
	account: AccountId,
}

type PatientOf = pallet_patients::PatientOf<Runtime>;

/// How many kinds of transactions there are.
const KINDS: u8 = 50;
const NO_RECORD: RecordId = RecordId([7; 32]);

/// One of those that suit, or of all if none does; none at all if `number` is high.
fn pick<Id: Copy, Value>(
	number: u8,
	all: impl Iterator<Item = (Id, Value)>,
	suits: impl Fn(&Id, &Value) -> bool,
) -> Option<Id> {
	let (suited, others): (Vec<_>, Vec<_>) = all.partition(|(id, value)| suits(id, value));
	let from = if suited.is_empty() { others } else { suited };
	let index = usize::from(number).checked_rem(from.len())?;
	from.get(index).filter(|_| number < 240).map(|(id, _)| *id)
}

const STAFF: [(&str, Role); 7] = [
	("physician", Role::Physician),
	("trainee", Role::Trainee),
	("nurse", Role::Nurse),
	("scientist", Role::LaboratoryScientist),
	("desk", Role::RegistrationOfficer),
	("officer", Role::RecordsOfficer),
	("biller", Role::BillingOfficer),
];

impl World {
	fn new(chain: &mut Chain) -> Self {
		let director = Signer::named("director");
		assert_eq!(chain.admit_clinic(&director), CLINIC);
		let inspector = Signer::named("inspector");
		chain.hire(&alice(), &inspector, Role::Inspector);
		let mut people = vec![alice(), charlie(), inspector, outsider()];
		let mut staff = BTreeMap::new();
		for (institution, administrator) in [(HOSPITAL, bob()), (CLINIC, director)] {
			for (name, role) in STAFF {
				let member = Signer::named(&format!("{name} {institution}"));
				chain.hire(&administrator, &member, role);
				staff.insert((institution, role), member);
			}
			staff.insert((institution, Role::Administrator), administrator);
		}
		people.extend(staff.values().cloned());
		let fresh: Vec<Signer> =
			(0..12).map(|number| Signer::named(&format!("account {number}"))).collect();
		people.extend(fresh.clone());
		let guardians = [0, 1, 2].map(|number| Signer::named(&format!("guardian {number}")));
		let world = Self { people, staff, guardians, fresh, nonces: BTreeMap::new() };
		// Some are patients from the start.
		for (number, claimant) in (0u8..).zip(&world.fresh[..4]) {
			let institution = if number & 1 == 0 { HOSPITAL } else { CLINIC };
			let desk = &world.staff[&(institution, Role::RegistrationOfficer)];
			let (nonce, claim_key) = ([number; 32], world.guardians[0].key());
			chain.submit(desk, PatientsCall::open { nonce, claim_key }).succeeds();
			let id = PatientId::derive(&desk.account(), &nonce);
			let claim = chain.claim(id, &world.guardians[0], claimant);
			chain.submit(desk, claim).succeeds();
		}
		world
	}

	fn person(&self, number: u8) -> &Signer {
		&self.people[usize::from(number) % self.people.len()]
	}

	/// Mostly a free account, now and then somebody's.
	fn account(&self, number: u8) -> AccountId {
		if number < 60 {
			self.person(number).account()
		} else {
			self.fresh[usize::from(number) % self.fresh.len()].account()
		}
	}

	/// What the transaction is about: mostly something for which the call makes sense, now and then
	/// something that isn't there.
	fn subject(&self, what: u8, a: u8, b: u8) -> Subject {
		let open = |patient: &PatientOf| matches!(patient.status, Status::Open);
		let patient =
			pick(a, pallet_patients::Patients::<Runtime>::iter(), |id, patient| {
				match what % KINDS {
					13..=15 | 21 => open(patient) && !patient.is_claimed(),
					19 | 20 | 22..=24 | 28 => open(patient) && patient.is_claimed(),
					25 => pallet_patients::Recoveries::<Runtime>::contains_key(id),
					26 | 27 => pallet_patients::RecoveryAttempts::<Runtime>::contains_key(id),
					30 => matches!(patient.status, Status::Deceased { .. }),
					33 => pallet_patients::SponsorshipOffers::<Runtime>::contains_key(id),
					_ => open(patient),
				}
			});
		let record = pick(a, pallet_patient_records::Records::<Runtime>::iter(), |_, record| {
			match what % KINDS {
				35 => record.composition == CompositionStatus::Preliminary,
				40 => record.retention == Retention::OnHold,
				42 => record.retention == Retention::Erased,
				_ => record.retention != Retention::Erased,
			}
		});
		let about = pallet_patient_records::Records::<Runtime>::get(record.unwrap_or(NO_RECORD))
			.map(|record| record.patient);
		let other = pick(b, pallet_patient_records::Records::<Runtime>::iter(), |id, other| {
			Some(*id) != record && Some(other.patient) == about
		});
		let account = match what % KINDS {
			// Somebody's staff.
			2 => {
				let suspended = |account: &AccountId| {
					Institutions::credential(account.clone()).is_some_and(|credential| {
						!credential.in_force && credential.ended.is_none()
					})
				};
				let mut accounts = self.people.iter().map(Signer::account);
				accounts.find(suspended).unwrap_or_else(|| self.account(b))
			},
			1 | 3 | 4 => self.person(b).account(),
			17 => self.serving(b, |serves| matches!(serves, PatientAccount::VoucherHolder { .. })),
			22 => self.serving(b, |serves| matches!(serves, PatientAccount::Representative { .. })),
			_ => self.account(b),
		};
		Subject {
			patient: patient.unwrap_or(PatientId([7; 32])),
			record: record.unwrap_or(NO_RECORD),
			other: other.unwrap_or(NO_RECORD),
			account,
		}
	}

	/// An account that serves like that, if there is one.
	fn serving(&self, number: u8, suits: impl Fn(&PatientAccount) -> bool) -> AccountId {
		let mut accounts = pallet_patients::Accounts::<Runtime>::iter();
		let found = accounts.find(|(_, serves)| suits(serves));
		found.map_or_else(|| self.account(number), |(account, _)| account)
	}

	/// Somebody who might well make the call: whose turn it is, as far as that is easily told.
	fn suited(&self, call: &RuntimeCall, subject: &Subject, [a, b, c, _]: [u8; 4]) -> &Signer {
		let name = call.get_call_metadata().function_name;
		let patient = pallet_patients::Patients::<Runtime>::get(subject.patient);
		let record = pallet_patient_records::Records::<Runtime>::get(subject.record);
		let either = if a & 1 == 0 { HOSPITAL } else { CLINIC };
		let staff = |institution, role| self.staff.get(&(institution, role));
		let sponsor = patient.as_ref().map_or(either, |patient| patient.sponsor);
		let custodian = record.as_ref().map_or(either, |record| record.custodian);
		let found = match (call, name) {
			(RuntimeCall::Institutions(_), "suspend_provisionally" | "lift_suspension") => {
				self.people.get(2)
			},
			(RuntimeCall::Institutions(_), _) => {
				// Whoever employs the account that it is about.
				let employer = Institutions::credential(subject.account.clone());
				let employer = employer.map_or(either, |credential| credential.institution);
				staff(employer, Role::Administrator)
			},
			(RuntimeCall::PatientRecords(_), "anchor" | "anchor_leaves") => {
				staff(either, Role::Physician)
			},
			(
				RuntimeCall::PatientRecords(_),
				"place_hold" | "release_hold" | "erase" | "confirm_erasure",
			) => staff(custodian, Role::RecordsOfficer),
			(RuntimeCall::PatientRecords(_), _) => staff(custodian, Role::Physician),
			(_, "open" | "issue_voucher" | "claim") => staff(either, Role::RegistrationOfficer),
			(_, "replace_claim_key" | "record_death" | "reverse_death") => {
				staff(sponsor, Role::RegistrationOfficer)
			},
			(_, "offer_sponsorship") => {
				let other = if sponsor == HOSPITAL { CLINIC } else { HOSPITAL };
				staff(other, Role::RegistrationOfficer)
			},
			(_, "revoke_voucher") => match Patients::patient_account(subject.account.clone()) {
				Some(PatientAccount::VoucherHolder { sponsor, .. }) => {
					staff(sponsor, Role::RegistrationOfficer)
				},
				_ => None,
			},
			// Representatives resign, mostly.
			(_, "dismiss_representative") if c < 200 => {
				self.people.iter().find(|person| person.account() == subject.account)
			},
			(_, "open_with_voucher") => self.people.iter().find(|person| {
				let serves = Patients::patient_account(person.account());
				matches!(serves, Some(PatientAccount::VoucherHolder { .. }))
			}),
			(_, "appoint_representative_for") => staff(sponsor, Role::Physician),
			(_, "close") if c & 1 == 0 => staff(sponsor, Role::RegistrationOfficer),
			// The patient's own.
			_ => self
				.people
				.iter()
				.find(|person| Patients::patient_of(person.account()) == Some(subject.patient)),
		};
		found.unwrap_or_else(|| self.person(b))
	}

	fn call(
		&self,
		chain: &Chain,
		what: u8,
		subject: &Subject,
		[a, b, c, d]: [u8; 4],
	) -> RuntimeCall {
		let Subject { patient, record, other, account } = subject.clone();
		let reason = Reason::Misconduct;
		let now = chain.now();
		let until = (c & 1 == 0).then(|| now + HOUR * Moment::from(d));
		let role = Role::ALL[usize::from(c) % Role::ALL.len()];
		let institution = InstitutionId::from(a % 4);
		let (digest, seen) = (
			document(u64::from(b % 6)),
			pallet_patient_records::Records::<Runtime>::get(record)
				.map_or(1, |record| record.head() + u32::from(c / 200)),
		);
		let expires = now + HOUR * Moment::from(d);
		let kind = RepresentativeKind::Guardian;
		let scopes = Scopes(c % 33);
		match what % KINDS {
			0 => InstitutionsCall::issue_credential {
				account,
				role,
				department: 7,
				validity: Period { from: now, until },
			}
			.into(),
			1 => InstitutionsCall::suspend_credential { account, reason, until }.into(),
			2 => InstitutionsCall::reinstate_credential { account }.into(),
			3 => InstitutionsCall::revoke_credential { account, reason }.into(),
			4 => InstitutionsCall::renew_credential { account, until, role, department: 9 }.into(),
			5 => InstitutionsCall::publish_key {
				key: PublicKey::Ed25519([a; 32]),
				purposes: KeyPurposes(c % 32),
			}
			.into(),
			6 => InstitutionsCall::rotate_key {
				key_id: u32::from(a % 4),
				new_key: PublicKey::Ed25519([b; 32]),
			}
			.into(),
			7 => InstitutionsCall::revoke_key { key_id: u32::from(a % 4), reason }.into(),
			8 => InstitutionsCall::declare_affiliates {
				affiliates: vec![InstitutionId::from(b % 5)].try_into().unwrap(),
			}
			.into(),
			9 => InstitutionsCall::suspend_provisionally { institution, reason }.into(),
			10 => InstitutionsCall::lift_suspension { institution }.into(),
			11 | 12 => {
				PatientsCall::open { nonce: [a % 16; 32], claim_key: self.guardians[0].key() }
					.into()
			},
			13 | 14 => {
				let claimant = &self.fresh[usize::from(b) % self.fresh.len()];
				chain.claim(patient, &self.guardians[usize::from(c / 200)], claimant)
			},
			15 => PatientsCall::replace_claim_key {
				patient,
				claim_key: self.guardians[usize::from(c / 200)].key(),
			}
			.into(),
			16 => PatientsCall::issue_voucher { account, expires }.into(),
			17 => PatientsCall::revoke_voucher { account }.into(),
			18 => PatientsCall::open_with_voucher { nonce: [a; 32] }.into(),
			19 => PatientsCall::rotate_controller { new_account: account }.into(),
			20 => PatientsCall::appoint_representative {
				account,
				kind,
				scopes,
				until,
				evidence: digest,
			}
			.into(),
			21 => PatientsCall::appoint_representative_for {
				patient,
				account,
				kind,
				scopes,
				until,
				evidence: digest,
			}
			.into(),
			22 => PatientsCall::dismiss_representative { account }.into(),
			23 => PatientsCall::set_recovery {
				keys: vec![self.guardians[1].key(), self.guardians[2].key()].try_into().unwrap(),
				threshold: 1 + c % 2,
				delay: 72 * HOUR,
			}
			.into(),
			24 => PatientsCall::remove_recovery {}.into(),
			25 => {
				let message = Patients::recovery_statement(patient, account.clone(), expires);
				let signatures: Vec<_> = (0..2)
					.map(|number| GuardianSignature {
						guardian: number,
						signature: self.guardians[usize::from(1 + number)].sign(&message).0,
					})
					.collect();
				PatientsCall::begin_recovery {
					patient,
					new_controller: account,
					expires,
					signatures: signatures.try_into().unwrap(),
				}
				.into()
			},
			26 => PatientsCall::veto_recovery {}.into(),
			27 => PatientsCall::complete_recovery { patient }.into(),
			28 => PatientsCall::set_compartments { closed_to_break_glass: u64::from(c) }.into(),
			29 => PatientsCall::record_death { patient }.into(),
			30 => PatientsCall::reverse_death { patient }.into(),
			31 if d < 64 => PatientsCall::close { patient }.into(),
			32 => PatientsCall::offer_sponsorship { patient, expires }.into(),
			33 => PatientsCall::accept_sponsorship {
				institution: Patients::sponsorship_offer(patient)
					.map_or(institution, |offer| offer.institution),
			}
			.into(),
			34 => RecordsCall::add_version {
				record,
				expected_version: seen,
				content: document(u64::from(b)),
				fields: None,
				occurred: now,
				reason: AmendmentReason::Correction,
			}
			.into(),
			35 => RecordsCall::attest { record, expected_version: seen }.into(),
			36 => RecordsCall::supersede { record, by: other }.into(),
			37 if d < 64 => RecordsCall::enter_in_error { record }.into(),
			38 => RecordsCall::relate { record, relation: Relation::Appends, target: other }.into(),
			39 => RecordsCall::place_hold { record, reason: LegalHoldReason::Audit }.into(),
			40 => RecordsCall::release_hold { record }.into(),
			41 if d < 64 => RecordsCall::erase {
				record,
				reason: ErasureReason::PatientRequest,
				holders: vec![InstitutionId::from(b % 5)].try_into().unwrap(),
			}
			.into(),
			42 => RecordsCall::confirm_erasure { record, evidence: digest }.into(),
			43 => RecordsCall::anchor_leaves {
				algorithm: HashAlgorithm::Sha2_256,
				leaves: vec![[a % 4; 32]; usize::from(c % 5)].try_into().unwrap(),
				occurred: now,
			}
			.into(),
			_ => {
				let mut anchor = statement(u64::from(b));
				if c & 1 == 0 {
					anchor.composition = InitialStatus::Preliminary;
				}
				RecordsCall::anchor { patient, anchor }.into()
			},
		}
	}
}

/// Everything that our pallets store, but for what is left of allowances.
fn our_state() -> BTreeMap<Vec<u8>, Vec<u8>> {
	let allowances = [twox_128(b"Institutions"), twox_128(b"Allowances")].concat();
	let mut state = BTreeMap::new();
	for pallet in OURS {
		let prefix = twox_128(pallet.as_bytes()).to_vec();
		let mut key = prefix.clone();
		while let Some(next) = storage::next_key(&key).filter(|next| next.starts_with(&prefix)) {
			if !next.starts_with(&allowances) {
				let value = storage::get(&next).expect("there is a key; qed");
				state.insert(next.clone(), value.to_vec());
			}
			key = next;
		}
	}
	state
}

fn is_ours(event: &RuntimeEvent) -> bool {
	matches!(
		event,
		RuntimeEvent::Institutions(_) | RuntimeEvent::Patients(_) | RuntimeEvent::PatientRecords(_)
	)
}

/// What no pallet can check alone.
fn check_together(world: &mut World) {
	use pallet_institutions::{Allowances, Credentials};
	let staff: BTreeSet<AccountId> = Credentials::<Runtime>::iter_keys().collect();
	let served: BTreeMap<AccountId, PatientAccount> =
		pallet_patients::Accounts::<Runtime>::iter().collect();

	// 1. Staff doesn't serve patients. A voucher that was never used binds nobody.
	for (account, serves) in &served {
		let binds = !matches!(serves, PatientAccount::VoucherHolder { .. });
		assert!(!(binds && staff.contains(account)), "{account} is staff and serves a patient");
	}
	// 2. Whoever was ever let in is never forgotten, so that nothing can be replayed.
	for account in staff.iter().chain(served.keys()) {
		assert!(System::providers(account) > 0, "{account} could be reaped");
	}
	for (account, before) in &mut world.nonces {
		let now = System::account_nonce(account);
		assert!(*before <= now, "{account}: nonce {before} became {now}");
		*before = now;
	}
	// 3. Every patient has a sponsor that exists, every record a patient and a custodian.
	let institutions = pallet_institutions::NextInstitutionId::<Runtime>::get();
	let patients: BTreeMap<_, _> = pallet_patients::Patients::<Runtime>::iter().collect();
	for patient in patients.values() {
		assert!(patient.sponsor < institutions);
	}
	for record in pallet_patient_records::Records::<Runtime>::iter_values() {
		assert!(record.custodian < institutions);
		assert!(patients.contains_key(&record.patient));
	}
	// 4. Nobody has more left than there can be.
	for id in Allowances::<Runtime>::iter_keys() {
		let left = Institutions::allowance(id).unwrap();
		assert!(left.members <= left.refill.members.capacity);
		assert!(left.patients <= left.refill.patients.capacity);
	}
}

/// How often each call succeeded, failed and was refused.
type Tally = BTreeMap<String, [u32; 3]>;

fn take(chain: &mut Chain, world: &mut World, (who, what, arguments): Step, tally: &mut Tally) {
	if what % KINDS == 27 && arguments[2] & 1 == 0 {
		// Nobody objects.
		chain.wait(72 * HOUR);
	}
	let subject = world.subject(what, arguments[0], arguments[1]);
	let mut call = world.call(chain, what, &subject, arguments);
	let signer =
		if who < 48 { world.person(who) } else { world.suited(&call, &subject, arguments) };
	let signer = signer.clone();
	world.nonces.entry(signer.account()).or_insert_with(|| System::account_nonce(signer.account()));
	let name = call.get_call_metadata();
	let (pallet, function) = (name.pallet_name, name.function_name);
	// Now and then wrapped.
	let wrapped = arguments[3] % 8 == 7;
	if wrapped {
		call = pallet_utility::Call::batch_all { calls: vec![call] }.into();
	}
	let class = call.get_dispatch_info().class;

	// Now and then by a motion of whoever still has a voice.
	let governs = arguments[3] % 16 == 8 && pallet == "Institutions";
	if governs {
		let index = Body::Council.motions();
		for (member, call) in [
			(alice(), Body::Council.propose(call.clone(), 2)),
			(alice(), Body::Council.vote(&call, index, true)),
			(bob(), Body::Council.vote(&call, index, true)),
			(charlie(), Body::Council.vote(&call, index, true)),
			(alice(), Body::Council.close(&call, index)),
		] {
			let _ = chain.submit(&member, call);
		}
		return;
	}

	let before = our_state();
	let sponsored = pallet_institutions::Pallet::<Runtime>::can_draw(&signer.account(), 0, class);
	let Outcome { result, receipt } = chain.submit(&signer, call);
	let counts = tally.entry(format!("{pallet}.{function}")).or_default();
	match result {
		Err(refused) => {
			counts[2] += 1;
			let why = sponsored.expect_err(function);
			// Who doesn't exist on chain can't have a nonce, which is looked at first.
			let expected = [refusal(why), InvalidTransaction::Payment].map(Into::into);
			assert!(expected.contains(&refused), "{function}: {refused:?}");
			assert_eq!(before, our_state(), "a transaction that wasn't in the block");
		},
		Ok(Err(error)) => {
			counts[1] += 1;
			assert!(sponsored.is_ok(), "{function} of an outsider was in the block");
			assert!(
				matches!(error, DispatchError::BadOrigin | DispatchError::Module(_)),
				"{function}: {error:?}"
			);
			assert_eq!(before, our_state(), "{function} failed and changed something");
			assert!(!receipt.events.iter().any(is_ours));
		},
		Ok(Ok(())) => {
			counts[0] += 1;
			assert!(sponsored.is_ok(), "{function} of an outsider was done");
			let told = receipt.events.iter().filter(|event| is_ours(event)).count();
			assert_eq!(told, 1, "{function}: one event for each call");
		},
	}
}

fn run(steps: &[Step], tally: &mut Tally) {
	Chain::development().run(|chain| {
		let mut world = World::new(chain);
		chain.next_block();
		for (count, step) in steps.iter().enumerate() {
			take(chain, &mut world, *step, tally);
			// Time passes in very different paces.
			match step.2[2] {
				0..=24 => chain.next_block(),
				25..=32 => chain.wait(HOUR),
				33..=44 => chain.wait(DAY),
				45 | 46 => chain.wait(20 * DAY),
				_ => {},
			}
			if count % 25 == 24 {
				chain.check();
				check_together(&mut world);
			}
		}
		check_together(&mut world);
	});
}

#[test]
fn our_pallets_should_agree_with_each_other_whatever_is_called() {
	let steps =
		std::env::var("GALEN_STEPS").map_or(4_000, |steps| steps.parse().expect("a number"));
	let cases = u32::try_from(usize::div_ceil(steps, STEPS_PER_CASE)).expect("not that many");
	let config = ProptestConfig {
		failure_persistence: None,
		max_shrink_iters: 200,
		..ProptestConfig::with_cases(cases)
	};
	let tally = RefCell::new(Tally::new());
	let step = (any::<u8>(), any::<u8>(), any::<[u8; 4]>());
	TestRunner::new(config)
		.run(&vec(step, STEPS_PER_CASE), |steps| {
			run(&steps, &mut tally.borrow_mut());
			Ok(())
		})
		.unwrap_or_else(|failure| panic!("{failure}"));

	let tally = tally.into_inner();
	println!("succeeded, failed, refused: {tally:#?}");
	let total = tally.values().fold([0; 3], |mut sum, counts| {
		sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
		sum
	});
	assert!(total.iter().all(|count| *count > 0), "{total:?}");
	if cases >= 100 {
		// A long run has seen everything succeed.
		let never: Vec<_> =
			tally.iter().filter(|(_, counts)| counts[0] == 0).map(|(name, _)| name).collect();
		assert!(never.is_empty(), "never succeeded: {never:?}");
	}
}
