// SPDX-License-Identifier: Apache-2.0

//! Every invariant, broken by hand.

use super::*;

/// The clinic's nurse, whose use is found unjustified below.
const NURSE: AccountId = staff(CLINIC, Role::Nurse);

/// Breaks something in a state that has some of everything, and expects to be told.
fn break_and_expect(expected: &'static str, break_it: impl FnOnce(&State)) {
	new_test_ext().execute_with(|| {
		let state = State::new();
		assert_ok!(Disclosures::do_try_state());
		break_it(&state);
		assert_eq!(Disclosures::do_try_state(), Err(expected.into()));
	});
}

struct State {
	grant: GrantId,
	encounter: EncounterId,
	/// Open, and to be reviewed by institution 3.
	open: BreakGlassId,
	/// Stated and found unjustified.
	found: BreakGlassId,
}

impl State {
	fn new() -> Self {
		wait(HOUR);
		let grant = released();
		let class = EncounterClass::IMP;
		assert_ok!(Disclosures::open_encounter(signed(PHYSICIAN), PATIENT, class, now()));
		assert_ok!(Disclosures::finish_encounter(signed(PHYSICIAN), 0, now()));
		let other = signed(staff_in(HOSPITAL, Role::Physician, 1));
		assert_ok!(Disclosures::countersign_encounter(other, 0));
		let found = declared_by(NURSE);
		assert_ok!(state(NURSE, found));
		assert_ok!(regulate(found, Finding::Unjustified));
		rotate(3);
		let open = declared();
		wait(HOUR);
		Self { grant, encounter: 0, open, found }
	}
}

fn change_grant(id: GrantId, change: impl FnOnce(&mut Grant<AccountId>)) {
	Grants::<Test>::mutate(id, |grant| change(grant.as_mut().unwrap()));
}

fn change_encounter(id: EncounterId, change: impl FnOnce(&mut Encounter<AccountId>)) {
	Encounters::<Test>::mutate(id, |encounter| change(encounter.as_mut().unwrap()));
}

fn change_use(id: BreakGlassId, change: impl FnOnce(&mut BreakGlassUse<AccountId>)) {
	Uses::<Test>::mutate(id, |used| change(used.as_mut().unwrap()));
}

fn change_decision(id: BreakGlassId, change: impl FnOnce(&mut Decision<AccountId>)) {
	change_use(id, |used| match &mut used.review {
		Review::Found(decision) => change(decision),
		_ => panic!("it is found"),
	});
}

#[test]
fn a_broken_grant_should_be_noticed() {
	break_and_expect("a grant's number was never given", |_| GrantCount::<Test>::put(0));
	break_and_expect("a grant is of no fields", |state| {
		change_grant(state.grant, |grant| grant.data.fields = FieldGroups::NONE);
	});
	break_and_expect("a grant's key doesn't suit", |state| {
		change_grant(state.grant, |grant| grant.recipient_key = PublicKey::Ed25519([1; 32]));
	});
	break_and_expect("a grant's times are out of order", |state| {
		change_grant(state.grant, |grant| grant.expires = grant.granted);
	});
	break_and_expect("a grant's times are out of order", |state| {
		change_grant(state.grant, |grant| grant.granted = now() + 1);
	});
	break_and_expect("a grant was released out of time", |state| {
		change_grant(state.grant, |grant| grant.released.as_mut().unwrap().at = START);
	});
	break_and_expect("nothing was released", |state| {
		change_grant(state.grant, |grant| grant.released.as_mut().unwrap().payload = digest(0));
	});
	let counted = "open grants are counted wrong";
	break_and_expect(counted, |_| {
		OpenGrants::<Test>::insert(GrantHolder::Institution(CLINIC), 2);
	});
	break_and_expect(counted, |_| {
		OpenGrants::<Test>::remove(GrantHolder::Institution(CLINIC));
	});
	break_and_expect(counted, |_| {
		OpenGrants::<Test>::insert(GrantHolder::Patient(PATIENT), 0);
	});
}

#[test]
fn a_broken_log_should_be_noticed() {
	break_and_expect("a log is empty", |_| {
		Logs::<Test>::mutate(PATIENT, |log| log.entries = 0);
	});
	break_and_expect("a log is empty", |_| Logs::<Test>::mutate(PATIENT, |log| log.head = [0; 32]));
}

#[test]
fn a_broken_encounter_should_be_noticed() {
	break_and_expect("an encounter's number was never given", |_| EncounterCount::<Test>::put(0));
	break_and_expect("an encounter began in the future", |state| {
		change_encounter(state.encounter, |one| one.started = now() + HOUR);
	});
	break_and_expect("an encounter was over before it began", |state| {
		change_encounter(state.encounter, |one| one.finished = Some(one.started - 1));
	});
	let end = "an encounter's end doesn't fit its status";
	break_and_expect(end, |state| change_encounter(state.encounter, |one| one.finished = None));
	break_and_expect(end, |state| {
		change_encounter(state.encounter, |one| one.status = EncounterStatus::Cancelled);
	});
	break_and_expect("what wasn't over is confirmed", |state| {
		change_encounter(state.encounter, |one| {
			one.status = EncounterStatus::InProgress;
			one.finished = None;
		});
	});
	break_and_expect("a confirmation is out of time", |state| {
		change_encounter(state.encounter, |one| one.confirmed.as_mut().unwrap().at = START);
	});
	let who = "an encounter is countersigned by who may not";
	break_and_expect(who, |state| change_encounter(state.encounter, |one| one.department = 1));
	break_and_expect(who, |state| {
		change_encounter(state.encounter, |one| {
			one.opened_by = staff_in(HOSPITAL, Role::Physician, 1);
		});
	});
}

#[test]
fn a_broken_use_should_be_noticed() {
	break_and_expect("a use's number was never given", |_| UseCount::<Test>::put(0));
	break_and_expect("a use is from the future", |state| {
		change_use(state.open, |used| used.declared = now() + 1);
	});
	let window = "a use's window is out of order";
	break_and_expect(window, |state| {
		change_use(state.open, |used| used.from = used.declared + 1);
	});
	break_and_expect(window, |state| change_use(state.open, |used| used.expires = used.from));
	break_and_expect("a use is late without being marked, or the reverse", |state| {
		change_use(state.open, |used| used.late = true);
	});
	let ended = "a use ended out of time";
	break_and_expect(ended, |state| {
		change_use(state.found, |used| used.ended = Some(used.expires));
	});
	break_and_expect(ended, |state| {
		change_use(state.found, |used| used.ended = Some(used.declared - 1));
	});
	let due = "something was due before it could be done";
	break_and_expect(due, |state| {
		change_use(state.open, |used| used.statement_due = used.declared);
	});
	break_and_expect(due, |state| change_use(state.open, |used| used.review_due = used.expires));
	break_and_expect("a statement is empty or out of time", |state| {
		change_use(state.found, |used| used.statement.as_mut().unwrap().content = digest(0));
	});
}

#[test]
fn a_broken_review_should_be_noticed() {
	break_and_expect("a use is reviewed by the actor's institution", |state| {
		change_use(state.open, |used| used.reviewer = Some(CLINIC));
	});
	let side = "a use was reviewed by its own side";
	break_and_expect(side, |state| {
		change_decision(state.found, |decision| decision.by.institution = CLINIC);
	});
	break_and_expect(side, |state| {
		change_decision(state.found, |decision| decision.by.account = NURSE);
	});
	break_and_expect("what was reviewed is open", |state| {
		change_use(state.found, |used| used.ended = None);
	});
	let counts = "an unjustified use doesn't count, or a justified one does";
	break_and_expect(counts, |state| {
		change_decision(state.found, |decision| decision.counted = None);
	});
	break_and_expect(counts, |state| {
		change_decision(state.found, |decision| decision.finding = Finding::Justified);
	});
}

#[test]
fn a_broken_open_use_should_be_noticed() {
	break_and_expect("an open use doesn't exist", |_| {
		OpenUses::<Test>::insert(CLINIC_PHYSICIAN, PATIENT, 9);
	});
	break_and_expect("an open use is somebody else's", |state| {
		OpenUses::<Test>::insert(PHYSICIAN, PATIENT, state.open);
	});
	break_and_expect("an open use was ended or never open", |state| {
		OpenUses::<Test>::insert(NURSE, PATIENT, state.found);
	});
	break_and_expect("an open use can't be found", |_| {
		OpenUses::<Test>::remove(CLINIC_PHYSICIAN, PATIENT);
	});
}

#[test]
fn a_broken_right_should_be_noticed() {
	let change = |change: fn(&mut PrivilegeOf<Test>)| Privileges::<Test>::mutate(NURSE, change);
	let change_clinic = |change: fn(&mut ConductOf<Test>)| Conducts::<Test>::mutate(CLINIC, change);
	break_and_expect("an actor's uses are out of order", |_| {
		change(|privilege| privilege.uses[0] = now() + 1);
	});
	break_and_expect("an actor's uses are out of order", |_| {
		change(|privilege| privilege.uses.try_push(START).unwrap());
	});
	break_and_expect("statements are awaited out of order", |state| {
		let awaited = Awaited { id: state.open, due: START };
		Conducts::<Test>::mutate(CLINIC, |clinic| clinic.awaiting.try_push(awaited).unwrap());
	});
	break_and_expect("a statement of no use is awaited", |_| {
		change(|privilege| {
			privilege.conduct.awaiting.try_push(Awaited { id: 9, due: START }).unwrap()
		});
	});
	let isnt_due = "a statement is awaited that isn't due";
	break_and_expect(isnt_due, |state| {
		let awaited = Awaited { id: state.open, due: used(state.open).statement_due };
		Privileges::<Test>::mutate(NURSE, |privilege| {
			privilege.conduct.awaiting.try_push(awaited).unwrap()
		});
	});
	break_and_expect(isnt_due, |_| change_clinic(|clinic| clinic.awaiting[0].due += 1));
	break_and_expect(isnt_due, |state| {
		let statement = Statement { content: digest(1), at: now() };
		change_use(state.open, |used| used.statement = Some(statement));
	});
	break_and_expect("unjustified uses are counted wrong", |_| {
		change(|privilege| privilege.conduct.unjustified = 0);
	});
	break_and_expect("unjustified uses are counted wrong", |_| {
		change_clinic(|clinic| clinic.unjustified = 2);
	});
	break_and_expect("more statements are missing than there can be", |_| {
		change_clinic(|clinic| clinic.missing = 1);
	});
	let forgotten = "a statement is due and isn't awaited";
	break_and_expect(forgotten, |_| change_clinic(|clinic| clinic.awaiting.clear()));
	break_and_expect(forgotten, |_| {
		Privileges::<Test>::mutate(CLINIC_PHYSICIAN, |privilege| {
			privilege.conduct.awaiting.clear();
		});
	});
	break_and_expect("a finding was counted after rights were restored that never were", |state| {
		change_decision(state.found, |decision| {
			decision.counted = Some(Counted { actor: 1, institution: 1 });
		});
		change(|privilege| privilege.conduct.unjustified = 0);
		change_clinic(|clinic| clinic.unjustified = 0);
	});
}

#[test]
fn a_broken_rotation_should_be_noticed() {
	let change = |institution, change: &dyn Fn(&mut ReviewingOf<Test>)| {
		Reviews::<Test>::mutate(institution, change);
	};
	break_and_expect("a review of no use is outstanding", |_| {
		change(3, &|reviewing| reviewing.outstanding[0].id = 9);
	});
	let isnt = "a review is outstanding that isn't";
	break_and_expect(isnt, |_| change(3, &|reviewing| reviewing.outstanding[0].due += 1));
	break_and_expect(isnt, |_| change(3, &|reviewing| reviewing.outstanding[0].institution = 5));
	break_and_expect(isnt, |state| {
		change_use(state.open, |used| used.review = Review::Disputed { at: now(), before: None });
	});
	break_and_expect("a review is outstanding twice", |_| {
		change(3, &|reviewing| {
			let owed = reviewing.outstanding[0];
			reviewing.outstanding.try_push(owed).unwrap();
		});
	});
	break_and_expect("two institutions review each other", |_| {
		// The clinic is charged with what the hospital has to review, of institution 3.
		let id = declared_by(staff(3, Role::Physician));
		assert_eq!(used(id).reviewer, Some(HOSPITAL));
		change_use(id, |used| used.reviewer = Some(CLINIC));
		Reviews::<Test>::swap(HOSPITAL, CLINIC);
	});
	break_and_expect("a reviewer is marked too often", |_| {
		change(3, &|reviewing| reviewing.overdue = 1);
	});
	break_and_expect("a review isn't outstanding that is", |_| {
		change(3, &|reviewing| reviewing.outstanding.clear());
	});
	break_and_expect("the rotation is out of order", |_| {
		Reviewers::<Test>::mutate(|list| list[0] = 9);
	});
}
