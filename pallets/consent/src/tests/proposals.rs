// SPDX-License-Identifier: Apache-2.0

//! What institutions propose.

use super::*;
use frame_support::{assert_noop, assert_ok};

fn activate(expected: [u8; 32]) -> DispatchResult {
	Consent::activate(signed(ADA), PATIENT, HOSPITAL, expected)
}

#[test]
fn a_proposal_should_count_once_it_is_activated() {
	build_and_execute(|| {
		let seen = proposed(labs());
		assert_event(Event::Proposed {
			patient: PATIENT,
			institution: HOSPITAL,
			recorder: RECORDER,
			proposal: seen,
			expires: START + PROPOSAL_TERM,
		});
		assert_eq!(seen, sp_io::hashing::blake2_256(&(labs(), digest(1)).encode()));
		assert_eq!(ask(&request()), nobody());
		wait(HOUR);
		assert_ok!(activate(seen));
		assert_event(Event::Activated {
			patient: PATIENT,
			consent: 0,
			institution: HOSPITAL,
			performer: ADA,
			expired: None,
		});
		assert_eq!(ask(&request()), by_consent(0, 1));
		let consent = version(0, 1);
		let performer = Performer::Patient { account: ADA, proposed_by: Some(HOSPITAL) };
		assert_eq!((consent.performer, consent.recorded), (performer, now()));
		assert_eq!(consent.source, digest(1));
		assert_noop!(activate(seen), Error::<Test>::NoProposal);
	});
}

#[test]
fn an_institution_should_have_one_proposal_open() {
	build_and_execute(|| {
		proposed(labs());
		let propose = |who| Consent::propose(signed(who), PATIENT, no_labs(), digest(2));
		assert_noop!(propose(RECORDER), Error::<Test>::AlreadyProposed);
		assert_ok!(propose(CLINIC_RECORDER));
		let all: Vec<_> = Consent::proposals(PATIENT).iter().map(|info| info.institution).collect();
		assert_eq!(all, [HOSPITAL, CLINIC]);
		// One that has expired gives way.
		wait(PROPOSAL_TERM - 1);
		assert_noop!(propose(RECORDER), Error::<Test>::AlreadyProposed);
		wait(1);
		assert_ok!(propose(RECORDER));
		let info = Consent::proposal(PATIENT, HOSPITAL).unwrap();
		assert_eq!(info.proposal.directive, no_labs());
		assert_eq!(info.expires, now() + PROPOSAL_TERM);
	});
}

#[test]
fn only_what_was_seen_should_be_activated_and_in_time() {
	build_and_execute(|| {
		let seen = proposed(labs_until(START + 2 * PROPOSAL_TERM));
		assert_noop!(activate([7; 32]), Error::<Test>::ProposalChanged);
		assert_ok!(Consent::retract(signed(RECORDER), PATIENT));
		let other = proposed(no_labs());
		assert_noop!(activate(seen), Error::<Test>::ProposalChanged);
		wait(PROPOSAL_TERM);
		assert_noop!(activate(other), Error::<Test>::ProposalExpired);
		// What is proposed can be over before the proposal is.
		let short = proposed(labs_until(now() + HOUR));
		wait(HOUR);
		assert_noop!(activate(short), Error::<Test>::PeriodOver);
		assert_ok!(Consent::reject(signed(ADA), PATIENT, HOSPITAL));
		let last = proposed(labs());
		OpenPatients::set(vec![]);
		assert_noop!(activate(last), Error::<Test>::PatientNotOpen);
	});
}

#[test]
fn a_proposal_should_be_meant_and_for_an_open_patient() {
	build_and_execute(|| {
		let propose = |patient, directive, source| {
			Consent::propose(signed(RECORDER), patient, directive, digest(source))
		};
		assert_noop!(propose(PATIENT, labs(), 0), Error::<Test>::ZeroDigest);
		assert_noop!(propose(PATIENT, labs_until(START - 1), 1), Error::<Test>::ImproperPeriod);
		assert_noop!(propose(UNKNOWN_PATIENT, labs(), 1), Error::<Test>::PatientNotOpen);
		let mut stranger = labs();
		stranger.custodians = vec![0].try_into().unwrap();
		assert_noop!(propose(PATIENT, stranger, 1), Error::<Test>::UnknownInstitution);
	});
}

#[test]
fn a_proposal_should_be_taken_back_or_rejected() {
	build_and_execute(|| {
		let retract = |who| Consent::retract(signed(who), PATIENT);
		let reject = |who| Consent::reject(signed(who), PATIENT, HOSPITAL);
		assert_noop!(retract(RECORDER), Error::<Test>::NoProposal);
		assert_noop!(reject(ADA), Error::<Test>::NoProposal);
		proposed(labs());
		assert_noop!(retract(CLINIC_RECORDER), Error::<Test>::NoProposal);
		assert_ok!(retract(RECORDER));
		assert_event(Event::Retracted {
			patient: PATIENT,
			institution: HOSPITAL,
			recorder: RECORDER,
		});
		let seen = proposed(labs());
		wait(2 * PROPOSAL_TERM);
		assert_ok!(reject(FRIEND));
		assert_event(Event::Rejected {
			patient: PATIENT,
			institution: HOSPITAL,
			performer: FRIEND,
		});
		assert_noop!(activate(seen), Error::<Test>::NoProposal);
		assert_eq!(Consent::proposal(PATIENT, HOSPITAL), None);
	});
}

#[test]
fn a_proposal_for_a_study_should_be_answered_in_matters_of_research() {
	build_and_execute(|| {
		let seen = proposed(research(2));
		let activate = |who| Consent::activate(signed(who), PATIENT, HOSPITAL, seen);
		assert_noop!(activate(FRIEND), Error::<Test>::NotAuthorized);
		assert_noop!(activate(READER), Error::<Test>::NotAuthorized);
		assert_ok!(activate(TRIALIST));
		proposed(research(3));
		assert_ok!(Consent::reject(signed(TRIALIST), PATIENT, HOSPITAL));
	});
}

#[test]
fn an_activation_should_need_room() {
	build_and_execute(|| {
		for _ in 0..32 {
			granted(labs_until(START + HOUR));
		}
		let seen = proposed(labs());
		assert_noop!(activate(seen), Error::<Test>::TooManyDirectives);
		wait(HOUR);
		assert_ok!(activate(seen));
		assert_event(Event::Activated {
			patient: PATIENT,
			consent: 32,
			institution: HOSPITAL,
			performer: ADA,
			expired: Some(0),
		});
	});
}
