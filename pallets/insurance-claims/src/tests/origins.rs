// SPDX-License-Identifier: Apache-2.0

//! Every call, with every kind of origin.

use super::*;
use codec::Encode;
use frame_support::traits::{GetCallName, UnfilteredDispatchable};
use galen_primitives::RoleSet;
use sp_runtime::DispatchError;

const fn either(one: RoleSet, other: RoleSet) -> RoleSet {
	RoleSet(one.0 | other.0)
}

/// Each call, and the roles that it takes. All of them where anybody may sign.
fn calls() -> Vec<(Call<Test>, RoleSet)> {
	let period = Period { from: START, until: Some(START + DAY) };
	let (anybody, claim) = (RoleSet::ALL, id(0, 0));
	let (payer, provider) = (PAYER, ABROAD);
	let (purse, currency, amount) = (Purse::Reserve, EUR, 1);
	let (verdicts, reasons) = (Verdicts::default(), digest(1));
	vec![
		(Call::create_plan { currency, mode: SettlementMode::Immediate, rules: rules() }, MANAGERS),
		(Call::add_rules { plan: 0, rules: rules() }, MANAGERS),
		(Call::close_plan { plan: 0 }, MANAGERS),
		(Call::create_coverage { plan: 0, terms: coverage_terms(patient(2), 1) }, ENROLMENT),
		(Call::activate_coverage { coverage: 0 }, ENROLMENT),
		(Call::cancel_coverage { coverage: 0, until: START }, ENROLMENT),
		(Call::enter_coverage_in_error { coverage: 0 }, ENROLMENT),
		(Call::propose_agreement { payer, provider, period }, MANAGERS),
		(Call::accept_agreement { payer, provider, period }, MANAGERS),
		(Call::end_agreement { payer, provider }, MANAGERS),
		(Call::request_preauth { terms: preauth::asked(1, 1) }, CLAIMANTS),
		(Call::pend_preauth { preauth: claim, reason: PreAuthPend::MedicalReview }, ADJUDICATORS),
		(
			Call::decide_preauth { preauth: claim, verdicts: Default::default(), validity: period },
			ADJUDICATORS,
		),
		(Call::cancel_preauth { preauth: claim }, CLAIMANTS),
		(Call::submit_claim { terms: super::claim(0, vec![line(1, dispense(1), 1)]) }, CLAIMANTS),
		(Call::process_claim { claim }, either(CLAIMANTS, ADJUDICATORS)),
		(Call::cancel_claim { claim, reason: CancelReason::Withdrawn }, CLAIMANTS),
		(Call::clear_flag { claim, reason: PendReason::Recalled, evidence: reasons }, ADJUDICATORS),
		(Call::decide_claim { claim, verdicts: verdicts.clone() }, ADJUDICATORS),
		(
			Call::appeal_claim { claim, grounds: AppealGrounds::Procedure, evidence: reasons },
			anybody,
		),
		(Call::withdraw_appeal { claim }, anybody),
		(Call::decide_appeal { claim, verdicts, reasons }, either(ADJUDICATORS, REVIEWERS)),
		(Call::issue { payer, currency, amount }, BANKERS),
		(
			Call::request_redemption { purse, currency, bank: BANK, amount, instructions: reasons },
			TREASURERS,
		),
		(Call::cancel_redemption { purse: Purse::Receipts, currency }, PAYEES),
		(Call::redeem { institution: payer, purse, currency, amount }, BANKERS),
		(Call::settle { payer, currency, up_to: 1 }, anybody),
		(
			Call::remit {
				provider,
				currency,
				claims: Default::default(),
				adjustments: Default::default(),
				expected: 0,
			},
			TREASURERS,
		),
		(
			Call::reverse_claim { claim, reason: ReversalReason::Fraud },
			either(TREASURERS, ADJUDICATORS),
		),
		(Call::reverse_for_evidence { claim }, either(CLAIMANTS, either(TREASURERS, ADJUDICATORS))),
		(Call::repay { payer, currency, amount }, PAYEES),
	]
}

#[test]
fn every_call_should_refuse_every_origin_but_its_own() {
	build_and_execute(|| {
		published();
		let calls = calls();
		for (index, (call, allowed)) in calls.iter().enumerate() {
			assert_eq!(call.encode()[0] as usize, index, "the order is the calls' indices");
			let mut wrong = vec![RuntimeOrigin::none(), RuntimeOrigin::root()];
			if *allowed != RoleSet::ALL {
				wrong.push(signed(OUTSIDER));
			}
			wrong.extend(
				Role::ALL
					.iter()
					.filter(|role| !allowed.contains(**role))
					.map(|role| signed(staff(PAYER, *role))),
			);
			for origin in wrong {
				assert_noop!(call.clone().dispatch_bypass_filter(origin), DispatchError::BadOrigin);
			}
			for role in Role::ALL.iter().filter(|role| allowed.contains(**role)) {
				let result = frame_support::storage::with_storage_layer(|| {
					let origin = signed(staff(PAYER, *role));
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

/// The calls that decide whether or how much of a claim is paid, or take it back, by staff with the
/// right role at every institution that isn't the right one.
#[test]
fn nobody_should_decide_a_claim_that_is_not_addressed_to_them() {
	build_and_execute(|| {
		published();
		let waiting = pended(1, 10_000);
		set_standing(EvidenceId::Encounter(1), EvidenceStanding::Confirmed);
		let appealed = denied(2, 10_000);
		let grounds = AppealGrounds::MedicalNecessity;
		assert_ok!(Insurance::appeal_claim(signed(BILLING), appealed, grounds, digest(1)));
		assert_ok!(Insurance::request_preauth(signed(BILLING), preauth::asked(1, 1)));
		let asked = last(0);
		let verdicts: Verdicts = vec![Verdict::ByRules].try_into().unwrap();
		let certify = PreAuthVerdict::Certify { quantity: 1, amount: 1 };
		let validity = Period { from: START, until: Some(START + DAY) };
		let calls: [Call<Test>; 8] = [
			Call::decide_claim { claim: waiting, verdicts: verdicts.clone() },
			Call::process_claim { claim: waiting },
			Call::clear_flag { claim: waiting, reason: PendReason::Recalled, evidence: digest(1) },
			Call::decide_appeal { claim: appealed, verdicts, reasons: digest(1) },
			Call::decide_preauth {
				preauth: asked,
				verdicts: vec![certify].try_into().unwrap(),
				validity,
			},
			Call::pend_preauth { preauth: asked, reason: PreAuthPend::MedicalReview },
			Call::reverse_claim { claim: appealed, reason: ReversalReason::Fraud },
			Call::reverse_for_evidence { claim: appealed },
		];
		// Among them the provider itself, should it have such staff.
		let strangers = [OTHER_PAYER, HOSPITAL, AFFILIATE, PHARMACY, REGULATOR, BANK];
		for call in &calls {
			for institution in strangers {
				let own = institution == HOSPITAL
					&& matches!(
						call,
						Call::process_claim { .. } | Call::reverse_for_evidence { .. }
					);
				for role in [Role::Adjudicator, Role::SettlementOfficer, Role::Inspector] {
					let origin = signed(staff(institution, role));
					let result = frame_support::storage::with_storage_layer(|| {
						call.clone().dispatch_bypass_filter(origin).map_err(|error| error.error)
					});
					if !own {
						assert!(result.is_err(), "{call:?} by {role:?} of {institution}");
					}
				}
			}
		}
		assert_eq!(receipts(HOSPITAL), if stored(waiting).benefit() > 0 { 8_000 } else { 0 });
	});
}
