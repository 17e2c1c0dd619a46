// SPDX-License-Identifier: Apache-2.0

//! Every call, with every kind of origin.

use super::{
	capture::FORM,
	safety::{headache, susar},
	*,
};
use codec::Encode;
use frame_support::traits::{GetCallName, UnfilteredDispatchable};
use galen_primitives::{Role, RoleSet};
use sp_runtime::DispatchError;

const fn either(one: RoleSet, other: RoleSet) -> RoleSet {
	RoleSet(one.0 | other.0)
}

/// Whoever has an account: what they may do depends on whose patient it is.
const ANYBODY: RoleSet = RoleSet::ALL;

/// Each call, and the roles that it takes.
fn calls() -> Vec<(Call<Test>, RoleSet)> {
	let (study, number) = (STUDY, 0);
	let document = digest(50);
	let team = INVESTIGATOR;
	let sponsors = SPONSORS;
	let site_or_sponsor = either(INVESTIGATOR, SPONSORS);
	let reason = HaltReason::Safety;
	let field = CommittedField {
		record: galen_primitives::RecordId([1; 32]),
		commitment: [1; 32],
		salt: [1; 32],
		count: 1,
		index: 0,
		path: Default::default(),
	};
	let opinion = Opinion {
		aware: None,
		expectedness: Expectedness::Expected,
		causality: Causality::Possible,
		document,
	};
	let deviation = DeviationTerms {
		site: HOSPITAL,
		subject: None,
		kind: DeviationKind::VisitSchedule,
		is_important: false,
		document,
		occurred: START,
	};
	let (token, expires, signature) = token(1, number);
	vec![
		(Call::register_study { terms: terms(), protocol: protocol() }, sponsors),
		(Call::amend { study, amendment: amendment(21, true, None) }, sponsors),
		(Call::adopt_version { study, version: 2 }, sponsors),
		(Call::submit { study, committee: COMMITTEE }, sponsors),
		(Call::review { study, version: 1, review: approval() }, REVIEWERS),
		(Call::suspend_approval { study, version: 1 }, REVIEWERS),
		(Call::activate { study }, sponsors),
		(Call::halt { study, scope: HaltScope::Accrual, reason }, either(SPONSORS, REGULATORS)),
		(Call::lift_halt { study }, REGULATORS),
		(Call::close { study, closure: Closure::ToAccrual }, sponsors),
		(Call::complete { study }, sponsors),
		(Call::terminate { study, reason }, sponsors),
		(Call::withdraw_study { study }, sponsors),
		(
			Call::initiate_site { study, site: HOSPITAL, investigator: PI, committee: COMMITTEE },
			sponsors,
		),
		(Call::open_site { study }, team),
		(Call::replace_investigator { study, site: HOSPITAL, investigator: NURSE }, sponsors),
		(Call::close_site { study, site: HOSPITAL }, site_or_sponsor),
		(Call::delegate { study, account: NURSE, duties: Duty::Kits.set(), until: None }, team),
		(
			Call::sign_consent {
				study,
				site: HOSPITAL,
				patient: patient(1),
				version: 1,
				form: document,
			},
			ANYBODY,
		),
		(Call::screen { study, patient: patient(1) }, team),
		(
			Call::attest_eligibility { study, number, outcome: Eligibility::Eligible, document },
			team,
		),
		(
			Call::prove_eligibility {
				study,
				number,
				criterion: 0,
				field,
				proof: Default::default(),
			},
			team,
		),
		(Call::enrol { study, number, token, expires, signature }, team),
		(Call::renew_consent { study, number }, team),
		(Call::move_subject { study, number, to: SubjectStatus::FollowUp }, team),
		(Call::take_off_study { study, number, reason: OffStudyReason::Other }, team),
		(Call::end_screening { study, number, reason: UnregisteredReason::NoPlace }, team),
		(Call::withdraw_subject { study, number, choice: DataChoice::KeepCollected }, ANYBODY),
		(Call::note_withdrawal { study, number }, site_or_sponsor),
		(Call::commit_list { list: LIST, root: document, length: 1 }, STATISTICIANS),
		(
			Call::randomise {
				study,
				number,
				point: 0,
				stratum: 0,
				leaf: [1; 32],
				path: Default::default(),
			},
			team,
		),
		(
			Call::unblind {
				study,
				number,
				point: 0,
				purpose: UnblindingPurpose::Emergency,
				reason: UnblindingReason::Other,
			},
			team,
		),
		(
			Call::open_list { list: LIST, secret: SECRET, arms: ARMS.to_vec().try_into().unwrap() },
			STATISTICIANS,
		),
		(
			Call::hand_out_kit { study, number, point: 0, dispense: 0, salt: [1; 32], kit: None },
			team,
		),
		(Call::destroy_registrar_key { study }, REGISTRARS),
		(Call::report_adverse_event { study, number, facts: headache() }, team),
		(
			Call::follow_up_adverse_event {
				study,
				event: 0,
				facts: susar(SeriousnessCriteria::DEATH),
			},
			team,
		),
		(Call::assess_adverse_event { study, event: 0, opinion }, sponsors),
		(
			Call::submit_expedited_report {
				study,
				event: 0,
				obligation: Obligation::SevenDay,
				document,
			},
			sponsors,
		),
		(
			Call::notify_authority {
				study,
				kind: NotificationKind::SeriousBreach,
				since: START,
				document,
			},
			sponsors,
		),
		(Call::vote_to_halt { study, reason, document }, BOARD),
		(Call::vote_to_resume { study, document }, BOARD),
		(
			Call::capture_data {
				study,
				number,
				form: FORM,
				terms: CaptureTerms { values: document, source: None, reason: None },
			},
			team,
		),
		(
			Call::record_visit {
				study,
				number,
				visit: 1,
				outcome: VisitOutcome::Done,
				occurred: START,
			},
			team,
		),
		(Call::report_deviation { study, terms: deviation }, site_or_sponsor),
		(Call::raise_query { study, number, form: FORM, document }, sponsors),
		(Call::answer_query { study, query: 0, document }, team),
		(Call::close_query { study, query: 0 }, sponsors),
		(Call::register_analysis_plan { study, document }, sponsors),
		(Call::lock_database { study, dataset: document }, sponsors),
		(Call::register_results { study, document, shares: Default::default() }, sponsors),
		(Call::submit_participant_flow { study, rows: Default::default() }, sponsors),
		(Call::link_publication { study, doi: Default::default() }, sponsors),
		(Call::commit_kits { study, root: document, length: 1 }, STATISTICIANS),
	]
}

#[test]
fn every_call_should_refuse_every_origin_but_its_own() {
	build_and_execute(|| {
		opened();
		randomised(1);
		let calls = calls();
		for (index, (call, allowed)) in calls.iter().enumerate() {
			assert_eq!(call.encode()[0] as usize, index, "the order is the calls' indices");
			let mut wrong = vec![RuntimeOrigin::none(), RuntimeOrigin::root()];
			if *allowed != ANYBODY {
				wrong.push(signed(OUTSIDER));
			}
			wrong.extend(
				Role::ALL
					.iter()
					.filter(|role| !allowed.contains(**role))
					.map(|role| signed(staff(HOSPITAL, *role))),
			);
			for origin in wrong {
				assert_noop!(call.clone().dispatch_bypass_filter(origin), DispatchError::BadOrigin);
			}
			for role in Role::ALL.iter().filter(|role| allowed.contains(**role)) {
				let result = frame_support::storage::with_storage_layer(|| {
					let origin = signed(staff(HOSPITAL, *role));
					let outcome = call.clone().dispatch_bypass_filter(origin);
					// Whatever it changed is undone, so that each starts from the same state.
					Err::<(), _>(match outcome {
						Err(error) => error.error,
						Ok(_) => DispatchError::Other("passed"),
					})
				});
				assert_ne!(result, Err(DispatchError::BadOrigin), "{call:?} by {role:?}");
			}
		}
		assert_eq!(calls.len(), Call::<Test>::get_call_names().len());
	});
}
