// SPDX-License-Identifier: Apache-2.0

//! Every invariant, broken by hand.

use super::*;
use consent_core::ActiveDirective;
use frame_support::assert_ok;

type Held = VersionOf<Test>;

/// Breaks something in a state that has some of everything, and expects to be told.
fn break_and_expect(expected: &'static str, break_it: impl FnOnce()) {
	new_test_ext().execute_with(|| {
		set_up();
		assert_ok!(Consent::do_try_state());
		break_it();
		assert_eq!(Consent::do_try_state(), Err(expected.into()));
	});
}

/// `PATIENT`: 0 amended, 1 withdrawn, 2 replaced by 3. `INFANT`: 0 from a form, 1 annulled.
fn set_up() {
	wait(DAY);
	let amended = granted(labs());
	let withdrawn = granted(labs());
	let replaced = granted(labs());
	wait(DAY);
	assert_ok!(amend(amended, 1, no_labs()));
	assert_ok!(withdraw(withdrawn));
	assert_ok!(Consent::grant(signed(ADA), PATIENT, labs(), digest(1), Some(replaced)));
	recorded();
	let mistaken = recorded();
	assert_ok!(Consent::enter_in_error(signed(RECORDER), INFANT, mistaken));
	proposed(labs());
	chosen(PolicyKind::Normal);
	wait(DAY);
	chosen(PolicyKind::All);
	assert_ok!(Consent::release_for_study(signed(OFFICER), 1));
	wait(DAY);
	assert_ok!(Consent::end_release(signed(OFFICER), 1));
	wait(DAY);
	assert_ok!(Consent::release_for_study(signed(OFFICER), 1));
}

fn change_mine(change: impl FnOnce(&mut DirectivesOf<Test>)) {
	Directives::<Test>::mutate(PATIENT, change);
}

fn change(patient: PatientId, key: (ConsentId, u32), change: impl FnOnce(&mut Held)) {
	Versions::<Test>::mutate(patient, key, |version| change(version.as_mut().unwrap()));
}

fn change_end(
	patient: PatientId,
	key: (ConsentId, u32),
	change_it: impl FnOnce(&mut Ended<AccountId>),
) {
	change(patient, key, |version| change_it(version.ended.as_mut().unwrap()));
}

#[test]
fn broken_directives_should_be_noticed() {
	break_and_expect("consents are out of order", || change_mine(|mine| mine.next = 3));
	break_and_expect("consents are out of order", || {
		change_mine(|mine| mine.active[0].consent = 3);
	});
	break_and_expect("an active directive can't be meant", || {
		change_mine(|mine| {
			mine.active[0].directive.root.period = Some(Period { from: 2, until: Some(1) });
		});
	});
	break_and_expect("an active directive can't be meant", || {
		change_mine(|mine| {
			mine.active[0].directive.custodians = vec![0].try_into().unwrap();
		});
	});
	break_and_expect("an active directive without a version", || {
		change_mine(|mine| mine.active[0].version = 9);
	});
	break_and_expect("an active directive has ended", || {
		change_mine(|mine| mine.active[0].version = 1);
	});
	break_and_expect("a consent has no first version", || change_mine(|mine| mine.next = 5));
}

#[test]
fn broken_versions_should_be_noticed() {
	break_and_expect("a version that hasn't ended isn't active", || {
		change(PATIENT, (1, 1), |version| version.ended = None);
	});
	break_and_expect("a version has no source", || {
		change(PATIENT, (1, 1), |version| version.source = digest(0));
	});
	break_and_expect("a version of no consent", || {
		let stray = Versions::<Test>::get(PATIENT, (1, 1)).unwrap();
		Versions::<Test>::insert(PATIENT, (9, 1), stray);
	});
	break_and_expect("a version is from the future", || {
		change(PATIENT, (1, 1), |version| version.recorded = now() + 1);
	});
	break_and_expect("a version says what can't be meant", || {
		change_end(PATIENT, (1, 1), |ended| ended.directive.study = Some(1));
	});
	break_and_expect("a version ended at an impossible time", || {
		change_end(PATIENT, (1, 1), |ended| ended.at = START);
	});
	break_and_expect("a version ended at an impossible time", || {
		change_end(PATIENT, (1, 1), |ended| ended.at = now() + 1);
	});
	break_and_expect("amended without a next version, or the reverse", || {
		change_end(PATIENT, (1, 1), |ended| ended.reason = EndReason::Amended);
	});
	break_and_expect("there is a gap between versions", || {
		change_end(PATIENT, (0, 1), |ended| ended.at -= 1);
	});
	break_and_expect("a version doesn't follow from the one before", || {
		change(PATIENT, (0, 2), |version| version.predecessor = Some([7; 32]));
	});
	break_and_expect("a consent was replaced by an earlier one", || {
		change_end(PATIENT, (2, 1), |ended| ended.reason = EndReason::Replaced { by: 1 });
	});
	break_and_expect("a version has no predecessor, or a first one has", || {
		change(PATIENT, (1, 1), |version| version.predecessor = Some([7; 32]));
	});
}

#[test]
fn broken_forms_should_be_noticed() {
	break_and_expect("a form says more than it can", || {
		change(PATIENT, (1, 1), |version| {
			version.performer = Performer::Form { institution: HOSPITAL, recorder: RECORDER };
		});
	});
	break_and_expect("a form says more than it can", || {
		change_end(INFANT, (1, 1), |ended| ended.directive.root.compartments = 0);
	});
	break_and_expect("a patient's own word was annulled", || {
		change(PATIENT, (1, 1), |version| {
			version.annulled = Some(Annulment { at: now(), reason: AnnulmentReason::Voided });
		});
	});
	break_and_expect("ended by an annulment that isn't there", || {
		change(INFANT, (1, 1), |version| version.annulled = None);
	});
	break_and_expect("an annulment's time can't be", || {
		change(INFANT, (1, 1), |version| version.annulled.as_mut().unwrap().at += 1);
	});
	break_and_expect("an annulment's time can't be", || {
		change(INFANT, (1, 1), |version| {
			version.ended.as_mut().unwrap().reason = EndReason::Withdrawn;
			version.annulled.as_mut().unwrap().at = now() + 1;
		});
	});
	break_and_expect("an active directive has ended", || {
		change(INFANT, (0, 1), |version| {
			version.annulled = Some(Annulment { at: now(), reason: AnnulmentReason::Voided });
		});
	});
}

#[test]
fn broken_proposals_should_be_noticed() {
	let propose = |institution, change: fn(&mut Proposal<AccountId>)| {
		let mut proposal = Proposals::<Test>::get(PATIENT, HOSPITAL).unwrap();
		change(&mut proposal);
		Proposals::<Test>::insert(PATIENT, institution, proposal);
	};
	let broken = "a proposal can't be meant";
	break_and_expect(broken, || propose(HOSPITAL, |proposal| proposal.source = digest(0)));
	break_and_expect(broken, || propose(HOSPITAL, |proposal| proposal.recorded = now() + 1));
	break_and_expect(broken, || {
		propose(HOSPITAL, |proposal| proposal.directive.study = Some(1));
	});
	break_and_expect(broken, || propose(0, |_| ()));
}

#[test]
fn broken_policies_should_be_noticed() {
	break_and_expect("policies are out of order", || NextPolicy::<Test>::put(3));
	break_and_expect("policies are out of order", || NextPolicy::<Test>::put(1));
	break_and_expect("a policy has no text or is from the future", || {
		Policies::<Test>::mutate(0, |policy| policy.as_mut().unwrap().document = digest(0));
	});
	break_and_expect("a history without a choice", || PolicyChoices::<Test>::remove(HOSPITAL));
	break_and_expect("the choice in force isn't the last", || {
		PolicyChoices::<Test>::mutate(HOSPITAL, |choice| choice.as_mut().unwrap().since += 1);
	});
	break_and_expect("a choice isn't of a registered policy", || {
		PolicyHistory::<Test>::mutate(HOSPITAL, |history| history.choices[0].policy.id = 7);
	});
	break_and_expect("choices are out of order", || {
		PolicyHistory::<Test>::mutate(HOSPITAL, |history| history.choices[0].since = now());
	});
	break_and_expect("choices are out of order", || {
		PolicyHistory::<Test>::mutate(HOSPITAL, |history| history.known_from = now());
	});
}

#[test]
fn broken_releases_should_be_noticed() {
	let broken = "releases are out of order";
	let change = |change: fn(&mut ReleasesOf<Test>)| {
		StudyReleases::<Test>::mutate(HOSPITAL, 1, change);
	};
	break_and_expect(broken, || change(|releases| releases.periods[0].until = None));
	break_and_expect(broken, || {
		change(|releases| releases.periods[0].until = Some(releases.periods[0].from));
	});
	break_and_expect(broken, || change(|releases| releases.periods[1].from = now() + 1));
	break_and_expect(broken, || change(|releases| releases.known_from = now()));
	break_and_expect(broken, || {
		change(|releases| releases.periods[0].until = Some(releases.periods[1].from));
	});
}

#[test]
fn a_stray_directive_should_be_noticed() {
	break_and_expect("an active directive without a version", || {
		let active = vec![ActiveDirective { consent: 0, version: 1, directive: labs() }];
		let active = active.try_into().unwrap();
		Directives::<Test>::insert(OTHER_PATIENT, PatientDirectives { next: 1, active });
	});
}
